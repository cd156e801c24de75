//! Differences: what changed between the outputs of two runs, and because of what?
//!
//! It knows only the files in the folders. What a citation is about is compared word by word: in a document that is the
//! same in both by where it stands, in one that changed by its words and those around it.

mod folder;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use geo::{Distance, Haversine, Point};
use serde::Serialize;

use folder::{Citation, Document, Feature};
pub use folder::{DiffError, Folder};
pub use words::told;

araxes_gazetteer::vocabulary! {
    /// What a difference may be because of.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Cause {
        /// A document that is in the later run only.
        DocumentAdded = "document added",
        /// A document that is in the earlier run only.
        DocumentRemoved = "document removed",
        /// A document that says something else.
        DocumentChanged = "document changed",
        /// What people decided.
        Decisions = "decisions",
        /// A gazetteer.
        Gazetteer = "gazetteer",
        /// An option of the run.
        Options = "options",
        /// Another version of the program.
        Program = "program",
        /// Nothing that the folders tell of.
        Unknown = "unknown",
    }
    /// The word for it.
    pub fn as_str;
}

impl Serialize for Cause {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A part of what the runs were, which is another in each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Setting {
    /// What is different: `version`, a gazetteer, a file of decisions, an option.
    pub name: String,
    /// As it was; null where it was not there.
    pub old: serde_json::Value,
    /// As it is; null where it is not there.
    pub new: serde_json::Value,
    /// What follows from it.
    pub cause: Cause,
}

/// A document that is not the same in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentChange {
    /// `added`, `removed`, `changed` or `renamed`.
    pub change: &'static str,
    /// Its path; the new one, where there are two.
    pub path: String,
    /// What to call it.
    pub label: String,
    /// Its path before, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_path: Option<String>,
}

/// A feature that is not the same in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeatureChange {
    /// `come`, `gone`, `moved` or `renamed`.
    pub change: &'static str,
    /// Its id.
    pub id: String,
    /// Its layer.
    pub layer: String,
    /// Its name now, or before where it is gone.
    pub name: String,
    /// Its name before, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_name: Option<String>,
    /// How far a point moved, metres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_m: Option<f64>,
    /// How many mentions cite it, before and now.
    pub citations: [usize; 2],
    /// What it may be because of.
    pub causes: BTreeSet<Cause>,
}

/// A mention that does not cite the same in both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CitationChange {
    /// `come`, `gone` or `changed`.
    pub change: &'static str,
    /// The path of the document.
    pub path: String,
    /// Where the mention begins in it, in code points: now, or before where it is gone.
    pub start: u64,
    /// The words.
    pub surface: String,
    /// What it cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Cited>,
    /// What it cites.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Cited>,
    /// What it may be because of.
    pub causes: BTreeSet<Cause>,
}

/// A feature that a mention cites.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Cited {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// All that changed, in an order that depends on nothing but the folders.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// Whether nothing changed of what is on the map and who says so.
    pub equal: bool,
    /// What the runs were.
    pub run: Vec<Setting>,
    /// By their paths.
    pub documents: Vec<DocumentChange>,
    /// By layer and id.
    pub features: Vec<FeatureChange>,
    /// By document and place in it.
    pub citations: Vec<CitationChange>,
}

/// Compares the outputs of two runs.
#[must_use]
pub fn compare(old: &Folder, new: &Folder) -> Diff {
    let run = settings(old, new);
    let everywhere: BTreeSet<Cause> = run.iter().map(|setting| setting.cause).collect();
    let pairs = pairs(old, new);
    let documents = document_changes(&pairs);
    let mut citations = Vec::new();
    for pair in &pairs {
        citations.extend(citation_changes(pair, old, new, &everywhere));
    }
    citations.sort_by(|left: &CitationChange, right| {
        let key = |one: &CitationChange| {
            (
                one.path.clone(),
                one.start,
                one.old.clone(),
                one.new.clone(),
            )
        };
        key(left).cmp(&key(right))
    });
    let features = feature_changes(old, new, &citations, &everywhere);
    Diff {
        equal: run.is_empty()
            && documents.is_empty()
            && features.is_empty()
            && citations.is_empty(),
        run,
        documents,
        features,
        citations,
    }
}

