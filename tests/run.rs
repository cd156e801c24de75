//! A run is a fold: documents are harvested one by one, in parts, in threads, and come to the same layers in whatever
//! order and grouping their parts are merged.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use araxes::document::{self, Document, DocumentDate, ReadError};
use araxes::gazetteer::crs::Transformer;
use araxes::layer::Layers;
use araxes::problem::{Code, Problem, Severity};
use araxes::run::{Analysis, Engine, Listener, Options, Outcome, Part};
use araxes::{built_in, export};
use common::root;
use proptest::prelude::*;
use proptest::sample::Index;

static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::new(built_in::open(&built_in::sources()).unwrap()));

/// The documents in `seeds/` and `tests/corpus`, with one in between that cannot be read.
static DOCUMENTS: LazyLock<Vec<Result<Document, &'static str>>> = LazyLock::new(|| {
    let seeds = document::collect(&[root().join("seeds")]);
    let seeds = seeds.files.iter().map(|file| document::read(file).unwrap());
    let mut documents: Vec<_> = seeds.chain(corpus()).map(Ok).collect();
    assert!(documents.len() > 100, "the corpus was read");
    documents.insert(7, Err("lost.txt"));
    documents
});

static ANALYSES: LazyLock<Vec<Option<Analysis>>> = LazyLock::new(|| {
    let mut pipeline = ENGINE.pipeline();
    DOCUMENTS
        .iter()
        .map(|document| {
            let document = document.as_ref().ok()?;
            Some(pipeline.analyse(document))
        })
        .collect()
});

