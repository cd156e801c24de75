//! FlatGeobuf (flatgeobuf.org), one file for each layer: binary, with a spatial index, for large layers on the web and
//! in GIS. Features stand in the order of the index.

use std::error::Error;
use std::io::Write;

use flatgeobuf::{ColumnType as Kind, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::{Geometry, Point};
use geozero::error::GeozeroError;
use geozero::{ColumnValue, PropertyProcessor};
use serde_json::Value;

use crate::layer::{Feature, Form, Layer, LayerKind};

use super::ExportError;
use super::column::{COLUMNS, ColumnType};
use super::geojson_files::conforming;

pub(super) fn write(path: &str, layer: &Layer, out: &mut dyn Write) -> Result<(), ExportError> {
    file(layer, out).map_err(|source| ExportError::FlatGeobuf {
        path: path.to_owned(),
        source,
    })
}

fn file(layer: &Layer, out: &mut dyn Write) -> Result<(), Box<dyn Error + Send + Sync>> {
    let geometries: Vec<Geometry<f64>> = layer.features.iter().map(shape).collect();
    let is_known = |feature: &Feature| feature.geometry.is_some();
    let options = FgbWriterOptions {
        // What has no geometry has no place in the index.
        write_index: !layer.features.is_empty() && layer.features.iter().all(is_known),
        detect_type: false,
        promote_to_multi: false,
        crs: FgbCrs {
            org: Some("EPSG"),
            code: 4326,
            name: Some("WGS 84"),
            ..FgbCrs::default()
        },
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options(
        layer.kind.as_str(),
        geometry_type(layer.kind, &geometries),
        options,
    )?;
    for column in COLUMNS {
        let kind = match column.kind {
            ColumnType::Text | ColumnType::TextList => Kind::String,
            ColumnType::Integer => Kind::Long,
            ColumnType::Number => Kind::Double,
        };
        writer.add_column(column.name, kind, |_, _| {});
    }
    for (feature, geometry) in layer.features.iter().zip(geometries) {
        let mut written = Ok(());
        writer.add_feature_geom(geometry, |properties| {
            written = set(feature, properties);
        })?;
        written?;
    }
    Ok(writer.write(out)?)
}

fn set(feature: &Feature, properties: &mut impl PropertyProcessor) -> Result<(), GeozeroError> {
    for (number, column) in COLUMNS.iter().enumerate() {
        let value = (column.value)(feature);
        let text;
        let value = match (column.kind, &value) {
            (_, Value::Null) => continue,
            (ColumnType::Integer, value) => ColumnValue::Long(value.as_i64().unwrap_or_default()),
            (ColumnType::Number, value) => ColumnValue::Double(value.as_f64().unwrap_or_default()),
            (ColumnType::Text | ColumnType::TextList, _) => {
                text = column.text(feature);
                ColumnValue::String(&text)
            }
        };
        properties.property(number, column.name, &value)?;
    }
    Ok(())
}

/// The geometry of a feature. The crate writes lines of one part in a way that GDAL cannot read, so that such a line is
/// a LineString here; and it cannot leave a geometry out, so that what has none is an empty point.
fn shape(feature: &Feature) -> Geometry<f64> {
    match feature.geometry.as_ref().map(conforming) {
        None => Geometry::Point(Point::new(f64::NAN, f64::NAN)),
        Some(Geometry::MultiLineString(mut lines)) if lines.0.len() == 1 => {
            Geometry::LineString(lines.0.swap_remove(0))
        }
        Some(other) => other,
    }
}

/// The type that all geometries have, or none where they differ.
fn geometry_type(kind: LayerKind, geometries: &[Geometry<f64>]) -> GeometryType {
    let is_line = |geometry: &Geometry<f64>| matches!(geometry, Geometry::LineString(_));
    match kind.form() {
        Form::Points => GeometryType::Point,
        Form::Lines if geometries.iter().all(is_line) => GeometryType::LineString,
        Form::Lines => GeometryType::Unknown,
        Form::Areas => GeometryType::MultiPolygon,
    }
}
