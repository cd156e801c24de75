//! Linked Places Format and LP-TSV.

use super::*;
use jiff::civil::date;

fn import(path: &Path, out: &Path) -> Run {
    araxes(&[
        &"gazetteer",
        &"import",
        &"linked-places",
        &path,
        &"-o",
        &out,
        &"--title",
        &"old places",
    ])
}

const COLLECTION: &str = r#"{
  "type": "FeatureCollection",
  "@context": "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld",
  "features": [
    { "@id": "http://example.org/places/p_1", "type": "Feature",
      "properties": { "title": "Abingworth", "ccodes": ["GB"], "fclasses": ["P"] },
      "when": { "timespans": [{ "start": { "in": "0956" }, "end": { "latest": "1538-06" } }] },
      "names": [
        { "toponym": "Abingworth", "lang": "en", "citations": [{ "label": "Made-up Charters", "year": 1901, "@id": "http://example.org/mc" }] },
        { "toponym": "Abbendune", "lang": "ang", "when": { "timespans": [{ "start": { "in": "0956" }, "end": { "in": "1086" } }] } }
      ],
      "types": [{ "identifier": "aat:300008375", "label": "town" }],
      "geometry": { "type": "GeometryCollection", "geometries": [
        { "type": "Point", "coordinates": [-1.28, 51.67], "geowkt": "POINT(-1.28 51.67)", "when": { "timespans": [] } } ] },
      "links": [{ "type": "closeMatch", "identifier": "gn:2657780" }, { "type": "exactMatch", "identifier": "wd:Q321" },
                { "type": "seeAlso", "identifier": "wd:Q999" }],
      "relations": [{ "relationType": "gvp:broaderPartitive", "relationTo": "http://example.org/places/p_2" }] },
    { "@id": "http://example.org/places/p_2", "type": "Feature",
      "properties": { "title": "Berkshire of Old", "fclasses": ["A"] },
      "names": [{ "toponym": "Bearrocscir", "lang": "ang" }],
      "geometry": { "type": "Polygon", "coordinates": [[[-1.5, 51.3], [-0.6, 51.3], [-0.6, 51.8], [-1.5, 51.8]]] } },
    { "@id": "http://example.org/places/p_3", "type": "Feature",
      "properties": { "title": "Lost Vale" }, "names": [],
      "geometry": { "type": "GeometryCollection", "geometries": [] } },
    { "@id": "http://example.org/places/p_4", "type": "Feature",
      "properties": { "title": "Ock" }, "names": [],
      "types": [{ "label": "river" }],
      "geometry": { "type": "LineString", "coordinates": [[-1.5, 51.6], [-1.4, 51.62], [-1.28, 51.66]] } }
  ]
}"#;

#[test]
fn names_spans_links_and_geometry_of_a_collection_come_through() {
    let folder = Folder::new();
    let out = folder.path("old.gaz");
    let run = import(&folder.write("old.json", COLLECTION), &out).ended(2);
    run.says("old.json:22: Lost Vale has no geometry");
    run.says("1 mended: unclosed-ring");
    let gazetteer = open(&out);
    let town = place(&gazetteer, "Abbendune");
    assert_near(town, -1.28, 51.67);
    assert_eq!((town.name, town.feature_code), ("Abingworth", "PPL"));
    assert_eq!(
        (town.geonameid, town.wikidata),
        (Some(2_657_780), Some("Q321"))
    );
    assert_eq!(town.countries.to_vec(), ["GBR"]);
    assert_eq!(town.validity.from, Some(date(956, 1, 1)));
    assert_eq!(town.validity.to, Some(date(1538, 6, 30)));
    assert_eq!(
        manner(&gazetteer, "Abbendune"),
        (
            "ang".to_owned(),
            NameKind::Historical,
            Some(date(956, 1, 1)),
            Some(date(1086, 12, 31))
        )
    );
    let shire = place(&gazetteer, "Bearrocscir");
    assert_eq!(town.containers.to_vec(), [shire.id]);
    assert!(shire.point.x() > -1.5 && shire.point.x() < -0.6 && shire.point.y() < 51.8);
    assert!(shire.precision_m > 20_000.0, "{}", shire.precision_m);
    let river = place(&gazetteer, "Ock");
    assert_eq!(river.feature_code, "STM");
    assert_eq!(
        gazetteer.waters().count(),
        1,
        "the course of a river is kept"
    );
    let sources = &gazetteer.files()[0].sources;
    assert!(
        sources
            .iter()
            .any(|source| source.title == "Made-up Charters" && source.version == "1901"),
        "{sources:?}"
    );
}

#[test]
fn the_table_form_comes_to_the_same() {
    let folder = Folder::new();
    let table = "id\ttitle\ttitle_source\tccodes\tmatches\tvariants\taat_types\tlon\tlat\tgeowkt\tstart\tend\n\
        p1\tAbingworth\tMade-up Charters\tGB\tgn:2657780;wd:Q321\tAbbendune@ang;Абингворт@ru-Cyrl\t300008375\t-1.28\t51.67\t\t956\t1538\n\
        p2\tOck\tsame\tGB\t\t\t300008707\t\t\tLINESTRING(-1.5 51.6,-1.28 51.66)\t\t\n\
        p3\tNowhere\tsame\tGB\t\t\t\t\t\t\t\t\n\
        p4\tBent\tsame\tGB\t\t\t\t\t\tPOINT(1.0\t\t\n\
        p5\tShort\tsame\n";
    let out = folder.path("old.gaz");
    let run = import(&folder.write("old.tsv", table), &out).ended(2);
    run.says("old.tsv:4: Nowhere has neither lon and lat nor geowkt");
    run.says("old.tsv:5: Bent: the geometry is no well-known text");
    run.says("old.tsv:6: has 3 columns instead of 12");
    let gazetteer = open(&out);
    let town = place(&gazetteer, "Абингворт");
    assert_near(town, -1.28, 51.67);
    assert_eq!(
        (town.geonameid, town.wikidata),
        (Some(2_657_780), Some("Q321"))
    );
    assert_eq!(town.validity.to, Some(date(1538, 12, 31)));
    assert_eq!(manner(&gazetteer, "Абингворт").0, "ru");
    assert_eq!(place(&gazetteer, "Ock").feature_code, "STM");
    assert_eq!(gazetteer.places().count(), 2);
}

#[test]
fn a_collection_that_breaks_off_is_refused_with_its_line() {
    let folder = Folder::new();
    let out = folder.path("old.gaz");
    let half: String = COLLECTION.lines().take(12).collect::<Vec<_>>().join("\n");
    import(&folder.write("old.json", half), &out)
        .ended(1)
        .says("old.json:12");
    assert!(!out.exists());
}
