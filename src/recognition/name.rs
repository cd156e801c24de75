//! Names and demonyms: the longest runs of words that are names in the gazetteer and stand as names in the text.

use std::ops::Range;

use crate::gazetteer::{Entry, FeatureClass, Gazetteer, Name, NameKind, NameMatch};

use super::context::{self, Persons, Setting, Stretch};
use super::inflection::Start;
use super::role::{Role, role_of};
use super::word::{Join, Word};
use super::{BlockWords, Mention, MentionKind, Rejection};

/// The longest name, in words, that is looked for.
const LONGEST_NAME: usize = 10;

/// What the words around a name say about the sort of feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureHint {
    /// The word that says it, as in the text.
    pub word: String,
    /// Prefixes of GeoNames `class.code` that fit, such as `A.ADM` or `H`.
    pub fits: &'static [&'static str],
}

/// Nouns that say what sort of feature a name beside them is, with the GeoNames classes and codes that fit.
pub(super) const FEATURE_NOUNS: &[(&str, &[&str])] = &[
    ("river", &["H.STM"]),
    ("rivers", &["H.STM"]),
    ("lake", &["H.LK"]),
    ("reservoir", &["H.RSV"]),
    ("sea", &["H.SEA"]),
    ("basin", &["H"]),
    ("dam", &["S.DAM"]),
    ("bridge", &["S.BDG"]),
    ("pass", &["T.PASS"]),
    ("mount", &["T.MT"]),
    ("mountain", &["T.MT"]),
    ("mountains", &["T.MTS"]),
    ("valley", &["T.VAL", "H.STM"]),
    ("plain", &["T.PLN"]),
    ("peninsula", &["T.PEN"]),
    ("city", &["P"]),
    ("town", &["P"]),
    ("village", &["P"]),
    ("villages", &["P"]),
    ("settlement", &["P"]),
    ("capital", &["P.PPLC", "P.PPLA"]),
    ("district", &["A.ADM"]),
    ("districts", &["A.ADM"]),
    ("rayon", &["A.ADM"]),
    ("province", &["A.ADM"]),
    ("provinces", &["A.ADM"]),
    ("oblast", &["A.ADM"]),
    ("marz", &["A.ADM"]),
    ("governorate", &["A.ADM"]),
    ("region", &["A.ADM", "L.RGN"]),
    ("regions", &["A.ADM", "L.RGN"]),
    ("exclave", &["A.ADM"]),
    ("republic", &["A"]),
    ("zone", &["L.ZN"]),
    ("zones", &["L.ZN"]),
    ("airport", &["S.AIRP"]),
    ("county", &["A.ADM"]),
    ("municipality", &["A.ADM", "P"]),
    ("island", &["T.ISL"]),
    ("peak", &["T.MT", "T.PK"]),
];

/// Words that may stand between a noun and the names it is about: *free zones such as Aras and Meghri*.
const LINKS: &[&str] = &[
    "of",
    "such",
    "as",
    "like",
    "including",
    "called",
    "named",
    "the",
    "and",
    "in",
];

struct Hit<'g> {
    first: usize,
    last: usize,
    readings: Vec<NameMatch>,
    kind: NameKind,
    gazetteer: &'g Gazetteer,
}

/// Finds the names in a block. Words within `taken` (coordinates) are passed over; names that are part of a person's
/// or an organisation's name go to `rejections`.
pub(super) fn find(
    block: &BlockWords<'_>,
    gazetteer: &Gazetteer,
    persons: &Persons,
    taken: &[Range<usize>],
    rejections: &mut Vec<Rejection>,
) -> Vec<Mention> {
    let list = &block.words.words;
    let shouted = block.words.is_shouted();
    let dress = context::Dress {
        shouted,
        titled: shouted || is_titled(list),
    };
    let mut mentions: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < list.len() {
        let start = list[at].token.start;
        // Coordinates are in order of the text.
        let coordinate = taken.get(taken.partition_point(|span| span.end <= start));
        let hit = match coordinate {
            Some(span) if span.contains(&start) => None,
            _ => hit_at(block, at, gazetteer, shouted),
        };
        let Some(hit) = hit else {
            at += 1;
            continue;
        };
        let setting = context::setting(
            block.text,
            block.words,
            Stretch {
                first: hit.first,
                last: hit.last,
                adjective: hit.kind.is_demonym(),
                minor: is_minor(&hit),
            },
            persons,
            gazetteer,
            dress,
        );
        at = hit.last + 1;
        match setting {
            Setting::Refused(reason) => rejections.push(Rejection {
                span: list[hit.first].token.start..list[hit.last].token.end,
                surface: surface(block.text, list, hit.first, hit.last),
                reason,
            }),
            Setting::Free => {
                let mut found = mention(block, &hit, false);
                if goes_with(block.text, mentions.last(), &found) && is_power(&hit) {
                    found.role = Role::Associative;
                }
                mentions.push(found);
            }
            Setting::Embedded => mentions.push(mention(block, &hit, true)),
        }
    }
    mentions
}

fn surface(text: &str, list: &[Word], first: usize, last: usize) -> String {
    text.get(list[first].token.start..list[last].token.end)
        .unwrap_or_default()
        .to_owned()
}

