//! Putting names in order without holding them all: first by entry, which numbers them, then by key, which says what
//! they share.
//!
//! Each step writes records to as many temporary files as are needed for one of them to fit into memory, by the range
//! of what is sorted by, and then sorts one file after the other.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

use super::error::{BuildError, CompileError};
use super::format::{LONGEST_TEXT, OWNER_STEP, SEVERAL, put_text, u16_at, u32_at, u64_at};
use super::hash::{self, QuickSet};
use super::normalise::{is_plain, name_key};
use super::spill::Spill;
use super::table::{self, LONGEST_BEGINNING, NO_NAME, Sequence};
use super::vocabulary::narrow;

/// The most temporary files that are open at once.
const MOST_FILES: usize = 256;
/// Up to so many names of an entry, or texts of a key, are compared one by one, which is cheaper than a set or a sort.
const FEW: usize = 8;
/// Bytes of a numbered name that waits for the table, before its text.
const KEYED: usize = 15;
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

/// Files for so many rows, of which two are in memory at a time.
fn spills(folder: &Path, rows: usize, held: usize) -> Vec<Spill> {
    let files = (rows * 2).div_ceil(held.max(1)).clamp(1, MOST_FILES);
    (0..files).map(|_| Spill::new(folder)).collect()
}

/// Prepares one thing after the other on a thread of its own, and hands them on in their order: while one is used, the next
/// is prepared.
fn ahead<T: Send, P: Send, E>(
    things: impl IntoIterator<Item = T, IntoIter: Send>,
    prepare: impl Fn(T) -> P + Send,
    each: impl FnMut(P) -> Result<(), E>,
) -> Result<(), E> {
    let things = things.into_iter();
    std::thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::sync_channel(0);
        scope.spawn(move || {
            // Nobody takes what is sent when something went wrong with an earlier one.
            things.map(prepare).try_for_each(|thing| sender.send(thing))
        });
        receiver.into_iter().try_for_each(each)
    })
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
        ahead(self.files, OfEntries::new, |names| {
            let names = names.map_err(io)?;
            for name in &names.names {
                let number = narrow(manners.len(), "names")?;
                if number >= SEVERAL - 1 {
                    return Err(CompileError::TooMany { what: "names" }.into());
                }
                let entry = name.entry as usize;
                if first.len() <= entry {
                    first.resize(entry + 1, number);
                }
                let text = names.bytes.get(name.text.clone()).unwrap_or_default();
                let text = std::str::from_utf8(text).unwrap_or_default();
                keys.add(number, text).map_err(io)?;
                manners.push(name.manner);
            }
            Ok::<(), BuildError>(())
        })?;
        first.resize(entries as usize + 1, manners.len() as u32);
        keys.finish(first, manners, text_start)
    }
}

/// The names of some entries, each once, in the order in which they are numbered.
struct OfEntries {
    /// What [`NamesByEntry::add`] wrote.
    bytes: Vec<u8>,
    names: Vec<OfEntry>,
}

/// A name that is numbered next.
struct OfEntry {
    entry: u32,
    manner: u32,
    /// Where its text stands among the bytes.
    text: Range<usize>,
}

