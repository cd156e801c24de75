//! How lines and places look: as the table of [`crate::look`] says, places graduated by the documents that name them.

use geo::Coord;

use crate::layer::LayerKind;
use crate::look::{Group, LOOK, Shape as Form, State, Subject};

use super::label::Style;
use super::scene::Scene;

/// How a feature is drawn. The order is that of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sign {
    /// The number of its group in the table.
    group: usize,
    /// How much is known of where it is.
    pub(super) state: State,
}

impl Default for Sign {
    /// A settlement.
    fn default() -> Self {
        Self {
            group: 0,
            state: State::Plain,
        }
    }
}

/// Lines of the picture are this much thinner than those of the page, on which fingers must hit them.
const THINNER: f64 = 0.6;
/// Dashes of the picture are this much shorter.
const SHORTER: f64 = 0.8;

impl Sign {
    pub(super) fn of(subject: Subject<'_>) -> Self {
        Self {
            group: LOOK.number(subject),
            state: LOOK.state(subject),
        }
    }

    pub(super) fn group(self) -> &'static Group {
        LOOK.group(self.group)
    }

    /// What the legend says.
    pub(super) fn meaning(self) -> String {
        self.group().title(self.state)
    }

    /// The symbol of a point at a position.
    pub(super) fn point(self, at: Coord<f64>, radius: f64) -> String {
        let Coord { x, y } = at;
        let group = self.group();
        let colour = &group.light;
        let hollow = group.shape.is_hollow() || self.state == State::About;
        let inner = if hollow { radius - 0.9 } else { radius };
        let outline = if group.shape.corners().is_empty() {
            format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{inner:.1}\"")
        } else {
            let corners = group.shape.corners().iter().map(|(dx, dy)| Coord {
                x: x + dx * inner,
                y: y + dy * inner,
            });
            format!("<path d=\"{}\"", path(&[corners.collect()], true))
        };
        if hollow {
            let dashes = LOOK
                .manner(self.state)
                .map_or(&[][..], |manner| &manner.dash);
            format!(
                "{outline} fill=\"#ffffff\" fill-opacity=\"0.6\" stroke=\"{colour}\" stroke-width=\"1.8\"{}/>\n",
                dash_array(dashes)
            )
        } else {
            format!(
                "{outline} fill=\"{colour}\" fill-opacity=\"0.9\" stroke=\"#ffffff\" stroke-width=\"1\"/>\n"
            )
        }
    }

    /// The land in which something is that is only about there, under its symbol.
    pub(super) fn reach(self, at: Coord<f64>, pixels: f64) -> String {
        let Coord { x, y } = at;
        let colour = &self.group().light;
        format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{pixels:.1}\" fill=\"{colour}\" fill-opacity=\"0.08\" stroke=\"{colour}\" stroke-opacity=\"0.35\" stroke-width=\"0.8\" stroke-dasharray=\"2 3\"/>\n"
        )
    }

    /// Attributes of a line.
    pub(super) fn line(self) -> String {
        let group = self.group();
        let dashes = group.dashes(self.state);
        // Dots are round; dashes are cut, or they would grow together.
        let cap = if dashes.is_empty() || self.state == State::Guess {
            "round"
        } else {
            "butt"
        };
        format!(
            "stroke=\"{}\" stroke-width=\"{:.1}\" stroke-linecap=\"{cap}\" stroke-linejoin=\"round\" fill=\"none\"{}",
            group.light,
            THINNER * group.width(self.state),
            dash_array(dashes)
        )
    }

    /// How the name is written.
    pub(super) fn label(self) -> Style {
        let group = self.group();
        let is_point = group.layer == LayerKind::Mentions.as_str();
        let is_settlement = is_point && group.shape == Form::Disc;
        Style {
            colour: if is_settlement {
                "#1a1a1a"
            } else {
                &group.light
            },
            size: if is_settlement { 14.0 } else { 12.5 },
            bold: is_settlement && self.state == State::Plain,
            spacing: if is_point && group.shape.is_hollow() {
                0.6
            } else {
                0.0
            },
        }
    }
}

fn dash_array(dashes: &[f64]) -> String {
    if dashes.is_empty() {
        return String::new();
    }
    let dashes: Vec<String> = dashes
        .iter()
        .map(|dash| format!("{:.1}", dash * SHORTER))
        .collect();
    format!(" stroke-dasharray=\"{}\"", dashes.join(" "))
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
