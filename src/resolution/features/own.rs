//! A candidate's own features, whatever else the document speaks of: sort and size, name and wording, nouns beside it,
//! and the document's day.

use jiff::civil::Date;

use crate::recognition::{FeatureHint, Mention};
use araxes_gazetteer::{Entry, FeatureClass, Gazetteer, Name, NameKind, Validity};

use crate::resolution::cache::names::KnownCandidate;
use crate::resolution::cache::places::{Facts, Places, Slot};
use crate::resolution::feature::Feature;
use crate::resolution::generation::{self, Generated, Wording};

/// A candidate with its own features.
pub(crate) struct Described {
    pub(crate) generated: Generated,
    pub(crate) slot: Slot,
    /// The features that have a value on any day.
    pub(crate) values: Vec<(Feature, f32)>,
    /// Whether its name or the thing itself is not of all times.
    pub(crate) is_dated: bool,
}

/// How many features usually have a value.
const USUAL_FEATURES: usize = 16;

/// The candidates of a mention, in the order of their entries, with all of their own features that have a value on any
/// day.
pub(crate) fn candidates(mention: &Mention, places: &mut Places<'_>) -> Vec<Described> {
    let gazetteer = places.gazetteer;
    let mut generated = generation::candidates(mention, gazetteer);
    // An entry can have several names that fold alike; the best of them counts.
    generated.sort_by_cached_key(|candidate| {
        let name = candidate.name.map(|name| gazetteer.name(name));
        let rank = name.map_or(u8::MAX, |name| rank(&name, mention));
        (candidate.entry, candidate.wording, rank)
    });
    generated.dedup_by_key(|candidate| candidate.entry);
    let slots: Vec<Slot> = generated
        .iter()
        .map(|candidate| places.slot(candidate.entry))
        .collect();
    let places = &*places;
    let hint = mention.hint.as_ref();
    let some_fit = hint.filter(|hint| slots.iter().any(|&slot| fits(places.facts_of(slot), hint)));
    let mut list: Vec<Described> = generated
        .into_iter()
        .zip(slots)
        .map(|(generated, slot)| {
            let facts = places.facts_of(slot);
            let mut values = Vec::with_capacity(USUAL_FEATURES);
            let mut add = |feature: Feature, value: f32| values.push((feature, value));
            prominence(facts, &mut add);
            let name = generated.name.map(|name| gazetteer.name(name));
            let is_name_dated = name_and_wording(
                mention,
                &generated,
                name,
                (facts.class, facts.label),
                &mut add,
            );
            if let Some(hint) = some_fit {
                let feature = if fits(facts, hint) {
                    Feature::HintFits
                } else {
                    Feature::HintContradicts
                };
                add(feature, 1.0);
            }
            Described {
                is_dated: is_name_dated || !facts.validity.is_unbounded(),
                generated,
                slot,
                values,
            }
        })
        .collect();
    namesakes(&mut list, places);
    seats(&mut list, mention, places);
    list
}

/// The features that a day, or there being none, gives a candidate.
pub(crate) fn on_day(
    places: &Places<'_>,
    candidate: &KnownCandidate,
    day: Option<Date>,
    add: &mut impl FnMut(Feature, f32),
) {
    if !candidate.is_dated {
        return;
    }
    let name = candidate
        .generated
        .name
        .map(|name| places.gazetteer.name(name));
    if let Some((name, day)) = name.zip(day)
        && !name.validity.is_unbounded()
    {
        let feature = if name.validity.contains(day) {
            Feature::NameInUse
        } else {
            Feature::NameNotInUse
        };
        add(feature, 1.0);
    }
    let entry = candidate.generated.entry;
    validity(places.facts_of(candidate.slot).validity, entry, day, add);
}

/// The features of a place in which something may be that no gazetteer names.
pub(crate) fn unnamed(facts: &Facts<'_>, add: &mut impl FnMut(Feature, f32)) {
    prominence(facts, add);
    add(Feature::Within, 1.0);
}

/// Powers of ten above a number of people.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn tenfolds(people: u64, above: f64) -> f32 {
    ((people.max(1) as f64).log10() - above).max(0.0) as f32
}

