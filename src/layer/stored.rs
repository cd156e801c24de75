//! What a document contributes, as it is kept in files.
//!
//! In memory the places of a contribution are numbers of one gazetteer, opened in one way. In a file they are ids, so that
//! what one machine found can be merged on another, and by a later version.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::relation::Subject;
use araxes_gazetteer::{BorderNumber, Entry, Gazetteer, PlaceNumber, RouteNumber};

use super::citation::Citation;
use super::feature::StatedLength;
use super::harvest::{Contribution, Found};
use super::layers::{DocumentEntry, UnresolvedEntry};
use super::story::Fingerprint;

/// What one document contributes, without anything that only one run knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stored {
    entry: DocumentEntry,
    fingerprint: Fingerprint,
    day: Option<Date>,
    /// Ids of the gazetteer's entries. Where a subject has a number, it is one of this list.
    entries: Vec<String>,
    found: Vec<StoredFound>,
    unresolved: Vec<UnresolvedEntry>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct StoredFound {
    id: String,
    subject: Subject,
    citations: Vec<Citation>,
    stated_lengths: Vec<StatedLength>,
}

/// An id for which the gazetteers at hand have nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub String);

impl Stored {
    /// A contribution as it is kept. `gazetteer` is that with which it was made.
    #[must_use]
    pub fn of(contribution: Contribution, gazetteer: &Gazetteer) -> Self {
        let mut entries: Vec<String> = Vec::new();
        let mut numbers: BTreeMap<Entry, u32> = BTreeMap::new();
        let mut number = |entry: Entry| {
            *numbers.entry(entry).or_insert_with(|| {
                entries.push(gazetteer.describe(entry).0.to_owned());
                u32::try_from(entries.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let found = contribution
            .found
            .into_iter()
            .map(|(id, mut found)| {
                each_entry(&mut found.subject, &mut |entry| {
                    Ok::<u32, Missing>(number(entry))
                })
                .unwrap_or_default();
                StoredFound {
                    id,
                    subject: found.subject,
                    citations: found.citations,
                    stated_lengths: found.stated_lengths,
                }
            })
            .collect();
        Self {
            entry: contribution.entry,
            fingerprint: contribution.fingerprint,
            day: contribution.day,
            entries,
            found,
            unresolved: contribution.unresolved,
        }
    }

    /// The document's id, and the SHA-256 of its file.
    #[must_use]
    pub fn document(&self) -> (&str, &str) {
        (&self.entry.id, &self.entry.sha256)
    }

    /// How the output lists the document.
    #[must_use]
    pub fn entry(&self) -> &DocumentEntry {
        &self.entry
    }

    /// The contribution, with the numbers of this gazetteer, of a document of this id.
    ///
    /// # Errors
    /// If the gazetteer lacks a place, route or border of it.
    pub fn restored(self, id: &str, gazetteer: &Gazetteer) -> Result<Contribution, Missing> {
        let named = id.to_owned();
        let mut entry = self.entry;
        entry.id.clone_from(&named);
        let mut found = BTreeMap::new();
        for mut one in self.found {
            each_entry(&mut one.subject, &mut |number| {
                let at = match number {
                    Entry::Place(number) => number.0,
                    Entry::Route(number) => number.0,
                    Entry::Border(number) => number.0,
                };
                let id = self.entries.get(at as usize);
                let id = id.ok_or_else(|| Missing(format!("entry {at} of a list")))?;
                let known = gazetteer.entry(id).ok_or_else(|| Missing(id.clone()))?;
                match (number, known) {
                    (Entry::Place(_), Entry::Place(number)) => Ok(number.0),
                    (Entry::Route(_), Entry::Route(number)) => Ok(number.0),
                    (Entry::Border(_), Entry::Border(number)) => Ok(number.0),
                    _ => Err(Missing(id.clone())),
                }
            })?;
            for citation in &mut one.citations {
                citation.document.clone_from(&named);
            }
            for stated in &mut one.stated_lengths {
                stated.document.clone_from(&named);
            }
            let gathered = Found {
                subject: one.subject,
                citations: one.citations,
                stated_lengths: one.stated_lengths,
            };
            found.insert(one.id, gathered);
        }
        let mut unresolved = self.unresolved;
        for one in &mut unresolved {
            one.citation.document.clone_from(&named);
        }
        Ok(Contribution {
            entry,
            fingerprint: self.fingerprint,
            day: self.day,
            found,
            unresolved,
        })
    }
}

/// Puts another number in the place of each that a subject has.
fn each_entry<E>(
    subject: &mut Subject,
    number: &mut impl FnMut(Entry) -> Result<u32, E>,
) -> Result<(), E> {
    let mut place = |place: &mut PlaceNumber| {
        number(Entry::Place(*place)).map(|number| *place = PlaceNumber(number))
    };
    match subject {
        Subject::Place(number) => place(number),
        Subject::Position(position) => position.crosses.as_mut().map_or(Ok(()), place),
        Subject::Thing(thing) => place(&mut thing.container),
        Subject::Spot(spot) => spot.anchors.iter_mut().try_for_each(place),
        Subject::Decided(_) => Ok(()),
        Subject::Way { stops, .. } => stops.iter_mut().try_for_each(place),
        Subject::SharedBorder(left, right) => place(left).and_then(|()| place(right)),
        Subject::Route(route) => number(Entry::Route(*route)).map(|at| *route = RouteNumber(at)),
        Subject::Border(border) => {
            number(Entry::Border(*border)).map(|at| *border = BorderNumber(at))
        }
    }
}
