//! Finding the words of a text at which a name can begin, without cutting all of it into words.
//!
//! What counts is cut exactly as [`tokens`] cuts it: an ASCII word between ASCII separators is told by its bytes alone,
//! and whatever else there is goes through [`tokens`] itself, stretch by stretch.

use crate::compile::eight;
use crate::compile::hash;
use crate::compile::normalise::is_hyphen;
use crate::compile::token::{Token, cut_word, tokens};

/// Which words of a text may begin a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starts {
    /// Those that begin with a capital, a digit, or a letter of a script without case.
    Capitals,
    /// All.
    Every,
}

/// Hands over the words of a text as [`tokens`] cuts them, several times as fast, and whether a word has nothing but ASCII
/// letters and digits before its ending.
pub fn words(text: &str, mut found: impl FnMut(Token, bool)) {
    Scan { text }.starts(Starts::Every, |start| found(start.token, start.is_plain));
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

/// A word at which a name may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) token: Token,
    /// The hash of its folded form, where it was told on the way.
    told: Option<u64>,
    /// It has nothing but ASCII letters and digits before its ending.
    pub(crate) is_plain: bool,
}

impl Start {
    /// The hash of its folded form.
    #[inline]
    pub(crate) fn hash(&self, text: &str) -> u64 {
        self.told
            .unwrap_or_else(|| hash::of_unfolded(self.token.core(text)))
    }
}

/// The bytes of a text, and what is between its words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scan<'t> {
    pub(crate) text: &'t str,
}

