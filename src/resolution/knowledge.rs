//! What is known of a name in every document: its candidates are generated, their own features found and weighed once,
//! and remembered. A document only adds what is its own.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::recognition::Mention;
use araxes_gazetteer::{Entry, Gazetteer};

use super::cache::names::{KnownCandidate, NameHash, NameNumber};
use super::cache::places::Slot;
use super::cache::{Cache, NAMES_REMEMBERED};
use super::features::own;
use super::features::publisher::Home;
use super::model::{FeatureSum, Model, Pass};
use super::soft_maximum;

/// A gazetteer and weights, and what was found out with them.
#[derive(Debug)]
pub(super) struct Knowledge<'g> {
    pub(super) model: Model,
    pub(super) cache: Cache<'g>,
    homes: HashMap<String, Home, FixedState>,
    /// For each slot, the score in company of something in it that no gazetteer names.
    unnamed: Vec<f64>,
}

impl<'g> Knowledge<'g> {
    pub(super) fn new(gazetteer: &'g Gazetteer, model: Model) -> Self {
        Self {
            model,
            cache: Cache::new(gazetteer),
            homes: HashMap::default(),
            unnamed: Vec::new(),
        }
    }

    /// Forgets everything when that is much. Not to be called while a document's slots and names are in use.
    pub(super) fn make_room(&mut self) {
        if self.cache.is_full() || self.homes.len() >= NAMES_REMEMBERED {
            self.forget();
        }
    }

    pub(super) fn forget(&mut self) {
        self.cache.forget();
        self.homes.clear();
        self.unnamed.clear();
    }

    /// What a mention may stand for: found once for all mentions of the same words, which news repeats.
    pub(super) fn name(&mut self, mention: &Mention) -> NameNumber {
        let hash = NameHash::of(mention);
        if let Some(known) = self.cache.names.find(mention, hash) {
            return known;
        }
        let model = &self.model;
        let candidates: Box<[KnownCandidate]> = own::candidates(mention, &mut self.cache.places)
            .into_iter()
            .map(|candidate| KnownCandidate {
                generated: candidate.generated,
                slot: candidate.slot,
                alone: model.score(&candidate.values, Pass::Alone),
                in_company: model.score(&candidate.values, Pass::InCompany),
                values: candidate.values.into(),
                is_dated: candidate.is_dated,
            })
            .collect();
        let is_dated = candidates.iter().any(|candidate| candidate.is_dated);
        let likeliest = (!is_dated).then(|| {
            let scores: Vec<f64> = candidates.iter().map(|candidate| candidate.alone).collect();
            soft_maximum::likeliest(&scores)
        });
        self.weigh_new_places();
        self.cache.names.add(mention, hash, candidates, likeliest)
    }

    /// Finds out what is to be known of a place or line, if it is not known yet.
    pub(super) fn find_place(&mut self, entry: Entry) -> Slot {
        let slot = self.cache.places.slot(entry);
        self.weigh_new_places();
        slot
    }

    /// Finds out where a publisher is at home, if that is not known yet.
    pub(super) fn find_home(&mut self, publisher: &str) {
        if !self.homes.contains_key(publisher) {
            let home = Home::of(publisher, &mut self.cache.places);
            self.weigh_new_places();
            self.homes.insert(publisher.to_owned(), home);
        }
    }

    /// Where a publisher is at home that was asked about.
    pub(super) fn home_of(&self, publisher: &str) -> Option<&Home> {
        self.homes.get(publisher)
    }

    /// The score in company of something in a place that no gazetteer names.
    pub(super) fn unnamed(&self, slot: Slot) -> f64 {
        self.unnamed[slot.at()]
    }

    fn weigh_new_places(&mut self) {
        let weights = self.model.weights(Pass::InCompany);
        for facts in self.cache.places.from(self.unnamed.len()) {
            let mut sum = FeatureSum::new(weights, None);
            own::unnamed(facts, &mut |feature, value| sum.add(feature, value));
            self.unnamed.push(sum.score);
        }
    }
}
