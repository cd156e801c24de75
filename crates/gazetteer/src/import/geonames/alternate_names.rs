//! The table of alternate names: which name in which language, since when and until when.

use super::super::ImportError;
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::report::{At, Reason};
use super::super::text::{is_language, script_of, validity};
use super::codes::Codes;
use super::places::Places;
use super::rows::{number, rows};
use crate::compile::place::{NameKind, NameRow};
use crate::compile::stream::Of;

/// “Languages” that are no languages: addresses, codes of posts, airports and harbours, phonetic spellings. None of
/// them is a name that people write in running text.
const NO_NAMES: [&str; 12] = [
    "link", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "wkdt", "uicn", "fr_1793",
    "piny",
];

/// Reads what the table says of Wikidata items, which belong to the places and are wanted before them.
pub(super) fn read_wikidata(input: &Input, codes: &mut Codes) -> Result<(), ImportError> {
    input.lines(|_, line| {
        let mut cells = line.split(|&byte| byte == b'\t').skip(1);
        let (Some(place), Some(b"wkdt"), Some(item)) = (cells.next(), cells.next(), cells.next())
        else {
            return Ok(());
        };
        let number = |cell: &[u8]| std::str::from_utf8(cell).ok()?.trim().parse::<u32>().ok();
        let item = item.strip_prefix(b"Q").unwrap_or(item);
        // A row that cannot be read is reported when the names are.
        if let (Some(place), Some(item)) = (number(place), number(item)) {
            codes.add_wikidata(place, item);
        }
        Ok(())
    })
}

/// Reads the names of places that there were. Names of other places are passed over: the table has all of the world.
pub(super) fn read(
    input: &Input,
    places: &Places<'_>,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    rows::<10>(input, 4, intake, |at, cells, intake| {
        let Some(geonameid) = number::<u32>(cells[1], "geonameid", at, intake) else {
            return Ok(());
        };
        let (language, text) = (cells[2], cells[3].trim());
        let Some(spoken) = places.languages(geonameid) else {
            return Ok(());
        };
        if language == "wkdt" && !is_item(text) {
            let detail = format!("“{text}” is no item of Wikidata");
            intake.remark(at, Reason::Number, detail);
        }
        if NO_NAMES.contains(&language) {
            return Ok(());
        }
        if text.is_empty() {
            intake.remark(
                at,
                Reason::NoName,
                format!("a name of {geonameid} is empty"),
            );
            return Ok(());
        }
        let name = name(at, cells, text, spoken, intake);
        intake.name(Of::GeoNames(u64::from(geonameid)), &name)
    })
}

fn name(
    at: At<'_>,
    cells: &[&str; 10],
    text: &str,
    spoken: &[String],
    intake: &mut Intake<'_>,
) -> NameRow {
    let [
        _,
        _,
        language,
        _,
        preferred,
        short,
        colloquial,
        historic,
        from,
        to,
    ] = *cells;
    let is_set = |flag: &str| flag == "1";
    let is_spoken = language
        .split('-')
        .next()
        .is_some_and(|language| spoken.iter().any(|known| known == language));
    let kind = match language {
        "abbr" => NameKind::Abbreviation,
        _ if is_set(historic) => NameKind::Historical,
        _ if is_set(colloquial) => NameKind::Variant,
        _ if is_spoken && is_set(preferred) && !is_set(short) => NameKind::Official,
        _ if is_spoken => NameKind::Endonym,
        "" => NameKind::Variant,
        _ => NameKind::Exonym,
    };
    let mut unreadable = |message| intake.remark(at, Reason::Date, message);
    NameRow {
        text: text.to_owned(),
        language: match is_language(language) {
            true => language.to_owned(),
            false => "und".to_owned(),
        },
        script: script_of(text).to_owned(),
        kind,
        validity: validity(from, to, &mut unreadable),
    }
}

fn is_item(text: &str) -> bool {
    text.strip_prefix('Q')
        .is_some_and(|digits| digits.parse::<u32>().is_ok())
}
