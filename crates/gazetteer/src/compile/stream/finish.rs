//! The end of a compilation: references become rows, names are put in order, and the sections are written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use geo::Geometry;

use super::super::error::{BuildError, CompileError};
use super::super::format::{ALIAS, Assembly, NONE, Section, text_at, u16_at, u32_at, u64_at};
use super::super::hash;
use super::super::hash::QuickMap;
use super::super::names::{NameSections, Named, NamesByEntry};
use super::super::place::{BorderNumber, Course, Entry, PlaceNumber, RouteNumber};
use super::super::places::{PlaceColumns, PlaceRecord, geonames_id};
use super::super::space;
use super::super::vocabulary::{Vocabulary, narrow};
use super::{Builder, Built, NAME_HEAD, Owner, REFERENCE, wikidata_hash};

/// How many entries there are, in the order of their numbers.
#[derive(Debug, Clone, Copy)]
struct Entries {
    places: u32,
    routes: u32,
    borders: u32,
}

impl Entries {
    fn number(self, entry: Entry) -> u32 {
        match entry {
            Entry::Place(number) => number.0,
            Entry::Route(number) => self.places + number.0,
            Entry::Border(number) => self.places + self.routes + number.0,
        }
    }

    fn own(self) -> u32 {
        self.places + self.routes + self.borders
    }
}

/// Entries of other gazetteers, in the order in which they were named.
#[derive(Debug, Default)]
struct Foreign {
    numbers: QuickMap<Owner, u32>,
    ids: Vec<String>,
}

/// Sections of few rows, as bytes.
#[derive(Debug, Default)]
struct Rows {
    situations: Vec<u8>,
    routes: Vec<u8>,
    borders: Vec<u8>,
    border_lengths: Vec<u8>,
    foreign: Vec<u8>,
    courses: Vec<u8>,
    waters: Vec<u8>,
    aliases: Vec<u8>,
}

impl Builder {
    pub(super) fn write<W: Write + Seek>(mut self, out: W) -> Result<(W, Built), BuildError> {
        let temporary = self.temporary.clone();
        let entries = Entries {
            places: self.places.records.len() as u32,
            routes: self.routes.len() as u32,
            borders: self.borders.len() as u32,
        };
        let mut rows = Rows::default();
        self.vocabulary.word("")?;
        self.vocabulary.list(Vec::new())?;
        let mut dangling = BTreeSet::new();
        let moved = self.settle_situations(&mut rows, &mut dangling)?;
        self.write_lines(&mut rows)?;
        let mut foreign = Foreign::default();
        let names = self.names_by_entry(entries, &mut foreign, &temporary)?;
        self.write_waters(&mut rows, entries, &mut foreign)?;
        for id in &foreign.ids {
            let at = self.vocabulary.text(id)?;
            rows.foreign.extend(at.to_le_bytes());
        }
        for (id, metres) in &self.border_lengths {
            let at = self.vocabulary.text(id)?;
            rows.border_lengths.extend(at.to_le_bytes());
            rows.border_lengths.extend(metres.to_bits().to_le_bytes());
        }
        for (id, place) in &self.aliases {
            let at = self.vocabulary.text(id)?;
            rows.aliases.extend(at.to_le_bytes());
            rows.aliases.extend(place.0.to_le_bytes());
        }
        let ids = self.ids_section(entries, &foreign)?;
        let all = u64::from(entries.own()) + foreign.ids.len() as u64;
        let all = narrow(usize::try_from(all * 8).unwrap_or(usize::MAX), "entries")? / 8;
        // What only resolved references is no longer needed.
        self.ids = QuickMap::default();
        self.geonames = QuickMap::default();
        let names = names.finish(all, self.vocabulary.text.len())?;
        let count = names.count as usize;
        let (out, bytes) = self
            .write_sections(out, rows, names, &ids, |place, record| {
                moved.get(&place).copied().unwrap_or(record.situation)
            })
            .map_err(|source| BuildError::io(&temporary, source))?;
        let built = Built {
            bytes,
            places: entries.places as usize,
            names: count,
            problems: self.problems,
            merges: self.merges,
            foreign: foreign.ids,
            dangling: dangling.into_iter().collect(),
        };
        Ok((out, built))
    }

    /// Where the id of what a text refers to stands: of the place that goes by it now, else the text itself.
    fn settled_text(&mut self, text: &str) -> Result<u32, CompileError> {
        match self.found(self.owner_of_id(text)) {
            Some(Entry::Place(place)) => place_id_text(&self.places, &mut self.vocabulary, place.0),
            _ => self.vocabulary.text(text),
        }
    }

