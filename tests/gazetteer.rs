//! Checks of the data in the built-in gazetteer volume: that it is as `gazetteer/caucasus/README.md` says, that its
//! parts agree with each other, and that its geometry agrees with what others measured.
//!
//! A check collects every faulty row before it fails, so that one run lists all that is to be mended.
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::string_slice)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use araxes::built_in;
use araxes::gazetteer::{
    Course, Entry, FeatureClass, Gazetteer, Place, Topology, VolumeSource, fold, name_key,
};
use geo::{
    BoundingRect, Contains, Coord, Distance, Geodesic, Geometry, Length, LineString,
    MultiLineString, MultiPolygon, Point,
};
use serde_json::Value;

static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| built_in::open(&[VolumeSource::BuiltIn(built_in::CAUCASUS)]).unwrap());

/// Country polygons of the volume, 1:10m, for the region and its neighbours.
static NEAR: LazyLock<BTreeMap<String, MultiPolygon<f64>>> =
    LazyLock::new(|| polygons(GAZETTEER.topology()));

/// Country polygons of the whole world, 1:110m.
static FAR: LazyLock<BTreeMap<String, MultiPolygon<f64>>> = LazyLock::new(|| {
    let text = fs::read_to_string(root().join("tests/data/countries-110m.topojson")).unwrap();
    polygons(&Topology::from_topojson(&text, "countries").unwrap())
});

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    root().join("gazetteer/caucasus")
}

fn polygons(topology: &Topology) -> BTreeMap<String, MultiPolygon<f64>> {
    topology
        .codes()
        .map(|code| (code.to_owned(), topology.polygons(code).unwrap()))
        .collect()
}

/// A row of a CSV file of the volume, with where it stands.
struct Row {
    at: String,
    cells: BTreeMap<String, String>,
}

impl Row {
    fn get(&self, column: &str) -> &str {
        self.cells
            .get(column)
            .unwrap_or_else(|| panic!("{}: no column {column}", self.at))
    }
}

fn files(stem: &str, extension: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .filter(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap();
            name == stem || name.starts_with(&format!("{stem}-"))
        })
        .collect();
    found.sort();
    assert!(!found.is_empty(), "no {stem}*.{extension} in the volume");
    found
}

/// All rows of `STEM.csv` and `STEM-*.csv`.
fn rows(stem: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for path in files(stem, "csv") {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let headers = reader.headers().unwrap().clone();
        for record in reader.records() {
            let record = record.unwrap_or_else(|error| panic!("{name}: {error}"));
            let line = record.position().unwrap().line();
            rows.push(Row {
                at: format!("{name}:{line}"),
                cells: headers
                    .iter()
                    .zip(record.iter())
                    .map(|(column, cell)| (column.to_owned(), cell.to_owned()))
                    .collect(),
            });
        }
    }
    rows
}

/// The features of `STEM*.geojson`.
fn features(stem: &str) -> Vec<Value> {
    let mut features = Vec::new();
    for path in files(stem, "geojson") {
        let collection: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        features.extend(collection["features"].as_array().unwrap().iter().cloned());
    }
    features
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').filter(|item| !item.is_empty())
}

/// Fails with all faults, if there are any.
fn none(what: &str, faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults: {what}\n  {}",
        faults.len(),
        faults.join("\n  ")
    );
}

/// Geodesic distance in metres from a point to the nearest of some lines. The nearest position of a segment is
/// found on the plane that touches the globe at the point, which is exact enough for the distances allowed here.
fn distance_m<'a>(point: Point<f64>, lines: impl IntoIterator<Item = &'a LineString<f64>>) -> f64 {
    let shrink = point.y().to_radians().cos();
    let plane = |position: Coord<f64>| Coord {
        x: (position.x - point.x()) * shrink,
        y: position.y - point.y(),
    };
    let mut best: Option<(f64, Point<f64>)> = None;
    for line in lines {
        for segment in line.lines() {
            let (from, to) = (plane(segment.start), plane(segment.end));
            let (dx, dy) = (to.x - from.x, to.y - from.y);
            let square = dx * dx + dy * dy;
            let share = if square == 0.0 {
                0.0
            } else {
                (-(from.x * dx + from.y * dy) / square).clamp(0.0, 1.0)
            };
            let (x, y) = (from.x + share * dx, from.y + share * dy);
            let near = x * x + y * y;
            if best.is_none_or(|(least, _)| near < least) {
                let on_globe = segment.start + (segment.end - segment.start) * share;
                best = Some((near, Point(on_globe)));
            }
        }
    }
    best.map_or(f64::INFINITY, |(_, nearest)| {
        Geodesic.distance(point, nearest)
    })
}

/// How far a point is outside of a country, in metres; 0 inside.
fn outside_m(point: Point<f64>, country: &MultiPolygon<f64>) -> f64 {
    if country.contains(&point) {
        return 0.0;
    }
    let rings = country
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    distance_m(point, rings)
}

fn lines_of(geometry: &Geometry<f64>) -> Vec<LineString<f64>> {
    match geometry {
        Geometry::LineString(line) => vec![line.clone()],
        Geometry::MultiLineString(lines) => lines.0.clone(),
        Geometry::Polygon(polygon) => vec![polygon.exterior().clone()],
        Geometry::MultiPolygon(polygons) => {
            polygons.iter().map(|one| one.exterior().clone()).collect()
        }
        other => panic!("a water is a line or a polygon, not {other:?}"),
    }
}

