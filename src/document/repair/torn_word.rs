//! Words that a line once broke, in a text whose lines were joined since: `Azer- baijan`, `Stutt¬ gart`.
//!
//! A soft hyphen, or the sign ¬ that scanned books have for it, stands nowhere else. A common hyphen with a blank behind
//! it may also stand for a part that is left out (*pre- and post-war*), or for a dash. It is taken away only where the
//! document itself writes the word in one piece, or where the parts are a name together that the gazetteer knows.

use std::ops::Range;

use super::super::hyphen::{self, Spellings};
use super::super::inline::is_blank;
use super::super::{Names, look};
use super::{CleanText, Edits};

/// What stands behind a part that is left out: *and*, *or*, *to* in the languages of documents. Such a hyphen is right.
const BETWEEN_PARTS: &[&str] = &[
    "and", "or", "to", "nor", "und", "oder", "bis", "bzw", "sowie", "als", "et", "ou", "y", "e",
    "o", "u", "i", "a", "en", "of", "och", "eller", "og", "ja", "tai", "lub", "oraz", "и", "или",
    "либо", "а", "до", "та", "і", "й", "або", "ve", "veya", "ile", "və", "ya", "yaxud", "և", "եւ",
    "ու", "կամ", "და", "ან",
];

/// Longer words are no words; in bytes.
const LONGEST_WORD: usize = 96;

/// Shorter names may be there by accident, with and without an ending; in letters.
const SHORTEST_NAME: usize = 4;
const SHORTEST_STEM: usize = 5;

/// How many letters of a name's end may be an ending.
const LONGEST_ENDING: usize = 3;

/// A place where a word may be torn.
struct Tear {
    /// The hyphen.
    hyphen: Range<usize>,
    /// What stands between the parts.
    gap: Range<usize>,
    head: Range<usize>,
    tail: Range<usize>,
    is_soft: bool,
}

pub(super) fn repair(text: &str, names: &dyn Names) -> Option<CleanText> {
    let tears = tears(text);
    if tears.is_empty() {
        return None;
    }
    let get = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let open = || tears.iter().filter(|tear| !tear.is_soft);
    let spellings = Spellings::learn(text, open().map(|tear| (get(&tear.head), get(&tear.tail))));
    let mut edits = Edits::new(text);
    for tear in &tears {
        let (head, tail) = (get(&tear.head), get(&tear.tail));
        if tear.gap.end < tear.tail.start || tear.tail.is_empty() {
            // The line still ends here; layout knows what a soft hyphen at its end means.
            edits.replace(tear.hyphen.clone(), "\u{AD}");
            continue;
        }
        let is_low = tail.chars().next().is_some_and(|char| !char.is_uppercase());
        let between = BETWEEN_PARTS.contains(&tail);
        let is_one = if tear.is_soft {
            is_low && !between
        } else if between {
            false
        } else if spellings.has_hyphenated(head, tail) {
            // The blank alone is too much.
            edits.replace(tear.hyphen.end..tear.gap.end, "");
            false
        } else {
            (is_low || is_shouted(head, tail))
                && (spellings.has_joined(head, tail) || is_name(head, tail, names))
        };
        if is_one {
            edits.replace(tear.gap.clone(), "");
        }
    }
    edits.finish()
}

/// Whether two parts are a name together, perhaps with an ending.
fn is_name(head: &str, tail: &str, names: &dyn Names) -> bool {
    // Georgian small letters are no sign of anything: names begin with them, too.
    let is_small = |char: char| char.is_lowercase() && !('\u{10D0}'..='\u{10FF}').contains(&char);
    if head.starts_with(is_small) {
        return false;
    }
    let joined = format!("{head}{tail}");
    let letters = joined.chars().count();
    if letters < SHORTEST_NAME {
        return false;
    }
    if names.has(&joined) {
        return true;
    }
    let most = LONGEST_ENDING
        .min(tail.chars().count().saturating_sub(1))
        .min(letters.saturating_sub(SHORTEST_STEM));
    joined
        .char_indices()
        .rev()
        .take(most)
        .any(|(at, _)| joined.get(..at).is_some_and(|stem| names.has(stem)))
}

/// Whether both parts are capitals.
fn is_shouted(head: &str, tail: &str) -> bool {
    let capitals =
        |text: &str| text.chars().nth(1).is_some() && text.chars().all(char::is_uppercase);
    capitals(head) && capitals(tail)
}

