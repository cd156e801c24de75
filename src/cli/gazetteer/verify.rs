//! `araxes gazetteer verify`: is a gazetteer whole, and is what it says likely?

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

use crate::built_in;
use crate::recognition::{Model, word_hash};
use crate::spreadsheet::guarded;
use araxes_gazetteer::check::{Finding, FindingKind, Findings, Inspection, Questions, TOLERANCE_M};
use araxes_gazetteer::{VolumeSource, fold};

use super::super::{ALL_GOOD, NOTHING_DONE, SOME_FAILED, Streams, for_terminal};

/// From this level of the lexicon on (0 to 6) a word is common.
const COMMON: u8 = 5;
/// How many findings of a kind are listed for people.
const LIMIT: usize = 20;

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// What to check: compiled files, folders with a volume, or tables and layers of your own places as for
    /// --gazetteer; `world` and `caucasus` stand for those in the program
    #[arg(required = true, value_name = "FILE or DIR")]
    files: Vec<PathBuf>,

    /// How far outside of its country a point may lie beyond the precision of its row, kilometres. Outlines of the
    /// world are drawn for 1:50 million, those of the South Caucasus for 1:10 million
    #[arg(long, value_name = "KM", default_value_t = TOLERANCE_M / 1000.0, value_parser = kilometres)]
    tolerance_km: f64,

    /// List so many findings of each kind; 0 lists all [default: 20 for text, all for csv and jsonl]
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,

    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Exit with 2 for advice as well
    #[arg(long)]
    strict: bool,

    /// Check the files by themselves: containers, stops and outlines of the built-in gazetteers do not count
    #[arg(long)]
    without_built_in: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Findings by kind, for people
    Text,
    /// A table, one finding in a row
    Csv,
    /// One JSON object in a line
    Jsonl,
}

fn kilometres(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && value >= 0.0 => Ok(value),
        _ => Err("a number of kilometres is wanted, 0 or more".to_owned()),
    }
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let sources: Vec<VolumeSource> = flags
        .files
        .iter()
        .map(|path| built_in::source_at(path))
        .collect();
    let mut below = built_in::sources().to_vec();
    below.retain(|source| !flags.without_built_in && !sources.contains(source));
    let opened =
        Inspection::open(&sources, &below, built_in::background()).and_then(|inspection| {
            inspection.verify()?;
            Ok(inspection)
        });
    let inspection = match opened {
        Ok(inspection) => inspection,
        Err(error) => return super::fail(streams, &error),
    };
    for problem in inspection.problems() {
        streams.error(problem);
    }
    let model = Model::built_in();
    let is_common = |word: &str| model.facts(word_hash(&fold(word))).common >= COMMON;
    let findings = inspection.check(Questions {
        tolerance_m: flags.tolerance_km * 1000.0,
        is_common: &is_common,
    });
    if let Err(error) = tell(flags, &findings, streams)
        && streams.cannot_write(&error) != ALL_GOOD
    {
        return NOTHING_DONE;
    }
    let is_severe = |finding: &Finding| finding.kind.is_severe() || flags.strict;
    if !inspection.problems().is_empty() || findings.found.iter().any(is_severe) {
        return SOME_FAILED;
    }
    ALL_GOOD
}

fn tell(flags: &Flags, findings: &Findings, streams: &mut Streams<'_>) -> io::Result<()> {
    let limit = flags.limit.unwrap_or(match flags.format {
        Format::Text => LIMIT,
        Format::Csv | Format::Jsonl => 0,
    });
    let limit = if limit == 0 { usize::MAX } else { limit };
    let kinds = FindingKind::ALL.into_iter().map(|kind| {
        let of_kind = findings
            .found
            .iter()
            .filter(move |found| found.kind == kind);
        let found: Vec<&Finding> = of_kind.collect();
        (kind, found)
    });
    let kinds: Vec<(FindingKind, Vec<&Finding>)> =
        kinds.filter(|(_, found)| !found.is_empty()).collect();
    let listed = kinds
        .iter()
        .flat_map(|(_, found)| found.iter().take(limit).copied());
    match flags.format {
        Format::Text => {
            let mut written = Vec::new();
            text(flags, findings, &kinds, limit, &mut written)?;
            let written = String::from_utf8_lossy(&written);
            streams.out.write_all(for_terminal(&written).as_bytes())
        }
        Format::Csv => csv(listed, streams.out),
        Format::Jsonl => jsonl(listed, streams.out),
    }
}

fn text(
    flags: &Flags,
    findings: &Findings,
    kinds: &[(FindingKind, Vec<&Finding>)],
    limit: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for file in &flags.files {
        writeln!(
            out,
            "{}: all checksums and records are good",
            file.display()
        )?;
    }
    for (kind, found) in kinds {
        let gravity = gravity(*kind);
        writeln!(out, "\n{gravity}: {}: {}", kind.title(), found.len())?;
        writeln!(out, "  what to do: {}", kind.advice())?;
        for finding in found.iter().take(limit) {
            writeln!(out, "  {}  {}: {}", finding.id, finding.name, finding.what)?;
        }
        if let Some(more) = found.len().checked_sub(limit).filter(|&more| more > 0) {
            writeln!(out, "  … and {more} more; list all with --limit 0")?;
        }
    }
    let severe = findings
        .found
        .iter()
        .filter(|found| found.kind.is_severe())
        .count();
    writeln!(
        out,
        "\n{} places checked: {severe} severe findings, {} of advice, {} accepted before; points without an outline to compare with: {}",
        findings.places,
        findings.found.len() - severe,
        findings.accepted,
        findings.without_outline
    )
}

fn gravity(kind: FindingKind) -> &'static str {
    if kind.is_severe() { "severe" } else { "advice" }
}

fn csv<'f>(found: impl Iterator<Item = &'f Finding>, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS.map(|(column, _)| column))?;
    for finding in found {
        csv.write_record(COLUMNS.map(|(_, cell)| match cell(finding) {
            Value::Null => String::new(),
            Value::String(text) => guarded(text),
            other => other.to_string(),
        }))?;
    }
    csv.flush()
}

fn jsonl<'f>(found: impl Iterator<Item = &'f Finding>, out: &mut dyn Write) -> io::Result<()> {
    for finding in found {
        let cells = COLUMNS.map(|(column, cell)| (column.to_owned(), cell(finding)));
        let row: Map<String, Value> = cells.into_iter().collect();
        writeln!(out, "{}", Value::Object(row))?;
    }
    Ok(())
}

/// A column: what it is called and what a finding has in it.
type Column = (&'static str, fn(&Finding) -> Value);

/// The columns of the table and the members of the objects.
const COLUMNS: [Column; 10] = [
    ("gravity", |finding| gravity(finding.kind).into()),
    ("kind", |finding| finding.kind.key().into()),
    ("id", |finding| finding.id.as_str().into()),
    ("name", |finding| finding.name.as_str().into()),
    ("lon", |finding| finding.point.map(|point| point.x()).into()),
    ("lat", |finding| finding.point.map(|point| point.y()).into()),
    ("off_km", |finding| off_km(finding).into()),
    ("what", |finding| finding.what.as_str().into()),
    ("what_to_do", |finding| finding.kind.advice().into()),
    ("gazetteer", |finding| finding.gazetteer.as_str().into()),
];

/// Hundreds of metres are the most that outlines can tell.
fn off_km(finding: &Finding) -> Option<f64> {
    finding
        .off_m
        .filter(|metres| metres.is_finite())
        .map(|metres| (metres / 100.0).round() / 10.0)
}
