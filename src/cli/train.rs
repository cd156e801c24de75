//! `araxes train`: the weights of the steps from data.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use crate::recognition::Model;
use crate::recognition::learning::Learning;
use crate::recognition::model::Decision;
use crate::training::recognition::tune::{self, Corpus};
use crate::training::recognition::{Options, train};
use araxes_gazetteer::new_file;

use super::{ALL_GOOD, Common, NOTHING_DONE, Streams, train_resolution};

#[derive(Debug, Args)]
pub(super) struct Flags {
    #[command(subcommand)]
    step: Step,
}

#[derive(Debug, Subcommand)]
enum Step {
    /// Train recognition: which words are toponyms
    Recognition(RecognitionFlags),
    /// Train resolution: which place is meant
    Resolution(train_resolution::Flags),
}

#[derive(Debug, Args)]
struct RecognitionFlags {
    /// Corpora of named entities in CoNLL form
    #[arg(long, required = true, num_args = 1.., value_name = "FILE.conll")]
    data: Vec<PathBuf>,

    /// Sentences with slots for names, such as src/training/recognition/templates.txt
    #[arg(long, value_name = "FILE")]
    templates: Option<PathBuf>,

    /// Folder with words.tsv and word_classes.txt
    #[arg(long, default_value = "src/recognition/lexicon", value_name = "DIR")]
    lexicon: PathBuf,

    /// Geoparsing corpora (JSON Lines with `text` and `toponyms`) to set thresholds on; weights do not learn from them
    #[arg(long, num_args = 1.., value_name = "FILE.jsonl")]
    tune: Vec<PathBuf>,

    /// How many times an epoch looks at each template, filled with other names each time
    #[arg(long, default_value_t = 22, value_name = "N")]
    fillings: usize,

    /// How often all examples are gone through
    #[arg(long, default_value_t = 4, value_name = "N")]
    epochs: usize,

    /// How many times all of that is done, with other names each time; the weights are the mean
    #[arg(long, default_value_t = 16, value_name = "N")]
    runs: usize,

    /// Leave out a group of features, to see what it is worth
    #[arg(long, value_name = "GROUP", value_parser = PossibleValuesParser::new(Learning::groups()))]
    without: Option<String>,

    /// Where to write the weights
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    #[command(flatten)]
    common: Common,
}

/// Number of buckets of features, as a power of two: two megabytes of weights.
const BUCKETS_LOG2: u32 = 18;

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    match &flags.step {
        Step::Recognition(flags) => recognition(flags, streams),
        Step::Resolution(flags) => train_resolution::run(flags, streams),
    }
}

fn recognition(flags: &RecognitionFlags, streams: &mut Streams<'_>) -> u8 {
    let Some(gazetteer) = flags.common.open(streams) else {
        return NOTHING_DONE;
    };
    let options = Options {
        corpora: flags.data.clone(),
        templates: flags.templates.clone(),
        lexicon: flags.lexicon.clone(),
        fillings: flags.fillings,
        epochs: flags.epochs,
        runs: flags.runs,
        buckets_log2: BUCKETS_LOG2,
        without: flags.without.clone(),
    };
    let trained = match train(&options, &gazetteer, Decision::default()) {
        Ok(trained) => trained,
        Err(error) => {
            streams.error(&error);
            return NOTHING_DONE;
        }
    };
    let [precision, recall, f1] = trained.held_out;
    let mut report = format!(
        "{} examples; places among the tenth held out: precision {precision:.4}, recall {recall:.4}, F1 {f1:.4}\n",
        trained.examples
    );
    let mut bytes = trained.bytes;
    if !flags.tune.is_empty() {
        let mut corpora = Vec::new();
        for path in &flags.tune {
            match std::fs::read_to_string(path) {
                Ok(text) => corpora.push(Corpus::read(&text, &gazetteer)),
                Err(error) => {
                    streams.error(&format_args!(
                        "{}: cannot be read ({error})",
                        path.display()
                    ));
                    return NOTHING_DONE;
                }
            }
        }
        let model = match Model::of(bytes.into(), "the trained weights") {
            Ok(model) => model,
            Err(error) => {
                streams.error(&error);
                return NOTHING_DONE;
            }
        };
        let (model, f1) = tune::tune(model, &corpora, &gazetteer);
        report += &format!(
            "mean F1 of the corpora tuned on: {f1:.4}\n{:?}\n",
            model.decision()
        );
        for (path, corpus) in flags.tune.iter().zip(&corpora) {
            report += &format!(
                "{}: F1 {:.4}\n",
                path.display(),
                corpus.f1(&gazetteer, &model)
            );
        }
        bytes = model.bytes();
    }
    if let Err(error) = new_file::write(&flags.output, |out| out.write_all(&bytes)) {
        streams.error(&format_args!(
            "{}: cannot be written ({error})",
            flags.output.display()
        ));
        return NOTHING_DONE;
    }
    if streams.out.write_all(report.as_bytes()).is_err() {
        return NOTHING_DONE;
    }
    ALL_GOOD
}
