//! What resolution needs to know of a place, read from the gazetteer once and remembered: sort, size, position, and
//! what lies around it; and of a name: all that it can stand for, with what the weights make of each by itself.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::recognition::{Mention, MentionKind};
use araxes_gazetteer::{
    Entry, FeatureClass, Gazetteer, NameMatch, Place, PlaceNumber, Validity, name_key,
};

use super::alone::{self, Possibility};
use super::ground::Ground;
use super::model::{Model, Pass};
use super::publisher::Home;
use super::scene;
use super::wording::Wording;

/// How many places are remembered before all are forgotten: bounds the memory of a long run.
const REMEMBERED: usize = 1 << 17;

/// The same for names, each of which may have dozens of possibilities, and for publishers.
const TERMS_REMEMBERED: usize = 1 << 14;

/// Number of a place or line in an [`Atlas`], in the order in which they were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Slot(pub(super) u32);

impl Slot {
    /// What lies around a place that nothing is known around. Nothing lies in it.
    pub(super) const NOWHERE: Self = Self(0);

    /// Its place in a list with one item for each slot.
    pub(super) fn at(self) -> usize {
        self.0 as usize
    }

    /// Whether it is anything.
    pub(super) fn is_somewhere(self) -> bool {
        self != Self::NOWHERE
    }
}

/// A place as resolution sees it.
#[derive(Debug, Clone)]
pub(super) struct Facts<'g> {
    /// Its own number.
    pub(super) slot: Slot,
    /// The present country: the place itself, for a country.
    pub(super) country: Slot,
    /// The first-level division: the place itself, for a division.
    pub(super) division: Slot,
    /// The district: the place itself, for a district.
    pub(super) district: Slot,
    /// The part of a continent, such as the South Caucasus.
    pub(super) region: Slot,
    /// All that contains it, countries included.
    pub(super) containers: Box<[Slot]>,
    /// The point on the unit sphere.
    pub(super) point: [f32; 3],
    /// Whether the point says where the thing is to some tens of kilometres.
    pub(super) is_local: bool,
    /// The ground that its sort of feature is; `None` for an ordinary settlement.
    pub(super) sort: Option<Ground>,
    pub(super) class: Option<FeatureClass>,
    pub(super) entry: Entry,
    /// GeoNames' code, `PPLA`; nothing for a line.
    pub(super) code: &'g str,
    pub(super) label: &'g str,
    /// When it was there.
    pub(super) validity: Validity,
    pub(super) population: u64,
    /// About a quarter of the side of a square of its size, kilometres.
    pub(super) extent_km: f64,
    /// The score in company of something in it that no gazetteer names.
    pub(super) unnamed: f64,
}

impl Facts<'_> {
    /// Whether a place lies in another.
    pub(super) fn lies_in(&self, outer: Slot) -> bool {
        self.containers.contains(&outer)
    }
}

/// Number of a [`Term`] in an [`Atlas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TermNumber(u32);

impl TermNumber {
    /// Its place in a list with one item for each term.
    pub(super) fn at(self) -> usize {
        self.0 as usize
    }
}

/// A name as a document had it, and what it can stand for on any day.
#[derive(Debug)]
pub(super) struct Term {
    surface: String,
    is_name: bool,
    fits: Option<&'static [&'static str]>,
    readings: Vec<NameMatch>,
    /// Another term whose words have the same hash.
    next: Option<TermNumber>,
    /// Terms of one family are written alike but for what stands beside them.
    pub(super) family: u32,
    /// Whether no gazetteer has the name, and no noun beside it says what it is: then it may lie in a place of the
    /// document.
    pub(super) is_unknown: bool,
    /// In the order of their entries.
    pub(super) possibilities: Box<[Possibility]>,
    /// The possibilities that are looked at in company, and the share of each by itself; nothing where the day has a
    /// say in it.
    pub(super) kept: Option<Kept>,
}

/// The likeliest possibilities of a name, in the order of their numbers, with their shares.
#[derive(Debug, Default, Clone)]
pub(super) struct Kept {
    pub(super) possibilities: Vec<usize>,
    pub(super) shares: Vec<f64>,
}

impl Term {
    fn is_of(&self, mention: &Mention) -> bool {
        self.surface == mention.surface
            && self.is_name == is_name(mention)
            && self.fits == fits(mention)
            && self.readings == mention.readings
    }
}

fn is_name(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Name)
}

fn fits(mention: &Mention) -> Option<&'static [&'static str]> {
    mention.hint.as_ref().map(|hint| hint.fits)
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

/// Facts of the places and names that were asked for.
#[derive(Debug)]
pub(super) struct Atlas<'g> {
    pub(super) gazetteer: &'g Gazetteer,
    pub(super) model: Model,
    slots: HashMap<Entry, Slot, FixedState>,
    /// By slot; the first is [`Slot::NOWHERE`].
    facts: Vec<Facts<'g>>,
    /// What ids of containers and codes of countries stand for.
    containers: HashMap<&'g str, Option<Outer>, FixedState>,
    countries: HashMap<&'g str, Option<Outer>, FixedState>,
    /// The first term of each hash of words.
    first: HashMap<u64, TermNumber, FixedState>,
    terms: Vec<Term>,
    families: HashMap<String, u32, FixedState>,
    homes: HashMap<String, Home, FixedState>,
}

