//! What is known of languages, for every step that asks: the words of each that are no names.
//!
//! A language is a part of `function_words.txt`, under its BCP 47 tag.

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

/// By language (BCP 47), the folded words that are frequent in it, and that some place is called like.
static ORDINARY_WORDS: LazyLock<HashMap<&'static str, HashSet<String>>> =
    LazyLock::new(|| read(include_str!("ordinary_words.txt")));

/// Whether a folded word is an ordinary one of a language (BCP 47) though some place, no great one, is called
/// so: the German *Essen* is a meal as well.
#[must_use]
pub fn is_ordinary_word(language: &str, word: &str) -> bool {
    ORDINARY_WORDS
        .get(language)
        .is_some_and(|words| words.contains(word))
}

/// Folded words right before which a language has a place rather than a thing: *in*, *nach*, *aus*.
const PREPOSITIONS: &[(&str, &[&str])] = &[
    ("de", &["in", "nach", "aus", "bei"]),
    ("es", &["en", "desde", "hacia"]),
    ("fr", &["a", "vers", "depuis"]),
    ("it", &["a", "ad", "da", "in", "verso"]),
    ("nl", &["in", "naar", "uit", "te", "bij"]),
    ("pt", &["em", "desde", "para"]),
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
    FUNCTION_WORDS
        .get(language)
        .is_some_and(|words| words.contains(word))
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

/// The rest of a word behind something that is written together with it.
#[must_use]
pub fn without<'w>(word: &'w str, head: &str, has_apostrophe: bool) -> Option<&'w str> {
    let rest = word.strip_prefix(head)?;
    if has_apostrophe {
        rest.strip_prefix(['\'', '’'])
    } else {
        Some(rest)
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
