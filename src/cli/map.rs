//! `araxes map`: documents in, cited layers out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::document::{self, Severity};
use crate::export::{self, Format, Run};
use crate::layer::{Collector, LayerKind, Layers, Options};
use crate::pipeline::Pipeline;
use crate::recognition::Usages;
use araxes_gazetteer::UNITED_NATIONS;
use araxes_gazetteer::crs::{Transformer, WGS84};

use super::{ALL_GOOD, Common, NOTHING_DONE, SOME_FAILED, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// Documents (.txt, .md) and folders with documents
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
    let Some(gazetteer) = flags.common.open(streams) else {
        return NOTHING_DONE;
    };
    let views = gazetteer.views();
    if !views.contains(flags.view.as_str()) && gazetteer.country(&flags.view).is_none() {
        streams.error(&format_args!(
            "--view {}: neither un, de-facto nor the ISO alpha-3 code of a state, such as AZE; views that differ from un: {}",
            flags.view,
            Vec::from_iter(views).join(", ")
        ));
        return NOTHING_DONE;
    }
    let mut problems: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |code: &str, times: usize| {
        if times > 0 {
            *problems.entry(code.to_owned()).or_default() += times;
        }
    };
    let mut failed = !gazetteer.problems().is_empty();
    count("gazetteer-row-refused", gazetteer.problems().len());

    let collected = document::collect(&flags.inputs);
    for problem in &collected.problems {
        count(problem.code, 1);
        match problem.severity {
            Severity::Error => {
                failed = true;
                streams.error(&format_args!("{}: {}", problem.path, problem.message));
            }
            Severity::Note => streams.note(&format_args!("{}: {}", problem.path, problem.message)),
        }
    }

    let Some(model) = flags.recognition.model(streams) else {
        return NOTHING_DONE;
    };
    let asked = flags.recognition.options(Usages::MAP);
    let resolution = flags.common.resolution(super::MAP_CONFIDENCE);
    let mut pipeline = Pipeline::new(&gazetteer, resolution).recognising(&model, asked);
    let formats = Format::chosen(&flags.format, &flags.without);
    let options = Options {
        label_language: Some(flags.label_language.clone()),
        view: Some(flags.view.clone()),
        text_bytes: if formats.contains(&Format::WebMap) && !flags.no_text {
            export::web_map::TEXT_BYTES
        } else {
            0
        },
    };
    let mut collector = Collector::new(&gazetteer, options);
    let mut read = 0_usize;
    for file in &collected.files {
        let document = match document::read(file) {
            Ok(document) => document,
            Err(error) => {
                failed = true;
                count("unreadable-document", 1);
                streams.error(&error);
                continue;
            }
        };
        for problem in &document.problems {
            count(problem.code, 1);
            let place = problem
                .place
                .map(|place| format!(" (character {place})"))
                .unwrap_or_default();
            streams.note(&format_args!(
                "{}{place}: {}",
                document.path, problem.message
            ));
        }
        let analysis = pipeline.analyse(&document);
        count(
            "coordinate-out-of-range",
            analysis.recognition.broken_coordinates.len(),
        );
        for broken in &analysis.recognition.broken_coordinates {
            failed = true;
            let place = document.source.span(broken.span.clone()).chars.start;
            streams.error(&format_args!(
                "{} (character {place}): “{}”: {}",
                document.path, broken.surface, broken.reason
            ));
        }
        collector.add(&document, &analysis.recognition, &analysis.related);
        read += 1;
    }
    if read == 0 {
        streams.error(&"no document could be read, so nothing was written; name .txt or .md files, or a folder that has some");
        return NOTHING_DONE;
    }

    let layers = collector.finish();
    let run = Run {
        options: BTreeMap::from([
            ("label_language".to_owned(), json!(flags.label_language)),
            (
                "min_confidence".to_owned(),
                json!(resolution.min_confidence),
            ),
            ("view".to_owned(), json!(flags.view)),
            ("as_of".to_owned(), json!(resolution.as_of)),
        ]),
        problems,
        csv_crs: flags.crs.clone(),
        formats,
    };
    match export::write(&flags.out, &layers, &gazetteer, &run, &mut transformer) {
        Ok(files) => {
            summarise(&layers, streams);
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
    if failed { SOME_FAILED } else { ALL_GOOD }
}

fn summarise(layers: &Layers, streams: &mut Streams<'_>) {
    let count = |kind: LayerKind| layers.layer(kind).map_or(0, |layer| layer.features.len());
    streams.say(&format_args!(
        "{} documents: {} places and positions, {} routes, {} borders; {} citations, {} mentions unresolved",
        layers.documents.len(),
        count(LayerKind::Mentions),
        count(LayerKind::Routes),
        count(LayerKind::Borders),
        layers.features().map(|(_, feature)| feature.citations.len()).sum::<usize>(),
        layers.unresolved.len()
    ));
}
