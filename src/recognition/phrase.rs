//! Phrases that relate places: *the border between Iran and Azerbaijan*, *his country's borders with Armenia*, *the
//! Baku–Supsa oil pipeline*, *from Goris to Stepanakert*.
//!
//! A phrase only says which mentions it relates and how; which places those are, and along which line, is for
//! resolution and relation. The patterns work on the sequence of words and mentions of one sentence.

use std::ops::Range;

use crate::language;
use araxes_gazetteer::{Entry, Gazetteer};

use super::block::BlockWords;
use super::border_words::BorderWords;
use super::mention::{Claim, Mention, MentionKind, Pattern, Phrase, Side};
use super::way_words::WayWords;
use super::word::{Join, Word};

const BORDER: &[&str] = &["border", "borders", "frontier", "frontiers", "boundary"];

/// Words that may stand between the sides and the word for a border: *Armenian-Azerbaijani state border*.
const BORDER_ADJECTIVES: &[&str] = &[
    "state",
    "common",
    "land",
    "shared",
    "international",
    "demarcated",
    "undemarcated",
    "closed",
    "open",
    "southern",
    "northern",
    "eastern",
    "western",
    "long",
    "current",
    "disputed",
    "internationally",
    "recognised",
    "recognized",
    "interstate",
    "joint",
    "mutual",
    "km",
    "kilometre",
    "kilometer",
    "mile",
];

/// Words that may stand between a function word and the name that belongs to it: *between **the occupied territories
/// of** Azerbaijan and Iran*.
const FILLERS: &[&str] = &[
    "the",
    "a",
    "an",
    "its",
    "his",
    "her",
    "their",
    "occupied",
    "mainland",
    "neighbouring",
    "neighboring",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "territory",
    "territories",
    "of",
    "region",
    "city",
    "town",
    "village",
    "exclave",
    "both",
    "then",
    "rest",
    "republic",
    "capital",
    "port",
    "harbour",
    "harbor",
    "terminal",
    "station",
    "newly",
    "called",
    "so",
    "autonomous",
];

/// Transport words: how the text calls the way, and how we do.
pub const TRANSPORT: &[(&str, &str)] = &[
    ("pipeline", "pipeline"),
    ("pipelines", "pipeline"),
    ("railway", "railway"),
    ("railways", "railway"),
    ("railroad", "railway"),
    ("rail", "railway"),
    ("train", "railway"),
    ("trains", "railway"),
    ("road", "road"),
    ("roads", "road"),
    ("highway", "highway"),
    ("highways", "highway"),
    ("motorway", "highway"),
    ("expressway", "highway"),
    ("corridor", "corridor"),
    ("corridors", "corridor"),
    ("canal", "canal"),
    ("ferry", "sea lane"),
    ("ferries", "sea lane"),
    ("flight", "air route"),
    ("flights", "air route"),
    ("bridge", "bridge"),
    ("tunnel", "tunnel"),
    ("route", "route"),
    ("routes", "route"),
    ("link", "connection"),
    ("links", "connection"),
    ("connection", "connection"),
    ("connections", "connection"),
    ("communication", "connection"),
    ("communications", "connection"),
    ("transport", "connection"),
    ("transportation", "connection"),
    ("transit", "connection"),
    ("traffic", "connection"),
    ("trucks", "connection"),
    ("cargo", "connection"),
    ("goods", "connection"),
    ("convoy", "connection"),
    ("convoys", "connection"),
    ("passage", "connection"),
    ("travel", "connection"),
    ("travels", "connection"),
    ("traveling", "connection"),
    ("travelling", "connection"),
    ("travelled", "connection"),
    ("traveled", "connection"),
    ("pass", "connection"),
    ("passing", "connection"),
    ("drive", "connection"),
    ("drove", "connection"),
    ("driving", "connection"),
    ("cross", "connection"),
    ("crossed", "connection"),
    ("crossing", "connection"),
    ("fly", "air route"),
    ("flew", "air route"),
    ("ship", "connection"),
    ("shipped", "connection"),
    ("deliver", "connection"),
    ("delivered", "connection"),
    ("line", "route"),
    ("lines", "route"),
    ("boat", "connection"),
    ("boats", "connection"),
    ("steamer", "connection"),
    ("steamers", "connection"),
    ("bus", "connection"),
    ("buses", "connection"),
    ("ran", "connection"),
    ("run", "connection"),
    ("runs", "connection"),
    ("running", "connection"),
    ("stretches", "connection"),
    ("stretching", "connection"),
    ("extends", "connection"),
];

/// Words before *pipeline* that say what it carries, and how we call it then.
pub const CARRIED: &[(&str, &str)] = &[
    ("oil", "oil pipeline"),
    ("crude", "oil pipeline"),
    ("gas", "gas pipeline"),
];

/// Kinds said of a way by the word right behind its stops: *the Baku–Supsa **pipeline***.
const WAYS: &[&str] = &[
    "pipeline",
    "railway",
    "road",
    "highway",
    "corridor",
    "canal",
    "sea lane",
    "air route",
    "route",
    "connection",
];

/// Words that may stand between the stops and the word for the way: *Baku–Supsa **oil** pipeline*.
const WAY_ADJECTIVES: &[&str] = &[
    "oil",
    "gas",
    "natural",
    "crude",
    "export",
    "main",
    "high",
    "speed",
    "freight",
    "land",
    "transport",
    "transit",
    "trade",
    "direct",
    "only",
    "overland",
    "old",
    "new",
    "planned",
    "proposed",
];

