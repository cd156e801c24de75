//! Arabic letters that were written by their shape, as old fonts and programs that lay out pages do, and the line that
//! stretches a word (`تـهـران`).
//!
//! Each shape reads as its letter, a ligature as its letters. The stretching line falls away inside a word; at the end of
//! one it stays, as it marks an abbreviation there (`١٤٤٥ هـ`).

use unicode_normalization::UnicodeNormalization as _;

use super::super::look;
use super::{CleanText, Edits};

const TATWEEL: char = '\u{640}';

pub(super) fn repair(text: &str) -> Option<CleanText> {
    // What shapes and the line begin with: other texts need not be read letter by letter.
    look::first(text.as_bytes(), 0, |byte| (byte == 0xEF) | (byte == 0xD9))?;
    let mut edits = Edits::new(text);
    let mut before_is_letter = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if is_shape(char) {
            let mut letters = String::new();
            // A mark by itself is said to stand on a blank; here it stands on the letter before it.
            letters.extend(
                char.nfkc()
                    .filter(|letter| !letter.is_whitespace() && *letter != TATWEEL),
            );
            edits.replace(at..at + char.len_utf8(), &letters);
            before_is_letter = true;
        } else if char == TATWEEL && before_is_letter {
            let mut end = at + char.len_utf8();
            while let Some((next, _)) = chars.next_if(|(_, next)| *next == TATWEEL) {
                end = next + TATWEEL.len_utf8();
            }
            if chars.peek().is_some_and(|(_, next)| is_arabic(*next)) {
                edits.replace(at..end, "");
            }
        } else {
            before_is_letter = is_arabic(char);
        }
    }
    edits.finish()
}

/// A letter, ligature or mark given by its shape.
fn is_shape(char: char) -> bool {
    // U+FD3E and U+FD3F are brackets.
    matches!(char, '\u{FB50}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDFC}' | '\u{FE70}'..='\u{FEFC}')
        && char.nfkc().ne([char])
}

/// A letter of Arabic writing, or a mark on one.
fn is_arabic(char: char) -> bool {
    let in_block = matches!(char, '\u{610}'..='\u{61A}' | '\u{620}'..='\u{65F}' | '\u{66E}'..='\u{6D3}' | '\u{6D5}'..='\u{6DC}'
        | '\u{6DF}'..='\u{6E8}' | '\u{6EA}'..='\u{6EF}' | '\u{6FA}'..='\u{6FC}' | '\u{750}'..='\u{77F}'
        | '\u{8A0}'..='\u{8FF}');
    in_block && char != TATWEEL || is_shape(char)
}

#[cfg(test)]
mod tests {
    fn read(text: &str) -> String {
        super::repair(text).map_or_else(|| text.to_owned(), |clean| clean.text().to_owned())
    }

    #[test]
    fn shapes_read_as_their_letters() {
        assert_eq!(read("ﺷﻴﺮﺍﺯ"), "شيراز");
        assert_eq!(read("ﮐﺮﻣﺎﻥ و ﮔﺮﮔﺎﻥ"), "کرمان و گرگان");
        assert_eq!(read("ﺍﻟﺮﻗﺔ ﻭﺣﻼﻳﺎ"), "الرقة وحلايا");
        assert_eq!(read("عبد \u{FDF2}"), "عبد الله");
        assert_eq!(read("ﺑ\u{FE76}"), "بَ");
    }

    #[test]
    fn the_line_that_stretches_a_word_falls_away() {
        assert_eq!(read("اصـــفهـان"), "اصفهان");
        assert_eq!(read("ﺷـﯿﺮﺍﺯ"), "شیراز");
        assert_eq!(read("سنة ١٤٤٥ هـ في"), "سنة ١٤٤٥ هـ في");
        assert_eq!(read("ـ تهران"), "ـ تهران");
    }

    #[test]
    fn letters_of_other_writing_stay() {
        for text in [
            "Երևան",
            "ﬁeld",
            "½ km²",
            "\u{FEFF}Goris",
            "تهران",
            "\u{FD3E}تهران\u{FD3F}",
            "Ａ",
        ] {
            assert!(super::repair(text).is_none(), "{text}");
        }
    }
}