fn course_of(id: &str) -> (Vec<LineString<f64>>, f64) {
    let Some(Entry::Place(number)) = GAZETTEER.entry(id) else {
        panic!("no {id}")
    };
    let water = GAZETTEER
        .water(number)
        .unwrap_or_else(|| panic!("{id} has no course"));
    (lines_of(&water.geometry().unwrap()), water.precision_m)
}

// ---- The volume as a whole ------------------------------------------------------------------------------------------

#[test]
fn no_row_is_refused() {
    let problems: Vec<String> = GAZETTEER
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect();
    none("rows that the reader refuses", &problems);
}

#[test]
fn the_program_carries_the_volume_of_the_source_tree() {
    let built_in = GAZETTEER
        .volumes()
        .iter()
        .find(|volume| volume.title == "gazetteer/caucasus")
        .unwrap();
    let on_disk = built_in::open(&[VolumeSource::Folder(folder())]).unwrap();
    assert_eq!(
        built_in.sha256,
        on_disk.volumes()[0].sha256,
        "the volume compiled in is not the one in gazetteer/caucasus; was a file added without a rebuild?"
    );
}

#[test]
fn the_volume_is_as_large_as_promised() {
    assert!(GAZETTEER.places().count() >= 400);
    assert!(GAZETTEER.routes().count() >= 40);
    assert!(GAZETTEER.borders().count() >= 5);
    let mut by_language: BTreeMap<&str, usize> = BTreeMap::new();
    let places = GAZETTEER.places().map(|(number, _)| Entry::Place(number));
    let routes = GAZETTEER.routes().map(|(number, _)| Entry::Route(number));
    let borders = GAZETTEER.borders().map(|(number, _)| Entry::Border(number));
    for entry in places.chain(routes).chain(borders) {
        for name in GAZETTEER.names_of(entry) {
            *by_language.entry(name.language).or_default() += 1;
        }
    }
    let languages = ["hy", "az", "ru", "fa", "tr", "ka", "en"];
    let of_the_region: usize = languages
        .iter()
        .map(|language| by_language.get(language).copied().unwrap_or_default())
        .sum();
    assert!(of_the_region >= 3_000, "{of_the_region} names");
    for language in languages {
        let count = by_language.get(language).copied().unwrap_or_default();
        assert!(count >= 300, "only {count} names in {language}");
    }
}

#[test]
fn ids_are_unique_and_well_formed() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut faults = Vec::new();
    for (stem, prefix) in [
        ("places", "place:"),
        ("routes", "route:"),
        ("borders", "border:"),
    ] {
        for row in rows(stem) {
            let id = row.get("id").to_owned();
            let slug = id.strip_prefix(prefix).unwrap_or_default();
            let plain = |letter: char| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-'
            };
            if slug.is_empty() || !slug.chars().all(plain) {
                faults.push(format!(
                    "{}: {id} is not {prefix} and a lower-case ASCII slug",
                    row.at
                ));
            }
            if let Some(first) = seen.insert(id.clone(), row.at.clone()) {
                faults.push(format!("{}: {id} stands at {first} already", row.at));
            }
        }
    }
    none("ids", &faults);
}

#[test]
fn every_source_is_described() {
    let keys: BTreeSet<String> = rows("sources")
        .iter()
        .map(|row| row.get("key").to_owned())
        .collect();
    let mut faults = Vec::new();
    let mut check = |at: &str, cell: &str| {
        if cell.trim().is_empty() {
            faults.push(format!("{at}: no source"));
        }
        for key in list(cell).filter(|key| !keys.contains(*key)) {
            faults.push(format!("{at}: no row of sources*.csv has the key {key}"));
        }
    };
    for stem in ["places", "names", "routes", "borders", "border_facts"] {
        for row in rows(stem) {
            check(&row.at, row.get("source"));
        }
    }
    for stem in ["routes", "borders", "waters"] {
        for feature in features(stem) {
            let properties = &feature["properties"];
            let at = format!("{stem}.geojson, {}", properties["id"]);
            check(&at, properties["source"].as_str().unwrap_or_default());
        }
    }
    none("sources", &faults);
}

#[test]
fn spans_of_time_run_forward() {
    let mut faults = Vec::new();
    // Dates that are no dates are refused by the reader. Years have four digits, so texts compare like dates, as far
    // as both are known.
    let mut check = |at: String, from: &str, to: &str| {
        let known = from.len().min(to.len());
        if from[..known] > to[..known] {
            faults.push(format!("{at}: ends at {to}, before it begins at {from}"));
        }
    };
    for stem in ["places", "names", "borders"] {
        for row in rows(stem) {
            check(row.at.clone(), row.get("valid_from"), row.get("valid_to"));
        }
    }
    for feature in features("routes") {
        let text = |key: &str| feature["properties"][key].as_str().unwrap_or_default();
        check(text("id").to_owned(), text("valid_from"), text("valid_to"));
    }
    none("spans of time", &faults);
}

// ---- Places ---------------------------------------------------------------------------------------------------------

/// A point may lie outside of a polygon by its own precision and this much: coasts and islands are generalised, and
/// rivers and bridges lie on the border itself.
const POLYGON_TOLERANCE_M: f64 = 10_000.0;

/// Seas and the fields below them lie off the coasts of the states they are listed with: up to 200 nautical miles
/// (370 km) in a state's own waters, and the middle of a sea farther out.
const WATERS_TOLERANCE_M: f64 = 500_000.0;

