//! Which place is meant: what lists, streets and publishers say of it.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use araxes::document;
use araxes::gazetteer::{Entry, Place};
use araxes::recognition;
use araxes::resolution::{Options, Reference};
use araxes::run::Pipeline;
use common::GAZETTEER;

/// What the names of a text, given in its order, stand for.
fn resolve(text: &str, publisher: Option<&str>, names: &[&str]) -> Vec<Reference> {
    let mut document = document::from_text("test", None, None, text);
    document.publisher = publisher.map(str::to_owned);
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
    let found = resolve(text, None, &["Boone", "Callaway", "Audrain"]);
    for reference in &found {
        assert_eq!(place(reference).feature_code, "ADM2", "{reference:?}");
    }
    // The noun is about the names of its own list only.
    let text =
        "She left Boone, and the sheriffs of Callaway and Audrain counties closed the roads.";
    let found = resolve(text, None, &["Boone", "Callaway", "Audrain"]);
    assert_ne!(place(&found[0]).feature_code, "ADM2");
    assert_eq!(place(&found[1]).feature_code, "ADM2");
}

#[test]
fn a_street_called_like_a_city_does_not_draw_the_document_there() {
    let shares = |street: &str| {
        let text = format!("A house burned down on {street} in Springfield, the police said.");
        let found = resolve(&text, None, &[street, "Springfield"]);
        let candidates = found[1].candidates.iter();
        candidates
            .map(|candidate| (candidate.entry, candidate.confidence))
            .collect::<Vec<_>>()
    };
    assert_eq!(shares("Nashville Street"), shares("Quadrangle Street"));
}

#[test]
fn a_paper_is_of_a_town_in_the_country_of_its_domain() {
    let text = "A fire damaged two houses in Athens on Friday.";
    let country = |publisher: &str| {
        let found = resolve(text, Some(publisher), &["Athens"]);
        let place = place(&found[0]);
        place.countries.iter().next().map(str::to_owned)
    };
    assert_eq!(country("athenspaper.com").as_deref(), Some("USA"));
    assert_eq!(country("athenspaper.gr").as_deref(), Some("GRC"));
}
