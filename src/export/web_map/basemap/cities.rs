//! The cities of the background: capitals and large cities everywhere, smaller ones near what documents speak of.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::look::{Towns, is_town};
use araxes_gazetteer::{Gazetteer, Place, PlaceNumber};

use super::detail::Detail;

/// Inhabitants from which a city is shown wherever it lies.
const LARGE: u64 = 1_000_000;
/// The weight from which a town near features is shown.
const SMALL: u64 = 1_000;
/// How near, degrees.
const NEAR: f64 = 3.0;
/// Of so many degrees, in each direction, so many towns are shown: were they the largest anywhere near, all would lie in
/// the plains, and a mountain land would be empty.
const CELL: f64 = 0.5;
/// See [`CELL`].
const IN_CELL: usize = 3;
/// How many small towns are shown at most, those nearest to features and first of their cells before the others.
const SMALL_CITIES: usize = 900;

#[allow(clippy::cast_possible_truncation)]
fn cell(place: &Place<'_>) -> (i64, i64) {
    let number = |degrees: f64| (degrees / CELL).floor() as i64;
    (number(place.point.x()), number(place.point.y()))
}

/// What a town gives bearings for: its inhabitants, and so many more where a division is governed from it. In mountains
/// that is a small town, and the only one.
fn weight(place: &Place<'_>) -> u64 {
    let seat = match place.feature_code {
        "PPLA" => 80_000,
        "PPLA2" | "PPLA3" | "PPLA4" => 45_000,
        _ => 0,
    };
    place.population.unwrap_or_default() + seat
}

/// A city: id, name, longitude and latitude, its weight in thousands, 1 for a capital.
#[derive(Debug, Serialize)]
pub(super) struct City(String, String, f64, f64, u64, u8);

/// The cities of a gazetteer for a map of this detail, the most important first.
pub(super) fn choose(gazetteer: &Gazetteer, detail: &Detail) -> Vec<City> {
    let settlements = |numbers: Vec<PlaceNumber>| {
        let places = numbers.into_iter().map(|number| gazetteer.place(number));
        places.filter(is_town)
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
        .filter(|place| weight(place) >= SMALL && !is_shown_anywhere(place))
        .filter(|place| detail.distance(place.point.0) <= NEAR)
        .collect();
    // Those that are shown anywhere are the larger ones.
    let mut towns = Towns::default();
    chosen.sort_by_key(|place| std::cmp::Reverse(place.population));
    chosen.retain(|place| towns.take(place));
    small.sort_by_key(|place| (std::cmp::Reverse(place.population), place.id));
    small.retain(|place| towns.take(place));
    small.sort_by_key(|place| (std::cmp::Reverse(weight(place)), place.id));
    let mut cells: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    let mut thinned: Vec<(usize, Place<'_>)> = small
        .into_iter()
        .filter_map(|place| {
            let rank = cells.entry(cell(&place)).or_default();
            *rank += 1;
            (*rank <= IN_CELL).then_some((*rank, place))
        })
        .collect();
    // A stable sort: equal ones stay in the order of their weights.
    let far = |(rank, place): &(usize, Place<'_>)| *rank as f64 + detail.distance(place.point.0);
    thinned.sort_by(|left, right| far(left).total_cmp(&far(right)));
    thinned.truncate(SMALL_CITIES);
    let small = thinned.into_iter().map(|(_, place)| place);
    chosen.extend(small);
    chosen.sort_by_key(|place| {
        (
            std::cmp::Reverse(place.is_capital()),
            std::cmp::Reverse(weight(place)),
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
            weight(place) / 1000,
            u8::from(place.is_capital()),
        )
    }
}
