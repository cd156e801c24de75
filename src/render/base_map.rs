//! What lies under the layers: land and sea, rivers and lakes, and the names of the countries, from the gazetteers
//! that travel inside the program. Countries that the documents name are lighter than the others.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, BoundingRect, Contains, Coord, Geometry, LineString, Point, Polygon};

use crate::layer::label;
use crate::look::{Extent, Towns, is_town};
use araxes_gazetteer::{Entry, Gazetteer, PlaceNumber};

use super::foreground::rank;
use super::frame::{Frame, clipped};
use super::label::{Labels, Style};
use super::scene::{Scene, Shape};
use super::symbol::{Sign, Sizes, path};

/// The colour of sea and lakes.
pub(super) const WATER: &str = "#d6e6ee";

/// A country on the map.
pub(super) struct Seen {
    code: String,
    /// Its largest piece, in pixels, reaching a little beyond the picture.
    piece: Vec<Coord<f64>>,
}

/// Countries that the documents name, by ISO 3166-1 alpha-3 code.
pub(super) fn named<'s>(world: &Gazetteer, scene: &'s Scene) -> BTreeMap<String, &'s Shape> {
    scene
        .shapes
        .iter()
        .filter(|shape| shape.is_country() && !shape.sign.group().hidden)
        .filter_map(|shape| Some((world.place_by_id(&shape.id)?.iso?.to_owned(), shape)))
        .collect()
}

/// Draws sea and land as a view sees it.
pub(super) fn land(
    world: &Gazetteer,
    view: &str,
    named: &BTreeMap<String, &Shape>,
    frame: &mut Frame<'_>,
    svg: &mut String,
) -> Vec<Seen> {
    svg.push_str(&format!(
        "<rect width=\"100%\" height=\"100%\" fill=\"{WATER}\"/>\n"
    ));
    let topology = world.topology_seen(view);
    let mut seen = Vec::new();
    for code in topology.codes() {
        let Some(polygons) = topology.polygons(code) else {
            continue;
        };
        let mut pieces: Vec<Vec<Coord<f64>>> = Vec::new();
        for polygon in &polygons {
            if polygon
                .bounding_rect()
                .is_none_or(|rect| !frame.touches(rect))
            {
                continue;
            }
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                pieces.extend(frame.ring(ring));
            }
        }
        if pieces.is_empty() {
            continue;
        }
        let fill = if named.contains_key(code) {
            "#fcfaf4"
        } else {
            "#efebe1"
        };
        svg.push_str(&format!(
            "<path d=\"{}\" fill=\"{fill}\" fill-rule=\"evenodd\" stroke=\"#b4ab99\" stroke-width=\"0.9\" stroke-linejoin=\"round\"/>\n",
            path(&pieces, true)
        ));
        if let Some(piece) = pieces
            .into_iter()
            .max_by(|left, right| area(left).total_cmp(&area(right)))
        {
            seen.push(Seen {
                code: code.to_owned(),
                piece,
            });
        }
    }
    seen
}

/// Draws rivers and lakes.
pub(super) fn waters(world: &Gazetteer, frame: &mut Frame<'_>, svg: &mut String) {
    for (_, water) in world.waters() {
        let (lines, rings): (Vec<LineString<f64>>, Vec<LineString<f64>>) = match water.geometry() {
            Some(Geometry::LineString(line)) => (vec![line], Vec::new()),
            Some(Geometry::MultiLineString(lines)) => (lines.0, Vec::new()),
            Some(Geometry::Polygon(polygon)) => (Vec::new(), vec![polygon.exterior().clone()]),
            Some(Geometry::MultiPolygon(polygons)) => (
                Vec::new(),
                polygons
                    .iter()
                    .map(|polygon| polygon.exterior().clone())
                    .collect(),
            ),
            _ => continue,
        };
        let courses: Vec<Vec<Coord<f64>>> =
            lines.iter().flat_map(|line| frame.line(line)).collect();
        if !courses.is_empty() {
            svg.push_str(&format!(
                "<path d=\"{}\" fill=\"none\" stroke=\"#a9cbdb\" stroke-width=\"1.4\" stroke-linejoin=\"round\"/>\n",
                path(&courses, false)
            ));
        }
        let shores: Vec<Vec<Coord<f64>>> = rings.iter().flat_map(|ring| frame.ring(ring)).collect();
        if !shores.is_empty() {
            svg.push_str(&format!(
                "<path d=\"{}\" fill=\"{WATER}\" stroke=\"#a9cbdb\" stroke-width=\"0.8\"/>\n",
                path(&shores, true)
            ));
        }
    }
}

