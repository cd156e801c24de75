//! Shapes of places that are no countries (divisions, seas, lakes, rivers) as one file, from which each is read by itself:
//! a program that draws Texas does not read the Volga.
//!
//! The source is TopoJSON, whose geometries have the ids of places. Neighbours share arcs there, so that simplifying them
//! opened no gaps; here each shape stands alone: whether it is an area, how many parts, of each its rings, of each its
//! positions, all as whole numbers of seven bits a byte.

use std::collections::BTreeMap;

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPolygon, Polygon};
use serde_json::Value;

use super::format::u32_at;
use super::topology::{RawGeometry, RawTopology, TopologyError, arc_number, decode_arc};

/// What a file begins with.
const MAGIC: &[u8; 8] = b"ARXSHAP1";
/// Bytes of an entry of the list of ids: where the id begins, how long it is, where the shape begins.
const ENTRY: usize = 12;
/// Positions are kept as steps of whole units, degrees: about a hundred metres.
const UNIT: f64 = 0.001;

/// The shapes of a TopoJSON file, those of all its objects, by id. Equal input gives equal bytes.
///
/// # Errors
/// If the text is no topology or names arcs that are not there.
pub fn pack(text: &str) -> Result<Vec<u8>, TopologyError> {
    let raw: RawTopology = serde_json::from_str(text)?;
    let arcs: Vec<Vec<Coord<f64>>> = raw
        .arcs
        .iter()
        .map(|arc| decode_arc(arc, raw.transform.as_ref()))
        .collect();
    let mut shapes: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for one in raw.objects.values().flat_map(|object| &object.geometries) {
        let Some(Value::String(id)) = &one.id else {
            continue;
        };
        if let Some(bytes) = shape(id, one, &arcs)?.as_ref().and_then(encode) {
            shapes.insert(id, bytes);
        }
    }
    let ids_at = MAGIC.len() + 4 + ENTRY * shapes.len();
    let ids: usize = shapes.keys().map(|id| id.len()).sum();
    let (mut list, mut names, mut geometries) = (Vec::new(), Vec::new(), Vec::new());
    for (id, bytes) in shapes {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        list.extend(small(ids_at + names.len()));
        list.extend(small(id.len()));
        list.extend(small(ids_at + ids + geometries.len()));
        names.extend(id.as_bytes());
        geometries.extend(bytes);
    }
    let count = u32::try_from(list.len() / ENTRY).unwrap_or(u32::MAX);
    let mut packed = MAGIC.to_vec();
    packed.extend(count.to_le_bytes());
    for part in [list, names, geometries] {
        packed.extend(part);
    }
    Ok(packed)
}

/// A geometry of the file as positions; `None` for other sorts than areas and lines.
fn shape(
    id: &str,
    raw: &RawGeometry,
    arcs: &[Vec<Coord<f64>>],
) -> Result<Option<Geometry<f64>>, TopologyError> {
    let numbers = raw.arcs.clone().unwrap_or_default();
    let line = |numbers: &Vec<i64>| -> Result<LineString<f64>, TopologyError> {
        let mut line: Vec<Coord<f64>> = Vec::new();
        for &number in numbers {
            let arc = arcs.get(arc_number(number)).ok_or(TopologyError::NoArc {
                country: id.to_owned(),
                arc: number,
                arcs: arcs.len(),
            })?;
            // The last position of an arc is the first of the next.
            line.pop();
            if number < 0 {
                line.extend(arc.iter().rev());
            } else {
                line.extend(arc);
            }
        }
        Ok(LineString::new(line))
    };
    let polygons: Vec<Vec<Vec<i64>>> = match raw.kind.as_deref() {
        Some("Polygon") => vec![serde_json::from_value(numbers)?],
        Some("MultiPolygon") => serde_json::from_value(numbers)?,
        Some(kind @ ("LineString" | "MultiLineString")) => {
            let lines: Vec<Vec<i64>> = if kind == "LineString" {
                vec![serde_json::from_value(numbers)?]
            } else {
                serde_json::from_value(numbers)?
            };
            let lines = lines.iter().map(line).collect::<Result<_, _>>()?;
            return Ok(Some(Geometry::MultiLineString(MultiLineString(lines))));
        }
        _ => return Ok(None),
    };
    let mut areas = Vec::new();
    for rings in &polygons {
        let mut rings = rings.iter().map(line).collect::<Result<Vec<_>, _>>()?;
        if !rings.is_empty() {
            let exterior = rings.remove(0);
            areas.push(Polygon::new(exterior, rings));
        }
    }
    Ok(Some(Geometry::MultiPolygon(MultiPolygon(areas))))
}

fn encode(geometry: &Geometry<f64>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    match geometry {
        Geometry::MultiLineString(lines) => {
            number(&mut bytes, 0);
            number(&mut bytes, lines.0.len() as u64);
            lines.iter().for_each(|line| steps(&mut bytes, line));
        }
        Geometry::MultiPolygon(polygons) => {
            number(&mut bytes, 1);
            number(&mut bytes, polygons.0.len() as u64);
            for polygon in polygons {
                number(&mut bytes, 1 + polygon.interiors().len() as u64);
                let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
                rings.for_each(|ring| steps(&mut bytes, ring));
            }
        }
        _ => return None,
    }
    Some(bytes)
}

