//! `araxes diff`: what changed between the outputs of two runs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::diff::{self, Folder};

use super::{ALL_GOOD, NOTHING_DONE, Streams, for_terminal};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// The folder of the earlier run
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The folder of the later run
    #[arg(value_name = "NEW")]
    new: PathBuf,

    /// How to tell it
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = As::Text)]
    format: As,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    /// In words, a line for each
    Text,
    /// As a JSON object
    Json,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let mut folders = Vec::new();
    for folder in [&flags.old, &flags.new] {
        match Folder::open(folder) {
            Ok(folder) => folders.push(folder),
            Err(error) => {
                streams.error(&error);
                return NOTHING_DONE;
            }
        }
    }
    let [old, new] = folders.as_slice() else {
        return NOTHING_DONE;
    };
    let diff = diff::compare(old, new);
    let text = match flags.format {
        As::Text => for_terminal(&diff::told(&diff)).into_owned(),
        As::Json => match serde_json::to_string_pretty(&diff) {
            Ok(json) => json + "\n",
            Err(error) => {
                streams.error(&format_args!(
                    "the difference cannot be written as JSON ({error})"
                ));
                return NOTHING_DONE;
            }
        },
    };
    match streams.write(&text) {
        Ok(()) => ALL_GOOD,
        Err(code) => code,
    }
}
