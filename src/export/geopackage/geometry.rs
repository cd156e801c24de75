//! Geometries as GeoPackage keeps them: a header with reference system and bounding box, then well-known binary
//! (OGC 12-128r18, clause 2.1.3; OGC 06-103r4 for the binary).

use geo::{BoundingRect, Coord, Geometry, LineString, Polygon, Rect};

use super::WGS84_ID;

/// Little-endian, in header and well-known binary alike.
const LITTLE_ENDIAN: u8 = 1;
/// Flags of the header: little-endian, with an envelope of four numbers.
const FLAGS_WITH_BOX: u8 = LITTLE_ENDIAN | 1 << 1;
/// Flags of the header of a point, which is its own box.
const FLAGS_WITHOUT_BOX: u8 = LITTLE_ENDIAN;

/// The type of the geometries of a table. Lines and polygons are always of the multiple sort, so that a column has
/// one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum GeometryType {
    /// Single points.
    Point,
    /// Lines of any number of parts.
    MultiLineString,
    /// Areas of any number of parts.
    MultiPolygon,
}

impl GeometryType {
    /// Its name in `gpkg_geometry_columns`.
    pub(super) fn name(self) -> &'static str {
        match self {
            GeometryType::Point => "POINT",
            GeometryType::MultiLineString => "MULTILINESTRING",
            GeometryType::MultiPolygon => "MULTIPOLYGON",
        }
    }
}

/// The bytes of a geometry and its bounding box; `None` for one that has no position or is of another sort.
pub(super) fn encode(geometry: &Geometry<f64>) -> Option<(Vec<u8>, Rect<f64>)> {
    let bounds = geometry.bounding_rect()?;
    let mut bytes = vec![b'G', b'P', 0];
    if let Geometry::Point(point) = geometry {
        bytes.push(FLAGS_WITHOUT_BOX);
        bytes.extend(WGS84_ID.to_le_bytes());
        head(&mut bytes, 1);
        position(&mut bytes, point.0);
        return Some((bytes, bounds));
    }
    bytes.push(FLAGS_WITH_BOX);
    bytes.extend(WGS84_ID.to_le_bytes());
    for side in [
        bounds.min().x,
        bounds.max().x,
        bounds.min().y,
        bounds.max().y,
    ] {
        bytes.extend(side.to_le_bytes());
    }
    match geometry {
        Geometry::LineString(line) => lines(&mut bytes, std::slice::from_ref(line)),
        Geometry::MultiLineString(all) => lines(&mut bytes, &all.0),
        Geometry::Polygon(polygon) => polygons(&mut bytes, std::slice::from_ref(polygon)),
        Geometry::MultiPolygon(all) => polygons(&mut bytes, &all.0),
        _ => return None,
    }
    Some((bytes, bounds))
}

fn lines(bytes: &mut Vec<u8>, lines: &[LineString<f64>]) {
    head(bytes, 5);
    count(bytes, lines.len());
    for line in lines {
        head(bytes, 2);
        positions(bytes, line);
    }
}

fn polygons(bytes: &mut Vec<u8>, polygons: &[Polygon<f64>]) {
    head(bytes, 6);
    count(bytes, polygons.len());
    for polygon in polygons {
        head(bytes, 3);
        count(bytes, 1 + polygon.interiors().len());
        positions(bytes, polygon.exterior());
        for ring in polygon.interiors() {
            positions(bytes, ring);
        }
    }
}

/// Byte order and type of a geometry.
fn head(bytes: &mut Vec<u8>, kind: u32) {
    bytes.push(LITTLE_ENDIAN);
    bytes.extend(kind.to_le_bytes());
}

fn positions(bytes: &mut Vec<u8>, line: &LineString<f64>) {
    count(bytes, line.0.len());
    for &coord in &line.0 {
        position(bytes, coord);
    }
}

fn position(bytes: &mut Vec<u8>, Coord { x, y }: Coord<f64>) {
    bytes.extend(x.to_le_bytes());
    bytes.extend(y.to_le_bytes());
}

fn count(bytes: &mut Vec<u8>, count: usize) {
    // More than four thousand million positions do not fit into memory.
    bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Point;

    #[test]
    fn a_point_is_a_header_and_well_known_binary() {
        let (bytes, _) = encode(&Geometry::Point(Point::new(46.75, 39.8))).expect("has a place");
        assert_eq!(bytes.len(), 8 + 5 + 16);
        assert_eq!(bytes.get(..4), Some(&b"GP\0\x01"[..]));
        assert_eq!(bytes.get(4..8), Some(&4326_i32.to_le_bytes()[..]));
        assert_eq!(bytes.get(13..21), Some(&46.75_f64.to_le_bytes()[..]));
    }

    #[test]
    fn a_single_line_becomes_a_line_of_one_part() {
        let line = LineString::from(vec![(1.0, 2.0), (3.0, 5.0)]);
        let (bytes, bounds) = encode(&Geometry::LineString(line)).expect("has a place");
        assert_eq!(bytes.len(), 8 + 32 + 9 + 9 + 32);
        assert_eq!(bytes.get(41..45), Some(&5_u32.to_le_bytes()[..]));
        assert_eq!((bounds.min().x, bounds.max().y), (1.0, 5.0));
    }

    #[test]
    fn what_has_no_position_is_no_geometry() {
        let nothing = Geometry::LineString(LineString::new(Vec::new()));
        assert!(encode(&nothing).is_none());
    }
}
