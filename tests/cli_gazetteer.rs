//! `araxes gazetteer`, and `--gazetteer` with a compiled file, as a user runs them.
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// Runs the program; gives its exit code, results and messages.
fn araxes(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> (i32, String, String) {
    let output = Command::cargo_bin("araxes")
        .unwrap()
        .args(arguments)
        .write_stdin("")
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn compiled(folder: &Path) -> PathBuf {
    let file = folder.join("caucasus.gaz");
    let volume = root().join("gazetteer/caucasus");
    let (code, out, messages) = araxes(&[&"gazetteer", &"compile", &volume, &"-o", &file]);
    assert_eq!(code, 0, "{messages}");
    assert!(out.contains("0 rows refused"), "{out}");
    file
}

#[test]
fn a_compiled_file_gives_the_same_map_as_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let file = compiled(folder.path());
    let (code, out, _) = araxes(&[&"gazetteer", &"verify", &file]);
    assert_eq!((code, out.contains("are good")), (0, true), "{out}");
    let (code, out, _) = araxes(&[&"gazetteer", &"info", &file]);
    assert_eq!(code, 0);
    assert!(out.contains(" places\n") && out.contains("sha256") && out.contains("source "));
    let map = |gazetteer: &Path, out: &str| {
        let out = folder.path().join(out);
        let seeds = root().join("seeds");
        let (code, _, messages) =
            araxes(&[&"map", &seeds, &"--out", &out, &"--gazetteer", &gazetteer]);
        assert_eq!(code, 0, "{messages}");
        std::fs::read_to_string(out.join("citations.csv")).unwrap()
    };
    let from_file = map(&file, "from-file");
    let from_folder = map(&root().join("gazetteer/caucasus"), "from-folder");
    assert_eq!(from_file, from_folder);
}

#[test]
fn places_of_files_that_are_open_together_and_are_one_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine.csv");
    std::fs::write(
        &mine,
        "name,lat,lon\nGoris,39.511,46.342\nOur camp,39.6,46.4\n",
    )
    .unwrap();
    let (code, out, messages) = araxes(&[&"gazetteer", &"info", &"caucasus", &mine]);
    assert_eq!(code, 0, "{messages}");
    let merged: Vec<&str> = out
        .lines()
        .filter(|line| line.starts_with("merged "))
        .collect();
    assert_eq!(merged.len(), 1, "{merged:?}");
    assert!(
        merged[0].starts_with("merged place:goris is "),
        "{merged:?}"
    );
    assert!(merged[0].contains("same label and class"), "{merged:?}");
    let (_, out, _) = araxes(&[&"gazetteer", &"info", &"world", &"caucasus"]);
    let told = "merged place:goris: the later row wins";
    assert!(out.lines().any(|line| line == told), "{out}");
}

#[test]
fn files_that_are_no_gazetteer_are_named_and_end_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = compiled(folder.path());
    let bytes = std::fs::read(&file).unwrap();
    let refused = |path: &Path, why: &str| {
        let (code, out, messages) = araxes(&[&"annotate", &"-", &"--gazetteer", &path]);
        assert_eq!((code, out.as_str()), (1, ""), "{messages}");
        assert!(messages.contains(path.to_str().unwrap()), "{messages}");
        assert!(messages.contains(why), "{messages}");
    };
    refused(&folder.path().join("missing.gaz"), "gazetteer compile");
    refused(&folder.path().join("missing"), "places.csv");
    let damaged = folder.path().join("damaged.gaz");
    for (content, why) in [
        (&bytes[..bytes.len() / 2], "copy or compile it again"),
        (&[], "is not a compiled gazetteer"),
        (&b"id,name\n"[..], "is not a compiled gazetteer"),
    ] {
        std::fs::write(&damaged, content).unwrap();
        refused(&damaged, why);
    }
    // A flipped bit far inside is found by `verify`.
    let mut flipped = bytes;
    let middle = flipped.len() / 2;
    flipped[middle] ^= 4;
    std::fs::write(&damaged, flipped).unwrap();
    let (code, _, messages) = araxes(&[&"gazetteer", &"verify", &damaged]);
    assert_eq!(code, 1);
    assert!(messages.contains("is damaged"), "{messages}");
}

#[test]
fn refused_rows_are_reported_and_the_rest_is_compiled() {
    let folder = tempfile::tempdir().unwrap();
    let volume = folder.path().join("mine");
    std::fs::create_dir(&volume).unwrap();
    let places = "id,name,feature_class,feature_code,lon,lat\n\
                  place:a,Here,P,PPL,46,39\nplace:b,There,P,PPL,460,39\n";
    std::fs::write(volume.join("places.csv"), places).unwrap();
    std::fs::write(volume.join("names.csv"), "id,name,language,script,kind\n").unwrap();
    let file = folder.path().join("mine.gaz");
    let (code, out, messages) = araxes(&[&"gazetteer", &"compile", &volume, &"-o", &file]);
    assert_eq!(code, 2);
    assert!(out.contains("1 rows refused"), "{out}");
    assert!(messages.contains("places.csv:3:"), "{messages}");
}

#[test]
fn a_search_ranks_and_explains_and_finds_what_is_misspelt() {
    let (code, out, _) = araxes(&[&"gazetteer", &"search", &"Shusha"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("1. Shusha  place:shushi\n"), "{out}");
    for part in [
        "Շուշի (hy)",
        "geonames.org/147105",
        "openstreetmap.org",
        "official name",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let (_, out, _) = araxes(&[&"gazetteer", &"search", &"Texas"]);
    assert!(out.starts_with("1. Texas  place:us-texas\n"), "{out}");
    let (code, out, messages) = araxes(&[&"gazetteer", &"search", &"Stepanakret"]);
    assert_eq!(code, 0);
    assert!(out.contains("place:stepanakert"), "{out}");
    assert!(messages.contains("is not there"), "{messages}");
    let (code, _, messages) = araxes(&[&"gazetteer", &"search", &"Qwertyuiopqwerty"]);
    assert_eq!(code, 1);
    assert!(messages.contains("no gazetteer in use"), "{messages}");
}

#[test]
fn what_is_exported_as_csv_compiles_to_the_same_places() {
    let folder = tempfile::tempdir().unwrap();
    let (csv, file) = (folder.path().join("csv"), folder.path().join("again.gaz"));
    let (code, _, messages) = araxes(&[
        &"gazetteer",
        &"export",
        &"caucasus",
        &"--format",
        &"csv",
        &"-o",
        &csv,
    ]);
    assert_eq!(code, 0, "{messages}");
    let (code, out, messages) = araxes(&[&"gazetteer", &"compile", &csv, &"-o", &file]);
    assert_eq!(code, 0, "{messages}");
    assert!(out.contains("0 rows refused"), "{out}");
    let places = |gazetteer: &dyn AsRef<std::ffi::OsStr>| {
        let (_, out, _) = araxes(&[&"gazetteer", &"info", gazetteer]);
        let line = out.lines().find(|line| line.ends_with(" places"));
        line.unwrap().to_owned()
    };
    assert_eq!(places(&"caucasus"), places(&file));
}
