//! `araxes explain`: one document with its mentions marked, and for each what it may stand for and why.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::document::{self, Document, InputFile};
use crate::layer::subject_id;
use crate::problem::Severity;
use crate::recognition::MentionKind;
use crate::run::Analysis;
use araxes_gazetteer::Gazetteer;

use super::{
    ALL_GOOD, Common, Manner, NOTHING_DONE, SOME_FAILED, Streams, for_terminal, has_failed,
};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// The document, or a file with several
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    decisions: super::DecisionFlags,

    #[command(flatten)]
    reading: super::ReadingFlags,

    #[command(flatten)]
    recognition: super::RecognitionFlags,

    #[command(flatten)]
    common: Common,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let manner = Manner {
        explain_mentions: true,
        explain_candidates: true,
        ..Manner::MAP
    };
    let Some(engine) = flags.common.engine(&flags.recognition, manner, streams) else {
        return NOTHING_DONE;
    };
    let engine = flags.reading.applied(engine);
    let Some(engine) = flags.decisions.applied(engine, None, streams) else {
        return NOTHING_DONE;
    };
    let mut pipeline = engine.pipeline();
    let is_wrong = !engine.gazetteer().problems().is_empty() || has_failed(engine.decisions());
    let (mut explained, mut failed) = (0_usize, is_wrong);
    for document in engine.read(&InputFile::at(&flags.file)) {
        let document = match document {
            Ok(document) => document,
            Err(error) => {
                streams.error(&error);
                failed = true;
                continue;
            }
        };
        let analysis = pipeline.analyse(&document);
        let text = explanation(&document, &analysis, engine.gazetteer());
        if let Err(code) = streams.write(&for_terminal(&text)) {
            return code;
        }
        let is_error = |problem: &document::Problem| problem.code.severity() == Severity::Error;
        for problem in &analysis.decided.problems {
            streams.problem(problem);
            failed = true;
        }
        failed |= document.problems.iter().any(is_error);
        explained += 1;
    }
    match (explained, failed) {
        (0, _) => NOTHING_DONE,
        (_, true) => SOME_FAILED,
        (_, false) => ALL_GOOD,
    }
}

/// The document as text with numbered mentions, then the mentions with candidates and evidence.
#[must_use]
pub fn explanation(document: &Document, analysis: &Analysis, gazetteer: &Gazetteer) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = header(&mut out, document);
    let _ = marked_text(&mut out, document, analysis);
    let _ = mentions(&mut out, analysis, gazetteer);
    let _ = turned_down(&mut out, analysis);
    out
}

fn header(out: &mut String, document: &Document) -> std::fmt::Result {
    writeln!(out, "{}", document.path)?;
    if let Some(title) = &document.title {
        writeln!(out, "  title      {title}")?;
    }
    match (document.date, document.not_before) {
        (Some(date), _) => writeln!(out, "  date       {} ({:?})", date, date.basis)?,
        (None, Some(day)) => writeln!(
            out,
            "  date       not stated; not before {day}, the latest day it mentions"
        )?,
        (None, None) => writeln!(out, "  date       not stated")?,
    }
    writeln!(
        out,
        "  publisher  {}",
        document.publisher.as_deref().unwrap_or("not stated")
    )?;
    writeln!(
        out,
        "  language   {}",
        document.language.as_deref().unwrap_or("not certain")
    )?;
    for problem in &document.problems {
        writeln!(out, "  problem    {}: {}", problem.code, problem.message)?;
    }
    writeln!(out)
}

/// Opens and closes marks around mentions: `«Baku»7`. A phrase and the names in it are marked both.
fn marked_text(out: &mut String, document: &Document, analysis: &Analysis) -> std::fmt::Result {
    // At one place marks close before others open; of two that open, the longer opens first.
    let mut marks: Vec<(usize, u8, usize, usize)> = Vec::new();
    for (number, mention) in analysis.recognition.mentions.iter().enumerate() {
        let length = mention.span.len();
        marks.push((mention.span.start, 1, usize::MAX - length, number));
        marks.push((mention.span.end, 0, length, number));
    }
    marks.sort_unstable();
    let mut at = 0;
    for (position, opens, _, number) in marks {
        out.push_str(document.text.get(at..position).unwrap_or_default());
        at = position;
        if opens == 1 {
            out.push('«');
        } else {
            write!(out, "»{}", number + 1)?;
        }
    }
    out.push_str(document.text.get(at..).unwrap_or_default());
    writeln!(out, "\n")
}

/// Evidence that weighs less than this, in log-odds, is not listed.
const LEAST_TO_SHOW: f64 = 0.05;

fn mentions(out: &mut String, analysis: &Analysis, gazetteer: &Gazetteer) -> std::fmt::Result {
    for (number, mention) in analysis.recognition.mentions.iter().enumerate() {
        write!(
            out,
            "{}. “{}” {}, {}",
            number + 1,
            mention.surface,
            mention.kind.as_str(),
            mention.usage.as_str()
        )?;
        if let Some(sighting) = analysis.related.of_mention(number) {
            write!(
                out,
                " → {} ({:.2})",
                subject_id(gazetteer, &sighting.subject),
                sighting.confidence
            )?;
            if let Some(claim) = &sighting.claim {
                write!(out, ", said to be {} long", claim.text)?;
            }
        }
        writeln!(out)?;
        if let Some(ruling) = analysis.decided.rulings.get(&number) {
            writeln!(out, "     decided: {}", ruling.told)?;
        }
        if let Some(unresolved) = analysis.related.unresolved.iter().find(|unresolved| {
            unresolved.span == mention.span && unresolved.kind == mention.kind.as_str()
        }) {
            writeln!(out, "     unresolved: {}", unresolved.why_not)?;
        }
        if let Some(judgement) = &mention.judgement {
            writeln!(
                out,
                "     a toponym with {:.2}: {}",
                judgement.probability,
                judgement.reasons.join("; ")
            )?;
        }
        if let MentionKind::Coordinate(coordinate) = &mention.kind {
            writeln!(
                out,
                "     written as {}, exact to {:.1} m",
                coordinate.notation, coordinate.precision_m
            )?;
        }
        let reference = analysis
            .references
            .iter()
            .find(|reference| reference.mention == number);
        for candidate in reference.iter().flat_map(|reference| &reference.candidates) {
            writeln!(
                out,
                "     {:.2} {}",
                candidate.confidence,
                gazetteer.describe(candidate.entry).0
            )?;
            for evidence in candidate
                .evidence
                .iter()
                .filter(|evidence| evidence.weight.abs() >= LEAST_TO_SHOW)
            {
                let reason = candidate.reason(evidence, mention, gazetteer);
                writeln!(out, "          {:+.1} {reason}", evidence.weight)?;
            }
        }
    }
    Ok(())
}

fn turned_down(out: &mut String, analysis: &Analysis) -> std::fmt::Result {
    let (rejections, broken) = (
        &analysis.recognition.rejections,
        &analysis.recognition.broken_coordinates,
    );
    let dropped = &analysis.decided.dropped;
    if rejections.is_empty() && broken.is_empty() && dropped.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNot places:")?;
    for one in dropped {
        writeln!(out, "  “{}”: {}", one.surface, one.told)?;
    }
    for rejection in rejections {
        writeln!(out, "  “{}”: {}", rejection.surface, rejection.reason)?;
    }
    for broken in broken {
        writeln!(out, "  “{}”: {}", broken.surface, broken.reason)?;
    }
    Ok(())
}
