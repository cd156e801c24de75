//! Rich Text (RTF): paragraphs, tables and notes; not its headers, pictures, deletions or comments.

use encoding_rs::Encoding;

use crate::problem::Code;

use super::assemble::{self, Stated};
use super::blocks::Shape;
use super::compose::Composer;
use super::{Documents, Place, Problem, RawFile, Reader, Reading, registry};

/// Reads Rich Text.
pub(super) struct RichText;

/// Groups that lie deeper are not read.
const DEEPEST: usize = 1000;

impl Reader for RichText {
    fn name(&self) -> &'static str {
        "RTF"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rtf"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        start.starts_with(b"{\\rtf")
    }

    fn read<'a>(&'a self, file: RawFile, _: Reading<'a>) -> Documents<'a> {
        let mut walk = Walk::default();
        walk.run(&file.bytes);
        let stated = Stated {
            sha256: assemble::sha256(&file.bytes),
            title: walk.title.take(),
            author: walk.author.take(),
            id: file.id,
            path: file.path,
            format: RichText.name(),
            ..Stated::default()
        };
        registry::one(Ok(walk.composer.finish(stated, "RTF")))
    }
}

/// What a file is made of.
enum Token<'a> {
    Open,
    Close,
    /// A word of control and its number.
    Word(&'a str, Option<i32>),
    /// A sign of control that is no letter.
    Sign(u8),
    /// A byte in hexadecimal figures, or of text.
    Byte(u8),
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                // Lines of the file mean nothing.
                b'\r' | b'\n' => continue,
                byte => Token::Byte(byte),
            });
        }
    }
}

impl<'a> Tokens<'a> {
    fn control(&mut self) -> Option<Token<'a>> {
        let rest = self.bytes.get(self.at..)?;
        let letters = rest
            .iter()
            .take(32)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        if letters == 0 {
            let sign = *rest.first()?;
            self.at += 1;
            if sign != b'\'' {
                return Some(Token::Sign(sign));
            }
            let figures = rest.get(1..3).and_then(|hex| std::str::from_utf8(hex).ok());
            let byte = figures.and_then(|hex| u8::from_str_radix(hex, 16).ok());
            self.at += if byte.is_some() { 2 } else { 0 };
            return Some(Token::Byte(byte.unwrap_or(b'?')));
        }
        let word = std::str::from_utf8(rest.get(..letters)?).ok()?;
        let behind = rest.get(letters..)?;
        let sign = usize::from(behind.first() == Some(&b'-'));
        let figures = behind
            .iter()
            .skip(sign)
            .take(10)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let length = if figures == 0 { 0 } else { sign + figures };
        let number = std::str::from_utf8(behind.get(..length)?)
            .ok()
            .and_then(|number| number.parse().ok());
        self.at += letters + length + usize::from(behind.get(length) == Some(&b' '));
        Some(Token::Word(word, number))
    }

    /// Passes bytes that are no text.
    fn pass(&mut self, length: Option<i32>) {
        let length = length.and_then(|length| usize::try_from(length).ok());
        self.at = self.at.saturating_add(length.unwrap_or_default());
    }
}

/// What holds within a group.
#[derive(Clone, Copy)]
struct Group {
    /// Where its text goes.
    into: Into,
    /// How many bytes stand for a character that is also given by its number.
    instead: usize,
    encoding: &'static Encoding,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Body,
    Fonts,
    Title,
    Author,
    Nothing,
}

