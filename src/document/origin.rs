//! Where in a file a stretch of the text stands, in the file's own terms: the page of a PDF, the row of a table, the
//! element of a web page.
//!
//! Offsets ([`Source`](super::Source)) count in the text that a file was decoded to. Where the file is that text, they
//! are all that is needed. Where it is not, the text has parts, and each says which part of the file it is.

use std::fmt;

/// A part of the decoded text, up to where the next one begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Its first byte in the decoded text.
    pub start: usize,
    /// The part of the file.
    pub place: Place,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Place {
    /// A page, from 1, and on it the box around the text: left, bottom, right, top, in points from the page's lower left
    /// corner.
    Page {
        /// The page.
        number: u32,
        /// The box.
        area: Option<[f32; 4]>,
    },
    /// A row of a table, from 1, and its sheet.
    Row {
        /// The row; the line of headings counts.
        number: u64,
        /// The sheet's name, where there are sheets.
        sheet: Option<String>,
    },
    /// A paragraph, from 1, of a part of a document.
    Paragraph {
        /// The paragraph.
        number: u32,
        /// The part, such as `word/footnotes.xml`; `None` for the main one.
        part: Option<String>,
    },
    /// An element of a web page, as a CSS selector.
    Element(String),
    /// A part of a mail, from 1.
    Part(u32),
    /// An entry of a feed, from 1.
    Entry(u32),
}

impl Place {
    /// The page of a document that has pages.
    #[must_use]
    pub fn page(&self) -> Option<u32> {
        match self {
            Place::Page { number, .. } => Some(*number),
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    /// As in an address behind `#`: `page=12`, `row=17`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Page { number, .. } => write!(formatter, "page={number}"),
            Place::Row {
                number,
                sheet: None,
            } => write!(formatter, "row={number}"),
            Place::Row {
                number,
                sheet: Some(sheet),
            } => write!(formatter, "sheet={sheet}&row={number}"),
            Place::Paragraph { number, part: None } => write!(formatter, "paragraph={number}"),
            Place::Paragraph {
                number,
                part: Some(part),
            } => write!(formatter, "part={part}&paragraph={number}"),
            Place::Element(selector) => write!(formatter, "css={selector}"),
            Place::Part(number) => write!(formatter, "part={number}"),
            Place::Entry(number) => write!(formatter, "entry={number}"),
        }
    }
}

/// The part in which a byte of the decoded text stands. Origins are in order.
pub(super) fn at(origins: &[Origin], byte: usize) -> Option<&Origin> {
    let behind = origins.partition_point(|origin| origin.start <= byte);
    origins.get(behind.checked_sub(1)?)
}