/// How many words before *their border* its sides stand.
const SIDES_BEFORE_THEIR: usize = 10;

/// Words behind a length that is a distance.
const DISTANCE: &[&str] = &[
    "from",
    "away",
    "north",
    "south",
    "east",
    "west",
    "off",
    "inside",
    "mesafede",
    "mesafedeki",
    "uzakta",
    "uzaktaki",
    "uzaqda",
    "от",
    "к",
    "від",
    "до",
    "de",
    "von",
    "entfernt",
];

/// How many words may stand between a word for a way and its ends: *petrol boru hattı*.
const WORDS_BEFORE_ENDS: usize = 4;

/// How many words before a verb what moves or runs stands.
const SUBJECT_BEFORE_VERB: usize = 4;

/// How many words and mentions before a pronoun are looked through for what it means.
const FURTHEST_ANTECEDENT: usize = 200;

/// How many mentions before a pronoun are asked whether it means them.
const MOST_ANTECEDENTS: usize = 24;

#[derive(Debug, Clone, Copy)]
struct Item {
    /// Number of the mention among the block's names, or none for a plain word.
    mention: Option<usize>,
    /// First and last word.
    first: usize,
    last: usize,
}

struct Scanner<'a> {
    block: &'a BlockWords<'a>,
    names: &'a [Mention],
    items: Vec<Item>,
}

/// Finds the phrases in a block with its names.
pub(super) fn find(
    block: &BlockWords<'_>,
    names: &[Mention],
    gazetteer: &Gazetteer,
) -> Vec<Mention> {
    let list = &block.words.words;
    let mut items = Vec::with_capacity(list.len());
    let mut at = 0;
    let mut next_name = 0;
    while at < list.len() {
        let start = list[at].token.start;
        while names
            .get(next_name)
            .is_some_and(|name| name.span.end <= start)
        {
            next_name += 1;
        }
        let mention = names
            .get(next_name)
            .filter(|name| name.span.contains(&start))
            .map(|_| next_name);
        let last = match mention {
            Some(number) => {
                let end = names[number].span.end;
                at + list[at..]
                    .iter()
                    .take_while(|word| word.token.start < end)
                    .count()
                    - 1
            }
            None => at,
        };
        // The names of lines and ways are complete phrases of their own.
        let is_place = mention.is_none_or(|number| {
            names[number].readings.is_empty()
                || names[number]
                    .readings
                    .iter()
                    .any(|found| matches!(found.entry, Entry::Place(_)))
        });
        items.push(Item {
            mention: mention.filter(|_| is_place),
            first: at,
            last,
        });
        at = last + 1;
    }
    let scanner = Scanner {
        block,
        names,
        items,
    };
    let mut found: Vec<Mention> = Vec::new();
    // Most words are told apart from those that phrases are built around by their first byte.
    let opens: Vec<u8> = (0..scanner.items.len())
        .map(|at| scanner.key(at).bytes().next().unwrap_or(0))
        .collect();
    for (at, &opens) in opens.iter().enumerate() {
        if matches!(opens, b'b' | b'c' | b'f' | b'g' | b's' | 0x80..) {
            [scanner.border(at), scanner.share(at), scanner.verb(at)]
                .into_iter()
                .flatten()
                .for_each(|mention| push(&mut found, mention));
        }
    }
    for (at, &opens) in opens.iter().enumerate() {
        let mention = match opens {
            0 => scanner.chain(at),
            b'f' => scanner.journey(at),
            b'b' => scanner.between(at),
            b'c' | b'l' | b'j' => scanner.linking(at),
            b'i' => scanner.own_way(at),
            _ => None,
        };
        if let Some(mention) = mention {
            push(&mut found, mention);
        }
    }
    let language = block
        .language
        .unwrap_or_else(|| language::by_script(block.part()));
    if let Some(words) = WayWords::of(language) {
        for at in 0..scanner.items.len() {
            if let Some(mention) = scanner.way_elsewhere(at, words) {
                push(&mut found, mention);
            }
        }
    }
    if opens
        .iter()
        .any(|opens| matches!(opens, b'c' | b'p' | b'r' | b'h'))
    {
        found.extend(scanner.shared_nouns(gazetteer));
    }
    found.sort_by_key(|mention| (mention.span.start, mention.span.end));
    found
}

/// Keeps the first of phrases of one sort that overlap.
fn push(found: &mut Vec<Mention>, mention: Mention) {
    let sort =
        |mention: &Mention| matches!(&mention.kind, MentionKind::Phrase(Phrase::Border { .. }));
    // Phrases come nearly in order of the text: only the last can overlap.
    let overlaps = found.iter().rev().take(16).any(|other| {
        sort(other) == sort(&mention)
            && other.span.start < mention.span.end
            && mention.span.start < other.span.end
    });
    if !overlaps {
        found.push(mention);
    }
}

