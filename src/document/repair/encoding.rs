//! Text that was encoded twice: UTF-8 that a program took for an older encoding and saved as UTF-8 once more, so that
//! *München* reads `MÃ¼nchen` and *Москва* `РњРѕСЃРєРІР°`.
//!
//! Of such text nothing is lost: each character is a byte of the older encoding, and the bytes are UTF-8. That is asked
//! of whole paragraphs, then of lines, then of words, since often only a quotation was damaged. Two things make it
//! certain that a stretch is to be read so:
//!
//! - all of it can be: every character outside ASCII is part of a sequence that is UTF-8;
//! - one of the sequences can be nothing else. Letters of capital and small size that stand in the wrong order are (`fÃ`),
//!   or a letter with a sign behind it that never follows one (`Ã¼`), or three sequences in a row.
//!
//! A letter with punctuation behind it tells nothing: *MANHÃ…* is Portuguese, and `Â£` may be what somebody wrote about.

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::Encoding;

use crate::problem::Code;

use super::super::{Problem, look};
use super::{CleanText, Edits};

/// How often a text may have been encoded again.
pub(super) const MOST_ROUNDS: usize = 3;

/// Sequences in a row, each right behind the one before, that are no accident.
const ROW: usize = 3;

/// What was found in a document.
#[derive(Debug, Default)]
pub(super) struct Tally {
    mended: usize,
    /// The first that was mended: as written, as read, and where.
    first: Option<(String, char, usize)>,
    /// What looks like it and was left alone, and where the first is.
    doubtful: usize,
    first_doubtful: Option<(String, usize)>,
    /// Places are counted in the file itself, so only the first round knows them.
    rounds: usize,
}

impl Tally {
    /// What there is to say of it.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Some((written, read, place)) = &self.first {
            problems.push(Problem {
                code: Code::EncodedTwice,
                message: format!(
                    "{} characters were encoded twice and are read as what they were, such as {read:?} for \
                     {written:?}; save the file as UTF-8 once",
                    self.mended
                ),
                place: Some(*place),
            });
        }
        if let Some((written, place)) = &self.first_doubtful {
            problems.push(Problem {
                code: Code::PerhapsEncodedTwice,
                message: format!(
                    "{} stretches such as {written:?} look as if they had been encoded twice, which is not certain; \
                     they are read as they stand",
                    self.doubtful
                ),
                place: Some(*place),
            });
        }
        problems
    }
}

/// The older encodings that texts were taken for. The first that makes it certain is taken.
static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    [
        encoding_rs::WINDOWS_1252,
        encoding_rs::WINDOWS_1254,
        encoding_rs::WINDOWS_1251,
        encoding_rs::WINDOWS_1250,
        encoding_rs::MACINTOSH,
    ]
    .into_iter()
    .map(Table::of)
    .collect()
});

/// The byte that each character of an encoding is.
struct Table {
    /// By code point; 0 for none.
    bytes: Vec<u8>,
    /// ISO 8859-1 as well, which has control characters where windows-1252 has signs.
    is_western: bool,
    /// Single words are asked whether they were taken for it.
    is_common: bool,
}

impl Table {
    /// Beyond this no single-byte encoding has characters that matter.
    const END: usize = 0x2300;

    fn of(encoding: &'static Encoding) -> Self {
        let mut bytes = vec![0; Self::END];
        let is_western = encoding == encoding_rs::WINDOWS_1252;
        for byte in 0x80..=0xFF_u8 {
            if is_western && let Some(slot) = bytes.get_mut(usize::from(byte)) {
                *slot = byte;
            }
            let read = encoding
                .decode_without_bom_handling(&[byte])
                .0
                .chars()
                .next();
            if let Some(slot) = read.and_then(|char| bytes.get_mut(char as usize)) {
                *slot = byte;
            }
        }
        Self {
            bytes,
            is_western,
            is_common: encoding != encoding_rs::WINDOWS_1250 && encoding != encoding_rs::MACINTOSH,
        }
    }

