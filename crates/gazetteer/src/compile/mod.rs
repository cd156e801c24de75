//! From a folder of CSV files to one compiled gazetteer: the rows are read ([`Volume`]), volumes are merged, and the
//! result is laid out as the bytes that the program opens from a memory map.
//!
//! The build script of a program compiles its volumes with this and nothing else of the crate.
//! The layout is described in `docs/gazetteer-format.md`.

pub mod eight;
mod error;
pub mod format;
pub mod geometry;
pub mod hash;
pub mod merge;
pub mod names;
pub mod normalise;
pub mod place;
pub mod places;
pub mod shapes;
pub mod space;
pub mod spill;
pub mod stream;
pub mod table;
pub mod territory;
pub mod token;
pub mod topology;
pub mod vocabulary;
pub mod volume;

pub use error::{BuildError, CompileError};
pub use merge::Merge;
use merge::Owner;
use place::Entry;
pub use stream::{Builder, Of};
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

/// Compiles volumes into one gazetteer. A later volume overrides and extends the earlier ones. Equal input gives
/// equal bytes.
///
/// # Errors
/// If there is more of something than the format can number. Rows that cannot be used are listed in
/// [`Compilation::problems`].
pub fn compile(volumes: Vec<Volume>) -> Result<Compilation, BuildError> {
    compile_by(volumes, Builder::new(&std::env::temp_dir()))
}

/// The same with a builder that was set up by the caller.
///
/// # Errors
/// As [`compile`].
pub fn compile_by(volumes: Vec<Volume>, mut builder: Builder) -> Result<Compilation, BuildError> {
    let merged = merge::merge(volumes)?;
    for place in &merged.places {
        builder.place(place)?;
    }
    for route in &merged.routes {
        builder.route(route.clone())?;
    }
    for border in &merged.borders {
        builder.border(border.clone())?;
    }
    for (id, owner) in &merged.aliases {
        if let Owner::Own(Entry::Place(place)) = owner {
            builder.alias(id.clone(), *place);
        }
    }
    let id_of = |owner: Owner| match owner {
        Owner::Own(Entry::Place(at)) => merged.places.get(at.0 as usize).map(|row| &row.id),
        Owner::Own(Entry::Route(at)) => merged.routes.get(at.0 as usize).map(|row| &row.id),
        Owner::Own(Entry::Border(at)) => merged.borders.get(at.0 as usize).map(|row| &row.id),
        Owner::Foreign(at) => merged.foreign.get(at as usize),
    };
    for (owner, name) in &merged.names {
        match owner {
            Owner::Own(Entry::Place(place)) => builder.name(Of::Place(*place), name)?,
            other => builder.name(Of::Id(id_of(*other).map_or("", String::as_str)), name)?,
        }
    }
    for (owner, water) in &merged.waters {
        let mut water = water.clone();
        water.place = id_of(*owner).cloned().unwrap_or_default();
        builder.water(water)?;
    }
    builder.countries(merged.countries);
    builder.territories(merged.territories);
    builder.accepted(merged.accepted);
    for (id, metres) in &merged.border_lengths_m {
        builder.border_length(id, *metres);
    }
    builder.volumes(merged.volumes, merged.sources);
    let (bytes, built) = builder.finish_in_memory()?;
    let mut problems = merged.problems;
    problems.extend(built.problems);
    Ok(Compilation {
        bytes,
        problems,
        merges: merged.merges,
        foreign: built.foreign,
    })
}
