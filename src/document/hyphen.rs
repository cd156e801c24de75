//! Words broken at a line's end: does the hyphen belong to the word, or to the line?
//!
//! The document itself is asked first: a word that it writes elsewhere with the hyphen keeps it,
//! one that it writes elsewhere in one piece loses it. Where the document does not say, a part that
//! goes on with a capital or a digit is a name or a number and keeps the hyphen (`Nagorno-⏎Karabakh`,
//! `10-⏎15`), a few prefixes keep it (`self-⏎declared`), and all else loses it (`Kara-⏎bakh`). A
//! list of prefixes alone would not do: `pan-⏎demic` and `cross-⏎ing` are as common as
//! `pan-⏎Turkic` and `cross-⏎border`.

use std::collections::HashMap;

use super::inline::is_blank;

/// Prefixes that are written with a hyphen: always (an empty list), or before words with these
/// beginnings.
const PREFIXES: &[(&str, &[&str])] = &[
    ("self", &[]),
    ("quasi", &[]),
    ("non", &["a", "e", "g", "m", "n", "p", "s", "v", "w"]),
    ("so", &["called"]),
    (
        "ex",
        &[
            "pres", "minister", "prime", "soviet", "soldier", "official", "general", "head",
            "mayor",
        ],
    ),
    (
        "co",
        &[
            "chair",
            "auth",
            "found",
            "exist",
            "host",
            "president",
            "sponsor",
            "own",
        ],
    ),
    (
        "cross",
        &[
            "border", "country", "cultur", "party", "section", "line", "caspian",
        ],
    ),
    (
        "semi",
        &["auto", "offic", "desert", "arid", "final", "indep"],
    ),
    (
        "anti",
        &[
            "air",
            "tank",
            "govern",
            "terror",
            "corrupt",
            "missile",
            "personnel",
            "armen",
            "azer",
        ],
    ),
    ("vice", &["pres", "prem", "speak", "chair", "minister"]),
    ("post", &["war", "soviet", "conflict"]),
    ("pre", &["war"]),
    (
        "pro",
        &["govern", "russ", "west", "armen", "azer", "iran", "turk"],
    ),
    ("mid", &["day"]),
    ("long", &["term", "stand", "distance", "awaited"]),
    ("short", &["term", "lived"]),
    ("well", &["known"]),
    ("high", &["level", "speed", "rank", "voltage"]),
    ("north", &["east", "west", "south"]),
    ("south", &["east", "west", "north"]),
    ("east", &["west"]),
];

/// Words longer than this are no words, and are not remembered; in bytes.
const LONGEST_WORD: usize = 64;

/// What becomes of the hyphen at a line's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hyphen {
    /// It is part of the word.
    Keep,
    /// It only marks the break.
    Drop,
}

/// The forms a document uses elsewhere of the words that its lines break.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    /// Lower-case forms in question, and whether the document has them.
    seen: HashMap<String, bool>,
}

impl Spellings {
    /// Looks in `source` for the forms of these broken words, each given as the text before and
    /// after the break.
    pub(super) fn learn<'a>(
        source: &str,
        breaks: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut seen = HashMap::new();
        for (before, after) in breaks {
            let (head, tail) = (head(before), tail(after));
            if head.len() + tail.len() < LONGEST_WORD {
                seen.insert(joined(head, tail), false);
                seen.insert(hyphenated(head, tail), false);
            }
        }
        let mut spellings = Self { seen };
        if !spellings.seen.is_empty() {
            spellings.look_through(source);
        }
        spellings
    }

    fn look_through(&mut self, source: &str) {
        let mut lower = String::new();
        for word in source.split(|char: char| !is_word(char)) {
            let word = word.trim_matches('-');
            if word.is_empty() || word.len() > LONGEST_WORD {
                continue;
            }
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            self.mark(&lower);
            // Also the parts: `Nagorno-Karabakh` tells how `Karabakh` is written.
            let mut starts = lower.match_indices('-').map(|(at, _)| at).peekable();
            let mut from = 0;
            while let Some(at) = starts.next() {
                let pair_end = starts.peek().copied().unwrap_or(lower.len());
                for part in [from..at, from..pair_end] {
                    if let Some(part) = lower.get(part)
                        && let Some(seen) = self.seen.get_mut(part)
                    {
                        *seen = true;
                    }
                }
                from = at + 1;
            }
            if let Some(part) = lower.get(from..)
                && let Some(seen) = self.seen.get_mut(part)
            {
                *seen = true;
            }
        }
    }

    fn mark(&mut self, word: &str) {
        if let Some(seen) = self.seen.get_mut(word) {
            *seen = true;
        }
    }

    /// Whether the document writes these parts in one piece elsewhere.
    pub(super) fn has_joined(&self, head: &str, tail: &str) -> bool {
        self.has(&joined(head, tail))
    }

    /// Whether the document writes these parts with a hyphen elsewhere.
    pub(super) fn has_hyphenated(&self, head: &str, tail: &str) -> bool {
        self.has(&hyphenated(head, tail))
    }

    fn has(&self, word: &str) -> bool {
        self.seen.get(word).copied().unwrap_or_default()
    }

    /// What becomes of the hyphen that `before` ends with, where `after` is the next line.
    pub(super) fn decide(&self, before: &str, after: &str) -> Hyphen {
        let (head, tail) = (head(before), tail(after));
        let Some(first) = tail.chars().next() else {
            return Hyphen::Keep;
        };
        if head.ends_with(|char: char| char.is_numeric()) || first.is_numeric() {
            return Hyphen::Keep;
        }
        if self.has_hyphenated(head, tail) {
            return Hyphen::Keep;
        }
        let capitals =
            |text: &str| text.chars().nth(1).is_some() && !text.chars().any(char::is_lowercase);
        if first.is_uppercase() && !(capitals(head) && capitals(tail)) {
            return Hyphen::Keep;
        }
        if self.has_joined(head, tail) {
            return Hyphen::Drop;
        }
        if first.is_uppercase() || head == tail || keeps(head, tail) {
            return Hyphen::Keep;
        }
        Hyphen::Drop
    }
}

