//! Export: how does each tool want to be given the layers?
//!
//! Every format is one file here and writes the same features. All files of a run are written in full under
//! temporary names first and renamed at the end, so that an output folder never holds half a run.

mod column;
mod csv_files;
mod day;
mod dictionary;
mod flatgeobuf_files;
mod folder;
mod format;
mod geojson_files;
mod geopackage;
mod geoparquet_files;
mod iri;
mod kml;
pub(crate) mod linked_places;
pub(crate) mod markup;
mod qgis_project;
mod run_file;
mod table;
mod view;
mod web_annotations;
pub mod web_map;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempPath;

use crate::decision::FileRecord;
use crate::layer::{self, Feature, Layer, LayerKind, Layers};
use crate::look::Subject;
use crate::problem::Problem;
use crate::resolution;
use araxes_gazetteer::crs::{CrsError, Transformer, WGS84};
use araxes_gazetteer::new_file;
use araxes_gazetteer::{Gazetteer, UNITED_NATIONS};

pub use column::{COLUMNS, Column, ColumnType, Values};
pub use csv_files::{GeometryColumn, LINE, POSITION};
pub use dictionary::{CORE_FILES, CoreFile};
pub use folder::{check, check_readable};
pub use format::Format;
pub use geojson_files::CITATION;
pub use run_file::{MEMBERS, Member};
pub use table::{
    CitationRow, citation_columns, document_columns, problem_columns, unresolved_columns,
};

/// The version of what the files and their columns mean. It rises when a reader of an earlier one would go wrong.
pub const CONTRACT: u32 = 1;

/// What the run was, for `run.json`.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Flags and their values, as the run used them.
    pub options: BTreeMap<String, serde_json::Value>,
    /// What was wrong with documents and gazetteers, for `problems.csv`.
    pub problems: Vec<Problem>,
    /// CRS of the coordinates in the CSV files.
    pub csv_crs: String,
    /// Formats to write beside the core.
    pub formats: BTreeSet<Format>,
    /// The files of decisions that were used.
    pub decisions: Vec<FileRecord>,
}

impl Run {
    /// A run with these options, which met these problems. The CSV files are in WGS 84, and there are the formats that
    /// are written unless one says otherwise.
    #[must_use]
    pub fn of(
        layers: &layer::Options,
        resolution: &resolution::Options,
        problems: &[Problem],
    ) -> Self {
        let label_language = layers.label_language.as_deref().unwrap_or("en");
        let view = layers.view.as_deref().unwrap_or(UNITED_NATIONS);
        Self {
            options: BTreeMap::from([
                ("label_language".to_owned(), json!(label_language)),
                (
                    "min_confidence".to_owned(),
                    json!(resolution.min_confidence),
                ),
                ("view".to_owned(), json!(view)),
                (
                    "count_duplicates".to_owned(),
                    json!(layers.count_duplicates),
                ),
                ("as_of".to_owned(), json!(resolution.as_of)),
            ]),
            problems: problems.to_vec(),
            csv_crs: WGS84.to_owned(),
            formats: Format::chosen(&[], &[]),
            decisions: Vec::new(),
        }
    }

    /// The same with these files of decisions.
    #[must_use]
    pub fn with_decisions(mut self, files: &[FileRecord]) -> Self {
        self.decisions = files.to_vec();
        self
    }

    /// In whose view borders were drawn.
    #[must_use]
    pub fn view(&self) -> &str {
        let view = self.options.get("view").and_then(|view| view.as_str());
        view.unwrap_or(UNITED_NATIONS)
    }
}

/// Why the output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder or a file in it could not be written.
    #[error(
        "{path}: cannot be written ({source}); check that the folder exists, is yours and has room"
    )]
    Unwritable {
        /// The file or folder.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The folder holds the output of a version whose files mean something different.
    #[error(
        "{path}: holds the output of another version of Araxes, {version}; nothing was written: choose another folder, or let `araxes map` write over it with --force"
    )]
    OtherVersion {
        /// The folder.
        path: String,
        /// Which version.
        version: String,
    },
    /// A folder is not the output of a run.
    #[error("{path}: is not a folder that `araxes map` wrote: it has no run.json of a run")]
    NoRun {
        /// The folder.
        path: String,
    },
    /// Another run writes into the folder.
    #[error(
        "{path}: another run of Araxes writes into it; wait for that, or name another folder with --out"
    )]
    InUse {
        /// The folder.
        path: String,
    },
    /// A file is in the way that no run wrote.
    #[error(
        "{path}: is not the output of an Araxes run; nothing was written: choose another folder, or write over it with --force"
    )]
    Foreign {
        /// The file.
        path: String,
    },
    /// A CSV file could not be written.
    #[error("{path}: cannot be written ({source})")]
    Csv {
        /// The file.
        path: String,
        /// What the CSV writer said.
        source: csv::Error,
    },
    /// A value could not be written as JSON.
    #[error("{path}: cannot be written as JSON ({source})")]
    Json {
        /// The file.
        path: String,
        /// What the JSON writer said.
        source: serde_json::Error,
    },
    /// A FlatGeobuf file could not be written.
    #[error("{path}: cannot be written as FlatGeobuf ({source})")]
    FlatGeobuf {
        /// The file.
        path: String,
        /// What the FlatGeobuf writer said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A GeoParquet file could not be written.
    #[error("{path}: cannot be written as GeoParquet ({source})")]
    GeoParquet {
        /// The file.
        path: String,
        /// What the Parquet writer said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A GeoPackage could not be written.
    #[error("{path}: cannot be written ({source}); check that there is room")]
    GeoPackage {
        /// The file.
        path: String,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A GeoPackage that is to be replaced is in use.
    #[error(
        "{path}: is open in another program, such as QGIS; close it there, or name another folder with --out"
    )]
    OpenElsewhere {
        /// The file.
        path: String,
    },
    /// The world data for the base map could not be read.
    #[error("{path}: the built-in gazetteers cannot be read ({source}); install the program again")]
    Basemap {
        /// The file.
        path: String,
        /// What was wrong with them.
        source: Box<araxes_gazetteer::OpenError>,
    },
    /// Coordinates could not be changed to the system asked for.
    #[error("{path}: {source}")]
    Crs {
        /// The file.
        path: String,
        /// What was wrong.
        source: CrsError,
    },
}

