//! What speaks for or against a candidate by itself: sort and size, name and wording, nouns beside it, and the
//! document's day.

use jiff::civil::Date;

use crate::recognition::{FeatureHint, Mention};
use araxes_gazetteer::{Entry, FeatureClass, Name, NameKind, Validity};

use super::atlas::{Atlas, Facts, Slot};
use super::ground::{Ground, Values};
use super::model::Pass;
use super::wording::{self, Reading, Wording};

/// One thing that a name may stand for, with what can be said of it in every document.
#[derive(Debug, Clone)]
pub(super) struct Possibility {
    pub(super) reading: Reading,
    pub(super) slot: Slot,
    /// The grounds that have a value on any day.
    pub(super) values: Box<[(Ground, f32)]>,
    /// What these make in the first pass, and in company.
    pub(super) alone: f64,
    pub(super) in_company: f64,
    /// Whether its name or the thing itself is not of all times.
    pub(super) is_dated: bool,
}

impl Possibility {
    /// The value of each ground on any day.
    pub(super) fn values(&self) -> Box<Values> {
        let mut values = Box::new([0.0; Ground::COUNT]);
        for &(ground, value) in &self.values {
            values[ground as usize] = value;
        }
        values
    }
}

/// A possibility while it is being judged.
struct Judged {
    reading: Reading,
    slot: Slot,
    values: Vec<(Ground, f32)>,
    is_dated: bool,
}

/// How many grounds usually have a value.
const USUAL_GROUNDS: usize = 16;

/// The possibilities of a mention, in the order of their entries, with the values of all that can be said of each
/// alone on any day.
pub(super) fn possibilities(mention: &Mention, atlas: &mut Atlas<'_>) -> Vec<Possibility> {
    let gazetteer = atlas.gazetteer;
    let mut readings = wording::readings(mention, gazetteer);
    // An entry can have several names that fold alike; the best of them counts.
    readings.sort_by_cached_key(|reading| {
        let name = reading.name.map(|name| gazetteer.name(name));
        let rank = name.map_or(u8::MAX, |name| rank(&name, mention));
        (reading.entry, reading.wording, rank)
    });
    readings.dedup_by_key(|reading| reading.entry);
    let slots: Vec<Slot> = readings
        .iter()
        .map(|reading| atlas.slot(reading.entry))
        .collect();
    let atlas = &*atlas;
    let hint = mention.hint.as_ref();
    let some_fit = hint.filter(|hint| slots.iter().any(|&slot| fits(atlas.facts_of(slot), hint)));
    let mut list: Vec<Judged> = readings
        .into_iter()
        .zip(slots)
        .map(|(reading, slot)| {
            let facts = atlas.facts_of(slot);
            let mut values = Vec::with_capacity(USUAL_GROUNDS);
            let mut say = |ground: Ground, value: f32| values.push((ground, value));
            prominence(facts, &mut say);
            let name = reading.name.map(|name| gazetteer.name(name));
            let is_name_dated = name_and_wording(
                mention,
                &reading,
                name,
                (facts.class, facts.label),
                &mut say,
            );
            if let Some(hint) = some_fit {
                let ground = if fits(facts, hint) {
                    Ground::HintFits
                } else {
                    Ground::HintContradicts
                };
                say(ground, 1.0);
            }
            Judged {
                is_dated: is_name_dated || !facts.validity.is_unbounded(),
                reading,
                slot,
                values,
            }
        })
        .collect();
    namesakes(&mut list, atlas);
    seats(&mut list, atlas);
    list.into_iter()
        .map(|judged| Possibility {
            reading: judged.reading,
            slot: judged.slot,
            alone: atlas.model.score(&judged.values, Pass::Alone),
            in_company: atlas.model.score(&judged.values, Pass::InCompany),
            values: judged.values.into(),
            is_dated: judged.is_dated,
        })
        .collect()
}

/// Says what a day, or there being none, makes of a possibility.
pub(super) fn on_day(
    atlas: &Atlas<'_>,
    possibility: &Possibility,
    day: Option<Date>,
    say: &mut impl FnMut(Ground, f32),
) {
    if !possibility.is_dated {
        return;
    }
    let name = possibility
        .reading
        .name
        .map(|name| atlas.gazetteer.name(name));
    if let Some((name, day)) = name.zip(day)
        && !name.validity.is_unbounded()
    {
        let ground = if name.validity.contains(day) {
            Ground::NameInUse
        } else {
            Ground::NameNotInUse
        };
        say(ground, 1.0);
    }
    let entry = possibility.reading.entry;
    validity(atlas.facts_of(possibility.slot).validity, entry, day, say);
}

/// What is to be said of a possibility that no name led to.
pub(super) fn unnamed(facts: &Facts<'_>, say: &mut impl FnMut(Ground, f32)) {
    prominence(facts, say);
    say(Ground::Within, 1.0);
}

/// Powers of ten above a number of people.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn tenfolds(people: u64, above: f64) -> f32 {
    ((people.max(1) as f64).log10() - above).max(0.0) as f32
}

