//! Decisions: what did people say of names, and which words does that hold for?
//!
//! A [`DecisionFile`] is read as people and spreadsheets write it; [`Decisions`] are the rows of all files with the ids of
//! a gazetteer, and know which of two counts. They are laid over what recognition found in a document
//! ([`Decisions::apply`]); resolution then takes what was decided for certain, and the other names of the document are
//! resolved in its company. What the page for users says stands in `docs/decisions.md`.

mod apply;
mod exchange;
mod file;
mod rules;
mod words;

pub use apply::{Applied, Dropped, Means, Ruling};
pub use exchange::{annotations, from_annotations, places};
pub use file::{
    COLUMNS, Column, DecisionFile, FileError, Row, Scope, Word, contradictions, written,
};
pub use rules::{Decisions, FileRecord, Rule, Verdict};

/// What a file of decisions is called that lies in an output folder: runs read it there, and never write it.
pub const NAME: &str = "decisions.csv";
