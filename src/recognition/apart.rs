//! Positions whose latitude and longitude stand apart: in two columns of a table, or on two lines.

use std::ops::Range;

use crate::document::{Block, BlockKind, Document, Table};

use super::coordinate::{self, Finding, Heading};

/// The longest line that may be half a position, bytes; of longer ones as much is looked at, next to the line break.
const LONGEST_LINE: usize = 120;

/// Most line breaks within a position: between the name of an axis and its figure, and between the halves.
const MOST_BREAKS: usize = 3;

/// Precision of four decimals, metres: what two plain numbers on two lines must have.
const FOUR_DECIMALS_M: f64 = 11.2;

/// The positions of a document that no block has whole, in order; spans are bytes of its text.
pub(super) fn find(document: &Document) -> Vec<Finding> {
    let mut findings: Vec<Finding> = document
        .tables
        .iter()
        .flat_map(|table| in_table(document, table))
        .collect();
    findings.extend(on_lines(document));
    findings.sort_by_key(|finding| (finding.span.start, finding.span.end));
    let mut end = 0;
    findings.retain(|finding| {
        let free = finding.span.start >= end;
        end = end.max(finding.span.end);
        free
    });
    findings
}

/// The positions in the rows of a table.
fn in_table(document: &Document, table: &Table) -> Vec<Finding> {
    let cell = |range: &Range<usize>| document.text.get(range.clone()).unwrap_or_default();
    let headings: Vec<Option<Heading>> = table
        .header
        .iter()
        .map(|range| Heading::of(cell(range)))
        .collect();
    let columns = |is: fn(Heading) -> bool| -> Vec<(usize, Heading)> {
        let numbered = headings.iter().enumerate();
        numbered
            .filter_map(|(number, heading)| Some((number, (*heading)?)))
            .filter(|&(_, heading)| is(heading))
            .collect()
    };
    let (latitudes, longitudes) = (
        columns(Heading::is_latitude),
        columns(Heading::is_longitude),
    );
    let mut findings = Vec::new();
    for row in &table.rows {
        match (latitudes.as_slice(), longitudes.as_slice()) {
            (&[(lat, latitude)], &[(lon, longitude)]) => {
                let (Some(y), Some(x)) = (row.get(lat), row.get(lon)) else {
                    continue;
                };
                let read = coordinate::in_columns((latitude, cell(y)), (longitude, cell(x)));
                let span = if lat.abs_diff(lon) == 1 {
                    y.start.min(x.start)..y.end.max(x.end)
                } else {
                    // What stands between the two columns is something else.
                    y.clone()
                };
                findings.extend(read.map(|result| Finding { span, result }));
            }
            ([], []) => {
                for (number, heading) in columns(Heading::is_pair) {
                    let Some(range) = row.get(number) else {
                        continue;
                    };
                    let read = heading.pair(cell(range));
                    findings.extend(read.map(|result| Finding {
                        span: range.clone(),
                        result,
                    }));
                }
            }
            _ => {}
        }
    }
    for finding in &mut findings {
        if let Ok(coordinate) = &mut finding.result {
            coordinate.span = finding.span.clone();
        }
    }
    findings
}

/// The positions that go over the end of a line: `Latitude: 39.2`, and below it `Longitude: 46.4`.
fn on_lines(document: &Document) -> Vec<Finding> {
    let text = document.text.as_str();
    let mut findings = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    for Block { kind, range } in &document.blocks {
        let short = range.len() <= LONGEST_LINE;
        if *kind == BlockKind::Boilerplate {
            findings.extend(over_breaks(text, &run));
            run.clear();
        } else if short {
            run.push(range.clone());
        } else {
            let head = range.start..text.floor_char_boundary(range.start + LONGEST_LINE);
            run.push(head);
            findings.extend(over_breaks(text, &run));
            run.clear();
            run.push(text.ceil_char_boundary(range.end - LONGEST_LINE)..range.end);
        }
    }
    findings.extend(over_breaks(text, &run));
    findings
}

/// The positions in a run of lines that go over the end of one.
fn over_breaks(text: &str, lines: &[Range<usize>]) -> Vec<Finding> {
    let with_figures = lines.iter().filter(|line| {
        let line = text.get((*line).clone()).unwrap_or_default();
        line.chars().any(char::is_numeric)
    });
    if lines.len() < 2 || with_figures.count() < 2 {
        return Vec::new();
    }
    let mut joined = String::new();
    // Where each line begins in the joined text, and in the document's.
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for line in lines {
        starts.push((joined.len(), line.start));
        joined.push_str(text.get(line.clone()).unwrap_or_default());
        joined.push('\n');
    }
    let line_of = |at: usize| {
        starts
            .partition_point(|&(start, _)| start <= at)
            .saturating_sub(1)
    };
    let back = |at: usize| {
        starts
            .get(line_of(at))
            .map_or(at, |&(start, written)| written + (at - start))
    };
    let mut findings = Vec::new();
    for mut finding in coordinate::find(&joined) {
        let (first, last) = (line_of(finding.span.start), line_of(finding.span.end - 1));
        if first == last || last - first > MOST_BREAKS {
            continue;
        }
        let words = joined.get(finding.span.clone()).unwrap_or_default();
        let labelled = words.chars().any(char::is_alphabetic);
        let exact = finding
            .result
            .as_ref()
            .is_ok_and(|found| found.precision_m <= FOUR_DECIMALS_M);
        if !labelled && !exact {
            continue;
        }
        finding.span = back(finding.span.start)..back(finding.span.end - 1) + 1;
        if let Ok(coordinate) = &mut finding.result {
            coordinate.span = finding.span.clone();
        }
        findings.push(finding);
    }
    findings
}
