//! Cutting text into word tokens: the unit in which names are stored and looked for.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// One word of a text. Spans are bytes of that text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte of the word.
    pub start: usize,
    /// One past the last byte of the word itself, without a possessive ending (`Russia` in `Russia’s`).
    pub end: usize,
    /// One past the last byte including a possessive or an ending set off by an apostrophe (`Bakı’nın`).
    pub full_end: usize,
}

impl Token {
    /// The same word in a text that has so many bytes more before it.
    #[must_use]
    pub fn behind(self, bytes: usize) -> Self {
        Self {
            start: self.start + bytes,
            end: self.end + bytes,
            full_end: self.full_end + bytes,
        }
    }

    /// The word without an ending set off by an apostrophe.
    #[must_use]
    pub fn core<'text>(&self, text: &'text str) -> &'text str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The word as it stands in the text.
    #[must_use]
    pub fn full<'text>(&self, text: &'text str) -> &'text str {
        text.get(self.start..self.full_end).unwrap_or_default()
    }

    /// The bytes of the word without its ending.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether an ending is set off by an apostrophe.
    #[must_use]
    pub fn has_ending(&self) -> bool {
        self.full_end > self.end
    }
}

/// Endings that languages of the region set off a name with an apostrophe: the English possessive and the Turkish
/// and (older) Azerbaijani case endings. Anything else behind an apostrophe belongs to the name (`Sa'dabad`).
const ENDINGS: &[&str] = &[
    "s", "da", "de", "ta", "te", "dan", "den", "tan", "ten", "a", "e", "ya", "ye", "ı", "i", "u",
    "ü", "yı", "yi", "yu", "yü", "nın", "nin", "nun", "nün", "ın", "in", "un", "ün", "la", "le",
    "daki", "deki", "taki", "teki",
];

fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '\u{2019}' | '\u{02BC}' | '\u{2018}' | '\u{FF07}'
    )
}

/// The word tokens of a text, in order, by the word boundaries of Unicode Standard Annex 29. A word with an inner
/// full stop stays whole (`U.S`), hyphenated words fall apart.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    text.unicode_word_indices()
        .filter(|(_, word)| word.starts_with(opens_word))
        .flat_map(move |(start, word)| split_word(start, word))
}

/// Whether a word may begin so: UAX 29 takes a blank or hyphen for a word that carries an alphabetic mark.
fn opens_word(character: char) -> bool {
    let connects = matches!(
        character,
        '_' | '\u{202F}'
            | '\u{203F}'
            | '\u{2040}'
            | '\u{2054}'
            | '\u{FE33}'
            | '\u{FE34}'
            | '\u{FE4D}'..='\u{FE4F}' | '\u{FF3F}'
    );
    connects || character.is_alphanumeric() && !is_combining_mark(character)
}

/// The tokens of a word of UAX 29, which keeps `Baku.Moscow` and `Low_High` together: a full stop or an underscore between
/// longer words separates.
#[must_use]
pub fn split_word(start: usize, word: &str) -> Vec<Token> {
    let mut parts = Vec::with_capacity(1);
    cut_word(start, word, |token| parts.push(token));
    parts
}

/// Hands over the tokens of a word of UAX 29, as [`split_word`] does.
pub fn cut_word(start: usize, word: &str, mut found: impl FnMut(Token)) {
    let glue = |character: char| character == '.' || character == '_' || character == ':';
    let has_glue = word.bytes().any(|byte| glue(char::from(byte)));
    let whole = !has_glue || word.split(glue).all(|part| part.chars().nth(1).is_none());
    if whole {
        found(token(start, word));
        return;
    }
    let mut offset = start;
    for part in word.split_inclusive(glue) {
        let bare = part.trim_end_matches(glue);
        if !bare.is_empty() {
            found(token(offset, bare));
        }
        offset += part.len();
    }
}

fn token(start: usize, word: &str) -> Token {
    let full_end = start + word.len();
    let mut end = full_end;
    if let Some((at, _)) = word
        .char_indices()
        .rev()
        .find(|&(_, character)| is_apostrophe(character))
    {
        let ending = word
            .get(at..)
            .unwrap_or_default()
            .trim_start_matches(is_apostrophe);
        if at > 0 && is_ending(ending) {
            end = start + at;
        }
    }
    Token {
        start,
        end,
        full_end,
    }
}

fn is_ending(letters: &str) -> bool {
    if letters.is_ascii() {
        return ENDINGS
            .iter()
            .any(|ending| ending.eq_ignore_ascii_case(letters));
    }
    ENDINGS.contains(&letters.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cores(text: &str) -> Vec<&str> {
        tokens(text).map(|token| token.core(text)).collect()
    }

    #[test]
    fn possessives_and_case_endings_are_set_off() {
        assert_eq!(cores("Russia’s and Iran's"), ["Russia", "and", "Iran"]);
        assert_eq!(cores("Bakı’nın Şuşa’da"), ["Bakı", "Şuşa"]);
        assert_eq!(cores("Sa'dabad"), ["Sa'dabad"]);
    }

    #[test]
    fn a_blank_that_carries_a_mark_is_no_word() {
        assert_eq!(cores("a \u{64F} -\u{64F} b"), ["a", "b"]);
    }

    #[test]
    fn hyphens_separate_and_initials_stay_whole() {
        assert_eq!(
            cores("Nagorno-Karabakh, U.S. troops"),
            ["Nagorno", "Karabakh", "U.S", "troops"]
        );
        assert_eq!(cores("end.Baku began"), ["end", "Baku", "began"]);
    }
}
