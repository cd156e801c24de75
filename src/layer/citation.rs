//! One mention in one document: where it stands in the file, and in which words.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use crate::document::{BlockKind, Document};
use crate::recognition::Usage;

use super::sense::Sense;
use super::title;

/// How much of the file is kept before and behind a mention, in characters, where its sentence is longer.
const CONTEXT_CHARACTERS: usize = 240;

/// One mention in one document. The model of the quote is the Text Quote Selector of the W3C Web Annotation Data
/// Model; `prefix + exact + suffix` stands word for word in the decoded file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    /// Id of the document.
    pub document: String,
    /// Title of the document, or its first words where it has none.
    pub document_title: String,
    /// Date of the document, ISO 8601, cut to the precision known.
    pub document_date: Option<String>,
    /// Span in Unicode code points of the decoded file.
    pub characters: Range<usize>,
    /// The part of the file in which it begins, as in `page=12`, where the file has parts.
    pub place: Option<String>,
    /// Where that part begins, if its characters are counted by themselves: those of pages are.
    place_start: usize,
    /// Where to read it: the address of the document, with its page.
    pub url: Option<String>,
    /// Span in bytes of the decoded file as UTF-8.
    pub bytes: Range<usize>,
    /// The words as they read in the clean text.
    pub surface: String,
    /// The file's text at the span, word for word.
    pub exact: String,
    /// The file's text before it, from the beginning of the sentence.
    pub prefix: String,
    /// The file's text behind it, to the end of the sentence.
    pub suffix: String,
    /// The sentence as it reads in the clean text.
    pub sentence: String,
    /// Where in [`Citation::sentence`] the mention begins, in bytes.
    pub sentence_offset: usize,
    /// Span in bytes of the clean text, for [`DocumentText`](super::DocumentText).
    pub clean: Range<usize>,
    /// Span of its sentence in bytes of the clean text.
    pub clean_sentence: Range<usize>,
    /// `name`, `demonym`, `coordinate` or `relation phrase`.
    #[serde(with = "crate::interned")]
    pub kind: crate::interned::Word,
    /// How the name is used.
    pub role: Usage,
    /// Whether the mention stands in running text rather than in a heading, caption or label.
    pub in_paragraph: bool,
    /// Probability that the feature is meant, 0..1.
    pub confidence: f64,
    /// Whether somebody said that the feature is meant.
    pub confirmed: bool,
    /// The length that the mention states, as written.
    pub claim: Option<String>,
}

impl Citation {
    /// Cites a stretch of a document. `span` and `sentence` are bytes of its clean text.
    pub(super) fn of(
        document: &Document,
        span: Range<usize>,
        sentence: Range<usize>,
        surface: &str,
    ) -> Self {
        let source = &document.source;
        let found = source.span(span.clone());
        // A phrase may reach beyond the sentence it begins in.
        let around = source.span(sentence.start.min(span.start)..sentence.end.max(span.end));
        let text = |range: Range<usize>| source.text().get(range).unwrap_or_default();
        let block = document
            .blocks
            .partition_point(|block| block.range.end <= span.start);
        let origin = document.origin(found.bytes.start);
        let page = origin.and_then(|origin| origin.place.page());
        let page_start = page.and_then(|page| document.start_of_page(page));
        let url = document.url.as_ref().map(|url| match page {
            Some(page) if !url.contains('#') => format!("{url}#page={page}"),
            _ => url.clone(),
        });
        let (excerpt, sentence_offset) = excerpt(&document.text, sentence.clone(), span.clone());
        Self {
            document: document.id.clone(),
            document_title: title::of(document),
            document_date: document.date.map(|date| date.to_string()),
            exact: text(found.bytes.clone()).to_owned(),
            prefix: last_characters(text(
                around.bytes.start.min(found.bytes.start)..found.bytes.start,
            ))
            .to_owned(),
            suffix: first_characters(text(found.bytes.end..around.bytes.end.max(found.bytes.end)))
                .to_owned(),
            sentence: excerpt,
            sentence_offset,
            clean_sentence: sentence.start.min(span.start)..sentence.end.max(span.end),
            clean: span,
            place: origin.map(|origin| origin.place.to_string()),
            place_start: page_start.map_or(0, |start| source.chars_before(start)),
            url,
            characters: found.chars,
            bytes: found.bytes,
            surface: surface.to_owned(),
            kind: "",
            role: Usage::Literal,
            in_paragraph: document
                .blocks
                .get(block)
                .is_some_and(|block| block.kind == BlockKind::Paragraph),
            confidence: 0.0,
            confirmed: false,
            claim: None,
        }
    }

    /// Span in Unicode code points of the page, where the file has pages, else of the decoded file.
    #[must_use]
    pub fn characters_of_place(&self) -> Range<usize> {
        let from = |at: usize| at.saturating_sub(self.place_start);
        from(self.characters.start)..from(self.characters.end)
    }

    /// What of the place is meant.
    #[must_use]
    pub fn sense(&self) -> Sense {
        Sense::of(self.role, self.kind)
    }

    /// How well the sentence serves as the quote of a feature: running text of a readable length that means the
    /// place itself, and surely.
    pub(super) fn clarity(&self) -> f64 {
        let length = self.sentence.chars().count();
        let readable = if (40..=260).contains(&length) {
            1.0
        } else {
            0.0
        };
        let literal = if self.sense() == Sense::Place {
            1.0
        } else {
            0.0
        };
        let whole = if self.in_paragraph { 1.0 } else { 0.0 };
        readable + literal + whole + self.confidence
    }
}

fn last_characters(text: &str) -> &str {
    match text.char_indices().rev().nth(CONTEXT_CHARACTERS - 1) {
        Some((at, _)) => text.get(at..).unwrap_or(text),
        None => text,
    }
}

fn first_characters(text: &str) -> &str {
    match text.char_indices().nth(CONTEXT_CHARACTERS) {
        Some((at, _)) => text.get(..at).unwrap_or(text),
        None => text,
    }
}

/// The sentence, or what stands around the mention in it where the sentence is very long, and where in it the mention
/// begins. Spans are bytes of `text`.
fn excerpt(text: &str, sentence: Range<usize>, mention: Range<usize>) -> (String, usize) {
    let whole = text.get(sentence.clone()).unwrap_or_default();
    if whole.len() <= 2 * CONTEXT_CHARACTERS
        || whole.chars().take(2 * CONTEXT_CHARACTERS + 1).count() <= 2 * CONTEXT_CHARACTERS
    {
        return (
            whole.to_owned(),
            mention.start.saturating_sub(sentence.start),
        );
    }
    let before = text.get(sentence.start..mention.start).unwrap_or_default();
    let behind = text
        .get(mention.start..sentence.end.max(mention.end))
        .unwrap_or_default();
    let (start, end) = (last_characters(before), first_characters(behind));
    let left = if start.len() < before.len() {
        "…"
    } else {
        ""
    };
    let right = if end.len() < behind.len() { "…" } else { "" };
    (
        format!("{left}{start}{end}{right}"),
        left.len() + start.len(),
    )
}