/// Places that the polygons at hand do not hold, each with the reason.
const WITHOUT_POLYGON: [(&str, &str); 2] = [
    (
        "place:gaza",
        "the 1:110m polygon of PSE is the West Bank alone",
    ),
    ("place:oily-rocks", "a town on piles 40 km out at sea"),
];

#[test]
fn every_place_lies_in_a_country_that_its_row_claims() {
    let mut faults = Vec::new();
    let (mut without_country, mut without_polygon) = (0_usize, BTreeSet::new());
    for (_, place) in GAZETTEER.places() {
        if place.countries.is_empty() {
            without_country += 1;
            continue;
        }
        if WITHOUT_POLYGON.iter().any(|(id, _)| *id == place.id) {
            continue;
        }
        let known: Vec<(&str, &MultiPolygon<f64>)> = place
            .countries
            .iter()
            .filter_map(|code| Some((code, NEAR.get(code).or_else(|| FAR.get(code))?)))
            .collect();
        if known.is_empty() {
            without_polygon.extend(place.countries.iter().map(str::to_owned));
            continue;
        }
        let at_sea =
            place.feature_class == FeatureClass::H || matches!(place.feature_code, "OILF" | "GASF");
        let allowed = place.precision_m
            + if at_sea {
                WATERS_TOLERANCE_M
            } else {
                POLYGON_TOLERANCE_M
            };
        let nearest = known
            .iter()
            .map(|(_, polygon)| outside_m(place.point, polygon))
            .fold(f64::INFINITY, f64::min);
        if nearest > allowed {
            faults.push(format!(
                "{} at {:?} is {:.0} km outside of {}; {:.0} km are allowed",
                place.id,
                place.point.x_y(),
                nearest / 1000.0,
                place.countries.to_vec().join(";"),
                allowed / 1000.0
            ));
        }
    }
    none("places outside of their countries", &faults);
    let total = GAZETTEER.places().count();
    eprintln!(
        "{without_country} of {total} places claim no country; no polygon for {without_polygon:?}"
    );
    assert!(
        without_country * 10 <= total,
        "{without_country} of {total} places claim no country and cannot be checked"
    );
    // Natural Earth 1:110m leaves out the smallest states.
    assert!(
        without_polygon.len() <= 5,
        "countries without a polygon: {without_polygon:?}"
    );
}

#[test]
fn no_place_is_claimed_by_a_country_that_another_holds_whole() {
    // The check above lets a point lie a little outside. Towns well inside one country must name that country.
    let mut faults = Vec::new();
    let mut checked = 0_usize;
    for (_, place) in GAZETTEER.places() {
        let settlement = place.feature_code.starts_with("PPL");
        let Some(holder) = GAZETTEER
            .topology()
            .country_at(place.point)
            .filter(|_| settlement)
        else {
            continue;
        };
        checked += 1;
        let depth = distance_m(
            place.point,
            NEAR[holder]
                .iter()
                .flat_map(|one| std::iter::once(one.exterior()).chain(one.interiors())),
        );
        if depth > place.precision_m + 5_000.0 && !place.countries.iter().any(|code| code == holder)
        {
            faults.push(format!(
                "{} claims {} but lies {:.0} km inside {holder}",
                place.id,
                place.countries.to_vec().join(";"),
                depth / 1000.0
            ));
        }
    }
    assert!(
        checked > 200,
        "only {checked} settlements lie in a polygon of the volume"
    );
    none("settlements in another country than they claim", &faults);
}

#[test]
fn containers_are_places_nearest_first_and_without_circles() {
    let mut faults = Vec::new();
    for (_, place) in GAZETTEER.places() {
        for (index, container) in place.containers.iter().enumerate() {
            let Some(found) = GAZETTEER.place_by_id(container) else {
                faults.push(format!(
                    "{}: no place {container} to be contained in",
                    place.id
                ));
                continue;
            };
            if place
                .containers
                .iter()
                .take(index)
                .any(|other| other == container)
            {
                faults.push(format!("{}: {container} is listed twice", place.id));
            }
            if container == place.id || found.containers.contains(place.id) {
                faults.push(format!("{} and {container} contain each other", place.id));
            }
            for outer in &found.containers {
                match place.containers.iter().position(|one| one == outer) {
                    Some(at) if at < index => faults.push(format!(
                        "{}: {outer} stands before {container}, which lies in it",
                        place.id
                    )),
                    Some(_) => {}
                    None => faults.push(format!(
                        "{}: lies in {container}, but not in {outer} like {container} itself",
                        place.id
                    )),
                }
            }
        }
        let mut path = vec![place.id];
        if let Some(circle) = circle(&place, &mut path) {
            faults.push(circle);
        }
    }
    none("containers", &faults);
}

/// The first way from a place through its containers back to itself.
fn circle<'a>(place: &Place<'a>, path: &mut Vec<&'a str>) -> Option<String> {
    for container in &place.containers {
        if path.contains(&container) {
            return Some(format!("circle: {} → {container}", path.join(" → ")));
        }
        // Paths are short: nobody lies in more than a dozen places.
        if path.len() > 12 {
            return Some(format!("deeper than 12: {}", path.join(" → ")));
        }
        path.push(container);
        let found = GAZETTEER
            .place_by_id(container)
            .and_then(|place| circle(&place, path));
        path.pop();
        if found.is_some() {
            return found;
        }
    }
    None
}

