//! The candidates of a document's names: those that are known of each name, with what the document's day and its
//! publisher add to their own features.

use jiff::civil::Date;

use super::cache::names::KnownCandidate;
use super::cache::places::Slot;
use super::document_names::{DocumentNames, ScoredCandidate};
use super::feature::Feature;
use super::features::own;
use super::features::publisher::Home;
use super::generation::Wording;
use super::knowledge::Knowledge;
use super::model::{FeatureSum, Pass};
use super::soft_maximum::{self, shares};

/// What the candidates of a document are judged by, besides its words.
pub(super) struct Circumstances<'a> {
    pub(super) knowledge: &'a Knowledge<'a>,
    /// The day by which names and things are judged.
    pub(super) day: Option<Date>,
    /// Where its publisher is at home.
    pub(super) home: Option<&'a Home>,
}

/// The score of what is certain, log-odds: whatever the context says, nothing comes near.
const CERTAIN: f64 = 80.0;

impl<'a> Circumstances<'a> {
    /// Adds all candidates of all names, with the shares that each has by itself.
    pub(super) fn add_all(&self, names: &mut DocumentNames<'a>) {
        for form in 0..names.forms.len() {
            let name = self.knowledge.cache.names.name_of(names.forms[form].name);
            let start = names.candidates.len();
            for candidate in &name.candidates {
                self.add(names, candidate);
            }
            names
                .means
                .extend(shares(&self.scores_alone(&name.candidates)));
            names.forms[form].candidates = start..names.candidates.len();
        }
    }

    /// Adds the candidates of a form that are likely enough to be looked at in company, with the shares that each has by
    /// itself.
    pub(super) fn add_likely(&self, names: &mut DocumentNames<'a>, form: usize) {
        if let Some(slot) = names.forms[form].certain {
            self.add_certain(names, form, slot);
            return;
        }
        let name = self.knowledge.cache.names.name_of(names.forms[form].name);
        let on_day;
        let likeliest = match &name.likeliest {
            Some(likeliest) => likeliest,
            None => {
                on_day = soft_maximum::likeliest(&self.scores_alone(&name.candidates));
                &on_day
            }
        };
        let start = names.candidates.len();
        for &at in &likeliest.candidates {
            self.add(names, &name.candidates[at]);
        }
        names.means.extend_from_slice(&likeliest.shares);
        names.forms[form].candidates = start..names.candidates.len();
    }

    /// Adds what a form means for certain as its one candidate.
    fn add_certain(&self, names: &mut DocumentNames<'a>, form: usize, slot: Slot) {
        let start = names.candidates.len();
        let facts = self.knowledge.cache.places.facts_of(slot);
        let nothing = names
            .records
            .is_some()
            .then(|| Box::new([0.0; Feature::COUNT]));
        names.add(
            ScoredCandidate::new(facts, Wording::AsWritten, CERTAIN),
            nothing,
        );
        names.means.push(1.0);
        names.forms[form].candidates = start..names.candidates.len();
    }

    fn scores_alone(&self, candidates: &[KnownCandidate]) -> Vec<f64> {
        let places = &self.knowledge.cache.places;
        let weights = self.knowledge.model.weights(Pass::Alone);
        candidates
            .iter()
            .map(|candidate| {
                let mut score = candidate.alone;
                own::on_day(places, candidate, self.day, &mut |feature, value| {
                    score += weights[feature as usize] * f64::from(value);
                });
                score
            })
            .collect()
    }

    fn add(&self, names: &mut DocumentNames<'a>, candidate: &'a KnownCandidate) {
        let places = &self.knowledge.cache.places;
        let facts = places.facts_of(candidate.slot);
        let mut values = names.records.is_some().then(|| candidate.values());
        let weights = self.knowledge.model.weights(Pass::InCompany);
        let mut features = FeatureSum::new(weights, values.as_deref_mut());
        own::on_day(places, candidate, self.day, &mut |feature, value| {
            features.add(feature, value);
        });
        if let Some(home) = self.home {
            home.features_of(facts, &mut features);
        }
        let score = candidate.in_company + features.score;
        let scored = ScoredCandidate {
            known: Some(candidate),
            ..ScoredCandidate::new(facts, candidate.generated.wording, score)
        };
        names.add(scored, values);
    }

    /// Adds a place in which the thing may be to the candidates of the form that was added last, with the features that
    /// this has here.
    pub(super) fn offer(
        &self,
        names: &mut DocumentNames<'a>,
        form: usize,
        slot: Slot,
        within: &[(Feature, f32)],
    ) {
        let facts = self.knowledge.cache.places.facts_of(slot);
        let mut values = names.records.is_some().then(|| {
            let mut values = Box::new([0.0; Feature::COUNT]);
            own::unnamed(facts, &mut |feature, value| {
                values[feature as usize] = value
            });
            values
        });
        let weights = self.knowledge.model.weights(Pass::InCompany);
        let mut features = FeatureSum::new(weights, values.as_deref_mut());
        for &(feature, value) in within {
            features.add(feature, value);
        }
        if let Some(home) = self.home {
            home.features_of(facts, &mut features);
        }
        let score = self.knowledge.unnamed(slot) + features.score;
        names.add(ScoredCandidate::new(facts, Wording::Within, score), values);
        names.means.push(0.0);
        names.forms[form].candidates.end = names.candidates.len();
    }
}
