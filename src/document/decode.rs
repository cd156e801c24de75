//! Bytes become characters: byte order marks, UTF-8, UTF-16, and a guess for everything older.
//!
//! A byte order mark stays in the text as U+FEFF, so that offsets into the decoded text agree with
//! any decoder that keeps it. Bytes that mean nothing become U+FFFD and are reported. What is not
//! text at all is told apart here, by well-known headers and by control characters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use crate::problem::Code;

use super::look;
use super::{Problem, RawFile, ReadError};

/// How much of a file is looked at to guess its encoding. The guess is settled long before this,
/// and the detector is the slowest step of reading.
const DETECTION_SAMPLE: usize = 1 << 20;

/// In this much of a file's beginning, a single NUL character shows that it is no text; later on
/// it is damage in one.
const BINARY_HEAD: usize = 8192;

/// Headers of files that are often given a wrong extension, and what to call them.
const BINARY_HEADERS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF header"),
    (b"PK\x03\x04", "a ZIP header (as of .docx, .odt, .epub)"),
    (
        b"\xD0\xCF\x11\xE0",
        "an old Office header (as of .doc, .xls)",
    ),
    (b"\x1F\x8B", "a gzip header"),
    (b"\x89PNG", "a PNG header"),
    (b"\xFF\xD8\xFF", "a JPEG header"),
    (b"GIF8", "a GIF header"),
    (b"{\\rtf", "a Rich Text header"),
];

araxes_gazetteer::vocabulary! {
    /// How the encoding of a file is known.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum EncodingBasis {
        /// The format, a mark at its beginning or a declaration in it says so.
        Stated = "stated",
        /// Every byte of it fits, as by chance it would not: it is UTF-8.
        Fits = "fits",
        /// It was guessed from its letters, and those speak for one.
        Guessed = "guessed",
        /// It was guessed, and may be another.
        Unsure = "unsure",
    }
    /// The word in `documents.csv`.
    pub fn as_str;
}

/// A file's text.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
    pub(super) basis: EncodingBasis,
    pub(super) problems: Vec<Problem>,
}

impl Decoded {
    /// A text that was decoded by its format.
    pub(super) fn told(text: String) -> Self {
        Self {
            text,
            encoding: "UTF-8",
            basis: EncodingBasis::Stated,
            problems: Vec::new(),
        }
    }
}

/// Decodes a file. Never fails on text, however damaged.
pub(super) fn decode(file: RawFile) -> Result<Decoded, ReadError> {
    decode_as(file, None)
}

/// The same of a file that says which encoding it has. What is UTF-8 is so whatever it says.
pub(super) fn decode_as(
    file: RawFile,
    declared: Option<&'static Encoding>,
) -> Result<Decoded, ReadError> {
    let RawFile { path, bytes, .. } = file;
    for (header, found) in BINARY_HEADERS {
        if bytes.starts_with(header) {
            return Err(ReadError::Binary {
                path,
                found,
                place: 0,
            });
        }
    }
    let (text, encoding, basis) = to_text(bytes, declared);
    if let Some((found, place)) = binary(&text) {
        return Err(ReadError::Binary { path, found, place });
    }
    let mut problems = problems(&text, encoding);
    problems.extend(unsure(basis, encoding.name()));
    Ok(Decoded {
        text,
        encoding: encoding.name(),
        basis,
        problems,
    })
}

/// What to say of an encoding that may be another.
pub(super) fn unsure(basis: EncodingBasis, encoding: &str) -> Option<Problem> {
    (basis == EncodingBasis::Unsure).then(|| Problem {
        code: Code::EncodingUnsure,
        message: format!("its encoding is not certain and read as {encoding}; if words look wrong, save the file as UTF-8"),
        place: None,
    })
}

