//! `araxes read`: what was understood of documents, before any place is looked for.
//!
//! It is how one finds out why a place is missing: whether its words were read at all, as what, and from where.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::document::{self, BlockKind, Document, ReadError};
use crate::problem::{Problem, Severity};

use super::{ALL_GOOD, NOTHING_DONE, SOME_FAILED, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// Documents and folders with documents
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// For people, or for programs: JSON Lines, one object for each document
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    format: Format,

    #[command(flatten)]
    reading: super::ReadingFlags,

    #[command(flatten)]
    gazetteers: super::GazetteerFlags,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text
    Text,
    /// JSON Lines
    Json,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let Some(gazetteer) = flags.gazetteers.open(streams) else {
        return NOTHING_DONE;
    };
    let collected = document::collect(&flags.inputs);
    let mut failed = collected.has_errors();
    for problem in &collected.problems {
        tell(problem, streams);
    }
    let knowing = document::knowing(&gazetteer)
        .with_columns(Arc::new(flags.reading.columns.clone()))
        .within(flags.reading.limits())
        .with_ocr(flags.reading.ocr.clone().map(Arc::new));
    let mut read = 0_usize;
    for document in collected
        .files
        .iter()
        .flat_map(|file| knowing.documents(file))
    {
        let text = match (&document, flags.format) {
            (Ok(document), Format::Text) => for_people(document),
            (Ok(document), Format::Json) => format!("{}\n", for_programs(document)),
            (Err(error), Format::Json) => format!("{}\n", failure(error)),
            (Err(_), Format::Text) => String::new(),
        };
        match document {
            Ok(_) => read += 1,
            Err(error) => {
                streams.error(&error);
                failed = true;
            }
        }
        if let Err(code) = streams.write(&text) {
            return code;
        }
    }
    match (read, failed) {
        (0, _) => NOTHING_DONE,
        (_, true) => SOME_FAILED,
        (_, false) => ALL_GOOD,
    }
}

fn tell(problem: &Problem, streams: &mut Streams<'_>) {
    match problem.severity() {
        Severity::Error => streams.error(problem),
        Severity::Note => streams.note(problem),
    }
}

fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Heading => "heading",
        BlockKind::Paragraph => "paragraph",
        BlockKind::ListItem => "list item",
        BlockKind::Caption => "caption",
        BlockKind::Label => "label",
        BlockKind::Boilerplate => "boilerplate",
    }
}

fn failure(error: &ReadError) -> Value {
    json!({
        "path": error.path(),
        "error": { "code": error.code(), "message": error.message() },
    })
}

fn for_programs(document: &Document) -> Value {
    let blocks: Vec<Value> = document
        .blocks
        .iter()
        .map(|block| {
            let span = document.source.span(block.range.clone());
            let origin = document.origin(span.bytes.start);
            json!({
                "kind": kind(block.kind),
                "text": document.block_text(block),
                "start": span.chars.start,
                "end": span.chars.end,
                "place": origin.map(|origin| origin.place.to_string()),
                "box": origin.and_then(|origin| match &origin.place {
                    document::Place::Page { area, .. } => *area,
                    _ => None,
                }),
            })
        })
        .collect();
    json!({
        "id": document.id,
        "path": document.path,
        "format": document.format,
        "encoding": document.source.encoding(),
        "encoding_basis": document.encoding_basis.as_str(),
        "title": document.title,
        "date": document.date.map(|date| date.to_string()),
        "date_basis": document.date.map(|date| date.basis),
        "not_before": document.not_before.map(|day| day.to_string()),
        "publisher": document.publisher,
        "author": document.author,
        "language": document.language,
        "url": document.url,
        "sha256": document.sha256,
        "dropped_words": document.dropped_words,
        "text": document.text,
        "blocks": blocks,
        "problems": document.problems,
    })
}

/// Without what a terminal would take for a command.
fn plain(text: &str) -> String {
    text.chars()
        .map(|char| if char.is_control() { '\u{FFFD}' } else { char })
        .collect()
}

fn for_people(document: &Document) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut out, document);
    out
}

fn write(out: &mut String, document: &Document) -> std::fmt::Result {
    let words = document.text.split_whitespace().count();
    let or = |text: Option<&str>, without: &str| plain(text.unwrap_or(without));
    writeln!(out, "{}", plain(&document.path))?;
    writeln!(out, "  id         {}", plain(&document.id))?;
    writeln!(
        out,
        "  format     {}, {} ({})",
        document.format,
        document.source.encoding(),
        document.encoding_basis.as_str()
    )?;
    writeln!(
        out,
        "  title      {}",
        or(document.title.as_deref(), "none")
    )?;
    match document.date {
        Some(date) => writeln!(out, "  date       {date} ({:?})", date.basis)?,
        None => writeln!(out, "  date       not stated")?,
    }
    if let (None, Some(day)) = (document.date, document.not_before) {
        writeln!(out, "  not before {day}, the latest day it mentions")?;
    }
    writeln!(
        out,
        "  publisher  {}",
        or(document.publisher.as_deref(), "not stated")
    )?;
    writeln!(
        out,
        "  author     {}",
        or(document.author.as_deref(), "not stated")
    )?;
    writeln!(
        out,
        "  language   {}",
        or(document.language.as_deref(), "not certain")
    )?;
    writeln!(
        out,
        "  url        {}",
        or(document.url.as_deref(), "not stated")
    )?;
    writeln!(
        out,
        "  words      {words}, and {} left out",
        document.dropped_words
    )?;
    for problem in &document.problems {
        writeln!(
            out,
            "  problem    {}: {}",
            problem.code,
            plain(&problem.message)
        )?;
    }
    for block in &document.blocks {
        let span = document.source.span(block.range.clone());
        let place = document
            .origin(span.bytes.start)
            .map_or_else(String::new, |origin| {
                format!(", {}", plain(&origin.place.to_string()))
            });
        writeln!(
            out,
            "\n[{}, characters {} to {}{place}]\n{}",
            kind(block.kind),
            span.chars.start,
            span.chars.end,
            plain(document.block_text(block))
        )?;
    }
    writeln!(out)
}
