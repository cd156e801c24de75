//! Relation: which places, routes and borders do these words describe?
//!
//! References and phrases become [`Sighting`]s: a [`Subject`] on the ground and the mention that speaks of it. What
//! cannot be placed becomes an [`Unresolved`] with the reason, so that it stays visible. Along which line a subject
//! runs is the question of [`mod@line`], asked once for all documents that cite it.

pub mod area;
mod border;
pub mod line;
pub mod position;
mod spot;
pub mod thing;
mod way;
mod words;

use serde::{Deserialize, Serialize};
use std::ops::Range;

use geo::Point;
use jiff::civil::Date;

use crate::document::Document;
use crate::recognition::{Claim, Mention, MentionKind, Phrase, Recognition};
use crate::resolution::{Candidate, Reference};
use araxes_gazetteer::crs::Transformer;
use araxes_gazetteer::{BorderNumber, Entry, Gazetteer, PlaceNumber, RouteNumber};

pub use position::Position;
pub use spot::Spot;
pub use thing::Thing;

/// Something on the ground that documents speak of. Two sightings of equal subjects belong to one feature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A place of the gazetteer.
    Place(PlaceNumber),
    /// A position given in figures.
    Position(Position),
    /// A thing that no gazetteer has, in a place of the gazetteer.
    Thing(Thing),
    /// A position told by places near it.
    Spot(Spot),
    /// A position that somebody decided on.
    Decided(Decided),
    /// A route of the gazetteer.
    Route(RouteNumber),
    /// A way that the document describes by its stops.
    Way {
        /// `railway`, `connection`…
        #[serde(with = "crate::interned")]
        kind: crate::interned::Word,
        /// At least two places, in the order travelled.
        stops: Vec<PlaceNumber>,
    },
    /// A line of the gazetteer that is not what two polygons share.
    Border(BorderNumber),
    /// The border of two places, the one whose id comes first in the alphabet first.
    SharedBorder(PlaceNumber, PlaceNumber),
}

/// A position that no gazetteer has and that somebody said is meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decided {
    /// WGS 84 degrees, `x` = longitude.
    #[serde(with = "crate::interned::lon_lat")]
    pub point: Point<f64>,
    /// Ground size of the last digit of its latitude, metres.
    pub precision_m: f64,
    /// What it is called.
    pub name: String,
    /// What is there: one of the kinds of places or of [`position::KINDS`].
    #[serde(with = "crate::interned")]
    pub kind: crate::interned::Word,
}

/// A mention that speaks of a subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting {
    /// Number of the mention in [`Recognition::mentions`].
    pub mention: usize,
    /// What it speaks of.
    pub subject: Subject,
    /// Probability that the subject is meant, 0..1.
    pub confidence: f64,
    /// A length that the mention states.
    pub claim: Option<Claim>,
    /// Whether somebody said that the subject is meant.
    pub confirmed: bool,
}

/// Something that a document speaks of and that could not be placed.
#[derive(Debug, Clone, PartialEq)]
pub struct Unresolved {
    /// Where it stands: bytes of the document's text.
    pub span: Range<usize>,
    /// The sentence around it.
    pub sentence: Range<usize>,
    /// The words.
    pub surface: String,
    /// `name`, `coordinate`, `relation phrase`…
    pub kind: &'static str,
    /// What it may be, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Why it has no place, in short: a key of [`WhyNot`], or of [`crate::recognition::CoordinateProblem`].
    pub reason: &'static str,
    /// Why it has no place.
    pub why_not: String,
}

