//! Looking for rare bytes in long texts: most of a text is letters and single blanks, of which many are passed over at
//! once.

/// Bytes that are looked at together. The compiler asks a simple question of all of them at the same time.
const CHUNK: usize = 32;

/// The first byte from `from` on of which something holds.
#[inline]
pub(super) fn first(bytes: &[u8], from: usize, holds: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (chunks, tail) = rest.as_chunks::<CHUNK>();
    for (number, chunk) in chunks.iter().enumerate() {
        if chunk.iter().fold(false, |any, &byte| any | holds(byte)) {
            let within = chunk.iter().position(|&byte| holds(byte))?;
            return Some(from + number * CHUNK + within);
        }
    }
    let within = tail.iter().position(|&byte| holds(byte))?;
    Some(from + chunks.len() * CHUNK + within)
}

/// The first byte from `from` on of which, and of the byte behind it, something holds. The last byte has a line break
/// behind it.
#[inline]
pub(super) fn first_pair(
    bytes: &[u8],
    from: usize,
    holds: impl Fn(u8, u8) -> bool,
) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let behind = rest.get(1..)?;
    let (chunks, _) = rest.as_chunks::<CHUNK>();
    let (seconds, _) = behind.as_chunks::<CHUNK>();
    let mut done = 0;
    for (chunk, second) in chunks.iter().zip(seconds) {
        let pairs = || chunk.iter().zip(second);
        if pairs().fold(false, |any, (&byte, &next)| any | holds(byte, next)) {
            let within = pairs().position(|(&byte, &next)| holds(byte, next))?;
            return Some(from + done + within);
        }
        done += CHUNK;
    }
    let tail = rest.get(done..)?;
    let seconds = tail.iter().skip(1).chain(std::iter::once(&b'\n'));
    let within = tail
        .iter()
        .zip(seconds)
        .position(|(&byte, &next)| holds(byte, next))?;
    Some(from + done + within)
}

/// Whether a text may have web addresses or Markdown's links and images in it.
pub(super) fn may_have_links(bytes: &[u8]) -> bool {
    let behind = |by: usize| bytes.get(by..).unwrap_or_default();
    let opens = bytes.iter().zip(behind(1)).zip(behind(2)).fold(
        false,
        |any, ((&first, &second), &third)| {
            let address = first == b':' && second == b'/' && third == b'/';
            let site = second | 0x20 == b'w' && third == b'.' && first | 0x20 == b'w';
            any | address | site
        },
    );
    opens || first(bytes, 0, |byte| byte == b'[').is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_is_found_wherever_it_is(text in "[ab]{0,80}", from in 0_usize..90) {
            let bytes = text.as_bytes();
            let plain = (from..bytes.len()).find(|&at| bytes[at] == b'b');
            prop_assert_eq!(first(bytes, from, |byte| byte == b'b'), plain);
            let next = |at: usize| bytes.get(at + 1).copied().unwrap_or(b'\n');
            let plain = (from..bytes.len()).find(|&at| bytes[at] == b'a' && next(at) != b'a');
            let pairs = first_pair(bytes, from, |byte, next| byte == b'a' && next != b'a');
            prop_assert_eq!(pairs, plain);
        }
    }

    #[test]
    fn links_are_seen() {
        for text in [
            "see WWW.example.org",
            "https://example.org",
            "[a](b)",
            "ftp://x",
        ] {
            assert!(may_have_links(text.as_bytes()), "{text}");
        }
        assert!(!may_have_links("The road: www and w. //, http".as_bytes()));
    }
}