    /// The byte that this character outside ASCII is.
    fn byte(&self, char: char) -> Option<u8> {
        self.bytes
            .get(char as usize)
            .copied()
            .filter(|byte| *byte != 0)
    }

    /// The UTF-8 sequence that a text begins with: how many bytes of the text it is, and what it reads as.
    fn sequence(&self, text: &str) -> Option<(usize, char)> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let lead = self.byte(first)?;
        let more = match lead {
            0xC2..=0xDF => 1,
            0xE0..=0xEF => 2,
            0xF0..=0xF4 => 3,
            _ => return None,
        };
        let mut bytes = [lead, 0, 0, 0];
        let mut length = first.len_utf8();
        for slot in bytes.iter_mut().skip(1).take(more) {
            let char = chars.next()?;
            *slot = self.byte(char).filter(|byte| (0x80..0xC0).contains(byte))?;
            length += char.len_utf8();
        }
        let read = std::str::from_utf8(bytes.get(..=more)?).ok()?;
        Some((length, read.chars().next()?))
    }
}

/// A sequence in a text.
struct Found {
    range: Range<usize>,
    read: char,
}

/// What a stretch of text reads as.
#[derive(Default)]
struct Reading {
    found: Vec<Found>,
    /// Something in it is no part of a sequence.
    rest: bool,
    certain: bool,
    /// Sequences that would be letters in the middle of a word.
    likely: usize,
}

pub(super) fn repair(text: &str, tally: &mut Tally) -> Option<CleanText> {
    if text.is_ascii() {
        return None;
    }
    // Most texts have no such sequence at all, and need not be read paragraph by paragraph.
    let tables = tables_of(text);
    if tables.is_empty() {
        return None;
    }
    let mut edits = Edits::new(text);
    let mut places = Places::default();
    for paragraph in paragraphs(text) {
        if is_ascii(text, &paragraph) {
            continue;
        }
        if take_whole(text, &paragraph, &tables, &mut edits, tally, &mut places) {
            continue;
        }
        for line in pieces(text, paragraph, |char| char == '\n') {
            if is_ascii(text, &line)
                || take_whole(text, &line, &tables, &mut edits, tally, &mut places)
            {
                continue;
            }
            for word in pieces(text, line, |char| char.is_ascii_whitespace()) {
                if !is_ascii(text, &word) {
                    take_word(text, &word, &tables, &mut edits, tally, &mut places);
                }
            }
        }
    }
    tally.rounds += 1;
    edits.finish()
}

/// The encodings in which a text has a sequence anywhere.
fn tables_of(text: &str) -> Vec<&'static Table> {
    let bytes = text.as_bytes();
    let mut open: Vec<&Table> = TABLES.iter().collect();
    let mut found = vec![false; open.len()];
    let mut from = 0;
    while let Some(at) = look::first(bytes, from, |byte| byte >= 0x80)
        && let Some(rest) = text.get(at..)
        && let Some(char) = rest.chars().next()
    {
        from = at + char.len_utf8();
        // A sequence is at least two characters outside ASCII.
        if bytes.get(from).is_none_or(u8::is_ascii) {
            continue;
        }
        for (table, found) in open.iter().zip(&mut found) {
            *found = *found || table.sequence(rest).is_some();
        }
        if found.iter().all(|found| *found) {
            break;
        }
    }
    let mut found = found.iter();
    open.retain(|_| found.next().is_some_and(|found| *found));
    open
}

/// Reads a stretch in the first encoding that explains all of it.
fn take_whole(
    text: &str,
    range: &Range<usize>,
    tables: &[&Table],
    edits: &mut Edits<'_>,
    tally: &mut Tally,
    places: &mut Places,
) -> bool {
    for table in tables {
        let reading = Reading::of(text, range, table, true);
        if reading.certain && !reading.rest {
            reading.take(text, edits, tally, places);
            return true;
        }
    }
    false
}

