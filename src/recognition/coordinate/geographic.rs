//! Positions written as two angles: degrees, minutes and seconds in any dress, decimal degrees,
//! the compact notations of aeronautical publications and ISO 6709.

use super::angle::{self, Half};
use super::lexicon::{self, Axis};
use super::scan::{Text, is_blank, is_dash, is_ideograph, is_letter, unit};
use super::{Coordinate, CoordinateProblem, Finding, METRES_PER_DEGREE, Notation, Position};

/// Formats of which pieces are quoted in documents, all of them longitude first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    /// None of these.
    #[default]
    Prose,
    /// `"coordinates": [46.95, 39.14]` (RFC 7946); first only right after a bracket.
    GeoJson,
    /// `<coordinates>46.95,39.14,610</coordinates>` (OGC KML).
    Kml,
    /// `POINT (46.95 39.14)` (OGC Simple Features); axes apart by blanks only.
    Wkt,
}

/// What the words before a number allow two plain numbers to be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context {
    /// A cue stands before it in the same clause.
    pub(super) cue: bool,
    /// Fewest decimals that make two plain numbers a position after that cue.
    pub(super) decimals: usize,
    /// The axis that comes first, where the cue says so.
    pub(super) first: Option<Axis>,
    /// The format the cue belongs to.
    pub(super) format: Format,
}

/// What a pair of halves turned out to be.
pub(super) enum Outcome {
    Found(Finding),
    /// Two numbers with a known other meaning (a range of latitudes): search on from here.
    Skip(usize),
}

/// What stands between two halves.
struct Separator {
    end: usize,
    dashed: bool,
    range: bool,
    /// Only blanks, a comma, semicolon, slash or bar.
    plain: bool,
    /// Blanks only.
    blank: bool,
    /// A word such as `and`.
    joined: bool,
    /// A semicolon or line break, as between the entries of a list.
    strong: bool,
}

fn separator(text: Text<'_>, at: usize) -> Separator {
    let mut separator = Separator {
        end: at,
        dashed: false,
        range: false,
        plain: true,
        blank: true,
        joined: false,
        strong: false,
    };
    for _ in 0..12 {
        let Some(character) = text.character(separator.end) else {
            break;
        };
        if is_dash(character) {
            // The sign of the second number, and not a dash between the two.
            if angle::is_sign(text, separator.end) {
                break;
            }
            separator.dashed = true;
        } else if matches!(character, '\n' | ';' | '；' | '؛') {
            // A second line break: another paragraph.
            if character == '\n' && separator.strong {
                break;
            }
            separator.strong = true;
        } else if matches!(character, ',' | '/' | '|' | '，' | '、' | '،') || is_blank(character)
        {
        } else if matches!(
            character,
            '.' | ':' | '"' | '\'' | '(' | ')' | '&' | '·' | '•' | '…' | '\u{2024}'
        ) {
            separator.plain = false;
        } else {
            break;
        }
        separator.blank &= is_blank(character);
        separator.range |= character == '…';
        separator.end += character.len_utf8();
    }
    if let Some((lower, end)) = text.lower(separator.end)
        && (!text.digit(end) || lower.as_str() == "و")
    {
        let word = lower.as_str();
        // A capital E is no Italian “and” but the hemisphere of the next number.
        let small = text.slice(separator.end..end) == word || word.len() > 1;
        separator.range |= small && lexicon::is_range_word(word);
        separator.joined = small && lexicon::is_joining_word(word);
        if separator.joined || (small && lexicon::is_range_word(word)) {
            separator.end = text.blanks(end);
        }
    }
    separator
}

