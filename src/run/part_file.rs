//! Parts of a run as files: what some documents come to, written by one machine and merged by another.
//!
//! A part is a Parquet file with a row for each document, in the order of its inputs' paths. The columns in front are for
//! people and for engines that choose rows; `record` is the whole of it, as JSON. What all documents share, from the
//! gazetteers to the flags that change answers, is in the file's metadata under [`HEADER`]. `docs/cluster.md` describes both.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::RowAccessor;
use parquet::schema::types::Type;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::document::{self, InputFile};
use crate::layer::{DocumentText, Stored};
use crate::problem::{Code, Problem};
use araxes_gazetteer::new_file;

use super::engine::Engine;

/// The key of the file's metadata under which stands what all its documents share.
pub const HEADER: &str = "araxes:part";

/// The version of the file. It rises when a program that knows only the version before would go wrong; all earlier ones
/// can still be read.
pub const VERSION: u32 = 1;

/// How many documents lie in one group of rows: as many are in memory while it is written.
const GROUP: usize = 1024;

/// The columns: name, whether it may be missing, and whether it is text.
const COLUMNS: &[(&str, bool, bool)] = &[
    ("path", false, true),
    ("location", false, true),
    ("file_id", false, true),
    ("number", false, false),
    ("document_id", true, true),
    ("sha256", true, true),
    ("title", true, true),
    ("date", true, true),
    ("mention_count", true, false),
    ("record", false, true),
];

/// Where `record` stands.
const RECORD: usize = COLUMNS.len() - 1;

/// Why a part cannot be written or used.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// The file cannot be written.
    #[error(
        "{path}: cannot be written ({source}); check that the folder exists, is yours and has room"
    )]
    Unwritable {
        /// The file.
        path: String,
        /// What was wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The file cannot be read as a part.
    #[error("{path}: is no part of a run ({why}); parts are written by `araxes map --part`")]
    NoPart {
        /// The file.
        path: String,
        /// What was found instead.
        why: String,
    },
    /// A later version wrote it.
    #[error(
        "{path}: was written by a later version of Araxes (part {version}, this program knows {VERSION}); merge it with that"
    )]
    Later {
        /// The file.
        path: String,
        /// The version of the file.
        version: u32,
    },
    /// It was made with something else than the other parts, or than is given now.
    #[error("{path}: was made with {what}; parts can only be merged with the same ones")]
    Other {
        /// The file.
        path: String,
        /// What differs, and from what.
        what: String,
    },
    /// It cites something that the gazetteers do not have.
    #[error(
        "{path}: cites {id}, which no gazetteer has that is open; name the same ones with --gazetteer"
    )]
    Unknown {
        /// The file.
        path: String,
        /// The id.
        id: String,
    },
}

/// What all documents of a part share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Header {
    /// [`VERSION`].
    part: u32,
    /// Version of the program that wrote it.
    program: String,
    pub(super) made: Made,
    /// How many bytes of texts the run keeps.
    pub(super) text_bytes: usize,
    /// Numbers of the decisions whose words its documents have.
    pub(super) decided: BTreeSet<usize>,
    /// What was wrong with the inputs.
    pub(super) inputs: Vec<Problem>,
}

/// What a part was made with, as far as answers depend on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Made {
    /// Titles and SHA-256 of the gazetteers.
    gazetteers: Vec<(String, String)>,
    /// SHA-256 of the files of decisions.
    decisions: Vec<String>,
    min_confidence: f64,
    as_of: Option<Date>,
    /// What was asked of recognition.
    recognition: String,
}

impl Made {
    pub(super) fn with(engine: &Engine) -> Self {
        let volumes = engine.gazetteer().volumes().iter();
        let decisions = engine.decisions().files().iter();
        let resolution = engine.resolution();
        Self {
            gazetteers: volumes
                .map(|volume| (volume.title.clone(), volume.sha256.clone()))
                .collect(),
            decisions: decisions.map(|file| file.sha256.clone()).collect(),
            min_confidence: resolution.min_confidence,
            as_of: resolution.as_of,
            recognition: engine.recognition(),
        }
    }

    /// The same, with the gazetteers of `other` and what that asked of recognition: a later version may merge parts with
    /// its own gazetteers, and asks nothing of recognition.
    pub(super) fn found_as(self, other: &Self) -> Self {
        Self {
            recognition: other.recognition.clone(),
            gazetteers: other.gazetteers.clone(),
            ..self
        }
    }

