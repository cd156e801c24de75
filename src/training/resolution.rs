//! Training of resolution: a few dozen weights by conditional log-likelihood.
//!
//! For each mention of the corpora with a known position, the candidates within 161 km of it are right; where the
//! annotators gave a number of GeoNames, that candidate is the best of these. The weights maximise the logarithm of
//! the share that the right ones get in the soft maximum, less a penalty for large weights (L2). Corpora weigh alike,
//! whatever their size. The passes in company see values that depend on what the weights made of the other mentions,
//! so values and weights are worked out in turn. Newton’s method, no chance anywhere: equal input, equal weights.

use crate::document::Document;
use crate::evaluation::answers::answer;
use crate::evaluation::corpus::GoldDocument;
use crate::evaluation::measure::{LIMIT_KM, kilometres};
use crate::evaluation::report;
use crate::recognition::{self, Recognition, Usages};
use crate::resolution::{
    self, Calibration, Feature, Group, Model, Pass, Resolver, Sort, Values, log_odds,
};
use crate::run::Pipeline;
use araxes_gazetteer::{Entry, Gazetteer};

/// How often values and weights in company are worked out in turn.
const TURNS: usize = 4;

/// The most steps of Newton’s method.
const STEPS: usize = 30;

/// What the exact place of GeoNames counts, beside its neighbourhood.
const EXACT: f64 = 0.3;

/// Into how many parts documents are dealt for figures on documents that were not learned from.
pub const FOLDS: usize = 5;

/// How to train.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The penalty for large weights: half of it times the square of each is taken off the logarithm of the likelihood.
    pub penalty: f64,
    /// Groups of features that are left out, to measure what they are worth.
    pub without: Vec<Group>,
}

impl Settings {
    /// The numbers of the features whose weights are learned.
    fn learned(&self) -> Vec<usize> {
        Feature::ALL
            .iter()
            .filter(|feature| feature.is_learned() && !self.without.contains(&feature.group()))
            .map(|&feature| feature as usize)
            .collect()
    }
}

/// What became of a mention of a document that was not learned from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Number of its corpus.
    pub corpus: usize,
    /// The share of the best candidate.
    pub share: f64,
    /// Whether that one is within 161 km.
    pub right: bool,
    /// Whether any candidate is.
    pub possible: bool,
    /// What the mention counts.
    pub weight: f64,
}

/// What a mention means: the position, and the number in GeoNames.
type Meant = (Option<(f64, f64)>, Option<u64>);

/// A document with its given mentions and what they mean.
#[derive(Debug)]
pub struct Lesson {
    document: Document,
    recognition: Recognition,
    /// What each mention means.
    truth: Vec<Meant>,
    /// Number of its corpus.
    corpus: usize,
    /// What one of its mentions counts.
    weight: f64,
}

/// A mention with a position, ready to be learned from.
struct Example {
    corpus: usize,
    weight: f64,
    candidates: Vec<Values>,
    /// Which candidates are near enough.
    near: Vec<bool>,
    /// Which is the very place.
    exact: Option<usize>,
}

/// Makes lessons of corpora, which count alike whatever their size.
#[must_use]
pub fn lessons(corpora: &[Vec<GoldDocument>], gazetteer: &Gazetteer) -> Vec<Lesson> {
    let count = |corpus: &[GoldDocument]| -> usize {
        corpus
            .iter()
            .flat_map(|document| &document.toponyms)
            .filter(|toponym| toponym.position().is_some())
            .count()
    };
    let total: usize = corpora.iter().map(|corpus| count(corpus)).sum();
    corpora
        .iter()
        .enumerate()
        .flat_map(|(number, corpus)| {
            #[allow(clippy::cast_precision_loss)]
            let weight = total as f64 / (corpora.len().max(1) as f64 * count(corpus).max(1) as f64);
            corpus
                .iter()
                .map(move |gold| Lesson::new(gold, gazetteer, number, weight))
        })
        .collect()
}

impl Lesson {
    fn new(gold: &GoldDocument, gazetteer: &Gazetteer, corpus: usize, weight: f64) -> Self {
        let document = gold.document(gazetteer);
        let (spans, truth): (Vec<_>, Vec<_>) = gold
            .spans(&document)
            .into_iter()
            .zip(&gold.toponyms)
            .filter_map(|(span, toponym)| Some((span?, (toponym.position(), toponym.geonameid))))
            .unzip();
        let recognition = recognition::given(&document, &spans, gazetteer);
        Self {
            document,
            recognition,
            truth,
            corpus,
            weight,
        }
    }
}

