//! The weights of the recogniser: a linear model over hashed features with one score for each [`Class`], and the table
//! of words ([`super::lexicon`]). `araxes train recognition` writes the file; `model/README.md` is its model card.
//!
//! Layout: the eight bytes `MAGIC`, the length of the header as a little-endian `u32`, the header as JSON, one row of
//! eight bytes for each bucket of features (seven signed weights and the mark of the feature that they are of), and the table of words (open addressing, linear probing; four bytes
//! of the word's hash, two of its set of classes in the header's list, one of levels, one 0).

use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::lexicon::{Facts, WordClass};

/// The first bytes of a weights file.
const MAGIC: &[u8; 8] = b"ARAXESR2";

/// Bytes of a bucket of features: one for each class, and the mark of the feature whose weights they are.
const ROW: usize = 8;

/// Bytes of an entry of the table of words.
const ENTRY: usize = 8;

/// What a stretch of text can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// No name at all.
    None,
    /// The name of a place, whole.
    Place,
    /// A person's name or a part of one.
    Person,
    /// The name of an organisation, whole.
    Organisation,
    /// Another name: a work, a product, an event, a people.
    Other,
    /// A part of a place's name, or more than it.
    Fragment,
    /// A part of an organisation's name or of another name.
    Embedded,
}

impl Class {
    /// All classes, in the order of their scores.
    pub const ALL: [Class; 7] = [
        Class::None,
        Class::Place,
        Class::Person,
        Class::Organisation,
        Class::Other,
        Class::Fragment,
        Class::Embedded,
    ];

    /// Its name where names are listed.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Class::None => "none",
            Class::Place => "place",
            Class::Person => "person",
            Class::Organisation => "organisation",
            Class::Other => "other",
            Class::Fragment => "fragment",
            Class::Embedded => "embedded",
        }
    }

    /// What it is, in a word a reader knows.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Class::None => "an ordinary word",
            Class::Place => "a place",
            Class::Person => "a person",
            Class::Organisation => "an organisation",
            Class::Other => "another sort of name",
            Class::Fragment => "part of a longer name of a place",
            Class::Embedded => "part of an organisation’s name",
        }
    }
}

/// A number for each [`Class`].
pub type Scores = [f32; Class::ALL.len()];

/// Sums of weights for each [`Class`], in steps of [`Header::scale`].
pub type Sums = [i32; Class::ALL.len()];

/// Shares of the classes other than [`Class::Place`] that count for a toponym, and the thresholds: the few numbers
/// that are set by measuring on geoparsing corpora.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Least probability of a name that the gazetteer knows.
    pub known: f32,
    /// Least probability of a name that it does not.
    pub unknown: f32,
    /// Least probability of a demonym.
    pub demonym: f32,
    /// Share of [`Class::Embedded`] that counts for a place of renown, and for another.
    pub embedded: [f32; 2],
    /// Share of [`Class::Organisation`], likewise.
    pub organisation: [f32; 2],
    /// Share of [`Class::Other`], likewise.
    pub other: [f32; 2],
    /// How much what a document does elsewhere with the same form counts.
    pub consistency: f32,
}

impl Default for Decision {
    fn default() -> Self {
        Self {
            known: 0.5,
            unknown: 0.4,
            demonym: 0.5,
            embedded: [0.8, 0.5],
            organisation: [0.9, 0.2],
            other: [0.4, 0.0],
            consistency: 1.0,
        }
    }
}

impl Decision {
    /// The numbers by name, each with what it says.
    #[must_use]
    pub fn numbers(&self) -> [(&'static str, Vec<f32>, &'static str); 7] {
        let Decision {
            known,
            unknown,
            demonym,
            embedded,
            organisation,
            other,
            consistency,
        } = *self;
        [
            (
                "known",
                vec![known],
                "least probability of a name that the gazetteer knows",
            ),
            (
                "unknown",
                vec![unknown],
                "least probability of a name that it does not",
            ),
            ("demonym", vec![demonym], "least probability of a demonym"),
            (
                "embedded",
                embedded.to_vec(),
                "share of “part of an organisation’s name” that counts for a place of renown, and for another",
            ),
            (
                "organisation",
                organisation.to_vec(),
                "share of “an organisation”, likewise",
            ),
            (
                "other",
                other.to_vec(),
                "share of “another sort of name”, likewise",
            ),
            (
                "consistency",
                vec![consistency],
                "how much what a document does elsewhere with the same form counts",
            ),
        ]
    }
}

