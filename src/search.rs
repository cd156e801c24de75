//! Search: what can a name stand for, if somebody asks without a document?

use std::fmt::Write as _;

use araxes_gazetteer::{Entry, Gazetteer, NameMatch, name_key};

/// Names that differ by more letters than this are no near misses.
const NEAR_MISS: usize = 2;

/// One thing that the name can stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What it is.
    pub entry: Entry,
    /// Which name of it is meant.
    pub why: String,
    rank: (u8, bool, u64),
}

/// What a name, in any spelling and script, or an id can stand for; what is most probably wanted comes first.
#[must_use]
pub fn answers(gazetteer: &Gazetteer, wanted: &str) -> Vec<Answer> {
    let mut found: Vec<Answer> = Vec::new();
    if let Some(entry) = gazetteer.entry(wanted) {
        found.push(answer(gazetteer, entry, "it has this id".to_owned()));
    }
    for reading in gazetteer.lookup(wanted) {
        if found.iter().all(|known| known.entry != reading.entry) {
            let mut answer = answer(gazetteer, reading.entry, because(gazetteer, reading));
            if gazetteer.name(reading).text == gazetteer.describe(reading.entry).1 {
                answer.rank.0 = answer.rank.0.max(1);
            }
            found.push(answer);
        }
    }
    ranked(found)
}

fn because(gazetteer: &Gazetteer, reading: NameMatch) -> String {
    let name = gazetteer.name(reading);
    let mut why = format!(
        "“{}” is its {} name ({})",
        name.text,
        format!("{:?}", name.kind).to_lowercase(),
        name.language
    );
    if let Some(to) = name.validity.to {
        let _ = write!(why, " until {to}");
    }
    why
}

/// Places with a name that differs from the one wanted by a letter or two, the nearest first.
#[must_use]
pub fn near_misses(gazetteer: &Gazetteer, wanted: &str) -> Vec<Answer> {
    let wanted = name_key(wanted);
    let length = wanted.chars().count();
    let allowed = NEAR_MISS.min(length / 4);
    let mut nearest: Vec<(usize, Answer)> = Vec::new();
    for (number, _) in gazetteer.places() {
        let entry = Entry::Place(number);
        let near = gazetteer
            .names_of(entry)
            .filter(|name| name.text.chars().count().abs_diff(length) <= allowed)
            .map(|name| {
                (
                    strsim::osa_distance(&name_key(name.text), &wanted),
                    name.text,
                )
            })
            .filter(|(distance, _)| *distance <= allowed)
            .min();
        if let Some((distance, name)) = near {
            let why = format!("“{name}” differs by {distance}");
            nearest.push((distance, answer(gazetteer, entry, why)));
        }
    }
    nearest.sort_by(|left, right| left.0.cmp(&right.0).then(right.1.rank.cmp(&left.1.rank)));
    nearest.into_iter().map(|(_, answer)| answer).collect()
}

fn ranked(mut answers: Vec<Answer>) -> Vec<Answer> {
    answers.sort_by(|left, right| {
        right
            .rank
            .cmp(&left.rank)
            .then(left.entry.cmp(&right.entry))
    });
    answers
}

/// Countries before capitals before what is labelled so; among equals divisions first, then the one with more people.
fn answer(gazetteer: &Gazetteer, entry: Entry, why: String) -> Answer {
    let rank = match entry {
        Entry::Place(number) => {
            let place = gazetteer.place(number);
            let class = match place.feature_code {
                _ if place.is_country() => 3,
                _ if place.is_capital() => 2,
                _ => 0,
            };
            let division = place.feature_code == "ADM1";
            (class, division, place.population.unwrap_or(0))
        }
        Entry::Route(_) | Entry::Border(_) => (0, false, 0),
    };
    Answer { entry, why, rank }
}
