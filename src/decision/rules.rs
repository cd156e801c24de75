//! Decisions against a gazetteer: what each row means, and which of two counts.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use geo::Point;
use jiff::civil::DateTime;

use crate::document::Document;
use crate::problem::{At, Code, Problem};
use crate::relation::{Decided, position};
use araxes_gazetteer::{Entry, Gazetteer, PlaceKind};

use super::file::{DecisionFile, Placed, Row, Scope, Word, contradictions_among};
use super::words;

/// What a decision says of words.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// They mean this.
    Is(Entry),
    /// They mean a position that no gazetteer has.
    At(Decided),
    /// They are no place.
    NoPlace,
    /// They mean what these words mean.
    SameAs(String),
    /// What the program answers is right, if it is this.
    Right(Option<String>),
}

/// A decision that can be used.
#[derive(Debug, Clone)]
pub struct Rule {
    /// As it is written.
    pub row: Row,
    /// What it says.
    pub verdict: Verdict,
    /// The file.
    pub path: String,
    /// The line in it.
    pub line: u64,
    moment: Option<DateTime>,
}

impl Rule {
    /// Where it stands, for messages: `decisions.csv:3`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }

    /// Whether it is about a document.
    fn is_about(&self, document: &Document) -> bool {
        let within = self.row.within.as_str();
        match self.row.scope {
            Scope::Everywhere => true,
            Scope::Language => document.language.as_deref().is_some_and(|language| {
                let is_same = |tag: &str| tag.eq_ignore_ascii_case(within);
                is_same(language) || language.split('-').next().is_some_and(is_same)
            }),
            Scope::Publisher => document
                .publisher
                .as_deref()
                .is_some_and(|publisher| publisher.to_lowercase() == within.to_lowercase()),
            Scope::Mention if within.is_empty() => true,
            Scope::Document | Scope::Mention => {
                document.id == within
                    || document.path == within.replace('\\', "/")
                    || document.url.as_deref() == Some(within)
            }
        }
    }

    pub(super) fn problem(&self, code: Code, message: String) -> Problem {
        Problem {
            code,
            path: self.path.clone(),
            at: Some(At::Line(self.line)),
            message,
        }
    }
}

/// What a run has of a file of decisions, for its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRecord {
    /// The path as it was given.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many of its rows are used.
    pub rows: usize,
}

/// All decisions of a run, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    pub(super) rules: Vec<Rule>,
    /// Numbers of the rules for words wherever they stand, by the first of these words.
    pub(super) by_first_word: HashMap<String, Vec<usize>>,
    /// Numbers of the rules for one mention.
    pub(super) mentions: Vec<usize>,
    problems: Vec<Problem>,
    files: Vec<FileRecord>,
}

impl Decisions {
    /// The decisions in files, in this order, with the ids of a gazetteer.
    #[must_use]
    pub fn of(files: Vec<DecisionFile>, gazetteer: &Gazetteer) -> Self {
        let mut decisions = Self::default();
        for file in files {
            decisions.problems.extend(file.problems);
            let before = decisions.rules.len();
            for (line, row) in file.rows {
                match verdict(&row, gazetteer) {
                    Ok(verdict) => decisions.rules.push(Rule {
                        moment: row.moment(),
                        row,
                        verdict,
                        path: file.path.clone(),
                        line,
                    }),
                    Err((code, message)) => decisions.problems.push(Problem {
                        code,
                        path: file.path.clone(),
                        at: Some(At::Line(line)),
                        message,
                    }),
                }
            }
            decisions.files.push(FileRecord {
                path: file.path,
                sha256: file.sha256,
                rows: decisions.rules.len() - before,
            });
        }
        let rows: Vec<Placed<'_>> = decisions
            .rules
            .iter()
            .map(|rule| (rule.path.as_str(), rule.line, &rule.row))
            .collect();
        let contradictions = contradictions_among(&rows);
        decisions.problems.extend(contradictions);
        decisions.find_circles();
        for (number, rule) in decisions.rules.iter().enumerate() {
            if rule.row.scope == Scope::Mention {
                decisions.mentions.push(number);
            } else {
                let first = words::first_word(&rule.row.exact).to_owned();
                decisions
                    .by_first_word
                    .entry(first)
                    .or_default()
                    .push(number);
            }
        }
        decisions
    }