/// What the beginning of a weights file says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Header {
    /// The classes, in the order of the rows.
    pub classes: Vec<Class>,
    /// The classes of words, in the order of their bits.
    pub word_classes: Vec<String>,
    /// Number of buckets of features; a power of two.
    pub buckets: usize,
    /// Number of entries in the table of words; a power of two.
    pub words: usize,
    /// What a weight of 1 in the file stands for.
    pub scale: f32,
    /// The sets of classes that words have, as bits.
    pub class_sets: Vec<u32>,
    /// Thresholds and shares.
    pub decision: Decision,
    /// What it was trained on: file and SHA-256.
    pub data: Vec<(String, String)>,
}

/// Why weights cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file cannot be read.
    #[error("{path}: cannot be read ({source}); give a file written by `araxes train recognition`")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no weights file of this version, or not all of one.
    #[error("{path}: {problem}; train the weights again with `araxes train recognition`")]
    Format {
        /// The file.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// Weights that are open.
#[derive(Debug, Clone)]
pub struct Model {
    header: Header,
    bytes: Cow<'static, [u8]>,
    /// Where the rows begin.
    rows: usize,
    /// Where the table of words begins.
    words: usize,
}

/// The weights that travel in the program. A test opens them, so that nobody ever works with none.
static BUILT_IN: LazyLock<Model> = LazyLock::new(|| {
    let bytes = include_bytes!("model/recognition.weights");
    Model::of(Cow::Borrowed(bytes.as_slice()), "built in").unwrap_or_else(|_| Model::empty())
});

impl Model {
    /// The weights that travel in the program.
    #[must_use]
    pub fn built_in() -> &'static Model {
        &BUILT_IN
    }

    /// Weights that know nothing.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            header: Header {
                classes: Class::ALL.to_vec(),
                word_classes: WordClass::ALL
                    .iter()
                    .map(|class| class.name().to_owned())
                    .collect(),
                buckets: 1,
                words: 1,
                scale: 0.0,
                class_sets: Vec::new(),
                decision: Decision::default(),
                data: Vec::new(),
            },
            bytes: Cow::Borrowed(&[0; ROW + ENTRY]),
            rows: 0,
            words: ROW,
        }
    }

    /// Opens a weights file.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        let name = path.display().to_string();
        match std::fs::read(path) {
            Ok(bytes) => Self::of(Cow::Owned(bytes), &name),
            Err(source) => Err(ModelError::Unreadable { path: name, source }),
        }
    }

    /// Takes the bytes of a weights file, called `path` in messages.
    ///
    /// # Errors
    /// Says what is wrong with them.
    pub fn of(bytes: Cow<'static, [u8]>, path: &str) -> Result<Self, ModelError> {
        let problem = |problem: &str| ModelError::Format {
            path: path.to_owned(),
            problem: problem.to_owned(),
        };
        if bytes.get(..8) != Some(MAGIC) {
            return Err(problem("not a weights file of this version of the program"));
        }
        let length = bytes
            .get(8..12)
            .and_then(|bytes| bytes.try_into().ok())
            .map(u32::from_le_bytes)
            .ok_or_else(|| problem("it is cut off"))? as usize;
        let header: Header = bytes
            .get(12..12 + length)
            .and_then(|json| serde_json::from_slice(json).ok())
            .ok_or_else(|| problem("its header cannot be read"))?;
        let same_words = header
            .word_classes
            .iter()
            .map(String::as_str)
            .eq(WordClass::ALL.iter().map(|class| class.name()));
        if header.classes != Class::ALL || !same_words {
            return Err(problem("its classes are those of another version"));
        }
        if !header.buckets.is_power_of_two() || !header.words.is_power_of_two() {
            return Err(problem("its sizes are no powers of two"));
        }
        let rows = 12 + length;
        let whole = header
            .buckets
            .checked_mul(ROW)
            .and_then(|size| size.checked_add(header.words.checked_mul(ENTRY)?))
            .and_then(|size| size.checked_add(rows));
        if whole != Some(bytes.len()) {
            return Err(problem("it is cut off or has grown"));
        }
        Ok(Self {
            words: rows + header.buckets * ROW,
            rows,
            header,
            bytes,
        })
    }

    /// The bytes of a weights file. `rows` are as long as the header says, `words` are hashes with their facts.
    #[must_use]
    pub fn to_bytes(header: &Header, rows: &[[i8; ROW]], words: &[(u64, Facts)]) -> Vec<u8> {
        let mut bytes = Self::beginning(header);
        bytes.extend(rows.iter().flatten().map(|weight| weight.to_le_bytes()[0]));
        let mut table = vec![[0_u8; ENTRY]; header.words];
        for &(hash, facts) in words {
            let set = header
                .class_sets
                .iter()
                .position(|&set| set == facts.classes);
            let set = u16::try_from(set.unwrap_or(0)).unwrap_or(0);
            let mut at = slot(hash, header.words);
            while table[at] != [0; ENTRY] {
                at = (at + 1) % header.words;
            }
            table[at][..4].copy_from_slice(&fingerprint(hash).to_le_bytes());
            table[at][4..6].copy_from_slice(&set.to_le_bytes());
            table[at][6] = facts.levels();
        }
        bytes.extend(table.iter().flatten());
        bytes
    }

    /// The bytes of the file with the settings as they are now.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Self::beginning(&self.header);
        bytes.extend(self.bytes.get(self.rows..).unwrap_or_default());
        bytes
    }

    fn beginning(header: &Header) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let json = serde_json::to_vec(header).unwrap_or_default();
        bytes.extend((u32::try_from(json.len()).unwrap_or(0)).to_le_bytes());
        bytes.extend(json);
        bytes
    }

    /// What the file says of itself.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What is known of a word, by the hash of its key.
    #[must_use]
    pub fn facts(&self, hash: u64) -> Facts {
        let mut at = slot(hash, self.header.words);
        let wanted = fingerprint(hash).to_le_bytes();
        for _ in 0..self.header.words {
            let from = self.words + at * ENTRY;
            match self.bytes.get(from..from + ENTRY) {
                Some([a, b, c, d, low, high, levels, _]) => {
                    if [*a, *b, *c, *d] == wanted {
                        let set = usize::from(u16::from_le_bytes([*low, *high]));
                        let classes = self.header.class_sets.get(set).copied().unwrap_or(0);
                        return Facts::of(classes, *levels);
                    }
                    if [*a, *b, *c, *d] == [0; 4] {
                        return Facts::default();
                    }
                }
                _ => return Facts::default(),
            }
            at = (at + 1) & (self.header.words - 1);
        }
        Facts::default()
    }

    /// The weights of a feature, in steps of [`Header::scale`]; none, where its bucket holds those of another.
    #[must_use]
    pub fn row(&self, feature: u64) -> [i8; ROW] {
        let from = self.rows + bucket(feature, self.header.buckets) * ROW;
        let row = self.bytes.get(from..).and_then(<[u8]>::first_chunk);
        row.map_or([0; ROW], |row| weights_of(row, feature))
    }

    /// The sums of the weights of features, in steps of [`Header::scale`]. The rows of a few hundred thousand buckets do
    /// not fit into the nearer caches: read one behind the other, with nothing in between, they are fetched side by side.
    #[must_use]
    pub fn sums(&self, features: &[u64]) -> Sums {
        let rows = self.bytes.get(self.rows..self.words).unwrap_or_default();
        let rows = rows.as_chunks::<ROW>().0;
        let mask = self.header.buckets - 1;
        let mut sums = [0_i32; ROW];
        // So many weights of one byte fit into two bytes.
        for features in features.chunks(128) {
            let mut part = [0_i16; ROW];
            for &feature in features {
                let row = rows.get(bucket_of(feature, mask)).unwrap_or(&[0; ROW]);
                for (sum, weight) in part.iter_mut().zip(weights_of(row, feature)) {
                    *sum += i16::from(weight);
                }
            }
            for (sum, part) in sums.iter_mut().zip(part) {
                *sum += i32::from(part);
            }
        }
        std::array::from_fn(|class| sums[class])
    }

    /// The same weights with other thresholds and shares.
    #[must_use]
    pub fn deciding(mut self, decision: Decision) -> Self {
        self.header.decision = decision;
        self
    }

    /// Thresholds and shares.
    #[must_use]
    pub fn decision(&self) -> &Decision {
        &self.header.decision
    }
}

