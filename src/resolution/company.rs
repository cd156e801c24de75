//! What the document's other places say of each possibility: what contains what, where most of them lie, how near
//! they are, and what stands beside a mention.

use araxes_gazetteer::{Entry, FeatureClass};

use super::atlas::{Facts, Slot};
use super::curve::{self, LANES, Points};
use super::ground::Ground;
use super::model::Pass;
use super::scene::{Aside, Circumstances, Draft, Form, Said, Scene, Sense};
use super::wording::Wording;

/// Shares below this are not counted as company.
const LEAST_SHARE: f64 = 0.02;

/// How many places are offered to a name that no gazetteer has.
const PLACES_TO_BE_WITHIN: usize = 5;

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
pub(super) struct Joins(Vec<Option<Join>>);

impl Joins {
    /// Looks at what stands between each mention and the next.
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let pairs = scene.drafts.windows(2);
        Self(
            pairs
                .map(|pair| match pair {
                    [left, right] => join(scene, left, right),
                    _ => None,
                })
                .collect(),
        )
    }

    /// How a mention is joined to the next.
    fn behind(&self, draft: usize) -> Option<Join> {
        self.0.get(draft).copied().flatten()
    }
}

fn join(scene: &Scene<'_>, left: &Draft<'_>, right: &Draft<'_>) -> Option<Join> {
    if left.mention.block != right.mention.block {
        return None;
    }
    let between = scene
        .document
        .text
        .get(left.mention.span.end..right.mention.span.start);
    match between {
        Some(", " | " (") => Some(Join::Comma),
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

/// Sums over the document's places, one for each slot of the atlas, and other lists that are used again for each round
/// and document, so that they need not be made anew.
#[derive(Debug, Default)]
pub(super) struct Bench {
    cells: Vec<Cell>,
    /// Of all of the document, and of the family that is being looked at: [`ALL`], [`OWN`].
    sums: [Sums; 2],
    anchors: Vec<Anchors>,
    /// The family and number of each form, those of one family side by side.
    by_family: Vec<(u32, usize)>,
    /// What stands beside one mention and beside the next, for each sense.
    beside: [Vec<Row>; 2],
    /// The form of each term of the atlas in the document, [`usize::MAX`] for none.
    pub(super) forms_of: Vec<usize>,
}

/// The sums over all of the document.
const ALL: usize = 0;
/// The sums over the family that is being looked at.
const OWN: usize = 1;

/// What was summed up in the cells.
#[derive(Debug, Default)]
struct Sums {
    /// Slots with a sum.
    heard: Vec<Slot>,
    /// The sum over all regions.
    total: f64,
}

/// What some of the document's places make of one place.
#[derive(Debug, Clone, Copy, Default)]
struct Heard {
    /// How much of them lies in it, or is it.
    mass: f64,
    /// How certainly it is named.
    named: f64,
}

/// What the document's places make of one place.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    /// Of all of the document, and of the family that is being looked at.
    heard: [Heard; 2],
    /// Shares of the senses of one mention, put down and taken back by those who look.
    share: f64,
    second_share: f64,
}

/// Places that vouch for others near them, some at a time; empty places have no mass.
#[derive(Debug, Clone, Copy)]
struct Anchors {
    points: Points,
    families: [u32; LANES],
    masses: [f32; LANES],
    count: usize,
}

impl Anchors {
    const NONE: Self = Self {
        points: [[0.0; LANES]; 3],
        families: [0; LANES],
        masses: [0.0; LANES],
        count: 0,
    };
}

/// The grounds that are of one mention, and their columns in a [`Row`].
const ASIDES: [Ground; 7] = [
    Ground::BeforeContainer,
    Ground::InContainer,
    Ground::BehindContained,
    Ground::NeighbourDivision,
    Ground::NeighbourCountry,
    Ground::Coordinated,
    Ground::WithinSentence,
];
const BEFORE_CONTAINER: usize = 0;
const IN_CONTAINER: usize = 1;
const BEHIND_CONTAINED: usize = 2;
const NEIGHBOUR_DIVISION: usize = 3;
const NEIGHBOUR_COUNTRY: usize = 4;
const COORDINATED: usize = 5;
const WITHIN_SENTENCE: usize = 6;

/// What stands beside a mention says this of one of its senses.
type Row = [f32; ASIDES.len()];

/// Nothing stands beside it.
const NOTHING: Row = [0.0; ASIDES.len()];

impl Bench {
    /// Makes room for so many slots and terms.
    pub(super) fn fit(&mut self, slots: usize, terms: usize) {
        if self.cells.len() < slots {
            self.cells.resize(slots, Cell::default());
        }
        if self.forms_of.len() < terms {
            self.forms_of.resize(terms, usize::MAX);
        }
    }

    fn sort_by_family(&mut self, scene: &Scene<'_>) {
        self.by_family.clear();
        let forms = scene.forms.iter().enumerate();
        self.by_family
            .extend(forms.map(|(number, form)| (form.family, number)));
        self.by_family.sort_unstable();
    }

    /// Counts a sense among all of the document, or among those of its family.
    fn add(&mut self, among: usize, facts: &Facts<'_>, share: f64, voice: f64) {
        let mass = share * voice;
        let sums = &mut self.sums[among];
        sums.total += mass;
        sums.heard.push(facts.slot);
        sums.heard.extend_from_slice(&facts.containers);
        let own = &mut self.cells[facts.slot.at()].heard[among];
        own.named += share;
        own.mass += mass;
        for container in &facts.containers {
            self.cells[container.at()].heard[among].mass += mass;
        }
    }

    fn add_anchor(&mut self, point: [f32; 3], family: u32, mass: f32) {
        if self.anchors.last().is_none_or(|last| last.count == LANES) {
            self.anchors.push(Anchors::NONE);
        }
        if let Some(last) = self.anchors.last_mut() {
            for (axis, value) in last.points.iter_mut().zip(point) {
                axis[last.count] = value;
            }
            last.families[last.count] = family;
            last.masses[last.count] = mass;
            last.count += 1;
        }
    }

    fn forget(&mut self, among: usize) {
        let sums = &mut self.sums[among];
        for slot in sums.heard.drain(..) {
            self.cells[slot.at()].heard[among] = Heard::default();
        }
        sums.total = 0.0;
    }

    /// What lies in a region, less what the family at hand puts there.
    fn besides(&self, region: Slot) -> f64 {
        let [all, own] = self.cells[region.at()].heard;
        (all.mass - own.mass).max(0.0)
    }

    /// How certainly a place is named, besides by the family at hand.
    fn named_besides(&self, place: Slot) -> f64 {
        let [all, own] = self.cells[place.at()].heard;
        (all.named - own.named).clamp(0.0, 1.0)
    }
}

/// Lays out what the names of a document may stand for. Those that no gazetteer has are offered the places of the
/// document in which the thing may be.
pub(super) fn lay_out(scene: &mut Scene<'_>, circumstances: &Circumstances<'_>, bench: &mut Bench) {
    let atlas = scene.atlas;
    let is_unknown =
        |scene: &Scene<'_>, form: usize| atlas.term_of(scene.forms[form].term).is_unknown;
    let mut all_known = true;
    for form in 0..scene.forms.len() {
        if is_unknown(scene, form) {
            all_known = false;
        } else {
            scene.lay_out_likely(form, circumstances);
        }
    }
    if all_known {
        return;
    }
    let (foremost, all) = spoken_of(scene, bench);
    let often = |bench: &Bench, slot: Slot| {
        #[allow(clippy::cast_possible_truncation)]
        let often = (bench.cells[slot.at()].share / all.max(1e-9)) as f32;
        often
    };
    for form in 0..scene.forms.len() {
        if !is_unknown(scene, form) {
            continue;
        }
        scene.lay_out_likely(form, circumstances);
        let own = scene.forms[form].senses.clone();
        let is_named = !own.is_empty();
        let latest = latest_before(scene, scene.forms[form].first);
        let others = foremost
            .iter()
            .map(|(slot, _)| *slot)
            .filter(|slot| Some(*slot) != latest);
        for slot in latest.into_iter().chain(others).take(PLACES_TO_BE_WITHIN) {
            let taken = scene.senses[own.clone()]
                .iter()
                .any(|sense| sense.facts.slot == slot);
            if taken {
                continue;
            }
            let mark = |is_so: bool| f32::from(u8::from(is_so));
            let grounds = [
                (Ground::WithinOften, often(bench, slot)),
                (Ground::WithinThoughNamed, mark(is_named)),
                (Ground::WithinLatest, mark(latest == Some(slot))),
            ];
            scene.offer(form, atlas.facts_of(slot), circumstances.home, &grounds);
        }
    }
    for slot in bench.sums[ALL].heard.drain(..) {
        bench.cells[slot.at()].share = 0.0;
    }
}

/// The places that the document speaks of most, with how often it does, and how often it speaks of any. How often it
/// speaks of each is left in the cells.
fn spoken_of(scene: &Scene<'_>, bench: &mut Bench) -> (Vec<(Slot, f64)>, f64) {
    let mut all = 0.0;
    for form in &scene.forms {
        let voice = form.voice();
        let senses = &scene.senses[form.senses.clone()];
        for (sense, share) in senses.iter().zip(&scene.means[form.senses.clone()]) {
            if sense.wording < Wording::BeginsWith && can_hold(sense.facts) {
                let cell = &mut bench.cells[sense.facts.slot.at()];
                if cell.share == 0.0 {
                    bench.sums[ALL].heard.push(sense.facts.slot);
                }
                cell.share += share * voice;
                all += share * voice;
            }
        }
    }
    let mut foremost: Vec<(Slot, f64)> = Vec::with_capacity(PLACES_TO_BE_WITHIN + 1);
    for &slot in &bench.sums[ALL].heard {
        let times = bench.cells[slot.at()].share;
        let entry = scene.atlas.facts_of(slot).entry;
        let at = foremost.partition_point(|&(other, more)| {
            more > times || more == times && scene.atlas.facts_of(other).entry < entry
        });
        if at < PLACES_TO_BE_WITHIN {
            foremost.insert(at, (slot, times));
            foremost.truncate(PLACES_TO_BE_WITHIN);
        }
    }
    (foremost, all)
}

/// Whether streets and buildings lie in such a place.
fn can_hold(facts: &Facts<'_>) -> bool {
    facts.class == Some(FeatureClass::P) || facts.sort == Some(Ground::OtherDivision)
}

/// The settlement that was spoken of last before a mention.
fn latest_before(scene: &Scene<'_>, draft: usize) -> Option<Slot> {
    scene.drafts[..draft].iter().rev().find_map(|before| {
        let senses = scene.forms[before.form].senses.clone();
        let shares = scene.means[senses.clone()].iter();
        let (at, share) = shares
            .enumerate()
            .max_by(|left, right| left.1.total_cmp(right.1))?;
        let best = &scene.senses[senses.start + at];
        (*share > 0.5 && best.wording < Wording::BeginsWith && can_hold(best.facts))
            .then_some(best.facts.slot)
    })
}

/// Judges every sense anew, by what is known of the document's other places now.
pub(super) fn look_around(scene: &mut Scene<'_>, joins: &Joins, bench: &mut Bench) {
    for form in &scene.forms {
        let voice = form.voice();
        for (sense, share) in likely(scene, form) {
            bench.add(ALL, sense.facts, share, voice);
            if sense.facts.is_local && share > 0.1 {
                #[allow(clippy::cast_possible_truncation)]
                bench.add_anchor(sense.facts.point, form.family, (share * voice) as f32);
            }
        }
    }
    let first = first_place(scene);
    bench.sort_by_family(scene);
    let by_family = std::mem::take(&mut bench.by_family);
    for family in by_family.chunk_by(|left, right| left.0 == right.0) {
        for &(_, form) in family {
            let form = &scene.forms[form];
            let voice = form.voice();
            for (sense, share) in likely(scene, form) {
                bench.add(OWN, sense.facts, share, voice);
            }
        }
        for &(_, form) in family {
            judge(scene, form, first.as_ref(), bench);
        }
        bench.forget(OWN);
    }
    bench.by_family = by_family;
    bench.forget(ALL);
    bench.anchors.clear();
    beside(scene, joins, bench);
}

/// The senses of a form that count for others, with their shares.
fn likely<'s>(scene: &'s Scene<'_>, form: &'s Form) -> impl Iterator<Item = (&'s Sense<'s>, f64)> {
    let shares = scene.means[form.senses.clone()].iter().copied();
    scene.senses[form.senses.clone()]
        .iter()
        .zip(shares)
        .filter(move |(sense, share)| {
            *share >= LEAST_SHARE && sense.wording != Wording::Within && !is_namesake(form, sense)
        })
}

