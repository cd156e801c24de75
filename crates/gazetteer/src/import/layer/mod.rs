//! Layers: features with columns, from whatever format, become places. The columns say name, id and kind, the geometry
//! says where.

mod geojson;
mod geopackage;
mod mapping;
mod shapefile;
mod table;
mod topojson;

use std::collections::HashMap;

use geo::Geometry;
use serde_json::{Map, Value};

use super::feature_code::{self, Feature};
use super::geometry::{self, ToDegrees};
use super::input::Input;
use super::intake::Intake;
use super::json;
use super::report::{At, Reason};
use super::text::{items, script_of, slug, validity};
use super::{ImportError, Kind, Source};
use crate::compile::place::{FeatureClass, NameKind, NameRow, PlaceRow, Validity, WaterRow};
use crate::compile::stream::Of;
pub use mapping::{Column, Mapping};
pub(super) use table::rows;

/// One feature of a layer, before its columns are understood.
struct Row<'a> {
    at: At<'a>,
    columns: Map<String, Value>,
    /// The geometry and whether a ring of it is not closed.
    geometry: Option<geometry::Drawn>,
    /// The feature's own id beside its columns.
    id: Option<Value>,
}

/// No place has more people.
const MOST_PEOPLE: f64 = 1e10;

/// Imports the layers of all files.
pub(super) fn import(
    inputs: &[Input],
    source: &Source,
    key: &str,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    let mut read = 0;
    for input in inputs {
        let ending = input.ending();
        let kind = match (source.kind, ending.as_str()) {
            // Files that go with a shapefile, and what archives hold for people.
            (_, "dbf" | "shx" | "prj" | "cpg" | "sbn" | "sbx" | "qix" | "html" | "md" | "xml") => {
                continue;
            }
            (_, "txt") if input.plain_path().is_none() => continue,
            (_, "geojson") => Kind::GeoJson,
            (_, "topojson") => Kind::TopoJson,
            (Kind::NaturalEarth, "json") => Kind::GeoJson,
            (_, "csv" | "tsv") => Kind::Csv,
            (_, "shp") => Kind::Shapefile,
            (_, "gpkg") => Kind::GeoPackage,
            (kind, _) => kind,
        };
        let mut layer = Layer::new(input, source, key);
        match kind {
            Kind::GeoJson => geojson::read(input, &mut layer, intake)?,
            Kind::TopoJson => topojson::read(input, &mut layer, intake)?,
            Kind::Csv => table::read(input, &mut layer, intake)?,
            Kind::Shapefile => shapefile::read(input, &mut layer, intake)?,
            Kind::GeoPackage => geopackage::read(input, &mut layer, intake)?,
            _ => {
                return Err(ImportError::file(
                    input.label(),
                    "its ending does not tell its format; name it .geojson, .topojson, .csv, .tsv, .shp or .gpkg, or name the kind",
                ));
            }
        }
        read += 1;
    }
    if read == 0 {
        let given: Vec<&str> = inputs.iter().map(Input::label).collect();
        return Err(ImportError::file(
            &given.join(", "),
            "there is no layer in it that can be read (.geojson, .topojson, .csv, .tsv, .shp, .gpkg)",
        ));
    }
    Ok(())
}

/// Takes the features of one layer.
struct Layer<'a> {
    source: &'a Source,
    key: &'a str,
    file: &'a str,
    /// What stands in ids before the names of places that have no id.
    prefix: String,
    crs: Option<String>,
    degrees: ToDegrees,
    /// Of names that several rows without ids have the last number that was put behind one.
    numbers: HashMap<String, u64>,
}

impl<'a> Layer<'a> {
    fn new(input: &'a Input, source: &'a Source, key: &'a str) -> Self {
        Self {
            source,
            key,
            file: input.label(),
            prefix: slug(&source.title),
            crs: source.crs.clone(),
            degrees: ToDegrees::default(),
            numbers: HashMap::new(),
        }
    }

    /// What the layer says of the system its positions are in. What the user says counts more.
    fn in_system(&mut self, crs: &str) -> Result<(), ImportError> {
        if self.source.crs.is_none() {
            self.crs = Some(crs.to_owned());
        }
        let crs = self.crs.clone().unwrap_or_default();
        self.degrees
            .check(&crs)
            .map_err(|message| ImportError::file(self.file, message))
    }

