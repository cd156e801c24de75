//! What the gazetteer shows: places, names, routes, lines and waters as views of a compiled file. Views are small and
//! are copied; their text stays where it is.

use std::fmt;

use geo::{Geometry, Point};

use super::kind::PlaceKind;
use super::lines::Lines;
use crate::compile::format::{text_at, u32_at};
use crate::compile::place::{Course, FeatureClass, NameKind, Validity};

/// A list of texts, such as country codes or ids.
#[derive(Clone, Copy, Default)]
pub struct List<'g> {
    /// The section of text.
    pub(crate) text: &'g [u8],
    /// Where each text begins, 4 bytes.
    pub(crate) items: &'g [u8],
}

impl<'g> List<'g> {
    /// The texts, in order.
    #[must_use]
    pub fn iter(&self) -> Texts<'g> {
        Texts {
            text: self.text,
            items: self.items.chunks_exact(4),
        }
    }

    /// Whether a text is among them.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        self.iter().any(|item| item == text)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The texts, owned.
    #[must_use]
    pub fn to_vec(&self) -> Vec<String> {
        self.iter().map(str::to_owned).collect()
    }
}

/// The texts of a [`List`], in order.
#[derive(Debug, Clone)]
pub struct Texts<'g> {
    text: &'g [u8],
    items: std::slice::ChunksExact<'g, u8>,
}

impl<'g> Iterator for Texts<'g> {
    type Item = &'g str;

    fn next(&mut self) -> Option<&'g str> {
        self.items
            .find_map(|item| text_at(self.text, u32_at(item, 0)?))
    }
}

impl<'g> IntoIterator for &List<'g> {
    type Item = &'g str;
    type IntoIter = Texts<'g>;

    fn into_iter(self) -> Texts<'g> {
        self.iter()
    }
}

impl PartialEq for List<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for List<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// One place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'g> {
    /// `place:<slug>`, stable for ever.
    pub id: &'g str,
    /// The English label.
    pub name: &'g str,
    /// GeoNames feature class.
    pub feature_class: FeatureClass,
    /// GeoNames feature code, such as `PPLC` or `STM`.
    pub feature_code: &'g str,
    /// Representative point: WGS 84 degrees, `x` = longitude, `y` = latitude.
    pub point: Point<f64>,
    /// How far the true point may be from the one given, metres.
    pub precision_m: f64,
    /// ISO 3166-1 alpha-3 codes of the states in which the point lies.
    pub countries: List<'g>,
    /// Ids of the places that contain it, nearest first.
    pub containers: List<'g>,
    /// Inhabitants, where known.
    pub population: Option<u64>,
    /// ISO 3166-1 alpha-3 code, for countries.
    pub iso: Option<&'g str>,
    /// Number in GeoNames, where known.
    pub geonameid: Option<u64>,
    /// Item in Wikidata, where known.
    pub wikidata: Option<&'g str>,
    /// When the place existed as such.
    pub validity: Validity,
    /// Key of the source.
    pub source: &'g str,
}

/// Whether a place of this class and code of GeoNames is a country, of today or of the past.
pub(crate) fn is_country(class: FeatureClass, code: &str) -> bool {
    class == FeatureClass::A && code.starts_with("PCL")
}

/// Whether a place of this code of GeoNames is the capital of a country.
pub(crate) fn is_capital(code: &str) -> bool {
    code == "PPLC"
}

impl<'g> Place<'g> {
    /// Whether the row leaves something open that the row of an earlier gazetteer may know.
    pub(crate) fn leaves_open(&self) -> bool {
        self.population.is_none()
            || self.iso.is_none() && self.feature_class == FeatureClass::A
            || self.geonameid.is_none()
            || self.wikidata.is_none()
            || self.countries.is_empty()
            || self.containers.is_empty()
    }

    /// Takes what is open from the row of an earlier gazetteer.
    pub(crate) fn complete(&mut self, earlier: &Self) {
        self.population = self.population.or(earlier.population);
        self.iso = self.iso.or(earlier.iso);
        self.geonameid = self.geonameid.or(earlier.geonameid);
        self.wikidata = self.wikidata.or(earlier.wikidata);
        if self.countries.is_empty() {
            self.countries = earlier.countries;
        }
        if self.containers.is_empty() {
            self.containers = earlier.containers;
        }
    }

    /// Stands for a place whose record is damaged: it has no id, no name and no extent.
    pub(crate) fn unreadable() -> Self {
        Self {
            id: "",
            name: "",
            feature_class: FeatureClass::S,
            feature_code: "",
            point: Point::new(0.0, 0.0),
            precision_m: 0.0,
            countries: List::default(),
            containers: List::default(),
            population: None,
            iso: None,
            geonameid: None,
            wikidata: None,
            validity: Validity::default(),
            source: "",
        }
    }

