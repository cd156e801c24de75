//! Compiling rows as they come, for sources too large to be held: importers hand over one place, one name, one course
//! after the other, in any order, and get a file.
//!
//! Names may come before or after their place, containers may be named by references that are known only later. Equal
//! rows in equal order give equal bytes. In memory are the records of places (about 50 bytes each, ids of their own
//! not counted), what rows share, and for each name eight bytes; names themselves wait in temporary files.

mod finish;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use geo::Geometry;

use super::error::{BuildError, CompileError};
use super::format::{LONGEST_TEXT, NONE, PER_DEGREE};
use super::geometry::encode;
use super::hash::{self, QuickMap};
use super::merge::{LABEL, Merge, MergeReason, VolumeRow};
use super::place::{
    BorderNumber, BorderRow, Entry, Manner, NameRow, PlaceNumber, PlaceRow, RouteNumber, RouteRow,
    WaterRow,
};
use super::places::{PlaceColumns, PlaceRecord, geonames_id, geonames_number, is_geonames_id};
use super::spill::{Pieces, Spill};
use super::territory::TerritoryRow;
use super::topology::Topology;
use super::vocabulary::{Vocabulary, narrow};
use super::volume::{AcceptedRow, SourceRow, VolumeProblem};
use crate::new_file;

/// What begins an item of [`PlaceRow::containers`] that is no id but a key which [`Builder::answer_to`] explains, such
/// as `ref:admin1:US.CA`.
pub const REFERENCE: &str = "ref:";

/// What a name or a course belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of<'a> {
    /// The entry with an id: of a place, route or border, `geonames:…`, `wikidata:…`, or a reference (`ref:…`). Its row
    /// may follow later. If none does, the name extends an entry of another gazetteer that is open together with this.
    Id(&'a str),
    /// A place whose row was handed over: the cheapest.
    Place(PlaceNumber),
    /// The place with a number in GeoNames. Its row may follow later.
    GeoNames(u64),
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Built {
    /// Bytes of the file.
    pub bytes: u64,
    /// Places written.
    pub places: usize,
    /// Names written, labels included.
    pub names: usize,
    /// Rows that were refused, such as the earlier of two with one id.
    pub problems: Vec<VolumeProblem>,
    /// Places of a later volume that were found to be places of an earlier one.
    pub merges: Vec<Merge>,
    /// Ids that have names or courses but no row. They extend entries of other gazetteers.
    pub foreign: Vec<String>,
    /// References (`ref:…`) that no place answers to. They were left out of the containers.
    pub dangling: Vec<String>,
}

/// What a name or course belongs to, before all rows are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Owner {
    Entry(Entry),
    GeoNames(u32),
    /// Hash of an id.
    Id(u64),
}

/// Countries and containers of places, nearest first: numbers of items.
type Situation = (Vec<u32>, Vec<u32>);

/// A name that waits for its owner: kind and number of the owner, whether it is a label, manner, length, text.
const NAME_HEAD: usize = 16;

/// Takes rows and makes a compiled gazetteer of them.
#[derive(Debug)]
pub struct Builder {
    temporary: PathBuf,
    held: usize,
    volumes: Vec<VolumeRow>,
    sources: Vec<SourceRow>,
    vocabulary: Vocabulary,
    places: PlaceColumns,
    /// Places of earlier volumes: what rows of this one may override.
    earlier: u32,
    ids: QuickMap<u64, Entry>,
    geonames: QuickMap<u32, u32>,
    /// Ids that were named before they had a row.
    awaited: BTreeMap<u64, String>,
    /// Items of lists, each once.
    items: QuickMap<String, u32>,
    item_texts: Vec<String>,
    /// Countries and containers that places share.
    situations: QuickMap<Situation, u32>,
    situation_lists: Vec<Situation>,
    /// Room for those of a place.
    lists: Situation,
    references: QuickMap<String, PlaceNumber>,
    containers: Vec<(Owner, u32)>,
    names: Spill,
    name_count: usize,
    routes: Vec<RouteRow>,
    borders: Vec<BorderRow>,
    /// Where the ids of routes and borders stand in the text.
    lines: Vec<u32>,
    waters: BTreeMap<Owner, (u64, f64)>,
    geometry: Spill,
    countries: Topology,
    territories: Vec<TerritoryRow>,
    accepted: Vec<AcceptedRow>,
    border_lengths: BTreeMap<String, f64>,
    aliases: BTreeMap<String, PlaceNumber>,
    problems: Vec<VolumeProblem>,
    merges: Vec<Merge>,
}

