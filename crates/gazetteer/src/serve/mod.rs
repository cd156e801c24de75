//! Serving: names are looked up, places, routes, borders and waters are shown, where they lie in compiled files.
//!
//! Nothing is built at opening. What is handed out ([`Place`], [`Name`], [`Route`] …) are views of the file.
//!
//! Several files that are open together lie over each other: for a place that two of them have (the same id, GeoNames
//! number or Wikidata item, and for a short list of the user's own the same label near by: `twin`), the row of the later
//! one counts, with what it leaves open from the earlier one, and the names of both.

mod built_in;
mod compiled;
mod derived;
mod gazetteer;
mod kind;
mod layer;
mod lines;
mod scan;
mod search;
mod settled;
mod territory;
mod twin;
mod view;

pub use built_in::BuiltIn;
pub(crate) use compiled::{Compiled, Local};
pub use gazetteer::{FileError, Gazetteer, NameMatch};
pub use kind::PlaceKind;
pub(crate) use layer::Layer;
pub use layer::{FileInfo, SourceInfo, VolumeInfo};
pub use scan::{Starts, words};
pub use search::TextMatch;
pub use territory::Viewpoint;
pub use view::{Border, List, Name, Place, Route, Texts, Water};
