//! The tables of GeoNames, in small and partly made up.

use super::*;
use jiff::civil::date;

/// A row of a table of places.
pub fn row(
    number: u32,
    names: [&str; 3],
    [lat, lon]: [&str; 2],
    feature: [&str; 2],
    codes: [&str; 3],
    population: u64,
) -> String {
    let [name, ascii, others] = names;
    let [class, code] = feature;
    let [country, first, second] = codes;
    format!(
        "{number}\t{name}\t{ascii}\t{others}\t{lat}\t{lon}\t{class}\t{code}\t{country}\t\t{first}\t{second}\t\t\t{population}\t\t990\tAsia/Yerevan\t2024-01-01\n"
    )
}

pub fn places() -> String {
    [
        row(
            174_982,
            ["Republic of Armenia", "Republic of Armenia", "ARM,Armenien"],
            ["40.25", "45"],
            ["A", "PCLI"],
            ["AM", "00", ""],
            2_951_776,
        ),
        row(
            616_051,
            ["Yerevan", "Yerevan", ""],
            ["40.18", "44.51"],
            ["A", "ADM1"],
            ["AM", "11", ""],
            0,
        ),
        row(
            616_052,
            ["Yerevan", "Yerevan", "EVN,Erevan,Երևան"],
            ["40.18111", "44.51361"],
            ["P", "PPLC"],
            ["AM", "11", ""],
            1_093_485,
        ),
        row(
            90_000_001,
            ["Phokraberd", "Phokraberd", "Small Castle,Փոքրաբերդ"],
            ["40.5", "44.25"],
            ["P", "PPL"],
            ["AM", "01", ""],
            120,
        ),
        row(
            90_000_002,
            ["Wardaghbyur", "Wardaghbyur", ""],
            ["40.501", "44.251"],
            ["P", "PPLX"],
            ["AM", "01", ""],
            0,
        ),
    ]
    .concat()
}

pub const COUNTRIES: &str = "# ISO\tISO3\t…\n\
    AM\tARM\t051\tAM\tArmenia\tYerevan\t29800\t2951776\tAS\t.am\tAMD\tDram\t374\t######\t^(\\d{6})$\thy\t174982\tGE,IR,AZ,TR\t\n";

pub const FIRST_DIVISIONS: &str =
    "AM.11\tYerevan\tYerevan\t616051\nAM.01\tAragatsotn\tAragatsotn\t828259\n";

pub const HIERARCHY: &str = "90000001\t90000002\t\n6255147\t174982\tADM\n6295630\t6255147\t\n";

pub const NAMES: &str = "1\t616052\thy\tԵրևան\t1\t\t\t\t\t\n\
    2\t616052\tru\tЕреван\t\t\t\t\t\t\n\
    3\t616052\tru\tЭривань\t\t\t\t1\t1827\t1936\n\
    4\t616052\twkdt\tQ1953\t\t\t\t\t\t\n\
    5\t616052\tlink\thttps://en.wikipedia.org/wiki/Yerevan\t\t\t\t\t\t\n\
    6\t616052\tiata\tEVN\t\t\t\t\t\t\n\
    7\t90000001\ten\tSmall Castle\t\t\t1\t\t\t\n\
    8\t90000001\tabbr\tPhB\t\t\t\t\t\t\n\
    9\t4711\ten\tNowhere at All\t\t\t\t\t\t\n\
    10\t90000001\tfa\tقلعه کوچک\t\t\t\t\tlong ago\t\n";

/// All tables as plain files.
fn tables(folder: &Folder) -> Vec<PathBuf> {
    vec![
        folder.write("AM.txt", places()),
        folder.write("countryInfo.txt", COUNTRIES),
        folder.write("admin1CodesASCII.txt", FIRST_DIVISIONS),
        folder.write("hierarchy.txt", HIERARCHY),
        folder.write("alternateNamesV2.txt", NAMES),
    ]
}

