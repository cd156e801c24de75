//! What the built-in volumes know that an import wants to know: ids that places already have, codes of countries and
//! about where each country lies.

use std::cell::OnceCell;

use geo::{BoundingRect, Point, Rect};
use serde::Deserialize;

use crate::compile::hash::QuickMap;
use crate::compile::places::put_geonames_id;
use crate::serve::{BuiltIn, FileError, Gazetteer};

/// How far outside the box of its country a place may lie, degrees: islands, polygons drawn coarsely.
const MARGIN: f64 = 1.5;

/// What an import is told beforehand: nothing, unless a program has volumes of its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Background {
    /// Volumes that travel inside the program: places that they have keep their ids, and they can be named instead of a file.
    pub volumes: &'static [BuiltIn],
    /// A table with the columns `iso2`, ISO 3166-1 alpha-2, and `id`, the country's id in those volumes without `place:`.
    pub countries_csv: &'static str,
}

/// One country.
#[derive(Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3 code.
    pub alpha3: String,
    /// Its id in the built-in volumes.
    pub id: String,
    /// The box around its polygons, degrees, once it was asked for.
    bounds: OnceCell<Option<Rect<f64>>>,
}

/// What the built-in volumes know. Most imports ask for little of it, so most is read when it is first asked for.
#[derive(Debug)]
pub struct Known {
    gazetteer: Gazetteer,
    ids: OnceCell<QuickMap<u64, String>>,
    countries: Vec<Country>,
    codes: QuickMap<String, usize>,
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
    pub fn of(background: &Background) -> Result<Self, FileError> {
        let gazetteer = Gazetteer::of_built_in(background.volumes)?;
        let mut known = Self {
            gazetteer,
            ids: OnceCell::new(),
            countries: Vec::new(),
            codes: QuickMap::default(),
        };
        let mut rows = csv::Reader::from_reader(background.countries_csv.as_bytes());
        for row in rows.deserialize::<CountryFacts>().flatten() {
            let id = format!("place:{}", row.id);
            let place = known.gazetteer.place_by_id(&id);
            let Some(alpha3) = place.and_then(|place| place.iso).map(str::to_owned) else {
                continue;
            };
            let at = known.countries.len();
            known.codes.insert(row.iso2, at);
            known.codes.insert(alpha3.clone(), at);
            known.countries.push(Country {
                alpha3,
                id,
                bounds: OnceCell::new(),
            });
        }
        Ok(known)
    }

    /// The id of a place with a number in GeoNames: the one that a built-in volume gives it, so that layers and
    /// decisions made with either go together, else `place:geonames-<number>`.
    #[must_use]
    pub fn id_of(&self, geonameid: u64) -> String {
        let mut id = String::new();
        self.put_id_of(geonameid, &mut id);
        id
    }

    /// Makes a text the id of a place with a number in GeoNames.
    pub fn put_id_of(&self, geonameid: u64, id: &mut String) {
        let ids = self.ids.get_or_init(|| {
            self.gazetteer
                .ids_by_geonames()
                .map(|(number, id)| (number, id.to_owned()))
                .collect()
        });
        id.clear();
        match (ids.get(&geonameid), u32::try_from(geonameid)) {
            (Some(known), _) => id.push_str(known),
            (None, Ok(number)) => put_geonames_id(number, id),
            (None, Err(_)) => id.push_str(&format!("place:geonames-{geonameid}")),
        }
    }

    /// The country with an ISO 3166-1 code, alpha-2 or alpha-3.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries.get(*self.codes.get(code)?)
    }

    /// Whether a point is far from the country, but in it once longitude and latitude change places.
    #[must_use]
    pub fn is_swapped(&self, country: &Country, point: Point<f64>) -> bool {
        let bounds = country.bounds.get_or_init(|| {
            let polygons = self.gazetteer.topology().polygons(&country.alpha3);
            polygons.and_then(|polygons| polygons.bounding_rect())
        });
        let Some(bounds) = bounds else {
            return false;
        };
        let within = |x: f64, y: f64, margin: f64| {
            (bounds.min().x - margin..=bounds.max().x + margin).contains(&x)
                && (bounds.min().y - margin..=bounds.max().y + margin).contains(&y)
        };
        !within(point.x(), point.y(), MARGIN) && within(point.y(), point.x(), 0.0)
    }
}