fn settings(old: &Folder, new: &Folder) -> Vec<Setting> {
    let mut settings = Vec::new();
    let mut compare = |name: &str, left: &serde_json::Value, right: &serde_json::Value, cause| {
        if left != right {
            settings.push(Setting {
                name: name.to_owned(),
                old: left.clone(),
                new: right.clone(),
                cause,
            });
        }
    };
    compare(
        "version",
        &old.run["version"],
        &new.run["version"],
        Cause::Program,
    );
    // Volumes and files are told apart by what they are called; of each it is said by its checksum what is in it.
    for (member, called, cause) in [
        ("gazetteers", "title", Cause::Gazetteer),
        ("decisions", "path", Cause::Decisions),
    ] {
        let list = |run: &serde_json::Value| -> BTreeMap<String, serde_json::Value> {
            let items = run[member].as_array().into_iter().flatten();
            items
                .filter_map(|item| {
                    Some((item[called].as_str()?.to_owned(), item["sha256"].clone()))
                })
                .collect()
        };
        let (left, right) = (list(&old.run), list(&new.run));
        let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
        for name in names {
            let value = |list: &BTreeMap<String, serde_json::Value>| {
                list.get(name).cloned().unwrap_or_default()
            };
            compare(name, &value(&left), &value(&right), cause);
        }
    }
    let options = |run: &serde_json::Value| -> BTreeMap<String, serde_json::Value> {
        let members = run["options"].as_object().into_iter().flatten();
        members
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    };
    let (left, right) = (options(&old.run), options(&new.run));
    let names: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
    for name in names {
        let value = |list: &BTreeMap<String, serde_json::Value>| {
            list.get(name).cloned().unwrap_or_default()
        };
        compare(name, &value(&left), &value(&right), Cause::Options);
    }
    settings
}

/// A document of both, or of one.
struct Pair<'f> {
    key: &'f str,
    old: Option<(&'f str, &'f Document)>,
    new: Option<(&'f str, &'f Document)>,
}

impl Pair<'_> {
    /// Why its citations may be others, if that is the document's doing.
    fn cause(&self) -> Option<Cause> {
        match (self.old, self.new) {
            (None, _) => Some(Cause::DocumentAdded),
            (_, None) => Some(Cause::DocumentRemoved),
            (Some((_, old)), Some((_, new))) => {
                (old.sha256 != new.sha256).then_some(Cause::DocumentChanged)
            }
        }
    }
}

/// The documents of both, those with one path together, and those of one content that have another path now.
fn pairs<'f>(old: &'f Folder, new: &'f Folder) -> Vec<Pair<'f>> {
    let mut pairs: Vec<Pair<'f>> = Vec::new();
    let mut left: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (key, document) in &old.documents {
        if !new.documents.contains_key(key) {
            left.entry(&document.sha256).or_default().push(key);
        }
    }
    for (key, document) in &new.documents {
        let same = old.documents.get_key_value(key).or_else(|| {
            let gone = left.get_mut(document.sha256.as_str())?;
            (!gone.is_empty())
                .then(|| gone.remove(0))
                .and_then(|key| old.documents.get_key_value(key))
        });
        pairs.push(Pair {
            key,
            old: same.map(|(key, document)| (key.as_str(), document)),
            new: Some((key, document)),
        });
    }
    for key in left.into_values().flatten() {
        pairs.push(Pair {
            key,
            old: old.documents.get(key).map(|document| (key, document)),
            new: None,
        });
    }
    pairs.sort_by_key(|pair| pair.key);
    pairs
}

