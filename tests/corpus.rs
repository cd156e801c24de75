//! The corpus of our own in `tests/corpus/`: every document is annotated with the default gazetteer and must come out
//! exactly as it is marked. What does not yet is listed, with a reason, in `known_failures.txt`; the list must be true
//! in both directions. A run leaves the corpus as JSON Lines for scorers in `target/tmp/corpus.jsonl`.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use common::GAZETTEER;
use serde_json::{Value, json};

static CORPUS: LazyLock<Vec<Text>> = LazyLock::new(read_corpus);

/// One marked document.
struct Text {
    id: String,
    title: Option<String>,
    date: Option<String>,
    /// What is read, without the marks.
    plain: String,
    marks: Vec<Mark>,
}

/// A marked stretch, in code points of the plain text.
struct Mark {
    start: usize,
    end: usize,
    surface: String,
    meaning: Meaning,
}

/// What a mark says of its stretch.
#[derive(Debug, PartialEq)]
enum Meaning {
    /// `place:…`: a toponym with this id, kind and role.
    Place(String, Kind),
    /// `coordinate:LAT,LON`: a position in figures.
    Position(f64, f64),
    /// `?`: a toponym whose place the default gazetteer does not have: it is reported without a place.
    Unplaced,
    /// `route:…` or `border:…`: a relation.
    Relation(String),
    /// `-`: nothing here is a toponym.
    Nothing,
}

/// How a place is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The place on the ground.
    Literal,
    /// Something that goes by its name: a government, a team, an agreement.
    Associative,
    /// A name of which readers disagree whether the place or something that goes by its name is meant.
    Any,
    /// Its people, or the adjective.
    Demonym,
    /// A part of the name of an organisation, work or product. It need not be cited, but never as the place itself.
    Embedded,
    /// A language, which is no toponym unless one asks for them.
    Language,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn read_corpus() -> Vec<Text> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "marked")
        })
        .collect();
    files.sort();
    let mut texts = Vec::new();
    for path in files {
        let content = fs::read_to_string(&path).unwrap();
        let mut parts = content.split("\n=== ");
        let opening = parts.next().unwrap();
        let first = opening.strip_prefix("=== ");
        assert!(
            first.is_some() || opening.trim_start().starts_with('#'),
            "{}: begins with “=== ID” or a comment",
            path.display()
        );
        for part in first.into_iter().chain(parts) {
            texts.push(parse(part, &path));
        }
    }
    let ids: BTreeSet<&str> = texts.iter().map(|text| text.id.as_str()).collect();
    assert_eq!(ids.len(), texts.len(), "two documents share an id");
    texts
}

/// A document: its id, header lines up to a blank one, and marked text.
fn parse(part: &str, path: &Path) -> Text {
    let (head, body) = part.split_once("\n\n").unwrap_or_else(|| {
        panic!(
            "{}: no blank line behind the head of {part}",
            path.display()
        )
    });
    let mut lines = head.lines();
    let id = lines.next().unwrap().trim().to_owned();
    let header: BTreeMap<&str, String> = lines
        .map(|line| {
            let (key, value) = line
                .split_once(": ")
                .unwrap_or_else(|| panic!("{id}: header line “{line}” is not “key: value”"));
            assert!(
                matches!(key, "title" | "date"),
                "{id}: unknown header {key}"
            );
            (key, value.to_owned())
        })
        .collect();
    let (plain, marks) = unmark(body.trim_end(), &id);
    Text {
        title: header.get("title").cloned(),
        date: header.get("date").cloned(),
        id,
        plain,
        marks,
    }
}