/// Whether a block is set in title case: most of its longer words begin with a capital.
fn is_titled(list: &[Word]) -> bool {
    let long = list
        .iter()
        .filter(|word| word.key.chars().count() > 3)
        .count();
    let capital = list
        .iter()
        .filter(|word| word.key.chars().count() > 3 && word.capital)
        .count();
    long >= 5 && capital * 10 >= long * 8
}

/// The longest name that begins at a word and whose case the text respects.
fn hit_at<'g>(
    block: &BlockWords<'_>,
    first: usize,
    gazetteer: &'g Gazetteer,
    shouted: bool,
) -> Option<Hit<'g>> {
    let list = &block.words.words;
    let mut keys: Vec<&str> = Vec::with_capacity(4);
    for (offset, word) in list[first..].iter().take(LONGEST_NAME).enumerate() {
        // An ending closes a name, and so does punctuation or the end of a sentence.
        let inner = offset > 0;
        if inner && (!matches!(word.join, Join::Blank | Join::Hyphen) || word.opens_sentence) {
            break;
        }
        keys.push(&word.key);
        if word.token.has_ending() {
            break;
        }
    }
    let start = Start {
        capital: list[first].capital,
        opens_sentence: list[first].opens_sentence,
    };
    for (length, matches) in block.speech.matches_at(gazetteer, &keys, start) {
        let words = &list[first..first + length];
        let readings: Vec<NameMatch> = matches
            .into_iter()
            .filter(|&found| {
                let name = gazetteer.name(found);
                (is_border(found) || case_fits(block.text, words, name.text, name.kind, shouted))
                    && is_at_home(&name, block.language)
            })
            .collect();
        if readings.is_empty() {
            continue;
        }
        // The people and the place can share a form (`Persian`); the place wins where both are names.
        let kind = readings
            .iter()
            .map(|&found| gazetteer.name(found).kind)
            .min_by_key(|kind| kind.is_demonym())
            .unwrap_or(NameKind::Variant);
        let readings: Vec<NameMatch> = readings
            .into_iter()
            .filter(|&found| gazetteer.name(found).kind.is_demonym() == kind.is_demonym())
            .collect();
        let article =
            words[0].key == "the" && length > 1 && writes_article_small(&readings, gazetteer);
        return Some(Hit {
            first: first + usize::from(article),
            last: first + length - 1,
            readings,
            kind,
            gazetteer,
        });
    }
    None
}

/// The names of lines are common nouns, which some write with capitals: *Line of Contact*, *line of contact*.
fn is_border(found: NameMatch) -> bool {
    matches!(found.entry, Entry::Border(_))
}

/// Whether a name may stand in a text of this language. One that begins with a small letter (the French *russe*) looks
/// like any word and is looked for in texts of its own language only.
fn is_at_home(name: &Name<'_>, language: Option<&str>) -> bool {
    let small = name.text.chars().next().is_some_and(char::is_lowercase);
    !small || name.script != "Latn" || language.is_none_or(|language| language == name.language)
}

/// Whether the article is no part of the name itself (*the Caspian Sea*, but *The Hague*).
fn writes_article_small(readings: &[NameMatch], gazetteer: &Gazetteer) -> bool {
    readings
        .iter()
        .all(|&found| gazetteer.name(found).text.starts_with("the "))
}

/// Whether words of the text respect the case of a name: what the name writes with a capital has one in the text,
/// and an abbreviation stands in capitals throughout (`US`, never `us`).
fn case_fits(text: &str, words: &[Word], name: &str, kind: NameKind, shouted: bool) -> bool {
    let mut tokens = crate::gazetteer::tokens(name);
    words.iter().all(|word| {
        let Some(token) = tokens.next() else {
            return true;
        };
        let core = token.core(name);
        let first_upper = core.chars().next().is_some_and(char::is_uppercase);
        let letters = core.chars().filter(|letter| letter.is_alphabetic()).count();
        let all_upper = letters >= 2 && core.chars().all(|letter| !letter.is_lowercase());
        if all_upper && (kind == NameKind::Abbreviation || letters <= 5) {
            let shown = word.token.core(text);
            // In a shouted headline `US` may be the pronoun; with full stops it cannot be.
            return word.upper && (!shouted || letters > 2 || shown.contains('.'));
        }
        !first_upper || word.capital
    })
}

fn mention(block: &BlockWords<'_>, hit: &Hit<'_>, embedded: bool) -> Mention {
    let list = &block.words.words;
    let demonym = hit.kind.is_demonym();
    let hint = hint(block.text, list, hit.first, hit.last);
    // *Aras River*: the noun in capitals is part of the name as the document writes it.
    let last = match list.get(hit.last + 1) {
        Some(next)
            if !demonym
                && next.capital
                && next.join == Join::Blank
                && !list[hit.last].token.has_ending()
                && hint.is_some()
                && context::is_noun_of_place(&next.key) =>
        {
            hit.last + 1
        }
        _ => hit.last,
    };
    let power = is_power(hit);
    let metonym = hit
        .readings
        .iter()
        .all(|&found| hit.gazetteer.name(found).kind == NameKind::Metonym);
    let role = if demonym || metonym || embedded {
        Role::Associative
    } else {
        role_of(block.words, hit.first, last, power)
    };
    Mention {
        span: list[hit.first].token.start..list[last].token.end,
        surface: surface(block.text, list, hit.first, last),
        kind: if demonym {
            MentionKind::Demonym
        } else {
            MentionKind::Name
        },
        role,
        sentence: block.words.sentence_of(hit.first),
        block: block.number,
        block_kind: block.kind,
        readings: hit.readings.clone(),
        hint,
    }
}