fn import(paths: &[PathBuf], out: &Path, more: &[&str]) -> Run {
    let mut arguments: Vec<&dyn AsRef<OsStr>> =
        vec![&"gazetteer", &"import", &"geonames", &"-o", &out];
    arguments.extend(more.iter().map(|flag| flag as &dyn AsRef<OsStr>));
    arguments.extend(paths.iter().map(|path| path as &dyn AsRef<OsStr>));
    araxes(&arguments)
}

/// What every way of giving the tables must come to.
#[track_caller]
fn check(file: &Path) {
    let gazetteer = open(file);
    for name in ["Yerevan", "Երևան", "Ереван", "Эривань"] {
        let found: Vec<_> = gazetteer
            .lookup(name)
            .into_iter()
            .filter_map(|found| match found.entry {
                Entry::Place(number) => Some(gazetteer.place(number)),
                _ => None,
            })
            .filter(|place| place.feature_code == "PPLC")
            .collect();
        let [yerevan] = found.as_slice() else {
            panic!("{name}: {found:?}");
        };
        assert_near(*yerevan, 44.51361, 40.18111);
        assert_eq!(yerevan.id, "place:yerevan", "the id of the built-in volume");
        assert_eq!(yerevan.geonameid, Some(616_052));
        assert_eq!(yerevan.wikidata, Some("Q1953"));
        assert_eq!(yerevan.population, Some(1_093_485));
        assert_eq!(yerevan.countries.to_vec(), ["ARM"]);
        let containers = yerevan.containers.to_vec();
        assert!(
            containers.contains(&"place:armenia".to_owned()),
            "{containers:?}"
        );
        let division = gazetteer.place_by_id(&containers[0]).unwrap();
        assert_eq!(division.geonameid, Some(616_051));
    }
    assert_eq!(
        manner(&gazetteer, "Эривань"),
        (
            "ru".to_owned(),
            NameKind::Historical,
            Some(date(1827, 1, 1)),
            Some(date(1936, 12, 31))
        )
    );
    assert_eq!(manner(&gazetteer, "Ереван").1, NameKind::Exonym);
    assert_eq!(manner(&gazetteer, "Երևան").1, NameKind::Official);
    let quarter = place(&gazetteer, "Wardaghbyur");
    assert_eq!(
        quarter.containers.iter().next(),
        Some("place:geonames-90000001"),
        "hierarchy.txt tells what a quarter belongs to"
    );
    let armenia = place(&gazetteer, "Armenia");
    assert_eq!((armenia.id, armenia.iso), ("place:armenia", Some("ARM")));
    assert_eq!(place(&gazetteer, "Republic of Armenia").id, "place:armenia");
    for code in ["EVN", "Q1953", "Nowhere at All"] {
        assert_eq!(gazetteer.lookup(code), [], "{code}");
    }
}

#[test]
fn names_in_several_languages_find_point_containers_and_validity() {
    let folder = Folder::new();
    let out = folder.path("am.gaz");
    let run = import(&tables(&folder), &out, &[]).ended(0);
    run.says("5 places");
    run.says("1 mended: not-a-date");
    run.says("alternateNamesV2.txt:10: “long ago” is not a date");
    check(&out);
}

#[test]
fn archives_are_read_in_place_and_folders_too() {
    let folder = Folder::new();
    let country = zip(&[
        ("AM.txt", places().as_bytes()),
        ("readme.txt", b"Read me.\n"),
    ]);
    let names = zip(&[
        ("alternateNamesV2.txt", NAMES.as_bytes()),
        ("iso-languagecodes.txt", b"a\tb\tc\td\n"),
    ]);
    folder.write("dump/AM.zip", country);
    folder.write("dump/alternateNamesV2.zip", names);
    folder.write("dump/countryInfo.txt", COUNTRIES);
    folder.write("dump/admin1CodesASCII.txt", FIRST_DIVISIONS);
    folder.write(
        "dump/hierarchy.zip",
        zip(&[("hierarchy.txt", HIERARCHY.as_bytes())]),
    );
    let out = folder.path("am.gaz");
    import(&[folder.path("dump")], &out, &[]).ended(0);
    check(&out);
}

