//! `araxes annotate`: the batch contract. JSON Lines in, JSON Lines out, in the same order.

use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::run::{Pipeline, RelationFound, TextRow, Toponym};

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
    toponyms: &'a [Toponym],
    relations: &'a [RelationFound],
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
                match annotate(&row, flags, &mut pipeline, &mut out) {
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
    pipeline: &mut Pipeline<'_>,
    out: &mut dyn Write,
) -> std::io::Result<Vec<String>> {
    let id =
        serde_json::from_str::<String>(row.id.get()).unwrap_or_else(|_| row.id.get().to_owned());
    let spans: Vec<Range<usize>> = row
        .toponyms
        .iter()
        .map(|span| span.start..span.end)
        .collect();
    let annotation = pipeline.annotate(&TextRow {
        id: &id,
        text: &row.text,
        title: row.title.as_deref(),
        date: row.date.as_deref(),
        source: row.source.as_deref(),
        spans: flags.given_spans.then_some(spans.as_slice()),
    });
    let annotated = Annotated {
        id: &row.id,
        toponyms: &annotation.toponyms,
        relations: &annotation.relations,
    };
    serde_json::to_writer(&mut *out, &annotated)?;
    out.write_all(b"\n")?;
    Ok(annotation.problems)
}