/// Reads the sequences of a word, among them one that is certain, though its line has other characters as well.
fn take_word(
    text: &str,
    range: &Range<usize>,
    tables: &[&Table],
    edits: &mut Edits<'_>,
    tally: &mut Tally,
    places: &mut Places,
) {
    for table in tables.iter().filter(|table| table.is_common) {
        let reading = Reading::of(text, range, table, false);
        if reading.certain {
            return reading.take(text, edits, tally, places);
        }
        if table.is_western && reading.likely > 0 && tally.rounds == 0 {
            tally.doubtful += reading.likely;
            if tally.first_doubtful.is_none() {
                let word = text.get(range.clone()).unwrap_or_default();
                let word = word.chars().take(40).collect();
                tally.first_doubtful = Some((word, places.of(text, range.start)));
            }
        }
    }
}

impl Reading {
    /// Reads a stretch in an encoding: as a whole, which ends at the first character that has no part in it, or each
    /// sequence by itself.
    fn of(text: &str, range: &Range<usize>, table: &Table, whole: bool) -> Self {
        let mut reading = Self::default();
        let mut before = None;
        let mut row = 0;
        let mut cut = Vec::new();
        let mut at = range.start;
        while let Some(rest) = text.get(at..range.end)
            && let Some(char) = rest.chars().next()
        {
            if char.is_ascii() {
                // Passed over quickly: letters of ASCII say nothing.
                let plain = rest
                    .bytes()
                    .position(|byte| !byte.is_ascii())
                    .unwrap_or(rest.len());
                at += plain;
                before = text.as_bytes().get(at - 1).map(|&byte| char::from(byte));
                row = 0;
                continue;
            }
            if let Some((length, read)) = table.sequence(rest) {
                let next = rest.get(length..).and_then(|rest| rest.chars().next());
                let written = rest.get(..length).unwrap_or_default();
                row += 1;
                reading.certain |=
                    is_telling(written, read, before, next, table) || row >= ROW && is_script(read);
                let letters = |char: Option<char>| char.is_some_and(char::is_alphabetic);
                reading.likely +=
                    usize::from(read.is_alphabetic() && letters(before) && letters(next));
                reading.found.push(Found {
                    range: at..at + length,
                    read,
                });
                before = written.chars().next_back();
                at += length;
                continue;
            }
            let length = char.len_utf8();
            // `à` whose second half, a blank that is not to be broken, became a common one.
            if table.is_western && char == 'Ã' && rest.as_bytes().get(length) == Some(&b' ') {
                let two = rest.as_bytes().get(length + 1) == Some(&b' ');
                let end = at + length + usize::from(two);
                cut.push(Found {
                    range: at..end,
                    read: 'à',
                });
                at = end;
            } else if whole {
                reading.rest = true;
                return reading;
            } else {
                at += length;
            }
            before = Some(char);
            row = 0;
        }
        if whole && reading.certain && !cut.is_empty() {
            reading.found.append(&mut cut);
            reading.found.sort_by_key(|found| found.range.start);
        }
        reading.rest |= !cut.is_empty();
        reading
    }

    fn take(self, text: &str, edits: &mut Edits<'_>, tally: &mut Tally, places: &mut Places) {
        for Found { range, read } in self.found {
            if tally.rounds == 0 {
                tally.mended += 1;
                if tally.first.is_none() {
                    let written = text.get(range.clone()).unwrap_or_default().to_owned();
                    tally.first = Some((written, read, places.of(text, range.start)));
                }
            }
            edits.replace(range, read.encode_utf8(&mut [0; 4]));
        }
    }
}

