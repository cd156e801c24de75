//! What a part of a run comes to, as a value that merges with the other parts.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use crate::document::{Document, ReadError};
use crate::layer::{self, Contribution, DocumentText, Harvest, Layers};
use crate::problem::{self, At, Code, Problem, Severity};
use araxes_gazetteer::VolumeProblem;

use super::engine::Engine;
use super::pipeline::Analysis;

/// What the layers of a run are to be like.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// How features are labelled and drawn.
    pub layers: layer::Options,
    /// How many bytes of texts to keep for outputs that show them; 0 for none. Documents are kept in their order, each
    /// that still fits, so that a run over any number of them stays within bounds.
    pub text_bytes: usize,
    /// How many threads a run has; as many as the processor does at the same time if `None`. The result is the same.
    pub threads: Option<NonZeroUsize>,
}

/// What is taken from one document and depends on no other.
pub(super) struct Gleaned {
    pub(super) contribution: Contribution,
    pub(super) problems: Vec<Problem>,
    pub(super) decided: BTreeSet<usize>,
}

impl Gleaned {
    pub(super) fn of(document: &Document, analysis: &Analysis, engine: &Engine) -> Self {
        Self {
            contribution: Contribution::of(
                document,
                &analysis.recognition,
                &analysis.related,
                engine.gazetteer(),
            ),
            problems: of_document(document, analysis),
            decided: analysis.decided.hits.clone(),
        }
    }
}

/// What some of a run's documents come to: what they contribute to the layers, and what was wrong with them.
///
/// Parts merge in any grouping and any order, and a document that is in several counts once; the empty part changes
/// nothing. A part is plain data: it may be made in a thread or, one day, on a machine of its own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    harvest: Harvest,
    /// By the documents' numbers.
    problems: BTreeMap<usize, Vec<Problem>>,
    /// Numbers of the decisions whose words its documents have.
    decided: BTreeSet<usize>,
}

impl Part {
    /// The part that is one document, by its number among the inputs.
    #[must_use]
    pub fn of(
        number: usize,
        document: &Document,
        analysis: &Analysis,
        engine: &Engine,
        options: &Options,
    ) -> Self {
        Self::gleaned(
            number,
            document,
            Gleaned::of(document, analysis, engine),
            options,
        )
    }

    /// The same of what was taken from the document before.
    pub(super) fn gleaned(
        number: usize,
        document: &Document,
        gleaned: Gleaned,
        options: &Options,
    ) -> Self {
        let harvest = Harvest::of(number, document, gleaned.contribution, options.text_bytes);
        let mut part = Self::with(number, harvest, gleaned.problems);
        part.decided = gleaned.decided;
        part
    }

    /// The part that is one document as it was kept in a file.
    pub(super) fn stored(
        number: usize,
        contribution: Option<Contribution>,
        text: Option<DocumentText>,
        problems: Vec<Problem>,
        options: &Options,
    ) -> Self {
        let harvest = match contribution {
            Some(contribution) => {
                Harvest::of_stored(number, contribution, text, options.text_bytes)
            }
            None => Harvest::nothing(number, options.text_bytes),
        };
        Self::with(number, harvest, problems)
    }

    /// The same, with decisions of these numbers about its documents.
    pub(super) fn deciding(mut self, decided: BTreeSet<usize>) -> Self {
        self.decided = decided;
        self
    }

    /// The part that is one document which could not be read.
    #[must_use]
    pub fn unreadable(number: usize, error: &ReadError, options: &Options) -> Self {
        let harvest = Harvest::nothing(number, options.text_bytes);
        Self::with(number, harvest, vec![of_error(error)])
    }

    fn with(number: usize, harvest: Harvest, problems: Vec<Problem>) -> Self {
        let mut part = Self {
            harvest,
            problems: BTreeMap::new(),
            decided: BTreeSet::new(),
        };
        if !problems.is_empty() {
            part.problems.insert(number, problems);
        }
        part
    }

    /// Numbers of the decisions whose words its documents have.
    #[must_use]
    pub fn decided(&self) -> &BTreeSet<usize> {
        &self.decided
    }

    /// What was wrong with its documents, in their order.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.values().flatten()
    }

    /// What both come to. Both are parts of one run, made with the same engine and options.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        let (mut problems, lesser) = if self.problems.len() < other.problems.len() {
            (other.problems, self.problems)
        } else {
            (self.problems, other.problems)
        };
        problems.extend(lesser);
        let mut decided = self.decided;
        decided.extend(other.decided);
        Self {
            harvest: self.harvest.merge(other.harvest),
            problems,
            decided,
        }
    }

    /// What the whole run comes to, when all parts are merged. `inputs` is what was wrong with the inputs, as
    /// [`collect`](crate::document::collect) tells it.
    #[must_use]
    pub fn finish(
        self,
        engine: &Engine,
        inputs: impl IntoIterator<Item = Problem>,
        options: &Options,
    ) -> Outcome {
        let rows = engine.gazetteer().problems().iter().map(of_row);
        let decisions = engine.decisions();
        let problems = rows
            .chain(decisions.problems().iter().cloned())
            .chain(inputs)
            .chain(self.problems.into_values().flatten())
            .chain(decisions.unused(&self.decided))
            .collect();
        Outcome {
            layers: self.harvest.finish(engine.gazetteer(), &options.layers),
            problems,
        }
    }
}

/// What a run comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The layers of all documents that could be read.
    pub layers: Layers,
    /// What was wrong: with rows of the gazetteer and with decisions, with the inputs, then with the documents in their
    /// order, and last which decisions no document has the words of.
    pub problems: Vec<Problem>,
}

impl Outcome {
    /// How often each sort of problem was met.
    #[must_use]
    pub fn problems_by_code(&self) -> BTreeMap<Code, usize> {
        problem::counts(&self.problems)
    }

    /// What failed, rather than being passed over or put right.
    pub fn failed(&self) -> impl Iterator<Item = &Problem> {
        self.problems
            .iter()
            .filter(|problem| problem.severity() == Severity::Error)
    }
}

fn of_row(row: &VolumeProblem) -> Problem {
    Problem {
        code: Code::GazetteerRowRefused,
        path: row.file.clone(),
        at: row.line.map(At::Line),
        message: row.message.clone(),
    }
}

fn at(document: &Document, character: usize) -> At {
    let text = document.source.text();
    let byte = text
        .char_indices()
        .nth(character)
        .map_or(text.len(), |(byte, _)| byte);
    match document.origin(byte) {
        Some(origin) => At::Part(origin.place.to_string(), character),
        None => At::Character(character),
    }
}

/// What is told of a document that could not be read.
pub(super) fn of_error(error: &ReadError) -> Problem {
    Problem {
        code: error.code(),
        path: error.path().to_owned(),
        at: None,
        message: error.message(),
    }
}

fn of_document(document: &Document, analysis: &Analysis) -> Vec<Problem> {
    let path = || document.path.clone();
    let damage = document.problems.iter().map(|problem| Problem {
        code: problem.code,
        path: path(),
        at: problem.place.map(|character| at(document, character)),
        message: problem.message.clone(),
    });
    let broken = analysis.recognition.broken_coordinates.iter();
    let broken = broken.map(|broken| Problem {
        code: Code::CoordinateOutOfRange,
        path: path(),
        at: Some(at(
            document,
            document.source.span(broken.span.clone()).chars.start,
        )),
        message: format!("“{}”: {}", broken.surface, broken.reason),
    });
    let unclear = analysis.decided.problems.iter().cloned();
    damage.chain(broken).chain(unclear).collect()
}
