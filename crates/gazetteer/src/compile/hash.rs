//! Stable hashes: the same on every machine and in every version of the program, because they are written to files.
//!
//! Ids and sections are hashed with XXH3 (64 bits, seed 0;
//! <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>). A token is hashed sixteen bytes at a time by
//! products into 128 bits, as wyhash does (<https://github.com/wangyi-fudan/wyhash>), so that the small letters of an
//! ASCII word are hashed as they are loaded. The hash of a sequence grows by one token at a time, so that the sequences
//! that begin at a word cost one step each.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

use super::eight;
use super::normalise::fold;

const FIRST: u64 = 0xA076_1D64_78BD_642F;
const SECOND: u64 = 0xE703_7ED1_A0B4_28DB;
const THIRD: u64 = 0x8EBC_6AF0_9C88_C6E3;

/// The hash of an id.
#[must_use]
pub fn of_text(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// The hash of a folded token.
#[must_use]
pub fn of_token(token: &str) -> u64 {
    let mut hash = THIRD ^ token.len() as u64;
    let mut rest = token.as_bytes();
    loop {
        let (piece, more) = rest.split_at(rest.len().min(16));
        let (left, right) = piece.split_at(piece.len().min(8));
        hash = step(hash, eight::load(left), eight::load(right));
        rest = more;
        if rest.is_empty() {
            return hash;
        }
    }
}

/// The hash of the folded form of a token, which is not made where the token is a short ASCII word.
#[must_use]
pub fn of_unfolded(token: &str) -> u64 {
    let bytes = token.as_bytes();
    if bytes.len() <= 16 {
        let (left, right) = bytes.split_at(bytes.len().min(8));
        let (left, right) = (eight::load(left), eight::load(right));
        let plain =
            eight::alphanumeric(left).count_ones() + eight::alphanumeric(right).count_ones();
        if plain as usize == bytes.len() {
            return of_plain(bytes.len(), left, right);
        }
    }
    if let Some(hash) = of_marked(bytes) {
        return hash;
    }
    of_token(&fold(token))
}

/// The hash of the folded form of a short ASCII token with marks between its letters and digits (`U.S`).
fn of_marked(token: &[u8]) -> Option<u64> {
    let mut folded = [0; 16];
    let mut length = 0;
    for &byte in token {
        if !byte.is_ascii() {
            return None;
        }
        if byte.is_ascii_alphanumeric() {
            *folded.get_mut(length)? = byte;
            length += 1;
        }
    }
    let (left, right) = folded.split_at(8);
    Some(of_plain(length, eight::load(left), eight::load(right)))
}

/// The hash of the folded form of an ASCII word of 1 to 16 letters and digits, given as two words that are filled up with
/// zeros.
#[must_use]
#[inline]
pub fn of_plain(length: usize, left: u64, right: u64) -> u64 {
    step(
        THIRD ^ length as u64,
        eight::small(left),
        eight::small(right),
    )
}

#[inline]
fn step(hash: u64, left: u64, right: u64) -> u64 {
    folded_product(left ^ hash, right ^ hash.rotate_left(29) ^ SECOND)
}

/// Multiplication into 128 bits, folded: every bit of the input reaches every bit of the result.
#[inline]
fn folded_product(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    (product >> 64) as u64 ^ product as u64
}

/// The checksum of bytes.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// The hash of a sequence one token longer. The empty sequence has the hash 0.
#[must_use]
#[inline]
pub fn followed_by(sequence: u64, token: u64) -> u64 {
    folded_product(sequence.rotate_left(23) ^ token ^ FIRST, SECOND ^ sequence)
}

/// The hash of a sequence of folded tokens.
pub fn of_tokens<'a>(tokens: impl IntoIterator<Item = &'a str>) -> u64 {
    tokens
        .into_iter()
        .fold(0, |sequence, token| followed_by(sequence, of_token(token)))
}

/// Hashes keys of maps in memory while a gazetteer is made. There are several to a row, and the hash of the standard
/// library, which withstands senders of chosen keys, costs more than the rest: here nobody gains by slowing down an import
/// of his own.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quick(u64);

impl Quick {
    fn add(&mut self, value: u64) {
        self.0 = folded_product(self.0 ^ value ^ FIRST, SECOND ^ self.0.rotate_left(29));
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(8) {
            self.add(eight::load(piece));
        }
        self.add(bytes.len() as u64);
    }

    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }

    fn write_u16(&mut self, value: u16) {
        self.add(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.add(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A map whose order nobody asks for.
pub type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;
/// A set whose order nobody asks for.
pub type QuickSet<K> = HashSet<K, BuildHasherDefault<Quick>>;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_hashes_as_its_folded_form(word in "[a-zA-Z0-9éÇБ_’.']{0,24}") {
            prop_assert_eq!(of_unfolded(&word), of_token(&fold(&word)));
        }

        #[test]
        fn words_that_differ_differ_in_their_hash(left in "[a-c0]{0,20}", right in "[a-c0]{0,20}") {
            prop_assert_eq!(of_token(&left) == of_token(&right), left == right);
        }
    }

    #[test]
    fn hashes_never_change() {
        // They are in the files of users: a change is a new version of the format.
        assert_eq!(of_text(""), 0x2D06_8005_38D3_94C2);
        assert_eq!(of_tokens(["nagorno", "karabakh"]), 0x5693_2194_5727_7A41);
        assert_eq!(of_token("a token of many letters"), 0x0970_E399_A9FC_A618);
        assert_ne!(of_tokens(["a", "b"]), of_tokens(["b", "a"]));
    }
}
