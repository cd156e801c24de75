//! What the words beside figures mean for them. The words themselves are in [`languages`].

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::languages;

/// What the words of three letters and more begin with, in Latin letters, that mean anything to the search for positions,
/// here or in the files beside this one. A test reads these files.
const BEGINNINGS: &[&[u8; 3]] = &[
    b"and", b"apr", b"aug", b"bil", b"bis", b"boy", b"bre", b"cde", b"com", b"coo", b"crs", b"dak",
    b"dat", b"dec", b"deg", b"der", b"dol", b"eas", b"enl", b"est", b"eur", b"feb", b"fee", b"fer",
    b"fro", b"ftp", b"gau", b"geo", b"gps", b"gra", b"gri", b"has", b"hem", b"hie", b"hou", b"htt",
    b"ile", b"jan", b"jul", b"jun", b"kil", b"koo", b"kru", b"kuz", b"lat", b"les", b"lie", b"lin",
    b"lng", b"loc", b"lon", b"map", b"mar", b"may", b"met", b"mgr", b"mil", b"min", b"mul", b"nor",
    b"nov", b"nse", b"oct", b"oes", b"ord", b"ost", b"oue", b"ove", b"par", b"per", b"poi", b"pol",
    b"pos", b"pul", b"san", b"sec", b"seg", b"sek", b"sep", b"sit", b"sou", b"sto", b"sud", b"sul",
    b"sur", b"sze", b"thr", b"und", b"usd", b"usn", b"utm", b"uzu", b"von", b"wes", b"wgs", b"wsc",
    b"www", b"zac", b"zon",
];

/// One bit for each beginning, five bits of each letter.
const BEGINS: [u64; 512] = {
    let mut begins = [0; 512];
    let mut at = 0;
    while at < BEGINNINGS.len() {
        let number = beginning(BEGINNINGS[at]);
        begins[number / 64] |= 1 << (number % 64);
        at += 1;
    }
    begins
};

const fn beginning(letters: &[u8; 3]) -> usize {
    ((letters[0] & 31) as usize) << 10
        | ((letters[1] & 31) as usize) << 5
        | (letters[2] & 31) as usize
}

/// Whether an ASCII word that begins with these letters, in either case, may mean anything. Most do not.
pub(super) fn may_mean(letters: &[u8; 3]) -> bool {
    let number = beginning(letters);
    BEGINS[number / 64] >> (number % 64) & 1 == 1
}

/// Which of the two geographic axes a number belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Latitude,
    Longitude,
}

/// A half of the globe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hemisphere {
    pub(super) axis: Axis,
    /// South or west.
    pub(super) negative: bool,
}

pub(super) const NORTH: Hemisphere = Hemisphere {
    axis: Axis::Latitude,
    negative: false,
};
pub(super) const SOUTH: Hemisphere = Hemisphere {
    axis: Axis::Latitude,
    negative: true,
};
pub(super) const EAST: Hemisphere = Hemisphere {
    axis: Axis::Longitude,
    negative: false,
};
pub(super) const WEST: Hemisphere = Hemisphere {
    axis: Axis::Longitude,
    negative: true,
};

/// The hemispheres in the order in which the tables of [`languages`] have them.
const HEMISPHERES: [Hemisphere; 4] = [NORTH, SOUTH, EAST, WEST];

/// What a word says about a number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// `latitude`, `долгота`.
    Axis(Axis, AxisWord),
    /// `N`; lower case only counts where a degree sign has already been seen.
    Letter(Hemisphere),
    /// `K`, `D`: Turkish letters, which mean a hemisphere only after a degree sign.
    TurkishLetter(Hemisphere),
    /// `O`: east in German, west in the Romance languages.
    LetterO,
    /// `north`, `северной`.
    Word(Hemisphere),
    /// `с` of `с. ш.`: a hemisphere only if the word for the axis follows, or as a capital after a degree sign.
    Abbreviation(Hemisphere),
    /// `ш` of `с. ш.`: an axis only after an abbreviated hemisphere. In Georgian one letter is short for both.
    AxisAbbreviation(Option<Axis>),
    /// `of`, `de`: says nothing, but may stand between.
    Filler,
}

/// What else a word for an axis says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AxisWord {
    /// The hemisphere of a letter O beside it.
    pub(super) letter_o: Option<Hemisphere>,
    /// It is also the word for a width or length.
    pub(super) also_size: bool,
}

/// All that a word can be.
#[derive(Clone, Copy, Default)]
struct Entry {
    meaning: Option<Meaning>,
    /// Two languages use it for different things.
    disputed: bool,
    degrees: bool,
    minutes: bool,
    seconds: bool,
    joining: bool,
    range: bool,
    cue: bool,
}

