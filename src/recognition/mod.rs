//! Recognition: which stretches of a document speak of a place, a position, a way between places, or a line between
//! countries?
//!
//! A document becomes [`Mention`]s: names (`name`), coordinates (`coordinate`) and phrases such as “the border between
//! Iran and Azerbaijan” (`phrase`). Whether a name speaks of a place is a trained decision: every name of the gazetteer
//! and every run of capitalised words is a `candidate`, its words and surroundings are `feature`s, a linear `model` gives
//! it a probability for each class, and the `decision` takes the best that do not overlap. How the name is used is its
//! [`Usage`] (`role`). Names that the gazetteer has and that are refused are kept as [`Rejection`]s where somebody wants
//! to read why. Which place is meant is the next step's question.

mod apart;
mod block;
mod border_words;
mod candidate;
mod clitic;
pub mod coordinate;
mod decision;
mod feature;
mod inflection;
mod known;
pub mod learning;
pub mod lexicon;
mod mention;
pub mod model;
mod name;
pub(crate) mod offer;
mod other_languages;
pub mod phrase;
mod role;
mod spelling;
mod spot;
mod spot_words;
mod way_words;
mod word;

use std::ops::Range;

use crate::document::{BlockKind, Document};
use araxes_gazetteer::Gazetteer;

use coordinate::Finding;
pub use coordinate::{Coordinate, CoordinateProblem, Notation};
pub use decision::Judgement;
pub use inflection::LANGUAGES as DECLINED_LANGUAGES;
pub use mention::{Claim, FeatureHint, Mention, MentionKind, Pattern, Phrase, Side, Told};
pub use model::{Model, ModelError};
pub use role::{Role, Usage, Usages};

use block::BlockWords;
use candidate::Candidate;
use decision::{Forms, OwnSums};
use feature::Surroundings;
use model::{Class, Scores};
use name::Judged;
use spelling::Spellings;
use word::Words;
pub use word::hash as word_hash;

/// A name of the gazetteer that was turned down.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejection {
    /// Where it stands: bytes of the document's text.
    pub span: Range<usize>,
    /// The words.
    pub surface: String,
    /// Why, in short.
    pub refusal: Refusal,
    /// What it is instead, and why.
    pub reason: String,
}

/// Why a name of the gazetteer was turned down, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is rather something else.
    Rather(Class),
    /// It is used in a way that nobody asked for.
    Role(Usage),
}

impl Refusal {
    /// The key of names that are used in a way nobody asked for.
    const ROLE: &'static str = "role";

    /// The keys of all.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        let others = Class::ALL
            .into_iter()
            .filter(|&class| class != Class::Place);
        others.map(Class::key).chain([Self::ROLE])
    }

    /// Its key, one of [`Self::keys`].
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Refusal::Rather(class) => class.key(),
            Refusal::Role(_) => Self::ROLE,
        }
    }
}

/// Everything found in one document.
#[derive(Debug, Clone, Default)]
pub struct Recognition {
    /// Block after block: its names in order of the text, then its phrases, then its coordinates. Phrases refer to
    /// names by their number in this list.
    pub mentions: Vec<Mention>,
    /// What was turned down, block after block; empty unless [`Options::explain`] asks for it.
    pub rejections: Vec<Rejection>,
    /// Coordinates that cannot be on the earth, in order of the text.
    pub broken_coordinates: Vec<BrokenCoordinate>,
}

