//! Persons and organisations that look like places: *Abbas Badakhshan Zohouri*, *Radio Free Europe*, *SOCAR Romania*.
//!
//! The rules look only at the words around a name: given names and titles, and the capitalised chain of words that a
//! name stands in. Each refusal carries its reason.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::gazetteer::Gazetteer;

use super::word::{Join, Word, Words};

/// Given names common in texts of and about the region, folded; one to a line in `lexicon/given_names.txt`.
static GIVEN_NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("lexicon/given_names.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});

/// Forms of address: what follows is a person.
const ADDRESSES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "lady",
    "lord",
    "saint",
];

/// Offices: a capitalised word behind one is a person, unless it is a place that the office belongs to.
const OFFICES: &[&str] = &[
    "president",
    "minister",
    "ambassador",
    "general",
    "gen",
    "colonel",
    "col",
    "secretary",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "chairman",
    "chairwoman",
    "leader",
    "senator",
    "governor",
    "mayor",
    "king",
    "queen",
    "shah",
    "sheikh",
    "ayatollah",
    "pope",
    "chancellor",
    "premier",
    "commander",
    "captain",
    "major",
    "lieutenant",
    "judge",
    "analyst",
    "journalist",
    "author",
    "director",
    "deputy",
    "prince",
    "princess",
    "emperor",
    "sultan",
    "khan",
    "patriarch",
    "catholicos",
];

/// What makes a chain of capitalised words an organisation that is no government.
const ORGANISATIONS: &[&str] = &[
    "radio",
    "university",
    "institute",
    "bank",
    "company",
    "corporation",
    "corp",
    "inc",
    "ltd",
    "llc",
    "airlines",
    "airways",
    "times",
    "post",
    "herald",
    "tribune",
    "gazette",
    "news",
    "newspaper",
    "magazine",
    "journal",
    "press",
    "television",
    "tv",
    "channel",
    "fc",
    "club",
    "orchestra",
    "museum",
    "theatre",
    "theater",
    "hotel",
    "restaurant",
    "foundation",
    "association",
    "society",
    "center",
    "centre",
    "college",
    "academy",
    "school",
    "hospital",
    "church",
    "party",
    "telecom",
    "group",
    "holding",
    "holdings",
    "energy",
    "petroleum",
    "oil",
    "insurance",
    "agency",
    "review",
    "council",
    "committee",
    "federation",
    "league",
    "movement",
    "union",
    "studies",
    "research",
    "monitor",
    "watch",
    "steel",
    "motors",
    "hsc",
    "ojsc",
    "cjsc",
    "stock",
];

/// What makes a chain a government, an army or an office: it goes by the place's name, which is cited as associative.
const GOVERNMENTS: &[&str] = &[
    "ministry",
    "minister",
    "government",
    "parliament",
    "embassy",
    "consulate",
    "president",
    "army",
    "forces",
    "navy",
    "department",
    "republic",
    "federation",
    "state",
    "guard",
    "ambassador",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "secretary",
    "treasury",
    "senate",
    "congress",
    "court",
    "cabinet",
    "customs",
    "police",
    "prime",
    "foreign",
];

/// What makes a chain an event or a document called after a place.
const EVENTS: &[&str] = &[
    "war",
    "wars",
    "conflict",
    "agreement",
    "treaty",
    "declaration",
    "summit",
    "conference",
    "convention",
    "genocide",
    "accord",
    "accords",
    "pact",
    "revolution",
    "crisis",
    "protocol",
    "protocols",
    "campaign",
    "games",
    "championship",
    "truce",
    "ceasefire",
    "operation",
    "offensive",
    "battle",
    "process",
    "memorandum",
    "statement",
    "act",
    "relations",
];

/// How a block is dressed: capitals tell little where all words have them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dress {
    /// All letters are capitals.
    pub(super) shouted: bool,
    /// Nearly every word begins with one.
    pub(super) titled: bool,
}

/// English words that are seldom names; `lexicon/derive_common_words.py` says where they come from.
static COMMON_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("lexicon/common_words.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});

/// Months and days, which English writes with a capital.
const CALENDAR: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

/// Whether a folded word is a month or a day, or short for one.
pub(super) fn is_calendar(key: &str) -> bool {
    CALENDAR.contains(&key)
}

/// Words before a place that are no part of its name, though some write them with a capital.
const BEFORE_PLACES: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "downtown",
    "greater",
    "upper",
    "lower",
    "inner",
    "outer",
    "old",
    "new",
    "near",
    "in",
    "at",
    "from",
    "to",
    "of",
    "the",
    "and",
    "or",
    "for",
    "metro",
    "metropolitan",
    "mainland",
    "occupied",
    "historic",
    "county",
    "city",
    "town",
    "village",
    "mount",
    "lake",
    "fort",
    "port",
    "cape",
    "a",
    "an",
    "via",
    "with",
    "by",
    "on",
    "is",
    "was",
    "nearby",
    "around",
    "over",
    "towards",
];

