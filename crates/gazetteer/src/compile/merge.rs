//! Several volumes become one: which rows of a later volume speak of a place that an earlier one has.
//!
//! The same id is the same place; else the same number in GeoNames; else the same item in Wikidata; else the same
//! folded label and feature class within the sum of both precisions, but at least 5 km. The later row wins, takes
//! what it leaves open (population, numbers, containers) from the earlier one, and the earlier id remains valid.
//! Within one volume nothing is merged: a repeated id is reported, and its later row wins.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use geo::{Distance, Haversine};

use super::error::CompileError;
use super::normalise::name_key;
use super::place::{
    BorderNumber, BorderRow, Entry, Manner, NameKind, NameRow, PlaceNumber, PlaceRow, RouteNumber,
    RouteRow, Validity, WaterRow,
};
use super::territory::TerritoryRow;
use super::topology::Topology;
use super::volume::{AcceptedRow, SourceRow, Volume, VolumeProblem};

/// Places of the same name and class that are nearer than this are the same, metres.
pub const SAME_PLACE_M: f64 = 5_000.0;

/// Identity of a volume that was compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeRow {
    /// What the volume is called.
    pub title: String,
    /// SHA-256 over its files, in hexadecimal.
    pub sha256: String,
    /// How many places it has.
    pub places: usize,
    /// How many names it has, labels not counted.
    pub names: usize,
}

/// Why two rows are one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MergeReason {
    /// They have the same id.
    Id,
    /// They have the same number in GeoNames.
    GeoNames,
    /// They are the same item in Wikidata.
    Wikidata,
    /// They have the same label and class and lie near each other.
    NameAndDistance {
        /// How far apart, metres.
        metres: f64,
    },
}

/// A place of a later volume that was found to be a place of an earlier one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// The id that the place has now, from the later volume.
    pub id: String,
    /// The id that the earlier volume gave it; it still finds the place.
    pub earlier: String,
    /// Why they are one.
    pub reason: MergeReason,
}

impl fmt::Display for Merge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, earlier, .. } = self;
        match self.reason {
            MergeReason::Id => write!(formatter, "{id}: the later row wins"),
            MergeReason::GeoNames => {
                write!(formatter, "{earlier} is {id}: same number in GeoNames")
            }
            MergeReason::Wikidata => write!(formatter, "{earlier} is {id}: same item in Wikidata"),
            MergeReason::NameAndDistance { metres } => write!(
                formatter,
                "{earlier} is {id}: same label and class, {:.1} km apart",
                metres / 1000.0
            ),
        }
    }
}

/// What several volumes say together, in the order in which it is written.
#[derive(Debug, Default)]
pub struct Merged {
    /// The volumes, in order.
    pub volumes: Vec<VolumeRow>,
    /// Their sources, each once.
    pub sources: Vec<SourceRow>,
    /// Places.
    pub places: Vec<PlaceRow>,
    /// Routes.
    pub routes: Vec<RouteRow>,
    /// Lines between sides.
    pub borders: Vec<BorderRow>,
    /// Ids without a row.
    pub foreign: Vec<String>,
    /// Names by owner: its label first, then in the order of the volumes.
    pub names: Vec<(Owner, NameRow)>,
    /// Courses and shores, by owner.
    pub waters: BTreeMap<Owner, WaterRow>,
    /// Country polygons.
    pub countries: Topology,
    /// Which of them make up a state.
    pub territories: Vec<TerritoryRow>,
    /// Findings of a check that are right as they are.
    pub accepted: Vec<AcceptedRow>,
    /// Published lengths of borders, metres, by border id.
    pub border_lengths_m: BTreeMap<String, f64>,
    /// Former ids.
    pub aliases: BTreeMap<String, Owner>,
    /// Rows that were refused.
    pub problems: Vec<VolumeProblem>,
    /// What was merged.
    pub merges: Vec<Merge>,
}

/// What names and courses belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// An entry of these volumes.
    Own(Entry),
    /// An entry that another gazetteer must have.
    Foreign(u32),
}

#[derive(Default)]
struct Merger {
    merged: Merged,
    ids: HashMap<String, Owner>,
    geonames: HashMap<u64, u32>,
    wikidata: HashMap<String, u32>,
    labels: HashMap<String, Vec<u32>>,
    renamed: HashMap<String, String>,
    several: bool,
}

/// Merges volumes, the later over the earlier.
///
/// # Errors
/// If there are too many rows to number.
pub fn merge(volumes: Vec<Volume>) -> Result<Merged, CompileError> {
    let mut merger = Merger {
        several: volumes.len() > 1,
        ..Merger::default()
    };
    for volume in volumes {
        merger.add(volume)?;
    }
    merger.finish()
}

fn number(index: usize, what: &'static str) -> Result<u32, CompileError> {
    // The highest numbers stand for “none”, and four kinds of entry share one numbering.
    u32::try_from(index)
        .ok()
        .filter(|&number| number < u32::MAX / 8)
        .ok_or(CompileError::TooMany { what })
}

