//! `araxes train resolution`: the weights of the features on which candidates are judged.

use std::path::PathBuf;

use clap::Args;

use crate::evaluation::corpus::GoldDocument;
use crate::evaluation::measure::ratio;
use crate::resolution::{Group, Model};
use crate::training::resolution as trainer;
use araxes_gazetteer::new_file;

use super::{ALL_GOOD, Common, NOTHING_DONE, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// JSON Lines files with `id`, `text` and `toponyms`, each with `start`, `end`, `lat`, `lon`; each file counts alike
    #[arg(value_name = "CORPUS", required = true)]
    corpora: Vec<PathBuf>,

    /// Where to write the weights
    #[arg(short, long, value_name = "FILE")]
    out: PathBuf,

    /// Penalty for large weights
    #[arg(long, value_name = "P", default_value_t = 2.0)]
    penalty: f64,

    /// Leave a group of features out, to measure what it is worth: `company`, `container`, `form` … May be repeated
    #[arg(long, value_name = "GROUP", value_parser = group)]
    without: Vec<Group>,

    /// Keep the weights and the scale of the program; fit only how far recognition is believed
    #[arg(long, conflicts_with_all = ["penalty", "without"])]
    beliefs_only: bool,

    #[command(flatten)]
    common: Common,
}

fn group(text: &str) -> Result<Group, String> {
    let known = Group::ALL.into_iter().find(|group| group.key() == text);
    known.ok_or_else(|| {
        let keys: Vec<&str> = Group::ALL.iter().map(|group| group.key()).collect();
        format!("one of {} is wanted", keys.join(", "))
    })
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let Some(gazetteer) = flags.common.open(streams) else {
        return NOTHING_DONE;
    };
    let corpora: Result<Vec<Vec<GoldDocument>>, _> = flags
        .corpora
        .iter()
        .map(|path| GoldDocument::read_all(path))
        .collect();
    let corpora = match corpora {
        Ok(corpora) => corpora,
        Err(error) => {
            streams.error(&error);
            return NOTHING_DONE;
        }
    };
    let recognition = crate::recognition::Model::built_in();
    if flags.beliefs_only {
        let model = trainer::fit_beliefs(&corpora, &gazetteer, recognition, Model::shipped());
        return written(flags, &model, streams);
    }
    let lessons = trainer::lessons(&corpora, &gazetteer);
    let settings = trainer::Settings {
        penalty: flags.penalty,
        without: flags.without.clone(),
    };
    let outcomes = trainer::held_out(&lessons, &gazetteer, Model::shipped(), &settings);
    let all: Vec<_> = lessons.iter().collect();
    let mut model = trainer::train(&all, &gazetteer, Model::shipped(), &settings);
    model.calibration.scale = trainer::fit_scale(&outcomes);
    let model = trainer::fit_beliefs(&corpora, &gazetteer, recognition, &model);
    for (number, path) in flags.corpora.iter().enumerate() {
        let own = || outcomes.iter().filter(|outcome| outcome.corpus == number);
        let right = own().filter(|outcome| outcome.right).count();
        let possible = own().filter(|outcome| outcome.possible).count();
        let percent = |part: usize, whole: usize| 100.0 * ratio(part, whole).unwrap_or(0.0);
        streams.note(&format_args!(
            "{}: {} mentions of documents not learned from ({} folds): {:.1} % within 161 km, a candidate for {:.1} %, \
             chosen where there is one {:.1} %",
            path.display(),
            own().count(),
            trainer::FOLDS,
            percent(right, own().count()),
            percent(possible, own().count()),
            percent(right, possible),
        ));
    }
    written(flags, &model, streams)
}

fn written(flags: &Flags, model: &Model, streams: &mut Streams<'_>) -> u8 {
    if let Err(error) = new_file::write(&flags.out, |out| out.write_all(model.to_csv().as_bytes()))
    {
        streams.error(&format_args!(
            "{}: cannot be written ({error}); choose a folder that exists and is yours",
            flags.out.display()
        ));
        return NOTHING_DONE;
    }
    ALL_GOOD
}
