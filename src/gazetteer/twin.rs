//! Places of a short list that its user opens over other gazetteers, and that are places of those by their labels: what
//! [`mod@super::compile::merge`] does for volumes that are compiled together. The same label but for case and
//! diacritics, the same feature class, as near as both rows are precise, and no numbers that differ.

use geo::{Distance, Haversine};

use super::compile::format::Section;
use super::compile::merge::{Merge, MergeReason, SAME_PLACE_M};
use super::compile::normalise::name_key;
use super::compiled::Local;
use super::{Layer, Place, counterparts};

/// A place of the list, and the layer and place below that it is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Twin {
    place: u32,
    below: (usize, u32),
    metres: f64,
}

/// The places of one list that are places of files below.
#[derive(Debug, Default)]
pub(super) struct Twins {
    /// In the order of the list.
    by_place: Vec<Twin>,
    /// The same in the order of the files below.
    by_below: Vec<Twin>,
}

impl Twins {
    /// No place is one of those below.
    pub(super) const fn none() -> Self {
        Self {
            by_place: Vec::new(),
            by_below: Vec::new(),
        }
    }

    /// Looks for the places of a list among those of the layers below it, the latest first.
    pub(super) fn find(layers: &[Layer], list: usize) -> Self {
        let mut by_place = Vec::new();
        let Some((own, below)) = layers
            .get(list)
            .and_then(|own| Some((own, layers.get(..list)?)))
        else {
            return Self::none();
        };
        for at in 0..own.compiled.count(Section::Places) {
            let Some(place) = own.compiled.place(at) else {
                continue;
            };
            let is_known = |layer: &Layer| {
                let same = counterparts(&own.compiled, Local::Place(at), &layer.compiled);
                !same.is_empty()
            };
            if below.iter().any(is_known) {
                continue;
            }
            let found = below.iter().enumerate().rev().find_map(|(number, layer)| {
                let (other, metres) = nearest_of_name(layer, &place)?;
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
    pub(super) fn above(&self, below: (usize, u32)) -> Option<u32> {
        let at = self
            .by_below
            .binary_search_by_key(&below, |twin| twin.below)
            .ok()?;
        Some(self.by_below.get(at)?.place)
    }

    /// The place of a layer below that a place of the list is.
    pub(super) fn below(&self, place: u32, layer: usize) -> Option<u32> {
        let at = self
            .by_place
            .binary_search_by_key(&place, |twin| twin.place)
            .ok()?;
        let (number, place) = self.by_place.get(at)?.below;
        (number == layer).then_some(place)
    }

    /// The decisions, for people.
    pub(super) fn merges(&self, layers: &[Layer], list: usize) -> Vec<Merge> {
        let id = |layer: usize, place: u32| {
            let place = layers.get(layer)?.compiled.place(place)?;
            Some(place.id.to_owned())
        };
        let merges = self.by_place.iter().filter_map(|twin| {
            Some(Merge {
                id: id(list, twin.place)?,
                earlier: id(twin.below.0, twin.below.1)?,
                reason: MergeReason::NameAndDistance {
                    metres: twin.metres,
                },
            })
        });
        merges.collect()
    }
}

/// The nearest place of a layer that has the label of another and may be the same, and how far it is, metres.
fn nearest_of_name(layer: &Layer, place: &Place<'_>) -> Option<(u32, f64)> {
    let key = name_key(place.name);
    let keys: Vec<&str> = key.split(' ').collect();
    let mut nearest: Option<(u32, f64)> = None;
    layer.compiled.exact(&keys, |name| {
        let Some(Local::Place(at)) = layer.compiled.owner(name) else {
            return;
        };
        let Some(other) = layer.compiled.place(at) else {
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
