//! One compiled gazetteer, opened: records are read where they lie, each checked when it is read.
//!
//! Opening looks at the header and the section table only, so it costs the same whatever the size of the file. A
//! record that points outside its section, or to bytes that are no text, is refused: it is as if it were not there.

use std::fmt;
use std::fs::File;
use std::ops::Deref;
use std::path::Path;

use geo::Point;
use memmap2::Mmap;

use super::derived::DerivedIds;
use super::lines::Lines;
use super::view::{self, Border, List, Name, Place, Route, Water};
use crate::compile::format::{
    ALIAS, CODE, FormatError, Layout, NONE, OWN_ID, OWNER_STEP, PER_DEGREE, POPULATION, SEVERAL,
    SORT_BITS, Section, WIKIDATA, f64_at, letters_at, text_at, u16_at, u24_at, u32_at, u64_at,
};
use crate::compile::hash;
use crate::compile::normalise::key_is;
use crate::compile::place::{FeatureClass, NameKind, Validity};
use crate::compile::places::geonames_number;
use crate::compile::space::{Bounds, Tree};
use crate::compile::table::{self, BUCKET, LONGEST_BEGINNING};
use crate::compile::topology::Topology;

/// Where the bytes of a compiled gazetteer are.
enum Bytes {
    Mapped(Mmap),
    BuiltIn(&'static [u8]),
    Owned(Vec<u8>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Mapped(map) => map,
            Bytes::BuiltIn(bytes) => bytes,
            Bytes::Owned(bytes) => bytes,
        }
    }
}

/// A compiled gazetteer. Entries are numbered through: places first, then routes, borders, and the ids of other
/// gazetteers' entries.
pub(crate) struct Compiled {
    bytes: Bytes,
    layout: Layout,
    derived: DerivedIds,
}

impl fmt::Debug for Compiled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Compiled")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// What an entry of one compiled gazetteer is, numbered within its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Local {
    Place(u32),
    Route(u32),
    Border(u32),
    Foreign(u32),
}

/// Maps a file into memory.
#[allow(unsafe_code)]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: a map is unsound if its bytes change while Rust believes they do not. We map for reading only, the file
    // is opened without the right to write, and what we write ourselves is written to a new file that then takes the
    // name (`cli::gazetteer`), never into a file that may be mapped. Another program that overwrites a gazetteer in
    // place while it is in use breaks that; the documentation forbids it. Even then no value read leads to an access
    // out of bounds: each length and offset is read once and checked against the length of the map, which does not
    // change, and text is validated each time it is handed out. A file cut short under the map ends the process with
    // the signal SIGBUS, as with every mapped file.
    unsafe { Mmap::map(file) }
}

