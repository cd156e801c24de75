//! The compiled gazetteer against a plain reading of the rows it was made of, and against damage.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::type_complexity
)]

mod common;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use araxes::built_in;
use araxes::gazetteer::compile::format::{HEADER, SECTION_ROW, Section};
use araxes::gazetteer::compile::merge::label_name;
use araxes::gazetteer::compile::place::{NameRow, PlaceRow};
use araxes::gazetteer::compile::volume::{Files, Volume, files_of_folder};
use araxes::gazetteer::compile::{Builder, Compilation, Of, compile, compile_by};
use araxes::gazetteer::{
    Entry, FeatureClass, Gazetteer, MergeReason, Name, NameKind, NameMatch, Place, PlaceNumber,
    Starts, Token, Validity, VolumeSource, fold, name_key, tokens,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use geo::{Distance, Haversine, Point, Rect};
use proptest::prelude::*;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("gazetteer/caucasus")
}

fn caucasus() -> Volume {
    Volume::read("caucasus", &files_of_folder(&folder()).unwrap()).unwrap()
}

static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| compile(vec![caucasus()]).unwrap().bytes);
static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| Gazetteer::from_bytes("caucasus", BYTES.clone()).unwrap());
static REFERENCE: LazyLock<Reference> = LazyLock::new(|| Reference::of(&caucasus()));

/// Names by key, as a hash table of strings: what the compiled name table must equal.
struct Reference {
    /// Key to the ids and texts of the names that have it.
    names: HashMap<String, BTreeSet<(String, String)>>,
    keys: Vec<String>,
}

impl Reference {
    fn of(volume: &Volume) -> Self {
        let mut names: HashMap<String, BTreeSet<(String, String)>> = HashMap::new();
        let places = volume.places.iter().map(|row| (&row.id, &row.name));
        let routes = volume.routes.iter().map(|row| (&row.id, &row.name));
        let borders = volume.borders.iter().map(|row| (&row.id, &row.name));
        let others = volume.names.iter().map(|(id, name)| (id, &name.text));
        for (id, text) in places.chain(routes).chain(borders).chain(others) {
            names
                .entry(name_key(text))
                .or_default()
                .insert((id.clone(), text.clone()));
        }
        names.remove("");
        let mut keys: Vec<String> = names.keys().cloned().collect();
        keys.sort();
        Self { names, keys }
    }

    fn matches_at(&self, keys: &[&str]) -> Vec<(usize, BTreeSet<(String, String)>)> {
        (1..=keys.len())
            .rev()
            .filter_map(|length| {
                let found = self.names.get(&keys[..length].join(" "))?;
                Some((length, found.clone()))
            })
            .collect()
    }
}

fn told(gazetteer: &Gazetteer, matches: &[NameMatch]) -> BTreeSet<(String, String)> {
    matches
        .iter()
        .map(|&found| {
            (
                gazetteer.describe(found.entry).0.to_owned(),
                gazetteer.name(found).text.to_owned(),
            )
        })
        .collect()
}

fn assert_same_matches(keys: &[&str]) {
    let found: Vec<_> = GAZETTEER
        .matches_at(keys)
        .map(|(length, matches)| (length, told(&GAZETTEER, &matches)))
        .collect();
    assert_eq!(found, REFERENCE.matches_at(keys), "{keys:?}");
}

// ---- Round trip -----------------------------------------------------------------------------------------------------

#[test]
fn every_name_is_found_with_all_it_stands_for() {
    for key in &REFERENCE.keys {
        assert_eq!(
            told(&GAZETTEER, &GAZETTEER.lookup(key)),
            REFERENCE.names[key]
        );
        let mut keys: Vec<&str> = key.split(' ').collect();
        assert_same_matches(&keys);
        keys.push("zzz");
        assert_same_matches(&keys);
    }
}

#[test]
fn every_token_of_the_seeds_finds_what_the_reference_finds() {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for seed in std::fs::read_dir(seeds).unwrap() {
        let text =
            String::from_utf8_lossy(&std::fs::read(seed.unwrap().path()).unwrap()).into_owned();
        let keys: Vec<String> = tokens(&text).map(|token| fold(token.core(&text))).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        for at in 0..keys.len() {
            assert_same_matches(&keys[at..keys.len().min(at + 10)]);
        }
    }
}

