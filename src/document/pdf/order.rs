//! In which order the lines of a page are read: down one column, then down the next, but not across.
//!
//! A page is a set of pieces of lines, each with its box. A gutter is an upright strip that hardly a piece crosses, with
//! lines that fill their columns on both sides; the cells of a table leave a strip free as well, but do not fill their
//! columns. What crosses a gutter (a title, a wide figure's caption, a footer) parts what is above it from what is below.

use std::collections::{HashMap, HashSet};

/// A piece of a line.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
    pub(super) top: f32,
    /// Height of its letters.
    pub(super) size: f32,
}

impl Piece {
    fn width(&self) -> f32 {
        self.right - self.left
    }

    fn middle(&self) -> f32 {
        (self.bottom + self.top) / 2.0
    }
}

/// Columns have at least so many lines.
const LEAST_LINES: usize = 5;

/// Columns lie no deeper in columns.
const DEEPEST: usize = 4;

/// Between the cells of a row there is more room than this, in heights of letters.
const CELLS_APART: f32 = 1.2;

/// Where gutters are looked for: so many places across a page.
const STEPS: usize = 120;

/// On so many pages at least the same stands at the same height where it is no text of any of them.
const LEAST_REPEATED: usize = 3;

/// Pages of fewer rows have none of these.
const FEWEST_ROWS: usize = 6;

/// Takes headers, footers and page numbers from the pages of a document: what stands in the first or last two rows of
/// many pages, at the same height and but for its figures in the same words. They would part sentences that go on in the
/// next page, and be taken for titles. Gives how many words they have.
pub(super) fn without_furniture(pages: &mut [Vec<Piece>]) -> usize {
    let key = |piece: &Piece| {
        let mut words = String::with_capacity(piece.text.len());
        for char in piece.text.chars() {
            match (char.is_numeric(), words.ends_with('#')) {
                (true, true) => {}
                (true, false) => words.push('#'),
                (false, _) => words.push(char),
            }
        }
        #[allow(clippy::cast_possible_truncation)]
        let height = (piece.bottom / 4.0).round() as i32;
        (words, height)
    };
    let mut times: HashMap<(String, i32), usize> = HashMap::new();
    for page in pages.iter() {
        let keys: HashSet<_> = at_edges(page).map(key).collect();
        for key in keys {
            *times.entry(key).or_default() += 1;
        }
    }
    let least = LEAST_REPEATED.max(pages.len() / 3);
    let mut words = 0;
    for page in pages {
        let repeated: HashSet<_> = at_edges(page)
            .map(key)
            .filter(|key| times.get(key).is_some_and(|times| *times >= least))
            .collect();
        page.retain(|piece| {
            let goes = repeated.contains(&key(piece));
            words += if goes {
                piece.text.split_whitespace().count()
            } else {
                0
            };
            !goes
        });
    }
    words
}

/// The pieces in the first and last two rows of a page.
fn at_edges(page: &[Piece]) -> impl Iterator<Item = &Piece> {
    let mut heights: Vec<f32> = page.iter().map(Piece::middle).collect();
    heights.sort_by(f32::total_cmp);
    heights.dedup_by(|a, b| (*a - *b).abs() < 3.0);
    // Of a page of few rows nothing is at its edge.
    if heights.len() < FEWEST_ROWS {
        heights.clear();
    }
    let low = heights.get(1).copied().unwrap_or(f32::MIN) + 3.0;
    let high = heights.iter().rev().nth(1).copied().unwrap_or(f32::MAX) - 3.0;
    page.iter()
        .filter(move |piece| piece.middle() <= low || piece.middle() >= high)
}

/// Pieces of a page, in the order of reading: in each inner list those of one stretch of one column, from top to bottom.
pub(super) fn in_order(pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut runs = Vec::new();
    cut(pieces, 0, &mut runs);
    runs
}

fn cut(mut pieces: Vec<Piece>, depth: usize, runs: &mut Vec<Vec<Piece>>) {
    pieces.sort_by(|a, b| {
        b.middle()
            .total_cmp(&a.middle())
            .then(a.left.total_cmp(&b.left))
    });
    let Some(gutter) = (depth < DEEPEST).then(|| gutter(&pieces)).flatten() else {
        if !pieces.is_empty() {
            runs.push(pieces);
        }
        return;
    };
    let (mut left, mut right, mut wide) = (Vec::new(), Vec::new(), Vec::new());
    for piece in pieces {
        if piece.right <= gutter {
            flush(&mut wide, runs);
            left.push(piece);
        } else if piece.left >= gutter {
            flush(&mut wide, runs);
            right.push(piece);
        } else {
            // A line beside it is part of it only if it stands on the same height, which no column's line does.
            columns(&mut left, &mut right, depth, runs);
            wide.push(piece);
        }
    }
    flush(&mut wide, runs);
    columns(&mut left, &mut right, depth, runs);
}

