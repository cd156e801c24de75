//! Tables with positions: comma-, semicolon- or tabulator-separated values with a row of column names.

use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::report::{At, Reason};
use super::{Layer, Row};

pub(super) fn read(
    input: &Input,
    layer: &mut Layer<'_>,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    layer.begin()?;
    rows(input, intake, |at, columns, intake| {
        let row = Row {
            at,
            columns,
            geometry: None,
            id: None,
        };
        layer.take(row, intake)
    })
}

/// Hands over each row of a table as its columns by name. Says what is wrong with the others.
pub(in crate::import) fn rows(
    input: &Input,
    intake: &mut Intake<'_>,
    mut each: impl FnMut(At<'_>, Map<String, Value>, &mut Intake<'_>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    input.read(|reader| {
        let beginning = reader.fill_buf().map_err(|source| input.interrupted(source))?;
        if beginning.starts_with(b"\xFF\xFE") || beginning.starts_with(b"\xFE\xFF") {
            return Err(ImportError::file(
                input.label(),
                "is written in UTF-16; save the table as UTF-8 (in a spreadsheet: CSV UTF-8)",
            ));
        }
        let delimiter = delimiter(beginning);
        let mut table = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .trim(csv::Trim::Headers)
            // In tables with tabulators quotes are letters like others.
            .quoting(delimiter != b'\t')
            .from_reader(reader);
        let headers = table
            .byte_headers()
            .map_err(|error| ImportError::file(&format!("{}:1", input.label()), error.to_string()))?
            .clone();
        let headers: Vec<String> = headers
            .iter()
            .map(|header| String::from_utf8_lossy(header).into_owned())
            .collect();
        if headers.iter().all(String::is_empty) {
            return Err(ImportError::file(
                input.label(),
                "has no row of column names; the first row of a table names its columns, such as name,lat,lon",
            ));
        }
        let mut record = csv::ByteRecord::new();
        let mut any = false;
        loop {
            let more = table.read_byte_record(&mut record);
            let line = record.position().map(csv::Position::line);
            let at = At {
                file: input.label(),
                line,
            };
            match more {
                Ok(false) if any => return Ok(()),
                Ok(false) => {
                    let message = format!(
                        "has no row behind the names of its columns ({}); the first row of a table names its columns, such as name,lat,lon",
                        headers.join(", ")
                    );
                    return Err(ImportError::file(input.label(), message));
                }
                Ok(true) => match columns(&headers, &record) {
                    Ok(columns) => each(at, columns, intake)?,
                    Err((reason, detail)) => intake.remark(at, reason, detail),
                },
                Err(error) => match error.into_kind() {
                    csv::ErrorKind::Io(source) => return Err(input.interrupted(source)),
                    other => intake.remark(at, Reason::Csv, format!("{other:?}")),
                },
            }
            any = true;
        }
    })
}

/// What parts the cells: what the row of column names has most of.
fn delimiter(beginning: &[u8]) -> u8 {
    let first = beginning.split(|&byte| byte == b'\n').next();
    let first = first.unwrap_or_default();
    let count = |wanted: u8| first.iter().filter(|&&byte| byte == wanted).count();
    let mut best = b',';
    for other in [b';', b'\t'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

fn columns(
    headers: &[String],
    record: &csv::ByteRecord,
) -> Result<Map<String, Value>, (Reason, String)> {
    if record.len() != headers.len() {
        return Err((
            Reason::Columns,
            format!(
                "has {} columns instead of {}; a cell with the separator in it stands in quotes",
                record.len(),
                headers.len()
            ),
        ));
    }
    headers
        .iter()
        .zip(record)
        .map(|(header, cell)| {
            if cell.contains(&0) {
                let detail = format!("column {header} has NUL bytes; the file is damaged");
                return Err((Reason::NulByte, detail));
            }
            let text = std::str::from_utf8(cell).map_err(|_| {
                let detail = format!("column {header} is no UTF-8; save the table as UTF-8");
                (Reason::Encoding, detail)
            })?;
            Ok((header.clone(), Value::from(text.trim())))
        })
        .collect()
}
