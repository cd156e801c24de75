//! Importing: from the files that others publish to rows of a gazetteer.
//!
//! There is a folder or a file for each sort of source. All of them read from beginning to end, keep no more than
//! tables of codes in memory, and hand each row to the `Intake`, which asks what all rows have to satisfy and passes
//! them to the builder. A row that cannot be used is a remark of the [`Report`] with file, line and reason; a *file*
//! that cannot be read ends the import, for a gazetteer with half of a source is worse than none.

pub mod feature_code;
mod geometry;
mod geonames;
pub mod input;
mod intake;
mod json;
pub mod known;
mod layer;
mod linked_places;
pub mod report;
mod text;
mod whos_on_first;

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::str::FromStr;

use crate::compile::BuildError;
use crate::compile::stream::Builder;
use crate::compile::stream::Of;
use crate::compile::volume::{SourceRow, Volume, VolumeProblem, files_of_folder};
use crate::serve::FileError;
use input::{Input, Progress, Unwatched};
use intake::Intake;
pub use known::Background;
use known::Known;
pub use layer::{Column, Mapping};
use report::{At, Reason, Report};
pub use text::slug;

crate::vocabulary! {
    /// What sort of source files are.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Kind {
        /// The tables of the GeoNames download server: `allCountries.txt`, tables of countries, `cities*.txt`,
        /// `alternateNamesV2.txt`, `admin1CodesASCII.txt`, `admin2Codes.txt`, `countryInfo.txt`, `hierarchy.txt`, plain or
        /// as `.zip`, in any order, or the folder they are in.
        GeoNames = "geonames",
        /// Linked Places Format 1.x (GeoJSON-LD) and LP-TSV.
        LinkedPlaces = "linked-places",
        /// A folder of Who's On First documents, or its SQLite distribution.
        WhosOnFirst = "whos-on-first",
        /// Layers of Natural Earth in any of the formats below.
        NaturalEarth = "natural-earth",
        /// A layer in a GeoJSON file; `.gz` and `.zip` are unpacked on the way.
        GeoJson = "geojson",
        /// Layers in a TopoJSON file, unpacked likewise.
        TopoJson = "topojson",
        /// A table with positions, its cells divided by commas, semicolons or tabulators, unpacked likewise.
        Csv = "csv",
        /// A shapefile, unpacked likewise.
        Shapefile = "shapefile",
        /// The layers of a GeoPackage, which is not unpacked.
        GeoPackage = "geopackage",
        /// A folder of the shape of `gazetteer/caucasus`.
        Volume = "volume",
    }
    /// What a user calls it.
    pub fn name;
}

impl Kind {
    /// The kind that reads a file of this name by itself, without more being said.
    #[must_use]
    pub fn of_file(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "csv" | "tsv" => Some(Kind::Csv),
            "geojson" => Some(Kind::GeoJson),
            "topojson" => Some(Kind::TopoJson),
            "shp" => Some(Kind::Shapefile),
            "gpkg" => Some(Kind::GeoPackage),
            _ => None,
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == text)
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::name);
                format!(
                    "“{text}” is no kind of source; there are {}",
                    names.join(", ")
                )
            })
    }
}

/// Why a source could not be imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read, or not to its end.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system or the packing said.
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{path}: {message}")]
    File {
        /// The file, and the place in it where there is one.
        path: String,
        /// What is wrong and what to do.
        message: String,
    },
    /// Nothing is left of a source.
    #[error("{title}: no place in it can be used; nothing was written")]
    NoPlaces {
        /// What the source is called.
        title: String,
    },
    /// The gazetteer cannot be written.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The built-in volumes cannot be opened.
    #[error(transparent)]
    BuiltIn(#[from] Box<FileError>),
}

impl ImportError {
    fn unreadable(path: &str, source: std::io::Error) -> Self {
        Self::Unreadable {
            path: path.to_owned(),
            source,
        }
    }

