//! What the documentation says of the program is what the program says of itself.
//!
//! Tables between `<!-- generated: NAME -->` and `<!-- end -->` are made here from the lists that the program works
//! with. A test fails where a page says something else; with `ARAXES_BLESS=1` it writes the pages instead:
//!
//! ```sh
//! ARAXES_BLESS=1 cargo test --locked --test reference
//! ```
//!
//! Other tests hold the rest to it: command lines, flags, columns and links that pages name are there.
#![allow(clippy::unwrap_used, clippy::string_slice, missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use araxes::export::{
    CITATION, COLUMNS, CORE_FILES, Column, Format, GeometryColumn, LINE, MEMBERS, POSITION,
    citation_columns, document_columns, problem_columns, unresolved_columns,
};
use araxes::gazetteer::check::FindingKind;
use araxes::gazetteer::compile::format::Section;
use araxes::gazetteer::import::report::{Outcome, Reason};
use araxes::gazetteer::import::{self, feature_code};
use araxes::gazetteer::{FeatureClass, NameKind, PlaceKind};
use araxes::layer::{LayerKind, kind};
use araxes::problem::{CODES, Severity};
use araxes::recognition::coordinate::Notation;
use araxes::recognition::learning::{Learning, Template};
use araxes::recognition::model::Class;
use araxes::recognition::phrase::{CARRIED, TRANSPORT};
use araxes::recognition::{CoordinateProblem, MentionKind, Model, Usage, Usages};
use araxes::relation::line::Basis;
use araxes::relation::thing::ThingKind;
use araxes::relation::{WhyNot, position};
use araxes::{cli, decision, diff, document, resolution};
use clap::error::ErrorKind;
use common::{GAZETTEER, root};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// How to write what the tests want.
const BLESS: &str = "ARAXES_BLESS=1 cargo test --locked --test reference";

/// The name of a part of a page, and what writes it.
type Part = (&'static str, fn() -> String);

/// Every part of a page that is generated.
const PARTS: &[Part] = &[
    ("commands", commands),
    ("files", files),
    ("formats", formats),
    ("feature-columns", || columns(COLUMNS, &[POSITION, LINE])),
    ("citation-members", || columns(CITATION, &[])),
    ("citation-columns", || {
        columns(&citation_columns(), &[POSITION])
    }),
    ("document-columns", || columns(&document_columns(), &[])),
    ("unresolved-columns", || columns(&unresolved_columns(), &[])),
    ("problem-columns", || columns(&problem_columns(), &[])),
    ("run-members", run_members),
    ("roles", roles),
    ("geometry-bases", || {
        words(
            ["value", "the geometry is"],
            Basis::ALL.map(|basis| (basis.as_str(), basis.meaning())),
        )
    }),
    ("layers", || {
        words(
            ["value", "what is in it"],
            LayerKind::CITED.map(|layer| (layer.as_str(), layer.meaning())),
        )
    }),
    ("place-kinds", place_kinds),
    ("position-kinds", position_kinds),
    ("thing-kinds", thing_kinds),
    ("way-kinds", way_kinds),
    ("other-kinds", other_kinds),
    ("source-kinds", || {
        words(
            ["kind", "reads"],
            import::Kind::ALL.map(|kind| (kind.name(), kind.meaning())),
        )
    }),
    ("import-columns", import_columns),
    ("import-reasons", import_reasons),
    ("findings", findings),
    ("decision-columns", decision_columns),
    ("decision-scopes", decision_scopes),
    ("decision-words", decision_words),
    ("diff-causes", diff_causes),
    ("problem-codes", problem_codes),
    ("mention-kinds", || {
        words(["value", "the words are"], MentionKind::meanings())
    }),
    ("notations", notations),
    ("unresolved-reasons", unresolved_reasons),
    ("recognition-classes", recognition_classes),
    ("recognition-decision", recognition_decision),
    ("recognition-features", recognition_features),
    ("resolution-features", resolution_features),
    ("resolution-confidence", resolution_confidence),
];

// ---------------------------------------------------------------------------------------------------------------
// The generated parts.

/// A table in Markdown.
fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut text = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(N));
    for row in rows {
        let cells = row.map(|cell| cell.replace('|', "\\|").replace('\n', " "));
        writeln!(text, "| {} |", cells.join(" | ")).unwrap();
    }
    text
}

/// Words with their meanings.
fn words<'w>(head: [&str; 2], words: impl IntoIterator<Item = (&'w str, &'w str)>) -> String {
    let words = words.into_iter();
    table(
        head,
        words.map(|(word, meaning)| [code(word), meaning.to_owned()]),
    )
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn codes<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(code).collect();
    texts.join(", ")
}

