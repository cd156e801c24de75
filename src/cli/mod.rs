//! The command line: flags become a run, its results become files or text, its troubles become messages and an
//! exit code: 0 all good, 2 some inputs failed, 1 nothing could be done.

mod annotate;
mod decisions;
mod diff;
mod eval;
mod explain;
mod gazetteer;
mod lines;
mod map;
mod merge;
mod progress;
mod read;
mod render;
mod train;
mod train_resolution;

pub use explain::explanation;

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory, Parser, Subcommand};
use jiff::civil::Date;

use crate::built_in;
use crate::decision::{self, DecisionFile, Decisions};
use crate::document::{Columns, Limits, Ocr};
use crate::problem::{Problem, Severity};
use crate::recognition::{self, Model, Usages};
use crate::resolution;
use crate::run::Engine;
use araxes_gazetteer::{Gazetteer, VolumeSource};

/// All good.
pub const ALL_GOOD: u8 = 0;
/// Nothing could be done.
pub const NOTHING_DONE: u8 = 1;
/// Some inputs failed, the rest was done.
pub const SOME_FAILED: u8 = 2;

/// Turns documents into cited map layers: every place, route and border traced back to the sentence that names it.
#[derive(Debug, Parser)]
#[command(name = "araxes", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read documents and write the layers mentions, routes, borders, areas and waters with their citations
    Map(map::Flags),
    /// Print what is understood of documents before any place is looked for: text, blocks, title, date, where it stands
    Read(read::Flags),
    /// Print a document with its mentions marked, and for each what it may stand for and why
    Explain(explain::Flags),
    /// Make the output of parts of a run, which `map --part` wrote, here or on other machines
    Merge(merge::Flags),
    /// Read JSON Lines with texts and write JSON Lines with their toponyms and relations
    Annotate(annotate::Flags),
    /// Check and merge files of decisions: which words mean which place, and which are none
    Decisions(decisions::Flags),
    /// Tell what changed between the outputs of two runs, and because of what
    Diff(diff::Flags),
    /// Draw the map of a run as a picture, for reports and pages
    Render(render::Flags),
    /// Compile, check and describe gazetteers
    Gazetteer(gazetteer::Flags),
    /// Measure answers against annotated corpora, by the field’s protocol
    Eval(eval::Flags),
    /// Train the weights that are part of the program
    Train(train::Flags),
}

/// Which gazetteers to use.
#[derive(Debug, Args)]
struct GazetteerFlags {
    /// A gazetteer to lay over the built-in ones: a compiled file, a folder with a volume, or a table or layer of places
    /// of your own (.csv with columns name, lat, lon; .tsv, .geojson, .topojson, .shp, .gpkg). May be given several
    /// times, a later one extends and overrides the earlier ones
    #[arg(long, value_name = "FILE or DIR")]
    gazetteer: Vec<PathBuf>,

    /// Use nothing but the gazetteers given with --gazetteer; of those in the program, `world` and `caucasus` can be
    /// given by name
    #[arg(long, requires = "gazetteer")]
    without_built_in: bool,
}

/// Flags of the commands that lead documents through the pipeline.
#[derive(Debug, Args)]
struct Common {
    #[command(flatten)]
    gazetteers: GazetteerFlags,

    /// Leave mentions unresolved that are less certain than this, 0 to 1 [default: 0.3; 0 for annotate, whose rows
    /// carry the confidence of each answer]
    #[arg(long, value_name = "P", value_parser = probability)]
    min_confidence: Option<f64>,

    /// Take names, places and lines as they were on this day, such as 1989-06-01, instead of the day of each document
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
}

/// Flags of the commands that go by what people decided.
#[derive(Debug, Args)]
struct DecisionFlags {
    /// A file of decisions: which words mean which place, and which are none. May be given several times. `map` also reads
    /// `decisions.csv` in the folder of its output
    #[arg(long, value_name = "FILE")]
    decisions: Vec<PathBuf>,
}

impl DecisionFlags {
    /// The engine that goes by these decisions, and by those in a file beside them. What is wrong with rows is told; what is
    /// wrong with a whole file ends the run.
    fn applied(
        &self,
        engine: Engine,
        beside: Option<&Path>,
        streams: &mut Streams<'_>,
    ) -> Option<Engine> {
        // Of two that are as wide and as old, that in a file named later counts.
        let beside = beside.filter(|path| path.is_file());
        let mut named: Vec<&Path> = Vec::new();
        for path in &self.decisions {
            if Some(path.as_path()) != beside && !named.contains(&path.as_path()) {
                named.push(path);
            }
        }
        let beside = beside.map(|path| DecisionFile::open_as(path, decision::NAME));
        let named = named.into_iter().map(DecisionFile::open);
        let mut files = Vec::new();
        for file in beside.into_iter().chain(named) {
            match file {
                Ok(file) => files.push(file),
                Err(error) => {
                    streams.error(&error);
                    return None;
                }
            }
        }
        let decisions = Decisions::of(files, engine.gazetteer());
        for problem in decisions.problems() {
            streams.problem(problem);
        }
        Some(engine.deciding(decisions))
    }
}