impl OfEntries {
    fn new(file: Spill) -> io::Result<Self> {
        let bytes = file.into_bytes()?;
        let waiting = Names {
            bytes: &bytes,
            at: 0,
        };
        let mut waiting: Vec<(Range<usize>, Named<'_>)> = waiting.collect();
        waiting.sort_by_key(|(_, name)| name.entry);
        let mut names = Vec::with_capacity(waiting.len());
        for group in waiting.chunk_by(|(_, left), (_, right)| left.entry == right.entry) {
            let mut seen = Seen::of(group.len());
            let label = group.iter().rev().find(|(_, name)| name.label);
            for (text, name) in label.into_iter().chain(group) {
                if !seen.insert((name.manner, name.text)) {
                    continue;
                }
                names.push(OfEntry {
                    entry: name.entry,
                    manner: name.manner,
                    text: text.clone(),
                });
            }
        }
        drop(waiting);
        Ok(Self { bytes, names })
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

/// Reads back what [`NamesByEntry::add`] wrote, from a byte on, with where each text stands.
struct Names<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Names<'a> {
    type Item = (Range<usize>, Named<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let head: &[u8; 11] = self.bytes.get(self.at..)?.first_chunk()?;
        let start = self.at + head.len();
        self.at = start + usize::from(u16_at(head, 9)?);
        let name = Named {
            entry: u32_at(head, 0)?,
            label: head[4] != 0,
            manner: u32_at(head, 5)?,
            text: std::str::from_utf8(self.bytes.get(start..self.at)?).ok()?,
        };
        Some((start..self.at, name))
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
    /// Which of the texts of its key it has: for sorting.
    rank: u32,
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
        let mut head = [tokens; KEYED];
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
        let files = self.files.into_iter().zip(self.beginnings);
        ahead(files, OfKeys::new, |names| {
            let names = names.map_err(io)?;
            let mut beginnings = names.beginnings.iter().copied().peekable();
            let mut rows = KeyedNames(&names.bytes).peekable();
            let mut group: Vec<Keyed<'_>> = Vec::new();
            while let Some(name) = rows.next() {
                let hash = name.hash;
                group.clear();
                group.push(name);
                group.extend(std::iter::from_fn(|| {
                    rows.next_if(|next| next.hash == hash)
                }));
                // Most names of one key are spelt alike: their texts are only compared where they are not.
                if group.iter().any(|name| name.text != group[0].text) {
                    sort_by_text(&mut group);
                }
                while let Some((hash, longest)) = beginnings.next_if(|next| next.0 < hash) {
                    out.sequence(hash, NO_NAME, longest).map_err(io)?;
                }
                let longest = beginnings.next_if(|next| next.0 == hash);
                out.names(&group, longest.map_or(0, |(_, longest)| longest))
                    .map_err(|error| match error {
                        KeyError::Io(source) => io(source),
                        KeyError::Compile(error) => error.into(),
                    })?;
            }
            for (hash, longest) in beginnings {
                out.sequence(hash, NO_NAME, longest).map_err(io)?;
            }
            Ok::<(), BuildError>(())
        })?;
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

/// Reads back what [`NamesByKey::add`] wrote.
struct KeyedNames<'a>(&'a [u8]);

impl<'a> Iterator for KeyedNames<'a> {
    type Item = Keyed<'a>;

    fn next(&mut self) -> Option<Keyed<'a>> {
        let (head, rest) = self.0.split_at_checked(KEYED)?;
        let (text, rest) = rest.split_at_checked(usize::from(u16_at(head, 13)?))?;
        self.0 = rest;
        Some(Keyed {
            hash: u64_at(head, 0)?,
            tokens: head[8],
            text: std::str::from_utf8(text).ok()?,
            number: u32_at(head, 9)?,
            rank: 0,
        })
    }
}

/// The names and beginnings whose hashes lie in one range, in order of these.
struct OfKeys {
    /// What [`NamesByKey::add`] wrote, in order of hashes, then numbers.
    bytes: Vec<u8>,
    beginnings: Vec<(u64, u8)>,
}

impl OfKeys {
    fn new((file, beginnings): (Spill, Spill)) -> io::Result<Self> {
        let unordered = file.into_bytes()?;
        let mut order: Vec<(u64, u32, usize)> = Vec::new();
        let mut at = 0;
        while let Some(head) = unordered.get(at..).and_then(<[u8]>::first_chunk::<KEYED>) {
            let (hash, number) = (u64_at(head, 0), u32_at(head, 9));
            order.push((hash.unwrap_or_default(), number.unwrap_or_default(), at));
            at += KEYED + usize::from(u16_at(head, 13).unwrap_or_default());
        }
        order.sort_unstable();
        let mut bytes = Vec::with_capacity(unordered.len());
        for (_, _, at) in order {
            let row = unordered.get(at..).unwrap_or_default();
            let length = KEYED + usize::from(u16_at(row, 13).unwrap_or_default());
            bytes.extend_from_slice(row.get(..length).unwrap_or_default());
        }
        Ok(Self {
            bytes,
            beginnings: longest_by_hash(&beginnings.into_bytes()?),
        })
    }
}

/// Puts the names of a key in order of their texts, then numbers. Few texts share a key, however many names have them: only
/// those few are compared as text.
fn sort_by_text(names: &mut [Keyed<'_>]) {
    let mut texts: Vec<(&str, u32)> = Vec::new();
    for name in &mut *names {
        let known = texts.iter().find(|(text, _)| *text == name.text);
        name.rank = known.map_or(texts.len() as u32, |(_, number)| *number);
        if known.is_none() {
            texts.push((name.text, name.rank));
            if texts.len() > FEW {
                names.sort_unstable_by_key(|name| (name.text, name.number));
                return;
            }
        }
    }
    texts.sort_unstable();
    let mut ranks = [0; FEW];
    for (rank, (_, number)) in (0..).zip(&texts) {
        ranks[*number as usize] = rank;
    }
    names.sort_unstable_by_key(|name| (ranks[name.rank as usize], name.number));
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
        let mut keys: BTreeMap<String, Vec<(u32, bool)>> = BTreeMap::new();
        let several = names.iter().any(|name| name.text != names[0].text);
        for name in names {
            let key = if several {
                name_key(name.text)
            } else {
                String::new()
            };
            let of_key = keys.entry(key).or_default();
            of_key.push((name.number, several && is_plain(name.text)));
        }
        for mut names_of_key in keys.into_values() {
            names_of_key.sort_unstable();
            // A text is compared with the first: most are written with plain letters.
            let plain = names_of_key.iter().position(|(_, is_plain)| *is_plain);
            if let Some(before) = names_of_key.get_mut(..=plain.unwrap_or(0)) {
                before.rotate_right(1);
            }
            let numbers: Vec<u32> = names_of_key.iter().map(|(number, _)| *number).collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_that_are_prepared_ahead_keep_their_order_and_end_with_an_error() {
        let mut seen = Vec::new();
        let end = ahead(
            1..100,
            |number| number * 2,
            |number| {
                seen.push(number);
                if number < 20 { Ok(()) } else { Err(number) }
            },
        );
        assert_eq!(end, Err(20));
        assert_eq!(seen, (2..=20).step_by(2).collect::<Vec<_>>());
    }

    #[test]
    fn names_of_few_and_of_many_texts_are_in_the_same_order() {
        for count in [1, 2, FEW, FEW + 1, 3 * FEW] {
            let texts: Vec<String> = (0..count)
                .map(|text| format!("{}", text * 7 % 10))
                .collect();
            let mut names: Vec<Keyed<'_>> = (0..100)
                .map(|number| Keyed {
                    hash: 0,
                    tokens: 1,
                    text: &texts[number * 31 % count],
                    number: number as u32,
                    rank: 0,
                })
                .collect();
            sort_by_text(&mut names);
            assert!(
                names.is_sorted_by_key(|name| (name.text, name.number)),
                "{count}"
            );
        }
    }
}
