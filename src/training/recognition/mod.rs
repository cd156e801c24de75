//! Training of recognition: annotated text and sentences of our own become examples, the examples weights.
//!
//! Text comes from corpora of named entities ([`conll`]) and from templates filled with names of the gazetteer
//! ([`silver`]). The candidates that recognition itself finds in it are labelled with the entities they are or lie in
//! ([`examples`]), a linear model is fitted ([`learn`]) and written together with the table of words ([`words`]). The few
//! thresholds may then be set on geoparsing corpora ([`tune`]), whose texts never touch the weights.

pub mod conll;
pub mod examples;
pub mod learn;
pub mod silver;
pub mod tune;
pub mod words;

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::recognition::Model;
use crate::recognition::model::{Class, Decision, Header};
use araxes_gazetteer::Gazetteer;

use examples::Examples;

/// A text with the names in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// The text.
    pub text: String,
    /// Its names: bytes and class, in order.
    pub names: Vec<(std::ops::Range<usize>, Class)>,
}

/// Why training failed.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// A file cannot be read.
    #[error("{path}: cannot be read ({source})")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line is not of the form that is wanted.
    #[error("{path}:{line}: {problem}")]
    Format {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong and what is wanted.
        problem: String,
    },
}

/// What to train on.
#[derive(Debug, Clone)]
pub struct Options {
    /// Corpora of named entities in CoNLL form.
    pub corpora: Vec<PathBuf>,
    /// Sentences with slots for names.
    pub templates: Option<PathBuf>,
    /// The folder with `words.tsv` and `word_classes.txt`.
    pub lexicon: PathBuf,
    /// How many times an epoch looks at each template, filled with other names each time.
    pub fillings: usize,
    /// How often all examples are gone through.
    pub epochs: usize,
    /// How many times all of that is done, with other names; the weights are the mean.
    pub runs: usize,
    /// Number of buckets of features, as a power of two.
    pub buckets_log2: u32,
    /// A group of features to leave out, to see what it is worth.
    pub without: Option<String>,
}

/// What training shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// The weights file.
    pub bytes: Vec<u8>,
    /// Number of examples.
    pub examples: usize,
    /// Precision, recall and F1 of places among the held-out tenth of the examples.
    pub held_out: [f64; 3],
}

/// Trains the weights of recognition.
///
/// # Errors
/// Data that cannot be read or understood.
pub fn train(
    options: &Options,
    gazetteer: &Gazetteer,
    decision: Decision,
) -> Result<Trained, TrainingError> {
    let mut data = Vec::new();
    let mut read = |path: &PathBuf| {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|source| TrainingError::Unreadable {
            path: name.clone(),
            source,
        })?;
        let file = path
            .file_name()
            .map_or(name.clone(), |file| file.to_string_lossy().into_owned());
        data.push((file, hex(&Sha256::digest(text.as_bytes()))));
        Ok((name, text))
    };
    let (classes_path, classes) = read(&options.lexicon.join("word_classes.txt"))?;
    let (levels_path, levels) = read(&options.lexicon.join("words.tsv"))?;
    let words = words::read((&classes_path, &classes), (&levels_path, &levels))?;
    let mut header = Header {
        classes: Class::ALL.to_vec(),
        word_classes: words::class_names(),
        buckets: 1 << options.buckets_log2,
        words: (words.len() * 4 / 3).next_power_of_two(),
        scale: 1.0,
        class_sets: words::class_sets(&words),
        decision,
        data: Vec::new(),
    };
    // A model without weights already knows the words, which is all that features need of it.
    let blank = Model::to_bytes(&header, &vec![[0; 8]; header.buckets], &words);
    let blank = Model::of(blank.into(), "the model in training").unwrap_or_else(|_| Model::empty());

    let mut examples = Examples::new(gazetteer, &blank, options.without.as_deref());
    for path in &options.corpora {
        let (name, text) = read(path)?;
        for annotated in conll::read(&name, &text)? {
            examples.add(&annotated, None);
        }
    }
    if let Some(path) = &options.templates {
        let (name, text) = read(path)?;
        let turns = learn::turns(options.epochs, options.runs);
        let fillings = options.fillings * turns;
        let all = silver::write(&name, &text, gazetteer, &words, fillings)?;
        for (number, annotated) in all.iter().enumerate() {
            examples.add(annotated, Some(number % turns));
        }
    }
    let examples = examples.finish();
    let learned = learn::learn(&examples, header.buckets, options.epochs, options.runs);
    header.scale = learned.scale;
    header.data = data;
    Ok(Trained {
        bytes: Model::to_bytes(&header, &learned.rows, &words),
        examples: examples.len(),
        held_out: learned.held_out,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Random numbers that are the same on every machine (SplitMix64; Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}
