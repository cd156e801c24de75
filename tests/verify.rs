//! `araxes gazetteer verify`: each defect of a gazetteer is found, named and counted, and what is right is not.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use araxes::built_in;
use araxes::gazetteer::VolumeSource;
use araxes::gazetteer::check::{FindingKind, Inspection, Questions, TOLERANCE_M};
use assert_cmd::Command;

const PLACES: &str = "id,name,feature_class,feature_code,lon,lat,precision_m,countries,containers,geonameid,wikidata,valid_from,valid_to\n";

/// Runs the program; gives its exit code, results and messages.
fn verify(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("araxes")
        .unwrap()
        .args(["gazetteer", "verify"])
        .args(arguments)
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// A volume with these rows of places.csv, and further files.
fn volume(places: &str, others: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine");
    fs::create_dir(&path).unwrap();
    fs::write(path.join("places.csv"), format!("{PLACES}{places}")).unwrap();
    fs::write(path.join("names.csv"), "id,name,language,script,kind\n").unwrap();
    for (name, content) in others {
        fs::write(path.join(name), content).unwrap();
    }
    (folder, path)
}

/// Kinds and ids of what is found in a folder, by way of JSON Lines.
fn found(path: &Path, more: &[&str]) -> BTreeSet<(String, String)> {
    let mut arguments = vec![path.to_str().unwrap(), "--format", "jsonl"];
    arguments.extend(more);
    let (_, out, messages) = verify(&arguments);
    assert_eq!(messages, "");
    out.lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| row[key].as_str().unwrap().to_owned();
            (text("kind"), text("id"))
        })
        .collect()
}

fn set(expected: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    let own = |&(kind, id): &(&str, &str)| (kind.to_owned(), id.to_owned());
    expected.iter().map(own).collect()
}

const DEFECTS: &str = "\
place:good,Verin Sarer,P,PPL,44.5,40.2,1000,ARM,place:armenia,,,,
place:exchanged,Exchanged Town,P,PPL,40.2,44.5,1000,ARM,,,,,
place:elsewhere,Elsewhere Town,P,PPL,-100,40,1000,ARM,,,,,
place:empty,Empty Town,P,PPL,0,0,1000,ARM,,,,,
place:lost,Lost Town,P,PPL,44.6,40.2,1000,ARM,place:no-such-container,,,,
place:inner,Inner Land,L,RGN,44.5,40.3,1000,ARM,place:outer,,,,
place:outer,Outer Land,L,RGN,44.5,40.3,1000,ARM,place:inner,,,,
place:own,Own Land,L,RGN,44.5,40.3,1000,ARM,place:own,,,,
place:backwards,Backward Town,P,PPL,44.7,40.2,1000,ARM,,,,2000,1990
place:number-1,First Number,P,PPL,44.5,40.4,1000,ARM,,99999998,,,
place:number-2,Second Number,P,PPL,44.6,40.4,1000,ARM,,99999998,,,
place:item-1,First Item,P,PPL,44.5,40.5,1000,ARM,,,Q99999998,,
place:item-2,Second Item,P,PPL,44.6,40.5,1000,ARM,,,Q99999998,,
place:atoll,Atoll Town,P,PPL,60,-30,1000,ARM,,,,,
place:offshore,Broad Shoal,H,BNK,60,-30,1000,ARM,,,,,
place:twin-1,Twin-Town,P,PPL,44.5,40.25,1000,ARM,,,,,
place:twin-2,Twin Town,P,PPL,44.505,40.25,1000,ARM,,,,,
place:twin-3,Twin Town,P,PPL,44.6,40.25,1000,ARM,,,,,
place:twin-4,Twin Town,T,MT,44.5,40.25,1000,ARM,,,,,
place:old-town,Changed Town,P,PPLH,44.8,40.25,1000,ARM,,,,1900,1950
place:new-town,Changed Town,P,PPL,44.8,40.25,1000,ARM,,,,1951,
place:figures,1770,P,PPL,44.7,40.3,1000,ARM,,,,,
place:word,Reading,P,PPL,44.8,40.3,1000,ARM,,,,,
";