#[test]
fn numbers_of_places_are_sane() {
    let mut faults = Vec::new();
    for row in rows("places") {
        for (column, most) in [("lon", 180.0), ("lat", 90.0)] {
            let text = row.get(column);
            let decimals = text.split_once('.').map_or(0, |(_, digits)| digits.len());
            if decimals > 5 || text.parse::<f64>().map_or(true, |value| value.abs() > most) {
                faults.push(format!("{}: {column} {text}", row.at));
            }
        }
        let precision: f64 = row.get("precision_m").parse().unwrap_or_default();
        if !(1.0..=5_000_000.0).contains(&precision) {
            faults.push(format!(
                "{}: precision_m {}",
                row.at,
                row.get("precision_m")
            ));
        }
        for code in list(row.get("countries")).chain(list(row.get("iso"))) {
            if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                faults.push(format!("{}: {code} is not an alpha-3 code", row.at));
            }
        }
    }
    none("numbers and codes in places*.csv", &faults);
}

#[test]
fn every_country_with_a_polygon_is_a_place() {
    let faults: Vec<String> = NEAR
        .keys()
        .filter(|code| GAZETTEER.country(code).is_none())
        .map(|code| format!("{code} has a polygon, but no present country has it as its iso"))
        .collect();
    none("polygons without a country", &faults);
}

// ---- Names ----------------------------------------------------------------------------------------------------------

/// Every name as written, with the ids of all that bear it: the rows of `names*.csv` and the labels.
fn owners() -> BTreeMap<String, BTreeSet<String>> {
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for stem in ["places", "names", "routes", "borders"] {
        for row in rows(stem) {
            owners
                .entry(row.get("name").to_owned())
                .or_default()
                .insert(row.get("id").to_owned());
        }
    }
    owners
}

/// The rows of `ambiguous.csv`: name, ids, why.
fn ambiguous() -> Vec<(Row, BTreeSet<String>)> {
    rows("ambiguous")
        .into_iter()
        .map(|row| {
            let ids = list(row.get("ids")).map(str::to_owned).collect();
            (row, ids)
        })
        .collect()
}

#[test]
fn every_shared_name_is_listed_as_ambiguous() {
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (row, ids) in ambiguous() {
        listed
            .entry(row.get("name").to_owned())
            .or_default()
            .extend(ids);
    }
    let faults: Vec<String> = owners()
        .iter()
        .filter(|(name, ids)| {
            ids.len() > 1 && listed.get(*name).is_none_or(|known| !ids.is_subset(known))
        })
        .map(|(name, ids)| format!("{name} stands for {ids:?}"))
        .collect();
    none("shared names that ambiguous.csv does not list", &faults);
}

#[test]
fn names_that_only_the_index_confounds_are_listed_as_ambiguous() {
    // `Şəki` and `Seki` are two names as written and one key of the index.
    let mut by_key: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    for (name, ids) in owners() {
        let (names, all) = by_key.entry(name_key(&name)).or_default();
        names.insert(name);
        all.extend(ids);
    }
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (row, ids) in ambiguous() {
        listed
            .entry(name_key(row.get("name")))
            .or_default()
            .extend(ids);
    }
    let faults: Vec<String> = by_key
        .iter()
        .filter(|(key, (_, ids))| {
            ids.len() > 1 && listed.get(*key).is_none_or(|known| !ids.is_subset(known))
        })
        .map(|(key, (names, ids))| format!("{key}: {names:?} stand for {ids:?}"))
        .collect();
    none(
        "keys of several entries that no row of ambiguous.csv covers",
        &faults,
    );
}

#[test]
fn every_listed_name_is_ambiguous() {
    let owners = owners();
    let mut seen = BTreeSet::new();
    let mut faults = Vec::new();
    for (row, ids) in ambiguous() {
        let (name, why) = (row.get("name"), row.get("why"));
        if !seen.insert(name.to_owned()) {
            faults.push(format!("{}: {name} is listed twice", row.at));
        }
        // Names that only the index confounds are listed once, for all that share the key.
        let owned: BTreeSet<String> = if why.starts_with("same spelling once") {
            let key = name_key(name);
            owners
                .iter()
                .filter(|(other, _)| name_key(other) == key)
                .flat_map(|(_, ids)| ids.iter().cloned())
                .collect()
        } else {
            owners.get(name).cloned().unwrap_or_default()
        };
        if owned != ids {
            faults.push(format!(
                "{}: {name} is listed for {ids:?} and stands for {owned:?}",
                row.at
            ));
        }
        // A name of one entry is ambiguous when it is also something that no gazetteer has.
        let also = why.starts_with("also ") || why.starts_with("common ");
        if ids.len() < 2 && !also {
            faults.push(format!(
                "{}: {name} stands for one entry, and “{why}” names nothing else",
                row.at
            ));
        }
        if why.is_empty() {
            faults.push(format!("{}: {name} without a why", row.at));
        }
        // And the index must hand out all of them.
        let found: BTreeSet<String> = GAZETTEER
            .lookup(name)
            .iter()
            .map(|found| GAZETTEER.describe(found.entry).0.to_owned())
            .collect();
        if !ids.is_subset(&found) {
            faults.push(format!(
                "{}: a search for {name} finds only {found:?}",
                row.at
            ));
        }
    }
    none("rows of ambiguous.csv", &faults);
}

