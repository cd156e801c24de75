//! The pages of `docs/rules`: what each shows comes out exactly as it is marked, every rule of the program has a page,
//! and every page shows the rules that it says it covers. How pages are written is told in `docs/rules/README.md`.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use araxes::built_in;
use araxes::document::{self, Document, DocumentDate};
use araxes::gazetteer::Gazetteer;
use araxes::layer::subject_id;
use araxes::recognition::{
    self, CoordinateProblem, DECLINED_LANGUAGES, MentionKind, Model, Notation, Pattern, Refusal,
    Usage, Usages,
};
use araxes::relation::line::Basis;
use araxes::relation::{Subject, WhyNot};
use araxes::resolution::{self, Feature, Wording};
use araxes::run::{Analysis, Pipeline};
use common::marked::{self, Kind, Mark, Marked, Meaning};
use common::{GAZETTEER, root};

/// What an example may say before its text.
const HEADERS: [&str; 8] = [
    "title",
    "date",
    "publisher",
    "language",
    "as-of",
    "roles",
    "min-confidence",
    "gazetteer",
];

/// The page about the pages.
const INDEX: &str = "README.md";

/// A page of `docs/rules`.
struct Page {
    file: String,
    text: String,
    /// The rules that it says it covers.
    covers: BTreeSet<String>,
    examples: Vec<Example>,
    /// The tables that its examples may have as gazetteers, by file name.
    tables: BTreeMap<String, String>,
}

/// A marked document in a page.
struct Example {
    /// The line of the page in which its text begins, from 1.
    line: usize,
    marked: Marked,
}

