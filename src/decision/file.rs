//! Files of decisions: read as people and spreadsheets write them, and written so that they read well in a diff.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use jiff::civil::{Date, DateTime};
use sha2::{Digest, Sha256};

use crate::problem::{At, Code, Problem};
use crate::spreadsheet::{guarded, unguarded};

araxes_gazetteer::vocabulary! {
    /// Which words a decision holds for, the widest first: a narrower decision counts before a wider.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Scope {
        /// Wherever a document has the words.
        Everywhere = "everywhere",
        /// In documents in a language; `in` is its tag, such as `ru`.
        Language = "language",
        /// In documents of a publisher; `in` is what the documents call it.
        Publisher = "publisher",
        /// In one document; `in` is its id, path or address.
        Document = "document",
        /// One mention, found again by the words before and behind it; `in` is the id, path or address of its document, or empty.
        Mention = "mention",
    }
    /// The word in the column `scope`.
    pub fn as_str;
}

araxes_gazetteer::vocabulary! {
    /// What was decided.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Word {
        /// The words mean the place, route or border whose id is in `place`, or the position in `lat` and `lon`.
        Is = "is",
        /// The words are no place: they are not on the map.
        NoPlace = "no-place",
        /// The words mean what other words mean that are in `place`, or the thing whose id is there.
        SameAs = "same-as",
        /// What the program answers is right; `place` is the id of the answer, so that another answer is not taken for it.
        Right = "right",
    }
    /// The word in the column `decision`.
    pub fn as_str;
}

/// One row of a file of decisions, as it is written there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Which words it holds for.
    pub scope: Scope,
    /// The document, publisher or language.
    pub within: String,
    /// The words.
    pub exact: String,
    /// The words before them, for one mention.
    pub prefix: String,
    /// The words behind them, for one mention.
    pub suffix: String,
    /// The day or time of the decision, as it is written.
    pub when: String,
    /// Who decided.
    pub who: String,
    /// What was decided.
    pub decision: Word,
    /// The id of the place, or the other words.
    pub place: String,
    /// Latitude of a position of its own, degrees north, as it is written.
    pub lat: String,
    /// Its longitude, degrees east, as it is written.
    pub lon: String,
    /// What to call that position.
    pub name: String,
    /// What is there: one of the kinds of places or positions.
    pub kind: String,
    /// Why it was decided so.
    pub why: String,
}

/// A column of a file of decisions.
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    value: fn(&Row) -> &str,
}

impl std::fmt::Debug for Column {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

/// The columns, in the order of writing.
pub const COLUMNS: &[Column] = &[
    Column {
        name: "scope",
        meaning: "which words it holds for: `everywhere`, `language`, `publisher`, `document` or `mention`",
        value: |row| row.scope.as_str(),
    },
    Column {
        name: "in",
        meaning: "the language, the publisher, or the document by its id, path or address; empty for everywhere",
        value: |row| &row.within,
    },
    Column {
        name: "prefix",
        meaning: "for one mention, the words before it, as in `citations.csv`",
        value: |row| &row.prefix,
    },
    Column {
        name: "exact",
        meaning: "the words themselves, as in `citations.csv`",
        value: |row| &row.exact,
    },
    Column {
        name: "suffix",
        meaning: "for one mention, the words behind it, as in `citations.csv`",
        value: |row| &row.suffix,
    },
    Column {
        name: "decision",
        meaning: "`is`, `no-place`, `same-as` or `right`",
        value: |row| row.decision.as_str(),
    },
    Column {
        name: "place",
        meaning: "id of the place, route or border that is meant, or address of the place in GeoNames; for `same-as` other words, or an id",
        value: |row| &row.place,
    },
    Column {
        name: "lat",
        meaning: "latitude of a position of its own, degrees north",
        value: |row| &row.lat,
    },
    Column {
        name: "lon",
        meaning: "its longitude, degrees east",
        value: |row| &row.lon,
    },
    Column {
        name: "name",
        meaning: "what to call that position; the words themselves where it is empty",
        value: |row| &row.name,
    },
    Column {
        name: "kind",
        meaning: "what is there, such as `camp`, `bridge` or `settlement`; `position` where it is empty",
        value: |row| &row.kind,
    },
    Column {
        name: "who",
        meaning: "who decided",
        value: |row| &row.who,
    },
    Column {
        name: "when",
        meaning: "when, as `2026-03-01` or `2026-03-01T14:30`; a later decision counts before an earlier",
        value: |row| &row.when,
    },
    Column {
        name: "why",
        meaning: "why",
        value: |row| &row.why,
    },
];

impl Row {
    /// When it was decided, where that can be read: a day counts as its first moment.
    #[must_use]
    pub fn moment(&self) -> Option<DateTime> {
        let text = self.when.trim().trim_end_matches(['Z', 'z']);
        let day = |day: Date| day.at(0, 0, 0, 0);
        let dotted = || {
            let mut parts = text.split('.').map(str::trim);
            let (of_month, month, year) = (parts.next()?, parts.next()?, parts.next()?);
            let year = parts.next().is_none().then(|| year.parse().ok())??;
            Date::new(year, month.parse().ok()?, of_month.parse().ok()?).ok()
        };
        if let Ok(date) = text.parse::<Date>()
            && !text.contains([':', 'T', ' '])
        {
            return Some(day(date));
        }
        text.parse::<DateTime>().ok().or_else(|| dotted().map(day))
    }

