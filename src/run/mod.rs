//! Run: how do many documents become layers, and what went wrong on the way?
//!
//! An [`Engine`] is made once, of a gazetteer and what is asked. [`Engine::run`] reads files and folders and leads every
//! document through recognition, resolution and relation; what comes out are the layers and the problems.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use araxes::gazetteer::crs::Transformer;
//! use araxes::run::{Engine, Options};
//! use araxes::{built_in, export};
//!
//! let engine = Engine::new(built_in::open(&built_in::sources())?);
//! let options = Options::default();
//! let outcome = engine.run(&["reports".into()], &options, &mut ());
//! for problem in outcome.failed() {
//!     eprintln!("{problem}");
//! }
//! let layers = &outcome.layers;
//! let record = export::Run::of(&options.layers, engine.resolution(), &outcome.problems)
//!     .with_decisions(engine.decisions().files());
//! export::write(Path::new("map"), layers, engine.gazetteer(), &record, &mut Transformer::new())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A run is a fold, on all processors. What each document comes to is a [`Part`]; parts merge in any grouping and order, so
//! that machines can each take some of the documents ([`Engine::part`]), and finish to the same result. A single document,
//! or text with spans that somebody marked, goes through the same [`Pipeline`].

mod annotation;
mod engine;
mod fold;
mod listener;
mod part;
mod part_file;
mod pipeline;
mod workers;

pub use annotation::{Annotation, RelationFound, TextRow, Toponym};
pub use engine::Engine;
pub use listener::Listener;
pub use part::{Options, Outcome, Part};
pub use part_file::{HEADER, PartError, VERSION};
pub use pipeline::{Analysis, GivenSpans, Pipeline};
