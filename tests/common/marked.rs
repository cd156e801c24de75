//! Documents with marks, `[[words|meaning]]`: the format of `tests/corpus` and of the examples in `docs/rules`, where
//! it is described for those who write it.

use std::collections::BTreeMap;

use araxes::recognition::Usage;

/// A marked document.
pub struct Marked {
    /// The header lines, `key: value`.
    pub header: BTreeMap<String, String>,
    /// What is read, without the marks.
    pub plain: String,
    /// In order of the text, the longer before the shorter that begin together.
    pub marks: Vec<Mark>,
}

/// A marked stretch, in code points of the plain text.
pub struct Mark {
    pub start: usize,
    pub end: usize,
    /// How many line breaks of the text stand before it.
    pub line: usize,
    pub surface: String,
    pub meaning: Meaning,
}

/// What a mark says of its stretch.
#[derive(Debug, PartialEq)]
pub enum Meaning {
    /// `place:…`, or `within:…` for what no gazetteer has: a toponym with this id, kind and role.
    Place(String, Kind),
    /// `coordinate:LAT,LON`: a position in figures, and what else is said of it.
    Position(Position),
    /// `?`: a toponym that is reported without a place.
    Unplaced,
    /// `route:…`, `border:…` or `relative:…`: a relation, and the length that the words state for it, metres.
    Relation(String, Option<f64>),
    /// `unresolved: words`: reported without a place, for a reason in which these words are.
    Unresolved(String),
    /// `-`: nothing here is a toponym; with the key of a refusal, for that reason.
    Nothing(Option<String>),
}

/// How a place is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The place on the ground.
    Literal,
    /// Something that goes by its name: a government, a team, an agreement.
    Associative,
    /// A name of which readers disagree whether the place or something that goes by its name is meant.
    Any,
    /// Its people, or the adjective.
    Demonym,
    /// A part of the name of an organisation, work or product. It need not be cited, but never as the place itself.
    Embedded,
    /// A language, which is no toponym unless one asks for them.
    Language,
    /// Exactly this role, of a name or of its people's.
    Exactly { demonym: bool, role: Usage },
}

impl Kind {
    /// The word for it in marks.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Literal => "literal",
            Kind::Associative => "associative",
            Kind::Any => "any",
            Kind::Demonym => "demonym",
            Kind::Embedded => "embedded",
            Kind::Language => "language",
            Kind::Exactly { role, .. } => role.as_str(),
        }
    }

    fn read(words: &[&str]) -> Option<Self> {
        let role = |word: &str| Usage::ALL.into_iter().find(|role| role.as_str() == word);
        Some(match *words {
            [] => Kind::Literal,
            ["associative"] => Kind::Associative,
            ["any"] => Kind::Any,
            ["demonym"] => Kind::Demonym,
            ["embedded"] => Kind::Embedded,
            ["language"] => Kind::Language,
            [word] => Kind::Exactly {
                demonym: false,
                role: role(word)?,
            },
            ["demonym", word] => Kind::Exactly {
                demonym: true,
                role: role(word)?,
            },
            _ => return None,
        })
    }
}

/// A position in figures.
#[derive(Debug, PartialEq)]
pub struct Position {
    /// Degrees.
    pub lat: f64,
    pub lon: f64,
    /// The last decimal in which latitude and longitude are written, degrees.
    pub unit: f64,
    /// What stands there: `bridge`.
    pub kind: Option<String>,
    /// The id of the river that it crosses.
    pub crosses: Option<String>,
    /// The key of the way it is written.
    pub notation: Option<String>,
}

/// Reads a text with marks and, before a blank line, header lines of these keys. `place` says in messages where the
/// text stands.
pub fn read(head: &str, body: &str, keys: &[&str], place: &str) -> Marked {
    let header = head
        .lines()
        .map(|line| {
            let (key, value) = line
                .split_once(": ")
                .unwrap_or_else(|| panic!("{place}: header line “{line}” is not “key: value”"));
            assert!(keys.contains(&key), "{place}: unknown header {key}");
            (key.to_owned(), value.trim().to_owned())
        })
        .collect();
    let (plain, marks) = unmark(body.trim_end(), place);
    Marked {
        header,
        plain,
        marks,
    }
}

