//! What an import has to say about its rows: which were refused, which were mended, and why.
//!
//! Millions of rows may be wrong in the same way, so only the first of each sort are kept; all of them go to a file
//! where the user asks for one.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;

use crate::compile::volume::VolumeProblem;

/// How many remarks of each sort are kept for the messages.
pub const KEPT: usize = 20;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is not in the gazetteer.
    Refused,
    /// It is in the gazetteer, with a change.
    Mended,
    /// It was left out because its source says that it is no longer so.
    LeftOut,
}

impl Outcome {
    /// The word in messages and in the file of remarks.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Refused => "refused",
            Outcome::Mended => "mended",
            Outcome::LeftOut => "left out",
        }
    }
}

crate::vocabulary! {
    /// What was wrong with a row.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Reason {
        /// The row has more or fewer columns than its table.
        Columns = "wrong-columns",
        /// The row is no UTF-8.
        Encoding = "not-utf-8",
        /// The row has NUL bytes.
        NulByte = "nul-byte",
        /// The row is no CSV, or its quotes do not close.
        Csv = "not-csv",
        /// The row is no JSON, or no JSON of the shape its format has.
        Json = "not-json",
        /// A number that a place must have cannot be read.
        Number = "not-a-number",
        /// There is no name.
        NoName = "no-name",
        /// There is no position.
        NoPosition = "no-position",
        /// The position is not on the earth; mostly a layer that needs `--crs`.
        OffEarth = "off-earth",
        /// Latitude and longitude stand in each other's place: out of range, or far from the row's country and within it
        /// once swapped.
        Swapped = "swapped",
        /// The position lies outside its coordinate system and cannot be changed into longitude and latitude.
        Crs = "crs",
        /// The id was given before; the first row counts.
        DuplicateId = "duplicate-id",
        /// The geometry cannot be read.
        Geometry = "bad-geometry",
        /// The feature class or code is not one of GeoNames: taken as its class alone, or as what rows without a kind are.
        FeatureCode = "unknown-feature-code",
        /// A cell that says more about a place cannot be read and is taken as empty.
        Cell = "bad-cell",
        /// The shape cannot be read: the point is used, the shape is not.
        Shape = "bad-shape",
        /// A date cannot be read and is taken as empty.
        Date = "not-a-date",
        /// The last position of a ring is not its first: the ring is closed.
        UnclosedRing = "unclosed-ring",
        /// A ring crosses itself, or rings of a polygon cross each other: the point is used, the shape is not.
        SelfCrossing = "self-crossing",
        /// The row of a volume does not fit its columns.
        Row = "bad-row",
        /// The source says that the place was a mistake or that another has replaced it.
        Withdrawn = "withdrawn",
    }
    /// The word by which it is counted, stable for scripts.
    pub fn code;
}

impl Reason {
    /// What a row of which this is said becomes.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match self {
            Reason::FeatureCode
            | Reason::Cell
            | Reason::Shape
            | Reason::Date
            | Reason::UnclosedRing
            | Reason::SelfCrossing => Outcome::Mended,
            Reason::Withdrawn => Outcome::LeftOut,
            _ => Outcome::Refused,
        }
    }
}

/// A place in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<'a> {
    /// The file, as the user would name it.
    pub file: &'a str,
    /// The line, from 1, where the file has lines.
    pub line: Option<u64>,
}

/// One remark about one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The file, as the user would name it.
    pub file: String,
    /// The line, from 1, where the file has lines.
    pub line: Option<u64>,
    /// What sort of remark it is.
    pub reason: Reason,
    /// What stood there and what to do.
    pub detail: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:", self.file)?;
        if let Some(line) = self.line {
            write!(formatter, "{line}:")?;
        }
        let outcome = self.reason.outcome().word();
        write!(
            formatter,
            " {} ({outcome}: {})",
            self.detail,
            self.reason.code()
        )
    }
}

/// All remarks of an import: the first of each sort, how many there were, and where they are all written to.
#[derive(Default)]
pub struct Report {
    kept: Vec<Remark>,
    counts: BTreeMap<Reason, u64>,
    all: Option<csv::Writer<Box<dyn Write>>>,
    broken: Option<std::io::Error>,
}

impl fmt::Debug for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Report")
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

impl Report {
    /// A report that also writes every remark as a row of CSV.
    #[must_use]
    pub fn writing_to(all: Box<dyn Write>) -> Self {
        let mut report = Self {
            all: Some(csv::Writer::from_writer(all)),
            ..Self::default()
        };
        report.write(["file", "line", "outcome", "reason", "detail"]);
        report
    }

    /// Adds a remark about a row.
    pub fn add(&mut self, at: At<'_>, reason: Reason, detail: String) {
        let count = self.counts.entry(reason).or_default();
        *count += 1;
        let keep = *count <= KEPT as u64;
        if self.all.is_some() {
            let line = at.line.map(|line| line.to_string()).unwrap_or_default();
            self.write([
                at.file,
                &line,
                reason.outcome().word(),
                reason.code(),
                &detail,
            ]);
        }
        if keep {
            self.kept.push(Remark {
                file: at.file.to_owned(),
                line: at.line,
                reason,
                detail,
            });
        }
    }

    fn write(&mut self, row: [&str; 5]) {
        let Some(all) = &mut self.all else { return };
        if let Err(error) = all.write_record(row) {
            self.broken.get_or_insert_with(|| error.into());
        }
    }

    /// Ends the file of remarks.
    ///
    /// # Errors
    /// If any of it could not be written.
    pub fn finish(&mut self) -> std::io::Result<()> {
        if let Some(mut all) = self.all.take() {
            all.flush()?;
        }
        self.broken.take().map_or(Ok(()), Err)
    }

    /// The first remarks of each sort, in the order of the rows.
    #[must_use]
    pub fn first(&self) -> &[Remark] {
        &self.kept
    }

    /// The rows that were refused, as the problems of a volume: the first of each sort, then how many more there are.
    pub fn refused(&self) -> impl Iterator<Item = VolumeProblem> {
        let is_refused = |reason: Reason| reason.outcome() == Outcome::Refused;
        let first = self
            .kept
            .iter()
            .filter(move |remark| is_refused(remark.reason));
        let rest = self
            .counts()
            .filter(move |&(reason, count)| is_refused(reason) && count > KEPT as u64);
        let file = self.kept.first().map(|remark| remark.file.clone());
        let rest = rest.map(move |(reason, count)| VolumeProblem {
            file: file.clone().unwrap_or_default(),
            line: None,
            message: format!(
                "{count} rows in all are refused as {}, of which the first {KEPT} are listed",
                reason.code()
            ),
        });
        let first = first.map(|remark| VolumeProblem {
            file: remark.file.clone(),
            line: remark.line,
            message: format!("{} ({})", remark.detail, remark.reason.code()),
        });
        first.chain(rest)
    }

    /// How many rows each reason has.
    pub fn counts(&self) -> impl Iterator<Item = (Reason, u64)> {
        self.counts.iter().map(|(&reason, &count)| (reason, count))
    }

    /// How many rows had this outcome.
    #[must_use]
    pub fn count_of(&self, outcome: Outcome) -> u64 {
        self.counts()
            .filter(|(reason, _)| reason.outcome() == outcome)
            .map(|(_, count)| count)
            .sum()
    }
}
