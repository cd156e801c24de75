//! What the document's other places say of each possibility: what contains what, where most of them lie, how near
//! they are, and what stands beside a mention.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::gazetteer::{Entry, Gazetteer, PlaceNumber};

use super::alone;
use super::atlas::{Atlas, kilometres, kilometres_if_near};
use super::ground::Ground;
use super::publisher::Home;
use super::scene::{Aside, Draft, Possibility, Scene};
use super::wording::{Reading, Wording};

/// Shares below this are not counted as company.
const LEAST_SHARE: f64 = 0.02;

/// How far places vouch for each other: the distances over which that falls to a third, kilometres.
const NEAR_KM: f32 = 40.0;
/// The same, for places of one part of the world.
const NEAR_WIDE_KM: f32 = 250.0;

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

/// Mentions that stand beside each other, found once for a document.
#[derive(Debug)]
pub(super) struct Joins(Vec<(usize, Join)>);

impl Joins {
    /// Looks at what stands between each mention and the next.
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let mut joins = Vec::new();
        for (at, pair) in scene.drafts.windows(2).enumerate() {
            let [left, right] = pair else { continue };
            if left.mention.block != right.mention.block {
                continue;
            }
            let between = scene
                .document
                .text
                .get(left.mention.span.end..right.mention.span.start);
            let join = match between {
                Some(", " | " (") => Join::Comma,
                Some(" in " | ", in ") => Join::In,
                Some(between) if is_coordination(between) => Join::Coordinated,
                _ if left.mention.sentence == right.mention.sentence => Join::Sentence,
                _ => continue,
            };
            joins.push((at, join));
        }
        Self(joins)
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

/// Gives the names that no gazetteer has the places of the document in which the thing may be.
pub(super) fn offer_places(scene: &mut Scene<'_>, atlas: &mut Atlas<'_>) {
    let mut spoken_of: HashMap<Entry, f64, FixedState> = HashMap::default();
    for form in &scene.forms {
        for (possibility, share) in form.possibilities.iter().zip(&form.shares) {
            if possibility.reading.wording < Wording::BeginsWith && can_hold(possibility) {
                *spoken_of.entry(possibility.reading.entry).or_default() += share * form.voice();
            }
        }
    }
    let mut order: Vec<(Entry, f64)> = spoken_of
        .iter()
        .map(|(entry, times)| (*entry, *times))
        .collect();
    order.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
    let all: f64 = order.iter().map(|(_, times)| times).sum();
    for form in 0..scene.forms.len() {
        let Some(&first) = scene.forms[form].drafts.first() else {
            continue;
        };
        let mention = scene.drafts[first].mention;
        let unknown = scene.forms[form]
            .possibilities
            .iter()
            .all(|possibility| possibility.reading.wording >= Wording::BeginsWith);
        // A village or a river that no gazetteer has is not in the town that the document is about.
        if !unknown || mention.hint.is_some() {
            continue;
        }
        let is_named = !scene.forms[form].possibilities.is_empty();
        let latest = latest_before(scene, first);
        let mut places: Vec<Entry> = latest.into_iter().collect();
        for (entry, _) in &order {
            if places.len() < PLACES_TO_BE_WITHIN && !places.contains(entry) {
                places.push(*entry);
            }
        }
        for entry in places {
            let taken = scene.forms[form]
                .possibilities
                .iter()
                .any(|known| known.reading.entry == entry);
            if taken {
                continue;
            }
            let facts = atlas.facts(entry);
            let mut values = alone::unnamed(&facts);
            #[allow(clippy::cast_possible_truncation)]
            let often = (spoken_of.get(&entry).copied().unwrap_or(0.0) / all.max(1e-9)) as f32;
            values[Ground::WithinOften as usize] = often;
            if is_named {
                values[Ground::WithinThoughNamed as usize] = 1.0;
            }
            if latest == Some(entry) {
                values[Ground::WithinLatest as usize] = 1.0;
            }
            scene.forms[form].possibilities.push(Possibility {
                reading: Reading {
                    entry,
                    name: None,
                    wording: Wording::Within,
                    container_said: false,
                },
                facts,
                values,
                is_dated: false,
            });
        }
        let count = scene.forms[form].possibilities.len();
        scene.forms[form].shares.resize(count, 0.0);
        for draft in scene.forms[form].drafts.clone() {
            scene.drafts[draft].shares.resize(count, 0.0);
        }
    }
}

/// Whether streets and buildings lie in such a place.
fn can_hold(possibility: &Possibility) -> bool {
    possibility.facts.class == Some(crate::gazetteer::FeatureClass::P)
        || possibility.facts.sort == Some(Ground::OtherDivision)
}

/// The settlement that was spoken of last before a mention.
fn latest_before(scene: &Scene<'_>, draft: usize) -> Option<Entry> {
    scene.drafts[..draft].iter().rev().find_map(|before| {
        let (best, share) = scene.best(before)?;
        (share > 0.5 && best.reading.wording < Wording::BeginsWith && can_hold(best))
            .then_some(best.reading.entry)
    })
}

/// In how many regions a place usually lies.
const USUAL_REGIONS: usize = 6;

/// How much of the document lies in each region, and which entries it names.
#[derive(Debug, Default)]
struct Masses {
    regions: HashMap<PlaceNumber, f64, FixedState>,
    named: HashMap<Entry, f64, FixedState>,
    total: f64,
}

impl Masses {
    /// Makes room for so many possibilities more.
    fn make_room(&mut self, possibilities: usize) {
        self.regions.reserve(possibilities * USUAL_REGIONS);
        self.named.reserve(possibilities);
    }

