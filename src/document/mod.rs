//! Reading: a file's bytes become a [`Document`].
//!
//! This room answers one question: *what does this file say, who published it, when, and where in
//! the file does each character come from?* Everything after it works on [`Document::text`], the
//! clean reading text, and comes back here ([`Source::span`]) whenever it has to cite the file.
//!
//! The journey of one file:
//!
//! 1. [`collect`] finds the files in what the user named and gives each an id (`collection`).
//! 2. [`Knowing::documents`] picks the [`Reader`] for what is in the file, or for its extension (`registry`); there is
//!    one file or folder for each format (`plain_text`, `markdown`, `html`); archives hand what lies in them on.
//! 3. Bytes become characters (`decode`), and what other programs did to them is undone where that is certain
//!    (`repair`): text encoded twice, entities, columns side by side, words torn by lines that are gone.
//! 4. Lines become blocks: wrapped lines and broken words are joined, web addresses and markup
//!    fall away (`layout`, `inline`, `hyphen`, or the Markdown parser), but for the position that the
//!    address of a map gives (`map_link`); `source` remembers where every clean byte came from.
//!    Tables of figures keep their columns beside the text (`table`).
//! 5. Blocks get their kind, and the title, date, publisher and language are read off them
//!    (`metadata`, `date`, `language`).
//!
//! Input never makes reading panic, and what can be read is read: damage becomes a [`Problem`] of
//! the document. Only a file that is no text at all, or cannot be opened, is a [`ReadError`].

mod archive;
mod assemble;
mod blocks;
mod collection;
mod compose;
mod compressed;
mod date;
mod decode;
mod docx;
mod epub;
mod feed;
mod html;
mod hyphen;
mod image;
mod inline;
mod kinds;
mod knowing;
mod language;
mod layout;
mod look;
mod mail;
mod map_link;
mod markdown;
mod metadata;
mod ocr;
mod old_office;
mod open_document;
mod origin;
mod package;
mod parquet_rows;
mod pdf;
mod plain_text;
mod registry;
mod repair;
mod rich_text;
mod rows;
mod source;
mod table;
mod tape;
mod warc;
mod web_archive;
mod workbook;

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::problem::Code;

pub use self::knowing::{Knowing, Names, knowing};
pub use collection::{Collected, InputFile, collect};
pub(crate) use collection::{display_path, ids};
pub use decode::EncodingBasis;
pub use ocr::Ocr;
pub use origin::{Origin, Place};
pub use registry::{Documents, reader_for, reader_of, readers};
pub use rows::Columns;
pub use source::{Source, SourceSpan};
pub use table::Table;

/// One document, ready to be searched for places.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file's name without its extension; [`collect`] adds a suffix (`-2`) where two files
    /// share a name, so that an id names one document of a run.
    pub id: String,
    /// Its path as outputs show it: as the user named it, or from the folder on that was named; `/` between its parts. Of
    /// a file in an archive or mail it begins with that one's.
    pub path: String,
    /// Where the file lies, for links to it from pages that lie elsewhere.
    pub location: String,
    /// The document's own title; `None` where it opens with running text.
    pub title: Option<String>,
    /// When the document was published, where it says so.
    pub date: Option<DocumentDate>,
    /// The latest day or month that the text or a web address in it mentions: the document cannot
    /// be older than this. A month counts as its first day. Dates after [`Document::date`] are
    /// about the future and do not count.
    pub not_before: Option<jiff::civil::Date>,
    /// Who published it, where it says so.
    pub publisher: Option<String>,
    /// Who wrote it, where the file states it.
    pub author: Option<String>,
    /// The address from which it is, where the file states it.
    pub url: Option<String>,
    /// The name of its format, such as `HTML`.
    pub format: &'static str,
    /// The language of the text as a BCP 47 tag (`en`, `hy`, `az`), where it is certain.
    pub language: Option<String>,
    /// The clean reading text: blocks with a blank line (`"\n\n"`) between them, and inside a block
    /// no line breaks.
    pub text: String,
    /// The blocks of [`Document::text`], in order, not overlapping, none empty.
    pub blocks: Vec<Block>,
    /// The tables of figures in it, in order: reading text has no columns.
    pub tables: Vec<Table>,
    /// The decoded file, and how `text` lies in it.
    pub source: Source,
    /// How it is known in which encoding the file is ([`Source::encoding`]).
    pub encoding_basis: EncodingBasis,
    /// The parts of the file, in the order of the decoded text; none where the file is that text.
    pub origins: Vec<Origin>,
    /// Words of the file that are not in `text`, since they are no part of the document: navigation, cookie banners.
    pub dropped_words: usize,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// What was wrong with the file, though it could be read.
    pub problems: Vec<Problem>,
}

