//! OpenDocument: texts, sheets and slides, all in `content.xml`.

use crate::problem::Code;

use super::assemble::Stated;
use super::blocks::Shape;
use super::compose::Composer;
use super::package::{Core, Package, Xml, names, value, walk};
use super::workbook::{Cells, Sheets};
use super::{Document, Documents, Place, Problem, RawFile, ReadError, Reader, Reading, registry};

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
        match read(file, &reading) {
            Ok(documents) => Box::new(documents.into_iter().map(Ok)),
            Err(error) => registry::one(Err(error)),
        }
    }
}

/// Blanks that an element stands for; no more are meant.
const MOST_BLANKS: usize = 100;

fn read(file: RawFile, reading: &Reading<'_>) -> Result<Vec<Document>, ReadError> {
    let mut sheets = Sheets::new(&file, OpenDocument.name(), reading);
    let (mut package, stated) = Package::of_document(file, OpenDocument.name(), reading.limits)?;
    if package
        .get("META-INF/manifest.xml")?
        .is_some_and(|manifest| manifest.contains("encryption-data"))
    {
        return Err(ReadError::Encrypted { path: stated.path });
    }
    let content = package.need("content.xml")?;
    let core = Core::of(&package.get("meta.xml")?.unwrap_or_default());
    let stated = Stated {
        title: core.title,
        author: core.author,
        language: core.language,
        ..stated
    };
    if content.contains("office:spreadsheet") {
        for (name, cells) in workbook(&content, &mut sheets)? {
            sheets.sheet(&name, &cells);
        }
        return Ok(sheets.finish(stated));
    }
    let mut composer = Composer::default();
    body(&content, &mut composer);
    Ok(vec![composer.finish(stated, "UTF-8")])
}

/// The sheets of a workbook with the cells that have something in them.
fn workbook(xml: &str, sheets: &mut Sheets<'_, '_>) -> Result<Vec<(String, Cells)>, ReadError> {
    let mut found: Vec<(String, Cells)> = Vec::new();
    let (mut row, mut column, mut passed) = (0_u32, 0_u32, 0_usize);
    let (mut rows, mut columns) = (1_u32, 1_u32);
    let mut text = String::new();
    let mut too_many = None;
    let times = |attributes: &[(String, String)], name: &str| {
        let times = value(attributes, name).and_then(|times| times.parse().ok());
        times.unwrap_or(1_u32).max(1)
    };
    // What stands before the damage is read.
    let _ = walk(xml, |part| match part {
        Xml::Start("annotation" | "tracked-changes" | "shapes", _) => passed += 1,
        Xml::End("annotation" | "tracked-changes" | "shapes") => passed = passed.saturating_sub(1),
        _ if passed > 0 => {}
        Xml::Start("table", attributes) => {
            let name = value(attributes, "name").unwrap_or_default().to_owned();
            found.push((name, Cells::new()));
            row = 0;
        }
        Xml::Start("table-row", attributes) => {
            rows = times(attributes, "number-rows-repeated");
            column = 0;
        }
        Xml::End("table-row") => row = row.saturating_add(rows),
        Xml::Start("table-cell" | "covered-table-cell", attributes) => {
            columns = times(attributes, "number-columns-repeated");
            text.clear();
            // Days stand as they are meant, whatever they are shown as.
            if let Some(day) = value(attributes, "date-value") {
                text.push_str(day);
                text.push('\u{0}');
            }
        }
        Xml::Start("p", _) if !text.is_empty() && !text.ends_with('\u{0}') => text.push('\n'),
        Xml::Start("s" | "tab" | "line-break", _) => text.push(' '),
        Xml::Text(piece) if !text.ends_with('\u{0}') => text.push_str(piece),
        Xml::End("table-cell" | "covered-table-cell") => {
            let cell = text.trim_matches(|char: char| char == '\u{0}' || char.is_whitespace());
            if let (false, Some((_, cells)), None) = (cell.is_empty(), found.last_mut(), &too_many)
            {
                too_many = sheets.count().err();
                cells
                    .entry(row)
                    .or_default()
                    .insert(column, cell.to_owned());
            }
            text.clear();
            column = column.saturating_add(columns);
        }
        Xml::End("table") => text.clear(),
        _ => {}
    });
    match too_many {
        Some(error) => Err(error),
        None => Ok(found),
    }
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
