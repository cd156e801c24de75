//! Laying out what the volumes say as the sections of a file.

use std::collections::{BTreeMap, HashMap};

use geo::Geometry;
use jiff::civil::Date;

use super::CompileError;
use super::format::{self, NONE, NONE_WIDE, Section};
use super::geometry::encode;
use super::hash;
use super::merge::{Merged, Owner};
use super::normalise::name_key;
use super::place::{Course, Entry, FeatureClass, NameKind, Validity};
use super::table::{self, NO_NAME, Sequence};
use super::volume::VolumeProblem;

/// A posting with this bit is not a name but the place of a list of names.
pub const SEVERAL: u32 = 1 << 31;
/// An id with this bit belongs to a row of the section of aliases.
pub const ALIAS: u32 = 1 << 31;
/// Positions are kept in ten-millionths of a degree, about a centimetre.
pub const PER_DEGREE: f64 = 1e7;
/// Beginnings of names of up to this many tokens are in the name table besides the names themselves.
pub const LONGEST_BEGINNING: usize = 2;

/// Lays out a file. Names that cannot be used are added to the problems.
///
/// # Errors
/// If there is more of something than the format can number.
pub fn write(merged: &mut Merged) -> Result<Vec<u8>, CompileError> {
    let mut writer = Writer::default();
    writer.word("")?;
    writer.list(&[])?;
    writer.validity(Validity::default())?;
    writer.names(merged)?;
    writer.places(merged)?;
    writer.lines(merged)?;
    writer.ids(merged)?;
    writer.put(Section::Meta, meta(merged).as_bytes());
    Ok(format::assemble(&writer.sections))
}

fn meta(merged: &Merged) -> String {
    let volumes: Vec<_> = merged
        .volumes
        .iter()
        .map(|volume| {
            serde_json::json!({
                "title": volume.title, "sha256": volume.sha256,
                "places": volume.places, "names": volume.names,
            })
        })
        .collect();
    let sources: Vec<_> = merged
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
        "territories": merged.territories,
    })
    .to_string()
}

#[derive(Default)]
struct Writer {
    sections: [Vec<u8>; Section::ALL.len()],
    texts: HashMap<String, u32>,
    words: HashMap<String, u16>,
    lists: HashMap<Vec<String>, u32>,
    validities: HashMap<Validity, u32>,
    manners: HashMap<(u16, u16, u16, u32), u32>,
}

impl Writer {
    fn put(&mut self, section: Section, bytes: &[u8]) {
        self.sections[section as usize - 1].extend_from_slice(bytes);
    }

    fn end(&self, section: Section) -> usize {
        self.sections[section as usize - 1].len()
    }

    fn count(&self, section: Section) -> usize {
        self.end(section) / section.width()
    }

    /// Appends text and says where it begins.
    fn append(&mut self, text: &str) -> Result<u32, CompileError> {
        let at = narrow(self.end(Section::Text), "letters of text")?;
        narrow(self.end(Section::Text) + text.len(), "letters of text")?;
        self.put(Section::Text, text.as_bytes());
        Ok(at)
    }

    /// Where a text stands that occurs more than once: ids, words.
    fn text(&mut self, text: &str) -> Result<u32, CompileError> {
        if let Some(&at) = self.texts.get(text) {
            return Ok(at);
        }
        let at = self.append(text)?;
        self.texts.insert(text.to_owned(), at);
        Ok(at)
    }

    /// Offset and length of a text, 8 bytes.
    fn reference(&mut self, text: &str) -> Result<[u8; 8], CompileError> {
        let mut bytes = [0; 8];
        bytes[..4].copy_from_slice(&self.text(text)?.to_le_bytes());
        bytes[4..].copy_from_slice(&narrow(text.len(), "letters of an id")?.to_le_bytes());
        Ok(bytes)
    }

    fn word(&mut self, word: &str) -> Result<u16, CompileError> {
        if let Some(&number) = self.words.get(word) {
            return Ok(number);
        }
        let number = u16::try_from(self.words.len()).map_err(|_| CompileError::TooMany {
            what: "different codes, kinds, languages and sources",
        })?;
        let reference = self.reference(word)?;
        self.put(Section::Words, &reference);
        self.words.insert(word.to_owned(), number);
        Ok(number)
    }

