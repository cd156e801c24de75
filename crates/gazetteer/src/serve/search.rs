//! Finding all names in a text at once. The words at which a name can begin are collected in batches; the name table is
//! asked for all of a batch, then for all pairs of words that may go on, and so forth, so that the looks do not wait for
//! each other; what it has is compared with the stored names.

use super::compiled::{Compiled, NameTexts};
use super::gazetteer::{Gazetteer, NameMatch};
use super::layer::Layer;
use super::scan::{Scan, Starts, is_simple, simple_tokens};
use crate::compile::eight;
use crate::compile::format::NONE;
use crate::compile::hash;
use crate::compile::normalise::{fold, folded, key_is};
use crate::compile::table::{self, Look, NO_NAME};

/// Words whose looks go out together.
const BATCH: usize = 256;
/// The longest name that is found, in tokens.
const LONGEST_NAME: u32 = 32;

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
            words: Vec::with_capacity(BATCH),
            active: Vec::with_capacity(BATCH),
            longer: Vec::with_capacity(BATCH),
            looks: [Look::NOTHING; BATCH],
            named: [0; BATCH],
            unsure: [0; BATCH],
            going: [(0, 0); BATCH],
            candidates: Vec::with_capacity(2 * BATCH),
            found: Vec::with_capacity(BATCH),
            ordered: Vec::with_capacity(BATCH),
        };
        scan.starts(starts, |start| {
            batch.words.push(Word {
                start: start.token.start,
                end: start.token.end,
                sequence: hash::followed_by(0, start.hash(text)),
                goes_on: !start.token.has_ending(),
                is_plain: start.is_plain,
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
        let longest = |layer: &Layer| {
            let reach = layer.compiled.candidates(sequence, |_| {});
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

/// A word of the text at which a name may begin.
#[derive(Debug, Clone, Copy)]
struct Word {
    start: usize,
    end: usize,
    /// The hash of the sequence of this word alone.
    sequence: u64,
    /// Whether names may go on behind it: an ending closes a name.
    goes_on: bool,
    /// It has nothing but ASCII letters and digits.
    is_plain: bool,
}

/// A sequence of words that may be a name or the beginning of one.
#[derive(Debug, Clone, Copy, Default)]
struct Active {
    sequence: u64,
    /// One past its last byte.
    end: usize,
    /// Number of its first word.
    first: u32,
    /// How many words the longest name has that may begin so.
    longest: u32,
    /// Whether names may go on behind it.
    goes_on: bool,
    /// It has nothing but ASCII letters and digits, and between words one blank or hyphen.
    is_plain: bool,
}

impl Active {
    /// That the table has a value for it.
    fn candidate(&self, tokens: u16, value: u32) -> Candidate {
        Candidate {
            end: self.end,
            first: self.first,
            value,
            at: NONE,
            tokens,
            is_plain: self.is_plain,
        }
    }
}

/// What the name table has under the hash of a sequence of words; its text is not compared yet.
#[derive(Debug, Clone, Copy, Default)]
struct Candidate {
    /// One past its last byte.
    end: usize,
    /// Number of its first word.
    first: u32,
    value: u32,
    /// A name of that spelling, later the place of its text.
    at: u32,
    tokens: u16,
    is_plain: bool,
}

/// A candidate that is a name.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    end: usize,
    first: u32,
    value: u32,
    layer: u32,
    tokens: u16,
}

/// Words that wait to be looked for.
struct Batch<'a> {
    gazetteer: &'a Gazetteer,
    scan: Scan<'a>,
    words: Vec<Word>,
    active: Vec<Active>,
    /// The active ones that are longer by a word.
    longer: Vec<Active>,
    /// What the table says of the active ones.
    looks: [Look; BATCH],
    /// Which of the active ones have names, need a look at a second bucket, and may go on up to so many words.
    named: [u16; BATCH],
    unsure: [u16; BATCH],
    going: [(u16, u32); BATCH],
    candidates: Vec<Candidate>,
    found: Vec<Found>,
    /// The same in the order in which they are handed over.
    ordered: Vec<Found>,
}

impl Batch<'_> {
    fn search(&mut self, found: &mut impl FnMut(TextMatch)) {
        for (number, layer) in (0..).zip(&self.gazetteer.layers) {
            let compiled = &layer.compiled;
            let buckets = compiled.buckets();
            self.active.clear();
            self.candidates.clear();
            self.active
                .extend((0..).zip(&self.words).map(|(first, word)| {
                    table::fetch(buckets, word.sequence);
                    Active {
                        sequence: word.sequence,
                        end: word.end,
                        first,
                        longest: LONGEST_NAME,
                        goes_on: word.goes_on,
                        is_plain: word.is_plain,
                    }
                }));
            let mut length = 1;
            while !self.active.is_empty() {
                self.step(compiled, length);
                length += 1;
            }
            self.compare(compiled.texts(), number);
        }
        self.hand_over(found);
        self.words.clear();
    }

    /// Looks for all sequences of one length, and makes those that may go on longer by a word. Whether a name is or begins
    /// so cannot be foreseen, so hardly anything branches by it: what is kept is written in any case, and counted if it is.
    fn step(&mut self, compiled: &Compiled, length: u16) {
        let buckets = compiled.buckets();
        for (active, look) in self.active.iter().zip(&mut self.looks) {
            *look = table::look(buckets, active.sequence);
        }
        // Of longer beginnings the table says nothing: only their names are there.
        let reach = |longest: u8| {
            let longest = compiled.longest(usize::from(length), longest);
            u32::try_from(longest).unwrap_or(u32::MAX)
        };
        let (mut named, mut going, mut unsure) = (0, 0, 0);
        for at in 0..self.active.len().min(BATCH) {
            let (active, look) = (&self.active[at], &self.looks[at]);
            let number = at as u16;
            self.named[named % BATCH] = number;
            named += usize::from((look.value != NO_NAME) & look.is_all);
            self.unsure[unsure % BATCH] = number;
            unsure += usize::from(!look.is_all);
            let longest = reach(look.longest).min(active.longest);
            self.going[going % BATCH] = (number, longest);
            let goes_on = active.goes_on & (longest > u32::from(length));
            going += usize::from(goes_on & look.is_all);
        }
        for &at in &self.named[..named] {
            let at = usize::from(at);
            let candidate = self.active[at].candidate(length, self.looks[at].value);
            self.candidates.push(candidate);
        }
        // The others ask for one bucket more, which is fetched first.
        let unsure = &self.unsure[..unsure];
        for &at in unsure {
            table::fetch_next(buckets, self.active[usize::from(at)].sequence);
        }
        for &at in unsure {
            let active = &self.active[usize::from(at)];
            let candidates = &mut self.candidates;
            let longest = compiled.candidates(active.sequence, |value| {
                candidates.push(active.candidate(length, value));
            });
            let longest = reach(longest).min(active.longest);
            if active.goes_on && longest > u32::from(length) {
                self.going[going] = (at, longest);
                going += 1;
            }
        }
        self.longer.clear();
        for &(at, longest) in &self.going[..going] {
            let active = Active {
                longest,
                ..self.active[usize::from(at)]
            };
            let next = if let Some((end, hash)) = self.scan.quickly_following(active.end) {
                Active {
                    sequence: hash::followed_by(active.sequence, hash),
                    end,
                    ..active
                }
            } else if let Some((token, hash)) = self.scan.following(active.end) {
                Active {
                    sequence: hash::followed_by(active.sequence, hash),
                    end: token.end,
                    goes_on: !token.has_ending(),
                    is_plain: false,
                    ..active
                }
            } else {
                continue;
            };
            table::fetch(buckets, next.sequence);
            self.longer.push(next);
        }
        std::mem::swap(&mut self.active, &mut self.longer);
    }

    /// Compares the candidates with the names. Names and texts lie anywhere in the file, so first all names are fetched,
    /// then all texts.
    fn compare(&mut self, texts: NameTexts<'_>, layer: u32) {
        for candidate in &mut self.candidates {
            candidate.at = texts.first_name(candidate.value).unwrap_or(NONE);
            texts.fetch_name(candidate.at);
        }
        for candidate in &mut self.candidates {
            candidate.at = texts.text_of(candidate.at).unwrap_or(NONE);
            texts.fetch_text(candidate.at);
        }
        for candidate in &self.candidates {
            let start = self.words[candidate.first as usize].start;
            let written = self.scan.text.as_bytes().get(start..).unwrap_or_default();
            let (letters, length) = texts.letters(candidate.at).unwrap_or_default();
            let is_same = candidate.is_plain
                && length == candidate.end - start
                && is_plainly(written, letters, length);
            if is_same || self.is_name(candidate, letters.get(..length).unwrap_or_default()) {
                self.found.push(Found {
                    end: candidate.end,
                    first: candidate.first,
                    value: candidate.value,
                    layer,
                    tokens: candidate.tokens,
                });
            }
        }
    }

    /// Whether the words of a candidate are written as a name is, but for case, diacritics and what separates them.
    #[inline(never)]
    fn is_name(&self, candidate: &Candidate, name: &[u8]) -> bool {
        let Ok(name) = std::str::from_utf8(name) else {
            return false;
        };
        let first = &self.words[candidate.first as usize];
        let mut cores = [""; LONGEST_NAME as usize];
        let Some(cores) = cores.get_mut(..usize::from(candidate.tokens)) else {
            return false;
        };
        let (mut start, mut end) = (first.start, first.end);
        for (at, core) in cores.iter_mut().enumerate() {
            if at > 0 {
                let Some((token, _)) = self.scan.following(end) else {
                    return false;
                };
                (start, end) = (token.start, token.end);
            }
            *core = self.scan.text.get(start..end).unwrap_or_default();
        }
        is_key(name, cores)
    }

    /// Hands over what was found in the order of the words, the shorter before the longer.
    fn hand_over(&mut self, found: &mut impl FnMut(TextMatch)) {
        let mut places = [0_u32; BATCH];
        for one in &self.found {
            places[one.first as usize] += 1;
        }
        let mut sum = 0;
        for place in &mut places {
            sum += std::mem::replace(place, sum);
        }
        self.ordered.resize(self.found.len(), Found::default());
        for one in &self.found {
            let place = &mut places[one.first as usize];
            self.ordered[*place as usize] = *one;
            *place += 1;
        }
        // What begins at one word stands together now: the shorter before the longer, if there is but one gazetteer.
        let order = |one: &Found| (one.first, one.tokens, one.layer);
        if !self.ordered.is_sorted_by_key(order) {
            self.ordered.sort_unstable_by_key(order);
        }
        for one in &self.ordered {
            found(TextMatch {
                start: self.words[one.first as usize].start,
                end: one.end,
                tokens: usize::from(one.tokens),
                layer: one.layer as usize,
                value: one.value,
            });
        }
        self.found.clear();
    }
}

/// Whether two texts begin with the same so many letters, digits, blanks and hyphens but for the case of ASCII letters. The
/// first is known to have nothing else.
#[inline]
fn is_plainly(written: &[u8], name: &[u8], length: usize) -> bool {
    let sixteen = |bytes: &[u8], at: usize| -> Option<[u64; 2]> {
        let bytes: &[u8; 16] = bytes.get(at..)?.first_chunk()?;
        let (left, right) = bytes.split_first_chunk::<8>()?;
        Some([
            eight::small(u64::from_le_bytes(*left)),
            eight::small(u64::from_le_bytes(*right.first_chunk()?)),
        ])
    };
    let differs = |at: usize| {
        let (Some(written), Some(name)) = (sixteen(written, at), sixteen(name, at)) else {
            // At the end of a file, where the slow way decides.
            return [u64::MAX; 2];
        };
        [written[0] ^ name[0], written[1] ^ name[1]]
    };
    if length <= 16 {
        let [left, right] = differs(0);
        let [first, second] = eight::FIRST_OF[length];
        return (left & first) | (right & second) == 0;
    }
    (0..length - 16)
        .step_by(16)
        .chain([length - 16])
        .all(|at| differs(at) == [0, 0])
}

/// Whether a name has the key that words have.
fn is_key(name: &str, cores: &[&str]) -> bool {
    // Most names: no folded text is made.
    if cores.iter().all(|core| is_simple(core)) {
        let mut rest = cores.iter();
        let mut same = true;
        let simple = simple_tokens(name, |token| {
            let core = rest.next();
            same &= core.is_some_and(|core| letters(core).eq(letters(token.core(name))));
        });
        if simple {
            return same && rest.next().is_none();
        }
    }
    let mut own = name.split([' ', '-']);
    let mut same = |core: &&str| own.next().is_some_and(|own| own.eq_ignore_ascii_case(core));
    if cores.iter().all(&mut same) && own.next().is_none() {
        return true;
    }
    let folded: Vec<String> = cores.iter().copied().map(fold).collect();
    let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
    key_is(name, &folded)
}

/// The folded form of a token of letters that [`is_simple`] knows, byte by byte.
fn letters(token: &str) -> impl Iterator<Item = u8> + '_ {
    token.chars().flat_map(|letter| {
        let folded: &'static str = folded(letter).unwrap_or_default();
        folded.bytes()
    })
}
