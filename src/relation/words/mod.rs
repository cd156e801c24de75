//! The words of each language that relation reads: nouns for things.

pub(super) mod nouns;
