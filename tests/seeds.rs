//! The main job on real input: what any correct run must find in the five documents we wrote (`seeds/`) and in the
//! five published ones they follow (`../shared/seeds`, where it is present).
#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use geo::{Distance, Geodesic, Point};
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The published documents, or `None` with a word on standard error that the test was skipped.
fn published() -> Option<PathBuf> {
    let folder = root().join("../shared/seeds");
    if folder.is_dir() {
        return Some(folder);
    }
    // Written past the test runner, which keeps what a passing test prints to itself.
    let _ = writeln!(
        std::io::stderr(),
        "SKIPPED published_seeds_show_the_figures: no {}; only the documents in seeds/ were tested",
        folder.display()
    );
    None
}

fn map(inputs: &Path, out: &Path) {
    let arguments = [
        "araxes",
        "map",
        inputs.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let mut messages = Vec::new();
    let code = araxes::cli::run(
        arguments.iter().map(Into::into),
        &mut std::io::empty(),
        &mut Vec::new(),
        &mut messages,
    );
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&messages));
}

/// Everything that one run wrote, by feature id.
struct Run {
    features: BTreeMap<String, Value>,
    inputs: PathBuf,
}

fn run(inputs: &Path) -> Run {
    let out = tempfile::tempdir().unwrap();
    map(inputs, out.path());
    let mut features = BTreeMap::new();
    for layer in ["mentions", "routes", "borders"] {
        let text = fs::read_to_string(out.path().join(format!("{layer}.geojson"))).unwrap();
        let collection: Value = serde_json::from_str(&text).unwrap();
        for feature in collection["features"].as_array().unwrap() {
            let mut feature = feature.clone();
            feature["layer"] = layer.into();
            features.insert(feature["id"].as_str().unwrap().to_owned(), feature);
        }
    }
    Run {
        features,
        inputs: inputs.to_owned(),
    }
}

impl Run {
    fn feature(&self, id: &str) -> &Value {
        self.features
            .get(id)
            .unwrap_or_else(|| panic!("no feature {id} in the run on {}", self.inputs.display()))
    }

    /// The numbers (`000`…) of the documents that cite a feature.
    fn documents(&self, id: &str) -> Vec<String> {
        let documents = self.feature(id)["properties"]["documents"]
            .as_array()
            .unwrap();
        documents
            .iter()
            .map(|document| document.as_str().unwrap().chars().take(3).collect())
            .collect()
    }

    fn surfaces(&self, id: &str) -> BTreeSet<String> {
        let surfaces = self.feature(id)["properties"]["surfaces"]
            .as_array()
            .unwrap();
        surfaces
            .iter()
            .map(|surface| surface.as_str().unwrap().to_owned())
            .collect()
    }

    fn citations(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.features.iter().flat_map(|(id, feature)| {
            feature["properties"]["citations"]
                .as_array()
                .unwrap()
                .iter()
                .map(move |citation| (id.as_str(), citation))
        })
    }
}