#[test]
fn tables_are_known_by_their_shape_whatever_they_are_called() {
    let folder = Folder::new();
    let renamed: Vec<PathBuf> = tables(&folder)
        .into_iter()
        .enumerate()
        .map(|(number, path)| {
            let to = folder.path(&format!("download-{number}.dat"));
            std::fs::rename(path, &to).unwrap();
            to
        })
        .collect();
    let out = folder.path("am.gaz");
    import(&renamed, &out, &[]).ended(0);
    check(&out);
}

#[test]
fn without_the_table_of_names_those_in_the_table_of_places_are_taken() {
    let folder = Folder::new();
    let out = folder.path("am.gaz");
    import(&[folder.write("AM.txt", places())], &out, &[]).ended(0);
    let gazetteer = open(&out);
    assert_eq!(place(&gazetteer, "Փոքրաբերդ").geonameid, Some(90_000_001));
    assert_eq!(manner(&gazetteer, "Փոքրաբերդ").0, "und");
    assert_eq!(
        gazetteer.lookup("EVN"),
        [],
        "airport codes are words of every text"
    );
    assert_eq!(manner(&gazetteer, "ARM").1, NameKind::Abbreviation);
    assert_eq!(
        place(&gazetteer, "Phokraberd").containers.to_vec(),
        ["place:armenia"],
        "the country is known by its code"
    );
}

#[test]
fn every_bad_row_is_reported_with_line_and_reason() {
    let folder = Folder::new();
    let good = row(
        1_000_001,
        ["Good", "Good", ""],
        ["40", "45"],
        ["P", "PPL"],
        ["AM", "", ""],
        0,
    );
    let bad: Vec<(Vec<u8>, &str, &str)> = vec![
        (
            b"1\t2\t3\n".to_vec(),
            "wrong-columns",
            "has 3 columns instead of 19",
        ),
        (
            good.replace("Good", "Go\u{0}od").into_bytes(),
            "nul-byte",
            "NUL",
        ),
        (good.clone().into_bytes(), "duplicate-id", "given before"),
        (
            good.replace("1000001", "x").into_bytes(),
            "not-a-number",
            "“x” is no number",
        ),
        (
            good.replace("1000001", "1000002")
                .replace("\t40\t", "\tforty\t")
                .into_bytes(),
            "not-a-number",
            "column latitude",
        ),
        (
            good.replace("1000001", "1000003")
                .replace("\t40\t45\t", "\t145\t40\t")
                .into_bytes(),
            "swapped",
            "swap",
        ),
        (
            good.replace("1000001", "1000004")
                .replace("\t40\t45\t", "\t45\t40\t")
                .into_bytes(),
            "swapped",
            "far from ARM",
        ),
        (
            good.replace("1000001", "1000005")
                .replace("\t45\t", "\t999\t")
                .into_bytes(),
            "off-earth",
            "not on the earth",
        ),
        (
            good.replace("1000001", "1000006")
                .replace("PPL", "QQQ")
                .into_bytes(),
            "unknown-feature-code",
            "“P.QQQ”",
        ),
        (
            good.replace("1000001", "1000007")
                .replace("Good", "")
                .into_bytes(),
            "no-name",
            "has no name",
        ),
        (
            good.replace("1000001", "4000000000").into_bytes(),
            "not-a-number",
            "higher than any number",
        ),
    ];
    let mut table = good.clone().into_bytes();
    for (row, _, _) in &bad {
        table.extend(row);
    }
    table.extend(b"2000001\tBad \xFF\xFE\n");
    let path = folder.write("AM.txt", table);
    let (out, rejects) = (folder.path("am.gaz"), folder.path("rejects.csv"));
    let run = import(
        std::slice::from_ref(&path),
        &out,
        &["--rejects", rejects.to_str().unwrap()],
    )
    .ended(2);
    let mut rows = csv::Reader::from_path(&rejects).unwrap();
    let rows: Vec<[String; 5]> = rows.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), bad.len() + 1);
    for (number, (_, reason, detail)) in (2..).zip(&bad) {
        let [file, line, _, found, said] = &rows[number - 2];
        assert_eq!(
            (file.as_str(), line),
            (path.to_str().unwrap(), &number.to_string())
        );
        assert_eq!(found, reason, "line {number}");
        assert!(said.contains(detail), "line {number}: {said}");
        run.says(&format!("AM.txt:{number}: "));
    }
    assert_eq!(rows[bad.len()][3], "not-utf-8");
    run.says("3 refused: not-a-number");
    // What is only mended is in the gazetteer.
    let gazetteer = open(&out);
    assert!(gazetteer.place_by_id("place:geonames-1000006").is_some());
    assert_eq!(gazetteer.places().count(), 2);
    // A strict import writes nothing, and leaves what was there.
    std::fs::write(&out, "what was there").unwrap();
    import(&[path], &out, &["--strict"])
        .ended(1)
        .says("--strict");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "what was there");
    assert_eq!(folder.names(), ["AM.txt", "am.gaz", "rejects.csv"]);
}

