//! `araxes decisions`: files of what people decided, checked and merged.

use std::path::PathBuf;

use clap::{Args, Subcommand};

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

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    match &flags.command {
        Command::Check(flags) => check(flags, streams),
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
    let written = new_file::write(&flags.output, |out| out.write_all(text.as_bytes()));
    if let Err(error) = written {
        streams.error(&format_args!(
            "{}: cannot be written ({error}); check that the folder exists and is yours",
            flags.output.display()
        ));
        return NOTHING_DONE;
    }
    if contradictions.is_empty() {
        ALL_GOOD
    } else {
        SOME_FAILED
    }
}
