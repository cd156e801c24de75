//! What the mistakes have in common: by kind of toponym, by sort of place, by country; how far confidences can be
//! believed; and what a threshold on them buys.

use std::collections::BTreeMap;

use serde::Serialize;

use super::measure::{LIMIT_KM, kilometres, ratio};
use super::score::{Judged, Pairing, error_km, pairs};

/// A row of a breakdown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What the toponyms of this row share.
    pub name: String,
    /// Gold toponyms with a position.
    pub gold: usize,
    /// Those that were found.
    pub found: usize,
    /// Those placed within 161 km.
    pub right: usize,
}

/// How far a range of confidences can be believed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bin {
    /// Its lower bound, 0..1; it is a tenth wide.
    pub from: f64,
    /// Answers in it that gold can judge.
    pub answers: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of right ones.
    pub right: f64,
}

/// What is left above a threshold on confidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Threshold {
    pub min_confidence: f64,
    pub answers: usize,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

/// How often the right place is among the candidates, and chosen if it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coverage {
    /// Pairs whose gold has a position.
    pub pairs: usize,
    /// Those with a candidate within 161 km.
    pub possible: usize,
    /// Those placed within 161 km.
    pub right: usize,
}

impl Coverage {
    /// The share of pairs with a candidate within 161 km.
    #[must_use]
    pub fn share_possible(&self) -> Option<f64> {
        ratio(self.possible, self.pairs)
    }

    /// The share of right answers where one was possible.
    #[must_use]
    pub fn right_where_possible(&self) -> Option<f64> {
        ratio(self.right, self.possible)
    }
}

/// Counts candidates, over pairs by overlap.
#[must_use]
pub fn coverage(documents: &[Judged]) -> Coverage {
    let mut coverage = Coverage {
        pairs: 0,
        possible: 0,
        right: 0,
    };
    for judged in documents {
        for (gold, answer) in pairs(judged, Pairing::Overlap) {
            let (gold, answer) = (&judged.gold[gold], &judged.answers[answer]);
            let Some(position) = gold.position() else {
                continue;
            };
            coverage.pairs += 1;
            let near = |other: &(f64, f64)| kilometres(position, *other) <= LIMIT_KM;
            let right = answer.position.as_ref().is_some_and(near);
            coverage.right += usize::from(right);
            coverage.possible += usize::from(right || answer.candidates.iter().any(near));
        }
    }
    coverage
}

/// Breaks gold with a position down by a name for each; `name` is given the answer too, where there is one. The most
/// frequent come first.
pub fn breakdown(
    documents: &[Judged],
    name: impl Fn(&super::corpus::GoldToponym, Option<&super::score::Answer>) -> String,
) -> Vec<Row> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for judged in documents {
        let answers: BTreeMap<usize, usize> = pairs(judged, Pairing::Overlap).into_iter().collect();
        for (at, gold) in judged.gold.iter().enumerate() {
            if gold.position().is_none() {
                continue;
            }
            let answer = answers.get(&at).map(|&answer| &judged.answers[answer]);
            let name = name(gold, answer);
            let row = rows.entry(name.clone()).or_insert(Row {
                name,
                gold: 0,
                found: 0,
                right: 0,
            });
            row.gold += 1;
            row.found += usize::from(answer.is_some());
            let error = answer.and_then(|answer| error_km(gold, answer));
            row.right += usize::from(error.is_some_and(|error| error <= LIMIT_KM));
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.gold));
    rows
}

/// The answers with a position that gold can judge: confidence, and whether it is within 161 km. An answer that pairs
/// with no gold is wrong; one that pairs with gold without a position is left out.
fn judged_answers(documents: &[Judged]) -> Vec<(f64, bool)> {
    documents
        .iter()
        .flat_map(|judged| {
            verdicts(judged)
                .into_iter()
                .map(|(at, right)| (judged.answers[at].confidence, right))
        })
        .collect()
}

/// The numbers of the answers with a position that gold can judge, and whether each is right.
#[must_use]
pub fn verdicts(judged: &Judged) -> Vec<(usize, bool)> {
    let gold: BTreeMap<usize, usize> = pairs(judged, Pairing::Overlap)
        .into_iter()
        .map(|(gold, answer)| (answer, gold))
        .collect();
    let mut verdicts = Vec::new();
    for (at, answer) in judged.answers.iter().enumerate() {
        if answer.position.is_none() {
            continue;
        }
        let right = match gold.get(&at).map(|&gold| &judged.gold[gold]) {
            None => false,
            Some(gold) => match error_km(gold, answer) {
                None => continue,
                Some(error) => error <= LIMIT_KM,
            },
        };
        verdicts.push((at, right));
    }
    verdicts
}

/// Ten ranges of confidence, and the expected calibration error: the mean distance of confidence and share of right
/// ones, weighed by the answers in each range (Guo et al. 2017).
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn reliability(documents: &[Judged]) -> (Vec<Bin>, f64) {
    let outcomes = judged_answers(documents);
    let mut bins = Vec::new();
    let mut error = 0.0;
    for tenth in 0..10 {
        let from = f64::from(tenth) / 10.0;
        let inside: Vec<&(f64, bool)> = outcomes
            .iter()
            .filter(|(confidence, _)| {
                *confidence >= from && (*confidence < from + 0.1 || tenth == 9)
            })
            .collect();
        if inside.is_empty() {
            continue;
        }
        let count = inside.len() as f64;
        let confidence = inside.iter().map(|(confidence, _)| confidence).sum::<f64>() / count;
        let right = inside.iter().filter(|(_, right)| *right).count() as f64 / count;
        error += (confidence - right).abs() * count / outcomes.len() as f64;
        bins.push(Bin {
            from,
            answers: inside.len(),
            confidence,
            right,
        });
    }
    (bins, error)
}

/// What is left at thresholds from 0 to 0.9, end to end.
#[must_use]
pub fn thresholds(documents: &[Judged]) -> Vec<Threshold> {
    let outcomes = judged_answers(documents);
    let gold = documents
        .iter()
        .flat_map(|judged| &judged.gold)
        .filter(|gold| gold.position().is_some())
        .count();
    (0..10)
        .map(|tenth| {
            let min_confidence = f64::from(tenth) / 10.0;
            let above = outcomes
                .iter()
                .filter(|(confidence, _)| *confidence >= min_confidence);
            let answers = above.clone().count();
            let right = above.filter(|(_, right)| *right).count();
            let found = super::score::Found::new(right, answers, gold);
            Threshold {
                min_confidence,
                answers,
                precision: found.precision,
                recall: found.recall,
                f1: found.f1,
            }
        })
        .collect()
}
