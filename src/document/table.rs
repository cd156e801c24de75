//! Tables of figures: which of them stand in one column, and under which heading?
//!
//! Reading text has no columns, but of two figures in a row only the headings say what they are. Looked at is the file
//! itself, so that all formats answer alike: a line of headings, and below it lines of as many cells in which figures
//! stand. Cells are parted by tabs, bars (Markdown), semicolons, commas (CSV) or two and more blanks.

use std::ops::Range;

use super::source::Source;

/// A table with figures in at least two of its columns. Cells are bytes of the clean text; a cell of which nothing was
/// kept is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The headings.
    pub header: Vec<Range<usize>>,
    /// As many cells in each row as there are headings.
    pub rows: Vec<Vec<Range<usize>>>,
}

/// Most columns, and the longest line, of a table that is looked for; in bytes.
const MOST_COLUMNS: usize = 64;
const LONGEST_LINE: usize = 4096;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Border {
    Mark(u8),
    Blanks,
}

const BORDERS: [Border; 5] = [
    Border::Mark(b'\t'),
    Border::Mark(b'|'),
    Border::Mark(b';'),
    Border::Mark(b','),
    Border::Blanks,
];

/// The tables of a file, in its order.
pub(super) fn find(source: &Source) -> Vec<Table> {
    let text = source.text();
    let mut tables = Vec::new();
    let mut above: Option<Range<usize>> = None;
    let mut open: Option<(Border, Table)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.trim_end_matches(['\n', '\r']).len();
        at += line.len();
        let line = text.get(range.clone()).unwrap_or_default();
        if is_rule(line) {
            continue;
        }
        let clean = |cells: Vec<Range<usize>>| -> Vec<Range<usize>> {
            let kept = |cell| source.clean_bytes(cell).unwrap_or(0..0);
            cells.into_iter().map(kept).collect()
        };
        if let Some((border, table)) = &mut open {
            let row = row(text, &range, *border, table.header.len());
            if let Some(cells) = row {
                table.rows.push(clean(cells));
                continue;
            }
        }
        tables.extend(open.take().map(|(_, table)| table));
        if line.trim().is_empty() {
            above = None;
            continue;
        }
        if let Some(heading) = above.replace(range.clone()) {
            // Most lines have no figures to speak of. Those of other writings begin with other bytes than most letters.
            let figures = line
                .bytes()
                .filter(|byte| byte.is_ascii_digit() || *byte >= 0xD9)
                .count();
            if figures < 4 {
                continue;
            }
            open = BORDERS.into_iter().find_map(|border| {
                let figures = row(text, &range, border, 0)?;
                let header = header(text, &heading, border, figures.len())?;
                let (header, rows) = (clean(header), vec![clean(figures)]);
                Some((border, Table { header, rows }))
            });
        }
    }
    tables.extend(open.map(|(_, table)| table));
    tables
}

/// The line between headings and rows: `| --- | :-: |`, `---- ----`.
fn is_rule(line: &str) -> bool {
    line.contains("--")
        && line
            .bytes()
            .all(|byte| matches!(byte, b'-' | b'|' | b':' | b'+' | b' ' | b'\t' | b'='))
}

/// The cells of a row with figures in at least two of them; `columns` of them, if that is not zero.
fn row(
    text: &str,
    line: &Range<usize>,
    border: Border,
    columns: usize,
) -> Option<Vec<Range<usize>>> {
    let cells = cells(text, line, border)?;
    let wanted = columns == 0 || cells.len() == columns;
    let figures = cells.iter().filter(|cell| is_figure(text, cell)).count();
    (wanted && figures >= 2).then_some(cells)
}

/// The cells of a line of headings: words, and no figures alone.
fn header(
    text: &str,
    line: &Range<usize>,
    border: Border,
    columns: usize,
) -> Option<Vec<Range<usize>>> {
    let cells = cells(text, line, border)?;
    let words = cells.iter().filter(|cell| {
        let cell = text.get((*cell).clone()).unwrap_or_default();
        cell.chars().any(char::is_alphabetic)
    });
    let fits = cells.len() == columns && words.count() >= 2;
    let headings = !cells.iter().any(|cell| is_figure(text, cell));
    (fits && headings).then_some(cells)
}

