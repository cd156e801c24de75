//! The GeoJSON files against RFC 7946, section by section, and against the promises of `docs/output.md` that go
//! beyond it: one set of properties of one type each, and quotes that stand in the file word for word.
//!
//! The seeds have no line over the antimeridian and no feature without geometry, so a small volume of our own adds
//! them.
#![allow(clippy::unwrap_used, clippy::string_slice, missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use common::{ALL_LAYERS, Output};
use serde_json::{Map, Value};

static SEEDS: LazyLock<Output> = LazyLock::new(|| common::map_seeds("rfc7946-seeds"));

/// A volume with a bridge from Siberia to Alaska and a line whose course nobody drew.
static EDGES: LazyLock<Output> = LazyLock::new(|| {
    let volume = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(volume.path().join(name), text).unwrap();
    write(
        "places.csv",
        "id,name,feature_class,feature_code,lon,lat,precision_m,countries,containers,population,iso,geonameid,wikidata,valid_from,valid_to,source,note\n\
         place:dezhnevo,Dezhnevo,P,PPL,-169.8,66.03,1000,RUS,,,,,,,,own,\n\
         place:teller,Teller,P,PPL,-166.36,65.26,1000,USA,,,,,,,,own,\n\
         place:anadyr,Anadyr,P,PPL,177.5,64.73,1000,RUS,,,,,,,,own,\n",
    );
    write(
        "names.csv",
        "id,name,language,script,kind,valid_from,valid_to,source\n",
    );
    write(
        "routes.csv",
        "id,name,kind,status,from,to,via,countries,source,note\n\
         route:bering-bridge,Bering bridge,bridge,proposed,place:anadyr,place:teller,place:dezhnevo,RUS;USA,own,\n",
    );
    write(
        "routes.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"route:bering-bridge",
        "precision_m":1000,"valid_from":"","valid_to":"","source":"own"},"geometry":{"type":"LineString",
        "coordinates":[[177.5,64.73],[-169.8,66.03],[-166.36,65.26]]}}]}"#,
    );
    write(
        "borders.csv",
        "id,name,kind,sides,valid_from,valid_to,source,note\n\
         border:ice-line,Ice line,front line,place:dezhnevo;place:teller,,,own,\n",
    );
    let document = volume.path().join("bering.txt");
    fs::write(
        &document,
        "Ships go from Anadyr to Teller.\n\nThe Bering bridge shall be built at Dezhnevo. It crosses the Ice line.\n",
    )
    .unwrap();
    common::map(
        "rfc7946-edges",
        &[&document],
        &[
            "--gazetteer",
            volume.path().to_str().unwrap(),
            "--without-built-in",
        ],
        0,
    )
});

/// Every feature of a run, with the layer it is in.
fn features(output: &Output) -> Vec<(&'static str, Value)> {
    ALL_LAYERS
        .into_iter()
        .flat_map(|layer| {
            let collection = output.json(&format!("{layer}.geojson"));
            let features = collection["features"].as_array().unwrap().clone();
            features.into_iter().map(move |feature| (layer, feature))
        })
        .collect()
}

fn id(feature: &Value) -> &str {
    feature["id"].as_str().unwrap_or("a feature without id")
}

/// The members of an object that are not among those known.
fn strangers<'a>(object: &'a Map<String, Value>, known: &[&str]) -> Vec<&'a String> {
    object
        .keys()
        .filter(|key| !known.contains(&key.as_str()))
        .collect()
}

