//! What documents contribute to the layers, as a value that merges with others of its kind.
//!
//! The word is that of search engines, which harvest each segment of an index by itself and then merge the fruits. Here
//! a document is harvested by itself, wherever that happens; harvests merge in any grouping and any order, since every
//! document keeps its number among the inputs; and [`Harvest::finish`] makes the same layers of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::document::Document;
use crate::recognition::Recognition;
use crate::relation::{Related, Sighting, Subject, Unresolved};
use araxes_gazetteer::Gazetteer;

use super::citation::Citation;
use super::feature::{Feature, StatedLength};
use super::layers::{DocumentEntry, DocumentText, Layer, LayerKind, Layers, UnresolvedEntry};
use super::sketch::{self, Options};
use super::story::{self, Fingerprint};
use super::subject::subject_id;
use super::texts::Texts;
use super::title;

/// What some of a run's documents contribute. The empty one changes nothing that it is merged with.
///
/// It is plain data that borrows from nothing; the numbers of places in it are those of the gazetteer with which it was
/// made, and it can be finished with that one only.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Harvest {
    /// By the documents' numbers; `None` for one that could not be read.
    documents: BTreeMap<usize, Option<Contribution>>,
    texts: Texts,
}

/// What one document contributes, whichever of a run's documents it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// How the output lists it, without its text.
    pub(super) entry: DocumentEntry,
    /// By which it is known whether it tells what another tells.
    pub(super) fingerprint: Fingerprint,
    /// The day by which its names and lines were judged.
    pub(super) day: Option<Date>,
    /// What it speaks of, by the ids of the subjects.
    pub(super) found: BTreeMap<String, Found>,
    pub(super) unresolved: Vec<UnresolvedEntry>,
}

/// What one document says of a subject.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// As its first mention has it: positions a step apart have one id.
    pub(super) subject: Subject,
    /// In order of the text.
    pub(super) citations: Vec<Citation>,
    /// In order of the mentions.
    pub(super) stated_lengths: Vec<StatedLength>,
}

impl Harvest {
    /// What a document contributes, as it was told by [`Contribution::of`] of the same one. `number` is its place in the
    /// order of the run's inputs; no other document of the run has the same. `text_bytes` says how many bytes of texts
    /// the *run* keeps for outputs that show them, 0 for none: those of the documents that fit, in the order of their
    /// numbers.
    #[must_use]
    pub fn of(
        number: usize,
        document: &Document,
        contribution: Contribution,
        text_bytes: usize,
    ) -> Self {
        let mut texts = Texts::with_room(text_bytes);
        texts.offer(number, document.text.len(), || DocumentText {
            text: document.text.clone(),
            blocks: document.blocks.clone(),
        });
        Self::settled(BTreeMap::from([(number, Some(contribution))]), texts)
    }

    /// What a document contributes of which only this is known any more.
    #[must_use]
    pub fn of_stored(
        number: usize,
        contribution: Contribution,
        text: Option<DocumentText>,
        text_bytes: usize,
    ) -> Self {
        let mut texts = Texts::with_room(text_bytes);
        if let Some(text) = text {
            texts.offer(number, text.text.len(), || text);
        }
        Self::settled(BTreeMap::from([(number, Some(contribution))]), texts)
    }

    /// What a document contributes that could not be read: the knowledge that nothing is to be waited for.
    #[must_use]
    pub fn nothing(number: usize, text_bytes: usize) -> Self {
        let documents = BTreeMap::from([(number, None)]);
        Self::settled(documents, Texts::with_room(text_bytes))
    }

    fn settled(documents: BTreeMap<usize, Option<Contribution>>, mut texts: Texts) -> Self {
        texts.settle(|number| documents.contains_key(&number));
        Self { documents, texts }
    }

