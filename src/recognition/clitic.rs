//! Words that are written together with the name behind them: *d’Angers*, *l’Algérie*, *وإدلب* (and Idlib). They are cut off
//! where the gazetteer has a name for the rest and none for the whole, as it has for *L’Aquila* and *وجدة*.

use araxes_gazetteer::{Entry, Gazetteer};

use crate::language;

use super::word::{Join, Words};

/// Of how many inhabitants a town has to be for a preposition before it, of a letter or two, to be cut off where no
/// apostrophe tells that it is one: any word begins with some letter.
const WELL_KNOWN: u64 = 50_000;

/// Cuts off what stands together with names in a language (BCP 47), or in the script that the words are in.
pub(super) fn cut(
    words: &mut Words<'_>,
    text: &str,
    language: Option<&str>,
    gazetteer: &Gazetteer,
) {
    let Some(clitics) = language::clitics(language, words.part(text)) else {
        return;
    };
    for at in 0..words.words.len() {
        let goes_on = at > 0 && words.words[at].join == Join::Blank && words.words[at - 1].capital;
        let word = &words.words[at];
        // *Val d’Isère*, *Côte d’Ivoire*: the apostrophe is in the name.
        if clitics.have_apostrophe && goes_on || !may_be_longer(word.key()) {
            continue;
        }
        let core = word.token.core(text);
        let mut rests = clitics.rests(core).peekable();
        if rests.peek().is_none() || gazetteer.longest_name(word.key()) > 0 {
            continue;
        }
        let mut cut = rests.map(|rest| word.behind(text, core.len() - rest.len()));
        let name = cut.find(|rest| match clitics.have_apostrophe {
            true => rest.capital && gazetteer.longest_name(rest.key()) > 0,
            false => is_well_known(gazetteer, rest.key()),
        });
        if let Some(name) = name {
            words.words[at] = name;
        }
    }
}

/// The shortest word that has a name in it and something before.
fn may_be_longer(key: &str) -> bool {
    key.chars().count() > 3
}

/// Whether a word is the name of a country, a division, a capital or a town that many have heard of.
fn is_well_known(gazetteer: &Gazetteer, key: &str) -> bool {
    gazetteer.lookup_keys(&[key]).iter().any(|found| {
        let Entry::Place(number) = found.entry else {
            return false;
        };
        let place = gazetteer.place(number);
        place.is_country()
            || place.is_capital()
            || place.feature_code == "ADM1"
            || place.population.is_some_and(|people| people >= WELL_KNOWN)
    })
}
