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

use araxes::document;
use araxes::recognition::{self, Model, Usages};
use araxes::resolution::{self, Reference};
use araxes::run::Pipeline;
use common::GAZETTEER;
use common::marked::{self, Kind, Mark, Meaning, Position};
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
    let (id, header) = head.split_once('\n').unwrap_or((head, ""));
    let id = id.trim().to_owned();
    let mut marked = marked::read(header, body, &["title", "date"], &id);
    Text {
        title: marked.header.remove("title"),
        date: marked.header.remove("date"),
        id,
        plain: marked.plain,
        marks: marked.marks,
    }
}

fn overlaps(mark: &Mark, found: &Value) -> bool {
    let (start, end) = span(found);
    mark.start < end && start < mark.end
}

fn is_toponym(mark: &Mark) -> bool {
    !matches!(
        mark.meaning,
        Meaning::Nothing(_) | Meaning::Relation(..) | Meaning::Place(_, Kind::Language)
    )
}

fn span(found: &Value) -> (usize, usize) {
    let figure = |key: &str| usize::try_from(found[key].as_u64().unwrap()).unwrap();
    (figure("start"), figure("end"))
}

/// Whether a role of the output is one of those in which the place itself is meant.
fn is_literal(role: &str) -> bool {
    match role {
        "literal" | "anchor" | "literal_modifier" | "mixed" | "coercion" | "embedded_literal" => {
            true
        }
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
    // Some documents have positions that can be read in two ways, which is told.
    let messages = String::from_utf8_lossy(&messages);
    assert_eq!(code, 2, "{messages}");
    let refused = messages.lines().filter(|line| line.starts_with("error"));
    for line in refused {
        assert!(line.contains("can be read as"), "{line}");
    }
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
        if let Meaning::Relation(id, _) = &mark.meaning {
            let near: Vec<&str> = relations
                .iter()
                .filter(|found| overlaps(mark, found))
                .filter_map(|found| found["feature_id"].as_str())
                .collect();
            if !near.contains(&id.as_str()) {
                name(&mark.surface, "relation", format!("{near:?}, not {id}"));
            }
            continue;
        }
        if !is_toponym(mark) {
            for found in toponyms.iter().filter(|found| overlaps(mark, found)) {
                // A place that is marked within is none of the mark's business.
                let marked = text
                    .marks
                    .iter()
                    .any(|other| is_toponym(other) && overlaps(other, found));
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
                .filter(|found| overlaps(mark, found))
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
                let is_demonym =
                    matches!(wanted, Kind::Demonym | Kind::Exactly { demonym: true, .. });
                let fits = match wanted {
                    Kind::Any => true,
                    Kind::Exactly { role: exactly, .. } => role == exactly.as_str(),
                    wanted => is_literal(role) == (*wanted == Kind::Literal),
                };
                if (kind == "demonym") != is_demonym {
                    name(&mark.surface, "kind", kind.to_owned());
                } else if !fits {
                    name(&mark.surface, "role", role.to_owned());
                }
            }
            Meaning::Position(Position { lat, lon, .. }) => {
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
            Meaning::Unplaced | Meaning::Unresolved(_) => {
                if let Some(place) = place {
                    name(
                        &mark.surface,
                        "place",
                        format!("{place}, though none is known"),
                    );
                }
            }
            Meaning::Nothing(_) | Meaning::Relation(..) => {}
        }
    }
    for found in toponyms {
        if !text
            .marks
            .iter()
            .any(|mark| !matches!(mark.meaning, Meaning::Relation(..)) && overlaps(mark, found))
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
            overlaps(mark, found)
                && matches!(&mark.meaning, Meaning::Relation(wanted, _) if wanted == id)
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
            Meaning::Place(id, _)
                if id.starts_with("place:") && gazetteer.place_by_id(id).is_none() =>
            {
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
                        row["kind"] = json!(kind.as_str());
                        row["place_id"] = json!(id);
                        if let Some(place) = gazetteer.place_by_id(id) {
                            row["lat"] = json!(place.point.y());
                            row["lon"] = json!(place.point.x());
                            row["geonameid"] = json!(place.geonameid);
                        }
                    }
                    Meaning::Position(Position { lat, lon, .. }) => {
                        row["kind"] = json!("coordinate");
                        row["lat"] = json!(lat);
                        row["lon"] = json!(lon);
                    }
                    Meaning::Unplaced | Meaning::Unresolved(_) => {}
                    Meaning::Nothing(_) | Meaning::Relation(..) => return None,
                }
                Some(row)
            })
            .collect();
        let relations: Vec<Value> = text
            .marks
            .iter()
            .filter_map(|mark| match &mark.meaning {
                Meaning::Relation(id, _) => Some(json!({
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

#[test]
fn roles_choose_what_is_reported_and_never_what_the_answers_are() {
    let options = resolution::Options {
        min_confidence: 0.0,
        ..resolution::Options::default()
    };
    let answers = |usages: Usages, text: &Text| {
        let wanted = recognition::Options {
            usages,
            explain: false,
        };
        let mut pipeline =
            Pipeline::new(&GAZETTEER, options).recognising(Model::built_in(), wanted);
        let document = document::knowing(&*GAZETTEER).from_text(
            &text.id,
            text.title.as_deref(),
            None,
            &text.plain,
        );
        let analysis = pipeline.analyse(&document);
        let mentions = &analysis.recognition.mentions;
        let answer = |reference: &Reference| {
            let best = reference.candidates.first();
            let span = mentions[reference.mention].span.clone();
            let best = best.map(|best| (best.entry, best.confidence));
            ((span.start, span.end), best)
        };
        let found: BTreeMap<_, _> = analysis.references.iter().map(answer).collect();
        found
    };
    let (mut asked, mut all) = (0, 0);
    for text in CORPUS.iter() {
        let everything = answers("all".parse().unwrap(), text);
        for usages in ["literal", "metonymic,demonym", "language", "embedded"] {
            let some = answers(usages.parse().unwrap(), text);
            for (span, answer) in &some {
                assert_eq!(Some(answer), everything.get(span), "{} {span:?}", text.id);
            }
            asked += some.len();
        }
        all += everything.len();
    }
    assert!(asked > 500 && all > 800, "{asked} {all}");
}