    /// What of this is otherwise there.
    fn differs(&self, there: &Self) -> Option<String> {
        if self.gazetteers != there.gazetteers {
            let titles = |made: &Self| {
                let titles = made.gazetteers.iter().map(|(title, _)| title.as_str());
                titles.collect::<Vec<_>>().join(", ")
            };
            return Some(format!(
                "other gazetteers or other versions of them ({}, not {})",
                titles(self),
                titles(there)
            ));
        }
        if self.decisions != there.decisions {
            return Some("other decisions; give the same with --decisions".to_owned());
        }
        if self.min_confidence.to_bits() != there.min_confidence.to_bits() {
            return Some(format!(
                "--min-confidence {}, not {}",
                self.min_confidence, there.min_confidence
            ));
        }
        if self.as_of != there.as_of {
            return Some("another --as-of".to_owned());
        }
        (self.recognition != there.recognition)
            .then(|| "other --roles or --weights than the first".to_owned())
    }
}

/// One document of a part.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The file it is in: its path as outputs show it, where it lies, and the id of its document or the beginning of those
    /// of its documents.
    pub(super) file: (String, String, String),
    /// Which of the file's documents it is, from 0.
    pub(super) number: usize,
    pub(super) record: Record,
}

/// What one document comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    /// `None` if it could not be read.
    pub(super) contribution: Option<Stored>,
    pub(super) text: Option<DocumentText>,
    pub(super) problems: Vec<Problem>,
}

/// Writes the documents of a part, a group after the other.
pub(super) struct Writer<'a> {
    path: &'a Path,
    file: SerializedFileWriter<tempfile::NamedTempFile>,
    group: Vec<Entry>,
    /// Lengths of the texts so far that are kept, and how many there are of each.
    lengths: BTreeMap<usize, usize>,
    text_bytes: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn to(path: &'a Path, text_bytes: usize) -> Result<Self, PartError> {
        let unwritable = |source: Box<dyn std::error::Error + Send + Sync>| PartError::Unwritable {
            path: path.display().to_string(),
            source,
        };
        let file =
            new_file::begin(new_file::folder_of(path)).map_err(|error| unwritable(error.into()))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(Default::default()))
            .build();
        let schema = schema().map_err(|error| unwritable(error.into()))?;
        let file = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
            .map_err(|error| unwritable(error.into()))?;
        Ok(Self {
            path,
            file,
            group: Vec::new(),
            lengths: BTreeMap::new(),
            text_bytes,
        })
    }

    /// Whether a text of so many bytes may be among those that the whole run keeps. One that is kept had room all the
    /// while, so that all before it that are not longer are kept as well.
    pub(super) fn may_keep(&mut self, length: usize) -> bool {
        let before = self.lengths.range(..=length);
        let load: usize = before.map(|(length, count)| length * count).sum();
        let may = load + length <= self.text_bytes;
        if may {
            *self.lengths.entry(length).or_default() += 1;
        }
        may
    }

    pub(super) fn take(&mut self, entry: Entry) -> Result<(), PartError> {
        self.group.push(entry);
        if self.group.len() == GROUP {
            self.write_group()?;
        }
        Ok(())
    }

    fn unwritable(&self, source: Box<dyn std::error::Error + Send + Sync>) -> PartError {
        PartError::Unwritable {
            path: self.path.display().to_string(),
            source,
        }
    }

    fn write_group(&mut self) -> Result<(), PartError> {
        let group = std::mem::take(&mut self.group);
        write_group(&mut self.file, &group).map_err(|error| self.unwritable(error))
    }

    /// Writes the rest, and puts the file in its place.
    pub(super) fn finish(
        mut self,
        made: Made,
        decided: BTreeSet<usize>,
        inputs: Vec<Problem>,
    ) -> Result<(), PartError> {
        if !self.group.is_empty() {
            self.write_group()?;
        }
        let header = Header {
            part: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made,
            text_bytes: self.text_bytes,
            decided,
            inputs,
        };
        let (path, unwritable) = (self.path, |path: &Path, source| PartError::Unwritable {
            path: path.display().to_string(),
            source,
        });
        let header =
            serde_json::to_string(&header).map_err(|error| unwritable(path, error.into()))?;
        self.file
            .append_key_value_metadata(KeyValue::new(HEADER.to_owned(), header));
        let file = self
            .file
            .into_inner()
            .map_err(|error| unwritable(path, error.into()))?;
        new_file::finish(file, path).map_err(|error| unwritable(path, error.into()))
    }
}

