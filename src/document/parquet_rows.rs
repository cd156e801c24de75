//! Parquet: each row a document, as of other tables. Only the columns that are wanted are read, row group after row group.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field as Value, Row as Record};
use parquet::schema::types::Type;

use super::rows::{Field, Places, Row};
use super::{Documents, RawFile, ReadError, Reader, Reading, Wants, Whole, registry};

/// Reads Parquet.
pub(super) struct Parquet;

impl Reader for Parquet {
    fn name(&self) -> &'static str {
        "Parquet"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["parquet"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        start.starts_with(b"PAR1")
    }

    fn wants(&self) -> Wants {
        Wants::Seek
    }

    fn read<'a>(&'a self, mut file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        // A broken file may be broken in a way that nobody thought of.
        let opened = catch_unwind(AssertUnwindSafe(|| rows(&mut file, &reading)));
        let (places, mut rows) = match opened {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => return registry::one(Err(error)),
            Err(_) => return registry::one(Err(damaged(&file.path, "it cannot be taken apart"))),
        };
        let (mut number, mut ended) = (0, false);
        Box::new(std::iter::from_fn(move || {
            while !ended {
                number += 1;
                let found = match catch_unwind(AssertUnwindSafe(|| rows.next())) {
                    Ok(None) => return None,
                    Ok(Some(Ok(row))) => Ok(row),
                    Ok(Some(Err(error))) => Err(error.to_string()),
                    Err(_) => Err("it cannot be taken apart".to_owned()),
                };
                let cells = match found {
                    Ok(row) => cells(row),
                    Err(why) => {
                        ended = true;
                        let found = format!("row {number} cannot be read ({why})");
                        return Some(Err(damaged(&file.path, &found)));
                    }
                };
                let cell = |field| cells.get(places.of(field)?).cloned().flatten();
                if cell(Field::Text).is_none_or(|text| text.trim().is_empty()) {
                    continue;
                }
                let row = Row {
                    file: (&file.id, &file.path),
                    format: Parquet.name(),
                    number,
                    sheet: None,
                    encoding: "UTF-8",
                };
                return Some(Ok(row.document(cell, reading.names)));
            }
            None
        }))
    }
}

fn damaged(path: &str, found: &str) -> ReadError {
    ReadError::Damaged {
        path: path.to_owned(),
        found: found.to_owned(),
    }
}

/// Where the fields are among the columns that are read, and the rows of these.
fn rows(
    file: &mut RawFile,
    reading: &Reading<'_>,
) -> Result<(Places, RowIter<'static>), ReadError> {
    let path = file.path.clone();
    let broken = |error: ParquetError| damaged(&path, &error.to_string());
    let reader: Box<dyn FileReader> = match &file.whole {
        Whole::OnDisk(on_disk) => {
            let open = File::open(on_disk).map_err(|source| ReadError::Unreadable {
                path: path.clone(),
                source,
            })?;
            Box::new(SerializedFileReader::new(open).map_err(broken)?)
        }
        _ => {
            let bytes = bytes::Bytes::from(std::mem::take(&mut file.bytes));
            Box::new(SerializedFileReader::new(bytes).map_err(broken)?)
        }
    };
    let schema = reader.metadata().file_metadata().schema();
    let all: Vec<&Arc<Type>> = schema.get_fields().iter().collect();
    let headings: Vec<String> = all.iter().map(|field| field.name().to_owned()).collect();
    let places = reading.columns.places(&headings);
    if places.of(Field::Text).is_none() {
        let found = "it has no column of texts; name it with --columns text=COLUMN";
        return Err(damaged(&path, found));
    }
    let mut wanted: Vec<usize> = Field::ALL
        .into_iter()
        .filter_map(|field| places.of(field))
        .filter(|at| all.get(*at).is_some_and(|field| field.is_primitive()))
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let fields = wanted
        .iter()
        .filter_map(|at| all.get(*at).copied().cloned());
    let projection = Type::group_type_builder(schema.name())
        .with_fields(fields.collect())
        .build()
        .map_err(broken)?;
    let names: Vec<String> = wanted
        .iter()
        .filter_map(|at| headings.get(*at).cloned())
        .collect();
    let rows = RowIter::from_file_into(reader)
        .project(Some(projection))
        .map_err(broken)?;
    Ok((reading.columns.places(&names), rows))
}

fn cells(row: Record) -> Vec<Option<String>> {
    let cells = row
        .into_columns()
        .into_iter()
        .map(|(_, value)| match value {
            Value::Null => None,
            Value::Str(text) => Some(text),
            Value::Bytes(bytes) => Some(String::from_utf8_lossy(bytes.data()).into_owned()),
            other => Some(other.to_string()),
        });
    cells.collect()
}
