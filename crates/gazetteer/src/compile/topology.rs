//! Country polygons that share their edges (TopoJSON), so that the border of two neighbours is one line and not two
//! lines that nearly agree.
//!
//! Format: the TopoJSON Format Specification 1.0 (`topology`, quantised `transform`, delta-encoded `arcs`, arc index
//! `~i` for an arc run backwards). Only what country layers use is read: polygons and multipolygons in one object.

use std::collections::{BTreeMap, BTreeSet};

use geo::{
    Closest, Contains, Coord, Distance, Geodesic, HaversineClosestPoint, LineString,
    MultiLineString, MultiPolygon, Point, Polygon, Rect, Simplify,
};
use serde::Deserialize;

use super::geometry::{Reader, positions};

/// Country polygons with common arcs. Codes are ISO 3166-1 alpha-3.
#[derive(Debug, Clone, Default)]
pub struct Topology {
    arcs: Vec<Vec<Coord<f64>>>,
    countries: BTreeMap<String, Shape>,
    /// The topology of an earlier volume, for what this one does not have. Arcs are shared within one topology only.
    below: Option<Box<Topology>>,
}

#[derive(Debug, Clone, Default)]
struct Shape {
    /// Polygons of rings of signed arc numbers.
    polygons: Vec<Vec<Vec<i64>>>,
}

#[derive(Deserialize)]
pub(super) struct RawTopology {
    pub(super) transform: Option<RawTransform>,
    pub(super) arcs: Vec<Vec<Vec<f64>>>,
    pub(super) objects: BTreeMap<String, RawObject>,
}

#[derive(Deserialize)]
pub(super) struct RawTransform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
pub(super) struct RawObject {
    #[serde(default)]
    pub(super) geometries: Vec<RawGeometry>,
}

#[derive(Deserialize)]
pub(super) struct RawGeometry {
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) id: Option<serde_json::Value>,
    pub(super) arcs: Option<serde_json::Value>,
}

/// Why a topology could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TopologyError {
    /// Not JSON, or not of the shape of a topology.
    #[error("is not a TopoJSON topology: {0}")]
    Shape(#[from] serde_json::Error),
    /// The object asked for is not in the file.
    #[error("has no object “{0}”")]
    NoObject(String),
    /// A geometry names an arc that the file does not have.
    #[error("country {country} names arc {arc}, but the file has {arcs} arcs")]
    NoArc {
        /// Code of the country.
        country: String,
        /// Number of the arc.
        arc: i64,
        /// How many there are.
        arcs: usize,
    },
}

impl Topology {
    /// Reads one object of a TopoJSON file. Geometries without an `id` are passed over.
    ///
    /// # Errors
    /// If the text is not a topology, lacks the object, or names arcs that are not there.
    pub fn from_topojson(text: &str, object: &str) -> Result<Self, TopologyError> {
        let raw: RawTopology = serde_json::from_str(text)?;
        let arcs: Vec<Vec<Coord<f64>>> = raw
            .arcs
            .iter()
            .map(|arc| decode_arc(arc, raw.transform.as_ref()))
            .collect();
        let collection = raw
            .objects
            .get(object)
            .ok_or_else(|| TopologyError::NoObject(object.to_owned()))?;
        let mut countries = BTreeMap::new();
        for geometry in &collection.geometries {
            let (Some(serde_json::Value::String(code)), Some(numbers)) =
                (&geometry.id, &geometry.arcs)
            else {
                continue;
            };
            let polygons: Vec<Vec<Vec<i64>>> = match geometry.kind.as_deref() {
                Some("Polygon") => vec![serde_json::from_value(numbers.clone())?],
                Some("MultiPolygon") => serde_json::from_value(numbers.clone())?,
                _ => continue,
            };
            for &arc in polygons.iter().flatten().flatten() {
                if arc_number(arc) >= arcs.len() {
                    return Err(TopologyError::NoArc {
                        country: code.clone(),
                        arc,
                        arcs: arcs.len(),
                    });
                }
            }
            let shape: &mut Shape = countries.entry(code.clone()).or_default();
            shape.polygons.extend(polygons);
        }
        Ok(Self {
            arcs,
            countries,
            below: None,
        })
    }

