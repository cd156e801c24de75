//! Along which line a subject runs, on what ground that is known, and how exactly.

use geo::orient::{Direction, Orient};
use geo::{
    Bearing, BoundingRect, Closest, Densify, Destination, Distance, Geodesic, Geometry,
    HaversineClosestPoint, Length, LineString, MultiLineString, Point,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use araxes_gazetteer::{Course, Gazetteer, Place, PlaceNumber, RouteNumber, Viewpoint};

use crate::built_in;

use super::area;
use super::thing::half_within_m;
use super::{Position, Thing};

araxes_gazetteer::vocabulary! {
    /// On what ground a geometry is known.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Basis {
        /// The point of a gazetteer entry.
        Gazetteer = "gazetteer",
        /// Figures in a document.
        CoordinatesInText = "coordinates in text",
        /// Somebody said that it is there.
        Decided = "decided",
        /// The point of the place that it lies in: where in that place is not known.
        SomewhereIn = "somewhere in",
        /// So far and in this direction from a place, along a geodesic.
        DistanceAndDirection = "distance and direction",
        /// In this direction from a place, as far as things are whose distance is stated.
        Direction = "direction",
        /// The middle between two places.
        Between = "between",
        /// The point of the place that it is outside of, or from which only the distance is stated.
        Near = "near",
        /// In the sea before a place.
        OffTheCoast = "off the coast",
        /// The middle between the two ends of a road.
        AlongTheRoad = "along the road",
        /// The outline of a country, division, sea or lake on a map.
        Outline = "outline",
        /// The course of a river or canal on a map.
        Course = "course",
        /// The line that two country polygons share.
        SharedBoundary = "shared boundary",
        /// A line drawn through named places.
        Waypoints = "waypoints",
        /// Geodesics between the stops: the true course is not known.
        StraightLine = "straight line",
    }
    /// The words for it in the output.
    pub fn as_str;
}

impl Basis {
    /// Whether the point stands for a stretch of land in which the thing is, somewhere, and is drawn as such.
    #[must_use]
    pub fn is_about(self) -> bool {
        matches!(
            self,
            Self::SomewhereIn
                | Self::DistanceAndDirection
                | Self::Direction
                | Self::Between
                | Self::Near
                | Self::OffTheCoast
                | Self::AlongTheRoad
        )
    }
}

/// A geometry with its ground and precision.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// WGS 84 degrees, longitude first. Lines are always MultiLineStrings, since QGIS and GDAL want one type in a file.
    pub geometry: Geometry<f64>,
    /// On what ground it is known.
    pub basis: Basis,
    /// How far it may be from the truth, metres.
    pub precision_m: f64,
}

/// Precision of borders in Natural Earth at 1:10 million: about a millimetre on that map.
const NATURAL_EARTH_10M_PRECISION_M: f64 = 10_000.0;

/// The longest piece of a geodesic that is drawn as one straight segment, metres.
const SEGMENT_M: f64 = 50_000.0;

/// Half the length of the line drawn for a crossing whose position alone is known, metres.
const HALF_CROSSING_M: f64 = 150.0;

/// The course of a route of the gazetteer on a day, or the present one. A route not yet or no longer running then is
/// drawn as it first or last ran.
#[must_use]
pub fn route(gazetteer: &Gazetteer, number: RouteNumber, day: Option<Date>) -> Option<Drawing> {
    let courses = gazetteer.route(number).courses();
    let course = match day {
        Some(day) => courses.iter().find(|course| course.validity.contains(day)),
        None => courses
            .iter()
            .rev()
            .find(|course| course.validity.is_current()),
    };
    course.or_else(|| courses.last()).map(drawn)
}

/// A course as a drawing.
#[must_use]
pub fn drawn(course: &Course) -> Drawing {
    Drawing {
        geometry: Geometry::MultiLineString(course.line.clone()),
        basis: Basis::Waypoints,
        precision_m: course.precision_m,
    }
}

/// The border that two states share, by their polygons. `None` where no polygons of one of them are known, or they are
/// no neighbours.
#[must_use]
pub fn shared_border(
    gazetteer: &Gazetteer,
    left: PlaceNumber,
    right: PlaceNumber,
    at: Viewpoint<'_>,
) -> Option<Drawing> {
    let line = gazetteer.shared_border(&gazetteer.place(left), &gazetteer.place(right), at)?;
    Some(Drawing {
        geometry: Geometry::MultiLineString(line),
        basis: Basis::SharedBoundary,
        precision_m: NATURAL_EARTH_10M_PRECISION_M,
    })
}

/// Precision of lakes, seas and divisions in Natural Earth at 1:10 million as they are simplified here, metres.
const SHAPE_PRECISION_M: f64 = 10_000.0;

/// Precision of rivers in Natural Earth at 1:50 million, metres: about where they run, not each of their bends.
const RIVER_PRECISION_M: f64 = 20_000.0;

/// How far, degrees, the point of a place may lie outside the box around its shape: points entered by hand are rounded, and
/// those of some divisions lie in their towns.
const BESIDE: f64 = 1.0;