/// The bucket of a feature.
#[must_use]
pub fn bucket(feature: u64, buckets: usize) -> usize {
    bucket_of(feature, buckets - 1)
}

/// Where in a row the mark stands.
const MARK: usize = Class::ALL.len();

/// Tells a feature from most of those that share its bucket. A text is full of features that no example had; what they
/// would find in the buckets of others is noise.
#[must_use]
pub fn mark(feature: u64) -> i8 {
    (feature >> 56) as i8
}

/// The weights of a row, if they are those of a feature; else none.
#[inline]
fn weights_of(row: &[u8; ROW], feature: u64) -> [i8; ROW] {
    // All ones where they are.
    let ours = -i8::from(row[MARK] == mark(feature).cast_unsigned());
    row.map(|weight| weight.cast_signed() & ours)
}

fn bucket_of(feature: u64, mask: usize) -> usize {
    (feature >> 20) as usize & mask
}

fn slot(hash: u64, words: usize) -> usize {
    hash as usize & (words - 1)
}

/// Four bytes of a hash that tell words of one slot apart; never 0, which marks a free slot.
fn fingerprint(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

/// Sums up to 1, in proportion to the exponentials of the scores.
#[must_use]
pub fn probabilities(scores: &Scores) -> Scores {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers = scores.map(|score| (score - most).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}
