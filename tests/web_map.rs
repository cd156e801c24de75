//! The web map: `map.html` as it is written, and as a real browser shows it.
//!
//! What the browser does is tested by the scripts in `tests/web`, which need Node, Chromium (Debian: chromium) and the
//! packages of `web/package.json` (`npm ci` in `web/`). Without them these tests are skipped with a word on standard
//! error, except where the variable `CI` is `true`: there they must be present.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use common::{Output, map, root};
use serde_json::Value;

static SEEDS: LazyLock<Output> = LazyLock::new(|| common::map_seeds("web-map-seeds"));

/// The JSON in an element of the page.
fn embedded(page: &str, id: &str) -> Value {
    let opening = format!("<script type=\"application/json\" id=\"{id}\">");
    let (_, rest) = page.split_once(&opening).unwrap();
    let (content, _) = rest.split_once("</script>").unwrap();
    serde_json::from_str(content).unwrap()
}

/// Documents that try to be more than text, in a folder of this name.
fn hostile(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let documents = [
        (
            "probe.md",
            "# &lt;img src=x onerror=window.hacked=1&gt; News from Baku\n\n\
             The road to Baku </script><script>window.hacked=1</script> is <img src=x onerror=window.hacked=1> open. \
             <!-- Nobody in Baku said so. --> The village of <b onclick=alert(1)>Nowhereabad</b> was seen \
             by a man from Yerevan.\n"
                .to_owned(),
        ),
        (
            "<svg onload=window.hacked=1>.txt",
            "In Baku <img src=x onerror=window.hacked=1> people said \"]]>'; window.hacked=1; // and left for Tbilisi. \
             The text ends with </script> and with <!-- and Yerevan."
                .to_owned(),
        ),
        (
            "bidi.txt",
            "\u{202e}نخجوان\u{2066} and Նախիջևան lie between Yerevan and Baku, it says.\n".to_owned(),
        ),
        (
            "long.txt",
            format!("{}\n\nBaku is far from Yerevan.\n", "Title ".repeat(2_000)),
        ),
    ];
    for (file, text) in documents {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

#[test]
fn the_page_of_the_seeds_is_small_and_whole() {
    let page = SEEDS.text("map.html");
    assert!(page.len() <= 1_300_000, "{} bytes", page.len());
    let data = embedded(&page, "data");
    let features: usize = common::LAYERS
        .iter()
        .map(|layer| {
            SEEDS.json(&format!("{layer}.geojson"))["features"]
                .as_array()
                .unwrap()
                .len()
        })
        .sum();
    assert_eq!(data["features"].as_array().unwrap().len(), features);
    assert_eq!(
        data["documents"].as_array().unwrap().len(),
        SEEDS.rows("documents.csv").len()
    );
    assert_eq!(
        data["unresolved"].as_array().unwrap().len(),
        SEEDS.rows("unresolved.csv").len()
    );
    assert!(page.contains("Copyright (c) 2010-2023, Volodymyr Agafonkin"));
}

/// The words at the offsets of a citation in its document's text, as JavaScript would cut them.
fn cited(data: &Value, citation: &Value) -> (String, String) {
    let number = |at: usize| usize::try_from(citation[at].as_u64().unwrap()).unwrap();
    let text = data["documents"][number(0)]["text"].as_str().unwrap();
    let units: Vec<u16> = text.encode_utf16().collect();
    let cut = |from: usize, to: usize| String::from_utf16(&units[from..to]).unwrap();
    (cut(number(1), number(2)), cut(number(3), number(4)))
}

/// Every citation of the page has the words and the sentence that the GeoJSON has.
fn words_are_those_of_the_layers(output: &Output) {
    let data = embedded(&output.text("map.html"), "data");
    let mut seen = 0;
    for layer in common::LAYERS {
        for feature in output.json(&format!("{layer}.geojson"))["features"]
            .as_array()
            .unwrap()
        {
            let shown = data["features"]
                .as_array()
                .unwrap()
                .iter()
                .find(|shown| shown["id"] == feature["id"])
                .unwrap();
            let citations = feature["properties"]["citations"].as_array().unwrap();
            assert_eq!(
                shown["citations"].as_array().unwrap().len(),
                citations.len()
            );
            for (one, other) in shown["citations"].as_array().unwrap().iter().zip(citations) {
                let (surface, sentence) = cited(&data, one);
                assert_eq!(surface, other["surface"].as_str().unwrap());
                assert!(sentence.contains(&surface), "“{surface}” in “{sentence}”");
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}

#[test]
fn words_on_the_page_are_those_of_the_layers() {
    words_are_those_of_the_layers(&SEEDS);
    words_are_those_of_the_layers(&map("web-map-bidi", &[&hostile("web-map-bidi-in")], &[], 0));
}

#[test]
fn without_texts_the_page_has_the_cited_sentences_only() {
    let output = map(
        "web-map-no-text",
        &[&root().join("seeds")],
        &["--no-text"],
        0,
    );
    let page = output.text("map.html");
    let data = embedded(&page, "data");
    let whole = embedded(&SEEDS.text("map.html"), "data");
    for (document, full) in data["documents"]
        .as_array()
        .unwrap()
        .iter()
        .zip(whole["documents"].as_array().unwrap())
    {
        assert_eq!(document["whole"], false);
        assert_eq!(full["whole"], true);
        assert_ne!(document["text"], full["text"]);
    }
    // A sentence of the seeds that names no place.
    let silent = "Comments";
    assert!(SEEDS.text("map.html").contains(silent), "the probe is gone");
    words_are_those_of_the_layers(&output);
}

#[test]
fn a_run_without_the_web_map_leaves_it_out() {
    let output = map(
        "web-map-without",
        &[&root().join("seeds")],
        &["--without", "web-map"],
        0,
    );
    assert!(!output.path("map.html").exists());
    assert!(!output.path("araxes-style.js").exists());
}

/// Whether to go on: Node, its packages and, where `browser` is wanted, Chromium are here.
fn tools(test: &str, browser: bool) -> bool {
    let missing = if Command::new("node").arg("--version").output().is_err() {
        "node is not on the PATH"
    } else if !root().join("web/node_modules/esbuild").is_dir() {
        "the packages of web/package.json are not installed; run npm ci in web/"
    } else if browser
        && ![
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
        ]
        .iter()
        .any(|path| Path::new(path).exists())
    {
        "there is no Chromium"
    } else {
        return true;
    };
    let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(!in_ci, "{missing}; this CI must have it");
    // Straight to the stream, past the test harness, which would keep it back.
    std::io::stderr()
        .lock()
        .write_all(format!("SKIPPED {test}: {missing}\n").as_bytes())
        .unwrap();
    false
}

/// Runs a script of `tests/web` on the output of a run.
fn script(name: &str, output: &Output) {
    let run = Command::new("node")
        .arg("--test")
        .arg(root().join("tests/web").join(name))
        .env("ARAXES_OUT", output.path(""))
        .env("ARAXES_PROGRAM", assert_cmd::cargo::cargo_bin!("araxes"))
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "tests/web/{name}:\n{}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn the_built_page_is_what_its_sources_make() {
    if !tools("the_built_page_is_what_its_sources_make", false) {
        return;
    }
    let check = Command::new("node")
        .arg(root().join("web/build.mjs"))
        .arg("--check")
        .output()
        .unwrap();
    assert!(
        check.status.success(),
        "{}",
        String::from_utf8_lossy(&check.stderr)
    );
}

#[test]
fn readers_can_use_the_map_of_the_seeds() {
    if tools("readers_can_use_the_map_of_the_seeds", true) {
        script("seeds.mjs", &SEEDS);
    }
}

#[test]
fn hostile_documents_do_no_harm() {
    if tools("hostile_documents_do_no_harm", true) {
        let output = map("web-map-hostile", &[&hostile("web-map-hostile-in")], &[], 0);
        script("hostile.mjs", &output);
    }
}

#[test]
fn the_layers_show_on_pages_of_others() {
    if tools("the_layers_show_on_pages_of_others", true) {
        script("overlay.mjs", &SEEDS);
    }
}