/// The figures that the spine must show, whichever of the two folders is read.
fn shows_the_figures(run: &Run) {
    for id in [
        "armenia",
        "azerbaijan",
        "russia",
        "baku",
        "yerevan",
        "moscow",
    ] {
        assert_eq!(
            run.documents(&format!("place:{id}")),
            ["000", "001", "002", "003", "004"],
            "{id}"
        );
    }
    let cited = |id: &str, documents: &[&str]| {
        for document in documents {
            assert!(
                run.documents(id).iter().any(|other| other == document),
                "{id} is not cited by {document}"
            );
        }
    };
    cited("place:nakhchivan", &["000", "002", "003"]);
    for spelling in [
        "Nakhijevan",
        "Nakhichevan",
        "Nakhichevan Autonomous Republic",
    ] {
        assert!(
            run.surfaces("place:nakhchivan").contains(spelling),
            "{spelling}"
        );
    }
    assert!(
        !run.features.contains_key("place:nakhchivan-city"),
        "the city is not spoken of"
    );
    cited("place:shushi", &["004"]);
    cited("route:zangezur-corridor", &["000", "002"]);
    cited("route:lachin-corridor", &["001", "004"]);
    for pipeline in [
        "baku-supsa",
        "baku-novorossiysk",
        "baku-tbilisi-erzurum",
        "baku-tbilisi-ceyhan",
    ] {
        cited(&format!("route:{pipeline}-pipeline"), &["003"]);
    }
    cited("border:ARM-AZE", &["002", "003", "004"]);
    cited("border:AZE-IRN", &["003"]);
    let claim = run.feature("border:AZE-IRN")["properties"]["claim_km"]
        .as_f64()
        .unwrap();
    assert!((claim - 765.0).abs() < 1e-9, "{claim}");
    cited("border:line-of-contact-1994-2020", &["003"]);
    assert!(
        !run.features
            .contains_key("border:line-of-contact-2020-2023"),
        "003 is older than that line"
    );

    // 39°08′26.6″N 46°57′15.6″E and 39°11′04.2″N 47°02′25.0″E, worked out by hand.
    for (lat, lon) in [(39.140_722, 46.954_333), (39.184_5, 47.040_278)] {
        let printed = Point::new(lon, lat);
        let bridge = run
            .features
            .values()
            .filter(|feature| {
                feature["geometry"]["type"] == "Point" && feature["properties"]["kind"] == "bridge"
            })
            .find(|feature| {
                let position = feature["geometry"]["coordinates"].as_array().unwrap();
                let point =
                    Point::new(position[0].as_f64().unwrap(), position[1].as_f64().unwrap());
                Geodesic.distance(point, printed) <= 5.0
            })
            .unwrap_or_else(|| panic!("no bridge within 5 m of {lat}, {lon}"));
        assert_eq!(bridge["properties"]["crosses"], "place:aras");
        let description = bridge["properties"]["description"]
            .as_str()
            .unwrap()
            .to_lowercase();
        assert!(description.contains("bridge"), "{description}");
    }
}

/// No person, month, heading or address is a place.
fn keeps_out(run: &Run, surfaces: &[&str]) {
    for (id, citation) in run.citations() {
        let surface = citation["surface"].as_str().unwrap();
        assert!(!surfaces.contains(&surface), "“{surface}” became {id}");
        assert!(
            !surface.contains("http") && !surface.contains("www"),
            "“{surface}” became {id}"
        );
    }
}

/// `prefix + exact + suffix` stands word for word in the file, at the offsets given.
fn quotes_are_found_again(run: &Run) {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&run.inputs).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        files.insert(id, fs::read_to_string(path).unwrap_or_default());
    }
    let mut seen = 0;
    for (id, citation) in run.citations() {
        let text = &files[citation["document"].as_str().unwrap()];
        let number = |key: &str| usize::try_from(citation[key].as_u64().unwrap()).unwrap();
        let words = |key: &str| citation[key].as_str().unwrap();
        let characters: String = text
            .chars()
            .skip(number("start"))
            .take(number("end") - number("start"))
            .collect();
        assert_eq!(characters, words("exact"), "{id} by characters");
        assert_eq!(
            text.get(number("start_byte")..number("end_byte")),
            Some(words("exact")),
            "{id} by bytes"
        );
        let from = number("start_byte") - words("prefix").len();
        let quote = format!("{}{}{}", words("prefix"), words("exact"), words("suffix"));
        assert_eq!(
            text.get(from..from + quote.len()),
            Some(quote.as_str()),
            "{id} with its context"
        );
        seen += 1;
    }
    assert!(seen > 300, "only {seen} citations");
}

const NEVER: &[&str] = &[
    "Abbas",
    "Badakhshan",
    "Donald Trump",
    "Trump",
    "Mehdi Sobhani",
    "Sobhani",
    "Qassem Soleimani",
    "Soleimani",
    "Elchibey",
    "Tonoyan",
    "Zakharova",
    "Lavrov",
    "Putin",
    "Aliyev",
    "Pashinyan",
    "Galuzin",
    "Harutiunyan",
    "Erdogan",
    "January",
    "April",
    "August",
    "July",
    "November",
    "May",
    "Conclusion",
    "Introduction",
    "Background",
    "Note",
    "Comments",
    "Romania",
    "Free",
    "Radio Free Europe",
    "SOCAR Romania",
];

#[test]
fn our_seeds_show_the_figures() {
    let run = run(&root().join("seeds"));
    shows_the_figures(&run);
    keeps_out(&run, NEVER);
    quotes_are_found_again(&run);
}

#[test]
fn published_seeds_show_the_figures() {
    let Some(folder) = published() else { return };
    let run = run(&folder);
    shows_the_figures(&run);
    keeps_out(&run, NEVER);
    quotes_are_found_again(&run);
}