/// Whether a letter belongs to a script; modifier letters such as `ʼ` belong to all.
fn is_of_script(script: &str, letter: char) -> Option<bool> {
    let code = u32::from(letter);
    if (0x2B0..=0x2FF).contains(&code) {
        return Some(true);
    }
    let within = |ranges: &[(u32, u32)]| {
        ranges
            .iter()
            .any(|&(first, last)| (first..=last).contains(&code))
    };
    const HAN: (u32, u32) = (0x4E00, 0x9FFF);
    Some(match script {
        "Latn" => within(&[
            (0x41, 0x5A),
            (0x61, 0x7A),
            (0xAA, 0xAA),
            (0xBA, 0xBA),
            (0xC0, 0x24F),
            (0x250, 0x2AF),
            (0x1E00, 0x1EFF),
        ]),
        "Cyrl" => within(&[(0x400, 0x52F)]),
        "Armn" => within(&[(0x531, 0x58A)]),
        "Geor" => within(&[(0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)]),
        "Arab" => within(&[
            (0x600, 0x6FF),
            (0x750, 0x77F),
            (0xFB50, 0xFDFF),
            (0xFE70, 0xFEFF),
        ]),
        "Grek" => within(&[(0x370, 0x3FF), (0x1F00, 0x1FFF)]),
        "Hebr" => within(&[(0x590, 0x5FF)]),
        "Deva" => within(&[(0x900, 0x97F)]),
        "Hans" | "Hant" | "Hani" => within(&[HAN]),
        "Jpan" => within(&[HAN, (0x3040, 0x30FF)]),
        "Kore" | "Hang" => within(&[HAN, (0xAC00, 0xD7AF)]),
        _ => return None,
    })
}

#[test]
fn names_have_a_language_and_the_script_of_their_letters() {
    let mut faults = Vec::new();
    for row in rows("names") {
        let (name, language, script) = (row.get("name"), row.get("language"), row.get("script"));
        let primary = language.split('-').next().unwrap_or_default();
        if !(2..=3).contains(&primary.len())
            || !primary.bytes().all(|byte| byte.is_ascii_lowercase())
        {
            faults.push(format!(
                "{}: {name}: “{language}” is not a BCP 47 tag",
                row.at
            ));
        }
        if name.trim() != name || name.contains("  ") || !name.chars().any(char::is_alphanumeric) {
            faults.push(format!(
                "{}: “{name}” has blanks too many or no letter",
                row.at
            ));
        }
        for letter in name.chars().filter(|letter| letter.is_alphabetic()) {
            match is_of_script(script, letter) {
                Some(true) => {}
                Some(false) => {
                    faults.push(format!(
                        "{}: {name}: “{letter}” (U+{:04X}) is not {script}",
                        row.at,
                        u32::from(letter)
                    ));
                    break;
                }
                None => {
                    faults.push(format!(
                        "{}: {name}: this test knows no script {script}",
                        row.at
                    ));
                    break;
                }
            }
        }
        let usual: &[&str] = match primary {
            "hy" => &["Armn"],
            "ru" | "uk" | "be" | "bg" => &["Cyrl"],
            "ka" => &["Geor"],
            "fa" | "ar" => &["Arab"],
            "en" | "tr" | "de" | "fr" => &["Latn"],
            "az" => &["Latn", "Cyrl", "Arab"],
            _ => &[],
        };
        if !usual.is_empty() && !language.contains('-') && !usual.contains(&script) {
            faults.push(format!(
                "{}: {name}: {language} is not written in {script}",
                row.at
            ));
        }
        if !script.is_empty() && name.split_whitespace().all(|word| fold(word).is_empty()) {
            faults.push(format!("{}: {name} leaves no key to be found by", row.at));
        }
    }
    none("names, languages and scripts", &faults);
}

#[test]
fn no_name_is_given_twice() {
    let mut seen: BTreeMap<[String; 6], String> = BTreeMap::new();
    let mut faults = Vec::new();
    for row in rows("names") {
        let key = ["id", "name", "language", "kind", "valid_from", "valid_to"]
            .map(|column| row.get(column).to_owned());
        if let Some(first) = seen.insert(key, row.at.clone()) {
            faults.push(format!(
                "{}: {} of {} stands at {first} already",
                row.at,
                row.get("name"),
                row.get("id")
            ));
        }
    }
    none("rows given twice", &faults);
}

// ---- Routes and borders ---------------------------------------------------------------------------------------------

const ROUTE_KINDS: [&str; 11] = [
    "corridor",
    "oil pipeline",
    "gas pipeline",
    "railway",
    "highway",
    "road",
    "canal",
    "power line",
    "bridge",
    "tunnel",
    "sea lane",
];
const ROUTE_STATES: [&str; 5] = [
    "in use",
    "proposed",
    "under construction",
    "disused",
    "historical",
];
const BORDER_KINDS: [&str; 6] = [
    "line of contact",
    "cease-fire line",
    "front line",
    "administrative line",
    "historical border",
    "de facto border",
];

