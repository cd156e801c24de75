//! A thing on the map and everything that documents say of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use geo::Geometry;

use crate::relation::line::Basis;

use super::citation::Citation;
use super::layers::LayerKind;
use super::sense::Sense;

/// A length that a document states.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatedLength {
    /// Id of the document.
    pub document: String,
    /// As written, such as `765 km`.
    pub text: String,
    /// Kilometres.
    pub length_km: f64,
}

/// A place, position, route or border that documents cite.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// `place:…`, `within:…`, `relative:…`, `coordinate:…`, `route:…` or `border:…`, the same in every run.
    pub id: String,
    /// The label in the language that the user chose, else in English.
    pub name: String,
    /// All other names that the gazetteer has, each with its language: `Şuşa (az)`.
    pub other_names: Vec<String>,
    /// What it is: `country`, `oil pipeline`, `international border`…
    pub kind: String,
    /// GeoNames class and code, such as `P.PPLC`, for places.
    pub feature_code: Option<String>,
    /// ISO 3166-1 alpha-3 codes of the countries it lies in.
    pub countries: Vec<String>,
    /// WGS 84 degrees, longitude first; `None` where no line is known.
    pub geometry: Option<Geometry<f64>>,
    /// The layer that has its outline or course, for mentions that have one.
    pub shape: Option<LayerKind>,
    /// On what ground the geometry is known.
    pub basis: Option<Basis>,
    /// How far the geometry may be from the truth, metres.
    pub precision_m: Option<f64>,
    /// Geodesic length, kilometres, for lines.
    pub length_km: Option<f64>,
    /// Lengths that documents state for it.
    pub stated_lengths: Vec<StatedLength>,
    /// What the documents say stands there, for positions.
    pub description: Option<String>,
    /// Id of the river that it crosses.
    pub crosses: Option<String>,
    /// Ids of the places that its position is told by.
    pub relative_to: Vec<String>,
    /// The mentions, in order of the documents and their texts. Never empty. Shared with the shape of the same place.
    pub citations: Arc<Vec<Citation>>,
    /// How many documents cite it, those that tell the same story counted once unless each was to be.
    pub doc_count: usize,
}

impl Feature {
    /// Ids of the documents that cite it, in order of reading, each once.
    #[must_use]
    pub fn documents(&self) -> Vec<&str> {
        let mut documents: Vec<&str> = Vec::new();
        for citation in self.citations.iter() {
            if documents.last() != Some(&citation.document.as_str()) {
                documents.push(&citation.document);
            }
        }
        documents
    }

    /// The forms that documents use, in alphabetical order, each once.
    #[must_use]
    pub fn surfaces(&self) -> Vec<&str> {
        let distinct: BTreeSet<&str> = self
            .citations
            .iter()
            .map(|citation| citation.surface.as_str())
            .collect();
        distinct.into_iter().collect()
    }

    /// The earliest date of the documents that cite it.
    #[must_use]
    pub fn first_date(&self) -> Option<&str> {
        self.citations
            .iter()
            .filter_map(|citation| citation.document_date.as_deref())
            .min()
    }

    /// The latest date of the documents that cite it.
    #[must_use]
    pub fn last_date(&self) -> Option<&str> {
        self.citations
            .iter()
            .filter_map(|citation| citation.document_date.as_deref())
            .max()
    }

    /// How many mentions mean the place itself.
    #[must_use]
    pub fn as_place(&self) -> usize {
        let senses = self.citations.iter().map(Citation::sense);
        senses.filter(|&sense| sense == Sense::Place).count()
    }

    /// The sense that speaks most for the place: what is cited as a people only is no dot on a map.
    #[must_use]
    pub fn meant(&self) -> Sense {
        let senses = self.citations.iter().map(Citation::sense);
        senses.min().unwrap_or(Sense::Place)
    }

    /// The confidence of its surest citation: the probability that at least one document means it.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        self.citations
            .iter()
            .map(|citation| citation.confidence)
            .fold(0.0, f64::max)
    }

    /// How many mentions somebody said are of it.
    #[must_use]
    pub fn confirmed(&self) -> usize {
        self.citations
            .iter()
            .filter(|citation| citation.confirmed)
            .count()
    }

    /// The clearest sentence about it.
    #[must_use]
    pub fn quote(&self) -> &str {
        self.citations
            .iter()
            .rev()
            .max_by(|left, right| left.clarity().total_cmp(&right.clarity()))
            .map_or("", |citation| citation.sentence.as_str())
    }
}
