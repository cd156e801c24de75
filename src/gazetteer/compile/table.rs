//! The name table: buckets of one cache line each that say, for the hash of a sequence of tokens, whether a name is
//! or begins with that sequence, and which.
//!
//! A bucket holds seven slots. A slot has a fingerprint (32 bits of the hash), a value (where the names are) and the
//! number of tokens of the longest name that begins with the sequence, so that most words of a text are turned down
//! after one look. A slot found is a candidate only: the caller compares the name.
//!
//! ```text
//! byte  0..28   seven fingerprints, u32
//!      28..56   seven values, u32
//!      56..63   seven lengths of the longest name, in tokens
//!      63       slots in use (low three bits), 0x80: an entry of this bucket lies in a following one
//! ```

/// Bytes of a bucket: one cache line.
pub const BUCKET: usize = 64;
/// Slots of a bucket.
const SLOTS: usize = 7;
/// The value of a sequence that names begin with but that is no name itself.
pub const NO_NAME: u32 = u32::MAX;
/// Entries for each hundred slots: a fuller table is smaller, but slower (`benches/results`).
const LOAD_PERCENT: usize = 60;
const OVERFLOWN: u8 = 0x80;
const IN_USE: u8 = 0x07;
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

/// Lays out a table. Equal sequences give equal bytes, whatever their order.
#[must_use]
pub fn build(mut sequences: Vec<Sequence>) -> Vec<u8> {
    sequences.sort_unstable();
    let mut buckets = (sequences.len() * 100)
        .div_ceil(SLOTS * LOAD_PERCENT)
        .max(1);
    loop {
        if let Some(table) = fill(&sequences, buckets) {
            return table;
        }
        buckets += buckets / 8 + 1;
    }
}

fn fill(sequences: &[Sequence], buckets: usize) -> Option<Vec<u8>> {
    let mut table = vec![0; buckets * BUCKET];
    for sequence in sequences {
        let own = own_bucket(sequence.hash, buckets);
        let mut placed = false;
        for step in 0..FARTHEST.min(buckets) {
            let at = (own + step) % buckets * BUCKET;
            let bucket = table.get_mut(at..at + BUCKET)?;
            let used = usize::from(bucket[63] & IN_USE);
            if used == SLOTS {
                bucket[63] |= OVERFLOWN;
                continue;
            }
            bucket[used * 4..used * 4 + 4]
                .copy_from_slice(&fingerprint(sequence.hash).to_le_bytes());
            bucket[28 + used * 4..32 + used * 4].copy_from_slice(&sequence.value.to_le_bytes());
            bucket[56 + used] = sequence.longest;
            bucket[63] += 1;
            placed = true;
            break;
        }
        if !placed {
            return None;
        }
    }
    Some(table)
}

/// The high bits choose the bucket, the low ones are the fingerprint.
fn own_bucket(hash: u64, buckets: usize) -> usize {
    // The product is below `buckets * 2^64`.
    ((u128::from(hash) * buckets as u128) >> 64) as usize
}

fn fingerprint(hash: u64) -> u32 {
    (hash & 0xFFFF_FFFF) as u32
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
        let state = bucket[63];
        let used = usize::from(state & IN_USE);
        // All seven are compared without a branch; unused slots are masked out.
        let mut equal = 0_u8;
        for slot in 0..SLOTS {
            equal |= u8::from(word(bucket, slot * 4) == wanted) << slot;
        }
        equal &= ((1_u16 << used) - 1) as u8;
        while equal != 0 {
            let slot = equal.trailing_zeros() as usize;
            equal &= equal - 1;
            longest = longest.max(bucket[56 + slot]);
            let value = word(bucket, 28 + slot * 4);
            if value != NO_NAME {
                candidate(value);
            }
        }
        if state & OVERFLOWN == 0 {
            break;
        }
    }
    longest
}

/// The longest names that begin with each of a batch of sequences. The looks are independent, so that the processor
/// waits for several cache lines at once.
pub fn probe_batch(table: &[u8], hashes: &[u64], longest: &mut Vec<u8>) {
    longest.clear();
    longest.extend(hashes.iter().map(|&hash| probe(table, hash, |_| {})));
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
            let table = build(sequences.clone());
            for sequence in sequences {
                let mut values = Vec::new();
                prop_assert_eq!(probe(&table, sequence.hash, |value| values.push(value)), 3);
                prop_assert!(values.contains(&sequence.value));
            }
        }

        #[test]
        fn damaged_tables_do_no_harm(table in proptest::collection::vec(any::<u8>(), 0..400), hash in any::<u64>()) {
            probe(&table, hash, |_| {});
        }
    }
}
