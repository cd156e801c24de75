//! Mentions: what recognition finds.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use crate::document::BlockKind;
use araxes_gazetteer::{Entry, NameMatch};

use super::block::BlockWords;
use super::coordinate::Coordinate;
use super::decision::Judgement;
use super::role::{Role, Usage};

/// A stretch of text that speaks of something on the ground.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Where it stands: bytes of the document's text.
    pub span: Range<usize>,
    /// The words themselves, as in the clean text.
    pub surface: String,
    /// What sort of words they are.
    pub kind: MentionKind,
    /// Whether the place itself is meant, or something that goes by its name.
    pub role: Role,
    /// How the name is used, in detail.
    pub usage: Usage,
    /// The sentence around it: bytes of the document's text.
    pub sentence: Range<usize>,
    /// Number of the block in the document.
    pub block: usize,
    /// The kind of that block.
    pub block_kind: BlockKind,
    /// Every name of the gazetteer that the words can be; empty for toponyms it does not know.
    pub readings: Vec<NameMatch>,
    /// What the words around say about the sort of feature: *the river …*, *… District*.
    pub hint: Option<FeatureHint>,
    /// How probable recognition finds it that the words are a toponym, 0..1; 1 where nothing else was asked, as for
    /// coordinates, phrases and given spans.
    pub probability: f32,
    /// Why it was taken for a toponym, where [`super::Options::explain`] asks for it.
    pub judgement: Option<Judgement>,
}

impl Mention {
    /// The mention of a phrase that goes from one word of a block to another.
    pub(super) fn of_phrase(
        block: &BlockWords<'_>,
        first: usize,
        last: usize,
        phrase: Phrase,
    ) -> Self {
        let words = &block.words.words;
        let span = words[first].token.start..words[last].token.end;
        Self {
            surface: block.text.get(span.clone()).unwrap_or_default().to_owned(),
            span,
            kind: MentionKind::Phrase(phrase),
            role: Role::Literal,
            usage: Usage::Literal,
            sentence: block.words.sentence_of(first),
            block: block.number,
            block_kind: block.kind,
            readings: Vec::new(),
            hint: None,
            probability: 1.0,
            judgement: None,
        }
    }

    /// Whether it names a place, known or not, or gives a position. Lines and ways of the gazetteer are no toponyms.
    #[must_use]
    pub fn is_toponym(&self) -> bool {
        !matches!(self.kind, MentionKind::Phrase(_))
            && (self.readings.is_empty()
                || self
                    .readings
                    .iter()
                    .any(|found| matches!(found.entry, Entry::Place(_))))
    }
}

/// The sorts of mentions.
#[derive(Debug, Clone)]
pub enum MentionKind {
    /// A proper name.
    Name,
    /// The people of a place or its adjective.
    Demonym,
    /// A position in figures.
    Coordinate(Coordinate),
    /// Words that relate places: a border between them, a way from one to the other.
    Phrase(Phrase),
}

impl MentionKind {
    /// The words for all of them.
    pub const WORDS: [&'static str; 4] = ["name", "demonym", "coordinate", "relation phrase"];

    /// The words, each with what it means.
    #[must_use]
    pub fn meanings() -> [(&'static str, &'static str); Self::WORDS.len()] {
        let [name, demonym, coordinate, phrase] = Self::WORDS;
        [
            (name, "A proper name."),
            (demonym, "The people of a place or its adjective."),
            (coordinate, "A position in figures."),
            (
                phrase,
                "Words that relate places: a border between them, a way from one to the other, a position told by them.",
            ),
        ]
    }

    /// The word for it in the output, one of [`Self::WORDS`].
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        let [name, demonym, coordinate, phrase] = Self::WORDS;
        match self {
            MentionKind::Name => name,
            MentionKind::Demonym => demonym,
            MentionKind::Coordinate(_) => coordinate,
            MentionKind::Phrase(_) => phrase,
        }
    }
}

/// What the words around a name say about the sort of feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureHint {
    /// The word that says it, as in the text.
    pub word: String,
    /// Prefixes of GeoNames `class.code` that fit, such as `A.ADM` or `H`.
    pub fits: &'static [&'static str],
}

/// What a phrase relates. Numbers are those of [`super::Recognition::mentions`].
#[derive(Debug, Clone, PartialEq)]
pub enum Phrase {
    /// A line between two sides.
    Border {
        /// The words that make it one.
        pattern: Pattern,
        /// The two sides.
        sides: [Side; 2],
        /// A length that the phrase states.
        claim: Option<Claim>,
    },
    /// A position told by places near it.
    Spot {
        /// The words that make it one.
        pattern: Pattern,
        /// The places that it is told by, one or two.
        anchors: Vec<usize>,
        /// What is said of it beside them.
        told: Told,
        /// The name that it stands in apposition to: bytes of the document's text.
        name: Option<Range<usize>>,
    },
    /// A way along places, in the order travelled.
    Route {
        /// The words that make it one.
        pattern: Pattern,
        /// `pipeline`, `railway`, `connection`…
        kind: &'static str,
        /// Its stops, at least two.
        stops: Vec<usize>,
        /// A length that the phrase states.
        claim: Option<Claim>,
    },
}

