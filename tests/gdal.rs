//! The files as GDAL reads them, and so QGIS, R and most other tools of the trade: every layer opens, with the right
//! number of features, geometry, name, reference system and field types.
//!
//! Needs `ogrinfo` (Debian: gdal-bin). Without it the tests are skipped with a word on standard error, except where
//! the variable `CI` is `true`: there it must be present.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use common::{ALL_LAYERS, Output, gdal, ogrinfo};

static SEEDS: LazyLock<Output> = LazyLock::new(|| common::map_seeds("gdal-seeds"));

/// What `ogrinfo -al -so` says of a file with one layer.
struct Summary {
    text: String,
    driver: String,
    layer: String,
    geometry: String,
    count: usize,
    fields: BTreeMap<String, String>,
}

fn summary(path: &Path) -> Summary {
    let text = ogrinfo(&["-al", "-so"], path);
    let after = |key: &str| {
        let mut found = text.lines().filter_map(|line| line.strip_prefix(key));
        let first = found
            .next()
            .unwrap_or_else(|| panic!("no “{key}” in\n{text}"));
        assert_eq!(
            found.next(),
            None,
            "{}: more layers than one",
            path.display()
        );
        first.trim().to_owned()
    };
    // Fields stand as `name: Type (width.precision)`.
    let fields = text
        .lines()
        .filter(|line| line.ends_with(')') && !line.starts_with(' '))
        .filter_map(|line| {
            let (name, rest) = line.split_once(": ")?;
            let (kind, _) = rest.rsplit_once(" (")?;
            let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
            name.chars()
                .all(plain)
                .then(|| (name.to_owned(), kind.to_owned()))
        })
        .collect();
    Summary {
        driver: text
            .lines()
            .find_map(|line| {
                line.trim()
                    .strip_prefix("using driver `")?
                    .split('\'')
                    .next()
            })
            .unwrap_or_default()
            .to_owned(),
        layer: after("Layer name:"),
        geometry: after("Geometry:"),
        count: after("Feature Count:").parse().unwrap(),
        fields,
        text,
    }
}

/// The types of the geometries of the features themselves, as WKT names them, and how many features have one.
fn geometries(path: &Path) -> (BTreeSet<String>, usize) {
    let text = ogrinfo(&["-al", "-q", "-geom=SUMMARY"], path);
    let mut kinds = BTreeSet::new();
    let mut count = 0;
    for line in text.lines() {
        // `  POINT : 1 points`, `  MULTILINESTRING : 2 geometries:`; attributes stand as `  name (Type) = value`.
        let Some(line) = line.strip_prefix("  ") else {
            continue;
        };
        let kind = line.split([' ', ':']).next().unwrap_or_default();
        if !kind.is_empty()
            && kind.bytes().all(|byte| byte.is_ascii_uppercase())
            && !line.contains(" = ")
            && ["POINT", "LINESTRING", "POLYGON"]
                .iter()
                .any(|family| kind.ends_with(family))
        {
            kinds.insert(kind.to_owned());
            count += 1;
        }
    }
    (kinds, count)
}

fn count_in_run(layer: &str) -> usize {
    let run = SEEDS.json("run.json");
    usize::try_from(run["features"][layer].as_u64().unwrap()).unwrap()
}

/// The types of geometry that our own reading of the GeoJSON finds in a layer.
fn geometries_in_file(layer: &str) -> Vec<String> {
    let collection = SEEDS.json(&format!("{layer}.geojson"));
    collection["features"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|feature| feature["geometry"]["type"].as_str())
        .map(str::to_uppercase)
        .collect()
}

fn expect(path: &Path, fields: &BTreeMap<String, String>, expected: &[(&str, &str)]) {
    for (name, kind) in expected {
        assert_eq!(
            fields.get(*name).map(String::as_str),
            Some(*kind),
            "{}: type of {name}; all fields: {fields:?}",
            path.display()
        );
    }
}

#[test]
fn geojson_opens_in_gdal() {
    if !gdal("geojson_opens_in_gdal") {
        return;
    }
    for layer in ALL_LAYERS {
        let path = SEEDS.path(&format!("{layer}.geojson"));
        let found = summary(&path);
        assert_eq!(found.driver, "GeoJSON");
        assert_eq!(found.layer, layer);
        assert_eq!(found.count, count_in_run(layer), "{layer}: features");
        assert!(
            found.text.contains("GEOGCRS[\"WGS 84\"") && found.text.contains("ID[\"EPSG\",4326]"),
            "{layer}: not WGS 84 (EPSG:4326):\n{}",
            found.text
        );
        let (kinds, count) = geometries(&path);
        let expected = geometries_in_file(layer);
        assert_eq!(count, expected.len(), "{layer}: features with a geometry");
        assert_eq!(
            kinds,
            expected.into_iter().collect(),
            "{layer}: types of geometry"
        );
        // GDAL names the type of a layer whose features agree.
        let type_of_layer = match kinds.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["POINT"] => "Point",
            ["MULTILINESTRING"] => "Multi Line String",
            ["MULTIPOLYGON"] => "Multi Polygon",
            ref other => panic!("{layer} holds {other:?}"),
        };
        assert_eq!(found.geometry, type_of_layer, "{layer}");
        assert_eq!(
            layer == "mentions",
            type_of_layer == "Point",
            "{layer}: points are mentions, lines are not"
        );
        expect(
            &path,
            &found.fields,
            &[
                ("id", "String"),
                ("name", "String"),
                ("kind", "String"),
                ("doc_count", "Integer"),
                ("mention_count", "Integer"),
                ("documents", "StringList"),
                ("surfaces", "StringList"),
                ("countries", "StringList"),
                ("confidence", "Real"),
                ("geometry_basis", "String"),
                ("precision_m", "Real"),
                ("quote", "String"),
                ("citations", "String(JSON)"),
            ],
        );
        // Points and areas have no length, and a column of nothing has no type.
        if !["mentions", "areas"].contains(&layer) {
            expect(&path, &found.fields, &[("length_km", "Real")]);
        }
    }
}

