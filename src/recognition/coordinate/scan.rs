//! Looking at text from a byte position: characters, blanks, numbers and words.
//!
//! Every reader here looks at most a fixed number of bytes ahead, which is what keeps the whole
//! search linear: a run of digits or blanks longer than any coordinate could hold is "not there"
//! rather than something to walk through again from each of its positions.

use std::ops::Range;

use super::lexicon::{self, Hemisphere};

/// Most blank characters between two parts of one coordinate (tables pad with spaces).
const MAX_BLANKS: usize = 8;
/// Most digits before the decimal mark: a Gauss–Krüger easting has eight.
const MAX_INTEGER_DIGITS: usize = 10;
/// Most digits after the decimal mark; software prints up to seventeen.
const MAX_DECIMALS: usize = 20;
/// Longest word looked up, in bytes; the longest in the lexicon is Armenian.
const MAX_WORD: usize = 48;

/// The text under search.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// What the letter O beside an angle stands for in the text's language.
    pub(super) letter_o: Option<Hemisphere>,
}

/// A number as written, without sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// Byte just after the last digit.
    pub(super) end: usize,
    /// Its value.
    pub(super) value: f64,
    /// Digits before the decimal mark, leading zeros counted.
    pub(super) integer_digits: usize,
    /// Digits after the decimal mark.
    pub(super) decimals: usize,
    /// The decimal mark is a comma.
    pub(super) comma: bool,
}

impl Number {
    /// The size of the last written digit, in the number's own unit.
    pub(super) fn unit(&self) -> f64 {
        unit(self.decimals)
    }
}

/// Ten to the power of minus `decimals`.
pub(super) fn unit(decimals: usize) -> f64 {
    10f64.powi(-i32::try_from(decimals).unwrap_or(i32::MAX))
}

/// A word in lower case, kept on the stack: the search looks at every word of the document.
pub(super) struct Lower {
    bytes: [u8; MAX_WORD],
    length: usize,
}

impl Lower {
    fn new(word: &str) -> Option<Self> {
        let mut lower = Self {
            bytes: [0; MAX_WORD],
            length: 0,
        };
        if word.is_ascii() {
            let bytes = lower.bytes.get_mut(..word.len())?;
            bytes.copy_from_slice(word.as_bytes());
            bytes.make_ascii_lowercase();
            lower.length = word.len();
            return Some(lower);
        }
        for character in word.chars().flat_map(char::to_lowercase) {
            // Turkish capital İ lowers to i and a combining dot; the lexicon has plain i, and no Arabic vowel signs.
            if matches!(character, '\u{307}' | '\u{64b}'..='\u{652}') {
                continue;
            }
            let end = lower.length + character.len_utf8();
            character.encode_utf8(lower.bytes.get_mut(lower.length..end)?);
            lower.length = end;
        }
        Some(lower)
    }

