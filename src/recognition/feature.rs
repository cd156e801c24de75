//! The features of a candidate: what its words, their neighbours, the block and the gazetteer tell of it. Each is a
//! [`Template`] and a value, hashed into a bucket of the weights ([`super::model`]).

use super::block::{BlockWords, Dress};
use super::candidate::Candidate;
use super::lexicon::Facts;
use super::offer::Profile;
use super::spelling::Spellings;
use super::word::{Join, Word, both, hash};

araxes_gazetteer::vocabulary! {
    /// Questions that features answer. The numbers are part of the weights.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[repr(u8)]
    pub enum Template {
        /// Always there; its value says whether the gazetteer has the words.
        Bias = "bias",
        /// The words themselves, all of them.
        Form = "form",
        /// The first of several words.
        FirstWord = "first_word",
        /// The last of several words.
        LastWord = "last_word",
        /// The last two letters.
        Suffix2 = "suffix_2",
        /// The last three letters.
        Suffix3 = "suffix_3",
        /// How first and last word are written: small, with a capital, in capitals, a single letter, figures; and
        /// whether there are full stops within.
        Shape = "shape",
        /// Of how many words it is made.
        Length = "length",
        /// The classes of its first word: office, company word, month, direction …
        FirstClass = "first_class",
        /// The classes of the last of several words.
        LastClass = "last_class",
        /// How common its least common word is as a word of English.
        Common = "common",
        /// How common its first word is as a given name.
        GivenName = "given_name",
        /// How common its last word is as a surname.
        Surname = "surname",
        /// How common it is as a word, together with what the gazetteer has for it.
        CommonKnown = "common_known",
        /// How common it is as given name and surname, together with what the gazetteer has for it.
        NamesKnown = "names_known",
        /// The greatest number of inhabitants among the places that it can be.
        Population = "population",
        /// Each sort of place that it can be: country, division, settlement, water …
        Sort = "sort",
        /// How many places it can be.
        Readings = "readings",
        /// Whether it is the name of a people, an abbreviation, or stands for a government.
        NameKind = "name_kind",
        /// How a single word is written and how long it is, together with what the gazetteer has for it.
        KnownShape = "known_shape",
        /// The word before it, and the mark between.
        Before1 = "before_1",
        /// The word but one before it.
        Before2 = "before_2",
        /// The word behind it, and the mark between.
        Behind1 = "behind_1",
        /// The word but one behind it.
        Behind2 = "behind_2",
        /// The classes of the word before it.
        BeforeClass = "before_class",
        /// The classes of the word but one before it.
        Before2Class = "before_2_class",
        /// The classes of the word behind it.
        BehindClass = "behind_class",
        /// The classes of the word but one behind it.
        Behind2Class = "behind_2_class",
        /// The classes of the word before it, together with what the gazetteer has for it.
        BeforeClassKnown = "before_class_known",
        /// The classes of the word behind it, together with what the gazetteer has for it.
        BehindClassKnown = "behind_class_known",
        /// How the word before it is written.
        BeforeShape = "before_shape",
        /// How the word behind it is written.
        BehindShape = "behind_shape",
        /// The mark before it.
        BeforeMark = "before_mark",
        /// The mark behind it.
        BehindMark = "behind_mark",
        /// How common the word before it is as given name and surname.
        BeforeName = "before_name",
        /// How common the word behind it is as given name, as surname and as a word.
        BehindName = "behind_name",
        /// Which sort of place the longest name of the gazetteer before it is, and the mark between.
        KnownBefore = "known_before",
        /// Which sort of place the longest name of the gazetteer behind it is, and the mark between.
        KnownBehind = "known_behind",
        /// Whether a longer name of the gazetteer begins with it or begins one word earlier.
        Overlap = "overlap",
        /// How many capitalised words stand before it, and whether the first is a given name.
        RunLeft = "run_left",
        /// How many capitalised words stand behind it, and whether the last is a surname or a common word.
        RunRight = "run_right",
        /// The last word of the run of capitalised words that it stands in.
        RunHead = "run_head",
        /// The classes of that word.
        RunHeadClass = "run_head_class",
        /// The classes of the first word of the run.
        RunFirstClass = "run_first_class",
        /// Whether it is all of the run, its beginning, its end or within.
        RunPosition = "run_position",
        /// Whether it opens a sentence.
        Opens = "opens",
        /// Whether it opens a sentence, together with how common it is as a word.
        OpensCommon = "opens_common",
        /// How the block is written (plain, in capitals, in small letters, in title case), together with how common it
        /// is as a word.
        Dress = "dress",
        /// How the block is written, together with what the gazetteer has for it.
        DressKnown = "dress_known",
        /// Whether it has an ending such as *'s*.
        Ending = "ending",
        /// Whether it is the first of its block, and the mark behind it.
        BlockStart = "block_start",
        /// The container pattern: whether it can lie in the place behind the comma.
        LiesInNext = "lies_in_next",
        /// The container pattern: whether the place before the comma can lie in it.
        HoldsPrevious = "holds_previous",
        /// Whether it and the words beside it are in capitals throughout, together with how common it is as a word and
        /// what the gazetteer has for it.
        InCapitals = "in_capitals",
        /// How common the word before it in the same run is as a word.
        RunLeftCommon = "run_left_common",
    }
    /// Its name where features are listed.
    pub fn key;
}

