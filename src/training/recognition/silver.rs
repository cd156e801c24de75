//! Sentences of our own, with slots that are filled with names: what the corpora have too little of, such as persons and
//! companies that are called like towns, datelines, counties, and the ways in which news speak of places.
//!
//! A line is a template. `<L …>`, `<P …>`, `<O …>` and `<M …>` enclose the name of a place, a person, an organisation
//! and anything else; `{slot}` stands for a word of a sort (see [`Slots`]), written together where it is in a hashtag;
//! `(one|other)` for either of several wordings.

use std::collections::HashMap;

use crate::recognition::lexicon::Facts;
use crate::recognition::model::Class;
use crate::recognition::word_hash;
use araxes_gazetteer::{Entry, FeatureClass, Gazetteer, NameKind, PlaceNumber};

use super::{Annotated, Random, TrainingError};

/// Fills every template several times.
///
/// # Errors
/// Names the first line with a slot or a mark that is not known.
pub fn write(
    path: &str,
    templates: &str,
    gazetteer: &Gazetteer,
    words: &[(u64, Facts)],
    fillings: usize,
) -> Result<Vec<Annotated>, TrainingError> {
    let slots = Slots::of(gazetteer, words);
    let mut random = Random(3);
    let mut found = Vec::new();
    for (number, line) in templates.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        for _ in 0..fillings {
            let filled =
                fill(line, &slots, &mut random).map_err(|problem| TrainingError::Format {
                    path: path.to_owned(),
                    line: number + 1,
                    problem,
                })?;
            found.push(filled);
        }
    }
    Ok(found)
}

/// What slots are filled with.
pub struct Slots<'g> {
    gazetteer: &'g Gazetteer,
    lists: Vec<(&'static str, Vec<Filling>)>,
}

/// A word for a slot, and the place whose name it is.
#[derive(Debug, Clone)]
struct Filling {
    text: String,
    place: Option<PlaceNumber>,
}

/// The country or first-level division in which the place drawn before lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    Country,
    State,
}

/// Words for slots that no gazetteer has.
const FIXED: &[(&str, &str)] = &[
    (
        "day",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    ),
    (
        "month",
        "January February March April May June July August September October November December",
    ),
    (
        "given",
        "James Maria Robert Linda Ahmed Yuki Chen Olga Pierre Carlos Fatima Anna David Susan Karen Thomas Viktor \
        Aram Leyla Ivan Elena Hassan Nikos Giovanni Ingrid Pablo Rosa Kevin Emily Sarah Daniel Laura Mark Paul George \
        Kathleen Deborah Steven Brian Jennifer Patricia Mehmet Narek Giorgi Priya Rahul Sanjay Kwame Amina Joseph Peter \
        Florence Charlotte Austin Madison Chelsea Sydney Georgia Paris Jackson Lincoln Carson Brooklyn Logan Tyler",
    ),
    (
        "surname",
        "Smith Johnson Brown Miller Davis Wilson Moore Taylor Anderson Thomas Harris Clark Lewis Walker Young \
        Petrov Ivanova Sarkisian Aliyev Mammadov Hakobyan Yilmaz Demir Kaya Nguyen Tanaka Suzuki Kim Park Lee Wang Zhang \
        Garcia Martinez Rodriguez Lopez Gonzalez Silva Santos Rossi Bianchi Muller Schmidt Weber Fischer Dubois Moreau \
        Kowalski Nowak Khan Ahmed Hussein Patel Singh Sharma Okafor Mensah Diallo Traore O'Brien Murphy Kelly McDonald",
    ),
    (
        "number",
        "2 3 5 7 12 15 18 24 36 40 52 100 250 1,200 3,500 45,000",
    ),
    (
        "year",
        "1912 1948 1967 1984 1991 1999 2003 2008 2014 2018 2020",
    ),
    (
        "thing",
        "bridge school hospital factory museum library church mosque station market stadium airport prison",
    ),
    (
        "crime",
        "murder burglary arson fraud assault robbery theft manslaughter",
    ),
    (
        "company_word",
        "Inc. Ltd. Corp. Group Holdings Industries Energy Motors Airlines Capital Partners Foods Bank \
        Consulting Systems Technologies",
    ),
    (
        "team_word",
        "United City Rovers Wanderers Athletic Tigers Bears Lions Eagles Hawks Panthers Bulldogs Rangers Giants \
        Cowboys Kings Wolves Warriors",
    ),
    (
        "paper",
        "Times Post Herald Tribune Gazette News Journal Star Chronicle Dispatch Observer Courier Telegraph",
    ),
    ("school", "University College Academy Institute"),
    ("street", "Street Avenue Road Boulevard Lane Drive"),
    (
        "brand",
        "Microsoft Toyota Google Sony Nestle Siemens Walmart Facebook Boeing Apple Samsung Reuters Twitter",
    ),
    (
        "body",
        "Senate Congress Parliament Cabinet Treasury Pentagon",
    ),
    (
        "title",
        "Mr. Mrs. Ms. Dr. President Minister Judge Senator General Captain Professor Sheriff Mayor Coach",
    ),
    (
        "acronym",
        "SOCAR BBC IBM HSBC UBS KPMG CNN BP FIFA UEFA NATO OSCE GM AIG ING ABB BASF SAP KFC IKEA DHL UPS TNT MTV HBO PEN \
        WWF UNICEF EY AXA BNP RWE ENI",
    ),
    (
        "facility",
        "Hospital Stadium Museum Cathedral Airport Prison Arena Theatre Library Castle Palace Station Bridge Park Market \
        Cemetery Mosque Church Hotel Courthouse Zoo Racecourse Mall Barracks Hall",
    ),
    (
        "feature",
        "River Mountain Mountains Lake Valley Island Pass Peninsula Reservoir Village District Bay Creek Hill Hills Beach \
        Desert Canyon Falls",
    ),
    (
        "nickname",
        "Qwert Zarb Blorg Vander Kess Thrum Malv Orbel Drin Sarv Hask Tolv Merg Yarv Penk Quil Brast Wend Calt",
    ),
    (
        "tail",
        "abad ov bury ton ford ville stan grad burg holm by shire mouth field wick dere kent var skoye evo ich oth",
    ),
];

