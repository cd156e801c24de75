//! Outlines of countries, cut into bands of longitude, so that a point meets few of their edges.

use std::collections::BTreeMap;

use geo::{Coord, Distance, Geodesic, LineString, Point};

use crate::compile::topology::{Topology, is_north_of};

/// Bands of longitude around the globe.
const BANDS: usize = 720;

/// The outline of one country.
#[derive(Debug, Default)]
struct Outline {
    edges: Vec<(Coord<f64>, Coord<f64>)>,
    /// The edges that reach into each band, from 180° W on.
    bands: Vec<Vec<u32>>,
}

fn band(longitude: f64) -> usize {
    let share = (longitude + 180.0) / 360.0;
    ((share * BANDS as f64) as usize).min(BANDS - 1)
}

impl Outline {
    fn of<'r>(rings: impl Iterator<Item = &'r LineString<f64>>) -> Self {
        let edges: Vec<(Coord<f64>, Coord<f64>)> = rings
            .flat_map(|ring| ring.lines().map(|line| (line.start, line.end)))
            .collect();
        let mut bands: Vec<Vec<u32>> = vec![Vec::new(); BANDS];
        for (number, (from, to)) in (0..).zip(&edges) {
            let (west, east) = (from.x.min(to.x), from.x.max(to.x));
            // An edge runs the shorter way, which may be across the 180th meridian.
            let is_across = east - west > 180.0;
            let (low, high) = (band(west), band(east));
            let reach = match is_across {
                true => (high..BANDS).chain(0..low + 1),
                false => (low..high + 1).chain(0..0),
            };
            for at in reach {
                bands[at].push(number);
            }
        }
        Self { edges, bands }
    }

    /// Whether the way from the point to the north pole crosses an odd number of edges.
    fn contains(&self, point: Point<f64>) -> bool {
        let Some(band) = self.bands.get(band(point.x())) else {
            return false;
        };
        let crossings = band
            .iter()
            .filter_map(|&number| self.edges.get(number as usize))
            .filter(|(from, to)| is_north_of(*from, *to, point));
        crossings.count() % 2 == 1
    }

    /// Geodesic distance to the nearest edge, metres. The nearest position is found on the plane that touches the globe
    /// at the point: exact near by, and of the right order far off.
    fn distance_m(&self, point: Point<f64>) -> f64 {
        let shrink = point.y().to_radians().cos();
        let mut best: Option<(f64, Point<f64>)> = None;
        for &(from, to) in &self.edges {
            let aside = from.x - point.x();
            // The shorter way around the globe.
            let aside = aside - (aside / 360.0).round() * 360.0;
            let start = (aside * shrink, from.y - point.y());
            let length = to.x - from.x;
            let length = length - (length / 360.0).round() * 360.0;
            let (dx, dy) = (length * shrink, to.y - from.y);
            let square = dx * dx + dy * dy;
            let share = if square == 0.0 {
                0.0
            } else {
                (-(start.0 * dx + start.1 * dy) / square).clamp(0.0, 1.0)
            };
            let (x, y) = (start.0 + share * dx, start.1 + share * dy);
            let near = x * x + y * y;
            if best.is_none_or(|(least, _)| near < least) {
                best = Some((
                    near,
                    Point::new(from.x + share * length, from.y + share * dy),
                ));
            }
        }
        best.map_or(f64::INFINITY, |(_, nearest)| {
            Geodesic.distance(point, nearest)
        })
    }
}

/// The outlines of all countries.
#[derive(Debug)]
pub(super) struct Outlines {
    countries: BTreeMap<String, Outline>,
}