    /// The word.
    pub(super) fn as_str(&self) -> &str {
        self.bytes
            .get(..self.length)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str, letter_o: Option<Hemisphere>) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            letter_o,
        }
    }

    /// The byte at `at`, or zero past the end.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Whether an ASCII digit stands at `at`.
    pub(super) fn digit(&self, at: usize) -> bool {
        self.byte(at).is_ascii_digit()
    }

    /// The character at `at`, if `at` is the start of one.
    pub(super) fn character(&self, at: usize) -> Option<char> {
        let byte = *self.bytes.get(at)?;
        if byte.is_ascii() {
            Some(char::from(byte))
        } else {
            self.text.get(at..)?.chars().next()
        }
    }

    /// The character that ends at `at`.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        let byte = *self.bytes.get(at.checked_sub(1)?)?;
        if byte.is_ascii() {
            Some(char::from(byte))
        } else {
            self.text.get(..at)?.chars().next_back()
        }
    }

    /// Where the run of blanks that ends at `at` starts.
    pub(super) fn blanks_before(&self, at: usize) -> usize {
        let mut start = at;
        for _ in 0..MAX_BLANKS {
            match self.before(start).filter(|&character| is_blank(character)) {
                Some(blank) => start -= blank.len_utf8(),
                None => break,
            }
        }
        start
    }

    /// The text of `span`, or nothing if it is not on character boundaries.
    pub(super) fn slice(&self, span: Range<usize>) -> &'a str {
        self.text.get(span).unwrap_or("")
    }

    /// Steps over one character if it is one of `wanted`.
    pub(super) fn one_of(&self, at: usize, wanted: &[char]) -> Option<usize> {
        let character = self.character(at)?;
        wanted
            .contains(&character)
            .then(|| at + character.len_utf8())
    }

    /// Where a run of blanks from `at` ends. A run holds at most one line break, for wrapped
    /// lines: an empty line separates paragraphs, and no coordinate spans two of them.
    pub(super) fn blanks(&self, at: usize) -> usize {
        self.blanks_up_to(at, MAX_BLANKS)
    }

    /// As [`Self::blanks`], over at most `most` characters.
    pub(super) fn blanks_up_to(&self, at: usize, most: usize) -> usize {
        let mut end = at;
        let mut broken = false;
        for _ in 0..most {
            match self.character(end) {
                Some('\n') if broken => break,
                Some(character) if is_blank(character) => {
                    broken |= character == '\n';
                    end += character.len_utf8();
                }
                _ => break,
            }
        }
        end
    }

    /// The number at `at`: digits with an optional decimal part after a point or a comma.
    ///
    /// Nothing if the digits go on too long, or a further point and digit follow (a version, a
    /// date, an address).
    pub(super) fn number(&self, at: usize) -> Option<Number> {
        self.number_with(at, true)
    }

    /// As [`Self::number`], for formats where a comma is only ever a separator.
    pub(super) fn plain_number(&self, at: usize) -> Option<Number> {
        self.number_with(at, false)
    }

    fn number_with(&self, at: usize, comma: bool) -> Option<Number> {
        let whole = self.digits(at, MAX_INTEGER_DIGITS)?;
        let mark = self.byte(whole);
        if (mark == b'.' || (comma && mark == b',')) && self.digit(whole + 1) {
            let end = self.digits(whole + 1, MAX_DECIMALS);
            let decimal = end.filter(|&end| !(self.byte(end) == b'.' && self.digit(end + 1)));
            if let Some(end) = decimal {
                let written = self.slice(at..end);
                let value = if mark == b',' {
                    written.replacen(',', ".", 1).parse().ok()?
                } else {
                    written.parse().ok()?
                };
                return Some(Number {
                    end,
                    value,
                    integer_digits: whole - at,
                    decimals: end - whole - 1,
                    comma: mark == b',',
                });
            }
            // `39,46.5` is two numbers; `39.46.5` is none.
            if mark == b'.' {
                return None;
            }
        }
        Some(Number {
            end: whole,
            value: self.slice(at..whole).parse().ok()?,
            integer_digits: whole - at,
            decimals: 0,
            comma: false,
        })
    }

    /// Where the run of digits from `at` ends, if there is one of at most `most` digits.
    pub(super) fn digits(&self, at: usize, most: usize) -> Option<usize> {
        let mut end = at;
        while self.digit(end) {
            end += 1;
            if end - at > most {
                return None;
            }
        }
        (end > at).then_some(end)
    }

    /// Where the word (a run of letters) from `at` ends, if there is one short enough to look up.
    ///
    /// Chinese is written without blanks: there a word is a term of the lexicon, or else a single character.
    pub(super) fn word(&self, at: usize) -> Option<usize> {
        let first = self.character(at)?;
        if is_ideograph(first) {
            let term = lexicon::ideographic_term(self.text.get(at..)?);
            return Some(at + term.map_or(first.len_utf8(), str::len));
        }
        let mut end = at;
        while let Some(character) = self.character(end) {
            if !is_letter(character) || is_ideograph(character) {
                break;
            }
            end += character.len_utf8();
            if end - at > MAX_WORD {
                return None;
            }
        }
        (end > at).then_some(end)
    }

    /// Where the word from `at` ends, if a look at its first letters shows that it means nothing: most words.
    pub(super) fn idle_word(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..)?;
        let length = rest
            .iter()
            .position(|byte| !byte.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        // A Plus Code may begin with letters, and a letter that is not ASCII goes on a word.
        let is_idle = (3..=MAX_WORD).contains(&length)
            && !lexicon::may_mean(rest.first_chunk()?)
            && [4, 6, 8]
                .iter()
                .all(|digits| self.byte(at + digits) != b'+')
            && self.byte(at + length).is_ascii();
        is_idle.then_some(at + length)
    }

    /// The word from `at` in lower case, with its end.
    pub(super) fn lower(&self, at: usize) -> Option<(Lower, usize)> {
        let end = self.word(at)?;
        Some((Lower::new(self.slice(at..end))?, end))
    }

    /// Whether nothing that could belong to a word or number stands at `at`.
    pub(super) fn boundary(&self, at: usize) -> bool {
        self.character(at).is_none_or(|character| !joins(character))
    }

    /// Whether nothing that could belong to a word or number ends at `at`.
    pub(super) fn boundary_before(&self, at: usize) -> bool {
        self.before(at).is_none_or(|character| !joins(character))
    }

    /// Steps over the point of an abbreviation, of which Armenian has one of its own.
    pub(super) fn point(&self, at: usize) -> usize {
        at + self
            .one_of(at, &['.', '\u{2024}', '\u{ff0e}'])
            .map_or(0, |end| end - at)
    }
}

/// Blanks, including the no-break ones that typesetters put before units.
pub(super) fn is_blank(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'
            ..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// Letters that make words. The ordinal signs º and ª count as letters in Unicode, and the
/// modifier letters ʹ ʺ ʼ ᵒ do too, but in coordinates they stand for degrees, minutes and seconds.
pub(super) fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    character.is_alphabetic()
        && !matches!(character, 'º' | 'ª' | '\u{2b0}'..='\u{2ff}' | '\u{1d52}')
}

/// Whether a character makes one word with those beside it.
fn joins(character: char) -> bool {
    (character.is_alphanumeric() || character == '_') && !is_ideograph(character)
}

/// Chinese characters, which stand for words.
pub(super) fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

/// Hyphens, dashes and the minus sign.
pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}