    /// Whether the place is a country, present or historical.
    #[must_use]
    pub fn is_country(&self) -> bool {
        is_country(self.feature_class, self.feature_code)
    }

    /// Whether the place is the capital of a country.
    #[must_use]
    pub fn is_capital(&self) -> bool {
        is_capital(self.feature_code)
    }

    /// The word of its [`PlaceKind`].
    #[must_use]
    pub fn kind(&self) -> &'static str {
        PlaceKind::of(self.feature_class, self.feature_code).as_str()
    }
}

/// One name of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'g> {
    /// As written in running text.
    pub text: &'g str,
    /// BCP 47 language tag.
    pub language: &'g str,
    /// ISO 15924 script code.
    pub script: &'g str,
    /// Whose word it is.
    pub kind: NameKind,
    /// When it was in use.
    pub validity: Validity,
}

impl Name<'_> {
    /// Stands for a name whose record is damaged.
    pub(crate) fn unreadable() -> Self {
        Self {
            text: "",
            language: "",
            script: "",
            kind: NameKind::Variant,
            validity: Validity::default(),
        }
    }
}

/// One route: corridor, pipeline, railway, road, canal, bridge.
#[derive(Debug, Clone, Copy)]
pub struct Route<'g> {
    /// `route:<slug>`.
    pub id: &'g str,
    /// The English label.
    pub name: &'g str,
    /// `corridor`, `oil pipeline`, `railway`…
    pub kind: &'g str,
    /// `in use`, `proposed`, `disused`…
    pub status: &'g str,
    /// Id of the place where it begins.
    pub from: &'g str,
    /// Id of the place where it ends.
    pub to: &'g str,
    /// Ids of places it passes, in order.
    pub via: List<'g>,
    /// ISO alpha-3 codes of the countries it crosses.
    pub countries: List<'g>,
    pub(crate) lines: Lines<'g>,
    pub(crate) first_course: u32,
    pub(crate) courses: u32,
}

impl Route<'_> {
    /// Stands for a route whose record is damaged.
    pub(crate) fn unreadable() -> Self {
        Self {
            id: "",
            name: "",
            kind: "",
            status: "",
            from: "",
            to: "",
            via: List::default(),
            countries: List::default(),
            lines: Lines::default(),
            first_course: 0,
            courses: 0,
        }
    }

    /// Its courses over time, the oldest first.
    #[must_use]
    pub fn courses(&self) -> Vec<Course> {
        let last = self.first_course.saturating_add(self.courses);
        (self.first_course..last)
            .map_while(|number| self.lines.course(number))
            .collect()
    }

    /// How many courses it was written with.
    pub(crate) fn course_count(&self) -> usize {
        self.courses as usize
    }
}

/// A line between sides that is not what two country polygons share: a front line, a cease-fire line.
#[derive(Debug, Clone, Copy)]
pub struct Border<'g> {
    /// `border:<slug>`.
    pub id: &'g str,
    /// The English label.
    pub name: &'g str,
    /// `line of contact`, `cease-fire line`, `front line`…
    pub kind: &'g str,
    /// Ids of the places on either side.
    pub sides: List<'g>,
    /// When the line stood.
    pub validity: Validity,
    pub(crate) lines: Lines<'g>,
    pub(crate) course: Option<u32>,
}

impl Border<'_> {
    /// Stands for a line whose record is damaged.
    pub(crate) fn unreadable() -> Self {
        Self {
            id: "",
            name: "",
            kind: "",
            sides: List::default(),
            validity: Validity::default(),
            lines: Lines::default(),
            course: None,
        }
    }

    /// Where it ran, if that is known.
    #[must_use]
    pub fn course(&self) -> Option<Course> {
        self.lines.course(self.course?)
    }
}

/// The course of a river or the shore of a lake.
#[derive(Debug, Clone, Copy)]
pub struct Water<'g> {
    /// How far the line may be from the true course, metres.
    pub precision_m: f64,
    pub(crate) lines: Lines<'g>,
    pub(crate) geometry: u64,
}

impl Water<'_> {
    /// LineString, MultiLineString, Polygon or MultiPolygon in WGS 84 degrees, longitude first; `None` where the
    /// record is damaged.
    #[must_use]
    pub fn geometry(&self) -> Option<Geometry<f64>> {
        self.lines.geometry(self.geometry)
    }
}
