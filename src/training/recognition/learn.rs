//! Multinomial logistic regression with a quadratic penalty, by stochastic gradient descent with the step sizes of
//! AdaGrad (Duchi, Hazan and Singer 2011). The order of the examples is drawn from a fixed seed. The weights are the mean
//! of those at the ends of the later epochs, which wander less than the last ones alone; and of several runs, each with
//! other names in the sentences of our own and another order, so that little is left to what chance draws (bagging;
//! Breiman 1996).
//!
//! A bucket is that of one feature, the one with the most examples of those that hash to it; the others, and features of
//! few examples, have no weights.

use std::collections::HashMap;

use crate::recognition::model::{Class, Scores, bucket, mark, probabilities};

use super::Random;
use super::examples::Example;

/// The step size.
const STEP: f32 = 0.12;

/// The weight of the penalty.
const PENALTY: f32 = 2e-5;

/// In how many of ten looks at an example the features that know its own words are hidden, so that the context has to
/// speak.
const HIDDEN: usize = 6;

/// Features of fewer examples than this have no weights: what is learned from them carries over to no other text.
const LEAST_EXAMPLES: u32 = 3;

/// How many sets of names there are in a run for sentences of our own when all is gone through so often. Each epoch looks
/// at one, and each set is looked at twice.
fn turns_of_run(epochs: usize) -> usize {
    (epochs / 2).max(1)
}

/// How many sets of names there are in all.
#[must_use]
pub fn turns(epochs: usize, runs: usize) -> usize {
    turns_of_run(epochs) * runs.max(1)
}

/// What was learned.
#[derive(Debug, Clone)]
pub struct Learned {
    /// The weights of each bucket, in steps of `scale`.
    pub rows: Vec<[i8; 8]>,
    /// What a weight of 1 stands for.
    pub scale: f32,
    /// Precision, recall and F1 of places among the examples held out.
    pub held_out: [f64; 3],
}

/// An example as the learner looks at it: buckets instead of features.
struct Seen {
    context: Vec<u32>,
    own_words: Vec<u32>,
    class: Class,
    held_out: bool,
    turn: Option<usize>,
}

/// Learns from the examples that are not held out.
#[must_use]
pub fn learn(examples: &[Example], buckets: usize, epochs: usize, runs: usize) -> Learned {
    let turns = turns_of_run(epochs);
    let owners = owners(examples, buckets, turns);
    let of = |features: &[u64]| -> Vec<u32> {
        let owned = features.iter().filter_map(|&feature| {
            let bucket = bucket(feature, buckets);
            (owners[bucket] == Some(feature)).then(|| u32::try_from(bucket).ok())?
        });
        owned.collect()
    };
    let examples: Vec<Seen> = examples
        .iter()
        .map(|example| Seen {
            context: of(&example.features.context),
            own_words: of(&example.features.own_words),
            class: example.class,
            held_out: example.held_out,
            turn: example.turn,
        })
        .collect();
    let mut sums = vec![Scores::default(); buckets];
    let mut random = Random(7);
    let early = epochs / 2;
    let runs = runs.max(1);
    for run in 0..runs {
        let mut weights = vec![Scores::default(); buckets];
        let mut squares = vec![Scores::default(); buckets];
        for epoch in 0..epochs {
            let now = run * turns + epoch % turns;
            let its_turn = |turn: Option<usize>| turn.is_none_or(|turn| turn == now);
            let mut order: Vec<usize> = (0..examples.len())
                .filter(|&at| !examples[at].held_out && its_turn(examples[at].turn))
                .collect();
            for at in (1..order.len()).rev() {
                order.swap(at, random.below(at + 1));
            }
            for &at in &order {
                let example = &examples[at];
                let hidden = random.below(10) < HIDDEN;
                step(example, hidden, &mut weights, &mut squares);
            }
            if epoch >= early {
                for (sum, weight) in sums.iter_mut().flatten().zip(weights.iter().flatten()) {
                    *sum += weight;
                }
            }
        }
    }
    let averaged = ((epochs - early).max(1) * runs) as f32;
    let weights: Vec<Scores> = sums
        .iter()
        .map(|sum| sum.map(|sum| sum / averaged))
        .collect();
    let most = weights
        .iter()
        .flatten()
        .fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
    let scale = most / 127.0;
    let rows: Vec<[i8; 8]> = weights
        .iter()
        .zip(&owners)
        .map(|(weights, owner)| {
            let mut row = [0; 8];
            for (cell, weight) in row.iter_mut().zip(weights) {
                *cell = (weight / scale).round() as i8;
            }
            row[Class::ALL.len()] = owner.map_or(0, mark);
            row
        })
        .collect();
    Learned {
        held_out: measure(&examples, &weights),
        rows,
        scale,
    }
}

