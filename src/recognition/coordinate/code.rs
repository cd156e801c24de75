//! Positions written as one code: Plus Codes, `geo:` URIs and what reading leaves of links to maps.

use super::geographic::starts_number;
use super::scan::{Number, Text};
use super::{Coordinate, CoordinateProblem, Finding, METRES_PER_DEGREE, Notation, Position};

/// The twenty digits of Open Location Code, in order of value.
const PLUS_DIGITS: &str = "23456789CFGHJMPQRVWX";
/// Degrees of a cell of ten digits on both axes.
pub(super) const TEN_DIGIT_CELL: f64 = 1.0 / 8000.0;

/// What a Plus Code covers, degrees.
struct Cell {
    south: f64,
    west: f64,
    height: f64,
    width: f64,
}

impl Cell {
    /// The part of it that a digit behind the tenth means: a cell of a grid of five rows and four columns.
    fn narrow(&mut self, digit: usize) -> Option<()> {
        let digit = u32::try_from(digit).ok()?;
        self.height /= 5.0;
        self.width /= 4.0;
        self.south += f64::from(digit / 4) * self.height;
        self.west += f64::from(digit % 4) * self.width;
        Some(())
    }

    /// Longitude and latitude of its middle.
    fn middle(&self) -> (f64, f64) {
        let lon = self.west + self.width / 2.0;
        (lon, self.south + self.height / 2.0)
    }

    fn precision_m(&self) -> f64 {
        self.height.max(self.width) * METRES_PER_DEGREE
    }
}

/// The full Plus Code at `at` (Open Location Code): eight digits, a plus sign and none or two to
/// seven more.
///
/// Codes padded with zeros, which name areas of kilometres, are not taken.
pub(super) fn plus_code(text: Text<'_>, at: usize) -> Option<Finding> {
    if text.byte(at + 8) != b'+' || !text.boundary_before(at) || !starts_number(text, at) {
        return None;
    }
    let value = |at: usize| PLUS_DIGITS.find(char::from(text.byte(at)).to_ascii_uppercase());
    let mut end = at + 9;
    while end - at < 17 && value(end).is_some() {
        end += 1;
    }
    let span = at..end;
    let written = text.slice(span.clone());
    let digits = written.len().checked_sub(1)?;
    let complete = (at..at + 8).all(|at| value(at).is_some());
    // A sum such as `22334455+66` is not a code, though it could be.
    let letters = written.bytes().any(|byte| byte.is_ascii_alphabetic());
    if !complete || !letters || digits == 9 || !text.boundary(end) || text.byte(end) == b'+' {
        return None;
    }
    // The first pair counts twenties of degrees from the south pole and the antimeridian.
    if value(at)? > 8 || value(at + 1)? > 17 {
        return None;
    }
    // The crate reads eight and ten digits.
    let base = written.get(..written.len().min(11))?.to_ascii_uppercase();
    let centre = pluscodes::decode(&base).ok()?;
    let size = if digits == 8 { 0.0025 } else { TEN_DIGIT_CELL };
    let mut cell = Cell {
        south: centre.latitude - size / 2.0,
        west: centre.longitude - size / 2.0,
        height: size,
        width: size,
    };
    for at in at + 11..end {
        cell.narrow(value(at)?)?;
    }
    let (lon, lat) = cell.middle();
    Some(Finding {
        span: span.clone(),
        result: Ok(Coordinate {
            span,
            notation: Notation::PlusCode,
            position: Position::Geographic { lon, lat },
            precision_m: cell.precision_m(),
        }),
    })
}

