//! PDF, read by `unpdf`, which decodes fonts, orders columns and gives every line with its place on the page.
//!
//! Its lines become the decoded text: a block after the other with a blank line between them, and a form feed between
//! pages. That text is then laid out as any that was taken out of a PDF: words are joined over lines, columns and pages,
//! headers and page numbers are told by repetition. What it comes from are pages, and on them boxes.

mod order;

use std::panic::{AssertUnwindSafe, catch_unwind};

use unpdf::Error;
use unpdf::parser::backend::{PdfBackend, RawBackend};
use unpdf::parser::{LayoutAnalyzer, TextLine, TextSpan};

use crate::problem::Code;

use super::assemble::{self, Stated, assemble};
use super::blocks::Writer;
use super::decode::Decoded;
use super::ocr::Recognised;
use super::repair::{Format, Repaired};
use super::{
    Document, Documents, Names, Origin, Place, Problem, RawFile, ReadError, Reader, Reading,
    layout, registry,
};

use order::Piece;

/// Reads PDF.
pub(super) struct Pdf;

/// How far from a file's beginning the header may stand, in bytes.
const HEADER: usize = 1024;

/// The name of what the text was decoded from: the fonts of the file say which character each of its signs is.
const ENCODING: &str = "PDF fonts";

/// The same where it was recognised in pictures.
const RECOGNISED: &str = "OCR";

impl Reader for Pdf {
    fn name(&self) -> &'static str {
        "PDF"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let start = start.get(..HEADER.min(start.len())).unwrap_or_default();
        start.windows(5).any(|bytes| bytes == b"%PDF-")
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        registry::one(read(file, &reading))
    }
}

/// The text of a file, its pages, and what it says about itself.
#[derive(Default)]
pub(super) struct Pages {
    text: String,
    origins: Vec<Origin>,
    title: Option<String>,
    author: Option<String>,
    /// Pages without text.
    empty: Vec<u32>,
    /// Pages that cannot be read, and why the first cannot.
    broken: Vec<u32>,
    why: String,
    /// Signs whose font does not say which characters they are.
    unreadable: usize,
    /// How many pages the file has.
    count: u32,
    /// Words of headers, footers and page numbers.
    dropped_words: usize,
    /// Words that were recognised in pictures, and how sure each is, summed, in percent.
    words: u32,
    sureness: f32,
    /// Whether text was looked for in pictures.
    looked: bool,
    /// Why pictures could not be read.
    unrecognised: Option<String>,
}

fn read(file: RawFile, reading: &Reading<'_>) -> Result<Document, ReadError> {
    let path = || file.path.clone();
    let damaged = |found: String| ReadError::Damaged {
        path: path(),
        found,
    };
    // A broken file may be broken in a way that nobody thought of.
    let pages = catch_unwind(AssertUnwindSafe(|| Pages::of(&file.bytes, reading)));
    let pages = match pages {
        Ok(Ok(pages)) => pages,
        Ok(Err(Error::Encrypted | Error::InvalidPassword)) => {
            return Err(ReadError::Encrypted { path: path() });
        }
        Ok(Err(error)) => return Err(damaged(error.to_string())),
        Err(_) => return Err(damaged("its pages cannot be taken apart".to_owned())),
    };
    Ok(pages.document(file, Pdf.name(), reading.names))
}

impl Pages {
    /// The document whose pages these are.
    pub(super) fn document(
        self,
        file: RawFile,
        format: &'static str,
        names: &dyn Names,
    ) -> Document {
        let mut problems = self.problems();
        if self.text.trim().is_empty() {
            let message = match (&self.unrecognised, self.empty.is_empty()) {
                (Some(why), _) => why.clone(),
                (None, true) => "the file holds no text".to_owned(),
                (None, false) if self.looked => "the file holds no text, and none was recognised in its pictures".to_owned(),
                (None, false) => "the file holds no text, only pictures, as scans do; name --ocr to have it recognised".to_owned(),
            };
            problems = vec![Problem {
                code: Code::NoText,
                message,
                place: None,
            }];
        }
        let repaired = Repaired::of(&self.text, Format::Marked, names, &mut problems);
        let (clean, drafts) = {
            let text = repaired.text(&self.text);
            let mut writer = Writer::new(text);
            layout::lay_out(text, 0, &mut writer);
            writer.finish()
        };
        let stated = Stated {
            sha256: assemble::sha256(&file.bytes),
            id: file.id,
            path: file.path,
            title: self.title,
            author: self.author,
            origins: self.origins,
            dropped_words: self.dropped_words,
            format,
            ..Stated::default()
        };
        let decoded = Decoded {
            encoding: if self.words > 0 { RECOGNISED } else { ENCODING },
            problems,
            ..Decoded::told(self.text)
        };
        assemble(stated, decoded, repaired.lay(clean), &drafts)
    }

