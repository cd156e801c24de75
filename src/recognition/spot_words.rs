//! The words with which languages tell where something is by the places near it, a table for each: *30 km south of Mosul*,
//! *между Горисом и Лачином*.
//!
//! A template is a row of words; `{}` stands for a place, `{n}` for a number, `{u}` for a unit of length, `{d}` for a
//! direction and `{w}` for one in letters, *SSW*. Words are written as the language writes them and compared folded.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use araxes_gazetteer::{fold, tokens};

use super::mention::Pattern::{
    self, AlongRoad, BetweenPlaces, DirectionFrom, DistanceAndDirection, DistanceFrom, HalfWay,
    OffCoast, Outside,
};

/// The words of a language.
struct Language {
    /// BCP 47.
    code: &'static str,
    /// Units of length, with metres.
    units: &'static [(&'static str, f64)],
    /// North, north-east, and on with the sun.
    directions: [&'static str; 8],
    /// The letters of north, east, south and west, of which abbreviations are made; nothing where nobody writes any.
    winds: [&'static str; 4],
    /// Words that may stand before a place: *the town of*.
    fillers: &'static str,
    /// Words behind which *between* two places is a position: *a village between*.
    placed: &'static str,
    /// Words with which a position is said of what stands before them: *Goris lies*.
    copulas: &'static str,
    /// Words that may stand right behind *outside Aleppo*; none where any may. *Outside Oakland police headquarters* is in
    /// Oakland.
    behind: &'static str,
    numbers: &'static [(&'static str, f64)],
    templates: &'static [(Pattern, &'static str)],
}

/// A piece of a template.
#[derive(Debug, PartialEq)]
pub(super) enum Piece {
    Word(String),
    Place,
    Number,
    Unit,
    Direction,
    Wind,
}

/// The words of a language as they are compared.
#[derive(Debug)]
pub(super) struct SpotWords {
    pub(super) code: &'static str,
    pub(super) units: Vec<(String, f64)>,
    /// Folded words of each direction, and degrees clockwise from north.
    pub(super) directions: Vec<(Vec<String>, f64)>,
    /// Abbreviations of directions, folded, and degrees.
    pub(super) winds: Vec<(String, f64)>,
    pub(super) fillers: Vec<String>,
    pub(super) placed: Vec<String>,
    pub(super) copulas: Vec<String>,
    pub(super) behind: Vec<String>,
    pub(super) numbers: Vec<(String, f64)>,
    pub(super) templates: Vec<(Pattern, Vec<Piece>)>,
    /// By words, the numbers of the templates that can begin with them, ascending. Most words begin none.
    begun_by: HashMap<String, Vec<usize>, FixedState>,
    /// The numbers of the templates that begin with a number, and with a place.
    begun_by_figures: Vec<usize>,
    begun_by_place: Vec<usize>,
}

const KM: f64 = 1000.0;
/// The international mile.
const MILE: f64 = 1609.344;
/// The nautical mile.
const SEA_MILE: f64 = 1852.0;
/// The Russian verst, 500 sazhens of seven feet.
const VERST: f64 = 1066.8;