/// Writes every file of the output contract into a folder, which is made if it is not there. Returns the names of
/// the files, in the order of writing.
///
/// # Errors
/// If the folder or a file cannot be written; files that were there before are then as they were.
pub fn write(
    folder: &Path,
    layers: &Layers,
    gazetteer: &Gazetteer,
    run: &Run,
    transformer: &mut Transformer,
) -> Result<Vec<String>, ExportError> {
    fs::create_dir_all(folder).map_err(|source| ExportError::Unwritable {
        path: folder.display().to_string(),
        source,
    })?;
    let _lock = folder::Lock::of(folder)?;
    folder::recover(folder)?;
    let mut staged = Staged::in_folder(folder);
    // No file depends on another one.
    std::thread::scope(|scope| -> Result<(), ExportError> {
        let beside = run.formats.iter().map(|&format| {
            scope.spawn(move || {
                let mut staged = Staged::in_folder(folder);
                let transformer = &mut Transformer::new();
                stage_format(format, &mut staged, layers, gazetteer, run, transformer)?;
                Ok(staged.files)
            })
        });
        let beside: Vec<_> = beside.collect();
        stage_core(&mut staged, layers, run, transformer)?;
        for format in beside {
            let files = format
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            staged.files.extend(files?);
        }
        Ok(())
    })?;
    staged.file(dictionary::NAME, |path, out| {
        dictionary::write(path, gazetteer, run, out)
    })?;
    staged.file(run_file::NAME, |path, out| {
        run_file::write(path, layers, gazetteer, run, out)
    })?;
    let outdated = folder::outdated(folder, &run.formats);
    let names = staged.publish()?;
    for name in outdated {
        let path = folder.join(name);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(ExportError::Unwritable {
                    path: path.display().to_string(),
                    source,
                });
            }
            _ => {}
        }
    }
    Ok(names)
}

/// Stages what every run writes, but for the record of the run and what describes all files.
fn stage_core(
    staged: &mut Staged,
    layers: &Layers,
    run: &Run,
    transformer: &mut Transformer,
) -> Result<(), ExportError> {
    for layer in &layers.layers {
        let name = layer.kind.as_str();
        staged.file(&format!("{name}.geojson"), |path, out| {
            geojson_files::write(path, layer, out)
        })?;
        staged.file(&format!("{name}.csv"), |path, out| {
            csv_files::layer(path, layer, &run.csv_crs, transformer, out)
        })?;
        staged.file(&format!("{name}.csvt"), |path, out| {
            csv_files::types(path, layer.kind, out)
        })?;
    }
    staged.file("citations.csv", |path, out| {
        csv_files::citations(path, layers, &run.csv_crs, transformer, out)
    })?;
    staged.file("documents.csv", |path, out| {
        csv_files::table(path, &document_columns(), &layers.documents, out)
    })?;
    staged.file("unresolved.csv", |path, out| {
        csv_files::table(path, &unresolved_columns(), &layers.unresolved, out)
    })?;
    staged.file("problems.csv", |path, out| {
        csv_files::table(path, &problem_columns(), &run.problems, out)
    })?;
    Ok(())
}

