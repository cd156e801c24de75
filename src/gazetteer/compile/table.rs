//! The name table: buckets of one cache line each that say, for the hash of a sequence of tokens, whether a name is
//! or begins with that sequence, and which.
//!
//! A bucket holds nine slots. A slot has a fingerprint (16 bits of the hash), a value (where the names are) and the
//! number of tokens of the longest name that begins with the sequence, so that most words of a text are turned down
//! after one look. A slot found is a candidate only: the caller compares the name.
//!
//! ```text
//! byte  0..18   nine fingerprints, u16
//!      18..54   nine values, u32
//!      54..63   nine lengths of the longest name, in tokens
//!      63       slots in use (low four bits); the other four say of a quarter of all hashes each whether an entry of this
//!               bucket lies in a following one
//! ```

/// Bytes of a bucket: one cache line.
pub const BUCKET: usize = 64;
/// Slots of a bucket.
const SLOTS: usize = 9;
const VALUES: usize = SLOTS * 2;
const LENGTHS: usize = SLOTS * 6;
const STATE: usize = BUCKET - 1;
/// The value of a sequence that names begin with but that is no name itself.
pub const NO_NAME: u32 = u32::MAX;
/// Entries for each hundred slots: a fuller table is smaller, but slower (`benches/results`).
const LOAD_PERCENT: usize = 78;
const IN_USE: u8 = 0x0F;
/// Beginnings of names of up to this many tokens are in the name table besides the names themselves.
pub const LONGEST_BEGINNING: usize = 2;
/// How many buckets an entry may lie away from its own.
const FARTHEST: usize = 64;

/// A sequence of tokens to be written to the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sequence {
    /// Its hash.
    pub hash: u64,
    /// Where its names are, or [`NO_NAME`].
    pub value: u32,
    /// Tokens of the longest name that begins with it, 255 at most.
    pub longest: u8,
}

/// Lays out a table for `count` sequences, which `each` hands over in the order of their hashes as often as it is
/// asked. Equal sequences give equal bytes.
///
/// # Errors
/// What `each` says.
pub fn build<E>(
    count: usize,
    mut each: impl FnMut(&mut dyn FnMut(Sequence)) -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    let mut buckets = (count * 100).div_ceil(SLOTS * LOAD_PERCENT).max(1);
    loop {
        let mut table = vec![0; buckets * BUCKET];
        let mut all = true;
        each(&mut |sequence| all = all && place(&mut table, sequence))?;
        if all {
            return Ok(table);
        }
        buckets += buckets / 8 + 1;
    }
}

/// Writes a sequence to the first bucket with room from its own on; says whether there was one.
fn place(table: &mut [u8], sequence: Sequence) -> bool {
    let buckets = table.len() / BUCKET;
    let own = own_bucket(sequence.hash, buckets);
    for step in 0..FARTHEST.min(buckets) {
        let at = (own + step) % buckets * BUCKET;
        let Some(bucket) = table.get_mut(at..at + BUCKET) else {
            return false;
        };
        let used = usize::from(bucket[STATE] & IN_USE);
        if used == SLOTS {
            bucket[STATE] |= overflow(sequence.hash);
            continue;
        }
        bucket[used * 2..used * 2 + 2].copy_from_slice(&fingerprint(sequence.hash).to_le_bytes());
        let value = VALUES + used * 4;
        bucket[value..value + 4].copy_from_slice(&sequence.value.to_le_bytes());
        bucket[LENGTHS + used] = sequence.longest;
        bucket[STATE] += 1;
        return true;
    }
    false
}

/// The high bits choose the bucket, the low ones are the fingerprint.
fn own_bucket(hash: u64, buckets: usize) -> usize {
    // The product is below `buckets * 2^64`.
    ((u128::from(hash) * buckets as u128) >> 64) as usize
}

fn fingerprint(hash: u64) -> u16 {
    (hash & 0xFFFF) as u16
}

/// The bit of a state that says whether a hash may lie in a following bucket.
fn overflow(hash: u64) -> u8 {
    0x10 << (hash >> 16 & 3)
}

/// What the table has under a hash: the longest name in tokens that begins with such a sequence (0: none does), and
/// the values of the sequences themselves, into `values`. A damaged table gives wrong candidates at worst.
#[inline]
pub fn probe(table: &[u8], hash: u64, mut candidate: impl FnMut(u32)) -> u8 {
    let buckets = table.len() / BUCKET;
    let wanted = fingerprint(hash);
    let mut longest = 0;
    let own = own_bucket(hash, buckets);
    for step in 0..FARTHEST.min(buckets) {
        let mut at = own + step;
        if at >= buckets {
            at -= buckets;
        }
        let Some(bucket) = table
            .get(at * BUCKET..)
            .and_then(|rest| rest.first_chunk::<BUCKET>())
        else {
            break;
        };
        let state = bucket[STATE];
        let used = usize::from(state & IN_USE).min(SLOTS);
        // All nine are compared without a branch; unused slots are masked out.
        let mut equal = 0_u16;
        for slot in 0..SLOTS {
            let there = u16::from_le_bytes([bucket[slot * 2], bucket[slot * 2 + 1]]);
            equal |= u16::from(there == wanted) << slot;
        }
        equal &= (1 << used) - 1;
        while equal != 0 {
            let slot = equal.trailing_zeros() as usize;
            equal &= equal - 1;
            longest = longest.max(bucket[LENGTHS + slot]);
            let value = word(bucket, VALUES + slot * 4);
            if value != NO_NAME {
                candidate(value);
            }
        }
        if state & overflow(hash) == 0 {
            break;
        }
    }
    longest
}

