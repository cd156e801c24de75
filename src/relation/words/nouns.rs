//! The nouns that say what a thing is, a table for each language.
//!
//! They are written as the language writes them and compared folded. `-` behind a noun stands for its endings, `=` before
//! one for the words that it makes a compound of (*Schillerstraße*), and `+` says that in a language whose nouns follow
//! the name this one may lead, too (*Lake Sevan*, *the village of Goris*).

use std::sync::LazyLock;

use araxes_gazetteer::fold;

use crate::relation::thing::ThingKind;

/// The nouns of a language.
struct Language {
    /// BCP 47.
    code: &'static str,
    /// Whether its nouns stand before the name as well as behind it.
    leads: bool,
    nouns: &'static [(ThingKind, &'static str)],
}

/// A noun as it is compared.
#[derive(Debug)]
pub(crate) struct Noun {
    /// What it says.
    pub(crate) kind: ThingKind,
    /// Whether it may stand before the name.
    pub(crate) may_lead: bool,
    code: &'static str,
    shape: Shape,
    /// Folded.
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Whole,
    Stem,
    Compound,
}

/// Words that may stand between a noun and the name, and are no part of either, folded.
pub(crate) const PARTICLES: &[&str] = &[
    "of",
    "the",
    "called",
    "named",
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "del",
    "los",
    "las",
    "el",
    "имени",
    "им",
];

/// The longest ending behind a stem, in letters, as for the words of borders.
const LONGEST_ENDING: usize = 5;

/// Abbreviations of nouns, and the nouns.
const ABBREVIATED: &[(&str, &str)] = &[
    ("st", "street"),
    ("ave", "avenue"),
    ("av", "avenue"),
    ("blvd", "boulevard"),
    ("ln", "lane"),
    ("dr", "drive"),
    ("rd", "road"),
    ("hwy", "highway"),
    ("pkwy", "parkway"),
    ("mt", "mount"),
    ("theater", "theatre"),
    ("center", "centre"),
    ("harbor", "harbour"),
    ("neighborhood", "neighbourhood"),
    ("ул", "улиц"),
    ("вул", "вулиц"),
    ("avda", "avenida"),
    ("str", "strasse"),
];

static NOUNS: LazyLock<Vec<Noun>> = LazyLock::new(|| {
    LANGUAGES
        .iter()
        .flat_map(|language| {
            let kinds = language.nouns.iter();
            kinds.flat_map(move |&(kind, words)| {
                words.split(' ').map(move |word| (language, kind, word))
            })
        })
        .map(|(language, kind, word)| {
            let (leads, word) = match word.strip_prefix('+') {
                Some(word) => (true, word),
                None => (language.leads, word),
            };
            let (shape, word) = match (word.strip_prefix('='), word.strip_suffix('-')) {
                (Some(word), _) => (Shape::Compound, word),
                (_, Some(word)) => (Shape::Stem, word),
                _ => (Shape::Whole, word),
            };
            Noun {
                kind,
                may_lead: leads,
                code: language.code,
                shape,
                text: fold(word),
            }
        })
        .collect()
});

/// The noun that a folded word is. English is read in documents of every language, other languages in Latin letters only
/// in their own.
pub(crate) fn of(key: &str, language: Option<&str>) -> Option<&'static Noun> {
    let primary = language.map(|tag| tag.split('-').next().unwrap_or(tag));
    let is_latin = key.chars().next().is_some_and(|letter| letter < '\u{250}');
    let is_read = |noun: &Noun| noun.code == "en" || !is_latin || Some(noun.code) == primary;
    NOUNS
        .iter()
        .filter(|noun| is_read(noun))
        .find(|noun| noun.is(key))
}

/// The nouns of a kind as they are written, by the BCP 47 code of the language.
pub(crate) fn written(kind: ThingKind) -> impl Iterator<Item = (&'static str, String)> {
    let of_kind = move |language: &'static Language| {
        let mut own = language.nouns.iter().filter(move |(one, _)| *one == kind);
        own.next().map(|(_, words)| (language.code, plainly(words)))
    };
    LANGUAGES.iter().filter_map(of_kind)
}

