//! The decision: which candidates are toponyms. Every candidate gets a probability for each [`Class`] from the linear
//! model; what the document does elsewhere with the same form speaks as well; of candidates that overlap, those are
//! taken that together are the most probable.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::block::{BlockWords, Dress};
use super::candidate::Candidate;
use super::feature::{self, Surroundings};
use super::lexicon::WordClass;
use super::model::{Class, Decision, Model, Scores, Sums, probabilities};
use super::offer::Profile;
use super::other_languages;
use super::word::{Join, Word};

/// What the features of names themselves come to, wherever they stand: news repeats its names.
#[derive(Debug, Default)]
pub(super) struct OwnSums(RefCell<HashMap<u64, Sums, FixedState>>);

/// How many names are remembered before all are forgotten: bounds the memory of a long run.
const REMEMBERED: usize = 1 << 16;

/// The scores of a candidate by its own features. `room` is used for them and holds nothing that matters.
pub(super) fn scores(
    model: &Model,
    known: &OwnSums,
    block: &BlockWords<'_>,
    around: &Surroundings,
    candidate: &Candidate,
    room: &mut Vec<u64>,
) -> Scores {
    let known = &mut *known.0.borrow_mut();
    if known.len() >= REMEMBERED {
        known.clear();
    }
    let own = known
        .entry(feature::own_key(block, candidate))
        .or_insert_with(|| {
            room.clear();
            feature::own(block, candidate, |template, value| {
                room.push(feature::feature(template, value));
            });
            model.sums(room)
        });
    room.clear();
    feature::surroundings(block, around, candidate, |template, value| {
        room.push(feature::feature(template, value));
    });
    let sums = model.sums(room);
    let scale = model.header().scale;
    std::array::from_fn(|class| (own[class] + sums[class]) as f32 * scale)
}

/// What a document does with each form: the probabilities of all its candidates, summed.
#[derive(Debug, Default)]
pub(super) struct Forms(HashMap<u64, (Scores, f32), FixedState>);

/// From which probability on the last word of a name of several words counts as the surname of a person.
const SURELY_PERSON: f32 = 0.6;

/// How many unseen occurrences, of which nothing is known, an average is smoothed with.
const UNSEEN: f32 = 1.0;

impl Forms {
    /// Takes note of a candidate, with its probabilities by its own features.
    pub(super) fn add(&mut self, block: &BlockWords<'_>, candidate: &Candidate, now: &Scores) {
        self.sum(form(block, candidate.first, candidate.last), now);
        let person = now[Class::Person as usize];
        if candidate.length() > 1 && person >= SURELY_PERSON {
            let mut surname = Scores::default();
            surname[Class::Person as usize] = person;
            self.sum(form(block, candidate.last, candidate.last), &surname);
        }
    }

    fn sum(&mut self, form: u64, probabilities: &Scores) {
        let (sums, count) = self.0.entry(form).or_default();
        for (sum, probability) in sums.iter_mut().zip(probabilities) {
            *sum += probability;
        }
        *count += 1.0;
    }

    /// The probabilities of a candidate in the light of the other candidates of its form, given its scores and its
    /// probabilities by its own features.
    pub(super) fn probabilities(
        &self,
        block: &BlockWords<'_>,
        candidate: &Candidate,
        (scores, own): (&Scores, &Scores),
        weight: f32,
    ) -> Scores {
        let own = *own;
        let Some((sums, count)) = self.0.get(&form(block, candidate.first, candidate.last)) else {
            return own;
        };
        let others = count - 1.0;
        if others < 0.5 {
            return own;
        }
        let even = 1.0 / own.len() as f32;
        let mut adjusted = *scores;
        for (at, score) in adjusted.iter_mut().enumerate() {
            let average = ((sums[at] - own[at]).max(0.0) + UNSEEN * even) / (others + UNSEEN);
            *score += weight * (average / even).ln();
        }
        probabilities(&adjusted)
    }
}

fn form(block: &BlockWords<'_>, first: usize, last: usize) -> u64 {
    block.words.words[first..=last]
        .iter()
        .fold(0_u64, |form, word| form.rotate_left(7) ^ word.hash)
}

