//! `araxes gazetteer export`: places and names for other programs.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::built_in;
use crate::export::linked_places::CONTEXT;
use araxes_gazetteer::new_file;
use araxes_gazetteer::{Entry, Gazetteer, Place, Validity};

use super::super::{NOTHING_DONE, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// The gazetteer: a compiled file, a folder with a volume, or `world` or `caucasus`
    #[arg(value_name = "FILE.gaz or DIR")]
    gazetteer: PathBuf,

    /// How to write it
    #[arg(long, value_enum)]
    format: Format,

    /// The file to write; for csv a folder, which gets places.csv and names.csv
    #[arg(short, long, value_name = "PATH")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// places.csv and names.csv, which `gazetteer compile` reads again; routes and lines are not in them
    Csv,
    /// One FeatureCollection of points with all names, and of routes and lines
    Geojson,
    /// Linked Places Format (GeoJSON-LD), places only
    LinkedPlaces,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let gazetteer = match built_in::open(&[built_in::source_at(&flags.gazetteer)]) {
        Ok(gazetteer) => gazetteer,
        Err(error) => return super::fail(streams, &error),
    };
    let out = &flags.out;
    let written = match flags.format {
        Format::Csv => fs::create_dir_all(out)
            .and_then(|()| {
                new_file::write(&out.join("places.csv"), |file| places_csv(&gazetteer, file))
            })
            .and_then(|()| {
                new_file::write(&out.join("names.csv"), |file| names_csv(&gazetteer, file))
            }),
        Format::Geojson => new_file::write(out, |file| {
            let places = gazetteer
                .places()
                .map(|(number, place)| feature(&gazetteer, Entry::Place(number), &place));
            collection(file, None, places.chain(lines(&gazetteer)))
        }),
        Format::LinkedPlaces => new_file::write(out, |file| {
            let places = gazetteer
                .places()
                .map(|(number, place)| linked_place(&gazetteer, Entry::Place(number), &place));
            collection(file, Some(CONTEXT), places)
        }),
    };
    match written {
        Ok(()) => super::say(
            streams,
            &format!("{}: {} places\n", out.display(), gazetteer.places().count()),
        ),
        Err(error) => {
            streams.error(&format_args!(
                "{}: cannot be written ({error}); check that the folder exists, is yours and has room",
                out.display()
            ));
            NOTHING_DONE
        }
    }
}

fn bounds(validity: Validity) -> [String; 2] {
    [validity.from, validity.to].map(|day| day.map_or(String::new(), |day| day.to_string()))
}

fn places_csv(gazetteer: &Gazetteer, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "id",
        "name",
        "feature_class",
        "feature_code",
        "lon",
        "lat",
        "precision_m",
        "countries",
        "containers",
        "population",
        "iso",
        "geonameid",
        "wikidata",
        "valid_from",
        "valid_to",
        "source",
    ])?;
    let figure = |value: Option<u64>| value.map_or(String::new(), |value| value.to_string());
    for (_, place) in gazetteer.places() {
        let [from, to] = bounds(place.validity);
        csv.write_record([
            place.id,
            place.name,
            &format!("{:?}", place.feature_class),
            place.feature_code,
            &degrees(place.point.x()).to_string(),
            &degrees(place.point.y()).to_string(),
            &place.precision_m.to_string(),
            &place.countries.to_vec().join(";"),
            &place.containers.to_vec().join(";"),
            &figure(place.population),
            place.iso.unwrap_or_default(),
            &figure(place.geonameid),
            place.wikidata.unwrap_or_default(),
            &from,
            &to,
            place.source,
        ])?;
    }
    csv.flush()
}

fn names_csv(gazetteer: &Gazetteer, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "id",
        "name",
        "language",
        "script",
        "kind",
        "valid_from",
        "valid_to",
    ])?;
    for (number, place) in gazetteer.places() {
        // The first name is the label, which places.csv has.
        for name in gazetteer.names_of(Entry::Place(number)).skip(1) {
            let [from, to] = bounds(name.validity);
            csv.write_record([
                place.id,
                name.text,
                name.language,
                name.script,
                &kind(name.kind),
                &from,
                &to,
            ])?;
        }
    }
    csv.flush()
}

fn kind(kind: araxes_gazetteer::NameKind) -> String {
    format!("{kind:?}").to_lowercase()
}

