//! One half of a geographic position: an angle with the marks, letters and words around it.

use super::lexicon::{self, Axis, Hemisphere, Meaning};
use super::scan::{Number, Text, is_blank, is_dash, is_ideograph, is_letter};
use super::{CoordinateProblem, Notation};

const DEGREE_SIGNS: [char; 6] = ['°', 'º', '˚', '⁰', 'ᵒ', '度'];
const MINUTE_SIGNS: [char; 11] = [
    '\'', '’', '‘', '′', '´', '`', 'ʹ', 'ʼ', 'ˈ', '\u{ff07}', '分',
];
const SECOND_SIGNS: [char; 9] = ['"', '”', '“', '″', '˝', 'ʺ', '„', '\u{ff02}', '秒'];
/// What people write who have no degree sign at hand, and what is left where a program lost it.
const DEGREE_SUBSTITUTES: [char; 5] = ['d', 'o', '*', '^', '\u{fffd}'];

/// How the degrees were marked as degrees.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DegreeMark {
    /// `°` and its look-alikes.
    Sign,
    /// `39d`, or `39o` where a scan lost the sign, `39*`, `39^`; only with minutes or the hemisphere after it.
    Substitute,
    /// `39 degrees`.
    Word,
    /// Not at all: the minutes must be marked, and the hemisphere follow.
    None,
}

/// An angle as written, without sign or hemisphere.
pub(super) struct Angle {
    pub(super) end: usize,
    pub(super) degrees: f64,
    pub(super) notation: Notation,
    /// The last written digit, in degrees.
    pub(super) unit: f64,
    /// Decimals of the last written part.
    pub(super) decimals: usize,
    /// Whether something says that these are degrees, minutes, seconds.
    pub(super) marked: bool,
    /// The decimal mark is a comma.
    pub(super) comma: bool,
    /// Parts told apart only by blanks, hyphens or colons.
    pub(super) unmarked: Option<Unmarked>,
    pub(super) problem: Option<CoordinateProblem>,
}

/// How an angle of several parts is written of which the last has no mark.
#[derive(Clone, Copy)]
pub(super) struct Unmarked {
    /// Blanks are between the parts, so that the first may be a number of its own.
    pub(super) blank: bool,
    /// Its minutes have a single digit, and nothing but that.
    pub(super) short: bool,
    /// The degrees have their sign, so that the angle begins with them.
    pub(super) pinned: bool,
}

impl Unmarked {
    /// `39° 08 26`.
    const PINNED: Self = Self {
        blank: true,
        short: false,
        pinned: true,
    };
}

/// The writing that the letter of a hemisphere belongs to. Some letters look alike and stand for different ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    /// K, G, D, B.
    Turkish,
    Other,
}

/// One half of a position.
pub(super) struct Half {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Signed degrees.
    pub(super) degrees: f64,
    pub(super) angle: Angle,
    pub(super) axis: Option<Axis>,
    /// `lat`, `longitude`, `долготы`: nothing else is meant.
    pub(super) axis_word: bool,
    /// The hemisphere was given as a word such as `north`.
    pub(super) hemisphere_word: bool,
    pub(super) hemisphere: bool,
    /// Where the hemisphere is a single letter.
    pub(super) script: Option<Script>,
    /// Its label, or its hemisphere, is in front of it.
    pub(super) labelled_before: bool,
}

/// What the words on one side of an angle say.
#[derive(Default)]
struct Labels {
    axis: Option<Axis>,
    hemisphere: Option<Hemisphere>,
    axis_word: bool,
    hemisphere_word: bool,
    letter_o: bool,
    /// The axis is named by a word for a width or length.
    size_word: bool,
    /// What a letter O stands for by the language of the axis.
    reads_o: Option<Hemisphere>,
    script: Option<Script>,
    end: usize,
}

impl Labels {
    fn agrees(&self, axis: Axis) -> bool {
        self.axis.is_none_or(|known| known == axis)
    }

