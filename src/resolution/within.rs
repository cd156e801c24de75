//! Candidates for names that no gazetteer has: the places of the document in which the thing may be.

use araxes_gazetteer::FeatureClass;

use super::cache::places::{Facts, Slot};
use super::candidates::Circumstances;
use super::document_names::DocumentNames;
use super::feature::Feature;
use super::generation::Wording;
use super::place_sums::{ALL, PlaceSums};

/// How many places are offered to a name that no gazetteer has.
const PLACES_TO_BE_WITHIN: usize = 5;

/// Adds the candidates of all names of a document that are likely enough. Those that no gazetteer has are offered the
/// places of the document in which the thing may be.
pub(super) fn add_candidates<'a>(
    names: &mut DocumentNames<'a>,
    circumstances: &Circumstances<'a>,
    sums: &mut PlaceSums,
) {
    let known_names = &names.cache.names;
    let is_unknown = |names: &DocumentNames<'_>, form: usize| {
        names.forms[form].certain.is_none()
            && known_names.name_of(names.forms[form].name).is_unknown
    };
    let mut all_known = true;
    for form in 0..names.forms.len() {
        if is_unknown(names, form) {
            all_known = false;
        } else {
            circumstances.add_likely(names, form);
        }
    }
    if all_known {
        return;
    }
    let (foremost, all) = spoken_of(names, sums);
    let often = |sums: &PlaceSums, slot: Slot| {
        #[allow(clippy::cast_possible_truncation)]
        let often = (sums.cells[slot.at()].share / all.max(1e-9)) as f32;
        often
    };
    for form in 0..names.forms.len() {
        if !is_unknown(names, form) {
            continue;
        }
        circumstances.add_likely(names, form);
        let own = names.forms[form].candidates.clone();
        let is_named = !own.is_empty();
        let latest = latest_before(names, names.forms[form].first);
        let others = foremost
            .iter()
            .map(|(slot, _)| *slot)
            .filter(|slot| Some(*slot) != latest);
        let behind = named_behind(names, names.forms[form].first).filter(|slot| {
            Some(*slot) != latest && foremost.iter().all(|(other, _)| other != slot)
        });
        let offered = latest.into_iter().chain(others).take(PLACES_TO_BE_WITHIN);
        for slot in offered.chain(behind) {
            let taken = names.candidates[own.clone()]
                .iter()
                .any(|candidate| candidate.facts.slot == slot);
            if taken {
                continue;
            }
            let mark = |is_so: bool| f32::from(u8::from(is_so));
            let features = [
                (Feature::WithinOften, often(sums, slot)),
                (Feature::WithinThoughNamed, mark(is_named)),
                (Feature::WithinLatest, mark(latest == Some(slot))),
            ];
            circumstances.offer(names, form, slot, &features);
        }
    }
    for slot in sums.totals[ALL].slots.drain(..) {
        sums.cells[slot.at()].share = 0.0;
    }
}

/// The places that the document speaks of most, with how often it does, and how often it speaks of any. How often it
/// speaks of each is left in the cells.
fn spoken_of(names: &DocumentNames<'_>, sums: &mut PlaceSums) -> (Vec<(Slot, f64)>, f64) {
    let mut all = 0.0;
    for form in &names.forms {
        let log_frequency = form.log_frequency();
        let candidates = &names.candidates[form.candidates.clone()];
        for (candidate, share) in candidates.iter().zip(&names.means[form.candidates.clone()]) {
            if candidate.wording < Wording::BeginsWith && can_hold(candidate.facts) {
                let cell = &mut sums.cells[candidate.facts.slot.at()];
                if cell.share == 0.0 {
                    sums.totals[ALL].slots.push(candidate.facts.slot);
                }
                cell.share += share * log_frequency;
                all += share * log_frequency;
            }
        }
    }
    let mut foremost: Vec<(Slot, f64)> = Vec::with_capacity(PLACES_TO_BE_WITHIN + 1);
    for &slot in &sums.totals[ALL].slots {
        let times = sums.cells[slot.at()].share;
        let entry = names.cache.places.facts_of(slot).entry;
        let at = foremost.partition_point(|&(other, more)| {
            more > times || more == times && names.cache.places.facts_of(other).entry < entry
        });
        if at < PLACES_TO_BE_WITHIN {
            foremost.insert(at, (slot, times));
            foremost.truncate(PLACES_TO_BE_WITHIN);
        }
    }
    (foremost, all)
}

/// Whether streets and buildings lie in such a place.
fn can_hold(facts: &Facts<'_>) -> bool {
    facts.class == Some(FeatureClass::P) || facts.sort == Some(Feature::OtherDivision)
}

/// The settlement that was spoken of last before a mention.
fn latest_before(names: &DocumentNames<'_>, toponym: usize) -> Option<Slot> {
    let mut before = names.toponyms[..toponym].iter().rev();
    before.find_map(|before| settlement(names, before.form))
}

/// The settlement that is named next behind a mention, in its sentence.
fn named_behind(names: &DocumentNames<'_>, toponym: usize) -> Option<Slot> {
    let (here, behind) = (&names.toponyms[toponym], names.toponyms.get(toponym + 1)?);
    (here.mention.sentence == behind.mention.sentence)
        .then(|| settlement(names, behind.form))
        .flatten()
}

/// The settlement or district that a name most likely means.
fn settlement(names: &DocumentNames<'_>, form: usize) -> Option<Slot> {
    let candidates = names.forms[form].candidates.clone();
    let shares = names.means[candidates.clone()].iter();
    let (at, share) = shares
        .enumerate()
        .max_by(|left, right| left.1.total_cmp(right.1))?;
    let best = &names.candidates[candidates.start + at];
    (*share > 0.5 && best.wording < Wording::BeginsWith && can_hold(best.facts))
        .then_some(best.facts.slot)
}