/// Whether a sequence can be nothing else, by itself and by what stands around it.
fn is_telling(
    written: &str,
    read: char,
    before: Option<char>,
    next: Option<char>,
    table: &Table,
) -> bool {
    let mut chars = written.chars();
    let (Some(lead), Some(second)) = (chars.next(), chars.next()) else {
        return false;
    };
    let is_lower = |char: Option<char>| char.is_some_and(char::is_lowercase);
    let is_ascii_letter = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphabetic());
    if chars.next().is_some() {
        // `â€™` and the like, and the vowels of Vietnamese; other writing comes in rows.
        let punctuation = matches!(read, '\u{2010}'..='\u{2044}' | '€' | '™' | '−');
        return punctuation && !second.is_whitespace() && !is_closing(second)
            || matches!(read, '\u{1E00}'..='\u{1EFF}')
                && (is_ascii_letter(before) || is_ascii_letter(next));
    }
    // `40Â°`: no letter stands between a number and its sign.
    if table.is_western && lead == 'Â' && before.is_some_and(|char| char.is_ascii_digit()) {
        return matches!(second, '°' | 'º' | '²' | '³' | '½' | '¼' | '¾' | '´');
    }
    if !matches!(read, '\u{C0}'..='\u{24F}') || !read.is_alphabetic() {
        return false;
    }
    if !lead.is_alphabetic() {
        return is_ascii_letter(before) || is_ascii_letter(next);
    }
    let wrong_size = is_lower(before) && lead.is_uppercase();
    if !table.is_western {
        // Cyrillic inside a Latin word, or capitals behind small letters.
        return wrong_size && (lead.is_ascii() || is_ascii_letter(before));
    }
    let opens_word = !before.is_some_and(char::is_alphanumeric)
        && lead == 'Ã'
        && is_lower(next)
        && !second.is_whitespace()
        && !matches!(second, '«' | '»');
    // `MÃ©x`: what stands behind a word has no letter behind it, but for dashes and quotation marks.
    let inside_word = is_lower(next)
        && before.is_some_and(char::is_alphabetic)
        && lead.is_uppercase()
        && !second.is_whitespace()
        && !matches!(second, '\u{2010}'..='\u{201F}' | '…');
    let is_sign = !is_closing(second) && !second.is_whitespace();
    wrong_size || opens_word || inside_word || is_sign
}

/// Whether a letter belongs to a kind of writing that comes in words, unlike a sign or a letter with an accent.
fn is_script(read: char) -> bool {
    read >= '\u{250}' && read.is_alphabetic()
}

/// Signs that stand right behind a word: punctuation, trade marks, numbers of footnotes.
fn is_closing(char: char) -> bool {
    matches!(
        char,
        '\u{2010}'
            ..='\u{201F}'
                | '…'
                | '•'
                | '™'
                | '›'
                | '‹'
                | '«'
                | '»'
                | '·'
                | '©'
                | '®'
                | '²'
                | '³'
                | '¹'
                | 'ª'
                | 'º'
                | '\u{AD}'
    )
}

fn is_ascii(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone()).is_none_or(str::is_ascii)
}

/// Runs of lines between empty ones.
fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            length += line.len();
            if line.trim_ascii().is_empty() {
                break;
            }
        }
        let range = at..at + length;
        at += length;
        Some(range)
    })
}

/// The pieces of a stretch between separators.
fn pieces(
    text: &str,
    range: Range<usize>,
    separates: impl Fn(char) -> bool + Copy,
) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    let whole = text.get(range).unwrap_or_default();
    whole.split_inclusive(separates).map(move |piece| {
        let length = piece.trim_end_matches(separates).len();
        let range = at..at + length;
        at += piece.len();
        range
    })
}

/// Code points before a byte, counted once for all.
#[derive(Default)]
struct Places {
    byte: usize,
    chars: usize,
}

impl Places {
    fn of(&mut self, text: &str, byte: usize) -> usize {
        let more = text.get(self.byte..byte).unwrap_or_default();
        self.chars += more.chars().count();
        self.byte = self.byte.max(byte);
        self.chars
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        repair(text, &mut Tally::default())
            .map_or_else(|| text.to_owned(), |clean| clean.text().to_owned())
    }

    /// UTF-8 taken for this encoding.
    fn again(text: &str, encoding: &'static Encoding) -> String {
        encoding
            .decode_without_bom_handling(text.as_bytes())
            .0
            .into_owned()
    }

    fn latin_1(text: &str) -> String {
        text.bytes().map(char::from).collect()
    }

