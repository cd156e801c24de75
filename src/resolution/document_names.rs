//! All names of a document with all their candidates, each with its score and its share: what the features of the context
//! are found in, and what ranking goes on with.
//!
//! Mentions of the same words share their candidates (one place per name and document: Gale, Church and Yarowsky, “One
//! sense per discourse”, 1992); what stands right beside one mention counts for that mention, and less for the others.
//! All candidates lie in one list, those of a form side by side.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::Document;
use crate::recognition::{Mention, MentionKind};

use super::cache::Cache;
use super::cache::names::{KnownCandidate, NameNumber};
use super::cache::places::{Facts, Slot};
use super::feature::{Feature, Values};
use super::generation::Wording;

/// A candidate of a name of the document.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScoredCandidate<'a> {
    pub(super) facts: &'a Facts<'a>,
    /// What is known of it in every document; nothing for a place that was offered to an unknown name.
    pub(super) known: Option<&'a KnownCandidate>,
    pub(super) wording: Wording,
    /// The score of the features that do not depend on the document's other places.
    pub(super) fixed: f64,
    /// The score of all features that hold for all mentions of the form.
    pub(super) score: f64,
    /// How many of the document's other places lie in the same division, and how many are near: the logarithms.
    pub(super) company: f32,
    pub(super) near: f32,
}

impl<'a> ScoredCandidate<'a> {
    pub(super) fn new(facts: &'a Facts<'a>, wording: Wording, fixed: f64) -> Self {
        Self {
            facts,
            known: None,
            wording,
            fixed,
            score: 0.0,
            company: 0.0,
            near: 0.0,
        }
    }
}

/// A surface form: the mentions of the same words.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) name: NameNumber,
    /// Forms of one spelling are written alike but for case and for what stands beside them, and do not vouch for each
    /// other.
    pub(super) spelling: u32,
    /// Number of its first mention among [`DocumentNames::toponyms`].
    pub(super) first: usize,
    /// How many mentions it has.
    pub(super) times: usize,
    /// Whether it is called a street.
    pub(super) is_street: bool,
    /// What it is certain that its mentions mean; mentions of the same words of which it is not are another form.
    pub(super) certain: Option<Slot>,
    /// Where its candidates lie in [`DocumentNames::candidates`].
    pub(super) candidates: Range<usize>,
}

impl Form {
    /// How much the form counts for others: repeated mentions count less each time.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn log_frequency(&self) -> f64 {
        (self.times as f64).ln_1p()
    }

    /// Whether a candidate is a place that a street is called after: *Memphis Street* is wherever the document is, and
    /// not near Memphis.
    pub(super) fn is_namesake(&self, candidate: &ScoredCandidate<'_>) -> bool {
        self.is_street && candidate.wording >= Wording::BeginsWith
    }
}

/// A feature that one candidate has in one mention only, by what stands right beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct NeighbourFeature {
    /// Number of the mention among [`DocumentNames::toponyms`].
    pub(super) toponym: usize,
    /// Number of the candidate in its form.
    pub(super) candidate: usize,
    pub(super) feature: Feature,
    pub(super) value: f32,
}

/// A mention that is to be resolved.
#[derive(Debug)]
pub(super) struct Toponym<'a> {
    /// Its number in the recognition.
    pub(super) number: usize,
    pub(super) mention: &'a Mention,
    pub(super) form: usize,
    /// Where its shares begin among those that differ from its form's.
    pub(super) own: Option<usize>,
}

/// The values of the features of one candidate, for those who ask: of all documents, and now.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) fixed: Values,
    pub(super) now: Values,
}

/// All names of a document.
#[derive(Debug)]
pub(super) struct DocumentNames<'a> {
    pub(super) document: &'a Document,
    pub(super) cache: &'a Cache<'a>,
    pub(super) toponyms: Vec<Toponym<'a>>,
    pub(super) forms: Vec<Form>,
    pub(super) candidates: Vec<ScoredCandidate<'a>>,
    /// The share of each candidate where nothing stands beside the mention; the rest is none of them.
    pub(super) plain: Vec<f64>,
    /// The share of each candidate, the mean over the mentions of the form.
    pub(super) means: Vec<f64>,
    /// The shares in mentions beside which something stands.
    pub(super) own: Vec<f64>,
    /// What stands beside mentions, in their order.
    pub(super) neighbour_features: Vec<NeighbourFeature>,
    /// The values of each candidate, where somebody asks for them.
    pub(super) records: Option<Vec<Record>>,
}

/// What streets are called. Motorways and turnpikes are left out: they are called after the country around them.
const STREETS: &[&str] = &[
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "boulevard",
    "blvd",
    "drive",
    "dr",
    "lane",
    "ln",
    "way",
];