/// The short Plus Code at `at`: four or six digits, a plus sign and two or three more. Its letters are capitals; one
/// without any digit is only taken with a name behind it.
pub(super) fn short_plus_code(text: Text<'_>, at: usize) -> Option<Finding> {
    let before = [4, 6]
        .into_iter()
        .find(|&digits| text.byte(at + digits) == b'+')?;
    if !text.boundary_before(at) || !starts_number(text, at) {
        return None;
    }
    let value = |at: usize| PLUS_DIGITS.find(char::from(text.byte(at)));
    let mut end = at + before + 1;
    while end - at < before + 4 && value(end).is_some() {
        end += 1;
    }
    let behind = end - at - before - 1;
    let complete = (at..at + before).all(|at| value(at).is_some());
    if !complete || behind < 2 || !text.boundary(end) || text.byte(end) == b'+' {
        return None;
    }
    let span = at..end;
    let written = text.slice(span.clone());
    let has = |wanted: fn(&u8) -> bool| written.as_bytes().iter().any(wanted);
    let next = text.blanks_up_to(end, 2);
    let named = next > end && text.character(next).is_some_and(char::is_uppercase);
    if !has(u8::is_ascii_alphabetic) || !(has(u8::is_ascii_digit) || named) {
        return None;
    }
    let every = if before == 4 { 1.0 } else { 20.0 };
    let (mut south, mut west, mut size) = (0.0, 0.0, every);
    let digits = (at..at + before).chain(at + before + 1..at + before + 3);
    let mut latitude = true;
    for at in digits {
        let value = f64::from(u32::try_from(value(at)?).ok()?);
        if latitude {
            size /= 20.0;
            south += value * size;
        } else {
            west += value * size;
        }
        latitude = !latitude;
    }
    let mut cell = Cell {
        south,
        west,
        height: size,
        width: size,
    };
    if behind == 3 {
        cell.narrow(value(end - 1)?)?;
    }
    let (lon, lat) = cell.middle();
    Some(Finding {
        span: span.clone(),
        result: Ok(Coordinate {
            span,
            notation: Notation::PlusCode,
            // Counted from the south pole and the antimeridian.
            position: Position::ShortPlusCode {
                lon: lon - 180.0,
                lat: lat - 90.0,
                every,
            },
            precision_m: cell.precision_m(),
        }),
    })
}

/// Reads `39.1407,46.9543` as latitude and longitude.
fn point(text: Text<'_>, at: usize) -> Option<((f64, Number), (f64, Number))> {
    let signed = |at: usize| -> Option<(f64, Number)> {
        let negative = text.byte(at) == b'-';
        let number = text.plain_number(at + usize::from(negative))?;
        Some((
            if negative {
                -number.value
            } else {
                number.value
            },
            number,
        ))
    };
    let latitude = signed(at)?;
    if text.byte(latitude.1.end) != b',' {
        return None;
    }
    let longitude = signed(latitude.1.end + 1)?;
    Some((latitude, longitude))
}

/// The `geo:` URI at `at` (RFC 5870): latitude, longitude, an altitude that is passed over, and
/// parameters, of which `crs` must be WGS 84 and `u` gives the precision.
///
/// `geo:0,0?q=39.1407,46.9543` as Android writes it is read as the point asked for.
pub(super) fn geo_uri(text: Text<'_>, at: usize) -> Option<Finding> {
    if text.byte(at + 3) != b':' || !text.boundary_before(at) {
        return None;
    }
    let (mut latitude, mut longitude) = point(text, at + 4)?;
    let mut end = longitude.1.end;
    if text.byte(end) == b',' {
        let altitude = end + 1 + usize::from(text.byte(end + 1) == b'-');
        if let Some(altitude) = text.plain_number(altitude) {
            end = altitude.end;
        }
    }
    let mut problem = None;
    let mut uncertainty = None;
    // A dozen parameters is more than anyone writes, and keeps the look ahead short.
    for _ in 0..12 {
        if text.byte(end) != b';' {
            break;
        }
        let (name, after) = parameter_part(text, end + 1, false);
        if name.is_empty() {
            break;
        }
        end = after;
        let mut value = "";
        if text.byte(after) == b'=' {
            (value, end) = parameter_part(text, after + 1, true);
        }
        if name.eq_ignore_ascii_case("crs") && !value.eq_ignore_ascii_case("wgs84") {
            problem = Some(CoordinateProblem::UnsupportedReferenceSystem {
                name: value.to_owned(),
            });
        } else if name.eq_ignore_ascii_case("u") {
            uncertainty = value
                .parse::<f64>()
                .ok()
                .filter(|u| u.is_finite() && *u >= 0.0);
        }
    }
    if text.slice(end..end + 3) == "?q=" {
        if let Some((asked_latitude, asked_longitude)) = point(text, end + 3) {
            (latitude, longitude) = (asked_latitude, asked_longitude);
            end = longitude.1.end;
        } else if latitude.0 == 0.0 && longitude.0 == 0.0 {
            // A search for a name; the zeros are a placeholder.
            return None;
        }
    }
    let problem = problem.or_else(|| {
        let (what, number, allowed) = if latitude.0.abs() > 90.0 {
            ("latitude", latitude.0, "-90 to 90 degrees")
        } else if longitude.0.abs() > 180.0 {
            ("longitude", longitude.0, "-180 to 180 degrees")
        } else {
            return None;
        };
        Some(CoordinateProblem::OutOfRange {
            what,
            value: number.to_string(),
            allowed,
        })
    });
    let span = at..end;
    let unit = latitude.1.unit().max(longitude.1.unit());
    let result = match problem {
        Some(problem) => Err(problem),
        None => Ok(Coordinate {
            span: span.clone(),
            notation: Notation::GeoUri,
            position: Position::Geographic {
                lon: longitude.0,
                lat: latitude.0,
            },
            precision_m: uncertainty.unwrap_or(unit * METRES_PER_DEGREE),
        }),
    };
    Some(Finding { span, result })
}

