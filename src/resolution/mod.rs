//! Resolution: which place is meant, how sure are we, and why?
//!
//! The words of a mention lead to readings (`wording`), each a [`Candidate`]. What speaks for and against one are
//! [`Ground`]s with a value each: by itself (`alone`), then in the light of the document's other places (`company`),
//! several times, since these become surer as well (`scene`). A score is the sum of the values times learned weights
//! ([`Model`]); a soft maximum over all candidates *and* none of them gives shares, and a scale fitted on held-out
//! documents turns the share of the best into the probability of its being right; what recognition thought of the words
//! themselves counts as well.

mod alone;
mod atlas;
mod company;
mod curve;
mod ground;
mod model;
mod publisher;
mod reason;
mod scene;
mod wording;

use jiff::civil::Date;

use crate::document::Document;
use crate::recognition::Recognition;
use araxes_gazetteer::{Entry, Gazetteer, NameMatch};

pub use ground::{Ground, Group, Values};
pub use model::{Model, ModelError, Sort};
pub use wording::Wording;

pub(crate) use model::{Pass, log_odds};

use atlas::{Atlas, TermNumber};
use company::{Bench, Joins};
use publisher::Home;
use scene::{Circumstances, Scene};

/// How a run wants its answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Below this confidence a mention stays unresolved, 0..1.
    pub min_confidence: f64,
    /// The day by which names, places and lines are judged, instead of each document's own.
    pub as_of: Option<Date>,
    /// Whether candidates come with their evidence.
    pub explain: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            min_confidence: 0.3,
            as_of: None,
            explain: false,
        }
    }
}

/// One thing that speaks for or against a candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// What it is.
    pub ground: Ground,
    /// How much of it there is, in the ground's own unit.
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
    /// Number of the mention in [`Recognition::mentions`].
    pub mention: usize,
    /// What it may stand for, the likeliest first: at most [`MOST_CANDIDATES`].
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
}

/// How many candidates a reference lists.
pub const MOST_CANDIDATES: usize = 8;

/// How often the document's places are looked at in each other's light.
const ROUNDS: usize = 3;

/// When no share changes by this, another round would not tell anything new.
const LEAST_CHANGE: f64 = 1e-4;

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
    atlas: Atlas<'g>,
    /// Lists that are used again for each document.
    bench: Bench,
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
            atlas: Atlas::new(gazetteer, model),
            bench: Bench::default(),
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
        let scene = self.scene(document, recognition, day, ROUNDS, options.explain);
        (0..scene.drafts.len())
            .map(|draft| decide(&scene, draft, options))
            .collect()
    }

    /// A document's names after some rounds in company; after none, each was judged alone.
    fn scene<'a>(
        &'a mut self,
        document: &'a Document,
        recognition: &'a Recognition,
        day: Option<Date>,
        rounds: usize,
        recorded: bool,
    ) -> Scene<'a> {
        self.atlas.make_room();
        let mentions = &recognition.mentions;
        let terms: Vec<TermNumber> = scene::names(mentions)
            .map(|(_, mention)| self.atlas.term(mention))
            .collect();
        let publisher = document.publisher.as_deref().filter(|_| rounds > 0);
        if let Some(publisher) = publisher {
            self.atlas.find_home(publisher);
        }
        let (atlas, bench) = (&self.atlas, &mut self.bench);
        let nowhere = Home::default();
        let home = publisher.and_then(|publisher| atlas.home_of(publisher));
        let circumstances = Circumstances {
            day,
            home: home.unwrap_or(&nowhere),
        };
        bench.fit(atlas.slot_count(), atlas.term_count());
        let mut scene = Scene::new(
            document,
            mentions,
            &terms,
            atlas,
            &mut bench.forms_of,
            recorded,
        );
        if rounds == 0 {
            scene.lay_out_all(&circumstances);
            return scene;
        }
        company::lay_out(&mut scene, &circumstances, bench);
        scene.weigh_alone();
        let joins = Joins::of(&scene);
        for _ in 0..rounds {
            company::look_around(&mut scene, &joins, bench);
            if scene.weigh() < LEAST_CHANGE {
                break;
            }
        }
        scene
    }

    /// For the trainer: what each mention may stand for, with the values of all grounds, as the pass sees them.
    pub(crate) fn values(
        &mut self,
        document: &Document,
        recognition: &Recognition,
        pass: Pass,
    ) -> Vec<Vec<(Entry, Values)>> {
        let rounds = match pass {
            Pass::Alone => 0,
            Pass::InCompany => ROUNDS,
        };
        let day = reference_day(document);
        let scene = self.scene(document, recognition, day, rounds, true);
        let of_draft = |draft: usize| {
            let senses = scene.senses_of(&scene.drafts[draft]).iter().enumerate();
            senses
                .filter_map(|(at, sense)| Some((sense.facts.entry, scene.values(draft, at)?)))
                .collect()
        };
        (0..scene.drafts.len()).map(of_draft).collect()
    }
}

/// What a mention stands for.
fn decide(scene: &Scene<'_>, draft: usize, options: &Options) -> Reference {
    let number = draft;
    let draft = &scene.drafts[draft];
    let model = &scene.atlas.model;
    let (senses, shares) = (scene.senses_of(draft), scene.shares_of(draft));
    let mut order: Vec<usize> = Vec::with_capacity(MOST_CANDIDATES + 1);
    for (at, share) in shares.iter().enumerate() {
        // Senses lie in the order of their entries, but for those that were offered.
        let place = order.partition_point(|&other| {
            shares[other] > *share
                || shares[other] == *share && senses[other].facts.entry < senses[at].facts.entry
        });
        if place < MOST_CANDIDATES {
            order.truncate(MOST_CANDIDATES - 1);
            order.insert(place, at);
        }
    }
    let share = order.first().map_or(0.0, |&best| shares[best]);
    let chosen = model.calibrated(share);
    let best = model.confidence(draft.mention, chosen);
    // Where the words are no toponym, none of the candidates is right.
    let toponym = if chosen > 0.0 { best / chosen } else { 0.0 };
    // What the scale takes from the likeliest, the others and none of them share.
    let rest = if share < 1.0 {
        (1.0 - chosen) / (1.0 - share)
    } else {
        0.0
    };
    let candidates: Vec<Candidate> = order
        .iter()
        .enumerate()
        .map(|(place, &at)| {
            let sense = &senses[at];
            Candidate {
                entry: sense.facts.entry,
                name: sense.possibility.and_then(|known| known.reading.name),
                wording: sense.wording,
                confidence: if place == 0 {
                    best
                } else {
                    (shares[at] * rest).min(chosen) * toponym
                },
                evidence: scene
                    .values(number, at)
                    .map_or_else(Vec::new, |values| evidence(model, &values)),
            }
        })
        .collect();
    let resolved = !candidates.is_empty() && best >= options.min_confidence;
    Reference {
        mention: draft.number,
        why_not: (!resolved).then(|| reason::why_not(draft.mention, &candidates, options)),
        candidates,
        choice: chosen,
        resolved,
    }
}

fn evidence(model: &Model, values: &Values) -> Vec<Evidence> {
    let weights = model.weights(Pass::InCompany);
    let mut evidence: Vec<Evidence> = Ground::ALL
        .iter()
        .map(|&ground| Evidence {
            ground,
            value: values[ground as usize],
            weight: weights[ground as usize] * f64::from(values[ground as usize]),
        })
        .filter(|evidence| evidence.weight != 0.0)
        .collect();
    evidence.sort_by(|left, right| right.weight.abs().total_cmp(&left.weight.abs()));
    evidence
}
