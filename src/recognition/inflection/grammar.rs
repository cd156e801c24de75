//! Declensions, and how they are read backwards: from the word in the text to the word in the dictionary.

use std::collections::HashMap;

use araxes_gazetteer::fold;

/// Letters of a stem, at least: shorter ones are any word.
const SHORTEST_STEM: usize = 3;

/// The sound that a stem ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stem {
    /// Any letter.
    Any,
    /// A vowel.
    Vowel,
    /// No vowel.
    Consonant,
}

/// How the words with one ending in the dictionary are declined.
#[derive(Debug, Clone)]
pub(super) struct Paradigm {
    /// What stands before the ending.
    pub(super) stem: Stem,
    /// The ending in the dictionary; empty where something is added to the word as it is.
    pub(super) dictionary: String,
    /// The endings in the text.
    pub(super) endings: Vec<String>,
}

/// A paradigm from its endings with blanks between.
pub(super) fn paradigm(stem: Stem, dictionary: &str, endings: &str) -> Paradigm {
    Paradigm {
        stem,
        dictionary: dictionary.to_owned(),
        endings: endings.split_whitespace().map(str::to_owned).collect(),
    }
}

/// The declensions of a language, by the ending in the text. All of it is [`fold`]ed, as the words that are looked up.
#[derive(Debug)]
pub(super) struct Grammar {
    /// BCP 47 tag.
    pub(super) language: &'static str,
    by_ending: HashMap<String, Vec<(Stem, String)>>,
    /// Letters of the longest ending.
    longest: usize,
}

impl Grammar {
    pub(super) fn new(language: &'static str, paradigms: Vec<Paradigm>) -> Self {
        let mut by_ending: HashMap<String, Vec<(Stem, String)>> = HashMap::new();
        for paradigm in paradigms {
            let dictionary = fold(&paradigm.dictionary);
            for ending in &paradigm.endings {
                let behind = by_ending.entry(fold(ending)).or_default();
                let change = (paradigm.stem, dictionary.clone());
                if !behind.contains(&change) {
                    behind.push(change);
                }
            }
        }
        let longest = by_ending
            .keys()
            .map(|ending| ending.chars().count())
            .max()
            .unwrap_or(0);
        Self {
            language,
            by_ending,
            longest,
        }
    }

    /// The dictionary forms that may stand behind a folded word, those with the longest stem first; never the word
    /// itself.
    pub(super) fn dictionary_forms(&self, word: &str) -> Vec<String> {
        let mut forms: Vec<String> = Vec::new();
        let letters = word.chars().count();
        let starts = word.char_indices().rev().take(self.longest);
        for at in std::iter::once(word.len()).chain(starts.map(|(at, _)| at)) {
            let (stem, ending) = word.split_at(at);
            let length = letters - ending.chars().count();
            let Some(changes) = self.by_ending.get(ending) else {
                continue;
            };
            for (before, dictionary) in changes {
                if length + dictionary.chars().count() < SHORTEST_STEM || !before.fits(stem) {
                    continue;
                }
                let form = format!("{stem}{dictionary}");
                if form != word && !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
        forms
    }
}

impl Grammar {
    /// The plurals whose genitive a folded word may be, without an ending: *Великих Лук*, *Минеральных Вод*. As a name by
    /// itself any word is one; behind an adjective few are.
    pub(super) fn bare_plurals(&self, word: &str) -> Vec<String> {
        if self.language != "ru"
            || word.chars().count() < SHORTEST_STEM
            || !Stem::Consonant.fits(word)
        {
            return Vec::new();
        }
        vec![format!("{word}и"), format!("{word}ы")]
    }
}

impl Stem {
    /// Whether a folded stem ends with this sound.
    pub(super) fn fits(self, stem: &str) -> bool {
        let Some(last) = stem.chars().next_back() else {
            return false;
        };
        match self {
            Stem::Any => true,
            Stem::Vowel => is_vowel(last),
            Stem::Consonant => !is_vowel(last),
        }
    }
}

/// Whether a folded letter, of whatever script, is a vowel.
fn is_vowel(letter: char) -> bool {
    matches!(
        letter,
        'a' | 'e'
            | 'i'
            | 'o'
            | 'u'
            | 'а'
            | 'е'
            | 'и'
            | 'о'
            | 'у'
            | 'ы'
            | 'э'
            | 'ю'
            | 'я'
            | 'і'
            | 'є'
            | 'ь'
            | 'ա'
            | 'ե'
            | 'է'
            | 'ը'
            | 'ի'
            | 'ո'
            | 'ւ'
            | 'օ'
            | 'ა'
            | 'ე'
            | 'ი'
            | 'ო'
            | 'უ'
            | 'ا'
            | 'و'
            | 'ی'
            | 'ه'
    )
}