    /// Whether nothing was decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// What is wrong with rows of the files: those that cannot be used, and those that contradict each other.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The files they are from.
    #[must_use]
    pub fn files(&self) -> &[FileRecord] {
        &self.files
    }

    /// The decisions, in the order of the files and their lines.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The notes on those decisions of which a run found no words. `hits` has the numbers of the others.
    pub fn unused(&self, hits: &BTreeSet<usize>) -> Vec<Problem> {
        let rules = self.rules.iter().enumerate();
        let unused = rules.filter(|(number, _)| !hits.contains(number));
        unused
            .map(|(_, rule)| {
                let message = format!(
                    "no document of this run has what was decided of, “{}”; the row was passed over",
                    rule.row.exact
                );
                rule.problem(Code::DecisionUnused, message)
            })
            .collect()
    }

    /// Which of two rules counts where both hold: the narrower, then the later, then the one written behind.
    pub(super) fn rank(&self, left: usize, right: usize) -> Ordering {
        let key = |number: usize| {
            let rule = self.rules.get(number);
            rule.map(|rule| (rule.row.scope, rule.moment, number))
        };
        key(left).cmp(&key(right))
    }

    /// The numbers of the rules for words wherever they stand in a document whose first word this is.
    pub(super) fn for_word<'d>(
        &'d self,
        word: &str,
        document: &'d Document,
    ) -> impl Iterator<Item = (usize, &'d Rule)> {
        let numbers = self.by_first_word.get(word).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(move |&number| {
            let rule = self.rules.get(number)?;
            rule.is_about(document).then_some((number, rule))
        })
    }

    /// The numbers of the rules for single mentions of a document.
    pub(super) fn for_mentions<'d>(
        &'d self,
        document: &'d Document,
    ) -> impl Iterator<Item = (usize, &'d Rule)> {
        self.mentions.iter().filter_map(move |&number| {
            let rule = self.rules.get(number)?;
            rule.is_about(document).then_some((number, rule))
        })
    }

    /// The rule that counts for words, wherever they stand in a document.
    pub(super) fn for_form<'d>(
        &'d self,
        form: &str,
        document: &'d Document,
    ) -> Option<(usize, &'d Rule)> {
        self.for_word(words::first_word(form), document)
            .filter(|(_, rule)| is_same(&rule.row.exact, form))
            .max_by(|left, right| self.rank(left.0, right.0))
    }

    /// Forms that are each said to be the same as the other, so that nothing says what they mean.
    fn find_circles(&mut self) {
        let mut found = Vec::new();
        for rule in &self.rules {
            let Verdict::SameAs(other) = &rule.verdict else {
                continue;
            };
            let mut next = other.as_str();
            let mut steps = 0;
            while !is_same(next, &rule.row.exact) && steps <= MOST_STEPS {
                let behind = self.rules.iter().find_map(|one| match &one.verdict {
                    Verdict::SameAs(third) if is_same(&one.row.exact, next) => Some(third),
                    _ => None,
                });
                let Some(third) = behind else {
                    break;
                };
                next = third;
                steps += 1;
            }
            if is_same(next, &rule.row.exact) {
                let message = format!(
                    "“{}” is the same as “{other}”, and that is the same as this again: nothing says which place it is; say it of one of them",
                    rule.row.exact
                );
                found.push(rule.problem(Code::DecisionRefused, message));
            }
        }
        self.problems.extend(found);
    }
}

/// How many times one form may be the same as another before nobody follows any more.
pub(super) const MOST_STEPS: usize = 8;

/// Whether two texts have the same words.
pub(super) fn is_same(left: &str, right: &str) -> bool {
    left.split_whitespace().eq(right.split_whitespace())
}

