//! The look: how is each kind of feature drawn, which part of the earth is shown first, and which towns give bearings?
//!
//! One answer for everything that draws: the web map and `araxes-style.js` (which read the same table from `web/src`),
//! the picture, the QGIS project and KML. A kind is known by its words; colour and shape, or colour and dashes, say it
//! together, so that neither is needed alone.

mod town;
mod view;

use std::sync::LazyLock;

use serde::Deserialize;

pub use town::{Towns, is_town};
#[cfg(test)]
pub(crate) use view::WORLD;
pub use view::{Extent, ExtentError, Spot, is_wide, opening};

/// The table, with what is the same for all its groups.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Look {
    /// Groups of kinds, in the order of every legend.
    pub groups: Vec<Group>,
    /// How outlines are drawn.
    pub area: AreaLook,
    /// How the courses of rivers are drawn.
    pub course: CourseLook,
    others: Others,
    about: Manner,
    guess: Manner,
    unused: Manner,
}

/// How the outlines of countries, divisions, seas and lakes are drawn: lightly filled, so that what lies in them is seen.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct AreaLook {
    /// How solid the filling is of what one document names, 0 to 1.
    pub least: f64,
    /// How solid it is of what most documents name.
    pub most: f64,
    /// How solid the edge is.
    pub edge: f64,
    /// The width of the edge, pixels.
    pub width: f64,
    /// Dashes of the edge of what is not filled, pixels.
    pub dash: Vec<f64>,
    /// An outline smaller than this on the map, pixels, is a symbol.
    pub smallest: f64,
}

impl AreaLook {
    /// How solid the filling is of an area that so many documents name, of at most so many: 0 to 1.
    #[must_use]
    pub fn fill(&self, group: &Group, documents: usize, most: usize) -> f64 {
        if group.unfilled {
            return 0.0;
        }
        let share = documents as f64 / most.max(documents).max(1) as f64;
        self.least + (self.most - self.least) * share
    }
}

/// How the courses of rivers and canals are drawn, in the colour of their group.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct CourseLook {
    /// The width of the line, pixels.
    pub width: f64,
}

/// The group of the kinds of a layer that have no words.
#[derive(Debug, Clone, Default, Deserialize)]
struct Others {
    mentions: String,
    routes: String,
    borders: String,
}

/// Kinds that are drawn alike.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Group {
    /// Its name in addresses and styles.
    pub id: String,
    /// What legends call it.
    pub label: String,
    /// The layer whose kinds it has.
    pub layer: String,
    /// A kind that has one of these has its place here; of several groups, where the longest does.
    pub words: Vec<String>,
    /// The shape of points.
    pub shape: Shape,
    /// The dashes of lines, pixels; none for a line without gaps.
    pub dash: Vec<f64>,
    /// The width of lines, pixels.
    pub width: f64,
    /// Whose names go first where there is little room: the greater.
    pub rank: u8,
    /// How far beside its position the symbol of a point is drawn, pixels to the right and down: former states lie
    /// upon those of today.
    pub shift: [f64; 2],
    /// Whether it is drawn only when somebody asks for it.
    pub hidden: bool,
    /// The colour with which its areas are filled, on light ground and on dark.
    pub tint: [String; 2],
    /// Whether its areas are outlines only: former states lie over all that is there today.
    pub unfilled: bool,
    /// Its colour on light ground.
    pub light: String,
    /// Its colour on dark ground.
    pub dark: String,
}

/// The shape of a point. What is filled is a spot, what is hollow a stretch of land.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// A filled circle.
    #[default]
    Disc,
    /// A hollow circle.
    Ring,
    /// A hollow square.
    Box,
    /// A hollow square on its corner.
    Lozenge,
    /// A filled triangle that points down.
    Triangle,
    /// A filled triangle that points up.
    Mountain,
    /// A filled square on its corner.
    Diamond,
    /// Two crossed strokes.
    Cross,
}

impl Shape {
    /// Its corners, for a radius of one; none for a circle.
    #[must_use]
    pub fn corners(self) -> &'static [(f64, f64)] {
        match self {
            Shape::Disc | Shape::Ring => &[],
            Shape::Box => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Shape::Lozenge | Shape::Diamond => &[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)],
            Shape::Triangle => &[(0.0, 1.05), (-1.05, -0.75), (1.05, -0.75)],
            Shape::Mountain => &[(0.0, -1.05), (1.05, 0.75), (-1.05, 0.75)],
            Shape::Cross => &[
                (-0.8, -0.8),
                (0.8, 0.8),
                (0.0, 0.0),
                (-0.8, 0.8),
                (0.8, -0.8),
                (0.0, 0.0),
            ],
        }
    }

    /// Whether it is drawn by its outline alone.
    #[must_use]
    pub fn is_hollow(self) -> bool {
        matches!(
            self,
            Shape::Ring | Shape::Box | Shape::Lozenge | Shape::Cross
        )
    }
}

