//! Candidates: the stretches of a block that may be toponyms. Every name of the gazetteer whose case the text respects
//! is one, whatever its length and whatever it overlaps; so is every run of capitalised words, since no gazetteer has
//! all places. What they are is decided later (`decision`).

use std::collections::HashSet;
use std::ops::Range;
use std::rc::Rc;

use foldhash::fast::FixedState;

use araxes_gazetteer::{NameKind, NameMatch};

use super::block::{BlockWords, Dress};
use super::inflection::{Beside, Start};
use super::lexicon::WordClass;
use super::offer::{Case, Named, Offer, Profile, is_border};
use super::spelling::{Spellings, Spelt};
use super::word::{Join, Within, Word};

/// The longest name, in words, that is looked for.
const LONGEST_NAME: usize = 10;

/// The longest run of capitalised words that is taken for one name.
const LONGEST_RUN: usize = 6;

/// A stretch of words that may be a toponym.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// Number of its first word.
    pub(crate) first: usize,
    /// Number of its last word.
    pub(crate) last: usize,
    /// What the gazetteer has for it; nothing, for an unknown name.
    readings: Option<Rc<[NameMatch]>>,
    pub(crate) profile: Profile,
    /// Governments go by the name: it is that of a country or a capital.
    pub(crate) power: bool,
    /// It is in a list that the user brought.
    pub(crate) own: bool,
    /// The gazetteer has it in another case than it stands in.
    pub(crate) declined: bool,
}

impl Candidate {
    /// A stretch of words with what the gazetteer has for it.
    fn known(first: usize, last: usize, offer: &Offer) -> Self {
        Self {
            first,
            last,
            readings: Some(offer.readings.clone()),
            profile: offer.profile,
            power: offer.power,
            own: offer.own,
            declined: false,
        }
    }

    /// A stretch of words that the gazetteer has not.
    fn unknown(first: usize, last: usize) -> Self {
        Self {
            first,
            last,
            readings: None,
            profile: Profile::default(),
            power: false,
            own: false,
            declined: false,
        }
    }

