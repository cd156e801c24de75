//! The journey of one document, from its text to what it speaks of.

use crate::crs::Transformer;
use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::recognition::{self, Model, Recogniser, Recognition};
use crate::relation::{Related, relate};
use crate::resolution::{self, Reference, reference_day, resolve};

/// Everything that was found out about one document.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Its mentions, and what was turned down.
    pub recognition: Recognition,
    /// What its names and demonyms stand for.
    pub references: Vec<Reference>,
    /// Which places, routes and borders it speaks of.
    pub related: Related,
}

/// What every document of a run is led through.
#[derive(Debug)]
pub struct Pipeline<'g> {
    gazetteer: &'g Gazetteer,
    recogniser: Recogniser<'g>,
    resolution: resolution::Options,
    transformer: Transformer,
}

impl<'g> Pipeline<'g> {
    /// A pipeline over a gazetteer, with the weights that travel in the program and what a map asks of recognition.
    #[must_use]
    pub fn new(gazetteer: &'g Gazetteer, resolution: resolution::Options) -> Self {
        let options = recognition::Options::default();
        Self {
            gazetteer,
            recogniser: Recogniser::new(gazetteer, Model::built_in(), options),
            resolution,
            transformer: Transformer::new(),
        }
    }

    /// The same with other weights and options of recognition.
    #[must_use]
    pub fn recognising(mut self, model: &'g Model, options: recognition::Options) -> Self {
        self.recogniser = Recogniser::new(self.gazetteer, model, options);
        self
    }

    /// Leads a document through recognition, resolution and relation.
    #[must_use]
    pub fn analyse(&mut self, document: &Document) -> Analysis {
        self.follow(document, self.recogniser.recognise(document))
    }

    /// Leads mentions that were found otherwise through resolution and relation.
    #[must_use]
    pub fn follow(&mut self, document: &Document, recognition: Recognition) -> Analysis {
        let day = self.resolution.as_of.or_else(|| reference_day(document));
        let references = resolve(
            document,
            &recognition,
            self.gazetteer,
            day,
            &self.resolution,
        );
        let related = relate(
            document,
            &recognition,
            &references,
            self.gazetteer,
            day,
            &mut self.transformer,
        );
        Analysis {
            recognition,
            references,
            related,
        }
    }
}
