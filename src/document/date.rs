//! Dates as documents write them, in English, Russian, Azerbaijani, Turkish, Armenian, Georgian and
//! in digits.
//!
//! `jiff` says which dates exist. It reads English month names only, and needs to know where a date
//! starts and ends; so the finding is done here. Every date worth finding has a year in four
//! digits: the text is searched for those, and what stands right before or after one makes it a
//! date. Each is looked at within a few dozen bytes, so a search is linear.
//!
//! Left alone are dates whose meaning is not certain: `03/04/2020`, two-digit years, bare years.

use std::ops::Range;

use jiff::civil::Date;

use super::look;
use super::{DateBasis, DatePrecision, DocumentDate};

/// How far from its year a date may reach, in bytes.
const REACH: usize = 48;

/// Newspapers are older than the railways; a smaller number behind the name of a month counts something.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2100;

/// Full names and abbreviations. Upper-case letters are not needed to recognise one, since a day or
/// year must stand next to it.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "январь",
        "января",
        "январе",
        "янв",
        "yanvar",
        "ocak",
    ],
    &[
        "february",
        "feb",
        "февраль",
        "февраля",
        "феврале",
        "фев",
        "fevral",
        "şubat",
    ],
    &["march", "mar", "март", "марта", "марте", "mart"],
    &[
        "april",
        "apr",
        "апрель",
        "апреля",
        "апреле",
        "апр",
        "aprel",
        "nisan",
    ],
    &["may", "май", "мая", "мае", "mayıs"],
    &["june", "jun", "июнь", "июня", "июне", "iyun", "haziran"],
    &["july", "jul", "июль", "июля", "июле", "iyul", "temmuz"],
    &[
        "august",
        "aug",
        "август",
        "августа",
        "августе",
        "авг",
        "avqust",
        "ağustos",
    ],
    &[
        "september",
        "sep",
        "sept",
        "сентябрь",
        "сентября",
        "сентябре",
        "сен",
        "sentyabr",
        "eylül",
    ],
    &[
        "october",
        "oct",
        "октябрь",
        "октября",
        "октябре",
        "окт",
        "oktyabr",
        "ekim",
    ],
    &[
        "november",
        "nov",
        "ноябрь",
        "ноября",
        "ноябре",
        "ноя",
        "noyabr",
        "kasım",
    ],
    &[
        "december",
        "dec",
        "декабрь",
        "декабря",
        "декабре",
        "дек",
        "dekabr",
        "aralık",
    ],
];

/// Stems of languages that put endings on them.
const MONTH_STEMS: [&[&str]; 12] = [
    &["հունվար", "იანვ"],
    &["փետրվար", "თებერვ"],
    &["մարտ", "მარტ"],
    &["ապրիլ", "აპრილ"],
    &["մայիս", "მაის"],
    &["հունիս", "ივნის"],
    &["հուլիս", "ივლის"],
    &["օգոստոս", "აგვისტ"],
    &["սեպտեմբեր", "სექტემბ"],
    &["հոկտեմբեր", "ოქტომბ"],
    &["նոյեմբեր", "ნოემბ"],
    &["դեկտեմբեր", "დეკემბ"],
];

/// Words after which a date is likely still to come.
const AHEAD: &[&str] = &[
    "by", "until", "till", "before", "through", "expires", "expire", "due", "до", "к",
];

const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "понедельник",
    "вторник",
    "среда",
    "четверг",
    "пятница",
    "суббота",
    "воскресенье",
];

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) date: Date,
    /// Month or day.
    pub(super) precision: DatePrecision,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
}

/// The dates in a text, in order.
pub(super) fn find(text: &str) -> impl Iterator<Item = Found> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            at = look::first(bytes, at, |byte| byte.is_ascii_digit())?;
            let end = at
                + bytes
                    .get(at..)?
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
            let digits = at..end;
            at = end;
            if let Some(found) = at_number(text, digits) {
                at = at.max(found.range.end);
                return Some(found);
            }
        }
        None
    })
}

