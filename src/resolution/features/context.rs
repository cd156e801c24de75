//! The features of a candidate by the document's other places: what contains what, where most of them lie, and how near
//! they are.

use crate::resolution::cache::places::{Facts, Slot};
use crate::resolution::curve;
use crate::resolution::document_names::{DocumentNames, Form, ScoredCandidate};
use crate::resolution::feature::Feature;
use crate::resolution::generation::Wording;
use crate::resolution::model::{FeatureSum, Model, Pass};
use crate::resolution::place_sums::{ALL, OWN, PlaceSums};
use araxes_gazetteer::Entry;

/// Shares below this are not counted as company.
const LEAST_SHARE: f64 = 0.02;

/// Scores every candidate anew, by what is known of the document's other places now.
pub(crate) fn score(names: &mut DocumentNames<'_>, model: &Model, sums: &mut PlaceSums) {
    for form in &names.forms {
        let log_frequency = form.log_frequency();
        for (candidate, share) in likely(names, form) {
            sums.add(ALL, candidate.facts, share, log_frequency);
            if candidate.facts.is_local && share > 0.1 {
                #[allow(clippy::cast_possible_truncation)]
                sums.add_anchor(
                    candidate.facts.point,
                    form.spelling,
                    (share * log_frequency) as f32,
                );
            }
        }
    }
    let first = first_place(names);
    let weights = model.weights(Pass::InCompany);
    sums.sort_by_spelling(names.forms.iter().map(|form| form.spelling));
    let by_spelling = std::mem::take(&mut sums.by_spelling);
    for spelling in by_spelling.chunk_by(|left, right| left.0 == right.0) {
        for &(_, form) in spelling {
            let form = &names.forms[form];
            let log_frequency = form.log_frequency();
            for (candidate, share) in likely(names, form) {
                sums.add(OWN, candidate.facts, share, log_frequency);
            }
        }
        for &(_, form) in spelling {
            score_form(names, form, first.as_ref(), weights, sums);
        }
        sums.forget(OWN);
    }
    sums.by_spelling = by_spelling;
    sums.forget(ALL);
    sums.anchors.clear();
}

/// The candidates of a form that count for others, with their shares.
fn likely<'s>(
    names: &'s DocumentNames<'_>,
    form: &'s Form,
) -> impl Iterator<Item = (&'s ScoredCandidate<'s>, f64)> {
    let shares = names.means[form.candidates.clone()].iter().copied();
    names.candidates[form.candidates.clone()]
        .iter()
        .zip(shares)
        .filter(move |(candidate, share)| {
            *share >= LEAST_SHARE
                && candidate.wording != Wording::Within
                && !form.is_namesake(candidate)
        })
}

/// The least value of a feature that makes one foremost.
const LEAST_TO_BE_FOREMOST: f32 = 0.1;

/// The first place of the document that is more than a country.
struct FirstPlace {
    spelling: u32,
    division: Slot,
    share: f32,
}

fn first_place(names: &DocumentNames<'_>) -> Option<FirstPlace> {
    names.toponyms.iter().find_map(|toponym| {
        let (best, share) = names.best(toponym)?;
        let division = best.facts.division;
        #[allow(clippy::cast_possible_truncation)]
        (division.is_somewhere() && share > 0.3 && best.wording < Wording::BeginsWith).then(|| {
            FirstPlace {
                spelling: names.forms[toponym.form].spelling,
                division,
                share: share as f32,
            }
        })
    })
}

