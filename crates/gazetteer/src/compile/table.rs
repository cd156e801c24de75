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
//!      63       for each eighth of all hashes a bit: whether this bucket sent one of its entries on. A slot that is not
//!               in use has the length 0
//! ```

use std::hint::select_unpredictable;

/// Bytes of a bucket: one cache line.
pub const BUCKET: usize = 64;
/// Slots of a bucket.
const SLOTS: usize = 9;
const VALUES: usize = SLOTS * 2;
const LENGTHS: usize = SLOTS * 6;
const OVERFLOW: usize = BUCKET - 1;
/// The value of a sequence that names begin with but that is no name itself.
pub const NO_NAME: u32 = u32::MAX;
/// Entries for each hundred slots: a fuller table is smaller, but slower (`benches/results`).
const LOAD_PERCENT: usize = 78;
/// Beginnings of names of up to this many tokens are in the name table besides the names themselves.
pub const LONGEST_BEGINNING: usize = 2;
/// How many buckets an entry may have been refused by, its own included, and one more.
const FARTHEST: usize = 64;

/// A sequence of tokens to be written to the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sequence {
    /// Its hash.
    pub hash: u64,
    /// Where its names are, or [`NO_NAME`].
    pub value: u32,
    /// Tokens of the longest name that begins with it: 1 at least, 255 at most.
    pub longest: u8,
}

/// Lays out a table for `count` sequences, which `each` hands over in the order of their hashes as often as it is
/// asked. Equal sequences give equal bytes. A sequence lies in its own bucket if that has room for it: those that have to
/// go elsewhere are placed when all others are, so that they are as few as can be.
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
        let mut elsewhere = Vec::new();
        each(&mut |sequence| {
            if !place(&mut table, sequence, 0) {
                elsewhere.push(sequence);
            }
        })?;
        let all = elsewhere
            .into_iter()
            .all(|sequence| (1..FARTHEST).any(|step| place(&mut table, sequence, step)));
        if all {
            return Ok(table);
        }
        buckets += buckets / 8 + 1;
    }
}

/// Writes a sequence to the bucket that is so many steps from its own, and says whether that has room; if not, notes that
/// such hashes go on.
fn place(table: &mut [u8], sequence: Sequence, step: usize) -> bool {
    let at = bucket_at(sequence.hash, table.len() / BUCKET, step) * BUCKET;
    let Some(bucket) = table.get_mut(at..at + BUCKET) else {
        return false;
    };
    let lengths = &bucket[LENGTHS..LENGTHS + SLOTS];
    let Some(used) = lengths.iter().position(|&length| length == 0) else {
        bucket[OVERFLOW] |= overflow(sequence.hash);
        return false;
    };
    bucket[used * 2..used * 2 + 2].copy_from_slice(&fingerprint(sequence.hash).to_le_bytes());
    let value = VALUES + used * 4;
    bucket[value..value + 4].copy_from_slice(&sequence.value.to_le_bytes());
    bucket[LENGTHS + used] = sequence.longest;
    true
}

/// The bucket so many steps from that of a hash. The steps of different hashes have different lengths, up to 32 buckets, so
/// that what overflows does not pile up, and stays near.
#[inline]
fn bucket_at(hash: u64, buckets: usize, step: usize) -> usize {
    let length = 1 + (hash >> 19 & 31) as usize;
    let at = own_bucket(hash, buckets) + step * length;
    if at < buckets { at } else { at % buckets }
}

/// The high bits choose the bucket, the low ones are the fingerprint.
#[inline]
fn own_bucket(hash: u64, buckets: usize) -> usize {
    // The product is below `buckets * 2^64`.
    ((u128::from(hash) * buckets as u128) >> 64) as usize
}

#[inline]
fn fingerprint(hash: u64) -> u16 {
    (hash & 0xFFFF) as u16
}

/// The bit of the last byte that says whether a bucket sent a hash on.
#[inline]
fn overflow(hash: u64) -> u8 {
    1 << (hash >> 16 & 7)
}