/// Whether something is wrong with decisions that is more than a note.
fn has_failed(decisions: &Decisions) -> bool {
    let mut problems = decisions.problems().iter();
    problems.any(|problem| problem.severity() == Severity::Error)
}

/// Flags of the commands that read documents.
#[derive(Debug, Args)]
struct ReadingFlags {
    /// The columns of tables whose rows are documents, where they are not called so: `text=body,title=head`. Fields are
    /// text, title, date, url, publisher, author, id and language
    #[arg(
        long,
        value_name = "FIELD=COLUMN,…",
        default_value = "",
        hide_default_value = true
    )]
    columns: Columns,

    /// The longest document, and the most that a compressed file is expanded to, in megabytes; tables and mailboxes are
    /// gone through row by row and may be longer
    #[arg(long, value_name = "MB", default_value_t = 256, value_parser = clap::value_parser!(u64).range(1..1_000_000))]
    max_document: u64,

    /// The most pages of a document that are read
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    max_pages: usize,

    /// Recognise the text of pictures and scanned PDFs with the installed programs tesseract and pdftoppm, in these
    /// languages: `--ocr`, which is English, or `--ocr=rus+eng`
    #[arg(
        long,
        value_name = "LANGUAGES",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "eng",
        value_parser = Ocr::of
    )]
    ocr: Option<Ocr>,
}

impl ReadingFlags {
    fn limits(&self) -> Limits {
        Limits {
            bytes: self.max_document << 20,
            pages: self.max_pages,
            ..Limits::default()
        }
    }

    /// The engine that reads so.
    fn applied(&self, engine: Engine) -> Engine {
        engine
            .reading(self.columns.clone(), self.limits())
            .with_ocr(self.ocr.clone())
    }
}

/// Flags of the commands that recognise names.
#[derive(Debug, Default, Args)]
struct RecognitionFlags {
    /// Which roles of names to report, separated by commas: the groups `literal` and `associative`, `all`, or single
    /// ones such as `metonymic` [default: all but language, homonym and, on a map, embedded_associative]
    #[arg(long, value_name = "ROLES")]
    roles: Option<Usages>,

    /// Weights of recognition to use instead of those in the program, as `araxes train recognition` writes them
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
}

/// What a command asks of recognition and resolution unless its flags say otherwise.
#[derive(Debug, Clone, Copy)]
struct Manner {
    /// Which usages of names are reported.
    usages: Usages,
    /// Below this a mention stays unresolved.
    min_confidence: f64,
    /// Whether mentions and refusals come with reasons.
    explain_mentions: bool,
    /// Whether candidates come with their evidence.
    explain_candidates: bool,
    /// How many candidates of a mention are listed.
    most_candidates: usize,
}

impl Manner {
    /// A map stays silent where it is not sure, and says so among the unresolved.
    const MAP: Manner = Manner {
        usages: Usages::MAP,
        min_confidence: 0.3,
        explain_mentions: false,
        explain_candidates: false,
        most_candidates: resolution::MOST_CANDIDATES,
    };

    /// Rows carry the confidence of each answer, so that whoever reads them can choose.
    const ANNOTATION: Manner = Manner {
        usages: Usages::ANNOTATION,
        min_confidence: 0.0,
        ..Manner::MAP
    };
}

impl RecognitionFlags {
    /// The weights to work with; what is wrong with a file of them ends the run.
    fn model(&self, streams: &mut Streams<'_>) -> Option<Cow<'static, Model>> {
        let Some(path) = &self.weights else {
            return Some(Cow::Borrowed(Model::built_in()));
        };
        match Model::open(path) {
            Ok(model) => Some(Cow::Owned(model)),
            Err(error) => {
                streams.error(&error);
                None
            }
        }
    }
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("a number from 0 to 1 is wanted".to_owned()),
    }
}

fn day(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| "a date such as 1989-06-01 is wanted".to_owned())
}

impl GazetteerFlags {
    fn sources(&self) -> Vec<VolumeSource> {
        let built_in = match self.without_built_in {
            true => Vec::new(),
            false => built_in::sources().to_vec(),
        };
        let given = self.gazetteer.iter().map(|path| built_in::source_at(path));
        let mut sources: Vec<VolumeSource> = Vec::new();
        for source in built_in.into_iter().chain(given) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources
    }

