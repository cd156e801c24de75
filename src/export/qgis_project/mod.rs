//! `araxes.qgz`: a project for QGIS 3.22 and later that opens `araxes.gpkg` on a base map, styled, with every feature
//! related to its citations. All paths are relative: the folder can be moved and sent as it is.
//!
//! The elements are those that QGIS 3.22 writes itself; what it fills in by default is left out.

mod basemap;
mod basemap_style;
mod content;
mod form;
mod label;
mod map_layer;
mod project;
mod style;
mod symbol;
mod tip;
mod xml;

use std::io::Write;

use geo::{BoundingRect, Geometry, Rect};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::built_in;
use crate::layer::Layers;
use crate::look::Extent;
use araxes_gazetteer::crs::Transformer;

use super::geopackage::{self, document_days};
use super::view::opening_view;
use super::{ExportError, Run, Staged};

use map_layer::MapLayer;
use project::Project;

/// The version whose elements are written: the last of 3.22, which warns of files that are older than itself.
const QGIS_VERSION: &str = "3.22.16-Białowieża";
/// Reference system of the project: shapes look right at every scale, as on maps of the web.
const PROJECT_CRS: &str = "EPSG:3857";

/// Stages `araxes.gpkg`, with the styles that the project has.
pub(super) fn stage_geopackage(staged: &mut Staged, layers: &Layers) -> Result<(), ExportError> {
    let styles: Vec<(&'static str, String)> = content::cited(layers)
        .into_iter()
        .map(|(kind, layer)| (kind.as_str(), layer.qml()))
        .collect();
    staged.geopackage("araxes.gpkg", |file, path| {
        geopackage::write(file, path, layers, &styles)
    })
}

/// Stages `araxes.qgz` and `basemap.gpkg`.
pub(super) fn stage(
    staged: &mut Staged,
    layers: &Layers,
    run: &Run,
    transformer: &mut Transformer,
) -> Result<(), ExportError> {
    let Extent {
        west,
        south,
        east,
        north,
    } = opening_view(layers);
    // Web Mercator has no poles.
    let view = Rect::new((west, south.max(-80.0)), (east, north.min(80.0)));
    staged.geopackage("basemap.gpkg", |file, path| {
        // Not the gazetteer of the run, which may know one country only.
        let world =
            built_in::open(&built_in::sources()).map_err(|source| ExportError::Basemap {
                path: path.to_owned(),
                source: Box::new(source),
            })?;
        let language = run.options.get("label_language");
        let language = language.and_then(|name| name.as_str()).unwrap_or("en");
        basemap::write(file, path, &world, language, run.view(), view)
    })?;
    staged.file("araxes.qgz", |path, out| {
        let corners = transformer
            .geometry(PROJECT_CRS, &Geometry::Polygon(view.to_polygon()))
            .map_err(|source| ExportError::Crs {
                path: path.to_owned(),
                source,
            })?;
        let view = corners.bounding_rect().unwrap_or(view);
        write(path, layers, view, out)
    })
}

/// Writes the project, packed with a fixed time so that equal projects are equal files.
fn write(
    path: &str,
    layers: &Layers,
    view: Rect<f64>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let cited = content::cited(layers);
    let features: Vec<&MapLayer> = cited.iter().map(|(_, layer)| layer).collect();
    let ids: Vec<&str> = layers
        .features()
        .map(|(_, feature)| feature.id.as_str())
        .filter(|id| id.starts_with("place:"))
        .collect();
    let document = Project {
        features: &features,
        tables: &content::tables(),
        basemap: &basemap_style::layers(&ids),
        view,
        days: document_days(layers),
    }
    .document();

    let unwritable = |source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let mut archive = ZipWriter::new_stream(out);
    let settings = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    archive
        .start_file("araxes.qgs", settings)
        .map_err(|error| unwritable(error.into()))?;
    document.write_document(&mut archive).map_err(unwritable)?;
    archive
        .finish()
        .map(|_| ())
        .map_err(|error| unwritable(error.into()))
}
