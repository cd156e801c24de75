//! Lines become blocks: which lines of a plain text file belong together?
//!
//! Text comes in two shapes, often in one file: a line is a paragraph (web pages saved as text), or
//! a paragraph is wrapped over many lines (text taken out of a PDF, mail). Joining too little tears
//! names and sentences apart; joining too much makes false neighbours of map labels. What decides,
//! strongest first:
//!
//! - a word or web address broken at the line's end goes on;
//! - some tools leave a blank at the end of each line that goes on (mail's `format=flowed` made it
//!   a rule). Where a file does so consistently, its blanks are believed;
//! - a line was wrapped if the next line's first word would not have fitted on it; how wide lines
//!   are is measured in the neighbourhood, since columns differ;
//! - a line that starts in lower case goes on from one that ended no sentence.
//!
//! A blank line ends a block, except where a wrapped paragraph is cut by the end of a column: in
//! the middle of a word, or of a sentence between two full lines. Lines that hold nothing but web
//! addresses end a block and leave nothing behind. A heading in capitals that its paragraph runs on from
//! (`WEYMOUTH. A fire broke out`) is a block of its own.

use std::ops::Range;

use super::blocks::{Shape, Writer};
use super::hyphen::{Hyphen, Spellings, is_hyphen};
use super::inline::{self, Links, Sink, is_blank};
use super::look;

/// Longer lines are paragraphs of their own; in characters.
pub(super) const LONGEST_WRAPPED: u32 = 140;

/// Lines narrower than this tell nothing by their width: they are labels, lists or verse.
const NARROWEST_WRAPPED: u32 = 30;

/// So many carriage returns before a line feed end one line together; of more each ends one.
const MOST_RETURNS: usize = 4;

/// The level of a heading in the paragraph's first line, below all others.
const RUN_IN_LEVEL: u8 = 6;

/// How many words such a heading has at most, and how many letters the longest of them has at least.
const RUN_IN_WORDS: usize = 5;
const RUN_IN_LETTERS: usize = 4;

/// One line that has text.
#[derive(Debug, Clone)]
struct Line {
    /// Bytes of the source, without the blanks around it.
    range: Range<usize>,
    /// In characters.
    width: u32,
    /// Width of its first word.
    first_word: u32,
    /// Blanks before it.
    indent: u32,
    /// Empty lines above it.
    empty_above: u8,
    /// Between it and the line above there were web addresses or a drawn rule.
    cut_above: bool,
    page_start: bool,
    /// It starts with the rest of a web address, which `range` leaves out.
    goes_on_address: bool,
    trailing_blank: bool,
    is_image: bool,
    is_item: bool,
    start: Start,
    end: End,
}

/// How a line starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// With a lower-case letter, or one of a script without cases.
    Lower,
    Upper,
    Digit,
    Other,
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// A full stop or the like, perhaps inside quotation marks.
    Sentence,
    /// Inside a word, with a hyphen.
    Hyphen,
    /// Inside a word, with a hyphen that is not seen otherwise.
    SoftHyphen,
    /// With a dash right after a word, as in `Baku–`.
    Dash,
    Other,
}

/// How a line goes on into the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// It does not.
    No,
    /// As the next word.
    Word,
    /// In the middle of a word that has a hyphen at the break.
    Hyphen,
    /// In the middle of a word.
    Tight,
}

