//! What the gazetteer offers for a name: each thing that goes by it, with the case that its name asks of a text, and what
//! all of them are together.

use std::rc::Rc;

use araxes_gazetteer::{Entry, FeatureClass, Gazetteer, Name, NameKind, NameMatch, tokens};

/// How many readings of a name are looked at for its profile.
const MOST_READINGS: usize = 32;

/// Up to how many inhabitants a town is less often meant by its name than the people who are called the same.
const SMALL_TOWN: u64 = 100_000;

/// How a name writes one of its words, and what that asks of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// Nothing.
    Any,
    /// A capital.
    Capital,
    /// Capitals throughout: an abbreviation with so many letters.
    Capitals {
        /// Its letters.
        letters: usize,
    },
}

/// One thing that a name stands for.
#[derive(Debug, Clone)]
pub(crate) struct Named<'g> {
    pub(crate) found: NameMatch,
    pub(crate) name: Name<'g>,
    /// How it writes each of its words.
    pub(crate) cases: Rc<[Case]>,
    /// Its sort, as a bit of [`Profile`].
    pub(crate) sort: u16,
    pub(crate) population: u64,
    /// It is a town that few have heard of.
    pub(crate) is_small_town: bool,
    /// Governments go by the name: it is a country or a capital.
    pub(crate) is_power: bool,
    /// It is from a list that the user brought.
    pub(crate) is_own: bool,
    /// It lies where Azerbaijani and Turkish are a neighbour's languages, and is no country or region.
    is_between_neighbours: bool,
}

/// Countries of whose towns English texts use Azerbaijani and Turkish names.
const NEIGHBOURS: [&str; 5] = ["ARM", "AZE", "GEO", "IRN", "TUR"];

impl<'g> Named<'g> {
    pub(crate) fn of(gazetteer: &'g Gazetteer, found: NameMatch) -> Self {
        let name = gazetteer.name(found);
        let mut named = Self {
            cases: cases(name.text, name.kind),
            found,
            name,
            sort: Profile::WAY,
            population: 0,
            is_small_town: false,
            is_power: false,
            is_own: gazetteer.is_of_own_list(found),
            is_between_neighbours: true,
        };
        if let Entry::Place(number) = found.entry {
            let place = gazetteer.place(number);
            named.population = place.population.unwrap_or(0);
            named.sort = match place.feature_class {
                FeatureClass::A if place.is_country() => Profile::COUNTRY,
                FeatureClass::A if place.feature_code.starts_with("ADM1") => {
                    Profile::FIRST_DIVISION
                }
                FeatureClass::A => Profile::DIVISION,
                FeatureClass::P if place.is_capital() => Profile::CAPITAL | Profile::SETTLEMENT,
                FeatureClass::P => Profile::SETTLEMENT,
                FeatureClass::H | FeatureClass::U => Profile::WATER,
                FeatureClass::T | FeatureClass::V => Profile::LAND,
                FeatureClass::L => Profile::REGION,
                FeatureClass::S | FeatureClass::R => Profile::SITE,
            };
            named.is_small_town =
                place.feature_class == FeatureClass::P && named.population < SMALL_TOWN;
            named.is_power = place.is_country() || place.is_capital();
            named.is_between_neighbours = named.sort & (Profile::COUNTRY | Profile::REGION) == 0
                && place
                    .countries
                    .iter()
                    .any(|code| NEIGHBOURS.contains(&code));
        }
        named
    }

    /// Whether it may stand in a text of this language. One that begins with a small letter (the French *russe*) looks
    /// like any word and is looked for in texts of its own language only; what others than English speakers call a place
    /// (*Island*, *Rom*) is not looked for in English ones.
    pub(crate) fn is_at_home(&self, language: Option<&str>) -> bool {
        if self.is_unknown_to_english() && language == Some("en") {
            return false;
        }
        !self.looks_like_any_word()
            || language.is_none_or(|language| language == self.name.language)
    }

    pub(crate) fn is_at_home_anywhere(&self) -> bool {
        !self.is_unknown_to_english() && !self.looks_like_any_word()
    }

    fn looks_like_any_word(&self) -> bool {
        let name = &self.name;
        self.cases.first() == Some(&Case::Any)
            && name.script == "Latn"
            && name.text.chars().next().is_some_and(char::is_lowercase)
    }

    /// Whether it is a name in Latin letters that the place has in other languages than English alone. English has names
    /// of its own for countries, regions and the towns of the world. What neighbours call a town of the South Caucasus,
    /// Turkey or Iran (*Irevan*, *Gümrü*) stands in English texts as well.
    pub(crate) fn is_unknown_to_english(&self) -> bool {
        let name = &self.name;
        let elsewhere = match name.kind {
            NameKind::Exonym => name.language != "en",
            NameKind::Variant | NameKind::Abbreviation => !matches!(name.language, "en" | "und"),
            // *Ísland*, with and without its accent.
            NameKind::Endonym | NameKind::Official if self.sort == Profile::COUNTRY => {
                !matches!(name.language, "en" | "und")
            }
            _ => false,
        };
        elsewhere
            && name.script == "Latn"
            && !(self.is_between_neighbours && matches!(name.language, "az" | "tr"))
    }
}