impl Recognition {
    /// The same without the names whose usage nobody asked for, and the phrases that speak of them; gives each mention's
    /// number among those that are left. What is left out for its usage becomes a rejection where `explain` says so.
    #[must_use]
    pub fn asking(self, usages: Usages, explain: bool) -> (Self, Vec<Option<usize>>) {
        let is_asked = |mention: &Mention| {
            !matches!(mention.kind, MentionKind::Name | MentionKind::Demonym)
                || usages.contains(mention.usage)
        };
        let mut count = 0;
        let mut next = |is_kept: bool| {
            is_kept.then(|| {
                count += 1;
                count - 1
            })
        };
        // Phrases are numbered with all others, so whether they are kept is found first.
        let names: Vec<Option<usize>> = self
            .mentions
            .iter()
            .map(|mention| is_asked(mention).then_some(0))
            .collect();
        let is_kept = |mention: &Mention| match &mention.kind {
            MentionKind::Phrase(phrase) => phrase.clone().renumbered(&names).is_some(),
            _ => is_asked(mention),
        };
        let numbers: Vec<Option<usize>> = self
            .mentions
            .iter()
            .map(|mention| next(is_kept(mention)))
            .collect();
        let Self {
            mentions,
            mut rejections,
            broken_coordinates,
        } = self;
        let mut kept = Vec::with_capacity(mentions.len());
        for (mut mention, number) in mentions.into_iter().zip(&numbers) {
            if number.is_none() {
                if explain && !is_asked(&mention) {
                    rejections.push(Rejection {
                        span: mention.span,
                        surface: mention.surface,
                        refusal: Refusal::Role(mention.usage),
                        reason: format!("its role, {}, is not asked for", mention.usage.as_str()),
                    });
                }
                continue;
            }
            if let MentionKind::Phrase(phrase) = mention.kind {
                let Some(phrase) = phrase.renumbered(&numbers) else {
                    continue;
                };
                mention.kind = MentionKind::Phrase(phrase);
            }
            kept.push(mention);
        }
        if explain {
            rejections.sort_by_key(|rejection| rejection.span.start);
        }
        let left = Self {
            mentions: kept,
            rejections,
            broken_coordinates,
        };
        (left, numbers)
    }
}

/// The numbers of mentions after [`Recognition::change`].
#[derive(Debug, Clone, Default)]
pub(crate) struct Changed {
    /// Of each mention that was there: its number now, where it is still there.
    pub(crate) kept: Vec<Option<usize>>,
    /// Of each mention that was added.
    pub(crate) added: Vec<usize>,
}

impl Recognition {
    /// Takes mentions out, and the phrases that speak of them, and puts names in, which are in order of the text.
    pub(crate) fn change(&mut self, is_dropped: &[bool], added: Vec<Mention>) -> Changed {
        let stays = |number: usize| !is_dropped.get(number).copied().unwrap_or(false);
        let names: Vec<Option<usize>> = (0..self.mentions.len())
            .map(|number| stays(number).then_some(0))
            .collect();
        let mut changed = Changed::default();
        let mut mentions = Vec::with_capacity(self.mentions.len() + added.len());
        let mut added = added.into_iter().peekable();
        for (number, mention) in std::mem::take(&mut self.mentions).into_iter().enumerate() {
            let is_name = matches!(mention.kind, MentionKind::Name | MentionKind::Demonym);
            let stands_before = |new: &Mention| {
                let here =
                    new.block == mention.block && (!is_name || new.span.start < mention.span.start);
                new.block < mention.block || here
            };
            while let Some(new) = added.next_if(stands_before) {
                changed.added.push(mentions.len());
                mentions.push(new);
            }
            let is_kept = stays(number)
                && match &mention.kind {
                    MentionKind::Phrase(phrase) => phrase.clone().renumbered(&names).is_some(),
                    _ => true,
                };
            changed.kept.push(is_kept.then_some(mentions.len()));
            if is_kept {
                mentions.push(mention);
            }
        }
        for new in added {
            changed.added.push(mentions.len());
            mentions.push(new);
        }
        for mention in &mut mentions {
            if let MentionKind::Phrase(phrase) = &mention.kind
                && let Some(phrase) = phrase.clone().renumbered(&changed.kept)
            {
                mention.kind = MentionKind::Phrase(phrase);
            }
        }
        self.mentions = mentions;
        changed
    }
}

