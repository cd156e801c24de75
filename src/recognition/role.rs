//! How a name is used: is the place itself meant, or something that goes by its name (*Baku said*, *Iranian trucks*,
//! *the Second Karabakh War*)?
//!
//! The usages are those of Gritta, Pilehvar and Collier, “A pragmatic guide to geoparsing evaluation” (2020), and so is
//! their division into literal and associative ones. Where the paper counts a toponym in the name of a government, an
//! army or an event as embedded, it is a non-literal modifier here, so that *embedded* are the names that say least
//! about the place: those of companies, schools, teams and newspapers.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::block::{BlockWords, Dress};
use super::candidate::Candidate;
use super::feature::Surroundings;
use super::lexicon::{Facts, WordClass};
use super::model::{Class, Scores};
use super::offer::Profile;
use super::word::{Join, Word};

/// Whether the place itself is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The place on the ground.
    Literal,
    /// Its government, people, language, a thing or an event called after it.
    Associative,
}

impl Role {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Literal => "literal",
            Role::Associative => "associative",
        }
    }
}

araxes_gazetteer::vocabulary! {
    /// How a name is used, in detail.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Usage {
        /// The place itself: *The house stands near Goris.*
        Literal = "literal",
        /// The place itself, as that from which a position is counted: *30 km south of Mosul*.
        Anchor = "anchor",
        /// The place itself, before a noun: *the Riverdale gas station*, *Armenian territory*.
        LiteralModifier = "literal_modifier",
        /// The place and what goes by its name at once: *Hawaii has the lowest jobless rate.*
        Mixed = "mixed",
        /// A facility or an institution as a place: *at the District Court*.
        Coercion = "coercion",
        /// Part of the name of something that stands there: *Frankfurt Airport*.
        EmbeddedLiteral = "embedded_literal",
        /// Its government, team or people: *Moscow said*.
        Metonymic = "metonymic",
        /// What belongs to it or is called after it: *Russian troops*, *the Karabakh War*, *the Pakistan Army*.
        NonLiteralModifier = "non_literal_modifier",
        /// People of the place: *two Canadians*.
        Demonym = "demonym",
        /// Its language: *They spoke in English.*
        Language = "language",
        /// Something else of the same name, such as a person.
        Homonym = "homonym",
        /// Part of the name of a company, school, team, newspaper or the like.
        EmbeddedAssociative = "embedded_associative",
    }
    /// The word for it in the output.
    pub fn as_str;
}

impl Usage {
    /// Whether the place itself is meant.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Usage::Literal
            | Usage::Anchor
            | Usage::LiteralModifier
            | Usage::Mixed
            | Usage::Coercion
            | Usage::EmbeddedLiteral => Role::Literal,
            _ => Role::Associative,
        }
    }
}

/// A set of usages, as users choose it: `literal,metonymic`, `all`, or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usages(u16);

impl Usages {
    /// What a map shows: all but languages, namesakes and names within the names of organisations.
    pub const MAP: Usages = Usages(
        !(1 << Usage::Language as u16
            | 1 << Usage::Homonym as u16
            | 1 << Usage::EmbeddedAssociative as u16),
    );

    /// What texts in bulk are annotated with: all but languages and namesakes.
    pub const ANNOTATION: Usages =
        Usages(!(1 << Usage::Language as u16 | 1 << Usage::Homonym as u16));

    /// Those of either.
    #[must_use]
    pub fn or(self, others: Usages) -> Usages {
        Usages(self.0 | others.0)
    }

    /// Whether all of these are among others.
    #[must_use]
    pub fn are_among(self, others: Usages) -> bool {
        self.0 & !others.0 == 0
    }

    /// Whether a usage is among them.
    #[must_use]
    pub fn contains(self, usage: Usage) -> bool {
        self.0 & 1 << usage as u16 != 0
    }
}

