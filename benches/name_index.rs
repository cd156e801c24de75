//! How fast names are found, and what opening costs: the compiled name table against `fst` and `aho-corasick` on the
//! same names and text, one thread, one run. `cargo bench --bench name_index`; quote ratios of one run.
//!
//! Each structure does the same work: at every word, the longest name that begins there. The word list, folded, is made
//! beforehand, so that the cutting of text into words, which is the same for all, is not measured; `aho-corasick` and
//! `fst` search the same folded words joined by blanks.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Instant;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use araxes::gazetteer::compile::compile;
use araxes::gazetteer::compile::volume::{Files, Volume, files_of_folder};
use araxes::gazetteer::{Gazetteer, VolumeSource, fold, name_key, tokens};
use divan::Bencher;
use divan::counter::BytesCount;

/// Names of the synthetic volume; `ARAXES_BENCH_NAMES` sets another number.
fn synthetic_names() -> usize {
    std::env::var("ARAXES_BENCH_NAMES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000_000)
}

struct Contest {
    gazetteer: Gazetteer,
    fst: fst::Set<Vec<u8>>,
    aho: AhoCorasick,
    keys: Vec<String>,
    /// Where each key begins in `joined`.
    starts: Vec<usize>,
    joined: String,
}

fn volume() -> Volume {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteer/caucasus");
    Volume::read("caucasus", &files_of_folder(&folder).unwrap()).unwrap()
}

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

/// Two to four syllables of real names, in one to three words.
fn synthetic_volume(count: usize) -> Volume {
    let real = volume();
    let syllables: Vec<String> = real
        .places
        .iter()
        .flat_map(|place| place.name.split([' ', '-']))
        .filter(|word| word.is_ascii() && word.len() >= 4)
        .filter_map(|word| {
            Some([
                word.get(..2)?.to_lowercase(),
                word.get(2..4)?.to_lowercase(),
            ])
        })
        .flatten()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut numbers = Numbers(1);
    let mut places = String::from("id,name,feature_class,feature_code,lon,lat\n");
    for number in 0..count {
        let mut name = String::new();
        for _ in 0..=numbers.next(10) / 5 {
            let mut word = String::new();
            for _ in 0..3 + numbers.next(2) {
                word.push_str(&syllables[numbers.next(syllables.len())]);
            }
            let (first, rest) = word.split_at(1);
            let _ = write!(name, "{}{rest} ", first.to_uppercase());
        }
        let _ = writeln!(places, "place:{number},{},P,PPL,45,40", name.trim());
    }
    let files: Files = [
        ("places.csv".to_owned(), places.into_bytes()),
        (
            "names.csv".to_owned(),
            b"id,name,language,script,kind\n".to_vec(),
        ),
    ]
    .into();
    let mut volume = Volume::read("synthetic", &files).unwrap();
    volume.names.extend(real.names);
    volume.places.extend(real.places);
    volume.routes.extend(real.routes);
    volume.borders.extend(real.borders);
    volume
}

fn text() -> String {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(seeds)
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    paths.sort();
    let text: String = paths
        .iter()
        .map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned())
        .collect();
    text.repeat(8)
}

fn contest(volume: Volume, what: &str) -> Contest {
    let text = text();
    let keys: Vec<String> = tokens(&text)
        .map(|token| fold(token.core(&text)))
        .filter(|key| !key.is_empty())
        .collect();
    let mut starts = Vec::with_capacity(keys.len());
    let mut joined = String::new();
    for key in &keys {
        starts.push(joined.len());
        joined.push_str(key);
        joined.push(' ');
    }
    let labels = volume.places.iter().map(|row| &row.name);
    let labels = labels.chain(volume.routes.iter().map(|row| &row.name));
    let labels = labels.chain(volume.borders.iter().map(|row| &row.name));
    // With a blank behind, a name ends where a word ends.
    let names: BTreeSet<String> = labels
        .chain(volume.names.iter().map(|(_, name)| &name.text))
        .map(|name| name_key(name) + " ")
        .filter(|key| key.len() > 1)
        .collect();
    let now = Instant::now();
    let bytes = compile(vec![volume]).unwrap().bytes;
    println!(
        "{what}: {} distinct names; .gaz {} bytes ({:.1} a name), compiled in {:.2?}",
        names.len(),
        bytes.len(),
        bytes.len() as f64 / names.len() as f64,
        now.elapsed()
    );
    let path = std::env::temp_dir().join(format!(
        "araxes-bench-{}-{}.gaz",
        names.len(),
        std::process::id()
    ));
    std::fs::write(&path, bytes).unwrap();
    let before = resident_kib();
    let now = Instant::now();
    let gazetteer = Gazetteer::open(&[VolumeSource::File(path.clone())]).unwrap();
    let opened = now.elapsed();
    let found = gazetteer.lookup("Baku").len();
    println!(
        "{what}: opened in {opened:.2?}, first match ({found}) after {:.2?}, {} KiB more resident",
        now.elapsed(),
        resident_kib().saturating_sub(before)
    );
    // The map keeps the file until the end of the run.
    std::fs::remove_file(&path).unwrap();
    let now = Instant::now();
    let fst = fst::Set::from_iter(&names).unwrap();
    println!(
        "{what}: fst {} bytes, built in {:.2?}",
        fst.as_fst().as_bytes().len(),
        now.elapsed()
    );
    let now = Instant::now();
    let aho = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(&names)
        .unwrap();
    println!(
        "{what}: aho-corasick {} bytes, built in {:.2?}",
        aho.memory_usage(),
        now.elapsed()
    );
    let contest = Contest {
        gazetteer,
        fst,
        aho,
        keys,
        starts,
        joined,
    };
    println!(
        "{what}: names at a word: table {}, batched {}, fst {}; aho-corasick (leftmost-longest, not at words only) {}",
        table(&contest),
        batched(&contest),
        with_fst(&contest),
        with_aho(&contest)
    );
    contest
}

