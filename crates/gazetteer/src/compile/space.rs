//! Places by where they are: a packed Hilbert R-tree (as in Kamel and Faloutsos, “Hilbert R-tree”, VLDB 1994), built
//! once and read where it lies.
//!
//! Places are put in the order in which a Hilbert curve over longitude and latitude passes them. Around each
//! [`WIDTH`] of them is a box, around each so many boxes a box, up to one. Positions are whole ten-millionths of a
//! degree, longitude first.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::format::{PER_DEGREE, u32_at};

/// Children of a box.
pub const WIDTH: usize = 64;
/// Bytes of a box: lowest longitude and latitude, highest longitude and latitude.
const BOX: usize = 16;
/// Mean radius of the earth, metres (IUGG), as `geo::Haversine` has it.
const EARTH_M: f64 = 6_371_008.8;

/// A box on the earth, both ends included; whole ten-millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Lowest longitude and latitude.
    pub low: (i32, i32),
    /// Highest longitude and latitude.
    pub high: (i32, i32),
}

impl Bounds {
    fn empty() -> Self {
        Self {
            low: (i32::MAX, i32::MAX),
            high: (i32::MIN, i32::MIN),
        }
    }

    fn with(self, other: Bounds) -> Self {
        Self {
            low: (self.low.0.min(other.low.0), self.low.1.min(other.low.1)),
            high: (self.high.0.max(other.high.0), self.high.1.max(other.high.1)),
        }
    }

    fn meets(self, other: Bounds) -> bool {
        self.low.0 <= other.high.0
            && other.low.0 <= self.high.0
            && self.low.1 <= other.high.1
            && other.low.1 <= self.high.1
    }

    fn around((longitude, latitude): (i32, i32)) -> Self {
        Self {
            low: (longitude, latitude),
            high: (longitude, latitude),
        }
    }

    fn to_bytes(self) -> [u8; BOX] {
        let mut bytes = [0; BOX];
        let corners = [self.low.0, self.low.1, self.high.0, self.high.1];
        for (part, corner) in bytes.chunks_exact_mut(4).zip(corners) {
            part.copy_from_slice(&corner.to_le_bytes());
        }
        bytes
    }
}

/// The places along the curve, and the boxes around them: level by level, the widest last.
#[must_use]
pub fn build(positions: &[(i32, i32)]) -> (Vec<u32>, Vec<u8>) {
    let mut order: Vec<(u32, u32)> = positions
        .iter()
        .zip(0..)
        .map(|(&position, place)| (along_curve(position), place))
        .collect();
    order.sort_unstable();
    let order: Vec<u32> = order.into_iter().map(|(_, place)| place).collect();
    let mut bytes = Vec::new();
    let at = |&place: &u32| Bounds::around(positions[place as usize]);
    let mut level: Vec<Bounds> = order.iter().map(at).collect();
    while level.len() > 1 || bytes.is_empty() && !level.is_empty() {
        level = level
            .chunks(WIDTH)
            .map(|boxes| boxes.iter().copied().fold(Bounds::empty(), Bounds::with))
            .collect();
        bytes.extend(level.iter().flat_map(|bounds| bounds.to_bytes()));
    }
    (order, bytes)
}