/// A name as the rules of this room see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    /// Number of its first word.
    pub(super) first: usize,
    /// Number of its last word.
    pub(super) last: usize,
    /// Whether it is a name of people or an adjective.
    pub(super) adjective: bool,
    /// Whether all that it can stand for are settlements of no great fame, which persons and things are called like.
    pub(super) minor: bool,
}

/// What the words around a name make of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Setting {
    /// Nothing speaks against a place.
    Free,
    /// The name stands in the name of an authority, an event or a document: cited, but not as the place itself.
    Embedded,
    /// The name is part of a person's or an organisation's name.
    Refused(String),
}

/// The persons that a document names: their words are no places elsewhere in it either.
#[derive(Debug, Default)]
pub(super) struct Persons {
    surnames: HashSet<String>,
}

fn is_given_name(word: &Word) -> bool {
    word.capital && GIVEN_NAMES.contains(word.key.as_str())
}

/// Endings of surnames of the region. A capitalised word with such an ending is a surname unless it is a place.
fn looks_like_surname(word: &Word) -> bool {
    const ENDINGS: &[&str] = &[
        "yan", "ian", "ov", "ova", "ev", "eva", "yev", "yeva", "shvili", "dze", "oglu", "zade",
        "zadeh", "enko", "sky", "skiy", "pour",
    ];
    word.capital && word.key.len() >= 5 && ENDINGS.iter().any(|ending| word.key.ends_with(ending))
}

fn continues(word: &Word, previous: &Word) -> bool {
    word.sentence == previous.sentence && matches!(word.join, Join::Blank | Join::Hyphen)
}

impl Persons {
    /// Collects the surnames of all persons whom a piece of the document names in full.
    pub(super) fn add(&mut self, text: &str, words: &Words, gazetteer: &Gazetteer) {
        if words.is_shouted() {
            return;
        }
        let list = &words.words;
        for (at, word) in list.iter().enumerate() {
            if !is_given_name(word) || word.token.has_ending() {
                continue;
            }
            let tail: Vec<&Word> = list[at + 1..]
                .iter()
                .scan(word, |previous, next| {
                    let goes_on =
                        continues(next, previous) && next.capital && !previous.token.has_ending();
                    *previous = next;
                    goes_on.then_some(next)
                })
                .take(3)
                .collect();
            // A given name that is also a place (*Georgia*) makes no person of the place or noun behind it.
            let is_place = !gazetteer.lookup(word.token.core(text)).is_empty();
            if let Some(last) = tail.last()
                && (!is_place || looks_like_surname(last))
            {
                self.surnames.insert(last.key.clone());
            }
        }
    }

    /// Whether a lone word is the surname of a person whom the document names in full.
    pub(super) fn has_surname(&self, key: &str) -> bool {
        self.surnames.contains(key)
    }
}

/// What the words around a name make of it.
pub(super) fn setting(
    text: &str,
    words: &Words,
    stretch: Stretch,
    persons: &Persons,
    gazetteer: &Gazetteer,
    dress: Dress,
) -> Setting {
    let Dress { shouted, titled } = dress;
    let Stretch {
        first,
        last,
        adjective,
        minor,
    } = stretch;
    let list = &words.words;
    let (head, tail) = (&list[first], &list[last]);
    let previous = first
        .checked_sub(1)
        .and_then(|at| list.get(at))
        .filter(|_| continues_left(head));
    let next = list
        .get(last + 1)
        .filter(|next| continues(next, tail) && !tail.token.has_ending());

    if let Some(reason) = person(
        text, list, first, last, previous, next, persons, adjective, titled,
    ) {
        return Setting::Refused(reason);
    }
    if let Some(previous) = previous
        && !adjective
        && !shouted
        && previous.upper
        && previous.join != Join::Hyphen
        && head.join == Join::Blank
        && previous.key.len() >= 3
        && previous.key.chars().all(char::is_alphabetic)
        && !head.upper
        && !is_known_acronym(&previous.key)
    {
        return Setting::Refused(format!(
            "part of an organisation’s name, “{} …”",
            previous.token.core(text)
        ));
    }

    if minor && let Some(reason) = ordinary(text, list, first, last, gazetteer, titled) {
        return Setting::Refused(reason);
    }

    if titled {
        return Setting::Free;
    }
    let chain = chain(list, first, last);
    let mark = |heads: &[&str]| {
        chain
            .iter()
            .map(|&at| &list[at])
            .find(|word| heads.contains(&word.key.as_str()))
    };
    if mark(EVENTS).is_some() || mark(GOVERNMENTS).is_some() {
        return Setting::Embedded;
    }
    match mark(ORGANISATIONS) {
        Some(_) if adjective => Setting::Embedded,
        Some(word) => Setting::Refused(format!(
            "part of an organisation’s name (“{}”)",
            word.token.core(text)
        )),
        None => Setting::Free,
    }
}

