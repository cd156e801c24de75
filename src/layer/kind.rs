//! The kinds of features: those that no gazetteer has, and a list of all.

use std::collections::BTreeSet;

use crate::recognition::phrase::{CARRIED, TRANSPORT};
use crate::relation::position;
use crate::relation::thing::ThingKind;
use araxes_gazetteer::{Gazetteer, PlaceKind};

/// Positions of these kinds are ways over the river that they stand at, too.
pub const CROSSINGS: [&str; 5] = ["bridge", "ferry", "ford", "tunnel", "crossing"];

/// The border of two neighbours, where their outlines share one.
pub const INTERNATIONAL_BORDER: &str = "international border";

/// The border of two places without a line that they share.
pub const BORDER: &str = "border";

/// The kind of the way over a river that a position of one of the [`CROSSINGS`] is.
#[must_use]
pub fn river_crossing(kind: &str) -> String {
    format!("river crossing ({kind})")
}

/// Every kind that a feature can have with this gazetteer, by what it is a kind of.
#[must_use]
pub fn all(gazetteer: &Gazetteer) -> Vec<(&'static str, Vec<String>)> {
    let ways = TRANSPORT.iter().chain(CARRIED).map(|&(_, kind)| kind);
    let positions = position::KINDS.iter().map(|&(_, kind)| kind);
    let routes = gazetteer.routes().map(|(_, route)| route.kind);
    let lines = gazetteer.borders().map(|(_, border)| border.kind);
    vec![
        (
            "places",
            PlaceKind::ALL.map(|kind| kind.as_str().to_owned()).to_vec(),
        ),
        (
            "things that no gazetteer has",
            distinct(ThingKind::ALL.map(ThingKind::as_str).into_iter()),
        ),
        ("positions", distinct(positions.chain([position::ANY_KIND]))),
        (
            "positions as ways over a river",
            CROSSINGS.map(river_crossing).to_vec(),
        ),
        ("ways that documents tell by their stops", distinct(ways)),
        ("routes of the gazetteers", distinct(routes)),
        (
            "borders of two neighbours",
            vec![INTERNATIONAL_BORDER.to_owned(), BORDER.to_owned()],
        ),
        ("lines of the gazetteers", distinct(lines)),
    ]
}

/// Each once, in the order of the alphabet.
fn distinct<'k>(kinds: impl Iterator<Item = &'k str>) -> Vec<String> {
    let kinds: BTreeSet<&str> = kinds.filter(|kind| !kind.is_empty()).collect();
    kinds.into_iter().map(str::to_owned).collect()
}
