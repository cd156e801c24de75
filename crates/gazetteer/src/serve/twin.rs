//! Places of a short list that its user opens over other gazetteers, and that are places of those by their labels: what
//! [`mod@crate::compile::merge`] does for volumes that are compiled together. The same label but for case and
//! diacritics, the same feature class, as near as both rows are precise, and no numbers that differ.

use geo::{Distance, Haversine};

use super::compiled::{Compiled, Local};
use super::view::Place;
use crate::compile::format::Section;
use crate::compile::merge::{Merge, MergeReason, SAME_PLACE_M};
use crate::compile::normalise::name_key;

/// A place of the list, and the layer and place below that it is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Twin {
    place: u32,
    below: (usize, u32),
    metres: f64,
}

/// The places of one list that are places of files below.
#[derive(Debug, Default)]
pub(crate) struct Twins {
    /// In the order of the list.
    by_place: Vec<Twin>,
    /// The same in the order of the files below.
    by_below: Vec<Twin>,
}

impl Twins {
    /// No place is one of those below.
    pub(crate) const fn none() -> Self {
        Self {
            by_place: Vec::new(),
            by_below: Vec::new(),
        }
    }

    /// Looks for the places of a list among those of the files below it, the latest first.
    pub(crate) fn find(list: &Compiled, below: &[&Compiled]) -> Self {
        let mut by_place = Vec::new();
        for at in 0..list.count(Section::Places) {
            let Some(place) = list.place(at) else {
                continue;
            };
            let is_known = |file: &&Compiled| !list.counterparts(Local::Place(at), file).is_empty();
            if below.iter().any(is_known) {
                continue;
            }
            let found = below.iter().enumerate().rev().find_map(|(number, file)| {
                let (other, metres) = nearest_of_name(file, &place)?;
                Some(Twin {
                    place: at,
                    below: (number, other),
                    metres,
                })
            });
            by_place.extend(found);
        }
        let mut by_below = by_place.clone();
        // Of two places of the list that are one below, the nearer counts there.
        by_below.sort_by(|left, right| {
            let by_below = left.below.cmp(&right.below);
            by_below.then(left.metres.total_cmp(&right.metres))
        });
        by_below.dedup_by_key(|twin| twin.below);
        by_place.retain(|twin| by_below.contains(twin));
        Self { by_place, by_below }
    }

    /// The place of the list that a place of a layer below is.
    pub(crate) fn above(&self, below: (usize, u32)) -> Option<u32> {
        let at = self
            .by_below
            .binary_search_by_key(&below, |twin| twin.below)
            .ok()?;
        Some(self.by_below.get(at)?.place)
    }

    /// The place of a layer below that a place of the list is.
    pub(crate) fn below(&self, place: u32, layer: usize) -> Option<u32> {
        let at = self
            .by_place
            .binary_search_by_key(&place, |twin| twin.place)
            .ok()?;
        let (number, place) = self.by_place.get(at)?.below;
        (number == layer).then_some(place)
    }

    /// The decisions, for people.
    pub(crate) fn merges(&self, list: &Compiled, below: &[&Compiled]) -> Vec<Merge> {
        let id = |file: &Compiled, place: u32| Some(file.place(place)?.id.to_owned());
        let merges = self.by_place.iter().filter_map(|twin| {
            Some(Merge {
                id: id(list, twin.place)?,
                earlier: id(below.get(twin.below.0)?, twin.below.1)?,
                reason: MergeReason::NameAndDistance {
                    metres: twin.metres,
                },
            })
        });
        merges.collect()
    }
}

/// The nearest place of a file that has the label of another and may be the same, and how far it is, metres.
fn nearest_of_name(file: &Compiled, place: &Place<'_>) -> Option<(u32, f64)> {
    let key = name_key(place.name);
    let keys: Vec<&str> = key.split(' ').collect();
    let mut nearest: Option<(u32, f64)> = None;
    file.exact(&keys, |name| {
        let Some(Local::Place(at)) = file.owner(name) else {
            return;
        };
        let Some(other) = file.place(at) else {
            return;
        };
        let differ = matches!((other.geonameid, place.geonameid), (Some(a), Some(b)) if a != b);
        let metres = Haversine.distance(other.point, place.point);
        let is_near = metres <= (other.precision_m + place.precision_m).max(SAME_PLACE_M);
        if is_near
            && !differ
            && other.feature_class == place.feature_class
            && name_key(other.name) == key
            && nearest.is_none_or(|(_, known)| metres < known)
        {
            nearest = Some((at, metres));
        }
    });
    nearest
}
