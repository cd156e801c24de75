//! Documents of Who's On First, made up.

use super::*;
use jiff::civil::date;

fn document(number: u64, more: &str) -> String {
    format!(
        r#"{{"id":{number},"type":"Feature","properties":{{"wof:id":{number},"geom:latitude":40.2,"geom:longitude":44.5,
        "iso:country":"AM","mz:is_current":1,{more}}},
        "geometry":{{"type":"Polygon","coordinates":[[[44.4,40.1],[44.6,40.1],[44.6,40.3],[44.4,40.3],[44.4,40.1]]]}}}}"#
    )
}

fn documents() -> Vec<(u64, String)> {
    let town = r#""wof:name":"Testaberd","wof:placetype":"locality","lbl:latitude":40.21,"lbl:longitude":44.51,
        "name:eng_x_preferred":["Testaberd"],"name:hye_x_preferred":["Փորձաբերդ"],"name:rus_x_variant":["Тестаберд","Пробное"],
        "wof:concordances":{"gn:id":90000001,"wd:id":"Q42"},"wof:belongsto":[102191569,85632773,20],"wof:parent_id":20,
        "wof:hierarchy":[{"continent_id":102191569,"country_id":85632773,"region_id":20,"locality_id":10}],
        "wof:population":1200,"edtf:inception":"1891-03","edtf:cessation":"..","wof:superseded_by":[]"#;
    vec![
        (10, document(10, town)),
        (
            11,
            document(
                11,
                r#""wof:name":"Old Testaberd","wof:placetype":"locality","wof:superseded_by":[10]"#,
            ),
        ),
        (
            12,
            document(
                12,
                r#""wof:name":"Mistake","wof:placetype":"locality","edtf:deprecated":"2019-05-01""#,
            ),
        ),
        (
            20,
            document(
                20,
                r#""wof:name":"Testaland","wof:placetype":"region","edtf:deprecated":"uuuu""#,
            ),
        ),
        (
            30,
            document(30, r#""wof:name":"Lake Test","wof:placetype":"ocean""#),
        ),
        (40, "{ \"type\": \"Feature\"".to_owned()),
    ]
}

#[track_caller]
fn check(run: &Run, out: &Path) {
    run.says("11 (Old Testaberd) is superseded by 10 (left out: withdrawn)");
    run.says("12 (Mistake) is deprecated since 2019-05-01");
    run.says("1 refused: not-json");
    let gazetteer = open(out);
    assert_eq!(gazetteer.places().count(), 3);
    let town = place(&gazetteer, "Փորձաբերդ");
    assert_near(town, 44.51, 40.21);
    assert_eq!(town.id, "place:whosonfirst-10");
    assert_eq!((town.feature_code, town.population), ("PPL", Some(1200)));
    assert_eq!(
        (town.geonameid, town.wikidata),
        (Some(90_000_001), Some("Q42"))
    );
    assert_eq!(town.countries.to_vec(), ["ARM"]);
    assert_eq!(
        town.containers.to_vec(),
        [
            "place:whosonfirst-20",
            "place:whosonfirst-85632773",
            "place:whosonfirst-102191569"
        ]
    );
    assert_eq!(
        (town.validity.from, town.validity.to),
        (Some(date(1891, 3, 1)), None)
    );
    assert_eq!(manner(&gazetteer, "Пробное").0, "ru");
    assert_eq!(place(&gazetteer, "Testaland").feature_code, "ADM1");
    assert_eq!(
        gazetteer.waters().count(),
        1,
        "the outline of a water is kept"
    );
}

#[test]
fn a_folder_of_documents_is_read() {
    let folder = Folder::new();
    for (number, body) in documents() {
        folder.write(&format!("data/{number}/{number}.geojson"), &body);
    }
    folder.write(
        "data/10/10-alt-naturalearth.geojson",
        documents()[0].1.replace("Testaberd", "Alternative"),
    );
    folder.write("README.md", "nothing to import");
    let out = folder.path("wof.gaz");
    let run = araxes(&[
        &"gazetteer",
        &"import",
        &"whos-on-first",
        &folder.path("data"),
        &"-o",
        &out,
    ])
    .ended(2);
    check(&run, &out);
}

#[test]
fn the_sqlite_distribution_is_read() {
    let folder = Folder::new();
    let path = folder.path("wof.db");
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(
        "CREATE TABLE geojson (id INTEGER NOT NULL, body TEXT, source TEXT, is_alt BOOLEAN, lastmodified INTEGER);
         CREATE TABLE spr (id INTEGER NOT NULL PRIMARY KEY, name TEXT)",
    )
    .unwrap();
    let mut insert = file
        .prepare("INSERT INTO geojson VALUES (?1, ?2, '', ?3, 0)")
        .unwrap();
    for (number, body) in documents() {
        insert.execute((number as i64, &body, 0)).unwrap();
    }
    insert
        .execute((10, documents()[0].1.replace("Testaberd", "Alternative"), 1))
        .unwrap();
    drop(insert);
    drop(file);
    let out = folder.path("wof.gaz");
    let run = araxes(&[
        &"gazetteer",
        &"import",
        &"whos-on-first",
        &path,
        &"-o",
        &out,
    ])
    .ended(2);
    check(&run, &out);
    let no_database = folder.write("text.db", "this is no database, whatever its ending says");
    araxes(&[
        &"gazetteer",
        &"import",
        &"whos-on-first",
        &no_database,
        &"-o",
        &out,
    ])
    .ended(1)
    .says("text.db: is no SQLite file of Who's On First");
}
