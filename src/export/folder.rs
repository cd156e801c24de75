//! Whose folder is it? A run replaces the files of an earlier run, and never those of somebody else or of a version
//! whose files mean something different.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use araxes_gazetteer::new_file;

use super::{CONTRACT, ExportError, Format, dictionary, run_file};

/// What of `run.json` tells whose folder it is.
#[derive(Deserialize)]
struct Earlier {
    program: String,
    #[serde(default)]
    version: String,
    contract: Option<u32>,
    #[serde(default)]
    formats: Vec<String>,
}

impl Earlier {
    /// Reads the record of the run that wrote a folder; `None` where there is none that can be read.
    fn read(folder: &Path) -> Option<Self> {
        let text = fs::read(folder.join(run_file::NAME)).ok()?;
        let earlier: Self = serde_json::from_slice(&text).ok()?;
        (earlier.program == "araxes").then_some(earlier)
    }

    fn of_this_contract(&self, path: &str) -> Result<(), ExportError> {
        if self.contract == Some(CONTRACT) {
            return Ok(());
        }
        let contract = self.contract.map_or_else(
            || "no contract".to_owned(),
            |number| format!("contract {number}"),
        );
        Err(ExportError::OtherVersion {
            path: path.to_owned(),
            version: format!("{} ({contract})", self.version),
        })
    }
}

/// Checks that a folder is the output of a run of this contract.
///
/// # Errors
/// If it is not.
pub fn check_readable(folder: &Path) -> Result<(), ExportError> {
    let path = || folder.display().to_string();
    let earlier = Earlier::read(folder).ok_or_else(|| ExportError::NoRun { path: path() })?;
    earlier.of_this_contract(&path())
}

/// Checks that a run may write into a folder: it holds none of the files that runs write, or those of a run of the
/// same contract.
///
/// # Errors
/// Names the file that stands in the way, and what to do.
pub fn check(folder: &Path) -> Result<(), ExportError> {
    check_writable(folder)?;
    if folder.is_dir() {
        let _lock = Lock::of(folder)?;
        recover(folder)?;
    }
    if let Some(earlier) = Earlier::read(folder) {
        return earlier.of_this_contract(&folder.display().to_string());
    }
    let names = dictionary::CORE_FILES.iter().map(|file| file.name).chain(
        Format::ALL
            .iter()
            .flat_map(|format| format.files())
            .copied(),
    );
    for name in names {
        let path = folder.join(name);
        if path.exists() {
            return Err(ExportError::Foreign {
                path: path.display().to_string(),
            });
        }
    }
    Ok(())
}

/// How names begin of folders in which the files of an earlier run are while new ones are put in their place.
pub(super) const ASIDE: &str = ".araxes-kept-";

/// The file that a run which writes into a folder holds locked.
const LOCK: &str = ".araxes-lock";

/// Checks that files can be written into a folder, or that it can be made, before hours are spent on what is to be in it.
fn check_writable(folder: &Path) -> Result<(), ExportError> {
    let there = folder.ancestors().find(|above| above.exists());
    let there = there.filter(|above| *above != Path::new(""));
    let tried = new_file::begin(there.unwrap_or(Path::new(".")));
    tried
        .map(|_| ())
        .map_err(|source| unwritable(folder, source))
}

fn unwritable(path: &Path, source: std::io::Error) -> ExportError {
    ExportError::Unwritable {
        path: path.display().to_string(),
        source,
    }
}

/// A folder into which nobody else writes as long as this is there.
pub(super) struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Locks a folder. The lock of a run that died is none.
    pub(super) fn of(folder: &Path) -> Result<Self, ExportError> {
        let path = folder.join(LOCK);
        let failed = |source| unwritable(&path, source);
        let file = File::create(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, file }),
            Err(TryLockError::WouldBlock) => Err(ExportError::InUse {
                path: folder.display().to_string(),
            }),
            // A file system without locks, as some networks have: then nobody can be asked.
            Err(TryLockError::Error(_)) => Ok(Self { path, file }),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // What is left of it is no lock.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// Puts back what a run kept aside that died while it put its files in place, and removes what it left. Whoever calls
/// holds the lock.
pub(super) fn recover(folder: &Path) -> Result<(), ExportError> {
    let failed = |source| unwritable(folder, source);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = entry.path();
        if name.starts_with(ASIDE) && path.is_dir() {
            for kept in fs::read_dir(&path).map_err(failed)? {
                let kept = kept.map_err(failed)?;
                fs::rename(kept.path(), folder.join(kept.file_name())).map_err(failed)?;
            }
            fs::remove_dir(&path).map_err(failed)?;
        } else if name.starts_with(".araxes-") && name != LOCK && path.is_file() {
            fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}

/// The files that an earlier run of this contract wrote into a folder in formats that are not written again: left
/// there, they would show another map than the rest.
pub(super) fn outdated(folder: &Path, formats: &BTreeSet<Format>) -> Vec<&'static str> {
    let Some(earlier) = Earlier::read(folder).filter(|run| run.contract == Some(CONTRACT)) else {
        return Vec::new();
    };
    Format::ALL
        .iter()
        .filter(|format| !formats.contains(format))
        .filter(|format| earlier.formats.iter().any(|name| name == format.name()))
        .flat_map(|format| format.files())
        .copied()
        .collect()
}
