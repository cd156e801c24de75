//! What the gazetteer has for the words of a text, asked once and remembered: news repeats its names, and most words
//! that begin with a capital begin no name at all.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use foldhash::fast::FixedState;

use crate::gazetteer::{Entry, FeatureClass, Gazetteer, Name, NameKind, NameMatch, tokens};

use super::candidate::Profile;
use super::word::{Word, both, hash};

/// How many spellings are remembered before all are forgotten: bounds the memory of a long run.
const REMEMBERED: usize = 1 << 17;

/// Up to how many inhabitants a town is less often meant by its name than the people who are called the same.
const SMALL_TOWN: u64 = 100_000;

/// How a name writes one of its words, and what that asks of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// Nothing.
    Any,
    /// A capital.
    Capital,
    /// Capitals throughout: an abbreviation with so many letters.
    Capitals {
        /// Its letters.
        letters: usize,
    },
}

/// One thing that a name stands for.
#[derive(Debug, Clone)]
pub(crate) struct Named<'g> {
    pub(crate) found: NameMatch,
    pub(crate) name: Name<'g>,
    /// How it writes each of its words.
    pub(crate) cases: Rc<[Case]>,
    /// Its sort, as a bit of [`Profile`].
    pub(crate) sort: u16,
    pub(crate) population: u64,
    /// It is a town that few have heard of.
    pub(crate) is_small_town: bool,
    /// Governments go by the name: it is a country or a capital.
    pub(crate) is_power: bool,
    /// It is from a list that the user brought.
    pub(crate) is_own: bool,
}

impl<'g> Named<'g> {
    pub(crate) fn of(gazetteer: &'g Gazetteer, found: NameMatch) -> Self {
        let name = gazetteer.name(found);
        let mut named = Self {
            cases: cases(name.text, name.kind),
            found,
            name,
            sort: Profile::WAY,
            population: 0,
            is_small_town: false,
            is_power: false,
            is_own: gazetteer.is_of_own_list(found),
        };
        if let Entry::Place(number) = found.entry {
            let place = gazetteer.place(number);
            named.population = place.population.unwrap_or(0);
            named.sort = match place.feature_class {
                FeatureClass::A if place.is_country() => Profile::COUNTRY,
                FeatureClass::A if place.feature_code.starts_with("ADM1") => {
                    Profile::FIRST_DIVISION
                }
                FeatureClass::A => Profile::DIVISION,
                FeatureClass::P if place.is_capital() => Profile::CAPITAL | Profile::SETTLEMENT,
                FeatureClass::P => Profile::SETTLEMENT,
                FeatureClass::H | FeatureClass::U => Profile::WATER,
                FeatureClass::T | FeatureClass::V => Profile::LAND,
                FeatureClass::L => Profile::REGION,
                FeatureClass::S | FeatureClass::R => Profile::SITE,
            };
            named.is_small_town =
                place.feature_class == FeatureClass::P && named.population < SMALL_TOWN;
            named.is_power = place.is_country() || place.is_capital();
        }
        named
    }

    /// Whether it may stand in a text of this language. One that begins with a small letter (the French *russe*) looks
    /// like any word and is looked for in texts of its own language only.
    pub(crate) fn is_at_home(&self, language: Option<&str>) -> bool {
        let name = &self.name;
        self.cases.first() != Some(&Case::Any)
            || name.script != "Latn"
            || !name.text.chars().next().is_some_and(char::is_lowercase)
            || language.is_none_or(|language| language == name.language)
    }
}

fn cases(name: &str, kind: NameKind) -> Rc<[Case]> {
    tokens(name)
        .map(|token| {
            let core = token.core(name);
            let letters = core.chars().filter(|letter| letter.is_alphabetic()).count();
            let all_upper = letters >= 2 && core.chars().all(|letter| !letter.is_lowercase());
            if all_upper && (kind == NameKind::Abbreviation || letters <= 5) {
                Case::Capitals { letters }
            } else if core.chars().next().is_some_and(char::is_uppercase) {
                Case::Capital
            } else {
                Case::Any
            }
        })
        .collect()
}

