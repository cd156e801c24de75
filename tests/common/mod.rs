//! What several integration tests share: the gazetteers in the program, running `araxes map` inside the test and reading
//! what it wrote.
#![allow(dead_code)]

pub mod marked;
pub mod typeset;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use araxes::built_in;
use araxes::gazetteer::{Gazetteer, VolumeSource};
use serde_json::Value;

/// The gazetteers in the program, as they are open by default.
pub static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    built_in::open(&[
        VolumeSource::BuiltIn(built_in::WORLD),
        VolumeSource::BuiltIn(built_in::CAUCASUS),
    ])
    .unwrap()
});

/// The layers in which each thing that documents cite is once, in the order in which they are written.
pub const LAYERS: [&str; 3] = ["mentions", "routes", "borders"];

/// All layers: two show some of the mentions again, as areas and lines.
pub const ALL_LAYERS: [&str; 5] = ["mentions", "routes", "borders", "areas", "waters"];

/// The root of the source tree.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with the output of a run.
pub struct Output {
    folder: PathBuf,
    /// What the run said.
    pub messages: String,
}

/// Runs `araxes map` in this process on inputs, with more flags, and checks the exit code. The output goes to a folder
/// of this name in Cargo's folder for tests, which is emptied first: name each once.
pub fn map(name: &str, inputs: &[&Path], flags: &[&str], code: u8) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let mut arguments = vec!["araxes".into(), "map".into()];
    arguments.extend(inputs.iter().map(|input| input.as_os_str().to_owned()));
    arguments.extend(["--out".into(), folder.as_os_str().to_owned()]);
    arguments.extend(flags.iter().map(Into::into));
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let found = araxes::cli::run(arguments, &mut std::io::empty(), &mut out, &mut messages);
    let messages = String::from_utf8(messages).unwrap();
    assert_eq!(found, code, "exit code; the run said:\n{messages}");
    assert!(
        out.is_empty(),
        "map writes to standard output: {}",
        String::from_utf8_lossy(&out)
    );
    Output { folder, messages }
}

/// Runs `araxes map` on the documents in `seeds/`.
pub fn map_seeds(name: &str) -> Output {
    map(name, &[&root().join("seeds")], &[], 0)
}

impl Output {
    /// The path of a file that the run wrote.
    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    /// The text of a file that the run wrote.
    pub fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// A JSON file that the run wrote.
    pub fn json(&self, file: &str) -> Value {
        serde_json::from_str(&self.text(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// The rows of a CSV file that the run wrote, each as pairs of column and cell.
    pub fn rows(&self, file: &str) -> Vec<std::collections::BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(self.path(file)).unwrap();
        reader
            .deserialize()
            .map(|row| row.unwrap_or_else(|error| panic!("{file}: {error}")))
            .collect()
    }
}

/// Whether to go on: GDAL is here.
pub fn gdal(test: &str) -> bool {
    if Command::new("ogrinfo").arg("--version").output().is_ok() {
        return true;
    }
    let in_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(
        !in_ci,
        "ogrinfo is not on the PATH; this CI must install gdal-bin"
    );
    // Straight to the stream, past the test harness, which would keep it back.
    let message =
        format!("SKIPPED {test}: ogrinfo is not on the PATH; install gdal-bin to run it\n");
    std::io::stderr()
        .lock()
        .write_all(message.as_bytes())
        .unwrap();
    false
}

/// What `ogrinfo` says of a file; a warning is a failure.
pub fn ogrinfo(flags: &[&str], path: &Path) -> String {
    let output = Command::new("ogrinfo")
        .arg("-ro")
        .args(flags)
        .arg(path)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && errors.is_empty(),
        "ogrinfo on {}: {errors}\n{text}",
        path.display()
    );
    text
}

/// The words of a CSV cell, without the apostrophe that keeps a spreadsheet from running them.
pub fn words(cell: &str) -> String {
    let guarded = cell.starts_with('\'')
        && cell
            .trim_start_matches('\'')
            .starts_with(['=', '+', '-', '@', '\t', '\r']);
    let words = if guarded {
        cell.strip_prefix('\'')
    } else {
        None
    };
    words.unwrap_or(cell).to_owned()
}