/// The lines of positions of a geometry: a point is one line of one position.
fn lines(geometry: &Value) -> Vec<Vec<[f64; 2]>> {
    let position = |value: &Value| -> [f64; 2] {
        let numbers: Vec<f64> = value
            .as_array()
            .unwrap()
            .iter()
            .map(|number| number.as_f64().unwrap())
            .collect();
        // Section 3.1.1: two elements, or three with a height; we have no heights.
        numbers
            .try_into()
            .unwrap_or_else(|other| panic!("{other:?} is not a position of two numbers"))
    };
    let line = |value: &Value| -> Vec<[f64; 2]> {
        value.as_array().unwrap().iter().map(position).collect()
    };
    let many = |value: &Value| -> Vec<Vec<[f64; 2]>> {
        value.as_array().unwrap().iter().map(line).collect()
    };
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str().unwrap() {
        "Point" => vec![vec![position(coordinates)]],
        "LineString" => vec![line(coordinates)],
        "MultiLineString" | "Polygon" => many(coordinates),
        "MultiPolygon" => coordinates
            .as_array()
            .unwrap()
            .iter()
            .flat_map(many)
            .collect(),
        other => panic!("a geometry of type {other} is not expected"),
    }
}

/// West, south, east, north.
fn bounds(geometries: &[&Value]) -> Option<[f64; 4]> {
    geometries
        .iter()
        .flat_map(|geometry| lines(geometry))
        .flatten()
        .map(|[x, y]| [x, y, x, y])
        .reduce(|one, other| {
            [
                one[0].min(other[0]),
                one[1].min(other[1]),
                one[2].max(other[2]),
                one[3].max(other[3]),
            ]
        })
}

fn check_bbox(what: &str, object: &Value, geometries: &[&Value]) {
    let stated: Option<Vec<f64>> = object.get("bbox").map(|bbox| {
        bbox.as_array()
            .unwrap_or_else(|| panic!("{what}: bbox is not an array"))
            .iter()
            .map(|number| number.as_f64().unwrap())
            .collect()
    });
    let measured = bounds(geometries).map(|bbox| bbox.to_vec());
    assert_eq!(
        stated, measured,
        "{what}: the bbox is not that of the geometries"
    );
}

/// Twice the area of a ring, positive where it runs against the clock.
fn turn(ring: &[[f64; 2]]) -> f64 {
    ring.windows(2)
        .map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1])
        .sum()
}

/// Fails where a GeoJSON text of a layer does not conform.
fn check_collection(layer: &str, text: &str) {
    let collection: Value = serde_json::from_str(text)
        .unwrap_or_else(|error| panic!("{layer}.geojson is no JSON: {error}"));
    let members = collection.as_object().unwrap();
    assert_eq!(collection["type"], "FeatureCollection", "section 3.3");
    assert_eq!(collection["name"], layer, "the layer's name, for GDAL");
    // Section 4: no `crs`; section 7.1: no members of other types of object.
    let known = ["type", "name", "bbox", "features"];
    assert_eq!(
        strangers(members, &known),
        Vec::<&String>::new(),
        "{layer}: members"
    );

    let features = collection["features"].as_array().unwrap();
    let mut seen = BTreeSet::new();
    for feature in features {
        let members = feature.as_object().unwrap();
        let id = id(feature);
        assert_eq!(feature["type"], "Feature", "{id}: section 3.2");
        for member in ["geometry", "properties", "id"] {
            assert!(
                members.contains_key(member),
                "{id}: no member {member} (section 3.2)"
            );
        }
        let known = ["type", "id", "bbox", "geometry", "properties"];
        assert_eq!(
            strangers(members, &known),
            Vec::<&String>::new(),
            "{id}: members"
        );
        assert!(
            seen.insert(id.to_owned()),
            "{id} stands twice in {layer}.geojson"
        );
        assert_eq!(
            feature["id"], feature["properties"]["id"],
            "the id is repeated"
        );
        check_geometry(layer, id, &feature["geometry"]);
        check_bbox(
            id,
            feature,
            &[&feature["geometry"]]
                .into_iter()
                .filter(|geometry| !geometry.is_null())
                .collect::<Vec<_>>(),
        );
    }
    let geometries: Vec<&Value> = features
        .iter()
        .map(|feature| &feature["geometry"])
        .filter(|geometry| !geometry.is_null())
        .collect();
    check_bbox(&format!("{layer}.geojson"), &collection, &geometries);
    check_figures(layer, text);
}