/// Every command with its usage, arguments and flags.
fn commands() -> String {
    let mut text = String::new();
    let mut root = cli::command();
    root.build();
    describe(&mut root, &mut text);
    text
}

fn describe(command: &mut clap::Command, text: &mut String) {
    let name = command.get_bin_name().unwrap_or("araxes").to_owned();
    let about = command
        .get_about()
        .map(ToString::to_string)
        .unwrap_or_default();
    if command.has_subcommands() {
        if name != "araxes" {
            writeln!(text, "## `{name}`\n\n{about}.\n").unwrap();
        }
        for below in command
            .get_subcommands_mut()
            .filter(|below| below.get_name() != "help")
        {
            describe(below, text);
        }
        return;
    }
    let depth = if name.split(' ').count() > 2 {
        "###"
    } else {
        "##"
    };
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    writeln!(
        text,
        "{depth} `{name}`\n\n{about}.\n\n```text\n{usage}\n```\n"
    )
    .unwrap();
    let rows = command
        .get_arguments()
        .filter(|argument| !argument.is_hide_set())
        .filter(|argument| !matches!(argument.get_id().as_str(), "help" | "version"))
        .map(|argument| [code(&spelt(argument)), meaning(argument)]);
    writeln!(text, "{}", table(["argument or flag", "meaning"], rows)).unwrap();
}

/// How an argument is written on the command line.
fn spelt(argument: &clap::Arg) -> String {
    let values = argument
        .get_value_names()
        .filter(|_| argument.get_action().takes_values())
        .map(|names| {
            names
                .iter()
                .map(|name| name.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        });
    let mut names = Vec::new();
    names.extend(argument.get_short().map(|short| format!("-{short}")));
    names.extend(argument.get_long().map(|long| format!("--{long}")));
    match (names.is_empty(), values) {
        (true, values) => values.unwrap_or_default(),
        (false, Some(values)) => format!("{} {values}", names.join(", ")),
        (false, None) => names.join(", "),
    }
}

/// What an argument does, its default and the values that it can have.
fn meaning(argument: &clap::Arg) -> String {
    let mut text = argument
        .get_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    if argument.is_required_set() {
        text += "; needed";
    }
    let defaults: Vec<String> = argument
        .get_default_values()
        .iter()
        .map(|value| code(&value.to_string_lossy()))
        .collect();
    if !defaults.is_empty() && argument.get_action().takes_values() {
        write!(text, " [default: {}]", defaults.join(" ")).unwrap();
    }
    let values = argument.get_possible_values();
    if !values.is_empty() && argument.get_action().takes_values() {
        let values = values.iter().map(clap::builder::PossibleValue::get_name);
        write!(text, ". One of {}", codes(values)).unwrap();
    }
    text
}

/// The files that a run writes unless it is told otherwise; those that hold the same stand in one row.
fn files() -> String {
    let mut rows: Vec<[String; 2]> = Vec::new();
    let core = CORE_FILES
        .iter()
        .map(|file| (code(file.name), file.meaning));
    let formats = Format::ALL
        .iter()
        .filter(|format| format.is_default())
        .map(|format| (codes(format.files().iter().copied()), format.meaning()));
    for (names, meaning) in core.chain(formats) {
        match rows.last_mut() {
            Some([others, known]) if known == meaning => write!(others, ", {names}").unwrap(),
            _ => rows.push([names, meaning.to_owned()]),
        }
    }
    table(["file", "holds"], rows)
}

fn formats() -> String {
    let rows = Format::ALL.iter().map(|format| {
        [
            code(format.name()),
            codes(format.files().iter().copied()),
            if format.is_default() {
                "unless left out"
            } else {
                "when asked for"
            }
            .to_owned(),
            format.meaning().to_owned(),
        ]
    });
    table(["format", "files", "written", "what it is"], rows)
}

fn columns<Row>(columns: &[Column<Row>], geometry: &[&[GeometryColumn]]) -> String {
    let geometry = geometry.iter().copied().flatten();
    let rows = columns
        .iter()
        .map(|column| (column.name, column.kind, column.meaning))
        .chain(geometry.map(|column| (column.name, column.kind, column.meaning)))
        .map(|(name, kind, meaning)| [code(name), kind.as_str().to_owned(), meaning.to_owned()]);
    table(["column", "type", "meaning"], rows)
}

fn run_members() -> String {
    let rows = MEMBERS
        .iter()
        .map(|member| [code(member.name), member.meaning.to_owned()]);
    table(["member", "meaning"], rows)
}

fn roles() -> String {
    let shown = |usages: Usages, usage: Usage| if usages.contains(usage) { "yes" } else { "no" };
    let rows = Usage::ALL.map(|usage| {
        [
            code(usage.as_str()),
            usage.role().as_str().to_owned(),
            shown(Usages::MAP, usage).to_owned(),
            shown(Usages::ANNOTATION, usage).to_owned(),
            usage.meaning().to_owned(),
        ]
    });
    let head = [
        "role",
        "group",
        "`map` shows it",
        "`annotate` tells it",
        "what is meant",
    ];
    table(head, rows)
}

/// The kinds of places, with the codes of GeoNames and the words of layers that lead to each.
fn place_kinds() -> String {
    let mut by_kind: BTreeMap<PlaceKind, BTreeMap<FeatureClass, Vec<&str>>> = BTreeMap::new();
    for feature in feature_code::codes() {
        let kind = PlaceKind::of(feature.class, feature.code);
        by_kind
            .entry(kind)
            .or_default()
            .entry(feature.class)
            .or_default()
            .push(feature.code);
    }
    let rows = PlaceKind::ALL.map(|kind| {
        let classes = by_kind.get(&kind).into_iter().flatten();
        let codes: Vec<String> = classes
            .map(|(class, codes)| {
                // What has no code of its own is the kind of the class.
                match PlaceKind::of(*class, "") == kind {
                    true => format!("all others of class {class:?}"),
                    false => format!("{class:?}: {}", codes.join(" ")),
                }
            })
            .collect();
        let words: Vec<&str> = feature_code::words()
            .filter(|(_, code)| {
                let feature = feature_code::of_code(code).unwrap();
                PlaceKind::of(feature.class, feature.code) == kind
            })
            .map(|(word, _)| word)
            .collect();
        [
            code(kind.as_str()),
            kind.meaning().to_owned(),
            codes.join("; "),
            words.join(", "),
        ]
    });
    table(
        [
            "kind",
            "meaning",
            "codes of GeoNames",
            "words in tables and layers of your own",
        ],
        rows,
    )
}

/// Words by the kind that they lead to, in the order of the kinds' first words.
fn by_kind(
    pairs: impl Iterator<Item = (&'static str, &'static str)>,
) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for (word, kind) in pairs {
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, words)) => words.push(word),
            None => kinds.push((kind, vec![word])),
        }
    }
    kinds
}

