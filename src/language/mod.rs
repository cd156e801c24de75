//! What is known of languages, for every step that asks: the words of each that are no names.
//!
//! A language is a part of `function_words.txt`, `everyday_words.txt` and `beside_names.txt`, under its BCP 47 tag.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use araxes_gazetteer::{fold, tokens};

/// By language (BCP 47), the folded words.
static FUNCTION_WORDS: LazyLock<HashMap<&'static str, HashSet<String>>> =
    LazyLock::new(|| read(include_str!("function_words.txt")));

/// By folded word, the languages that have it.
static LANGUAGES_OF: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut languages: HashMap<&str, Vec<&str>> = HashMap::new();
    for (language, words) in FUNCTION_WORDS.iter() {
        for word in words {
            languages.entry(word).or_default().push(language);
        }
    }
    languages
});

fn read(text: &'static str) -> HashMap<&'static str, HashSet<String>> {
    let mut words: HashMap<&str, HashSet<String>> = HashMap::new();
    let mut language = "";
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match line
            .strip_prefix('[')
            .and_then(|head| head.strip_suffix(']'))
        {
            Some(head) => language = head,
            None => words
                .entry(language)
                .or_default()
                .extend(line.split_whitespace().map(fold)),
        }
    }
    words
}

/// Whether a list of words has a folded word of a language.
fn has(lists: &HashMap<&str, HashSet<String>>, language: &str, word: &str) -> bool {
    lists
        .get(language)
        .is_some_and(|words| words.contains(word))
}

/// By language (BCP 47), the folded words that are frequent in it, and that some place is called like.
static ORDINARY_WORDS: LazyLock<HashMap<&'static str, HashSet<String>>> =
    LazyLock::new(|| read(include_str!("ordinary_words.txt")));

/// Whether a folded word is an ordinary one of a language (BCP 47) though some place, no great one, is called
/// so: the German *Essen* is a meal as well.
#[must_use]
pub fn is_ordinary_word(language: &str, word: &str) -> bool {
    has(&ORDINARY_WORDS, language, word)
}

/// By language (BCP 47), the folded words of every day that some place is called like; written by hand, for languages and
/// words of which there is no list with counts.
static EVERYDAY_WORDS: LazyLock<HashMap<&'static str, HashSet<String>>> =
    LazyLock::new(|| read(include_str!("everyday_words.txt")));

/// Those among them that a language's own readers know as towns.
static GREAT_EVERYDAY_WORDS: LazyLock<HashMap<&'static str, HashSet<String>>> =
    LazyLock::new(|| {
        let all = EVERYDAY_WORDS.iter();
        all.filter_map(|(head, words)| Some((head.strip_suffix(" great")?, words.clone())))
            .collect()
    });

/// Whether a folded word is one of every day in a language (BCP 47) where no name is to be expected: as the opening of a
/// sentence, or in a script without capitals.
#[must_use]
pub fn is_everyday_word(language: &str, word: &str) -> bool {
    has(&EVERYDAY_WORDS, language, word)
}

/// Whether a folded word is one of every day in a language (BCP 47), of which its readers think as of a town first.
#[must_use]
pub fn is_everyday_though_great(language: &str, word: &str) -> bool {
    has(&GREAT_EVERYDAY_WORDS, language, word)
}

/// What a word tells of the name beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Before persons: titles and kin.
    Person,
    /// Behind persons.
    Honour,
    /// A sort of place.
    Place,
    /// What a person or a pet is.
    Being,
    /// A word for surnames.
    Naming,
    /// The subject behind a verb.
    Pronoun,
    /// A given name.
    Given,
    /// Before a name, with a comma between.
    Greeting,
    /// Behind a thing, where a town has none.
    Adjective,
    /// Beside days and months.
    Time,
}

impl Beside {
    /// What the file calls it.
    fn key(self) -> &'static str {
        match self {
            Beside::Person => "person",
            Beside::Honour => "honour",
            Beside::Place => "place",
            Beside::Being => "being",
            Beside::Naming => "naming",
            Beside::Pronoun => "pronoun",
            Beside::Given => "given",
            Beside::Greeting => "greeting",
            Beside::Adjective => "adjective",
            Beside::Time => "time",
        }
    }
}

/// By language and use, the folded words.
static BESIDE_NAMES: LazyLock<HashMap<(&'static str, &'static str), HashSet<String>>> =
    LazyLock::new(|| {
        read(include_str!("beside_names.txt"))
            .into_iter()
            .filter_map(|(head, words)| Some((head.split_once(' ')?, words)))
            .collect()
    });