impl Compiled {
    /// Maps a file.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenFailure> {
        let file = File::open(path).map_err(OpenFailure::Io)?;
        // An empty file cannot be mapped everywhere, and a folder not at all.
        if file.metadata().map_err(OpenFailure::Io)?.len() == 0 {
            return Err(OpenFailure::Format(FormatError::Foreign));
        }
        Self::over(Bytes::Mapped(map(&file).map_err(OpenFailure::Io)?)).map_err(OpenFailure::Format)
    }

    /// Opens bytes that are part of the program.
    pub(crate) fn built_in(bytes: &'static [u8]) -> Result<Self, FormatError> {
        Self::over(Bytes::BuiltIn(bytes))
    }

    /// Opens bytes in memory.
    pub(crate) fn owned(bytes: Vec<u8>) -> Result<Self, FormatError> {
        Self::over(Bytes::Owned(bytes))
    }

    fn over(bytes: Bytes) -> Result<Self, FormatError> {
        let layout = Layout::check(&bytes)?;
        let derived = DerivedIds::default();
        Ok(Self {
            bytes,
            layout,
            derived,
        })
    }

    /// Reads the whole file: compares all checksums, then reads each record.
    pub(crate) fn verify(&self) -> Result<(), FormatError> {
        self.layout.verify(&self.bytes)?;
        let wrong = |what: &str, number: u32| {
            FormatError::damaged(format!("{what} {number} points outside the file"))
        };
        for number in 0..self.entry_count() {
            let sound = match self.local(number) {
                Some(Local::Place(at)) => self.place(at).is_some(),
                Some(Local::Route(at)) => self
                    .route(at)
                    .is_some_and(|route| route.courses().len() == route.course_count()),
                Some(Local::Border(at)) => self.border(at).is_some(),
                Some(Local::Foreign(at)) => self.foreign(at).is_some(),
                None => false,
            };
            if !sound {
                return Err(wrong("entry", number));
            }
        }
        for number in 0..self.name_count() {
            if self.name(number).is_none() || self.owner(number).is_none() {
                return Err(wrong("name", number));
            }
        }
        for section in [Section::Curve, Section::ByGeoNames] {
            for number in 0..self.count(section) {
                let place = self.record(section, number).and_then(|row| u32_at(row, 0));
                if place.is_none_or(|place| place >= self.count(Section::Places)) {
                    return Err(wrong("the order of places, row", number));
                }
            }
        }
        for (number, _, water) in self.waters() {
            if water.geometry().is_none() {
                return Err(wrong("the course of entry", number));
            }
        }
        Ok(())
    }

    pub(crate) fn section(&self, section: Section) -> &[u8] {
        self.bytes
            .get(self.layout.range(section))
            .unwrap_or_default()
    }

    /// How many records a section has. Numbers of records are 32 bits wide.
    pub(crate) fn count(&self, section: Section) -> u32 {
        u32::try_from(self.layout.count(section)).unwrap_or(u32::MAX)
    }

    /// Bytes of the file.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    fn record(&self, section: Section, number: u32) -> Option<&[u8]> {
        let width = section.width();
        let at = (number as usize).checked_mul(width)?;
        self.section(section).get(at..at.checked_add(width)?)
    }

    fn text(&self, at: u32) -> Option<&str> {
        text_at(self.section(Section::Text), at)
    }

    /// The text whose place stands at a byte of a record.
    fn reference(&self, record: &[u8], at: usize) -> Option<&str> {
        self.text(u32_at(record, at)?)
    }

    fn word(&self, number: u16) -> Option<&str> {
        self.reference(self.record(Section::Words, u32::from(number))?, 0)
    }

    fn word_at(&self, record: &[u8], at: usize) -> Option<&str> {
        self.word(u16_at(record, at)?)
    }

    fn list_at(&self, record: &[u8], at: usize) -> Option<List<'_>> {
        let lists = self.section(Section::Lists);
        let start = (u32_at(record, at)? as usize).checked_mul(4)?;
        let count = u32_at(lists, start)? as usize;
        let start = start.checked_add(4)?;
        let items = lists.get(start..start.checked_add(count.checked_mul(4)?)?)?;
        Some(List {
            text: self.section(Section::Text),
            items,
        })
    }

    fn validity(&self, number: u32) -> Option<Validity> {
        self.lines().validity(number)
    }

    /// How many entries there are of all kinds.
    pub(crate) fn entry_count(&self) -> u32 {
        self.count(Section::FirstNames).saturating_sub(1)
    }

    pub(crate) fn name_count(&self) -> u32 {
        self.count(Section::Names)
    }

    /// What an entry is.
    pub(crate) fn local(&self, entry: u32) -> Option<Local> {
        let mut at = entry;
        for (section, local) in [
            (Section::Places, Local::Place as fn(u32) -> Local),
            (Section::Routes, Local::Route),
            (Section::Borders, Local::Border),
            (Section::Foreign, Local::Foreign),
        ] {
            let count = self.count(section);
            if at < count {
                return Some(local(at));
            }
            at -= count;
        }
        None
    }

    /// The number of an entry among all kinds.
    pub(crate) fn number(&self, local: Local) -> u32 {
        let places = self.count(Section::Places);
        let routes = places.saturating_add(self.count(Section::Routes));
        let borders = routes.saturating_add(self.count(Section::Borders));
        match local {
            Local::Place(at) => at,
            Local::Route(at) => places.saturating_add(at),
            Local::Border(at) => routes.saturating_add(at),
            Local::Foreign(at) => borders.saturating_add(at),
        }
    }

    /// The id of an entry.
    pub(crate) fn id(&self, local: Local) -> Option<&str> {
        match local {
            Local::Place(at) => self.place_id(at, self.record(Section::Places, at)?),
            Local::Route(at) => self.reference(self.record(Section::Routes, at)?, 0),
            Local::Border(at) => self.reference(self.record(Section::Borders, at)?, 0),
            Local::Foreign(at) => self.foreign(at),
        }
    }

    fn place_id(&self, place: u32, record: &[u8]) -> Option<&str> {
        if u32_at(record, 12)? & OWN_ID != 0 {
            return self.reference(self.of_place(Section::OwnIds, place)?, 4);
        }
        let geonames = |place| {
            let record = self.record(Section::Places, place)?;
            u32_at(record, 8).filter(|&number| number != NONE)
        };
        self.derived
            .get(self.count(Section::Places), place, geonames)
    }

    /// The row of a place in a section that has rows for some places, in their order.
    fn of_place(&self, section: Section, place: u32) -> Option<&[u8]> {
        let row = |at| self.record(section, at);
        let is_its = |row: &&[u8]| u32_at(row, 0) == Some(place);
        let count = self.count(section);
        let is_before = |at: u32| row(at).and_then(|row| u32_at(row, 0)) < Some(place);
        // Rows are spread over the places about evenly. Where all places have a row, it is found at once.
        let places = u64::from(self.count(Section::Places).max(1));
        let guess = (u64::from(place) * u64::from(count) / places) as u32;
        let at = first_where_near(count, guess, |at| !is_before(at));
        row(at).filter(is_its)
    }

    /// The label of an entry: the text of its first name.
    pub(crate) fn label(&self, local: Local) -> Option<&str> {
        let names = self.names_of(self.number(local));
        (!names.is_empty())
            .then(|| self.reference(self.record(Section::Names, names.start)?, 0))
            .flatten()
    }

    /// Longitude and latitude of a place, in ten-millionths of a degree.
    pub(crate) fn position(&self, place: u32) -> Option<(i32, i32)> {
        let record = self.record(Section::Places, place)?;
        Some((
            u32_at(record, 0)?.cast_signed(),
            u32_at(record, 4)?.cast_signed(),
        ))
    }

    /// The number of a place in GeoNames and its item in Wikidata.
    pub(crate) fn numbers(&self, place: u32) -> Option<(Option<u32>, Option<&str>)> {
        let record = self.record(Section::Places, place)?;
        let has_item = u32_at(record, 12)? & WIKIDATA != 0;
        let item = has_item.then(|| self.of_place(Section::Wikidata, place));
        Some((
            u32_at(record, 8).filter(|&number| number != NONE),
            item.flatten().and_then(|row| self.reference(row, 4)),
        ))
    }

    pub(crate) fn place(&self, at: u32) -> Option<Place<'_>> {
        let record = self.record(Section::Places, at)?;
        let (longitude, latitude) = self.position(at)?;
        let degrees = |value: i32| f64::from(value) / PER_DEGREE;
        let point = Point::new(degrees(longitude), degrees(latitude));
        let flags = u32_at(record, 12)?;
        let sort = self.record(Section::Sorts, flags & ((1 << SORT_BITS) - 1))?;
        let situation = self.record(Section::Situations, u32_at(record, 16)?)?;
        let precision_m = f64_at(sort, 0)?;
        if point.x().abs() > 180.0 || point.y().abs() > 90.0 || !precision_m.is_finite() {
            return None;
        }
        let row = |flag: u32, section| match flags & flag {
            0 => Some(None),
            _ => self.of_place(section, at).map(Some),
        };
        let text = |row: Option<&'_ [u8]>| row.map(|row| u32_at(row, 4));
        let read = |at: Option<Option<u32>>| match at {
            None => Some(None),
            Some(at) => self.text(at?).map(Some),
        };
        let population = row(POPULATION, Section::Populations)?;
        let (geonames, _) = self.numbers(at)?;
        Some(Place {
            id: self.place_id(at, record)?,
            name: self.label(Local::Place(at))?,
            feature_class: *FeatureClass::ALL.get(usize::from(u16_at(sort, 16)?))?,
            feature_code: self.word_at(sort, 14)?,
            point,
            precision_m,
            countries: self.list_at(situation, 0)?,
            containers: self.list_at(situation, 4)?,
            population: match population {
                None => None,
                Some(row) => Some(u64_at(row, 4)?),
            },
            iso: read(text(row(CODE, Section::Codes)?))?,
            geonameid: geonames.map(u64::from),
            wikidata: read(text(row(WIKIDATA, Section::Wikidata)?))?,
            validity: self.validity(u32_at(sort, 8)?)?,
            source: self.word_at(sort, 12)?,
        })
    }

    pub(crate) fn route(&self, at: u32) -> Option<Route<'_>> {
        let record = self.record(Section::Routes, at)?;
        Some(Route {
            id: self.reference(record, 0)?,
            name: self.label(Local::Route(at))?,
            kind: self.word_at(record, 28)?,
            status: self.word_at(record, 30)?,
            from: self.reference(record, 4)?,
            to: self.reference(record, 8)?,
            via: self.list_at(record, 12)?,
            countries: self.list_at(record, 16)?,
            lines: self.lines(),
            first_course: u32_at(record, 20)?,
            courses: u32_at(record, 24)?,
        })
    }

    pub(crate) fn border(&self, at: u32) -> Option<Border<'_>> {
        let record = self.record(Section::Borders, at)?;
        let course = u32_at(record, 12)?;
        Some(Border {
            id: self.reference(record, 0)?,
            name: self.label(Local::Border(at))?,
            kind: self.word_at(record, 16)?,
            sides: self.list_at(record, 4)?,
            validity: self.validity(u32_at(record, 8)?)?,
            lines: self.lines(),
            course: (course != NONE).then_some(course),
        })
    }

    pub(crate) fn foreign(&self, at: u32) -> Option<&str> {
        self.reference(self.record(Section::Foreign, at)?, 0)
    }

    /// The lines of the file.
    fn lines(&self) -> Lines<'_> {
        Lines {
            courses: self.section(Section::Courses),
            validities: self.section(Section::Validities),
            geometry: self.section(Section::Geometry),
        }
    }

    fn water(&self, number: u32) -> Option<(u32, Local, Water<'_>)> {
        let record = self.record(Section::Waters, number)?;
        let owner = u32_at(record, 0)?;
        let water = Water {
            precision_m: f64_at(record, 16).filter(|metres| metres.is_finite())?,
            lines: self.lines(),
            geometry: u64_at(record, 8)?,
        };
        Some((owner, self.local(owner)?, water))
    }

    /// Waters with a course, by entry.
    pub(crate) fn waters(&self) -> impl Iterator<Item = (u32, Local, Water<'_>)> {
        (0..self.count(Section::Waters)).filter_map(|number| self.water(number))
    }

    /// The course of an entry.
    pub(crate) fn water_of(&self, entry: u32) -> Option<Water<'_>> {
        let owner = |number: u32| {
            self.record(Section::Waters, number)
                .and_then(|record| u32_at(record, 0))
        };
        let at = first_where(self.count(Section::Waters), |number| {
            owner(number).is_none_or(|owner| owner >= entry)
        });
        let (found, _, water) = self.water(at)?;
        (found == entry).then_some(water)
    }

    pub(crate) fn topology(&self) -> Topology {
        Topology::from_bytes(self.section(Section::Topology))
    }

    /// The names of an entry.
    pub(crate) fn names_of(&self, entry: u32) -> std::ops::Range<u32> {
        let bound = |at: u32| {
            self.record(Section::FirstNames, at)
                .and_then(|record| u32_at(record, 0))
        };
        match (bound(entry), entry.checked_add(1).and_then(bound)) {
            (Some(first), Some(end)) if first <= end && end <= self.name_count() => first..end,
            _ => 0..0,
        }
    }

    pub(crate) fn name(&self, number: u32) -> Option<Name<'_>> {
        let record = self.record(Section::Names, number)?;
        let manner = self.record(Section::Manners, u24_at(record, 4)?)?;
        Some(Name {
            text: self.reference(record, 0)?,
            language: self.word_at(manner, 0)?,
            script: self.word_at(manner, 2)?,
            kind: *NameKind::ALL.get(usize::from(u16_at(manner, 4)?))?,
            validity: self.validity(u32_at(manner, 8)?)?,
        })
    }

    /// What a name belongs to.
    pub(crate) fn owner(&self, name: u32) -> Option<Local> {
        if name >= self.name_count() {
            return None;
        }
        let step = name / OWNER_STEP;
        let noted = |step| {
            let record = self.record(Section::NameOwners, step)?;
            u32_at(record, 0)
        };
        let first = noted(step)?;
        // The entry of the next noted name, or the last one, is the last that it can be.
        let last = noted(step + 1).map_or(self.entry_count(), |entry| entry.saturating_add(1));
        let end_of = |entry: u32| self.record(Section::FirstNames, entry.checked_add(1)?);
        let past = first_where(last.saturating_sub(first), |more| {
            end_of(first.saturating_add(more))
                .and_then(|record| u32_at(record, 0))
                .is_none_or(|end| end > name)
        });
        let entry = first.checked_add(past)?;
        self.names_of(entry)
            .contains(&name)
            .then(|| self.local(entry))
            .flatten()
    }

    /// Whether the key of a name is these folded tokens.
    fn has_key(&self, name: u32, keys: &[&str]) -> Option<bool> {
        let text = self.reference(self.record(Section::Names, name)?, 0)?;
        Some(key_is(text, keys))
    }

    /// The names at a value of the name table, in order.
    pub(crate) fn names_at(&self, value: u32) -> impl Iterator<Item = u32> + '_ {
        let postings = self.section(Section::Postings);
        let list = (value & SEVERAL != 0)
            .then(|| {
                let at = ((value & !SEVERAL) as usize).checked_mul(4)?;
                let count = u32_at(postings, at)? as usize;
                postings.get(at + 4..(at + 4).checked_add(count.checked_mul(4)?)?)
            })
            .flatten()
            .unwrap_or_default();
        let one = (value & SEVERAL == 0).then_some(value);
        // The first is the one with which texts are compared, and the others are in order.
        let (pairs, _) = list.as_chunks::<4>();
        let mut others = pairs.iter().map(|name| u32::from_le_bytes(*name));
        let mut first = others.next();
        let mut others = others.peekable();
        let listed = std::iter::from_fn(move || match (first, others.peek()) {
            (Some(own), Some(&other)) if own > other => others.next(),
            (Some(_), _) => first.take(),
            (None, _) => others.next(),
        });
        one.into_iter()
            .chain(listed)
            .filter(|&name| name < self.name_count())
    }

    /// Adds the names that the first tokens of `keys` are: how many tokens, and which name.
    pub(crate) fn matches(&self, keys: &[&str], mut found: impl FnMut(usize, u32)) {
        let table = self.section(Section::Buckets);
        let mut hash = 0;
        let mut longest = keys.len();
        for (at, key) in keys.iter().enumerate() {
            if at >= longest {
                break;
            }
            let length = at + 1;
            hash = hash::followed_by(hash, hash::of_token(key));
            let reach = table::probe(table, hash, |value| {
                self.accept(value, keys, length, &mut found)
            });
            longest = longest.min(self.longest(length, reach));
        }
    }

    /// The buckets of the name table.
    pub(crate) fn buckets(&self) -> &[[u8; BUCKET]] {
        table::buckets(self.section(Section::Buckets))
    }

    /// Names and their texts.
    pub(crate) fn texts(&self) -> NameTexts<'_> {
        NameTexts {
            postings: self.section(Section::Postings),
            names: self.section(Section::Names),
            text: self.section(Section::Text),
        }
    }

    /// The values of what may be the sequence of tokens with a hash, and the longest name that begins so.
    pub(crate) fn candidates(&self, sequence: u64, found: impl FnMut(u32)) -> u8 {
        table::probe(self.section(Section::Buckets), sequence, found)
    }

    /// How many tokens a name that begins with `length` of them can have, given what the table says of these.
    pub(crate) fn longest(&self, length: usize, reach: u8) -> usize {
        // All names of more tokens have their beginning in the table.
        if length <= LONGEST_BEGINNING && reach < u8::MAX {
            usize::from(reach)
        } else {
            usize::MAX
        }
    }

    /// Adds the names that all of `keys` are, and says how many tokens a name can have that begins so.
    pub(crate) fn exact(&self, keys: &[&str], mut found: impl FnMut(u32)) -> usize {
        let hash = hash::of_tokens(keys.iter().copied());
        let reach = table::probe(self.section(Section::Buckets), hash, |value| {
            self.accept(value, keys, keys.len(), &mut |_, name| found(name));
        });
        self.longest(keys.len(), reach)
    }

    /// The hash of a name says that it may be the one; its key decides.
    fn accept(&self, value: u32, keys: &[&str], length: usize, found: &mut impl FnMut(usize, u32)) {
        let Some(keys) = keys.get(..length) else {
            return;
        };
        let mut names = self.names_at(value);
        let Some(first) = names.next() else {
            return;
        };
        // The names of a posting share their key.
        if self.has_key(first, keys) == Some(true) {
            found(length, first);
            names.for_each(|name| found(length, name));
        }
    }

    /// What an id stands for: an id of ours, a former one, `geonames:…`, `wikidata:…` or the `iso:…` of a present
    /// country. Of several the last.
    pub(crate) fn find(&self, id: &str) -> Option<Local> {
        let by_number = || self.by_geonames(geonames_number(id)?).map(Local::Place);
        if !self.may_list(id) {
            return by_number();
        }
        let wanted = (hash::of_text(id) >> 32) as u32;
        let ids = self.section(Section::Ids);
        let hash = |at: u32| u32_at(ids, at as usize * 8).unwrap_or(u32::MAX);
        let count = self.count(Section::Ids);
        // Hashes are spread evenly.
        let guess = (u64::from(wanted) * u64::from(count)) >> 32;
        let start = first_where_near(count, guess as u32, |at| hash(at) >= wanted);
        let listed = (start..count)
            .take_while(|&at| hash(at) == wanted)
            .filter_map(|at| {
                let number = u32_at(ids, at as usize * 8 + 4)?;
                if number & ALIAS != 0 {
                    let record = self.record(Section::Aliases, number & !ALIAS)?;
                    let entry = self.local(u32_at(record, 4)?)?;
                    return (self.reference(record, 0)? == id).then_some(entry);
                }
                let local = self.local(number)?;
                (self.id(local)? == id || self.goes_by(local, id)).then_some(local)
            })
            .last();
        listed.or_else(by_number)
    }

    /// Whether an id can be among those that are listed. A file of GeoNames alone lists none but those of other catalogues,
    /// and to search it for each border of another file would fetch pages all over it.
    fn may_list(&self, id: &str) -> bool {
        let others = ["wikidata:", "iso:"];
        let own = [
            Section::OwnIds,
            Section::Routes,
            Section::Borders,
            Section::Foreign,
            Section::Aliases,
        ];
        others.iter().any(|catalogue| id.starts_with(catalogue))
            || own.into_iter().any(|section| self.count(section) > 0)
    }

    /// The place with a number in GeoNames; of several the last.
    pub(crate) fn by_geonames(&self, number: u32) -> Option<u32> {
        let place = |at: u32| u32_at(self.record(Section::ByGeoNames, at)?, 0);
        let number_at = |at: u32| u32_at(self.record(Section::Places, place(at)?)?, 8);
        let past = first_where(self.count(Section::ByGeoNames), |at| {
            number_at(at).is_none_or(|other| other > number)
        });
        let at = past.checked_sub(1)?;
        (number_at(at)? == number).then(|| place(at)).flatten()
    }

    /// The places that have the number of another one in GeoNames: both, the earlier first, and the number.
    pub(crate) fn repeated_geonames(&self) -> impl Iterator<Item = (u32, u32, u32)> {
        let place = |at: u32| u32_at(self.record(Section::ByGeoNames, at)?, 0);
        let number = |place: u32| u32_at(self.record(Section::Places, place)?, 8);
        (1..self.count(Section::ByGeoNames)).filter_map(move |at| {
            let (first, second) = (place(at - 1)?, place(at)?);
            let same = number(second).filter(|_| number(first) == number(second))?;
            Some((first, second, same))
        })
    }

    /// The places whose ids do not follow from their numbers in GeoNames, in order.
    pub(crate) fn with_own_ids(&self) -> impl Iterator<Item = u32> + '_ {
        let rows = 0..self.count(Section::OwnIds);
        rows.filter_map(|at| u32_at(self.record(Section::OwnIds, at)?, 0))
    }

    /// The countries, the capitals, and what has at least so many inhabitants, by number. Only the columns that tell
    /// are read.
    pub(crate) fn landmarks(&self, inhabitants: u64) -> Vec<u32> {
        let is_wanted = |sort: &[u8]| {
            let class = FeatureClass::ALL.get(usize::from(u16_at(sort, 16)?))?;
            let code = self.word_at(sort, 14)?;
            Some(view::is_country(*class, code) || view::is_capital(code))
        };
        let sorts: Vec<bool> = (0..self.count(Section::Sorts))
            .map(|sort| self.record(Section::Sorts, sort).and_then(is_wanted) == Some(true))
            .collect();
        let by_sort = (0..self.count(Section::Places)).filter(|&place| {
            let flags = self.record(Section::Places, place);
            let sort = flags.and_then(|record| u32_at(record, 12));
            let sort = sort.and_then(|flags| sorts.get((flags & ((1 << SORT_BITS) - 1)) as usize));
            sort == Some(&true)
        });
        let by_size = (0..self.count(Section::Populations)).filter_map(|row| {
            let row = self.record(Section::Populations, row)?;
            u64_at(row, 4).filter(|&people| people >= inhabitants)?;
            u32_at(row, 0)
        });
        by_sort.chain(by_size).collect()
    }

    /// The places within a box, by number.
    pub(crate) fn within(&self, wanted: Bounds) -> Vec<u32> {
        self.tree().within(wanted)
    }

    /// Places from the nearest to a position (degrees, longitude first) on, each with its distance in metres.
    pub(crate) fn nearest(&self, from: (f64, f64)) -> impl Iterator<Item = (u32, f64)> {
        self.tree().nearest(from)
    }

    fn tree(&self) -> Tree<'_, impl Fn(u32) -> Option<(i32, i32)>> {
        Tree {
            order: self.section(Section::Curve),
            boxes: self.section(Section::Boxes),
            at: |place| self.position(place),
        }
    }

    /// The published lengths of borders, metres, by border id.
    pub(crate) fn border_lengths(&self) -> impl Iterator<Item = (&str, f64)> {
        (0..self.count(Section::BorderLengths)).filter_map(|at| {
            let record = self.record(Section::BorderLengths, at)?;
            let metres = f64_at(record, 4).filter(|metres| metres.is_finite())?;
            Some((self.reference(record, 0)?, metres))
        })
    }

    /// Whether a place is meant by an id of another catalogue.
    fn goes_by(&self, local: Local, id: &str) -> bool {
        let Local::Place(at) = local else {
            return false;
        };
        let Some((place, (catalogue, number))) = self.place(at).zip(id.split_once(':')) else {
            return false;
        };
        match catalogue {
            "geonames" => place.geonameid.is_some() && place.geonameid == number.parse().ok(),
            "wikidata" => place.wikidata == Some(number),
            "iso" => place.iso == Some(number),
            _ => false,
        }
    }
}

