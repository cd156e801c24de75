//! Positions whose latitude and longitude stand apart: in two columns of a table, or on two lines.

use std::ops::Range;

use crate::document::{Block, BlockKind, Document, Table};

use super::coordinate::{self, CoordinateProblem, Finding, Heading};

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
            findings.extend(over_breaks(document, &run));
            run.clear();
        } else if short {
            run.push(range.clone());
        } else {
            let head = range.start..text.floor_char_boundary(range.start + LONGEST_LINE);
            run.push(head);
            findings.extend(over_breaks(document, &run));
            run.clear();
            run.push(text.ceil_char_boundary(range.end - LONGEST_LINE)..range.end);
        }
    }
    findings.extend(over_breaks(document, &run));
    findings
}

/// The positions in a run of lines that go over the end of one.
fn over_breaks(document: &Document, lines: &[Range<usize>]) -> Vec<Finding> {
    let text = document.text.as_str();
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
    let mut findings: Vec<Finding> = Vec::new();
    // The lines that belong to a position that goes over one, and those of the latest that follow one another.
    let mut taken = vec![false; lines.len()];
    for finding in coordinate::find_in(&joined, document.language.as_deref()) {
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
        for line in taken.iter_mut().take(last + 1).skip(first) {
            *line = true;
        }
        findings.push(finding);
    }
    let line = |number: usize| {
        let range = lines.get(number)?;
        text.get(range.clone())
    };
    // A half that is left over beside others: which of them belong together?
    let is_left = |number: usize, beside: usize| {
        let free = taken.get(number).is_some_and(|taken| !taken);
        let (Some(line), Some(other)) = (line(number).filter(|_| free), line(beside)) else {
            return false;
        };
        // A label stands at the beginning; further on a latitude is spoken of.
        let label = line
            .split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" ");
        let named = Heading::of(&label).is_some_and(|heading| !heading.is_pair());
        let pair = format!("{other}\n{line}");
        named
            || coordinate::find(&pair)
                .iter()
                .any(|found| found.span.end > other.len() && found.span.start < other.len())
    };
    let mut chain = 0;
    for at in 0..findings.len() {
        let lines_of =
            |finding: &Finding| (line_of(finding.span.start), line_of(finding.span.end - 1));
        let Some((_, last)) = findings.get(at).map(lines_of) else {
            break;
        };
        let goes_on = findings
            .get(at + 1)
            .is_some_and(|next| line_of(next.span.start) == last + 1);
        if goes_on {
            continue;
        }
        let first = findings
            .get(chain)
            .map_or(last, |finding| lines_of(finding).0);
        let left = first > 0 && is_left(first - 1, first) || is_left(last + 1, last);
        for finding in findings
            .get_mut(chain..=at)
            .unwrap_or_default()
            .iter_mut()
            .filter(|_| left)
        {
            finding.result = Err(CoordinateProblem::NotUnderstood {
                value: joined
                    .get(finding.span.clone())
                    .unwrap_or_default()
                    .replace('\n', " "),
                why: "another latitude or longitude stands beside it; write both on one line",
            });
        }
        chain = at + 1;
    }
    for finding in &mut findings {
        finding.span = back(finding.span.start)..back(finding.span.end - 1) + 1;
        if let Ok(coordinate) = &mut finding.result {
            coordinate.span = finding.span.clone();
        }
    }
    findings
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::coordinate::Position;
    use super::*;
    use crate::document::from_text;

    /// The words of each position, and where it is; nothing where it is refused.
    fn found(text: &str) -> Vec<(String, Option<(f64, f64)>)> {
        let document = from_text("t", None, None, text);
        let place = |finding: Finding| match finding.result {
            Ok(found) => match found.position {
                Position::Geographic { lon, lat } => Some((lat, lon)),
                _ => None,
            },
            Err(_) => None,
        };
        let words = |finding: &Finding| {
            document
                .text
                .get(finding.span.clone())
                .unwrap()
                .replace("\n\n", " / ")
        };
        find(&document)
            .into_iter()
            .map(|finding| (words(&finding), place(finding)))
            .collect()
    }

    #[test]
    fn a_position_may_go_over_the_end_of_a_line() {
        assert_eq!(
            found(
                "Camera 8\n\nLatitude: 39.1407\n\nLongitude: 46.9543\n\nCamera 9\n\nLatitude\n\n39.15\n\nLongitude\n\n46.96"
            ),
            [
                (
                    "Latitude: 39.1407 / Longitude: 46.9543".to_owned(),
                    Some((39.1407, 46.9543))
                ),
                (
                    "Latitude / 39.15 / Longitude / 46.96".to_owned(),
                    Some((39.15, 46.96))
                ),
            ]
        );
        assert_eq!(found("The score\n\n39.1407\n\n46.9543\n\nat half time"), []);
        assert_eq!(found("Row 39\n\nNumber 46"), []);
    }

    #[test]
    fn halves_of_two_positions_are_not_put_together() {
        for text in [
            "Latitude: unknown\n\nLongitude: 46.9543\n\nLatitude: 39.1407\n\nLongitude: 46.1234",
            "Latitude: unknown\n\nLongitude: 46.9543\n\nLatitude: 39.1407\n\nLongitude: unknown",
            "Longitude: 46.9543\n\nLatitude: 39.1407\n\nLongitude: 46.1234",
            "46.9543° E\n\n39.1407° N\n\n46.1234° E",
        ] {
            assert!(
                found(text).iter().all(|(_, place)| place.is_none()),
                "{text}: {:?}",
                found(text)
            );
        }
        let told = "It is warm for the latitude of the place\n\nLat: 39.1\n\nLon: 46.1";
        assert_eq!(found(told).len(), 1);
        assert!(found(told).iter().all(|(_, place)| place.is_some()));
        let list = "Lat: 39.1\n\nLon: 46.1\n\nLat: 39.2\n\nLon: 46.2\n\nLat: 39.3\n\nLon: 46.3";
        let places: Vec<_> = found(list)
            .into_iter()
            .filter_map(|(_, place)| place)
            .collect();
        assert_eq!(places, [(39.1, 46.1), (39.2, 46.2), (39.3, 46.3)]);
    }

    #[test]
    fn columns_are_read_as_their_headings_say() {
        assert_eq!(
            found(
                "Post;Longitude;Place;Latitude\nGate;46.2301;Kapan;38.9101\nRidge;146.2301;Goris;98.9101"
            ),
            [
                ("38.9101".to_owned(), Some((38.9101, 46.2301))),
                ("98.9101".to_owned(), None)
            ]
        );
        assert_eq!(
            found("Sheet,Lat min,Lat max,Lon min\n1,38.91,39.91,46.23"),
            []
        );
        assert_eq!(found("Team,Points,Goals\nA,39.1407,46.9543"), []);
    }
}
