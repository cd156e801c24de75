//! Putting names in order without holding them all: first by entry, which numbers them, then by key, which says what
//! they share.
//!
//! Each step writes records to as many temporary files as are needed for one of them to fit into memory, by the range
//! of what is sorted by, and then sorts one file after the other.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

use super::CompileError;
use super::format::{LONGEST_TEXT, OWNER_STEP, SEVERAL, put_text, u16_at, u32_at, u64_at};
use super::hash::{self, QuickSet};
use super::normalise::name_key;
use super::spill::Spill;
use super::stream::BuildError;
use super::table::{self, LONGEST_BEGINNING, NO_NAME, Sequence};
use super::vocabulary::narrow;

/// The most temporary files that are open at once.
const MOST_FILES: usize = 256;
/// Up to so many names of an entry are compared one by one, which is cheaper than a set.
const FEW: usize = 8;
/// Bytes of a sequence that waits for the table.
const SEQUENCE: usize = 13;

/// A name on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// Number of what it belongs to.
    pub entry: u32,
    /// Whether it is the label of a row. Of several labels the last is the entry's.
    pub label: bool,
    /// Number of its language, script, kind and validity.
    pub manner: u32,
    /// As written in running text.
    pub text: &'a str,
}

/// Everything about names as the bytes of its sections.
#[derive(Debug)]
pub struct NameSections {
    /// How many names there are.
    pub count: u32,
    /// The first name of each entry, and one more.
    pub first: Vec<u32>,
    /// Of each name, where its text stands.
    pub texts: Vec<u32>,
    /// Of each name, number of its manner.
    pub manners: Vec<u32>,
    /// What follows in the section of text.
    pub text: Spill,
    /// The section of postings.
    pub postings: Spill,
    /// The name table.
    pub buckets: Vec<u8>,
}

impl NameSections {
    /// The entry of every [`OWNER_STEP`]th name.
    #[must_use]
    pub fn owners(&self) -> Vec<u32> {
        let mut entry = 0_usize;
        (0..self.count)
            .step_by(OWNER_STEP as usize)
            .map(|name| {
                while self.first.get(entry + 1).is_some_and(|&end| end <= name) {
                    entry += 1;
                }
                entry as u32
            })
            .collect()
    }
}

/// Takes names in any order of their entries.
#[derive(Debug)]
pub struct NamesByEntry<'f> {
    folder: &'f Path,
    entries: u32,
    held: usize,
    count: usize,
    files: Vec<Spill>,
}

fn spills(folder: &Path, rows: usize, held: usize) -> Vec<Spill> {
    let files = rows.div_ceil(held.max(1)).clamp(1, MOST_FILES);
    (0..files).map(|_| Spill::new(folder)).collect()
}

/// Which of several files a value below `2^64` goes to, so that the files follow each other as the values do.
fn file_of(value: u64, files: usize) -> usize {
    ((u128::from(value) * files as u128) >> 64) as usize
}

impl<'f> NamesByEntry<'f> {
    /// For `count` names of about `entries` entries, of which `held` are sorted at a time.
    #[must_use]
    pub fn new(folder: &'f Path, entries: u32, count: usize, held: usize) -> Self {
        Self {
            folder,
            entries,
            held,
            count: 0,
            files: spills(folder, count, held),
        }
    }

    /// Adds a name.
    ///
    /// # Errors
    /// If a temporary file cannot be written.
    pub fn add(&mut self, name: Named<'_>) -> io::Result<()> {
        let at = u64::from(name.entry) * self.files.len() as u64 / u64::from(self.entries.max(1));
        let last = self.files.len() - 1;
        let file = &mut self.files[(at as usize).min(last)];
        let mut head = [0; 11];
        head[..4].copy_from_slice(&name.entry.to_le_bytes());
        head[4] = u8::from(name.label);
        head[5..9].copy_from_slice(&name.manner.to_le_bytes());
        head[9..].copy_from_slice(&(name.text.len() as u16).to_le_bytes());
        file.put(&head)?;
        file.put(name.text.as_bytes())?;
        self.count += 1;
        Ok(())
    }