    /// A page begins.
    pub(super) fn begin(&mut self, number: u32) {
        self.count = self.count.max(number);
        if number > 1 {
            self.text.push('\u{0C}');
        }
    }

    /// The text of a page that was recognised.
    pub(super) fn recognised(&mut self, number: u32, page: Recognised) {
        self.sureness += page.sureness;
        self.words += u32::from(page.words);
        self.blocks(
            number,
            page.blocks
                .into_iter()
                .map(|(lines, area)| (lines, Some(area))),
        );
    }

    fn of(bytes: &[u8], reading: &Reading<'_>) -> Result<Self, Error> {
        let limits = reading.limits;
        let backend = RawBackend::load_bytes_with_password(bytes, None)?;
        let count = u32::try_from(backend.pages().len()).unwrap_or(u32::MAX);
        let most = u32::try_from(limits.pages).unwrap_or(u32::MAX);
        let mut pages = Self {
            count,
            ..Self::default()
        };
        let analyzer = LayoutAnalyzer::new(&backend);
        let mut found: Vec<Vec<Piece>> = Vec::new();
        for number in 1..=count.min(most) {
            let pieces = catch_unwind(AssertUnwindSafe(|| pieces(&analyzer, number)));
            found.push(match pieces {
                Ok(Ok(pieces)) => pieces,
                Ok(Err(error)) => pages.broken(number, &error.to_string()),
                Err(_) => pages.broken(number, "it cannot be taken apart"),
            });
            pages.unreadable += analyzer.suppressed_text_runs();
        }
        pages.dropped_words = order::without_furniture(&mut found);
        for (number, pieces) in (1..).zip(found) {
            pages.begin(number);
            let before = pages.text.len();
            pages.page(number, pieces);
            if let Some(ocr) = &reading.ocr
                && pages.text.len() == before
                && pages.unrecognised.is_none()
            {
                pages.looked = true;
                match ocr.page(bytes, number) {
                    Ok(page) => pages.recognised(number, page),
                    Err(why) => pages.unrecognised = Some(why),
                }
            }
            if pages.text.len() == before {
                pages.origins.push(Origin {
                    start: before,
                    place: Place::Page { number, area: None },
                });
                if !pages.broken.contains(&number) {
                    pages.empty.push(number);
                }
            }
            if u64::try_from(pages.text.len()).is_ok_and(|length| length > limits.bytes) {
                pages.broken(number, "the text is longer than the limit");
                break;
            }
        }
        let first: String = pages.text.chars().take(4000).collect();
        let meta = backend.metadata();
        let own = |text: Option<String>| {
            text.map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        // The title in a file's properties is often that of another: it counts if the first pages have it.
        pages.title = own(meta.title)
            .filter(|title| letters(&first).contains(&letters(title)) && title.chars().count() > 3);
        pages.author = own(meta.author);
        Ok(pages)
    }

    /// A page cannot be read, and has no pieces.
    fn broken(&mut self, number: u32, why: &str) -> Vec<Piece> {
        if self.broken.is_empty() {
            self.why = why.to_owned();
        }
        self.broken.push(number);
        Vec::new()
    }

    fn page(&mut self, number: u32, pieces: Vec<Piece>) {
        let blocks = order::in_order(pieces).into_iter().flat_map(order::blocks);
        self.blocks(
            number,
            blocks.map(|block| (order::lines(&block), area(&block))),
        );
    }

    /// The blocks of a page: their lines, and the boxes around them.
    fn blocks(
        &mut self,
        number: u32,
        blocks: impl Iterator<Item = (Vec<String>, Option<[f32; 4]>)>,
    ) {
        let mut begun = false;
        for (lines, area) in blocks {
            if begun {
                self.text.push_str("\n\n");
            }
            self.origins.push(Origin {
                start: self.text.len(),
                place: Place::Page { number, area },
            });
            self.text.push_str(&lines.join("\n"));
            begun = true;
        }
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut tell = |message: String| {
            problems.push(Problem {
                code: Code::CutShort,
                message,
                place: None,
            });
        };
        if let Some(first) = self.broken.first() {
            tell(format!(
                "{} pages cannot be read, the first is page {first}: {}",
                self.broken.len(),
                self.why
            ));
        }
        if let Some(last) = self.origins.last().and_then(|origin| origin.place.page())
            && last < self.count
            && self.broken.last() != Some(&last)
        {
            tell(format!(
                "only the first {last} of {} pages are read",
                self.count
            ));
        }
        if self.unreadable > 0 {
            tell(format!(
                "{} pieces of text are set in fonts that do not say which letters they have, and are left out",
                self.unreadable
            ));
        }
        if let Some(why) = &self.unrecognised {
            tell(format!("pages that are pictures are not read: {why}"));
        }
        if self.words > 0 {
            #[allow(clippy::cast_precision_loss)]
            let sureness = self.sureness / self.words as f32;
            problems.push(Problem {
                code: Code::Recognised,
                message: format!(
                    "{} words were recognised in pictures, with {sureness:.0} % sureness on average",
                    self.words
                ),
                place: None,
            });
        }
        problems
    }
}

/// Without what would end a line or a page of the decoded text.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect()
}

