//! Shapefiles: geometries in `.shp`, columns in `.dbf`, the system in `.prj`, the encoding in `.cpg`, beside each other
//! or in one archive.

use std::io::Cursor;

use encoding_rs::Encoding;
use geo::Geometry;
use serde_json::{Map, Value};
use shapefile::dbase::encoding::EncodingRs;
use shapefile::dbase::{self, FieldValue};
use shapefile::{PolygonRing, Shape, ShapeReader};

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
    let text_of = |ending: &str| -> Result<Option<String>, ImportError> {
        let Some(file) = input.sibling(ending) else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&file.bytes()?).trim().to_owned();
        Ok(Some(text).filter(|text| !text.is_empty()))
    };
    layer.begin()?;
    if let Some(system) = text_of("prj")? {
        layer.in_system(&system)?;
    }
    let table = input.sibling("dbf").ok_or_else(|| {
        ImportError::file(
            input.label(),
            "there is no .dbf beside it, in which the names are; copy all files of the shapefile",
        )
    })?;
    let label = text_of("cpg")?;
    let encoding = match &label {
        Some(label) => encoding_of(label).ok_or_else(|| {
            ImportError::file(
                input.label(),
                format!("its .cpg says that it is written in “{label}”, which is not known; correct the .cpg"),
            )
        })?,
        None => encoding_rs::UTF_8,
    };
    let broken = |error: &dyn std::fmt::Display| {
        ImportError::file(
            input.label(),
            format!("is no shapefile, or not all of one ({error}); copy it again"),
        )
    };
    let shapes = ShapeReader::new(Cursor::new(input.bytes()?)).map_err(|error| broken(&error))?;
    let records = dbase::ReaderBuilder::new()
        .with_encoding(EncodingRs::from(encoding))
        .build(Cursor::new(table.bytes()?))
        .map_err(|error| broken(&error))?;
    let headers: Vec<String> = records
        .fields()
        .iter()
        .map(|field| field.name().to_owned())
        .collect();
    let mut reader = shapefile::Reader::new(shapes, records);
    for (number, row) in (1..).zip(reader.iter_shapes_and_records()) {
        let at = At {
            file: input.label(),
            line: Some(number),
        };
        let (shape, mut record) = row.map_err(|error| broken(&error))?;
        let geometry = match shape {
            Shape::NullShape => None,
            shape => match (has_open_ring(&shape), Geometry::<f64>::try_from(shape)) {
                (unclosed, Ok(geometry)) => Some((geometry, unclosed)),
                (_, Err(error)) => {
                    intake.remark(at, Reason::Geometry, error.to_string());
                    continue;
                }
            },
        };
        let columns: Map<String, Value> = headers
            .iter()
            .filter_map(|header| Some((header.clone(), value(record.remove(header)?))))
            .collect();
        let row = Row {
            at,
            columns,
            geometry,
            id: None,
        };
        layer.take(row, intake)?;
    }
    Ok(())
}

/// Whether a ring of a polygon does not end where it began. What `geo` makes of it is closed.
fn has_open_ring(shape: &Shape) -> bool {
    fn any_open<P: PartialEq>(rings: &[PolygonRing<P>]) -> bool {
        let mut rings = rings.iter().map(PolygonRing::points);
        rings.any(|points| points.first() != points.last())
    }
    match shape {
        Shape::Polygon(polygon) => any_open(polygon.rings()),
        Shape::PolygonM(polygon) => any_open(polygon.rings()),
        Shape::PolygonZ(polygon) => any_open(polygon.rings()),
        _ => false,
    }
}

/// The encoding that a `.cpg` names: by the labels of the web, or by the number of a code page.
fn encoding_of(label: &str) -> Option<&'static Encoding> {
    let label = label.to_ascii_lowercase();
    let found = Encoding::for_label(label.as_bytes());
    found.or_else(|| {
        let digits: String = label.chars().filter(char::is_ascii_digit).collect();
        match label.starts_with("iso") || label.contains("8859") {
            true => Encoding::for_label(format!("iso-8859-{}", digits.get(4..)?).as_bytes()),
            false => Encoding::for_label(format!("windows-{digits}").as_bytes()),
        }
    })
}

fn value(field: FieldValue) -> Value {
    match field {
        FieldValue::Character(text) => text.map_or(Value::Null, Value::from),
        FieldValue::Memo(text) => Value::from(text),
        FieldValue::Numeric(number) => number.map_or(Value::Null, Value::from),
        FieldValue::Float(number) => number.map_or(Value::Null, Value::from),
        FieldValue::Integer(number) => Value::from(number),
        FieldValue::Currency(number) | FieldValue::Double(number) => Value::from(number),
        FieldValue::Logical(flag) => flag.map_or(Value::Null, Value::from),
        FieldValue::Date(date) => date.map_or(Value::Null, |date| {
            Value::from(format!(
                "{:04}-{:02}-{:02}",
                date.year(),
                date.month(),
                date.day()
            ))
        }),
        FieldValue::DateTime(_) => Value::Null,
    }
}