fn check_geometry(layer: &str, id: &str, geometry: &Value) {
    let Some(members) = geometry.as_object() else {
        assert!(
            geometry.is_null(),
            "{id}: the geometry is neither an object nor null"
        );
        return;
    };
    assert_eq!(
        strangers(members, &["type", "coordinates", "bbox"]),
        Vec::<&String>::new(),
        "{id}: members of the geometry"
    );
    let kind = geometry["type"].as_str().unwrap();
    // One family to a file, which is what tools with one geometry type to a layer need.
    let family: &[&str] = match layer {
        "mentions" => &["Point"],
        "areas" => &["MultiPolygon"],
        _ => &["LineString", "MultiLineString"],
    };
    assert!(
        family.contains(&kind),
        "{id}: {kind} in the layer {layer}; {family:?} are expected"
    );
    let lines = lines(geometry);
    assert!(!lines.is_empty(), "{id}: an empty geometry; write null");
    for line in &lines {
        if kind.ends_with("LineString") {
            assert!(
                line.len() >= 2,
                "{id}: a line of {} positions (section 3.1.4)",
                line.len()
            );
        }
        for [x, y] in line {
            assert!(
                (-180.0..=180.0).contains(x) && (-90.0..=90.0).contains(y),
                "{id}: {x}, {y} is not longitude and latitude (section 4)"
            );
        }
        for pair in line.windows(2) {
            assert!(
                (pair[0][0] - pair[1][0]).abs() <= 180.0,
                "{id}: {pair:?} crosses the antimeridian (section 3.1.9)"
            );
        }
    }
    if kind == "Polygon" {
        for (number, ring) in lines.iter().enumerate() {
            assert_eq!(
                ring.first(),
                ring.last(),
                "{id}: an open ring (section 3.1.6)"
            );
            assert!(ring.len() >= 4, "{id}: a ring of {} positions", ring.len());
            assert_eq!(
                turn(ring) > 0.0,
                number == 0,
                "{id}: right-hand rule (section 3.1.6)"
            );
        }
    }
}

/// Section 11.2: no more figures than mean something. Looks at the text itself, for a parser hides them.
fn check_figures(layer: &str, text: &str) {
    let mut numbers = 0;
    // Inside a JSON string the quotation marks are escaped, so these keys are never part of a text.
    for key in ["\"coordinates\":", "\"bbox\":"] {
        for (at, _) in text.match_indices(key) {
            let from = at + key.len();
            let mut depth = 0_i32;
            let length = text[from..]
                .find(|letter: char| {
                    depth += i32::from(letter == '[') - i32::from(letter == ']');
                    depth == 0
                })
                .unwrap();
            for number in text[from..from + length]
                .split(|letter: char| "[], \n".contains(letter))
                .filter(|number| !number.is_empty())
            {
                let decimals = number
                    .split_once('.')
                    .map_or(0, |(_, decimals)| decimals.len());
                assert!(
                    decimals <= 7,
                    "{layer}: {number} has {decimals} decimals, 7 are allowed"
                );
                assert!(
                    !number.contains(['e', 'E']),
                    "{layer}: {number} is written with an exponent"
                );
                numbers += 1;
            }
        }
    }
    assert!(
        numbers > 0 || !text.contains("\"geometry\":{"),
        "{layer}: no number was looked at"
    );
}

#[test]
fn the_layers_of_the_seeds_conform() {
    for layer in ALL_LAYERS {
        let text = SEEDS.text(&format!("{layer}.geojson"));
        check_collection(layer, &text);
        assert!(text.contains("\"Feature\""), "{layer}: no feature to check");
    }
}

