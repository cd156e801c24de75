//! Positions told by places near them: *30 km south of Mosul*, *between Goris and Lachin*, *off the coast of Lamu*. What
//! they say is read here, by the templates of `spot_words`; where that is, is for relation.

use std::borrow::Cow;
use std::ops::Range;

use araxes_gazetteer::Entry;

use super::block::BlockWords;
use super::mention::{Mention, MentionKind, Pattern, Phrase, Told};
use super::role::{Role, Usage};
use super::spot_words::{self, Piece, SpotWords};
use super::word::{Join, Word};

/// How many words may stand between a name and the position in apposition to it: *Qaraqul, a small village some 30 km …*.
const MOST_BETWEEN: usize = 6;

/// A word, or a name of a place with its number.
#[derive(Debug, Clone, Copy)]
struct Item {
    place: Option<usize>,
    first: usize,
    last: usize,
}

struct Scanner<'a> {
    block: &'a BlockWords<'a>,
    words: &'static SpotWords,
    items: Vec<Item>,
}

/// What a template was found to say.
#[derive(Debug, Default)]
struct Found {
    anchors: Vec<usize>,
    told: Told,
    number: Option<(f64, f64)>,
    /// The item behind the last.
    end: usize,
}

/// Finds the positions in a block, and marks the names that they are counted from. *1,443 km from Hoima to Tanga* is the
/// length of one of the `phrases`, and no position.
pub(super) fn find(
    block: &BlockWords<'_>,
    names: &mut [Mention],
    phrases: &[Mention],
) -> Vec<Mention> {
    let Some(words) = spot_words::of(block.language, block.part()) else {
        return Vec::new();
    };
    if names.is_empty() {
        return Vec::new();
    }
    let scanner = Scanner {
        block,
        words,
        items: items(block, names),
    };
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < scanner.items.len() {
        let beginning = scanner.beginning(at);
        let longest = beginning
            .iter()
            .filter_map(|&number| scanner.words.templates.get(number))
            .filter_map(|(pattern, pieces)| {
                let found = scanner.matches(at, pieces)?;
                scanner
                    .is_meant(*pattern, at, &found)
                    .then_some((*pattern, found))
            })
            .max_by_key(|(_, found)| found.end);
        let Some((pattern, told)) = longest else {
            at += 1;
            continue;
        };
        let is_length = |anchor: &usize| {
            let place = &names[*anchor].span;
            let mut around = phrases
                .iter()
                .filter(|phrase| phrase.span.contains(&place.start));
            around.any(|phrase| {
                let MentionKind::Phrase(Phrase::Route { stops, .. }) = &phrase.kind else {
                    return false;
                };
                stops.first() == Some(anchor)
            })
        };
        if pattern == Pattern::DistanceFrom && told.anchors.iter().any(is_length) {
            at = told.end;
            continue;
        }
        for &anchor in &told.anchors {
            let name = &mut names[anchor];
            if name.role == Role::Literal {
                name.usage = Usage::Anchor;
                name.role = Usage::Anchor.role();
            }
        }
        let end = told.end;
        found.push(scanner.mention(at, pattern, told));
        at = end;
    }
    found
}

fn items(block: &BlockWords<'_>, names: &[Mention]) -> Vec<Item> {
    let list = &block.words.words;
    let mut items = Vec::with_capacity(list.len());
    let (mut at, mut next) = (0, 0);
    while at < list.len() {
        let start = list[at].token.start;
        while names.get(next).is_some_and(|name| name.span.end <= start) {
            next += 1;
        }
        let name = names.get(next).filter(|name| name.span.contains(&start));
        let last = name.map_or(at, |name| {
            let inside = list[at..]
                .iter()
                .take_while(|word| word.token.start < name.span.end);
            at + inside.count().max(1) - 1
        });
        let is_place = |name: &&Mention| {
            matches!(name.kind, MentionKind::Name)
                && (name.readings.is_empty()
                    || name
                        .readings
                        .iter()
                        .any(|found| matches!(found.entry, Entry::Place(_))))
        };
        items.push(Item {
            place: name.filter(is_place).map(|_| next),
            first: at,
            last,
        });
        at = last + 1;
    }
    items
}