/// How far along a Hilbert curve through 2¹⁶ by 2¹⁶ cells a position is.
fn along_curve((longitude, latitude): (i32, i32)) -> u32 {
    let cell = |value: i32, half: f64| {
        let share = (f64::from(value) / PER_DEGREE + half) / (2.0 * half);
        (share.clamp(0.0, 1.0) * 65_535.0) as u32
    };
    let (mut x, mut y) = (cell(longitude, 180.0), cell(latitude, 90.0));
    let mut distance = 0;
    for bit in (0..16).rev() {
        let (right, up) = (x >> bit & 1, y >> bit & 1);
        distance = distance << 2 | ((3 * right) ^ up);
        if up == 0 {
            if right == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    distance
}

/// The tree as it lies in a file, with what says where a place is. A damaged tree gives wrong places at worst.
pub struct Tree<'g, At> {
    /// The section of places along the curve.
    pub order: &'g [u8],
    /// The section of boxes.
    pub boxes: &'g [u8],
    /// Where a place is.
    pub at: At,
}

/// What is looked at next: the box or place that may be nearest.
struct Next {
    metres: f64,
    /// Level from the places up, and number within it.
    level: usize,
    number: usize,
    place: u32,
}

impl Ord for Next {
    fn cmp(&self, other: &Self) -> Ordering {
        // Of equal distances boxes come first, since they may hold a place of a lower number.
        self.metres
            .total_cmp(&other.metres)
            .then(Reverse(self.level).cmp(&Reverse(other.level)))
            .then(self.place.cmp(&other.place))
            .then(self.number.cmp(&other.number))
    }
}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Next {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Next {}

impl<'g, At: Fn(u32) -> Option<(i32, i32)>> Tree<'g, At> {
    fn place(&self, number: usize) -> Option<u32> {
        u32_at(self.order, number.checked_mul(4)?)
    }

    fn bounds(&self, number: usize) -> Option<Bounds> {
        let at = number.checked_mul(BOX)?;
        let corner = |part: usize| Some(u32_at(self.boxes, at + part)?.cast_signed());
        Some(Bounds {
            low: (corner(0)?, corner(4)?),
            high: (corner(8)?, corner(12)?),
        })
    }

    /// First box and number of boxes of each level, from the places up; the places themselves are level 0.
    fn levels(&self) -> Vec<(usize, usize)> {
        let mut levels = vec![(0, self.order.len() / 4)];
        let mut first = 0;
        let mut count = self.order.len() / 4;
        while count > 1 || levels.len() == 1 && count > 0 {
            count = count.div_ceil(WIDTH);
            levels.push((first, count));
            first += count;
        }
        levels
    }

    /// The children of a box: numbers within the level below.
    fn children(levels: &[(usize, usize)], level: usize, number: usize) -> std::ops::Range<usize> {
        let below = level
            .checked_sub(1)
            .and_then(|below| levels.get(below))
            .map_or(0, |&(_, count)| count);
        let first = number * WIDTH;
        first..(first + WIDTH).min(below)
    }

    /// The places within a box, by number.
    pub fn within(&self, wanted: Bounds) -> Vec<u32> {
        let levels = self.levels();
        let mut found = Vec::new();
        let mut waiting = vec![(levels.len() - 1, 0)];
        while let Some((level, number)) = waiting.pop() {
            if level == 0 {
                let place = self.place(number);
                let position = place.and_then(&self.at);
                let is_in = position.is_some_and(|at| Bounds::around(at).meets(wanted));
                found.extend(place.filter(|_| is_in));
                continue;
            }
            let bounds = self.bounds(levels[level].0 + number);
            if bounds.is_some_and(|bounds| bounds.meets(wanted)) {
                let children = Self::children(&levels, level, number);
                waiting.extend(children.map(|child| (level - 1, child)));
            }
        }
        found.sort_unstable();
        found
    }

    /// Places from the nearest to `from` on (degrees, longitude first), each with its distance on the sphere, metres.
    pub fn nearest(self, from: (f64, f64)) -> impl Iterator<Item = (u32, f64)> + use<'g, At> {
        let levels = self.levels();
        let mut waiting = BinaryHeap::new();
        if levels.len() > 1 {
            waiting.push(Reverse(Next {
                metres: 0.0,
                level: levels.len() - 1,
                number: 0,
                place: 0,
            }));
        }
        std::iter::from_fn(move || {
            loop {
                let Reverse(next) = waiting.pop()?;
                if next.level == 0 {
                    return Some((next.place, next.metres));
                }
                let level = next.level - 1;
                for number in Self::children(&levels, next.level, next.number) {
                    let place = if level == 0 {
                        self.place(number)
                    } else {
                        Some(0)
                    };
                    let metres = if level == 0 {
                        place
                            .and_then(&self.at)
                            .map(|at| metres_to(from, Bounds::around(at)))
                    } else {
                        self.bounds(levels[level].0 + number)
                            .map(|bounds| metres_to(from, bounds))
                    };
                    if let (Some(place), Some(metres)) = (place, metres) {
                        // A box is never taken for farther than it is.
                        let metres = if level == 0 {
                            metres
                        } else {
                            metres * (1.0 - 1e-9) - 1e-3
                        };
                        waiting.push(Reverse(Next {
                            metres,
                            level,
                            number,
                            place,
                        }));
                    }
                }
            }
        })
    }
}

/// The distance on the sphere from a position (degrees, longitude first) to the nearest of a box, metres.
///
/// On every parallel the nearest point of a box is that of the nearest meridian: the own one if the box has it, else
/// one of its two edges. Along a meridian the distance is least at the foot of the perpendicular, or at an end.
fn metres_to((longitude, latitude): (f64, f64), bounds: Bounds) -> f64 {
    let degrees = |value: i32| f64::from(value) / PER_DEGREE;
    let (west, east) = (degrees(bounds.low.0), degrees(bounds.high.0));
    let (south, north) = (degrees(bounds.low.1), degrees(bounds.high.1));
    if (west..=east).contains(&longitude) {
        let nearest = latitude.clamp(south, north.max(south));
        return arc(0.0, latitude, nearest);
    }
    [west, east]
        .into_iter()
        .map(|meridian| {
            let aside = (longitude - meridian).to_radians();
            let foot = latitude
                .to_radians()
                .sin()
                .atan2(latitude.to_radians().cos() * aside.cos())
                .to_degrees();
            let on_foot = (south..=north).contains(&foot).then_some(foot);
            [Some(south), Some(north), on_foot]
                .into_iter()
                .flatten()
                .map(|other| arc(aside, latitude, other))
                .fold(f64::INFINITY, f64::min)
        })
        .fold(f64::INFINITY, f64::min)
}

/// The haversine distance of two latitudes (degrees) whose meridians lie `aside` (radians) apart, metres.
fn arc(aside: f64, from: f64, to: f64) -> f64 {
    let (from, to) = (from.to_radians(), to.to_radians());
    let half =
        ((to - from) / 2.0).sin().powi(2) + from.cos() * to.cos() * (aside / 2.0).sin().powi(2);
    2.0 * EARTH_M * half.min(1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn positions() -> impl Strategy<Value = Vec<(i32, i32)>> {
        let one = (-180_i32..=180, -90_i32..=90, 0_i32..1000).prop_map(|(x, y, more)| {
            let inner = |degrees: i32, most: i32| {
                (degrees * 10_000_000 + more * 7_919).clamp(-most * 10_000_000, most * 10_000_000)
            };
            (inner(x, 180), inner(y, 90))
        });
        proptest::collection::vec(one, 0..400)
    }

    proptest! {
        #[test]
        fn the_nearest_places_are_those_of_a_plain_search(
            positions in positions(),
            x in -180_i32..=180,
            y in -90_i32..=90,
            count in 0_usize..20,
        ) {
            let (order, boxes) = build(&positions);
            let order: Vec<u8> = order.into_iter().flat_map(u32::to_le_bytes).collect();
            let at = |place: u32| positions.get(place as usize).copied();
            let tree = Tree { order: &order, boxes: &boxes, at };
            let from = (f64::from(x), f64::from(y));
            let mut all: Vec<(u32, f64)> = positions
                .iter()
                .zip(0..)
                .map(|(&position, place)| (place, metres_to(from, Bounds::around(position))))
                .collect();
            all.sort_by(|left, right| left.1.total_cmp(&right.1).then(left.0.cmp(&right.0)));
            all.truncate(count);
            let found: Vec<(u32, f64)> = tree.nearest(from).take(count).collect();
            prop_assert_eq!(found, all);
        }

        #[test]
        fn the_places_in_a_box_are_those_of_a_plain_search(
            positions in positions(),
            west in -180_i32..=180,
            south in -90_i32..=90,
            width in 0_i32..90,
        ) {
            let (order, boxes) = build(&positions);
            let order: Vec<u8> = order.into_iter().flat_map(u32::to_le_bytes).collect();
            let at = |place: u32| positions.get(place as usize).copied();
            let tree = Tree { order: &order, boxes: &boxes, at };
            let degree = PER_DEGREE as i32;
            let wanted = Bounds {
                low: (west * degree, south * degree),
                high: ((west + width).min(180) * degree, (south + width).min(90) * degree),
            };
            let all: Vec<u32> = positions
                .iter()
                .zip(0..)
                .filter(|&(&(x, y), _)| {
                    (wanted.low.0..=wanted.high.0).contains(&x)
                        && (wanted.low.1..=wanted.high.1).contains(&y)
                })
                .map(|(_, place)| place)
                .collect();
            prop_assert_eq!(tree.within(wanted), all);
        }

        #[test]
        fn damaged_trees_do_no_harm(
            order in proptest::collection::vec(any::<u8>(), 0..800),
            boxes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let at = |place: u32| (!place.is_multiple_of(3)).then_some((0, 0));
            let tree = Tree { order: &order, boxes: &boxes, at };
            tree.within(Bounds { low: (-1, -1), high: (1, 1) });
            tree.nearest((10.0, 10.0)).count();
        }
    }
}
