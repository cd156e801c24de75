//! The table of places.

use std::collections::BTreeMap;

use geo::Point;

use super::super::ImportError;
use super::super::feature_code;
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::report::{At, Reason};
use super::super::text::script_of;
use super::codes::Codes;
use super::rows::{number, rows};
use crate::compile::normalise::name_key;
use crate::compile::place::{FeatureClass, NameKind, NameRow, PlaceNumber, PlaceRow, Validity};
use crate::compile::stream::Of;

/// No number of GeoNames is as high: they are given one after the other, and stood at 13 million in 2026.
const TOO_HIGH: u32 = 1 << 28;
/// Places whose numbers share their upper bits are kept in one page.
const PAGE: u32 = 1 << 16;

/// Reads tables of places and remembers which places there were and in which country.
#[derive(Debug)]
pub(super) struct Places<'a> {
    codes: &'a Codes,
    with_names: bool,
    /// For each place the number of its country and one more; 0 where there is no such place.
    seen: BTreeMap<u32, Vec<u8>>,
    /// The row of a place, filled anew for each: a new one would take room for a dozen texts each time.
    row: PlaceRow,
    /// A name whose language the table does not tell, filled anew for each.
    untold: NameRow,
}

impl<'a> Places<'a> {
    /// `with_names` says whether to take the names in column `alternatenames`, which do not tell their language.
    pub(super) fn new(codes: &'a Codes, source: &'a str, with_names: bool) -> Self {
        Self {
            codes,
            with_names,
            seen: BTreeMap::new(),
            row: PlaceRow {
                id: String::new(),
                name: String::new(),
                feature_class: FeatureClass::L,
                feature_code: String::new(),
                point: Point::default(),
                precision_m: 0.0,
                countries: Vec::new(),
                containers: Vec::new(),
                population: None,
                iso: None,
                geonameid: None,
                wikidata: None,
                validity: Validity::default(),
                source: source.to_owned(),
            },
            untold: NameRow {
                text: String::new(),
                language: "und".to_owned(),
                script: String::new(),
                kind: NameKind::Variant,
                validity: Validity::default(),
            },
        }
    }

    /// The languages of the country in which a place lies; `None` if there is no such place.
    pub(super) fn languages(&self, geonameid: u32) -> Option<&[String]> {
        let page = self.seen.get(&(geonameid / PAGE))?;
        let country = page
            .get((geonameid % PAGE) as usize)
            .copied()?
            .checked_sub(1)?;
        let row = self.codes.country(country);
        Some(row.map_or(&[], |row| row.languages.as_slice()))
    }

    /// Whether a place is new. Remembers it.
    fn is_new(&mut self, geonameid: u32, country: u8) -> bool {
        let page = self
            .seen
            .entry(geonameid / PAGE)
            .or_insert_with(|| vec![0; PAGE as usize]);
        match page.get_mut((geonameid % PAGE) as usize) {
            Some(place) if *place == 0 => {
                *place = country.saturating_add(1);
                true
            }
            _ => false,
        }
    }

    pub(super) fn read(
        &mut self,
        input: &Input,
        intake: &mut Intake<'_>,
    ) -> Result<(), ImportError> {
        rows::<19>(input, 19, intake, |at, cells, intake| {
            self.row(at, cells, intake)
        })
    }

    fn row(
        &mut self,
        at: At<'_>,
        cells: &[&str; 19],
        intake: &mut Intake<'_>,
    ) -> Result<(), ImportError> {
        let Some(geonameid) = number::<u32>(cells[0], "geonameid", at, intake) else {
            return Ok(());
        };
        if geonameid >= TOO_HIGH {
            let detail = format!("{geonameid} is higher than any number of GeoNames");
            intake.remark(at, Reason::Number, detail);
            return Ok(());
        }
        let Some(lat) = number(cells[4], "latitude", at, intake) else {
            return Ok(());
        };
        let Some(lon) = number(cells[5], "longitude", at, intake) else {
            return Ok(());
        };
        let (feature_class, feature_code) = feature(at, cells[6], cells[7], intake);
        let country = self.codes.country_number(cells[8]);
        let country_row = self
            .codes
            .country(country)
            .filter(|row| row.geonameid == geonameid);
        let population = cells[14].parse().ok().filter(|&count: &u64| count > 0);
        let alpha3 = self.codes.alpha3(cells[8]);
        let is_country = match country_row {
            Some(_) => true,
            None => feature_code.starts_with("PCL") && feature_code != "PCLH",
        };
        let row = &mut self.row;
        intake.known().put_id_of(u64::from(geonameid), &mut row.id);
        refill(&mut row.name, country_row.map_or(cells[1], |row| &row.name));
        row.feature_class = feature_class;
        refill(&mut row.feature_code, feature_code);
        row.point = Point::new(lon, lat);
        row.precision_m = precision_m(feature_class, feature_code, population);
        let codes = [cells[8], cells[10], cells[11]];
        self.codes
            .put_containers(geonameid, codes, &mut row.containers);
        row.population = population;
        row.iso = alpha3.filter(|_| is_country).map(str::to_owned);
        row.countries
            .resize_with(usize::from(alpha3.is_some()), String::new);
        for (country, alpha3) in row.countries.iter_mut().zip(alpha3) {
            refill(country, alpha3);
        }
        row.geonameid = Some(u64::from(geonameid));
        row.wikidata = self.codes.wikidata(geonameid);
        if !intake.is_good(at, &self.row) {
            return Ok(());
        }
        if !self.is_new(geonameid, country) {
            let detail = format!("{geonameid} ({}) was given before", self.row.name);
            intake.remark(at, Reason::DuplicateId, detail);
            return Ok(());
        }
        let place = intake.place_with_new_id(&self.row)?;
        self.names(place, cells, intake)
    }

