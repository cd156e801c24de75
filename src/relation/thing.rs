//! Things that no gazetteer has and whose noun says what they are: *Maple Avenue*, *улица Ленина*, *the village of
//! Qaraqul*. Each is a thing of its own, *somewhere in* the place that it lies in: it has its own name and id, and is never
//! a citation of that place.

use geo::{Distance, Geodesic};
use serde::{Deserialize, Serialize};

use araxes_gazetteer::import::slug;
use araxes_gazetteer::{Entry, FeatureClass, Gazetteer, Place, PlaceNumber, fold};

use crate::document::Document;
use crate::recognition::{Mention, MentionKind};
use crate::resolution::{Reference, chance, log_odds};

use super::Context;
use super::words::nouns::{self, Noun};

/// A thing that no gazetteer has, and the place it lies in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thing {
    /// Its name as the document writes it.
    pub name: String,
    /// What it is.
    pub kind: ThingKind,
    /// The part of its id that is made of its name.
    pub slug: String,
    /// The place that it lies in.
    pub container: PlaceNumber,
}

araxes_gazetteer::vocabulary! {
    /// What a thing is that no gazetteer has, by its noun: first those that lie in towns, then, from
    /// [`Village`](ThingKind::Village) on, those that lie around them.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum ThingKind {
        /// A street, avenue or lane.
        Street = "street",
        /// A square or a plaza.
        Square = "square",
        /// A road, in a town or between places: *County Road 12*.
        Road = "road",
        /// A bridge.
        Bridge = "bridge",
        /// A railway or underground station.
        Station = "station",
        /// An airport or airfield.
        Airport = "airport",
        /// A school of any grade.
        School = "school",
        /// A hospital or clinic.
        Hospital = "hospital",
        /// A church, cathedral or chapel.
        Church = "church",
        /// A mosque.
        Mosque = "mosque",
        /// A synagogue.
        Synagogue = "synagogue",
        /// A monastery or convent.
        Monastery = "monastery",
        /// A museum or gallery.
        Museum = "museum",
        /// A theatre, opera or cinema.
        Theatre = "theatre",
        /// A library.
        Library = "library",
        /// A stadium or arena.
        Stadium = "stadium",
        /// A park or garden.
        Park = "park",
        /// A cemetery.
        Cemetery = "cemetery",
        /// A prison or jail.
        Prison = "prison",
        /// A court of law.
        Court = "court",
        /// A hotel or inn.
        Hotel = "hotel",
        /// A market or mall.
        Market = "market",
        /// A factory, plant or mill.
        Factory = "factory",
        /// A building or centre of another use.
        Building = "building",
        /// A palace, castle or fortress.
        Castle = "castle",
        /// A barracks or base.
        Base = "base",
        /// A camp.
        Camp = "camp",
        /// A port or harbour.
        Port = "port",
        /// A part of a town.
        PartOfTown = "part of a town",
        /// A village or hamlet.
        Village = "village",
        /// A farm or ranch.
        Farm = "farm",
        /// A mine or quarry.
        Mine = "mine",
        /// A dam.
        Dam = "dam",
        /// A river, creek or brook.
        River = "river",
        /// A lake or pond.
        Lake = "lake",
        /// A reservoir.
        Reservoir = "reservoir",
        /// A mountain, hill or peak.
        Mountain = "mountain",
        /// A valley or gorge.
        Valley = "valley",
        /// A forest or wood.
        Forest = "forest",
        /// A beach.
        Beach = "beach",
    }
    /// The words for it in the output.
    pub fn as_str;
}

impl ThingKind {
    /// Whether such things lie in towns. The others lie around them: a village, a river or a mountain that a text places
    /// by a town is seldom in it, so that they lie in its district.
    #[must_use]
    pub fn is_of_towns(self) -> bool {
        self < Self::Village
    }

    /// The nouns that say so, by the BCP 47 code of the language; `…` stands for what may be added.
    pub fn nouns(self) -> impl Iterator<Item = (&'static str, String)> {
        nouns::written(self)
    }

    /// Whether such things are called after places far away: *Lancaster Avenue*, *Washington Square*. The name of a
    /// hospital, a school or a court says where it is.
    fn is_called_after_anything(self) -> bool {
        matches!(
            self,
            Self::Street | Self::Square | Self::Road | Self::Park | Self::Hotel
        ) || !self.is_of_towns()
    }
}

