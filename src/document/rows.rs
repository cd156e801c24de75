//! Tables whose rows are documents: CSV and its kin, JSON Lines. They are gone through row by row, however long they are.
//!
//! Which column is what is told by its name, or by the user. A table without a column of texts is one document.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;
use std::str::FromStr;

use encoding_rs::Encoding;
use serde_json::Value;

use super::assemble::{self, Stated};
use super::blocks::Shape;
use super::compose::Composer;
use super::compressed::{read_within, too_much};
use super::{
    Document, DocumentDate, Documents, Names, Origin, Place, RawFile, ReadError, Reader, Reading,
    Wants, metadata, plain_text, registry,
};

araxes_gazetteer::vocabulary! {
    /// What a column of a table of documents holds.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Field {
        /// The text of the document.
        Text = "text",
        /// Its title.
        Title = "title",
        /// When it was published.
        Date = "date",
        /// Its address.
        Url = "url",
        /// Who published it.
        Publisher = "publisher",
        /// Who wrote it.
        Author = "author",
        /// Its id.
        Id = "id",
        /// Its language, as a BCP 47 tag.
        Language = "language",
    }
    /// The name in `--columns`.
    pub fn as_str;
}

/// How columns are called, the likeliest first; in lower case and without signs.
fn usual_names(field: Field) -> &'static [&'static str] {
    match field {
        Field::Text => &[
            "text",
            "fulltext",
            "body",
            "content",
            "articletext",
            "articlebody",
            "article",
            "maintext",
            "story",
            "message",
            "texte",
            "текст",
            "metin",
            "mətn",
        ],
        Field::Title => &[
            "title",
            "headline",
            "heading",
            "subject",
            "titre",
            "заголовок",
            "başlık",
        ],
        Field::Date => &[
            "date",
            "published",
            "publisheddate",
            "publicationdate",
            "datepublished",
            "publishdate",
            "pubdate",
            "publishedat",
            "datetime",
            "timestamp",
            "created",
            "createdat",
            "дата",
            "tarih",
            "tarix",
        ],
        Field::Url => &[
            "url",
            "link",
            "sourceurl",
            "permalink",
            "canonicalurl",
            "address",
            "webaddress",
            "uri",
        ],
        Field::Publisher => &[
            "publisher",
            "source",
            "outlet",
            "site",
            "sitename",
            "domain",
            "newspaper",
            "publication",
        ],
        Field::Author => &["author", "authors", "byline", "creator"],
        Field::Id => &["id", "docid", "documentid", "articleid", "uuid", "guid"],
        Field::Language => &["language", "lang", "locale"],
    }
}

/// The names of columns that the user gave: `text=body,title=head`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    named: Vec<(Field, String)>,
}

impl FromStr for Columns {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut columns = Self::default();
        for part in text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let pair = part
                .split_once('=')
                .map(|(field, name)| (field.trim(), name.trim()));
            let field = pair.and_then(|(field, name)| {
                let field = Field::ALL
                    .into_iter()
                    .find(|known| known.as_str() == field)?;
                (!name.is_empty()).then(|| (field, name.to_owned()))
            });
            let Some(field) = field else {
                let known = Field::ALL.map(Field::as_str).join(", ");
                return Err(format!("{part:?} is no FIELD=COLUMN; fields are {known}"));
            };
            columns.named.push(field);
        }
        Ok(columns)
    }
}

impl Columns {
    /// Which of these headings is the column of each field.
    pub(super) fn places(&self, headings: &[String]) -> Places {
        let key = |name: &str| {
            let letters = name.chars().filter(|char| char.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect::<String>()
        };
        let keys: Vec<String> = headings.iter().map(|name| key(name)).collect();
        let mut places = Places::default();
        for field in Field::ALL {
            let named = self
                .named
                .iter()
                .find(|(of, _)| *of == field)
                .map(|(_, name)| name);
            let at = match named {
                Some(name) => headings
                    .iter()
                    .position(|heading| heading.trim() == name)
                    .or_else(|| keys.iter().position(|heading| *heading == key(name))),
                None => usual_names(field)
                    .iter()
                    .find_map(|name| keys.iter().position(|heading| heading == name)),
            };
            places.at.push((field, at));
        }
        places
    }
}

/// The columns of the fields.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    at: Vec<(Field, Option<usize>)>,
}