#[test]
fn lines_over_the_antimeridian_and_missing_geometries_conform() {
    for layer in ALL_LAYERS {
        check_collection(layer, &EDGES.text(&format!("{layer}.geojson")));
    }
    let features = features(&EDGES);
    let bridge = features
        .iter()
        .find(|(_, feature)| id(feature) == "route:bering-bridge")
        .expect("the bridge is cited");
    assert_eq!(bridge.1["geometry"]["type"], "MultiLineString");
    let pieces = lines(&bridge.1["geometry"]);
    assert_eq!(pieces.len(), 2, "cut in two: {pieces:?}");
    assert_eq!(pieces[0].last().unwrap()[0], 180.0);
    assert_eq!(pieces[1][0][0], -180.0);
    assert_eq!(
        pieces[0].last().unwrap()[1],
        pieces[1][0][1],
        "both pieces end at one latitude"
    );

    let line = features
        .iter()
        .find(|(_, feature)| id(feature) == "border:ice-line")
        .expect("the line is cited");
    assert_eq!(
        line.1.get("geometry"),
        Some(&Value::Null),
        "nobody drew the ice line"
    );
    assert_eq!(
        line.1.get("bbox"),
        None,
        "what has no geometry has no bounds"
    );
    let borders = EDGES.json("borders.geojson");
    assert_eq!(
        borders.get("bbox"),
        None,
        "a layer without geometry has no bounds"
    );
}

/// The type of a JSON value; the members of objects in arrays count as well.
fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(items) if items.iter().all(Value::is_string) => "array of strings",
        Value::Array(items) if items.iter().all(Value::is_object) => "array of objects",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn every_feature_has_the_same_properties_of_the_same_types() {
    let all: Vec<(&str, Value)> = features(&SEEDS)
        .into_iter()
        .chain(features(&EDGES))
        .collect();
    let keys =
        |object: &Value| -> Vec<String> { object.as_object().unwrap().keys().cloned().collect() };
    let first = keys(&all[0].1["properties"]);
    let first_citation = keys(&all[0].1["properties"]["citations"][0]);
    let mut types: BTreeMap<String, &'static str> = BTreeMap::new();
    let mut note = |id: &str, key: String, value: &Value| {
        let found = json_type(value);
        if found == "null" || value.as_array().is_some_and(Vec::is_empty) {
            return;
        }
        let known = *types.entry(key.clone()).or_insert(found);
        assert_eq!(
            known, found,
            "{id}: {key} is {known} elsewhere and {found} here"
        );
    };
    for (_, feature) in &all {
        let properties = feature["properties"].as_object().unwrap();
        assert_eq!(
            keys(&feature["properties"]),
            first,
            "{}: properties",
            id(feature)
        );
        for (key, value) in properties {
            note(id(feature), key.clone(), value);
        }
        for citation in properties["citations"].as_array().unwrap() {
            assert_eq!(keys(citation), first_citation, "{}: citation", id(feature));
            for (key, value) in citation.as_object().unwrap() {
                note(id(feature), format!("citations.{key}"), value);
            }
        }
    }
    for (key, expected) in [
        ("id", "string"),
        ("name", "string"),
        ("kind", "string"),
        ("doc_count", "integer"),
        ("mention_count", "integer"),
        ("documents", "array of strings"),
        ("surfaces", "array of strings"),
        ("countries", "array of strings"),
        ("confidence", "number"),
        ("geometry_basis", "string"),
        ("precision_m", "number"),
        ("length_km", "number"),
        ("quote", "string"),
        ("citations", "array of objects"),
        ("citations.start", "integer"),
        ("citations.end_byte", "integer"),
    ] {
        assert_eq!(types.get(key), Some(&expected), "type of {key}");
    }
    // Properties are flat: only the citations hold objects.
    for (key, found) in &types {
        assert!(
            key == "citations" || !found.contains("object"),
            "{key} is {found}"
        );
    }
}