/// Stages the files of one format.
fn stage_format(
    format: Format,
    staged: &mut Staged,
    layers: &Layers,
    gazetteer: &Gazetteer,
    run: &Run,
    transformer: &mut Transformer,
) -> Result<(), ExportError> {
    let folder = staged.folder.clone();
    match format {
        Format::GeojsonSeq => staged.layers(layers, "geojsons", geojson_files::write_sequence),
        Format::FlatGeobuf => staged.layers(layers, "fgb", flatgeobuf_files::write),
        Format::GeoParquet => staged.layers(layers, "parquet", geoparquet_files::write),
        Format::Kml => staged.file("araxes.kml", |path, out| kml::write(path, layers, out)),
        Format::LinkedPlaces => staged.file("linked-places.json", |path, out| {
            linked_places::write(path, layers, gazetteer, out)
        }),
        Format::GeoPackage => qgis_project::stage_geopackage(staged, layers),
        Format::Qgis => qgis_project::stage(staged, layers, run, transformer),
        Format::WebAnnotations => staged.file("annotations.jsonld", |path, out| {
            web_annotations::write(path, layers, gazetteer, out)
        }),
        Format::WebMap => staged
            .file(web_map::PAGE_NAME, |path, out| {
                web_map::write(path, &folder, layers, run.view(), out)
            })
            .and_then(|()| staged.file(web_map::STYLE_NAME, web_map::write_style)),
    }
}

/// Files written in full and not yet in their place.
struct Staged {
    folder: PathBuf,
    files: Vec<(String, TempPath)>,
}

impl Staged {
    fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            files: Vec::new(),
        }
    }

    fn file(
        &mut self,
        name: &str,
        content: impl FnOnce(&str, &mut dyn Write) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let path = self.folder.join(name).display().to_string();
        let unwritable = |source| ExportError::Unwritable {
            path: path.clone(),
            source,
        };
        let file = new_file::begin(&self.folder).map_err(unwritable)?;
        let mut out = BufWriter::new(file);
        content(&path, &mut out)?;
        let file = out
            .into_inner()
            .map_err(|error| unwritable(error.into_error()))?;
        file.as_file().sync_all().map_err(unwritable)?;
        self.files.push((name.to_owned(), file.into_temp_path()));
        Ok(())
    }

    /// One file for each layer, `LAYER.ENDING`.
    fn layers(
        &mut self,
        layers: &Layers,
        ending: &str,
        content: impl Fn(&str, &Layer, &mut dyn Write) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        for layer in &layers.layers {
            self.file(&format!("{}.{ending}", layer.kind.as_str()), |path, out| {
                content(path, layer, out)
            })?;
        }
        Ok(())
    }

    /// A file that SQLite writes, which wants a path: `content` is given that of the empty file and the one to show.
    fn geopackage(
        &mut self,
        name: &str,
        content: impl FnOnce(&Path, &str) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let path = self.folder.join(name);
        geopackage::release(&path)?;
        let path = path.display().to_string();
        let unwritable = |source| ExportError::Unwritable {
            path: path.clone(),
            source,
        };
        let file = new_file::begin(&self.folder).map_err(unwritable)?;
        content(file.path(), &path)?;
        file.as_file().sync_all().map_err(unwritable)?;
        self.files.push((name.to_owned(), file.into_temp_path()));
        Ok(())
    }

    /// Renames every file to its name. Should one of them not go (its name is a folder's, the disk fails), the files
    /// already renamed give way again to those that were there before.
    fn publish(self) -> Result<Vec<String>, ExportError> {
        let aside = tempfile::Builder::new()
            .prefix(folder::ASIDE)
            .tempdir_in(&self.folder);
        let aside = aside.map_err(|source| ExportError::Unwritable {
            path: self.folder.display().to_string(),
            source,
        })?;
        let mut names: Vec<String> = Vec::with_capacity(self.files.len());
        for (name, file) in self.files {
            let path = self.folder.join(&name);
            let kept = aside.path().join(&name);
            let put = match fs::rename(&path, &kept) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ if kept.is_dir() => {
                    // The user's folder goes back to its place at once.
                    fs::rename(&kept, &path).and(Err(io::Error::from(io::ErrorKind::IsADirectory)))
                }
                _ => file.persist(&path).map_err(|error| error.error),
            };
            names.push(name);
            if let Err(source) = put {
                for name in &names {
                    let kept = aside.path().join(name);
                    let path = self.folder.join(name);
                    // What cannot be put back stays in the folder of kept files, which is then not removed.
                    let restored = match kept.exists() {
                        true => fs::rename(&kept, &path),
                        false if path.is_file() => fs::remove_file(&path),
                        false => Ok(()),
                    };
                    if restored.is_err() {
                        let _ = aside.keep();
                        break;
                    }
                }
                return Err(ExportError::Unwritable {
                    path: path.display().to_string(),
                    source,
                });
            }
        }
        Ok(names)
    }
}

/// Writes one file in full and then puts it in its place.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    let unwritable = |source| ExportError::Unwritable {
        path: path.display().to_string(),
        source,
    };
    new_file::write(path, |out| out.write_all(bytes)).map_err(unwritable)
}

/// What a feature is to the table of looks.
fn subject_of(layer: LayerKind, feature: &Feature) -> Subject<'_> {
    Subject {
        // A shape is drawn in the colours of the mention that it is of.
        layer: if layer.shows_mentions() {
            LayerKind::Mentions.as_str()
        } else {
            layer.as_str()
        },
        kind: &feature.kind,
        basis: feature.basis.map_or("", |basis| basis.as_str()),
        description: feature.description.as_deref().unwrap_or_default(),
        meant: feature.meant().as_str(),
    }
}
