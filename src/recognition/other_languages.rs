//! What is no place in texts of other languages than English. The weights know English only; elsewhere the gazetteer decides,
//! and these rules keep from it what is called like a place: words, persons, and the names of clubs, schools and firms.

use crate::language;

use super::block::{BlockWords, Dress};
use super::candidate::Candidate;
use super::lexicon::WordClass;
use super::model::{Class, Scores};
use super::offer::Profile;
use super::word::{Join, Word};

/// Whether a name of the gazetteer is something else where it stands; `p` is what the weights take it for.
pub(super) fn is_no_place(block: &BlockWords<'_>, candidate: &Candidate, p: &Scores) -> bool {
    let beside = Beside::of(block, candidate);
    is_ordinary(block, candidate)
        || is_surely_else(block, candidate, p)
        || beside.is_title()
        || beside.is_person(p[Class::Person as usize])
        || beside.is_club()
        || beside.is_quoted()
        || beside.is_name_of_house()
        || beside.is_foreign_to_script()
        || beside.is_adjective()
        || beside.is_given_name()
        || beside.is_part()
}

/// How sure the weights have to be that a name is a person's, and that it is a firm's or a part of another name. Beside words
/// that they do not know they are seldom sure.
const SURELY_PERSON: f32 = 0.6;
const SURELY_SHARED: f32 = 0.8;

/// Whether the weights take a name in plain Latin letters for something else, and it is that of no country or capital.
fn is_surely_else(block: &BlockWords<'_>, candidate: &Candidate, p: &Scores) -> bool {
    let of = |class: Class| p[class as usize];
    let shared = of(Class::Organisation) + of(Class::Embedded) + of(Class::Other);
    block.words.words[candidate.first].key().is_ascii()
        && !candidate
            .profile
            .is_any(Profile::COUNTRY | Profile::CAPITAL)
        && (of(Class::Person) > SURELY_PERSON || shared > SURELY_SHARED)
}

/// German words for *the* and *a*, alone or grown together with a preposition. Towns have none before them.
const GERMAN_ARTICLES: &[&str] = &[
    "der", "die", "das", "dem", "den", "des", "ein", "eine", "einem", "einen", "einer", "eines",
    "kein", "keine", "keinem", "keinen", "keiner", "im", "am", "vom", "beim", "zum", "zur", "ins",
    "ans", "jeder", "jede", "jedes", "jeden", "jedem",
];

/// What German does put an article before: *die Schweiz*, *der Rhein*, *das Saarland*.
const WITH_ARTICLE: u16 = Profile::COUNTRY
    | Profile::FIRST_DIVISION
    | Profile::WATER
    | Profile::REGION
    | Profile::LAND
    | Profile::SITE
    | Profile::WAY;

/// Whether a name of one word is an ordinary word of the language of its text: by itself, or in German, where all nouns
/// have capitals, by the article before it (*der Regen* is the rain, and no town in Bavaria).
fn is_ordinary(block: &BlockWords<'_>, candidate: &Candidate) -> bool {
    let Some(language) = block.language.filter(|_| candidate.length() == 1) else {
        return false;
    };
    let word = &block.words.words[candidate.first];
    if language != "en" && language::is_function_word(language, word.key()) {
        return true;
    }
    let before = block.before(candidate.first);
    let before = before.filter(|_| word.join == Join::Blank);
    let before = before.map_or("", |(_, before)| before.key());
    if language::is_ordinary_word(language, word.key())
        && !language::is_before_places(language, before)
    {
        return true;
    }
    language == "de" && !candidate.profile.is_any(WITH_ARTICLE) && GERMAN_ARTICLES.contains(&before)
}

/// How common a word must be as a given name (1 to 3) to make a person's name with what stands beside it.
const SURELY_GIVEN: u8 = 2;

/// How many digits the number of inhabitants has of towns that are named more often than persons of their name.
const GREATEST_TOWNS: u8 = 7;

/// English words of titles: *Yale University*, *Time Magazine*.
const TITULAR: &[WordClass] = &[
    WordClass::School,
    WordClass::Company,
    WordClass::Media,
    WordClass::Organisation,
    WordClass::Feature,
];

/// What the names of sports clubs begin or end with all over the world, folded.
const CLUBS: &[&str] = &[
    "fc",
    "afc",
    "fk",
    "sk",
    "bk",
    "if",
    "ifk",
    "sv",
    "vfb",
    "vfl",
    "vfr",
    "tsv",
    "fsv",
    "tsg",
    "ofk",
    "nk",
    "hnk",
    "ac",
    "as",
    "ssc",
    "cd",
    "ud",
    "cf",
    "sc",
    "rc",
    "rcd",
    "ogc",
    "krc",
    "psv",
    "cska",
    "zska",
    "цска",
    "фк",
    "хк",
    "maccabi",
    "makkabi",
    "hapoel",
    "real",
    "sporting",
    "athletic",
    "atletico",
    "deportivo",
    "racing",
    "dynamo",
    "dinamo",
    "lokomotiv",
    "lokomotive",
    "spartak",
    "borussia",
    "bayern",
    "eintracht",
    "hertha",
    "hellas",
    "standard",
    "olympique",
    "inter",
    "united",
    "city",
    "rovers",
    "wanderers",
    "rangers",
    "galaxy",
    "kings",
    "spor",
    "belediyespor",
    "динамо",
    "спартак",
    "локомотив",
    "юнайтед",
    "сити",
];