/// What is wrong with a text that was handed in, or has just been decoded.
pub(super) fn problems(text: &str, encoding: &'static Encoding) -> Vec<Problem> {
    // Most texts have nothing of the kind, and then need not be read letter by letter.
    let bytes = text.as_bytes();
    // Control characters, and what U+0080 to U+009F and U+FFFD begin with.
    let is_odd = |byte: u8| {
        (byte < 0x20) & !byte.is_ascii_whitespace()
            | (byte == 0x7F)
            | (byte == 0xC2)
            | (byte == 0xEF)
    };
    let is_plain = look::first(bytes, 0, is_odd).is_none();
    if is_plain && bytes.iter().any(u8::is_ascii_graphic) {
        return Vec::new();
    }
    let mut replaced = Tally::default();
    let mut control = Tally::default();
    let mut blank = true;
    for (chars, char) in text.chars().enumerate() {
        if char == char::REPLACEMENT_CHARACTER {
            replaced.count(chars);
        } else if is_control(char) {
            control.count(chars);
        }
        blank = blank && (char.is_whitespace() || char == '\u{FEFF}');
    }
    let mut problems = Vec::new();
    if let Some(place) = replaced.first {
        let message = format!(
            "could not be decoded as {} and read as U+FFFD, characters: {}; save the file as UTF-8",
            encoding.name(),
            replaced.count
        );
        problems.push(Problem {
            code: Code::EncodingReplaced,
            message,
            place: Some(place),
        });
    }
    if let Some(place) = control.first {
        let message = format!("read as blanks, control characters: {}", control.count);
        problems.push(Problem {
            code: Code::ControlCharacters,
            message,
            place: Some(place),
        });
    }
    if blank {
        let message = "the file holds no text".to_owned();
        problems.push(Problem {
            code: Code::Empty,
            message,
            place: None,
        });
    }
    problems
}

#[derive(Default)]
struct Tally {
    count: usize,
    first: Option<usize>,
}

impl Tally {
    fn count(&mut self, place: usize) {
        self.count += 1;
        self.first.get_or_insert(place);
    }
}

/// A control character that has no business in a text: not white space, not a line or page break.
fn is_control(char: char) -> bool {
    char.is_control() && !matches!(char, '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}')
}

fn to_text(
    bytes: Vec<u8>,
    declared: Option<&'static Encoding>,
) -> (String, &'static Encoding, EncodingBasis) {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes)
        && encoding != encoding_rs::UTF_8
    {
        return (lossy(encoding, &bytes), encoding, EncodingBasis::Stated);
    }
    if let Some(encoding) = utf_16_without_mark(&bytes) {
        return (lossy(encoding, &bytes), encoding, EncodingBasis::Guessed);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, encoding_rs::UTF_8, EncodingBasis::Fits),
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = declared.filter(|declared| *declared != encoding_rs::UTF_8) {
        return (lossy(encoding, &bytes), encoding, EncodingBasis::Stated);
    }
    let (encoding, basis) = guess(&bytes);
    (lossy(encoding, &bytes), encoding, basis)
}

fn lossy(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding of bytes that are not entirely UTF-8, and how surely. A damaged UTF-8 file is still UTF-8: in older
/// encodings hardly any two letters make a character of it, so that where as many are whole as are damaged no other would
/// be right.
pub(super) fn guess(bytes: &[u8]) -> (&'static Encoding, EncodingBasis) {
    let mut whole = 0_usize;
    let mut damaged = 0_usize;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    if whole >= damaged {
        let is_sure = whole >= damaged.saturating_mul(4);
        let basis = if is_sure {
            EncodingBasis::Guessed
        } else {
            EncodingBasis::Unsure
        };
        return (encoding_rs::UTF_8, basis);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The sample starts where the text stops being ASCII: before that there is nothing to learn.
    let start = bytes
        .iter()
        .position(|byte| !byte.is_ascii())
        .unwrap_or_default();
    let end = bytes.len().min(start.saturating_add(DETECTION_SAMPLE));
    let sample = bytes.get(start..end).unwrap_or_default();
    detector.feed(sample, end == bytes.len());
    let encoding = detector.guess(None, Utf8Detection::Deny);
    // Of a file of two halves one is always wrong.
    let is_mixed = whole > 2 && whole.saturating_mul(8) >= damaged;
    let basis = if is_mixed || !reads_well(&lossy(encoding, sample)) {
        EncodingBasis::Unsure
    } else {
        EncodingBasis::Guessed
    };
    (encoding, basis)
}

/// So many letters beyond ASCII a text has at least that tells its encoding.
const TELLING: usize = 6;

/// Whether what was decoded looks like words: signs and capitals amid letters are what a wrong encoding makes.
fn reads_well(text: &str) -> bool {
    let (mut letters, mut odd) = (0_usize, 0_usize);
    let mut before = ' ';
    for char in text.chars() {
        if !char.is_ascii() {
            let is_sign = !char.is_alphanumeric() && before.is_alphabetic();
            let is_usual = matches!(char, '\u{A0}' | '\u{2013}'..='\u{2026}' | '«' | '»' | '°');
            let rises = char.is_uppercase() && before.is_lowercase();
            letters += usize::from(char.is_alphabetic());
            odd += usize::from((is_sign && !is_usual) || rises);
        }
        before = char;
    }
    letters >= TELLING && odd.saturating_mul(20) <= letters
}

/// UTF-16 without a byte order mark: the order in which the bytes make well-formed text with no
/// control characters and some blanks in it. Only files with NUL bytes come into question; UTF-16
/// without one has no blank, no line break and no ASCII in it.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut head = bytes.get(..bytes.len().min(BINARY_HEAD))?;
    if !head.contains(&0) || !bytes.len().is_multiple_of(2) {
        return None;
    }
    // Of a text with a stray NUL nearly all bytes are letters, of UTF-16 at most every other one.
    let is_plain = |byte: &&u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    if head.iter().filter(is_plain).count() > head.len() / 4 * 3 {
        return None;
    }
    // A surrogate pair may be cut in two at the end of the sample.
    if head.len() < bytes.len() {
        head = head.get(..BINARY_HEAD - 2)?;
    }
    let plausible = |encoding: &'static Encoding| -> usize {
        let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(head) else {
            return 0;
        };
        if text
            .chars()
            .any(|char| is_control(char) || ('\u{E000}'..'\u{F900}').contains(&char))
        {
            return 0;
        }
        text.chars().filter(|char| char.is_ascii()).count()
    };
    let little = plausible(UTF_16LE);
    let big = plausible(UTF_16BE);
    match little.cmp(&big) {
        std::cmp::Ordering::Greater => Some(UTF_16LE),
        std::cmp::Ordering::Less => Some(UTF_16BE),
        std::cmp::Ordering::Equal => None,
    }
}