fn verdict(row: &Row, gazetteer: &Gazetteer) -> Result<Verdict, (Code, String)> {
    let unknown = |id: &str| {
        let message = format!(
            "no gazetteer in use has “{id}”; `araxes gazetteer search NAME` finds ids, and `--gazetteer` adds places"
        );
        (Code::DecisionUnknownPlace, message)
    };
    let refused = |message: String| (Code::DecisionRefused, message);
    match row.decision {
        Word::NoPlace => Ok(Verdict::NoPlace),
        Word::Right if row.place.is_empty() => Ok(Verdict::Right(None)),
        // What is no entry of a gazetteer, such as `within:goris/nizami-street`, is right if it is the answer.
        Word::Right => Ok(match entry(gazetteer, &row.place) {
            Some(entry) => Verdict::Is(entry),
            None if is_id_of_gazetteer(&row.place) => return Err(unknown(&row.place)),
            None => Verdict::Right(Some(row.place.clone())),
        }),
        Word::SameAs => match entry(gazetteer, &row.place) {
            Some(entry) => Ok(Verdict::Is(entry)),
            None if is_id_of_gazetteer(&row.place) => Err(unknown(&row.place)),
            None if is_same(&row.place, &row.exact) => Err(refused(format!(
                "“{}” is said to be the same as itself",
                row.exact
            ))),
            None => Ok(Verdict::SameAs(row.place.clone())),
        },
        Word::Is if !row.place.is_empty() => match entry(gazetteer, &row.place) {
            Some(entry) => Ok(Verdict::Is(entry)),
            None => Err(unknown(&row.place)),
        },
        Word::Is => {
            let degrees = |text: &str, most: f64| {
                let value: f64 = text.replace(',', ".").parse().ok()?;
                (value.abs() <= most).then_some(value)
            };
            let (Some(lat), Some(lon)) = (degrees(&row.lat, 90.0), degrees(&row.lon, 180.0)) else {
                return Err(refused(format!(
                    "“lat” {} and “lon” {} are no position in degrees; latitude goes from -90 to 90, longitude from -180 to 180",
                    row.lat, row.lon
                )));
            };
            let kind = kind(&row.kind).ok_or_else(|| {
                refused(format!(
                    "“{}” is no kind of place; those that there are stand in the data dictionary, README.md in the output, under `kind`",
                    row.kind
                ))
            })?;
            let name = if row.name.is_empty() {
                &row.exact
            } else {
                &row.name
            };
            Ok(Verdict::At(Decided {
                point: Point::new(lon, lat),
                precision_m: last_digit_m(&row.lat),
                name: name.clone(),
                kind,
            }))
        }
    }
}

/// What an id stands for: one of the gazetteer, or the address of a place in GeoNames.
fn entry(gazetteer: &Gazetteer, id: &str) -> Option<Entry> {
    if let Some(entry) = gazetteer.entry(id) {
        return Some(entry);
    }
    let (_, number) = id.split_once("geonames.org/")?;
    let number: u64 = number.split('/').next()?.parse().ok()?;
    // Only places with ids of their own are listed; those of the others are made of the number.
    let own = gazetteer
        .ids_by_geonames()
        .find(|(other, _)| *other == number);
    match own {
        Some((_, id)) => gazetteer.entry(id),
        None => gazetteer.entry(&format!("place:geonames-{number}")),
    }
}

/// Whether an id is one that only a gazetteer gives. That of a border may be one that two neighbours share.
fn is_id_of_gazetteer(text: &str) -> bool {
    text.starts_with("place:") || text.contains("://")
}

/// What the last digit of a latitude in degrees is worth on the ground, metres, and not less than one.
fn last_digit_m(latitude: &str) -> f64 {
    const METRES_OF_A_DEGREE: f64 = 111_200.0;
    let decimals = latitude
        .rsplit_once(['.', ','])
        .map_or(0, |(_, decimals)| decimals.trim().len().min(9));
    #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
    let metres = METRES_OF_A_DEGREE * 10f64.powi(-(decimals as i32));
    metres.max(1.0)
}

/// The kind of a position that somebody decided on.
fn kind(word: &str) -> Option<&'static str> {
    if word.is_empty() {
        return Some(position::ANY_KIND);
    }
    let places = PlaceKind::ALL.map(PlaceKind::as_str);
    let positions = position::KINDS.iter().map(|&(_, kind)| kind);
    places
        .into_iter()
        .chain(positions)
        .chain([position::ANY_KIND])
        .find(|&known| known == word)
}
