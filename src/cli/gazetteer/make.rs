//! From sources to the file: what `import` and `build` have in common, and what they say about the rows.

use std::path::{Path, PathBuf};

use clap::Args;
use tempfile::NamedTempFile;

use crate::built_in;
use araxes_gazetteer::compile::stream::{Builder, Built};
use araxes_gazetteer::import::report::{KEPT, Outcome, Report};
use araxes_gazetteer::import::{ImportError, Importer, Source};
use araxes_gazetteer::new_file::{self, folder_of};

use super::super::{ALL_GOOD, SOME_FAILED, Streams};
use super::progress::bar;
use super::{fail, say};

/// What is made and what becomes of rows that cannot be used.
#[derive(Debug, Args)]
pub(super) struct Making {
    /// The file to write
    #[arg(short, long, value_name = "FILE.gaz")]
    pub(super) out: PathBuf,

    /// Write every row that was refused, mended or left out to this file, with file, line and reason
    #[arg(long, value_name = "FILE.csv")]
    rejects: Option<PathBuf>,

    /// Write nothing and exit with 1 if a row is refused or mended
    #[arg(long)]
    strict: bool,
}

/// Imports sources, the later over the earlier, and writes the gazetteer.
pub(super) fn make(sources: &[Source], making: &Making, streams: &mut Streams<'_>) -> u8 {
    let mut rejects = None;
    let mut report = Report::default();
    if let Some(path) = &making.rejects {
        let begun = new_file::begin(folder_of(path)).and_then(|file| Ok((file.reopen()?, file)));
        match begun {
            Ok((writer, file)) => {
                report = Report::writing_to(Box::new(std::io::BufWriter::new(writer)));
                rejects = Some((path.as_path(), file));
            }
            Err(error) => return fail(streams, &format_args!("{}: {error}", path.display())),
        }
    }
    let imported = import(sources, &making.out, &mut report);
    tell_rows(&report, streams);
    if let Some((path, file)) = rejects
        && let Err(error) = keep(&mut report, path, file)
    {
        return fail(streams, &format_args!("{}: {error}", path.display()));
    }
    let builder = match imported {
        Ok(builder) => builder,
        Err(error) => return fail(streams, &error),
    };
    let refused = report.count_of(Outcome::Refused);
    let mended = report.count_of(Outcome::Mended);
    if making.strict && refused + mended > 0 {
        let out = making.out.display();
        return fail(
            streams,
            &format_args!(
                "{out}: not written, for --strict was given and {refused} rows were refused, {mended} mended"
            ),
        );
    }
    let built = match builder.finish(&making.out) {
        Ok(built) => built,
        Err(error) => return fail(streams, &error),
    };
    tell_building(&built, streams);
    let said = say(
        streams,
        &format!(
            "{}: {} bytes, {} places, {} names, {refused} rows refused, {mended} mended, {} left out\n",
            making.out.display(),
            built.bytes,
            built.places,
            built.names,
            report.count_of(Outcome::LeftOut),
        ),
    );
    match said {
        ALL_GOOD if refused + built.problems.len() as u64 > 0 => SOME_FAILED,
        said => said,
    }
}

fn import(sources: &[Source], out: &Path, report: &mut Report) -> Result<Builder, ImportError> {
    let mut builder = Builder::new(folder_of(out));
    let progress = bar();
    let importer = Importer::new(built_in::background())?;
    for source in sources {
        let places = importer.import(source, &mut builder, report, &progress)?;
        if places == 0 {
            return Err(ImportError::NoPlaces {
                title: source.title.clone(),
            });
        }
    }
    Ok(builder)
}

fn keep(report: &mut Report, path: &Path, file: NamedTempFile) -> std::io::Result<()> {
    report.finish()?;
    new_file::finish(file, path)
}

/// The first rows of each sort, and how many there were.
fn tell_rows(report: &Report, streams: &mut Streams<'_>) {
    for remark in report.first() {
        match remark.reason.outcome() {
            Outcome::Refused => streams.error(remark),
            Outcome::Mended | Outcome::LeftOut => streams.note(remark),
        }
    }
    for (reason, count) in report.counts() {
        let outcome = reason.outcome().word();
        let shown = match count > KEPT as u64 {
            true => format!(", of which the first {KEPT} are shown; --rejects FILE.csv lists all"),
            false => String::new(),
        };
        streams.note(&format_args!("{count} {outcome}: {}{shown}", reason.code()));
    }
}

/// What was decided when the rows were put together.
fn tell_building(built: &Built, streams: &mut Streams<'_>) {
    for merge in built.merges.iter().take(KEPT) {
        streams.note(merge);
    }
    if built.merges.len() > KEPT {
        streams.note(&format_args!("{} places merged in all", built.merges.len()));
    }
    for problem in built.problems.iter().take(KEPT) {
        streams.error(problem);
    }
    if built.problems.len() > KEPT {
        streams.note(&format_args!("{} such rows in all", built.problems.len()));
    }
    if !built.foreign.is_empty() {
        streams.note(&format_args!(
            "names are given to {} places that are not in these sources ({}…); they count where a gazetteer that has them is open too",
            built.foreign.len(),
            built.foreign.iter().take(3).cloned().collect::<Vec<_>>().join(", ")
        ));
    }
}
