//! What the document's places come to together: how much lies in each place and its containers, and what is near what.
//! The mentions of one spelling do not vouch for themselves, so what they add is summed up apart and taken off.

use super::cache::places::{Facts, Slot};
use super::curve::{LANES, Points};

/// Sums over the document's places, one for each slot, and the places that are near others: lists that are used again
/// for each round and document, so that they need not be made anew.
#[derive(Debug, Default)]
pub(super) struct PlaceSums {
    /// By slot.
    pub(super) cells: Vec<Cell>,
    /// Of all of the document, and of the spelling that is being looked at: [`ALL`], [`OWN`].
    pub(super) totals: [Totals; 2],
    pub(super) anchors: Vec<Anchors>,
    /// The spelling and number of each form, those of one spelling side by side.
    pub(super) by_spelling: Vec<(u32, usize)>,
}

/// The sums over all of the document.
pub(super) const ALL: usize = 0;
/// The sums over the spelling that is being looked at.
pub(super) const OWN: usize = 1;

/// What was summed up in the cells.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// Slots with a sum.
    pub(super) slots: Vec<Slot>,
    /// The sum over all regions.
    pub(super) total: f64,
}

/// What some of the document's places make of one place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PlaceSum {
    /// How much of them lies in it, or is it.
    pub(super) mass: f64,
    /// How certainly it is named.
    pub(super) named: f64,
}

/// What the document's places make of one place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    /// Of all of the document, and of the spelling that is being looked at.
    pub(super) sums: [PlaceSum; 2],
    /// Shares of the candidates of one mention, put down and taken back by those who look.
    pub(super) share: f64,
    pub(super) second_share: f64,
}

/// Places that vouch for others near them, some at a time; empty places have no mass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchors {
    pub(super) points: Points,
    pub(super) spellings: [u32; LANES],
    pub(super) masses: [f32; LANES],
    count: usize,
}

impl Anchors {
    const NONE: Self = Self {
        points: [[0.0; LANES]; 3],
        spellings: [0; LANES],
        masses: [0.0; LANES],
        count: 0,
    };
}

impl PlaceSums {
    /// Makes room for so many slots.
    pub(super) fn fit(&mut self, slots: usize) {
        if self.cells.len() < slots {
            self.cells.resize(slots, Cell::default());
        }
    }

    /// Sets the order of forms, given by their spellings.
    pub(super) fn sort_by_spelling(&mut self, spellings: impl Iterator<Item = u32>) {
        self.by_spelling.clear();
        let forms = spellings.enumerate();
        self.by_spelling
            .extend(forms.map(|(number, spelling)| (spelling, number)));
        self.by_spelling.sort_unstable();
    }

    /// Counts a candidate among all of the document, or among those of its spelling.
    pub(super) fn add(&mut self, among: usize, facts: &Facts<'_>, share: f64, log_frequency: f64) {
        let mass = share * log_frequency;
        let totals = &mut self.totals[among];
        totals.total += mass;
        totals.slots.push(facts.slot);
        totals.slots.extend_from_slice(&facts.containers);
        let own = &mut self.cells[facts.slot.at()].sums[among];
        own.named += share;
        own.mass += mass;
        for container in &facts.containers {
            self.cells[container.at()].sums[among].mass += mass;
        }
    }

    pub(super) fn add_anchor(&mut self, point: [f32; 3], spelling: u32, mass: f32) {
        if self.anchors.last().is_none_or(|last| last.count == LANES) {
            self.anchors.push(Anchors::NONE);
        }
        if let Some(last) = self.anchors.last_mut() {
            for (axis, value) in last.points.iter_mut().zip(point) {
                axis[last.count] = value;
            }
            last.spellings[last.count] = spelling;
            last.masses[last.count] = mass;
            last.count += 1;
        }
    }

    pub(super) fn forget(&mut self, among: usize) {
        let totals = &mut self.totals[among];
        for slot in totals.slots.drain(..) {
            self.cells[slot.at()].sums[among] = PlaceSum::default();
        }
        totals.total = 0.0;
    }

    /// What lies in a region, less what the spelling at hand puts there.
    pub(super) fn besides(&self, region: Slot) -> f64 {
        let [all, own] = self.cells[region.at()].sums;
        (all.mass - own.mass).max(0.0)
    }

    /// How certainly a place is named, besides by the spelling at hand.
    pub(super) fn named_besides(&self, place: Slot) -> f64 {
        let [all, own] = self.cells[place.at()].sums;
        (all.named - own.named).clamp(0.0, 1.0)
    }
}