/// Scores the candidates of a form.
fn score_form(
    names: &mut DocumentNames<'_>,
    form: usize,
    first: Option<&FirstPlace>,
    weights: &[f64; Feature::COUNT],
    sums: &PlaceSums,
) {
    let places = &names.cache.places;
    let gazetteer = places.gazetteer;
    let form = &names.forms[form];
    let first = first.filter(|first| first.spelling != form.spelling);
    let mut records = names
        .records
        .as_mut()
        .map(|records| &mut records[form.candidates.clone()]);
    let candidates = &mut names.candidates[form.candidates.clone()];
    let (mut most, mut nearest) = (LEAST_TO_BE_FOREMOST, LEAST_TO_BE_FOREMOST);
    for (at, candidate) in candidates.iter_mut().enumerate() {
        let recorded = records.as_mut().map(|records| {
            let record = &mut records[at];
            record.now = record.fixed;
            &mut record.now
        });
        let mut features = FeatureSum::new(weights, recorded);
        let facts = candidate.facts;
        candidate.company = company(facts, sums, &mut features);
        candidate.near = distance(facts, form.spelling, sums, &mut features);
        if let Some(first) = first.filter(|first| first.division == facts.division) {
            features.add(Feature::FirstPlace, first.share);
        }
        if let Entry::Border(number) = facts.entry {
            let sides = gazetteer.border(number).sides;
            let mentioned = sides
                .iter()
                .filter_map(|side| places.known(gazetteer.entry(side)?))
                .any(|side| sums.cells[side.at()].sums[ALL].named > 0.3);
            features.add(
                if mentioned {
                    Feature::SideMentioned
                } else {
                    Feature::NoSideMentioned
                },
                1.0,
            );
        }
        most = most.max(candidate.company);
        nearest = nearest.max(candidate.near);
        candidate.score = candidate.fixed + features.score;
    }
    for (at, candidate) in candidates.iter_mut().enumerate() {
        let recorded = records.as_mut().map(|records| &mut records[at].now);
        let mut features = FeatureSum::new(weights, recorded);
        if candidate.company >= most {
            features.add(Feature::MostCompany, 1.0);
        }
        if candidate.near >= nearest {
            features.add(Feature::Nearest, 1.0);
        }
        candidate.score += features.score;
    }
}

/// The features by what the document's other places lie in; returns how many of them lie in the same division.
#[allow(clippy::cast_possible_truncation)]
fn company(facts: &Facts<'_>, sums: &PlaceSums, features: &mut FeatureSum<'_>) -> f32 {
    let others = (sums.totals[ALL].total - sums.totals[OWN].total).max(0.0);
    let mut company = 0.0;
    let division = sums.besides(facts.division);
    if division > 0.0 {
        company = curve::ln_1p(division) as f32;
        features.add(Feature::DivisionCompany, company);
        if others > 0.0 {
            features.add(Feature::DivisionShare, (division / others) as f32);
        }
    }
    let district = sums.besides(facts.district);
    if district > 0.0 {
        features.add(Feature::DistrictCompany, curve::ln_1p(district) as f32);
    }
    let country = sums.besides(facts.country);
    if country > 0.0 {
        features.add(Feature::CountryCompany, curve::ln_1p(country) as f32);
        if others > 0.0 {
            features.add(Feature::CountryShare, (country / others) as f32);
        }
    }
    let region = sums.besides(facts.region);
    if region > 0.0 && others > 0.0 {
        features.add(Feature::RegionShare, (region / others) as f32);
    }
    let around = [
        (Feature::DivisionNamed, facts.division),
        (Feature::DistrictNamed, facts.district),
        (Feature::CountryNamed, facts.country),
    ];
    for (feature, outer) in around {
        let named = sums.named_besides(outer);
        if named > 0.0 && outer != facts.slot {
            features.add(feature, named as f32);
        }
    }
    // A line contains nothing: another name of it would only count twice.
    let is_place = facts.class.is_some();
    if is_place && facts.country != facts.slot && facts.division != facts.slot {
        let inside = sums.besides(facts.slot);
        if inside > 0.0 {
            features.add(Feature::Contains, curve::ln_1p(inside) as f32);
        }
    }
    let same = sums.named_besides(facts.slot);
    if same > 0.0 {
        features.add(Feature::SamePlace, same as f32);
    }
    company
}

/// The features by their distance; returns how many are near.
#[allow(clippy::cast_possible_truncation)]
fn distance(
    facts: &Facts<'_>,
    spelling: u32,
    sums: &PlaceSums,
    features: &mut FeatureSum<'_>,
) -> f32 {
    if !facts.is_local {
        return 0.0;
    }
    let (mut near, mut wide) = (0.0, 0.0);
    for anchors in &sums.anchors {
        let [nearby, around] = curve::nearness(facts.point, &anchors.points);
        let own = anchors.spellings.iter().map(|&other| other == spelling);
        let masses = own.zip(anchors.masses);
        for ((is_own, mass), (nearby, around)) in masses.zip(nearby.into_iter().zip(around)) {
            let mass = if is_own { 0.0 } else { mass };
            near += mass * nearby;
            wide += mass * around;
        }
    }
    if wide <= 0.0 {
        return 0.0;
    }
    let near = curve::ln_1p(f64::from(near)) as f32;
    features.add(Feature::Near, near);
    features.add(Feature::NearWide, curve::ln_1p(f64::from(wide)) as f32);
    near
}
