//! Decisions laid over what recognition found in a document.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use crate::document::{BlockKind, Document};
use crate::problem::{Code, Problem};
use crate::recognition::{self, Mention, MentionKind, Recognition, Usage, Usages};
use crate::relation::Decided;
use araxes_gazetteer::{Entry, Gazetteer};

use super::file::Scope;
use super::rules::{Decisions, MOST_STEPS, Rule, Verdict};
use super::words::{self, Found};

/// What a mention means, by a decision.
#[derive(Debug, Clone, PartialEq)]
pub enum Means {
    /// This.
    Entry(Entry),
    /// A position that no gazetteer has.
    Position(Decided),
    /// What the program answers, if it is this.
    Answer(Option<String>),
    /// What these words mean.
    Words(String),
}

/// What was decided of a mention.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling {
    /// Number of the decision in [`Decisions::rules`].
    pub rule: usize,
    /// What the mention means.
    pub means: Means,
    /// What was decided, by whom and why, and where that is written.
    pub told: String,
}

/// Words of which somebody decided that they are no place.
#[derive(Debug, Clone, PartialEq)]
pub struct Dropped {
    /// Where they stand: bytes of the document's text.
    pub span: Range<usize>,
    /// The words.
    pub surface: String,
    /// What was decided, by whom and why, and where that is written.
    pub told: String,
}

/// What decisions come to in a document.
#[derive(Debug, Clone, Default)]
pub struct Applied {
    /// What was decided of mentions, by their numbers.
    pub rulings: BTreeMap<usize, Ruling>,
    /// What is no place.
    pub dropped: Vec<Dropped>,
    /// Numbers of the decisions whose words the document has.
    pub hits: BTreeSet<usize>,
    /// Decisions of which it is not clear which words they are about.
    pub problems: Vec<Problem>,
}

/// A decision and words of the document that it holds for.
struct Hit {
    rule: usize,
    span: Range<usize>,
}

impl Decisions {
    /// Lays the decisions over what was found in a document: mentions that are no place go, words that nobody found and
    /// that are one become mentions, and of the others it is said what they mean. `usages` are those that are reported.
    pub fn apply(
        &self,
        document: &Document,
        found: &mut Recognition,
        gazetteer: &Gazetteer,
        usages: Usages,
    ) -> Applied {
        let mut applied = Applied::default();
        let mut hits = self.hits(document, &mut applied);
        if hits.is_empty() {
            return applied;
        }
        // The decision that counts first takes its words; what overlaps it gives way.
        hits.sort_by(|left, right| {
            let scope = |hit: &Hit| self.rules.get(hit.rule).map(|rule| rule.row.scope);
            scope(right)
                .cmp(&scope(left))
                .then(right.span.len().cmp(&left.span.len()))
                .then_with(|| self.rank(right.rule, left.rule))
                .then(left.span.start.cmp(&right.span.start))
        });
        let mut taken: BTreeMap<usize, Hit> = BTreeMap::new();
        for hit in hits {
            let before = taken.range(..hit.span.end).next_back();
            if before.is_none_or(|(_, other)| other.span.end <= hit.span.start) {
                taken.insert(hit.span.start, hit);
            }
        }
        let standing = Standing::of(found);
        let mut is_dropped = vec![false; found.mentions.len()];
        let mut settled = Settled::default();
        for hit in taken.into_values() {
            self.settle(hit, document, &standing, &mut is_dropped, &mut settled);
        }
        let Settled {
            of_mention,
            new,
            dropped,
        } = settled;
        applied.dropped = dropped;
        let dropped = &applied.dropped;
        found.rejections.retain(|rejection| {
            !new.iter().any(|(span, _)| overlap(span, &rejection.span))
                && !dropped
                    .iter()
                    .any(|one| overlap(&one.span, &rejection.span))
        });
        let spans: Vec<Range<usize>> = new.iter().map(|(span, _)| span.clone()).collect();
        let given = recognition::given(document, &spans, gazetteer);
        let mut added: Vec<(Mention, Ruling)> = Vec::new();
        for mut mention in given.mentions {
            // Somebody says that it is a place, whatever the words beside it make of it.
            if !usages.contains(mention.usage) {
                mention.usage = Usage::Literal;
                mention.role = mention.usage.role();
            }
            if let Some((_, ruling)) = new.iter().find(|(span, _)| *span == mention.span) {
                added.push((mention, ruling.clone()));
            }
        }
        let (mentions, rulings): (Vec<Mention>, Vec<Ruling>) = added.into_iter().unzip();
        let numbers = found.change(&is_dropped, mentions);
        applied.rulings = of_mention
            .into_iter()
            .filter_map(|(number, ruling)| Some((numbers.kept.get(number).copied()??, ruling)))
            .chain(numbers.added.into_iter().zip(rulings))
            .collect();
        for &number in applied.rulings.keys() {
            if let Some(mention) = found.mentions.get_mut(number) {
                mention.probability = 1.0;
            }
        }
        applied
    }

