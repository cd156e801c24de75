//! The words of a block of text as the recogniser sees them: folded, with their case, what stands between them, and
//! where sentences end.

use std::borrow::Cow;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use araxes_gazetteer::{Token, fold, is_hyphen};

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// The word begins a block.
    Start,
    /// Blanks only.
    Blank,
    /// A hyphen or dash, with or without blanks.
    Hyphen,
    /// Any other punctuation.
    Other,
}

/// One word of a block.
#[derive(Debug, Clone)]
pub struct Word<'a> {
    /// Where it stands, in bytes of the document's text.
    pub token: Token,
    /// Its [`fold`]ed form.
    key: Cow<'a, str>,
    /// The hash of that form.
    pub hash: u64,
    /// Whether it begins with an upper-case letter, or with a letter of a script that has no case.
    pub capital: bool,
    /// Whether all its letters are upper-case and there are at least two.
    pub upper: bool,
    /// Whether it is the first word of a sentence.
    pub opens_sentence: bool,
    /// Number of its sentence within the block.
    pub sentence: usize,
    /// What stands before it.
    pub join: Join,
    /// Whether it stands in running text or behind a mark of short messages.
    pub within: Within,
}

/// Where a word stands: most in running text, in short messages some behind a mark, without blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Running text.
    Text,
    /// A hashtag: *#Aleppo*, *#PrayForGreece* (four words of which the last is a name).
    Tag,
    /// The name of an account or an address: *@ParisReporter*, *desk@london.example*.
    Handle,
}

impl Word<'_> {
    /// Its [`fold`]ed form.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The word behind so many bytes of it.
    pub(super) fn behind(&self, text: &str, bytes: usize) -> Self {
        let token = Token {
            start: self.token.start + bytes,
            ..self.token
        };
        let shape = Shape::of(token.core(text));
        let key = fold(token.core(text));
        Self {
            token,
            hash: hash(&key),
            key: Cow::Owned(key),
            capital: shape.capital,
            upper: shape.upper,
            ..self.clone()
        }
    }
}

/// The hash of a folded form.
#[must_use]
pub fn hash(key: &str) -> u64 {
    xxh3_64(key.as_bytes())
}

/// The hash of two things, one behind the other, given theirs.
pub(crate) fn both(left: u64, right: u64) -> u64 {
    left.rotate_left(29).wrapping_mul(0x9FB2_1C65_1E98_DF25) ^ right
}

/// The words of one block.
#[derive(Debug, Clone, Default)]
pub struct Words<'a> {
    /// In order of the text.
    pub words: Vec<Word<'a>>,
    /// Spans of the sentences, in bytes of the document's text.
    pub sentences: Vec<Range<usize>>,
}

/// Words that end with a full stop inside a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "maj", "brig", "adm",
    "gov", "sen", "rep", "rev", "hon", "st", "mt", "ft", "jan", "feb", "mar", "apr", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec", "no", "nos", "vs", "etc", "inc", "ltd", "co",
    "corp", "bros", "jr", "sr", "fig", "approx", "ca", "cf", "al", "mi", "г", "ул", "им", "т", "д",
    "см", "км", "тыс", "млн", "руб", "с", "ш", "в",
];