    fn says(&mut self, axis: Axis, hemisphere: Option<Hemisphere>) {
        self.axis = Some(axis);
        if hemisphere.is_some() {
            self.hemisphere = hemisphere;
        }
    }
}

/// The half of a position that starts at `at`: with its label, its hemisphere or its number.
pub(super) fn half(text: Text<'_>, at: usize) -> Option<Half> {
    let before = if text.character(at).is_some_and(is_letter) {
        Some(prefix(text, at)?)
    } else {
        None
    };
    let mut from = before.as_ref().map_or(at, |labels| labels.end);
    let mut negative = false;
    let mut signed = false;
    if is_sign(text, from)
        && let Some(sign) = text.character(from)
    {
        from += sign.len_utf8();
        negative = sign != '+';
        // An en dash before `39°N` is punctuation that came too close.
        signed = sign != '–';
    }
    let labelled_before = before.is_some();
    let mut angle = angle(text, from, labelled_before)?;
    let mut labels = before.unwrap_or_default();
    let mut end = angle.end;
    if labels.hemisphere.is_none() && !labels.letter_o {
        labels.end = end;
        suffix(text, &mut labels, angle.marked);
        end = labels.end;
    }
    if end == angle.end && glued(text, &angle) {
        return None;
    }
    let reads_o = labels.reads_o.or(text.letter_o);
    if labels.letter_o && reads_o.is_some() {
        labels.hemisphere = reads_o;
    } else if labels.letter_o {
        angle.problem = Some(CoordinateProblem::Ambiguous {
            what: "hemisphere",
            value: text.slice(at..end).to_owned(),
            remedy: "“O” is east in German and west in French, Spanish, Italian and Portuguese; \
                     write E or W",
        });
    }
    if let Some(hemisphere) = labels.hemisphere {
        if signed && negative && !hemisphere.negative {
            angle.problem = Some(CoordinateProblem::Ambiguous {
                what: "hemisphere",
                value: text.slice(at..end).to_owned(),
                remedy: "the minus sign and the hemisphere disagree; keep one of them",
            });
        }
        negative = hemisphere.negative;
    }
    // `Breite 3,5, Länge 12,5`
    if labels.size_word && !angle.marked && labels.hemisphere.is_none() && angle.decimals < 4 {
        return None;
    }
    // `20° С` is a temperature as well.
    let plain = angle.notation == Notation::DecimalDegrees && angle.decimals < 2;
    if labels.script == Some(Script::Other) && plain {
        return None;
    }
    Some(Half {
        start: at,
        end,
        degrees: if negative {
            -angle.degrees
        } else {
            angle.degrees
        },
        angle,
        axis: labels.axis,
        axis_word: labels.axis_word,
        hemisphere_word: labels.hemisphere_word,
        hemisphere: labels.hemisphere.is_some() || labels.letter_o,
        script: labels.script,
        labelled_before,
    })
}

/// Whether the angle runs into something that makes it another kind of number: `20 °C`, `39.1%`.
fn glued(text: Text<'_>, angle: &Angle) -> bool {
    let at = angle.end;
    match text.character(at) {
        Some(character) if angle.marked && is_ideograph(character) => return false,
        Some(character) if character.is_alphanumeric() || "%‰€$£".contains(character) => {
            return true;
        }
        Some(character) if DEGREE_SIGNS.contains(&character) => return true,
        _ => {}
    }
    let next = text.blanks_up_to(at, 2);
    match text.lower(next) {
        Some((lower, end)) => {
            let scale = angle.marked && matches!(text.slice(next..end), "C" | "F" | "С");
            scale || (!angle.marked && lexicon::is_unit_word(lower.as_str()))
        }
        None => text.byte(next) == b'%',
    }
}