/// The ends of Ukrainian and Russian adjectives of places, folded.
const SLAVIC_ADJECTIVES: &[&str] = &[
    "ськии",
    "ська",
    "ське",
    "ської",
    "ськоі",
    "ському",
    "ського",
    "ськіи",
    "ську",
    "ською",
    "ським",
    "ських",
    "ськими",
    "цькии",
    "цька",
    "цьке",
    "цькоі",
    "цькому",
    "цького",
    "цькіи",
    "цьку",
    "цькою",
    "цьким",
    "цьких",
    "скии",
    "ская",
    "ское",
    "ские",
    "ского",
    "скои",
    "скому",
    "скую",
    "ским",
    "ских",
    "скими",
    "ском",
];

/// Folded words right before which a Russian or Ukrainian name is a town, though persons are called so.
const BEFORE_SLAVIC_TOWNS: &[&str] = &[
    "в",
    "во",
    "из",
    "под",
    "до",
    "г",
    "город",
    "города",
    "городе",
    "у",
    "з",
    "із",
    "від",
    "м",
    "місто",
    "міста",
    "місті",
    "на",
];

/// A candidate and the words with capitals that are joined to it by a blank.
struct Beside<'b, 'w> {
    block: &'b BlockWords<'w>,
    candidate: &'b Candidate,
    before: Option<(usize, &'b Word<'w>)>,
    behind: Option<(usize, &'b Word<'w>)>,
}

impl<'b, 'w> Beside<'b, 'w> {
    fn of(block: &'b BlockWords<'w>, candidate: &'b Candidate) -> Self {
        let list = &block.words.words;
        let before = block
            .before(candidate.first)
            .filter(|(_, before)| before.capital && list[candidate.first].join == Join::Blank);
        let behind = block
            .behind(candidate.last)
            .filter(|(_, behind)| behind.capital && behind.join == Join::Blank);
        Self {
            block,
            candidate,
            before,
            behind: behind.filter(|_| !list[candidate.last].token.has_ending()),
        }
    }

