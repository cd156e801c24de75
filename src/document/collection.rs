//! Finding the files: what the user names on the command line becomes a list of documents to read.
//!
//! Folders are walked to the bottom, in the order of their paths' bytes, so that a run never
//! depends on the file system's own order. Links are followed; one that leads back into itself is
//! reported. In a folder, files that no reader takes are skipped and listed, hidden files and
//! folders (a name starting with a dot) are passed over, and so is a `README` (`README.md`,
//! `readme.txt`): it is about the folder, not one of its documents. Named explicitly, any of these
//! is taken at the user's word: a `README.md` is read, a file that no reader takes is an error.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use crate::problem::{Code, Problem, Severity};

use super::old_office;
use super::registry::{self, known_extensions};

/// A file to read, and the id its document will have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its path as outputs show it: as the user named it, but never with folders that lie above what was named by an
    /// absolute path. `/` between its parts.
    pub shown: String,
    /// The id of its document: the file's stem, with a suffix where another file has the same.
    pub id: String,
}

impl InputFile {
    /// A file by itself; its id is its stem.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self {
            shown: display_path(&path),
            id: stem(&path),
            path,
        }
    }
}

/// What [`collect`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// The files to read: in the order the inputs were named, inside a folder by path.
    pub files: Vec<InputFile>,
    /// What could not be taken, and what was passed over.
    pub problems: Vec<Problem>,
}

impl Collected {
    /// Whether anything went wrong, rather than merely being passed over.
    pub fn has_errors(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| problem.severity() == Severity::Error)
    }
}

/// Finds the files in what the user named. See the module's opening for what is taken.
pub fn collect(inputs: &[PathBuf]) -> Collected {
    let mut collector = Collector::default();
    for input in inputs {
        collector.take(input);
    }
    Collected {
        files: with_ids(collector.paths),
        problems: collector.problems,
    }
}

#[derive(Default)]
struct Collector {
    /// What the user named.
    named: PathBuf,
    paths: Vec<(PathBuf, String)>,
    problems: Vec<Problem>,
    /// The real paths of `paths`: the same file reached twice is one document.
    taken: HashSet<PathBuf>,
}

impl Collector {
    fn take(&mut self, input: &Path) {
        self.named = input.to_path_buf();
        match std::fs::metadata(input) {
            Ok(found) if found.is_dir() => self.take_folder(input),
            Ok(found) if found.is_file() => self.take_file(input),
            Ok(_) => self.tell(
                input,
                Code::NotAFile,
                "is neither a file nor a folder; name a file or folder of documents".into(),
            ),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => self.tell(
                input,
                Code::Missing,
                "does not exist; check the path".into(),
            ),
            Err(error) => self.unreadable(input, &error.to_string()),
        }
    }

    fn take_file(&mut self, input: &Path) {
        let extension = extension(input);
        if !is_readable(input, &extension) {
            let unread = old_office::unread(String::new(), &[], extension);
            return self.tell(input, Code::UnknownFormat, unread.message());
        }
        self.add(input.to_path_buf(), input);
    }

