//! Layers in all formats: columns become names and kinds, geometries become points and courses.

use super::*;
use geo::{Geometry, MultiPolygon, polygon};

fn import(kind: &str, path: &Path, out: &Path, more: &[&str]) -> Run {
    let mut arguments: Vec<&dyn AsRef<OsStr>> =
        vec![&"gazetteer", &"import", &kind, &path, &"-o", &out];
    arguments.extend(more.iter().map(|flag| flag as &dyn AsRef<OsStr>));
    araxes(&arguments)
}

/// A collection of features, each of properties and geometry, one on a line; and more members of the collection.
fn collection(features: &[(&str, &str)], more: &str) -> String {
    let features: Vec<String> = features
        .iter()
        .map(|(properties, geometry)| {
            format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
        })
        .collect();
    format!(
        "{{\"type\":\"FeatureCollection\",{more}\"features\":[\n{}\n]}}",
        features.join(",\n")
    )
}

const POINT: &str = r#"{"type":"Point","coordinates":[45.5,40.5]}"#;

#[test]
fn columns_are_guessed_by_their_usual_names() {
    let folder = Folder::new();
    let layer = collection(
        &[(
            r#"{"NAME":"Testaberd","NAME_EN":"Test Castle","name_ru":"Тестаберд","NAME_ALT":"Old Fort|Castle Town","featurecla":"Admin-1 capital",
                "wikidataid":"Q42","GEONAMEID":90000001.0,"POP_MAX":5000,"ISO_A2":"AM","NAME_LEN":9,"min_zoom":3.2,"ne_id":77}"#,
            POINT,
        )],
        "",
    );
    let out = folder.path("out.gaz");
    import(
        "natural-earth",
        &folder.write("places.geojson", layer),
        &out,
        &[],
    )
    .ended(0);
    let gazetteer = open(&out);
    let town = place(&gazetteer, "Testaberd");
    assert_near(town, 45.5, 40.5);
    assert_eq!((town.id, town.feature_code), ("place:places-77", "PPLA"));
    assert_eq!(
        (town.geonameid, town.wikidata, town.population),
        (Some(90_000_001), Some("Q42"), Some(5_000))
    );
    assert_eq!(town.countries.to_vec(), ["ARM"]);
    for name in ["Test Castle", "Old Fort", "Castle Town"] {
        assert_eq!(place(&gazetteer, name).id, town.id);
    }
    assert_eq!(manner(&gazetteer, "Тестаберд").0, "ru");
    assert_eq!(gazetteer.files()[0].sources[0].licence, "public domain");
}

#[test]
fn columns_are_mapped_as_the_user_says() {
    let folder = Folder::new();
    let table = "nr;ort;typ;breite;laenge;seit\n7;Prüfburg;Dorf;40,5;45,5;1891\n8;Prüfsee;lake;40,25;45,25;\n";
    let path = folder.write("orte.csv", table);
    let out = folder.path("out.gaz");
    let map = "name=ort,id=nr,kind=typ,lat=breite,lon=laenge,valid_from=seit";
    let run = import("csv", &path, &out, &["--map", map, "--title", "Orte"]).ended(0);
    run.says("orte.csv:2: Prüfburg: the kind “Dorf” is neither a feature code of GeoNames nor a word for one");
    let gazetteer = open(&out);
    let town = place(&gazetteer, "Prüfburg");
    assert_near(town, 45.5, 40.5);
    assert_eq!((town.id, town.feature_code), ("place:orte-7", "PPL"));
    assert_eq!(town.validity.from, Some(jiff::civil::date(1891, 1, 1)));
    assert_eq!(place(&gazetteer, "Prüfsee").feature_code, "LK");
    import("csv", &path, &out, &["--map", "nom=ort"])
        .ended(1)
        .says("“nom” is nothing that a column can be mapped to");
    import("csv", &path, &out, &["--map", "name=Ort"])
        .ended(1)
        .says("there is no column Ort");
}

#[test]
fn duplicate_ids_are_refused_and_duplicate_names_are_not() {
    let folder = Folder::new();
    let path = folder.write(
        "own.csv",
        "id,name,lat,lon\na,First,40,45\na,Second,41,45\n",
    );
    let out = folder.path("out.gaz");
    import("csv", &path, &out, &[])
        .ended(2)
        .says("own.csv:3: place:own-a was given before");
    assert_eq!(open(&out).places().count(), 1);
    let path = folder.write("own.csv", "name,lat,lon\nTwin,40,45\nTwin,41,45\n");
    import("csv", &path, &out, &[]).ended(0);
    let gazetteer = open(&out);
    assert!(
        gazetteer.place_by_id("place:own-twin").is_some()
            && gazetteer.place_by_id("place:own-twin-2").is_some()
    );
}