/// Trains on lessons. `start` gives the weights that training does not set.
#[must_use]
pub fn train(
    lessons: &[&Lesson],
    gazetteer: &Gazetteer,
    start: &Model,
    settings: &Settings,
) -> Model {
    let mut model = settings
        .without
        .iter()
        .fold(start.clone(), |model, &group| model.without(group));
    for &feature in Feature::ALL.iter().filter(|feature| feature.is_learned()) {
        model.alone[feature as usize] = 0.0;
    }
    let alone = examples(lessons, gazetteer, &model, Pass::Alone);
    fit(&alone, &mut model.alone, settings);
    for &feature in Feature::ALL.iter().filter(|feature| feature.is_learned()) {
        model.in_company[feature as usize] = model.alone[feature as usize];
    }
    for _ in 0..TURNS {
        let in_company = examples(lessons, gazetteer, &model, Pass::InCompany);
        fit(&in_company, &mut model.in_company, settings);
    }
    model
}

/// What becomes of each mention of the lessons, when the weights are learned from other documents only.
#[must_use]
pub fn held_out(
    lessons: &[Lesson],
    gazetteer: &Gazetteer,
    start: &Model,
    settings: &Settings,
) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for fold in 0..FOLDS {
        let part = |inside: bool| -> Vec<&Lesson> {
            lessons
                .iter()
                .enumerate()
                .filter(|(number, _)| (number % FOLDS == fold) == inside)
                .map(|(_, lesson)| lesson)
                .collect()
        };
        let model = train(&part(false), gazetteer, start, settings);
        for example in examples(&part(true), gazetteer, &model, Pass::InCompany) {
            let best = shares(&example, &model.in_company)
                .into_iter()
                .enumerate()
                .max_by(|left, right| left.1.total_cmp(&right.1));
            outcomes.push(Outcome {
                corpus: example.corpus,
                share: best.map_or(0.0, |(_, share)| share),
                right: best.is_some_and(|(at, _)| example.near[at]),
                possible: example.near.contains(&true),
                weight: example.weight,
            });
        }
    }
    outcomes
}

/// Fits the scale from the log-odds of a share to those of being right: logistic regression (Platt 1999).
#[must_use]
pub fn fit_scale(outcomes: &[Outcome]) -> (f64, f64) {
    let points: Vec<Point<2>> = outcomes
        .iter()
        .filter(|outcome| outcome.share > 0.0)
        .map(|outcome| Point {
            values: [log_odds(outcome.share), 1.0],
            right: outcome.right,
            weight: outcome.weight,
        })
        .collect();
    let [factor, summand] = logistic(&points);
    (factor, summand)
}

/// The numbers of beliefs: factor and summand of each sort of mention, and the factor of the choice.
const BELIEFS: usize = 2 * Sort::ALL.len() + 1;

/// Fits how far recognition is to be believed beside the choice, on whether the model's answers to what recognition
/// finds are right. Corpora weigh alike.
#[must_use]
pub fn fit_beliefs(
    corpora: &[Vec<GoldDocument>],
    gazetteer: &Gazetteer,
    recognition: &recognition::Model,
    model: &Model,
) -> Model {
    let options = recognition::Options {
        usages: Usages::ANNOTATION,
        explain: false,
    };
    let all = resolution::Options {
        min_confidence: 0.0,
        ..resolution::Options::default()
    };
    let mut pipeline = Pipeline::new(gazetteer, all)
        .recognising(recognition, options)
        .resolving(model.clone());
    let mut points: Vec<Point<BELIEFS>> = Vec::new();
    for corpus in corpora {
        let from = points.len();
        for gold in corpus {
            let answered = answer(gold, false, &mut pipeline, gazetteer);
            let mentions = &answered.analysis.recognition.mentions;
            for (at, right) in report::verdicts(&answered.judged) {
                let Some((number, mention)) = answered.mentions[at]
                    .and_then(|number| Some((number, mentions.get(number)?)))
                    .filter(|(_, mention)| mention.probability < 1.0)
                else {
                    continue;
                };
                let references = &answered.analysis.references;
                let Some(reference) = references.iter().find(|one| one.mention == number) else {
                    continue;
                };
                let sort = Sort::of(mention) as usize;
                let mut values = [0.0; BELIEFS];
                values[2 * sort] = log_odds(f64::from(mention.probability));
                values[2 * sort + 1] = 1.0;
                values[BELIEFS - 1] = log_odds(reference.choice);
                points.push(Point {
                    values,
                    right,
                    weight: 1.0,
                });
            }
        }
        let own = &mut points[from..];
        #[allow(clippy::cast_precision_loss)]
        let weight = 1000.0 / own.len().max(1) as f64;
        for point in own {
            point.weight = weight;
        }
    }
    let fitted = logistic(&points);
    Model {
        calibration: Calibration {
            scale: model.calibration.scale,
            beliefs: std::array::from_fn(|sort| (fitted[2 * sort], fitted[2 * sort + 1])),
            belief_in_choice: fitted[BELIEFS - 1],
        },
        ..model.clone()
    }
}

