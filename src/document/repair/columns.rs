//! Columns of a page that stand side by side, as programs write them that keep the layout of a page: each line holds a
//! line of the left column, blanks, and a line of the right one. Each column is read by itself, the left one first.
//!
//! Columns are told from tables by what is in them. Between columns of text runs a gutter: at least three blanks in
//! every line, and behind it the lines of the right column begin one below the other. On both sides of it runs text:
//! lines of several words that go on in the line below. Cells of a table are names and numbers that do not, and stay
//! as they stand.

use std::collections::HashMap;
use std::ops::Range;

use super::super::hyphen::is_hyphen;
use super::super::inline::is_blank;
use super::super::layout::is_sentence_end;
use super::{CleanText, Edits};

/// A gutter is this wide everywhere, in characters.
const NARROWEST: &str = "   ";
const NARROWEST_GUTTER: usize = NARROWEST.len();

/// How many lines have to have text on both sides of it.
const FEWEST_LINES: usize = 3;

/// How far a paragraph's first line may be indented.
const DEEPEST_INDENT: usize = 4;

/// Lines with more gaps, or that are longer, are rows of a table.
const MOST_GAPS: usize = 8;
const LONGEST_LINE: usize = 320;

/// How many empty lines may lie inside a column.
const MOST_EMPTY: usize = 2;

/// How many columns may stand side by side.
const MOST_COLUMNS: usize = 6;

/// A line of a column: its bytes, and how many blanks stand before it in the column.
#[derive(Debug, Clone)]
struct Piece {
    range: Range<usize>,
    indent: usize,
}

/// A line of the text, or the part of it that is in a column.
#[derive(Debug, Clone)]
struct Line {
    range: Range<usize>,
    /// Where its characters begin, by column.
    starts: Starts,
    /// Blanks of some width inside it: where they begin and end, in characters.
    gaps: Vec<(usize, usize)>,
    width: usize,
    fits: bool,
}

/// Bytes of characters: nothing is kept where each is one byte.
#[derive(Debug, Clone)]
enum Starts {
    Ascii,
    Each(Vec<usize>),
}

impl Line {
    fn of(text: &str, range: Range<usize>) -> Self {
        let content = text.get(range.clone()).unwrap_or_default();
        let content = content.trim_end_matches(is_blank);
        let mut line = Self {
            range: range.start..range.start + content.len(),
            starts: Starts::Ascii,
            gaps: Vec::new(),
            width: 0,
            fits: content.len() <= 4 * LONGEST_LINE && !content.contains(['\t', '|']),
        };
        if !line.fits {
            return line;
        }
        let is_ascii = content.is_ascii();
        let mut starts = Vec::new();
        let mut blanks = 0;
        for (at, char) in content.char_indices() {
            // Marks over letters take no room.
            if !is_ascii {
                if is_mark(char) {
                    continue;
                }
                starts.push(at);
            }
            if char == ' ' || char == '\u{A0}' {
                blanks += 1;
            } else {
                if blanks >= NARROWEST_GUTTER || (blanks > 0 && blanks == line.width) {
                    line.gaps.push((line.width - blanks, line.width));
                }
                blanks = 0;
            }
            line.width += 1;
        }
        if !is_ascii {
            line.starts = Starts::Each(starts);
        }
        line.fits = line.gaps.len() <= MOST_GAPS && line.width <= LONGEST_LINE;
        line
    }

    fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// The byte of the text at which this column begins.
    fn byte(&self, column: usize) -> usize {
        let within = match &self.starts {
            Starts::Ascii => column,
            Starts::Each(starts) => starts.get(column).copied().unwrap_or(self.range.len()),
        };
        (self.range.start + within).min(self.range.end)
    }

    /// What the line has at a gutter behind which text begins at this column.
    fn at(&self, column: usize) -> Side {
        if self.is_empty() {
            return Side::Neither;
        }
        if !self.fits {
            return Side::Across;
        }
        if self.width + NARROWEST_GUTTER <= column + NARROWEST_GUTTER.saturating_sub(1) {
            return Side::Left;
        }
        match self.gaps.iter().find(|(_, end)| *end >= column) {
            Some((start, end))
                if start + NARROWEST_GUTTER <= column || *start == 0 && *end >= column =>
            {
                if *end > column + DEEPEST_INDENT {
                    Side::Across
                } else if *start == 0 {
                    Side::Right
                } else {
                    Side::Both
                }
            }
            _ => Side::Across,
        }
    }
}

