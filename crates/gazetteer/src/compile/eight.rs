//! Questions about eight bytes at once. A byte for which the answer is yes has its high bit set in the result.

const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// What keeps the first so many of sixteen bytes, in two words; all of them from 16 on.
pub const FIRST_OF: [[u64; 2]; 32] = {
    let mut masks = [[u64::MAX; 2]; 32];
    let mut count = 0;
    while count < 16 {
        let mask = (1_u128 << (count * 8)) - 1;
        masks[count] = [mask as u64, (mask >> 64) as u64];
        count += 1;
    }
    masks
};

/// Which bytes, whose high bits are not set, are at least `least`. No sum passes 255, so bytes do not touch each other.
fn at_least(low: u64, least: u8) -> u64 {
    low.wrapping_add(EACH * u64::from(0x80 - least))
}

fn is_digit(low: u64) -> u64 {
    at_least(low, b'0') & !at_least(low, b'9' + 1)
}

/// Which of eight bytes are ASCII letters or digits.
#[must_use]
#[inline]
pub fn alphanumeric(bytes: u64) -> u64 {
    let low = bytes & !HIGH;
    let small = low | (EACH * 0x20);
    let letter = at_least(small, b'a') & !at_least(small, b'z' + 1);
    (letter | is_digit(low)) & !bytes & HIGH
}

/// Which of sixteen bytes, the first eight in `left`, are ASCII letters or digits: a bit for each, the first byte lowest.
#[must_use]
#[inline]
pub fn alphanumeric_of_sixteen(left: u64, right: u64) -> u32 {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    {
        #[allow(unsafe_code)]
        // SAFETY: the program is compiled for processors that have the instructions.
        unsafe {
            alphanumeric_with_sse2(left, right)
        }
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
    {
        (gathered(alphanumeric(left)) | gathered(alphanumeric(right)) << 8) as u32
    }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[target_feature(enable = "sse2")]
#[inline]
fn alphanumeric_with_sse2(left: u64, right: u64) -> u32 {
    use std::arch::x86_64::{
        _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x,
        _mm_set1_epi8, _mm_sub_epi8,
    };
    let bytes = _mm_set_epi64x(right.cast_signed(), left.cast_signed());
    let within = |bytes, first: u8, count: i8| {
        let from_first = _mm_sub_epi8(bytes, _mm_set1_epi8(first.cast_signed()));
        let last = _mm_set1_epi8(count - 1);
        _mm_cmpeq_epi8(_mm_min_epu8(from_first, last), from_first)
    };
    let small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    let plain = _mm_or_si128(within(small, b'a', 26), within(bytes, b'0', 10));
    _mm_movemask_epi8(plain).cast_unsigned()
}

/// Which of eight bytes are blanks or hyphens.
#[must_use]
pub fn joint(bytes: u64) -> u64 {
    equal(bytes, b' ') | equal(bytes, b'-')
}

/// Which of eight bytes are a certain ASCII one.
#[must_use]
#[inline]
pub fn equal(bytes: u64, byte: u8) -> u64 {
    let low = bytes & !HIGH;
    at_least(low, byte) & !at_least(low, byte + 1) & !bytes & HIGH
}

/// The marks of eight bytes as eight bits, the first byte lowest.
#[must_use]
#[inline]
pub fn gathered(marks: u64) -> u64 {
    // Each mark is shifted to the highest byte, where it has a bit of its own.
    (marks >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Eight ASCII letters or digits, or zeros, in small letters.
#[must_use]
#[inline]
pub fn small(bytes: u64) -> u64 {
    // Letters have the bit 0x40, digits have not.
    bytes | (bytes & (EACH * 0x40)) >> 1
}

/// The first eight bytes, the first one lowest, filled up with zeros.
#[must_use]
#[inline]
pub fn load(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    let length = bytes.len();
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // Where the two overlap they agree.
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << ((length - 4) * 8);
    }
    bytes
        .iter()
        .rev()
        .fold(0, |word, &byte| word << 8 | u64::from(byte))
}

/// How many bytes from the first on are marked.
#[must_use]
pub fn leading(marks: u64) -> usize {
    (!marks & HIGH).trailing_zeros() as usize / 8
}

/// The number of the first byte that is marked, 8 if none is.
#[must_use]
pub fn first(marks: u64) -> usize {
    marks.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_told_in_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                for other in [0, b'a', 0xFF] {
                    let mut bytes = [other; 8];
                    bytes[place] = byte;
                    let word = load(&bytes);
                    let marked = |marks: u64| marks >> (place * 8 + 7) & 1 == 1;
                    assert_eq!(marked(alphanumeric(word)), byte.is_ascii_alphanumeric());
                    assert_eq!(marked(joint(word)), matches!(byte, b' ' | b'-'));
                    assert_eq!(marked(equal(word, b'\t')), byte == b'\t');
                    let gathered = gathered(alphanumeric(word)) >> place;
                    for sixteen in [
                        alphanumeric_of_sixteen(word, 0) >> place,
                        alphanumeric_of_sixteen(0, word) >> (8 + place),
                    ] {
                        assert_eq!(sixteen & 1 == 1, byte.is_ascii_alphanumeric());
                    }
                    assert_eq!(gathered & 1 == 1, byte.is_ascii_alphanumeric());
                    if byte.is_ascii_alphanumeric() && other == b'a' {
                        assert_eq!(small(word).to_le_bytes()[place], byte.to_ascii_lowercase());
                    }
                }
            }
        }
        for length in 0..8 {
            let bytes = &[1, 2, 3, 4, 5, 6, 7][..length.min(7)];
            let mut filled = [0; 8];
            filled[..bytes.len()].copy_from_slice(bytes);
            assert_eq!(load(bytes), u64::from_le_bytes(filled));
        }
        assert_eq!((leading(HIGH), leading(0x80), leading(0)), (8, 1, 0));
        assert_eq!((first(0), first(0x8000)), (8, 1));
    }
}