struct Walk {
    composer: Composer,
    groups: Vec<Group>,
    /// Groups that lie too deep.
    too_deep: usize,
    now: Group,
    encoding: &'static Encoding,
    /// The encodings of the fonts, by their numbers.
    fonts: Vec<(i32, &'static Encoding)>,
    font: i32,
    /// Bytes that are not decoded yet, since characters may have two.
    bytes: Vec<u8>,
    /// Bytes that stand for a character that was given by its number.
    pass: usize,
    /// The first half of a character that UTF-16 writes in two.
    half: Option<u16>,
    text: String,
    /// Notes, which come behind the paragraph they are in.
    aside: Option<(usize, String)>,
    notes: Vec<String>,
    title: Option<String>,
    author: Option<String>,
    shape: Shape,
    in_table: bool,
    cells: Vec<Option<usize>>,
    cell: Option<usize>,
    rows: bool,
    paragraphs: u32,
}

impl Default for Walk {
    fn default() -> Self {
        let encoding = encoding_rs::WINDOWS_1252;
        Self {
            composer: Composer::default(),
            groups: Vec::new(),
            too_deep: 0,
            now: Group {
                into: Into::Body,
                instead: 1,
                encoding,
            },
            encoding,
            fonts: Vec::new(),
            font: 0,
            bytes: Vec::new(),
            pass: 0,
            half: None,
            text: String::new(),
            aside: None,
            notes: Vec::new(),
            title: None,
            author: None,
            shape: Shape::Text,
            in_table: false,
            cells: Vec::new(),
            cell: None,
            rows: false,
            paragraphs: 0,
        }
    }
}

impl Walk {
    fn run(&mut self, bytes: &[u8]) {
        let mut tokens = Tokens { bytes, at: 0 };
        while let Some(token) = tokens.next() {
            match token {
                Token::Byte(_) if self.pass > 0 => self.pass -= 1,
                Token::Byte(byte) if self.too_deep == 0 => self.bytes.push(byte),
                Token::Byte(_) => {}
                Token::Open => self.open(),
                Token::Close => self.close(),
                Token::Word(word, number) => {
                    self.flush();
                    match word {
                        "bin" => tokens.pass(number),
                        _ if self.too_deep == 0 => self.word(word, number),
                        _ => {}
                    }
                }
                Token::Sign(sign) => {
                    self.flush();
                    match sign {
                        b'*' => self.now.into = Into::Nothing,
                        b'~' => self.put("\u{A0}"),
                        b'_' => self.put("-"),
                        b'\\' | b'{' | b'}' => self.put(char::from(sign).encode_utf8(&mut [0; 4])),
                        b'\n' | b'\r' => self.paragraph(),
                        _ => {}
                    }
                }
            }
        }
        self.flush();
        self.paragraph();
        self.row();
        if !self.groups.is_empty() {
            self.composer.problems.push(Problem {
                code: Code::CutShort,
                message: format!("the file breaks off after {} paragraphs", self.paragraphs),
                place: None,
            });
        }
    }

    fn open(&mut self) {
        self.flush();
        self.pass = 0;
        if self.groups.len() >= DEEPEST {
            self.too_deep += 1;
        } else {
            self.groups.push(self.now);
        }
    }

    fn close(&mut self) {
        self.flush();
        self.pass = 0;
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if let Some(before) = self.groups.pop() {
            self.now = before;
        }
        if let Some((depth, _)) = &self.aside
            && self.groups.len() < *depth
            && let Some((_, body)) = self.aside.take()
        {
            self.notes.push(std::mem::replace(&mut self.text, body));
        }
    }

    /// Decodes what was collected.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (text, _) = self.now.encoding.decode_without_bom_handling(&bytes);
        self.put(&text);
    }

