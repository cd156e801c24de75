//! Everything that goes to the output: the layers, the documents, and what stayed unresolved.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::document::{Block, DocumentDate, EncodingBasis};

use super::citation::Citation;
use super::feature::Feature;

araxes_gazetteer::vocabulary! {
    /// One of the layers, in the order in which they are written.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum LayerKind {
        /// Places and positions, as points.
        Mentions = "mentions",
        /// Corridors, pipelines, roads, railways and crossings, as lines.
        Routes = "routes",
        /// Borders and front lines, as lines.
        Borders = "borders",
        /// Countries, divisions, former states, seas and lakes among the mentions, as areas.
        Areas = "areas",
        /// Rivers and canals among the mentions, as lines.
        Waters = "waters",
    }
    /// The name of the layer and of its files.
    pub fn as_str;
}

/// What geometries a layer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Points.
    Points,
    /// MultiLineStrings.
    Lines,
    /// MultiPolygons.
    Areas,
}

impl LayerKind {
    /// The layers in which each thing that documents cite is once. The others show some of the mentions again, in full.
    pub const CITED: [LayerKind; 3] = [Self::Mentions, Self::Routes, Self::Borders];

    /// What geometries it has.
    #[must_use]
    pub fn form(self) -> Form {
        match self {
            Self::Mentions => Form::Points,
            Self::Routes | Self::Borders | Self::Waters => Form::Lines,
            Self::Areas => Form::Areas,
        }
    }

    /// Whether it shows mentions again: [`Self::CITED`] does not have it.
    #[must_use]
    pub fn shows_mentions(self) -> bool {
        matches!(self, Self::Areas | Self::Waters)
    }
}

/// Features of one sort, in order of their ids.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Which layer it is.
    pub kind: LayerKind,
    /// Its features.
    pub features: Vec<Feature>,
}

/// A document as the output lists it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentEntry {
    /// Its id.
    pub id: String,
    /// Its path as the user gave it.
    pub path: String,
    /// Where the file lies, for links to it.
    pub location: String,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// What to call it: its title, else its first words.
    pub label: String,
    /// When it was published, where it says so.
    pub date: Option<DocumentDate>,
    /// The latest day it mentions.
    pub not_before: Option<Date>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it, where the file states it.
    pub author: Option<String>,
    /// The address from which it is.
    pub url: Option<String>,
    /// The format of the file.
    #[serde(with = "crate::interned")]
    pub format: crate::interned::Word,
    /// How its characters are encoded.
    #[serde(with = "crate::interned")]
    pub encoding: crate::interned::Word,
    /// How that is known.
    pub encoding_basis: EncodingBasis,
    /// How many words of the file are not its text.
    pub dropped_words: usize,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Id of the first document of the run that tells the same story, where it is not this.
    pub duplicate_of: Option<String>,
    /// How many mentions were placed.
    pub mentions: usize,
    /// How many different features it cites.
    pub features: usize,
    /// How many mentions could not be placed.
    pub unresolved: usize,
    /// What was wrong with the file.
    pub problems: Vec<String>,
    /// What it says, where that was to be kept.
    pub text: Option<DocumentText>,
}

/// The reading text of a document, for outputs that show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentText {
    /// The clean text.
    pub text: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// A mention that could not be placed, as the output lists it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnresolvedEntry {
    /// Where it stands and in which words.
    pub citation: Citation,
    /// What it may be: id and confidence, the likeliest first.
    pub candidates: Vec<(String, f64)>,
    /// Why it has no place.
    pub why_not: String,
}

/// Everything that goes to the output.
#[derive(Debug, Clone, PartialEq)]
pub struct Layers {
    /// `mentions`, `routes`, `borders`, then `areas` and `waters`, which have features of `mentions` with the same ids.
    pub layers: Vec<Layer>,
    /// The documents, in order of reading.
    pub documents: Vec<DocumentEntry>,
    /// What could not be placed, in order of the documents and their texts.
    pub unresolved: Vec<UnresolvedEntry>,
}

impl Layers {
    /// The layer of a kind.
    #[must_use]
    pub fn layer(&self, kind: LayerKind) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.kind == kind)
    }

    /// All features, each once: those of `areas` and `waters` are mentions.
    pub fn features(&self) -> impl Iterator<Item = (LayerKind, &Feature)> {
        let cited = self.layers.iter();
        let cited = cited.filter(|layer| !layer.kind.shows_mentions());
        cited.flat_map(|layer| {
            layer
                .features
                .iter()
                .map(move |feature| (layer.kind, feature))
        })
    }

    /// The outlines of mentions and their courses, by the ids that they share.
    #[must_use]
    pub fn shapes(&self) -> BTreeMap<&str, &Feature> {
        let shown = self.layers.iter();
        let shown = shown.filter(|layer| layer.kind.shows_mentions());
        shown
            .flat_map(|layer| &layer.features)
            .map(|feature| (feature.id.as_str(), feature))
            .collect()
    }
}
