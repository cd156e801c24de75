//! Recognition: which stretches of a document speak of a place, a position, a way between places, or a line between
//! countries?
//!
//! A document becomes [`Mention`]s: names that the gazetteer knows (`name`), coordinates (`coordinate`), phrases such
//! as “the border between Iran and Azerbaijan” (`phrase`), and names that are plainly toponyms though no gazetteer
//! knows them (`unknown`). Persons and organisations that look like places are turned down with a reason
//! (`context`), never silently: they are the [`Rejection`]s. Which place is meant is the next step's question.

mod border_words;
mod context;
pub mod coordinate;
mod inflection;
mod name;
mod phrase;
mod role;
mod unknown;
mod word;

use std::ops::Range;

use crate::document::{BlockKind, Document};
use crate::gazetteer::{Gazetteer, NameMatch};

pub use coordinate::Coordinate;
pub use name::FeatureHint;
pub use phrase::{Claim, Phrase, Side};
pub use role::Role;

use inflection::Speech;
use word::Words;

/// A stretch of text that speaks of something on the ground.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Where it stands: bytes of the document's text.
    pub span: Range<usize>,
    /// The words themselves, as in the clean text.
    pub surface: String,
    /// What sort of words they are.
    pub kind: MentionKind,
    /// Whether the place itself is meant, or something that goes by its name.
    pub role: Role,
    /// The sentence around it: bytes of the document's text.
    pub sentence: Range<usize>,
    /// Number of the block in the document.
    pub block: usize,
    /// The kind of that block.
    pub block_kind: BlockKind,
    /// Every name of the gazetteer that the words can be; empty for toponyms it does not know.
    pub readings: Vec<NameMatch>,
    /// What the words around say about the sort of feature: *the river …*, *… District*.
    pub hint: Option<FeatureHint>,
}

/// The sorts of mentions.
#[derive(Debug, Clone)]
pub enum MentionKind {
    /// A proper name.
    Name,
    /// The people of a place or its adjective.
    Demonym,
    /// A position in figures.
    Coordinate(Coordinate),
    /// Words that relate places: a border between them, a way from one to the other.
    Phrase(Phrase),
}

impl MentionKind {
    /// The word for it in the output.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            MentionKind::Name => "name",
            MentionKind::Demonym => "demonym",
            MentionKind::Coordinate(_) => "coordinate",
            MentionKind::Phrase(_) => "relation phrase",
        }
    }
}

/// A stretch that looks like a toponym and was turned down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Where it stands: bytes of the document's text.
    pub span: Range<usize>,
    /// The words.
    pub surface: String,
    /// Why they are no place.
    pub reason: String,
}

/// Everything found in one document.
#[derive(Debug, Clone, Default)]
pub struct Recognition {
    /// Block after block: its names in order of the text, then its phrases, then its coordinates. Phrases refer to
    /// names by their number in this list.
    pub mentions: Vec<Mention>,
    /// What was turned down, in order of the text.
    pub rejections: Vec<Rejection>,
    /// Coordinates that cannot be on the earth, in order of the text.
    pub broken_coordinates: Vec<BrokenCoordinate>,
}

/// Figures that look like a coordinate and cannot be one.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenCoordinate {
    /// Where it stands: bytes of the document's text.
    pub span: Range<usize>,
    /// The figures.
    pub surface: String,
    /// The sentence around it.
    pub sentence: Range<usize>,
    /// What is wrong.
    pub reason: String,
}

/// The longest piece of a block that is looked at as one, bytes. A block is a paragraph, so only a file without line
/// breaks is cut; it keeps the memory for its words small.
const LONGEST_PIECE: usize = 1 << 20;

/// Documents up to this length, bytes, keep their words from the first look to the second.
const KEEPS_WORDS: usize = 1 << 23;

/// Finds every mention in a document. Blocks of kind [`BlockKind::Boilerplate`] are passed over.
#[must_use]
pub fn recognise(document: &Document, gazetteer: &Gazetteer) -> Recognition {
    let text = document.text.as_str();
    let pieces: Vec<(usize, BlockKind, Range<usize>)> = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind != BlockKind::Boilerplate)
        .flat_map(|(number, block)| {
            pieces(text, block.range.clone()).map(move |piece| (number, block.kind, piece))
        })
        .collect();
    let words = |piece: &(usize, BlockKind, Range<usize>)| Words::of(text, piece.2.clone());
    // Persons named anywhere count everywhere, so the document is looked at twice.
    let kept: Option<Vec<Words>> =
        (text.len() <= KEEPS_WORDS).then(|| pieces.iter().map(words).collect());
    let mut persons = context::Persons::default();
    for (at, piece) in pieces.iter().enumerate() {
        match kept.as_ref().and_then(|kept| kept.get(at)) {
            Some(words) => persons.add(text, words, gazetteer),
            None => persons.add(text, &words(piece), gazetteer),
        }
    }

    let mut recognition = Recognition::default();
    let mut kept = kept.map(Vec::into_iter);
    for piece in &pieces {
        let words = kept
            .as_mut()
            .and_then(Iterator::next)
            .unwrap_or_else(|| words(piece));
        let (number, kind, range) = piece.clone();
        let language = document.language.as_deref();
        let block = BlockWords {
            text,
            words: &words,
            number,
            kind,
            language,
            speech: Speech::of(text.get(range.clone()).unwrap_or_default(), language),
        };
        recognise_piece(&block, range, gazetteer, &persons, &mut recognition);
    }
    recognition
}