#[test]
fn what_is_said_of_a_feature_follows_from_its_citations() {
    for (_, feature) in features(&SEEDS).into_iter().chain(features(&EDGES)) {
        let id = id(&feature);
        let properties = &feature["properties"];
        let citations = properties["citations"].as_array().unwrap();
        assert!(!citations.is_empty(), "{id}: no citation");
        assert_eq!(
            properties["mention_count"].as_u64(),
            Some(citations.len() as u64),
            "{id}"
        );
        let mut documents: Vec<&str> = Vec::new();
        for citation in citations {
            let document = citation["document"].as_str().unwrap();
            if !documents.contains(&document) {
                documents.push(document);
            }
        }
        assert_eq!(properties["documents"], Value::from(documents), "{id}");
        let count = properties["documents"].as_array().unwrap().len();
        assert_eq!(properties["doc_count"].as_u64(), Some(count as u64), "{id}");
        let surfaces: BTreeSet<&str> = citations
            .iter()
            .map(|citation| citation["surface"].as_str().unwrap())
            .collect();
        assert_eq!(
            properties["surfaces"],
            Value::from(surfaces.into_iter().collect::<Vec<_>>()),
            "{id}"
        );
        let best = citations
            .iter()
            .map(|citation| citation["confidence"].as_f64().unwrap())
            .fold(0.0, f64::max);
        let stated = properties["confidence"].as_f64().unwrap();
        assert!(
            (0.0..=1.0).contains(&stated) && (stated - best).abs() < 1e-9,
            "{id}: {stated}, {best}"
        );
        let dates: Vec<&str> = citations
            .iter()
            .filter_map(|citation| citation["date"].as_str())
            .collect();
        assert_eq!(
            properties["first_date"].as_str(),
            dates.iter().min().copied(),
            "{id}"
        );
        assert_eq!(
            properties["last_date"].as_str(),
            dates.iter().max().copied(),
            "{id}"
        );
        assert_eq!(
            feature["geometry"].is_null(),
            properties["geometry_basis"].is_null(),
            "{id}: a geometry has a ground"
        );
        assert!(
            !properties["quote"].as_str().unwrap().is_empty(),
            "{id}: no quote"
        );
    }
}

/// The decoded files of a run, by the id of the document.
fn sources(output: &Output) -> BTreeMap<String, String> {
    output
        .rows("documents.csv")
        .into_iter()
        .map(|row| {
            let bytes = fs::read(Path::new(&row["path"])).unwrap();
            let text = String::from_utf8(bytes).expect("the seeds are UTF-8");
            (row["id"].clone(), text)
        })
        .collect()
}

#[test]
fn every_citation_stands_in_its_file_word_for_word() {
    let sources = sources(&SEEDS);
    assert_eq!(sources.len(), 5);
    let mut count = 0;
    for (_, feature) in features(&SEEDS) {
        for citation in feature["properties"]["citations"].as_array().unwrap() {
            let text = |key: &str| citation[key].as_str().unwrap();
            let number = |key: &str| usize::try_from(citation[key].as_u64().unwrap()).unwrap();
            let source = &sources[text("document")];
            let what = format!(
                "{}, {} at {}",
                id(&feature),
                text("document"),
                number("start")
            );
            let (exact, prefix, suffix) = (text("exact"), text("prefix"), text("suffix"));
            assert!(!exact.is_empty(), "{what}: empty");
            // Counted in bytes.
            let (from, to) = (number("start_byte"), number("end_byte"));
            assert_eq!(source.get(from..to), Some(exact), "{what}: bytes");
            let whole = source.get(from - prefix.len()..to + suffix.len());
            assert_eq!(
                whole,
                Some(format!("{prefix}{exact}{suffix}").as_str()),
                "{what}: quote"
            );
            // Counted in code points.
            let (first, last) = (number("start"), number("end"));
            let by_characters: String = source.chars().skip(first).take(last - first).collect();
            assert_eq!(by_characters, exact, "{what}: code points");
            count += 1;
        }
    }
    assert!(count > 300, "only {count} citations");
}

