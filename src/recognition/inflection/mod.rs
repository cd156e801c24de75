//! Inflection: names as languages decline them. Russian has *в Ереване*, Armenian *Երևանում*, Azerbaijani *İrəvanda*,
//! where a gazetteer has only *Ереван*, *Երևան*, *İrəvan*.
//!
//! Each language is one small file with the endings of its declensions and the grammar they are taken from
//! ([`grammar::Paradigm`]). Read backwards they say which dictionary forms may stand behind a word; the gazetteer says
//! which of these exist. The script decides which language a word is in, and where several share a script, the
//! language and the letters of the block do. Latin script is looked at only in Azerbaijani, German, Polish and Turkish text, so English
//! pays nothing.

mod armenian;
mod azerbaijani;
mod georgian;
mod german;
mod given_names;
mod grammar;
mod persian;
mod polish;
mod russian;
mod turkish;
mod ukrainian;

use std::sync::LazyLock;

use araxes_gazetteer::{Entry, FeatureClass, Gazetteer, NameMatch};

use grammar::Grammar;

/// The languages whose declensions are known, as BCP 47 tags.
pub const LANGUAGES: [&str; 9] = ["hy", "az", "fa", "ka", "ru", "tr", "uk", "pl", "de"];

static ARMENIAN: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(LANGUAGES[0], armenian::paradigms()));
static AZERBAIJANI: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(LANGUAGES[1], azerbaijani::paradigms()));
static PERSIAN: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(LANGUAGES[2], persian::paradigms()));
static GEORGIAN: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(LANGUAGES[3], georgian::paradigms()));
static RUSSIAN: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(LANGUAGES[4], russian::paradigms()));
static TURKISH: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(LANGUAGES[5], turkish::paradigms()));
static UKRAINIAN: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(LANGUAGES[6], ukrainian::paradigms()));
static POLISH: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(LANGUAGES[7], polish::paradigms()));
static GERMAN: LazyLock<Grammar> =
    LazyLock::new(|| Grammar::new(LANGUAGES[8], german::paradigms()));

/// The longest declined name, in words.
const LONGEST_NAME: usize = 4;

/// From how many inhabitants on a town is known so widely that an ordinary word is the less likely reading.
const WELL_KNOWN: u64 = 100_000;

/// A script and its ISO 15924 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Armenian,
    Georgian,
    Arabic,
}

impl Script {
    fn of(letter: char) -> Option<Self> {
        match letter {
            'a'..='z' => Some(Script::Latin),
            '\u{400}'..='\u{52F}' => Some(Script::Cyrillic),
            '\u{530}'..='\u{58F}' => Some(Script::Armenian),
            '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}' => Some(Script::Georgian),
            '\u{600}'..='\u{6FF}' => Some(Script::Arabic),
            _ => None,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Script::Latin => "Latn",
            Script::Cyrillic => "Cyrl",
            Script::Armenian => "Armn",
            Script::Georgian => "Geor",
            Script::Arabic => "Arab",
        }
    }

    /// Whether names begin with a capital in it.
    fn has_case(self) -> bool {
        !matches!(self, Script::Georgian | Script::Arabic)
    }
}

/// How the words of a block are declined: by which grammar, in each script.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Speech {
    latin: Option<&'static LazyLock<Grammar>>,
    cyrillic: Option<&'static LazyLock<Grammar>>,
    arabic: Option<&'static LazyLock<Grammar>>,
}

impl Speech {
    /// The speech of a block in a document of this language, a BCP 47 tag, where it is certain.
    pub(super) fn of(block: &str, language: Option<&str>) -> Self {
        // Every language but English that is declined here has letters beyond ASCII.
        if block.is_ascii() {
            return Self {
                latin: match language {
                    Some("tr") => Some(&TURKISH),
                    Some("pl") => Some(&POLISH),
                    Some("de") => Some(&GERMAN),
                    _ => None,
                },
                ..Self::default()
            };
        }
        Self {
            latin: latin(block, language),
            cyrillic: match language {
                Some("uk") if is_ukrainian(block) || block.len() < TELLING => Some(&UKRAINIAN),
                None | Some("ru") if is_ukrainian(block) => Some(&UKRAINIAN),
                // The language of a document says nothing of what it quotes in another script.
                Some("bg" | "sr" | "mk" | "be" | "kk" | "mn") => None,
                _ => Some(&RUSSIAN),
            },
            arabic: (!matches!(language, Some("ar" | "ur"))).then_some(&PERSIAN),
        }
    }