    /// All words of the document that decisions are about.
    fn hits(&self, document: &Document, applied: &mut Applied) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (rule, row) in self.for_mentions(document) {
            match words::mention(document, &row.row) {
                Found::Nowhere => {}
                Found::Here(spans) => {
                    applied.hits.insert(rule);
                    hits.extend(spans.into_iter().map(|span| Hit { rule, span }));
                }
                Found::Unsure(count) => {
                    applied.hits.insert(rule);
                    let message = format!(
                        "“{}” stands {count} times in {} and nothing tells which is meant; write more of the words before and behind it, or decide for the whole document",
                        row.row.exact, document.path
                    );
                    let problem = row.problem(Code::DecisionUnclear, message);
                    applied.problems.push(problem);
                }
            }
        }
        if self.by_first_word.is_empty() {
            return hits;
        }
        for block in &document.blocks {
            if block.kind == BlockKind::Boilerplate {
                continue;
            }
            let text = document.block_text(block);
            for (at, word) in words::words(text) {
                for (rule, row) in self.for_word(word, document) {
                    // A form may begin with an apostrophe or bracket, which is no word.
                    let lead = row.row.exact.len() - bare(&row.row.exact).len();
                    let Some(start) = at.checked_sub(lead) else {
                        continue;
                    };
                    let Some(end) = words::reach(text, start, &row.row.exact) else {
                        continue;
                    };
                    let behind = text.get(end..).and_then(|rest| rest.chars().next());
                    if behind.is_some_and(words::is_of_word)
                        && row.row.exact.ends_with(words::is_of_word)
                    {
                        continue;
                    }
                    applied.hits.insert(rule);
                    hits.push(Hit {
                        rule,
                        span: block.range.start + start..block.range.start + end,
                    });
                }
            }
        }
        hits
    }

    /// What a decision means for the mentions at its words.
    fn settle(
        &self,
        hit: Hit,
        document: &Document,
        standing: &Standing,
        is_dropped: &mut [bool],
        out: &mut Settled,
    ) {
        let Some(rule) = self.rules.get(hit.rule) else {
            return;
        };
        let Some(means) = self.meaning(rule, document) else {
            return;
        };
        let told = format!(
            "{} says that it {}{}",
            rule.place(),
            rule.row.told(),
            rule.row.signed()
        );
        let span = hit.span;
        let same = standing.at(&span);
        let over = standing.over(&span);
        let is_inside_longer = over
            .iter()
            .any(|(other, _)| other.start < span.start || other.end > span.end);
        // Words wherever they stand are not those of a longer name: Georgia is not Georgia State University.
        let is_of_one = rule.row.scope == Scope::Mention;
        if same.is_none() && is_inside_longer && !is_of_one {
            return;
        }
        let Some(means) = means else {
            let over = over.iter().map(|&(_, number)| number);
            for number in same.into_iter().chain(over) {
                is_dropped[number] = true;
            }
            let surface = document.text.get(span.clone()).unwrap_or_default();
            out.dropped.push(Dropped {
                surface: surface.to_owned(),
                span,
                told,
            });
            return;
        };
        let ruling = Ruling {
            rule: hit.rule,
            means,
            told,
        };
        if let Some(number) = same {
            out.of_mention.push((number, ruling));
            return;
        }
        // That the program is right says nothing where it found nothing.
        if matches!(ruling.means, Means::Answer(_)) {
            return;
        }
        for &(_, number) in over {
            is_dropped[number] = true;
        }
        out.new.push((span, ruling));
    }

    /// What a rule comes to in a document, `Some(None)` for no place; nothing where forms only mean each other.
    fn meaning(&self, first: &Rule, document: &Document) -> Option<Option<Means>> {
        let mut rule = first;
        for _ in 0..MOST_STEPS {
            return Some(match &rule.verdict {
                Verdict::Is(entry) => Some(Means::Entry(*entry)),
                Verdict::At(decided) => Some(Means::Position(decided.clone())),
                Verdict::NoPlace => None,
                Verdict::Right(answer) if std::ptr::eq(rule, first) => {
                    Some(Means::Answer(answer.clone()))
                }
                // What the other words mean is for resolution to say.
                Verdict::Right(_) => Some(Means::Words(rule.row.exact.clone())),
                Verdict::SameAs(other) => match self.for_form(other, document) {
                    Some((_, next)) => {
                        rule = next;
                        continue;
                    }
                    None => Some(Means::Words(other.clone())),
                },
            });
        }
        None
    }
}

/// What decisions come to, mention after mention.
#[derive(Default)]
struct Settled {
    /// Of mentions that were found, by their numbers.
    of_mention: Vec<(usize, Ruling)>,
    /// Of words that were not.
    new: Vec<(Range<usize>, Ruling)>,
    /// What is no place.
    dropped: Vec<Dropped>,
}

/// Where the mentions of a document stand.
struct Standing {
    /// The number of the first mention of each span.
    at: HashMap<(usize, usize), usize>,
    /// Names, which do not overlap, in order of the text.
    names: Vec<(Range<usize>, usize)>,
}

impl Standing {
    fn of(found: &Recognition) -> Self {
        let mut at = HashMap::new();
        let mut names = Vec::new();
        for (number, mention) in found.mentions.iter().enumerate() {
            let span = (mention.span.start, mention.span.end);
            at.entry(span).or_insert(number);
            if matches!(mention.kind, MentionKind::Name | MentionKind::Demonym) {
                names.push((mention.span.clone(), number));
            }
        }
        names.sort_by_key(|(span, _)| span.start);
        Self { at, names }
    }

    /// The mention of exactly this span.
    fn at(&self, span: &Range<usize>) -> Option<usize> {
        self.at.get(&(span.start, span.end)).copied()
    }

    /// The names that have text in common with a span.
    fn over(&self, span: &Range<usize>) -> &[(Range<usize>, usize)] {
        let from = self
            .names
            .partition_point(|(name, _)| name.end <= span.start);
        let to = self
            .names
            .partition_point(|(name, _)| name.start < span.end);
        self.names.get(from..to).unwrap_or_default()
    }
}

fn bare(text: &str) -> &str {
    text.trim_start_matches(|letter| !words::is_of_word(letter))
}

fn overlap(left: &Range<usize>, right: &Range<usize>) -> bool {
    left.start < right.end && right.start < left.end
}