/// The hyphens with a letter before them that are followed by a blank and a letter, and the soft ones with a letter
/// behind them or at a line's end.
fn tears(text: &str) -> Vec<Tear> {
    let bytes = text.as_bytes();
    let mut tears: Vec<Tear> = Vec::new();
    let mut from = 0;
    // What `-`, `¬` and the soft hyphen, and the other hyphens begin with.
    while let Some(at) = look::first(bytes, from, |byte| {
        (byte == b'-') | (byte == 0xC2) | (byte == 0xE2)
    }) {
        from = at + 1;
        let Some(sign) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            continue;
        };
        let end = at + sign.len_utf8();
        from = end;
        let is_soft = matches!(sign, '¬' | '\u{AD}');
        if !is_soft && !hyphen::is_hyphen(sign) {
            continue;
        }
        let before = text.get(..at).unwrap_or_default();
        if !before.ends_with(char::is_alphabetic) {
            continue;
        }
        let rest = text.get(end..).unwrap_or_default();
        let blanks = rest
            .find(|char| !is_blank(char) || matches!(char, '\n' | '\r'))
            .unwrap_or(rest.len());
        let behind = rest.get(blanks..).unwrap_or_default();
        let breaks = behind.is_empty() || behind.starts_with(['\n', '\r']);
        let tail = letters_at_start(behind);
        let torn = if is_soft {
            // Soft hyphens inside words and at line ends are no news to layout, the sign ¬ is.
            sign == '¬' && (breaks || blanks == 0 && tail > 0) || blanks > 0 && tail > 0
        } else {
            (1..=2).contains(&blanks) && tail > 0
        };
        if !torn || tail > LONGEST_WORD {
            continue;
        }
        let head = letters_at_end(before);
        if head > LONGEST_WORD {
            continue;
        }
        let start = end + blanks;
        let stays = breaks || blanks == 0;
        tears.push(Tear {
            hyphen: at..end,
            gap: at..if stays { at } else { start },
            head: at - head..at,
            tail: start..start + if stays { 0 } else { tail },
            is_soft,
        });
        from = start;
    }
    tears
}

/// Bytes of the letters that a text begins with; more than a word has where they do not end.
fn letters_at_start(text: &str) -> usize {
    length_of_letters(text.chars())
}

/// The same of its end.
fn letters_at_end(text: &str) -> usize {
    length_of_letters(text.chars().rev())
}

fn length_of_letters(chars: impl Iterator<Item = char>) -> usize {
    let mut length = 0;
    for char in chars.take_while(|char| char.is_alphabetic()) {
        length += char.len_utf8();
        if length > LONGEST_WORD {
            break;
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Few;

    impl Names for Few {
        fn has(&self, name: &str) -> bool {
            [
                "Vanadzor",
                "Lachin",
                "VANADZOR",
                "Капан",
                "თბილისი",
                "Ander",
            ]
            .contains(&name)
        }
    }

    fn read(text: &str) -> String {
        repair(text, &Few).map_or_else(|| text.to_owned(), |clean| clean.text().to_owned())
    }

    #[test]
    fn torn_names_are_one() {
        assert_eq!(
            read("from Vana- dzor to La- chin,"),
            "from Vanadzor to Lachin,"
        );
        assert_eq!(read("VANA- DZOR"), "VANADZOR");
        assert_eq!(read("from Vana-  dzor"), "from Vanadzor");
        assert_eq!(read("от Ка- пана"), "от Капана");
        assert_eq!(read("თბი- ლისიდან"), "თბილისიდან");
        assert_eq!(read("Vana\u{2010} dzor"), "Vanadzor");
    }

    #[test]
    fn the_document_says_how_a_word_is_written() {
        assert_eq!(
            read("the minis- try; a ministry"),
            "the ministry; a ministry"
        );
        assert_eq!(
            read("a toll- free road, toll-free"),
            "a toll-free road, toll-free"
        );
        assert_eq!(
            read("a Vana- dzor bus, the Vana-dzor bus"),
            "a Vana-dzor bus, the Vana-dzor bus"
        );
    }

    #[test]
    fn soft_hyphens_and_their_sign_stand_nowhere_else() {
        assert_eq!(
            read("nach Stutt¬ gart und Lud\u{AD} wigsburg"),
            "nach Stuttgart und Ludwigsburg"
        );
        assert_eq!(
            read("Stutt¬gart, Stutt¬\ngart, Stutt¬ \n gart"),
            "Stutt\u{AD}gart, Stutt\u{AD}\ngart, Stutt\u{AD} \n gart"
        );
        assert_eq!(read("Ein¬ und Ausfuhr"), "Ein¬ und Ausfuhr");
        assert_eq!(read("p ∧ ¬q, ¬ p, x¬"), "p ∧ ¬q, ¬ p, x\u{AD}");
    }

    #[test]
    fn hyphens_that_are_right_stay() {
        for text in [
            "pre- and post-war maps",
            "Bosnia- Herzegovina",
            "twenty- five men",
            "Ander- und Nordseite",
            "vana- dzor",
            "La- Chin",
            "Baku- capital of the land",
            "Vana - dzor, - dzor, Vana-, Vana-\ndzor, Vana-dzor",
            "Vana-   dzor",
            "18- to 24-year-olds",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn time_is_linear() {
        for sign in [
            "-", "- ", "a-", "a- ", "a- b", "¬", "¬ ", "a¬ ", "\u{AD}", " ", "a", "a\u{AD} ",
        ] {
            read(&sign.repeat(400_000 / sign.len()));
        }
    }
}
