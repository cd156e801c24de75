//! Finding all names in a text at once. The words at which a name can begin are collected in batches; the name table is
//! asked for all of a batch, then for all pairs of words that may go on, and so forth, so that the looks do not wait for
//! each other; what it has is compared with the stored names.

use super::compile::eight;
use super::compile::format::NONE;
use super::compile::hash;
use super::compile::normalise::{fold, key_is};
use super::compile::table::{self, NO_NAME};
use super::compiled::Compiled;
use super::scan::Scan;
use super::{Gazetteer, NameMatch, Starts, Token};

/// Words whose looks go out together.
const BATCH: usize = 256;
/// The longest name that is found, in tokens.
const LONGEST_NAME: usize = 32;

/// A stretch of a text that is a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextMatch {
    /// Its first byte.
    pub start: usize,
    /// One past its last byte, without an ending set off by an apostrophe.
    pub end: usize,
    /// How many words it has.
    pub tokens: usize,
    /// Which of the files that are open has the name.
    layer: usize,
    /// Where the names of this spelling are in it.
    value: u32,
}

impl Gazetteer {
    /// Hands over every stretch of a text that is a name: in the order of their starts, the shorter before the longer,
    /// once for each file that has it. Between the words of a name stand blanks, hyphens or one full stop; none has more
    /// than 32.
    pub fn names_in(&self, text: &str, starts: Starts, mut found: impl FnMut(TextMatch)) {
        let scan = Scan { text };
        let mut batch = Batch {
            gazetteer: self,
            scan,
            words: Vec::with_capacity(2 * BATCH),
            active: Vec::with_capacity(BATCH),
            known: [(0, NO_NAME, 0); BATCH],
            candidates: Vec::with_capacity(BATCH),
            found: Vec::new(),
        };
        scan.starts(starts, |token, hash| {
            batch.words.push(Word {
                token,
                hash,
                next: NO_WORD,
            });
            if batch.words.len() == BATCH {
                batch.search(&mut found);
            }
        });
        batch.search(&mut found);
    }

    /// How many tokens the longest name has that begins with a [`fold`]ed token; 0 where none does.
    #[must_use]
    pub fn longest_name(&self, first: &str) -> usize {
        self.longest_name_from(&[first])
    }

    /// How many tokens the longest name has that begins with some [`fold`]ed tokens; 0 where none does, more than any
    /// name has where that cannot be told without asking for each.
    #[must_use]
    pub fn longest_name_from(&self, beginning: &[&str]) -> usize {
        let sequence = hash::of_tokens(beginning.iter().copied());
        let longest = |layer: &super::Layer| {
            let reach = layer.compiled.candidates(sequence, |_| {});
            layer.compiled.longest(beginning.len(), reach)
        };
        self.layers.iter().map(longest).max().unwrap_or(0)
    }

    /// Everything that a stretch of text can stand for, by the file that it was found in.
    #[must_use]
    pub fn readings(&self, found: &TextMatch) -> Vec<NameMatch> {
        let Some(layer) = self.layers.get(found.layer) else {
            return Vec::new();
        };
        let names = layer.compiled.names_at(found.value);
        let reading = |name: u32| {
            Some(NameMatch {
                entry: self.owner(found.layer, name)?,
                name: layer.first_name + name as usize,
            })
        };
        names.filter_map(reading).collect()
    }
}

/// Stands for the number of a word that was not asked for yet, or that does not follow.
const NO_WORD: usize = usize::MAX;

/// A word of the text with its hash.
#[derive(Debug, Clone, Copy)]
struct Word {
    token: Token,
    hash: u64,
    /// Number of the word that follows it in the same sequence.
    next: usize,
}

/// A sequence of words that may be a name or the beginning of one.
#[derive(Debug, Clone, Copy)]
struct Active {
    /// Number of its first word.
    first: usize,
    /// Number of its last word.
    last: usize,
    sequence: u64,
    /// How many words the longest name has that may begin so.
    longest: usize,
}

/// What the name table has under the hash of a sequence of words; its text is not compared yet.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// Number of its first word.
    first: usize,
    /// Number of its last word.
    last: usize,
    tokens: usize,
    value: u32,
    /// A name of that spelling, later the place of its text.
    at: u32,
}

/// Words that wait to be looked for.
struct Batch<'a> {
    gazetteer: &'a Gazetteer,
    scan: Scan<'a>,
    /// The words that wait, then those that follow them, as far as they were asked for.
    words: Vec<Word>,
    active: Vec<Active>,
    /// Of the active sequences those that names begin with: which, their values, and the longest name.
    known: [(usize, u32, u8); BATCH],
    candidates: Vec<Candidate>,
    found: Vec<TextMatch>,
}