/// Labels before a number: `lat. N.`, `"lon": `, `широта `, `E`.
fn prefix(text: Text<'_>, at: usize) -> Option<Labels> {
    let mut labels = Labels::default();
    let mut from = at;
    let mut abbreviated: Option<Hemisphere> = None;
    for _ in 0..4 {
        let (lower, end) = text.lower(from)?;
        let word = text.slice(from..end);
        let meaning = lexicon::meaning(word, lower.as_str())?;
        match (abbreviated.take(), meaning) {
            (Some(hemisphere), meaning)
                if names_axis(meaning, hemisphere) && labels.agrees(hemisphere.axis) =>
            {
                labels.says(hemisphere.axis, Some(hemisphere));
                labels.axis_word = true;
            }
            (Some(_), _) => return None,
            (None, Meaning::Axis(axis, says)) if labels.agrees(axis) => {
                labels.says(axis, None);
                labels.axis_word = true;
                labels.reads_o = says.letter_o;
                labels.size_word = says.also_size;
            }
            (None, Meaning::Letter(hemisphere))
                if word != lower.as_str() && labels.agrees(hemisphere.axis) =>
            {
                labels.says(hemisphere.axis, Some(hemisphere));
                labels.script = Some(Script::Latin);
            }
            (None, Meaning::Word(hemisphere)) if labels.agrees(hemisphere.axis) => {
                labels.says(hemisphere.axis, Some(hemisphere));
                labels.hemisphere_word = true;
            }
            (None, Meaning::Abbreviation(hemisphere)) if labels.agrees(hemisphere.axis) => {
                abbreviated = Some(hemisphere);
            }
            (None, Meaning::Filler) if labels.axis.is_some() => {}
            _ => return None,
        }
        let next = label_glue(text, end);
        if text.digit(next) || is_sign(text, next) {
            // `lat1` is a variable, and `north: 41.3` one edge of a bounding box.
            let edge = !labels.axis_word && text.slice(end..next).contains([':', '=', '"']);
            let ideographic = word.chars().next().is_some_and(is_ideograph);
            if word.len() > 1 && (next == end || edge) && !ideographic {
                return None;
            }
            labels.end = next;
            return (labels.axis.is_some() && abbreviated.is_none()).then_some(labels);
        }
        from = next;
    }
    None
}

/// Whether a plus or minus sign stands at `at`: a digit follows, and what is before it makes it no
/// hyphen or dash. Typesetters use the en dash for a minus, but not the em dash.
pub(super) fn is_sign(text: Text<'_>, at: usize) -> bool {
    let Some(sign) = text.character(at) else {
        return false;
    };
    (sign == '+' || (is_dash(sign) && !matches!(sign, '—' | '―')))
        && text.digit(at + sign.len_utf8())
        && text
            .before(at)
            .is_none_or(|before| !before.is_alphanumeric() && !ends_angle(text, at))
}

/// Whether the character before `at` is a degree, minute or second mark with a number before it;
/// the same signs are also quotation marks.
pub(super) fn ends_angle(text: Text<'_>, at: usize) -> bool {
    let Some(mark) = text.before(at).filter(|&mark| is_angle_mark(mark)) else {
        return false;
    };
    text.before(at - mark.len_utf8())
        .is_some_and(|earlier| earlier.is_ascii_digit() || is_angle_mark(earlier))
}

/// Punctuation between a label and its number.
fn label_glue(text: Text<'_>, at: usize) -> usize {
    let mut end = at;
    let mut broken = false;
    for _ in 0..8 {
        match text.character(end) {
            Some(character)
                if (is_blank(character) && !(character == '\n' && broken))
                    || matches!(
                        character,
                        '.' | '\u{2024}' | ':' | '：' | '=' | '"' | '\'' | '(' | ')' | '“' | '|'
                    ) =>
            {
                broken |= character == '\n';
                end += character.len_utf8();
            }
            _ => break,
        }
    }
    end
}