#[test]
fn kinds_and_places_of_routes_and_borders_are_known() {
    let mut faults = Vec::new();
    for (_, route) in GAZETTEER.routes() {
        if !ROUTE_KINDS.contains(&route.kind) {
            faults.push(format!(
                "{}: kind “{}” is not in the README",
                route.id, route.kind
            ));
        }
        if !ROUTE_STATES.contains(&route.status) {
            faults.push(format!(
                "{}: status “{}” is not in the README",
                route.id, route.status
            ));
        }
        for stop in stops(&route) {
            if GAZETTEER.place_by_id(stop).is_none() {
                faults.push(format!("{}: no place “{stop}”", route.id));
            }
        }
        if route.courses().is_empty() {
            faults.push(format!("{}: no line in routes.geojson", route.id));
        }
    }
    for (_, border) in GAZETTEER.borders() {
        if !BORDER_KINDS.contains(&border.kind) {
            faults.push(format!(
                "{}: kind “{}” is not in the README",
                border.id, border.kind
            ));
        }
        for side in &border.sides {
            if GAZETTEER.place_by_id(side).is_none() {
                faults.push(format!("{}: no place “{side}”", border.id));
            }
        }
        if border.course().is_none() {
            faults.push(format!("{}: no line in borders.geojson", border.id));
        }
    }
    none("routes and borders", &faults);
}

/// `from`, `via` and `to`, in the order travelled. An end that is no place of the volume is left empty.
fn stops<'a>(route: &araxes::gazetteer::Route<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    std::iter::once(route.from)
        .chain(route.via.iter())
        .chain(std::iter::once(route.to))
        .filter(|stop| !stop.is_empty())
}

/// The line that runs on: the last, if it has no end, else the only ones there are.
fn present(courses: &[Course]) -> Vec<&Course> {
    let open: Vec<&Course> = courses
        .iter()
        .filter(|course| course.validity.is_current())
        .collect();
    if open.is_empty() {
        courses.iter().collect()
    } else {
        open
    }
}

#[test]
fn routes_pass_their_stops() {
    let mut faults = Vec::new();
    for (_, route) in GAZETTEER.routes() {
        for course in present(&route.courses()) {
            for stop in stops(&route) {
                let Some(place) = GAZETTEER.place_by_id(stop) else {
                    continue;
                };
                let distance = distance_m(place.point, &course.line);
                let allowed = course.precision_m + place.precision_m;
                if distance > allowed {
                    faults.push(format!(
                        "{} passes {stop} at {:.1} km; {:.1} km ({} + {} m) are allowed",
                        route.id,
                        distance / 1000.0,
                        allowed / 1000.0,
                        course.precision_m,
                        place.precision_m
                    ));
                }
            }
        }
    }
    none("routes that miss their stops", &faults);
}

/// How far along a line the position nearest to a point is, in metres, at the earliest within `slack` of the least
/// distance and not before `after`.
fn reach_m(line: &LineString<f64>, point: Point<f64>, within_m: f64, after_m: f64) -> Option<f64> {
    let mut travelled = 0.0;
    for segment in line.lines() {
        let piece = LineString::from(segment);
        let length = Geodesic.length(&piece);
        let steps = (length / 500.0).ceil().max(1.0);
        let mut step = 0.0;
        while step <= steps {
            let share = step / steps;
            let at = travelled + share * length;
            let position = Point(segment.start + (segment.end - segment.start) * share);
            if at >= after_m && Geodesic.distance(point, position) <= within_m + 500.0 {
                return Some(at);
            }
            step += 1.0;
        }
        travelled += length;
    }
    None
}

#[test]
fn routes_pass_their_stops_in_the_order_travelled() {
    let mut faults = Vec::new();
    let mut checked = 0_usize;
    for (_, route) in GAZETTEER.routes() {
        for course in present(&route.courses()) {
            let [line] = course.line.0.as_slice() else {
                continue;
            };
            checked += 1;
            let mut after = 0.0;
            for stop in stops(&route) {
                let Some(place) = GAZETTEER.place_by_id(stop) else {
                    continue;
                };
                match reach_m(
                    line,
                    place.point,
                    course.precision_m + place.precision_m,
                    after,
                ) {
                    Some(at) => after = at,
                    None => {
                        faults.push(format!(
                            "{}: {stop} is not on the line behind kilometre {:.0}, where the stop before it is",
                            route.id,
                            after / 1000.0
                        ));
                        break;
                    }
                }
            }
        }
    }
    assert!(checked >= 40, "only {checked} lines of one piece");
    none("stops out of order", &faults);
}

#[test]
fn a_route_has_one_course_at_a_time() {
    let mut faults = Vec::new();
    for (_, route) in GAZETTEER.routes() {
        for (index, one) in route.courses().iter().enumerate() {
            for other in &route.courses()[index + 1..] {
                let begins_before_end = |a: &Course, b: &Course| {
                    b.validity
                        .to
                        .is_none_or(|to| a.validity.from.is_none_or(|from| from <= to))
                };
                if begins_before_end(one, other) && begins_before_end(other, one) {
                    faults.push(format!(
                        "{}: {:?} and {:?}",
                        route.id, one.validity, other.validity
                    ));
                }
            }
        }
    }
    none("courses of one route at the same time", &faults);
}

#[test]
fn lines_have_two_positions_on_the_globe_and_a_precision() {
    let mut faults = Vec::new();
    let mut check = |id: &str, lines: &[LineString<f64>], precision_m: f64| {
        for line in lines {
            if line.0.len() < 2 || Geodesic.length(line) < 1.0 {
                faults.push(format!("{id}: a line of no length"));
            }
            if line
                .coords()
                .any(|at| at.x.abs() > 180.0 || at.y.abs() > 90.0)
            {
                faults.push(format!("{id}: a position that is not on the globe"));
            }
        }
        if !(1.0..=1_000_000.0).contains(&precision_m) {
            faults.push(format!("{id}: precision_m {precision_m}"));
        }
    };
    for (_, route) in GAZETTEER.routes() {
        for course in &route.courses() {
            check(route.id, &course.line.0, course.precision_m);
        }
    }
    for (_, border) in GAZETTEER.borders() {
        if let Some(course) = &border.course() {
            check(border.id, &course.line.0, course.precision_m);
        }
    }
    for (number, water) in GAZETTEER.waters() {
        check(
            GAZETTEER.place(number).id,
            &lines_of(&water.geometry().unwrap()),
            water.precision_m,
        );
    }
    none("lines", &faults);
}

