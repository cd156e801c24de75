//! Who published a document, and when: what its first and last lines say.
//!
//! Only places where documents say this of themselves are believed: a `date …` mark at the very
//! start, by-lines and date lines among the first blocks, a news report's dateline, a source named
//! in brackets at the very end. A date in running text is what the text is about, not its own.

use std::collections::HashSet;
use std::ops::Range;

use super::blocks::{Draft, Shape};
use super::date::{self, Found};
use super::{DateBasis, DatePrecision, DocumentDate};

/// By-lines and date lines stand among the first blocks.
const HEAD_BLOCKS: usize = 8;

/// They are no longer than this, in bytes.
const LONGEST_HEAD_LINE: usize = 200;

/// A dateline ends within this many bytes of its paragraph.
const LONGEST_DATELINE: usize = 100;

/// Longer addresses are not kept, in bytes.
const LONGEST_ADDRESS: usize = 2000;

/// What stands before a date that is the document's own; the longest first.
const DATE_MARKS: &[&str] = &[
    "publication date",
    "published online",
    "date published",
    "last updated",
    "last modified",
    "published on",
    "published at",
    "posted on",
    "published",
    "updated",
    "posted",
    "date",
    "дата публикации",
    "опубликовано",
    "дата",
    "dərc edilib",
    "tarix",
    "yayımlanma tarihi",
    "tarih",
];

/// Small words inside a person's or a paper's name.
const NAME_WORDS: &[&str] = &["and", "the", "of", "for", "de", "von", "van", "in", "&"];

/// What the first blocks of a document say about it.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) date: Option<DocumentDate>,
    pub(super) publisher: Option<String>,
    /// The blocks that say nothing else.
    pub(super) lines: HashSet<usize>,
}

/// A `date 2024-01-18` before the text: the date, and the byte of the source where the text starts.
pub(super) fn leading_date(source: &str) -> Option<(DocumentDate, usize)> {
    let blank = |char: char| char.is_whitespace() || char == '\u{FEFF}';
    let text = source.trim_start_matches(blank);
    let mark = text
        .get(..4)
        .filter(|mark| mark.eq_ignore_ascii_case("date"))?
        .len();
    let rest = text.get(mark..)?;
    let value = rest.trim_start_matches([':', ' ', '\t', '=']);
    if value.len() == rest.len() {
        return None;
    }
    let found = date::find(start_of(value, LONGEST_DATELINE)).next()?;
    if found.range.start > 0 || found.precision != DatePrecision::Day {
        return None;
    }
    let after = value.get(found.range.end..)?;
    if after.starts_with(|char: char| !char.is_whitespace()) {
        return None;
    }
    Some((
        stated(&found, DateBasis::Stated),
        source.len() - after.len(),
    ))
}

/// What the lines of a header say: `Title: …`, `Date: …`, `URL: …`, as tools write them over texts of pages.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// Bytes of the source.
    pub(super) title: Option<Range<usize>>,
    pub(super) date: Option<DocumentDate>,
    pub(super) url: Option<String>,
    pub(super) author: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    /// Where the text begins, in bytes of the source.
    pub(super) end: usize,
}

/// The header before a text: lines that each name one of these things, at least two of them or the address, up to a
/// blank line.
pub(super) fn header(source: &str) -> Option<Header> {
    let mut header = Header::default();
    let mut at = source.len() - source.trim_start_matches('\u{FEFF}').len();
    let mut lines = 0;
    for line in source.get(at..)?.split_inclusive('\n').take(12) {
        let text = line.trim_end();
        if text.is_empty() && lines > 0 {
            at += line.len();
            break;
        }
        let (key, value) = text
            .get(..text.len().min(LONGEST_ADDRESS))
            .unwrap_or(text)
            .split_once(':')?;
        let start = at + key.len() + 1 + (value.len() - value.trim_start().len());
        let value = value.trim();
        let said = || Some(value.to_owned()).filter(|value| !value.is_empty());
        match key.trim().to_ascii_lowercase().as_str() {
            "title" | "headline" => header.title = Some(start..start + value.len()),
            "date" | "published" | "publication date" => header.date = DocumentDate::stated(value),
            "url" | "link" | "address" => header.url = said().filter(|url| is_address(url)),
            "source" if is_address(value) => header.url = said(),
            "publisher" | "source" | "site" => header.publisher = said(),
            "author" | "authors" | "by" => header.author = said(),
            "language" | "lang" => header.language = said(),
            _ => return None,
        }
        at += line.len();
        lines += 1;
    }
    header.end = at;
    (lines >= 2 || header.url.is_some()).then_some(header)
}

