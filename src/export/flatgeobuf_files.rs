//! FlatGeobuf (flatgeobuf.org), one file for each layer: binary, with a spatial index, for large layers on the web and
//! in GIS. Features stand in the order of the index.

use std::error::Error;
use std::io::Write;

use flatgeobuf::{ColumnType as Kind, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::{Geometry, MultiLineString, Point};
use geozero::error::GeozeroError;
use geozero::{ColumnValue, PropertyProcessor};
use serde_json::Value;

use crate::layer::{Feature, Layer, LayerKind};

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
    let geometry_type = match layer.kind {
        LayerKind::Mentions => GeometryType::Point,
        LayerKind::Routes | LayerKind::Borders => GeometryType::MultiLineString,
    };
    let options = FgbWriterOptions {
        // What has no geometry has no place in the index, and without any the index would have no extent.
        write_index: layer
            .features
            .iter()
            .all(|feature| feature.geometry.is_some()),
        crs: FgbCrs {
            org: Some("EPSG"),
            code: 4326,
            name: Some("WGS 84"),
            ..FgbCrs::default()
        },
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options(layer.kind.as_str(), geometry_type, options)?;
    for column in COLUMNS {
        let kind = match column.kind {
            ColumnType::Text | ColumnType::TextList => Kind::String,
            ColumnType::Integer => Kind::Long,
            ColumnType::Number => Kind::Double,
        };
        writer.add_column(column.name, kind, |_, _| {});
    }
    for feature in &layer.features {
        let geometry = feature
            .geometry
            .as_ref()
            .map_or_else(|| nowhere(layer.kind), conforming);
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

/// The empty geometry of a layer.
fn nowhere(kind: LayerKind) -> Geometry<f64> {
    match kind {
        LayerKind::Mentions => Geometry::Point(Point::new(f64::NAN, f64::NAN)),
        LayerKind::Routes | LayerKind::Borders => {
            Geometry::MultiLineString(MultiLineString(Vec::new()))
        }
    }
}