fn pages() -> Vec<Page> {
    let mut files: Vec<_> = fs::read_dir(root().join("docs/rules"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let file = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(file.ends_with(".md"), "docs/rules/{file} is no page");
            Page::read(file, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

impl Page {
    fn read(file: String, text: String) -> Self {
        let (mut examples, mut tables) = (Vec::new(), BTreeMap::new());
        for (info, first, block) in blocks(&text) {
            let place = format!("docs/rules/{file}:{first}");
            match info.split_once(' ') {
                None if info == "marked" => examples.push(Example::read(first, &block, &place)),
                Some(("csv", name)) => {
                    tables.insert(name.to_owned(), joined(&block));
                }
                _ => panic!("{place}: nobody knows blocks of “{info}”"),
            }
        }
        Self {
            covers: covers(&file, &text),
            file,
            text,
            examples,
            tables,
        }
    }
}

/// The fenced blocks of a page: what the fence says, the line in which they begin, from 1, and their lines.
fn blocks(text: &str) -> Vec<(&str, usize, Vec<&str>)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().zip(1..);
    while let Some((line, number)) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let block = lines.by_ref().map(|(line, _)| line);
            let block = block.take_while(|line| *line != "```").collect();
            blocks.push((info, number + 1, block));
        }
    }
    blocks
}

fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

impl Example {
    /// Header lines up to a blank one, if it begins with any, and marked text.
    fn read(first: usize, block: &[&str], place: &str) -> Self {
        let begins_with_header = block.first().is_some_and(|line| {
            line.split_once(": ")
                .is_some_and(|(key, _)| HEADERS.contains(&key))
        });
        let blank = block.iter().position(|line| line.is_empty());
        let (head, body) = match blank.filter(|_| begins_with_header) {
            Some(blank) => (&block[..blank], &block[blank + 1..]),
            None => (&block[..0], block),
        };
        assert!(!body.is_empty(), "{place}: an example without text");
        Self {
            line: first + block.len() - body.len(),
            marked: marked::read(&joined(head), &joined(body), &HEADERS, place),
        }
    }
}

/// The rules that the front matter of a page names.
fn covers(file: &str, text: &str) -> BTreeSet<String> {
    let Some((front, _)) = text
        .strip_prefix("---\n")
        .and_then(|text| text.split_once("\n---\n"))
    else {
        return BTreeSet::new();
    };
    let rules = front.strip_prefix("covers:").unwrap_or_else(|| {
        panic!("docs/rules/{file}: the front matter has a key other than covers")
    });
    rules
        .split([',', '\n'])
        .map(|rule| rule.trim().to_owned())
        .filter(|rule| !rule.is_empty())
        .collect()
}

/// Everything of the program that is a rule, as pages name it, and whether a page has to cover it.
fn rules() -> BTreeMap<String, bool> {
    let sorts: [(&str, Vec<&str>); 9] = [
        ("role", Usage::ALL.map(Usage::as_str).to_vec()),
        ("kind", MentionKind::WORDS.to_vec()),
        ("refusal", Refusal::keys().collect()),
        ("phrase", Pattern::ALL.map(Pattern::key).to_vec()),
        ("notation", Notation::ALL.map(Notation::key).to_vec()),
        ("wording", Wording::ALL.map(Wording::key).to_vec()),
        ("language", DECLINED_LANGUAGES.to_vec()),
        ("unresolved", WhyNot::ALL.map(WhyNot::key).to_vec()),
        ("unresolved", CoordinateProblem::KEYS.to_vec()),
    ];
    let mut rules: BTreeMap<String, bool> = sorts
        .iter()
        .flat_map(|(sort, keys)| keys.iter().map(|key| (rule(sort, key), true)))
        .collect();
    // What stands for a stretch of land has to be told.
    let about = Basis::ALL.into_iter().filter(|basis| basis.is_about());
    rules.extend(about.map(|basis| (rule("basis", basis.as_str()), true)));
    // What weighs nothing decides nothing.
    let weights = resolution::Model::shipped().in_company;
    rules.extend(Feature::ALL.iter().map(|feature| {
        let is_due = weights[*feature as usize] != 0.0;
        (rule("feature", feature.key()), is_due)
    }));
    rules
}

/// A rule as pages name it.
fn rule(sort: &str, key: &str) -> String {
    format!("{sort}:{}", key.replace(' ', "_"))
}

/// The gazetteers of an example: those in the program, and a table of its page over them.
fn open(table: &str) -> Gazetteer {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.csv");
    fs::write(&path, table).unwrap();
    let [world, caucasus] = built_in::sources();
    let gazetteer = built_in::open(&[world, caucasus, built_in::source_at(&path)]).unwrap();
    let problems = gazetteer.problems();
    assert!(problems.is_empty(), "{problems:?}");
    gazetteer
}

/// An example as a document, and what the program says of it.
fn analyse(example: &Example, gazetteer: &Gazetteer, place: &str) -> (Document, Analysis) {
    let Marked { header, plain, .. } = &example.marked;
    let header = |key: &str| header.get(key).map(String::as_str);
    let date = header("date").map(|date| DocumentDate::stated(date).unwrap());
    let mut document = document::from_text(place, header("title"), date, plain);
    if let Some(publisher) = header("publisher") {
        document.publisher = Some(publisher.to_owned());
    }
    let wanted = recognition::Options {
        usages: header("roles").map_or(Usages::MAP, |roles| roles.parse().unwrap()),
        explain: true,
    };
    let mut options = resolution::Options {
        explain: true,
        as_of: header("as-of").map(|day| day.parse().unwrap()),
        ..resolution::Options::default()
    };
    if let Some(least) = header("min-confidence") {
        options.min_confidence = least.parse().unwrap();
    }
    let analysis = Pipeline::new(gazetteer, options)
        .recognising(Model::built_in(), wanted)
        .analyse(&document);
    (document, analysis)
}

/// Something that came out of a document, in code points of its text.
struct Found {
    start: usize,
    end: usize,
    surface: String,
    what: What,
}

enum What {
    Place {
        id: String,
        demonym: bool,
        role: Usage,
    },
    Position {
        lat: f64,
        lon: f64,
        kind: &'static str,
        crosses: Option<String>,
        notation: Option<&'static str>,
    },
    Relation {
        id: String,
        length_m: Option<f64>,
    },
    Unresolved {
        why_not: String,
    },
}

/// Everything that came out, in order of the text.
fn everything(document: &Document, analysis: &Analysis, gazetteer: &Gazetteer) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |span: &std::ops::Range<usize>, surface: &str, what: What| {
        let span = document.source.span(span.clone()).chars;
        found.push(Found {
            start: span.start,
            end: span.end,
            surface: surface.to_owned(),
            what,
        });
    };
    for sighting in &analysis.related.sightings {
        let mention = &analysis.recognition.mentions[sighting.mention];
        let id = subject_id(gazetteer, &sighting.subject);
        let what = match &sighting.subject {
            Subject::Place(_) | Subject::Thing(_) => What::Place {
                id,
                demonym: matches!(mention.kind, MentionKind::Demonym),
                role: mention.usage,
            },
            Subject::Position(position) => What::Position {
                lat: position.point.y(),
                lon: position.point.x(),
                kind: position.kind,
                crosses: position
                    .crosses
                    .map(|river| gazetteer.place(river).id.to_owned()),
                notation: match &mention.kind {
                    MentionKind::Coordinate(written) => Some(written.notation.key()),
                    _ => None,
                },
            },
            _ => What::Relation {
                id,
                length_m: sighting.claim.as_ref().map(|claim| claim.length_m),
            },
        };
        add(&mention.span, &mention.surface, what);
    }
    for one in &analysis.related.unresolved {
        add(
            &one.span,
            &one.surface,
            What::Unresolved {
                why_not: one.why_not.clone(),
            },
        );
    }
    found.sort_by_key(|one| (one.start, one.end));
    found
}