/// Generalised lines are shorter than surveyed ones, and by how much depends on how the border winds.
const SHARE_OF_PUBLISHED: std::ops::RangeInclusive<f64> = 0.45..=1.10;

/// A border of less than 20 km (Azerbaijan and Turkey, North Korea and Russia) is a handful of positions at 1:10m.
const SHARE_OF_SHORT: std::ops::RangeInclusive<f64> = 0.40..=1.80;

#[test]
fn shared_borders_are_about_as_long_as_published() {
    let mut table = String::new();
    let (mut bad, mut count) = (0, 0);
    for row in rows("border_facts") {
        let id = row.get("id");
        let published: f64 = row.get("length_km").parse().unwrap();
        let (left, right) = id
            .strip_prefix("border:")
            .unwrap()
            .split_once('-')
            .unwrap_or_else(|| panic!("{}: {id} is not border:AAA-BBB", row.at));
        let measured = GAZETTEER.topology().shared_line(left, right).map_or(
            0.0,
            |line: MultiLineString<f64>| {
                line.iter().map(|part| Geodesic.length(part)).sum::<f64>() / 1000.0
            },
        );
        let share = measured / published;
        let good = if published < 20.0 {
            SHARE_OF_SHORT.contains(&share)
        } else {
            SHARE_OF_PUBLISHED.contains(&share)
        };
        let mark = if good { "" } else { "  <--" };
        writeln!(
            table,
            "{id:16} measured {measured:7.1} km, published {published:7.1} km, {:5.1} %{mark}",
            share * 100.0
        )
        .unwrap();
        bad += usize::from(!good);
        count += 1;
    }
    assert!(
        count >= 20,
        "only {count} published lengths to compare with"
    );
    assert_eq!(
        bad, 0,
        "borders outside of {SHARE_OF_PUBLISHED:?} of their published length:\n{table}"
    );
}

// ---- Waters ---------------------------------------------------------------------------------------------------------

#[test]
fn the_bridges_of_the_aras_are_on_the_aras() {
    let (course, precision_m) = course_of("place:aras");
    for bridge in [
        Point::new(46.95433, 39.14072),
        Point::new(47.04028, 39.18450),
    ] {
        let distance = distance_m(bridge, &course);
        assert!(
            distance <= precision_m,
            "the bridge at {bridge:?} is {distance:.0} m from the Aras, which is drawn to {precision_m} m"
        );
    }
}

#[test]
fn rivers_run_downhill() {
    // In the direction of flow: from the Turkish mountains to the Kura, and from there to the Caspian Sea.
    for id in ["place:aras", "place:kura"] {
        let (course, _) = course_of(id);
        let first = course.first().unwrap().coords().next().unwrap();
        let last = course.last().unwrap().coords().last().unwrap();
        assert!(
            first.x < 43.5 && last.x > 48.0,
            "{id} runs from {first:?} to {last:?}"
        );
    }
    let (kura, precision) = course_of("place:kura");
    let (aras, own) = course_of("place:aras");
    let mouth = Point(*aras.last().unwrap().coords().last().unwrap());
    assert!(
        distance_m(mouth, &kura) <= precision + own,
        "the Aras does not reach the Kura"
    );
}

#[test]
fn waters_are_waters_and_hold_their_point() {
    let mut faults = Vec::new();
    for (number, water) in GAZETTEER.waters() {
        let place = GAZETTEER.place(number);
        if !matches!(place.feature_class, FeatureClass::H | FeatureClass::S) {
            faults.push(format!(
                "{} is of class {:?}",
                place.id, place.feature_class
            ));
        }
        let inside = match &water.geometry().unwrap() {
            Geometry::Polygon(shore) => shore.contains(&place.point),
            Geometry::MultiPolygon(shores) => shores.contains(&place.point),
            _ => false,
        };
        let distance = if inside {
            0.0
        } else {
            distance_m(place.point, &lines_of(&water.geometry().unwrap()))
        };
        let allowed = water.precision_m + place.precision_m;
        if distance > allowed {
            faults.push(format!(
                "{}: the point is {:.1} km from the course; {:.1} km are allowed",
                place.id,
                distance / 1000.0,
                allowed / 1000.0
            ));
        }
    }
    none("waters", &faults);
}

// ---- Natural Earth, where a copy is at hand -------------------------------------------------------------------------

/// The features of a layer of Natural Earth in the workshop's shared folder, or `None` with a message.
fn natural_earth(test: &str, layer: &str) -> Option<Vec<Value>> {
    let path: PathBuf = root()
        .join("../shared/data/natural-earth")
        .join(format!("{layer}.geojson.gz"));
    let Ok(packed) = fs::File::open(&path) else {
        // Straight to the stream, past the test harness, which would keep it back.
        skipped(test, &path);
        return None;
    };
    let collection: Value = serde_json::from_reader(std::io::BufReader::new(
        flate2::read::GzDecoder::new(packed),
    ))
    .unwrap();
    Some(collection["features"].as_array().unwrap().clone())
}