fn prominence(facts: &Facts<'_>, say: &mut impl FnMut(Ground, f32)) {
    say(Ground::Any, 1.0);
    if let Some(sort) = facts.sort {
        say(sort, 1.0);
    }
    match facts.sort {
        Some(Ground::Country) => {
            say(Ground::PopulationOfCountry, tenfolds(facts.population, 5.0));
        }
        None | Some(Ground::Capital | Ground::Seat | Ground::PartOfTown) => {
            if facts.population == 0 {
                say(Ground::PopulationUnknown, 1.0);
            } else {
                say(Ground::Population, tenfolds(facts.population, 2.0));
            }
        }
        Some(
            Ground::FirstDivision
            | Ground::OtherDivision
            | Ground::Region
            | Ground::Water
            | Ground::Terrain
            | Ground::Area,
        ) => {
            #[allow(clippy::cast_possible_truncation)]
            let extent = (facts.extent_km / 10.0).max(1.0).log10() as f32;
            say(Ground::Extent, extent);
            if facts.class == Some(FeatureClass::A) {
                let people = tenfolds(facts.population, 4.0);
                say(Ground::PopulationOfDivision, people);
            }
        }
        _ => {}
    }
}

/// Whether a division is called like its seat, and a settlement like the division it lies in.
fn seats(list: &mut [Judged], atlas: &Atlas<'_>) {
    let is_division = |judged: &Judged| {
        let sort = atlas.facts_of(judged.slot).sort;
        matches!(sort, Some(Ground::FirstDivision | Ground::OtherDivision))
    };
    let divisions: Vec<Slot> = list
        .iter()
        .filter(|judged| is_division(judged))
        .map(|judged| judged.slot)
        .collect();
    if divisions.is_empty() {
        return;
    }
    let mut with_seat: Vec<Slot> = Vec::new();
    for judged in list.iter_mut() {
        let facts = atlas.facts_of(judged.slot);
        if facts.class != Some(FeatureClass::P) {
            continue;
        }
        let around = divisions.iter().filter(|outer| facts.lies_in(**outer));
        let before = with_seat.len();
        with_seat.extend(around);
        if with_seat.len() > before {
            judged.values.push((Ground::CalledLikeDivision, 1.0));
        }
    }
    for judged in list {
        if with_seat.contains(&judged.slot) {
            judged.values.push((Ground::CalledLikeSeat, 1.0));
        }
    }
}

/// How well known a settlement is among those of its name.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn namesakes(list: &mut [Judged], atlas: &Atlas<'_>) {
    let people = |judged: &Judged| {
        let facts = atlas.facts_of(judged.slot);
        match facts.sort {
            None | Some(Ground::Capital | Ground::Seat | Ground::PartOfTown) => facts.population,
            _ => 0,
        }
    };
    let all: u64 = list.iter().map(people).sum();
    let most = list.iter().map(people).max().unwrap_or(0);
    if all == 0 {
        return;
    }
    for judged in list.iter_mut() {
        let own = people(judged);
        if own > 0 {
            let share = (own as f64 / all as f64) as f32;
            judged.values.push((Ground::ShareOfNamesakes, share));
        }
        if own == most {
            judged.values.push((Ground::LargestNamesake, 1.0));
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

/// Sets what name and wording say; returns whether the name was not in use at all times.
fn name_and_wording(
    mention: &Mention,
    reading: &Reading,
    name: Option<Name<'_>>,
    (class, label): (Option<FeatureClass>, &str),
    say: &mut impl FnMut(Ground, f32),
) -> bool {
    let mut set = |ground: Ground| say(ground, 1.0);
    if reading.container_said {
        set(Ground::BeforeContainer);
    }
    match reading.wording {
        Wording::AsWritten => {}
        Wording::Respelt => set(Ground::Respelt),
        Wording::NounFits => set(Ground::NounFits),
        Wording::NounContradicts => set(Ground::NounContradicts),
        Wording::NounLeftOut => set(Ground::NounLeftOut),
        Wording::PartSpokenOf => set(Ground::PartSpokenOf),
        Wording::BeginsWith => set(Ground::BeginsWith),
        Wording::EndsWith => set(Ground::EndsWith),
        Wording::HasInside => set(Ground::HasInside),
        Wording::Corrected => set(Ground::Corrected),
        Wording::Within => set(Ground::Within),
    }
    let Some(name) = name else {
        return false;
    };
    if name.text == label {
        set(Ground::Label);
    } else {
        set(match name.kind {
            NameKind::Official | NameKind::Endonym => Ground::MainName,
            NameKind::Demonym | NameKind::Adjective => Ground::NameOfPeople,
            NameKind::Exonym | NameKind::Transliteration | NameKind::Variant => Ground::OtherName,
            NameKind::Abbreviation => Ground::Abbreviation,
            NameKind::Historical => Ground::OldName,
            NameKind::Metonym => Ground::Metonym,
        });
    }
    if is_spelt_so(&mention.surface, name.text) {
        set(Ground::SameSpelling);
    }
    if is_bare_division(mention, label) {
        set(Ground::BareDivision);
    }
    if matches!(
        class,
        Some(FeatureClass::A | FeatureClass::P | FeatureClass::L)
    ) && says_direction(name.text)
    {
        set(Ground::SaysDirection);
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
    mention.hint.is_none()
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
    let is_direction = |word| is_one_of(wording::DIRECTIONS, word) || is_one_of(CENTRE, word);
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
    say: &mut impl FnMut(Ground, f32),
) {
    if validity.is_unbounded() {
        return;
    }
    let ground = match day {
        Some(day) if validity.contains(day) => Ground::InForce,
        Some(day) if validity.from.is_some_and(|from| day < from) => Ground::NotYet,
        // Countries and towns that are gone go on being written about; so do lines.
        Some(_) if matches!(entry, Entry::Place(_)) => Ground::PlaceOfThePast,
        Some(day) => {
            let years = validity.to.map_or(0, |to| day.year() - to.year());
            say(Ground::YearsOver, f32::from(years.clamp(0, 20)));
            Ground::LineOfThePast
        }
        None if validity.is_current() => Ground::InForce,
        None => return,
    };
    say(ground, 1.0);
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