    fn head(&self) -> &Word<'w> {
        &self.block.words.words[self.candidate.first]
    }

    fn is_latin(&self) -> bool {
        self.head().key().is_ascii()
    }

    /// Whether more texts speak of the place than of persons and clubs of its name.
    fn is_renowned(&self) -> bool {
        let profile = self.candidate.profile;
        profile.is_renowned()
            && (profile.sorts & !(Profile::SETTLEMENT | Profile::DIVISION) != 0
                || profile.population >= GREATEST_TOWNS)
    }

    /// An English word amid another language belongs to the title of something.
    fn is_title(&self) -> bool {
        let facts = self.block.facts(self.candidate.first);
        if self.is_latin() && self.candidate.length() == 1 && facts.is_any(TITULAR) {
            return true;
        }
        let is_titular = |at: usize| self.block.facts(at).is_any(TITULAR);
        // *University of Manitoba*, *Bank of China*
        let of = self.block.before(self.candidate.first);
        let is_of = of.is_some_and(|(at, of)| {
            of.key() == "of"
                && self
                    .block
                    .before(at)
                    .is_some_and(|(at, head)| head.capital && is_titular(at))
        });
        is_of || self.is_latin() && self.behind.is_some_and(|(at, _)| is_titular(at))
    }

    /// *Nelson Piquet*: a given name before another name is no town, however many are called so; nor is the name behind it.
    fn is_person(&self, person: f32) -> bool {
        let given_name = |at: usize| self.block.facts(at).given_name;
        let opens_name = self.candidate.length() == 1
            && given_name(self.candidate.first) >= SURELY_GIVEN
            && self.behind.is_some();
        let before = self.before.map_or(0, |(at, _)| given_name(at));
        // What stands before a person's name in English, an initial say, is any word in another script.
        self.is_latin()
            && !self.is_renowned()
            && (opens_name || before >= SURELY_GIVEN || before > 0 && person >= 0.9)
    }

    /// *FC Bayern München*, *Maccabi Haifa*, *Manchester United*
    fn is_club(&self) -> bool {
        let is_club = |word: &Word<'_>| CLUBS.contains(&word.key());
        self.before.is_some_and(|(_, word)| is_club(word))
            || self.behind.is_some_and(|(_, word)| is_club(word))
    }

    /// «Юта Джаз»: what begins with a place within the quotation marks of names is none.
    fn is_quoted(&self) -> bool {
        let word = self.head();
        let before = self.block.between(self.candidate.first);
        before.ends_with(['«', '„']) && self.behind.is_some() && word.capital
    }

    /// *Calle Bogotá*, *улица Московская*, *Ordu Pastanesi*: streets, schools and shops are called after places.
    fn is_name_of_house(&self) -> bool {
        let list = &self.block.words.words;
        let is_blank = |at: usize| list.get(at).is_some_and(|word| word.join == Join::Blank);
        let behind = self.block.behind(self.candidate.last);
        let stands_behind = behind.is_some_and(|(at, word)| {
            is_blank(at)
                && !list[self.candidate.last].token.has_ending()
                && language::is_called_after_place_before(word.key())
        });
        let mut before = self.block.before(self.candidate.first);
        let mut here = self.candidate.first;
        // *rue de Paris*, *boulevard de la Villette*
        for _ in 0..2 {
            before = match before {
                Some((at, word)) if is_blank(here) && language::is_of(word.key()) => {
                    here = at;
                    self.block.before(at)
                }
                other => other,
            };
        }
        let stands_before = before.is_some_and(|(_, word)| {
            is_blank(here) && language::is_called_after_place_behind(word.key())
        });
        stands_behind || stands_before
    }

    /// *Honda* and *Toyota* in Russian: Cyrillic text has its places in Cyrillic, and firms, songs and ships as they are.
    fn is_foreign_to_script(&self) -> bool {
        self.is_latin() && !self.is_renowned() && self.block.is_cyrillic()
    }

    /// *Київська компанія*, *Лисичанська міська рада*: an adjective is a name only with the noun of a division or a feature.
    fn is_adjective(&self) -> bool {
        let key = self.head().key();
        let ends = |endings: &[&str]| endings.iter().any(|ending| key.ends_with(ending));
        let nouns = [
            "област",
            "раион",
            "округ",
            "кра",
            "губерн",
            "повіт",
            "уезд",
            "улус",
        ];
        let lands = [
            "мор",
            "озер",
            "остр",
            "остров",
            "півостр",
            "полуостр",
            "залив",
            "заток",
            "гор",
            "хреб",
            "пролив",
            "проток",
        ];
        let is_noun = |word: &Word<'_>| {
            nouns
                .iter()
                .chain(&lands)
                .any(|noun| word.key().starts_with(noun))
        };
        !self.is_latin()
            && self.candidate.length() == 1
            && !self.candidate.profile.demonym
            && ends(SLAVIC_ADJECTIVES)
            && self
                .block
                .behind(self.candidate.last)
                .is_some_and(|(_, word)| {
                    word.join == Join::Blank && !word.capital && !is_noun(word)
                })
    }

    /// *Владимир приехал*: a given name is a town only behind a preposition of place.
    fn is_given_name(&self) -> bool {
        !self.is_latin()
            && self.candidate.length() == 1
            && !self
                .candidate
                .profile
                .is_any(Profile::COUNTRY | Profile::CAPITAL)
            && self.block.speech.is_given_name(self.head().key())
            && !self
                .block
                .before(self.candidate.first)
                .is_some_and(|(_, word)| BEFORE_SLAVIC_TOWNS.contains(&word.key()))
    }

    /// *Theda Bara*, *Swift Current Broncos*: a name that few know, within a longer one that the gazetteer has not. German
    /// has capitals on any noun.
    fn is_part(&self) -> bool {
        if self.block.dress != Dress::Plain || self.block.language == Some("de") {
            return false;
        }
        let is_word = |key: &str| {
            let language = self.block.language.unwrap_or("en");
            language::is_function_word(language, key) || language::is_ordinary_word(language, key)
        };
        let is_name = |word: &Word<'_>| {
            let is_figure = word.key().as_bytes().first().is_none_or(u8::is_ascii_digit);
            !is_figure && !is_word(word.key())
        };
        // *Miasto Dortmund*: any word may open a sentence. *Nərgiz Gəncəyə getdi*: places have other cases than persons.
        let before = self.before.filter(|&(at, word)| {
            !word.token.has_ending()
                && !self.candidate.declined
                && (!word.opens_sentence || self.block.facts(at).given_name > 0)
        });
        // *м. Василівка Запорізької області*: in Slavic languages what lies around a place stands behind it, declined.
        let behind = self
            .behind
            .filter(|_| self.is_latin() && !self.candidate.declined);
        !self.is_renowned()
            && (before.is_some_and(|(_, word)| is_name(word))
                || behind.is_some_and(|(_, word)| is_name(word)))
    }
}
