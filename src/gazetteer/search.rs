//! Finding all names in a text at once. The words at which a name can begin are collected in batches; the name table is
//! asked for all of a batch, then for all pairs of words that may go on, and so forth, so that the looks do not wait for
//! each other; what it has is compared with the stored names.

use super::compile::hash;
use super::compile::normalise::{fold, key_is};
use super::compiled::Compiled;
use super::scan::Scan;
use super::{Gazetteer, NameMatch, Starts, Token};

/// Words whose looks go out together.
const BATCH: usize = 64;
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
            sequences: Vec::with_capacity(BATCH),
            reaches: vec![0; BATCH],
            found: Vec::new(),
        };
        scan.starts(starts, |token| {
            let hash = hash::of_unfolded(token.core(text));
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
        let sequence = hash::of_tokens([first]);
        let longest = |layer: &super::Layer| {
            let reach = layer.compiled.candidates(sequence, |_, _| {});
            layer.compiled.longest(1, reach)
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
struct Active {
    /// Number of its first word.
    first: usize,
    /// Number of its last word.
    last: usize,
    sequence: u64,
    /// How many words the longest name has that may begin so.
    longest: usize,
}

/// Words that wait to be looked for.
struct Batch<'a> {
    gazetteer: &'a Gazetteer,
    scan: Scan<'a>,
    /// The words that wait, then those that follow them, as far as they were asked for.
    words: Vec<Word>,
    active: Vec<Active>,
    sequences: Vec<u64>,
    reaches: Vec<u8>,
    found: Vec<TextMatch>,
}

impl Batch<'_> {
    fn search(&mut self, found: &mut impl FnMut(TextMatch)) {
        let waiting = self.words.len();
        for (number, layer) in self.gazetteer.layers.iter().enumerate() {
            self.active.clear();
            let words = self.words.iter().take(waiting).enumerate();
            self.active.extend(words.map(|(at, word)| Active {
                first: at,
                last: at,
                sequence: hash::followed_by(0, word.hash),
                longest: LONGEST_NAME,
            }));
            let mut length = 1;
            while !self.active.is_empty() {
                self.step(&layer.compiled, number, length);
                length += 1;
            }
        }
        self.found
            .sort_unstable_by_key(|one| (one.start, one.tokens, one.layer));
        self.found.drain(..).for_each(found);
        self.words.clear();
    }

    /// Looks for all sequences of one length, and makes those that may go on longer by a word.
    fn step(&mut self, compiled: &Compiled, layer: usize, length: usize) {
        self.sequences.clear();
        let sequences = self.active.iter().map(|active| active.sequence);
        self.sequences.extend(sequences);
        compiled.reaches(&self.sequences, &mut self.reaches);
        let mut kept = 0;
        for at in 0..self.active.len() {
            let Active {
                first,
                last,
                sequence,
                longest,
            } = self.active[at];
            let reach = self.reaches[at];
            if reach > 0 {
                let all = &self.words;
                let words = std::iter::successors(all.get(first), |word| all.get(word.next));
                compiled.candidates(sequence, |value, name| {
                    let words = words.clone().take(length).map(|word| word.token);
                    if is_name(self.scan.text, words, name) {
                        self.found.push(TextMatch {
                            start: all[first].token.start,
                            end: all[last].token.end,
                            tokens: length,
                            layer,
                            value,
                        });
                    }
                });
            }
            let longest = compiled.longest(length, reach).min(longest);
            if length >= longest {
                continue;
            }
            let mut next = self.words[last].next;
            if next == NO_WORD
                && let Some(token) = self.scan.following(&self.words[last].token)
            {
                next = self.words.len();
                self.words[last].next = next;
                let hash = hash::of_unfolded(token.core(self.scan.text));
                self.words.push(Word {
                    token,
                    hash,
                    next: NO_WORD,
                });
            }
            if let Some(word) = self.words.get(next) {
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
