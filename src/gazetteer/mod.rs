//! The gazetteer: which names there are, what they can stand for, where that is and when it was so.
//!
//! It stands beside the road and serves recognition ([`Gazetteer::matches_at`]), resolution (places, containers,
//! validity) and relation (routes, borders, rivers). It knows nothing of documents.

mod built_in;
mod normalise;
mod place;
mod token;
mod topology;
mod volume;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use geo::MultiLineString;
use jiff::civil::Date;

pub use normalise::{fold, is_hyphen, name_key};
pub use place::{
    Border, BorderNumber, Course, Entry, FeatureClass, Name, NameKind, Place, PlaceNumber, Route,
    RouteNumber, Validity, Water,
};
pub use token::{Token, tokens};
pub use topology::{Topology, TopologyError};
pub use volume::{VolumeError, VolumeProblem};

use volume::Volume;

/// Where to read a gazetteer from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VolumeSource {
    /// The volume compiled into the program.
    BuiltIn,
    /// A folder of the shape of `gazetteer/caucasus`.
    Folder(PathBuf),
}

/// Identity of a volume that was opened, for `run.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeInfo {
    /// What the volume is called.
    pub title: String,
    /// SHA-256 over its files, in hexadecimal.
    pub sha256: String,
    /// How many places it has.
    pub places: usize,
    /// How many names it has.
    pub names: usize,
}

/// One way in which a stretch of text can be read as a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameMatch {
    /// What the name stands for.
    pub entry: Entry,
    /// Which of the gazetteer's names it is.
    pub name: usize,
}

/// Names and what they stand for, ready to be asked.
#[derive(Debug, Default)]
pub struct Gazetteer {
    places: Vec<Place>,
    routes: Vec<Route>,
    borders: Vec<Border>,
    names: Vec<Name>,
    owners: Vec<Entry>,
    ids: HashMap<String, Entry>,
    index: HashMap<String, Vec<NameMatch>>,
    /// Longest name, in tokens, among those that begin with a token.
    longest: HashMap<String, usize>,
    names_of: BTreeMap<Entry, Vec<usize>>,
    waters: BTreeMap<PlaceNumber, Water>,
    countries: Topology,
    country_by_iso: HashMap<String, PlaceNumber>,
    volumes: Vec<VolumeInfo>,
    problems: Vec<VolumeProblem>,
}

impl Gazetteer {
    /// Opens volumes, in order. A later volume that repeats an id replaces the earlier row.
    ///
    /// # Errors
    /// If a volume cannot be read at all. Rows that cannot be used are listed by [`Gazetteer::problems`].
    pub fn open(sources: &[VolumeSource]) -> Result<Self, VolumeError> {
        let mut gazetteer = Gazetteer::default();
        for source in sources {
            let volume = match source {
                VolumeSource::BuiltIn => Volume::read(built_in::TITLE, &built_in::files())?,
                VolumeSource::Folder(folder) => Volume::read(
                    &folder.display().to_string(),
                    &volume::files_of_folder(folder)?,
                )?,
            };
            gazetteer.add(volume);
        }
        gazetteer.index();
        Ok(gazetteer)
    }

