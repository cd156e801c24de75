//! `run.json`: what was run, with which gazetteers, and what was met. No clock, so that equal runs write equal files.

use std::io::Write;

use serde_json::json;

use crate::layer::Layers;
use araxes_gazetteer::Gazetteer;

use super::{CONTRACT, ExportError, Run};

/// What the record of a run is called.
pub(super) const NAME: &str = "run.json";

pub(super) fn write(
    path: &str,
    layers: &Layers,
    gazetteer: &Gazetteer,
    run: &Run,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let counts: serde_json::Map<String, serde_json::Value> = layers
        .layers
        .iter()
        .map(|layer| (layer.kind.as_str().to_owned(), json!(layer.features.len())))
        .collect();
    let volumes: Vec<serde_json::Value> = gazetteer
        .volumes()
        .iter()
        .map(|volume| {
            json!({"title": volume.title, "sha256": volume.sha256, "places": volume.places, "names": volume.names})
        })
        .collect();
    let content = json!({
        "program": "araxes",
        "version": env!("CARGO_PKG_VERSION"),
        "contract": CONTRACT,
        "gazetteers": volumes,
        "options": run.options,
        "csv_crs": run.csv_crs,
        "formats": run.formats.iter().map(|format| format.name()).collect::<Vec<_>>(),
        "documents": layers.documents.len(),
        "features": counts,
        "citations": layers.features().map(|(_, feature)| feature.citations.len()).sum::<usize>(),
        "unresolved": layers.unresolved.len(),
        "problems": run.problems,
    });
    serde_json::to_writer_pretty(&mut *out, &content).map_err(|source| ExportError::Json {
        path: path.to_owned(),
        source,
    })?;
    writeln!(out).map_err(|source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    })
}