/// A country is written where at least this share of the map is its.
const LEAST_SHARE: f64 = 0.006;

/// Symbols of the countries named that are on the map.
pub(super) struct Countries {
    pub(super) svg: String,
    /// How those without an outline are drawn, if there is one.
    pub(super) sign: Option<Sign>,
    /// Countries named that are not on the map, with how many documents name them.
    pub(super) outside: Vec<(usize, String)>,
}

/// Writes the names of the countries: those that the documents name with their symbol, the others faintly.
pub(super) fn countries(
    world: &Gazetteer,
    scene: &Scene,
    named: &BTreeMap<String, &Shape>,
    seen: &[Seen],
    frame: &mut Frame<'_>,
    labels: &mut Labels,
) -> Countries {
    let sizes = Sizes::of(scene);
    let mut found = Countries {
        svg: String::new(),
        sign: None,
        outside: Vec::new(),
    };
    let mut written: BTreeSet<&str> = BTreeSet::new();
    for country in seen {
        let shape = named.get(&country.code).copied();
        let point = match shape {
            Some(Shape {
                geometry: Some(Geometry::Point(point)),
                ..
            }) => Some(*point),
            _ => world.country(&country.code).map(|place| place.point),
        };
        let Some(at) = point
            .and_then(|point| well_inside(frame, point.0))
            .or_else(|| heart(frame, &country.piece))
        else {
            continue;
        };
        match shape {
            Some(shape) => {
                written.insert(&shape.id);
                let mut gaps = vec![0.0, 18.0, -18.0, 36.0, -36.0];
                if shape.outline.is_none() {
                    found.sign = Some(shape.sign);
                    let radius = sizes.radius(shape.documents);
                    found.svg.push_str(&shape.sign.point(at, radius));
                    labels.reserve(at, radius);
                    gaps = vec![radius + 11.0, -radius - 11.0];
                }
                let style = Style {
                    colour: "#3d372d",
                    size: 15.0,
                    bold: false,
                    spacing: 2.0,
                };
                let name = capitals(scene, &shape.name);
                let around = gaps.into_iter().map(|y| Coord {
                    x: at.x,
                    y: at.y + y,
                });
                labels.over(&name, around, style, rank(shape));
            }
            None => {
                let large = area(&country.piece) >= LEAST_SHARE * frame.width * frame.height;
                let Some(entry) = world
                    .entry(&format!("iso:{}", country.code))
                    .filter(|_| large)
                else {
                    continue;
                };
                let style = Style {
                    colour: "#8f8777",
                    size: 13.0,
                    bold: false,
                    spacing: 2.0,
                };
                let around = [0.0, 22.0, -22.0, 40.0, -40.0].map(|y| Coord {
                    x: at.x,
                    y: at.y + y,
                });
                labels.over(
                    &capitals(scene, label(world, &scene.language, entry)),
                    around,
                    style,
                    (0, 0),
                );
            }
        }
    }
    let elsewhere = scene
        .shapes
        .iter()
        .filter(|shape| shape.is_country() && !shape.sign.group().hidden)
        .filter(|shape| !written.contains(shape.id.as_str()));
    found.outside = elsewhere
        .map(|shape| (shape.documents, shape.name.clone()))
        .collect();
    found
}

/// A name in capitals, where the language has them as English does: Turkish has its own, and Georgian none.
fn capitals(scene: &Scene, name: &str) -> String {
    if scene.language == "en" {
        name.to_uppercase()
    } else {
        name.to_owned()
    }
}

