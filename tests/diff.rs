//! What changed between two outputs, and because of what.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use common::map;
use serde_json::{Value, json};

fn documents(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(name)
        .join("docs");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

/// Maps documents into a folder, with more flags.
fn output(name: &str, files: &[(&str, &str)], flags: &[&str]) -> PathBuf {
    let documents = documents(&format!("{name}-in"), files);
    let mut all = vec!["--without", "qgis,geopackage,web-map"];
    all.extend(flags);
    map(name, &[&documents], &all, 0).path("")
}

fn told(old: &Path, new: &Path, code: i32) -> String {
    let mut call = Command::cargo_bin("araxes").unwrap();
    let done = call.arg("diff").args([old, new]).assert().code(code);
    String::from_utf8(done.get_output().stdout.clone()).unwrap()
}

fn diff(old: &Path, new: &Path) -> Value {
    let mut call = Command::cargo_bin("araxes").unwrap();
    let done = call
        .arg("diff")
        .args([old, new])
        .args(["--format", "json"])
        .assert()
        .code(0);
    serde_json::from_slice(&done.get_output().stdout).unwrap()
}

const GORIS: &str = "The road from Goris was closed.\n";
const YEREVAN: &str = "Officials in Yerevan said nothing. Later they spoke.\n";

#[test]
fn equal_folders_have_not_changed() {
    let files = [("a.txt", GORIS), ("b.txt", YEREVAN)];
    let (old, new) = (
        output("diff-same-1", &files, &[]),
        output("diff-same-2", &files, &[]),
    );
    assert_eq!(told(&old, &new, 0), "nothing changed\n");
    let nothing =
        json!({"equal": true, "run": [], "documents": [], "features": [], "citations": []});
    assert_eq!(diff(&old, &new), nothing);
    let mut call = Command::cargo_bin("araxes").unwrap();
    let no_run = documents("diff-no-run", &[]);
    let failed = call.arg("diff").args([&old, &no_run]).assert().code(1);
    let said = String::from_utf8(failed.get_output().stderr.clone()).unwrap();
    assert!(
        said.contains("is not a folder that `araxes map` wrote"),
        "{said}"
    );
}

#[test]
fn documents_that_come_go_change_and_move_are_told_apart() {
    let old = output(
        "diff-docs-1",
        &[
            ("a.txt", GORIS),
            ("b.txt", YEREVAN),
            ("c.txt", "Trains to Gyumri stopped.\n"),
        ],
        &[],
    );
    let new = output(
        "diff-docs-2",
        &[
            ("a2.txt", GORIS),
            (
                "b.txt",
                "At last. Officials in Yerevan said nothing. Later they spoke in Kapan.\n",
            ),
            ("d.txt", "They met in Meghri.\n"),
        ],
        &[],
    );
    let found = diff(&old, &new);
    assert_eq!(found["equal"], false);
    let documents: Vec<(&str, &str)> = found["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["change"].as_str().unwrap(),
                one["path"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        documents,
        [
            ("renamed", "docs/a2.txt"),
            ("changed", "docs/b.txt"),
            ("removed", "docs/c.txt"),
            ("added", "docs/d.txt")
        ]
    );
    assert_eq!(found["documents"][0]["old_path"], "docs/a.txt");
    let citations: Vec<[&str; 5]> = found["citations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let cited = if one["new"].is_null() {
                &one["old"]
            } else {
                &one["new"]
            };
            [
                &one["change"],
                &one["path"],
                &one["surface"],
                &cited["id"],
                &one["causes"][0],
            ]
            .map(|value| value.as_str().unwrap())
        })
        .collect();
    // Yerevan stands further behind in the changed document and is the same citation.
    assert_eq!(
        citations,
        [
            [
                "come",
                "docs/b.txt",
                "Kapan",
                "place:kapan",
                "document changed"
            ],
            [
                "gone",
                "docs/c.txt",
                "Gyumri",
                "place:gyumri",
                "document removed"
            ],
            [
                "come",
                "docs/d.txt",
                "Meghri",
                "place:meghri",
                "document added"
            ],
        ]
    );
    let features: Vec<[&str; 3]> = found["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            [&one["change"], &one["id"], &one["causes"][0]].map(|value| value.as_str().unwrap())
        })
        .collect();
    assert_eq!(
        features,
        [
            ["gone", "place:gyumri", "document removed"],
            ["come", "place:kapan", "document changed"],
            ["come", "place:meghri", "document added"],
        ]
    );
    let text = told(&old, &new, 0);
    assert!(
        text.contains("Documents: 1 added, 1 removed, 1 changed, 1 renamed\n"),
        "{text}"
    );
    assert!(
        text.contains("  renamed docs/a2.txt, before docs/a.txt “"),
        "{text}"
    );
    assert!(text.contains("On the map: 2 come, 1 gone\n"), "{text}");
    assert!(
        text.contains(
            "  come Kapan (place:kapan), with 1 citation; because of a document that changed\n"
        ),
        "{text}"
    );
}