/// The marked documents of our own, without their marks.
fn corpus() -> Vec<Document> {
    let mut paths: Vec<PathBuf> = fs::read_dir(root().join("tests/corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "marked"))
        .collect();
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let content = format!("\n{}", fs::read_to_string(&path).unwrap());
        for part in content.split("\n=== ").skip(1) {
            let (head, body) = part.split_once("\n\n").unwrap();
            let header = |key: &str| head.lines().find_map(|line| line.strip_prefix(key));
            let date = header("date: ").and_then(DocumentDate::stated);
            let id = head.lines().next().unwrap();
            let text = unmarked(body.trim_end());
            documents.push(document::from_text(id, header("title: "), date, &text));
        }
    }
    documents
}

/// `[[words|meaning]]`, also within each other, becomes `words`.
fn unmarked(marked: &str) -> String {
    let (mut plain, mut open) = (String::new(), 0);
    let mut rest = marked;
    while let Some(next) = rest.chars().next() {
        rest = if let Some(after) = rest.strip_prefix("[[") {
            open += 1;
            after
        } else if open > 0 && next == '|' {
            open -= 1;
            rest.split_once("]]").unwrap().1
        } else {
            plain.push(next);
            rest.strip_prefix(next).unwrap()
        };
    }
    plain
}

fn lost(path: &str) -> ReadError {
    document::read_path(path).unwrap_err()
}

/// A document of the run, read anew.
fn read(number: usize) -> Result<Document, ReadError> {
    DOCUMENTS[number].clone().map_err(lost)
}

/// Each document's part.
fn parts(options: &Options) -> Vec<Part> {
    let analysed = DOCUMENTS.iter().zip(ANALYSES.iter());
    let part = |(number, (document, analysis)): (usize, (&Result<Document, &str>, _))| {
        let analysis: &Option<Analysis> = analysis;
        match (document, analysis) {
            (Ok(document), Some(analysis)) => {
                Part::of(number, document, analysis, &ENGINE, options)
            }
            (Err(path), _) => Part::unreadable(number, &lost(path), options),
            (Ok(_), None) => panic!("what was read was analysed"),
        }
    };
    analysed.enumerate().map(part).collect()
}

fn in_order(parts: &[Part]) -> Part {
    parts.iter().cloned().fold(Part::default(), Part::merge)
}

fn keeping(text_bytes: usize) -> Options {
    Options {
        text_bytes,
        ..Options::default()
    }
}

fn all_bytes() -> usize {
    let documents = DOCUMENTS.iter().flatten();
    documents.map(|document| document.text.len()).sum()
}

/// Merges in an order and grouping of its own: whichever two the numbers say, until one is left.
fn merged(mut parts: Vec<Part>, order: &[usize], which: &[Index]) -> Part {
    let mut shuffled: Vec<Part> = Vec::with_capacity(parts.len());
    for &number in order {
        shuffled.push(std::mem::take(&mut parts[number]));
    }
    let mut which = which.iter().cycle();
    while shuffled.len() > 1 {
        let one = shuffled.swap_remove(which.next().unwrap().index(shuffled.len()));
        let other = shuffled.swap_remove(which.next().unwrap().index(shuffled.len()));
        shuffled.push(one.merge(other));
    }
    shuffled.pop().unwrap()
}

fn orders() -> impl Strategy<Value = Vec<usize>> {
    Just((0..DOCUMENTS.len()).collect::<Vec<usize>>()).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn parts_merge_in_any_order_and_grouping(
        order in orders(),
        which in prop::collection::vec(any::<Index>(), 97),
        room in any::<Index>(),
    ) {
        let room = room.index(all_bytes());
        let options = keeping(room);
        let whole = in_order(&parts(&options));
        let other = merged(parts(&options), &order, &which);
        prop_assert_eq!(&other, &whole);
        let layers = other.finish(&ENGINE, [], &options).layers;

        // The rule for texts, in its own words: in order, each that still fits.
        let mut left = room;
        for (document, entry) in DOCUMENTS.iter().flatten().zip(&layers.documents) {
            prop_assert_eq!(&document.id, &entry.id);
            let fits = left.checked_sub(document.text.len());
            left = fits.unwrap_or(left);
            prop_assert_eq!(fits.is_some(), entry.text.is_some(), "{}", entry.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    /// Here the documents are analysed anew, in another order, and by as many pipelines as there are parts.
    #[test]
    fn documents_come_to_the_same_in_any_order_and_partition(
        order in orders(),
        of_part in prop::collection::vec(0_usize..4, DOCUMENTS.len()),
    ) {
        let options = keeping(all_bytes() / 3);
        let mut whole = Part::default();
        for number in 0..4 {
            let own = order.iter().filter(|&&document| of_part[document] == number);
            let own = own.map(|&document| (document, read(document)));
            whole = ENGINE.part(own, &options, &mut ()).merge(whole);
        }
        let wanted = in_order(&parts(&options));
        prop_assert_eq!(&whole, &wanted);
        prop_assert_eq!(
            whole.finish(&ENGINE, [], &options),
            wanted.finish(&ENGINE, [], &options)
        );
    }
}

/// Every way to lay numbers into heaps.
fn partitions(numbers: &[usize]) -> Vec<Vec<Vec<usize>>> {
    let Some((&first, rest)) = numbers.split_first() else {
        return vec![Vec::new()];
    };
    let mut all = Vec::new();
    for partition in partitions(rest) {
        for heap in 0..partition.len() {
            let mut more = partition.clone();
            more[heap].insert(0, first);
            all.push(more);
        }
        all.push([vec![vec![first]], partition].concat());
    }
    all
}

/// Every order of numbers.
fn permutations(numbers: &[usize]) -> Vec<Vec<usize>> {
    if numbers.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for at in 0..numbers.len() {
        let rest = [&numbers[..at], &numbers[at + 1..]].concat();
        let later = permutations(&rest).into_iter();
        all.extend(later.map(|order| [vec![numbers[at]], order].concat()));
    }
    all
}

fn written(outcome: &Outcome, options: &Options) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let run = export::Run {
        formats: BTreeSet::new(),
        ..export::Run::of(&options.layers, ENGINE.resolution(), &outcome.problems)
    };
    let gazetteer = ENGINE.gazetteer();
    let layers = &outcome.layers;
    export::write(
        folder.path(),
        layers,
        gazetteer,
        &run,
        &mut Transformer::new(),
    )
    .unwrap();
    let entries = fs::read_dir(folder.path()).unwrap();
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn all_partitions_and_orders_of_five_documents_write_the_same_bytes() {
    let options = Options::default();
    let seeds = &parts(&options)[..5];
    let numbers: Vec<usize> = (0..seeds.len()).collect();
    let outcome = |part: Part| part.finish(&ENGINE, [], &options);
    let whole = outcome(in_order(seeds));
    let files = written(&whole, &options);
    assert!(files.contains_key("mentions.geojson") && files.contains_key("citations.csv"));

    let partitions = partitions(&numbers);
    assert_eq!(partitions.len(), 52);
    for partition in &partitions {
        let heaps = partition.iter().rev().map(|heap| {
            let heap: Vec<Part> = heap.iter().map(|&number| seeds[number].clone()).collect();
            in_order(&heap)
        });
        let other = outcome(heaps.fold(Part::default(), Part::merge));
        assert_eq!(written(&other, &options), files, "{partition:?}");
    }
    let permutations = permutations(&numbers);
    assert_eq!(permutations.len(), 120);
    for order in &permutations {
        let shuffled = order.iter().map(|&number| seeds[number].clone());
        let other = outcome(shuffled.fold(Part::default(), Part::merge));
        assert_eq!(other, whole, "{order:?}");
    }
}

/// Notes down all that it is told.
#[derive(Default)]
struct Notes {
    announced: usize,
    documents: Vec<String>,
    problems: Vec<Problem>,
    finished: Option<Layers>,
}

impl Listener for Notes {
    fn begin(&mut self, documents: usize) {
        self.announced = documents;
    }

    fn problem(&mut self, problem: &Problem) {
        self.problems.push(problem.clone());
    }

    fn document(&mut self, document: &Document, analysis: &Analysis) {
        assert!(!analysis.recognition.mentions.is_empty(), "{}", document.id);
        self.documents.push(document.id.clone());
    }

    fn finished(&mut self, layers: &Layers) {
        self.finished = Some(layers.clone());
    }
}

#[test]
fn threads_share_an_engine_and_come_to_what_a_run_comes_to() {
    let inputs = [root().join("seeds")];
    let options = keeping(20_000);
    let mut notes = Notes::default();
    let run = ENGINE.run(&inputs, &options, &mut notes);

    let collected = document::collect(&inputs);
    let worker = |first: usize| {
        let (files, options) = (&collected.files, &options);
        move || {
            let own = files.iter().map(document::read).enumerate();
            ENGINE.part(own.skip(first).step_by(2), options, &mut ())
        }
    };
    let whole = std::thread::scope(|scope| {
        let workers = [1, 0].map(|first| scope.spawn(worker(first)));
        let parts = workers.map(|worker| worker.join().unwrap());
        parts.into_iter().fold(Part::default(), Part::merge)
    });
    assert_eq!(
        whole.finish(&ENGINE, collected.problems.clone(), &options),
        run
    );

    assert_eq!(notes.announced, 5);
    assert_eq!(notes.finished.as_ref(), Some(&run.layers));
    let read: Vec<&str> = run
        .layers
        .documents
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(notes.documents, read);
    assert_eq!(notes.problems, run.problems, "the gazetteer has none");
    assert_eq!(
        run.problems_by_code(),
        BTreeMap::from([(Code::Skipped, 1)]),
        "the README of the folder"
    );
    assert_eq!(run.failed().count(), 0);
}

#[test]
fn any_number_of_threads_comes_to_the_same_and_is_told_in_the_same_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let row = |number: usize| {
        let town = ["Goris", "Kapan", "Meghri", "Jermuk"][number % 4];
        format!(
            "{{\"id\": \"r{number}\", \"text\": \"The road to {town} was open on day {number}, officials in Yerevan said.\"}}\n"
        )
    };
    let rows = |count: usize| (0..count).map(row).collect::<String>();
    fs::write(
        path("a.txt"),
        "A long report. ".repeat(20_000) + "It came from Shushi.",
    )
    .unwrap();
    fs::write(path("b.jsonl"), rows(150)).unwrap();
    fs::write(path("c.txt"), "The bridge\0at Khudafarin").unwrap();
    fs::write(
        path("d.csv"),
        "id,text\n1,Trains to Nakhchivan\n2,\n3,Lachin was closed\n",
    )
    .unwrap();
    for number in 0..40 {
        fs::write(
            path(&format!("e{number:02}.txt")),
            "He lives near Gyumri, Armenia.",
        )
        .unwrap();
    }
    fs::write(path("f.jsonl"), rows(3) + "not a row\n" + &rows(2)).unwrap();

    let inputs = [folder.path().to_path_buf()];
    let run = |threads: usize| {
        let mut notes = Loose::default();
        let options = Options {
            threads: NonZeroUsize::new(threads),
            ..keeping(5_000)
        };
        (ENGINE.run(&inputs, &options, &mut notes), notes)
    };
    let (one, told) = run(1);
    assert_eq!(one.layers.documents.len(), 1 + 150 + 2 + 40 + 5);
    assert_eq!(told.files, 5 + 40);
    for threads in [2, 3, 16] {
        let (other, also_told) = run(threads);
        assert_eq!(other, one, "{threads}");
        assert_eq!(also_told, told, "{threads}");
    }
}

/// Notes down the order of what it is told.
#[derive(Debug, Default, PartialEq)]
struct Loose {
    told: Vec<String>,
    files: usize,
}

impl Listener for Loose {
    fn problem(&mut self, problem: &Problem) {
        self.told.push(problem.to_string());
    }

    fn document(&mut self, document: &Document, _: &Analysis) {
        self.told.push(document.id.clone());
    }

    fn file(&mut self) {
        self.files += 1;
    }
}

#[test]
fn what_was_wrong_is_told_counted_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(
        path("a.txt"),
        "The road from Baku to Yerevan is at 91.5°N 44.5°E.",
    )
    .unwrap();
    fs::write(path("b.txt"), "The road\0to Goris").unwrap();
    fs::write(path("c.txt"), "").unwrap();
    // Of what was read, paths begin with the folder that was named.
    let shown = |name: &str| PathBuf::from(folder.path().file_name().unwrap()).join(name);
    let inputs = [folder.path().to_path_buf(), path("none.txt")];
    let mut told: Vec<Problem> = Vec::new();
    let outcome = ENGINE.run(&inputs, &Options::default(), &mut told);
    assert_eq!(told, outcome.problems);
    let met: Vec<(Code, PathBuf)> = told
        .iter()
        .map(|problem| (problem.code, PathBuf::from(&problem.path)))
        .collect();
    assert_eq!(
        met,
        [
            (Code::Missing, path("none.txt")),
            (Code::CoordinateOutOfRange, shown("a.txt")),
            (Code::UnreadableDocument, shown("b.txt")),
            (Code::Empty, shown("c.txt")),
        ]
    );
    assert_eq!(outcome.failed().count(), 3);
    assert!(
        outcome
            .failed()
            .all(|problem| problem.severity() == Severity::Error)
    );
    let coordinate = told[1].to_string();
    assert!(
        coordinate.ends_with(&told[1].message) && coordinate.contains("(character 36): “91.5°N"),
        "{coordinate}"
    );
    assert_eq!(outcome.layers.documents.len(), 2);
}

#[test]
fn equal_documents_are_two_and_one_that_comes_twice_is_one() {
    let options = keeping(all_bytes());
    let seed = document::read_path(Path::new("seeds/002_lavrov_on_zangezur.txt")).unwrap();
    let analysis = ENGINE.pipeline().analyse(&seed);
    let part = |number| Part::of(number, &seed, &analysis, &ENGINE, &options);
    let both = part(0).merge(part(1));
    assert_eq!(both, part(1).merge(part(0)));
    assert_eq!(both, both.clone().merge(part(1)));
    let count = |part: Part| {
        let layers = part.finish(&ENGINE, [], &options).layers;
        let citations = layers
            .features()
            .map(|(_, feature)| feature.citations.len());
        (citations.sum::<usize>(), layers.documents.len())
    };
    let (citations, _) = count(part(0));
    assert!(citations > 0);
    assert_eq!(count(both), (2 * citations, 2));
}

/// Two documents describe one position differently, speak of one border on different days and state lengths of it: the
/// first of the inputs describes, the last day draws, and all lengths are listed in order, whoever is merged first.
#[test]
fn what_documents_say_differently_is_settled_by_their_order() {
    let text = |what: &str, length: &str| {
        format!(
            "Coordinates: 39°08′26.6″N 46°57′15.6″E\n\n{what} over the Aras\n\nThe {length} km border between Iran and \
             Azerbaijan is closed.\n"
        )
    };
    let read = |id: &str, day: &str, what: &str, length: &str| {
        let date = DocumentDate::stated(day);
        document::from_text(id, None, date, &text(what, length))
    };
    let bridge = read("old", "1985-05-01", "The new bridge", "700");
    let dam = read("new", "2020-05-01", "The old dam", "765");
    let mut pipeline = ENGINE.pipeline();
    let analyses = [&bridge, &dam].map(|document| pipeline.analyse(document));
    let options = Options::default();
    let part = |number, which: usize| {
        let document = [&bridge, &dam][which];
        Part::of(number, document, &analyses[which], &ENGINE, &options)
    };
    let said = |part: Part| {
        let layers = part.finish(&ENGINE, [], &options).layers;
        let feature = |id: &str| {
            let mut features = layers.features().map(|(_, feature)| feature);
            features.find(|feature| feature.id.starts_with(id)).unwrap()
        };
        let (position, border) = (feature("coordinate:"), feature("border:AZE-IRN"));
        assert_eq!(position.documents().len(), 2);
        let lengths = border.stated_lengths.iter();
        (
            position.kind.clone(),
            lengths
                .map(|stated| stated.text.clone())
                .collect::<Vec<_>>(),
            border.geometry.clone(),
        )
    };
    let (kind, lengths, course) = said(part(0, 0).merge(part(1, 1)));
    assert_eq!(kind, "bridge");
    assert_eq!(lengths, ["700 km", "765 km"]);
    let forth = (kind, lengths, course.clone());
    assert_eq!(said(part(1, 1).merge(part(0, 0))), forth);

    let back = (
        "dam".to_owned(),
        vec!["765 km".to_owned(), "700 km".to_owned()],
        course,
    );
    assert_eq!(said(part(0, 1).merge(part(1, 0))), back);
    assert_eq!(said(part(1, 0).merge(part(0, 1))), back);
}

/// A part goes to another thread as it is.
#[test]
fn parts_are_plain_data() {
    fn plain<T: Send + Sync + Clone + PartialEq + 'static>(_: &T) {}
    plain(&Part::default());
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&*ENGINE);
}

/// A pile of small files of several formats, with things wrong in them, in the order of their paths.
fn pile(folder: &Path) -> Vec<PathBuf> {
    let put = |name: &str, content: String| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    let seeds = document::collect(&[root().join("seeds")]);
    for file in seeds.files {
        put(
            &format!("s/{}.txt", file.id),
            fs::read_to_string(&file.path).unwrap(),
        );
    }
    for (number, document) in corpus().into_iter().enumerate().take(40) {
        put(&format!("c/{:02}.txt", number % 25), document.text.clone());
        put(&format!("d/{number:02}/report.txt"), document.text);
    }
    put("e.jsonl", (0..9).map(|at| format!("{{\"id\": {at}, \"text\": \"It stands at 39.{at}°N 46.1°E, 30 km south of Goris.\"}}\n")).collect());
    put("f.txt", "The road\0to Goris".to_owned());
    put("g.txt", String::new());
    put("h.jsonl", "not a row\n{\"text\": \"Lachin\"}\n".to_owned());
    let mut files: Vec<PathBuf> = document::collect(&[folder.to_path_buf()])
        .files
        .into_iter()
        .map(|file| file.path)
        .collect();
    // A file that is named by itself shows its name only.
    files.sort_by_key(|file| (file.file_name().map(ToOwned::to_owned), file.clone()));
    files
}

#[test]
fn any_partition_order_and_repetition_of_parts_merges_to_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let files = pile(folder.path());
    assert!(files.len() > 60, "{}", files.len());
    // Few texts fit, so that it matters whose are kept.
    let options = keeping(9_000);
    // Named one by one, two files of one name are told apart by where they lie.
    let whole = ENGINE.run(&files, &options, &mut ());
    assert!(whole.layers.documents.len() > 60);
    assert!(whole.problems.len() >= 3, "{:?}", whole.problems);

    // Parts of one file each, of which all others are made up.
    let part = |name: String, files: &[PathBuf]| {
        let path = folder.path().join(name);
        let written = ENGINE.write_part(files, &options, &path, &mut ());
        written.unwrap();
        path
    };
    let mut random = 0x5eed_u64;
    let mut below = move |bound: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % bound
    };
    for round in 0..6 {
        let count = [1, 2, 3, 7, 20, 64][round];
        let mut groups = vec![Vec::new(); count];
        for file in &files {
            groups[below(count)].push(file.clone());
            // A task that was tried twice, with other neighbours.
            if below(4) == 0 {
                groups[below(count)].push(file.clone());
            }
        }
        let mut parts: Vec<PathBuf> = groups
            .iter_mut()
            .enumerate()
            .map(|(number, group)| {
                // The order in which they are named does not matter either.
                group.sort();
                group.dedup();
                group.reverse();
                part(format!("{round}-{number}.part"), group)
            })
            .collect();
        parts.push(parts[below(count)].clone());
        parts.reverse();
        let merged = ENGINE.merge(&parts, &options).unwrap();
        assert_eq!(merged.layers.documents, whole.layers.documents, "{round}");
        assert_eq!(merged.problems, whole.problems, "{round}");
        assert!(merged == whole, "{round}");
    }
}

