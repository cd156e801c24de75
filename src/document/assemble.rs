//! The last step of every reader: blocks and what the file states about itself become a
//! [`Document`].

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::blocks::Draft;
use super::decode::Decoded;
use super::source::CleanText;
use super::{
    BlockKind, DatePrecision, Document, DocumentDate, Origin, Table, date, kinds, language,
    metadata, table,
};

/// What is known of a document besides its text. Front matter or the caller may state some of what
/// is otherwise read off the text, and then wins over it.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) sha256: String,
    pub(super) title: Option<String>,
    pub(super) date: Option<DocumentDate>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) author: Option<String>,
    pub(super) url: Option<String>,
    pub(super) format: &'static str,
    pub(super) origins: Vec<Origin>,
    pub(super) dropped_words: usize,
    /// The tables, where the format has some; else they are looked for in the lines of the file.
    pub(super) tables: Option<Vec<Table>>,
}

/// Puts a document together.
pub(super) fn assemble(
    stated: Stated,
    decoded: Decoded,
    clean: CleanText,
    drafts: &[Draft],
) -> Document {
    let Stated {
        id,
        path,
        sha256,
        title,
        date,
        publisher,
        language,
        author,
        url,
        format,
        origins,
        dropped_words,
        tables,
    } = stated;
    let head = metadata::head(clean.text(), drafts);
    let blocks = kinds::classify(clean.text(), drafts, &head.lines, title.as_deref());
    let Decoded {
        text: source,
        encoding,
        basis,
        problems,
    } = decoded;
    let (text, source) = clean.finish(source, encoding);

    let text_of = |kind: BlockKind| {
        let block = blocks.iter().find(|block| block.kind == kind)?;
        text.get(block.range.clone()).map(str::to_owned)
    };
    let last = blocks
        .iter()
        .rev()
        .find(|block| block.kind != BlockKind::Boilerplate);
    let last = last.and_then(|block| text.get(block.range.clone()));
    let date = date.or(head.date);
    // What a format says behind its text, such as the scripts of a page, is none of the document's words.
    let said = if tables.is_some() {
        text.as_str()
    } else {
        source.text()
    };
    Document {
        title: title.or_else(|| text_of(BlockKind::Title)),
        not_before: date::latest(said, date.and_then(last_day)),
        publisher: publisher
            .or(head.publisher)
            .or_else(|| last.and_then(metadata::closing_source)),
        language: language.or_else(|| language::detect(&text, &blocks)),
        id,
        location: path.clone(),
        path,
        date,
        text,
        blocks,
        tables: tables.unwrap_or_else(|| table::find(&source)),
        author,
        url,
        format,
        origins,
        dropped_words,
        source,
        encoding_basis: basis,
        sha256,
        problems,
    }
}

/// The last day that a date may mean.
fn last_day(date: DocumentDate) -> Option<jiff::civil::Date> {
    Some(match date.precision {
        DatePrecision::Day => date.date,
        DatePrecision::Month => date.date.last_of_month(),
        DatePrecision::Year => date.date.last_of_year(),
    })
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