/// Writes the blocks of the source from this byte on.
pub(super) fn lay_out(source: &str, from: usize, writer: &mut Writer<'_>) {
    let lines = lines(source, from);
    let page = Page::measure(&lines);
    let joins: Vec<Join> = (0..lines.len()).map(|at| page.join(&lines, at)).collect();
    let text = |line: &Line| source.get(line.range.clone()).unwrap_or_default();
    let breaks = lines
        .windows(2)
        .zip(&joins)
        .filter(|(_, join)| **join == Join::Hyphen)
        .filter_map(|(pair, _)| Some((text(pair.first()?), text(pair.get(1)?))));
    let spellings = Spellings::learn(source, breaks);

    let mut before: Option<(&Line, Join)> = None;
    for (line, join) in lines.iter().zip(&joins) {
        match before {
            Some((above, Join::Word)) => writer.blank(above.range.end..line.range.start),
            Some((above, Join::Hyphen)) => {
                if spellings.decide(text(above), text(line)) == Hyphen::Drop {
                    writer.drop_hyphen();
                }
            }
            Some((_, Join::Tight)) => {}
            _ => open(source, line, writer),
        }
        if before.is_some_and(|(_, join)| join != Join::No)
            && let Some(draft) = writer.draft()
        {
            draft.lines += 1;
        }
        let opens = before.is_none_or(|(_, join)| join == Join::No);
        let (mut range, links) = match inline::sole_image(text(line)) {
            Some(alt) => (
                line.range.start + alt.start..line.range.start + alt.end,
                Links::Ignore,
            ),
            None => (without_bullet(source, line), Links::Look),
        };
        if opens && !line.is_item && !line.is_image {
            let heading = run_in_heading(text(line));
            if heading > 0 {
                let end = range.start + heading;
                if let Some(draft) = writer.draft() {
                    draft.shape = Shape::Heading(RUN_IN_LEVEL);
                }
                writer.text(range.start..end, links);
                let rest = source.get(end..range.end).unwrap_or_default();
                range.start = end + rest.len() - rest.trim_start_matches(is_blank).len();
                writer.open(Shape::Text, range.start);
                if let Some(draft) = writer.draft() {
                    draft.apart = false;
                }
            }
        }
        writer.text(range, links);
        before = Some((line, *join));
    }
    writer.close();
    if let Some(last) = writer.last() {
        last.cut_after = true;
    }
}

/// Length of the heading in capitals that a paragraph begins with, as in `WEYMOUTH. A fire broke out`; 0 for none. Behind
/// it runs a sentence, and no date: a dateline belongs to its sentence.
fn run_in_heading(line: &str) -> usize {
    let Some(stop) = line
        .char_indices()
        .find(|(_, char)| !char.is_uppercase() && !matches!(char, ' ' | '-' | '\'' | '’'))
        .filter(|(at, char)| *char == '.' && *at > 0)
        .map(|(at, _)| at)
    else {
        return 0;
    };
    let heading = line.get(..stop).unwrap_or_default();
    let letters = |word: &str| word.chars().filter(|char| char.is_uppercase()).count();
    let longest = heading.split(' ').map(letters).max().unwrap_or_default();
    if heading.split(' ').count() > RUN_IN_WORDS || longest < RUN_IN_LETTERS {
        return 0;
    }
    let rest = line.get(stop + 1..).unwrap_or_default();
    let sentence =
        rest.trim_start_matches(|char: char| is_blank(char) || matches!(char, '-' | '–' | '—'));
    if sentence.len() == rest.len() {
        return 0;
    }
    let mut words = sentence.split(is_blank).filter(|word| !word.is_empty());
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return 0;
    };
    // A word of one capital letter tells nothing; the one behind it does.
    let telling = if first.chars().count() == 1 {
        second
    } else {
        first
    };
    let runs = first.starts_with(char::is_uppercase) && telling.contains(char::is_lowercase);
    let dated = sentence.chars().take(20).any(char::is_numeric);
    if runs && !dated { stop + 1 } else { 0 }
}

fn open(source: &str, line: &Line, writer: &mut Writer<'_>) {
    writer.close();
    if (line.cut_above || line.page_start)
        && let Some(last) = writer.last()
    {
        last.cut_after = true;
    }
    let shape = if line.is_image {
        Shape::Image
    } else if line.is_item {
        Shape::ListItem
    } else {
        Shape::Text
    };
    writer.open(shape, without_bullet(source, line).start);
    if let Some(draft) = writer.draft() {
        draft.apart = line.empty_above > 0 || line.cut_above || line.page_start;
        draft.page_start = line.page_start;
    }
}

