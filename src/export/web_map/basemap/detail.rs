//! How finely lines are drawn: the tolerance of simplification grows with the distance from what documents speak of.

use std::collections::VecDeque;

use geo::{Coord, Geometry, Rect};

use crate::layer::Layers;

/// The tolerance beside a feature, degrees.
const FINEST: f64 = 0.003;
/// How much it grows with each degree from there.
const GROWTH: f64 = 0.006;
/// The tolerance far away.
const COARSEST: f64 = 0.06;

/// Features whose place is less exact than this say little about where the map will be read: countries, continents.
const LOCAL_M: f64 = 30_000.0;

/// Cells of one degree, west to east and south to north.
const COLUMNS: usize = 360;
const ROWS: usize = 180;

/// Distances from the features, on a grid of one degree.
#[derive(Debug)]
pub(in crate::export::web_map) struct Detail {
    /// For each cell how many cells lie between it and the nearest feature, across edges and corners.
    away: Vec<u16>,
}

impl Detail {
    /// The detail for a map of these layers.
    pub(in crate::export::web_map) fn around(layers: &Layers) -> Self {
        let mut away = vec![u16::MAX; COLUMNS * ROWS];
        let mut queue = VecDeque::new();
        let local = layers
            .features()
            .filter(|(_, feature)| feature.precision_m.is_some_and(|metres| metres <= LOCAL_M))
            .filter_map(|(_, feature)| feature.geometry.as_ref());
        for position in local.flat_map(positions) {
            let (column, row) = cell(position);
            if let Some(distance @ 1..) = away.get_mut(row * COLUMNS + column) {
                *distance = 0;
                queue.push_back((column, row, 0));
            }
        }
        while let Some((column, row, distance)) = queue.pop_front() {
            for near_row in row.saturating_sub(1)..=(row + 1).min(ROWS - 1) {
                for step in [COLUMNS - 1, 0, 1] {
                    let near_column = (column + step) % COLUMNS;
                    if let Some(known) = away.get_mut(near_row * COLUMNS + near_column)
                        && *known > distance + 1
                    {
                        *known = distance + 1;
                        queue.push_back((near_column, near_row, distance + 1));
                    }
                }
            }
        }
        Self { away }
    }

    /// How many degrees it is, about, from a position to the nearest feature.
    pub(in crate::export::web_map) fn distance(&self, position: Coord<f64>) -> f64 {
        let (column, row) = cell(position);
        self.away
            .get(row * COLUMNS + column)
            .map_or(f64::MAX, |&cells| f64::from(cells))
    }

    /// Boxes that hold all that lies within so many degrees of a feature, by [`Self::distance`].
    #[allow(clippy::cast_precision_loss)]
    pub(in crate::export::web_map) fn areas_within(&self, degrees: f64) -> Vec<Rect<f64>> {
        let mut areas = Vec::new();
        for (row, cells) in self.away.chunks(COLUMNS).enumerate() {
            let south = row as f64 - 90.0;
            let mut west = -180.0;
            for cells in cells.chunk_by(|left, right| {
                (f64::from(*left) <= degrees) == (f64::from(*right) <= degrees)
            }) {
                let east = west + cells.len() as f64;
                if cells.iter().all(|&cells| f64::from(cells) <= degrees) {
                    areas.push(Rect::new((west, south), (east, south + 1.0)));
                }
                west = east;
            }
        }
        areas
    }

    fn tolerance(&self, position: Coord<f64>) -> f64 {
        (FINEST + GROWTH * self.distance(position)).min(COARSEST)
    }