/// The words of all languages.
static WORDS: LazyLock<HashMap<&'static str, Entry, FixedState>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Entry, FixedState> = HashMap::default();
    for language in languages::ALL {
        let letter_o = language
            .letter_o
            .and_then(|number| HEMISPHERES.get(number))
            .copied();
        let mut means = |list: &'static [&'static str], meaning: Meaning| {
            for &word in list {
                let entry = words.entry(word).or_default();
                match (entry.meaning, meaning) {
                    (Some(Meaning::AxisAbbreviation(known)), Meaning::AxisAbbreviation(axis))
                        if known != axis =>
                    {
                        entry.meaning = Some(Meaning::AxisAbbreviation(None));
                    }
                    // Spanish and Portuguese share most words; what differs in one language only is not said by it.
                    (Some(Meaning::Axis(known, _)), Meaning::Axis(axis, _)) if known == axis => {}
                    (Some(known), _) if known != meaning => entry.disputed = true,
                    _ => entry.meaning = Some(meaning),
                }
            }
        };
        let says = AxisWord {
            letter_o,
            also_size: language.also_sizes,
        };
        means(language.latitude, Meaning::Axis(Axis::Latitude, says));
        means(language.longitude, Meaning::Axis(Axis::Longitude, says));
        for (list, hemisphere) in language.hemispheres.iter().zip(HEMISPHERES) {
            means(list, Meaning::Word(hemisphere));
        }
        for (list, hemisphere) in language.short_hemispheres.iter().zip(HEMISPHERES) {
            means(list, Meaning::Abbreviation(hemisphere));
        }
        means(
            language.short_latitude,
            Meaning::AxisAbbreviation(Some(Axis::Latitude)),
        );
        means(
            language.short_longitude,
            Meaning::AxisAbbreviation(Some(Axis::Longitude)),
        );
        means(language.fillers, Meaning::Filler);
        let mut marks = |list: &'static [&'static str], mark: fn(&mut Entry)| {
            for &word in list {
                mark(words.entry(word).or_default());
            }
        };
        marks(language.degrees, |entry| entry.degrees = true);
        marks(language.minutes, |entry| entry.minutes = true);
        marks(language.seconds, |entry| entry.seconds = true);
        marks(language.joining, |entry| entry.joining = true);
        marks(language.ranges, |entry| entry.range = true);
        marks(language.cues, |entry| entry.cue = true);
    }
    words
});

fn entry(lower: &str) -> Option<&'static Entry> {
    WORDS.get(lower)
}

/// What `word` means; `lower` is the same word in lower case.
pub(super) fn meaning(word: &str, lower: &str) -> Option<Meaning> {
    let upper = word != lower;
    match lower {
        "n" => return Some(Meaning::Letter(NORTH)),
        "s" => return Some(Meaning::Letter(SOUTH)),
        "e" => return Some(Meaning::Letter(EAST)),
        "w" => return Some(Meaning::Letter(WEST)),
        "k" if upper => return Some(Meaning::TurkishLetter(NORTH)),
        "g" if upper => return Some(Meaning::TurkishLetter(SOUTH)),
        "d" if upper => return Some(Meaning::TurkishLetter(EAST)),
        "b" if upper => return Some(Meaning::TurkishLetter(WEST)),
        "o" if upper => return Some(Meaning::LetterO),
        _ => {}
    }
    // The Arabic `and` is written with the word behind it.
    let joined = || lower.strip_prefix('و').and_then(entry);
    let entry = entry(lower).or_else(joined)?;
    entry.meaning.filter(|_| !entry.disputed)
}

/// What the letter O beside an angle stands for in a language, BCP 47.
pub(super) fn letter_o(language: &str) -> Option<Hemisphere> {
    let code = language.split('-').next()?;
    let language = languages::ALL
        .iter()
        .find(|language| language.code == code)?;
    HEMISPHERES.get(language.letter_o?).copied()
}

/// The terms that Chinese writing, which has no blanks, begins with here; `None` for other writing.
pub(super) fn ideographic_term(text: &str) -> Option<&'static str> {
    let mut terms = languages::CHINESE_TERMS.iter().copied().flatten();
    terms.find(|term| text.starts_with(**term)).copied()
}