impl Builder {
    /// `temporary` is the folder for what does not fit into memory: up to four times the size of the result. Files in
    /// it vanish with the builder.
    #[must_use]
    pub fn new(temporary: &Path) -> Self {
        Self {
            temporary: temporary.to_path_buf(),
            held: 1 << 20,
            volumes: Vec::new(),
            sources: Vec::new(),
            vocabulary: Vocabulary::default(),
            places: PlaceColumns::default(),
            earlier: 0,
            ids: QuickMap::default(),
            geonames: QuickMap::default(),
            awaited: BTreeMap::new(),
            items: QuickMap::default(),
            item_texts: Vec::new(),
            situations: QuickMap::default(),
            situation_lists: Vec::new(),
            lists: Situation::default(),
            references: QuickMap::default(),
            containers: Vec::new(),
            names: Spill::new(temporary),
            name_count: 0,
            routes: Vec::new(),
            borders: Vec::new(),
            lines: Vec::new(),
            waters: BTreeMap::new(),
            geometry: Spill::new(temporary),
            countries: Topology::default(),
            territories: Vec::new(),
            accepted: Vec::new(),
            border_lengths: BTreeMap::new(),
            aliases: BTreeMap::new(),
            problems: Vec::new(),
            merges: Vec::new(),
        }
    }

    /// How many names are sorted in memory at a time: a million unless this says otherwise. The result is the same.
    #[must_use]
    pub fn sorting(mut self, names: usize) -> Self {
        self.held = names;
        self
    }

    /// Begins a volume: the rows that follow belong to it. A later volume overrides and extends the earlier ones:
    /// places are the same if their id, their GeoNames number or their Wikidata item is.
    pub fn volume(&mut self, title: &str, sources: Vec<SourceRow>) {
        self.earlier = self.places.records.len() as u32;
        self.volumes.push(VolumeRow {
            title: title.to_owned(),
            sha256: String::new(),
            places: 0,
            names: 0,
        });
        self.add_sources(sources);
    }

    /// Adds sources of rows, each once: also of works that are known only when the rows are read.
    pub fn add_sources(&mut self, sources: Vec<SourceRow>) {
        for source in sources {
            if !self.sources.contains(&source) {
                self.sources.push(source);
            }
        }
    }

    /// What volumes that were merged beforehand are called, and where they come from.
    pub(super) fn volumes(&mut self, volumes: Vec<VolumeRow>, sources: Vec<SourceRow>) {
        self.volumes = volumes;
        self.add_sources(sources);
    }

    /// The SHA-256 over the files of the volume that was begun last, in hexadecimal; any time before the next.
    pub fn checksum(&mut self, sha256: String) {
        if let Some(volume) = self.volumes.last_mut() {
            volume.sha256 = sha256;
        }
    }