/// Where a line has text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Both,
    Neither,
    /// The gutter is not blank.
    Across,
}

pub(super) fn repair(text: &str) -> Option<CleanText> {
    let has_gap = |range: &Range<usize>| {
        let line = text.get(range.clone()).unwrap_or_default();
        line.trim_matches(is_blank).contains(NARROWEST)
    };
    if !text.contains(NARROWEST) || lines(text).filter(has_gap).nth(FEWEST_LINES - 1).is_none() {
        return None;
    }
    let lines: Vec<Line> = lines(text).map(|range| Line::of(text, range)).collect();
    let mut edits = Edits::new(text);
    let mut search = Search::default();
    let mut at = 0;
    while at < lines.len() {
        let Some((end, column)) = search.block(text, &lines, at) else {
            at += 1;
            continue;
        };
        let block = lines.get(at..end).unwrap_or_default();
        let columns = split(text, block, column, MOST_COLUMNS);
        if let (Some(first), Some(last)) = (block.first(), block.last()) {
            edits.rearrange(text, first.range.start..last.range.end, &columns);
        }
        at = end;
        search = Search::default();
    }
    edits.finish()
}

/// Looks for blocks of lines with a gutter. A gutter that was followed to its end is not followed again from within.
#[derive(Default)]
struct Search {
    followed: HashMap<usize, usize>,
}

impl Search {
    /// The block that begins with this line: where it ends, and where the text behind its gutter begins.
    fn block(&mut self, text: &str, lines: &[Line], at: usize) -> Option<(usize, usize)> {
        let first = lines.get(at)?;
        if !first.fits {
            return None;
        }
        for (_, column) in &first.gaps {
            if self.followed.get(column).is_some_and(|end| *end > at) {
                continue;
            }
            let end = follow(lines, at, *column);
            self.followed.insert(*column, end);
            let block = lines.get(at..end).unwrap_or_default();
            if is_columns(text, block, *column) {
                return Some((end, *column));
            }
        }
        None
    }
}

/// Where the lines end that have this gutter.
fn follow(lines: &[Line], at: usize, column: usize) -> usize {
    let mut end = at;
    let mut empty = 0;
    for (number, line) in lines.iter().enumerate().skip(at) {
        match line.at(column) {
            Side::Across => break,
            Side::Neither => {
                empty += 1;
                if empty > MOST_EMPTY {
                    break;
                }
            }
            _ => {
                empty = 0;
                end = number + 1;
            }
        }
    }
    end
}

/// Whether text runs on both sides of a gutter.
fn is_columns(text: &str, block: &[Line], column: usize) -> bool {
    let both = block
        .iter()
        .filter(|line| line.at(column) == Side::Both)
        .count();
    let written = block.iter().filter(|line| !line.is_empty()).count();
    if both < FEWEST_LINES || both * 2 < written {
        return false;
    }
    // The first lines of paragraphs are indented; most lines are not.
    let flush = block
        .iter()
        .filter(|line| line.gaps.iter().any(|(_, end)| *end == column))
        .count();
    if flush * 2 < both {
        return false;
    }
    let (left, right) = halves(text, block, column);
    let (left, right) = (Flow::of(text, &left), Flow::of(text, &right));
    left.runs() && right.runs() && (left.on + right.on) * 5 >= (left.pairs + right.pairs) * 2
}

/// How the lines of a column follow each other.
#[derive(Debug, Default)]
struct Flow {
    lines: usize,
    words: usize,
    pairs: usize,
    /// Lines that go on in the one below: it begins with a small letter, and no sentence ended.
    on: usize,
}

impl Flow {
    fn of(text: &str, lines: &[Piece]) -> Self {
        let mut flow = Self::default();
        let mut above: Option<&str> = None;
        for line in lines {
            // A part of a line that is cut into columns itself counts as its first column.
            let line = text.get(line.range.clone()).unwrap_or_default();
            if line.is_empty() {
                above = None;
                continue;
            }
            flow.lines += 1;
            flow.words += line
                .split(is_blank)
                .filter(|word| word.chars().any(char::is_alphabetic))
                .count();
            if let Some(above) = above {
                flow.pairs += 1;
                let open = !above.ends_with(is_sentence_end);
                let goes_on = line
                    .chars()
                    .find(|char| char.is_alphanumeric())
                    .is_some_and(|char| char.is_alphabetic() && !char.is_uppercase());
                flow.on += usize::from(open && goes_on);
            }
            above = Some(line);
        }
        flow
    }

