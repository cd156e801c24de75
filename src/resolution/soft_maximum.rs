//! The soft maximum: from scores to shares.

use super::curve;

/// How many candidates of a name are looked at in company; the less likely ones are dropped after the first pass.
const MOST_IN_COMPANY: usize = 48;

/// The likeliest candidates of a name, in the order of their numbers, with their shares.
#[derive(Debug, Default, Clone)]
pub(super) struct Likeliest {
    pub(super) candidates: Vec<usize>,
    pub(super) shares: Vec<f64>,
}

/// The likeliest of the candidates of a name, by their scores alone.
pub(super) fn likeliest(scores: &[f64]) -> Likeliest {
    let shares = shares(scores);
    let mut candidates: Vec<usize> = (0..scores.len()).collect();
    if scores.len() > MOST_IN_COMPANY {
        candidates.sort_by(|&left, &right| scores[right].total_cmp(&scores[left]));
        candidates.truncate(MOST_IN_COMPANY);
        candidates.sort_unstable();
    }
    Likeliest {
        shares: candidates.iter().map(|&at| shares[at]).collect(),
        candidates,
    }
}

/// The shares of candidates, the rest being none of them.
pub(super) fn shares(scores: &[f64]) -> Vec<f64> {
    let mut shares = vec![0.0; scores.len()];
    share_out(scores.iter().copied(), &mut shares);
    shares
}

/// A soft maximum over scores and none of them, whose score is zero.
pub(super) fn share_out(scores: impl Iterator<Item = f64> + Clone, shares: &mut [f64]) {
    let best = scores.clone().fold(0.0, f64::max);
    #[allow(clippy::cast_possible_truncation)]
    let power = |score: f64| f64::from(curve::exp((score - best) as f32));
    let mut total = power(0.0);
    for (share, score) in shares.iter_mut().zip(scores) {
        *share = power(score);
        total += *share;
    }
    for share in shares {
        *share /= total;
    }
}