fn keeps(head: &str, tail: &str) -> bool {
    let head = head.to_lowercase();
    PREFIXES.iter().any(|(prefix, next)| {
        head == *prefix && (next.is_empty() || next.iter().any(|next| tail.starts_with(next)))
    })
}

fn joined(head: &str, tail: &str) -> String {
    format!("{head}{tail}").to_lowercase()
}

fn hyphenated(head: &str, tail: &str) -> String {
    format!("{head}-{tail}").to_lowercase()
}

/// The word part that a line ends with, without its last hyphen: for `Nagorno-Kara-` it is `Kara`,
/// as only that is in question.
fn head(before: &str) -> &str {
    let before = before.trim_end_matches(|char| is_blank(char) || is_hyphen(char));
    let start = before
        .char_indices()
        .rev()
        .find(|(_, char)| !char.is_alphanumeric())
        .map_or(0, |(at, char)| at + char.len_utf8());
    before.get(start..).unwrap_or_default()
}

/// The word part that a line starts with.
fn tail(after: &str) -> &str {
    let after = after.trim_start_matches(is_blank);
    let end = after
        .find(|char: char| !char.is_alphanumeric())
        .unwrap_or(after.len());
    after.get(..end).unwrap_or_default()
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '-'
}

/// The hyphens that break words: the common ones, the Armenian, and the double one of old print. Dashes do not.
pub(super) fn is_hyphen(char: char) -> bool {
    matches!(char, '-' | '\u{2010}' | '\u{2011}' | '\u{58A}' | '\u{2E17}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(before: &str, after: &str, elsewhere: &str) -> Hyphen {
        let source = format!("{before}\n{after} … {elsewhere}");
        Spellings::learn(&source, [(before, after)].into_iter()).decide(before, after)
    }

    #[test]
    fn a_word_goes_on_in_lower_case() {
        assert_eq!(decide("through Zange-", "zur by", ""), Hyphen::Drop);
        assert_eq!(decide("in Nagorno-Kara-", "bakh by", ""), Hyphen::Drop);
    }

    #[test]
    fn a_name_or_number_goes_on() {
        assert_eq!(decide("the Kars-", "Gyumri line", ""), Hyphen::Keep);
        assert_eq!(decide("from 10-", "15 km", ""), Hyphen::Keep);
    }

    #[test]
    fn the_document_says_how_it_is_written() {
        assert_eq!(
            decide("a toll-", "free road", "another toll-free road"),
            Hyphen::Keep
        );
        assert_eq!(decide("a pan-", "demic", "the pandemic"), Hyphen::Drop);
        assert_eq!(decide("NAGORNO-", "KARABAKH", ""), Hyphen::Keep);
        assert_eq!(decide("AZER-", "BAIJAN", "in Azerbaijan"), Hyphen::Drop);
    }

    #[test]
    fn prefixes_keep_theirs() {
        assert_eq!(decide("a self-", "declared state", ""), Hyphen::Keep);
        assert_eq!(decide("a so-", "called state", ""), Hyphen::Keep);
        assert_eq!(decide("on so-", "cial media", ""), Hyphen::Drop);
        assert_eq!(decide("a cross-", "border road", ""), Hyphen::Keep);
        assert_eq!(decide("the cross-", "ing of it", ""), Hyphen::Drop);
        assert_eq!(decide("a win-", "win deal", ""), Hyphen::Keep);
    }
}
