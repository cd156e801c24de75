//! The border that a phrase means: which two sides, and whether the gazetteer has a line of that time for them.

use crate::recognition::Side;
use araxes_gazetteer::PlaceNumber;

use super::{Context, Failure, Subject, WhyNot};

/// How sure the reading of a phrase with both sides named is, and of one whose side is a pronoun.
const NAMED: f64 = 0.97;
const MEANT: f64 = 0.75;

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
            let owner = countries(context, before)
                .find(|&country| country != right)
                .ok_or_else(|| {
                    let why_not = format!(
                        "the sentence names no country whose border with {} this is",
                        context.gazetteer.place(right).name
                    );
                    Failure::of(WhyNot::NoOtherCountry, why_not)
                })?;
            (owner, right, MEANT * sure)
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