impl Merger {
    fn add(&mut self, volume: Volume) -> Result<(), CompileError> {
        self.merged.volumes.push(VolumeRow {
            title: volume.title.clone(),
            sha256: volume.sha256,
            places: volume.places.len(),
            names: volume.names.len(),
        });
        self.merged.problems.extend(volume.problems);
        self.merged.territories.extend(volume.territories);
        self.merged.accepted.extend(volume.accepted);
        for source in volume.sources {
            if !self.merged.sources.contains(&source) {
                self.merged.sources.push(source);
            }
        }
        // Only what earlier volumes have is merged with.
        let earlier = number(self.merged.places.len(), "places")?;
        let mut labels = Vec::new();
        for place in volume.places {
            self.add_place(&volume.title, earlier, place, &mut labels)?;
        }
        for at in 0..number(self.merged.places.len(), "places")? {
            self.remember(at, earlier);
        }
        for route in volume.routes {
            let id = route.id.clone();
            let label = route.name.clone();
            let owner = match self.ids.get(&id) {
                Some(&Owner::Own(Entry::Route(number))) => {
                    self.merged.routes[number.0 as usize] = route;
                    Owner::Own(Entry::Route(number))
                }
                _ => {
                    let number = number(self.merged.routes.len(), "routes")?;
                    self.merged.routes.push(route);
                    Owner::Own(Entry::Route(RouteNumber(number)))
                }
            };
            self.ids.insert(id, owner);
            labels.push((owner, label));
        }
        for border in volume.borders {
            let id = border.id.clone();
            let label = border.name.clone();
            let owner = match self.ids.get(&id) {
                Some(&Owner::Own(Entry::Border(number))) => {
                    self.merged.borders[number.0 as usize] = border;
                    Owner::Own(Entry::Border(number))
                }
                _ => {
                    let number = number(self.merged.borders.len(), "borders")?;
                    self.merged.borders.push(border);
                    Owner::Own(Entry::Border(BorderNumber(number)))
                }
            };
            self.ids.insert(id, owner);
            labels.push((owner, label));
        }
        for (owner, label) in labels {
            self.merged.names.push((owner, label_name(label)));
        }
        for (id, name) in volume.names {
            let owner = self.owner(&id)?;
            self.merged.names.push((owner, name));
        }
        for water in volume.waters {
            let owner = self.owner(&water.place)?;
            self.merged.waters.insert(owner, water);
        }
        self.merged.border_lengths_m.extend(volume.border_lengths_m);
        self.merged.countries = volume
            .countries
            .over(std::mem::take(&mut self.merged.countries));
        Ok(())
    }

    fn add_place(
        &mut self,
        title: &str,
        earlier: u32,
        mut place: PlaceRow,
        labels: &mut Vec<(Owner, String)>,
    ) -> Result<(), CompileError> {
        let label = place.name.clone();
        let id = place.id.clone();
        let at = match self.same(earlier, &place) {
            Some((at, reason)) => {
                let before = &mut self.merged.places[at as usize];
                place.population = place.population.or(before.population);
                place.geonameid = place.geonameid.or(before.geonameid);
                place.wikidata = place.wikidata.or_else(|| before.wikidata.take());
                place.iso = place.iso.or_else(|| before.iso.take());
                if place.containers.is_empty() {
                    place.containers.append(&mut before.containers);
                }
                if place.countries.is_empty() {
                    place.countries.append(&mut before.countries);
                }
                if before.id != id {
                    self.renamed.insert(before.id.clone(), id.clone());
                }
                self.merged.merges.push(Merge {
                    id: id.clone(),
                    earlier: before.id.clone(),
                    reason,
                });
                *before = place;
                at
            }
            None => match self.ids.get(&id) {
                Some(&Owner::Own(Entry::Place(PlaceNumber(at)))) => {
                    self.merged.problems.push(VolumeProblem {
                        file: format!("{title}/places.csv"),
                        line: None,
                        message: format!("{id} is listed twice; the later row is used, delete one"),
                    });
                    self.merged.places[at as usize] = place;
                    at
                }
                _ => {
                    let at = number(self.merged.places.len(), "places")?;
                    self.merged.places.push(place);
                    at
                }
            },
        };
        let owner = Owner::Own(Entry::Place(PlaceNumber(at)));
        self.ids.insert(id, owner);
        labels.push((owner, label));
        Ok(())
    }

