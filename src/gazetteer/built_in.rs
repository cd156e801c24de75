//! The volume compiled into the program, so that a binary that was moved needs no file beside it.

use include_dir::{Dir, include_dir};

use super::volume::{Files, is_volume_file};

/// What the built-in volume is called in messages and in `run.json`.
pub const TITLE: &str = "gazetteer/caucasus";

static CAUCASUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/gazetteer/caucasus");

/// The files of the volume.
pub fn files() -> Files {
    CAUCASUS
        .files()
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            is_volume_file(name).then(|| (name.to_owned(), file.contents().to_vec()))
        })
        .collect()
}
