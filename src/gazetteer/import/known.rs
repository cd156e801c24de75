//! What the built-in volumes know that an import wants to know: ids that places already have, codes of countries and
//! about where each country lies.

use std::collections::HashMap;

use geo::{BoundingRect, Point, Rect};
use serde::Deserialize;

use super::super::{BuiltIn, Gazetteer, OpenError, VolumeSource};

/// How far outside the box of its country a place may lie, degrees: islands, polygons drawn coarsely.
const MARGIN: f64 = 1.5;

/// One country.
#[derive(Debug, Clone, PartialEq)]
pub struct Country {
    /// ISO 3166-1 alpha-3 code.
    pub alpha3: String,
    /// Its id in the built-in volumes.
    pub id: String,
    /// The box around its polygons, degrees.
    bounds: Option<Rect<f64>>,
}

impl Country {
    /// Whether a point is far from the country, but near it once longitude and latitude change places.
    #[must_use]
    pub fn is_swapped(&self, point: Point<f64>) -> bool {
        let Some(bounds) = self.bounds else {
            return false;
        };
        let within = |x: f64, y: f64, margin: f64| {
            (bounds.min().x - margin..=bounds.max().x + margin).contains(&x)
                && (bounds.min().y - margin..=bounds.max().y + margin).contains(&y)
        };
        !within(point.x(), point.y(), MARGIN) && within(point.y(), point.x(), 0.0)
    }
}

/// What the built-in volumes know.
#[derive(Debug)]
pub struct Known {
    ids: HashMap<u64, String>,
    countries: Vec<Country>,
    codes: HashMap<String, usize>,
}

#[derive(Deserialize)]
struct CountryFacts {
    iso2: String,
    id: String,
}

impl Known {
    /// Asks the built-in volumes.
    ///
    /// # Errors
    /// If they cannot be opened, which means that the program is damaged.
    pub fn from_built_in() -> Result<Self, OpenError> {
        let gazetteer = Gazetteer::open(&[
            VolumeSource::BuiltIn(BuiltIn::World),
            VolumeSource::BuiltIn(BuiltIn::Caucasus),
        ])?;
        let mut known = Self {
            ids: HashMap::new(),
            countries: Vec::new(),
            codes: HashMap::new(),
        };
        for (_, place) in gazetteer.places() {
            if let Some(number) = place.geonameid
                && place.id != default_id(number)
            {
                known.ids.insert(number, place.id.to_owned());
            }
            if let Some(alpha3) = place.iso.filter(|_| place.validity.is_current()) {
                let polygons = gazetteer.topology().polygons(alpha3);
                known.codes.insert(alpha3.to_owned(), known.countries.len());
                known.countries.push(Country {
                    alpha3: alpha3.to_owned(),
                    id: place.id.to_owned(),
                    bounds: polygons.and_then(|polygons| polygons.bounding_rect()),
                });
            }
        }
        let facts = include_str!("../../../gazetteer/world/facts/countries.csv");
        let by_id: HashMap<&str, usize> = known
            .countries
            .iter()
            .enumerate()
            .map(|(at, country)| (country.id.as_str(), at))
            .collect();
        let mut rows = csv::Reader::from_reader(facts.as_bytes());
        for row in rows.deserialize::<CountryFacts>().flatten() {
            if let Some(&at) = by_id.get(format!("place:{}", row.id).as_str()) {
                known.codes.insert(row.iso2, at);
            }
        }
        Ok(known)
    }

    /// The id of a place with a number in GeoNames: the one that a built-in volume gives it, so that layers and
    /// decisions made with either go together, else `place:geonames-<number>`.
    #[must_use]
    pub fn id_of(&self, geonameid: u64) -> String {
        self.ids
            .get(&geonameid)
            .cloned()
            .unwrap_or_else(|| default_id(geonameid))
    }

    /// The country with an ISO 3166-1 code, alpha-2 or alpha-3.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.number_of(code).and_then(|at| self.countries.get(at))
    }

    /// The number of a country among all, below 255.
    #[must_use]
    pub fn number_of(&self, code: &str) -> Option<usize> {
        self.codes.get(code).copied()
    }
}

fn default_id(geonameid: u64) -> String {
    format!("place:geonames-{geonameid}")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_found_by_both_codes_and_know_where_they_lie() {
        let known = Known::from_built_in().unwrap();
        let armenia = known.country("AM").unwrap();
        assert_eq!(Some(armenia), known.country("ARM"));
        assert_eq!(armenia.id, "place:armenia");
        assert!(!armenia.is_swapped(Point::new(44.5, 40.2)));
        assert!(armenia.is_swapped(Point::new(40.2, 44.5)));
        assert!(known.country("XX").is_none());
        assert!(known.countries.len() < 255);
        assert!(known.codes.len() > 480, "{} codes", known.codes.len());
    }

    #[test]
    fn places_keep_the_id_that_a_built_in_volume_gives_them() {
        let known = Known::from_built_in().unwrap();
        assert_eq!(known.id_of(616_052), "place:yerevan");
        assert_eq!(known.id_of(174_982), "place:armenia");
        assert_eq!(known.id_of(99_999_999), "place:geonames-99999999");
    }
}
