//! What each place of a file counts as among all that are open: itself, or what a later file has for it. To find out takes
//! several searches by id and number, and the same places are asked for again and again: so the answers are kept, 512
//! places at a time, as long as the gazetteer is open.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::compile::place::{Entry, PlaceNumber};

/// Places whose answers lie together.
const LEAF: usize = 512;
/// Nobody asked yet, or the answer is not a place that can be kept.
const UNKNOWN: u32 = 0;
/// The place cannot be read.
const NOTHING: u32 = 1;
/// What the number of a place is kept as.
const FIRST_PLACE: u32 = 2;

type Leaf = Box<[AtomicU32; LEAF]>;

/// The answers so far.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    leaves: OnceLock<Box<[OnceLock<Leaf>]>>,
}

impl Settled {
    /// What a place among `places` counts as; `settle` finds out.
    pub(crate) fn get(
        &self,
        places: u32,
        place: u32,
        settle: impl FnOnce() -> Option<Entry>,
    ) -> Option<Entry> {
        let at = place as usize;
        let leaves = self.leaves.get_or_init(|| {
            let count = (places as usize).div_ceil(LEAF);
            (0..count).map(|_| OnceLock::new()).collect()
        });
        let leaf = leaves.get(at / LEAF)?;
        let leaf = leaf.get_or_init(|| Box::new([const { AtomicU32::new(UNKNOWN) }; LEAF]));
        let answer = leaf.get(at % LEAF)?;
        // All who ask find the same answer, so that nothing has to be said of the order in which it is seen.
        match answer.load(Ordering::Relaxed) {
            UNKNOWN => {}
            NOTHING => return None,
            kept => return Some(Entry::Place(PlaceNumber(kept - FIRST_PLACE))),
        }
        let found = settle();
        let kept = match found {
            None => NOTHING,
            Some(Entry::Place(PlaceNumber(number))) => {
                number.checked_add(FIRST_PLACE).unwrap_or(UNKNOWN)
            }
            Some(_) => UNKNOWN,
        };
        answer.store(kept, Ordering::Relaxed);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_once() {
        let settled = Settled::default();
        let place = Some(Entry::Place(PlaceNumber(7)));
        assert_eq!(settled.get(100, 64, || place), place);
        assert_eq!(settled.get(100, 64, || None), place);
        assert_eq!(settled.get(100, 65, || None), None);
        assert_eq!(settled.get(100, 65, || place), None);
        assert_eq!(settled.get(100, 512, || place), None);
    }
}
