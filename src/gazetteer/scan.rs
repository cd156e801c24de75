//! Finding the words of a text at which a name can begin, without cutting all of it into words.
//!
//! What counts is cut exactly as [`tokens`] cuts it: an ASCII word between ASCII separators is told by its bytes alone,
//! and whatever else there is goes through [`tokens`] itself, stretch by stretch.

use super::Token;
use super::compile::eight;
use super::compile::hash;
use super::compile::normalise::is_hyphen;
use super::compile::token::{split_word, tokens};

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

const fn all_of(wanted: Class) -> [bool; 256] {
    let mut all = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        all[byte] = CLASSES[byte] as u8 == wanted as u8;
        byte += 1;
    }
    all
}

const IS_SEPARATOR: [bool; 256] = all_of(Class::Separator);
const IS_MIDDLE: [bool; 256] = all_of(Class::Middle);

/// What keeps the first so many of sixteen bytes, in two words.
const FIRST_OF: [[u64; 2]; 32] = {
    let mut masks = [[u64::MAX; 2]; 32];
    let mut count = 0;
    while count < 16 {
        let mask = (1_u128 << (count * 8)) - 1;
        masks[count] = [mask as u64, (mask >> 64) as u64];
        count += 1;
    }
    masks
};

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

    /// Hands over the words at which a name may begin, in order, each with the hash of its folded form.
    pub(super) fn starts(&self, starts: Starts, mut found: impl FnMut(Token, u64)) {
        let bytes = self.text.as_bytes();
        let (chunks, rest) = bytes.as_chunks::<CHUNK>();
        let mut last = [0; CHUNK];
        last.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
        let mut course = Course::default();
        for (number, chunk) in chunks.iter().chain(std::iter::once(&last)).enumerate() {
            let first = number * CHUNK;
            let mut marks = course.marks(chunk, starts);
            while marks != 0 {
                let at = first + marks.trailing_zeros() as usize;
                marks &= marks - 1;
                if at < course.next {
                    continue;
                }
                let before = at
                    .checked_sub(1)
                    .map_or(Class::Separator, |at| class(bytes[at]));
                if before == Class::Separator
                    && let Some((end, hash)) = self.quick_word(at)
                {
                    let token = Token {
                        start: at,
                        end,
                        full_end: end,
                    };
                    found(token, hash);
                    course.done = end;
                } else {
                    self.start_at(at, starts, &mut course, &mut found);
                }
            }
        }
    }

    /// The end and the hash of the ASCII word of at most 16 letters and digits that begins at a byte, if its bytes and
    /// what follows tell where it ends: most words. Nothing branches by how long the word is, which cannot be foreseen.
    #[inline]
    fn quick_word(&self, at: usize) -> Option<(usize, u64)> {
        let bytes: &[u8; 18] = self.text.as_bytes().get(at..)?.first_chunk()?;
        let (left, rest) = bytes.split_first_chunk::<8>()?;
        let left = u64::from_le_bytes(*left);
        let right = u64::from_le_bytes(*rest.first_chunk()?);
        let words = eight::gathered(eight::alphanumeric(left))
            | eight::gathered(eight::alphanumeric(right)) << 8;
        let length = words.trailing_ones() as usize & 31;
        let (behind, next) = (bytes.get(length)?, bytes.get(length + 1)?);
        let ends = IS_SEPARATOR[usize::from(*behind)]
            | IS_MIDDLE[usize::from(*behind)]
                & (IS_SEPARATOR[usize::from(*next)] | IS_MIDDLE[usize::from(*next)]);
        let [first, second] = FIRST_OF[length];
        let hash = hash::of_plain(length, left & first, right & second);
        (length > 0 && ends).then_some((at + length, hash))
    }

    /// Hands over what begins at a byte, or around it, where that is not told by a look at sixteen bytes.
    #[inline(never)]
    fn start_at(
        &self,
        at: usize,
        starts: Starts,
        course: &mut Course,
        found: &mut impl FnMut(Token, u64),
    ) {
        if self.wide_separator(at) {
            course.next = at + 3;
            return;
        }
        let bytes = self.text.as_bytes();
        let before = self.class_before(at);
        if before == Class::Word && class(bytes[at]) == Class::Word {
            // Within a word, as in `iPhone`.
            return;
        }
        let opens = match before {
            Class::Separator => true,
            Class::Middle => at
                .checked_sub(2)
                .is_none_or(|at| matches!(self.class(at), Class::Separator | Class::Middle)),
            _ => false,
        };
        if opens && let Some(token) = self.plain_word(at) {
            found(token, hash::of_unfolded(token.core(self.text)));
            course.next = token.full_end;
            course.done = token.full_end;
            return;
        }
        let stretch = self.stretch(at.max(course.done), course.done);
        course.done = stretch.end;
        course.next = stretch.end.max(at + 1);
        let slice = self.text.get(stretch.clone()).unwrap_or_default();
        let mut add = |token: Token| {
            let first = slice
                .get(token.start..)
                .and_then(|rest| rest.chars().next());
            if starts == Starts::Every || first.is_some_and(is_capital) {
                let token = Token {
                    start: token.start + stretch.start,
                    end: token.end + stretch.start,
                    full_end: token.full_end + stretch.start,
                };
                found(token, hash::of_unfolded(token.core(self.text)));
            }
        };
        if starts == Starts::Capitals && !slice.chars().any(is_capital) {
            // As in `don’t`.
        } else if slice.is_ascii() && !slice.contains('_') {
            ascii_tokens(slice, add);
        } else {
            tokens(slice).for_each(&mut add);
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
    #[inline]
    pub(super) fn following(&self, token: &Token) -> Option<(Token, u64)> {
        // An ending closes a name.
        if token.has_ending() {
            return None;
        }
        let start = token.full_end + 1;
        if self.byte(token.full_end) == Some(b' ')
            && let Some((end, hash)) = self.quick_word(start)
        {
            let token = Token {
                start,
                end,
                full_end: end,
            };
            return Some((token, hash));
        }
        let token = self.following_at_length(token.full_end)?;
        Some((token, hash::of_unfolded(token.core(self.text))))
    }

    /// The same for whatever is no ASCII word behind a blank.
    fn following_at_length(&self, end: usize) -> Option<Token> {
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

/// Hands over the words of a stretch of ASCII without underscores as [`tokens`] does: marks join letters (`U.S`, `O'Brien`) or digits
/// (`1,000`).
fn ascii_tokens(stretch: &str, mut found: impl FnMut(Token)) {
    let bytes = stretch.as_bytes();
    let mut start = 0;
    while let Some(more) = bytes
        .get(start..)
        .and_then(|rest| rest.iter().position(u8::is_ascii_alphanumeric))
    {
        start += more;
        let mut end = start + 1;
        while let Some(byte) = bytes.get(end) {
            let joins = match (bytes[end - 1], byte, bytes.get(end + 1)) {
                (_, byte, _) if byte.is_ascii_alphanumeric() => true,
                (before, b'.' | b'\'' | b':', Some(behind)) if before.is_ascii_alphabetic() => {
                    behind.is_ascii_alphabetic()
                }
                (before, b'.' | b'\'' | b',' | b';', Some(behind)) if before.is_ascii_digit() => {
                    behind.is_ascii_digit()
                }
                _ => false,
            };
            if !joins {
                break;
            }
            end += 1;
        }
        let word = stretch.get(start..end).unwrap_or_default();
        if bytes[start..end]
            .iter()
            .all(|byte| !matches!(byte, b'.' | b'\'' | b':'))
        {
            found(Token {
                start,
                end,
                full_end: end,
            });
        } else {
            split_word(start, word).into_iter().for_each(&mut found);
        }
        start = end;
    }
}

/// Whether a name written with a capital may begin so.
fn is_capital(first: char) -> bool {
    first.is_alphanumeric() && !first.is_lowercase()
}

/// Bytes of a text that are looked at together, one bit for each.
const CHUNK: usize = 64;

/// How far a scan has come.
#[derive(Debug, Default)]
struct Course {
    /// Whether the last chunk ended within an ASCII word: one bit.
    within: u64,
    /// Where the next word can begin.
    next: usize,
    /// Where what was handed over last ends.
    done: usize,
}

impl Course {
    /// Where in the next chunk a name may begin.
    #[inline(always)]
    fn marks(&mut self, chunk: &[u8; CHUNK], starts: Starts) -> u64 {
        let word = gathered(chunk, |byte| {
            (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10
        });
        let opens = !(word << 1 | self.within);
        self.within = word >> (CHUNK - 1);
        match starts {
            // What is not ASCII may go on a word, or end it. Digits have no bit of 0x40, capitals none of 0x20.
            Starts::Capitals => {
                let small = gathered(chunk, |byte| byte & 0x60 == 0x60);
                word & opens & !small | gathered(chunk, |byte| byte >= 0x80)
            }
            Starts::Every => word & opens | gathered(chunk, |byte| byte >= 0x80 || byte == b'_'),
        }
    }
}

/// For which bytes something holds, the first one lowest. The compiler asks this of sixteen bytes and more at once.
#[inline]
fn gathered(chunk: &[u8; CHUNK], holds: impl Fn(u8) -> bool) -> u64 {
    let mut marks = [0; CHUNK];
    for (mark, byte) in marks.iter_mut().zip(chunk) {
        *mark = u8::from(holds(*byte)) << 7;
    }
    let (eights, _) = marks.as_chunks::<8>();
    eights.iter().rev().fold(0, |all, eight| {
        all << 8 | eight::gathered(u64::from_le_bytes(*eight))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scanned(text: &str, starts: Starts) -> Vec<Token> {
        let mut found = Vec::new();
        Scan { text }.starts(starts, |token, hash| {
            assert_eq!(hash, hash::of_unfolded(token.core(text)), "{text:?}");
            found.push(token);
        });
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
        fn words_of_long_texts_are_those_of_the_tokeniser(text in "([a-dA-D1]{0,20}[ .,'é\n-]{1,2}){0,40}") {
            assert_as_tokens(&text);
        }

        #[test]
        fn words_of_any_text_are_those_of_the_tokeniser(text in "\\PC{0,40}") {
            assert_as_tokens(&text);
        }
    }
}
