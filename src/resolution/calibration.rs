//! Calibration: from the share of the likeliest candidate to the probability of its being right.

use crate::recognition::{Mention, MentionKind};

/// How shares become probabilities, fitted on documents that the weights were not learned from.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// From the log-odds of the best candidate to those of its being right: factor and summand.
    pub scale: (f64, f64),
    /// For each [`Sort`] of mention, what the log-odds that recognition gives it count for those of the answer's being
    /// right: factor and summand.
    pub beliefs: [(f64, f64); Sort::ALL.len()],
    /// What the log-odds of the choice count beside them.
    pub belief_in_choice: f64,
}

/// Mentions that recognition is believed about differently: annotators agree on names that gazetteers have, and less on
/// streets and firms, and on the people of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A name that the gazetteer has.
    Known,
    /// A name that it has not.
    Unknown,
    /// The people of a place or its adjective.
    People,
}

impl Sort {
    /// All, in the order of the weights file.
    pub const ALL: [Self; 3] = [Self::Known, Self::Unknown, Self::People];

    /// The sort of a mention.
    #[must_use]
    pub fn of(mention: &Mention) -> Self {
        match mention.kind {
            MentionKind::Demonym => Self::People,
            _ if mention.readings.is_empty() => Self::Unknown,
            _ => Self::Known,
        }
    }

    /// The row of the weights file.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Known => "belief_known",
            Self::Unknown => "belief_unknown",
            Self::People => "belief_people",
        }
    }
}

/// The row of [`Calibration::scale`] in the weights file.
const SCALE: &str = "scale";

/// The row of [`Calibration::belief_in_choice`] in the weights file.
const BELIEF_IN_CHOICE: &str = "belief_in_choice";

impl Default for Calibration {
    /// Shares are taken for probabilities.
    fn default() -> Self {
        Self {
            scale: (1.0, 0.0),
            beliefs: [(1.0, 0.0); Sort::ALL.len()],
            belief_in_choice: 1.0,
        }
    }
}

impl Calibration {
    /// Takes a row of the weights file; whether it was one of calibration.
    pub(super) fn take(&mut self, key: &str, pair: (f64, f64)) -> bool {
        if key == SCALE {
            self.scale = pair;
        } else if key == BELIEF_IN_CHOICE {
            self.belief_in_choice = pair.0;
        } else if let Some(sort) = Sort::ALL.into_iter().find(|sort| sort.key() == key) {
            self.beliefs[sort as usize] = pair;
        } else {
            return false;
        }
        true
    }

    /// Its rows of the weights file, in their order.
    pub fn rows(&self) -> impl Iterator<Item = (&'static str, (f64, f64))> {
        let beliefs = Sort::ALL.map(|sort| (sort.key(), self.beliefs[sort as usize]));
        std::iter::once((SCALE, self.scale))
            .chain(beliefs)
            .chain([(BELIEF_IN_CHOICE, (self.belief_in_choice, 0.0))])
    }

    /// The probabilities of a mention's candidates, of which the likeliest has this share.
    pub(super) fn of(&self, mention: &Mention, share: f64) -> Calibrated {
        let choice = scaled(share, self.scale);
        let best = self.confidence(mention, choice);
        Calibrated {
            choice,
            best,
            // Where the words are no toponym, none of the candidates is right.
            toponym: if choice > 0.0 { best / choice } else { 0.0 },
            // What the scale takes from the likeliest, the others and none of them share.
            rest: if share < 1.0 {
                (1.0 - choice) / (1.0 - share)
            } else {
                0.0
            },
        }
    }

    /// The probability that an answer is right, the words being a toponym as annotators see it: from the probability of
    /// the choice and from that which recognition gave the words. Names that are chosen surely are toponyms more often
    /// than recognition thinks, so that the product of the two would be too low where both are sure, and too high where
    /// neither is. The choice bounds it.
    fn confidence(&self, mention: &Mention, choice: f64) -> f64 {
        let probability = f64::from(mention.probability);
        if probability >= 1.0 {
            return choice;
        }
        let (factor, summand) = self.beliefs[Sort::of(mention) as usize];
        let odds =
            factor * log_odds(probability) + summand + self.belief_in_choice * log_odds(choice);
        chance(odds).min(choice)
    }
}

/// What the shares of a mention's candidates come to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calibrated {
    /// Probability that the likeliest is meant if the words are a toponym.
    pub(super) choice: f64,
    /// Probability that the likeliest is meant.
    pub(super) best: f64,
    /// Probability that the words are a toponym, as far as the choice tells.
    toponym: f64,
    /// What the share of another is multiplied by.
    rest: f64,
}

impl Calibrated {
    /// Probability that another than the likeliest is meant, which has this share.
    pub(super) fn of_other(self, share: f64) -> f64 {
        (share * self.rest).min(self.choice) * self.toponym
    }
}

/// A probability whose log-odds are multiplied and added to.
fn scaled(probability: f64, (factor, summand): (f64, f64)) -> f64 {
    chance(factor * log_odds(probability) + summand)
}

/// The probability with these log-odds.
pub(crate) fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// The log-odds of a probability, which stay finite.
pub(crate) fn log_odds(probability: f64) -> f64 {
    let inside = probability.clamp(1e-6, 1.0 - 1e-6);
    (inside / (1.0 - inside)).ln()
}
