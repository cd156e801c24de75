//! Files that appear whole or not at all: each is written under a temporary name in the folder where it will be, so that
//! renaming stays on one file system. An interrupted run leaves no half file, and a file that another program has mapped
//! is never written into.

use std::io::{BufWriter, Result, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// The folder in which a file is or will be.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// A file that will become another in its folder, readable as any new file is.
pub fn begin(folder: &Path) -> Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".araxes-");
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        // The user's mask is applied to this, as for any new file.
        builder.permissions(std::fs::Permissions::from_mode(0o666))
    };
    builder.tempfile_in(folder)
}

/// Writes a file and then puts it in its place.
pub fn write(path: &Path, content: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut file = begin(folder_of(path))?;
    let mut out = BufWriter::new(&mut file);
    content(&mut out)?;
    out.flush()?;
    drop(out);
    finish(file, path)
}

/// Puts a file that was begun in its place, once it is on the disk.
pub fn finish(file: NamedTempFile, path: &Path) -> Result<()> {
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
