//! Explanation: what speaks for and against a candidate, in numbers and in words for people.

use crate::recognition::Mention;
use araxes_gazetteer::{Entry, Gazetteer, NameKind, Place};

use super::feature::{Feature, Values};
use super::model::{Model, Pass};
use super::reference::{Candidate, Evidence, Options};

/// What speaks for and against a candidate with these values, the weightiest first.
pub(super) fn evidence(model: &Model, values: &Values) -> Vec<Evidence> {
    let weights = model.weights(Pass::InCompany);
    let mut evidence: Vec<Evidence> = Feature::ALL
        .iter()
        .map(|&feature| Evidence {
            feature,
            value: values[feature as usize],
            weight: weights[feature as usize] * f64::from(values[feature as usize]),
        })
        .filter(|evidence| evidence.weight != 0.0)
        .collect();
    evidence.sort_by(|left, right| right.weight.abs().total_cmp(&left.weight.abs()));
    evidence
}

/// Why a mention has no answer.
pub(super) fn why_not(
    mention: &Mention,
    candidates: &[Candidate],
    options: &Options,
    gazetteer: &Gazetteer,
) -> String {
    let Some(best) = candidates.first() else {
        let word = mention
            .hint
            .as_ref()
            .map_or("the context", |hint| hint.word.as_str());
        return format!("no gazetteer in use has this name; “{word}” shows that it is a place");
    };
    if !best.wording.calls_it_so() {
        let (_, name, _) = gazetteer.describe(best.entry);
        return format!("no gazetteer in use has this name; it may lie in {name}");
    }
    format!(
        "the likeliest of {} candidates has confidence {:.2}, below {:.2}",
        candidates.len(),
        best.confidence,
        options.min_confidence
    )
}

