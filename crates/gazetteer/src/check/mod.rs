//! What an editor of a gazetteer wants to know: rows that can be read and yet cannot be right.
//!
//! Rows are checked as the files have them. What they refer to, containers and stops, may be in any gazetteer that is
//! open, and so may be the outlines in which points have to lie. Common words are told by whoever asks, for the
//! gazetteer knows nothing of the language of texts.

mod finding;
mod outline;

use std::collections::{BTreeSet, HashMap, HashSet};

use geo::{Coord, Distance, Haversine, Point, Rect};

pub use finding::{Finding, FindingKind};

use crate::compile::format::{PER_DEGREE, Section};
use crate::compile::normalise::name_key;
use crate::compile::place::{Entry, FeatureClass, NameKind, PlaceNumber, Validity};
use crate::compile::space::Bounds;
use crate::compile::volume::AcceptedRow;
use crate::compile::volume::VolumeProblem;
use crate::import::Background;
use crate::open::{OpenError, VolumeSource, lay};
use crate::serve::{Compiled, FileError, Gazetteer, Layer, Local, Place, Viewpoint};
use outline::Outlines;

/// How far outside the outline of its country a point may lie, metres: as far as lines drawn for maps of 1:10 to
/// 1:50 million may be off where coasts are ragged. The precision of the place comes on top.
pub const TOLERANCE_M: f64 = 10_000.0;
/// Places of one name and class that are nearer than this are suspected to be one, metres.
pub const NEAR_M: f64 = 1_000.0;
/// Stops of a route that follow each other are seldom farther apart than this, metres.
const LEAP_M: f64 = 2_500_000.0;
/// A way over a stop may be so many times as long as the way past it …
const DETOUR: f64 = 3.0;
/// … and so much longer still, metres.
const DETOUR_M: f64 = 300_000.0;
/// Metres in a degree of latitude, as small as it gets.
const DEGREE_M: f64 = 110_500.0;

/// What to ask.
#[derive(Clone, Copy)]
pub struct Questions<'q> {
    /// How far outside of its country a point may lie, metres, beyond the precision of its row.
    pub tolerance_m: f64,
    /// Whether a word is common in running text.
    pub is_common: &'q dyn Fn(&str) -> bool,
}

impl std::fmt::Debug for Questions<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Questions")
            .field("tolerance_m", &self.tolerance_m)
            .finish_non_exhaustive()
    }
}

/// Gazetteers that are to be checked, open over others that they may refer to.
#[derive(Debug)]
pub struct Inspection {
    gazetteer: Gazetteer,
    /// The first layer that is to be checked.
    first: usize,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// What was found: by kind, of each in the order of the rows.
    pub found: Vec<Finding>,
    /// How many places were checked.
    pub places: usize,
    /// How many findings were left out because editors of the gazetteer accepted them (`accepted.csv`).
    pub accepted: usize,
    /// How many places claim countries of which no outline is known, so that their points could not be compared.
    pub without_outline: usize,
}

impl Inspection {
    /// Opens gazetteers to check, over others to which their rows may refer.
    ///
    /// # Errors
    /// If one cannot be read at all.
    pub fn open(
        sources: &[VolumeSource],
        below: &[VolumeSource],
        background: &Background,
    ) -> Result<Self, OpenError> {
        let mut gazetteer = Gazetteer::default();
        lay(&mut gazetteer, below, background)?;
        let first = gazetteer.layers.len();
        lay(&mut gazetteer, sources, background)?;
        gazetteer.report_foreign();
        Ok(Self { gazetteer, first })
    }

    /// Rows that were refused.
    #[must_use]
    pub fn problems(&self) -> &[VolumeProblem] {
        self.gazetteer.problems()
    }

    /// Reads the gazetteers to check from end to end, compares their checksums and reads every record.
    ///
    /// # Errors
    /// Names the first file that is not as it was written, and what in it.
    pub fn verify(&self) -> Result<(), FileError> {
        self.gazetteer.verify_from(self.first)
    }