impl<'a> Words<'a> {
    /// Cuts the block of `text` that spans `block` (bytes) into words and sentences. `lower` is `text` with its ASCII
    /// letters made small, from which most keys are borrowed.
    #[must_use]
    pub fn of(text: &str, lower: &'a str, block: Range<usize>) -> Self {
        let mut words: Vec<Word<'a>> = Vec::with_capacity(block.len() / 5);
        let mut sentences: Vec<Range<usize>> = Vec::new();
        let mut sentence_start = block.start;
        let mut previous_end = block.start;
        let written = text.get(block.clone()).unwrap_or_default();
        araxes_gazetteer::words(written, |token, is_plain| {
            let token = token.behind(block.start);
            let between = text.get(previous_end..token.start).unwrap_or_default();
            let shape = match is_plain {
                true => Shape::of_plain(token.core(text).as_bytes()),
                false => Shape::of(token.core(text)),
            };
            let opens = match words.last() {
                None => true,
                Some(_) if between == " " => false,
                Some(last) => ends_sentence(between, last, text, shape.capital),
            };
            if opens && !words.is_empty() {
                let end = sentence_break(text, previous_end, token.start);
                sentences.push(trimmed(text, sentence_start..end));
                sentence_start = end;
            }
            let key = if shape.plain {
                Cow::Borrowed(lower.get(token.range()).unwrap_or_default())
            } else {
                Cow::Owned(fold(token.core(text)))
            };
            words.push(Word {
                hash: hash(&key),
                key,
                capital: shape.capital,
                upper: shape.upper,
                opens_sentence: opens,
                sentence: sentences.len(),
                join: join(between, words.is_empty(), opens),
                within: Within::Text,
                token,
            });
            previous_end = token.full_end;
            mark_within(&mut words, between, text);
        });
        sentences.push(trimmed(text, sentence_start..block.end));
        Self { words, sentences }
    }

    /// Whether most of the words with letters are upper-case, as in a headline: then case tells nothing.
    #[must_use]
    pub fn is_shouted(&self) -> bool {
        let (mut upper, mut all) = (0_usize, 0_usize);
        for word in self.words.iter().filter(|word| {
            let key = word.key();
            key.bytes().any(|byte| byte.is_ascii_alphabetic())
                || key.chars().any(char::is_alphabetic)
        }) {
            all += 1;
            upper += usize::from(word.upper);
        }
        all >= 3 && upper * 10 >= all * 8
    }

    /// What the words span of the document's text.
    #[must_use]
    pub fn part<'t>(&self, text: &'t str) -> &'t str {
        let range = self.words.first().zip(self.words.last());
        let range = range.map_or(0..0, |(first, last)| first.token.start..last.token.full_end);
        text.get(range).unwrap_or_default()
    }

    /// The sentence of a word.
    #[must_use]
    pub fn sentence_of(&self, word: usize) -> Range<usize> {
        self.words
            .get(word)
            .and_then(|word| self.sentences.get(word.sentence))
            .cloned()
            .unwrap_or(0..0)
    }
}

/// Marks the last word, and the one before it, where they belong to a hashtag or an address. What is written together in
/// a hashtag is cut where its capitals and figures say.
fn mark_within(words: &mut Vec<Word<'_>>, between: &str, text: &str) {
    let before = match words.as_mut_slice() {
        [.., before, _] => Some(before),
        _ => None,
    };
    let within = match (between.as_bytes(), before) {
        ([.., b'#'], _) => Within::Tag,
        (b"@", Some(before)) => {
            before.within = Within::Handle;
            Within::Handle
        }
        ([.., b'@'], _) => Within::Handle,
        (b"_" | b"." | b"", Some(before)) if before.within == Within::Handle => Within::Handle,
        (b"_", Some(before)) if before.within == Within::Tag => Within::Tag,
        // What stands behind a hashtag goes on no name in it.
        (_, Some(before)) if before.within == Within::Tag => {
            if let Some(word) = words.last_mut()
                && word.join == Join::Blank
            {
                word.join = Join::Other;
            }
            return;
        }
        _ => return,
    };
    let Some(word) = words.last_mut() else { return };
    word.within = within;
    if within != Within::Tag {
        return;
    }
    if between == "_" {
        word.join = Join::Blank;
    }
    let pieces = pieces(word.token.core(text));
    if pieces.len() < 2 {
        // A hashtag in small letters is written as one, not as a common noun is.
        word.capital = true;
        return;
    }
    let Some(whole) = words.pop() else { return };
    let count = pieces.len();
    for (at, piece) in pieces.into_iter().enumerate() {
        let core = whole
            .token
            .core(text)
            .get(piece.clone())
            .unwrap_or_default();
        let (start, end) = (
            whole.token.start + piece.start,
            whole.token.start + piece.end,
        );
        let key = fold(core);
        let shape = Shape::of(core);
        words.push(Word {
            token: Token {
                start,
                end,
                full_end: if at + 1 == count {
                    whole.token.full_end
                } else {
                    end
                },
            },
            hash: hash(&key),
            key: Cow::Owned(key),
            capital: shape.capital,
            upper: shape.upper,
            opens_sentence: whole.opens_sentence && at == 0,
            join: if at == 0 { whole.join } else { Join::Blank },
            ..whole
        });
    }
}

