//! How lines and places look: lines by what they are, places graduated by the documents that name them. Colours are
//! those of Okabe and Ito (2008), which the colour-blind can tell apart.

use geo::Coord;

use crate::layer::LayerKind;

use super::frame::is_wide;
use super::label::Style;
use super::scene::{Scene, Shape};

/// What a point stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Settlement,
    Area,
    Water,
    Site,
    /// What is only about there.
    About,
}

impl Mark {
    pub(super) fn of(shape: &Shape) -> Self {
        match shape.class.as_str() {
            _ if shape.about_m.is_some() => Mark::About,
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
            Mark::About => "only about there",
        }
    }

    fn colour(self) -> &'static str {
        match self {
            Mark::Settlement => "#005a96",
            Mark::Area => "#6b6254",
            Mark::Water => "#2f9bbf",
            Mark::Site => "#1a1a1a",
            Mark::About => "#9a3b7a",
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
            Mark::About => format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"#ffffff\" fill-opacity=\"0.35\" stroke=\"{colour}\" stroke-width=\"1.6\" stroke-dasharray=\"2.4 2\"/>\n"
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

    /// The land in which something is that is only about there, under its symbol.
    pub(super) fn reach(self, at: Coord<f64>, pixels: f64) -> String {
        let Coord { x, y } = at;
        let colour = self.colour();
        format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{pixels:.1}\" fill=\"{colour}\" fill-opacity=\"0.08\" stroke=\"{colour}\" stroke-opacity=\"0.35\" stroke-width=\"0.8\" stroke-dasharray=\"2 3\"/>\n"
        )
    }

    pub(super) fn label(self) -> Style {
        let (colour, size, bold) = match self {
            Mark::Settlement => ("#1a1a1a", 14.0, true),
            Mark::Area => ("#4d463b", 13.0, false),
            Mark::Water => ("#1f7391", 13.0, false),
            Mark::Site => ("#1a1a1a", 12.0, false),
            Mark::About => ("#6e2a57", 12.0, false),
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
    pub(super) fn of(shape: &Shape) -> Self {
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