/// How far a word prepares the reader for two plain numbers being a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// `coordinates`, `GPS`.
    Strong,
    /// `position`: also said of players and opinions, so more digits are asked for.
    Weak,
    /// `lat` or `lon`: says the order too.
    Label(Axis),
    /// `POINT (`: well-known text.
    WellKnownText,
    /// `Gauss`, `Pulkovo`.
    GaussKruger,
    /// `UTM`.
    Utm,
    /// `MGRS` or `USNG`.
    Mgrs,
}

/// Whether `lower`, a word in lower case, is such a cue.
pub(super) fn cue(lower: &str) -> Option<Cue> {
    match lower {
        "wgs" | "position" | "positions" | "pos" | "location" => return Some(Cue::Weak),
        "gauss" | "kruger" | "krüger" | "krueger" | "гаусс" | "гаусса" | "гаусу" | "крюгера"
        | "крюгер" | "pulkovo" | "пулково" => return Some(Cue::GaussKruger),
        "utm" => return Some(Cue::Utm),
        "mgrs" | "usng" => return Some(Cue::Mgrs),
        _ => {}
    }
    if entry(lower).is_some_and(|entry| entry.cue) {
        return Some(Cue::Strong);
    }
    // Inflected forms share a stem, but so does "coordinator".
    let starts = |list: &[&str]| list.iter().any(|stem| lower.starts_with(stem));
    if languages::ALL
        .iter()
        .any(|language| starts(language.cue_stems))
        && !languages::ALL
            .iter()
            .any(|language| starts(language.no_cues))
    {
        return Some(Cue::Strong);
    }
    match meaning(lower, lower) {
        Some(Meaning::Axis(axis, says)) if !says.also_size => Some(Cue::Label(axis)),
        _ => None,
    }
}

/// Words for degrees of arc.
pub(super) fn is_degree_word(lower: &str) -> bool {
    entry(lower).is_some_and(|entry| entry.degrees)
}

/// Words for minutes of arc.
pub(super) fn is_minute_word(lower: &str) -> bool {
    entry(lower).is_some_and(|entry| entry.minutes)
}

/// Words for seconds of arc.
pub(super) fn is_second_word(lower: &str) -> bool {
    entry(lower).is_some_and(|entry| entry.seconds)
}

/// Words that join the two halves of a position.
pub(super) fn is_joining_word(lower: &str) -> bool {
    entry(lower).is_some_and(|entry| entry.joining)
}

/// Words between the two ends of a range, never inside a position.
pub(super) fn is_range_word(lower: &str) -> bool {
    entry(lower).is_some_and(|entry| entry.range)
}

/// Prime meridians other than Greenwich, in the cases they are cited in.
pub(super) fn is_other_meridian(lower: &str) -> bool {
    matches!(
        lower,
        "ferro"
            | "hierro"
            | "paris"
            | "pulkovo"
            | "pulkova"
            | "ферро"
            | "парижа"
            | "пулкова"
            | "пулково"
    )
}

/// Units and currencies that make a plain number something other than degrees.
pub(super) fn is_unit_word(lower: &str) -> bool {
    matches!(
        lower,
        "km" | "m"
            | "mm"
            | "cm"
            | "mi"
            | "ft"
            | "feet"
            | "metres"
            | "meters"
            | "kilometres"
            | "kilometers"
            | "miles"
            | "mile"
            | "ha"
            | "kg"
            | "g"
            | "t"
            | "percent"
            | "per"
            | "usd"
            | "eur"
            | "dollars"
            | "euros"
            | "million"
            | "billion"
            | "км"
            | "м"
            | "га"
            | "кг"
            | "руб"
            | "млн"
            | "hours"
            | "seconds"
            | "minutes"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_that_the_search_knows_passes_the_quick_look() {
        let files = [
            include_str!("lexicon.rs"),
            include_str!("languages.rs"),
            include_str!("angle.rs"),
            include_str!("code.rs"),
            include_str!("gauss_kruger.rs"),
            include_str!("geographic.rs"),
            include_str!("grid.rs"),
            include_str!("mod.rs"),
        ];
        let lines = files.iter().flat_map(|file| {
            let tests = file.find("mod tests {").unwrap_or(file.len());
            file.get(..tests).unwrap_or_default().lines()
        });
        let code = lines.filter(|line| !line.trim_start().starts_with("//"));
        let mut seen = 0;
        for word in code.flat_map(|line| line.split('"').skip(1).step_by(2)) {
            if let Some(beginning) = word.as_bytes().first_chunk::<3>()
                && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            {
                assert!(may_mean(beginning), "{word}");
                seen += 1;
            }
        }
        assert!(seen > 150, "{seen} words");
        assert!(!may_mean(b"The") && !may_mean(b"sai"));
    }
}
