//! GeoParquet 1.1 (geoparquet.org), one file for each layer: columns for GeoPandas, DuckDB and R. Geometry is WKB in
//! OGC:CRS84, the default of the standard: WGS 84, longitude first. Lists are lists.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use geo::{Geometry, LineString};
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::{Value, json};

use crate::layer::{Form, Layer, LayerKind};

use super::ExportError;
use super::column::{COLUMNS, Column, ColumnType};
use super::geojson_files::{bounds, conforming};

/// The column with the geometry.
const GEOMETRY: &str = "geometry";

pub(super) fn write(path: &str, layer: &Layer, out: &mut dyn Write) -> Result<(), ExportError> {
    let bytes = file(layer).map_err(|source| ExportError::GeoParquet {
        path: path.to_owned(),
        source,
    })?;
    out.write_all(&bytes)
        .map_err(|source| ExportError::Unwritable {
            path: path.to_owned(),
            source,
        })
}

fn file(layer: &Layer) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    let geometries: Vec<Option<Geometry<f64>>> = layer
        .features
        .iter()
        .map(|feature| feature.geometry.as_ref().map(conforming))
        .collect();
    let described = KeyValue::new(
        "geo".to_owned(),
        description(layer.kind, &geometries).to_string(),
    );
    let properties = WriterProperties::builder()
        .set_key_value_metadata(Some(vec![described]))
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema()?, Arc::new(properties))?;
    let mut rows = writer.next_row_group()?;
    for column in COLUMNS {
        let values: Vec<Value> = layer
            .features
            .iter()
            .map(|feature| (column.value)(feature))
            .collect();
        write_column(&mut rows, column, &values)?;
    }
    let shapes: Vec<Option<ByteArray>> = geometries
        .iter()
        .map(|geometry| geometry.as_ref().map(|geometry| wkb(geometry).into()))
        .collect();
    write_bytes(&mut rows, shapes)?;
    rows.close()?;
    Ok(writer.into_inner()?)
}