/// Whether a street is called like a place: *Memphis Street* is wherever the document is, and not near Memphis.
fn is_namesake(form: &Form, sense: &Sense<'_>) -> bool {
    form.is_street && sense.wording >= Wording::BeginsWith
}

/// The least value of a ground that makes one foremost.
const LEAST_TO_BE_FOREMOST: f32 = 0.1;

/// The first place of the document that is more than a country.
struct FirstPlace {
    family: u32,
    division: Slot,
    share: f32,
}

fn first_place(scene: &Scene<'_>) -> Option<FirstPlace> {
    scene.drafts.iter().find_map(|draft| {
        let (best, share) = scene.best(draft)?;
        let division = best.facts.division;
        #[allow(clippy::cast_possible_truncation)]
        (division.is_somewhere() && share > 0.3 && best.wording < Wording::BeginsWith).then(|| {
            FirstPlace {
                family: scene.forms[draft.form].family,
                division,
                share: share as f32,
            }
        })
    })
}

/// Judges the senses of a form in company.
fn judge(scene: &mut Scene<'_>, form: usize, first: Option<&FirstPlace>, bench: &Bench) {
    let atlas = scene.atlas;
    let weights = atlas.model.weights(Pass::InCompany);
    let form = &scene.forms[form];
    let first = first.filter(|first| first.family != form.family);
    let mut records = scene
        .records
        .as_mut()
        .map(|records| &mut records[form.senses.clone()]);
    let senses = &mut scene.senses[form.senses.clone()];
    let (mut most, mut nearest) = (LEAST_TO_BE_FOREMOST, LEAST_TO_BE_FOREMOST);
    for (at, sense) in senses.iter_mut().enumerate() {
        let recorded = records.as_mut().map(|records| {
            let record = &mut records[at];
            record.now = record.fixed;
            &mut record.now
        });
        let mut said = Said::new(weights, recorded);
        let facts = sense.facts;
        sense.company = hear(facts, bench, &mut said);
        sense.near = hear_near(facts, form.family, bench, &mut said);
        if let Some(first) = first.filter(|first| first.division == facts.division) {
            said.say(Ground::FirstPlace, first.share);
        }
        if let Entry::Border(number) = facts.entry {
            let sides = atlas.gazetteer.border(number).sides;
            let mentioned = sides
                .iter()
                .filter_map(|side| atlas.known(atlas.gazetteer.entry(side)?))
                .any(|side| bench.cells[side.at()].heard[ALL].named > 0.3);
            said.say(
                if mentioned {
                    Ground::SideMentioned
                } else {
                    Ground::NoSideMentioned
                },
                1.0,
            );
        }
        most = most.max(sense.company);
        nearest = nearest.max(sense.near);
        sense.score = sense.fixed + said.score;
    }
    for (at, sense) in senses.iter_mut().enumerate() {
        let recorded = records.as_mut().map(|records| &mut records[at].now);
        let mut said = Said::new(weights, recorded);
        if sense.company >= most {
            said.say(Ground::MostCompany, 1.0);
        }
        if sense.near >= nearest {
            said.say(Ground::Nearest, 1.0);
        }
        sense.score += said.score;
    }
}