/// The lines of the source that have text, from this byte on.
fn lines(source: &str, from: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut gap = Gap::default();
    for raw in RawLines::new(source, from) {
        gap.page |= raw.page_start;
        let Some(text) = source.get(raw.range.clone()) else {
            continue;
        };
        let content = text.trim_matches(is_blank);
        if content.is_empty() {
            gap.empty = gap.empty.saturating_add(1);
            continue;
        }
        let indent = text.len() - text.trim_start_matches(is_blank).len();
        let mut start = raw.range.start + indent;
        let end = start + content.len();
        let trailing_blank = text.len() > indent + content.len();
        let rest = if gap.inside_address && gap.empty <= 1 {
            inline::address_rest(content)
        } else {
            0
        };
        start += rest;
        if rest > 0 && !gap.cut {
            // Its last point belongs to the address, and ends no sentence.
            without_last_point(source, &mut lines);
        }
        let content = source.get(start..end).unwrap_or_default();
        let seen = Seen::of(source, start..end);
        let inside_address = inline::ends_inside_address(content);
        if !seen.any || is_rule(content) {
            // A line that only ends an address which began in a line of text breaks nothing.
            gap.cut |= rest == 0;
            gap.inside_address = inside_address;
            continue;
        }
        let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let first_word = content.find(is_blank).unwrap_or(content.len());
        lines.push(Line {
            range: start..end,
            width: count(content),
            first_word: count(content.get(..first_word).unwrap_or_default()),
            indent: u32::try_from(indent).unwrap_or(u32::MAX),
            empty_above: gap.empty,
            cut_above: gap.cut,
            page_start: gap.page,
            goes_on_address: rest > 0,
            trailing_blank,
            is_image: inline::sole_image(content).is_some(),
            is_item: bullet(content) > 0,
            start: seen.start(),
            end: seen.end(content),
        });
        gap = Gap {
            inside_address,
            ..Gap::default()
        };
    }
    mark_items(&mut lines);
    mark_page_starts(&mut lines);
    lines
}

fn without_last_point(source: &str, lines: &mut [Line]) {
    if let Some(above) = lines.last_mut()
        && let Some(text) = source.get(above.range.clone())
    {
        above.range.end = above.range.start + text.trim_end_matches(['.', '?', '_']).len();
    }
}

/// What lies between two lines of text.
#[derive(Default)]
struct Gap {
    empty: u8,
    cut: bool,
    page: bool,
    inside_address: bool,
}

/// A line as it stands in the file, without its end.
struct RawLine {
    range: Range<usize>,
    page_start: bool,
}

struct RawLines<'a> {
    source: &'a str,
    at: usize,
    page_start: bool,
    done: bool,
}

impl<'a> RawLines<'a> {
    fn new(source: &'a str, at: usize) -> Self {
        Self {
            source,
            at,
            page_start: false,
            done: false,
        }
    }
}

impl Iterator for RawLines<'_> {
    type Item = RawLine;

    fn next(&mut self) -> Option<RawLine> {
        if self.done {
            return None;
        }
        let rest = self.source.get(self.at..)?;
        let page_start = self.page_start;
        self.page_start = false;
        let Some(length) = line_end(rest) else {
            self.done = true;
            return Some(RawLine {
                range: self.at..self.source.len(),
                page_start,
            });
        };
        let range = self.at..self.at + length;
        let after = rest.get(length..)?;
        // Some tools end lines with "\r\r\n".
        let carriage = after
            .bytes()
            .take(MOST_RETURNS)
            .take_while(|byte| *byte == b'\r');
        let carriage = carriage.count();
        let width = if carriage > 0 && after.as_bytes().get(carriage) == Some(&b'\n') {
            carriage + 1
        } else {
            after.chars().next().map_or(0, char::len_utf8)
        };
        self.page_start = after.starts_with('\u{0C}');
        self.at = range.end + width;
        Some(RawLine { range, page_start })
    }
}