/// A number of seven bits a byte, the lowest first; the eighth bit says that more follow.
fn number(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7F {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A count, then the way from each position to the next. Signs are in the lowest bit.
fn steps(bytes: &mut Vec<u8>, line: &LineString<f64>) {
    number(bytes, line.0.len() as u64);
    let mut last = [0_i64; 2];
    for position in line.coords() {
        #[allow(clippy::cast_possible_truncation)]
        let now = [position.x, position.y].map(|degrees| (degrees / UNIT).round() as i64);
        for (last, now) in last.iter().zip(now) {
            let step = now - last;
            number(bytes, ((step << 1) ^ (step >> 63)).cast_unsigned());
        }
        last = now;
    }
}

fn next(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..63).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// How many of something follow; each has a byte at least, so that damage cannot ask for more than there is.
fn count(bytes: &mut &[u8]) -> Option<usize> {
    let count = usize::try_from(next(bytes)?).ok()?;
    (count <= bytes.len()).then_some(count)
}

fn positions(bytes: &mut &[u8]) -> Option<LineString<f64>> {
    let count = count(bytes)?;
    let mut line = Vec::with_capacity(count);
    let (mut x, mut y) = (0_i64, 0_i64);
    for _ in 0..count {
        for at in [&mut x, &mut y] {
            let step = next(bytes)?;
            let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
            *at = at.checked_add(step)?;
        }
        let position = Coord {
            x: x as f64 * UNIT,
            y: y as f64 * UNIT,
        };
        if position.x.abs() > 360.0 || position.y.abs() > 90.0 {
            return None;
        }
        line.push(position);
    }
    Some(LineString::new(line))
}

fn decode(bytes: &mut &[u8]) -> Option<Geometry<f64>> {
    let is_area = next(bytes)? == 1;
    let parts = count(bytes)?;
    if !is_area {
        let lines: Option<Vec<_>> = (0..parts).map(|_| positions(bytes)).collect();
        return Some(Geometry::MultiLineString(MultiLineString(lines?)));
    }
    let mut polygons = Vec::new();
    for _ in 0..parts {
        let rings = count(bytes)?;
        let exterior = positions(bytes)?;
        let interiors: Option<Vec<_>> = (1..rings).map(|_| positions(bytes)).collect();
        polygons.push(Polygon::new(exterior, interiors?));
    }
    Some(Geometry::MultiPolygon(MultiPolygon(polygons)))
}

/// The shapes in such a file. Damage costs shapes and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Shapes<'a> {
    bytes: &'a [u8],
}

impl<'a> Shapes<'a> {
    /// The shapes in the bytes of a file; none where these are none.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let is_ours = bytes.starts_with(MAGIC);
        Self {
            bytes: if is_ours { bytes } else { &[] },
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        u32_at(self.bytes, MAGIC.len()).map_or(0, |count| count as usize)
    }

    /// The id of a shape by its number, in the order of the alphabet.
    #[must_use]
    pub fn id(&self, number: usize) -> Option<&'a str> {
        let at = self.entry(number)?;
        let start = u32_at(self.bytes, at)? as usize;
        let length = u32_at(self.bytes, at + 4)? as usize;
        std::str::from_utf8(self.bytes.get(start..start.checked_add(length)?)?).ok()
    }

    fn entry(&self, number: usize) -> Option<usize> {
        let at = number.checked_mul(ENTRY)?.checked_add(MAGIC.len() + 4)?;
        (number < self.count()).then_some(at)
    }

    /// The shape of a place: MultiPolygon of an area, MultiLineString of a river; WGS 84 degrees, longitude first.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Geometry<f64>> {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.id(middle)?.cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let at = u32_at(self.bytes, self.entry(middle)? + 8)? as usize;
                    return decode(&mut self.bytes.get(at..)?);
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = r#"{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[10,20]},
        "arcs":[[[0,0],[2,0],[0,2]],[[2,2],[-2,-2]],[[4,4],[2,0],[0,2]]],
        "objects":{"land":{"type":"GeometryCollection","geometries":[
          {"type":"Polygon","id":"place:b","arcs":[[0,1]]}, {"type":"Polygon","arcs":[[0,1]]}]},
        "rivers":{"type":"GeometryCollection","geometries":[{"type":"LineString","id":"place:a","arcs":[-3]}]}}}"#;

    #[test]
    fn each_shape_is_found_by_its_id_and_no_other() {
        let packed = pack(TWO).expect("is a topology");
        let shapes = Shapes::new(&packed);
        assert_eq!(shapes.count(), 2);
        assert_eq!(shapes.id(0), Some("place:a"));
        let Some(Geometry::MultiPolygon(land)) = shapes.get("place:b") else {
            panic!("an area is an area");
        };
        let ring: Vec<_> = land.0[0]
            .exterior()
            .coords()
            .map(|at| (at.x, at.y))
            .collect();
        assert_eq!(
            ring,
            [(10.0, 20.0), (11.0, 20.0), (11.0, 21.0), (10.0, 20.0)]
        );
        let Some(Geometry::MultiLineString(river)) = shapes.get("place:a") else {
            panic!("a line is a line");
        };
        // Run backwards.
        assert_eq!(river.0[0].0.first(), Some(&Coord { x: 13.0, y: 23.0 }));
        assert!(shapes.get("place:c").is_none() && shapes.get("").is_none());
    }

    #[test]
    fn damage_costs_shapes_and_nothing_else() {
        let packed = pack(TWO).expect("is a topology");
        for cut in 0..packed.len() {
            let _ = Shapes::new(&packed[..cut]).get("place:b");
            let mut changed = packed.clone();
            changed[cut] ^= 0xFF;
            let _ = Shapes::new(&changed).get("place:b");
        }
        assert!(pack("{}").is_err());
        assert!(pack(&TWO.replace("[[0,1]]", "[[0,9]]")).is_err());
    }
}
