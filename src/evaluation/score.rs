//! The field’s protocol: answers are paired with gold, and what is found, answered and right is counted.
//!
//! Recognition counts all gold toponyms, with or without a position. Pairs are one to one: *exact* pairs have the same
//! span; *overlap* pairs share at least one character, same spans first, then the longest overlaps. Resolution looks at
//! pairs whose gold has a position; end to end at all gold with a position and at all answers with one, except those
//! paired with gold without, which gold cannot judge. Right is within 161 km. After Gritta, Pilehvar and Collier, “A
//! pragmatic guide to geoparsing evaluation” (2020).

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::corpus::GoldToponym;
use super::measure::{LIMIT_KM, area_under_curve, kilometres, median, ratio};

/// What the program said of a stretch of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Code points of the text.
    pub span: Range<usize>,
    /// Latitude and longitude, where it placed it.
    pub position: Option<(f64, f64)>,
    /// Number in GeoNames, where it has one.
    pub geonameid: Option<u64>,
    /// How sure it was, 0..1.
    pub confidence: f64,
    /// The name of the place it chose.
    pub name: String,
    /// What sort of place that is, in words.
    pub sort: Option<&'static str>,
    /// Positions of all that it might have chosen.
    pub candidates: Vec<(f64, f64)>,
}

/// Gold and answers for one document.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// What annotators marked.
    pub gold: Vec<GoldToponym>,
    /// What the program said, each span once.
    pub answers: Vec<Answer>,
}

impl Judged {
    /// Gold and answers; of several answers for one span the first counts.
    #[must_use]
    pub fn new(gold: Vec<GoldToponym>, answers: Vec<Answer>) -> Self {
        let mut seen = BTreeSet::new();
        let answers = answers
            .into_iter()
            .filter(|answer| seen.insert((answer.span.start, answer.span.end)))
            .collect();
        Self { gold, answers }
    }
}

/// How gold and answers are paired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// Only equal spans.
    Exact,
    /// Spans that share a character.
    Overlap,
}

/// Precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Found {
    pub tp: usize,
    pub pred: usize,
    pub gold: usize,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Found {
    /// From how many are right, were said, and should have been.
    #[must_use]
    pub fn new(tp: usize, pred: usize, gold: usize) -> Self {
        let precision = ratio(tp, pred).unwrap_or(0.0);
        let recall = ratio(tp, gold).unwrap_or(0.0);
        let sum = precision + recall;
        Self {
            tp,
            pred,
            gold,
            precision,
            recall,
            f1: if sum > 0.0 {
                2.0 * precision * recall / sum
            } else {
                0.0
            },
        }
    }
}

/// Figures on resolution, over the pairs whose gold has a position.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resolved {
    /// Pairs whose gold has a position.
    pub pairs_geocoded: usize,
    /// Those of them with an answer.
    pub answered: usize,
    /// The share of right ones among the answered.
    pub accuracy_161: Option<f64>,
    /// The share of right ones among all pairs.
    pub accuracy_161_all: Option<f64>,
    /// Mean error of the answered, kilometres.
    pub mean_km: Option<f64>,
    /// Median error.
    pub median_km: Option<f64>,
    /// Area under the curve of log errors, 0 is best.
    pub auc: Option<f64>,
    /// Pairs whose gold has a number of GeoNames.
    pub id_pairs: usize,
    /// The share of them whose answer has the same.
    pub id_accuracy: Option<f64>,
}

/// Figures on recognition and resolution together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct EndToEnd {
    pub correct: usize,
    pub gold_geocoded: usize,
    pub judged_predictions: usize,
    pub recall_161: f64,
    pub precision_161: f64,
    pub f1_161: f64,
    /// Precision over all answers, also those that gold cannot judge.
    pub precision_161_strict: Option<f64>,
    /// The share of gold numbers of GeoNames that were found.
    pub id_recall: Option<f64>,
}

/// All figures of one way of pairing.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Figures {
    pub recognition: Found,
    pub resolution: Resolved,
    pub end_to_end: EndToEnd,
}