/// The pair of angles that starts at `at`.
pub(super) fn pair(text: Text<'_>, at: usize, context: Context) -> Option<Outcome> {
    // A sign is part of the number after it, and the search has come to it first.
    let after_sign = text
        .before(at)
        .is_some_and(|before| angle::is_sign(text, at - before.len_utf8()));
    if after_sign || !starts_number(text, at) {
        return None;
    }
    let first = angle::half(text, at)?;
    let between = separator(text, first.end);
    if between.end == first.end && !first.hemisphere {
        return None;
    }
    let second = angle::half(text, between.end)?;
    let axes = match (first.axis, second.axis) {
        (Some(one), Some(other)) if one == other => {
            return (!between.strong).then_some(Outcome::Skip(second.end));
        }
        (Some(one), Some(_)) => (one, None),
        (None, Some(_)) => {
            return (between.dashed || between.range).then_some(Outcome::Skip(second.end));
        }
        (Some(_), None) => return None,
        (None, None) => {
            let (axis, outcome) = plain_pair(text, &first, &second, &between, context)?;
            (axis, Some(outcome))
        }
    };
    if between.range {
        return None;
    }
    let mut doubt = None;
    match likeness(text, &first, &second) {
        Likeness::Alike if axes.1.is_none() && !evidence(&first, &second, context) => return None,
        Likeness::Alike => {}
        Likeness::NoReading => return None,
        Likeness::NotUnderstood => {
            let why = "its two halves have different parts; write the signs of degrees, minutes and seconds";
            return Some(not_understood(text, first.start, second.end, why));
        }
        Likeness::TwoReadings(other) => doubt = Some(other),
    }
    // `39°N, 44°E–47°E` is a strip of the map and not a position.
    let after = separator(text, second.end);
    if (after.dashed || after.range)
        && let Some(third) = angle::half(text, after.end)
        && third.axis == second.axis
    {
        return Some(Outcome::Skip(third.end));
    }
    let (latitude, longitude) = match axes.0 {
        Axis::Latitude => (&first, &second),
        Axis::Longitude => (&second, &first),
    };
    let span = first.start..second.end;
    let two_readings = |other: (f64, f64)| CoordinateProblem::TwoReadings {
        value: text.slice(span.clone()).to_owned(),
        readings: [(latitude.degrees, longitude.degrees), other],
    };
    let problem = first
        .angle
        .problem
        .clone()
        .or_else(|| second.angle.problem.clone())
        .or_else(|| out_of_range(text, latitude, longitude))
        .or_else(|| other_meridian(text, second.end))
        .or_else(|| mixed_scripts(text, &first, &second))
        .or_else(|| doubt.map(two_readings));
    if problem.is_some() && axes.1 == Some(Plain::Bracketed) {
        return None;
    }
    let result = match problem {
        Some(problem) => Err(problem),
        None => Ok(Coordinate {
            span: span.clone(),
            notation: finer(first.angle.notation, second.angle.notation),
            position: Position::Geographic {
                lon: longitude.degrees,
                lat: latitude.degrees,
            },
            precision_m: first.angle.unit.max(second.angle.unit) * METRES_PER_DEGREE,
        }),
    };
    Some(Outcome::Found(Finding { span, result }))
}

fn not_understood(text: Text<'_>, start: usize, end: usize, why: &'static str) -> Outcome {
    Outcome::Found(Finding {
        span: start..end,
        result: Err(CoordinateProblem::NotUnderstood {
            value: text.slice(start..end).to_owned(),
            why,
        }),
    })
}

/// Most bytes of words and punctuation between two angles that may be one position.
const MOST_BETWEEN: usize = 48;

/// Two angles with all their marks one after the other, where [`pair`] sees no position: the words beside them may be of
/// a language that is not read here.
pub(super) fn unknown_words(text: Text<'_>, at: usize) -> Option<Finding> {
    let whole =
        |half: &Half| half.angle.marked && half.angle.notation == Notation::DegreesMinutesSeconds;
    let first = angle::half(text, at).filter(whole)?;
    let mut from = first.end;
    while !text.digit(from) {
        let character = text.character(from)?;
        let ends = matches!(character, '\n' | '…' | ';' | '!' | '?') || (is_dash(character));
        if ends || from - first.end > MOST_BETWEEN {
            return None;
        }
        if let Some((lower, end)) = text.lower(from) {
            if lexicon::is_range_word(lower.as_str()) {
                return None;
            }
            from = end;
        } else {
            from += character.len_utf8();
        }
    }
    let second = angle::half(text, from).filter(whole)?;
    if first.axis.is_some() && first.axis == second.axis {
        return None;
    }
    let why = "its hemispheres are not said in words that are known; write N or S and E or W";
    match not_understood(text, first.start, second.end, why) {
        Outcome::Found(finding) => Some(finding),
        Outcome::Skip(_) => None,
    }
}

/// Whether two halves are given to the same parts.
enum Likeness {
    Alike,
    /// Together they are no position: one half ends with decimals of a part that the other goes beyond.
    NoReading,
    /// So are they, and no number further on can make it one.
    NotUnderstood,
    /// Figures before or behind may or may not belong to a half; the latitude and longitude if they do not.
    TwoReadings((f64, f64)),
}