/// Where the first line of a text ends, if it does.
fn line_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        // `\n`, `\v`, `\f`, `\r`, and what U+0085, U+2028 and U+2029 begin with.
        let at = look::first(bytes, from, |byte| {
            (byte.wrapping_sub(b'\n') < 4) | (byte == 0xC2) | (byte == 0xE2)
        })?;
        match bytes.get(at..)? {
            [0xC2, 0x85, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..] => return Some(at),
            [0xC2 | 0xE2, ..] => from = at + 1,
            _ => return Some(at),
        }
    }
}

/// The first and last characters of a line's reading text.
#[derive(Default)]
struct Seen<'a> {
    source: &'a str,
    any: bool,
    /// The first that is no bracket or quotation mark.
    first: Option<char>,
    /// The last that is no bracket or quotation mark.
    last: Option<char>,
}

impl<'a> Seen<'a> {
    fn of(source: &'a str, range: Range<usize>) -> Self {
        let mut seen = Self {
            source,
            ..Self::default()
        };
        inline::scan(source, range, Links::Look, &mut seen);
        seen
    }

    fn take(&mut self, text: &str) {
        let frames = |char: &char| !is_blank(*char) && !is_frame(*char);
        self.any |= !text.trim().is_empty();
        if self.first.is_none() {
            self.first = text.chars().find(frames);
        }
        if let Some(last) = text.chars().rev().find(frames) {
            self.last = Some(last);
        }
    }

    fn start(&self) -> Start {
        match self.first {
            Some(char) if char.is_uppercase() => Start::Upper,
            Some(char) if char.is_alphabetic() => Start::Lower,
            Some(char) if char.is_numeric() => Start::Digit,
            _ => Start::Other,
        }
    }

    fn end(&self, content: &str) -> End {
        let mut back = content.chars().rev();
        let last = back.next();
        let in_word = back.next().is_some_and(char::is_alphanumeric);
        match last {
            Some(char) if in_word && is_hyphen(char) => End::Hyphen,
            Some('\u{AD}') => End::SoftHyphen,
            Some('–' | '—' | '/') if in_word => End::Dash,
            _ if self.last.is_some_and(is_sentence_end) => End::Sentence,
            _ => End::Other,
        }
    }
}

impl Sink for Seen<'_> {
    fn copy(&mut self, range: Range<usize>) {
        let source = self.source;
        self.take(source.get(range).unwrap_or_default());
    }

    fn put(&mut self, text: &str, _: Range<usize>) {
        self.take(text);
    }

    fn blank(&mut self, _: Range<usize>) {}
}

/// Brackets and quotation marks, which stand around a sentence's end.
fn is_frame(char: char) -> bool {
    matches!(
        char,
        '(' | ')' | '[' | ']' | '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '*' | '_'
    )
}

/// Signs that end a sentence, or at least a line: in Latin, Armenian, Arabic and Chinese writing.
pub(super) fn is_sentence_end(char: char) -> bool {
    matches!(
        char,
        '.' | '!' | '?' | '…' | ':' | ';' | '։' | '۔' | '؟' | '؛' | '。' | '！' | '？'
    )
}

/// A line drawn with signs, such as `-----` or `* * *`.
fn is_rule(content: &str) -> bool {
    content.len() >= 3
        && content
            .chars()
            .all(|char| matches!(char, '-' | '=' | '*' | '_' | '~' | '–' | '—' | '#' | ' '))
}