araxes_gazetteer::vocabulary! {
    /// Why a mention has no place, in short. What is wrong with figures is told by
    /// [`crate::recognition::CoordinateProblem`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum WhyNot {
        /// No gazetteer in use has the name.
        UnknownName = "unknown_name",
        /// No gazetteer in use has the name; the candidates are places of the document in which it may lie.
        OnlyWithin = "only_within",
        /// The likeliest candidate is not likely enough.
        TooUncertain = "too_uncertain",
        /// The grid has no zone for the position.
        OutsideGrid = "outside_grid",
        /// No town stands beside a short Plus Code that it could be counted from.
        NoTown = "no_town",
        /// A place that a position is told by has none itself, or not surely.
        AnchorUnresolved = "anchor_unresolved",
        /// A place that a position is told by is a country or division, too large for the distance.
        AnchorTooWide = "anchor_too_wide",
        /// No sea is known near the place whose coast is spoken of.
        NoSea = "no_sea",
        /// A stop of the way has no place.
        StopUnresolved = "stop_unresolved",
        /// The way ends where it begins.
        SameEnds = "same_ends",
        /// A side of the border has no place.
        SideUnresolved = "side_unresolved",
        /// The border has one side, and no country before it can be the other.
        NoOtherCountry = "no_other_country",
        /// The border is *between the two countries*, and no two are named before it.
        NoTwoCountries = "no_two_countries",
        /// The border is *between the two countries*, and more than two are named before it.
        TooManyCountries = "too_many_countries",
        /// Both sides are one country.
        SameSides = "same_sides",
        /// The sides do not touch on the document's day.
        NoNeighbours = "no_neighbours",
    }
    /// Its name where such are listed.
    pub fn key;
}

/// What one document speaks of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Related {
    /// The day by which its names and lines were judged.
    pub day: Option<Date>,
    /// In order of the mentions, at most one for each.
    pub sightings: Vec<Sighting>,
    /// In order of the text.
    pub unresolved: Vec<Unresolved>,
}

impl Related {
    /// Lets a mention speak of a subject for certain, since somebody said so. `span` and `kind` are those of the mention.
    pub fn confirm(&mut self, mention: usize, span: &Range<usize>, kind: &str, subject: Subject) {
        let at = self
            .sightings
            .binary_search_by_key(&mention, |sighting| sighting.mention);
        match at {
            Ok(at) => {
                let sighting = &mut self.sightings[at];
                if sighting.subject != subject {
                    sighting.subject = subject;
                    sighting.claim = None;
                }
                sighting.confidence = 1.0;
                sighting.confirmed = true;
            }
            Err(at) => self.sightings.insert(
                at,
                Sighting {
                    mention,
                    subject,
                    confidence: 1.0,
                    claim: None,
                    confirmed: true,
                },
            ),
        }
        self.unresolved
            .retain(|one| one.span != *span || one.kind != kind);
    }

    /// What a mention, by its number, speaks of.
    #[must_use]
    pub fn of_mention(&self, mention: usize) -> Option<&Sighting> {
        self.sightings
            .binary_search_by_key(&mention, |sighting| sighting.mention)
            .ok()
            .and_then(|at| self.sightings.get(at))
    }
}

/// How relation is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// The day by which lines are judged; without one: as they run now.
    pub day: Option<Date>,
    /// Below this confidence a thing stays unresolved, 0..1.
    pub min_confidence: f64,
}

/// Relates the references, phrases and coordinates of a document.
#[must_use]
pub fn relate(
    document: &Document,
    recognition: &Recognition,
    references: &[Reference],
    gazetteer: &Gazetteer,
    asked: Asked,
    transformer: &mut Transformer,
) -> Related {
    let Asked {
        day,
        min_confidence,
    } = asked;
    let context = Context {
        document,
        recognition,
        references,
        gazetteer,
        day,
        min_confidence,
    };
    let mut related = Related {
        day,
        ..Related::default()
    };
    for (number, mention) in recognition.mentions.iter().enumerate() {
        match context.outcome(number, mention, transformer) {
            Ok(sighting) => related.sightings.push(sighting),
            Err(failure) => related.unresolved.push(Unresolved {
                span: mention.span.clone(),
                sentence: mention.sentence.clone(),
                surface: mention.surface.clone(),
                kind: mention.kind.as_str(),
                candidates: failure.candidates,
                reason: failure.reason.key(),
                why_not: failure.why_not,
            }),
        }
    }
    captions_cite_positions(recognition, &mut related);
    names_in_apposition(recognition, &mut related);
    related.unresolved.extend(
        recognition
            .broken_coordinates
            .iter()
            .map(|broken| Unresolved {
                span: broken.span.clone(),
                sentence: broken.sentence.clone(),
                surface: broken.surface.clone(),
                kind: "coordinate",
                candidates: Vec::new(),
                reason: broken.problem,
                why_not: broken.reason.clone(),
            }),
    );
    related
        .unresolved
        .sort_by_key(|unresolved| (unresolved.span.start, unresolved.span.end));
    related
}