fn position_kinds() -> String {
    let rows = by_kind(position::KINDS.iter().copied())
        .into_iter()
        .map(|(kind, words)| {
            let crossing = match kind::CROSSINGS.contains(&kind) {
                true => format!("`{}`", kind::river_crossing(kind)),
                false => String::new(),
            };
            [code(kind), words.join(", "), crossing]
        });
    let rest = [
        code(position::ANY_KIND),
        "none of these".to_owned(),
        String::new(),
    ];
    table(
        [
            "kind",
            "words of the description",
            "over a river also a route of the kind",
        ],
        rows.chain([rest]),
    )
}

/// The kinds of things that no gazetteer has, with the nouns of each language.
fn thing_kinds() -> String {
    let rows = ThingKind::ALL.map(|kind| {
        let nouns: Vec<String> = kind
            .nouns()
            .map(|(language, nouns)| format!("{language}: {nouns}"))
            .collect();
        [
            code(kind.as_str()),
            kind.meaning().to_owned(),
            nouns.join("; "),
        ]
    });
    table(["kind", "meaning", "nouns"], rows)
}

fn way_kinds() -> String {
    let rows = by_kind(TRANSPORT.iter().copied())
        .into_iter()
        .map(|(kind, words)| [code(kind), words.join(", ")]);
    let carried = by_kind(CARRIED.iter().copied())
        .into_iter()
        .map(|(kind, words)| {
            [
                code(kind),
                format!("pipeline, with {} before it", words.join(" or ")),
            ]
        });
    table(["kind", "words"], rows.chain(carried))
}

fn other_kinds() -> String {
    let rows = kind::all(&GAZETTEER)
        .into_iter()
        .filter(|(what, _)| what.ends_with("of the gazetteers") || what.starts_with("borders"))
        .map(|(what, kinds)| [what.to_owned(), codes(kinds.iter().map(String::as_str))]);
    table(["of", "kinds"], rows)
}

fn import_columns() -> String {
    let rows = import::Column::ALL.map(|column| {
        [
            code(column.name()),
            column.meaning().to_owned(),
            codes(column.usual().iter().copied()),
        ]
    });
    table(
        [
            "WHAT",
            "meaning",
            "columns that are taken for it unasked, the first that is filled",
        ],
        rows,
    )
}

