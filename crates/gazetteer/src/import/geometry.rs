//! Geometries as sources draw them: what is wrong with them, a point for them, and the shape worth keeping.

use std::collections::HashMap;

use geo::Validation;
use geo::{
    BoundingRect, CoordsIter, Distance, Euclidean, Geometry, Haversine, InteriorPoint,
    InterpolateLine, Length, LineString, MultiLineString, MultiPolygon, Point, Polygon,
};
use geojson::GeometryValue;
use serde_json::Value;

use super::intake::Intake;
use super::report::{At, Reason};

/// The precision of a point of which nothing more is known, metres.
pub(super) const POINT_PRECISION_M: f64 = 1_000.0;
/// Rings of more positions than this are not searched for crossings: it takes the square of their number at worst, which
/// is a minute for 50,000.
const LONGEST_SEARCHED: usize = 5_000;
/// Geometries in one another, deeper than which none is meant and a reader would run out of its stack.
const DEEPEST: usize = 100;

/// A geometry, closed where it must be, and whether a ring of it was not.
pub(super) type Drawn = (Geometry<f64>, bool);

/// A geometry of GeoJSON. Geometries without a position are `None`.
///
/// # Errors
/// If it is none, or has a ring of fewer than three positions.
pub(super) fn of_json(value: Value) -> Result<Option<Drawn>, String> {
    let geometry: geojson::Geometry = serde_json::from_value(value)
        .map_err(|error| format!("the geometry is no GeoJSON: {error}"))?;
    let unclosed = check_rings(&geometry.value)?;
    let geometry = Geometry::<f64>::try_from(geometry)
        .map_err(|error| format!("the geometry cannot be used: {error}"))?;
    Ok((geometry.coords_count() > 0).then_some((geometry, unclosed)))
}

/// A geometry of well-known text.
///
/// # Errors
/// If it is none.
pub(super) fn of_wkt(written: &str) -> Result<Drawn, String> {
    let mut depth = 0_usize;
    for byte in written.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth > DEEPEST {
            return Err(format!(
                "the geometry holds others more than {DEEPEST} deep"
            ));
        }
    }
    let parsed: wkt::Wkt<f64> = written
        .parse()
        .map_err(|error| format!("the geometry is no well-known text: {error}"))?;
    // What `geo` makes of it is closed.
    let unclosed = has_open_ring(&parsed);
    let geometry =
        Geometry::<f64>::try_from(parsed).map_err(|_| "the geometry is empty".to_owned())?;
    match geometry.coords_count() {
        0 => Err("the geometry is empty".to_owned()),
        _ => Ok((geometry, unclosed)),
    }
}

/// Checks that well-known binary has as many positions as it says, before room is made for them.
///
/// # Errors
/// If it has not, or holds geometries too deep in one another.
pub(super) fn check_wkb(bytes: &[u8]) -> Result<(), String> {
    wkb_geometry(bytes, 0).map(|_| ())
}

/// What stands behind a geometry of well-known binary.
fn wkb_geometry(bytes: &[u8], depth: usize) -> Result<&[u8], String> {
    let cut = || "the geometry is cut off, or declares more positions than it has".to_owned();
    if depth > DEEPEST {
        return Err(format!(
            "the geometry holds others more than {DEEPEST} deep"
        ));
    }
    let (order, rest) = bytes.split_first().ok_or_else(cut)?;
    let number = |bytes: &'_ [u8]| -> Result<u32, String> {
        let figure: [u8; 4] = bytes
            .get(..4)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(cut)?;
        Ok(match order {
            0 => u32::from_be_bytes(figure),
            _ => u32::from_le_bytes(figure),
        })
    };
    let kind = number(rest)?;
    let mut rest = rest.get(4..).ok_or_else(cut)?;
    // Marks of EWKB, or thousands by ISO, for heights and measures.
    let iso = (kind & 0x0FFF_FFFF) / 1000;
    let has_height = kind & 0x8000_0000 != 0 || iso == 1 || iso == 3;
    let has_measure = kind & 0x4000_0000 != 0 || iso == 2 || iso == 3;
    if kind & 0x2000_0000 != 0 {
        rest = rest.get(4..).ok_or_else(cut)?;
    }
    let size = 8 * (2 + usize::from(has_height) + usize::from(has_measure));
    let positions = |rest: &mut &[u8]| -> Result<(), String> {
        let count = usize::try_from(number(rest)?).map_err(|_| cut())?;
        let length = count
            .checked_mul(size)
            .and_then(|length| length.checked_add(4));
        *rest = length
            .and_then(|length| rest.get(length..))
            .ok_or_else(cut)?;
        Ok(())
    };
    match (kind & 0x0FFF_FFFF) % 1000 {
        1 => rest.get(size..).ok_or_else(cut),
        2 => positions(&mut rest).map(|()| rest),
        3 | 17 => {
            let count = number(rest)?;
            rest = rest.get(4..).ok_or_else(cut)?;
            for _ in 0..count {
                positions(&mut rest)?;
            }
            Ok(rest)
        }
        4..=7 => {
            let count = number(rest)?;
            rest = rest.get(4..).ok_or_else(cut)?;
            for _ in 0..count {
                rest = wkb_geometry(rest, depth + 1)?;
            }
            Ok(rest)
        }
        kind => Err(format!(
            "the geometry is of a sort that is not read ({kind})"
        )),
    }
}