/// What the document's other places say by what they lie in; returns how many of them lie in the same division.
#[allow(clippy::cast_possible_truncation)]
fn hear(facts: &Facts<'_>, bench: &Bench, said: &mut Said<'_>) -> f32 {
    let others = (bench.sums[ALL].total - bench.sums[OWN].total).max(0.0);
    let mut company = 0.0;
    let division = bench.besides(facts.division);
    if division > 0.0 {
        company = curve::ln_1p(division) as f32;
        said.say(Ground::DivisionCompany, company);
        if others > 0.0 {
            said.say(Ground::DivisionShare, (division / others) as f32);
        }
    }
    let district = bench.besides(facts.district);
    if district > 0.0 {
        said.say(Ground::DistrictCompany, curve::ln_1p(district) as f32);
    }
    let country = bench.besides(facts.country);
    if country > 0.0 {
        said.say(Ground::CountryCompany, curve::ln_1p(country) as f32);
        if others > 0.0 {
            said.say(Ground::CountryShare, (country / others) as f32);
        }
    }
    let region = bench.besides(facts.region);
    if region > 0.0 && others > 0.0 {
        said.say(Ground::RegionShare, (region / others) as f32);
    }
    let around = [
        (Ground::DivisionNamed, facts.division),
        (Ground::DistrictNamed, facts.district),
        (Ground::CountryNamed, facts.country),
    ];
    for (ground, outer) in around {
        let named = bench.named_besides(outer);
        if named > 0.0 && outer != facts.slot {
            said.say(ground, named as f32);
        }
    }
    // A line contains nothing: another name of it would only count twice.
    let is_place = facts.class.is_some();
    if is_place && facts.country != facts.slot && facts.division != facts.slot {
        let inside = bench.besides(facts.slot);
        if inside > 0.0 {
            said.say(Ground::Contains, curve::ln_1p(inside) as f32);
        }
    }
    let same = bench.named_besides(facts.slot);
    if same > 0.0 {
        said.say(Ground::SamePlace, same as f32);
    }
    company
}