    /// This topology, with an earlier one for the countries and borders that it does not have.
    #[must_use]
    pub fn over(mut self, below: Topology) -> Self {
        if self.countries.is_empty() {
            return below;
        }
        let lowest = match self.below.take() {
            Some(middle) => middle.over(below),
            None => below,
        };
        self.below = (!lowest.countries.is_empty()).then(|| Box::new(lowest));
        self
    }

    /// The topologies from the last to the first.
    fn sheets(&self) -> impl Iterator<Item = &Topology> {
        std::iter::successors(Some(self), |sheet| sheet.below.as_deref())
    }

    /// The arcs of the last topology, by number: WGS 84 degrees, longitude first.
    #[must_use]
    pub fn arcs(&self) -> &[Vec<Coord<f64>>] {
        &self.arcs
    }

    /// The countries of the last topology, by code: polygons of rings of numbers of [`Topology::arcs`], `!number` where
    /// the arc is run backwards.
    pub fn shapes(&self) -> impl Iterator<Item = (&str, &[Vec<Vec<i64>>])> {
        self.countries
            .iter()
            .map(|(code, shape)| (code.as_str(), shape.polygons.as_slice()))
    }

    /// The codes of the countries, in alphabetical order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let codes: BTreeSet<&str> = self
            .sheets()
            .flat_map(|sheet| sheet.countries.keys().map(String::as_str))
            .collect();
        codes.into_iter()
    }

    /// Whether the topology has the country.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.sheets()
            .any(|sheet| sheet.countries.contains_key(code))
    }

    /// The polygons of a country or a part of one ([`part`]), WGS 84 degrees, longitude first.
    #[must_use]
    pub fn polygons(&self, code: &str) -> Option<MultiPolygon<f64>> {
        let found = |sheet| Some((sheet, Self::areas(sheet, code, &[])?));
        let (sheet, areas) = self.sheets().find_map(found)?;
        let polygons = areas.into_iter().filter_map(|rings| {
            let mut rings = rings.iter().map(|ring| sheet.ring(ring));
            let exterior = rings.next()?;
            Some(Polygon::new(exterior, rings.collect()))
        });
        Some(MultiPolygon(polygons.collect()))
    }

    /// The land of countries or parts of such ([`part`]) as one: what they share lies within it and is no edge. Where a
    /// country is meant as a whole, it is without the parts that `without` lists. WGS 84 degrees, longitude first; `None`
    /// where one of them is unknown.
    #[must_use]
    pub fn outline(&self, codes: &[&str], without: &[&str]) -> Option<MultiPolygon<f64>> {
        // Neighbours share arcs within one topology: the last that has all of them decides.
        let of_sheet = |sheet: &Topology| {
            let mut land = Vec::new();
            for code in codes {
                land.extend(Self::areas(sheet, code, without)?.into_iter().cloned());
            }
            (!land.is_empty()).then(|| sheet.land(&sheet.joined(land)))
        };
        if codes.is_empty() {
            return None;
        }
        self.sheets().find_map(of_sheet)
    }

    /// Polygons of rings of arcs as positions.
    fn land(&self, polygons: &[Vec<Vec<i64>>]) -> MultiPolygon<f64> {
        let polygons = polygons.iter().filter_map(|rings| {
            let mut rings = rings.iter().map(|ring| self.ring(ring));
            let exterior = rings.next()?;
            Some(Polygon::new(exterior, rings.collect()))
        });
        MultiPolygon(polygons.collect())
    }

    /// The country in which a point (WGS 84 degrees, longitude first) lies, if any.
    #[must_use]
    pub fn country_at(&self, point: Point<f64>) -> Option<&str> {
        self.codes().find(|code| {
            self.polygons(code)
                .is_some_and(|polygons| holds(&polygons, point))
        })
    }

    /// The country in which a point lies and those whose border with it is no further than `within_m` metres, in
    /// alphabetical order: for what stands on a border, such as a bridge over a river that is one.
    #[must_use]
    pub fn countries_near(&self, point: Point<f64>, within_m: f64) -> Vec<&str> {
        let Some(home) = self.country_at(point) else {
            return Vec::new();
        };
        let is_near = |other: &&str| {
            let Some(line) = self.shared_line(home, other) else {
                return false;
            };
            match line.haversine_closest_point(&point) {
                Closest::Intersection(found) | Closest::SinglePoint(found) => {
                    Geodesic.distance(found, point) <= within_m
                }
                Closest::Indeterminate => false,
            }
        };
        let mut countries: Vec<&str> = self.neighbours(home).into_iter().filter(is_near).collect();
        countries.push(home);
        countries.sort_unstable();
        countries
    }

    /// The land border of two countries: the arcs that both polygons use, joined where they meet. `None` where they
    /// are not neighbours or one of them is unknown.
    #[must_use]
    pub fn shared_line(&self, left: &str, right: &str) -> Option<MultiLineString<f64>> {
        self.shared_line_without(left, right, &[])
    }

    /// The land border of two countries or parts of such ([`part`]). Where a country is meant as a whole, it is without
    /// those parts of it that are listed.
    #[must_use]
    pub fn shared_line_without(
        &self,
        left: &str,
        right: &str,
        parts: &[&str],
    ) -> Option<MultiLineString<f64>> {
        // Two countries share arcs within one topology: the last that has both decides.
        let (sheet, left, right) = self.sheets().find_map(|sheet| {
            let areas = |code| Self::areas(sheet, code, parts);
            Some((sheet, areas(left)?, areas(right)?))
        })?;
        let theirs: BTreeSet<usize> = right
            .into_iter()
            .flatten()
            .flatten()
            .map(|&arc| arc_number(arc))
            .collect();
        let mut lines: Vec<LineString<f64>> = Vec::new();
        for ring in left.into_iter().flatten() {
            lines.extend(sheet.shared_runs(ring, &theirs));
        }
        (!lines.is_empty()).then_some(MultiLineString(lines))
    }

    /// The polygons of a country in one topology, or the one that is a part of it; of a whole country, without those
    /// that are among `parts`.
    fn areas<'t>(
        sheet: &'t Topology,
        code: &str,
        parts: &[&str],
    ) -> Option<Vec<&'t Vec<Vec<i64>>>> {
        let (code, inside) = part(code)?;
        let shape = sheet.countries.get(code)?;
        let gone: Vec<Point<f64>> = parts
            .iter()
            .filter_map(|listed| part(listed))
            .filter_map(|(of, point)| point.filter(|_| of == code))
            .collect();
        let is_around = |rings: &Vec<Vec<i64>>, point: &Point<f64>| {
            let exterior = rings.first().map(|ring| sheet.ring(ring));
            exterior.is_some_and(|ring| {
                let edges = ring.lines();
                let crossed = edges.filter(|edge| is_north_of(edge.start, edge.end, *point));
                crossed.count() % 2 == 1
            })
        };
        let is_meant = |rings: &&Vec<Vec<i64>>| match &inside {
            Some(point) => is_around(rings, point),
            None => !gone.iter().any(|point| is_around(rings, point)),
        };
        Some(shape.polygons.iter().filter(is_meant).collect())
    }

    /// The same countries with fewer positions where detail is not wanted: outside of a box (WGS 84 degrees), lines may
    /// be off by a tolerance in degrees (Douglas and Peucker, 1973). Neighbours keep their common lines.
    #[must_use]
    pub fn simplified(&self, tolerance: f64, detailed: Rect<f64>) -> Self {
        let simpler = |arc: &Vec<Coord<f64>>| {
            if arc.iter().any(|coord| detailed.contains(coord)) {
                return arc.clone();
            }
            let simple = LineString::new(arc.clone()).simplify(tolerance).0;
            // An island must stay a ring.
            if simple.len() < 4 && arc.first() == arc.last() {
                return arc.clone();
            }
            simple
        };
        Self {
            arcs: self.arcs.iter().map(simpler).collect(),
            countries: self.countries.clone(),
            below: self
                .below
                .as_ref()
                .map(|below| Box::new(below.simplified(tolerance, detailed))),
        }
    }

    /// The same land with some of it given to other countries: each gift is a country or a part of one ([`part`]), and
    /// the country that it goes to. A line between two areas of one country is no line any more. What a topology does
    /// not have, or whose taker it does not have, stays.
    #[must_use]
    pub fn after(&self, gifts: &[(&str, &str)]) -> Self {
        let mut sheet = Self {
            arcs: self.arcs.clone(),
            countries: self.countries.clone(),
            below: self
                .below
                .as_ref()
                .map(|below| Box::new(below.after(gifts))),
        };
        for &(given, taker) in gifts {
            let Some((giver, _)) = part(given).filter(|(giver, _)| *giver != taker) else {
                continue;
            };
            let areas = Self::areas(&sheet, given, &[]);
            let areas: Vec<_> = areas.into_iter().flatten().cloned().collect();
            if areas.is_empty() || !sheet.countries.contains_key(taker) {
                continue;
            }
            if let Some(shape) = sheet.countries.get_mut(giver) {
                shape.polygons.retain(|polygon| !areas.contains(polygon));
            }
            sheet
                .countries
                .retain(|_, shape| !shape.polygons.is_empty());
            let Some(shape) = sheet.countries.get_mut(taker) else {
                continue;
            };
            let mut polygons = std::mem::take(&mut shape.polygons);
            polygons.extend(areas);
            let joined = sheet.joined(polygons);
            if let Some(shape) = sheet.countries.get_mut(taker) {
                shape.polygons = joined;
            }
        }
        sheet
    }

    /// Polygons of one country as one land: arcs that two of its rings share lie within it and go.
    fn joined(&self, polygons: Vec<Vec<Vec<i64>>>) -> Vec<Vec<Vec<i64>>> {
        let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
        for &arc in polygons.iter().flatten().flatten() {
            *uses.entry(arc_number(arc)).or_default() += 1;
        }
        let is_inner = |arc: &i64| uses.get(&arc_number(*arc)).is_some_and(|&uses| uses > 1);
        let (touching, mut joined): (Vec<_>, Vec<_>) = polygons
            .into_iter()
            .partition(|polygon| polygon.iter().flatten().any(is_inner));
        // Of a polygon the first ring runs one way around and its holes the other.
        let Some(way_around) = touching
            .first()
            .and_then(|polygon| polygon.first())
            .map(|ring| self.runs_left(ring))
        else {
            return joined;
        };
        let mut edges: Vec<i64> = touching.into_iter().flatten().flatten().collect();
        edges.retain(|arc| !is_inner(arc));
        let mut rings: Vec<Vec<i64>> = Vec::new();
        while let Some(first) = edges.pop() {
            let mut ring = vec![first];
            let begin = self.arc(first).next();
            let mut end = self.arc(first).last();
            while end != begin {
                let next = edges.iter().rposition(|&arc| self.arc(arc).next() == end);
                // Rings are whole, so that one goes on from each end.
                let Some(next) = next.map(|at| edges.remove(at)) else {
                    break;
                };
                end = self.arc(next).last();
                ring.push(next);
            }
            rings.push(ring);
        }
        let is_outer = |ring: &Vec<i64>| self.runs_left(ring) == way_around;
        let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(is_outer);
        let mut land: Vec<Vec<Vec<i64>>> = outer.into_iter().map(|ring| vec![ring]).collect();
        for hole in holes {
            let inside = self.arc(hole.first().copied().unwrap_or_default()).next();
            let around = land.iter().position(|polygon| {
                let ring = polygon.first().map(|ring| self.ring(ring));
                inside.zip(ring).is_some_and(|(inside, ring)| {
                    let edges = ring.lines();
                    let crossed =
                        edges.filter(|edge| is_north_of(edge.start, edge.end, inside.into()));
                    crossed.count() % 2 == 1
                })
            });
            if let Some(polygon) = land.get_mut(around.unwrap_or_default()) {
                polygon.push(hole);
            }
        }
        joined.extend(land);
        joined
    }

    /// Whether a ring runs counterclockwise.
    fn runs_left(&self, ring: &[i64]) -> bool {
        let twice_area =
            |line: geo::Line<f64>| line.start.x * line.end.y - line.end.x * line.start.y;
        self.ring(ring).lines().map(twice_area).sum::<f64>() > 0.0
    }

    /// The lines that two countries have in common, each once: land borders without coasts. Where two topologies have
    /// both countries, the later one's line counts.
    #[must_use]
    pub fn land_borders(&self) -> Vec<LineString<f64>> {
        let mut lines = Vec::new();
        let mut drawn: BTreeSet<&str> = BTreeSet::new();
        for sheet in self.sheets() {
            let mut sides: Vec<Vec<&str>> = vec![Vec::new(); sheet.arcs.len()];
            for (code, shape) in &sheet.countries {
                for &arc in shape.polygons.iter().flatten().flatten() {
                    if let Some(sides) = sides.get_mut(arc_number(arc)) {
                        sides.push(code);
                    }
                }
            }
            let shared = sheet.arcs.iter().zip(&sides).filter(|(_, sides)| {
                sides.iter().any(|side| Some(side) != sides.first())
                    && sides.iter().any(|side| !drawn.contains(side))
            });
            lines.extend(shared.map(|(arc, _)| LineString::new(arc.clone())));
            drawn.extend(sheet.countries.keys().map(String::as_str));
        }
        lines
    }

    /// The neighbours of a country by land, in alphabetical order.
    #[must_use]
    pub fn neighbours(&self, code: &str) -> Vec<&str> {
        self.codes()
            .filter(|other| *other != code && self.shared_line(code, other).is_some())
            .collect()
    }

    /// The stretches of one ring that run along a neighbour. A ring has no first arc, so a run that spans its seam
    /// is one line: the walk begins behind an arc that is not shared.
    fn shared_runs(&self, ring: &[i64], theirs: &BTreeSet<usize>) -> Vec<LineString<f64>> {
        let shared = |arc: &i64| theirs.contains(&arc_number(*arc));
        let seam = ring
            .iter()
            .position(|arc| !shared(arc))
            .map_or(0, |at| at + 1);
        let mut runs: Vec<Vec<Coord<f64>>> = Vec::new();
        let mut in_run = false;
        for arc in ring.iter().cycle().skip(seam).take(ring.len()) {
            if !shared(arc) {
                in_run = false;
                continue;
            }
            if !in_run {
                runs.push(Vec::new());
                in_run = true;
            }
            if let Some(run) = runs.last_mut() {
                let skip = usize::from(!run.is_empty());
                run.extend(self.arc(*arc).skip(skip));
            }
        }
        runs.into_iter().map(LineString::new).collect()
    }

    /// The bytes of a compiled gazetteer: for each topology, from the last to the first, its arcs and countries.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let count = |bytes: &mut Vec<u8>, count: usize| {
            // A topology of thousands of millions of arcs does not fit into memory.
            bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
        };
        for sheet in self.sheets().filter(|sheet| !sheet.countries.is_empty()) {
            count(&mut bytes, sheet.arcs.len());
            for arc in &sheet.arcs {
                positions(&mut bytes, arc);
            }
            count(&mut bytes, sheet.countries.len());
            for (code, shape) in &sheet.countries {
                count(&mut bytes, code.len());
                bytes.extend(code.as_bytes());
                count(&mut bytes, shape.polygons.len());
                for polygon in &shape.polygons {
                    count(&mut bytes, polygon.len());
                    for ring in polygon {
                        count(&mut bytes, ring.len());
                        for arc in ring {
                            bytes.extend(arc.to_le_bytes());
                        }
                    }
                }
            }
        }
        bytes
    }

    /// Reads what [`Topology::to_bytes`] wrote. From where the bytes make no sense on, nothing is read.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut reader = Reader::new(bytes);
        let mut sheets = Vec::new();
        while !reader.is_empty() {
            let Some(sheet) = Self::sheet_from(&mut reader) else {
                break;
            };
            sheets.push(sheet);
        }
        sheets
            .into_iter()
            .rev()
            .fold(Topology::default(), |below, sheet| sheet.over(below))
    }

    fn sheet_from(reader: &mut Reader<'_>) -> Option<Self> {
        let mut sheet = Self::default();
        for _ in 0..reader.count()? {
            sheet.arcs.push(reader.positions()?);
        }
        for _ in 0..reader.count()? {
            let length = reader.count()? as usize;
            let code = std::str::from_utf8(reader.take(length)?).ok()?.to_owned();
            let mut shape = Shape::default();
            for _ in 0..reader.count()? {
                let mut polygon = Vec::new();
                for _ in 0..reader.count()? {
                    let mut ring = Vec::new();
                    for _ in 0..reader.count()? {
                        let arc = i64::from_le_bytes(*reader.take(8)?.first_chunk()?);
                        if arc_number(arc) >= sheet.arcs.len() {
                            return None;
                        }
                        ring.push(arc);
                    }
                    polygon.push(ring);
                }
                shape.polygons.push(polygon);
            }
            sheet.countries.insert(code, shape);
        }
        Some(sheet)
    }

    fn ring(&self, arcs: &[i64]) -> LineString<f64> {
        let mut coordinates: Vec<Coord<f64>> = Vec::new();
        for &arc in arcs {
            // The last position of an arc is the first of the next.
            coordinates.pop();
            coordinates.extend(self.arc(arc));
        }
        LineString::new(coordinates)
    }

    fn arc(&self, signed: i64) -> Box<dyn Iterator<Item = Coord<f64>> + '_> {
        let arc = self
            .arcs
            .get(arc_number(signed))
            .map(Vec::as_slice)
            .unwrap_or_default();
        if signed < 0 {
            Box::new(arc.iter().rev().copied())
        } else {
            Box::new(arc.iter().copied())
        }
    }
}