/// The feature that each bucket is of: of those that are frequent enough the most frequent, the smaller hash where two
/// are equally so. Of the sentences of our own those of the first run are counted, so that a feature is as rare as a run
/// finds it; `turns` is how many sets of names that has.
fn owners(examples: &[Example], buckets: usize, turns: usize) -> Vec<Option<u64>> {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let of_first_run = |turn: Option<usize>| turn.is_none_or(|turn| turn < turns);
    for example in examples.iter().filter(|example| of_first_run(example.turn)) {
        let features = &example.features;
        for &feature in features.context.iter().chain(&features.own_words) {
            *counts.entry(feature).or_default() += 1;
        }
    }
    let mut owners: Vec<Option<(u32, u64)>> = vec![None; buckets];
    for (feature, count) in counts {
        let owner = &mut owners[bucket(feature, buckets)];
        let better = owner.is_none_or(|(most, other)| (count, other) > (most, feature));
        if count >= LEAST_EXAMPLES && better {
            *owner = Some((count, feature));
        }
    }
    let feature = |owner: Option<(u32, u64)>| owner.map(|(_, feature)| feature);
    owners.into_iter().map(feature).collect()
}

fn features(example: &Seen, hidden: bool) -> impl Iterator<Item = usize> {
    let own: &[u32] = if hidden { &[] } else { &example.own_words };
    example
        .context
        .iter()
        .chain(own)
        .map(|&feature| feature as usize)
}

fn predict(example: &Seen, hidden: bool, weights: &[Scores]) -> Scores {
    let mut scores = Scores::default();
    for feature in features(example, hidden) {
        for (score, weight) in scores.iter_mut().zip(&weights[feature]) {
            *score += weight;
        }
    }
    probabilities(&scores)
}

fn step(example: &Seen, hidden: bool, weights: &mut [Scores], squares: &mut [Scores]) {
    let mut errors = predict(example, hidden, weights);
    errors[example.class as usize] -= 1.0;
    for feature in features(example, hidden) {
        for at in 0..Class::ALL.len() {
            let weight = &mut weights[feature][at];
            let gradient = errors[at] + PENALTY * *weight;
            let square = &mut squares[feature][at];
            *square += gradient * gradient;
            *weight -= STEP * gradient / (square.sqrt() + 1e-6);
        }
    }
}

/// Precision, recall and F1 of places among the examples held out, at even odds.
fn measure(examples: &[Seen], weights: &[Scores]) -> [f64; 3] {
    let (mut right, mut said, mut all) = (0.0, 0.0, 0.0);
    for example in examples.iter().filter(|example| example.held_out) {
        let place = predict(example, false, weights)[Class::Place as usize] >= 0.5;
        let is_place = example.class == Class::Place;
        right += f64::from(u8::from(place && is_place));
        said += f64::from(u8::from(place));
        all += f64::from(u8::from(is_place));
    }
    let ratio = |of: f64| if of > 0.0 { right / of } else { 0.0 };
    let sum = said + all;
    [
        ratio(said),
        ratio(all),
        if sum > 0.0 { 2.0 * right / sum } else { 0.0 },
    ]
}