/// Whether a name of several words ends with what streets are called.
fn is_street(name: &str) -> bool {
    let Some((_, last)) = name.rsplit_once(' ') else {
        return false;
    };
    let last = last.trim_end_matches('.');
    STREETS
        .iter()
        .any(|street| street.eq_ignore_ascii_case(last))
}

/// The names and demonyms among mentions, which are what is resolved here, with their numbers.
pub(super) fn toponyms(mentions: &[Mention]) -> impl Iterator<Item = (usize, &Mention)> {
    mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| matches!(mention.kind, MentionKind::Name | MentionKind::Demonym))
}

impl<'a> DocumentNames<'a> {
    /// Collects the names of a document into forms. `known_names` has the known name of each toponym, and,
    /// unless nothing is certain, what is certain of it; `forms_of` has an item
    /// for each name that is known, all of them [`usize::MAX`], and is left so. `recorded` keeps the values of all
    /// features.
    pub(super) fn new(
        document: &'a Document,
        mentions: &'a [Mention],
        (known_names, certain): (&[NameNumber], &[Option<Slot>]),
        cache: &'a Cache<'a>,
        forms_of: &mut [usize],
        recorded: bool,
    ) -> Self {
        let mut forms: Vec<Form> = Vec::with_capacity(known_names.len());
        let mut certain_forms: BTreeMap<(NameNumber, Slot), usize> = BTreeMap::new();
        let toponyms: Vec<Toponym<'a>> = toponyms(mentions)
            .zip(known_names)
            .enumerate()
            .map(|(toponym, ((number, mention), &name))| {
                let certain = certain.get(toponym).copied().flatten();
                let known = match certain {
                    Some(slot) => certain_forms.entry((name, slot)).or_insert(usize::MAX),
                    None => &mut forms_of[name.at()],
                };
                if *known == usize::MAX {
                    *known = forms.len();
                    forms.push(Form {
                        name,
                        spelling: cache.names.name_of(name).spelling,
                        first: toponym,
                        times: 0,
                        is_street: is_street(&mention.surface),
                        certain,
                        candidates: 0..0,
                    });
                }
                let form = *known;
                forms[form].times += 1;
                Toponym {
                    number,
                    mention,
                    form,
                    own: None,
                }
            })
            .collect();
        for form in &forms {
            forms_of[form.name.at()] = usize::MAX;
        }
        Self {
            document,
            cache,
            toponyms,
            forms,
            candidates: Vec::new(),
            plain: Vec::new(),
            means: Vec::new(),
            own: Vec::new(),
            neighbour_features: Vec::new(),
            records: recorded.then(Vec::new),
        }
    }

    /// Adds a candidate, with its values where somebody asks for them. All of a form are added one behind the other.
    pub(super) fn add(&mut self, candidate: ScoredCandidate<'a>, values: Option<Box<Values>>) {
        self.candidates.push(candidate);
        if let Some((records, values)) = self.records.as_mut().zip(values) {
            records.push(Record {
                fixed: *values,
                now: *values,
            });
        }
    }

    /// What the form of a mention may stand for.
    pub(super) fn candidates_of(&self, toponym: &Toponym<'_>) -> &[ScoredCandidate<'a>] {
        &self.candidates[self.forms[toponym.form].candidates.clone()]
    }

    /// The share of each candidate of a mention.
    pub(super) fn shares_of(&self, toponym: &Toponym<'_>) -> &[f64] {
        let candidates = self.forms[toponym.form].candidates.clone();
        match toponym.own {
            Some(start) => &self.own[start..start + candidates.len()],
            None => &self.plain[candidates],
        }
    }

    /// All values of a candidate of a mention; nothing where nobody asked for them.
    pub(super) fn values(&self, toponym: usize, candidate: usize) -> Option<Values> {
        let form = &self.forms[self.toponyms[toponym].form];
        let record = self
            .records
            .as_ref()?
            .get(form.candidates.start + candidate)?;
        let mut values = record.now;
        for beside in &self.neighbour_features {
            if beside.toponym == toponym && beside.candidate == candidate {
                values[beside.feature as usize] += beside.value;
            }
        }
        Some(values)
    }

    /// The likeliest candidate of a mention, and its share.
    pub(super) fn best(&self, toponym: &Toponym<'_>) -> Option<(&ScoredCandidate<'a>, f64)> {
        let candidates = self.candidates_of(toponym);
        let (at, share) = self
            .shares_of(toponym)
            .iter()
            .enumerate()
            .max_by(|left, right| left.1.total_cmp(right.1))?;
        Some((&candidates[at], *share))
    }
}