#[test]
fn tables_with_bytes_that_are_no_text_are_named() {
    let folder = Folder::new();
    let out = folder.path("out.gaz");
    let table = b"name,lat,lon\nGood,40,45\nGr\xFC\xDF,40,45\nNu\0l,40,45\nGeneva,46.2,6.1\n";
    let run = import("csv", &folder.write("own.csv", table), &out, &[]).ended(2);
    run.says("own.csv:3: column name is no UTF-8");
    run.says("own.csv:4: column name has NUL bytes");
    assert_eq!(open(&out).places().count(), 2);
    import("csv", &folder.write("empty.csv", ""), &out, &[])
        .ended(1)
        .says("empty.csv: is empty");
    import("csv", &folder.write("blank.csv", "\n\n"), &out, &[]).ended(1);
}

/// 500,000 east and 4,430,000 north in zone 38: 45 degrees east, and as far north as a meridian of 4,430,000 / 0.9996 m
/// reaches, 2,244 m beyond the fortieth parallel.
const UTM: &str = r#"{"type":"Point","coordinates":[500000,4430000]}"#;

#[track_caller]
fn check_utm(file: &Path) {
    let gazetteer = open(file);
    let found = place(&gazetteer, "Grid").point;
    assert!(
        (found.x() - 45.0).abs() < 1e-6 && (found.y() - 40.0202).abs() < 1e-3,
        "{found:?}"
    );
}