    /// The words that it holds for: rows that agree in them speak of the same.
    #[must_use]
    pub fn about(&self) -> (Scope, &str, &str, &str, &str) {
        let Self {
            scope,
            within,
            exact,
            prefix,
            suffix,
            ..
        } = self;
        (*scope, within, exact, prefix, suffix)
    }

    /// What it says of them.
    #[must_use]
    pub fn says(&self) -> (Word, &str, &str, &str) {
        (self.decision, &self.place, &self.lat, &self.lon)
    }

    /// Whether it is of another mind than one that counts before it, rather than of the same or an earlier one of the same
    /// person: somebody who changes his mind says so later, which is no contradiction.
    fn contradicts(&self, counts: &Row) -> bool {
        let moment = self.moment();
        let is_change_of_mind =
            self.who == counts.who && moment.is_some() && moment < counts.moment();
        self.says() != counts.says() && !is_change_of_mind
    }

    /// What it says, for people.
    #[must_use]
    pub fn told(&self) -> String {
        let place = || match (self.place.as_str(), self.lat.as_str()) {
            ("", "") => String::new(),
            ("", _) => {
                let point = |text: &str| text.replace(',', ".");
                format!(" at {}, {}", point(&self.lat), point(&self.lon))
            }
            (place, _) => format!(" {place}"),
        };
        match self.decision {
            Word::Is => format!("is{}", place()),
            Word::NoPlace => "is no place".to_owned(),
            Word::SameAs => format!("is the same as “{}”", self.place),
            Word::Right => format!("is right as it is{}", place()),
        }
    }

    /// Who decided it, when and why, for people: empty where nobody says.
    #[must_use]
    pub fn signed(&self) -> String {
        let by = [self.who.trim(), self.when.trim()];
        let by: Vec<&str> = by.into_iter().filter(|part| !part.is_empty()).collect();
        let why = self.why.trim();
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(": {why}")
        };
        if by.is_empty() {
            why
        } else {
            format!(" ({}){why}", by.join(", "))
        }
    }
}

/// Why a file of decisions could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file could not be read.
    #[error("{path}: cannot be read ({source}); name a file of decisions")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The file is no table of decisions.
    #[error(
        "{path}: is no file of decisions: {found}; its first line names the columns, of which “scope”, “exact” and “decision” must be there"
    )]
    NoTable {
        /// The file.
        path: String,
        /// What is wrong.
        found: String,
    },
}

/// The rows of a file of decisions, each with its line, and what is wrong with others.
#[derive(Debug, Clone, Default)]
pub struct DecisionFile {
    /// The path as it was given, `/` between its parts.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The rows that can be used, each with its line in the file.
    pub rows: Vec<(u64, Row)>,
    /// What is wrong with the others.
    pub problems: Vec<Problem>,
}

impl DecisionFile {
    /// Reads a file. A byte order mark, semicolons or tabs between cells, Windows line ends, apostrophes before what looks
    /// like a formula, decimal commas and columns in another order do not matter; columns of other names are passed over.
    ///
    /// # Errors
    /// If the file cannot be read, is no text, or lacks a column that must be there. Single rows that cannot be used are
    /// [`DecisionFile::problems`].
    pub fn open(path: &Path) -> Result<Self, FileError> {
        Self::open_as(path, &path.display().to_string().replace('\\', "/"))
    }

    /// Reads a file; `shown` is what messages and the record of the run call it.
    ///
    /// # Errors
    /// As [`DecisionFile::open`] has them.
    pub fn open_as(path: &Path, shown: &str) -> Result<Self, FileError> {
        let bytes = fs::read(path).map_err(|source| FileError::Unreadable {
            path: path.display().to_string(),
            source,
        })?;
        Self::read(shown, &bytes)
    }

