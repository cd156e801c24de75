//! `araxes merge`: parts of a run in, cited layers out.

use std::path::PathBuf;

use clap::Args;

use crate::decision;

use super::map::OutputFlags;
use super::{Common, Manner, NOTHING_DONE, RecognitionFlags, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// Parts that `araxes map --part` wrote, in any order; one that is given twice counts once
    #[arg(required = true, value_name = "PART")]
    parts: Vec<PathBuf>,

    /// Folder for the output
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    #[command(flatten)]
    output: OutputFlags,

    #[command(flatten)]
    decisions: super::DecisionFlags,

    #[command(flatten)]
    common: Common,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let output = &flags.output;
    if !output.check(Some(&flags.out), streams) {
        return NOTHING_DONE;
    }
    let recognition = RecognitionFlags::default();
    let Some(engine) = flags.common.engine(&recognition, Manner::MAP, streams) else {
        return NOTHING_DONE;
    };
    let beside = flags.out.join(decision::NAME);
    let Some(engine) = flags.decisions.applied(engine, Some(&beside), streams) else {
        return NOTHING_DONE;
    };
    if !output.check_view(engine.gazetteer(), streams) {
        return NOTHING_DONE;
    }
    let options = output.options(None);
    match engine.merge(&flags.parts, &options) {
        Ok(outcome) => output.write(&flags.out, &outcome, &engine, &options, streams),
        Err(error) => {
            streams.error(&error);
            NOTHING_DONE
        }
    }
}