    /// Adds a place. Its label is its first name and need not be handed over again. Items of
    /// [`PlaceRow::containers`] are ids, nearest first, of rows that may follow later, or references (`ref:…`).
    ///
    /// # Errors
    /// If there are more than can be numbered, or a temporary file cannot be written.
    pub fn place(&mut self, row: &PlaceRow) -> Result<PlaceNumber, BuildError> {
        if let Some(volume) = self.volumes.last_mut() {
            volume.places += 1;
        }
        let geonames = row
            .geonameid
            .and_then(|number| u32::try_from(number).ok())
            .filter(|&number| number != NONE);
        let sort = self.vocabulary.sort(
            row.precision_m,
            row.validity,
            &row.source,
            &row.feature_code,
            row.feature_class,
        )?;
        let mut lists = std::mem::take(&mut self.lists);
        let (countries, containers) = &mut lists;
        self.list(&row.countries, countries)?;
        self.list(&row.containers, containers)?;
        let same = self.same(row, geonames);
        if let Some((place, _)) = same {
            let before = &self.places.records[place as usize];
            let (more, further) = &self.situation_lists[before.situation as usize];
            if countries.is_empty() {
                countries.clone_from(more);
            }
            if containers.is_empty() {
                containers.clone_from(further);
            }
        }
        let mut record = PlaceRecord {
            // Positions on the earth fit: 180 degrees are 1.8e9.
            longitude: (row.point.x() * PER_DEGREE).round() as i32,
            latitude: (row.point.y() * PER_DEGREE).round() as i32,
            geonames: geonames.unwrap_or(NONE),
            sort,
            situation: self.situation(&lists)?,
        };
        self.lists = lists;
        let place = match same {
            Some((place, reason)) => {
                let before = self.places.records[place as usize];
                record.geonames = geonames.unwrap_or(before.geonames);
                self.override_place(place, reason, row);
                self.places.records[place as usize] = record;
                place
            }
            None => {
                let place = narrow(self.places.records.len() * 8, "places")? / 8;
                self.places.records.push(record);
                place
            }
        };
        let own = record.geonames == NONE || !is_geonames_id(&row.id, record.geonames);
        let renamed = same.is_some() && self.places.ids.get(place).is_some();
        if own || renamed {
            let at = self.vocabulary.append(&row.id)?;
            self.places.ids.set(place, at);
            self.ids
                .insert(hash::of_text(&row.id), Entry::Place(PlaceNumber(place)));
        }
        if let Some(number) = geonames {
            self.geonames.entry(number).or_insert(place);
        }
        if let Some(population) = row.population {
            self.places.populations.set(place, population);
        }
        if let Some(item) = row.wikidata.as_ref().filter(|item| !item.is_empty()) {
            let at = self.vocabulary.append(item)?;
            self.places.wikidata.set(place, at);
            self.ids
                .entry(wikidata_hash(item))
                .or_insert(Entry::Place(PlaceNumber(place)));
        }
        if let Some(code) = row.iso.as_ref().filter(|code| !code.is_empty()) {
            let at = self.vocabulary.text(code)?;
            self.places.codes.set(place, at);
        }
        let number = PlaceNumber(place);
        self.put_label(Entry::Place(number), &row.name)?;
        Ok(number)
    }

    /// The place that a row speaks of, if there is one already.
    fn same(&self, row: &PlaceRow, geonames: Option<u32>) -> Option<(u32, MergeReason)> {
        let numbered = || geonames.and_then(|number| self.geonames.get(&number).copied());
        let by_id = match self.ids.get(&hash::of_text(&row.id)) {
            Some(Entry::Place(place)) => Some(place.0),
            _ => geonames_number(&row.id)
                .filter(|&number| Some(number) == geonames)
                .and_then(|_| numbered())
                .filter(|&place| self.places.ids.get(place).is_none()),
        };
        if let Some(place) = by_id {
            return Some((place, MergeReason::Id));
        }
        let item = row.wikidata.as_deref().filter(|item| !item.is_empty());
        let by_item = || match self.ids.get(&wikidata_hash(item?)) {
            Some(Entry::Place(place)) => Some(place.0),
            _ => None,
        };
        let geonames = numbered().map(|place| (place, MergeReason::GeoNames));
        geonames
            .or_else(|| by_item().map(|place| (place, MergeReason::Wikidata)))
            .filter(|(place, _)| *place < self.earlier)
    }

