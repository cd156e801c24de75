//! `araxes gazetteer import` and `build`, as a user runs them: what goes in comes out again by its names, and what is
//! wrong with a source is said with file, line and reason.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr)]

mod build;
mod geonames;
mod known;
mod layers;
mod linked_places;
mod own_places;
mod whos_on_first;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use araxes::built_in;
use araxes::gazetteer::{Entry, Gazetteer, NameKind, Place, VolumeSource};
use jiff::civil::Date;

/// What a run said and how it ended.
struct Run {
    code: u8,
    out: String,
    messages: String,
}

/// Runs the program in this process.
fn araxes(arguments: &[&dyn AsRef<OsStr>]) -> Run {
    let mut all = vec!["araxes".into()];
    all.extend(
        arguments
            .iter()
            .map(|argument| (*argument).as_ref().to_owned()),
    );
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let code = araxes::cli::run(all, &mut std::io::empty(), &mut out, &mut messages);
    Run {
        code,
        out: String::from_utf8(out).unwrap(),
        messages: String::from_utf8(messages).unwrap(),
    }
}

impl Run {
    #[track_caller]
    fn ended(self, code: u8) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.messages);
        self
    }

    #[track_caller]
    fn says(&self, part: &str) {
        assert!(
            self.messages.contains(part) || self.out.contains(part),
            "“{part}” is missing in:\n{}{}",
            self.out,
            self.messages
        );
    }
}

/// A folder of files that a test writes.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The names of all files in it, hidden ones too.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// An archive with these members.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn open(file: &Path) -> Gazetteer {
    let gazetteer = built_in::open(&[VolumeSource::File(file.to_path_buf())]).unwrap();
    gazetteer.verify().unwrap();
    assert_eq!(gazetteer.problems(), []);
    gazetteer
}

/// The one place that a name stands for.
#[track_caller]
fn place<'g>(gazetteer: &'g Gazetteer, name: &str) -> Place<'g> {
    let mut found: Vec<Entry> = gazetteer
        .lookup(name)
        .into_iter()
        .map(|found| found.entry)
        .collect();
    found.sort();
    found.dedup();
    match found.as_slice() {
        [Entry::Place(number)] => gazetteer.place(*number),
        other => panic!("{name}: {other:?}"),
    }
}

/// Language, kind and bounds of the one name of this spelling.
#[track_caller]
fn manner(gazetteer: &Gazetteer, name: &str) -> (String, NameKind, Option<Date>, Option<Date>) {
    let found = gazetteer.lookup(name);
    let found: Vec<_> = found.into_iter().map(|one| gazetteer.name(one)).collect();
    let [name] = found.as_slice() else {
        panic!("{name}: {found:?}");
    };
    let validity = name.validity;
    (
        name.language.to_owned(),
        name.kind,
        validity.from,
        validity.to,
    )
}

#[track_caller]
fn assert_near(place: Place<'_>, lon: f64, lat: f64) {
    let (x, y) = (place.point.x(), place.point.y());
    assert!(
        (x - lon).abs() < 1e-6 && (y - lat).abs() < 1e-6,
        "{}: {x} {y} instead of {lon} {lat}",
        place.name
    );
}