/// Takes the marks, which may stand within each other, out of a text.
fn unmark(body: &str, place: &str) -> (String, Vec<Mark>) {
    let mut plain = String::new();
    let (mut length, mut line) = (0_usize, 0_usize);
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    let mut marks = Vec::new();
    let mut rest = body;
    while let Some(next) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("[[") {
            open.push((length, plain.len(), line));
            rest = after;
        } else if let (Some(after), Some(&(start, byte, line))) =
            (rest.strip_prefix('|'), open.last())
        {
            let (meaning, after) = after
                .split_once("]]")
                .unwrap_or_else(|| panic!("{place}: a mark is not closed"));
            open.pop();
            let surface = plain.get(byte..).unwrap().to_owned();
            assert!(!surface.trim().is_empty(), "{place}: an empty mark");
            marks.push(Mark {
                start,
                end: length,
                line,
                meaning: Meaning::read(meaning)
                    .unwrap_or_else(|| panic!("{place}: nobody knows the meaning “{meaning}”")),
                surface,
            });
            rest = after;
        } else {
            plain.push(next);
            length += 1;
            line += usize::from(next == '\n');
            rest = rest.get(next.len_utf8()..).unwrap();
        }
    }
    assert!(open.is_empty(), "{place}: a mark has no meaning");
    marks.sort_by_key(|mark| (mark.start, mark.end));
    (plain, marks)
}

impl Meaning {
    fn read(text: &str) -> Option<Self> {
        if let Some(reason) = text.strip_prefix("unresolved:") {
            let reason = reason.trim();
            return (!reason.is_empty()).then(|| Meaning::Unresolved(reason.to_owned()));
        }
        let words: Vec<&str> = text.split(' ').collect();
        let (&target, more) = words.split_first()?;
        match target {
            "?" if more.is_empty() => Some(Meaning::Unplaced),
            "-" => match *more {
                [] => Some(Meaning::Nothing(None)),
                [key] => Some(Meaning::Nothing(Some(key.to_owned()))),
                _ => None,
            },
            // What is counted from a place is a name, too, where a role is said.
            _ if target.starts_with("place:")
                || target.starts_with("within:")
                || target.starts_with("relative:") && !more.is_empty() =>
            {
                Some(Meaning::Place(target.to_owned(), Kind::read(more)?))
            }
            _ if ["route:", "border:", "relative:"]
                .iter()
                .any(|sort| target.starts_with(sort)) =>
            {
                let length = match *more {
                    [] => None,
                    [length] => Some(length.strip_prefix("length_m:")?.parse().ok()?),
                    _ => return None,
                };
                Some(Meaning::Relation(target.to_owned(), length))
            }
            _ => Position::read(target, more).map(Meaning::Position),
        }
    }
}

impl Position {
    fn read(target: &str, more: &[&str]) -> Option<Self> {
        let (lat, lon) = target.strip_prefix("coordinate:")?.split_once(',')?;
        let decimals = |figure: &str| figure.split_once('.').map_or(0, |(_, part)| part.len());
        let decimals = i32::try_from(decimals(lat).min(decimals(lon))).ok()?;
        let mut position = Position {
            lat: lat.parse().ok()?,
            lon: lon.parse().ok()?,
            unit: 0.1_f64.powi(decimals),
            kind: None,
            crosses: None,
            notation: None,
        };
        for word in more {
            let (key, value) = word.split_once(':')?;
            let value = Some(value.to_owned());
            match key {
                "kind" => position.kind = value,
                "crosses" => position.crosses = value,
                "notation" => position.notation = value,
                _ => return None,
            }
        }
        Some(position)
    }
}
