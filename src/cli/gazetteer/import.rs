//! `araxes gazetteer import`: one source becomes a gazetteer.

use std::path::PathBuf;

use clap::Args;

use araxes_gazetteer::import::{Column, Kind, Mapping, Source};

use super::super::Streams;
use super::make::{Making, make};

#[derive(Debug, Args)]
pub(super) struct Flags {
    #[arg(value_name = "KIND", help = kinds())]
    kind: Kind,

    /// Files, archives (.zip), and folders of files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// What the gazetteer is called; part of the ids of places that have none of their own [default: the name of the
    /// first file]
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,

    /// The licence of the source, if it is not known by its kind
    #[arg(long, value_name = "LICENCE")]
    licence: Option<String>,

    #[arg(long, value_name = "WHAT=COLUMN,…", help = columns())]
    map: Option<Mapping>,

    /// The coordinate reference system of a layer that does not name its own
    #[arg(long, value_name = "EPSG:CODE")]
    crs: Option<String>,

    #[command(flatten)]
    making: Making,
}

fn kinds() -> String {
    format!(
        "What sort of source: {}",
        Kind::ALL.map(Kind::name).join(", ")
    )
}

fn columns() -> String {
    format!(
        "Which column of a layer says what, where their names do not tell: name=NAME,id=NR,kind=TYP. There are {}",
        Column::ALL.map(Column::name).join(", ")
    )
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let mut source = Source::new(flags.kind, flags.paths.clone());
    if let Some(title) = &flags.title {
        source.title.clone_from(title);
    }
    if let Some(licence) = &flags.licence {
        source.licence.clone_from(licence);
    }
    if let Some(mapping) = &flags.map {
        source.mapping = mapping.clone();
    }
    source.crs.clone_from(&flags.crs);
    make(&[source], &flags.making, streams)
}