/// The groups in which `docs` and the trainer's ablation speak of templates.
impl Template {
    /// The group that a template belongs to.
    #[must_use]
    pub fn group(self) -> Group {
        use Template as T;
        match self {
            T::Form | T::FirstWord | T::LastWord | T::Suffix2 | T::Suffix3 => Group::OwnWords,
            T::Before1 | T::Before2 | T::Behind1 | T::Behind2 => Group::NeighbouringWords,
            T::BeforeClass
            | T::Before2Class
            | T::BehindClass
            | T::Behind2Class
            | T::BeforeClassKnown
            | T::BehindClassKnown
            | T::FirstClass
            | T::LastClass => Group::WordClasses,
            T::Common
            | T::GivenName
            | T::Surname
            | T::CommonKnown
            | T::NamesKnown
            | T::BeforeName
            | T::BehindName => Group::Ambiguity,
            T::Population
            | T::Sort
            | T::Readings
            | T::NameKind
            | T::KnownShape
            | T::KnownBefore
            | T::KnownBehind
            | T::LiesInNext
            | T::HoldsPrevious => Group::Gazetteer,
            T::RunLeft
            | T::RunRight
            | T::RunHead
            | T::RunHeadClass
            | T::RunFirstClass
            | T::RunPosition
            | T::RunLeftCommon
            | T::Overlap => Group::Runs,
            T::Bias
            | T::Shape
            | T::Length
            | T::BeforeShape
            | T::BehindShape
            | T::BeforeMark
            | T::BehindMark
            | T::Opens
            | T::OpensCommon
            | T::Dress
            | T::DressKnown
            | T::Ending
            | T::InCapitals
            | T::BlockStart => Group::Shape,
        }
    }
}

araxes_gazetteer::vocabulary! {
    /// Groups of templates.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Group {
        /// The words of the candidate.
        OwnWords = "own-words",
        /// The words around it.
        NeighbouringWords = "neighbouring-words",
        /// The classes of telling words among both.
        WordClasses = "word-classes",
        /// How common words are as words, as given names and as surnames.
        Ambiguity = "ambiguity",
        /// What the gazetteer has for it and for its neighbours.
        Gazetteer = "gazetteer",
        /// The run of capitalised words that it stands in.
        Runs = "runs",
        /// How words, sentence and block are written.
        Shape = "shape",
    }
    /// Its name in reports.
    pub fn name;
}

/// The hash of a feature.
pub(crate) fn feature(template: Template, value: u64) -> u64 {
    let mixed = u128::from(value ^ 0x9E37_79B9_7F4A_7C15)
        * u128::from((template as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93) | 1);
    (mixed >> 64) as u64 ^ mixed as u64
}

/// Marks that stand for a neighbour that is not there.
const EDGE: u64 = 1;