#[test]
fn citations_csv_says_the_same() {
    let quote = |row: &BTreeMap<String, String>| {
        [
            "feature_id",
            "layer",
            "document_id",
            "start",
            "end",
            "surface",
            "prefix",
            "exact",
            "suffix",
        ]
        .map(|column| common::words(&row[column]))
    };
    let mut rows: Vec<[String; 9]> = SEEDS.rows("citations.csv").iter().map(quote).collect();
    let mut expected: Vec<[String; 9]> = Vec::new();
    // The file names what areas and waters show as mentions.
    let shown_again = |layer: &str| ["areas", "waters"].contains(&layer);
    for (layer, feature) in features(&SEEDS) {
        if shown_again(layer) {
            continue;
        }
        for citation in feature["properties"]["citations"].as_array().unwrap() {
            let text = |key: &str| match &citation[key] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            expected.push([
                id(&feature).to_owned(),
                layer.to_owned(),
                text("document"),
                text("start"),
                text("end"),
                text("surface"),
                text("prefix"),
                text("exact"),
                text("suffix"),
            ]);
        }
    }
    rows.sort();
    expected.sort();
    assert_eq!(rows.len(), expected.len());
    assert_eq!(rows, expected);
    let stated = SEEDS.json("run.json")["citations"].as_u64();
    assert_eq!(stated, Some(rows.len() as u64), "run.json counts them");
}

#[test]
fn one_feature_stands_on_one_line() {
    for layer in ALL_LAYERS {
        let text = SEEDS.text(&format!("{layer}.geojson"));
        let features = serde_json::from_str::<Value>(&text).unwrap()["features"]
            .as_array()
            .unwrap()
            .len();
        assert_eq!(text.lines().count(), features + 2, "{layer}");
        for line in text.lines().skip(1).take(features) {
            let feature: Value = serde_json::from_str(line.trim_end_matches(',')).unwrap();
            assert_eq!(feature["type"], "Feature", "{layer}");
        }
    }
}

/// The checks above must be able to fail.
mod the_check_itself {
    use super::check_collection;

    const GOOD: &str = r#"{"type":"FeatureCollection","name":"routes","bbox":[1.0,2.0,3.0,4.0],"features":[
{"type":"Feature","id":"route:a","bbox":[1.0,2.0,3.0,4.0],"geometry":{"type":"LineString","coordinates":[[1.0,2.0],[3.0,4.0]]},"properties":{"id":"route:a"}}
]}"#;

    #[test]
    fn takes_what_conforms() {
        check_collection("routes", GOOD);
    }

    #[test]
    fn refuses_what_does_not() {
        for (from, to) in [
            ("\"name\":\"routes\"", "\"name\":\"borders\""),
            ("\"name\":\"routes\"", "\"name\":\"routes\",\"crs\":null"),
            ("\"bbox\":[1.0,2.0,3.0,4.0],\"features\"", "\"features\""),
            ("\"bbox\":[1.0,2.0,3.0,4.0],\"geometry\"", "\"geometry\""),
            (
                "\"bbox\":[1.0,2.0,3.0,4.0],\"geometry\"",
                "\"bbox\":[1.0,2.0,3.0,4.1],\"geometry\"",
            ),
            ("[[1.0,2.0],[3.0,4.0]]", "[[1.00000001,2.0],[3.0,4.0]]"),
            ("[[1.0,2.0],[3.0,4.0]]", "[[1.0,2.0]]"),
            ("[[1.0,2.0],[3.0,4.0]]", "[[1.0,2.0],[3.0,94.0]]"),
            ("[[1.0,2.0],[3.0,4.0]]", "[[1.0,2.0],[3.0,4.0,5.0]]"),
            ("[[1.0,2.0],[3.0,4.0]]", "[[-179.0,2.0],[3.0,4.0]]"),
            (
                "\"LineString\",\"coordinates\":[[1.0,2.0],[3.0,4.0]]",
                "\"Point\",\"coordinates\":[1.0,2.0]",
            ),
            ("\"properties\":{\"id\":\"route:a\"}", "\"properties\":{}"),
            (
                "{\"type\":\"Feature\",\"id\":\"route:a\"",
                "{\"type\":\"Feature\",\"id\":1",
            ),
            (
                "\"type\":\"Feature\",",
                "\"type\":\"Feature\",\"title\":\"x\",",
            ),
            ("]}", "]"),
        ] {
            let bad = GOOD.replacen(from, to, 1);
            assert_ne!(bad, GOOD, "{from} is not in the sample");
            let refused = std::panic::catch_unwind(|| check_collection("routes", &bad)).is_err();
            assert!(refused, "{from} → {to} went through");
        }
    }
}
