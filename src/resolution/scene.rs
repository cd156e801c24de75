//! One document with all its names at once: what each can stand for, and how they throw light on each other.
//!
//! Mentions of the same words share their possibilities (one sense per document: Gale, Church and Yarowsky, “One
//! sense per discourse”, 1992); what stands right beside one mention counts for that mention, and less for the others.
//!
//! All that names may stand for lies in one list, what belongs to a form side by side. What the weights make of the
//! grounds that hold in every document the [`Atlas`] knows; only what the document adds is weighed here.

use std::ops::Range;

use jiff::civil::Date;

use crate::document::Document;
use crate::recognition::{Mention, MentionKind};

use super::alone::{self, Possibility};
use super::atlas::{Atlas, Facts, Kept, TermNumber};
use super::curve;
use super::ground::{Ground, Values};
use super::model::Pass;
use super::publisher::Home;
use super::wording::Wording;

/// How many possibilities of a name are looked at in company; the less likely ones are dropped after the first pass.
const MOST_POSSIBILITIES: usize = 48;

/// One thing that a name of the document may stand for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sense<'a> {
    pub(super) facts: &'a Facts<'a>,
    /// What the atlas has for the name; nothing for a place that was offered to an unknown name.
    pub(super) possibility: Option<&'a Possibility>,
    pub(super) wording: Wording,
    /// The score of the grounds that do not depend on the document's other places.
    pub(super) fixed: f64,
    /// The score of all grounds that hold for all mentions of the form.
    pub(super) score: f64,
    /// How many of the document's other places lie in the same division, and how many are near: the logarithms.
    pub(super) company: f32,
    pub(super) near: f32,
}

impl<'a> Sense<'a> {
    fn new(facts: &'a Facts<'a>, wording: Wording, fixed: f64) -> Self {
        Self {
            facts,
            possibility: None,
            wording,
            fixed,
            score: 0.0,
            company: 0.0,
            near: 0.0,
        }
    }
}

/// Mentions of the same words.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) term: TermNumber,
    /// Forms of one family are written alike but for what stands beside them, and do not vouch for each other.
    pub(super) family: u32,
    /// Number of its first mention among [`Scene::drafts`].
    pub(super) first: usize,
    /// How many mentions it has.
    pub(super) times: usize,
    /// Whether it is called a street.
    pub(super) is_street: bool,
    /// Where its senses lie in [`Scene::senses`].
    pub(super) senses: Range<usize>,
}

impl Form {
    /// How much the form counts for others: repeated mentions count less each time.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn voice(&self) -> f64 {
        (self.times as f64).ln_1p()
    }
}

/// What stands right beside a mention says something of one sense.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aside {
    /// Number of the mention among [`Scene::drafts`].
    pub(super) draft: usize,
    /// Number of the sense in its form.
    pub(super) sense: usize,
    pub(super) ground: Ground,
    pub(super) value: f32,
}

/// A mention on its way to a reference.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    /// Its number in the recognition.
    pub(super) number: usize,
    pub(super) mention: &'a Mention,
    pub(super) form: usize,
    /// Where its shares begin among those that differ from its form's.
    own: Option<usize>,
}

/// The values of the grounds of one sense, for those who ask: of all documents, and now.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) fixed: Values,
    pub(super) now: Values,
}

/// All names of a document.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) document: &'a Document,
    pub(super) atlas: &'a Atlas<'a>,
    pub(super) drafts: Vec<Draft<'a>>,
    pub(super) forms: Vec<Form>,
    pub(super) senses: Vec<Sense<'a>>,
    /// The share of each sense where nothing stands beside the mention; the rest is none of them.
    plain: Vec<f64>,
    /// The share of each sense, the mean over the mentions of the form.
    pub(super) means: Vec<f64>,
    /// The shares in mentions beside which something stands.
    own: Vec<f64>,
    /// What stands beside mentions, in their order.
    pub(super) asides: Vec<Aside>,
    /// The values of each sense, where somebody asks for them.
    pub(super) records: Option<Vec<Record>>,
}

