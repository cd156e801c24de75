//! Documents through the pipeline, on several threads, each merged with those before.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::document::{self, Document, Documents, InputFile, ReadError};

use super::engine::Engine;
use super::listener::Listener;
use super::part::{Gleaned, Options, Outcome, Part};
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
        let files = &collected.files;
        listener.begin(files.len());
        let threads = options
            .threads
            .or_else(|| std::thread::available_parallelism().ok())
            .unwrap_or(NonZeroUsize::MIN);
        let mut all = Part::default();
        let mut number = 0;
        workers::in_order(
            files.len(),
            threads,
            |file| self.read(&files[file]),
            || {
                let mut pipeline = self.pipeline();
                move |document| Sheaf::of(document, &mut pipeline, self)
            },
            |sheaf: Option<Sheaf>| {
                let Some(sheaf) = sheaf else {
                    listener.file();
                    return;
                };
                all = std::mem::take(&mut all).merge(sheaf.part(number, options, listener));
                number += 1;
            },
        );
        for problem in self.decisions().unused(all.decided()) {
            listener.problem(&problem);
        }
        let outcome = all.finish(self, collected.problems, options);
        listener.finished(&outcome.layers);
        outcome
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
                Sheaf::of(document, &mut pipeline, self).part(number, options, listener)
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

    /// The part that it is as the document of this number. The listener is told of it.
    fn part(self, number: usize, options: &Options, listener: &mut dyn Listener) -> Part {
        let tell = |part: &Part, listener: &mut dyn Listener| {
            part.problems()
                .for_each(|problem| listener.problem(problem));
        };
        match self {
            Self::Read(read) => {
                let (document, analysis, gleaned) = *read;
                let part = Part::gleaned(number, &document, gleaned, options);
                tell(&part, listener);
                listener.document(&document, &analysis);
                part
            }
            Self::Unreadable(error) => {
                let part = Part::unreadable(number, &error, options);
                tell(&part, listener);
                part
            }
        }
    }
}
