//! One spelling for all the ways of writing a name: the key under which names are stored and looked up.
//!
//! Compile and search use the same function, so that `Naxçıvan`, `NAXÇIVAN` and `Naxcivan` meet. A key is only a
//! way to find candidates: whether the case and the diacritics of the text fit the stored name is judged later.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The key of one token (a word without blanks or hyphens): lower case, without diacritics, apostrophes and full
/// stops, with the variant letters of Latin, Arabic and Armenian script folded together.
///
/// The result is stable: `fold(fold(x)) == fold(x)`. It is empty for a token of punctuation only.
///
/// Letters are decomposed with NFD, never NFKC, which would turn the Armenian `և` into `եւ` in the text itself;
/// here both are folded to the same key instead.
#[must_use]
pub fn fold(token: &str) -> String {
    if token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return token.to_ascii_lowercase();
    }
    let mut key = String::with_capacity(token.len());
    if token.is_ascii() {
        let letters = token.chars().filter(char::is_ascii_alphanumeric);
        key.extend(letters.map(|letter| letter.to_ascii_lowercase()));
        return key;
    }
    for letter in token.chars() {
        match folded(letter) {
            Some(folded) => key.push_str(folded),
            None => push_folded(&mut key, letter),
        }
    }
    key
}

/// Appends the key of one character. Keys of tokens are those of their characters one after the other, since no step looks at
/// more than one of them, and marks, which change places, are dropped.
fn push_folded(key: &mut String, letter: char) {
    // Lower-casing can yield marks (`İ` becomes `i` and a dot above), so it comes before the decomposition.
    for letter in letter.to_lowercase().nfd() {
        if is_combining_mark(letter) {
            continue;
        }
        match letter {
            'ı' => key.push('i'),
            'ə' | 'ǝ' => key.push('e'),
            'ø' => key.push('o'),
            'đ' => key.push('d'),
            'ł' => key.push('l'),
            'ß' => key.push_str("ss"),
            'æ' => key.push_str("ae"),
            'œ' => key.push_str("oe"),
            'þ' => key.push_str("th"),
            'և' => key.push_str("եւ"),
            'ي' | 'ى' | 'ې' => key.push('ی'),
            'ك' => key.push('ک'),
            'ة' | 'ۀ' => key.push('ه'),
            'أ' | 'إ' | 'ٱ' => key.push('ا'),
            // Final sigma is a letter's shape, not another letter.
            'ς' => key.push('σ'),
            other if other.is_alphanumeric() => key.push(other),
            _ => {}
        }
    }
}

/// The first character whose key is not kept ready.
const KEPT: usize = 0x600;

/// The keys of the first characters, Latin to Armenian and Hebrew: nearly all of a text in such a script.
static FOLDED: LazyLock<Box<[String]>> = LazyLock::new(|| {
    let letters = (0..KEPT as u32).filter_map(char::from_u32);
    letters
        .map(|letter| {
            let mut key = String::new();
            push_folded(&mut key, letter);
            key
        })
        .collect()
});

/// The key of a character, of those whose keys are kept ready. Quotation marks and dashes have an empty one.
#[must_use]
pub fn folded(letter: char) -> Option<&'static str> {
    let at = letter as usize;
    if (0x2010..=0x2026).contains(&at) {
        return Some("");
    }
    FOLDED.get(at).map(String::as_str)
}

/// Whether a character joins the parts of a compound name: any hyphen or dash.
#[must_use]
pub fn is_hyphen(character: char) -> bool {
    matches!(
        character,
        '-' | '\u{2010}'
            | '\u{2011}'
            | '\u{2012}'
            | '\u{2013}'
            | '\u{2014}'
            | '\u{2212}'
            | '\u{058A}'
            | '\u{05BE}'
    )
}

/// The key of a whole name: the folded tokens, joined by single blanks. Blanks, hyphens and other punctuation
/// separate tokens alike.
#[must_use]
pub fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    if is_plain(name) {
        for token in plain_tokens(name) {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(token);
        }
        key.make_ascii_lowercase();
        return key;
    }
    for token in super::token::tokens(name) {
        let folded = fold(token.core(name));
        if folded.is_empty() {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&folded);
    }
    key
}

/// Whether the key of a name is these folded tokens.
#[must_use]
pub fn key_is(name: &str, tokens: &[&str]) -> bool {
    if !is_plain(name) {
        return name_key(name).split(' ').eq(tokens.iter().copied());
    }
    let mut own = plain_tokens(name);
    let same = tokens.iter().all(|token| {
        own.next()
            .is_some_and(|own| own.eq_ignore_ascii_case(token))
    });
    same && own.next().is_none()
}

/// Whether the tokens of a name are simply what stands between blanks and hyphens.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    name.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b' ' || byte == b'-')
}

fn plain_tokens(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-']).filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (left, right) in [
            ("Naxçıvan", "NAXÇIVAN"),
            ("Naxçıvan", "Naxcivan"),
            ("Şuşa", "SUSA"),
            ("Iğdır", "IĞDIR"),
            ("İrəvan", "irevan"),
            ("Երևան", "ԵՐԵՒԱՆ"),
            ("Երևան", "Երեւան"),
            ("نخجوان", "نخجوان"),
            ("كاراباخ", "کاراباخ"),
            ("Орёл", "Орел"),
            ("U.S.", "US"),
        ] {
            assert_eq!(name_key(left), name_key(right), "{left} and {right}");
        }
    }

    #[test]
    fn hyphens_and_blanks_separate_alike() {
        assert_eq!(
            name_key("Baku–Tbilisi–Ceyhan pipeline"),
            name_key("Baku-Tbilisi Ceyhan  Pipeline")
        );
        assert_eq!(name_key("Nagorno-Karabakh"), "nagorno karabakh");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(token in "\\PC{0,12}") {
            let once = fold(&token);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn tokens_fold_letter_by_letter(token in "\\PC{0,12}|[À-ÿĀ-ſА-я\u{300}-\u{310}’–.aB1]{0,12}") {
            let mut key = String::new();
            for letter in token.chars().flat_map(char::to_lowercase).nfd() {
                push_folded(&mut key, letter);
            }
            prop_assert_eq!(fold(&token), key);
        }

        #[test]
        fn plain_names_have_the_key_that_all_names_have(name in "[a-zA-Z0-9 -]{0,16}") {
            let slow: Vec<String> = crate::tokens(&name)
                .map(|token| fold(token.core(&name)))
                .collect();
            prop_assert_eq!(name_key(&name), slow.join(" "));
            let tokens: Vec<&str> = slow.iter().map(String::as_str).collect();
            prop_assert!(key_is(&name, &tokens));
        }

        #[test]
        fn case_does_not_matter_for_ascii(token in "[a-zA-Z]{1,12}") {
            prop_assert_eq!(fold(&token.to_uppercase()), fold(&token));
        }
    }
}
