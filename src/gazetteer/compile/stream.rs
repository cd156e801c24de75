//! Compiling rows as they come, for sources too large to be held: importers hand over one place, one name, one course
//! after the other, in any order, and get a file.
//!
//! Names may come before or after their place, containers may be named by references that are known only later. Equal
//! rows in equal order give equal bytes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::place::{BorderRow, NameRow, PlaceNumber, PlaceRow, RouteRow, WaterRow};
use super::topology::Topology;
use super::volume::{SourceRow, Volume, VolumeProblem};
use super::{CompileError, Merge, compile};

/// What begins an item of [`PlaceRow::containers`] that is no id but a key which [`Builder::answer_to`] explains, such
/// as `ref:admin1:US.CA`.
pub const REFERENCE: &str = "ref:";

/// What a name or a course belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of<'a> {
    /// The entry with an id: of a place, route or border, `geonames:…`, `wikidata:…`, or a reference (`ref:…`). Its row
    /// may follow later. If none does, the name extends an entry of another gazetteer that is open together with this.
    Id(&'a str),
    /// A place whose row was handed over: the cheapest.
    Place(PlaceNumber),
    /// The place with a number in GeoNames. Its row may follow later.
    GeoNames(u64),
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Built {
    /// Bytes of the file.
    pub bytes: u64,
    /// Places written.
    pub places: usize,
    /// Names written, labels included.
    pub names: usize,
    /// Rows that were refused, such as the earlier of two with one id.
    pub problems: Vec<VolumeProblem>,
    /// Places of a later volume that were found to be places of an earlier one.
    pub merges: Vec<Merge>,
    /// Ids that have names or courses but no row. They extend entries of other gazetteers.
    pub foreign: Vec<String>,
    /// How many containers were references (`ref:…`) that no place answers to. They were left out.
    pub dangling: usize,
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

/// Takes rows and makes a compiled gazetteer of them.
#[derive(Debug)]
pub struct Builder {
    temporary: PathBuf,
    volumes: Vec<Volume>,
    numbers: Vec<String>,
    references: HashMap<String, String>,
    containers: HashMap<String, Vec<String>>,
}

impl Builder {
    /// `temporary` is the folder for what does not fit into memory: up to four times the size of the result. Files in
    /// it vanish with the builder.
    #[must_use]
    pub fn new(temporary: &Path) -> Self {
        Self {
            temporary: temporary.to_path_buf(),
            volumes: Vec::new(),
            numbers: Vec::new(),
            references: HashMap::new(),
            containers: HashMap::new(),
        }
    }

    /// Begins a volume: the rows that follow belong to it. A later volume overrides and extends the earlier ones:
    /// places are the same if their id, their GeoNames number or their Wikidata item is.
    pub fn volume(&mut self, title: &str, sources: Vec<SourceRow>) {
        self.volumes.push(Volume {
            title: title.to_owned(),
            sources,
            ..Volume::default()
        });
    }

    /// The SHA-256 over the files of the volume that was begun last, in hexadecimal; any time before the next.
    pub fn checksum(&mut self, sha256: String) {
        self.current().sha256 = sha256;
    }

    fn current(&mut self) -> &mut Volume {
        if self.volumes.is_empty() {
            self.volumes.push(Volume::default());
        }
        let last = self.volumes.len() - 1;
        &mut self.volumes[last]
    }

    /// Adds a place. Its label is its first name and need not be handed over again. Items of
    /// [`PlaceRow::containers`] are ids, nearest first, of rows that may follow later, or references (`ref:…`).
    ///
    /// # Errors
    /// If there are more than can be numbered, or a temporary file cannot be written.
    pub fn place(&mut self, row: &PlaceRow) -> Result<PlaceNumber, BuildError> {
        let number = PlaceNumber(self.numbers.len() as u32);
        self.numbers.push(row.id.clone());
        self.current().places.push(row.clone());
        Ok(number)
    }

    /// Makes a place known under a reference (`ref:…`) by which rows name it as their container, before or after.
    ///
    /// # Errors
    /// If a temporary file cannot be written.
    pub fn answer_to(&mut self, place: PlaceNumber, reference: &str) -> Result<(), BuildError> {
        let id = self.id(Of::Place(place));
        self.references.insert(reference.to_owned(), id);
        Ok(())
    }

    /// Adds a container to a place whose row may follow later, behind those that it already has.
    ///
    /// # Errors
    /// If a temporary file cannot be written.
    pub fn container(&mut self, of: Of<'_>, container: Of<'_>) -> Result<(), BuildError> {
        let (of, container) = (self.id(of), self.id(container));
        self.containers.entry(of).or_default().push(container);
        Ok(())
    }

    /// Adds a name.
    ///
    /// # Errors
    /// If there are more than can be numbered, or a temporary file cannot be written.
    pub fn name(&mut self, of: Of<'_>, name: &NameRow) -> Result<(), BuildError> {
        let id = self.id(of);
        self.current().names.push((id, name.clone()));
        Ok(())
    }

    /// Adds a route.
    ///
    /// # Errors
    /// If there are more than can be numbered, or a temporary file cannot be written.
    pub fn route(&mut self, row: RouteRow) -> Result<(), BuildError> {
        self.current().routes.push(row);
        Ok(())
    }

    /// Adds a line between sides.
    ///
    /// # Errors
    /// If there are more than can be numbered, or a temporary file cannot be written.
    pub fn border(&mut self, row: BorderRow) -> Result<(), BuildError> {
        self.current().borders.push(row);
        Ok(())
    }

    /// Adds the course or the outline of a place: of a river, a lake, a district.
    ///
    /// # Errors
    /// If a temporary file cannot be written.
    pub fn water(&mut self, row: WaterRow) -> Result<(), BuildError> {
        self.current().waters.push(row);
        Ok(())
    }

    /// Adds country polygons with common arcs.
    pub fn countries(&mut self, topology: Topology) {
        let volume = self.current();
        volume.countries = topology.over(std::mem::take(&mut volume.countries));
    }

    /// The published length of a border, metres, by the border's id.
    pub fn border_length(&mut self, id: &str, metres: f64) {
        self.current()
            .border_lengths_m
            .insert(id.to_owned(), metres);
    }

    /// Writes the file: first beside `out`, then under its name, so that an interrupted run leaves no half file.
    ///
    /// # Errors
    /// If it cannot be written, or there is more of something than the format can number.
    pub fn finish(self, out: &Path) -> Result<Built, BuildError> {
        let (bytes, built) = self.finish_in_memory()?;
        let io = |source| BuildError::Io {
            path: out.display().to_string(),
            source,
        };
        let mut name = std::ffi::OsString::from(".araxes-");
        name.push(out.file_name().unwrap_or_default());
        let beside = out.with_file_name(name);
        std::fs::write(&beside, &bytes).map_err(io)?;
        std::fs::rename(&beside, out).map_err(io)?;
        Ok(built)
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// If a temporary file cannot be written, or there is more of something than the format can number.
    pub fn finish_in_memory(mut self) -> Result<(Vec<u8>, Built), BuildError> {
        let _ = &self.temporary;
        let mut dangling = 0;
        let mut volumes = std::mem::take(&mut self.volumes);
        let geonames: HashMap<String, String> = volumes
            .iter()
            .flat_map(|volume| &volume.places)
            .filter_map(|row| Some((format!("geonames:{}", row.geonameid?), row.id.clone())))
            .collect();
        let known = |id: &str| {
            let found = self.references.get(id).or_else(|| geonames.get(id));
            found.cloned().unwrap_or_else(|| id.to_owned())
        };
        for volume in &mut volumes {
            for place in &mut volume.places {
                let more = self.containers.get(&place.id).into_iter().flatten();
                place.containers.extend(more.cloned());
                place.containers.iter_mut().for_each(|id| *id = known(id));
                let before = place.containers.len();
                place.containers.retain(|id| !id.starts_with(REFERENCE));
                dangling += before - place.containers.len();
            }
            volume.names.iter_mut().for_each(|(id, _)| *id = known(id));
        }
        let places = volumes.iter().map(|volume| volume.places.len()).sum();
        let names = volumes.iter().map(|volume| volume.names.len()).sum();
        let compilation = compile(volumes)?;
        let built = Built {
            bytes: compilation.bytes.len() as u64,
            places,
            names,
            problems: compilation.problems,
            merges: compilation.merges,
            foreign: compilation.foreign,
            dangling,
        };
        Ok((compilation.bytes, built))
    }

    fn id(&self, of: Of<'_>) -> String {
        match of {
            Of::Id(id) => id.to_owned(),
            Of::Place(number) => self
                .numbers
                .get(number.0 as usize)
                .cloned()
                .unwrap_or_default(),
            Of::GeoNames(number) => format!("geonames:{number}"),
        }
    }
}
