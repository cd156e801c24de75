//! Gazetteers, as Python asks them.

use std::path::PathBuf;
use std::sync::Arc;

use araxes::{built_in, search};
use araxes_gazetteer as gazetteer;
use araxes_gazetteer::VolumeSource;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::answers::built_in_gazetteer;
use crate::fault::Fault;

/// Names and what they can stand for.
///
/// `Gazetteer()` is what travels in the package: the world, and over it the South Caucasus; it is opened once for the
/// process. `Gazetteer("mine.csv")` lays tables of your own over it, a later one over an earlier: a CSV with the columns
/// name, lat and lon, GeoJSON, TopoJSON, shapefiles, GeoPackages, compiled gazetteers or folders with volumes.
/// `built_in=False` leaves out what travels in the package; of that, "world" and "caucasus" can be named like files.
///
/// Rows that were refused are in `problems`; a table that cannot be read is an `araxes.Error`.
#[pyclass(module = "araxes", frozen)]
pub(crate) struct Gazetteer(Arc<gazetteer::Gazetteer>);

impl Gazetteer {
    pub(crate) fn opened(&self) -> Arc<gazetteer::Gazetteer> {
        self.0.clone()
    }
}

#[pymethods]
impl Gazetteer {
    #[new]
    #[pyo3(signature = (*tables, built_in=true))]
    fn new(py: Python<'_>, tables: Vec<PathBuf>, built_in: bool) -> PyResult<Self> {
        if tables.is_empty() && built_in {
            return Ok(Self(py.detach(built_in_gazetteer)?));
        }
        let opened = py.detach(|| {
            let inside = match built_in {
                true => built_in::sources().to_vec(),
                false => Vec::new(),
            };
            let mut sources: Vec<VolumeSource> = Vec::new();
            let given = tables.iter().map(|path| built_in::source_at(path));
            for source in inside.into_iter().chain(given) {
                if !sources.contains(&source) {
                    sources.push(source);
                }
            }
            built_in::open(&sources).map_err(|error| Fault::Value(error.to_string()))
        })?;
        if opened.places().next().is_none() {
            let mut message =
                "no gazetteer in use has a place that can be used; nothing could be resolved"
                    .to_owned();
            if let Some(problem) = opened.problems().first() {
                message = format!("{problem}; {message}");
            }
            return Err(Fault::Value(message).into());
        }
        Ok(Self(Arc::new(opened)))
    }

    /// What a name, in any spelling and script, or an id can stand for: what is most probably wanted comes first.
    ///
    /// Where nothing is called so, places are given that are called nearly so, and `why` says which letters differ.
    /// A list of at most `limit` entries, empty where nothing is like it.
    #[pyo3(signature = (name, limit=10))]
    fn search(&self, py: Python<'_>, name: &str, limit: usize) -> Vec<Entry> {
        py.detach(|| {
            let mut answers = search::answers(&self.0, name);
            if answers.is_empty() {
                answers = search::near_misses(&self.0, name);
            }
            answers.truncate(limit);
            let entry = |answer: search::Answer| Entry {
                gazetteer: self.0.clone(),
                entry: answer.entry,
                why: Some(answer.why),
            };
            answers.into_iter().map(entry).collect()
        })
    }

    /// The entry of this id, such as "place:shushi", "geonames:147425" or "wikidata:Q183343", or None.
    fn get(&self, id: &str) -> Option<Entry> {
        let entry = self.0.entry(id)?;
        Some(Entry {
            gazetteer: self.0.clone(),
            entry,
            why: None,
        })
    }

    fn __getitem__(&self, id: &str) -> PyResult<Entry> {
        self.get(id)
            .ok_or_else(|| PyKeyError::new_err(id.to_owned()))
    }

    fn __contains__(&self, id: &str) -> bool {
        self.0.entry(id).is_some()
    }

    fn __len__(&self) -> usize {
        self.0.places().count()
    }

    /// Rows that were refused, each with where it stands and why, as the command says it.
    #[getter]
    fn problems(&self) -> Vec<String> {
        self.0.problems().iter().map(ToString::to_string).collect()
    }

    fn __repr__(&self) -> String {
        format!("<araxes.Gazetteer of {} places>", self.__len__())
    }
}

/// A place, a route or a border of a gazetteer.
#[pyclass(module = "araxes", frozen)]
pub(crate) struct Entry {
    gazetteer: Arc<gazetteer::Gazetteer>,
    entry: gazetteer::Entry,
    why: Option<String>,
}