fn cases(name: &str, kind: NameKind) -> Rc<[Case]> {
    tokens(name)
        .map(|token| {
            let core = token.core(name);
            let letters = core.chars().filter(|letter| letter.is_alphabetic()).count();
            let all_upper = letters >= 2 && core.chars().all(|letter| !letter.is_lowercase());
            if all_upper && (kind == NameKind::Abbreviation || letters <= 5) {
                Case::Capitals { letters }
            } else if core.chars().next().is_some_and(char::is_uppercase) {
                Case::Capital
            } else {
                Case::Any
            }
        })
        .collect()
}

/// The names of lines are common nouns, which some write with capitals: *Line of Contact*, *line of contact*.
pub(crate) fn is_border(found: NameMatch) -> bool {
    matches!(found.entry, Entry::Border(_))
}

/// What the gazetteer says of a name, all its readings together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Profile {
    /// Inhabitants of the most populous reading: 0 where none is known, else the number of digits.
    pub(crate) population: u8,
    /// One bit for each sort of place among the readings; see the constants.
    pub(crate) sorts: u16,
    /// Number of readings: 0 for none, 1, 2, 3 for up to 5, 4 for up to 15, 5 for more.
    pub(crate) readings: u8,
    /// All readings are the people of a place or its adjective.
    pub(crate) demonym: bool,
    /// Some reading is an abbreviation.
    pub(crate) abbreviation: bool,
    /// All readings stand for a government (*the Kremlin*).
    pub(crate) metonym: bool,
}

impl Profile {
    pub(crate) const COUNTRY: u16 = 1;
    pub(crate) const CAPITAL: u16 = 2;
    pub(crate) const FIRST_DIVISION: u16 = 4;
    pub(crate) const DIVISION: u16 = 8;
    pub(crate) const SETTLEMENT: u16 = 16;
    pub(crate) const WATER: u16 = 32;
    pub(crate) const LAND: u16 = 64;
    pub(crate) const REGION: u16 = 128;
    pub(crate) const SITE: u16 = 256;
    pub(crate) const WAY: u16 = 512;

    /// Whether any reading is of one of these sorts.
    pub(crate) fn is_any(self, sorts: u16) -> bool {
        self.sorts & sorts != 0
    }

    /// Whether the name is known beyond its neighbourhood.
    pub(crate) fn is_renowned(self) -> bool {
        self.population >= 6
            || self.is_any(
                Self::COUNTRY | Self::CAPITAL | Self::FIRST_DIVISION | Self::WATER | Self::REGION,
            )
    }
}

/// What the gazetteer has for a name: what a candidate is, wherever it stands.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) readings: Rc<[NameMatch]>,
    pub(crate) profile: Profile,
    pub(crate) power: bool,
    pub(crate) own: bool,
    /// All are written with the article: *the Caspian Sea*.
    pub(crate) has_article: bool,
}

impl Offer {
    /// What some of the things offer that go by a name: the people of places, or places.
    pub(crate) fn of(mut named: Vec<&Named<'_>>) -> Option<Self> {
        // The people of one place and another place can share a form (*Persian*, *Irish*, *Polish*).
        let demonym = named.iter().any(|named| named.name.kind.is_demonym())
            && named
                .iter()
                .all(|named| named.name.kind.is_demonym() || named.is_small_town);
        named.retain(|named| named.name.kind.is_demonym() == demonym);
        Self::all(&named)
    }

    /// What all of the things offer.
    pub(crate) fn all(named: &[&Named<'_>]) -> Option<Self> {
        (!named.is_empty()).then(|| Self {
            readings: named.iter().map(|named| named.found).collect(),
            profile: profile(named),
            power: named.iter().any(|named| named.is_power),
            own: named.iter().any(|named| named.is_own),
            has_article: named
                .iter()
                .all(|named| named.name.text.starts_with("the ")),
        })
    }
}

/// What the readings of a name say of it, all together.
fn profile(readings: &[&Named<'_>]) -> Profile {
    let mut profile = Profile {
        readings: match readings.len() {
            0 => 0,
            1 => 1,
            2 => 2,
            3..=5 => 3,
            6..=15 => 4,
            _ => 5,
        },
        demonym: !readings.is_empty(),
        metonym: !readings.is_empty(),
        ..Profile::default()
    };
    let mut population = 0;
    for named in readings.iter().take(MOST_READINGS) {
        let kind = named.name.kind;
        profile.demonym &= kind.is_demonym();
        profile.metonym &= kind == NameKind::Metonym;
        profile.abbreviation |= kind == NameKind::Abbreviation;
        population = population.max(named.population);
        profile.sorts |= named.sort;
    }
    profile.population = population
        .checked_ilog10()
        .map_or(0, |digits| digits as u8 + 1);
    profile
}
