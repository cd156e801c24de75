//! Plain text files, and texts that are in memory already.

use super::assemble::{Stated, assemble};
use super::blocks::{Shape, Writer};
use super::decode::{Decoded, EncodingBasis, decode, problems};
use super::inline::Links;
use super::repair::{Format, Repaired};
use super::{
    Document, DocumentDate, Documents, Names, RawFile, ReadError, Reader, Reading, assemble,
    layout, metadata, registry,
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

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        registry::one(read(file, reading.names))
    }
}

fn read(mut file: RawFile, names: &dyn Names) -> Result<Document, ReadError> {
    let sha256 = assemble::sha256(&file.bytes);
    let id = std::mem::take(&mut file.id);
    let path = file.path.clone();
    let decoded = decode(file)?;
    Ok(lay_out(
        Stated {
            id,
            path,
            sha256,
            format: PlainText.name(),
            ..Stated::default()
        },
        decoded,
        names,
    ))
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
        format: PlainText.name(),
        ..Stated::default()
    };
    let encoding = encoding_rs::UTF_8;
    let problems = problems(text, encoding);
    lay_out(
        stated,
        Decoded {
            text: text.to_owned(),
            encoding: encoding.name(),
            basis: EncodingBasis::Stated,
            problems,
        },
        names,
    )
}

/// A text that a format holds for itself, such as a cell of a table or the body of a mail. What is stated wins over what
/// it says.
pub(super) fn inner(
    stated: Stated,
    text: String,
    encoding: &'static str,
    names: &dyn Names,
) -> Document {
    let problems = problems(&text, encoding_rs::UTF_8);
    lay_out(
        stated,
        Decoded {
            text,
            encoding,
            basis: EncodingBasis::Stated,
            problems,
        },
        names,
    )
}

fn lay_out(mut stated: Stated, mut decoded: Decoded, names: &dyn Names) -> Document {
    let repaired = Repaired::of(&decoded.text, Format::Plain, names, &mut decoded.problems);
    let text = repaired.text(&decoded.text);
    let mut from = 0;
    let mut title = None;
    if let Some(header) = metadata::header(text) {
        title = header.title;
        stated.date = stated.date.or(header.date);
        stated.url = stated.url.or(header.url);
        stated.author = stated.author.or(header.author);
        stated.publisher = stated.publisher.or(header.publisher);
        stated.language = stated.language.or(header.language);
        from = header.end;
    } else if let Some((date, end)) = metadata::leading_date(text) {
        stated.date = stated.date.or(Some(date));
        from = end;
    }
    let mut writer = Writer::new(text);
    if let Some(title) = title {
        writer.open(Shape::Heading(1), title.start);
        writer.text(title, Links::Ignore);
        writer.close();
    }
    layout::lay_out(text, from, &mut writer);
    let (clean, drafts) = writer.finish();
    assemble(stated, decoded, repaired.lay(clean), &drafts)
}
