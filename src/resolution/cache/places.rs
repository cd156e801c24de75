//! What is known of places: sort, size, position, and what lies around them, read from the gazetteer once.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::resolution::feature::Feature;
use araxes_gazetteer::{Entry, FeatureClass, Gazetteer, Place, PlaceNumber, Validity};

/// Number of a place or line in the cache, in the order in which they were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot(pub(crate) u32);

impl Slot {
    /// What lies around a place that nothing is known around. Nothing lies in it.
    pub(crate) const NOWHERE: Self = Self(0);

    /// Its place in a list with one item for each slot.
    pub(crate) fn at(self) -> usize {
        self.0 as usize
    }

    /// Whether it is anything.
    pub(crate) fn is_somewhere(self) -> bool {
        self != Self::NOWHERE
    }
}

/// A place as resolution sees it.
#[derive(Debug, Clone)]
pub(crate) struct Facts<'g> {
    /// Its own number.
    pub(crate) slot: Slot,
    /// The present country: the place itself, for a country.
    pub(crate) country: Slot,
    /// The first-level division: the place itself, for a division.
    pub(crate) division: Slot,
    /// The district: the place itself, for a district.
    pub(crate) district: Slot,
    /// The part of a continent, such as the South Caucasus.
    pub(crate) region: Slot,
    /// All that contains it, countries included.
    pub(crate) containers: Box<[Slot]>,
    /// The point on the unit sphere.
    pub(crate) point: [f32; 3],
    /// Whether the point says where the thing is to some tens of kilometres.
    pub(crate) is_local: bool,
    /// The feature that its sort is; `None` for an ordinary settlement.
    pub(crate) sort: Option<Feature>,
    pub(crate) class: Option<FeatureClass>,
    pub(crate) entry: Entry,
    /// GeoNames' code, `PPLA`; nothing for a line.
    pub(crate) code: &'g str,
    pub(crate) label: &'g str,
    /// When it was there.
    pub(crate) validity: Validity,
    pub(crate) population: u64,
    /// About a quarter of the side of a square of its size, kilometres.
    pub(crate) extent_km: f64,
}

impl Facts<'_> {
    /// Whether a place lies in another.
    pub(crate) fn lies_in(&self, outer: Slot) -> bool {
        self.containers.contains(&outer)
    }

    /// Whether a town lies where a division of its country is: not all gazetteers say what county a town is in.
    pub(crate) fn lies_about(&self, division: &Facts<'_>) -> bool {
        const EARTH_KM: f64 = 6371.0;
        let pairs = self.point.iter().zip(&division.point);
        let cosine: f64 = pairs
            .map(|(left, right)| f64::from(*left) * f64::from(*right))
            .sum();
        let km = cosine.clamp(-1.0, 1.0).acos() * EARTH_KM;
        // From its point to its corners, if it were a square, are nearly three times the quarter of a side.
        self.country == division.country && km <= 3.0 * division.extent_km
    }

    /// Whether it is a state's province, district or the like.
    pub(crate) fn is_division(&self) -> bool {
        matches!(
            self.sort,
            Some(Feature::FirstDivision | Feature::OtherDivision)
        )
    }
}

/// Which of the things around a place a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Division,
    District,
    Region,
    Other,
}

impl Level {
    fn of(place: &Place<'_>) -> Self {
        match place.feature_code {
            "ADM1" => Self::Division,
            "ADM2" => Self::District,
            "RGN" => Self::Region,
            _ => Self::Other,
        }
    }
}

/// What contains places, as far as these need to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Outer {
    number: PlaceNumber,
    level: Level,
}

/// Facts of the places and lines that were asked for, and of what contains them.
#[derive(Debug)]
pub(crate) struct Places<'g> {
    pub(crate) gazetteer: &'g Gazetteer,
    slots: HashMap<Entry, Slot, FixedState>,
    /// By slot; the first is [`Slot::NOWHERE`].
    facts: Vec<Facts<'g>>,
    /// What ids of containers and codes of countries stand for.
    containers: HashMap<&'g str, Option<Outer>, FixedState>,
    countries: HashMap<&'g str, Option<Outer>, FixedState>,
}

impl<'g> Places<'g> {
    /// Nothing is known yet.
    pub(crate) fn new(gazetteer: &'g Gazetteer) -> Self {
        Self {
            gazetteer,
            slots: HashMap::default(),
            facts: vec![nothing()],
            containers: HashMap::default(),
            countries: HashMap::default(),
        }
    }

    /// Forgets everything.
    pub(crate) fn forget(&mut self) {
        self.slots.clear();
        self.containers.clear();
        self.countries.clear();
        self.facts.truncate(1);
    }

    /// How many slots there are.
    pub(crate) fn count(&self) -> usize {
        self.facts.len()
    }

    /// The facts of the slots from the one with this number on.
    pub(crate) fn from(&self, number: usize) -> &[Facts<'g>] {
        self.facts.get(number..).unwrap_or_default()
    }

