//! Pictures of text: scans, photographs. They are read where `--ocr` asks for it, and are a problem otherwise.

use super::pdf::Pages;
use super::{Documents, RawFile, ReadError, Reader, Reading, registry};

/// Reads pictures.
pub(super) struct Image;

/// How pictures begin.
const MAGIC: &[&[u8]] = &[
    b"\x89PNG\r\n",
    b"\xFF\xD8\xFF",
    b"II*\0",
    b"MM\0*",
    b"GIF8",
    b"BM",
];

impl Reader for Image {
    fn name(&self) -> &'static str {
        "picture"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["png", "jpg", "jpeg", "tif", "tiff", "webp", "bmp", "gif"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let is_webp = start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP");
        // A text may begin with two letters.
        let is_one = |magic: &&[u8]| magic.len() > 2 && start.starts_with(magic);
        is_webp || MAGIC.iter().any(is_one)
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let found = match &reading.ocr {
            None => Err("is a picture; to read the text in it, name --ocr".to_owned()),
            Some(ocr) => ocr.picture(&file.bytes),
        };
        let pages = match found {
            Ok(pages) => pages,
            Err(found) => {
                let path = file.path;
                return registry::one(Err(ReadError::NoText { path, found }));
            }
        };
        let most = reading.limits.pages;
        let mut text = Pages::default();
        for (number, page) in (1..).zip(pages.into_iter().take(most)) {
            text.begin(number);
            text.recognised(number, page);
        }
        registry::one(Ok(text.document(file, Image.name(), reading.names)))
    }
}
