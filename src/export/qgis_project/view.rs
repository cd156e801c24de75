//! What the map shows first: the stretch of the world that the documents speak of most.

use geo::{BoundingRect, Coord, Geometry, Rect};

use crate::layer::{Citation, Feature, Layers};
use crate::relation::line::Basis;

/// The share of the mentions that may lie outside on each side.
const OUTLYING: f64 = 0.1;
/// How much is added around, as a share of width and height.
const MARGIN: f64 = 0.12;
/// The least width and height, degrees.
const LEAST: f64 = 0.4;
/// Web Mercator has no poles.
const FARTHEST_NORTH: f64 = 80.0;

/// South-western and north-eastern corner of a feature, and how often it is meant.
type Extent = (Coord<f64>, Coord<f64>, f64);

/// The first view, WGS 84 degrees: a few far-away capitals do not make a map of the world of it.
pub(super) fn first_view(layers: &Layers) -> Rect<f64> {
    let mut corners: Vec<Extent> = Vec::new();
    let mut add = |is_wanted: &dyn Fn(&Feature) -> bool| {
        for (_, feature) in layers.features().filter(|(_, feature)| is_wanted(feature)) {
            let Some(bounds) = feature.geometry.as_ref().and_then(Geometry::bounding_rect) else {
                continue;
            };
            // A border is mentioned as one thing, however many positions it has.
            let weight = literal_mentions(feature) as f64;
            corners.push((bounds.min(), bounds.max(), weight));
        }
        corners.is_empty()
    };
    // What is vast counts only where there is nothing else.
    if add(&|feature| !is_vast(feature)) {
        add(&|_| true);
    }
    if corners.is_empty() {
        return Rect::new((-170.0, -56.0), (180.0, 72.0));
    }
    let side = |value: fn(&Extent) -> f64, share: f64| {
        let weighted = corners.iter().map(|corner| (value(corner), corner.2));
        quantile(weighted.collect(), share)
    };
    let (west, east) = widened(
        side(|corner| corner.0.x, OUTLYING),
        side(|corner| corner.1.x, 1.0 - OUTLYING),
    );
    let (south, north) = widened(
        side(|corner| corner.0.y, OUTLYING),
        side(|corner| corner.1.y, 1.0 - OUTLYING),
    );
    Rect::new(
        (west.max(-180.0), south.max(-FARTHEST_NORTH)),
        (east.min(180.0), north.min(FARTHEST_NORTH)),
    )
}

/// How often the place itself is meant: *Moscow said* does not make the map reach to Moscow.
fn literal_mentions(feature: &Feature) -> usize {
    let is_literal = |citation: &&Citation| citation.role == "literal";
    feature.citations.iter().filter(is_literal).count()
}

/// Whether its point or line says little about where the documents are at home: a country is a point far from what is
/// said of it, and a straight line may run over half the globe.
fn is_vast(feature: &Feature) -> bool {
    if literal_mentions(feature) == 0 || feature.basis == Some(Basis::StraightLine) {
        return true;
    }
    feature.feature_code.as_deref().is_some_and(|code| {
        code.starts_with("A.PCL") || matches!(code, "L.CONT" | "L.RGN" | "H.OCN" | "H.SEA")
    })
}

/// The value below which a share of the weight lies.
fn quantile(mut weighted: Vec<(f64, f64)>, share: f64) -> f64 {
    weighted.sort_by(|left, right| left.0.total_cmp(&right.0));
    let total: f64 = weighted.iter().map(|(_, weight)| weight).sum();
    let mut below = 0.0;
    for &(value, weight) in &weighted {
        below += weight;
        if below >= share * total {
            return value;
        }
    }
    weighted.last().map_or(0.0, |(value, _)| *value)
}

fn widened(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = (low.min(high), high.max(low));
    let half = ((high - low) * (0.5 + MARGIN)).max(LEAST / 2.0);
    let middle = f64::midpoint(low, high);
    (middle - half, middle + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_of_the_weight_does_not_move_a_quantile() {
        let places = vec![(45.0, 50.0), (46.0, 40.0), (-77.0, 5.0), (120.0, 5.0)];
        assert!((quantile(places.clone(), 0.1) - 45.0).abs() < 1e-9);
        assert!((quantile(places, 0.9) - 46.0).abs() < 1e-9);
    }

    #[test]
    fn a_single_point_has_a_view_around_it() {
        let (low, high) = widened(46.75, 46.75);
        assert!((high - low - LEAST).abs() < 1e-9);
    }
}
