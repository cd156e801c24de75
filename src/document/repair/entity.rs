//! HTML entities that a page's text still has: `M&uuml;nchen`, `Caf&#233;`, `Baku&nbsp;&ndash; Tbilisi`.
//!
//! Only what is written in full, with its semicolon, and is known by its name or number reads as the character.

use std::borrow::Cow;

use super::{CleanText, Edits};

/// The longest name with the signs around it.
const LONGEST: usize = 12;

/// The names of U+00A0 to U+00FF, in order.
const LATIN: [&str; 96] = [
    "nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf",
    "laquo", "not", "shy", "reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro",
    "para", "middot", "cedil", "sup1", "ordm", "raquo", "frac14", "frac12", "frac34", "iquest",
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute",
    "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
    "Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute",
    "THORN", "szlig", "agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil",
    "egrave", "eacute", "ecirc", "euml", "igrave", "iacute", "icirc", "iuml", "eth", "ntilde",
    "ograve", "oacute", "ocirc", "otilde", "ouml", "divide", "oslash", "ugrave", "uacute", "ucirc",
    "uuml", "yacute", "thorn", "yuml",
];

/// Other names that pages about places have.
const OTHERS: [(&str, char); 92] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hyphen", '\u{2010}'),
    ("minus", '−'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("lsaquo", '‹'),
    ("rsaquo", '›'),
    ("hellip", '…'),
    ("bull", '•'),
    ("prime", '′'),
    ("Prime", '″'),
    ("euro", '€'),
    ("trade", '™'),
    ("rarr", '→'),
    ("larr", '←'),
    ("harr", '↔'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("thinsp", '\u{2009}'),
    ("zwnj", '\u{200C}'),
    ("zwj", '\u{200D}'),
    ("lrm", '\u{200E}'),
    ("rlm", '\u{200F}'),
    ("OElig", 'Œ'),
    ("oelig", 'œ'),
    ("Yuml", 'Ÿ'),
    ("Abreve", 'Ă'),
    ("abreve", 'ă'),
    ("Aogon", 'Ą'),
    ("aogon", 'ą'),
    ("Amacr", 'Ā'),
    ("amacr", 'ā'),
    ("Cacute", 'Ć'),
    ("cacute", 'ć'),
    ("Ccaron", 'Č'),
    ("ccaron", 'č'),
    ("Dcaron", 'Ď'),
    ("dcaron", 'ď'),
    ("Dstrok", 'Đ'),
    ("dstrok", 'đ'),
    ("Ecaron", 'Ě'),
    ("ecaron", 'ě'),
    ("Edot", 'Ė'),
    ("edot", 'ė'),
    ("Emacr", 'Ē'),
    ("emacr", 'ē'),
    ("Eogon", 'Ę'),
    ("eogon", 'ę'),
    ("Gbreve", 'Ğ'),
    ("gbreve", 'ğ'),
    ("Idot", 'İ'),
    ("Imacr", 'Ī'),
    ("imacr", 'ī'),
    ("imath", 'ı'),
    ("inodot", 'ı'),
    ("Lstrok", 'Ł'),
    ("lstrok", 'ł'),
    ("Nacute", 'Ń'),
    ("nacute", 'ń'),
    ("Ncaron", 'Ň'),
    ("ncaron", 'ň'),
    ("Odblac", 'Ő'),
    ("odblac", 'ő'),
    ("Rcaron", 'Ř'),
    ("rcaron", 'ř'),
    ("Sacute", 'Ś'),
    ("sacute", 'ś'),
    ("Scaron", 'Š'),
    ("scaron", 'š'),
    ("Scedil", 'Ş'),
    ("scedil", 'ş'),
    ("Tcedil", 'Ţ'),
    ("tcedil", 'ţ'),
    ("Udblac", 'Ű'),
    ("udblac", 'ű'),
    ("Umacr", 'Ū'),
    ("umacr", 'ū'),
    ("Uring", 'Ů'),
    ("uring", 'ů'),
    ("Zcaron", 'Ž'),
    ("zcaron", 'ž'),
    ("zdot", 'ż'),
];

pub(super) fn repair(text: &str) -> Option<CleanText> {
    let mut edits = Edits::new(text);
    for (at, _) in text.match_indices('&') {
        let Some(rest) = text.get(at + 1..) else {
            continue;
        };
        let Some(length) = rest.bytes().take(LONGEST).position(|byte| byte == b';') else {
            continue;
        };
        // A page that was escaped twice has `&amp;uuml;`.
        let inner = rest.get(..length).unwrap_or_default();
        let twice = (inner == "amp")
            .then(|| rest.get(length + 1..))
            .flatten()
            .and_then(|rest| {
                let more = rest.bytes().take(LONGEST).position(|byte| byte == b';')?;
                Some((character(rest.get(..more)?)?, length + 1 + more))
            });
        let Some((character, length)) = twice.or_else(|| Some((character(inner)?, length))) else {
            continue;
        };
        edits.replace(at..at + length + 2, character.encode_utf8(&mut [0; 4]));
    }
    edits.finish()
}

/// The character of this name or number.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let character = number.ok().and_then(char::from_u32)?;
        // The numbers of C1 controls are meant as windows-1252; browsers read them so.
        if ('\u{80}'..='\u{9F}').contains(&character) {
            let byte = [u8::try_from(u32::from(character)).ok()?];
            let read: Cow<'_, str> = encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(&byte)
                .0;
            return read.chars().next();
        }
        return (!character.is_control()).then_some(character);
    }
    if let Some(number) = LATIN.iter().position(|known| *known == name) {
        return char::from_u32(0xA0 + u32::try_from(number).ok()?);
    }
    OTHERS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, character)| *character)
}

#[cfg(test)]
mod tests {
    fn read(text: &str) -> String {
        super::repair(text).map_or_else(|| text.to_owned(), |clean| clean.text().to_owned())
    }

    #[test]
    fn entities_read_as_their_characters() {
        assert_eq!(read("K&ouml;ln &ndash; Li&#232;ge"), "Köln – Liège");
        assert_eq!(read("&Ccedil;ank&#x131;r&#305;"), "Çankırı");
        assert_eq!(
            read("Gda&#324;sk&nbsp;&amp; &#321;&oacute;d&#378;"),
            "Gdańsk\u{A0}& Łódź"
        );
        assert_eq!(read("the town&#146;s road"), "the town’s road");
        assert_eq!(
            read("Aserbaidschan: G&amp;auml;nc&amp;auml;"),
            "Aserbaidschan: Gäncä"
        );
        assert_eq!(read("&yuml;&THORN;"), "ÿÞ");
    }

    #[test]
    fn what_is_no_entity_stays() {
        for text in [
            "AT&T; and R&D;",
            "salt & pepper; bread",
            "fish &chips",
            "a && b;",
            "&#xFFFFFFFF;",
            "&#0;",
            "&;",
            "&uumlaut;",
        ] {
            assert_eq!(
                super::repair(text).map(|clean| clean.text().to_owned()),
                None,
                "{text}"
            );
        }
    }
}