    /// Reads the bytes of a file; `path` is what messages call it.
    ///
    /// # Errors
    /// As [`DecisionFile::open`] has them.
    pub fn read(path: &str, bytes: &[u8]) -> Result<Self, FileError> {
        let no_table = |found: String| FileError::NoTable {
            path: path.to_owned(),
            found,
        };
        let text = decoded(bytes)
            .ok_or_else(|| no_table("it is no text in UTF-8; save it as “CSV UTF-8”".to_owned()))?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter(&text))
            .flexible(true)
            .from_reader(text.as_bytes());
        let header = reader
            .headers()
            .map_err(|error| no_table(error.to_string()))?
            .clone();
        let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, name) in header.iter().enumerate() {
            let name = name.trim().to_lowercase();
            if let Some(column) = COLUMNS.iter().find(|column| column.name == name) {
                columns.entry(column.name).or_insert(at);
            }
        }
        for name in ["scope", "exact", "decision"] {
            if !columns.contains_key(name) {
                return Err(no_table(format!("it has no column “{name}”")));
            }
        }
        let mut file = Self {
            path: path.to_owned(),
            sha256: Sha256::digest(bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            ..Self::default()
        };
        let mut record = csv::StringRecord::new();
        // Lines are counted here: the reader is one behind where lines end as on Windows.
        let (mut counted, mut line) = (0, 1);
        loop {
            let read = reader.read_record(&mut record);
            let start = record.position().map_or(0, csv::Position::byte);
            let start = usize::try_from(start).unwrap_or(counted).max(counted);
            let ends = |part: &[u8]| part.iter().filter(|&&byte| byte == b'\n').count() as u64;
            line += ends(text.as_bytes().get(counted..start).unwrap_or_default());
            counted = start;
            // The end of the line before may be the first that the reader counts to the row.
            let rest = text.get(start..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
            let line = line + ends(rest.as_bytes().get(..blank).unwrap_or_default());
            let problem = |code: Code, message: String| Problem {
                code,
                path: path.to_owned(),
                at: Some(At::Line(line)),
                message,
            };
            match read {
                Ok(false) => break,
                Ok(true) => {}
                Err(error) => {
                    // A reader that cannot go on would say the same for ever.
                    let message = format!("the row cannot be read ({error})");
                    file.problems.push(problem(Code::DecisionRefused, message));
                    break;
                }
            }
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let cell = |name: &str| {
                let cell = columns.get(name).and_then(|&at| record.get(at));
                unguarded(cell.unwrap_or_default())
            };
            match row(&cell) {
                Ok(row) => {
                    if !row.when.is_empty() && row.moment().is_none() {
                        let message = format!(
                            "“{}” cannot be read as a day or time, so the decision counts as earlier than those that have one; write it as 2026-03-01 or 2026-03-01T14:30",
                            row.when
                        );
                        file.problems.push(problem(Code::DecisionUndated, message));
                    }
                    file.rows.push((line, row));
                }
                Err(message) => {
                    file.problems.push(problem(Code::DecisionRefused, message));
                }
            }
        }
        Ok(file)
    }
}

/// The text of a file as spreadsheets save it: UTF-8, or UTF-16 with a byte order mark.
fn decoded(bytes: &[u8]) -> Option<String> {
    let (text, _, had_errors) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes),
        None => encoding_rs::UTF_8.decode(bytes),
    };
    let is_text = !had_errors && !text.contains('\0');
    is_text.then(|| text.into_owned())
}

/// What stands between the names of the columns: a comma, semicolon or tab.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: char| head.matches(sign).count();
    let signs = [(',', b','), (';', b';'), ('\t', b'\t')];
    let mut best = (0, b',');
    for (sign, byte) in signs {
        if count(sign) > best.0 {
            best = (count(sign), byte);
        }
    }
    best.1
}

