//! `araxes eval` counts as the field's scorer does, and training is reproducible.
#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use araxes::evaluation::corpus::GoldDocument;
use araxes::evaluation::score::{Answer, Judged, Pairing, figures};
use araxes::resolution::Model;
use araxes::training::resolution::{Settings, lessons, train};
use common::GAZETTEER;
use serde_json::{Value, json};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/eval")
        .join(name)
}

fn answers(row: &Value) -> Vec<Answer> {
    let number = |toponym: &Value, key: &str| usize::try_from(toponym[key].as_u64().unwrap());
    row["toponyms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|toponym| Answer {
            span: number(toponym, "start").unwrap()..number(toponym, "end").unwrap(),
            position: toponym["lat"].as_f64().zip(toponym["lon"].as_f64()),
            geonameid: toponym["geonameid"].as_u64(),
            confidence: toponym["confidence"].as_f64().unwrap_or_default(),
            name: String::new(),
            sort: None,
            candidates: Vec::new(),
        })
        .collect()
}

/// Fails where a figure of `expected` is missing in `found` or differs.
fn agrees(expected: &Value, found: &Value, place: &str) {
    match expected {
        Value::Object(members) => {
            for (key, value) in members {
                agrees(value, &found[key], &format!("{place}/{key}"));
            }
        }
        Value::Number(number) if number.is_f64() => {
            let (left, right) = (number.as_f64().unwrap(), found.as_f64());
            assert!(
                right.is_some_and(|right| (left - right).abs() <= 1e-6 * left.abs().max(1.0)),
                "{place}: the scorer says {left}, eval {found}"
            );
        }
        other => assert_eq!(other, found, "{place}"),
    }
}

#[test]
fn figures_are_those_of_the_scorer() {
    let gold = GoldDocument::read_all(&fixture("gold.jsonl")).unwrap();
    let predictions = fs::read_to_string(fixture("predictions.jsonl")).unwrap();
    let documents: Vec<Judged> = gold
        .iter()
        .zip(predictions.lines())
        .map(|(gold, line)| {
            let row: Value = serde_json::from_str(line).unwrap();
            assert_eq!(row["id"], gold.id);
            Judged::new(gold.toponyms.clone(), answers(&row))
        })
        .collect();
    let expected: Value =
        serde_json::from_str(&fs::read_to_string(fixture("expected.json")).unwrap()).unwrap();
    for (pairing, key) in [(Pairing::Exact, "exact"), (Pairing::Overlap, "overlap")] {
        let figures = figures(&documents, pairing);
        agrees(
            &expected["recognition"][key],
            &json!(figures.recognition),
            key,
        );
        agrees(
            &expected["resolution"][key],
            &json!(figures.resolution),
            key,
        );
        agrees(
            &expected["end_to_end"][key],
            &json!(figures.end_to_end),
            key,
        );
    }
}

fn araxes(arguments: &[&str]) -> String {
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let code = araxes::cli::run(
        std::iter::once("araxes")
            .chain(arguments.iter().copied())
            .map(Into::into),
        &mut std::io::empty(),
        &mut out,
        &mut messages,
    );
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&messages));
    String::from_utf8(out).unwrap()
}

/// Runs the scorer itself, where it and Python are present.
#[test]
fn eval_agrees_with_the_scorer_on_answers_of_annotate() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let (scorer, corpus) = (
        shared.join("tools/score.py"),
        shared.join("corpora/gwn-dev.jsonl"),
    );
    if !scorer.is_file() || !corpus.is_file() || Command::new("python3").arg("-V").output().is_err()
    {
        eprintln!("skipped: no scorer, corpus or Python here");
        return;
    }
    let corpus = corpus.to_str().unwrap();
    for given in [&["--given-spans"][..], &[]] {
        let annotated = araxes(&[&["annotate", corpus], given].concat());
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), annotated).unwrap();
        let scored = Command::new("python3")
            .args([&scorer, Path::new(corpus), file.path()])
            .arg("--json")
            .output()
            .unwrap();
        let expected: Value = serde_json::from_slice(&scored.stdout).unwrap();
        let found: Value =
            serde_json::from_str(&araxes(&[&["eval", "--json", corpus], given].concat())).unwrap();
        for part in ["recognition", "resolution", "end_to_end"] {
            agrees(&expected[part], &found[0][part], part);
        }
    }
}

#[test]
fn eval_reports_coverage_reliability_and_errors() {
    let corpus = fixture("gold.jsonl");
    let text = araxes(&[
        "eval",
        "--given-spans",
        "--errors",
        "3",
        corpus.to_str().unwrap(),
    ]);
    for heading in [
        "recognition overlap",
        "candidates  a candidate within 161 km",
        "expected calibration error",
        "--min-confidence  answers",
        "by kind: gold, found, right",
        "by continent",
    ] {
        assert!(text.contains(heading), "{heading} is missing in\n{text}");
    }
}

#[test]
fn training_twice_gives_the_same_weights_and_they_fit() {
    let gazetteer = &GAZETTEER;
    let gold = GoldDocument::read_all(&fixture("gold.jsonl")).unwrap();
    let lessons = lessons(&[gold], gazetteer);
    let lessons: Vec<_> = lessons.iter().collect();
    let settings = Settings {
        penalty: 0.1,
        without: Vec::new(),
    };
    // Learned weights start from nothing, whatever model training starts with.
    let model = train(&lessons, gazetteer, Model::shipped(), &settings);
    let again = train(&lessons, gazetteer, Model::shipped(), &settings);
    assert_eq!(model.to_csv(), again.to_csv());
    assert_eq!(
        Model::parse(&model.to_csv()).unwrap().to_csv(),
        model.to_csv()
    );
    assert_ne!(model.in_company, Model::shipped().in_company);
}
