//! The frame: which part of the earth the picture shows, in which projection, and where a position falls in it.

use geo::{BoundingRect, Coord, Distance, Geodesic, LineString, Point, Rect};

use crate::look::Extent;
use araxes_gazetteer::crs::{CrsError, Transformer, WGS84};

/// The map as a rectangle of pixels, `x` to the right and `y` down.
pub(super) struct Frame<'t> {
    /// Pixels.
    pub(super) width: f64,
    /// Pixels.
    pub(super) height: f64,
    /// What the projection is called, for the margin.
    pub(super) projection: String,
    /// Pixels in a kilometre, in the middle.
    pub(super) pixels_per_km: f64,
    /// What is drawn at all, degrees: a little more than is seen.
    clip: Extent,
    transformer: &'t mut Transformer,
    system: String,
    left: f64,
    top: f64,
    pixels_per_unit: f64,
}

/// A map is no taller and no flatter than this, height to width.
const SHAPES: std::ops::RangeInclusive<f64> = 0.45..=1.05;

impl<'t> Frame<'t> {
    pub(super) fn new(
        extent: Extent,
        width: f64,
        transformer: &'t mut Transformer,
    ) -> Result<Self, CrsError> {
        let (system, projection) = projection(extent);
        let edge = edge(extent);
        let projected: LineString<f64> = edge
            .into_iter()
            .map(|position| transformer.convert(WGS84, &system, position))
            .collect::<Result<_, _>>()?;
        let rect = projected
            .bounding_rect()
            .unwrap_or(Rect::new((0.0, 0.0), (1.0, 1.0)));
        let (mut wide, mut high) = (rect.width().max(1.0), rect.height().max(1.0));
        if high / wide > *SHAPES.end() {
            wide = high / SHAPES.end();
        } else if high / wide < *SHAPES.start() {
            high = wide * SHAPES.start();
        }
        let centre = rect.center();
        let mut frame = Self {
            width,
            height: (width * high / wide).round(),
            projection,
            pixels_per_km: 1.0,
            clip: extent,
            transformer,
            system,
            left: centre.x - wide / 2.0,
            top: centre.y + high / 2.0,
            pixels_per_unit: width / wide,
        };
        frame.clip = frame.seen(extent);
        frame.pixels_per_km = frame.measure();
        Ok(frame)
    }

    /// All that the rectangle shows and a little more, degrees.
    fn seen(&mut self, extent: Extent) -> Extent {
        let steps = 24;
        let mut positions = Vec::new();
        for step in 0..=steps {
            let share = f64::from(step) / f64::from(steps);
            for (x, y) in [
                (share * self.width, 0.0),
                (share * self.width, self.height),
                (0.0, share * self.height),
                (self.width, share * self.height),
            ] {
                positions.extend(self.position_at(x, y));
            }
        }
        // On a map of the earth the corners lie outside it.
        if positions.len() < 4 * steps as usize || extent.east - extent.west > WIDE {
            let middle = (extent.west + extent.east) / 2.0;
            // Not quite to the meridian opposite the middle, which the projection draws on either side.
            return Extent {
                west: middle - 179.999,
                south: -90.0,
                east: middle + 179.999,
                north: 90.0,
            };
        }
        Extent::bounding(positions.into_iter()).map_or(extent, Extent::padded)
    }

    fn position_at(&mut self, x: f64, y: f64) -> Option<Coord<f64>> {
        let position = Coord {
            x: self.left + x / self.pixels_per_unit,
            y: self.top - y / self.pixels_per_unit,
        };
        self.transformer.convert(&self.system, WGS84, position).ok()
    }

    fn measure(&mut self) -> f64 {
        let (x, y) = (self.width / 2.0, self.height / 2.0);
        let reach = self.width / 20.0;
        match (
            self.position_at(x - reach, y),
            self.position_at(x + reach, y),
        ) {
            (Some(left), Some(right)) => {
                let metres = Geodesic.distance(Point(left), Point(right));
                2.0 * reach / (metres / 1000.0)
            }
            _ => 1.0,
        }
    }

