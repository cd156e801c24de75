//! What contains what: *Goris, Armenia*, and the region in which most of a document's places lie.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::gazetteer::{Entry, Gazetteer, Place, name_key};

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

const COMPANY: &str = "other places of the document lie in";

/// Takes back what company said in an earlier round.
pub(super) fn forget_company(draft: &mut Draft<'_>) {
    for candidate in &mut draft.candidates {
        candidate
            .evidence
            .retain(|evidence| !evidence.reason.starts_with(COMPANY));
    }
}

/// How many mentions, weighed by their certainty, lie in each division and country: of each name, and of all.
pub(super) struct Company {
    by_name: BTreeMap<String, BTreeMap<String, f64>>,
    all: BTreeMap<String, f64>,
}

impl Company {
    /// Counts the likeliest candidate of every mention. A name repeated counts less each time.
    pub(super) fn of(drafts: &[Draft<'_>], gazetteer: &Gazetteer) -> Self {
        let mut times: BTreeMap<(String, Entry), f64> = BTreeMap::new();
        for draft in drafts {
            if let Some(best) = draft.candidates.first() {
                *times
                    .entry((name_key(&draft.mention.surface), best.entry))
                    .or_default() += best.confidence;
            }
        }
        let mut company = Self {
            by_name: BTreeMap::new(),
            all: BTreeMap::new(),
        };
        for ((name, entry), times) in times {
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
                *company
                    .by_name
                    .entry(name.clone())
                    .or_default()
                    .entry(region.to_owned())
                    .or_default() += share;
                *company.all.entry(region.to_owned()).or_default() += share;
            }
        }
        company
    }

    /// How many mentions of other names lie in a region.
    fn of_others(&self, name: &str, region: &str) -> f64 {
        let own = self
            .by_name
            .get(name)
            .and_then(|own| own.get(region))
            .copied()
            .unwrap_or(0.0);
        (self.all.get(region).copied().unwrap_or(0.0) - own).max(0.0)
    }

    /// Adds to each candidate what its company says: the mentions of other names that lie in the same division and
    /// country.
    pub(super) fn speak(&self, draft: &mut Draft<'_>, gazetteer: &Gazetteer) {
        let name = name_key(&draft.mention.surface);
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
            for outer in regions
                .chain(countries)
                .filter(|outer| outer.id != place.id)
            {
                let per_mention = match outer.feature_code {
                    "ADM1" => weight::COMPANY_IN_DIVISION,
                    "ADM2" => weight::COMPANY_IN_DISTRICT,
                    code if code.starts_with("PCL") => weight::COMPANY_IN_COUNTRY,
                    _ => continue,
                };
                let score = per_mention * self.of_others(&name, outer.id).ln_1p();
                if score > best {
                    (best, where_to) = (score, outer.name);
                }
            }
            if best > 0.05 {
                candidate.evidence.push(Evidence {
                    reason: format!("{COMPANY} {where_to}"),
                    weight: best,
                });
            }
        }
    }
}
