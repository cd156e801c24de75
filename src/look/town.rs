//! The towns of base maps.

use std::collections::BTreeMap;

use araxes_gazetteer::{FeatureClass, Place};
use geo::{Distance, Haversine, Point};

/// Whether a place is a town of today, and no quarter of one by what the gazetteer says.
#[must_use]
pub fn is_town(place: &Place<'_>) -> bool {
    place.feature_class == FeatureClass::P
        && place.validity.is_current()
        && !matches!(
            place.feature_code,
            "PPLX" | "PPLH" | "PPLQ" | "PPLW" | "PPLCH"
        )
}

/// From so many inhabitants on a town has quarters that gazetteers take for towns.
const LARGE: u64 = 200_000;

/// How far a town of a million reaches from its middle, metres; its land grows with its people.
const REACH_OF_A_MILLION_M: f64 = 9_000.0;

/// No two points a degree of latitude apart are nearer to each other than this, metres. It spares nearly all distances,
/// which were most of the time of a map of the world.
const DEGREE_M: f64 = 111_000.0;

/// In which degree of latitude a point lies.
#[allow(clippy::cast_possible_truncation)]
fn parallel(point: Point<f64>) -> i64 {
    point.y().floor() as i64
}

/// Towns that are taken for a map one after the other, the largest first, without their quarters: seven of those of
/// Yerevan would take the room of seven towns.
#[derive(Debug, Default)]
pub struct Towns {
    /// Middle, inhabitants and reach of the large ones, by whole degrees of latitude: a map of the world has thousands, and
    /// none reaches further than a degree.
    large: BTreeMap<i64, Vec<(Point<f64>, u64, f64)>>,
}

impl Towns {
    /// Takes a town, unless it lies within a much larger one that was taken before.
    pub fn take(&mut self, place: &Place<'_>) -> bool {
        let (point, people) = (Point(place.point.0), place.population.unwrap_or_default());
        let parallel = parallel(point);
        let near = self.large.range(parallel - 1..=parallel + 1);
        let is_quarter = near
            .flat_map(|(_, some)| some)
            .any(|&(middle, inhabitants, reach)| {
                // Twin towns are of a size.
                people < inhabitants / 3
                    && (middle.y() - point.y()).abs() * DEGREE_M < reach
                    && Haversine.distance(middle, point) < reach
            });
        if !is_quarter && people >= LARGE {
            let reach = REACH_OF_A_MILLION_M * (people as f64 / 1e6).sqrt();
            let reach = reach.min(DEGREE_M);
            let beside = self.large.entry(parallel).or_default();
            beside.push((point, people, reach));
        }
        !is_quarter
    }
}
