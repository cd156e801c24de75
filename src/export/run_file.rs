//! `run.json`: what was run, with which gazetteers, and what was met. No clock, so that equal runs write equal files.

use std::io::Write;

use serde_json::{Map, Value, json};

use crate::layer::Layers;
use crate::problem;
use araxes_gazetteer::Gazetteer;

use super::{CONTRACT, ExportError, Run};

/// What the record of a run is called.
pub(super) const NAME: &str = "run.json";

/// What the record is made of.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    layers: &'a Layers,
    gazetteer: &'a Gazetteer,
    run: &'a Run,
}

/// One member of the record.
pub struct Member {
    /// Its name, snake_case.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    value: fn(&Record<'_>) -> Value,
}

/// The members of the record, in the order of writing.
pub const MEMBERS: &[Member] = &[
    Member {
        name: "program",
        meaning: "`araxes`, by which a folder is known as the output of a run",
        value: |_| json!("araxes"),
    },
    Member {
        name: "version",
        meaning: "version of the program",
        value: |_| json!(env!("CARGO_PKG_VERSION")),
    },
    Member {
        name: "contract",
        meaning: "version of what files and columns mean; it rises when a reader of an earlier one would go wrong",
        value: |_| json!(CONTRACT),
    },
    Member {
        name: "gazetteers",
        meaning: "the volumes, each with `title`, `sha256`, and the number of its `places` and `names`",
        value: |record| record.volumes(),
    },
    Member {
        name: "options",
        meaning: "flags that change answers, with their values as the run used them",
        value: |record| json!(record.run.options),
    },
    Member {
        name: "decisions",
        meaning: "the files of decisions that were used, each with its `path`, its `sha256` and the number of its `rows` that could be used",
        value: |record| {
            let files = record.run.decisions.iter();
            files
                .map(|file| json!({"path": file.path, "sha256": file.sha256, "rows": file.rows}))
                .collect()
        },
    },
    Member {
        name: "csv_crs",
        meaning: "coordinate reference system of the CSV files",
        value: |record| json!(record.run.csv_crs),
    },
    Member {
        name: "formats",
        meaning: "formats that were written beside GeoJSON and CSV",
        value: |record| {
            let formats = record.run.formats.iter();
            formats.map(|format| format.name()).collect()
        },
    },
    Member {
        name: "documents",
        meaning: "how many documents were read",
        value: |record| json!(record.layers.documents.len()),
    },
    Member {
        name: "features",
        meaning: "how many features each layer has",
        value: |record| {
            let layers = record.layers.layers.iter();
            let counts =
                layers.map(|layer| (layer.kind.as_str().to_owned(), json!(layer.features.len())));
            Value::Object(counts.collect())
        },
    },
    Member {
        name: "citations",
        meaning: "how many mentions were placed",
        value: |record| {
            let features = record.layers.features();
            json!(
                features
                    .map(|(_, feature)| feature.citations.len())
                    .sum::<usize>()
            )
        },
    },
    Member {
        name: "unresolved",
        meaning: "how many mentions could not be placed",
        value: |record| json!(record.layers.unresolved.len()),
    },
    Member {
        name: "problems",
        meaning: "what was wrong with documents and gazetteers, by code, and how often each was met",
        value: |record| json!(problem::counts(&record.run.problems)),
    },
];

impl Record<'_> {
    fn volumes(&self) -> Value {
        let volumes = self.gazetteer.volumes().iter();
        volumes
            .map(|volume| {
                json!({"title": volume.title, "sha256": volume.sha256, "places": volume.places, "names": volume.names})
            })
            .collect()
    }
}

pub(super) fn write(
    path: &str,
    layers: &Layers,
    gazetteer: &Gazetteer,
    run: &Run,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let record = Record {
        layers,
        gazetteer,
        run,
    };
    let content: Map<String, Value> = MEMBERS
        .iter()
        .map(|member| (member.name.to_owned(), (member.value)(&record)))
        .collect();
    serde_json::to_writer_pretty(&mut *out, &content).map_err(|source| ExportError::Json {
        path: path.to_owned(),
        source,
    })?;
    writeln!(out).map_err(|source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    })
}