/// The letters and figures of a text.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The box around a block.
fn area(block: &[Piece]) -> Option<[f32; 4]> {
    let first = block.first()?;
    let mut area = [first.left, first.bottom, first.right, first.top];
    for piece in block {
        area[0] = area[0].min(piece.left);
        area[1] = area[1].min(piece.bottom);
        area[2] = area[2].max(piece.right);
        area[3] = area[3].max(piece.top);
    }
    Some(area.map(|value| (value * 10.0).round() / 10.0))
}

/// Between two words of a line there is mostly less room than this, in heights of letters; between columns there is more.
const WIDEST_BLANK: f32 = 0.6;

/// The pieces of lines on a page: what stands on one height without a gap.
fn pieces(analyzer: &LayoutAnalyzer<'_>, number: u32) -> Result<Vec<Piece>, Error> {
    let mut spans: Vec<TextSpan> = analyzer.extract_page_spans(number)?;
    spans.retain(|span| {
        !span.text.trim().is_empty()
            && [span.x, span.y, span.width, span.font_size]
                .iter()
                .all(|value| value.is_finite())
    });
    // Turned text is a piece by itself.
    let (turned, mut spans): (Vec<_>, Vec<_>) = spans.into_iter().partition(TextSpan::is_rotated);
    spans.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut lines: Vec<Vec<TextSpan>> = Vec::new();
    for span in spans {
        let same = lines
            .last()
            .and_then(|line| line.first())
            .is_some_and(|first| {
                (first.y - span.y).abs() < 0.35 * first.font_size.max(span.font_size).max(1.0)
            });
        match lines.last_mut() {
            Some(line) if same => line.push(span),
            _ => lines.push(vec![span]),
        }
    }
    let mut groups: Vec<Vec<TextSpan>> = Vec::new();
    for mut line in lines {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        let mut right = f32::MIN;
        for (at, span) in line.into_iter().enumerate() {
            let gap = span.x - right;
            right = right.max(span.x + ink(&span));
            match groups.last_mut() {
                Some(group) if at > 0 && gap < WIDEST_BLANK * span.font_size.max(1.0) => {
                    group.push(span)
                }
                _ => groups.push(vec![span]),
            }
        }
    }
    groups.extend(turned.into_iter().map(|span| vec![span]));
    let piece = |group: Vec<TextSpan>| {
        let left = group.iter().fold(f32::MAX, |edge, span| edge.min(span.x));
        let right = group
            .iter()
            .fold(f32::MIN, |edge, span| edge.max(span.x + ink(span)));
        let bottom = group
            .iter()
            .fold(f32::MAX, |edge, span| edge.min(span.bottom()));
        let top = group
            .iter()
            .fold(f32::MIN, |edge, span| edge.max(span.top()));
        let size = group
            .iter()
            .fold(1.0, |size: f32, span| size.max(span.font_size));
        let text = one_line(&TextLine::from_spans(group).text());
        Piece {
            text: text.trim().to_owned(),
            left,
            right,
            bottom,
            top,
            size,
        }
    };
    let pieces = groups.into_iter().map(piece);
    Ok(pieces.filter(|piece| !piece.text.is_empty()).collect())
}

/// How far a piece of text reaches without the blanks at its end.
fn ink(span: &TextSpan) -> f32 {
    span.ink_width.unwrap_or(span.width).max(0.0)
}