/// Whether a little-known settlement's name is rather an ordinary word, a month, or part of a longer name that no
/// gazetteer has (*Kobe Bryant*, *Allen Iverson*). A preposition of place before it or a known place behind a comma
/// speaks for the settlement.
fn ordinary(
    text: &str,
    list: &[Word],
    first: usize,
    last: usize,
    gazetteer: &Gazetteer,
    titled: bool,
) -> Option<String> {
    let (head, tail) = (&list[first], &list[last]);
    let before = first
        .checked_sub(1)
        .and_then(|at| list.get(at))
        .filter(|before| before.sentence == head.sentence);
    let behind = list
        .get(last + 1)
        .filter(|behind| behind.sentence == tail.sentence);
    let is_place = |word: &Word| !gazetteer.lookup(word.token.core(text)).is_empty();
    let located = before.is_some_and(|before| {
        matches!(
            before.key.as_str(),
            "in" | "near" | "at" | "from" | "outside" | "to" | "into" | "around"
        ) && head.join == Join::Blank
    });
    let placed = behind.is_some_and(|behind| {
        text.get(tail.token.full_end..behind.token.start) == Some(", ")
            && behind.capital
            && is_place(behind)
    });
    let named = behind
        .is_some_and(|behind| behind.join == Join::Blank && is_noun_of_place(&behind.key))
        || before.is_some_and(|before| is_noun_of_place(&before.key));
    if placed || named {
        return None;
    }
    if first == last && is_calendar(&head.key) {
        return Some("a month or a day".to_owned());
    }
    let common = (first..=last).all(|at| COMMON_WORDS.contains(list[at].key.as_str()));
    if common && !(located && !head.opens_sentence && !titled) {
        return Some("an ordinary English word".to_owned());
    }
    if titled || located {
        return None;
    }
    let foreign = |word: &Word| {
        word.capital
            && word.key.chars().all(char::is_alphabetic)
            && !COMMON_WORDS.contains(word.key.as_str())
            && !BEFORE_PLACES.contains(&word.key.as_str())
            && !is_calendar(&word.key)
            && !is_heads(&word.key)
            && !is_place(word)
            // The lists of words that come before places are English.
            && !(word.opens_sentence && !word.key.is_ascii())
    };
    if let Some(before) = before
        && head.join == Join::Blank
        && !before.token.has_ending()
        && foreign(before)
    {
        return Some(format!(
            "part of a longer name, “{} …”",
            before.token.core(text)
        ));
    }
    if let Some(behind) = behind
        && behind.join == Join::Blank
        && !tail.token.has_ending()
        && foreign(behind)
    {
        return Some(format!(
            "part of a longer name, “… {}”",
            behind.token.core(text)
        ));
    }
    None
}

fn continues_left(head: &Word) -> bool {
    !head.opens_sentence && matches!(head.join, Join::Blank | Join::Hyphen)
}

/// Acronyms that stand before a place without being part of its name.
fn is_known_acronym(key: &str) -> bool {
    matches!(
        key,
        "usa" | "ussr" | "uae" | "cia" | "nato" | "csto" | "osce" | "and" | "the"
    )
}

