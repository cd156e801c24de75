//! All files that are open together, asked as one.

use std::path::Path;
use std::sync::OnceLock;

use geo::{Coord, Point, Rect};
use jiff::civil::Date;

use super::built_in::BuiltIn;
use super::compiled::{Compiled, Local, OpenFailure};
use super::layer::{FileInfo, LONGEST_OWN_LIST, Layer, Meta, VolumeInfo};
use super::settled::Settled;
use super::twin::Twins;
use super::view::{Border, Name, Place, Route, Water};
use crate::compile::format::{FormatError, PER_DEGREE, Section, VERSION};
use crate::compile::merge::{Merge, MergeReason};
use crate::compile::normalise::name_key;
use crate::compile::place::{BorderNumber, Entry, PlaceNumber, RouteNumber, Validity};
use crate::compile::space::Bounds;
use crate::compile::topology::Topology;
use crate::compile::volume::VolumeProblem;

/// Why a compiled gazetteer could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be read at all.
    #[error(
        "{path}: {source}; a compiled gazetteer is made by `araxes gazetteer compile DIR -o FILE.gaz`"
    )]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is no compiled gazetteer, or not all of one.
    #[error("{path}: {source}")]
    Format {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: FormatError,
    },
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
    pub(crate) layers: Vec<Layer>,
    volumes: Vec<VolumeInfo>,
    topology: OnceLock<Topology>,
    problems: Vec<VolumeProblem>,
    merges: Vec<Merge>,
}

impl Gazetteer {
    /// Volumes that travel inside a program, one over the other.
    ///
    /// # Errors
    /// If one is no compiled gazetteer.
    pub fn of_built_in(volumes: &[BuiltIn]) -> Result<Self, FileError> {
        let mut gazetteer = Self::default();
        for volume in volumes {
            gazetteer.lay_built_in(*volume)?;
        }
        gazetteer.report_foreign();
        Ok(gazetteer)
    }

    /// Opens a compiled gazetteer in memory. `title` is what it is called in messages.
    ///
    /// # Errors
    /// If the bytes are no compiled gazetteer.
    pub fn from_bytes(title: &str, bytes: Vec<u8>) -> Result<Self, FileError> {
        let mut gazetteer = Self::default();
        gazetteer.lay_bytes(title, bytes)?;
        gazetteer.report_foreign();
        Ok(gazetteer)
    }

    /// Lays a volume of the program over what is open. However short it is, it is no list of the user's.
    pub(crate) fn lay_built_in(&mut self, volume: BuiltIn) -> Result<(), FileError> {
        let compiled = Compiled::built_in(volume.bytes).map_err(OpenFailure::Format);
        self.add(volume.title, compiled)?;
        if let Some(layer) = self.layers.last_mut() {
            layer.is_own_list = false;
        }
        Ok(())
    }

    /// Lays a compiled file over what is open.
    pub(crate) fn lay_file(&mut self, path: &Path) -> Result<(), FileError> {
        self.add(&path.display().to_string(), Compiled::open(path))
    }

    /// Lays a compiled gazetteer in memory over what is open.
    pub(crate) fn lay_bytes(&mut self, title: &str, bytes: Vec<u8>) -> Result<(), FileError> {
        self.add(title, Compiled::owned(bytes).map_err(OpenFailure::Format))
    }

    /// Keeps what was found out while a source was compiled: rows that were refused, places that were merged.
    pub(crate) fn remember(&mut self, problems: Vec<VolumeProblem>, merges: Vec<Merge>) {
        self.problems.extend(problems);
        self.merges.extend(merges);
    }