fn document_changes(pairs: &[Pair<'_>]) -> Vec<DocumentChange> {
    let changes = pairs.iter().filter_map(|pair| {
        let (change, document, old_path) = match (pair.old, pair.new) {
            (None, Some((_, new))) => ("added", new, None),
            (Some((_, old)), None) => ("removed", old, None),
            (Some((before, old)), Some((now, new))) if old.sha256 == new.sha256 => {
                if before == now {
                    return None;
                }
                ("renamed", new, Some(old.path.clone()))
            }
            (Some(_), Some((_, new))) => ("changed", new, None),
            (None, None) => return None,
        };
        Some(DocumentChange {
            change,
            path: document.path.clone(),
            label: document.label.clone(),
            old_path,
        })
    });
    changes.collect()
}

/// By what a mention is known in both runs.
type Spot = (String, u64, u64, usize);

/// The mentions of a document by where they stand, or by the words around them where it changed.
fn spots<'f>(citations: &'f [Citation], is_same: bool) -> BTreeMap<Spot, Vec<&'f Citation>> {
    let mut spots: BTreeMap<Spot, Vec<&'f Citation>> = BTreeMap::new();
    let mut times: BTreeMap<String, BTreeMap<u64, usize>> = BTreeMap::new();
    for citation in citations {
        let spot = if is_same {
            (citation.place.clone(), citation.start, citation.end, 0)
        } else {
            let around = [&citation.prefix, &citation.surface, &citation.suffix]
                .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
                .join("\u{1F}");
            // The same words in the same sentence again are told apart by which comes first.
            let starts = times.entry(around.clone()).or_default();
            let before = starts.len();
            let number = *starts.entry(citation.start).or_insert(before);
            (around, 0, 0, number)
        };
        spots.entry(spot).or_default().push(citation);
    }
    spots
}

fn citation_changes(
    pair: &Pair<'_>,
    old: &Folder,
    new: &Folder,
    everywhere: &BTreeSet<Cause>,
) -> Vec<CitationChange> {
    let list = |folder: &'_ Folder, side: Option<(&str, &Document)>| -> Vec<Citation> {
        let key = side.map(|(key, _)| key);
        key.and_then(|key| folder.citations.get(key))
            .cloned()
            .unwrap_or_default()
    };
    let (before, now) = (list(old, pair.old), list(new, pair.new));
    let is_same = pair.cause().is_none();
    let (before, now) = (spots(&before, is_same), spots(&now, is_same));
    let places: BTreeSet<&Spot> = before.keys().chain(now.keys()).collect();
    let mut changes = Vec::new();
    for spot in places {
        let cited = |list: &BTreeMap<Spot, Vec<&Citation>>| -> Vec<Citation> {
            let found = list.get(spot).into_iter().flatten();
            found.map(|citation| (*citation).clone()).collect()
        };
        let (old_ones, new_ones) = (cited(&before), cited(&now));
        let is_in = |list: &[Citation], one: &Citation| {
            list.iter().any(|other| other.feature.id == one.feature.id)
        };
        let mut gone: Vec<Citation> = old_ones
            .iter()
            .filter(|one| !is_in(&new_ones, one))
            .cloned()
            .collect();
        let mut come: Vec<Citation> = new_ones
            .iter()
            .filter(|one| !is_in(&old_ones, one))
            .cloned()
            .collect();
        let causes = |old: Option<&Citation>, new: Option<&Citation>| {
            let confirmed = |one: Option<&Citation>| one.is_some_and(|one| one.is_confirmed);
            let mut causes = BTreeSet::new();
            if let Some(cause) = pair.cause() {
                causes.insert(cause);
            } else if confirmed(old) != confirmed(new) && everywhere.contains(&Cause::Decisions) {
                causes.insert(Cause::Decisions);
            } else if everywhere.is_empty() {
                causes.insert(Cause::Unknown);
            } else {
                causes.extend(everywhere);
            }
            causes
        };
        let mut push = |old: Option<Citation>, new: Option<Citation>| {
            let Some(shown) = new.as_ref().or(old.as_ref()) else {
                return;
            };
            let path = pair
                .new
                .or(pair.old)
                .map_or("", |(_, document)| &document.path);
            changes.push(CitationChange {
                change: match (&old, &new) {
                    (Some(_), Some(_)) => "changed",
                    (None, _) => "come",
                    (_, None) => "gone",
                },
                path: path.to_owned(),
                start: shown.start,
                surface: shown.surface.clone(),
                causes: causes(old.as_ref(), new.as_ref()),
                old: old.map(|one| one.feature),
                new: new.map(|one| one.feature),
            });
        };
        while !gone.is_empty() && !come.is_empty() {
            push(Some(gone.remove(0)), Some(come.remove(0)));
        }
        for one in gone {
            push(Some(one), None);
        }
        for one in come {
            push(None, Some(one));
        }
    }
    changes
}