    fn add(&mut self, volume: Volume) {
        self.volumes.push(VolumeInfo {
            title: volume.title.clone(),
            sha256: volume.sha256,
            places: volume.places.len(),
            names: volume.names.len(),
        });
        self.problems.extend(volume.problems);
        for place in volume.places {
            let id = place.id.clone();
            let label = place.name.clone();
            let entry = match self.ids.get(&id) {
                Some(&Entry::Place(number)) => {
                    self.places[number.0 as usize] = place;
                    Entry::Place(number)
                }
                _ => {
                    self.places.push(place);
                    Entry::Place(PlaceNumber(number(self.places.len() - 1)))
                }
            };
            self.ids.insert(id, entry);
            self.add_name(entry, label_name(label));
        }
        for route in volume.routes {
            let (id, label) = (route.id.clone(), route.name.clone());
            self.routes.push(route);
            let entry = Entry::Route(RouteNumber(number(self.routes.len() - 1)));
            self.ids.insert(id, entry);
            self.add_name(entry, label_name(label));
        }
        for border in volume.borders {
            let (id, label) = (border.id.clone(), border.name.clone());
            self.borders.push(border);
            let entry = Entry::Border(BorderNumber(number(self.borders.len() - 1)));
            self.ids.insert(id, entry);
            self.add_name(entry, label_name(label));
        }
        // A place whose row was refused would be reported once more for each of its names.
        let mut strays: BTreeMap<String, usize> = BTreeMap::new();
        for (id, name) in volume.names {
            match self.ids.get(&id) {
                Some(&entry) => self.add_name(entry, name),
                None => *strays.entry(id).or_default() += 1,
            }
        }
        for (id, names) in strays {
            self.problems.push(VolumeProblem {
                file: volume.title.clone(),
                line: None,
                message: format!(
                    "{names} names are given to {id}, which no row of places.csv, routes.csv or borders.csv that \
                     can be used lists"
                ),
            });
        }
        for water in volume.waters {
            match self.ids.get(&water.place) {
                Some(&Entry::Place(number)) => {
                    self.waters.insert(number, water);
                }
                _ => self.problems.push(VolumeProblem {
                    file: format!("{}/waters.geojson", volume.title),
                    line: None,
                    message: format!(
                        "a course is drawn for {}, which no row of places.csv lists",
                        water.place
                    ),
                }),
            }
        }
        if volume.countries.codes().next().is_some() {
            self.countries = volume.countries;
        }
    }

    fn add_name(&mut self, entry: Entry, name: Name) {
        self.names.push(name);
        self.owners.push(entry);
        self.names_of
            .entry(entry)
            .or_default()
            .push(self.names.len() - 1);
    }

    fn index(&mut self) {
        for (name, (text, &entry)) in self.names.iter().zip(&self.owners).enumerate() {
            let key = name_key(&text.text);
            let Some(first) = key.split(' ').next().filter(|first| !first.is_empty()) else {
                continue;
            };
            let length = key.split(' ').count();
            let longest = self.longest.entry(first.to_owned()).or_default();
            *longest = (*longest).max(length);
            self.index
                .entry(key)
                .or_default()
                .push(NameMatch { entry, name });
        }
        for (number_in_list, place) in self.places.iter().enumerate() {
            if let Some(iso) = &place.iso
                && place.validity.is_current()
            {
                self.country_by_iso
                    .insert(iso.clone(), PlaceNumber(number(number_in_list)));
            }
        }
    }

    /// The volumes that were opened, in order.
    #[must_use]
    pub fn volumes(&self) -> &[VolumeInfo] {
        &self.volumes
    }

    /// Rows of the volumes that were refused.
    #[must_use]
    pub fn problems(&self) -> &[VolumeProblem] {
        &self.problems
    }

    /// The runs of tokens, from the first of `keys` on, that are names, the longest first, each with everything it
    /// can stand for. `keys` are [`fold`]ed tokens that follow each other with nothing but blanks or hyphens between.
    pub fn matches_at(&self, keys: &[&str]) -> impl Iterator<Item = (usize, &[NameMatch])> {
        let longest = keys
            .first()
            .and_then(|first| self.longest.get(*first))
            .map_or(0, |&most| most.min(keys.len()));
        (1..=longest).rev().filter_map(|length| {
            let key = keys.get(..length)?.join(" ");
            self.index
                .get(&key)
                .map(|matches| (length, matches.as_slice()))
        })
    }

    /// Everything that a name, in whatever spelling, can stand for.
    #[must_use]
    pub fn lookup(&self, name: &str) -> &[NameMatch] {
        self.index
            .get(&name_key(name))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The name behind a match.
    #[must_use]
    pub fn name(&self, found: NameMatch) -> &Name {
        &self.names[found.name]
    }

    /// All names of an entry, its label first.
    pub fn names_of(&self, entry: Entry) -> impl Iterator<Item = &Name> {
        self.names_of
            .get(&entry)
            .into_iter()
            .flatten()
            .map(|&name| &self.names[name])
    }

    /// How many names there are, labels included.
    #[must_use]
    pub fn name_count(&self) -> usize {
        self.names.len()
    }

    /// What an id stands for.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<Entry> {
        self.ids.get(id).copied()
    }