/// Figures that look like a coordinate and cannot be one.
#[derive(Debug, Clone, PartialEq)]
pub struct BrokenCoordinate {
    /// Where it stands: bytes of the document's text.
    pub span: Range<usize>,
    /// The figures.
    pub surface: String,
    /// The sentence around it.
    pub sentence: Range<usize>,
    /// What is wrong, in short: a key of [`CoordinateProblem`].
    pub problem: &'static str,
    /// What is wrong.
    pub reason: String,
}

/// The longest piece of a block that is looked at as one, bytes. A block is a paragraph, so only a file without line
/// breaks is cut; it keeps the memory for its words small.
const LONGEST_PIECE: usize = 1 << 20;

/// How much of a document is judged together, bytes: what it does elsewhere with the same form counts within. Only
/// long books have more than one such part.
const JUDGED_TOGETHER: usize = 1 << 22;

/// What recognition is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Which usages of names are reported.
    pub usages: Usages,
    /// Whether mentions and rejections come with reasons.
    pub explain: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            usages: Usages::MAP,
            explain: false,
        }
    }
}

/// Finds mentions with a gazetteer and a model.
#[derive(Debug)]
pub struct Recogniser<'g> {
    model: &'g Model,
    spellings: Spellings<'g>,
    own_sums: OwnSums,
    options: Options,
}

/// A piece of a block on its way: its coordinates and its candidates with their scores.
struct Piece<'a> {
    block: BlockWords<'a>,
    around: Surroundings,
    candidates: Vec<Candidate>,
    /// The scores of each by its own features, and the probabilities that they stand for.
    scores: Vec<(Scores, Scores)>,
    coordinates: Vec<Mention>,
}

impl<'g> Recogniser<'g> {
    /// A recogniser over a gazetteer.
    #[must_use]
    pub fn new(gazetteer: &'g Gazetteer, model: &'g Model, options: Options) -> Self {
        Self {
            model,
            spellings: Spellings::of(gazetteer),
            own_sums: OwnSums::default(),
            options,
        }
    }