/// A block, cut at blanks where it is very long.
fn pieces(text: &str, block: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = block.start;
    std::iter::from_fn(move || {
        if start >= block.end {
            return None;
        }
        let mut end = block.end;
        if end - start > LONGEST_PIECE {
            let most = text.floor_char_boundary(start + LONGEST_PIECE);
            let piece = text.get(start..most).unwrap_or_default();
            let blank = piece
                .rfind(char::is_whitespace)
                .filter(|&blank| blank > LONGEST_PIECE / 2);
            end = blank.map_or(most, |blank| start + blank);
        }
        let piece = start..end;
        start = end;
        Some(piece)
    })
}

/// One block on its way through the recogniser.
struct BlockWords<'a> {
    text: &'a str,
    words: &'a Words,
    number: usize,
    kind: BlockKind,
    /// BCP 47 tag of the document's language, where it is certain.
    language: Option<&'a str>,
    /// How its words are declined.
    speech: Speech,
}

fn recognise_piece(
    block: &BlockWords<'_>,
    range: Range<usize>,
    gazetteer: &Gazetteer,
    persons: &context::Persons,
    found: &mut Recognition,
) {
    let text = block.text;

    let mut coordinates: Vec<Mention> = Vec::new();
    for finding in coordinate::find(text.get(range.clone()).unwrap_or_default()) {
        let span = finding.span.start + range.start..finding.span.end + range.start;
        let surface = text.get(span.clone()).unwrap_or_default().to_owned();
        let sentence = sentence_at(block.words, span.start);
        match finding.result {
            Ok(coordinate) => coordinates.push(Mention {
                span,
                surface,
                kind: MentionKind::Coordinate(coordinate),
                role: Role::Literal,
                sentence,
                block: block.number,
                block_kind: block.kind,
                readings: Vec::new(),
                hint: None,
            }),
            Err(problem) => {
                found.broken_coordinates.push(BrokenCoordinate {
                    span,
                    surface,
                    sentence,
                    reason: problem.to_string(),
                });
            }
        }
    }

    // Letters and digits of a coordinate (`38SMJ`, `N`) are not words of the text.
    let taken: Vec<Range<usize>> = coordinates
        .iter()
        .map(|mention| mention.span.clone())
        .collect();
    let mut names = name::find(block, gazetteer, persons, &taken, &mut found.rejections);
    names.extend(unknown::find(block, &names, persons, &found.rejections));
    names.sort_by_key(|mention| mention.span.start);
    let base = found.mentions.len();
    let phrases = phrase::find(block, &names, gazetteer);

    // Phrases refer to names by their number, so these keep their order and the phrases follow; the list is put in
    // order of the text for readers at the very end.
    let phrases = phrases.into_iter().map(|mut mention| {
        if let MentionKind::Phrase(phrase) = &mut mention.kind {
            phrase.shift(base);
        }
        mention
    });
    found.mentions.extend(names);
    found.mentions.extend(phrases);
    found.mentions.extend(coordinates);
}

fn sentence_at(words: &Words, byte: usize) -> Range<usize> {
    let behind = words
        .sentences
        .partition_point(|sentence| sentence.start <= byte);
    behind
        .checked_sub(1)
        .and_then(|at| words.sentences.get(at))
        .cloned()
        .unwrap_or(byte..byte)
}

/// Mentions for spans that were found otherwise: each is taken as a name, with every reading that the gazetteer has
/// for its words. One mention for each span, in the same order.
#[must_use]
pub fn given(document: &Document, spans: &[Range<usize>], gazetteer: &Gazetteer) -> Recognition {
    let text = document.text.as_str();
    let mut blocks: Vec<Option<Words>> = vec![None; document.blocks.len()];
    let mentions = spans.iter().map(|span| {
        let number = document
            .blocks
            .partition_point(|block| block.range.end <= span.start);
        let block = document.blocks.get(number);
        let (range, kind) = block.map_or((span.clone(), BlockKind::Paragraph), |block| {
            (block.range.clone(), block.kind)
        });
        let made;
        let words = match blocks.get_mut(number) {
            Some(slot) => &*slot.get_or_insert_with(|| Words::of(text, range)),
            None => {
                made = Words::of(text, range);
                &made
            }
        };
        name::given(
            &BlockWords {
                text,
                words,
                number,
                kind,
                language: document.language.as_deref(),
                speech: Speech::of(
                    text.get(span.clone()).unwrap_or_default(),
                    document.language.as_deref(),
                ),
            },
            span.clone(),
            gazetteer,
        )
    });
    Recognition {
        mentions: mentions.collect(),
        ..Recognition::default()
    }
}