const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        units: &[
            ("km", KM),
            ("kms", KM),
            ("kilometre", KM),
            ("kilometres", KM),
            ("kilometer", KM),
            ("kilometers", KM),
            ("mile", MILE),
            ("miles", MILE),
            ("mi", MILE),
            ("nm", SEA_MILE),
            ("metres", 1.0),
            ("meters", 1.0),
            ("verst", VERST),
            ("versts", VERST),
            ("versta", VERST),
        ],
        directions: [
            "north",
            "northeast|north east",
            "east",
            "southeast|south east",
            "south",
            "southwest|south west",
            "west",
            "northwest|north west",
        ],
        winds: ["n", "e", "s", "w"],
        fillers: "the town city village port of",
        placed: "village town hamlet settlement camp checkpoint base outpost post area point place site spot position located \
                 situated lies lie lay somewhere stands stood",
        copulas: "is are was lies lie lay sits stands stood",
        behind: "where when on in and at with to that who as for after by is was were but or before during since until late early",
        numbers: &[
            ("one", 1.0),
            ("two", 2.0),
            ("three", 3.0),
            ("four", 4.0),
            ("five", 5.0),
            ("six", 6.0),
            ("seven", 7.0),
            ("eight", 8.0),
            ("nine", 9.0),
            ("ten", 10.0),
            ("twelve", 12.0),
            ("fifteen", 15.0),
            ("twenty", 20.0),
            ("thirty", 30.0),
            ("forty", 40.0),
            ("fifty", 50.0),
            ("sixty", 60.0),
            ("seventy", 70.0),
            ("eighty", 80.0),
            ("ninety", 90.0),
        ],
        templates: &[
            (DistanceAndDirection, "{n} {u} {d} of {}"),
            (DistanceAndDirection, "{n} {u} {d} from {}"),
            (DistanceAndDirection, "{n} {u} due {d} of {}"),
            (DistanceAndDirection, "{n} {u} to the {d} of {}"),
            (DistanceAndDirection, "{n} {u} {w} of {}"),
            (DistanceAndDirection, "{n} {u} {w} from {}"),
            (DistanceAndDirection, "{n} {u} {w} {}"),
            (DistanceFrom, "{n} {u} from {}"),
            (DistanceFrom, "{n} {u} away from {}"),
            (DistanceFrom, "{n} {u} outside {}"),
            (DistanceFrom, "{n} {u} outside of {}"),
            (DirectionFrom, "{d} of {}"),
            (DirectionFrom, "to the {d} of {}"),
            (DirectionFrom, "just {d} of {}"),
            (Outside, "outside {}"),
            (Outside, "just outside {}"),
            (Outside, "on the outskirts of {}"),
            (OffCoast, "off the coast of {}"),
            (OffCoast, "{n} {u} off the coast of {}"),
            (HalfWay, "half way between {} and {}"),
            (HalfWay, "halfway between {} and {}"),
            (HalfWay, "midway between {} and {}"),
            (BetweenPlaces, "between {} and {}"),
            (AlongRoad, "on the road from {} to {}"),
            (AlongRoad, "on the road between {} and {}"),
            (AlongRoad, "on the highway from {} to {}"),
            (AlongRoad, "on the highway between {} and {}"),
        ],
    },
    Language {
        code: "ru",
        units: &[
            ("км", KM),
            ("километр", KM),
            ("километра", KM),
            ("километров", KM),
            ("километрах", KM),
            ("километре", KM),
            ("миль", MILE),
            ("милях", MILE),
            ("верст", VERST),
            ("верста", VERST),
            ("версты", VERST),
            ("верстах", VERST),
        ],
        directions: [
            "северу|север|севернее",
            "северо востоку|северо восток|северо восточнее",
            "востоку|восток|восточнее",
            "юго востоку|юго восток|юго восточнее",
            "югу|юг|южнее",
            "юго западу|юго запад|юго западнее",
            "западу|запад|западнее",
            "северо западу|северо запад|северо западнее",
        ],
        winds: ["с", "в", "ю", "з"],
        fillers: "города города села города",
        placed: "село деревня город посёлок лагерь расположен расположена расположено находится",
        copulas: "находится расположен расположена расположено лежит",
        behind: "",
        numbers: &[],
        templates: &[
            (DistanceAndDirection, "{n} {u} к {d} от {}"),
            (DistanceAndDirection, "{n} {u} на {d} от {}"),
            (DistanceAndDirection, "{n} {u} {d} {}"),
            (DistanceAndDirection, "{n} {u} {w} от {}"),
            (DistanceAndDirection, "{n} {u} к {w} от {}"),
            (DistanceAndDirection, "{n} {u} на {w} от {}"),
            (DistanceFrom, "{n} {u} от {}"),
            (DirectionFrom, "к {d} от {}"),
            (Outside, "в окрестностях {}"),
            (OffCoast, "у побережья {}"),
            (HalfWay, "на полпути между {} и {}"),
            (BetweenPlaces, "между {} и {}"),
            (AlongRoad, "на дороге из {} в {}"),
            (AlongRoad, "на дороге между {} и {}"),
        ],
    },
    Language {
        code: "uk",
        units: &[
            ("км", KM),
            ("кілометрів", KM),
            ("кілометри", KM),
            ("кілометр", KM),
            ("верст", VERST),
        ],
        directions: [
            "північ",
            "північний схід",
            "схід",
            "південний схід",
            "південь",
            "південний захід",
            "захід",
            "північний захід",
        ],
        winds: ["", "", "", ""],
        fillers: "міста села",
        placed: "село місто розташоване розташований",
        copulas: "розташоване розташований лежить",
        behind: "",
        numbers: &[],
        templates: &[
            (DistanceAndDirection, "{n} {u} на {d} від {}"),
            (DistanceFrom, "{n} {u} від {}"),
            (DirectionFrom, "на {d} від {}"),
            (HalfWay, "на півдорозі між {} та {}"),
            (BetweenPlaces, "між {} та {}"),
        ],
    },
    Language {
        code: "tr",
        units: &[("km", KM), ("kilometre", KM), ("mil", MILE)],
        directions: [
            "kuzeyinde|kuzeyindeki|kuzeyde|kuzeydeki",
            "kuzeydoğusunda|kuzeydoğusundaki|kuzeydoğuda|kuzeydoğudaki",
            "doğusunda|doğusundaki|doğuda|doğudaki",
            "güneydoğusunda|güneydoğusundaki|güneydoğuda|güneydoğudaki",
            "güneyinde|güneyindeki|güneyde|güneydeki",
            "güneybatısında|güneybatısındaki|güneybatıda|güneybatıdaki",
            "batısında|batısındaki|batıda|batıdaki",
            "kuzeybatısında|kuzeybatısındaki|kuzeybatıda|kuzeybatıdaki",
        ],
        winds: ["", "", "", ""],
        fillers: "",
        placed: "",
        copulas: "",
        behind: "",
        numbers: &[],
        templates: &[
            (DistanceAndDirection, "{} {n} {u} {d}"),
            (OffCoast, "{} açıklarında"),
        ],
    },
    Language {
        code: "az",
        units: &[("km", KM), ("kilometr", KM)],
        directions: [
            "şimalında|şimalındakı|şimalda|şimaldakı",
            "şimal şərqində|şimal şərqdə",
            "şərqində|şərqindəki|şərqdə|şərqdəki",
            "cənub şərqində|cənub şərqdə",
            "cənubunda|cənubundakı|cənubda|cənubdakı",
            "cənub qərbində|cənub qərbdə",
            "qərbində|qərbindəki|qərbdə|qərbdəki",
            "şimal qərbində|şimal qərbdə",
        ],
        winds: ["", "", "", ""],
        fillers: "",
        placed: "",
        copulas: "",
        behind: "",
        numbers: &[],
        templates: &[(DistanceAndDirection, "{} {n} {u} {d}")],
    },
    Language {
        code: "hy",
        units: &[("կմ", KM), ("կիլոմետր", KM)],
        directions: [
            "հյուսիս",
            "հյուսիս արեւելք",
            "արեւելք",
            "հարավ արեւելք",
            "հարավ",
            "հարավ արեւմուտք",
            "արեւմուտք",
            "հյուսիս արեւմուտք",
        ],
        winds: ["", "", "", ""],
        fillers: "",
        placed: "",
        copulas: "",
        behind: "",
        numbers: &[],
        templates: &[(DistanceAndDirection, "{} {n} {u} {d}")],
    },
    Language {
        code: "ka",
        units: &[
            ("კმ", KM),
            ("კილომეტრში", KM),
            ("კილომეტრით", KM),
            ("კილომეტრის", KM),
        ],
        directions: [
            "ჩრდილოეთით",
            "ჩრდილო აღმოსავლეთით",
            "აღმოსავლეთით",
            "სამხრეთ აღმოსავლეთით",
            "სამხრეთით",
            "სამხრეთ დასავლეთით",
            "დასავლეთით",
            "ჩრდილო დასავლეთით",
        ],
        winds: ["", "", "", ""],
        fillers: "",
        placed: "",
        copulas: "",
        behind: "",
        numbers: &[],
        templates: &[(DistanceAndDirection, "{} {n} {u} {d}")],
    },
    Language {
        code: "fa",
        // The farsakh is left out: it has been from five to seven kilometres.
        units: &[("کیلومتر", KM), ("کیلومتری", KM)],
        directions: [
            "شمال",
            "شمال شرقی|شمال شرق",
            "شرق",
            "جنوب شرقی|جنوب شرق",
            "جنوب",
            "جنوب غربی|جنوب غرب",
            "غرب",
            "شمال غربی|شمال غرب",
        ],
        winds: ["", "", "", ""],
        fillers: "شهر",
        placed: "",
        copulas: "",
        behind: "",
        numbers: &[],
        templates: &[
            (DistanceAndDirection, "{n} {u} {d} {}"),
            (DistanceFrom, "{n} {u} {}"),
        ],
    },
    Language {
        code: "ar",
        units: &[
            ("كم", KM),
            ("كيلومتر", KM),
            ("كيلومترا", KM),
            ("كيلومترات", KM),
        ],
        directions: [
            "شمال",
            "شمال شرق|شمال شرقي",
            "شرق",
            "جنوب شرق|جنوب شرقي",
            "جنوب",
            "جنوب غرب|جنوب غربي",
            "غرب",
            "شمال غرب|شمال غربي",
        ],
        winds: ["", "", "", ""],
        fillers: "مدينة بلدة قرية",
        placed: "",
        copulas: "",
        behind: "",
        numbers: &[],
        templates: &[
            (DistanceAndDirection, "{n} {u} {d} {}"),
            (DistanceAndDirection, "{n} {u} إلى {d} من {}"),
            (DistanceFrom, "{n} {u} من {}"),
            (DistanceFrom, "{n} {u} عن {}"),
        ],
    },
    Language {
        code: "fr",
        units: &[
            ("km", KM),
            ("kilomètre", KM),
            ("kilomètres", KM),
            ("milles", SEA_MILE),
        ],
        directions: [
            "nord",
            "nord est",
            "est|lest",
            "sud est",
            "sud",
            "sud ouest",
            "ouest|louest",
            "nord ouest",
        ],
        winds: ["n", "e", "s", "o"],
        fillers: "la le ville de",
        placed: "village ville hameau camp situé située",
        copulas: "est se trouve",
        behind: "",
        numbers: &[
            ("deux", 2.0),
            ("trois", 3.0),
            ("quatre", 4.0),
            ("cinq", 5.0),
            ("six", 6.0),
            ("sept", 7.0),
            ("huit", 8.0),
            ("neuf", 9.0),
            ("dix", 10.0),
            ("douze", 12.0),
            ("quinze", 15.0),
            ("vingt", 20.0),
            ("trente", 30.0),
            ("quarante", 40.0),
            ("cinquante", 50.0),
        ],
        templates: &[
            (DistanceAndDirection, "{n} {u} au {d} de {}"),
            (DistanceAndDirection, "{n} {u} à {d} de {}"),
            (DistanceAndDirection, "{n} {u} au {w} de {}"),
            (DistanceAndDirection, "{n} {u} {w} de {}"),
            (DistanceFrom, "{n} {u} de {}"),
            (OffCoast, "au large de {}"),
            (HalfWay, "à mi chemin entre {} et {}"),
            (BetweenPlaces, "entre {} et {}"),
            (AlongRoad, "sur la route de {} à {}"),
        ],
    },
    Language {
        code: "de",
        units: &[
            ("km", KM),
            ("kilometer", KM),
            ("kilometern", KM),
            ("seemeilen", SEA_MILE),
        ],
        directions: [
            "nördlich",
            "nordöstlich",
            "östlich",
            "südöstlich",
            "südlich",
            "südwestlich",
            "westlich",
            "nordwestlich",
        ],
        winds: ["n", "o", "s", "w"],
        fillers: "der stadt",
        placed: "dorf ort stadt lager liegt gelegen",
        copulas: "liegt ist",
        behind: "",
        numbers: &[
            ("zwei", 2.0),
            ("drei", 3.0),
            ("vier", 4.0),
            ("fünf", 5.0),
            ("sechs", 6.0),
            ("sieben", 7.0),
            ("acht", 8.0),
            ("neun", 9.0),
            ("zehn", 10.0),
            ("zwölf", 12.0),
            ("fünfzehn", 15.0),
            ("zwanzig", 20.0),
            ("dreißig", 30.0),
            ("vierzig", 40.0),
            ("fünfzig", 50.0),
        ],
        templates: &[
            (DistanceAndDirection, "{n} {u} {d} von {}"),
            (DistanceAndDirection, "{n} {u} {d} {}"),
            (DistanceAndDirection, "{n} {u} {w} von {}"),
            (DistanceAndDirection, "{n} {u} {w} {}"),
            (DistanceFrom, "{n} {u} von {}"),
            (DirectionFrom, "{d} von {}"),
            (Outside, "außerhalb von {}"),
            (OffCoast, "vor der Küste von {}"),
            (HalfWay, "auf halbem Weg zwischen {} und {}"),
            (BetweenPlaces, "zwischen {} und {}"),
            (AlongRoad, "auf der Straße von {} nach {}"),
        ],
    },
    Language {
        code: "es",
        units: &[
            ("km", KM),
            ("kilómetro", KM),
            ("kilómetros", KM),
            ("millas", MILE),
        ],
        directions: [
            "norte",
            "noreste|nordeste",
            "este",
            "sureste|sudeste",
            "sur",
            "suroeste|sudoeste",
            "oeste",
            "noroeste",
        ],
        winds: ["n", "e", "s", "o"],
        fillers: "la el ciudad de",
        placed: "pueblo aldea ciudad campamento situado situada ubicado ubicada",
        copulas: "está es queda",
        behind: "",
        numbers: &[
            ("dos", 2.0),
            ("tres", 3.0),
            ("cuatro", 4.0),
            ("cinco", 5.0),
            ("seis", 6.0),
            ("siete", 7.0),
            ("ocho", 8.0),
            ("nueve", 9.0),
            ("diez", 10.0),
            ("doce", 12.0),
            ("quince", 15.0),
            ("veinte", 20.0),
            ("treinta", 30.0),
            ("cuarenta", 40.0),
            ("cincuenta", 50.0),
        ],
        templates: &[
            (DistanceAndDirection, "{n} {u} al {d} de {}"),
            (DistanceAndDirection, "{n} {u} al {w} de {}"),
            (DistanceAndDirection, "{n} {u} {w} de {}"),
            (DistanceFrom, "{n} {u} de {}"),
            (DirectionFrom, "al {d} de {}"),
            (Outside, "en las afueras de {}"),
            (OffCoast, "frente a la costa de {}"),
            (OffCoast, "frente a las costas de {}"),
            (HalfWay, "a medio camino entre {} y {}"),
            (BetweenPlaces, "entre {} y {}"),
            (AlongRoad, "en la carretera de {} a {}"),
        ],
    },
];