    /// Opens the gazetteers. Rows that were refused are reported; a volume that cannot be read, or in which no place
    /// is left, ends the run.
    fn open(&self, streams: &mut Streams<'_>) -> Option<Gazetteer> {
        let gazetteer = match built_in::open(&self.sources()) {
            Ok(gazetteer) => gazetteer,
            Err(error) => {
                streams.error(&error);
                return None;
            }
        };
        for problem in gazetteer.problems() {
            streams.error(problem);
        }
        if gazetteer.places().next().is_none() {
            streams.error(
                &"no gazetteer in use has a place that can be used; nothing could be resolved",
            );
            return None;
        }
        Some(gazetteer)
    }
}

impl Common {
    fn open(&self, streams: &mut Streams<'_>) -> Option<Gazetteer> {
        self.gazetteers.open(streams)
    }

    /// What the command leads its documents through. What is wrong with gazetteers or weights is told.
    fn engine(
        &self,
        recognition: &RecognitionFlags,
        manner: Manner,
        streams: &mut Streams<'_>,
    ) -> Option<Engine> {
        let gazetteer = self.open(streams)?;
        let model = recognition.model(streams)?;
        let engine = Engine::new(gazetteer)
            .with_recognition(model)
            .recognising(recognition::Options {
                usages: recognition.roles.unwrap_or(manner.usages),
                explain: manner.explain_mentions,
            })
            .resolving(resolution::Options {
                min_confidence: self.min_confidence.unwrap_or(manner.min_confidence),
                as_of: self.as_of,
                explain: manner.explain_candidates,
                most_candidates: manner.most_candidates,
            });
        Some(engine)
    }
}

/// What a command reads from and writes to.
struct Streams<'a> {
    input: &'a mut (dyn BufRead + Send),
    out: &'a mut dyn Write,
    messages: &'a mut dyn Write,
}

impl Streams<'_> {
    fn error(&mut self, message: &dyn std::fmt::Display) {
        self.say(&format_args!("error: {message}"));
    }

    fn problem(&mut self, problem: &Problem) {
        match problem.severity() {
            Severity::Error => self.error(problem),
            Severity::Note => self.note(problem),
        }
    }

    fn note(&mut self, message: &dyn std::fmt::Display) {
        self.say(&format_args!("note: {message}"));
    }

    /// Where messages cannot be written there is nobody to tell, so a failure to write one is no failure of the run.
    fn say(&mut self, message: &dyn std::fmt::Display) {
        let _ = writeln!(self.messages, "{}", for_terminal(&message.to_string()));
    }

    /// Writes results. `Err` is the exit code where they cannot be.
    fn write(&mut self, text: &str) -> Result<(), u8> {
        self.out
            .write_all(text.as_bytes())
            .map_err(|error| self.cannot_write(&error))
    }

    /// The exit code where results cannot be written. Whoever reads no further has what was wanted, as in `… | head`.
    fn cannot_write(&mut self, error: &std::io::Error) -> u8 {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return ALL_GOOD;
        }
        self.error(&format_args!("standard output cannot be written ({error})"));
        NOTHING_DONE
    }
}

/// A text that comes from documents, without what a terminal would take for a command: all control characters but line
/// breaks and tabulators.
fn for_terminal(text: &str) -> Cow<'_, str> {
    let is_command = |char: char| char.is_control() && !matches!(char, '\n' | '\t');
    if text.contains(is_command) {
        Cow::Owned(text.replace(is_command, "\u{FFFD}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// All commands and their flags, as the program reads them.
#[must_use]
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the program. Results go to `out`, messages to `messages`; returns the exit code.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    input: &mut (dyn BufRead + Send),
    out: &mut dyn Write,
    messages: &mut dyn Write,
) -> u8 {
    let mut streams = Streams {
        input,
        out,
        messages,
    };
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            let text = error.render();
            if error.use_stderr() {
                streams.say(&text);
                return NOTHING_DONE;
            }
            let written = streams.write(&text.to_string());
            return written.err().unwrap_or(ALL_GOOD);
        }
    };
    match arguments.command {
        Command::Map(flags) => map::run(&flags, &mut streams),
        Command::Merge(flags) => merge::run(&flags, &mut streams),
        Command::Read(flags) => read::run(&flags, &mut streams),
        Command::Explain(flags) => explain::run(&flags, &mut streams),
        Command::Annotate(flags) => annotate::run(&flags, &mut streams),
        Command::Decisions(flags) => decisions::run(&flags, &mut streams),
        Command::Diff(flags) => diff::run(&flags, &mut streams),
        Command::Render(flags) => render::run(&flags, &mut streams),
        Command::Gazetteer(flags) => gazetteer::run(&flags, &mut streams),
        Command::Eval(flags) => eval::run(&flags, &mut streams),
        Command::Train(flags) => train::run(&flags, &mut streams),
    }
}
