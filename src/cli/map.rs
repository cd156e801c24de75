//! `araxes map`: documents in, cited layers out.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::decision;
use crate::document::Document;
use crate::export::markup::counted;
use crate::export::{self, Format, Run};
use crate::layer::{self, LayerKind, Layers};
use crate::problem::{Code, Problem, Severity};
use crate::run::{Analysis, Engine, Listener, Options, Outcome};
use araxes_gazetteer::crs::{Transformer, WGS84};
use araxes_gazetteer::{Gazetteer, UNITED_NATIONS};

use super::progress::Bar;
use super::{ALL_GOOD, Common, Manner, NOTHING_DONE, SOME_FAILED, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// Documents (text, Markdown, HTML, PDF, Word, OpenDocument, RTF, e-books, mail, feeds), tables of documents (CSV, JSON
    /// Lines, Excel, Parquet), archives (ZIP, tar, gzip, Zstandard, WARC) and folders of these
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// Folder for the output
    #[arg(long, value_name = "DIR", required_unless_present = "part")]
    out: Option<PathBuf>,

    /// Write what the documents come to into this file instead, for `araxes merge` to make the output of it and of others
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    part: Option<PathBuf>,

    #[command(flatten)]
    output: OutputFlags,

    /// How many documents are worked on at the same time; as many as there are processors by default
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    #[command(flatten)]
    decisions: super::DecisionFlags,

    #[command(flatten)]
    reading: super::ReadingFlags,

    #[command(flatten)]
    recognition: super::RecognitionFlags,

    #[command(flatten)]
    common: Common,
}

/// Flags of the commands that write an output folder.
#[derive(Debug, Args)]
pub(super) struct OutputFlags {
    /// Language of the labels, such as hy, az, ru or fa
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    label_language: String,

    /// Whose borders are drawn where states disagree: un (as the United Nations recognise them), de-facto (as they are
    /// held on the ground) or the ISO alpha-3 code of a state
    #[arg(long, value_name = "VIEW", default_value = UNITED_NATIONS)]
    view: String,

    /// Coordinate reference system of the CSV files, such as EPSG:32638; GeoJSON is always WGS 84
    #[arg(long, value_name = "CRS", default_value = WGS84)]
    crs: String,

    /// Write these formats as well, separated by commas
    #[arg(long, value_name = "FORMATS", value_enum, value_delimiter = ',')]
    format: Vec<Format>,

    /// Leave these formats out, separated by commas; the GeoJSON and CSV files are always written
    #[arg(
        long,
        value_name = "FORMATS",
        value_enum,
        value_delimiter = ',',
        hide_possible_values = true
    )]
    without: Vec<Format>,

    /// Write over files in the folder that another version of Araxes or somebody else wrote
    #[arg(long)]
    force: bool,

    /// Leave the documents' texts out of map.html, which then quotes the cited sentences only
    #[arg(long)]
    no_text: bool,

    /// Count documents that tell the same story each, such as an agency’s text in two papers, instead of once
    #[arg(long)]
    count_duplicates: bool,
}

impl OutputFlags {
    /// Whether what is asked for can be done at all; otherwise it is told why not.
    pub(super) fn check(&self, out: Option<&Path>, streams: &mut Streams<'_>) -> bool {
        let mut transformer = Transformer::new();
        if self.crs != WGS84
            && let Err(error) = transformer.check(&self.crs)
        {
            streams.error(&error);
            return false;
        }
        if let Some(out) = out
            && !self.force
            && let Err(error) = export::check(out)
        {
            streams.error(&error);
            return false;
        }
        true
    }

    /// Whether the gazetteer knows the view; otherwise it is told which there are.
    pub(super) fn check_view(&self, gazetteer: &Gazetteer, streams: &mut Streams<'_>) -> bool {
        let views = gazetteer.views();
        let is_known =
            views.contains(self.view.as_str()) || gazetteer.country(&self.view).is_some();
        if !is_known {
            streams.error(&format_args!(
                "--view {}: neither un, de-facto nor the ISO alpha-3 code of a state, such as AZE; views that differ from un: {}",
                self.view,
                Vec::from_iter(views).join(", ")
            ));
        }
        is_known
    }

    fn formats(&self) -> BTreeSet<Format> {
        Format::chosen(&self.format, &self.without)
    }

    /// What a run is to be like.
    pub(super) fn options(&self, threads: Option<NonZeroUsize>) -> Options {
        Options {
            layers: layer::Options {
                label_language: Some(self.label_language.clone()),
                view: Some(self.view.clone()),
                count_duplicates: self.count_duplicates,
            },
            text_bytes: if self.formats().contains(&Format::WebMap) && !self.no_text {
                export::web_map::TEXT_BYTES
            } else {
                0
            },
            threads,
        }
    }