    /// Whether this is running text: three words a line, and at least every fourth line goes on.
    fn runs(&self) -> bool {
        self.words >= 3 * self.lines && self.on >= 1 && self.on * 4 >= self.pairs
    }
}

/// The lines left and right of a gutter, without the blanks around them.
fn halves(text: &str, block: &[Line], column: usize) -> (Vec<Piece>, Vec<Piece>) {
    let mut left = Vec::with_capacity(block.len());
    let mut right = Vec::with_capacity(block.len());
    for line in block {
        let cut = match line.at(column) {
            Side::Right | Side::Both => line.byte(column),
            _ => line.range.end,
        };
        left.push(trimmed(text, line.range.start..cut));
        right.push(trimmed(text, cut..line.range.end));
    }
    (left, right)
}

/// The columns of a block, each as its lines.
fn split(text: &str, block: &[Line], column: usize, most: usize) -> Vec<Vec<Piece>> {
    let (left, right) = halves(text, block, column);
    let mut columns = further(text, left, most.saturating_sub(1));
    let room = most.saturating_sub(columns.len());
    columns.extend(further(text, right, room));
    columns
}

/// A column, or the columns that it is itself.
fn further(text: &str, lines: Vec<Piece>, most: usize) -> Vec<Vec<Piece>> {
    if most > 1 {
        let parts: Vec<Line> = lines
            .iter()
            .map(|line| Line::of(text, line.range.clone()))
            .collect();
        let found = parts
            .iter()
            .position(|line| !line.is_empty())
            .and_then(|first| parts.get(first))
            .and_then(|first| {
                let gutters = first.gaps.iter().map(|(_, column)| *column);
                gutters.into_iter().find(|&column| {
                    follow(&parts, 0, column) == parts.len() && is_columns(text, &parts, column)
                })
            });
        if let Some(column) = found {
            return split(text, &parts, column, most);
        }
    }
    vec![lines]
}

fn trimmed(text: &str, range: Range<usize>) -> Piece {
    let content = text.get(range.clone()).unwrap_or_default();
    let indent = content.len() - content.trim_start_matches(is_blank).len();
    let start = range.start + indent;
    Piece {
        range: start..start + content.trim_matches(is_blank).len(),
        indent,
    }
}

impl Edits<'_> {
    /// Puts the columns one below the other.
    fn rearrange(&mut self, text: &str, block: Range<usize>, columns: &[Vec<Piece>]) {
        self.clean.copy(text, self.done..block.start);
        let mut last: Option<Range<usize>> = None;
        for column in columns {
            let margins = Margins::of(text, column);
            let mut above: Option<Above> = None;
            let mut empty = false;
            for piece in column {
                if piece.range.is_empty() {
                    empty = true;
                    continue;
                }
                let line = text.get(piece.range.clone()).unwrap_or_default();
                let opens = empty || above.is_none();
                if let Some(before) = &last {
                    let join = match &above {
                        Some(above) => margins.join(above, line, piece, empty),
                        None => next_column(text.get(before.clone()).unwrap_or_default(), line),
                    };
                    self.clean.replace(join, before.end..before.end);
                }
                self.clean.copy(text, piece.range.clone());
                last = Some(piece.range.clone());
                above = Some(Above { line, opens });
                empty = false;
            }
        }
        self.done = block.end;
        self.any = true;
    }
}

/// The line above another in a column.
struct Above<'a> {
    line: &'a str,
    /// It has nothing above it.
    opens: bool,
}

/// Where the lines of a column begin and end.
struct Margins {
    indent: usize,
    width: usize,
}

impl Margins {
    fn of(text: &str, column: &[Piece]) -> Self {
        let written = || column.iter().filter(|piece| !piece.range.is_empty());
        let width = |piece: &Piece| {
            let line = text.get(piece.range.clone()).unwrap_or_default();
            line.chars().count() + piece.indent
        };
        Self {
            indent: written()
                .map(|piece| piece.indent)
                .min()
                .unwrap_or_default(),
            width: written().map(width).max().unwrap_or_default(),
        }
    }