/// A country or a part of one: its code, and for a part a point (WGS 84 degrees, longitude first) in the one polygon that
/// is meant. `UKR@34.4/45.2` is the polygon of Ukraine around 34.4° E 45.2° N. `None` for what is neither.
#[must_use]
pub fn part(text: &str) -> Option<(&str, Option<Point<f64>>)> {
    let Some((code, position)) = text.split_once('@') else {
        return Some((text, None));
    };
    let (lon, lat) = position.split_once('/')?;
    let (lon, lat): (f64, f64) = (lon.parse().ok()?, lat.parse().ok()?);
    let is_on_earth = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
    is_on_earth.then_some((code, Some(Point::new(lon, lat))))
}

/// Whether a point lies within polygons, which may run across the 180th meridian: whether a way from it to the north
/// pole, where no country is, crosses their rings an odd number of times.
fn holds(polygons: &MultiPolygon<f64>, point: Point<f64>) -> bool {
    let rings = polygons
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let crossings = rings
        .flat_map(LineString::lines)
        .filter(|edge| is_north_of(edge.start, edge.end, point));
    crossings.count() % 2 == 1
}

/// Whether the way from a point straight to the north pole crosses an edge. Edges run the shorter way around the globe.
#[must_use]
pub fn is_north_of(from: Coord<f64>, to: Coord<f64>, point: Point<f64>) -> bool {
    let aside = |at: Coord<f64>| {
        let degrees = at.x - point.x();
        degrees - (degrees / 360.0).round() * 360.0
    };
    let (start, end) = (aside(from), aside(to));
    (start > 0.0) != (end > 0.0)
        && (end - start).abs() < 180.0
        && from.y - start / (end - start) * (to.y - from.y) > point.y()
}

