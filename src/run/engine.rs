//! What every document of a run is led through, made once.

use std::borrow::Cow;
use std::sync::Arc;

use crate::decision::Decisions;
use crate::document::{Columns, Limits, Ocr};
use crate::{recognition, resolution};
use araxes_gazetteer::Gazetteer;

use super::pipeline::Pipeline;

/// A gazetteer, weights and what is asked of recognition and resolution. Threads share it; each leads its documents
/// through a [`Pipeline`] of its own.
#[derive(Debug, Clone)]
pub struct Engine {
    gazetteer: Arc<Gazetteer>,
    recognition: (Cow<'static, recognition::Model>, recognition::Options),
    resolution: (Cow<'static, resolution::Model>, resolution::Options),
    decisions: Arc<Decisions>,
    reading: (Arc<Columns>, Limits, Option<Arc<Ocr>>),
}

impl Engine {
    /// An engine over a gazetteer, with the weights that are part of the program and what a map asks.
    #[must_use]
    pub fn new(gazetteer: impl Into<Arc<Gazetteer>>) -> Self {
        Self {
            gazetteer: gazetteer.into(),
            recognition: (
                Cow::Borrowed(recognition::Model::built_in()),
                recognition::Options::default(),
            ),
            resolution: (
                Cow::Borrowed(resolution::Model::shipped()),
                resolution::Options::default(),
            ),
            decisions: Arc::default(),
            reading: (Arc::default(), Limits::default(), None),
        }
    }

    /// The same with what rows of annotation ask: an answer to every mention, however unsure, since each carries its confidence.
    #[must_use]
    pub fn annotating(mut self) -> Self {
        self.recognition.1.usages = recognition::Usages::ANNOTATION;
        self.resolution.1.min_confidence = 0.0;
        self
    }

    /// The same with this asked of recognition.
    #[must_use]
    pub fn recognising(mut self, options: recognition::Options) -> Self {
        self.recognition.1 = options;
        self
    }

    /// The same with other weights of recognition.
    #[must_use]
    pub fn with_recognition(mut self, model: Cow<'static, recognition::Model>) -> Self {
        self.recognition.0 = model;
        self
    }

    /// The same with this asked of resolution.
    #[must_use]
    pub fn resolving(mut self, options: resolution::Options) -> Self {
        self.resolution.1 = options;
        self
    }

    /// The same with other weights of resolution.
    #[must_use]
    pub fn with_resolution(mut self, model: Cow<'static, resolution::Model>) -> Self {
        self.resolution.0 = model;
        self
    }

    /// The same with what people decided, read against this gazetteer.
    #[must_use]
    pub fn deciding(mut self, decisions: Decisions) -> Self {
        self.decisions = Arc::new(decisions);
        self
    }

    /// What people decided.
    #[must_use]
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// The same with tables that have their columns under these names, and these limits of what a document may cost.
    #[must_use]
    pub fn reading(mut self, columns: Columns, limits: Limits) -> Self {
        self.reading.0 = Arc::new(columns);
        self.reading.1 = limits;
        self
    }

    /// The same with the text of pictures recognised.
    #[must_use]
    pub fn with_ocr(mut self, ocr: Option<Ocr>) -> Self {
        self.reading.2 = ocr.map(Arc::new);
        self
    }

    /// The names of columns, the limits of reading, and what recognises text in pictures.
    pub(super) fn how_to_read(&self) -> (Arc<Columns>, Limits, Option<Arc<Ocr>>) {
        self.reading.clone()
    }

    /// The gazetteer, to which the numbers of places in all results belong.
    #[must_use]
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// What is asked of recognition and with which weights, as far as it changes what is found.
    pub(super) fn recognition(&self) -> String {
        let (model, options) = &self.recognition;
        let weights = match model {
            Cow::Borrowed(_) => "of the program".to_owned(),
            Cow::Owned(model) => {
                let written = format!("{model:?}");
                format!("{:016x}", xxhash_rust::xxh3::xxh3_64(written.as_bytes()))
            }
        };
        format!("roles {:?}, weights {weights}", options.usages)
    }

    /// What is asked of resolution.
    #[must_use]
    pub fn resolution(&self) -> &resolution::Options {
        &self.resolution.1
    }

    /// A pipeline for the documents of one thread.
    #[must_use]
    pub fn pipeline(&self) -> Pipeline<'_> {
        let (recognition, wanted) = &self.recognition;
        let (resolution, options) = &self.resolution;
        Pipeline::new(&self.gazetteer, *options)
            .recognising(recognition, *wanted)
            .resolving(resolution.as_ref().clone())
            .deciding(&self.decisions)
    }
}
