//! What is remembered from one document to the next: facts of places, and the candidates of names with what their own
//! features come to. Nothing is found out or judged here; `knowledge.rs` fills these when they are asked for
//! something new. All are facts of gazetteer and weights, so that answers do not depend on the order of documents.

pub(crate) mod names;
pub(crate) mod places;

use araxes_gazetteer::Gazetteer;

use names::Names;
use places::Places;

/// The places and names that were asked for.
#[derive(Debug)]
pub(crate) struct Cache<'g> {
    pub(crate) places: Places<'g>,
    pub(crate) names: Names,
}

/// How many places are remembered before all are forgotten: bounds the memory of a long run.
const PLACES_REMEMBERED: usize = 1 << 17;

/// The same for names, each of which may have dozens of candidates, and for publishers.
pub(crate) const NAMES_REMEMBERED: usize = 1 << 14;

impl<'g> Cache<'g> {
    /// Nothing is known yet.
    pub(crate) fn new(gazetteer: &'g Gazetteer) -> Self {
        Self {
            places: Places::new(gazetteer),
            names: Names::default(),
        }
    }

    /// Whether it is to be forgotten before more is remembered.
    pub(crate) fn is_full(&self) -> bool {
        self.places.count() >= PLACES_REMEMBERED || self.names.count() >= NAMES_REMEMBERED
    }

    /// Forgets everything.
    pub(crate) fn forget(&mut self) {
        self.places.forget();
        self.names.forget();
    }
}
