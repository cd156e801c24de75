//! Candidate generation: from the words of a mention to all that they can stand for. The names themselves, then
//! abbreviations written out, nouns taken away or added (*Rapides* for Rapides Parish), parts of longer names (*Dubai
//! World Cup*) and, last, one letter corrected. Which of them is meant is not decided here.

use std::collections::BTreeSet;

use crate::recognition::offer::Named;
use crate::recognition::{FeatureHint, Mention, MentionKind};
use araxes_gazetteer::{Entry, FeatureClass, Gazetteer, NameKind, NameMatch, fold, tokens};

araxes_gazetteer::vocabulary! {
    /// By which change of the words a candidate was found, the plainest first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Wording {
        /// The words are the name.
        AsWritten = "as_written",
        /// Abbreviations were written out, or the other way about: *St. Paul*.
        Respelt = "respelt",
        /// A noun was taken away that fits the sort of place: *Quebec City*.
        NounFits = "noun_fits",
        /// A noun was added: *Rapides* for Rapides Parish.
        NounLeftOut = "noun_left_out",
        /// The words speak of a part: *upstate New York*.
        PartSpokenOf = "part_spoken_of",
        /// A noun was taken away that fits another sort.
        NounContradicts = "noun_contradicts",
        /// A longer name begins with it.
        BeginsWith = "begins_with",
        /// A longer name ends with it.
        EndsWith = "ends_with",
        /// A longer name has it inside.
        HasInside = "has_inside",
        /// One letter was corrected.
        Corrected = "corrected",
        /// No gazetteer has the name; it is a thing in this place.
        Within = "within",
    }
    /// Its name where such are listed.
    pub fn key;
}

impl Wording {
    /// Whether a place is called by the words. A longer name that has the place's in it (*Curzon Line*, *Canada Glacier*) is
    /// that of something else, wherever it lies; and so is one that no gazetteer has.
    #[must_use]
    pub fn calls_it_so(self) -> bool {
        !matches!(
            self,
            Self::BeginsWith | Self::EndsWith | Self::HasInside | Self::Within
        )
    }
}

/// A candidate as it is generated: one thing that the words can stand for, of which nothing else is known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Generated {
    pub(super) entry: Entry,
    pub(super) name: Option<NameMatch>,
    pub(super) wording: Wording,
    /// The words themselves name what contains it: *Paris, Texas* as one mention.
    pub(super) container_said: bool,
}

/// The sort of place a noun in a name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Division,
    Settlement,
    Water,
    Terrain,
    /// Any sort: the noun says how the place is governed.
    Any,
}

/// Nouns that may stand before or behind a name without being part of it in every gazetteer.
const NOUNS: &[(&str, Sort)] = &[
    ("county", Sort::Division),
    ("counties", Sort::Division),
    ("parish", Sort::Division),
    ("district", Sort::Division),
    ("province", Sort::Division),
    ("region", Sort::Division),
    ("state", Sort::Division),
    ("prefecture", Sort::Division),
    ("governorate", Sort::Division),
    ("oblast", Sort::Division),
    ("department", Sort::Division),
    ("territory", Sort::Division),
    ("republic", Sort::Any),
    ("kingdom", Sort::Any),
    ("city", Sort::Settlement),
    ("town", Sort::Settlement),
    ("township", Sort::Settlement),
    ("village", Sort::Settlement),
    ("borough", Sort::Settlement),
    ("municipality", Sort::Settlement),
    ("river", Sort::Water),
    ("rivers", Sort::Water),
    ("lake", Sort::Water),
    ("lakes", Sort::Water),
    ("creek", Sort::Water),
    ("bay", Sort::Water),
    ("sea", Sort::Water),
    ("ocean", Sort::Water),
    ("gulf", Sort::Water),
    ("mount", Sort::Terrain),
    ("mountain", Sort::Terrain),
    ("mountains", Sort::Terrain),
    ("island", Sort::Terrain),
    ("islands", Sort::Terrain),
    ("isle", Sort::Terrain),
    ("desert", Sort::Terrain),
    ("peninsula", Sort::Terrain),
    ("valley", Sort::Terrain),
];

/// Words for directions.
pub(super) const DIRECTIONS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "upper",
    "lower",
];

/// Words besides [`DIRECTIONS`] that say which part of a place is meant.
const PARTS: &[&str] = &[
    "downtown",
    "uptown",
    "midtown",
    "upstate",
    "greater",
    "inner",
    "outer",
    "mid",
    "metro",
    "metropolitan",
    "mainland",
    "suburban",
    "rural",
    "old",
    "continental",
    "n",
    "s",
    "e",
    "w",
];

