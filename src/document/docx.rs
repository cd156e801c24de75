//! Word: the paragraphs of `word/document.xml`, then footnotes and endnotes.
//!
//! Text boxes are blocks of their own behind the paragraph in which they are anchored; text that a reviewer deleted,
//! comments, headers and footers are no part of the document. A paragraph's number counts all of its part, as programs do.

use std::collections::HashMap;

use crate::problem::Code;

use super::assemble::Stated;
use super::blocks::Shape;
use super::compose::Composer;
use super::package::{Core, Package, Xml, names, value, walk};
use super::{
    Document, Documents, Limits, Place, Problem, RawFile, ReadError, Reader, Reading, registry,
};

/// Reads Word documents.
pub(super) struct Docx;

impl Reader for Docx {
    fn name(&self) -> &'static str {
        "Word"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm", "dotx"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        names(start, b"word/")
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        registry::one(read(file, reading.limits))
    }
}

fn read(file: RawFile, limits: Limits) -> Result<Document, ReadError> {
    let (mut package, stated) = Package::of_document(file, Docx.name(), limits)?;
    let body = package.need("word/document.xml")?;
    let shapes = styles(&package.get("word/styles.xml")?.unwrap_or_default());
    let core = Core::of(&package.get("docProps/core.xml")?.unwrap_or_default());
    let mut composer = Composer::default();
    part(&body, None, &shapes, &mut composer);
    for name in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = package.get(name)? {
            part(&notes, Some(name), &shapes, &mut composer);
        }
    }
    let stated = Stated {
        // Programs keep the title of the template in it.
        title: core.title.filter(|title| body.contains(title.as_str())),
        author: core.author,
        ..stated
    };
    Ok(composer.finish(stated, "UTF-8"))
}

/// What the paragraphs of each style are.
fn styles(xml: &str) -> HashMap<String, Shape> {
    let mut shapes = HashMap::new();
    let mut id = String::new();
    // What cannot be read of the styles tells nothing of the paragraphs.
    let _ = walk(xml, |part| {
        if let Xml::Start(name, attributes) = part {
            match name {
                "style" => id = value(attributes, "styleId").unwrap_or_default().to_owned(),
                "name" => {
                    if let Some(shape) = value(attributes, "val").and_then(shape_of_style) {
                        shapes.insert(id.clone(), shape);
                    }
                }
                "outlineLvl" => {
                    let level = value(attributes, "val").and_then(|level| level.parse::<u8>().ok());
                    if let Some(level) = level.filter(|level| *level < 9) {
                        shapes
                            .entry(id.clone())
                            .or_insert(Shape::Heading(level + 1));
                    }
                }
                _ => {}
            }
        }
    });
    shapes
}

fn shape_of_style(name: &str) -> Option<Shape> {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "title" => Some(Shape::Heading(1)),
        "caption" => Some(Shape::Image),
        _ => {
            let level = name.strip_prefix("heading ")?.trim().parse::<u8>().ok()?;
            Some(Shape::Heading(level.clamp(1, 6)))
        }
    }
}

/// A paragraph that is being read.
struct Paragraph {
    text: String,
    shape: Shape,
    number: u32,
}

#[derive(Default)]
struct Walk {
    open: Vec<Paragraph>,
    /// Text boxes, which come behind the paragraph they are in.
    boxes: Vec<Paragraph>,
    count: u32,
    /// In text of a run.
    in_text: bool,
    /// In what is read elsewhere, or not at all.
    passed: usize,
    /// The tables that are open, with the cells of the current row.
    tables: Vec<Vec<Option<usize>>>,
    cell: Option<usize>,
}

fn part(xml: &str, name: Option<&str>, shapes: &HashMap<String, Shape>, composer: &mut Composer) {
    let mut at = Walk::default();
    let place = |number| Place::Paragraph {
        number,
        part: name.map(str::to_owned),
    };
    let walked = walk(xml, |part| match part {
        // What older programs show instead of a drawing is in it twice.
        Xml::Start("Fallback" | "del" | "moveFrom" | "sdtPlaceholder", _) => at.passed += 1,
        Xml::End("Fallback" | "del" | "moveFrom" | "sdtPlaceholder") => {
            at.passed = at.passed.saturating_sub(1)
        }
        _ if at.passed > 0 => {}
        Xml::Start("p", _) => {
            at.count += 1;
            let shape = if at.tables.is_empty() {
                Shape::Text
            } else {
                Shape::Cell
            };
            at.open.push(Paragraph {
                text: String::new(),
                shape,
                number: at.count,
            });
        }
        Xml::Start("pStyle", attributes) => {
            let shape = value(attributes, "val").and_then(|style| shapes.get(style));
            if let (Some(shape), Some(open)) = (shape, at.open.last_mut()) {
                open.shape = *shape;
            }
        }
        Xml::Start("numPr", _) => {
            if let Some(open) = at.open.last_mut()
                && open.shape == Shape::Text
            {
                open.shape = Shape::ListItem;
            }
        }
        Xml::Start("t", _) => at.in_text = true,
        Xml::End("t") => at.in_text = false,
        Xml::Text(text) if at.in_text => {
            if let Some(open) = at.open.last_mut() {
                open.text.push_str(text);
            }
        }
        Xml::Start(name @ ("tab" | "br" | "cr" | "noBreakHyphen"), _) => {
            // Stops of tabulators in a paragraph's properties have the same name, and stand before its text.
            if let Some(open) = at.open.last_mut()
                && !open.text.is_empty()
            {
                open.text.push(match name {
                    "noBreakHyphen" => '-',
                    "tab" => '\t',
                    _ => '\n',
                });
            }
        }
        Xml::End("p") => {
            let Some(closed) = at.open.pop() else { return };
            if at.open.is_empty() {
                let number = composer.block(closed.shape, place(closed.number), &closed.text);
                at.cell = at.cell.or(number);
                for inner in std::mem::take(&mut at.boxes) {
                    composer.block(inner.shape, place(inner.number), &inner.text);
                }
            } else {
                at.boxes.push(closed);
            }
        }
        Xml::Start("tbl", _) => {
            if at.tables.is_empty() {
                composer.table();
            }
            at.tables.push(Vec::new());
        }
        Xml::End("tbl") => {
            at.tables.pop();
        }
        Xml::Start("tc", _) => at.cell = None,
        Xml::End("tc") => {
            let cell = at.cell.take();
            if let Some(row) = at.tables.last_mut() {
                row.push(cell);
            }
        }
        Xml::End("tr") => {
            if let Some(row) = at.tables.last_mut() {
                let row = std::mem::take(row);
                if at.tables.len() == 1 {
                    composer.row(row);
                }
            }
        }
        _ => {}
    });
    if let Err(why) = walked {
        composer.problems.push(Problem {
            code: Code::CutShort,
            message: format!(
                "{} is broken after {} paragraphs ({why}); what stands behind is not read",
                name.unwrap_or("word/document.xml"),
                at.count
            ),
            place: None,
        });
    }
}
