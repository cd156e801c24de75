//! Which place is meant, where names are given and not found: what lists and streets say of it; and how alternatives share.
//! What whole documents come to is shown in `docs/rules`.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use araxes::document;
use araxes::gazetteer::{Entry, Place};
use araxes::recognition;
use araxes::resolution::{Options, Reference};
use araxes::run::Pipeline;
use common::GAZETTEER;

/// What the names of a text, given in its order, stand for.
fn resolve(text: &str, names: &[&str]) -> Vec<Reference> {
    let document = document::from_text("test", None, None, text);
    let mut from = 0;
    let spans: Vec<_> = names
        .iter()
        .map(|name| {
            let start = from + document.text.get(from..).unwrap().find(name).unwrap();
            from = start + name.len();
            start..from
        })
        .collect();
    let mentions = recognition::given(&document, &spans, &GAZETTEER);
    let options = Options {
        min_confidence: 0.0,
        ..Options::default()
    };
    Pipeline::new(&GAZETTEER, options)
        .follow(&document, mentions)
        .references
}

fn place(reference: &Reference) -> Place<'static> {
    match reference.candidates.first().unwrap().entry {
        Entry::Place(number) => GAZETTEER.place(number),
        other => panic!("{other:?} is no place"),
    }
}

#[test]
fn names_before_a_plural_noun_are_all_of_its_sort() {
    let text = "The sheriffs of Boone, Callaway and Audrain counties in Missouri closed the roads.";
    let found = resolve(text, &["Boone", "Callaway", "Audrain"]);
    for reference in &found {
        assert_eq!(place(reference).feature_code, "ADM2", "{reference:?}");
    }
    // The noun is about the names of its own list only.
    let text =
        "She left Boone, and the sheriffs of Callaway and Audrain counties closed the roads.";
    let found = resolve(text, &["Boone", "Callaway", "Audrain"]);
    assert_ne!(place(&found[0]).feature_code, "ADM2");
    assert_eq!(place(&found[1]).feature_code, "ADM2");
}

#[test]
fn a_street_called_like_a_city_does_not_draw_the_document_there() {
    let shares = |street: &str| {
        let text = format!("A house burned down on {street} in Springfield, the police said.");
        let found = resolve(&text, &[street, "Springfield"]);
        let candidates = found[1].candidates.iter();
        candidates
            .map(|candidate| (candidate.entry, candidate.confidence))
            .collect::<Vec<_>>()
    };
    assert_eq!(shares("Nashville Street"), shares("Quadrangle Street"));
}

#[test]
fn alternatives_share_only_what_the_choice_leaves() {
    let document =
        document::from_text("test", None, None, "It rained in Paris and in Springfield.");
    let analysis = Pipeline::new(&GAZETTEER, Options::default()).analyse(&document);
    for reference in &analysis.references {
        let mention = &analysis.recognition.mentions[reference.mention];
        let all: f64 = reference.candidates.iter().map(|one| one.confidence).sum();
        assert!(all <= 1.0 + 1e-9, "{}: {all}", mention.surface);
        let first = reference
            .candidates
            .first()
            .map_or(0.0, |one| one.confidence);
        assert!(
            reference
                .candidates
                .iter()
                .all(|one| one.confidence <= first),
            "{}",
            mention.surface
        );
    }
    assert!(analysis.references.len() >= 2);
}