/// What streets are called. Motorways and turnpikes are left out: they are called after the country around them.
const STREETS: &[&str] = &[
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "boulevard",
    "blvd",
    "drive",
    "dr",
    "lane",
    "ln",
    "way",
];

/// Whether a name of several words ends with what streets are called.
fn is_street(name: &str) -> bool {
    let Some((_, last)) = name.rsplit_once(' ') else {
        return false;
    };
    let last = last.trim_end_matches('.');
    STREETS
        .iter()
        .any(|street| street.eq_ignore_ascii_case(last))
}

/// What a document brings of its own, besides its words.
pub(super) struct Circumstances<'h> {
    /// The day by which names and things are judged.
    pub(super) day: Option<Date>,
    /// Where its publisher is at home.
    pub(super) home: &'h Home,
}

/// The names and demonyms among mentions, which are what is resolved here, with their numbers.
pub(super) fn names(mentions: &[Mention]) -> impl Iterator<Item = (usize, &Mention)> {
    mentions
        .iter()
        .enumerate()
        .filter(|(_, mention)| matches!(mention.kind, MentionKind::Name | MentionKind::Demonym))
}

impl<'a> Scene<'a> {
    /// Collects the names of a document into forms. `terms` has the term of each name, `forms_of` an item for each
    /// term of the atlas, all of them [`usize::MAX`], and is left so. `recorded` keeps the values of all grounds.
    pub(super) fn new(
        document: &'a Document,
        mentions: &'a [Mention],
        terms: &[TermNumber],
        atlas: &'a Atlas<'a>,
        forms_of: &mut [usize],
        recorded: bool,
    ) -> Self {
        let mut forms: Vec<Form> = Vec::with_capacity(terms.len());
        let drafts: Vec<Draft<'a>> = names(mentions)
            .zip(terms)
            .enumerate()
            .map(|(draft, ((number, mention), &term))| {
                let known = &mut forms_of[term.at()];
                if *known == usize::MAX {
                    *known = forms.len();
                    forms.push(Form {
                        term,
                        family: atlas.term_of(term).family,
                        first: draft,
                        times: 0,
                        is_street: is_street(&mention.surface),
                        senses: 0..0,
                    });
                }
                let form = *known;
                forms[form].times += 1;
                Draft {
                    number,
                    mention,
                    form,
                    own: None,
                }
            })
            .collect();
        for form in &forms {
            forms_of[form.term.at()] = usize::MAX;
        }
        Self {
            document,
            atlas,
            drafts,
            forms,
            senses: Vec::new(),
            plain: Vec::new(),
            means: Vec::new(),
            own: Vec::new(),
            asides: Vec::new(),
            records: recorded.then(Vec::new),
        }
    }

    /// Lays out everything that the names may stand for, each judged by itself.
    pub(super) fn lay_out_all(&mut self, circumstances: &Circumstances<'_>) {
        for form in 0..self.forms.len() {
            let term = self.atlas.term_of(self.forms[form].term);
            let start = self.senses.len();
            for possibility in &term.possibilities {
                self.lay_out(possibility, circumstances);
            }
            let scores = self.scores_alone(&term.possibilities, circumstances.day);
            self.means.extend(shares(&scores));
            self.forms[form].senses = start..self.senses.len();
        }
        self.weigh_alone();
    }

    /// Lays out what a form may stand for and is likely enough to be looked at in company, with the shares that each
    /// has by itself.
    pub(super) fn lay_out_likely(&mut self, form: usize, circumstances: &Circumstances<'_>) {
        let term = self.atlas.term_of(self.forms[form].term);
        let judged;
        let kept = match &term.kept {
            Some(kept) => kept,
            None => {
                judged = likeliest(&self.scores_alone(&term.possibilities, circumstances.day));
                &judged
            }
        };
        let start = self.senses.len();
        for &at in &kept.possibilities {
            self.lay_out(&term.possibilities[at], circumstances);
        }
        self.means.extend_from_slice(&kept.shares);
        self.forms[form].senses = start..self.senses.len();
    }

