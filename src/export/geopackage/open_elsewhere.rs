//! A GeoPackage that another program has open, or that one left behind unfinished.
//!
//! QGIS keeps changes in a file `….gpkg-wal` beside the one it has open. Were the GeoPackage replaced while that file
//! is there, the next program to open it would write the old changes into the new file and break it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::export::ExportError;

/// Makes sure that a GeoPackage that is about to be replaced has no such file beside it, if need be by ending what
/// another program left unfinished.
///
/// # Errors
/// If another program has it open.
pub(in crate::export) fn release(path: &Path) -> Result<(), ExportError> {
    let beside = |ending: &str| -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        name.into()
    };
    let log = beside("-wal");
    if !log.exists() {
        return Ok(());
    }
    // Leaving the write-ahead mode needs the file to oneself and removes what lies beside it.
    let end = || -> rusqlite::Result<()> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::ZERO)?;
        connection.pragma_update(None, "journal_mode", "DELETE")?;
        connection.close().map_err(|(_, source)| source)
    };
    match end() {
        Ok(()) if !log.exists() => Ok(()),
        _ => Err(ExportError::OpenElsewhere {
            path: path.display().to_string(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_use(path: &Path) -> Connection {
        let connection = Connection::open(path).expect("opens");
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1);",
            )
            .expect("writes");
        connection
    }

    #[test]
    fn a_file_open_in_another_program_is_not_released() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.gpkg");
        let other = in_use(&path);
        let error = release(&path).expect_err("is in use").to_string();
        assert!(
            error.contains("a.gpkg") && error.contains("close"),
            "{error}"
        );
        drop(other);
        release(&path).expect("is free");
    }

    #[test]
    fn what_a_crashed_program_left_is_ended() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, crashed) = (folder.path().join("a.gpkg"), folder.path().join("b.gpkg"));
        let other = in_use(&path);
        for ending in ["", "-wal"] {
            let from = folder.path().join(format!("a.gpkg{ending}"));
            std::fs::copy(from, folder.path().join(format!("b.gpkg{ending}"))).expect("copies");
        }
        drop(other);
        release(&crashed).expect("is free");
        assert!(!folder.path().join("b.gpkg-wal").exists());
    }

    #[test]
    fn a_file_that_is_not_there_is_free() {
        let folder = tempfile::tempdir().expect("a folder");
        release(&folder.path().join("none.gpkg")).expect("is free");
    }
}