/// Whether a text is the address of a page, and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    let path = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    path.is_some_and(|path| {
        path.len() <= LONGEST_ADDRESS
            && path.contains('.')
            && !path.contains(|char: char| {
                char.is_whitespace() || char.is_control() || matches!(char, '<' | '>' | '"')
            })
    })
}

/// Reads the first blocks.
pub(super) fn head(text: &str, drafts: &[Draft]) -> Head {
    let mut head = Head::default();
    for (at, draft) in drafts.iter().enumerate().take(HEAD_BLOCKS) {
        let Some(block) = text.get(draft.range.clone()) else {
            continue;
        };
        if draft.shape == Shape::Text
            && block.len() <= LONGEST_HEAD_LINE
            && let Some(line) = head_line(block)
        {
            head.lines.insert(at);
            head.date = head.date.or(line.date);
            head.publisher = head.publisher.or(line.publisher);
        }
    }
    for draft in drafts
        .iter()
        .take(HEAD_BLOCKS)
        .filter(|draft| draft.shape == Shape::Text)
    {
        let Some(block) = text.get(draft.range.clone()) else {
            continue;
        };
        if let Some(line) = dateline(block) {
            head.date = head.date.or(line.date);
            head.publisher = head.publisher.or(line.publisher);
        }
    }
    head
}

/// What a line says.
#[derive(Debug, Default)]
struct HeadLine {
    date: Option<DocumentDate>,
    publisher: Option<String>,
}

/// A line that does nothing but name the publisher or the date.
fn head_line(block: &str) -> Option<HeadLine> {
    if let Some(found) = marked_date(block) {
        return Some(HeadLine {
            date: Some(stated(&found, DateBasis::Stated)),
            publisher: None,
        });
    }
    let by = block
        .get(..3)
        .is_some_and(|start| start == "By " || start == "BY ");
    let mut line = HeadLine::default();
    let parts: Vec<&str> = parts(block);
    for part in &parts {
        if let Some(found) = marked_date(part) {
            line.date = line.date.or(Some(stated(&found, DateBasis::ByLine)));
        } else if line.publisher.is_none() && part.len() <= 80 {
            let name = part
                .strip_prefix("By ")
                .or_else(|| part.strip_prefix("BY "))
                .unwrap_or(part);
            line.publisher = Some(name.trim().to_owned()).filter(|name| is_name(name));
        }
    }
    if line.date.is_some() && (by || line.publisher.is_some()) {
        return Some(line);
    }
    if !by {
        return None;
    }
    // "By Anna Petrosyan, June 23, 2023", or no date at all.
    let rest = block.get(3..)?;
    let found = date::find(rest)
        .next()
        .filter(|found| found.precision == DatePrecision::Day);
    let name = found
        .as_ref()
        .map_or(rest, |found| rest.get(..found.range.start).unwrap_or(rest));
    let name = name.trim_end_matches(|char: char| !char.is_alphabetic() && char != ')');
    let short = if found.is_some() { 8 } else { 5 };
    if !is_name(name) || name.split(' ').count() > short || (found.is_none() && !name.contains(' '))
    {
        return None;
    }
    let date = found.map(|found| stated(&found, DateBasis::ByLine));
    Some(HeadLine {
        date,
        publisher: Some(name.to_owned()),
    })
}

