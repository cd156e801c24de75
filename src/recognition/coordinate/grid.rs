//! UTM coordinates and MGRS references.

use geoconvert::{Mgrs, UtmUps};

use super::geographic::starts_number;
use super::scan::{Number, Text, is_dash};
use super::{Coordinate, CoordinateProblem, Finding, Notation, Position};

/// The latitude bands from south to north, eight degrees each from 80° S; X has twelve.
const BANDS: &str = "CDEFGHJKLMNPQRSTUVWX";
/// Degrees by which a northing may overshoot its band: rounding, and maps drawn past the edge.
const BAND_SLACK: f64 = 0.2;

/// What was written after the zone's number.
#[derive(Clone, Copy)]
enum Letter {
    North,
    South,
    /// `UTM 38S`: the hemisphere, or the band from 32 to 40 degrees north.
    SouthOrBand,
    Band(char),
}

/// Words that announce a UTM zone.
pub(super) fn is_zone_word(lower: &str) -> bool {
    matches!(lower, "utm" | "zone" | "зона")
}

/// Reads the zone's number.
fn zone(text: Text<'_>, at: usize) -> Option<(u8, usize)> {
    let end = text.digits(at, 2)?;
    Some((text.slice(at..end).parse().ok()?, end))
}

/// UTM coordinates from the zone on: `38S 641234 4335678`.
///
/// `hemispheres` says that N and S are hemispheres here and not bands.
pub(super) fn utm_from_zone(text: Text<'_>, at: usize, hemispheres: bool) -> Option<Finding> {
    if !starts_number(text, at) {
        return None;
    }
    let (zone, end) = zone(text, at)?;
    let letter = match letter(text, end, hemispheres)? {
        (Letter::South, end) if text.byte(end - 1) == b'S' => (Letter::SouthOrBand, end),
        letter => letter,
    };
    let (letter, end) = letter;
    utm(text, at, zone, Some(letter), end, hemispheres)
}

/// UTM coordinates from an announcing word on: `UTM zone 38N, 453123 E, 4447890 N`.
pub(super) fn utm_from_word(text: Text<'_>, at: usize) -> Option<Finding> {
    let mut from = at;
    let mut certain = false;
    let mut named_zone = false;
    for _ in 0..6 {
        if let Some((zone, end)) = zone(text, from) {
            let (letter, end) = match letter(text, end, true) {
                Some((letter, end)) => (Some(letter), end),
                None => (None, end),
            };
            if letter.is_none() && !certain {
                return None;
            }
            // “UTM 38S” without “zone” is as often the latitude band as the hemisphere.
            let letter = match letter {
                Some(Letter::South) if !named_zone && text.byte(end - 1) == b'S' => {
                    Some(Letter::SouthOrBand)
                }
                letter => letter,
            };
            return utm(text, at, zone, letter, end, true);
        }
        let (lower, mut end) = text.lower(from)?;
        match lower.as_str() {
            "utm" => certain = true,
            "wgs" => {
                end = punctuation(text, end);
                end = text.digits(end, 2)?;
            }
            "zone" | "зона" => named_zone = true,
            "coordinates" | "coords" | "grid" | "datum" => {}
            _ => return None,
        }
        from = punctuation(text, end);
    }
    None
}

/// Blanks and punctuation between a label and what it labels.
fn punctuation(text: Text<'_>, at: usize) -> usize {
    let mut end = text.blanks(at);
    for _ in 0..3 {
        match text.character(end) {
            Some(character)
                if matches!(character, ':' | ',' | '/' | '(' | ')' | '=' | '.' | ';')
                    || is_dash(character) =>
            {
                end = text.blanks_up_to(end + character.len_utf8(), 2);
            }
            _ => break,
        }
    }
    end
}