impl Places {
    /// The column of a field.
    pub(super) fn of(&self, field: Field) -> Option<usize> {
        self.at
            .iter()
            .find(|(of, _)| *of == field)
            .and_then(|(_, at)| *at)
    }
}

/// A row of a table that is a document.
pub(super) struct Row<'a> {
    /// The file's id and path.
    pub(super) file: (&'a str, &'a str),
    pub(super) format: &'static str,
    pub(super) number: u64,
    pub(super) sheet: Option<&'a str>,
    pub(super) encoding: &'static str,
}

impl Row<'_> {
    /// The document of a row. `cell` gives what a field holds.
    pub(super) fn document(
        &self,
        cell: impl Fn(Field) -> Option<String>,
        names: &dyn Names,
    ) -> Document {
        let said = |field| {
            cell(field)
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        let text = cell(Field::Text).unwrap_or_default();
        let (id, path) = self.file;
        let own = said(Field::Id).filter(|id| id.len() <= 200);
        let row = own.unwrap_or_else(|| match self.sheet {
            Some(sheet) => format!("{sheet}/{}", self.number),
            None => self.number.to_string(),
        });
        let stated = Stated {
            id: format!("{id}/{row}"),
            path: path.to_owned(),
            sha256: assemble::sha256(text.as_bytes()),
            title: said(Field::Title),
            date: said(Field::Date).as_deref().and_then(DocumentDate::written),
            publisher: said(Field::Publisher).filter(|name| !metadata::is_address(name)),
            author: said(Field::Author),
            url: said(Field::Url).filter(|url| metadata::is_address(url)),
            language: said(Field::Language).filter(|tag| (2..=20).contains(&tag.len())),
            format: self.format,
            origins: vec![Origin {
                start: 0,
                place: Place::Row {
                    number: self.number,
                    sheet: self.sheet.map(str::to_owned),
                },
            }],
            ..Stated::default()
        };
        plain_text::inner(stated, text, self.encoding, names)
    }
}

/// The most rows of a table that is one document.
const MOST_ROWS: u64 = 100_000;

/// Reads tables with marks between their cells.
pub(super) struct Csv;

impl Reader for Csv {
    fn name(&self) -> &'static str {
        "CSV"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn wants(&self) -> Wants {
        Wants::Stream
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        match Table::open(file, reading) {
            Ok(table) => table.documents(),
            Err(error) => registry::one(Err(error)),
        }
    }
}

struct Table<'a> {
    file: RawFile,
    reading: Reading<'a>,
    encoding: &'static Encoding,
    records: csv::ByteRecordsIntoIter<Metered>,
    /// How much was read since the last row.
    since: Rc<Cell<u64>>,
    headings: Vec<String>,
}

/// Ends where a row is longer than it may be, such as one with a quotation mark that is never closed.
struct Metered {
    from: Box<dyn BufRead>,
    since: Rc<Cell<u64>>,
    limit: u64,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        let more = u64::try_from(length).unwrap_or_default();
        self.since.set(self.since.get().saturating_add(more));
        if self.since.get() > self.limit {
            return Err(too_much(self.limit));
        }
        Ok(length)
    }
}

/// The mark that parts the cells: of those that may, the one that the first line has most of.
fn mark(start: &[u8], extension: &str) -> u8 {
    if matches!(extension, "tsv" | "tab") {
        return b'\t';
    }
    let line = start
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in line {
        quoted ^= *byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(mark, _)| mark == byte && !quoted) {
            *count += 1;
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b',', |(mark, _)| *mark)
}