    /// Where a position falls, in pixels; `None` outside the map.
    pub(super) fn pixel(&mut self, position: Coord<f64>) -> Option<Coord<f64>> {
        let pixel = self.project(position)?;
        let inside =
            (0.0..=self.width).contains(&pixel.x) && (0.0..=self.height).contains(&pixel.y);
        inside.then_some(pixel)
    }

    /// The box that is shown, degrees, as far as it lies between the antimeridians.
    pub(super) fn shown(&self) -> Rect<f64> {
        let Extent {
            west,
            south,
            east,
            north,
        } = self.clip;
        Rect::new((west.max(-180.0), south), (east.min(180.0), north))
    }

    /// The same position, a turn around the earth further where that brings it onto the map.
    fn turned(&self, position: Coord<f64>) -> Coord<f64> {
        let x = [0.0, -360.0, 360.0]
            .into_iter()
            .map(|turn| position.x + turn)
            .find(|x| (self.clip.west..=self.clip.east).contains(x))
            .unwrap_or(position.x);
        Coord { x, y: position.y }
    }

    fn project(&mut self, position: Coord<f64>) -> Option<Coord<f64>> {
        let projected = self
            .transformer
            .convert(WGS84, &self.system, position)
            .ok()?;
        Some(Coord {
            x: (projected.x - self.left) * self.pixels_per_unit,
            y: (self.top - projected.y) * self.pixels_per_unit,
        })
    }

    /// The pieces of a line on the map, in pixels.
    pub(super) fn line(&mut self, line: &LineString<f64>) -> Vec<Vec<Coord<f64>>> {
        let mut pieces: Vec<Vec<Coord<f64>>> = Vec::new();
        let mut piece: Vec<Coord<f64>> = Vec::new();
        for segment in line.lines() {
            let (start, end) = (self.turned(segment.start), self.turned(segment.end));
            // A segment is drawn when either end is near the map: it is cut by the picture's own edge.
            let near = self.clip.contains(start) || self.clip.contains(end);
            if !near || (start.x - end.x).abs() > 180.0 {
                pieces.push(std::mem::take(&mut piece));
                continue;
            }
            if piece.is_empty() {
                piece.extend(self.project(start));
            }
            piece.extend(self.project(end));
        }
        pieces.push(piece);
        pieces
            .into_iter()
            .filter(|piece| piece.len() >= 2)
            .map(thinned)
            .collect()
    }

    /// A ring cut to the map, in pixels: one piece, or several where it spans the meridian at which the map is cut.
    pub(super) fn ring(&mut self, ring: &LineString<f64>) -> Vec<Vec<Coord<f64>>> {
        let whole = unrolled(ring);
        [0.0, -360.0, 360.0]
            .into_iter()
            .filter_map(|turn| {
                let turned: LineString<f64> = whole
                    .iter()
                    .map(|at| Coord {
                        x: at.x + turn,
                        y: at.y,
                    })
                    .collect();
                let cut = clipped(&turned, self.clip);
                let projected = cut
                    .into_iter()
                    .filter_map(|position| self.project(position))
                    .collect();
                Some(thinned(projected)).filter(|piece| piece.len() >= 3)
            })
            .collect()
    }

    /// Whether a box of degrees touches the map.
    pub(super) fn touches(&self, rect: Rect<f64>) -> bool {
        let beside = |turn: f64| {
            rect.max().x + turn >= self.clip.west && rect.min().x + turn <= self.clip.east
        };
        [0.0, -360.0, 360.0].into_iter().any(beside)
            && rect.max().y >= self.clip.south
            && rect.min().y <= self.clip.north
    }
}

/// From this width on, degrees, a map is one of the earth.
const WIDE: f64 = 110.0;