/// How probable it is that a candidate is a toponym, and from which probability on it is taken for one.
pub(super) fn toponym(
    block: &BlockWords<'_>,
    around: &Surroundings,
    candidate: &Candidate,
    p: &Scores,
    decision: &Decision,
) -> (f32, f32) {
    let of = |class: Class| p[class as usize];
    let profile = candidate.profile;
    // The names of lines and ways are phrases that nothing else is called by.
    if profile.sorts == Profile::WAY {
        return (1.0, 0.0);
    }
    if !candidate.is_known() {
        return (of(Class::Place), decision.unknown);
    }
    if block.foreign {
        // The weights know English only: elsewhere the gazetteer decides, longer names first.
        if other_languages::is_no_place(block, candidate, p) {
            return (0.0, decision.known);
        }
        // A name of several words outweighs the names of each of them: *в Нагорном Карабахе*.
        let length = i32::try_from(candidate.length()).unwrap_or(i32::MAX).min(4);
        let probability = 1.0 - 0.25_f32.powi(length * (length + 1) / 2);
        return (probability, decision.known);
    }
    if is_behind_particle(block, candidate)
        || is_half_of_a_name(block, around, candidate)
        || is_title(block, candidate)
    {
        return (0.0, decision.known);
    }
    let renown = usize::from(!profile.is_renowned());
    let shared = of(Class::Embedded) * decision.embedded[renown]
        + of(Class::Organisation) * decision.organisation[renown]
        + of(Class::Other) * decision.other[renown];
    // Where no capital stands beside it, it is a part of no longer name.
    let alone = block.dress == Dress::Plain
        && !profile.demonym
        && stands_alone(block, candidate)
        && is_called_like_nothing_else(block, candidate);
    let whole = if alone { of(Class::Fragment) } else { 0.0 };
    let probability = of(Class::Place) + shared + whole;
    if profile.demonym {
        // Demonyms are no names of places in the corpora that the weights are from.
        if is_of_america(block, candidate) {
            return (0.0, decision.demonym);
        }
        // *Azerbaijani-Iranian* is two of them, and neither is a fragment of the other.
        let list = &block.words.words;
        let hyphen = |at: usize| list.get(at).is_some_and(|word| word.join == Join::Hyphen);
        let fragment = if hyphen(candidate.first) || hyphen(candidate.last + 1) {
            0.0
        } else {
            of(Class::Fragment)
        };
        let people = probability.max(1.0 - of(Class::Person) - fragment);
        return (people, decision.demonym);
    }
    let least = match is_called_like_nothing_else(block, candidate) {
        true if candidate.own => decision.known.min(LISTED),
        true if block.dress == Dress::Shouted => decision.known.min(SHOUTED),
        true if profile.is_any(Profile::COUNTRY | Profile::CAPITAL) => {
            decision.known.min(UNMISTAKABLE)
        }
        _ => decision.known,
    };
    (probability, least)
}

/// Whether no word with a capital is joined to a name by a blank or a hyphen.
fn stands_alone(block: &BlockWords<'_>, candidate: &Candidate) -> bool {
    let list = &block.words.words;
    let joined = |at: usize| {
        list.get(at)
            .is_some_and(|word| matches!(word.join, Join::Blank | Join::Hyphen))
    };
    let before = block
        .before(candidate.first)
        .filter(|_| joined(candidate.first));
    let behind = block
        .behind(candidate.last)
        .filter(|_| joined(candidate.last + 1));
    !before.is_some_and(|(_, word)| word.capital) && !behind.is_some_and(|(_, word)| word.capital)
}

/// Whether a hyphen without blanks joins a name to something with a capital that no place is called: *Adji-Kabul* is not in
/// Kabul, nor *Liptako-Gourma* the half of it.
fn is_half_of_a_name(block: &BlockWords<'_>, around: &Surroundings, candidate: &Candidate) -> bool {
    let list = &block.words.words;
    let hyphen = |at: usize| {
        list.get(at).is_some_and(|word| word.join == Join::Hyphen)
            && block.between(at).chars().count() == 1
    };
    let is_unknown = |at: usize| {
        list[at].capital
            && !list[at].upper
            // *R-Charleston* is a member of a party.
            && list[at].key().len() > 2
            && !around.is_known_end(at)
            && block.facts(at).common == 0
            && block.facts(at).classes == 0
    };
    !candidate.profile.demonym
        && block.dress == Dress::Plain
        && candidate.first > 0
        && hyphen(candidate.first)
        && is_unknown(candidate.first - 1)
}

/// What nobles are, who are called after places. A king or emperor is one of the place itself, and a bishop sits there.
const NOBLES: &[&str] = &[
    "archduchess",
    "archduke",
    "baron",
    "baroness",
    "barons",
    "countess",
    "duchess",
    "duke",
    "dukes",
    "earl",
    "earls",
    "marchioness",
    "marquess",
    "marquis",
    "viscount",
    "viscountess",
];

