//! The tables of codes: which country or division a code means, and what contains what.

use std::rc::Rc;

use super::super::ImportError;
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::known::Known;
use super::rows::{number, rows};
use crate::compile::hash::QuickMap;

/// How far up what contains a place is followed.
const LONGEST_CHAIN: usize = 12;

/// What `countryInfo.txt` says of a country.
#[derive(Debug)]
pub(super) struct CountryRow {
    /// Its number in GeoNames.
    pub(super) geonameid: u32,
    /// The label.
    pub(super) name: String,
    /// Language codes, without regions.
    pub(super) languages: Vec<String>,
    alpha3: String,
    continent: u32,
}

/// All tables of codes.
#[derive(Debug)]
pub(super) struct Codes {
    known: Rc<Known>,
    countries: Vec<CountryRow>,
    countries_by_code: QuickMap<String, u8>,
    divisions: QuickMap<String, u32>,
    parents: Vec<(u32, u32)>,
    wikidata: Vec<(u32, u32)>,
}

impl Codes {
    pub(super) fn new(known: Rc<Known>) -> Self {
        Self {
            known,
            countries: Vec::new(),
            countries_by_code: QuickMap::default(),
            divisions: QuickMap::default(),
            parents: Vec::new(),
            wikidata: Vec::new(),
        }
    }

    pub(super) fn read_countries(
        &mut self,
        input: &Input,
        intake: &mut Intake<'_>,
    ) -> Result<(), ImportError> {
        rows::<19>(input, 18, intake, |at, cells, intake| {
            let Some(geonameid) = number(cells[16], "geonameid", at, intake) else {
                return Ok(());
            };
            // The numbers are below 255: two letters have no more countries.
            let Ok(at) = u8::try_from(self.countries.len() + 1) else {
                return Ok(());
            };
            self.countries_by_code.insert(cells[0].to_owned(), at);
            self.countries.push(CountryRow {
                geonameid,
                name: cells[4].to_owned(),
                languages: cells[15]
                    .split(',')
                    .filter_map(|language| language.split('-').next())
                    .map(str::to_owned)
                    .collect(),
                alpha3: cells[1].to_owned(),
                continent: continent(cells[8]).unwrap_or_default(),
            });
            Ok(())
        })
    }

    pub(super) fn read_divisions(
        &mut self,
        input: &Input,
        intake: &mut Intake<'_>,
    ) -> Result<(), ImportError> {
        rows::<4>(input, 4, intake, |at, cells, intake| {
            if let Some(geonameid) = number(cells[3], "geonameid", at, intake) {
                self.divisions.insert(cells[0].to_owned(), geonameid);
            }
            Ok(())
        })
    }

    pub(super) fn read_hierarchy(
        &mut self,
        input: &Input,
        intake: &mut Intake<'_>,
    ) -> Result<(), ImportError> {
        rows::<3>(input, 2, intake, |at, cells, intake| {
            let parent = number(cells[0], "parentId", at, intake);
            let child = number(cells[1], "childId", at, intake);
            if let (Some(parent), Some(child)) = (parent, child) {
                self.parents.push((child, parent));
            }
            Ok(())
        })
    }

    /// Remembers the Wikidata item of a place.
    pub(super) fn add_wikidata(&mut self, geonameid: u32, item: u32) {
        self.wikidata.push((geonameid, item));
    }

    /// After the last table: makes them ready to be asked.
    pub(super) fn settle(&mut self) {
        self.parents.sort();
        self.wikidata.sort();
    }

    /// The Wikidata item of a place.
    pub(super) fn wikidata(&self, geonameid: u32) -> Option<String> {
        let at = self
            .wikidata
            .binary_search_by_key(&geonameid, |row| row.0)
            .ok()?;
        Some(format!("Q{}", self.wikidata.get(at)?.1))
    }

    /// The number of a country among the rows of `countryInfo.txt`, from 1; 0 for one that is not there.
    pub(super) fn country_number(&self, code: &str) -> u8 {
        self.countries_by_code.get(code).copied().unwrap_or(0)
    }

    /// The row of a country by its number.
    pub(super) fn country(&self, number: u8) -> Option<&CountryRow> {
        self.countries.get(usize::from(number).checked_sub(1)?)
    }

    /// The ISO 3166-1 alpha-3 code of a country.
    pub(super) fn alpha3(&self, code: &str) -> Option<&str> {
        match self.known.country(code) {
            Some(country) => Some(&country.alpha3),
            None => Some(&self.country(self.country_number(code))?.alpha3),
        }
    }

    /// The ids of what contains a place, nearest first: what `hierarchy.txt` says, then divisions, country and
    /// continent by their codes. They take the place of what `ids` had before.
    pub(super) fn put_containers(&self, geonameid: u32, codes: [&str; 3], ids: &mut Vec<String>) {
        let mut above = Vec::with_capacity(8);
        self.climb(geonameid, &mut above);
        let [country, first, second] = codes;
        let row = self.country(self.country_number(country));
        let mut code = String::with_capacity(country.len() + first.len() + second.len() + 2);
        code.push_str(country);
        let mut division = |part: &str| {
            code.push('.');
            code.push_str(part);
            self.divisions.get(&code).copied()
        };
        let in_first = division(first);
        let in_second = division(second);
        let by_code = [
            in_second,
            in_first,
            row.map(|row| row.geonameid),
            row.map(|row| row.continent).filter(|&number| number != 0),
        ];
        for container in by_code.into_iter().flatten() {
            if container != geonameid && !above.contains(&container) {
                above.push(container);
            }
        }
        // The earth is no container that tells anything.
        above.retain(|&number| number != EARTH);
        ids.resize_with(above.len(), String::new);
        for (id, number) in ids.iter_mut().zip(above) {
            self.known.put_id_of(u64::from(number), id);
        }
        if row.is_none()
            && let Some(country) = self.known.country(country)
            && !ids.contains(&country.id)
            && self.known.id_of(u64::from(geonameid)) != country.id
        {
            ids.push(country.id.clone());
        }
    }

    /// Adds what contains a place, and what contains that.
    fn climb(&self, geonameid: u32, above: &mut Vec<u32>) {
        let mut below = geonameid;
        for _ in 0..LONGEST_CHAIN {
            let at = self.parents.partition_point(|row| row.0 < below);
            let Some(&(_, parent)) = self.parents.get(at).filter(|row| row.0 == below) else {
                return;
            };
            if parent == geonameid || above.contains(&parent) {
                return;
            }
            above.push(parent);
            below = parent;
        }
    }
}

/// The earth as a place of GeoNames.
const EARTH: u32 = 6_295_630;

/// The number in GeoNames of a continent.
fn continent(code: &str) -> Option<u32> {
    Some(match code {
        "AF" => 6_255_146,
        "AS" => 6_255_147,
        "EU" => 6_255_148,
        "NA" => 6_255_149,
        "SA" => 6_255_150,
        "OC" => 6_255_151,
        "AN" => 6_255_152,
        _ => return None,
    })
}
