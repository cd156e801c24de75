//! `araxes.gpkg`: the layers, their citations, the documents and what stayed unresolved, in one GeoPackage 1.3
//! (OGC 12-128r18) that QGIS, GDAL, R and any program with SQLite open. `container` knows the standard, this file what
//! goes in.

mod container;
mod geometry;
mod open_elsewhere;

use std::path::Path;

use jiff::civil::Date;
use rusqlite::types::Value;
use serde_json::Value as Json;

use crate::layer::{Form, Layer, LayerKind, Layers};

pub(super) use container::{Field, FieldType, GeoPackage, Row, Table};
pub(super) use geometry::GeometryType;
pub(super) use open_elsewhere::release;

use super::column::{COLUMNS, Column, ColumnType};
use super::geojson_files::conforming;
use super::table::{citation_columns, citation_rows, document_columns, unresolved_columns};
use super::{ExportError, day};

/// Number of WGS 84 among the reference systems, which is its EPSG code.
pub(super) const WGS84_ID: i32 = 4326;

/// Whole days between which the documents are dated that cite a feature, for tools that filter by time: the columns
/// `first_date` and `last_date` may be a year or a month.
pub(super) const DAYS: [&str; 2] = ["first_day", "last_day"];

/// Writes the GeoPackage into an empty file. `shown` is its path in messages; `styles` are the layers' styles as QML.
pub(super) fn write(
    file: &Path,
    shown: &str,
    layers: &Layers,
    styles: &[(&'static str, String)],
) -> Result<(), ExportError> {
    let latest = document_days(layers).map(|(_, last)| last);
    let package = GeoPackage::create(file, shown, latest)?;
    // The documents first: other tables refer to them.
    documents(&package, layers)?;
    for layer in &layers.layers {
        features(&package, layer)?;
    }
    citations(&package, layers)?;
    unresolved(&package, layers)?;
    package.styles(styles)?;
    package.finish()
}

/// The first and the last day that the dates of the documents may mean.
pub(super) fn document_days(layers: &Layers) -> Option<(Date, Date)> {
    let dates = layers.documents.iter().filter_map(|document| document.date);
    let dates: Vec<String> = dates.map(|date| date.to_string()).collect();
    day::range(dates.iter().map(String::as_str))
}

/// What people call a layer.
pub(super) fn title(kind: LayerKind) -> &'static str {
    match kind {
        LayerKind::Mentions => "Places and positions",
        LayerKind::Routes => "Routes",
        LayerKind::Borders => "Borders and front lines",
        LayerKind::Areas => "Countries, divisions, seas and lakes",
        LayerKind::Waters => "Rivers and canals",
    }
}

/// What a layer holds, in a sentence.
pub(super) fn description(kind: LayerKind) -> &'static str {
    match kind {
        LayerKind::Mentions => "Places and positions that documents mention",
        LayerKind::Routes => {
            "Corridors, pipelines, roads, railways and crossings that documents mention"
        }
        LayerKind::Borders => "Borders and front lines that documents mention",
        LayerKind::Areas => {
            "Countries, divisions, former states, seas and lakes that documents mention, as areas"
        }
        LayerKind::Waters => "Rivers and canals that documents mention, as lines",
    }
}

/// The columns of a table as the GeoPackage has them.
fn fields<Item>(columns: &[Column<Item>]) -> Vec<Field> {
    columns
        .iter()
        .map(|column| match (column.name, column.kind) {
            ("id", _) => Field::key("id"),
            ("feature_id", _) => Field::new("feature_id", FieldType::Text).indexed(),
            ("document_id", _) => Field::new("document_id", FieldType::Text)
                .indexed()
                .refers_to("documents", "id"),
            ("not_before", _) => Field::new("not_before", FieldType::Date),
            (name, ColumnType::Text | ColumnType::TextList) => Field::new(name, FieldType::Text),
            (name, ColumnType::Integer) => Field::new(name, FieldType::Integer),
            (name, ColumnType::Number) => Field::new(name, FieldType::Real),
        })
        .collect()
}

fn day_fields() -> [Field; 2] {
    DAYS.map(|name| Field::new(name, FieldType::Date))
}

/// The columns of a row. What is empty in the other formats is null here.
fn values<Item>(columns: &[Column<Item>], item: &Item) -> Vec<Value> {
    columns
        .iter()
        .map(|column| match (column.value)(item) {
            Json::Null => Value::Null,
            Json::String(text) if text.is_empty() && column.name != "exact" => Value::Null,
            Json::Number(number) => match number.as_i64() {
                Some(whole) if column.kind == ColumnType::Integer => Value::Integer(whole),
                _ => number.as_f64().map_or(Value::Null, Value::Real),
            },
            _ => Value::Text(column.text(item)),
        })
        .collect()
}

fn day_values(days: Option<(Date, Date)>) -> [Value; 2] {
    match days {
        Some((first, last)) => [first, last].map(|day| Value::Text(day.to_string())),
        None => [Value::Null, Value::Null],
    }
}

fn features(package: &GeoPackage<'_>, layer: &Layer) -> Result<(), ExportError> {
    let mut fields = fields(COLUMNS);
    fields.extend(day_fields());
    let table = Table {
        name: layer.kind.as_str(),
        title: title(layer.kind),
        description: description(layer.kind),
        geometry: Some(match layer.kind.form() {
            Form::Points => GeometryType::Point,
            Form::Lines => GeometryType::MultiLineString,
            Form::Areas => GeometryType::MultiPolygon,
        }),
        fields,
    };
    let rows = layer.features.iter().map(|feature| {
        let dates = feature
            .citations
            .iter()
            .filter_map(|citation| citation.document_date.as_deref());
        let mut values = values(COLUMNS, feature);
        values.extend(day_values(day::range(dates)));
        Row {
            geometry: feature.geometry.as_ref().map(conforming),
            values,
        }
    });
    package.table(&table, rows)
}

fn documents(package: &GeoPackage<'_>, layers: &Layers) -> Result<(), ExportError> {
    let columns = document_columns();
    let mut fields = fields(&columns);
    fields.extend(day_fields());
    let table = Table {
        name: "documents",
        title: "Documents",
        description: "The documents that were read",
        geometry: None,
        fields,
    };
    let rows = layers.documents.iter().map(|document| {
        let date = document.date.map(|date| date.to_string());
        let mut values = values(&columns, document);
        values.extend(day_values(date.as_deref().and_then(day::days)));
        Row::of(values)
    });
    package.table(&table, rows)
}

fn citations(package: &GeoPackage<'_>, layers: &Layers) -> Result<(), ExportError> {
    let columns = citation_columns();
    let table = Table {
        name: "citations",
        title: "Citations",
        description: "Which document mentions which feature, and in which words",
        geometry: None,
        fields: fields(&columns),
    };
    let rows = citation_rows(layers);
    package.table(&table, rows.map(|row| Row::of(values(&columns, &row))))
}

fn unresolved(package: &GeoPackage<'_>, layers: &Layers) -> Result<(), ExportError> {
    let columns = unresolved_columns();
    let table = Table {
        name: "unresolved",
        title: "Unresolved mentions",
        description: "What documents speak of and that could not be placed",
        geometry: None,
        fields: fields(&columns),
    };
    let rows = layers.unresolved.iter();
    package.table(&table, rows.map(|one| Row::of(values(&columns, one))))
}