/// Whether a name is a noble's title: *the Duke of Cumberland*, *Earl of Derby*, *Viscount Melbourne*. Who bears it is meant,
/// and so he is where a street, school or public house is called after him.
fn is_title(block: &BlockWords<'_>, candidate: &Candidate) -> bool {
    let list = &block.words.words;
    let blank = |at: usize| list.get(at).is_some_and(|word| word.join == Join::Blank);
    let is_noble = |word: &Word<'_>| !word.token.has_ending() && NOBLES.contains(&word.key());
    let Some((at, before)) = block.before(candidate.first) else {
        return false;
    };
    if !blank(candidate.first) || candidate.profile.is_any(Profile::COUNTRY) {
        return false;
    }
    if before.key() == "of" {
        let head = block.before(at);
        return blank(at) && head.is_some_and(|(_, word)| is_noble(word));
    }
    is_noble(before) && before.capital
}

/// What joins the parts of a name in other languages than English.
const PARTICLES: &[&str] = &[
    "da", "das", "de", "del", "della", "dei", "di", "do", "dos", "du", "des", "van", "von", "al",
    "el", "bin", "ibn",
];

/// Whether a name is the end of a longer one that the gazetteer has not: *Bassas da India*, *Vasco da Gama*.
fn is_behind_particle(block: &BlockWords<'_>, candidate: &Candidate) -> bool {
    let list = &block.words.words;
    let blank = |at: usize| list.get(at).is_some_and(|word| word.join == Join::Blank);
    let Some((at, particle)) = block.before(candidate.first) else {
        return false;
    };
    blank(candidate.first)
        && blank(at)
        && !particle.capital
        && PARTICLES.contains(&particle.key())
        && block
            .before(at)
            .is_some_and(|(_, head)| head.capital && !head.token.has_ending())
}

/// Whether a people or a team called Indians is none of India: *American Indians*, *the Quiche Indians*.
fn is_of_america(block: &BlockWords<'_>, candidate: &Candidate) -> bool {
    let list = &block.words.words;
    let head = &list[candidate.first];
    matches!(head.key(), "indian" | "indians")
        && head.join == Join::Blank
        && block.dress == Dress::Plain
        && block.before(candidate.first).is_some_and(|(at, before)| {
            before.capital && !before.opens_sentence && !block.facts(at).is(WordClass::Function)
        })
}

/// The probability of a name in a text that the weights know nothing of, where only the gazetteer speaks for it. Set
/// by hand: the project has no such corpus.
const SAID_BY_GAZETTEER: f32 = 0.98;

/// The least probability of a name that was taken because nothing else is called so, whatever the weights say. Set by
/// hand.
const CALLED_LIKE_NOTHING_ELSE: f32 = 0.6;

/// How probable it is that a candidate that was taken is a toponym, for those who reckon with it; `judged` is its
/// probability and the threshold that it passed.
pub(super) fn probability(
    block: &BlockWords<'_>,
    candidate: &Candidate,
    judged: (f32, f32),
    decision: &Decision,
) -> f32 {
    let (probability, least) = judged;
    if candidate.profile.sorts == Profile::WAY {
        return 1.0;
    }
    // Sums of shares can pass 1 by rounding; 1 itself is for what is certain.
    let probability = probability.min(0.9999);
    if !candidate.is_known() || candidate.profile.demonym && !block.foreign {
        probability
    } else if block.foreign {
        SAID_BY_GAZETTEER
    } else if least < decision.known {
        probability.max(CALLED_LIKE_NOTHING_ELSE)
    } else {
        probability
    }
}

/// Least probability of a country or capital that is called like nothing else: *Baku said*.
const UNMISTAKABLE: f32 = 0.25;

/// Least probability of any place that is called like nothing else, in a text all in capitals, where the words around
/// tell the weights little.
const SHOUTED: f32 = 0.08;

/// Least probability of a name in a list that the user brought that is called like nothing else.
const LISTED: f32 = 0.02;

/// Whether none of the words of a name is an English word or a person's name.
fn is_called_like_nothing_else(block: &BlockWords<'_>, candidate: &Candidate) -> bool {
    (candidate.first..=candidate.last).all(|at| {
        let facts = block.facts(at);
        (facts.common, facts.given_name, facts.surname) == (0, 0, 0)
    })
}