/// The pairs of gold and answers, by their numbers.
#[must_use]
pub fn pairs(judged: &Judged, pairing: Pairing) -> Vec<(usize, usize)> {
    match pairing {
        Pairing::Exact => judged
            .gold
            .iter()
            .enumerate()
            .filter_map(|(at, gold)| {
                let answer = judged
                    .answers
                    .iter()
                    .position(|answer| answer.span == (gold.start..gold.end))?;
                Some((at, answer))
            })
            .collect(),
        Pairing::Overlap => {
            let mut found: Vec<(bool, std::cmp::Reverse<usize>, usize, usize)> = Vec::new();
            for (at, gold) in judged.gold.iter().enumerate() {
                for (number, answer) in judged.answers.iter().enumerate() {
                    let shared = gold
                        .end
                        .min(answer.span.end)
                        .saturating_sub(gold.start.max(answer.span.start));
                    if shared > 0 {
                        let other = answer.span != (gold.start..gold.end);
                        found.push((other, std::cmp::Reverse(shared), at, number));
                    }
                }
            }
            found.sort_unstable();
            let (mut used_gold, mut used_answers) = (BTreeSet::new(), BTreeSet::new());
            let mut pairs = Vec::new();
            for (_, _, gold, answer) in found {
                if !used_gold.contains(&gold) && !used_answers.contains(&answer) {
                    used_gold.insert(gold);
                    used_answers.insert(answer);
                    pairs.push((gold, answer));
                }
            }
            pairs
        }
    }
}

/// The error of an answer, kilometres, where both sides have a position.
#[must_use]
pub fn error_km(gold: &GoldToponym, answer: &Answer) -> Option<f64> {
    Some(kilometres(gold.position()?, answer.position?))
}

/// Counts documents.
#[must_use]
pub fn figures(documents: &[Judged], pairing: Pairing) -> Figures {
    let gold = || documents.iter().flat_map(|judged| &judged.gold);
    let answers = || documents.iter().flat_map(|judged| &judged.answers);
    let gold_geocoded = gold().filter(|gold| gold.position().is_some()).count();
    let answered_in_all = answers().filter(|answer| answer.position.is_some()).count();
    let gold_ids = gold().filter(|gold| gold.geonameid.is_some()).count();
    let (mut tp, mut geocoded, mut unjudged, mut id_pairs, mut id_right) = (0, 0, 0, 0, 0);
    let mut errors = Vec::new();
    for judged in documents {
        for (gold, answer) in pairs(judged, pairing) {
            let (gold, answer) = (&judged.gold[gold], &judged.answers[answer]);
            tp += 1;
            if gold.position().is_none() {
                unjudged += usize::from(answer.position.is_some());
                continue;
            }
            geocoded += 1;
            errors.extend(error_km(gold, answer));
            if gold.geonameid.is_some() {
                id_pairs += 1;
                id_right += usize::from(answer.geonameid == gold.geonameid);
            }
        }
    }
    let right = errors.iter().filter(|&&error| error <= LIMIT_KM).count();
    let together = Found::new(right, answered_in_all - unjudged, gold_geocoded);
    #[allow(clippy::cast_precision_loss)]
    let mean_km = (!errors.is_empty()).then(|| errors.iter().sum::<f64>() / errors.len() as f64);
    Figures {
        recognition: Found::new(tp, answers().count(), gold().count()),
        resolution: Resolved {
            pairs_geocoded: geocoded,
            answered: errors.len(),
            accuracy_161: ratio(right, errors.len()),
            accuracy_161_all: ratio(right, geocoded),
            mean_km,
            median_km: median(&errors),
            auc: area_under_curve(&errors),
            id_pairs,
            id_accuracy: ratio(id_right, id_pairs),
        },
        end_to_end: EndToEnd {
            correct: right,
            gold_geocoded,
            judged_predictions: together.pred,
            recall_161: together.recall,
            precision_161: together.precision,
            f1_161: together.f1,
            precision_161_strict: ratio(right, answered_in_all),
            id_recall: ratio(id_right, gold_ids),
        },
    }
}