    fn grammar(&self, key: &str) -> Option<(Script, &'static Grammar)> {
        let script = Script::of(key.chars().next()?)?;
        let grammar = match script {
            Script::Latin => self.latin?,
            Script::Cyrillic => self.cyrillic?,
            Script::Armenian => &ARMENIAN,
            Script::Georgian => &GEORGIAN,
            Script::Arabic => self.arabic?,
        };
        Some((script, grammar))
    }

    /// Whether names that begin with a word may be declined.
    pub(super) fn declines(&self, key: &str) -> bool {
        self.grammar(key).is_some()
    }

    /// The runs of words, from the first of `keys` on, that are names, also declined ones, the longest first. `keys`
    /// are as for [`Gazetteer::matches_at`], which this widens; `start` is how the first of them stands in the text.
    pub(super) fn matches_at(
        &self,
        gazetteer: &Gazetteer,
        keys: &[&str],
        start: Start,
    ) -> Vec<(usize, Vec<NameMatch>)> {
        let mut found: Vec<(usize, Vec<NameMatch>)> = gazetteer.matches_at(keys).collect();
        let Some((script, grammar)) = keys.first().and_then(|key| self.grammar(key)) else {
            return found;
        };
        let small = script.has_case() && !start.capital;
        if small && !keys.first().is_some_and(|key| is_adjective(key)) {
            return found;
        }
        // Only the adjective itself is written small; a name of several words has a capital.
        let longest = if small { 1 } else { LONGEST_NAME };
        let forms: Vec<Vec<String>> = keys
            .iter()
            .take(longest)
            .enumerate()
            .map(|(at, key)| {
                let mut forms = grammar.dictionary_forms(key);
                if at > 0 {
                    forms.extend(grammar.bare_plurals(key));
                }
                forms
            })
            .collect();
        let mut search = Search {
            gazetteer,
            script,
            keys,
            forms: &forms,
            path: Vec::new(),
            found: Vec::new(),
        };
        search.walk(false);
        let mut declined = search.found;
        if script == Script::Latin {
            prefer_own(gazetteer, &mut declined, grammar.language);
        }
        // A form that is a name as it stands, or a word that any sentence may begin with, is a declined name only where
        // that is well known.
        let as_they_stand: Vec<usize> = found.iter().map(|(length, _)| *length).collect();
        let opening = script.has_case() && start.opens_sentence;
        for (length, reading) in declined {
            let wary = length == 1 && (opening || as_they_stand.contains(&length));
            if wary && !is_well_known(gazetteer, reading) {
                continue;
            }
            match found.iter_mut().find(|(other, _)| *other == length) {
                Some((_, readings)) => {
                    if readings.iter().all(|other| other.entry != reading.entry) {
                        readings.push(reading);
                    }
                }
                None => found.push((length, vec![reading])),
            }
        }
        found.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        found
    }
}

/// The words beside a word, folded: only those in its sentence, with a capital, and with nothing but a blank between.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside<'a> {
    pub(super) before: Option<&'a str>,
    pub(super) behind: Option<&'a str>,
}

impl Speech {
    /// Whether a word is a part of a person's name: it stands behind a given name, or is one with a surname behind it.
    pub(super) fn is_person(&self, key: &str, beside: Beside<'_>) -> bool {
        beside
            .before
            .is_some_and(|before| self.is_given_name(before))
            || beside.behind.is_some() && self.is_given_name(key)
    }

    /// Whether a folded word may be the locative, dative or ablative of another, and so rather the aim of a way than a
    /// surname.
    pub(super) fn is_declined(&self, key: &str) -> bool {
        self.grammar(key)
            .is_some_and(|(_, grammar)| !grammar.dictionary_forms(key).is_empty())
    }

    /// Whether a folded word is a given name of the language, in some case.
    pub(super) fn is_given_name(&self, key: &str) -> bool {
        self.grammar(key).is_some_and(|(_, grammar)| {
            given_names::contains(key)
                || grammar
                    .dictionary_forms(key)
                    .iter()
                    .any(|form| given_names::contains(form))
        })
    }
}

/// Whether a folded word is a given name of the region as it stands.
pub(super) fn is_listed_given_name(key: &str) -> bool {
    given_names::contains(key)
}

/// How a word stands in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// It begins with a capital.
    pub(super) capital: bool,
    /// It is the first of its sentence.
    pub(super) opens_sentence: bool,
}