/// The one date that a text consists of; a weekday before it and a time of day after it may be
/// there.
pub(super) fn whole(text: &str) -> Option<Found> {
    if text.len() > 2 * REACH {
        return None;
    }
    let found = find(text).next()?;
    let before = text.get(..found.range.start)?;
    let after = text.get(found.range.end..)?;
    let only_weekday = before
        .split(|char: char| !char.is_alphabetic())
        .filter(|word| !word.is_empty())
        .all(|word| WEEKDAYS.contains(&word.to_lowercase().as_str()));
    let only_time = after
        .split(|char: char| !char.is_alphabetic())
        .filter(|word| !word.is_empty())
        .all(|word| {
            let word = word.to_lowercase();
            [
                "at", "t", "z", "am", "pm", "gmt", "utc", "et", "est", "edt", "ci", "il", "г",
                "года", "թ",
            ]
            .contains(&word.as_str())
                || WEEKDAYS.contains(&word.as_str())
        });
    let no_digits_before = !before.contains(|char: char| char.is_numeric());
    (only_weekday && only_time && no_digits_before).then_some(found)
}

impl DocumentDate {
    /// Reads a date as programs write it, with weekday and time around it.
    pub(super) fn written(text: &str) -> Option<Self> {
        let text = text.trim();
        let day = text.get(..10).and_then(Self::stated);
        day.or_else(|| Self::stated(text)).or_else(|| {
            let found = find(text).next()?;
            Some(Self {
                date: found.date,
                precision: found.precision,
                basis: DateBasis::Stated,
            })
        })
    }

    /// Reads a date that someone states, such as `2024-01-18`, `2024-01`, `2024` or
    /// `Friday, 23 June 2023`.
    pub fn stated(text: &str) -> Option<Self> {
        let text = text.trim();
        let basis = DateBasis::Stated;
        if let Some(found) = whole(text) {
            return Some(Self {
                date: found.date,
                precision: found.precision,
                basis,
            });
        }
        let (year, month) = match text.split_once('-') {
            Some((year, month)) if month.len() == 2 => (year, Some(month.parse().ok()?)),
            Some(_) => return None,
            None => (text, None),
        };
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let date = date(year.parse().ok()?, month.unwrap_or(1), 1)?;
        let precision = if month.is_some() {
            DatePrecision::Month
        } else {
            DatePrecision::Year
        };
        Some(Self {
            date,
            precision,
            basis,
        })
    }
}

impl std::fmt::Display for DocumentDate {
    /// As much of the ISO date as is known: `2024-01-18`, `2024-01` or `2024`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let date = self.date;
        match self.precision {
            DatePrecision::Day => write!(formatter, "{date}"),
            DatePrecision::Month => write!(formatter, "{:04}-{:02}", date.year(), date.month()),
            DatePrecision::Year => write!(formatter, "{:04}", date.year()),
        }
    }
}

/// The latest day or month that a text or a web address in it mentions, up to `limit`.
pub(super) fn latest(text: &str, limit: Option<Date>) -> Option<Date> {
    find(text)
        .filter(|found| limit.is_none_or(|limit| found.date <= limit))
        .filter(|found| !is_ahead(text, found.range.start))
        .map(|found| found.date)
        .max()
}

fn is_ahead(text: &str, start: usize) -> bool {
    let before = reach_back(text, start).trim_end();
    let word = before
        .rsplit(|char: char| !char.is_alphabetic())
        .next()
        .unwrap_or_default();
    AHEAD.contains(&word.to_lowercase().as_str())
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    YEARS.contains(&year).then_some(())?;
    Date::new(year, month, day).ok()
}

