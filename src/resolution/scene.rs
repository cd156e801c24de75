//! One document with all its names at once: what each can stand for, and how they throw light on each other.
//!
//! Mentions of the same words share their possibilities (one sense per document: Gale, Church and Yarowsky, “One
//! sense per discourse”, 1992); what stands right beside one mention counts for that mention, and less for the others.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use jiff::civil::Date;

use crate::document::Document;
use crate::gazetteer::{Entry, Gazetteer, PlaceNumber, name_key};
use crate::recognition::{Mention, MentionKind};

use super::alone;
use super::atlas::{Atlas, Facts};
use super::ground::{Ground, Values};
use super::model::{Model, Pass};
use super::wording::Reading;

/// How many possibilities of a name are looked at in company; the less likely ones are dropped after the first pass.
const MOST_POSSIBILITIES: usize = 48;

/// One thing that a name may stand for.
#[derive(Debug, Clone)]
pub(super) struct Possibility {
    pub(super) reading: Reading,
    pub(super) facts: Arc<Facts>,
    pub(super) values: Values,
    /// Whether its name or the thing itself is not of all times.
    pub(super) is_dated: bool,
}

/// Mentions of the same words.
#[derive(Debug)]
pub(super) struct Form {
    /// Forms of one family are written alike but for what stands beside them, and do not vouch for each other.
    pub(super) family: usize,
    pub(super) possibilities: Vec<Possibility>,
    /// Numbers of its mentions among [`Scene::drafts`].
    pub(super) drafts: Vec<usize>,
    /// The share of each possibility, the mean over the mentions.
    pub(super) shares: Vec<f64>,
}

impl Form {
    /// How much the form counts for others: repeated mentions count less each time.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn voice(&self) -> f64 {
        (self.drafts.len() as f64).ln_1p()
    }
}

/// What stands right beside a mention says something of one possibility.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aside {
    pub(super) possibility: usize,
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
    pub(super) asides: Vec<Aside>,
    /// The share of each possibility of the form; the rest is none of them.
    pub(super) shares: Vec<f64>,
}

/// All names of a document.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) document: &'a Document,
    pub(super) drafts: Vec<Draft<'a>>,
    pub(super) forms: Vec<Form>,
    pub(super) families: usize,
}

impl<'a> Scene<'a> {
    /// Collects the names and demonyms of a document and what each can stand for.
    pub(super) fn new(
        document: &'a Document,
        mentions: &'a [Mention],
        gazetteer: &Gazetteer,
        atlas: &mut Atlas<'_>,
        day: Option<Date>,
    ) -> Self {
        let mut scene = Self {
            document,
            drafts: Vec::new(),
            forms: Vec::new(),
            families: 0,
        };
        let mut families: HashMap<String, usize, FixedState> = HashMap::default();
        let mut forms: HashMap<&str, Vec<usize>, FixedState> = HashMap::default();
        for (number, mention) in mentions.iter().enumerate() {
            if !matches!(mention.kind, MentionKind::Name | MentionKind::Demonym) {
                continue;
            }
            let draft = scene.drafts.len();
            let alike = forms.entry(mention.surface.as_str()).or_default();
            let known = alike.iter().copied().find(|&form: &usize| {
                scene.forms[form]
                    .drafts
                    .first()
                    .is_some_and(|&first| says_the_same(scene.drafts[first].mention, mention))
            });
            let form = known.unwrap_or_else(|| {
                let key = name_key(&mention.surface);
                let next = families.len();
                let family = *families.entry(key).or_insert(next);
                alike.push(scene.forms.len());
                scene.forms.push(Form {
                    family,
                    possibilities: alone::possibilities(mention, gazetteer, atlas, day),
                    drafts: Vec::new(),
                    shares: Vec::new(),
                });
                scene.forms.len() - 1
            });
            scene.forms[form].drafts.push(draft);
            scene.drafts.push(Draft {
                number,
                mention,
                form,
                asides: Vec::new(),
                shares: Vec::new(),
            });
        }
        scene.families = families.len();
        scene
    }