impl Outlines {
    /// The outlines of all countries, and of parts of such.
    pub(super) fn of<'p>(topology: &'p Topology, parts: impl Iterator<Item = &'p str>) -> Self {
        let outline = |code: &str| {
            let polygons = topology.polygons(code)?;
            let rings = polygons
                .iter()
                .flat_map(|one| std::iter::once(one.exterior()).chain(one.interiors()));
            Some((code.to_owned(), Outline::of(rings)))
        };
        Self {
            countries: topology.codes().chain(parts).filter_map(outline).collect(),
        }
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.countries.contains_key(code)
    }

    /// Whether a point (WGS 84 degrees, longitude first) lies in the outline of a country.
    pub(super) fn contains(&self, code: &str, point: Point<f64>) -> bool {
        self.countries
            .get(code)
            .is_some_and(|outline| outline.contains(point))
    }

    /// How far a point is from the outline of a country, metres; without end where there is no outline.
    pub(super) fn distance_m(&self, code: &str, point: Point<f64>) -> f64 {
        self.countries
            .get(code)
            .map_or(f64::INFINITY, |outline| outline.distance_m(point))
    }

    /// The country in whose outline a point lies.
    pub(super) fn country_at(&self, point: Point<f64>) -> Option<&str> {
        self.countries
            .iter()
            .filter(|(code, _)| !code.contains('@'))
            .find(|(_, outline)| outline.contains(point))
            .map(|(code, _)| code.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A unit square with a hole, and a strip at the 180th meridian.
    const SHAPES: &str = r#"{"type":"Topology","arcs":[
        [[0,0],[1,0],[1,1],[0,1],[0,0]], [[0.4,0.4],[0.6,0.4],[0.6,0.6],[0.4,0.6],[0.4,0.4]],
        [[179,0],[180,0],[180,1],[179,1],[179,0]]],
        "objects":{"countries":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","id":"AAA","arcs":[[0],[1]]},{"type":"Polygon","id":"BBB","arcs":[[2]]}]}}}"#;

    fn outlines() -> Outlines {
        let topology = Topology::from_topojson(SHAPES, "countries").expect("reads");
        Outlines::of(&topology, std::iter::empty())
    }

    #[test]
    fn holes_are_outside_and_distances_are_geodesic() {
        let outlines = outlines();
        assert!(outlines.contains("AAA", Point::new(0.2, 0.5)));
        assert!(!outlines.contains("AAA", Point::new(0.5, 0.5)));
        assert!(!outlines.contains("AAA", Point::new(0.5, -0.5)));
        assert!(!outlines.contains("CCC", Point::new(0.2, 0.5)));
        assert_eq!(outlines.country_at(Point::new(179.5, 0.5)), Some("BBB"));
        assert_eq!(outlines.country_at(Point::new(50.0, 0.5)), None);
        let metres = outlines.distance_m("AAA", Point::new(0.5, -1.0));
        assert!((metres - 110_574.0).abs() < 10.0, "{metres}");
    }

    #[test]
    fn the_shorter_way_crosses_the_meridian_of_180_degrees() {
        let metres = outlines().distance_m("BBB", Point::new(-179.0, 0.5));
        assert!((metres - 111_316.0).abs() < 20.0, "{metres}");
    }

    #[test]
    fn bands_do_not_change_what_lies_within() {
        let file = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../gazetteer/world/countries.topojson"
        );
        let text =
            std::fs::read_to_string(file).expect("the world's outlines lie beside the crates");
        let topology = Topology::from_topojson(&text, "countries").expect("reads");
        let outlines = Outlines::of(&topology, std::iter::empty());
        let mut inside = 0;
        for column in 0..60 {
            for row in 0..30 {
                let at = f64::from(column) * 6.0 - 179.3;
                let point = Point::new(at, f64::from(row) * 6.0 - 89.7);
                assert_eq!(
                    outlines.country_at(point),
                    topology.country_at(point),
                    "{point:?}"
                );
                inside += usize::from(outlines.country_at(point).is_some());
            }
        }
        assert!(inside > 300, "{inside}");
        // Russia runs across the 180th meridian, Antarctica around the pole.
        for (lon, lat, country) in [
            (150.9, 65.7, Some("RUS")),
            (-18.0, 66.3, None),
            (-176.5, 67.0, Some("RUS")),
            (10.0, -85.0, Some("ATA")),
            (10.0, -50.0, None),
        ] {
            assert_eq!(
                outlines.country_at(Point::new(lon, lat)),
                country,
                "{lon} {lat}"
            );
        }
    }
}
