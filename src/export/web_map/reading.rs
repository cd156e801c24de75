//! The documents as the page's reader shows them: their text with offsets as JavaScript counts them (UTF-16 code
//! units), or, where the text is left out, only the sentences that are cited.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::document::{BlockKind, DocumentDate};
use crate::layer::{Citation, DocumentEntry, DocumentText};

/// A document of the page.
#[derive(Debug, Serialize)]
pub(super) struct Reading<'a> {
    id: &'a str,
    path: &'a str,
    link: Option<String>,
    label: &'a str,
    date: Option<String>,
    not_before: Option<String>,
    publisher: Option<&'a str>,
    language: Option<&'a str>,
    /// Whether `text` is the whole document.
    whole: bool,
    text: String,
    /// Kind, first and last offset in `text`.
    blocks: Vec<(&'static str, u32, u32)>,
    #[serde(skip)]
    offsets: Offsets,
}

/// Where a citation stands in the text of its [`Reading`]: first and last offset of the mention, and of its sentence.
pub(super) type Place = [u32; 4];

#[derive(Debug)]
enum Offsets {
    /// The text is that of the document.
    Document(Utf16),
    /// The text is made of sentences: where each begins, in bytes.
    Sentences(BTreeMap<String, usize>, Utf16),
}

impl<'a> Reading<'a> {
    /// The reading of a document. `citations` are all that cite it, in the order of its text.
    pub(super) fn of(
        document: &'a DocumentEntry,
        link: Option<String>,
        citations: &[&Citation],
    ) -> Self {
        let (text, ranges, offsets) = match &document.text {
            Some(kept) => whole(kept),
            None => extract(citations),
        };
        let utf16 = offsets.utf16();
        let blocks = ranges
            .into_iter()
            .map(|(kind, range)| (kind, utf16.at(range.start), utf16.at(range.end)))
            .collect();
        Self {
            id: &document.id,
            path: &document.path,
            link,
            label: &document.label,
            date: document.date.map(|date: DocumentDate| date.to_string()),
            not_before: document.not_before.map(|day| day.to_string()),
            publisher: document.publisher.as_deref(),
            language: document.language.as_deref(),
            whole: document.text.is_some(),
            text,
            blocks,
            offsets,
        }
    }

    /// Where a citation of this document stands in [`Reading::text`].
    pub(super) fn place(&self, citation: &Citation) -> Place {
        let (utf16, mention, sentence) = match &self.offsets {
            Offsets::Document(utf16) => (
                utf16,
                citation.clean.clone(),
                citation.clean_sentence.clone(),
            ),
            Offsets::Sentences(starts, utf16) => {
                let start = starts.get(&citation.sentence).copied().unwrap_or_default();
                let end = start + citation.sentence.len();
                let from = start + citation.sentence_offset;
                // A phrase may reach beyond the sentence it begins in.
                let to = (from + citation.clean.len()).min(end);
                (utf16, from..to, start..end)
            }
        };
        [
            utf16.at(mention.start),
            utf16.at(mention.end),
            utf16.at(sentence.start),
            utf16.at(sentence.end),
        ]
    }
}

type Blocks = Vec<(&'static str, Range<usize>)>;

fn whole(kept: &DocumentText) -> (String, Blocks, Offsets) {
    let blocks = kept
        .blocks
        .iter()
        .map(|block| (kind(block.kind), block.range.clone()))
        .collect();
    let utf16 = Utf16::of(&kept.text);
    (kept.text.clone(), blocks, Offsets::Document(utf16))
}

/// The cited sentences, each once.
fn extract(citations: &[&Citation]) -> (String, Blocks, Offsets) {
    let mut text = String::new();
    let mut blocks = Vec::new();
    let mut starts = BTreeMap::new();
    for citation in citations {
        if starts.contains_key(&citation.sentence) {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let start = text.len();
        text.push_str(&citation.sentence);
        blocks.push((kind(BlockKind::Paragraph), start..text.len()));
        starts.insert(citation.sentence.clone(), start);
    }
    let utf16 = Utf16::of(&text);
    (text, blocks, Offsets::Sentences(starts, utf16))
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Heading => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "item",
        BlockKind::Caption => "caption",
        BlockKind::Label => "label",
        BlockKind::Boilerplate => "aside",
    }
}

impl Offsets {
    fn utf16(&self) -> &Utf16 {
        match self {
            Offsets::Document(utf16) | Offsets::Sentences(_, utf16) => utf16,
        }
    }
}

/// From bytes of a text to UTF-16 code units: for each character of more than one byte, where it ends in both.
#[derive(Debug)]
struct Utf16 {
    ends: Vec<(usize, usize)>,
}

impl Utf16 {
    fn of(text: &str) -> Self {
        let mut ends = Vec::new();
        let mut units = 0;
        for (at, character) in text.char_indices() {
            units += character.len_utf16();
            if !character.is_ascii() {
                ends.push((at + character.len_utf8(), units));
            }
        }
        Self { ends }
    }

    /// The code units before a byte that begins a character.
    fn at(&self, byte: usize) -> u32 {
        let before = self.ends.partition_point(|(end, _)| *end <= byte);
        let (end, units) = before
            .checked_sub(1)
            .and_then(|last| self.ends.get(last))
            .copied()
            .unwrap_or_default();
        u32::try_from(units + byte - end).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_counted_as_javascript_counts() {
        let text = "a Şuşa 🗺 Շուշի b";
        let utf16 = Utf16::of(text);
        for (byte, _) in text.char_indices() {
            let before = text.get(..byte).expect("begins a character");
            assert_eq!(utf16.at(byte) as usize, before.encode_utf16().count());
        }
        assert_eq!(utf16.at(text.len()) as usize, text.encode_utf16().count());
    }
}
