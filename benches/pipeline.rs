//! How long the steps of the journey take: `cargo bench`. Quote ratios of one run; machines are noisy.
#![allow(missing_docs)]

use std::path::Path;

use araxes::built_in;
use araxes::document::{self, Document};
use araxes::gazetteer::{Gazetteer, VolumeSource};
use araxes::recognition::{self, Model, Recogniser};
use araxes::resolution::Options;
use araxes::run::Pipeline;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

fn gazetteer() -> Gazetteer {
    built_in::open(&[VolumeSource::BuiltIn(built_in::CAUCASUS)]).expect("the built-in volume opens")
}

fn seed() -> Document {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/003_iran_and_nagorno_karabakh.txt");
    document::read_path(path).expect("the seed is read")
}

#[divan::bench]
fn open_the_gazetteer(bencher: Bencher) {
    bencher.bench_local(gazetteer);
}

#[divan::bench]
fn read_a_document(bencher: Bencher) {
    let bytes = seed().source.text().len();
    bencher.counter(BytesCount::new(bytes)).bench_local(seed);
}

#[divan::bench]
fn recognise_mentions(bencher: Bencher) {
    let (gazetteer, document) = (gazetteer(), seed());
    let options = recognition::Options::default();
    let recogniser = Recogniser::new(&gazetteer, Model::built_in(), options);
    let bytes = BytesCount::of_str(&document.text);
    bencher
        .counter(bytes)
        .bench_local(|| recogniser.recognise(&document));
}

#[divan::bench]
fn analyse_a_document(bencher: Bencher) {
    let (gazetteer, document) = (gazetteer(), seed());
    let mut pipeline = Pipeline::new(&gazetteer, Options::default());
    let bytes = BytesCount::of_str(&document.text);
    bencher
        .counter(bytes)
        .bench_local(|| pipeline.analyse(&document));
}