/// What leads from a value of the name table to the text of a name, step by step.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NameTexts<'g> {
    postings: &'g [u8],
    names: &'g [u8],
    text: &'g [u8],
}

impl<'g> NameTexts<'g> {
    /// The name at a value of the name table with which texts are compared: those that are there besides it share its key.
    #[inline]
    pub(crate) fn first_name(self, value: u32) -> Option<u32> {
        if value & SEVERAL == 0 {
            return Some(value);
        }
        let at = ((value & !SEVERAL) as usize).checked_mul(4)?;
        u32_at(self.postings, at.checked_add(4)?)
    }

    /// Has the record of a name fetched.
    #[inline]
    pub(crate) fn fetch_name(self, name: u32) {
        let at = (name as usize).saturating_mul(Section::Names.width());
        if let Some(record) = self.names.get(at..) {
            table::prefetch(record);
        }
    }

    /// Where the text of a name is.
    #[inline]
    pub(crate) fn text_of(self, name: u32) -> Option<u32> {
        u32_at(
            self.names,
            (name as usize).checked_mul(Section::Names.width())?,
        )
    }

    /// Has a text fetched.
    #[inline]
    pub(crate) fn fetch_text(self, text: u32) {
        if let Some(letters) = self.text.get(text as usize..) {
            table::prefetch(letters);
        }
    }