impl Candidate {
    /// What a piece of evidence for this candidate says, in words.
    #[must_use]
    pub fn reason(&self, evidence: &Evidence, mention: &Mention, gazetteer: &Gazetteer) -> String {
        let place = match self.entry {
            Entry::Place(number) => Some(gazetteer.place(number)),
            _ => None,
        };
        let around = |code: &str| container(gazetteer, place.as_ref(), code);
        let division = || around("ADM1").unwrap_or("the same division");
        let district = || around("ADM2").unwrap_or("the same district");
        let country = || {
            place
                .as_ref()
                .and_then(|place| Some(gazetteer.country(place.countries.iter().next()?)?.name))
                .unwrap_or("the same country")
        };
        let hint = || mention.hint.as_ref().map_or("", |hint| hint.word.as_str());
        let value = evidence.value;
        match evidence.feature {
            Feature::Any => "some place is meant".to_owned(),
            Feature::Line => match self.entry {
                Entry::Route(number) => format!(
                    "the gazetteer has it as a route ({})",
                    gazetteer.route(number).kind
                ),
                Entry::Border(number) => {
                    format!(
                        "the gazetteer has it as a {}",
                        gazetteer.border(number).kind
                    )
                }
                Entry::Place(_) => "it is a line".to_owned(),
            },
            Feature::Country
            | Feature::FormerCountry
            | Feature::Capital
            | Feature::Seat
            | Feature::FirstDivision
            | Feature::OtherDivision
            | Feature::Region
            | Feature::Water
            | Feature::Terrain
            | Feature::Site
            | Feature::Area
            | Feature::PartOfTown
            | Feature::FormerSettlement => {
                let kind = place.as_ref().map_or("place", Place::kind);
                let seat = if evidence.feature == Feature::Seat {
                    ", the seat of a division"
                } else {
                    ""
                };
                format!("the gazetteer has it as {}{seat}", article(kind))
            }
            Feature::Population | Feature::PopulationOfCountry | Feature::PopulationOfDivision => {
                let people = place
                    .as_ref()
                    .and_then(|place| place.population)
                    .unwrap_or(0);
                format!("it has {people} inhabitants")
            }
            Feature::PopulationUnknown => "nobody says how many live there".to_owned(),
            Feature::LargestNamesake => "no settlement of this name is larger".to_owned(),
            Feature::ShareOfNamesakes => format!(
                "of all who live in settlements of this name, {:.0} % live there",
                value * 100.0
            ),
            Feature::Extent => "its extent".to_owned(),
            Feature::CalledLikeSeat => "a town of this name lies in it, and is what people mean more often".to_owned(),
            Feature::CalledLikeDivision => "it lies in a division of this name".to_owned(),
            Feature::Label
            | Feature::MainName
            | Feature::OtherName
            | Feature::Abbreviation
            | Feature::OldName
            | Feature::Metonym
            | Feature::NameOfPeople => self.name_reason(gazetteer),
            Feature::SameSpelling => "spelt exactly so in the text".to_owned(),
            Feature::SaysDirection => "its name is only a direction".to_owned(),
            Feature::BareDivision => "the text leaves out what sort of division it is".to_owned(),
            Feature::Respelt => {
                "with abbreviations written out or words in another order".to_owned()
            }
            Feature::NounFits => "the noun in the name fits the sort of place".to_owned(),
            Feature::NounContradicts => "the noun in the name says another sort of place".to_owned(),
            Feature::NounLeftOut => "the text leaves out a noun of the name".to_owned(),
            Feature::PartSpokenOf => {
                "the text speaks of a part or the surroundings of it".to_owned()
            }
            Feature::BeginsWith => "the longer name begins with it".to_owned(),
            Feature::EndsWith => "the longer name ends with it".to_owned(),
            Feature::HasInside => "the longer name has it inside".to_owned(),
            Feature::Corrected => "with one letter corrected".to_owned(),
            Feature::Within => "no gazetteer in use has the name; it may lie here".to_owned(),
            Feature::WithinThoughNamed => "the longer name has the name of a place in it".to_owned(),
            Feature::WithinOften => "the document speaks of this place".to_owned(),
            Feature::WithinLatest => "this place was spoken of last before".to_owned(),
            Feature::WithinSentence => "this place stands in the same sentence".to_owned(),
            Feature::WithinBehind => "this place is named right behind".to_owned(),
            Feature::HintFits => format!("“{}” beside the name says the same sort of place", hint()),
            Feature::HintContradicts => {
                format!("“{}” beside the name says another sort of place", hint())
            }
            Feature::InForce => "it stood on the document’s day".to_owned(),
            Feature::NotYet => "it did not stand yet on the document’s day".to_owned(),
            Feature::PlaceOfThePast | Feature::LineOfThePast => {
                "it no longer stood on the document’s day".to_owned()
            }
            Feature::YearsOver => format!("that was {value:.0} years before, or more"),
            Feature::NameInUse => "the name was in use on the document’s day".to_owned(),
            Feature::NameNotInUse => "the name was not in use on the document’s day".to_owned(),
            Feature::BeforeContainer => {
                "stands right before the name of what contains it".to_owned()
            }
            Feature::InContainer => "stands before “in” and the name of what contains it".to_owned(),
            Feature::BehindContained => {
                "stands right behind the name of what it contains".to_owned()
            }
            Feature::OutsideContainer => {
                "stands before the name of something that it does not lie in".to_owned()
            }
            Feature::ContainerElsewhere => {
                "elsewhere the document names what contains it right behind the name".to_owned()
            }
            Feature::DivisionCompany => {
                format!("other places of the document lie in {}", division())
            }
            Feature::DivisionShare => format!(
                "{:.0} % of the document’s other places lie in {}",
                value * 100.0,
                division()
            ),
            Feature::MostCompany => {
                "no other candidate has more of the document’s places around it".to_owned()
            }
            Feature::Nearest => {
                "no other candidate has more of the document’s places near".to_owned()
            }
            Feature::DistrictCompany => {
                format!("other places of the document lie in {}", district())
            }
            Feature::CountryCompany => format!("other places of the document lie in {}", country()),
            Feature::CountryShare => format!(
                "{:.0} % of the document’s other places lie in {}",
                value * 100.0,
                country()
            ),
            Feature::RegionShare => format!(
                "{:.0} % of the document’s other places lie in the same part of the continent",
                value * 100.0
            ),
            Feature::DivisionNamed => format!("{} is mentioned", division()),
            Feature::DistrictNamed => format!("{} is mentioned", district()),
            Feature::CountryNamed => format!("{} is mentioned", country()),
            Feature::Contains => "other places of the document lie in it".to_owned(),
            Feature::SamePlace => "the document names it in other words too".to_owned(),
            Feature::FirstPlace => "the document’s first place lies in the same division".to_owned(),
            Feature::Near => "other places of the document are near".to_owned(),
            Feature::NearWide => {
                "other places of the document are in the same part of the world".to_owned()
            }
            Feature::PublisherCountry => {
                format!("the publisher’s domain belongs to {}", country())
            }
            Feature::PublisherNear => "near a town that the publisher is called after".to_owned(),
            Feature::PublisherTown => {
                "near a town that the publisher may be called after".to_owned()
            }
            Feature::PublisherTownWithoutCountry => {
                "that town is in the United States, and the publisher’s domain belongs to no country".to_owned()
            }
            Feature::PublisherWithoutCountry => {
                "the publisher’s domain belongs to no country, as is usual in the United States"
                    .to_owned()
            }
            Feature::NeighbourDivision => {
                format!("a neighbour in the sentence lies in {}", division())
            }
            Feature::NeighbourCountry => {
                format!("a neighbour in the sentence lies in {}", country())
            }
            Feature::Coordinated => "stands side by side with a place of the same sort".to_owned(),
            Feature::SideMentioned => "one of its sides is mentioned".to_owned(),
            Feature::NoSideMentioned => "neither of its sides is mentioned".to_owned(),
        }
    }

    fn name_reason(&self, gazetteer: &Gazetteer) -> String {
        let Some(name) = self.name.map(|name| gazetteer.name(name)) else {
            return "it goes by this name".to_owned();
        };
        let what = match name.kind {
            NameKind::Official => "official name",
            NameKind::Endonym => "endonym",
            NameKind::Demonym => "people",
            NameKind::Adjective => "adjective",
            NameKind::Exonym => "exonym",
            NameKind::Transliteration => "transliteration",
            NameKind::Variant => "variant",
            NameKind::Abbreviation => "abbreviation",
            NameKind::Historical => "historical name",
            NameKind::Metonym => "metonym",
        };
        format!("“{}” is its {what} ({})", name.text, name.language)
    }
}

/// The label of what has a code around a place, or of the place itself.
fn container<'g>(
    gazetteer: &'g Gazetteer,
    place: Option<&Place<'g>>,
    code: &str,
) -> Option<&'g str> {
    let place = place?;
    if place.feature_code == code {
        return Some(place.name);
    }
    place
        .containers
        .iter()
        .filter_map(|id| gazetteer.place_by_id(id))
        .find(|outer| outer.feature_code == code)
        .map(|outer| outer.name)
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}