    /// Numbers the names, and makes of them what the file needs. There are `entries` in the end; the text of names begins
    /// at `text_start` of its section.
    ///
    /// # Errors
    /// If a temporary file cannot be used, or there are more than can be numbered.
    pub fn finish(self, entries: u32, text_start: usize) -> Result<NameSections, BuildError> {
        let io = |source| BuildError::io(self.folder, source);
        let mut first = Vec::with_capacity(entries as usize + 1);
        first.push(0);
        let mut manners = Vec::with_capacity(self.count);
        let mut keys = NamesByKey::new(self.folder, self.count, self.held);
        for file in self.files {
            let bytes = file.into_bytes().map_err(io)?;
            let mut names: Vec<Named<'_>> = Names(&bytes).collect();
            names.sort_by_key(|name| name.entry);
            for names in names.chunk_by(|left, right| left.entry == right.entry) {
                let entry = names[0].entry as usize;
                first.resize(entry + 1, manners.len() as u32);
                let mut seen = Seen::of(names.len());
                let label = names.iter().rev().find(|name| name.label);
                for name in label.into_iter().chain(names) {
                    if seen.insert((name.manner, name.text)) {
                        let number = narrow(manners.len(), "names")?;
                        if number >= SEVERAL - 1 {
                            return Err(CompileError::TooMany { what: "names" }.into());
                        }
                        keys.add(number, name.text).map_err(io)?;
                        manners.push(name.manner);
                    }
                }
            }
        }
        first.resize(entries as usize + 1, manners.len() as u32);
        keys.finish(first, manners, text_start)
    }
}

/// The names of an entry that were there before.
enum Seen<'n> {
    Few(Vec<(u32, &'n str)>),
    Many(QuickSet<(u32, &'n str)>),
}

impl<'n> Seen<'n> {
    fn of(count: usize) -> Self {
        if count > FEW {
            return Seen::Many(QuickSet::default());
        }
        Seen::Few(Vec::with_capacity(count))
    }

    /// Whether a name is new. Remembers it.
    fn insert(&mut self, name: (u32, &'n str)) -> bool {
        match self {
            Seen::Many(seen) => seen.insert(name),
            Seen::Few(seen) if seen.contains(&name) => false,
            Seen::Few(seen) => {
                seen.push(name);
                true
            }
        }
    }
}

/// Reads back what [`NamesByEntry::add`] wrote.
struct Names<'a>(&'a [u8]);

impl<'a> Iterator for Names<'a> {
    type Item = Named<'a>;

    fn next(&mut self) -> Option<Named<'a>> {
        let (head, rest) = self.0.split_at_checked(11)?;
        let (text, rest) = rest.split_at_checked(usize::from(u16_at(head, 9)?))?;
        self.0 = rest;
        Some(Named {
            entry: u32_at(head, 0)?,
            label: head[4] != 0,
            manner: u32_at(head, 5)?,
            text: std::str::from_utf8(text).ok()?,
        })
    }
}

/// Numbered names by the hash of their keys.
#[derive(Debug)]
struct NamesByKey<'f> {
    folder: &'f Path,
    files: Vec<Spill>,
    beginnings: Vec<Spill>,
}

/// A name with the hash and length of its key.
struct Keyed<'a> {
    hash: u64,
    tokens: u8,
    text: &'a str,
    number: u32,
}

impl<'f> NamesByKey<'f> {
    fn new(folder: &'f Path, count: usize, held: usize) -> Self {
        Self {
            folder,
            files: spills(folder, count, held),
            beginnings: spills(folder, count, held),
        }
    }