    /// Whether it has no documents, read or not.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// What the documents of both contribute. A document that is in both counts once.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        let (Self { documents, texts }, lesser) = if self.documents.len() < other.documents.len() {
            (other, self)
        } else {
            (self, other)
        };
        if lesser.is_empty() {
            return Self { documents, texts };
        }
        let (mut documents, mut texts) = (documents, texts);
        texts.absorb(lesser.texts, |number| documents.contains_key(&number));
        for (number, contribution) in lesser.documents {
            documents.entry(number).or_insert(contribution);
        }
        Self::settled(documents, texts)
    }

    /// The layers of all its documents.
    #[must_use]
    pub fn finish(self, gazetteer: &Gazetteer, options: &Options) -> Layers {
        let mut texts = self.texts.chosen();
        let mut gathered: BTreeMap<String, (Option<Date>, Found)> = BTreeMap::new();
        let mut documents: Vec<DocumentEntry> = Vec::with_capacity(self.documents.len());
        let mut unresolved: Vec<UnresolvedEntry> = Vec::new();
        let mut fingerprints: Vec<Fingerprint> = Vec::with_capacity(self.documents.len());
        for (number, contribution) in self.documents {
            let Some(mut one) = contribution else {
                continue;
            };
            one.entry.text = texts.remove(&number);
            fingerprints.push(one.fingerprint);
            documents.push(one.entry);
            unresolved.append(&mut one.unresolved);
            for (id, mut found) in one.found {
                if let Some((day, all)) = gathered.get_mut(&id) {
                    *day = (*day).max(one.day);
                    all.citations.append(&mut found.citations);
                    all.stated_lengths.append(&mut found.stated_lengths);
                } else {
                    gathered.insert(id, (one.day, found));
                }
            }
        }
        for (number, original) in story::originals(&fingerprints).into_iter().enumerate() {
            documents[number].duplicate_of = original.map(|first| documents[first].id.clone());
        }
        let stories: BTreeMap<&str, &str> = documents
            .iter()
            .filter(|_| !options.count_duplicates)
            .filter_map(|document| Some((document.id.as_str(), document.duplicate_of.as_deref()?)))
            .collect();
        let mut layers: BTreeMap<LayerKind, Vec<Feature>> = BTreeMap::new();
        for (id, (day, found)) in gathered {
            let (kind, mut feature) = sketch::feature(gazetteer, options, id, &found.subject, day);
            feature.citations = Arc::new(found.citations);
            feature.stated_lengths = found.stated_lengths;
            let told_by: BTreeSet<&str> = feature
                .citations
                .iter()
                .map(|citation| citation.document.as_str())
                .map(|document| stories.get(document).copied().unwrap_or(document))
                .collect();
            feature.doc_count = told_by.len();
            if let Subject::Position(position) = &found.subject
                && let Some(crossing) = sketch::crossing(gazetteer, position, &feature)
            {
                layers.entry(LayerKind::Routes).or_default().push(crossing);
            }
            if let Some((layer, shape)) =
                sketch::shape(gazetteer, options, &found.subject, day, &feature)
            {
                feature.shape = Some(layer);
                layers.entry(layer).or_default().push(shape);
            }
            layers.entry(kind).or_default().push(feature);
        }
        let layers = LayerKind::ALL
            .into_iter()
            .map(|kind| {
                let mut features = layers.remove(&kind).unwrap_or_default();
                features.sort_by(|left, right| left.id.cmp(&right.id));
                Layer { kind, features }
            })
            .collect();
        Layers {
            layers,
            documents,
            unresolved,
        }
    }
}

impl Contribution {
    /// What a document speaks of, of which this was recognised and related.
    #[must_use]
    pub fn of(
        document: &Document,
        recognition: &Recognition,
        related: &Related,
        gazetteer: &Gazetteer,
    ) -> Self {
        let mut found: BTreeMap<String, Found> = BTreeMap::new();
        for sighting in &related.sightings {
            let Some(citation) = cite(document, recognition, sighting) else {
                continue;
            };
            let id = subject_id(gazetteer, &sighting.subject);
            let one = found.entry(id).or_insert_with(|| Found {
                subject: sighting.subject.clone(),
                citations: Vec::new(),
                stated_lengths: Vec::new(),
            });
            one.stated_lengths
                .extend(sighting.claim.as_ref().map(|claim| StatedLength {
                    document: document.id.clone(),
                    text: claim.text.clone(),
                    length_km: claim.length_m / 1000.0,
                }));
            one.citations.push(citation);
        }
        for one in found.values_mut() {
            one.citations
                .sort_by_key(|citation| (citation.characters.start, citation.characters.end));
        }
        Self {
            fingerprint: Fingerprint::of(document),
            entry: DocumentEntry {
                id: document.id.clone(),
                path: document.path.clone(),
                location: document.location.clone(),
                title: document.title.clone(),
                label: title::of(document),
                date: document.date,
                not_before: document.not_before,
                publisher: document.publisher.clone(),
                author: document.author.clone(),
                url: document.url.clone(),
                format: document.format,
                encoding: document.source.encoding(),
                encoding_basis: document.encoding_basis,
                dropped_words: document.dropped_words,
                language: document.language.clone(),
                sha256: document.sha256.clone(),
                duplicate_of: None,
                mentions: related.sightings.len(),
                features: found.len(),
                unresolved: related.unresolved.len(),
                problems: document
                    .problems
                    .iter()
                    .map(|problem| problem.message.clone())
                    .collect(),
                text: None,
            },
            day: related.day,
            found,
            unresolved: related
                .unresolved
                .iter()
                .map(|one| unresolved(gazetteer, document, one))
                .collect(),
        }
    }
}

fn cite(document: &Document, recognition: &Recognition, sighting: &Sighting) -> Option<Citation> {
    let mention = recognition.mentions.get(sighting.mention)?;
    let mut citation = Citation::of(
        document,
        mention.span.clone(),
        mention.sentence.clone(),
        &mention.surface,
    );
    citation.kind = mention.kind.as_str();
    citation.role = mention.usage;
    citation.confidence = sighting.confidence;
    citation.confirmed = sighting.confirmed;
    citation.claim = sighting.claim.as_ref().map(|claim| claim.text.clone());
    Some(citation)
}

fn unresolved(gazetteer: &Gazetteer, document: &Document, one: &Unresolved) -> UnresolvedEntry {
    let mut citation = Citation::of(
        document,
        one.span.clone(),
        one.sentence.clone(),
        &one.surface,
    );
    citation.kind = one.kind;
    UnresolvedEntry {
        citation,
        candidates: one
            .candidates
            .iter()
            .map(|candidate| {
                (
                    gazetteer.describe(candidate.entry).0.to_owned(),
                    candidate.confidence,
                )
            })
            .collect(),
        why_not: one.why_not.clone(),
    }
}