impl FromStr for Usages {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut set = 0;
        for word in text.split(',').map(str::trim) {
            let chosen: Vec<Usage> = Usage::ALL
                .into_iter()
                .filter(|usage| match word {
                    "all" => true,
                    // The groups, and the usages that are called like them or like a pair of them.
                    "literal" => usage.role() == Role::Literal,
                    "associative" => usage.role() == Role::Associative,
                    "embedded" => {
                        matches!(usage, Usage::EmbeddedLiteral | Usage::EmbeddedAssociative)
                    }
                    "literal_only" => *usage == Usage::Literal,
                    word => usage.as_str() == word.replace('-', "_"),
                })
                .collect();
            if chosen.is_empty() {
                let known: Vec<&str> = Usage::ALL[1..].iter().map(|usage| usage.as_str()).collect();
                return Err(format!(
                    "“{word}” is no role; there are the groups literal and associative, all, embedded, literal_only, and {}",
                    known.join(", ")
                ));
            }
            set |= chosen
                .into_iter()
                .fold(0, |set, usage| set | 1 << usage as u16);
        }
        Ok(Usages(set))
    }
}

/// What a usage is told from.
pub(super) struct Setting<'a> {
    pub(super) block: &'a BlockWords<'a>,
    pub(super) around: &'a Surroundings,
    pub(super) candidate: &'a Candidate,
    /// How probable each class is.
    pub(super) probabilities: &'a Scores,
    /// Whether governments go by the name: it is a country or a capital.
    pub(super) power: bool,
}