    fn add(&mut self, number: u32, text: &str) -> io::Result<()> {
        let key = name_key(text);
        let files = self.files.len();
        let count = if key.is_empty() {
            0
        } else {
            key.split(' ').count()
        };
        let tokens = u8::try_from(count).unwrap_or(u8::MAX);
        let mut hash = 0;
        for (at, token) in (1..).zip(key.split(' ').take(count)) {
            hash = hash::followed_by(hash, hash::of_token(token));
            if at <= LONGEST_BEGINNING && at < count {
                let mut row = [tokens; 9];
                row[..8].copy_from_slice(&hash.to_le_bytes());
                self.beginnings[file_of(hash, files)].put(&row)?;
            }
        }
        let file = &mut self.files[file_of(hash, files)];
        let mut head = [tokens; 15];
        head[..8].copy_from_slice(&hash.to_le_bytes());
        head[9..13].copy_from_slice(&number.to_le_bytes());
        head[13..].copy_from_slice(&(text.len() as u16).to_le_bytes());
        file.put(&head)?;
        file.put(text.as_bytes())
    }

    fn finish(
        self,
        first: Vec<u32>,
        manners: Vec<u32>,
        text_start: usize,
    ) -> Result<NameSections, BuildError> {
        let io = |source| BuildError::io(self.folder, source);
        let mut out = Keys {
            texts: vec![0; manners.len()],
            text: Spill::new(self.folder),
            text_start,
            postings: Spill::new(self.folder),
            sequences: Spill::new(self.folder),
            row: Vec::new(),
        };
        for (file, beginnings) in self.files.into_iter().zip(self.beginnings) {
            let bytes = file.into_bytes().map_err(io)?;
            let beginnings = longest_by_hash(&beginnings.into_bytes().map_err(io)?);
            let mut beginnings = beginnings.into_iter().peekable();
            let mut names: Vec<Keyed<'_>> = KeyedNames(&bytes).collect();
            names.sort_unstable_by_key(|name| (name.hash, name.number));
            for names in names.chunk_by_mut(|left, right| left.hash == right.hash) {
                let hash = names[0].hash;
                // Most names of one key are spelt alike: their texts are only compared where they are not.
                if names.iter().any(|name| name.text != names[0].text) {
                    names.sort_unstable_by_key(|name| (name.text, name.number));
                }
                while let Some((hash, longest)) = beginnings.next_if(|next| next.0 < hash) {
                    out.sequence(hash, NO_NAME, longest).map_err(io)?;
                }
                let longest = beginnings.next_if(|next| next.0 == hash);
                out.names(names, longest.map_or(0, |(_, longest)| longest))
                    .map_err(|error| match error {
                        KeyError::Io(source) => io(source),
                        KeyError::Compile(error) => error.into(),
                    })?;
            }
            for (hash, longest) in beginnings {
                out.sequence(hash, NO_NAME, longest).map_err(io)?;
            }
        }
        let mut sequences = out.sequences;
        let count = usize::try_from(sequences.len()).unwrap_or(usize::MAX) / SEQUENCE;
        let buckets = table::build(count, |add| {
            let mut reader = sequences.reader()?;
            let mut row = [0; SEQUENCE];
            for _ in 0..count {
                reader.read_exact(&mut row)?;
                add(Sequence {
                    hash: u64_at(&row, 0).unwrap_or_default(),
                    value: u32_at(&row, 8).unwrap_or(NO_NAME),
                    longest: row[12],
                });
            }
            Ok::<(), io::Error>(())
        })
        .map_err(io)?;
        Ok(NameSections {
            count: manners.len() as u32,
            first,
            texts: out.texts,
            manners,
            text: out.text,
            postings: out.postings,
            buckets,
        })
    }
}

struct KeyedNames<'a>(&'a [u8]);

impl<'a> Iterator for KeyedNames<'a> {
    type Item = Keyed<'a>;