/// Whether a folded word of a language (BCP 47) tells this of the name beside it.
#[must_use]
pub fn tells(language: &str, beside: Beside, word: &str) -> bool {
    BESIDE_NAMES
        .get(&(language, beside.key()))
        .is_some_and(|words| words.contains(word))
}

/// Folded words right before which a language has a place rather than a thing: *in*, *nach*, *aus*.
const PREPOSITIONS: &[(&str, &[&str])] = &[
    ("de", &["in", "nach", "aus", "bei"]),
    ("es", &["en", "desde", "hacia"]),
    ("fr", &["a", "vers", "depuis"]),
    ("it", &["a", "ad", "da", "in", "verso"]),
    ("nl", &["in", "naar", "uit", "te", "bij"]),
    ("pl", &["w", "we", "z", "ze", "do", "pod", "kolo", "koło"]),
    ("pt", &["em", "desde", "para"]),
    ("ru", &["в", "во", "из", "под", "до", "г"]),
    ("uk", &["в", "у", "з", "із", "до", "під", "м"]),
];

/// Whether a folded word is a preposition behind which a language (BCP 47) has places, without an article.
#[must_use]
pub fn is_before_places(language: &str, word: &str) -> bool {
    let found = PREPOSITIONS.iter().find(|(other, _)| *other == language);
    found.is_some_and(|(_, words)| words.contains(&word))
}

/// Whether a folded word is an article, a preposition, a pronoun or the like in a language (BCP 47).
#[must_use]
pub fn is_function_word(language: &str, word: &str) -> bool {
    has(&FUNCTION_WORDS, language, word)
}

/// Letters of one language among those that this program knows words of: enough for a guess.
const LETTERS: &[(&str, &[char])] = &[
    ("az", &['ə', 'Ə']),
    ("uk", &['ї', 'є', 'ґ', 'і', 'Ї', 'Є', 'І']),
    ("tr", &['ğ', 'ı', 'ş', 'İ', 'Ş']),
    (
        "pl",
        &['ł', 'ą', 'ę', 'ś', 'ż', 'ź', 'ć', 'ń', 'Ł', 'Ś', 'Ż'],
    ),
    ("pt", &['ã', 'õ']),
    ("es", &['ñ', '¿', '¡']),
    ("de", &['ß']),
    ("fa", &['پ', 'چ', 'گ', 'ژ', 'ی', 'ک']),
];

/// What language a text that is too short to tell is likely to be in, as few words and letters of it say. For what
/// does little harm where it is wrong.
#[must_use]
pub fn likely(text: &str) -> Option<&'static str> {
    if let Some((language, _)) = LETTERS.iter().find(|(_, own)| text.contains(*own)) {
        return Some(language);
    }
    let of_script = text.chars().find_map(|letter| match letter {
        '\u{400}'..='\u{52F}' => Some("ru"),
        '\u{530}'..='\u{58F}' => Some("hy"),
        '\u{10A0}'..='\u{10FF}' => Some("ka"),
        '\u{600}'..='\u{6FF}' => Some("ar"),
        _ => None,
    });
    if of_script.is_some() {
        return of_script;
    }
    let mut counts: HashMap<&str, f64> = HashMap::new();
    for token in tokens(text).take(WORDS_THAT_TELL) {
        let word = fold(token.core(text));
        let Some(languages) = LANGUAGES_OF.get(word.as_str()) else {
            continue;
        };
        // Hardly an Azerbaijani sentence is without its own letter, which was looked for.
        let languages = languages.iter().filter(|language| **language != "az");
        #[allow(clippy::cast_precision_loss)]
        let share = 1.0 / languages.clone().count().max(1) as f64;
        for language in languages {
            *counts.entry(language).or_default() += share;
        }
    }
    let mut found: Vec<(&str, f64)> = counts.into_iter().collect();
    found.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(right.0)));
    let next = found.get(1).map_or(0.0, |(_, count)| *count);
    let (language, count) = *found.first()?;
    (count > next).then_some(language)
}

/// How many words of a text tell what language it is in.
const WORDS_THAT_TELL: usize = 250;
/// How many different words of a language a text has to have at least.
const LEAST_WORDS: usize = 2;
/// How much more a text has to have of a language than of any other.
const CLEARLY_MORE: f64 = 1.5;
/// How many words of a text at most stand for one of its language. Lists of names have hardly any.
const MOST_WORDS_FOR_ONE: f64 = 8.0;