/// Compares the parts of two halves that have no marks, so that only blanks tell which figures belong together.
///
/// A reading takes in all figures up to the letter of the hemisphere, or has as many parts in both halves: in `7 52 4 N
/// 0 37 W` either 7° 52′ 4″ or a number 7 and 52° 4′ is meant.
fn likeness(text: Text<'_>, first: &Half, second: &Half) -> Likeness {
    let parts = |half: &Half| match half.angle.notation {
        Notation::DegreesMinutesSeconds => 3_usize,
        Notation::DegreesMinutes => 2,
        _ => 1,
    };
    let (one, other) = (parts(first), parts(second));
    let (longer, shorter) = if one > other {
        (first, second)
    } else {
        (second, first)
    };
    let Some(loose) = longer.angle.unmarked.filter(|_| one != other) else {
        return Likeness::Alike;
    };
    let to_the_right = longer.labelled_before;
    if loose.pinned && !to_the_right {
        return Likeness::Alike;
    }
    if shorter.angle.decimals > 0 {
        return if one > other && !first.labelled_before {
            Likeness::NoReading
        } else {
            Likeness::NotUnderstood
        };
    }
    let before = text.before(first.start).is_some_and(is_blank)
        && text
            .before(text.blanks_before(first.start))
            .is_some_and(|character| character.is_ascii_digit());
    // Figures that stand apart from the letter may be left over on that side only.
    if !(loose.blank && (one > other || to_the_right)) {
        return if before {
            Likeness::NoReading
        } else {
            Likeness::Alike
        };
    }
    let given = text.slice(longer.start..longer.end);
    let figures: Vec<f64> = given
        .split(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ',')))
        .filter_map(|part| part.replace(',', ".").parse().ok())
        .collect();
    let kept = parts(shorter).min(figures.len());
    let left = if longer.labelled_before {
        figures.get(..kept)
    } else {
        figures.get(figures.len() - kept..)
    };
    let mut degrees = 0.0;
    let mut unit = 1.0;
    for figure in left.unwrap_or_default() {
        degrees += figure * unit;
        unit /= 60.0;
    }
    if longer.degrees < 0.0 {
        degrees = -degrees;
    }
    Likeness::TwoReadings(match (longer.axis, one > other) {
        (Some(Axis::Latitude), true) => (degrees, second.degrees),
        (Some(Axis::Latitude), false) => (degrees, first.degrees),
        (_, true) => (second.degrees, degrees),
        (_, false) => (first.degrees, degrees),
    })
}

/// Letters of two kinds of writing that look alike: `N` is north, the Greek `Ν` is south.
fn mixed_scripts(text: Text<'_>, first: &Half, second: &Half) -> Option<CoordinateProblem> {
    let (one, other) = (first.script?, second.script?);
    (one != other).then(|| CoordinateProblem::Ambiguous {
        what: "hemisphere",
        value: text.slice(first.start..second.end).to_owned(),
        remedy: "its two letters are of different alphabets, some of which look alike; write N or S and E or W",
    })
}

/// Why two plain numbers were taken for a position.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    Cued,
    Bracketed,
}