#[test]
fn lists_that_may_be_empty_are_lists_in_gdal() {
    if !gdal("lists_that_may_be_empty_are_lists_in_gdal") {
        return;
    }
    // An empty array makes GDAL take the whole column for text that holds JSON; `null` does not.
    for layer in ALL_LAYERS {
        let path = SEEDS.path(&format!("{layer}.geojson"));
        expect(
            &path,
            &summary(&path).fields,
            &[("other_names", "StringList")],
        );
    }
}

#[test]
fn csv_layers_open_in_gdal_with_types_and_geometry() {
    if !gdal("csv_layers_open_in_gdal_with_types_and_geometry") {
        return;
    }
    for layer in ALL_LAYERS {
        // An outline does not fit into a cell: the file has a point in it.
        let is_point = ["mentions", "areas"].contains(&layer);
        let name = format!("{layer}.csv");
        let path = SEEDS.path(&name);
        let found = summary(&path);
        assert_eq!(found.driver, "CSV");
        assert_eq!(found.layer, layer);
        assert_eq!(found.count, count_in_run(layer), "{layer}: features");
        assert_eq!(found.count, SEEDS.rows(&name).len(), "{layer}: rows");
        // Without open options: `.csvt` alone tells where the geometry is.
        let (kinds, count) = geometries(&path);
        let mut expected = geometries_in_file(layer);
        if is_point {
            expected.fill("POINT".to_owned());
        }
        assert_eq!(count, expected.len(), "{layer}: rows with a geometry");
        assert_eq!(
            kinds,
            expected.into_iter().collect(),
            "{layer}: types of geometry"
        );
        let type_of_layer = if is_point { "Point" } else { "Unknown (any)" };
        assert_eq!(found.geometry, type_of_layer, "{layer}");
        expect(
            &path,
            &found.fields,
            &[
                ("id", "String"),
                ("name", "String"),
                ("doc_count", "Integer"),
                ("mention_count", "Integer"),
                ("documents", "String"),
                ("confidence", "Real"),
                ("precision_m", "Real"),
                ("length_km", "Real"),
                ("claim_km", "Real"),
                ("quote", "String"),
            ],
        );
    }
}

#[test]
fn tables_open_in_gdal() {
    if !gdal("tables_open_in_gdal") {
        return;
    }
    let run = SEEDS.json("run.json");
    for (file, counted) in [
        ("citations", "citations"),
        ("documents", "documents"),
        ("unresolved", "unresolved"),
    ] {
        let name = format!("{file}.csv");
        let found = summary(&SEEDS.path(&name));
        assert_eq!(found.driver, "CSV");
        assert_eq!(found.layer, file);
        assert_eq!(found.count, SEEDS.rows(&name).len(), "{file}: rows");
        assert_eq!(
            Some(found.count as u64),
            run[counted].as_u64(),
            "{file}: run.json"
        );
        assert_eq!(found.geometry, "None", "{file}");
    }
}

#[test]
fn points_in_another_system_are_where_gdal_puts_them() {
    if !gdal("points_in_another_system_are_where_gdal_puts_them") {
        return;
    }
    // UTM zone 38 N, in metres: GDAL must find the same point from the WGS 84 file.
    let document = common::root().join("seeds/002_lavrov_on_zangezur.txt");
    let flags = ["--crs", "EPSG:32638"];
    let output = common::map("gdal-utm", &[&document], &flags, 0);
    let row = output
        .rows("mentions.csv")
        .into_iter()
        .find(|row| row["id"] == "place:yerevan")
        .expect("the document speaks of Yerevan");
    let collection = output.json("mentions.geojson");
    let yerevan = collection["features"]
        .as_array()
        .unwrap()
        .iter()
        .find(|feature| feature["id"] == "place:yerevan")
        .unwrap();
    let position = &yerevan["geometry"]["coordinates"];
    let mut transform = Command::new("gdaltransform")
        .args(["-s_srs", "OGC:CRS84", "-t_srs", "EPSG:32638", "-output_xy"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(
        transform.stdin.take().unwrap(),
        "{} {}",
        position[0],
        position[1]
    )
    .unwrap();
    let answer = String::from_utf8(transform.wait_with_output().unwrap().stdout).unwrap();
    let theirs: Vec<f64> = answer
        .split_whitespace()
        .map(|figure| figure.parse().unwrap())
        .collect();
    for (ours, theirs) in [(&row["x"], theirs[0]), (&row["y"], theirs[1])] {
        let ours: f64 = ours.parse().unwrap();
        assert!(
            (ours - theirs).abs() < 0.01,
            "{ours} here, {theirs} in GDAL"
        );
    }
}