impl<'t> Scan<'t> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn class(&self, at: usize) -> Class {
        self.byte(at).map_or(Class::Separator, class)
    }

    /// Hands over the words at which a name may begin, in order.
    pub(crate) fn starts(&self, starts: Starts, mut found: impl FnMut(Start)) {
        let bytes = self.text.as_bytes();
        let (chunks, rest) = bytes.as_chunks::<CHUNK>();
        let mut last = [[0; CHUNK]];
        let [end] = &mut last;
        end.iter_mut().zip(rest).for_each(|(to, byte)| *to = *byte);
        let mut border = Border::default();
        let mut course = Course::default();
        let mut marks = [Marks::default(); BLOCK];
        let mut first = 0;
        for block in chunks.chunks(BLOCK).chain(std::iter::once(&last[..])) {
            border.mark(block, starts, &mut marks);
            for marks in &marks[..block.len()] {
                let mut all = marks.plain | marks.other;
                while all != 0 {
                    let bit = all.trailing_zeros();
                    let at = first + bit as usize;
                    all &= all - 1;
                    if at < course.next {
                        continue;
                    }
                    if marks.plain >> bit & 1 == 1 {
                        if let Some(start) = self.quick_start(at) {
                            course.done = start.token.full_end;
                            course.next = start.token.full_end;
                            found(start);
                            continue;
                        }
                    } else if self.wide_separator(at) {
                        course.next = at + 3;
                        continue;
                    }
                    self.start_at(at, starts, &mut course, &mut found);
                }
                first += CHUNK;
            }
        }
    }

    /// The end and the hash of the ASCII word of at most 16 letters and digits that begins at a byte, and whether what
    /// follows tells that it ends there. Nothing branches by how long the word is, which cannot be foreseen.
    #[inline(always)]
    fn sixteen(&self, at: usize) -> Option<(usize, u64, bool)> {
        let bytes: &[u8; 18] = self.text.as_bytes().get(at..)?.first_chunk()?;
        let (left, rest) = bytes.split_first_chunk::<8>()?;
        let left = u64::from_le_bytes(*left);
        let right = u64::from_le_bytes(*rest.first_chunk()?);
        let words = eight::alphanumeric_of_sixteen(left, right);
        let length = words.trailing_ones() as usize & 31;
        let (behind, next) = (bytes.get(length)?, bytes.get(length + 1)?);
        let ends = IS_SEPARATOR[usize::from(*behind)]
            | IS_MIDDLE[usize::from(*behind)]
                & (IS_SEPARATOR[usize::from(*next)] | IS_MIDDLE[usize::from(*next)]);
        let [first, second] = eight::FIRST_OF[length];
        let hash = hash::of_plain(length, left & first, right & second);
        (length > 0).then_some((at + length, hash, ends))
    }

    /// The end and the hash of the word that begins at a byte, if a look at sixteen bytes tells them: most words.
    #[inline]
    fn quick_word(&self, at: usize) -> Option<(usize, u64)> {
        let (end, hash, ends) = self.sixteen(at)?;
        ends.then_some((end, hash))
    }

    /// The same for a word at which a name may begin: it may have the English possessive, too.
    #[inline]
    fn quick_start(&self, at: usize) -> Option<Start> {
        let (end, hash, ends) = self.sixteen(at)?;
        let full_end = if ends { end } else { self.possessive(end)? };
        Some(Start {
            token: Token {
                start: at,
                end,
                full_end,
            },
            told: Some(hash),
            is_plain: true,
        })
    }

    /// Hands over what begins at a byte, or around it, where that is not told by a look at sixteen bytes.
    #[inline(never)]
    fn start_at(
        &self,
        at: usize,
        starts: Starts,
        course: &mut Course,
        found: &mut impl FnMut(Start),
    ) {
        if self.wide_separator(at) || starts == Starts::Capitals && self.small_apostrophe(at) {
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
            found(Start {
                token,
                told: None,
                is_plain: true,
            });
            course.next = token.full_end;
            course.done = token.full_end;
            return;
        }
        let mut add = |token: Token| {
            let first = self.text.get(token.start..);
            let first = first.and_then(|rest| rest.chars().next());
            if starts == Starts::Every || first.is_some_and(is_capital) {
                found(Start {
                    token,
                    told: None,
                    is_plain: false,
                });
            }
        };
        if opens
            && class(bytes[at]) == Class::Word
            && let Some(end) = simple_word(bytes, at)
        {
            cut_word(at, self.text.get(at..end).unwrap_or_default(), add);
            course.done = end;
            course.next = end;
            return;
        }
        let stretch = self.stretch(at.max(course.done), course.done);
        course.done = stretch.end;
        course.next = stretch.end.max(at + 1);
        let slice = self.text.get(stretch.clone()).unwrap_or_default();
        let mut add = |token: Token| {
            add(token.behind(stretch.start));
        };
        if starts == Starts::Capitals && !slice.chars().any(is_capital) {
            // As in `don’t`.
        } else if !simple_tokens(slice, &mut add) {
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

    /// Whether an apostrophe begins at a byte, U+2018 or U+2019, behind ASCII, with which no word with a capital begins: a
    /// small letter or no letter follows.
    fn small_apostrophe(&self, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(at..).unwrap_or_default();
        let [0xE2, 0x80, 0x98 | 0x99, next, ..] = rest else {
            return false;
        };
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        before.is_ascii() && (next.is_ascii_lowercase() || class(*next) == Class::Separator)
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
        self.possessive(end).map(token)
    }

    /// The end of the English possessive at the end of a word of letters and digits.
    fn possessive(&self, end: usize) -> Option<usize> {
        let behind = match self.text.as_bytes().get(end..)? {
            [b'\'', b's' | b'S', ..] => end + 2,
            [0xE2, 0x80, 0x99, b's' | b'S', ..] => end + 4,
            _ => return None,
        };
        let letter = self
            .byte(end - 1)
            .is_some_and(|byte| byte.is_ascii_alphabetic());
        (letter && self.ends_word(behind)).then_some(behind)
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

    /// The word that begins behind one blank or hyphen at a byte, if it is told by a look at sixteen bytes: its end and hash.
    #[inline]
    pub(crate) fn quickly_following(&self, end: usize) -> Option<(usize, u64)> {
        let joint = matches!(self.byte(end), Some(b' ' | b'-'));
        self.quick_word(end + 1).filter(|_| joint)
    }

    /// The word that follows what ends at a byte with nothing but blanks, hyphens or one full stop between.
    #[inline(never)]
    pub(crate) fn following(&self, end: usize) -> Option<(Token, u64)> {
        let token = self.following_at_length(end)?;
        Some((token, hash::of_unfolded(token.core(self.text))))
    }

    /// The same without the hash.
    fn following_at_length(&self, end: usize) -> Option<Token> {
        let bytes = self.text.as_bytes();
        let mut first = end;
        loop {
            first += match bytes.get(first..).unwrap_or_default() {
                [b' ' | b'-' | b'.' | b'\t' | b'\n' | b'\r', ..] => 1,
                [0xE2, 0x80, 0x93 | 0x94, ..] => 3,
                _ => break,
            };
        }
        // Other punctuation separates, and with it goes the end of the text.
        if matches!(self.class(first), Class::Separator | Class::Middle) {
            return None;
        }
        if let [0xE2, 0x80, 0x98 | 0x99 | 0x9C | 0x9D | 0xA6, ..] = bytes.get(first..)? {
            return None;
        }
        if let Some(next) = self.plain_word(first) {
            return is_joint(self.text.get(end..first)?).then_some(next);
        }
        // A full stop may have joined letters on its both sides, and then it parts what follows it.
        let parted = first > end && bytes.get(first - 1) != Some(&b'.');
        if parted
            && matches!(sign(bytes, first), Some((Sign::Letter | Sign::Digit, _)))
            && let Some(end_of_word) = simple_word(bytes, first)
        {
            let between = self.text.get(end..first)?;
            let mut next = None;
            cut_word(first, self.text.get(first..end_of_word)?, |token| {
                next.get_or_insert(token);
            });
            return next.filter(|_| is_joint(between));
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

/// What stands at a byte of a stretch of ASCII, Latin and Cyrillic letters, dashes and quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Letter,
    Digit,
    /// Joins letters (`O'Brien`, `U.S`) and digits (`1.5`).
    Joint,
    /// Joins letters only: a colon.
    LetterJoint,
    /// Joins digits only: comma and semicolon.
    DigitJoint,
    Separator,
}

/// What stands at a byte, and how many bytes it has; nothing if only [`tokens`] knows.
#[inline]
fn sign(bytes: &[u8], at: usize) -> Option<(Sign, usize)> {
    let sign = match *bytes.get(at)? {
        b'a'..=b'z' | b'A'..=b'Z' => Sign::Letter,
        b'0'..=b'9' => Sign::Digit,
        b'.' | b'\'' => Sign::Joint,
        b':' => Sign::LetterJoint,
        b',' | b';' => Sign::DigitJoint,
        b'_' => return None,
        // Latin letters with diacritics up to U+017F without the signs of multiplication and division, and Cyrillic ones from
        // U+0400 to U+047F.
        0xC3 if matches!(bytes.get(at + 1), Some(0x97 | 0xB7)) => return None,
        0xC3..=0xC5 | 0xD0 | 0xD1 => return Some((Sign::Letter, 2)),
        0xE2 if bytes.get(at + 1) == Some(&0x80) => {
            return match bytes.get(at + 2)? {
                0x98 | 0x99 => Some((Sign::Joint, 3)),
                0x93 | 0x94 | 0x9C | 0x9D | 0xA6 => Some((Sign::Separator, 3)),
                _ => None,
            };
        }
        0x80.. => return None,
        _ => Sign::Separator,
    };
    Some((sign, 1))
}

/// Whether a text is ASCII without underscores, Latin and Cyrillic letters, dashes and quotation marks only.
pub(crate) fn is_simple(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let Some((_, length)) = sign(bytes, at) else {
            return false;
        };
        at += length;
    }
    true
}

/// The end of the word of UAX 29 that begins at a letter or digit, if all there is up to its end are such signs.
fn simple_word(text: &[u8], start: usize) -> Option<usize> {
    let (mut last, mut end) = sign(text, start)?;
    end += start;
    while end < text.len() {
        let (here, length) = sign(text, end)?;
        let behind = end + length;
        let joins = match here {
            Sign::Letter | Sign::Digit => {
                (last, end) = (here, behind);
                continue;
            }
            Sign::Separator => return Some(end),
            Sign::Joint => [Sign::Letter, Sign::Digit].contains(&last),
            Sign::LetterJoint => last == Sign::Letter,
            Sign::DigitJoint => last == Sign::Digit,
        };
        if !joins {
            return Some(end);
        }
        // A mark joins what is alike on both sides.
        if behind >= text.len() {
            return Some(end);
        }
        let (next, length) = sign(text, behind)?;
        if next != last {
            return Some(end);
        }
        end = behind + length;
    }
    Some(end)
}

/// Hands over the words of a text of such signs as [`tokens`] does, or none of another: says whether it did.
pub(crate) fn simple_tokens(stretch: &str, mut found: impl FnMut(Token)) -> bool {
    let bytes = stretch.as_bytes();
    if !is_simple(stretch) {
        return false;
    }
    let mut start = 0;
    while start < bytes.len() {
        let Some((sign, length)) = sign(bytes, start) else {
            return false;
        };
        if !matches!(sign, Sign::Letter | Sign::Digit) {
            start += length;
            continue;
        }
        let Some(end) = simple_word(bytes, start) else {
            return false;
        };
        cut_word(
            start,
            stretch.get(start..end).unwrap_or_default(),
            &mut found,
        );
        start = end;
    }
    true
}

/// Whether a name written with a capital may begin so.
fn is_capital(first: char) -> bool {
    first.is_alphanumeric() && !first.is_lowercase()
}

/// Bytes of a text that are looked at together, one bit for each.
const CHUNK: usize = 64;
/// Chunks whose marks are made before the first of them is used.
const BLOCK: usize = 32;

/// How far a scan has come.
#[derive(Debug, Default)]
struct Course {
    /// Where the next word can begin.
    next: usize,
    /// Where what was handed over last ends.
    done: usize,
}

/// Where in a chunk a name may begin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Marks {
    /// Where an ASCII word begins.
    plain: u64,
    /// Where that takes a closer look.
    other: u64,
}

/// What the bytes of a chunk are, a bit for each.
#[derive(Debug, Clone, Copy)]
struct Classes {
    word: u64,
    middle: u64,
    not_ascii: u64,
    underscore: u64,
    /// Of letters and digits: letters that are small.
    small: u64,
}

/// What the last chunk ended with.
#[derive(Debug)]
struct Border {
    /// Whether the last byte was one of an ASCII word: one bit.
    word: u64,
    /// Whether the last byte separates words or joins them: each in the lowest bit.
    separator: u64,
    middle: u64,
    /// Whether the two last bytes, the last in the second bit, do either.
    no_word: u64,
}

impl Default for Border {
    /// The beginning of a text separates.
    fn default() -> Self {
        Self {
            word: 0,
            separator: 1,
            middle: 0,
            no_word: 3,
        }
    }
}

impl Border {
    /// Where in the chunks of a block a name may begin.
    fn mark(&mut self, block: &[[u8; CHUNK]], starts: Starts, marks: &mut [Marks; BLOCK]) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            #[allow(unsafe_code)]
            // SAFETY: the processor has just said that it has the instructions.
            unsafe {
                self.mark_with_avx2(block, starts, marks);
            }
            return;
        }
        self.mark_by(block, starts, marks, classes);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn mark_with_avx2(
        &mut self,
        block: &[[u8; CHUNK]],
        starts: Starts,
        marks: &mut [Marks; BLOCK],
    ) {
        // A closure has the instructions of the function that it stands in.
        self.mark_by(block, starts, marks, |chunk| classes_with_avx2(chunk));
    }

    #[inline(always)]
    fn mark_by(
        &mut self,
        block: &[[u8; CHUNK]],
        starts: Starts,
        marks: &mut [Marks; BLOCK],
        classes: impl Fn(&[u8; CHUNK]) -> Classes,
    ) {
        for (chunk, marks) in block.iter().zip(marks) {
            *marks = self.chunk(classes(chunk), starts);
        }
    }

    /// Where in the next chunk a name may begin.
    #[inline(always)]
    fn chunk(&mut self, classes: Classes, starts: Starts) -> Marks {
        let Classes { word, middle, .. } = classes;
        let other = classes.not_ascii | classes.underscore;
        let no_word = !(word | other);
        let separator = no_word & !middle;
        let first = word & !(word << 1 | self.word);
        // As `ends_word`, seen from the other side.
        let opens = (separator << 1 | self.separator)
            | (middle << 1 | self.middle) & (no_word << 2 | self.no_word);
        *self = Self {
            word: word >> (CHUNK - 1),
            separator: separator >> (CHUNK - 1),
            middle: middle >> (CHUNK - 1),
            no_word: no_word >> (CHUNK - 2),
        };
        // What is not ASCII may go on a word, or end it.
        let (first, other) = match starts {
            Starts::Capitals => (first & !classes.small, classes.not_ascii),
            Starts::Every => (first, other),
        };
        Marks {
            plain: first & opens,
            other: first & !opens | other,
        }
    }
}

/// What the bytes of a chunk are.
#[inline(always)]
fn classes(chunk: &[u8; CHUNK]) -> Classes {
    Classes {
        word: gathered(chunk, |byte| {
            (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10
        }),
        middle: gathered(chunk, |byte| {
            byte | 2 == b'.' || byte | 1 == b';' || byte == b'\'' || byte == b'"'
        }),
        not_ascii: gathered(chunk, |byte| byte >= 0x80),
        underscore: gathered(chunk, |byte| byte == b'_'),
        // Digits have no bit of 0x40, capitals none of 0x20.
        small: gathered(chunk, |byte| byte & 0x60 == 0x60),
    }
}

/// For which bytes something holds, the first one lowest. The compiler asks this of sixteen bytes and more at once.
#[inline(always)]
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

/// Letters in two kinds, and digits: each is all pairs of some lower halves with some upper halves.
#[cfg(target_arch = "x86_64")]
const WORD_KINDS: u8 = 1 | 2 | 4;
/// Full stop, apostrophe, comma and quotation mark; colon and semicolon.
#[cfg(target_arch = "x86_64")]
const MIDDLE_KINDS: u8 = 8 | 16;

/// The kinds of bytes that have a lower half. The highest bit is the underscore.
#[cfg(target_arch = "x86_64")]
const LOWER_HALVES: [u8; 16] = {
    let mut kinds = [0; 16];
    let mut half = 0;
    while half < 16 {
        kinds[half] = (half >= 1) as u8
            | ((half <= 0xA) as u8) << 1
            | ((half <= 9) as u8) << 2
            | (matches!(half, 0x2 | 0x7 | 0xC | 0xE) as u8) << 3
            | (matches!(half, 0xA | 0xB) as u8) << 4
            | ((half == 0xF) as u8) << 7;
        half += 1;
    }
    kinds
};

/// The kinds of bytes that have an upper half.
#[cfg(target_arch = "x86_64")]
const UPPER_HALVES: [u8; 16] = [0, 0, 8, 4 | 16, 1, 2 | 0x80, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0];

/// What the bytes of a chunk are, told by tables of their lower and upper halves: a byte is of a kind if both its halves have
/// the bit of that kind.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
fn classes_with_avx2(chunk: &[u8; CHUNK]) -> Classes {
    use std::arch::x86_64::{
        __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_movemask_epi8, _mm256_set_epi64x,
        _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_slli_epi16,
        _mm256_srli_epi16,
    };
    let (words, _) = chunk.as_chunks::<8>();
    let word = |at: usize| u64::from_le_bytes(words[at]).cast_signed();
    let vector = |at: usize| _mm256_set_epi64x(word(at + 3), word(at + 2), word(at + 1), word(at));
    let table = |table: &[u8; 16]| {
        let (halves, _) = table.as_chunks::<8>();
        let [low, high] = [0, 1].map(|at| u64::from_le_bytes(halves[at]).cast_signed());
        _mm256_set_epi64x(high, low, high, low)
    };
    let (lower, upper) = (table(&LOWER_HALVES), table(&UPPER_HALVES));
    let bits = |vector: __m256i| u64::from(_mm256_movemask_epi8(vector).cast_unsigned());
    let halves = [vector(0), vector(4)].map(|bytes| {
        // A byte that is not ASCII is of no kind: its highest bit makes a table answer zero.
        let upper_half = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), _mm256_set1_epi8(0x0F));
        let kinds = _mm256_and_si256(
            _mm256_shuffle_epi8(lower, bytes),
            _mm256_shuffle_epi8(upper, upper_half),
        );
        let none_of = |kind: u8| {
            let of_kind = _mm256_and_si256(kinds, _mm256_set1_epi8(kind.cast_signed()));
            bits(_mm256_cmpeq_epi8(of_kind, _mm256_setzero_si256()))
        };
        Classes {
            word: !none_of(WORD_KINDS),
            middle: !none_of(MIDDLE_KINDS),
            not_ascii: bits(bytes),
            underscore: bits(kinds),
            // Small letters have the bits 0x40 and 0x20. A shift brings them to the highest.
            small: bits(_mm256_and_si256(
                _mm256_slli_epi16::<1>(bytes),
                _mm256_slli_epi16::<2>(bytes),
            )),
        }
    });
    let joined = |of: fn(&Classes) -> u64| of(&halves[0]) & 0xFFFF_FFFF | of(&halves[1]) << 32;
    Classes {
        word: joined(|classes| classes.word),
        middle: joined(|classes| classes.middle),
        not_ascii: joined(|classes| classes.not_ascii),
        underscore: joined(|classes| classes.underscore),
        small: joined(|classes| classes.small),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::normalise::fold;
    use proptest::prelude::*;

    fn scanned(text: &str, starts: Starts) -> Vec<Token> {
        let mut found = Vec::new();
        Scan { text }.starts(starts, |start| {
            let core = start.token.core(text);
            assert_eq!(start.hash(text), hash::of_token(&fold(core)), "{text:?}");
            assert!(!start.is_plain || core.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            found.push(start.token);
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

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn both_ways_tell_the_same_of_every_byte() {
        if !std::arch::is_x86_feature_detected!("avx2") {
            return;
        }
        for byte in 0..=u8::MAX {
            for place in 0..CHUNK {
                let mut chunk = [b'a'; CHUNK];
                chunk[place] = byte;
                for starts in [Starts::Capitals, Starts::Every] {
                    let mut slow = [Marks::default(); BLOCK];
                    let mut border = Border::default();
                    border.mark_by(&[chunk, chunk], starts, &mut slow, classes);
                    let mut quick = [Marks::default(); BLOCK];
                    Border::default().mark(&[chunk, chunk], starts, &mut quick);
                    assert_eq!(slow, quick, "{byte} at {place}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_tokeniser(text in "[aB1s .,'\"_\\-éÇБשア՛’”–\u{301}\u{200D}ُ:;]{0,24}") {
            assert_as_tokens(&text);
        }

        #[test]
        fn simple_words_are_those_of_the_tokeniser(text in "[aB1s .,'\"’‘–“éÇБя:;-]{0,24}") {
            let mut found = Vec::new();
            prop_assert!(is_simple(&text));
            prop_assert!(simple_tokens(&text, |token| found.push(token)));
            prop_assert_eq!(found, tokens(&text).collect::<Vec<_>>());
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