    fn file(path: &str, message: impl Into<String>) -> Self {
        Self::File {
            path: path.to_owned(),
            message: message.into(),
        }
    }
}

/// What to import and how.
#[derive(Debug, Clone)]
pub struct Source {
    /// What sort of source.
    pub kind: Kind,
    /// Files, and folders of files.
    pub paths: Vec<PathBuf>,
    /// What the volume is called, and in ids of places that have none of their own.
    pub title: String,
    /// The licence of the rows, as their publisher states it.
    pub licence: String,
    /// Which column of a layer says what, where names do not tell.
    pub mapping: Mapping,
    /// The system in which a layer's positions are, where it does not say so itself.
    pub crs: Option<String>,
}

impl Source {
    /// Files of a kind, of which nothing more is said. The title is the name of the first file without its endings.
    #[must_use]
    pub fn new(kind: Kind, paths: Vec<PathBuf>) -> Self {
        let name = paths.first().and_then(|path| path.file_name());
        let name = name.and_then(|name| name.to_str()).unwrap_or("imported");
        let stem = name.split('.').next().filter(|stem| !stem.is_empty());
        Self {
            kind,
            title: stem.unwrap_or(name).to_owned(),
            paths,
            licence: String::new(),
            mapping: Mapping::default(),
            crs: None,
        }
    }

    /// The source as the gazetteer lists it.
    fn row(&self) -> SourceRow {
        let (key, title, licence) = match self.kind {
            Kind::GeoNames => (
                "geonames",
                "GeoNames, https://www.geonames.org",
                "CC BY 4.0",
            ),
            Kind::WhosOnFirst => (
                "whos-on-first",
                "Who's On First, https://whosonfirst.org",
                "see https://whosonfirst.org/docs/licenses/",
            ),
            Kind::NaturalEarth => (
                "natural-earth",
                "Natural Earth, https://www.naturalearthdata.com",
                "public domain",
            ),
            _ => ("", self.title.as_str(), "not stated"),
        };
        SourceRow {
            key: match key {
                "" => text::slug(&self.title),
                key => key.to_owned(),
            },
            title: title.to_owned(),
            version: String::new(),
            licence: match self.licence.as_str() {
                "" => licence.to_owned(),
                stated => stated.to_owned(),
            },
        }
    }
}

/// Imports sources into a builder, each as a volume, the later over the earlier.
#[derive(Debug)]
pub struct Importer {
    known: Rc<Known>,
}

impl Importer {
    /// Reads what the volumes of the program know.
    ///
    /// # Errors
    /// If they cannot be opened, which means that the program is damaged.
    pub fn new(background: &Background) -> Result<Self, ImportError> {
        let known = Known::of(background).map_err(Box::new)?;
        Ok(Self {
            known: Rc::new(known),
        })
    }

    /// Imports one source. Gives the number of places that were taken.
    ///
    /// # Errors
    /// If a file cannot be read or is not of this kind, or the builder cannot go on. Rows that cannot be used are in
    /// the report.
    pub fn import(
        &self,
        source: &Source,
        builder: &mut Builder,
        report: &mut Report,
        progress: &Rc<dyn Progress>,
    ) -> Result<u64, ImportError> {
        let row = source.row();
        let key = row.key.clone();
        builder.volume(&source.title, vec![row]);
        let files = files_of(&source.paths)?;
        // The files are read twice: their checksum is taken meanwhile on another core.
        std::thread::scope(|threads| {
            let checksum = threads.spawn(|| input::checksum(&files));
            let mut intake = Intake::new(builder, report, Rc::clone(&self.known));
            self.take(source, &key, &mut intake, progress)?;
            let places = intake.places();
            let failed = |_| ImportError::file(&source.title, "its checksum could not be taken");
            builder.checksum(checksum.join().map_err(failed)??);
            Ok(places)
        })
    }

