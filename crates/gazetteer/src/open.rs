//! From what a user names to an open gazetteer: volumes of the program, folders that are compiled, tables that are imported,
//! files that are mapped.

use std::path::{Path, PathBuf};

use crate::compile::{self, BuildError, Compilation, Volume, volume};
use crate::import::{self, Background, ImportError};
use crate::serve::{BuiltIn, FileError, Gazetteer};
use volume::VolumeError;

/// Where to read a gazetteer from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VolumeSource {
    /// A volume compiled into the program.
    BuiltIn(BuiltIn),
    /// A folder of the shape of `gazetteer/caucasus`.
    Folder(PathBuf),
    /// A compiled gazetteer. The file must not be changed while it is open.
    File(PathBuf),
    /// A table or layer of a user's own places, which is imported when it is opened.
    Layer(import::Kind, PathBuf),
}

impl VolumeSource {
    /// What a user names: a volume of the program by its key, a folder, a table or layer (`.csv`, `.tsv`, `.geojson` …), or
    /// else a compiled gazetteer. A folder that is called like a volume, `world` say, is meant by `./world`.
    #[must_use]
    pub fn at(path: &Path, background: &Background) -> Self {
        let mut volumes = background.volumes.iter();
        if let Some(volume) = volumes.find(|volume| path.to_str() == Some(volume.key)) {
            return Self::BuiltIn(*volume);
        }
        if let Some(kind) = import::Kind::of_file(path).filter(|_| !path.is_dir()) {
            return Self::Layer(kind, path.to_path_buf());
        }
        let is_file = path.is_file() || path.extension().is_some_and(|ending| ending == "gaz");
        if is_file {
            Self::File(path.to_path_buf())
        } else {
            Self::Folder(path.to_path_buf())
        }
    }
}

/// Why a gazetteer could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A folder cannot be read as a volume.
    #[error(transparent)]
    Volume(#[from] VolumeError),
    /// Folders cannot be compiled.
    #[error(transparent)]
    Compile(#[from] BuildError),
    /// A table or layer cannot be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A compiled file cannot be used.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Compiles folders into one gazetteer file. A later folder overrides and extends the earlier ones.
///
/// # Errors
/// If a folder cannot be read, lacks `places.csv` or `names.csv`, or holds more than the format can number. Rows that
/// cannot be used are listed in [`Compilation::problems`].
pub fn compile_folders(folders: &[PathBuf]) -> Result<Compilation, OpenError> {
    let volumes = folders
        .iter()
        .map(|folder| {
            Volume::read(
                &folder.display().to_string(),
                &volume::files_of_folder(folder)?,
            )
        })
        .collect::<Result<Vec<Volume>, VolumeError>>()?;
    Ok(compile::compile(volumes)?)
}

impl Gazetteer {
    /// Opens gazetteers, in order. A later one overrides and extends the earlier ones. Tables and layers are imported in the
    /// light of `background`.
    ///
    /// # Errors
    /// If one cannot be read at all. Rows that cannot be used are listed by [`Gazetteer::problems`].
    pub fn open(sources: &[VolumeSource], background: &Background) -> Result<Self, OpenError> {
        let mut gazetteer = Gazetteer::default();
        lay(&mut gazetteer, sources, background)?;
        gazetteer.report_foreign();
        Ok(gazetteer)
    }
}

/// Opens gazetteers over those that are open.
pub(crate) fn lay(
    gazetteer: &mut Gazetteer,
    sources: &[VolumeSource],
    background: &Background,
) -> Result<(), OpenError> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for source in sources {
        if let VolumeSource::Folder(folder) = source {
            folders.push(folder.clone());
            continue;
        }
        lay_folders(gazetteer, &mut folders)?;
        match source {
            VolumeSource::BuiltIn(volume) => gazetteer.lay_built_in(*volume)?,
            VolumeSource::File(path) => gazetteer.lay_file(path)?,
            VolumeSource::Layer(kind, path) => {
                let (bytes, problems) = import::in_memory(*kind, path, background)?;
                gazetteer.remember(problems, Vec::new());
                gazetteer.lay_bytes(&path.display().to_string(), bytes)?;
            }
            VolumeSource::Folder(_) => {}
        }
    }
    lay_folders(gazetteer, &mut folders)
}

/// Compiles folders that follow each other, in memory.
fn lay_folders(gazetteer: &mut Gazetteer, folders: &mut Vec<PathBuf>) -> Result<(), OpenError> {
    if folders.is_empty() {
        return Ok(());
    }
    let compilation = compile_folders(folders)?;
    let titles: Vec<String> = folders
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    folders.clear();
    gazetteer.remember(compilation.problems, compilation.merges);
    gazetteer.lay_bytes(&titles.join(", "), compilation.bytes)?;
    Ok(())
}