/// A way spoken of in the caption of a crossing is the one that leads over it: *the bridge between Iran and
/// Azerbaijan*, *used by trucks to pass from Iran to Karabakh* under its coordinates cite the position, not another
/// way whose course nobody knows.
fn captions_cite_positions(recognition: &Recognition, related: &mut Related) {
    let positions: Vec<Position> = related
        .sightings
        .iter()
        .filter_map(|sighting| match &sighting.subject {
            Subject::Position(position) => Some(position.clone()),
            _ => None,
        })
        .collect();
    for sighting in &mut related.sightings {
        let Subject::Way { kind, .. } = &sighting.subject else {
            continue;
        };
        let Some(mention) = recognition.mentions.get(sighting.mention) else {
            continue;
        };
        let leads_over = |position: &Position| {
            position.kind == *kind
                || position.crosses.is_some() && matches!(*kind, "connection" | "route" | "road")
        };
        let here = positions
            .iter()
            .find(|position| position.caption == Some(mention.block) && leads_over(position));
        if let Some(position) = here {
            sighting.subject = Subject::Position(position.clone());
        }
    }
}

/// A name that no gazetteer has and that a position stands in apposition to is the name of what is there: *Qaraqul, a
/// village 30 km south of Mosul*. Of a name that has a place the position says nothing new, and is left out.
fn names_in_apposition(recognition: &Recognition, related: &mut Related) {
    for phrase in 0..recognition.mentions.len() {
        let MentionKind::Phrase(Phrase::Spot { name, .. }) = &recognition.mentions[phrase].kind
        else {
            continue;
        };
        if stands_behind_figures(recognition, phrase) {
            related
                .sightings
                .retain(|sighting| sighting.mention != phrase);
            continue;
        }
        let Some(name) = name else {
            continue;
        };
        let mentions = recognition.mentions.iter();
        let named = mentions.enumerate().find(|(_, mention)| {
            mention.span == *name && !matches!(mention.kind, MentionKind::Phrase(_))
        });
        let Some((number, mention)) = named else {
            continue;
        };
        let at = |related: &Related, mention| {
            related
                .sightings
                .binary_search_by_key(&mention, |sighting| sighting.mention)
        };
        let position = at(related, phrase);
        match (at(related, number), position) {
            (Ok(known), _) if !matches!(related.sightings[known].subject, Subject::Thing(_)) => {
                if let Ok(position) = position {
                    related.sightings.remove(position);
                }
                let span = &recognition.mentions[phrase].span;
                related
                    .unresolved
                    .retain(|one| one.span != *span || one.kind != "relation phrase");
            }
            (known, Ok(position)) => {
                let told = related.sightings[position].clone();
                if !matches!(&told.subject, Subject::Spot(spot) if spot.name.is_some()) {
                    continue;
                }
                let sighting = Sighting {
                    mention: number,
                    ..told
                };
                match known {
                    Ok(known) => related.sightings[known] = sighting,
                    Err(place) => related.sightings.insert(place, sighting),
                }
                related
                    .unresolved
                    .retain(|one| one.span != mention.span || one.kind != mention.kind.as_str());
            }
            _ => {}
        }
    }
}

/// The most bytes between figures and what is said of them: a comma and a blank.
const BEHIND_FIGURES: usize = 2;

/// Whether a position in figures stands right before a phrase, so that it says nothing new: *41°12′N 29°06′E, north of the
/// Bosphorus*.
fn stands_behind_figures(recognition: &Recognition, phrase: usize) -> bool {
    let start = recognition.mentions[phrase].span.start;
    recognition.mentions.iter().any(|mention| {
        matches!(mention.kind, MentionKind::Coordinate(_))
            && mention.span.end <= start
            && start - mention.span.end <= BEHIND_FIGURES
    })
}