/// The parts of a by-line: between bars and dots, and dashes with blanks around them.
fn parts(block: &str) -> Vec<&str> {
    block
        .split(['|', '•', '·'])
        .flat_map(|part| part.split(" — "))
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// A date, perhaps with a word before it that says it is the document's.
fn marked_date(text: &str) -> Option<Found> {
    if let Some(found) = date::whole(text) {
        return (found.precision == DatePrecision::Day).then_some(found);
    }
    let lower = text.to_lowercase();
    // Lower case may differ in length; the mark is only looked up where it does not.
    let mark = DATE_MARKS.iter().find(|mark| lower.starts_with(**mark))?;
    let value = text
        .get(mark.len()..)?
        .trim_start_matches([':', ' ', '-', '–', '—']);
    let found = date::whole(value)?;
    (found.precision == DatePrecision::Day).then_some(found)
}

/// Words that begin with capitals, as names do.
fn is_name(text: &str) -> bool {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let mut count = 0;
    for word in words {
        count += 1;
        let begins = word.starts_with(|char: char| char.is_uppercase() || char == '(');
        let site = word.contains('.') && !word.ends_with('.');
        if !begins && !site && !NAME_WORDS.contains(&word) {
            return false;
        }
    }
    (1..=8).contains(&count) && !text.ends_with(['?', '!'])
}

/// `YEREVAN, January 17, 2025 —` or `BAKU (Reuters) 17 January 2025 -` at a paragraph's start.
fn dateline(block: &str) -> Option<HeadLine> {
    let start = start_of(block, LONGEST_DATELINE);
    let first = start.split(|char: char| !char.is_alphabetic()).next()?;
    if first.chars().count() < 2 || first.chars().any(char::is_lowercase) {
        return None;
    }
    let found = date::find(start)
        .next()
        .filter(|found| found.precision == DatePrecision::Day)?;
    let place = start.get(..found.range.start)?;
    // Between place and date there is no sentence, only names and brackets.
    let only_names = place
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| word.starts_with(char::is_uppercase));
    let after = start.get(found.range.end..)?;
    let after = match after.trim_start().strip_prefix('(') {
        Some(inside) => inside.split_once(')')?.1,
        None => after,
    };
    let after = after.trim_start_matches([' ', ',', '/']);
    let dashed = after.starts_with(['—', '–', '-', ':']) || after.starts_with(". ");
    if !only_names || !dashed {
        return None;
    }
    let inside = start
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(name, _)| name.trim());
    let publisher = inside.filter(|name| is_name(name)).map(str::to_owned);
    Some(HeadLine {
        date: Some(stated(&found, DateBasis::Dateline)),
        publisher,
    })
}

/// `(Source: …)` as a document's last words.
pub(super) fn closing_source(last: &str) -> Option<String> {
    let last = last.trim_end().trim_end_matches('.');
    let inside = match last.strip_suffix(')') {
        Some(open) => open.rsplit_once('(')?.1,
        None if last.len() <= LONGEST_HEAD_LINE => last,
        None => return None,
    };
    let name = [
        "Source:",
        "source:",
        "SOURCE:",
        "Sources:",
        "Источник:",
        "Mənbə:",
        "Kaynak:",
        "Աղբյուրը՝",
        "Աղբյուր՝",
    ]
    .iter()
    .find_map(|mark| inside.trim_start().strip_prefix(mark))?
    .trim();
    (!name.is_empty() && name.len() <= LONGEST_HEAD_LINE).then(|| name.to_owned())
}

fn stated(found: &Found, basis: DateBasis) -> DocumentDate {
    DocumentDate {
        date: found.date,
        precision: found.precision,
        basis,
    }
}

