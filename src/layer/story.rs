//! The same story twice: which documents say what another says already.
//!
//! An agency's report stands in several papers, under other headlines and cut where the room ended; a page is saved twice.
//! Each document is reduced to hashes of all runs of a few words in it, of which a long document keeps those that lie
//! below a bound (Broder, “On the resemblance and containment of documents”, 1997, with the bound instead of a number, so
//! that two samples can be compared whatever their lengths). What share of the shorter document's runs is in the longer
//! tells whether it is the same story. Which documents are compared depends on their order among the inputs, never on who
//! read them first.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use xxhash_rust::xxh3::xxh3_64;

use crate::document::{BlockKind, Document};

/// How many words a run has.
const RUN: usize = 4;

/// The most hashes that are kept of a document; twice as many halve the bound.
const MOST_KEPT: usize = 512;

/// What share of the runs of the shorter document must be in the longer.
const LEAST_SHARED: f64 = 0.8;

/// What share of the longer document the shorter must at least be: a paragraph in a digest of the day is no copy of it.
const LEAST_LENGTH: f64 = 0.3;

/// Documents of fewer runs are the same story only if they say the same word for word.
const LEAST_RUNS: usize = 24;

/// Runs that so many different stories have are a formula, such as that of a disclaimer, and tell nothing.
const FORMULA: usize = 256;

/// What is known of the words of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fingerprint {
    /// Hash of all words in order; nothing where there are none.
    whole: Option<u64>,
    /// How many different runs it has.
    runs: usize,
    /// Its kept runs lie below 2^64 divided by two to this power.
    halvings: u32,
    /// Hashes of runs, ascending, each once.
    kept: Vec<u64>,
}

impl Fingerprint {
    /// That of a document. What carries no news is no part of it.
    pub(super) fn of(document: &Document) -> Self {
        let mut words: Vec<String> = Vec::new();
        for block in &document.blocks {
            if block.kind == BlockKind::Boilerplate {
                continue;
            }
            let text = document.block_text(block);
            let found = text.split(|letter: char| !letter.is_alphanumeric());
            words.extend(found.filter(|word| !word.is_empty()).map(str::to_lowercase));
        }
        Self::of_words(&words)
    }

    fn of_words(words: &[String]) -> Self {
        let hash = |words: &[String]| xxh3_64(words.join("\u{1F}").as_bytes());
        let mut kept: Vec<u64> = words.windows(RUN).map(hash).collect();
        kept.sort_unstable();
        kept.dedup();
        let runs = kept.len();
        let mut halvings = 0;
        while kept.len() > MOST_KEPT {
            halvings += 1;
            kept.truncate(below(&kept, halvings));
        }
        kept.shrink_to_fit();
        Self {
            whole: (!words.is_empty()).then(|| hash(words)),
            runs,
            halvings,
            kept,
        }
    }

    /// What share of the runs of the shorter of two is in the longer; 0 where one is far longer than the other.
    #[allow(clippy::cast_precision_loss)]
    fn shared(&self, other: &Self) -> f64 {
        let (shorter, longer) = if self.runs <= other.runs {
            (self, other)
        } else {
            (other, self)
        };
        if shorter.runs < LEAST_RUNS || (shorter.runs as f64) < LEAST_LENGTH * longer.runs as f64 {
            return 0.0;
        }
        let halvings = self.halvings.max(other.halvings);
        let sample = |one: &Self| below(&one.kept, halvings);
        let (of_shorter, of_longer) = (sample(shorter), sample(longer));
        let in_longer = longer.kept.get(..of_longer).unwrap_or_default();
        let in_both = shorter
            .kept
            .iter()
            .take(of_shorter)
            .filter(|run| in_longer.binary_search(run).is_ok())
            .count();
        if of_shorter == 0 {
            return 0.0;
        }
        in_both as f64 / of_shorter as f64
    }
}

