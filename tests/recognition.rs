//! The trained recogniser: its weights and their training, which roles are reported, and that refusals have reasons. What it
//! takes for a toponym and what it does not is shown in `docs/rules`.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::path::Path;

use araxes::document;
use araxes::recognition::model::{Class, Decision};
use araxes::recognition::{Model, Options, Recogniser, Recognition, Usage, Usages};
use araxes::training::recognition as training;
use common::{GAZETTEER, root};

fn recognise(text: &str, usages: Usages) -> Recognition {
    let options = Options {
        usages,
        explain: true,
    };
    let document = document::from_text("test", None, None, text);
    Recogniser::new(&GAZETTEER, Model::built_in(), options).recognise(&document)
}

#[test]
fn the_weights_of_the_repository_are_those_in_the_program() {
    let path = root().join("src/recognition/model/recognition.weights");
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.len() <= 5_000_000, "{} bytes", bytes.len());
    let model = Model::open(&path).unwrap();
    assert_eq!(model.bytes(), bytes, "what is read is what is written");
    assert_eq!(Model::built_in().bytes(), bytes);
    assert!(model.header().data.len() >= 5, "it says what it is from");
}

#[test]
fn weights_that_are_cut_off_or_foreign_are_refused() {
    let bytes = Model::built_in().bytes();
    for broken in [
        Vec::new(),
        b"something else".to_vec(),
        bytes[..bytes.len() - 1].to_vec(),
        bytes[..40].to_vec(),
    ] {
        let length = broken.len();
        assert!(Model::of(broken.into(), "broken").is_err(), "{length}");
    }
}

fn tiny(folder: &Path) -> training::Options {
    let corpus = folder.join("tiny.conll");
    let mut text = String::new();
    for (person, place) in [
        ("Mary", "Paris"),
        ("John", "Berlin"),
        ("Anna", "Madrid"),
        ("Peter", "Vienna"),
        ("Susan", "Dublin"),
    ] {
        text += &format!("{person} B-PER\nlives O\nin O\n{place} B-LOC\n. O\n\n");
        text += &format!("Mr O\n{place} B-PER\nsaid O\nso O\n. O\n\n");
    }
    std::fs::write(&corpus, text.repeat(20)).unwrap();
    let templates = folder.join("templates.txt");
    std::fs::write(&templates, "She was born in <L {town}>.\n").unwrap();
    training::Options {
        corpora: vec![corpus],
        templates: Some(templates),
        lexicon: root().join("src/recognition/lexicon"),
        fillings: 5,
        epochs: 4,
        runs: 2,
        buckets_log2: 12,
        without: None,
    }
}

#[test]
fn training_converges_and_writes_the_same_bytes_again() {
    let folder = tempfile::tempdir().unwrap();
    let options = tiny(folder.path());
    let first = training::train(&options, &GAZETTEER, Decision::default()).unwrap();
    let again = training::train(&options, &GAZETTEER, Decision::default()).unwrap();
    assert_eq!(first.bytes, again.bytes);
    assert!(first.examples > 200, "{}", first.examples);
    assert!(first.held_out[2] > 0.95, "{:?}", first.held_out);
    let model = Model::of(first.bytes.into(), "tiny").unwrap();
    let options = Options::default();
    let recogniser = Recogniser::new(&GAZETTEER, &model, options);
    let surfaces = |text: &str| -> Vec<String> {
        let document = document::from_text("test", None, None, text);
        let mentions = recogniser.recognise(&document).mentions;
        mentions
            .into_iter()
            .map(|mention| mention.surface)
            .collect()
    };
    assert_eq!(surfaces("Karl lives in Prague."), ["Prague"]);
    assert!(surfaces("Mr Prague said so.").is_empty());
}

#[test]
fn data_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = tiny(folder.path());
    options.templates = Some(folder.path().join("none.txt"));
    let error = training::train(&options, &GAZETTEER, Decision::default()).unwrap_err();
    assert!(error.to_string().contains("none.txt"), "{error}");
    let templates = folder.path().join("templates.txt");
    std::fs::write(&templates, "In <L {city}>.\nIn {nowhere}.\n").unwrap();
    options.templates = Some(templates);
    let error = training::train(&options, &GAZETTEER, Decision::default()).unwrap_err();
    assert!(error.to_string().contains("templates.txt:2"), "{error}");
}

#[test]
fn languages_and_namesakes_are_reported_only_when_asked_for() {
    let has = |usages: Usages, usage: Usage| {
        recognise("Mr. Jackson flew to Boston. He spoke in English.", usages)
            .mentions
            .iter()
            .any(|mention| mention.usage == usage)
    };
    assert!(!has(Usages::ANNOTATION, Usage::Language));
    assert!(!has(Usages::ANNOTATION, Usage::Homonym));
    assert!(has("language".parse().unwrap(), Usage::Language));
    assert!(has("homonym".parse().unwrap(), Usage::Homonym));
    assert!(has("literal".parse().unwrap(), Usage::Literal));
    assert!(!has("associative".parse().unwrap(), Usage::Literal));
    assert!(
        "litteral"
            .parse::<Usages>()
            .unwrap_err()
            .contains("metonymic")
    );
}

#[test]
fn every_refusal_has_reasons() {
    let recognition = recognise("Mr. Jackson spoke to Donald Washington.", Usages::MAP);
    assert!(!recognition.rejections.is_empty());
    for rejection in recognition.rejections {
        assert!(
            rejection.reason.contains("a person") && rejection.reason.contains(';'),
            "{rejection:?}"
        );
    }
}

#[test]
fn classes_are_stored_in_the_order_of_their_scores() {
    for (at, class) in Class::ALL.into_iter().enumerate() {
        assert_eq!(class as usize, at);
    }
}
