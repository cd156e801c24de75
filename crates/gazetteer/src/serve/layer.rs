//! One compiled file among those that are open, and what its description says of it.

use std::sync::OnceLock;

use serde::Deserialize;

use super::compiled::{Compiled, Local};
use super::settled::Settled;
use super::twin::Twins;
use crate::compile::place::{BorderNumber, Entry, PlaceNumber, RouteNumber};
use crate::compile::territory::TerritoryRow;
use crate::compile::volume::AcceptedRow;

/// Identity of a volume that was opened, for `run.json`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct VolumeInfo {
    /// What the volume is called.
    pub title: String,
    /// SHA-256 over the files it was compiled from, in hexadecimal.
    pub sha256: String,
    /// How many places it has.
    pub places: usize,
    /// How many names it has, labels not counted.
    pub names: usize,
}

/// A source of the rows of a gazetteer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SourceInfo {
    /// What rows call it.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its version or the day it was read.
    pub version: String,
    /// Its licence.
    pub licence: String,
}

/// How much a compiled file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileInfo {
    /// Where it is from.
    pub path: String,
    /// Its size in bytes.
    pub bytes: usize,
    /// The version of the format.
    pub format: u32,
    /// Which program compiled it.
    pub program: String,
    /// The volumes it was compiled from.
    pub volumes: Vec<VolumeInfo>,
    /// The sources of their rows.
    pub sources: Vec<SourceInfo>,
    /// Records: what, and how many.
    pub counts: Vec<(&'static str, u32)>,
}

/// What the description in a compiled file holds.
#[derive(Debug, Deserialize)]
pub(crate) struct Meta {
    pub(crate) program: String,
    pub(crate) volumes: Vec<VolumeInfo>,
    pub(crate) sources: Vec<SourceInfo>,
    #[serde(default)]
    pub(crate) territories: Vec<TerritoryRow>,
    #[serde(default)]
    pub(crate) accepted: Vec<AcceptedRow>,
}

/// One file among those that are open, and where its numbers begin among those of all.
#[derive(Debug)]
pub(crate) struct Layer {
    pub(crate) compiled: Compiled,
    pub(crate) path: String,
    pub(crate) meta: Meta,
    pub(crate) first_place: u32,
    pub(crate) first_route: u32,
    pub(crate) first_border: u32,
    pub(crate) first_name: usize,
    /// Which entries its places count as.
    pub(crate) settled: Settled,
    /// Which places of the files below its places are.
    pub(crate) below: Settled,
    /// Which of its places are places of the files below by their labels.
    pub(crate) twins: OnceLock<Twins>,
    /// Whether it is a short list that the user brought.
    pub(crate) is_own_list: bool,
}

/// How many places a gazetteer has at most that counts as a list of what its user looks for.
pub(super) const LONGEST_OWN_LIST: u32 = 10_000;

impl Layer {
    /// An entry of this layer among those of all, if its record can be read.
    pub(crate) fn entry(&self, local: Local) -> Option<Entry> {
        match local {
            Local::Place(at) => {
                self.compiled.place(at)?;
                Some(Entry::Place(PlaceNumber(self.first_place.checked_add(at)?)))
            }
            Local::Route(at) => {
                self.compiled.route(at)?;
                Some(Entry::Route(RouteNumber(self.first_route.checked_add(at)?)))
            }
            Local::Border(at) => {
                self.compiled.border(at)?;
                Some(Entry::Border(BorderNumber(
                    self.first_border.checked_add(at)?,
                )))
            }
            Local::Foreign(_) => None,
        }
    }
}
