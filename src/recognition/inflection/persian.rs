//! Persian. It has no cases; what is written behind a name is the ezafe after a long vowel (*باکوی*, *آمریکای*), the
//! indefinite or relative *ی*, and *ها* of plurals, which is written with a zero-width non-joiner or none. After
//! G. Lazard, “A Grammar of Contemporary Persian” (1992), ch. 2. Arabic letters are folded to Persian ones elsewhere.

use super::grammar::{Paradigm, Stem::Vowel, paradigm};

pub(super) fn paradigms() -> Vec<Paradigm> {
    vec![paradigm(Vowel, "", "ی ای یی")]
}
