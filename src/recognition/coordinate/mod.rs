//! Recognition of coordinates in running text, in whatever dress their writer chose.
//!
//! This module finds every position given in numbers — degrees in all their spellings, the compact
//! aeronautical form, ISO 6709 strings, `geo:` URIs (RFC 5870), Plus Codes, UTM, MGRS and Soviet
//! Gauss–Krüger grid coordinates, in the words of seventeen languages and the digits of all
//! writings — and says where it stands in the text, what it says, in which
//! notation and how precisely. It reads what is written and nothing more: it changes no datum and
//! looks up no names. A position that cannot be right (95° N) or cannot be told (a Soviet easting
//! without its zone) is reported as a [`CoordinateProblem`] instead of being passed over, so that
//! the reader of the results sees what was left off the map and why.
//!
//! # How numbers are told from coordinates
//!
//! Most numbers in a document are not coordinates, so a notation must prove itself:
//!
//! * Angles with degree signs or words need a hemisphere or an axis name on both halves. One half
//!   alone (`39°N`) is a parallel or meridian and is skipped, as are ranges (`39°N–41°N`).
//! * Plain numbers with hemisphere letters need decimals (`39.14 N, 46.95 E`), or a cue.
//! * Parts without marks (`39 8 26 N 46 57 15 E`) need hemisphere letters or axis names, and belong
//!   together as far as the letter. Both halves have as many parts, or all figures are taken in. Where
//!   that leaves two readings, there is no position but a [`CoordinateProblem::TwoReadings`].
//! * Letters of hemispheres are of one writing in both halves: the Greek Ν is south, N is north.
//! * Words that are also those for width and length (`Breite`, `طول`) count with degree signs, a
//!   hemisphere or four decimals.
//! * Two angles with all their marks and with words that are not known stay visible, too
//!   ([`CoordinateProblem::NotUnderstood`]).
//! * Plain numbers alone need a *cue* before them in the same clause (“coordinates”, “GPS”, “lat,
//!   lon”, “located at”, «координаты» …), or parentheses and four decimals each. They are read
//!   latitude first, as ISO 6709 has it, unless the cue gives another order; in pieces of GeoJSON
//!   (RFC 7946), KML and well-known text they are read longitude first, as those formats have it.
//! * `38N` and `38S` before grid coordinates are a zone and *hemisphere* where the word “UTM” or
//!   “zone” goes before them (and “MGRS” does not); otherwise the letter is the MGRS latitude
//!   band, by which band S lies in the *northern* hemisphere. A band that disagrees with the
//!   northing is a problem, not a position. So is `UTM 38S` without the word “zone” where the
//!   northing fits band S: both readings are common, and they are ninety degrees apart.
//! * Gauss–Krüger coordinates need their labels (`X=… Y=…`: X is the northing) or the name of the
//!   system (`СК-42`, Pulkovo, Gauss-Krüger).
//!
//! # Precision
//!
//! [`Coordinate::precision_m`] is the size on the ground of one unit of the last digit written.
//! A degree counts as 60 nautical miles (111 120 m) on both axes, so on the longitude axis it is an
//! upper bound.

mod angle;
mod code;
mod figures;
mod format;
mod gauss_kruger;
mod geographic;
mod grid;
mod heading;
mod languages;
mod lexicon;
mod notation;
mod problem;
mod scan;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
mod tests;

use std::ops::Range;

pub use format::format;
pub(super) use heading::{Heading, in_columns};
pub use notation::Notation;
pub use problem::CoordinateProblem;

use figures::Transcript;
use geographic::{Context, Format, Outcome};
use lexicon::{Axis, Cue, Hemisphere};
use scan::{Text, is_dash, is_letter};

/// Metres in a degree: sixty nautical miles.
const METRES_PER_DEGREE: f64 = 60.0 * 1852.0;

