//! The evidence for one candidate: by itself, and in the light of the rest of the document.

use std::collections::BTreeMap;

use geo::{Distance, Geodesic, Point};
use jiff::civil::Date;

use crate::document::Document;
use crate::gazetteer::{
    Entry, FeatureClass, Gazetteer, Name, NameKind, Place, PlaceNumber, Validity,
};
use crate::recognition::{FeatureHint, Mention};

use super::{Candidate, Draft, Evidence, weight};

fn evidence(weight: f64, reason: impl Into<String>) -> Evidence {
    Evidence {
        reason: reason.into(),
        weight,
    }
}

/// The candidates of a mention, judged by the mention alone.
pub(super) fn alone(mention: &Mention, gazetteer: &Gazetteer, day: Option<Date>) -> Vec<Candidate> {
    // An entry can have several names that fold alike; the best of them counts.
    let mut best: BTreeMap<Entry, (f64, Vec<Evidence>)> = BTreeMap::new();
    for &reading in &mention.readings {
        let name = name_evidence(mention, &gazetteer.name(reading), day);
        let score: f64 = name.iter().map(|evidence| evidence.weight).sum();
        match best.get(&reading.entry) {
            Some((other, _)) if *other >= score => {}
            _ => {
                best.insert(reading.entry, (score, name));
            }
        }
    }
    let some_fit = mention
        .hint
        .as_ref()
        .is_some_and(|hint| best.keys().any(|&entry| fits(gazetteer, entry, hint)));
    best.into_iter()
        .map(|(entry, (_, mut list))| {
            list.insert(0, prominence(gazetteer, entry));
            if let Some(hint) = mention.hint.as_ref().filter(|_| some_fit) {
                list.push(if fits(gazetteer, entry, hint) {
                    evidence(
                        weight::HINT_FITS,
                        format!(
                            "“{}” beside the name says the same sort of place",
                            hint.word
                        ),
                    )
                } else {
                    evidence(
                        weight::HINT_CONTRADICTS,
                        format!("“{}” beside the name says another sort of place", hint.word),
                    )
                });
            }
            list.extend(bare_division(mention, gazetteer, entry));
            list.extend(validity_evidence(entry, gazetteer.describe(entry).2, day));
            Candidate {
                entry,
                confidence: 0.0,
                evidence: list,
            }
        })
        .collect()
}

fn prominence(gazetteer: &Gazetteer, entry: Entry) -> Evidence {
    let place = match entry {
        Entry::Route(number) => {
            return evidence(
                weight::LINE,
                format!(
                    "the gazetteer has it as a route ({})",
                    gazetteer.route(number).kind
                ),
            );
        }
        Entry::Border(number) => {
            return evidence(
                weight::LINE,
                format!(
                    "the gazetteer has it as a {}",
                    gazetteer.border(number).kind
                ),
            );
        }
        Entry::Place(number) => gazetteer.place(number),
    };
    let base = match (place.feature_class, place.feature_code) {
        (_, "PCLH") => weight::HISTORICAL_COUNTRY,
        (_, code) if code.starts_with("PCL") => weight::COUNTRY,
        (_, "PPLC") => weight::CAPITAL,
        (FeatureClass::L, code) if code.starts_with("RGN") || code == "CONT" => weight::REGION,
        (_, "ADM1") => weight::FIRST_DIVISION,
        (FeatureClass::A, _) => weight::OTHER_DIVISION,
        (FeatureClass::H, _) => weight::WATER,
        (FeatureClass::T, _) => weight::TERRAIN,
        (FeatureClass::P, _) => weight::SETTLEMENT,
        (FeatureClass::L, _) => weight::AREA,
        _ => weight::SITE,
    };
    let (least, per_tenfold) = match (place.feature_class, place.feature_code) {
        (FeatureClass::P, _) => (2.0, weight::PER_TENFOLD_POPULATION),
        (_, "ADM1") => (4.0, weight::PER_TENFOLD_POPULATION_OF_DIVISION),
        _ => (0.0, 0.0),
    };
    let people = place
        .population
        .filter(|&people| people > 0 && per_tenfold > 0.0);
    let size = people.map_or(0.0, |people| {
        // Numbers of inhabitants lie far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let tenfolds = ((people as f64).log10() - least).max(0.0);
        tenfolds * per_tenfold
    });
    let reason = match people {
        Some(people) => format!(
            "the gazetteer has it as {} with {people} inhabitants",
            article(place.kind())
        ),
        None => format!("the gazetteer has it as {}", article(place.kind())),
    };
    evidence(base + size, reason)
}

