//! The journey of one document, from its text to what it speaks of.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::decision::{Applied, Decisions, Means};
use crate::document::Document;
use crate::layer::subject_id;
use crate::recognition::{self, Mention, MentionKind, Model, Recogniser, Recognition, Usages};
use crate::relation::{Asked, Related, Subject, relate};
use crate::resolution::{self, Reference, Resolver, reference_day};
use araxes_gazetteer::crs::Transformer;
use araxes_gazetteer::{Entry, Gazetteer};

/// Everything that was found out about one document.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Its mentions, and what was turned down.
    pub recognition: Recognition,
    /// What its names and demonyms stand for.
    pub references: Vec<Reference>,
    /// Which places, routes and borders it speaks of.
    pub related: Related,
    /// What people decided of its mentions.
    pub decided: Applied,
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
                        matches!(
                            sighting.subject,
                            Subject::Place(_)
                                | Subject::Position(_)
                                | Subject::Thing(_)
                                | Subject::Spot(_)
                                | Subject::Decided(_)
                        )
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
    /// Everything about the document; its mentions are the stretches and the other names in it.
    pub analysis: Analysis,
    /// For each stretch, in the order given, the number of its mention; `None` for one in markup that is no reading text.
    pub mentions: Vec<Option<usize>>,
}

/// How probable it must be that words which nobody marked are a toponym, if they are to be company of those that somebody
/// did: whoever marks spans has mostly marked all that are.
const SURE_COMPANY: f32 = 0.8;

/// Puts mentions that were given, in the order of the text, among the names that were found elsewhere in it. Gives the
/// numbers that the given ones have then.
fn in_company(given: Recognition, found: Recognition) -> (Recognition, Vec<usize>) {
    let mut ends = 0;
    // Up to each given mention, how far those before it reach.
    let reach: Vec<usize> = given
        .mentions
        .iter()
        .map(|mention| {
            ends = ends.max(mention.span.end);
            ends
        })
        .collect();
    let is_apart = |mention: &Mention| {
        let before = given
            .mentions
            .partition_point(|one| one.span.start < mention.span.end);
        before == 0 || reach[before - 1] <= mention.span.start
    };
    let others: Vec<Mention> = found
        .mentions
        .into_iter()
        .filter(|mention| matches!(mention.kind, MentionKind::Name | MentionKind::Demonym))
        .filter(|mention| mention.probability >= SURE_COMPANY)
        .filter(is_apart)
        .collect();
    let given = given.mentions.into_iter().map(|mention| (mention, true));
    let others = others.into_iter().map(|mention| (mention, false));
    let mut all: Vec<(Mention, bool)> = given.chain(others).collect();
    all.sort_by_key(|(mention, _)| (mention.span.start, mention.span.end));
    let numbers = all
        .iter()
        .enumerate()
        .filter(|(_, (_, is_given))| *is_given)
        .map(|(number, _)| number)
        .collect();
    let recognition = Recognition {
        mentions: all.into_iter().map(|(mention, _)| mention).collect(),
        ..Recognition::default()
    };
    (recognition, numbers)
}

/// A recogniser of what is asked for and of all that is evidence.
fn recogniser<'g>(
    gazetteer: &'g Gazetteer,
    model: &'g Model,
    wanted: recognition::Options,
) -> Recogniser<'g> {
    let options = recognition::Options {
        usages: wanted.usages.or(EVIDENCE),
        ..wanted
    };
    Recogniser::new(gazetteer, model, options)
}

/// What documents are led through, one after the other. It remembers what names offer, which are facts of the gazetteer,
/// so that no answer depends on what came before; each thread has its own.
#[derive(Debug)]
pub struct Pipeline<'g> {
    gazetteer: &'g Gazetteer,
    recogniser: Recogniser<'g>,
    resolver: Resolver<'g>,
    options: resolution::Options,
    /// The usages that are reported.
    usages: Usages,
    explain: bool,
    transformer: Transformer,
    decisions: Option<&'g Decisions>,
}

/// How far a position that somebody decided on may be from the nearest place of the gazetteer, metres, for that to be the
/// company of the document's other names in its stead.
const STANDS_FOR_IT_M: f64 = 100_000.0;

/// The names that are evidence for each other, whatever is reported: so what a name stands for does not depend on what
/// was asked for.
const EVIDENCE: Usages = Usages::ANNOTATION;

impl<'g> Pipeline<'g> {
    /// A pipeline over a gazetteer, with the weights that travel in the program and what a map asks of recognition.
    #[must_use]
    pub fn new(gazetteer: &'g Gazetteer, options: resolution::Options) -> Self {
        let wanted = recognition::Options::default();
        Self {
            gazetteer,
            recogniser: recogniser(gazetteer, Model::built_in(), wanted),
            resolver: Resolver::new(gazetteer),
            options,
            usages: wanted.usages,
            explain: wanted.explain,
            transformer: Transformer::new(),
            decisions: None,
        }
    }