/// The pieces of a word that is written with capitals inside, in bytes: *Sri* and *Lanka*, *USA* and *Flood*. *Mc* stays
/// with what follows.
fn pieces(word: &str) -> Vec<Range<usize>> {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    let mut found = Vec::new();
    let mut start = 0;
    for (at, &(byte, letter)) in letters.iter().enumerate().skip(1) {
        let before = letters[at - 1].1;
        let behind = letters.get(at + 1).map(|&(_, behind)| behind);
        let rises = before.is_lowercase() && letter.is_uppercase();
        let ends_capitals = before.is_uppercase()
            && letter.is_uppercase()
            && behind.is_some_and(char::is_lowercase);
        let figures = before.is_numeric() != letter.is_numeric();
        let is_prefix = matches!(word.get(start..byte), Some("Mc" | "Mac"));
        if (rises || ends_capitals || figures) && !is_prefix {
            found.push(start..byte);
            start = byte;
        }
    }
    found.push(start..word.len());
    found
}

/// How the letters of a word are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    capital: bool,
    upper: bool,
    /// ASCII letters and digits only, so that making them small is all that folding does.
    plain: bool,
}

impl Shape {
    /// The shape of ASCII letters and digits.
    fn of_plain(bytes: &[u8]) -> Self {
        let is_small = bytes
            .iter()
            .fold(false, |any, byte| any | byte.is_ascii_lowercase());
        let letters = || {
            bytes
                .iter()
                .filter(|byte| byte.is_ascii_alphabetic())
                .count()
        };
        Self {
            capital: bytes.first().is_some_and(|byte| !byte.is_ascii_lowercase()),
            upper: !is_small && letters() >= 2,
            plain: true,
        }
    }

    fn of(core: &str) -> Self {
        let bytes = core.as_bytes();
        if bytes.iter().all(u8::is_ascii_alphanumeric) {
            return Self::of_plain(bytes);
        }
        let letters = core.chars().filter(|letter| letter.is_alphabetic()).count();
        Self {
            capital: core
                .chars()
                .next()
                .is_none_or(|first| !first.is_lowercase()),
            upper: letters >= 2 && core.chars().all(|letter| !letter.is_lowercase()),
            plain: false,
        }
    }
}

fn join(between: &str, first: bool, opens_sentence: bool) -> Join {
    if first {
        return Join::Start;
    }
    if between == " " {
        return Join::Blank;
    }
    let mark = between.trim();
    // The full stop of an abbreviation (*Mr. Smith*, *U.S. troops*) separates nothing.
    if mark.is_empty() || mark == "." && !opens_sentence {
        Join::Blank
    } else if mark.chars().all(is_hyphen) {
        Join::Hyphen
    } else {
        Join::Other
    }
}