/// `tests/seeds_expected.json` lists for each of our documents what must be found and what must not.
#[test]
fn our_seeds_have_everything_expected() {
    let run = run(&root().join("seeds"));
    let expected: Value = serde_json::from_str(
        &fs::read_to_string(root().join("tests/seeds_expected.json")).unwrap(),
    )
    .unwrap();
    let mut missing = Vec::new();
    for document in expected.as_array().unwrap() {
        let id = document["file"].as_str().unwrap().trim_end_matches(".txt");
        let cites = |feature: &str, surface: Option<&str>| {
            run.citations().any(|(other, citation)| {
                other == feature
                    && citation["document"] == id
                    && surface.is_none_or(|surface| citation["surface"] == surface)
            })
        };
        for place in document["places"].as_array().unwrap() {
            let feature = place["id"].as_str().unwrap();
            for surface in place["surfaces"].as_array().unwrap() {
                let surface = surface.as_str().unwrap();
                if !cites(feature, Some(surface)) {
                    missing.push(format!("{id}: {feature} as “{surface}”"));
                }
            }
        }
        for feature in document["routes"]
            .as_array()
            .unwrap()
            .iter()
            .chain(document["borders"].as_array().unwrap())
        {
            let feature = feature.as_str().unwrap();
            if !cites(feature, None) {
                missing.push(format!("{id}: {feature}"));
            }
        }
        for surface in document["not_places"].as_array().unwrap() {
            if let Some((feature, _)) = run
                .citations()
                .find(|(_, citation)| citation["document"] == id && citation["surface"] == *surface)
            {
                missing.push(format!(
                    "{id}: {surface} must be no place, but is {feature}"
                ));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Each word of a repeated headline is cited once, not once for each picture.
#[test]
fn repeated_alternative_texts_count_once() {
    let run = run(&root().join("seeds"));
    let mut spans = BTreeSet::new();
    for (id, citation) in run.citations().filter(|(id, _)| id.starts_with("place:")) {
        let span = (
            citation["document"].to_string(),
            citation["start"].as_u64(),
            citation["end"].as_u64(),
        );
        assert!(spans.insert(span), "{id} is cited twice at {citation}");
    }
    let file = fs::read_to_string(root().join("seeds/000_zangezur_corridor_denial.txt")).unwrap();
    let images: Vec<&str> = file.lines().filter(|line| line.starts_with("![")).collect();
    assert!(images.len() >= 4, "the document repeats its headline");
    let in_images = run
        .citations()
        .filter(|(_, citation)| citation["document"] == "000_zangezur_corridor_denial")
        .filter(|(_, citation)| {
            let start = usize::try_from(citation["start_byte"].as_u64().unwrap()).unwrap();
            let line_start = file
                .get(..start)
                .unwrap()
                .rfind('\n')
                .map_or(0, |at| at + 1);
            file.get(line_start..).unwrap().starts_with("![")
                && images[0] == file.get(line_start..).unwrap().lines().next().unwrap()
        })
        .count();
    assert_eq!(in_images, 0, "the alternative text repeats the headline");
}

/// Files of a run that `output/` does not hold: a word changed in a document changes thousands of bytes in them. That
/// equal runs write equal ones, their own tests say.
const NOT_COMMITTED: &[&str] = &["araxes.gpkg", "araxes.qgz", "basemap.gpkg", "map.html"];

/// What is committed in `output/` is what the program writes.
#[test]
fn committed_output_is_what_the_program_writes() {
    // Paths and links are those of the README's command, which runs in the project's folder: here, one of its shape.
    let project = tempfile::tempdir().unwrap();
    let seeds = project.path().join("seeds");
    fs::create_dir(&seeds).unwrap();
    for entry in fs::read_dir(root().join("seeds")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, seeds.join(path.file_name().unwrap())).unwrap();
    }
    std::env::set_current_dir(project.path()).unwrap();
    map(Path::new("seeds"), Path::new("output"));
    let out = project.path().join("output");
    let names = |folder: &Path| -> BTreeSet<String> {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned())
            .filter(|name| !NOT_COMMITTED.contains(&name.as_str()))
            .collect()
    };
    let written = names(&out);
    assert_eq!(
        written,
        names(&root().join("output")),
        "the files differ; run the README's first command"
    );
    for name in written {
        let now = fs::read(out.join(&name)).unwrap();
        let committed = fs::read(root().join("output").join(&name)).unwrap();
        assert!(
            now == committed,
            "output/{name} differs from what the program writes; run the README's first command and look at the difference"
        );
    }
}