impl Found {
    fn is_at(&self, mark: &Mark) -> bool {
        (self.start, self.end) == (mark.start, mark.end)
    }

    /// Whether it is what a mark says.
    fn is(&self, meaning: &Meaning) -> bool {
        match (meaning, &self.what) {
            (Meaning::Place(wanted, kind), What::Place { id, demonym, role }) => {
                let is_literal = role.role() == recognition::Role::Literal;
                let fits = match kind {
                    Kind::Literal => !demonym && is_literal,
                    Kind::Associative => !demonym && !is_literal,
                    Kind::Any => !demonym,
                    Kind::Demonym => *demonym && !is_literal,
                    Kind::Embedded => !is_literal,
                    Kind::Language => *role == Usage::Language,
                    Kind::Exactly {
                        demonym: people,
                        role: exactly,
                    } => demonym == people && role == exactly,
                };
                wanted == id && fits
            }
            (
                Meaning::Position(wanted),
                What::Position {
                    lat,
                    lon,
                    kind,
                    crosses,
                    notation,
                },
            ) => {
                let near = |degrees: f64, found: f64| (degrees - found).abs() < wanted.unit;
                near(wanted.lat, *lat)
                    && near(wanted.lon, *lon)
                    && wanted.kind.as_deref().unwrap_or("position") == *kind
                    && wanted.crosses == *crosses
                    && wanted
                        .notation
                        .as_deref()
                        .is_none_or(|key| Some(key) == *notation)
            }
            (Meaning::Relation(wanted, length), What::Relation { id, length_m }) => {
                wanted == id
                    && match (length, length_m) {
                        (Some(wanted), Some(found)) => (wanted - found).abs() < 1e-6,
                        (wanted, found) => wanted.is_none() && found.is_none(),
                    }
            }
            (Meaning::Unplaced, What::Unresolved { .. }) => true,
            (Meaning::Unresolved(words), What::Unresolved { why_not }) => why_not.contains(words),
            _ => false,
        }
    }

    /// As one would mark it.
    fn meaning(&self) -> String {
        match &self.what {
            What::Place { id, demonym, role } => {
                let kind = if *demonym { " demonym" } else { "" };
                match role {
                    Usage::Literal if !demonym => id.clone(),
                    role => format!("{id}{kind} {}", role.as_str()),
                }
            }
            What::Position {
                lat,
                lon,
                kind,
                crosses,
                notation,
            } => {
                let mut words = format!("coordinate:{lat:.6},{lon:.6}");
                if *kind != "position" {
                    let _ = write!(words, " kind:{kind}");
                }
                for (key, value) in [("crosses", crosses.as_deref()), ("notation", *notation)] {
                    if let Some(value) = value {
                        let _ = write!(words, " {key}:{value}");
                    }
                }
                words
            }
            What::Relation { id, length_m: None } => id.clone(),
            What::Relation {
                id,
                length_m: Some(length),
            } => format!("{id} length_m:{length}"),
            What::Unresolved { why_not } => format!("unresolved: {why_not}"),
        }
    }
}

