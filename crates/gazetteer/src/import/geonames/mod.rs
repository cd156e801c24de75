//! The tables of the GeoNames download server (<https://download.geonames.org/export/dump/>, described in its
//! `readme.txt`): places, alternate names, codes of divisions, countries, and what contains what.
//!
//! Which table a file holds is told by its name, else by its shape. Tables of codes are read first and kept; places
//! and their names stream by.

mod alternate_names;
mod codes;
mod places;
mod rows;

use super::ImportError;
use super::input::Input;
use super::intake::Intake;
use codes::Codes;
use places::Places;

/// What a file of the server holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    /// `allCountries.txt`, `cities500.txt`, `AM.txt`: 19 columns.
    Places,
    /// `alternateNamesV2.txt`, `alternatenames/AM.txt`: 10 columns, 8 in the first version.
    AlternateNames,
    /// `admin1CodesASCII.txt`, 4 columns.
    FirstDivisions,
    /// `admin2Codes.txt`, 4 columns.
    SecondDivisions,
    /// `countryInfo.txt`, 19 columns.
    Countries,
    /// `hierarchy.txt`, 2 or 3 columns.
    Hierarchy,
    /// `readme.txt`, `iso-languagecodes.txt` and other tables that say nothing about places.
    Nothing,
}

impl Table {
    fn of(input: &Input) -> Result<Self, ImportError> {
        let name = input.name().to_ascii_lowercase();
        let by_name = match name.strip_suffix(".txt").unwrap_or(&name) {
            "admin1codesascii" | "admin1codes" => Some(Table::FirstDivisions),
            "admin2codes" => Some(Table::SecondDivisions),
            "countryinfo" => Some(Table::Countries),
            "hierarchy" => Some(Table::Hierarchy),
            "readme" | "iso-languagecodes" | "timezones" | "admincode5" | "featurecodes_en"
            | "usertags" => Some(Table::Nothing),
            "allcountries" | "null" => Some(Table::Places),
            name if name.starts_with("alternatenames") => Some(Table::AlternateNames),
            name if name.starts_with("cities") => Some(Table::Places),
            name if name.starts_with("featurecodes") => Some(Table::Nothing),
            _ => None,
        };
        match by_name {
            Some(table) => Ok(table),
            None => Self::by_shape(input),
        }
    }

    /// What the first line that is no comment looks like.
    fn by_shape(input: &Input) -> Result<Self, ImportError> {
        let line = input.read(|reader| {
            let mut line = Vec::new();
            while line.is_empty() || line.starts_with(b"#") {
                line.clear();
                let mut bounded = std::io::Read::take(&mut *reader, 1 << 20);
                let read = std::io::BufRead::read_until(&mut bounded, b'\n', &mut line)
                    .map_err(|source| input.interrupted(source))?;
                if read == 0 {
                    break;
                }
            }
            Ok(line)
        })?;
        let line = String::from_utf8_lossy(&line);
        let cells: Vec<&str> = line.trim_end().split('\t').collect();
        let first = cells.first().copied().unwrap_or_default();
        let is_number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
        // The last columns of a line may be empty and were trimmed away.
        match (cells.len(), first.matches('.').count()) {
            (15..=19, 0) if is_number => Ok(Table::Places),
            (15..=19, 0) if first.len() == 2 => Ok(Table::Countries),
            (4..=10, 0) if is_number => Ok(Table::AlternateNames),
            (2..=3, 0) if is_number => Ok(Table::Hierarchy),
            (4, 1) => Ok(Table::FirstDivisions),
            (4, 2) => Ok(Table::SecondDivisions),
            _ => Err(ImportError::file(
                input.label(),
                "is no table of GeoNames that places can be read from: neither its name (allCountries.txt, cities500.txt, alternateNamesV2.txt, admin1CodesASCII.txt, admin2Codes.txt, countryInfo.txt, hierarchy.txt) nor its columns tell which",
            )),
        }
    }
}

/// Imports the tables.
pub(super) fn import(
    inputs: &[Input],
    source: &str,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    let mut tables = Vec::new();
    for input in inputs {
        tables.push((Table::of(input)?, input));
    }
    let of = |wanted: Table| {
        tables
            .iter()
            .filter(move |(table, _)| *table == wanted)
            .map(|(_, input)| *input)
    };
    if of(Table::Places).next().is_none() {
        let given: Vec<&str> = inputs.iter().map(Input::label).collect();
        return Err(ImportError::file(
            &given.join(", "),
            "none of these is a table of places; add allCountries.txt, a country's table or cities500.txt",
        ));
    }
    let mut codes = Codes::new(intake.known());
    for input in of(Table::Countries) {
        codes.read_countries(input, intake)?;
    }
    for table in [Table::FirstDivisions, Table::SecondDivisions] {
        for input in of(table) {
            codes.read_divisions(input, intake)?;
        }
    }
    for input in of(Table::Hierarchy) {
        codes.read_hierarchy(input, intake)?;
    }
    for input in of(Table::AlternateNames) {
        alternate_names::read_wikidata(input, &mut codes)?;
    }
    codes.settle();
    let has_names = of(Table::AlternateNames).next().is_some();
    let mut places = Places::new(&codes, source, !has_names);
    for input in of(Table::Places) {
        places.read(input, intake)?;
    }
    for input in of(Table::AlternateNames) {
        alternate_names::read(input, &places, intake)?;
    }
    Ok(())
}
