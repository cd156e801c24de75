//! Document after document through the pipeline, each merged with those before.

use std::path::PathBuf;

use crate::document::{self, Document, Documents, InputFile, ReadError};

use super::engine::Engine;
use super::listener::Listener;
use super::part::{Options, Outcome, Part};

impl Engine {
    /// Reads the documents in files and folders and makes their layers. The documents are taken in the order in which
    /// the inputs are named, inside a folder in that of their paths' bytes. Nothing in them ends the run. Problems of the
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
        listener.begin(collected.files.len());
        let documents = collected
            .files
            .iter()
            .flat_map(|file| self.read(file))
            .enumerate();
        let part = self.part(documents, options, listener);
        for problem in self.decisions().unused(part.decided()) {
            listener.problem(&problem);
        }
        let outcome = part.finish(self, collected.problems, options);
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
        let mut all = Part::default();
        for (number, document) in documents {
            let document = match document {
                Ok(document) => document,
                Err(error) => {
                    let part = Part::unreadable(number, &error, options);
                    part.problems()
                        .for_each(|problem| listener.problem(problem));
                    all = all.merge(part);
                    continue;
                }
            };
            let analysis = pipeline.analyse(&document);
            let part = Part::of(number, &document, &analysis, self, options);
            part.problems()
                .for_each(|problem| listener.problem(problem));
            listener.document(&document, &analysis);
            all = all.merge(part);
        }
        all
    }
}