/// The text with everything that came out of it marked.
fn as_it_came(plain: &str, found: &[Found]) -> String {
    let mut out = String::new();
    let letters: Vec<char> = plain.chars().collect();
    for at in 0..=letters.len() {
        let mut ends: Vec<&Found> = found
            .iter()
            .filter(|one| one.end == at && one.start < at)
            .collect();
        ends.sort_by_key(|one| std::cmp::Reverse(one.start));
        for one in ends {
            let _ = write!(out, "|{}]]", one.meaning());
        }
        for _ in found.iter().filter(|one| one.start == at) {
            out.push_str("[[");
        }
        out.extend(letters.get(at));
    }
    out
}

/// What does not come out as an example is marked.
fn faults(
    example: &Example,
    found: &[Found],
    analysis: &Analysis,
    document: &Document,
) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    let language = example.marked.header.get("language");
    if language.is_some() && language != document.language.as_ref() {
        faults.push((
            example.line,
            format!("the language is {:?}, not {language:?}", document.language),
        ));
    }
    let mut used = vec![false; found.len()];
    for mark in &example.marked.marks {
        let mut fault = |what: String| {
            faults.push((
                example.line + mark.line,
                format!("“{}”: {what}", mark.surface),
            ));
        };
        if let Meaning::Nothing(refusal) = &mark.meaning {
            let keys = analysis.recognition.rejections.iter().filter(|rejection| {
                let span = document.source.span(rejection.span.clone()).chars;
                (span.start, span.end) == (mark.start, mark.end)
            });
            let keys: Vec<&str> = keys.map(|rejection| rejection.refusal.key()).collect();
            if let Some(key) = refusal
                && !keys.contains(&key.as_str())
            {
                fault(format!("wanted to be refused for {key}, was for {keys:?}"));
            }
            continue;
        }
        let at = (0..found.len())
            .find(|&at| !used[at] && found[at].is_at(mark) && found[at].is(&mark.meaning));
        match at {
            Some(at) => used[at] = true,
            None => {
                let may_be_missing = matches!(
                    mark.meaning,
                    Meaning::Place(_, Kind::Embedded | Kind::Language)
                );
                if !may_be_missing {
                    let near = found
                        .iter()
                        .filter(|one| one.start < mark.end && mark.start < one.end);
                    let near: Vec<String> = near
                        .map(|one| format!("“{}” {}", one.surface, one.meaning()))
                        .collect();
                    fault(format!("wanted {:?}, came {near:?}", mark.meaning));
                }
            }
        }
    }
    // Names whose role nobody asked for are not passed over either.
    for rejection in &analysis.recognition.rejections {
        let span = document.source.span(rejection.span.clone()).chars;
        let is_marked = example.marked.marks.iter().any(|mark| {
            (span.start, span.end) == (mark.start, mark.end)
                && matches!(
                    mark.meaning,
                    Meaning::Nothing(Some(_)) | Meaning::Place(_, Kind::Embedded | Kind::Language)
                )
        });
        if matches!(rejection.refusal, Refusal::Role(_)) && !is_marked {
            let reason = &rejection.reason;
            faults.push((
                example.line,
                format!("“{}”: not marked, {reason}", rejection.surface),
            ));
        }
    }
    for (one, _) in found.iter().zip(&used).filter(|(_, used)| !**used) {
        let lines = example
            .marked
            .plain
            .chars()
            .take(one.start)
            .filter(|&letter| letter == '\n');
        faults.push((
            example.line + lines.count(),
            format!(
                "“{}”: wanted nothing else, came {}",
                one.surface,
                one.meaning()
            ),
        ));
    }
    faults
}