    fn take_folder(&mut self, folder: &Path) {
        let mut found = Vec::new();
        let walk = WalkDir::new(folder)
            .follow_links(true)
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => found.push((entry.file_type().is_file(), entry.into_path())),
                Err(error) => self.walk_problem(folder, &error),
            }
        }
        found.sort_by(|(_, a), (_, b)| {
            let bytes = |path: &Path| display_path(path).into_bytes();
            bytes(a).cmp(&bytes(b))
        });
        let mut readable = 0_usize;
        for (is_file, path) in found {
            if !is_file {
                self.tell(
                    &path,
                    Code::Skipped,
                    "is neither a file nor a folder".into(),
                );
            } else if !is_readable(&path, &extension(&path)) {
                let extension = extension(&path);
                if old_office::is_unread(&extension) {
                    let unread = old_office::unread(String::new(), &[], extension);
                    self.tell(&path, Code::UnknownFormat, unread.message());
                } else {
                    let message = format!("not one of: {}", known_extensions());
                    self.tell(&path, Code::Skipped, message);
                }
            } else if stem(&path).eq_ignore_ascii_case("readme") {
                let message = "a README is about its folder; name it explicitly to read it";
                self.tell(&path, Code::Skipped, message.into());
            } else {
                readable += 1;
                self.add(path, folder);
            }
        }
        if readable == 0 {
            let message = format!(
                "holds no document to read; put files into it that end in: {}",
                known_extensions()
            );
            self.tell(folder, Code::NoDocuments, message);
        }
    }

    /// `named` is what the user named: the file, or the folder in which it was found.
    fn add(&mut self, path: PathBuf, named: &Path) {
        let real = std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        if self.taken.insert(real) {
            let shown = shown(&path, named);
            self.paths.push((path, shown));
        } else {
            self.tell(
                &path,
                Code::GivenTwice,
                "is the same file as an earlier one; read once".into(),
            );
        }
    }

    fn walk_problem(&mut self, folder: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(folder);
        if let Some(ancestor) = error.loop_ancestor() {
            let message = format!("is a link back to {}; not followed", display_path(ancestor));
            return self.tell(path, Code::LinkLoop, message);
        }
        let why = error
            .io_error()
            .map_or_else(|| error.to_string(), ToString::to_string);
        self.unreadable(path, &why);
    }

    fn unreadable(&mut self, path: &Path, why: &str) {
        self.tell(
            path,
            Code::Unreadable,
            format!("cannot be read ({why}); check that you may read it"),
        );
    }

    fn tell(&mut self, path: &Path, code: Code, message: String) {
        // What the user named is told by that name; what was found in it as outputs show it.
        let is_within = path != self.named && path.starts_with(&self.named);
        let path = if is_within {
            shown(path, &self.named)
        } else {
            display_path(path)
        };
        self.problems.push(Problem {
            code,
            path,
            at: None,
            message,
        });
    }
}

/// Gives every path its file's stem as id. Where stems repeat, the first keeps it and the next ones
/// become `name-2`, `name-3`, skipping any that is itself some file's stem.
/// The ids that the documents of these files have in a run over all of them, in this order. Only their paths count.
pub(crate) fn ids(files: impl IntoIterator<Item = InputFile>) -> Vec<String> {
    let files = files.into_iter().map(|file| (file.path, file.shown));
    let named = with_ids(files.collect());
    named.into_iter().map(|file| file.id).collect()
}

fn with_ids(paths: Vec<(PathBuf, String)>) -> Vec<InputFile> {
    let stems: HashSet<String> = paths.iter().map(|(path, _)| stem(path)).collect();
    let mut used: HashMap<String, usize> = HashMap::new();
    let mut given: HashSet<String> = HashSet::new();
    let mut files = Vec::with_capacity(paths.len());
    for (path, shown) in paths {
        let stem = stem(&path);
        let count = used.entry(stem.clone()).or_insert(0);
        *count += 1;
        let mut id = stem.clone();
        while *count > 1 {
            id = format!("{stem}-{count}");
            if !stems.contains(&id) && !given.contains(&id) {
                break;
            }
            *count += 1;
        }
        given.insert(id.clone());
        files.push(InputFile { path, shown, id });
    }
    files
}

/// Whether a reader takes a file: by its name, or else by what is in it.
fn is_readable(path: &Path, extension: &str) -> bool {
    if registry::reader_for(extension).is_some() {
        return true;
    }
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| {
        let length = u64::try_from(registry::START).unwrap_or_default();
        file.take(length).read_to_end(&mut start)
    });
    read.is_ok() && registry::reader_of(&start, extension).is_some()
}

