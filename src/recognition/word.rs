//! The words of a block of text as the recogniser sees them: folded, with their case, what stands between them, and
//! where sentences end.

use std::ops::Range;

use crate::gazetteer::{Token, fold, is_hyphen, tokens};

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
pub struct Word {
    /// Where it stands, in bytes of the document's text.
    pub token: Token,
    /// Its [`fold`]ed form.
    pub key: String,
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
}

/// The words of one block.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// In order of the text.
    pub words: Vec<Word>,
    /// Spans of the sentences, in bytes of the document's text.
    pub sentences: Vec<Range<usize>>,
}

/// Words that end with a full stop inside a sentence.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "maj", "brig", "adm",
    "gov", "sen", "rep", "rev", "hon", "st", "mt", "ft", "jan", "feb", "mar", "apr", "jun", "jul",
    "aug", "sep", "sept", "oct", "nov", "dec", "no", "nos", "vs", "etc", "inc", "ltd", "co",
    "corp", "bros", "jr", "sr", "fig", "approx", "ca", "cf", "al", "г", "ул", "им", "т", "д", "см",
    "км", "тыс", "млн", "руб", "с", "ш", "в",
];

impl Words {
    /// Cuts the block of `text` that spans `block` (bytes) into words and sentences.
    #[must_use]
    pub fn of(text: &str, block: Range<usize>) -> Self {
        let slice = text.get(block.clone()).unwrap_or_default();
        let mut words: Vec<Word> = Vec::new();
        let mut sentences: Vec<Range<usize>> = Vec::new();
        let mut sentence_start = block.start;
        let mut previous_end = block.start;
        for token in tokens(slice) {
            let token = Token {
                start: token.start + block.start,
                end: token.end + block.start,
                full_end: token.full_end + block.start,
            };
            let core = token.core(text);
            let between = text.get(previous_end..token.start).unwrap_or_default();
            let first = core.chars().next().unwrap_or(' ');
            let capital = !first.is_lowercase();
            let opens = match words.last() {
                None => true,
                Some(last) => ends_sentence(between, last, text, capital),
            };
            if opens && !words.is_empty() {
                sentences.push(trimmed(
                    text,
                    sentence_start..sentence_break(text, previous_end, token.start),
                ));
                sentence_start = sentence_break(text, previous_end, token.start);
            }
            let letters = core.chars().filter(|letter| letter.is_alphabetic()).count();
            words.push(Word {
                key: fold(core),
                capital,
                upper: letters >= 2 && core.chars().all(|letter| !letter.is_lowercase()),
                opens_sentence: opens,
                sentence: sentences.len(),
                join: join(between, words.is_empty(), opens),
                token,
            });
            previous_end = token.full_end;
        }
        sentences.push(trimmed(text, sentence_start..block.end));
        Self { words, sentences }
    }

    /// Whether most of the words with letters are upper-case, as in a headline: then case tells nothing.
    #[must_use]
    pub fn is_shouted(&self) -> bool {
        let (mut upper, mut all) = (0_usize, 0_usize);
        for word in self
            .words
            .iter()
            .filter(|word| word.key.chars().any(char::is_alphabetic))
        {
            all += 1;
            upper += usize::from(word.upper);
        }
        all >= 3 && upper * 10 >= all * 8
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

fn join(between: &str, first: bool, opens_sentence: bool) -> Join {
    if first {
        return Join::Start;
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
fn ends_sentence(between: &str, last: &Word, text: &str, capital: bool) -> bool {
    let Some(at) = between.find(['.', '!', '?', '…', '։', '؟', '\n']) else {
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
    !(initial || dotted || ABBREVIATIONS.contains(&last.key.as_str()) && !last.token.has_ending())
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
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        Words::of(text, 0..text.len())
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

    #[test]
    fn joins_and_case_are_seen() {
        let text = "NAGORNO-Karabakh, iran";
        let words = Words::of(text, 0..text.len()).words;
        assert_eq!(
            words.iter().map(|word| word.join).collect::<Vec<_>>(),
            [Join::Start, Join::Hyphen, Join::Other]
        );
        assert!(words[0].upper && words[1].capital && !words[2].capital);
    }
}
