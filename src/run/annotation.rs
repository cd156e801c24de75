//! Annotation: what the places of a text are, as a row for whoever asked. The command `annotate` writes these rows as JSON
//! Lines, the Python package as Arrow.

use std::ops::Range;

use serde::Serialize;

use crate::document::{self, Document};
use crate::evaluation::corpus::stated_date;
use crate::layer::subject_id;
use crate::recognition::{Mention, MentionKind, Notation, Phrase};
use crate::relation::Subject;
use crate::relation::line::{self, Basis};
use araxes_gazetteer::Gazetteer;

use super::pipeline::{Analysis, Pipeline};

/// A text to annotate, and what is known of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct TextRow<'a> {
    /// Which row it is.
    pub id: &'a str,
    /// The text.
    pub text: &'a str,
    /// Its title.
    pub title: Option<&'a str>,
    /// When it was written, ISO 8601.
    pub date: Option<&'a str>,
    /// Who published it: a name or a host.
    pub source: Option<&'a str>,
    /// Stretches that are toponyms, in code points; the text is then not searched for others. In any order.
    pub spans: Option<&'a [Range<usize>]>,
}

/// What a text comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Annotation {
    /// The toponyms in the order of the text; of given spans one for each, in their order.
    pub toponyms: Vec<Toponym>,
    /// Routes, borders and positions told by places near them; none of given spans.
    pub relations: Vec<RelationFound>,
    /// What went wrong though there is an answer.
    pub problems: Vec<String>,
}

/// A toponym found, or a span given, and what it stands for.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Toponym {
    /// Where it begins, in code points of the text.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// The words as they stand in the text.
    pub surface: String,
    /// `name`, `demonym` or `coordinate`.
    pub kind: &'static str,
    /// How the name is used, such as `literal`.
    pub role: &'static str,
    /// What it stands for; nothing where that is not known.
    pub place_id: Option<String>,
    /// How that is called.
    pub name: Option<String>,
    /// Degrees north, WGS 84.
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    pub lon: Option<f64>,
    /// Its number in GeoNames.
    pub geonameid: Option<u64>,
    /// On what ground the position is known.
    pub geometry_basis: Option<&'static str>,
    /// How exact the position is, metres.
    pub precision_m: Option<f64>,
    /// Probability that this is meant, 0 to 1.
    pub confidence: f64,
}

/// A route, a border or a position told by places near it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RelationFound {
    /// Where it begins, in code points of the text.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// The words as they stand in the text.
    pub surface: String,
    /// `route`, `border` or `position`.
    pub kind: &'static str,
    /// The id that the feature has on a map.
    pub feature_id: String,
    /// Degrees north, WGS 84.
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    pub lon: Option<f64>,
    /// On what ground the position is known.
    pub geometry_basis: Option<&'static str>,
    /// How exact the position is, metres.
    pub precision_m: Option<f64>,
    /// Probability that this is meant, 0 to 1.
    pub confidence: f64,
}

impl Pipeline<'_> {
    /// What the places of a text are.
    #[must_use]
    pub fn annotate(&mut self, row: &TextRow<'_>) -> Annotation {
        let gazetteer = self.gazetteer();
        let date = row.date.and_then(stated_date);
        let mut problems = Vec::new();
        if let (Some(written), None) = (row.date, date)
            && !written.trim().is_empty()
        {
            problems.push(format!(
                "the date {written:?} cannot be read and is not used; write it as 2024-03-04"
            ));
        }
        let mut document =
            document::knowing(gazetteer).from_text(row.id, row.title, date, row.text);
        document.publisher = row.source.map(str::to_owned).or(document.publisher);
        if let Some(spans) = row.spans {
            let given = self.follow_spans(&document, spans.iter().cloned());
            // A span in markup that is no reading text has no mention; its row stays, without an answer.
            let toponyms = spans
                .iter()
                .zip(&given.mentions)
                .map(|(span, mention)| match mention {
                    Some(number) => Toponym {
                        start: span.start,
                        end: span.end,
                        ..toponym(&document, &given.analysis, gazetteer, *number)
                    },
                    None => Toponym::unanswered(row.text, span),
                })
                .collect();
            return Annotation {
                toponyms,
                relations: Vec::new(),
                problems,
            };
        }
        let analysis = self.analyse(&document);
        let broken = analysis.recognition.broken_coordinates.iter();
        problems.extend(broken.map(|broken| format!("“{}”: {}", broken.surface, broken.reason)));
        let unclear = analysis.decided.problems.iter();
        problems.extend(unclear.map(ToString::to_string));
        Annotation {
            toponyms: analysis
                .toponyms()
                .into_iter()
                .map(|number| toponym(&document, &analysis, gazetteer, number))
                .collect(),
            relations: relations(&document, &analysis, gazetteer),
            problems,
        }
    }
}

impl Toponym {
    fn unanswered(text: &str, given: &Range<usize>) -> Self {
        Self {
            start: given.start,
            end: given.end,
            surface: text
                .chars()
                .skip(given.start)
                .take(given.end.saturating_sub(given.start))
                .collect(),
            kind: "name",
            role: "literal",
            place_id: None,
            name: None,
            lat: None,
            lon: None,
            geonameid: None,
            geometry_basis: None,
            precision_m: None,
            confidence: 0.0,
        }
    }
}

impl Toponym {
    /// On what ground its position is known, and how exactly.
    fn know(&mut self, basis: Basis, precision_m: f64) {
        self.geometry_basis = Some(basis.as_str());
        self.precision_m = Some(metres(precision_m));
    }
}