/// What changes the look of a feature whatever its kind.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// On which ground the geometry of such features is known.
    pub bases: Vec<String>,
    /// What the description of such features is.
    pub words: Vec<String>,
    /// Dashes of its line or outline, pixels.
    pub dash: Vec<f64>,
    /// Width of its line, pixels, where it is not that of the group.
    pub width: Option<f64>,
    /// What legends add to the name of the group.
    pub label: String,
}

/// How much is known of where a feature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It is where it is drawn.
    Plain,
    /// It is somewhere about there.
    About,
    /// Only its ends are known.
    Guess,
    /// It is not built, or no longer used.
    Unused,
}

/// What a feature is to the table.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The name of its layer.
    pub layer: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// On which ground its geometry is known; empty where there is none.
    pub basis: &'a str,
    /// Its description.
    pub description: &'a str,
    /// How documents mean it: [`crate::layer::Sense`].
    pub meant: &'a str,
}

/// The table, read from the file that the web map is built with.
pub static LOOK: LazyLock<Look> = LazyLock::new(|| {
    // A test holds the file to what is expected of it.
    serde_json::from_str(include_str!("../../web/src/look.json")).unwrap_or_default()
});

/// The group of what is meant as a people.
const PEOPLE: &str = "people";

impl Look {
    /// The words of a layer with their groups, the longest first.
    #[must_use]
    pub fn words(&self, layer: &str) -> Vec<(&str, &Group)> {
        let groups = self.groups.iter().filter(|group| group.layer == layer);
        let mut words: Vec<(&str, &Group)> = groups
            .flat_map(|group| group.words.iter().map(move |word| (word.as_str(), group)))
            .collect();
        // A stable sort: equal lengths stay in the order of the table.
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        words
    }

    /// The group of the kinds of a layer that have no words.
    #[must_use]
    pub fn other(&self, layer: &str) -> &str {
        match layer {
            "mentions" => &self.others.mentions,
            "routes" => &self.others.routes,
            _ => &self.others.borders,
        }
    }

    /// Where a feature stands in the table: the number of its group.
    #[must_use]
    pub fn number(&self, subject: Subject<'_>) -> usize {
        let padded = format!(" {} ", subject.kind);
        let id = if subject.meant == PEOPLE {
            PEOPLE
        } else {
            self.words(subject.layer)
                .into_iter()
                .find(|(word, _)| padded.contains(&format!(" {word} ")))
                .map_or_else(|| self.other(subject.layer), |(_, group)| group.id.as_str())
        };
        let number = self.groups.iter().position(|group| group.id == id);
        number.unwrap_or_default()
    }

    /// The group of this number.
    #[must_use]
    pub fn group(&self, number: usize) -> &Group {
        // Numbers are the table's own; nothing is asked for beyond its end.
        static NONE: LazyLock<Group> = LazyLock::new(Group::default);
        self.groups.get(number).unwrap_or(&NONE)
    }

    /// How much is known of where a feature is.
    #[must_use]
    pub fn state(&self, subject: Subject<'_>) -> State {
        let is_of = |manner: &Manner| manner.bases.iter().any(|basis| basis == subject.basis);
        let is_line = subject.layer != "mentions";
        let says = |word: &String| word == subject.description;
        if is_of(&self.about) {
            State::About
        } else if is_line && is_of(&self.guess) {
            State::Guess
        } else if subject.layer == "routes" && self.unused.words.iter().any(says) {
            State::Unused
        } else {
            State::Plain
        }
    }

    /// What a state changes.
    #[must_use]
    pub fn manner(&self, state: State) -> Option<&Manner> {
        match state {
            State::Plain => None,
            State::About => Some(&self.about),
            State::Guess => Some(&self.guess),
            State::Unused => Some(&self.unused),
        }
    }
}

impl Group {
    /// The colour with which its areas are filled on light ground.
    #[must_use]
    pub fn tint(&self) -> &str {
        let [light, _] = &self.tint;
        if light.is_empty() { &self.light } else { light }
    }

    /// Dashes of a line of this group in a state.
    #[must_use]
    pub fn dashes(&self, state: State) -> &[f64] {
        LOOK.manner(state).map_or(&self.dash, |manner| &manner.dash)
    }

    /// Width of a line of this group in a state, pixels.
    #[must_use]
    pub fn width(&self, state: State) -> f64 {
        let own = LOOK.manner(state).and_then(|manner| manner.width);
        own.unwrap_or(self.width)
    }

    /// What legends call this group in a state.
    #[must_use]
    pub fn title(&self, state: State) -> String {
        match LOOK.manner(state).filter(|manner| !manner.label.is_empty()) {
            Some(manner) => format!("{}, {}", self.label, manner.label),
            None => self.label.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
