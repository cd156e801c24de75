//! What can be wrong with what a run is given: a closed list of codes, and the record of one problem.
//!
//! A problem never ends a run. It is told with file and place, counted by its code in `run.json`, and what is more than
//! a [`Severity::Note`] makes the exit code 2.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Passed over on purpose, or put right; listed so that nothing happens silently.
    Note,
    /// The user asked for something that could not be done.
    Error,
}

/// One table for everything that is known of codes, so that none can lack a key, a severity or a meaning.
macro_rules! codes {
    ($($code:ident $key:literal $severity:ident $meaning:literal)*) => {
        /// The sorts of problems. Their keys are part of the output contract and stay as they are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $code,)*
        }

        /// Every code, in the order in which a run can meet them.
        pub const CODES: &[Code] = &[$(Code::$code),*];

        impl Code {
            /// The short stable name, to count by.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$code => $key,)* }
            }

            /// Whether the run counts it as a failure.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity,)* }
            }

            /// What it means, in a sentence for users.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$code => $meaning,)* }
            }
        }
    };
}

codes! {
    GazetteerRowRefused "gazetteer-row-refused" Error
        "A row of a gazetteer cannot be used; its other rows are."
    DecisionRefused "decision-refused" Error
        "A row of a file of decisions cannot be used; its other rows are."
    DecisionUnknownPlace "decision-unknown-place" Error
        "A decision names a place that no gazetteer in use has; it is passed over."
    DecisionContradicted "decision-contradicted" Error
        "Two decisions say different things of the same words; the later counts, or the one written behind."
    DecisionUndated "decision-undated" Note
        "The day of a decision cannot be read; it counts as earlier than those that have one."
    Missing "missing" Error
        "An input does not exist."
    NotAFile "not-a-file" Error
        "An input is neither a file nor a folder."
    Unreadable "unreadable" Error
        "An input, or something in a folder that was named, may not be looked at."
    UnknownFormat "unknown-format" Error
        "A file was named that no reader takes, or a folder holds a document that none takes, such as `.doc`."
    NoDocuments "no-documents" Error
        "A folder was named that holds no document to read."
    Skipped "skipped" Note
        "A file in a folder was passed over: it is no document that can be read, or it is the folder's README."
    GivenTwice "given-twice" Note
        "A file was reached a second time and is read once."
    LinkLoop "link-loop" Note
        "A link leads back to a folder that it lies in and was not followed."
    UnreadableDocument "unreadable-document" Error
        "A document cannot be opened, or is no text; the others are read."
    Encrypted "encrypted" Error
        "A document can only be read with a password; the others are read."
    Damaged "damaged" Error
        "A document is cut off, broken or not what its format wants; the others are read."
    TooLarge "too-large" Error
        "A document or archive asks for more than the limits of reading allow; the others are read."
    CutShort "cut-short" Error
        "Only a part of a document was read: the rest is beyond the limits of reading, or has no text."
    NoText "no-text" Error
        "A document has no text that can be read, as a picture or scan whose text was not recognised (`--ocr`); the others are read."
    Recognised "recognised" Note
        "Text of a document was recognised in pictures, and may have letters wrong."
    EncodingUnsure "encoding-unsure" Note
        "In which encoding a document is had to be guessed and is not certain; words may come out wrong."
    EncodingReplaced "encoding-replaced" Note
        "Bytes of a document are no characters of its encoding and are read as U+FFFD."
    ControlCharacters "control-characters" Note
        "Control characters in a document are read as blanks."
    EncodedTwice "encoded-twice" Note
        "Text of a document was encoded twice (`MÃ¼nchen`) and is read as what it was; citations quote it as it stands."
    PerhapsEncodedTwice "perhaps-encoded-twice" Note
        "Text of a document looks as if it had been encoded twice, which is not certain; it is read as it stands."
    Empty "empty" Note
        "A document holds no text."
    PartOfOtherGazetteers "part-of-other-gazetteers" Note
        "A part was made with other gazetteers than those it is merged with: names and lines are of these."
    DecisionUnclear "decision-unclear" Error
        "A decision is about words that a document has several times, and nothing tells which are meant."
    DecisionUnused "decision-unused" Note
        "A decision is about words that no document of the run has, or not any more."
    CoordinateOutOfRange "coordinate-out-of-range" Error
        "Figures that look like a coordinate give no position on the earth; the mention stays unresolved."
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        let code = CODES.iter().find(|code| code.as_str() == key);
        code.copied()
            .ok_or_else(|| serde::de::Error::custom(format!("no problem is called {key:?}")))
    }
}

/// Where in a file something is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// Unicode code points from the start of the decoded file.
    Character(usize),
    /// A part of the file, as in an address behind `#` (`row=17`, `page=3`), and in it Unicode code points as before.
    Part(String, usize),
    /// A line, from 1.
    Line(u64),
}

/// One problem of a run. As text it is one line that names file and place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// Of which sort it is.
    pub code: Code,
    /// The path as the user gave it, or as it was found in a folder; `/` between its parts.
    pub path: String,
    /// Where in the file, if it has a place there.
    pub at: Option<At>,
    /// What is wrong and what to do, for a person.
    pub message: String,
}

impl Problem {
    /// Whether the run counts it as a failure.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, message) = (&self.path, &self.message);
        match &self.at {
            Some(At::Character(place)) => {
                write!(formatter, "{path} (character {place}): {message}")
            }
            Some(At::Part(part, place)) => {
                write!(formatter, "{path}#{part} (character {place}): {message}")
            }
            Some(At::Line(line)) => write!(formatter, "{path}:{line}: {message}"),
            None => write!(formatter, "{path}: {message}"),
        }
    }
}

/// How often each code was met.
#[must_use]
pub fn counts<'a>(problems: impl IntoIterator<Item = &'a Problem>) -> BTreeMap<Code, usize> {
    let mut counts = BTreeMap::new();
    for problem in problems {
        *counts.entry(problem.code).or_default() += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn keys_are_distinct_and_meanings_are_sentences() {
        let keys: BTreeSet<&str> = CODES.iter().map(|code| code.as_str()).collect();
        assert_eq!(keys.len(), CODES.len());
        for code in CODES {
            let key = code.as_str();
            assert!(
                key.chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '-'),
                "{key}"
            );
            let meaning = code.meaning();
            assert!(
                meaning.starts_with(char::is_uppercase) && meaning.ends_with('.'),
                "{key}: {meaning}"
            );
        }
    }

    #[test]
    fn a_problem_names_file_and_place() {
        let problem = |at| Problem {
            code: Code::Empty,
            path: "a/b.txt".to_owned(),
            at,
            message: "the file holds no text".to_owned(),
        };
        let said = |at| problem(at).to_string();
        assert_eq!(said(None), "a/b.txt: the file holds no text");
        assert_eq!(
            said(Some(At::Character(7))),
            "a/b.txt (character 7): the file holds no text"
        );
        assert_eq!(said(Some(At::Line(7))), "a/b.txt:7: the file holds no text");
    }
}
