//! The words with which other languages than English speak of borders. Two orders cover them: the word for the border
//! before its sides (*граница между Арменией и Ираном*, *مرز ایران و ارمنستان*) and behind them
//! (*Ermənistan–Azərbaycan sərhədi*, *სომხეთსა და საქართველოს შორის საზღვარი*).

/// The words of one language, folded as the words of a block are.
#[derive(Debug)]
pub(super) struct BorderWords {
    /// How the words for a border begin, before their endings.
    stems: &'static [&'static str],
    /// *Between*, before or behind the two sides.
    pub(super) between: &'static [&'static str],
    /// *And*; also *with* where it joins two sides that stand side by side.
    pub(super) and: &'static [&'static str],
    /// *With*, before the other side.
    pub(super) with: &'static [&'static str],
}

/// The longest ending behind a stem, in letters.
const LONGEST_ENDING: usize = 5;

const LANGUAGES: [BorderWords; 7] = [
    // Russian
    BorderWords {
        stems: &["границ"],
        between: &["между"],
        and: &["и"],
        with: &["с", "со"],
    },
    // Ukrainian
    BorderWords {
        stems: &["кордон"],
        between: &["між"],
        and: &["і", "та", "и"],
        with: &["з", "із", "зі"],
    },
    // Armenian
    BorderWords {
        stems: &["սահման"],
        between: &["միջեւ"],
        and: &["եւ", "ու"],
        with: &[],
    },
    // Azerbaijani
    BorderWords {
        stems: &["serhed"],
        between: &["arasinda", "arasindaki"],
        and: &["ve", "ile"],
        with: &["ile"],
    },
    // Turkish
    BorderWords {
        stems: &["sinir"],
        between: &["arasinda", "arasindaki"],
        and: &["ve", "ile"],
        with: &["ile"],
    },
    // Georgian
    BorderWords {
        stems: &["საზღვ"],
        between: &["შორის"],
        and: &["და"],
        with: &[],
    },
    // Persian
    BorderWords {
        stems: &["مرز"],
        between: &["میان", "بین"],
        and: &["و"],
        with: &["با"],
    },
];

impl BorderWords {
    /// The words that go with a folded word, if it means a border in any of the languages.
    pub(super) fn of(key: &str) -> Option<&'static Self> {
        // No English word is asked about: none begins like these two, the only stems in Latin script.
        if key.is_ascii() && !key.starts_with("serhed") && !key.starts_with("sinir") {
            return None;
        }
        LANGUAGES.iter().find(|words| {
            words.stems.iter().any(|stem| {
                key.strip_prefix(stem)
                    .is_some_and(|ending| ending.chars().count() <= LONGEST_ENDING)
            })
        })
    }
}