    /// The place of an earlier volume that a row speaks of.
    fn same(&self, earlier: u32, place: &PlaceRow) -> Option<(u32, MergeReason)> {
        if let Some(&Owner::Own(Entry::Place(PlaceNumber(at)))) = self.ids.get(&place.id)
            && at < earlier
        {
            return Some((at, MergeReason::Id));
        }
        if let Some(&at) = place
            .geonameid
            .and_then(|number| self.geonames.get(&number))
        {
            return Some((at, MergeReason::GeoNames));
        }
        if let Some(&at) = place
            .wikidata
            .as_ref()
            .and_then(|item| self.wikidata.get(item))
        {
            return Some((at, MergeReason::Wikidata));
        }
        if earlier == 0 {
            return None;
        }
        self.labels
            .get(&name_key(&place.name))?
            .iter()
            .filter_map(|&at| {
                let other = &self.merged.places[at as usize];
                // Numbers that are known and differ say that the places do.
                let differ =
                    matches!((other.geonameid, place.geonameid), (Some(a), Some(b)) if a != b);
                let metres = Haversine.distance(other.point, place.point);
                let near = metres <= (other.precision_m + place.precision_m).max(SAME_PLACE_M);
                (near && !differ && other.feature_class == place.feature_class)
                    .then_some((at, metres))
            })
            .min_by(|left, right| left.1.total_cmp(&right.1))
            .map(|(at, metres)| (at, MergeReason::NameAndDistance { metres }))
    }

    /// Makes a place known to the volumes that follow. Earlier places may have been given numbers by this volume, but
    /// keep the label by which they are known.
    fn remember(&mut self, at: u32, earlier: u32) {
        let Some(place) = self.merged.places.get(at as usize) else {
            return;
        };
        if let Some(geonameid) = place.geonameid {
            self.geonames.entry(geonameid).or_insert(at);
        }
        if let Some(item) = &place.wikidata {
            self.wikidata.entry(item.clone()).or_insert(at);
        }
        if self.several && at >= earlier {
            self.labels
                .entry(name_key(&place.name))
                .or_default()
                .push(at);
        }
    }

    fn owner(&mut self, id: &str) -> Result<Owner, CompileError> {
        if let Some(&owner) = self.ids.get(id) {
            return Ok(owner);
        }
        let owner = Owner::Foreign(number(self.merged.foreign.len(), "names of other volumes")?);
        self.merged.foreign.push(id.to_owned());
        self.ids.insert(id.to_owned(), owner);
        Ok(owner)
    }

    fn finish(self) -> Result<Merged, CompileError> {
        let Self {
            mut merged,
            ids,
            renamed,
            several,
            ..
        } = self;
        for (before, _) in renamed.iter() {
            if let Some(&owner) = ids.get(before) {
                merged.aliases.insert(before.clone(), owner);
            }
        }
        let rename = |id: &mut String| {
            if let Some(now) = renamed.get(id) {
                id.clone_from(now);
            }
        };
        if !renamed.is_empty() {
            for place in &mut merged.places {
                place.containers.iter_mut().for_each(rename);
            }
            for route in &mut merged.routes {
                rename(&mut route.from);
                rename(&mut route.to);
                route.via.iter_mut().for_each(rename);
            }
            for border in &mut merged.borders {
                border.sides.iter_mut().for_each(rename);
            }
        }
        // A name given before its id had a row (in an earlier volume) belongs to that row now.
        let settled = |owner: Owner| match owner {
            Owner::Foreign(at) => merged
                .foreign
                .get(at as usize)
                .and_then(|id| ids.get(id))
                .copied()
                .unwrap_or(owner),
            own => own,
        };
        let mut names: Vec<(Owner, NameRow)> = std::mem::take(&mut merged.names)
            .into_iter()
            .map(|(owner, name)| (settled(owner), name))
            .collect();
        merged.waters = std::mem::take(&mut merged.waters)
            .into_iter()
            .map(|(owner, water)| (settled(owner), water))
            .collect();
        // The label first; within that the order of the volumes is kept.
        names.sort_by_cached_key(|(owner, name)| {
            let label = match owner {
                Owner::Own(Entry::Place(at)) => merged.places.get(at.0 as usize).map(|p| &p.name),
                Owner::Own(Entry::Route(at)) => merged.routes.get(at.0 as usize).map(|r| &r.name),
                Owner::Own(Entry::Border(at)) => merged.borders.get(at.0 as usize).map(|b| &b.name),
                Owner::Foreign(_) => None,
            };
            let is_label = label == Some(&name.text) && *name == label_name(name.text.clone());
            (*owner, !is_label)
        });
        if several {
            let mut seen: HashSet<NameRow> = HashSet::new();
            let mut of = None;
            names.retain(|(owner, name)| {
                if of != Some(*owner) {
                    seen.clear();
                    of = Some(*owner);
                }
                seen.insert(name.clone())
            });
        }
        number(names.len(), "names")?;
        merged.names = names;
        Ok(merged)
    }
}

/// The name that a label is.
#[must_use]
pub fn label_name(text: String) -> NameRow {
    let (language, script, kind, validity) = LABEL;
    NameRow {
        text,
        language: language.to_owned(),
        script: script.to_owned(),
        kind,
        validity,
    }
}

/// How a label is a name: English, in Latin script, official, at all times.
pub const LABEL: Manner<'static> = (
    "en",
    "Latn",
    NameKind::Official,
    Validity {
        from: None,
        to: None,
    },
);
