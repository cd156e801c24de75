//! The seed that was taken out of a PDF, set again in every format: each gives the same features, with the same ids, and
//! what is cited is cited again.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use araxes::document::{self, BlockKind, InputFile};
use common::typeset::{self, Part, Text};
use common::{Output, map, root};

const SEED: &str = "003_iran_and_nagorno_karabakh.txt";

/// The seed as it reads.
fn seed() -> Text {
    let file = InputFile::at(root().join("seeds").join(SEED));
    let document = document::knowing(&*common::GAZETTEER).read(&file).unwrap();
    let parts = document.blocks.iter().filter_map(|block| {
        let part = match block.kind {
            BlockKind::Title | BlockKind::Boilerplate => return None,
            BlockKind::Heading => Part::Heading,
            _ => Part::Paragraph,
        };
        Some((part, document.block_text(block).to_owned()))
    });
    Text {
        parts: parts.collect(),
        title: document.title.unwrap(),
    }
}

/// How often each feature is cited, by its id.
fn citations(output: &Output) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for row in output.rows("citations.csv") {
        *found.entry(row["feature_id"].clone()).or_default() += 1;
    }
    found
}

fn mapped(name: &str, file: &Path) -> BTreeMap<String, usize> {
    let flags = ["--without", "qgis,geopackage,web-map"];
    citations(&map(&format!("typeset-{name}"), &[file], &flags, 0))
}

#[test]
fn a_text_set_in_any_format_gives_the_same_features() {
    let text = seed();
    let folder = tempfile::tempdir().unwrap();
    let plain = folder.path().join("a.txt");
    let lines: Vec<&str> = std::iter::once(text.title.as_str())
        .chain(text.parts.iter().map(|(_, words)| words.as_str()))
        .collect();
    std::fs::write(&plain, lines.join("\n\n")).unwrap();
    let wanted = mapped("txt", &plain);
    let total: usize = wanted.values().sum();
    assert!(wanted.len() > 20 && total > 80, "{} {total}", wanted.len());
    // What was typed again is what was taken out of the PDF.
    let seed = mapped("seed", &root().join("seeds").join(SEED));
    let mut told = Vec::new();
    let mut hold =
        |name: &str, wanted: &BTreeMap<String, usize>, found: &BTreeMap<String, usize>| {
            let total: usize = wanted.values().sum();
            let again = wanted
                .iter()
                .map(|(id, times)| (*times).min(found.get(id).copied().unwrap_or_default()));
            let again: usize = again.sum();
            let more: Vec<_> = found
                .keys()
                .filter(|id| !wanted.contains_key(*id))
                .collect();
            let less: Vec<_> = wanted
                .keys()
                .filter(|id| !found.contains_key(*id))
                .collect();
            if !more.is_empty() || !less.is_empty() || again * 100 < total * 99 {
                told.push(format!(
                    "{name}: {again} of {total} citations; too much {more:?}, missing {less:?}"
                ));
            }
        };
    hold("seed", &seed, &wanted);
    for (name, file) in [
        ("pdf", typeset::pdf(&text)),
        ("docx", typeset::docx(&text)),
        ("odt", typeset::odt(&text)),
        ("rtf", typeset::rtf(&text)),
        ("epub", typeset::epub(&text)),
        ("html", typeset::html(&text)),
        ("eml", typeset::mail(&text)),
        ("csv", typeset::csv(&text)),
        ("jsonl", typeset::json_lines(&text)),
        ("mhtml", typeset::mhtml(&text)),
    ] {
        let path = folder.path().join(format!("b.{name}"));
        std::fs::write(&path, file).unwrap();
        hold(name, &wanted, &mapped(name, &path));
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}
