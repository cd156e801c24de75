//! The features of a candidate in one mention, by what stands right beside it: the container pattern (*Goris, Armenia*)
//! and the neighbours in its sentence.

use crate::resolution::cache::places::{Facts, Slot};
use crate::resolution::document_names::{DocumentNames, NeighbourFeature, Toponym};
use crate::resolution::feature::Feature;
use crate::resolution::generation::Wording;
use crate::resolution::place_sums::{Cell, PlaceSums};

/// How a mention is joined to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    Comma,
    In,
    Coordinated,
    Sentence,
}

/// How each mention is joined to the next, found once for a document.
#[derive(Debug)]
pub(crate) struct Joins(Vec<Option<Join>>);

impl Joins {
    /// Looks at what stands between each mention and the next.
    pub(crate) fn of(names: &DocumentNames<'_>) -> Self {
        let pairs = names.toponyms.windows(2);
        Self(
            pairs
                .map(|pair| match pair {
                    [left, right] => join(names, left, right),
                    _ => None,
                })
                .collect(),
        )
    }

    /// How a mention is joined to the next.
    fn behind(&self, toponym: usize) -> Option<Join> {
        self.0.get(toponym).copied().flatten()
    }
}

fn join(names: &DocumentNames<'_>, left: &Toponym<'_>, right: &Toponym<'_>) -> Option<Join> {
    if left.mention.block != right.mention.block {
        return None;
    }
    let between = names
        .document
        .text
        .get(left.mention.span.end..right.mention.span.start);
    // *Sanaba department, Boucle du Mouhoun*: the noun belongs to the name before it.
    let noun = left.mention.hint.as_ref().map(|hint| hint.word.as_str());
    let behind_noun = between
        .zip(noun)
        .and_then(|(between, noun)| between.strip_prefix(' ')?.strip_prefix(noun));
    match behind_noun.filter(|rest| !rest.is_empty()).or(between) {
        // *Austin TX*: names side by side are a town and its container, or of a list whose marks were lost.
        Some(", " | " (" | " ") => Some(Join::Comma),
        Some(" in " | ", in ") => Some(Join::In),
        Some(between) if is_coordination(between) => Some(Join::Coordinated),
        _ => (left.mention.sentence == right.mention.sentence).then_some(Join::Sentence),
    }
}

/// *A and B*, *A proper and B*, *between A and mainland B*.
fn is_coordination(between: &str) -> bool {
    let mut words = between
        .split_whitespace()
        .map(|word| word.trim_matches(|character: char| !character.is_alphabetic()));
    between.len() < 40
        && words.clone().any(|word| word == "and" || word == "or")
        && words.all(|word| {
            matches!(
                word,
                "" | "and"
                    | "or"
                    | "proper"
                    | "mainland"
                    | "the"
                    | "its"
                    | "occupied"
                    | "exclave"
                    | "of"
            )
        })
}

/// The features that are of one mention only, and their columns in a [`Row`].
const NEIGHBOUR_FEATURES: [Feature; 9] = [
    Feature::BeforeContainer,
    Feature::InContainer,
    Feature::BehindContained,
    Feature::NeighbourDivision,
    Feature::NeighbourCountry,
    Feature::Coordinated,
    Feature::WithinSentence,
    Feature::OutsideContainer,
    Feature::WithinBehind,
];
const BEFORE_CONTAINER: usize = 0;
const IN_CONTAINER: usize = 1;
const BEHIND_CONTAINED: usize = 2;
const NEIGHBOUR_DIVISION: usize = 3;
const NEIGHBOUR_COUNTRY: usize = 4;
const COORDINATED: usize = 5;
const WITHIN_SENTENCE: usize = 6;
const OUTSIDE_CONTAINER: usize = 7;
const WITHIN_BEHIND: usize = 8;

/// The values of these for one candidate of a mention.
type Row = [f32; NEIGHBOUR_FEATURES.len()];

/// Nothing stands beside it.
const NOTHING: Row = [0.0; NEIGHBOUR_FEATURES.len()];

/// Rows for one mention and for the next, which are used again for each.
#[derive(Debug, Default)]
pub(crate) struct Beside([Vec<Row>; 2]);

/// A pair of mentions of which one names what contains the other: a value for each candidate of the first, for the
/// mentions of the same words elsewhere.
struct Contained {
    spelling: u32,
    slot: Slot,
    value: f32,
}

/// Values that are hardly there are not counted.
const LEAST_VALUE: f64 = 0.01;

