//! Territories and the land borders between them: of which polygons a state is made, on a day and in a view.

use std::collections::BTreeSet;

use geo::{MultiLineString, MultiPolygon};
use jiff::civil::Date;

use super::gazetteer::Gazetteer;
use super::view::Place;
use crate::compile::territory::{TerritoryRow, UNITED_NATIONS};
use crate::compile::topology::Topology;

/// When and in whose view borders are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewpoint<'v> {
    /// The day; without one, as things stand now.
    pub day: Option<Date>,
    /// `un` (as the United Nations recognise them), `de-facto` (as they are held on the ground) or the ISO 3166-1
    /// alpha-3 code of a state whose view it is. Where nothing is known of the view of a state, `un` counts.
    pub view: &'v str,
}

impl Default for Viewpoint<'_> {
    fn default() -> Self {
        Self {
            day: None,
            view: UNITED_NATIONS,
        }
    }
}

impl Gazetteer {
    /// The views that rows of the gazetteers in use distinguish, in alphabetical order.
    #[must_use]
    pub fn views(&self) -> BTreeSet<&str> {
        let disputed = self
            .territory_rows()
            .map(|row| row.view.as_str())
            .filter(|view| !view.is_empty());
        disputed.chain([UNITED_NATIONS, "de-facto"]).collect()
    }

    pub(crate) fn territory_rows(&self) -> impl Iterator<Item = &TerritoryRow> {
        self.layers.iter().flat_map(|layer| &layer.meta.territories)
    }

    /// The codes of the polygons that make up the territory of a state, or of parts of such
    /// ([`part`](crate::compile::topology::part)). Empty where no polygons are known.
    #[must_use]
    pub fn territory<'g>(&'g self, state: &Place<'g>, at: Viewpoint<'_>) -> BTreeSet<&'g str> {
        let in_force = |row: &&TerritoryRow| match at.day {
            Some(day) => row.validity.contains(day),
            // A state that is no more has no present territory: it is drawn as it last was.
            None => row.validity.is_current() || !state.validity.is_current(),
        };
        let disputed = |polygon: &str, view: &str| {
            self.territory_rows()
                .any(|row| row.view == view && row.polygons.iter().any(|code| code == polygon))
        };
        let mut codes: BTreeSet<&str> = BTreeSet::new();
        for row in self
            .territory_rows()
            .filter(|row| row.id == state.id)
            .filter(in_force)
        {
            codes.extend(row.polygons.iter().map(String::as_str).filter(|polygon| {
                row.view.is_empty()
                    || row.view == at.view
                    || (row.view == UNITED_NATIONS
                        && at.view != "de-facto"
                        && !disputed(polygon, at.view))
            }));
        }
        // A row without a view that is in force says all there is to say; else the state's own polygon is its land.
        let is_complete = self
            .territory_rows()
            .any(|row| row.id == state.id && row.view.is_empty() && in_force(&row));
        if !is_complete {
            codes.extend(state.iso);
        }
        codes
    }

    /// The land of a state as one outline, on a day and in a view: the Soviet Union is what fifteen polygons are now, and
    /// what a view gives to others is none of it. `None` where no polygons are known.
    #[must_use]
    pub fn outline(&self, state: &Place<'_>, at: Viewpoint<'_>) -> Option<MultiPolygon<f64>> {
        let codes = Vec::from_iter(self.territory(state, at));
        let is_part = |polygon: &&str| polygon.contains('@') && !codes.contains(polygon);
        let others = self.territory_rows().filter(|row| {
            let is_seen = row.view == at.view
                && match at.day {
                    Some(day) => row.validity.contains(day),
                    None => row.validity.is_current(),
                };
            row.id != state.id && is_seen
        });
        let given = others.flat_map(|row| row.polygons.iter().map(String::as_str));
        let given = Vec::from_iter(given.filter(is_part));
        self.topology().outline(&codes, &given)
    }

    /// The outlines of countries as a view sees them at present: a disputed area lies within the state that the view
    /// gives it to.
    #[must_use]
    pub fn topology_seen(&self, view: &str) -> Topology {
        let at = Viewpoint { day: None, view };
        let rows = self.territory_rows();
        let disputed = rows.filter(|row| !row.view.is_empty() && row.validity.is_current());
        let gifts = disputed.flat_map(|row| {
            let state = self.place_by_id(&row.id);
            let taker = state.and_then(|state| Some((state.iso?, self.territory(&state, at))));
            row.polygons.iter().filter_map(move |polygon| {
                let (taker, territory) = taker.as_ref()?;
                let is_given = territory.contains(polygon.as_str());
                is_given.then_some((polygon.as_str(), *taker))
            })
        });
        let gifts: BTreeSet<(&str, &str)> = gifts.collect();
        self.topology().after(&Vec::from_iter(gifts))
    }

    /// The land border of two states, as their polygons share it. A part of a state whose border with that state is
    /// asked for is taken out of it first: *the border of Serbia and Kosovo* has a line in every view.
    #[must_use]
    pub fn shared_border(
        &self,
        left: &Place<'_>,
        right: &Place<'_>,
        at: Viewpoint<'_>,
    ) -> Option<MultiLineString<f64>> {
        let (mut ours, mut theirs) = (self.territory(left, at), self.territory(right, at));
        let common: Vec<&str> = ours.intersection(&theirs).copied().collect();
        if common.len() == theirs.len() {
            ours.retain(|code| !common.contains(code));
        } else {
            theirs.retain(|code| !common.contains(code));
        }
        // What one side has of the other's polygon is none of the other's.
        let parts: Vec<&str> = ours
            .union(&theirs)
            .copied()
            .filter(|code| code.contains('@'))
            .collect();
        let lines: Vec<_> = ours
            .iter()
            .flat_map(|our| {
                theirs
                    .iter()
                    .filter_map(|their| self.topology().shared_line_without(our, their, &parts))
            })
            .flatten()
            .collect();
        (!lines.is_empty()).then_some(MultiLineString(lines))
    }
}