/// *Austin TX*: the first can lie in the second, and no comma stands between.
const WITHOUT_COMMA: u64 = 3;

/// What a block shows of its candidates before any is judged: which words known names begin and end at, and the runs.
pub(crate) struct Surroundings {
    /// For each word, what the longest known name that begins there is, and one past its last word.
    begins: Vec<(Profile, usize)>,
    /// For each word, what the longest known name that ends there is.
    ends: Vec<Profile>,
    /// Words that begin a known name right behind another known name, in order, with 1 where a comma stands between, 2
    /// where the other can lie in what it names as well, and [`WITHOUT_COMMA`] where it can and there is no comma.
    containers: Vec<(usize, u64)>,
    /// For each word, first and last word of its run of capitalised words.
    runs: Vec<(usize, usize)>,
}

impl Surroundings {
    pub(crate) fn of(
        block: &BlockWords<'_>,
        candidates: &[Candidate],
        spellings: &Spellings<'_>,
    ) -> Self {
        let list = &block.words.words;
        let mut around = Self::without_candidates(block);
        let begins = &mut around.begins;
        let mut longest_end: Vec<Option<&Candidate>> = vec![None; list.len()];
        for candidate in candidates.iter().filter(|candidate| candidate.is_known()) {
            let Candidate { first, last, .. } = *candidate;
            if begins[first].1 == 0
                && let Some(inner) = first.checked_sub(1).and_then(|before| longest_end[before])
                && let mark @ ("," | "") = block.between(first).trim()
                && list[first].sentence == list[first - 1].sentence
            {
                let lies_in = spellings.can_lie_in(inner.readings(), candidate.readings());
                match (mark, lies_in) {
                    (",", _) => around.containers.push((first, 1 + u64::from(lies_in))),
                    (_, true) => around.containers.push((first, WITHOUT_COMMA)),
                    (_, false) => {}
                }
            }
            if begins[first].1 <= last {
                begins[first] = (candidate.profile, last + 1);
            }
            longest_end[last].get_or_insert(candidate);
        }
        for (end, longest) in around.ends.iter_mut().zip(longest_end) {
            *end = longest.map_or_else(Profile::default, |candidate| candidate.profile);
        }
        around
    }

    /// What a block shows where nobody looked for candidates.
    pub(crate) fn without_candidates(block: &BlockWords<'_>) -> Self {
        let count = block.words.words.len();
        Self {
            begins: vec![(Profile::default(), 0); count],
            ends: vec![Profile::default(); count],
            containers: Vec::new(),
            runs: runs(block),
        }
    }

    /// Whether known names stand on both sides of the gap before a word, and if so, whether the one before it can lie in
    /// the one behind: 0 or one of the numbers of [`Self::containers`].
    fn container_before(&self, word: usize) -> u64 {
        let at = self.containers.binary_search_by_key(&word, |known| known.0);
        let known = at.ok().and_then(|at| self.containers.get(at));
        known.map_or(0, |known| known.1)
    }

    /// Whether a name of the gazetteer ends at a word.
    pub(crate) fn is_known_end(&self, at: usize) -> bool {
        self.ends
            .get(at)
            .is_some_and(|profile| profile.readings > 0)
    }

    /// First and last word of the run around a word.
    pub(crate) fn run(&self, at: usize) -> (usize, usize) {
        self.runs.get(at).copied().unwrap_or((at, at))
    }
}

/// The runs of capitalised words, through *of*, *of the* and *for* and hyphens; no longer than a dozen words.
fn runs(block: &BlockWords<'_>) -> Vec<(usize, usize)> {
    let list = &block.words.words;
    let mut runs: Vec<(usize, usize)> = (0..list.len()).map(|at| (at, at)).collect();
    if block.dress != Dress::Plain {
        return runs;
    }
    let mut at = 0;
    while at < list.len() {
        if !list[at].capital {
            at += 1;
            continue;
        }
        let first = at;
        let mut last = at;
        let mut next = at + 1;
        while let Some(word) = list.get(next)
            && matches!(word.join, Join::Blank | Join::Hyphen)
            && !word.opens_sentence
            && !list[next - 1].token.has_ending()
            && next - first < 12
        {
            if word.capital {
                last = next;
            } else if !matches!(word.key(), "of" | "the" | "for") || next > last + 2 {
                break;
            }
            next += 1;
        }
        for run in runs.iter_mut().take(last + 1).skip(first) {
            *run = (first, last);
        }
        at = last + 1;
    }
    runs
}

