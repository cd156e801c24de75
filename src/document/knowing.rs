//! Reading by those who know names: some damage can only be mended by asking whether the parts are a name together.

use std::path::PathBuf;

use super::{
    Document, DocumentDate, InputFile, RawFile, ReadError, collection, plain_text, reader_for,
};

/// Who knows names. Reading knows none by itself, and takes apart pieces for a name only if it is told so.
pub trait Names {
    /// Whether a place is called this, in whatever case.
    fn has(&self, name: &str) -> bool;
}

/// Nobody: no name is known.
impl Names for () {
    fn has(&self, _: &str) -> bool {
        false
    }
}

/// Reading with the help of somebody who knows names.
#[derive(Clone, Copy)]
pub struct Knowing<'n> {
    names: &'n dyn Names,
}

impl std::fmt::Debug for Knowing<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Knowing")
    }
}

/// Reads with these names at hand; [`read`](super::read) and the like are the same without any.
pub fn knowing(names: &dyn Names) -> Knowing<'_> {
    Knowing { names }
}

impl Knowing<'_> {
    /// As [`read`](super::read).
    pub fn read(&self, file: &InputFile) -> Result<Document, ReadError> {
        let path = collection::display_path(&file.path);
        let extension = collection::extension(&file.path);
        let Some(reader) = reader_for(&extension) else {
            return Err(ReadError::UnknownFormat { path, extension });
        };
        match std::fs::read(&file.path) {
            Ok(bytes) => reader.read(
                RawFile {
                    id: file.id.clone(),
                    path,
                    bytes,
                },
                self.names,
            ),
            Err(source) => Err(ReadError::Unreadable { path, source }),
        }
    }

    /// As [`read_path`](super::read_path).
    pub fn read_path(&self, path: impl Into<PathBuf>) -> Result<Document, ReadError> {
        let path = path.into();
        let id = collection::stem(&path);
        self.read(&InputFile { path, id })
    }

    /// As [`from_text`](super::from_text).
    pub fn from_text(
        &self,
        id: &str,
        title: Option<&str>,
        date: Option<DocumentDate>,
        text: &str,
    ) -> Document {
        plain_text::from_text(id, title, date, text, self.names)
    }
}