    /// Checks what the rows say.
    #[must_use]
    pub fn check(&self, questions: Questions<'_>) -> Findings {
        let mut findings = Findings::default();
        let mut asking = Asking {
            inspection: self,
            questions,
            outlines: Outlines::of(self.gazetteer.topology(), self.parts()),
            territories: HashMap::new(),
            containers: HashMap::new(),
            settled: HashMap::new(),
            excuses: HashSet::new(),
            findings: &mut findings,
        };
        for (number, layer) in self.layers() {
            asking.places(number, layer);
            asking.routes(layer);
            asking.borders(layer);
            asking.names(layer);
            asking.numbers(layer);
            asking.acceptances(layer);
        }
        findings.found.sort_by_key(|finding| finding.kind);
        findings
    }

    /// The parts of countries that have a state of their own in some view.
    fn parts(&self) -> impl Iterator<Item = &str> {
        let rows = self.gazetteer.territory_rows();
        let codes = rows.flat_map(|row| row.polygons.iter().map(String::as_str));
        codes.filter(|code| code.contains('@'))
    }

    /// The layers to check, with their numbers.
    fn layers(&self) -> impl Iterator<Item = (usize, &Layer)> {
        let layers = self.gazetteer.layers.iter().enumerate();
        layers.skip(self.first)
    }
}

/// A check under way.
struct Asking<'g, 'q> {
    inspection: &'g Inspection,
    questions: Questions<'q>,
    outlines: Outlines,
    /// The outlines that make up a country in any view, by its code.
    territories: HashMap<&'g str, BTreeSet<&'g str>>,
    /// What containers are, by id.
    containers: HashMap<&'g str, Option<PlaceNumber>>,
    /// Containers from which all ways up are known to end.
    settled: HashMap<PlaceNumber, Walk>,
    /// Rows of `accepted.csv` that excused something: gazetteer and number of the row.
    excuses: HashSet<(&'g str, usize)>,
    findings: &'q mut Findings,
}

/// How far a walk up the containers of a place has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    Begun,
    Done,
}

/// The row to which findings belong.
#[derive(Clone, Copy)]
struct Row<'g> {
    layer: &'g Layer,
    id: &'g str,
    name: &'g str,
    point: Option<Point<f64>>,
}