araxes_gazetteer::vocabulary! {
    /// The patterns of words that phrases are found by.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum Pattern {
        /// *The Iran–Azerbaijan border.*
        SidesBeforeBorder = "sides_before_border",
        /// *The border between Iran and Azerbaijan.*
        BorderBetween = "border_between",
        /// *Iran's border with Azerbaijan.*
        BorderWith = "border_with",
        /// *Iran and Azerbaijan share a border.*
        ShareBorder = "share_border",
        /// *Iran borders Azerbaijan.*
        Borders = "borders",
        /// In other languages: *Ermənistan–Azərbaycan sərhədi*.
        SidesNamedBefore = "sides_named_before",
        /// In other languages: *граница между Арменией и Ираном*.
        SidesNamedBehind = "sides_named_behind",
        /// *The Baku–Supsa pipeline.*
        StopsBeforeWay = "stops_before_way",
        /// In other languages: *трасса Мцхета — Ларс*.
        StopsBehindWay = "stops_behind_way",
        /// *From Goris to Stepanakert.*
        FromTo = "from_to",
        /// *Trains between Kars and Gyumri.*
        WayBetween = "way_between",
        /// *A road that connects Goris with Kapan.*
        Connecting = "connecting",
        /// *30 km south of Mosul.*
        DistanceAndDirection = "distance_and_direction",
        /// *30 km from Mosul.*
        DistanceFrom = "distance_from",
        /// *North of Baku.*
        DirectionFrom = "direction_from",
        /// *A village between Goris and Lachin.*
        BetweenPlaces = "between_places",
        /// *Half-way between Goris and Lachin.*
        HalfWay = "half_way",
        /// *Outside Aleppo.*
        Outside = "outside",
        /// *Off the coast of Lamu.*
        OffCoast = "off_coast",
        /// *On the road from Goris to Kapan.*
        AlongRoad = "along_road",
    }
    /// Its name where such are listed.
    pub fn key;
}

/// One side of a border.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// A mention in the phrase itself.
    Mention(usize),
    /// A pronoun or nothing: one of these mentions before the phrase is meant, the likeliest first.
    Antecedent(Vec<usize>),
}

/// What a text says of a position beside the places that it is told by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Metres from the place.
    pub distance_m: Option<f64>,
    /// What its last significant figure is worth, metres: 10 km of *30 km*.
    pub step_m: f64,
    /// Degrees clockwise from north, a multiple of 22.5.
    pub bearing: Option<f64>,
}

/// A length stated by a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Metres.
    pub length_m: f64,
    /// The words, such as `765 km`.
    pub text: String,
}

impl Phrase {
    /// Moves all mention numbers by `base`: patterns count within a block, the document from its beginning.
    pub(super) fn shift(&mut self, base: usize) {
        match self {
            Phrase::Border { sides, .. } => {
                for side in sides {
                    match side {
                        Side::Mention(number) => *number += base,
                        Side::Antecedent(numbers) => {
                            numbers.iter_mut().for_each(|number| *number += base)
                        }
                    }
                }
            }
            Phrase::Spot { anchors, .. } => anchors.iter_mut().for_each(|number| *number += base),
            Phrase::Route { stops, .. } => stops.iter_mut().for_each(|number| *number += base),
        }
    }

    /// Gives all mentions the numbers of a list; nothing where one of them has none.
    pub(super) fn renumbered(mut self, numbers: &[Option<usize>]) -> Option<Self> {
        let known = |number: &mut usize| match numbers.get(*number).copied().flatten() {
            Some(now) => {
                *number = now;
                true
            }
            None => false,
        };
        let all = match &mut self {
            Phrase::Border { sides, .. } => sides.iter_mut().all(|side| match side {
                Side::Mention(number) => known(number),
                Side::Antecedent(numbers) => numbers.iter_mut().all(known),
            }),
            Phrase::Spot { anchors, .. } => anchors.iter_mut().all(known),
            Phrase::Route { stops, .. } => stops.iter_mut().all(known),
        };
        all.then_some(self)
    }

    /// The words that make it a phrase.
    #[must_use]
    pub fn pattern(&self) -> Pattern {
        match self {
            Phrase::Border { pattern, .. }
            | Phrase::Route { pattern, .. }
            | Phrase::Spot { pattern, .. } => *pattern,
        }
    }

    /// The length that the phrase states.
    #[must_use]
    pub fn claim(&self) -> Option<&Claim> {
        match self {
            Phrase::Border { claim, .. } | Phrase::Route { claim, .. } => claim.as_ref(),
            Phrase::Spot { .. } => None,
        }
    }
}