impl Scanner<'_> {
    fn words(&self) -> &[Word<'_>] {
        &self.block.words.words
    }

    fn key(&self, at: usize) -> &str {
        self.items
            .get(at)
            .filter(|item| item.mention.is_none())
            .map_or("", |item| self.words()[item.first].key())
    }

    fn sentence(&self, at: usize) -> usize {
        self.items
            .get(at)
            .map_or(usize::MAX, |item| self.words()[item.first].sentence)
    }

    fn same_sentence(&self, left: usize, right: usize) -> bool {
        left < self.items.len()
            && right < self.items.len()
            && self.sentence(left) == self.sentence(right)
    }

    fn mention_at(&self, at: usize) -> Option<usize> {
        self.items.get(at)?.mention
    }

    fn surface(&self, at: usize) -> &str {
        self.mention_at(at)
            .map_or("", |number| self.names[number].surface.as_str())
    }

    fn joined_by_hyphen(&self, left: usize, right: usize) -> bool {
        right == left + 1
            && self.same_sentence(left, right)
            && (self.words()[self.items[right].first].join == Join::Hyphen
                || self.words()[self.items[right].first].join == Join::Other
                    && self.between_items(left, right).trim() == "/")
    }

    /// The text between two neighbouring items.
    fn between_items(&self, left: usize, right: usize) -> &str {
        let from = self.words()[self.items[left].last].token.full_end;
        let to = self.words()[self.items[right].first].token.start;
        self.block.text.get(from..to).unwrap_or_default()
    }

    /// The first mention from `from` on, over fillers only, within `reach` items and the same sentence.
    fn mention_after(&self, from: usize, reach: usize) -> Option<usize> {
        (from..(from + reach).min(self.items.len()))
            .take_while(|&at| at == from || self.same_sentence(from, at))
            .find_map(|at| {
                if self.mention_at(at).is_some() {
                    return Some(Some(at));
                }
                (!FILLERS.contains(&self.key(at))).then_some(None)
            })
            .flatten()
    }

    /// Two mentions joined by `and`, from the first filler or mention on: *the occupied territories of Azerbaijan and
    /// Iran*, *Azerbaijan proper and Nakhichevan*.
    fn pair_after(&self, from: usize) -> Option<(usize, usize)> {
        let left = self.mention_after(from, 6)?;
        let mut at = left + 1;
        while matches!(
            self.key(at),
            "proper" | "itself" | "region" | "exclave" | "on" | "one" | "side" | "the"
        ) && at < left + 5
        {
            at += 1;
        }
        if !matches!(self.key(at), "and" | "&") || !self.same_sentence(left, at) {
            return None;
        }
        let right = self.mention_after(at + 1, 6)?;
        self.differ(left, right).then_some((left, right))
    }

    fn differ(&self, left: usize, right: usize) -> bool {
        self.surface(left) != self.surface(right)
    }

    /// Mentions before an item, the nearest first: those of its sentence, then those of the sentence before.
    fn mentions_before(&self, at: usize) -> Vec<usize> {
        let sentence = self.sentence(at);
        (0..at)
            .rev()
            .take(FURTHEST_ANTECEDENT)
            .take_while(|&before| self.sentence(before) + 1 >= sentence)
            .filter_map(|before| self.mention_at(before))
            .take(MOST_ANTECEDENTS)
            .collect()
    }

    fn phrase(&self, first: usize, last: usize, phrase: Phrase) -> Mention {
        Mention::of_phrase(
            self.block,
            self.items[first].first,
            self.items[last].last,
            phrase,
        )
    }

    /// Phrases around a word for a border.
    fn border(&self, at: usize) -> Option<Mention> {
        if !BORDER.contains(&self.key(at)) {
            let words = BorderWords::of(self.key(at), self.block.language)?;
            return self
                .sides_named_before(at, words)
                .or_else(|| self.sides_named_behind(at, words));
        }
        let word = &self.words()[self.items[at].first];
        // *cross-border*, *border-crossing*.
        if word.join == Join::Hyphen && at > 0 && self.mention_at(at - 1).is_none() {
            return None;
        }
        self.sides_before(at)
            .or_else(|| self.sides_between(at))
            .or_else(|| self.sides_with(at))
            .or_else(|| self.sides_of_their(at))
    }

    /// *Armenian-Azerbaijani border*, *the Iran–Azerbaijan state border*, *Iranian and Azerbaijani border*.
    fn sides_before(&self, at: usize) -> Option<Mention> {
        let mut right = at.checked_sub(1)?;
        for _ in 0..4 {
            if self.mention_at(right).is_some() {
                break;
            }
            let key = self.key(right);
            if !BORDER_ADJECTIVES.contains(&key) && !key.chars().all(|digit| digit.is_ascii_digit())
            {
                return None;
            }
            right = right.checked_sub(1)?;
        }
        let right_mention = self.mention_at(right)?;
        let left = right.checked_sub(1)?;
        let (left, left_mention) = if self.joined_by_hyphen(left, right) {
            (left, self.mention_at(left)?)
        } else if matches!(self.key(left), "and" | "&") {
            (left.checked_sub(1)?, self.mention_at(left.checked_sub(1)?)?)
        } else {
            return None;
        };
        if !self.same_sentence(left, at) || !self.differ(left, right) {
            return None;
        }
        let last = self.swallow(at);
        Some(self.border_phrase(
            Pattern::SidesBeforeBorder,
            left,
            last,
            at,
            [Side::Mention(left_mention), Side::Mention(right_mention)],
        ))
    }

    /// *Ermənistan–Azərbaycan sərhədi*, *Ermənistanla Azərbaycan arasında sərhəd*.
    fn sides_named_before(&self, at: usize, words: &BorderWords) -> Option<Mention> {
        let mut right = at.checked_sub(1)?;
        let between = words.between.contains(&self.key(right));
        if between {
            right = right.checked_sub(1)?;
        }
        let before = right.checked_sub(1)?;
        let left = if words.and.contains(&self.key(before)) {
            before.checked_sub(1)?
        } else if between || self.joined_by_hyphen(before, right) {
            before
        } else {
            return None;
        };
        let sides = [self.mention_at(left)?, self.mention_at(right)?].map(Side::Mention);
        (self.same_sentence(left, at) && self.differ(left, right))
            .then(|| self.border_phrase(Pattern::SidesNamedBefore, left, at, at, sides))
    }

    /// *граница между Арменией и Ираном*, *граница Армении с Ираном*, *её граница с Ираном*, *la frontière entre le Mali et le
    /// Niger*.
    fn sides_named_behind(&self, at: usize, words: &BorderWords) -> Option<Mention> {
        let over = |from: usize| self.over(from, words.articles);
        let behind_between = at + 1 + usize::from(words.between.contains(&self.key(at + 1)));
        let left = over(behind_between);
        if words.with.contains(&self.key(left)) {
            let right = over(left + 1);
            let sides = [
                Side::Antecedent(self.mentions_before(at)),
                Side::Mention(self.mention_at(right)?),
            ];
            return self
                .same_sentence(at, right)
                .then(|| self.border_phrase(Pattern::SidesNamedBehind, at, right, at, sides));
        }
        let joins = |key: &str| words.and.contains(&key) || words.with.contains(&key);
        let right = self.joined_by(left, joins, over)?;
        let sides = [self.mention_at(left)?, self.mention_at(right)?].map(Side::Mention);
        (self.same_sentence(at, right) && self.differ(left, right))
            .then(|| self.border_phrase(Pattern::SidesNamedBehind, at, right, at, sides))
    }

    /// The item behind up to two words of a list.
    fn over(&self, from: usize, words: &[&str]) -> usize {
        let is_there = |at: &usize| words.contains(&self.key(*at)) && self.same_sentence(from, *at);
        from + (from..from + 2).take_while(is_there).count()
    }

    /// The place behind another and a word that joins them, which Arabic writes together with it.
    fn joined_by(
        &self,
        left: usize,
        joins: impl Fn(&str) -> bool,
        over: impl Fn(usize) -> usize,
    ) -> Option<usize> {
        self.mention_at(left)?;
        if joins(self.key(left + 1)) {
            return Some(over(left + 2));
        }
        let is_joined =
            self.mention_at(left + 1).is_some() && joins(self.between_items(left, left + 1).trim());
        is_joined.then_some(left + 1)
    }

    /// Ways as other languages than English tell them, around a word for one.
    fn way_elsewhere(&self, at: usize, words: &WayWords) -> Option<Mention> {
        let before = at
            .checked_sub(1)
            .filter(|&before| self.same_sentence(before, at));
        let said = before.and_then(|before| words.kind_before(self.key(before)));
        let kind = words.kind(self.key(at)).map(|kind| said.unwrap_or(kind))?;
        // *железная дорога*: the word before belongs to it.
        let first = at - usize::from(said.is_some());
        self.ends_behind(first, at, kind, words)
            .or_else(|| self.stops_behind(first, at, kind))
            .or_else(|| self.stops_named_before(at, kind))
            .or_else(|| self.ends_named_before(at, kind, words))
    }

    /// *дорога из Еревана в Горис*, *la carretera entre Arica y Tacna*.
    fn ends_behind(
        &self,
        begin: usize,
        at: usize,
        kind: &'static str,
        words: &WayWords,
    ) -> Option<Mention> {
        let over = |from: usize| self.over(from, words.articles);
        let preposition = (at + 1..at + 1 + WORDS_BEFORE_ENDS).find(|&next| {
            let key = self.key(next);
            self.same_sentence(at, next)
                && (words.from.contains(&key) || words.between.contains(&key))
                && self.mention_at(over(next + 1)).is_some()
        })?;
        // Behind a comma another clause begins.
        let goes_on = |inner: usize| {
            self.mention_at(inner).is_none()
                && self.words()[self.items[inner].first].join == Join::Blank
        };
        if !(at + 1..=preposition).all(goes_on) {
            return None;
        }
        let left = over(preposition + 1);
        let is_between = words.between.contains(&self.key(preposition));
        let joins = |key: &str| match is_between {
            true => words.and.contains(&key),
            false => words.to.contains(&key),
        };
        let right = self.joined_by(left, joins, over)?;
        self.mention_at(right)?;
        if !self.same_sentence(at, right) || !self.differ(left, right) {
            return None;
        }
        let pattern = match is_between {
            true => Pattern::WayBetween,
            false => Pattern::FromTo,
        };
        self.route(pattern, begin, right, &[left, right], kind)
    }

    /// *трасса Мцхета — Степанцминда — Ларс*.
    fn stops_behind(&self, begin: usize, at: usize, kind: &'static str) -> Option<Mention> {
        let first = at + 1;
        self.mention_at(first)
            .filter(|_| self.same_sentence(at, first))?;
        let mut stops = vec![first];
        let mut last = first;
        while self.mention_at(last + 1).is_some() && self.joined_by_hyphen(last, last + 1) {
            last += 1;
            stops.push(last);
        }
        (stops.len() > 1).then(|| self.route(Pattern::StopsBehindWay, begin, last, &stops, kind))?
    }

    /// *Kerkük–Ceyhan petrol boru hattı*, *Bakı–Tbilisi–Qars dəmir yolu*.
    fn stops_named_before(&self, at: usize, kind: &'static str) -> Option<Mention> {
        let words = (1..=WORDS_BEFORE_ENDS).map_while(|step| at.checked_sub(step));
        let mut last = words
            .take_while(|&before| self.same_sentence(before, at))
            .find(|&before| self.mention_at(before).is_some())?;
        let end = last;
        let mut stops = vec![last];
        while let Some(before) = last.checked_sub(1).filter(|&before| {
            self.mention_at(before).is_some() && self.joined_by_hyphen(before, last)
        }) {
            last = before;
            stops.insert(0, last);
        }
        if stops.len() < 2 || self.words()[self.items[end].last].token.has_ending() {
            return None;
        }
        self.route(Pattern::StopsBeforeWay, last, at, &stops, kind)
    }

    /// *Գորիսի և Սիսիանի միջև ճանապարհ*.
    fn ends_named_before(
        &self,
        at: usize,
        kind: &'static str,
        words: &WayWords,
    ) -> Option<Mention> {
        let between = (1..=WORDS_BEFORE_ENDS)
            .map_while(|step| at.checked_sub(step))
            .find(|&before| words.between.contains(&self.key(before)))?;
        let right = between.checked_sub(1)?;
        let and = right.checked_sub(1)?;
        let left = match words.and.contains(&self.key(and)) {
            true => and.checked_sub(1)?,
            false => and,
        };
        self.mention_at(left)?;
        self.mention_at(right)?;
        if !self.same_sentence(left, at) || !self.differ(left, right) {
            return None;
        }
        self.route(Pattern::WayBetween, left, at, &[left, right], kind)
    }

    /// *the border between Iran and Azerbaijan*, *border demarcation between the two countries*.
    fn sides_between(&self, at: usize) -> Option<Mention> {
        let between = (at + 1..at + 5)
            .find(|&next| self.key(next) == "between" && self.same_sentence(at, next))?;
        if let Some((left, right)) = self.pair_after(between + 1) {
            let sides = [self.mention_at(left)?, self.mention_at(right)?].map(Side::Mention);
            return Some(self.border_phrase(Pattern::BorderBetween, at, right, at, sides));
        }
        let both = matches!(
            (self.key(between + 1), self.key(between + 2)),
            (
                "the",
                "two" | "neighbours" | "neighbors" | "sides" | "countries" | "parties"
            ) | ("these" | "those", "two")
                | ("both", "countries" | "states" | "sides" | "nations")
                | ("them", _)
        );
        if !both {
            return None;
        }
        let last = (between + 1..between + 4)
            .rev()
            .find(|&last| self.same_sentence(at, last))?;
        let before = self.mentions_before(at);
        let sides = [Side::Antecedent(before.clone()), Side::Antecedent(before)];
        Some(self.border_phrase(Pattern::BorderBetween, at, last, at, sides))
    }

    /// *Armenia's border with Iran*, *the borders of Armenia with Iran*, *his country's borders with Armenia*,
    /// *shares a 765 km border with Azerbaijan*.
    fn sides_with(&self, at: usize) -> Option<Mention> {
        let with = (at + 1..at + 5)
            .find(|&next| self.key(next) == "with" && self.same_sentence(at, next))?;
        let right = self.mention_after(with + 1, 5)?;
        let right_mention = self.mention_at(right)?;
        // `of` between the border and `with`.
        if let Some(owner) = (at + 1..with).find(|&inner| self.mention_at(inner).is_some()) {
            let sides = [
                Side::Mention(self.mention_at(owner)?),
                Side::Mention(right_mention),
            ];
            return Some(self.border_phrase(Pattern::BorderWith, at, right, at, sides));
        }
        // A possessor right before, over adjectives.
        let mut owner = at;
        for _ in 0..4 {
            let Some(left) = owner
                .checked_sub(1)
                .filter(|&left| self.same_sentence(left, at))
            else {
                break;
            };
            owner = left;
            if self.mention_at(owner).is_some() {
                break;
            }
            let key = self.key(owner);
            if !BORDER_ADJECTIVES.contains(&key) && !key.chars().all(|digit| digit.is_ascii_digit())
            {
                break;
            }
        }
        if let Some(mention) = self.mention_at(owner)
            && self.differ(owner, right)
        {
            let sides = [Side::Mention(mention), Side::Mention(right_mention)];
            return Some(self.border_phrase(Pattern::BorderWith, owner, right, at, sides));
        }
        let before: Vec<usize> = self
            .mentions_before(at)
            .into_iter()
            .filter(|&mention| mention != right_mention)
            .collect();
        let pronoun = (at.saturating_sub(4)..at).find(|&left| {
            matches!(
                self.key(left),
                "his" | "her" | "its" | "their" | "our" | "whose"
            ) && self.same_sentence(left, at)
        });
        let sides = [Side::Antecedent(before), Side::Mention(right_mention)];
        Some(self.border_phrase(Pattern::BorderWith, pronoun.unwrap_or(at), right, at, sides))
    }

    /// *Kenya and Uganda have demarcated most of **their border***.
    fn sides_of_their(&self, at: usize) -> Option<Mention> {
        let adjectives = (1..4)
            .take_while(|&step| at >= step && BORDER_ADJECTIVES.contains(&self.key(at - step)));
        let their = at.checked_sub(adjectives.count() + 1)?;
        if self.key(their) != "their" || !self.same_sentence(their, at) {
            return None;
        }
        let before = |from: usize| {
            let items = (0..from)
                .rev()
                .take_while(|&before| self.same_sentence(before, at));
            items
                .take(SIDES_BEFORE_THEIR)
                .find(|&before| self.mention_at(before).is_some())
        };
        let right = before(their)?;
        let and = right
            .checked_sub(1)
            .filter(|&and| matches!(self.key(and), "and" | "&"))?;
        let left = and.checked_sub(1)?;
        let sides = [self.mention_at(left)?, self.mention_at(right)?].map(Side::Mention);
        (self.same_sentence(left, at) && self.differ(left, right))
            .then(|| self.border_phrase(Pattern::ShareBorder, left, at, at, sides))
    }

    /// *Azerbaijan and Iran share a 765 km border*.
    fn share(&self, at: usize) -> Option<Mention> {
        if !matches!(self.key(at), "share" | "shares" | "shared" | "sharing") {
            return None;
        }
        let border = (at + 1..at + 9)
            .find(|&next| BORDER.contains(&self.key(next)) && self.same_sentence(at, next))?;
        let mut right = at.checked_sub(1)?;
        while self.mention_at(right).is_none() && right + 3 > at {
            right = right.checked_sub(1)?;
        }
        let right_mention = self.mention_at(right)?;
        let and = right
            .checked_sub(1)
            .filter(|&and| matches!(self.key(and), "and" | "&"))?;
        let left = and.checked_sub(1)?;
        let left_mention = self.mention_at(left)?;
        if !self.same_sentence(left, border) || !self.differ(left, right) {
            return None;
        }
        Some(self.border_phrase(
            Pattern::ShareBorder,
            left,
            border,
            border,
            [Side::Mention(left_mention), Side::Mention(right_mention)],
        ))
    }

    /// *Armenia borders Iran*, *Armenia, bordering Iran*.
    fn verb(&self, at: usize) -> Option<Mention> {
        if !matches!(self.key(at), "borders" | "bordering" | "bordered") {
            return None;
        }
        let left = at.checked_sub(1)?;
        let left = if matches!(self.key(left), "which" | "that" | "is" | "also") {
            left.checked_sub(1)?
        } else {
            left
        };
        let left_mention = self.mention_at(left)?;
        if self.words()[self.items[left].last].token.has_ending() || !self.same_sentence(left, at) {
            return None;
        }
        let right = self.mention_after(at + 1, 3).or_else(|| {
            (self.key(at + 1) == "by")
                .then(|| self.mention_after(at + 2, 3))
                .flatten()
        })?;
        if !self.same_sentence(at, right) || !self.differ(left, right) {
            return None;
        }
        let sides = [
            Side::Mention(left_mention),
            Side::Mention(self.mention_at(right)?),
        ];
        Some(self.border_phrase(Pattern::Borders, left, right, at, sides))
    }

    fn border_phrase(
        &self,
        pattern: Pattern,
        first: usize,
        last: usize,
        word: usize,
        sides: [Side; 2],
    ) -> Mention {
        let claim = self.claim(first.min(word), last.max(word));
        self.phrase(
            first.min(word),
            last.max(word),
            Phrase::Border {
                pattern,
                sides,
                claim,
            },
        )
    }

    /// *border **line***.
    fn swallow(&self, at: usize) -> usize {
        if matches!(self.key(at + 1), "line" | "lines" | "crossing")
            && self.same_sentence(at, at + 1)
        {
            at + 1
        } else {
            at
        }
    }

    /// *Baku–Tbilisi–Ceyhan pipeline*, *Goris to Stepanakert road*.
    fn chain(&self, at: usize) -> Option<Mention> {
        self.mention_at(at)?;
        let mut stops = vec![at];
        let mut end = at;
        loop {
            if self.mention_at(end + 1).is_some() && self.joined_by_hyphen(end, end + 1) {
                end += 1;
            } else if self.key(end + 1) == "to"
                && self.mention_at(end + 2).is_some()
                && self.same_sentence(end, end + 2)
            {
                end += 2;
            } else {
                break;
            }
            stops.push(end);
        }
        if stops.len() < 2
            || at > 0 && self.joined_by_hyphen(at - 1, at) && self.mention_at(at - 1).is_some()
        {
            return None;
        }
        let mut word = end + 1;
        let mut carried = None;
        while word < end + 4
            && self.same_sentence(end, word)
            && WAY_ADJECTIVES.contains(&self.key(word))
        {
            let told = CARRIED.iter().find(|(what, _)| *what == self.key(word));
            carried = told.map(|&(_, kind)| kind).or(carried);
            word += 1;
        }
        if !self.same_sentence(end, word)
            || self.words()[self.items[word].first].join != Join::Blank
        {
            return None;
        }
        let kind = self.transport(word).filter(|kind| WAYS.contains(kind))?;
        let kind = if kind == "pipeline" {
            carried.unwrap_or(kind)
        } else {
            kind
        };
        self.route(Pattern::StopsBeforeWay, at, word, &stops, kind)
    }

    /// *trucks pass from Iran to occupied Karabakh via Meghri*.
    fn journey(&self, at: usize) -> Option<Mention> {
        if self.key(at) != "from" {
            return None;
        }
        let from = self.mention_after(at + 1, 6)?;
        let mut stops = vec![from];
        let mut next = self.behind_apposition(from);
        if matches!(self.key(next), "via" | "through" | "across") && self.same_sentence(at, next) {
            let by_way_of = self.list_after(next + 1)?;
            next = *by_way_of.last()? + 1;
            stops.extend(by_way_of);
        }
        let is_to = |next: &usize| {
            self.same_sentence(at, *next) && matches!(self.key(*next), "to" | "towards" | "into")
        };
        let to_word = (next..next + 3).find(is_to)?;
        if (next..to_word).any(|inner| {
            self.mention_at(inner).is_some()
                || self.words()[self.items[inner].first].join == Join::Other
        }) {
            return None;
        }
        let to = self.mention_after(to_word + 1, 6)?;
        let mut last = to;
        if matches!(self.key(to + 1), "via" | "through")
            && self.same_sentence(to, to + 1)
            && let Some(via) = self.mention_after(to + 2, 4)
        {
            stops.push(via);
            last = via;
        }
        stops.push(to);
        let kind = self.nearest_transport(at, last, 14)?;
        if !self.differ(from, to) {
            return None;
        }
        self.route(Pattern::FromTo, at, last, &stops, kind)
    }

    /// The item behind a place and what is said of where it lies: *from Hoima, **near Lake Albert,** to Tanga*.
    fn behind_apposition(&self, place: usize) -> usize {
        let opens = |at: usize| {
            self.items.get(at).is_some_and(|item| {
                let word = &self.words()[item.first];
                word.join == Join::Other
                    && matches!(
                        word.key(),
                        "near" | "in" | "on" | "outside" | "above" | "at"
                    )
            })
        };
        if !opens(place + 1) {
            return place + 1;
        }
        let closed = (place + 2..place + 9).find(|&at| {
            self.same_sentence(place, at) && self.words()[self.items[at].first].join == Join::Other
        });
        closed.unwrap_or(place + 1)
    }

    /// The places of a list: *Nairobi and Nakuru*, *Tete, Moatize and Blantyre*.
    fn list_after(&self, from: usize) -> Option<Vec<usize>> {
        let mut list = vec![self.mention_after(from, 4)?];
        loop {
            let last = *list.last()?;
            let next = last + 1 + usize::from(matches!(self.key(last + 1), "and" | "&"));
            let is_joined = next > last + 1
                || self
                    .items
                    .get(next)
                    .is_some_and(|_| self.between_items(last, next) == ", ");
            match self
                .mention_at(next)
                .filter(|_| is_joined && self.same_sentence(from, next))
            {
                Some(_) => list.push(next),
                None => return Some(list),
            }
        }
    }

    /// *Iran keeps **its direct land connection with Armenia***: a way of the only other place in the sentence before.
    fn own_way(&self, at: usize) -> Option<Mention> {
        if self.key(at) != "its" {
            return None;
        }
        let is_way = |at: &usize| {
            self.same_sentence(at.saturating_sub(1), *at)
                && self.transport(*at).is_some_and(|kind| WAYS.contains(&kind))
        };
        let way = (at + 1..at + 6).rev().find(is_way)?;
        let said = |inner: usize| {
            WAY_ADJECTIVES.contains(&self.key(inner)) || self.transport(inner).is_some()
        };
        if !(at + 1..way).all(said) || !matches!(self.key(way + 1), "with" | "to") {
            return None;
        }
        let to = self
            .mention_after(way + 2, 4)
            .filter(|&to| self.same_sentence(at, to))?;
        let before = (0..at)
            .rev()
            .take_while(|&before| self.same_sentence(before, at));
        let mut owners = before.filter(|&before| self.mention_at(before).is_some());
        let owner = owners.next().filter(|&owner| self.differ(owner, to))?;
        if owners.any(|other| self.differ(other, owner)) {
            return None;
        }
        let kind = self.transport(way)?;
        self.route(Pattern::Connecting, at, to, &[owner, to], kind)
    }

    /// *transport between mainland Azerbaijan and its exclave*, *connections between Azerbaijan proper and Nakhichevan*.
    fn between(&self, at: usize) -> Option<Mention> {
        if self.key(at) != "between" {
            return None;
        }
        // *The border between Iran and Azerbaijan* is a line, no way.
        if (at.saturating_sub(4)..at)
            .any(|before| BORDER.contains(&self.key(before)) && self.same_sentence(before, at))
        {
            return None;
        }
        // *Half-way between* is a position.
        let half_way = |word: &str| matches!(word, "way" | "midway" | "halfway");
        if at
            .checked_sub(1)
            .is_some_and(|before| half_way(self.key(before)))
        {
            return None;
        }
        let (left, right) = self.pair_after(at + 1)?;
        let proper = (at..right).any(|inner| matches!(self.key(inner), "proper" | "mainland"));
        let before = (at.saturating_sub(4)..at)
            .rev()
            .filter(|&before| self.same_sentence(before, at))
            .find_map(|before| self.transport(before));
        // *Talks between*, *war between* are no ways.
        let kind = before.or_else(|| {
            (right + 1..right + 3).find_map(|next| {
                if self.same_sentence(right, next) {
                    self.transport(next).filter(|kind| WAYS.contains(kind))
                } else {
                    None
                }
            })
        });
        let kind = kind.or(proper.then_some("connection"))?;
        self.route(Pattern::WayBetween, at, right, &[left, right], kind)
    }

    /// *connecting Iran with occupied Karabakh*, *the bridge that connects Iran and Azerbaijan*.
    fn linking(&self, at: usize) -> Option<Mention> {
        if !matches!(
            self.key(at),
            "connecting"
                | "connects"
                | "connect"
                | "connected"
                | "linking"
                | "links"
                | "link"
                | "joins"
                | "joining"
        ) {
            return None;
        }
        let left = self.mention_after(at + 1, 6)?;
        let mut word = left + 1;
        while matches!(self.key(word), "proper" | "itself" | "region") {
            word += 1;
        }
        if !matches!(self.key(word), "and" | "with" | "to") || !self.same_sentence(left, word) {
            return None;
        }
        let right = self.mention_after(word + 1, 6)?;
        if !self.differ(left, right) {
            return None;
        }
        let kind = (at.saturating_sub(9)..at)
            .rev()
            .filter(|&before| self.same_sentence(before, at))
            .find_map(|before| self.transport(before))?;
        self.route(Pattern::Connecting, at, right, &[left, right], kind)
    }

    /// *the Lachin and Zangezur corridors*: each name with the noun in the singular is looked up.
    fn shared_nouns(&self, gazetteer: &Gazetteer) -> Vec<Mention> {
        let mut found = Vec::new();
        for at in 0..self.items.len() {
            let noun = match self.key(at) {
                "corridors" => "corridor",
                "pipelines" => "pipeline",
                "railways" => "railway",
                "highways" => "highway",
                "roads" => "road",
                _ => continue,
            };
            let Some(right) = at
                .checked_sub(1)
                .filter(|&right| self.mention_at(right).is_some())
            else {
                continue;
            };
            let Some(left) = right
                .checked_sub(2)
                .filter(|_| matches!(self.key(right - 1), "and" | "or" | "&"))
            else {
                continue;
            };
            for stop in [left, right] {
                if self.mention_at(stop).is_none() || !self.same_sentence(stop, at) {
                    continue;
                }
                let readings: Vec<_> = gazetteer
                    .lookup(&format!("{} {noun}", self.surface(stop)))
                    .into_iter()
                    .filter(|found| matches!(found.entry, Entry::Route(_)))
                    .collect();
                if !readings.is_empty() {
                    let mut mention = self.phrase(
                        stop,
                        stop,
                        Phrase::Route {
                            pattern: Pattern::StopsBeforeWay,
                            kind: "route",
                            stops: Vec::new(),
                            claim: None,
                        },
                    );
                    mention.kind = MentionKind::Name;
                    mention.readings = readings;
                    found.push(mention);
                }
            }
        }
        found
    }

    fn route(
        &self,
        pattern: Pattern,
        first: usize,
        last: usize,
        stops: &[usize],
        kind: &'static str,
    ) -> Option<Mention> {
        let stops: Option<Vec<usize>> = stops.iter().map(|&stop| self.mention_at(stop)).collect();
        let claim = self.claim(first, last);
        Some(self.phrase(
            first,
            last,
            Phrase::Route {
                pattern,
                kind,
                stops: stops?,
                claim,
            },
        ))
    }

    fn transport(&self, at: usize) -> Option<&'static str> {
        let key = self.key(at);
        TRANSPORT
            .iter()
            .find(|(word, _)| *word == key)
            .map(|&(_, kind)| kind)
    }

    /// The transport word nearest to a phrase, in its sentence; of *trains run from* not the verb, but what runs.
    fn nearest_transport(&self, first: usize, last: usize, reach: usize) -> Option<&'static str> {
        let (at, nearest) = (1..=reach)
            .flat_map(|step| [first.checked_sub(step), Some(last + step)])
            .flatten()
            .filter(|&at| self.same_sentence(first, at))
            .find_map(|at| Some((at, self.transport(at)?)))?;
        let mut subject = (at.saturating_sub(SUBJECT_BEFORE_VERB)..at).rev();
        let runs = subject.find_map(|before| {
            self.transport(before)
                .filter(|kind| WAYS.contains(kind) && *kind != "connection")
        });
        let is_verb = nearest == "connection" && at < first;
        Some(runs.filter(|_| is_verb).unwrap_or(nearest))
    }

    /// A length stated within or right beside a phrase: *765 km*, *1,007-kilometre*, *44 miles*.
    fn claim(&self, first: usize, last: usize) -> Option<Claim> {
        let words = self.words();
        let from = self.items[first].first.saturating_sub(6);
        let to = (self.items[last].last + 7).min(words.len());
        let sentence = words[self.items[first].first].sentence;
        (from..to)
            .filter(|&at| words[at].sentence == sentence)
            .find_map(|at| {
                let unit = words.get(at + 1).filter(|unit| unit.sentence == sentence)?;
                let metres = match unit.key() {
                    "km" | "kms" | "kilometre" | "kilometres" | "kilometer" | "kilometers"
                    | "км" => 1000.0,
                    "mile" | "miles" => 1609.344,
                    _ => return None,
                };
                // *5 km from the border*, *sınıra 5 kilometre mesafede* are no lengths of it.
                let behind = words.get(at + 2).filter(|word| word.sentence == sentence);
                if behind
                    .is_some_and(|word| DISTANCE.iter().any(|stem| word.key().starts_with(stem)))
                {
                    return None;
                }
                let figure = words[at].token.core(self.block.text);
                let length: f64 = parse_figure(figure)?;
                let span: Range<usize> = words[at].token.start..unit.token.end;
                Some(Claim {
                    length_m: length * metres,
                    text: self.block.text.get(span)?.to_owned(),
                })
            })
    }
}

/// Reads `765`, `1,007`, `44.5`.
fn parse_figure(figure: &str) -> Option<f64> {
    let grouped = figure.split(',').skip(1).all(|group| group.len() == 3) && figure.contains(',');
    let plain = if grouped {
        figure.replace(',', "")
    } else {
        figure.replace(',', ".")
    };
    plain
        .parse()
        .ok()
        .filter(|length: &f64| length.is_finite() && *length > 0.0)
}