/// How many inhabitants a town has at most, and a city at least.
const TOWN: u64 = 60_000;
const CITY: u64 = 400_000;

/// Words that are more common than this are no towns in the slots where nothing tells them from the word.
const COMMON: u8 = 3;

/// Out of so many names of a division, two are abbreviations (*Mo.*), where it has any.
const NAMES_PER_TWO_ABBREVIATIONS: usize = 5;

impl<'g> Slots<'g> {
    /// The names of a gazetteer by sort: `town`, `city`, `capital`, `country`, `state`, `county`, `water`, `land`, `people`
    /// (*Armenians*), `adjective`, `town_surname` (a town that is called like a person), `town_word` (a town that is
    /// called like an ordinary word) and the fixed lists; besides, `its_country` and `its_state`, which hold the place
    /// drawn last.
    fn of(gazetteer: &'g Gazetteer, words: &[(u64, Facts)]) -> Self {
        let table: HashMap<u64, Facts> = words.iter().copied().collect();
        let facts_of = |name: &str| {
            table
                .get(&word_hash(&name.to_lowercase()))
                .copied()
                .unwrap_or_default()
        };
        let mut town = Vec::new();
        let mut city = Vec::new();
        let mut capital = Vec::new();
        let mut country = Vec::new();
        let mut state = Vec::new();
        let mut county = Vec::new();
        let mut water = Vec::new();
        let mut land = Vec::new();
        let mut people = Vec::new();
        let mut adjective = Vec::new();
        let mut town_surname = Vec::new();
        let mut town_word = Vec::new();
        for (number, place) in gazetteer.places() {
            let filling = |text: &str| Filling {
                text: text.to_owned(),
                place: Some(number),
            };
            let name = place.name;
            if !name.is_ascii() || name.contains(['(', ',']) {
                continue;
            }
            let population = place.population.unwrap_or(0);
            if place.is_country() {
                for name in gazetteer.names_of(Entry::Place(number)) {
                    if name.language != "en" || !name.text.is_ascii() {
                        continue;
                    }
                    match name.kind {
                        NameKind::Demonym => people.push(filling(name.text)),
                        NameKind::Adjective => adjective.push(filling(name.text)),
                        _ => {}
                    }
                }
                if place.feature_code != "PCLH" {
                    country.push(filling(name));
                }
                continue;
            }
            match (place.feature_class, place.feature_code) {
                (FeatureClass::P, _) => {
                    let facts = facts_of(name);
                    if place.is_capital() {
                        capital.push(filling(name));
                    }
                    let english = place
                        .countries
                        .iter()
                        .any(|code| matches!(code, "USA" | "GBR" | "CAN" | "AUS" | "IRL" | "NZL"));
                    if facts.surname >= 2 && english {
                        town_surname.push(filling(name));
                    } else if facts.common >= COMMON && english {
                        town_word.push(filling(name));
                    }
                    if facts.common >= COMMON || facts.given_name >= 2 {
                        continue;
                    }
                    if population >= CITY {
                        city.push(filling(name));
                    } else if population <= TOWN && (english || number_is_sampled(name)) {
                        town.push(filling(name));
                    }
                }
                (FeatureClass::A, "ADM1") if !name.contains(" of ") => state.push(filling(name)),
                (FeatureClass::A, "ADM2") if name.ends_with("County") => county.push(filling(name)),
                (FeatureClass::H, _) => water.push(filling(name)),
                (FeatureClass::T | FeatureClass::L, _) => land.push(filling(name)),
                _ => {}
            }
        }
        let mut lists = vec![
            ("town", town),
            ("city", city),
            ("capital", capital),
            ("country", country),
            ("state", state),
            ("county", county),
            ("water", water),
            ("land", land),
            ("people", people),
            ("adjective", adjective),
            ("town_surname", town_surname),
            ("town_word", town_word),
        ];
        lists.extend(FIXED.iter().map(|(slot, words)| {
            let words = words.split_whitespace().map(|word| Filling {
                text: word.to_owned(),
                place: None,
            });
            (*slot, words.collect())
        }));
        Self { gazetteer, lists }
    }

