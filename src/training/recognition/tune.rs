//! Setting the thresholds and shares of the decision on geoparsing corpora: one number after the other is moved as long
//! as the mean of the corpora's F1 grows. The weights stay as they are.

use std::ops::Range;

use serde::Deserialize;

use crate::document;
use crate::recognition::model::Decision;
use crate::recognition::{Model, Options, Recogniser, Usages};
use araxes_gazetteer::Gazetteer;

/// A row of a geoparsing corpus.
#[derive(Debug, Deserialize)]
struct Row {
    text: String,
    #[serde(default)]
    title: Option<String>,
    toponyms: Vec<Gold>,
}

#[derive(Debug, Deserialize)]
struct Gold {
    start: usize,
    end: usize,
}

/// A corpus of texts with their toponyms.
#[derive(Debug)]
pub struct Corpus(Vec<(document::Document, Vec<Range<usize>>)>);

impl Corpus {
    /// Reads JSON Lines; lines that are no rows are passed over.
    #[must_use]
    pub fn read(text: &str, gazetteer: &Gazetteer) -> Self {
        let rows = text
            .lines()
            .filter_map(|line| serde_json::from_str::<Row>(line).ok());
        Self(
            rows.map(|row| {
                let document = document::knowing(gazetteer).from_text(
                    "",
                    row.title.as_deref(),
                    None,
                    &row.text,
                );
                let gold = row
                    .toponyms
                    .iter()
                    .map(|gold| gold.start..gold.end)
                    .collect();
                (document, gold)
            })
            .collect(),
        )
    }

    /// F1 of the toponyms found, where each may be paired with one of the corpus that it shares a character with.
    #[must_use]
    pub fn f1(&self, gazetteer: &Gazetteer, model: &Model) -> f64 {
        let options = Options {
            usages: Usages::ANNOTATION,
            explain: false,
        };
        let recogniser = Recogniser::new(gazetteer, model, options);
        let (mut right, mut said, mut all) = (0, 0, 0);
        for (document, gold) in &self.0 {
            let recognition = recogniser.recognise(document);
            let mut spans: Vec<Range<usize>> = recognition
                .mentions
                .iter()
                .filter(|mention| mention.is_toponym())
                .map(|mention| document.source.span(mention.span.clone()).chars)
                .collect();
            spans.sort_by_key(|span| span.start);
            right += paired(gold, &spans);
            said += spans.len();
            all += gold.len();
        }
        2.0 * right as f64 / (said + all).max(1) as f64
    }
}

/// How many spans can be paired; both lists are in order and do not overlap within themselves.
fn paired(gold: &[Range<usize>], spans: &[Range<usize>]) -> usize {
    let (mut left, mut right, mut pairs) = (0, 0, 0);
    while let (Some(one), Some(other)) = (gold.get(left), spans.get(right)) {
        if one.end <= other.start {
            left += 1;
        } else if other.end <= one.start {
            right += 1;
        } else {
            pairs += 1;
            left += 1;
            right += 1;
        }
    }
    pairs
}

/// A number of the decision.
type Setting = fn(&mut Decision) -> &mut f32;

const SETTINGS: [Setting; 10] = [
    |decision| &mut decision.known,
    |decision| &mut decision.unknown,
    |decision| &mut decision.demonym,
    |decision| &mut decision.embedded[0],
    |decision| &mut decision.embedded[1],
    |decision| &mut decision.organisation[0],
    |decision| &mut decision.organisation[1],
    |decision| &mut decision.other[0],
    |decision| &mut decision.other[1],
    |decision| &mut decision.consistency,
];

/// How far a number is moved at a time.
const STEP: f32 = 0.1;

/// The weights with the settings that the corpora bear out best, and the mean F1 with them.
#[must_use]
pub fn tune(model: Model, corpora: &[Corpus], gazetteer: &Gazetteer) -> (Model, f64) {
    let mean = |model: &Model| {
        let sum: f64 = corpora
            .iter()
            .map(|corpus| corpus.f1(gazetteer, model))
            .sum();
        sum / corpora.len().max(1) as f64
    };
    let mut model = model;
    let mut best = mean(&model);
    for _ in 0..3 {
        let before = best;
        for setting in SETTINGS {
            for step in [STEP, -STEP] {
                loop {
                    let mut decision = *model.decision();
                    let number = setting(&mut decision);
                    *number = ((*number + step) * 100.0).round() / 100.0;
                    if !(0.0..=1.0).contains(&*number) {
                        break;
                    }
                    let tried = model.clone().deciding(decision);
                    let now = mean(&tried);
                    if now <= best + 1e-5 {
                        break;
                    }
                    (model, best) = (tried, now);
                }
            }
        }
        if best - before < 1e-4 {
            break;
        }
    }
    (model, best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_paired_one_to_one() {
        assert_eq!(paired(&[0..4, 6..9], &[0..2, 2..4, 7..8]), 2);
        assert_eq!(paired(&[0..4, 8..9], &[4..6, 6..8]), 0);
    }
}