/// What they say by their distance; returns how many are near.
#[allow(clippy::cast_possible_truncation)]
fn hear_near(facts: &Facts<'_>, family: u32, bench: &Bench, said: &mut Said<'_>) -> f32 {
    if !facts.is_local {
        return 0.0;
    }
    let (mut near, mut wide) = (0.0, 0.0);
    for anchors in &bench.anchors {
        let [nearby, around] = curve::nearness(facts.point, &anchors.points);
        let own = anchors.families.iter().map(|&other| other == family);
        let masses = own.zip(anchors.masses);
        for ((is_own, mass), (nearby, around)) in masses.zip(nearby.into_iter().zip(around)) {
            let mass = if is_own { 0.0 } else { mass };
            near += mass * nearby;
            wide += mass * around;
        }
    }
    if wide <= 0.0 {
        return 0.0;
    }
    let near = curve::ln_1p(f64::from(near)) as f32;
    said.say(Ground::Near, near);
    said.say(Ground::NearWide, curve::ln_1p(f64::from(wide)) as f32);
    near
}

/// A pair of mentions that one name of what contains another: what is said of each sense of the first, for the mentions
/// of the same words elsewhere.
struct Contained {
    family: u32,
    slot: Slot,
    value: f32,
}

/// Values that are hardly there are not counted.
const LEAST_ASIDE: f64 = 0.01;