/// A container is clear if it is likelier than all others and none of them together: 0..1.
const CLEAR: f64 = 0.5;

/// How much too sure resolution is of containers in other languages than English, which its weights know, log-odds: of 48
/// things in Russian, Ukrainian, Turkish, German, French and Spanish texts without positions, read by eye, 28 lie where they
/// were put, at a mean confidence of 0.82.
const TOO_SURE: f64 = 1.2;

/// Where half of the things in a container lie farther from its point than this, metres, the point says nothing: the
/// distance within which the field's protocol counts a toponym as right (100 miles).
const FARTHEST_M: f64 = 161_000.0;

/// Places with as many inhabitants as this are known by their name where it is part of another: *Belfast Magistrates'
/// Court*. The United Nations list cities from this size on.
const CITY: u64 = 100_000;

/// How far half of the streets, schools, parks and other things in a town lie from its point, metres, by its inhabitants:
/// the medians of what annotators placed and no gazetteer here has, in the Local-Global Lexicon and GeoWebNews, each thing
/// once: 11 in parts of towns and places below 10,000 (0.9 to 10.9 km), 16 below 100,000 (0.6 to 18.8), 9 below a million
/// (2.0 to 8.8), 6 above (5.0 to 28.7). The two in the middle do not differ (4.3 and 4.1 km).
const IN_TOWNS_M: &[(u64, f64)] = &[
    (10_000, 2_300.0),
    (1_000_000, 4_200.0),
    (u64::MAX, 10_300.0),
];

/// Half of a disc lies within 1/√2 of its radius, so 0.4 √area from its middle; the gazetteers state a quarter of √area of
/// a division as its precision.
const HALF_OF_DIVISION: f64 = 1.6;

/// How far half of the things that lie in a place are from its point, metres.
#[must_use]
pub fn half_within_m(container: &Place<'_>) -> f64 {
    if container.feature_class != FeatureClass::P {
        return HALF_OF_DIVISION * container.precision_m;
    }
    let inhabitants = container.population.unwrap_or(0);
    let of_size = IN_TOWNS_M.iter().find(|(below, _)| inhabitants < *below);
    of_size.map_or(0.0, |(_, metres)| metres.max(container.precision_m))
}

/// The thing that a name stands for which no gazetteer has, and the probability that it lies there; `None` where no noun
/// says what it is, or where it lies is not clear.
pub(super) fn of(
    context: &Context<'_>,
    mention: &Mention,
    reference: &Reference,
) -> Option<(Thing, f64)> {
    let container = reference.container()?;
    if !matches!(mention.kind, MentionKind::Name) || reference.choice < CLEAR {
        return None;
    }
    let Entry::Place(container_number) = container.entry else {
        return None;
    };
    let confidence = match is_english(context.document) {
        true => container.confidence,
        false => chance(log_odds(container.confidence) - TOO_SURE),
    };
    if confidence < context.min_confidence {
        return None;
    }
    let named = Named::of(context.document, mention)?;
    let gazetteer = context.gazetteer;
    let place = gazetteer.place(container_number);
    if !named.kind.is_called_after_anything() && is_elsewhere(gazetteer, &named.own, &place) {
        return None;
    }
    let number = if named.kind.is_of_towns() || place.feature_class == FeatureClass::A {
        container_number
    } else {
        district_around(gazetteer, &place)?
    };
    if half_within_m(&gazetteer.place(number)) > FARTHEST_M {
        return None;
    }
    let thing = Thing {
        name: named.name,
        kind: named.kind,
        slug: named.slug,
        container: number,
    };
    Some((thing, confidence))
}

/// Whether a document is in English, or too short to tell.
fn is_english(document: &Document) -> bool {
    let language = document.language.as_deref();
    language.is_none_or(|tag| tag == "en" || tag.starts_with("en-"))
}

/// The district that a place lies in: a division of the second level or below.
fn district_around(gazetteer: &Gazetteer, place: &Place<'_>) -> Option<PlaceNumber> {
    place.containers.iter().find_map(|id| {
        let Entry::Place(number) = gazetteer.entry(id)? else {
            return None;
        };
        let outer = gazetteer.place(number);
        let is_district = outer.feature_class == FeatureClass::A
            && !outer.is_country()
            && !outer.feature_code.starts_with("ADM1");
        is_district.then_some(number)
    })
}