impl<'a> Table<'a> {
    fn open(mut file: RawFile, reading: Reading<'a>) -> Result<Self, ReadError> {
        let path = file.path.clone();
        let unreadable = |source| ReadError::of_io(path.clone(), source);
        let start = file.start().to_vec();
        let start = start.as_slice();
        let encoding = match Encoding::for_bom(start) {
            Some((encoding, _)) => encoding,
            None if std::str::from_utf8(start).is_ok_or_cut() => encoding_rs::UTF_8,
            None => super::decode::guess(start).0,
        };
        let open = if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
            let mut bytes = Vec::new();
            let limit = reading.limits.bytes;
            file.open()
                .and_then(|mut open| read_within(&mut open, limit, &mut bytes))
                .map_err(unreadable)?;
            let text = encoding.decode(&bytes).0.into_owned();
            Box::new(io::Cursor::new(text.into_bytes())) as Box<dyn BufRead>
        } else {
            file.open().map_err(unreadable)?
        };
        let since = Rc::new(Cell::new(0));
        let records = csv::ReaderBuilder::new()
            .delimiter(mark(start, &file.extension()))
            .has_headers(false)
            .flexible(true)
            .from_reader(Metered {
                from: open,
                since: Rc::clone(&since),
                limit: reading.limits.bytes,
            })
            .into_byte_records();
        let encoding = if encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE {
            encoding_rs::UTF_8
        } else {
            encoding
        };
        let mut table = Self {
            file,
            reading,
            encoding,
            records,
            since,
            headings: Vec::new(),
        };
        if let Some(first) = table.records.next() {
            let first = first.map_err(|error| table.damaged(error))?;
            table.headings = table.cells(&first);
        }
        Ok(table)
    }

    fn damaged(&self, error: csv::Error) -> ReadError {
        let path = self.file.path.clone();
        match error.into_kind() {
            csv::ErrorKind::Io(source) => ReadError::of_io(path, source),
            kind => ReadError::Damaged {
                path,
                found: format!("{kind:?}"),
            },
        }
    }

    fn cells(&self, record: &csv::ByteRecord) -> Vec<String> {
        let decode = |cell: &[u8]| match std::str::from_utf8(cell) {
            Ok(text) => text.trim_start_matches('\u{FEFF}').to_owned(),
            Err(_) => self
                .encoding
                .decode_without_bom_handling(cell)
                .0
                .into_owned(),
        };
        record.iter().map(decode).collect()
    }

    fn documents(mut self) -> Documents<'a> {
        let places = self.reading.columns.places(&self.headings);
        let Some(text) = places.of(Field::Text) else {
            return registry::one(self.whole());
        };
        let mut ended = false;
        Box::new(std::iter::from_fn(move || {
            while !ended {
                self.since.set(0);
                let record = match self.records.next()? {
                    Ok(record) => record,
                    Err(error) => {
                        ended = true;
                        return Some(Err(self.damaged(error)));
                    }
                };
                let cells = self.cells(&record);
                if cells.get(text).is_none_or(|text| text.trim().is_empty()) {
                    continue;
                }
                let row = Row {
                    file: (&self.file.id, &self.file.path),
                    format: Csv.name(),
                    number: line(&record),
                    sheet: None,
                    encoding: self.encoding.name(),
                };
                let cell = |field| places.of(field).and_then(|at| cells.get(at).cloned());
                return Some(Ok(row.document(cell, self.reading.names)));
            }
            None
        }))
    }

    /// A table without texts as one document.
    fn whole(&mut self) -> Result<Document, ReadError> {
        let mut composer = Composer::default();
        composer.table();
        let place = |number| Place::Row {
            number,
            sheet: None,
        };
        let headings = std::mem::take(&mut self.headings);
        let row = headings
            .iter()
            .map(|cell| composer.block(Shape::Cell, place(1), cell))
            .collect();
        composer.row(row);
        let mut number = 1;
        loop {
            self.since.set(0);
            let Some(record) = self.records.next() else {
                break;
            };
            let record = record.map_err(|error| self.damaged(error))?;
            number += 1;
            if number > MOST_ROWS
                || u64::try_from(composer.length()).unwrap_or(u64::MAX) > self.reading.limits.bytes
            {
                return Err(ReadError::TooLarge {
                    path: self.file.path.clone(),
                    found: format!(
                        "a table of more than {} rows without a column of texts; name it with --columns text=COLUMN",
                        number - 1
                    ),
                });
            }
            let cells = self.cells(&record);
            let row = cells
                .iter()
                .map(|cell| composer.block(Shape::Cell, place(line(&record)), cell))
                .collect();
            composer.row(row);
        }
        let stated = Stated {
            id: self.file.id.clone(),
            path: self.file.path.clone(),
            sha256: assemble::sha256(composer.text().as_bytes()),
            format: Csv.name(),
            ..Stated::default()
        };
        Ok(composer.finish(stated, self.encoding.name()))
    }
}

