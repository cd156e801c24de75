//! `araxes render`: the map of a run as a picture.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};

use crate::built_in;
use crate::export;
use crate::render::{self, Extent, Options, Scene};
use araxes_gazetteer::crs::Transformer;

use super::{ALL_GOOD, NOTHING_DONE, Streams};

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("picture").args(["png", "svg"]).required(true).multiple(true)))]
pub(super) struct Flags {
    /// Folder that `araxes map` wrote
    #[arg(value_name = "OUT")]
    folder: PathBuf,

    /// Picture to write, as PNG
    #[arg(long, value_name = "FILE")]
    png: Option<PathBuf>,

    /// Picture to write, as SVG; a program that opens it needs the font Noto Sans for the same look
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,

    /// Width in pixels; the height follows from the extent
    #[arg(long, value_name = "PIXELS", default_value_t = 1600, value_parser = clap::value_parser!(u32).range(300..=10_000))]
    width: u32,

    /// What to show: west,south,east,north in degrees [default: where most of the mentions are]
    #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true)]
    extent: Option<Extent>,

    /// Title over the map [default: how many documents it shows]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    match draw(flags, streams) {
        Ok(()) => ALL_GOOD,
        Err(error) => {
            streams.error(&error);
            NOTHING_DONE
        }
    }
}

fn draw(flags: &Flags, streams: &mut Streams<'_>) -> Result<(), Box<dyn std::error::Error>> {
    export::check_readable(&flags.folder)?;
    let scene = Scene::read(&flags.folder)?;
    let world = built_in::open(&built_in::sources())?;
    let options = Options {
        width: flags.width,
        extent: flags.extent,
        title: flags.title.clone(),
    };
    let picture = render::draw(&scene, &world, &options, &mut Transformer::new())?;
    let written: Vec<(&Path, Vec<u8>)> = [
        flags
            .svg
            .as_deref()
            .map(|path| Ok((path, picture.svg.clone().into_bytes()))),
        flags
            .png
            .as_deref()
            .map(|path| render::png(&picture.svg).map(|bytes| (path, bytes))),
    ]
    .into_iter()
    .flatten()
    .collect::<Result<_, render::PictureError>>()?;
    for (path, bytes) in written {
        export::write_whole(path, &bytes)?;
        streams.say(&path.display());
    }
    if picture.unlabelled > 0 {
        streams.note(&format_args!(
            "{} names found no room; a larger picture has no more, a smaller --extent has",
            picture.unlabelled
        ));
    }
    if !picture.unwritable.is_empty() {
        streams.note(&format_args!(
            "the built-in fonts have Latin, Greek, Cyrillic, Armenian and Georgian letters, and not those of: {}",
            picture.unwritable.join(", ")
        ));
    }
    Ok(())
}