fn skipped(test: &str, path: &Path) {
    use std::io::Write;
    let message = format!("SKIPPED {test}: no {}\n", path.display());
    std::io::stderr()
        .lock()
        .write_all(message.as_bytes())
        .unwrap();
}

/// The lines of a GeoJSON geometry.
fn geojson_lines(geometry: &Value) -> Vec<LineString<f64>> {
    let line = |positions: &Value| -> LineString<f64> {
        positions
            .as_array()
            .unwrap()
            .iter()
            .map(|position| (position[0].as_f64().unwrap(), position[1].as_f64().unwrap()))
            .collect()
    };
    match geometry["type"].as_str() {
        Some("LineString") => vec![line(&geometry["coordinates"])],
        Some("MultiLineString") => geometry["coordinates"]
            .as_array()
            .unwrap()
            .iter()
            .map(line)
            .collect(),
        _ => Vec::new(),
    }
}

/// How far rivers of Natural Earth at 1:10m are from the truth: up to 0.5 mm on paper.
const NATURAL_EARTH_M: f64 = 5_000.0;

#[test]
fn rivers_agree_with_natural_earth() {
    let layers = ["ne_10m_rivers_europe", "ne_50m_rivers_lake_centerlines"];
    let mut found: BTreeMap<&str, Vec<LineString<f64>>> = BTreeMap::new();
    let rivers = [("Aras", "place:aras"), ("Kura", "place:kura")];
    for layer in layers {
        let Some(features) = natural_earth("rivers_agree_with_natural_earth", layer) else {
            return;
        };
        for feature in features {
            for (name, id) in rivers {
                if feature["properties"]["name"] == name {
                    found
                        .entry(id)
                        .or_default()
                        .extend(geojson_lines(&feature["geometry"]));
                }
            }
        }
    }
    let mut faults = Vec::new();
    for (name, id) in rivers {
        let Some(theirs) = found.get(id) else {
            skipped(
                &format!("rivers_agree_with_natural_earth for the {name}"),
                Path::new("line of that name in the layers at hand"),
            );
            continue;
        };
        let (ours, precision_m) = course_of(id);
        let positions: Vec<Coord<f64>> = theirs
            .iter()
            .flat_map(|line| line.coords().copied())
            .collect();
        let distances: Vec<f64> = positions
            .iter()
            .map(|&at| distance_m(Point(at), &ours))
            .collect();
        let allowed = precision_m + NATURAL_EARTH_M;
        for (at, distance) in positions.iter().zip(&distances) {
            if *distance > allowed {
                faults.push(format!(
                    "{id}: Natural Earth's {name} at {:.3} E {:.3} N is {:.1} km from ours; {:.1} km are allowed",
                    at.x,
                    at.y,
                    distance / 1000.0,
                    allowed / 1000.0
                ));
            }
        }
        assert!(
            positions.len() >= 20,
            "only {} positions of the {name}",
            positions.len()
        );
    }
    assert!(
        found.contains_key("place:aras"),
        "the layers at hand have the upper Aras"
    );
    none("courses that differ from Natural Earth", &faults);
}

#[test]
fn label_points_of_natural_earth_lie_in_our_countries() {
    let test = "label_points_of_natural_earth_lie_in_our_countries";
    let Some(features) = natural_earth(test, "ne_10m_admin_0_label_points") else {
        return;
    };
    let mut labels: BTreeMap<String, Vec<Point<f64>>> = BTreeMap::new();
    for feature in &features {
        // The volume leaves out far islands; labels of rank 0 are those of the main parts of a country.
        if feature["properties"]["scalerank"] != 0 {
            continue;
        }
        let position = &feature["geometry"]["coordinates"];
        let drawn_with = feature["properties"]["sr_adm0_a3"]
            .as_str()
            .unwrap_or_default();
        // Natural Earth labels Crimea with Russia; the volume follows the United Nations.
        let code = if feature["properties"]["sr_subunit"] == "Crimea" {
            "UKR"
        } else {
            drawn_with
        };
        if let (Some(lon), Some(lat)) = (position[0].as_f64(), position[1].as_f64()) {
            labels
                .entry(code.to_owned())
                .or_default()
                .push(Point::new(lon, lat));
        }
    }
    let mut faults = Vec::new();
    for (code, polygon) in NEAR.iter() {
        let Some(labels) = labels.get(code) else {
            faults.push(format!("{code}: Natural Earth has no label point"));
            continue;
        };
        for label in labels {
            let outside = outside_m(*label, polygon);
            if outside > POLYGON_TOLERANCE_M {
                faults.push(format!(
                    "{code}: Natural Earth's label at {:?} is {:.0} km outside of our polygon",
                    label.x_y(),
                    outside / 1000.0
                ));
            }
        }
        let Some(country) = GAZETTEER.country(code) else {
            continue;
        };
        // The country's own point is as central as a label: nearer to one than a third of the country's extent.
        let bounds = polygon.bounding_rect().unwrap();
        let extent = Geodesic.distance(Point(bounds.min()), Point(bounds.max()));
        let nearest = labels
            .iter()
            .map(|&label| Geodesic.distance(label, country.point))
            .fold(f64::INFINITY, f64::min);
        if nearest > extent / 3.0 {
            faults.push(format!(
                "{}: the point is {:.0} km from any label of Natural Earth; the country is {:.0} km wide",
                country.id,
                nearest / 1000.0,
                extent / 1000.0
            ));
        }
    }
    none("countries that differ from Natural Earth", &faults);
}