    fn scores_alone(&self, possibilities: &[Possibility], day: Option<Date>) -> Vec<f64> {
        let weights = self.atlas.model.weights(Pass::Alone);
        possibilities
            .iter()
            .map(|possibility| {
                let mut score = possibility.alone;
                alone::on_day(self.atlas, possibility, day, &mut |ground, value| {
                    score += weights[ground as usize] * f64::from(value);
                });
                score
            })
            .collect()
    }

    fn lay_out(&mut self, possibility: &'a Possibility, circumstances: &Circumstances<'_>) {
        let facts = self.atlas.facts_of(possibility.slot);
        let mut record = self.records.is_some().then(|| possibility.values());
        let weights = self.atlas.model.weights(Pass::InCompany);
        let mut said = Said::new(weights, record.as_deref_mut());
        alone::on_day(
            self.atlas,
            possibility,
            circumstances.day,
            &mut |ground, value| said.say(ground, value),
        );
        circumstances.home.speak_of(facts, &mut said);
        let score = possibility.in_company + said.score;
        self.senses.push(Sense {
            possibility: Some(possibility),
            ..Sense::new(facts, possibility.reading.wording, score)
        });
        self.record(record);
    }

    /// Offers a place in which the thing may be to the form that was laid out last.
    pub(super) fn offer(
        &mut self,
        form: usize,
        facts: &'a Facts<'a>,
        home: &Home,
        grounds: &[(Ground, f32)],
    ) {
        let mut record = self.records.is_some().then(|| {
            let mut values = Box::new([0.0; Ground::COUNT]);
            alone::unnamed(facts, &mut |ground, value| values[ground as usize] = value);
            values
        });
        let weights = self.atlas.model.weights(Pass::InCompany);
        let mut said = Said::new(weights, record.as_deref_mut());
        for &(ground, value) in grounds {
            said.say(ground, value);
        }
        home.speak_of(facts, &mut said);
        let score = facts.unnamed + said.score;
        self.senses.push(Sense::new(facts, Wording::Within, score));
        self.means.push(0.0);
        self.forms[form].senses.end = self.senses.len();
        self.record(record);
    }

    fn record(&mut self, values: Option<Box<Values>>) {
        if let Some((records, values)) = self.records.as_mut().zip(values) {
            records.push(Record {
                fixed: *values,
                now: *values,
            });
        }
    }

    /// What the form of a mention may stand for.
    pub(super) fn senses_of(&self, draft: &Draft<'_>) -> &[Sense<'a>] {
        &self.senses[self.forms[draft.form].senses.clone()]
    }

    /// The share of each sense of a mention.
    pub(super) fn shares_of(&self, draft: &Draft<'_>) -> &[f64] {
        let senses = self.forms[draft.form].senses.clone();
        match draft.own {
            Some(start) => &self.own[start..start + senses.len()],
            None => &self.plain[senses],
        }
    }

    /// Lets every mention have the share that its form has by itself.
    pub(super) fn weigh_alone(&mut self) {
        self.plain.clone_from(&self.means);
    }

