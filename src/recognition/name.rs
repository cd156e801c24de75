//! From candidates to mentions: what is taken, with its readings, its usage and what the nouns beside it say about the
//! sort of feature; and what is refused although the gazetteer knows it, with the reasons.

use std::ops::Range;

use araxes_gazetteer::Gazetteer;

use super::block::BlockWords;
use super::candidate::Candidate;
use super::decision::Judgement;
use super::feature::Surroundings;
use super::lexicon::WordClass;
use super::mention::{FeatureHint, Mention, MentionKind};
use super::model::Scores;
use super::offer::Named;
use super::role::{Role, Setting, Usage};
use super::word::{Join, Word};

/// The prefixes of GeoNames `class.code` that fit a noun which says what sort of feature a name beside it is.
fn fits_noun(noun: &str) -> Option<&'static [&'static str]> {
    Some(match noun {
        "river" | "rivers" => &["H.STM"],
        "lake" => &["H.LK"],
        "reservoir" => &["H.RSV"],
        "sea" => &["H.SEA"],
        "basin" => &["H"],
        "dam" => &["S.DAM"],
        "bridge" => &["S.BDG"],
        "pass" => &["T.PASS"],
        "mount" | "mountain" => &["T.MT"],
        "mountains" => &["T.MTS"],
        "valley" => &["T.VAL", "H.STM"],
        "plain" => &["T.PLN"],
        "peninsula" => &["T.PEN"],
        "city" | "town" | "village" | "villages" | "settlement" => &["P"],
        "capital" => &["P.PPLC", "P.PPLA"],
        "district" | "districts" | "rayon" | "province" | "provinces" | "oblast" | "marz"
        | "governorate" | "exclave" | "county" | "counties" => &["A.ADM"],
        "department" | "departments" | "prefecture" | "prefectures" | "canton" | "cantons"
        | "emirate" | "voivodeship" | "krai" | "okrug" | "raion" | "regency" | "woreda"
        | "upazila" | "tehsil" | "taluk" | "cercle" | "wilaya" => &["A.ADM"],
        "commune" | "communes" => &["A.ADM", "P"],
        "region" | "regions" => &["A.ADM", "L.RGN"],
        "republic" => &["A"],
        "zone" | "zones" => &["L.ZN"],
        "airport" => &["S.AIRP"],
        "municipality" => &["A.ADM", "P"],
        "island" => &["T.ISL"],
        "peak" => &["T.MT", "T.PK"],
        _ => return None,
    })
}

/// The nouns in the plural that stand behind a list of names: *Boone, Callaway and Audrain counties*.
const BEHIND_LISTS: &[&str] = &[
    "counties",
    "districts",
    "provinces",
    "regions",
    "rivers",
    "villages",
];

/// How many words of a list a noun behind it is looked for.
const LONGEST_LIST: usize = 40;

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

/// A candidate that was judged.
pub(super) struct Judged<'a> {
    pub(super) block: &'a BlockWords<'a>,
    pub(super) around: &'a Surroundings,
    pub(super) candidate: &'a Candidate,
    pub(super) probabilities: &'a Scores,
    /// How probable it is that it is a toponym.
    pub(super) probability: f32,
    pub(super) judgement: Option<Judgement>,
}

impl Judged<'_> {
    /// The mention that it is.
    pub(super) fn mention(self) -> Mention {
        let (block, candidate) = (self.block, self.candidate);
        let list = &block.words.words;
        let setting = Setting {
            block,
            around: self.around,
            candidate,
            probabilities: self.probabilities,
            power: candidate.power,
        };
        let usage = setting.usage();
        let mut span = span(list, candidate.first, candidate.last);
        if ends_with_a_full_stop(block, candidate, &span) {
            span.end += 1;
        }
        Mention {
            surface: block.text.get(span.clone()).unwrap_or_default().to_owned(),
            span,
            kind: if candidate.profile.demonym {
                MentionKind::Demonym
            } else {
                MentionKind::Name
            },
            role: usage.role(),
            usage,
            sentence: block.words.sentence_of(candidate.first),
            block: block.number,
            block_kind: block.kind,
            readings: candidate.readings().to_vec(),
            hint: hint(block, candidate.first, candidate.last),
            probability: self.probability,
            judgement: self.judgement,
        }
    }
}