/// The date that the number at `digits` is the year of, or that is written in its eight digits.
fn at_number(text: &str, digits: Range<usize>) -> Option<Found> {
    let before = reach_back(text, digits.start);
    let after = reach_on(text, digits.end);
    let number = text.get(digits.clone())?;
    if number.len() == 8 {
        // Such as /20200616-…: only between the signs of a web address or file name.
        let framed = before.ends_with(['/', '-', '_']) && after.starts_with(['/', '-', '_', '.']);
        let part = |range: Range<usize>| number.get(range);
        let date = date(
            part(0..4)?.parse().ok()?,
            part(4..6)?.parse().ok()?,
            part(6..8)?.parse().ok()?,
        )?;
        return framed.then_some(Found {
            date,
            precision: DatePrecision::Day,
            range: digits,
        });
    }
    if number.len() != 4 || before.ends_with(char::is_alphanumeric) {
        return None;
    }
    let year: i16 = number.parse().ok()?;
    if let Some((date, precision, length)) = year_first(year, before, after) {
        return Some(Found {
            date,
            precision,
            range: digits.start..digits.end + length,
        });
    }
    // "2020s" is no year; "2020թ", "2020г" and "2020-ci" are.
    if after.starts_with(|char: char| char.is_ascii_alphabetic()) {
        return None;
    }
    let (date, precision, length) = year_last(year, before)?;
    Some(Found {
        date,
        precision,
        range: digits.start - length..digits.end,
    })
}

/// `2020-06-16`, `2020/06/16`, `2020.06.16`; `/2020/06/` in a web address; `2020 թ. հունիսի 16`.
/// With the length after the year.
fn year_first(year: i16, before: &str, after: &str) -> Option<(Date, DatePrecision, usize)> {
    let separator = after
        .chars()
        .next()
        .filter(|char| matches!(char, '-' | '/' | '.'));
    if let Some(separator) = separator
        && let Some((month, length)) = short_number(after.get(1..)?)
    {
        let rest = after.get(1 + length..)?;
        if rest.starts_with(separator)
            && let Some((day, more)) = short_number(rest.get(1..)?)
            && let Some(date) = date(year, month, day)
        {
            return Some((date, DatePrecision::Day, 2 + length + more));
        }
        let in_address =
            separator == '/' && length == 2 && before.ends_with('/') && rest.starts_with('/');
        return in_address
            .then(|| Some((date(year, month, 1)?, DatePrecision::Month, 1 + length)))
            .flatten();
    }
    // Armenian and Georgian put the year first.
    let words = Words::of(after);
    let mut words = words.list.iter().copied().peekable();
    let of_year =
        |word: &str| word.starts_with('թ') || word.starts_with('წ') || word == "ին" || word == "ի";
    while words.next_if(|(_, word)| of_year(word)).is_some() {}
    let (at, word) = words.next()?;
    let month = stem_month(word)?;
    let end = at + word.len();
    if let Some((at, word)) = words.next()
        && let Some((day, length)) = short_number(word)
        && let Some(date) = date(year, month, day)
    {
        return Some((date, DatePrecision::Day, at + length));
    }
    Some((date(year, month, 1)?, DatePrecision::Month, end))
}

/// `16 June 2020`, `June 16, 2020`, `June 2020`, `16.06.2020`. With the length before the year.
fn year_last(year: i16, before: &str) -> Option<(Date, DatePrecision, usize)> {
    if let Some((date, length)) = in_digits(year, before) {
        return Some((date, DatePrecision::Day, length));
    }
    let words = Words::of(before);
    // Nothing but blanks, commas and the like may lie between the parts of a date.
    let joined = |gap: &str| {
        gap.chars()
            .all(|char| char.is_whitespace() || matches!(char, ',' | '.'))
    };
    let mut end = before.len();
    let mut parts = words.list.iter().rev().copied().map_while(|(at, word)| {
        let gap = before.get(at + word.len()..end)?;
        end = at;
        joined(gap).then_some((at, word))
    });
    let (at, last) = parts.next()?;
    // A date needs something between its year and what comes before it.
    if at + last.len() == before.len() {
        return None;
    }
    if let Some(month) = month(last) {
        let mut day = parts.next();
        if day.is_some_and(|(_, word)| word.eq_ignore_ascii_case("of")) {
            day = parts.next();
        }
        if let Some((at, word)) = day
            && let Some(day) = day_number(word)
            && let Some(date) = date(year, month, day)
        {
            return Some((date, DatePrecision::Day, before.len() - at));
        }
        return Some((
            date(year, month, 1)?,
            DatePrecision::Month,
            before.len() - at,
        ));
    }
    let day = day_number(last)?;
    let (at, word) = parts.next()?;
    Some((
        date(year, month(word)?, day)?,
        DatePrecision::Day,
        before.len() - at,
    ))
}