    fn put(&mut self, text: &str) {
        let into = match self.now.into {
            Into::Body => &mut self.text,
            Into::Title => self.title.get_or_insert_default(),
            Into::Author => self.author.get_or_insert_default(),
            Into::Fonts | Into::Nothing => return,
        };
        into.push_str(text);
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        match word {
            "ansicpg" => {
                if let Some(encoding) = number.and_then(codepage) {
                    self.encoding = encoding;
                    self.now.encoding = encoding;
                }
            }
            "mac" => {
                self.encoding = encoding_rs::MACINTOSH;
                self.now.encoding = self.encoding;
            }
            "uc" => {
                let instead = number.and_then(|number| usize::try_from(number).ok());
                self.now.instead = instead.unwrap_or(1).min(16);
            }
            "u" => {
                if let Some(number) = number {
                    self.unit(number);
                }
                self.pass = self.now.instead;
            }
            "f" => match self.now.into {
                Into::Fonts => self.font = number.unwrap_or_default(),
                _ => {
                    let wanted = number.unwrap_or_default();
                    let font = self.fonts.iter().rev().find(|(font, _)| *font == wanted);
                    self.now.encoding = font.map_or(self.encoding, |(_, encoding)| encoding);
                }
            },
            "fcharset" if self.now.into == Into::Fonts && self.fonts.len() < 10_000 => {
                if let Some(encoding) = number.and_then(charset) {
                    self.fonts.push((self.font, encoding));
                }
            }
            "fonttbl" => self.now.into = Into::Fonts,
            "title" => self.now.into = Into::Title,
            "author" => self.now.into = Into::Author,
            "stylesheet" | "colortbl" | "info" | "pict" | "object" | "header" | "headerl"
            | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf"
            | "annotation" | "fldinst" | "listtable" | "listoverridetable" | "revtbl"
            | "rsidtbl" | "generator" | "themedata" | "colorschememapping" | "latentstyles"
            | "datastore" | "xmlnstbl" | "pntext" | "listtext" | "nonshppict" | "deleted" => {
                self.now.into = Into::Nothing;
            }
            "footnote" if self.aside.is_none() && self.now.into == Into::Body => {
                let body = std::mem::take(&mut self.text);
                self.aside = Some((self.groups.len(), body));
            }
            "v" if number != Some(0) => self.now.into = Into::Nothing,
            "par" | "sect" | "page" if self.aside.is_some() => self.put("\n"),
            "par" | "sect" | "page" => self.paragraph(),
            "pard" => {
                self.shape = Shape::Text;
                self.in_table = false;
            }
            "intbl" => self.in_table = true,
            "ls" if self.shape == Shape::Text => self.shape = Shape::ListItem,
            "outlinelevel" => {
                let level = number.and_then(|level| u8::try_from(level).ok());
                if let Some(level) = level.filter(|level| *level < 9) {
                    self.shape = Shape::Heading((level + 1).min(6));
                }
            }
            "cell" | "nestcell" => {
                self.in_table = true;
                self.paragraph();
                let cell = self.cell.take();
                self.cells.push(cell);
            }
            "row" | "nestrow" => self.row(),
            "line" => self.put("\n"),
            "tab" => self.put("\t"),
            "emdash" => self.put("—"),
            "endash" => self.put("–"),
            "lquote" => self.put("‘"),
            "rquote" => self.put("’"),
            "ldblquote" => self.put("“"),
            "rdblquote" => self.put("”"),
            "bullet" => self.put("•"),
            "emspace" | "enspace" | "qmspace" => self.put(" "),
            _ => {}
        }
    }

    /// A unit of UTF-16, which is written as a signed number.
    fn unit(&mut self, number: i32) {
        let Some(unit) = u16::try_from(number & 0xFFFF).ok() else {
            return;
        };
        let units = match self.half.take() {
            Some(half) => vec![half, unit],
            None if (0xD800..0xDC00).contains(&unit) => {
                self.half = Some(unit);
                return;
            }
            None => vec![unit],
        };
        let text = String::from_utf16_lossy(&units);
        self.put(&text);
    }

    /// A paragraph ends.
    fn paragraph(&mut self) {
        if !self.in_table {
            self.row();
        }
        self.paragraphs = self.paragraphs.saturating_add(1);
        let place = Place::Paragraph {
            number: self.paragraphs,
            part: None,
        };
        let shape = if self.in_table {
            Shape::Cell
        } else {
            self.shape
        };
        let text = std::mem::take(&mut self.text);
        let block = self.composer.block(shape, place.clone(), &text);
        if self.in_table {
            self.cell = self.cell.or(block);
        }
        for note in std::mem::take(&mut self.notes) {
            self.composer.block(Shape::Text, place.clone(), &note);
        }
    }

    /// A row of a table ends, or the table.
    fn row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        if cells.is_empty() {
            self.rows &= self.in_table;
            return;
        }
        if !self.rows {
            self.composer.table();
        }
        self.rows = true;
        self.composer.row(cells);
    }
}

/// The encoding of a code page of Windows.
fn codepage(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        10007 => "x-mac-cyrillic".to_owned(),
        65001 => "utf-8".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a font, by the number of its set of characters.
fn charset(number: i32) -> Option<&'static Encoding> {
    codepage(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