/// How many of some ascending hashes lie below the bound.
fn below(hashes: &[u64], halvings: u32) -> usize {
    match u64::MAX.checked_shr(halvings) {
        _ if halvings == 0 => hashes.len(),
        Some(bound) => hashes.partition_point(|&hash| hash <= bound),
        None => 0,
    }
}

/// For each of some documents, in their order, the number of the first one whose story it is; nothing for those that are the
/// first.
pub(super) fn originals(fingerprints: &[Fingerprint]) -> Vec<Option<usize>> {
    let mut first_with: HashMap<u64, usize, FixedState> = HashMap::default();
    let mut with_run: HashMap<u64, Vec<usize>, FixedState> = HashMap::default();
    let mut originals = Vec::with_capacity(fingerprints.len());
    for (number, fingerprint) in fingerprints.iter().enumerate() {
        let copied = fingerprint
            .whole
            .and_then(|whole| first_with.get(&whole).copied());
        if let Some(first) = copied {
            originals.push(Some(first));
            continue;
        }
        let mut together: BTreeMap<usize, usize> = BTreeMap::new();
        for run in &fingerprint.kept {
            let others = with_run.get(run).map_or(&[][..], Vec::as_slice);
            if others.len() <= FORMULA {
                for &other in others {
                    *together.entry(other).or_default() += 1;
                }
            }
        }
        // Of several, the one that shares most, and the first of these.
        let mut best: Option<(f64, usize)> = None;
        for (other, _) in together.into_iter().filter(|&(_, runs)| runs >= 2) {
            let shared = fingerprint.shared(&fingerprints[other]);
            if shared >= LEAST_SHARED && best.is_none_or(|(most, _)| shared > most) {
                best = Some((shared, other));
            }
        }
        let original = best.map(|(_, other)| other);
        if let Some(whole) = fingerprint.whole {
            first_with.insert(whole, original.unwrap_or(number));
        }
        if original.is_none() {
            for &run in &fingerprint.kept {
                with_run.entry(run).or_default().push(number);
            }
        }
        originals.push(original);
    }
    originals
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    /// A text of so many words, of which each is another.
    fn text(from: usize, to: usize) -> Vec<String> {
        (from..to).map(|number| format!("w{number}")).collect()
    }

    fn of(texts: &[Vec<String>]) -> Vec<Option<usize>> {
        let fingerprints: Vec<Fingerprint> = texts
            .iter()
            .map(|words| Fingerprint::of_words(words))
            .collect();
        originals(&fingerprints)
    }

    #[test]
    fn a_text_that_is_cut_or_has_another_headline_is_the_same_story() {
        let mut other_headline = words("quite another headline");
        other_headline.extend(text(20, 400));
        let texts = [
            text(0, 400),
            text(0, 400),
            other_headline,
            text(0, 160),
            text(390, 800),
        ];
        assert_eq!(of(&texts), [None, Some(0), Some(0), Some(0), None]);
    }

    #[test]
    fn a_paragraph_in_a_digest_is_no_copy_of_it() {
        assert_eq!(of(&[text(0, 1000), text(0, 100)]), [None, None]);
    }

    #[test]
    fn short_texts_are_the_same_word_for_word_only() {
        assert_eq!(
            of(&[text(0, 20), text(0, 19), text(0, 20)]),
            [None, None, Some(0)]
        );
        assert_eq!(of(&[Vec::new(), Vec::new()]), [None, None]);
    }

    #[test]
    fn long_texts_are_compared_by_samples() {
        let texts = [text(0, 40_000), text(2_000, 40_000), text(30_000, 70_000)];
        assert!(Fingerprint::of_words(&texts[0]).kept.len() <= MOST_KEPT);
        assert_eq!(of(&texts), [None, Some(0), None]);
    }

    #[test]
    fn what_many_say_is_a_formula_and_makes_none_a_copy() {
        let texts: Vec<Vec<String>> = (0..300)
            .map(|number| {
                let mut words = text(0, 30);
                words.extend((0..60).map(|word| format!("n{number}w{word}")));
                words
            })
            .collect();
        assert!(of(&texts).iter().all(Option::is_none));
    }
}