/// The number of the arc behind a signed reference: `~i` means arc `i` run backwards.
pub(super) fn arc_number(signed: i64) -> usize {
    usize::try_from(if signed < 0 { !signed } else { signed }).unwrap_or(usize::MAX)
}

pub(super) fn decode_arc(arc: &[Vec<f64>], transform: Option<&RawTransform>) -> Vec<Coord<f64>> {
    let (mut x, mut y) = (0.0, 0.0);
    arc.iter()
        .filter_map(|position| match (position.as_slice(), transform) {
            ([dx, dy, ..], Some(transform)) => {
                x += dx;
                y += dy;
                Some(Coord {
                    x: x * transform.scale[0] + transform.translate[0],
                    y: y * transform.scale[1] + transform.translate[1],
                })
            }
            ([x, y, ..], None) => Some(Coord { x: *x, y: *y }),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two unit squares side by side; the common edge is arc 1.
    const SQUARES: &str = r#"{"type":"Topology","arcs":[
        [[1,1],[0,1],[0,0],[1,0]], [[1,0],[1,1]], [[1,0],[2,0],[2,1],[1,1]]],
        "objects":{"countries":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","id":"AAA","arcs":[[0,1]]},{"type":"Polygon","id":"BBB","arcs":[[2,-2]]}]}}}"#;

    #[test]
    fn neighbours_share_one_line() {
        let topology = Topology::from_topojson(SQUARES, "countries").expect("reads");
        let line = topology.shared_line("AAA", "BBB").expect("neighbours");
        assert_eq!(
            line,
            MultiLineString(vec![LineString::from(vec![(1.0, 0.0), (1.0, 1.0)])])
        );
        assert_eq!(topology.neighbours("AAA"), ["BBB"]);
        assert_eq!(topology.land_borders(), line.0);
        let nowhere = Rect::new((50.0, 50.0), (60.0, 60.0));
        let simplified = topology.simplified(0.01, nowhere);
        assert_eq!(simplified.shared_line("AAA", "BBB"), Some(line));
        assert_eq!(topology.country_at(Point::new(1.5, 0.5)), Some("BBB"));
        assert_eq!(
            topology.countries_near(Point::new(1.01, 0.5), 2_000.0),
            ["AAA", "BBB"]
        );
        assert_eq!(
            topology.countries_near(Point::new(1.5, 0.5), 2_000.0),
            ["BBB"]
        );
    }

    #[test]
    fn land_that_is_given_away_has_no_line_to_its_taker() {
        let topology = Topology::from_topojson(SQUARES, "countries").expect("reads");
        let given = topology.after(&[("BBB", "AAA")]);
        assert_eq!(Vec::from_iter(given.codes()), ["AAA"]);
        assert!(given.land_borders().is_empty());
        assert_eq!(given.country_at(Point::new(1.5, 0.5)), Some("AAA"));
        let land = given.polygons("AAA").expect("there");
        let rings: usize = land
            .iter()
            .map(|polygon| 1 + polygon.interiors().len())
            .sum();
        assert_eq!(rings, 1, "two squares side by side are one: {land:?}");
        // What nobody knows stays as it is.
        let same = topology.after(&[("CCC", "AAA"), ("BBB", "CCC"), ("AAA", "AAA")]);
        assert_eq!(same.to_bytes(), topology.to_bytes());
    }

    #[test]
    fn an_enclave_that_is_given_to_the_country_around_it_leaves_no_hole_and_others_stay() {
        let enclaves = r#"{"type":"Topology","arcs":[
            [[0,0],[9,0],[9,9],[0,9],[0,0]], [[1,1],[1,2],[2,2],[2,1],[1,1]], [[5,5],[5,6],[6,6],[6,5],[5,5]]],
            "objects":{"countries":{"geometries":[
            {"type":"Polygon","id":"AAA","arcs":[[0],[1],[2]]},
            {"type":"Polygon","id":"BBB","arcs":[[-2]]},{"type":"Polygon","id":"CCC","arcs":[[-3]]}]}}}"#;
        let topology = Topology::from_topojson(enclaves, "countries").expect("reads");
        let given = topology.after(&[("BBB", "AAA")]);
        assert_eq!(given.country_at(Point::new(1.5, 1.5)), Some("AAA"));
        assert_eq!(given.country_at(Point::new(5.5, 5.5)), Some("CCC"));
        let land = given.polygons("AAA").expect("there");
        let holes: Vec<usize> = land
            .iter()
            .map(|polygon| polygon.interiors().len())
            .collect();
        assert_eq!(holes, [1]);
    }

    #[test]
    fn a_country_across_the_180th_meridian_holds_what_is_in_it_and_nothing_else() {
        let across = r#"{"type":"Topology","arcs":[[[170,60],[-170,60],[-170,70],[170,70],[170,60]]],
            "objects":{"countries":{"geometries":[{"type":"Polygon","id":"AAA","arcs":[[0]]}]}}}"#;
        let topology = Topology::from_topojson(across, "countries").expect("reads");
        for (lon, lat, country) in [
            (175.0, 65.0, Some("AAA")),
            (-175.0, 65.0, Some("AAA")),
            (175.0, 59.0, None),
            (175.0, 71.0, None),
            (160.0, 65.0, None),
            (0.0, 65.0, None),
        ] {
            assert_eq!(
                topology.country_at(Point::new(lon, lat)),
                country,
                "{lon} {lat}"
            );
        }
    }

    #[test]
    fn a_part_of_a_country_can_be_taken_out_of_it() {
        // Of three squares in a row the first two are of one country.
        let row = SQUARES.replace(
            r#"{"type":"Polygon","id":"BBB","arcs":[[2,-2]]}"#,
            r#"{"type":"Polygon","id":"BBB","arcs":[[3,-5]]}"#,
        );
        let row = row
            .replace(
                r#""type":"Polygon","id":"AAA","arcs":[[0,1]]"#,
                r#""type":"MultiPolygon","id":"AAA","arcs":[[[0,1]],[[2,4,5,-2]]]"#,
            )
            .replace(
                "[[1,0],[2,0],[2,1],[1,1]]]",
                "[[1,0],[2,0]],[[2,0],[3,0],[3,1],[2,1]],[[2,0],[2,1]],[[2,1],[1,1]]]",
            );
        let topology = Topology::from_topojson(&row, "countries").expect("reads");
        let line = |x: f64| {
            Some(MultiLineString(vec![LineString::from(vec![
                (x, 0.0),
                (x, 1.0),
            ])]))
        };
        let part = "AAA@1.5/0.5";
        assert_eq!(topology.shared_line("AAA", "BBB"), line(2.0));
        assert_eq!(topology.shared_line_without("AAA", "BBB", &[part]), None);
        assert_eq!(
            topology.shared_line_without(part, "BBB", &[part]),
            line(2.0)
        );
        assert_eq!(
            topology.shared_line_without("AAA", part, &[part]),
            line(1.0)
        );
        let area = topology.polygons(part).expect("is there");
        assert_eq!(area.0.len(), 1);
        assert!(holds(&area, Point::new(1.5, 0.5)) && !holds(&area, Point::new(0.5, 0.5)));
        for wrong in ["AAA@", "AAA@1.5", "AAA@1.5/x", "AAA@1.5/91"] {
            assert_eq!(super::part(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_missing_arc_is_named() {
        let broken = SQUARES.replace("[[2,-2]]", "[[9]]");
        let error = Topology::from_topojson(&broken, "countries").expect_err("arc 9 is not there");
        assert!(error.to_string().contains("arc 9"), "{error}");
    }
}