    /// Before the first feature: whether what the user named is there.
    fn begin(&mut self) -> Result<(), ImportError> {
        self.crs.clone_from(&self.source.crs);
        match self.source.crs.clone() {
            Some(crs) => self.in_system(&crs),
            None => Ok(()),
        }
    }

    fn take(&mut self, row: Row<'_>, intake: &mut Intake<'_>) -> Result<(), ImportError> {
        let Row {
            at,
            columns,
            geometry,
            id,
        } = row;
        let mapping = &self.source.mapping;
        let cell = |column: Column| mapping.cell(column, &columns);
        let name = cell(Column::Name);
        if name.is_empty() {
            intake.remark(at, Reason::NoName, mapping.no_name(&columns));
            return Ok(());
        }
        let geometry = match geometry {
            Some(drawn) => Some(drawn),
            None => match self.position(at, &name, &columns, intake) {
                Ok(written) => written,
                Err(()) => return Ok(()),
            },
        };
        let Some((geometry, unclosed)) = geometry else {
            let detail = format!("{name} has no geometry and no columns of latitude and longitude");
            intake.remark(at, Reason::NoPosition, detail);
            return Ok(());
        };
        if unclosed {
            geometry::remark_unclosed(at, &name, intake);
        }
        let geometry = match self.degrees.change(self.crs.as_deref(), geometry) {
            Ok(geometry) => geometry,
            Err(message) => {
                intake.remark(at, Reason::Crs, format!("{name}: {message}"));
                return Ok(());
            }
        };
        if !geometry::is_finite(&geometry) {
            let detail = format!("{name}: a position of its geometry is no number");
            intake.remark(at, Reason::Geometry, detail);
            return Ok(());
        }
        let Some(placed) = geometry::place(at, &name, geometry, intake) else {
            intake.remark(
                at,
                Reason::Geometry,
                format!("{name}: the geometry is empty"),
            );
            return Ok(());
        };
        let feature = self.feature(
            at,
            &name,
            &cell(Column::Kind),
            placed.shape.is_some(),
            intake,
        );
        let number = |column: Column, intake: &mut Intake<'_>| {
            let cell = cell(column);
            if cell.is_empty() {
                return None;
            }
            let number = cell.parse::<f64>().ok();
            if number.is_none() {
                let detail = format!("{name}: {}: “{cell}” is no number", column.name());
                intake.remark(at, Reason::Cell, detail);
            }
            // Tables write 0 or -1 where they know nothing.
            number.filter(|number| *number > 0.0)
        };
        let geonameid = number(Column::GeoNames, intake).map(|number| number as u64);
        let population = self.population(at, &name, &cell(Column::Population), intake);
        let precision_m = number(Column::Precision, intake);
        let known = intake.known();
        let row = PlaceRow {
            id: self.id(id, &cell(Column::Id), &name, intake),
            feature_class: feature.class,
            feature_code: feature.code.to_owned(),
            point: placed.point,
            precision_m: precision_m.unwrap_or(placed.precision_m),
            countries: items(&cell(Column::Country))
                .filter_map(|code| known.country(code))
                .map(|country| country.alpha3.clone())
                .collect(),
            containers: items(&cell(Column::Container)).map(str::to_owned).collect(),
            population,
            iso: None,
            geonameid,
            wikidata: Some(cell(Column::Wikidata)).filter(|item| item.starts_with('Q')),
            validity: validity(
                &cell(Column::ValidFrom),
                &cell(Column::ValidTo),
                |message| {
                    intake.remark(at, Reason::Date, format!("{name}: {message}"));
                },
            ),
            source: self.key.to_owned(),
            name,
        };
        let Some(place) = intake.place(at, &row)? else {
            return Ok(());
        };
        let language = cell(Column::Language);
        let mut names: Vec<(String, String)> = items(&cell(Column::Names))
            .map(|name| (name.to_owned(), language.clone()))
            .collect();
        names.extend(mapping::names_by_language(&columns));
        if !language.is_empty() {
            names.push((row.name.clone(), language.clone()));
        }
        for (text, language) in names {
            // The label is a name already, but of no language.
            if text == row.name && language.is_empty() {
                continue;
            }
            intake.name(Of::Place(place), &name_in(&text, &language))?;
        }
        if let Some(shape) = placed
            .shape
            .filter(|_| row.feature_class == FeatureClass::H)
        {
            intake.shape(WaterRow {
                place: row.id,
                geometry: shape,
                precision_m: row.precision_m.min(geometry::POINT_PRECISION_M),
            })?;
        }
        Ok(())
    }

    /// How many people live there: a whole number of them. Tables write 0, -1, -99 and the like where they know nothing.
    fn population(
        &self,
        at: At<'_>,
        name: &str,
        cell: &str,
        intake: &mut Intake<'_>,
    ) -> Option<u64> {
        if cell.is_empty() {
            return None;
        }
        let number = cell.parse::<f64>().ok();
        let is_unknown = |number: f64| [0.0, -1.0, -9.0, -99.0, -999.0, -9999.0].contains(&number);
        if number.is_some_and(is_unknown) {
            return None;
        }
        let people =
            number.filter(|number| number.fract() == 0.0 && (1.0..=MOST_PEOPLE).contains(number));
        if people.is_none() {
            let detail = format!(
                "{name}: {}: “{cell}” is no number of people",
                Column::Population.name()
            );
            intake.remark(at, Reason::Cell, detail);
        }
        people.map(|people| people as u64)
    }

    /// The position in the columns, and whether a ring of it is not closed. `Err` where one stands there that cannot be
    /// read, which is said.
    fn position(
        &self,
        at: At<'_>,
        name: &str,
        columns: &Map<String, Value>,
        intake: &mut Intake<'_>,
    ) -> Result<Option<geometry::Drawn>, ()> {
        let cell = |column: Column| self.source.mapping.cell(column, columns);
        let (lat, lon) = (cell(Column::Latitude), cell(Column::Longitude));
        if !lat.is_empty() && !lon.is_empty() {
            let mut number = |text: &str, column: Column| {
                // A comma is a decimal point in half of the world.
                text.replace(',', ".").parse::<f64>().map_err(|_| {
                    let detail = format!("{name}: {}: “{text}” is no number", column.name());
                    intake.remark(at, Reason::Number, detail);
                })
            };
            let lat = number(&lat, Column::Latitude)?;
            let lon = number(&lon, Column::Longitude)?;
            let point = Geometry::Point(geo::Point::new(lon, lat));
            return Ok(Some((point, false)));
        }
        let text = cell(Column::Wkt);
        if text.is_empty() {
            return Ok(None);
        }
        geometry::of_wkt(&text).map(Some).map_err(|error| {
            intake.remark(at, Reason::Geometry, format!("{name}: {error}"));
        })
    }

    /// What the place is. Points of which nothing is said are settlements: that is what people list.
    fn feature(
        &self,
        at: At<'_>,
        name: &str,
        word: &str,
        has_extent: bool,
        intake: &mut Intake<'_>,
    ) -> Feature {
        let found = feature_code::of_word(word);
        if found.is_none() && !word.is_empty() {
            let detail = format!(
                "{name}: the kind “{word}” is neither a feature code of GeoNames nor a word for one"
            );
            intake.remark(at, Reason::FeatureCode, detail);
        }
        let otherwise = match has_extent {
            true => Feature {
                class: FeatureClass::L,
                code: "AREA",
            },
            false => Feature {
                class: FeatureClass::P,
                code: "PPL",
            },
        };
        found.unwrap_or(otherwise)
    }

    /// The id that the row gives itself, or one made of its name that no other row has.
    fn id(
        &mut self,
        own: Option<Value>,
        column: &str,
        name: &str,
        intake: &mut Intake<'_>,
    ) -> String {
        let own = match column {
            "" => json::text(own.as_ref()),
            column => column.to_owned(),
        };
        if own.starts_with("place:") {
            return own;
        }
        if !own.is_empty() {
            return format!("place:{}-{}", self.prefix, slug(&own));
        }
        let first = format!("place:{}-{}", self.prefix, slug(name));
        if !intake.is_given(&first) {
            return first;
        }
        // Where thousands are called the same, each begins where the one before ended.
        let number = self.numbers.entry(first.clone()).or_insert(1);
        loop {
            *number += 1;
            let id = format!("{first}-{number}");
            if !intake.is_given(&id) {
                return id;
            }
        }
    }
}

/// A name in a language, or in none that is told.
fn name_in(text: &str, language: &str) -> NameRow {
    NameRow {
        text: text.to_owned(),
        language: match language {
            "" => "und".to_owned(),
            language => language.to_owned(),
        },
        script: script_of(text).to_owned(),
        kind: NameKind::Variant,
        validity: Validity::default(),
    }
}
