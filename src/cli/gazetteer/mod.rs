//! `araxes gazetteer`: making, checking and describing compiled gazetteers.

mod build;
mod export;
mod import;
mod make;
mod progress;
mod search;
mod verify;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::built_in;
use araxes_gazetteer::new_file;
use araxes_gazetteer::{Gazetteer, VolumeSource, compile_folders};

use super::{ALL_GOOD, NOTHING_DONE, SOME_FAILED, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Compile folders of the shape of gazetteer/caucasus into one file; a later folder extends and overrides the
    /// earlier ones
    Compile {
        /// Folders with places.csv and names.csv
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<PathBuf>,

        /// The file to write
        #[arg(short, long, value_name = "FILE.gaz")]
        out: PathBuf,
    },
    /// Read a source in the format of its publisher and make a gazetteer of it
    Import(import::Flags),
    /// Fetch and import the sources that a recipe lists and make one gazetteer of them
    Build(build::Flags),
    /// Look up what a name or an id can stand for, the best known first, with all names, ids and a link to a map
    Search(search::Flags),
    /// Write the places and names of a gazetteer for other programs
    Export(export::Flags),
    /// Read gazetteers from end to end, compare their checksums, and name rows that cannot be right: points in other
    /// countries, containers and stops that are not there, duplicates. Exit code 2 where something severe is found
    Verify(verify::Flags),
    /// Say what gazetteers hold and where they are from; of several, opened together, also which places of the later
    /// are taken for places of the earlier
    Info {
        /// The files, the later over the earlier; `world` and `caucasus` stand for those in the program
        #[arg(required = true, value_name = "FILE.gaz")]
        files: Vec<PathBuf>,
    },
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    match &flags.task {
        Task::Compile { folders, out } => compile(folders, out, streams),
        Task::Import(flags) => import::run(flags, streams),
        Task::Build(flags) => build::run(flags, streams),
        Task::Search(flags) => search::run(flags, streams),
        Task::Export(flags) => export::run(flags, streams),
        Task::Verify(flags) => verify::run(flags, streams),
        Task::Info { files } => match open(files) {
            Ok(gazetteer) => say(streams, &description(&gazetteer)),
            Err(error) => fail(streams, &error),
        },
    }
}

fn fail(streams: &mut Streams<'_>, error: &dyn std::fmt::Display) -> u8 {
    streams.error(error);
    NOTHING_DONE
}

fn say(streams: &mut Streams<'_>, text: &str) -> u8 {
    streams
        .write(&super::for_terminal(text))
        .err()
        .unwrap_or(ALL_GOOD)
}

fn open(files: &[PathBuf]) -> Result<Gazetteer, araxes_gazetteer::OpenError> {
    let sources: Vec<VolumeSource> = files.iter().map(|file| built_in::source_at(file)).collect();
    built_in::open(&sources)
}

fn compile(folders: &[PathBuf], out: &Path, streams: &mut Streams<'_>) -> u8 {
    let compilation = match compile_folders(folders) {
        Ok(compilation) => compilation,
        Err(error) => return fail(streams, &error),
    };
    for merge in &compilation.merges {
        streams.note(merge);
    }
    for problem in &compilation.problems {
        streams.error(problem);
    }
    if let Err(error) = new_file::write(out, |file| file.write_all(&compilation.bytes)) {
        return fail(streams, &format_args!("{}: {error}", out.display()));
    }
    let said = say(
        streams,
        &format!(
            "{}: {} bytes, {} places merged, {} rows refused\n",
            out.display(),
            compilation.bytes.len(),
            compilation.merges.len(),
            compilation.problems.len()
        ),
    );
    if said == ALL_GOOD && !compilation.problems.is_empty() {
        return SOME_FAILED;
    }
    said
}

fn description(gazetteer: &Gazetteer) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    // Writing to a String cannot fail.
    for file in gazetteer.files() {
        let _ = writeln!(text, "{}", file.path);
        let _ = writeln!(
            text,
            "  format {}, compiled by {}",
            file.format, file.program
        );
        let _ = writeln!(text, "  {} bytes", file.bytes);
        for (what, count) in &file.counts {
            let _ = writeln!(text, "  {count} {what}");
        }
        for volume in &file.volumes {
            let _ = writeln!(
                text,
                "volume {}: {} places, {} names, sha256 {}",
                volume.title, volume.places, volume.names, volume.sha256
            );
        }
        for source in &file.sources {
            let _ = writeln!(
                text,
                "source {}: {} ({}; {})",
                source.key, source.title, source.version, source.licence
            );
        }
    }
    for merge in gazetteer.merges() {
        let _ = writeln!(text, "merged {merge}");
    }
    text
}
