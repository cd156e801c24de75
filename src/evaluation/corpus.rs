//! Reading a gold-annotated corpus: JSON Lines with `id`, `text` and `toponyms`, whose offsets are code points.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

use crate::document::{self, Document, DocumentDate, Names};

/// One document of a corpus with what is known to stand in it.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldDocument {
    /// What the corpus calls it.
    pub id: serde_json::Value,
    /// Its text.
    pub text: String,
    /// Its title, which is no part of the text.
    #[serde(default)]
    pub title: Option<String>,
    /// Its date.
    #[serde(default)]
    pub date: Option<String>,
    /// Who published it: a name or a host.
    #[serde(default)]
    pub source: Option<String>,
    /// The toponyms in it.
    #[serde(default)]
    pub toponyms: Vec<GoldToponym>,
}

/// A toponym as annotators marked it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct GoldToponym {
    /// First code point of the text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Latitude, WGS 84 degrees, where annotators gave a position.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Longitude.
    #[serde(default)]
    pub lon: Option<f64>,
    /// Number in GeoNames, where given.
    #[serde(default)]
    pub geonameid: Option<u64>,
    /// The sort of toponym, in the corpus’s own words.
    #[serde(default)]
    pub kind: Option<String>,
}

impl GoldToponym {
    /// Latitude and longitude, if both are given.
    #[must_use]
    pub fn position(&self) -> Option<(f64, f64)> {
        self.lat.zip(self.lon)
    }
}

/// Why a corpus cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The file cannot be read.
    #[error("{path}: cannot be read ({source}); check that it exists and is yours")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is no document.
    #[error(
        "{path}:{line}: not a document ({source}); each line is a JSON object with “id”, “text” and “toponyms”"
    )]
    Row {
        /// The file.
        path: String,
        /// Counted from one.
        line: usize,
        /// What is wrong.
        source: serde_json::Error,
    },
}

impl GoldDocument {
    /// Reads a corpus.
    ///
    /// # Errors
    /// If the file or one of its lines cannot be read: figures over part of a corpus would mislead.
    pub fn read_all(path: &Path) -> Result<Vec<Self>, CorpusError> {
        let name = path.display().to_string();
        let unreadable = |source| CorpusError::Unreadable {
            path: name.clone(),
            source,
        };
        let mut documents = Vec::new();
        for (number, line) in BufReader::new(File::open(path).map_err(unreadable)?)
            .lines()
            .enumerate()
        {
            let line = line.map_err(unreadable)?;
            if line.trim().is_empty() {
                continue;
            }
            documents.push(
                serde_json::from_str(&line).map_err(|source| CorpusError::Row {
                    path: name.clone(),
                    line: number + 1,
                    source,
                })?,
            );
        }
        Ok(documents)
    }

    /// The id as text.
    #[must_use]
    pub fn name(&self) -> String {
        self.id
            .as_str()
            .map_or_else(|| self.id.to_string(), str::to_owned)
    }

    /// The document as the pipeline reads it.
    #[must_use]
    pub fn document(&self, names: &dyn Names) -> Document {
        let date = self.date.as_deref().and_then(stated_date);
        let mut document = document::knowing(names).from_text(
            &self.name(),
            self.title.as_deref(),
            date,
            &self.text,
        );
        document.publisher = self.source.clone().or(document.publisher);
        document
    }

    /// Where the toponyms stand in the clean text of a [`GoldDocument::document`]: bytes; `None` for a toponym in
    /// markup that is no reading text.
    #[must_use]
    pub fn spans(&self, document: &Document) -> Vec<Option<Range<usize>>> {
        self.toponyms
            .iter()
            .map(|toponym| document.source.clean_range(toponym.start..toponym.end))
            .collect()
    }
}

/// The date of a row. Archives write a time of their own making behind the day.
pub(crate) fn stated_date(text: &str) -> Option<DocumentDate> {
    DocumentDate::stated(text).or_else(|| DocumentDate::stated(text.split_whitespace().next()?))
}
