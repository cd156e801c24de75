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
            chains: vec![Vec::new(); BATCH],
            waiting: 0,
            active: Vec::with_capacity(BATCH),
            sequences: Vec::with_capacity(BATCH),
            reaches: vec![0; BATCH],
            found: Vec::new(),
        };
        scan.starts(starts, |token| {
            let hash = hash::of_unfolded(token.core(text));
            let chain = &mut batch.chains[batch.waiting];
            chain.clear();
            chain.push(Word { token, hash });
            batch.waiting += 1;
            if batch.waiting == BATCH {
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

/// A word of the text with its hash.
#[derive(Debug, Clone, Copy)]
struct Word {
    token: Token,
    hash: u64,
}

/// A sequence of words that may be a name or the beginning of one.
struct Active {
    /// Number of its chain.
    chain: usize,
    sequence: u64,
    /// How many words the longest name has that may begin so.
    longest: usize,
}

/// Words that wait to be looked for.
struct Batch<'a> {
    gazetteer: &'a Gazetteer,
    scan: Scan<'a>,
    /// Of each word that waits, it and those that follow it, as far as they were asked for.
    chains: Vec<Vec<Word>>,
    waiting: usize,
    active: Vec<Active>,
    sequences: Vec<u64>,
    reaches: Vec<u8>,
    found: Vec<TextMatch>,
}

impl Batch<'_> {
    fn search(&mut self, found: &mut impl FnMut(TextMatch)) {
        for (number, layer) in self.gazetteer.layers.iter().enumerate() {
            self.active.clear();
            let chains = self.chains.iter().take(self.waiting).enumerate();
            self.active.extend(chains.filter_map(|(chain, words)| {
                Some(Active {
                    chain,
                    sequence: hash::followed_by(0, words.first()?.hash),
                    longest: LONGEST_NAME,
                })
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
        self.waiting = 0;
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
                chain,
                sequence,
                longest,
            } = self.active[at];
            let reach = self.reaches[at];
            let words = &mut self.chains[chain];
            if reach > 0 {
                compiled.candidates(sequence, |value, name| {
                    let words = words.get(..length).unwrap_or_default();
                    if let (Some(first), Some(last)) = (words.first(), words.last())
                        && is_name(self.scan.text, words, name)
                    {
                        self.found.push(TextMatch {
                            start: first.token.start,
                            end: last.token.end,
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
            if words.len() == length
                && let Some(token) = words
                    .last()
                    .and_then(|last| self.scan.following(&last.token))
            {
                let hash = hash::of_unfolded(token.core(self.scan.text));
                words.push(Word { token, hash });
            }
            if let Some(next) = words.get(length) {
                self.active[kept] = Active {
                    chain,
                    sequence: hash::followed_by(sequence, next.hash),
                    longest,
                };
                kept += 1;
            }
        }
        self.active.truncate(kept);
    }
}

/// Whether words of a text are written as a name is, but for case, diacritics and what separates them.
fn is_name(text: &str, words: &[Word], name: &str) -> bool {
    let cores = words.iter().map(|word| word.token.core(text));
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