/// A position as written, before any change of datum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Position {
    /// Geographic coordinates in degrees, WGS 84 (EPSG:4326), longitude first in this type
    /// whatever the order in the text. South and west are negative.
    Geographic {
        /// Longitude, −180 to 180 degrees.
        lon: f64,
        /// Latitude, −90 to 90 degrees.
        lat: f64,
    },
    /// Universal Transverse Mercator on WGS 84 (EPSG:326zz north, EPSG:327zz south), in metres.
    Utm {
        /// Zone, 1 to 60.
        zone: u8,
        /// Whether the northing counts from the equator (`true`) or from the southern false
        /// origin 10 000 km south of it (`false`).
        north: bool,
        /// Easting in metres, false easting of 500 000 m included.
        easting: f64,
        /// Northing in metres.
        northing: f64,
    },
    /// A short Plus Code (`4P2X+XM`), which recurs all over the earth: the one nearest to the town that stands beside it
    /// is meant. See [`Position::nearest`].
    ShortPlusCode {
        /// The longitude of the cell's centre, degrees, up to multiples of `every`.
        lon: f64,
        /// The latitude of the cell's centre, degrees, up to multiples of `every`.
        lat: f64,
        /// Degrees after which the code recurs on both axes: 1 or 20.
        every: f64,
    },
    /// Soviet Gauss–Krüger coordinates on the 1942 system (Pulkovo 1942, СК-42) in six-degree
    /// zones (EPSG:284zz), in metres.
    GaussKruger {
        /// Zone, 1 to 60; its central meridian is `6 × zone − 3` degrees east.
        zone: u8,
        /// Easting in metres with the zone prefix and the false easting of 500 000 m, as written
        /// on Soviet maps: 8 563 120 is 63 120 m east of the central meridian of zone 8. The
        /// Soviet axis letter for it is Y.
        easting: f64,
        /// Northing from the equator in metres; the Soviet axis letter for it is X.
        northing: f64,
    },
}

impl Position {
    /// Where a short Plus Code is, counted from a town at `lon`, `lat` (degrees): its longitude and latitude. Nothing
    /// where two cells are about equally near, and for other positions.
    #[must_use]
    pub fn nearest(&self, lon: f64, lat: f64) -> Option<(f64, f64)> {
        let Self::ShortPlusCode {
            lon: code_lon,
            lat: code_lat,
            every,
        } = *self
        else {
            return None;
        };
        let near = |code: f64, town: f64| {
            let found = code + ((town - code) / every).round() * every;
            ((found - town).abs() <= MOST_OF_HALF * every).then_some(found)
        };
        let (lon, lat) = (near(code_lon, lon)?, near(code_lat, lat)?);
        let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
        (lat.abs() <= 90.0).then_some((lon, lat))
    }
}

/// How far from the town a short Plus Code may be, as a share of the distance to its next copy. At a half two are equally
/// near, and the point of a town is not known better than this.
const MOST_OF_HALF: f64 = 0.4;

/// A position found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Coordinate {
    /// Where it stands: bytes of the text given to [`find`]. Labels that name the axes or the
    /// zone (`latitude`, `UTM zone`, `X=`) are part of it; a mere cue (`coordinates:`) is not.
    pub span: Range<usize>,
    /// How it was written. Where the halves differ, the notation with more parts.
    pub notation: Notation,
    /// What it says.
    pub position: Position,
    /// The size on the ground of one unit of the last written digit, in metres, on the axis with
    /// the coarser one: 30.9 for whole seconds, 11.1 for four decimals of a degree, 1 for whole
    /// metres. For MGRS and Plus Codes it is the longer side of the cell, and the position is the
    /// cell's centre. For a geo URI with `u=`, that uncertainty.
    pub precision_m: f64,
}

/// Something written as a position, readable or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where it stands: bytes of the text given to [`find`].
    pub span: Range<usize>,
    /// The position, or why there is none.
    pub result: Result<Coordinate, CoordinateProblem>,
}

/// Finds the positions written in `text`, in the order of the text.
///
/// Spans are on character boundaries and do not overlap; where several notations fit from one
/// place, the one that takes in most text wins. The time taken is linear in the length of the text
/// whatever the text is. See the [module](self) for what counts as a position.
#[must_use]
pub fn find(text: &str) -> Vec<Finding> {
    find_in(text, None)
}

/// [`find`] in a text of a language, BCP 47, which tells what the letter O stands for: east in German, west in French,
/// Spanish, Italian and Portuguese.
#[must_use]
pub fn find_in(text: &str, language: Option<&str>) -> Vec<Finding> {
    let letter_o = language.and_then(lexicon::letter_o);
    let Some(transcript) = Transcript::of(text) else {
        return find_ascii(text, letter_o);
    };
    let mut findings = find_ascii(&transcript.text, letter_o);
    for finding in &mut findings {
        finding.span = transcript.written(&finding.span);
        if let Ok(coordinate) = &mut finding.result {
            coordinate.span = finding.span.clone();
        }
    }
    findings
}

