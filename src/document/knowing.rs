//! Reading by those who know names: some damage can only be mended by asking whether the parts are a name together.

use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use super::{
    Columns, Document, DocumentDate, Documents, InputFile, Limits, Ocr, RawFile, ReadError,
    Reading, Wants, Whole, collection, plain_text, registry,
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
#[derive(Clone)]
pub struct Knowing<'n> {
    names: &'n dyn Names,
    limits: Limits,
    columns: Arc<Columns>,
    ocr: Option<Arc<Ocr>>,
}

impl std::fmt::Debug for Knowing<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Knowing")
    }
}

/// Reads with these names at hand; [`read`](super::read) and the like are the same without any.
pub fn knowing(names: &dyn Names) -> Knowing<'_> {
    Knowing {
        names,
        limits: Limits::default(),
        columns: Arc::default(),
        ocr: None,
    }
}

impl<'n> Knowing<'n> {
    /// The same within other limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same with tables that have their columns under these names.
    #[must_use]
    pub fn with_columns(self, columns: Arc<Columns>) -> Self {
        Self { columns, ..self }
    }

    /// The same with the text of pictures recognised.
    #[must_use]
    pub fn with_ocr(self, ocr: Option<Arc<Ocr>>) -> Self {
        Self { ocr, ..self }
    }

    /// The documents in a file, one after the other.
    pub fn documents(&self, file: &InputFile) -> Documents<'n> {
        let reading = Reading {
            names: self.names,
            limits: self.limits,
            columns: Arc::clone(&self.columns),
            ocr: self.ocr.clone(),
            depth: 0,
        };
        match self.open(file) {
            Ok(raw) => {
                let location = collection::display_path(&file.path);
                let documents = registry::read(raw, reading);
                Box::new(documents.map(move |document| {
                    document.map(|document| Document {
                        location: location.clone(),
                        ..document
                    })
                }))
            }
            Err(error) => registry::one(Err(error)),
        }
    }

    fn open(&self, file: &InputFile) -> Result<RawFile, ReadError> {
        let path = file.shown.clone();
        let mut whole = Whole::Here;
        let mut read = || -> std::io::Result<Option<Vec<u8>>> {
            let open = std::fs::File::open(&file.path)?;
            let limit = self.limits.bytes;
            let length = open.metadata()?.len();
            let mut bytes = Vec::new();
            let start = u64::try_from(registry::START).unwrap_or_default();
            (&open).take(start).read_to_end(&mut bytes)?;
            let extension = collection::extension(&file.path);
            let reader = registry::reader_of(&bytes, &extension);
            if reader.is_some_and(|reader| reader.wants() != Wants::Bytes) {
                whole = Whole::OnDisk(file.path.clone());
                return Ok(Some(bytes));
            }
            if length > limit {
                return Ok(None);
            }
            // What is no file in the usual sense may have no length and no end.
            open.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
            let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= limit);
            Ok(fits.then_some(bytes))
        };
        match read() {
            Ok(Some(bytes)) => Ok(RawFile {
                whole,
                ..RawFile::new(file.id.clone(), path, bytes)
            }),
            Ok(None) => Err(ReadError::TooLarge {
                path,
                found: format!("it has more than {} MB", self.limits.bytes >> 20),
            }),
            Err(source) => Err(ReadError::Unreadable { path, source }),
        }
    }

    /// As [`read`](super::read).
    pub fn read(&self, file: &InputFile) -> Result<Document, ReadError> {
        let nothing = || {
            Err(ReadError::Damaged {
                path: file.shown.clone(),
                found: "it holds no document".to_owned(),
            })
        };
        self.documents(file).next().unwrap_or_else(nothing)
    }

    /// As [`read_path`](super::read_path).
    pub fn read_path(&self, path: impl Into<PathBuf>) -> Result<Document, ReadError> {
        self.read(&InputFile::at(path))
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