    /// The place of a number.
    #[must_use]
    pub fn place(&self, number: PlaceNumber) -> &Place {
        &self.places[number.0 as usize]
    }

    /// The route of a number.
    #[must_use]
    pub fn route(&self, number: RouteNumber) -> &Route {
        &self.routes[number.0 as usize]
    }

    /// The border of a number.
    #[must_use]
    pub fn border(&self, number: BorderNumber) -> &Border {
        &self.borders[number.0 as usize]
    }

    /// All places, in order.
    pub fn places(&self) -> impl Iterator<Item = (PlaceNumber, &Place)> {
        self.places
            .iter()
            .enumerate()
            .map(|(index, place)| (PlaceNumber(number(index)), place))
    }

    /// All routes, in order.
    pub fn routes(&self) -> impl Iterator<Item = (RouteNumber, &Route)> {
        self.routes
            .iter()
            .enumerate()
            .map(|(index, route)| (RouteNumber(number(index)), route))
    }

    /// All borders that are not what two polygons share, in order.
    pub fn borders(&self) -> impl Iterator<Item = (BorderNumber, &Border)> {
        self.borders
            .iter()
            .enumerate()
            .map(|(index, border)| (BorderNumber(number(index)), border))
    }

    /// The id, label and validity of an entry.
    #[must_use]
    pub fn describe(&self, entry: Entry) -> (&str, &str, Validity) {
        match entry {
            Entry::Place(number) => {
                let place = self.place(number);
                (&place.id, &place.name, place.validity)
            }
            Entry::Route(number) => {
                let route = self.route(number);
                (&route.id, &route.name, Validity::default())
            }
            Entry::Border(number) => {
                let border = self.border(number);
                (&border.id, &border.name, border.validity)
            }
        }
    }

    /// The place with an id.
    #[must_use]
    pub fn place_by_id(&self, id: &str) -> Option<&Place> {
        match self.entry(id)? {
            Entry::Place(number) => Some(self.place(number)),
            _ => None,
        }
    }

    /// The present country with an ISO 3166-1 alpha-3 code.
    #[must_use]
    pub fn country(&self, iso: &str) -> Option<&Place> {
        self.country_by_iso
            .get(iso)
            .map(|&number| self.place(number))
    }

    /// The country polygons.
    #[must_use]
    pub fn topology(&self) -> &Topology {
        &self.countries
    }

    /// The course of a river or shore of a lake.
    #[must_use]
    pub fn water(&self, place: PlaceNumber) -> Option<&Water> {
        self.waters.get(&place)
    }

    /// All waters with a course or shore.
    pub fn waters(&self) -> impl Iterator<Item = (PlaceNumber, &Water)> {
        self.waters.iter().map(|(&place, water)| (place, water))
    }

    /// The land border of two present countries, by ISO alpha-3 code, as their polygons share it.
    #[must_use]
    pub fn shared_border(&self, left: &str, right: &str) -> Option<MultiLineString<f64>> {
        self.countries.shared_line(left, right)
    }

    /// A line of the gazetteer that stood between two places, by id, on a day. Without a day, the one without end.
    #[must_use]
    pub fn border_between(
        &self,
        left: &str,
        right: &str,
        day: Option<Date>,
    ) -> Option<BorderNumber> {
        self.borders()
            .find(|(_, border)| {
                let sides = |side: &str| border.sides.iter().any(|id| id == side);
                border.kind == "historical border"
                    && sides(left)
                    && sides(right)
                    && day.map_or(border.validity.is_current(), |day| {
                        border.validity.contains(day)
                    })
            })
            .map(|(number, _)| number)
    }
}

/// Numbers of entries are 32 bits wide; a volume of four thousand million rows is not foreseen.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn label_name(text: String) -> Name {
    Name {
        text,
        language: "en".to_owned(),
        script: "Latn".to_owned(),
        kind: NameKind::Official,
        validity: Validity::default(),
    }
}
