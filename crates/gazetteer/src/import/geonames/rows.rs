//! The rows of tables whose cells are parted by tabulators and never quoted.

use super::super::ImportError;
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::report::{At, Reason};
use crate::compile::eight;

/// Hands over the cells of each row that is UTF-8 and has a number of columns between two bounds; says of the others
/// what is wrong. Lines that are empty or begin with `#` are no rows. Cells that are missing are empty.
pub(super) fn rows<const COLUMNS: usize>(
    input: &Input,
    least: usize,
    intake: &mut Intake<'_>,
    mut each: impl FnMut(At<'_>, &[&str; COLUMNS], &mut Intake<'_>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    input.lines(|number, line| {
        if line.is_empty() || line.starts_with(b"#") {
            return Ok(());
        }
        let at = At {
            file: input.label(),
            line: Some(number),
        };
        if line.contains(&0) {
            intake.remark(at, Reason::NulByte, "has NUL bytes; the file is damaged");
            return Ok(());
        }
        let Ok(line) = std::str::from_utf8(line) else {
            intake.remark(
                at,
                Reason::Encoding,
                "is no UTF-8; the tables of GeoNames are",
            );
            return Ok(());
        };
        // A mark that some editors put before the first line.
        let line = line.strip_prefix('\u{FEFF}').unwrap_or(line);
        let mut cells = [""; COLUMNS];
        let mut count = 0;
        let mut begin = 0;
        let mut add = |end: usize| {
            if let Some(place) = cells.get_mut(count) {
                *place = line.get(begin..end).unwrap_or_default();
            }
            begin = end + 1;
            count += 1;
        };
        // Cells are short, so that looking for each tabulator by itself costs more than one walk over all bytes.
        for (eight, first) in line.as_bytes().chunks(8).zip((0..).step_by(8)) {
            let mut tabulators = eight::equal(eight::load(eight), b'\t');
            while tabulators != 0 {
                add(first + eight::first(tabulators));
                tabulators &= tabulators - 1;
            }
        }
        add(line.len());
        if !(least..=COLUMNS).contains(&count) {
            let wanted = match least {
                least if least == COLUMNS => COLUMNS.to_string(),
                least => format!("{least} to {COLUMNS}"),
            };
            let detail = format!("has {count} columns instead of {wanted}");
            intake.remark(at, Reason::Columns, detail);
            return Ok(());
        }
        each(at, &cells, intake)
    })
}

/// A number in a cell; says where there is none.
pub(super) fn number<N: std::str::FromStr>(
    cell: &str,
    column: &str,
    at: At<'_>,
    intake: &mut Intake<'_>,
) -> Option<N> {
    let number = cell.trim().parse().ok();
    if number.is_none() {
        let detail = format!("column {column}: “{cell}” is no number");
        intake.remark(at, Reason::Number, detail);
    }
    number
}