    /// What stands between a line and the one below it. All is running text, so lines are joined but for the ends of
    /// paragraphs, and for what may be a heading; of that, as of hyphens, layout decides.
    fn join(&self, above: &Above<'_>, line: &str, piece: &Piece, empty: bool) -> &'static str {
        if empty {
            return "\n\n";
        }
        let first_word = line.split(is_blank).next().unwrap_or_default();
        let room = self.width.saturating_sub(above.line.chars().count());
        let is_short = first_word.chars().count() < room;
        let begins = !line.starts_with(|char: char| char.is_alphabetic() && !char.is_uppercase());
        let ends = above.line.ends_with(is_sentence_end);
        if ends && begins && (is_short || piece.indent >= self.indent + 2) {
            "\n\n"
        } else if above
            .line
            .ends_with(|char| is_hyphen(char) || char == '\u{AD}')
            || above.opens && begins && room * 3 > self.width
        {
            "\n"
        } else {
            " "
        }
    }
}

/// What stands between the end of a column and the beginning of the next: nothing but a line break where a word or
/// sentence goes on.
fn next_column(above: &str, line: &str) -> &'static str {
    if line.starts_with(char::is_lowercase) && !above.ends_with(is_sentence_end) {
        "\n"
    } else {
        "\n\n"
    }
}

/// The lines of a text without their ends; a page break ends a line, too.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive(['\n', '\u{C}', '\r'])
        .map(move |line| {
            let range = at..at + line.trim_end_matches(['\n', '\r', '\u{C}']).len();
            at += line.len();
            range
        })
}

/// A mark that stands on the letter before it.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{64B}'..='\u{65F}' | '\u{AD}' | '\u{200B}'..='\u{200F}')
}

#[cfg(test)]
mod tests {
    fn read(text: &str) -> String {
        super::repair(text).map_or_else(|| text.to_owned(), |clean| clean.text().to_owned())
    }

    /// Lays columns out side by side.
    fn beside(left: &[&str], right: &[&str], gutter: usize) -> String {
        let width = left
            .iter()
            .map(|line| line.chars().count())
            .max()
            .unwrap_or_default()
            + gutter;
        let lines = left.len().max(right.len());
        let line =
            |side: &[&str], number: usize| side.get(number).copied().unwrap_or_default().to_owned();
        (0..lines)
            .map(|number| {
                let (left, right) = (line(left, number), line(right, number));
                let blanks = width - left.chars().count();
                format!("{left}{}{right}", " ".repeat(blanks))
                    .trim_end()
                    .to_owned()
                    + "\n"
            })
            .collect()
    }

    const LEFT: [&str; 5] = [
        "The pass above Sisian was closed",
        "again on Friday, and lorries for",
        "Meghri have to wait at the foot of",
        "it until the snow has been cleared",
        "by the army.",
    ];
    const RIGHT: [&str; 6] = [
        "Fishermen on the shores of Lake",
        "Van say that they catch less than",
        "ever. The water has risen in all",
        "of the bays, and the reeds in which",
        "the fish lay their eggs have gone",
        "with the flood.",
    ];

    fn below(columns: &[&[&str]]) -> String {
        columns
            .iter()
            .map(|column| column.join(" "))
            .collect::<Vec<_>>()
            .join("\n\n")
    }

    #[test]
    fn each_column_is_read_by_itself() {
        for gutter in [3, 4, 9] {
            let text = beside(&LEFT, &RIGHT, gutter);
            assert_eq!(read(&text).trim_end(), below(&[&LEFT, &RIGHT]), "{gutter}");
        }
    }

    #[test]
    fn three_columns() {
        let two = beside(&LEFT, &RIGHT, 4);
        let two: Vec<&str> = two.lines().collect();
        let third = [
            "Nothing has been heard",
            "of the two climbers who",
            "left for Kazbek early",
            "in June, say the police.",
        ];
        let text = beside(&two, &third, 4);
        assert_eq!(read(&text).trim_end(), below(&[&LEFT, &RIGHT, &third]));
    }

    #[test]
    fn what_stands_above_and_below_stays_there() {
        let text = format!(
            "                    NEWS OF THE DAY\n\n{}\n\nPrinted in Gyumri by the brothers of the hill.",
            beside(&LEFT, &RIGHT, 5)
        );
        assert!(
            read(&text).starts_with("                    NEWS OF THE DAY\n\nThe pass"),
            "{}",
            read(&text)
        );
        assert!(
            read(&text)
                .ends_with("with the flood.\n\n\nPrinted in Gyumri by the brothers of the hill."),
            "{}",
            read(&text)
        );
    }