fn import_reasons() -> String {
    let outcomes = [Outcome::Refused, Outcome::Mended, Outcome::LeftOut];
    let rows = outcomes.into_iter().flat_map(|outcome| {
        let reasons = Reason::ALL
            .into_iter()
            .filter(move |reason| reason.outcome() == outcome);
        reasons.map(move |reason| {
            [
                code(reason.code()),
                outcome.word().to_owned(),
                reason.meaning().to_owned(),
            ]
        })
    });
    table(["reason", "outcome", "what was wrong"], rows)
}

fn findings() -> String {
    let rows = FindingKind::ALL.map(|finding| {
        let gravity = if finding.is_severe() {
            "severe"
        } else {
            "advice"
        };
        [
            code(finding.key()),
            gravity.to_owned(),
            finding.meaning().to_owned(),
            finding.advice().to_owned(),
        ]
    });
    table(["kind", "gravity", "what is found", "what to do"], rows)
}

fn decision_columns() -> String {
    let rows = decision::COLUMNS
        .iter()
        .map(|column| [code(column.name), column.meaning.to_owned()]);
    table(["column", "what it says"], rows)
}

fn decision_scopes() -> String {
    let scopes = decision::Scope::ALL.map(|scope| (scope.as_str(), scope.meaning()));
    words(["scope", "the decision holds"], scopes)
}

fn decision_words() -> String {
    let known = decision::Word::ALL.map(|word| (word.as_str(), word.meaning()));
    words(["decision", "what it says"], known)
}

fn diff_causes() -> String {
    let causes = diff::Cause::ALL.map(|cause| (cause.as_str(), cause.meaning()));
    words(["cause", "what it is"], causes)
}

fn problem_codes() -> String {
    let rows = CODES.iter().map(|problem| {
        let severity = match problem.severity() {
            Severity::Note => "note",
            Severity::Error => "error",
        };
        [
            code(problem.as_str()),
            severity.to_owned(),
            problem.meaning().to_owned(),
        ]
    });
    table(["code", "gravity", "what was met"], rows)
}

fn notations() -> String {
    let rows =
        Notation::ALL.map(|notation| [notation.as_str().to_owned(), notation.meaning().to_owned()]);
    table(["notation", "as in"], rows)
}

fn unresolved_reasons() -> String {
    let reasons = WhyNot::ALL.map(|reason| (reason.key(), reason.meaning()));
    words(
        ["in short", "why it has no place"],
        reasons.into_iter().chain(CoordinateProblem::meanings()),
    )
}

fn recognition_classes() -> String {
    let rows = Class::ALL.map(|class| {
        let name = serde_json::to_value(class).unwrap();
        [code(name.as_str().unwrap()), class.describe().to_owned()]
    });
    table(["class", "what the words are"], rows)
}

fn recognition_decision() -> String {
    let rows = Model::built_in()
        .decision()
        .numbers()
        .map(|(name, values, meaning)| {
            let values: Vec<String> = values.iter().map(|value| format!("{value:.2}")).collect();
            [code(name), values.join(", "), meaning.to_owned()]
        });
    table(["number", "value", "meaning"], rows)
}

/// What the features of recognition weigh in the documents of `seeds/`.
fn recognition_features() -> String {
    let learning = Learning::new(&GAZETTEER, Model::built_in(), None);
    let mut weights: BTreeMap<Template, Vec<f32>> = BTreeMap::new();
    for file in document::collect(&[root().join("seeds")]).files {
        let document = document::read(&file).unwrap();
        for block in &document.blocks {
            for candidate in learning.weights(document.block_text(block)) {
                for (template, weight) in candidate {
                    weights.entry(template).or_default().push(weight);
                }
            }
        }
    }
    let rows = Template::ALL.map(|template| {
        let weights = weights.get(&template).map_or(&[][..], Vec::as_slice);
        let mean = |weights: &mut dyn Iterator<Item = f32>, count: usize| {
            weights.sum::<f32>() / count.max(1) as f32
        };
        [
            code(template.key()),
            template.group().name().to_owned(),
            format!(
                "{:.2}",
                mean(
                    &mut weights.iter().map(|weight| weight.abs()),
                    weights.len()
                )
            ),
            format!("{:+.2}", mean(&mut weights.iter().copied(), weights.len())),
            template.meaning().to_owned(),
        ]
    });
    table(
        ["feature", "group", "size", "direction", "what it says"],
        rows,
    )
}