    /// Finds every mention in a document. Blocks of kind [`BlockKind::Boilerplate`] are passed over.
    #[must_use]
    pub fn recognise(&self, document: &Document) -> Recognition {
        let text = document.text.as_str();
        let lower = text.to_ascii_lowercase();
        let ranges: Vec<(usize, BlockKind, Range<usize>)> = document
            .blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| block.kind != BlockKind::Boilerplate)
            .flat_map(|(number, block)| {
                pieces(text, block.range.clone()).map(move |piece| (number, block.kind, piece))
            })
            .collect();
        let mut found = Recognition::default();
        let apart = apart::find(document);
        let mut rest = ranges.as_slice();
        while let Some((_, _, first)) = rest.first() {
            let end = first.start + JUDGED_TOGETHER;
            let count = rest
                .partition_point(|(_, _, range)| range.end <= end)
                .max(1);
            let (part, behind) = rest.split_at(count);
            let words: Vec<Words<'_>> = part
                .iter()
                .map(|(_, _, range)| {
                    let mut words = Words::of(text, &lower, range.clone());
                    clitic::cut(
                        &mut words,
                        text,
                        document.language.as_deref(),
                        self.spellings.gazetteer,
                    );
                    words
                })
                .collect();
            let mut forms = Forms::default();
            let pieces: Vec<Piece<'_>> = part
                .iter()
                .zip(&words)
                .map(|((number, kind, range), words)| {
                    let language = document.language.as_deref();
                    let block = BlockWords::new(text, words, *number, *kind, language, self.model);
                    let piece = self.piece(block, range, &apart, &mut found);
                    for (candidate, (_, own)) in piece.candidates.iter().zip(&piece.scores) {
                        forms.add(&piece.block, candidate, own);
                    }
                    piece
                })
                .collect();
            for piece in pieces {
                self.settle(piece, &forms, &mut found);
            }
            rest = behind;
        }
        found
    }

    /// The coordinates and candidates of a piece of a block.
    fn piece<'a>(
        &self,
        block: BlockWords<'a>,
        range: &Range<usize>,
        apart: &[Finding],
        found: &mut Recognition,
    ) -> Piece<'a> {
        let apart = overlapping(apart, range);
        let coordinates = coordinates(&block, range, apart, found);
        // Letters and digits of a coordinate (`38SMJ`, `N`) are not words of the text.
        let taken: Vec<Range<usize>> = coordinates
            .iter()
            .map(|mention| mention.span.clone())
            .chain(apart.iter().map(|finding| finding.span.clone()))
            .collect();
        let candidates = candidate::find(&block, &self.spellings, &taken);
        let around = Surroundings::of(&block, &candidates, &self.spellings);
        let mut room = Vec::new();
        let scores = candidates
            .iter()
            .map(|candidate| {
                let scores = decision::scores(
                    self.model,
                    &self.own_sums,
                    &block,
                    &around,
                    candidate,
                    &mut room,
                );
                (scores, model::probabilities(&scores))
            })
            .collect();
        Piece {
            block,
            around,
            candidates,
            scores,
            coordinates,
        }
    }

    /// Decides what the candidates of a piece are.
    fn settle(&self, piece: Piece<'_>, forms: &Forms, found: &mut Recognition) {
        let Piece {
            block,
            around,
            candidates,
            scores,
            coordinates,
        } = piece;
        let settings = self.model.decision();
        let probabilities: Vec<Scores> = candidates
            .iter()
            .zip(&scores)
            .map(|(candidate, (scores, own))| {
                forms.probabilities(&block, candidate, (scores, own), settings.consistency)
            })
            .collect();
        let judged: Vec<(f32, f32)> = candidates
            .iter()
            .zip(&probabilities)
            .map(|(candidate, p)| {
                let (probability, least) =
                    decision::toponym(&block, &around, candidate, p, settings);
                if other_languages::is_being(&block, candidate) {
                    return (0.0, least);
                }
                (probability, least)
            })
            .collect();
        let chosen = decision::choose(&candidates, &judged);

        let mut names: Vec<Mention> = Vec::with_capacity(chosen.len());
        let mut powers: Vec<bool> = Vec::with_capacity(chosen.len());
        let judgement = |at: usize, taken: bool| {
            self.options.explain.then(|| {
                let (candidate, p) = (&candidates[at], &probabilities[at]);
                let (probability, _) = judged[at];
                decision::judgement(
                    self.model,
                    &block,
                    &around,
                    candidate,
                    p,
                    probability,
                    taken,
                )
            })
        };
        for &at in &chosen {
            let judged = Judged {
                block: &block,
                around: &around,
                candidate: &candidates[at],
                probabilities: &probabilities[at],
                probability: decision::probability(&block, &candidates[at], judged[at], settings),
                judgement: judgement(at, true),
            };
            names.push(judged.mention());
            powers.push(candidates[at].power);
        }
        name::spread_parties(&block, &mut names, &powers);
        if self.options.usages.contains(Usage::Homonym) {
            names.extend(self.homonyms(&block, &around, &candidates, &probabilities, &chosen));
            names.sort_by_key(|mention| mention.span.start);
        }
        if self.options.explain {
            let refused = self.refused(&candidates, &chosen);
            found.rejections.extend(
                refused.filter_map(|at| rejection(&block, &candidates[at], judgement(at, false)?)),
            );
            let unwanted = names
                .iter()
                .filter(|mention| !self.options.usages.contains(mention.usage));
            found.rejections.extend(unwanted.map(|mention| Rejection {
                span: mention.span.clone(),
                surface: mention.surface.clone(),
                refusal: Refusal::Role(mention.usage),
                reason: format!("its role, {}, is not asked for", mention.usage.as_str()),
            }));
            found
                .rejections
                .sort_by_key(|rejection| rejection.span.start);
        }
        names.retain(|mention| self.options.usages.contains(mention.usage));

        // Phrases refer to names by their number, so these keep their order and the phrases follow; the list is put
        // in order of the text for readers at the very end.
        let base = found.mentions.len();
        let phrases = phrase::find(&block, &names, self.spellings.gazetteer);
        let spots = spot::find(&block, &mut names, &phrases);
        let phrases = phrases.into_iter().chain(spots).map(|mut mention| {
            if let MentionKind::Phrase(phrase) = &mut mention.kind {
                phrase.shift(base);
            }
            mention
        });
        found.mentions.extend(names);
        found.mentions.extend(phrases);
        found.mentions.extend(coordinates);
    }

    /// The known candidates that were not taken and that nothing overlaps that was; the longest of those that overlap.
    fn refused<'a>(
        &self,
        candidates: &'a [Candidate],
        chosen: &'a [usize],
    ) -> impl Iterator<Item = usize> + 'a {
        let mut behind = 0;
        (0..candidates.len()).filter(move |&at| {
            let candidate = &candidates[at];
            let free = candidate.is_known()
                && candidate.first >= behind
                && !chosen
                    .iter()
                    .any(|&other| candidates[other].overlaps(candidate));
            if free {
                behind = candidate.last + 1;
            }
            free
        })
    }

    /// The names of persons and things that places have too.
    fn homonyms(
        &self,
        block: &BlockWords<'_>,
        around: &Surroundings,
        candidates: &[Candidate],
        probabilities: &[Scores],
        chosen: &[usize],
    ) -> Vec<Mention> {
        self.refused(candidates, chosen)
            .filter(|&at| probabilities[at][Class::Person as usize] >= 0.5)
            .map(|at| {
                let judged = Judged {
                    block,
                    around,
                    candidate: &candidates[at],
                    probabilities: &probabilities[at],
                    probability: 1.0 - probabilities[at][Class::Person as usize],
                    judgement: None,
                };
                Mention {
                    usage: Usage::Homonym,
                    role: Usage::Homonym.role(),
                    ..judged.mention()
                }
            })
            .collect()
    }
}

