//! What rows have in common, written once: codes, languages, spans of time, lists, and what goes together again and
//! again. Rows name it by number.

use std::hash::Hash;

use jiff::civil::Date;

use super::error::CompileError;
use super::format::{LONGEST_TEXT, SORT_BITS, put_text};
use super::hash::QuickMap;
use super::place::{FeatureClass, NameKind, Validity};

/// Things in the order in which they came, each once.
#[derive(Debug)]
struct Numbered<T> {
    numbers: QuickMap<T, u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            numbers: QuickMap::default(),
        }
    }
}

impl<T: Hash + Eq> Numbered<T> {
    /// The number of a thing; `add` is called when it is new.
    fn number(
        &mut self,
        thing: T,
        most: u32,
        what: &'static str,
        add: impl FnOnce(&T),
    ) -> Result<u32, CompileError> {
        if let Some(&number) = self.numbers.get(&thing) {
            return Ok(number);
        }
        let number = u32::try_from(self.numbers.len())
            .ok()
            .filter(|&number| number < most)
            .ok_or(CompileError::TooMany { what })?;
        add(&thing);
        self.numbers.insert(thing, number);
        Ok(number)
    }
}

/// Everything that rows share, as the bytes of its sections.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// The section of text, as far as names do not follow.
    pub text: Vec<u8>,
    /// The section of words.
    pub words: Vec<u8>,
    /// The section of validities.
    pub validities: Vec<u8>,
    /// The section of manners.
    pub manners: Vec<u8>,
    /// The section of sorts.
    pub sorts: Vec<u8>,
    /// The section of lists.
    pub lists: Vec<u8>,
    known_texts: QuickMap<String, u32>,
    known_words: QuickMap<String, u16>,
    known_validities: Numbered<Validity>,
    known_manners: Numbered<(u16, u16, u16, u32)>,
    known_sorts: Numbered<(u64, u32, u16, u16, u16)>,
    known_lists: QuickMap<Vec<u32>, u32>,
    /// The two manners asked for last, the latest first: most names have that of a name shortly before.
    recent_manners: [Option<RecentManner>; 2],
}

/// A manner and its number.
#[derive(Debug)]
struct RecentManner {
    language: String,
    script: String,
    kind: NameKind,
    validity: Validity,
    number: u32,
}

impl Vocabulary {
    /// Appends a text and says where it begins.
    ///
    /// # Errors
    /// If it is longer than [`LONGEST_TEXT`] bytes, or there is too much text.
    pub fn append(&mut self, text: &str) -> Result<u32, CompileError> {
        if text.len() > LONGEST_TEXT {
            return Err(CompileError::TooMany {
                what: "letters in an id or code",
            });
        }
        let at = narrow(self.text.len(), "letters of text")?;
        put_text(&mut self.text, text);
        Ok(at)
    }

    /// Where a text stands that occurs more than once.
    ///
    /// # Errors
    /// As [`Vocabulary::append`].
    pub fn text(&mut self, text: &str) -> Result<u32, CompileError> {
        if let Some(&at) = self.known_texts.get(text) {
            return Ok(at);
        }
        let at = self.append(text)?;
        self.known_texts.insert(text.to_owned(), at);
        Ok(at)
    }

    /// The number of a code, kind, language or source.
    ///
    /// # Errors
    /// If there are more than 65,535.
    pub fn word(&mut self, word: &str) -> Result<u16, CompileError> {
        if let Some(&number) = self.known_words.get(word) {
            return Ok(number);
        }
        let number = u16::try_from(self.known_words.len()).map_err(|_| CompileError::TooMany {
            what: "different codes, kinds, languages and sources",
        })?;
        let at = self.text(word)?;
        self.words.extend(at.to_le_bytes());
        self.known_words.insert(word.to_owned(), number);
        Ok(number)
    }

    /// The number of a span of time.
    ///
    /// # Errors
    /// If there are too many.
    pub fn validity(&mut self, validity: Validity) -> Result<u32, CompileError> {
        let bytes = &mut self.validities;
        self.known_validities
            .number(validity, u32::MAX, "spans of time", |validity| {
                bytes.extend(day(validity.from).to_le_bytes());
                bytes.extend(day(validity.to).to_le_bytes());
            })
    }

    /// The number of what names have in common.
    ///
    /// # Errors
    /// If there are more than 16,777,216.
    pub fn manner(
        &mut self,
        language: &str,
        script: &str,
        kind: NameKind,
        validity: Validity,
    ) -> Result<u32, CompileError> {
        let is_same = |recent: &&RecentManner| {
            recent.kind == kind
                && recent.validity == validity
                && recent.script == script
                && recent.language == language
        };
        if let Some(recent) = self.recent_manners.iter().flatten().find(is_same) {
            return Ok(recent.number);
        }
        let kind_number = NameKind::ALL.iter().position(|known| *known == kind);
        let manner = (
            self.word(language)?,
            self.word(script)?,
            kind_number.unwrap_or_default() as u16,
            self.validity(validity)?,
        );
        let bytes = &mut self.manners;
        let number = self
            .known_manners
            .number(manner, 1 << 24, "manners of names", |manner| {
                for part in [manner.0, manner.1, manner.2, 0] {
                    bytes.extend(part.to_le_bytes());
                }
                bytes.extend(manner.3.to_le_bytes());
            })?;
        self.recent_manners.swap(0, 1);
        self.recent_manners[0] = Some(RecentManner {
            language: language.to_owned(),
            script: script.to_owned(),
            kind,
            validity,
            number,
        });
        Ok(number)
    }

    /// The number of what places have in common.
    ///
    /// # Errors
    /// If there are more than 16,777,216.
    pub fn sort(
        &mut self,
        precision_m: f64,
        validity: Validity,
        source: &str,
        code: &str,
        class: FeatureClass,
    ) -> Result<u32, CompileError> {
        let class = FeatureClass::ALL.iter().position(|known| *known == class);
        let sort = (
            precision_m.to_bits(),
            self.validity(validity)?,
            self.word(source)?,
            self.word(code)?,
            class.unwrap_or_default() as u16,
        );
        let bytes = &mut self.sorts;
        self.known_sorts
            .number(sort, 1 << SORT_BITS, "sorts of places", |sort| {
                bytes.extend(sort.0.to_le_bytes());
                bytes.extend(sort.1.to_le_bytes());
                for part in [sort.2, sort.3, sort.4, 0] {
                    bytes.extend(part.to_le_bytes());
                }
            })
    }

    /// Where a list of texts stands.
    ///
    /// # Errors
    /// If there are too many.
    pub fn list(&mut self, texts: Vec<u32>) -> Result<u32, CompileError> {
        if let Some(&at) = self.known_lists.get(&texts) {
            return Ok(at);
        }
        let at = narrow(self.lists.len() / 4, "lists")?;
        self.lists
            .extend(narrow(texts.len(), "items of a list")?.to_le_bytes());
        for text in &texts {
            self.lists.extend(text.to_le_bytes());
        }
        self.known_lists.insert(texts, at);
        Ok(at)
    }
}

/// A number of 32 bits that is not the one for “none”.
///
/// # Errors
/// If it does not fit.
pub fn narrow(value: usize, what: &'static str) -> Result<u32, CompileError> {
    u32::try_from(value)
        .ok()
        .filter(|&value| value != u32::MAX)
        .ok_or(CompileError::TooMany { what })
}

/// A day as a number that sorts as days do: year, then month, then day. `i32::MIN` is an open bound.
fn day(date: Option<Date>) -> i32 {
    date.map_or(i32::MIN, |date| {
        i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day())
    })
}