    fn add(&mut self, possibility: &Possibility, share: f64, voice: f64) {
        let mass = share * voice;
        let entry = possibility.reading.entry;
        *self.named.entry(entry).or_default() += share;
        self.total += mass;
        for region in &possibility.facts.containers {
            *self.regions.entry(*region).or_default() += mass;
        }
        if let Entry::Place(own) = entry {
            *self.regions.entry(own).or_default() += mass;
        }
    }

    /// What lies in a region, less what `own` puts there.
    fn besides(&self, own: &Masses, region: Option<PlaceNumber>) -> f64 {
        let in_region = |masses: &Masses| {
            region
                .and_then(|region| masses.regions.get(&region))
                .copied()
                .unwrap_or(0.0)
        };
        (in_region(self) - in_region(own)).max(0.0)
    }

    /// How certainly an entry is named, besides by `own`.
    fn named_besides(&self, own: &Masses, entry: Option<Entry>) -> f64 {
        let named = |masses: &Masses| {
            entry
                .and_then(|entry| masses.named.get(&entry))
                .copied()
                .unwrap_or(0.0)
        };
        (named(self) - named(own)).clamp(0.0, 1.0)
    }
}

/// A place that vouches for others near it.
struct Anchor {
    family: usize,
    point: [f32; 3],
    mass: f32,
}

/// Sets the values of all grounds that depend on the document's other places, by what is known of them now.
pub(super) fn look_around(
    scene: &mut Scene<'_>,
    joins: &Joins,
    home: &Home,
    gazetteer: &Gazetteer,
) {
    let mut all = Masses::default();
    let mut own: Vec<Masses> = (0..scene.families).map(|_| Masses::default()).collect();
    for form in &scene.forms {
        let likely = form.shares.iter().filter(|&&share| share >= LEAST_SHARE);
        own[form.family].make_room(likely.count());
    }
    let mut anchors: Vec<Anchor> = Vec::new();
    for form in &scene.forms {
        let voice = form.voice();
        for (possibility, &share) in form.possibilities.iter().zip(&form.shares) {
            if share < LEAST_SHARE || possibility.reading.wording == Wording::Within {
                continue;
            }
            all.add(possibility, share, voice);
            own[form.family].add(possibility, share, voice);
            if possibility.facts.is_local && share > 0.1 {
                #[allow(clippy::cast_possible_truncation)]
                anchors.push(Anchor {
                    family: form.family,
                    point: possibility.facts.point,
                    mass: (share * voice) as f32,
                });
            }
        }
    }
    let first = first_place(scene);
    for form in &mut scene.forms {
        let own = &own[form.family];
        for possibility in &mut form.possibilities {
            in_light_of(possibility, form.family, &all, own, &anchors);
            let first = first
                .as_ref()
                .filter(|(family, _, _)| *family != form.family);
            possibility.values[Ground::FirstPlace as usize] = match first {
                Some((_, division, share)) if possibility.facts.division == Some(*division) => {
                    *share
                }
                _ => 0.0,
            };
            at_home(possibility, home);
            if let Entry::Border(number) = possibility.reading.entry {
                let mentioned = gazetteer.border(number).sides.iter().any(|side| {
                    gazetteer
                        .entry(side)
                        .is_some_and(|side| all.named.get(&side).is_some_and(|&share| share > 0.3))
                });
                possibility.values[Ground::SideMentioned as usize] = f32::from(u8::from(mentioned));
                possibility.values[Ground::NoSideMentioned as usize] =
                    f32::from(u8::from(!mentioned));
            }
        }
        foremost(
            &mut form.possibilities,
            Ground::DivisionCompany,
            Ground::MostCompany,
        );
        foremost(&mut form.possibilities, Ground::Near, Ground::Nearest);
    }
    beside(scene, joins);
}

/// The least value of a ground that makes one foremost.
const LEAST_TO_BE_FOREMOST: f32 = 0.1;

/// Marks the possibilities for which a ground has its greatest value.
fn foremost(possibilities: &mut [Possibility], of: Ground, mark: Ground) {
    let most = possibilities
        .iter()
        .map(|possibility| possibility.values[of as usize])
        .fold(LEAST_TO_BE_FOREMOST, f32::max);
    for possibility in possibilities {
        let is_foremost = possibility.values[of as usize] >= most;
        possibility.values[mark as usize] = f32::from(u8::from(is_foremost));
    }
}

/// The division of the first place of the document that is more than a country.
fn first_place(scene: &Scene<'_>) -> Option<(usize, PlaceNumber, f32)> {
    scene.drafts.iter().find_map(|draft| {
        let (best, share) = scene.best(draft)?;
        let division = best.facts.division?;
        #[allow(clippy::cast_possible_truncation)]
        (share > 0.3 && best.reading.wording < Wording::BeginsWith)
            .then(|| (scene.forms[draft.form].family, division, share as f32))
    })
}

#[allow(clippy::cast_possible_truncation)]
fn in_light_of(
    possibility: &mut Possibility,
    family: usize,
    all: &Masses,
    own: &Masses,
    anchors: &[Anchor],
) {
    let entry = possibility.reading.entry;
    let facts: &Arc<_> = &possibility.facts;
    let others = (all.total - own.total).max(0.0);
    let in_division = all.besides(own, facts.division);
    let in_country = all.besides(own, facts.country);
    let share = |part: f64| if others > 0.0 { part / others } else { 0.0 };
    let named = |place: Option<PlaceNumber>| {
        let place = place.map(Entry::Place).filter(|&place| place != entry);
        all.named_besides(own, place)
    };
    let inside = match entry {
        Entry::Place(number) if facts.country != Some(number) && facts.division != Some(number) => {
            all.besides(own, Some(number))
        }
        _ => 0.0,
    };
    let (mut near, mut near_wide) = (0.0, 0.0);
    if facts.is_local {
        for anchor in anchors.iter().filter(|anchor| anchor.family != family) {
            let Some(distance) = kilometres_if_near(&facts.point, &anchor.point) else {
                continue;
            };
            near += anchor.mass * (-distance / NEAR_KM).exp();
            near_wide += anchor.mass * (-distance / NEAR_WIDE_KM).exp();
        }
    }
    let heard = [
        (Ground::DivisionCompany, in_division.ln_1p()),
        (Ground::DivisionShare, share(in_division)),
        (
            Ground::DistrictCompany,
            all.besides(own, facts.district).ln_1p(),
        ),
        (Ground::CountryCompany, in_country.ln_1p()),
        (Ground::CountryShare, share(in_country)),
        (Ground::RegionShare, share(all.besides(own, facts.region))),
        (Ground::DivisionNamed, named(facts.division)),
        (Ground::DistrictNamed, named(facts.district)),
        (Ground::CountryNamed, named(facts.country)),
        (Ground::Contains, inside.ln_1p()),
        (Ground::SamePlace, all.named_besides(own, Some(entry))),
        (Ground::Near, f64::from(near).ln_1p()),
        (Ground::NearWide, f64::from(near_wide).ln_1p()),
    ];
    for (ground, value) in heard {
        possibility.values[ground as usize] = value as f32;
    }
}

/// What the publisher's home says.
fn at_home(possibility: &mut Possibility, home: &Home) {
    let facts = &possibility.facts;
    if home.country.is_some() && facts.country == home.country {
        possibility.values[Ground::PublisherCountry as usize] = 1.0;
    }
    if facts.is_local && !home.places.is_empty() {
        possibility.values[Ground::PublisherNear as usize] = home
            .places
            .iter()
            .map(|(point, share)| share * (-kilometres(&facts.point, point) / NEAR_KM).exp())
            .sum();
    }
}

/// What stands right beside each mention.
#[allow(clippy::cast_possible_truncation)]
fn beside(scene: &mut Scene<'_>, joins: &Joins) {
    let mut heard: Vec<Vec<Aside>> = vec![Vec::new(); scene.drafts.len()];
    // What the container pattern says of each entry, by family.
    let mut elsewhere: HashMap<(usize, Entry), f32, FixedState> = HashMap::default();
    for &(at, join) in &joins.0 {
        let (left, right) = (&scene.drafts[at], &scene.drafts[at + 1]);
        if matches!(join, Join::Comma | Join::In) {
            let form = &scene.forms[left.form];
            let ground = if join == Join::Comma {
                Ground::BeforeContainer
            } else {
                Ground::InContainer
            };
            for (number, possibility) in form.possibilities.iter().enumerate() {
                let value = scene.share_around(right, &possibility.facts) as f32;
                if value > 0.01 {
                    push(&mut heard[at], number, ground, value);
                    *elsewhere
                        .entry((form.family, possibility.reading.entry))
                        .or_default() += value;
                }
            }
            for (number, possibility) in scene.forms[right.form].possibilities.iter().enumerate() {
                let value = scene.share_inside(left, possibility.reading.entry) as f32;
                if value > 0.01 {
                    push(&mut heard[at + 1], number, Ground::BehindContained, value);
                }
            }
        }
        if scene.forms[left.form].family != scene.forms[right.form].family {
            neighbour(scene, left, right, join, &mut heard[at]);
            neighbour(scene, right, left, join, &mut heard[at + 1]);
        }
    }
    if !elsewhere.is_empty() {
        for (draft, heard) in scene.drafts.iter().zip(&mut heard) {
            if names_its_container(heard) {
                continue;
            }
            let form = &scene.forms[draft.form];
            for (number, possibility) in form.possibilities.iter().enumerate() {
                let Some(&value) = elsewhere.get(&(form.family, possibility.reading.entry)) else {
                    continue;
                };
                let value = value.min(1.0);
                if value > 0.01 {
                    push(heard, number, Ground::ContainerElsewhere, value);
                }
            }
        }
    }
    for (draft, heard) in scene.drafts.iter_mut().zip(heard) {
        draft.asides = heard;
    }
}

/// Whether a mention stands before the name of what contains it: then it need not be asked what others stand before.
fn names_its_container(heard: &[Aside]) -> bool {
    heard.iter().any(|aside| {
        matches!(aside.ground, Ground::BeforeContainer | Ground::InContainer) && aside.value > 0.3
    })
}

/// Of two that say the same, the stronger counts.
fn push(list: &mut Vec<Aside>, possibility: usize, ground: Ground, value: f32) {
    match list
        .iter_mut()
        .find(|aside| aside.possibility == possibility && aside.ground == ground)
    {
        Some(known) => known.value = known.value.max(value),
        None => list.push(Aside {
            possibility,
            ground,
            value,
        }),
    }
}

/// What a neighbour in the sentence says of a mention.
#[allow(clippy::cast_possible_truncation)]
fn neighbour(
    scene: &Scene<'_>,
    draft: &Draft<'_>,
    other: &Draft<'_>,
    join: Join,
    heard: &mut Vec<Aside>,
) {
    let certain = scene.best(other).filter(|(_, share)| *share > 0.5);
    for (number, possibility) in scene.forms[draft.form].possibilities.iter().enumerate() {
        let mut say = |ground: Ground, value: f64| {
            if value > 0.01 {
                push(heard, number, ground, value as f32);
            }
        };
        let entry = possibility.reading.entry;
        if let Some(division) = possibility.facts.division {
            say(
                Ground::NeighbourDivision,
                scene.share_in(other, |facts| facts.division, division),
            );
        }
        if let Some(country) = possibility.facts.country {
            say(
                Ground::NeighbourCountry,
                scene.share_in(other, |facts| facts.country, country),
            );
        }
        if possibility.reading.wording == Wording::Within
            && scene
                .best(other)
                .is_some_and(|(best, _)| best.reading.entry == entry)
        {
            say(Ground::WithinSentence, 1.0);
        }
        if join == Join::Coordinated
            && let Some((best, share)) = certain
            && best.facts.class.is_some()
            && best.facts.class == possibility.facts.class
        {
            say(Ground::Coordinated, share);
        }
    }
}
