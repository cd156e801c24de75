//! What a recipe says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use araxes_gazetteer::import::{Kind, Mapping, Source};

/// A list of sources.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Recipe {
    /// What the gazetteer is called.
    pub(super) title: String,
    /// The sources, the later over the earlier.
    pub(super) source: Vec<RecipeSource>,
}

/// One source. A source of one file says `path` or `url` itself, one of several lists them as `file`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecipeSource {
    kind: String,
    title: Option<String>,
    #[serde(default)]
    licence: String,
    path: Option<PathBuf>,
    url: Option<String>,
    sha256: Option<String>,
    #[serde(default)]
    file: Vec<RecipeFile>,
    #[serde(default)]
    map: BTreeMap<String, String>,
    crs: Option<String>,
    #[serde(skip)]
    understood: Option<(Kind, Mapping)>,
}

/// A file on disk or on a server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecipeFile {
    /// Where it is on disk, seen from the recipe.
    pub(super) path: Option<PathBuf>,
    /// Where it is fetched from.
    pub(super) url: Option<String>,
    /// Its SHA-256 in hexadecimal, if the recipe is for one version of it only.
    pub(super) sha256: Option<String>,
}

impl Recipe {
    /// Reads and checks a recipe.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let label = path.display();
        let text = std::fs::read_to_string(path).map_err(|error| format!("{label}: {error}"))?;
        let mut recipe: Self = toml::from_str(&text).map_err(|error| {
            format!("{label}: is no recipe; docs/importing.md describes one\n{error}")
        })?;
        if recipe.source.is_empty() {
            return Err(format!("{label}: lists no [[source]]"));
        }
        for (number, source) in (1..).zip(&mut recipe.source) {
            source
                .understand()
                .map_err(|error| format!("{label}: source {number}: {error}"))?;
        }
        Ok(recipe)
    }
}

impl RecipeSource {
    fn understand(&mut self) -> Result<(), String> {
        let kind: Kind = self.kind.parse()?;
        let mut mapping = Mapping::default();
        for (what, column) in &self.map {
            mapping.set(what, column)?;
        }
        self.understood = Some((kind, mapping));
        if self.path.is_some() || self.url.is_some() {
            self.file.insert(
                0,
                RecipeFile {
                    path: self.path.take(),
                    url: self.url.take(),
                    sha256: self.sha256.take(),
                },
            );
        }
        if self.file.is_empty() {
            return Err("has neither path nor url nor [[source.file]]".to_owned());
        }
        for file in &self.file {
            if file.path.is_some() == file.url.is_some() {
                return Err("each file has either a path or a url".to_owned());
            }
            let is_sum =
                |sum: &String| sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
            if let Some(sum) = file.sha256.as_ref().filter(|sum| !is_sum(sum)) {
                return Err(format!(
                    "“{sum}” is no SHA-256: 64 hexadecimal digits are wanted"
                ));
            }
        }
        Ok(())
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &RecipeFile> {
        self.file.iter()
    }

    /// What to import, from files that are on disk now.
    pub(super) fn source(&self, recipe: &str, paths: Vec<PathBuf>) -> Source {
        let (kind, mapping) = self
            .understood
            .clone()
            .unwrap_or((Kind::Csv, Mapping::default()));
        Source {
            kind,
            paths,
            title: self.title.clone().unwrap_or_else(|| recipe.to_owned()),
            licence: self.licence.clone(),
            mapping,
            crs: self.crs.clone(),
        }
    }
}