/// `16.06.2020`; with slashes only where the day cannot be the month.
fn in_digits(year: i16, before: &str) -> Option<(Date, usize)> {
    let separator = before
        .chars()
        .next_back()
        .filter(|char| matches!(char, '.' | '/' | '-'))?;
    let head = before.get(..before.len() - 1)?;
    let number = |text: &str| -> Option<(i8, usize)> {
        let length = text.bytes().rev().take_while(u8::is_ascii_digit).count();
        let digits = text.get(text.len() - length..)?;
        (1..=2)
            .contains(&length)
            .then_some((digits.parse().ok()?, length))
    };
    let (second, second_length) = number(head)?;
    let head = head
        .get(..head.len() - second_length)?
        .strip_suffix(separator)?;
    let (first, first_length) = number(head)?;
    if head
        .get(..head.len() - first_length)?
        .ends_with(char::is_alphanumeric)
    {
        return None;
    }
    let (day, month) = match separator {
        '.' | '-' => (first, second),
        _ if first > 12 || first == second => (first, second),
        _ if second > 12 => (second, first),
        _ => return None,
    };
    Some((date(year, month, day)?, first_length + second_length + 2))
}

/// One or two digits at the start of a text that no further digit follows.
fn short_number(text: &str) -> Option<(i8, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&length).then_some(())?;
    Some((text.get(..length)?.parse().ok()?, length))
}

/// `16`, `16th`.
fn day_number(word: &str) -> Option<i8> {
    let (day, length) = short_number(word)?;
    matches!(
        word.get(length..)?,
        "" | "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH"
    )
    .then_some(day)
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let named = MONTHS
        .iter()
        .position(|names| names.contains(&word.as_str()));
    match named {
        Some(at) => i8::try_from(at + 1).ok(),
        None => stem_month(&word),
    }
}

fn stem_month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let at = MONTH_STEMS.iter().position(|stems| {
        stems.iter().any(|stem| {
            word.strip_prefix(stem)
                .is_some_and(|ending| ending.chars().count() <= 4)
        })
    })?;
    i8::try_from(at + 1).ok()
}

/// The words and numbers of a short text, with where they start.
struct Words<'a> {
    list: Vec<(usize, &'a str)>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let mut list = Vec::new();
        let mut start = None;
        for (at, char) in text
            .char_indices()
            .chain(std::iter::once((text.len(), ' ')))
        {
            match (char.is_alphanumeric(), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    list.extend(text.get(from..at).map(|word| (from, word)));
                    start = None;
                }
                _ => {}
            }
        }
        Self { list }
    }
}

fn reach_back(text: &str, end: usize) -> &str {
    let mut start = end.saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..end).unwrap_or_default()
}