fn schema() -> Result<Type, ParquetError> {
    let fields = COLUMNS.iter().map(|&(name, may_be_missing, is_text)| {
        let (kind, logical) = match is_text {
            true if name == "record" => (Physical::BYTE_ARRAY, Some(LogicalType::Json)),
            true => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            false => (Physical::INT64, None),
        };
        let repetition = match may_be_missing {
            true => Repetition::OPTIONAL,
            false => Repetition::REQUIRED,
        };
        let field = Type::primitive_type_builder(name, kind)
            .with_repetition(repetition)
            .with_logical_type(logical);
        field.build().map(Arc::new)
    });
    Type::group_type_builder("part")
        .with_fields(fields.collect::<Result<_, _>>()?)
        .build()
}

fn write_group(
    file: &mut SerializedFileWriter<impl Write + Send>,
    group: &[Entry],
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let mut rows = file.next_row_group()?;
    for &(name, may_be_missing, is_text) in COLUMNS {
        let Some(mut column) = rows.next_column()? else {
            break;
        };
        if is_text {
            let values: Vec<Option<String>> = group
                .iter()
                .map(|entry| text(name, entry))
                .collect::<Result<_, _>>()?;
            let levels: Vec<i16> = values.iter().map(|value| value.is_some().into()).collect();
            let values: Vec<ByteArray> = values.into_iter().flatten().map(into_bytes).collect();
            let levels = may_be_missing.then_some(levels.as_slice());
            column
                .typed::<ByteArrayType>()
                .write_batch(&values, levels, None)?;
        } else {
            let values: Vec<Option<i64>> = group.iter().map(|entry| figure(name, entry)).collect();
            let levels: Vec<i16> = values.iter().map(|value| value.is_some().into()).collect();
            let values: Vec<i64> = values.into_iter().flatten().collect();
            let levels = may_be_missing.then_some(levels.as_slice());
            column
                .typed::<Int64Type>()
                .write_batch(&values, levels, None)?;
        }
        column.close()?;
    }
    rows.close()?;
    Ok(())
}

fn into_bytes(text: String) -> ByteArray {
    ByteArray::from(text.into_bytes())
}

fn text(column: &str, entry: &Entry) -> Result<Option<String>, serde_json::Error> {
    let (path, location, id) = &entry.file;
    let contribution = entry.record.contribution.as_ref();
    let listed = contribution.map(Stored::entry);
    Ok(match column {
        "path" => Some(path.clone()),
        "location" => Some(location.clone()),
        "file_id" => Some(id.clone()),
        "document_id" => listed.map(|document| document.id.clone()),
        "sha256" => listed.map(|document| document.sha256.clone()),
        "title" => listed.map(|document| document.label.clone()),
        "date" => listed.and_then(|document| document.date.map(|date| date.to_string())),
        _ => Some(serde_json::to_string(&entry.record)?),
    })
}

fn figure(column: &str, entry: &Entry) -> Option<i64> {
    let number = match column {
        "number" => entry.number,
        _ => entry.record.contribution.as_ref()?.entry().mentions,
    };
    i64::try_from(number).ok()
}

/// A part as it was read.
#[derive(Debug)]
pub(super) struct PartFile {
    path: String,
    pub(super) header: Header,
    entries: Vec<Entry>,
}

impl PartFile {
    pub(super) fn open(path: &Path) -> Result<Self, PartError> {
        let shown = path.display().to_string();
        let no_part = |why: String| PartError::NoPart {
            path: shown.clone(),
            why,
        };
        // A broken file may be broken in a way that nobody thought of.
        let read = catch_unwind(AssertUnwindSafe(|| read(path)));
        match read {
            Ok(Ok((header, entries))) => Ok(Self {
                path: shown,
                header,
                entries,
            }),
            Ok(Err(Unread::Later(version))) => Err(PartError::Later {
                path: shown,
                version,
            }),
            Ok(Err(Unread::Broken(why))) => Err(no_part(why)),
            Err(_) => Err(no_part("it cannot be taken apart".to_owned())),
        }
    }

