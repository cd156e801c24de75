//! Web pages with all that belongs to them in one file, as browsers save them (MHTML): a mail whose first page is the
//! document. What else lies in it are its pictures and styles.

use mail_parser::{MessageParser, MimeHeaders as _, PartType};

use super::assemble::{self, Stated};
use super::{Documents, RawFile, ReadError, Reader, Reading, html, registry};

/// Reads web archives.
pub(super) struct WebArchive;

impl Reader for WebArchive {
    fn name(&self) -> &'static str {
        "MHTML"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mht", "mhtml"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let has = |words: &[u8]| start.windows(words.len()).any(|found| found == words);
        start.starts_with(b"From: <Saved by") || has(b"Snapshot-Content-Location:")
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let damaged = |found: &str| {
            registry::one(Err(ReadError::Damaged {
                path: file.path.clone(),
                found: found.to_owned(),
            }))
        };
        let Some(message) = MessageParser::default().parse(&file.bytes) else {
            return damaged("it has no headers");
        };
        let page = message.parts.iter().find_map(|part| match &part.body {
            PartType::Html(page) => Some((part, page)),
            _ => None,
        });
        let Some((part, page)) = page else {
            return damaged("it holds no page");
        };
        let location = message
            .header_raw("Snapshot-Content-Location")
            .or_else(|| part.content_location())
            .map(|address| address.trim().to_owned())
            .filter(|address| address.starts_with("http"));
        let stated = Stated {
            id: file.id.clone(),
            path: file.path.clone(),
            sha256: assemble::sha256(&file.bytes),
            url: location,
            format: WebArchive.name(),
            ..Stated::default()
        };
        let document = html::page(stated, page.clone().into_owned(), reading.names);
        registry::one(Ok(document))
    }
}
