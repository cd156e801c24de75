//! Documents through the pipeline, on several threads, each merged with those before.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::document::{self, Document, Documents, InputFile, ReadError};
use crate::layer::{DocumentText, Stored};
use crate::problem::Problem;

use super::engine::Engine;
use super::listener::Listener;
use super::part::{Gleaned, Options, Outcome, Part, of_error};
use super::part_file::{self, Entry, Made, PartError, PartFile, Record, Writer};
use super::pipeline::{Analysis, Pipeline};
use super::workers;

impl Engine {
    /// Reads the documents in files and folders and makes their layers. The documents are taken in the order in which
    /// the inputs are named, inside a folder in that of their paths' bytes; threads share the work, and the result is that of one.
    /// The listener is told in that order too, by the calling thread. Nothing in the documents ends the run. Problems of the
    /// gazetteer are in the outcome, but the listener is not told of them: they are known since it was opened.
    #[must_use]
    pub fn run(
        &self,
        inputs: &[PathBuf],
        options: &Options,
        listener: &mut dyn Listener,
    ) -> Outcome {
        let collected = document::collect(inputs);
        for problem in &collected.problems {
            listener.problem(problem);
        }
        let mut all = Part::default();
        let mut number = 0;
        self.through(&collected.files, options, listener, |_, sheaf| {
            all = std::mem::take(&mut all).merge(sheaf.part(number, options));
            number += 1;
        });
        for problem in self.decisions().unused(all.decided()) {
            listener.problem(&problem);
        }
        let outcome = all.finish(self, collected.problems, options);
        listener.finished(&outcome.layers);
        outcome
    }

    /// Leads the documents of files through all steps, tells the listener of each, and gives it with the number of its file, in their order.
    fn through(
        &self,
        files: &[InputFile],
        options: &Options,
        listener: &mut dyn Listener,
        mut take: impl FnMut(usize, Sheaf),
    ) {
        listener.begin(files.len());
        let threads = options
            .threads
            .or_else(|| std::thread::available_parallelism().ok())
            .unwrap_or(NonZeroUsize::MIN);
        let mut file = 0;
        workers::in_order(
            files.len(),
            threads,
            |file| self.read(&files[file]),
            || {
                let mut pipeline = self.pipeline();
                move |document| Sheaf::of(document, &mut pipeline, self)
            },
            |sheaf: Option<Sheaf>| match sheaf {
                Some(sheaf) => {
                    sheaf.tell(listener);
                    take(file, sheaf);
                }
                None => {
                    listener.file();
                    file += 1;
                }
            },
        );
    }