/// Two numbers that nothing beside them names: a position after a cue, or in parentheses with
/// four decimals each. The first is the latitude unless the cue says otherwise.
fn plain_pair(
    text: Text<'_>,
    first: &Half,
    second: &Half,
    between: &Separator,
    context: Context,
) -> Option<(Axis, Plain)> {
    if !between.plain || between.dashed || between.range || first.angle.unmarked.is_some() {
        return None;
    }
    // `39,14,46,95`: there is no telling which commas are decimal marks.
    if first.angle.comma && text.slice(first.end..between.end) == "," {
        return None;
    }
    // `39.1407 and 46.9543 degrees` marks both.
    let marked_alike = first.angle.marked == second.angle.marked
        || (between.joined && second.angle.notation == Notation::DecimalDegrees);
    if !marked_alike || !ends_plainly(text, second.end) {
        return None;
    }
    let least = |decimals: usize| {
        let enough = |half: &Half| {
            half.angle.notation != Notation::DecimalDegrees || half.angle.decimals >= decimals
        };
        enough(first) && enough(second)
    };
    // The limits themselves, as in “longitude in [-180, 180]”.
    let limit = first.degrees.abs();
    if first.degrees + second.degrees == 0.0 && (limit == 90.0 || limit == 180.0) {
        return None;
    }
    let before = text.before(first.start);
    // The third number of a row, and the first of the next.
    let third = before == Some(',')
        && text
            .before(first.start - 1)
            .is_some_and(|character| character.is_ascii_digit());
    if third {
        return None;
    }
    let decimals = if between.joined { 4 } else { context.decimals };
    if context.cue && least(decimals) {
        let axis = match context.format {
            Format::Wkt if !between.blank => return None,
            Format::Wkt | Format::Kml => Axis::Longitude,
            Format::GeoJson if before == Some('[') => Axis::Longitude,
            Format::GeoJson | Format::Prose => context.first.unwrap_or(Axis::Latitude),
        };
        return Some((axis, Plain::Cued));
    }
    // Blanks alone are how grids and matrices are written.
    if between.blank || between.joined {
        return None;
    }
    // Pairs below one degree are far more often statistics than places in the Gulf of Guinea.
    let large = first.degrees.abs() >= 1.0 || second.degrees.abs() >= 1.0;
    let closed = matches!(text.character(second.end), Some(')' | ',' | ';'));
    // `f(1.2345, 6.7890)` is a function of two numbers.
    let open = before == Some('(') && text.boundary_before(first.start - 1);
    (open && closed && large && least(4)).then_some((Axis::Latitude, Plain::Bracketed))
}

/// Whether nothing after a plain number makes it part of a date, time, range or larger number.
fn ends_plainly(text: Text<'_>, at: usize) -> bool {
    let Some(character) = text.character(at) else {
        return true;
    };
    let joins = matches!(character, ':' | '/' | '.' | '_') || is_dash(character);
    !(joins && text.digit(at + character.len_utf8()))
}

/// Whether two halves that name their axes are a position, given how well they are marked.
fn evidence(first: &Half, second: &Half, context: Context) -> bool {
    let parts = |half: &Half| half.angle.marked || half.axis_word;
    // `3 1 N, 2 0 E`: whole minutes below ten without a zero are also scores and moves.
    let short = |half: &Half| half.angle.unmarked.is_some_and(|unmarked| unmarked.short);
    let loose =
        !context.cue && !first.axis_word && !second.axis_word && (short(first) || short(second));
    if loose {
        return false;
    }
    if parts(first) && parts(second) {
        return true;
    }
    // One with a degree sign and one without is a bearing and a length: `N 39° E 125.3`.
    if first.angle.marked != second.angle.marked && !context.cue {
        return false;
    }
    // `39 N, 46 E` could be an address, `5.5 north and 3.2 east` a walk.
    let enough = |half: &Half| {
        let least = if half.hemisphere_word { 3 } else { 1 };
        half.angle.decimals >= least
    };
    context.cue || (enough(first) && enough(second))
}

fn out_of_range(text: Text<'_>, latitude: &Half, longitude: &Half) -> Option<CoordinateProblem> {
    let value = |half: &Half| text.slice(half.start..half.end).to_owned();
    if latitude.degrees.abs() > 90.0 {
        Some(CoordinateProblem::OutOfRange {
            what: "latitude",
            value: value(latitude),
            allowed: "-90 to 90 degrees",
        })
    } else if longitude.degrees.abs() > 180.0 {
        Some(CoordinateProblem::OutOfRange {
            what: "longitude",
            value: value(longitude),
            allowed: "-180 to 180 degrees",
        })
    } else {
        None
    }
}

/// Whether longitudes are counted from a meridian other than Greenwich, as older books and maps do:
/// `long. 62° 11′ E. of Ferro`.
fn other_meridian(text: Text<'_>, at: usize) -> Option<CoordinateProblem> {
    let dot = at + usize::from(matches!(text.byte(at), b'.' | b','));
    let from = text.blanks(dot);
    let (lower, end) = text.lower(from)?;
    if !matches!(lower.as_str(), "of" | "from" | "от" | "de" | "von") {
        return None;
    }
    let (lower, end) = text.lower(text.blanks(end))?;
    lexicon::is_other_meridian(lower.as_str()).then(|| {
        CoordinateProblem::UnsupportedReferenceSystem {
            name: text.slice(from..end).to_owned(),
        }
    })
}

/// The notation with more parts, where the halves differ.
fn finer(first: Notation, second: Notation) -> Notation {
    for notation in [Notation::DegreesMinutesSeconds, Notation::DegreesMinutes] {
        if first == notation || second == notation {
            return notation;
        }
    }
    first
}