/// Takes the marks `[[words|meaning]]`, which may stand within each other, out of a text.
fn unmark(body: &str, id: &str) -> (String, Vec<Mark>) {
    let mut plain = String::new();
    let mut length = 0_usize;
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut marks = Vec::new();
    let mut rest = body;
    while let Some(next) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("[[") {
            open.push((length, plain.len()));
            rest = after;
        } else if let (Some(after), Some(&(start, byte))) = (rest.strip_prefix('|'), open.last()) {
            let (meaning, after) = after
                .split_once("]]")
                .unwrap_or_else(|| panic!("{id}: a mark is not closed"));
            open.pop();
            let surface = plain.get(byte..).unwrap().to_owned();
            assert!(!surface.trim().is_empty(), "{id}: an empty mark");
            marks.push(Mark {
                start,
                end: length,
                meaning: read_meaning(meaning, id),
                surface,
            });
            rest = after;
        } else {
            plain.push(next);
            length += 1;
            rest = rest.get(next.len_utf8()..).unwrap();
        }
    }
    assert!(open.is_empty(), "{id}: a mark has no meaning");
    marks.sort_by_key(|mark| (mark.start, mark.end));
    (plain, marks)
}

fn read_meaning(text: &str, id: &str) -> Meaning {
    let (target, kind) = match text.split_once(' ') {
        None => (text, Kind::Literal),
        Some((target, "associative")) => (target, Kind::Associative),
        Some((target, "any")) => (target, Kind::Any),
        Some((target, "demonym")) => (target, Kind::Demonym),
        Some((target, "embedded")) => (target, Kind::Embedded),
        Some((target, "language")) => (target, Kind::Language),
        Some((_, other)) => panic!("{id}: nobody knows the kind “{other}”"),
    };
    if let Some(position) = target.strip_prefix("coordinate:") {
        let (lat, lon) = position.split_once(',').unwrap();
        return Meaning::Position(lat.parse().unwrap(), lon.parse().unwrap());
    }
    match target {
        "?" => Meaning::Unplaced,
        "-" => Meaning::Nothing,
        _ if target.starts_with("place:") => Meaning::Place(target.to_owned(), kind),
        _ if target.starts_with("route:") || target.starts_with("border:") => {
            Meaning::Relation(target.to_owned())
        }
        _ => panic!("{id}: nobody knows the meaning “{target}”"),
    }
}

impl Mark {
    fn overlaps(&self, found: &Value) -> bool {
        let (start, end) = span(found);
        self.start < end && start < self.end
    }

    fn is_toponym(&self) -> bool {
        !matches!(
            self.meaning,
            Meaning::Nothing | Meaning::Relation(_) | Meaning::Place(_, Kind::Language)
        )
    }
}

fn span(found: &Value) -> (usize, usize) {
    let figure = |key: &str| usize::try_from(found[key].as_u64().unwrap()).unwrap();
    (figure("start"), figure("end"))
}

/// Whether a role of the output is one of those in which the place itself is meant.
fn is_literal(role: &str) -> bool {
    match role {
        "literal" | "literal_modifier" | "mixed" | "coercion" | "embedded_literal" => true,
        "associative"
        | "metonymic"
        | "non_literal_modifier"
        | "demonym"
        | "language"
        | "homonym"
        | "embedded_associative" => false,
        other => panic!("nobody knows the role “{other}”"),
    }
}

/// The answer to every document, in order.
fn annotate() -> Vec<Value> {
    let mut input = String::new();
    for text in CORPUS.iter() {
        let row =
            json!({"id": text.id, "title": text.title, "date": text.date, "text": text.plain});
        writeln!(input, "{row}").unwrap();
    }
    let arguments = ["araxes", "annotate"];
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let code = araxes::cli::run(
        arguments.map(Into::into),
        &mut input.as_bytes(),
        &mut out,
        &mut messages,
    );
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&messages));
    String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What is wrong with a document: a key that names the fault for good, and what was found instead.
