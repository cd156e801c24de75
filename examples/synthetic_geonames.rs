//! Writes made-up tables in the layout of GeoNames, to measure importing with: `allCountries.txt` with so many places,
//! `alternateNamesV2.txt` with 1.3 names for each, and the tables of codes. The same number gives the same bytes.
//!
//! ```sh
//! cargo run --release --example synthetic_geonames -- 1000000 /tmp/synthetic
//! cargo build --release
//! /usr/bin/time -v target/release/araxes gazetteer import geonames /tmp/synthetic -o /tmp/synthetic.gaz
//! ```

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Parts of which names are made: as many different names as there are places in the world, some of them often.
const SYLLABLES: [&str; 32] = [
    "ba", "chi", "dor", "el", "fen", "gal", "hor", "im", "jun", "kar", "lo", "mar", "nor", "os",
    "pel", "qua", "ros", "san", "tor", "ul", "ver", "wes", "xan", "yor", "zem", "ain", "bre",
    "cov", "dun", "esk", "fro", "gri",
];
const CYRILLIC: [&str; 16] = [
    "ба", "ви", "гор", "до", "ель", "жар", "за", "ин", "ко", "ло", "мар", "но", "ор", "пе", "ров",
    "ск",
];
/// Class and code, and how many of a hundred places are of that sort.
const FEATURES: [(&str, &str, u64); 8] = [
    ("P", "PPL", 45),
    ("H", "STM", 14),
    ("S", "CH", 8),
    ("S", "HTL", 6),
    ("T", "MT", 9),
    ("T", "HLL", 8),
    ("L", "LCTY", 6),
    ("V", "FRST", 4),
];
const LANGUAGES: [&str; 8] = ["", "en", "ru", "ru", "fr", "de", "es", "zh"];
/// Countries, and west, south, east and north of a part of each, degrees: places that lie elsewhere would be refused.
const COUNTRIES: [(&str, [u64; 4]); 4] = [
    ("RU", [40, 50, 120, 65]),
    ("CN", [80, 25, 120, 45]),
    ("IR", [46, 27, 60, 37]),
    ("AM", [44, 39, 46, 41]),
];
/// Divisions of each country.
const DIVISIONS: u64 = 50;

/// Numbers without pattern (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn word(&mut self, parts: &[&str], name: &mut String) {
        let begin = name.len();
        for _ in 0..2 + self.below(3) {
            let part = self.below(parts.len() as u64) as usize;
            name.push_str(parts[part]);
        }
        let word = name.split_off(begin);
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(letters.as_str());
    }

    fn name(&mut self, parts: &[&str], name: &mut String) {
        name.clear();
        self.word(parts, name);
        if self.below(3) == 0 {
            name.push(' ');
            self.word(parts, name);
        }
    }
}

fn table(folder: &Path, name: &str) -> std::io::Result<BufWriter<File>> {
    Ok(BufWriter::with_capacity(
        1 << 20,
        File::create(folder.join(name))?,
    ))
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: synthetic_geonames PLACES FOLDER";
    let places: u64 = arguments.next().ok_or(usage)?.parse()?;
    let folder = PathBuf::from(arguments.next().ok_or(usage)?);
    std::fs::create_dir_all(&folder)?;
    let mut numbers = Numbers(2026);

    let mut countries = table(&folder, "countryInfo.txt")?;
    let mut divisions = table(&folder, "admin1CodesASCII.txt")?;
    for (at, (code, _)) in (1_u64..).zip(COUNTRIES) {
        writeln!(
            countries,
            "{code}\t{code}X\t{at:03}\t{code}\tCountry {code}\tCapital\t1\t1\tAS\t.x\tXXX\tCoin\t1\t#\t^$\ten\t{at}\t\t"
        )?;
        for division in 0..DIVISIONS {
            let number = 1_000 + at * DIVISIONS + division;
            writeln!(
                divisions,
                "{code}.{division:02}\tDivision\tDivision\t{number}"
            )?;
        }
    }
    let mut all = table(&folder, "allCountries.txt")?;
    let mut names = table(&folder, "alternateNamesV2.txt")?;
    let (mut name, mut other) = (String::new(), String::new());
    let mut alternate = 0_u64;
    for at in 0..places {
        let number = 10_000 + at;
        numbers.name(&SYLLABLES, &mut name);
        numbers.name(&SYLLABLES, &mut other);
        let mut share = numbers.below(100);
        let (class, code, _) = FEATURES
            .into_iter()
            .find(|(_, _, of_hundred)| {
                let found = share < *of_hundred;
                share = share.saturating_sub(*of_hundred);
                found
            })
            .unwrap_or(FEATURES[0]);
        let (country, [west, south, east, north]) =
            COUNTRIES[numbers.below(COUNTRIES.len() as u64) as usize];
        let division = numbers.below(DIVISIONS);
        let mut between =
            |low: u64, high: u64| low as f64 + numbers.below((high - low) * 100_000) as f64 / 1e5;
        let (lat, lon) = (between(south, north), between(west, east));
        let population = if class == "P" {
            numbers.below(5_000)
        } else {
            0
        };
        writeln!(
            all,
            "{number}\t{name}\t{name}\t{other}\t{lat:.5}\t{lon:.5}\t{class}\t{code}\t{country}\t\t{division:02}\t\t\t\t{population}\t\t{}\tAsia/Tbilisi\t2024-05-17",
            numbers.below(4_000)
        )?;
        let mut row = |language: &str, text: &str| {
            alternate += 1;
            writeln!(
                names,
                "{alternate}\t{number}\t{language}\t{text}\t\t\t\t\t\t"
            )
        };
        if numbers.below(10) < 3 {
            numbers.name(&CYRILLIC, &mut name);
            row("ru", &name)?;
        }
        let language = LANGUAGES[numbers.below(LANGUAGES.len() as u64) as usize];
        row(language, &other)?;
        if numbers.below(20) == 0 {
            row("wkdt", &format!("Q{number}"))?;
        }
    }
    for mut table in [countries, divisions, all, names] {
        table.flush()?;
    }
    Ok(())
}
