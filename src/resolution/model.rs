//! The weights of the features, and the calibration from scores to probabilities: read from the text file beside this
//! one, which `araxes train resolution` writes.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::calibration::Calibration;
use super::feature::{Feature, Group, Values};

/// How strongly each feature counts, in log-odds for each unit of its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// For the first pass, in which each name is judged by itself.
    pub alone: [f64; Feature::COUNT],
    /// For the passes in which the document's other places are known.
    pub in_company: [f64; Feature::COUNT],
    /// From shares to probabilities.
    pub calibration: Calibration,
}

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
            alone: [0.0; Feature::COUNT],
            in_company: [0.0; Feature::COUNT],
            calibration: Calibration::default(),
        }
    }
}

impl Model {
    /// The model that is part of the program.
    #[must_use]
    pub fn shipped() -> &'static Model {
        &SHIPPED
    }

    /// Reads a weights file: a head line, then `feature,alone,in_company`; the rows of the [`Calibration`] have factor and
    /// summand, that of the choice a factor only.
    ///
    /// # Errors
    /// If a row has no two numbers, names no feature, or a feature is missing or there twice.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let mut model = Self::default();
        let mut seen = [false; Feature::COUNT];
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
            if model.calibration.take(key, pair) {
                continue;
            }
            let Some(feature) = Feature::ALL.iter().find(|feature| feature.key() == key) else {
                return Err(wrong(format!("“{key}” is no feature")));
            };
            let at = *feature as usize;
            if std::mem::replace(&mut seen[at], true) {
                return Err(wrong(format!("“{key}” is there twice")));
            }
            (model.alone[at], model.in_company[at]) = pair;
        }
        match Feature::ALL
            .iter()
            .find(|feature| !seen[**feature as usize])
        {
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
        let mut text = "feature,alone,in_company\n".to_owned();
        for &feature in Feature::ALL {
            let at = feature as usize;
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                "{},{:.4},{:.4}",
                feature.key(),
                self.alone[at],
                self.in_company[at]
            );
        }
        for (key, (factor, summand)) in self.calibration.rows() {
            let _ = writeln!(text, "{key},{factor:.4},{summand:.4}");
        }
        text
    }

    /// The model without a group of features.
    #[must_use]
    pub fn without(&self, group: Group) -> Self {
        let mut model = self.clone();
        for &feature in Feature::ALL {
            if feature.group() == group {
                model.alone[feature as usize] = 0.0;
                model.in_company[feature as usize] = 0.0;
            }
        }
        model
    }

    /// The score of the features of a candidate, log-odds against none of them.
    pub(super) fn score(&self, values: &[(Feature, f32)], pass: Pass) -> f64 {
        let weights = self.weights(pass);
        values
            .iter()
            .map(|&(feature, value)| weights[feature as usize] * f64::from(value))
            .sum()
    }

    /// The weights of a pass.
    pub(crate) fn weights(&self, pass: Pass) -> &[f64; Feature::COUNT] {
        match pass {
            Pass::Alone => &self.alone,
            Pass::InCompany => &self.in_company,
        }
    }
}

/// The features of a candidate one after the other: weighed, and written down where somebody asks for it.
pub(super) struct FeatureSum<'w> {
    weights: &'w [f64; Feature::COUNT],
    record: Option<&'w mut Values>,
    /// What they make together.
    pub(super) score: f64,
}

impl<'w> FeatureSum<'w> {
    pub(super) fn new(weights: &'w [f64; Feature::COUNT], record: Option<&'w mut Values>) -> Self {
        Self {
            weights,
            record,
            score: 0.0,
        }
    }

    pub(super) fn add(&mut self, feature: Feature, value: f32) {
        self.score += self.weights[feature as usize] * f64::from(value);
        if let Some(record) = &mut self.record {
            record[feature as usize] = value;
        }
    }
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
    fn a_feature_that_is_missing_twice_or_unknown_is_refused() {
        let good = Model::shipped().to_csv();
        let without = good.replace("\ncapital,", "\nno_such_feature,");
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