#[test]
fn many_rows_of_one_fault_are_counted_and_the_first_shown() {
    let folder = Folder::new();
    let table = places() + &"1\t2\n".repeat(1_000);
    let run = import(
        &[folder.write("AM.txt", table)],
        &folder.path("am.gaz"),
        &[],
    )
    .ended(2);
    run.says("1000 refused: wrong-columns, of which the first 20 are shown");
    assert_eq!(run.messages.matches("error: ").count(), 20);
}

#[test]
fn files_that_cannot_be_read_are_named_and_nothing_is_written() {
    let folder = Folder::new();
    let out = folder.path("out.gaz");
    let whole = zip(&[("AM.txt", places().as_bytes())]);
    let mut flipped = whole.clone();
    flipped[60] ^= 0xFF;
    let cases = [
        (folder.path("missing.txt"), "missing.txt"),
        (folder.write("empty.txt", ""), "is empty"),
        (
            folder.write("cut.zip", &whole[..whole.len() / 2]),
            "is no zip archive, or not all of one",
        ),
        (folder.write("flipped.zip", flipped), "flipped.zip"),
        (
            folder.write("no.zip", "PK but no more"),
            "is no zip archive",
        ),
        (
            folder.write("letter.txt", "Dear Sir or Madam\n"),
            "is no table of GeoNames",
        ),
        (
            folder.write("countryInfo.txt", COUNTRIES),
            "none of these is a table of places",
        ),
        (
            folder.write(
                "all-bad.txt",
                row(
                    1,
                    ["Far", "Far", ""],
                    ["95", "181"],
                    ["P", "PPL"],
                    ["", "", ""],
                    0,
                ),
            ),
            "no place in it can be used",
        ),
    ];
    for (path, message) in cases {
        let run = import(std::slice::from_ref(&path), &out, &[]).ended(1);
        run.says(message);
        assert!(!out.exists(), "{}", path.display());
    }
    assert!(
        folder
            .names()
            .iter()
            .all(|name| !name.starts_with(".araxes"))
    );
}

#[test]
fn equal_tables_give_equal_bytes() {
    let folder = Folder::new();
    let tables = tables(&folder);
    let (first, second) = (folder.path("1.gaz"), folder.path("2.gaz"));
    import(&tables, &first, &[]).ended(0);
    import(&tables, &second, &[]).ended(0);
    assert!(std::fs::read(first).unwrap() == std::fs::read(second).unwrap());
}

/// The import of a large table is killed in its midst.
#[test]
fn an_interrupted_import_leaves_no_half_file() {
    let folder = Folder::new();
    let mut table = String::new();
    for number in 0..200_000 {
        let name = format!("Place {number}");
        table += &row(
            1_000_000 + number,
            [&name, &name, ""],
            ["40", "45"],
            ["P", "PPL"],
            ["AM", "01", ""],
            0,
        );
    }
    let (table, out) = (folder.write("AM.txt", table), folder.path("am.gaz"));
    std::fs::write(&out, "what was there").unwrap();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("araxes"))
        .args(["gazetteer", "import", "geonames"])
        .arg(table)
        .arg("-o")
        .arg(&out)
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(150));
    assert!(
        child.try_wait().unwrap().is_none(),
        "the import was over before it could be interrupted"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "what was there");
}
