//! Literal or associative: is the place itself meant, or something that goes by its name (*Baku said*, *Iranian
//! trucks*, *the Second Karabakh War*)?
//!
//! The two roles are those of Gritta, Pilehvar and Collier, “A pragmatic guide to geoparsing evaluation” (2020).

use serde::{Deserialize, Serialize};

use super::context::is_calendar;
use super::word::{Join, Word, Words};

/// How a name is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The place on the ground.
    Literal,
    /// Its government, people, language, a thing or an event called after it.
    Associative,
}

impl Role {
    /// The word for it in the output.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Literal => "literal",
            Role::Associative => "associative",
        }
    }
}

/// Words before a name that put something *at* the place.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "into",
    "inside",
    "outside",
    "through",
    "throughout",
    "across",
    "within",
    "around",
    "via",
    "towards",
    "toward",
    "from",
    "to",
    "visit",
    "visited",
    "visiting",
    "leave",
    "left",
    "enter",
    "entered",
    "entering",
    "reach",
    "reached",
    "outskirts",
    "north",
    "south",
    "east",
    "west",
    "over",
    "along",
    "beyond",
    "occupied",
    "mainland",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
];

/// Verbs (and auxiliaries) that only people and governments are the subject of.
const ACTS: &[&str] = &[
    "said",
    "says",
    "say",
    "warned",
    "warns",
    "urged",
    "urges",
    "accused",
    "accuses",
    "denied",
    "denies",
    "called",
    "calls",
    "claimed",
    "claims",
    "insists",
    "insisted",
    "maintains",
    "maintained",
    "demands",
    "demanded",
    "fears",
    "feared",
    "regards",
    "regarded",
    "views",
    "viewed",
    "considers",
    "considered",
    "supports",
    "supported",
    "opposes",
    "opposed",
    "rejects",
    "rejected",
    "refuses",
    "refused",
    "announced",
    "announces",
    "agreed",
    "agrees",
    "signed",
    "expects",
    "expected",
    "emphasizes",
    "emphasises",
    "emphasized",
    "emphasised",
    "notes",
    "noted",
    "stresses",
    "stressed",
    "protested",
    "protests",
    "responded",
    "responds",
    "invited",
    "dismissed",
    "dismisses",
    "acknowledged",
    "threatened",
    "threatens",
    "wants",
    "wanted",
    "seeks",
    "sought",
    "hopes",
    "believes",
    "believed",
    "sees",
    "saw",
    "tried",
    "tries",
    "attempted",
    "intends",
    "intended",
    "purchased",
    "bought",
    "bought",
    "sold",
    "sanctioned",
    "imposed",
    "condemned",
    "condemns",
    "welcomed",
    "welcomes",
    "proposed",
    "proposes",
    "offered",
    "offers",
    "backs",
    "backed",
    "endorsed",
    "endorses",
    "asked",
    "asks",
    "ordered",
    "summoned",
    "recognised",
    "recognized",
    "recognises",
    "recognizes",
    "argued",
    "argues",
    "reacted",
    "reiterated",
    "told",
    "voiced",
    "pledged",
    "vowed",
    "blamed",
    "blames",
    "prioritises",
    "prioritizes",
    "supplies",
    "advocates",
    "commit",
    "committed",
    "remains",
    "bears",
    "has",
    "had",
    "might",
    "would",
    "should",
    "must",
    "could",
    "intend",
    "stands",
    "continues",
    "continued",
    "did",
    "does",
    "lacks",
    "plans",
    "planned",
    "allowed",
    "decided",
    "managed",
    "desires",
    "favours",
    "favors",
    "confirmed",
    "affirmed",
    "заявил",
    "заявила",
    "заявило",
    "сообщил",
    "сообщила",
    "призвал",
    "призвала",
    "обвинил",
    "обвинила",
];

/// Words before a name that treat it as a party.
const PARTY_BEFORE: &[&str] = &[
    "against", "with", "by", "urged", "urges", "accused", "accuses", "warned", "warns", "told",
    "called", "upon", "between", "pressure", "forced", "blame", "blames", "blaming", "support",
    "supports", "urge", "sanction", "helping", "help", "helps",
];