/// *Tovuz* for *Tovuz District*.
fn bare_division(mention: &Mention, gazetteer: &Gazetteer, entry: Entry) -> Option<Evidence> {
    let Entry::Place(number) = entry else {
        return None;
    };
    let label = gazetteer.place(number).name;
    let noun = ["District", "Province", "Region", "County", "Municipality"]
        .into_iter()
        .find(|noun| label.ends_with(noun))?;
    let said = mention.hint.is_some()
        || mention
            .surface
            .to_lowercase()
            .contains(&noun.to_lowercase());
    (!said).then(|| {
        evidence(
            weight::BARE_NAME_OF_DIVISION,
            format!("the text does not say “{noun}”"),
        )
    })
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

fn name_evidence(mention: &Mention, name: &Name<'_>, day: Option<Date>) -> Vec<Evidence> {
    let mut list = Vec::with_capacity(3);
    let (value, what) = match name.kind {
        NameKind::Official => (weight::MAIN_NAME, "official name"),
        NameKind::Endonym => (weight::MAIN_NAME, "endonym"),
        NameKind::Demonym => (weight::MAIN_NAME, "people"),
        NameKind::Adjective => (weight::MAIN_NAME, "adjective"),
        NameKind::Exonym => (weight::OTHER_NAME, "exonym"),
        NameKind::Transliteration => (weight::OTHER_NAME, "transliteration"),
        NameKind::Variant => (weight::OTHER_NAME, "variant"),
        NameKind::Abbreviation => (weight::OTHER_NAME, "abbreviation"),
        NameKind::Historical => (weight::OLD_NAME, "historical name"),
        NameKind::Metonym => (weight::METONYM, "metonym"),
    };
    list.push(evidence(
        value,
        format!("“{}” is its {what} ({})", name.text, name.language),
    ));
    if mention.surface == name.text {
        list.push(evidence(
            weight::SAME_SPELLING,
            "spelt exactly so in the text",
        ));
    }
    if let Some(day) = day
        && !name.validity.is_unbounded()
    {
        list.push(if name.validity.contains(day) {
            evidence(weight::IN_FORCE, format!("the name was in use on {day}"))
        } else {
            evidence(
                weight::NAME_NOT_IN_FORCE,
                format!("the name was not in use on {day}"),
            )
        });
    }
    list
}

fn validity_evidence(entry: Entry, validity: Validity, day: Option<Date>) -> Option<Evidence> {
    if validity.is_unbounded() {
        return None;
    }
    Some(match day {
        Some(day) if validity.contains(day) => {
            evidence(weight::IN_FORCE, format!("it stood on {day}"))
        }
        Some(day) if validity.from.is_some_and(|from| day < from) => evidence(
            weight::NOT_IN_FORCE,
            format!("it did not stand yet on {day}"),
        ),
        // Countries and towns that are gone go on being written about.
        Some(day) if matches!(entry, Entry::Place(_)) => evidence(
            weight::PLACE_OF_THE_PAST,
            format!("it no longer existed on {day}"),
        ),
        // So do lines, but of two past lines the later is meant.
        Some(day) => {
            let years = validity
                .to
                .map_or(0, |to| day.year() - to.year())
                .clamp(0, 20);
            let weight = weight::LINE_OF_THE_PAST + f64::from(years) * weight::PER_YEAR_OVER;
            evidence(weight, format!("it no longer stood on {day}"))
        }
        None if validity.is_current() => evidence(
            weight::IN_FORCE,
            "it stands today, and the document has no date",
        ),
        None => return None,
    })
}

fn class_and_code(place: &Place<'_>) -> String {
    format!("{:?}.{}", place.feature_class, place.feature_code)
}

fn fits(gazetteer: &Gazetteer, entry: Entry, hint: &FeatureHint) -> bool {
    let Entry::Place(number) = entry else {
        return false;
    };
    let code = class_and_code(&gazetteer.place(number));
    hint.fits.iter().any(|prefix| code.starts_with(prefix))
}

/// The places of a document that are certain before context is looked at.
pub(super) struct Anchors {
    ids: BTreeMap<String, String>,
    countries: BTreeMap<String, String>,
    points: Vec<(PlaceNumber, Point<f64>, String)>,
}

impl Anchors {
    pub(super) fn of(entries: impl Iterator<Item = Entry>, gazetteer: &Gazetteer) -> Self {
        let mut anchors = Self {
            ids: BTreeMap::new(),
            countries: BTreeMap::new(),
            points: Vec::new(),
        };
        for entry in entries {
            let Entry::Place(number) = entry else {
                continue;
            };
            let place = gazetteer.place(number);
            if anchors
                .ids
                .insert(place.id.to_owned(), place.name.to_owned())
                .is_some()
            {
                continue;
            }
            if let Some(iso) = place.iso {
                anchors
                    .countries
                    .insert(iso.to_owned(), place.name.to_owned());
            } else {
                anchors
                    .points
                    .push((number, place.point, place.name.to_owned()));
            }
        }
        anchors
    }
}

/// Adds what the rest of the document says about the candidates of one mention. `neighbours` are the classes of the
/// certain places it is coordinated with.
pub(super) fn in_context(
    candidates: &mut [Candidate],
    gazetteer: &Gazetteer,
    anchors: &Anchors,
    neighbours: &[(Entry, String)],
) {
    for candidate in candidates {
        if let Entry::Border(number) = candidate.entry {
            let sides = &gazetteer.border(number).sides;
            candidate
                .evidence
                .push(match sides.iter().find_map(|side| anchors.ids.get(side)) {
                    Some(name) => evidence(
                        weight::SIDE_MENTIONED,
                        format!("{name}, one of its sides, is mentioned"),
                    ),
                    None => evidence(
                        weight::NO_SIDE_MENTIONED,
                        "neither of its sides is mentioned",
                    ),
                });
        }
        let Entry::Place(number) = candidate.entry else {
            continue;
        };
        let place = gazetteer.place(number);
        if let Some(name) = place.containers.iter().find_map(|id| anchors.ids.get(id)) {
            candidate.evidence.push(evidence(
                weight::CONTAINER_MENTIONED,
                format!("{name}, which contains it, is mentioned"),
            ));
        } else if let Some(name) = place
            .countries
            .iter()
            .find_map(|code| anchors.countries.get(code))
        {
            candidate.evidence.push(evidence(
                weight::COUNTRY_MENTIONED,
                format!("{name}, its country, is mentioned"),
            ));
        }
        let near = anchors
            .points
            .iter()
            .filter(|(other, ..)| *other != number)
            .map(|(_, point, name)| (Geodesic.distance(*point, place.point), name))
            .filter(|(metres, _)| *metres <= weight::NEAR_METRES)
            .min_by(|left, right| left.0.total_cmp(&right.0));
        if let Some((metres, name)) = near {
            candidate.evidence.push(evidence(
                weight::NEAR_MENTIONED,
                format!("{name}, {:.0} km away, is mentioned", metres / 1000.0),
            ));
        }
        let same_sort = neighbours.iter().find(|(entry, _)| match entry {
            Entry::Place(other) => gazetteer.place(*other).feature_class == place.feature_class,
            _ => false,
        });
        if let Some((_, surface)) = same_sort {
            candidate.evidence.push(evidence(
                weight::COORDINATED,
                format!("stands side by side with {surface}, the same sort of place"),
            ));
        }
    }
}

/// The certain mentions that a mention is coordinated with: *A and B*, *A proper and B*, *between A and mainland B*.
pub(super) fn coordinated(
    document: &Document,
    drafts: &[Draft<'_>],
    at: usize,
) -> Vec<(Entry, String)> {
    let mut neighbours = Vec::new();
    let mention = drafts[at].mention;
    for other in [at.checked_sub(1), Some(at + 1)]
        .into_iter()
        .flatten()
        .filter_map(|other| drafts.get(other))
    {
        if other.mention.sentence != mention.sentence || other.mention.block != mention.block {
            continue;
        }
        let (left, right) = if other.mention.span.start < mention.span.start {
            (other.mention, mention)
        } else {
            (mention, other.mention)
        };
        let between = document
            .text
            .get(left.span.end..right.span.start)
            .unwrap_or_default();
        let mut words = between
            .split_whitespace()
            .map(|word| word.trim_matches(|character: char| !character.is_alphabetic()));
        let joined = between.len() < 40
            && words.clone().any(|word| word == "and" || word == "or")
            && words.all(|word| {
                matches!(
                    word,
                    "" | "and"
                        | "or"
                        | "proper"
                        | "mainland"
                        | "the"
                        | "its"
                        | "occupied"
                        | "exclave"
                        | "of"
                )
            });
        if joined && let Some(entry) = other.anchor() {
            neighbours.push((entry, other.mention.surface.clone()));
        }
    }
    neighbours
}