fn cells(text: &str, line: &Range<usize>, border: Border) -> Option<Vec<Range<usize>>> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let bytes = text.as_bytes().get(line.clone())?;
    let parted = match border {
        Border::Mark(mark) => bytes.contains(&mark),
        Border::Blanks => bytes.windows(2).any(|pair| pair == b"  "),
    };
    if !parted {
        return None;
    }
    let ends_cell = |at: usize| match border {
        Border::Mark(mark) => bytes.get(at) == Some(&mark),
        Border::Blanks => bytes.get(at) == Some(&b' ') && bytes.get(at + 1) == Some(&b' '),
    };
    let mut cells: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut quoted = false;
    while at <= bytes.len() {
        let opens = || {
            bytes
                .get(start..at)
                .is_some_and(|before| before.iter().all(u8::is_ascii_whitespace))
        };
        if bytes.get(at) == Some(&b'"') && (quoted || opens()) {
            let next = bytes.get(at + 1).copied();
            let closes = matches!(next, None | Some(b',' | b';' | b'\t' | b'|'));
            // An inch or second inside quotation marks is doubled, and closes nothing.
            quoted = !quoted || !closes;
        } else if at == bytes.len() || (!quoted && ends_cell(at)) {
            cells.push(trimmed(text, line.start + start..line.start + at));
            if cells.len() > MOST_COLUMNS {
                return None;
            }
            if border == Border::Blanks {
                while bytes.get(at + 1) == Some(&b' ') {
                    at += 1;
                }
            }
            start = at + 1;
        }
        at += 1;
    }
    if border == Border::Mark(b'|') {
        // The bars at both ends are the frame.
        if cells.first().is_some_and(Range::is_empty) {
            cells.remove(0);
        }
        if cells.last().is_some_and(Range::is_empty) {
            cells.pop();
        }
    } else if border == Border::Blanks && cells.first().is_some_and(Range::is_empty) {
        cells.remove(0);
    }
    (cells.len() >= 2).then_some(cells)
}

/// A cell without blanks, quotation marks and emphasis around it.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = text.get(range.clone()).unwrap_or_default();
    let inner = cell.trim_start();
    let start = range.start + (cell.len() - inner.len());
    let inner = inner.trim_end();
    let framed = ["\"", "**", "`", "*"].into_iter().find_map(|mark| {
        let inside = inner.strip_prefix(mark)?.strip_suffix(mark)?;
        Some((start + mark.len(), inside.len()))
    });
    let (start, length) = framed.unwrap_or((start, inner.len()));
    start..start + length
}

/// Whether a cell holds a number or an angle, and no words.
fn is_figure(text: &str, cell: &Range<usize>) -> bool {
    let cell = text.get(cell.clone()).unwrap_or_default();
    let figures = cell.chars().filter(|char| char.is_numeric()).count();
    let letters = cell.chars().filter(|char| char.is_alphabetic()).count();
    let begins = |char: char| {
        char.is_numeric() || matches!(char, '-' | '+' | '−' | '–' | 'N' | 'S' | 'E' | 'W')
    };
    (1..=40).contains(&figures) && letters <= 4 && cell.len() <= 96 && cell.starts_with(begins)
}

#[cfg(test)]
mod tests {
    use crate::document::from_text;

    /// Headings and rows, with `/` between the cells.
    fn tables(text: &str) -> Vec<Vec<String>> {
        let document = from_text("t", None, None, text);
        let line = |cells: &[std::ops::Range<usize>]| {
            let cells = cells
                .iter()
                .map(|cell| document.text.get(cell.clone()).unwrap_or_default());
            cells.collect::<Vec<_>>().join("/")
        };
        let table = |table: &super::Table| {
            let rows = table.rows.iter().map(|row| line(row));
            std::iter::once(line(&table.header)).chain(rows).collect()
        };
        document.tables.iter().map(table).collect()
    }

    #[test]
    fn columns_are_parted_by_all_that_parts_columns() {
        let wanted = vec![vec![
            "Post/Lat/Lon",
            "Gate/39.20/46.41",
            "Ridge/-39.15/46.53",
        ]];
        for text in [
            "Post\tLat\tLon\nGate\t39.20\t46.41\nRidge\t-39.15\t46.53\n",
            "| Post | Lat | Lon |\n|---|:--:|---:|\n| Gate | 39.20 | 46.41 |\n| Ridge | -39.15 | 46.53 |\n",
            "Post,Lat,Lon\nGate,39.20,46.41\nRidge,-39.15,46.53",
            "Post;Lat;Lon\r\nGate;39.20;46.41\r\nRidge;-39.15;46.53\r\n",
            "Post     Lat     Lon\nGate   39.20   46.41\nRidge  -39.15  46.53\n",
            "\"Post\",\"Lat\",\"Lon\"\n\"Gate\",\"39.20\",\"46.41\"\n\"Ridge\",\"-39.15\",\"46.53\"\n",
        ] {
            assert_eq!(tables(text), wanted, "{text}");
        }
    }

    #[test]
    fn prose_and_lists_are_no_tables() {
        for text in [
            "In Kapan, Goris and Meghri, on the road.\nOn 12, 13 and 14 May, 200 lorries passed.",
            "12, 13, 14\n15, 16, 17",
            "",
            "|",
        ] {
            assert!(tables(text).is_empty(), "{text}");
        }
    }
}