/// How a word is written: 0 small, 1 capital, 2 all capitals, 3 a single letter, 4 figures.
fn shape(word: &Word<'_>) -> u64 {
    let digits = word.key().as_bytes().first().is_none_or(u8::is_ascii_digit);
    match (digits, word.upper, word.capital) {
        (true, ..) => 4,
        (_, true, _) => 2,
        (.., true) if word.key().len() == 1 => 3,
        (.., true) => 1,
        _ => 0,
    }
}

/// The sort of mark in what stands between two words.
fn mark(between: &str, from_the_right: bool) -> u64 {
    let mut marks = between.chars().filter(|mark| !mark.is_whitespace());
    let mark = if from_the_right {
        marks.next_back()
    } else {
        marks.next()
    };
    match mark {
        None => u64::from(between.contains('\n')),
        Some(',') => 2,
        Some('.' | '…' | '!' | '?') => 3,
        Some('"' | '“' | '”' | '«' | '»' | '„') => 4,
        Some('\'' | '‘' | '’') => 5,
        Some('(' | '[') => 6,
        Some(')' | ']') => 7,
        Some(':' | ';') => 8,
        Some('/' | '|') => 9,
        Some('@') => 10,
        // A hashtag is a word like others.
        Some('#') => 0,
        Some('-') => 12,
        Some('–' | '—') => 13,
        Some('&') => 14,
        Some('$' | '£' | '€') => 15,
        Some(_) => 16,
    }
}

/// The form of a word as a feature: figures count by their number only.
fn word_value(word: &Word<'_>) -> u64 {
    let bytes = word.key().as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        return 2 + bytes.len() as u64;
    }
    word.hash
}

/// The last letters of a word.
fn suffix(word: &str, letters: usize) -> u64 {
    let from = word
        .char_indices()
        .rev()
        .nth(letters - 1)
        .map_or(0, |(at, _)| at);
    hash(word.get(from..).unwrap_or_default())
}

/// A coarse value of a profile: what sort of place, and how well known.
fn rank(profile: Profile) -> u64 {
    if profile.readings == 0 {
        0
    } else if profile.demonym {
        1
    } else if profile.is_any(Profile::COUNTRY) {
        2
    } else if profile.is_any(Profile::FIRST_DIVISION) {
        3
    } else if profile.is_any(Profile::WATER | Profile::REGION | Profile::LAND | Profile::SITE) {
        4
    } else if profile.is_any(Profile::WAY) {
        5
    } else if profile.population >= 6 {
        6
    } else if profile.population >= 5 || profile.is_any(Profile::DIVISION) {
        7
    } else {
        8
    }
}

/// Hands over the features of a candidate.
pub(crate) fn extract(
    block: &BlockWords<'_>,
    around: &Surroundings,
    candidate: &Candidate,
    mut add: impl FnMut(Template, u64),
) {
    own(block, candidate, &mut add);
    surroundings(block, around, candidate, &mut add);
}

/// A number that stands for all features of a candidate's own: the same for two candidates that [`own`] has the same
/// features for.
pub(crate) fn own_key(block: &BlockWords<'_>, candidate: &Candidate) -> u64 {
    let list = &block.words.words;
    let (head, tail) = (&list[candidate.first], &list[candidate.last]);
    let form = (candidate.first..=candidate.last).fold(0, |form, at| both(form, list[at].hash));
    let Profile {
        population,
        sorts,
        readings,
        demonym,
        abbreviation,
        metonym,
    } = candidate.profile;
    let flags = u64::from(demonym)
        | u64::from(abbreviation) << 1
        | u64::from(metonym) << 2
        | u64::from(candidate.is_known()) << 3
        | u64::from(is_dotted(block, tail)) << 4;
    let profile = u64::from(population) | u64::from(readings) << 8 | u64::from(sorts) << 16;
    let written = shape(head) | shape(tail) << 4 | flags << 8 | (candidate.length() as u64) << 16;
    both(form, both(profile, written))
}

