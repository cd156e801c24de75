//! The words that label coordinates, in the languages of the documents Araxes reads: English,
//! Russian, German, French, Spanish, Italian, Turkish, Azerbaijani and Armenian.

/// What the words of three letters and more begin with, in Latin letters, that mean anything to the search for positions,
/// here or in the files beside this one. A test reads these files.
const BEGINNINGS: &[&[u8; 3]] = &[
    b"and", b"apr", b"aug", b"bil", b"bis", b"boy", b"bre", b"cde", b"com", b"coo", b"crs", b"dak",
    b"dat", b"dec", b"deg", b"der", b"dol", b"eas", b"enl", b"est", b"eur", b"feb", b"fee", b"fer",
    b"fro", b"ftp", b"gau", b"geo", b"gps", b"gra", b"gri", b"hem", b"hie", b"hou", b"htt", b"ile",
    b"jan", b"jul", b"jun", b"kil", b"koo", b"kru", b"kuz", b"lat", b"lie", b"lin", b"lng", b"loc",
    b"lon", b"mar", b"may", b"met", b"mgr", b"mil", b"min", b"mul", b"nor", b"nov", b"oct", b"oes",
    b"ord", b"ost", b"oue", b"ove", b"par", b"per", b"poi", b"pol", b"pos", b"pul", b"san", b"sec",
    b"seg", b"sek", b"sep", b"sit", b"sou", b"sud", b"sur", b"thr", b"und", b"usd", b"usn", b"utm",
    b"uzu", b"von", b"wes", b"wgs", b"www", b"zon",
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

/// What a word says about a number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// `latitude`, `долгота`.
    Axis(Axis),
    /// `N`; lower case only counts where a degree sign has already been seen.
    Letter(Hemisphere),
    /// `K`, `D`: Turkish letters, which mean a hemisphere only after a degree sign.
    TurkishLetter(Hemisphere),
    /// `O`: east in German, west in the Romance languages.
    LetterO,
    /// `north`, `северной`.
    Word(Hemisphere),
    /// `с` of `с. ш.`: a hemisphere only if the word for the axis follows.
    Abbreviation(Hemisphere),
    /// `ш` of `с. ш.`: an axis only after an abbreviated hemisphere.
    AxisAbbreviation(Axis),
    /// `of`, `de`: says nothing, but may stand between.
    Filler,
}