    pub(crate) fn facts_of(&self, slot: Slot) -> &Facts<'g> {
        &self.facts[slot.at()]
    }

    /// The slot of an entry that was asked for before.
    pub(crate) fn known(&self, entry: Entry) -> Option<Slot> {
        self.slots.get(&entry).copied()
    }

    /// The slot of an entry, whose facts are read if they are not known yet.
    pub(crate) fn slot(&mut self, entry: Entry) -> Slot {
        if let Some(slot) = self.known(entry) {
            return slot;
        }
        let slot = self.number(entry);
        // What contains it is read as well, and what contains that, until all that have a slot have facts.
        let mut filled = slot.at();
        while filled < self.facts.len() {
            self.facts[filled] = self.read(filled);
            filled += 1;
        }
        slot
    }

    fn number(&mut self, entry: Entry) -> Slot {
        #[allow(clippy::cast_possible_truncation)]
        let next = Slot(self.facts.len() as u32);
        let slot = *self.slots.entry(entry).or_insert(next);
        if slot == next {
            self.facts.push(Facts {
                slot,
                entry,
                ..nothing()
            });
        }
        slot
    }

    /// The facts of a slot.
    fn read(&mut self, at: usize) -> Facts<'g> {
        let gazetteer = self.gazetteer;
        let Facts { slot, entry, .. } = self.facts[at];
        let mut facts = Facts {
            slot,
            entry,
            ..nothing()
        };
        let Entry::Place(number) = entry else {
            let (_, label, validity) = gazetteer.describe(entry);
            facts.sort = Some(Feature::Line);
            facts.label = label;
            facts.validity = validity;
            return facts;
        };
        let place = gazetteer.place(number);
        let outer = |id: &str| match gazetteer.entry(id) {
            Some(Entry::Place(number)) => Some(Outer {
                number,
                level: Level::of(&gazetteer.place(number)),
            }),
            _ => None,
        };
        let mut around: Vec<Outer> = Vec::new();
        for id in place.containers.iter() {
            let known = self.containers.entry(id).or_insert_with(|| outer(id));
            around.extend(*known);
        }
        let country = if place.is_country() {
            Some(number)
        } else {
            let country = place.countries.iter().next().and_then(|iso| {
                let known = self.countries.entry(iso);
                *known.or_insert_with(|| outer(&format!("iso:{iso}")))
            });
            around.extend(country.filter(|country| !around.contains(country)));
            country.map(|country| country.number)
        };
        let own = Level::of(&place);
        let at = |level: Level| {
            let outer = around.iter().find(|outer| outer.level == level);
            outer.map(|outer| outer.number)
        };
        let itself = |level: Level| (own == level).then_some(number);
        let division = itself(Level::Division).or_else(|| at(Level::Division));
        let district = itself(Level::District).or_else(|| at(Level::District));
        let region = at(Level::Region);
        let mut slot_of = |number: Option<PlaceNumber>| {
            number.map_or(Slot::NOWHERE, |number| self.number(Entry::Place(number)))
        };
        facts.country = slot_of(country);
        facts.division = slot_of(division);
        facts.district = slot_of(district);
        facts.region = slot_of(region);
        facts.containers = around
            .into_iter()
            .map(|outer| slot_of(Some(outer.number)))
            .collect();
        facts.sort = sort(&place);
        facts.class = Some(place.feature_class);
        facts.code = place.feature_code;
        facts.label = place.name;
        facts.validity = place.validity;
        facts.population = place.population.unwrap_or(0);
        facts.extent_km = place.precision_m / 1000.0;
        facts.point = on_sphere(&place);
        facts.is_local = place.precision_m < 60_000.0 && !place.is_country();
        facts
    }
}

/// The facts of what is nowhere.
fn nothing<'g>() -> Facts<'g> {
    Facts {
        slot: Slot::NOWHERE,
        country: Slot::NOWHERE,
        division: Slot::NOWHERE,
        district: Slot::NOWHERE,
        region: Slot::NOWHERE,
        containers: Box::default(),
        point: [0.0; 3],
        is_local: false,
        sort: None,
        class: None,
        entry: Entry::Place(PlaceNumber(u32::MAX)),
        code: "",
        label: "",
        validity: Validity::default(),
        population: 0,
        extent_km: 0.0,
    }
}

fn sort(place: &Place<'_>) -> Option<Feature> {
    Some(match (place.feature_class, place.feature_code) {
        (_, "PCLH") => Feature::FormerCountry,
        (_, code) if code.starts_with("PCL") => Feature::Country,
        (_, "PPLC") => Feature::Capital,
        (_, "PPLX") => Feature::PartOfTown,
        (_, "PPLH" | "PPLQ" | "PPLW") => Feature::FormerSettlement,
        (FeatureClass::P, code) if code.starts_with("PPLA") => Feature::Seat,
        (FeatureClass::P, _) => return None,
        (FeatureClass::L, code) if code.starts_with("RGN") || code == "CONT" => Feature::Region,
        (FeatureClass::L, _) => Feature::Area,
        (_, "ADM1") => Feature::FirstDivision,
        (FeatureClass::A, _) => Feature::OtherDivision,
        (FeatureClass::H, _) => Feature::Water,
        (FeatureClass::T, _) => Feature::Terrain,
        _ => Feature::Site,
    })
}

#[allow(clippy::cast_possible_truncation)]
fn on_sphere(place: &Place<'_>) -> [f32; 3] {
    let (lon, lat) = (place.point.x().to_radians(), place.point.y().to_radians());
    [
        (lat.cos() * lon.cos()) as f32,
        (lat.cos() * lon.sin()) as f32,
        lat.sin() as f32,
    ]
}