impl Entry {
    fn place(&self) -> Option<gazetteer::Place<'_>> {
        match self.entry {
            gazetteer::Entry::Place(number) => Some(self.gazetteer.place(number)),
            _ => None,
        }
    }
}

#[pymethods]
impl Entry {
    /// Its id, which answers and maps name it by; it stays the same for ever.
    #[getter]
    fn id(&self) -> &str {
        self.gazetteer.describe(self.entry).0
    }

    /// Its label, in English where it has one.
    #[getter]
    fn name(&self) -> &str {
        self.gazetteer.describe(self.entry).1
    }

    /// What it is: "city", "country", "river", "oil pipeline", "border"…
    #[getter]
    fn kind(&self) -> &str {
        match self.entry {
            gazetteer::Entry::Place(number) => self.gazetteer.place(number).kind(),
            gazetteer::Entry::Route(number) => self.gazetteer.route(number).kind,
            gazetteer::Entry::Border(number) => self.gazetteer.border(number).kind,
        }
    }

    /// Degrees north, WGS 84; None for routes and borders.
    #[getter]
    fn lat(&self) -> Option<f64> {
        self.place().map(|place| place.point.y())
    }

    /// Degrees east, WGS 84; None for routes and borders.
    #[getter]
    fn lon(&self) -> Option<f64> {
        self.place().map(|place| place.point.x())
    }

    /// How far the true point may be from the one given, metres.
    #[getter]
    fn precision_m(&self) -> Option<f64> {
        self.place().map(|place| place.precision_m)
    }

    /// ISO 3166-1 alpha-3 codes of the states in which it lies.
    #[getter]
    fn countries(&self) -> Vec<String> {
        match self.entry {
            gazetteer::Entry::Place(number) => self.gazetteer.place(number).countries.to_vec(),
            gazetteer::Entry::Route(number) => self.gazetteer.route(number).countries.to_vec(),
            gazetteer::Entry::Border(_) => Vec::new(),
        }
    }

    /// Ids of the places that contain it, the nearest first.
    #[getter]
    fn containers(&self) -> Vec<String> {
        let place = self.place();
        place.map_or_else(Vec::new, |place| place.containers.to_vec())
    }

    /// Inhabitants, where known.
    #[getter]
    fn population(&self) -> Option<u64> {
        self.place()?.population
    }

    /// ISO 3166-1 alpha-3 code of a country.
    #[getter]
    fn iso(&self) -> Option<&str> {
        self.place()?.iso
    }

    /// Its number in GeoNames, where known.
    #[getter]
    fn geonameid(&self) -> Option<u64> {
        self.place()?.geonameid
    }

    /// Its item in Wikidata, where known.
    #[getter]
    fn wikidata(&self) -> Option<&str> {
        self.place()?.wikidata
    }

    /// The first day on which it was there as such, ISO 8601, where that is known.
    #[getter]
    fn valid_from(&self) -> Option<String> {
        let (.., validity) = self.gazetteer.describe(self.entry);
        validity.from.map(|day| day.to_string())
    }

    /// The last day on which it was there as such, ISO 8601, where there is one.
    #[getter]
    fn valid_to(&self) -> Option<String> {
        let (.., validity) = self.gazetteer.describe(self.entry);
        validity.to.map(|day| day.to_string())
    }

    /// All its names, each with the BCP 47 tag of its language: a list of pairs.
    #[getter]
    fn names(&self) -> Vec<(String, String)> {
        let names = self.gazetteer.names_of(self.entry);
        names
            .map(|name| (name.text.to_owned(), name.language.to_owned()))
            .collect()
    }

    /// Why a search gave it; None where it was asked for by its id.
    #[getter]
    fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// A GeoJSON Feature: its point, id, name and kind.
    #[getter]
    fn __geo_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let feature = PyDict::new(py);
        feature.set_item("type", "Feature")?;
        feature.set_item("id", self.id())?;
        match self.place() {
            Some(place) => {
                let geometry = PyDict::new(py);
                geometry.set_item("type", "Point")?;
                geometry.set_item("coordinates", (place.point.x(), place.point.y()))?;
                feature.set_item("geometry", geometry)?;
            }
            None => feature.set_item("geometry", py.None())?,
        }
        let properties = PyDict::new(py);
        properties.set_item("name", self.name())?;
        properties.set_item("kind", self.kind())?;
        feature.set_item("properties", properties)?;
        Ok(feature)
    }

    fn __repr__(&self) -> String {
        format!(
            "<araxes.Entry {} “{}”, {}>",
            self.id(),
            self.name(),
            self.kind()
        )
    }
}
