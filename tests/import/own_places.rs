//! A user's own places: a table or a layer given as `--gazetteer`.

use super::*;

const TABLE: &str = "name,lat,lon\nXyzzyville,40.1,46.2\nPlugh,39.5,45.25\n";
const TEXT: &str = "The bus from Xyzzyville was late. Nobody in Plugh minded.\n";

#[test]
fn a_three_column_table_works_in_map_annotate_and_explain() {
    let folder = Folder::new();
    let table = folder.write("mine.csv", TABLE);
    let text = folder.write("note.txt", TEXT);
    let out = folder.path("map");
    araxes(&[&"map", &text, &"--out", &out, &"--gazetteer", &table]).ended(0);
    let layer = std::fs::read_to_string(out.join("mentions.geojson")).unwrap();
    assert!(
        layer.contains("place:mine-xyzzyville") && layer.contains("place:mine-plugh"),
        "{layer}"
    );
    assert!(layer.contains("46.2"), "{layer}");
    let run = std::fs::read_to_string(out.join("run.json")).unwrap();
    assert!(run.contains("\"mine\""), "{run}");
    let lines = folder.write(
        "in.jsonl",
        serde_json::json!({"id": "1", "text": TEXT}).to_string() + "\n",
    );
    let run = araxes(&[&"annotate", &lines, &"--gazetteer", &table]).ended(0);
    let answer: serde_json::Value = serde_json::from_str(run.out.trim()).unwrap();
    assert_eq!(answer["toponyms"][0]["place_id"], "place:mine-xyzzyville");
    assert_eq!(answer["toponyms"][0]["lat"], 40.1);
    araxes(&[&"explain", &text, &"--gazetteer", &table])
        .ended(0)
        .says("place:mine-xyzzyville");
}

#[test]
fn own_places_lie_over_the_built_in_ones() {
    let folder = Folder::new();
    let table = folder.write(
        "mine.tsv",
        "name\tlatitude\tlongitude\nXyzzyville\t40.1\t46.2\n",
    );
    let text = folder.write(
        "note.txt",
        "She travelled from Yerevan to the village of Xyzzyville.\n",
    );
    let run = araxes(&[&"explain", &text, &"--gazetteer", &table]).ended(0);
    run.says("place:yerevan");
    run.says("place:mine-xyzzyville");
}

#[test]
fn rows_of_an_own_table_that_cannot_be_used_are_named() {
    let folder = Folder::new();
    let table = folder.write(
        "mine.csv",
        "name,lat,lon\nXyzzyville,40.1,46.2\nFar,146.2,40.1\nWide,40,east\n,40,45\nPair,1\n",
    );
    let text = folder.write("note.txt", TEXT);
    let run = araxes(&[
        &"map",
        &text,
        &"--out",
        &folder.path("map"),
        &"--gazetteer",
        &table,
    ])
    .ended(2);
    for said in [
        "mine.csv:3: Far: latitude 146.2 and longitude 40.1 stand in each other's place",
        "mine.csv:4: Wide: lon: “east” is no number",
        "mine.csv:5: has no name",
        "mine.csv:6: has 2 columns instead of 3",
    ] {
        run.says(said);
    }
    let missing = folder.path("absent.csv");
    araxes(&[
        &"map",
        &text,
        &"--out",
        &folder.path("map2"),
        &"--gazetteer",
        &missing,
    ])
    .ended(1)
    .says("absent.csv");
    let foreign = folder.write("letter.csv", "Dear Sir\nor Madam\n");
    araxes(&[
        &"map",
        &text,
        &"--out",
        &folder.path("map3"),
        &"--gazetteer",
        &foreign,
    ])
    .ended(1)
    .says("no column is known to hold the name");
}

#[test]
fn a_layer_of_points_works_too() {
    let folder = Folder::new();
    let layer = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Xyzzyville"},"geometry":{"type":"Point","coordinates":[46.2,40.1]}}]}"#;
    let layer = folder.write("mine.geojson", layer);
    let text = folder.write("note.txt", TEXT);
    araxes(&[&"explain", &text, &"--gazetteer", &layer])
        .ended(0)
        .says("place:mine-xyzzyville");
}
