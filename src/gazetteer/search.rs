//! Finding all names in a text at once. The words at which a name can begin are collected in batches; the name table is
//! asked for all of a batch before the first answer is used, so that the looks do not wait for each other; what it has
//! is compared with the stored names.

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
        let mut batch = Batch {
            gazetteer: self,
            scan: Scan { text },
            tokens: Vec::with_capacity(BATCH),
            hashes: Vec::with_capacity(BATCH),
            reaches: vec![[0; BATCH]; self.layers.len()],
        };
        Scan { text }.starts(starts, |token| {
            batch.tokens.push(token);
            let word = hash::of_unfolded(token.core(text));
            batch.hashes.push(hash::followed_by(0, word));
            if batch.tokens.len() == BATCH {
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

/// Words that wait to be looked for.
struct Batch<'a> {
    gazetteer: &'a Gazetteer,
    scan: Scan<'a>,
    tokens: Vec<Token>,
    hashes: Vec<u64>,
    /// Of each file and word, the longest name that begins with it.
    reaches: Vec<[u8; BATCH]>,
}

impl Batch<'_> {
    fn search(&mut self, found: &mut impl FnMut(TextMatch)) {
        let layers = &self.gazetteer.layers;
        for (layer, reaches) in layers.iter().zip(&mut self.reaches) {
            layer.compiled.reaches(&self.hashes, reaches);
        }
        for (at, (token, &hash)) in self.tokens.iter().zip(&self.hashes).enumerate() {
            for (number, (layer, reaches)) in layers.iter().zip(&self.reaches).enumerate() {
                if reaches[at] > 0 {
                    let mut words = Words {
                        scan: self.scan,
                        tokens: vec![*token],
                    };
                    words.search(&layer.compiled, hash, |tokens, end, value| {
                        found(TextMatch {
                            start: token.start,
                            end,
                            tokens,
                            layer: number,
                            value,
                        });
                    });
                }
            }
        }
        self.tokens.clear();
        self.hashes.clear();
    }
}

/// The words from one on that may be a name together.
struct Words<'t> {
    scan: Scan<'t>,
    tokens: Vec<Token>,
}

impl Words<'_> {
    fn search(
        &mut self,
        compiled: &Compiled,
        mut sequence: u64,
        mut found: impl FnMut(usize, usize, u32),
    ) {
        let mut longest = LONGEST_NAME;
        loop {
            let length = self.tokens.len();
            let reach = compiled.candidates(sequence, |value, name| {
                if self.is(name) {
                    let end = self.tokens.last().map_or(0, |last| last.end);
                    found(length, end, value);
                }
            });
            longest = compiled.longest(length, reach).min(longest);
            if length >= longest {
                return;
            }
            let Some(next) = self
                .tokens
                .last()
                .and_then(|last| self.scan.following(last))
            else {
                return;
            };
            let core = next.core(self.scan.text);
            sequence = hash::followed_by(sequence, hash::of_unfolded(core));
            self.tokens.push(next);
        }
    }

    /// Whether a name is written so, but for case, diacritics and what separates its words.
    fn is(&self, name: &str) -> bool {
        let cores = self.tokens.iter().map(|token| token.core(self.scan.text));
        if cores.clone().all(str::is_ascii) && name.is_ascii() {
            // Most names: no folded text is made. What is not alphanumeric makes this fail, which decides nothing.
            let mut own = name.split([' ', '-']).filter(|word| !word.is_empty());
            let same = cores
                .clone()
                .all(|core| own.next().is_some_and(|own| own.eq_ignore_ascii_case(core)));
            if same && own.next().is_none() {
                return true;
            }
        }
        let folded: Vec<String> = cores.map(fold).collect();
        let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
        key_is(name, &folded)
    }
}