/// RFC 7946 asks for no more figures than mean something.
fn degrees(value: f64) -> f64 {
    (value * 1e7).round() / 1e7
}

fn collection(
    out: &mut dyn Write,
    context: Option<&str>,
    features: impl Iterator<Item = Value>,
) -> io::Result<()> {
    write!(out, "{{\"type\":\"FeatureCollection\",")?;
    if let Some(context) = context {
        write!(out, "\"@context\":{},", json!(context))?;
    }
    write!(out, "\"features\":[")?;
    for (number, feature) in features.enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &feature)?;
    }
    writeln!(out, "\n]}}")
}

fn point(place: &Place<'_>) -> Value {
    json!({"type": "Point", "coordinates": [degrees(place.point.x()), degrees(place.point.y())]})
}

fn feature(gazetteer: &Gazetteer, entry: Entry, place: &Place<'_>) -> Value {
    let names: Vec<String> = gazetteer
        .names_of(entry)
        .map(|name| format!("{} ({})", name.text, name.language))
        .collect();
    let [from, to] = bounds(place.validity);
    json!({
        "type": "Feature",
        "id": place.id,
        "geometry": point(place),
        "properties": {
            "id": place.id,
            "name": place.name,
            "kind": place.kind(),
            "feature_code": format!("{:?}.{}", place.feature_class, place.feature_code),
            "countries": place.countries.to_vec(),
            "containers": place.containers.to_vec(),
            "population": place.population,
            "geonameid": place.geonameid,
            "wikidata": place.wikidata,
            "precision_m": place.precision_m,
            "valid_from": from,
            "valid_to": to,
            "names": names,
        }
    })
}

/// Routes with each course of theirs, and lines between sides.
fn lines(gazetteer: &Gazetteer) -> impl Iterator<Item = Value> {
    let drawn = |id: &str, name: &str, kind: &str, course: &araxes_gazetteer::Course| {
        let [from, to] = bounds(course.validity);
        json!({
            "type": "Feature",
            "geometry": geojson::GeometryValue::from(&course.line),
            "properties": {
                "id": id, "name": name, "kind": kind, "precision_m": course.precision_m,
                "valid_from": from, "valid_to": to,
            }
        })
    };
    let routes = gazetteer.routes().flat_map(move |(_, route)| {
        let courses = route.courses();
        courses
            .iter()
            .map(|course| drawn(route.id, route.name, route.kind, course))
            .collect::<Vec<Value>>()
    });
    let borders = gazetteer.borders().filter_map(move |(_, border)| {
        Some(drawn(
            border.id,
            border.name,
            border.kind,
            &border.course()?,
        ))
    });
    routes.chain(borders)
}

fn linked_place(gazetteer: &Gazetteer, entry: Entry, place: &Place<'_>) -> Value {
    let when = |validity: Validity| {
        let [from, to] = bounds(validity);
        let mut span = Map::new();
        if !from.is_empty() {
            span.insert("start".to_owned(), json!({"in": from}));
        }
        if !to.is_empty() {
            span.insert("end".to_owned(), json!({"in": to}));
        }
        json!({"timespans": [span]})
    };
    let names: Vec<Value> = gazetteer
        .names_of(entry)
        .map(|name| {
            let mut spelt = json!({"toponym": name.text, "lang": name.language});
            if !name.validity.is_unbounded() {
                spelt["when"] = when(name.validity);
            }
            spelt
        })
        .collect();
    let mut links: Vec<Value> = Vec::new();
    links.extend(
        place
            .geonameid
            .map(|number| json!({"type": "exactMatch", "identifier": format!("gn:{number}")})),
    );
    links.extend(
        place
            .wikidata
            .map(|item| json!({"type": "exactMatch", "identifier": format!("wd:{item}")})),
    );
    let relations: Vec<Value> = place
        .containers
        .iter()
        .map(|outer| json!({"relationType": "gvp:broaderPartitive", "relationTo": outer}))
        .collect();
    let mut record = json!({
        "@id": place.id,
        "type": "Feature",
        "properties": {
            "title": place.name,
            "fclasses": [format!("{:?}", place.feature_class)],
        },
        "names": names,
        "types": [{"label": place.kind(), "sourceLabels": [{"label": place.feature_code, "lang": "en"}]}],
        "geometry": point(place),
        "links": links,
        "relations": relations,
    });
    if !place.validity.is_unbounded() {
        record["when"] = when(place.validity);
    }
    record
}
