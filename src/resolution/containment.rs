//! What contains what: *Goris, Armenia*, and the region in which most of a document's places lie.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::gazetteer::{Entry, Gazetteer, Place};

use super::{Draft, Evidence, weight};

/// The place of a candidate.
fn place(gazetteer: &Gazetteer, entry: Entry) -> Option<Place<'_>> {
    match entry {
        Entry::Place(number) => Some(gazetteer.place(number)),
        _ => None,
    }
}

/// Whether one place lies in another.
fn contains(outer: &Place<'_>, inner: &Place<'_>) -> bool {
    inner.containers.contains(outer.id)
        || outer
            .iso
            .is_some_and(|iso| outer.id != inner.id && inner.countries.contains(iso))
}

/// Names that stand right before the name of what contains them (*Goris, Armenia*; *Alexandria (Va.)*; *Tulsa in
/// Oklahoma*) tell which place each of them means.
pub(super) fn before_its_container(
    document: &Document,
    drafts: &mut [Draft<'_>],
    gazetteer: &Gazetteer,
) {
    for at in 0..drafts.len() {
        let (head, tail) = drafts.split_at_mut(at + 1);
        let (Some(inner), Some(outer)) = (head.last_mut(), tail.first_mut()) else {
            return;
        };
        if inner.mention.block != outer.mention.block {
            continue;
        }
        let between = document
            .text
            .get(inner.mention.span.end..outer.mention.span.start);
        let weight = match between {
            Some(", " | " (") => weight::BEFORE_ITS_CONTAINER,
            Some(" in " | ", in ") => weight::IN_ITS_CONTAINER,
            _ => continue,
        };
        let mut supported = false;
        for candidate in &mut inner.candidates {
            let Some(small) = place(gazetteer, candidate.entry) else {
                continue;
            };
            let found = outer.candidates.iter_mut().find(|other| {
                place(gazetteer, other.entry).is_some_and(|large| contains(&large, &small))
            });
            let Some(other) = found else {
                continue;
            };
            let large = place(gazetteer, other.entry).map_or("", |large| large.name);
            candidate.evidence.push(Evidence {
                reason: format!("stands right before {large}, which contains it"),
                weight,
            });
            if !supported {
                other.evidence.push(Evidence {
                    reason: format!("stands right behind {}, which it contains", small.name),
                    weight: weight / 2.0,
                });
                supported = true;
            }
        }
    }
}

/// How many mentions, weighed by their certainty, lie in each division and country.
pub(super) struct Company(BTreeMap<String, f64>);

impl Company {
    /// Counts the likeliest candidate of every mention. A name repeated counts less each time.
    pub(super) fn of(drafts: &[Draft<'_>], gazetteer: &Gazetteer) -> Self {
        let mut times: BTreeMap<Entry, f64> = BTreeMap::new();
        for draft in drafts {
            if let Some(best) = draft.candidates.first() {
                *times.entry(best.entry).or_default() += best.confidence;
            }
        }
        let mut company: BTreeMap<String, f64> = BTreeMap::new();
        for (entry, times) in times {
            let Some(place) = place(gazetteer, entry) else {
                continue;
            };
            let share = times.ln_1p();
            let countries = place
                .countries
                .iter()
                .filter_map(|iso| gazetteer.country(iso))
                .map(|country| country.id);
            let regions: BTreeSet<&str> = place
                .containers
                .iter()
                .chain(countries)
                .chain([place.id])
                .collect();
            for region in regions {
                *company.entry(region.to_owned()).or_default() += share;
            }
        }
        Self(company)
    }

    /// Adds to each candidate what its company says: the mentions that lie in the same division and country,
    /// without its own.
    pub(super) fn speak(&self, draft: &mut Draft<'_>, gazetteer: &Gazetteer, own: f64) {
        for candidate in &mut draft.candidates {
            let Some(place) = place(gazetteer, candidate.entry) else {
                continue;
            };
            let (mut best, mut where_to): (f64, &str) = (0.0, "");
            let regions = place
                .containers
                .iter()
                .filter_map(|id| gazetteer.place_by_id(id));
            let countries = place
                .countries
                .iter()
                .filter_map(|iso| gazetteer.country(iso));
            for outer in regions.chain(countries) {
                let per_mention = match outer.feature_code {
                    "ADM1" => weight::COMPANY_IN_DIVISION,
                    "ADM2" => weight::COMPANY_IN_DISTRICT,
                    code if code.starts_with("PCL") => weight::COMPANY_IN_COUNTRY,
                    _ => continue,
                };
                let others = (self.0.get(outer.id).copied().unwrap_or(0.0)
                    - own * candidate.confidence)
                    .max(0.0);
                let score = per_mention * others.ln_1p();
                if score > best {
                    (best, where_to) = (score, outer.name);
                }
            }
            if best > 0.05 {
                candidate.evidence.push(Evidence {
                    reason: format!("other places of the document lie in {where_to}"),
                    weight: best,
                });
            }
        }
    }
}