/// The band or hemisphere after a zone's number.
fn letter(text: Text<'_>, at: usize, hemispheres: bool) -> Option<(Letter, usize)> {
    let mut from = text.blanks_up_to(at, 1);
    if hemispheres && text.byte(from) == b'(' {
        from += 1;
    }
    let (lower, mut end) = text.lower(from)?;
    let word = text.slice(from..end);
    let letter = match (word, lower.as_str()) {
        ("N", _) if hemispheres => Letter::North,
        ("S", _) if hemispheres => Letter::South,
        (_, "north" | "northern") if hemispheres => Letter::North,
        (_, "south" | "southern") if hemispheres => Letter::South,
        _ => {
            let band = word.chars().next().filter(|_| word.len() == 1)?;
            BANDS.find(band)?;
            Letter::Band(band)
        }
    };
    if text.byte(end) == b')' {
        end += 1;
    }
    Some((letter, end))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum GridAxis {
    Easting,
    Northing,
}

/// One of the two numbers, with the label on either side of it.
struct Metres {
    number: Number,
    axis: Option<GridAxis>,
    start: usize,
    end: usize,
}

fn metres(text: Text<'_>, at: usize) -> Option<Metres> {
    let mut axis = None;
    let mut from = at;
    if let Some((lower, end)) = text.lower(at) {
        axis = Some(match (text.slice(at..end), lower.as_str()) {
            ("E" | "X" | "mE", _) | (_, "easting" | "east") => GridAxis::Easting,
            ("N" | "Y" | "mN", _) | (_, "northing" | "north") => GridAxis::Northing,
            _ => return None,
        });
        from = punctuation(text, end);
    }
    let number = text.plain_number(from)?;
    let mut end = number.end;
    let mut next = text.blanks_up_to(end, 1);
    for _ in 0..2 {
        let Some(after) = text.word(next).filter(|&after| text.boundary(after)) else {
            break;
        };
        let suffix = match text.slice(next..after) {
            "E" | "mE" | "ME" => Some(GridAxis::Easting),
            "N" | "mN" | "MN" => Some(GridAxis::Northing),
            "m" | "м" => None,
            _ => break,
        };
        if suffix.is_some() {
            if axis.is_some() {
                break;
            }
            axis = suffix;
        }
        end = after;
        next = text.blanks_up_to(end, 1);
    }
    Some(Metres {
        number,
        axis,
        start: from,
        end,
    })
}

/// Easting and northing after the zone, and the checks on all of them.
fn utm(
    text: Text<'_>,
    start: usize,
    zone: u8,
    letter: Option<Letter>,
    at: usize,
    announced: bool,
) -> Option<Finding> {
    let first = metres(text, punctuation(text, at))?;
    let between = punctuation(text, first.end);
    if between == first.end {
        return None;
    }
    let second = metres(text, between)?;
    let swapped = match (first.axis, second.axis) {
        (Some(one), Some(other)) if one == other => return None,
        (Some(GridAxis::Northing), _) | (_, Some(GridAxis::Easting)) => true,
        _ => false,
    };
    let (easting, northing) = if swapped {
        (&second, &first)
    } else {
        (&first, &second)
    };
    let labelled = first.axis.is_some() || second.axis.is_some();
    if !shaped(text, easting, northing, announced || labelled) || !text.boundary(second.end) {
        return None;
    }
    let span = start..second.end;
    let result = checked(text, zone, letter, easting, northing, &span).map(|north| Coordinate {
        span: span.clone(),
        notation: Notation::Utm,
        position: Position::Utm {
            zone,
            north,
            easting: easting.number.value,
            northing: northing.number.value,
        },
        precision_m: easting.number.unit().max(northing.number.unit()),
    });
    Some(Finding { span, result })
}

/// Whether the numbers have the digits of an easting and a northing. A leading zero is common in
/// both; without it an easting has six digits.
fn shaped(text: Text<'_>, easting: &Metres, northing: &Metres, sure: bool) -> bool {
    let digits = |metres: &Metres| {
        metres.number.integer_digits - usize::from(text.byte(metres.start) == b'0')
    };
    if sure {
        (5..=7).contains(&digits(easting)) && (1..=8).contains(&digits(northing))
    } else {
        digits(easting) == 6 && (6..=7).contains(&digits(northing))
    }
}

/// Checks all parts and returns whether the hemisphere is the northern one.
fn checked(
    text: Text<'_>,
    zone: u8,
    letter: Option<Letter>,
    easting: &Metres,
    northing: &Metres,
    span: &std::ops::Range<usize>,
) -> Result<bool, CoordinateProblem> {
    let out_of_range = |what, value: String, allowed| CoordinateProblem::OutOfRange {
        what,
        value,
        allowed,
    };
    if !(1..=60).contains(&zone) {
        return Err(out_of_range("UTM zone", zone.to_string(), "1 to 60"));
    }
    if !(100_000.0..900_000.0).contains(&easting.number.value) {
        let value = easting.number.value.to_string();
        return Err(out_of_range(
            "UTM easting",
            value,
            "100000 to less than 900000 metres",
        ));
    }
    if !(0.0..=10_000_000.0).contains(&northing.number.value) {
        let value = northing.number.value.to_string();
        return Err(out_of_range("UTM northing", value, "0 to 10000000 metres"));
    }
    let band = match letter {
        Some(Letter::North) => return Ok(true),
        Some(Letter::South) => return Ok(false),
        Some(Letter::SouthOrBand) => {
            if in_band(zone, 'S', easting.number.value, northing.number.value) {
                return Err(CoordinateProblem::Ambiguous {
                    what: "letter S",
                    value: text.slice(span.clone()).to_owned(),
                    remedy: "it is the southern hemisphere or the latitude band of 32 to 40° N; \
                             write “zone … south” or “zone … north”",
                });
            }
            return Ok(false);
        }
        Some(Letter::Band(band)) => band,
        None => {
            return Err(CoordinateProblem::Incomplete {
                what: "hemisphere",
                value: text.slice(span.clone()).to_owned(),
                remedy: "add north or south, or the latitude band, to the zone",
            });
        }
    };
    let north = band >= 'N';
    let fits = in_band(zone, band, easting.number.value, northing.number.value);
    // N is the first band of the northern hemisphere, so as a hemisphere it says the same.
    if fits || band == 'N' {
        Ok(north)
    } else {
        Err(CoordinateProblem::BadGridReference {
            value: text.slice(span.clone()).to_owned(),
            why: "the northing lies outside the latitude band its letter names; if the letter is \
                  a hemisphere, write “zone” before it",
        })
    }
}

/// Whether the position's latitude is in `band`.
fn in_band(zone: u8, band: char, easting: f64, northing: f64) -> bool {
    let Some(index) = BANDS.find(band).and_then(|index| u8::try_from(index).ok()) else {
        return false;
    };
    let south = f64::from(index) * 8.0 - 80.0;
    let north = if band == 'X' { 84.0 } else { south + 8.0 };
    UtmUps::create(i32::from(zone), band >= 'N', easting, northing).is_ok_and(|utm| {
        let latitude = utm.to_latlon().latitude();
        (south - BAND_SLACK..=north + BAND_SLACK).contains(&latitude)
    })
}

/// The MGRS reference at `at`: `38SQJ 12345 67890`, `38TMM5312347890`, two to ten digits.
///
/// The position is the centre of the square referred to. Fewer than six digits are only taken with a
/// zone of two digits (two of them only without gaps), or where `named` says that the clause speaks
/// of MGRS: too much else looks like `4WDAB 12`.
pub(super) fn mgrs(text: Text<'_>, at: usize, named: bool) -> Option<Finding> {
    if !starts_number(text, at) {
        return None;
    }
    let (zone, after_zone) = zone(text, at)?;
    let capital = |at: usize| text.byte(at).is_ascii_uppercase();
    let band = char::from(text.byte(after_zone));
    BANDS.find(band)?;
    let square = text.blanks_up_to(after_zone + 1, 1);
    if !capital(square) || !capital(square + 1) {
        return None;
    }
    let from = text.blanks_up_to(square + 2, 2);
    let first = text.digits(from, 10)?;
    let mut end = first;
    let mut length = first - from;
    let mut digits = text.slice(from..first).to_owned();
    let gap = text.blanks_up_to(first, 2);
    if gap > first
        && length <= 5
        && let Some(second) = text.digits(gap, 5)
    {
        let other = second - gap;
        // Two groups; unequal ones are a slip if nearly equal, and otherwise another number.
        if other == length || (length.abs_diff(other) == 1 && length + other >= 7) {
            digits.push_str(text.slice(gap..second));
            end = second;
            length += other;
        }
    }
    let spaced = from > after_zone + 3;
    // Serial numbers and hexadecimal dumps look much the same, so what has neither blanks nor all
    // ten digits must at least be right, and if short, have a zone of two digits.
    let blanks = spaced || gap < end;
    let certain = named || length >= 9 || (length >= 6 && blanks);
    let short = match length {
        1..=2 => blanks || after_zone - at < 2,
        3..=5 => after_zone - at < 2,
        _ => false,
    };
    if !text.boundary(end) || (short && !named) || is_date(text, at, after_zone, square, length) {
        return None;
    }
    let span = at..end;
    let value = || text.slice(span.clone()).to_owned();
    let problem = if !(1..=60).contains(&zone) {
        Err(CoordinateProblem::OutOfRange {
            what: "MGRS zone",
            value: zone.to_string(),
            allowed: "1 to 60",
        })
    } else if length % 2 == 1 {
        Err(CoordinateProblem::BadGridReference {
            value: value(),
            why: "an MGRS reference has as many digits for the easting as for the northing; \
                  check which is missing",
        })
    } else {
        // `geoconvert` wants the reference without blanks.
        let reference = format!("{zone:02}{band}{}{digits}", text.slice(square..square + 2));
        Mgrs::parse_str(&reference).map_err(|_| CoordinateProblem::BadGridReference {
            value: value(),
            why: "its two letters name no 100 km square of that zone and band; check the letters",
        })
    };
    let result = match problem {
        Ok(mgrs) => Ok(Coordinate {
            span: span.clone(),
            notation: Notation::Mgrs,
            position: Position::Utm {
                zone,
                north: mgrs.is_north(),
                easting: mgrs.easting(),
                northing: mgrs.northing(),
            },
            precision_m: match length / 2 {
                1 => 10_000.0,
                2 => 1000.0,
                3 => 100.0,
                4 => 10.0,
                _ => 1.0,
            },
        }),
        Err(_) if !certain => return None,
        Err(problem) => Err(problem),
    };
    Some(Finding { span, result })
}

/// Whether it is a date such as `18JAN2024` or `12MAR 24`.
fn is_date(text: Text<'_>, at: usize, band: usize, square: usize, length: usize) -> bool {
    let joined = square == band + 1;
    let month = matches!(
        text.slice(band..band + 3),
        "JAN"
            | "FEB"
            | "MAR"
            | "APR"
            | "MAY"
            | "JUN"
            | "JUL"
            | "AUG"
            | "SEP"
            | "OCT"
            | "NOV"
            | "DEC"
    );
    let day = text
        .slice(at..band)
        .parse::<u8>()
        .is_ok_and(|day| day <= 31);
    joined && month && day && (length == 2 || length == 4)
}