/// The metadata of the standard.
fn description(kind: LayerKind, geometries: &[Option<Geometry<f64>>]) -> Value {
    let geometry_type = match kind.form() {
        Form::Points => "Point",
        Form::Lines => "MultiLineString",
        Form::Areas => "MultiPolygon",
    };
    let mut column = json!({"encoding": "WKB", "geometry_types": [geometry_type]});
    if let (Some(bbox), Value::Object(members)) = (bounds(geometries.iter().flatten()), &mut column)
    {
        members.insert("bbox".to_owned(), json!(bbox));
    }
    json!({"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}})
}

fn schema() -> Result<TypePtr, parquet::errors::ParquetError> {
    let mut fields: Vec<TypePtr> = COLUMNS
        .iter()
        .map(|column| Ok(Arc::new(field(column)?)))
        .collect::<Result<_, parquet::errors::ParquetError>>()?;
    let geometry = Type::primitive_type_builder(GEOMETRY, Physical::BYTE_ARRAY)
        .with_repetition(Repetition::OPTIONAL);
    fields.push(Arc::new(geometry.build()?));
    let root = Type::group_type_builder("schema").with_fields(fields);
    Ok(Arc::new(root.build()?))
}

fn field(column: &Column) -> Result<Type, parquet::errors::ParquetError> {
    let primitive = |kind| {
        Type::primitive_type_builder(column.name, kind).with_repetition(Repetition::OPTIONAL)
    };
    match column.kind {
        ColumnType::Integer => primitive(Physical::INT64).build(),
        ColumnType::Number => primitive(Physical::DOUBLE).build(),
        ColumnType::Text => primitive(Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .build(),
        ColumnType::TextList => {
            let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
                .with_repetition(Repetition::REQUIRED)
                .with_logical_type(Some(LogicalType::String))
                .build()?;
            let list = Type::group_type_builder("list")
                .with_repetition(Repetition::REPEATED)
                .with_fields(vec![Arc::new(element)])
                .build()?;
            Type::group_type_builder(column.name)
                .with_repetition(Repetition::OPTIONAL)
                .with_logical_type(Some(LogicalType::List))
                .with_fields(vec![Arc::new(list)])
                .build()
        }
    }
}

type Rows<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

fn write_column(
    rows: &mut Rows<'_>,
    column: &Column,
    values: &[Value],
) -> Result<(), parquet::errors::ParquetError> {
    match column.kind {
        ColumnType::Integer => {
            let known: Vec<i64> = values.iter().filter_map(Value::as_i64).collect();
            let levels = levels(values.iter().map(Value::is_i64));
            let Some(mut writer) = rows.next_column()? else {
                return Ok(());
            };
            writer
                .typed::<Int64Type>()
                .write_batch(&known, Some(&levels), None)?;
            writer.close()
        }
        ColumnType::Number => {
            let known: Vec<f64> = values.iter().filter_map(Value::as_f64).collect();
            let levels = levels(values.iter().map(Value::is_number));
            let Some(mut writer) = rows.next_column()? else {
                return Ok(());
            };
            writer
                .typed::<DoubleType>()
                .write_batch(&known, Some(&levels), None)?;
            writer.close()
        }
        ColumnType::Text => {
            let texts = values
                .iter()
                .map(|value| value.as_str().map(ByteArray::from));
            write_bytes(rows, texts.collect())
        }
        ColumnType::TextList => write_lists(rows, values),
    }
}

/// Whether each value is there, as Parquet's definition levels say it.
fn levels(known: impl Iterator<Item = bool>) -> Vec<i16> {
    known.map(i16::from).collect()
}

fn write_bytes(
    rows: &mut Rows<'_>,
    values: Vec<Option<ByteArray>>,
) -> Result<(), parquet::errors::ParquetError> {
    let levels = levels(values.iter().map(Option::is_some));
    let known: Vec<ByteArray> = values.into_iter().flatten().collect();
    let Some(mut writer) = rows.next_column()? else {
        return Ok(());
    };
    writer
        .typed::<ByteArrayType>()
        .write_batch(&known, Some(&levels), None)?;
    writer.close()
}

/// Lists: a definition level of 2 is an element, 0 no list; a repetition level of 1 goes on with the same list.
fn write_lists(rows: &mut Rows<'_>, values: &[Value]) -> Result<(), parquet::errors::ParquetError> {
    let mut elements: Vec<ByteArray> = Vec::new();
    let (mut definitions, mut repetitions) = (Vec::new(), Vec::new());
    for value in values {
        let texts: Vec<&str> = value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if texts.is_empty() {
            definitions.push(0_i16);
            repetitions.push(0_i16);
        }
        for (number, text) in texts.into_iter().enumerate() {
            definitions.push(2);
            repetitions.push(i16::from(number > 0));
            elements.push(ByteArray::from(text));
        }
    }
    let Some(mut writer) = rows.next_column()? else {
        return Ok(());
    };
    writer.typed::<ByteArrayType>().write_batch(
        &elements,
        Some(&definitions),
        Some(&repetitions),
    )?;
    writer.close()
}

/// Well-Known Binary (OGC 06-103r4), little end first, of a point or lines.
fn wkb(geometry: &Geometry<f64>) -> Vec<u8> {
    fn head(bytes: &mut Vec<u8>, kind: u32) {
        bytes.push(1);
        bytes.extend(kind.to_le_bytes());
    }
    fn count(bytes: &mut Vec<u8>, count: usize) {
        bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
    }
    fn line(bytes: &mut Vec<u8>, line: &LineString<f64>) {
        head(bytes, 2);
        ring(bytes, line);
    }
    fn ring(bytes: &mut Vec<u8>, line: &LineString<f64>) {
        count(bytes, line.0.len());
        for position in line.coords() {
            bytes.extend(position.x.to_le_bytes());
            bytes.extend(position.y.to_le_bytes());
        }
    }
    let mut bytes = Vec::new();
    match geometry {
        Geometry::Point(point) => {
            head(&mut bytes, 1);
            bytes.extend(point.x().to_le_bytes());
            bytes.extend(point.y().to_le_bytes());
        }
        Geometry::MultiLineString(lines) => {
            head(&mut bytes, 5);
            count(&mut bytes, lines.0.len());
            for one in lines {
                line(&mut bytes, one);
            }
        }
        Geometry::MultiPolygon(polygons) => {
            head(&mut bytes, 6);
            count(&mut bytes, polygons.0.len());
            for polygon in polygons {
                head(&mut bytes, 3);
                count(&mut bytes, 1 + polygon.interiors().len());
                ring(&mut bytes, polygon.exterior());
                for hole in polygon.interiors() {
                    ring(&mut bytes, hole);
                }
            }
        }
        // Features have points, lines or areas; anything else is an empty collection.
        _ => {
            head(&mut bytes, 7);
            count(&mut bytes, 0);
        }
    }
    bytes
}