/// Whether a number or label may start at `at`, going by what stands right before it.
pub(super) fn starts_number(text: Text<'_>, at: usize) -> bool {
    let Some(before) = text.before(at) else {
        return true;
    };
    let joined = is_letter(before) && !is_ideograph(before);
    if before.is_ascii_digit() || joined || angle::ends_angle(text, at) {
        return false;
    }
    let earlier_end = at - before.len_utf8();
    let earlier = text.before(earlier_end);
    let digit_earlier = earlier.is_some_and(|character| character.is_ascii_digit());
    match before {
        '_' | '$' | '€' | '£' | '¥' | '₽' | '₺' | '₼' | '֏' | '#' => false,
        '.' | ':' | '/' | '+' => !digit_earlier,
        '-' | '\u{2212}' => {
            earlier.is_none_or(|character| !character.is_alphanumeric())
                && !angle::ends_angle(text, earlier_end)
        }
        // A dash in prose may touch the words on both sides; after a number it makes a range.
        dash if is_dash(dash) => !digit_earlier && !angle::ends_angle(text, earlier_end),
        _ => true,
    }
}

/// Degrees, minutes and seconds written as one run of digits.
struct Packed {
    end: usize,
    degrees: f64,
    unit: f64,
    /// Digits of minutes and seconds.
    digits: usize,
    decimals: usize,
    problem: Option<CoordinateProblem>,
}

/// Reads `375651.5` or `0463025`: `degree_digits` digits of degrees, then two each of minutes
/// and seconds, as far as they go.
fn packed(text: Text<'_>, at: usize, degree_digits: usize) -> Option<Packed> {
    let whole = text.digits(at, degree_digits + 4)?;
    let digits = whole - at;
    let mut end = whole;
    let mut decimals = 0;
    if matches!(text.byte(whole), b'.' | b',') && text.digit(whole + 1) {
        end = text.digits(whole + 1, 9)?;
        decimals = end - whole - 1;
    }
    let part =
        |from: usize, to: usize| -> Option<f64> { text.slice(at + from..at + to).parse().ok() };
    let fraction: f64 = if decimals > 0 {
        format!("0.{}", text.slice(whole + 1..end)).parse().ok()?
    } else {
        0.0
    };
    let degrees = part(0, degree_digits)?;
    let (minutes, seconds, last) = match digits - degree_digits.min(digits) {
        0 if digits == degree_digits => (0.0, 0.0, 1.0),
        2 => (part(degree_digits, digits)?, 0.0, 60.0),
        4 => (
            part(degree_digits, degree_digits + 2)?,
            part(degree_digits + 2, digits)?,
            3600.0,
        ),
        _ => return None,
    };
    let problem = if minutes >= 60.0 {
        Some(CoordinateProblem::below_sixty("minutes", minutes))
    } else if seconds + fraction >= 60.0 {
        Some(CoordinateProblem::below_sixty(
            "seconds",
            seconds + fraction,
        ))
    } else {
        None
    };
    Some(Packed {
        end,
        degrees: degrees + minutes / 60.0 + seconds / 3600.0 + fraction / last,
        unit: unit(decimals) / last,
        digits: digits - degree_digits,
        decimals,
        problem,
    })
}

fn packed_finding(
    text: Text<'_>,
    start: usize,
    end: usize,
    latitude: &Packed,
    longitude: &Packed,
    (south, west): (bool, bool),
) -> Finding {
    let span = start..end;
    let value = || text.slice(start..end).to_owned();
    let problem = if latitude.problem.is_some() {
        latitude.problem.clone()
    } else if longitude.problem.is_some() {
        longitude.problem.clone()
    } else if latitude.degrees > 90.0 {
        Some(CoordinateProblem::OutOfRange {
            what: "latitude",
            value: value(),
            allowed: "-90 to 90 degrees",
        })
    } else if longitude.degrees > 180.0 {
        Some(CoordinateProblem::OutOfRange {
            what: "longitude",
            value: value(),
            allowed: "-180 to 180 degrees",
        })
    } else {
        None
    };
    let signed = |negative: bool, degrees: f64| if negative { -degrees } else { degrees };
    let result = match problem {
        Some(problem) => Err(problem),
        None => Ok(Coordinate {
            span: span.clone(),
            notation: Notation::Compact,
            position: Position::Geographic {
                lon: signed(west, longitude.degrees),
                lat: signed(south, latitude.degrees),
            },
            precision_m: latitude.unit.max(longitude.unit) * METRES_PER_DEGREE,
        }),
    };
    Finding { span, result }
}

