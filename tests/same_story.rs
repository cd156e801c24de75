//! The same story twice: copies, agency texts and pages saved twice are found and counted once, and two reports of one
//! event are two.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Output, map};

/// An agency's report, in paragraphs.
const REPORT: [&str; 6] = [
    "GORIS, March 3 - A landslide buried a stretch of the highway between Goris and Kapan on Tuesday night, cutting the only paved road to the south of the province for at least two days, emergency officials said.",
    "No one was hurt, but some forty lorries and three buses had to turn back, and the passengers spent the night in a school in the village of Khndzoresk, where neighbours brought them bread and blankets.",
    "“The slope had been soaked for weeks and gave way within a minute,” said Armen Petrosyan, who leads the regional rescue service. “We heard it before we saw it.”",
    "Engineers from Yerevan were expected to arrive on Wednesday with heavy machines. They said that clearing the road would take until Friday if it did not rain again.",
    "Drivers were told to use the mountain track by way of Tatev, which is open to cars only and closed after dark. The bakery in Meghri has flour for one week, its owner said.",
    "It was the third landslide on this stretch since the autumn. A tunnel has been promised since 2011, and a study of it was paid for twice.",
];

/// What somebody else wrote of the same night.
const OTHER_REPORT: &str = "Stranded on the way to Kapan\n\n\
    Anahit Grigoryan had wanted to be home by ten. Instead she slept on a gymnasium floor, one of more than a hundred \
    travellers who were stuck near Goris when half a hillside came down on the road in the dark.\n\n\
    The rescue service says that nobody was injured. Its regional chief, Armen Petrosyan, blamed the wet winter: “The slope \
    had been soaked for weeks,” he told us by telephone. Excavators are on their way from Yerevan, and the ministry hopes to \
    have one lane free before the weekend.\n\n\
    Until then only small cars get through, over the steep old track past Tatev. Shopkeepers in Meghri, at the far end, have \
    begun to ration flour. People here have waited for a tunnel for more than a decade.\n";

fn folder(name: &str, files: &BTreeMap<&str, String>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

/// A page with the report in it, as a browser saved it.
fn page(navigation: &str) -> String {
    let paragraphs = REPORT
        .map(|paragraph| format!("<p>{paragraph}</p>"))
        .concat();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Landslide cuts road to the south</title></head><body>\
         <nav>{navigation}</nav><article><h1>Landslide cuts road to the south</h1>{paragraphs}</article>\
         <footer>{navigation}</footer></body></html>"
    )
}

fn documents() -> BTreeMap<&'static str, String> {
    let whole = format!(
        "Landslide cuts road to the south\n\n{}\n",
        REPORT.join("\n\n")
    );
    let cut = format!(
        "Travellers spend night in village school\n\n{}\n",
        REPORT[..4].join("\n\n")
    );
    BTreeMap::from([
        ("a-whole.txt", whole.clone()),
        ("b-copy.txt", whole),
        ("c-cut.txt", cut),
        ("d-other.txt", OTHER_REPORT.to_owned()),
        (
            "e-page.html",
            page("<a href=\"/\">Home</a> <a href=\"/w\">Weather: 3 degrees, rain</a>"),
        ),
        (
            "f-page.html",
            page("<a href=\"/\">Home</a> <a href=\"/s\">Sport: Ararat lost again</a>"),
        ),
        ("g-short.txt", "They met in Goris.\n".to_owned()),
        ("h-short.txt", "They met in Goris again.\n".to_owned()),
    ])
}

fn originals(output: &Output) -> Vec<(String, String)> {
    let rows = output.rows("documents.csv").into_iter();
    rows.map(|row| (row["id"].clone(), row["duplicate_of"].clone()))
        .collect()
}

fn counts(output: &Output, id: &str) -> [String; 3] {
    let mentions = output.rows("mentions.csv");
    let row = mentions.iter().find(|row| row["id"] == id).unwrap();
    let documents = row["documents"].split(';').count().to_string();
    [
        row["doc_count"].clone(),
        row["mention_count"].clone(),
        documents,
    ]
}

#[test]
fn copies_are_found_and_counted_once() {
    let folder = folder("same-story", &documents());
    let without = ["--without", "qgis,geopackage,web-map"];
    let once = map("same-story-once", &[&folder], &without, 0);
    let expected = [
        ("a-whole", ""),
        ("b-copy", "a-whole"),
        ("c-cut", "a-whole"),
        ("d-other", ""),
        ("e-page", "a-whole"),
        ("f-page", "a-whole"),
        ("g-short", ""),
        ("h-short", ""),
    ];
    assert_eq!(
        originals(&once),
        expected.map(|(id, of)| (id.to_owned(), of.to_owned()))
    );
    // Meghri stands in the report, which is there five times, once cut before it, and in the other.
    let [stories, mentions, documents] = counts(&once, "place:meghri");
    assert_eq!([stories.as_str(), documents.as_str()], ["2", "5"]);
    let each = map(
        "same-story-each",
        &[&folder],
        &["--count-duplicates", "--without", "qgis,geopackage,web-map"],
        0,
    );
    assert_eq!(
        counts(&each, "place:meghri"),
        ["5".to_owned(), mentions, documents]
    );
    assert_eq!(originals(&each), originals(&once));
    assert_eq!(each.json("run.json")["options"]["count_duplicates"], true);
}

#[test]
fn a_copy_counts_where_it_is_the_only_one_that_says_so() {
    let mut files = documents();
    files.retain(|name, _| ["a-whole.txt", "c-cut.txt"].contains(name));
    let cut = files.remove("c-cut.txt").unwrap();
    // The cut one is read first, and does not name Meghri.
    files.insert("0-cut.txt", cut);
    let folder = folder("same-story-cut-first", &files);
    let output = map(
        "same-story-cut-first-out",
        &[&folder],
        &["--without", "qgis,geopackage,web-map"],
        0,
    );
    assert_eq!(
        originals(&output),
        [("0-cut", ""), ("a-whole", "0-cut")].map(|(id, of)| (id.to_owned(), of.to_owned()))
    );
    assert_eq!(counts(&output, "place:meghri")[0], "1");
    assert_eq!(counts(&output, "place:goris")[0], "1");
}