fn faults(text: &Text, answer: &Value) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    // A word that occurs several times is told apart by its number.
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut name = |surface: &str, what: &str, found: String| {
        let count = seen
            .entry(format!("{what} {surface}"))
            .and_modify(|count| *count += 1)
            .or_insert(1);
        let number = if *count > 1 {
            format!(" ({count})")
        } else {
            String::new()
        };
        faults.push((format!("{}: {what} “{surface}”{number}", text.id), found));
    };
    let toponyms = answer["toponyms"].as_array().unwrap();
    let relations = answer["relations"].as_array().unwrap();
    for mark in &text.marks {
        if let Meaning::Relation(id) = &mark.meaning {
            let near: Vec<&str> = relations
                .iter()
                .filter(|found| mark.overlaps(found))
                .filter_map(|found| found["feature_id"].as_str())
                .collect();
            if !near.contains(&id.as_str()) {
                name(&mark.surface, "relation", format!("{near:?}, not {id}"));
            }
            continue;
        }
        if !mark.is_toponym() {
            for found in toponyms.iter().filter(|found| mark.overlaps(found)) {
                // A place that is marked within is none of the mark's business.
                let marked = text
                    .marks
                    .iter()
                    .any(|other| other.is_toponym() && other.overlaps(found));
                if !marked {
                    let id = &found["place_id"];
                    name(
                        &mark.surface,
                        "no toponym",
                        format!("{} is {id}", found["surface"]),
                    );
                }
            }
            continue;
        }
        let Some(found) = toponyms
            .iter()
            .find(|found| span(found) == (mark.start, mark.end))
        else {
            let near: Vec<&Value> = toponyms
                .iter()
                .filter(|found| mark.overlaps(found))
                .map(|found| &found["surface"])
                .collect();
            if near.is_empty() && matches!(mark.meaning, Meaning::Place(_, Kind::Embedded)) {
                continue;
            }
            name(&mark.surface, "toponym", format!("overlapping: {near:?}"));
            continue;
        };
        let (kind, role) = (
            found["kind"].as_str().unwrap(),
            found["role"].as_str().unwrap(),
        );
        let place = found["place_id"].as_str();
        match &mark.meaning {
            Meaning::Place(id, wanted) => {
                if place != Some(id) {
                    name(&mark.surface, "place", format!("{place:?}, not {id}"));
                }
                if (kind == "demonym") != (*wanted == Kind::Demonym) {
                    name(&mark.surface, "kind", kind.to_owned());
                } else if *wanted != Kind::Any && is_literal(role) != (*wanted == Kind::Literal) {
                    name(&mark.surface, "role", role.to_owned());
                }
            }
            Meaning::Position(lat, lon) => {
                let near = |key: &str, degrees: f64| {
                    found[key]
                        .as_f64()
                        .is_some_and(|found| (found - degrees).abs() < 2e-4)
                };
                if kind != "coordinate" || !near("lat", *lat) || !near("lon", *lon) {
                    name(
                        &mark.surface,
                        "position",
                        format!("{} {}", found["lat"], found["lon"]),
                    );
                }
            }
            Meaning::Unplaced => {
                if let Some(place) = place {
                    name(
                        &mark.surface,
                        "place",
                        format!("{place}, though none is known"),
                    );
                }
            }
            Meaning::Nothing | Meaning::Relation(_) => {}
        }
    }
    for found in toponyms {
        if !text
            .marks
            .iter()
            .any(|mark| !matches!(mark.meaning, Meaning::Relation(_)) && mark.overlaps(found))
        {
            let surface = found["surface"].as_str().unwrap();
            name(
                surface,
                "unmarked toponym",
                format!("{}", found["place_id"]),
            );
        }
    }
    for found in relations {
        let id = found["feature_id"].as_str().unwrap();
        if !text.marks.iter().any(|mark| {
            mark.overlaps(found)
                && matches!(&mark.meaning, Meaning::Relation(wanted) if wanted == id)
        }) {
            let surface = found["surface"].as_str().unwrap();
            name(surface, "unmarked relation", id.to_owned());
        }
    }
    faults
}