    /// A word for a slot. `last` is the place whose name was drawn last.
    fn draw(
        &self,
        slot: &str,
        last: Option<PlaceNumber>,
        random: &mut Random,
    ) -> Result<Filling, String> {
        let (wanted, otherwise) = match slot {
            "its_country" => (Container::Country, "country"),
            "its_state" => (Container::State, "state"),
            slot => return self.any(slot, random),
        };
        match last.and_then(|place| self.container(place, wanted)) {
            Some(container) => Ok(self.name(container, random)),
            None => self.any(otherwise, random),
        }
    }

    /// What of this sort contains a place and has an English name that any text can have.
    fn container(&self, place: PlaceNumber, wanted: Container) -> Option<PlaceNumber> {
        let containers = self.gazetteer.place(place).containers;
        containers.iter().find_map(|id| {
            let Some(Entry::Place(number)) = self.gazetteer.entry(id) else {
                return None;
            };
            let place = self.gazetteer.place(number);
            let is_wanted = match wanted {
                Container::Country => place.is_country() && place.feature_code != "PCLH",
                Container::State => place.feature_code == "ADM1",
            };
            (is_wanted && place.name.is_ascii()).then_some(number)
        })
    }

    /// The name of a place, or an abbreviation of it.
    fn name(&self, number: PlaceNumber, random: &mut Random) -> Filling {
        let abbreviations: Vec<&str> = self
            .gazetteer
            .names_of(Entry::Place(number))
            .filter(|name| name.kind == NameKind::Abbreviation && name.language == "en")
            .map(|name| name.text)
            .collect();
        let is_short = random.below(NAMES_PER_TWO_ABBREVIATIONS) < 2;
        let short = abbreviations.get(random.below(abbreviations.len().max(1)));
        Filling {
            text: short
                .filter(|_| is_short)
                .map_or(self.gazetteer.place(number).name, |name| *name)
                .to_owned(),
            place: Some(number),
        }
    }

    /// Any word for a slot.
    fn any(&self, slot: &str, random: &mut Random) -> Result<Filling, String> {
        let (_, list) = self
            .lists
            .iter()
            .find(|(name, _)| *name == slot)
            .ok_or_else(|| format!("there is no slot {{{slot}}}"))?;
        list.get(random.below(list.len()))
            .cloned()
            .ok_or_else(|| format!("the gazetteer has no name for the slot {{{slot}}}"))
    }
}

/// One in four towns of countries that do not speak English, so that theirs do not outweigh all others.
fn number_is_sampled(name: &str) -> bool {
    word_hash(name).is_multiple_of(4)
}

/// Fills one template.
fn fill(template: &str, slots: &Slots<'_>, random: &mut Random) -> Result<Annotated, String> {
    let mut filled = Annotated {
        text: String::new(),
        names: Vec::new(),
    };
    let mut open: Option<(usize, Class)> = None;
    let mut last = None;
    let mut rest = template;
    while let Some(first) = rest.chars().next() {
        let tail = rest.get(first.len_utf8()..).unwrap_or_default();
        match first {
            '<' => {
                let (mark, behind) = tail.split_once(' ').ok_or("a mark is not closed")?;
                let class = match mark {
                    "L" => Class::Place,
                    "P" => Class::Person,
                    "O" => Class::Organisation,
                    "M" => Class::Other,
                    mark => return Err(format!("there is no mark <{mark}>")),
                };
                open = Some((filled.text.len(), class));
                rest = behind;
            }
            '>' => {
                let (start, class) = open.take().ok_or("a mark is closed that was not opened")?;
                filled.names.push((start..filled.text.len(), class));
                rest = tail;
            }
            '{' => {
                let (slot, behind) = tail.split_once('}').ok_or("a slot is not closed")?;
                let drawn = slots.draw(slot, last, random)?;
                let word = filled.text.rsplit(char::is_whitespace).next();
                if word.is_some_and(|word| word.starts_with('#')) {
                    // A hashtag is written together.
                    let letters = drawn.text.chars().filter(|one| one.is_alphanumeric());
                    filled.text.extend(letters);
                } else {
                    filled.text.push_str(&drawn.text);
                }
                last = drawn.place.or(last);
                rest = behind;
            }
            '(' if tail
                .split_once(')')
                .is_some_and(|(inner, _)| inner.contains('|')) =>
            {
                let (inner, behind) = tail.split_once(')').unwrap_or_default();
                let wordings: Vec<&str> = inner.split('|').collect();
                let wording = wordings.get(random.below(wordings.len())).unwrap_or(&"");
                filled.text.push_str(wording);
                rest = behind;
            }
            other => {
                filled.text.push(other);
                rest = tail;
            }
        }
    }
    Ok(filled)
}