impl Setting<'_> {
    fn list(&self) -> &[Word<'_>] {
        &self.block.words.words
    }

    /// The word behind the name, if only a blank stands between.
    fn next(&self) -> Option<(Facts, &Word<'_>)> {
        let (at, word) = self.block.behind(self.candidate.last)?;
        (word.join == Join::Blank).then(|| (self.block.facts(at), word))
    }

    /// The word before the name, less articles and the like.
    fn before(&self) -> Option<(usize, Facts, &Word<'_>)> {
        let mut at = self.candidate.first;
        for _ in 0..3 {
            let (left, word) = self.block.before(at)?;
            let facts = self.block.facts(left);
            if !facts.is(WordClass::Skipped) {
                return Some((left, facts, word));
            }
            at = left;
        }
        None
    }

    /// How the name is used.
    pub(super) fn usage(&self) -> Usage {
        if self.candidate.profile.sorts == Profile::WAY {
            return Usage::Literal;
        }
        if self.candidate.profile.demonym {
            return self.of_people();
        }
        if let Some(usage) = self.within_a_longer_name() {
            return usage;
        }
        if self.candidate.profile.metonym {
            return Usage::Metonymic;
        }
        let ending = self.list()[self.candidate.last].token.has_ending();
        if let Some((facts, word)) = self.next()
            && !word.capital
        {
            if facts.is(WordClass::Possession) && (ending || !facts.is(WordClass::Act)) {
                return if ending {
                    Usage::Metonymic
                } else {
                    Usage::NonLiteralModifier
                };
            }
            let thing = facts.is_any(&[
                WordClass::Residents,
                WordClass::Landmark,
                WordClass::Feature,
            ]);
            if ending || thing {
                return if ending && !thing {
                    Usage::Literal
                } else {
                    Usage::LiteralModifier
                };
            }
            if facts.is_any(&[WordClass::Event, WordClass::Government, WordClass::Office])
                && !facts.is_any(&[WordClass::Act, WordClass::Function])
            {
                return Usage::NonLiteralModifier;
            }
        }
        if self.is_institution() {
            return Usage::Coercion;
        }
        if self.power {
            return self.of_power();
        }
        if self.council_acts() {
            return Usage::Metonymic;
        }
        Usage::Literal
    }

    /// *Karachi sent boats*: whether a town or division is the subject of an act. Towns are governed too, but less often
    /// spoken of so than capitals, so that nothing less tells.
    fn council_acts(&self) -> bool {
        let governed = Profile::SETTLEMENT | Profile::FIRST_DIVISION | Profile::DIVISION;
        let begins = self.list()[self.candidate.first].opens_sentence
            || self
                .block
                .before(self.candidate.first)
                .is_some_and(|(at, word)| {
                    matches!(word.key(), "and" | "but" | "that" | "while")
                        || self.list()[self.candidate.first].join == Join::Other
                            && !word.capital
                            && !self.block.facts(at).is(WordClass::Locative)
                });
        self.candidate.profile.is_any(governed)
            && begins
            && self.verb().is_some_and(|(facts, verb, auxiliary)| {
                // *Cambridge was closed* is something that happened to it.
                !auxiliary
                    && !verb.capital
                    && if is_weak(verb.key()) {
                        self.acts_behind(verb)
                    } else {
                        facts.is(WordClass::Act)
                    }
            })
    }

    /// Names and adjectives of people.
    fn of_people(&self) -> Usage {
        let next = self.next();
        let speaks = |word: &Word<'_>| {
            matches!(
                word.key(),
                "speak"
                    | "speaks"
                    | "spoke"
                    | "spoken"
                    | "speaking"
                    | "learn"
                    | "learning"
                    | "teach"
                    | "teaching"
                    | "studying"
                    | "fluent"
                    | "into"
                    | "in"
                    | "translated"
                    | "plus"
            )
        };
        let noun_follows = next.is_some_and(|(facts, word)| {
            word.capital || !facts.is(WordClass::Function) && !facts.is(WordClass::Act)
        });
        let tongue = next.is_some_and(|(_, word)| {
            matches!(
                word.key(),
                "language"
                    | "languages"
                    | "speaker"
                    | "speakers"
                    | "dialect"
                    | "lessons"
                    | "translation"
            )
        }) || self
            .block
            .behind(self.candidate.last)
            .is_some_and(|(_, word)| {
                word.join == Join::Hyphen && matches!(word.key(), "language" | "speaking")
            });
        if tongue || !noun_follows && self.before().is_some_and(|(_, _, word)| speaks(word)) {
            return Usage::Language;
        }
        match next {
            Some((facts, word)) if noun_follows && !word.capital => {
                if facts.is_any(&[WordClass::Landmark, WordClass::Feature])
                    || matches!(
                        word.key(),
                        "soil" | "territory" | "border" | "side" | "countryside" | "market"
                    )
                {
                    Usage::LiteralModifier
                } else {
                    Usage::NonLiteralModifier
                }
            }
            Some((_, word)) if word.capital => Usage::NonLiteralModifier,
            _ if self.list()[self.candidate.last].key().ends_with('s')
                || self.before().is_some_and(|(_, facts, word)| {
                    facts.is(WordClass::Quantity)
                        || word.key().bytes().all(|byte| byte.is_ascii_digit())
                })
                || next.is_none() =>
            {
                Usage::Demonym
            }
            _ => Usage::NonLiteralModifier,
        }
    }

    /// *SOCAR Romania*: whether an acronym that is no place stands right before the name.
    fn follows_acronym(&self) -> bool {
        let head = &self.list()[self.candidate.first];
        self.block
            .before(self.candidate.first)
            .is_some_and(|(at, before)| {
                before.upper
                    && !head.upper
                    && head.join == Join::Blank
                    && before.key().len() >= 3
                    && before.key().bytes().all(|byte| byte.is_ascii_lowercase())
                    && !before.token.has_ending()
                    && self.block.facts(at).classes == 0
                    && !self.around.is_known_end(at)
            })
    }

    /// What the longer capitalised name makes of it, if it stands in one.
    fn within_a_longer_name(&self) -> Option<Usage> {
        if self.follows_acronym() {
            return Some(Usage::EmbeddedAssociative);
        }
        if self.block.dress != Dress::Plain {
            return None;
        }
        let (first, last) = (self.candidate.first, self.candidate.last);
        let (run_first, run_last) = (self.around.run(first).0, self.around.run(last).1);
        if run_first == first && run_last == last {
            return None;
        }
        let others = || {
            (run_first..first)
                .chain(last + 1..run_last + 1)
                .filter(|&at| self.list()[at].capital)
                .map(|at| self.block.facts(at))
        };
        let any = |classes: &[WordClass]| others().any(|facts| facts.is_any(classes));
        let p = self.probabilities;
        let embedded = p[Class::Embedded as usize] + p[Class::Organisation as usize];
        // The last word of a name says what it is; behind *of* it is the first one.
        let head = self
            .block
            .facts(if run_last > last { run_last } else { run_first });
        if head.is_any(&[WordClass::Event, WordClass::Government]) {
            return Some(Usage::NonLiteralModifier);
        }
        if head.is_any(&[
            WordClass::School,
            WordClass::Company,
            WordClass::Media,
            WordClass::Organisation,
        ]) {
            return Some(Usage::EmbeddedAssociative);
        }
        if head.is_any(&[WordClass::Landmark, WordClass::Street, WordClass::Feature])
            && run_last > last
        {
            return Some(Usage::EmbeddedLiteral);
        }
        if any(&[WordClass::Event, WordClass::Government]) {
            return Some(Usage::NonLiteralModifier);
        }
        if any(&[
            WordClass::School,
            WordClass::Company,
            WordClass::Media,
            WordClass::Organisation,
        ]) {
            return Some(Usage::EmbeddedAssociative);
        }
        // *Millard Co.* looks like a firm, and yet is a county: the gazetteer has it so.
        let says_sort = self.candidate.profile.abbreviation && self.candidate.length() > 1;
        (embedded > 0.5 && !self.candidate.profile.is_renowned() && !says_sort)
            .then_some(Usage::EmbeddedAssociative)
    }

    /// Whether the name is that of a building or an institution.
    fn is_institution(&self) -> bool {
        let tail = self.block.facts(self.candidate.last);
        !self.candidate.is_known()
            && self.candidate.length() > 1
            && tail.is_any(&[WordClass::Landmark, WordClass::School])
            && !tail.is_any(&[WordClass::Feature, WordClass::Street])
    }

    /// A country or a capital: the place, or those who govern it?
    fn of_power(&self) -> Usage {
        let before = self.before();
        if before.is_some_and(|(_, facts, _)| facts.is(WordClass::Locative)) {
            return Usage::Literal;
        }
        // It is the mayor of Paris who acts.
        let of_somebody = self
            .block
            .before(self.candidate.first)
            .is_some_and(|(_, word)| word.key() == "of");
        if let Some((facts, verb, auxiliary)) = self.verb()
            && !of_somebody
        {
            if is_weak(verb.key()) {
                return if self.acts_behind(verb) {
                    Usage::Metonymic
                } else {
                    Usage::Mixed
                };
            }
            let progressive = auxiliary
                && verb.key().ends_with("ing")
                && !matches!(
                    verb.key(),
                    "lying" | "being" | "becoming" | "growing" | "burning"
                );
            if facts.is(WordClass::Act) || progressive {
                return Usage::Metonymic;
            }
        }
        let party = before.is_some_and(|(at, facts, word)| {
            facts.is(WordClass::Party) && !self.is_on_the_ground(at, word.key())
        });
        if party || self.is_leant_on() {
            Usage::Metonymic
        } else {
            Usage::Literal
        }
    }

    /// *The border with Syria*, *soldiers between Armenia and Iran*: whether a word that can lead to a party leads to a
    /// stretch of ground. Parties have something between them that is said or done.
    fn is_on_the_ground(&self, at: usize, word: &str) -> bool {
        let mut left = at;
        let nouns = std::iter::from_fn(|| {
            let (before, word) = self.block.before(left)?;
            left = before;
            Some((self.block.facts(before), word))
        });
        let mut nouns = nouns.take(3);
        match word {
            "between" => !nouns.any(|(facts, noun)| {
                facts.is_any(&[WordClass::Event, WordClass::Possession]) || is_dealing(noun.key())
            }),
            "with" => nouns.any(|(_, noun)| {
                matches!(
                    noun.key(),
                    "border" | "borders" | "frontier" | "frontiers" | "boundary"
                )
            }),
            _ => false,
        }
    }

    /// The verb behind the name, over adverbs and days, and whether an auxiliary comes first.
    fn verb(&self) -> Option<(Facts, &Word<'_>, bool)> {
        let mut at = self.candidate.last;
        let mut auxiliary = false;
        for step in 0..4 {
            let (right, word) = self.block.behind(at)?;
            if word.join != Join::Blank {
                return None;
            }
            let facts = self.block.facts(right);
            auxiliary |= step == 0 && matches!(word.key(), "is" | "was" | "are" | "were");
            if !facts.is_any(&[WordClass::Adverb, WordClass::Day, WordClass::Month]) {
                return Some((facts, word, auxiliary));
            }
            at = right;
        }
        None
    }

    /// *Tehran has consistently endorsed it*: whether an act stands right behind an auxiliary.
    fn acts_behind(&self, auxiliary: &Word<'_>) -> bool {
        let list = self.list();
        let at = list.partition_point(|word| word.token.start <= auxiliary.token.start);
        (at..list.len())
            .take(3)
            .take_while(|&at| list[at].join == Join::Blank && !list[at].opens_sentence)
            .any(|at| {
                let act = self.block.facts(at).is(WordClass::Act);
                act && !is_weak(list[at].key()) || list[at].key().ends_with("ed")
            })
    }

    /// *Called on Baku*, *pressure on Yerevan*: what is leant on is a party; *on the Armenian border* it is not.
    fn is_leant_on(&self) -> bool {
        let Some((on, word)) = self.block.before(self.candidate.first) else {
            return false;
        };
        matches!(word.key(), "on" | "upon")
            && self.block.before(on).is_some_and(|(_, word)| {
                matches!(
                    word.key(),
                    "called"
                        | "call"
                        | "calls"
                        | "calling"
                        | "pressure"
                        | "sanctions"
                        | "relies"
                        | "rely"
                        | "depends"
                        | "dependent"
                        | "reliant"
                        | "leans"
                        | "imposed"
                )
            })
    }
}

