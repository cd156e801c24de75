//! Bytes become characters: byte order marks, UTF-8, UTF-16, and a guess for everything older.
//!
//! A byte order mark stays in the text as U+FEFF, so that offsets into the decoded text agree with
//! any decoder that keeps it. Bytes that mean nothing become U+FFFD and are reported. What is not
//! text at all is told apart here, by well-known headers and by control characters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

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

/// A file's text.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
    pub(super) problems: Vec<Problem>,
}

/// Decodes a file. Never fails on text, however damaged.
pub(super) fn decode(file: RawFile) -> Result<Decoded, ReadError> {
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
    let (text, encoding) = to_text(bytes);
    if let Some((found, place)) = binary(&text) {
        return Err(ReadError::Binary { path, found, place });
    }
    let problems = problems(&text, encoding);
    Ok(Decoded {
        text,
        encoding: encoding.name(),
        problems,
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
            "{} characters could not be decoded as {} and read as U+FFFD; save the file as UTF-8",
            replaced.count,
            encoding.name()
        );
        problems.push(Problem {
            code: Code::EncodingReplaced,
            message,
            place: Some(place),
        });
    }
    if let Some(place) = control.first {
        let message = format!("{} control characters are read as blanks", control.count);
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

fn to_text(bytes: Vec<u8>) -> (String, &'static Encoding) {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes)
        && encoding != encoding_rs::UTF_8
    {
        return (lossy(encoding, &bytes), encoding);
    }
    if let Some(encoding) = utf_16_without_mark(&bytes) {
        return (lossy(encoding, &bytes), encoding);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, encoding_rs::UTF_8),
        Err(error) => error.into_bytes(),
    };
    let encoding = guess(&bytes);
    (lossy(encoding, &bytes), encoding)
}

fn lossy(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding of bytes that are not entirely UTF-8. A damaged UTF-8 file is still UTF-8: where
/// whole multi-byte characters far outnumber the damage, no older encoding would be right.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut whole = 0_usize;
    let mut damaged = 0_usize;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    if whole >= damaged.saturating_mul(4) {
        return encoding_rs::UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The sample starts where the text stops being ASCII: before that there is nothing to learn.
    let start = bytes
        .iter()
        .position(|byte| !byte.is_ascii())
        .unwrap_or_default();
    let end = bytes.len().min(start.saturating_add(DETECTION_SAMPLE));
    detector.feed(
        bytes.get(start..end).unwrap_or_default(),
        end == bytes.len(),
    );
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a byte order mark: the order in which the bytes make well-formed text with no
/// control characters and some blanks in it. Only files with NUL bytes come into question; UTF-16
/// without one has no blank, no line break and no ASCII in it.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut head = bytes.get(..bytes.len().min(BINARY_HEAD))?;
    if !head.contains(&0) || !bytes.len().is_multiple_of(2) {
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
    if let Some(place) = head.iter().position(|&byte| byte == 0) {
        return Some(("a NUL byte", place));
    }
    let control = bytes
        .iter()
        .filter(|&&byte| byte < b' ' && is_control(char::from(byte)))
        .count();
    // One in fifty: no text has so many, every compressed or compiled file has more.
    (control >= 4 && control > bytes.len() / 50).then_some(("control characters", first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> RawFile {
        RawFile {
            id: "a".into(),
            path: "a.txt".into(),
            bytes: bytes.to_vec(),
            on_disk: None,
        }
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