fn rejection(
    block: &BlockWords<'_>,
    candidate: &Candidate,
    judgement: Judgement,
) -> Option<Rejection> {
    let span = name::span(&block.words.words, candidate.first, candidate.last);
    let because = if judgement.reasons.is_empty() {
        String::new()
    } else {
        format!("; {}", judgement.reasons.join("; "))
    };
    Some(Rejection {
        surface: block.text.get(span.clone())?.to_owned(),
        span,
        refusal: Refusal::Rather(judgement.class),
        reason: format!(
            "rather {} (a place with {:.2}){because}",
            judgement.class.describe(),
            judgement.probability
        ),
    })
}

/// A block, cut at blanks where it is very long.
fn pieces(text: &str, block: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = block.start;
    std::iter::from_fn(move || {
        if start >= block.end {
            return None;
        }
        let mut end = block.end;
        if end - start > LONGEST_PIECE {
            let most = text.floor_char_boundary(start + LONGEST_PIECE);
            let piece = text.get(start..most).unwrap_or_default();
            let blank = piece
                .rfind(char::is_whitespace)
                .filter(|&blank| blank > LONGEST_PIECE / 2);
            end = blank.map_or(most, |blank| start + blank);
        }
        let piece = start..end;
        start = end;
        Some(piece)
    })
}

