//! The output in QGIS itself, without a window: every file opens with the right types and style, the project opens
//! without a warning wherever its folder lies, features find their citations, and the map that is drawn has the
//! colours of the legend where they belong. The scripts in `tests/qgis/` do the looking.
//!
//! Needs QGIS for Python (Debian: python3-qgis and qgis-providers). Without it the tests are skipped with a word on
//! standard error, except where the variable `CI` is `true`: there it must be present.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use common::Output;

static SEEDS: LazyLock<Output> = LazyLock::new(|| common::map_seeds("qgis-seeds"));

/// Python as Debian has it: QGIS is not to be had for another.
const PYTHON: &str = "/usr/bin/python3";

/// Whether to go on: QGIS is here.
fn qgis(test: &str) -> bool {
    let found = Command::new(PYTHON)
        .args(["-c", "import qgis.core"])
        .output()
        .is_ok_and(|output| output.status.success());
    if found {
        return true;
    }
    let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(
        !in_ci,
        "QGIS for Python is missing; this CI must install python3-qgis and qgis-providers"
    );
    // Straight to the stream, past the test harness, which would keep it back.
    let message = format!(
        "SKIPPED {test}: no QGIS for {PYTHON}; install python3-qgis and qgis-providers to run it\n"
    );
    std::io::stderr()
        .lock()
        .write_all(message.as_bytes())
        .unwrap();
    false
}

/// Runs a script of `tests/qgis/`, which says `OK` at its end.
fn run(script: &str, arguments: &[&str]) {
    let output = Command::new(PYTHON)
        .arg("-B")
        .arg(common::root().join("tests/qgis").join(script))
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.ends_with("OK\n"),
        "{script} {arguments:?}:\n{text}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn folder(output: &Output) -> String {
    output.path("").to_str().unwrap().to_owned()
}

/// Where a picture is written, to be looked at.
fn picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn every_file_opens_with_its_types_and_style() {
    if qgis("every_file_opens_with_its_types_and_style") {
        run("layers.py", &[&folder(&SEEDS)]);
    }
}

#[test]
fn the_project_opens_wherever_its_folder_lies_and_finds_the_citations_of_shushi() {
    if qgis("the_project_opens_wherever_its_folder_lies_and_finds_the_citations_of_shushi") {
        run("project.py", &[&folder(&SEEDS), "place:shushi", "2"]);
    }
}

/// QGIS 3.22 could not parse the rule of the towns, and the base map had none.
#[test]
fn every_expression_can_be_parsed_and_every_layer_draws_its_towns_and_all_else() {
    if qgis("every_expression_can_be_parsed_and_every_layer_draws_its_towns_and_all_else") {
        run("expressions.py", &[&folder(&SEEDS)]);
    }
}

#[test]
fn the_map_shows_the_aras_bridges_and_the_lachin_corridor() {
    if !qgis("the_map_shows_the_aras_bridges_and_the_lachin_corridor") {
        return;
    }
    let (land, sea) = ("#f7f4ec", "#dfe9ee");
    let (position, corridor, settlement, border) = ("#111111", "#c2185b", "#a63603", "#5b3a8e");
    // What all five documents name is shaded most: 18 parts of #b5822a on land; a river has the colour of waters.
    let (shaded, river) = ("#ebdfc9", "#0a64ad");
    for (name, extent, colours) in [
        ("all", "view", &[shaded, sea, settlement, border, river][..]),
        (
            "aras",
            "46.80,39.05,47.20,39.30",
            &[shaded, position, border],
        ),
        (
            "lachin",
            "46.2,39.4,47.0,39.95",
            &[shaded, corridor, settlement],
        ),
        ("elsewhere", "20.0,46.0,24.0,48.0", &[land]),
    ] {
        let picture = picture(&format!("qgis-{name}.png"));
        let folder = folder(&SEEDS);
        let mut arguments = vec![
            folder.as_str(),
            picture.to_str().unwrap(),
            extent,
            "1200,800",
        ];
        arguments.extend(colours);
        run("render.py", &arguments);
    }
}

/// Documents that do what they can to break the files: markup, quotes, line breaks, marks of writing direction and
/// very long titles.
#[test]
fn hostile_documents_open_and_show_as_text() {
    if !qgis("hostile_documents_open_and_show_as_text") {
        return;
    }
    let inputs = tempfile::tempdir().unwrap();
    let long = "Title \u{202e}\"'<img src=x onerror=alert(1)> & ".repeat(250);
    for (name, text) in [
        (
            "a'b\"c<script>.md",
            format!(
                "# {long}\n\n2023-06-23\n\nThe road <script>alert('x')</script> from Shushi to [% @project_home %] \u{202e}Lachin\u{202c} & \"Goris\" was closed.\nShushi\u{2066} «;--» said '=1+1'."
            ),
        ),
        (
            "rtl.txt",
            "نخجوان و باکو \u{202b}شوشا\u{202c} ایران. The border between Armenia and Azerbaijan.\n".to_owned(),
        ),
        (
            "no place.txt",
            "From the village of Qwertyxyz to the village of Zxcvbnmq runs a road.\n".to_owned(),
        ),
    ] {
        fs::write(inputs.path().join(name), text).unwrap();
    }
    let output = common::map("qgis-hostile", &[inputs.path()], &[], 0);
    run("layers.py", &[&folder(&output)]);
    run("project.py", &[&folder(&output), "place:shushi", "1"]);
}

#[test]
fn a_map_without_a_feature_opens() {
    if !qgis("a_map_without_a_feature_opens") {
        return;
    }
    let inputs = tempfile::tempdir().unwrap();
    fs::write(inputs.path().join("empty.txt"), "Nothing is here.\n").unwrap();
    let output = common::map("qgis-empty", &[inputs.path()], &[], 0);
    run("layers.py", &[&folder(&output)]);
    let picture = picture("qgis-empty.png");
    run(
        "render.py",
        &[
            &folder(&output),
            picture.to_str().unwrap(),
            "view",
            "800,500",
            "#f7f4ec",
        ],
    );
}
