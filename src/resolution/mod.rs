//! Resolution: which place is meant, how sure are we, and why?
//!
//! 1. **Candidate generation** (`generation`): the words of a mention lead to all that they can stand for. Names that
//!    no gazetteer has are offered the places of the document in which the thing may be (`within`).
//! 2. **Features** (`feature`, `features`): what speaks for and against a candidate, each with a value. Its own and
//!    the publisher's are found once; those of the context depend on the document's other places, and on what stands
//!    right beside a mention.
//! 3. **Ranking** (`ranking`): a score is the sum of the values times learned weights ([`Model`]). A soft maximum over
//!    all candidates *and* none of them gives shares. Since the other places become surer as well, this goes on for
//!    some rounds.
//! 4. **Calibration** (`calibration`): a scale fitted on held-out documents turns the share of the best into the
//!    probability of its being right; what recognition thought of the words themselves counts as well.
//! 5. **Explanation** (`explanation`): every feature that counted becomes a sentence.
//!
//! What is the same in every document is remembered (`knowledge`, `cache`); what a document adds lies in
//! `document_names`.

mod cache;
mod calibration;
mod candidates;
mod curve;
mod document_names;
mod explanation;
mod feature;
mod features;
mod generation;
mod knowledge;
mod model;
mod place_sums;
mod ranking;
mod reference;
mod soft_maximum;
mod within;

use jiff::civil::Date;

use crate::document::Document;
use crate::recognition::{Recognition, Role};
use araxes_gazetteer::{Entry, Gazetteer};

pub use calibration::{Calibration, Sort};
pub use feature::{Feature, Group, Values};
pub use generation::Wording;
pub use model::{Model, ModelError};
pub use reference::{Candidate, Evidence, MOST_CANDIDATES, Options, Reference};

pub(crate) use calibration::{chance, log_odds};
pub(crate) use model::Pass;

use cache::names::NameNumber;
use cache::places::Slot;
use candidates::Circumstances;
use document_names::{DocumentNames, Toponym};
use knowledge::Knowledge;
use ranking::Workspace;

/// The day by which validity is judged: the document's date, else the latest day it mentions, else none (then what
/// is in force now counts).
#[must_use]
pub fn reference_day(document: &Document) -> Option<Date> {
    document.date.map(|date| date.date).or(document.not_before)
}

/// Resolves the names and demonyms of documents, one document after the other. What it remembers from one to the next
/// are facts of the gazetteer, so answers do not depend on their order.
#[derive(Debug)]
pub struct Resolver<'g> {
    /// What is known of places and names, and the weights.
    knowledge: Knowledge<'g>,
    /// Lists that are used again for each document.
    workspace: Workspace,
}

impl<'g> Resolver<'g> {
    /// A resolver over a gazetteer, with the weights that are part of the program.
    #[must_use]
    pub fn new(gazetteer: &'g Gazetteer) -> Self {
        Self::with_model(gazetteer, Model::shipped().clone())
    }

    /// A resolver with other weights.
    #[must_use]
    pub fn with_model(gazetteer: &'g Gazetteer, model: Model) -> Self {
        Self {
            knowledge: Knowledge::new(gazetteer, model),
            workspace: Workspace::default(),
        }
    }

    /// Resolves every name and demonym of a document, as things stood on a day (without one: as they stand now).
    /// Coordinates and phrases resolve themselves.
    #[must_use]
    pub fn resolve(
        &mut self,
        document: &Document,
        recognition: &Recognition,
        day: Option<Date>,
        options: &Options,
    ) -> Vec<Reference> {
        self.resolve_beside(document, recognition, day, options, &[])
    }

    /// The same where it is certain what some mentions mean: `certain` has their numbers, in order, each with that. The
    /// other names are resolved in their company.
    #[must_use]
    pub fn resolve_beside(
        &mut self,
        document: &Document,
        recognition: &Recognition,
        day: Option<Date>,
        options: &Options,
        certain: &[(usize, Entry)],
    ) -> Vec<Reference> {
        let asked = Asked {
            day,
            pass: Pass::InCompany,
            recorded: options.explain,
            certain,
        };
        let (names, model) = self.ranked(document, recognition, asked);
        (0..names.toponyms.len())
            .map(|toponym| answer(&names, toponym, model, options))
            .collect()
    }

    /// A document's names with their candidates, ranked alone or in company, and the weights by which they were.
    fn ranked<'a>(
        &'a mut self,
        document: &'a Document,
        recognition: &'a Recognition,
        asked: Asked<'_>,
    ) -> (DocumentNames<'a>, &'a Model) {
        let Asked {
            day,
            pass,
            recorded,
            certain,
        } = asked;
        self.knowledge.make_room();
        let mentions = &recognition.mentions;
        let known_names: Vec<NameNumber> = document_names::toponyms(mentions)
            .map(|(_, mention)| self.knowledge.name(mention))
            .collect();
        let certain: Vec<Option<Slot>> = if certain.is_empty() {
            Vec::new()
        } else {
            document_names::toponyms(mentions)
                .map(|(number, _)| {
                    let at = certain.binary_search_by_key(&number, |&(mention, _)| mention);
                    let (_, entry) = certain.get(at.ok()?)?;
                    Some(self.knowledge.find_place(*entry))
                })
                .collect()
        };
        let publisher = document
            .publisher
            .as_deref()
            .filter(|_| pass == Pass::InCompany);
        if let Some(publisher) = publisher {
            self.knowledge.find_home(publisher);
        }
        let (knowledge, workspace) = (&self.knowledge, &mut self.workspace);
        let circumstances = Circumstances {
            knowledge,
            day,
            home: publisher.and_then(|publisher| knowledge.home_of(publisher)),
        };
        let cache = &knowledge.cache;
        workspace.fit(cache.places.count(), cache.names.count());
        let mut names = DocumentNames::new(
            document,
            mentions,
            (&known_names, &certain),
            cache,
            &mut workspace.forms_of,
            recorded,
        );
        match pass {
            Pass::Alone => ranking::alone(&mut names, &circumstances),
            Pass::InCompany => ranking::in_company(&mut names, &circumstances, workspace),
        }
        (names, &knowledge.model)
    }

    /// For the trainer: the candidates of each mention, with the values of all features, as the pass sees them.
    pub(crate) fn values(
        &mut self,
        document: &Document,
        recognition: &Recognition,
        pass: Pass,
    ) -> Vec<Vec<(Entry, Values)>> {
        let day = reference_day(document);
        let asked = Asked {
            day,
            pass,
            recorded: true,
            certain: &[],
        };
        let (names, _) = self.ranked(document, recognition, asked);
        let of_toponym = |toponym: usize| {
            let candidates = names.candidates_of(&names.toponyms[toponym]).iter();
            candidates
                .enumerate()
                .filter_map(|(at, candidate)| {
                    Some((candidate.facts.entry, names.values(toponym, at)?))
                })
                .collect()
        };
        (0..names.toponyms.len()).map(of_toponym).collect()
    }
}