/// A point that moved by less than this did not: figures beyond are rounded, metres.
const LEAST_MOVE_M: f64 = 0.5;

fn feature_changes(
    old: &Folder,
    new: &Folder,
    citations: &[CitationChange],
    everywhere: &BTreeSet<Cause>,
) -> Vec<FeatureChange> {
    let mut by_feature: BTreeMap<&str, BTreeSet<Cause>> = BTreeMap::new();
    for change in citations {
        for cited in change.old.iter().chain(&change.new) {
            by_feature
                .entry(&cited.id)
                .or_default()
                .extend(&change.causes);
        }
    }
    let known = |causes: BTreeSet<Cause>| {
        if causes.is_empty() {
            BTreeSet::from([Cause::Unknown])
        } else {
            causes
        }
    };
    let keys: BTreeSet<&(String, String)> =
        old.features.keys().chain(new.features.keys()).collect();
    let mut changes = Vec::new();
    for key in keys {
        let (layer, id) = key;
        let (before, now) = (old.features.get(key), new.features.get(key));
        let Some(shown) = now.or(before) else {
            continue;
        };
        let count = |side: Option<&Feature>| side.map_or(0, |feature| feature.citations);
        let change = |change, causes| FeatureChange {
            change,
            id: id.clone(),
            layer: layer.clone(),
            name: shown.name.clone(),
            old_name: None,
            moved_m: None,
            citations: [count(before), count(now)],
            causes: known(causes),
        };
        let of_citations = || by_feature.get(id.as_str()).cloned().unwrap_or_default();
        match (before, now) {
            (None, Some(_)) => changes.push(change("come", of_citations())),
            (Some(_), None) => changes.push(change("gone", of_citations())),
            (Some(before), Some(now)) => {
                // Where it lies and what it is called is no document's doing, but for positions and ways that documents tell.
                let causes = || {
                    let mut causes = everywhere.clone();
                    if causes.is_empty() {
                        causes = of_citations();
                    }
                    causes
                };
                if before.geometry != now.geometry {
                    let metres = moved(before, now);
                    if metres.is_none_or(|metres| metres >= LEAST_MOVE_M) {
                        changes.push(FeatureChange {
                            moved_m: metres.map(|metres| (metres * 10.0).round() / 10.0),
                            ..change("moved", causes())
                        });
                    }
                }
                if before.name != now.name {
                    changes.push(FeatureChange {
                        old_name: Some(before.name.clone()),
                        ..change("renamed", causes())
                    });
                }
            }
            (None, None) => {}
        }
    }
    changes
}

/// How far a point moved, metres; nothing for lines.
fn moved(old: &Feature, new: &Feature) -> Option<f64> {
    let point = |feature: &Feature| {
        let geometry = feature.geometry.as_object()?;
        if geometry.get("type")?.as_str()? != "Point" {
            return None;
        }
        let position = geometry.get("coordinates")?;
        Some(Point::new(
            position.get(0)?.as_f64()?,
            position.get(1)?.as_f64()?,
        ))
    };
    Some(Haversine.distance(point(old)?, point(new)?))
}
