//! Reading a volume: a folder of CSV and GeoJSON files of the shape described in `gazetteer/caucasus/README.md`,
//! on disk or compiled into the program.
//!
//! A row that cannot be used is refused with file, line, what was wrong and what to do; the other rows are used.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use geo::{Geometry, MultiLineString, Point};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::place::{
    BorderRow, Course, FeatureClass, NameKind, NameRow, PlaceRow, RouteRow, Validity, WaterRow,
};
use super::territory::TerritoryRow;
use super::topology::{Topology, part};

/// The content of one volume.
#[derive(Debug, Default)]
pub struct Volume {
    /// What the volume is called in `run.json`.
    pub title: String,
    /// SHA-256 over the volume's files in order of their names, in hexadecimal.
    pub sha256: String,
    /// Places in order of the file.
    pub places: Vec<PlaceRow>,
    /// Names, each with the id of the place, route or border it belongs to.
    pub names: Vec<(String, NameRow)>,
    /// Routes.
    pub routes: Vec<RouteRow>,
    /// Lines between sides.
    pub borders: Vec<BorderRow>,
    /// Courses of rivers and shores of lakes.
    pub waters: Vec<WaterRow>,
    /// Country polygons.
    pub countries: Topology,
    /// Which polygons make up a state, where that is not the one of its own code.
    pub territories: Vec<TerritoryRow>,
    /// Findings of a check that are right as they are.
    pub accepted: Vec<AcceptedRow>,
    /// Published lengths of borders, metres, by border id.
    pub border_lengths_m: BTreeMap<String, f64>,
    /// Where the rows come from.
    pub sources: Vec<SourceRow>,
    /// Rows that were refused.
    pub problems: Vec<VolumeProblem>,
}

/// One source of rows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct SourceRow {
    /// What rows call it.
    pub key: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Its version or the day it was read.
    #[serde(default)]
    pub version: String,
    /// Its licence.
    #[serde(default)]
    pub licence: String,
}

/// A finding of `araxes gazetteer verify` that an editor looked at and found right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedRow {
    /// Id of the place, route or border.
    pub id: String,
    /// The sort of finding, as the column `kind` has it.
    pub kind: String,
    /// Why it is right.
    #[serde(default)]
    pub why: String,
}

/// A row of a volume that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeProblem {
    /// The file, as the user would name it.
    pub file: String,
    /// Line in the file, from 1, if the problem has one.
    pub line: Option<u64>,
    /// What was wrong and what to do.
    pub message: String,
}

impl fmt::Display for VolumeProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "{}:{line}: {}", self.file, self.message),
            None => write!(formatter, "{}: {}", self.file, self.message),
        }
    }
}

/// Why a volume could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum VolumeError {
    /// A file could not be read.
    #[error(
        "{path}: {source}; a gazetteer volume is a folder with places.csv and names.csv, see gazetteer/caucasus/README.md"
    )]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file the volume must have is missing.
    #[error(
        "{folder}: no {file} in this folder; a gazetteer volume is a folder with places.csv and names.csv, see gazetteer/caucasus/README.md"
    )]
    Missing {
        /// The folder.
        folder: String,
        /// The file.
        file: &'static str,
    },
}

/// The files of a volume in memory: name to content.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Loads the files of a folder that belong to a volume. A packed file (`names.csv.gz`) stands for the plain one where
/// that is absent.
///
/// # Errors
/// If the folder or one of its files cannot be read.
pub fn files_of_folder(folder: &Path) -> Result<Files, VolumeError> {
    let unreadable = |path: PathBuf| {
        move |source| VolumeError::Unreadable {
            path: path.display().to_string(),
            source,
        }
    };
    let mut files = Files::new();
    let mut packed = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder.to_path_buf()))? {
        let path = entry.map_err(unreadable(folder.to_path_buf()))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        match name.strip_suffix(".gz") {
            Some(plain) if is_volume_file(plain) => packed.push((plain.to_owned(), path)),
            None if is_volume_file(name) => {
                let content = std::fs::read(&path).map_err(unreadable(path.clone()))?;
                files.insert(name.to_owned(), content);
            }
            _ => {}
        }
    }
    for (plain, path) in packed {
        if let Entry::Vacant(absent) = files.entry(plain) {
            absent.insert(unpack(&path).map_err(unreadable(path.clone()))?);
        }
    }
    Ok(files)
}

/// The files of a volume that a program carries, as [`files_of_folder`] reads them from a folder.
///
/// # Errors
/// If a packed file cannot be unpacked.
pub fn files_in_memory(carried: &[(&str, &[u8])]) -> Result<Files, VolumeError> {
    let mut files = Files::new();
    for &(name, content) in carried {
        let Some(plain) = name.strip_suffix(".gz") else {
            files.insert(name.to_owned(), content.to_vec());
            continue;
        };
        let content = unpacked(content).map_err(|source| VolumeError::Unreadable {
            path: name.to_owned(),
            source,
        })?;
        files.insert(plain.to_owned(), content);
    }
    Ok(files)
}

