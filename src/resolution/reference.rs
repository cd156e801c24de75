//! References: what resolution answers, and how it is asked.

use jiff::civil::Date;

use araxes_gazetteer::{Entry, NameMatch};

use super::feature::Feature;
use super::generation::Wording;

/// How a run wants its answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Below this confidence a mention stays unresolved, 0..1.
    pub min_confidence: f64,
    /// The day by which names, places and lines are judged, instead of each document's own.
    pub as_of: Option<Date>,
    /// Whether candidates come with their evidence.
    pub explain: bool,
    /// How many candidates a reference lists at most.
    pub most_candidates: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_confidence: 0.3,
            as_of: None,
            explain: false,
            most_candidates: MOST_CANDIDATES,
        }
    }
}

/// One thing that speaks for or against a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// What it is.
    pub feature: Feature,
    /// How much of it there is, in the feature's own unit.
    pub value: f32,
    /// Log-odds: positive speaks for the candidate.
    pub weight: f64,
}

/// One thing that a mention may stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// What it is.
    pub entry: Entry,
    /// The name by which it was found, unless it is a place in which something unknown lies.
    pub name: Option<NameMatch>,
    /// By which change of the words it was found.
    pub wording: Wording,
    /// Probability that this is meant, 0..1.
    pub confidence: f64,
    /// Why, the weightiest first, where [`Options::explain`] asks for it.
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
    /// Number of the mention in [`Recognition::mentions`](crate::recognition::Recognition::mentions).
    pub mention: usize,
    /// What it may stand for, the likeliest first: at most [`Options::most_candidates`].
    pub candidates: Vec<Candidate>,
    /// Probability that the first of them is meant if the words are a toponym, 0..1.
    pub choice: f64,
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

    /// The place in which something lies that no gazetteer has, where that is what the first candidate is.
    #[must_use]
    pub fn container(&self) -> Option<&Candidate> {
        let best = self.candidates.first()?;
        (!best.wording.calls_it_so()).then_some(best)
    }
}

/// How many candidates a reference lists where nobody says otherwise.
pub const MOST_CANDIDATES: usize = 8;
