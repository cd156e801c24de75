//! Araxes turns a pile of documents into a map whose every feature can be traced back to the sentence it came from.
//!
//! The code follows the data:
//!
//! ```text
//! file → Document → Mention → Reference → Feature → Layer → files
//!        document   recognition resolution relation  layer   export
//! ```
//!
//! A [`document`] is read from a file; [`recognition`] finds the mentions in it; [`resolution`] says which place each
//! one means; [`relation`] says which places, routes and borders they describe; [`layer`] gathers them from all
//! documents with their citations; [`export`] writes the layers for the tools people use. Beside the road stand the
//! [`gazetteer`] and what is known of each [`language`], which serve the middle three, and [`crs`], the only door to PROJ. [`run`] leads documents through all
//! of it, one or a million, in one piece or in parts that merge, and [`problem`] lists what can be wrong with them;
//! [`look`] says how every kind is drawn, in whichever format; [`render`] draws a picture of what was written; [`cli`] turns flags into a run.
//!
//! Nothing on the left knows anything on its right. There is no clock, no network and no global state: files and
//! gazetteer are handed in, and equal input gives equal output.

pub use araxes_gazetteer as gazetteer;
pub use araxes_gazetteer::crs;

pub mod built_in;
pub mod cli;
pub mod decision;
pub mod diff;
pub mod document;
pub mod evaluation;
pub mod export;
mod interned;
pub mod language;
pub mod layer;
pub mod look;
pub mod problem;
pub mod recognition;
pub mod relation;
pub mod render;
pub mod resolution;
pub mod run;
pub mod search;
pub mod spreadsheet;
pub mod training;