/// Labels after an angle: `N`, `north latitude`, `с. ш.`; moves `labels.end` past them.
///
/// `marked` says that the angle bears a degree sign, after which a lower-case letter will do.
fn suffix(text: Text<'_>, labels: &mut Labels, marked: bool) {
    let angle_end = labels.end;
    let mut from = text.blanks_up_to(angle_end, 2);
    let mut abbreviated: Option<Hemisphere> = None;
    for _ in 0..4 {
        let Some((lower, end)) = text.lower(from) else {
            return;
        };
        let word = text.slice(from..end);
        let Some(meaning) = lexicon::meaning(word, lower.as_str()) else {
            return;
        };
        // `39.14, lon: 46.95`: the label belongs to the number after it.
        let labels_next = {
            let next = label_glue(text, end);
            next > end
                && text.slice(end..next).contains([':', '='])
                && (text.digit(next) || is_sign(text, next))
        };
        // On the next line it is the label of a figure behind it.
        let next_line =
            matches!(meaning, Meaning::Axis(..)) && text.slice(angle_end..from).contains('\n');
        if next_line {
            return;
        }
        // Only a single letter may have a digit right after it: `39°08′N46°57′E`.
        let closed = text.boundary(end);
        match (abbreviated.take(), meaning) {
            (Some(hemisphere), meaning)
                if names_axis(meaning, hemisphere) && labels.agrees(hemisphere.axis) && closed =>
            {
                labels.says(hemisphere.axis, Some(hemisphere));
                labels.axis_word = true;
                labels.script = None;
                let abbreviated = matches!(meaning, Meaning::AxisAbbreviation(_));
                labels.end = if abbreviated { text.point(end) } else { end };
                return;
            }
            (Some(hemisphere), Meaning::Filler) => abbreviated = Some(hemisphere),
            // Azerbaijani `şm. e.`, where the second letter alone would be a hemisphere.
            (Some(hemisphere), Meaning::Letter(_))
                if word == "e" && hemisphere.axis == Axis::Latitude && closed =>
            {
                labels.says(hemisphere.axis, Some(hemisphere));
                labels.axis_word = true;
                labels.end = text.point(end);
                return;
            }
            (Some(_), _) => return,
            (None, Meaning::Axis(axis, says)) if labels.agrees(axis) && closed && !labels_next => {
                labels.says(axis, None);
                labels.axis_word = true;
                labels.reads_o = labels.reads_o.or(says.letter_o);
                labels.size_word = says.also_size;
                labels.end = end;
            }
            (None, Meaning::Letter(hemisphere))
                if labels.hemisphere.is_none()
                    && labels.agrees(hemisphere.axis)
                    && (word != lower.as_str() || (marked && from == angle_end))
                    && (closed || text.digit(end))
                    && !labels_next =>
            {
                labels.says(hemisphere.axis, Some(hemisphere));
                labels.script = Some(Script::Latin);
                labels.end = end;
            }
            // `39° 08′ n. lat.`; alone, a small letter after a blank is a word (`39° e 46°`).
            (None, Meaning::Letter(hemisphere))
                if labels.hemisphere.is_none()
                    && labels.agrees(hemisphere.axis)
                    && word == lower.as_str() =>
            {
                abbreviated = Some(hemisphere);
            }
            (None, Meaning::TurkishLetter(hemisphere))
                if marked
                    && labels.hemisphere.is_none()
                    && labels.agrees(hemisphere.axis)
                    && closed =>
            {
                labels.says(hemisphere.axis, Some(hemisphere));
                labels.script = Some(Script::Turkish);
                labels.end = end;
            }
            (None, Meaning::LetterO)
                if marked
                    && labels.hemisphere.is_none()
                    && labels.agrees(Axis::Longitude)
                    && closed =>
            {
                labels.says(Axis::Longitude, None);
                labels.letter_o = true;
                labels.end = end;
                return;
            }
            (None, Meaning::Word(hemisphere))
                if labels.hemisphere.is_none()
                    && labels.agrees(hemisphere.axis)
                    && closed
                    && !labels_next =>
            {
                labels.says(hemisphere.axis, Some(hemisphere));
                labels.hemisphere_word = true;
                labels.end = end;
            }
            (None, Meaning::Abbreviation(hemisphere))
                if labels.hemisphere.is_none() && labels.agrees(hemisphere.axis) =>
            {
                abbreviated = Some(hemisphere);
                // `39° 08′ С`, `39° 08′ Β`: a capital alone, which the rest of the words may yet explain otherwise.
                let mut letters = word.chars();
                let single =
                    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
                if single && marked && closed {
                    labels.says(hemisphere.axis, Some(hemisphere));
                    labels.script = Some(Script::Other);
                    labels.end = end;
                }
            }
            (None, Meaning::Filler) => {}
            _ => return,
        }
        from = text.blanks_up_to(text.point(end), 2);
    }
}