/// Whether a word says which part of a place is meant.
fn is_part(key: &str) -> bool {
    DIRECTIONS.contains(&key) || PARTS.contains(&key)
}

/// Words behind a name that speak of its surroundings.
const SURROUNDINGS: &[&str] = &[
    "area",
    "metro",
    "metropolitan",
    "suburbs",
    "proper",
    "coast",
    "border",
    "valley",
    "basin",
];

/// Words and their abbreviations, in both directions.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("st", "saint"),
    ("ste", "sainte"),
    ("mt", "mount"),
    ("mtn", "mountain"),
    ("ft", "fort"),
    ("pt", "point"),
    ("n", "north"),
    ("s", "south"),
    ("e", "east"),
    ("w", "west"),
    ("co", "county"),
    ("co", "company"),
    ("twp", "township"),
    ("is", "island"),
    ("isl", "island"),
    ("r", "river"),
    ("hts", "heights"),
    ("spgs", "springs"),
    ("jct", "junction"),
    ("and", "&"),
    ("sankt", "saint"),
];

/// What stands behind a bare name in full.
const LEFT_OUT_BEHIND: &[&str] = &[
    "county",
    "parish",
    "district",
    "province",
    "river",
    "islands",
    "island",
    "mountains",
    "ocean",
    "sea",
    "region",
    "state",
    "city",
];

/// What stands before it.
const LEFT_OUT_BEFORE: &[&str] = &["lake", "mount", "county"];

/// The shortest word in which a letter is corrected.
const SHORTEST_TO_CORRECT: usize = 6;

/// A word of the mention.
struct Word<'t> {
    key: String,
    text: &'t str,
    /// A comma or a bracket stands before it.
    apart: bool,
}

/// All candidates of a mention, each entry once but for names of one entry by the same wording.
pub(super) fn candidates(mention: &Mention, gazetteer: &Gazetteer) -> Vec<Generated> {
    let mut search = Search {
        gazetteer,
        found: Vec::new(),
        seen: BTreeSet::new(),
    };
    for &name in &mention.readings {
        search.add(name, Wording::AsWritten);
    }
    if !matches!(mention.kind, MentionKind::Name) {
        return search.found;
    }
    let words = words_of(&mention.surface);
    let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
    if keys.is_empty() {
        return search.found;
    }
    search.split_at_container(&words);
    search.respelt(&keys);
    search.nouns(&keys);
    search.parts(&keys);
    // Where the text says what sort of place is meant, it says so beside the name, or of a whole list.
    let says_division = |hint: &FeatureHint| hint.fits.iter().any(|prefix| prefix.starts_with("A"));
    if keys.len() <= 2 && mention.hint.as_ref().is_none_or(says_division) {
        search.nouns_left_out(&keys);
    }
    if search.found.is_empty() {
        search.joined(&keys);
    }
    if search.found.is_empty() {
        search.inside(&words);
    }
    if search.found.is_empty() {
        search.corrected(&keys);
    }
    search.found
}

fn words_of(surface: &str) -> Vec<Word<'_>> {
    let mut end = 0;
    tokens(surface)
        .filter_map(|token| {
            let key = fold(token.core(surface));
            let between = surface.get(end..token.start).unwrap_or_default();
            let apart = between.contains([',', '(']);
            end = token.full_end;
            (!key.is_empty()).then_some(Word {
                key,
                text: token.core(surface),
                apart,
            })
        })
        .collect()
}

struct Search<'g> {
    gazetteer: &'g Gazetteer,
    found: Vec<Generated>,
    seen: BTreeSet<Entry>,
}