/// Degrees between neighbouring directions.
const STEP_DEGREES: f64 = 45.0;

static WORDS: LazyLock<Vec<SpotWords>> =
    LazyLock::new(|| LANGUAGES.iter().map(SpotWords::of).collect());

/// The words of a document's language; where that is not certain, those of a language in the script of the text.
pub(super) fn of(language: Option<&str>, text: &str) -> Option<&'static SpotWords> {
    let primary = language.map_or_else(
        || crate::language::by_script(text),
        |tag| tag.split('-').next().unwrap_or(tag),
    );
    WORDS.iter().find(|words| words.code == primary)
}

impl SpotWords {
    fn of(language: &Language) -> Self {
        let all = |words: &str| words.split_whitespace().map(fold).collect();
        let valued = |words: &[(&str, f64)]| {
            words
                .iter()
                .map(|&(word, value)| (fold(word), value))
                .collect()
        };
        let templates: Vec<(Pattern, Vec<Piece>)> = language
            .templates
            .iter()
            .map(|&(pattern, row)| (pattern, pieces(row)))
            .collect();
        let words = Self {
            code: language.code,
            units: valued(language.units),
            directions: directions(&language.directions),
            winds: winds(language.winds),
            fillers: all(language.fillers),
            placed: all(language.placed),
            copulas: all(language.copulas),
            behind: all(language.behind),
            numbers: valued(language.numbers),
            templates,
            begun_by: HashMap::default(),
            begun_by_figures: Vec::new(),
            begun_by_place: Vec::new(),
        };
        words.with_beginnings()
    }