/// Length of the mark that makes a line a list's item, with the blanks after it; 0 for none.
fn bullet(content: &str) -> usize {
    let Some(first) = content.chars().next() else {
        return 0;
    };
    let mark = if matches!(
        first,
        '•' | '◦' | '▪' | '■' | '●' | '‣' | '*' | '-' | '–' | '+' | '·'
    ) {
        first.len_utf8()
    } else {
        let digits = content.bytes().take_while(u8::is_ascii_digit).count();
        let closed = matches!(content.as_bytes().get(digits), Some(b'.' | b')'));
        if (1..=2).contains(&digits) && closed {
            digits + 1
        } else {
            0
        }
    };
    if mark == 0 {
        return 0;
    }
    let after = content.get(mark..).unwrap_or_default();
    let blanks = after.len() - after.trim_start_matches(is_blank).len();
    if blanks == 0 || blanks == after.len() {
        0
    } else {
        mark + blanks
    }
}

fn without_bullet(source: &str, line: &Line) -> Range<usize> {
    let content = source.get(line.range.clone()).unwrap_or_default();
    let bullet = if line.is_item { bullet(content) } else { 0 };
    line.range.start + bullet..line.range.end
}

/// A mark in the middle of running text is no bullet: `in the years 2017 and⏎18. It …`.
fn mark_items(lines: &mut [Line]) {
    let mut above: Option<End> = None;
    let mut in_list = false;
    for line in lines {
        let near = line.empty_above == 0 && !line.cut_above;
        if line.is_item && near {
            line.is_item = in_list || above.is_none_or(|end| end == End::Sentence);
        }
        in_list = line.is_item || (in_list && near);
        above = Some(line.end);
    }
}

/// Tools that take text out of PDFs mark a page with a form feed, or start it with a single blank.
/// A blank means that only where next to no other line has one.
fn mark_page_starts(lines: &mut [Line]) {
    let indented = lines.iter().filter(|line| line.indent == 1).count();
    if lines.len() < 20 || indented * 20 > lines.len() {
        return;
    }
    for line in lines {
        line.page_start |= line.indent == 1;
    }
}

/// How the lines of a file lie.
struct Page {
    /// The width its lines are wrapped at, in characters; 0 if they are not.
    width: u32,
    /// Its lines are wrapped throughout.
    wrapped: bool,
    /// A blank at a line's end says that the line goes on.
    flowed: bool,
    /// There is an empty line after every line.
    double_spaced: bool,
}

impl Page {
    fn measure(lines: &[Line]) -> Self {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let spaced = lines
            .iter()
            .skip(1)
            .filter(|line| line.empty_above == 1)
            .count();
        let open_ends = lines
            .iter()
            .filter(|line| line.end != End::Sentence)
            .count();
        let wide = lines
            .iter()
            .filter(|line| (40..=LONGEST_WRAPPED).contains(&line.width))
            .count();
        let double_spaced = lines.len() >= 8
            && share(spaced, lines.len() - 1) >= 0.9
            && share(open_ends, lines.len()) >= 0.5
            && share(wide, lines.len()) >= 0.6;
        let near = |line: &Line| line.empty_above <= u8::from(double_spaced) && !line.cut_above;
        let followed: Vec<&Line> = lines
            .windows(2)
            .filter_map(|pair| pair.get(1).filter(|next| near(next)).and(pair.first()))
            .collect();

        let mut widths: Vec<u32> = followed
            .iter()
            .map(|line| line.width)
            .filter(|width| *width <= LONGEST_WRAPPED)
            .collect();
        widths.sort_unstable();
        let width = widths
            .get(widths.len().saturating_sub(1) * 19 / 20)
            .copied()
            .unwrap_or_default();
        let open = followed
            .iter()
            .filter(|line| line.end != End::Sentence)
            .count();
        let wrapped = widths.len() >= 4
            && share(widths.len(), followed.len()) >= 0.8
            && share(open, followed.len()) >= 0.6;

        let trailing = lines.iter().filter(|line| line.trailing_blank).count();
        let trailing_open = lines
            .iter()
            .filter(|line| line.trailing_blank && line.end != End::Sentence)
            .count();
        let whole_words: Vec<&&Line> = followed
            .iter()
            .filter(|line| line.end != End::Hyphen)
            .collect();
        let marked = whole_words
            .iter()
            .filter(|line| line.trailing_blank)
            .count();
        let flowed = trailing >= 6
            && share(trailing, lines.len()) <= 0.97
            && share(trailing_open, trailing) >= 0.6
            && share(marked, whole_words.len()) >= 0.5;
        Self {
            width,
            wrapped,
            flowed,
            double_spaced,
        }
    }