#[test]
fn a_file_that_is_no_part_or_of_another_run_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("a.txt"), "Goris").unwrap();
    let options = Options::default();
    let part = path("a.part");
    let inputs = [path("a.txt")];
    ENGINE
        .write_part(&inputs, &options, &part, &mut ())
        .unwrap();
    let whole = fs::read(&part).unwrap();
    let refused = |engine: &Engine, bytes: &[u8]| {
        let broken = path("b.part");
        fs::write(&broken, bytes).unwrap();
        engine
            .merge(&[part.clone(), broken], &options)
            .unwrap_err()
            .to_string()
    };
    assert!(refused(&ENGINE, b"PAR1").contains("b.part: is no part of a run ("));
    // Cut anywhere, and with any byte changed, it is refused or read, and never more.
    for length in [0, 4, whole.len() / 2, whole.len() - 1] {
        assert!(
            refused(&ENGINE, &whole[..length]).contains("is no part"),
            "{length}"
        );
    }
    for at in (0..whole.len()).step_by(11) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x15;
        fs::write(path("b.part"), &bytes).unwrap();
        drop(ENGINE.merge(&[path("b.part")], &options));
    }
    let stricter = ENGINE.clone().resolving(araxes::resolution::Options {
        min_confidence: 0.9,
        ..*ENGINE.resolution()
    });
    let said = stricter
        .merge(std::slice::from_ref(&part), &options)
        .unwrap_err();
    assert!(said.to_string().contains("--min-confidence"), "{said}");
}

#[test]
fn parts_of_earlier_versions_can_be_merged() {
    let sample = root().join("tests/data/part-1.parquet");
    let outcome = ENGINE.merge(&[sample], &Options::default()).unwrap();
    let features = outcome.layers.features();
    let cited: BTreeMap<&str, Vec<&str>> = features
        .map(|(_, feature)| {
            let quotes = feature
                .citations
                .iter()
                .map(|citation| citation.exact.as_str());
            (feature.id.as_str(), quotes.collect())
        })
        .collect();
    assert_eq!(cited["route:goris-kapan-road"], ["from Goris to Kapan"]);
    assert_eq!(cited["border:ARM-IRN"], ["border between Armenia and Iran"]);
    assert_eq!(cited["coordinate:38.903,46.244"], ["38.903° N, 46.244° E"]);
    assert_eq!(
        outcome.layers.documents[0].title.as_deref(),
        Some("On the way south")
    );
    assert!(
        cited.keys().any(|id| id.starts_with("relative:")),
        "{cited:?}"
    );
    assert!(
        cited.keys().any(|id| id.starts_with("within:")),
        "{cited:?}"
    );
}