impl Document {
    /// The text of a block.
    pub fn block_text(&self, block: &Block) -> &str {
        self.text.get(block.range.clone()).unwrap_or_default()
    }

    /// Where a page begins in the decoded text.
    #[must_use]
    pub fn start_of_page(&self, page: u32) -> Option<usize> {
        let before = |origin: &Origin| origin.place.page().is_some_and(|number| number < page);
        let first = self.origins.get(self.origins.partition_point(before))?;
        (first.place.page() == Some(page)).then_some(first.start)
    }

    /// The part of the file in which a byte of the decoded text stands; `None` where the file has no parts.
    #[must_use]
    pub fn origin(&self, byte: usize) -> Option<&Origin> {
        origin::at(&self.origins, byte)
    }
}

/// When a document was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentDate {
    /// The day; the first day of the month or year where no day is given.
    pub date: jiff::civil::Date,
    /// How much of `date` the document really says.
    pub precision: DatePrecision,
    /// Where in the document the date was found.
    pub basis: DateBasis,
}

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    /// A year only.
    Year,
    /// A year and a month.
    Month,
    /// A full date.
    Day,
}

/// What tells a document's date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateBasis {
    /// Metadata: a `date …` or `Published: …` line, front matter, a date on a line of its own near
    /// the top, or the caller of [`from_text`].
    Stated,
    /// A by-line such as `By Anna Petrosyan | Friday, 23 June 2023`.
    ByLine,
    /// The opening of a news report, such as `YEREVAN, January 17, 2025 —`.
    Dateline,
}

/// What a block is in the document's layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The document's title (at most one block).
    Title,
    /// A heading over the text that follows it.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// The caption, source line or alternative text of a picture, map or table.
    Caption,
    /// Few words standing alone, such as a label on a map or a table's cell.
    Label,
    /// What carries no news: a repeated page header, the repeated alternative text of a picture, a
    /// by-line, a comments link. Callers count none of its places.
    Boilerplate,
}

/// A paragraph, heading or the like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is: bytes of [`Document::text`].
    pub range: Range<usize>,
}

/// Something wrong in a document that could still be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Of which sort it is.
    pub code: Code,
    /// What is wrong, for a person.
    pub message: String,
    /// Where: Unicode code points from the start of the decoded file.
    pub place: Option<usize>,
}

/// Why a file could not be read. As text, it names the file and says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file could not be opened or read.
    Unreadable {
        /// The file's path.
        path: String,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// No reader takes this file's extension.
    UnknownFormat {
        /// The file's path.
        path: String,
        /// Its extension, without the dot; empty where it has none.
        extension: String,
    },
    /// The file's bytes are not text.
    Binary {
        /// The file's path.
        path: String,
        /// What was found, such as `a PDF header` or `a NUL byte`.
        found: &'static str,
        /// Where the first sign of it is, in bytes from the start of the file.
        place: usize,
    },
    /// The file can only be read with a password.
    Encrypted {
        /// The file's path.
        path: String,
    },
    /// The file is not what its format wants: cut off, or broken.
    Damaged {
        /// The file's path.
        path: String,
        /// What is wrong.
        found: String,
    },
    /// The file asks for more than [`Limits`] allow.
    TooLarge {
        /// The file's path.
        path: String,
        /// What is beyond its limit.
        found: String,
    },
    /// The file is of a format that is known, and that no reader takes.
    Unread {
        /// The file's path.
        path: String,
        /// Which format, such as `Word 97`.
        format: &'static str,
        /// What to do with it.
        instead: &'static str,
    },
    /// The file's text is in pictures, and was not to be recognised or could not be.
    NoText {
        /// The file's path.
        path: String,
        /// Why there is none.
        found: String,
    },
}