/// What a logistic regression learns from.
struct Point<const SIZE: usize> {
    values: [f64; SIZE],
    right: bool,
    weight: f64,
}

/// What keeps the factors of values that hardly occur finite.
const LEAST_PENALTY: f64 = 1e-3;

/// The factors of values whose sums are the log-odds of being right: Newton’s method, with halved steps where a full
/// one goes too far.
fn logistic<const SIZE: usize>(points: &[Point<SIZE>]) -> [f64; SIZE] {
    let chance = |factors: &[f64; SIZE], values: &[f64; SIZE]| {
        let odds: f64 = factors
            .iter()
            .zip(values)
            .map(|(factor, value)| factor * value)
            .sum();
        1.0 / (1.0 + (-odds).exp())
    };
    let likelihood = |factors: &[f64; SIZE]| -> f64 {
        let size: f64 = factors.iter().map(|factor| factor * factor).sum();
        let each = points.iter().map(|point| {
            let chance = chance(factors, &point.values);
            let said = if point.right { chance } else { 1.0 - chance };
            point.weight * said.max(1e-12).ln()
        });
        each.sum::<f64>() - LEAST_PENALTY / 2.0 * size
    };
    let mut now = [0.0; SIZE];
    let mut best = likelihood(&now);
    for _ in 0..STEPS {
        let mut gradient: Vec<f64> = now.iter().map(|factor| -LEAST_PENALTY * factor).collect();
        let mut curve = vec![vec![0.0; SIZE]; SIZE];
        for (at, row) in curve.iter_mut().enumerate() {
            row[at] = LEAST_PENALTY;
        }
        for point in points {
            let chance = chance(&now, &point.values);
            let miss = point.weight * (f64::from(u8::from(point.right)) - chance);
            let spread = point.weight * chance * (1.0 - chance);
            for (at, value) in point.values.iter().enumerate() {
                gradient[at] += miss * value;
                for (cell, other) in curve[at].iter_mut().zip(&point.values) {
                    *cell += spread * value * other;
                }
            }
        }
        let Some(step) = solved(curve, gradient) else {
            break;
        };
        let mut length = 1.0;
        let better = loop {
            let tried: [f64; SIZE] = std::array::from_fn(|at| now[at] + length * step[at]);
            let then = likelihood(&tried);
            if then > best {
                break Some((tried, then));
            }
            length /= 2.0;
            if length < 1e-6 {
                break None;
            }
        };
        let Some((tried, then)) = better else { break };
        (now, best) = (tried, then);
    }
    now
}

fn examples(lessons: &[&Lesson], gazetteer: &Gazetteer, model: &Model, pass: Pass) -> Vec<Example> {
    let mut resolver = Resolver::with_model(gazetteer, model.clone());
    let mut examples = Vec::new();
    for lesson in lessons {
        let values = resolver.values(&lesson.document, &lesson.recognition, pass);
        for (candidates, (position, geonameid)) in values.into_iter().zip(&lesson.truth) {
            let Some(position) = *position else { continue };
            let place = |entry: Entry| match entry {
                Entry::Place(number) => Some(gazetteer.place(number)),
                _ => None,
            };
            let near = candidates
                .iter()
                .map(|(entry, _)| {
                    place(*entry).is_some_and(|place| {
                        kilometres(position, (place.point.y(), place.point.x())) <= LIMIT_KM
                    })
                })
                .collect();
            let exact = candidates.iter().position(|(entry, _)| {
                geonameid.is_some()
                    && place(*entry).is_some_and(|place| place.geonameid == *geonameid)
            });
            examples.push(Example {
                corpus: lesson.corpus,
                weight: lesson.weight,
                candidates: candidates.into_iter().map(|(_, values)| values).collect(),
                near,
                exact,
            });
        }
    }
    examples
}

fn shares(example: &Example, weights: &[f64; Feature::COUNT]) -> Vec<f64> {
    let scores: Vec<f64> = example
        .candidates
        .iter()
        .map(|values| {
            weights
                .iter()
                .zip(values)
                .map(|(weight, value)| weight * f64::from(*value))
                .sum()
        })
        .collect();
    let best = scores.iter().copied().fold(0.0, f64::max);
    let powers: Vec<f64> = scores.iter().map(|score| (score - best).exp()).collect();
    let total: f64 = powers.iter().sum::<f64>() + (-best).exp();
    powers.into_iter().map(|power| power / total).collect()
}