#[test]
fn every_document_comes_out_as_marked_but_for_the_known_failures() {
    let list = fs::read_to_string(folder().join("known_failures.txt")).unwrap();
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for line in list
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (key, reason) = line
            .split_once(" # ")
            .unwrap_or_else(|| panic!("known_failures.txt: no reason in “{line}”"));
        assert!(
            known.insert(key, reason).is_none(),
            "“{key}” is listed twice"
        );
    }
    let answers = annotate();
    assert_eq!(answers.len(), CORPUS.len());
    let mut unlisted = String::new();
    let mut found: BTreeSet<String> = BTreeSet::new();
    for (text, answer) in CORPUS.iter().zip(&answers) {
        for (key, instead) in faults(text, answer) {
            if !known.contains_key(key.as_str()) {
                writeln!(unlisted, "{key} # {instead}").unwrap();
            }
            found.insert(key);
        }
    }
    let mended: Vec<&str> = known
        .into_keys()
        .filter(|key| !found.contains(*key))
        .collect();
    assert!(
        unlisted.is_empty() && mended.is_empty(),
        "Not as marked, and not in known_failures.txt:\n{unlisted}\n\
         In known_failures.txt, but right by now (take them out):\n{}",
        mended.join("\n")
    );
}

#[test]
fn every_id_of_the_marks_is_in_the_default_gazetteer() {
    let gazetteer = &GAZETTEER;
    let missing: Vec<String> = CORPUS
        .iter()
        .flat_map(|text| text.marks.iter().map(move |mark| (text, mark)))
        .filter_map(|(text, mark)| match &mark.meaning {
            Meaning::Place(id, _) if gazetteer.place_by_id(id).is_none() => {
                Some(format!("{}: {id} for “{}”", text.id, mark.surface))
            }
            _ => None,
        })
        .collect();
    assert!(
        missing.is_empty(),
        "no such places:\n{}",
        missing.join("\n")
    );
}

#[test]
fn the_corpus_is_written_as_json_lines_for_scorers() {
    let gazetteer = &GAZETTEER;
    let mut lines = String::new();
    for text in CORPUS.iter() {
        let toponyms: Vec<Value> = text
            .marks
            .iter()
            .filter_map(|mark| {
                let mut row = json!({
                    "start": mark.start, "end": mark.end, "surface": mark.surface, "kind": "name",
                    "place_id": null, "lat": null, "lon": null, "geonameid": null,
                });
                match &mark.meaning {
                    Meaning::Place(id, kind) => {
                        row["kind"] = json!(format!("{kind:?}").to_lowercase());
                        row["place_id"] = json!(id);
                        if let Some(place) = gazetteer.place_by_id(id) {
                            row["lat"] = json!(place.point.y());
                            row["lon"] = json!(place.point.x());
                            row["geonameid"] = json!(place.geonameid);
                        }
                    }
                    Meaning::Position(lat, lon) => {
                        row["kind"] = json!("coordinate");
                        row["lat"] = json!(lat);
                        row["lon"] = json!(lon);
                    }
                    Meaning::Unplaced => {}
                    Meaning::Nothing | Meaning::Relation(_) => return None,
                }
                Some(row)
            })
            .collect();
        let relations: Vec<Value> = text
            .marks
            .iter()
            .filter_map(|mark| match &mark.meaning {
                Meaning::Relation(id) => Some(json!({
                    "start": mark.start, "end": mark.end, "surface": mark.surface, "feature_id": id,
                })),
                _ => None,
            })
            .collect();
        for row in toponyms.iter().chain(&relations) {
            let (start, end) = span(row);
            let slice: String = text.plain.chars().skip(start).take(end - start).collect();
            assert_eq!(row["surface"], slice, "{}", text.id);
        }
        let row = json!({
            "id": text.id, "title": text.title, "date": text.date, "text": text.plain,
            "toponyms": toponyms, "relations": relations,
        });
        writeln!(lines, "{row}").unwrap();
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus.jsonl");
    fs::write(path, lines).unwrap();
}
