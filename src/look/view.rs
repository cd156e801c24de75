//! The opening view: which part of the earth is shown first, in page, picture and project alike.

use std::str::FromStr;

use geo::{
    BoundingRect, Coord, CoordsIter, Destination, Distance, Geodesic, Geometry, LineString, Point,
};

/// What a feature has to say in the choice of the view.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'a> {
    /// WGS 84 degrees.
    pub geometry: &'a Geometry<f64>,
    /// GeoNames class and code, for places.
    pub feature_code: &'a str,
    /// Whether its course is known only by its ends.
    pub is_straight: bool,
    /// How many mentions mean the place itself: *Moscow said* does not make the map reach to Moscow.
    pub mentions: usize,
}

/// A part of the earth, degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Longitude of the left edge.
    pub west: f64,
    /// Latitude of the lower edge.
    pub south: f64,
    /// Longitude of the right edge.
    pub east: f64,
    /// Latitude of the upper edge.
    pub north: f64,
}

/// Why a text is no extent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "four numbers are wanted: west,south,east,north in degrees, west below east and south below north, such as 43,38,51,42"
)]
pub struct ExtentError;

impl FromStr for Extent {
    type Err = ExtentError;

    fn from_str(text: &str) -> Result<Self, ExtentError> {
        let numbers: Vec<f64> = text
            .split(',')
            .map(|number| number.trim().parse().map_err(|_| ExtentError))
            .collect::<Result<_, _>>()?;
        let &[west, south, east, north] = numbers.as_slice() else {
            return Err(ExtentError);
        };
        let is_valid = (-180.0..=180.0).contains(&west)
            && (-180.0..=180.0).contains(&east)
            && (-90.0..=90.0).contains(&south)
            && (-90.0..=90.0).contains(&north)
            && west < east
            && south < north;
        if is_valid {
            Ok(Self {
                west,
                south,
                east,
                north,
            })
        } else {
            Err(ExtentError)
        }
    }
}

/// The whole earth, for a run without any position.
pub(crate) const WORLD: Extent = Extent {
    west: -180.0,
    south: -60.0,
    east: 180.0,
    north: 80.0,
};

/// How far from the middle, in medians of the distances of all mentions, a place still counts for the extent.
const REACH: f64 = 2.2;

/// The least that a map shows around its middle, metres.
const LEAST_REACH_M: f64 = 60_000.0;

impl Extent {
    /// The smallest one that holds positions.
    pub(crate) fn bounding(positions: impl Iterator<Item = Coord<f64>>) -> Option<Self> {
        let line: LineString<f64> = positions.collect();
        line.bounding_rect().map(|rect| Self {
            west: rect.min().x,
            south: rect.min().y,
            east: rect.max().x,
            north: rect.max().y,
        })
    }

    /// With a margin, within the earth.
    pub(crate) fn padded(self) -> Self {
        let (x, y) = (
            ((self.east - self.west) * 0.08).max(0.3),
            ((self.north - self.south) * 0.08).max(0.3),
        );
        Self {
            west: (self.west - x).max(-180.0),
            south: (self.south - y).max(-85.0),
            east: (self.east + x).min(180.0),
            north: (self.north + y).min(85.0),
        }
    }

    pub(crate) fn contains(&self, position: Coord<f64>) -> bool {
        (self.west..=self.east).contains(&position.x)
            && (self.south..=self.north).contains(&position.y)
    }
}

/// Where most of the mentions are: a map of a region names far capitals too, and should not show half the earth because
/// of them. What nobody means as a place has no say.
#[must_use]
pub fn opening<'a>(spots: impl IntoIterator<Item = Spot<'a>>) -> Extent {
    let spots: Vec<Spot<'a>> = spots.into_iter().collect();
    let exact: Vec<(Point<f64>, usize)> = spots
        .iter()
        .filter(|spot| spot.mentions > 0 && !is_wide(spot.feature_code))
        .filter_map(|spot| match spot.geometry {
            Geometry::Point(point) => Some((*point, spot.mentions)),
            _ => None,
        })
        .collect();
    let Some(middle) = middle(&exact) else {
        return of_all(&spots).unwrap_or(WORLD);
    };
    let distances: Vec<(f64, usize)> = exact
        .iter()
        .map(|&(point, weight)| (Geodesic.distance(middle, point), weight))
        .collect();
    let reach = (median(&distances).unwrap_or(0.0) * REACH).max(LEAST_REACH_M);
    let near = |point: &Point<f64>, reach: f64| Geodesic.distance(middle, *point) <= reach;
    let mut kept: Vec<Coord<f64>> = exact
        .iter()
        .filter(|(point, _)| near(point, reach))
        .map(|(point, _)| point.0)
        .collect();
    for spot in &spots {
        let is_line = !matches!(spot.geometry, Geometry::Point(_));
        let mut positions = spot.geometry.coords_iter();
        if is_line
            && !spot.is_straight
            && positions.all(|position| near(&Point(position), reach * 1.5))
        {
            kept.extend(spot.geometry.coords_iter());
        }
    }
    // A lone place gets its surroundings.
    for bearing in [0.0, 90.0, 180.0, 270.0] {
        kept.push(Geodesic.destination(middle, bearing, LEAST_REACH_M).0);
    }
    Extent::bounding(kept.into_iter()).map_or(WORLD, Extent::padded)
}