/// Every name in a text, told by joining its words one by one.
fn plain_search(text: &str, starts: Starts) -> Vec<(usize, usize, BTreeSet<(String, String)>)> {
    let words: Vec<Token> = tokens(text).collect();
    let mut found = Vec::new();
    for (at, first) in words.iter().enumerate() {
        let letter = first.core(text).chars().next().unwrap();
        if starts == Starts::Capitals && letter.is_lowercase() {
            continue;
        }
        let mut key = String::new();
        for (word, before) in words[at..]
            .iter()
            .zip([first].into_iter().chain(&words[at..]))
        {
            if !key.is_empty() {
                let between = text[before.full_end..word.start].trim();
                let joined = between == "." || between.chars().all(araxes::gazetteer::is_hyphen);
                if before.has_ending() || !joined {
                    break;
                }
                key.push(' ');
            }
            key.push_str(&fold(word.core(text)));
            if let Some(names) = REFERENCE.names.get(&key) {
                found.push((first.start, word.end, names.clone()));
            }
        }
    }
    found
}

fn assert_same_names(text: &str) {
    for starts in [Starts::Capitals, Starts::Every] {
        let mut found = Vec::new();
        GAZETTEER.names_in(text, starts, |one| {
            let names = told(&GAZETTEER, &GAZETTEER.readings(&one));
            found.push((one.start, one.end, names));
        });
        assert_eq!(found, plain_search(text, starts), "{text:?}");
    }
}

#[test]
fn names_in_a_text_are_those_of_a_plain_search() {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for seed in std::fs::read_dir(seeds).unwrap() {
        assert_same_names(&String::from_utf8_lossy(
            &std::fs::read(seed.unwrap().path()).unwrap(),
        ));
    }
    assert_same_names("Нагорный Карабах, Naxçıvan–Baku, ՇՈՒՇԻ. U.S. and the U.S.-Iran; نخجوان");
}

proptest! {
    #[test]
    fn names_in_any_row_of_names_are_those_of_a_plain_search(
        picks in proptest::collection::vec((0_usize..1 << 20, "[ ,.’–-]{1,2}", any::<bool>()), 1..12),
    ) {
        let mut text = String::new();
        for (name, between, capitals) in picks {
            let names = &REFERENCE.names[&REFERENCE.keys[name % REFERENCE.keys.len()]];
            let name = &names.first().unwrap().1;
            text.push_str(&if capitals { name.to_uppercase() } else { name.clone() });
            text.push_str(&between);
        }
        assert_same_names(&text);
    }
}

#[test]
fn rows_come_back_as_they_were_written() {
    let volume = caucasus();
    let mut names: BTreeMap<&str, Vec<NameRow>> = BTreeMap::new();
    for (id, name) in &volume.names {
        names.entry(id).or_default().push(name.clone());
    }
    assert_eq!(GAZETTEER.places().count(), volume.places.len());
    for ((number, place), row) in GAZETTEER.places().zip(&volume.places) {
        assert_eq!((place.id, place.name), (row.id.as_str(), row.name.as_str()));
        assert_eq!(place.feature_class, row.feature_class);
        assert_eq!(place.feature_code, row.feature_code);
        assert_eq!(place.point, row.point, "{}", row.id);
        assert_eq!(place.precision_m.to_bits(), row.precision_m.to_bits());
        assert_eq!(place.countries.to_vec(), row.countries);
        assert_eq!(place.containers.to_vec(), row.containers);
        assert_eq!(place.population, row.population);
        assert_eq!(place.iso, row.iso.as_deref());
        assert_eq!(place.geonameid, row.geonameid);
        assert_eq!(place.wikidata, row.wikidata.as_deref());
        assert_eq!(place.validity, row.validity);
        assert_eq!(place.source, row.source);
        let entry = Entry::Place(number);
        assert_eq!(GAZETTEER.entry(&row.id), Some(entry));
        if let Some(iso) = row.iso.as_deref().filter(|_| row.validity.is_current()) {
            assert_eq!(GAZETTEER.country(iso).map(|place| place.id), Some(place.id));
        }
        let mut expected = vec![label_name(row.name.clone())];
        for name in names.remove(row.id.as_str()).unwrap_or_default() {
            if !expected.contains(&name) {
                expected.push(name);
            }
        }
        let found: Vec<NameRow> = GAZETTEER.names_of(entry).map(row_of).collect();
        assert_eq!(found, expected, "{}", row.id);
    }
    for ((_, route), row) in GAZETTEER.routes().zip(&volume.routes) {
        assert_eq!((route.id, route.name), (row.id.as_str(), row.name.as_str()));
        assert_eq!(
            (route.kind, route.status),
            (row.kind.as_str(), row.status.as_str())
        );
        assert_eq!((route.from, route.to), (row.from.as_str(), row.to.as_str()));
        assert_eq!(route.via.to_vec(), row.via);
        assert_eq!(route.countries.to_vec(), row.countries);
        assert_eq!(route.courses(), row.courses);
    }
    for ((_, border), row) in GAZETTEER.borders().zip(&volume.borders) {
        assert_eq!(
            (border.id, border.name),
            (row.id.as_str(), row.name.as_str())
        );
        assert_eq!(
            (border.kind, border.validity),
            (row.kind.as_str(), row.validity)
        );
        assert_eq!(border.sides.to_vec(), row.sides);
        assert_eq!(border.course(), row.course);
    }
    for row in &volume.waters {
        let Some(Entry::Place(number)) = GAZETTEER.entry(&row.place) else {
            panic!("no {}", row.place)
        };
        let water = GAZETTEER.water(number).unwrap();
        assert_eq!(water.geometry().as_ref(), Some(&row.geometry));
    }
    for code in volume.countries.codes() {
        assert_eq!(
            GAZETTEER.topology().polygons(code),
            volume.countries.polygons(code)
        );
        assert_eq!(
            GAZETTEER.topology().neighbours(code),
            volume.countries.neighbours(code)
        );
    }
}