impl<'g> Asking<'g, '_> {
    fn gazetteer(&self) -> &'g Gazetteer {
        &self.inspection.gazetteer
    }

    fn add(&mut self, kind: FindingKind, row: Row<'g>, off_m: Option<f64>, what: String) {
        let mut accepted = row.layer.meta.accepted.iter();
        let is_this = |known: &AcceptedRow| known.id == row.id && known.kind == kind.key();
        if let Some(excuse) = accepted.position(is_this) {
            self.excuses.insert((&row.layer.path, excuse));
            self.findings.accepted += 1;
            return;
        }
        self.findings.found.push(Finding {
            kind,
            gazetteer: row.layer.path.clone(),
            id: row.id.to_owned(),
            name: row.name.to_owned(),
            point: row.point,
            off_m,
            what,
        });
    }

    /// Rows of `accepted.csv` that excused nothing: an error that was mended, or a slip of the pen.
    fn acceptances(&mut self, layer: &'g Layer) {
        for (number, accepted) in layer.meta.accepted.iter().enumerate() {
            if self.excuses.contains(&(layer.path.as_str(), number)) {
                continue;
            }
            let is_kind = FindingKind::ALL
                .iter()
                .any(|kind| kind.key() == accepted.kind);
            let found = self.gazetteer().entry(&accepted.id);
            let what = match (is_kind, found) {
                (false, _) => format!("“{}” is no kind of finding", accepted.kind),
                (true, None) => "no gazetteer in use has this id".to_owned(),
                (true, Some(_)) => format!("{} is not found here", accepted.kind),
            };
            let (name, point) = match found {
                Some(Entry::Place(number)) => {
                    let place = self.gazetteer().place(number);
                    (place.name, Some(place.point))
                }
                Some(entry) => (self.gazetteer().describe(entry).1, None),
                None => ("", None),
            };
            let row = Row {
                layer,
                id: &accepted.id,
                name,
                point,
            };
            self.add(FindingKind::StaleAcceptance, row, None, what);
        }
    }

    fn places(&mut self, number: usize, layer: &'g Layer) {
        for at in 0..layer.compiled.count(Section::Places) {
            let Some(place) = layer.compiled.place(at) else {
                continue;
            };
            self.findings.places += 1;
            let row = Row {
                layer,
                id: place.id,
                name: place.name,
                point: Some(place.point),
            };
            self.point(row, &place);
            self.validity(row, place.validity, "the place");
            self.containers(row, &place);
            self.duplicates(row, number, at, &place);
        }
    }

    /// Whether a point lies where its row says.
    fn point(&mut self, row: Row<'g>, place: &Place<'g>) {
        use FindingKind::{AtSea, OtherCountry, Swapped, Zero};
        if place.point == Point::new(0.0, 0.0) {
            let what = "longitude and latitude are exactly 0".to_owned();
            return self.add(Zero, row, None, what);
        }
        // What is out at sea has countries that share in it.
        let is_offshore = matches!(place.feature_class, FeatureClass::H | FeatureClass::U)
            || matches!(place.feature_code, "OILF" | "GASF");
        if place.countries.is_empty() || is_offshore {
            return;
        }
        let mut claimed: BTreeSet<&str> = BTreeSet::new();
        for country in &place.countries {
            let territory = self.territory(country);
            if territory.is_empty() {
                self.findings.without_outline += 1;
                return;
            }
            claimed.extend(territory);
        }
        let lies_in = |point| {
            let mut claimed = claimed.iter();
            claimed.any(|code| self.outlines.contains(code, point))
        };
        if lies_in(place.point) {
            return;
        }
        let distances = claimed
            .iter()
            .map(|code| self.outlines.distance_m(code, place.point));
        let off_m = distances.fold(f64::INFINITY, f64::min);
        if off_m <= self.questions.tolerance_m + place.precision_m {
            return;
        }
        let (lon, lat) = place.point.x_y();
        let countries = place.countries.to_vec().join(", ");
        let off = kilometres(off_m);
        if lon.abs() <= 90.0 && lies_in(Point::new(lat, lon)) {
            let what = format!(
                "longitude {lon}, latitude {lat} is {off} outside of {countries}, and within once they are exchanged"
            );
            return self.add(Swapped, row, Some(off_m), what);
        }
        match self.outlines.country_at(place.point) {
            Some(holder) => {
                let what = format!("lies in {holder}, {off} outside of {countries}");
                self.add(OtherCountry, row, Some(off_m), what);
            }
            None => {
                let what = format!("lies in no outline, {off} outside of {countries}");
                self.add(AtSea, row, Some(off_m), what);
            }
        }
    }

    /// The outlines that make up a country at present, in whoever's view: what holds in one view is not wrong.
    fn territory(&mut self, country: &'g str) -> BTreeSet<&'g str> {
        if let Some(known) = self.territories.get(country) {
            return known.clone();
        }
        let gazetteer = self.gazetteer();
        let mut codes: BTreeSet<&str> = BTreeSet::from([country]);
        if let Some(state) = gazetteer.country(country) {
            for view in gazetteer.views() {
                codes.extend(gazetteer.territory(&state, Viewpoint { day: None, view }));
            }
        }
        codes.retain(|code| self.outlines.has(code));
        self.territories.insert(country, codes.clone());
        codes
    }

    fn validity(&mut self, row: Row<'g>, validity: Validity, of: &str) {
        if let (Some(from), Some(to)) = (validity.from, validity.to)
            && to < from
        {
            let what = format!("{of} ends on {to}, before it begins on {from}");
            self.add(FindingKind::EmptyValidity, row, None, what);
        }
    }

    /// What a container is.
    fn container(&mut self, id: &'g str) -> Option<PlaceNumber> {
        let gazetteer = self.gazetteer();
        *self
            .containers
            .entry(id)
            .or_insert_with(|| match gazetteer.entry(id) {
                Some(Entry::Place(number)) => Some(number),
                _ => None,
            })
    }

    fn containers(&mut self, row: Row<'g>, place: &Place<'g>) {
        let own = match self.gazetteer().entry(place.id) {
            Some(Entry::Place(number)) if !place.containers.is_empty() => number,
            _ => return,
        };
        for id in &place.containers {
            match self.container(id) {
                None => {
                    let what = format!("its container {id} is in no gazetteer in use");
                    self.add(FindingKind::UnknownContainer, row, None, what);
                }
                Some(outer) if outer == own => {
                    let what = format!("it is among its own containers, as {id}");
                    self.add(FindingKind::ContainerCycle, row, None, what);
                }
                Some(outer) => self.climb(row, outer),
            }
        }
    }

    /// Follows all ways up from a container, each once in a check, and says where one comes back to itself.
    fn climb(&mut self, row: Row<'g>, from: PlaceNumber) {
        if self.settled.contains_key(&from) {
            return;
        }
        let mut path = vec![(from, self.outer(from))];
        self.settled.insert(from, Walk::Begun);
        while let Some((place, outer)) = path.last_mut() {
            let place = *place;
            let Some(next) = outer.pop() else {
                self.settled.insert(place, Walk::Done);
                path.pop();
                continue;
            };
            match self.settled.get(&next) {
                Some(Walk::Done) => {}
                Some(Walk::Begun) => {
                    // A place that contains itself is reported at its own row.
                    if next != place {
                        let begun = path.iter().position(|(place, _)| *place == next);
                        let circle = path.iter().skip(begun.unwrap_or(0));
                        let numbers: Vec<PlaceNumber> =
                            circle.map(|(number, _)| *number).chain([next]).collect();
                        self.circle(row, &numbers);
                    }
                }
                None => {
                    self.settled.insert(next, Walk::Begun);
                    let outer = self.outer(next);
                    path.push((next, outer));
                }
            }
        }
    }

    /// The containers of a place that are known.
    fn outer(&mut self, place: PlaceNumber) -> Vec<PlaceNumber> {
        let place = self.gazetteer().place(place);
        place
            .containers
            .iter()
            .filter_map(|id| self.container(id))
            .collect()
    }

    fn circle(&mut self, row: Row<'g>, circle: &[PlaceNumber]) {
        let gazetteer = self.gazetteer();
        let ids: Vec<&str> = circle
            .iter()
            .map(|&number| gazetteer.place(number).id)
            .collect();
        // It is reported at one of its places; the row on which it was met is only below it.
        let first = circle.first().map(|&number| gazetteer.place(number));
        let row = match first {
            Some(place) => Row {
                id: place.id,
                name: place.name,
                point: Some(place.point),
                ..row
            },
            None => row,
        };
        let what = format!("{} contain each other", ids.join(" in "));
        self.add(FindingKind::ContainerCycle, row, None, what);
    }

    /// Other rows of the same name and class close by. Each pair is reported once, at its later row.
    fn duplicates(&mut self, row: Row<'g>, number: usize, at: u32, place: &Place<'g>) {
        let gazetteer = self.gazetteer();
        let mut key: Option<String> = None;
        let mut own: Option<Option<Entry>> = None;
        let boxes = around(place.point, NEAR_M);
        for (other_number, layer) in gazetteer.layers.iter().enumerate().take(number + 1) {
            let compiled: &'g Compiled = &layer.compiled;
            for other in boxes.iter().flat_map(|area| compiled.within(*area)) {
                if other_number == number && other >= at {
                    continue;
                }
                let Some(label) = compiled.label(Local::Place(other)) else {
                    continue;
                };
                if label != place.name {
                    let key = key.get_or_insert_with(|| name_key(place.name));
                    if name_key(label) != *key {
                        continue;
                    }
                }
                let Some(near) = compiled.place(other) else {
                    continue;
                };
                // A town and its section are of one class; a province and its district often share name and middle.
                let is_like = near.feature_class == place.feature_class
                    && (near.feature_class != FeatureClass::A
                        || near.feature_code == place.feature_code);
                let metres = Haversine.distance(near.point, place.point);
                if !is_like || metres > NEAR_M || !overlap(near.validity, place.validity) {
                    continue;
                }
                let own = *own.get_or_insert_with(|| gazetteer.settle(number, Local::Place(at)));
                if gazetteer.settle(other_number, Local::Place(other)) == own {
                    continue;
                }
                let what = format!(
                    "{metres:.0} m from {} ({}), {:?}.{} like this one",
                    near.id, near.name, near.feature_class, near.feature_code
                );
                self.add(FindingKind::NearDuplicate, row, None, what);
            }
        }
    }

    fn routes(&mut self, layer: &'g Layer) {
        for at in 0..layer.compiled.count(Section::Routes) {
            let Some(route) = layer.compiled.route(at) else {
                continue;
            };
            let row = Row {
                layer,
                id: route.id,
                name: route.name,
                point: None,
            };
            for course in route.courses() {
                self.validity(row, course.validity, "a course");
            }
            let mut stops: Vec<Place<'g>> = Vec::new();
            // An end that is no place is left empty.
            let ids = [route.from].into_iter().chain(route.via.iter());
            for id in ids.chain([route.to]).filter(|id| !id.is_empty()) {
                stops.extend(self.known_place(row, id, "stop"));
            }
            self.way(row, &stops);
        }
    }

    fn borders(&mut self, layer: &'g Layer) {
        for at in 0..layer.compiled.count(Section::Borders) {
            let Some(border) = layer.compiled.border(at) else {
                continue;
            };
            let row = Row {
                layer,
                id: border.id,
                name: border.name,
                point: None,
            };
            self.validity(row, border.validity, "the line");
            for id in &border.sides {
                self.known_place(row, id, "side");
            }
        }
    }

    /// The place of an id; where there is none, that is a finding.
    fn known_place(&mut self, row: Row<'g>, id: &'g str, role: &str) -> Option<Place<'g>> {
        let what = match self.gazetteer().entry(id) {
            Some(Entry::Place(number)) => return Some(self.gazetteer().place(number)),
            Some(_) => format!("its {role} {id} is not a place"),
            None => format!("its {role} {id} is in no gazetteer in use"),
        };
        self.add(FindingKind::UnknownStop, row, None, what);
        None
    }

    /// Stops that are not on the way from the one before to the one behind.
    fn way(&mut self, row: Row<'g>, stops: &[Place<'g>]) {
        let metres = |from: &Place<'_>, to: &Place<'_>| Haversine.distance(from.point, to.point);
        for pair in stops.windows(2) {
            if let [from, to] = pair
                && metres(from, to) > LEAP_M
            {
                let off_m = metres(from, to);
                let off = kilometres(off_m);
                let what = format!("{off} lie between {} and {}", from.id, to.id);
                self.add(FindingKind::FarStop, row, Some(off_m), what);
            }
        }
        for three in stops.windows(3) {
            if let [from, over, to] = three {
                let direct = metres(from, to);
                let way = metres(from, over) + metres(over, to);
                if way > DETOUR * direct + DETOUR_M {
                    let off_m = metres(from, over).min(metres(over, to));
                    let what = format!(
                        "{} is {} off the way from {} to {}",
                        over.id,
                        kilometres(off_m),
                        from.id,
                        to.id
                    );
                    self.add(FindingKind::FarStop, row, Some(off_m), what);
                }
            }
        }
    }

    fn names(&mut self, layer: &'g Layer) {
        let compiled: &'g Compiled = &layer.compiled;
        for entry in 0..compiled.entry_count() {
            let Some(local) = compiled.local(entry) else {
                continue;
            };
            let mut common: Vec<&str> = Vec::new();
            for name in compiled
                .names_of(entry)
                .filter_map(|name| compiled.name(name))
            {
                if !name.text.contains(char::is_alphabetic) {
                    let what = format!("its name “{}” has no letter", name.text);
                    self.add(FindingKind::NoLetter, named(layer, local), None, what);
                }
                if !name.validity.is_unbounded() {
                    let of = format!("the name “{}”", name.text);
                    self.validity(named(layer, local), name.validity, &of);
                }
                if may_be_word(name.text, name.kind)
                    && !common.contains(&name.text)
                    && (self.questions.is_common)(name.text)
                {
                    common.push(name.text);
                }
            }
            if !common.is_empty() {
                let what = format!("“{}” is a common word", common.join("”, “"));
                self.add(FindingKind::CommonWord, named(layer, local), None, what);
            }
        }
    }

    /// Numbers in other catalogues that several rows have.
    fn numbers(&mut self, layer: &'g Layer) {
        let compiled: &'g Compiled = &layer.compiled;
        for (first, second, number) in compiled.repeated_geonames() {
            let catalogue = format!("the number {number} in GeoNames");
            self.repeated(layer, first, second, &catalogue);
        }
        let mut items: HashMap<&str, u32> = HashMap::new();
        for at in 0..compiled.count(Section::Places) {
            if let Some((_, Some(item))) = compiled.numbers(at) {
                if let Some(&first) = items.get(item) {
                    self.repeated(layer, first, at, &format!("the item {item} in Wikidata"));
                } else {
                    items.insert(item, at);
                }
            }
        }
    }

    fn repeated(&mut self, layer: &'g Layer, first: u32, second: u32, what: &str) {
        let row = named(layer, Local::Place(second));
        let first = layer.compiled.id(Local::Place(first)).unwrap_or_default();
        let what = format!("has {what}, as {first} has");
        self.add(FindingKind::RepeatedNumber, row, None, what);
    }
}

