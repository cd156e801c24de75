//! Where a position is that a text tells by places near it, and how exactly: *30 km south of Mosul*.
//!
//! What is uncertain is added up after Wieczorek, Guo and Hijmans, “The point-radius method for georeferencing locality
//! descriptions and calculating associated uncertainty” (2004): where in a town one counts from, half of what the last
//! figure of a distance is worth, half of the angle between neighbouring directions. They add the greatest errors; here
//! half of the true places are to lie within, so that each part is half of its greatest, and independent parts are added
//! by their squares. A simulation of uniform errors gives medians within a tenth of that.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use geo::{Destination, Distance, Geodesic, InterpolatePoint, Point};

use araxes_gazetteer::import::slug;
use araxes_gazetteer::{Gazetteer, Place, PlaceNumber, fold};

use crate::recognition::{Pattern, Told};

use super::line::Basis;
use super::position::ANY_KIND;
use super::thing::half_within_m;
use super::words::nouns;
use super::{Context, Failure, WhyNot};

/// How sure the reading of a phrase is whose places are certain, as for ways.
const READ: f64 = 0.9;

/// A place that a position is counted from has to be likelier than not.
const CLEAR: f64 = 0.5;

/// A town is not too large to count from, however near; a division may be. How far half of the things in the largest towns
/// are from their points, metres.
const LARGEST_TOWN_M: f64 = 10_300.0;

/// Half of the angle within which a direction of eight is named, halved: degrees.
const HALF_ANGLE: f64 = 22.5 / 2.0;

/// How far from a town things are that are *north of* it, metres: the median of the distances that are stated beside
/// directions in four corpora of news and tweets in English (12 places, 3 to 300 km), and how far half of them are from the
/// point there, directions being spread over 45 degrees.
const UNSTATED_M: f64 = 15_000.0;
const UNSTATED_HALF_M: f64 = 12_000.0;

/// The territorial sea reaches 12 nautical miles from the coast (United Nations Convention on the Law of the Sea): what is
/// off a coast is put in its middle, and half of what is spread evenly over it, in a half circle, lies so near, metres.
const OFF_COAST_M: f64 = 11_112.0;
const OFF_COAST_HALF_M: f64 = 10_200.0;

/// How many bearings are looked along for the sea.
const BEARINGS: u8 = 32;

/// A position told by places near it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// WGS 84 degrees, `x` = longitude.
    #[serde(with = "crate::interned::lon_lat")]
    pub point: Point<f64>,
    /// How far half of the places that are told so are from it, metres.
    pub precision_m: f64,
    /// On what ground it is known.
    pub basis: Basis,
    /// What stands there, by its noun: `village`… or `position`.
    #[serde(with = "crate::interned")]
    pub kind: crate::interned::Word,
    /// What it is called, where the text says it.
    pub name: Option<String>,
    /// The places that it is told by, in the order of the text.
    pub anchors: Vec<PlaceNumber>,
    /// How it is told.
    pub pattern: Pattern,
    /// What is said beside the places.
    pub told: Told,
}

/// The position that a phrase tells, and how sure that is. `span` is the phrase in the document's text, `name` the words
/// that it stands in apposition to.
pub(super) fn of(
    context: &Context<'_>,
    pattern: Pattern,
    anchors: &[usize],
    told: Told,
    span: &Range<usize>,
    name: Option<&Range<usize>>,
) -> Result<(Spot, f64), Failure> {
    let gazetteer = context.gazetteer;
    let mut places: Vec<PlaceNumber> = Vec::with_capacity(anchors.len());
    let mut confidence = READ;
    for &anchor in anchors {
        let (place, sure) = context
            .place(anchor)
            .filter(|(_, sure)| *sure >= CLEAR)
            .ok_or_else(|| {
                let why_not = format!("where “{}” is is not certain", context.surface(anchor));
                Failure::of(WhyNot::AnchorUnresolved, why_not)
            })?;
        let extent = half_within_m(&gazetteer.place(place));
        let reach = told.distance_m.unwrap_or(match pattern {
            Pattern::DirectionFrom | Pattern::Outside => UNSTATED_M,
            _ => f64::INFINITY,
        });
        if gazetteer.place(place).is_country() || extent > reach.max(LARGEST_TOWN_M) {
            let why_not = format!(
                "{} is too large to count from its point",
                gazetteer.place(place).name
            );
            return Err(Failure::of(WhyNot::AnchorTooWide, why_not));
        }
        confidence *= sure;
        places.push(place);
    }
    if places.len() == 2 && places.first() == places.last() {
        return Err(Failure::of(WhyNot::SameEnds, "both places are one"));
    }
    let (point, precision_m, basis) = drawn(gazetteer, pattern, &places, told)?;
    let (kind, name) = called(context, span, name);
    let spot = Spot {
        point,
        precision_m,
        basis,
        kind,
        name,
        anchors: places,
        pattern,
        told,
    };
    Ok((spot, confidence))
}

