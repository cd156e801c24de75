//! What the documents speak of, drawn over the base map: lines, and places but for the countries.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use geo::{Coord, Destination, Geodesic, Geometry};

use crate::layer::LayerKind;
use crate::look::State;

use super::areas::Areas;
use super::base_map::Countries;
use super::frame::Frame;
use super::label::Labels;
use super::scene::{Scene, Shape};
use super::symbol::{Sign, Sizes, path};

/// The symbols of a map, and what the margin has to say of them.
pub(super) struct Drawn {
    pub(super) svg: String,
    pub(super) signs: BTreeSet<Sign>,
    /// How areas are drawn, and courses.
    pub(super) areas: BTreeSet<Sign>,
    pub(super) courses: BTreeSet<Sign>,
    /// Places outside the map, with how many documents name them.
    pub(super) outside: Vec<(usize, String)>,
    /// Places that are named by their people only, which are no dots on a map.
    pub(super) peoples: Vec<String>,
}

impl Drawn {
    /// Puts the symbols of countries over the areas and lines.
    pub(super) fn add(&mut self, countries: Countries) {
        self.svg.push_str(&countries.svg);
        self.signs.extend(countries.sign);
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
pub(super) fn draw(
    scene: &Scene,
    areas: Areas,
    frame: &mut Frame<'_>,
    labels: &mut Labels,
) -> Drawn {
    let mut drawn = Drawn {
        svg: String::new(),
        signs: BTreeSet::new(),
        areas: areas.signs,
        courses: areas.courses,
        outside: Vec::new(),
        peoples: Vec::new(),
    };
    let (hidden, shown): (Vec<&Shape>, Vec<&Shape>) = scene
        .shapes
        .iter()
        .partition(|shape| shape.sign.group().hidden);
    drawn.peoples = hidden.into_iter().map(|shape| shape.name.clone()).collect();
    // Faint lines first, so that what is known lies over what is not; routes over borders.
    let mut lines: Vec<&Shape> = shown
        .iter()
        .copied()
        .filter(|shape| shape.layer != LayerKind::Mentions)
        .collect();
    lines.sort_by_key(|shape| (shape.sign.state != State::Guess, Reverse(shape.layer)));
    for shape in lines {
        line(shape, frame, labels, &mut drawn);
    }
    let sizes = Sizes::of(scene);
    let mut points: Vec<(&Shape, f64, Coord<f64>)> = Vec::new();
    for shape in shown {
        let Some(Geometry::Point(point)) = shape.geometry else {
            continue;
        };
        if shape.is_country() || areas.ids.contains(&shape.id) {
            continue;
        }
        match frame.pixel(point.0) {
            Some(at) => {
                let [right, down] = shape.sign.group().shift;
                let at = Coord {
                    x: at.x + right,
                    y: at.y + down,
                };
                points.push((shape, sizes.radius(shape.documents), at));
            }
            None => drawn.outside.push((shape.documents, shape.name.clone())),
        }
    }
    // Small symbols over large ones.
    points.sort_by(|left, right| right.1.total_cmp(&left.1));
    for (shape, radius, at) in points {
        let sign = shape.sign;
        drawn.signs.insert(sign);
        if let Some(pixels) = reach(shape, at, frame).filter(|&pixels| pixels > radius) {
            drawn.svg.push_str(&sign.reach(at, pixels));
        }
        drawn.svg.push_str(&sign.point(at, radius));
        labels.reserve(at, radius);
        labels.beside(&shape.name, at, radius, sign.label(), rank(shape));
    }
    drawn
}

/// Which names go first: by the table, then by documents; what is only about there, or of unknown course, last.
pub(super) fn rank(shape: &Shape) -> (u8, usize) {
    let is_vague = matches!(shape.sign.state, State::About | State::Guess);
    let own = shape.sign.group().rank;
    (if is_vague { 0 } else { own }, shape.documents)
}

/// How many pixels the land reaches in which something is that is only about there: to the north, or where that is no
/// part of the map, to the south.
fn reach(shape: &Shape, at: Coord<f64>, frame: &mut Frame<'_>) -> Option<f64> {
    let (Some(Geometry::Point(point)), Some(metres), State::About) =
        (&shape.geometry, shape.precision_m, shape.sign.state)
    else {
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

fn line(shape: &Shape, frame: &mut Frame<'_>, labels: &mut Labels, drawn: &mut Drawn) {
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
    drawn.signs.insert(shape.sign);
    for piece in &pieces {
        labels.avoid(piece);
    }
    let path = path(&pieces, false);
    drawn.svg.push_str(&format!(
        "<path d=\"{path}\" fill=\"none\" stroke=\"#ffffff\" stroke-opacity=\"0.7\" stroke-width=\"5\" stroke-linejoin=\"round\"/>\n<path d=\"{path}\" {}/>\n",
        shape.sign.line()
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
    labels.along(
        &shape.name,
        &pieces,
        &longest,
        shape.sign.label(),
        rank(shape),
    );
}