/// Whether a word has full stops within.
fn is_dotted(block: &BlockWords<'_>, word: &Word<'_>) -> bool {
    let core = block.text.as_bytes().get(word.token.range());
    core.is_some_and(|core| core.contains(&b'.'))
}

/// Hands over the features of a candidate that its words, its letters and the gazetteer tell, wherever it stands. What
/// they depend on is in [`own_key`].
pub(crate) fn own(
    block: &BlockWords<'_>,
    candidate: &Candidate,
    mut add: impl FnMut(Template, u64),
) {
    use Template as T;
    let list = &block.words.words;
    let (first, last) = (candidate.first, candidate.last);
    let (head, tail) = (&list[first], &list[last]);
    let profile = candidate.profile;
    let rank = rank(profile);
    let length = candidate.length().min(4) as u64;
    let single = first == last;
    let known = u64::from(candidate.is_known());

    add(T::Bias, known);
    add(T::Length, both(length, known));

    // Its own words.
    let form = (first..=last).fold(0, |form, at| both(form, list[at].hash));
    add(T::Form, form);
    if !single {
        add(T::FirstWord, head.hash);
        add(T::LastWord, tail.hash);
    }
    add(T::Suffix2, both(suffix(tail.key(), 2), known));
    add(T::Suffix3, both(suffix(tail.key(), 3), known));
    let shapes = both(shape(head), shape(tail));
    let dotted = u64::from(is_dotted(block, tail));
    let letters = head.key().len().min(9) as u64;
    add(T::Shape, both(shapes, dotted));
    if single {
        add(T::KnownShape, both(both(shapes, letters), rank));
    }

    // The lexicon.
    let (head_facts, tail_facts) = (block.facts(first), block.facts(last));
    let common = commonness(block, candidate);
    add(T::Common, common);
    add(T::CommonKnown, both(common, rank));
    add(T::GivenName, both(u64::from(head_facts.given_name), length));
    add(T::Surname, both(u64::from(tail_facts.surname), length));
    let names = both(
        u64::from(head_facts.given_name),
        u64::from(tail_facts.surname),
    );
    add(T::NamesKnown, both(both(names, rank), u64::from(single)));
    each_class(head_facts, |class| add(T::FirstClass, both(class, length)));
    if !single {
        each_class(tail_facts, |class| add(T::LastClass, class));
    }

    // The gazetteer.
    add(T::Population, both(u64::from(profile.population), rank));
    for bit in 0..10 {
        if profile.is_any(1 << bit) {
            add(T::Sort, both(bit, u64::from(single)));
        }
    }
    add(T::Readings, u64::from(profile.readings));
    let kind = u64::from(profile.demonym)
        | u64::from(profile.abbreviation) << 1
        | u64::from(profile.metonym) << 2;
    add(T::NameKind, both(kind, shapes));
}

/// How common the words of a candidate are, as a feature.
fn commonness(block: &BlockWords<'_>, candidate: &Candidate) -> u64 {
    let least_common = (candidate.first..=candidate.last)
        .map(|at| block.facts(at).common)
        .min()
        .unwrap_or(0);
    both(u64::from(least_common), u64::from(candidate.length() == 1))
}