fn drawn(
    gazetteer: &Gazetteer,
    pattern: Pattern,
    places: &[PlaceNumber],
    told: Told,
) -> Result<(Point<f64>, f64, Basis), Failure> {
    let ends: Vec<Place<'_>> = places.iter().map(|&place| gazetteer.place(place)).collect();
    let [from, ..] = ends.as_slice() else {
        return Err(Failure::of(WhyNot::AnchorUnresolved, "it names no place"));
    };
    let town = half_within_m(from);
    let metres = told.distance_m.unwrap_or(0.0);
    let bearing = told.bearing.unwrap_or(0.0);
    let together = |parts: &[f64]| parts.iter().map(|part| part * part).sum::<f64>().sqrt();
    Ok(match (pattern, ends.as_slice()) {
        (Pattern::OffCoast, _) => {
            let out = if metres > 0.0 { metres } else { OFF_COAST_M };
            let bearing = seaward(gazetteer, from, out).ok_or_else(|| {
                let why_not = format!("no sea is known near {}", from.name);
                Failure::of(WhyNot::NoSea, why_not)
            })?;
            let half = if metres > 0.0 {
                metres
            } else {
                OFF_COAST_HALF_M
            };
            let point = Geodesic.destination(from.point, bearing, out);
            (point, together(&[half, town]), Basis::OffTheCoast)
        }
        (Pattern::BetweenPlaces | Pattern::HalfWay | Pattern::AlongRoad, [_, to]) => {
            let length = Geodesic.distance(from.point, to.point);
            let point = Geodesic.point_at_ratio_between(from.point, to.point, 0.5);
            // Half of what is anywhere on the way lies within a quarter of it from the middle. *Half-way* is told in
            // halves: from three to five eighths, half of which lies within a sixteenth.
            let (share, basis) = match pattern {
                Pattern::HalfWay => (16.0, Basis::Between),
                Pattern::AlongRoad => (4.0, Basis::AlongTheRoad),
                _ => (4.0, Basis::Between),
            };
            (point, together(&[length / share, town]), basis)
        }
        (Pattern::DistanceAndDirection, _) => {
            let side = metres * HALF_ANGLE.to_radians().sin();
            let point = Geodesic.destination(from.point, bearing, metres);
            let precision = together(&[side, told.step_m / 4.0, town]);
            (point, precision, Basis::DistanceAndDirection)
        }
        (Pattern::DirectionFrom, _) => {
            let point = Geodesic.destination(from.point, bearing, UNSTATED_M);
            (point, together(&[UNSTATED_HALF_M, town]), Basis::Direction)
        }
        // All that is so far away lies so far from the point; what is outside lies beyond half of what is in.
        (Pattern::DistanceFrom, _) => (from.point, together(&[metres, town]), Basis::Near),
        _ => (from.point, 2.0 * town, Basis::Near),
    })
}

/// The bearing, degrees clockwise from north, of the middle of the widest stretch of sea so far from a place.
fn seaward(gazetteer: &Gazetteer, place: &Place<'_>, metres: f64) -> Option<f64> {
    let is_sea: Vec<bool> = (0..BEARINGS)
        .map(|number| {
            let bearing = 360.0 * f64::from(number) / f64::from(BEARINGS);
            let out = metres.max(2.0 * OFF_COAST_M);
            let point = Geodesic.destination(place.point, bearing, out);
            gazetteer.topology().country_at(point).is_none()
        })
        .collect();
    let count = is_sea.len();
    if is_sea.iter().all(|sea| *sea) {
        return Some(0.0);
    }
    // Runs go around: each is counted from the land before it.
    let runs = (0..count)
        .filter(|&at| !is_sea[at] && is_sea[(at + 1) % count])
        .map(|land| {
            let length = (1..count)
                .take_while(|&step| is_sea[(land + step) % count])
                .count();
            (length, land)
        });
    let (length, land) = runs.max_by_key(|&(length, land)| (length, std::cmp::Reverse(land)))?;
    #[allow(clippy::cast_precision_loss)]
    let middle = land as f64 + (length as f64 + 1.0) / 2.0;
    Some((middle * 360.0 / f64::from(BEARINGS)) % 360.0)
}