impl Scanner<'_> {
    fn word(&self, at: usize) -> Option<&Word<'_>> {
        self.block.words.words.get(self.items.get(at)?.first)
    }

    fn key(&self, at: usize) -> &str {
        self.items
            .get(at)
            .filter(|item| item.place.is_none())
            .and_then(|item| self.block.words.words.get(item.first))
            .map_or("", Word::key)
    }

    /// The numbers of the templates that can begin with an item.
    fn beginning(&self, at: usize) -> Cow<'static, [usize]> {
        let Some((item, word)) = self.items.get(at).zip(self.word(at)) else {
            return Cow::Borrowed(&[]);
        };
        let rest = self.block.text.get(word.token.start..).unwrap_or_default();
        let is_figures = rest.chars().next().and_then(digit).is_some();
        let words: &'static SpotWords = self.words;
        words.begun_by(self.key(at), is_figures, item.place.is_some())
    }

    /// Whether an item goes on the phrase that began before it.
    fn goes_on(&self, from: usize, at: usize) -> bool {
        let (Some(first), Some(word)) = (self.word(from), self.word(at)) else {
            return false;
        };
        at == from
            || first.sentence == word.sentence && matches!(word.join, Join::Blank | Join::Hyphen)
    }

    fn matches(&self, from: usize, pieces: &[Piece]) -> Option<Found> {
        let mut found = Found::default();
        let mut at = from;
        for piece in pieces {
            if !self.goes_on(from, at) {
                return None;
            }
            at = match piece {
                Piece::Word(word) => (self.key(at) == word).then_some(at + 1)?,
                Piece::Place => {
                    let mut here = at;
                    while self
                        .words
                        .fillers
                        .iter()
                        .any(|filler| filler == self.key(here))
                        && here < at + 3
                        && self.goes_on(from, here + 1)
                    {
                        here += 1;
                    }
                    found.anchors.push(self.items.get(here)?.place?);
                    here + 1
                }
                Piece::Number => {
                    let (number, behind) = self.number(at)?;
                    found.number = Some(number);
                    behind
                }
                Piece::Unit => {
                    let (number, step) = found.number?;
                    let key = self.key(at);
                    // *30km* is one word.
                    let key = key.trim_start_matches(|letter: char| letter.is_ascii_digit());
                    let unit = self.words.units.iter().find(|(unit, _)| unit == key)?;
                    found.told.distance_m = Some(number * unit.1);
                    found.told.step_m = step * unit.1;
                    at + 1
                }
                Piece::Direction => {
                    let (degrees, length) = self.direction(from, at)?;
                    found.told.bearing = Some(degrees);
                    at + length
                }
                Piece::Wind => {
                    found.told.bearing = Some(self.wind(at)?);
                    at + 1
                }
            };
        }
        found.end = at;
        Some(found)
    }

    /// A direction in degrees, and how many words it has: *south*, *south-east*.
    fn direction(&self, from: usize, at: usize) -> Option<(f64, usize)> {
        let fits = |forms: &Vec<String>| {
            forms.iter().enumerate().all(|(number, form)| {
                self.key(at + number) == form && self.goes_on(from, at + number)
            })
        };
        let found = self
            .words
            .directions
            .iter()
            .filter(|(forms, _)| fits(forms));
        found
            .max_by_key(|(forms, _)| forms.len())
            .map(|(forms, degrees)| (*degrees, forms.len()))
    }

    /// A direction in letters, in degrees: *SSW*, *N.E.*
    fn wind(&self, at: usize) -> Option<f64> {
        let word = self.word(at)?;
        let letters = self.key(at).replace('.', "");
        let found = self.words.winds.iter().find(|(wind, _)| *wind == letters);
        found.filter(|_| word.capital).map(|(_, degrees)| *degrees)
    }

    /// A number with the worth of its last significant figure, and the item behind it: of *30* that is 10, of *2.5* a tenth.
    fn number(&self, at: usize) -> Option<((f64, f64), usize)> {
        let word = self.word(at)?;
        if let Some((_, value)) = self
            .words
            .numbers
            .iter()
            .find(|(key, _)| key == self.key(at))
        {
            return Some(((*value, step_of(*value, 0)), at + 1));
        }
        let text = self.block.text.get(word.token.start..)?;
        text.chars().next().and_then(digit)?;
        let is_figure = |letter: char| digit(letter).is_some();
        let mut figures = String::new();
        let mut decimals: Option<usize> = None;
        let mut length = 0;
        let letters: Vec<char> = text.chars().take(12).collect();
        for (number, &letter) in letters.iter().enumerate() {
            let next = letters.get(number + 1).copied().unwrap_or(' ');
            if let Some(figure) = digit(letter) {
                figures.push(figure);
                decimals = decimals.map(|count| count + 1);
            } else if matches!(letter, '.' | ',' | '٫') && is_figure(next) && decimals.is_none() {
                // Three figures behind a comma are thousands.
                let behind = letters[number + 1..]
                    .iter()
                    .take_while(|letter| is_figure(**letter))
                    .count();
                if letter == ',' && behind == 3 {
                    length += letter.len_utf8();
                    continue;
                }
                figures.push('.');
                decimals = Some(0);
            } else {
                break;
            }
            length += letter.len_utf8();
        }
        let value: f64 = figures.parse().ok().filter(|value| *value > 0.0)?;
        let end = word.token.start + length;
        // A unit may stand right behind the figures.
        let mut behind = at;
        while self
            .word(behind)
            .is_some_and(|word| word.token.range().end <= end)
        {
            behind += 1;
        }
        Some(((value, step_of(value, decimals.unwrap_or(0))), behind))
    }

    /// Whether a template that fits is meant as a position: *talks between Baku and Ankara* are none, nor is *the south of
    /// France* or the beginning of *40 km from Goris to Kapan*.
    fn is_meant(&self, pattern: Pattern, from: usize, found: &Found) -> bool {
        let before = from
            .checked_sub(1)
            .filter(|&before| self.goes_on(before, from));
        let key = before.map_or("", |before| self.key(before));
        let behind = if self.goes_on(from, found.end) {
            self.key(found.end)
        } else {
            ""
        };
        // *South of the Dublin Branch*: the name goes on. German nouns all have capitals.
        let next = self
            .word(found.end)
            .filter(|_| self.goes_on(from, found.end));
        if next.is_some_and(|next| next.capital && next.key().is_ascii()) && self.words.code != "de"
        {
            return false;
        }
        match pattern {
            Pattern::Outside if !self.words.behind.is_empty() => {
                behind.is_empty() || self.words.behind.iter().any(|word| word == behind)
            }
            Pattern::BetweenPlaces => self.words.placed.iter().any(|placed| placed == key),
            Pattern::DirectionFrom => !matches!(key, "the" | "el" | "der"),
            Pattern::DistanceFrom => !matches!(behind, "to" | "до" | "bis" | "a" | "к" | "в"),
            _ => true,
        }
    }

    fn mention(&self, from: usize, pattern: Pattern, found: Found) -> Mention {
        let phrase = Phrase::Spot {
            pattern,
            anchors: found.anchors,
            told: found.told,
            name: self.named(from),
        };
        let (first, last) = (self.items[from].first, self.items[found.end - 1].last);
        Mention::of_phrase(self.block, first, last, phrase)
    }

    /// The name that the position stands in apposition to, in bytes: *Qaraqul, a village 30 km south of Mosul*; or that it is said of:
    /// *Goris lies 27 km from Lachin*.
    fn named(&self, from: usize) -> Option<Range<usize>> {
        let list = &self.block.words.words;
        let first = list.get(self.items.get(from)?.first)?;
        for back in 0..=MOST_BETWEEN {
            let at = from.checked_sub(back)?;
            let word = self.word(at)?;
            if word.sentence != first.sentence {
                return None;
            }
            let before = at.checked_sub(1)?;
            if word.join == Join::Other {
                let comma = self
                    .block
                    .text
                    .get(list[self.items[before].last].token.full_end..word.token.start)?;
                if !matches!(comma, ", " | " (" | ", (" | "، ") {
                    return None;
                }
                return self.run_ending(before);
            }
            let is_said_of = self.words.copulas.iter().any(|word| word == self.key(at));
            if back > 0 && is_said_of {
                return self.run_ending(before);
            }
            if self.items[at].place.is_some() && back > 0 {
                return None;
            }
        }
        None
    }

    /// The run of words with capitals, or the name of a place, that ends with an item: bytes of the document's text.
    fn run_ending(&self, at: usize) -> Option<Range<usize>> {
        let list = &self.block.words.words;
        let item = self.items.get(at)?;
        let (mut head, last) = (item.first, item.last);
        if item.place.is_none() {
            while head > 0
                && list[head - 1].capital
                && list[head].capital
                && list[head].join == Join::Blank
                && list[head - 1].sentence == list[last].sentence
            {
                head -= 1;
            }
        }
        list[head]
            .capital
            .then(|| list[head].token.start..list[last].token.end)
    }
}

/// The decimal figure of a digit, European, Arabic or Persian.
fn digit(letter: char) -> Option<char> {
    let value = match letter {
        '0'..='9' => u32::from(letter) - u32::from('0'),
        '٠'..='٩' => u32::from(letter) - u32::from('٠'),
        '۰'..='۹' => u32::from(letter) - u32::from('۰'),
        _ => return None,
    };
    char::from_digit(value, 10)
}

/// The worth of the last significant figure of a number that is written with so many decimals.
fn step_of(value: f64, decimals: usize) -> f64 {
    if decimals > 0 {
        return 0.1_f64.powi(i32::try_from(decimals).unwrap_or(1));
    }
    let mut step = 1.0;
    while value % (step * 10.0) == 0.0 && step * 10.0 <= value {
        step *= 10.0;
    }
    step
}
