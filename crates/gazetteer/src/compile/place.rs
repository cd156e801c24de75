//! What a volume says: the rows of places, their names, the routes and lines between them, and when each was so.
//! The gazetteer shows them as views of the compiled file; here they own their text.

use geo::{Geometry, MultiLineString, Point};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The span of time in which a name, a line or a place was in force. An absent bound is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Validity {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether a day lies within.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it has no end: still in force as far as the gazetteer knows.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.to.is_none()
    }

    /// Whether neither bound is set.
    #[must_use]
    pub fn is_unbounded(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }
}

/// The nine feature classes of GeoNames, less those that no volume of ours uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FeatureClass {
    /// Country, state, region.
    A,
    /// Stream, lake, sea.
    H,
    /// Park, area, macro-region.
    L,
    /// City, town, village.
    P,
    /// Road, railway.
    R,
    /// Spot, building, dam, bridge.
    S,
    /// Mountain, pass, range.
    T,
    /// Undersea.
    U,
    /// Forest, heath.
    V,
}

impl FeatureClass {
    /// All classes, in the order of their numbers in a compiled gazetteer.
    pub const ALL: [FeatureClass; 9] = [
        FeatureClass::A,
        FeatureClass::H,
        FeatureClass::L,
        FeatureClass::P,
        FeatureClass::R,
        FeatureClass::S,
        FeatureClass::T,
        FeatureClass::U,
        FeatureClass::V,
    ];
}

/// One place.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// `place:<slug>`, stable for ever.
    pub id: String,
    /// The English label.
    pub name: String,
    /// GeoNames feature class.
    pub feature_class: FeatureClass,
    /// GeoNames feature code, such as `PPLC` or `STM`.
    pub feature_code: String,
    /// Representative point: WGS 84 degrees, `x` = longitude, `y` = latitude.
    pub point: Point<f64>,
    /// How far the true point may be from the one given, metres.
    pub precision_m: f64,
    /// ISO 3166-1 alpha-3 codes of the states in which the point lies.
    pub countries: Vec<String>,
    /// Ids of the places that contain it, nearest first.
    pub containers: Vec<String>,
    /// Inhabitants, where known.
    pub population: Option<u64>,
    /// ISO 3166-1 alpha-3 code, for countries.
    pub iso: Option<String>,
    /// Number in GeoNames, where known.
    pub geonameid: Option<u64>,
    /// Item in Wikidata, where known.
    pub wikidata: Option<String>,
    /// When the place existed as such.
    pub validity: Validity,
    /// Key of the source.
    pub source: String,
}

/// Whose word a name is, and for what it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// The label in `places.csv`, or a name fixed by law.
    Official,
    /// Used by the people of the place.
    Endonym,
    /// Used by others.
    Exonym,
    /// An endonym written in another script.
    Transliteration,
    /// Another spelling.
    Variant,
    /// No longer in use.
    Historical,
    /// A short form.
    Abbreviation,
    /// Its people: *Armenians*.
    Demonym,
    /// Belonging to it: *Armenian*.
    Adjective,
    /// A name that stands for its government or the like: *the Kremlin*.
    Metonym,
}

impl NameKind {
    /// All kinds, in the order of their numbers in a compiled gazetteer.
    pub const ALL: [NameKind; 10] = [
        NameKind::Official,
        NameKind::Endonym,
        NameKind::Exonym,
        NameKind::Transliteration,
        NameKind::Variant,
        NameKind::Historical,
        NameKind::Abbreviation,
        NameKind::Demonym,
        NameKind::Adjective,
        NameKind::Metonym,
    ];

    /// Whether the word names people or a quality of the place, not the place itself.
    #[must_use]
    pub fn is_demonym(self) -> bool {
        matches!(self, NameKind::Demonym | NameKind::Adjective)
    }
}

/// One name of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NameRow {
    /// As written in running text.
    pub text: String,
    /// BCP 47 language tag.
    pub language: String,
    /// ISO 15924 script code.
    pub script: String,
    /// Whose word it is.
    pub kind: NameKind,
    /// When it was in use.
    pub validity: Validity,
}

/// What names have in common: language, script, kind and time.
pub type Manner<'n> = (&'n str, &'n str, NameKind, Validity);

impl NameRow {
    /// Everything but the text.
    #[must_use]
    pub fn manner(&self) -> Manner<'_> {
        (&self.language, &self.script, self.kind, self.validity)
    }
}

/// A line on the ground and how far to trust it.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// WGS 84 degrees, `x` = longitude.
    pub line: MultiLineString<f64>,
    /// How far the line may be from the true course, metres.
    pub precision_m: f64,
    /// When it ran so.
    pub validity: Validity,
}

/// One route: corridor, pipeline, railway, road, canal, bridge.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteRow {
    /// `route:<slug>`.
    pub id: String,
    /// The English label.
    pub name: String,
    /// `corridor`, `oil pipeline`, `railway`…
    pub kind: String,
    /// `in use`, `proposed`, `disused`…
    pub status: String,
    /// Id of the place where it begins.
    pub from: String,
    /// Id of the place where it ends.
    pub to: String,
    /// Ids of places it passes, in order.
    pub via: Vec<String>,
    /// ISO alpha-3 codes of the countries it crosses.
    pub countries: Vec<String>,
    /// Its courses over time, the oldest first.
    pub courses: Vec<Course>,
}

/// A line between sides that is not what two country polygons share: a front line, a cease-fire line.
#[derive(Debug, Clone, PartialEq)]
pub struct BorderRow {
    /// `border:<slug>`.
    pub id: String,
    /// The English label.
    pub name: String,
    /// `line of contact`, `cease-fire line`, `front line`…
    pub kind: String,
    /// Ids of the places on either side.
    pub sides: Vec<String>,
    /// When the line stood.
    pub validity: Validity,
    /// Where it ran.
    pub course: Option<Course>,
}

/// The course of a river or the shore of a lake.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterRow {
    /// Id of the place in `places.csv`.
    pub place: String,
    /// LineString, MultiLineString, Polygon or MultiPolygon in WGS 84 degrees, longitude first.
    pub geometry: Geometry<f64>,
    /// How far the line may be from the true course, metres.
    pub precision_m: f64,
}

/// Number of a place within its gazetteer, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceNumber(pub u32);

/// Number of a route within its gazetteer, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RouteNumber(pub u32);

/// Number of a border within its gazetteer, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BorderNumber(pub u32);

/// Anything a name can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// A place.
    Place(PlaceNumber),
    /// A route.
    Route(RouteNumber),
    /// A line between sides.
    Border(BorderNumber),
}
