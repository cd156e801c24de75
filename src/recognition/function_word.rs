//! Words of other languages that are no names though places are called so: *La* opens many a French sentence and is
//! seldom Louisiana. The weights know English only; elsewhere the gazetteer decides, and these are kept from it.

use crate::language;

use super::block::BlockWords;
use super::candidate::Candidate;
use super::offer::Profile;
use super::word::Join;

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
    if language != "en" && language::is_function_word(language, word.key()) {
        return true;
    }
    let before = block.before(candidate.first);
    let before = before.filter(|_| word.join == Join::Blank);
    let before = before.map_or("", |(_, before)| before.key());
    if language::is_ordinary_word(language, word.key())
        && !language::is_before_places(language, before)
    {
        return true;
    }
    language == "de" && !candidate.profile.is_any(WITH_ARTICLE) && GERMAN_ARTICLES.contains(&before)
}