fn prominence(facts: &Facts<'_>, add: &mut impl FnMut(Feature, f32)) {
    add(Feature::Any, 1.0);
    if let Some(sort) = facts.sort {
        add(sort, 1.0);
    }
    match facts.sort {
        Some(Feature::Country) => {
            add(
                Feature::PopulationOfCountry,
                tenfolds(facts.population, 5.0),
            );
        }
        None | Some(Feature::Capital | Feature::Seat | Feature::PartOfTown) => {
            if facts.population == 0 {
                add(Feature::PopulationUnknown, 1.0);
            } else {
                add(Feature::Population, tenfolds(facts.population, 2.0));
            }
        }
        Some(
            Feature::FirstDivision
            | Feature::OtherDivision
            | Feature::Region
            | Feature::Water
            | Feature::Terrain
            | Feature::Area,
        ) => {
            #[allow(clippy::cast_possible_truncation)]
            let extent = (facts.extent_km / 10.0).max(1.0).log10() as f32;
            add(Feature::Extent, extent);
            if facts.class == Some(FeatureClass::A) {
                let people = tenfolds(facts.population, 4.0);
                add(Feature::PopulationOfDivision, people);
            }
        }
        _ => {}
    }
}

/// Whether a division is called like a town in it, and a settlement like the division it lies in.
fn seats(list: &mut [Described], mention: &Mention, places: &Places<'_>) {
    let divisions: Vec<Slot> = list
        .iter()
        .map(|described| described.slot)
        .filter(|&slot| places.facts_of(slot).is_division())
        .collect();
    if divisions.is_empty() {
        return;
    }
    let mut with_seat: Vec<Slot> = Vec::new();
    for described in list.iter_mut() {
        let facts = places.facts_of(described.slot);
        if facts.class != Some(FeatureClass::P) {
            continue;
        }
        let around = |outer: &&Slot| facts.lies_in(**outer);
        if divisions.iter().any(|outer| around(&outer)) {
            described.values.push((Feature::CalledLikeDivision, 1.0));
        }
        if facts.population < LEAST_SEAT || mention.hint.is_some() {
            continue;
        }
        let is_called_like = |outer: &&Slot| {
            let division = places.facts_of(**outer);
            let is_district = division.sort == Some(Feature::OtherDivision);
            (around(outer) || is_district && facts.lies_about(division))
                && !is_bare_division(mention, division.label)
        };
        let mut called_like = divisions.iter().filter(is_called_like).copied().peekable();
        if called_like.peek().is_some() && !is_told_from_division(facts, places.gazetteer) {
            with_seat.extend(called_like);
        }
    }
    for described in list {
        if with_seat.contains(&described.slot) {
            described.values.push((Feature::CalledLikeSeat, 1.0));
        }
    }
}

/// Smaller towns are rarely what a division is called after.
const LEAST_SEAT: u64 = 5_000;

/// Whether a town has a name of its own beside the division's: who means *Quebec City* or *New York City* can say so, and
/// the bare name is left to the division.
fn is_told_from_division(town: &Facts<'_>, gazetteer: &Gazetteer) -> bool {
    let mut names = gazetteer.names_of(town.entry);
    names.any(|name| name.text.ends_with(" City"))
}

/// How well known a settlement is among those of its name.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn namesakes(list: &mut [Described], places: &Places<'_>) {
    let people = |described: &Described| {
        let facts = places.facts_of(described.slot);
        match facts.sort {
            None | Some(Feature::Capital | Feature::Seat | Feature::PartOfTown) => facts.population,
            _ => 0,
        }
    };
    let all: u64 = list.iter().map(people).sum();
    let most = list.iter().map(people).max().unwrap_or(0);
    if all == 0 {
        return;
    }
    for described in list.iter_mut() {
        let own = people(described);
        if own > 0 {
            let share = (own as f64 / all as f64) as f32;
            described.values.push((Feature::ShareOfNamesakes, share));
        }
        if own == most {
            described.values.push((Feature::LargestNamesake, 1.0));
        }
    }
}

fn rank(name: &Name<'_>, mention: &Mention) -> u8 {
    let kind = match name.kind {
        NameKind::Official | NameKind::Endonym | NameKind::Demonym | NameKind::Adjective => 0,
        NameKind::Exonym | NameKind::Transliteration | NameKind::Variant => 1,
        NameKind::Abbreviation => 2,
        NameKind::Historical => 3,
        NameKind::Metonym => 4,
    };
    kind * 2 + u8::from(name.text != mention.surface)
}