/// What `word` means; `lower` is the same word in lower case.
pub(super) fn meaning(word: &str, lower: &str) -> Option<Meaning> {
    use Axis::{Latitude, Longitude};
    let upper = word != lower;
    Some(match lower {
        "n" => Meaning::Letter(NORTH),
        "s" => Meaning::Letter(SOUTH),
        "e" => Meaning::Letter(EAST),
        "w" => Meaning::Letter(WEST),
        "k" if upper => Meaning::TurkishLetter(NORTH),
        "g" if upper => Meaning::TurkishLetter(SOUTH),
        "d" if upper => Meaning::TurkishLetter(EAST),
        "b" if upper => Meaning::TurkishLetter(WEST),
        "o" if upper => Meaning::LetterO,
        "lat"
        | "latitude"
        | "latitud"
        | "latitudine"
        | "breite"
        | "breitengrad"
        | "широта"
        | "широты"
        | "широте"
        | "шир"
        | "enlem"
        | "enlemi"
        | "enlik"
        | "enliyi"
        | "լայնություն"
        | "լայնության" => Meaning::Axis(Latitude),
        "lon"
        | "long"
        | "lng"
        | "longitude"
        | "longitud"
        | "longitudine"
        | "länge"
        | "längengrad"
        | "долгота"
        | "долготы"
        | "долготе"
        | "долг"
        | "boylam"
        | "boylamı"
        | "uzunluq"
        | "uzunluğu"
        | "երկայնություն"
        | "երկայնության" => Meaning::Axis(Longitude),
        "north"
        | "northern"
        | "nord"
        | "norte"
        | "nördlich"
        | "nördliche"
        | "nördlicher"
        | "северная"
        | "северной"
        | "сев"
        | "kuzey"
        | "şimal"
        | "հյուսիսային" => Meaning::Word(NORTH),
        "south" | "southern" | "sud" | "sur" | "süd" | "südlich" | "südliche" | "südlicher"
        | "южная" | "южной" | "юж" | "güney" | "cənub" | "հարավային" => {
            Meaning::Word(SOUTH)
        }
        "east" | "eastern" | "est" | "este" | "ost" | "östlich" | "östliche" | "östlicher"
        | "восточная" | "восточной" | "вост" | "doğu" | "şərq" | "արևելյան" => {
            Meaning::Word(EAST)
        }
        "west" | "western" | "ouest" | "oeste" | "ovest" | "westlich" | "westliche"
        | "westlicher" | "западная" | "западной" | "зап" | "batı" | "qərb" | "արևմտյան" => {
            Meaning::Word(WEST)
        }
        "с" | "hs" | "հս" | "şm" | "nö" => Meaning::Abbreviation(NORTH),
        "ю" | "հվ" | "cn" | "sü" => Meaning::Abbreviation(SOUTH),
        "в" | "ավ" | "ş" | "ö" | "ös" => Meaning::Abbreviation(EAST),
        "з" | "ամ" | "q" => Meaning::Abbreviation(WEST),
        "ш" | "br" | "լ" | "en" => Meaning::AxisAbbreviation(Latitude),
        "д" | "l" | "ե" | "uz" | "u" => Meaning::AxisAbbreviation(Longitude),
        "of" | "de" | "is" | "at" => Meaning::Filler,
        // Written as one word: сш, вд.
        "сш" => Meaning::Word(NORTH),
        "юш" => Meaning::Word(SOUTH),
        "вд" => Meaning::Word(EAST),
        "зд" => Meaning::Word(WEST),
        _ => return None,
    })
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
        "coordinate" | "coordinates" | "coords" | "coord" | "ordinates" | "gps" | "geo"
        | "latlon" | "latlong" | "latlng" | "geolocation" | "إحداثيات" | "مختصات"
        | "coordinata" => {
            return Some(Cue::Strong);
        }
        "wgs" | "position" | "positions" | "pos" | "location" => return Some(Cue::Weak),
        "gauss" | "kruger" | "krüger" | "krueger" | "гаусс" | "гаусса" | "гаусу" | "крюгера"
        | "крюгер" | "pulkovo" | "пулково" => return Some(Cue::GaussKruger),
        "utm" => return Some(Cue::Utm),
        "mgrs" | "usng" => return Some(Cue::Mgrs),
        _ => {}
    }
    // Inflected forms share a stem, but so does "coordinator".
    const STEMS: [&str; 6] = [
        "координат",
        "koordinat",
        "coordonn",
        "coordenad",
        "կոորդինատ",
        "კოორდინატ",
    ];
    const NOT: [&str; 4] = ["координатор", "koordinator", "koordinatör", "կոորդինատոր"];
    if STEMS.iter().any(|stem| lower.starts_with(stem))
        && !NOT.iter().any(|word| lower.starts_with(word))
    {
        return Some(Cue::Strong);
    }
    match meaning(lower, lower) {
        Some(Meaning::Axis(axis)) => Some(Cue::Label(axis)),
        _ => None,
    }
}

/// Words for degrees, minutes and seconds of arc.
pub(super) fn is_degree_word(lower: &str) -> bool {
    matches!(
        lower,
        "deg"
            | "degs"
            | "degree"
            | "degrees"
            | "град"
            | "градус"
            | "градуса"
            | "градусов"
            | "grad"
            | "degré"
            | "degrés"
            | "grado"
            | "grados"
            | "gradi"
            | "derece"
            | "dərəcə"
            | "աստիճան"
    )
}

/// Words for minutes of arc.
pub(super) fn is_minute_word(lower: &str) -> bool {
    matches!(
        lower,
        "min"
            | "mins"
            | "minute"
            | "minutes"
            | "мин"
            | "минута"
            | "минуты"
            | "минут"
            | "minuten"
            | "minuto"
            | "minutos"
            | "minuti"
            | "dakika"
            | "dəqiqə"
            | "րոպե"
    )
}

/// Words for seconds of arc.
pub(super) fn is_second_word(lower: &str) -> bool {
    matches!(
        lower,
        "sec"
            | "secs"
            | "second"
            | "seconds"
            | "сек"
            | "секунда"
            | "секунды"
            | "секунд"
            | "sekunden"
            | "seconde"
            | "secondes"
            | "segundo"
            | "segundos"
            | "secondi"
            | "saniye"
            | "saniyə"
            | "վայրկյան"
    )
}

/// Words that join the two halves of a position.
pub(super) fn is_joining_word(lower: &str) -> bool {
    matches!(
        lower,
        "and" | "by" | "и" | "und" | "et" | "e" | "y" | "ve" | "və" | "և" | "եւ"
    )
}

/// Words between the two ends of a range, never inside a position.
pub(super) fn is_range_word(lower: &str) -> bool {
    matches!(
        lower,
        "to" | "through" | "до" | "bis" | "à" | "a" | "ilə" | "ile"
    )
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
