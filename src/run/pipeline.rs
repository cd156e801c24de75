//! The journey of one document, from its text to what it speaks of.

use std::ops::Range;

use crate::document::Document;
use crate::recognition::{self, MentionKind, Model, Recogniser, Recognition};
use crate::relation::{Related, Subject, relate};
use crate::resolution::{self, Reference, Resolver, reference_day};
use araxes_gazetteer::Gazetteer;
use araxes_gazetteer::crs::Transformer;

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

impl Analysis {
    /// The numbers of the mentions that are toponyms, in order of the text: names, demonyms and coordinates. Phrases and
    /// the names of routes and borders are relations.
    #[must_use]
    pub fn toponyms(&self) -> Vec<usize> {
        let mentions = &self.recognition.mentions;
        let mut numbers: Vec<usize> = (0..mentions.len())
            .filter(|&number| {
                let subject = self.related.of_mention(number);
                !matches!(mentions[number].kind, MentionKind::Phrase(_))
                    && subject.is_none_or(|sighting| {
                        matches!(sighting.subject, Subject::Place(_) | Subject::Position(_))
                    })
            })
            .collect();
        numbers.sort_by_key(|&number| (mentions[number].span.start, mentions[number].span.end));
        numbers
    }
}

/// What was found out about stretches of a document that somebody else marked.
#[derive(Debug, Clone)]
pub struct GivenSpans {
    /// Everything about the document; its mentions are the stretches.
    pub analysis: Analysis,
    /// For each stretch, in the order given, the number of its mention; `None` for one in markup that is no reading text.
    pub mentions: Vec<Option<usize>>,
}

/// What documents are led through, one after the other. It remembers what names offer, which are facts of the gazetteer,
/// so that no answer depends on what came before; each thread has its own.
#[derive(Debug)]
pub struct Pipeline<'g> {
    gazetteer: &'g Gazetteer,
    recogniser: Recogniser<'g>,
    resolver: Resolver<'g>,
    options: resolution::Options,
    transformer: Transformer,
}

impl<'g> Pipeline<'g> {
    /// A pipeline over a gazetteer, with the weights that travel in the program and what a map asks of recognition.
    #[must_use]
    pub fn new(gazetteer: &'g Gazetteer, options: resolution::Options) -> Self {
        let wanted = recognition::Options::default();
        Self {
            gazetteer,
            recogniser: Recogniser::new(gazetteer, Model::built_in(), wanted),
            resolver: Resolver::new(gazetteer),
            options,
            transformer: Transformer::new(),
        }
    }

    /// The same with other weights and options of recognition.
    #[must_use]
    pub fn recognising(mut self, model: &'g Model, options: recognition::Options) -> Self {
        self.recogniser = Recogniser::new(self.gazetteer, model, options);
        self
    }

    /// The same with other weights of resolution.
    #[must_use]
    pub fn resolving(mut self, model: resolution::Model) -> Self {
        self.resolver = Resolver::with_model(self.gazetteer, model);
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
        let day = self.options.as_of.or_else(|| reference_day(document));
        let references = self
            .resolver
            .resolve(document, &recognition, day, &self.options);
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

    /// Resolves stretches of a document that were marked otherwise, each taken as a name. They are code points of the
    /// decoded file, in any order.
    #[must_use]
    pub fn follow_spans(
        &mut self,
        document: &Document,
        spans: impl IntoIterator<Item = Range<usize>>,
    ) -> GivenSpans {
        let mut clean: Vec<Range<usize>> = Vec::new();
        let mentions = spans
            .into_iter()
            .map(|chars| {
                clean.push(document.source.clean_range(chars)?);
                Some(clean.len() - 1)
            })
            .collect();
        let recognition = recognition::given(document, &clean, self.gazetteer);
        GivenSpans {
            analysis: self.follow(document, recognition),
            mentions,
        }
    }
}
