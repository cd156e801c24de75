//! What the documents speak of, drawn over the base map: lines, and places but for the countries.

use std::collections::BTreeSet;

use geo::{Coord, Destination, Geodesic, Geometry};

use crate::layer::LayerKind;

use super::base_map::Countries;
use super::frame::Frame;
use super::label::{Labels, Style};
use super::scene::{Scene, Shape};
use super::symbol::{Mark, Sizes, Stroke, path};

/// The symbols of a map, and what the margin has to say of them.
pub(super) struct Drawn {
    pub(super) svg: String,
    pub(super) marks: BTreeSet<Mark>,
    pub(super) strokes: BTreeSet<Stroke>,
    /// Places outside the map, with how many documents name them.
    pub(super) outside: Vec<(usize, String)>,
}

impl Drawn {
    /// Puts the countries under the rest.
    pub(super) fn add(&mut self, countries: Countries) {
        self.svg.insert_str(0, &countries.svg);
        if countries.any {
            self.marks.insert(Mark::Area);
        }
        self.outside.extend(countries.outside);
    }

    /// Names of places outside the map, those with most documents first.
    pub(super) fn outside(&self) -> Vec<String> {
        let mut outside = self.outside.clone();
        outside.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
        outside.into_iter().map(|(_, name)| name).collect()
    }
}

/// Draws everything but the countries, which `base_map` knows where to write.
pub(super) fn draw(scene: &Scene, frame: &mut Frame<'_>, labels: &mut Labels) -> Drawn {
    let mut drawn = Drawn {
        svg: String::new(),
        marks: BTreeSet::new(),
        strokes: BTreeSet::new(),
        outside: Vec::new(),
    };
    // Faint lines first, so that what is known lies over what is not.
    for stroke in [
        Stroke::Connection,
        Stroke::Border,
        Stroke::Front,
        Stroke::Route,
    ] {
        let shapes = scene
            .shapes
            .iter()
            .filter(|shape| shape.layer != LayerKind::Mentions && Stroke::of(shape) == stroke);
        for shape in shapes {
            line(shape, stroke, frame, labels, &mut drawn);
        }
    }
    let sizes = Sizes::of(scene);
    let mut points: Vec<(&Shape, f64, Coord<f64>)> = Vec::new();
    for shape in &scene.shapes {
        let Some(Geometry::Point(point)) = shape.geometry else {
            continue;
        };
        if shape.is_country() {
            continue;
        }
        match frame.pixel(point.0) {
            Some(at) => points.push((shape, sizes.radius(shape.documents), at)),
            None => drawn.outside.push((shape.documents, shape.name.clone())),
        }
    }
    // Small symbols over large ones.
    points.sort_by(|left, right| right.1.total_cmp(&left.1));
    for (shape, radius, at) in points {
        let mark = Mark::of(shape);
        drawn.marks.insert(mark);
        if let Some(pixels) = reach(shape, at, frame).filter(|&pixels| pixels > radius) {
            drawn.svg.push_str(&mark.reach(at, pixels));
        }
        drawn.svg.push_str(&mark.svg(at, radius));
        labels.reserve(at, radius);
        let tier = match mark {
            Mark::Settlement => 3,
            Mark::Site => 2,
            Mark::Area | Mark::Water => 1,
            Mark::About => 0,
        };
        labels.beside(
            &shape.name,
            at,
            radius,
            mark.label(),
            (tier, shape.documents),
        );
    }
    drawn
}

/// How many pixels the land reaches in which something is that is only about there: to the north, or where that is no
/// part of the map, to the south.
fn reach(shape: &Shape, at: Coord<f64>, frame: &mut Frame<'_>) -> Option<f64> {
    let (Some(Geometry::Point(point)), Some(metres)) = (&shape.geometry, shape.about_m) else {
        return None;
    };
    let edge = [0.0, 180.0].into_iter().find_map(|bearing| {
        let edge = Geodesic.destination(*point, bearing, metres);
        frame.pixel(edge.0)
    })?;
    Some((edge.x - at.x).hypot(edge.y - at.y))
}

/// A line that reaches less far than this, pixels, is not named.
const LEAST_NAMED: f64 = 14.0;

fn line(
    shape: &Shape,
    stroke: Stroke,
    frame: &mut Frame<'_>,
    labels: &mut Labels,
    drawn: &mut Drawn,
) {
    let Some(Geometry::MultiLineString(lines)) = &shape.geometry else {
        return;
    };
    let pieces: Vec<Vec<Coord<f64>>> = lines.iter().flat_map(|line| frame.line(line)).collect();
    let on_map = |at: &Coord<f64>| {
        (8.0..frame.width - 8.0).contains(&at.x) && (8.0..frame.height - 8.0).contains(&at.y)
    };
    let longest = pieces
        .iter()
        .map(|piece| piece.iter().copied().filter(on_map).collect::<Vec<_>>())
        .max_by_key(Vec::len)
        .unwrap_or_default();
    if longest.is_empty() {
        return;
    }
    drawn.strokes.insert(stroke);
    for piece in &pieces {
        labels.avoid(piece);
    }
    let path = path(&pieces, false);
    drawn.svg.push_str(&format!(
        "<path d=\"{path}\" fill=\"none\" stroke=\"#ffffff\" stroke-opacity=\"0.7\" stroke-width=\"5\" stroke-linejoin=\"round\"/>\n<path d=\"{path}\" {}/>\n",
        stroke.svg()
    ));
    let reach = |length: fn(&Coord<f64>) -> f64| {
        let (least, most) = longest
            .iter()
            .map(length)
            .fold((f64::MAX, f64::MIN), |ends, at| {
                (ends.0.min(at), ends.1.max(at))
            });
        most - least
    };
    // A bridge is a symbol on a map of this scale, and has its name there.
    if reach(|at| at.x).max(reach(|at| at.y)) < LEAST_NAMED {
        return;
    }
    let style = Style {
        colour: match stroke {
            Stroke::Route | Stroke::Connection => "#a84a00",
            Stroke::Border | Stroke::Front => "#5c2470",
        },
        size: 12.0,
        bold: false,
        spacing: 0.0,
    };
    // Beside the line rather than on it, at one of several stretches.
    let stations = [0.5, 0.35, 0.65, 0.2, 0.8].into_iter().flat_map(|share| {
        let number = (share * (longest.len() - 1) as f64).round() as usize;
        longest.get(number).copied()
    });
    let positions: Vec<Coord<f64>> = stations
        .flat_map(|at| {
            [-13.0, 13.0, -26.0, 26.0].map(|y| Coord {
                x: at.x,
                y: at.y + y,
            })
        })
        .collect();
    // What a few documents say of a line of unknown course is the least worth a name.
    let tier = if stroke == Stroke::Connection { 0 } else { 2 };
    labels.over(&shape.name, positions, style, (tier, shape.documents));
}
