//! `araxes eval`: the figures of the field’s protocol on annotated corpora, and where the mistakes are.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use geo::Point;
use serde_json::{Value, json};

use crate::evaluation::answers::{Answered, answer};
use crate::evaluation::corpus::{GoldDocument, GoldToponym};
use crate::evaluation::report::{self, Row};
use crate::evaluation::score::{self, Answer, Judged, Pairing};
use crate::export::markup::counted;
use araxes_gazetteer::{Entry, Gazetteer};

use super::{ALL_GOOD, Common, Manner, NOTHING_DONE, SOME_FAILED, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// JSON Lines files with `id`, `text` and `toponyms`, each with `start`, `end`, and `lat`, `lon`, `geonameid` or null
    #[arg(value_name = "CORPUS", required = true)]
    corpora: Vec<PathBuf>,

    /// Resolve the annotators’ own spans instead of finding toponyms
    #[arg(long)]
    given_spans: bool,

    /// Write the figures as JSON
    #[arg(long)]
    json: bool,

    /// List the N worst answers with what speaks for them
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,

    #[command(flatten)]
    recognition: super::RecognitionFlags,

    #[command(flatten)]
    common: Common,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let manner = Manner {
        explain_candidates: flags.errors > 0,
        // Whether the right place is a candidate is asked of all of them.
        most_candidates: usize::MAX,
        ..Manner::ANNOTATION
    };
    let Some(engine) = flags.common.engine(&flags.recognition, manner, streams) else {
        return NOTHING_DONE;
    };
    let (gazetteer, mut pipeline) = (engine.gazetteer(), engine.pipeline());
    let mut failed = 0;
    let mut reports = Vec::new();
    for path in &flags.corpora {
        let gold = match GoldDocument::read_all(path) {
            Ok(gold) => gold,
            Err(error) => {
                streams.error(&error);
                failed += 1;
                continue;
            }
        };
        let answered: Vec<Answered> = gold
            .iter()
            .map(|gold| answer(gold, flags.given_spans, &mut pipeline, gazetteer))
            .collect();
        let name = path.display().to_string();
        if flags.json {
            reports.push(as_json(&name, &answered, gazetteer));
        } else {
            let mut text = as_text(&name, &answered, gazetteer);
            errors(&mut text, flags.errors, &gold, &answered, gazetteer);
            if streams.out.write_all(text.as_bytes()).is_err() {
                return NOTHING_DONE;
            }
        }
    }
    if failed == flags.corpora.len() {
        return NOTHING_DONE;
    }
    if flags.json
        && (serde_json::to_writer_pretty(&mut *streams.out, &reports).is_err()
            || streams.out.write_all(b"\n").is_err())
    {
        return NOTHING_DONE;
    }
    if failed > 0 { SOME_FAILED } else { ALL_GOOD }
}

fn judged(answered: &[Answered]) -> Vec<Judged> {
    answered.iter().map(|one| one.judged.clone()).collect()
}

/// The breakdowns, each with its heading.
fn breakdowns(documents: &[Judged], gazetteer: &Gazetteer) -> Vec<(&'static str, Vec<Row>)> {
    let kind = |gold: &GoldToponym, _: Option<&Answer>| {
        gold.kind.clone().unwrap_or_else(|| "not stated".to_owned())
    };
    let sort = |_: &GoldToponym, answer: Option<&Answer>| {
        answer
            .and_then(|answer| answer.sort)
            .map_or_else(|| "not placed".to_owned(), str::to_owned)
    };
    let country = |gold: &GoldToponym, _: Option<&Answer>| {
        gold.position()
            .and_then(|(lat, lon)| gazetteer.topology().country_at(Point::new(lon, lat)))
            .and_then(|code| gazetteer.country(code))
            .map_or_else(
                || "no country".to_owned(),
                |country| country.name.to_owned(),
            )
    };
    let continent = |gold: &GoldToponym, _: Option<&Answer>| {
        gold.position()
            .and_then(|(lat, lon)| gazetteer.topology().country_at(Point::new(lon, lat)))
            .and_then(|code| gazetteer.country(code))
            .and_then(|country| {
                country
                    .containers
                    .iter()
                    .filter_map(|id| gazetteer.place_by_id(id))
                    .find(|outer| outer.feature_code == "CONT")
            })
            .map_or_else(|| "none".to_owned(), |continent| continent.name.to_owned())
    };
    vec![
        ("kind", report::breakdown(documents, kind)),
        ("sort of place chosen", report::breakdown(documents, sort)),
        ("continent", report::breakdown(documents, continent)),
        ("country", report::breakdown(documents, country)),
    ]
}

fn as_json(name: &str, answered: &[Answered], gazetteer: &Gazetteer) -> Value {
    let documents = judged(answered);
    let exact = score::figures(&documents, Pairing::Exact);
    let overlap = score::figures(&documents, Pairing::Overlap);
    let (bins, error) = report::reliability(&documents);
    let breakdowns: serde_json::Map<String, Value> = breakdowns(&documents, gazetteer)
        .into_iter()
        .map(|(heading, rows)| (heading.to_owned(), json!(rows)))
        .collect();
    json!({
        "corpus": name,
        "articles": {"gold": documents.len()},
        "recognition": {"exact": exact.recognition, "overlap": overlap.recognition},
        "resolution": {"exact": exact.resolution, "overlap": overlap.resolution},
        "end_to_end": {"exact": exact.end_to_end, "overlap": overlap.end_to_end},
        "coverage": report::coverage(&documents),
        "reliability": {"bins": bins, "expected_calibration_error": error},
        "min_confidence": report::thresholds(&documents),
        "breakdowns": breakdowns,
    })
}

