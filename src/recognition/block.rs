//! One block on its way through the recogniser: its words, what is known of them, and how it is dressed.

use crate::document::BlockKind;

use super::inflection::Speech;
use super::lexicon::Facts;
use super::model::Model;
use super::word::{Word, Words};

/// How a block is dressed: capitals tell little where all words have them, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dress {
    /// Names begin with capitals.
    Plain,
    /// Nearly every word begins with one.
    Titled,
    /// All letters are capitals.
    Shouted,
    /// No letter is.
    Small,
}

/// One block on its way through the recogniser.
pub(crate) struct BlockWords<'a> {
    /// The text of the document.
    pub(crate) text: &'a str,
    pub(crate) words: &'a Words<'a>,
    /// What the lexicon knows of each word.
    pub(crate) facts: Vec<Facts>,
    pub(crate) dress: Dress,
    /// Whether hardly any of its words are English.
    pub(crate) foreign: bool,
    /// Number of the block in the document.
    pub(crate) number: usize,
    pub(crate) kind: BlockKind,
    /// How its words are declined.
    pub(crate) speech: Speech,
    /// BCP 47 tag of the document's language, where it is certain.
    pub(crate) language: Option<&'a str>,
    /// BCP 47 tag of its own language, also where that is only likely.
    pub(crate) likely: Option<&'a str>,
}

impl<'a> BlockWords<'a> {
    pub(crate) fn new(
        text: &'a str,
        words: &'a Words<'a>,
        number: usize,
        kind: BlockKind,
        language: Option<&'a str>,
        model: &Model,
    ) -> Self {
        let facts: Vec<Facts> = words
            .words
            .iter()
            .map(|word| model.facts(word.hash))
            .collect();
        let part = words.part(text);
        let foreign = is_foreign(words, &facts) || is_of_other_language(part, language);
        Self {
            speech: Speech::of(part, language),
            text,
            foreign,
            likely: language.or_else(|| crate::language::likely(part).filter(|_| foreign)),
            facts,
            dress: dress(words),
            words,
            number,
            kind,
            language,
        }
    }

    /// Its own text.
    pub(crate) fn part(&self) -> &'a str {
        self.words.part(self.text)
    }

    /// Whether most of its words are in Cyrillic script.
    pub(crate) fn is_cyrillic(&self) -> bool {
        let is_cyrillic = |word: &&Word<'_>| {
            word.key()
                .chars()
                .next()
                .is_some_and(|letter| matches!(letter, '\u{400}'..='\u{52F}'))
        };
        let words = &self.words.words;
        words.iter().filter(is_cyrillic).count() * 2 > words.len()
    }

    /// Whether the first of its letters are of a script that has capitals.
    pub(crate) fn has_capitals(&self) -> bool {
        let first = self.words.words.iter().find_map(|word| {
            let letter = word.key().chars().next()?;
            letter.is_alphabetic().then_some(letter)
        });
        first.is_some_and(|letter| {
            letter.is_lowercase() && !matches!(letter, '\u{10D0}'..='\u{10FF}')
        })
    }

    /// What the lexicon knows of a word; nothing for a word that is not there.
    pub(crate) fn facts(&self, at: usize) -> Facts {
        self.facts.get(at).copied().unwrap_or_default()
    }

    /// The word before another, if both are in one sentence.
    pub(crate) fn before(&self, at: usize) -> Option<(usize, &Word<'a>)> {
        let left = at.checked_sub(1)?;
        let (word, here) = (self.words.words.get(left)?, self.words.words.get(at)?);
        (word.sentence == here.sentence).then_some((left, word))
    }

    /// The word behind another, if both are in one sentence.
    pub(crate) fn behind(&self, at: usize) -> Option<(usize, &Word<'a>)> {
        let (word, here) = (self.words.words.get(at + 1)?, self.words.words.get(at)?);
        (word.sentence == here.sentence).then_some((at + 1, word))
    }

    /// What stands between a word and the one before it.
    pub(crate) fn between(&self, at: usize) -> &'a str {
        let list = &self.words.words;
        match (
            at.checked_sub(1).and_then(|left| list.get(left)),
            list.get(at),
        ) {
            (Some(left), Some(word)) => self
                .text
                .get(left.token.full_end..word.token.start)
                .unwrap_or_default(),
            _ => "",
        }
    }
}

/// Whether a block of a document in another language (BCP 47) than English is no English quotation.
fn is_of_other_language(block: &str, language: Option<&str>) -> bool {
    language.is_some_and(|language| language != "en")
        && crate::language::told_by_function_words(block) != ["en"]
}

/// Whether fewer than a third of the words that are no names are English: the weights know no other language.
fn is_foreign(words: &Words<'_>, facts: &[Facts]) -> bool {
    let (mut all, mut english) = (0_usize, 0_usize);
    for (word, facts) in words.words.iter().zip(facts) {
        let ascii = word.key().is_ascii();
        if ascii && (word.capital || word.key().len() < 3) {
            continue;
        }
        all += 1;
        english += usize::from(ascii && (facts.common > 0 || facts.classes != 0));
    }
    english * 3 < all
}

/// The dress of a block. Short blocks are plain unless all their letters are large: three capitalised words may be a
/// name.
fn dress(words: &Words<'_>) -> Dress {
    if words.is_shouted() {
        return Dress::Shouted;
    }
    let (mut all, mut capital, mut long, mut titled) = (0_usize, 0_usize, 0_usize, 0_usize);
    for word in &words.words {
        let letters = word
            .key()
            .as_bytes()
            .first()
            .is_some_and(|first| !first.is_ascii_digit());
        if !letters {
            continue;
        }
        all += 1;
        capital += usize::from(word.capital);
        if word.key().len() > 3 {
            long += 1;
            titled += usize::from(word.capital);
        }
    }
    if capital == 0 && all >= 3 {
        Dress::Small
    } else if long >= 5 && titled * 10 >= long * 8 {
        Dress::Titled
    } else {
        Dress::Plain
    }
}
