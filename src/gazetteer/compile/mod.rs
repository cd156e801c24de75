//! From a folder of CSV files to one compiled gazetteer: the rows are read ([`Volume`]), volumes are merged, and the
//! result is laid out as the bytes that the program opens from a memory map.
//!
//! `build.rs` compiles the built-in volumes with these same modules, so nothing here depends on the rest of the crate.
//! The layout is described in `docs/gazetteer-format.md`.

pub mod format;
pub mod geometry;
pub mod hash;
pub mod merge;
pub mod normalise;
pub mod place;
pub mod stream;
pub mod table;
pub mod territory;
pub mod token;
pub mod topology;
pub mod volume;
pub mod write;

pub use merge::Merge;
pub use volume::{Volume, VolumeProblem};

/// A compiled gazetteer and what was decided on the way.
#[derive(Debug)]
pub struct Compilation {
    /// The content of the file.
    pub bytes: Vec<u8>,
    /// Rows that were refused.
    pub problems: Vec<VolumeProblem>,
    /// Places of a later volume that were found to be places of an earlier one.
    pub merges: Vec<Merge>,
    /// Ids that have names or courses but no row of their own. They extend entries of other gazetteers that are open
    /// together with this one.
    pub foreign: Vec<String>,
}

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

/// Compiles volumes into one gazetteer. A later volume overrides and extends the earlier ones. Equal input gives
/// equal bytes.
///
/// # Errors
/// If there is more of something than the format can number. Rows that cannot be used are listed in
/// [`Compilation::problems`].
pub fn compile(volumes: Vec<Volume>) -> Result<Compilation, CompileError> {
    let mut merged = merge::merge(volumes)?;
    let bytes = write::write(&mut merged)?;
    Ok(Compilation {
        bytes,
        problems: merged.problems,
        merges: merged.merges,
        foreign: merged.foreign,
    })
}