fn row_of(name: Name<'_>) -> NameRow {
    NameRow {
        text: name.text.to_owned(),
        language: name.language.to_owned(),
        script: name.script.to_owned(),
        kind: name.kind,
        validity: name.validity,
    }
}

#[test]
fn equal_rows_give_equal_bytes() {
    assert!(compile(vec![caucasus()]).unwrap().bytes == *BYTES);
}

proptest! {
    #[test]
    fn any_words_find_what_the_reference_finds(picks in proptest::collection::vec((0_usize..1 << 20, 0_usize..4), 1..6)) {
        let keys: Vec<&str> = picks
            .iter()
            .flat_map(|(name, length)| {
                let key = &REFERENCE.keys[name % REFERENCE.keys.len()];
                key.split(' ').take(length + 1)
            })
            .collect();
        assert_same_matches(&keys);
    }
}

/// Bytes of header and section table.
const HEAD: usize = HEADER + Section::ALL.len() * SECTION_ROW;

// ---- Damage ---------------------------------------------------------------------------------------------------------

/// Asks a gazetteer everything that can be asked.
fn ask_everything(gazetteer: &Gazetteer) {
    for (number, place) in gazetteer.places() {
        assert!(place.point.x().abs() <= 180.0 && place.point.y().abs() <= 90.0);
        black_box(gazetteer.names_of(Entry::Place(number)).count());
        black_box(gazetteer.water(number).map(|water| water.geometry()));
        for id in place.containers.iter().chain([place.id]) {
            black_box(gazetteer.entry(id));
        }
    }
    for (_, route) in gazetteer.routes() {
        black_box(route.courses());
    }
    for (_, border) in gazetteer.borders() {
        black_box((border.course(), border.sides.to_vec()));
    }
    for (_, water) in gazetteer.waters() {
        black_box(water.geometry());
    }
    for code in gazetteer.topology().codes() {
        black_box(gazetteer.topology().polygons(code));
    }
    black_box(gazetteer.topology().shared_line("ARM", "AZE"));
    for key in REFERENCE.keys.iter().step_by(7) {
        for found in gazetteer.lookup(key) {
            black_box((gazetteer.name(found), gazetteer.describe(found.entry)));
        }
    }
    black_box(gazetteer.nearest(Point::new(45.0, 40.0), 50));
    black_box(gazetteer.within(Rect::new((44.0, 39.0), (46.0, 41.0))));
    black_box(gazetteer.border_length("border:ARM-AZE"));
    let _ = gazetteer.verify();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_file_cut_short_is_refused(length in 0_usize..1 << 24) {
        let length = length % BYTES.len();
        let error = Gazetteer::from_bytes("cut.gaz", BYTES[..length].to_vec()).unwrap_err();
        prop_assert!(error.to_string().starts_with("cut.gaz: "), "{}", error);
    }

    #[test]
    fn a_damaged_header_is_refused(at in 0_usize..HEAD, bit in 0_u8..8) {
        let mut bytes = BYTES.clone();
        bytes[at] ^= 1 << bit;
        // Bytes 32 to 64 are reserved, and covered by the checksum like the rest.
        let error = Gazetteer::from_bytes("flipped.gaz", bytes).unwrap_err();
        prop_assert!(error.to_string().starts_with("flipped.gaz: "), "{}", error);
    }

    #[test]
    fn damage_does_no_harm_and_is_found(seeds in proptest::collection::vec((any::<u32>(), any::<u8>()), 1..200)) {
        let mut bytes = BYTES.clone();
        for (at, value) in seeds {
            // The header would be refused.
            let at = HEAD + at as usize % (bytes.len() - HEAD);
            bytes[at] = value;
        }
        let changed = bytes != *BYTES;
        if let Ok(gazetteer) = Gazetteer::from_bytes("damaged.gaz", bytes) {
            ask_everything(&gazetteer);
            // Only padding between sections may change unseen.
            if changed && let Err(error) = gazetteer.verify() {
                prop_assert!(error.to_string().starts_with("damaged.gaz: "), "{}", error);
            }
        }
    }

    #[test]
    fn a_section_overwritten_does_no_harm(start in 0_usize..1 << 24, length in 1_usize..100_000, value in any::<u8>()) {
        let mut bytes = BYTES.clone();
        let start = HEAD + start % (bytes.len() - HEAD);
        let end = bytes.len().min(start + length);
        bytes[start..end].fill(value);
        if let Ok(gazetteer) = Gazetteer::from_bytes("damaged.gaz", bytes) {
            ask_everything(&gazetteer);
        }
    }
}

