//! Whose folder is it? A run replaces the files of an earlier run, and never those of somebody else or of a version
//! whose files mean something different.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::Deserialize;

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