    fn settled_list(&mut self, texts: &[String]) -> Result<u32, CompileError> {
        let texts = texts.iter().map(|text| self.settled_text(text));
        let texts = texts.collect::<Result<Vec<u32>, CompileError>>()?;
        self.vocabulary.list(texts)
    }

    /// Writes the situations; says which places got one of their own by [`Builder::container`].
    fn settle_situations(
        &mut self,
        rows: &mut Rows,
        dangling: &mut BTreeSet<String>,
    ) -> Result<QuickMap<u32, u32>, CompileError> {
        let mut moved = QuickMap::default();
        for (owner, container) in std::mem::take(&mut self.containers) {
            let Some(Entry::Place(place)) = self.found(owner) else {
                continue;
            };
            let Some(record) = self.places.records.get(place.0 as usize) else {
                continue;
            };
            let known = moved.get(&place.0).copied().unwrap_or(record.situation);
            let (countries, mut containers) = self.situation_lists[known as usize].clone();
            if !containers.contains(&container) {
                containers.push(container);
                moved.insert(place.0, self.situation(&(countries, containers))?);
            }
        }
        let mut containers: Vec<Option<u32>> = vec![None; self.item_texts.len()];
        let mut settled = vec![false; self.item_texts.len()];
        for (countries, inside) in std::mem::take(&mut self.situation_lists) {
            let mut codes = Vec::with_capacity(countries.len());
            for item in countries {
                codes.push(self.vocabulary.text(&self.item_texts[item as usize])?);
            }
            let mut ids = Vec::with_capacity(inside.len());
            for item in inside {
                let item = item as usize;
                if !settled[item] {
                    settled[item] = true;
                    let text = self.item_texts[item].clone();
                    if text.starts_with(REFERENCE) && !self.references.contains_key(&text) {
                        dangling.insert(text);
                    } else {
                        containers[item] = Some(self.settled_text(&text)?);
                    }
                }
                // What is contained in itself by way of two references is said once.
                ids.extend(containers[item].filter(|id| !ids.contains(id)));
            }
            for list in [codes, ids] {
                let at = self.vocabulary.list(list)?;
                rows.situations.extend(at.to_le_bytes());
            }
        }
        Ok(moved)
    }

    fn write_lines(&mut self, rows: &mut Rows) -> Result<(), BuildError> {
        for route in std::mem::take(&mut self.routes) {
            let id = self.vocabulary.text(&route.id)?;
            let parts = [
                id,
                self.settled_text(&route.from)?,
                self.settled_text(&route.to)?,
                self.settled_list(&route.via)?,
                self.settled_list(&route.countries)?,
                narrow(rows.courses.len() / Section::Courses.width(), "courses")?,
                narrow(route.courses.len(), "courses")?,
            ];
            for part in parts {
                rows.routes.extend(part.to_le_bytes());
            }
            for word in [&route.kind, &route.status] {
                let word = self.vocabulary.word(word)?;
                rows.routes.extend(word.to_le_bytes());
            }
            self.lines.push(id);
            for course in route.courses {
                self.course(course, rows)?;
            }
        }
        for border in std::mem::take(&mut self.borders) {
            let id = self.vocabulary.text(&border.id)?;
            let course = match &border.course {
                Some(_) => narrow(rows.courses.len() / Section::Courses.width(), "courses")?,
                None => NONE,
            };
            let parts = [
                id,
                self.settled_list(&border.sides)?,
                self.vocabulary.validity(border.validity)?,
                course,
            ];
            for part in parts {
                rows.borders.extend(part.to_le_bytes());
            }
            let kind = self.vocabulary.word(&border.kind)?;
            rows.borders.extend(kind.to_le_bytes());
            rows.borders.extend([0; 2]);
            self.lines.push(id);
            if let Some(course) = border.course {
                self.course(course, rows)?;
            }
        }
        Ok(())
    }

    fn course(&mut self, course: Course, rows: &mut Rows) -> Result<(), BuildError> {
        let at = self.drawn(&Geometry::MultiLineString(course.line))?;
        rows.courses.extend(at.unwrap_or(u64::MAX).to_le_bytes());
        rows.courses
            .extend(course.precision_m.to_bits().to_le_bytes());
        let validity = self.vocabulary.validity(course.validity)?;
        rows.courses.extend(validity.to_le_bytes());
        rows.courses.extend([0; 4]);
        Ok(())
    }

    fn write_waters(
        &mut self,
        rows: &mut Rows,
        entries: Entries,
        foreign: &mut Foreign,
    ) -> Result<(), CompileError> {
        let mut waters = BTreeMap::new();
        for (owner, water) in std::mem::take(&mut self.waters) {
            waters.insert(self.number(owner, entries, foreign)?, water);
        }
        for (entry, (at, precision_m)) in waters {
            rows.waters.extend(entry.to_le_bytes());
            rows.waters.extend([0; 4]);
            rows.waters.extend(at.to_le_bytes());
            rows.waters.extend(precision_m.to_bits().to_le_bytes());
        }
        Ok(())
    }