/// The compact notation with letters: `375651N 0463025E`, `3756N04630E`, `N375651 E0463025`.
pub(super) fn compact(text: Text<'_>, at: usize) -> Option<Finding> {
    if !text.boundary_before(at) || !starts_number(text, at) {
        return None;
    }
    let letter = |at: usize, negative: u8, positive: u8| -> Option<bool> {
        let byte = text.byte(at);
        (byte == negative || byte == positive).then_some(byte == negative)
    };
    let first = text.byte(at);
    let leading = matches!(first, b'N' | b'S');
    let from = at + usize::from(leading);
    // `54600N`: a leading zero left out.
    let without_zero = || packed(text, from, 1).filter(|latitude| latitude.digits == 4);
    let latitude = packed(text, from, 2).or_else(without_zero)?;
    let (south, next) = if leading {
        (first == b'S', latitude.end)
    } else {
        (letter(latitude.end, b'S', b'N')?, latitude.end + 1)
    };
    let mut gap = text.blanks_up_to(next, 3);
    if matches!(text.byte(gap), b',' | b'/' | b'-') {
        gap = text.blanks_up_to(gap + 1, 3);
    }
    let (west_before, from) = if leading {
        (letter(gap, b'W', b'E'), gap + 1)
    } else {
        (None, gap)
    };
    if leading && west_before.is_none() {
        return None;
    }
    // `375651N 463025E` leaves out the leading zero of the degrees, `334600N 25500E` two.
    let longitude = packed(text, from, 3)
        .filter(|longitude| longitude.digits == latitude.digits)
        .or_else(|| {
            let mut shorter = [2, 1]
                .into_iter()
                .filter_map(|digits| packed(text, from, digits));
            shorter.find(|longitude| longitude.digits == 4 && latitude.digits == 4)
        })?;
    let (west, end) = match west_before {
        Some(west) => (west, longitude.end),
        None => (letter(longitude.end, b'W', b'E')?, longitude.end + 1),
    };
    // Whole degrees are only written without a gap (`39N046E` in flight plans).
    let tight = gap == next || latitude.digits > 0;
    (tight && text.boundary(end))
        .then(|| packed_finding(text, at, end, &latitude, &longitude, (south, west)))
}

/// An ISO 6709 string: `+40.1811+044.5136/`, `+401213.1-0750015.1+2.79CRSWGS_84/`.
///
/// The closing solidus may only be left out where both numbers have decimals.
pub(super) fn iso_6709(text: Text<'_>, at: usize) -> Option<Finding> {
    let sign = |at: usize| -> Option<bool> {
        match text.byte(at) {
            b'+' => Some(false),
            b'-' => Some(true),
            _ => None,
        }
    };
    let south = sign(at)?;
    if !text.boundary_before(at) {
        return None;
    }
    let latitude = packed(text, at + 1, 2)?;
    let west = sign(latitude.end)?;
    let longitude = packed(text, latitude.end + 1, 3)?;
    if latitude.digits != longitude.digits {
        return None;
    }
    let mut end = longitude.end;
    if sign(end).is_some()
        && let Some(altitude) = text.plain_number(end + 1)
    {
        end = altitude.end;
    }
    let mut system = None;
    if text.slice(end..end + 3) == "CRS" {
        let name = end + 3;
        let mut stop = name;
        while stop < name + 24
            && (text.byte(stop).is_ascii_alphanumeric() || matches!(text.byte(stop), b'_' | b':'))
        {
            stop += 1;
        }
        if text.byte(stop) == b'/' {
            system = Some(text.slice(name..stop));
            end = stop;
        }
    }
    if text.byte(end) == b'/' {
        end += 1;
    } else if latitude.digits > 0
        || latitude.decimals == 0
        || longitude.decimals == 0
        || !text.boundary(end)
    {
        return None;
    }
    let mut finding = packed_finding(text, at, end, &latitude, &longitude, (south, west));
    if let Some(name) = system
        && !matches!(
            name.to_ascii_uppercase().as_str(),
            "WGS_84" | "WGS84" | "EPSG:4326"
        )
    {
        finding.result = Err(CoordinateProblem::UnsupportedReferenceSystem {
            name: name.to_owned(),
        });
    }
    Some(finding)
}