/// The path of a file as outputs show it.
fn shown(path: &Path, named: &Path) -> String {
    let is_plain = named
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if is_plain {
        return display_path(path);
    }
    let below = path.strip_prefix(named).unwrap_or(Path::new(""));
    let last = named.file_name().map(PathBuf::from).unwrap_or_default();
    let path = if below.as_os_str().is_empty() {
        last
    } else {
        last.join(below)
    };
    display_path(&path)
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// The extension in lower case without its dot; empty where there is none.
pub(super) fn extension(path: &Path) -> String {
    path.extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default()
}

/// The file's name without its extension.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The path for people and for output: `/` between its parts on every system.
pub(crate) fn display_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("is inside")).expect("a folder");
            fs::write(path, "The road to Goris").expect("a file");
        }
        folder
    }

    fn ids(collected: &Collected) -> Vec<&str> {
        collected
            .files
            .iter()
            .map(|file| file.id.as_str())
            .collect()
    }

    fn codes(collected: &Collected) -> Vec<(&'static str, String)> {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        collected
            .problems
            .iter()
            .map(|problem| (problem.code.as_str(), name(&problem.path)))
            .collect()
    }

    #[test]
    fn a_folder_is_walked_in_the_order_of_paths() {
        let folder = folder(&[
            "b.txt",
            "a/z.md",
            "a.TXT",
            "a/b/c.text",
            "d.markdown",
            ".x.txt",
            ".git/y.txt",
        ]);
        let collected = collect(&[folder.path().to_path_buf()]);
        assert_eq!(ids(&collected), ["a", "c", "z", "b", "d"]);
        assert_eq!(collected.problems, []);
    }

    #[test]
    fn what_is_passed_over_is_listed() {
        let folder = folder(&["a.txt", "README.md", "expected.json", "style.css"]);
        let collected = collect(&[folder.path().to_path_buf()]);
        assert_eq!(ids(&collected), ["a"]);
        let skipped = |name: &str| ("skipped", name.to_owned());
        assert_eq!(
            codes(&collected),
            [
                skipped("README.md"),
                skipped("expected.json"),
                skipped("style.css")
            ]
        );
        assert!(!collected.has_errors());
    }

    #[test]
    fn a_document_that_no_reader_takes_is_an_error_in_a_folder_too() {
        let folder = folder(&["a.txt", "old.doc"]);
        let collected = collect(&[folder.path().to_path_buf()]);
        assert_eq!(
            codes(&collected),
            [("unknown-format", "old.doc".to_owned())]
        );
        assert!(collected.has_errors());
    }

    #[test]
    fn paths_are_shown_from_what_was_named_on() {
        let folder = folder(&["news/a.txt", "news/b.doc"]);
        let told = collect(&[folder.path().join("news")]).problems;
        let told: Vec<&str> = told.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(told, ["news/b.doc"]);
        let shown = |input: PathBuf| {
            collect(&[input])
                .files
                .first()
                .map(|file| file.shown.clone())
        };
        assert_eq!(
            shown(folder.path().join("news")).as_deref(),
            Some("news/a.txt")
        );
        assert_eq!(
            shown(folder.path().join("news/a.txt")).as_deref(),
            Some("a.txt")
        );
    }

    #[test]
    fn what_is_named_is_taken_at_the_users_word() {
        let folder = folder(&["README.md", "map.doc"]);
        let collected = collect(&[
            folder.path().join("README.md"),
            folder.path().join("map.doc"),
            folder.path().join("none.txt"),
        ]);
        assert_eq!(ids(&collected), ["README"]);
        assert_eq!(
            codes(&collected),
            [
                ("unknown-format", "map.doc".to_owned()),
                ("missing", "none.txt".to_owned())
            ]
        );
        assert!(collected.has_errors());
    }

    #[test]
    fn a_folder_without_documents_is_an_error() {
        let folder = folder(&["README.md"]);
        let collected = collect(&[folder.path().to_path_buf()]);
        assert_eq!(
            collected
                .problems
                .last()
                .map(|problem| problem.code.as_str()),
            Some("no-documents")
        );
        assert!(collected.has_errors());
    }

    #[test]
    fn ids_are_unique() {
        let folder = folder(&["a/x.txt", "b/x.txt", "c/x.txt", "d/x-2.txt"]);
        let collected = collect(&[folder.path().to_path_buf()]);
        assert_eq!(ids(&collected), ["x", "x-3", "x-4", "x-2"]);
    }

    #[test]
    fn a_file_named_twice_is_read_once() {
        let folder = folder(&["a.txt"]);
        let collected = collect(&[folder.path().join("a.txt"), folder.path().to_path_buf()]);
        assert_eq!(ids(&collected), ["a"]);
        assert_eq!(codes(&collected), [("given-twice", "a.txt".to_owned())]);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_but_not_in_circles() {
        let folder = folder(&["a/x.txt"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).expect("a link");
        let collected = collect(&[folder.path().to_path_buf()]);
        assert_eq!(ids(&collected), ["x"]);
        assert_eq!(codes(&collected), [("link-loop", "up".to_owned())]);
    }
}