    /// Notes that a row takes the place of another.
    fn override_place(&mut self, place: u32, reason: MergeReason, row: &PlaceRow) {
        if place >= self.earlier {
            let title = self.volumes.last().map_or("", |volume| &volume.title);
            self.problems.push(VolumeProblem {
                file: format!("{title}/places.csv"),
                line: None,
                message: format!(
                    "{} is listed twice; the later row is used, delete one",
                    row.id
                ),
            });
            return;
        }
        let earlier = self.id_of(place);
        // An id that follows from the number in GeoNames is found by that.
        if earlier != row.id && self.places.ids.get(place).is_some() {
            self.aliases.insert(earlier.clone(), PlaceNumber(place));
        }
        self.merges.push(Merge {
            id: row.id.clone(),
            earlier,
            reason,
        });
    }

    /// The id that a place has now.
    fn id_of(&self, place: u32) -> String {
        match self.places.ids.get(place) {
            Some(at) => super::format::text_at(&self.vocabulary.text, at)
                .unwrap_or_default()
                .to_owned(),
            None => {
                let record = self.places.records.get(place as usize);
                geonames_id(record.map_or(NONE, |record| record.geonames))
            }
        }
    }

    fn item(&mut self, text: &str) -> Result<u32, CompileError> {
        if let Some(&item) = self.items.get(text) {
            return Ok(item);
        }
        let item = narrow(self.item_texts.len(), "items of lists")?;
        self.items.insert(text.to_owned(), item);
        self.item_texts.push(text.to_owned());
        Ok(item)
    }

    /// Makes a list the numbers of some texts.
    fn list(&mut self, texts: &[String], list: &mut Vec<u32>) -> Result<(), CompileError> {
        list.clear();
        for text in texts {
            list.push(self.item(text)?);
        }
        Ok(())
    }

    /// The number of countries and containers.
    fn situation(&mut self, lists: &Situation) -> Result<u32, CompileError> {
        if let Some(&situation) = self.situations.get(lists) {
            return Ok(situation);
        }
        let situation = narrow(self.situation_lists.len(), "situations of places")?;
        self.situations.insert(lists.clone(), situation);
        self.situation_lists.push(lists.clone());
        Ok(situation)
    }

    /// Makes a place known under a reference (`ref:…`) by which rows name it as their container, before or after.
    ///
    /// # Errors
    /// If a temporary file cannot be written.
    pub fn answer_to(&mut self, place: PlaceNumber, reference: &str) -> Result<(), BuildError> {
        self.references.insert(reference.to_owned(), place);
        Ok(())
    }

    /// Adds a container to a place whose row may follow later, behind those that it already has.
    ///
    /// # Errors
    /// If a temporary file cannot be written.
    pub fn container(&mut self, of: Of<'_>, container: Of<'_>) -> Result<(), BuildError> {
        let container = match container {
            Of::Id(id) => self.item(id)?,
            Of::GeoNames(number) => self.item(&format!("geonames:{number}"))?,
            Of::Place(place) => {
                let id = self.id_of(place.0);
                self.item(&id)?
            }
        };
        let of = self.owner(of);
        self.containers.push((of, container));
        Ok(())
    }

    /// Whether a row for this was handed over. Names for what has no row extend other gazetteers; who does not want
    /// that asks first.
    #[must_use]
    pub fn knows(&self, of: Of<'_>) -> bool {
        match of {
            Of::Place(place) => (place.0 as usize) < self.places.records.len(),
            Of::GeoNames(number) => {
                u32::try_from(number).is_ok_and(|number| self.geonames.contains_key(&number))
            }
            Of::Id(id) => {
                self.references.contains_key(id) || self.found(self.owner_of_id(id)).is_some()
            }
        }
    }

