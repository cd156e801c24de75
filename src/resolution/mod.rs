//! Resolution: which place is meant, how sure are we, and why?
//!
//! Every reading of a mention becomes a [`Candidate`] with a score, the sum of weighed pieces of [`Evidence`]. Three
//! passes go over the document: each mention by itself; then in the light of the places that are already certain
//! (containers, countries, neighbours); then one sense for one form. Scores are log-odds; a soft maximum over all
//! candidates and the possibility that none of them is meant turns them into confidences.
//!
//! Weights are stated in [`weight`] and were set by hand; they are replaced by learned ones when the project has a
//! trainer.

mod containment;
mod score;
pub mod weight;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::document::Document;
use crate::gazetteer::{Entry, Gazetteer, name_key};
use crate::recognition::{Mention, MentionKind, Recognition};

use containment::Company;

/// How a run wants its answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Below this confidence a mention stays unresolved, 0..1.
    pub min_confidence: f64,
    /// The day by which names, places and lines are judged, instead of each document's own.
    pub as_of: Option<Date>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_confidence: 0.3,
            as_of: None,
        }
    }
}

/// One thing that speaks for or against a candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// For a person to read.
    pub reason: String,
    /// Log-odds: positive speaks for the candidate.
    pub weight: f64,
}

/// One thing that a mention may stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What it is.
    pub entry: Entry,
    /// Probability that this is meant, 0..1.
    pub confidence: f64,
    /// Why.
    pub evidence: Vec<Evidence>,
}

impl Candidate {
    /// The sum of the evidence, log-odds.
    #[must_use]
    pub fn score(&self) -> f64 {
        self.evidence.iter().map(|evidence| evidence.weight).sum()
    }
}

/// A mention and what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Number of the mention in [`Recognition::mentions`].
    pub mention: usize,
    /// Everything it may stand for, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Whether the first candidate is certain enough to be the answer.
    pub resolved: bool,
    /// Why there is no answer, where there is none.
    pub why_not: Option<String>,
}

impl Reference {
    /// The answer, if there is one.
    #[must_use]
    pub fn chosen(&self) -> Option<&Candidate> {
        self.candidates.first().filter(|_| self.resolved)
    }
}

/// The day by which validity is judged: the document's date, else the latest day it mentions, else none (then what
/// is in force now counts).
#[must_use]
pub fn reference_day(document: &Document) -> Option<Date> {
    document.date.map(|date| date.date).or(document.not_before)
}

/// Resolves every name and demonym of a document, as things stood on a day (without one: as they stand now).
/// Coordinates and phrases resolve themselves.
#[must_use]
pub fn resolve(
    document: &Document,
    recognition: &Recognition,
    gazetteer: &Gazetteer,
    day: Option<Date>,
    options: &Options,
) -> Vec<Reference> {
    let mentions = &recognition.mentions;
    let mut drafts: Vec<Draft<'_>> = mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| matches!(mention.kind, MentionKind::Name | MentionKind::Demonym))
        .map(|(number, mention)| Draft {
            number,
            mention,
            candidates: score::alone(mention, gazetteer, day),
        })
        .collect();
    drafts.iter_mut().for_each(Draft::weigh);

    containment::before_its_container(document, &mut drafts, gazetteer);
    drafts.iter_mut().for_each(Draft::weigh);
    // What is certain in the first round makes the second surer.
    for round in 0..COMPANY_ROUNDS {
        let company = Company::of(&drafts, gazetteer);
        for draft in drafts.iter_mut().filter(|draft| draft.candidates.len() > 1) {
            if round > 0 {
                containment::forget_company(draft);
            }
            company.speak(draft, gazetteer);
            draft.weigh();
        }
    }

    let anchors = score::Anchors::of(drafts.iter().filter_map(Draft::anchor), gazetteer);
    for at in 0..drafts.len() {
        let neighbours = score::coordinated(document, &drafts, at);
        let draft = &mut drafts[at];
        let is_line = |candidate: &Candidate| matches!(candidate.entry, Entry::Border(_));
        if draft.candidates.len() > 1 || draft.candidates.iter().any(is_line) {
            score::in_context(&mut draft.candidates, gazetteer, &anchors, &neighbours);
            draft.weigh();
        }
    }

    one_sense(&mut drafts);
    drafts
        .into_iter()
        .map(|draft| draft.decide(options))
        .collect()
}

