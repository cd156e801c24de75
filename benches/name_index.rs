//! How fast names are found, what opening costs, how large files are and how much memory compiling takes: the compiled
//! gazetteer against `fst` and `aho-corasick` on the same names and text, one thread, all in turn in one process.
//!
//! `cargo bench --bench name_index` with a million names; `ARAXES_BENCH_NAMES=12000000` for as many as the larger
//! gazetteers have, `ARAXES_BENCH_RIVALS=fst` without the automaton, whose construction takes gigabytes, and
//! `ARAXES_BENCH_RIVALS=none` for size and memory alone. Quote ratios of one run.
//!
//! The names are made of those of the built-in volumes, so that they begin as words of a text do. The text is the news of
//! `../shared/corpora` where that is, else the seeds. The rivals find names as written; the table also folds case and
//! diacritics, compares what it finds with the stored name, and cuts the text into words itself. `fst` is asked at the
//! words that begin with a capital, a digit or a letter that is not ASCII, as the table is; `aho-corasick` is the contiguous
//! automaton that it chooses itself for so many names (its full table would take a kilobyte for each of some ten million
//! states). All have the whole text at once.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::collections::HashSet;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use araxes::built_in;
use araxes::gazetteer::compile::place::{NameRow, PlaceRow};
use araxes::gazetteer::compile::{Builder, Of};
use araxes::gazetteer::{Entry, FeatureClass, Gazetteer, NameKind, Starts, Validity, VolumeSource};
use geo::Point;

/// Rounds in which each structure takes its turn.
const ROUNDS: usize = 21;
/// How often a text is searched in a round: what the one before left in the caches counts for little.
const PASSES: u32 = 20;
/// Names to a place, as in GeoNames: 30 million names of 13 million places.
const NAMES_TO_13_PLACES: usize = 30;

/// A small generator of numbers: equal in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % below as u64).unwrap()
    }
}

/// The names of the built-in volumes, each once.
fn real_names() -> Vec<String> {
    let volumes = [built_in::WORLD, built_in::CAUCASUS].map(VolumeSource::BuiltIn);
    let gazetteer = built_in::open(&volumes).unwrap();
    let mut seen = HashSet::new();
    let mut names = Vec::new();
    for (number, _) in gazetteer.places() {
        for name in gazetteer.names_of(Entry::Place(number)) {
            if seen.insert(name.text.to_owned()) {
                names.push(name.text.to_owned());
            }
        }
    }
    names
}

/// Names without end: first the real ones, then real ones put together and changed by a letter. No two are equal.
struct Names {
    real: Vec<String>,
    next: usize,
    numbers: Numbers,
    seen: HashSet<u64>,
}

impl Names {
    fn new() -> Self {
        Self {
            real: real_names(),
            next: 0,
            numbers: Numbers(1),
            seen: HashSet::new(),
        }
    }

    fn pick(&mut self) -> &str {
        let at = self.numbers.next(self.real.len());
        &self.real[at]
    }

    fn made(&mut self) -> String {
        let mut name = self.pick().to_owned();
        match self.numbers.next(4) {
            0 => {
                name.push(' ');
                let more = self.pick().to_owned();
                name.push_str(more.split(' ').next().unwrap_or_default());
            }
            1 => {
                let first = ["New", "San", "Upper", "Old", "Al", "Nizhny", "Santa", "Bad"];
                name = format!("{} {name}", first[self.numbers.next(first.len())]);
            }
            _ => {}
        }
        // A vowel and a consonant behind some letter, and often a second pair.
        for _ in 0..=self.numbers.next(2) {
            let letters: Vec<usize> = name.char_indices().skip(2).map(|(at, _)| at).collect();
            let at = match letters.len() {
                0 => name.len(),
                count => letters[self.numbers.next(count)],
            };
            let vowel = ["a", "e", "i", "o", "u"][self.numbers.next(5)];
            let consonant = ["n", "r", "s", "l", "m", "k", "t"][self.numbers.next(7)];
            name.insert_str(at, consonant);
            name.insert_str(at, vowel);
        }
        name
    }
}