/// Newton’s method with halved steps where a full one goes too far.
fn fit(examples: &[Example], weights: &mut [f64; Feature::COUNT], settings: &Settings) {
    let learned = settings.learned();
    let penalty = settings.penalty;
    let mut now = likelihood(examples, weights, &learned, penalty);
    for _ in 0..STEPS {
        let (gradient, curve) = slope(examples, weights, &learned, penalty);
        let Some(step) = solved(curve, gradient) else {
            return;
        };
        let mut length = 1.0;
        let better = loop {
            let mut tried = *weights;
            for (&at, step) in learned.iter().zip(&step) {
                tried[at] += length * step;
            }
            let then = likelihood(examples, &tried, &learned, penalty);
            if then > now {
                break Some((tried, then));
            }
            length /= 2.0;
            if length < 1e-3 {
                break None;
            }
        };
        let Some((tried, then)) = better else { return };
        *weights = tried;
        if then - now < 1e-4 {
            return;
        }
        now = then;
    }
}

/// The penalised logarithm of the likelihood.
fn likelihood(
    examples: &[Example],
    weights: &[f64; Feature::COUNT],
    learned: &[usize],
    penalty: f64,
) -> f64 {
    let size: f64 = learned.iter().map(|&at| weights[at] * weights[at]).sum();
    let fit: f64 = examples
        .iter()
        .map(|example| {
            let shares = shares(example, weights);
            let none = (1.0 - shares.iter().sum::<f64>()).max(1e-12);
            let near: f64 = share_of_near(example, &shares);
            let place = if near > 0.0 { near } else { none };
            let exact = example
                .exact
                .map_or(0.0, |at| EXACT * shares[at].max(1e-12).ln());
            example.weight * (place.max(1e-12).ln() + exact)
        })
        .sum();
    fit - penalty / 2.0 * size
}

fn share_of_near(example: &Example, shares: &[f64]) -> f64 {
    shares
        .iter()
        .zip(&example.near)
        .filter(|(_, near)| **near)
        .map(|(share, _)| share)
        .sum()
}

/// The gradient of the likelihood, and the matrix of the curve that bounds it from below.
fn slope(
    examples: &[Example],
    weights: &[f64; Feature::COUNT],
    learned: &[usize],
    penalty: f64,
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = learned.len();
    let mut gradient: Vec<f64> = learned.iter().map(|&at| -penalty * weights[at]).collect();
    let mut curve = vec![vec![0.0; size]; size];
    for (at, row) in curve.iter_mut().enumerate() {
        row[at] = penalty;
    }
    let mut mean = vec![0.0; size];
    for example in examples {
        let shares = shares(example, weights);
        let near = share_of_near(example, &shares);
        let total = example.weight * (1.0 + if example.exact.is_some() { EXACT } else { 0.0 });
        mean.fill(0.0);
        for (number, (values, &share)) in example.candidates.iter().zip(&shares).enumerate() {
            let set: Vec<(usize, f64)> = learned
                .iter()
                .enumerate()
                .map(|(column, &at)| (column, f64::from(values[at])))
                .filter(|(_, value)| *value != 0.0)
                .collect();
            let mut wanted = 0.0;
            if near > 0.0 && example.near[number] {
                wanted += example.weight * share / near;
            }
            if example.exact == Some(number) {
                wanted += example.weight * EXACT;
            }
            for &(column, value) in &set {
                gradient[column] += (wanted - total * share) * value;
                mean[column] += share * value;
                for &(other, second) in &set {
                    curve[column][other] += total * share * value * second;
                }
            }
        }
        for (row, left) in curve.iter_mut().zip(&mean) {
            if *left != 0.0 {
                for (cell, right) in row.iter_mut().zip(&mean) {
                    *cell -= total * left * right;
                }
            }
        }
    }
    (gradient, curve)
}

/// Solves a symmetric positive definite system by Cholesky’s method; `None` where it is not.
fn solved(mut matrix: Vec<Vec<f64>>, mut side: Vec<f64>) -> Option<Vec<f64>> {
    let size = side.len();
    for row in 0..size {
        for column in 0..=row {
            let product: f64 = (0..column)
                .map(|at| matrix[row][at] * matrix[column][at])
                .sum();
            let rest = matrix[row][column] - product;
            matrix[row][column] = if row == column {
                if rest <= 0.0 {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / matrix[column][column]
            };
        }
    }
    for row in 0..size {
        let product: f64 = (0..row).map(|at| matrix[row][at] * side[at]).sum();
        side[row] = (side[row] - product) / matrix[row][row];
    }
    for row in (0..size).rev() {
        let product: f64 = (row + 1..size).map(|at| matrix[at][row] * side[at]).sum();
        side[row] = (side[row] - product) / matrix[row][row];
    }
    Some(side)
}
