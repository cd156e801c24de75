//! What can go wrong when a gazetteer is made.

use std::io;
use std::path::Path;

/// Why volumes cannot be compiled.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// There is more of something than the format can number.
    #[error("there are too many {what} for one gazetteer file; split the volume in two")]
    TooMany {
        /// Of what.
        what: &'static str,
    },
}

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A temporary file or the result cannot be written.
    #[error("{path}: {source}; see that there is room and that the folder may be written to")]
    Io {
        /// Where.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is more of something than the format can number.
    #[error(transparent)]
    Compile(#[from] CompileError),
}

impl BuildError {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.display().to_string(),
            source,
        }
    }
}