    /// The names in the table itself.
    fn names(
        &mut self,
        place: PlaceNumber,
        cells: &[&str; 19],
        intake: &mut Intake<'_>,
    ) -> Result<(), ImportError> {
        let [_, name, ascii, others, ..] = *cells;
        if name != self.row.name {
            intake.name(Of::Place(place), self.untold(name, NameKind::Official))?;
        }
        // What is the same but for its diacritics is found anyway.
        if !name.is_ascii() && !ascii.is_empty() && name_key(name) != name_key(ascii) {
            intake.name(Of::Place(place), self.untold(ascii, NameKind::Variant))?;
        }
        if !self.with_names {
            return Ok(());
        }
        for other in others.split(',').map(str::trim) {
            if other.is_empty() || other == self.row.name || other == name || other == ascii {
                continue;
            }
            let kind = match (is_code(other), self.row.feature_class) {
                (false, _) if other.contains("://") => continue,
                (false, _) => NameKind::Variant,
                (true, FeatureClass::A) => NameKind::Abbreviation,
                // Airport codes and the like, which are words of every text.
                (true, _) => continue,
            };
            intake.name(Of::Place(place), self.untold(other, kind))?;
        }
        Ok(())
    }

    /// A name whose language the table does not tell.
    fn untold(&mut self, text: &str, kind: NameKind) -> &NameRow {
        refill(&mut self.untold.text, text);
        refill(&mut self.untold.script, script_of(text));
        self.untold.kind = kind;
        &self.untold
    }
}

/// Makes a text another one, in the room that it has.
fn refill(text: &mut String, with: &str) {
    text.clear();
    text.push_str(with);
}

fn is_code(name: &str) -> bool {
    name.len() <= 4
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Class and code of a place. What GeoNames does not have is said; then only the class counts.
fn feature(
    at: At<'_>,
    class: &str,
    code: &str,
    intake: &mut Intake<'_>,
) -> (FeatureClass, &'static str) {
    match feature_code::of_code(code) {
        Some(feature)
            if class.is_empty() || feature_code::class_of(class) == Some(feature.class) =>
        {
            return (feature.class, feature.code);
        }
        _ => {}
    }
    let known = feature_code::class_of(class);
    let detail = format!(
        "“{class}.{code}” is no feature code of GeoNames; the place is taken as class {:?}",
        known.unwrap_or(FeatureClass::L)
    );
    intake.remark(at, Reason::FeatureCode, detail);
    (known.unwrap_or(FeatureClass::L), "")
}

/// How far the edge of such a place is from its point, metres: GeoNames does not say, and a point for a country is as
/// good as the country is wide.
fn precision_m(class: FeatureClass, code: &str, population: Option<u64>) -> f64 {
    match (class, code) {
        (_, "CONT" | "OCN") => 2_000_000.0,
        (FeatureClass::A, code) if code.starts_with("PCL") => 200_000.0,
        (FeatureClass::A, "ADM1" | "ADM1H") => 50_000.0,
        (FeatureClass::A, "ADM2" | "ADM2H") => 15_000.0,
        (FeatureClass::A, _) => 5_000.0,
        (_, "SEA" | "DSRT" | "MTS" | "RGN") => 100_000.0,
        (FeatureClass::P, _) => match population.unwrap_or_default() {
            0..10_000 => 1_000.0,
            10_000..100_000 => 2_000.0,
            100_000..1_000_000 => 5_000.0,
            _ => 10_000.0,
        },
        (FeatureClass::H | FeatureClass::L, _) => 5_000.0,
        _ => 1_000.0,
    }
}
