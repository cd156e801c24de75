//! German. Names of places have one ending, that of the genitive (Duden, “Die Grammatik”, 9th ed. 2016, § 300): *Berlins*,
//! *Australiens*; what ends with *s* has none.

use super::grammar::{Paradigm, Stem::Any, paradigm};

pub(super) fn paradigms() -> Vec<Paradigm> {
    vec![paradigm(Any, "", "s")]
}