/// The features of name and wording; returns whether the name was not in use at all times.
fn name_and_wording(
    mention: &Mention,
    generated: &Generated,
    name: Option<Name<'_>>,
    (class, label): (Option<FeatureClass>, &str),
    add: &mut impl FnMut(Feature, f32),
) -> bool {
    let mut set = |feature: Feature| add(feature, 1.0);
    if generated.container_said {
        set(Feature::BeforeContainer);
    }
    match generated.wording {
        Wording::AsWritten => {}
        Wording::Respelt => set(Feature::Respelt),
        Wording::NounFits => set(Feature::NounFits),
        Wording::NounContradicts => set(Feature::NounContradicts),
        Wording::NounLeftOut => set(Feature::NounLeftOut),
        Wording::PartSpokenOf => set(Feature::PartSpokenOf),
        Wording::BeginsWith => set(Feature::BeginsWith),
        Wording::EndsWith => set(Feature::EndsWith),
        Wording::HasInside => set(Feature::HasInside),
        Wording::Corrected => set(Feature::Corrected),
        Wording::Within => set(Feature::Within),
    }
    let Some(name) = name else {
        return false;
    };
    if name.text == label {
        set(Feature::Label);
    } else {
        set(match name.kind {
            NameKind::Official | NameKind::Endonym => Feature::MainName,
            NameKind::Demonym | NameKind::Adjective => Feature::NameOfPeople,
            NameKind::Exonym | NameKind::Transliteration | NameKind::Variant => Feature::OtherName,
            NameKind::Abbreviation => Feature::Abbreviation,
            NameKind::Historical => Feature::OldName,
            NameKind::Metonym => Feature::Metonym,
        });
    }
    if is_spelt_so(&mention.surface, name.text) {
        set(Feature::SameSpelling);
    }
    if is_bare_division(mention, label) {
        set(Feature::BareDivision);
    }
    if matches!(
        class,
        Some(FeatureClass::A | FeatureClass::P | FeatureClass::L)
    ) && says_direction(name.text)
    {
        set(Feature::SaysDirection);
    }
    !name.validity.is_unbounded()
}

/// Whether a text writes a name as the gazetteer does; what is set in capitals throughout (*SHUSHA*) hides nothing but
/// the case.
fn is_spelt_so(surface: &str, name: &str) -> bool {
    let is_shouted =
        surface.chars().count() > SHORTEST_SHOUT && !surface.chars().any(char::is_lowercase);
    surface == name || is_shouted && surface == name.to_uppercase()
}

/// Shorter words in capitals are rather abbreviations.
const SHORTEST_SHOUT: usize = 3;

/// *Tovuz* for *Tovuz District*: a seat is called by the bare name more often.
fn is_bare_division(mention: &Mention, label: &str) -> bool {
    const NOUNS: [&str; 6] = [
        "District",
        "Province",
        "Region",
        "County",
        "Municipality",
        "Parish",
    ];
    let is_shortened = mention.surface.ends_with(" Co.") || mention.surface.ends_with(" Co");
    mention.hint.is_none()
        && !is_shortened
        && NOUNS.into_iter().any(|noun| {
            let said = |part: &[u8]| part.eq_ignore_ascii_case(noun.as_bytes());
            label.ends_with(noun) && !mention.surface.as_bytes().windows(noun.len()).any(said)
        })
}

/// Whether a name has no word but those for directions and for divisions in general.
fn says_direction(name: &str) -> bool {
    const CENTRE: &[&str] = &["centre", "center"];
    const DIVISIONS: &[&str] = &["region", "district", "province", "division", "the"];
    let is_one_of =
        |words: &[&str], word: &str| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    let words = || name.split([' ', '-']);
    let is_direction = |word| is_one_of(generation::DIRECTIONS, word) || is_one_of(CENTRE, word);
    words().any(is_direction)
        && words().all(|word| is_direction(word) || is_one_of(DIVISIONS, word))
}

/// Whether a place is of a sort that the noun beside the name says: the beginning of class and code, `P.PPL`.
fn fits(facts: &Facts<'_>, hint: &FeatureHint) -> bool {
    let Some(class) = facts.class else {
        return hint.fits.contains(&"");
    };
    let sort = format!("{class:?}.{}", facts.code);
    hint.fits.iter().any(|prefix| sort.starts_with(prefix))
}

fn validity(
    validity: Validity,
    entry: Entry,
    day: Option<Date>,
    add: &mut impl FnMut(Feature, f32),
) {
    if validity.is_unbounded() {
        return;
    }
    let feature = match day {
        Some(day) if validity.contains(day) => Feature::InForce,
        Some(day) if validity.from.is_some_and(|from| day < from) => Feature::NotYet,
        // Countries and towns that are gone go on being written about; so do lines.
        Some(_) if matches!(entry, Entry::Place(_)) => Feature::PlaceOfThePast,
        Some(day) => {
            let years = validity.to.map_or(0, |to| day.year() - to.year());
            add(Feature::YearsOver, f32::from(years.clamp(0, 20)));
            Feature::LineOfThePast
        }
        None if validity.is_current() => Feature::InForce,
        None => return,
    };
    add(feature, 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_only_say_a_direction_are_told_from_those_that_say_more() {
        assert!(says_direction("Northeast") && says_direction("Central Region"));
        assert!(says_direction("North-East") && says_direction("the West"));
        assert!(!says_direction("North Carolina") && !says_direction("Region"));
        assert!(!says_direction("Westend") && !says_direction(""));
    }
}