/// How a document's names are to be ranked.
#[derive(Debug, Clone, Copy)]
struct Asked<'a> {
    /// The day by which validity is judged.
    day: Option<Date>,
    pass: Pass,
    /// Whether the values of all features are kept.
    recorded: bool,
    /// What is certain of mentions, in the order of their numbers.
    certain: &'a [(usize, Entry)],
}

/// What a mention stands for of which that is certain.
fn certain(names: &DocumentNames<'_>, toponym: &Toponym<'_>) -> Option<Reference> {
    names.forms[toponym.form].certain?;
    let candidate = names.candidates_of(toponym).first()?;
    Some(Reference {
        mention: toponym.number,
        candidates: vec![Candidate {
            entry: candidate.facts.entry,
            name: None,
            wording: Wording::AsWritten,
            confidence: 1.0,
            evidence: Vec::new(),
        }],
        choice: 1.0,
        resolved: true,
        why_not: None,
    })
}

/// What a mention stands for.
fn answer(names: &DocumentNames<'_>, number: usize, model: &Model, options: &Options) -> Reference {
    let toponym = &names.toponyms[number];
    if let Some(certain) = certain(names, toponym) {
        return certain;
    }
    let (ranked, shares) = (names.candidates_of(toponym), names.shares_of(toponym));
    let order = ranking::order(ranked, shares, options.most_candidates);
    let share = order.first().map_or(0.0, |&best| shares[best]);
    let calibrated = model.calibration.of(toponym.mention, share);
    let candidates: Vec<Candidate> = order
        .iter()
        .enumerate()
        .map(|(place, &at)| {
            let candidate = &ranked[at];
            Candidate {
                entry: candidate.facts.entry,
                name: candidate.known.and_then(|known| known.generated.name),
                wording: candidate.wording,
                confidence: if place == 0 {
                    calibrated.best
                } else {
                    calibrated.of_other(shares[at])
                },
                evidence: names
                    .values(number, at)
                    .map_or_else(Vec::new, |values| explanation::evidence(model, &values)),
            }
        })
        .collect();
    // A name is no citation of a place that is not called so, however sure it is that the thing lies there; that of a bank
    // or an army only speaks of whose it is.
    let is_of_its_own = toponym.mention.usage.role() == Role::Associative;
    let is_called_so = candidates.first().is_some_and(|best| {
        best.wording.calls_it_so() || is_of_its_own && best.wording != Wording::Within
    });
    let resolved = is_called_so && calibrated.best >= options.min_confidence;
    let gazetteer = names.cache.places.gazetteer;
    Reference {
        mention: toponym.number,
        why_not: (!resolved)
            .then(|| explanation::why_not(toponym.mention, &candidates, options, gazetteer)),
        candidates,
        choice: calibrated.choice,
        resolved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{built_in, document, recognition};

    #[test]
    fn what_was_forgotten_is_found_out_again_alike() {
        let sources = built_in::sources();
        let gazetteer = built_in::open(&sources).expect("they are built in");
        let text =
            "Ganja, Azerbaijan. They left Goris and Shusha for Nizami Street, in 1988 and again.";
        let mut document = document::from_text("test", None, None, text);
        document.publisher = Some("athenspaper.com".to_owned());
        let names = ["Ganja", "Azerbaijan", "Goris", "Shusha", "Nizami Street"];
        let spans: Vec<_> = names
            .iter()
            .filter_map(|name| text.find(name).map(|start| start..start + name.len()))
            .collect();
        let mentions = recognition::given(&document, &spans, &gazetteer);
        assert_eq!(mentions.mentions.len(), names.len());
        let options = Options {
            explain: true,
            ..Options::default()
        };
        let mut resolver = Resolver::new(&gazetteer);
        let first = resolver.resolve(&document, &mentions, None, &options);
        assert_eq!(
            resolver.resolve(&document, &mentions, None, &options),
            first
        );
        // Slots and names are numbered anew, in another order.
        resolver.knowledge.forget();
        let athens = document::from_text("other", None, None, "Athens is far from Goris.");
        let spans: Vec<_> = [0..6, 19..24].into();
        let other = recognition::given(&athens, &spans, &gazetteer);
        assert_eq!(resolver.resolve(&athens, &other, None, &options).len(), 2);
        assert_eq!(
            resolver.resolve(&document, &mentions, None, &options),
            first
        );
    }
}
