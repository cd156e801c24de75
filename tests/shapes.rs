//! Outlines and courses: which shape a place has, on a day and in a view, and how `areas` and `waters` go with `mentions`.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use araxes::built_in;
use araxes::gazetteer::{Entry, Gazetteer, PlaceNumber, Viewpoint};
use araxes::relation::line::{self, Basis};
use common::Output;
use geo::{
    Area, BoundingRect, Contains, Geodesic, GeodesicArea, Geometry, Length, MultiPolygon, Point,
};
use serde_json::Value;

static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| built_in::open(&built_in::sources()).unwrap());

static SEEDS: LazyLock<Output> = LazyLock::new(|| common::map_seeds("shapes-seeds"));

fn number(id: &str) -> PlaceNumber {
    match GAZETTEER.entry(id).unwrap() {
        Entry::Place(number) => number,
        other => panic!("{id} is {other:?}"),
    }
}

fn area(slug: &str, day: Option<&str>, view: &str) -> MultiPolygon<f64> {
    let at = Viewpoint {
        day: day.map(|day| day.parse().unwrap()),
        view,
    };
    let drawing = line::shape(&GAZETTEER, number(&format!("place:{slug}")), at);
    let drawing = drawing.unwrap_or_else(|| panic!("{slug} has no shape"));
    assert_eq!(drawing.basis, Basis::Outline);
    match drawing.geometry {
        Geometry::MultiPolygon(area) => area,
        other => panic!("{slug} is {other:?}"),
    }
}

fn holds(area: &MultiPolygon<f64>, lon: f64, lat: f64) -> bool {
    area.contains(&Point::new(lon, lat))
}

/// Square kilometres as published, and how near the outline must come.
#[test]
fn outlines_have_the_size_that_is_published() {
    for (slug, published) in [
        ("armenia", 29_743.0),
        ("iran", 1_648_195.0),
        ("us-texas", 695_662.0),
        ("de-bavaria", 70_550.0),
        ("nakhchivan", 5_502.0),
        ("in-kerala", 38_863.0),
        ("gb-england", 130_279.0),
        ("lake-victoria", 59_947.0),
        ("caspian-sea", 371_000.0),
        ("black-sea", 436_400.0),
        ("persian-gulf", 251_000.0),
        ("mediterranean-sea", 2_500_000.0),
    ] {
        let area = area(slug, None, "un");
        let found = area.geodesic_area_unsigned() / 1e6;
        let share = found / published;
        assert!(
            (0.85..1.15).contains(&share),
            "{slug}: {found:.0} of {published:.0}"
        );
    }
}

#[test]
fn rivers_run_as_far_as_is_published_or_less() {
    for (slug, published) in [("danube", 2_850.0), ("volga", 3_531.0), ("nile", 6_650.0)] {
        let at = Viewpoint::default();
        let drawing = line::shape(&GAZETTEER, number(&format!("place:{slug}")), at).unwrap();
        assert_eq!(drawing.basis, Basis::Course);
        let Geometry::MultiLineString(course) = drawing.geometry else {
            panic!("{slug} is no line");
        };
        let share = Geodesic.length(&course) / 1000.0 / published;
        // Natural Earth leaves out bends, and gives the upper courses other names.
        assert!((0.35..1.15).contains(&share), "{slug}: {share:.2}");
    }
}

#[test]
fn a_state_is_what_it_was_on_the_day() {
    let juba = (31.58, 4.85);
    let sudan = |day| area("sudan", Some(day), "un");
    assert!(holds(&sudan("2005-01-01"), juba.0, juba.1));
    assert!(!holds(&sudan("2015-01-01"), juba.0, juba.1));
    // A state that is no more is drawn as it last was, and as one: no border runs through it.
    for day in [Some("1980-01-01"), Some("2023-06-01"), None] {
        let union = area("soviet-union", day, "un");
        for (lon, lat) in [(44.5, 40.2), (37.6, 55.8), (69.3, 41.3), (24.1, 56.95)] {
            assert!(holds(&union, lon, lat), "{day:?}: {lon} {lat}");
        }
        let russia = area("russia", None, "un").unsigned_area();
        assert!(union.unsigned_area() > 1.15 * russia);
        assert!(union.0.len() < area("russia", None, "un").0.len() + 200);
    }
}