/// The outline of a place (MultiPolygon) or its course (MultiLineString), where one is known. States have the polygons that
/// were theirs on the day and in the view; of waters those of the gazetteer come first; the rest travels inside the program
/// by the ids of places, and is of today.
#[must_use]
pub fn shape(gazetteer: &Gazetteer, number: PlaceNumber, at: Viewpoint<'_>) -> Option<Drawing> {
    let place = gazetteer.place(number);
    // A state that was no more on the day is drawn as it last was.
    let then = Viewpoint {
        day: at.day.filter(|&day| place.validity.contains(day)),
        ..at
    };
    if let Some(land) = gazetteer.outline(&place, then) {
        return Some(Drawing {
            geometry: Geometry::MultiPolygon(area::tidy(&land)),
            basis: Basis::Outline,
            precision_m: NATURAL_EARTH_10M_PRECISION_M,
        });
    }
    let own = gazetteer.water(number).and_then(|water| {
        let geometry = multiple(water.geometry()?)?;
        Some((geometry, water.precision_m))
    });
    let (geometry, precision_m) = own.or_else(|| {
        let geometry = match built_in::shapes().get(place.id)? {
            Geometry::MultiPolygon(area) => Geometry::MultiPolygon(area.orient(Direction::Default)),
            other => other,
        };
        let precision_m = match geometry {
            Geometry::MultiLineString(_) => RIVER_PRECISION_M,
            _ => SHAPE_PRECISION_M,
        };
        // Another gazetteer may have given the id to something else.
        is_at(&geometry, &place).then_some((geometry, precision_m))
    })?;
    Some(Drawing {
        basis: match geometry {
            Geometry::MultiLineString(_) => Basis::Course,
            _ => Basis::Outline,
        },
        geometry,
        precision_m,
    })
}

/// A line or area of one part as one of many; `None` for other sorts.
fn multiple(geometry: Geometry<f64>) -> Option<Geometry<f64>> {
    match geometry {
        Geometry::LineString(line) => Some(one_line(line)),
        Geometry::Polygon(polygon) => Some(Geometry::MultiPolygon(polygon.into())),
        Geometry::MultiLineString(_) | Geometry::MultiPolygon(_) => Some(geometry),
        _ => None,
    }
}

/// Whether a place lies in the box around a shape, or little beside it.
fn is_at(geometry: &Geometry<f64>, place: &Place<'_>) -> bool {
    geometry.bounding_rect().is_some_and(|bounds| {
        let (low, high, point) = (bounds.min(), bounds.max(), place.point);
        (low.x - BESIDE..=high.x + BESIDE).contains(&point.x())
            && (low.y - BESIDE..=high.y + BESIDE).contains(&point.y())
    })
}

/// Geodesics from stop to stop. A bridge between countries is not drawn so: its ends are not where the countries'
/// points are.
#[must_use]
pub fn way(gazetteer: &Gazetteer, kind: &str, stops: &[PlaceNumber]) -> Option<Drawing> {
    if matches!(kind, "bridge" | "tunnel") {
        return None;
    }
    let points: Vec<Point<f64>> = stops
        .iter()
        .map(|&stop| gazetteer.place(stop).point)
        .collect();
    let line = Geodesic.densify(&LineString::from(points), SEGMENT_M);
    let precision_m = stops
        .iter()
        .map(|&stop| gazetteer.place(stop).precision_m)
        .fold(0.0, f64::max);
    // Between its ends a real way may stray as far as it likes; a quarter of the distance is seldom passed.
    let precision_m =
        precision_m.max(length_m(&Geometry::LineString(line.clone())).unwrap_or(0.0) / 4.0);
    Some(Drawing {
        geometry: one_line(line),
        basis: Basis::StraightLine,
        precision_m,
    })
}

/// The point of the place that a thing lies in.
#[must_use]
pub fn thing(gazetteer: &Gazetteer, thing: &Thing) -> Drawing {
    let container = gazetteer.place(thing.container);
    Drawing {
        geometry: Geometry::Point(container.point),
        basis: Basis::SomewhereIn,
        precision_m: half_within_m(&container),
    }
}

/// A short line across the river at the position of a bridge, ferry or ford.
#[must_use]
pub fn crossing(gazetteer: &Gazetteer, position: &Position) -> Option<Drawing> {
    let water = gazetteer.water(position.crosses?)?;
    let bearing = course_bearing(&water.geometry()?, position.point)?;
    let end = |turn: f64| Geodesic.destination(position.point, bearing + turn, HALF_CROSSING_M);
    let line = LineString::from(vec![end(-90.0), position.point, end(90.0)]);
    Some(Drawing {
        geometry: one_line(line),
        basis: Basis::CoordinatesInText,
        precision_m: HALF_CROSSING_M.max(position.precision_m),
    })
}

/// The bearing, degrees clockwise from north, of the segment of a course that is nearest to a point.
fn course_bearing(geometry: &Geometry<f64>, point: Point<f64>) -> Option<f64> {
    let courses: Vec<&LineString<f64>> = match geometry {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.iter().collect(),
        _ => return None,
    };
    courses
        .iter()
        .flat_map(|line| line.lines())
        .filter_map(|segment| match segment.haversine_closest_point(&point) {
            Closest::Intersection(found) | Closest::SinglePoint(found) => {
                Some((Geodesic.distance(found, point), segment))
            }
            Closest::Indeterminate => None,
        })
        .min_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, segment)| Geodesic.bearing(segment.start_point(), segment.end_point()))
}

/// The geodesic length of a line, metres; `None` for other geometries.
#[must_use]
pub fn length_m(geometry: &Geometry<f64>) -> Option<f64> {
    match geometry {
        Geometry::LineString(line) => Some(Geodesic.length(line)),
        Geometry::MultiLineString(lines) => Some(Geodesic.length(lines)),
        _ => None,
    }
}

fn one_line(line: LineString<f64>) -> Geometry<f64> {
    Geometry::MultiLineString(MultiLineString(vec![line]))
}