/// Where a position falls, if its name has room around it.
pub(super) fn well_inside(frame: &mut Frame<'_>, position: Coord<f64>) -> Option<Coord<f64>> {
    let at = frame.pixel(position)?;
    let (x, y) = (70.0..frame.width - 70.0, 35.0..frame.height - 35.0);
    (x.contains(&at.x) && y.contains(&at.y)).then_some(at)
}

/// The middle of what is seen of a piece of land, where that is large enough for a name.
pub(super) fn heart(frame: &Frame<'_>, piece: &[Coord<f64>]) -> Option<Coord<f64>> {
    let picture = Extent {
        west: 0.0,
        south: 0.0,
        east: frame.width,
        north: frame.height,
    };
    let ring: LineString<f64> = piece.iter().copied().collect();
    let shown = Polygon::new(LineString::new(clipped(&ring, picture)), Vec::new());
    if shown.unsigned_area() < LEAST_SHARE * frame.width * frame.height {
        return None;
    }
    // The point of a grid that is furthest from every edge, along the lines of a name, which is wider than high.
    let steps = 24_u32;
    let mut best: Option<(f64, Coord<f64>)> = None;
    for (column, row) in (1..steps).flat_map(|column| (1..steps).map(move |row| (column, row))) {
        let at = Coord {
            x: frame.width * f64::from(column) / f64::from(steps),
            y: frame.height * f64::from(row) / f64::from(steps),
        };
        if !shown.contains(&Point(at)) {
            continue;
        }
        let distance = shown
            .exterior()
            .coords()
            .map(|edge| ((edge.x - at.x) / 2.0).hypot(edge.y - at.y))
            .chain([
                at.x / 2.0,
                (frame.width - at.x) / 2.0,
                at.y,
                frame.height - at.y,
            ])
            .fold(f64::INFINITY, f64::min);
        if best.is_none_or(|(furthest, _)| distance > furthest) {
            best = Some((distance, at));
        }
    }
    best.map(|(_, at)| at)
}

/// How many towns are drawn for orientation alone.
const ORIENTATION: usize = 10;

/// Capitals and large towns that no document names, small and faint.
pub(super) fn towns(
    world: &Gazetteer,
    scene: &Scene,
    frame: &mut Frame<'_>,
    labels: &mut Labels,
) -> String {
    let named: BTreeSet<&str> = scene.shapes.iter().map(|shape| shape.id.as_str()).collect();
    let mut towns: Vec<(bool, u64, &str, PlaceNumber, Coord<f64>)> = Vec::new();
    for number in world.within(frame.shown()) {
        let place = world.place(number);
        let Some(population) = place.population else {
            continue;
        };
        if !is_town(&place) || named.contains(place.id) {
            continue;
        }
        if let Some(at) = frame.pixel(place.point.0) {
            towns.push((place.is_capital(), population, place.id, number, at));
        }
    }
    towns.sort_by(|left, right| {
        (right.0, right.1)
            .cmp(&(left.0, left.1))
            .then_with(|| left.2.cmp(right.2))
    });
    let style = Style {
        colour: "#857c6c",
        size: 12.0,
        bold: false,
        spacing: 0.0,
    };
    let mut svg = String::new();
    let mut taken = Towns::default();
    let towns = towns
        .into_iter()
        .filter(|&(_, _, _, number, _)| taken.take(&world.place(number)));
    for (_, _, _, number, at) in towns.take(ORIENTATION) {
        let radius = 2.2;
        svg.push_str(&format!(
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius}\" fill=\"#857c6c\"/>\n",
            at.x, at.y
        ));
        labels.reserve(at, radius);
        let name = label(world, &scene.language, Entry::Place(number));
        labels.beside(name, at, radius, style, (1, 0));
    }
    svg
}

pub(super) fn area(piece: &[Coord<f64>]) -> f64 {
    Polygon::new(piece.iter().copied().collect(), Vec::new()).unsigned_area()
}