/// All that is meant as a place, or all there is.
fn of_all(spots: &[Spot<'_>]) -> Option<Extent> {
    let around = |least: usize| {
        let wanted = spots.iter().filter(|spot| spot.mentions >= least);
        Extent::bounding(wanted.flat_map(|spot| spot.geometry.coords_iter()))
    };
    around(1).or_else(|| around(0)).map(Extent::padded)
}

/// Whether a place is so wide that its point says little: countries, divisions, regions, seas, ranges.
#[must_use]
pub fn is_wide(class: &str) -> bool {
    class.starts_with(['A', 'L'])
        || [
            "H.SEA", "H.OCN", "H.GULF", "H.STM", "T.MTS", "T.PLN", "T.PEN",
        ]
        .iter()
        .any(|wide| class.starts_with(wide))
}

/// The weighted median of longitudes and of latitudes.
fn middle(spots: &[(Point<f64>, usize)]) -> Option<Point<f64>> {
    let x: Vec<(f64, usize)> = spots
        .iter()
        .map(|(point, weight)| (point.x(), *weight))
        .collect();
    let y: Vec<(f64, usize)> = spots
        .iter()
        .map(|(point, weight)| (point.y(), *weight))
        .collect();
    Some(Point::new(median(&x)?, median(&y)?))
}

fn median(values: &[(f64, usize)]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|left, right| left.0.total_cmp(&right.0));
    let whole: usize = sorted.iter().map(|(_, weight)| weight).sum();
    let mut passed = 0;
    sorted
        .into_iter()
        .find(|(_, weight)| {
            passed += weight;
            // Of two of equal weight the further one: a map of two towns has both.
            2 * passed > whole
        })
        .map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extent_is_four_numbers_in_order() {
        assert!("43,38,51,42".parse::<Extent>().is_ok());
        for wrong in [
            "",
            "1,2,3",
            "51,38,43,42",
            "43,42,51,38",
            "43,38,51,95",
            "a,b,c,d",
            "NaN,1,2,3",
        ] {
            assert!(wrong.parse::<Extent>().is_err(), "{wrong}");
        }
    }

    fn spot<'a>(geometry: &'a Geometry<f64>, feature_code: &'a str, mentions: usize) -> Spot<'a> {
        Spot {
            geometry,
            feature_code,
            is_straight: false,
            mentions,
        }
    }

    /// Moscow 40 times as the government, Yerevan and Baku as towns: the page opened from Suez to Moscow.
    #[test]
    fn a_government_far_away_does_not_move_the_view() {
        let [yerevan, baku, moscow] = [(44.5, 40.2), (49.9, 40.4), (37.6, 55.8)]
            .map(|(x, y)| Geometry::Point(Point::new(x, y)));
        let view = opening([
            spot(&yerevan, "P.PPLC", 5),
            spot(&baku, "P.PPLC", 5),
            spot(&moscow, "P.PPLC", 0),
        ]);
        assert!(view.north < 43.0 && view.west > 40.0, "{view:?}");
        assert!(
            view.contains(Coord { x: 44.5, y: 40.2 }) && view.contains(Coord { x: 49.9, y: 40.4 })
        );
    }

    #[test]
    fn countries_alone_are_all_shown() {
        let [iran, iraq] =
            [(53.0, 32.0), (44.0, 33.0)].map(|(x, y)| Geometry::Point(Point::new(x, y)));
        let view = opening([spot(&iran, "A.PCLI", 3), spot(&iraq, "A.PCLI", 1)]);
        assert!(view.west < 44.0 && view.east > 53.0, "{view:?}");
    }
}