    /// A stretch of words that was found otherwise, with all that the gazetteer has for it.
    pub(crate) fn given(first: usize, last: usize, named: &[&Named<'_>]) -> Self {
        match Offer::all(named) {
            Some(offer) => Self::known(first, last, &offer),
            None => Self::unknown(first, last),
        }
    }

    /// What the gazetteer has for it.
    pub(crate) fn readings(&self) -> &[NameMatch] {
        self.readings.as_deref().unwrap_or_default()
    }

    pub(crate) fn is_known(&self) -> bool {
        self.readings.is_some()
    }

    pub(crate) fn length(&self) -> usize {
        self.last + 1 - self.first
    }

    /// Whether two candidates share a word.
    pub(crate) fn overlaps(&self, other: &Candidate) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// The candidates of a block, in order of their first words, the longer before the shorter. Words within `taken`
/// (coordinates) are passed over.
pub(crate) fn find(
    block: &BlockWords<'_>,
    spellings: &Spellings<'_>,
    taken: &[Range<usize>],
) -> Vec<Candidate> {
    let list = &block.words.words;
    let is_taken = |word: &Word<'_>| {
        let start = word.token.start;
        // Coordinates are in order of the text.
        taken
            .get(taken.partition_point(|span| span.end <= start))
            .is_some_and(|span| span.contains(&start))
    };
    let mut found: Vec<Candidate> = Vec::new();
    let mut spelt = Vec::new();
    for (at, word) in list.iter().enumerate() {
        if may_begin(block, at, word, spellings) && !is_taken(word) {
            known_at(block, at, spellings, &mut spelt, &mut found);
        }
    }
    if matches!(block.dress, Dress::Plain | Dress::Titled) {
        let free = |at: usize| list.get(at).is_some_and(|word| !is_taken(word));
        runs(block, &free, &mut found);
    }
    found.sort_by_key(|candidate| (candidate.first, std::cmp::Reverse(candidate.last)));
    found.dedup_by_key(|candidate| (candidate.first, candidate.last));
    found
}

/// Whether a name may begin at a word.
fn may_begin(
    block: &BlockWords<'_>,
    at: usize,
    word: &Word<'_>,
    spellings: &Spellings<'_>,
) -> bool {
    let digits = word.key().as_bytes().first().is_none_or(u8::is_ascii_digit);
    if digits || word.within == Within::Handle {
        return false;
    }
    if word.capital {
        return true;
    }
    block.dress == Dress::Small && !block.facts(at).is(WordClass::Function)
        || spellings.may_be_small(word)
        // Other languages write adjectives, and some write names, with small letters.
        || !word.key().is_ascii()
        || block.language.is_some_and(|language| language != "en")
}

/// All names of the gazetteer that begin at a word and whose case the text respects. `spelt` is room for them.
fn known_at<'g>(
    block: &BlockWords<'_>,
    first: usize,
    spellings: &Spellings<'g>,
    spelt: &mut Vec<Spelt<'g>>,
    found: &mut Vec<Candidate>,
) {
    let list = &block.words.words;
    let words = &list[first..list.len().min(first + LONGEST_NAME)];
    // An ending closes a name, and so does punctuation or the end of a sentence.
    let goes_on = |at: usize| {
        matches!(words[at].join, Join::Blank | Join::Hyphen)
            && !words[at].opens_sentence
            && !words[at - 1].token.has_ending()
    };
    let declines = block.speech.declines(list[first].key());
    if declines {
        let count = (1..words.len())
            .find(|&at| !goes_on(at))
            .unwrap_or(words.len());
        let keys: Vec<&str> = words.iter().take(count).map(Word::key).collect();
        let start = Start {
            capital: list[first].capital,
            opens_sentence: list[first].opens_sentence,
        };
        let matches = block.speech.matches_at(spellings.gazetteer, &keys, start);
        spelt.clear();
        let matches = matches.into_iter();
        spelt.extend(matches.map(|(length, found)| (length, spellings.spelt(found))));
    } else {
        spellings.at(words, goes_on, spelt);
    }
    for (length, spelling) in spelt.iter() {
        let (length, words) = (*length, &words[..*length]);
        if is_part_of_tag(list, first, first + length - 1) {
            continue;
        }
        if length == 1 && block.facts(first).is(WordClass::Function) && !words[0].upper {
            continue;
        }
        if length == 1 && block.speech.is_person(words[0].key(), beside(list, first)) {
            continue;
        }
        let fitting;
        let offer = match spelling.whole(words) {
            Some(offer) => offer,
            None => {
                let named = spelling.named.iter();
                let named = named.filter(|named| {
                    (is_border(named.found) || case_fits(block, words, named))
                        && named.is_at_home(block.language)
                });
                fitting = Offer::of(named.collect());
                let Some(offer) = &fitting else { continue };
                offer
            }
        };
        let article = offer.has_article && length > 1 && words[0].key() == "the";
        // The article is no part of the name itself (*the Caspian Sea*, but *The Hague*).
        let start = first + usize::from(article);
        let declined = declines && {
            let keys: Vec<&str> = words.iter().map(Word::key).collect();
            spellings.gazetteer.lookup_keys(&keys).is_empty()
        };
        found.push(Candidate {
            declined,
            ..Candidate::known(start, first + length - 1, offer)
        });
    }
}