fn reach_on(text: &str, start: usize) -> &str {
    let mut end = text.len().min(start.saturating_add(REACH));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(text: &str) -> Vec<String> {
        find(text)
            .map(|found| {
                let date = DocumentDate {
                    date: found.date,
                    precision: found.precision,
                    basis: DateBasis::Stated,
                };
                format!("{date}={}", &text.get(found.range).unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn english() {
        assert_eq!(
            dates("signed on 3 March 2021."),
            ["2021-03-03=3 March 2021"]
        );
        assert_eq!(
            dates("signed on March 3rd, 2021, in"),
            ["2021-03-03=March 3rd, 2021"]
        );
        assert_eq!(
            dates("the 3rd of March, 2021"),
            ["2021-03-03=3rd of March, 2021"]
        );
        assert_eq!(dates("on Nov. 9, 2020"), ["2020-11-09=Nov. 9, 2020"]);
        assert_eq!(
            dates("in August 2019 and May, 2020"),
            ["2019-08=August 2019", "2020-05=May, 2020"]
        );
        assert_eq!(dates("on June\n16, 2020"), ["2020-06-16=June\n16, 2020"]);
    }

    #[test]
    fn digits() {
        assert_eq!(dates("on 2020-06-16"), ["2020-06-16=2020-06-16"]);
        assert_eq!(dates("on 16.06.2020,"), ["2020-06-16=16.06.2020"]);
        assert_eq!(
            dates("on 16/06/2020 or 06/16/2020"),
            ["2020-06-16=16/06/2020", "2020-06-16=06/16/2020"]
        );
        assert_eq!(dates("on 05/06/2020"), [""; 0]);
        assert_eq!(
            dates("https://x.example/2020/06/16/a and /2019/08/b"),
            ["2020-06-16=2020/06/16", "2019-08=2019/08"]
        );
        assert_eq!(
            dates("https://x.example/20200616-report"),
            ["2020-06-16=20200616"]
        );
    }

    #[test]
    fn other_languages() {
        assert_eq!(dates("9 ноября 2020 года"), ["2020-11-09=9 ноября 2020"]);
        assert_eq!(dates("10 noyabr 2020-ci il"), ["2020-11-10=10 noyabr 2020"]);
        assert_eq!(dates("10 Kasım 2020"), ["2020-11-10=10 Kasım 2020"]);
        assert_eq!(
            dates("2020 թ. նոյեմբերի 9-ին"),
            ["2020-11-09=2020 թ. նոյեմբերի 9"]
        );
        assert_eq!(dates("9 ნოემბერი 2020"), ["2020-11-09=9 ნოემბერი 2020"]);
    }

    #[test]
    fn no_dates() {
        for text in [
            "31 February 2021x",
            "2021",
            "in the 2020s",
            "by 2030",
            "12345",
            "May",
            "20200616",
            "1234 5678 90",
            "March 99999",
            "4.5.20",
            "99.99.2020",
        ] {
            assert_eq!(dates(text), [""; 0], "{text}");
        }
        // A day that is not in the calendar leaves the month.
        assert_eq!(dates("31 February 2021"), ["2021-02=February 2021"]);
    }

    #[test]
    fn stated_dates() {
        let stated = |text| DocumentDate::stated(text).map(|date| date.to_string());
        assert_eq!(stated("2024-01-18").as_deref(), Some("2024-01-18"));
        assert_eq!(
            stated("2024-01-18T10:30:00Z").as_deref(),
            Some("2024-01-18")
        );
        assert_eq!(stated(" 2024-01 ").as_deref(), Some("2024-01"));
        assert_eq!(stated("2024").as_deref(), Some("2024"));
        assert_eq!(
            stated("Tuesday, 5 March 2024").as_deref(),
            Some("2024-03-05")
        );
        assert_eq!(stated("the summit of 5 March 2024"), None);
        assert_eq!(stated("1786-04-25").as_deref(), Some("1786-04-25"));
        assert_eq!(stated("soon"), None);
    }

    #[test]
    fn the_latest_date_that_has_been() {
        let latest = |text| latest(text, None).map(|date| date.to_string());
        assert_eq!(
            latest("In May 2019 it began; on 2 June 2020 it ended; by July 2024 it is rebuilt.")
                .as_deref(),
            Some("2020-06-02")
        );
        assert_eq!(latest("until 2 June 2020"), None);
        let limit = Date::new(2020, 1, 1).ok();
        assert_eq!(
            super::latest("3 March 2019, 4 April 2021", limit),
            Date::new(2019, 3, 3).ok()
        );
    }

    #[test]
    fn many_numbers_take_linear_time() {
        let text = "2020 ".repeat(400_000);
        assert_eq!(find(&text).count(), 0);
    }
}
