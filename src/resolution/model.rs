//! The weights of the grounds, and the scale from scores to probabilities: read from the text file beside this one,
//! which `araxes train resolution` writes.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::recognition::{Mention, MentionKind};

use super::ground::{Ground, Group};

/// How strongly each ground counts, in log-odds for each unit of its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// For the first pass, in which each name is judged by itself.
    pub alone: [f64; Ground::COUNT],
    /// For the passes in which the document's other places are known.
    pub in_company: [f64; Ground::COUNT],
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

/// The row of [`Model::belief_in_choice`] in the weights file.
const BELIEF_IN_CHOICE: &str = "belief_in_choice";

/// Why a weights file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {problem}; `araxes train resolution` writes such a file")]
pub struct ModelError {
    /// Counted from one.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

static SHIPPED: LazyLock<Model> =
    LazyLock::new(|| Model::parse(include_str!("weights.csv")).unwrap_or_default());

impl Default for Model {
    /// A model that gives all candidates the same score.
    fn default() -> Self {
        Self {
            alone: [0.0; Ground::COUNT],
            in_company: [0.0; Ground::COUNT],
            scale: (1.0, 0.0),
            beliefs: [(1.0, 0.0); Sort::ALL.len()],
            belief_in_choice: 1.0,
        }
    }
}

impl Model {
    /// The model that is part of the program.
    #[must_use]
    pub fn shipped() -> &'static Model {
        &SHIPPED
    }

    /// Reads a weights file: a head line, then `ground,alone,in_company`; the row `scale` has factor and summand, and so
    /// have the rows of the [`Sort`]s; that of the choice has a factor only.
    ///
    /// # Errors
    /// If a row has no two numbers, names no ground, or a ground is missing or there twice.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let mut model = Self::default();
        let mut seen = [false; Ground::COUNT];
        let mut lines = 1;
        for (number, line) in text.lines().enumerate().skip(1) {
            lines = number + 1;
            let wrong = |problem: String| ModelError {
                line: number + 1,
                problem,
            };
            let mut cells = line.split(',');
            let key = cells.next().unwrap_or_default();
            let mut weight = || {
                cells
                    .next()
                    .and_then(|cell| cell.parse::<f64>().ok())
                    .filter(|weight| weight.is_finite())
                    .ok_or_else(|| wrong(format!("“{key}” needs two numbers")))
            };
            let pair = (weight()?, weight()?);
            if key == "scale" {
                model.scale = pair;
                continue;
            }
            if key == BELIEF_IN_CHOICE {
                model.belief_in_choice = pair.0;
                continue;
            }
            if let Some(sort) = Sort::ALL.into_iter().find(|sort| sort.key() == key) {
                model.beliefs[sort as usize] = pair;
                continue;
            }
            let Some(ground) = Ground::ALL.iter().find(|ground| ground.key() == key) else {
                return Err(wrong(format!("“{key}” is no ground")));
            };
            let at = *ground as usize;
            if std::mem::replace(&mut seen[at], true) {
                return Err(wrong(format!("“{key}” is there twice")));
            }
            (model.alone[at], model.in_company[at]) = pair;
        }
        match Ground::ALL.iter().find(|ground| !seen[**ground as usize]) {
            Some(missing) => Err(ModelError {
                line: lines,
                problem: format!("“{}” is missing", missing.key()),
            }),
            None => Ok(model),
        }
    }

    /// The weights file of this model.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = "ground,alone,in_company\n".to_owned();
        for &ground in Ground::ALL {
            let at = ground as usize;
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{},{:.4},{:.4}",
                ground.key(),
                self.alone[at],
                self.in_company[at]
            );
        }
        let _ = writeln!(text, "scale,{:.4},{:.4}", self.scale.0, self.scale.1);
        for sort in Sort::ALL {
            let (factor, summand) = self.beliefs[sort as usize];
            let _ = writeln!(text, "{},{factor:.4},{summand:.4}", sort.key());
        }
        let _ = writeln!(
            text,
            "{BELIEF_IN_CHOICE},{:.4},0.0000",
            self.belief_in_choice
        );
        text
    }

    /// The model without a group of grounds.
    #[must_use]
    pub fn without(&self, group: Group) -> Self {
        let mut model = self.clone();
        for &ground in Ground::ALL {
            if ground.group() == group {
                model.alone[ground as usize] = 0.0;
                model.in_company[ground as usize] = 0.0;
            }
        }
        model
    }

    /// The score of what is said of a candidate, log-odds against none of them.
    pub(super) fn score(&self, values: &[(Ground, f32)], pass: Pass) -> f64 {
        let weights = self.weights(pass);
        values
            .iter()
            .map(|&(ground, value)| weights[ground as usize] * f64::from(value))
            .sum()
    }

    /// The weights of a pass.
    pub(crate) fn weights(&self, pass: Pass) -> &[f64; Ground::COUNT] {
        match pass {
            Pass::Alone => &self.alone,
            Pass::InCompany => &self.in_company,
        }
    }

    /// The probability that an answer is right, from its share among the candidates and none of them.
    pub(super) fn calibrated(&self, share: f64) -> f64 {
        scaled(share, self.scale)
    }

    /// The probability that an answer is right, the words being a toponym as annotators see it: from the probability of
    /// the choice and from that which recognition gave the words. Names that are chosen surely are toponyms more often
    /// than recognition thinks, so that the product of the two would be too low where both are sure, and too high where
    /// neither is. The choice bounds it.
    pub(super) fn confidence(&self, mention: &Mention, chosen: f64) -> f64 {
        let probability = f64::from(mention.probability);
        if probability >= 1.0 {
            return chosen;
        }
        let (factor, summand) = self.beliefs[Sort::of(mention) as usize];
        let odds =
            factor * log_odds(probability) + summand + self.belief_in_choice * log_odds(chosen);
        chance(odds).min(chosen)
    }
}

/// A probability whose log-odds are multiplied and added to.
fn scaled(probability: f64, (factor, summand): (f64, f64)) -> f64 {
    chance(factor * log_odds(probability) + summand)
}

/// The probability with these log-odds.
fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// The log-odds of a probability, which stay finite.
pub(crate) fn log_odds(probability: f64) -> f64 {
    let inside = probability.clamp(1e-6, 1.0 - 1e-6);
    (inside / (1.0 - inside)).ln()
}

/// Whether the document's other places are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pass {
    Alone,
    InCompany,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_weights_are_read() {
        let model = Model::parse(include_str!("weights.csv")).expect("weights.csv is well formed");
        assert_eq!(&model, Model::shipped());
        assert_eq!(Model::parse(&model.to_csv()).ok(), Some(model));
    }

    #[test]
    fn a_ground_that_is_missing_twice_or_unknown_is_refused() {
        let good = Model::shipped().to_csv();
        let without = good.replace("\ncapital,", "\nno_such_ground,");
        assert!(Model::parse(&without).is_err());
        let twice = format!("{good}capital,1,1\n");
        assert!(Model::parse(&twice).is_err());
        let cut: String = good
            .lines()
            .take(4)
            .map(|line| format!("{line}\n"))
            .collect();
        assert!(Model::parse(&cut).is_err());
    }
}
