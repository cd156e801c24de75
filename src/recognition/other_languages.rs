//! What is no place in texts of other languages than English. The weights know English only; elsewhere the gazetteer decides,
//! and these rules keep from it what is called like a place: words, persons, and the names of clubs, schools and firms.

use crate::language::{self, Beside as Tells};

use super::block::{BlockWords, Dress};
use super::candidate::Candidate;
use super::inflection::is_listed_given_name;
use super::lexicon::WordClass;
use super::model::{Class, Scores};
use super::offer::Profile;
use super::word::{Join, Word};

/// Whether what stands behind a name in English text says that it is somebody or a pet: *Phoenix, our old cat, slept.* The
/// weights see single words only.
pub(super) fn is_being(block: &BlockWords<'_>, candidate: &Candidate) -> bool {
    block.language == Some("en")
        && candidate.length() == 1
        && !candidate.profile.is_any(Profile::COUNTRY)
        && Beside::of(block, candidate).is_being("en")
}

/// Whether a name of the gazetteer is something else where it stands; `p` is what the weights take it for.
pub(super) fn is_no_place(block: &BlockWords<'_>, candidate: &Candidate, p: &Scores) -> bool {
    let beside = Beside::of(block, candidate);
    is_ordinary(block, candidate)
        || is_surely_else(block, candidate, p)
        || beside.is_told_otherwise()
        || beside.is_everyday()
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

/// Dutch ones, of which *de* also opens surnames: *Piet de Vries*.
const DUTCH_ARTICLES: &[&str] = &["de", "het", "een"];

/// Particles between a title or a given name and a surname, in Dutch and German: *Frau von Baden*.
const NOBLE: &[&str] = &["van", "von", "ter", "ten", "zu"];

/// What anybody is called, whatever the office, in these languages.
const MISTER: &[&str] = &[
    "herr", "herrn", "frau", "fraulein", "mevrouw", "mevr", "meneer", "mijnheer", "dhr", "oma",
    "opa", "tante", "oom", "onkel",
];

/// What stands between a thing and what it is of, or between two things of one sort.
const OF: &[&str] = &["de", "des", "d", "di", "del", "do", "da", "dos", "van"];
const AND: &[&str] = &[
    "e", "y", "et", "en", "ou", "o", "и", "й", "і", "та", "ve", "və", "i", "или", "або",
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
    let Some(language) = block.likely.filter(|_| candidate.length() == 1) else {
        return false;
    };
    let word = &block.words.words[candidate.first];
    // *Того* is a country as well as *of that*, but no pronoun has a capital within a sentence.
    let is_country = word.capital
        && !word.opens_sentence
        && block.has_capitals()
        && candidate.profile.is_any(Profile::COUNTRY);
    if language != "en" && !is_country && language::is_function_word(language, word.key()) {
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
    let articles = match language {
        "de" => GERMAN_ARTICLES,
        "nl" => DUTCH_ARTICLES,
        _ => return false,
    };
    !candidate.profile.is_any(WITH_ARTICLE) && articles.contains(&before)
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

/// How Ukrainian and Russian words for divisions and features of the land begin, folded.
const SLAVIC_LANDS: &[&str] = &[
    "област",
    "раион",
    "округ",
    "кра",
    "губерн",
    "повіт",
    "уезд",
    "улус",
    "мор",
    "озер",
    "остр",
    "півостр",
    "полуостр",
    "залив",
    "заток",
    "гор",
    "хреб",
    "пролив",
    "проток",
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

    /// What a word beside it tells of it, in the language of the text.
    fn tells(&self, what: Tells, word: &Word<'_>) -> bool {
        let language = self.block.likely;
        language.is_some_and(|language| language::tells(language, what, word.key()))
    }

    /// The word before, whatever its case, with nothing but a blank or an abbreviation's full stop between.
    fn right_before(&self) -> Option<(usize, &'b Word<'w>)> {
        let between = self.block.between(self.candidate.first);
        let near = |(_, _): &(usize, &Word<'_>)| matches!(between.trim(), "" | ".");
        self.block.before(self.candidate.first).filter(near)
    }

    /// The word behind, whatever its case, with nothing but a blank between.
    fn right_behind(&self) -> Option<(usize, &'b Word<'w>)> {
        self.block
            .behind(self.candidate.last)
            .filter(|(_, word)| word.join == Join::Blank)
            .filter(|_| {
                !self.block.words.words[self.candidate.last]
                    .token
                    .has_ending()
            })
    }

    /// Whether a word beside it or an ending says that it is a place: *Клин, город*, *Ordu'da*, *شهر*.
    fn is_told_place(&self) -> bool {
        let list = &self.block.words.words;
        let place = |found: Option<(usize, &Word<'_>)>| {
            found.is_some_and(|(_, word)| self.tells(Tells::Place, word))
        };
        let before = self.right_before();
        // *Bar ist eine Stadt*
        const FAR: usize = 3;
        let sentence = list[self.candidate.last].sentence;
        let mut near = list[self.candidate.last + 1..].iter().take(FAR);
        list[self.candidate.last].token.has_ending()
            || place(before)
            || near.any(|word| word.sentence == sentence && self.tells(Tells::Place, word))
            || before.is_some_and(|(_, word)| {
                let language = self.block.likely.unwrap_or_default();
                language::is_before_places(language, word.key())
            })
    }

    /// Whether what stands around it says that it is a person, a pet or a verb.
    fn is_told_otherwise(&self) -> bool {
        let Some(language) = self.block.likely.filter(|_| self.candidate.length() == 1) else {
            return false;
        };
        if self.is_kin() || self.is_title_itself() {
            return true;
        }
        if self.candidate.profile.is_any(Profile::COUNTRY) {
            return false;
        }
        self.is_behind_title()
            || self.is_before_honour()
            || self.is_being(language)
            || self.is_named()
            || self.is_verb()
            || self.is_behind_article(language)
            || self.is_of_person(language)
    }

    /// *zia Franca*: no country is called like a woman behind her title.
    fn is_kin(&self) -> bool {
        self.tells(Tells::Given, self.head()) && self.is_behind_title()
    }

    /// *Oma Hilde*: what is a title itself, with a name behind it.
    fn is_title_itself(&self) -> bool {
        self.behind.is_some() && self.tells(Tells::Person, self.head())
    }

    /// *Herr Essen*, *Mevrouw van Gent*, *тётя Роза*
    fn is_behind_title(&self) -> bool {
        let greeting = self.block.before(self.candidate.first).filter(|(_, word)| {
            self.block.between(self.candidate.first).trim() == ","
                && self.tells(Tells::Greeting, word)
        });
        // *Feliz cumpleaños, Santiago*
        if greeting.is_some() {
            return true;
        }
        let Some((at, before)) = self.right_before() else {
            return false;
        };
        if self.tells(Tells::Person, before) {
            return true;
        }
        // *Burgemeester van Almere* is said of the town, *Mevrouw van Gent* of herself.
        let is_noble =
            matches!(self.block.likely, Some("de" | "nl")) && NOBLE.contains(&before.key());
        is_noble
            && self.block.before(at).is_some_and(|(_, title)| {
                MISTER.contains(&title.key()) || self.tells(Tells::Given, title)
            })
    }

    /// *Derya Hanım*
    fn is_before_honour(&self) -> bool {
        self.right_behind()
            .is_some_and(|(_, word)| self.tells(Tells::Honour, word))
    }

    /// *Lugo, el portero suplente*: behind a comma, an article and perhaps an adjective stands what somebody is.
    fn is_being(&self, language: &str) -> bool {
        const FAR: usize = 3;
        let list = &self.block.words.words;
        let behind = self.candidate.last + 1;
        let comma = list.get(behind).is_some_and(|word| {
            self.block.between(behind).trim() == ","
                && !word.opens_sentence
                && language::is_function_word(language, word.key())
        });
        comma
            && list[behind + 1..]
                .iter()
                .take(FAR)
                .take_while(|word| word.join == Join::Blank && !word.opens_sentence)
                .any(|word| self.tells(Tells::Being, word))
    }

    /// *Bari è il cognome del mio idraulico*: near a word for surnames stand surnames.
    fn is_named(&self) -> bool {
        const FAR: usize = 5;
        let list = &self.block.words.words;
        let sentence = list[self.candidate.first].sentence;
        let from = self.candidate.first.saturating_sub(FAR);
        // *nom de famille*
        let is_family = |at: usize| {
            list[at].key() == "famille"
                && at.checked_sub(2).is_some_and(|at| list[at].key() == "nom")
        };
        (from..list.len()).take(2 * FAR + 1).any(|at| {
            list[at].sentence == sentence && (self.tells(Tells::Naming, &list[at]) || is_family(at))
        })
    }

    /// *Weert u zich*: a verb with its subject behind it opens the sentence.
    fn is_verb(&self) -> bool {
        self.head().opens_sentence
            && !self.candidate.profile.is_any(Profile::CAPITAL)
            && self.candidate.profile.population < GREATEST_TOWNS
            && self
                .right_behind()
                .is_some_and(|(_, word)| !word.capital && self.tells(Tells::Pronoun, word))
    }

    /// *القميص الأبيض*: in Arabic what has the article and stands behind a noun with the article is its adjective.
    fn is_behind_article(&self, language: &str) -> bool {
        const ARTICLE: &str = "ال";
        language == "ar"
            && !self.candidate.profile.is_any(Profile::CAPITAL)
            && self.head().key().starts_with(ARTICLE)
            && self.right_before().is_some_and(|(_, before)| {
                before.key().starts_with(ARTICLE) && !self.tells(Tells::Place, before)
            })
    }

    /// *Chiara Modena*, *Fırat Demir*, and *Gülnarə* by herself: a name with a given name beside it is a person's, though
    /// it be that of a great town; so is a given name that is a small town's.
    fn is_of_person(&self, language: &str) -> bool {
        if language == "en" || !self.block.has_capitals() || self.is_told_place() {
            return false;
        }
        let is_given =
            |word: &Word<'_>| self.tells(Tells::Given, word) || is_listed_given_name(word.key());
        // In languages that decline, a place behind a person's name has an ending of its own and is another form.
        let behind_given = self.before.is_some_and(|(_, word)| is_given(word));
        let before_surname = self.behind.is_some_and(|(_, word)| {
            !self.tells(Tells::Place, word) && !language::is_function_word(language, word.key())
        });
        if is_given(self.head()) {
            // *Арарат* is a mountain as well as a man.
            let is_town = !self
                .candidate
                .profile
                .is_any(Profile::LAND | Profile::WATER | Profile::REGION);
            return before_surname || is_town && !self.is_renowned() || behind_given;
        }
        behind_given && self.is_bare(language)
    }

    /// Whether it may be a surname as it stands, rather than a place in a case.
    fn is_bare(&self, language: &str) -> bool {
        !matches!(language, "az" | "hy" | "ru" | "uk" | "pl")
            || !self.block.speech.is_declined(self.head().key())
    }

    /// *Ключи лежат в ящике*: a word of every day where no capital, or any, would stand.
    fn is_everyday(&self) -> bool {
        let Some(language) = self.block.likely.filter(|_| self.candidate.length() == 1) else {
            return false;
        };
        let word = self.head();
        let is_great = language::is_everyday_though_great(language, word.key());
        if !(is_great || language::is_everyday_word(language, word.key())) || self.is_told_place() {
            return false;
        }
        let cased = self.block.has_capitals();
        if cased && !word.opens_sentence {
            return false;
        }
        let is_thing = |word: &Word<'_>| {
            !word.capital
                && word.join == Join::Blank
                && !language::is_function_word(language, word.key())
                && !self.tells(Tells::Place, word)
        };
        let Some((at, behind)) = self.right_behind() else {
            return !is_great && !self.is_renowned() || self.is_first_of_things(is_thing);
        };
        let is_time = |found: Option<(usize, &Word<'_>)>| {
            found.is_some_and(|(_, word)| self.tells(Tells::Time, word))
        };
        // *Terni di carte*, *Piedras y ramas*: towns have no such company.
        let in_company = (OF.contains(&behind.key()) || AND.contains(&behind.key()))
            && self
                .block
                .behind(at)
                .is_some_and(|(_, word)| is_thing(word));
        // *Клин клином вышибают*
        let is_same_word = behind.key().starts_with(word.key()) && behind.key() != word.key();
        let has_adjective = self.tells(Tells::Adjective, behind);
        let in_company = in_company || is_same_word || has_adjective || self.is_predicated(at);
        if is_great || !cased && self.is_renowned() {
            return in_company || is_time(Some((at, behind))) || is_time(self.right_before());
        }
        in_company || is_thing(behind) || !self.is_renowned()
    }

    /// *Marsala, zucchero e uova*: the first of a list of things.
    fn is_first_of_things(&self, is_thing: impl Fn(&Word<'_>) -> bool) -> bool {
        const FAR: usize = 4;
        let list = &self.block.words.words;
        let next = self.candidate.last + 1;
        let Some(second) = list.get(next) else {
            return false;
        };
        // A word behind a comma is none behind a blank.
        let mut bare = second.clone();
        bare.join = Join::Blank;
        self.block.between(next).trim() == ","
            && is_thing(&bare)
            && list[next + 1..]
                .iter()
                .take(FAR)
                .take_while(|word| word.sentence == second.sentence)
                .any(|word| AND.contains(&word.key()))
    }

    /// *Essen ist fertig, …*, *Vienne la pluie*: what is no more than so, or is a verb with its subject.
    fn is_predicated(&self, at: usize) -> bool {
        let list = &self.block.words.words;
        let key = list[at].key();
        let Some(next) = list.get(at + 1) else {
            return false;
        };
        let is_small = !next.capital && next.join == Join::Blank;
        if self.block.likely == Some("fr") && matches!(key, "la" | "le" | "les") {
            return is_small;
        }
        let ends = list.get(at + 2).is_none_or(|word| {
            word.sentence != next.sentence || self.block.between(at + 2).trim() != ""
        });
        let language = self.block.likely.unwrap_or_default();
        let copula = ["ist", "war", "est", "es", "e", "is", "was", "jest"];
        copula.contains(&key)
            && is_small
            && ends
            && !language::is_function_word(language, next.key())
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
        let stands_behind = self
            .right_behind()
            .is_some_and(|(_, word)| language::is_called_after_place_before(word.key()));
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
        let is_noun = |word: &Word<'_>| {
            let mut stems = SLAVIC_LANDS.iter();
            stems.any(|stem| word.key().starts_with(stem))
        };
        !self.is_latin()
            && self.candidate.length() == 1
            && !self.candidate.profile.demonym
            && SLAVIC_ADJECTIVES.iter().any(|ending| key.ends_with(ending))
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