    fn list(&mut self, items: &[String]) -> Result<u32, CompileError> {
        if let Some(&at) = self.lists.get(items) {
            return Ok(at);
        }
        let mut bytes = narrow(items.len(), "items of a list")?
            .to_le_bytes()
            .to_vec();
        for item in items {
            bytes.extend(self.reference(item)?);
        }
        let at = narrow(self.count(Section::Lists), "lists")?;
        self.put(Section::Lists, &bytes);
        self.lists.insert(items.to_vec(), at);
        Ok(at)
    }

    fn validity(&mut self, validity: Validity) -> Result<u32, CompileError> {
        if let Some(&at) = self.validities.get(&validity) {
            return Ok(at);
        }
        let at = narrow(self.count(Section::Validities), "spans of time")?;
        let mut bytes = day(validity.from).to_le_bytes().to_vec();
        bytes.extend(day(validity.to).to_le_bytes());
        self.put(Section::Validities, &bytes);
        self.validities.insert(validity, at);
        Ok(at)
    }

    fn names(&mut self, merged: &mut Merged) -> Result<(), CompileError> {
        let counts = [
            merged.places.len(),
            merged.routes.len(),
            merged.borders.len(),
            merged.foreign.len(),
        ];
        let entries: usize = counts.iter().sum();
        narrow(entries * 8, "entries")?;
        let mut first = vec![0_u32; entries + 1];
        let mut keys: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut problems = Vec::new();
        let mut number = 0_u32;
        for (owner, name) in &merged.names {
            let owner = index_of(*owner, merged);
            let key = name_key(&name.text);
            let (Ok(text_length), Ok(key_length)) =
                (u16::try_from(name.text.len()), u16::try_from(key.len()))
            else {
                problems.push(VolumeProblem {
                    file: "names".to_owned(),
                    line: None,
                    message: format!(
                        "a name of {} letters is too long; 65535 bytes are the most",
                        name.text.len()
                    ),
                });
                continue;
            };
            let plain = is_plain(&name.text, &key);
            let at = self.append(&name.text)?;
            if !plain {
                self.append(&key)?;
            }
            let manner = self.manner(&name.language, &name.script, name.kind, name.validity)?;
            let mut record = [0; 16];
            record[..4].copy_from_slice(&at.to_le_bytes());
            record[4..8].copy_from_slice(&owner.to_le_bytes());
            record[8..10].copy_from_slice(&text_length.to_le_bytes());
            record[10..12].copy_from_slice(&if plain { 0 } else { key_length }.to_le_bytes());
            record[12..].copy_from_slice(&manner.to_le_bytes());
            self.put(Section::Names, &record);
            if !key.is_empty() {
                keys.entry(key).or_default().push(number);
            }
            number += 1;
            first[owner as usize + 1] = number;
        }
        merged.problems.extend(problems);
        // Entries without names have none from the end of the one before on.
        let mut last = 0;
        for at in &mut first {
            last = last.max(*at);
            self.put(Section::FirstNames, &last.to_le_bytes());
        }
        let sequences = self.sequences(&keys)?;
        let buckets = table::build(sequences);
        self.put(Section::Buckets, &buckets);
        Ok(())
    }

    /// The keys and their beginnings, for the name table.
    fn sequences(
        &mut self,
        keys: &BTreeMap<String, Vec<u32>>,
    ) -> Result<Vec<Sequence>, CompileError> {
        let mut beginnings: HashMap<u64, u8> = HashMap::new();
        let mut sequences = Vec::with_capacity(keys.len());
        for (key, names) in keys {
            let value = match names.as_slice() {
                [name] => *name,
                _ => {
                    let at = narrow(self.count(Section::Postings), "names of one spelling")?;
                    if at >= SEVERAL - 1 {
                        return Err(CompileError::TooMany {
                            what: "names of one spelling",
                        });
                    }
                    self.put(
                        Section::Postings,
                        &narrow(names.len(), "names")?.to_le_bytes(),
                    );
                    for name in names {
                        self.put(Section::Postings, &name.to_le_bytes());
                    }
                    at | SEVERAL
                }
            };
            let length = key.split(' ').count();
            let longest = u8::try_from(length).unwrap_or(u8::MAX);
            let mut hash = 0;
            for (at, token) in key.split(' ').enumerate() {
                hash = hash::followed_by(hash, hash::of_text(token));
                if at < LONGEST_BEGINNING {
                    let known = beginnings.entry(hash).or_default();
                    *known = longest.max(*known);
                }
            }
            sequences.push(Sequence {
                hash,
                value,
                longest,
            });
        }
        for sequence in &mut sequences {
            if let Some(longest) = beginnings.remove(&sequence.hash) {
                sequence.longest = longest.max(sequence.longest);
            }
        }
        sequences.extend(beginnings.into_iter().map(|(hash, longest)| Sequence {
            hash,
            value: NO_NAME,
            longest,
        }));
        Ok(sequences)
    }