/// The bytes from one word to another, without the ending of the last.
pub(super) fn span(list: &[Word<'_>], first: usize, last: usize) -> Range<usize> {
    list[first].token.start..list[last].token.end
}

/// Whether the full stop behind a name is its own: that of *Ill.*, *N.H.* and *Orange Co.*, which are abbreviations written
/// with one.
/// Behind *USA* it ends the sentence.
fn ends_with_a_full_stop(
    block: &BlockWords<'_>,
    candidate: &Candidate,
    span: &Range<usize>,
) -> bool {
    let Some(last) = block.words.words.get(candidate.last) else {
        return false;
    };
    let behind = block.text.get(span.end..).unwrap_or_default();
    let dotted = last.token.core(block.text).contains('.');
    // *St. Petersburg* is an abbreviation too, but not at its end.
    let shortened = candidate.profile.abbreviation
        && (candidate.length() == 1 || last.key().len() <= LONGEST_LAST_ABBREVIATION)
        && !last.upper
        && last.key().is_ascii();
    behind.starts_with('.')
        && !behind.starts_with("..")
        && !last.token.has_ending()
        && candidate.is_known()
        && (dotted || shortened)
}

/// The longest abbreviation with which a name of several words ends: *Co.*, *Is.*, *Mts.*
const LONGEST_LAST_ABBREVIATION: usize = 3;

/// A name coordinated with a party is one: *talks between Baku **and Ankara***.
pub(super) fn spread_parties(block: &BlockWords<'_>, mentions: &mut [Mention], powers: &[bool]) {
    for at in 1..mentions.len() {
        let (before, here) = mentions.split_at_mut(at);
        let (Some(before), Some(mention)) = (before.last(), here.first_mut()) else {
            continue;
        };
        let joined = block
            .text
            .get(before.span.end..mention.span.start)
            .is_some_and(|between| matches!(between.trim(), "and" | "or" | "&"));
        if joined
            && powers.get(at) == Some(&true)
            && before.role == Role::Associative
            && matches!(before.kind, MentionKind::Name)
            && mention.usage == Usage::Literal
            && before.sentence == mention.sentence
        {
            mention.usage = Usage::Metonymic;
            mention.role = Role::Associative;
        }
    }
}

/// What a noun beside the name says about its sort: behind it (*Aras River*, *Karabakh region*), before it (*the
/// river Aras*, *Lake Sevan*), before a list it is part of (*free zones such as Aras and Meghri*) or behind one (*Boone,
/// Callaway and Audrain counties*).
pub(super) fn hint(block: &BlockWords<'_>, first: usize, last: usize) -> Option<FeatureHint> {
    let list = &block.words.words;
    let noun = |word: &Word<'_>| {
        // The Department of Commerce is none of a country's departments.
        let is_ministry = word.capital && word.key() == "department";
        let fits = fits_noun(word.key()).filter(|_| !is_ministry)?;
        Some(FeatureHint {
            word: word.token.full(block.text).to_owned(),
            fits,
        })
    };
    // *Aras River*: the noun is part of the name.
    if first < last
        && let Some(hint) = noun(&list[last])
    {
        return Some(hint);
    }
    if !list[last].token.has_ending()
        && let Some(next) = list.get(last + 1)
        && next.join == Join::Blank
        && let Some(hint) = noun(next)
    {
        return Some(hint);
    }
    if let Some(at) = noun_behind_list(block, last)
        && let Some(hint) = noun(&list[at])
    {
        return Some(hint);
    }
    // Walk left over link words and other capitalised names of the same list.
    let mut at = first;
    for _ in 0..7 {
        let left = at.checked_sub(1)?;
        let joined = matches!(list[at].join, Join::Blank | Join::Hyphen)
            || list[at].join == Join::Other
                && block
                    .text
                    .get(list[left].token.full_end..list[at].token.start)
                    == Some(", ");
        if !joined || list[left].sentence != list[first].sentence {
            return None;
        }
        if let Some(hint) = noun(&list[left]) {
            // *The region of Karabakh*, *the river Aras*; but not *left the city and Armenia*.
            let adjacent = left + 1 == first;
            let list_of_names = list[left + 1..first].iter().any(|word| {
                matches!(
                    word.key(),
                    "as" | "of" | "like" | "including" | "called" | "named"
                )
            });
            return (adjacent || list_of_names).then_some(hint);
        }
        if !list[left].capital && !LINKS.contains(&list[left].key()) {
            return None;
        }
        at = left;
    }
    None
}

