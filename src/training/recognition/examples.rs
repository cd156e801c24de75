//! Examples: the candidates of annotated texts, with their features and the class that they have there.

use std::ops::Range;

use crate::recognition::learning::{Features, Learning};
use crate::recognition::model::{Class, Model};
use araxes_gazetteer::{Gazetteer, is_hyphen};

use super::{Annotated, Random};

/// One candidate.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its features, and those among them that know its own words.
    pub features: Features,
    /// What it is.
    pub class: Class,
    /// Whether it serves to measure and not to learn.
    pub held_out: bool,
    /// In which epochs it is looked at: in every so many, by their number, or in all.
    pub turn: Option<usize>,
}

/// Examples that are being gathered.
pub struct Examples<'g> {
    learning: Learning<'g>,
    found: Vec<Example>,
    random: Random,
}

impl<'g> Examples<'g> {
    /// No examples yet. `without` names a group of features to leave out.
    #[must_use]
    pub fn new(gazetteer: &'g Gazetteer, model: &'g Model, without: Option<&str>) -> Self {
        Self {
            learning: Learning::new(gazetteer, model, without),
            found: Vec::new(),
            random: Random(1),
        }
    }

    /// Adds the candidates of a text, and for some texts those of the text in large or in small letters, or in
    /// title case.
    pub fn add(&mut self, annotated: &Annotated, turn: Option<usize>) {
        let chance = self.random.below(160);
        let held_out = chance.is_multiple_of(10);
        self.gather(annotated, held_out, turn);
        let changed = match chance / 10 {
            0 => annotated.text.to_ascii_uppercase(),
            1 => annotated.text.to_ascii_lowercase(),
            2 => titled(&annotated.text),
            3 => begun_in_capitals(&annotated.text, &mut self.random),
            _ => return,
        };
        self.gather(
            &Annotated {
                text: changed,
                names: annotated.names.clone(),
            },
            held_out,
            turn,
        );
    }

    fn gather(&mut self, annotated: &Annotated, held_out: bool, turn: Option<usize>) {
        for (span, features) in self.learning.candidates(&annotated.text) {
            let class = class(annotated, &span);
            // The corpora label compounds (*Moscow-based*) as one word, which hides the name in them.
            if matches!(class, Class::None | Class::Other) && is_compound(&annotated.text, &span) {
                continue;
            }
            // Nor do those of short messages label what is in a hashtag; sentences of our own do.
            if turn.is_none() && class == Class::None && is_in_tag(&annotated.text, &span) {
                continue;
            }
            self.found.push(Example {
                features,
                class,
                held_out,
                turn,
            });
        }
    }

    /// All examples.
    #[must_use]
    pub fn finish(self) -> Vec<Example> {
        self.found
    }
}

/// A text with a capital at the beginning of each word.
fn titled(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .map(|letter| {
            let first = !inside;
            inside = letter.is_alphanumeric() || matches!(letter, '\'' | '’');
            if first {
                letter.to_ascii_uppercase()
            } else {
                letter
            }
        })
        .collect()
}

/// A text whose first words are all in capitals.
fn begun_in_capitals(text: &str, random: &mut Random) -> String {
    let blanks: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let end = match blanks.as_slice() {
        [] => text.len(),
        blanks => blanks[random.below(blanks.len())],
    };
    let (head, tail) = text.split_at(end);
    head.to_ascii_uppercase() + tail
}

/// Whether a stretch of text lies in what is written together behind a `#`.
fn is_in_tag(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let word = before.rsplit(char::is_whitespace).next();
    word.is_some_and(|word| word.starts_with('#'))
}

/// Whether a hyphen touches a stretch of text.
fn is_compound(text: &str, span: &Range<usize>) -> bool {
    let behind = text.get(span.end..).unwrap_or_default();
    let before = text.get(..span.start).unwrap_or_default();
    behind.starts_with(is_hyphen) || before.ends_with(is_hyphen)
}

/// What a candidate is, by the names that it touches.
fn class(annotated: &Annotated, span: &Range<usize>) -> Class {
    let mut touched = annotated
        .names
        .iter()
        .filter(|(name, _)| name.start < span.end && span.start < name.end);
    let Some((name, class)) = touched.next() else {
        return Class::None;
    };
    let text = |range: &Range<usize>| annotated.text.get(range.clone()).unwrap_or_default();
    let bare = |text: &str| {
        let text = text
            .strip_prefix("the ")
            .or(text.strip_prefix("The "))
            .unwrap_or(text);
        text.trim_end_matches('.').to_lowercase()
    };
    let whole = bare(text(name)) == bare(text(span));
    let inside = name.start <= span.start && span.end <= name.end;
    match (class, whole, inside) {
        (Class::Place, true, _) => Class::Place,
        (Class::Place, ..) => Class::Fragment,
        (Class::Person, ..) => Class::Person,
        (class, true, _) => *class,
        (_, false, true) => Class::Embedded,
        (class, ..) => *class,
    }
}
