//! `araxes map`: documents in, cited layers out.

use std::path::PathBuf;

use clap::Args;

use crate::decision;
use crate::export::markup::counted;
use crate::export::{self, Format, Run};
use crate::layer::{self, LayerKind, Layers};
use crate::problem::Problem;
use crate::run::{Listener, Options};
use araxes_gazetteer::UNITED_NATIONS;
use araxes_gazetteer::crs::{Transformer, WGS84};

use super::{ALL_GOOD, Common, Manner, NOTHING_DONE, SOME_FAILED, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// Documents (text, Markdown, HTML, PDF, Word, OpenDocument, RTF, e-books, mail, feeds), tables of documents (CSV, JSON
    /// Lines, Excel, Parquet), archives (ZIP, tar, gzip, Zstandard, WARC) and folders of these
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// Folder for the output
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

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
    let mut transformer = Transformer::new();
    if flags.crs != WGS84
        && let Err(error) = transformer.check(&flags.crs)
    {
        streams.error(&error);
        return NOTHING_DONE;
    }
    if !flags.force
        && let Err(error) = export::check(&flags.out)
    {
        streams.error(&error);
        return NOTHING_DONE;
    }
    let Some(engine) = flags
        .common
        .engine(&flags.recognition, Manner::MAP, streams)
    else {
        return NOTHING_DONE;
    };
    let engine = flags.reading.applied(engine);
    let beside = flags.out.join(decision::NAME);
    let Some(engine) = flags.decisions.applied(engine, Some(&beside), streams) else {
        return NOTHING_DONE;
    };
    let gazetteer = engine.gazetteer();
    let views = gazetteer.views();
    if !views.contains(flags.view.as_str()) && gazetteer.country(&flags.view).is_none() {
        streams.error(&format_args!(
            "--view {}: neither un, de-facto nor the ISO alpha-3 code of a state, such as AZE; views that differ from un: {}",
            flags.view,
            Vec::from_iter(views).join(", ")
        ));
        return NOTHING_DONE;
    }
    let formats = Format::chosen(&flags.format, &flags.without);
    let options = Options {
        layers: layer::Options {
            label_language: Some(flags.label_language.clone()),
            view: Some(flags.view.clone()),
            count_duplicates: flags.count_duplicates,
        },
        text_bytes: if formats.contains(&Format::WebMap) && !flags.no_text {
            export::web_map::TEXT_BYTES
        } else {
            0
        },
    };
    let outcome = engine.run(&flags.inputs, &options, &mut Messages(streams));
    let layers = &outcome.layers;
    if layers.documents.is_empty() {
        streams.error(&"no document could be read, so nothing was written; name documents, or a folder that has some");
        return NOTHING_DONE;
    }
    let run = Run {
        csv_crs: flags.crs.clone(),
        formats,
        ..Run::of(&options.layers, engine.resolution(), &outcome.problems)
            .with_decisions(engine.decisions().files())
    };
    match export::write(&flags.out, layers, gazetteer, &run, &mut transformer) {
        Ok(files) => {
            summarise(layers, streams);
            streams.say(&format_args!(
                "{} files in {}",
                files.len(),
                flags.out.display()
            ));
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

/// Tells what a run meets while it goes on.
struct Messages<'a, 's>(&'a mut Streams<'s>);

impl Listener for Messages<'_, '_> {
    fn problem(&mut self, problem: &Problem) {
        self.0.problem(problem);
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