impl Iterator for Names {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        if let Some(name) = self.real.get(self.next).cloned() {
            self.next += 1;
            self.seen.insert(hash(&name));
            return Some(name);
        }
        loop {
            let name = self.made();
            if self.seen.insert(hash(&name)) {
                return Some(name);
            }
        }
    }
}

fn hash(text: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(text.as_bytes())
}

/// Compiles `count` names; of those, `shared` in a hundred repeat an earlier one, as the names of places do.
fn compile(count: usize, shared: usize, out: &Path, mut each: impl FnMut(&str)) {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::new(folder.path());
    builder.volume("synthetic", Vec::new());
    let mut names = Names::new();
    let mut numbers = Numbers(2);
    let mut known: Vec<String> = Vec::new();
    let mut draw = move || {
        if !known.is_empty() && numbers.next(100) < shared {
            return known[numbers.next(known.len())].clone();
        }
        let name = names.next().unwrap();
        // As many as are often used again: the rest occurs once.
        if shared > 0 && known.len() < 400_000 {
            known.push(name.clone());
        }
        each(&name);
        name
    };
    let mut numbers = Numbers(3);
    let mut place = 0_u64;
    let mut due = 0;
    for number in 0..count {
        due += 13;
        if due >= NAMES_TO_13_PLACES || number == 0 {
            due %= NAMES_TO_13_PLACES;
            place += 1;
            let division = numbers.next(50_000);
            builder
                .place(&PlaceRow {
                    id: format!("place:geonames-{place}"),
                    name: draw(),
                    feature_class: FeatureClass::ALL[numbers.next(FeatureClass::ALL.len())],
                    feature_code: format!("PPL{}", numbers.next(60)),
                    point: Point::new(
                        numbers.next(3_600_000) as f64 / 1e4 - 180.0,
                        numbers.next(1_800_000) as f64 / 1e4 - 90.0,
                    ),
                    precision_m: 1000.0,
                    countries: vec![format!("C{}", division / 200)],
                    containers: vec![
                        format!("ref:admin2:{division}"),
                        format!("geonames:{}", division / 200 + 1),
                    ],
                    population: (numbers.next(20) == 0).then_some(number as u64),
                    iso: None,
                    geonameid: Some(place),
                    wikidata: (numbers.next(20) == 0).then(|| format!("Q{place}")),
                    validity: Validity::default(),
                    source: "geonames".to_owned(),
                })
                .unwrap();
            continue;
        }
        let name = NameRow {
            text: draw(),
            language: ["en", "ru", "fr", "ar", ""][numbers.next(5)].to_owned(),
            script: "Latn".to_owned(),
            kind: NameKind::Variant,
            validity: Validity::default(),
        };
        builder.name(Of::GeoNames(place), &name).unwrap();
    }
    builder.finish(out).unwrap();
}

fn text() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if let Ok(news) = std::fs::read_to_string(root.join("../shared/corpora/lgl.jsonl")) {
        return news
            .lines()
            .filter_map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).ok()?;
                Some(row.get("text")?.as_str()?.to_owned() + "\n")
            })
            .collect();
    }
    println!("no ../shared/corpora: the seeds are the text");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root.join("seeds"))
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    paths.sort();
    let seeds = paths.iter().map(|path| std::fs::read(path).unwrap());
    let text: String = seeds
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    text.repeat(40)
}

/// The text with three in ten of its capitalised words replaced by names.
fn stressed(text: &str, names: &[String]) -> String {
    let mut numbers = Numbers(4);
    let mut stressed = String::new();
    for word in text.split_inclusive(' ') {
        let capital = word.starts_with(|letter: char| letter.is_ascii_uppercase());
        if capital && numbers.next(10) < 3 {
            let _ = write!(stressed, "{} ", names[numbers.next(names.len())]);
        } else {
            stressed.push_str(word);
        }
    }
    stressed
}