impl Search<'_> {
    /// Takes a name, unless a plainer wording has found the same entry. Of several names of one entry by the same
    /// wording all are taken; the best is chosen when they are judged.
    fn add(&mut self, name: NameMatch, wording: Wording) {
        let is_new = self.seen.insert(name.entry);
        let again = self
            .found
            .iter()
            .any(|known| known.entry == name.entry && known.wording == wording);
        if is_new || again {
            self.found.push(Generated {
                entry: name.entry,
                name: Some(name),
                wording,
                container_said: false,
            });
        }
    }

    /// Takes the names with these words, but what others than English speakers call a place: the wordings are English,
    /// and *the island* is not Iceland.
    fn look(&mut self, keys: &[&str], wording: impl Fn(&Gazetteer, Entry) -> Option<Wording>) {
        for name in self.gazetteer.lookup_keys(keys) {
            if Named::of(self.gazetteer, name).is_unknown_to_english() {
                continue;
            }
            if let Some(wording) = wording(self.gazetteer, name.entry) {
                self.add(name, wording);
            }
        }
    }

    /// *Paris, Texas* given as one mention.
    fn split_at_container(&mut self, words: &[Word<'_>]) {
        let Some(at) = words
            .iter()
            .rposition(|word| word.apart)
            .filter(|&at| at > 0)
        else {
            return;
        };
        let keys = |words: &[Word<'_>]| -> Vec<String> {
            words.iter().map(|word| word.key.clone()).collect()
        };
        let (head, tail) = (keys(&words[..at]), keys(&words[at..]));
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        let tail: Vec<&str> = tail.iter().map(String::as_str).collect();
        let outer = self.gazetteer.lookup_keys(&tail);
        for name in self.gazetteer.lookup_keys(&head) {
            let Entry::Place(number) = name.entry else {
                continue;
            };
            let place = self.gazetteer.place(number);
            let said = outer.iter().any(|outer| {
                let (id, _, _) = self.gazetteer.describe(outer.entry);
                place.containers.contains(id)
                    || matches!(outer.entry, Entry::Place(outer)
                        if self.gazetteer.place(outer).iso.is_some_and(|iso| place.countries.contains(iso)))
            });
            let before = self.found.len();
            self.add(name, Wording::AsWritten);
            for generated in &mut self.found[before..] {
                generated.container_said = said;
            }
        }
        if self.found.is_empty() {
            self.look(&tail, |_, _| Some(Wording::EndsWith));
        }
    }

    /// *St. Paul* and *Saint Paul*, *W. Columbia*.
    fn respelt(&mut self, keys: &[&str]) {
        if keys.len() < 2 {
            return;
        }
        for (at, key) in keys.iter().enumerate() {
            for &(short, long) in ABBREVIATIONS {
                let other = match *key {
                    key if key == short => long,
                    key if key == long => short,
                    _ => continue,
                };
                let mut spelt = keys.to_vec();
                spelt[at] = other;
                self.look(&spelt, |_, _| Some(Wording::Respelt));
                self.nouns(&spelt);
            }
        }
    }

    /// *Quebec City*, *City of Atlanta*, *Mayo County* for County Mayo.
    fn nouns(&mut self, keys: &[&str]) {
        let sort_of = |key: &str| {
            NOUNS
                .iter()
                .find(|(noun, _)| *noun == key)
                .map(|noun| noun.1)
        };
        let judged = |sort: Sort| {
            move |gazetteer: &Gazetteer, entry: Entry| {
                Some(if has_sort(gazetteer, entry, sort) {
                    Wording::NounFits
                } else {
                    Wording::NounContradicts
                })
            }
        };
        if let [rest @ .., last] = keys
            && let Some(sort) = sort_of(last)
            && !rest.is_empty()
        {
            self.look(rest, judged(sort));
            let turned: Vec<&str> = std::iter::once(*last).chain(rest.iter().copied()).collect();
            self.look(&turned, |_, _| Some(Wording::Respelt));
        }
        if let [first, rest @ ..] = keys
            && let Some(sort) = sort_of(first)
        {
            let rest = rest.strip_prefix(&["of"]).unwrap_or(rest);
            if !rest.is_empty() {
                self.look(rest, judged(sort));
                let turned: Vec<&str> = rest.iter().copied().chain([*first]).collect();
                self.look(&turned, |_, _| Some(Wording::Respelt));
            }
        }
    }

    /// *upstate New York*, *the Dallas area*.
    fn parts(&mut self, keys: &[&str]) {
        let part = |_: &Gazetteer, _: Entry| Some(Wording::PartSpokenOf);
        let front = keys
            .iter()
            .take_while(|key| is_part(key) || **key == "the")
            .count();
        let back = keys
            .iter()
            .rev()
            .take_while(|key| SURROUNDINGS.contains(key))
            .count();
        if front + back > 0 && front + back < keys.len() {
            self.look(&keys[front..keys.len() - back], part);
        }
    }

    /// *Rapides* for Rapides Parish, *Mississippi* for the river.
    fn nouns_left_out(&mut self, keys: &[&str]) {
        let with_noun = |_: &Gazetteer, _: Entry| Some(Wording::NounLeftOut);
        let mut longer: Vec<&str> = keys.to_vec();
        longer.push("");
        for &noun in LEFT_OUT_BEHIND {
            if let Some(last) = longer.last_mut() {
                *last = noun;
            }
            self.look(&longer, with_noun);
        }
        longer.rotate_right(1);
        for &noun in LEFT_OUT_BEFORE {
            if let Some(first) = longer.first_mut() {
                *first = noun;
            }
            self.look(&longer, with_noun);
        }
    }

    /// *Ware ham*, *Staly-bridge*: one word that is written as two.
    fn joined(&mut self, keys: &[&str]) {
        if keys.len() == 2 && keys.iter().all(|key| key.len() > 1) {
            self.look(&[&keys.concat()], |_, _| Some(Wording::Respelt));
        }
    }

    /// Places at the beginning, at the end or inside of a longer name: the longest of each.
    fn inside(&mut self, words: &[Word<'_>]) {
        let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
        let count = keys.len();
        if count < 2 {
            return;
        }
        for length in (1..count).rev() {
            let before = self.found.len();
            for first in 0..=count - length {
                let wording = match first {
                    0 => Wording::BeginsWith,
                    _ if first + length == count => Wording::EndsWith,
                    _ => Wording::HasInside,
                };
                let part = &words[first..first + length];
                if !part.iter().any(|word| is_name_like(word)) {
                    continue;
                }
                for name in self.gazetteer.lookup_keys(&keys[first..first + length]) {
                    let own = self.gazetteer.name(name);
                    let shouted = part
                        .iter()
                        .all(|word| !word.text.chars().any(char::is_lowercase));
                    if own.kind != NameKind::Abbreviation || shouted {
                        self.add(name, wording);
                    }
                }
            }
            if self.found.len() > before {
                return;
            }
        }
    }

    /// One letter too many, too few, wrong, or two in the wrong order, in a word that is long enough.
    fn corrected(&mut self, keys: &[&str]) {
        for (at, key) in keys.iter().enumerate() {
            if key.len() < SHORTEST_TO_CORRECT || !key.bytes().all(|byte| byte.is_ascii_lowercase())
            {
                continue;
            }
            for edited in edits(key) {
                let mut spelt = keys.to_vec();
                spelt[at] = &edited;
                self.look(&spelt, |_, _| Some(Wording::Corrected));
            }
        }
    }
}

/// Whether a word is written as a name: with a capital, or in a script without case.
fn is_proper(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
        && letters.next().is_some()
}

/// Whether a word of a longer name may be a place's own: a name, and no noun or direction.
fn is_name_like(word: &Word<'_>) -> bool {
    let key = word.key.as_str();
    is_proper(word.text)
        && !NOUNS.iter().any(|(noun, _)| *noun == key)
        && !is_part(key)
        && !SURROUNDINGS.contains(&key)
}

fn has_sort(gazetteer: &Gazetteer, entry: Entry, sort: Sort) -> bool {
    let Entry::Place(number) = entry else {
        return false;
    };
    let place = gazetteer.place(number);
    match sort {
        Sort::Division => place.feature_class == FeatureClass::A && !place.is_country(),
        Sort::Settlement => place.feature_class == FeatureClass::P,
        Sort::Water => place.feature_class == FeatureClass::H,
        Sort::Terrain => place.feature_class == FeatureClass::T,
        Sort::Any => true,
    }
}

/// All words at one edit from a word of small letters.
fn edits(word: &str) -> Vec<String> {
    let mut edits = Vec::with_capacity(word.len() * 54);
    let split = |at: usize| {
        (
            word.get(..at).unwrap_or_default(),
            word.get(at..).unwrap_or_default(),
        )
    };
    for at in 0..=word.len() {
        let (head, tail) = split(at);
        let behind = tail.get(1..).unwrap_or_default();
        if at < word.len() {
            edits.push(format!("{head}{behind}"));
        }
        if let (Some(first), Some(second)) = (tail.get(..1), tail.get(1..2)) {
            edits.push(format!(
                "{head}{second}{first}{}",
                tail.get(2..).unwrap_or_default()
            ));
        }
        for letter in 'a'..='z' {
            if at < word.len() {
                edits.push(format!("{head}{letter}{behind}"));
            }
            edits.push(format!("{head}{letter}{tail}"));
        }
    }
    edits.sort();
    edits.dedup();
    edits.retain(|edited| edited != word);
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_have_the_misspelling_of_a_known_name() {
        assert!(edits("britian").contains(&"britain".to_owned()));
        assert!(edits("azerbaijn").contains(&"azerbaijan".to_owned()));
        assert!(!edits("baku").contains(&"baku".to_owned()));
    }
}