/// The languages that the function words of a text tell it to be in, the likeliest first: one, where they tell clearly, and
/// none where there are too few. Of a sentence or two they tell more than the letters do. A word of several languages
/// counts for each as a share of one.
#[must_use]
pub fn told_by_function_words(text: &str) -> Vec<&'static str> {
    let mut counts: HashMap<&str, (f64, HashSet<&str>)> = HashMap::new();
    let mut all = 0.0;
    for token in tokens(text).take(WORDS_THAT_TELL) {
        all += 1.0;
        let word = fold(token.core(text));
        let Some((&word, languages)) = LANGUAGES_OF.get_key_value(word.as_str()) else {
            continue;
        };
        #[allow(clippy::cast_precision_loss)]
        let share = 1.0 / languages.len() as f64;
        for language in languages {
            let (count, words) = counts.entry(language).or_default();
            *count += share;
            words.insert(word);
        }
    }
    let mut found: Vec<(&str, f64)> = counts
        .into_iter()
        .filter(|(_, (_, words))| words.len() >= LEAST_WORDS)
        .map(|(language, (count, _))| (language, count))
        .collect();
    found.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(right.0)));
    let most = found.first().map_or(0.0, |(_, count)| *count);
    if most * MOST_WORDS_FOR_ONE < all {
        return Vec::new();
    }
    let near = found
        .into_iter()
        .take_while(|(_, count)| most < CLEARLY_MORE * count);
    near.map(|(language, _)| language).collect()
}

/// The language (BCP 47) of a text of ours that the script tells best, where nothing else does: English for Latin letters.
#[must_use]
pub fn by_script(text: &str) -> &'static str {
    match text.chars().find(|letter| letter.is_alphabetic()) {
        Some('\u{400}'..='\u{52F}') => "ru",
        Some('\u{531}'..='\u{58F}') => "hy",
        Some('\u{600}'..='\u{6FF}') => "fa",
        Some('\u{10A0}'..='\u{10FF}') => "ka",
        _ if text.contains(['ə', 'Ə']) => "az",
        _ if text.contains(['ı', 'ğ', 'İ']) => "tr",
        _ => "en",
    }
}

/// Streets, houses, schools and shops that are called after places, which stand behind their noun in some languages and
/// before it in others: in the forms that texts have.
static HOUSES: LazyLock<[HashSet<String>; 2]> = LazyLock::new(|| {
    [HOUSES_BEFORE, HOUSES_BEHIND].map(|words| words.split_whitespace().map(fold).collect())
});

const HOUSES_BEFORE: &str = "
    calle avenida plaza escuela colegio instituto hospital hotel restaurante cine teatro barrio pasaje
    rue boulevard avenue place quai école lycée collège hôtel hôpital restaurant café cinéma théâtre
    via viale corso piazza scuola liceo albergo ospedale ristorante teatro
    rua avenida praça escola colégio hospital restaurante
    улица улице улицы улицу улицей проспект проспекте проспекта площадь площади гостиница гостинице гостиницы ресторан
    ресторане кафе кинотеатр кинотеатре магазин магазине магазина завод заводе театр театре
    вулиця вулиці вулицю проспект проспекті площа площі готель готелі ресторан ресторані кінотеатр
    شارع مدرسة مطعم فندق مستشفى سوق ساحة مقهى خیابان میدان هتل رستوران دبیرستان دبستان
";

const HOUSES_BEHIND: &str = "
    caddesi caddesinde caddesindeki sokağı sokağında sokak bulvarı bulvarında meydanı lisesi oteli otelinde pastanesi
    pastanesinde lokantası kafesi eczanesi apartmanı sitesi turizm
    küçəsi küçəsində küçəsindəki prospekti prospektində meydanı oteli otelində marketi restoranı mağazası məktəbi
    հյուրանոց հյուրանոցում հյուրանոցը փողոց փողոցում փողոցը ռեստորան սրճարան դպրոց
    ქუჩა ქუჩაზე ქუჩის სასტუმრო სასტუმროში რესტორანი სკოლა
    straße strasse allee platz gasse gymnasium apotheke
";

/// Whether a folded word is that of something which is called after the place behind it: *calle*, *улице*.
#[must_use]
pub fn is_called_after_place_behind(word: &str) -> bool {
    HOUSES[0].contains(word)
}

/// Whether a folded word is that of something which is called after the place before it: *Caddesi*, *հյուրանոց*.
#[must_use]
pub fn is_called_after_place_before(word: &str) -> bool {
    HOUSES[1].contains(word)
}

/// Whether a folded word is *of*, with or without an article, in a Romance language.
#[must_use]
pub fn is_of(word: &str) -> bool {
    matches!(
        word,
        "de" | "del" | "di" | "da" | "do" | "des" | "du" | "la" | "el" | "le" | "les"
    )
}

/// What a language writes together with the word behind it.
#[derive(Debug)]
pub struct Clitics {
    /// As they are written, without the apostrophe.
    pub heads: &'static [&'static str],
    /// Whether an apostrophe stands between them and the word.
    pub have_apostrophe: bool,
}