/// A line of `/proc/self/status`, MiB.
fn memory(what: &str) -> u64 {
    memory_of("self", what) / 1024
}

/// A line of the status of a process, KiB.
fn memory_of(process: &str, what: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok())
        .unwrap_or(0)
}

/// What the program has taken of memory when it waits for its first document, with a gazetteer over the built-in ones.
fn print_waiting(gazetteer: Option<&Path>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_araxes"));
    command.arg("annotate").stdin(Stdio::piped());
    if let Some(file) = gazetteer {
        command.arg("--gazetteer").arg(file);
    }
    let mut program = command.stdout(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_secs(2));
    let process = program.id().to_string();
    println!(
        "araxes annotate before its first document, {}: {:.1} MiB resident, peak {:.1} MiB, of which {:.1} MiB are no pages of files",
        gazetteer.map_or(
            "built-in gazetteers",
            |_| "this gazetteer over the built-in ones"
        ),
        memory_of(&process, "VmRSS") as f64 / 1024.0,
        memory_of(&process, "VmHWM") as f64 / 1024.0,
        memory_of(&process, "RssAnon") as f64 / 1024.0,
    );
    drop(program.stdin.take());
    program.wait().unwrap();
}

fn opened(file: &Path) -> Gazetteer {
    let before = memory("VmRSS");
    let mut opening = Vec::new();
    let mut gazetteer = Gazetteer::default();
    for _ in 0..5 {
        drop(std::mem::take(&mut gazetteer));
        let (now, processor) = (Instant::now(), processor_time());
        gazetteer = built_in::open(&[VolumeSource::File(file.to_path_buf())]).unwrap();
        black_box(gazetteer.lookup("Baku").len());
        opening.push((now.elapsed(), processor_time().saturating_sub(processor)));
    }
    let ((first, first_processor), (last, _)) = (opening[0], opening[opening.len() - 1]);
    println!(
        "opened and first match: first time {first:.2?} ({first_processor:.2?} on a processor), then {last:.2?}; {} MiB more resident",
        memory("VmRSS").saturating_sub(before)
    );
    gazetteer
}

fn table(gazetteer: &Gazetteer, text: &str, starts: Starts) -> usize {
    let mut found = 0;
    gazetteer.names_in(text, starts, |_| found += 1);
    found
}

/// The longest name at each word that begins with a capital, a digit or a letter that is not ASCII.
fn with_fst(fst: &fst::Set<Vec<u8>>, text: &str) -> usize {
    let fst = fst.as_fst();
    let bytes = text.as_bytes();
    let mut found = 0;
    let mut before = b' ';
    for (at, &byte) in bytes.iter().enumerate() {
        let inside = before.is_ascii_alphanumeric() || before >= 0x80;
        before = byte;
        let starts = byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte >= 0x80;
        if inside || !starts {
            continue;
        }
        let mut node = fst.root();
        let mut longest = 0;
        for (length, &byte) in (1..).zip(&bytes[at..]) {
            let Some(next) = node.find_input(byte) else {
                break;
            };
            node = fst.node(node.transition_addr(next));
            if node.is_final() {
                longest = length;
            }
        }
        found += usize::from(longest > 0);
    }
    found
}

/// Time that this thread has had a processor: on a machine that is shared with others, less noisy than a clock.
fn processor_time() -> Duration {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = line.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.expect("the system counts the time of threads"))
}

type Search<'a> = (&'a str, Box<dyn Fn(&str) -> usize + 'a>);