/// Why a mention has no place.
struct Failure {
    candidates: Vec<Candidate>,
    reason: WhyNot,
    why_not: String,
}

impl Failure {
    /// A failure of what has no candidates.
    fn of(reason: WhyNot, why_not: impl Into<String>) -> Self {
        Self {
            candidates: Vec::new(),
            reason,
            why_not: why_not.into(),
        }
    }
}

/// What the rules of this room look at.
struct Context<'a> {
    document: &'a Document,
    recognition: &'a Recognition,
    references: &'a [Reference],
    gazetteer: &'a Gazetteer,
    day: Option<jiff::civil::Date>,
    /// Below this confidence what a reference offers is no answer, 0..1.
    min_confidence: f64,
}

impl Context<'_> {
    fn outcome(
        &self,
        number: usize,
        mention: &Mention,
        transformer: &mut Transformer,
    ) -> Result<Sighting, Failure> {
        let sighting = |subject, confidence, claim: Option<&Claim>| Sighting {
            mention: number,
            subject,
            confidence,
            claim: claim.cloned(),
            confirmed: false,
        };
        match &mention.kind {
            MentionKind::Name | MentionKind::Demonym => {
                let reference = self
                    .reference(number)
                    .ok_or_else(|| Failure::of(WhyNot::UnknownName, "it was not looked up"))?;
                if let Some((thing, confidence)) = thing::of(self, mention, reference) {
                    return Ok(sighting(Subject::Thing(thing), confidence, None));
                }
                let chosen = reference.chosen().ok_or_else(|| Failure {
                    candidates: reference.candidates.clone(),
                    reason: match reference.candidates.first() {
                        None => WhyNot::UnknownName,
                        Some(best) if !best.wording.calls_it_so() => WhyNot::OnlyWithin,
                        Some(_) => WhyNot::TooUncertain,
                    },
                    why_not: reference.why_not.clone().unwrap_or_default(),
                })?;
                let subject = match chosen.entry {
                    Entry::Place(place) => Subject::Place(place),
                    Entry::Route(route) => Subject::Route(route),
                    Entry::Border(border) => Subject::Border(border),
                };
                Ok(sighting(subject, chosen.confidence, None))
            }
            MentionKind::Coordinate(coordinate) => {
                let (position, confidence) = position::of(self, mention, coordinate, transformer)?;
                Ok(sighting(Subject::Position(position), confidence, None))
            }
            MentionKind::Phrase(phrase @ Phrase::Border { sides, .. }) => {
                let (subject, confidence) = border::of(self, sides)?;
                Ok(sighting(subject, confidence, phrase.claim()))
            }
            MentionKind::Phrase(Phrase::Spot {
                pattern,
                anchors,
                told,
                name,
            }) => {
                let (spot, confidence) =
                    spot::of(self, *pattern, anchors, *told, &mention.span, name.as_ref())?;
                Ok(sighting(Subject::Spot(spot), confidence, None))
            }
            MentionKind::Phrase(phrase @ Phrase::Route { kind, stops, .. }) => {
                let (subject, confidence) = way::of(self, kind, stops)?;
                Ok(sighting(subject, confidence, phrase.claim()))
            }
        }
    }

    fn reference(&self, mention: usize) -> Option<&Reference> {
        self.references
            .binary_search_by_key(&mention, |reference| reference.mention)
            .ok()
            .and_then(|at| self.references.get(at))
    }

    /// The place that a mention was resolved to, and how surely.
    fn place(&self, mention: usize) -> Option<(PlaceNumber, f64)> {
        let chosen = self.reference(mention)?.chosen()?;
        match chosen.entry {
            Entry::Place(place) => Some((place, chosen.confidence)),
            _ => None,
        }
    }

    fn surface(&self, mention: usize) -> &str {
        self.recognition
            .mentions
            .get(mention)
            .map_or("", |mention| mention.surface.as_str())
    }
}
