//! What the pipeline answers on the documents of a corpus, in the terms of the protocol.

use std::ops::Range;

use crate::document::Document;
use crate::relation::Subject;
use crate::relation::line::Basis;
use crate::run::{Analysis, Pipeline};
use araxes_gazetteer::{Entry, Gazetteer};

use super::corpus::GoldDocument;
use super::score::{Answer, Judged};

/// One document after the pipeline.
#[derive(Debug)]
pub struct Answered {
    /// Gold and answers.
    pub judged: Judged,
    /// Everything that the pipeline found out.
    pub analysis: Analysis,
    /// The number of the mention behind each answer.
    pub mentions: Vec<Option<usize>>,
}

/// Leads a document through the pipeline: with the spans that annotators marked, or with its own.
#[must_use]
pub fn answer(
    gold: &GoldDocument,
    given_spans: bool,
    pipeline: &mut Pipeline<'_>,
    gazetteer: &Gazetteer,
) -> Answered {
    let document = gold.document(gazetteer);
    let mut answers: Vec<(Answer, Option<usize>)> = Vec::new();
    let analysis = if given_spans {
        let spans = gold.toponyms.iter().map(|gold| gold.start..gold.end);
        let given = pipeline.follow_spans(&document, spans);
        for (toponym, &mention) in gold.toponyms.iter().zip(&given.mentions) {
            let chars = toponym.start..toponym.end;
            let answer = match mention {
                Some(number) => of(&given.analysis, gazetteer, number, chars),
                None => Answer::none(chars),
            };
            answers.push((answer, mention));
        }
        given.analysis
    } else {
        let analysis = pipeline.analyse(&document);
        for number in analysis.toponyms() {
            let chars = chars_of(&document, &analysis, number);
            answers.push((of(&analysis, gazetteer, number, chars), Some(number)));
        }
        analysis
    };
    let mut seen = std::collections::BTreeSet::new();
    answers.retain(|(answer, _)| seen.insert((answer.span.start, answer.span.end)));
    let (answers, mentions) = answers.into_iter().unzip();
    Answered {
        judged: Judged {
            gold: gold.toponyms.clone(),
            answers,
        },
        analysis,
        mentions,
    }
}

fn chars_of(document: &Document, analysis: &Analysis, number: usize) -> Range<usize> {
    analysis
        .recognition
        .mentions
        .get(number)
        .map_or(0..0, |mention| {
            document.source.span(mention.span.clone()).chars
        })
}

impl Answer {
    fn none(span: Range<usize>) -> Self {
        Self {
            span,
            position: None,
            geonameid: None,
            confidence: 0.0,
            name: String::new(),
            sort: None,
            candidates: Vec::new(),
        }
    }
}

fn of(analysis: &Analysis, gazetteer: &Gazetteer, number: usize, span: Range<usize>) -> Answer {
    let mut answer = Answer::none(span);
    if let Some(sighting) = analysis.related.of_mention(number) {
        match &sighting.subject {
            Subject::Place(place) => {
                let place = gazetteer.place(*place);
                answer.position = Some((place.point.y(), place.point.x()));
                answer.geonameid = place.geonameid;
                answer.sort = Some(place.kind());
                place.name.clone_into(&mut answer.name);
                answer.confidence = sighting.confidence;
            }
            Subject::Position(position) => {
                answer.position = Some((position.point.y(), position.point.x()));
                answer.confidence = sighting.confidence;
            }
            Subject::Decided(decided) => {
                answer.position = Some((decided.point.y(), decided.point.x()));
                answer.sort = Some(decided.kind);
                answer.name.clone_from(&decided.name);
                answer.confidence = sighting.confidence;
            }
            Subject::Thing(thing) => {
                let container = gazetteer.place(thing.container);
                answer.position = Some((container.point.y(), container.point.x()));
                answer.sort = Some(Basis::SomewhereIn.as_str());
                answer.name.clone_from(&thing.name);
                answer.confidence = sighting.confidence;
            }
            Subject::Spot(spot) => {
                answer.position = Some((spot.point.y(), spot.point.x()));
                answer.sort = Some(spot.basis.as_str());
                answer.confidence = sighting.confidence;
            }
            _ => {}
        }
    }
    let reference = analysis
        .references
        .iter()
        .find(|reference| reference.mention == number);
    answer.candidates = reference
        .into_iter()
        .flat_map(|reference| &reference.candidates)
        .filter_map(|candidate| match candidate.entry {
            Entry::Place(place) => {
                let point = gazetteer.place(place).point;
                Some((point.y(), point.x()))
            }
            _ => None,
        })
        .collect();
    answer
}
