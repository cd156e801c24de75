//! E-books: the chapters of an EPUB in the order of reading.

use super::assemble::Stated;
use super::compose::Composer;
use super::package::{Core, Package, Xml, names, value, walk};
use super::{
    Document, DocumentDate, Documents, Limits, Place, RawFile, ReadError, Reader, Reading, html,
    registry,
};

/// Reads e-books.
pub(super) struct Epub;

impl Reader for Epub {
    fn name(&self) -> &'static str {
        "EPUB"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["epub"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        names(start, b"application/epub+zip")
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        registry::one(read(file, reading.limits))
    }
}

fn read(file: RawFile, limits: Limits) -> Result<Document, ReadError> {
    let (mut package, stated) = Package::of_document(file, Epub.name(), limits)?;
    let path = stated.path.clone();
    let damaged = |found: String| ReadError::Damaged {
        path: path.clone(),
        found,
    };
    let mut root = None;
    walk(&package.need("META-INF/container.xml")?, |part| {
        if let Xml::Start("rootfile", attributes) = part
            && root.is_none()
        {
            root = value(attributes, "full-path").map(str::to_owned);
        }
    })
    .map_err(&damaged)?;
    let root = root.ok_or_else(|| damaged("META-INF/container.xml names no book".to_owned()))?;
    let opf = package.need(&root)?;
    let core = Core::of(&opf);
    let mut items: Vec<(String, String)> = Vec::new();
    let mut spine: Vec<String> = Vec::new();
    walk(&opf, |part| match part {
        Xml::Start("item", attributes) => {
            if let (Some(id), Some(href)) = (value(attributes, "id"), value(attributes, "href")) {
                items.push((id.to_owned(), href.to_owned()));
            }
        }
        Xml::Start("itemref", attributes) => {
            spine.extend(value(attributes, "idref").map(str::to_owned));
        }
        _ => {}
    })
    .map_err(&damaged)?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let items: std::collections::HashMap<String, String> = items.into_iter().collect();
    let mut composer = Composer::default();
    for name in spine.iter().take(limits.pages) {
        let Some(href) = items.get(name) else {
            continue;
        };
        let href = percent_decoded(href.split('#').next().unwrap_or_default());
        let part = if folder.is_empty() {
            href
        } else {
            format!("{folder}/{href}")
        };
        let Some(page) = package.get(&part)? else {
            continue;
        };
        for (number, (shape, text)) in (1..).zip(html::blocks(&page)) {
            let place = Place::Paragraph {
                number,
                part: Some(part.clone()),
            };
            composer.block(shape, place, &text);
        }
    }
    let stated = Stated {
        title: core.title,
        date: core.date.as_deref().and_then(DocumentDate::written),
        author: core.author,
        publisher: core.publisher,
        language: core.language,
        ..stated
    };
    Ok(composer.finish(stated, "UTF-8"))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(code) if *first == b'%' => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