/// What one look at a bucket says of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The value of the sequence, or [`NO_NAME`].
    pub value: u32,
    /// Tokens of the longest name that begins so, 0 where none does.
    pub longest: u8,
    /// Whether that is all that the table has: else [`probe`] tells.
    pub is_all: bool,
}

/// The buckets of a table.
#[must_use]
pub fn buckets(table: &[u8]) -> &[[u8; BUCKET]] {
    table.as_chunks().0
}

/// Has the processor fetch the buckets of hashes: no fetch waits for the one before.
pub fn fetch(buckets: &[[u8; BUCKET]], hashes: impl Iterator<Item = u64>) {
    let mut sum = 0_u8;
    for hash in hashes {
        if let Some(bucket) = buckets.get(own_bucket(hash, buckets.len())) {
            sum = sum.wrapping_add(bucket[STATE]);
        }
    }
    // The sum says nothing, but what is never asked for is never read.
    std::hint::black_box(sum);
}

/// Looks at the bucket of a hash, with hardly a branch that depends on what is there.
#[inline]
#[must_use]
pub fn look(buckets: &[[u8; BUCKET]], hash: u64) -> Look {
    const LOW: u64 = 0x7FFF_7FFF_7FFF_7FFF;
    let Some(bucket) = buckets.get(own_bucket(hash, buckets.len())) else {
        return Look {
            value: NO_NAME,
            longest: 0,
            is_all: true,
        };
    };
    let wanted = fingerprint(hash);
    // Four fingerprints at a time: where they are equal, the highest of their sixteen bits is set.
    let four = |at: usize| {
        let there = u64::from(word(bucket, at)) | u64::from(word(bucket, at + 4)) << 32;
        let differs = there ^ (u64::from(wanted) * 0x0001_0001_0001_0001);
        !(((differs & LOW) + LOW) | differs | LOW)
    };
    let ninth = u64::from(u16::from_le_bytes([bucket[16], bucket[17]]) == wanted);
    // Slot n is bit 16 * (n % 4) + n / 4.
    let equal = four(0) >> 15 | four(8) >> 14 | ninth << 2;
    let bit = (equal.trailing_zeros() & 63) as usize;
    let slot = (bit >> 4) + 4 * (bit & 3);
    let longest = if equal == 0 {
        0
    } else {
        bucket[(LENGTHS + slot).min(STATE)]
    };
    // A slot that is not in use has no length.
    let value = if longest == 0 {
        NO_NAME
    } else {
        word(bucket, VALUES + slot.min(SLOTS - 1) * 4)
    };
    Look {
        value,
        longest,
        is_all: equal & equal.wrapping_sub(1) == 0 && bucket[STATE] & overflow(hash) == 0,
    }
}

fn word(bucket: &[u8; BUCKET], at: usize) -> u32 {
    u32::from_le_bytes([bucket[at], bucket[at + 1], bucket[at + 2], bucket[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_found(hashes in proptest::collection::btree_set(any::<u64>(), 0..400)) {
            let sequences: Vec<Sequence> = hashes
                .iter()
                .zip(0..)
                .map(|(&hash, value)| Sequence { hash, value, longest: 3 })
                .collect();
            let table = build(sequences.len(), |add| {
                sequences.iter().for_each(|&sequence| add(sequence));
                Ok::<(), std::convert::Infallible>(())
            });
            let Ok(table) = table;
            for sequence in sequences {
                let mut values = Vec::new();
                prop_assert_eq!(probe(&table, sequence.hash, |value| values.push(value)), 3);
                prop_assert!(values.contains(&sequence.value));
                let look = look(buckets(&table), sequence.hash);
                if look.is_all {
                    prop_assert_eq!((look.value, look.longest), (sequence.value, 3));
                }
            }
        }

        #[test]
        fn damaged_tables_do_no_harm(table in proptest::collection::vec(any::<u8>(), 0..400), hash in any::<u64>()) {
            probe(&table, hash, |_| {});
            let look = look(buckets(&table), hash);
            fetch(buckets(&table), [hash].into_iter());
            if look.is_all && look.longest > 0 {
                let mut values = Vec::new();
                let longest = probe(&table, hash, |value| values.push(value));
                prop_assert!(longest <= look.longest);
            }
        }
    }
}