/// Nouns without the marks of this table, endings as `…`.
fn plainly(words: &str) -> String {
    let words = words.split(' ').map(|word| {
        let word = word.trim_start_matches('+').replace('=', "…");
        word.strip_suffix('-')
            .map_or_else(|| word.clone(), |stem| format!("{stem}…"))
    });
    words.collect::<Vec<_>>().join(", ")
}

impl Noun {
    fn is(&self, key: &str) -> bool {
        match self.shape {
            Shape::Whole => key == self.text,
            Shape::Stem => key
                .strip_prefix(self.text.as_str())
                .is_some_and(|ending| ending.chars().count() <= LONGEST_ENDING),
            Shape::Compound => key
                .strip_suffix(self.text.as_str())
                .is_some_and(|before| before.chars().count() >= 3),
        }
    }

    /// Whether it is English.
    pub(crate) fn is_english(&self) -> bool {
        self.code == "en"
    }

    /// Whether it is a part of a longer word.
    pub(crate) fn is_compound(&self) -> bool {
        self.shape == Shape::Compound
    }

    /// The noun without endings and written out, folded.
    pub(crate) fn plain(&self) -> &str {
        let written_out = ABBREVIATED.iter().find(|(short, _)| *short == self.text);
        written_out.map_or(self.text.as_str(), |(_, long)| long)
    }
}

static LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        leads: false,
        nouns: &[
            (
                ThingKind::Street,
                "street st avenue ave av boulevard blvd lane ln drive dr terrace crescent alley close",
            ),
            (ThingKind::Square, "square plaza"),
            (
                ThingKind::Road,
                "road rd highway hwy route freeway turnpike expressway parkway pkwy causeway motorway",
            ),
            (ThingKind::Bridge, "bridge overpass viaduct footbridge"),
            (ThingKind::Station, "station depot"),
            (ThingKind::Airport, "+airport airfield airstrip"),
            (
                ThingKind::School,
                "school academy elementary kindergarten lyceum gymnasium high",
            ),
            (ThingKind::Hospital, "+hospital clinic infirmary hospice"),
            (
                ThingKind::Church,
                "+church cathedral chapel basilica tabernacle",
            ),
            (ThingKind::Mosque, "+mosque"),
            (ThingKind::Synagogue, "+synagogue"),
            (ThingKind::Monastery, "+monastery abbey convent priory"),
            (ThingKind::Museum, "+museum gallery"),
            (ThingKind::Theatre, "theatre theater cinema opera playhouse"),
            (ThingKind::Library, "library"),
            (
                ThingKind::Stadium,
                "stadium arena coliseum ballpark racetrack speedway",
            ),
            (ThingKind::Park, "park garden gardens playground"),
            (ThingKind::Cemetery, "cemetery graveyard"),
            (ThingKind::Prison, "prison jail penitentiary"),
            (ThingKind::Court, "court courthouse"),
            (ThingKind::Hotel, "+hotel inn motel"),
            (ThingKind::Market, "market bazaar mall"),
            (
                ThingKind::Factory,
                "factory plant mill refinery brewery steelworks shipyard",
            ),
            (
                ThingKind::Building,
                "building center centre hall tower auditorium gym lodge",
            ),
            (ThingKind::Castle, "castle palace +fort fortress citadel"),
            (ThingKind::Base, "base barracks garrison"),
            (ThingKind::Camp, "+camp"),
            (ThingKind::Port, "+port harbor harbour marina pier wharf"),
            (
                ThingKind::PartOfTown,
                "neighborhood neighbourhood suburb quarter subdivision",
            ),
            (ThingKind::Village, "+village +hamlet villages"),
            (ThingKind::Farm, "+farm ranch +kibbutz"),
            (ThingKind::Mine, "+mine quarry colliery"),
            (ThingKind::Dam, "+dam"),
            (ThingKind::River, "+river creek brook stream rivers +wadi"),
            (ThingKind::Lake, "+lake pond lagoon loch"),
            (ThingKind::Reservoir, "+reservoir"),
            (ThingKind::Mountain, "+mount +mountain hill peak mt"),
            (ThingKind::Valley, "+valley gorge canyon ravine"),
            (ThingKind::Forest, "forest wood woods"),
            (ThingKind::Beach, "beach"),
        ],
    },
    Language {
        code: "ru",
        leads: true,
        nouns: &[
            (
                ThingKind::Street,
                "улиц- ул проспект- пр-т бульвар- переул- шоссе",
            ),
            (ThingKind::Square, "площад-"),
            (ThingKind::Bridge, "мост мосту моста мостом мосте"),
            (ThingKind::Station, "станци- вокзал-"),
            (ThingKind::Airport, "аэропорт- аэродром-"),
            (ThingKind::School, "школ- гимнази- лице-"),
            (ThingKind::Hospital, "больниц- госпитал- поликлиник-"),
            (ThingKind::Church, "церков- церкв- собор- храм-"),
            (ThingKind::Mosque, "мечет-"),
            (ThingKind::Synagogue, "синагог-"),
            (ThingKind::Monastery, "монастыр-"),
            (ThingKind::Museum, "музе-"),
            (ThingKind::Theatre, "театр-"),
            (ThingKind::Library, "библиотек-"),
            (ThingKind::Stadium, "стадион-"),
            (ThingKind::Park, "парк парка парке парку парком"),
            (ThingKind::Cemetery, "кладбищ-"),
            (ThingKind::Prison, "тюрьм- сизо"),
            (ThingKind::Hotel, "гостиниц- отел-"),
            (ThingKind::Market, "рын-"),
            (ThingKind::Factory, "завод- фабрик-"),
            (
                ThingKind::Castle,
                "крепост- замок замка дворец дворца дворце",
            ),
            (ThingKind::Camp, "лагер-"),
            (ThingKind::Port, "порт порта порту портом"),
            (ThingKind::PartOfTown, "микрорайон- квартал-"),
            (
                ThingKind::Village,
                "сел- деревн- посел- аул- хутор- станиц-",
            ),
            (ThingKind::Mine, "шахт- рудник-"),
            (ThingKind::Dam, "плотин-"),
            (ThingKind::River, "рек река реку реке реки рекой"),
            (ThingKind::Lake, "озер-"),
            (ThingKind::Reservoir, "водохранилищ-"),
            (ThingKind::Mountain, "гора гору горе горы горой"),
            (ThingKind::Valley, "долин- ущель-"),
        ],
    },
    Language {
        code: "uk",
        leads: true,
        nouns: &[
            (ThingKind::Street, "вулиц- вул проспект- бульвар- провул-"),
            (ThingKind::Square, "площа площі площу майдан-"),
            (ThingKind::Bridge, "міст мосту мостом"),
            (ThingKind::Station, "станці- вокзал-"),
            (ThingKind::Airport, "аеропорт- аеродром-"),
            (ThingKind::School, "школ- гімназі- ліце-"),
            (ThingKind::Hospital, "лікарн- шпитал-"),
            (ThingKind::Church, "церкв- собор- храм-"),
            (ThingKind::Monastery, "монастир-"),
            (ThingKind::Museum, "музе-"),
            (ThingKind::Theatre, "театр-"),
            (ThingKind::Stadium, "стадіон-"),
            (ThingKind::Park, "парк парку парком"),
            (ThingKind::Cemetery, "кладовищ- цвинтар-"),
            (ThingKind::Factory, "завод- фабрик-"),
            (ThingKind::Port, "порт порту портом"),
            (ThingKind::PartOfTown, "мікрорайон-"),
            (ThingKind::Village, "сел- хутор- селищ-"),
            (ThingKind::Mine, "шахт-"),
            (ThingKind::Dam, "гребл-"),
            (ThingKind::River, "річк- ріка ріки ріці"),
            (ThingKind::Lake, "озер-"),
            (ThingKind::Reservoir, "водосховищ-"),
            (ThingKind::Mountain, "гора гори горі гору"),
        ],
    },
    Language {
        code: "hy",
        leads: false,
        nouns: &[
            (ThingKind::Street, "փողոց- պողոտա-"),
            (ThingKind::Square, "հրապարակ-"),
            (ThingKind::Bridge, "կամուրջ- կամրջ-"),
            (ThingKind::Station, "կայարան-"),
            (ThingKind::Airport, "օդանավակայան-"),
            (ThingKind::School, "դպրոց-"),
            (ThingKind::Hospital, "հիվանդանոց-"),
            (ThingKind::Church, "եկեղեց-"),
            (ThingKind::Monastery, "վանք-"),
            (ThingKind::Museum, "թանգարան-"),
            (ThingKind::Theatre, "թատրոն-"),
            (ThingKind::Stadium, "մարզադաշտ-"),
            (ThingKind::Park, "այգի- այգու-"),
            (ThingKind::Factory, "գործարան-"),
            (ThingKind::Castle, "ամրոց- բերդ-"),
            (ThingKind::PartOfTown, "թաղամաս-"),
            (ThingKind::Village, "գյուղ-"),
            (ThingKind::Mine, "հանք-"),
            (ThingKind::Dam, "ամբարտակ-"),
            (ThingKind::River, "գետ գետի գետը գետում"),
            (ThingKind::Lake, "լիճ լճի լճում"),
            (ThingKind::Reservoir, "ջրամբար-"),
            (ThingKind::Mountain, "լեռ լեռան սար սարի"),
            (ThingKind::Valley, "ձոր-"),
        ],
    },
    Language {
        code: "az",
        leads: false,
        nouns: &[
            (ThingKind::Street, "küçə- prospekt- bulvar-"),
            (ThingKind::Square, "meydan-"),
            (ThingKind::Bridge, "körpü-"),
            (ThingKind::Station, "stansiya- vağzal-"),
            (ThingKind::Airport, "aeroport-"),
            (ThingKind::School, "məktəb- lisey-"),
            (ThingKind::Hospital, "xəstəxana-"),
            (ThingKind::Church, "kilsə-"),
            (ThingKind::Mosque, "məscid-"),
            (ThingKind::Museum, "muzey-"),
            (ThingKind::Theatre, "teatr-"),
            (ThingKind::Stadium, "stadion-"),
            (ThingKind::Park, "park parkı parkında parkına"),
            (ThingKind::Cemetery, "qəbiristanlı-"),
            (ThingKind::Factory, "zavod-"),
            (ThingKind::Castle, "qala qalası qalasında"),
            (ThingKind::PartOfTown, "məhəllə-"),
            (ThingKind::Village, "kənd- qəsəbə-"),
            (ThingKind::Mine, "mədən-"),
            (ThingKind::River, "çay çayı çayında çayının"),
            (ThingKind::Lake, "göl gölü gölündə gölünün"),
            (ThingKind::Mountain, "dağ dağı dağında dağının"),
        ],
    },
    Language {
        code: "tr",
        leads: false,
        nouns: &[
            (ThingKind::Street, "cadde- sokak sokağı- bulvar-"),
            (ThingKind::Square, "meydan-"),
            (ThingKind::Bridge, "köprü-"),
            (ThingKind::Station, "istasyon- gar garı"),
            (ThingKind::Airport, "havaliman- havaalan-"),
            (ThingKind::School, "okul- lise-"),
            (ThingKind::Hospital, "hastane-"),
            (ThingKind::Church, "kilise-"),
            (ThingKind::Mosque, "cami camii- camisi-"),
            (ThingKind::Museum, "müze-"),
            (ThingKind::Theatre, "tiyatro-"),
            (ThingKind::Stadium, "stadyum- stad-"),
            (ThingKind::Park, "park parkı- parkın-"),
            (ThingKind::Cemetery, "mezarlı-"),
            (ThingKind::Prison, "cezaev-"),
            (ThingKind::Hotel, "otel-"),
            (ThingKind::Market, "çarşı- pazarı"),
            (ThingKind::Factory, "fabrika-"),
            (ThingKind::Castle, "kale kalesi-"),
            (ThingKind::PartOfTown, "mahalle-"),
            (ThingKind::Village, "köy köyü köyün-"),
            (ThingKind::Mine, "maden-"),
            (ThingKind::Dam, "baraj-"),
            (ThingKind::River, "nehir nehri-"),
            (ThingKind::Lake, "göl gölü gölün-"),
            (ThingKind::Mountain, "dağ dağı dağın-"),
        ],
    },
    Language {
        code: "ka",
        leads: false,
        nouns: &[
            (ThingKind::Street, "ქუჩა- ქუჩის გამზირ-"),
            (ThingKind::Square, "მოედან-"),
            (ThingKind::Bridge, "ხიდი- ხიდზე ხიდთან"),
            (ThingKind::Station, "სადგურ-"),
            (ThingKind::Airport, "აეროპორტ-"),
            (ThingKind::School, "სკოლა- სკოლის"),
            (ThingKind::Hospital, "საავადმყოფო- კლინიკა-"),
            (ThingKind::Church, "ეკლესია- ტაძარ- ტაძრ-"),
            (ThingKind::Monastery, "მონასტერ- მონასტრ-"),
            (ThingKind::Museum, "მუზეუმ-"),
            (ThingKind::Theatre, "თეატრ-"),
            (ThingKind::Stadium, "სტადიონ-"),
            (ThingKind::Park, "პარკი პარკში პარკის"),
            (ThingKind::Castle, "ციხე ციხის"),
            (ThingKind::PartOfTown, "უბანი უბანში უბნის"),
            (ThingKind::Village, "სოფელ- სოფლ-"),
            (ThingKind::River, "მდინარე-"),
            (ThingKind::Lake, "ტბა ტბის ტბაზე"),
            (ThingKind::Mountain, "მთა მთის მთაზე"),
            (ThingKind::Valley, "ხეობა-"),
        ],
    },
    Language {
        code: "fa",
        leads: true,
        nouns: &[
            (ThingKind::Street, "خیابان بلوار کوچه"),
            (ThingKind::Square, "میدان"),
            (ThingKind::Bridge, "پل"),
            (ThingKind::Station, "ایستگاه"),
            (ThingKind::Airport, "فرودگاه"),
            (ThingKind::School, "مدرسه دبیرستان دبستان"),
            (ThingKind::Hospital, "بیمارستان"),
            (ThingKind::Church, "کلیسا کلیسای"),
            (ThingKind::Mosque, "مسجد"),
            (ThingKind::Museum, "موزه"),
            (ThingKind::Stadium, "ورزشگاه استادیوم"),
            (ThingKind::Park, "پارک"),
            (ThingKind::Cemetery, "گورستان قبرستان"),
            (ThingKind::Prison, "زندان"),
            (ThingKind::Hotel, "هتل"),
            (ThingKind::Market, "بازار"),
            (ThingKind::Factory, "کارخانه"),
            (ThingKind::Camp, "اردوگاه"),
            (ThingKind::Port, "بندر"),
            (ThingKind::PartOfTown, "محله"),
            (ThingKind::Village, "روستا روستای"),
            (ThingKind::Mine, "معدن"),
            (ThingKind::Dam, "سد"),
            (ThingKind::River, "رودخانه رود"),
            (ThingKind::Lake, "دریاچه"),
            (ThingKind::Mountain, "کوه"),
        ],
    },
    Language {
        code: "fr",
        leads: true,
        nouns: &[
            (ThingKind::Street, "rue avenue boulevard quai ruelle allée"),
            (ThingKind::Square, "place"),
            (ThingKind::Bridge, "pont"),
            (ThingKind::Station, "gare"),
            (ThingKind::Airport, "aéroport aérodrome"),
            (ThingKind::School, "école lycée collège"),
            (ThingKind::Hospital, "hôpital clinique"),
            (ThingKind::Church, "église cathédrale basilique chapelle"),
            (ThingKind::Mosque, "mosquée"),
            (ThingKind::Synagogue, "synagogue"),
            (ThingKind::Monastery, "monastère abbaye couvent"),
            (ThingKind::Museum, "musée"),
            (ThingKind::Theatre, "théâtre opéra"),
            (ThingKind::Library, "bibliothèque"),
            (ThingKind::Stadium, "stade"),
            (ThingKind::Park, "parc jardin"),
            (ThingKind::Cemetery, "cimetière"),
            (ThingKind::Prison, "prison"),
            (ThingKind::Hotel, "hôtel"),
            (ThingKind::Market, "marché"),
            (ThingKind::Factory, "usine"),
            (ThingKind::Castle, "château palais"),
            (ThingKind::Base, "caserne"),
            (ThingKind::Port, "port"),
            (ThingKind::PartOfTown, "quartier faubourg"),
            (ThingKind::Village, "village hameau"),
            (ThingKind::Mine, "mine"),
            (ThingKind::Dam, "barrage"),
            (ThingKind::River, "rivière fleuve ruisseau"),
            (ThingKind::Lake, "lac étang"),
            (ThingKind::Mountain, "mont montagne"),
            (ThingKind::Valley, "vallée"),
            (ThingKind::Forest, "forêt"),
            (ThingKind::Beach, "plage"),
        ],
    },
    Language {
        code: "de",
        leads: true,
        nouns: &[
            (
                ThingKind::Street,
                "=straße =strasse =str =allee =gasse straße allee gasse",
            ),
            (ThingKind::Square, "=platz platz =markt"),
            (ThingKind::Bridge, "=brücke brücke"),
            (ThingKind::Station, "=bahnhof bahnhof"),
            (ThingKind::Airport, "flughafen flugplatz"),
            (ThingKind::School, "=schule schule gymnasium =gymnasium"),
            (ThingKind::Hospital, "krankenhaus klinikum klinik"),
            (ThingKind::Church, "=kirche kirche dom kapelle"),
            (ThingKind::Mosque, "moschee"),
            (ThingKind::Synagogue, "synagoge"),
            (ThingKind::Monastery, "kloster"),
            (ThingKind::Museum, "museum"),
            (ThingKind::Theatre, "theater oper"),
            (ThingKind::Library, "bibliothek"),
            (ThingKind::Stadium, "stadion"),
            (ThingKind::Park, "park =park =garten"),
            (ThingKind::Cemetery, "friedhof =friedhof"),
            (ThingKind::Prison, "gefängnis"),
            (ThingKind::Hotel, "hotel"),
            (ThingKind::Factory, "fabrik =fabrik werk"),
            (ThingKind::Castle, "schloss burg festung"),
            (ThingKind::Base, "kaserne =kaserne"),
            (ThingKind::Port, "hafen"),
            (ThingKind::PartOfTown, "=viertel viertel stadtteil"),
            (ThingKind::Village, "dorf"),
            (ThingKind::River, "fluss"),
            (ThingKind::Lake, "see"),
            (ThingKind::Reservoir, "stausee"),
            (ThingKind::Mountain, "berg"),
            (ThingKind::Forest, "wald"),
        ],
    },
    Language {
        code: "es",
        leads: true,
        nouns: &[
            (ThingKind::Street, "calle avenida avda bulevar"),
            (ThingKind::Square, "plaza"),
            (ThingKind::Bridge, "puente"),
            (ThingKind::Station, "estación"),
            (ThingKind::Airport, "aeropuerto"),
            (ThingKind::School, "escuela colegio instituto"),
            (ThingKind::Hospital, "hospital clínica"),
            (ThingKind::Church, "iglesia catedral capilla"),
            (ThingKind::Mosque, "mezquita"),
            (ThingKind::Monastery, "monasterio convento"),
            (ThingKind::Museum, "museo"),
            (ThingKind::Theatre, "teatro"),
            (ThingKind::Library, "biblioteca"),
            (ThingKind::Stadium, "estadio"),
            (ThingKind::Park, "parque jardín"),
            (ThingKind::Cemetery, "cementerio"),
            (ThingKind::Prison, "cárcel prisión"),
            (ThingKind::Hotel, "hotel"),
            (ThingKind::Market, "mercado"),
            (ThingKind::Factory, "fábrica"),
            (ThingKind::Castle, "castillo palacio"),
            (ThingKind::Base, "cuartel"),
            (ThingKind::Port, "puerto"),
            (ThingKind::PartOfTown, "barrio"),
            (ThingKind::Village, "aldea pueblo"),
            (ThingKind::Mine, "mina"),
            (ThingKind::River, "río arroyo"),
            (ThingKind::Lake, "lago laguna"),
            (ThingKind::Reservoir, "embalse"),
            (ThingKind::Mountain, "monte cerro"),
            (ThingKind::Valley, "valle"),
            (ThingKind::Forest, "bosque"),
            (ThingKind::Beach, "playa"),
        ],
    },
];