/// Resident memory of this process, KiB; 0 where the system does not say.
fn resident_kib() -> u64 {
    std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<u64>().ok())
        .map_or(0, |pages| pages * 4)
}

static REAL: LazyLock<Contest> = LazyLock::new(|| contest(volume(), "caucasus"));
static SYNTHETIC: LazyLock<Contest> =
    LazyLock::new(|| contest(synthetic_volume(synthetic_names()), "synthetic"));

/// The longest name at each word.
fn table(contest: &Contest) -> usize {
    let keys: Vec<&str> = contest.keys.iter().map(String::as_str).collect();
    (0..keys.len())
        .filter(|&at| {
            let window = &keys[at..keys.len().min(at + 10)];
            contest.gazetteer.matches_at(window).next().is_some()
        })
        .count()
}

/// The same, turning down most words in batches of 64.
fn batched(contest: &Contest) -> usize {
    let keys: Vec<&str> = contest.keys.iter().map(String::as_str).collect();
    let mut longest = Vec::new();
    let mut found = 0;
    for (batch, start) in keys.chunks(64).zip((0..).step_by(64)) {
        contest.gazetteer.longest_names(batch, &mut longest);
        for (at, &most) in (start..).zip(&longest) {
            let window = &keys[at..keys.len().min(at + usize::from(most))];
            found += usize::from(contest.gazetteer.matches_at(window).next().is_some());
        }
    }
    found
}

/// Walks the automaton from each word, as `fst` is used for the longest match.
fn with_fst(contest: &Contest) -> usize {
    let fst = contest.fst.as_fst();
    let bytes = contest.joined.as_bytes();
    contest
        .starts
        .iter()
        .filter(|&&start| {
            let mut node = fst.root();
            let mut longest = 0;
            for (length, &byte) in (1..).zip(&bytes[start..]) {
                let Some(next) = node.find_input(byte) else {
                    break;
                };
                node = fst.node(node.transition_addr(next));
                if node.is_final() {
                    longest = length;
                }
            }
            longest > 0
        })
        .count()
}

fn with_aho(contest: &Contest) -> usize {
    contest.aho.find_iter(&contest.joined).count()
}

fn measure(bencher: Bencher<'_, '_>, contest: &'static Contest, search: fn(&Contest) -> usize) {
    bencher
        .counter(BytesCount::of_str(&contest.joined))
        .bench_local(|| search(contest));
}

#[divan::bench]
fn caucasus_table(bencher: Bencher<'_, '_>) {
    measure(bencher, &REAL, table);
}

#[divan::bench]
fn caucasus_table_batched(bencher: Bencher<'_, '_>) {
    measure(bencher, &REAL, batched);
}

#[divan::bench]
fn caucasus_fst(bencher: Bencher<'_, '_>) {
    measure(bencher, &REAL, with_fst);
}

#[divan::bench]
fn caucasus_aho_corasick(bencher: Bencher<'_, '_>) {
    measure(bencher, &REAL, with_aho);
}

#[divan::bench]
fn synthetic_table(bencher: Bencher<'_, '_>) {
    measure(bencher, &SYNTHETIC, table);
}

#[divan::bench]
fn synthetic_table_batched(bencher: Bencher<'_, '_>) {
    measure(bencher, &SYNTHETIC, batched);
}

#[divan::bench]
fn synthetic_fst(bencher: Bencher<'_, '_>) {
    measure(bencher, &SYNTHETIC, with_fst);
}

#[divan::bench]
fn synthetic_aho_corasick(bencher: Bencher<'_, '_>) {
    measure(bencher, &SYNTHETIC, with_aho);
}

fn main() {
    divan::main();
}