    /// The number of an owner among all entries; one without a row is an entry of another gazetteer.
    fn number(
        &self,
        owner: Owner,
        entries: Entries,
        foreign: &mut Foreign,
    ) -> Result<u32, CompileError> {
        if let Some(entry) = self.found(owner) {
            return Ok(entries.number(entry));
        }
        let next = narrow(foreign.ids.len() * 8, "names of other gazetteers")? / 8;
        let number = *foreign.numbers.entry(owner).or_insert_with(|| {
            foreign.ids.push(match owner {
                Owner::GeoNames(number) => format!("geonames:{number}"),
                Owner::Id(hash) => self.awaited.get(&hash).cloned().unwrap_or_default(),
                Owner::Entry(_) => String::new(),
            });
            next
        });
        Ok(entries.own() + number)
    }

    fn names_by_entry<'f>(
        &mut self,
        entries: Entries,
        foreign: &mut Foreign,
        temporary: &'f Path,
    ) -> Result<NamesByEntry<'f>, BuildError> {
        let io = |source| BuildError::io(temporary, source);
        let expected = entries.own().saturating_add(self.awaited.len() as u32);
        let mut names = NamesByEntry::new(temporary, expected, self.name_count, self.held);
        let mut waiting = std::mem::replace(&mut self.names, super::Spill::new(temporary));
        let mut reader = waiting.reader().map_err(io)?;
        let mut head = [0; NAME_HEAD];
        let mut text = Vec::new();
        for _ in 0..self.name_count {
            reader.read_exact(&mut head).map_err(io)?;
            text.resize(usize::from(u16_at(&head, 14).unwrap_or_default()), 0);
            reader.read_exact(&mut text).map_err(io)?;
            let number = u64_at(&head, 2).unwrap_or_default();
            let short = number as u32;
            let owner = match head[0] {
                0 => Owner::Entry(Entry::Place(PlaceNumber(short))),
                1 => Owner::Entry(Entry::Route(RouteNumber(short))),
                2 => Owner::Entry(Entry::Border(BorderNumber(short))),
                3 => Owner::GeoNames(short),
                _ => Owner::Id(number),
            };
            let text = std::str::from_utf8(&text)
                .map_err(|error| io(io::Error::new(io::ErrorKind::InvalidData, error)))?;
            names
                .add(Named {
                    entry: self.number(owner, entries, foreign)?,
                    label: head[1] != 0,
                    manner: u32_at(&head, 10).unwrap_or_default(),
                    text,
                })
                .map_err(io)?;
        }
        Ok(names)
    }

    /// Everything by which an entry can be asked for, but for numbers in GeoNames.
    fn ids_section(&self, entries: Entries, foreign: &Foreign) -> Result<Vec<u8>, CompileError> {
        let mut ids: Vec<(u32, u32)> = Vec::new();
        let mut add = |hash: u64, number: u32| ids.push(((hash >> 32) as u32, number));
        let text = |at: u32| text_at(&self.vocabulary.text, at).unwrap_or_default();
        for (place, at) in self.places.ids.iter() {
            add(hash::of_text(text(at)), place);
        }
        for (place, at) in self.places.wikidata.iter() {
            add(wikidata_hash(text(at)), place);
        }
        for (place, at) in self.places.codes.iter() {
            if self.is_current(place) {
                add(hash::of_text(&format!("iso:{}", text(at))), place);
            }
        }
        for (&at, number) in self.lines.iter().zip(entries.places..) {
            add(hash::of_text(text(at)), number);
        }
        for (id, number) in foreign.ids.iter().zip(entries.own()..) {
            add(hash::of_text(id), number);
        }
        for (at, id) in self.aliases.keys().enumerate() {
            add(hash::of_text(id), narrow(at, "former ids")? | ALIAS);
        }
        ids.sort_unstable();
        let parts = ids.into_iter().flat_map(|(hash, number)| [hash, number]);
        Ok(parts.flat_map(u32::to_le_bytes).collect())
    }

    /// Whether a place has no end in time.
    fn is_current(&self, place: u32) -> bool {
        let end = || {
            let sort = self.places.records.get(place as usize)?.sort as usize;
            let validity = u32_at(&self.vocabulary.sorts, sort * Section::Sorts.width() + 8)?;
            u32_at(&self.vocabulary.validities, validity as usize * 8 + 4)
        };
        end() == Some(i32::MIN.cast_unsigned())
    }

    fn meta(&self) -> String {
        let volumes: Vec<_> = self
            .volumes
            .iter()
            .map(|volume| {
                serde_json::json!({
                    "title": volume.title, "sha256": volume.sha256,
                    "places": volume.places, "names": volume.names,
                })
            })
            .collect();
        let sources: Vec<_> = self
            .sources
            .iter()
            .map(|source| {
                serde_json::json!({
                    "key": source.key, "title": source.title,
                    "version": source.version, "licence": source.licence,
                })
            })
            .collect();
        serde_json::json!({
            "program": concat!("araxes ", env!("CARGO_PKG_VERSION")),
            "volumes": volumes,
            "sources": sources,
            "territories": self.territories,
            "accepted": self.accepted,
        })
        .to_string()
    }

    fn write_sections<W: Write + Seek>(
        &mut self,
        out: W,
        rows: Rows,
        mut names: NameSections,
        ids: &[u8],
        situation: impl Fn(u32, &PlaceRecord) -> u32,
    ) -> io::Result<(W, u64)> {
        let mut file = Assembly::new(out)?;
        let meta = self.meta();
        let (shared, places) = (&self.vocabulary, &self.places);
        file.whole(Section::Meta, meta.as_bytes())?;
        file.section(Section::Text, |file| {
            file.put(&shared.text)?;
            names.text.copy(|piece| file.put(piece))
        })?;
        file.whole(Section::Words, &shared.words)?;
        file.whole(Section::Lists, &shared.lists)?;
        file.whole(Section::Validities, &shared.validities)?;
        file.whole(Section::Manners, &shared.manners)?;
        file.whole(Section::Sorts, &shared.sorts)?;
        file.whole(Section::Situations, &rows.situations)?;
        file.records(Section::Places, places.bytes(situation))?;
        file.records(Section::OwnIds, places.ids.iter().map(pair))?;
        file.records(
            Section::Populations,
            places.populations.iter().map(|(place, persons)| {
                let mut bytes = [0; 12];
                bytes[..4].copy_from_slice(&place.to_le_bytes());
                bytes[4..].copy_from_slice(&persons.to_le_bytes());
                bytes
            }),
        )?;
        file.records(Section::Wikidata, places.wikidata.iter().map(pair))?;
        file.records(Section::Codes, places.codes.iter().map(pair))?;
        file.whole(Section::Routes, &rows.routes)?;
        file.whole(Section::Borders, &rows.borders)?;
        file.whole(Section::BorderLengths, &rows.border_lengths)?;
        file.whole(Section::Foreign, &rows.foreign)?;
        file.whole(Section::Courses, &rows.courses)?;
        file.whole(Section::Waters, &rows.waters)?;
        file.section(Section::Geometry, |file| {
            self.geometry.copy(|piece| file.put(piece))
        })?;
        file.whole(Section::Topology, &self.countries.to_bytes())?;
        let numbers = |numbers: Vec<u32>| numbers.into_iter().map(u32::to_le_bytes);
        let owners = names.owners();
        let first = std::mem::take(&mut names.first);
        file.records(Section::FirstNames, numbers(first))?;
        let manners = std::mem::take(&mut names.manners);
        let texts = std::mem::take(&mut names.texts);
        file.records(
            Section::Names,
            texts.iter().zip(&manners).map(|(text, manner)| {
                let mut bytes = [0; 7];
                bytes[..4].copy_from_slice(&text.to_le_bytes());
                bytes[4..].copy_from_slice(&manner.to_le_bytes()[..3]);
                bytes
            }),
        )?;
        drop((manners, texts));
        file.records(Section::NameOwners, numbers(owners))?;
        file.section(Section::Postings, |file| {
            names.postings.copy(|piece| file.put(piece))
        })?;
        file.whole(Section::Buckets, &names.buckets)?;
        names.buckets = Vec::new();
        file.whole(Section::Ids, ids)?;
        file.records(Section::ByGeoNames, numbers(places.by_geonames()))?;
        file.whole(Section::Aliases, &rows.aliases)?;
        let positions: Vec<(i32, i32)> = places
            .records
            .iter()
            .map(|record| (record.longitude, record.latitude))
            .collect();
        let (curve, boxes) = space::build(&positions);
        file.records(Section::Curve, numbers(curve))?;
        file.whole(Section::Boxes, &boxes)?;
        file.finish()
    }
}

fn pair((place, text): (u32, u32)) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&place.to_le_bytes());
    bytes[4..].copy_from_slice(&text.to_le_bytes());
    bytes
}

fn place_id_text(
    places: &PlaceColumns,
    vocabulary: &mut Vocabulary,
    place: u32,
) -> Result<u32, CompileError> {
    if let Some(at) = places.ids.get(place) {
        return Ok(at);
    }
    let record = places.records.get(place as usize);
    vocabulary.text(&geonames_id(record.map_or(NONE, |record| record.geonames)))
}