/// Whether a word is, or may be short for, the axis of a hemisphere.
fn names_axis(meaning: Meaning, hemisphere: Hemisphere) -> bool {
    match meaning {
        Meaning::Axis(axis, _) | Meaning::AxisAbbreviation(Some(axis)) => axis == hemisphere.axis,
        Meaning::AxisAbbreviation(None) => true,
        _ => false,
    }
}

/// The angle at `at`. `known` says that its hemisphere or axis came before it.
pub(super) fn angle(text: Text<'_>, at: usize, known: bool) -> Option<Angle> {
    let degrees = text.number(at)?;
    if degrees.integer_digits > 3 {
        return None;
    }
    if let Some((end, mark)) = degree_mark(text, degrees.end) {
        if degrees.decimals == 0
            && let Some(angle) = minutes(text, degrees, end, mark, known)
        {
            return Some(angle);
        }
        if mark == DegreeMark::Substitute && !hemisphere_known(text, end, false) {
            return None;
        }
        return Some(Angle {
            marked: true,
            end,
            ..decimal(degrees)
        });
    }
    if degrees.decimals == 0 {
        // `59 12′ 7.7″ N`: the marks of minutes and seconds say what the first number is.
        let next = text.blanks_up_to(degrees.end, 2);
        if next > degrees.end
            && let Some(angle) = minutes(text, degrees, next, DegreeMark::None, known)
        {
            return Some(angle);
        }
        if let Some(angle) = unmarked(text, degrees, known) {
            return Some(angle);
        }
    }
    Some(decimal(degrees))
}

fn decimal(degrees: Number) -> Angle {
    Angle {
        end: degrees.end,
        degrees: degrees.value,
        notation: Notation::DecimalDegrees,
        unit: degrees.unit(),
        decimals: degrees.decimals,
        comma: degrees.comma,
        marked: false,
        unmarked: None,
        problem: None,
    }
}

/// Puts degrees, minutes and seconds together and checks that the latter two are below sixty.
fn sexagesimal(degrees: Number, minutes: Number, seconds: Option<Number>, end: usize) -> Angle {
    let second = seconds.map_or(0.0, |seconds| seconds.value);
    let problem = if minutes.value >= 60.0 {
        Some(CoordinateProblem::below_sixty("minutes", minutes.value))
    } else if second >= 60.0 {
        Some(CoordinateProblem::below_sixty("seconds", second))
    } else {
        None
    };
    let last = seconds.unwrap_or(minutes);
    let (notation, unit) = if seconds.is_some() {
        (Notation::DegreesMinutesSeconds, last.unit() / 3600.0)
    } else {
        (Notation::DegreesMinutes, last.unit() / 60.0)
    };
    Angle {
        end,
        degrees: degrees.value + minutes.value / 60.0 + second / 3600.0,
        notation,
        unit,
        decimals: last.decimals,
        comma: last.comma,
        marked: true,
        unmarked: None,
        problem,
    }
}

