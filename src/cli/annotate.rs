//! `araxes annotate`: the batch contract. JSON Lines in, JSON Lines out, in the same order.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::document::{self, Document};
use crate::evaluation::corpus::stated_date;
use crate::layer::subject_id;
use crate::recognition::{Mention, MentionKind, Notation, Phrase};
use crate::relation::Subject;
use crate::relation::line::{self, Basis};
use crate::run::{Analysis, Pipeline};
use araxes_gazetteer::Gazetteer;

use super::lines::{self as rows, Answer, Line};
use super::{ALL_GOOD, Common, Manner, NOTHING_DONE, SOME_FAILED, Streams, has_failed};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// JSON Lines files with `id` and `text`, and optionally `title`, `date` and `source`, a publisher or its host; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-")]
    files: Vec<PathBuf>,

    /// Resolve the spans in each row's own `toponyms` instead of finding toponyms; coordinates in them are ignored
    #[arg(long)]
    given_spans: bool,

    /// How many documents are worked on at the same time; as many as there are processors by default
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    #[command(flatten)]
    decisions: super::DecisionFlags,

    #[command(flatten)]
    recognition: super::RecognitionFlags,

    #[command(flatten)]
    common: Common,
}

/// One row of the input.
#[derive(Debug, Deserialize)]
struct Row {
    id: Box<RawValue>,
    text: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    toponyms: Vec<GivenSpan>,
}

/// A span of the input, in code points.
#[derive(Debug, Deserialize)]
struct GivenSpan {
    start: usize,
    end: usize,
}

/// One row of the output.
#[derive(Debug, Serialize)]
struct Annotated<'a> {
    id: &'a RawValue,
    toponyms: Vec<Toponym>,
    relations: Vec<RelationFound>,
}

/// A toponym found, or a span given, and what it stands for.
#[derive(Debug, Serialize)]
struct Toponym {
    start: usize,
    end: usize,
    surface: String,
    kind: &'static str,
    role: &'static str,
    place_id: Option<String>,
    name: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    geonameid: Option<u64>,
    geometry_basis: Option<&'static str>,
    precision_m: Option<f64>,
    confidence: f64,
}

/// A route, a border or a position told by places near it.
#[derive(Debug, Serialize)]
struct RelationFound {
    start: usize,
    end: usize,
    surface: String,
    kind: &'static str,
    feature_id: String,
    lat: Option<f64>,
    lon: Option<f64>,
    geometry_basis: Option<&'static str>,
    precision_m: Option<f64>,
    confidence: f64,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let manner = Manner::ANNOTATION;
    let Some(engine) = flags.common.engine(&flags.recognition, manner, streams) else {
        return NOTHING_DONE;
    };
    let Some(engine) = flags.decisions.applied(engine, None, streams) else {
        return NOTHING_DONE;
    };
    let gazetteer = engine.gazetteer();
    let threads = flags
        .threads
        .or_else(|| std::thread::available_parallelism().ok())
        .unwrap_or(NonZeroUsize::MIN);
    let machine = || {
        let mut pipeline = engine.pipeline();
        move |line: &Line| match serde_json::from_slice::<Row>(&line.bytes) {
            Ok(row) => {
                let mut out = Vec::new();
                match annotate(&row, flags, gazetteer, &mut pipeline, &mut out) {
                    Ok(problems) => {
                        let place = line.place();
                        let problems = problems.iter().map(|problem| format!("{place}: {problem}"));
                        Answer::Written(out, problems.collect())
                    }
                    Err(error) => Answer::Problem(format!("{}: {error}", line.place())),
                }
            }
            Err(error) => Answer::Problem(format!(
                "{}: not a row ({error}); each line is a JSON object with “id” and “text”",
                line.place()
            )),
        }
    };
    let tally = rows::answer(
        &flags.files,
        streams.input,
        threads,
        machine,
        streams.out,
        streams.messages,
    );
    let tally = match tally {
        Ok(tally) => tally,
        Err(error) => return streams.cannot_write(&error),
    };
    match (
        !gazetteer.problems().is_empty() || has_failed(engine.decisions()) || tally.failed > 0,
        tally.done,
    ) {
        (false, _) => ALL_GOOD,
        (true, 0) => NOTHING_DONE,
        (true, _) => SOME_FAILED,
    }
}

fn annotate(
    row: &Row,
    flags: &Flags,
    gazetteer: &Gazetteer,
    pipeline: &mut Pipeline<'_>,
    out: &mut dyn Write,
) -> std::io::Result<Vec<String>> {
    let id =
        serde_json::from_str::<String>(row.id.get()).unwrap_or_else(|_| row.id.get().to_owned());
    let date = row.date.as_deref().and_then(stated_date);
    let mut problems = Vec::new();
    if let (Some(written), None) = (row.date.as_deref(), date)
        && !written.trim().is_empty()
    {
        problems.push(format!(
            "the date {written:?} cannot be read and is not used; write it as 2024-03-04"
        ));
    }
    let mut document =
        document::knowing(gazetteer).from_text(&id, row.title.as_deref(), date, &row.text);
    document.publisher = row.source.clone().or(document.publisher);
    let annotated = if flags.given_spans {
        let spans = row.toponyms.iter().map(|span| span.start..span.end);
        let given = pipeline.follow_spans(&document, spans);
        // A span in markup that is no reading text has no mention; its row stays, without an answer.
        let toponyms = row
            .toponyms
            .iter()
            .zip(&given.mentions)
            .map(|(span, mention)| match mention {
                Some(number) => Toponym {
                    start: span.start,
                    end: span.end,
                    ..toponym(&document, &given.analysis, gazetteer, *number)
                },
                None => Toponym::unanswered(&row.text, span),
            })
            .collect();
        Annotated {
            id: &row.id,
            toponyms,
            relations: Vec::new(),
        }
    } else {
        let analysis = pipeline.analyse(&document);
        let broken = analysis.recognition.broken_coordinates.iter();
        problems.extend(broken.map(|broken| format!("“{}”: {}", broken.surface, broken.reason)));
        let unclear = analysis.decided.problems.iter();
        problems.extend(unclear.map(ToString::to_string));
        Annotated {
            id: &row.id,
            toponyms: analysis
                .toponyms()
                .into_iter()
                .map(|number| toponym(&document, &analysis, gazetteer, number))
                .collect(),
            relations: relations(&document, &analysis, gazetteer),
        }
    };
    serde_json::to_writer(&mut *out, &annotated)?;
    out.write_all(b"\n")?;
    Ok(problems)
}

impl Toponym {
    fn unanswered(text: &str, given: &GivenSpan) -> Self {
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