    fn manner(
        &mut self,
        language: &str,
        script: &str,
        kind: NameKind,
        validity: Validity,
    ) -> Result<u32, CompileError> {
        let kind = NameKind::ALL
            .iter()
            .position(|known| *known == kind)
            .map_or(0, |at| at as u16);
        let manner = (
            self.word(language)?,
            self.word(script)?,
            kind,
            self.validity(validity)?,
        );
        if let Some(&at) = self.manners.get(&manner) {
            return Ok(at);
        }
        let at = narrow(self.count(Section::Manners), "manners of names")?;
        for part in [manner.0, manner.1, manner.2, 0] {
            self.put(Section::Manners, &part.to_le_bytes());
        }
        self.put(Section::Manners, &manner.3.to_le_bytes());
        self.manners.insert(manner, at);
        Ok(at)
    }

    fn places(&mut self, merged: &Merged) -> Result<(), CompileError> {
        for place in &merged.places {
            let wikidata = place.wikidata.as_deref().unwrap_or_default();
            let mut record = Vec::with_capacity(64);
            // Positions on the earth fit: 180 degrees are 1.8e9.
            record.extend(((place.point.x() * PER_DEGREE).round() as i32).to_le_bytes());
            record.extend(((place.point.y() * PER_DEGREE).round() as i32).to_le_bytes());
            record.extend(place.precision_m.to_bits().to_le_bytes());
            record.extend(place.population.unwrap_or(NONE_WIDE).to_le_bytes());
            record.extend(place.geonameid.unwrap_or(NONE_WIDE).to_le_bytes());
            record.extend(self.text(&place.id)?.to_le_bytes());
            record.extend(self.text(wikidata)?.to_le_bytes());
            record.extend(short(&place.id)?.to_le_bytes());
            record.extend(short(wikidata)?.to_le_bytes());
            record.extend(self.list(&place.countries)?.to_le_bytes());
            record.extend(self.list(&place.containers)?.to_le_bytes());
            record.extend(self.word(&place.source)?.to_le_bytes());
            record.extend(
                self.word(place.iso.as_deref().unwrap_or_default())?
                    .to_le_bytes(),
            );
            record.extend(self.validity(place.validity)?.to_le_bytes());
            record.extend(self.word(&place.feature_code)?.to_le_bytes());
            let class = FeatureClass::ALL
                .iter()
                .position(|class| *class == place.feature_class)
                .unwrap_or_default();
            record.extend((class as u16).to_le_bytes());
            self.put(Section::Places, &record);
        }
        Ok(())
    }

    fn lines(&mut self, merged: &mut Merged) -> Result<(), CompileError> {
        for route in &merged.routes {
            let mut record = Vec::with_capacity(48);
            record.extend(self.reference(&route.id)?);
            record.extend(self.reference(&route.from)?);
            record.extend(self.reference(&route.to)?);
            record.extend(self.list(&route.via)?.to_le_bytes());
            record.extend(self.list(&route.countries)?.to_le_bytes());
            record.extend(narrow(self.count(Section::Courses), "courses")?.to_le_bytes());
            record.extend(narrow(route.courses.len(), "courses")?.to_le_bytes());
            record.extend(self.word(&route.kind)?.to_le_bytes());
            record.extend(self.word(&route.status)?.to_le_bytes());
            record.resize(Section::Routes.width(), 0);
            self.put(Section::Routes, &record);
            for course in &route.courses {
                self.course(course)?;
            }
        }
        for border in &merged.borders {
            let mut record = Vec::with_capacity(24);
            record.extend(self.reference(&border.id)?);
            record.extend(self.list(&border.sides)?.to_le_bytes());
            record.extend(self.validity(border.validity)?.to_le_bytes());
            let course = match &border.course {
                Some(_) => narrow(self.count(Section::Courses), "courses")?,
                None => NONE,
            };
            record.extend(course.to_le_bytes());
            record.extend(self.word(&border.kind)?.to_le_bytes());
            record.resize(Section::Borders.width(), 0);
            self.put(Section::Borders, &record);
            if let Some(course) = &border.course {
                self.course(course)?;
            }
        }
        for id in &merged.foreign {
            let reference = self.reference(id)?;
            self.put(Section::Foreign, &reference);
        }
        let mut problems = Vec::new();
        for (owner, water) in &merged.waters {
            let Some(geometry) = encode(&water.geometry) else {
                problems.push(VolumeProblem {
                    file: "waters.geojson".to_owned(),
                    line: None,
                    message: format!("{} is neither line nor polygon", water.place),
                });
                continue;
            };
            let mut record = index_of(*owner, merged).to_le_bytes().to_vec();
            record.extend([0; 4]);
            record.extend((self.end(Section::Geometry) as u64).to_le_bytes());
            record.extend(water.precision_m.to_bits().to_le_bytes());
            self.put(Section::Waters, &record);
            self.put(Section::Geometry, &geometry);
        }
        merged.problems.extend(problems);
        self.put(Section::Topology, &merged.countries.to_bytes());
        Ok(())
    }

