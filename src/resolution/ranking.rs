//! Ranking: the candidates of each mention by themselves and then, round by round, in the light of the document's other
//! places, since these become surer as well. A soft maximum over the scores of all candidates *and* of none of them
//! gives each its share.

use super::candidates::Circumstances;
use super::document_names::{DocumentNames, ScoredCandidate};
use super::features::context;
use super::features::neighbour::{self, Beside, Joins};
use super::model::{Model, Pass};
use super::place_sums::PlaceSums;
use super::soft_maximum::share_out;
use super::within;

/// How often the document's places are looked at in each other's light.
const ROUNDS: usize = 3;

/// When no share changes by this, another round would not tell anything new.
const LEAST_CHANGE: f64 = 1e-4;

/// Lists that are used again for each document.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    sums: PlaceSums,
    beside: Beside,
    /// The form of each known name in the document, [`usize::MAX`] for none.
    pub(super) forms_of: Vec<usize>,
}

impl Workspace {
    /// Makes room for so many slots and names.
    pub(super) fn fit(&mut self, slots: usize, names: usize) {
        self.sums.fit(slots);
        if self.forms_of.len() < names {
            self.forms_of.resize(names, usize::MAX);
        }
    }
}

/// Ranks all candidates of a document's names, each name by itself.
pub(super) fn alone<'a>(names: &mut DocumentNames<'a>, circumstances: &Circumstances<'a>) {
    circumstances.add_all(names);
    share_alone(names);
}

/// Ranks the likely candidates of a document's names in the light of each other.
pub(super) fn in_company<'a>(
    names: &mut DocumentNames<'a>,
    circumstances: &Circumstances<'a>,
    workspace: &mut Workspace,
) {
    let Workspace { sums, beside, .. } = workspace;
    within::add_candidates(names, circumstances, sums);
    share_alone(names);
    let joins = Joins::of(names);
    let model = &circumstances.knowledge.model;
    for _ in 0..ROUNDS {
        context::score(names, model, sums);
        neighbour::find(names, &joins, sums, beside);
        if share(names, model) < LEAST_CHANGE {
            break;
        }
    }
}

/// Lets every mention have the share that its form has by itself.
fn share_alone(names: &mut DocumentNames<'_>) {
    names.plain.clone_from(&names.means);
}

/// Turns scores into shares; returns by how much the share of any candidate of a form changed.
fn share(names: &mut DocumentNames<'_>, model: &Model) -> f64 {
    let before = std::mem::take(&mut names.means);
    let weights = model.weights(Pass::InCompany);
    for form in &names.forms {
        let scores = names.candidates[form.candidates.clone()].iter();
        let scores = scores.map(|candidate| candidate.score);
        share_out(scores, &mut names.plain[form.candidates.clone()]);
    }
    names.means.clone_from(&names.plain);
    names.own.clear();
    for toponym in &mut names.toponyms {
        toponym.own = None;
    }
    let mut scores: Vec<f64> = Vec::new();
    for found in names
        .neighbour_features
        .chunk_by(|left, right| left.toponym == right.toponym)
    {
        let Some(first) = found.first() else {
            continue;
        };
        let toponym = &mut names.toponyms[first.toponym];
        let form = &names.forms[toponym.form];
        scores.clear();
        scores.extend(
            names.candidates[form.candidates.clone()]
                .iter()
                .map(|candidate| candidate.score),
        );
        for beside in found {
            scores[beside.candidate] += weights[beside.feature as usize] * f64::from(beside.value);
        }
        let start = names.own.len();
        toponym.own = Some(start);
        names.own.resize(start + scores.len(), 0.0);
        share_out(scores.iter().copied(), &mut names.own[start..]);
        #[allow(clippy::cast_precision_loss)]
        let times = form.times as f64;
        let plain = &names.plain[form.candidates.clone()];
        let means = &mut names.means[form.candidates.clone()];
        for ((mean, plain), own) in means.iter_mut().zip(plain).zip(&names.own[start..]) {
            *mean += (own - plain) / times;
        }
    }
    let changes = names.means.iter().zip(&before);
    changes.fold(0.0, |most, (now, then)| most.max((now - then).abs()))
}

/// The numbers of the candidates of a mention, the likeliest first: at most so many.
pub(super) fn order(candidates: &[ScoredCandidate<'_>], shares: &[f64], most: usize) -> Vec<usize> {
    let most = most.min(shares.len());
    let mut order: Vec<usize> = Vec::with_capacity(most + 1);
    for (at, share) in shares.iter().enumerate() {
        // Candidates lie in the order of their entries, but for those that were offered.
        let place = order.partition_point(|&other| {
            shares[other] > *share
                || shares[other] == *share
                    && candidates[other].facts.entry < candidates[at].facts.entry
        });
        if place < most {
            order.truncate(most - 1);
            order.insert(place, at);
        }
    }
    order
}