/// What stands right beside each mention.
fn beside(scene: &mut Scene<'_>, joins: &Joins, bench: &mut Bench) {
    scene.asides.clear();
    let mut asides = std::mem::take(&mut scene.asides);
    let [mut here, mut next] = std::mem::take(&mut bench.beside);
    let mut contained: Vec<Contained> = Vec::new();
    let rows = |scene: &Scene<'_>, draft: &Draft<'_>| scene.forms[draft.form].senses.len();
    here.clear();
    for (at, left) in scene.drafts.iter().enumerate() {
        here.resize(rows(scene, left), NOTHING);
        next.clear();
        if let Some(join) = joins.behind(at)
            && let Some(right) = scene.drafts.get(at + 1)
        {
            next.resize(rows(scene, right), NOTHING);
            if matches!(join, Join::Comma | Join::In) {
                container(scene, (left, right), join, (&mut here, &mut next), bench);
                let family = scene.forms[left.form].family;
                let column = container_column(join);
                for (sense, row) in scene.senses_of(left).iter().zip(&here) {
                    if row[column] > 0.0 {
                        contained.push(Contained {
                            family,
                            slot: sense.facts.slot,
                            value: row[column],
                        });
                    }
                }
            }
            if scene.forms[left.form].family != scene.forms[right.form].family {
                neighbour(scene, left, right, join, &mut here, bench);
                neighbour(scene, right, left, join, &mut next, bench);
            }
        }
        for (sense, row) in here.iter().enumerate() {
            if *row == NOTHING {
                continue;
            }
            for (&ground, &value) in ASIDES.iter().zip(row) {
                if value > 0.0 {
                    asides.push(Aside {
                        draft: at,
                        sense,
                        ground,
                        value,
                    });
                }
            }
        }
        std::mem::swap(&mut here, &mut next);
    }
    bench.beside = [here, next];
    if !contained.is_empty() {
        asides = with_containers_elsewhere(scene, &asides, &contained);
    }
    scene.asides = asides;
}