    const TEXTS: [&str; 8] = [
        "Fähren von Århus nach Göteborg und Øresund, Straße gesperrt – „bis Mai“.",
        "Le préfet de l’Isère à Évian a rouvert la route où l’eau baissait.",
        "Из Гориса в Капан, через Мегри.",
        "Աշտարակից Գյումրի տանող ճանապարհը",
        "Şəkidən Gəncəyə, İsmayıllı yolu",
        "Đà Nẵng và Huế",
        "გზა თბილისიდან ბათუმამდე",
        "Ο δρόμος για την Αθήνα",
    ];

    #[test]
    fn what_was_encoded_twice_reads_as_it_was() {
        for text in TEXTS {
            assert_eq!(read(&again(text, encoding_rs::WINDOWS_1252)), text);
            assert_eq!(read(&latin_1(text)), text);
        }
        for text in [TEXTS[2], TEXTS[3], TEXTS[7]] {
            for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::WINDOWS_1254] {
                assert_eq!(read(&again(text, encoding)), text, "{}", encoding.name());
            }
        }
        assert_eq!(read("fГјr LГјbeck"), "für Lübeck");
        assert_eq!(read("L√ºbeck"), "Lübeck");
        assert_eq!(read("fĂĽr LĂĽbeck"), "für Lübeck");
        assert_eq!(read("PÃ©cs"), "Pécs");
        assert_eq!(read("JÃ\u{AD}lovÃ©"), "Jílové");
        assert_eq!(read("BÃ«rxull"), "Bërxull");
        assert_eq!(read("Ã…lesund, Ã‰vora, Ä°zmit"), "Ålesund, Évora, İzmit");
        assert_eq!(read("40Â°10â€²N"), "40°10′N");
        assert_eq!(read("voilÃ  le cafÃ©, Ã  Dijon"), "voilà le café, à Dijon");
    }

    #[test]
    fn encoded_three_times() {
        let thrice = again(
            &again(TEXTS[0], encoding_rs::WINDOWS_1252),
            encoding_rs::WINDOWS_1252,
        );
        assert_eq!(read(&read(&thrice)), TEXTS[0]);
    }

    #[test]
    fn letters_that_are_right_stay() {
        for text in [
            "SÃO PAULO E MARANHÃO, AMANHÃ… A IRMÃ – CHÃ®",
            "AMANHÃ…",
            "A MAÇÃ² E A MANHÃ–TARDE",
            "IRMÃ\u{A0}»",
            "du café\u{A0}»",
            "ÂME ET CHÂTEAU, PÂTÉ",
            "Xã Đông Hà, NGÃ BA, đã đến",
            "Âu Cơ",
            "it prints Â£ and Â© there",
            "PÅ», Å och Ä–Ö",
            "GĂŞIT ÎN CETATE",
            "zwei Ä«hre und ein Ö»l",
            "Дорога в Россию. «Сочи» – РЁ",
            "ÍSLANDSBANKI Ð",
            "Türkiye’nin Ğ harfi",
            "Երևան և Գյումրի",
            "日本語 中文",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn only_what_was_damaged_is_mended() {
        assert_eq!(
            read("Die Züge fahren.\n\nDie BÃ¼rger von KÃ–LN\n\nÖsterreich"),
            "Die Züge fahren.\n\nDie Bürger von KÖLN\n\nÖsterreich"
        );
        assert_eq!(
            read("Die Züge fahren.\nDie StraÃŸe nach Ã–sterreich.\nJÃ¼rgen Müller"),
            "Die Züge fahren.\nDie Straße nach Österreich.\nJürgen Müller"
        );
    }

    #[test]
    fn what_is_found_is_told_with_its_place() {
        let mut tally = Tally::default();
        repair("Ärger in LÃ¼beck, KÃ–LN\n", &mut tally);
        let codes: Vec<_> = tally
            .problems()
            .iter()
            .map(|problem| (problem.code.as_str(), problem.place))
            .collect();
        assert_eq!(
            codes,
            [
                ("encoded-twice", Some(10)),
                ("perhaps-encoded-twice", Some(18))
            ]
        );
    }
}