/// Hands over the features of a candidate that what stands around it tells.
pub(crate) fn surroundings(
    block: &BlockWords<'_>,
    around: &Surroundings,
    candidate: &Candidate,
    mut add: impl FnMut(Template, u64),
) {
    use Template as T;
    let list = &block.words.words;
    let (first, last) = (candidate.first, candidate.last);
    let (head, tail) = (&list[first], &list[last]);
    let rank = rank(candidate.profile);
    let length = candidate.length().min(4) as u64;
    let known = u64::from(candidate.is_known());
    let common = commonness(block, candidate);

    // Its neighbours.
    let before_mark = mark(block.between(first), true);
    let behind_mark = mark(block.between(last + 1), false);
    let before = block.before(first);
    let before2 = before.and_then(|(at, _)| block.before(at));
    let behind = block.behind(last);
    let behind2 = behind.and_then(|(at, _)| block.behind(at));
    let value = |word: Option<(usize, &Word<'_>)>| word.map_or(EDGE, |(_, word)| word_value(word));
    let before_value = both(value(before), before_mark);
    let behind_value = both(value(behind), behind_mark);
    add(T::Before1, before_value);
    add(T::Before2, value(before2));
    add(T::Behind1, behind_value);
    add(T::Behind2, value(behind2));
    let shape_of = |word: Option<(usize, &Word<'_>)>| word.map_or(9, |(_, word)| shape(word));
    add(T::BeforeShape, both(shape_of(before), before_mark));
    add(
        T::BeforeShape,
        both(both(shape_of(before), before_mark), rank + 100),
    );
    add(T::BehindShape, both(shape_of(behind), behind_mark));
    add(T::BeforeMark, both(before_mark, rank));
    add(T::BehindMark, both(behind_mark, rank));
    if let Some((at, word)) = before {
        let facts = block.facts(at);
        let joined = both(before_mark, u64::from(word.capital));
        each_class(facts, |class| {
            add(T::BeforeClass, both(class, joined));
            add(T::BeforeClassKnown, both(both(class, joined), rank));
        });
        let names = both(u64::from(facts.given_name), u64::from(facts.surname));
        add(
            T::BeforeName,
            both(both(names, joined), u64::from(word.token.has_ending())),
        );
    }
    if let Some((at, _)) = before2 {
        each_class(block.facts(at), |class| add(T::Before2Class, class));
    }
    if let Some((at, word)) = behind {
        let facts = block.facts(at);
        let joined = both(behind_mark, u64::from(word.capital));
        each_class(facts, |class| {
            add(T::BehindClass, both(class, joined));
            add(T::BehindClassKnown, both(both(class, joined), rank));
        });
        let names = both(u64::from(facts.given_name), u64::from(facts.surname));
        add(
            T::BehindName,
            both(both(names, joined), u64::from(facts.common)),
        );
    }
    if let Some((at, _)) = behind2 {
        each_class(block.facts(at), |class| add(T::Behind2Class, class));
    }

    // Known names beside it: containers behind a comma, members of the same list, names it is part of.
    let left = before.map_or(0, |(at, _)| self::rank(around.ends[at]));
    add(T::KnownBefore, both(both(left, before_mark), rank));
    let right = behind.map_or(0, |(at, _)| self::rank(around.begins[at].0));
    add(T::KnownBehind, both(both(right, behind_mark), rank));
    add(T::HoldsPrevious, both(around.container_before(first), rank));
    add(T::LiesInNext, both(around.container_before(last + 1), rank));
    let longer = around.begins[first].1 > last + 1;
    let tail_of = first > 0 && around.begins[first - 1].1 > first;
    add(
        T::Overlap,
        u64::from(longer) | u64::from(tail_of) << 1 | known << 2,
    );

    // The run of capitalised words around it.
    let (run_first, run_last) = (around.run(first).0, around.run(last).1);
    let position = match (run_first < first, run_last > last) {
        (false, false) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (true, true) => 3,
    };
    add(T::RunPosition, both(position, rank));
    if position != 0 {
        let run_head = &list[run_last];
        add(T::RunHead, both(run_head.hash, position));
        each_class(block.facts(run_last), |class| {
            add(T::RunHeadClass, both(class, position))
        });
        each_class(block.facts(run_first), |class| {
            add(T::RunFirstClass, both(class, position))
        });
        if run_first < first {
            let common = block.facts(first - 1).common;
            add(
                T::RunLeftCommon,
                both(u64::from(common), both(rank, length)),
            );
            let facts = block.facts(run_first);
            add(
                T::RunLeft,
                both(
                    u64::from(facts.given_name),
                    (first - run_first).min(3) as u64,
                ),
            );
        }
        if run_last > last {
            let facts = block.facts(run_last);
            let value = both(u64::from(facts.surname), u64::from(facts.common));
            add(T::RunRight, both(value, (run_last - last).min(3) as u64));
        }
    }

    // The sentence and the block.
    let opens = u64::from(head.opens_sentence);
    add(T::Opens, both(opens, rank));
    add(T::OpensCommon, both(opens, common));
    let is_upper = |word: Option<(usize, &Word<'_>)>| word.is_some_and(|(_, word)| word.upper);
    let own = list[first..=last].iter().all(|word| word.upper);
    let capitals =
        u64::from(is_upper(before)) | u64::from(is_upper(behind)) << 1 | u64::from(own) << 2;
    if capitals != 0 {
        add(T::InCapitals, both(capitals, both(common, rank)));
    }
    let dress = block.dress as u64;
    add(T::Dress, both(dress, common));
    add(T::DressKnown, both(dress, both(rank, length)));
    add(T::Ending, both(u64::from(tail.token.has_ending()), rank));
    add(T::BlockStart, both(u64::from(first == 0), behind_mark));
}

/// Hands over the classes of a word, or 0 where it has none.
fn each_class(facts: Facts, mut add: impl FnMut(u64)) {
    if facts.classes == 0 {
        add(0);
    }
    let mut rest = facts.classes;
    while rest != 0 {
        add(u64::from(rest.trailing_zeros()) + 1);
        rest &= rest - 1;
    }
}

/// What a feature says of a candidate, in words; nothing for those that say little to a reader.
pub(crate) fn describe(
    block: &BlockWords<'_>,
    around: &Surroundings,
    candidate: &Candidate,
    template: Template,
) -> Option<String> {
    use Template as T;
    let list = &block.words.words;
    let word = |at: Option<usize>| {
        at.and_then(|at| list.get(at))
            .map(|word| format!("“{}”", word.token.full(block.text)))
    };
    let before = block.before(candidate.first).map(|(at, _)| at);
    let behind = block.behind(candidate.last).map(|(at, _)| at);
    Some(match template {
        T::Before1
        | T::BeforeClass
        | T::BeforeClassKnown
        | T::BeforeName
        | T::BeforeShape
        | T::Before2
        | T::Before2Class => format!("{} before it", word(before)?),
        T::Behind1
        | T::BehindClass
        | T::BehindClassKnown
        | T::BehindName
        | T::BehindShape
        | T::Behind2
        | T::Behind2Class => format!("{} behind it", word(behind)?),
        T::BeforeMark | T::BehindMark => "the punctuation around it".to_owned(),
        T::Form | T::FirstWord | T::LastWord | T::FirstClass | T::LastClass => {
            "the words themselves".to_owned()
        }
        T::Suffix2 | T::Suffix3 => "its ending".to_owned(),
        T::Common | T::CommonKnown | T::OpensCommon => "how common its words are".to_owned(),
        T::GivenName | T::Surname | T::NamesKnown => {
            "how common it is as a person’s name".to_owned()
        }
        T::Population | T::Sort | T::Readings | T::NameKind | T::KnownShape => {
            "what the gazetteer has for it".to_owned()
        }
        T::KnownBefore => format!("the place {} before it", word(before)?),
        T::KnownBehind => format!("the place {} behind it", word(behind)?),
        T::HoldsPrevious => format!("whether {} can lie in it", word(before)?),
        T::LiesInNext => format!("whether it can lie in {}", word(behind)?),
        T::Overlap => "the longer names it overlaps".to_owned(),
        T::RunHead
        | T::RunHeadClass
        | T::RunRight
        | T::RunPosition
        | T::RunFirstClass
        | T::RunLeftCommon
        | T::RunLeft => {
            let (first, last) = (around.run(candidate.first).0, around.run(candidate.last).1);
            let run = block
                .text
                .get(list[first].token.start..list[last].token.full_end)?;
            format!("it stands in “{run}”")
        }
        T::Opens
        | T::Dress
        | T::DressKnown
        | T::Shape
        | T::Length
        | T::Ending
        | T::Bias
        | T::InCapitals
        | T::BlockStart => "how it is written".to_owned(),
    })
}