/// Lets each search take its turn on a text, and prints how fast each is, and how many times as fast as each other the first
/// is. A machine that is shared with others is at times half as fast as at others, for seconds: what two structures take in
/// the same round compares better than the medians of each.
fn race(what: &str, text: &str, searches: &[Search<'_>]) {
    let mut times = vec![Vec::new(); searches.len()];
    let mut found = vec![0; searches.len()];
    for _ in 0..ROUNDS {
        for ((times, found), (_, search)) in times.iter_mut().zip(&mut found).zip(searches) {
            let now = Instant::now();
            for _ in 0..PASSES {
                *found = black_box(search(black_box(text)));
            }
            times.push(now.elapsed().as_secs_f64() / f64::from(PASSES));
        }
    }
    for (((name, _), own), found) in searches.iter().zip(&times).zip(found) {
        let mut ratios: Vec<f64> = own
            .iter()
            .zip(&times[0])
            .map(|(own, first)| own / first)
            .collect();
        let mut own = own.clone();
        own.sort_by(f64::total_cmp);
        ratios.sort_by(f64::total_cmp);
        let speed = |time: f64| text.len() as f64 / 1e6 / time;
        println!(
            "{what}: {name}: median {:.0} MB/s, best {:.0} MB/s, {found} found; the first is {:.2} times as fast ({:.2} to {:.2})",
            speed(own[ROUNDS / 2]),
            speed(own[0]),
            ratios[ROUNDS / 2],
            ratios[ROUNDS / 4],
            ratios[ROUNDS * 3 / 4],
        );
    }
}

fn main() {
    let count = std::env::var("ARAXES_BENCH_NAMES").ok();
    let count: usize = count
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000_000);
    let rivals = std::env::var("ARAXES_BENCH_RIVALS").unwrap_or_else(|_| "all".to_owned());
    let folder = tempfile::tempdir().unwrap();
    print_waiting(None);
    // As in GeoNames, where half of all names are those of other places; then the names that are searched, all different.
    for (file, shared) in [("shared.gaz", 50), ("distinct.gaz", 0)] {
        let path = folder.path().join(file);
        let mut kept = Vec::new();
        let now = Instant::now();
        let search = shared == 0 && rivals != "none";
        let mut distinct = 0_usize;
        compile(count, shared, &path, |name| {
            distinct += 1;
            if search {
                kept.push(name.to_owned());
            }
        });
        let bytes = std::fs::metadata(&path).unwrap().len();
        println!(
            "{count} names, {distinct} of them different, of {} places: {bytes} bytes, {:.1} a name; made and compiled in {:.1?}; peak {} MiB",
            count * 13 / NAMES_TO_13_PLACES,
            bytes as f64 / count as f64,
            now.elapsed(),
            memory("VmHWM")
        );
        let gazetteer = opened(&path);
        print_waiting(Some(&path));
        if !search {
            continue;
        }
        let text = text();
        let stressed = stressed(&text, &kept);
        let now = Instant::now();
        let aho = (rivals == "all").then(|| {
            AhoCorasick::builder()
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .match_kind(MatchKind::LeftmostLongest)
                .build(&kept)
                .unwrap()
        });
        println!("aho-corasick built in {:.1?}", now.elapsed());
        let now = Instant::now();
        kept.sort_unstable();
        let fst = fst::Set::from_iter(&kept).unwrap();
        println!(
            "fst built in {:.1?}, {} bytes",
            now.elapsed(),
            fst.as_fst().as_bytes().len()
        );
        drop(kept);
        let mut searches: Vec<Search<'_>> = vec![
            (
                "table, capitals",
                Box::new(|text| table(&gazetteer, text, Starts::Capitals)),
            ),
            (
                "table, every word",
                Box::new(|text| table(&gazetteer, text, Starts::Every)),
            ),
            ("fst, capitals", Box::new(|text| with_fst(&fst, text))),
        ];
        if let Some(aho) = &aho {
            searches.push(("aho-corasick", Box::new(|text| aho.find_iter(text).count())));
        }
        race("news", &text, &searches);
        race("stress", &stressed, &searches);
    }
}
