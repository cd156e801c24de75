//! Toponyms that no gazetteer knows, but that the text itself calls places: *the village of Sofulu*, *Bichenek Pass*.
//! They are mentions without readings, so that they stay visible among the unresolved.

use super::context::{self, Persons};
use super::name::{FEATURE_NOUNS, FeatureHint};
use super::role::Role;
use super::word::{Join, Word};
use super::{BlockWords, Mention, MentionKind, Rejection};

/// Nouns that make a place of the capitalised words before them. The other feature nouns are too common in names of
/// other things (*Power Plain*) or stand before the name only.
const BEHIND: &[&str] = &[
    "river",
    "lake",
    "reservoir",
    "dam",
    "bridge",
    "pass",
    "mountain",
    "mountains",
    "valley",
    "village",
    "district",
    "rayon",
    "province",
    "oblast",
    "region",
    "airport",
    "county",
    "peninsula",
    "island",
];

/// Nouns that make a place of the capitalised words behind `of`: *the village of …*.
const BEFORE: &[&str] = &[
    "city",
    "town",
    "village",
    "villages",
    "settlement",
    "district",
    "province",
    "region",
    "river",
    "island",
];

/// Capitalised words that are no names: beginnings of sentences, points of the compass.
const STOP: &[&str] = &[
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "each",
    "every",
    "another",
    "one",
    "two",
    "three",
    "first",
    "second",
    "third",
    "new",
    "old",
    "upper",
    "lower",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "in",
    "at",
    "on",
    "for",
    "from",
    "of",
    "and",
    "but",
    "or",
    "as",
    "while",
    "when",
    "after",
    "before",
    "border",
    "whole",
    "entire",
    "same",
    "other",
    "any",
    "no",
    "some",
    "many",
    "both",
    "such",
    "conflict",
    "security",
    "autonomous",
    "free",
    "special",
    "military",
    "economic",
    "capital",
    "home",
    "local",
    "neighbouring",
    "neighboring",
];

/// Finds unknown toponyms in a block. Words that belong to `known` mentions or to `rejections` are left alone.
pub(super) fn find(
    block: &BlockWords<'_>,
    known: &[Mention],
    persons: &Persons,
    rejections: &[Rejection],
) -> Vec<Mention> {
    if block.words.is_shouted() {
        return Vec::new();
    }
    let list = &block.words.words;
    // Both lists are in order of the text.
    let free = |word: &Word| {
        let start = word.token.start;
        let mention = known.partition_point(|mention| mention.span.end <= start);
        let rejection = rejections.partition_point(|rejection| rejection.span.end <= start);
        !known
            .get(mention)
            .is_some_and(|mention| mention.span.contains(&start))
            && !rejections
                .get(rejection)
                .is_some_and(|rejection| rejection.span.contains(&start))
    };
    let nameable = |word: &Word| {
        word.capital
            && free(word)
            && word.key.chars().count() > 2
            && word.key.chars().all(char::is_alphabetic)
            && !STOP.contains(&word.key.as_str())
            && !context::is_calendar(&word.key)
            && FEATURE_NOUNS.iter().all(|(noun, _)| *noun != word.key)
            && !persons.has_surname(&word.key)
    };
    let mut found: Vec<Mention> = Vec::new();
    for (at, word) in list.iter().enumerate() {
        let Some((_, fits)) = FEATURE_NOUNS.iter().find(|(noun, _)| *noun == word.key) else {
            continue;
        };
        if !free(word) {
            continue;
        }
        let before = BEHIND
            .contains(&word.key.as_str())
            .then(|| run_before(list, at, &nameable))
            .flatten();
        let behind = BEFORE
            .contains(&word.key.as_str())
            .then(|| run_behind(list, at, &nameable))
            .flatten();
        let Some((first, last)) = before.or(behind) else {
            continue;
        };
        // *Bichenek Pass*: the noun in capitals belongs to the name.
        let last = if last < at && word.capital { at } else { last };
        let span = list[first].token.start..list[last].token.end;
        if found
            .iter()
            .rev()
            .take(4)
            .any(|other| other.span.start < span.end && span.start < other.span.end)
        {
            continue;
        }
        found.push(Mention {
            surface: block.text.get(span.clone()).unwrap_or_default().to_owned(),
            span,
            kind: MentionKind::Name,
            role: Role::Literal,
            sentence: block.words.sentence_of(first),
            block: block.number,
            block_kind: block.kind,
            readings: Vec::new(),
            hint: Some(FeatureHint {
                word: word.token.full(block.text).to_owned(),
                fits,
            }),
        });
    }
    found
}

/// The capitalised words right before a noun, at most three. A word that merely opens the sentence does not count.
fn run_before(
    list: &[Word],
    noun: usize,
    nameable: &impl Fn(&Word) -> bool,
) -> Option<(usize, usize)> {
    if list[noun].join != Join::Blank {
        return None;
    }
    let mut first = noun;
    while let Some(left) = first.checked_sub(1)
        && noun - left <= 3
        && nameable(&list[left])
        && !list[left].opens_sentence
        && !list[left].token.has_ending()
        && (left + 1 == noun || matches!(list[left + 1].join, Join::Blank | Join::Hyphen))
    {
        first = left;
    }
    (first < noun).then(|| (first, noun - 1))
}

/// The capitalised words behind `NOUN of`, at most three.
fn run_behind(
    list: &[Word],
    noun: usize,
    nameable: &impl Fn(&Word) -> bool,
) -> Option<(usize, usize)> {
    if list
        .get(noun + 1)
        .is_none_or(|of| of.key != "of" || of.join != Join::Blank)
    {
        return None;
    }
    let first = noun + 2;
    let mut end = first;
    while let Some(word) = list.get(end)
        && end - first < 3
        && nameable(word)
        && matches!(word.join, Join::Blank | Join::Hyphen)
        && !word.opens_sentence
    {
        end += 1;
        if word.token.has_ending() {
            break;
        }
    }
    (end > first).then(|| (first, end - 1))
}
