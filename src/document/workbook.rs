//! Workbooks of Excel: rows that are documents where a sheet has a column of texts, else each sheet a table.
//!
//! Cells are taken one after the other as they stand in the file: a sheet with one cell at its far corner has a
//! thousand million that are empty.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader as _, Xlsx};

use super::assemble::Stated;
use super::blocks::Shape;
use super::compose::Composer;
use super::package::{Package, names};
use super::rows::{Field, Row};
use super::{Document, Documents, Place, RawFile, ReadError, Reader, Reading};

/// Reads workbooks.
pub(super) struct Workbook;

/// The most cells that are read.
const MOST_CELLS: usize = 5_000_000;

impl Reader for Workbook {
    fn name(&self) -> &'static str {
        "Excel"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        names(start, b"xl/")
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let read = catch_unwind(AssertUnwindSafe(|| read(&file, &reading)));
        let documents = match read {
            Ok(Ok(documents)) => documents.into_iter().map(Ok).collect(),
            Ok(Err(error)) => vec![Err(error)],
            Err(_) => vec![Err(ReadError::Damaged {
                path: file.path,
                found: "its sheets cannot be taken apart".to_owned(),
            })],
        };
        Box::new(documents.into_iter())
    }
}

/// The cells of a sheet that have something in them, by rows and columns from 0.
pub(super) type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

/// What the sheets of a workbook come to.
pub(super) struct Sheets<'a, 'r> {
    file: (String, String),
    format: &'static str,
    reading: &'r Reading<'a>,
    documents: Vec<Document>,
    tables: Composer,
    left: usize,
}

impl<'a, 'r> Sheets<'a, 'r> {
    pub(super) fn new(file: &RawFile, format: &'static str, reading: &'r Reading<'a>) -> Self {
        Self {
            file: (file.id.clone(), file.path.clone()),
            format,
            reading,
            documents: Vec::new(),
            tables: Composer::default(),
            left: MOST_CELLS,
        }
    }

    /// A cell is read; no more are than may be.
    pub(super) fn count(&mut self) -> Result<(), ReadError> {
        self.left = self
            .left
            .checked_sub(1)
            .ok_or_else(|| ReadError::TooLarge {
                path: self.file.1.clone(),
                found: format!("it has more than {MOST_CELLS} cells"),
            })?;
        Ok(())
    }

    /// A sheet: its rows are documents where it has a column of texts.
    pub(super) fn sheet(&mut self, name: &str, cells: &Cells) {
        let Some((_, first)) = cells.first_key_value() else {
            return;
        };
        let columns: Vec<u32> = first.keys().copied().collect();
        let headings: Vec<String> = first.values().cloned().collect();
        let places = self.reading.columns.places(&headings);
        if places.of(Field::Text).is_none() {
            table(&mut self.tables, name, cells);
            return;
        }
        for (number, row) in cells.iter().skip(1) {
            let cell = |field| row.get(columns.get(places.of(field)?)?).cloned();
            if cell(Field::Text).is_none_or(|text| text.trim().is_empty()) {
                continue;
            }
            let row = Row {
                file: (&self.file.0, &self.file.1),
                format: self.format,
                number: u64::from(*number) + 1,
                sheet: Some(name),
                encoding: "UTF-8",
            };
            self.documents.push(row.document(cell, self.reading.names));
        }
    }

    /// The documents: those that are rows, and one of all sheets that are tables.
    pub(super) fn finish(mut self, stated: Stated) -> Vec<Document> {
        if self.tables.length() > 0 || self.documents.is_empty() {
            self.documents.push(self.tables.finish(stated, "UTF-8"));
        }
        self.documents
    }
}

fn read(file: &RawFile, reading: &Reading<'_>) -> Result<Vec<Document>, ReadError> {
    let damaged = |error: &dyn std::fmt::Display| ReadError::Damaged {
        path: file.path.clone(),
        found: error.to_string(),
    };
    // What it expands to is measured before it is expanded.
    let (mut package, stated) =
        Package::of_document(file.clone(), Workbook.name(), reading.limits)?;
    for number in 0..package.len() {
        if package
            .name(number)
            .is_some_and(|name| name.ends_with(".xml"))
        {
            package.entry(number)?;
        }
    }
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(file.bytes.as_slice()))
        .map_err(|error: calamine::XlsxError| damaged(&error))?;
    let mut sheets = Sheets::new(file, Workbook.name(), reading);
    for sheet in book.sheet_names() {
        let Ok(mut reader) = book.worksheet_cells_reader(&sheet) else {
            // A chart has no cells.
            continue;
        };
        let mut cells = Cells::new();
        while let Some(cell) = reader.next_cell().map_err(|error| damaged(&error))? {
            let (row, column) = cell.get_position();
            let text = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::String(text) => text.clone(),
                DataRef::SharedString(text) => (*text).to_owned(),
                DataRef::DateTime(day) => date(day.as_f64()).unwrap_or_else(|| day.to_string()),
                DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
                DataRef::Float(value) => value.to_string(),
                DataRef::Int(value) => value.to_string(),
                DataRef::Bool(value) => value.to_string(),
                DataRef::Error(_) => continue,
            };
            sheets.count()?;
            cells.entry(row).or_default().insert(column, text);
        }
        sheets.sheet(&sheet, &cells);
    }
    Ok(sheets.finish(stated))
}

fn table(tables: &mut Composer, sheet: &str, cells: &Cells) {
    let place = |row: u32| Place::Row {
        number: u64::from(row) + 1,
        sheet: Some(sheet.to_owned()),
    };
    let columns: std::collections::BTreeSet<u32> = cells
        .values()
        .flat_map(|row| row.keys().copied())
        .take(100_000)
        .collect();
    tables.table();
    for (number, row) in cells {
        // Of a wide and empty table only what is there.
        let is_wide = columns.len() > 4 * row.len() + 64;
        let numbers = columns
            .iter()
            .filter(|column| !is_wide || row.contains_key(column));
        let row = numbers
            .map(|column| {
                tables.block(
                    Shape::Cell,
                    place(*number),
                    row.get(column).map_or("", String::as_str),
                )
            })
            .collect();
        tables.row(row);
    }
}

/// The day of Excel's count of days.
fn date(days: f64) -> Option<String> {
    if !(1.0..2_958_466.0).contains(&days) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)]
    let days = days as i64;
    let start = jiff::civil::date(1899, 12, 30);
    let day = start
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    Some(day.to_string())
}
