//! What training sees of recognition: the candidates of a text and their features.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::BlockKind;
use araxes_gazetteer::Gazetteer;

use super::block::BlockWords;
use super::candidate::{self, Candidate};
use super::feature::{self, Surroundings};
use super::model::{Class, Model};
use super::name;
use super::spelling::Spellings;
use super::word::Words;

pub use super::feature::{Group, Template};

/// The hashes of a candidate's features.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Features {
    /// Those that do not look at the candidate's own words.
    pub context: Vec<u64>,
    /// Those that do.
    pub own_words: Vec<u64>,
}

/// Finds candidates with the words of a model, whatever its weights.
#[derive(Debug)]
pub struct Learning<'g> {
    model: &'g Model,
    spellings: Spellings<'g>,
    without: Option<Group>,
}

impl<'g> Learning<'g> {
    /// `without` names a group of features to leave out.
    #[must_use]
    pub fn new(gazetteer: &'g Gazetteer, model: &'g Model, without: Option<&str>) -> Self {
        Self {
            model,
            spellings: Spellings::of(gazetteer),
            without: Group::ALL
                .into_iter()
                .find(|group| Some(group.name()) == without),
        }
    }

    /// The names of the groups of features.
    #[must_use]
    pub fn groups() -> Vec<&'static str> {
        Group::ALL.iter().map(|group| group.name()).collect()
    }

    /// The candidates of a text that is one block: their bytes and features.
    #[must_use]
    pub fn candidates(&self, text: &str) -> Vec<(Range<usize>, Features)> {
        let mut found = Vec::new();
        self.each_candidate(text, |block, around, candidate| {
            let mut features = Features {
                context: Vec::new(),
                own_words: Vec::new(),
            };
            feature::extract(block, around, candidate, |template, value| {
                let group = template.group();
                if Some(group) == self.without {
                    return;
                }
                let hash = feature::feature(template, value);
                let list = if group == Group::OwnWords {
                    &mut features.own_words
                } else {
                    &mut features.context
                };
                list.push(hash);
            });
            let span = name::span(&block.words.words, candidate.first, candidate.last);
            found.push((span, features));
        });
        found
    }

    /// How strongly each question speaks of the candidates of a text that is one block: for each candidate, what its
    /// features weigh for a place against no name at all, log-odds.
    #[must_use]
    pub fn weights(&self, text: &str) -> Vec<BTreeMap<Template, f32>> {
        let mut found = Vec::new();
        let scale = self.model.header().scale;
        self.each_candidate(text, |block, around, candidate| {
            let mut weights = BTreeMap::new();
            feature::extract(block, around, candidate, |template, value| {
                let row = self.model.row(feature::feature(template, value));
                let weight =
                    i16::from(row[Class::Place as usize]) - i16::from(row[Class::None as usize]);
                *weights.entry(template).or_insert(0.0) += f32::from(weight) * scale;
            });
            found.push(weights);
        });
        found
    }

    /// Looks at every candidate of a text that is one block.
    fn each_candidate(
        &self,
        text: &str,
        mut look: impl FnMut(&BlockWords<'_>, &Surroundings, &Candidate),
    ) {
        let lower = text.to_ascii_lowercase();
        let words = Words::of(text, &lower, 0..text.len());
        let kind = BlockKind::Paragraph;
        let block = BlockWords::new(text, &words, 0, kind, Some("en"), self.model);
        let candidates = candidate::find(&block, &self.spellings, &[]);
        let around = Surroundings::of(&block, &candidates, &self.spellings);
        for candidate in &candidates {
            look(&block, &around, candidate);
        }
    }
}
