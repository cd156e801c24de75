//! Finding the words of a text at which a name can begin, without cutting all of it into words.
//!
//! What counts is cut exactly as [`tokens`] cuts it: an ASCII word between ASCII separators is told by its bytes alone,
//! and whatever else there is goes through [`tokens`] itself, stretch by stretch.

use super::Token;
use super::compile::eight;
use super::compile::normalise::is_hyphen;
use super::compile::token::tokens;

/// Which words of a text may begin a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starts {
    /// Those that begin with a capital, a digit, or a letter of a script without case.
    Capitals,
    /// All.
    Every,
}

/// What a byte does to the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Separates words whatever stands beside it.
    Separator,
    /// ASCII letter or digit.
    Word,
    /// Joins words if both sides are words (`U.S`, `O'Brien`, `1,000`).
    Middle,
    /// An underscore, or part of a letter that is not ASCII: only [`tokens`] can tell.
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Separator; 256];
    let mut byte = 0;
    while byte < 256 {
        let value = byte as u8;
        if value.is_ascii_alphanumeric() {
            classes[byte] = Class::Word;
        } else if value >= 0x80 || value == b'_' {
            classes[byte] = Class::Other;
        } else if matches!(value, b'.' | b'\'' | b':' | b',' | b';' | b'"') {
            // A quotation mark joins Hebrew letters.
            classes[byte] = Class::Middle;
        }
        byte += 1;
    }
    classes
};

fn class(byte: u8) -> Class {
    CLASSES[usize::from(byte)]
}

/// The bytes of a text, and what is between its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
}

impl<'t> Scan<'t> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn class(&self, at: usize) -> Class {
        self.byte(at).map_or(Class::Separator, class)
    }

    /// Hands over the words at which a name may begin, in order.
    pub(super) fn starts(&self, starts: Starts, mut found: impl FnMut(Token)) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        // Where what was handed over last ends.
        let mut done = 0;
        loop {
            at = match starts {
                Starts::Capitals => next_capital(bytes, at),
                Starts::Every => next_word(bytes, at),
            };
            if at >= bytes.len() {
                return;
            }
            if self.wide_separator(at) {
                at += 3;
                continue;
            }
            let before = self.class_before(at);
            if before == Class::Word && class(bytes[at]) == Class::Word {
                // Within a word, as in `iPhone`.
                at = self.end_of_word(at);
                continue;
            }
            let opens = match before {
                Class::Separator => true,
                Class::Middle => at
                    .checked_sub(2)
                    .is_none_or(|at| matches!(self.class(at), Class::Separator | Class::Middle)),
                _ => false,
            };
            if opens && let Some(token) = self.plain_word(at) {
                found(token);
                at = token.full_end;
                done = at;
                continue;
            }
            let stretch = self.stretch(at.max(done), done);
            done = stretch.end;
            at = stretch.end.max(at + 1);
            let slice = self.text.get(stretch.clone()).unwrap_or_default();
            for token in tokens(slice) {
                let first = slice
                    .get(token.start..)
                    .and_then(|rest| rest.chars().next());
                if starts == Starts::Every || first.is_some_and(is_capital) {
                    found(Token {
                        start: token.start + stretch.start,
                        end: token.end + stretch.start,
                        full_end: token.full_end + stretch.start,
                    });
                }
            }
        }
    }

    /// The end of the ASCII letters and digits from a byte on.
    fn end_of_word(&self, start: usize) -> usize {
        let mut end = start;
        loop {
            let rest = self.text.as_bytes().get(end..).unwrap_or_default();
            let length = eight::leading(eight::alphanumeric(eight::load(rest)));
            end += length;
            if length < 8 {
                return end;
            }
        }
    }

    /// The class of what stands before a byte.
    fn class_before(&self, at: usize) -> Class {
        match at.checked_sub(1).map(|before| self.class(before)) {
            None => Class::Separator,
            Some(Class::Other) if at >= 3 && self.wide_separator(at - 3) => Class::Separator,
            Some(class) => class,
        }
    }

    /// Whether a dash, a double quotation mark or an ellipsis begins at a byte: U+2013, U+2014, U+201C, U+201D, U+2026.
    fn wide_separator(&self, at: usize) -> bool {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        matches!(rest, [0xE2, 0x80, 0x93 | 0x94 | 0x9C | 0x9D | 0xA6, ..])
    }

    /// Whether a word of letters and digits ends where these end.
    fn ends_word(&self, end: usize) -> bool {
        match self.class(end) {
            Class::Separator => true,
            Class::Middle => matches!(self.class(end + 1), Class::Separator | Class::Middle),
            _ => self.wide_separator(end),
        }
    }

    /// The word that begins at a byte, if its bytes alone tell where it ends.
    fn plain_word(&self, start: usize) -> Option<Token> {
        let end = self.end_of_word(start);
        if end == start {
            return None;
        }
        let token = |full_end| Token {
            start,
            end,
            full_end,
        };
        if self.ends_word(end) {
            return Some(token(end));
        }
        // The English possessive.
        let behind = match self.text.as_bytes().get(end..)? {
            [b'\'', b's' | b'S', ..] => end + 2,
            [0xE2, 0x80, 0x99, b's' | b'S', ..] => end + 4,
            _ => return None,
        };
        let letter = self
            .byte(end - 1)
            .is_some_and(|byte| byte.is_ascii_alphabetic());
        (letter && self.ends_word(behind)).then_some(token(behind))
    }

    /// The bytes around one between separators, but not before `done`.
    fn stretch(&self, at: usize, done: usize) -> std::ops::Range<usize> {
        let mut start = at;
        while start > done && self.class(start - 1) != Class::Separator {
            start -= 1;
        }
        let mut end = at;
        while end < self.text.len() && self.class(end) != Class::Separator {
            end += 1;
        }
        start..end
    }

    /// The end of the bytes of one class from a byte on.
    fn class_run(&self, start: usize, class: Class) -> usize {
        let mut end = start;
        while end < self.text.len() && self.class(end) == class {
            end += 1;
        }
        end
    }

    /// The word that follows another with nothing but blanks, hyphens or one full stop between.
    pub(super) fn following(&self, token: &Token) -> Option<Token> {
        // An ending closes a name.
        if token.has_ending() {
            return None;
        }
        let end = token.full_end;
        let mut first = end;
        while matches!(
            self.byte(first),
            Some(b' ' | b'-' | b'.' | b'\t' | b'\n' | b'\r')
        ) {
            first += 1;
        }
        // Other punctuation separates, and with it goes the end of the text.
        if matches!(self.class(first), Class::Separator | Class::Middle) {
            return None;
        }
        if let Some(next) = self.plain_word(first) {
            return is_joint(self.text.get(end..first)?).then_some(next);
        }
        // A stretch may be a dash and nothing else.
        let mut stretch = self.stretch(first, end).end;
        for _ in 0..2 {
            let following = self.class_run(stretch, Class::Separator);
            stretch = self.stretch(following, following).end;
        }
        let rest = self.text.get(end..stretch)?;
        let next = tokens(rest).next()?;
        is_joint(rest.get(..next.start)?).then_some(Token {
            start: end + next.start,
            end: end + next.end,
            full_end: end + next.full_end,
        })
    }
}

