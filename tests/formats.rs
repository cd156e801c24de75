//! The formats beside GeoJSON and CSV: all hold the same features with the same ids, open in GDAL where it reads them,
//! carry what their standards require, and take whatever a document may say as text.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use common::{ALL_LAYERS, LAYERS, Output};
use serde_json::Value;

const ALL: [&str; 2] = [
    "--format",
    "geojsonseq,flatgeobuf,geoparquet,kml,linked-places,web-annotations",
];

static SEEDS: LazyLock<Output> =
    LazyLock::new(|| common::map("formats-seeds", &[&common::root().join("seeds")], &ALL, 0));

/// Ids by layer, from the GeoJSON files.
fn ids(output: &Output) -> BTreeMap<String, Vec<String>> {
    ALL_LAYERS
        .iter()
        .map(|layer| {
            let features = features(output, layer);
            let ids = features.iter().map(|one| text(&one["id"])).collect();
            ((*layer).to_owned(), ids)
        })
        .collect()
}

fn features(output: &Output, layer: &str) -> Vec<Value> {
    let collection = output.json(&format!("{layer}.geojson"));
    collection["features"].as_array().unwrap().clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The features of a GeoJSON text sequence, RFC 8142.
fn sequence(output: &Output, layer: &str) -> Vec<Value> {
    let content = output.text(&format!("{layer}.geojsons"));
    assert!(content.is_empty() || content.starts_with('\u{1E}') && content.ends_with('\n'));
    content
        .split('\u{1E}')
        .skip(1)
        .map(|record| serde_json::from_str(record.strip_suffix('\n').unwrap()).unwrap())
        .collect()
}

// ---- The same features everywhere -----------------------------------------------------------------------------------

/// A pivot of the citations showed `place:geonames-4189014`, and a document without a title the hash in its name.
#[test]
fn a_citation_names_its_feature_and_an_untitled_document_by_its_first_words() {
    let inputs = tempfile::tempdir().unwrap();
    let path = inputs.path().join("3f5fb442d585114e.txt");
    fs::write(
        &path,
        "yesterday a convoy of lorries reached the town of Goris from Yerevan, and it left again in the evening.\n",
    )
    .unwrap();
    let output = common::map("formats-untitled", &[&path], &[], 0);
    assert!(
        output.messages.contains("1 document: "),
        "{}",
        output.messages
    );
    let rows = output.rows("citations.csv");
    let goris = rows.iter().find(|row| row["surface"] == "Goris").unwrap();
    let first = "yesterday a convoy of lorries reached the town of Goris from…";
    assert_eq!(goris["feature_name"], "Goris");
    assert_eq!(goris["kind"], "settlement");
    assert_eq!(goris["document_title"], first);
    assert!(goris["path"].ends_with("3f5fb442d585114e.txt"));
    assert_eq!(output.rows("documents.csv")[0]["label"], first);
    let features = features(&output, "mentions");
    assert_eq!(features[0]["properties"]["citations"][0]["title"], first);
}

/// *Persians, Arabs, Turkmens* of a list of peoples were points in Egypt and Turkmenistan.
#[test]
fn a_people_is_not_meant_as_a_place() {
    let meant = |id: &str| {
        let features = features(&SEEDS, "mentions");
        let found = features.iter().find(|one| one["id"] == id).unwrap();
        text(&found["properties"]["meant"])
    };
    assert_eq!(meant("place:persia"), "people");
    assert_eq!(meant("place:turkmenistan"), "people");
    assert_eq!(meant("place:iran"), "place");
    let kml = SEEDS.text("araxes.kml");
    let (_, persia) = kml.split_once("<name>Persia</name>").unwrap();
    assert!(
        persia
            .trim_start()
            .starts_with("<visibility>0</visibility>")
    );
}

/// A line ran from the middle of Asia to the middle of Europe.
#[test]
fn a_way_between_two_lands_is_not_drawn_from_middle_to_middle() {
    for feature in features(&SEEDS, "routes") {
        let is_between = [
            "route:asia-europe-connection",
            "route:iran-karabakh-connection",
        ]
        .contains(&feature["id"].as_str().unwrap());
        assert_eq!(
            feature["geometry"].is_null(),
            is_between || feature["id"] == "route:azerbaijan-nakhchivan-connection",
            "{}",
            feature["id"]
        );
    }
    let inputs = tempfile::tempdir().unwrap();
    let path = inputs.path().join("towns.txt");
    fs::write(
        &path,
        "Trucks travel from Goris to Stepanakert every day.\n",
    )
    .unwrap();
    let output = common::map("formats-way", &[&path], &[], 0);
    let routes = features(&output, "routes");
    assert_eq!(routes[0]["properties"]["geometry_basis"], "straight line");
}

#[test]
fn a_text_sequence_has_the_features_of_the_collection() {
    for layer in ALL_LAYERS {
        assert_eq!(sequence(&SEEDS, layer), features(&SEEDS, layer), "{layer}");
    }
}

#[test]
fn kml_has_every_feature_once_and_is_well_formed() {
    let kml = SEEDS.text("araxes.kml");
    let tree = roxmltree::Document::parse(&kml).unwrap();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in tree
        .descendants()
        .filter(|node| node.has_tag_name("Folder"))
    {
        let name = child(folder, "name").unwrap();
        for placemark in folder
            .children()
            .filter(|node| node.has_tag_name("Placemark"))
        {
            let id = placemark
                .descendants()
                .find(|node| node.attribute("name") == Some("id"))
                .and_then(|node| child(node, "value"))
                .unwrap();
            assert!(
                child(placemark, "description")
                    .unwrap()
                    .contains("<blockquote>")
            );
            let style = child(placemark, "styleUrl").unwrap();
            let style = style.strip_prefix('#').unwrap();
            assert!(
                tree.descendants()
                    .any(|node| node.has_tag_name("Style") && node.attribute("id") == Some(style)),
                "no style {style}"
            );
            found.entry(name.clone()).or_default().push(id);
        }
    }
    assert_eq!(found, ids(&SEEDS));
    let span = tree
        .descendants()
        .find(|node| node.has_tag_name("TimeSpan"));
    assert!(span.is_some_and(|span| child(span, "begin").is_some()));
}

fn child(node: roxmltree::Node<'_, '_>, name: &str) -> Option<String> {
    node.children()
        .find(|child| child.has_tag_name(name))
        .map(|child| child.text().unwrap_or_default().to_owned())
}

#[test]
fn linked_places_has_what_the_format_requires() {
    let collection = SEEDS.json("linked-places.json");
    assert_eq!(collection["type"], "FeatureCollection");
    assert!(text(&collection["@context"]).ends_with("linkedplaces-context-v1.1.jsonld"));
    let records = collection["features"].as_array().unwrap();
    let all: Vec<String> = LAYERS
        .iter()
        .flat_map(|layer| ids(&SEEDS)[*layer].clone())
        .collect();
    let found: Vec<String> = records.iter().map(|record| text(&record["@id"])).collect();
    assert_eq!(found, all);
    for record in records {
        let id = &record["@id"];
        assert_eq!(record["type"], "Feature", "{id}");
        assert!(!text(&record["properties"]["title"]).is_empty(), "{id}");
        let class = text(&record["properties"]["fclasses"][0]);
        assert!("AHLPRST".contains(&class), "{id}: class {class}");
        let names = record["names"].as_array().unwrap();
        assert!(
            names
                .iter()
                .any(|name| name["citations"][0]["label"].is_string()),
            "{id}: no name is cited"
        );
        for when in names.iter().chain([record]).map(|one| &one["when"]) {
            assert!(
                when.is_null() || when["timespans"][0]["start"]["in"].is_string(),
                "{id}"
            );
        }
        assert_eq!(record["geometry"]["type"], "GeometryCollection", "{id}");
    }
    let shushi = records
        .iter()
        .find(|record| record["@id"] == "place:shushi")
        .unwrap();
    let toponyms: Vec<&str> = shushi["names"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|name| name["citations"].is_array())
        .filter_map(|name| name["toponym"].as_str())
        .collect();
    assert!(
        toponyms.contains(&"Shushi") || toponyms.contains(&"Shusha"),
        "{toponyms:?}"
    );
    let links = shushi["links"].as_array().unwrap();
    assert!(
        links
            .iter()
            .any(|link| text(&link["identifier"]).starts_with("gn:")),
        "{links:?}"
    );
}

#[test]
fn web_annotations_have_what_the_model_requires_and_find_their_words() {
    let collection = SEEDS.json("annotations.jsonld");
    assert_eq!(collection["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(collection["type"], "AnnotationCollection");
    let page = &collection["first"];
    assert_eq!(page["type"], "AnnotationPage");
    assert_eq!(page["partOf"], collection["id"]);
    let items = page["items"].as_array().unwrap();
    assert_eq!(collection["total"].as_u64().unwrap(), items.len() as u64);
    assert_eq!(
        items.len() as u64,
        SEEDS.json("run.json")["citations"].as_u64().unwrap()
    );
    let mut known = BTreeSet::new();
    let mut cited = BTreeSet::new();
    for item in items {
        assert!(known.insert(text(&item["id"])), "{} twice", item["id"]);
        assert_eq!(item["type"], "Annotation");
        assert_eq!(item["motivation"], "identifying");
        let body = &item["body"][0];
        assert_eq!(
            (&body["type"], &body["purpose"]),
            (&"SpecificResource".into(), &"identifying".into())
        );
        cited.insert(text(&body["source"]));
        let target = &item["target"];
        let [quote, position] = &target["selector"].as_array().unwrap()[..] else {
            panic!("two selectors are wanted: {target}")
        };
        assert_eq!(quote["type"], "TextQuoteSelector");
        assert_eq!(position["type"], "TextPositionSelector");
        let path = common::root()
            .join("seeds")
            .join(Path::new(&text(&target["source"])).file_name().unwrap());
        let document = fs::read_to_string(path).unwrap();
        let end = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
        let words: String = document
            .chars()
            .skip(end("start"))
            .take(end("end") - end("start"))
            .collect();
        assert_eq!(words, text(&quote["exact"]));
        let context = text(&quote["prefix"]) + &words + &text(&quote["suffix"]);
        assert!(document.contains(&context), "{context}");
    }
    let all: BTreeSet<String> = ids(&SEEDS).into_values().flatten().collect();
    assert_eq!(cited, all);
}

#[test]
fn every_format_opens_in_gdal_with_the_same_features() {
    if !common::gdal("every_format_opens_in_gdal_with_the_same_features") {
        return;
    }
    let ids = ids(&SEEDS);
    let lines = |file: &str, layer: &str, id: &str| -> Vec<String> {
        let sql = format!("SELECT {id} AS id FROM \"{layer}\"");
        let output = common::ogrinfo(&["-q", "-sql", &sql], &SEEDS.path(file));
        let mut found: Vec<String> = output
            .lines()
            .filter_map(|line| line.trim().strip_prefix("id (String) = "))
            .map(str::to_owned)
            .collect();
        found.sort_unstable();
        found
    };
    for layer in ALL_LAYERS {
        let mut expected = ids[layer].clone();
        expected.sort_unstable();
        for ending in ["geojson", "geojsons", "fgb"] {
            let file = format!("{layer}.{ending}");
            assert_eq!(lines(&file, layer, "id"), expected, "{file}");
        }
        assert_eq!(
            lines("araxes.kml", layer, "id"),
            expected,
            "araxes.kml, {layer}"
        );
    }
    let all: usize = LAYERS.iter().map(|layer| ids[*layer].len()).sum();
    let places = common::ogrinfo(&["-al", "-so"], &SEEDS.path("linked-places.json"));
    assert!(
        places.contains(&format!("Feature Count: {all}")),
        "{places}"
    );
    let routes = common::ogrinfo(&["-al"], &SEEDS.path("routes.fgb"));
    assert!(
        routes.contains("LINESTRING (") && routes.contains("ID[\"EPSG\",4326]"),
        "{routes}"
    );
}

// ---- The dictionary -------------------------------------------------------------------------------------------------

#[test]
fn the_dictionary_names_every_file_and_every_column() {
    let page = SEEDS.text("README.md");
    for entry in fs::read_dir(SEEDS.path("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            page.contains(&format!("`{name}`")),
            "{name} is not in the dictionary"
        );
    }
    for file in [
        "mentions",
        "routes",
        "borders",
        "citations",
        "documents",
        "unresolved",
    ] {
        let table = SEEDS.text(&format!("{file}.csv"));
        for column in table.lines().next().unwrap().split(',') {
            assert!(
                page.contains(&format!("| `{column}` | ")),
                "{file}.csv: {column}"
            );
        }
    }
    for key in features(&SEEDS, "mentions")[0]["properties"]
        .as_object()
        .unwrap()
        .keys()
    {
        assert!(page.contains(&format!("`{key}`")), "GeoJSON: {key}");
    }
    assert!(page.contains("GeoNames") && page.contains("CC BY 4.0"));
}

#[test]
fn the_dictionary_lists_only_what_was_written() {
    let output = common::map("formats-plain", &[&common::root().join("seeds")], &[], 0);
    assert!(!output.text("README.md").contains("araxes.kml"));
    assert!(!output.path("araxes.kml").exists());
}

#[test]
fn a_second_run_writes_the_same_bytes() {
    let again = common::map("formats-again", &[&common::root().join("seeds")], &ALL, 0);
    for entry in fs::read_dir(SEEDS.path("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let bytes = |output: &Output| fs::read(output.path(&name)).unwrap();
        assert_eq!(bytes(&SEEDS), bytes(&again), "{name}");
    }
}

// ---- Bad input ------------------------------------------------------------------------------------------------------

/// A document whose title and sentences hold all that may break a format.
fn probe() -> String {
    let title = format!("=HYPERLINK(\"x\") <b>]]></b> {}", "long ".repeat(2_000));
    format!(
        "# {title}\n\n\
         He said \"Baku\", <img src=x onerror=alert(1)> & 'Yerevan'; </script> in Tbilisi\n]]> \u{202E}rtl\u{2066} Shushi.\n\n\
         - The border between Armenia and Azerbaijan,\u{0} \u{7}the Lachin corridor and the road from Baku to Yerevan.\n\n\
         The railway from Kars to an unknown village of Qwertyuiop stands still.\n"
    )
}

fn hostile(name: &str) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-in"));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("pro\"be <&> #?.md");
    fs::write(&path, probe()).unwrap();
    common::map(name, &[&path], &ALL, 0)
}

#[test]
fn whatever_a_document_says_is_text_in_every_format() {
    let output = hostile("formats-hostile");
    let kml = output.text("araxes.kml");
    let tree = roxmltree::Document::parse(&kml).unwrap();
    let balloons: Vec<String> = tree
        .descendants()
        .filter(|node| node.has_tag_name("description"))
        .map(|node| node.text().unwrap_or_default().to_owned())
        .collect();
    assert!(!balloons.is_empty());
    for balloon in &balloons {
        assert!(
            !balloon.contains("<img") && !balloon.contains("</script"),
            "{balloon}"
        );
    }
    let sources: BTreeSet<String> = output.json("annotations.jsonld")["first"]["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| text(&item["target"]["source"]))
        .collect();
    let source = sources.iter().next().unwrap();
    assert!(
        source.ends_with("pro%22be%20%3C%26%3E%20%23%3F.md"),
        "{source}"
    );
    for layer in ALL_LAYERS {
        assert_eq!(sequence(&output, layer), features(&output, layer));
    }
    let _ = output.json("linked-places.json");
    if common::gdal("whatever_a_document_says_is_text_in_every_format") {
        for layer in ALL_LAYERS {
            let count = features(&output, layer).len();
            for ending in ["geojsons", "fgb"] {
                // A sequence of nothing is an empty file, which GDAL takes for none.
                if count == 0 && ending == "geojsons" {
                    continue;
                }
                let file = format!("{layer}.{ending}");
                let found = common::ogrinfo(&["-al"], &output.path(&file));
                assert!(
                    found.contains(&format!("Feature Count: {count}")),
                    "{file}: {found}"
                );
            }
        }
    }
}

#[test]
fn a_cell_that_a_spreadsheet_would_run_is_text() {
    let output = hostile("formats-formulas");
    let mut guarded = 0;
    for file in [
        "mentions",
        "routes",
        "borders",
        "citations",
        "documents",
        "unresolved",
    ] {
        for row in output.rows(&format!("{file}.csv")) {
            for (column, cell) in row {
                let number = cell.parse::<f64>().is_ok();
                assert!(
                    number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                    "{file}.csv, {column}: {cell}"
                );
                guarded += usize::from(cell.starts_with("'="));
            }
        }
    }
    assert!(guarded > 0, "the title is a formula and nothing guards it");
    // The other formats have the words as they are.
    let annotations = output.text("linked-places.json");
    assert!(annotations.contains("\"=HYPERLINK("));
}

#[test]
fn layers_without_features_and_features_without_geometry_are_written() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats-empty-in");
    fs::create_dir_all(&folder).unwrap();
    let nothing = folder.join("nothing.txt");
    fs::write(&nothing, "Nobody was there, and nothing happened.\n").unwrap();
    let output = common::map("formats-empty", &[&nothing], &ALL, 0);
    let bridge = folder.join("bridge.txt");
    // A bridge between countries has no known course, and is listed all the same.
    fs::write(
        &bridge,
        "They spoke of the bridge between Armenia and Iran.\n",
    )
    .unwrap();
    let nowhere = common::map("formats-nowhere", &[&bridge], &ALL, 0);
    let without: usize = LAYERS
        .iter()
        .flat_map(|layer| features(&nowhere, layer))
        .filter(|feature| feature["geometry"].is_null())
        .count();
    assert!(
        without > 0,
        "no feature without geometry: {:?}",
        ids(&nowhere)
    );
    for output in [&output, &nowhere] {
        roxmltree::Document::parse(&output.text("araxes.kml")).unwrap();
        if !common::gdal("layers_without_features_and_features_without_geometry_are_written") {
            return;
        }
        for layer in ALL_LAYERS {
            let count = features(output, layer).len();
            let file = format!("{layer}.fgb");
            let found = common::ogrinfo(&["-al"], &output.path(&file));
            assert!(
                found.contains(&format!("Feature Count: {count}")),
                "{file}: {found}"
            );
        }
    }
}

// ---- Whose folder it is ---------------------------------------------------------------------------------------------

fn run(arguments: &[&str]) -> (u8, String) {
    let mut messages = Vec::new();
    let code = araxes::cli::run(
        ["araxes"].iter().chain(arguments).map(Into::into),
        &mut std::io::empty(),
        &mut Vec::new(),
        &mut messages,
    );
    (code, String::from_utf8(messages).unwrap())
}

/// Runs `araxes map` on a seed into a folder.
fn map_into(folder: &Path, flags: &[&str]) -> (u8, String) {
    let seed = common::root().join("seeds/002_lavrov_on_zangezur.txt");
    let paths = [seed.to_str().unwrap(), "--out", folder.to_str().unwrap()];
    run(&[&["map"], &paths[..], flags].concat())
}

#[test]
fn the_output_of_another_version_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(map_into(folder.path(), &[]).0, 0);
    let record = folder.path().join("run.json");
    let own = fs::read_to_string(&record).unwrap();
    let current = format!("\"contract\": {}", araxes::export::CONTRACT);
    assert!(own.contains(&current));
    for other in [
        own.replace(&current, "\"contract\": 999"),
        own.replace(&format!("{current},"), ""),
    ] {
        fs::write(&record, &other).unwrap();
        fs::remove_file(folder.path().join("mentions.csv")).unwrap();
        let (code, messages) = map_into(folder.path(), &[]);
        assert_eq!(code, 1, "{messages}");
        assert!(
            messages.contains("another version") && messages.contains("--force"),
            "{messages}"
        );
        assert_eq!(fs::read_to_string(&record).unwrap(), other);
        assert!(!folder.path().join("mentions.csv").exists());
        assert_eq!(map_into(folder.path(), &["--force"]).0, 0);
        assert_eq!(fs::read_to_string(&record).unwrap(), own);
    }
    assert_eq!(
        map_into(folder.path(), &[]).0,
        0,
        "the same version writes over its own"
    );
}

#[test]
fn files_that_no_run_wrote_are_not_written_over() {
    for name in ["README.md", "run.json", "araxes.kml"] {
        let folder = tempfile::tempdir().unwrap();
        let mine = folder.path().join(name);
        fs::write(&mine, "{\"program\": \"mine\"}").unwrap();
        let (code, messages) = map_into(folder.path(), &[]);
        assert_eq!(code, 1, "{messages}");
        assert!(
            messages.contains(name) && messages.contains("--force"),
            "{messages}"
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(map_into(folder.path(), &["--force"]).0, 0);
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    assert_eq!(
        map_into(folder.path(), &[]).0,
        0,
        "other files are in nobody's way"
    );
}

#[test]
fn a_format_that_is_not_written_again_does_not_stay_behind() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(
        map_into(folder.path(), &["--format", "kml,flatgeobuf"]).0,
        0
    );
    let kml = folder.path().join("araxes.kml");
    assert!(kml.exists() && folder.path().join("routes.fgb").exists());
    assert_eq!(map_into(folder.path(), &["--format", "flatgeobuf"]).0, 0);
    assert!(!kml.exists(), "an outdated map lies beside the new layers");
    assert!(folder.path().join("routes.fgb").exists());
    // What the run before did not write is somebody else's.
    fs::write(&kml, "mine").unwrap();
    assert_eq!(map_into(folder.path(), &[]).0, 0);
    assert_eq!(fs::read_to_string(&kml).unwrap(), "mine");
}

#[test]
fn formats_are_added_and_left_out_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (code, messages) = map_into(folder.path(), &["--format", "shapefile"]);
    assert_eq!(code, 1);
    assert!(
        messages.contains("flatgeobuf") && messages.contains("kml"),
        "{messages}"
    );
    assert_eq!(
        map_into(folder.path(), &["--format", "kml", "--without", "kml"]).0,
        0
    );
    assert!(!folder.path().join("araxes.kml").exists());
}
