//! Writing positions in the notations that this module reads.

use super::Notation;
use super::code::TEN_DIGIT_CELL;

/// Most decimals written; nine decimals of a degree are a tenth of a millimetre.
const MAX_DIGITS: usize = 9;

/// Writes a WGS 84 position (degrees, longitude first) in one of the geographic notations.
///
/// `digits` is the number of decimals of the last part, nine at most: of the seconds in
/// [`Notation::DegreesMinutesSeconds`] and [`Notation::Compact`], of the minutes in
/// [`Notation::DegreesMinutes`], of the degrees in [`Notation::DecimalDegrees`] and
/// [`Notation::GeoUri`] and [`Notation::MapLink`]. A [`Notation::PlusCode`] has no decimals: it has eight digits if `digits`
/// is 8 or less and ten otherwise.
///
/// The text is in the order latitude, longitude and rounded to the nearest; [`super::find`] reads
/// it back to within half of the precision that it then states. (The exception is a Plus Code of
/// digits only, fewer than one in a thousand, which it takes for a sum.)
///
/// Returns nothing for a position out of range or not finite, and for UTM, MGRS and Gauss–Krüger,
/// which are not geographic.
#[must_use]
pub fn format(lon: f64, lat: f64, notation: Notation, digits: usize) -> Option<String> {
    // Not a number is in no range.
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return None;
    }
    let plus_digits = if digits <= 8 { 8 } else { 10 };
    let digits = digits.min(MAX_DIGITS);
    let north = if lat < 0.0 { 'S' } else { 'N' };
    let east = if lon < 0.0 { 'W' } else { 'E' };
    Some(match notation {
        Notation::DegreesMinutesSeconds => {
            let half = |value: f64, letter: char| {
                let (degrees, minutes, seconds) = parts(value, digits);
                format!(
                    "{degrees}°{minutes:02}′{}″{letter}",
                    decimal(seconds, digits, 2)
                )
            };
            format!("{} {}", half(lat, north), half(lon, east))
        }
        Notation::Compact => {
            let half = |value: f64, width: usize, letter: char| {
                let (degrees, minutes, seconds) = parts(value, digits);
                format!(
                    "{degrees:0width$}{minutes:02}{}{letter}",
                    decimal(seconds, digits, 2)
                )
            };
            format!("{} {}", half(lat, 2, north), half(lon, 3, east))
        }
        Notation::DegreesMinutes => {
            let half = |value: f64, letter: char| {
                let units = scaled(value.abs() * 60.0, digits);
                let degree = 60 * power(digits);
                format!(
                    "{}°{}′{letter}",
                    units / degree,
                    decimal(units % degree, digits, 2)
                )
            };
            format!("{} {}", half(lat, north), half(lon, east))
        }
        Notation::DecimalDegrees => {
            let (lat, lon) = (lat.abs(), lon.abs());
            format!("{lat:.digits$}°{north} {lon:.digits$}°{east}")
        }
        Notation::GeoUri => format!("geo:{lat:.digits$},{lon:.digits$}"),
        Notation::PlusCode => {
            // From the middle of its cell a position cannot drift into the next one while the
            // crate takes its digits apart; the poles and the antimeridian get the last cell.
            let centre = |value: f64, limit: f64| {
                let cells = 2.0 * limit / TEN_DIGIT_CELL;
                let cell = ((value + limit) / TEN_DIGIT_CELL).floor();
                (cell.clamp(0.0, cells - 1.0) + 0.5) * TEN_DIGIT_CELL - limit
            };
            let position = pluscodes::Coordinate {
                latitude: centre(lat, 90.0),
                longitude: centre(lon, 180.0),
            };
            pluscodes::encode(&position, plus_digits).ok()?
        }
        Notation::MapLink => format!("map link {lat:.digits$}, {lon:.digits$}"),
        Notation::Utm | Notation::Mgrs | Notation::GaussKruger => return None,
    })
}

/// Ten to the power of `digits`.
fn power(digits: usize) -> u64 {
    (0..digits).fold(1, |power, _| power * 10)
}

/// `value` in units of its last digit. Whole units, so that 59.96 seconds round up to the next
/// minute and not to 60.0 seconds.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn scaled(value: f64, digits: usize) -> u64 {
    // At most 648 000 seconds of nine decimals: far below what either type holds exactly.
    (value * 10f64.powi(i32::try_from(digits).unwrap_or(0))).round() as u64
}

/// Degrees, minutes, and seconds in units of their last digit.
fn parts(value: f64, digits: usize) -> (u64, u64, u64) {
    let units = scaled(value.abs() * 3600.0, digits);
    let minute = 60 * power(digits);
    let minutes = units / minute;
    (minutes / 60, minutes % 60, units % minute)
}

/// `units` of the last of `digits` decimals, with `width` digits before the point.
fn decimal(units: u64, digits: usize, width: usize) -> String {
    let whole = units / power(digits);
    if digits == 0 {
        format!("{whole:0width$}")
    } else {
        format!("{whole:0width$}.{:0digits$}", units % power(digits))
    }
}