    /// Turns scores into shares; returns by how much the share of any sense of a form changed.
    pub(super) fn weigh(&mut self) -> f64 {
        let before = std::mem::take(&mut self.means);
        let weights = self.atlas.model.weights(Pass::InCompany);
        for form in &self.forms {
            let scores = self.senses[form.senses.clone()].iter();
            let scores = scores.map(|sense| sense.score);
            share_out(scores, &mut self.plain[form.senses.clone()]);
        }
        self.means.clone_from(&self.plain);
        self.own.clear();
        for draft in &mut self.drafts {
            draft.own = None;
        }
        let mut scores: Vec<f64> = Vec::new();
        for asides in self
            .asides
            .chunk_by(|left, right| left.draft == right.draft)
        {
            let Some(first) = asides.first() else {
                continue;
            };
            let draft = &mut self.drafts[first.draft];
            let form = &self.forms[draft.form];
            scores.clear();
            scores.extend(
                self.senses[form.senses.clone()]
                    .iter()
                    .map(|sense| sense.score),
            );
            for aside in asides {
                scores[aside.sense] += weights[aside.ground as usize] * f64::from(aside.value);
            }
            let start = self.own.len();
            draft.own = Some(start);
            self.own.resize(start + scores.len(), 0.0);
            share_out(scores.iter().copied(), &mut self.own[start..]);
            #[allow(clippy::cast_precision_loss)]
            let times = form.times as f64;
            let plain = &self.plain[form.senses.clone()];
            let means = &mut self.means[form.senses.clone()];
            for ((mean, plain), own) in means.iter_mut().zip(plain).zip(&self.own[start..]) {
                *mean += (own - plain) / times;
            }
        }
        let changes = self.means.iter().zip(&before);
        changes.fold(0.0, |most, (now, then)| most.max((now - then).abs()))
    }

    /// All values of a sense of a mention; nothing where nobody asked for them.
    pub(super) fn values(&self, draft: usize, sense: usize) -> Option<Values> {
        let form = &self.forms[self.drafts[draft].form];
        let record = self.records.as_ref()?.get(form.senses.start + sense)?;
        let mut values = record.now;
        for aside in &self.asides {
            if aside.draft == draft && aside.sense == sense {
                values[aside.ground as usize] += aside.value;
            }
        }
        Some(values)
    }

    /// The likeliest sense of a mention, and its share.
    pub(super) fn best(&self, draft: &Draft<'_>) -> Option<(&Sense<'a>, f64)> {
        let senses = self.senses_of(draft);
        let (at, share) = self
            .shares_of(draft)
            .iter()
            .enumerate()
            .max_by(|left, right| left.1.total_cmp(right.1))?;
        Some((&senses[at], *share))
    }
}

/// What is said of a sense: weighed, and written down where somebody asks for it.
pub(super) struct Said<'w> {
    weights: &'w [f64; Ground::COUNT],
    record: Option<&'w mut Values>,
    /// What it makes together.
    pub(super) score: f64,
}

impl<'w> Said<'w> {
    pub(super) fn new(weights: &'w [f64; Ground::COUNT], record: Option<&'w mut Values>) -> Self {
        Self {
            weights,
            record,
            score: 0.0,
        }
    }

    pub(super) fn say(&mut self, ground: Ground, value: f32) {
        self.score += self.weights[ground as usize] * f64::from(value);
        if let Some(record) = &mut self.record {
            record[ground as usize] = value;
        }
    }
}

/// The likeliest of the possibilities of a name, by their scores alone.
pub(super) fn likeliest(scores: &[f64]) -> Kept {
    let shares = shares(scores);
    let mut possibilities: Vec<usize> = (0..scores.len()).collect();
    if scores.len() > MOST_POSSIBILITIES {
        possibilities.sort_by(|&left, &right| scores[right].total_cmp(&scores[left]));
        possibilities.truncate(MOST_POSSIBILITIES);
        possibilities.sort_unstable();
    }
    Kept {
        shares: possibilities.iter().map(|&at| shares[at]).collect(),
        possibilities,
    }
}

fn shares(scores: &[f64]) -> Vec<f64> {
    let mut shares = vec![0.0; scores.len()];
    share_out(scores.iter().copied(), &mut shares);
    shares
}

/// A soft maximum over scores and none of them, whose score is zero.
fn share_out(scores: impl Iterator<Item = f64> + Clone, shares: &mut [f64]) {
    let best = scores.clone().fold(0.0, f64::max);
    #[allow(clippy::cast_possible_truncation)]
    let power = |score: f64| f64::from(curve::exp((score - best) as f32));
    let mut total = power(0.0);
    for (share, score) in shares.iter_mut().zip(scores) {
        *share = power(score);
        total += *share;
    }
    for share in shares {
        *share /= total;
    }
}