/// Finds the features of each mention by what stands right beside it.
pub(crate) fn find(
    names: &mut DocumentNames<'_>,
    joins: &Joins,
    sums: &mut PlaceSums,
    beside: &mut Beside,
) {
    names.neighbour_features.clear();
    let mut found = std::mem::take(&mut names.neighbour_features);
    let [mut here, mut next] = std::mem::take(&mut beside.0);
    let mut contained: Vec<Contained> = Vec::new();
    let rows = |names: &DocumentNames<'_>, toponym: &Toponym<'_>| {
        names.forms[toponym.form].candidates.len()
    };
    here.clear();
    for (at, left) in names.toponyms.iter().enumerate() {
        here.resize(rows(names, left), NOTHING);
        next.clear();
        if let Some(join) = joins.behind(at)
            && let Some(right) = names.toponyms.get(at + 1)
        {
            next.resize(rows(names, right), NOTHING);
            if matches!(join, Join::Comma | Join::In) {
                container(names, (left, right), join, (&mut here, &mut next), sums);
                // *in* says so of what a noun calls a place: *the hamlet of Moscow in East Ayrshire*.
                let says_where = join == Join::Comma || left.mention.hint.is_some();
                if says_where && !is_in_list(names, joins, at) {
                    outside(names, (left, right), &mut here, sums);
                }
                let spelling = names.forms[left.form].spelling;
                let column = container_column(join);
                for (candidate, row) in names.candidates_of(left).iter().zip(&here) {
                    if row[column] > 0.0 {
                        contained.push(Contained {
                            spelling,
                            slot: candidate.facts.slot,
                            value: row[column],
                        });
                    }
                }
            }
            if names.forms[left.form].spelling != names.forms[right.form].spelling {
                neighbour(names, left, right, join, &mut here, sums);
                neighbour(names, right, left, join, &mut next, sums);
            }
        }
        for (candidate, row) in here.iter().enumerate() {
            if *row == NOTHING {
                continue;
            }
            for (&feature, &value) in NEIGHBOUR_FEATURES.iter().zip(row) {
                if value > 0.0 {
                    found.push(NeighbourFeature {
                        toponym: at,
                        candidate,
                        feature,
                        value,
                    });
                }
            }
        }
        std::mem::swap(&mut here, &mut next);
    }
    beside.0 = [here, next];
    if !contained.is_empty() {
        found = with_containers_elsewhere(names, &found, &contained);
    }
    names.neighbour_features = found;
}

/// Gives mentions that do not name what contains them the feature that others of the same words do.
fn with_containers_elsewhere(
    names: &DocumentNames<'_>,
    found: &[NeighbourFeature],
    contained: &[Contained],
) -> Vec<NeighbourFeature> {
    let mut all = Vec::with_capacity(found.len() + contained.len());
    let mut rest = found;
    for (at, toponym) in names.toponyms.iter().enumerate() {
        let count = rest.partition_point(|beside| beside.toponym == at);
        let (own, behind) = rest.split_at(count);
        rest = behind;
        all.extend_from_slice(own);
        let spelling = names.forms[toponym.form].spelling;
        if names_its_container(own) || contained.iter().all(|one| one.spelling != spelling) {
            continue;
        }
        for (candidate, facts) in names
            .candidates_of(toponym)
            .iter()
            .map(|candidate| candidate.facts)
            .enumerate()
        {
            let value: f32 = contained
                .iter()
                .filter(|one| one.spelling == spelling && one.slot == facts.slot)
                .map(|one| one.value)
                .sum();
            let value = value.min(1.0);
            if f64::from(value) > LEAST_VALUE {
                all.push(NeighbourFeature {
                    toponym: at,
                    candidate,
                    feature: Feature::ContainerElsewhere,
                    value,
                });
            }
        }
    }
    all
}

/// Whether a mention stands before the name of what contains it: then it need not be asked what others stand before.
fn names_its_container(own: &[NeighbourFeature]) -> bool {
    own.iter().any(|beside| {
        matches!(
            beside.feature,
            Feature::BeforeContainer | Feature::InContainer
        ) && beside.value > 0.3
    })
}

/// Of two that say the same, the stronger counts.
#[allow(clippy::cast_possible_truncation)]
fn put(row: &mut Row, column: usize, value: f64) {
    if value > LEAST_VALUE {
        row[column] = row[column].max(value as f32);
    }
}

/// The column of the container pattern: with a comma, or with *in*.
fn container_column(join: Join) -> usize {
    if join == Join::Comma {
        BEFORE_CONTAINER
    } else {
        IN_CONTAINER
    }
}

/// A row for each candidate of a mention.
type Rows<'r> = &'r mut [Row];