impl<'g> Atlas<'g> {
    pub(super) fn new(gazetteer: &'g Gazetteer, model: Model) -> Self {
        let mut atlas = Self {
            gazetteer,
            model,
            slots: HashMap::default(),
            facts: Vec::new(),
            containers: HashMap::default(),
            countries: HashMap::default(),
            first: HashMap::default(),
            terms: Vec::new(),
            families: HashMap::default(),
            homes: HashMap::default(),
        };
        atlas.forget();
        atlas
    }

    /// Forgets everything when that is much. Not to be called while a document's slots and terms are in use.
    pub(super) fn make_room(&mut self) {
        if self.facts.len() >= REMEMBERED
            || self.terms.len() >= TERMS_REMEMBERED
            || self.homes.len() >= TERMS_REMEMBERED
        {
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.slots.clear();
        self.first.clear();
        self.terms.clear();
        self.families.clear();
        self.containers.clear();
        self.countries.clear();
        self.homes.clear();
        self.facts.clear();
        self.facts.push(nothing());
    }

    /// What a mention may stand for: found once for all mentions of the same words, which news repeats.
    pub(super) fn term(&mut self, mention: &Mention) -> TermNumber {
        let key = (mention.surface.as_str(), is_name(mention), fits(mention));
        let key = FixedState::default().hash_one(key);
        let first = self.first.get(&key).copied();
        let mut next = first;
        while let Some(number) = next {
            let term = &self.terms[number.at()];
            if term.is_of(mention) {
                return number;
            }
            next = term.next;
        }
        let possibilities = alone::possibilities(mention, self);
        let is_unknown = mention.hint.is_none()
            && possibilities
                .iter()
                .all(|possibility| possibility.reading.wording >= Wording::BeginsWith);
        let is_dated = possibilities.iter().any(|possibility| possibility.is_dated);
        let kept = (!is_dated).then(|| {
            let scores: Vec<f64> = possibilities
                .iter()
                .map(|possibility| possibility.alone)
                .collect();
            scene::likeliest(&scores)
        });
        let families = self.families.len();
        #[allow(clippy::cast_possible_truncation)]
        let family = *self
            .families
            .entry(name_key(&mention.surface))
            .or_insert(families as u32);
        #[allow(clippy::cast_possible_truncation)]
        let number = TermNumber(self.terms.len() as u32);
        self.terms.push(Term {
            surface: mention.surface.clone(),
            is_name: is_name(mention),
            fits: fits(mention),
            readings: mention.readings.clone(),
            next: first,
            family,
            is_unknown,
            possibilities: possibilities.into(),
            kept,
        });
        self.first.insert(key, number);
        number
    }

    /// Finds out where a publisher is at home, if that is not known yet.
    pub(super) fn find_home(&mut self, publisher: &str) {
        if !self.homes.contains_key(publisher) {
            let home = Home::of(publisher, self);
            self.homes.insert(publisher.to_owned(), home);
        }
    }

    /// Where a publisher is at home that was asked about.
    pub(super) fn home_of(&self, publisher: &str) -> Option<&Home> {
        self.homes.get(publisher)
    }

    pub(super) fn term_of(&self, number: TermNumber) -> &Term {
        &self.terms[number.at()]
    }

    pub(super) fn facts_of(&self, slot: Slot) -> &Facts<'g> {
        &self.facts[slot.at()]
    }

    /// How many slots there are.
    pub(super) fn slot_count(&self) -> usize {
        self.facts.len()
    }

    /// How many terms there are.
    pub(super) fn term_count(&self) -> usize {
        self.terms.len()
    }

    /// The slot of an entry that was asked for before.
    pub(super) fn known(&self, entry: Entry) -> Option<Slot> {
        self.slots.get(&entry).copied()
    }

    /// The slot of an entry, whose facts are read if they are not known yet.
    pub(super) fn slot(&mut self, entry: Entry) -> Slot {
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
            facts.sort = Some(Ground::Line);
            facts.label = label;
            facts.validity = validity;
            facts.unnamed = self.unnamed(&facts);
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
        facts.unnamed = self.unnamed(&facts);
        facts
    }

    fn unnamed(&self, facts: &Facts<'_>) -> f64 {
        let weights = self.model.weights(Pass::InCompany);
        let mut score = 0.0;
        alone::unnamed(facts, &mut |ground, value| {
            score += weights[ground as usize] * f64::from(value);
        });
        score
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
        unnamed: 0.0,
    }
}

fn sort(place: &Place<'_>) -> Option<Ground> {
    Some(match (place.feature_class, place.feature_code) {
        (_, "PCLH") => Ground::FormerCountry,
        (_, code) if code.starts_with("PCL") => Ground::Country,
        (_, "PPLC") => Ground::Capital,
        (_, "PPLX") => Ground::PartOfTown,
        (_, "PPLH" | "PPLQ" | "PPLW") => Ground::FormerSettlement,
        (FeatureClass::P, code) if code.starts_with("PPLA") => Ground::Seat,
        (FeatureClass::P, _) => return None,
        (FeatureClass::L, code) if code.starts_with("RGN") || code == "CONT" => Ground::Region,
        (FeatureClass::L, _) => Ground::Area,
        (_, "ADM1") => Ground::FirstDivision,
        (FeatureClass::A, _) => Ground::OtherDivision,
        (FeatureClass::H, _) => Ground::Water,
        (FeatureClass::T, _) => Ground::Terrain,
        _ => Ground::Site,
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