impl ReadError {
    /// The file's path.
    pub fn path(&self) -> &str {
        match self {
            ReadError::Unreadable { path, .. }
            | ReadError::UnknownFormat { path, .. }
            | ReadError::Binary { path, .. }
            | ReadError::Encrypted { path }
            | ReadError::Damaged { path, .. }
            | ReadError::TooLarge { path, .. }
            | ReadError::Unread { path, .. }
            | ReadError::NoText { path, .. } => path,
        }
    }

    /// Of which sort the problem is.
    pub fn code(&self) -> Code {
        match self {
            ReadError::Unreadable { .. } | ReadError::Binary { .. } => Code::UnreadableDocument,
            ReadError::UnknownFormat { .. } | ReadError::Unread { .. } => Code::UnknownFormat,
            ReadError::NoText { .. } => Code::NoText,
            ReadError::Encrypted { .. } => Code::Encrypted,
            ReadError::Damaged { .. } => Code::Damaged,
            ReadError::TooLarge { .. } => Code::TooLarge,
        }
    }

    /// What went wrong while a file was gone through.
    fn of_io(path: String, source: io::Error) -> Self {
        use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
        let found = source.to_string();
        match source.kind() {
            _ if compressed::is_too_much(&source) => ReadError::TooLarge { path, found },
            InvalidData | InvalidInput | Other | UnexpectedEof => {
                ReadError::Damaged { path, found }
            }
            _ => ReadError::Unreadable { path, source },
        }
    }

    /// The same, of another file: of one that lies in it.
    fn at(self, within: String) -> Self {
        let mut error = self;
        match &mut error {
            ReadError::Unreadable { path, .. }
            | ReadError::UnknownFormat { path, .. }
            | ReadError::Binary { path, .. }
            | ReadError::Encrypted { path }
            | ReadError::Damaged { path, .. }
            | ReadError::TooLarge { path, .. }
            | ReadError::Unread { path, .. }
            | ReadError::NoText { path, .. } => *path = within,
        }
        error
    }

    /// What is wrong and what to do, without the path.
    pub fn message(&self) -> String {
        match self {
            ReadError::Unreadable { source, .. } => {
                format!("cannot be read ({source}); check that it exists and that you may read it")
            }
            ReadError::UnknownFormat { extension, .. } => format!(
                "no reader for {extension:?} files; convert it to one of: {}",
                registry::known_extensions()
            ),
            ReadError::Binary { found, place, .. } => format!(
                "not a text file: {found} at byte {place}; convert it to plain text first, or leave it out"
            ),
            ReadError::Encrypted { .. } => {
                "is encrypted; save it without a password and name that file".to_owned()
            }
            ReadError::Damaged { found, .. } => {
                format!("is damaged: {found}; get or save it again")
            }
            ReadError::TooLarge { found, .. } => {
                format!("is not read: {found}; split it, or take out what is needed")
            }
            ReadError::Unread {
                format, instead, ..
            } => format!("is {format}, which no reader takes; {instead}"),
            ReadError::NoText { found, .. } => found.clone(),
        }
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.path(), self.message())
    }
}

/// Reads one format. A new format is one new file with one implementation, and a line in `registry`.
pub trait Reader: Sync {
    /// The format's name for people, such as `plain text`.
    fn name(&self) -> &'static str;

    /// The file extensions it takes: lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether a file that begins so is of this format, whatever its name says. `start` is a few thousand bytes.
    fn recognises(&self, start: &[u8]) -> bool {
        let _ = start;
        false
    }

    /// How it wants a file.
    fn wants(&self) -> Wants {
        Wants::Bytes
    }

    /// Reads the file. Most formats hold one document; rows, mails and archives hold many, which come one after the
    /// other.
    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a>;
}

/// How a reader wants a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// In memory; files are bounded by [`Limits::bytes`].
    Bytes,
    /// To go through it once, from its beginning, however long it is.
    Stream,
    /// To look here and there in it, however long it is.
    Seek,
}

/// What reading is given besides the file.
#[derive(Clone)]
pub struct Reading<'a> {
    /// Tells which words are names, where parts of one stand apart.
    pub names: &'a dyn Names,
    /// What a document may cost.
    pub limits: Limits,
    /// The names of the columns of tables.
    pub columns: Arc<Columns>,
    /// Recognises the text of pictures, where that is wanted.
    pub ocr: Option<Arc<Ocr>>,
    /// In how many archives, one in the other, the file lies.
    pub depth: usize,
}