    fn add(
        &mut self,
        path: &str,
        compiled: Result<Compiled, OpenFailure>,
    ) -> Result<(), FileError> {
        let format = |source| FileError::Format {
            path: path.to_owned(),
            source,
        };
        let compiled = compiled.map_err(|failure| match failure {
            OpenFailure::Io(source) => FileError::Unreadable {
                path: path.to_owned(),
                source,
            },
            OpenFailure::Format(source) => format(source),
        })?;
        let meta: Meta =
            serde_json::from_slice(compiled.section(Section::Meta)).map_err(|error| {
                format(FormatError::Damaged {
                    what: format!("its description cannot be read: {error}"),
                })
            })?;
        let mut layer = Layer {
            path: path.to_owned(),
            is_own_list: compiled.count(Section::Places) <= LONGEST_OWN_LIST,
            meta,
            compiled,
            first_place: 0,
            first_route: 0,
            first_border: 0,
            first_name: 0,
            settled: Settled::default(),
            below: Settled::default(),
            twins: OnceLock::new(),
        };
        if let Some(before) = self.layers.last() {
            let count = |section| before.compiled.count(section);
            layer.first_place = before.first_place.saturating_add(count(Section::Places));
            layer.first_route = before.first_route.saturating_add(count(Section::Routes));
            layer.first_border = before.first_border.saturating_add(count(Section::Borders));
            layer.first_name = before.first_name + count(Section::Names) as usize;
        }
        self.volumes.extend(layer.meta.volumes.iter().cloned());
        self.layers.push(layer);
        // What counted as the last row of a place may have a later one now.
        for layer in &mut self.layers {
            layer.settled = Settled::default();
        }
        Ok(())
    }