/// Whether what stands between two words does not part them: blanks, hyphens or one full stop.
fn is_joint(between: &str) -> bool {
    let mark = between.trim();
    mark == "." || mark.chars().all(is_hyphen)
}

/// Whether a name written with a capital may begin so.
fn is_capital(first: char) -> bool {
    first.is_alphanumeric() && !first.is_lowercase()
}

/// The first byte from `at` on that is a capital, a digit or not ASCII: eight bytes at a time.
fn next_capital(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let marks = eight::capital(u64::from_le_bytes(*eight));
        if marks != 0 {
            return at + eight::first(marks);
        }
        at += 8;
    }
    let is_hit = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte >= 0x80;
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(is_hit).unwrap_or(rest.len())
}

/// The first byte from `at` on that can be part of a word.
fn next_word(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let is_hit = |byte: &u8| matches!(class(*byte), Class::Word | Class::Other);
    at + rest.iter().position(is_hit).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scanned(text: &str, starts: Starts) -> Vec<Token> {
        let mut found = Vec::new();
        Scan { text }.starts(starts, |token| found.push(token));
        found
    }

    fn assert_as_tokens(text: &str) {
        let all: Vec<Token> = tokens(text).collect();
        assert_eq!(scanned(text, Starts::Every), all, "{text:?}");
        let capital = |token: &Token| {
            let first = text.get(token.start..).and_then(|rest| rest.chars().next());
            first.is_some_and(is_capital)
        };
        let capitals: Vec<Token> = all.into_iter().filter(capital).collect();
        assert_eq!(scanned(text, Starts::Capitals), capitals, "{text:?}");
    }

    #[test]
    fn words_that_marks_join_are_whole() {
        for text in [
            "U.S. troops in end.Baku, O'Brien’s Naxçıvan–Baku road; iPhone 1,000.5 _Foo_Bar",
            "Iran's “Baku”—Shusha’s, 1990’s road’sX O’s'A it's. Baku…A–B‘s’",
            "a'B \"Baku\" x\"Baku ב\"ב «Баку» Շուշի։ ٢٠٢٠ 北京 e\u{301}A A\u{301}b .A 'B",
        ] {
            assert_as_tokens(text);
        }
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_tokeniser(text in "[aB1s .,'\"_\\-éÇБשア՛’”–\u{301}\u{200D}ُ:;]{0,24}") {
            assert_as_tokens(&text);
        }

        #[test]
        fn words_of_any_text_are_those_of_the_tokeniser(text in "\\PC{0,40}") {
            assert_as_tokens(&text);
        }
    }
}