fn unpack(path: &Path) -> std::io::Result<Vec<u8>> {
    unpacked(File::open(path)?)
}

fn unpacked(packed: impl Read) -> std::io::Result<Vec<u8>> {
    let mut content = Vec::new();
    // `gzip` and `cat` may have put several members into one file.
    MultiGzDecoder::new(packed).read_to_end(&mut content)?;
    Ok(content)
}

/// Whether a file of this name, without `.gz`, is part of a volume.
#[must_use]
pub fn is_volume_file(name: &str) -> bool {
    [".csv", ".geojson", ".topojson"]
        .iter()
        .any(|extension| name.ends_with(extension))
}

#[derive(Deserialize)]
struct PlaceColumns {
    id: String,
    name: String,
    feature_class: FeatureClass,
    feature_code: String,
    lon: f64,
    lat: f64,
    precision_m: Option<f64>,
    #[serde(default)]
    countries: String,
    #[serde(default)]
    containers: String,
    population: Option<u64>,
    iso: Option<String>,
    geonameid: Option<u64>,
    wikidata: Option<String>,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    valid_to: String,
    #[serde(default)]
    source: String,
}

#[derive(Deserialize)]
struct NameColumns {
    id: String,
    name: String,
    language: String,
    script: String,
    kind: NameKind,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    valid_to: String,
}

#[derive(Deserialize)]
struct RouteColumns {
    id: String,
    name: String,
    kind: String,
    status: String,
    from: String,
    to: String,
    #[serde(default)]
    via: String,
    #[serde(default)]
    countries: String,
}

#[derive(Deserialize)]
struct BorderColumns {
    id: String,
    name: String,
    kind: String,
    #[serde(default)]
    sides: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    valid_to: String,
}

#[derive(Deserialize)]
struct TerritoryColumns {
    id: String,
    polygons: String,
    #[serde(default)]
    view: String,
    #[serde(default)]
    valid_from: String,
    #[serde(default)]
    valid_to: String,
}

#[derive(Deserialize)]
struct BorderFactColumns {
    id: String,
    length_km: f64,
}

/// A line or polygon of one of the GeoJSON files.
struct Drawn {
    id: String,
    geometry: Geometry<f64>,
    precision_m: f64,
    validity: Validity,
}

impl Volume {
    /// Reads a volume from its files. `title` is what it is called in messages and in `run.json`.
    ///
    /// # Errors
    /// If `places.csv` or `names.csv` is missing. Rows that cannot be used are listed in [`Volume::problems`].
    pub fn read(title: &str, files: &Files) -> Result<Self, VolumeError> {
        for file in ["places.csv", "names.csv"] {
            if !files.contains_key(file) {
                return Err(VolumeError::Missing {
                    folder: title.to_owned(),
                    file,
                });
            }
        }
        let mut volume = Volume {
            title: title.to_owned(),
            sha256: checksum(files),
            ..Volume::default()
        };
        let mut courses: BTreeMap<String, Vec<Course>> = BTreeMap::new();
        for (name, content) in files {
            // `places-extra.csv` and `names-routes.csv` extend `places.csv` and `names.csv`.
            let stem = name.split(['.', '-']).next().unwrap_or_default();
            let path = format!("{title}/{name}");
            match (stem, name.rsplit('.').next()) {
                ("places", Some("csv")) => volume.rows(&path, content, Volume::add_place),
                ("names", Some("csv")) => volume.rows(&path, content, Volume::add_name),
                ("routes", Some("csv")) => volume.rows(&path, content, Volume::add_route),
                ("borders", Some("csv")) => volume.rows(&path, content, Volume::add_border),
                ("territories", Some("csv")) => volume.rows(&path, content, Volume::add_territory),
                ("border_facts", Some("csv")) => {
                    volume.rows(&path, content, |volume, row: BorderFactColumns| {
                        volume
                            .border_lengths_m
                            .insert(row.id, row.length_km * 1000.0);
                        Ok(())
                    })
                }
                ("routes" | "borders", Some("geojson")) => {
                    for drawn in volume.drawn(&path, content) {
                        let Some(line) = as_lines(drawn.geometry) else {
                            volume.refuse(&path, None, format!("{} is not a line; routes and borders are LineStrings or MultiLineStrings", drawn.id));
                            continue;
                        };
                        let course = Course {
                            line,
                            precision_m: drawn.precision_m,
                            validity: drawn.validity,
                        };
                        courses.entry(drawn.id).or_default().push(course);
                    }
                }
                ("waters", Some("geojson")) => {
                    let waters = volume.drawn(&path, content);
                    volume
                        .waters
                        .extend(waters.into_iter().map(|drawn| WaterRow {
                            place: drawn.id,
                            geometry: drawn.geometry,
                            precision_m: drawn.precision_m,
                        }));
                }
                ("countries", Some("topojson")) => {
                    match Topology::from_topojson(&String::from_utf8_lossy(content), "countries") {
                        Ok(topology) => volume.countries = topology,
                        Err(error) => volume.refuse(&path, None, error.to_string()),
                    }
                }
                ("sources", Some("csv")) => volume.rows(&path, content, |volume, row| {
                    volume.sources.push(row);
                    Ok(())
                }),
                ("accepted", Some("csv")) => volume.rows(&path, content, |volume, row| {
                    volume.accepted.push(row);
                    Ok(())
                }),
                // Knowingly ambiguous names: for people and for the tests.
                _ => {}
            }
        }
        for route in &mut volume.routes {
            route.courses = courses.remove(&route.id).unwrap_or_default();
            route.courses.sort_by_key(|course| course.validity.from);
        }
        for border in &mut volume.borders {
            border.course = courses.remove(&border.id).and_then(|mut lines| lines.pop());
        }
        for orphan in courses.into_keys() {
            volume.refuse(
                title,
                None,
                format!(
                    "a line is drawn for {orphan}, which no row of routes.csv or borders.csv lists"
                ),
            );
        }
        Ok(volume)
    }

