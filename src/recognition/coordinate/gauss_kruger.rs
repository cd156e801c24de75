//! Soviet Gauss–Krüger coordinates on the 1942 system, as on Soviet topographic maps.
//!
//! By Soviet custom X is the northing and Y the easting, which carries the number of its six-degree
//! zone before six digits of metres.

use super::geographic::starts_number;
use super::scan::{Number, Text, is_blank, is_dash};
use super::{Coordinate, CoordinateProblem, Finding, Notation, Position};

/// Whether `word` is an axis letter: X or Y, Latin or the Cyrillic look-alikes Х and У.
pub(super) fn is_axis_letter(word: &str) -> bool {
    axis(word).is_some()
}

/// Whether `word` is the letter of the northing.
fn axis(word: &str) -> Option<bool> {
    match word {
        "X" | "x" | "Х" | "х" => Some(true),
        "Y" | "y" | "У" | "у" => Some(false),
        _ => None,
    }
}

/// Whether the word ending at `end` is the first part of `СК-42`, `SK-42` or `S-42`.
pub(super) fn is_system_name(text: Text<'_>, lower: &str, end: usize) -> bool {
    let mut from = end;
    match lower {
        "ск" | "sk" | "ck" => {
            if let Some(character) = text.character(end).filter(|&c| is_blank(c) || is_dash(c)) {
                from += character.len_utf8();
            }
        }
        // The bare letter is also the Russian for “with”.
        "с" | "s" => match text.character(end).filter(|&c| is_dash(c)) {
            Some(dash) => from += dash.len_utf8(),
            None => return false,
        },
        _ => return false,
    }
    text.slice(from..from + 2) == "42" && text.boundary(from + 2)
}

/// A number of metres, perhaps in groups of three digits: `8 563 120`.
fn metres(text: Text<'_>, at: usize) -> Option<Number> {
    let mut end = text.digits(at, 10)?;
    let mut digits = text.slice(at..end).to_owned();
    if digits.len() <= 2 {
        for _ in 0..2 {
            let gap = text.blanks_up_to(end, 1);
            let next = text
                .digits(gap, 3)
                .filter(|next| gap > end && next - gap == 3)?;
            digits.push_str(text.slice(gap..next));
            end = next;
        }
        let decimals = if matches!(text.byte(end), b'.' | b',') && text.digit(end + 1) {
            let last = text.digits(end + 1, 6)?;
            digits.push('.');
            digits.push_str(text.slice(end + 1..last));
            let decimals = last - end - 1;
            end = last;
            decimals
        } else {
            0
        };
        return Some(Number {
            end,
            value: digits.parse().ok()?,
            integer_digits: digits.find('.').unwrap_or(digits.len()),
            decimals,
            comma: false,
        });
    }
    // `4435678,8563120` is two whole numbers, though the comma may be a decimal mark.
    text.number(at)
        .filter(|number| number.decimals <= 4)
        .or_else(|| text.plain_number(at))
}

/// A labelled number: `X=4435678`, `Y 8563120 м`.
struct Labelled {
    northing: bool,
    number: Number,
    /// There is an equals sign or colon.
    equated: bool,
    end: usize,
}

fn labelled_number(text: Text<'_>, at: usize) -> Option<Labelled> {
    let end = text.word(at)?;
    let northing = axis(text.slice(at..end))?;
    let mut from = text.blanks_up_to(end, 2);
    let equated = matches!(text.byte(from), b'=' | b':');
    if equated {
        from = text.blanks_up_to(from + 1, 2);
    }
    let number = metres(text, from)?;
    let mut end = number.end;
    let unit = text.blanks_up_to(end, 1);
    if let Some(after) = text.word(unit)
        && matches!(text.slice(unit..after), "m" | "м")
    {
        end = after;
    }
    text.boundary(end).then_some(Labelled {
        northing,
        number,
        equated,
        end,
    })
}

/// Blanks, a comma, semicolon or slash between the two numbers.
fn separator(text: Text<'_>, at: usize) -> usize {
    let end = text.blanks(at);
    if matches!(text.byte(end), b',' | b';' | b'/') {
        text.blanks(end + 1)
    } else {
        end
    }
}