    /// How the line at this index goes on into the next.
    fn join(&self, lines: &[Line], at: usize) -> Join {
        let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) else {
            return Join::No;
        };
        let empty = next
            .empty_above
            .saturating_sub(u8::from(self.double_spaced));
        if next.cut_above || line.is_image || next.is_image || empty > 1 {
            return Join::No;
        }
        let near = empty == 0 && !next.page_start;
        if next.goes_on_address {
            return Join::Word;
        }
        if next.is_item {
            return Join::No;
        }
        let begins = matches!(next.start, Start::Upper | Start::Digit);
        match line.end {
            End::Hyphen if next.start == Start::Lower || (near && begins) => return Join::Hyphen,
            End::SoftHyphen if next.start == Start::Lower || (near && begins) => {
                return Join::Tight;
            }
            End::Hyphen | End::SoftHyphen => return Join::No,
            End::Dash if near && begins => return Join::Tight,
            _ => {}
        }
        let joined = if near {
            self.is_wrapped(lines, at)
        } else {
            self.is_cut(lines, at)
        };
        if joined { Join::Word } else { Join::No }
    }

    /// Whether a line goes on in the line right below it.
    fn is_wrapped(&self, lines: &[Line], at: usize) -> bool {
        let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) else {
            return false;
        };
        if line.width > LONGEST_WRAPPED || next.width > LONGEST_WRAPPED {
            return false;
        }
        if self.flowed && line.trailing_blank {
            return true;
        }
        let goes_on = next.start == Start::Lower && line.end != End::Sentence;
        if self.flowed {
            return goes_on && line.width >= NARROWEST_WRAPPED;
        }
        if goes_on {
            return true;
        }
        let width = lines
            .get(at.saturating_sub(2)..lines.len().min(at + 4))
            .unwrap_or_default()
            .iter()
            .map(|line| line.width)
            .filter(|width| *width <= LONGEST_WRAPPED)
            .max()
            .unwrap_or_default();
        let fits = line.width.saturating_add(1).saturating_add(next.first_word) <= width;
        if fits || width < NARROWEST_WRAPPED {
            return false;
        }
        if line.end == End::Sentence {
            // The end of a paragraph, or of a sentence inside one?
            return self.wrapped && next.indent < line.indent + 2;
        }
        true
    }

    /// Whether a paragraph goes on below one empty line or in the next page, where a column ended.
    fn is_cut(&self, lines: &[Line], at: usize) -> bool {
        let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) else {
            return false;
        };
        let marked = line.trailing_blank || !self.flowed;
        if line.end == End::Sentence || !marked || !(self.wrapped || self.flowed) || self.width < 40
        {
            return false;
        }
        let share = |line: &Line, tenths: u32| {
            line.width <= LONGEST_WRAPPED && line.width.saturating_mul(10) >= self.width * tenths
        };
        let near = |at: usize| {
            lines
                .get(at)
                .is_some_and(|line| line.empty_above == 0 && !line.cut_above && !line.page_start)
        };
        let goes_on_below = near(at + 2);
        if next.start == Start::Lower {
            // A column's last line may be short, where the next word was too long for it.
            let marked = self.flowed && near(at) && goes_on_below;
            return marked || (share(line, 6) && (share(next, 5) || goes_on_below));
        }
        // With a capital it may be anything; only between two full lines of running text is it not.
        near(at) && goes_on_below && share(line, 8) && share(next, 8) && next.start != Start::Other
    }
}