fn resolution_features() -> String {
    let model = resolution::Model::shipped();
    let rows = resolution::Feature::ALL.iter().map(|&feature| {
        [
            code(feature.key()),
            feature.group().key().to_owned(),
            format!("{:+.2}", model.alone[feature as usize]),
            format!("{:+.2}", model.in_company[feature as usize]),
            if feature.is_learned() {
                "learned"
            } else {
                "by hand"
            }
            .to_owned(),
            feature.meaning().to_owned(),
        ]
    });
    table(
        [
            "feature",
            "group",
            "alone",
            "in company",
            "weight",
            "what it says",
        ],
        rows,
    )
}

fn resolution_confidence() -> String {
    let rows = resolution::Model::shipped().calibration.rows();
    let rows = rows.into_iter().map(|(key, (factor, summand))| {
        [code(key), format!("{factor:.2}"), format!("{summand:+.2}")]
    });
    table(["row of the weights file", "factor", "summand"], rows)
}

// ---------------------------------------------------------------------------------------------------------------
// The pages.

/// The pages for users, by their path from the root.
fn pages() -> Vec<(PathBuf, String)> {
    let mut paths = vec![
        PathBuf::from("README.md"),
        PathBuf::from("ARCHITECTURE.md"),
        PathBuf::from("CHANGELOG.md"),
        PathBuf::from("src/recognition/model/README.md"),
        PathBuf::from("gazetteer/caucasus/README.md"),
        PathBuf::from("gazetteer/world/README.md"),
        PathBuf::from("crates/gazetteer/README.md"),
    ];
    paths.extend(below("docs", "md"));
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(root().join(&path))
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path, text)
        })
        .collect()
}

/// The files below a folder whose names end so, by their path from the root, in order.
fn below(folder: &str, extension: &str) -> Vec<PathBuf> {
    walkdir::WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|found| found == extension)
        })
        .map(|entry| entry.path().strip_prefix(root()).unwrap().to_owned())
        .collect()
}

/// The parts of a page that are generated: name, and where the text between the marks stands.
fn generated<'p>(path: &Path, page: &'p str) -> Vec<(&'p str, Range<usize>)> {
    // At the beginning of a line; elsewhere a page speaks of the mark.
    const BEGIN: &str = "\n<!-- generated: ";
    const END: &str = "<!-- end -->";
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(at) = page[from..].find(BEGIN) {
        let begin = from + at + BEGIN.len();
        let name = page[begin..].split_once(" -->").map(|(name, _)| name);
        let name = name.unwrap_or_else(|| panic!("{}: a mark is not closed", path.display()));
        let first = begin + name.len() + " -->".len();
        let length = page[first..].find(END);
        let length = length.unwrap_or_else(|| panic!("{}: “{name}” has no {END}", path.display()));
        parts.push((name, first..first + length));
        from = first + length;
    }
    parts
}

#[test]
fn generated_parts_say_what_the_program_says() {
    let bless = std::env::var_os("ARAXES_BLESS").is_some();
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    let mut stale = Vec::new();
    for (path, page) in pages() {
        let mut wanted = String::with_capacity(page.len());
        let mut from = 0;
        for (name, range) in generated(&path, &page) {
            let Some((name, part)) = PARTS.iter().find(|(known, _)| *known == name) else {
                panic!("{}: nothing generates “{name}”", path.display());
            };
            shown.insert(name);
            let text = format!("\n{}\n", part().trim_end());
            if page[range.clone()] != text {
                stale.push(format!("{}: {name}", path.display()));
            }
            wanted += &page[from..range.start];
            wanted += &text;
            from = range.end;
        }
        wanted += &page[from..];
        if bless && wanted != page {
            // At once, for other tests read the pages meanwhile.
            let new = root().join(&path).with_extension("new");
            fs::write(&new, wanted).unwrap();
            fs::rename(new, root().join(&path)).unwrap();
        }
    }
    let missing: Vec<&str> = PARTS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !shown.contains(name))
        .collect();
    assert!(missing.is_empty(), "no page shows {}", missing.join(", "));
    assert!(
        bless || stale.is_empty(),
        "these parts of pages do not say what the program says; write them anew with `{BLESS}`, and read what has \
         changed:\n{}",
        stale.join("\n")
    );
}

/// Code in a page.
struct Code {
    /// Page and line, for messages.
    place: String,
    /// Whether it stands in a block of its own, rather than in a line of prose.
    is_block: bool,
    text: String,
}