/// What one mention stands for. A route or border has an id and a name, and no one position.
fn toponym(
    document: &Document,
    analysis: &Analysis,
    gazetteer: &Gazetteer,
    number: usize,
) -> Toponym {
    let mention = &analysis.recognition.mentions[number];
    let sighting = analysis.related.of_mention(number);
    let span = document.source.span(mention.span.clone()).chars;
    let mut toponym = Toponym {
        start: span.start,
        end: span.end,
        surface: surface(document, mention),
        kind: mention.kind.as_str(),
        role: mention.usage.as_str(),
        place_id: None,
        name: None,
        lat: None,
        lon: None,
        geonameid: None,
        geometry_basis: None,
        precision_m: None,
        confidence: sighting.map_or(0.0, |sighting| rounded(sighting.confidence)),
    };
    let Some(subject) = sighting.map(|sighting| &sighting.subject) else {
        return toponym;
    };
    match subject {
        Subject::Place(place) => {
            let place = gazetteer.place(*place);
            toponym.place_id = Some(place.id.to_owned());
            toponym.name = Some(place.name.to_owned());
            toponym.lat = Some(place.point.y());
            toponym.lon = Some(place.point.x());
            toponym.geonameid = place.geonameid;
            toponym.know(Basis::Gazetteer, place.precision_m);
        }
        Subject::Position(position) => {
            toponym.place_id = Some(subject_id(gazetteer, subject));
            toponym.lat = Some(degrees(position.point.y()));
            toponym.lon = Some(degrees(position.point.x()));
            toponym.know(Basis::CoordinatesInText, position.precision_m);
        }
        Subject::Decided(decided) => {
            toponym.place_id = Some(subject_id(gazetteer, subject));
            toponym.name = Some(decided.name.clone());
            toponym.lat = Some(degrees(decided.point.y()));
            toponym.lon = Some(degrees(decided.point.x()));
            toponym.know(Basis::Decided, decided.precision_m);
        }
        Subject::Thing(thing) => {
            let drawing = line::thing(gazetteer, thing);
            let container = gazetteer.place(thing.container);
            toponym.place_id = Some(subject_id(gazetteer, subject));
            toponym.name = Some(thing.name.clone());
            toponym.lat = Some(container.point.y());
            toponym.lon = Some(container.point.x());
            toponym.know(drawing.basis, drawing.precision_m);
        }
        Subject::Spot(spot) => {
            toponym.place_id = Some(subject_id(gazetteer, subject));
            toponym.name.clone_from(&spot.name);
            toponym.lat = Some(degrees(spot.point.y()));
            toponym.lon = Some(degrees(spot.point.x()));
            toponym.know(spot.basis, spot.precision_m);
        }
        Subject::Route(route) => {
            toponym.place_id = Some(subject_id(gazetteer, subject));
            toponym.name = Some(gazetteer.route(*route).name.to_owned());
        }
        Subject::Border(border) => {
            toponym.place_id = Some(subject_id(gazetteer, subject));
            toponym.name = Some(gazetteer.border(*border).name.to_owned());
        }
        Subject::Way { .. } | Subject::SharedBorder(..) => {
            toponym.place_id = Some(subject_id(gazetteer, subject));
        }
    }
    toponym
}

fn relations(
    document: &Document,
    analysis: &Analysis,
    gazetteer: &Gazetteer,
) -> Vec<RelationFound> {
    let mut relations: Vec<RelationFound> = Vec::new();
    for sighting in &analysis.related.sightings {
        let Some(mention) = analysis.recognition.mentions.get(sighting.mention) else {
            continue;
        };
        let kind = match (&sighting.subject, &mention.kind) {
            (Subject::Route(_) | Subject::Way { .. }, _) => "route",
            (Subject::Border(_) | Subject::SharedBorder(..), _) => "border",
            (_, MentionKind::Phrase(Phrase::Route { .. })) => "route",
            (_, MentionKind::Phrase(Phrase::Border { .. })) => "border",
            (Subject::Spot(_), MentionKind::Phrase(Phrase::Spot { .. })) => "position",
            _ => continue,
        };
        let span = document.source.span(mention.span.clone()).chars;
        let spot = match &sighting.subject {
            Subject::Spot(spot) => Some(spot),
            _ => None,
        };
        relations.push(RelationFound {
            start: span.start,
            end: span.end,
            surface: surface(document, mention),
            kind,
            feature_id: subject_id(gazetteer, &sighting.subject),
            lat: spot.map(|spot| degrees(spot.point.y())),
            lon: spot.map(|spot| degrees(spot.point.x())),
            geometry_basis: spot.map(|spot| spot.basis.as_str()),
            precision_m: spot.map(|spot| metres(spot.precision_m)),
            confidence: rounded(sighting.confidence),
        });
    }
    relations.sort_by_key(|relation| (relation.start, relation.end));
    relations
}

/// The words as they stand in the row's text, or, where lines are joined inside them, as they read. Of a link to a map it is
/// the position that the link points at.
fn surface(document: &Document, mention: &Mention) -> String {
    if let MentionKind::Coordinate(coordinate) = &mention.kind
        && coordinate.notation == Notation::MapLink
    {
        return mention.surface.clone();
    }
    let source = &document.source;
    let written = source
        .is_in_one_piece(mention.span.clone())
        .then(|| source.text().get(source.span(mention.span.clone()).bytes));
    written
        .flatten()
        .map_or_else(|| mention.surface.clone(), str::to_owned)
}

fn rounded(confidence: f64) -> f64 {
    (confidence * 1000.0).round() / 1000.0
}

fn metres(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn degrees(value: f64) -> f64 {
    (value * 1e7).round() / 1e7
}