fn degree_mark(text: Text<'_>, at: usize) -> Option<(usize, DegreeMark)> {
    // `39d08m`, and `39o 08'` from scans.
    if let Some(end) = text.one_of(at, &DEGREE_SUBSTITUTES) {
        let ends = text
            .character(end)
            .is_some_and(|next| next.is_ascii_digit() || is_blank(next) || "NSEW".contains(next));
        if ends || !text.character(at).is_some_and(is_letter) {
            return Some((end, DegreeMark::Substitute));
        }
    }
    let next = text.blanks_up_to(at, 2);
    if let Some(end) = text.one_of(next, &DEGREE_SIGNS) {
        return Some((end, DegreeMark::Sign));
    }
    let (lower, end) = text.lower(next)?;
    if !lexicon::is_degree_word(lower.as_str()) || !text.boundary(end) {
        return None;
    }
    Some((end + usize::from(text.byte(end) == b'.'), DegreeMark::Word))
}

fn minute_mark(text: Text<'_>, at: usize, degree: DegreeMark) -> Option<usize> {
    if degree == DegreeMark::Substitute && text.byte(at) == b'm' {
        return Some(at + 1);
    }
    let next = text.blanks_up_to(at, 2);
    if let Some(end) = text.one_of(next, &MINUTE_SIGNS) {
        // Two of them are a mark of seconds.
        return text.one_of(end, &MINUTE_SIGNS).is_none().then_some(end);
    }
    word_mark(text, next, lexicon::is_minute_word)
}

fn second_mark(text: Text<'_>, at: usize, degree: DegreeMark) -> Option<usize> {
    if degree == DegreeMark::Substitute && text.byte(at) == b's' {
        return Some(at + 1);
    }
    let next = text.blanks_up_to(at, 2);
    if let Some(end) = text.one_of(next, &SECOND_SIGNS) {
        return Some(end);
    }
    if let Some(first) = text.one_of(next, &MINUTE_SIGNS) {
        let gap = text.blanks_up_to(first, 1);
        if let Some(end) = text.one_of(gap, &MINUTE_SIGNS) {
            return Some(end);
        }
    }
    word_mark(text, next, lexicon::is_second_word)
}

fn word_mark(text: Text<'_>, at: usize, wanted: fn(&str) -> bool) -> Option<usize> {
    let (lower, end) = text.lower(at)?;
    if !wanted(lower.as_str()) || !text.boundary(end) {
        return None;
    }
    // The stop of `min.` only where more follows, so that it may also end the sentence.
    let dot = text.byte(end) == b'.' && text.character(end + 1).is_some_and(|c| c != '\n');
    Some(end + usize::from(dot))
}

/// Whether the hemisphere is known at the end of an angle: it (or the axis) came before, or follows at `at`.
fn hemisphere_known(text: Text<'_>, at: usize, known: bool) -> bool {
    if known {
        let next = text.blanks_up_to(at, 2);
        return text.boundary(at)
            && text.one_of(next, &DEGREE_SIGNS).is_none()
            && text.one_of(next, &MINUTE_SIGNS).is_none();
    }
    let mut labels = Labels {
        end: at,
        ..Labels::default()
    };
    suffix(text, &mut labels, false);
    labels.hemisphere.is_some()
}

/// The gap between two marked parts: blanks, a hyphen (`39°-08′`), or after words a comma or `and`.
fn part_gap(text: Text<'_>, at: usize, mark: DegreeMark) -> usize {
    let mut end = text.blanks_up_to(at, 3);
    if mark == DegreeMark::Word {
        if text.byte(end) == b',' {
            end = text.blanks_up_to(end + 1, 3);
        }
        if let Some((lower, after)) = text.lower(end)
            && lexicon::is_joining_word(lower.as_str())
        {
            end = text.blanks_up_to(after, 3);
        }
    } else if text.byte(end) == b'-' && end == at {
        end += 1;
    }
    end
}