/// The coordinates in a piece of a block. Those that cannot be on the earth go to `found`.
fn coordinates(
    block: &BlockWords<'_>,
    range: &Range<usize>,
    apart: &[Finding],
    found: &mut Recognition,
) -> Vec<Mention> {
    let text = block.text;
    let mut coordinates: Vec<Mention> = Vec::new();
    let written = text.get(range.clone()).unwrap_or_default();
    let mut findings = coordinate::find_in(written, block.language);
    for finding in &mut findings {
        finding.span = finding.span.start + range.start..finding.span.end + range.start;
    }
    findings.retain(|finding| overlapping(apart, &finding.span).is_empty());
    // A position that goes on in the next block belongs to the one that it begins in.
    let begins_here = |finding: &&Finding| range.contains(&finding.span.start);
    findings.extend(apart.iter().filter(begins_here).cloned());
    findings.sort_by_key(|finding| finding.span.start);
    for finding in findings {
        let span = finding.span;
        let words = text
            .get(span.clone())
            .unwrap_or_default()
            .split_whitespace();
        let surface = words.collect::<Vec<_>>().join(" ");
        let sentence = sentence_at(block.words, span.start);
        match finding.result {
            Ok(coordinate) => coordinates.push(Mention {
                span,
                surface,
                kind: MentionKind::Coordinate(coordinate),
                role: Role::Literal,
                usage: Usage::Literal,
                sentence,
                block: block.number,
                block_kind: block.kind,
                readings: Vec::new(),
                hint: None,
                probability: 1.0,
                judgement: None,
            }),
            Err(problem) => {
                found.broken_coordinates.push(BrokenCoordinate {
                    span,
                    surface,
                    sentence,
                    problem: problem.key(),
                    reason: problem.to_string(),
                });
            }
        }
    }
    coordinates
}

/// Those of a list in order, none over another, that have text in common with a stretch.
fn overlapping<'a>(findings: &'a [Finding], range: &Range<usize>) -> &'a [Finding] {
    let from = findings.partition_point(|finding| finding.span.end <= range.start);
    let to = findings.partition_point(|finding| finding.span.start < range.end);
    findings.get(from..to.max(from)).unwrap_or_default()
}

fn sentence_at(words: &Words<'_>, byte: usize) -> Range<usize> {
    let behind = words
        .sentences
        .partition_point(|sentence| sentence.start <= byte);
    behind
        .checked_sub(1)
        .and_then(|at| words.sentences.get(at))
        .cloned()
        .unwrap_or(byte..byte)
}

/// Mentions for spans that were found otherwise: each is taken as a name, with every reading that the gazetteer has
/// for its words. One mention for each span, in the same order.
#[must_use]
pub fn given(document: &Document, spans: &[Range<usize>], gazetteer: &Gazetteer) -> Recognition {
    let text = document.text.as_str();
    let lower = text.to_ascii_lowercase();
    let language = document.language.as_deref();
    let mut numbers: Vec<usize> = spans
        .iter()
        .map(|span| {
            document
                .blocks
                .partition_point(|block| block.range.end <= span.start)
        })
        .collect();
    let of_spans = numbers.clone();
    numbers.sort_unstable();
    numbers.dedup();
    let kind = |number: usize| {
        document
            .blocks
            .get(number)
            .map_or(BlockKind::Paragraph, |block| block.kind)
    };
    let words: Vec<Words<'_>> = numbers
        .iter()
        .map(|&number| {
            let range = document.blocks.get(number).map(|block| block.range.clone());
            Words::of(text, &lower, range.unwrap_or(text.len()..text.len()))
        })
        .collect();
    let blocks: Vec<(BlockWords<'_>, Surroundings)> = numbers
        .iter()
        .zip(&words)
        .map(|(&number, words)| {
            let block = BlockWords::new(
                text,
                words,
                number,
                kind(number),
                language,
                Model::built_in(),
            );
            let around = Surroundings::without_candidates(&block);
            (block, around)
        })
        .collect();
    let mentions = spans.iter().zip(&of_spans).filter_map(|(span, number)| {
        let (block, around) = blocks.get(numbers.binary_search(number).ok()?)?;
        Some(name::given(block, around, span.clone(), gazetteer))
    });
    Recognition {
        mentions: mentions.collect(),
        ..Recognition::default()
    }
}
