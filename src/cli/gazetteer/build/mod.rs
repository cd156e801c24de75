//! `araxes gazetteer build`: a recipe lists sources, files on disk or on servers, and one gazetteer is made of them.

mod download;
mod lock;
mod recipe;

use std::path::{Path, PathBuf};

use clap::Args;

use araxes_gazetteer::import::Source;
use araxes_gazetteer::import::input::checksum_of;

use super::super::{NOTHING_DONE, Streams};
use super::fail;
use super::make::{Making, make};
use super::progress::bar;
use download::Downloader;
use lock::Lock;
use recipe::{Recipe, RecipeFile};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// The recipe, a TOML file; docs/importing.md describes it
    #[arg(value_name = "RECIPE.toml")]
    recipe: PathBuf,

    /// Where fetched files are kept
    #[arg(long, value_name = "DIR", default_value = "araxes-cache")]
    cache: PathBuf,

    /// Fetch files again whose checksum the recipe does not fix
    #[arg(long)]
    refresh: bool,

    #[command(flatten)]
    making: Making,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let recipe = match Recipe::read(&flags.recipe) {
        Ok(recipe) => recipe,
        Err(error) => return fail(streams, &error),
    };
    let mut kitchen = match Kitchen::new(flags) {
        Ok(kitchen) => kitchen,
        Err(error) => return fail(streams, &error),
    };
    let mut sources: Vec<Source> = Vec::new();
    for part in &recipe.source {
        match kitchen.files(part.files()) {
            Ok(paths) => sources.push(part.source(&recipe.title, paths)),
            Err(error) => {
                streams.error(&error);
                return NOTHING_DONE;
            }
        }
    }
    for note in &kitchen.notes {
        streams.note(note);
    }
    if let Err(error) = kitchen.lock.write() {
        return fail(streams, &error);
    }
    make(&sources, &flags.making, streams)
}

/// Where files come from.
struct Kitchen<'a> {
    flags: &'a Flags,
    /// Paths of a recipe start where it lies.
    folder: &'a Path,
    downloader: Downloader,
    lock: Lock,
    notes: Vec<String>,
}

impl<'a> Kitchen<'a> {
    fn new(flags: &'a Flags) -> Result<Self, String> {
        Ok(Self {
            flags,
            folder: araxes_gazetteer::new_file::folder_of(&flags.recipe),
            downloader: Downloader::new(bar()),
            lock: Lock::beside(&flags.recipe)?,
            notes: Vec::new(),
        })
    }

    fn files<'f>(
        &mut self,
        files: impl Iterator<Item = &'f RecipeFile>,
    ) -> Result<Vec<PathBuf>, String> {
        files.map(|file| self.file(file)).collect()
    }

    /// The file on disk, fetched if need be, with the content that is wanted.
    fn file(&mut self, file: &RecipeFile) -> Result<PathBuf, String> {
        let (path, url) = match (&file.path, &file.url) {
            (Some(path), None) => (self.folder.join(path), None),
            (None, Some(url)) => (
                download::place_in(&self.flags.cache, url),
                Some(url.as_str()),
            ),
            _ => return Err("a file of a recipe has either a path or a url".to_owned()),
        };
        let wanted = file.sha256.as_deref().map(str::to_ascii_lowercase);
        let Some(url) = url else {
            if let Some(wanted) = wanted {
                let found = checksum_of(&path).map_err(|error| error.to_string())?;
                same(&path.display().to_string(), &wanted, &found)?;
            }
            return Ok(path);
        };
        let before = self.lock.get(url).map(str::to_owned);
        let expected = wanted.clone().or_else(|| before.clone());
        let fresh = self.flags.refresh && wanted.is_none();
        if !fresh && path.is_file() {
            let found = checksum_of(&path).map_err(|error| error.to_string())?;
            if expected.as_ref().is_none_or(|expected| *expected == found) {
                self.lock.set(url, found);
                return Ok(path);
            }
        }
        let found = self.downloader.fetch(url, &path, wanted.as_deref())?;
        if wanted.is_none()
            && let Some(before) = before.filter(|before| *before != found)
        {
            self.notes
                .push(format!("{url} has changed: it was {before}, it is {found}"));
        }
        self.lock.set(url, found);
        Ok(path)
    }
}

/// Compares a checksum with the one in the recipe.
fn same(what: &str, wanted: &str, found: &str) -> Result<(), String> {
    if wanted == found {
        return Ok(());
    }
    Err(format!(
        "{what}: its SHA-256 is {found}, but the recipe wants {wanted}; fetch the version that the recipe was written for, or correct the recipe"
    ))
}