    /// Reads the documents in files and folders and writes what they come to into one file, which [`Engine::merge`]
    /// takes with others of its kind. The inputs are taken in the order of their paths, and no more than some documents
    /// are in memory at a time. Gives how many documents could be read, and what was wrong.
    ///
    /// # Errors
    /// If the file cannot be written; what was there before is then as it was.
    pub fn write_part(
        &self,
        inputs: &[PathBuf],
        options: &Options,
        path: &Path,
        listener: &mut dyn Listener,
    ) -> Result<(usize, Vec<Problem>), PartError> {
        let mut collected = document::collect(inputs);
        let mut problems = collected.problems.clone();
        for problem in &problems {
            listener.problem(problem);
        }
        let location = |file: &InputFile| document::display_path(&file.path);
        collected
            .files
            .sort_by_cached_key(|file| (file.shown.clone().into_bytes(), location(file)));
        let files = &collected.files;
        let mut writer = Writer::to(path, options.text_bytes)?;
        let mut failed = None;
        let (mut decided, mut read) = (BTreeSet::new(), 0);
        let (mut current, mut number) = (0, 0);
        self.through(files, options, listener, |file, sheaf| {
            if file > current {
                (current, number) = (file, 0);
            }
            let (record, hits) = sheaf.record(self, &mut writer);
            decided.extend(hits);
            read += usize::from(record.contribution.is_some());
            problems.extend(record.problems.iter().cloned());
            let entry = Entry {
                file: (
                    files[file].shown.clone(),
                    location(&files[file]),
                    files[file].id.clone(),
                ),
                number,
                record,
            };
            number += 1;
            if failed.is_none() {
                failed = writer.take(entry).err();
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        writer.finish(Made::with(self), decided, collected.problems)?;
        Ok((read, problems))
    }

    /// Makes the layers of documents that were read in parts, as if all inputs had been those of one run, in the order of
    /// their paths. A part may be given twice, and parts may have the same documents.
    ///
    /// # Errors
    /// If a file is no part, or was not made with the gazetteers, decisions and flags of this engine.
    pub fn merge(&self, parts: &[PathBuf], options: &Options) -> Result<Outcome, PartError> {
        let own = Made::with(self);
        let mut made = own.clone();
        let mut opened: Vec<PartFile> = Vec::with_capacity(parts.len());
        let (mut decided, mut inputs) = (BTreeSet::new(), BTreeSet::new());
        for path in parts {
            let part = PartFile::open(path)?;
            if opened.is_empty() {
                made = made.found_as(&part.header.made);
                inputs.extend(part.of_other_gazetteers(&own));
            }
            part.fits(&made)?;
            decided.extend(part.header.decided.iter().copied());
            inputs.extend(part.header.inputs.iter().cloned());
            opened.push(part);
        }
        let mut all = Part::default().deciding(decided);
        for (number, (part, id, entry)) in part_file::together(opened).into_iter().enumerate() {
            let record = entry.record;
            let contribution = record
                .contribution
                .map(|stored| stored.restored(&id, self.gazetteer()));
            let contribution = contribution
                .transpose()
                .map_err(|missing| PartError::Unknown {
                    path: part,
                    id: missing.0,
                })?;
            all = all.merge(Part::stored(
                number,
                contribution,
                record.text,
                record.problems,
                options,
            ));
        }
        let mut inputs: Vec<Problem> = inputs.into_iter().collect();
        inputs.sort_by(|left, right| left.path.as_bytes().cmp(right.path.as_bytes()));
        Ok(all.finish(self, inputs, options))
    }

    /// Reads the documents of one file as a run does: in the light of the names that the gazetteer has.
    pub fn read<'a>(&'a self, file: &InputFile) -> Documents<'a> {
        let (columns, limits, ocr) = self.how_to_read();
        document::knowing(self.gazetteer())
            .with_columns(columns)
            .within(limits)
            .with_ocr(ocr)
            .documents(file)
    }

    /// What some documents of a run come to, as [`Engine::read`] reads them, each with its number in the order of the run's inputs.
    #[must_use]
    pub fn part(
        &self,
        documents: impl IntoIterator<Item = (usize, Result<Document, ReadError>)>,
        options: &Options,
        listener: &mut dyn Listener,
    ) -> Part {
        let mut pipeline = self.pipeline();
        documents
            .into_iter()
            .map(|(number, document)| {
                let sheaf = Sheaf::of(document, &mut pipeline, self);
                sheaf.tell(listener);
                sheaf.part(number, options)
            })
            .fold(Part::default(), Part::merge)
    }
}

/// What one document comes to, before it is known which of the run's documents it is.
enum Sheaf {
    Read(Box<(Document, Analysis, Gleaned)>),
    Unreadable(ReadError),
}

impl Sheaf {
    fn of(
        document: Result<Document, ReadError>,
        pipeline: &mut Pipeline<'_>,
        engine: &Engine,
    ) -> Self {
        match document {
            Ok(document) => {
                let analysis = pipeline.analyse(&document);
                let gleaned = Gleaned::of(&document, &analysis, engine);
                Self::Read(Box::new((document, analysis, gleaned)))
            }
            Err(error) => Self::Unreadable(error),
        }
    }

    /// Tells the listener what was wrong with it, and what was found out.
    fn tell(&self, listener: &mut dyn Listener) {
        match self {
            Self::Read(read) => {
                let (document, analysis, gleaned) = read.as_ref();
                for problem in &gleaned.problems {
                    listener.problem(problem);
                }
                listener.document(document, analysis);
            }
            Self::Unreadable(error) => listener.problem(&of_error(error)),
        }
    }

    /// What of it is written into a file, and the numbers of the decisions about it.
    fn record(self, engine: &Engine, writer: &mut Writer<'_>) -> (Record, BTreeSet<usize>) {
        match self {
            Self::Read(read) => {
                let (document, _, gleaned) = *read;
                let text = writer
                    .may_keep(document.text.len())
                    .then_some(DocumentText {
                        text: document.text,
                        blocks: document.blocks,
                    });
                let record = Record {
                    contribution: Some(Stored::of(gleaned.contribution, engine.gazetteer())),
                    text,
                    problems: gleaned.problems,
                };
                (record, gleaned.decided)
            }
            Self::Unreadable(error) => {
                let record = Record {
                    contribution: None,
                    text: None,
                    problems: vec![of_error(&error)],
                };
                (record, BTreeSet::new())
            }
        }
    }

    /// The part that it is as the document of this number.
    fn part(self, number: usize, options: &Options) -> Part {
        match self {
            Self::Read(read) => {
                let (document, _, gleaned) = *read;
                Part::gleaned(number, &document, gleaned, options)
            }
            Self::Unreadable(error) => Part::unreadable(number, &error, options),
        }
    }
}