    fn owner_of_id(&self, id: &str) -> Owner {
        let hash = hash::of_text(id);
        if let Some(&place) = self.references.get(id) {
            return Owner::Entry(Entry::Place(place));
        }
        match (self.ids.get(&hash), geonames_number(id)) {
            (Some(&entry), _) => Owner::Entry(entry),
            (None, Some(number)) => Owner::GeoNames(number),
            (None, None) => Owner::Id(hash),
        }
    }

    fn owner(&mut self, of: Of<'_>) -> Owner {
        match of {
            Of::Place(place) => Owner::Entry(Entry::Place(place)),
            Of::GeoNames(number) => match u32::try_from(number) {
                Ok(number) => Owner::GeoNames(number),
                Err(_) => self.owner(Of::Id(&format!("geonames:{number}"))),
            },
            Of::Id(id) => {
                let owner = self.owner_of_id(id);
                if let Owner::Id(hash) = owner {
                    self.awaited.entry(hash).or_insert_with(|| id.to_owned());
                }
                owner
            }
        }
    }

    /// The entry of an owner, if it has a row by now.
    fn found(&self, owner: Owner) -> Option<Entry> {
        match owner {
            Owner::Entry(entry) => Some(entry),
            Owner::GeoNames(number) => {
                let place = self.geonames.get(&number)?;
                Some(Entry::Place(PlaceNumber(*place)))
            }
            Owner::Id(hash) => {
                let reference = || {
                    let id = self.awaited.get(&hash)?;
                    self.references.get(id).map(|&place| Entry::Place(place))
                };
                self.ids.get(&hash).copied().or_else(reference)
            }
        }
    }

    /// Adds a name.
    ///
    /// # Errors
    /// If there are more than can be numbered, or a temporary file cannot be written.
    pub fn name(&mut self, of: Of<'_>, name: &NameRow) -> Result<(), BuildError> {
        if let Some(volume) = self.volumes.last_mut() {
            volume.names += 1;
        }
        let owner = self.owner(of);
        self.put_name(owner, name.manner(), &name.text, false)
    }

    fn put_label(&mut self, entry: Entry, text: &str) -> Result<(), BuildError> {
        self.put_name(Owner::Entry(entry), LABEL, text, true)
    }

    fn put_name(
        &mut self,
        owner: Owner,
        (language, script, kind, validity): Manner<'_>,
        text: &str,
        label: bool,
    ) -> Result<(), BuildError> {
        if text.len() > LONGEST_TEXT {
            self.problems.push(VolumeProblem {
                file: "names".to_owned(),
                line: None,
                message: format!(
                    "a name of {} letters is too long; {LONGEST_TEXT} bytes are the most",
                    text.len()
                ),
            });
            return Ok(());
        }
        let manner = self.vocabulary.manner(language, script, kind, validity)?;
        let (kind, number) = match owner {
            Owner::Entry(Entry::Place(place)) => (0, u64::from(place.0)),
            Owner::Entry(Entry::Route(route)) => (1, u64::from(route.0)),
            Owner::Entry(Entry::Border(border)) => (2, u64::from(border.0)),
            Owner::GeoNames(number) => (3, u64::from(number)),
            Owner::Id(hash) => (4, hash),
        };
        let mut head = [0; NAME_HEAD];
        head[0] = kind;
        head[1] = u8::from(label);
        head[2..10].copy_from_slice(&number.to_le_bytes());
        head[10..14].copy_from_slice(&manner.to_le_bytes());
        head[14..].copy_from_slice(&(text.len() as u16).to_le_bytes());
        let written = self
            .names
            .put(&head)
            .and_then(|()| self.names.put(text.as_bytes()));
        self.name_count += 1;
        written.map_err(|source| BuildError::io(&self.temporary, source))
    }