/// The rules that an example shows.
fn shown(document: &Document, analysis: &Analysis) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    let mut add = |sort: &str, key: &str| {
        shown.insert(rule(sort, key));
    };
    for mention in &analysis.recognition.mentions {
        add("kind", mention.kind.as_str());
        match &mention.kind {
            MentionKind::Name | MentionKind::Demonym => add("role", mention.usage.as_str()),
            MentionKind::Coordinate(written) => add("notation", written.notation.key()),
            MentionKind::Phrase(phrase) => add("phrase", phrase.pattern().key()),
        }
    }
    for rejection in &analysis.recognition.rejections {
        add("refusal", rejection.refusal.key());
    }
    for candidate in analysis
        .references
        .iter()
        .flat_map(|reference| &reference.candidates)
    {
        add("wording", candidate.wording.key());
        for evidence in &candidate.evidence {
            add("feature", evidence.feature.key());
        }
    }
    for one in &analysis.related.unresolved {
        add("unresolved", one.reason);
    }
    for sighting in &analysis.related.sightings {
        match &sighting.subject {
            Subject::Thing(_) => add("basis", Basis::SomewhereIn.as_str()),
            Subject::Spot(spot) => add("basis", spot.basis.as_str()),
            _ => {}
        }
    }
    if let Some(language) = &document.language {
        add("language", language);
    }
    shown
}

#[test]
fn every_example_comes_out_as_marked_and_every_page_shows_what_it_covers() {
    let mut problems = String::new();
    for page in pages() {
        let mut all_shown = BTreeSet::new();
        let tables: BTreeMap<&str, Gazetteer> = page
            .tables
            .iter()
            .map(|(name, table)| (name.as_str(), open(table)))
            .collect();
        for example in &page.examples {
            let place = format!("docs/rules/{}:{}", page.file, example.line);
            let gazetteer = match example.marked.header.get("gazetteer") {
                None => &*GAZETTEER,
                Some(name) => tables
                    .get(name.as_str())
                    .unwrap_or_else(|| panic!("{place}: the page has no table {name}")),
            };
            let (document, analysis) = analyse(example, gazetteer, &place);
            let found = everything(&document, &analysis, gazetteer);
            let faults = faults(example, &found, &analysis, &document);
            for (line, fault) in &faults {
                writeln!(problems, "docs/rules/{}:{line}: {fault}", page.file).unwrap();
            }
            if !faults.is_empty() {
                let came = as_it_came(&example.marked.plain, &found);
                writeln!(problems, "    it comes out as: {}\n", came.trim_end()).unwrap();
            }
            all_shown.extend(shown(&document, &analysis));
        }
        for rule in page.covers.difference(&all_shown) {
            writeln!(
                problems,
                "docs/rules/{}: no example shows {rule}",
                page.file
            )
            .unwrap();
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let (rules, pages) = (rules(), pages());
    let mut problems = String::new();
    let index = pages.iter().find(|page| page.file == INDEX).unwrap();
    let mut covered: BTreeSet<&str> = BTreeSet::new();
    for page in pages.iter().filter(|page| page.file != INDEX) {
        let mut problem = |what: String| {
            writeln!(problems, "docs/rules/{}: {what}", page.file).unwrap();
        };
        if page.covers.is_empty() {
            problem("covers nothing".to_owned());
        }
        if page.examples.len() < 2 {
            problem(format!(
                "has {} examples, two are the least",
                page.examples.len()
            ));
        }
        if !index.text.contains(&format!("]({})", page.file)) {
            problem(format!("{INDEX} does not list it"));
        }
        for rule in page.covers.iter().filter(|rule| !rules.contains_key(*rule)) {
            problem(format!("covers {rule}, which is no rule"));
        }
        covered.extend(page.covers.iter().map(String::as_str));
    }
    let uncovered: Vec<&str> = rules
        .iter()
        .filter(|(rule, is_due)| **is_due && !covered.contains(rule.as_str()))
        .map(|(rule, _)| rule.as_str())
        .collect();
    if !uncovered.is_empty() {
        writeln!(problems, "no page covers: {}", uncovered.join(", ")).unwrap();
    }
    assert!(problems.is_empty(), "\n{problems}");
}