    fn with_beginnings(mut self) -> Self {
        for (number, (_, pieces)) in self.templates.iter().enumerate() {
            let first_of_directions = self
                .directions
                .iter()
                .filter_map(|(forms, _)| forms.first());
            let beginnings: Vec<&String> = match pieces.first() {
                Some(Piece::Word(word)) => vec![word],
                Some(Piece::Direction) => first_of_directions.collect(),
                Some(Piece::Wind) => self.winds.iter().map(|(wind, _)| wind).collect(),
                Some(Piece::Number) => {
                    self.begun_by_figures.push(number);
                    self.numbers.iter().map(|(word, _)| word).collect()
                }
                Some(Piece::Place) => {
                    self.begun_by_place.push(number);
                    self.fillers.iter().collect()
                }
                Some(Piece::Unit) | None => Vec::new(),
            };
            for word in beginnings {
                let templates = self.begun_by.entry(word.clone()).or_default();
                if templates.last() != Some(&number) {
                    templates.push(number);
                }
            }
        }
        self
    }

    /// The numbers of the templates that can begin with a word, ascending; `key` is the folded word, nothing for a place.
    pub(super) fn begun_by(&self, key: &str, is_figures: bool, is_place: bool) -> Cow<'_, [usize]> {
        let of_word = self.begun_by.get(key).map_or(&[][..], Vec::as_slice);
        // *S.S.W.* is told without its stops.
        let of_letters = (key.contains('.'))
            .then(|| self.begun_by.get(key.replace('.', "").as_str()))
            .flatten()
            .map_or(&[][..], Vec::as_slice);
        let of_figures = if is_figures {
            self.begun_by_figures.as_slice()
        } else {
            &[]
        };
        let of_place = if is_place {
            self.begun_by_place.as_slice()
        } else {
            &[]
        };
        let lists = [of_word, of_letters, of_figures, of_place];
        let mut some = lists.into_iter().filter(|list| !list.is_empty());
        match (some.next(), some.next()) {
            (None, _) => Cow::Borrowed(&[]),
            (Some(only), None) => Cow::Borrowed(only),
            _ => {
                let mut all = lists.concat();
                all.sort_unstable();
                all.dedup();
                Cow::Owned(all)
            }
        }
    }
}