    fn refuse(&mut self, file: &str, line: Option<u64>, message: String) {
        self.problems.push(VolumeProblem {
            file: file.to_owned(),
            line,
            message,
        });
    }

    /// Hands each row of a CSV file to `add`; rows that do not parse or that `add` rejects are refused.
    fn rows<Row: for<'de> Deserialize<'de>>(
        &mut self,
        path: &str,
        content: &[u8],
        add: impl Fn(&mut Self, Row) -> Result<(), String>,
    ) {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::Headers)
            .from_reader(content);
        let headers = match reader.byte_headers() {
            Ok(headers) => headers.clone(),
            Err(error) => return self.refuse(path, Some(1), format!("is not a CSV file: {error}")),
        };
        let mut record = csv::ByteRecord::new();
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let line = record.position().map(csv::Position::line);
                    let outcome = match record.deserialize::<Row>(Some(&headers)) {
                        Ok(row) => add(self, row),
                        Err(error) => Err(explain(&error, &headers, &record)),
                    };
                    if let Err(message) = outcome {
                        self.refuse(path, line, message);
                    }
                }
                Err(error) => {
                    let line = error.position().map(csv::Position::line);
                    self.refuse(path, line, format!("the row cannot be read: {error}"));
                }
            }
        }
    }

    fn add_place(&mut self, row: PlaceColumns) -> Result<(), String> {
        if !(-180.0..=180.0).contains(&row.lon) || !(-90.0..=90.0).contains(&row.lat) {
            return Err(format!(
                "{}: lon {} lat {} is not on the earth; longitude lies in -180..180 and latitude in -90..90",
                row.id, row.lon, row.lat
            ));
        }
        let validity = validity(&row.valid_from, &row.valid_to)?;
        self.places.push(PlaceRow {
            name: row.name,
            feature_class: row.feature_class,
            feature_code: row.feature_code,
            point: Point::new(row.lon, row.lat),
            precision_m: row.precision_m.unwrap_or(1000.0),
            countries: list(&row.countries),
            containers: list(&row.containers),
            population: row.population,
            iso: row.iso.filter(|code| !code.is_empty()),
            geonameid: row.geonameid,
            wikidata: row.wikidata.filter(|item| !item.is_empty()),
            validity,
            source: row.source,
            id: row.id,
        });
        Ok(())
    }

    fn add_name(&mut self, row: NameColumns) -> Result<(), String> {
        if row.name.trim().is_empty() {
            return Err(format!(
                "{}: the name is empty; delete the row or fill in the name",
                row.id
            ));
        }
        let validity = validity(&row.valid_from, &row.valid_to)?;
        let name = NameRow {
            text: row.name,
            language: row.language,
            script: row.script,
            kind: row.kind,
            validity,
        };
        self.names.push((row.id, name));
        Ok(())
    }

    fn add_route(&mut self, row: RouteColumns) -> Result<(), String> {
        self.routes.push(RouteRow {
            id: row.id,
            name: row.name,
            kind: row.kind,
            status: row.status,
            from: row.from,
            to: row.to,
            via: list(&row.via),
            countries: list(&row.countries),
            courses: Vec::new(),
        });
        Ok(())
    }

    fn add_border(&mut self, row: BorderColumns) -> Result<(), String> {
        let validity = validity(&row.valid_from, &row.valid_to)?;
        self.borders.push(BorderRow {
            id: row.id,
            name: row.name,
            kind: row.kind,
            sides: list(&row.sides),
            validity,
            course: None,
        });
        Ok(())
    }

    fn add_territory(&mut self, row: TerritoryColumns) -> Result<(), String> {
        let validity = validity(&row.valid_from, &row.valid_to)?;
        let polygons = list(&row.polygons);
        if polygons.is_empty() {
            return Err(
                "column polygons is empty; give the codes of polygons of countries.topojson"
                    .to_owned(),
            );
        }
        if let Some(wrong) = polygons.iter().find(|polygon| part(polygon).is_none()) {
            return Err(format!(
                "“{wrong}” names no part of a country; write a code, @, and longitude/latitude of a point in the part: UKR@34.4/45.2"
            ));
        }
        self.territories.push(TerritoryRow {
            id: row.id,
            polygons,
            view: row.view,
            validity,
        });
        Ok(())
    }

    /// The features of a GeoJSON file that carry an id of ours.
    fn drawn(&mut self, path: &str, content: &[u8]) -> Vec<Drawn> {
        let collection = match serde_json::from_slice::<geojson::FeatureCollection>(content) {
            Ok(collection) => collection,
            Err(error) => {
                self.refuse(
                    path,
                    Some(error.line() as u64),
                    format!("is not a GeoJSON FeatureCollection: {error}"),
                );
                return Vec::new();
            }
        };
        let mut drawn = Vec::new();
        for (number, feature) in collection.features.into_iter().enumerate() {
            match read_feature(&feature) {
                Ok(one) => drawn.push(one),
                Err(message) => {
                    self.refuse(path, None, format!("feature {}: {message}", number + 1))
                }
            }
        }
        drawn
    }
}