/// From how many inhabitants on a settlement is known by its bare name, whatever stands beside it.
const WELL_KNOWN: u64 = 250_000;

/// Whether all that the name can stand for are settlements of no great fame.
fn is_minor(hit: &Hit<'_>) -> bool {
    hit.readings.iter().all(|&found| match found.entry {
        Entry::Place(number) => {
            let place = hit.gazetteer.place(number);
            place.feature_class == FeatureClass::P
                && !place.is_capital()
                && place.population.unwrap_or(0) < WELL_KNOWN
        }
        _ => false,
    })
}

/// Whether governments go by the name: it is a country or a capital.
fn is_power(hit: &Hit<'_>) -> bool {
    hit.readings.iter().any(|&found| match found.entry {
        Entry::Place(number) => {
            let place = hit.gazetteer.place(number);
            place.is_country() || place.is_capital()
        }
        _ => false,
    })
}

/// Whether a name is coordinated with a party before it: *talks between Baku **and Ankara***.
fn goes_with(text: &str, before: Option<&Mention>, mention: &Mention) -> bool {
    before.is_some_and(|before| {
        before.role == Role::Associative
            && matches!(before.kind, MentionKind::Name)
            && before.sentence == mention.sentence
            && text
                .get(before.span.end..mention.span.start)
                .is_some_and(|between| matches!(between.trim(), "and" | "or" | "&"))
    })
}

/// What a noun beside the name says about its sort: behind it (*Aras River*, *Karabakh region*), before it (*the
/// river Aras*, *Lake Sevan*) or before a list it is part of (*free zones such as Aras and Meghri*).
fn hint(text: &str, list: &[Word], first: usize, last: usize) -> Option<FeatureHint> {
    let noun = |word: &Word| {
        FEATURE_NOUNS
            .iter()
            .find(|(noun, _)| *noun == word.key)
            .map(|(_, fits)| FeatureHint {
                word: word.token.full(text).to_owned(),
                fits,
            })
    };
    if !list[last].token.has_ending()
        && let Some(next) = list.get(last + 1)
        && next.join == Join::Blank
        && let Some(hint) = noun(next)
    {
        return Some(hint);
    }
    // Walk left over link words and other capitalised names of the same list.
    let mut at = first;
    for _ in 0..7 {
        let left = at.checked_sub(1)?;
        let joined = matches!(list[at].join, Join::Blank | Join::Hyphen)
            || list[at].join == Join::Other
                && text.get(list[left].token.full_end..list[at].token.start) == Some(", ");
        if !joined || list[left].sentence != list[first].sentence {
            return None;
        }
        if let Some(hint) = noun(&list[left]) {
            // *The region of Karabakh*, *the river Aras*; but not *left the city and Armenia*.
            let adjacent = left + 1 == first;
            let list_of_names = list[left + 1..first].iter().any(|word| {
                matches!(
                    word.key.as_str(),
                    "as" | "of" | "like" | "including" | "called" | "named"
                )
            });
            return (adjacent || list_of_names).then_some(hint);
        }
        if !list[left].capital && !LINKS.contains(&list[left].key.as_str()) {
            return None;
        }
        at = left;
    }
    None
}

/// The mention of a span that was found otherwise.
pub(super) fn given(block: &BlockWords<'_>, span: Range<usize>, gazetteer: &Gazetteer) -> Mention {
    let list = &block.words.words;
    let first = list
        .iter()
        .position(|word| word.token.full_end > span.start);
    let last = list.iter().rposition(|word| word.token.start < span.end);
    let surface = block.text.get(span.clone()).unwrap_or_default();
    let mut mention = Mention {
        span: span.clone(),
        surface: surface.to_owned(),
        kind: MentionKind::Name,
        role: Role::Literal,
        sentence: first.map_or(span, |first| block.words.sentence_of(first)),
        block: block.number,
        block_kind: block.kind,
        readings: gazetteer.lookup(surface),
        hint: None,
    };
    let (Some(first), Some(last)) = (first, last) else {
        return mention;
    };
    let kind = mention
        .readings
        .iter()
        .map(|&found| gazetteer.name(found).kind)
        .min_by_key(|kind| kind.is_demonym());
    if let Some(kind) = kind
        && first <= last
    {
        let hit = Hit {
            first,
            last,
            readings: std::mem::take(&mut mention.readings),
            kind,
            gazetteer,
        };
        let told = self::mention(block, &hit, false);
        mention.readings = hit.readings;
        mention.kind = told.kind;
        mention.role = told.role;
        mention.hint = told.hint;
    }
    mention
}
