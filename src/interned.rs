//! Words of closed lists, read back from files.
//!
//! Kinds, formats and encodings are words that stand in the program and are never freed. In a file they are texts; read from
//! there, each is kept once.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serializer};

/// A word of a closed list. (By this name, since serde takes what looks like a reference for one into the file.)
pub(crate) type Word = &'static str;

/// How long a word of a closed list is at most, bytes, and how many there are at most: what says more is no file of ours.
const LONGEST: usize = 64;
const MOST: usize = 4096;

/// Words for good. A word that is there already is the same one.
fn kept(word: &str) -> Option<&'static str> {
    static WORDS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut words = WORDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = words.get(word) {
        return Some(known);
    }
    if word.len() > LONGEST || words.len() >= MOST {
        return None;
    }
    let word: &'static str = Box::leak(word.to_owned().into_boxed_str());
    words.insert(word);
    Some(word)
}

/// Writes the word, for `#[serde(with)]`.
pub(crate) fn serialize<S: Serializer>(
    word: &&'static str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(word)
}

/// Reads a word, for `#[serde(with)]`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<&'static str, D::Error> {
    let word = String::deserialize(deserializer)?;
    kept(&word).ok_or_else(|| serde::de::Error::custom("a word of no list of Araxes"))
}

/// Longitude and latitude of a point, for `#[serde(with)]`.
pub(crate) mod lon_lat {
    use geo::Point;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        point: &Point<f64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        [point.x(), point.y()].serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Point<f64>, D::Error> {
        let [lon, lat] = <[f64; 2]>::deserialize(deserializer)?;
        Ok(Point::new(lon, lat))
    }
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn a_word_is_kept_once_and_only_if_it_can_be_one() {
        let word = |text: &str| kept(text).map(str::as_ptr);
        assert_eq!(
            word("railway bridge"),
            word(&["railway", "bridge"].join(" "))
        );
        assert_ne!(word("railway bridge"), word("railway"));
        assert_eq!(kept(&"long ".repeat(20)), None);
    }
}