#[test]
fn decisions_options_and_gazetteers_are_told_as_causes() {
    let files = [(
        "a.txt",
        "They met in Camp Aurora near Goris. Hadrut was quiet.\n",
    )];
    let folder = documents("diff-causes", &[]);
    let rows = "name,lat,lon\nCamp Aurora,39.87,46.12\n";
    fs::write(folder.join("one.csv"), rows).unwrap();
    fs::create_dir(folder.join("other")).unwrap();
    fs::write(folder.join("other/one.csv"), rows.replace("39.87", "39.97")).unwrap();
    fs::write(
        folder.join("d.csv"),
        "scope,exact,decision\neverywhere,Hadrut,no-place\n",
    )
    .unwrap();
    let flag = |file: &str| folder.join(file).to_str().unwrap().to_owned();
    let (one, other, decided) = (flag("one.csv"), flag("other/one.csv"), flag("d.csv"));
    let old = output("diff-causes-1", &files, &["--gazetteer", &one]);

    let new = output("diff-causes-2", &files, &["--gazetteer", &other]);
    let found = diff(&old, &new);
    let moved = &found["features"][0];
    assert_eq!(
        (moved["change"].as_str(), moved["causes"].clone()),
        (Some("moved"), json!(["gazetteer"]))
    );
    assert!(
        (moved["moved_m"].as_f64().unwrap() - 11_119.5).abs() < 1.0,
        "{moved}"
    );
    assert_eq!(found["citations"], json!([]));

    let new = output(
        "diff-causes-3",
        &files,
        &["--gazetteer", &one, "--decisions", &decided],
    );
    let found = diff(&old, &new);
    assert_eq!(found["run"][0]["cause"], "decisions");
    assert_eq!(found["citations"].as_array().unwrap().len(), 1);
    assert_eq!(found["citations"][0]["surface"], "Hadrut");
    assert_eq!(found["citations"][0]["causes"], json!(["decisions"]));

    let new = output(
        "diff-causes-4",
        &files,
        &["--gazetteer", &one, "--label-language", "ru"],
    );
    let found = diff(&old, &new);
    assert_eq!(
        found["run"],
        json!([{"name": "label_language", "old": "en", "new": "ru", "cause": "options"}])
    );
    let goris = found["features"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "place:goris")
        .unwrap();
    assert_eq!(
        (
            goris["change"].as_str(),
            goris["name"].as_str(),
            goris["old_name"].as_str()
        ),
        (Some("renamed"), Some("Горис"), Some("Goris"))
    );
    let text = told(&old, &new, 0);
    assert!(
        text.starts_with("What was run differently:\n  option: label_language ru instead of en\n"),
        "{text}"
    );
    assert!(
        text.contains("  renamed Горис (place:goris), was Goris; because of options\n"),
        "{text}"
    );
}
