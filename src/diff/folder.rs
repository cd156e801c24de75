//! What of an output folder is compared.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

use crate::export::{self, ExportError};
use crate::layer::LayerKind;
use crate::spreadsheet::unguarded;

use super::Cited;

/// Why an output folder cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum DiffError {
    /// It is not the output of a run of this contract.
    #[error(transparent)]
    NoRun(#[from] ExportError),
    /// A file in it cannot be read.
    #[error("{path}: cannot be read ({source}); let `araxes map` write the folder again")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file in it is not what a run writes.
    #[error("{path}: is not as a run writes it ({found}); let `araxes map` write the folder again")]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong.
        found: String,
    },
}

/// A document as an output lists it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Document {
    pub(super) path: String,
    pub(super) label: String,
    pub(super) sha256: String,
}

/// A feature of a layer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Feature {
    pub(super) name: String,
    /// As it stands in the GeoJSON.
    pub(super) geometry: Value,
    /// How many mentions cite it.
    pub(super) citations: usize,
}

/// A mention.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Citation {
    pub(super) feature: Cited,
    pub(super) place: String,
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) surface: String,
    pub(super) prefix: String,
    pub(super) suffix: String,
    pub(super) is_confirmed: bool,
}

/// What of an output folder is compared.
#[derive(Debug, Clone)]
pub struct Folder {
    /// `run.json`.
    pub(super) run: Value,
    /// By path, or by path and id where several documents have one.
    pub(super) documents: BTreeMap<String, Document>,
    /// By layer and id.
    pub(super) features: BTreeMap<(String, String), Feature>,
    /// By the keys of the documents.
    pub(super) citations: BTreeMap<String, Vec<Citation>>,
}

impl Folder {
    /// Reads the output of a run.
    ///
    /// # Errors
    /// If the folder is not the output of a run of this contract, or a file in it cannot be read or was changed.
    pub fn open(folder: &Path) -> Result<Self, DiffError> {
        export::check_readable(folder)?;
        let run = json(&folder.join("run.json"))?;
        let documents = documents(&folder.join("documents.csv"))?;
        let mut features = BTreeMap::new();
        for layer in LayerKind::ALL {
            let path = folder.join(format!("{}.geojson", layer.as_str()));
            let layers = json(&path)?;
            for feature in layers["features"].as_array().into_iter().flatten() {
                let id = feature["id"]
                    .as_str()
                    .ok_or_else(|| damaged(&path, "a feature has no id"))?;
                let properties = &feature["properties"];
                features.insert(
                    (layer.as_str().to_owned(), id.to_owned()),
                    Feature {
                        name: properties["name"].as_str().unwrap_or_default().to_owned(),
                        geometry: feature["geometry"].clone(),
                        citations: properties["citations"].as_array().map_or(0, Vec::len),
                    },
                );
            }
        }
        let mut citations: BTreeMap<String, Vec<Citation>> = BTreeMap::new();
        rows(&folder.join("citations.csv"), |row| {
            let number = |name| row.get(name).parse().unwrap_or(0);
            let key = documents.key(row.get("path"), row.get("document_id"));
            citations.entry(key).or_default().push(Citation {
                feature: Cited {
                    id: row.get("feature_id").to_owned(),
                    name: row.get("feature_name").to_owned(),
                },
                place: row.get("place").to_owned(),
                start: number("start"),
                end: number("end"),
                surface: row.get("surface").to_owned(),
                prefix: row.get("prefix").to_owned(),
                suffix: row.get("suffix").to_owned(),
                is_confirmed: row.get("confirmed") == "yes",
            });
        })?;
        Ok(Self {
            run,
            documents: documents.by_key,
            features,
            citations,
        })
    }
}

/// Documents by what they are known by in both folders.
struct Documents {
    by_key: BTreeMap<String, Document>,
    /// How many have a path.
    times: BTreeMap<String, usize>,
}

impl Documents {
    fn key(&self, path: &str, id: &str) -> String {
        match self.times.get(path) {
            Some(2..) => format!("{path}#{id}"),
            _ => path.to_owned(),
        }
    }
}

fn documents(path: &Path) -> Result<Documents, DiffError> {
    let mut all = Vec::new();
    rows(path, |row| {
        let document = Document {
            path: row.get("path").to_owned(),
            label: row.get("label").to_owned(),
            sha256: row.get("sha256").to_owned(),
        };
        all.push((row.get("id").to_owned(), document));
    })?;
    let mut documents = Documents {
        by_key: BTreeMap::new(),
        times: BTreeMap::new(),
    };
    for (_, document) in &all {
        *documents.times.entry(document.path.clone()).or_default() += 1;
    }
    for (id, document) in all {
        let key = documents.key(&document.path, &id);
        documents.by_key.insert(key, document);
    }
    Ok(documents)
}

fn damaged(path: &Path, found: impl ToString) -> DiffError {
    DiffError::Damaged {
        path: path.display().to_string(),
        found: found.to_string(),
    }
}

fn json(path: &Path) -> Result<Value, DiffError> {
    let bytes = fs::read(path).map_err(|source| DiffError::Unreadable {
        path: path.display().to_string(),
        source,
    })?;
    serde_json::from_slice(&bytes).map_err(|error| damaged(path, error))
}

/// A row of a table.
struct Row<'r> {
    header: &'r csv::StringRecord,
    record: &'r csv::StringRecord,
}

impl<'r> Row<'r> {
    /// The cell of a column; empty where there is none.
    fn get(&self, name: &str) -> &'r str {
        let at = self.header.iter().position(|column| column == name);
        unguarded(at.and_then(|at| self.record.get(at)).unwrap_or_default())
    }
}

/// Hands out each row of a table.
fn rows(path: &Path, mut take: impl FnMut(Row<'_>)) -> Result<(), DiffError> {
    let bytes = fs::read(path).map_err(|source| DiffError::Unreadable {
        path: path.display().to_string(),
        source,
    })?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let header = reader
        .headers()
        .map_err(|error| damaged(path, error))?
        .clone();
    for record in reader.records() {
        let record = record.map_err(|error| damaged(path, error))?;
        take(Row {
            header: &header,
            record: &record,
        });
    }
    Ok(())
}
