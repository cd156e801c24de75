//! Closed lists of words that people meet in files, messages and the documentation.

/// An enum whose values have a word and a meaning for people. Each value is written as a comment, a name and the word;
/// the comment is its meaning too, so that a value without a word, without a meaning or outside of the list of all
/// cannot be written. Behind the enum stands what the method is called that gives the word.
///
/// ```
/// araxes_gazetteer::vocabulary! {
///     /// The two sides of a street.
///     #[derive(Debug, Clone, Copy, PartialEq, Eq)]
///     pub enum Side {
///         /// Where the even numbers are.
///         Even = "even",
///         /// Where the odd numbers are.
///         Odd = "odd",
///     }
///     /// The word on signs.
///     pub fn word;
/// }
///
/// assert_eq!(Side::ALL.map(Side::word), ["even", "odd"]);
/// assert_eq!(Side::Odd.meaning(), "Where the odd numbers are.");
/// ```
#[macro_export]
macro_rules! vocabulary {
    (
        $(#[$about:meta])*
        $visibility:vis enum $Words:ident {
            $($(#[doc = $line:literal])+ $Word:ident = $word:literal,)+
        }
        $(#[$about_method:meta])*
        pub fn $method:ident;
    ) => {
        $(#[$about])*
        $visibility enum $Words {
            $($(#[doc = $line])+ $Word,)+
        }

        impl $Words {
            /// All of them, in the order of the list.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$Word),+];

            $(#[$about_method])*
            #[must_use]
            pub fn $method(self) -> &'static str {
                match self {
                    $(Self::$Word => $word,)+
                }
            }

            /// What it means, in a sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$Word => concat!($($line),+).trim_ascii_start(),)+
                }
            }
        }
    };
}