fn line(record: &csv::ByteRecord) -> u64 {
    record
        .position()
        .map_or(0, |position| position.record() + 1)
}

trait OrCut {
    /// Whether it is text, or would be if it were not cut off.
    fn is_ok_or_cut(&self) -> bool;
}

impl OrCut for Result<&str, std::str::Utf8Error> {
    fn is_ok_or_cut(&self) -> bool {
        self.as_ref()
            .map_or_else(|error| error.error_len().is_none(), |_| true)
    }
}

/// Reads JSON Lines: an object in each line.
pub(super) struct JsonLines;

impl Reader for JsonLines {
    fn name(&self) -> &'static str {
        "JSON Lines"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn wants(&self) -> Wants {
        Wants::Stream
    }

    fn read<'a>(&'a self, mut file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let mut open = match file.open() {
            Ok(open) => open,
            Err(source) => {
                return registry::one(Err(ReadError::of_io(file.path, source)));
            }
        };
        let mut number = 0;
        let mut ended = false;
        Box::new(std::iter::from_fn(move || {
            while !ended {
                let mut line = Vec::new();
                let limit = reading.limits.bytes;
                let read = (&mut open)
                    .take(limit.saturating_add(1))
                    .read_until(b'\n', &mut line);
                number += 1;
                let path = || file.path.clone();
                match read {
                    Ok(0) => return None,
                    Ok(length) if u64::try_from(length).is_ok_and(|length| length <= limit) => {}
                    Ok(_) => {
                        ended = true;
                        let found = format!("line {number} is longer than {} MB", limit >> 20);
                        return Some(Err(ReadError::TooLarge {
                            path: path(),
                            found,
                        }));
                    }
                    Err(source) => {
                        ended = true;
                        return Some(Err(ReadError::of_io(path(), source)));
                    }
                }
                let bytes = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
                if bytes.trim_ascii().is_empty() {
                    continue;
                }
                let found = match serde_json::from_slice::<Value>(bytes) {
                    Ok(Value::Object(object)) => {
                        let (headings, values): (Vec<String>, Vec<Value>) =
                            object.into_iter().unzip();
                        let places = reading.columns.places(&headings);
                        let cell = |field| {
                            let value = values.get(places.of(field)?)?;
                            match value {
                                Value::Null => None,
                                Value::String(text) => Some(text.clone()),
                                other => Some(other.to_string()),
                            }
                        };
                        if places.of(Field::Text).is_some() {
                            let row = Row {
                                file: (&file.id, &file.path),
                                format: JsonLines.name(),
                                number,
                                sheet: None,
                                encoding: "UTF-8",
                            };
                            return Some(Ok(row.document(cell, reading.names)));
                        }
                        "no column of texts; name it with --columns text=COLUMN".to_owned()
                    }
                    Ok(_) => "no object".to_owned(),
                    Err(error) => error.to_string(),
                };
                let found = format!("line {number} is no document ({found})");
                return Some(Err(ReadError::Damaged {
                    path: path(),
                    found,
                }));
            }
            None
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Limits;

    fn read(name: &str, bytes: &[u8], columns: &str) -> Vec<Result<Document, ReadError>> {
        let file = RawFile::new("news", name, bytes.to_vec());
        let reading = Reading {
            names: &(),
            limits: Limits::default(),
            columns: std::sync::Arc::new(columns.parse().expect("are columns")),
            ocr: None,
            depth: 0,
        };
        registry::read(file, reading).collect()
    }

    fn told(documents: &[Result<Document, ReadError>]) -> Vec<String> {
        let tell = |document: &Result<Document, ReadError>| match document {
            Ok(document) => format!(
                "{} {:?} {} {} {}: {}",
                document.id,
                document.title.as_deref().unwrap_or_default(),
                document
                    .date
                    .map(|date| date.to_string())
                    .unwrap_or_default(),
                document.url.as_deref().unwrap_or_default(),
                document
                    .origins
                    .first()
                    .map(|origin| origin.place.to_string())
                    .unwrap_or_default(),
                document.text
            ),
            Err(error) => error.to_string(),
        };
        documents.iter().map(tell).collect()
    }

    #[test]
    fn rows_are_documents() {
        let wanted = [
            "news/a1 \"The road\" 2024-03-04 https://sevan.example/1 row=2: It is open, from Goris to Kapan.",
            "news/3 \"\"   row=3: Snow in Sisian.",
        ];
        let table = "id,Headline,Published,link,Body\na1,The road,2024-03-04T10:00:00Z,https://sevan.example/1,\"It is open, from Goris to Kapan.\"\n,,,,Snow in Sisian.\n,,,,\n";
        assert_eq!(told(&read("a.csv", table.as_bytes(), "")), wanted);
        let semicolons = table
            .replace(
                "a1,The road,2024-03-04T10:00:00Z,https://sevan.example/1,",
                "a1;The road;2024-03-04T10:00:00Z;https://sevan.example/1;",
            )
            .replace(
                "id,Headline,Published,link,Body",
                "id;Headline;Published;link;Body",
            )
            .replace(",,,,", ";;;;");
        assert_eq!(told(&read("a.csv", semicolons.as_bytes(), "")).len(), 2);
        let lines = "{\"id\":\"a1\",\"headline\":\"The road\",\"date\":\"2024-03-04\",\"url\":\"https://sevan.example/1\",\"text\":\"It is open, from Goris to Kapan.\"}\n\n{\"text\":\"Snow in Sisian.\"}\n";
        assert_eq!(
            told(&read("a.jsonl", lines.as_bytes(), "")),
            wanted.map(|row| row.replace("row=2", "row=1"))
        );
    }

    #[test]
    fn columns_can_be_named() {
        let table = "was,wo\nSnow in Sisian,x\n";
        assert_eq!(
            told(&read("a.csv", table.as_bytes(), "text=was,title=wo")),
            ["news/2 \"x\"   row=2: Snow in Sisian"]
        );
        assert!("text".parse::<Columns>().is_err() && "words=a".parse::<Columns>().is_err());
    }

    #[test]
    fn a_table_without_texts_is_one_document() {
        let documents = read(
            "a.csv",
            b"Post,Lat,Lon\nGate,39.20,46.41\nRidge,39.15,46.53\n",
            "",
        );
        let document = documents
            .first()
            .and_then(|document| document.as_ref().ok())
            .expect("is read");
        assert_eq!(document.tables.len(), 1);
        assert_eq!(
            document.text.replace("\n\n", "/"),
            "Post/Lat/Lon/Gate/39.20/46.41/Ridge/39.15/46.53"
        );
    }

    #[test]
    fn bad_lines_are_told_and_the_rest_is_read() {
        let lines = "{\"text\":\"Goris\"}\n{\"text\":\n[1]\n{\"a\":1}\n{\"text\":\"Kapan\"}\n";
        let told = told(&read("a.jsonl", lines.as_bytes(), ""));
        assert_eq!(told.len(), 5);
        assert!(
            told.iter()
                .any(|line| line.contains("line 2 is no document")),
            "{told:?}"
        );
        assert!(told.last().is_some_and(|line| line.ends_with("Kapan")));
    }

    #[test]
    fn a_row_that_never_ends_is_left_at_the_limit() {
        let table = format!("text\nGoris\n\"{}", "Kapan\n".repeat(1_000_000));
        let reading = Reading {
            names: &(),
            limits: Limits {
                bytes: 1 << 20,
                ..Limits::default()
            },
            columns: std::sync::Arc::default(),
            ocr: None,
            depth: 0,
        };
        let file = RawFile::new("news", "a.csv", table.into_bytes());
        let documents: Vec<_> = registry::read(file, reading).collect();
        let codes: Vec<_> = documents
            .iter()
            .map(|document| {
                document
                    .as_ref()
                    .map_or_else(|error| error.code().as_str(), |document| &document.text)
            })
            .collect();
        assert_eq!(codes, ["Goris", "too-large"]);
    }

    #[test]
    fn older_encodings_are_read() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251
            .encode("text\nДорога из Гориса в Капан снова открыта, сообщили вчера в Ереване.\n");
        let documents = told(&read("a.csv", &bytes, ""));
        assert!(
            documents
                .first()
                .is_some_and(|text| text.contains("из Гориса в Капан")),
            "{documents:?}"
        );
    }
}
