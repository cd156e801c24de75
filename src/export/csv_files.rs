//! CSV by RFC 4180, with a `.csvt` beside each layer that tells GDAL and QGIS the types of its columns. Points have
//! columns `x` and `y`, lines a column `wkt`, in WGS 84 or in the system asked for. No cell of text is one that a
//! spreadsheet would run as a formula.

use std::io::Write;

use geo::{Geometry, InteriorPoint, Point};
use wkt::ToWkt;

use crate::layer::{Feature, Form, Layer, LayerKind, Layers};
use araxes_gazetteer::crs::{Transformer, WGS84};

use super::ExportError;
use super::column::{COLUMNS, Column, ColumnType};
use super::table::{citation_columns, citation_rows};

/// A CSV file being written.
struct Table<'a> {
    path: &'a str,
    writer: csv::Writer<&'a mut dyn Write>,
}

impl<'a> Table<'a> {
    fn new(path: &'a str, out: &'a mut dyn Write) -> Self {
        Self {
            path,
            writer: csv::Writer::from_writer(out),
        }
    }

    fn row<Cell: AsRef<[u8]>>(
        &mut self,
        cells: impl IntoIterator<Item = Cell>,
    ) -> Result<(), ExportError> {
        self.writer
            .write_record(cells)
            .map_err(|source| ExportError::Csv {
                path: self.path.to_owned(),
                source,
            })
    }

    fn finish(mut self) -> Result<(), ExportError> {
        self.writer
            .flush()
            .map_err(|source| ExportError::Unwritable {
                path: self.path.to_owned(),
                source,
            })
    }
}

/// A column with coordinates, beside the properties.
pub struct GeometryColumn {
    /// Its name.
    pub name: &'static str,
    /// What it means, for the data dictionary.
    pub meaning: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// The type by which GDAL and QGIS know it in a `.csvt` file.
    csvt: &'static str,
}

/// The columns of a point.
pub const POSITION: &[GeometryColumn] = &[
    GeometryColumn {
        name: "x",
        meaning: "longitude, or easting in the system of `--crs`; of an area one within it; empty for lines and where no position is known",
        kind: ColumnType::Number,
        csvt: "CoordX",
    },
    GeometryColumn {
        name: "y",
        meaning: "latitude, or northing in the system of `--crs`",
        kind: ColumnType::Number,
        csvt: "CoordY",
    },
];

/// The column of a line.
pub const LINE: &[GeometryColumn] = &[GeometryColumn {
    name: "wkt",
    meaning: "the line as Well-Known Text, x before y; empty where no line is known",
    kind: ColumnType::Text,
    csvt: "WKT",
}];

fn geometry_columns(kind: LayerKind) -> &'static [GeometryColumn] {
    match kind.form() {
        // An outline would not fit into a cell.
        Form::Points | Form::Areas => POSITION,
        Form::Lines => LINE,
    }
}

fn geometry_names(columns: &'static [GeometryColumn]) -> impl Iterator<Item = &'static str> {
    columns.iter().map(|column| column.name)
}

/// A layer: the properties of its features and their geometry.
pub(super) fn layer(
    path: &str,
    layer: &Layer,
    crs: &str,
    transformer: &mut Transformer,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut table = Table::new(path, out);
    table.row(
        COLUMNS
            .iter()
            .map(|column| column.name)
            .chain(geometry_names(geometry_columns(layer.kind))),
    )?;
    for feature in &layer.features {
        let geometry = in_crs(path, feature, crs, transformer)?;
        let cells = COLUMNS.iter().map(|column| column.cell(feature));
        match layer.kind.form() {
            Form::Points | Form::Areas => {
                let (x, y) = position_cells(geometry.as_ref(), crs);
                table.row(cells.chain([x, y]))?;
            }
            Form::Lines => {
                let wkt = geometry
                    .map(|geometry| rounded(&geometry, crs).wkt_string())
                    .unwrap_or_default();
                table.row(cells.chain([wkt]))?;
            }
        }
    }
    table.finish()
}

/// The types of a layer's columns.
pub(super) fn types(path: &str, kind: LayerKind, out: &mut dyn Write) -> Result<(), ExportError> {
    let types: Vec<String> = COLUMNS
        .iter()
        .map(|column| column.kind.csvt())
        .chain(geometry_columns(kind).iter().map(|column| column.csvt))
        .map(|name| format!("\"{name}\""))
        .collect();
    writeln!(out, "{}", types.join(",")).map_err(|source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    })
}

/// One row for each mention in each document.
pub(super) fn citations(
    path: &str,
    layers: &Layers,
    crs: &str,
    transformer: &mut Transformer,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let columns = citation_columns();
    let mut table = Table::new(path, out);
    table.row(
        columns
            .iter()
            .map(|column| column.name)
            .chain(geometry_names(POSITION)),
    )?;
    let mut last: Option<(&str, (String, String))> = None;
    for row in citation_rows(layers) {
        let (x, y) = match last {
            Some((id, position)) if id == row.feature.id => position,
            _ => position_cells(in_crs(path, row.feature, crs, transformer)?.as_ref(), crs),
        };
        let cells = columns.iter().map(|column| column.cell(&row));
        table.row(cells.chain([x.clone(), y.clone()]))?;
        last = Some((&row.feature.id, (x, y)));
    }
    table.finish()
}

/// A table without geometry.
pub(super) fn table<Row>(
    path: &str,
    columns: &[Column<Row>],
    rows: &[Row],
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut table = Table::new(path, out);
    table.row(columns.iter().map(|column| column.name))?;
    for row in rows {
        table.row(columns.iter().map(|column| column.cell(row)))?;
    }
    table.finish()
}

fn in_crs(
    path: &str,
    feature: &Feature,
    crs: &str,
    transformer: &mut Transformer,
) -> Result<Option<Geometry<f64>>, ExportError> {
    let Some(geometry) = &feature.geometry else {
        return Ok(None);
    };
    let inside;
    let geometry = if let Geometry::MultiPolygon(area) = geometry {
        let Some(point) = area.interior_point() else {
            return Ok(None);
        };
        inside = Geometry::Point(point);
        &inside
    } else {
        geometry
    };
    if crs == WGS84 {
        return Ok(Some(geometry.clone()));
    }
    transformer
        .geometry(crs, geometry)
        .map(Some)
        .map_err(|source| ExportError::Crs {
            path: path.to_owned(),
            source,
        })
}

/// Degrees have seven decimals; other systems, mostly in metres, three.
fn decimals(crs: &str) -> usize {
    if crs == WGS84 { 7 } else { 3 }
}

fn figure(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// `x` and `y` of a point, of an area one in it; empty for lines and for what has no geometry.
fn position_cells(geometry: Option<&Geometry<f64>>, crs: &str) -> (String, String) {
    match geometry {
        Some(Geometry::Point(Point(position))) => (
            figure(position.x, decimals(crs)),
            figure(position.y, decimals(crs)),
        ),
        _ => (String::new(), String::new()),
    }
}

fn rounded(geometry: &Geometry<f64>, crs: &str) -> Geometry<f64> {
    use geo::{Coord, MapCoords};
    let scale = if decimals(crs) == 7 { 1e7 } else { 1e3 };
    geometry.map_coords(|Coord { x, y }| Coord {
        x: (x * scale).round() / scale,
        y: (y * scale).round() / scale,
    })
}