/// What stands at a position, and what it is called: *Qaraqul, a village 30 km south of Mosul*; *the village of Qaraqul,
/// 30 km …*. Without a noun the words before it are no name.
fn called(
    context: &Context<'_>,
    span: &Range<usize>,
    name: Option<&Range<usize>>,
) -> (&'static str, Option<String>) {
    let document = context.document;
    let text = &document.text;
    let language = document.language.as_deref();
    let noun_in = |range: Range<usize>, most: usize| {
        let words = text.get(range).unwrap_or_default();
        let mut last = words.rsplit(|letter: char| !letter.is_alphanumeric());
        let words = last.by_ref().filter(|word| !word.is_empty()).take(most);
        words
            .map(fold)
            .find_map(|word| nouns::of(&word, language))
            .map(|noun| noun.kind.as_str())
    };
    /// *Village some 30 km south of*, *village of*: so many words.
    const NEAR: usize = 3;
    let start = text
        .get(..span.start)
        .unwrap_or_default()
        .rfind(['\n', '.'])
        .map_or(0, |at| at + 1);
    if let Some(name) = name {
        let noun = noun_in(name.end..span.start, usize::MAX)
            .or_else(|| noun_in(start.min(name.start)..name.start, 2));
        if let Some(kind) = noun {
            return (kind, text.get(name.clone()).map(str::to_owned));
        }
    }
    (noun_in(start..span.start, NEAR).unwrap_or(ANY_KIND), None)
}

/// *South-east* of a bearing.
fn direction(bearing: f64) -> &'static str {
    const NAMES: [&str; 16] = [
        "north",
        "north-north-east",
        "north-east",
        "east-north-east",
        "east",
        "east-south-east",
        "south-east",
        "south-south-east",
        "south",
        "south-south-west",
        "south-west",
        "west-south-west",
        "west",
        "west-north-west",
        "north-west",
        "north-north-west",
    ];
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let number = (bearing / 22.5).round() as usize;
    NAMES[number % NAMES.len()]
}

impl Spot {
    /// The position in words, with the labels of its places: *30 km south of Mosul*.
    #[must_use]
    pub fn words(&self, labels: &[String]) -> String {
        let [from, to] = [0, 1].map(|at| labels.get(at).map_or("", String::as_str));
        let direction = self.told.bearing.map_or("", direction);
        let far = self.far();
        match self.pattern {
            Pattern::DistanceAndDirection => format!("{far} {direction} of {from}"),
            Pattern::DistanceFrom => format!("{far} from {from}"),
            Pattern::DirectionFrom => format!("{direction} of {from}"),
            Pattern::OffCoast if far.is_empty() => format!("off the coast of {from}"),
            Pattern::OffCoast => format!("{far} off the coast of {from}"),
            Pattern::BetweenPlaces => format!("between {from} and {to}"),
            Pattern::HalfWay => format!("half-way between {from} and {to}"),
            Pattern::AlongRoad => format!("on the road from {from} to {to}"),
            _ => format!("outside {from}"),
        }
    }

    fn far(&self) -> String {
        self.told.distance_m.map_or_else(String::new, |metres| {
            format!("{} km", (metres / 10.0).round() / 100.0)
        })
    }

    /// What its id says behind its places: its name, or how it is told.
    #[must_use]
    pub fn slug(&self) -> String {
        match &self.name {
            Some(name) => slug(name),
            None => {
                let direction = self.told.bearing.map_or("", direction);
                let key = match self.pattern {
                    Pattern::DistanceAndDirection
                    | Pattern::DirectionFrom
                    | Pattern::DistanceFrom => "",
                    other => other.key(),
                };
                let far = self.far().replace('.', "_");
                let parts = [far.as_str(), direction, key];
                let parts = parts.iter().filter(|part| !part.is_empty());
                let words: Vec<String> = parts.map(|part| part.replace([' ', '_'], "-")).collect();
                words.join("-")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_have_names() {
        assert_eq!(direction(0.0), "north");
        assert_eq!(direction(135.0), "south-east");
        assert_eq!(direction(202.5), "south-south-west");
        assert_eq!(direction(315.0), "north-west");
    }

    #[test]
    fn positions_do_not_leave_the_globe_at_the_180th_meridian() {
        let taveuni = Point::new(179.9, -16.8);
        let east = Geodesic.destination(taveuni, 90.0, 50_000.0);
        assert!((-180.0..-179.0).contains(&east.x()), "{east:?}");
        let middle = Geodesic.point_at_ratio_between(taveuni, Point::new(-179.5, -16.8), 0.5);
        assert!(
            (-180.0..=180.0).contains(&middle.x()) && middle.x().abs() > 179.0,
            "{middle:?}"
        );
    }
}