/// How often the company of a document's places is asked.
const COMPANY_ROUNDS: usize = 3;

/// A mention on its way to a reference.
pub(crate) struct Draft<'a> {
    number: usize,
    pub(crate) mention: &'a Mention,
    pub(crate) candidates: Vec<Candidate>,
}

impl Draft<'_> {
    /// Turns scores into confidences and puts the likeliest first.
    fn weigh(&mut self) {
        let best = self
            .candidates
            .iter()
            .map(Candidate::score)
            .fold(weight::NONE_OF_THEM, f64::max);
        let total: f64 = self
            .candidates
            .iter()
            .map(|candidate| (candidate.score() - best).exp())
            .sum::<f64>()
            + (weight::NONE_OF_THEM - best).exp();
        for candidate in &mut self.candidates {
            candidate.confidence = (candidate.score() - best).exp() / total;
        }
        self.candidates.sort_by(|left, right| {
            right
                .confidence
                .total_cmp(&left.confidence)
                .then_with(|| left.entry.cmp(&right.entry))
        });
    }

    /// The candidate, where it is certain enough to throw light on others.
    fn anchor(&self) -> Option<Entry> {
        self.candidates
            .first()
            .filter(|candidate| candidate.confidence >= weight::ANCHOR_CONFIDENCE)
            .map(|candidate| candidate.entry)
    }

    fn decide(self, options: &Options) -> Reference {
        let best = self
            .candidates
            .first()
            .map_or(0.0, |candidate| candidate.confidence);
        let resolved = !self.candidates.is_empty() && best >= options.min_confidence;
        let why_not = (!resolved).then(|| {
            if self.candidates.is_empty() {
                let word = self
                    .mention
                    .hint
                    .as_ref()
                    .map_or("the context", |hint| hint.word.as_str());
                format!("no gazetteer in use has this name; “{word}” shows that it is a place")
            } else {
                format!(
                    "the likeliest of {} candidates has confidence {best:.2}, below {:.2}",
                    self.candidates.len(),
                    options.min_confidence
                )
            }
        });
        Reference {
            mention: self.number,
            candidates: self.candidates,
            resolved,
            why_not,
        }
    }
}

/// One sense per document: where a form was certain once, that counts for its other uses (Gale, Church and Yarowsky,
/// “One sense per discourse”, 1992). A use that says its own sort (*the Aras Free Zone*) is left alone.
fn one_sense(drafts: &mut [Draft<'_>]) {
    let mut certain: BTreeMap<String, BTreeMap<Entry, f64>> = BTreeMap::new();
    for draft in drafts.iter() {
        if let Some(best) = draft.candidates.first()
            && draft.candidates.len() > 1
        {
            let form = certain.entry(name_key(&draft.mention.surface)).or_default();
            *form.entry(best.entry).or_default() += best.confidence;
        }
    }
    for draft in drafts
        .iter_mut()
        .filter(|draft| draft.candidates.len() > 1 && draft.mention.hint.is_none())
    {
        let Some(form) = certain.get(&name_key(&draft.mention.surface)) else {
            continue;
        };
        let Some((&sense, _)) = form.iter().max_by(|left, right| left.1.total_cmp(right.1)) else {
            continue;
        };
        if let Some(candidate) = draft
            .candidates
            .iter_mut()
            .find(|candidate| candidate.entry == sense)
            && form.values().sum::<f64>() > candidate.confidence + 1e-9
        {
            candidate.evidence.push(Evidence {
                reason: "the document uses the same form for it elsewhere".to_owned(),
                weight: weight::SAME_SENSE,
            });
            draft.weigh();
        }
    }
}