    /// Turns values into shares.
    pub(super) fn weigh(&mut self, model: &Model, pass: Pass) {
        let weights = model.weights(pass);
        for form in &mut self.forms {
            let scores: Vec<f64> = form
                .possibilities
                .iter()
                .map(|possibility| model.score(&possibility.values, pass))
                .collect();
            let mut mean = vec![0.0; scores.len()];
            let plain = shares(&scores);
            for &draft in &form.drafts {
                let draft = &mut self.drafts[draft];
                draft.shares = if draft.asides.is_empty() {
                    plain.clone()
                } else {
                    let mut own = scores.clone();
                    for aside in &draft.asides {
                        own[aside.possibility] +=
                            weights[aside.ground as usize] * f64::from(aside.value);
                    }
                    shares(&own)
                };
                for (mean, share) in mean.iter_mut().zip(&draft.shares) {
                    *mean += share;
                }
            }
            #[allow(clippy::cast_precision_loss)]
            let times = form.drafts.len().max(1) as f64;
            mean.iter_mut().for_each(|share| *share /= times);
            form.shares = mean;
        }
    }

    /// Drops the least likely possibilities of names that have very many.
    pub(super) fn prune(&mut self) {
        for form in &mut self.forms {
            if form.possibilities.len() <= MOST_POSSIBILITIES {
                continue;
            }
            let mut order: Vec<usize> = (0..form.possibilities.len()).collect();
            order.sort_by(|&left, &right| form.shares[right].total_cmp(&form.shares[left]));
            order.truncate(MOST_POSSIBILITIES);
            order.sort_unstable();
            let kept = |list: &[f64]| order.iter().map(|&at| list[at]).collect::<Vec<f64>>();
            form.shares = kept(&form.shares);
            for &draft in &form.drafts {
                let draft = &mut self.drafts[draft];
                draft.shares = kept(&draft.shares);
            }
            form.possibilities = order
                .iter()
                .map(|&at| form.possibilities[at].clone())
                .collect();
        }
    }

    /// All values of a possibility of a mention.
    pub(super) fn values(&self, draft: &Draft<'_>, possibility: usize) -> Values {
        let mut values = self.forms[draft.form].possibilities[possibility].values;
        for aside in &draft.asides {
            if aside.possibility == possibility {
                values[aside.ground as usize] += aside.value;
            }
        }
        values
    }

    /// The likeliest possibility of a mention.
    pub(super) fn best(&self, draft: &Draft<'_>) -> Option<(&Possibility, f64)> {
        let (at, share) = draft
            .shares
            .iter()
            .enumerate()
            .max_by(|left, right| left.1.total_cmp(right.1))?;
        Some((&self.forms[draft.form].possibilities[at], *share))
    }

    /// The share of a mention's possibilities that lie in each region, asked for one region.
    pub(super) fn share_in(
        &self,
        draft: &Draft<'_>,
        region: impl Fn(&Facts) -> Option<PlaceNumber>,
        wanted: PlaceNumber,
    ) -> f64 {
        self.forms[draft.form]
            .possibilities
            .iter()
            .zip(&draft.shares)
            .filter(|(possibility, _)| region(&possibility.facts) == Some(wanted))
            .map(|(_, share)| share)
            .sum()
    }

    /// The share of the possibilities of a mention that is an entry which contains a place.
    pub(super) fn share_around(&self, draft: &Draft<'_>, inner: &Facts) -> f64 {
        self.forms[draft.form]
            .possibilities
            .iter()
            .zip(&draft.shares)
            .filter(|(possibility, _)| inner.lies_in(possibility.reading.entry))
            .map(|(_, share)| share)
            .sum()
    }

    /// The share of the possibilities of a mention that lies in an entry.
    pub(super) fn share_inside(&self, draft: &Draft<'_>, outer: Entry) -> f64 {
        self.forms[draft.form]
            .possibilities
            .iter()
            .zip(&draft.shares)
            .filter(|(possibility, _)| possibility.facts.lies_in(outer))
            .map(|(_, share)| share)
            .sum()
    }
}

fn says_the_same(left: &Mention, right: &Mention) -> bool {
    let noun = |mention: &Mention| mention.hint.as_ref().map(|hint| hint.fits);
    left.readings == right.readings
        && noun(left) == noun(right)
        && matches!(left.kind, MentionKind::Name) == matches!(right.kind, MentionKind::Name)
}

/// A soft maximum over scores and none of them, whose score is zero.
fn shares(scores: &[f64]) -> Vec<f64> {
    let best = scores.iter().copied().fold(0.0, f64::max);
    let powers: Vec<f64> = scores.iter().map(|score| (score - best).exp()).collect();
    let total: f64 = powers.iter().sum::<f64>() + (-best).exp();
    powers.into_iter().map(|power| power / total).collect()
}
