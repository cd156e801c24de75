//! Ids of places that follow from their number in GeoNames. They are not in the file; the first who asks makes them, 64
//! at a time, and they are kept as long as the gazetteer is open.

use std::sync::OnceLock;

use crate::compile::places::geonames_id;

/// Places whose ids are made at once.
const LEAF: u32 = 64;
/// The longest such id: `place:geonames-` and ten digits.
const LONGEST: usize = 25;

/// One id: its length, then its text.
#[derive(Debug, Clone, Copy)]
struct Id {
    length: u8,
    text: [u8; LONGEST],
}

type Leaf = Box<[Id; LEAF as usize]>;

/// The ids made so far.
#[derive(Debug, Default)]
pub(crate) struct DerivedIds {
    leaves: OnceLock<Box<[OnceLock<Leaf>]>>,
}

impl DerivedIds {
    /// The id of a place among `places`; `number` tells the number of a place in GeoNames.
    pub(crate) fn get(
        &self,
        places: u32,
        place: u32,
        number: impl Fn(u32) -> Option<u32>,
    ) -> Option<&str> {
        let leaves = self.leaves.get_or_init(|| {
            let count = places.div_ceil(LEAF);
            (0..count).map(|_| OnceLock::new()).collect()
        });
        let leaf = leaves.get((place / LEAF) as usize)?.get_or_init(|| {
            let first = place / LEAF * LEAF;
            Box::new(std::array::from_fn(|more| {
                made(number(first.saturating_add(more as u32)))
            }))
        });
        let id = leaf.get((place % LEAF) as usize)?;
        let text = id.text.get(..usize::from(id.length))?;
        std::str::from_utf8(text).ok().filter(|id| !id.is_empty())
    }
}

fn made(number: Option<u32>) -> Id {
    let id = number.map(geonames_id).unwrap_or_default();
    let mut text = [0; LONGEST];
    text.iter_mut()
        .zip(id.bytes())
        .for_each(|(at, byte)| *at = byte);
    Id {
        length: id.len() as u8,
        text,
    }
}