/// Whether words are only a part of a hashtag: *#KeralaFloods* is the name of an event, *#PrayForItaly* of a campaign.
fn is_part_of_tag(list: &[Word<'_>], first: usize, last: usize) -> bool {
    let goes_on = |at: usize| {
        list.get(at)
            .is_some_and(|word| word.within == Within::Tag && word.join == Join::Blank)
    };
    goes_on(first) || list[last].within == Within::Tag && goes_on(last + 1)
}

/// The words that may make a person's name with a word.
fn beside<'a>(list: &'a [Word<'_>], at: usize) -> Beside<'a> {
    let before = at.checked_sub(1).and_then(|before| list.get(before));
    let behind = list.get(at + 1);
    let joined = |word: Option<&Word<'_>>| {
        word.is_some_and(|word| word.join == Join::Blank && !word.opens_sentence)
    };
    Beside {
        before: before
            .filter(|before| before.capital && joined(list.get(at)))
            .map(Word::key),
        behind: behind
            .filter(|behind| behind.capital && joined(Some(behind)))
            .map(Word::key),
    }
}

/// Whether words of the text respect the case of a name: what the name writes with a capital has one in the text,
/// and an abbreviation stands in capitals throughout (`US`, never `us`). A block without any capital asks for none,
/// but then a short name tells nothing.
fn case_fits(block: &BlockWords<'_>, words: &[Word<'_>], named: &Named<'_>) -> bool {
    let small = block.dress == Dress::Small && named.name.kind != NameKind::Abbreviation;
    let shouted = block.dress == Dress::Shouted;
    words
        .iter()
        .zip(named.cases.iter())
        .all(|(word, case)| match *case {
            // In a shouted headline `US` may be the pronoun; with full stops it cannot be.
            Case::Capitals { letters } => {
                word.upper && (!shouted || letters > 2 || word.token.core(block.text).contains('.'))
            }
            Case::Capital => word.capital || small,
            Case::Any => true,
        })
}

/// Adds the runs of capitalised words: each whole, without a first word that merely opens its sentence, up to a noun
/// that names features (*Bichenek Pass*), and with a second run behind *of* (*Bay of Qwerty*).
fn runs(block: &BlockWords<'_>, free: &impl Fn(usize) -> bool, found: &mut Vec<Candidate>) {
    let list = &block.words.words;
    let nameable = |at: usize| {
        list.get(at).is_some_and(|word| {
            word.capital
                && word.key().len() > 1
                && word.key().chars().all(char::is_alphabetic)
                && word.within == Within::Text
                && free(at)
        })
    };
    let mut known = found
        .iter()
        .map(|candidate| (candidate.first, candidate.last))
        .collect::<HashSet<_, FixedState>>();
    let mut add = |first: usize, last: usize, found: &mut Vec<Candidate>| {
        if last + 1 - first <= LONGEST_RUN && known.insert((first, last)) {
            found.push(Candidate::unknown(first, last));
        }
    };
    let mut at = 0;
    let mut previous: Option<(usize, usize)> = None;
    while at < list.len() {
        if !nameable(at) {
            at += 1;
            continue;
        }
        let first = at;
        while !list[at].token.has_ending()
            && nameable(at + 1)
            && list[at + 1].join == Join::Blank
            && !list[at + 1].opens_sentence
        {
            at += 1;
        }
        let last = at;
        at += 1;
        let opens = list[first].opens_sentence;
        let common = |at: usize| {
            let facts = block.facts(at);
            facts.common >= 4
                || facts.is_any(&[WordClass::Function, WordClass::Month, WordClass::Day])
        };
        let is_noun = |at: usize| block.facts(at).is(WordClass::Feature);
        // A lone ordinary word is a name only where the gazetteer has it.
        if !(first == last && (common(first) || is_noun(first))) {
            add(first, last, found);
        }
        if first < last && (opens || common(first)) {
            add(first + 1, last, found);
        }
        for noun in (first + 1..=last).filter(|&noun| is_noun(noun)) {
            add(first, noun, found);
            if noun < last {
                add(noun + 1, last, found);
            }
            if !is_noun(noun - 1) {
                add(first, noun - 1, found);
            }
        }
        if let Some((start, end)) = previous
            && list[start].sentence == list[first].sentence
            && joins_by_of(block, end, first)
        {
            add(start, last, found);
        }
        previous = Some((first, last));
    }
}

/// Whether nothing but *of* or *of the* stands between two words.
fn joins_by_of(block: &BlockWords<'_>, left: usize, right: usize) -> bool {
    let between = block.words.words.get(left + 1..right).unwrap_or_default();
    let blank = (left + 1..=right).all(|at| block.words.words[at].join == Join::Blank);
    let words = matches!(between, [of] if of.key() == "of")
        || matches!(between, [of, the] if of.key() == "of" && the.key() == "the");
    blank && words
}