/// What the table has under a hash: the longest name in tokens that begins with such a sequence (0: none does), and
/// the values of the sequences themselves, into `values`. A damaged table gives wrong candidates at worst.
#[inline]
pub fn probe(table: &[u8], hash: u64, mut candidate: impl FnMut(u32)) -> u8 {
    let buckets = table.len() / BUCKET;
    let wanted = fingerprint(hash);
    let mut longest = 0;
    // An empty table has no buckets.
    for step in 0..FARTHEST.min(buckets * FARTHEST) {
        let at = bucket_at(hash, buckets, step);
        if step > 0 && at == own_bucket(hash, buckets) {
            // In a small table steps lead round.
            break;
        }
        let Some(bucket) = table
            .get(at * BUCKET..)
            .and_then(|rest| rest.first_chunk::<BUCKET>())
        else {
            break;
        };
        let mut equal = equal_slots(bucket, wanted);
        while equal != 0 {
            let slot = equal.trailing_zeros() as usize;
            equal &= equal - 1;
            let length = bucket[LENGTHS + slot];
            longest = longest.max(length);
            let value = word(bucket, VALUES + slot * 4);
            if length > 0 && value != NO_NAME {
                candidate(value);
            }
        }
        if bucket[OVERFLOW] & overflow(hash) == 0 {
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

impl Look {
    /// Nothing begins so.
    pub const NOTHING: Self = Self {
        value: NO_NAME,
        longest: 0,
        is_all: true,
    };
}

/// The buckets of a table.
#[must_use]
pub fn buckets(table: &[u8]) -> &[[u8; BUCKET]] {
    table.as_chunks().0
}

/// Has the processor fetch the bucket of a hash, and does not wait for it.
#[inline]
pub fn fetch(buckets: &[[u8; BUCKET]], hash: u64) {
    if let Some(bucket) = buckets.get(own_bucket(hash, buckets.len())) {
        prefetch(bucket);
    }
}

/// Has the processor fetch the bucket to which that of a hash sends on.
#[inline]
pub fn fetch_next(buckets: &[[u8; BUCKET]], hash: u64) {
    if !buckets.is_empty()
        && let Some(bucket) = buckets.get(bucket_at(hash, buckets.len(), 1))
    {
        prefetch(bucket);
    }
}

/// Has the processor fetch what lies at a byte, and does not wait for it.
#[cfg(target_arch = "x86_64")]
#[allow(unsafe_code)]
#[inline(always)]
pub fn prefetch(bytes: &[u8]) {
    use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
    // SAFETY: every processor of this architecture has the instruction. It reads nothing that the program sees and
    // never faults, whatever the address; this one is that of a living slice.
    unsafe { _mm_prefetch::<_MM_HINT_T0>(bytes.as_ptr().cast()) }
}

/// Reads what lies at a byte, so that it is at hand later. Several reads do not wait for each other.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
pub fn prefetch(bytes: &[u8]) {
    std::hint::black_box(bytes.first().copied());
}

/// Which of a bucket's slots have a fingerprint, a bit for each.
#[inline]
fn equal_slots(bucket: &[u8; BUCKET], wanted: u16) -> u32 {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    {
        #[allow(unsafe_code)]
        // SAFETY: the program is compiled for processors that have the instructions.
        unsafe {
            equal_slots_with_sse2(bucket, wanted)
        }
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
    {
        equal_slots_one_by_one(bucket, wanted)
    }
}

#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
fn equal_slots_one_by_one(bucket: &[u8; BUCKET], wanted: u16) -> u32 {
    let mut equal = 0;
    for slot in 0..SLOTS {
        let there = u16::from_le_bytes([bucket[slot * 2], bucket[slot * 2 + 1]]);
        equal |= u32::from(there == wanted) << slot;
    }
    equal
}

/// Eight fingerprints at a time.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[target_feature(enable = "sse2")]
#[inline]
fn equal_slots_with_sse2(bucket: &[u8; BUCKET], wanted: u16) -> u32 {
    use std::arch::x86_64::{
        _mm_cmpeq_epi16, _mm_movemask_epi8, _mm_packs_epi16, _mm_set_epi64x, _mm_set1_epi16,
    };
    let wanted = _mm_set1_epi16(wanted.cast_signed());
    let four = |at: usize| {
        (u64::from(word(bucket, at)) | u64::from(word(bucket, at + 4)) << 32).cast_signed()
    };
    let first = _mm_cmpeq_epi16(_mm_set_epi64x(four(8), four(0)), wanted);
    let second = _mm_cmpeq_epi16(_mm_set_epi64x(four(24), four(16)), wanted);
    let equal = _mm_movemask_epi8(_mm_packs_epi16(first, second));
    equal.cast_unsigned() & ((1 << SLOTS) - 1)
}

/// Looks at the bucket of a hash, with hardly a branch that depends on what is there.
#[inline]
#[must_use]
pub fn look(buckets: &[[u8; BUCKET]], hash: u64) -> Look {
    let Some(bucket) = buckets.get(own_bucket(hash, buckets.len())) else {
        return Look::NOTHING;
    };
    let equal = equal_slots(bucket, fingerprint(hash));
    // Without a slot this is the last one, and what it has is not used.
    let slot = (equal | 1 << (SLOTS - 1)).trailing_zeros() as usize;
    let longest = select_unpredictable(equal != 0, bucket[LENGTHS + slot], 0);
    // A slot that is not in use has no length.
    let value = word(bucket, VALUES + slot * 4);
    let is_one = equal & equal.wrapping_sub(1) == 0;
    Look {
        value: select_unpredictable(longest != 0, value, NO_NAME),
        longest,
        is_all: is_one & (bucket[OVERFLOW] & overflow(hash) == 0),
    }
}

#[inline]
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
            fetch(buckets(&table), hash);
            fetch_next(buckets(&table), hash);
            for bucket in buckets(&table) {
                for wanted in (0..SLOTS).map(|slot| word(bucket, slot * 2) as u16) {
                    let equal = equal_slots(bucket, wanted);
                    prop_assert_eq!(equal, equal_slots_one_by_one(bucket, wanted));
                }
            }
            if look.is_all && look.longest > 0 {
                let mut values = Vec::new();
                let longest = probe(&table, hash, |value| values.push(value));
                prop_assert!(longest <= look.longest);
            }
        }
    }
}
