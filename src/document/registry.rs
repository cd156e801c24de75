//! The readers, and which of them takes a file: what is in it decides, and its name where that tells nothing.
//!
//! A format is one file with one [`Reader`], and one line in [`READERS`].

use super::{Document, RawFile, ReadError, Reader, Reading, html, markdown, plain_text};

/// Every reader, one for each format.
pub const READERS: &[&dyn Reader] = &[
    &plain_text::PlainText,
    &markdown::Markdown,
    &html::Html,
];

/// How much of a file's beginning is looked at to know its format.
pub(super) const START: usize = 4096;

/// Extensions of documents that no reader takes: a folder that holds one was not read as a whole.
const UNREAD: &[&str] = &[
    "doc", "dot", "xls", "ppt", "pps", "pptx", "odp", "pages", "numbers", "key", "wpd", "wps",
    "djvu", "djv", "ps", "mobi", "azw", "azw3", "chm", "msg", "pst", "mht", "mhtml", "pdf", "docx", "odt", "rtf",
    "epub", "eml", "mbox", "xlsx", "ods", "warc", "tar", "gz", "tgz", "zst", "7z", "rar", "zip",
];

/// What reading a file gives, one document after the other.
pub type Documents<'a> = Box<dyn Iterator<Item = Result<Document, ReadError>> + 'a>;

/// Every reader, one for each format.
#[must_use]
pub fn readers() -> &'static [&'static dyn Reader] {
    READERS
}

/// The reader that takes files with this extension (any case, without the dot).
#[must_use]
pub fn reader_for(extension: &str) -> Option<&'static dyn Reader> {
    let extension = extension.to_lowercase();
    READERS
        .iter()
        .copied()
        .find(|reader| reader.extensions().contains(&extension.as_str()))
}

/// The reader that takes a file which begins so and has this extension.
#[must_use]
pub fn reader_of(start: &[u8], extension: &str) -> Option<&'static dyn Reader> {
    let by_name = reader_for(extension);
    // Of several that know such a beginning, the one that the name tells.
    if let Some(reader) = by_name
        && reader.recognises(start)
    {
        return Some(reader);
    }
    let by_content = READERS
        .iter()
        .copied()
        .find(|reader| reader.recognises(start));
    by_content.or(by_name)
}

/// Whether files with this extension are documents, though no reader takes them.
pub(super) fn is_unread_document(extension: &str) -> bool {
    reader_for(extension).is_none() && UNREAD.contains(&extension)
}

/// All extensions that are taken, for messages.
pub(super) fn known_extensions() -> String {
    let extensions = READERS.iter().flat_map(|reader| reader.extensions());
    let known: Vec<String> = extensions
        .map(|extension| format!(".{extension}"))
        .collect();
    known.join(", ")
}

/// A file that is one document.
pub(super) fn one<'a>(document: Result<Document, ReadError>) -> Documents<'a> {
    Box::new(std::iter::once(document))
}

/// Reads a file with the reader that takes it.
pub(super) fn read<'a>(file: RawFile, reading: Reading<'a>) -> Documents<'a> {
    let extension = file.extension();
    match reader_of(file.start(), &extension) {
        Some(reader) => reader.read(file, reading),
        None => one(Err(ReadError::UnknownFormat {
            path: file.path,
            extension,
        })),
    }
}