/// `map link 39.1407, 46.9543` at `at`, perhaps with half the width of the window that the link shows: `± 950 m`.
pub(super) fn map_link(text: Text<'_>, at: usize) -> Option<Finding> {
    const WORDS: &str = "map link ";
    let from = at + WORDS.len();
    if text.slice(at..from) != WORDS || !text.boundary_before(at) {
        return None;
    }
    let signed = |at: usize| -> Option<(f64, Number)> {
        let negative = text.byte(at) == b'-';
        let number = text.plain_number(at + usize::from(negative))?;
        let value = if negative {
            -number.value
        } else {
            number.value
        };
        Some((value, number))
    };
    let (lat, latitude) = signed(from)?;
    if text.slice(latitude.end..latitude.end + 2) != ", " {
        return None;
    }
    let (lon, longitude) = signed(latitude.end + 2)?;
    let mut end = longitude.end;
    let mut precision_m = latitude.unit().max(longitude.unit()) * METRES_PER_DEGREE;
    const ABOUT: &str = " ± ";
    if text.slice(end..end + ABOUT.len()) == ABOUT
        && let Some(metres) = text.plain_number(end + ABOUT.len())
        && text.slice(metres.end..metres.end + 2) == " m"
    {
        end = metres.end + 2;
        precision_m = precision_m.max(metres.value);
    }
    let span = at..end;
    let out_of_range = |what, value: f64, allowed| CoordinateProblem::OutOfRange {
        what,
        value: value.to_string(),
        allowed,
    };
    let result = if lat.abs() > 90.0 {
        Err(out_of_range("latitude", lat, "-90 to 90 degrees"))
    } else if lon.abs() > 180.0 {
        Err(out_of_range("longitude", lon, "-180 to 180 degrees"))
    } else {
        Ok(Coordinate {
            span: span.clone(),
            notation: Notation::MapLink,
            position: Position::Geographic { lon, lat },
            precision_m,
        })
    };
    Some(Finding { span, result })
}

/// A name or value of a parameter. A stop at its end belongs to the sentence.
fn parameter_part<'a>(text: Text<'a>, at: usize, value: bool) -> (&'a str, usize) {
    let mut end = at;
    while end < at + 64 {
        let byte = text.byte(end);
        let allowed = byte.is_ascii_alphanumeric()
            || byte == b'-'
            || (value && matches!(byte, b'.' | b'_' | b'~' | b'%' | b':' | b'+'));
        if !allowed {
            break;
        }
        end += 1;
    }
    while value && end > at && matches!(text.byte(end - 1), b'.' | b':') {
        end -= 1;
    }
    (text.slice(at..end), end)
}