const ROUTES: &str = "id,name,kind,status,from,to,via
route:lost,Lost Road,road,in use,place:good,place:no-such-stop,
route:way,Not a Place Road,road,in use,place:good,route:lost,
route:far,Far Road,road,in use,place:good,place:atoll,
route:spike,Spiky Road,road,in use,place:good,place:lost,place:tbilisi;place:exchanged;place:yerevan
route:right,Right Road,road,in use,place:good,place:tbilisi,place:yerevan
";

const BORDERS: &str = "id,name,kind,sides,valid_from,valid_to
border:lost,Lost Line,front line,place:armenia;place:no-such-side,,
border:backwards,Backward Line,front line,place:armenia;place:georgia,2000,1990
";

#[test]
fn each_defect_is_found_and_nothing_else() {
    let (_folder, path) = volume(DEFECTS, &[("routes.csv", ROUTES), ("borders.csv", BORDERS)]);
    let expected = set(&[
        ("swapped", "place:exchanged"),
        ("other-country", "place:elsewhere"),
        ("zero-point", "place:empty"),
        ("unknown-container", "place:lost"),
        ("container-cycle", "place:outer"),
        ("container-cycle", "place:own"),
        ("unknown-stop", "route:lost"),
        ("unknown-stop", "route:way"),
        ("unknown-stop", "border:lost"),
        ("empty-validity", "place:backwards"),
        ("empty-validity", "border:backwards"),
        ("repeated-number", "place:number-2"),
        ("repeated-number", "place:item-2"),
        ("at-sea", "place:atoll"),
        ("near-duplicate", "place:twin-2"),
        ("far-stop", "route:far"),
        ("far-stop", "route:spike"),
        ("no-letter", "place:figures"),
        ("common-word", "place:word"),
    ]);
    assert_eq!(found(&path, &[]), expected);
    // Each kind has its row here.
    let kinds: BTreeSet<&str> = expected.iter().map(|(kind, _)| kind.as_str()).collect();
    // What excuses nothing has to stand in accepted.csv: a test of its own is below.
    let all = FindingKind::ALL.into_iter();
    let all = all.filter(|kind| *kind != FindingKind::StaleAcceptance);
    let all = all.map(FindingKind::key);
    assert_eq!(kinds, all.collect());
    // The compiled file says the same.
    let file = path.join("mine.gaz");
    let compiled = Command::cargo_bin("araxes")
        .unwrap()
        .args(["gazetteer", "compile", path.to_str().unwrap(), "-o"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(compiled.status.success());
    assert_eq!(found(&file, &[]), expected);
}

#[test]
fn people_read_what_is_wrong_how_far_off_and_what_to_do() {
    let (_folder, path) = volume(DEFECTS, &[]);
    let (code, out, _) = verify(&[path.to_str().unwrap()]);
    assert_eq!(code, 2);
    for part in [
        "severe: in another country than claimed: 1\n",
        "what to do: correct lon and lat, or the column countries\n",
        "  place:elsewhere  Elsewhere Town: lies in USA, ",
        " km outside of ARM",
        "place:inner in place:outer",
        "the number 99999998 in GeoNames, as place:number-1 has",
        "advice: names that are common words: 1\n",
        "place:twin-1 (Twin-Town), P.PPL like this one",
        "23 places checked: 9 severe findings, 4 of advice, 0 accepted before",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
}

#[test]
fn lists_are_cut_at_the_limit_and_say_so() {
    let rows: String = (0..25)
        .map(|number| format!("place:p{number},Place,P,PPL,0,0,1,,,,,,\n"))
        .collect();
    let (_folder, path) = volume(&rows, &[]);
    let file = path.to_str().unwrap();
    let lines = |out: &str| out.matches("are exactly 0").count();
    let (_, out, _) = verify(&[file]);
    assert_eq!(lines(&out), 20, "{out}");
    assert!(out.contains("severe: at 0° N 0° E: 25\n"), "{out}");
    assert!(out.contains("… and 5 more"), "{out}");
    let (_, out, _) = verify(&[file, "--limit", "0"]);
    assert_eq!(lines(&out), 25);
    assert!(!out.contains("more;"), "{out}");
    let (_, out, _) = verify(&[file, "--limit", "3"]);
    assert_eq!(lines(&out), 3);
    let (_, out, _) = verify(&[file, "--format", "csv"]);
    assert_eq!(lines(&out), 25);
    let (_, out, _) = verify(&[file, "--format", "csv", "--limit", "3"]);
    assert_eq!(lines(&out), 3);
}

#[test]
fn the_exit_code_tells_severe_from_advice() {
    let (_folder, path) = volume("place:word,Reading,P,PPL,44.8,40.3,1000,ARM,,,,,\n", &[]);
    let file = path.to_str().unwrap();
    assert_eq!(verify(&[file]).0, 0);
    assert_eq!(verify(&[file, "--strict"]).0, 2);
    let (_folder, path) = volume("place:good,Verin Sarer,P,PPL,44.8,40.3,1,ARM,,,,,\n", &[]);
    let (code, out, _) = verify(&[path.to_str().unwrap(), "--strict"]);
    assert_eq!(code, 0, "{out}");
    let (code, _, messages) = verify(&["no-such-file.gaz"]);
    assert_eq!(code, 1);
    assert!(messages.contains("no-such-file.gaz"), "{messages}");
    // A row that was refused is no small matter.
    let (_folder, path) = volume(
        "place:off,Off,P,PPL,460,40,1,,,,,,\nplace:on,On Land,P,PPL,46,40,1,,,,,,\n",
        &[],
    );
    let (code, _, messages) = verify(&[path.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(messages.contains("places.csv:2:"), "{messages}");
}

#[test]
fn a_point_may_lie_as_far_outside_as_is_allowed() {
    // North of the border that Armenia has with Georgia, by a few kilometres.
    let row =
        |precision: u32| format!("place:north,North Town,P,PPL,44.3,41.25,{precision},ARM,,,,,\n");
    let expected = set(&[("other-country", "place:north")]);
    let (_folder, path) = volume(&row(10), &[]);
    assert_eq!(found(&path, &[]), set(&[]));
    assert_eq!(found(&path, &["--tolerance-km", "1"]), expected);
    // The precision of the row comes on top.
    let (_folder, path) = volume(&row(20_000), &[]);
    assert_eq!(found(&path, &["--tolerance-km", "1"]), set(&[]));
    let (code, _, messages) = verify(&[path.to_str().unwrap(), "--tolerance-km=-1"]);
    assert_eq!(code, 1);
    assert!(messages.contains("kilometres"), "{messages}");
}

#[test]
fn what_holds_in_one_view_is_not_wrong() {
    let rows = "place:prishtina,Prishtina Town,P,PPL,21.16,42.66,1000,SRB,,,,,\n\
                place:prishtina-2,Prishtina Village,P,PPL,21.16,42.66,1000,XKX,,,,,\n\
                place:yalta-1,Yalta Town,P,PPL,34.2,44.6,1000,UKR,,,,,\n\
                place:yalta-2,Yalta Village,P,PPL,34.2,44.6,1000,RUS,,,,,\n";
    let (_folder, path) = volume(rows, &[]);
    assert_eq!(found(&path, &[]), set(&[]));
}

#[test]
fn a_place_on_the_180th_meridian_is_compared_with_both_sides() {
    let rows = "place:zyryanka,Zyryanka Town,P,PPL,150.85,65.73,1000,RUS,,,,,\n\
                place:uelen,Uelen Town,P,PPL,-169.9,66.1,1000,RUS,,,,,\n\
                place:rost,Grim Town,P,PPL,-18.0,66.5,1000,ISL,,,,,\n";
    let (_folder, path) = volume(rows, &[]);
    assert_eq!(found(&path, &[]), set(&[("at-sea", "place:rost")]));
}

#[test]
fn accepted_findings_are_counted_and_not_listed() {
    let accepted =
        "id,kind,why\nplace:empty,zero-point,It is there\nplace:lost,zero-point,No reason\n";
    let (_folder, path) = volume(DEFECTS, &[("accepted.csv", accepted)]);
    let found = found(&path, &[]);
    assert!(!found.contains(&("zero-point".to_owned(), "place:empty".to_owned())));
    assert!(found.contains(&("unknown-container".to_owned(), "place:lost".to_owned())));
    let (_, out, _) = verify(&[path.to_str().unwrap()]);
    assert!(out.contains("1 accepted before"), "{out}");
}

#[test]
fn a_row_of_accepted_csv_that_excuses_nothing_any_more_is_reported() {
    let row = "place:good,Verin Sarer,P,PPL,44.5,40.2,1000,ARM,place:armenia,,,,\n\
               place:empty,Nowhere Town,P,PPL,0,0,1000,,,,,,\n";
    let accepted = "id,kind,why\nplace:empty,zero-point,It is there\nplace:good,at-sea,It was mended\n\
                    place:gone,at-sea,It was deleted\nplace:good,swaped,A slip of the pen\n";
    let (_folder, path) = volume(row, &[("accepted.csv", accepted)]);
    let stale = "stale-acceptance";
    assert_eq!(
        found(&path, &[]),
        set(&[(stale, "place:good"), (stale, "place:gone")])
    );
    let (code, out, _) = verify(&[path.to_str().unwrap()]);
    assert_eq!(code, 0, "advice is no failure");
    for expected in [
        "at-sea is not found here",
        "no gazetteer in use has this id",
        "“swaped” is no kind of finding",
        "0 severe findings, 3 of advice, 1 accepted before",
    ] {
        assert!(out.contains(expected), "{expected}: {out}");
    }
    let (code, _, _) = verify(&[path.to_str().unwrap(), "--strict"]);
    assert_eq!(code, 2);
}

#[test]
fn a_table_of_own_places_is_checked_over_the_built_in_volumes() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("mine.csv");
    let rows = "name,lat,lon,country\nCamp Aurora,39.87,46.12,AZE\n=Camp,39.8,-120,ARM\n";
    fs::write(&table, rows).unwrap();
    let file = table.to_str().unwrap();
    let (code, out, messages) = verify(&[file, "--format", "csv"]);
    assert_eq!(code, 2, "{messages}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines[0],
        "gravity,kind,id,name,lon,lat,off_km,what,what_to_do,gazetteer"
    );
    assert_eq!(lines.len(), 2, "{out}");
    // A spreadsheet must not run a name as a formula.
    assert!(
        lines[1].starts_with("severe,other-country,place:mine-camp,'=Camp,-120.0,39.8,"),
        "{out}"
    );
}

#[test]
fn files_by_themselves_do_not_borrow_from_the_built_in_volumes() {
    let row = "place:good,Verin Sarer,P,PPL,44.5,40.2,1000,ARM,place:armenia,,,,\n";
    let (_folder, path) = volume(row, &[]);
    assert_eq!(found(&path, &[]), set(&[]));
    assert_eq!(
        found(&path, &["--without-built-in"]),
        set(&[("unknown-container", "place:good")])
    );
    let (_, out, _) = verify(&[path.to_str().unwrap(), "--without-built-in"]);
    assert!(
        out.contains("without an outline to compare with: 1\n"),
        "{out}"
    );
    // With the file that has the container it is good again.
    let (code, _, _) = verify(&[path.to_str().unwrap(), "caucasus", "--without-built-in"]);
    assert_eq!(code, 0);
}

#[test]
fn the_built_in_volumes_have_nothing_severe() {
    let [world, caucasus] = [built_in::WORLD, built_in::CAUCASUS].map(VolumeSource::BuiltIn);
    for (volumes, below) in [
        (vec![caucasus.clone()], vec![world.clone()]),
        (vec![world, caucasus], Vec::new()),
    ] {
        let inspection = Inspection::open(&volumes, &below, built_in::background()).unwrap();
        let findings = inspection.check(Questions {
            tolerance_m: TOLERANCE_M,
            is_common: &|_| false,
        });
        assert!(findings.places > 1_000, "{}", findings.places);
        let severe: Vec<String> = findings
            .found
            .iter()
            .filter(|finding| finding.kind.is_severe())
            .map(|finding| format!("{}: {}", finding.id, finding.what))
            .collect();
        assert!(severe.is_empty(), "{severe:#?}");
    }
}