    /// The bytes of a text, which need be no letters, and how many of them there are; what follows them is of other texts.
    #[inline]
    pub(crate) fn letters(self, text: u32) -> Option<(&'g [u8], usize)> {
        let letters = letters_at(self.text, text)?;
        let at = (text as usize)
            + if letters.len() < usize::from(u8::MAX) {
                1
            } else {
                3
            };
        Some((self.text.get(at..)?, letters.len()))
    }
}

impl Compiled {
    /// What another file has for an entry of this one: the same id, the same number in GeoNames, the same item in Wikidata.
    pub(crate) fn counterparts(&self, local: Local, other: &Compiled) -> Vec<Local> {
        let mut found = Vec::new();
        let mut add = |local: Option<Local>| {
            if let Some(local) = local.filter(|local| !found.contains(local)) {
                found.push(local);
            }
        };
        add(self.id(local).and_then(|id| other.find(id)));
        if let Local::Place(place) = local
            && let Some((geonames, item)) = self.numbers(place)
        {
            let place = geonames.and_then(|number| other.by_geonames(number));
            add(place.map(Local::Place));
            add(item.and_then(|item| other.find(&format!("wikidata:{item}"))));
        }
        found
    }
}

/// Why a file could not be opened.
#[derive(Debug)]
pub(crate) enum OpenFailure {
    Io(std::io::Error),
    Format(FormatError),
}

/// The first number below `count` from which on `holds` holds, else `count`.
fn first_where(count: u32, holds: impl Fn(u32) -> bool) -> u32 {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The same, from a number on near which it is likely to be: outward in steps that double.
fn first_where_near(count: u32, guess: u32, holds: impl Fn(u32) -> bool) -> u32 {
    let mut low = guess.min(count);
    let mut high = low;
    let mut step = 1_u32;
    if low < count && !holds(low) {
        while high < count && !holds(high) {
            low = high + 1;
            high = high.saturating_add(step).min(count);
            step = step.saturating_mul(2);
        }
    } else {
        while low > 0 && holds(low - 1) {
            high = low - 1;
            low = low.saturating_sub(step);
            step = step.saturating_mul(2);
        }
    }
    low + first_where(high.saturating_sub(low), |more| holds(low + more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_guess_changes_nothing(first in 0_u32..60, count in 0_u32..60, guess in 0_u32..60) {
            let holds = |at| at >= first;
            prop_assert_eq!(first_where_near(count, guess, holds), first_where(count, holds));
        }
    }
}