/// A sentence ends with `.`, `!`, `?`, `…`, the Armenian `։` or the Arabic `؟` when blanks and a capital (or a
/// script without case) follow, and the word before is no abbreviation or initial.
fn ends_sentence(between: &str, last: &Word<'_>, text: &str, capital: bool) -> bool {
    let found = if between.is_ascii() {
        let mut bytes = between.bytes();
        bytes.position(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n'))
    } else {
        between.find(['.', '!', '?', '…', '։', '؟', '\n'])
    };
    let Some(at) = found else {
        return false;
    };
    let mark = between
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .unwrap_or(' ');
    if mark == '\n' {
        return true;
    }
    if !capital
        || !between
            .get(at..)
            .unwrap_or_default()
            .contains(char::is_whitespace)
    {
        return false;
    }
    if mark != '.' || at > 0 {
        return true;
    }
    let core = last.token.core(text);
    let initial = core.chars().count() == 1 && last.capital;
    let dotted = core.contains('.');
    !(initial || dotted || ABBREVIATIONS.contains(&last.key()) && !last.token.has_ending())
}

/// Where a new sentence begins between two words: behind the closing marks of the old one.
fn sentence_break(text: &str, from: usize, to: usize) -> usize {
    let between = text.get(from..to).unwrap_or_default();
    between
        .char_indices()
        .find(|(_, character)| character.is_whitespace())
        .map_or(to, |(at, _)| from + at)
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let slice = text.get(span.clone()).unwrap_or_default();
    let start = span.start + (slice.len() - slice.trim_start().len());
    start..(start + slice.trim().len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use araxes_gazetteer::tokens;

    fn sentences(text: &str) -> Vec<&str> {
        Words::of(text, &text.to_ascii_lowercase(), 0..text.len())
            .sentences
            .into_iter()
            .map(|span| text.get(span).unwrap_or_default())
            .collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        assert_eq!(
            sentences(
                "He met Gen. Smith on Nov. 9 in the U.S. capital. “Why?” Baku asked. It left."
            ),
            [
                "He met Gen. Smith on Nov. 9 in the U.S. capital.",
                "“Why?”",
                "Baku asked.",
                "It left."
            ]
        );
        assert_eq!(
            sentences("Երևանը լռում է։ Բաքուն խոսում է։"),
            ["Երևանը լռում է։", "Բաքուն խոսում է։"]
        );
    }

    proptest! {
        #[test]
        fn words_are_cut_where_the_gazetteer_cuts_names(text in "[a-cA-C0-9sS .,:;'_’é–“”…\u{301}\u{200D}\\-\"]{0,24}") {
            let text = format!("é. {text}");
            let lower = text.to_ascii_lowercase();
            let words = Words::of(&text, &lower, 4..text.len()).words;
            let behind = text.get(4..).unwrap_or_default();
            let all: Vec<Token> = tokens(behind).collect();
            prop_assert_eq!(words.len(), all.len());
            for (word, token) in words.iter().zip(all) {
                prop_assert_eq!(word.token.core(&text), token.core(behind));
                prop_assert_eq!(word.token.full(&text), token.full(behind));
                prop_assert_eq!(word.key(), fold(word.token.core(&text)));
                let shape = Shape::of(word.token.core(&text));
                prop_assert_eq!((word.capital, word.upper), (shape.capital, shape.upper));
            }
        }
    }

    #[test]
    fn what_is_written_together_in_a_hashtag_is_several_words() {
        let text = "Pray #ForSriLanka today, #McAllen #1988IranMassacre #new_york @Paris_Desk said";
        let lower = text.to_ascii_lowercase();
        let words = Words::of(text, &lower, 0..text.len()).words;
        let shown: Vec<(&str, Within)> = words
            .iter()
            .map(|word| (word.token.core(text), word.within))
            .collect();
        assert_eq!(
            shown,
            [
                ("Pray", Within::Text),
                ("For", Within::Tag),
                ("Sri", Within::Tag),
                ("Lanka", Within::Tag),
                ("today", Within::Text),
                ("McAllen", Within::Tag),
                ("1988", Within::Tag),
                ("Iran", Within::Tag),
                ("Massacre", Within::Tag),
                ("new", Within::Tag),
                ("york", Within::Tag),
                ("Paris", Within::Handle),
                ("Desk", Within::Handle),
                ("said", Within::Text),
            ]
        );
        assert_eq!(words[3].join, Join::Blank);
        assert_eq!(words[4].join, Join::Other);
    }

    #[test]
    fn joins_and_case_are_seen() {
        let text = "NAGORNO-Karabakh, iran";
        let lower = text.to_ascii_lowercase();
        let words = Words::of(text, &lower, 0..text.len()).words;
        assert_eq!(
            words.iter().map(|word| word.join).collect::<Vec<_>>(),
            [Join::Start, Join::Hyphen, Join::Other]
        );
        assert!(words[0].upper && words[1].capital && !words[2].capital);
    }
}