/// The forms of the eight directions, and of those between two of them: *south-southwest*.
fn directions(forms: &[&str; 8]) -> Vec<(Vec<String>, f64)> {
    let words = |form: &str| form.split(' ').map(fold).collect::<Vec<_>>();
    let forms: Vec<Vec<Vec<String>>> = forms
        .iter()
        .map(|forms| forms.split('|').map(words).collect())
        .collect();
    let mut directions = Vec::new();
    for (at, degrees) in (0_u8..8).map(|at| (usize::from(at), f64::from(at) * STEP_DEGREES)) {
        directions.extend(forms[at].iter().map(|form| (form.clone(), degrees)));
        if at % 2 == 1 {
            continue;
        }
        for (beside, turned) in [(at + 1, 0.5), (at + 7, 7.5)] {
            let between = forms[at].iter().flat_map(|main| {
                let beside = forms[beside % 8].iter();
                beside.map(|beside| [main.as_slice(), beside].concat())
            });
            let degrees = (degrees + turned * STEP_DEGREES) % 360.0;
            directions.extend(between.map(|form| (form, degrees)));
        }
    }
    directions
}

/// The sixteen winds of the compass in letters: `n`, `nne`, `ne`, `ene` …
fn winds([n, e, s, w]: [&str; 4]) -> Vec<(String, f64)> {
    if n.is_empty() {
        return Vec::new();
    }
    let rows: [[&str; 3]; 16] = [
        [n, "", ""],
        [n, n, e],
        [n, e, ""],
        [e, n, e],
        [e, "", ""],
        [e, s, e],
        [s, e, ""],
        [s, s, e],
        [s, "", ""],
        [s, s, w],
        [s, w, ""],
        [w, s, w],
        [w, "", ""],
        [w, n, w],
        [n, w, ""],
        [n, n, w],
    ];
    let degrees = (0_u8..).map(|number| f64::from(number) * STEP_DEGREES / 2.0);
    rows.iter().map(|row| row.concat()).zip(degrees).collect()
}

fn pieces(row: &str) -> Vec<Piece> {
    row.split(' ')
        .map(|piece| match piece {
            "{}" => Piece::Place,
            "{n}" => Piece::Number,
            "{u}" => Piece::Unit,
            "{d}" => Piece::Direction,
            "{w}" => Piece::Wind,
            word => Piece::Word(tokens(word).map(|token| fold(token.core(word))).collect()),
        })
        .collect()
}