/// [`find`] in a text with ASCII figures.
fn find_ascii(text: &str, letter_o: Option<Hemisphere>) -> Vec<Finding> {
    if !has_figures(text) {
        return Vec::new();
    }
    let mut search = Search {
        text: Text::new(text, letter_o),
        clause: Clause::default(),
        findings: Vec::new(),
    };
    let mut at = 0;
    let mut figure = 0;
    while let Some(character) = search.text.character(at) {
        if figure < at {
            let Some(next) = next_figure(text, at) else {
                break;
            };
            figure = next;
        }
        if figure - at > LOOK_BACK && scan::is_blank(character) {
            // What was said so long ago has worn off by the time the figure comes.
            search.clause = Clause::default();
            let near = text.floor_char_boundary(figure - LOOK_BACK);
            let blank = text.get(at..near).and_then(|far| far.rfind(' '));
            at += blank.unwrap_or(0).max(character.len_utf8());
            continue;
        }
        at = search.step(at, character);
    }
    search.findings
}

/// Whether a text has what every notation needs: two digits, or the plus sign of a Plus Code.
fn has_figures(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= 2 || text.contains('+')
}

/// How far before a figure the words are read, bytes: more than [`CUE_REACH`] words take.
const LOOK_BACK: usize = 192;

/// The next byte that a position can begin with or be made of.
fn next_figure(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let is_figure = |byte: &u8| byte.is_ascii_digit() || *byte == b'+';
    Some(from + bytes.iter().position(is_figure)?)
}

/// Most words from a cue to the numbers it announces.
const CUE_REACH: u8 = 10;

/// What the current clause has said so far about the numbers to come.
#[derive(Default)]
struct Clause {
    cue: Option<Announced>,
    /// The latest axis name and where it ended.
    label: Option<(Axis, usize)>,
    gauss_kruger: bool,
    utm: bool,
    mgrs: bool,
    /// Words since the latest cue.
    words: u8,
    /// A position has been found and no word has come since.
    continuing: bool,
    /// Where the latest word that was a cue ended: a stop there marks an abbreviation.
    cue_end: usize,
    /// The latest word was `located`, `situated` or the like.
    placed: bool,
}

/// A cue for plain numbers.
#[derive(Clone, Copy)]
struct Announced {
    /// Fewest decimals to be a position.
    decimals: usize,
    first: Option<Axis>,
    format: Format,
}

struct Search<'a> {
    text: Text<'a>,
    clause: Clause,
    findings: Vec<Finding>,
}

