//! Layers: which documents cite each feature, with which words?
//!
//! Each document is a [`Harvest`] of its own, which keeps only what its citations need; harvests merge, in any order;
//! [`Layers`] are what comes out: `mentions`, `routes` and `borders`, mentions again as `areas` and `waters`, the list of
//! documents, and what stayed unresolved.

mod citation;
mod feature;
mod harvest;
pub mod kind;
mod layers;
mod sense;
mod sketch;
mod stored;
mod story;
mod subject;
mod texts;
mod title;

pub use citation::Citation;
pub use feature::{Feature, StatedLength};
pub use harvest::{Contribution, Harvest};
pub use layers::{DocumentEntry, DocumentText, Form, Layer, LayerKind, Layers, UnresolvedEntry};
pub use sense::Sense;
pub use sketch::Options;
pub(crate) use sketch::label;
pub use stored::{Missing, Stored};
pub use subject::subject_id;