/// The words of a name that the gazetteer has, and all that it stands for.
#[derive(Debug)]
struct Spelling<'g> {
    /// The folded words, joined by blanks: hashes lead here, and these decide.
    key: String,
    named: Rc<[Named<'g>]>,
}

/// The gazetteer's names as recognition asks for them.
#[derive(Debug)]
pub(crate) struct Spellings<'g> {
    pub(crate) gazetteer: &'g Gazetteer,
    /// First words of names that begin with a small letter in English text: those of lines (*line of contact*).
    small: HashSet<u64>,
    known: RefCell<Known<'g>>,
}

#[derive(Debug, Default)]
struct Known<'g> {
    /// By the hash of a word, how many words the longest name has that begins with it.
    longest: HashMap<u64, u8, FixedState>,
    /// By the hash of several, what they stand for; nothing, for most.
    spellings: HashMap<u64, Option<Spelling<'g>>, FixedState>,
}

/// So many words, and all that they stand for together.
pub(crate) type Spelt<'g> = (usize, Rc<[Named<'g>]>);

impl<'g> Spellings<'g> {
    pub(crate) fn of(gazetteer: &'g Gazetteer) -> Self {
        let small = gazetteer.borders().flat_map(|(number, _)| {
            gazetteer
                .names_of(Entry::Border(number))
                .filter_map(|name| {
                    let key = crate::gazetteer::name_key(name.text);
                    key.split(' ').next().map(hash)
                })
                .collect::<Vec<_>>()
        });
        Self {
            gazetteer,
            small: small.collect(),
            known: RefCell::default(),
        }
    }

    /// Whether some line's name begins with a small letter so.
    pub(crate) fn may_be_small(&self, word: &Word<'_>) -> bool {
        self.small.contains(&word.hash)
    }

    /// How many words the longest name has that begins with a word; 0 where none does.
    pub(crate) fn longest(&self, first: &Word<'_>) -> usize {
        let known = &mut *self.known.borrow_mut();
        if known.longest.len() >= REMEMBERED {
            known.longest.clear();
        }
        let longest = known.longest.entry(first.hash).or_insert_with(|| {
            u8::try_from(self.gazetteer.longest_name(first.key())).unwrap_or(u8::MAX)
        });
        usize::from(*longest)
    }

    /// The names that the first of some words are, the longest first.
    pub(crate) fn at(&self, words: &[Word<'_>]) -> Vec<Spelt<'g>> {
        let mut found = Vec::new();
        let mut sequence = 0;
        let known = &mut *self.known.borrow_mut();
        if known.spellings.len() >= REMEMBERED {
            known.spellings.clear();
        }
        for (at, word) in words.iter().enumerate() {
            sequence = both(sequence, word.hash);
            let words = &words[..=at];
            let spelling = known
                .spellings
                .entry(sequence)
                .or_insert_with(|| self.ask(words));
            let Some(spelling) = spelling else { continue };
            if is_key(&spelling.key, words) {
                found.push((at + 1, spelling.named.clone()));
            } else if let Some(spelling) = self.ask(words) {
                // Two sequences of one hash: the first keeps its place.
                found.push((at + 1, spelling.named));
            }
        }
        found.reverse();
        found
    }

    fn ask(&self, words: &[Word<'_>]) -> Option<Spelling<'g>> {
        let keys: Vec<&str> = words.iter().map(Word::key).collect();
        let found = self.gazetteer.lookup_keys(&keys);
        (!found.is_empty()).then(|| Spelling {
            key: keys.join(" "),
            named: self.named(found),
        })
    }

    /// All that is to be known of some names.
    pub(crate) fn named(&self, found: Vec<NameMatch>) -> Rc<[Named<'g>]> {
        let named = found.into_iter();
        named
            .map(|found| Named::of(self.gazetteer, found))
            .collect()
    }
}

fn is_key(key: &str, words: &[Word<'_>]) -> bool {
    let mut parts = key.split(' ');
    words.iter().all(|word| parts.next() == Some(word.key())) && parts.next().is_none()
}