#[test]
fn foreign_and_older_files_are_named() {
    let foreign = Gazetteer::from_bytes("photo.gaz", b"\xFF\xD8\xFF".to_vec()).unwrap_err();
    assert!(
        foreign
            .to_string()
            .contains("photo.gaz: is not a compiled gazetteer")
    );
    let mut older = BYTES.clone();
    older[8] = 0;
    let older = Gazetteer::from_bytes("old.gaz", older).unwrap_err();
    assert!(
        older.to_string().contains("old.gaz: has version 0"),
        "{older}"
    );
}

// ---- Several volumes ------------------------------------------------------------------------------------------------

const PLACES: &str = "id,name,feature_class,feature_code,lon,lat,precision_m,countries,containers,population,iso,geonameid,wikidata,valid_from,valid_to,source\n";
const NAMES: &str = "id,name,language,script,kind\n";

fn volume(title: &str, places: &str, names: &str) -> Volume {
    let files: Files = [
        (
            "places.csv".to_owned(),
            format!("{PLACES}{places}").into_bytes(),
        ),
        (
            "names.csv".to_owned(),
            format!("{NAMES}{names}").into_bytes(),
        ),
    ]
    .into();
    let volume = Volume::read(title, &files).unwrap();
    assert_eq!(volume.problems, []);
    volume
}

fn open(compilation: &Compilation) -> Gazetteer {
    Gazetteer::from_bytes("test", compilation.bytes.clone()).unwrap()
}

/// Writes a file packed with gzip.
fn pack(path: &Path, content: &[u8]) {
    let mut packer = GzEncoder::new(std::fs::File::create(path).unwrap(), Compression::best());
    packer.write_all(content).unwrap();
    packer.finish().unwrap();
}

#[test]
fn a_packed_volume_is_the_same_as_a_plain_one() {
    let packed = tempfile::tempdir().unwrap();
    let plain = files_of_folder(&folder()).unwrap();
    for (name, content) in &plain {
        pack(&packed.path().join(format!("{name}.gz")), content);
    }
    assert!(files_of_folder(packed.path()).unwrap() == plain);
    // The plain file counts where both are there.
    std::fs::write(packed.path().join("names.csv"), NAMES).unwrap();
    let both = files_of_folder(packed.path()).unwrap();
    assert_eq!(both["names.csv"], NAMES.as_bytes());
    assert_eq!(both["places.csv"], plain["places.csv"]);
}

#[test]
fn a_packed_file_cut_short_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("places.csv.gz");
    pack(&file, PLACES.repeat(50).as_bytes());
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() - 9]).unwrap();
    let error = files_of_folder(folder.path()).unwrap_err().to_string();
    assert!(error.contains("places.csv.gz: "), "{error}");
}

#[test]
fn places_of_two_volumes_merge_by_number_and_by_name_and_distance() {
    let world = volume(
        "world",
        "world:1,Shusha,P,PPLA2,46.75,39.76,1000,AZE,world:9,5000,,585,Q1,,,w\n\
         world:2,Goris,P,PPLA2,46.34,39.51,1000,ARM,,,,,,,,w\n\
         world:3,Goris,P,PPL,-80.0,39.51,1000,USA,,,,,,,,w\n\
         world:4,Tegh,P,PPL,46.48,39.56,1000,ARM,world:1,,,,,,,w\n",
        "world:1,Schuscha,de,Latn,exonym\n",
    );
    let ours = volume(
        "ours",
        "place:shusha,Shushi,P,PPLA2,46.7497,39.7601,500,AZE,,,,585,,,,o\n\
         place:goris,Goris,P,PPLA2,46.3382,39.5108,500,ARM,,,,,,,,o\n",
        "place:shusha,Şuşa,az,Latn,endonym\n",
    );
    let compilation = compile(vec![world, ours]).unwrap();
    let reasons: Vec<(&str, &str)> = compilation
        .merges
        .iter()
        .map(|merge| (merge.earlier.as_str(), merge.id.as_str()))
        .collect();
    assert_eq!(
        reasons,
        [("world:1", "place:shusha"), ("world:2", "place:goris")]
    );
    assert_eq!(compilation.merges[0].reason, MergeReason::GeoNames);
    assert!(matches!(
        compilation.merges[1].reason,
        MergeReason::NameAndDistance { metres } if metres < 1000.0
    ));
    let gazetteer = open(&compilation);
    assert_eq!(gazetteer.places().count(), 4);
    let shusha = gazetteer.place_by_id("world:1").unwrap();
    assert_eq!((shusha.id, shusha.name), ("place:shusha", "Shushi"));
    // What the later row leaves open comes from the earlier one.
    assert_eq!(
        (shusha.population, shusha.wikidata),
        (Some(5000), Some("Q1"))
    );
    assert_eq!(
        gazetteer.entry("geonames:585"),
        gazetteer.entry("place:shusha")
    );
    assert_eq!(
        gazetteer.entry("wikidata:Q1"),
        gazetteer.entry("place:shusha")
    );
    for name in ["Shusha", "Shushi", "Schuscha", "Şuşa"] {
        let found = gazetteer.lookup(name);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(gazetteer.describe(found[0].entry).0, "place:shusha");
    }
    let tegh = gazetteer.place_by_id("world:4").unwrap();
    assert_eq!(tegh.containers.to_vec(), ["place:shusha"]);
}