/// What a document may cost. Documents come from strangers: what is beyond is a [`ReadError`], and the rest is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest document, and the most that a compressed file is expanded to; bytes.
    pub bytes: u64,
    /// The most pages of a document that are read.
    pub pages: usize,
    /// How deep archives may lie in archives.
    pub depth: usize,
    /// The most documents that are read out of one archive.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            pages: 10_000,
            depth: 4,
            files: 100_000,
        }
    }
}

/// A file's bytes, not yet understood.
#[derive(Debug, Clone)]
pub struct RawFile {
    /// The id the document is to have.
    pub id: String,
    /// The path as the user gave it, with `/` between its parts.
    pub path: String,
    /// What is in it; of a file that is gone through ([`Reader::wants`]) the beginning.
    pub bytes: Vec<u8>,
    /// Where the whole file is.
    pub whole: Whole,
    /// The extension of what it is, where its path does not tell: of `news.csv.gz` what is expanded is CSV.
    pub extension: Option<String>,
}

/// Where a whole file is.
#[derive(Clone, Default)]
pub enum Whole {
    /// In [`RawFile::bytes`].
    #[default]
    Here,
    /// On the disk.
    OnDisk(PathBuf),
    /// Where this begins to read it anew.
    Stream(Arc<Opens>),
}

/// Opens a file.
pub type Opens = dyn Fn() -> io::Result<Box<dyn BufRead>> + Send + Sync;

impl std::fmt::Debug for Whole {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Whole::Here => formatter.write_str("Here"),
            Whole::OnDisk(path) => formatter.debug_tuple("OnDisk").field(path).finish(),
            Whole::Stream(_) => formatter.write_str("Stream"),
        }
    }
}

/// A file in which one can look here and there.
trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

impl RawFile {
    /// A file that is in memory.
    #[must_use]
    pub fn new(id: impl Into<String>, path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self {
            id: id.into(),
            path: path.into(),
            bytes,
            whole: Whole::Here,
            extension: None,
        }
    }

    /// Goes through the file. Its bytes are then no longer here.
    fn open(&mut self) -> io::Result<Box<dyn BufRead>> {
        Ok(match &self.whole {
            Whole::Here => Box::new(Cursor::new(std::mem::take(&mut self.bytes))),
            Whole::OnDisk(path) => Box::new(BufReader::with_capacity(1 << 16, File::open(path)?)),
            Whole::Stream(opens) => opens()?,
        })
    }

    /// Opens the file to look here and there in it. What can only be gone through is not opened so.
    fn seek(&mut self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match &self.whole {
            Whole::OnDisk(path) => Box::new(BufReader::new(File::open(path)?)),
            _ => Box::new(Cursor::new(std::mem::take(&mut self.bytes))),
        })
    }

    /// How long the file is, where that is known without going through it.
    fn length(&self) -> Option<u64> {
        match &self.whole {
            Whole::Here => u64::try_from(self.bytes.len()).ok(),
            Whole::OnDisk(path) => std::fs::metadata(path).ok().map(|found| found.len()),
            Whole::Stream(_) => None,
        }
    }

    /// The extension of its name, in lower case and without the dot.
    fn extension(&self) -> String {
        let by_path = || collection::extension(std::path::Path::new(&self.path));
        self.extension.clone().unwrap_or_else(by_path)
    }

    /// Its first bytes.
    fn start(&self) -> &[u8] {
        self.bytes
            .get(..registry::START.min(self.bytes.len()))
            .unwrap_or_default()
    }
}

/// Reads a file that [`collect`] found; of one with several documents the first.
pub fn read(file: &InputFile) -> Result<Document, ReadError> {
    knowing(&()).read(file)
}

/// Reads a text that is already in memory, as plain text. Source offsets are offsets in `text` as
/// given. A `title` or `date` given here wins over what the text says about itself.
pub fn from_text(
    id: &str,
    title: Option<&str>,
    date: Option<DocumentDate>,
    text: &str,
) -> Document {
    knowing(&()).from_text(id, title, date, text)
}

/// Reads one path as a document of its own, without [`collect`]: the id is the file's stem.
pub fn read_path(path: impl Into<PathBuf>) -> Result<Document, ReadError> {
    knowing(&()).read_path(path)
}

#[cfg(test)]
mod tests;