    #[test]
    fn letters_of_two_bytes_are_one_wide() {
        let left = [
            "Перевал над Сисианом закрыт",
            "с пятницы, и грузовики ждут",
            "внизу, пока армия не уберёт",
            "снег с дороги.",
        ];
        let right = [
            "Рыбаки на озере Севан",
            "говорят, что рыбы стало",
            "меньше, чем в прошлом",
            "году.",
        ];
        assert_eq!(
            read(&beside(&left, &right, 4)).trim_end(),
            below(&[&left, &right])
        );
    }

    #[test]
    fn a_column_goes_on_in_the_next() {
        let left = [
            "The pass above Sisian is closed",
            "to lorries, and those that are",
            "on the way to Iran have to wait",
        ];
        let right = [
            "at the foot of it until the snow",
            "has been cleared by the army or",
            "the spring has come.",
        ];
        let text = read(&beside(&left, &right, 4));
        assert!(text.contains("have to wait\nat the foot"), "{text}");
    }

    #[test]
    fn paragraphs_of_a_column_stay_apart() {
        let left = [
            "GORIS",
            "The pass above Sisian was closed",
            "again on Friday. Lorries for New",
            "York wait, and those for Meghri.",
            "  They have been told that it may",
            "be long. Nobody waits for the Ar-",
            "menian army.",
            "The road to Kapan is open, as it",
            "was.",
        ];
        assert_eq!(
            read(&beside(&left, &[&RIGHT[..], &RIGHT[..3]].concat(), 4))
                .split("\n\nFishermen")
                .next(),
            Some(
                "GORIS\nThe pass above Sisian was closed again on Friday. Lorries for New York wait, and those for \
                 Meghri.\n\nThey have been told that it may be long. Nobody waits for the Ar-\nmenian army.\n\nThe \
                 road to Kapan is open, as it was."
            )
        );
    }

    #[test]
    fn tables_stay() {
        let tables = [
            beside(
                &["City", "Tbilisi", "Yerevan", "Baku"],
                &["Country", "Georgia", "Armenia", "Azerbaijan"],
                4,
            ),
            beside(
                &[
                    "Republic of Georgia in 2020",
                    "Republic of Armenia in 2020",
                    "Republic of Turkey in 2020",
                ],
                &[
                    "Its capital is Tbilisi",
                    "Its capital is Yerevan",
                    "Its capital is Ankara",
                ],
                4,
            ),
            beside(
                &[
                    "the road to Goris is",
                    "the road to Kapan is",
                    "the pass of Sisian is",
                ],
                &["open", "closed", "open"],
                4,
            ),
            beside(
                &["12 May", "13 May", "14 May"],
                &[
                    "the council met in Kapan",
                    "and lorries could pass",
                    "but the bridge was closed",
                ],
                4,
            ),
            beside(
                &["Ministry of Roads", "12 Abovyan Street", "Yerevan"],
                &["Embassy of Georgia", "at the old bridge", "Armenia"],
                6,
            ),
            "Sum   of   all\nthe   roads   in\nthe   land   is\n".to_owned(),
        ];
        for table in tables {
            assert_eq!(read(&table), table);
        }
    }

    #[test]
    fn running_text_with_wide_blanks_stays() {
        let text = "It was late.   The lorries stood in a row\nbefore the pass, and   the drivers slept until the\narmy came with   its machines and cleared the snow\nfrom the road.   In the morning they left.\n";
        assert_eq!(read(text), text);
        let indented = "     The first line is indented and the others\nare not, as in many old books that were\ntyped by hand.\n".repeat(4);
        assert_eq!(read(&indented), indented);
    }

    #[test]
    fn time_is_linear() {
        for piece in [
            " ",
            "   \n",
            "a   ",
            "a   b\n",
            "a   b   c\nab   c d\n",
            "   a\n",
            "\n",
            "a b c   d e f\n",
        ] {
            read(&piece.repeat(300_000 / piece.len()));
        }
        let stairs: String = (0..3000)
            .map(|at| format!("a{}b\n", " ".repeat(3 + at % 300)))
            .collect();
        read(&stairs);
    }
}