/// A row of its cells, or what is wrong with it.
fn row<'c>(cell: &impl Fn(&str) -> &'c str) -> Result<Row, String> {
    let word = |name: &str| cell(name).trim().to_lowercase().replace([' ', '_'], "-");
    let scope = word("scope");
    let scope = Scope::ALL
        .into_iter()
        .find(|known| known.as_str() == scope)
        .ok_or_else(|| {
            let all = Scope::ALL.map(Scope::as_str).join(", ");
            format!("“{}” is no scope; it is one of {all}", cell("scope"))
        })?;
    let decision = word("decision");
    let decision = Word::ALL
        .into_iter()
        .find(|known| known.as_str() == decision)
        .ok_or_else(|| {
            let all = Word::ALL.map(Word::as_str).join(", ");
            format!("“{}” is no decision; it is one of {all}", cell("decision"))
        })?;
    let trimmed = |name: &str| cell(name).trim().to_owned();
    let row = Row {
        scope,
        within: trimmed("in"),
        exact: trimmed("exact"),
        prefix: cell("prefix").to_owned(),
        suffix: cell("suffix").to_owned(),
        when: trimmed("when"),
        who: trimmed("who"),
        decision,
        place: trimmed("place"),
        lat: trimmed("lat"),
        lon: trimmed("lon"),
        name: trimmed("name"),
        kind: trimmed("kind").to_lowercase(),
        why: trimmed("why"),
    };
    if !row.exact.chars().any(char::is_alphanumeric) {
        return Err("“exact” is empty: it has the words that the decision is about".to_owned());
    }
    let wants_in = matches!(scope, Scope::Language | Scope::Publisher | Scope::Document);
    if wants_in && row.within.is_empty() {
        return Err(format!("“in” is empty: it names the {}", scope.as_str()));
    }
    let has_position = !row.lat.is_empty() || !row.lon.is_empty();
    match decision {
        Word::Is if row.place.is_empty() && !has_position => Err(
            "it says neither which place is meant (“place”) nor where it is (“lat” and “lon”)"
                .to_owned(),
        ),
        Word::Is if !row.place.is_empty() && has_position => Err(
            "it names both a place (“place”) and a position of its own (“lat” and “lon”); leave one of them empty"
                .to_owned(),
        ),
        Word::SameAs if row.place.is_empty() => Err(
            "“place” is empty: it has the other words, or the id of what is meant".to_owned(),
        ),
        _ => Ok(row),
    }
}

/// A row with the file and line that it stands in.
pub(super) type Placed<'r> = (&'r str, u64, &'r Row);

/// The rows that contradict others, of the same words, that count before them, in the order in which they are given.
pub(super) fn contradictions_among(rows: &[Placed<'_>]) -> Vec<Problem> {
    let mut about: BTreeMap<(Scope, &str, &str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (number, (_, _, row)) in rows.iter().enumerate() {
        about.entry(row.about()).or_default().push(number);
    }
    let mut found: BTreeMap<usize, Problem> = BTreeMap::new();
    for numbers in about.values() {
        let last = numbers
            .iter()
            .max_by_key(|&&number| (rows[number].2.moment(), number));
        let Some(&last) = last else {
            continue;
        };
        let (file, at, counts) = rows[last];
        for &number in numbers {
            let (path, line, row) = rows[number];
            if !row.contradicts(counts) {
                continue;
            }
            let message = format!(
                "contradicts {file}:{at}: here “{}” {}{}, there it {}{}; that one counts, being later or written behind: take one of them out",
                row.exact,
                row.told(),
                row.signed(),
                counts.told(),
                counts.signed()
            );
            let problem = Problem {
                code: Code::DecisionContradicted,
                path: path.to_owned(),
                at: Some(At::Line(line)),
                message,
            };
            found.insert(number, problem);
        }
    }
    found.into_values().collect()
}

/// The rows of files that contradict others of them.
#[must_use]
pub fn contradictions(files: &[DecisionFile]) -> Vec<Problem> {
    let rows = files.iter().flat_map(|file| {
        let rows = file.rows.iter();
        rows.map(|(line, row)| (file.path.as_str(), *line, row))
    });
    contradictions_among(&rows.collect::<Vec<_>>())
}

/// A file of rows: sorted by the words that they are about, the widest first and the latest last, each row once.
#[must_use]
pub fn written(rows: impl IntoIterator<Item = Row>) -> String {
    let mut rows: Vec<Row> = rows.into_iter().collect();
    rows.sort_by(|left, right| {
        let order = left.about().cmp(&right.about());
        order
            .then_with(|| left.moment().cmp(&right.moment()))
            .then_with(|| left.cmp(right))
    });
    rows.dedup();
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = table.write_record(COLUMNS.iter().map(|column| column.name));
    for row in &rows {
        let cells = COLUMNS.iter().map(|column| {
            let text = (column.value)(row).to_owned();
            // A latitude in the south begins with a minus and is a figure all the same.
            if text.parse::<f64>().is_ok() {
                text
            } else {
                guarded(text)
            }
        });
        let _ = table.write_record(cells);
    }
    let bytes = table.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