impl Search<'_> {
    /// Looks at `at`, where `character` stands, and returns where to look next.
    fn step(&mut self, at: usize, character: char) -> usize {
        let text = self.text;
        let end = at + character.len_utf8();
        if character.is_ascii_digit() {
            if let Some(next) = self.number(at) {
                return next;
            }
            let mut end = end;
            while text.digit(end) {
                end += 1;
            }
            return end;
        }
        if is_letter(character) {
            return self.word(at);
        }
        if character == '+' || is_dash(character) {
            if angle::is_sign(text, at) {
                let candidates = [geographic::iso_6709(text, at)];
                if let Some(next) = self.settle(at, candidates) {
                    return next;
                }
            }
            return end;
        }
        self.punctuation(at, character);
        end
    }

    /// Takes the longest of `candidates`, or else the pair of angles at `at`, and returns where to
    /// go on. Nothing if there is neither.
    fn settle<const N: usize>(
        &mut self,
        at: usize,
        candidates: [Option<Finding>; N],
    ) -> Option<usize> {
        let pair = geographic::pair(self.text, at, self.context());
        let mut skip = None;
        let mut best: Option<Finding> = None;
        let pair = match pair {
            Some(Outcome::Found(finding)) => Some(finding),
            Some(Outcome::Skip(end)) => {
                skip = Some(end);
                None
            }
            None => None,
        };
        for finding in candidates.into_iter().flatten().chain(pair) {
            if best
                .as_ref()
                .is_none_or(|best| finding.span.end > best.span.end)
            {
                best = Some(finding);
            }
        }
        let best = best.or_else(|| {
            let starts =
                skip.is_none() && self.text.digit(at) && geographic::starts_number(self.text, at);
            starts
                .then(|| geographic::unknown_words(self.text, at))
                .flatten()
        });
        let Some(finding) = best else {
            return skip.filter(|&end| end > at);
        };
        let end = finding.span.end;
        self.findings.push(finding);
        self.clause.words = 0;
        self.clause.continuing = true;
        self.clause.label = None;
        (end > at).then_some(end)
    }

    /// The candidates that start with a digit.
    fn number(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        if !text.boundary_before(at) {
            return None;
        }
        let clause = &self.clause;
        let candidates = [
            geographic::compact(text, at),
            grid::utm_from_zone(text, at, clause.utm && !clause.mgrs),
            grid::mgrs(text, at, clause.mgrs),
            code::plus_code(text, at),
            code::short_plus_code(text, at),
            if clause.gauss_kruger {
                gauss_kruger::unlabelled(text, at)
            } else {
                None
            },
        ];
        self.settle(at, candidates)
    }

    /// The candidates that start with a letter; otherwise takes note of the word.
    fn word(&mut self, at: usize) -> usize {
        let text = self.text;
        if let Some(end) = text.idle_word(at) {
            self.clause.placed = false;
            self.clause.word();
            return end;
        }
        let Some((lower, end)) = text.lower(at) else {
            // Too long to be any word that matters; step over the whole run at once.
            let mut end = at;
            while let Some(character) = text.character(end).filter(|&c| is_letter(c)) {
                end += character.len_utf8();
            }
            self.clause.word();
            return end;
        };
        let lower = lower.as_str();
        if is_address(text, lower, end) {
            return self.address(end);
        }
        let word = text.slice(at..end);
        if text.boundary_before(at) {
            let meaning = lexicon::meaning(word, lower);
            let candidates = [
                if matches!(word, "N" | "S") {
                    geographic::compact(text, at)
                } else {
                    None
                },
                if grid::is_zone_word(lower) {
                    if self.clause.gauss_kruger {
                        None
                    } else {
                        grid::utm_from_word(text, at)
                    }
                } else {
                    None
                },
                if text.byte(at + 8) == b'+' {
                    code::plus_code(text, at)
                } else {
                    code::short_plus_code(text, at)
                },
                match lower {
                    "geo" => code::geo_uri(text, at),
                    "map" => code::map_link(text, at),
                    _ => None,
                },
                if gauss_kruger::is_axis_letter(word) && !self.clause.utm {
                    gauss_kruger::labelled(text, at, self.clause.gauss_kruger)
                } else {
                    None
                },
            ];
            // A pair starts with a word only if that word is a label.
            if (meaning.is_some() || candidates.iter().any(Option::is_some))
                && let Some(next) = self.settle(at, candidates)
            {
                return next;
            }
        }
        self.note(at, lower, end);
        end
    }

    /// Takes note of what a word says about the numbers after it.
    fn note(&mut self, at: usize, lower: &str, end: usize) {
        let text = self.text;
        let placed = self.clause.placed && matches!(lower, "at" | "на" | "в");
        self.clause.placed = matches!(
            lower,
            "located"
                | "situated"
                | "positioned"
                | "lies"
                | "расположен"
                | "расположена"
                | "расположено"
        );
        let cue = if placed {
            Some(Cue::Weak)
        } else if gauss_kruger::is_system_name(text, lower, end) {
            Some(Cue::GaussKruger)
        } else if is_well_known_text(text, at, end) {
            Some(Cue::WellKnownText)
        } else {
            lexicon::cue(lower)
        };
        let Some(cue) = cue else {
            if !lexicon::is_joining_word(lower) {
                self.clause.word();
            }
            return;
        };
        let clause = &mut self.clause;
        clause.words = 0;
        clause.continuing = false;
        clause.cue_end = end;
        match cue {
            Cue::Strong => {
                let format = match (text.before(at), text.byte(end)) {
                    (Some('"'), b'"') if lower == "coordinates" => Format::GeoJson,
                    (Some('<'), b'>') if lower == "coordinates" => Format::Kml,
                    _ => Format::Prose,
                };
                clause.cue = Some(Announced {
                    decimals: 1,
                    first: None,
                    format,
                });
            }
            Cue::Weak => {
                clause.cue = clause.cue.or(Some(Announced {
                    decimals: 2,
                    first: None,
                    format: Format::Prose,
                }));
            }
            Cue::Label(axis) => {
                // `Lon/Lat: 46.95, 39.14`: the names one after the other give the order.
                let first = match clause.label {
                    Some((other, ended)) if other != axis && at - ended <= 14 => Some(other),
                    _ if axis == Axis::Latitude => Some(axis),
                    _ => None,
                };
                if first.is_some() {
                    clause.cue = Some(Announced {
                        decimals: 1,
                        first,
                        format: Format::Prose,
                    });
                }
                clause.label = Some((axis, end));
            }
            Cue::WellKnownText => {
                clause.cue = Some(Announced {
                    decimals: 1,
                    first: None,
                    format: Format::Wkt,
                });
            }
            Cue::GaussKruger => clause.gauss_kruger = true,
            Cue::Utm => clause.utm = true,
            Cue::Mgrs => clause.mgrs = true,
        }
    }

    /// Steps over a web address: the numbers in it are the site's affair.
    fn address(&mut self, at: usize) -> usize {
        let mut end = at;
        while let Some(character) = self.text.character(end) {
            if scan::is_blank(character) || matches!(character, '"' | '<' | '>' | '»' | '”') {
                break;
            }
            end += character.len_utf8();
        }
        end
    }

    /// Ends the clause where a sentence, paragraph or list entry ends.
    fn punctuation(&mut self, at: usize, character: char) {
        let text = self.text;
        match character {
            '.' | '!' | '?' | '…' | '։' => {
                let closes = text
                    .character(at + character.len_utf8())
                    .is_none_or(scan::is_blank);
                if closes && self.clause.cue_end != at {
                    self.clause = Clause::default();
                }
            }
            '\n' => {
                let next = at + 1 + usize::from(text.byte(at + 1) == b'\r');
                if text.byte(next) == b'\n' {
                    self.clause = Clause::default();
                } else {
                    self.clause.entry();
                }
            }
            ';' => {
                if self.clause.continuing {
                    self.clause.entry();
                } else {
                    self.clause = Clause::default();
                }
            }
            _ => {}
        }
    }

    fn context(&self) -> Context {
        match self.clause.cue {
            Some(cue) => Context {
                cue: true,
                decimals: cue.decimals,
                first: cue.first,
                format: cue.format,
            },
            None => Context::default(),
        }
    }
}