    /// The same with other weights and options of recognition.
    #[must_use]
    pub fn recognising(mut self, model: &'g Model, options: recognition::Options) -> Self {
        self.recogniser = recogniser(self.gazetteer, model, options);
        (self.usages, self.explain) = (options.usages, options.explain);
        self
    }

    /// The same with other weights of resolution.
    #[must_use]
    pub fn resolving(mut self, model: resolution::Model) -> Self {
        self.resolver = Resolver::with_model(self.gazetteer, model);
        self
    }

    /// The same with what people decided.
    #[must_use]
    pub fn deciding(mut self, decisions: &'g Decisions) -> Self {
        self.decisions = Some(decisions).filter(|decisions| !decisions.is_empty());
        self
    }

    /// The gazetteer, to which the numbers of places in all answers belong.
    #[must_use]
    pub fn gazetteer(&self) -> &'g Gazetteer {
        self.gazetteer
    }

    /// Leads a document through recognition, resolution and relation.
    #[must_use]
    pub fn analyse(&mut self, document: &Document) -> Analysis {
        let mut found = self.recogniser.recognise(document);
        let mut decided = self.decisions.map_or_else(Applied::default, |decisions| {
            decisions.apply(document, &mut found, self.gazetteer, self.usages)
        });
        let references = self.resolve_decided(document, &mut found, &decided);
        let (recognition, numbers) = found.asking(self.usages, self.explain);
        let references = references
            .into_iter()
            .filter_map(|reference| {
                let mention = numbers.get(reference.mention).copied().flatten()?;
                Some(Reference {
                    mention,
                    ..reference
                })
            })
            .collect();
        decided.rulings = decided
            .rulings
            .into_iter()
            .filter_map(|(number, ruling)| Some((numbers.get(number).copied()??, ruling)))
            .collect();
        let mut analysis = self.relate(document, recognition, references);
        self.confirm(&mut analysis, &mut decided);
        analysis.decided = decided;
        analysis
    }

    /// What the names of a document stand for, where something may have been decided of them.
    fn resolve_decided(
        &mut self,
        document: &Document,
        found: &mut Recognition,
        decided: &Applied,
    ) -> Vec<Reference> {
        // Words that are the same as others are looked up as if they were those.
        let mut written: Vec<(usize, String)> = Vec::new();
        let mut certain: BTreeMap<usize, Entry> = BTreeMap::new();
        let mut answers: Vec<usize> = Vec::new();
        for (&number, ruling) in &decided.rulings {
            let Some(mention) = found.mentions.get_mut(number) else {
                continue;
            };
            match &ruling.means {
                Means::Entry(entry) => {
                    certain.insert(number, *entry);
                }
                Means::Position(position) => {
                    let nearest = self.gazetteer.nearest(position.point, 1);
                    let nearest = nearest
                        .first()
                        .filter(|(_, metres)| *metres < STANDS_FOR_IT_M);
                    if let Some((place, _)) = nearest {
                        certain.insert(number, Entry::Place(*place));
                    }
                }
                Means::Answer(_) => answers.push(number),
                Means::Words(words) => {
                    mention.readings = self.gazetteer.lookup(words);
                    let surface = std::mem::replace(&mut mention.surface, words.clone());
                    written.push((number, surface));
                }
            }
        }
        let list = |certain: &BTreeMap<usize, Entry>| -> Vec<(usize, Entry)> {
            certain
                .iter()
                .map(|(&number, &entry)| (number, entry))
                .collect()
        };
        let mut references = self.resolve(document, found, &list(&certain));
        // An answer that is right is certain for the others, once it is known.
        let before = certain.len();
        for reference in &references {
            if answers.contains(&reference.mention)
                && let Some(chosen) = reference.chosen()
            {
                certain.insert(reference.mention, chosen.entry);
            }
        }
        if certain.len() > before {
            references = self.resolve(document, found, &list(&certain));
        }
        for (number, surface) in written {
            if let Some(mention) = found.mentions.get_mut(number) {
                mention.surface = surface;
            }
        }
        // No phrase counts from the place that stood for a position.
        for reference in &mut references {
            let ruling = decided.rulings.get(&reference.mention);
            if ruling.is_some_and(|ruling| matches!(ruling.means, Means::Position(_))) {
                reference.candidates.clear();
                reference.resolved = false;
            }
        }
        references
    }

    /// Lets what was decided stand, whatever came out.
    fn confirm(&self, analysis: &mut Analysis, decided: &mut Applied) {
        for (&number, ruling) in &decided.rulings {
            let Some(mention) = analysis.recognition.mentions.get(number) else {
                continue;
            };
            let subject = match &ruling.means {
                Means::Entry(Entry::Place(place)) => Subject::Place(*place),
                Means::Entry(Entry::Route(route)) => Subject::Route(*route),
                Means::Entry(Entry::Border(border)) => Subject::Border(*border),
                Means::Position(position) => Subject::Decided(position.clone()),
                Means::Answer(wanted) => {
                    let answer = analysis.related.of_mention(number);
                    let answer = answer.map(|sighting| sighting.subject.clone());
                    let is_it = |subject: &Subject| {
                        let id = wanted.as_ref();
                        id.is_none_or(|id| *id == subject_id(self.gazetteer, subject))
                    };
                    match answer.filter(is_it) {
                        Some(subject) => subject,
                        None => {
                            decided.hits.remove(&ruling.rule);
                            continue;
                        }
                    }
                }
                Means::Words(_) => continue,
            };
            let kind = mention.kind.as_str();
            analysis
                .related
                .confirm(number, &mention.span, kind, subject);
        }
    }

    /// Leads mentions that were found otherwise through resolution and relation.
    #[must_use]
    pub fn follow(&mut self, document: &Document, recognition: Recognition) -> Analysis {
        let references =
            self.resolver
                .resolve(document, &recognition, self.day(document), &self.options);
        self.relate(document, recognition, references)
    }

    /// The day by which a document is judged.
    fn day(&self, document: &Document) -> Option<Date> {
        self.options.as_of.or_else(|| reference_day(document))
    }

    /// What the names of a document stand for. Languages and namesakes, which are no evidence, are resolved in the light
    /// of all others, and these as if they were not there.
    fn resolve(
        &mut self,
        document: &Document,
        found: &Recognition,
        certain: &[(usize, Entry)],
    ) -> Vec<Reference> {
        let day = self.day(document);
        let all = self
            .resolver
            .resolve_beside(document, found, day, &self.options, certain);
        let is_evidence = |mention: &Mention| EVIDENCE.contains(mention.usage);
        if self.usages.are_among(EVIDENCE) || found.mentions.iter().all(is_evidence) {
            return all;
        }
        let (evidence, numbers) = found.clone().asking(EVIDENCE, false);
        let certain: Vec<(usize, Entry)> = certain
            .iter()
            .filter_map(|&(number, entry)| Some((numbers.get(number).copied()??, entry)))
            .collect();
        let of_evidence =
            self.resolver
                .resolve_beside(document, &evidence, day, &self.options, &certain);
        let mut of_evidence = of_evidence.into_iter().peekable();
        all.into_iter()
            .map(|reference| {
                let number = numbers.get(reference.mention).copied().flatten();
                let own = of_evidence.next_if(|own| Some(own.mention) == number);
                own.map_or(reference.clone(), |own| Reference {
                    mention: reference.mention,
                    ..own
                })
            })
            .collect()
    }

    /// Which places, routes and borders mentions speak of, given what their names stand for.
    fn relate(
        &mut self,
        document: &Document,
        recognition: Recognition,
        references: Vec<Reference>,
    ) -> Analysis {
        let day = self.day(document);
        let related = relate(
            document,
            &recognition,
            &references,
            self.gazetteer,
            Asked {
                day,
                min_confidence: self.options.min_confidence,
            },
            &mut self.transformer,
        );
        Analysis {
            recognition,
            references,
            related,
            decided: Applied::default(),
        }
    }

    /// Resolves stretches of a document that were marked otherwise, each taken as a name, in the company of all other
    /// names that recognition finds. They are code points of the decoded file, in any order; each has its own answer.
    #[must_use]
    pub fn follow_spans(
        &mut self,
        document: &Document,
        spans: impl IntoIterator<Item = Range<usize>>,
    ) -> GivenSpans {
        let clean: Vec<Option<Range<usize>>> = spans
            .into_iter()
            .map(|chars| document.source.clean_range(chars))
            .collect();
        // Resolution reads mentions in the order of the text.
        let mut order: Vec<usize> = (0..clean.len()).collect();
        order.retain(|&at| clean[at].is_some());
        order.sort_by_key(|&at| clean[at].as_ref().map(|span| (span.start, span.end)));
        let sorted: Vec<Range<usize>> = order.iter().filter_map(|&at| clean[at].clone()).collect();
        let given = recognition::given(document, &sorted, self.gazetteer);
        let found = self.recogniser.recognise(document);
        let (recognition, numbers) = in_company(given, found);
        let mut mentions = vec![None; clean.len()];
        for (at, number) in order.into_iter().zip(numbers) {
            mentions[at] = Some(number);
        }
        GivenSpans {
            analysis: self.follow(document, recognition),
            mentions,
        }
    }
}
