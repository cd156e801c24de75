//! Lines and polygons as bytes: counts of 32 bits and pairs of longitude and latitude, degrees, as they were given.

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Polygon};

use super::format;

/// The bytes of a line or polygon: kind, parts; for each part its rings; for each ring its positions.
#[must_use]
pub fn encode(geometry: &Geometry<f64>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();

    match geometry {
        Geometry::LineString(line) => {
            count(&mut bytes, 0);
            count(&mut bytes, 1);
            line_bytes(&mut bytes, line);
        }
        Geometry::MultiLineString(lines) => {
            count(&mut bytes, 1);
            count(&mut bytes, lines.0.len());
            lines.iter().for_each(|line| line_bytes(&mut bytes, line));
        }
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) => {
            let polygons = match geometry {
                Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
                Geometry::MultiPolygon(polygons) => polygons.0.as_slice(),
                _ => &[],
            };
            let kind = if matches!(geometry, Geometry::Polygon(_)) {
                2
            } else {
                3
            };
            count(&mut bytes, kind);
            count(&mut bytes, polygons.len());
            for polygon in polygons {
                count(&mut bytes, polygon.interiors().len() + 1);
                line_bytes(&mut bytes, polygon.exterior());
                for ring in polygon.interiors() {
                    line_bytes(&mut bytes, ring);
                }
            }
        }
        _ => return None,
    }
    Some(bytes)
}

fn count(bytes: &mut Vec<u8>, count: usize) {
    // A line of thousands of millions of positions does not fit into memory.
    bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

fn line_bytes(bytes: &mut Vec<u8>, line: &LineString<f64>) {
    positions(bytes, &line.0);
}

/// A count and that many pairs of longitude and latitude, degrees.
pub fn positions(bytes: &mut Vec<u8>, line: &[Coord<f64>]) {
    count(bytes, line.len());
    for position in line {
        bytes.extend(position.x.to_bits().to_le_bytes());
        bytes.extend(position.y.to_bits().to_le_bytes());
    }
}

/// Reads what [`encode`] wrote, at a byte of the section. `None` where the bytes make no sense.
#[must_use]
pub fn decode(bytes: &[u8], at: u64) -> Option<Geometry<f64>> {
    let mut reader = Reader::new(bytes.get(usize::try_from(at).ok()?..)?);
    let kind = reader.count()?;
    let parts = reader.count()?;
    if kind <= 1 {
        let mut lines = Vec::new();
        for _ in 0..parts {
            lines.push(LineString::new(reader.positions()?));
        }
        return match (kind, lines.len()) {
            (0, 1) => lines.pop().map(Geometry::LineString),
            (1, _) => Some(Geometry::MultiLineString(MultiLineString(lines))),
            _ => None,
        };
    }
    let mut polygons = Vec::new();
    for _ in 0..parts {
        let rings = reader.count()?;
        let exterior = LineString::new(reader.positions()?);
        let mut interiors = Vec::new();
        for _ in 1..rings {
            interiors.push(LineString::new(reader.positions()?));
        }
        polygons.push(Polygon::new(exterior, interiors));
    }
    match (kind, polygons.len()) {
        (2, 1) => polygons.pop().map(Geometry::Polygon),
        (3, _) => Some(Geometry::MultiPolygon(MultiPolygon(polygons))),
        _ => None,
    }
}

/// A walk over bytes that ends where they end.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// From the first byte on.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next bytes.
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// A number of 32 bits: how many items follow. No item is shorter than a number, so that a damaged count cannot
    /// make a reader ask for more than there is.
    pub fn count(&mut self) -> Option<u32> {
        let count = format::u32_at(self.take(4)?, 0)?;
        (count as usize <= self.rest.len()).then_some(count)
    }

    /// A line of positions. What is not on the earth is damage.
    pub fn positions(&mut self) -> Option<Vec<Coord<f64>>> {
        let count = self.count()? as usize;
        let bytes = self.take(count.checked_mul(16)?)?;
        bytes
            .chunks_exact(16)
            .map(|pair| {
                let (x, y) = (format::f64_at(pair, 0)?, format::f64_at(pair, 8)?);
                (x.abs() <= 360.0 && y.abs() <= 90.0).then_some(Coord { x, y })
            })
            .collect()
    }
}