#[test]
fn what_is_disputed_goes_with_the_view() {
    let (lon, lat) = (34.1, 45.0);
    for (view, ukraine, russia) in [
        ("un", true, false),
        ("RUS", false, true),
        ("de-facto", false, true),
    ] {
        let of = |slug| holds(&area(slug, Some("2020-01-01"), view), lon, lat);
        assert_eq!((of("ukraine"), of("russia")), (ukraine, russia), "{view}");
    }
    // Whoever draws: Crimea itself is where it is.
    for view in ["un", "RUS"] {
        assert!(holds(&area("crimea", None, view), lon, lat), "{view}");
    }
    assert!(holds(&area("serbia", None, "un"), 21.16, 42.66));
    assert!(!holds(&area("serbia", None, "de-facto"), 21.16, 42.66));
}

#[test]
fn every_shape_is_of_a_place_and_lies_there() {
    let shapes = built_in::shapes();
    assert!(shapes.count() > 4_500, "{}", shapes.count());
    let mut foreign = Vec::new();
    for id in (0..shapes.count()).map(|number| shapes.id(number).unwrap()) {
        let place = GAZETTEER
            .place_by_id(id)
            .unwrap_or_else(|| panic!("{id} is no place"));
        let bounds = shapes.get(id).unwrap().bounding_rect().unwrap();
        let (low, high) = (bounds.min(), bounds.max());
        let is_near = (low.x - 1.0..=high.x + 1.0).contains(&place.point.x())
            && (low.y - 1.0..=high.y + 1.0).contains(&place.point.y());
        if !is_near {
            foreign.push(id);
        }
    }
    assert!(foreign.len() < 12, "{foreign:?}");
}

fn properties(output: &Output, layer: &str) -> BTreeMap<String, Value> {
    let collection = output.json(&format!("{layer}.geojson"));
    let features = collection["features"].as_array().unwrap().iter();
    features
        .map(|one| {
            (
                one["id"].as_str().unwrap().to_owned(),
                one["properties"].clone(),
            )
        })
        .collect()
}

#[test]
fn shapes_and_mentions_go_one_to_one() {
    let mentions = properties(&SEEDS, "mentions");
    for layer in ["areas", "waters"] {
        let shown = properties(&SEEDS, layer);
        assert!(!shown.is_empty(), "{layer}");
        let meant = mentions.iter().filter(|(_, one)| one["shape"] == layer);
        let meant: BTreeSet<&String> = meant.map(|(id, _)| id).collect();
        assert_eq!(shown.keys().collect::<BTreeSet<_>>(), meant, "{layer}");
        for (id, one) in shown {
            let mention = &mentions[&id];
            for column in [
                "name",
                "kind",
                "doc_count",
                "mention_count",
                "documents",
                "citations",
                "quote",
            ] {
                assert_eq!(one[column], mention[column], "{id}: {column}");
            }
            assert!(["outline", "course"].contains(&one["geometry_basis"].as_str().unwrap()));
            assert_eq!(mention["geometry_basis"], "gazetteer");
        }
    }
    // Each citation is listed once.
    let cited = SEEDS.rows("citations.csv");
    assert!(
        cited
            .iter()
            .all(|row| !["areas", "waters"].contains(&row["layer"].as_str()))
    );
}

#[test]
fn texts_about_elsewhere_have_their_areas_and_waters() {
    let inputs = tempfile::tempdir().unwrap();
    let path = inputs.path().join("elsewhere.md");
    fs::write(
        &path,
        "# Floods\n\n12 May 2021\n\nThe Danube rose in Bavaria and Hungary, the Mississippi River in Louisiana. Ships crossed the Red Sea \
         and Lake Victoria for Kenya. Houston in Texas was spared.\n",
    )
    .unwrap();
    let output = common::map("shapes-elsewhere", &[&path], &[], 0);
    let ids = |layer| {
        properties(&output, layer)
            .into_keys()
            .collect::<BTreeSet<_>>()
    };
    let (areas, waters) = (ids("areas"), ids("waters"));
    for id in [
        "place:hungary",
        "place:de-bavaria",
        "place:us-louisiana",
        "place:us-texas",
        "place:red-sea",
        "place:lake-victoria",
        "place:kenya",
    ] {
        assert!(areas.contains(id), "{id}: {areas:?}");
    }
    assert!(waters.contains("place:danube"), "{waters:?}");
    // A town has a point and no more.
    assert!(
        properties(&output, "mentions")
            .values()
            .any(|one| one["name"] == "Houston" && one["shape"].is_null())
    );
}
