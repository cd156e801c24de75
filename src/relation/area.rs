//! Areas as maps want them: cut at the antimeridian, without edges that cross each other.

use geo::{BooleanOps, BoundingRect, Coord, LineString, MapCoords, MultiPolygon, Polygon, Rect};

/// Cuts areas where they cross the antimeridian (RFC 7946, section 3.1.9). The edges of a ring run the short way round; one
/// around a pole is closed there. WGS 84 degrees, longitude first.
#[must_use]
pub fn cut(polygons: &[Polygon<f64>]) -> MultiPolygon<f64> {
    let mut pieces: Vec<Polygon<f64>> = Vec::new();
    for polygon in polygons {
        let exterior = unwound(polygon.exterior());
        let middle = middle(&exterior);
        let interiors = polygon.interiors().iter().map(|ring| {
            let ring = unwound(ring);
            let turns = ((middle - self::middle(&ring)) / 360.0).round();
            moved(&ring, 360.0 * turns)
        });
        let whole = Polygon::new(exterior, interiors.collect());
        let Some(bounds) = whole.bounding_rect() else {
            continue;
        };
        if bounds.min().x >= -180.0 && bounds.max().x <= 180.0 {
            pieces.push(whole);
            continue;
        }
        for turn in [-360.0, 0.0, 360.0] {
            let window = Rect::new((turn - 180.0, -90.0), (turn + 180.0, 90.0));
            let within = whole.intersection(&window.to_polygon());
            pieces.extend(within.0.into_iter().map(|piece| {
                let (exterior, interiors) = piece.into_inner();
                let interiors = interiors.iter().map(|ring| moved(ring, -turn));
                Polygon::new(moved(&exterior, -turn), interiors.collect())
            }));
        }
    }
    MultiPolygon(pieces)
}

/// An area cut at the antimeridian, and without the knots that rounding tied into its edges: programs refuse to reckon with
/// such.
#[must_use]
pub fn tidy(area: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    cut(&area.0).union(&MultiPolygon(Vec::new()))
}

fn middle(ring: &LineString<f64>) -> f64 {
    ring.bounding_rect().map_or(0.0, |rect| rect.center().x)
}

fn moved(ring: &LineString<f64>, degrees: f64) -> LineString<f64> {
    ring.map_coords(|Coord { x, y }| Coord { x: x + degrees, y })
}

/// A ring that goes on beyond the antimeridian rather than back around the earth.
fn unwound(ring: &LineString<f64>) -> LineString<f64> {
    let mut line: Vec<Coord<f64>> = Vec::with_capacity(ring.0.len());
    for &Coord { x, y } in ring.coords() {
        let turns = line.last().map_or(0.0, |last| {
            // Half the way around is no crossing: Antarctica has edges along the pole.
            let turns = (last.x - x) / 360.0;
            if turns.abs() > 0.5 {
                turns.round()
            } else {
                0.0
            }
        });
        line.push(Coord {
            x: x + 360.0 * turns,
            y,
        });
    }
    if let (Some(&first), Some(&last)) = (line.first(), line.last())
        && (last.x - first.x).abs() > 180.0
    {
        let pole = 90.0_f64.copysign(first.y);
        line.extend([last.x, first.x].map(|x| Coord { x, y: pole }));
        line.push(first);
    }
    LineString::new(line)
}

#[cfg(test)]
mod tests {
    use geo::Area;

    use super::*;

    fn polygon(ring: &[(f64, f64)]) -> Polygon<f64> {
        Polygon::new(LineString::from(ring.to_vec()), Vec::new())
    }

    #[test]
    fn an_area_over_the_antimeridian_is_cut_in_two() {
        let ring = [
            (170.0, 0.0),
            (170.0, 10.0),
            (-170.0, 10.0),
            (-170.0, 0.0),
            (170.0, 0.0),
        ];
        let mut boxes: Vec<_> = cut(&[polygon(&ring)])
            .iter()
            .filter_map(BoundingRect::bounding_rect)
            .map(|rect| [rect.min().x.round(), rect.max().x.round()])
            .collect();
        boxes.sort_by(|left, right| left[0].total_cmp(&right[0]));
        assert_eq!(boxes, [[-180.0, -170.0], [170.0, 180.0]]);
    }

    #[test]
    fn land_around_a_pole_reaches_it() {
        let ring: Vec<(f64, f64)> = [0.0, 90.0, 180.0, -90.0, 0.0].map(|x| (x, -70.0)).to_vec();
        let land = cut(&[polygon(&ring)]);
        assert!(
            (land.unsigned_area() - 360.0 * 20.0).abs() < 1.0,
            "{land:?}"
        );
    }

    #[test]
    fn a_knot_is_untied() {
        let bow = polygon(&[(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)]);
        let tidy = tidy(&MultiPolygon(vec![bow]));
        assert_eq!(tidy.0.len(), 2);
        assert!((tidy.unsigned_area() - 2.0).abs() < 1e-6);
    }
}