fn flush(wide: &mut Vec<Piece>, runs: &mut Vec<Vec<Piece>>) {
    if !wide.is_empty() {
        runs.push(std::mem::take(wide));
    }
}

fn columns(
    left: &mut Vec<Piece>,
    right: &mut Vec<Piece>,
    depth: usize,
    runs: &mut Vec<Vec<Piece>>,
) {
    for column in [left, right] {
        if !column.is_empty() {
            cut(std::mem::take(column), depth + 1, runs);
        }
    }
}

/// The middle of the strip between two columns of text.
fn gutter(pieces: &[Piece]) -> Option<f32> {
    if pieces.len() < 2 * LEAST_LINES {
        return None;
    }
    let edge = |of: fn(&Piece) -> f32, better: fn(f32, f32) -> f32, from: f32| {
        pieces
            .iter()
            .fold(from, |edge, piece| better(edge, of(piece)))
    };
    let left = edge(|piece| piece.left, f32::min, f32::MAX);
    let right = edge(|piece| piece.right, f32::max, f32::MIN);
    let mut sizes: Vec<f32> = pieces.iter().map(|piece| piece.size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
    let width = right - left;
    if !width.is_finite() || width < 10.0 * size {
        return None;
    }
    let mut best: Option<(f32, f32)> = None;
    for step in STEPS / 6..STEPS * 5 / 6 {
        #[allow(clippy::cast_precision_loss)]
        let at = left + width * step as f32 / STEPS as f32;
        if let Some(worth) = worth(pieces, at, size)
            && best.is_none_or(|(most, _)| worth > most)
        {
            best = Some((worth, at));
        }
    }
    best.map(|(_, at)| at)
}

/// How good a gutter a place is; `None` for none.
fn worth(pieces: &[Piece], at: f32, size: f32) -> Option<f32> {
    let (mut crossing, mut left, mut right) = (0_usize, Vec::new(), Vec::new());
    let (mut before, mut behind) = (f32::MIN, f32::MAX);
    for piece in pieces {
        if piece.right <= at {
            before = before.max(piece.right);
            left.push(piece);
        } else if piece.left >= at {
            behind = behind.min(piece.left);
            right.push(piece);
        } else {
            crossing += 1;
        }
    }
    let few = left.len().min(right.len());
    let room = behind - before;
    if few < LEAST_LINES || crossing * 2 > few || room < size * 0.5 {
        return None;
    }
    for column in [&left, &right] {
        let from = column
            .iter()
            .fold(f32::MAX, |edge, piece| edge.min(piece.left));
        let to = column
            .iter()
            .fold(f32::MIN, |edge, piece| edge.max(piece.right));
        let mut widths: Vec<f32> = column.iter().map(|piece| piece.width()).collect();
        widths.sort_by(f32::total_cmp);
        let median = widths.get(widths.len() / 2).copied().unwrap_or_default();
        if median < (to - from) * 0.5 || median < size * 6.0 {
            return None;
        }
    }
    // Columns stand beside each other.
    let span = |column: &[&Piece]| {
        let bottom = column
            .iter()
            .fold(f32::MAX, |edge, piece| edge.min(piece.bottom));
        let top = column
            .iter()
            .fold(f32::MIN, |edge, piece| edge.max(piece.top));
        (bottom, top)
    };
    let ((low, high), (other_low, other_high)) = (span(&left), span(&right));
    let beside = high.min(other_high) - low.max(other_low);
    if beside < size * 4.0 {
        return None;
    }
    #[allow(clippy::cast_precision_loss)]
    let worth = few as f32 - 2.0 * crossing as f32 + (room / size).min(3.0);
    Some(worth)
}

/// Cuts a column into blocks: where there is more room than between its lines, or the letters change their size.
pub(super) fn blocks(run: Vec<Piece>) -> Vec<Vec<Piece>> {
    let mut steps: Vec<f32> = run
        .windows(2)
        .filter_map(|pair| match pair {
            [above, below] => Some(above.middle() - below.middle()),
            _ => None,
        })
        .filter(|step| *step > 1.0)
        .collect();
    steps.sort_by(f32::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(f32::MAX);
    let mut blocks: Vec<Vec<Piece>> = Vec::new();
    for piece in run {
        let goes_on = blocks
            .last()
            .and_then(|block| block.last())
            .is_some_and(|above| {
                let step = above.middle() - piece.middle();
                let same_size =
                    (above.size - piece.size).abs() <= 0.12 * above.size.max(piece.size);
                let near = step <= (usual * 1.3).max(piece.size * 0.6) && step <= piece.size * 2.6;
                // Beside each other stand the cells of a table.
                let same_line = step.abs() < piece.size * 0.4;
                same_line || near && same_size
            });
        match blocks.last_mut() {
            Some(block) if goes_on => block.push(piece),
            _ => blocks.push(vec![piece]),
        }
    }
    blocks
}

/// The lines of a block: pieces on the same height are one, with room between them that tells cells apart.
pub(super) fn lines(block: &[Piece]) -> Vec<String> {
    let mut lines: Vec<(&Piece, String)> = Vec::new();
    for piece in block {
        match lines.last_mut() {
            Some((last, line)) if (last.middle() - piece.middle()).abs() < piece.size * 0.4 => {
                let is_wide = piece.left - last.right > CELLS_APART * piece.size;
                line.push_str(if is_wide { "   " } else { " " });
                line.push_str(&piece.text);
                *last = piece;
            }
            _ => lines.push((piece, piece.text.clone())),
        }
    }
    let edge = |side: fn(&Piece) -> f32, of: fn(f32, f32) -> f32| {
        block.iter().map(side).reduce(of).unwrap_or_default()
    };
    let (left, right) = (
        edge(|piece| piece.left, f32::min),
        edge(|piece| piece.right, f32::max),
    );
    let goes_on: Vec<bool> = (0..lines.len())
        .map(|at| match (lines.get(at), lines.get(at + 1)) {
            (Some((last, _)), next) => {
                wraps(last, next.map(|(_, line)| line.as_str()), left, right)
            }
            _ => false,
        })
        .collect();
    lines
        .into_iter()
        .zip(goes_on)
        .map(|((_, line), goes_on)| if goes_on { line + " " } else { line })
        .collect()
}

/// Narrower blocks are labels, whose lines tell nothing by their width; in heights of letters.
const NARROWEST: f32 = 12.0;

/// Whether a line of a block goes on: the first word of the next would not have fitted on it. Here the room is known, of
/// which characters tell little: letters are of different widths. Lines that go on end with a blank.
fn wraps(last: &Piece, next: Option<&str>, left: f32, right: f32) -> bool {
    let size = last.size.max(1.0);
    if right - left < NARROWEST * size || last.text.ends_with(['-', '\u{AD}']) {
        return false;
    }
    #[allow(clippy::cast_precision_loss)]
    let letter = last.width() / last.text.chars().count().max(1) as f32;
    let Some(next) = next else {
        // The last line, which may go on in the next column.
        return right - last.right < 0.15 * (right - left);
    };
    #[allow(clippy::cast_precision_loss)]
    let word = next.split(' ').next().unwrap_or_default().chars().count() as f32;
    // Words are measured by the letters before them, and may be a letter or two wider.
    last.right + (word + 0.5) * letter > right - 0.8 * size
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, left: f32, right: f32, y: f32) -> Piece {
        Piece {
            text: text.to_owned(),
            left,
            right,
            bottom: y,
            top: y + 10.0,
            size: 10.0,
        }
    }

    fn read(pieces: Vec<Piece>) -> String {
        let runs = in_order(pieces).into_iter();
        let texts = runs.map(|run| {
            run.into_iter()
                .map(|piece| piece.text)
                .collect::<Vec<_>>()
                .join(" ")
        });
        texts.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut pieces = vec![piece("title", 150.0, 450.0, 700.0)];
        for line in 0..8_u8 {
            let y = 650.0 - 12.0 * f32::from(line);
            pieces.push(piece(&format!("a{line}"), 50.0, 290.0, y));
            pieces.push(piece(&format!("b{line}"), 310.0, 550.0, y - 3.0));
        }
        pieces.push(piece("7", 295.0, 305.0, 50.0));
        assert_eq!(
            read(pieces),
            "title | a0 a1 a2 a3 a4 a5 a6 a7 | b0 b1 b2 b3 b4 b5 b6 b7 7"
        );
    }

    #[test]
    fn tables_are_read_row_by_row() {
        let mut pieces = Vec::new();
        for line in 0..8_u8 {
            let y = 650.0 - 12.0 * f32::from(line);
            pieces.push(piece(&format!("a{line}"), 50.0, 90.0, y));
            pieces.push(piece(&format!("b{line}"), 310.0, 340.0, y));
        }
        assert!(read(pieces).starts_with("a0 b0 a1 b1"));
    }
}
