//! `araxes.gpkg` and its base map: valid by the standard, equal to the other formats, equal from run to run, and never
//! written over while another program has it open.
//!
//! Some tests need GDAL (Debian: gdal-bin and python3-gdal); without it they are skipped with a word on standard
//! error, except where the variable `CI` is `true`.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output as Ended};
use std::sync::LazyLock;

use common::{ALL_LAYERS, Output};
use rusqlite::Connection;

static SEEDS: LazyLock<Output> = LazyLock::new(|| common::map_seeds("geopackage-seeds"));

/// Runs a program; `None` where it is not here, with a word that the test was skipped.
fn ended(test: &str, program: &str, arguments: &[&str], path: &Path) -> Option<Ended> {
    let output = Command::new(program).args(arguments).arg(path).output();
    let missing = match &output {
        Ok(output) => String::from_utf8_lossy(&output.stderr).contains("No module named"),
        Err(_) => true,
    };
    if !missing {
        return output.ok();
    }
    let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(
        !in_ci,
        "{program} is missing; this CI must install gdal-bin and python3-gdal"
    );
    // Straight to the stream, past the test harness, which would keep it back.
    let message = format!(
        "SKIPPED {test}: no {program} {arguments:?}; install gdal-bin and python3-gdal to run it\n"
    );
    std::io::stderr()
        .lock()
        .write_all(message.as_bytes())
        .unwrap();
    None
}

#[test]
fn the_validator_finds_nothing() {
    for file in ["araxes.gpkg", "basemap.gpkg"] {
        let arguments = ["-m", "osgeo_utils.samples.validate_gpkg"];
        let path = SEEDS.path(file);
        let Some(output) = ended(
            "the_validator_finds_nothing",
            "/usr/bin/python3",
            &arguments,
            &path,
        ) else {
            return;
        };
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{file}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// The number of features or rows of a layer as GDAL counts them.
fn counted(text: &str) -> Option<&str> {
    text.lines()
        .find_map(|line| line.strip_prefix("Feature Count: "))
}

#[test]
fn gdal_counts_the_same_in_every_format() {
    let test = "gdal_counts_the_same_in_every_format";
    let tables = ["citations", "documents", "unresolved"];
    for name in ALL_LAYERS.into_iter().chain(tables) {
        let in_package = ["-ro", "-so", "araxes.gpkg", name];
        let mut counts = Vec::new();
        for (file, layer) in [("geojson", false), ("csv", false), ("gpkg", true)] {
            let path = if layer {
                SEEDS.path(in_package[2])
            } else {
                SEEDS.path(&format!("{name}.{file}"))
            };
            if !path.exists() {
                assert!(tables.contains(&name) && file == "geojson", "{file} {name}");
                continue;
            }
            // The file comes last: with `-sql` no layer need be named behind it.
            let query = format!("SELECT * FROM \"{name}\"");
            let arguments = ["-ro", "-al", "-so", "-sql", &query];
            let arguments = if layer {
                &arguments[..]
            } else {
                &arguments[..3]
            };
            let Some(output) = ended(test, "ogrinfo", arguments, &path) else {
                return;
            };
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(
                output.status.success() && output.stderr.is_empty(),
                "{}: {text}{}",
                path.display(),
                String::from_utf8_lossy(&output.stderr)
            );
            counts.push(
                counted(&text)
                    .unwrap_or_else(|| panic!("{text}"))
                    .to_owned(),
            );
        }
        assert!(
            counts.iter().all(|count| *count == counts[0]),
            "{name}: {counts:?}"
        );
    }
}

#[test]
fn rows_are_those_of_the_csv_files() {
    let package = Connection::open(SEEDS.path("araxes.gpkg")).unwrap();
    for (name, columns) in [
        (
            "mentions",
            &["id", "name", "surfaces", "quote", "last_date"][..],
        ),
        ("routes", &["id", "claim", "length_km"]),
        ("borders", &["id", "claim_km"]),
        (
            "citations",
            &["feature_id", "document_id", "start", "exact"],
        ),
        ("documents", &["id", "title", "date", "sha256"]),
    ] {
        let rows = SEEDS.rows(&format!("{name}.csv"));
        for column in columns {
            let query = format!(
                "SELECT coalesce(CAST(\"{column}\" AS TEXT), '') FROM \"{name}\" ORDER BY fid"
            );
            let mut statement = package.prepare(&query).unwrap();
            let found: Vec<String> = statement
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            assert_eq!(found.len(), rows.len(), "{name}");
            for (found, row) in found.iter().zip(&rows) {
                let cell = &row[*column];
                let equal = match (found.parse::<f64>(), cell.parse::<f64>()) {
                    (Ok(one), Ok(other)) => (one - other).abs() < 1e-9,
                    _ => found == cell,
                };
                assert!(equal, "{name}.{column}: {found} and {cell}");
            }
        }
    }
}

#[test]
fn equal_runs_write_equal_files() {
    let again = common::map_seeds("geopackage-seeds-again");
    for file in ["araxes.gpkg", "basemap.gpkg", "araxes.qgz"] {
        assert!(
            fs::read(SEEDS.path(file)).unwrap() == fs::read(again.path(file)).unwrap(),
            "{file} differs from run to run"
        );
    }
}

fn seeds() -> std::path::PathBuf {
    common::root().join("seeds")
}

fn map_into(folder: &Path) -> (u8, String) {
    let mut messages = Vec::new();
    let arguments = [
        "araxes".into(),
        "map".into(),
        seeds().into_os_string(),
        "--out".into(),
        folder.as_os_str().to_owned(),
    ];
    let code = araxes::cli::run(
        arguments,
        &mut std::io::empty(),
        &mut Vec::new(),
        &mut messages,
    );
    (code, String::from_utf8(messages).unwrap())
}

/// A GeoPackage that QGIS has open has its changes in a file beside it, which would end up in the new one.
#[test]
fn a_package_open_in_another_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(map_into(folder.path()).0, 0);
    let path = folder.path().join("araxes.gpkg");
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("PRAGMA journal_mode = WAL; UPDATE gpkg_contents SET description = 'mine' WHERE table_name = 'mentions';")
        .unwrap();
    let (code, messages) = map_into(folder.path());
    assert_eq!(code, 1, "{messages}");
    assert!(
        messages.contains("araxes.gpkg") && messages.contains("open in another program"),
        "{messages}"
    );
    let mine: String = other
        .query_row(
            "SELECT description FROM gpkg_contents WHERE table_name = 'mentions'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(mine, "mine");
    drop(other);
    let (code, messages) = map_into(folder.path());
    assert_eq!(code, 0, "{messages}");
    assert!(!folder.path().join("araxes.gpkg-wal").exists());
}

/// Renaming replaces a file whatever its own mode: only the folder's counts.
#[test]
fn a_package_that_is_read_only_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(map_into(folder.path()).0, 0);
    let path = folder.path().join("araxes.gpkg");
    let before = fs::read(&path).unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let (code, messages) = map_into(folder.path());
    assert_eq!(code, 0, "{messages}");
    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn without_the_package_there_is_no_project_that_shows_it() {
    let output = common::map(
        "geopackage-without",
        &[&seeds()],
        &["--without", "geopackage"],
        0,
    );
    for file in ["araxes.gpkg", "araxes.qgz", "basemap.gpkg"] {
        assert!(!output.path(file).exists(), "{file}");
    }
}
