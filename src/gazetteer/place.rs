//! What a gazetteer knows: places, their names, the routes and lines between them, and when each was so.

use geo::{Geometry, MultiLineString, Point};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The span of time in which a name, a line or a place was in force. An absent bound is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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

/// One place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
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

impl Place {
    /// Whether the place is a country, present or historical.
    #[must_use]
    pub fn is_country(&self) -> bool {
        self.feature_class == FeatureClass::A && self.feature_code.starts_with("PCL")
    }

    /// Whether the place is the capital of a country.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        self.feature_code == "PPLC"
    }

    /// What the place is, in a word a reader knows, from its feature code.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match (self.feature_class, self.feature_code.as_str()) {
            (_, "PCLH") => "historical country",
            (_, code) if code.starts_with("PCL") => "country",
            (_, "ADM1" | "ADM2" | "ADM3" | "ADM4" | "ADMD") => "administrative division",
            (_, "ADM1H" | "ADM2H" | "ADMDH") => "historical administrative division",
            (_, "PPLC") => "capital",
            (FeatureClass::P, "PPLH" | "PPLQ" | "PPLW") => "former settlement",
            (FeatureClass::P, "PPLX") => "part of a town",
            (FeatureClass::P, "PPLF" | "PPLL") => "village",
            (FeatureClass::P, _) => "settlement",
            (_, "RGN" | "RGNE" | "RGNL") => "region",
            (_, "RGNH") => "historical region",
            (_, "CONT") => "continent",
            (_, "ZN" | "ZNF") => "zone",
            (_, "STM" | "STMS" | "STMI" | "STMX") => "river",
            (_, "LK" | "LKS" | "LKN") => "lake",
            (_, "RSV") => "reservoir",
            (_, "SEA") => "sea",
            (_, "OCN") => "ocean",
            (_, "GULF" | "BAY") => "gulf",
            (_, "STRT") => "strait",
            (_, "CNL") => "canal",
            (FeatureClass::H, _) => "water",
            (_, "PASS") => "pass",
            (_, "MT" | "PK" | "VLC") => "mountain",
            (_, "MTS") => "mountain range",
            (_, "PLN" | "VAL" | "PEN" | "PLAT" | "DSRT" | "ISL" | "CAPE") => "landform",
            (FeatureClass::T, _) => "landform",
            (_, "DAM") => "dam",
            (_, "BDG") => "bridge",
            (_, "TNL" | "TNLRD" | "TNLRR") => "tunnel",
            (_, "AIRP" | "AIRB" | "AIRF") => "airport",
            (_, "CSTM" | "BDRY") => "border crossing",
            (_, "OILF" | "GASF") => "oil or gas field",
            (_, "MN" | "MNAU" | "MNCU") => "mine",
            (FeatureClass::S, _) => "site",
            (FeatureClass::R, _) => "road or railway",
            (FeatureClass::L, _) => "area",
            (FeatureClass::A, _) => "region",
            (FeatureClass::U, _) => "undersea feature",
            (FeatureClass::V, _) => "vegetation",
        }
    }
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
    /// Whether the word names people or a quality of the place, not the place itself.
    #[must_use]
    pub fn is_demonym(self) -> bool {
        matches!(self, NameKind::Demonym | NameKind::Adjective)
    }
}

/// One name of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
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
pub struct Route {
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
pub struct Border {
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
pub struct Water {
    /// Id of the place in `places.csv`.
    pub place: String,
    /// LineString, MultiLineString, Polygon or MultiPolygon in WGS 84 degrees, longitude first.
    pub geometry: Geometry<f64>,
    /// How far the line may be from the true course, metres.
    pub precision_m: f64,
}

/// Number of a place within its gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceNumber(pub u32);

/// Number of a route within its gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RouteNumber(pub u32);

/// Number of a border within its gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