/// The first sign that this is no text, and where: in bytes.
fn binary(text: &str) -> Option<(&'static str, usize)> {
    let bytes = text.as_bytes();
    let first = bytes
        .iter()
        .position(|&byte| byte < b' ' && is_control(char::from(byte)))?;
    let head = bytes
        .get(..bytes.len().min(BINARY_HEAD))
        .unwrap_or_default();
    let controls = |bytes: &[u8]| {
        let found = bytes
            .iter()
            .filter(|&&byte| byte < b' ' && is_control(char::from(byte)));
        found.count()
    };
    // A single one in a text is damage.
    if let Some(place) = head.iter().position(|&byte| byte == 0)
        && controls(head) > head.len() / 50
    {
        return Some(("a NUL byte", place));
    }
    let control = controls(bytes);
    // One in fifty: no text has so many, every compressed or compiled file has more.
    (control >= 4 && control > bytes.len() / 50).then_some(("control characters", first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> RawFile {
        RawFile::new("a", "a.txt", bytes.to_vec())
    }

    fn read(bytes: &[u8]) -> (String, &'static str, Vec<&'static str>) {
        let decoded = decode(file(bytes)).unwrap_or_else(|error| panic!("{error}"));
        let codes = decoded
            .problems
            .iter()
            .map(|problem| problem.code.as_str())
            .collect();
        (decoded.text, decoded.encoding, codes)
    }

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf_8_and_its_mark() {
        assert_eq!(read("Գորիս".as_bytes()), ("Գորիս".into(), "UTF-8", vec![]));
        assert_eq!(
            read("\u{FEFF}Goris".as_bytes()),
            ("\u{FEFF}Goris".into(), "UTF-8", vec![])
        );
    }

    #[test]
    fn utf_16_with_and_without_its_mark() {
        let text = "Goris and Gəncə";
        let marked = format!("\u{FEFF}{text}");
        assert_eq!(
            read(&utf_16(&marked, u16::to_le_bytes)),
            (marked.clone(), "UTF-16LE", vec![])
        );
        assert_eq!(
            read(&utf_16(&marked, u16::to_be_bytes)),
            (marked, "UTF-16BE", vec![])
        );
        assert_eq!(
            read(&utf_16(text, u16::to_le_bytes)),
            (text.into(), "UTF-16LE", vec![])
        );
        assert_eq!(
            read(&utf_16("дорога в Горис", u16::to_be_bytes)).1,
            "UTF-16BE"
        );
    }

    #[test]
    fn older_encodings_are_guessed() {
        let text = "Дорога из Гориса в Капан снова открыта, сообщили вчера в Ереване.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(read(&bytes), (text.into(), "windows-1251", vec![]));
    }

    #[test]
    fn damage_is_reported_with_its_place() {
        let mut bytes = "Գորիս, Կապան, Մեղրի".as_bytes().to_vec();
        bytes.push(0xD4);
        let decoded = decode(file(&bytes)).expect("is text");
        assert_eq!(decoded.encoding, "UTF-8");
        let problem = decoded.problems.first().expect("there is damage");
        assert_eq!(
            (problem.code.as_str(), problem.place),
            ("encoding-replaced", Some(19))
        );
    }

    #[test]
    fn what_is_no_text_is_told() {
        let found = |bytes: &[u8]| match decode(file(bytes)) {
            Err(ReadError::Binary { found, place, .. }) => Some((found, place)),
            _ => None,
        };
        assert_eq!(found(b"%PDF-1.7 and so on"), Some(("a PDF header", 0)));
        assert_eq!(
            found(b"MZ\x90\x00\x03\x00\x00\x00x"),
            Some(("a NUL byte", 4))
        );
        assert_eq!(
            found(&[b'a', 1, 2, 3, 4, 5, b'b']),
            Some(("control characters", 1))
        );
        let message = decode(file(b"a\0b"))
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        assert!(
            message.starts_with("a.txt: not a text file: a NUL byte at byte 1;"),
            "{message}"
        );
    }

    #[test]
    fn a_stray_nul_does_not_make_utf_16_of_a_text() {
        for text in [
            "The road from Goris to Kapan is open again, said the mayor of Sisian on Monday.",
            "The road from Goris to Kapan is open again, said the mayor of Sisian on Mondays.",
        ] {
            let mut bytes = text.as_bytes().to_vec();
            bytes[9] = 0;
            let (read, encoding, codes) = read(&bytes);
            assert_eq!(encoding, "UTF-8");
            assert_eq!(codes, ["control-characters"]);
            let rest = text.get(10..).unwrap_or_default();
            assert!(read.ends_with(rest), "{read}");
        }
    }

    #[test]
    fn a_stray_byte_does_not_make_cyrillic_of_utf_8() {
        let mut bytes = "The train from Zürich was late, they say in Goris."
            .as_bytes()
            .to_vec();
        bytes.push(0xFC);
        let (text, encoding, codes) = read(&bytes);
        assert_eq!(encoding, "UTF-8");
        assert!(text.contains("Zürich"), "{text}");
        assert!(codes.contains(&"encoding-replaced"), "{codes:?}");
    }

    #[test]
    fn what_is_guessed_and_not_sure_is_told() {
        // ARMSCII-8 is known to nobody; half UTF-8 and half Latin-1 is neither.
        let armscii = b"\xB8\xF1\xA8\xFC\xB3\xDD \xD9\xB3\xDB\xF1\xB3\xF9\xB3\xD5\xB3\xF9\xB3\xE1\xF3\xD9 \xC5\xB3\xDD\xB3\xDE\xE1\xF3\xF1\xAB \xB7\xE1\xF1\xCD\xE1\xF3\xD9";
        let mut mixed = "Zürich, Köln, Düren, Göppingen, ".repeat(3).into_bytes();
        mixed.extend(
            encoding_rs::WINDOWS_1252
                .encode(&"Zürich, Köln, Düren, Göppingen, ".repeat(4))
                .0
                .iter(),
        );
        for bytes in [armscii.as_slice(), &mixed] {
            assert!(
                read(bytes).2.contains(&"encoding-unsure"),
                "{:?}",
                read(bytes)
            );
        }
        let sure = encoding_rs::WINDOWS_1252
            .encode(
                "Zwischen Köln und Düren fährt heute kein Zug, hieß es in München und Göppingen.",
            )
            .0
            .into_owned();
        assert_eq!(read(&sure).1, "windows-1252");
        assert_eq!(read(&sure).2, [""; 0]);
    }

    #[test]
    fn a_stray_control_character_is_damage() {
        let text = format!("The road to Goris.\u{1}{}", " It is open.".repeat(20));
        assert_eq!(read(text.as_bytes()).2, ["control-characters"]);
    }

    #[test]
    fn nothing_is_not_an_error() {
        assert_eq!(read(b"").2, ["empty"]);
        assert_eq!(read(b" \n\n").2, ["empty"]);
    }
}