/// Whether all positions are numbers.
pub(super) fn is_finite(geometry: &Geometry<f64>) -> bool {
    geometry
        .coords_iter()
        .all(|position| position.x.is_finite() && position.y.is_finite())
}

fn has_open_ring(written: &wkt::Wkt<f64>) -> bool {
    let is_open = |polygon: &wkt::types::Polygon<f64>| {
        let mut rings = polygon.rings().iter();
        rings.any(|ring| ring.coords().first() != ring.coords().last())
    };
    match written {
        wkt::Wkt::Polygon(polygon) => is_open(polygon),
        wkt::Wkt::MultiPolygon(several) => several.polygons().iter().any(is_open),
        wkt::Wkt::GeometryCollection(collection) => {
            collection.geometries().iter().any(has_open_ring)
        }
        _ => false,
    }
}

/// Says that a ring of a place was not closed.
pub(super) fn remark_unclosed(at: At<'_>, name: &str, intake: &mut Intake<'_>) {
    let detail = format!("{name}: a ring does not end where it began; it is closed");
    intake.remark(at, Reason::UnclosedRing, detail);
}

fn check_rings(value: &GeometryValue) -> Result<bool, String> {
    let ring = |ring: &Vec<geojson::Position>| match ring.len() {
        0..3 => Err(format!(
            "a ring of {} positions encloses nothing; a ring has at least four, the last of which is the first",
            ring.len()
        )),
        _ => Ok(ring.first() != ring.last()),
    };
    let any = |mut all: Box<dyn Iterator<Item = Result<bool, String>> + '_>| {
        all.try_fold(false, |any, one| Ok(any | one?))
    };
    match value {
        GeometryValue::Polygon { coordinates } => any(Box::new(coordinates.iter().map(ring))),
        GeometryValue::MultiPolygon { coordinates } => {
            any(Box::new(coordinates.iter().flatten().map(ring)))
        }
        GeometryValue::GeometryCollection { geometries } => any(Box::new(
            geometries
                .iter()
                .map(|geometry| check_rings(&geometry.value)),
        )),
        _ => Ok(false),
    }
}

/// Where a geometry puts a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    /// A point of the geometry itself: the point, the middle of the longest line, or a point within the largest
    /// polygon.
    pub(super) point: Point<f64>,
    /// Half of the diagonal of its box, metres.
    pub(super) precision_m: f64,
    /// Line or polygon, where it is one.
    pub(super) shape: Option<Geometry<f64>>,
}

/// Where a geometry puts a place. Says what is wrong with its rings.
pub(super) fn place(
    at: At<'_>,
    name: &str,
    geometry: Geometry<f64>,
    intake: &mut Intake<'_>,
) -> Option<Placed> {
    let geometry = simplest(geometry)?;
    let mut keep = !matches!(geometry, Geometry::Point(_));
    if let Some(fault) = crossing(&geometry) {
        let detail = format!("{name}: {fault}; its point is used, its shape is not");
        intake.remark(at, Reason::SelfCrossing, detail);
        keep = false;
    }
    let point = representative(&geometry)?;
    let diagonal = geometry.bounding_rect().map_or(0.0, |bounds| {
        // A box over the date line has its corners on the same meridian, and the whole earth in it.
        Haversine.distance(Point(bounds.min()), Point(bounds.max()))
    });
    Some(Placed {
        point,
        precision_m: (diagonal / 2.0).max(POINT_PRECISION_M).round(),
        shape: keep.then_some(geometry),
    })
}

