//! `basemap.gpkg`: what lies under the layers, drawn from the program's own world data, so that the map needs no
//! network: land, land borders, lines in dispute, rivers, lakes, countries' names and towns.

use std::path::Path;

use geo::{Contains, Geometry, MultiLineString, Point, Rect};
use rusqlite::types::Value;

use crate::export::ExportError;
use crate::export::geopackage::{Field, FieldType, GeoPackage, GeometryType, Row, Table};
use crate::layer::label;
use crate::look::{Towns, is_town};
use araxes_gazetteer::{Entry, Gazetteer, Place, PlaceNumber};

/// Towns of this size are shown wherever they are.
const LARGE: u64 = 500_000;
/// How many of the largest towns are shown within what the map shows first.
const TOWNS_IN_VIEW: usize = 150;
/// How far lines may be off far from what the map shows first, degrees: a pixel of a map of a continent.
const FAR_AWAY_TOLERANCE: f64 = 0.02;
/// Around the pole, Web Mercator has no end.
const NOT_DRAWN: &str = "ATA";

/// Writes the base map into an empty file. `shown` is its path in messages; `view` is what the map shows first, WGS 84
/// degrees; `language` is that of the names; `seen_by` says in whose view borders are drawn.
pub(super) fn write(
    file: &Path,
    shown: &str,
    gazetteer: &Gazetteer,
    language: &str,
    seen_by: &str,
    view: Rect<f64>,
) -> Result<(), ExportError> {
    let package = GeoPackage::create(file, shown, None)?;
    let topology = gazetteer
        .topology_seen(seen_by)
        .simplified(FAR_AWAY_TOLERANCE, around(view));

    let countries = topology
        .codes()
        .filter(|code| *code != NOT_DRAWN)
        .filter_map(|code| {
            let area = topology.polygons(code)?;
            Some(named(code, None, Geometry::MultiPolygon(area)))
        });
    package.table(
        &table("land", "Land", GeometryType::MultiPolygon),
        countries,
    )?;
    let borders = topology.land_borders();
    package.table(
        &table(
            "land_borders",
            "Land borders",
            GeometryType::MultiLineString,
        ),
        std::iter::once(named(
            "land-borders",
            None,
            Geometry::MultiLineString(MultiLineString(borders)),
        )),
    )?;
    let disputed = gazetteer.borders().filter_map(|(number, border)| {
        let is_drawn = border.validity.is_current() && border.kind != "historical border";
        let course = border.course().filter(|_| is_drawn)?;
        let name = label(gazetteer, language, Entry::Border(number)).to_owned();
        Some(named(
            border.id,
            Some(name),
            Geometry::MultiLineString(course.line),
        ))
    });
    package.table(
        &table(
            "disputed_lines",
            "Lines in dispute",
            GeometryType::MultiLineString,
        ),
        disputed,
    )?;
    waters(&package, gazetteer, language)?;
    places(&package, gazetteer, language, view)?;
    package.finish()
}

/// The view and as much again on each side.
fn around(view: Rect<f64>) -> Rect<f64> {
    let (low, high) = (view.min(), view.max());
    Rect::new(
        (low.x - view.width(), low.y - view.height()),
        (high.x + view.width(), high.y + view.height()),
    )
}

fn table(name: &'static str, title: &'static str, geometry: GeometryType) -> Table {
    Table {
        name,
        title,
        description: "Base map, from the gazetteers built into Araxes",
        geometry: Some(geometry),
        fields: vec![Field::key("id"), Field::new("name", FieldType::Text)],
    }
}

fn named(id: &str, name: Option<String>, geometry: Geometry<f64>) -> Row {
    Row {
        geometry: Some(geometry),
        values: vec![id.to_owned().into(), name.into()],
    }
}

fn waters(
    package: &GeoPackage<'_>,
    gazetteer: &Gazetteer,
    language: &str,
) -> Result<(), ExportError> {
    let drawn = |is_area: bool| {
        gazetteer.waters().filter_map(move |(number, water)| {
            let geometry = water.geometry()?;
            let of_this_kind = match geometry {
                Geometry::Polygon(_) | Geometry::MultiPolygon(_) => is_area,
                _ => !is_area,
            };
            let name = label(gazetteer, language, Entry::Place(number)).to_owned();
            of_this_kind.then(|| named(gazetteer.place(number).id, Some(name), geometry))
        })
    };
    let lakes = table("lakes", "Lakes", GeometryType::MultiPolygon);
    package.table(&lakes, drawn(true))?;
    let rivers = table("rivers", "Rivers", GeometryType::MultiLineString);
    package.table(&rivers, drawn(false))
}

/// Countries and towns, as points to be named.
fn places(
    package: &GeoPackage<'_>,
    gazetteer: &Gazetteer,
    language: &str,
    view: Rect<f64>,
) -> Result<(), ExportError> {
    let current = |numbers: Vec<PlaceNumber>| {
        let places = numbers
            .into_iter()
            .map(|number| (number, gazetteer.place(number)));
        places.filter(|(_, place)| place.validity.is_current())
    };
    let is_large = |place: &Place<'_>| place.is_capital() || place.population >= Some(LARGE);
    let (mut towns, mut countries): (Vec<_>, Vec<_>) =
        current(gazetteer.landmarks(LARGE)).partition(|(_, place)| is_town(place));
    towns.retain(|(_, place)| is_large(place));
    countries.retain(|(_, place)| place.is_country() && place.iso.is_some());
    let mut towns_in_view: Vec<_> = current(gazetteer.within(view))
        .filter(|(_, place)| is_town(place) && !is_large(place))
        .filter(|(_, place)| view.contains(&place.point))
        .collect();
    let by_size = |(_, place): &(PlaceNumber, Place<'_>)| {
        (std::cmp::Reverse(place.population), place.id.to_owned())
    };
    towns_in_view.sort_by_cached_key(by_size);
    towns.sort_by_cached_key(by_size);
    let mut taken = Towns::default();
    towns.retain(|(_, place)| taken.take(place));
    towns_in_view.retain(|(_, place)| taken.take(place));
    towns.extend(towns_in_view.into_iter().take(TOWNS_IN_VIEW));
    towns.sort_by_cached_key(by_size);
    countries.sort_by_cached_key(by_size);

    let row = |(number, place): (PlaceNumber, Place<'_>)| {
        let name = label(gazetteer, language, Entry::Place(number)).to_owned();
        let population = place
            .population
            .map_or(Value::Null, |people| Value::Integer(people.cast_signed()));
        Row {
            geometry: Some(Geometry::Point(Point(place.point.0))),
            values: vec![
                place.id.to_owned().into(),
                name.into(),
                population,
                i64::from(place.is_capital()).into(),
            ],
        }
    };
    for (name, title, places) in [
        ("countries", "Names of countries", countries),
        ("towns", "Towns", towns),
    ] {
        let mut table = table(name, title, GeometryType::Point);
        table.fields.extend([
            Field::new("population", FieldType::Integer),
            Field::new("is_capital", FieldType::Integer),
        ]);
        package.table(&table, places.into_iter().map(row))?;
    }
    Ok(())
}
