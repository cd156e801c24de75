//! Which language a text is in.

use whatlang::Lang;

use super::{Block, BlockKind};
use crate::language;

/// How much of a text is looked at, in bytes. More would not change the answer.
const SAMPLE: usize = 20_000;

/// The language of a text as a BCP 47 tag, if it is certain. Running text is preferred to titles and
/// labels: a list of names has no language.
pub(super) fn detect(text: &str, blocks: &[Block]) -> Option<String> {
    let running = || {
        blocks.iter().filter(|block| {
            matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Heading
            )
        })
    };
    let pieces = running().filter_map(|block| text.get(block.range.clone()));
    if is_plainly_english(pieces) {
        return Some(tag(Lang::Eng).to_owned());
    }
    let mut sample = String::new();
    for block in running() {
        sample.push_str(start(text.get(block.range.clone())?, SAMPLE));
        sample.push('\n');
        if sample.len() >= SAMPLE {
            break;
        }
    }
    if sample.len() < 40 {
        sample = start(text, SAMPLE).to_owned();
    }
    let by_letters = whatlang::detect(&sample)
        .filter(whatlang::Info::is_reliable)
        .map(|found| tag(found.lang()));
    if sample.len() >= LONG {
        return by_letters.map(str::to_owned);
    }
    // Between sisters, such as Spanish and Portuguese, the letters decide.
    let by_words = match language::told_by_function_words(&sample).as_slice() {
        [] => None,
        [told] => Some(*told),
        several => whatlang::Detector::with_allowlist(
            several.iter().filter_map(|told| lang(told)).collect(),
        )
        .detect_lang(&sample)
        .map(tag),
    };
    by_words.or(by_letters).map(str::to_owned)
}

/// Letters tell the language of so much text, in bytes; of less, words do.
const LONG: usize = 400;

/// How many words tell whether a text is plainly English.
const WORDS_THAT_TELL: usize = 250;
/// Fewer words tell nothing.
const LEAST_WORDS: usize = 24;

/// Whether so many of the first words are frequent English ones, *the* among them, that nothing else needs to be asked: the
/// comparison with all languages takes longer than everything else that is done to a document of news.
fn is_plainly_english<'t>(pieces: impl Iterator<Item = &'t str>) -> bool {
    let (mut words, mut english, mut foreign) = (0_usize, 0_usize, 0_usize);
    let mut kinds = 0_u32;
    let all = pieces.flat_map(|piece| piece.as_bytes().split(u8::is_ascii_whitespace));
    for word in all.filter(|word| !word.is_empty()).take(WORDS_THAT_TELL) {
        words += 1;
        if let Some(number) = english_word(word) {
            english += 1;
            kinds |= 1 << number;
        } else if word.iter().filter(|byte| **byte >= 0x80).count() > 3 {
            // A dash or a quotation mark takes three bytes.
            foreign += 1;
        }
    }
    words >= LEAST_WORDS
        && english * 6 >= words
        && kinds & 1 == 1
        && kinds.count_ones() >= 4
        && foreign * 12 <= words
}

/// The number of a word, in small letters, that is frequent in English. Other languages have some of them, none has
/// them all.
fn english_word(word: &[u8]) -> Option<u8> {
    Some(match word {
        b"the" => 0,
        b"of" => 1,
        b"and" => 2,
        b"to" => 3,
        b"that" => 4,
        b"was" | b"were" => 5,
        b"for" => 6,
        b"with" => 7,
        b"his" | b"her" | b"their" => 8,
        b"from" => 9,
        b"is" => 10,
        b"has" | b"have" | b"had" => 11,
        b"by" => 12,
        b"this" | b"these" => 13,
        b"which" | b"who" => 14,
        b"are" => 15,
        b"not" => 16,
        b"they" | b"it" | b"he" | b"she" => 17,
        b"would" | b"will" | b"could" => 18,
        b"been" | b"be" => 19,
        b"on" => 20,
        b"as" | b"at" => 21,
        b"said" => 22,
        _ => return None,
    })
}

fn start(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// ISO 639-1 where there is one, as BCP 47 asks for.
fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

/// The language of a tag.
fn lang(wanted: &str) -> Option<Lang> {
    Lang::all()
        .iter()
        .copied()
        .find(|&lang| tag(lang) == wanted)
}
