//! CSV by RFC 4180, with a `.csvt` beside each layer that tells GDAL and QGIS the types of its columns. Points have
//! columns `x` and `y`, lines a column `wkt`, in WGS 84 or in the system asked for.

use std::io::Write;

use geo::{Geometry, Point};
use wkt::ToWkt;

use crate::crs::{Transformer, WGS84};
use crate::layer::{Citation, Feature, Layer, LayerKind, Layers};

use super::ExportError;
use super::column::COLUMNS;

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

/// The geometry columns of a layer.
fn geometry_columns(kind: LayerKind) -> &'static [&'static str] {
    match kind {
        LayerKind::Mentions => &["x", "y"],
        LayerKind::Routes | LayerKind::Borders => &["wkt"],
    }
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
            .chain(geometry_columns(layer.kind).iter().copied()),
    )?;
    for feature in &layer.features {
        let geometry = in_crs(path, feature, crs, transformer)?;
        let cells = COLUMNS.iter().map(|column| column.cell(feature));
        match layer.kind {
            LayerKind::Mentions => {
                let (x, y) = position_cells(geometry.as_ref(), crs);
                table.row(cells.chain([x, y]))?;
            }
            LayerKind::Routes | LayerKind::Borders => {
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
    let geometry: &[&str] = match kind {
        // GDAL and QGIS take columns of these types for the geometry.
        LayerKind::Mentions => &["CoordX", "CoordY"],
        LayerKind::Routes | LayerKind::Borders => &["WKT"],
    };
    let types: Vec<String> = COLUMNS
        .iter()
        .map(|column| column.kind.csvt())
        .chain(geometry.iter().copied())
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
    let mut table = Table::new(path, out);
    table.row(
        ["feature_id", "layer"]
            .iter()
            .chain(&QUOTE_COLUMNS)
            .chain(&["role", "confidence", "x", "y"]),
    )?;
    for (kind, feature) in layers.features() {
        let geometry = in_crs(path, feature, crs, transformer)?;
        let (x, y) = position_cells(geometry.as_ref(), crs);
        for citation in &feature.citations {
            let mut cells = vec![feature.id.clone(), kind.as_str().to_owned()];
            cells.extend(quote_cells(citation));
            cells.extend([
                citation.role.to_owned(),
                figure(citation.confidence, 3),
                x.clone(),
                y.clone(),
            ]);
            table.row(cells)?;
        }
    }
    table.finish()
}

/// The columns of a quote, see [`quote_cells`].
const QUOTE_COLUMNS: [&str; 9] = [
    "document_id",
    "document_title",
    "document_date",
    "start",
    "end",
    "surface",
    "prefix",
    "exact",
    "suffix",
];

/// The document, span and words of a citation.
fn quote_cells(citation: &Citation) -> [String; 9] {
    [
        citation.document.clone(),
        citation.document_title.clone().unwrap_or_default(),
        citation.document_date.clone().unwrap_or_default(),
        citation.characters.start.to_string(),
        citation.characters.end.to_string(),
        citation.surface.clone(),
        citation.prefix.clone(),
        citation.exact.clone(),
        citation.suffix.clone(),
    ]
}

/// One row for each document read.
pub(super) fn documents(
    path: &str,
    layers: &Layers,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut table = Table::new(path, out);
    table.row([
        "id",
        "path",
        "title",
        "date",
        "not_before",
        "publisher",
        "language",
        "sha256",
        "mention_count",
        "feature_count",
        "unresolved_count",
        "problems",
    ])?;
    for document in &layers.documents {
        table.row([
            document.id.clone(),
            document.path.clone(),
            document.title.clone().unwrap_or_default(),
            document
                .date
                .map(|date| date.to_string())
                .unwrap_or_default(),
            document
                .not_before
                .map(|day| day.to_string())
                .unwrap_or_default(),
            document.publisher.clone().unwrap_or_default(),
            document.language.clone().unwrap_or_default(),
            document.sha256.clone(),
            document.mentions.to_string(),
            document.features.to_string(),
            document.unresolved.to_string(),
            document.problems.join("; "),
        ])?;
    }
    table.finish()
}

/// One row for each mention that could not be placed.
pub(super) fn unresolved(
    path: &str,
    layers: &Layers,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut table = Table::new(path, out);
    table.row(
        QUOTE_COLUMNS
            .iter()
            .chain(&["kind", "candidates", "why_not"]),
    )?;
    for one in &layers.unresolved {
        let candidates: Vec<String> = one
            .candidates
            .iter()
            .map(|(id, confidence)| format!("{id} {}", figure(*confidence, 3)))
            .collect();
        let mut cells = quote_cells(&one.citation).to_vec();
        cells.extend([
            one.citation.kind.to_owned(),
            candidates.join(";"),
            one.why_not.clone(),
        ]);
        table.row(cells)?;
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

/// `x` and `y` of a point; empty for lines and for what has no geometry.
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