    fn next(&mut self) -> Option<Keyed<'a>> {
        let (head, rest) = self.0.split_at_checked(15)?;
        let (text, rest) = rest.split_at_checked(usize::from(u16_at(head, 13)?))?;
        self.0 = rest;
        Some(Keyed {
            hash: u64_at(head, 0)?,
            tokens: head[8],
            text: std::str::from_utf8(text).ok()?,
            number: u32_at(head, 9)?,
        })
    }
}

/// The beginnings of names, sorted, each with the longest name that begins so.
fn longest_by_hash(bytes: &[u8]) -> Vec<(u64, u8)> {
    let mut rows: Vec<(u64, u8)> = bytes
        .chunks_exact(9)
        .map(|row| (u64_at(row, 0).unwrap_or_default(), row[8]))
        .collect();
    rows.sort_unstable_by_key(|&(hash, longest)| (hash, std::cmp::Reverse(longest)));
    rows.dedup_by_key(|(hash, _)| *hash);
    rows
}

enum KeyError {
    Io(io::Error),
    Compile(CompileError),
}

impl From<io::Error> for KeyError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<CompileError> for KeyError {
    fn from(error: CompileError) -> Self {
        Self::Compile(error)
    }
}

/// Text, postings and sequences as they grow.
struct Keys {
    texts: Vec<u32>,
    text: Spill,
    text_start: usize,
    postings: Spill,
    sequences: Spill,
    /// Room for a text as it is written.
    row: Vec<u8>,
}

impl Keys {
    fn sequence(&mut self, hash: u64, value: u32, longest: u8) -> io::Result<()> {
        let mut row = [longest; SEQUENCE];
        row[..8].copy_from_slice(&hash.to_le_bytes());
        row[8..12].copy_from_slice(&value.to_le_bytes());
        self.sequences.put(&row)
    }

    /// Names whose keys have one hash, sorted by text and number.
    fn names(&mut self, names: &[Keyed<'_>], longest: u8) -> Result<(), KeyError> {
        for same in names.chunk_by(|left, right| left.text == right.text) {
            let end = usize::try_from(self.text.len()).unwrap_or(usize::MAX);
            let at = narrow(
                self.text_start.saturating_add(end + LONGEST_TEXT),
                "letters of text",
            )
            .map(|_| (self.text_start + end) as u32)?;
            self.row.clear();
            put_text(&mut self.row, same[0].text);
            self.text.put(&self.row)?;
            for name in same {
                if let Some(text) = self.texts.get_mut(name.number as usize) {
                    *text = at;
                }
            }
        }
        if names[0].tokens == 0 {
            return Ok(());
        }
        let longest = longest.max(names[0].tokens);
        if let [name] = names {
            self.sequence(name.hash, name.number, longest)?;
            return Ok(());
        }
        // Two keys of one hash, which nobody has seen yet, are told apart by the key itself.
        let mut keys: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let several = names.iter().any(|name| name.text != names[0].text);
        for name in names {
            let key = if several {
                name_key(name.text)
            } else {
                String::new()
            };
            keys.entry(key).or_default().push(name.number);
        }
        for mut numbers in keys.into_values() {
            numbers.sort_unstable();
            let value = self.value(&numbers)?;
            self.sequence(names[0].hash, value, longest)?;
        }
        Ok(())
    }

    /// What the table says of names that share a key.
    fn value(&mut self, names: &[u32]) -> Result<u32, KeyError> {
        if let [name] = names {
            return Ok(*name);
        }
        let at = usize::try_from(self.postings.len()).unwrap_or(usize::MAX) / 4;
        let at = narrow(at, "names of one spelling")?;
        if at >= SEVERAL - 1 {
            return Err(CompileError::TooMany {
                what: "names of one spelling",
            }
            .into());
        }
        self.postings.put(&(names.len() as u32).to_le_bytes())?;
        for name in names {
            self.postings.put(&name.to_le_bytes())?;
        }
        Ok(at | SEVERAL)
    }
}