#[test]
fn a_later_file_overrides_and_extends_an_earlier_one() {
    let folder = tempfile::tempdir().unwrap();
    let ours = volume(
        "ours",
        "place:goris,Goris town,P,PPLA2,46.3,39.5,500,ARM,,12345,,,,,,o\n",
        "place:baku,Ourbaku,en,Latn,variant\nplace:nowhere,Nowherename,en,Latn,variant\n",
    );
    let compilation = compile(vec![ours]).unwrap();
    assert_eq!(compilation.foreign, ["place:baku", "place:nowhere"]);
    let file = folder.path().join("ours.gaz");
    std::fs::write(&file, &compilation.bytes).unwrap();
    let gazetteer = built_in::open(&[
        VolumeSource::BuiltIn(built_in::CAUCASUS),
        built_in::source_at(&file),
    ])
    .unwrap();
    // Names for ids that no gazetteer has are reported, names for those of another one are used.
    let problems: Vec<String> = gazetteer
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("place:nowhere"));
    let found = gazetteer.lookup("Ourbaku");
    assert_eq!(gazetteer.describe(found[0].entry).0, "place:baku");
    assert!(
        gazetteer
            .names_of(found[0].entry)
            .any(|name| name.text == "Ourbaku")
    );
    assert_eq!(gazetteer.lookup("Nowherename"), []);
    for name in ["Goris town", "Գորիս"] {
        let found = gazetteer.lookup(name);
        let Entry::Place(number) = found[0].entry else {
            panic!("{name} is a place")
        };
        assert_eq!(gazetteer.place(number).population, Some(12345), "{name}");
    }
    let ids: Vec<&str> = gazetteer.places().map(|(_, place)| place.id).collect();
    assert_eq!(ids.iter().filter(|id| **id == "place:goris").count(), 1);
}

#[test]
fn a_place_of_two_files_is_one_place_if_its_numbers_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let save = |title: &str, places: &str, names: &str| {
        let file = folder.path().join(format!("{title}.gaz"));
        let bytes = compile(vec![volume(title, places, names)]).unwrap().bytes;
        std::fs::write(&file, bytes).unwrap();
        built_in::source_at(&file)
    };
    let world = save(
        "world",
        "place:geonames-585,Shusha,P,PPLA2,46.75,39.76,1000,AZE,,5000,,585,,,,w\n\
         place:2,Goris,P,PPLA2,46.34,39.51,1000,ARM,,,,,Q2,,,w\n\
         place:3,Shusha,P,PPL,10.0,39.51,1000,ITA,,,,99,Q99,,,w\n",
        "geonames:585,Schuscha,de,Latn,exonym\n",
    );
    let ours = save(
        "ours",
        "place:shusha,Shusha,P,PPLA2,46.7497,39.7601,500,AZE,,,,585,,,,o\n\
         place:goris,Gorisi,P,PPLA2,46.3382,39.5108,500,ARM,,,,,Q2,,,o\n",
        "place:geonames-99,Shoosha,en,Latn,variant\n",
    );
    let gazetteer = built_in::open(&[world, ours]).unwrap();
    assert_eq!(gazetteer.problems(), []);
    let meant = |name: &str| -> BTreeSet<String> {
        let found = gazetteer.lookup(name).into_iter();
        found
            .map(|found| gazetteer.describe(found.entry).0.to_owned())
            .collect()
    };
    let both = BTreeSet::from(["place:3".to_owned(), "place:shusha".to_owned()]);
    assert_eq!(meant("Shusha"), both);
    assert_eq!(
        meant("Schuscha"),
        BTreeSet::from(["place:shusha".to_owned()])
    );
    assert_eq!(meant("Goris"), BTreeSet::from(["place:goris".to_owned()]));
    // A name for a number that only the other file has goes to that file's place.
    assert_eq!(meant("Shoosha"), BTreeSet::from(["place:3".to_owned()]));
    assert_eq!(gazetteer.places().count(), 3);
    assert_eq!(
        gazetteer.entry("place:geonames-585"),
        gazetteer.entry("place:shusha")
    );
    let names: Vec<&str> = gazetteer
        .names_of(gazetteer.entry("place:shusha").unwrap())
        .map(|name| name.text)
        .collect();
    assert_eq!(names, ["Shusha", "Shusha", "Schuscha"]);
    let near = gazetteer.nearest(Point::new(46.75, 39.76), 10);
    assert_eq!(near.len(), 3);
}

