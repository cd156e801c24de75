//! What sources write in cells: dates of any precision, lists, names whose script is not told, ids made of titles.

use jiff::civil::Date;

use crate::compile::hash;
use crate::compile::place::Validity;

/// The ISO 15924 code of the script that most of a name's letters are written in. `Zyyy` where there are no letters.
#[must_use]
pub fn script_of(name: &str) -> &'static str {
    if name.is_ascii() {
        return "Latn";
    }
    let mut counts = [0_u32; SCRIPTS.len()];
    for character in name.chars().filter(|character| character.is_alphabetic()) {
        let code = u32::from(character);
        let found = SCRIPTS
            .iter()
            .position(|(_, ranges)| ranges.iter().any(|range| range.contains(&code)));
        if let Some(count) = found.and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let first = counts.iter().position(|&count| count == most && most > 0);
    first.map_or("Zyyy", |at| SCRIPTS[at].0)
}

type Ranges = &'static [std::ops::RangeInclusive<u32>];

const SCRIPTS: [(&str, Ranges); 22] = [
    (
        "Latn",
        &[
            0x41..=0x5A,
            0x61..=0x7A,
            0xAA..=0x24F,
            0x250..=0x2AF,
            0x1E00..=0x1EFF,
        ],
    ),
    ("Cyrl", &[0x400..=0x52F, 0x1C80..=0x1C8F]),
    (
        "Arab",
        &[
            0x600..=0x6FF,
            0x750..=0x77F,
            0x8A0..=0x8FF,
            0xFB50..=0xFDFF,
            0xFE70..=0xFEFC,
        ],
    ),
    (
        "Hani",
        &[0x3400..=0x9FFF, 0xF900..=0xFAFF, 0x20000..=0x323AF],
    ),
    ("Jpan", &[0x3040..=0x30FF]),
    ("Hang", &[0x1100..=0x11FF, 0xAC00..=0xD7AF]),
    ("Armn", &[0x531..=0x58F]),
    ("Geor", &[0x10A0..=0x10FF, 0x1C90..=0x1CBF]),
    ("Grek", &[0x370..=0x3FF, 0x1F00..=0x1FFF]),
    ("Hebr", &[0x590..=0x5FF]),
    ("Deva", &[0x900..=0x97F]),
    ("Beng", &[0x980..=0x9FF]),
    ("Guru", &[0xA00..=0xA7F]),
    ("Gujr", &[0xA80..=0xAFF]),
    ("Taml", &[0xB80..=0xBFF]),
    ("Telu", &[0xC00..=0xC7F]),
    ("Knda", &[0xC80..=0xCFF]),
    ("Mlym", &[0xD00..=0xD7F]),
    ("Thai", &[0xE00..=0xE7F]),
    ("Mymr", &[0x1000..=0x109F]),
    ("Ethi", &[0x1200..=0x137F]),
    ("Khmr", &[0x1780..=0x17FF]),
];

/// The first or last day that a date of any precision means: `1994`, `1994-05`, `1994-05-12`, `19940512`,
/// `1994/05/12`, a year before Christ with a minus sign in astronomical counting (`-0043`), each also with the marks of
/// doubt of the Extended Date/Time Format (`1994~`, `1994?`). `Ok(None)` where the text says that there is none.
///
/// # Errors
/// If it is none of these.
pub fn date(text: &str, last: bool) -> Result<Option<Date>, String> {
    let bare = text.trim().trim_end_matches(['~', '?', '%']);
    if matches!(bare, "" | ".." | "open" | "unknown" | "present") || bare.starts_with(['u', 'X']) {
        return Ok(None);
    }
    parse_date(bare, last).map(Some).ok_or_else(|| {
        format!(
            "“{text}” is not a date; write a year (1994), a month (1994-05) or a day (1994-05-12)"
        )
    })
}

