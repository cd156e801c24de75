//! OpenDocument: texts, sheets and slides, all in `content.xml`.

use crate::problem::Code;

use super::assemble::{self, Stated};
use super::blocks::Shape;
use super::compose::Composer;
use super::package::{Core, Package, Xml, names, value, walk};
use super::{
    Document, Documents, Limits, Place, Problem, RawFile, ReadError, Reader, Reading, registry,
};

/// Reads OpenDocument.
pub(super) struct OpenDocument;

impl Reader for OpenDocument {
    fn name(&self) -> &'static str {
        "OpenDocument"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["odt", "ott", "ods", "odp"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        names(start, b"application/vnd.oasis.opendocument")
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        registry::one(read(file, reading.limits))
    }
}

/// Blanks that an element stands for; no more are meant.
const MOST_BLANKS: usize = 100;

fn read(file: RawFile, limits: Limits) -> Result<Document, ReadError> {
    let RawFile {
        id, path, bytes, ..
    } = file;
    let sha256 = assemble::sha256(&bytes);
    let mut package = Package::open(&path, bytes, limits)?;
    if package
        .get("META-INF/manifest.xml")?
        .is_some_and(|manifest| manifest.contains("encryption-data"))
    {
        return Err(ReadError::Encrypted { path });
    }
    let content = package.need("content.xml")?;
    let core = Core::of(&package.get("meta.xml")?.unwrap_or_default());
    let mut composer = Composer::default();
    body(&content, &mut composer);
    let stated = Stated {
        id,
        path,
        sha256,
        title: core.title,
        author: core.author,
        language: core.language,
        format: OpenDocument.name(),
        ..Stated::default()
    };
    Ok(composer.finish(stated, "UTF-8"))
}

fn body(xml: &str, composer: &mut Composer) {
    let mut open: Vec<(Shape, String, u32)> = Vec::new();
    let mut later: Vec<(Shape, String, u32)> = Vec::new();
    let (mut count, mut passed, mut items, mut begun) = (0, 0_usize, 0_usize, false);
    let mut tables: Vec<Vec<Option<usize>>> = Vec::new();
    let mut cell = None;
    let place = |number| Place::Paragraph { number, part: None };
    let walked = walk(xml, |part| match part {
        Xml::Start("body", _) => begun = true,
        _ if !begun => {}
        // What was deleted, what reviewers wrote, and what a figure is drawn from.
        Xml::Start(
            "tracked-changes" | "annotation" | "object-ole" | "sequence-decls" | "forms" | "notes",
            _,
        ) => passed += 1,
        Xml::End(
            "tracked-changes" | "annotation" | "object-ole" | "sequence-decls" | "forms" | "notes",
        ) => passed = passed.saturating_sub(1),
        _ if passed > 0 => {}
        Xml::Start("list-item", _) => items += 1,
        Xml::End("list-item") => items = items.saturating_sub(1),
        Xml::Start(name @ ("p" | "h"), attributes) => {
            count += 1;
            let level =
                value(attributes, "outline-level").and_then(|level| level.parse::<u8>().ok());
            let shape = if name == "h" {
                Shape::Heading(level.unwrap_or(1).clamp(1, 6))
            } else if !tables.is_empty() {
                Shape::Cell
            } else if items > 0 {
                Shape::ListItem
            } else {
                Shape::Text
            };
            open.push((shape, String::new(), count));
        }
        Xml::Text(text) => {
            if let Some((_, written, _)) = open.last_mut() {
                written.push_str(text);
            }
        }
        Xml::Start(name @ ("s" | "tab" | "line-break"), attributes) => {
            if let Some((_, written, _)) = open.last_mut() {
                let times = value(attributes, "c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                match name {
                    "s" => written.extend(std::iter::repeat_n(' ', MOST_BLANKS.min(times))),
                    "tab" => written.push('\t'),
                    _ => written.push('\n'),
                }
            }
        }
        Xml::End("p" | "h") => {
            let Some((shape, text, number)) = open.pop() else {
                return;
            };
            if open.is_empty() {
                let block = composer.block(shape, place(number), &text);
                cell = cell.or(block);
                for (shape, text, number) in std::mem::take(&mut later) {
                    composer.block(shape, place(number), &text);
                }
            } else {
                // A note or a text box, in the paragraph that it belongs to.
                later.push((shape, text, number));
            }
        }
        Xml::Start("table", _) => {
            if tables.is_empty() {
                composer.table();
            }
            tables.push(Vec::new());
        }
        Xml::End("table") => {
            tables.pop();
        }
        Xml::Start("table-cell" | "covered-table-cell", _) => cell = None,
        Xml::End("table-cell" | "covered-table-cell") => {
            let cell = cell.take();
            if let Some(row) = tables.last_mut() {
                row.push(cell);
            }
        }
        Xml::End("table-row") => {
            if let Some(row) = tables.last_mut() {
                let mut row = std::mem::take(row);
                while row.last().is_some_and(Option::is_none) {
                    row.pop();
                }
                if tables.len() == 1 && !row.is_empty() {
                    composer.row(row);
                }
            }
        }
        _ => {}
    });
    if let Err(why) = walked {
        composer.problems.push(Problem {
            code: Code::CutShort,
            message: format!("content.xml is broken after {count} paragraphs ({why}); what stands behind is not read"),
            place: None,
        });
    }
}