/// The features of the container pattern for both sides: *Goris, Armenia*.
fn container(
    names: &DocumentNames<'_>,
    (left, right): (&Toponym<'_>, &Toponym<'_>),
    join: Join,
    (on_left, on_right): (Rows<'_>, Rows<'_>),
    sums: &mut PlaceSums,
) {
    let cells = &mut sums.cells;
    let column = container_column(join);
    let (inner, outer) = (names.candidates_of(left), names.candidates_of(right));
    for (candidate, &share) in outer.iter().zip(names.shares_of(right)) {
        cells[candidate.facts.slot.at()].share += share;
    }
    for (candidate, &share) in inner.iter().zip(names.shares_of(left)) {
        for container in &candidate.facts.containers {
            cells[container.at()].second_share += share;
        }
    }
    for (candidate, row) in inner.iter().zip(on_left) {
        let around = candidate.facts.containers.iter();
        put(row, column, around.map(|slot| cells[slot.at()].share).sum());
        if candidate.wording == Wording::Within {
            put(row, WITHIN_BEHIND, cells[candidate.facts.slot.at()].share);
        }
    }
    for (candidate, row) in outer.iter().zip(on_right) {
        let inside = cells[candidate.facts.slot.at()].second_share;
        put(row, BEHIND_CONTAINED, inside);
    }
    for candidate in outer {
        cells[candidate.facts.slot.at()].share = 0.0;
    }
    for candidate in inner {
        for container in &candidate.facts.containers {
            cells[container.at()].second_share = 0.0;
        }
    }
}

/// Whether two mentions, the second of which stands behind a comma, are rather two of a list: *Paris, Germany and
/// Italy*, *London, Paris, Texas*. Then nothing is said against those that the second does not contain.
fn is_in_list(names: &DocumentNames<'_>, joins: &Joins, left: usize) -> bool {
    let sort = |toponym: usize| {
        let (best, _) = names.best(names.toponyms.get(toponym)?)?;
        Some((best.facts.class, best.facts.sort))
    };
    let are_listed = |join: Option<Join>, one: usize, other: usize| {
        matches!(join, Some(Join::Comma | Join::Coordinated)) && sort(one) == sort(other)
    };
    let before = left
        .checked_sub(1)
        .is_some_and(|before| are_listed(joins.behind(before), before, left));
    before || are_listed(joins.behind(left + 1), left + 1, left + 2)
}

/// Of what stands before the name of a country or division, the share of that name's meanings in which it does not lie.
/// Countries lie in none, so nothing is said of them.
fn outside(
    names: &DocumentNames<'_>,
    (left, right): (&Toponym<'_>, &Toponym<'_>),
    on_left: Rows<'_>,
    sums: &mut PlaceSums,
) {
    let cells = &mut sums.cells;
    let outer = names.candidates_of(right);
    let mut all = 0.0;
    for (candidate, &share) in outer.iter().zip(names.shares_of(right)) {
        if is_division(candidate.facts) && candidate.wording < Wording::BeginsWith {
            cells[candidate.facts.slot.at()].share += share;
            all += share;
        }
    }
    for (candidate, row) in names.candidates_of(left).iter().zip(on_left) {
        let facts = candidate.facts;
        if matches!(
            facts.sort,
            Some(Feature::Country | Feature::FormerCountry | Feature::Region)
        ) || facts.class.is_none()
        {
            continue;
        }
        let around = facts.containers.iter();
        let inside: f64 = around.map(|slot| cells[slot.at()].share).sum();
        let own = cells[facts.slot.at()].share;
        put(row, OUTSIDE_CONTAINER, all - inside - own);
    }
    for candidate in outer {
        cells[candidate.facts.slot.at()].share = 0.0;
    }
}

/// Whether a place is of the sorts that are named behind others: a country or a division.
fn is_division(facts: &Facts<'_>) -> bool {
    matches!(
        facts.sort,
        Some(Feature::Country | Feature::FirstDivision | Feature::OtherDivision)
    )
}

/// The features that a neighbour in the sentence gives a mention.
fn neighbour(
    names: &DocumentNames<'_>,
    toponym: &Toponym<'_>,
    other: &Toponym<'_>,
    join: Join,
    rows: Rows<'_>,
    sums: &mut PlaceSums,
) {
    let cells = &mut sums.cells;
    let best = names.best(other);
    let form = &names.forms[other.form];
    if best.is_some_and(|(candidate, _)| form.is_namesake(candidate)) {
        return;
    }
    let theirs = names.candidates_of(other);
    for (candidate, &share) in theirs.iter().zip(names.shares_of(other)) {
        cells[candidate.facts.division.at()].share += share;
        cells[candidate.facts.country.at()].second_share += share;
    }
    cells[Slot::NOWHERE.at()] = Cell::default();
    for (candidate, row) in names.candidates_of(toponym).iter().zip(rows) {
        let facts = candidate.facts;
        let division = cells[facts.division.at()].share;
        put(row, NEIGHBOUR_DIVISION, division);
        let country = cells[facts.country.at()].second_share;
        put(row, NEIGHBOUR_COUNTRY, country);
        let Some((best, share)) = best else { continue };
        if candidate.wording == Wording::Within && best.facts.slot == facts.slot {
            put(row, WITHIN_SENTENCE, 1.0);
        }
        if join == Join::Coordinated
            && share > 0.5
            && facts.class.is_some()
            && best.facts.class == facts.class
        {
            put(row, COORDINATED, share);
        }
    }
    for candidate in theirs {
        cells[candidate.facts.division.at()].share = 0.0;
        cells[candidate.facts.country.at()].second_share = 0.0;
    }
}