/// All code of a page that is written by hand: blocks that are not said to be of another language, and code in prose.
fn all_code(path: &Path, page: &str) -> Vec<Code> {
    let generated = generated(path, page);
    let mut found: Vec<Code> = Vec::new();
    let mut block: Option<Code> = None;
    for (event, range) in Parser::new_ext(page, Options::ENABLE_TABLES).into_offset_iter() {
        if generated
            .iter()
            .any(|(_, part)| part.contains(&range.start))
        {
            continue;
        }
        let place = || {
            format!(
                "{}:{}",
                path.display(),
                page[..range.start].matches('\n').count() + 1
            )
        };
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let is_shell = match kind {
                    CodeBlockKind::Indented => true,
                    CodeBlockKind::Fenced(language) => matches!(&*language, "" | "sh" | "text"),
                };
                block = is_shell.then(|| Code {
                    place: place(),
                    is_block: true,
                    text: String::new(),
                });
            }
            Event::Text(text) => {
                if let Some(block) = &mut block {
                    block.text += &text;
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(block.take()),
            Event::Code(text) => found.push(Code {
                place: place(),
                is_block: false,
                text: text.into_string(),
            }),
            _ => {}
        }
    }
    found
}

/// The calls of the program in a block of code: the words behind `araxes`.
fn calls(code: &Code) -> Vec<Vec<String>> {
    let text = code.text.replace("\\\n", " ");
    text.lines()
        .map(|line| line.trim().trim_start_matches("$ "))
        .filter_map(|line| line.strip_prefix("araxes "))
        .map(|line| {
            line.split_whitespace()
                .take_while(|word| !word.starts_with(['#', '|', '>', '<', '&', ';']))
                .map(|word| word.trim_matches(['"', '\'']).to_owned())
                .collect()
        })
        .collect()
}

/// The command that a call names, and the words that are left.
fn called<'c, 'w>(
    root: &'c clap::Command,
    words: &'w [String],
) -> (&'c clap::Command, &'w [String]) {
    let mut command = root;
    let mut rest = words;
    while let Some((first, behind)) = rest.split_first()
        && let Some(below) = command.find_subcommand(first)
    {
        (command, rest) = (below, behind);
    }
    (command, rest)
}

/// Whether a command has a flag, as it is written, with its value or without.
fn has_flag(command: &clap::Command, flag: &str) -> bool {
    let name = flag.split('=').next().unwrap();
    command
        .get_arguments()
        .any(|argument| match name.strip_prefix("--") {
            Some(long) => argument.get_long() == Some(long),
            None => argument
                .get_short()
                .is_some_and(|short| name == format!("-{short}")),
        })
}

/// All commands that do something, with the words that call them.
fn leaves(command: &clap::Command, words: &[String]) -> Vec<(clap::Command, Vec<String>)> {
    if !command.has_subcommands() {
        return vec![(command.clone(), words.to_vec())];
    }
    let below = command
        .get_subcommands()
        .filter(|below| below.get_name() != "help");
    below
        .flat_map(|below| leaves(below, &[words, &[below.get_name().to_owned()]].concat()))
        .collect()
}

/// Whether a word stands for others: `FILE`, `PATH…`, `[--cache`.
fn is_placeholder(word: &str) -> bool {
    word.contains(['…', '[', ']'])
        || word.len() > 1
            && word
                .chars()
                .all(|letter| letter.is_ascii_uppercase() || letter == '.')
}

/// What is wrong with a call; `is_whole` where it is meant to be run as it stands.
fn wrong(root: &clap::Command, words: &[String], is_whole: bool) -> Option<String> {
    let (command, rest) = called(root, words);
    if command.has_subcommands() {
        let unknown = rest
            .first()
            .filter(|first| !first.starts_with('-') && !is_placeholder(first));
        return unknown.map(|first| format!("there is no command “{first}”"));
    }
    let flags = rest
        .iter()
        .map(|word| word.trim_matches(['[', ']']))
        .filter(|word| {
            word.starts_with('-')
                && word.len() > 1
                && !word[1..].starts_with(|letter: char| letter.is_ascii_digit())
        });
    for flag in flags {
        if !has_flag(command, flag) {
            return Some(format!("“{}” has no flag {flag}", command.get_name()));
        }
    }
    if !is_whole || words.iter().any(|word| is_placeholder(word)) {
        return None;
    }
    let words = ["araxes".to_owned()]
        .into_iter()
        .chain(words.iter().cloned());
    root.clone()
        .try_get_matches_from(words)
        .err()
        .map(|error| error.to_string())
}