    /// What is to be known where its gazetteers are not those with which it is merged.
    pub(super) fn of_other_gazetteers(&self, made: &Made) -> Option<Problem> {
        let own = &self.header.made;
        (own.gazetteers != made.gazetteers).then(|| Problem {
            code: Code::PartOfOtherGazetteers,
            path: self.path.clone(),
            at: None,
            message: format!(
                "was made by Araxes {} with other gazetteers or other versions of them than are open now; run it anew where names or lines matter",
                self.header.program
            ),
        })
    }

    /// Whether it can be merged with what was `made` otherwise.
    pub(super) fn fits(&self, made: &Made) -> Result<(), PartError> {
        match self.header.made.differs(made) {
            Some(what) => Err(PartError::Other {
                path: self.path.clone(),
                what,
            }),
            None => Ok(()),
        }
    }
}

enum Unread {
    Later(u32),
    Broken(String),
}

impl<E: std::error::Error> From<E> for Unread {
    fn from(error: E) -> Self {
        Self::Broken(error.to_string())
    }
}

fn read(path: &Path) -> Result<(Header, Vec<Entry>), Unread> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    let metadata = reader.metadata().file_metadata();
    let header = metadata
        .key_value_metadata()
        .into_iter()
        .flatten()
        .find(|pair| pair.key == HEADER)
        .and_then(|pair| pair.value.as_deref())
        .ok_or_else(|| Unread::Broken("a Parquet file of something else".to_owned()))?;
    #[derive(Deserialize)]
    struct Versioned {
        part: u32,
    }
    let Versioned { part } = serde_json::from_str(header)?;
    if part > VERSION {
        return Err(Unread::Later(part));
    }
    let header: Header = serde_json::from_str(header)?;
    let mut entries = Vec::new();
    for row in reader.get_row_iter(None)? {
        let row = row?;
        let text = |at: usize| row.get_string(at).cloned();
        entries.push(Entry {
            file: (text(0)?, text(1)?, text(2)?),
            number: usize::try_from(row.get_long(3)?)?,
            record: serde_json::from_str(row.get_string(RECORD)?)?,
        });
    }
    Ok((header, entries))
}

/// All documents of parts, each once, in the order of a run over the inputs of all of them, and the parts they are from.
///
/// The order is that of the files' paths, and in a file its own. The same file in two parts, read to the same end, is
/// one: a task that was tried twice, or two that did the same. Ids are given anew, as a run over all files gives them.
pub(super) fn together(parts: Vec<PartFile>) -> Vec<(String, String, Entry)> {
    type Key = (Vec<u8>, String, String);
    let mut files: BTreeMap<Key, (String, Vec<Entry>)> = BTreeMap::new();
    for part in parts {
        let mut own: BTreeMap<(String, String), Vec<Entry>> = BTreeMap::new();
        for entry in part.entries {
            let (path, location, _) = &entry.file;
            own.entry((path.clone(), location.clone()))
                .or_default()
                .push(entry);
        }
        for ((path, location), mut entries) in own {
            entries.sort_by_key(|entry| entry.number);
            let key = (path.into_bytes(), location, digest(&entries));
            files
                .entry(key)
                .or_insert_with(|| (part.path.clone(), entries));
        }
    }
    let ids = document::ids(files.keys().map(|(path, location, _)| InputFile {
        path: PathBuf::from(location),
        shown: String::from_utf8_lossy(path).into_owned(),
        id: String::new(),
    }));
    let mut all = Vec::new();
    for ((part, entries), id) in files.into_values().zip(ids) {
        for entry in entries {
            let own = entry.record.contribution.as_ref();
            let own = own.map_or("", |stored| stored.document().0);
            // A file of several documents begins the id of each.
            let rest = own.strip_prefix(entry.file.2.as_str()).unwrap_or_default();
            all.push((part.clone(), format!("{id}{rest}"), entry));
        }
    }
    all
}

/// By which it is known that two parts read the same file to the same end.
fn digest(entries: &[Entry]) -> String {
    let mut hash = Sha256::new();
    for entry in entries {
        hash.update(entry.number.to_le_bytes());
        if let Some(stored) = &entry.record.contribution {
            let (id, sha256) = stored.document();
            let id = id.strip_prefix(entry.file.2.as_str()).unwrap_or(id);
            hash.update(id.len().to_le_bytes());
            hash.update(id);
            hash.update(sha256);
        }
        for problem in &entry.record.problems {
            hash.update(problem.to_string());
        }
    }
    let hash = hash.finalize();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