/// The most words of a place's name that is looked for in a longer one.
const LONGEST_INNER_NAME: usize = 3;

/// Whether the name of a thing has a country, division or city in it that is somewhere else than its container.
fn is_elsewhere(gazetteer: &Gazetteer, own: &[String], container: &Place<'_>) -> bool {
    (1..=LONGEST_INNER_NAME.min(own.len())).any(|length| {
        own.windows(length).any(|words| {
            let keys: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut known = gazetteer
                .lookup_keys(&keys)
                .into_iter()
                .filter_map(|found| match found.entry {
                    Entry::Place(number) => Some(gazetteer.place(number)),
                    _ => None,
                })
                .filter(|place| {
                    place.is_country()
                        || place.feature_code == "ADM1"
                        || place.population.unwrap_or(0) >= CITY
                })
                .peekable();
            known.peek().is_some() && !known.any(|place| are_together(&place, container))
        })
    })
}

/// Whether one place is the other, lies in it, or reaches to it.
fn are_together(left: &Place<'_>, right: &Place<'_>) -> bool {
    left.id == right.id
        || left.containers.contains(right.id)
        || right.containers.contains(left.id)
        || Geodesic.distance(left.point, right.point) <= half_within_m(left) + half_within_m(right)
}

/// What a name says of the thing that it names.
struct Named {
    kind: ThingKind,
    name: String,
    /// The name as a part of an id.
    slug: String,
    /// The name without its noun, folded.
    own: Vec<String>,
}

impl Named {
    fn of(document: &Document, mention: &Mention) -> Option<Self> {
        let language = document.language.as_deref();
        let surface = &mention.surface;
        let words: Vec<String> = words(surface).map(fold).collect();
        let nouns: Vec<Option<&Noun>> =
            words.iter().map(|word| nouns::of(word, language)).collect();
        let (noun, own) = match (words.as_slice(), nouns.as_slice()) {
            ([_], [Some(noun)]) if noun.is_compound() => (*noun, words.as_slice()),
            ([own @ .., _], [before @ .., Some(noun)]) if before.iter().any(Option::is_none) => {
                (*noun, own)
            }
            ([_, own @ ..], [Some(noun), behind @ ..])
                if noun.may_lead && behind.iter().any(Option::is_none) =>
            {
                (*noun, own)
            }
            // Nouns alone name nothing, and are no name to stand beside one.
            (_, nouns) if nouns.iter().all(Option::is_some) => return None,
            _ => {
                let (noun, name) = beside(document, mention)?;
                return Some(Self::new(noun, name, words));
            }
        };
        Some(Self::new(noun, surface.clone(), own.to_vec()))
    }

    fn new(noun: &Noun, name: String, own: Vec<String>) -> Self {
        let own: Vec<String> = own.into_iter().filter(|word| !is_particle(word)).collect();
        let written = own.join(" ");
        Self {
            kind: noun.kind,
            name,
            slug: match noun.is_compound() {
                true => slug(&written),
                false => slug(&format!("{written} {}", noun.plain())),
            },
            own,
        }
    }
}

/// Words that may stand between a noun and the name: *the village **of** Qaraqul*, *rue **de la** Paix*.
fn is_particle(key: &str) -> bool {
    nouns::PARTICLES.contains(&key)
}

/// How many particles may stand between a noun and the name.
const MOST_PARTICLES: usize = 2;

/// The noun right beside a name, and the name of the thing: *the village of Qaraqul*, *улица Ленина*, *Nizami küçəsi*.
fn beside(document: &Document, mention: &Mention) -> Option<(&'static Noun, String)> {
    let language = document.language.as_deref();
    let text = &document.text;
    let surface = &mention.surface;
    let mut end = mention.span.start;
    for _ in 0..=MOST_PARTICLES {
        let before = text.get(mention.sentence.start.min(end)..end)?;
        let before = before.trim_end_matches([' ', '\n', '“', '"', '«', '’', '\'']);
        let word = before
            .rsplit(|letter: char| !letter.is_alphanumeric() && letter != '.')
            .next()?;
        let start = mention.sentence.start.min(end) + before.len() - word.len();
        let key = fold(word);
        if let Some(noun) = nouns::of(&key, language).filter(|noun| noun.may_lead) {
            // A village is called by its name alone; a street is not.
            let name = match noun.kind.is_of_towns() {
                true => text.get(start..mention.span.end)?,
                false => surface,
            };
            return Some((noun, name.to_owned()));
        }
        if !is_particle(&key) {
            break;
        }
        end = start;
    }
    let behind = text.get(mention.span.end..mention.sentence.end.max(mention.span.end))?;
    let behind = behind.strip_prefix(['”', '»', '"']).unwrap_or(behind);
    let behind = behind.strip_prefix(' ')?;
    let word = words(behind)
        .next()
        .filter(|word| behind.starts_with(word))?;
    let noun = nouns::of(&fold(word), language)?;
    // *The Jbeil church* is a church in Jbeil.
    match (noun.kind.is_of_towns(), noun.is_english()) {
        (true, true) => None,
        (true, false) => Some((noun, format!("{surface} {word}"))),
        (false, _) => Some((noun, surface.clone())),
    }
}