/// Point, lines or polygons: of a collection what has the most extent.
fn simplest(geometry: Geometry<f64>) -> Option<Geometry<f64>> {
    match geometry {
        Geometry::GeometryCollection(collection) => {
            let mut points: Vec<Point<f64>> = Vec::new();
            let mut lines: Vec<LineString<f64>> = Vec::new();
            let mut polygons: Vec<Polygon<f64>> = Vec::new();
            for part in collection.0 {
                match simplest(part) {
                    Some(Geometry::Point(point)) => points.push(point),
                    Some(Geometry::LineString(line)) => lines.push(line),
                    Some(Geometry::MultiLineString(more)) => lines.extend(more),
                    Some(Geometry::Polygon(polygon)) => polygons.push(polygon),
                    Some(Geometry::MultiPolygon(more)) => polygons.extend(more),
                    _ => {}
                }
            }
            if !polygons.is_empty() {
                Some(Geometry::MultiPolygon(MultiPolygon(polygons)))
            } else if !lines.is_empty() {
                Some(Geometry::MultiLineString(MultiLineString(lines)))
            } else {
                points.first().copied().map(Geometry::Point)
            }
        }
        Geometry::MultiPoint(points) => points.0.first().copied().map(Geometry::Point),
        Geometry::Line(line) => Some(Geometry::LineString(line.into())),
        Geometry::Rect(rectangle) => Some(Geometry::Polygon(rectangle.to_polygon())),
        Geometry::Triangle(triangle) => Some(Geometry::Polygon(triangle.to_polygon())),
        other => Some(other),
    }
}

fn representative(geometry: &Geometry<f64>) -> Option<Point<f64>> {
    let middle = |line: &LineString<f64>| {
        Euclidean
            .point_at_ratio_from_start(line, 0.5)
            .or_else(|| line.points().next())
    };
    match geometry {
        Geometry::Point(point) => Some(*point),
        Geometry::LineString(line) => middle(line),
        Geometry::MultiLineString(lines) => lines
            .iter()
            .max_by(|left, right| Euclidean.length(*left).total_cmp(&Euclidean.length(*right)))
            .and_then(middle),
        other => other
            .interior_point()
            .or_else(|| other.coords_iter().next().map(Point)),
    }
}

/// What is wrong with the rings of polygons.
fn crossing(geometry: &Geometry<f64>) -> Option<String> {
    let polygons = match geometry {
        Geometry::Polygon(polygon) => std::slice::from_ref(polygon),
        Geometry::MultiPolygon(polygons) => polygons.0.as_slice(),
        _ => return None,
    };
    polygons
        .iter()
        .filter(|polygon| polygon.coords_count() <= LONGEST_SEARCHED)
        .find_map(|polygon| polygon.check_validation().err())
        .map(|fault| format!("the polygon is not valid: {fault}"))
}

/// Changes positions into longitude and latitude, each system set up once.
#[derive(Debug, Default)]
pub(super) struct ToDegrees {
    transformer: crate::crs::Transformer,
    known: HashMap<String, Result<(), String>>,
}

impl ToDegrees {
    /// Checks that PROJ knows a system.
    pub(super) fn check(&mut self, crs: &str) -> Result<(), String> {
        if is_degrees(crs) {
            return Ok(());
        }
        let transformer = &mut self.transformer;
        self.known
            .entry(crs.to_owned())
            .or_insert_with(|| transformer.check(crs).map_err(|error| error.to_string()))
            .clone()
    }

    /// Changes a geometry from a system into WGS 84.
    pub(super) fn change(
        &mut self,
        crs: Option<&str>,
        geometry: Geometry<f64>,
    ) -> Result<Geometry<f64>, String> {
        let Some(crs) = crs.filter(|crs| !is_degrees(crs)) else {
            return Ok(geometry);
        };
        self.transformer
            .geometry_to_wgs84(crs, &geometry)
            .map_err(|error| error.to_string())
    }
}

/// Whether a system is WGS 84 in degrees, longitude first, as everything inside the program.
fn is_degrees(crs: &str) -> bool {
    matches!(crs, crate::crs::WGS84 | "OGC:CRS84")
        || crs.starts_with("GEOGCS[\"GCS_WGS_1984\"")
        || crs.starts_with("GEOGCS[\"WGS 84\"")
}