/// A projection for an extent, as PROJ knows it and as people call it: shapes keep their form where the map is one of
/// a region, areas their size where it is one of the earth.
fn projection(extent: Extent) -> (String, String) {
    let (lon, lat) = (
        (extent.west + extent.east) / 2.0,
        (extent.south + extent.north) / 2.0,
    );
    let (wide, high) = (extent.east - extent.west, extent.north - extent.south);
    let end = "+datum=WGS84 +units=m +no_defs +type=crs";
    if wide > WIDE || high > 80.0 {
        return (
            format!("+proj=eqearth +lon_0={lon:.4} {end}"),
            "Equal Earth projection".to_owned(),
        );
    }
    // Near the equator the cone becomes a cylinder.
    if lat.abs() < 12.0 || extent.south * extent.north < 0.0 {
        return (
            format!("+proj=merc +lon_0={lon:.4} +lat_ts={lat:.4} {end}"),
            "Mercator projection".to_owned(),
        );
    }
    let (lower, upper) = (extent.south + high / 6.0, extent.north - high / 6.0);
    (
        format!(
            "+proj=lcc +lon_0={lon:.4} +lat_0={lat:.4} +lat_1={lower:.4} +lat_2={upper:.4} {end}"
        ),
        "Lambert conformal conic projection".to_owned(),
    )
}

/// Positions around an extent.
fn edge(extent: Extent) -> Vec<Coord<f64>> {
    let steps = 32;
    (0..=steps)
        .flat_map(|step| {
            let share = f64::from(step) / f64::from(steps);
            let x = extent.west + share * (extent.east - extent.west);
            let y = extent.south + share * (extent.north - extent.south);
            [
                Coord { x, y: extent.south },
                Coord { x, y: extent.north },
                Coord { x: extent.west, y },
                Coord { x: extent.east, y },
            ]
        })
        .collect()
}

/// A ring without a jump at the antimeridian, its longitudes running on beyond 180. One around a pole is closed over
/// the pole.
fn unrolled(ring: &LineString<f64>) -> Vec<Coord<f64>> {
    let mut positions: Vec<Coord<f64>> = Vec::with_capacity(ring.0.len());
    for &at in ring.coords() {
        let turns = positions.last().map_or(0.0, |before: &Coord<f64>| {
            ((before.x - at.x) / 360.0).round()
        });
        positions.push(Coord {
            x: at.x + 360.0 * turns,
            y: at.y,
        });
    }
    if let (Some(&first), Some(&last)) = (positions.first(), positions.last())
        && (first.x - last.x).abs() > 180.0
    {
        let pole = if first.y > 0.0 { 90.0 } else { -90.0 };
        positions.extend([last, first].map(|at| Coord { x: at.x, y: pole }));
    }
    positions
}

/// Cuts a ring to a box (Sutherland and Hodgman 1974). What is cut away is replaced by stretches of the box's edge,
/// which lie outside the picture.
pub(super) fn clipped(ring: &LineString<f64>, to: Extent) -> Vec<Coord<f64>> {
    type Inside = fn(Coord<f64>, Extent) -> bool;
    type Cross = fn(Coord<f64>, Coord<f64>, Extent) -> Coord<f64>;
    fn at_x(from: Coord<f64>, to: Coord<f64>, x: f64) -> Coord<f64> {
        let share = (x - from.x) / (to.x - from.x);
        Coord {
            x,
            y: from.y + share * (to.y - from.y),
        }
    }
    fn at_y(from: Coord<f64>, to: Coord<f64>, y: f64) -> Coord<f64> {
        let share = (y - from.y) / (to.y - from.y);
        Coord {
            x: from.x + share * (to.x - from.x),
            y,
        }
    }
    let sides: [(Inside, Cross); 4] = [
        (|at, to| at.x >= to.west, |a, b, to| at_x(a, b, to.west)),
        (|at, to| at.x <= to.east, |a, b, to| at_x(a, b, to.east)),
        (|at, to| at.y >= to.south, |a, b, to| at_y(a, b, to.south)),
        (|at, to| at.y <= to.north, |a, b, to| at_y(a, b, to.north)),
    ];
    let mut positions: Vec<Coord<f64>> = ring.coords().copied().collect();
    for (inside, cross) in sides {
        let Some(&last) = positions.last() else {
            break;
        };
        let mut before = last;
        let mut kept = Vec::with_capacity(positions.len());
        for position in positions {
            match (inside(before, to), inside(position, to)) {
                (true, true) => kept.push(position),
                (true, false) => kept.push(cross(before, position, to)),
                (false, true) => kept.extend([cross(before, position, to), position]),
                (false, false) => {}
            }
            before = position;
        }
        positions = kept;
    }
    positions
}