    /// Whether positions span no more than a line there may stray.
    pub(in crate::export::web_map) fn is_speck<'a>(
        &self,
        positions: impl Iterator<Item = &'a Coord<f64>>,
    ) -> bool {
        let mut bounds: Option<(Coord<f64>, Coord<f64>)> = None;
        for &position in positions {
            let (low, high) = bounds.get_or_insert((position, position));
            (low.x, low.y) = (low.x.min(position.x), low.y.min(position.y));
            (high.x, high.y) = (high.x.max(position.x), high.y.max(position.y));
        }
        bounds.is_none_or(|(low, high)| {
            (high.x - low.x).max(high.y - low.y) < 3.0 * self.tolerance(low)
        })
    }

    /// A line without the positions that stray from it less than the tolerance where they are (Douglas & Peucker
    /// 1973, with a tolerance that depends on the place). Its ends stay; of a ring, so does what lies furthest from
    /// its seam.
    pub(in crate::export::web_map) fn simplified(&self, line: &[Coord<f64>]) -> Vec<Coord<f64>> {
        let mut keep = vec![false; line.len()];
        let mut open = Vec::new();
        if let Some(last) = line.len().checked_sub(1) {
            for end in [0, last] {
                if let Some(end) = keep.get_mut(end) {
                    *end = true;
                }
            }
            open.push((0, last));
        }
        while let Some((from, to)) = open.pop() {
            let (Some(&start), Some(&end)) = (line.get(from), line.get(to)) else {
                continue;
            };
            let inner = line.iter().enumerate().take(to).skip(from + 1);
            let furthest = inner
                .map(|(at, &position)| {
                    (
                        at,
                        deviation(position, start, end) / self.tolerance(position),
                    )
                })
                .max_by(|left, right| left.1.total_cmp(&right.1));
            if let Some((at, share)) = furthest
                && (share > 1.0 || start == end)
            {
                if let Some(kept) = keep.get_mut(at) {
                    *kept = true;
                }
                open.extend([(from, at), (at, to)]);
            }
        }
        line.iter()
            .zip(keep)
            .filter_map(|(&position, kept)| kept.then_some(position))
            .collect()
    }
}

/// How far a position lies from a segment, degrees.
fn deviation(position: Coord<f64>, start: Coord<f64>, end: Coord<f64>) -> f64 {
    let run = end - start;
    let length = run.x * run.x + run.y * run.y;
    let to = position - start;
    let share = if length > 0.0 {
        ((to.x * run.x + to.y * run.y) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (to.x - share * run.x).hypot(to.y - share * run.y)
}

fn cell(position: Coord<f64>) -> (usize, usize) {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let index = |degrees: f64, count: usize| (degrees.max(0.0) as usize).min(count - 1);
    (
        index(position.x + 180.0, COLUMNS),
        index(position.y + 90.0, ROWS),
    )
}

fn positions(geometry: &Geometry<f64>) -> Vec<Coord<f64>> {
    match geometry {
        Geometry::Point(point) => vec![point.0],
        Geometry::MultiLineString(lines) => lines.iter().flat_map(|line| line.0.clone()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use geo::Intersects;

    use super::*;

    /// Finest at 45° east, 40° north, and coarser from there.
    fn detail() -> Detail {
        let mut away = vec![u16::MAX; COLUMNS * ROWS];
        for row in 0..ROWS {
            for column in 0..COLUMNS {
                let cells = column.abs_diff(225).max(row.abs_diff(130));
                away[row * COLUMNS + column] = u16::try_from(cells).unwrap_or(u16::MAX);
            }
        }
        Detail { away }
    }

    #[test]
    fn a_line_keeps_its_bends_where_the_map_is_read() {
        let bent = |west: f64| {
            let line = [(west, 40.0), (west + 0.4, 40.02), (west + 0.8, 40.0)];
            detail()
                .simplified(&line.map(|(x, y)| Coord { x, y }))
                .len()
        };
        assert_eq!(bent(45.1), 3);
        assert_eq!(bent(100.1), 2);
    }

    #[test]
    fn areas_hold_what_is_near() {
        let areas = detail().areas_within(3.0);
        let hold = |x: f64, y: f64| areas.iter().any(|area| area.intersects(&Coord { x, y }));
        for (x, y) in [(45.5, 40.5), (42.1, 37.1), (48.9, 43.9), (48.9, 37.1)] {
            assert!(
                hold(x, y) && detail().distance(Coord { x, y }) <= 3.0,
                "{x} {y}"
            );
        }
        for (x, y) in [(41.9, 40.5), (49.1, 40.5), (45.5, 36.9), (45.5, 44.1)] {
            assert!(
                !hold(x, y) && detail().distance(Coord { x, y }) > 3.0,
                "{x} {y}"
            );
        }
        assert_eq!(areas.len(), 7);
    }

    #[test]
    fn a_ring_does_not_collapse() {
        let ring = [
            (100.0, 0.0),
            (100.5, 0.0),
            (100.5, 0.5),
            (100.0, 0.5),
            (100.0, 0.0),
        ];
        let simple = detail().simplified(&ring.map(|(x, y)| Coord { x, y }));
        assert_eq!(simple.len(), 5);
    }
}