fn parse_date(text: &str, last: bool) -> Option<Date> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    // A time of day may follow.
    let digits = digits.split(['T', ' ']).next()?;
    let mut parts = digits.split(['-', '/']);
    let first = parts.next()?;
    let (year, month, day) = match (first.len(), first.get(..4)) {
        (8, Some(year)) => (year, first.get(4..6), first.get(6..8)),
        _ => (first, parts.next(), parts.next()),
    };
    if parts.next().is_some() {
        return None;
    }
    let number = |part: Option<&str>| part.map(str::parse::<i8>).transpose().ok();
    let (month, day) = (number(month)?, number(day)?);
    let year = sign * year.parse::<i16>().ok()?;
    let month_or = month.unwrap_or(if last { 12 } else { 1 });
    let date = Date::new(year, month_or, day.unwrap_or(1)).ok()?;
    Some(if last && day.is_none() {
        date.last_of_month()
    } else {
        date
    })
}

/// The span between two dates, either of which may be empty. What cannot be read is handed to `unreadable` and is
/// open.
pub fn validity(from: &str, to: &str, mut unreadable: impl FnMut(String)) -> Validity {
    let mut bound = |text: &str, last: bool| {
        date(text, last).unwrap_or_else(|message| {
            unreadable(message);
            None
        })
    };
    Validity {
        from: bound(from, false),
        to: bound(to, true),
    }
}

/// The items of a cell that holds several, separated by semicolons or bars.
pub fn items(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|'])
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

/// A text as a part of an id: small ASCII letters, digits and hyphens. What has no such letters gets a number made of
/// its text.
#[must_use]
pub fn slug(text: &str) -> String {
    let folded = crate::compile::normalise::name_key(text);
    let mut slug = String::with_capacity(folded.len());
    let mut lost = false;
    for character in folded.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if character.is_alphanumeric() {
            lost = true;
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if !lost && !slug.is_empty() {
        return slug.to_owned();
    }
    let number = hash::of_text(text) >> 32;
    match slug {
        "" => format!("{number:08x}"),
        _ => format!("{slug}-{number:08x}"),
    }
}

/// Whether a text is a word of the language codes that people write: two or three small letters, and perhaps script or
/// region behind a hyphen (BCP 47).
#[must_use]
pub fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_first = |part: &str| {
        (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    parts.next().is_some_and(is_first)
        && parts.all(|part| {
            (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn dates_of_every_precision_have_a_first_and_a_last_day() {
        for (text, first, last) in [
            ("1994", day(1994, 1, 1), day(1994, 12, 31)),
            ("1996-02", day(1996, 2, 1), day(1996, 2, 29)),
            ("1994-05-12", day(1994, 5, 12), day(1994, 5, 12)),
            ("19940512", day(1994, 5, 12), day(1994, 5, 12)),
            ("-0043", day(-43, 1, 1), day(-43, 12, 31)),
            ("1994~", day(1994, 1, 1), day(1994, 12, 31)),
            ("2019-02-17T18:01:08Z", day(2019, 2, 17), day(2019, 2, 17)),
        ] {
            assert_eq!(date(text, false), Ok(Some(first)), "{text}");
            assert_eq!(date(text, true), Ok(Some(last)), "{text}");
        }
        assert_eq!(date("uuuu", true), Ok(None));
        assert!(date("the other day", true).is_err());
        assert!(date("1994-13", true).is_err());
        assert!(date("1994-05-12-07", true).is_err());
    }

    #[test]
    fn scripts_are_told_by_most_letters() {
        for (name, script) in [
            ("Xankəndi", "Latn"),
            ("Степанакерт", "Cyrl"),
            ("Ստեփանակերտ", "Armn"),
            ("თბილისი", "Geor"),
            ("نخجوان", "Arab"),
            ("東京", "Hani"),
            ("12", "Latn"),
            ("№ 5", "Zyyy"),
        ] {
            assert_eq!(script_of(name), script, "{name}");
        }
    }

    #[test]
    fn slugs_keep_names_of_other_scripts_apart() {
        assert_eq!(slug("Saint-Denis (Réunion)"), "saint-denis-reunion");
        assert_ne!(slug("東京"), slug("京都"));
        assert!(
            slug("東京")
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric())
        );
    }
}
