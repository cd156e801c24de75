//! Documents of formats that are no text themselves: what a reader takes out of them, block by block, becomes the
//! decoded text, and each block keeps the part of the file from which it is.

use std::ops::Range;

use crate::problem::Code;

use super::assemble::{Stated, assemble};
use super::blocks::{Shape, Writer};
use super::decode::{Decoded, EncodingBasis};
use super::inline::Links;
use super::{Document, Origin, Place, Problem, Table};

/// A document that is being put together.
#[derive(Debug, Default)]
pub(super) struct Composer {
    text: String,
    blocks: Vec<(Shape, Range<usize>)>,
    origins: Vec<Origin>,
    /// Of each table its rows, and of each row the numbers of its cells' blocks; `None` for an empty cell.
    tables: Vec<Vec<Vec<Option<usize>>>>,
    pub(super) problems: Vec<Problem>,
}

impl Composer {
    /// How long the text is so far, in bytes.
    pub(super) fn length(&self) -> usize {
        self.text.len()
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Appends a block. Gives its number; `None` where it has no words.
    pub(super) fn block(&mut self, shape: Shape, place: Place, text: &str) -> Option<usize> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        // Line breaks end lines of the decoded text, never a block; other control characters are blanks.
        let clean = text.chars().map(|char| match char {
            '\n' | '\t' => char,
            char if char.is_control() => ' ',
            char => char,
        });
        self.text.extend(clean);
        self.origins.push(Origin { start, place });
        self.blocks.push((shape, start..self.text.len()));
        Some(self.blocks.len() - 1)
    }

    /// A table begins.
    pub(super) fn table(&mut self) {
        self.tables.push(Vec::new());
    }

    /// A row of the table that began last.
    pub(super) fn row(&mut self, cells: Vec<Option<usize>>) {
        if let Some(table) = self.tables.last_mut() {
            table.push(cells);
        }
    }

    /// The document.
    pub(super) fn finish(mut self, stated: Stated, encoding: &'static str) -> Document {
        if self.text.is_empty() {
            self.problems.push(Problem {
                code: Code::Empty,
                message: "the file holds no text".to_owned(),
                place: None,
            });
        }
        let mut writer = Writer::new(&self.text);
        // Where in the clean text each block came to lie.
        let mut places: Vec<Range<usize>> = Vec::with_capacity(self.blocks.len());
        for (shape, range) in &self.blocks {
            writer.open(*shape, range.start);
            writer.text(range.clone(), Links::Look);
            writer.close();
            let end = writer.length();
            let range = writer.last().map(|draft| draft.range.clone());
            places.push(range.filter(|range| range.end == end).unwrap_or(0..0));
        }
        let (clean, drafts) = writer.finish();
        let cell = |number: &Option<usize>| {
            let range = number.and_then(|number| places.get(number).cloned());
            range.unwrap_or(0..0)
        };
        let table = |rows: &Vec<Vec<Option<usize>>>| {
            let mut rows = rows
                .iter()
                .map(|row| row.iter().map(cell).collect::<Vec<_>>());
            let header = rows.next().filter(|header| header.len() >= 2)?;
            let rows: Vec<_> = rows.filter(|row| row.len() == header.len()).collect();
            (!rows.is_empty()).then_some(Table { header, rows })
        };
        let tables = self.tables.iter().filter_map(table).collect();
        let stated = Stated {
            origins: self.origins,
            tables: Some(tables),
            ..stated
        };
        let decoded = Decoded {
            text: self.text,
            encoding,
            basis: EncodingBasis::Stated,
            problems: self.problems,
        };
        assemble(stated, decoded, clean, &drafts)
    }
}
