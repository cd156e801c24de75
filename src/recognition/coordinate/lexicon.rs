//! The words that label coordinates, in the languages of the documents Araxes reads: English,
//! Russian, German, French, Spanish, Italian, Turkish, Azerbaijani and Armenian.

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
