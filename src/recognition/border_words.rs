//! The words with which other languages than English speak of borders. Two orders cover them: the word for the border
//! before its sides (*граница между Арменией и Ираном*, *مرز ایران و ارمنستان*, *la frontière entre le Mali et le Niger*) and behind them
//! (*Ermənistan–Azərbaycan sərhədi*, *სომხეთსა და საქართველოს შორის საზღვარი*).

/// The words of one language, folded as the words of a block are.
#[derive(Debug)]
pub(super) struct BorderWords {
    /// BCP 47 tag of the language that a text has to be in, if the stems look like words of others.
    only_in: Option<&'static str>,
    /// How the words for a border begin, before their endings.
    stems: &'static [&'static str],
    /// *Between*, before or behind the two sides.
    pub(super) between: &'static [&'static str],
    /// *And*; also *with* where it joins two sides that stand side by side.
    pub(super) and: &'static [&'static str],
    /// *With*, before the other side.
    pub(super) with: &'static [&'static str],
    /// What may stand before a side: *le Mali*.
    pub(super) articles: &'static [&'static str],
}

/// The longest ending behind a stem, in letters.
const LONGEST_ENDING: usize = 5;

const LANGUAGES: [BorderWords; 15] = [
    // Russian
    BorderWords {
        only_in: None,
        stems: &["границ"],
        between: &["между"],
        and: &["и"],
        with: &["с", "со"],
        articles: &[],
    },
    // Ukrainian
    BorderWords {
        only_in: None,
        stems: &["кордон"],
        between: &["між"],
        and: &["і", "та", "и"],
        with: &["з", "із", "зі"],
        articles: &[],
    },
    // Armenian
    BorderWords {
        only_in: None,
        stems: &["սահման"],
        between: &["միջեւ"],
        and: &["եւ", "ու"],
        with: &[],
        articles: &[],
    },
    // Azerbaijani
    BorderWords {
        only_in: None,
        stems: &["serhed"],
        between: &["arasinda", "arasindaki"],
        and: &["ve", "ile"],
        with: &["ile"],
        articles: &[],
    },
    // Turkish
    BorderWords {
        only_in: None,
        stems: &["sinir"],
        between: &["arasinda", "arasindaki"],
        and: &["ve", "ile"],
        with: &["ile"],
        articles: &[],
    },
    // Georgian
    BorderWords {
        only_in: None,
        stems: &["საზღვ"],
        between: &["შორის"],
        and: &["და"],
        with: &[],
        articles: &[],
    },
    // Persian
    BorderWords {
        only_in: None,
        stems: &["مرز"],
        between: &["میان", "بین"],
        and: &["و"],
        with: &["با"],
        articles: &[],
    },
    // Spanish
    BorderWords {
        only_in: Some("es"),
        stems: &["frontera"],
        between: &["entre"],
        and: &["y", "e"],
        with: &["con"],
        articles: &["el", "la", "los", "las", "de"],
    },
    // French
    BorderWords {
        only_in: Some("fr"),
        stems: &["frontiere"],
        between: &["entre"],
        and: &["et"],
        with: &["avec"],
        articles: &["le", "la", "les", "du", "de"],
    },
    // German
    BorderWords {
        only_in: Some("de"),
        stems: &["grenze", "staatsgrenze"],
        between: &["zwischen"],
        and: &["und"],
        with: &["mit", "zu"],
        articles: &["der", "dem", "den", "die", "von"],
    },
    // Italian
    BorderWords {
        only_in: Some("it"),
        stems: &["confine", "frontiera"],
        between: &["tra", "fra"],
        and: &["e", "ed"],
        with: &["con"],
        articles: &["il", "la", "lo", "gli", "di", "della"],
    },
    // Portuguese
    BorderWords {
        only_in: Some("pt"),
        stems: &["fronteira"],
        between: &["entre"],
        and: &["e"],
        with: &["com"],
        articles: &["o", "a", "os", "as", "de", "do", "da"],
    },
    // Dutch
    BorderWords {
        only_in: Some("nl"),
        stems: &["grens"],
        between: &["tussen"],
        and: &["en"],
        with: &["met"],
        articles: &["de", "het", "van"],
    },
    // Polish
    BorderWords {
        only_in: Some("pl"),
        stems: &["granic"],
        between: &["miedzy", "pomiedzy"],
        and: &["i", "a"],
        with: &["z", "ze"],
        articles: &[],
    },
    // Arabic, whose *and* is written together with the name behind it
    BorderWords {
        only_in: None,
        stems: &["حدود", "الحدود"],
        between: &["بین"],
        and: &["و"],
        with: &["مع"],
        articles: &[],
    },
];

impl BorderWords {
    /// The words that go with a folded word, if it means a border in any of the languages that a text may be in: in its own
    /// (BCP 47), or in one of which the words look like those of no other.
    pub(super) fn of(key: &str, language: Option<&str>) -> Option<&'static Self> {
        let fits = |words: &&Self| {
            words.only_in.is_none_or(|code| language == Some(code))
                && words.stems.iter().any(|stem| {
                    key.strip_prefix(stem)
                        .is_some_and(|ending| ending.chars().count() <= LONGEST_ENDING)
                })
        };
        // No English word is asked about: none begins like these two, the only stems in Latin script that are looked for in
        // texts of any language.
        let is_plain = key.is_ascii() && !key.starts_with("serhed") && !key.starts_with("sinir");
        if is_plain && language.is_none_or(|language| language == "en") {
            return None;
        }
        LANGUAGES.iter().find(fits)
    }
}