#[test]
fn systems_are_taken_from_the_file_or_from_the_user() {
    let folder = Folder::new();
    let out = folder.path("out.gaz");
    let named =
        |system: &str| format!(r#""crs":{{"type":"name","properties":{{"name":"{system}"}}}},"#);
    let layer = |more: &str| collection(&[(r#"{"name":"Grid"}"#, UTM)], more);
    let own = folder.write("own.geojson", layer(&named("urn:ogc:def:crs:EPSG::32638")));
    import("geojson", &own, &out, &[]).ended(0);
    check_utm(&out);
    let told = folder.write("told.geojson", layer(""));
    import("geojson", &told, &out, &["--crs", "EPSG:32638"]).ended(0);
    check_utm(&out);
    std::fs::remove_file(&out).unwrap();
    import("geojson", &told, &out, &[])
        .ended(1)
        .says("name it with --crs");
    import("geojson", &told, &out, &["--crs", "EPSG:999999"])
        .ended(1)
        .says("not a coordinate reference system");
    let unknown = folder.write("unknown.geojson", layer(&named("the usual one")));
    import("geojson", &unknown, &out, &[])
        .ended(1)
        .says("cannot be understood");
    let late = layer("").replace(
        "\n]}",
        "\n],\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:32638\"}}}",
    );
    import("geojson", &folder.write("late.geojson", late), &out, &[])
        .ended(1)
        .says("after its features");
    assert!(!out.exists());
}

#[test]
fn rings_that_are_unclosed_or_cross_themselves_are_reported() {
    let folder = Folder::new();
    let square = r#"{"type":"Polygon","coordinates":[[[45,40],[46,40],[46,41],[45,41],[45,40]]]}"#;
    let open_ring = square.replace(",[45,40]]", "]").replace("45,", "46.5,");
    let bow = r#"{"type":"Polygon","coordinates":[[[45,42],[46,43],[46,42],[45,43],[45,42]]]}"#;
    let stub = r#"{"type":"Polygon","coordinates":[[[45,42],[46,43]]]}"#;
    let odd = r#"{"type":"Circle","coordinates":[45,42]}"#;
    let layer = collection(
        &[
            (r#"{"name":"Square","kind":"lake"}"#, square),
            (r#"{"name":"Open","kind":"lake"}"#, &open_ring),
            (r#"{"name":"Bow","kind":"lake"}"#, bow),
            (r#"{"name":"Stub","kind":"lake"}"#, stub),
            (r#"{"name":"Odd","kind":"lake"}"#, odd),
            (r#"{"name":"Nowhere","kind":"lake"}"#, "null"),
        ],
        "",
    );
    let path = folder.write("lakes.geojson", layer);
    let out = folder.path("out.gaz");
    let run = import("geojson", &path, &out, &[]).ended(2);
    run.says("lakes.geojson:3: Open: a ring does not end where it began; it is closed (mended: unclosed-ring)");
    run.says(
        "lakes.geojson:4: Bow: the polygon is not valid: exterior ring has a self-intersection",
    );
    run.says("lakes.geojson:5: a ring of 2 positions encloses nothing");
    run.says("lakes.geojson:6: the geometry is no GeoJSON");
    run.says("lakes.geojson:7: Nowhere has no geometry");
    let gazetteer = open(&out);
    let shores: Vec<&str> = gazetteer
        .waters()
        .map(|(number, _)| gazetteer.place(number).name)
        .collect();
    assert_eq!(shores, ["Square", "Open"]);
    assert_eq!(gazetteer.places().count(), 3);
    import("geojson", &path, &folder.path("strict.gaz"), &["--strict"])
        .ended(1)
        .says("3 rows were refused, 2 mended");
    assert!(!folder.path("strict.gaz").exists());
}

#[test]
fn an_unclosed_ring_in_well_known_text_is_reported() {
    let folder = Folder::new();
    let table = "name,kind,wkt\n\
        Open,lake,\"POLYGON((45 40,46 40,46 41,45 41))\"\n\
        Whole,lake,\"POLYGON((45 40,46 40,46 41,45 40))\"\n\
        Several,lake,\"MULTIPOLYGON(((45 40,46 40,46 41,45 40)),((47 40,48 40,48 41)))\"\n\
        Way,,\"LINESTRING(45 40,46 41)\"\n";
    let path = folder.write("rings.csv", table);
    let out = folder.path("out.gaz");
    let run = araxes(&[&"gazetteer", &"import", &"csv", &path, &"-o", &out]).ended(0);
    run.says("rings.csv:2: Open: a ring does not end where it began; it is closed (mended: unclosed-ring)");
    run.says("rings.csv:4: Several: a ring does not end where it began");
    run.says("2 mended: unclosed-ring");
    araxes(&[
        &"gazetteer",
        &"import",
        &"csv",
        &path,
        &"--strict",
        &"-o",
        &folder.path("s.gaz"),
    ])
    .ended(1);
}

#[test]
fn features_that_share_a_line_are_told_by_number() {
    let folder = Folder::new();
    let good = r#"{"type":"Feature","properties":{"name":"Good"},"geometry":{"type":"Point","coordinates":[44.5,40.2]}}"#;
    let nameless = good.replace("Good", "");
    let layer =
        format!(r#"{{"type":"FeatureCollection","features":[{good},7,"text",true,{nameless}]}}"#);
    let path = folder.write("one-line.geojson", layer);
    let out = folder.path("out.gaz");
    let run = araxes(&[&"gazetteer", &"import", &"geojson", &path, &"-o", &out]).ended(2);
    run.says("one-line.geojson, feature 2: ");
    run.says("one-line.geojson, feature 5: has no name (refused: no-name)");
    run.says("1 places, 1 names, 4 rows refused");
}

#[test]
fn what_a_table_lacks_as_a_whole_is_said_of_the_file() {
    let folder = Folder::new();
    let out = folder.path("out.gaz");
    let utf16: Vec<u8> = "\u{FEFF}name,lat,lon\nGood,40.1,44.5\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let path = folder.write("wide.csv", utf16);
    let run = araxes(&[&"gazetteer", &"import", &"csv", &path, &"-o", &out]).ended(1);
    run.says("wide.csv: is written in UTF-16; save the table as UTF-8");
    let path = folder.write("bare.csv", "Good,40.1,44.5\n");
    let run = araxes(&[&"gazetteer", &"import", &"csv", &path, &"-o", &out]).ended(1);
    run.says("bare.csv: has no row behind the names of its columns (Good, 40.1, 44.5)");
    let path = folder.path("missing.csv");
    let run = araxes(&[&"gazetteer", &"import", &"csv", &path, &"-o", &out]).ended(1);
    assert!(!run.messages.contains("IO error"), "{}", run.messages);
    let path = folder.write("none.zip", zip(&[]));
    let run = araxes(&[&"gazetteer", &"import", &"csv", &path, &"-o", &out]).ended(1);
    run.says("none.zip: is an archive without a file in it");
    assert!(!out.exists());
}

#[test]
fn the_point_of_a_bent_polygon_lies_within_it() {
    let folder = Folder::new();
    // A horseshoe, whose centroid is in its gap.
    let shoe = r#"{"type":"Polygon","coordinates":[[[45,40],[48,40],[48,40.2],[45.2,40.2],[45.2,41.8],[48,41.8],[48,42],[45,42],[45,40]]]}"#;
    let out = folder.path("out.gaz");
    import(
        "geojson",
        &folder.write("a.geojson", collection(&[(r#"{"name":"Shoe"}"#, shoe)], "")),
        &out,
        &[],
    )
    .ended(0);
    let gazetteer = open(&out);
    let shoe = polygon![(x: 45., y: 40.), (x: 48., y: 40.), (x: 48., y: 40.2), (x: 45.2, y: 40.2), (x: 45.2, y: 41.8), (x: 48., y: 41.8), (x: 48., y: 42.), (x: 45., y: 42.)];
    assert!(geo::Contains::contains(
        &shoe,
        &place(&gazetteer, "Shoe").point
    ));
}

#[test]
fn packed_layers_are_read() {
    use std::io::Write;
    let folder = Folder::new();
    let out = folder.path("out.gaz");
    let layer = collection(&[(r#"{"name":"Packed"}"#, POINT)], "");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(layer.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    import("geojson", &folder.write("a.geojson.gz", &packed), &out, &[]).ended(0);
    assert_near(place(&open(&out), "Packed"), 45.5, 40.5);
    import(
        "geojson",
        &folder.write("cut.geojson.gz", &packed[..packed.len() - 9]),
        &out,
        &[],
    )
    .ended(1)
    .says("cut.geojson.gz");
    let archive = zip(&[
        ("layer.geojson", layer.as_bytes()),
        ("readme.txt", b"hello"),
    ]);
    import("geojson", &folder.write("a.zip", archive), &out, &[]).ended(0);
    assert_near(place(&open(&out), "Packed"), 45.5, 40.5);
}

#[test]
fn a_topology_is_put_together_from_its_arcs() {
    let folder = Folder::new();
    let topology = r#"{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[40,30]},
        "arcs":[[[0,0],[4,0]],[[4,0],[0,4],[-4,0],[0,-4]]],
        "objects":{"lakes":{"type":"GeometryCollection","geometries":[
          {"type":"Polygon","id":"L1","properties":{"name":"Square Lake","kind":"lake"},"arcs":[[0,1]]},
          {"type":"LineString","properties":{"name":"South Brook","kind":"stream"},"arcs":[-1]},
          {"type":"Point","properties":{"name":"Spot"},"coordinates":[2,2]},
          {"type":"LineString","properties":{"name":"Broken"},"arcs":[9]}]}}}"#;
    let out = folder.path("out.gaz");
    let run = import(
        "topojson",
        &folder.write("lakes.topojson", topology),
        &out,
        &[],
    )
    .ended(2);
    run.says("it names arc 9, but the file has 2");
    let gazetteer = open(&out);
    assert_near(place(&gazetteer, "Spot"), 41.0, 31.0);
    assert_near(place(&gazetteer, "South Brook"), 41.0, 30.0);
    let lake = place(&gazetteer, "Square Lake");
    assert_eq!(lake.id, "place:lakes-l1");
    assert_eq!(gazetteer.waters().count(), 2);
}

/// A shapefile of one point in Russian and in UTM: `.shp`, `.dbf`.
fn shapefile(folder: &Folder) -> PathBuf {
    use shapefile::dbase::{Record, TableWriterBuilder, encoding::EncodingRs};
    let path = folder.path("towns.shp");
    let table = TableWriterBuilder::with_encoding(EncodingRs::from(encoding_rs::WINDOWS_1251))
        .add_character_field("NAME".try_into().unwrap(), 40)
        .add_numeric_field("POP".try_into().unwrap(), 10, 0);
    let mut writer = shapefile::Writer::from_path(&path, table).unwrap();
    let mut record = Record::default();
    record.insert(
        "NAME".to_owned(),
        shapefile::dbase::FieldValue::Character(Some("Сетка".to_owned())),
    );
    record.insert(
        "POP".to_owned(),
        shapefile::dbase::FieldValue::Numeric(Some(1200.0)),
    );
    writer
        .write_shape_and_record(&shapefile::Point::new(500_000.0, 4_430_000.0), &record)
        .unwrap();
    drop(writer);
    path
}

const PRJ: &str = r#"PROJCS["WGS_1984_UTM_Zone_38N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",45.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

#[test]
fn a_shapefile_is_read_in_its_encoding_and_system() {
    let folder = Folder::new();
    let path = shapefile(&folder);
    folder.write("towns.prj", PRJ);
    folder.write("towns.cpg", "windows-1251");
    let out = folder.path("out.gaz");
    import("shapefile", &path, &out, &[]).ended(0);
    let gazetteer = open(&out);
    let town = place(&gazetteer, "Сетка");
    assert!((town.point.x() - 45.0).abs() < 1e-6 && (town.point.y() - 40.0202).abs() < 1e-3);
    assert_eq!(town.population, Some(1200));
    // The same in an archive.
    let read = |ending: &str| std::fs::read(folder.path(&format!("towns.{ending}"))).unwrap();
    let archive = zip(&[
        ("towns.shp", &read("shp")),
        ("towns.dbf", &read("dbf")),
        ("towns.prj", &read("prj")),
        ("towns.cpg", &read("cpg")),
    ]);
    let zipped = folder.path("zipped.gaz");
    import(
        "shapefile",
        &folder.write("towns.zip", archive),
        &zipped,
        &[],
    )
    .ended(0);
    assert_eq!(place(&open(&zipped), "Сетка").point, town.point);
    // Broken ones.
    folder.write("towns.cpg", "klingon");
    import("shapefile", &path, &out, &[])
        .ended(1)
        .says("“klingon”, which is not known");
    folder.write("towns.cpg", "1251");
    folder.write("towns.prj", "PROJCS[\"nonsense");
    import("shapefile", &path, &out, &[])
        .ended(1)
        .says("towns.shp: “PROJCS");
    folder.write("towns.prj", PRJ);
    let whole = read("shp");
    for length in [10, 99, whole.len() - 3] {
        std::fs::write(&path, &whole[..length]).unwrap();
        import("shapefile", &path, &out, &[]).ended(1);
    }
    std::fs::remove_file(folder.path("towns.dbf")).unwrap();
    import("shapefile", &path, &out, &[])
        .ended(1)
        .says("there is no .dbf beside it");
}

#[test]
fn a_geopackage_is_read_in_its_system() {
    use geozero::{CoordDimensions, ToWkb};
    let folder = Folder::new();
    let path = folder.path("own.gpkg");
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
         INSERT INTO gpkg_spatial_ref_sys VALUES ('utm', 32638, 'EPSG', 32638, 'undefined');
         CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT);
         INSERT INTO gpkg_geometry_columns VALUES ('my lakes', 'geom', 'GEOMETRY', 32638, 0, 0);
         CREATE TABLE \"my lakes\" (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, kind TEXT)",
    )
    .unwrap();
    let point = Geometry::Point(geo::Point::new(500_000.0, 4_430_000.0));
    let lake = Geometry::MultiPolygon(MultiPolygon(vec![polygon![
        (x: 500_000., y: 4_430_000.), (x: 510_000., y: 4_430_000.), (x: 510_000., y: 4_440_000.), (x: 500_000., y: 4_430_000.),
    ]]));
    for (name, kind, geometry) in [("Grid", "town", point), ("Wedge", "lake", lake)] {
        let blob = geometry
            .to_gpkg_wkb(CoordDimensions::xy(), Some(32638), vec![])
            .unwrap();
        file.execute(
            "INSERT INTO \"my lakes\" (geom, name, kind) VALUES (?1, ?2, ?3)",
            (blob, name, kind),
        )
        .unwrap();
    }
    file.execute(
        "INSERT INTO \"my lakes\" (geom, name, kind) VALUES (x'4750', 'Broken', 'lake')",
        (),
    )
    .unwrap();
    drop(file);
    let out = folder.path("out.gaz");
    let run = import("geopackage", &path, &out, &[]).ended(2);
    run.says("layer my lakes:3: the geometry cannot be read");
    check_utm(&out);
    let gazetteer = open(&out);
    assert_eq!(gazetteer.waters().count(), 1);
    import(
        "geopackage",
        &folder.write("no.gpkg", "no database"),
        &out,
        &[],
    )
    .ended(1)
    .says("is no GeoPackage");
}

#[test]
fn a_folder_of_our_own_shape_is_a_source_too() {
    let folder = Folder::new();
    let out = folder.path("out.gaz");
    let volume = Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteer/caucasus");
    import("volume", &volume, &out, &[]).ended(0);
    let gazetteer = open(&out);
    assert_eq!(place(&gazetteer, "Ստեփանակերտ").id, "place:stepanakert");
    assert!(gazetteer.routes().count() > 50 && gazetteer.borders().count() > 0);
}

/// Real layers, where they are: what they hold is not in this repository.
#[test]
fn layers_of_natural_earth_come_through() {
    let layers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/natural-earth");
    if !layers.is_dir() {
        eprintln!("skipped: {} is not there", layers.display());
        return;
    }
    let folder = Folder::new();
    let out = folder.path("out.gaz");
    let towns = layers.join("ne_50m_populated_places_simple.geojson.gz");
    import("natural-earth", &towns, &out, &[])
        .ended(0)
        .says("1249 places");
    let gazetteer = open(&out);
    let tbilisi = place(&gazetteer, "Tbilisi");
    assert_eq!(
        (tbilisi.feature_code, tbilisi.countries.to_vec()),
        ("PPLC", vec!["GEO".to_owned()])
    );
    assert!((tbilisi.point.x() - 44.79).abs() < 0.1 && (tbilisi.point.y() - 41.72).abs() < 0.1);
    import(
        "natural-earth",
        &layers.join("ne_50m_lakes.geojson.gz"),
        &out,
        &[],
    );
    let gazetteer = open(&out);
    assert_eq!(place(&gazetteer, "Mälaren").feature_code, "LK");
    assert!(
        gazetteer.waters().count() > 250,
        "{}",
        gazetteer.waters().count()
    );
    import(
        "natural-earth",
        &layers.join("ne_10m_geography_marine_polys.geojson.gz"),
        &out,
        &[],
    );
    assert_eq!(place(&open(&out), "Arctic Ocean").feature_code, "OCN");
}

/// A GeoPackage with one layer of these geometries, named A, B and so on.
fn geopackage(path: &Path, geometries: &[Vec<u8>]) {
    let file = rusqlite::Connection::open(path).unwrap();
    file.execute_batch(
        "CREATE TABLE gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id);
         CREATE TABLE gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m);
         CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id, definition, description);
         INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, 'x', '');
         INSERT INTO gpkg_contents VALUES ('t', 'features', 't', '', '', 0, 0, 1, 1, 4326);
         INSERT INTO gpkg_geometry_columns VALUES ('t', 'geom', 'GEOMETRY', 4326, 0, 0);
         CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT);",
    )
    .unwrap();
    for (name, geometry) in ["Aberd", "Bberd", "Cberd", "Dberd"].iter().zip(geometries) {
        let blob = [b"GP\0\x01\xE6\x10\0\0".as_slice(), geometry].concat();
        file.execute("INSERT INTO t (geom, name) VALUES (?, ?)", (blob, name))
            .unwrap();
    }
}

fn wkb(kind: u32, counts: &[u32], positions: &[[f64; 2]]) -> Vec<u8> {
    let mut bytes = vec![1];
    bytes.extend(kind.to_le_bytes());
    bytes.extend(counts.iter().flat_map(|count| count.to_le_bytes()));
    bytes.extend(
        positions
            .iter()
            .flatten()
            .flat_map(|number| number.to_le_bytes()),
    );
    bytes
}

#[test]
fn a_geometry_of_a_geopackage_that_would_break_the_reader_is_a_refused_row() {
    let folder = Folder::new();
    let path = folder.path("a.gpkg");
    let nan = [[0.0, 0.0], [1.0, 0.0], [f64::NAN, f64::NAN], [0.0, 0.0]];
    let deep: Vec<u8> = (0..10_000).flat_map(|_| wkb(7, &[1], &[])).collect();
    geopackage(
        &path,
        &[
            wkb(2, &[1 << 31], &[[45.0, 40.0]]),
            wkb(3, &[1, 4], &nan),
            deep,
            wkb(1, &[], &[[45.5, 40.5]]),
        ],
    );
    let out = folder.path("out.gaz");
    let run = import("geopackage", &path, &out, &[]).ended(2);
    run.says("the geometry is cut off, or declares more positions than it has");
    run.says("Bberd: a position of its geometry is no number");
    run.says("more than 100 deep");
    run.says("3 refused: bad-geometry");
    assert_near(place(&open(&out), "Dberd"), 45.5, 40.5);
}

#[test]
fn arcs_of_one_number_are_a_refused_row() {
    let folder = Folder::new();
    let topology = r#"{"type":"Topology","arcs":[[[1],[2,3]]],"objects":{"a":{"type":"GeometryCollection","geometries":[
        {"type":"LineString","arcs":[0],"properties":{"name":"Aberd"}},
        {"type":"Point","coordinates":[45.5,40.5],"properties":{"name":"Bberd"}}]}}}"#;
    let out = folder.path("out.gaz");
    let path = folder.write("a.topojson", topology);
    let run = import("topojson", &path, &out, &[]).ended(2);
    run.says("an arc of it has a position of fewer than two numbers");
    assert_near(place(&open(&out), "Bberd"), 45.5, 40.5);
}

#[test]
fn rows_that_cannot_be_are_refused_and_the_rest_is_imported() {
    let folder = Folder::new();
    let deep = format!(
        "{}POINT(1 1){}",
        "GEOMETRYCOLLECTION(".repeat(10_000),
        ")".repeat(10_000)
    );
    let table = format!(
        "name,lat,lon,population,wkt\nAberd,,,,\"{deep}\"\n{},40,45,,\nBberd,40.5,45.5,-5,\nCberd,40.6,45.6,1.5,\nDberd,40.7,45.7,1e99,\nEberd,40.8,45.8,-99,\nFberd,40.9,45.9,500,\n",
        "x".repeat(70_000)
    );
    let out = folder.path("out.gaz");
    let path = folder.write("a.csv", table);
    let run = import("csv", &path, &out, &[]).ended(2);
    run.says("a.csv:2: Aberd: the geometry holds others more than 100 deep");
    run.says("a.csv:3: what stands as a name");
    run.says("Bberd: population: “-5” is no number of people");
    run.says("“1.5” is no number of people");
    run.says("“1e99” is no number of people");
    let gazetteer = open(&out);
    for (name, people) in [
        ("Bberd", None),
        ("Dberd", None),
        ("Eberd", None),
        ("Fberd", Some(500)),
    ] {
        assert_eq!(place(&gazetteer, name).population, people, "{name}");
    }
}

#[test]
fn time_grows_with_rows_of_one_name_and_with_a_polygon_and_not_with_their_squares() {
    let folder = Folder::new();
    let out = folder.path("out.gaz");
    let time = |kind: &str, name: &str, content: String| {
        let path = folder.write(name, content);
        let runs = (0..2).map(|_| {
            let began = std::time::Instant::now();
            assert!(import(kind, &path, &out, &[]).code != 1);
            began.elapsed().as_secs_f64()
        });
        runs.fold(f64::MAX, f64::min)
    };
    let same = |rows: usize| {
        let rows = (0..rows).map(|row| format!("Xberd,40.{row:05},45.5\n"));
        format!("name,lat,lon\n{}", rows.collect::<String>())
    };
    let ring = |length: usize| {
        let at = |step: usize| {
            #[allow(clippy::cast_precision_loss)]
            let angle = std::f64::consts::TAU * (step % length) as f64 / length as f64;
            format!("[{},{}]", 45.0 + angle.cos(), 40.0 + angle.sin())
        };
        let positions: Vec<String> = (0..=length).map(at).collect();
        let polygon = format!(
            r#"{{"type":"Polygon","coordinates":[[{}]]}}"#,
            positions.join(",")
        );
        collection(&[(r#"{"name":"Xland"}"#, &polygon)], "")
    };
    // What else runs on the machine takes time as well, but not each time.
    let hold = |what: &str, measure: &dyn Fn() -> (f64, f64)| {
        let exponent = || {
            let (small, large) = measure();
            (large / small.max(0.05)).ln() / 4_f64.ln()
        };
        let exponents: Vec<f64> = (0..4)
            .map(|_| exponent())
            .take_while(|&exponent| exponent >= 1.5)
            .collect();
        assert!(exponents.len() < 4, "{what}: exponents {exponents:.2?}");
    };
    hold("rows", &|| {
        let small = time("csv", "s.csv", same(5_000));
        (small, time("csv", "l.csv", same(20_000)))
    });
    hold("ring", &|| {
        let small = time("geojson", "s.geojson", ring(12_500));
        (small, time("geojson", "l.geojson", ring(50_000)))
    });
}