    /// Writes what a run comes to, and tells it; the exit code.
    pub(super) fn write(
        &self,
        out: &Path,
        outcome: &Outcome,
        engine: &Engine,
        options: &Options,
        streams: &mut Streams<'_>,
    ) -> u8 {
        let layers = &outcome.layers;
        if layers.documents.is_empty() {
            streams.error(&"no document could be read, so nothing was written; name documents, or a folder that has some");
            return NOTHING_DONE;
        }
        let run = Run {
            csv_crs: self.crs.clone(),
            formats: self.formats(),
            ..Run::of(&options.layers, engine.resolution(), &outcome.problems)
                .with_decisions(engine.decisions().files())
        };
        let transformer = &mut Transformer::new();
        match export::write(out, layers, engine.gazetteer(), &run, transformer) {
            Ok(files) => {
                summarise(layers, streams);
                streams.say(&format_args!("{} files in {}", files.len(), out.display()));
            }
            Err(error) => {
                streams.error(&error);
                return NOTHING_DONE;
            }
        }
        if outcome.failed().next().is_some() {
            SOME_FAILED
        } else {
            ALL_GOOD
        }
    }
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let output = &flags.output;
    if !output.check(flags.out.as_deref(), streams) {
        return NOTHING_DONE;
    }
    let Some(engine) = flags
        .common
        .engine(&flags.recognition, Manner::MAP, streams)
    else {
        return NOTHING_DONE;
    };
    let engine = flags.reading.applied(engine);
    let beside = flags.out.as_ref().map(|out| out.join(decision::NAME));
    let Some(engine) = flags.decisions.applied(engine, beside.as_deref(), streams) else {
        return NOTHING_DONE;
    };
    if !output.check_view(engine.gazetteer(), streams) {
        return NOTHING_DONE;
    }
    let options = output.options(flags.threads);
    let mut messages = Messages::to(streams);
    if let Some(part) = &flags.part {
        let written = engine.write_part(&flags.inputs, &options, part, &mut messages);
        messages.end();
        return match written {
            Ok((0, _)) => {
                streams.error(&format_args!(
                    "no document could be read; {} says so, and adds nothing to what it is merged with",
                    part.display()
                ));
                SOME_FAILED
            }
            Ok((documents, problems)) => {
                streams.say(&format_args!(
                    "{} in {}",
                    counted(documents, "document"),
                    part.display()
                ));
                let failed = |problem: &Problem| problem.severity() == Severity::Error;
                match problems.iter().any(failed) {
                    true => SOME_FAILED,
                    false => ALL_GOOD,
                }
            }
            Err(error) => {
                streams.error(&error);
                NOTHING_DONE
            }
        };
    }
    let outcome = engine.run(&flags.inputs, &options, &mut messages);
    messages.end();
    let Some(out) = &flags.out else {
        // The flags are such that one of the two is there.
        return NOTHING_DONE;
    };
    output.write(out, &outcome, &engine, &options, streams)
}

/// How many problems of one sort are told one by one: a thousand scans without text are one thing to know. All are in
/// `problems.csv`.
const TOLD: usize = 20;

/// Tells what a run meets while it goes on, and at a terminal how far it has come.
struct Messages<'a, 's> {
    streams: &'a mut Streams<'s>,
    met: BTreeMap<Code, usize>,
    bar: Bar,
}

impl<'a, 's> Messages<'a, 's> {
    fn to(streams: &'a mut Streams<'s>) -> Self {
        Self {
            streams,
            met: BTreeMap::new(),
            bar: Bar::default(),
        }
    }

    /// Tells how much was not told.
    fn end(self) {
        for (code, count) in &self.met {
            if let Some(more) = count.checked_sub(TOLD).filter(|&more| more > 0) {
                let message = format!("{code}: {more} more, all in problems.csv");
                match code.severity() {
                    Severity::Error => self.streams.error(&message),
                    Severity::Note => self.streams.note(&message),
                }
            }
        }
    }
}

impl Listener for Messages<'_, '_> {
    fn begin(&mut self, files: usize) {
        self.bar.begin(files);
    }

    fn problem(&mut self, problem: &Problem) {
        let met = self.met.entry(problem.code).or_default();
        *met += 1;
        if *met > TOLD {
            return;
        }
        let streams = &mut self.streams;
        self.bar.suspended(|| streams.problem(problem));
    }

    fn document(&mut self, document: &Document, _: &Analysis) {
        self.bar.document(document.text.len());
    }

    fn file(&mut self) {
        self.bar.file();
    }

    fn finished(&mut self, _: &Layers) {
        self.bar.end();
    }
}

fn summarise(layers: &Layers, streams: &mut Streams<'_>) {
    let count = |kind: LayerKind| layers.layer(kind).map_or(0, |layer| layer.features.len());
    streams.say(&format_args!(
        "{}: {} {}, {}, {}; {}, {} unresolved",
        counted(layers.documents.len(), "document"),
        count(LayerKind::Mentions),
        if count(LayerKind::Mentions) == 1 {
            "place or position"
        } else {
            "places and positions"
        },
        counted(count(LayerKind::Routes), "route"),
        counted(count(LayerKind::Borders), "border"),
        counted(
            layers
                .features()
                .map(|(_, feature)| feature.citations.len())
                .sum(),
            "citation"
        ),
        counted(layers.unresolved.len(), "mention"),
    ));
}