fn start_of(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(block: &str) -> Option<(Option<String>, Option<String>)> {
        head_line(block).map(|line| (line.publisher, line.date.map(|date| date.to_string())))
    }

    fn both(publisher: &str, date: &str) -> Option<(Option<String>, Option<String>)> {
        Some((Some(publisher.to_owned()), Some(date.to_owned())))
    }

    #[test]
    fn headers_over_a_text() {
        let text = "Title: The road to Goris\nDate: 2024-03-04\nURL: https://sevan.example/a?b=1\nAuthor: Anna Petrosyan\n\nIt is open.";
        let header = header(text).expect("is a header");
        assert_eq!(
            header.title.and_then(|title| text.get(title)),
            Some("The road to Goris")
        );
        assert_eq!(
            header.date.map(|date| date.to_string()).as_deref(),
            Some("2024-03-04")
        );
        assert_eq!(header.url.as_deref(), Some("https://sevan.example/a?b=1"));
        assert_eq!(header.author.as_deref(), Some("Anna Petrosyan"));
        assert_eq!(text.get(header.end..), Some("It is open."));
        for text in [
            "Title: The road to Goris\n\nIt is open.",
            "Baku: a city\nGoris: a town\n\n",
            "Date: 2024-03-04\nThe road\n",
            "",
        ] {
            assert!(super::header(text).is_none(), "{text}");
        }
    }

    #[test]
    fn by_lines() {
        assert_eq!(
            line("By Sevan Times | Monday, 4 March 2024"),
            both("Sevan Times", "2024-03-04")
        );
        assert_eq!(
            line("By Anna Petrosyan, March 4, 2024"),
            both("Anna Petrosyan", "2024-03-04")
        );
        assert_eq!(
            line("Sevan Times • 4 March 2024 • 3 min read"),
            both("Sevan Times", "2024-03-04")
        );
        assert_eq!(
            line("4 March 2024 - Sevan Times"),
            both("Sevan Times", "2024-03-04")
        );
        assert_eq!(
            line("By Anna Petrosyan"),
            Some((Some("Anna Petrosyan".to_owned()), None))
        );
        assert_eq!(line("By Road from Goris to Kapan"), None);
        assert_eq!(line("By Rail"), None);
        assert_eq!(line("By March 4, 2024 the road will be open to all."), None);
    }

    #[test]
    fn date_lines() {
        let date = |text| line(text).and_then(|(_, date)| date);
        assert_eq!(
            date("Published: 4 March 2024").as_deref(),
            Some("2024-03-04")
        );
        assert_eq!(
            date("Published on March 4, 2024 at 10:30").as_deref(),
            Some("2024-03-04")
        );
        assert_eq!(date("2024-03-04").as_deref(), Some("2024-03-04"));
        assert_eq!(
            date("Дата публикации: 4 марта 2024 г.").as_deref(),
            Some("2024-03-04")
        );
        assert_eq!(date("On 4 March 2024 the road was opened"), None);
    }

    #[test]
    fn datelines() {
        let read = |text| {
            dateline(text).map(|line| (line.publisher, line.date.map(|date| date.to_string())))
        };
        assert_eq!(
            read("GORIS, March 4, 2024 — The road is open."),
            Some((None, Some("2024-03-04".into())))
        );
        assert_eq!(
            read("POTI (Sea News) 4 March 2024 - The port"),
            both("Sea News", "2024-03-04")
        );
        assert_eq!(
            read("GORIS, March 4, 2024 (Sea News) — The port"),
            both("Sea News", "2024-03-04")
        );
        assert_eq!(read("NATO said on March 4, 2024 — again — that"), None);
        assert_eq!(read("Goris, March 4, 2024 — The road"), None);
    }

    #[test]
    fn a_date_before_the_text() {
        let read = |text| leading_date(text).map(|(date, at)| (date.to_string(), at));
        assert_eq!(
            read(" date 2024-03-04 The road"),
            Some(("2024-03-04".into(), 16))
        );
        assert_eq!(
            read("Date: 4 March 2024\nThe road"),
            Some(("2024-03-04".into(), 18))
        );
        assert_eq!(read("dates 2024-03-04 The road"), None);
        assert_eq!(read("date palms, 2024-03-04"), None);
        assert_eq!(read("The road, 2024-03-04"), None);
    }

    #[test]
    fn sources_at_the_end() {
        let read = |text| closing_source(text);
        assert_eq!(
            read("It is open. (Source: Sea News)").as_deref(),
            Some("Sea News")
        );
        assert_eq!(read("Source: Sea News").as_deref(), Some("Sea News"));
        assert_eq!(read("It is open (said a source)"), None);
    }
}