/// Nouns of what parties have with each other.
fn is_dealing(noun: &str) -> bool {
    matches!(
        noun,
        "accord"
            | "accords"
            | "agreement"
            | "agreements"
            | "alliance"
            | "ceasefire"
            | "conflict"
            | "contacts"
            | "cooperation"
            | "deal"
            | "deals"
            | "dialogue"
            | "differences"
            | "dispute"
            | "disputes"
            | "final"
            | "friendly"
            | "friendship"
            | "game"
            | "games"
            | "hostilities"
            | "match"
            | "matches"
            | "mediate"
            | "mediated"
            | "mediating"
            | "mediation"
            | "meeting"
            | "meetings"
            | "negotiations"
            | "pact"
            | "partnership"
            | "peace"
            | "quarrel"
            | "rapprochement"
            | "rivalry"
            | "row"
            | "summit"
            | "talks"
            | "tension"
            | "tensions"
            | "ties"
            | "treaty"
            | "truce"
            | "understanding"
            | "war"
            | "wars"
    )
}

/// Verbs that a country and its government are subject of alike.
fn is_weak(verb: &str) -> bool {
    matches!(
        verb,
        "has"
            | "had"
            | "did"
            | "does"
            | "remains"
            | "bears"
            | "stands"
            | "lacks"
            | "would"
            | "should"
            | "could"
            | "must"
            | "might"
    )
}
