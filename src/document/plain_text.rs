//! Plain text files, and texts that are in memory already.

use super::assemble::{Stated, assemble};
use super::blocks::Writer;
use super::decode::{Decoded, decode, problems};
use super::repair::{Format, Repaired};
use super::{
    Document, DocumentDate, Names, RawFile, ReadError, Reader, assemble, layout, metadata,
};

/// Reads plain text: wrapped or a paragraph a line, typed, mailed, or taken out of a page or PDF.
pub(super) struct PlainText;

impl Reader for PlainText {
    fn name(&self) -> &'static str {
        "plain text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, mut file: RawFile, names: &dyn Names) -> Result<Document, ReadError> {
        let sha256 = assemble::sha256(&file.bytes);
        let id = std::mem::take(&mut file.id);
        let path = file.path.clone();
        let decoded = decode(file)?;
        Ok(lay_out(
            Stated {
                id,
                path,
                sha256,
                ..Stated::default()
            },
            decoded,
            names,
        ))
    }
}

/// Reads a text that is in memory.
pub(super) fn from_text(
    id: &str,
    title: Option<&str>,
    date: Option<DocumentDate>,
    text: &str,
    names: &dyn Names,
) -> Document {
    let stated = Stated {
        id: id.to_owned(),
        path: id.to_owned(),
        sha256: assemble::sha256(text.as_bytes()),
        title: title.map(str::to_owned),
        date,
        ..Stated::default()
    };
    let encoding = encoding_rs::UTF_8;
    let problems = problems(text, encoding);
    lay_out(
        stated,
        Decoded {
            text: text.to_owned(),
            encoding: encoding.name(),
            problems,
        },
        names,
    )
}

fn lay_out(mut stated: Stated, mut decoded: Decoded, names: &dyn Names) -> Document {
    let repaired = Repaired::of(&decoded.text, Format::Plain, names, &mut decoded.problems);
    let text = repaired.text(&decoded.text);
    let mut from = 0;
    if let Some((date, end)) = metadata::leading_date(text) {
        stated.date = stated.date.or(Some(date));
        from = end;
    }
    let mut writer = Writer::new(text);
    layout::lay_out(text, from, &mut writer);
    let (clean, drafts) = writer.finish();
    assemble(stated, decoded, repaired.lay(clean), &drafts)
}
