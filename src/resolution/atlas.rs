//! What resolution needs to know of a place, read from the gazetteer once and remembered: sort, size, position, and
//! the numbers of the places around it.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::gazetteer::{Entry, FeatureClass, Gazetteer, NameMatch, Place, PlaceNumber, Validity};
use crate::recognition::{Mention, MentionKind};

use super::ground::Ground;
use super::scene::Possibility;

/// How many places are remembered before all are forgotten: bounds the memory of a long run.
const REMEMBERED: usize = 1 << 17;

/// The same for names; each may have dozens of possibilities.
const FORMS_REMEMBERED: usize = 1 << 14;

/// A place as resolution sees it.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// The ground that its sort of feature is; `None` for an ordinary settlement.
    pub(super) sort: Option<Ground>,
    pub(super) class: Option<FeatureClass>,
    /// GeoNames' class and code, `P.PPLA`; nothing for a line.
    pub(super) code: Box<str>,
    pub(super) label: Box<str>,
    /// When it was there.
    pub(super) validity: Validity,
    pub(super) population: u64,
    /// About a quarter of the side of a square of its size, kilometres.
    pub(super) extent_km: f64,
    /// The point on the unit sphere.
    pub(super) point: [f32; 3],
    /// Whether the point says where the thing is to some tens of kilometres.
    pub(super) is_local: bool,
    /// The present country: the place itself, for a country.
    pub(super) country: Option<PlaceNumber>,
    /// The first-level division: the place itself, for a division.
    pub(super) division: Option<PlaceNumber>,
    /// The district: the place itself, for a district.
    pub(super) district: Option<PlaceNumber>,
    /// The part of a continent, such as the South Caucasus.
    pub(super) region: Option<PlaceNumber>,
    /// All that contains it, countries included.
    pub(super) containers: Vec<PlaceNumber>,
}

impl Facts {
    /// Whether a place lies in another.
    pub(super) fn lies_in(&self, outer: Entry) -> bool {
        matches!(outer, Entry::Place(outer) if self.containers.contains(&outer))
    }
}

/// Facts of the places that were asked for.
#[derive(Debug)]
pub(super) struct Atlas<'g> {
    gazetteer: &'g Gazetteer,
    known: HashMap<Entry, std::sync::Arc<Facts>, FixedState>,
    /// What was found for names on any day, by a hash of the words.
    named: HashMap<u64, Remembered, FixedState>,
}

/// A name as a document had it, and what it can stand for.
#[derive(Debug)]
struct Remembered {
    surface: String,
    is_name: bool,
    fits: Option<&'static [&'static str]>,
    readings: Vec<NameMatch>,
    possibilities: Vec<Possibility>,
}

impl Remembered {
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

impl<'g> Atlas<'g> {
    pub(super) fn new(gazetteer: &'g Gazetteer) -> Self {
        Self {
            gazetteer,
            known: HashMap::default(),
            named: HashMap::default(),
        }
    }

    /// What a mention may stand for: found once for all mentions of the same words, which news repeats.
    pub(super) fn possibilities(
        &mut self,
        mention: &Mention,
        find: impl FnOnce(&mut Self) -> Vec<Possibility>,
    ) -> Vec<Possibility> {
        let key = (mention.surface.as_str(), is_name(mention), fits(mention));
        let key = FixedState::default().hash_one(key);
        let known = self.named.get(&key);
        if let Some(known) = known.filter(|known| known.is_of(mention)) {
            return known.possibilities.clone();
        }
        let possibilities = find(self);
        if self.named.len() >= FORMS_REMEMBERED {
            self.named.clear();
        }
        let remembered = Remembered {
            surface: mention.surface.clone(),
            is_name: is_name(mention),
            fits: fits(mention),
            readings: mention.readings.clone(),
            possibilities: possibilities.clone(),
        };
        self.named.insert(key, remembered);
        possibilities
    }

    pub(super) fn facts(&mut self, entry: Entry) -> std::sync::Arc<Facts> {
        if let Some(facts) = self.known.get(&entry) {
            return facts.clone();
        }
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        let facts = std::sync::Arc::new(read(self.gazetteer, entry));
        self.known.insert(entry, facts.clone());
        facts
    }
}

fn read(gazetteer: &Gazetteer, entry: Entry) -> Facts {
    let Entry::Place(number) = entry else {
        let (_, label, validity) = gazetteer.describe(entry);
        return Facts {
            sort: Some(Ground::Line),
            class: None,
            code: Box::default(),
            label: label.into(),
            validity,
            population: 0,
            extent_km: 0.0,
            point: [0.0; 3],
            is_local: false,
            country: None,
            division: None,
            district: None,
            region: None,
            containers: Vec::new(),
        };
    };
    let place = gazetteer.place(number);
    let number_of = |id: &str| match gazetteer.entry(id) {
        Some(Entry::Place(number)) => Some(number),
        _ => None,
    };
    let mut containers: Vec<PlaceNumber> = place.containers.iter().filter_map(&number_of).collect();
    let country = if place.is_country() {
        Some(number)
    } else {
        let country = place
            .countries
            .iter()
            .next()
            .and_then(|iso| number_of(&format!("iso:{iso}")));
        containers.extend(country.filter(|country| !containers.contains(country)));
        country
    };
    let own = |code: &str| (place.feature_code == code).then_some(number);
    let around = |code: &str| {
        containers
            .iter()
            .copied()
            .find(|&outer| gazetteer.place(outer).feature_code == code)
    };
    let division = own("ADM1").or_else(|| around("ADM1"));
    let district = own("ADM2").or_else(|| around("ADM2"));
    Facts {
        sort: sort(&place),
        class: Some(place.feature_class),
        code: format!("{:?}.{}", place.feature_class, place.feature_code).into(),
        label: place.name.into(),
        validity: place.validity,
        population: place.population.unwrap_or(0),
        extent_km: place.precision_m / 1000.0,
        point: on_sphere(&place),
        is_local: place.precision_m < 60_000.0 && !place.is_country(),
        country,
        division,
        district,
        region: around("RGN"),
        containers,
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

/// The mean radius of the earth, kilometres.
const EARTH_KM: f32 = 6371.0;

/// The distance of two points on the unit sphere, kilometres along a great circle.
pub(super) fn kilometres(left: &[f32; 3], right: &[f32; 3]) -> f32 {
    along_chord(chord_squared(left, right))
}

/// The same for points that are not more than about 5,100 kilometres from each other.
pub(super) fn kilometres_if_near(left: &[f32; 3], right: &[f32; 3]) -> Option<f32> {
    let squared = chord_squared(left, right);
    (squared <= 0.6).then(|| along_chord(squared))
}

/// The square of the chord between two points on the unit sphere.
fn chord_squared(left: &[f32; 3], right: &[f32; 3]) -> f32 {
    left.iter()
        .zip(right)
        .map(|(left, right)| (left - right) * (left - right))
        .sum()
}

fn along_chord(squared: f32) -> f32 {
    2.0 * EARTH_KM * (squared.sqrt() / 2.0).min(1.0).asin()
}
