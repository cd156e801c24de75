//! The words with which other languages than English speak of ways: *дорога из Еревана в Горис*, *Kerkük–Ceyhan petrol boru
//! hattı*, *la carretera de Iquique a Oruro*, *Գորիսի և Սիսիանի միջև ճանապարհ*. All are folded, as the words of a block are: Arabic with the letters of Persian.

/// The words of one language.
#[derive(Debug)]
pub(super) struct WayWords {
    /// BCP 47.
    code: &'static str,
    /// How the words for a way begin, before their endings, and how we call it.
    nouns: &'static [(&'static str, &'static str)],
    /// What stands before such a word and makes another way of it: *железная дорога*.
    said_before: &'static [(&'static str, &'static str)],
    pub(super) from: &'static [&'static str],
    pub(super) to: &'static [&'static str],
    /// Before or behind the two ends.
    pub(super) between: &'static [&'static str],
    pub(super) and: &'static [&'static str],
    /// What may stand before a place: *le Mali*.
    pub(super) articles: &'static [&'static str],
}

/// The longest ending behind a stem, in letters.
const LONGEST_ENDING: usize = 5;

const LANGUAGES: &[WayWords] = &[
    WayWords {
        code: "ru",
        nouns: &[
            ("дорог", "road"),
            ("автодорог", "road"),
            ("трасс", "highway"),
            ("шоссе", "highway"),
            ("магистрал", "highway"),
            ("железнодорожн", "railway"),
            ("поезд", "railway"),
            ("газопровод", "gas pipeline"),
            ("нефтепровод", "oil pipeline"),
            ("трубопровод", "pipeline"),
            ("паром", "sea lane"),
            ("коридор", "corridor"),
            ("рейс", "air route"),
            ("маршрут", "route"),
        ],
        said_before: &[("железн", "railway")],
        from: &["из", "от", "с", "со"],
        to: &["в", "во", "до", "на", "к"],
        between: &["между"],
        and: &["и"],
        articles: &["города", "городами", "село", "город"],
    },
    WayWords {
        code: "uk",
        nouns: &[
            ("дорог", "road"),
            ("автодорог", "road"),
            ("трас", "highway"),
            ("шосе", "highway"),
            ("залізниц", "railway"),
            ("потяг", "railway"),
            ("поізд", "railway"),
            ("газопров", "gas pipeline"),
            ("нафтопров", "oil pipeline"),
            ("трубопров", "pipeline"),
            ("пором", "sea lane"),
            ("коридор", "corridor"),
            ("маршрут", "route"),
        ],
        said_before: &[],
        from: &["з", "із", "зі", "від"],
        to: &["до", "в", "у", "на"],
        between: &["між"],
        and: &["і", "та", "и"],
        articles: &["містами", "міста"],
    },
    WayWords {
        code: "hy",
        nouns: &[
            ("ճանապարհ", "road"),
            ("մայրուղ", "highway"),
            ("երկաթուղ", "railway"),
            ("գազատար", "gas pipeline"),
            ("նավթամուղ", "oil pipeline"),
            ("միջանցք", "corridor"),
        ],
        said_before: &[],
        from: &[],
        to: &[],
        between: &["միջեւ"],
        and: &["եւ", "ու"],
        articles: &[],
    },
    WayWords {
        code: "az",
        nouns: &[
            ("yol", "road"),
            ("sose", "highway"),
            ("magistral", "highway"),
            ("kemer", "pipeline"),
            ("dehliz", "corridor"),
            ("qatar", "railway"),
            ("bere", "sea lane"),
        ],
        said_before: &[
            ("demir", "railway"),
            ("neft", "oil pipeline"),
            ("qaz", "gas pipeline"),
        ],
        from: &[],
        to: &[],
        between: &["arasinda", "arasindaki"],
        and: &["ve", "ile"],
        articles: &[],
    },
    WayWords {
        code: "tr",
        nouns: &[
            ("yol", "road"),
            ("karayol", "road"),
            ("otoyol", "highway"),
            ("otoban", "highway"),
            ("demiryol", "railway"),
            ("tren", "railway"),
            ("hatt", "pipeline"),
            ("koridor", "corridor"),
            ("feribot", "sea lane"),
        ],
        said_before: &[
            ("demir", "railway"),
            ("kara", "road"),
            ("tren", "railway"),
            ("petrol", "oil pipeline"),
            ("dogalgaz", "gas pipeline"),
            ("gaz", "gas pipeline"),
        ],
        from: &[],
        to: &[],
        between: &["arasinda", "arasindaki"],
        and: &["ve", "ile"],
        articles: &[],
    },
    WayWords {
        code: "ka",
        nouns: &[
            ("გზა", "road"),
            ("გზის", "road"),
            ("გზატკეცილ", "highway"),
            ("რკინიგზ", "railway"),
            ("გაზსადენ", "gas pipeline"),
            ("ნავთობსადენ", "oil pipeline"),
            ("დერეფ", "corridor"),
        ],
        said_before: &[],
        from: &[],
        to: &[],
        between: &["შორის"],
        and: &["და"],
        articles: &[],
    },
    WayWords {
        code: "fa",
        nouns: &[
            ("جاده", "road"),
            ("بزرگراه", "highway"),
            ("ازادراه", "highway"),
            ("راه‌اهن", "railway"),
            ("راهاهن", "railway"),
            ("کریدور", "corridor"),
            ("دالان", "corridor"),
        ],
        said_before: &[],
        from: &["از"],
        to: &["به", "تا"],
        between: &["بین", "میان"],
        and: &["و"],
        articles: &["شهر"],
    },
    WayWords {
        code: "ar",
        nouns: &[
            ("طریق", "road"),
            ("الطریق", "road"),
            ("قطار", "railway"),
            ("ممر", "corridor"),
        ],
        said_before: &[],
        from: &["من"],
        to: &["الی", "حتی"],
        between: &["بین"],
        and: &["و"],
        articles: &["مدینه", "مدینة"],
    },
    WayWords {
        code: "es",
        nouns: &[
            ("carretera", "road"),
            ("autopista", "highway"),
            ("autovia", "highway"),
            ("ruta", "route"),
            ("ferrocarril", "railway"),
            ("tren", "railway"),
            ("gasoducto", "gas pipeline"),
            ("oleoducto", "oil pipeline"),
            ("corredor", "corridor"),
            ("ferry", "sea lane"),
            ("vuelo", "air route"),
        ],
        said_before: &[],
        from: &["de", "desde"],
        to: &["a", "hasta"],
        between: &["entre"],
        and: &["y", "e"],
        articles: &["el", "la", "los", "las", "ciudad", "de"],
    },
    WayWords {
        code: "fr",
        nouns: &[
            ("route", "road"),
            ("autoroute", "highway"),
            ("fer", "railway"),
            ("train", "railway"),
            ("gazoduc", "gas pipeline"),
            ("oleoduc", "oil pipeline"),
            ("corridor", "corridor"),
            ("ferry", "sea lane"),
            ("vol", "air route"),
        ],
        said_before: &[],
        from: &["de", "depuis"],
        to: &["a", "vers"],
        between: &["entre"],
        and: &["et"],
        articles: &["le", "la", "les", "ville", "de"],
    },
    WayWords {
        code: "de",
        nouns: &[
            ("strasse", "road"),
            ("landstrasse", "road"),
            ("bundesstrasse", "road"),
            ("autobahn", "highway"),
            ("bahnstrecke", "railway"),
            ("bahnlinie", "railway"),
            ("eisenbahn", "railway"),
            ("zug", "railway"),
            ("pipeline", "pipeline"),
            ("gasleitung", "gas pipeline"),
            ("korridor", "corridor"),
            ("fahre", "sea lane"),
            ("flug", "air route"),
        ],
        said_before: &[],
        from: &["von"],
        to: &["nach", "bis"],
        between: &["zwischen"],
        and: &["und"],
        articles: &["der", "dem", "stadt"],
    },
    WayWords {
        code: "it",
        nouns: &[
            ("strada", "road"),
            ("autostrada", "highway"),
            ("ferrovia", "railway"),
            ("treno", "railway"),
            ("gasdotto", "gas pipeline"),
            ("oleodotto", "oil pipeline"),
            ("traghetto", "sea lane"),
            ("volo", "air route"),
        ],
        said_before: &[],
        from: &["da"],
        to: &["a", "ad", "verso"],
        between: &["tra", "fra"],
        and: &["e", "ed"],
        articles: &["il", "la"],
    },
    WayWords {
        code: "pt",
        nouns: &[
            ("estrada", "road"),
            ("rodovia", "highway"),
            ("autoestrada", "highway"),
            ("ferrovia", "railway"),
            ("comboio", "railway"),
            ("trem", "railway"),
            ("gasoduto", "gas pipeline"),
            ("oleoduto", "oil pipeline"),
            ("voo", "air route"),
        ],
        said_before: &[],
        from: &["de", "desde"],
        to: &["a", "ate", "para"],
        between: &["entre"],
        and: &["e"],
        articles: &["o", "os", "as", "cidade", "de"],
    },
];

impl WayWords {
    /// The words of a language (BCP 47); nothing for English, whose phrases are read in more ways than these.
    pub(super) fn of(language: &str) -> Option<&'static Self> {
        LANGUAGES.iter().find(|words| words.code == language)
    }

    /// How we call the way that a folded word means.
    pub(super) fn kind(&self, key: &str) -> Option<&'static str> {
        let begins = |stem: &str| {
            key.strip_prefix(stem)
                .is_some_and(|ending| ending.chars().count() <= LONGEST_ENDING)
        };
        // *автодорога* begins with no stem of another way; of those that fit, the longest.
        let found = self.nouns.iter().filter(|(stem, _)| begins(stem));
        found
            .max_by_key(|(stem, _)| stem.len())
            .map(|&(_, kind)| kind)
    }

    /// What a folded word right before makes of a way.
    pub(super) fn kind_before(&self, key: &str) -> Option<&'static str> {
        let found = self.said_before.iter();
        found
            .filter(|(stem, _)| key.starts_with(stem))
            .map(|&(_, kind)| kind)
            .next()
    }
}
