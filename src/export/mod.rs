//! Export: how does each tool want to be given the layers?
//!
//! Every format is one file here and writes the same features. All files of a run are written in full under
//! temporary names first and renamed at the end, so that an output folder never holds half a run.

mod column;
mod csv_files;
mod format;
mod geojson_files;
mod run_file;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use crate::crs::{CrsError, Transformer};
use crate::gazetteer::Gazetteer;
use crate::layer::{Layer, Layers};

pub use column::{COLUMNS, Column, ColumnType};
pub use format::Format;

/// What the run was, for `run.json`.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Flags and their values, as the run used them.
    pub options: BTreeMap<String, serde_json::Value>,
    /// Problems of documents and gazetteers by code, with how often each was met.
    pub problems: BTreeMap<String, usize>,
    /// CRS of the coordinates in the CSV files.
    pub csv_crs: String,
    /// Formats to write beside the core.
    pub formats: BTreeSet<Format>,
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
    let mut staged = Staged {
        folder: folder.to_path_buf(),
        files: Vec::new(),
    };
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
        csv_files::documents(path, layers, out)
    })?;
    staged.file("unresolved.csv", |path, out| {
        csv_files::unresolved(path, layers, out)
    })?;
    for format in &run.formats {
        match format {
            Format::GeojsonSeq => {
                staged.layers(layers, "geojsons", geojson_files::write_sequence)?;
            }
        }
    }
    staged.file("run.json", |path, out| {
        run_file::write(path, layers, gazetteer, run, out)
    })?;
    staged.publish()
}

/// Files written in full and not yet in their place.
struct Staged {
    folder: PathBuf,
    files: Vec<(String, TempPath)>,
}

impl Staged {
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
        let file = temporary(&self.folder).map_err(unwritable)?;
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

    /// Renames every file to its name. Should one of them not go (its name is a folder's, the disk fails), the files
    /// already renamed give way again to those that were there before.
    fn publish(self) -> Result<Vec<String>, ExportError> {
        let aside = tempfile::Builder::new()
            .prefix(".araxes-")
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

/// A temporary file in the folder itself, so that renaming stays on one file system, readable as any new file is.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".araxes-");
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        // The user's mask is applied to this, as for any new file.
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    builder.tempfile_in(folder)
}