const FRENCH: Clitics = Clitics {
    heads: &[
        "d", "D", "l", "L", "qu", "Qu", "jusqu", "Jusqu", "lorsqu", "puisqu",
    ],
    have_apostrophe: true,
};
const ITALIAN: Clitics = Clitics {
    heads: &[
        "d", "D", "l", "L", "all", "All", "dall", "Dall", "dell", "Dell", "nell", "Nell", "sull",
        "Sull", "un",
    ],
    have_apostrophe: true,
};
const CATALAN: Clitics = Clitics {
    heads: &["d", "D", "l", "L"],
    have_apostrophe: true,
};
/// *And*, *in*, *to*, *as*, *so*, and some of them together.
const ARABIC: Clitics = Clitics {
    heads: &["وب", "ول", "فب", "و", "ب", "ل", "ك", "ف"],
    have_apostrophe: false,
};

/// What is written together with the word behind it in a language (BCP 47), or where that is not known, in the language
/// that the script of a text tells. Nothing for most.
#[must_use]
pub fn clitics(language: Option<&str>, text: &str) -> Option<&'static Clitics> {
    match language {
        Some("fr") => Some(&FRENCH),
        Some("it") => Some(&ITALIAN),
        Some("ca") => Some(&CATALAN),
        Some("ar") => Some(&ARABIC),
        // Letters that Persian and Urdu have no use for.
        None if text.contains(['ة', 'ى', 'إ', 'أ'])
            && !text.contains(['پ', 'چ', 'گ', 'ی', 'ک']) =>
        {
            Some(&ARABIC)
        }
        _ => None,
    }
}

impl Clitics {
    /// What of a word stands behind something that is written together with it: every way to cut it.
    pub fn rests<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        self.heads.iter().filter_map(move |head| {
            let rest = word.strip_prefix(head)?;
            match self.have_apostrophe {
                true => rest.strip_prefix(['\'', '’']),
                false => Some(rest),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_words_folded() {
        for language in [
            "en", "de", "fr", "es", "it", "pt", "nl", "tr", "az", "pl", "ar", "ru", "uk",
        ] {
            assert!(
                FUNCTION_WORDS
                    .get(language)
                    .is_some_and(|words| words.len() > 30),
                "{language}"
            );
        }
        assert!(is_function_word("de", &fold("für")));
        assert!(is_function_word("tr", "bir") && !is_function_word("de", "bir"));
    }

    #[test]
    fn a_few_words_make_a_language_likely() {
        assert_eq!(likely("Kara kedi damda geziyordu."), None);
        assert_eq!(likely("Sarı papatyalar açtı."), Some("tr"));
        assert_eq!(likely("Ключи лежат в столе."), Some("ru"));
        assert_eq!(likely("Nebel am Morgen."), Some("de"));
        assert_eq!(likely("قشر البطاطس"), Some("ar"));
    }

    #[test]
    fn words_beside_names_are_listed_under_uses_that_are_asked_for() {
        let uses = [
            Beside::Person,
            Beside::Honour,
            Beside::Place,
            Beside::Being,
            Beside::Naming,
            Beside::Pronoun,
            Beside::Given,
            Beside::Greeting,
            Beside::Adjective,
            Beside::Time,
        ];
        for ((language, key), words) in BESIDE_NAMES.iter() {
            assert!(uses.iter().any(|beside| beside.key() == *key), "{key}");
            assert!(!words.is_empty(), "{language} {key}");
        }
        assert!(tells("de", Beside::Person, "frau") && !tells("de", Beside::Person, "essen"));
        assert!(tells("tr", Beside::Honour, &fold("Hanım")));
        assert!(is_everyday_word("ru", &fold("Ключи")) && !is_everyday_word("ru", "москва"));
    }

    #[test]
    fn a_sentence_tells_its_language() {
        let told = |text: &str| match told_by_function_words(text).as_slice() {
            [language] => Some(*language),
            _ => None,
        };
        assert_eq!(told("The bridge was closed after the storm."), Some("en"));
        assert_eq!(
            told("Die Brücke wurde nach dem Sturm gesperrt."),
            Some("de")
        );
        assert_eq!(
            told("El puente se cerró después de la tormenta."),
            Some("es")
        );
        assert_eq!(
            told("O puente, a ponte, foi fechada pela polícia."),
            Some("pt")
        );
        assert_eq!(
            told("Мост закрыли после того, как начался шторм."),
            Some("ru")
        );
        assert_eq!(
            told("Köprü fırtınadan sonra bir gün için kapatıldı."),
            Some("tr")
        );
        assert_eq!(told("Paris, London, Rom, Madrid"), None);
        assert_eq!(told(""), None);
    }
}