impl Clause {
    /// A word that says nothing: cues wear off.
    fn word(&mut self) {
        self.words = self.words.saturating_add(1);
        if self.continuing || self.words > CUE_REACH {
            *self = Self {
                placed: self.placed,
                ..Self::default()
            };
        }
    }

    /// The end of one entry of a list: the heading's cue holds for the next entry, names and all,
    /// but asks for more digits there.
    fn entry(&mut self) {
        if self.continuing {
            self.continuing = false;
            self.words = 0;
            if let Some(cue) = &mut self.cue {
                cue.decimals = cue.decimals.max(3);
            }
        }
    }
}

/// Whether the word at `at` starts a geometry in well-known text: `POINT (46.95 39.14)`.
fn is_well_known_text(text: Text<'_>, at: usize, end: usize) -> bool {
    if !matches!(
        text.slice(at..end),
        "POINT" | "LINESTRING" | "POLYGON" | "MULTIPOINT" | "MULTILINESTRING" | "MULTIPOLYGON"
    ) {
        return false;
    }
    let mut next = text.blanks_up_to(end, 1);
    while matches!(text.byte(next), b'Z' | b'M') && next - end < 4 {
        next = text.blanks_up_to(next + 1, 1);
    }
    text.byte(next) == b'('
}

/// Whether the word ending at `end` starts a web address.
fn is_address(text: Text<'_>, lower: &str, end: usize) -> bool {
    match lower {
        "http" | "https" | "ftp" => text.slice(end..end + 3) == "://",
        "www" => text.byte(end) == b'.',
        _ => false,
    }
}
