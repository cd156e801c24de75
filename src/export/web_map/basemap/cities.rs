//! The cities of the background: capitals and large cities everywhere, smaller ones near what documents speak of.

use serde::Serialize;

use araxes_gazetteer::{FeatureClass, Gazetteer, Place, PlaceNumber};

use super::detail::Detail;

/// Inhabitants from which a city is shown wherever it lies.
const LARGE: u64 = 1_000_000;
/// Inhabitants from which a city near features is shown.
const SMALL: u64 = 5_000;
/// How near, degrees.
const NEAR: f64 = 3.0;
/// How many small cities are shown at most, the largest first.
const SMALL_CITIES: usize = 500;

/// A city: id, name, longitude and latitude, inhabitants in thousands, 1 for a capital.
#[derive(Debug, Serialize)]
pub(super) struct City(String, String, f64, f64, u64, u8);

/// The cities of a gazetteer for a map of this detail, the most important first.
pub(super) fn choose(gazetteer: &Gazetteer, detail: &Detail) -> Vec<City> {
    let settlements = |numbers: Vec<PlaceNumber>| {
        let places = numbers.into_iter().map(|number| gazetteer.place(number));
        places.filter(|place| place.feature_class == FeatureClass::P)
    };
    let is_shown_anywhere =
        |place: &Place<'_>| place.is_capital() || place.population >= Some(LARGE);
    let mut chosen: Vec<Place<'_>> = settlements(gazetteer.landmarks(LARGE))
        .filter(is_shown_anywhere)
        .collect();
    let near = detail.areas_within(NEAR).into_iter();
    // Areas overlap.
    let mut near: Vec<PlaceNumber> = near.flat_map(|area| gazetteer.within(area)).collect();
    near.sort_unstable();
    near.dedup();
    let mut small: Vec<Place<'_>> = settlements(near)
        .filter(|place| place.population >= Some(SMALL) && !is_shown_anywhere(place))
        .filter(|place| detail.distance(place.point.0) <= NEAR)
        .collect();
    small.sort_by_key(|place| (std::cmp::Reverse(place.population), place.id));
    small.truncate(SMALL_CITIES);
    chosen.extend(small);
    chosen.sort_by_key(|place| {
        (
            std::cmp::Reverse(place.is_capital()),
            std::cmp::Reverse(place.population),
            place.id,
        )
    });
    chosen.iter().map(City::of).collect()
}

impl City {
    fn of(place: &Place<'_>) -> Self {
        let degrees = |degrees: f64| (degrees * 1e3).round() / 1e3;
        City(
            place.id.to_owned(),
            place.name.to_owned(),
            degrees(place.point.x()),
            degrees(place.point.y()),
            place.population.unwrap_or_default() / 1000,
            u8::from(place.is_capital()),
        )
    }
}