/// The noun in the plural behind the list of names that the word stands in.
fn noun_behind_list(block: &BlockWords<'_>, last: usize) -> Option<usize> {
    let list = &block.words.words;
    // Behind *and* one more name is due, and then the noun.
    let mut joined = false;
    for at in last + 1..list.len().min(last + LONGEST_LIST) {
        let word = &list[at];
        if word.sentence != list[last].sentence {
            return None;
        }
        let comma = word.join == Join::Other
            && block
                .text
                .get(list[at - 1].token.full_end..word.token.start)
                == Some(", ");
        if word.join != Join::Blank && !comma {
            return None;
        }
        if matches!(word.key(), "and" | "or") {
            joined = true;
        } else if joined && !comma && BEHIND_LISTS.contains(&word.key()) {
            return Some(at);
        } else if !word.capital || joined && comma {
            return None;
        } else if at == last + 1 && !comma {
            // It is another name that ends here.
            return None;
        }
    }
    None
}

/// The mention of a span that was found otherwise.
pub(super) fn given(
    block: &BlockWords<'_>,
    around: &Surroundings,
    span: Range<usize>,
    gazetteer: &Gazetteer,
) -> Mention {
    let list = &block.words.words;
    let first = list
        .iter()
        .position(|word| word.token.full_end > span.start);
    let last = list.iter().rposition(|word| word.token.start < span.end);
    let surface = block.text.get(span.clone()).unwrap_or_default();
    let readings = gazetteer.lookup(surface);
    let (Some(first), Some(last)) = (first, last) else {
        return Mention {
            surface: surface.to_owned(),
            sentence: span.clone(),
            span,
            kind: MentionKind::Name,
            role: Role::Literal,
            usage: Usage::Literal,
            block: block.number,
            block_kind: block.kind,
            readings,
            hint: None,
            probability: 1.0,
            judgement: None,
        };
    };
    let named: Vec<Named<'_>> = readings
        .iter()
        .map(|&found| Named::of(gazetteer, found))
        .collect();
    let candidate = Candidate::given(first.min(last), last, &named.iter().collect::<Vec<_>>());
    let judged = Judged {
        block,
        around,
        candidate: &candidate,
        probabilities: &Scores::default(),
        probability: 1.0,
        judgement: None,
    };
    let mut mention = judged.mention();
    let says_body = (candidate.first..=candidate.last).any(|at| block.facts(at).is_any(BODIES));
    if !candidate.is_known() && says_body && mention.usage == Usage::Literal {
        mention.usage = Usage::EmbeddedAssociative;
        mention.role = mention.usage.role();
    }
    Mention {
        surface: surface.to_owned(),
        span,
        ..mention
    }
}

/// What words say that a longer name is that of a body of people and not of a stretch of land.
const BODIES: &[WordClass] = &[
    WordClass::Company,
    WordClass::Media,
    WordClass::School,
    WordClass::Organisation,
    WordClass::Government,
    WordClass::Event,
    WordClass::Team,
];
