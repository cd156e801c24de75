//! The border that a phrase means: which two sides, and whether the gazetteer has a line of that time for them. States that
//! do not touch on that day have none.

use crate::recognition::Side;
use araxes_gazetteer::{PlaceNumber, Viewpoint};

use super::{Context, Failure, Subject, WhyNot};

/// How sure the reading of a phrase with both sides named is, and of one whose side is a pronoun.
const NAMED: f64 = 0.97;
const MEANT: f64 = 0.75;
/// The same where the sentence names no neighbour, and the document does.
const MEANT_BY_DOCUMENT: f64 = 0.6;

pub(super) fn of(context: &Context<'_>, sides: &[Side; 2]) -> Result<(Subject, f64), Failure> {
    let (left, right, confidence) = match sides {
        [Side::Mention(left), Side::Mention(right)] => {
            let (left, left_sure) = named(context, *left)?;
            let (right, right_sure) = named(context, *right)?;
            (left, right, NAMED * left_sure * right_sure)
        }
        [Side::Antecedent(before), Side::Mention(right)]
        | [Side::Mention(right), Side::Antecedent(before)] => {
            let (right, sure) = named(context, *right)?;
            let said = countries(context, before)
                .filter(|&country| country != right)
                .find(|&country| may_touch(context, country, right));
            let (owner, meant) = said
                .map(|country| (country, MEANT))
                .or_else(|| Some((neighbour_in_document(context, right)?, MEANT_BY_DOCUMENT)))
                .ok_or_else(|| {
                    let why_not = format!(
                        "the text names no neighbour of {} whose border this is",
                        context.gazetteer.place(right).name
                    );
                    Failure::of(WhyNot::NoOtherCountry, why_not)
                })?;
            (owner, right, meant * sure)
        }
        [Side::Antecedent(before), Side::Antecedent(_)] => {
            let mut distinct: Vec<PlaceNumber> = Vec::new();
            for country in countries(context, before) {
                if !distinct.contains(&country) {
                    distinct.push(country);
                }
            }
            match distinct.as_slice() {
                [left, right] => (*left, *right, MEANT),
                [] | [_] => {
                    return Err(Failure::of(
                        WhyNot::NoTwoCountries,
                        "the text before names no two countries that could be meant",
                    ));
                }
                more => {
                    return Err(Failure::of(
                        WhyNot::TooManyCountries,
                        format!(
                            "the text before names {} countries, so which two are meant is not certain",
                            more.len()
                        ),
                    ));
                }
            }
        }
    };
    if left == right {
        let why_not = format!("both sides are {}", context.gazetteer.place(left).name);
        return Err(Failure::of(WhyNot::SameSides, why_not));
    }
    if !may_touch(context, left, right) {
        let name = |side| context.gazetteer.place(side).name;
        let day = context
            .day
            .map_or_else(String::new, |day| format!(" on {day}"));
        let why_not = format!(
            "{} and {} have no land border{day}",
            name(left),
            name(right)
        );
        return Err(Failure::of(WhyNot::NoNeighbours, why_not));
    }
    let (left_id, right_id) = (
        context.gazetteer.place(left).id,
        context.gazetteer.place(right).id,
    );
    if let Some(line) = context
        .gazetteer
        .border_between(left_id, right_id, context.day)
    {
        return Ok((Subject::Border(line), confidence));
    }
    let (first, second) = if left_id <= right_id {
        (left, right)
    } else {
        (right, left)
    };
    Ok((Subject::SharedBorder(first, second), confidence))
}

fn named(context: &Context<'_>, mention: usize) -> Result<(PlaceNumber, f64), Failure> {
    context.place(mention).ok_or_else(|| {
        let surface = context.surface(mention);
        let why_not = format!("its side “{surface}” could not be resolved");
        Failure::of(WhyNot::SideUnresolved, why_not)
    })
}

/// Whether two sides share a border on the document's day, as far as outlines of both are known; what has none may.
fn may_touch(context: &Context<'_>, left: PlaceNumber, right: PlaceNumber) -> bool {
    let gazetteer = context.gazetteer;
    let at = Viewpoint {
        day: context.day,
        ..Viewpoint::default()
    };
    let (left, right) = (gazetteer.place(left), gazetteer.place(right));
    let is_drawn = |side| {
        let territory = gazetteer.territory(side, at);
        territory.iter().any(|code| gazetteer.topology().has(code))
    };
    !is_drawn(&left)
        || !is_drawn(&right)
        || gazetteer
            .border_between(left.id, right.id, context.day)
            .is_some()
        || gazetteer.shared_border(&left, &right, at).is_some()
}

/// The neighbour of a country that the document names most often, of several the one named first.
fn neighbour_in_document(context: &Context<'_>, country: PlaceNumber) -> Option<PlaceNumber> {
    let all: Vec<usize> = (0..context.recognition.mentions.len()).collect();
    let mut named: Vec<(PlaceNumber, usize)> = Vec::new();
    for other in countries(context, &all) {
        match named.iter_mut().find(|(known, _)| *known == other) {
            Some((_, times)) => *times += 1,
            None => named.push((other, 1)),
        }
    }
    named.sort_by_key(|&(_, times)| std::cmp::Reverse(times));
    named
        .into_iter()
        .map(|(other, _)| other)
        .find(|&other| other != country && may_touch(context, other, country))
}

/// The countries among mentions, in their order.
fn countries<'a>(
    context: &'a Context<'_>,
    mentions: &'a [usize],
) -> impl Iterator<Item = PlaceNumber> + 'a {
    mentions
        .iter()
        .filter_map(|&mention| context.place(mention))
        .map(|(place, _)| place)
        .filter(|&place| context.gazetteer.place(place).is_country())
}
