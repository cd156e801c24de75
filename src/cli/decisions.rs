//! `araxes decisions`: files of what people decided, checked and merged.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::Value;

use crate::decision::{self, DecisionFile, Decisions};
use crate::export::markup::counted;
use crate::problem::Severity;
use araxes_gazetteer::new_file;

use super::{ALL_GOOD, GazetteerFlags, NOTHING_DONE, SOME_FAILED, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell what is wrong with files of decisions: rows that cannot be read, unknown places, contradictions
    Check(CheckFlags),
    /// Write decisions as W3C Web Annotations, and the places in them as a gazetteer
    Export(ExportFlags),
    /// Read W3C Web Annotations of people as decisions
    Import(ImportFlags),
    /// Make one file of the files of several people: sorted, each row once, contradictions told
    Merge(MergeFlags),
}

#[derive(Debug, Args)]
struct CheckFlags {
    /// Files of decisions
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    gazetteers: GazetteerFlags,
}

#[derive(Debug, Args)]
struct MergeFlags {
    /// Files of decisions
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The file to write; it may be one of those that are read
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Debug, Args)]
struct ExportFlags {
    /// Files of decisions
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// A file to write the decisions on single mentions to, as W3C Web Annotations
    #[arg(long, value_name = "FILE", required_unless_present = "places")]
    annotations: Option<PathBuf>,

    /// A table to write the positions to that people decided on, for `--gazetteer`
    #[arg(long, value_name = "FILE")]
    places: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ImportFlags {
    /// Files with W3C Web Annotations (JSON-LD): one, a list, a page or a collection
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// The file of decisions to write; it must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    match &flags.command {
        Command::Check(flags) => check(flags, streams),
        Command::Export(flags) => export(flags, streams),
        Command::Import(flags) => import(flags, streams),
        Command::Merge(flags) => merge(flags, streams),
    }
}

/// All files; what is wrong with one as a whole is told.
fn open(paths: &[PathBuf], streams: &mut Streams<'_>) -> Option<Vec<DecisionFile>> {
    let mut files = Vec::with_capacity(paths.len());
    for path in paths {
        match DecisionFile::open(path) {
            Ok(file) => files.push(file),
            Err(error) => {
                streams.error(&error);
                return None;
            }
        }
    }
    Some(files)
}

fn check(flags: &CheckFlags, streams: &mut Streams<'_>) -> u8 {
    let Some(files) = open(&flags.files, streams) else {
        return NOTHING_DONE;
    };
    let Some(gazetteer) = flags.gazetteers.open(streams) else {
        return NOTHING_DONE;
    };
    let decisions = Decisions::of(files, &gazetteer);
    let mut failed = false;
    for problem in decisions.problems() {
        failed |= problem.severity() == Severity::Error;
        streams.problem(problem);
    }
    let text = format!(
        "{} can be used\n",
        counted(decisions.rules().len(), "decision")
    );
    match streams.write(&text) {
        Err(code) => code,
        Ok(()) if failed => SOME_FAILED,
        Ok(()) => ALL_GOOD,
    }
}

fn merge(flags: &MergeFlags, streams: &mut Streams<'_>) -> u8 {
    let Some(files) = open(&flags.files, streams) else {
        return NOTHING_DONE;
    };
    // A row that cannot be read would be lost.
    let mut is_lost = false;
    for problem in files.iter().flat_map(|file| &file.problems) {
        is_lost |= problem.severity() == Severity::Error;
        streams.problem(problem);
    }
    if is_lost {
        streams.error(&format_args!(
            "{}: not written: the rows above would be lost; put them right and merge again",
            flags.output.display()
        ));
        return NOTHING_DONE;
    }
    let contradictions = decision::contradictions(&files);
    for problem in &contradictions {
        streams.problem(problem);
    }
    let rows = files.into_iter().flat_map(|file| file.rows);
    let text = decision::written(rows.map(|(_, row)| row));
    if !write(&flags.output, &text, streams) {
        return NOTHING_DONE;
    }
    if contradictions.is_empty() {
        ALL_GOOD
    } else {
        SOME_FAILED
    }
}

/// Writes a file whole; whether that went well.
fn write(path: &Path, text: &str, streams: &mut Streams<'_>) -> bool {
    let written = new_file::write(path, |out| out.write_all(text.as_bytes()));
    if let Err(error) = &written {
        streams.error(&format_args!(
            "{}: cannot be written ({error}); check that the folder exists and is yours",
            path.display()
        ));
    }
    written.is_ok()
}

fn export(flags: &ExportFlags, streams: &mut Streams<'_>) -> u8 {
    let Some(files) = open(&flags.files, streams) else {
        return NOTHING_DONE;
    };
    let mut failed = false;
    for problem in files.iter().flat_map(|file| &file.problems) {
        failed |= problem.severity() == Severity::Error;
        streams.problem(problem);
    }
    let rows = || {
        let rows = files.iter().flat_map(|file| &file.rows);
        rows.map(|(_, row)| row)
    };
    if let Some(path) = &flags.annotations {
        let (annotations, others) = decision::annotations(rows());
        if !write(path, &format!("{annotations:#}\n"), streams) {
            return NOTHING_DONE;
        }
        if others > 0 {
            streams.note(&format_args!(
                "{} not in {}: a Web Annotation is about one mention, and says which place it is",
                counted(others, "decision"),
                path.display()
            ));
        }
    }
    if let Some(path) = &flags.places {
        let (table, count) = decision::places(rows());
        if !write(path, &table, streams) {
            return NOTHING_DONE;
        }
        streams.say(&format_args!(
            "{} in {}",
            counted(count, "place"),
            path.display()
        ));
    }
    if failed { SOME_FAILED } else { ALL_GOOD }
}

fn import(flags: &ImportFlags, streams: &mut Streams<'_>) -> u8 {
    if flags.output.exists() {
        streams.error(&format_args!(
            "{}: is there already, and nothing was written: name another file, and put both together with `araxes decisions merge`",
            flags.output.display()
        ));
        return NOTHING_DONE;
    }
    let mut rows = Vec::new();
    for path in &flags.files {
        let read = fs::read(path).map_err(|error| error.to_string());
        let read = read.and_then(|bytes| {
            serde_json::from_slice::<Value>(&bytes).map_err(|error| error.to_string())
        });
        let document = match read {
            Ok(document) => document,
            Err(error) => {
                streams.error(&format_args!(
                    "{}: cannot be read as Web Annotations ({error}); name a file of JSON",
                    path.display()
                ));
                return NOTHING_DONE;
            }
        };
        let (found, others) = decision::from_annotations(&document);
        if others > 0 {
            streams.note(&format_args!(
                "{}: {} passed over: made by a program, or without a quote and a place",
                path.display(),
                counted(others, "annotation")
            ));
        }
        rows.extend(found);
    }
    if rows.is_empty() {
        streams.error(&"no annotation says which place its words mean, so nothing was written");
        return NOTHING_DONE;
    }
    let count = rows.len();
    if !write(&flags.output, &decision::written(rows), streams) {
        return NOTHING_DONE;
    }
    streams.say(&format_args!(
        "{} in {}",
        counted(count, "decision"),
        flags.output.display()
    ));
    ALL_GOOD
}