/// Minutes, and perhaps seconds, after marked degrees.
fn minutes(
    text: Text<'_>,
    degrees: Number,
    at: usize,
    mark: DegreeMark,
    known: bool,
) -> Option<Angle> {
    let minutes = text.number(part_gap(text, at, mark))?;
    if minutes.integer_digits > 3 {
        return None;
    }
    let marked = minute_mark(text, minutes.end, mark);
    let bare = mark != DegreeMark::None;
    // Degrees and minutes without a sign of degrees are also feet and inches, a height.
    let closed = |end: usize| bare || hemisphere_known(text, end, known);
    if minutes.decimals == 0 && (marked.is_some() || (bare && minutes.integer_digits <= 2)) {
        let gap = part_gap(text, marked.unwrap_or(minutes.end), mark);
        if gap > minutes.end
            && let Some(seconds) = text.number(gap)
            && seconds.integer_digits <= 3
        {
            let second_marked = second_mark(text, seconds.end, mark);
            let end = second_marked.or_else(|| {
                let plain = seconds.integer_digits <= 2
                    && seconds.value < 60.0
                    && hemisphere_known(text, seconds.end, known);
                plain.then_some(seconds.end)
            });
            if let Some(end) = end.filter(|&end| closed(end)) {
                return Some(Angle {
                    unmarked: second_marked.is_none().then_some(Unmarked::PINNED),
                    ..sexagesimal(degrees, minutes, Some(seconds), end)
                });
            }
        }
    }
    let end = marked.or_else(|| {
        let plain = bare
            && minutes.integer_digits <= 2
            && minutes.value < 60.0
            && hemisphere_known(text, minutes.end, known);
        plain.then_some(minutes.end)
    })?;
    closed(end).then(|| Angle {
        unmarked: marked.is_none().then_some(Unmarked::PINNED),
        ..sexagesimal(degrees, minutes, None, end)
    })
}

/// Parts without marks: `39 08 26 N`, `N39-08.4`, `39:08:26N`, with or without zeros before a part below ten. The
/// hemisphere letter is what tells these from times, dates and scores, so there must be one, or the name of the axis.
fn unmarked(text: Text<'_>, degrees: Number, known: bool) -> Option<Angle> {
    let separator = text.character(degrees.end)?;
    if !matches!(separator, ' ' | '\u{a0}' | '-' | ':') {
        return None;
    }
    let blank = is_blank(separator);
    let part = |end: usize| {
        let gap = end + separator.len_utf8();
        text.number(if blank {
            text.blanks_up_to(gap, 2)
        } else {
            gap
        })
    };
    let minutes = part(degrees.end)?;
    if minutes.integer_digits > 2 {
        return None;
    }
    let short = minutes.integer_digits == 1;
    if minutes.decimals == 0
        && text.character(minutes.end) == Some(separator)
        && let Some(seconds) = part(minutes.end)
        && seconds.integer_digits <= 2
        && hemisphere_known(text, seconds.end, known)
    {
        let end = seconds.end;
        return Some(Angle {
            unmarked: Some(Unmarked {
                blank,
                pinned: false,
                short: false,
            }),
            ..sexagesimal(degrees, minutes, Some(seconds), end)
        });
    }
    if !hemisphere_known(text, minutes.end, known) {
        return None;
    }
    let angle = sexagesimal(degrees, minutes, None, minutes.end);
    // Two bare whole numbers over sixty are more likely a street address than a wrong angle.
    if angle.problem.is_some() && minutes.decimals == 0 {
        return None;
    }
    Some(Angle {
        unmarked: Some(Unmarked {
            blank,
            pinned: false,
            short: short && minutes.decimals == 0,
        }),
        ..angle
    })
}

/// Whether `character` ends an angle, so that a dash after it is a range and not a minus sign.
fn is_angle_mark(character: char) -> bool {
    DEGREE_SIGNS.contains(&character)
        || MINUTE_SIGNS.contains(&character)
        || SECOND_SIGNS.contains(&character)
}