/// Leaves out names of other languages where the text's own has one: what others call *Şuşa* is not asked in
/// Azerbaijani text.
fn prefer_own(gazetteer: &Gazetteer, found: &mut Vec<(usize, NameMatch)>, language: &str) {
    let is_own = |reading: NameMatch| gazetteer.name(reading).language == language;
    let own: Vec<usize> = found
        .iter()
        .filter(|(_, reading)| is_own(*reading))
        .map(|(length, _)| *length)
        .collect();
    found.retain(|(length, reading)| !own.contains(length) || is_own(*reading));
}

/// The grammar of a block's words in Latin script.
fn latin(block: &str, language: Option<&str>) -> Option<&'static LazyLock<Grammar>> {
    match language {
        Some("az") => return Some(&AZERBAIJANI),
        Some("pl") => return Some(&POLISH),
        Some("de") => return Some(&GERMAN),
        Some("tr") if !block.contains('ə') => return Some(&TURKISH),
        _ => {}
    }
    if !block.contains('ə') {
        return None;
    }
    // No other language of Latin script has this letter: short and mixed documents show it block by block. One
    // Azerbaijani name among other words is no Azerbaijani text.
    let (mut with, mut all) = (0_usize, 0_usize);
    for word in block.split_whitespace() {
        all += 1;
        with += usize::from(word.contains(['ə', 'Ə']));
    }
    (with >= 2 && with * 8 >= all).then_some(&AZERBAIJANI)
}

/// From how many bytes on a block without any of its letters is not Ukrainian: every fifteenth letter is an *і*.
const TELLING: usize = 100;

/// Whether a block has letters that Ukrainian has and Russian has not.
fn is_ukrainian(block: &str) -> bool {
    block.contains(['і', 'ї', 'є', 'ґ', 'І', 'Ї', 'Є', 'Ґ'])
}

/// Whether a folded word may be an East Slavic adjective of a place, which is written small: *армянского*, *грецької*.
fn is_adjective(key: &str) -> bool {
    ["ск", "цк", "ськ", "цьк"]
        .iter()
        .any(|suffix| key.contains(suffix))
}

/// Whether a name may mean something that everybody knows.
fn is_well_known(gazetteer: &Gazetteer, found: NameMatch) -> bool {
    let Entry::Place(number) = found.entry else {
        return true;
    };
    let place = gazetteer.place(number);
    place.is_country()
        || place.is_capital()
        || matches!(place.feature_class, FeatureClass::H | FeatureClass::L)
        || place.feature_code == "ADM1"
        || place.population.unwrap_or(0) >= WELL_KNOWN
}

/// The search for declined names from one word on.
struct Search<'a> {
    gazetteer: &'a Gazetteer,
    script: Script,
    keys: &'a [&'a str],
    /// What may stand behind each of the first words.
    forms: &'a [Vec<String>],
    /// The words chosen so far.
    path: Vec<&'a str>,
    found: Vec<(usize, NameMatch)>,
}

impl<'a> Search<'a> {
    /// Tries every form of the next word. `declined` is whether any word before was another in the text.
    fn walk(&mut self, declined: bool) {
        let at = self.path.len();
        let (Some(&key), Some(forms)) = (self.keys.get(at), self.forms.get(at)) else {
            return;
        };
        let as_is = std::iter::once((key, declined));
        for (form, declined) in as_is.chain(forms.iter().map(|form| (form.as_str(), true))) {
            self.path.push(form);
            if declined {
                self.look();
            }
            if self.may_continue() {
                self.walk(declined);
            }
            self.path.pop();
        }
    }

    /// Keeps the names that the path is in full, if they are of its script.
    fn look(&mut self) {
        let length = self.path.len();
        for (found, readings) in self.gazetteer.matches_at(&self.path) {
            if found < length {
                break;
            }
            let home = readings
                .into_iter()
                .filter(|&reading| self.gazetteer.name(reading).script == self.script.code());
            self.found.extend(home.map(|reading| (length, reading)));
        }
    }

    /// Whether any name begins with the first word of the path and is longer than the path.
    fn may_continue(&self) -> bool {
        if self.path.len() >= self.forms.len() {
            return false;
        }
        self.path
            .first()
            .is_some_and(|first| self.gazetteer.longest_name(first) > self.path.len())
    }
}

#[cfg(test)]
mod tests;