    /// Names and courses whose entry no gazetteer in use has.
    pub(crate) fn report_foreign(&mut self) {
        let mut problems = Vec::new();
        for layer in &self.layers {
            for at in 0..layer.compiled.count(Section::Foreign) {
                let id = layer.compiled.foreign(at).unwrap_or_default();
                if self.entry(id).is_none() {
                    let entry = layer.compiled.number(Local::Foreign(at));
                    // One line for all names: a place whose row was refused would be reported once for each.
                    let given = match layer.compiled.names_of(entry).len() {
                        0 => "a course is drawn for".to_owned(),
                        names => format!("{names} names are given to"),
                    };
                    problems.push(VolumeProblem {
                        file: layer.path.clone(),
                        line: None,
                        message: format!(
                            "{given} {id}, which no row of places.csv, routes.csv or borders.csv that can be used lists"
                        ),
                    });
                }
            }
        }
        self.problems.extend(problems);
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

    /// Places of a later folder or file that were found to be places of an earlier one: by their id, their number in
    /// GeoNames, their item in Wikidata, and those of a user's own short list also by their label.
    #[must_use]
    pub fn merges(&self) -> Vec<Merge> {
        let mut merges = self.merges.clone();
        for (number, layer) in self.layers.iter().enumerate().skip(1) {
            let places = 0..layer.compiled.count(Section::Places);
            merges.extend(places.filter_map(|place| self.met_again(number, layer, place)));
            let below = self.compiled_below(number);
            merges.extend(self.twins(number).merges(&layer.compiled, &below));
        }
        merges
    }

    /// The place of an earlier file that a place of a layer is by what both rows say of themselves.
    fn met_again(&self, number: usize, layer: &Layer, place: u32) -> Option<Merge> {
        let Some(Entry::Place(below)) = self.below(number, layer, place) else {
            return None;
        };
        let (place, below) = (layer.compiled.place(place)?, self.place_in_full(below)?);
        let reason = if place.id == below.id {
            MergeReason::Id
        } else if place.geonameid.is_some() && place.geonameid == below.geonameid {
            MergeReason::GeoNames
        } else if place.wikidata.is_some() && place.wikidata == below.wikidata {
            MergeReason::Wikidata
        } else {
            return None;
        };
        Some(Merge {
            id: place.id.to_owned(),
            earlier: below.id.to_owned(),
            reason,
        })
    }

    /// How much each of the files that are open holds.
    #[must_use]
    pub fn files(&self) -> Vec<FileInfo> {
        let info = |layer: &Layer| FileInfo {
            path: layer.path.clone(),
            bytes: layer.compiled.len(),
            format: VERSION,
            program: layer.meta.program.clone(),
            volumes: layer.meta.volumes.clone(),
            sources: layer.meta.sources.clone(),
            counts: [
                ("places", Section::Places),
                ("routes", Section::Routes),
                ("borders", Section::Borders),
                ("waters with a course", Section::Waters),
                ("names", Section::Names),
                ("entries of other gazetteers", Section::Foreign),
                ("former ids", Section::Aliases),
            ]
            .map(|(what, section)| (what, layer.compiled.count(section)))
            .to_vec(),
        };
        self.layers.iter().map(info).collect()
    }

    /// Reads all that is open, compares all checksums and checks every record.
    ///
    /// # Errors
    /// Names the first file that is not as it was written, and what in it.
    pub fn verify(&self) -> Result<(), FileError> {
        self.verify_from(0)
    }

    /// Verifies the layers from one on.
    pub(crate) fn verify_from(&self, first: usize) -> Result<(), FileError> {
        for layer in self.layers.iter().skip(first) {
            layer
                .compiled
                .verify()
                .map_err(|source| FileError::Format {
                    path: layer.path.clone(),
                    source,
                })?;
        }
        Ok(())
    }

    /// The runs of tokens, from the first of `keys` on, that are names, the longest first, each with everything it
    /// can stand for. `keys` are [`fold`](crate::fold)ed tokens that follow each other with nothing but blanks or hyphens between.
    pub fn matches_at(&self, keys: &[&str]) -> impl Iterator<Item = (usize, Vec<NameMatch>)> {
        let mut found: Vec<(usize, Vec<NameMatch>)> = Vec::new();
        for (number, layer) in self.layers.iter().enumerate() {
            layer.compiled.matches(keys, |length, name| {
                let Some(entry) = self.owner(number, name) else {
                    return;
                };
                let matched = NameMatch {
                    entry,
                    name: layer.first_name + name as usize,
                };
                match found.iter_mut().find(|(known, _)| *known == length) {
                    Some((_, matches)) => matches.push(matched),
                    None => found.push((length, vec![matched])),
                }
            });
        }
        found.sort_unstable_by_key(|(length, _)| std::cmp::Reverse(*length));
        found.into_iter()
    }

    /// Everything that a name, in whatever spelling, can stand for.
    #[must_use]
    pub fn lookup(&self, name: &str) -> Vec<NameMatch> {
        let key = name_key(name);
        let keys: Vec<&str> = key.split(' ').collect();
        self.lookup_keys(&keys)
    }

    /// Everything that a name, given as [`fold`](crate::fold)ed tokens, can stand for.
    #[must_use]
    pub fn lookup_keys(&self, keys: &[&str]) -> Vec<NameMatch> {
        self.lookup_beginning(keys).0
    }

    /// The same, and how many tokens the longest name has that begins so: 0 where none does, more than any name has where
    /// that cannot be told without asking for each.
    #[must_use]
    pub fn lookup_beginning(&self, keys: &[&str]) -> (Vec<NameMatch>, usize) {
        let mut found = Vec::new();
        let mut longest = 0;
        for (number, layer) in self.layers.iter().enumerate() {
            let reach = layer.compiled.exact(keys, |name| {
                found.extend(self.owner(number, name).map(|entry| NameMatch {
                    entry,
                    name: layer.first_name + name as usize,
                }));
            });
            longest = longest.max(reach);
        }
        (found, longest)
    }

    /// What a name of a layer belongs to, if that can be read. Where a later layer has the same id, its row counts.
    pub(crate) fn owner(&self, layer: usize, name: u32) -> Option<Entry> {
        let compiled = &self.layers.get(layer)?.compiled;
        self.settle(layer, compiled.owner(name)?)
    }

    pub(crate) fn settle(&self, number: usize, local: Local) -> Option<Entry> {
        let layer = self.layers.get(number)?;
        let Local::Place(place) = local else {
            return self.settled_anew(number, layer, local);
        };
        let places = layer.compiled.count(Section::Places);
        layer
            .settled
            .get(places, place, || self.settled_anew(number, layer, local))
    }

    fn settled_anew(&self, number: usize, layer: &Layer, local: Local) -> Option<Entry> {
        let is_foreign = matches!(local, Local::Foreign(_));
        if is_foreign || number + 1 < self.layers.len() {
            for (above, other) in self.layers.iter().enumerate().rev() {
                if !is_foreign && above <= number {
                    break;
                }
                let same = self.counterparts(number, local, above);
                if let Some(entry) = same.into_iter().find_map(|found| other.entry(found)) {
                    return Some(entry);
                }
            }
        }
        layer.entry(local)
    }

    /// The layer of a name or entry, from the first number of each layer.
    fn layer_of<N: PartialOrd>(&self, number: N, first: impl Fn(&Layer) -> N) -> Option<&Layer> {
        self.layers
            .iter()
            .rev()
            .find(|layer| first(layer) <= number)
    }

    /// The name behind a match.
    #[must_use]
    pub fn name(&self, found: NameMatch) -> Name<'_> {
        self.layer_of(found.name, |layer| layer.first_name)
            .and_then(|layer| {
                let local = u32::try_from(found.name - layer.first_name).ok()?;
                layer.compiled.name(local)
            })
            .unwrap_or(Name::unreadable())
    }

