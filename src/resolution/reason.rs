//! Evidence in words, for people.

use crate::recognition::Mention;
use araxes_gazetteer::{Entry, Gazetteer, NameKind, Place};

use super::{Candidate, Evidence, Ground, Options};

/// Why a mention has no answer.
pub(super) fn why_not(mention: &Mention, candidates: &[Candidate], options: &Options) -> String {
    let Some(best) = candidates.first() else {
        let word = mention
            .hint
            .as_ref()
            .map_or("the context", |hint| hint.word.as_str());
        return format!("no gazetteer in use has this name; “{word}” shows that it is a place");
    };
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
        match evidence.ground {
            Ground::Any => "some place is meant".to_owned(),
            Ground::Line => match self.entry {
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
            Ground::Country
            | Ground::FormerCountry
            | Ground::Capital
            | Ground::Seat
            | Ground::FirstDivision
            | Ground::OtherDivision
            | Ground::Region
            | Ground::Water
            | Ground::Terrain
            | Ground::Site
            | Ground::Area
            | Ground::PartOfTown
            | Ground::FormerSettlement => {
                let kind = place.as_ref().map_or("place", Place::kind);
                let seat = if evidence.ground == Ground::Seat {
                    ", the seat of a division"
                } else {
                    ""
                };
                format!("the gazetteer has it as {}{seat}", article(kind))
            }
            Ground::Population | Ground::PopulationOfCountry | Ground::PopulationOfDivision => {
                let people = place
                    .as_ref()
                    .and_then(|place| place.population)
                    .unwrap_or(0);
                format!("it has {people} inhabitants")
            }
            Ground::PopulationUnknown => "nobody says how many live there".to_owned(),
            Ground::LargestNamesake => "no settlement of this name is larger".to_owned(),
            Ground::ShareOfNamesakes => format!(
                "of all who live in settlements of this name, {:.0} % live there",
                value * 100.0
            ),
            Ground::Extent => "its extent".to_owned(),
            Ground::CalledLikeSeat => "a settlement of this name lies in it".to_owned(),
            Ground::CalledLikeDivision => "it lies in a division of this name".to_owned(),
            Ground::Label
            | Ground::MainName
            | Ground::OtherName
            | Ground::Abbreviation
            | Ground::OldName
            | Ground::Metonym
            | Ground::NameOfPeople => self.name_reason(gazetteer),
            Ground::SameSpelling => "spelt exactly so in the text".to_owned(),
            Ground::SaysDirection => "its name is only a direction".to_owned(),
            Ground::BareDivision => "the text leaves out what sort of division it is".to_owned(),
            Ground::Respelt => {
                "with abbreviations written out or words in another order".to_owned()
            }
            Ground::NounFits => "the noun in the name fits the sort of place".to_owned(),
            Ground::NounContradicts => "the noun in the name says another sort of place".to_owned(),
            Ground::NounLeftOut => "the text leaves out a noun of the name".to_owned(),
            Ground::PartSpokenOf => {
                "the text speaks of a part or the surroundings of it".to_owned()
            }
            Ground::BeginsWith => "the longer name begins with it".to_owned(),
            Ground::EndsWith => "the longer name ends with it".to_owned(),
            Ground::HasInside => "the longer name has it inside".to_owned(),
            Ground::Corrected => "with one letter corrected".to_owned(),
            Ground::Within => "no gazetteer in use has the name; it may lie here".to_owned(),
            Ground::WithinThoughNamed => "the longer name has the name of a place in it".to_owned(),
            Ground::WithinOften => "the document speaks of this place".to_owned(),
            Ground::WithinLatest => "this place was spoken of last before".to_owned(),
            Ground::WithinSentence => "this place stands in the same sentence".to_owned(),
            Ground::HintFits => format!("“{}” beside the name says the same sort of place", hint()),
            Ground::HintContradicts => {
                format!("“{}” beside the name says another sort of place", hint())
            }
            Ground::InForce => "it stood on the document’s day".to_owned(),
            Ground::NotYet => "it did not stand yet on the document’s day".to_owned(),
            Ground::PlaceOfThePast | Ground::LineOfThePast => {
                "it no longer stood on the document’s day".to_owned()
            }
            Ground::YearsOver => format!("that was {value:.0} years before, or more"),
            Ground::NameInUse => "the name was in use on the document’s day".to_owned(),
            Ground::NameNotInUse => "the name was not in use on the document’s day".to_owned(),
            Ground::BeforeContainer => {
                "stands right before the name of what contains it".to_owned()
            }
            Ground::InContainer => "stands before “in” and the name of what contains it".to_owned(),
            Ground::BehindContained => {
                "stands right behind the name of what it contains".to_owned()
            }
            Ground::ContainerElsewhere => {
                "elsewhere the document names what contains it right behind the name".to_owned()
            }
            Ground::DivisionCompany => {
                format!("other places of the document lie in {}", division())
            }
            Ground::DivisionShare => format!(
                "{:.0} % of the document’s other places lie in {}",
                value * 100.0,
                division()
            ),
            Ground::MostCompany => {
                "no other candidate has more of the document’s places around it".to_owned()
            }
            Ground::Nearest => {
                "no other candidate has more of the document’s places near".to_owned()
            }
            Ground::DistrictCompany => {
                format!("other places of the document lie in {}", district())
            }
            Ground::CountryCompany => format!("other places of the document lie in {}", country()),
            Ground::CountryShare => format!(
                "{:.0} % of the document’s other places lie in {}",
                value * 100.0,
                country()
            ),
            Ground::RegionShare => format!(
                "{:.0} % of the document’s other places lie in the same part of the continent",
                value * 100.0
            ),
            Ground::DivisionNamed => format!("{} is mentioned", division()),
            Ground::DistrictNamed => format!("{} is mentioned", district()),
            Ground::CountryNamed => format!("{} is mentioned", country()),
            Ground::Contains => "other places of the document lie in it".to_owned(),
            Ground::SamePlace => "the document names it in other words too".to_owned(),
            Ground::FirstPlace => "the document’s first place lies in the same division".to_owned(),
            Ground::Near => "other places of the document are near".to_owned(),
            Ground::NearWide => {
                "other places of the document are in the same part of the world".to_owned()
            }
            Ground::PublisherCountry => {
                format!("the publisher’s domain belongs to {}", country())
            }
            Ground::PublisherNear => "near a town that the publisher is called after".to_owned(),
            Ground::PublisherTown => {
                "near a town that the publisher may be called after".to_owned()
            }
            Ground::PublisherTownWithoutCountry => {
                "that town is in the United States, and the publisher’s domain belongs to no country".to_owned()
            }
            Ground::PublisherWithoutCountry => {
                "the publisher’s domain belongs to no country, as is usual in the United States"
                    .to_owned()
            }
            Ground::NeighbourDivision => {
                format!("a neighbour in the sentence lies in {}", division())
            }
            Ground::NeighbourCountry => {
                format!("a neighbour in the sentence lies in {}", country())
            }
            Ground::Coordinated => "stands side by side with a place of the same sort".to_owned(),
            Ground::SideMentioned => "one of its sides is mentioned".to_owned(),
            Ground::NoSideMentioned => "neither of its sides is mentioned".to_owned(),
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