fn read_feature(feature: &geojson::Feature) -> Result<Drawn, String> {
    let text = |key: &str| {
        feature
            .property(key)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let id = text("id");
    if id.is_empty() {
        return Err("has no property “id”; give it the id of its row".to_owned());
    }
    let geometry = feature
        .geometry
        .as_ref()
        .ok_or_else(|| format!("{id} has no geometry"))?;
    let geometry = Geometry::<f64>::try_from(geometry).map_err(|error| format!("{id}: {error}"))?;
    let precision_m = feature
        .property("precision_m")
        .and_then(serde_json::Value::as_f64);
    Ok(Drawn {
        geometry,
        precision_m: precision_m.ok_or_else(|| format!("{id} has no number “precision_m”"))?,
        validity: validity(&text("valid_from"), &text("valid_to"))?,
        id,
    })
}

fn as_lines(geometry: Geometry<f64>) -> Option<MultiLineString<f64>> {
    match geometry {
        Geometry::LineString(line) => Some(MultiLineString(vec![line])),
        Geometry::MultiLineString(lines) => Some(lines),
        _ => None,
    }
}

/// The message of a failed row: which column, what stood there, what it should be.
fn explain(error: &csv::Error, headers: &csv::ByteRecord, record: &csv::ByteRecord) -> String {
    let csv::ErrorKind::Deserialize { err, .. } = error.kind() else {
        return error.to_string();
    };
    let Some(field) = err.field().and_then(|field| usize::try_from(field).ok()) else {
        return format!("the row does not fit the columns: {}", err.kind());
    };
    let column = headers
        .get(field)
        .map(String::from_utf8_lossy)
        .unwrap_or_default();
    let value = record
        .get(field)
        .map(String::from_utf8_lossy)
        .unwrap_or_default();
    format!("column {column}: “{value}” cannot be used: {}", err.kind())
}

fn list(cell: &str) -> Vec<String> {
    cell.split(';')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

fn validity(from: &str, to: &str) -> Result<Validity, String> {
    let bound = |text: &str, last: bool| -> Result<Option<Date>, String> {
        if text.is_empty() {
            return Ok(None);
        }
        partial_date(text, last).map(Some).ok_or_else(|| {
            format!("“{text}” is not a date; write a year (1994), a month (1994-05) or a day (1994-05-12)")
        })
    };
    Ok(Validity {
        from: bound(from, false)?,
        to: bound(to, true)?,
    })
}

/// The first or last day of a year, a month or a day (ISO 8601 reduced precision).
fn partial_date(text: &str, last: bool) -> Option<Date> {
    let mut parts = text.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let month_or = month.unwrap_or(if last { 12 } else { 1 });
    let date = Date::new(year, month_or, day.unwrap_or(1)).ok()?;
    Some(if last && day.is_none() {
        date.last_of_month()
    } else {
        date
    })
}

/// SHA-256 over names and contents of the files, in hexadecimal.
fn checksum(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (name, content) in files {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(content);
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