#[test]
fn calls_of_the_program_are_understood() {
    let root_command = cli::command();
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, page) in pages() {
        for code in all_code(&path, &page) {
            for words in calls(&code) {
                seen += 1;
                if let Some(wrong) = wrong(&root_command, &words, code.is_block) {
                    faults.push(format!(
                        "{}: araxes {}: {wrong}",
                        code.place,
                        words.join(" ")
                    ));
                }
            }
        }
    }
    // Messages and comments of the program name its commands, too.
    for path in below("src", "rs").into_iter().chain(below("crates", "rs")) {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        for (number, line) in text.lines().enumerate() {
            for text in line
                .split('`')
                .skip(1)
                .step_by(2)
                .filter(|text| text.starts_with("araxes "))
            {
                seen += 1;
                let words: Vec<String> =
                    text.split_whitespace().skip(1).map(str::to_owned).collect();
                if let Some(wrong) = wrong(&root_command, &words, false) {
                    faults.push(format!(
                        "{}:{}: {text}: {wrong}",
                        path.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(seen > 50, "only {seen} calls were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn flags_in_prose_are_those_of_a_command() {
    // Of other programs.
    const FOREIGN: [&str; 2] = ["--check", "--min-population"];
    let root_command = cli::command();
    let leaves = leaves(&root_command, &[]);
    let mut faults = Vec::new();
    let mut seen = 0;
    for (path, page) in pages() {
        let prose = all_code(&path, &page)
            .into_iter()
            .filter(|code| !code.is_block);
        for code in prose.filter(|code| code.text.starts_with("--")) {
            let words: Vec<String> = code.text.split_whitespace().map(str::to_owned).collect();
            let flag = words[0].trim_end_matches('…').to_owned();
            if FOREIGN.contains(&flag.as_str()) {
                continue;
            }
            seen += 1;
            let having: Vec<_> = leaves
                .iter()
                .filter(|(command, _)| has_flag(command, &flag))
                .collect();
            if having.is_empty() {
                faults.push(format!("{}: no command has {flag}", code.place));
                continue;
            }
            if words.len() == 1 || words.iter().any(|word| is_placeholder(word)) {
                continue;
            }
            // One of the commands takes the value. What else it wants to be told does not matter here.
            let taken = having.iter().any(|(_, path)| {
                let call = ["araxes".to_owned()]
                    .into_iter()
                    .chain(path.iter().cloned())
                    .chain(words.iter().cloned());
                let refused = root_command.clone().try_get_matches_from(call).err();
                refused.is_none_or(|error| error.kind() == ErrorKind::MissingRequiredArgument)
            });
            if !taken {
                faults.push(format!("{}: no command takes {}", code.place, code.text));
            }
        }
    }
    assert!(seen > 40, "only {seen} flags were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn columns_in_prose_are_those_of_a_file() {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    known.extend(COLUMNS.iter().map(|column| column.name));
    known.extend(CITATION.iter().map(|column| column.name));
    known.extend(citation_columns().iter().map(|column| column.name));
    known.extend(document_columns().iter().map(|column| column.name));
    known.extend(unresolved_columns().iter().map(|column| column.name));
    known.extend(problem_columns().iter().map(|column| column.name));
    known.extend(MEMBERS.iter().map(|member| member.name));
    known.extend(import::Column::ALL.map(import::Column::name));
    known.extend(Usage::ALL.map(Usage::as_str));
    // Two days of the GeoPackage.
    known.extend(["first_day", "last_day"]);
    let mut faults = Vec::new();
    let guides = [
        "output",
        "qgis",
        "web-map",
        "leaflet",
        "spreadsheet",
        "python",
    ];
    for guide in guides {
        let path = PathBuf::from(format!("docs/{guide}.md"));
        let page = fs::read_to_string(root().join(&path)).unwrap();
        for code in all_code(&path, &page)
            .into_iter()
            .filter(|code| !code.is_block)
        {
            let is_name = code.text.contains('_')
                && code
                    .text
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '_');
            if is_name && !known.contains(code.text.as_str()) {
                faults.push(format!(
                    "{}: no file has a column {}",
                    code.place, code.text
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_kind_and_role_of_the_output_is_listed() {
    let kinds: BTreeSet<String> = kind::all(&GAZETTEER)
        .into_iter()
        .flat_map(|(_, kinds)| kinds)
        .collect();
    let output = root().join("output");
    for layer in LayerKind::ALL {
        let path = output.join(format!("{}.csv", layer.as_str()));
        let mut rows = csv::Reader::from_path(path).unwrap();
        for row in rows
            .deserialize::<BTreeMap<String, String>>()
            .map(Result::unwrap)
        {
            assert!(
                kinds.contains(&row["kind"]),
                "{} of {}",
                row["kind"],
                row["id"]
            );
        }
    }
    let roles: BTreeSet<&str> = Usage::ALL.map(Usage::as_str).into();
    let mut rows = csv::Reader::from_path(output.join("citations.csv")).unwrap();
    for row in rows
        .deserialize::<BTreeMap<String, String>>()
        .map(Result::unwrap)
    {
        assert!(roles.contains(row["role"].as_str()), "{}", row["role"]);
    }
}

/// The code in the first cell of each row of the table below a heading.
fn listed(page: &str, heading: &str) -> BTreeSet<String> {
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap().to_owned())
        .collect()
}

#[test]
fn rows_of_annotate_have_the_members_that_are_listed() {
    let page = fs::read_to_string(root().join("docs/reference/annotate.md")).unwrap();
    // Every member that is listed is given, and not refused.
    let given = serde_json::json!({
        "id": 1,
        "text": "Trains run from Baku to Tbilisi.",
        "title": "Trains",
        "date": "2024-01",
        "source": "example.org",
        "toponyms": [{"start": 16, "end": 20}],
    });
    let members = |value: &serde_json::Value| -> BTreeSet<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(members(&given), listed(&page, "What is read"));
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let arguments = ["araxes", "annotate"].map(Into::into);
    let input = given.to_string();
    let exit = cli::run(arguments, &mut input.as_bytes(), &mut out, &mut messages);
    assert_eq!(
        exit,
        cli::ALL_GOOD,
        "{}",
        String::from_utf8_lossy(&messages)
    );
    let answer: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(members(&answer), listed(&page, "What is written"));
    assert_eq!(members(&answer["toponyms"][0]), listed(&page, "A toponym"));
    assert_eq!(
        members(&answer["relations"][0]),
        listed(&page, "A relation")
    );
}

#[test]
fn the_page_on_volumes_names_every_kind() {
    let page = fs::read_to_string(root().join("gazetteer/caucasus/README.md")).unwrap();
    let names = NameKind::ALL.map(|kind| serde_json::to_value(kind).unwrap());
    let names = names.iter().map(|kind| kind.as_str().unwrap());
    let routes = GAZETTEER
        .routes()
        .flat_map(|(_, route)| [route.kind, route.status]);
    let lines = GAZETTEER.borders().map(|(_, border)| border.kind);
    let wanted: BTreeSet<&str> = names.chain(routes).chain(lines).collect();
    let page = page.replace('\n', " ");
    let missing: Vec<&str> = wanted
        .into_iter()
        .filter(|word| !page.contains(&code(word)))
        .collect();
    assert!(
        missing.is_empty(),
        "the page does not name {}",
        missing.join(", ")
    );
}

#[test]
fn the_format_of_compiled_gazetteers_lists_every_section() {
    let page = fs::read_to_string(root().join("docs/gazetteer-format.md")).unwrap();
    let (_, sections) = page.split_once("| kind | section | record |").unwrap();
    let numbers: Vec<u32> = sections
        .lines()
        .map_while(|line| match line {
            "" | "| --- | --- | --- |" => Some(None),
            line => line
                .strip_prefix("| ")
                .map(|row| row.split(' ').next().unwrap().parse().ok()),
        })
        .flatten()
        .collect();
    let wanted: Vec<u32> = Section::ALL.iter().map(|&section| section as u32).collect();
    assert_eq!(numbers, wanted);
    assert!(page.contains(&format!("number of sections ({})", wanted.len())));
}

#[test]
fn links_of_pages_lead_somewhere() {
    let mut faults = Vec::new();
    for (path, page) in pages() {
        for (event, range) in Parser::new_ext(&page, Options::ENABLE_TABLES).into_offset_iter() {
            let (Event::Start(Tag::Link { dest_url, .. })
            | Event::Start(Tag::Image { dest_url, .. })) = event
            else {
                continue;
            };
            if dest_url.contains(':') {
                continue;
            }
            let line = page[..range.start].matches('\n').count() + 1;
            let (file, anchor) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            let target = match file {
                "" => root().join(&path),
                file => root().join(&path).parent().unwrap().join(file),
            };
            let is_there = match anchor {
                "" => target.exists(),
                anchor => {
                    fs::read_to_string(&target).is_ok_and(|text| anchors(&text).contains(anchor))
                }
            };
            if !is_there {
                faults.push(format!(
                    "{}:{line}: {dest_url} is not there",
                    path.display()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The anchors of the headings of a page, as forges make them.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    *heading += &text;
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let words = heading.take().unwrap_or_default().to_lowercase();
                let kept = words
                    .chars()
                    .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
                anchors.insert(
                    kept.map(|letter| if letter == ' ' { '-' } else { letter })
                        .collect(),
                );
            }
            _ => {}
        }
    }
    anchors
}
