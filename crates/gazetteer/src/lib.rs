//! The gazetteer of Araxes: which names there are, what they can stand for, where that is and when it was so. It knows nothing
//! of documents.
//!
//! ```text
//! tables and layers of others        our own CSV
//!              └─ import ─┐       ┌──────┘
//!                         compile ──→ one file ──→ serve ──→ answers
//!                                                    └─ check ──→ findings
//! ```
//!
//! | room | the question it answers |
//! | --- | --- |
//! | [`compile`] | how do rows become one file that is used where it lies, and what stands where in it? |
//! | [`serve`] | which names begin here, what can they stand for, and what is known of that? |
//! | [`import`] | how are the files that others publish read as rows? |
//! | [`check`] | which rows can be read and yet cannot be right? |
//!
//! `open` is the door: what a user names becomes a [`Gazetteer`]. [`crs`] is the only door to PROJ, and [`new_file`] writes files
//! that appear whole or not at all. A program brings its own volumes ([`BuiltIn`], [`Background`](import::Background)); this
//! crate has none.
//!
//! The feature `open`, on by default, is everything but [`compile`]: a build script that compiles volumes needs no more than
//! that.

#[cfg(feature = "open")]
pub mod check;
pub mod compile;
#[cfg(feature = "open")]
pub mod crs;
#[cfg(feature = "open")]
pub mod import;
pub mod new_file;
#[cfg(feature = "open")]
mod open;
#[cfg(feature = "open")]
pub mod serve;
mod vocabulary;

pub use compile::format::FormatError;
pub use compile::merge::{Merge, MergeReason};
pub use compile::normalise::{fold, is_hyphen, name_key};
pub use compile::place::{
    BorderNumber, Course, Entry, FeatureClass, NameKind, PlaceNumber, RouteNumber, Validity,
};
pub use compile::shapes::Shapes;
pub use compile::territory::UNITED_NATIONS;
pub use compile::token::{Token, tokens};
pub use compile::topology::{Topology, TopologyError};
pub use compile::volume::{VolumeError, VolumeProblem};
pub use compile::{BuildError, CompileError};
#[cfg(feature = "open")]
pub use open::{OpenError, VolumeSource, compile_folders};
#[cfg(feature = "open")]
pub use serve::{
    Border, BuiltIn, FileError, FileInfo, Gazetteer, List, Name, NameMatch, Place, PlaceKind,
    Route, SourceInfo, Starts, TextMatch, Texts, Viewpoint, VolumeInfo, Water, words,
};