    fn course(&mut self, course: &Course) -> Result<(), CompileError> {
        let mut record = (self.end(Section::Geometry) as u64).to_le_bytes().to_vec();
        record.extend(course.precision_m.to_bits().to_le_bytes());
        record.extend(self.validity(course.validity)?.to_le_bytes());
        record.extend([0; 4]);
        self.put(Section::Courses, &record);
        let geometry = encode(&Geometry::MultiLineString(course.line.clone())).unwrap_or_default();
        self.put(Section::Geometry, &geometry);
        Ok(())
    }

    /// Everything by which an entry can be asked for.
    fn ids(&mut self, merged: &Merged) -> Result<(), CompileError> {
        let mut ids: Vec<(u32, u32)> = Vec::new();
        let mut add = |id: &str, number: u32| ids.push((id_hash(id), number));
        let mut number = 0_u32;
        for place in &merged.places {
            add(&place.id, number);
            if let Some(geonameid) = place.geonameid {
                add(&format!("geonames:{geonameid}"), number);
            }
            if let Some(item) = &place.wikidata {
                add(&format!("wikidata:{item}"), number);
            }
            if let Some(iso) = place.iso.as_ref().filter(|_| place.validity.is_current()) {
                add(&format!("iso:{iso}"), number);
            }
            number += 1;
        }
        let others = merged.routes.iter().map(|route| &route.id);
        let others = others.chain(merged.borders.iter().map(|border| &border.id));
        for id in others.chain(&merged.foreign) {
            add(id, number);
            number += 1;
        }
        for (at, (alias, owner)) in merged.aliases.iter().enumerate() {
            add(alias, narrow(at, "former ids")? | ALIAS);
            let mut record = self.reference(alias)?.to_vec();
            record.extend(index_of(*owner, merged).to_le_bytes());
            self.put(Section::Aliases, &record);
        }
        ids.sort_unstable();
        for (hash, number) in ids {
            self.put(Section::Ids, &hash.to_le_bytes());
            self.put(Section::Ids, &number.to_le_bytes());
        }
        Ok(())
    }
}

/// The hash under which an id is sorted.
#[must_use]
pub fn id_hash(id: &str) -> u32 {
    (hash::of_text(id) >> 32) as u32
}

/// The number of an entry: places first, then routes, borders, and ids of other gazetteers.
fn index_of(owner: Owner, merged: &Merged) -> u32 {
    let places = merged.places.len() as u32;
    let routes = places + merged.routes.len() as u32;
    let borders = routes + merged.borders.len() as u32;
    match owner {
        Owner::Own(Entry::Place(number)) => number.0,
        Owner::Own(Entry::Route(number)) => places + number.0,
        Owner::Own(Entry::Border(number)) => routes + number.0,
        Owner::Foreign(number) => borders + number,
    }
}

/// Whether the key of a name is its ASCII text in small letters, so that it need not be kept beside it.
fn is_plain(text: &str, key: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b' ' || byte == b'-')
        && !key.is_empty()
        && key
            .split(' ')
            .eq(plain_tokens(text).map(str::to_ascii_lowercase))
}

/// The tokens of a name whose key is not kept beside it.
pub fn plain_tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', '-']).filter(|token| !token.is_empty())
}

fn narrow(value: usize, what: &'static str) -> Result<u32, CompileError> {
    u32::try_from(value)
        .ok()
        .filter(|&value| value != NONE)
        .ok_or(CompileError::TooMany { what })
}

fn short(text: &str) -> Result<u16, CompileError> {
    u16::try_from(text.len()).map_err(|_| CompileError::TooMany {
        what: "letters in an id",
    })
}

/// A day as a number that sorts as days do: year, then month, then day. `i32::MIN` is an open bound.
fn day(date: Option<Date>) -> i32 {
    date.map_or(i32::MIN, |date| {
        i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day())
    })
}
