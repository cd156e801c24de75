//! LP-TSV: Linked Places as a table, one row for each place, lists within cells parted by semicolons.

use geo::{Geometry, Point};
use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::geometry;
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::json::text;
use super::super::layer::rows;
use super::super::report::{At, Reason};
use super::super::text::{items, script_of, validity};
use super::{Dataset, Links, UNTOLD, feature};
use crate::compile::place::{FeatureClass, NameKind, NameRow, PlaceRow, Validity, WaterRow};
use crate::compile::stream::Of;

pub(super) fn read(
    input: &Input,
    dataset: &Dataset<'_>,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    rows(input, intake, |at, columns, intake| {
        row(at, &columns, dataset, intake)
    })
}

fn row(
    at: At<'_>,
    columns: &Map<String, Value>,
    dataset: &Dataset<'_>,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    let cell = |column: &str| text(columns.get(column));
    let name = cell("title");
    if name.is_empty() {
        intake.remark(
            at,
            Reason::NoName,
            "has no title; LP-TSV has a column title",
        );
        return Ok(());
    }
    let placed = match position(&cell) {
        Ok(Some((geometry, unclosed))) => {
            if unclosed {
                geometry::remark_unclosed(at, &name, intake);
            }
            geometry::place(at, &name, geometry, intake)
        }
        Ok(None) => None,
        Err((reason, message)) => {
            intake.remark(at, reason, format!("{name}: {message}"));
            return Ok(());
        }
    };
    let Some(placed) = placed else {
        let detail = format!("{name} has neither lon and lat nor geowkt");
        intake.remark(at, Reason::NoPosition, detail);
        return Ok(());
    };
    let mut links = Links::default();
    items(&cell("matches")).for_each(|link| links.add(link));
    let known = intake.known();
    let (types, thesaurus, classes) = (cell("types"), cell("aat_types"), cell("fclasses"));
    // Classes are listed with commas too.
    let classes = classes.replace(',', ";");
    let kind = feature(items(&thesaurus).chain(items(&types)), items(&classes));
    if kind.is_none() && !(types.is_empty() && classes.is_empty()) {
        let detail =
            format!("{name}: the types “{types}” are not known; it is taken as a settlement");
        intake.remark(at, Reason::FeatureCode, detail);
    }
    let kind = kind.unwrap_or(UNTOLD);
    let mut unreadable = |message| intake.remark(at, Reason::Date, format!("{name}: {message}"));
    let span = validity(&cell("start"), &cell("end"), &mut unreadable);
    let theirs = match cell("id").as_str() {
        "" => name.clone(),
        id => id.to_owned(),
    };
    let place_row = PlaceRow {
        id: dataset.id(&theirs),
        feature_class: kind.class,
        feature_code: kind.code.to_owned(),
        point: placed.point,
        precision_m: placed.precision_m,
        countries: items(&cell("ccodes").replace(',', ";"))
            .filter_map(|code| known.country(code))
            .map(|country| country.alpha3.clone())
            .collect(),
        containers: items(&cell("parent_id")).map(|id| dataset.id(id)).collect(),
        population: None,
        iso: None,
        geonameid: links.geonameid,
        wikidata: links.wikidata,
        validity: span,
        source: dataset.key.to_owned(),
        name,
    };
    let Some(place) = intake.place(at, &place_row)? else {
        return Ok(());
    };
    for variant in items(&cell("variants")) {
        intake.name(Of::Place(place), &variant_name(variant))?;
    }
    if let Some(shape) = placed.shape.filter(|_| kind.class == FeatureClass::H) {
        intake.shape(WaterRow {
            place: place_row.id,
            geometry: shape,
            precision_m: geometry::POINT_PRECISION_M,
        })?;
    }
    Ok(())
}

/// Where a row puts its place.
fn position(cell: &impl Fn(&str) -> String) -> Result<Option<geometry::Drawn>, (Reason, String)> {
    let (lon, lat) = (cell("lon"), cell("lat"));
    if !lon.is_empty() && !lat.is_empty() {
        let number = |text: &str| {
            text.parse::<f64>()
                .map_err(|_| (Reason::Number, format!("“{text}” is no number of degrees")))
        };
        let point = Point::new(number(&lon)?, number(&lat)?);
        return Ok(Some((Geometry::Point(point), false)));
    }
    let written = cell("geowkt");
    if written.is_empty() {
        return Ok(None);
    }
    geometry::of_wkt(&written)
        .map(Some)
        .map_err(|message| (Reason::Geometry, message))
}

/// A variant, which may tell its language and script: `Կոստանդնուպոլիս@hy-Armn`.
fn variant_name(variant: &str) -> NameRow {
    let (written, language) = variant.rsplit_once('@').unwrap_or((variant, "und"));
    let (language, script) = language.split_once('-').unwrap_or((language, ""));
    NameRow {
        text: written.trim().to_owned(),
        language: language.to_owned(),
        script: match script.len() {
            4 => script.to_owned(),
            _ => script_of(written).to_owned(),
        },
        kind: NameKind::Variant,
        validity: Validity::default(),
    }
}