#[allow(clippy::too_many_arguments)]
fn person(
    text: &str,
    list: &[Word],
    first: usize,
    last: usize,
    previous: Option<&Word>,
    next: Option<&Word>,
    persons: &Persons,
    adjective: bool,
    titled: bool,
) -> Option<String> {
    let (head, tail) = (&list[first], &list[last]);
    let previous_ends = previous.is_some_and(|word| word.token.has_ending());
    if let Some(previous) = previous
        && previous.capital
        && !previous_ends
        && head.join == Join::Blank
    {
        let core = previous.token.core(text);
        if ADDRESSES.contains(&previous.key.as_str()) {
            return Some(format!("a person: “{core}” before it"));
        }
        if is_given_name(previous) && !adjective && !(titled && first <= 1) {
            return Some(format!("a person: the given name “{core}” before it"));
        }
        // *В. Иванов* is a person, *В Иванове* is not.
        let dotted = text
            .get(previous.token.full_end..)
            .is_some_and(|rest| rest.starts_with('.'));
        if (dotted || core.is_ascii())
            && core.chars().count() == 1
            && core.chars().all(char::is_uppercase)
        {
            return Some(format!("a person: the initial “{core}.” before it"));
        }
        if OFFICES.contains(&previous.key.as_str())
            && next.is_some_and(|next| {
                next.capital && next.join == Join::Blank && (looks_like_surname(next))
            })
        {
            return Some(format!("a person: “{core}” before it"));
        }
    }
    if let Some(next) = next
        && next.capital
        && next.join == Join::Blank
        && !adjective
        && first == last
        && !titled
        && (looks_like_surname(next) && !has_place_ending_word(next)
            || is_given_name(head) && !is_noun_of_place(&next.key) && !is_heads(&next.key))
    {
        return Some(format!(
            "a person: the surname “{}” behind it",
            next.token.core(text)
        ));
    }
    if first == last && !adjective && persons.has_surname(&tail.key) {
        let located = first
            .checked_sub(1)
            .and_then(|at| list.get(at))
            .is_some_and(|word| {
                matches!(
                    word.key.as_str(),
                    "in" | "at" | "near" | "from" | "to" | "into" | "through" | "of"
                )
            });
        if !located {
            return Some("the surname of a person whom the document names in full".to_owned());
        }
    }
    None
}

/// Adjectives and places can end like surnames (*Iranian*, *Sisian*): those known as such are none.
fn has_place_ending_word(word: &Word) -> bool {
    matches!(
        word.key.as_str(),
        "iranian"
            | "armenian"
            | "russian"
            | "georgian"
            | "ukrainian"
            | "canadian"
            | "australian"
            | "indian"
            | "italian"
            | "austrian"
            | "syrian"
            | "jordanian"
            | "egyptian"
            | "romanian"
            | "bulgarian"
            | "hungarian"
            | "caucasian"
            | "caspian"
            | "persian"
            | "asian"
            | "eurasian"
            | "christian"
            | "civilian"
            | "kalashnikov"
            | "ossetian"
            | "abkhazian"
            | "azerbaijanian"
            | "albanian"
            | "estonian"
            | "latvian"
            | "lithuanian"
            | "moldovan"
            | "norwegian"
            | "brazilian"
            | "belgian"
            | "serbian"
            | "slovenian"
            | "croatian"
            | "macedonian"
            | "tunisian"
            | "libyan"
            | "algerian"
            | "kenyan"
            | "palestinian"
            | "parthian"
            | "median"
            | "guardian"
            | "historian"
            | "libertarian"
            | "vegetarian"
            | "ryan"
            | "brian"
    )
}

fn is_heads(key: &str) -> bool {
    ORGANISATIONS.contains(&key) || GOVERNMENTS.contains(&key) || EVENTS.contains(&key)
}

/// Nouns that make a place of the name before them.
pub(super) fn is_noun_of_place(key: &str) -> bool {
    super::name::FEATURE_NOUNS
        .iter()
        .any(|(noun, _)| *noun == key)
}

/// How many capitalised words of a chain are looked at on either side.
const MOST_IN_CHAIN: usize = 5;

/// How far a chain reaches, in words.
const FURTHEST: usize = 12;

/// The capitalised words around a name that form one name with it, by number: those that touch it with blanks or
/// hyphens, through `of` and `of the` as well, within its sentence. The words of the name itself are left out.
fn chain(list: &[Word], first: usize, last: usize) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut at = first;
    while chain.len() < MOST_IN_CHAIN
        && first - at < FURTHEST
        && let Some(left) = at.checked_sub(1)
        && matches!(list[at].join, Join::Blank | Join::Hyphen)
        && list[left].sentence == list[first].sentence
        && !list[left].token.has_ending()
    {
        if list[left].capital {
            chain.push(left);
        } else if !matches!(list[left].key.as_str(), "of" | "the" | "for") {
            break;
        }
        at = left;
    }
    let mut at = last;
    let mut taken = 0;
    while taken < MOST_IN_CHAIN
        && at - last < FURTHEST
        && !list[at].token.has_ending()
        && let Some(right) = list.get(at + 1)
        && continues(right, &list[at])
    {
        if right.capital {
            chain.push(at + 1);
            taken += 1;
        } else if !matches!(right.key.as_str(), "of" | "the" | "for") {
            break;
        }
        at += 1;
    }
    chain
}
