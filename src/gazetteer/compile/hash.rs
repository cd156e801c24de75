//! Stable hashes: the same on every machine and in every version of the program, because they are written to files.
//!
//! A token is hashed with XXH3 (64 bits, seed 0; <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>).
//! The hash of a sequence grows by one token at a time, so that the sequences that begin at a word cost one step each.

use xxhash_rust::xxh3::xxh3_64;

use super::normalise::fold;

/// The hash of a folded token or of an id.
#[must_use]
pub fn of_text(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// The hash of the folded form of a token, which is not made where the token is ASCII.
#[must_use]
pub fn of_unfolded(token: &str) -> u64 {
    let bytes = token.as_bytes();
    let mut small = [0; 48];
    match small.get_mut(..bytes.len()) {
        Some(small) if bytes.iter().all(u8::is_ascii_alphanumeric) => {
            small.copy_from_slice(bytes);
            small.make_ascii_lowercase();
            xxh3_64(small)
        }
        _ => of_text(&fold(token)),
    }
}

/// The checksum of bytes.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// The hash of a sequence one token longer. The empty sequence has the hash 0.
#[must_use]
pub fn followed_by(sequence: u64, token: u64) -> u64 {
    // Multiplication into 128 bits, folded: every bit of the input reaches every bit of the result.
    let mixed = u128::from(sequence.rotate_left(23) ^ token ^ 0xA0761D6478BD642F)
        * u128::from(0xE7037ED1A0B428DB_u64 ^ sequence);
    (mixed >> 64) as u64 ^ mixed as u64
}

/// The hash of a sequence of folded tokens.
pub fn of_tokens<'a>(tokens: impl IntoIterator<Item = &'a str>) -> u64 {
    tokens
        .into_iter()
        .fold(0, |sequence, token| followed_by(sequence, of_text(token)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_never_change() {
        // They are in the files of users: a change is a new version of the format.
        assert_eq!(of_text(""), 0x2D06_8005_38D3_94C2);
        assert_eq!(of_tokens(["nagorno", "karabakh"]), 0xC412_ED62_09A1_4928);
        assert_ne!(of_tokens(["a", "b"]), of_tokens(["b", "a"]));
    }
}