    /// Whether a name is from a short list that the user brought: who lists 50 places looks for them, whereas a
    /// gazetteer of a country has a village for every surname.
    #[must_use]
    pub fn is_of_own_list(&self, found: NameMatch) -> bool {
        self.layer_of(found.name, |layer| layer.first_name)
            .is_some_and(|layer| layer.is_own_list)
    }

    /// All names of an entry, its label first.
    pub fn names_of(&self, entry: Entry) -> impl Iterator<Item = Name<'_>> {
        let own = self.home(entry);
        let first = own.into_iter();
        let others = own.into_iter().flat_map(move |(home, local)| {
            self.others(home).flat_map(move |other| {
                let same = self.counterparts(home, local, other).into_iter();
                same.map(move |local| (other, local))
            })
        });
        let read = first.chain(others);
        let read =
            read.filter_map(|(layer, local)| Some((&self.layers.get(layer)?.compiled, local)));
        read.flat_map(|(compiled, local)| {
            compiled
                .names_of(compiled.number(local))
                .filter_map(|name| compiled.name(name))
        })
    }

    /// The numbers of the layers besides one.
    fn others(&self, home: usize) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.layers.len()).filter(move |&layer| layer != home)
    }

    /// The number of a layer in which an entry is written, and what the entry is there.
    fn home(&self, entry: Entry) -> Option<(usize, Local)> {
        let home = self.layers.iter().rposition(|layer| match entry {
            Entry::Place(PlaceNumber(number)) => layer.first_place <= number,
            Entry::Route(RouteNumber(number)) => layer.first_route <= number,
            Entry::Border(BorderNumber(number)) => layer.first_border <= number,
        })?;
        let layer = self.layers.get(home)?;
        let local = match entry {
            Entry::Place(PlaceNumber(number)) => Local::Place(number - layer.first_place),
            Entry::Route(RouteNumber(number)) => Local::Route(number - layer.first_route),
            Entry::Border(BorderNumber(number)) => Local::Border(number - layer.first_border),
        };
        Some((home, local))
    }

    /// What a layer has for the entry of another: the same id, the same number in GeoNames, the same item in Wikidata,
    /// or, if the later of the two is a short list of the user's own, the same label near by.
    fn counterparts(&self, home: usize, local: Local, other: usize) -> Vec<Local> {
        let (Some(own), Some(layer)) = (self.layers.get(home), self.layers.get(other)) else {
            return Vec::new();
        };
        let mut found = own.compiled.counterparts(local, &layer.compiled);
        if let (Local::Place(place), true) = (local, found.is_empty()) {
            let twin = match home < other {
                true => self.twins(other).above((home, place)),
                false => self.twins(home).below(place, other),
            };
            found.extend(twin.map(Local::Place));
        }
        found
    }

    /// Which places of a layer are places of those below by their labels.
    fn twins(&self, layer: usize) -> &Twins {
        static NONE: Twins = Twins::none();
        match self.layers.get(layer) {
            Some(own) if own.is_own_list && layer > 0 => own
                .twins
                .get_or_init(|| Twins::find(&own.compiled, &self.compiled_below(layer))),
            _ => &NONE,
        }
    }

    /// The files below one, in order.
    fn compiled_below(&self, layer: usize) -> Vec<&Compiled> {
        let below = self.layers.iter().take(layer);
        below.map(|layer| &layer.compiled).collect()
    }

    /// How many names there are, labels included.
    #[must_use]
    pub fn name_count(&self) -> usize {
        self.layers.last().map_or(0, |layer| {
            layer.first_name + layer.compiled.name_count() as usize
        })
    }

    /// What an id stands for: an id of a volume, also a former one, or `geonames:…`, `wikidata:…` and the `iso:…` of a
    /// present country.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<Entry> {
        // A later file may have the place by another id.
        let layers = self.layers.iter().enumerate().rev();
        let mut found = layers.filter_map(|(number, layer)| {
            let local = layer.compiled.find(id)?;
            layer.entry(local)?;
            self.settle(number, local)
        });
        found.next()
    }

    /// The place of a number. A damaged record, and a number that no place has, give a place without id and name.
    #[must_use]
    pub fn place(&self, number: PlaceNumber) -> Place<'_> {
        self.place_in_full(number).unwrap_or(Place::unreadable())
    }

    /// The place of a number as its row has it, with what it leaves open from the rows of the files below.
    fn place_in_full(&self, number: PlaceNumber) -> Option<Place<'_>> {
        let Some((home, Local::Place(at))) = self.home(Entry::Place(number)) else {
            return None;
        };
        let layer = self.layers.get(home)?;
        let mut place = layer.compiled.place(at)?;
        if home > 0
            && place.leaves_open()
            && let Some(Entry::Place(below)) = self.below(home, layer, at)
            && let Some(below) = self.place_in_full(below)
        {
            place.complete(&below);
        }
        Some(place)
    }

    /// The place of the files below that a place of a layer is.
    fn below(&self, number: usize, layer: &Layer, place: u32) -> Option<Entry> {
        let places = layer.compiled.count(Section::Places);
        layer.below.get(places, place, || {
            (0..number).rev().find_map(|below| {
                let same = self.counterparts(number, Local::Place(place), below);
                let layer = self.layers.get(below)?;
                same.into_iter().find_map(|found| layer.entry(found))
            })
        })
    }

    /// The route of a number. A damaged record, and a number that no route has, give a route without id and name.
    #[must_use]
    pub fn route(&self, number: RouteNumber) -> Route<'_> {
        self.layer_of(number.0, |layer| layer.first_route)
            .and_then(|layer| layer.compiled.route(number.0 - layer.first_route))
            .unwrap_or(Route::unreadable())
    }

    /// The border of a number. A damaged record, and a number that no border has, give one without id and name.
    #[must_use]
    pub fn border(&self, number: BorderNumber) -> Border<'_> {
        self.layer_of(number.0, |layer| layer.first_border)
            .and_then(|layer| layer.compiled.border(number.0 - layer.first_border))
            .unwrap_or(Border::unreadable())
    }

    /// The entries of one kind that can be read and that no later layer overrides.
    fn entries(
        &self,
        section: Section,
        local: fn(u32) -> Local,
    ) -> impl Iterator<Item = (&Layer, u32, Entry)> {
        self.layers
            .iter()
            .enumerate()
            .flat_map(move |(number, layer)| {
                (0..layer.compiled.count(section)).filter_map(move |at| {
                    let entry = layer.entry(local(at))?;
                    (self.settle(number, local(at)) == Some(entry)).then_some((layer, at, entry))
                })
            })
    }

    /// All places, in order.
    pub fn places(&self) -> impl Iterator<Item = (PlaceNumber, Place<'_>)> {
        self.entries(Section::Places, Local::Place)
            .filter_map(|(_, _, entry)| match entry {
                Entry::Place(number) => Some((number, self.place_in_full(number)?)),
                _ => None,
            })
    }

    /// All routes, in order.
    pub fn routes(&self) -> impl Iterator<Item = (RouteNumber, Route<'_>)> {
        self.entries(Section::Routes, Local::Route)
            .filter_map(|(layer, at, entry)| match entry {
                Entry::Route(number) => Some((number, layer.compiled.route(at)?)),
                _ => None,
            })
    }

    /// All borders that are not what two polygons share, in order.
    pub fn borders(&self) -> impl Iterator<Item = (BorderNumber, Border<'_>)> {
        self.entries(Section::Borders, Local::Border)
            .filter_map(|(layer, at, entry)| match entry {
                Entry::Border(number) => Some((number, layer.compiled.border(at)?)),
                _ => None,
            })
    }

    /// The id, label and validity of an entry.
    #[must_use]
    pub fn describe(&self, entry: Entry) -> (&str, &str, Validity) {
        match entry {
            Entry::Place(number) => {
                let place = self.place(number);
                (place.id, place.name, place.validity)
            }
            Entry::Route(number) => {
                let route = self.route(number);
                (route.id, route.name, Validity::default())
            }
            Entry::Border(number) => {
                let border = self.border(number);
                (border.id, border.name, border.validity)
            }
        }
    }

    /// The place with an id.
    #[must_use]
    pub fn place_by_id(&self, id: &str) -> Option<Place<'_>> {
        match self.entry(id)? {
            Entry::Place(number) => Some(self.place(number)),
            _ => None,
        }
    }

    /// The present country with an ISO 3166-1 alpha-3 code.
    #[must_use]
    pub fn country(&self, iso: &str) -> Option<Place<'_>> {
        self.place_by_id(&format!("iso:{iso}"))
    }

    /// The country polygons. Read when they are first asked for.
    #[must_use]
    pub fn topology(&self) -> &Topology {
        self.topology.get_or_init(|| {
            self.layers
                .iter()
                .fold(Topology::default(), |below, layer| {
                    layer.compiled.topology().over(below)
                })
        })
    }

    /// The course of a river or shore of a lake.
    #[must_use]
    pub fn water(&self, place: PlaceNumber) -> Option<Water<'_>> {
        let (home, local) = self.home(Entry::Place(place))?;
        let water = |layer: usize, local: Local| {
            let compiled = &self.layers.get(layer)?.compiled;
            compiled.water_of(compiled.number(local))
        };
        water(home, local).or_else(|| {
            self.others(home).rev().find_map(|other| {
                let same = self.counterparts(home, local, other);
                same.into_iter().find_map(|local| water(other, local))
            })
        })
    }

    /// The countries, the capitals, and the places with at least so many inhabitants, in order of their numbers: what a
    /// map shows however far it reaches. The other places are not read for it.
    #[must_use]
    pub fn landmarks(&self, inhabitants: u64) -> Vec<PlaceNumber> {
        // What one file has of a place is enough, even where another has the row that counts.
        self.places_of(|compiled| compiled.landmarks(inhabitants))
    }

    /// The places with a number in GeoNames whose ids do not follow from it, in order: the number and the id. Few rows are
    /// read for that.
    pub fn ids_by_geonames(&self) -> impl Iterator<Item = (u64, &str)> {
        let places = self.places_of(|compiled| compiled.with_own_ids().collect());
        places.into_iter().filter_map(|number| {
            let place = self.place_in_full(number)?;
            Some((place.geonameid?, place.id))
        })
    }

    /// What places of the files count as, each once, in order.
    fn places_of(&self, of_file: impl Fn(&Compiled) -> Vec<u32>) -> Vec<PlaceNumber> {
        let mut found: Vec<PlaceNumber> = Vec::new();
        for (number, layer) in self.layers.iter().enumerate() {
            let places = of_file(&layer.compiled).into_iter();
            found.extend(places.filter_map(
                |place| match self.settle(number, Local::Place(place))? {
                    Entry::Place(settled) => Some(settled),
                    _ => None,
                },
            ));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The places in a box, degrees, longitude first, edges included; in order of their numbers. A box does not cross
    /// the 180th meridian: ask for the two halves.
    #[must_use]
    pub fn within(&self, area: Rect<f64>) -> Vec<PlaceNumber> {
        let whole = |corner: Coord<f64>| {
            let part = |degrees: f64| (degrees * PER_DEGREE).round() as i32;
            (part(corner.x), part(corner.y))
        };
        let wanted = Bounds {
            low: whole(area.min()),
            high: whole(area.max()),
        };
        let mut found = Vec::new();
        for (number, layer) in self.layers.iter().enumerate() {
            let places = layer.compiled.within(wanted).into_iter();
            found.extend(places.filter_map(|place| self.own_place(number, place)));
        }
        found
    }

    /// The `count` places nearest to a point (degrees, longitude first), each with its distance in metres on a sphere of
    /// the earth's mean radius; the nearest first, of equally near ones the lower number.
    #[must_use]
    pub fn nearest(&self, point: Point<f64>, count: usize) -> Vec<(PlaceNumber, f64)> {
        let mut found: Vec<(PlaceNumber, f64)> = Vec::new();
        for (number, layer) in self.layers.iter().enumerate() {
            let nearest = layer.compiled.nearest((point.x(), point.y()));
            let own = nearest
                .filter_map(|(place, metres)| Some((self.own_place(number, place)?, metres)));
            found.extend(own.take(count));
        }
        found.sort_by(|left, right| left.1.total_cmp(&right.1).then(left.0.cmp(&right.0)));
        found.truncate(count);
        found
    }

    /// A place of a layer, unless a later layer has a row for it.
    fn own_place(&self, layer: usize, place: u32) -> Option<PlaceNumber> {
        let own = self.layers.get(layer)?.entry(Local::Place(place))?;
        match self.settle(layer, Local::Place(place))? {
            Entry::Place(number) if own == Entry::Place(number) => Some(number),
            _ => None,
        }
    }

    /// The published length of a border, metres, by its id (`border:ARM-AZE`), for comparison with a measured one.
    #[must_use]
    pub fn border_length(&self, id: &str) -> Option<f64> {
        self.layers.iter().rev().find_map(|layer| {
            let mut lengths = layer.compiled.border_lengths();
            lengths.find_map(|(border, metres)| (border == id).then_some(metres))
        })
    }

    /// All waters with a course or shore.
    pub fn waters(&self) -> impl Iterator<Item = (PlaceNumber, Water<'_>)> {
        self.layers.iter().enumerate().flat_map(move |(at, layer)| {
            layer
                .compiled
                .waters()
                .filter_map(move |(_, local, water)| match self.settle(at, local)? {
                    Entry::Place(number) => Some((number, water)),
                    _ => None,
                })
        })
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
                border.kind == "historical border"
                    && border.sides.contains(left)
                    && border.sides.contains(right)
                    && day.map_or(border.validity.is_current(), |day| {
                        border.validity.contains(day)
                    })
            })
            .map(|(number, _)| number)
    }
}