#[test]
fn volumes_opened_together_say_what_they_say_compiled_together() {
    let world = || {
        volume(
            "world",
            "world:1,Shusha,P,PPLA2,46.75,39.76,1000,AZE,world:9,5000,,585,Q1,,,w\n\
             world:2,Goris,P,PPLA2,46.34,39.51,1000,ARM,world:9,20000,,,Q2,,,w\n\
             world:3,Goris,P,PPL,-80.0,39.51,1000,USA,,7,,,,,,w\n\
             world:5,Goris,T,MT,46.34,39.51,1000,ARM,,,,,,,,w\n\
             world:9,Zangezur,L,RGN,46.5,39.5,9000,ARM,,,,,,,,w\n",
            "world:1,Schuscha,de,Latn,exonym\nworld:2,Gerusy,ru,Latn,exonym\n",
        )
    };
    let ours = || {
        volume(
            "ours",
            "place:shusha,Shushi,P,PPLA2,46.7497,39.7601,500,,,,,585,,,,o\n\
             place:goris,GORIS,P,PPLA2,46.3382,39.5108,500,,,,,,,,,o\n\
             place:far,Goris,P,PPL,20,20,500,,,,,,,,,o\n",
            "place:shusha,Şuşa,az,Latn,endonym\n",
        )
    };
    let compiled = compile(vec![world(), ours()]).unwrap();
    let together = open(&compiled);
    let folder = tempfile::tempdir().unwrap();
    let save = |volume: Volume| {
        let file = folder.path().join(format!("{}.gaz", volume.title));
        std::fs::write(&file, compile(vec![volume]).unwrap().bytes).unwrap();
        built_in::source_at(&file)
    };
    let layered = built_in::open(&[save(world()), save(ours())]).unwrap();
    let rows = |gazetteer: &Gazetteer| -> BTreeSet<String> {
        let rows = gazetteer.places().map(|(number, place)| {
            let names = gazetteer.names_of(Entry::Place(number));
            let names: BTreeSet<&str> = names.map(|name| name.text).collect();
            format!("{place:?} {names:?}")
        });
        rows.collect()
    };
    // But for a label that the later row replaces: a file that is open keeps it as a name.
    let without = |rows: BTreeSet<String>| -> BTreeSet<String> {
        rows.into_iter()
            .map(|row| row.replace("\"Goris\", ", ""))
            .collect()
    };
    assert_eq!(without(rows(&layered)), without(rows(&together)));
    let goris = layered.place_by_id("world:2").unwrap();
    assert_eq!(
        (goris.id, goris.population, goris.wikidata),
        ("place:goris", Some(20000), Some("Q2"))
    );
    assert_eq!(goris.countries.to_vec(), ["ARM"]);
    assert_eq!(goris.containers.to_vec(), ["world:9"]);
    let decisions: Vec<(String, String)> = layered
        .merges()
        .into_iter()
        .map(|merge| (merge.earlier, merge.id))
        .collect();
    // By its number in GeoNames, and by its label.
    let one = |earlier: &str, id: &str| (earlier.to_owned(), id.to_owned());
    assert_eq!(
        decisions,
        [
            one("world:1", "place:shusha"),
            one("world:2", "place:goris")
        ]
    );
    for name in ["Gerusy", "Goris"] {
        let found = layered.lookup(name);
        let ids: BTreeSet<&str> = found
            .iter()
            .map(|found| layered.describe(found.entry).0)
            .collect();
        assert!(
            ids.contains("place:goris") && !ids.contains("world:2"),
            "{name}: {ids:?}"
        );
    }
    assert_eq!(layered.places().count(), 6);
}