/// Of candidates in order of their first words, those that do not overlap and whose surpluses of log-odds over the
/// threshold sum up to the most. Returns their numbers, in order.
pub(super) fn choose(candidates: &[Candidate], judged: &[(f32, f32)]) -> Vec<usize> {
    let surpluses: Vec<f32> = judged
        .iter()
        .map(|&(probability, least)| log_odds(probability) - log_odds(least))
        .collect();
    let surplus = |at: usize| surpluses[at];
    let mut chosen = Vec::new();
    let mut from = 0;
    // Candidates that are linked by overlaps are settled together.
    while from < candidates.len() {
        let mut end = from + 1;
        let mut reach = candidates[from].last;
        while end < candidates.len() && candidates[end].first <= reach {
            reach = reach.max(candidates[end].last);
            end += 1;
        }
        let mut group: Vec<usize> = (from..end).filter(|&at| surplus(at) >= 0.0).collect();
        let whole = group.clone();
        // *Russian* is no name of its own in *Russian Federation*.
        group.retain(|&at| {
            !whole.iter().any(|&other| {
                candidates[other].is_known()
                    && candidates[other].length() > candidates[at].length()
                    && candidates[other].first <= candidates[at].first
                    && candidates[at].last <= candidates[other].last
            })
        });
        if group.len() > 1 {
            group = best(candidates, &group, surplus);
        }
        chosen.extend(group);
        from = end;
    }
    chosen
}

/// Weighted interval scheduling.
fn best(candidates: &[Candidate], group: &[usize], surplus: impl Fn(usize) -> f32) -> Vec<usize> {
    let mut by_end = group.to_vec();
    by_end.sort_by_key(|&at| (candidates[at].last, candidates[at].first));
    // The best sum with the first n candidates, and whether the n-th is in it.
    let mut sums = vec![0.0_f32; by_end.len() + 1];
    let mut taken = vec![false; by_end.len()];
    let compatible = |n: usize| {
        let first = candidates[by_end[n]].first;
        by_end[..n].partition_point(|&at| candidates[at].last < first)
    };
    for n in 0..by_end.len() {
        let with = sums[compatible(n)] + surplus(by_end[n]);
        taken[n] = with > sums[n];
        sums[n + 1] = with.max(sums[n]);
    }
    let mut chosen = Vec::new();
    let mut n = by_end.len();
    while n > 0 {
        if taken[n - 1] {
            chosen.push(by_end[n - 1]);
            n = compatible(n - 1);
        } else {
            n -= 1;
        }
    }
    chosen.reverse();
    chosen
}

fn log_odds(probability: f32) -> f32 {
    let inside = probability.clamp(1e-4, 1.0 - 1e-4);
    (inside / (1.0 - inside)).ln()
}

/// Why a candidate was taken or refused, for a reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The class that is most probable, or the runner-up of a place.
    pub class: Class,
    /// How probable it is that it is a toponym.
    pub probability: f32,
    /// What speaks the loudest for the decision, the loudest first.
    pub reasons: Vec<String>,
}

/// How many reasons a reader is told.
const MOST_REASONS: usize = 3;

/// Puts a decision into words.
pub(super) fn judgement(
    model: &Model,
    block: &BlockWords<'_>,
    around: &Surroundings,
    candidate: &Candidate,
    probabilities: &Scores,
    probability: f32,
    taken: bool,
) -> Judgement {
    let rival = Class::ALL
        .into_iter()
        .filter(|&class| class != Class::Place)
        .max_by(|left, right| {
            probabilities[*left as usize].total_cmp(&probabilities[*right as usize])
        })
        .unwrap_or(Class::None);
    let (winner, loser) = if taken {
        (Class::Place, rival)
    } else {
        (rival, Class::Place)
    };
    let mut told: Vec<(String, i32)> = Vec::new();
    feature::extract(block, around, candidate, |template, value| {
        let row = model.row(feature::feature(template, value));
        let weight = i32::from(row[winner as usize]) - i32::from(row[loser as usize]);
        let Some(words) = feature::describe(block, around, candidate, template) else {
            return;
        };
        match told.iter_mut().find(|(known, _)| *known == words) {
            Some((_, sum)) => *sum += weight,
            None => told.push((words, weight)),
        }
    });
    told.retain(|(_, weight)| *weight > 0);
    told.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    Judgement {
        class: if taken { Class::Place } else { rival },
        probability,
        reasons: told
            .into_iter()
            .take(MOST_REASONS)
            .map(|(words, _)| words)
            .collect(),
    }
}