/// The words of a text; *St.* and *Children’s* are one.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'' && letter != '’')
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(language: &str, text: &str, name: &str) -> Option<(ThingKind, String, String)> {
        let mut document = crate::document::from_text("test", None, None, text);
        document.language = Some(language.to_owned());
        let gazetteer = Gazetteer::default();
        let start = text.find(name)?;
        let span = start..start + name.len();
        let recognition = crate::recognition::given(&document, &[span], &gazetteer);
        let named = Named::of(&document, recognition.mentions.first()?)?;
        Some((named.kind, named.name, named.slug))
    }

    #[test]
    fn nouns_say_what_a_thing_is_in_every_language() {
        let cases = [
            (
                "en",
                "A fire on Maple Ave. spread.",
                "Maple Ave",
                ThingKind::Street,
                "Maple Ave",
                "maple-avenue",
            ),
            (
                "en",
                "At Lincoln High School today.",
                "Lincoln High School",
                ThingKind::School,
                "Lincoln High School",
                "lincoln-high-school",
            ),
            (
                "en",
                "In the village of Qaraqul.",
                "Qaraqul",
                ThingKind::Village,
                "Qaraqul",
                "qaraqul-village",
            ),
            (
                "en",
                "By Lake Opechee they sat.",
                "Lake Opechee",
                ThingKind::Lake,
                "Lake Opechee",
                "opechee-lake",
            ),
            (
                "ru",
                "На улице Ленина было тихо.",
                "Ленина",
                ThingKind::Street,
                "улице Ленина",
                "",
            ),
            (
                "az",
                "Onlar Nizami küçəsində idi.",
                "Nizami",
                ThingKind::Street,
                "Nizami küçəsində",
                "",
            ),
            (
                "de",
                "In der Schillerstraße brannte es.",
                "Schillerstraße",
                ThingKind::Street,
                "Schillerstraße",
                "schillerstrasse",
            ),
            (
                "fr",
                "Dans la rue de Rivoli, hier.",
                "Rivoli",
                ThingKind::Street,
                "rue de Rivoli",
                "rivoli-rue",
            ),
            (
                "es",
                "En la calle Alcalá hoy.",
                "Alcalá",
                ThingKind::Street,
                "calle Alcalá",
                "alcala-calle",
            ),
            (
                "fa",
                "در خیابان ولیعصر بود.",
                "ولیعصر",
                ThingKind::Street,
                "خیابان ولیعصر",
                "",
            ),
        ];
        for (language, text, mention, kind, name, slug) in cases {
            let (found, called, made) = named(language, text, mention).expect(text);
            assert_eq!((found, called.as_str()), (kind, name), "{text}");
            if !slug.is_empty() {
                assert_eq!(made, slug, "{text}");
            }
        }
    }

    #[test]
    fn a_noun_is_no_name_and_a_town_is_not_its_church() {
        assert!(named("en", "The High School was shut.", "High School").is_none());
        assert!(named("en", "Near Jbeil church they met.", "Jbeil").is_none());
        assert!(named("en", "They met in Qaraqul.", "Qaraqul").is_none());
    }

    #[test]
    fn an_id_does_not_depend_on_how_the_noun_is_written() {
        let slug = |text| named("en", text, text).map(|(_, _, slug)| slug);
        assert_eq!(slug("Maple Avenue"), slug("Maple Ave"));
        assert_ne!(slug("Maple Avenue"), slug("Maple Street"));
    }
}
