//! What is known of English words: how common they are, how often they are given names and surnames, and to which
//! classes of telling words they belong (`lexicon/word_classes.txt`, `lexicon/words.tsv`). The table is part of the
//! weights file, so that recognition opens one file and builds nothing.

/// The classes of telling words. Their order is that of the bits in [`Facts::classes`].
macro_rules! classes {
    ($($variant:ident = $name:literal),* $(,)?) => {
        /// A class of telling words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum WordClass {
            $(#[doc = $name] $variant),*
        }

        impl WordClass {
            /// All classes.
            pub const ALL: &[WordClass] = &[$(WordClass::$variant),*];

            /// What `word_classes.txt` calls it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(WordClass::$variant => $name),*
                }
            }
        }
    };
}

classes! {
    Address = "address",
    Office = "office",
    Kin = "kin",
    Company = "company",
    Media = "media",
    School = "school",
    Organisation = "organisation",
    Government = "government",
    Event = "event",
    Team = "team",
    Street = "street",
    Landmark = "landmark",
    Feature = "feature",
    Direction = "direction",
    Locative = "locative",
    PlacePreposition = "place_preposition",
    PlaceVerb = "place_verb",
    Act = "act",
    Party = "party",
    Possession = "possession",
    PersonVerb = "person_verb",
    Residents = "residents",
    Month = "month",
    Day = "day",
    Function = "function",
    Skipped = "skipped",
    Adverb = "adverb",
    Wire = "wire",
    Quantity = "quantity",
}

impl WordClass {
    /// Its bit in [`Facts::classes`].
    #[must_use]
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// What is known of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// One bit for each [`WordClass`] it belongs to.
    pub classes: u32,
    /// 0 (no English word) to 6 (among the most common).
    pub common: u8,
    /// 0 (no given name) to 3.
    pub given_name: u8,
    /// 0 (no surname) to 3.
    pub surname: u8,
}

impl Facts {
    /// Whether the word belongs to a class.
    #[must_use]
    pub fn is(self, class: WordClass) -> bool {
        self.classes & class.bit() != 0
    }

    /// Whether it belongs to one of several classes.
    #[must_use]
    pub fn is_any(self, classes: &[WordClass]) -> bool {
        classes.iter().any(|&class| self.is(class))
    }

    /// The levels in one byte.
    #[must_use]
    pub fn levels(self) -> u8 {
        self.common | self.given_name << 3 | self.surname << 5
    }

    /// Facts from a set of classes and the byte of [`Facts::levels`].
    #[must_use]
    pub fn of(classes: u32, levels: u8) -> Self {
        Self {
            classes,
            common: levels & 7,
            given_name: levels >> 3 & 3,
            surname: levels >> 5 & 3,
        }
    }
}