    /// Hands the rows of a source to the intake.
    fn take(
        &self,
        source: &Source,
        key: &str,
        intake: &mut Intake<'_>,
        progress: &Rc<dyn Progress>,
    ) -> Result<(), ImportError> {
        match source.kind {
            Kind::WhosOnFirst => whos_on_first::import(&source.paths, key, progress, intake)?,
            Kind::Volume => volume(&source.paths, intake)?,
            kind => {
                let mut inputs = Vec::new();
                for path in files_of(&source.paths)? {
                    inputs.extend(Input::at(&path, progress)?);
                }
                match kind {
                    Kind::GeoNames => geonames::import(&inputs, key, intake)?,
                    Kind::LinkedPlaces => linked_places::import(&inputs, source, key, intake)?,
                    _ => layer::import(&inputs, source, key, intake)?,
                }
            }
        }
        Ok(())
    }
}

/// Imports a user's own table or layer. Gives the compiled gazetteer and what is wrong with its rows.
///
/// # Errors
/// If the file cannot be read, or no row of it can be used.
pub fn in_memory(
    kind: Kind,
    path: &Path,
    background: &Background,
) -> Result<(Vec<u8>, Vec<VolumeProblem>), ImportError> {
    let temporary = std::env::temp_dir();
    let mut builder = Builder::new(&temporary);
    let mut report = Report::default();
    let source = Source::new(kind, vec![path.to_path_buf()]);
    let progress: Rc<dyn Progress> = Rc::new(Unwatched);
    let places =
        Importer::new(background)?.import(&source, &mut builder, &mut report, &progress)?;
    if places == 0 {
        let why = report.first().first().map(ToString::to_string);
        return Err(ImportError::file(
            &path.display().to_string(),
            format!("no place in it can be used; {}", why.unwrap_or_default()),
        ));
    }
    let (bytes, built) = builder.finish_in_memory()?;
    let mut problems = built.problems;
    problems.extend(report.refused());
    Ok((bytes, problems))
}

/// The files of paths, folders replaced by what is in them, in the order of their names.
fn files_of(paths: &[PathBuf]) -> Result<Vec<PathBuf>, ImportError> {
    let mut files = Vec::new();
    for path in paths {
        for entry in walkdir::WalkDir::new(path)
            .follow_links(true)
            .sort_by_file_name()
        {
            let entry = entry.map_err(|error| {
                let at = error.path().unwrap_or(path).display().to_string();
                // The walker says the path in its own words as well; the system's are enough, but for a circle of links.
                let circle = || std::io::Error::other("a link in it leads back to it");
                ImportError::unreadable(&at, error.into_io_error().unwrap_or_else(circle))
            })?;
            if entry.file_type().is_file() {
                files.push(entry.into_path());
            }
        }
    }
    Ok(files)
}

/// Hands on what folders of our own shape hold.
fn volume(paths: &[PathBuf], intake: &mut Intake<'_>) -> Result<(), ImportError> {
    for path in paths {
        let label = path.display().to_string();
        let files =
            files_of_folder(path).map_err(|error| ImportError::file("", error.to_string()))?;
        let volume = Volume::read(&label, &files)
            .map_err(|error| ImportError::file("", error.to_string()))?;
        for problem in volume.problems {
            let at = At {
                file: &problem.file,
                line: problem.line,
            };
            intake.remark(at, Reason::Row, problem.message);
        }
        let at = At {
            file: &label,
            line: None,
        };
        for place in &volume.places {
            intake.place(at, place)?;
        }
        for (id, name) in &volume.names {
            intake.name(Of::Id(id), name)?;
        }
        for water in volume.waters {
            intake.shape(water)?;
        }
        let builder = intake.builder();
        for route in volume.routes {
            builder.route(route)?;
        }
        for border in volume.borders {
            builder.border(border)?;
        }
        for (id, metres) in &volume.border_lengths_m {
            builder.border_length(id, *metres);
        }
        builder.countries(volume.countries);
        builder.territories(volume.territories);
        builder.accepted(volume.accepted);
        builder.add_sources(volume.sources);
    }
    Ok(())
}