impl Batch<'_> {
    fn search(&mut self, found: &mut impl FnMut(TextMatch)) {
        let waiting = self.words.len();
        for (number, layer) in self.gazetteer.layers.iter().enumerate() {
            self.active.clear();
            self.candidates.clear();
            let words = self.words.iter().take(waiting).enumerate();
            self.active.extend(words.map(|(at, word)| Active {
                first: at,
                last: at,
                sequence: hash::followed_by(0, word.hash),
                longest: LONGEST_NAME,
            }));
            let mut length = 1;
            while !self.active.is_empty() {
                self.step(&layer.compiled, length);
                length += 1;
            }
            self.compare(&layer.compiled, number);
        }
        let order = |one: &TextMatch| (one.start, one.tokens, one.layer);
        if !self.found.is_sorted_by_key(order) {
            self.found.sort_unstable_by_key(order);
        }
        self.found.drain(..).for_each(found);
        self.words.clear();
    }

    /// Looks for all sequences of one length, and makes those that may go on longer by a word.
    fn step(&mut self, compiled: &Compiled, length: usize) {
        let buckets = compiled.buckets();
        table::fetch(buckets, self.active.iter().map(|active| active.sequence));
        let mut known = 0;
        // Of longer beginnings the table says nothing: only their names are there.
        let deep = compiled.longest(length, 0) > length;
        for (at, active) in self.active.iter().enumerate() {
            let look = table::look(buckets, active.sequence);
            if look.is_all {
                // Written in any case: whether a name begins so cannot be foreseen.
                self.known[known] = (at, look.value, look.longest);
                known += usize::from(look.longest > 0 || deep);
                continue;
            }
            let candidates = &mut self.candidates;
            let longest = compiled.candidates(active.sequence, |value| {
                candidates.push(Candidate {
                    first: active.first,
                    last: active.last,
                    tokens: length,
                    value,
                    at: 0,
                });
            });
            self.known[known] = (at, NO_NAME, longest);
            known += usize::from(longest > 0 || deep);
        }
        let mut kept = 0;
        for &(at, value, reach) in &self.known[..known] {
            let Active {
                first,
                last,
                sequence,
                longest,
            } = self.active[at];
            if value != NO_NAME {
                self.candidates.push(Candidate {
                    first,
                    last,
                    tokens: length,
                    value,
                    at: 0,
                });
            }
            let longest = compiled.longest(length, reach).min(longest);
            if length >= longest {
                continue;
            }
            let mut next = self.words[last].next;
            if next == NO_WORD
                && let Some((token, hash)) = self.scan.following(&self.words[last].token)
            {
                next = self.words.len();
                self.words[last].next = next;
                self.words.push(Word {
                    token,
                    hash,
                    next: NO_WORD,
                });
            }
            if let Some(word) = self.words.get(next) {
                // There are never more of those that go on than were looked at.
                self.active[kept] = Active {
                    first,
                    last: next,
                    sequence: hash::followed_by(sequence, word.hash),
                    longest,
                };
                kept += 1;
            }
        }
        self.active.truncate(kept);
    }

    /// Compares the candidates with the names. Names and texts lie anywhere in the file, so first all names are fetched,
    /// then all texts.
    fn compare(&mut self, compiled: &Compiled, layer: usize) {
        let texts = compiled.texts();
        for candidate in &mut self.candidates {
            candidate.at = texts.first_name(candidate.value).unwrap_or(NONE);
        }
        for candidate in &mut self.candidates {
            candidate.at = texts.text_of(candidate.at).unwrap_or(NONE);
        }
        let mut sum = 0;
        for candidate in &self.candidates {
            let letters = texts.letters(candidate.at).unwrap_or_default();
            sum ^= letters.first().copied().unwrap_or_default();
        }
        std::hint::black_box(sum);
        for candidate in &self.candidates {
            let (first, last) = (&self.words[candidate.first], &self.words[candidate.last]);
            let (start, end) = (first.token.start, last.token.end);
            let letters = texts.letters(candidate.at).unwrap_or_default();
            let written = self.scan.text.as_bytes().get(start..end);
            let is_same = written.is_some_and(|written| is_plainly(written, letters));
            let all = &self.words;
            let words = std::iter::successors(Some(first), |word| all.get(word.next));
            let words = words.take(candidate.tokens).map(|word| word.token);
            let is_same = is_same
                || std::str::from_utf8(letters)
                    .is_ok_and(|name| is_name(self.scan.text, words, name));
            if is_same {
                self.found.push(TextMatch {
                    start,
                    end,
                    tokens: candidate.tokens,
                    layer,
                    value: candidate.value,
                });
            }
        }
    }
}

/// Whether a stretch of a text is a name but for the case of ASCII letters, and has nothing but such letters, digits, blanks
/// and hyphens, so that it falls into words as the name does.
fn is_plainly(written: &[u8], name: &[u8]) -> bool {
    if written.len() != name.len() {
        return false;
    }
    written.chunks(8).zip(name.chunks(8)).all(|(left, right)| {
        let (written, name) = (eight::load(left), eight::load(right));
        let words = eight::alphanumeric(written);
        let marks = (words | eight::joint(written)).count_ones() as usize;
        // Letters have bits of 0x40, and differ in case by 0x20.
        let cases = (words & (written << 1)) >> 2;
        marks == left.len() && (written ^ name) & !cases == 0
    })
}

/// Whether words of a text are written as a name is, but for case, diacritics and what separates them.
fn is_name(text: &str, words: impl Iterator<Item = Token> + Clone, name: &str) -> bool {
    let cores = words.map(|token| token.core(text));
    // Most names: no folded text is made. Where this fails, as at a full stop within a word, nothing is decided.
    let mut own = name.split([' ', '-']);
    let same = cores
        .clone()
        .all(|core| own.next().is_some_and(|own| own.eq_ignore_ascii_case(core)));
    if same && own.next().is_none() {
        return true;
    }
    let folded: Vec<String> = cores.map(fold).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    key_is(name, &folded)
}