/// How many rows of a breakdown are printed.
const ROWS: usize = 15;

fn as_text(name: &str, answered: &[Answered], gazetteer: &Gazetteer) -> String {
    let documents = judged(answered);
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{name}: {}", counted(documents.len(), "document"));
    for (pairing, how) in [(Pairing::Exact, "exact"), (Pairing::Overlap, "overlap")] {
        let figures = score::figures(&documents, pairing);
        for (part, figures) in [
            ("recognition", json!(figures.recognition)),
            ("resolution", json!(figures.resolution)),
            ("end_to_end", json!(figures.end_to_end)),
        ] {
            let _ = write!(text, "{part:<11} {how:<7}");
            for (key, value) in figures.as_object().into_iter().flatten() {
                let _ = match value.as_f64().filter(|_| value.is_f64()) {
                    Some(number) if key.ends_with("_km") => write!(text, " {key} {number:.1} "),
                    Some(number) => write!(text, " {key} {number:.4} "),
                    None => write!(text, " {key} {value} "),
                };
            }
            let _ = writeln!(text);
        }
    }
    let coverage = report::coverage(&documents);
    let percent = |share: Option<f64>| 100.0 * share.unwrap_or(0.0);
    let _ = writeln!(
        text,
        "candidates  a candidate within 161 km {:.1} %, chosen where there is one {:.1} %",
        percent(coverage.share_possible()),
        percent(coverage.right_where_possible())
    );
    let (bins, error) = report::reliability(&documents);
    let _ = writeln!(
        text,
        "\nexpected calibration error {error:.4}\nconfidence  answers  mean  right"
    );
    for bin in bins {
        let _ = writeln!(
            text,
            "{:.1}–{:.1}     {:>7}  {:.3} {:.3}",
            bin.from,
            bin.from + 0.1,
            bin.answers,
            bin.confidence,
            bin.right
        );
    }
    let _ = writeln!(text, "\n--min-confidence  answers  precision  recall  F1");
    for row in report::thresholds(&documents) {
        let _ = writeln!(
            text,
            "{:.1}               {:>7}  {:.3}      {:.3}   {:.3}",
            row.min_confidence, row.answers, row.precision, row.recall, row.f1
        );
    }
    for (heading, rows) in breakdowns(&documents, gazetteer) {
        let _ = writeln!(text, "\nby {heading}: gold, found, right");
        for row in rows.iter().take(ROWS) {
            let _ = writeln!(
                text,
                "{:>6} {:>6} {:>6}  {}",
                row.gold, row.found, row.right, row.name
            );
        }
    }
    text.push('\n');
    text
}

/// The answers that are farthest off, with evidence.
fn errors(
    text: &mut String,
    most: usize,
    gold: &[GoldDocument],
    answered: &[Answered],
    gazetteer: &Gazetteer,
) {
    let mut list: Vec<(f64, usize, usize, usize)> = Vec::new();
    for (document, one) in answered.iter().enumerate() {
        for (at, answer) in score::pairs(&one.judged, Pairing::Overlap) {
            let error = score::error_km(&one.judged.gold[at], &one.judged.answers[answer]);
            if let Some(error) = error.filter(|&error| error > crate::evaluation::measure::LIMIT_KM)
            {
                list.push((error, document, at, answer));
            }
        }
    }
    list.sort_by(|left, right| right.0.total_cmp(&left.0));
    for (error, document, at, answer) in list.into_iter().take(most) {
        let one = &answered[document];
        let toponym = &one.judged.gold[at];
        let (lat, lon) = toponym.position().unwrap_or_default();
        let chosen = &one.judged.answers[answer];
        let _ = writeln!(
            text,
            "{}: “{}” at {}..{}: {} ({:.2}) is {error:.0} km from {lat:.4}, {lon:.4}",
            gold[document].name(),
            slice(&gold[document].text, &chosen.span),
            chosen.span.start,
            chosen.span.end,
            chosen.name,
            chosen.confidence,
        );
        let Some(number) = one.mentions[answer] else {
            continue;
        };
        let reference = one
            .analysis
            .references
            .iter()
            .find(|reference| reference.mention == number);
        let mention = &one.analysis.recognition.mentions[number];
        for candidate in reference
            .iter()
            .flat_map(|reference| &reference.candidates)
            .take(3)
        {
            let place = match candidate.entry {
                Entry::Place(number) => {
                    let point = gazetteer.place(number).point;
                    format!(" at {:.4}, {:.4}", point.y(), point.x())
                }
                _ => String::new(),
            };
            let _ = writeln!(
                text,
                "    {:.2} {}{place}",
                candidate.confidence,
                gazetteer.describe(candidate.entry).0
            );
            for evidence in candidate.evidence.iter().take(8) {
                let reason = candidate.reason(evidence, mention, gazetteer);
                let _ = writeln!(text, "        {:+.1} {reason}", evidence.weight);
            }
        }
    }
}

fn slice(text: &str, span: &std::ops::Range<usize>) -> String {
    text.chars().skip(span.start).take(span.len()).collect()
}
