//! Countries, divisions, seas and lakes that the documents name, as areas, and rivers by their courses: over the base map,
//! under lines and symbols. What is too small to be seen as an area stays a symbol.

use std::collections::BTreeSet;

use geo::{BoundingRect, Coord, Geometry, MultiPolygon};

use crate::look::{AreaLook, LOOK};

use super::base_map::{area, heart, well_inside};
use super::foreground::rank;
use super::frame::Frame;
use super::label::{Labels, Style};
use super::scene::{Scene, Shape};
use super::symbol::{Sign, path};

/// The areas and courses of a map.
pub(super) struct Areas {
    /// Land, to lie below rivers and lakes.
    pub(super) land: String,
    /// Seas, lakes and courses, to lie over them.
    pub(super) water: String,
    /// How areas are drawn, for the legend.
    pub(super) signs: BTreeSet<Sign>,
    /// How courses are.
    pub(super) courses: BTreeSet<Sign>,
    /// Ids of what is drawn so, and is no symbol.
    pub(super) ids: BTreeSet<String>,
}

/// An area as it falls on the picture.
struct Seen<'s> {
    shape: &'s Shape,
    pieces: Vec<Vec<Coord<f64>>>,
    /// Square pixels.
    size: f64,
}

/// Draws areas, the large ones first, then courses.
pub(super) fn draw(scene: &Scene, frame: &mut Frame<'_>, labels: &mut Labels) -> Areas {
    let mut drawn = Areas {
        land: String::new(),
        water: String::new(),
        signs: BTreeSet::new(),
        courses: BTreeSet::new(),
        ids: BTreeSet::new(),
    };
    let shown = scene.shapes.iter().filter(|one| !one.sign.group().hidden);
    let shown: Vec<&Shape> = shown.filter(|one| one.outline.is_some()).collect();
    let most = shown.iter().map(|one| one.documents).max().unwrap_or(1);
    let mut seen: Vec<Seen<'_>> = Vec::new();
    for &shape in &shown {
        if let Some(Geometry::MultiPolygon(land)) = &shape.outline {
            seen.extend(on_map(shape, land, frame));
        }
    }
    seen.sort_by(|left, right| {
        let by_id = || left.shape.id.cmp(&right.shape.id);
        right.size.total_cmp(&left.size).then_with(by_id)
    });
    for one in &seen {
        let sign = one.shape.sign;
        let outline = path(&one.pieces, true);
        let look = outlined(sign, one.shape.documents, most);
        let svg = if one.shape.class.starts_with("H.") {
            &mut drawn.water
        } else {
            &mut drawn.land
        };
        if one.shape.class.starts_with("H.") {
            // The base map may have no lake there: it is no shaded land.
            svg.push_str(&format!(
                "<path d=\"{outline}\" fill=\"{}\" fill-rule=\"evenodd\"/>\n",
                super::base_map::WATER
            ));
        }
        svg.push_str(&format!("<path d=\"{outline}\" {look}/>\n"));
        drawn.signs.insert(sign);
        drawn.ids.insert(one.shape.id.clone());
        // The names of countries are written with those of the base map.
        if !one.shape.is_country() {
            name(one, frame, labels);
        }
    }
    for shape in shown {
        course(shape, frame, labels, &mut drawn);
    }
    drawn
}

/// Attributes of an area.
pub(super) fn outlined(sign: Sign, documents: usize, most: usize) -> String {
    let AreaLook {
        edge, width, dash, ..
    } = &LOOK.area;
    let group = sign.group();
    let tint = group.tint();
    let fill = LOOK.area.fill(group, documents, most);
    let dashes: Vec<String> = dash.iter().map(f64::to_string).collect();
    let dashes = if group.unfilled {
        format!(" stroke-dasharray=\"{}\"", dashes.join(" "))
    } else {
        String::new()
    };
    format!(
        "fill=\"{tint}\" fill-opacity=\"{fill:.3}\" fill-rule=\"evenodd\" stroke=\"{}\" stroke-opacity=\"{edge}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dashes}",
        group.light
    )
}

/// Attributes of a course.
pub(super) fn coursed(sign: Sign) -> String {
    format!(
        "fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\" stroke-linecap=\"round\"",
        sign.group().light,
        LOOK.course.width
    )
}

/// What of an area is on the map; `None` for nothing, and for what is no larger than a symbol.
fn on_map<'s>(
    shape: &'s Shape,
    land: &MultiPolygon<f64>,
    frame: &mut Frame<'_>,
) -> Option<Seen<'s>> {
    let mut pieces: Vec<Vec<Coord<f64>>> = Vec::new();
    for polygon in land {
        if polygon
            .bounding_rect()
            .is_some_and(|rect| frame.touches(rect))
        {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                pieces.extend(frame.ring(ring));
            }
        }
    }
    let is_seen = |at: &Coord<f64>| {
        (0.0..=frame.width).contains(&at.x) && (0.0..=frame.height).contains(&at.y)
    };
    // An area around the whole picture has no position in it, and says nothing.
    if !pieces.iter().flatten().any(is_seen) {
        return None;
    }
    let size = pieces.iter().map(|piece| area(piece)).fold(0.0, f64::max);
    (size >= LOOK.area.smallest * LOOK.area.smallest).then_some(Seen {
        shape,
        pieces,
        size,
    })
}

/// Writes the name of an area into it, at its point where that is on the map.
fn name(seen: &Seen<'_>, frame: &mut Frame<'_>, labels: &mut Labels) {
    let shape = seen.shape;
    let own = match &shape.geometry {
        Some(Geometry::Point(point)) if !shape.sign.group().unfilled => {
            well_inside(frame, point.0).or_else(|| frame.pixel(point.0))
        }
        _ => None,
    };
    let largest = seen
        .pieces
        .iter()
        .max_by(|left, right| area(left).total_cmp(&area(right)));
    let at = own.or_else(|| heart(frame, largest?));
    if let Some(at) = at {
        let around = [0.0, 16.0, -16.0, 32.0, -32.0, 48.0, -48.0];
        let around = around.map(|down| Coord {
            x: at.x,
            y: at.y + down,
        });
        let style = Style {
            spacing: 0.8,
            bold: false,
            ..shape.sign.label()
        };
        labels.over(&shape.name, around, style, rank(shape));
    }
}

/// Draws a river and writes its name along it.
fn course(shape: &Shape, frame: &mut Frame<'_>, labels: &mut Labels, drawn: &mut Areas) {
    let Some(Geometry::MultiLineString(lines)) = &shape.outline else {
        return;
    };
    let pieces: Vec<Vec<Coord<f64>>> = lines.iter().flat_map(|line| frame.line(line)).collect();
    let is_seen = |at: &Coord<f64>| {
        (8.0..frame.width - 8.0).contains(&at.x) && (8.0..frame.height - 8.0).contains(&at.y)
    };
    let longest = pieces
        .iter()
        .map(|piece| piece.iter().copied().filter(is_seen).collect::<Vec<_>>())
        .max_by_key(Vec::len)
        .unwrap_or_default();
    if longest.len() < 2 {
        return;
    }
    let line = path(&pieces, false);
    let sign = shape.sign;
    drawn
        .water
        .push_str(&format!("<path d=\"{line}\" {}/>\n", coursed(sign)));
    drawn.courses.insert(sign);
    drawn.ids.insert(shape.id.clone());
    labels.along(&shape.name, &pieces, &longest, sign.label(), rank(shape));
}
