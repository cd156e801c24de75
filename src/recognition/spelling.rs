//! What the gazetteer has for the words of a text, asked once and remembered: news repeats its names, and most words
//! that begin with a capital begin no name at all.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use foldhash::fast::FixedState;

use araxes_gazetteer::{Entry, Gazetteer, NameMatch, PlaceNumber};

use super::offer::{Case, Named, Offer, is_border};
use super::word::{Word, both, hash};

/// How many spellings are remembered before all are forgotten: bounds the memory of a long run.
const REMEMBERED: usize = 1 << 17;

/// The words of a name that the gazetteer has, and all that it stands for.
#[derive(Debug)]
pub(crate) struct Spelling<'g> {
    /// The folded words, joined by blanks: hashes lead here, and these decide.
    key: String,
    pub(crate) named: Vec<Named<'g>>,
    /// What all of them are together, where a text that has the right capitals can mean any of them.
    whole: Option<Whole>,
}

/// What all that goes by a name is together, and what that asks of a text.
#[derive(Debug)]
struct Whole {
    offer: Offer,
    /// Which words need a capital, one bit for each.
    capitals: u16,
}

impl<'g> Spelling<'g> {
    fn of(key: String, named: Vec<Named<'g>>) -> Self {
        Self {
            whole: whole(&named),
            key,
            named,
        }
    }

    /// What the name offers if words of a text can mean all that goes by it. Nothing where that is to be asked of each.
    pub(crate) fn whole(&self, words: &[Word<'_>]) -> Option<&Offer> {
        let whole = self.whole.as_ref()?;
        let fits = words
            .iter()
            .enumerate()
            .all(|(at, word)| word.capital || whole.capitals >> at & 1 == 0);
        fits.then_some(&whole.offer)
    }
}

fn whole(named: &[Named<'_>]) -> Option<Whole> {
    let mut capitals = 0;
    for named in named {
        if !named.is_at_home_anywhere() {
            return None;
        }
        if is_border(named.found) {
            continue;
        }
        for (at, case) in named.cases.iter().enumerate().take(16) {
            match case {
                Case::Any => {}
                Case::Capital => capitals |= 1 << at,
                Case::Capitals { .. } => return None,
            }
        }
    }
    let offer = Offer::of(named.iter().collect())?;
    Some(Whole { offer, capitals })
}

/// The gazetteer's names as recognition asks for them.
#[derive(Debug)]
pub(crate) struct Spellings<'g> {
    pub(crate) gazetteer: &'g Gazetteer,
    /// First words of names that begin with a small letter in English text: those of lines (*line of contact*).
    small: HashSet<u64, FixedState>,
    /// One bit for each of them, so that most words need not be looked up.
    small_marks: u64,
    /// By the hash of some words one behind the other.
    known: RefCell<HashMap<u64, Sequence<'g>, FixedState>>,
    /// By the hash of what two names stand for, whether something of the first lies in something of the second.
    containers: RefCell<HashMap<u64, bool, FixedState>>,
}

/// What the gazetteer has for words one behind the other; nothing, for most.
#[derive(Debug)]
struct Sequence<'g> {
    /// How many words the longest name has that begins with them.
    longest: usize,
    spelling: Option<Rc<Spelling<'g>>>,
}

/// So many words, and all that they stand for together.
pub(crate) type Spelt<'g> = (usize, Rc<Spelling<'g>>);

impl<'g> Spellings<'g> {
    pub(crate) fn of(gazetteer: &'g Gazetteer) -> Self {
        let small = gazetteer.borders().flat_map(|(number, _)| {
            gazetteer
                .names_of(Entry::Border(number))
                .filter_map(|name| {
                    let key = araxes_gazetteer::name_key(name.text);
                    key.split(' ').next().map(hash)
                })
                .collect::<Vec<_>>()
        });
        let small: HashSet<u64, FixedState> = small.collect();
        Self {
            gazetteer,
            small_marks: small.iter().fold(0, |marks, hash| marks | 1 << (hash & 63)),
            small,
            known: RefCell::default(),
            containers: RefCell::default(),
        }
    }

    /// Whether some line's name begins with a small letter so.
    pub(crate) fn may_be_small(&self, word: &Word<'_>) -> bool {
        self.small_marks >> (word.hash & 63) & 1 == 1 && self.small.contains(&word.hash)
    }

    /// Sets `found` to the names that words are, from the first on, the longest first. `goes_on` says whether a name can
    /// go on at a word, by its number.
    pub(crate) fn at(
        &self,
        words: &[Word<'_>],
        goes_on: impl Fn(usize) -> bool,
        found: &mut Vec<Spelt<'g>>,
    ) {
        found.clear();
        let mut hash = 0;
        let mut longest = words.len();
        let known = &mut *self.known.borrow_mut();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        for (at, word) in words.iter().enumerate() {
            if at >= longest || at > 0 && !goes_on(at) {
                break;
            }
            hash = both(hash, word.hash);
            let words = &words[..=at];
            let sequence = known.entry(hash).or_insert_with(|| self.ask(words));
            longest = longest.min(sequence.longest);
            let Some(spelling) = &sequence.spelling else {
                continue;
            };
            if is_key(&spelling.key, words) {
                found.push((at + 1, spelling.clone()));
            } else if let Some(spelling) = self.ask(words).spelling {
                // Two sequences of one hash: the first keeps its place.
                found.push((at + 1, spelling));
            }
        }
        found.reverse();
    }

    /// Whether some place that a name stands for lies in some place that another stands for.
    pub(crate) fn can_lie_in(&self, inner: &[NameMatch], outer: &[NameMatch]) -> bool {
        let known = &mut *self.containers.borrow_mut();
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let key = |key, place: PlaceNumber| both(key, u64::from(place.0));
        // Behind the first list stands what is no number of a place.
        let inside = both(places(inner).fold(0, key), u64::MAX);
        let key = places(outer).fold(inside, key);
        *known.entry(key).or_insert_with(|| {
            let containers = places(inner).map(|place| self.gazetteer.place(place).containers);
            containers.flat_map(|list| list.iter()).any(|id| {
                let container = self.gazetteer.entry(id);
                outer.iter().any(|found| Some(found.entry) == container)
            })
        })
    }

    fn ask(&self, words: &[Word<'_>]) -> Sequence<'g> {
        let keys: Vec<&str> = words.iter().map(Word::key).collect();
        let (found, longest) = self.gazetteer.lookup_beginning(&keys);
        Sequence {
            longest,
            spelling: (!found.is_empty()).then(|| {
                let named = self.named(found);
                Rc::new(Spelling::of(keys.join(" "), named))
            }),
        }
    }

    /// What names that were found otherwise stand for.
    pub(crate) fn spelt(&self, found: Vec<NameMatch>) -> Rc<Spelling<'g>> {
        Rc::new(Spelling::of(String::new(), self.named(found)))
    }

    fn named(&self, found: Vec<NameMatch>) -> Vec<Named<'g>> {
        let named = found.into_iter();
        named
            .map(|found| Named::of(self.gazetteer, found))
            .collect()
    }
}

fn places(found: &[NameMatch]) -> impl Iterator<Item = PlaceNumber> {
    found.iter().filter_map(|found| match found.entry {
        Entry::Place(place) => Some(place),
        _ => None,
    })
}

fn is_key(key: &str, words: &[Word<'_>]) -> bool {
    let mut rest = key;
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            let Some(behind) = rest.strip_prefix(' ') else {
                return false;
            };
            rest = behind;
        }
        let Some(behind) = rest.strip_prefix(word.key()) else {
            return false;
        };
        rest = behind;
    }
    rest.is_empty()
}