#[test]
fn nearest_and_within_are_those_of_a_plain_search() {
    let all: Vec<(PlaceNumber, Place<'_>)> = GAZETTEER.places().collect();
    for at in [(45.0, 40.0), (-180.0, 10.0), (0.0, 90.0)] {
        let point = Point::from(at);
        let mut plain: Vec<(PlaceNumber, f64)> = all
            .iter()
            .map(|(number, place)| (*number, Haversine.distance(place.point, point)))
            .collect();
        plain.sort_by(|left, right| left.1.total_cmp(&right.1));
        let found = GAZETTEER.nearest(point, 25);
        assert_eq!(found.len(), 25);
        for (found, plain) in found.iter().zip(&plain) {
            assert!((found.1 - plain.1).abs() < 0.01, "{found:?} {plain:?}");
        }
    }
    let area = Rect::new((44.5, 39.5), (46.0, 40.5));
    let inside = |place: &Place<'_>| {
        (44.5..=46.0).contains(&place.point.x()) && (39.5..=40.5).contains(&place.point.y())
    };
    let plain: Vec<PlaceNumber> = all
        .iter()
        .filter(|(_, place)| inside(place))
        .map(|(number, _)| *number)
        .collect();
    assert!(plain.len() > 20);
    assert_eq!(GAZETTEER.within(area), plain);
}

#[test]
fn landmarks_are_those_of_a_plain_search() {
    for gazetteer in [&*GAZETTEER, &*common::GAZETTEER] {
        let landmarks = gazetteer.landmarks(500_000);
        let is_landmark = |place: &Place<'_>| {
            place.is_country() || place.is_capital() || place.population >= Some(500_000)
        };
        let plain: Vec<PlaceNumber> = gazetteer
            .places()
            .filter(|(_, place)| is_landmark(place))
            .map(|(number, _)| number)
            .collect();
        assert!(plain.len() > 5, "{}", plain.len());
        assert!(landmarks.is_sorted());
        let among_plain: Vec<PlaceNumber> = landmarks
            .into_iter()
            .filter(|number| is_landmark(&gazetteer.place(*number)))
            .collect();
        assert_eq!(among_plain, plain);
    }
}

#[test]
fn published_lengths_of_borders_are_in_the_file() {
    for (id, metres) in caucasus().border_lengths_m {
        assert_eq!(GAZETTEER.border_length(&id), Some(metres));
    }
    assert_eq!(GAZETTEER.border_length("border:ARM-AZE"), Some(996_000.0));
    assert_eq!(GAZETTEER.border_length("border:none"), None);
}

// ---- Rows as they come ----------------------------------------------------------------------------------------------

fn place_row(id: &str, name: &str, geonameid: Option<u64>, containers: &[&str]) -> PlaceRow {
    PlaceRow {
        id: id.to_owned(),
        name: name.to_owned(),
        feature_class: FeatureClass::P,
        feature_code: "PPL".to_owned(),
        point: Point::new(45.0, 40.0),
        precision_m: 1000.0,
        countries: vec!["ARM".to_owned()],
        containers: containers.iter().map(|&id| id.to_owned()).collect(),
        population: None,
        iso: None,
        geonameid,
        wikidata: None,
        validity: Validity::default(),
        source: "test".to_owned(),
    }
}

fn variant(text: &str) -> NameRow {
    NameRow {
        text: text.to_owned(),
        language: "hy".to_owned(),
        script: "Latn".to_owned(),
        kind: NameKind::Variant,
        validity: Validity::default(),
    }
}

#[test]
fn however_few_names_are_sorted_at_a_time_the_bytes_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let few = Builder::new(folder.path()).sorting(500);
    assert!(compile_by(vec![caucasus()], few).unwrap().bytes == *BYTES);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_a_spelling_stands_for_is_in_order_whichever_name_texts_are_compared_with() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::new(folder.path());
    builder.volume("test", Vec::new());
    let names = ["Wé", "Ẃe", "We", "W\u{113}", "We"];
    for (number, name) in (1..).zip(names) {
        builder
            .place(&place_row(&format!("place:{number}"), name, None, &[]))
            .unwrap();
    }
    let out = folder.path().join("test.gaz");
    builder.finish(&out).unwrap();
    let gazetteer = built_in::open(&[built_in::source_at(&out)]).unwrap();
    gazetteer.verify().unwrap();
    let found: Vec<&str> = gazetteer
        .lookup("we")
        .into_iter()
        .map(|found| gazetteer.describe(found.entry).0)
        .collect();
    assert_eq!(
        found,
        ["place:1", "place:2", "place:3", "place:4", "place:5"]
    );
    for text in ["We", "WE", "Wé", "Wē"] {
        let mut readings = Vec::new();
        gazetteer.names_in(text, Starts::Capitals, |one| {
            readings.push(gazetteer.readings(&one).len());
        });
        assert_eq!(readings, [5], "{text}");
    }
}