/// Without positions that the eye cannot tell apart.
fn thinned(line: Vec<Coord<f64>>) -> Vec<Coord<f64>> {
    let mut kept: Vec<Coord<f64>> = Vec::with_capacity(line.len());
    let last = line.len().saturating_sub(1);
    for (number, position) in line.into_iter().enumerate() {
        let far = kept.last().is_none_or(|before| {
            (before.x - position.x)
                .abs()
                .max((before.y - position.y).abs())
                >= 0.5
        });
        if far || number == last {
            kept.push(position);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::WORLD;

    #[test]
    fn a_ring_is_cut_to_the_box() {
        let ring = LineString::from(vec![
            (-5.0, 5.0),
            (5.0, 5.0),
            (5.0, -5.0),
            (-5.0, -5.0),
            (-5.0, 5.0),
        ]);
        let to = Extent {
            west: 0.0,
            south: 0.0,
            east: 10.0,
            north: 10.0,
        };
        let cut = clipped(&ring, to);
        assert!(!cut.is_empty());
        for position in cut {
            assert!(to.contains(position), "{position:?}");
        }
    }

    #[test]
    fn a_ring_over_the_antimeridian_has_no_jump() {
        let ring = LineString::from(vec![
            (179.0, -17.0),
            (-179.0, -17.0),
            (-179.0, -16.0),
            (179.0, -17.0),
        ]);
        let whole = unrolled(&ring);
        assert!(
            whole
                .windows(2)
                .all(|ends| (ends[0].x - ends[1].x).abs() < 3.0),
            "{whole:?}"
        );
        let mut transformer = Transformer::new();
        let Ok(mut frame) = Frame::new(WORLD, 1000.0, &mut transformer) else {
            panic!("the world cannot be projected")
        };
        // One piece at either edge of the map, and none across it.
        let pieces = frame.ring(&ring);
        assert_eq!(pieces.len(), 2, "{pieces:?}");
        for piece in pieces {
            let (least, most) = piece
                .iter()
                .fold((f64::MAX, f64::MIN), |(least, most), at| {
                    (least.min(at.x), most.max(at.x))
                });
            assert!(most - least < 20.0, "{piece:?}");
        }
    }

    #[test]
    fn the_middle_of_the_extent_is_the_middle_of_the_picture() {
        for text in [
            "43,38,51,42",
            "-80,-10,-60,8",
            "-170,-50,170,75",
            "10,-40,30,-20",
        ] {
            let extent: Extent = text.parse().unwrap_or(WORLD);
            let mut transformer = Transformer::new();
            let Ok(mut frame) = Frame::new(extent, 1000.0, &mut transformer) else {
                panic!("{text} cannot be projected")
            };
            let middle = Coord {
                x: (extent.west + extent.east) / 2.0,
                y: (extent.south + extent.north) / 2.0,
            };
            let pixel = frame.pixel(middle).unwrap_or(Coord { x: -1.0, y: -1.0 });
            assert!((pixel.x - 500.0).abs() < 5.0, "{text}: {pixel:?}");
            assert!(
                (pixel.y / frame.height - 0.5).abs() < 0.1,
                "{text}: {pixel:?}"
            );
            assert!(frame.pixels_per_km > 0.0);
        }
    }
}
