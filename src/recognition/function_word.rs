//! Words of other languages that are no names though places are called so: *La* opens many a French sentence and is
//! seldom Louisiana. The weights know English only; elsewhere the gazetteer decides, and these are kept from it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use araxes_gazetteer::fold;

use super::block::BlockWords;
use super::candidate::Candidate;
use super::offer::Profile;
use super::word::Join;

/// By language (BCP 47), the folded words.
static WORDS: LazyLock<HashMap<&'static str, HashSet<String>>> =
    LazyLock::new(|| read(include_str!("lexicon/function_words.txt")));

fn read(text: &'static str) -> HashMap<&'static str, HashSet<String>> {
    let mut words: HashMap<&str, HashSet<String>> = HashMap::new();
    let mut language = "";
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match line
            .strip_prefix('[')
            .and_then(|head| head.strip_suffix(']'))
        {
            Some(head) => language = head,
            None => words
                .entry(language)
                .or_default()
                .extend(line.split_whitespace().map(fold)),
        }
    }
    words
}

/// German words for *the* and *a*, alone or grown together with a preposition. Towns have none before them.
const GERMAN_ARTICLES: &[&str] = &[
    "der", "die", "das", "dem", "den", "des", "ein", "eine", "einem", "einen", "einer", "eines",
    "kein", "keine", "keinem", "keinen", "keiner", "im", "am", "vom", "beim", "zum", "zur", "ins",
    "ans", "jeder", "jede", "jedes", "jeden", "jedem",
];

/// What German does put an article before: *die Schweiz*, *der Rhein*, *das Saarland*.
const WITH_ARTICLE: u16 = Profile::COUNTRY
    | Profile::FIRST_DIVISION
    | Profile::WATER
    | Profile::REGION
    | Profile::LAND
    | Profile::SITE
    | Profile::WAY;

/// Whether a name of one word is an ordinary word of the language of its text: by itself, or in German, where all nouns
/// have capitals, by the article before it (*der Regen* is the rain, and no town in Bavaria).
pub(super) fn is_ordinary(block: &BlockWords<'_>, candidate: &Candidate) -> bool {
    let Some(language) = block.language.filter(|_| candidate.length() == 1) else {
        return false;
    };
    let list = &block.words.words;
    let word = &list[candidate.first];
    if WORDS
        .get(language)
        .is_some_and(|words| words.contains(word.key()))
    {
        return true;
    }
    language == "de"
        && word.join == Join::Blank
        && !candidate.profile.is_any(WITH_ARTICLE)
        && block
            .before(candidate.first)
            .is_some_and(|(_, before)| GERMAN_ARTICLES.contains(&before.key()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_words_folded() {
        for language in ["de", "fr", "es", "it", "pt", "nl", "tr", "az", "pl", "ar"] {
            assert!(
                WORDS.get(language).is_some_and(|words| words.len() > 30),
                "{language}"
            );
        }
        assert!(WORDS["de"].contains(fold("für").as_str()));
        assert!(WORDS["tr"].contains("bir") && !WORDS["de"].contains("bir"));
    }
}