#[test]
fn rows_refer_to_rows_that_follow() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::new(folder.path());
    builder.volume("test", Vec::new());
    builder.name(Of::GeoNames(7), &variant("Before")).unwrap();
    builder
        .name(Of::Id("place:own"), &variant("Early"))
        .unwrap();
    builder.container(Of::GeoNames(7), Of::GeoNames(9)).unwrap();
    let inside = ["ref:admin1:AM.01", "geonames:9", "ref:admin1:AM.99"];
    let row = place_row("place:geonames-7", "Seven", Some(7), &inside);
    let seven = builder.place(&row).unwrap();
    builder
        .place(&place_row("place:own", "Own", None, &["place:geonames-7"]))
        .unwrap();
    let division = builder
        .place(&place_row("place:geonames-8", "Division", Some(8), &[]))
        .unwrap();
    builder.answer_to(division, "ref:admin1:AM.01").unwrap();
    builder
        .place(&place_row("place:land", "Land", Some(9), &[]))
        .unwrap();
    builder.name(Of::Place(seven), &variant("After")).unwrap();
    builder
        .name(Of::Id("place:land"), &variant("Homeland"))
        .unwrap();
    builder
        .name(Of::GeoNames(1000), &variant("Elsewhere"))
        .unwrap();
    assert!(builder.knows(Of::GeoNames(9)) && !builder.knows(Of::GeoNames(1000)));
    let out = folder.path().join("test.gaz");
    let built = builder.finish(&out).unwrap();
    assert_eq!((built.places, built.names), (4, 9));
    assert_eq!(built.foreign, ["geonames:1000"]);
    assert_eq!(built.dangling, ["ref:admin1:AM.99"]);
    assert_eq!(built.bytes, std::fs::metadata(&out).unwrap().len());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let gazetteer = built_in::open(&[built_in::source_at(&out)]).unwrap();
    gazetteer.verify().unwrap();
    for (name, id) in [
        ("Before", "place:geonames-7"),
        ("After", "place:geonames-7"),
        ("Early", "place:own"),
        ("Homeland", "place:land"),
        ("Division", "place:geonames-8"),
    ] {
        let found = gazetteer.lookup(name);
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(gazetteer.describe(found[0].entry).0, id, "{name}");
    }
    let seven = gazetteer.place_by_id("geonames:7").unwrap();
    assert_eq!(seven.id, "place:geonames-7");
    assert_eq!(
        seven.containers.to_vec(),
        ["place:geonames-8", "place:land"]
    );
    let own = gazetteer.place_by_id("place:own").unwrap();
    assert_eq!(own.containers.to_vec(), ["place:geonames-7"]);
    // The id that would follow from its number finds a place that has another.
    assert_eq!(
        gazetteer.place_by_id("place:geonames-9").unwrap().id,
        "place:land"
    );
}

#[test]
fn a_later_volume_of_rows_overrides_the_earlier_by_number() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::new(folder.path());
    builder.volume("world", Vec::new());
    let mut row = place_row("place:geonames-585", "Shusha", Some(585), &["place:x"]);
    row.population = Some(5000);
    builder.place(&row).unwrap();
    let mut row = place_row("old:goris", "Goris", None, &[]);
    row.wikidata = Some("Q2".to_owned());
    builder.place(&row).unwrap();
    builder.volume("ours", Vec::new());
    builder
        .place(&place_row("place:shusha", "Shushi", Some(585), &[]))
        .unwrap();
    let mut row = place_row("place:goris", "Goris", None, &["old:goris"]);
    row.wikidata = Some("Q2".to_owned());
    builder.place(&row).unwrap();
    let (bytes, built) = builder.finish_in_memory().unwrap();
    let merges: Vec<String> = built.merges.iter().map(ToString::to_string).collect();
    assert_eq!(
        merges,
        [
            "place:geonames-585 is place:shusha: same number in GeoNames",
            "old:goris is place:goris: same item in Wikidata"
        ]
    );
    let gazetteer = Gazetteer::from_bytes("test", bytes).unwrap();
    assert_eq!(gazetteer.places().count(), 2);
    let shusha = gazetteer.place_by_id("place:geonames-585").unwrap();
    assert_eq!((shusha.id, shusha.name), ("place:shusha", "Shushi"));
    assert_eq!(shusha.population, Some(5000));
    assert_eq!(shusha.containers.to_vec(), ["place:x"]);
    assert_eq!(gazetteer.lookup("Shusha").len(), 1);
    let goris = gazetteer.place_by_id("old:goris").unwrap();
    assert_eq!(goris.id, "place:goris");
    assert_eq!(goris.containers.to_vec(), ["place:goris"]);
}

#[test]
fn an_id_listed_twice_in_one_volume_is_reported() {
    let twice = volume(
        "twice",
        "place:a,Aname,P,PPL,1,1,,,,,,,,,,\nplace:a,Bname,P,PPL,2,2,,,,,,,,,,\n",
        "",
    );
    let compilation = compile(vec![twice]).unwrap();
    assert!(
        compilation.problems[0]
            .to_string()
            .contains("place:a is listed twice")
    );
    assert_eq!(
        open(&compilation).place_by_id("place:a").unwrap().name,
        "Bname"
    );
}
