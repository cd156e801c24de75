//! What the documents speak of: lines by what they are, places graduated by the documents that name them. Colours are
//! those of Okabe and Ito (2008), which the colour-blind can tell apart.

use std::collections::BTreeSet;

use geo::{Coord, Geometry};

use crate::layer::LayerKind;

use super::base_map::Countries;
use super::frame::{Frame, is_wide};
use super::label::{Labels, Style};
use super::scene::{Scene, Shape};

/// What a point stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Settlement,
    Area,
    Water,
    Site,
}

impl Mark {
    pub(super) fn of(shape: &Shape) -> Self {
        match shape.class.as_str() {
            class if class.starts_with('P') => Mark::Settlement,
            class if class.starts_with('H') => Mark::Water,
            class if is_wide(class) => Mark::Area,
            _ => Mark::Site,
        }
    }

    pub(super) fn meaning(self) -> &'static str {
        match self {
            Mark::Settlement => "town or village",
            Mark::Area => "country or region",
            Mark::Water => "river, lake or sea",
            Mark::Site => "bridge, pass or other site",
        }
    }

    fn colour(self) -> &'static str {
        match self {
            Mark::Settlement => "#005a96",
            Mark::Area => "#6b6254",
            Mark::Water => "#2f9bbf",
            Mark::Site => "#1a1a1a",
        }
    }

    /// The symbol at a position.
    pub(super) fn svg(self, at: Coord<f64>, radius: f64) -> String {
        let Coord { x, y } = at;
        let colour = self.colour();
        match self {
            Mark::Settlement => format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{colour}\" fill-opacity=\"0.85\" stroke=\"#ffffff\" stroke-width=\"1\"/>\n"
            ),
            Mark::Area | Mark::Water => format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#ffffff\" fill-opacity=\"0.5\" stroke=\"{colour}\" stroke-width=\"1.8\"/>\n"
            ),
            Mark::Site => format!(
                "<path d=\"M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}Z\" fill=\"{colour}\" stroke=\"#ffffff\" stroke-width=\"1\"/>\n",
                y - radius,
                x + radius,
                y + radius,
                x - radius
            ),
        }
    }

    pub(super) fn label(self) -> Style {
        let (colour, size, bold) = match self {
            Mark::Settlement => ("#1a1a1a", 14.0, true),
            Mark::Area => ("#4d463b", 13.0, false),
            Mark::Water => ("#1f7391", 13.0, false),
            Mark::Site => ("#1a1a1a", 12.0, false),
        };
        Style {
            colour,
            size,
            bold,
            spacing: if self == Mark::Area { 0.6 } else { 0.0 },
        }
    }
}

/// What a line stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stroke {
    Route,
    Connection,
    Border,
    Front,
}

impl Stroke {
    fn of(shape: &Shape) -> Self {
        match (shape.layer, shape.kind.as_str()) {
            (LayerKind::Borders, "international border" | "border") => Stroke::Border,
            (LayerKind::Borders, _) => Stroke::Front,
            _ if shape.straight => Stroke::Connection,
            _ => Stroke::Route,
        }
    }

    pub(super) fn meaning(self) -> &'static str {
        match self {
            Stroke::Route => "corridor, pipeline, railway or road",
            Stroke::Connection => "connection, course not known",
            Stroke::Border => "border",
            Stroke::Front => "front line or former border",
        }
    }

    fn colour(self) -> &'static str {
        match self {
            Stroke::Route | Stroke::Connection => "#d55e00",
            Stroke::Border | Stroke::Front => "#7b3294",
        }
    }

    /// Attributes of the line.
    pub(super) fn svg(self) -> String {
        let (width, dashes) = match self {
            Stroke::Route => (2.6, ""),
            Stroke::Connection => (1.6, " stroke-dasharray=\"2 5\""),
            Stroke::Border => (2.4, ""),
            Stroke::Front => (2.4, " stroke-dasharray=\"8 5\""),
        };
        format!(
            "stroke=\"{}\" stroke-width=\"{width}\" stroke-linecap=\"round\" stroke-linejoin=\"round\" fill=\"none\"{dashes}",
            self.colour()
        )
    }
}

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

/// How large a symbol is: its area grows with the documents.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    /// The most documents that a place has.
    pub(super) most: usize,
}

impl Sizes {
    pub(super) fn of(scene: &Scene) -> Self {
        let places = scene
            .shapes
            .iter()
            .filter(|shape| shape.layer == LayerKind::Mentions);
        Self {
            most: places
                .map(|shape| shape.documents)
                .max()
                .unwrap_or(1)
                .max(1),
        }
    }

    /// Pixels.
    pub(super) fn radius(self, documents: usize) -> f64 {
        let most = self.most as f64;
        let largest = (4.6 * most.sqrt()).min(18.0);
        (largest * (documents as f64 / most).sqrt()).max(3.2)
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
        if is_country(shape) {
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
        drawn.svg.push_str(&mark.svg(at, radius));
        labels.reserve(at, radius);
        let tier = match mark {
            Mark::Settlement => 3,
            Mark::Site => 2,
            Mark::Area | Mark::Water => 1,
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

/// A line that reaches less far than this, pixels, is not named.
const LEAST_NAMED: f64 = 14.0;

/// Whether a shape is a country, present or former.
pub(super) fn is_country(shape: &Shape) -> bool {
    shape.class.starts_with("A.PCL")
}

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

/// The data of a path of pieces.
pub(super) fn path(pieces: &[Vec<Coord<f64>>], closed: bool) -> String {
    let mut data = String::new();
    for piece in pieces {
        for (number, Coord { x, y }) in piece.iter().enumerate() {
            let verb = if number == 0 { 'M' } else { 'L' };
            data.push_str(&format!("{verb}{x:.1} {y:.1}"));
        }
        if closed {
            data.push('Z');
        }
    }
    data
}
