//! Where in a document the words of a decision stand.

use std::ops::Range;

use crate::document::Document;

use super::file::Row;

/// Whether a letter or digit is part of a word: marks over letters are, too.
pub(super) fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric()
        || matches!(letter, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{200C}' | '\u{200D}')
}

/// The first word of a text, in its own letters.
pub(super) fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(|letter| !is_of_word(letter));
    let end = text
        .find(|letter| !is_of_word(letter))
        .unwrap_or(text.len());
    text.get(..end).unwrap_or(text)
}

/// The words of a text with the byte at which each begins.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let behind = text.get(rest..)?;
        let start = rest + behind.find(is_of_word)?;
        let word = first_word(text.get(start..)?);
        rest = start + word.len();
        (!word.is_empty()).then_some((start, word))
    })
}

/// How far words reach that begin at a byte of a text; nothing if others stand there. However much white space stands
/// between two words is one blank.
pub(super) fn reach(text: &str, at: usize, wanted: &str) -> Option<usize> {
    let mut end = at;
    for (number, part) in wanted.split_whitespace().enumerate() {
        let mut rest = text.get(end..)?;
        if number > 0 {
            let bare = rest.trim_start();
            if bare.len() == rest.len() {
                return None;
            }
            end += rest.len() - bare.len();
            rest = bare;
        }
        if !rest.starts_with(part) {
            return None;
        }
        end += part.len();
    }
    (end > at).then_some(end)
}

/// All places in a text where words stand, whatever stands beside them.
fn occurrences<'t>(text: &'t str, wanted: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let first = wanted.split_whitespace().next().unwrap_or_default();
    let starts = text.match_indices(first).map(|(at, _)| at);
    starts.filter_map(move |at| Some(at..reach(text, at, wanted)?))
}

/// Where one mention stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Nowhere in this document.
    Nowhere,
    /// Here: bytes of the clean text. Several where the same words stand between the same words again.
    Here(Vec<Range<usize>>),
    /// In one of so many places, and nothing tells in which.
    Unsure(usize),
}

/// How many words before and behind a mention are looked at.
const WORDS_AROUND: usize = 12;

/// How many more of the document's words than these are looked at: words that were put in between.
const MORE_WORDS: usize = 4;

/// How many bytes of the document are looked at on each side of a mention.
const BYTES_AROUND: usize = 600;

/// What share of the words around a mention must be there still, in their order, for it to be the same.
const LEAST_ALIKE: f64 = 0.5;

/// Finds a mention by its words and those around it, which may have changed a little, in the file or in what it reads as.
pub(super) fn mention(document: &Document, row: &Row) -> Found {
    let source = &document.source;
    let in_file = best(source.text(), row);
    let in_file = match in_file {
        Found::Here(spans) => {
            let clean = spans
                .into_iter()
                .filter_map(|span| source.clean_bytes(span));
            Found::Here(clean.collect())
        }
        other => other,
    };
    match in_file {
        Found::Here(spans) if !spans.is_empty() => Found::Here(spans),
        Found::Unsure(count) => Found::Unsure(count),
        _ => best(&document.text, row),
    }
}

fn best(text: &str, row: &Row) -> Found {
    let before = last_words(&row.prefix, WORDS_AROUND);
    let behind = first_words(&row.suffix, WORDS_AROUND);
    let all = before.len() + behind.len();
    // How many words are there still, how many of these right beside the mention, and where.
    let mut most: (usize, usize, Vec<Range<usize>>) = (0, 0, Vec::new());
    for span in occurrences(text, &row.exact) {
        let from = text.floor_char_boundary(span.start.saturating_sub(BYTES_AROUND));
        let to = text.ceil_char_boundary(span.end.saturating_add(BYTES_AROUND).min(text.len()));
        let left = text.get(from..span.start).unwrap_or_default();
        let right = text.get(span.end..to).unwrap_or_default();
        let left = last_words(left, before.len() + MORE_WORDS);
        let right = first_words(right, behind.len() + MORE_WORDS);
        let still = common(&before, &left) + common(&behind, &right);
        #[allow(clippy::cast_precision_loss)]
        if (still as f64) < LEAST_ALIKE * all as f64 {
            continue;
        }
        let beside =
            alike(before.iter().rev(), left.iter().rev()) + alike(behind.iter(), right.iter());
        if (still, beside) > (most.0, most.1) {
            most = (still, beside, Vec::new());
        }
        if (still, beside) == (most.0, most.1) {
            most.2.push(span);
        }
    }
    let (still, _, spans) = most;
    match spans.len() {
        0 => Found::Nowhere,
        1 => Found::Here(spans),
        // The same words between the same words: what was said of one of them holds for all.
        _ if still == all && all > 0 => Found::Here(spans),
        count => Found::Unsure(count),
    }
}

/// How many words of two lists agree from the beginning.
fn alike<'w>(
    left: impl Iterator<Item = &'w String>,
    right: impl Iterator<Item = &'w String>,
) -> usize {
    left.zip(right)
        .take_while(|(left, right)| left == right)
        .count()
}

fn first_words(text: &str, count: usize) -> Vec<String> {
    let words = words(text).take(count);
    words.map(|(_, word)| word.to_lowercase()).collect()
}

fn last_words(text: &str, count: usize) -> Vec<String> {
    let mut words: Vec<String> = words(text).map(|(_, word)| word.to_lowercase()).collect();
    words.drain(..words.len().saturating_sub(count));
    words
}

/// How many words two lists have in common in the same order.
fn common(left: &[String], right: &[String]) -> usize {
    let mut row = vec![0_usize; right.len() + 1];
    for one in left {
        let mut diagonal = 0;
        for (at, other) in right.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if one == other {
                diagonal + 1
            } else {
                above.max(row[at])
            };
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_reach_over_any_white_space_and_no_further() {
        let text = "In New\n  York City";
        assert_eq!(reach(text, 3, "New York"), Some(13));
        assert_eq!(reach(text, 3, "NewYork"), None);
        assert_eq!(reach(text, 3, "New Yorks"), None);
        let all: Vec<&str> = words("D’Angers, Şuşa 12").map(|(_, word)| word).collect();
        assert_eq!(all, ["D", "Angers", "Şuşa", "12"]);
    }

    #[test]
    fn words_in_common_keep_their_order() {
        let list = |text: &str| first_words(text, 99);
        assert_eq!(common(&list("a b c d"), &list("x a c b d")), 3);
        assert_eq!(common(&list("a b"), &list("")), 0);
    }
}