/// Says of mentions that do not name what contains them what others of the same words name.
fn with_containers_elsewhere(
    scene: &Scene<'_>,
    asides: &[Aside],
    contained: &[Contained],
) -> Vec<Aside> {
    let mut all = Vec::with_capacity(asides.len() + contained.len());
    let mut rest = asides;
    for (at, draft) in scene.drafts.iter().enumerate() {
        let count = rest.partition_point(|aside| aside.draft == at);
        let (own, behind) = rest.split_at(count);
        rest = behind;
        all.extend_from_slice(own);
        let family = scene.forms[draft.form].family;
        if names_its_container(own) || contained.iter().all(|one| one.family != family) {
            continue;
        }
        for (sense, facts) in scene
            .senses_of(draft)
            .iter()
            .map(|sense| sense.facts)
            .enumerate()
        {
            let value: f32 = contained
                .iter()
                .filter(|one| one.family == family && one.slot == facts.slot)
                .map(|one| one.value)
                .sum();
            let value = value.min(1.0);
            if f64::from(value) > LEAST_ASIDE {
                all.push(Aside {
                    draft: at,
                    sense,
                    ground: Ground::ContainerElsewhere,
                    value,
                });
            }
        }
    }
    all
}

/// Whether a mention stands before the name of what contains it: then it need not be asked what others stand before.
fn names_its_container(asides: &[Aside]) -> bool {
    asides.iter().any(|aside| {
        matches!(aside.ground, Ground::BeforeContainer | Ground::InContainer) && aside.value > 0.3
    })
}

/// Of two that say the same, the stronger counts.
#[allow(clippy::cast_possible_truncation)]
fn put(row: &mut Row, column: usize, value: f64) {
    if value > LEAST_ASIDE {
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

type Rows<'r> = &'r mut [Row];

/// What the container pattern says of both sides: *Goris, Armenia*.
fn container(
    scene: &Scene<'_>,
    (left, right): (&Draft<'_>, &Draft<'_>),
    join: Join,
    (on_left, on_right): (Rows<'_>, Rows<'_>),
    bench: &mut Bench,
) {
    let cells = &mut bench.cells;
    let column = container_column(join);
    let (inner, outer) = (scene.senses_of(left), scene.senses_of(right));
    for (sense, &share) in outer.iter().zip(scene.shares_of(right)) {
        cells[sense.facts.slot.at()].share += share;
    }
    for (sense, &share) in inner.iter().zip(scene.shares_of(left)) {
        for container in &sense.facts.containers {
            cells[container.at()].second_share += share;
        }
    }
    for (sense, row) in inner.iter().zip(on_left) {
        let around = sense.facts.containers.iter();
        put(row, column, around.map(|slot| cells[slot.at()].share).sum());
    }
    for (sense, row) in outer.iter().zip(on_right) {
        let inside = cells[sense.facts.slot.at()].second_share;
        put(row, BEHIND_CONTAINED, inside);
    }
    for sense in outer {
        cells[sense.facts.slot.at()].share = 0.0;
    }
    for sense in inner {
        for container in &sense.facts.containers {
            cells[container.at()].second_share = 0.0;
        }
    }
}

/// What a neighbour in the sentence says of a mention.
fn neighbour(
    scene: &Scene<'_>,
    draft: &Draft<'_>,
    other: &Draft<'_>,
    join: Join,
    rows: Rows<'_>,
    bench: &mut Bench,
) {
    let cells = &mut bench.cells;
    let best = scene.best(other);
    let form = &scene.forms[other.form];
    if best.is_some_and(|(sense, _)| is_namesake(form, sense)) {
        return;
    }
    let theirs = scene.senses_of(other);
    for (sense, &share) in theirs.iter().zip(scene.shares_of(other)) {
        cells[sense.facts.division.at()].share += share;
        cells[sense.facts.country.at()].second_share += share;
    }
    cells[Slot::NOWHERE.at()] = Cell::default();
    for (sense, row) in scene.senses_of(draft).iter().zip(rows) {
        let facts = sense.facts;
        let division = cells[facts.division.at()].share;
        put(row, NEIGHBOUR_DIVISION, division);
        let country = cells[facts.country.at()].second_share;
        put(row, NEIGHBOUR_COUNTRY, country);
        let Some((best, share)) = best else { continue };
        if sense.wording == Wording::Within && best.facts.slot == facts.slot {
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
    for sense in theirs {
        cells[sense.facts.division.at()].share = 0.0;
        cells[sense.facts.country.at()].second_share = 0.0;
    }
}
