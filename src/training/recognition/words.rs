//! The table of words, from `words.tsv` and `word_classes.txt`.

use std::collections::BTreeMap;

use crate::recognition::lexicon::{Facts, WordClass};
use crate::recognition::word_hash;
use araxes_gazetteer::fold;

use super::TrainingError;

/// Words with what is known of them, in order.
pub type Words = BTreeMap<String, Facts>;

/// Reads both files, each given with its name.
///
/// # Errors
/// Names the first line that cannot be read.
pub fn read(
    classes: (&str, &str),
    levels: (&str, &str),
) -> Result<Vec<(u64, Facts)>, TrainingError> {
    let mut words = Words::new();
    let (path, text) = levels;
    for (number, line) in lines(text) {
        let mut columns = line.split('\t');
        let word = columns.next().unwrap_or_default();
        let mut level = || columns.next().and_then(|text| text.parse::<u8>().ok());
        let (Some(common), Some(given_name), Some(surname)) = (level(), level(), level()) else {
            return Err(TrainingError::Format {
                path: path.to_owned(),
                line: number,
                problem: "a word and three levels are wanted, separated by tabulators".to_owned(),
            });
        };
        let facts = words.entry(fold(word)).or_default();
        facts.common = facts.common.max(common.min(7));
        facts.given_name = facts.given_name.max(given_name.min(3));
        facts.surname = facts.surname.max(surname.min(3));
    }
    let (path, text) = classes;
    let mut class = None;
    for (number, line) in lines(text) {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            class = WordClass::ALL.iter().find(|class| class.name() == name);
            if class.is_none() {
                return Err(TrainingError::Format {
                    path: path.to_owned(),
                    line: number,
                    problem: format!("the program knows no class “{name}”"),
                });
            }
            continue;
        }
        for word in line.split_whitespace() {
            let bit = class.map_or(0, |class| class.bit());
            words.entry(fold(word)).or_default().classes |= bit;
        }
    }
    Ok(words
        .into_iter()
        .map(|(word, facts)| (word_hash(&word), facts))
        .collect())
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// The names of all classes, in order.
#[must_use]
pub fn class_names() -> Vec<String> {
    WordClass::ALL
        .iter()
        .map(|class| class.name().to_owned())
        .collect()
}

/// The sets of classes that words have.
#[must_use]
pub fn class_sets(words: &[(u64, Facts)]) -> Vec<u32> {
    let mut sets: Vec<u32> = words.iter().map(|(_, facts)| facts.classes).collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}
