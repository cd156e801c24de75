//! Repair: what other programs did to a text before it came here is undone, where it is certain what it was.
//!
//! Between bytes and layout stand a few passes, each of which knows one kind of damage and is asked only where a text
//! has a sign of it:
//!
//! 1. `encoding`: text that was encoded twice (`MÃ¼nchen`),
//! 2. `entity`: HTML entities left over in plain text (`M&uuml;nchen`),
//! 3. `letters`: Arabic letters given by their shape, and the line that stretches them (`تـهـران`),
//! 4. `columns`: columns of a page that stand side by side in plain text,
//! 5. `torn_word`: words that a line once broke, and whose lines were joined since (`Azer- baijan`, `Stutt¬ gart`).
//!
//! What a pass makes of the text is read in place of the file from then on, and the offset map leads back through all of
//! them: a citation still quotes the file. Where it is not certain what a text was, it stays as it is.

mod columns;
mod encoding;
mod entity;
mod letters;
mod torn_word;

use super::source::CleanText;
use super::{Names, Problem};

/// A decoded file as it is read.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    /// The repaired text and where it lies in the file; `None` where nothing was repaired.
    clean: Option<CleanText>,
}

/// What the format of a file leaves to be repaired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Lines of text and nothing else.
    Plain,
    /// The format has entities and tables of its own.
    Marked,
}

impl Repaired {
    /// Repairs a decoded file. What was found is added to `problems`.
    pub(super) fn of(
        file: &str,
        format: Format,
        names: &dyn Names,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut repaired = Self::default();
        if !file.is_ascii() {
            let mut tally = encoding::Tally::default();
            // What went wrong once in a chain of programs often went wrong again.
            for _ in 0..encoding::MOST_ROUNDS {
                let again = encoding::repair(repaired.text(file), &mut tally);
                if !repaired.apply(again) {
                    break;
                }
            }
            problems.extend(tally.problems());
            repaired.apply_to(file, letters::repair);
        }
        if format == Format::Plain {
            repaired.apply_to(file, entity::repair);
            repaired.apply_to(file, columns::repair);
        }
        repaired.apply_to(file, |text| torn_word::repair(text, names));
        repaired
    }

    /// The text to be read.
    pub(super) fn text<'a>(&'a self, file: &'a str) -> &'a str {
        self.clean.as_ref().map_or(file, CleanText::text)
    }

    /// Leads bytes of the repaired text back to those of the file.
    pub(super) fn way_back<'a>(&'a self) -> impl Fn(usize) -> usize + 'a {
        move |byte| match &self.clean {
            Some(clean) => clean.source_of(byte),
            None => byte,
        }
    }

    /// A clean text that was made of the repaired one, as it lies in the file.
    pub(super) fn lay(&self, clean: CleanText) -> CleanText {
        match &self.clean {
            Some(repaired) => clean.over(repaired),
            None => clean,
        }
    }

    fn apply_to(&mut self, file: &str, pass: impl FnOnce(&str) -> Option<CleanText>) {
        let again = pass(self.text(file));
        self.apply(again);
    }

    /// Puts a further repair over those made so far; tells whether there is one.
    fn apply(&mut self, again: Option<CleanText>) -> bool {
        let Some(again) = again else {
            return false;
        };
        self.clean = Some(match self.clean.take() {
            Some(before) => again.over(&before),
            None => again,
        });
        true
    }
}

/// Copies a text from its front, with some stretches of it replaced. Stretches are given in order.
pub(super) struct Edits<'a> {
    text: &'a str,
    clean: CleanText,
    done: usize,
    any: bool,
}

impl<'a> Edits<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            clean: CleanText::new(),
            done: 0,
            any: false,
        }
    }

    /// These bytes read as `with`; they fall away if it is empty.
    fn replace(&mut self, range: std::ops::Range<usize>, with: &str) {
        self.clean.copy(self.text, self.done..range.start);
        self.clean.replace(with, range.clone());
        self.done = range.end;
        self.any = true;
    }

    fn finish(mut self) -> Option<CleanText> {
        if !self.any {
            return None;
        }
        self.clean.copy(self.text, self.done..self.text.len());
        Some(self.clean)
    }
}