/// The row of an entry of any sort.
fn named(layer: &Layer, local: Local) -> Row<'_> {
    let degrees = |value: i32| f64::from(value) / PER_DEGREE;
    let position = match local {
        Local::Place(at) => layer.compiled.position(at),
        _ => None,
    };
    let id = layer.compiled.id(local).unwrap_or_default();
    Row {
        layer,
        id,
        // What another gazetteer has is known here by its id only.
        name: match local {
            Local::Foreign(_) => id,
            _ => layer.compiled.label(local).unwrap_or_default(),
        },
        point: position.map(|(lon, lat)| Point::new(degrees(lon), degrees(lat))),
    }
}

/// Whether a name is one word that could stand in a sentence as another: *of*, *Reading*; not *USA*, not *Armenian*.
fn may_be_word(text: &str, kind: NameKind) -> bool {
    let is_code = kind == NameKind::Abbreviation || !text.contains(char::is_lowercase);
    !is_code
        && !matches!(kind, NameKind::Demonym | NameKind::Adjective)
        && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether two spans of time have a day in common.
fn overlap(left: Validity, right: Validity) -> bool {
    let begins_in_time = |one: Validity, other: Validity| match (one.from, other.to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    begins_in_time(left, right) && begins_in_time(right, left)
}

/// A box that holds all within a distance of a point; two where it crosses the 180th meridian.
fn around(point: Point<f64>, metres: f64) -> Vec<Bounds> {
    let up = metres / DEGREE_M;
    let shrink = point.y().to_radians().cos().max(1e-3);
    let aside = (up / shrink).min(180.0);
    let whole = |degrees: f64| (degrees * PER_DEGREE).round() as i32;
    let area = |west: f64, east: f64| {
        let low = Coord {
            x: west.max(-180.0),
            y: (point.y() - up).max(-90.0),
        };
        let high = Coord {
            x: east.min(180.0),
            y: (point.y() + up).min(90.0),
        };
        let area = Rect::new(low, high);
        Bounds {
            low: (whole(area.min().x), whole(area.min().y)),
            high: (whole(area.max().x), whole(area.max().y)),
        }
    };
    let (west, east) = (point.x() - aside, point.x() + aside);
    let mut areas = vec![area(west, east)];
    if west < -180.0 {
        areas.push(area(west + 360.0, 180.0));
    } else if east > 180.0 {
        areas.push(area(-180.0, east - 360.0));
    }
    areas
}

fn kilometres(metres: f64) -> String {
    format!("{:.1} km", metres / 1000.0)
}
