//! What is known of names: their candidates on any day, with what the weights make of each by itself.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::recognition::{Mention, MentionKind};
use crate::resolution::feature::{Feature, Values};
use crate::resolution::generation::{Generated, Wording};
use crate::resolution::soft_maximum::Likeliest;
use araxes_gazetteer::{NameMatch, name_key};

use super::places::Slot;

/// A candidate with what holds of it in every document.
#[derive(Debug, Clone)]
pub(crate) struct KnownCandidate {
    pub(crate) generated: Generated,
    pub(crate) slot: Slot,
    /// The own features that have a value on any day.
    pub(crate) values: Box<[(Feature, f32)]>,
    /// What these make in the first pass, and in company.
    pub(crate) alone: f64,
    pub(crate) in_company: f64,
    /// Whether its name or the thing itself is not of all times.
    pub(crate) is_dated: bool,
}

impl KnownCandidate {
    /// The value of each feature on any day.
    pub(crate) fn values(&self) -> Box<Values> {
        let mut values = Box::new([0.0; Feature::COUNT]);
        for &(feature, value) in &self.values {
            values[feature as usize] = value;
        }
        values
    }
}

/// Number of a [`KnownName`] in the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameNumber(u32);

impl NameNumber {
    /// Its place in a list with one item for each name.
    pub(crate) fn at(self) -> usize {
        self.0 as usize
    }
}

/// A name as a document had it, and its candidates.
#[derive(Debug)]
pub(crate) struct KnownName {
    surface: String,
    is_name: bool,
    fits: Option<&'static [&'static str]>,
    readings: Vec<NameMatch>,
    /// Another name whose words have the same hash.
    next: Option<NameNumber>,
    /// Names of one spelling are written alike but for case and for what stands beside them.
    pub(crate) spelling: u32,
    /// Whether no gazetteer has the name, and nothing that is called alike fits a noun beside it: then it may lie in a
    /// place of the document.
    pub(crate) is_unknown: bool,
    /// In the order of their entries.
    pub(crate) candidates: Box<[KnownCandidate]>,
    /// The candidates that are looked at in company, and the share of each by itself; nothing where the day has a say
    /// in it.
    pub(crate) likeliest: Option<Likeliest>,
}

impl KnownName {
    fn is_of(&self, mention: &Mention) -> bool {
        self.surface == mention.surface
            && self.is_name == is_name(mention)
            && self.fits == fits(mention)
            && self.readings == mention.readings
    }
}

fn is_name(mention: &Mention) -> bool {
    matches!(mention.kind, MentionKind::Name)
}

fn fits(mention: &Mention) -> Option<&'static [&'static str]> {
    mention.hint.as_ref().map(|hint| hint.fits)
}

/// Hash of what tells one name from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NameHash(u64);

impl NameHash {
    /// Of the words of a mention.
    pub(crate) fn of(mention: &Mention) -> Self {
        let key = (mention.surface.as_str(), is_name(mention), fits(mention));
        Self(FixedState::default().hash_one(key))
    }
}

/// The names that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// The first name of each hash of words.
    first: HashMap<NameHash, NameNumber, FixedState>,
    names: Vec<KnownName>,
    spellings: HashMap<String, u32, FixedState>,
}

impl Names {
    /// Forgets everything.
    pub(crate) fn forget(&mut self) {
        self.first.clear();
        self.names.clear();
        self.spellings.clear();
    }

    /// How many names there are.
    pub(crate) fn count(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn name_of(&self, number: NameNumber) -> &KnownName {
        &self.names[number.at()]
    }

    /// The name of a mention, if it is known: the same for all mentions of the same words.
    pub(crate) fn find(&self, mention: &Mention, hash: NameHash) -> Option<NameNumber> {
        let mut next = self.first.get(&hash).copied();
        while let Some(number) = next {
            let name = self.name_of(number);
            if name.is_of(mention) {
                return next;
            }
            next = name.next;
        }
        None
    }

    /// Remembers the name of a mention.
    pub(crate) fn add(
        &mut self,
        mention: &Mention,
        hash: NameHash,
        candidates: Box<[KnownCandidate]>,
        likeliest: Option<Likeliest>,
    ) -> NameNumber {
        let is_unknown = (mention.hint.is_none() || candidates.is_empty())
            && candidates
                .iter()
                .all(|candidate| candidate.generated.wording >= Wording::BeginsWith);
        let spellings = self.spellings.len();
        #[allow(clippy::cast_possible_truncation)]
        let spelling = *self
            .spellings
            .entry(name_key(&mention.surface))
            .or_insert(spellings as u32);
        #[allow(clippy::cast_possible_truncation)]
        let number = NameNumber(self.names.len() as u32);
        let next = self.first.insert(hash, number);
        self.names.push(KnownName {
            surface: mention.surface.clone(),
            is_name: is_name(mention),
            fits: fits(mention),
            readings: mention.readings.clone(),
            next,
            spelling,
            is_unknown,
            candidates,
            likeliest,
        });
        number
    }
}