/// What belongs to a government or a people rather than to the ground.
const POSSESSIONS: &[&str] = &[
    "position",
    "positions",
    "view",
    "views",
    "stance",
    "concerns",
    "concern",
    "demands",
    "demand",
    "remarks",
    "policy",
    "policies",
    "response",
    "statement",
    "statements",
    "role",
    "relations",
    "relationship",
    "ties",
    "government",
    "foreign",
    "president",
    "prime",
    "minister",
    "ministry",
    "ambassador",
    "approach",
    "approaches",
    "assurances",
    "accusations",
    "interests",
    "pressure",
    "insistence",
    "strategy",
    "support",
    "cooperation",
    "neutrality",
    "army",
    "military",
    "sovereignty",
    "involvement",
    "decision",
    "activities",
    "attack",
    "leaders",
    "leader",
    "parliament",
    "economy",
    "claims",
    "actions",
    "efforts",
    "deputy",
    "security",
    "disadvantage",
    "ruling",
    "call",
    "calls",
];

/// Words that may stand between a subject and its verb: adverbs and auxiliaries; days are skipped as well.
const BEFORE_VERB: &[&str] = &[
    "also",
    "repeatedly",
    "reportedly",
    "now",
    "still",
    "again",
    "however",
    "already",
    "continuously",
    "consistently",
    "formally",
    "officially",
    "publicly",
    "later",
    "then",
    "on",
    "is",
    "was",
    "are",
    "were",
    "be",
    "been",
    "being",
    "today",
    "yesterday",
    "may",
    "will",
    "not",
    "never",
    "and",
];

/// Words that may stand between a preposition and the name it belongs to.
fn is_skipped(word: &Word) -> bool {
    matches!(
        word.key.as_str(),
        "the"
            | "a"
            | "an"
            | "occupied"
            | "mainland"
            | "neighbouring"
            | "neighboring"
            | "all"
            | "of"
            | "both"
    )
}

/// What the words around a name tell of its role. `first` and `last` are the numbers of its first and last word.
/// `power` says that the name is one by which governments go: a country or a capital.
#[must_use]
pub(super) fn role_of(words: &Words, first: usize, last: usize, power: bool) -> Role {
    if !power {
        return Role::Literal;
    }
    let list = &words.words;
    let next = list
        .get(last + 1)
        .filter(|next| next.sentence == list[last].sentence);
    if let Some(next) = next
        && list[last].token.has_ending()
        && next.join == Join::Blank
    {
        return if POSSESSIONS.contains(&next.key.as_str()) {
            Role::Associative
        } else {
            Role::Literal
        };
    }
    let before = list[..first]
        .iter()
        .rev()
        .take_while(|word| word.sentence == list[first].sentence);
    let before = before.take(3).find(|word| !is_skipped(word));
    if let Some(before) = before
        && LOCATIVE.contains(&before.key.as_str())
    {
        return Role::Literal;
    }
    let verb = list[last + 1..]
        .iter()
        .take_while(|word| word.sentence == list[last].sentence && word.join == Join::Blank)
        .take(4)
        .find(|word| !BEFORE_VERB.contains(&word.key.as_str()) && !is_calendar(&word.key));
    if let Some(verb) = verb
        && (ACTS.contains(&verb.key.as_str()) || is_progressive(list, last, verb))
    {
        return Role::Associative;
    }
    let is_party = before.is_some_and(|before| PARTY_BEFORE.contains(&before.key.as_str()));
    if is_party || is_called_on(list, first) {
        Role::Associative
    } else {
        Role::Literal
    }
}

/// *Moscow is continuing to work*: what is doing something is no place.
fn is_progressive(list: &[Word], last: usize, verb: &Word) -> bool {
    verb.key.ends_with("ing")
        && list
            .get(last + 1)
            .is_some_and(|word| matches!(word.key.as_str(), "is" | "was" | "are" | "were"))
        && !matches!(
            verb.key.as_str(),
            "lying" | "being" | "becoming" | "growing" | "burning"
        )
}

/// *Called on Baku*, *pressure on Yerevan*: what is leant on is a party; *on the Armenian border* it is not.
fn is_called_on(list: &[Word], first: usize) -> bool {
    let leans = |word: &Word| {
        matches!(
            word.key.as_str(),
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
    };
    let on = first
        .checked_sub(1)
        .and_then(|at| list.get(at))
        .is_some_and(|word| matches!(word.key.as_str(), "on" | "upon"));
    on && first
        .checked_sub(2)
        .and_then(|at| list.get(at))
        .is_some_and(leans)
}