/// The coordinates `X=4435678 Y=8563120` at `at`, in either order. `named` says that the clause
/// names the system; otherwise both labels need an equals sign and the numbers must fit.
pub(super) fn labelled(text: Text<'_>, at: usize, named: bool) -> Option<Finding> {
    let first = labelled_number(text, at)?;
    let second = labelled_number(text, separator(text, first.end))?;
    if first.northing == second.northing {
        return None;
    }
    let (northing, easting) = if first.northing {
        (first.number, second.number)
    } else {
        (second.number, first.number)
    };
    if northing.integer_digits < 6 || easting.integer_digits < 6 {
        return None;
    }
    let span = at..second.end;
    let result = checked(text, &span, easting, northing);
    // Without the system's name X and Y could be anything, so what does not fit is not one.
    let fits = result.is_ok() && northing.value >= 3.0e6;
    let taken = named || (first.equated && second.equated && fits);
    taken.then_some(Finding { span, result })
}

/// Two unlabelled numbers after the name of the system: `Gauss-Kruger 8563120 4435678`.
///
/// Both orders are in use, so the one is taken that puts the position in the Soviet mapping area
/// (zones 2 to 32, northing 3 500 to 8 100 km). If both do, there is no telling.
pub(super) fn unlabelled(text: Text<'_>, at: usize) -> Option<Finding> {
    if !starts_number(text, at) {
        return None;
    }
    let number = |at: usize| {
        text.number(at)
            .or_else(|| text.plain_number(at))
            .filter(|number| number.integer_digits >= 7)
    };
    let first = number(at)?;
    let from = separator(text, first.end);
    let second = number(from).filter(|_| from > first.end)?;
    let span = at..second.end;
    if !text.boundary(second.end) {
        return None;
    }
    let mapped = |easting: Number, northing: Number| {
        let result = checked(text, &span, easting, northing);
        let area =
            (2.0e6..33.0e6).contains(&easting.value) && (3.5e6..=8.1e6).contains(&northing.value);
        result.ok().filter(|_| area)
    };
    let result = match (mapped(first, second), mapped(second, first)) {
        (Some(_), Some(_)) => Err(CoordinateProblem::Ambiguous {
            what: "axis order",
            value: text.slice(span.clone()).to_owned(),
            remedy: "label the northing X and the easting Y",
        }),
        (Some(coordinate), None) | (None, Some(coordinate)) => Ok(coordinate),
        (None, None) => return None,
    };
    Some(Finding { span, result })
}

fn checked(
    text: Text<'_>,
    span: &std::ops::Range<usize>,
    easting: Number,
    northing: Number,
) -> Result<Coordinate, CoordinateProblem> {
    if easting.value < 1.0e6 {
        return Err(CoordinateProblem::Incomplete {
            what: "zone",
            value: text.slice(span.clone()).to_owned(),
            remedy: "write the easting Y with the zone's number before its six digits of metres",
        });
    }
    let out_of_range = |what, number: Number, allowed| CoordinateProblem::OutOfRange {
        what,
        value: number.value.to_string(),
        allowed,
    };
    let prefix = (easting.value / 1.0e6).floor();
    let Some(zone) = (1..=60u8).find(|&zone| (f64::from(zone) - prefix).abs() < 0.5) else {
        return Err(out_of_range(
            "Gauss–Krüger zone of easting",
            easting,
            "1 to 60 before the six digits of metres",
        ));
    };
    if !(100_000.0..900_000.0).contains(&(easting.value - prefix * 1.0e6)) {
        return Err(out_of_range(
            "Gauss–Krüger easting",
            easting,
            "100000 to less than 900000 metres after the zone's number",
        ));
    }
    if !(0.0..=10_000_000.0).contains(&northing.value) {
        return Err(out_of_range(
            "Gauss–Krüger northing",
            northing,
            "0 to 10000000 metres",
        ));
    }
    Ok(Coordinate {
        span: span.clone(),
        notation: Notation::GaussKruger,
        position: Position::GaussKruger {
            zone,
            easting: easting.value,
            northing: northing.value,
        },
        precision_m: easting.unit().max(northing.unit()),
    })
}
