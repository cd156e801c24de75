//! The readers, and which of them takes a file: what is in it decides, and its name where that tells nothing.
//!
//! A format is one file with one [`Reader`], and one line in [`READERS`].

use super::{
    Document, RawFile, ReadError, Reader, Reading, archive, compressed, docx, epub, feed, html,
    image, mail, markdown, old_office, open_document, parquet_rows, pdf, plain_text, rich_text,
    rows, tape, warc, web_archive, workbook,
};

/// Every reader, one for each format.
pub const READERS: &[&dyn Reader] = &[
    &plain_text::PlainText,
    &markdown::Markdown,
    &html::Html,
    &pdf::Pdf,
    &docx::Docx,
    &open_document::OpenDocument,
    &rich_text::RichText,
    &epub::Epub,
    &web_archive::WebArchive,
    &mail::Mail,
    &mail::Mailbox,
    &feed::Feed,
    &rows::Csv,
    &rows::JsonLines,
    &workbook::Workbook,
    &parquet_rows::Parquet,
    &image::Image,
    &warc::Warc,
    &tape::Tar,
    &compressed::GZIP,
    &compressed::ZSTANDARD,
    &archive::Zip,
];

/// How much of a file's beginning is looked at to know its format.
pub(super) const START: usize = 4096;

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
    // Many formats are ZIP archives, and their names may stand further behind.
    let known = |reader: &&'static dyn Reader| reader.recognises(start);
    let (archives, others): (Vec<_>, Vec<_>) = READERS
        .iter()
        .copied()
        .filter(known)
        .partition(|reader| reader.name() == archive::Zip.name());
    let other = others.into_iter().next();
    other.or(by_name).or(archives.into_iter().next())
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
    if let Some(reader) = reader_of(file.start(), &extension) {
        return reader.read(file, reading);
    }
    let path = file.path;
    one(Err(old_office::unread(
        path,
        file.bytes.as_slice(),
        extension,
    )))
}

/// Reads a file that lies in another. What no reader takes is no document, unless it is known to be one.
pub(super) fn inner<'a>(file: RawFile, reading: &Reading<'a>) -> Documents<'a> {
    let extension = file.extension();
    let reader = reader_of(file.start(), &extension);
    let is_document = match reader {
        // Pages and mails carry pictures that are none of the document.
        Some(reader) => reading.ocr.is_some() || reader.name() != image::Image.name(),
        None => old_office::is_unread(&extension),
    };
    if !is_document {
        return Box::new(std::iter::empty());
    }
    if reading.depth >= reading.limits.depth {
        return one(Err(ReadError::TooLarge {
            path: file.path,
            found: format!("it lies in {} files, one in the other", reading.depth),
        }));
    }
    let reading = Reading {
        depth: reading.depth + 1,
        ..reading.clone()
    };
    read(file, reading)
}
