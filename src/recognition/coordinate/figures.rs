//! Figures of other writings: `٣٦٫٢`, `३६.२`, `３６．２` become `36.2` before the search, with the way back.

use std::ops::Range;

/// A text with ASCII figures in the place of all others.
pub(super) struct Transcript {
    pub(super) text: String,
    /// Behind each figure that was replaced: its end in `text` and in the text it was made from.
    ends: Vec<(usize, usize)>,
}

impl Transcript {
    /// The transcript of a text, if it has such figures at all.
    pub(super) fn of(written: &str) -> Option<Self> {
        // Latin, Cyrillic, Armenian and Georgian letters begin with other bytes than the digits of other writings.
        let may_begin =
            |byte: &u8| matches!(byte, 0xD9 | 0xDB | 0xDF | 0xE0 | 0xE1 | 0xEA | 0xEF | 0xF0);
        if !written.as_bytes().iter().any(may_begin)
            || !written.chars().any(|character| figure(character).is_some())
        {
            return None;
        }
        let mut text = String::with_capacity(written.len());
        let mut ends = Vec::new();
        for (at, character) in written.char_indices() {
            let with = match character {
                // The Arabic decimal mark and the full-width point.
                '\u{66b}' | '\u{ff0e}' => Some('.'),
                _ => figure(character),
            };
            text.push(with.unwrap_or(character));
            if with.is_some() {
                ends.push((text.len(), at + character.len_utf8()));
            }
        }
        Some(Self { text, ends })
    }

    /// The bytes of the text it was made from that these of the transcript stand for.
    pub(super) fn written(&self, range: &Range<usize>) -> Range<usize> {
        let back = |at: usize| {
            let behind = self.ends.partition_point(|&(end, _)| end <= at);
            let last = behind.checked_sub(1).and_then(|last| self.ends.get(last));
            last.map_or(at, |&(end, written)| written + (at - end))
        };
        back(range.start)..back(range.end)
    }
}

/// The ASCII figure for a decimal digit of another writing.
///
/// Unicode gives ten code points in a row to the digits of a writing, and lets the row begin where the code ends with 0
/// or 6. What is numeric and stands in no such row (fractions, Roman numerals, raised and lowered figures) is no digit.
fn figure(character: char) -> Option<char> {
    if character.is_ascii() || !character.is_numeric() {
        return None;
    }
    let code = u32::from(character);
    let is_numeric = |code: u32| char::from_u32(code).is_some_and(char::is_numeric);
    let is_row = |zero: u32| {
        (zero..zero + 10).contains(&code)
            && (zero..zero + 10).all(is_numeric)
            && !is_numeric(zero - 1)
            && !is_numeric(zero + 10)
    };
    let row = code & !0xF;
    let zero = [row, row + 6].into_iter().find(|&zero| is_row(zero))?;
    let lowered = 0x2080;
    char::from_digit(code - zero, 10).filter(|_| zero != lowered)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_all_writings_are_figures_and_other_numbers_are_not() {
        for digits in [
            "٠١٢٣٤٥٦٧٨٩",
            "۰۱۲۳۴۵۶۷۸۹",
            "०१२३४५६७८९",
            "০১২৩৪৫৬৭৮৯",
            "０１２３４５６７８９",
            "๐๑๒๓๔๕๖๗๘๙",
            "၀၁၂၃၄၅၆၇၈၉",
        ] {
            let figures: Option<String> = digits.chars().map(figure).collect();
            assert_eq!(figures.as_deref(), Some("0123456789"), "{digits}");
        }
        for character in "½²³¹⅓Ⅳ①⑩₂⁵〇㊿አ5".chars() {
            assert_eq!(figure(character), None, "{character}");
        }
    }

    #[test]
    fn a_range_of_the_transcript_finds_its_way_back() {
        let written = "عند ٣٦٫٢٠، ۳۷ é";
        let transcript = Transcript::of(written).unwrap();
        assert_eq!(transcript.text, "عند 36.20، 37 é");
        for part in ["٣٦٫٢٠", "۳۷", "é", "عند"] {
            let reads = Transcript::of(part).map_or(part.to_owned(), |part| part.text);
            let at = transcript.text.find(&reads).unwrap();
            let range = transcript.written(&(at..at + reads.len()));
            assert_eq!(written.get(range), Some(part));
        }
        assert!(Transcript::of("ASCII 36.2").is_none() && Transcript::of("Карта 36,2").is_none());
    }
}