    /// Adds a route.
    ///
    /// # Errors
    /// If there are more than can be numbered, or a temporary file cannot be written.
    pub fn route(&mut self, row: RouteRow) -> Result<(), BuildError> {
        let label = row.name.clone();
        let hash = hash::of_text(&row.id);
        let number = match self.ids.get(&hash) {
            Some(&Entry::Route(number)) => {
                self.routes[number.0 as usize] = row;
                number
            }
            _ => {
                let number = RouteNumber(narrow(self.routes.len() * 8, "routes")? / 8);
                self.routes.push(row);
                number
            }
        };
        self.ids.insert(hash, Entry::Route(number));
        self.put_label(Entry::Route(number), &label)
    }

    /// Adds a line between sides.
    ///
    /// # Errors
    /// If there are more than can be numbered, or a temporary file cannot be written.
    pub fn border(&mut self, row: BorderRow) -> Result<(), BuildError> {
        let label = row.name.clone();
        let hash = hash::of_text(&row.id);
        let number = match self.ids.get(&hash) {
            Some(&Entry::Border(number)) => {
                self.borders[number.0 as usize] = row;
                number
            }
            _ => {
                let number = BorderNumber(narrow(self.borders.len() * 8, "borders")? / 8);
                self.borders.push(row);
                number
            }
        };
        self.ids.insert(hash, Entry::Border(number));
        self.put_label(Entry::Border(number), &label)
    }

    /// Adds the course or the outline of a place: of a river, a lake, a district.
    ///
    /// # Errors
    /// If a temporary file cannot be written.
    pub fn water(&mut self, row: WaterRow) -> Result<(), BuildError> {
        let Some(at) = self.drawn(&row.geometry)? else {
            self.problems.push(VolumeProblem {
                file: "waters.geojson".to_owned(),
                line: None,
                message: format!("{} is neither line nor polygon", row.place),
            });
            return Ok(());
        };
        let owner = self.owner(Of::Id(&row.place));
        self.waters.insert(owner, (at, row.precision_m));
        Ok(())
    }

    /// Writes a line or polygon, and says where.
    fn drawn(&mut self, geometry: &Geometry<f64>) -> Result<Option<u64>, BuildError> {
        let Some(bytes) = encode(geometry) else {
            return Ok(None);
        };
        let at = self.geometry.len();
        self.geometry
            .put(&bytes)
            .map_err(|source| BuildError::io(&self.temporary, source))?;
        Ok(Some(at))
    }

    /// Adds country polygons with common arcs.
    pub fn countries(&mut self, topology: Topology) {
        self.countries = topology.over(std::mem::take(&mut self.countries));
    }

    /// Which of the polygons make up states.
    pub fn territories(&mut self, territories: Vec<TerritoryRow>) {
        self.territories.extend(territories);
    }

    /// Findings of a check that are right as they are.
    pub fn accepted(&mut self, accepted: Vec<AcceptedRow>) {
        self.accepted.extend(accepted);
    }

    /// The published length of a border, metres, by the border's id.
    pub fn border_length(&mut self, id: &str, metres: f64) {
        self.border_lengths.insert(id.to_owned(), metres);
    }

    /// A former id of a place.
    pub(super) fn alias(&mut self, id: String, place: PlaceNumber) {
        self.aliases.insert(id, place);
    }

    /// Writes the file: first beside `out`, then under its name, so that an interrupted run leaves no half file.
    ///
    /// # Errors
    /// If it cannot be written, or there is more of something than the format can number.
    pub fn finish(self, out: &Path) -> Result<Built, BuildError> {
        let io = |source| BuildError::io(out, source);
        let file = new_file::begin(new_file::folder_of(out)).map_err(io)?;
        let (_, built) = self.write(Pieces::new(file.as_file()))?;
        new_file::finish(file, out).map_err(io)?;
        Ok(built)
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// If a temporary file cannot be written, or there is more of something than the format can number.
    pub fn finish_in_memory(self) -> Result<(Vec<u8>, Built), BuildError> {
        let (cursor, built) = self.write(Cursor::new(Vec::new()))?;
        Ok((cursor.into_inner(), built))
    }
}

fn wikidata_hash(item: &str) -> u64 {
    hash::of_text(&format!("wikidata:{item}"))
}
