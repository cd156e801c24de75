//! The layout of a compiled gazetteer (`docs/gazetteer-format.md`): a header, a table of sections, the sections.
//!
//! All numbers are little-endian. Sections begin at multiples of 64 bytes, so that a bucket of the name table is a
//! cache line. [`Layout::check`] proves that header and section table are whole and that each section lies in the
//! file and has a whole number of records; what is *in* a record is checked when it is read.

use std::io::{self, Seek, SeekFrom, Write};
use std::ops::Range;

use xxhash_rust::xxh3::Xxh3;

use super::hash;

/// The first bytes of every compiled gazetteer. As in PNG, a transfer that changes line ends is seen.
pub const MAGIC: [u8; 8] = *b"\x89GAZ\r\n\x1a\n";
/// The version of the layout, of the hashes and of the folding of names that this program reads and writes.
pub const VERSION: u32 = 4;
/// Bytes of the header without the section table.
pub const HEADER: usize = 64;
/// Bytes of a row of the section table.
pub const SECTION_ROW: usize = 32;
/// What sections are aligned to, bytes.
pub const ALIGNMENT: usize = 64;
/// Stands for a number that is not known.
pub const NONE: u32 = u32::MAX;
/// A posting with this bit is not a name but the place of a list of names.
pub const SEVERAL: u32 = 1 << 31;
/// An id with this bit belongs to a row of the section of aliases.
pub const ALIAS: u32 = 1 << 31;
/// Positions are kept in ten-millionths of a degree, about a centimetre.
pub const PER_DEGREE: f64 = 1e7;
/// Of every so many names the entry is noted to which the first belongs.
pub const OWNER_STEP: u32 = 64;
/// Bits of a place that number its sort; the others are [`OWN_ID`], [`POPULATION`], [`WIKIDATA`] and [`CODE`].
pub const SORT_BITS: u32 = 24;
/// A place has an id of its own, which does not follow from its number in GeoNames.
pub const OWN_ID: u32 = 1 << 24;
/// The inhabitants of a place are known.
pub const POPULATION: u32 = 1 << 25;
/// The item of a place in Wikidata is known.
pub const WIKIDATA: u32 = 1 << 26;
/// A place has an ISO code.
pub const CODE: u32 = 1 << 27;
/// What an id of a place begins with that follows from its number in GeoNames.
pub const GEONAMES_ID: &str = "place:geonames-";
/// The longest text, bytes.
pub const LONGEST_TEXT: usize = u16::MAX as usize;
/// A length in one byte up to this; else this, and the length in two.
const LONG: u8 = u8::MAX;

/// The sections, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Section {
    /// JSON: volumes, sources, program.
    Meta = 1,
    /// All text, UTF-8, each with its length before it ([`text_at`]).
    Text,
    /// Words used over and over (codes, languages).
    Words,
    /// Lists of texts: a count, then where each begins.
    Lists,
    /// Spans of time: first day, last day.
    Validities,
    /// Language, script, kind and validity that many names share.
    Manners,
    /// Precision, validity, source, feature code and class that many places share.
    Sorts,
    /// Countries and containers that many places share.
    Situations,
    /// Places.
    Places,
    /// Ids of the places whose id does not follow from their number in GeoNames.
    OwnIds,
    /// Inhabitants, by place.
    Populations,
    /// Items in Wikidata, by place.
    Wikidata,
    /// ISO codes, by place.
    Codes,
    /// Routes.
    Routes,
    /// Lines between sides.
    Borders,
    /// Published lengths of borders.
    BorderLengths,
    /// Ids of other gazetteers' entries to which names are added here.
    Foreign,
    /// Courses of routes and borders.
    Courses,
    /// Courses of rivers and shores of lakes.
    Waters,
    /// Coordinates.
    Geometry,
    /// Country polygons with shared arcs.
    Topology,
    /// The first name of each entry.
    FirstNames,
    /// Names, by entry.
    Names,
    /// The entry of every [`OWNER_STEP`]th name.
    NameOwners,
    /// Names that share a key.
    Postings,
    /// The name table.
    Buckets,
    /// Hashes of ids, sorted.
    Ids,
    /// Places in order of their number in GeoNames.
    ByGeoNames,
    /// Further ids of entries.
    Aliases,
    /// Places along a Hilbert curve.
    Curve,
    /// Boxes around stretches of that curve, level by level.
    Boxes,
}

impl Section {
    /// All sections, in order.
    pub const ALL: [Section; 31] = [
        Section::Meta,
        Section::Text,
        Section::Words,
        Section::Lists,
        Section::Validities,
        Section::Manners,
        Section::Sorts,
        Section::Situations,
        Section::Places,
        Section::OwnIds,
        Section::Populations,
        Section::Wikidata,
        Section::Codes,
        Section::Routes,
        Section::Borders,
        Section::BorderLengths,
        Section::Foreign,
        Section::Courses,
        Section::Waters,
        Section::Geometry,
        Section::Topology,
        Section::FirstNames,
        Section::Names,
        Section::NameOwners,
        Section::Postings,
        Section::Buckets,
        Section::Ids,
        Section::ByGeoNames,
        Section::Aliases,
        Section::Curve,
        Section::Boxes,
    ];

    /// Bytes of a record.
    #[must_use]
    pub const fn width(self) -> usize {
        match self {
            Section::Meta | Section::Text | Section::Geometry | Section::Topology => 1,
            Section::Words
            | Section::Lists
            | Section::Foreign
            | Section::FirstNames
            | Section::NameOwners
            | Section::Postings
            | Section::ByGeoNames
            | Section::Curve => 4,
            Section::Names => 7,
            Section::Validities
            | Section::Situations
            | Section::OwnIds
            | Section::Wikidata
            | Section::Codes
            | Section::Ids
            | Section::Aliases => 8,
            Section::Manners | Section::Populations | Section::BorderLengths => 12,
            Section::Boxes => 16,
            Section::Sorts | Section::Places | Section::Borders => 20,
            Section::Courses | Section::Waters => 24,
            Section::Routes => 32,
            Section::Buckets => 64,
        }
    }
}

/// Why bytes are no compiled gazetteer that this program can read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The file does not begin as a compiled gazetteer does.
    #[error(
        "is not a compiled gazetteer; compile one with `araxes gazetteer compile DIR -o FILE.gaz`"
    )]
    Foreign,
    /// The file was written for another version of the format.
    #[error(
        "has version {found} of the format, this program reads version {VERSION}; compile it again with this program"
    )]
    Version {
        /// The version of the file.
        found: u32,
    },
    /// The file is shorter or longer than it was written.
    #[error("has {found} bytes, but was written with {written}; copy or compile it again")]
    Length {
        /// Bytes there are.
        found: u64,
        /// Bytes there should be.
        written: u64,
    },
    /// Something in the file is not as it was written.
    #[error("is damaged ({what}); copy or compile it again")]
    Damaged {
        /// What is wrong.
        what: String,
    },
}

impl FormatError {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}

/// Where the sections of a file are, and how many entries there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    sections: [Range<usize>; Section::ALL.len()],
    checksums: [u64; Section::ALL.len()],
}

impl Layout {
    /// Reads and checks header and section table; the sections themselves are not touched.
    ///
    /// # Errors
    /// If the bytes are no compiled gazetteer of this version, or not all of one.
    pub fn check(bytes: &[u8]) -> Result<Self, FormatError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(FormatError::Foreign);
        }
        let short = || FormatError::damaged("it ends within its header");
        let version = u32_at(bytes, 8).ok_or_else(short)?;
        if version != VERSION {
            return Err(FormatError::Version { found: version });
        }
        let written = u64_at(bytes, 16).ok_or_else(short)?;
        if written != bytes.len() as u64 {
            return Err(FormatError::Length {
                found: bytes.len() as u64,
                written,
            });
        }
        let count = Section::ALL.len();
        if u32_at(bytes, 12).ok_or_else(short)? as usize != count {
            return Err(FormatError::damaged("its number of sections is wrong"));
        }
        let table_end = HEADER + count * SECTION_ROW;
        let head = bytes.get(..table_end).ok_or_else(short)?;
        if u64_at(bytes, 24) != Some(header_checksum(head)) {
            return Err(FormatError::damaged("the checksum of its header is wrong"));
        }
        let mut layout = Self {
            sections: std::array::from_fn(|_| 0..0),
            checksums: [0; Section::ALL.len()],
        };
        let mut end = table_end;
        for (index, section) in Section::ALL.into_iter().enumerate() {
            let row = HEADER + index * SECTION_ROW;
            let wrong = || FormatError::damaged(format!("section {section:?} lies outside it"));
            let start =
                usize::try_from(u64_at(bytes, row + 8).ok_or_else(short)?).map_err(|_| wrong())?;
            let length =
                usize::try_from(u64_at(bytes, row + 16).ok_or_else(short)?).map_err(|_| wrong())?;
            let stop = start.checked_add(length).ok_or_else(wrong)?;
            if u32_at(bytes, row) != Some(section as u32)
                || u32_at(bytes, row + 4) != u32::try_from(section.width()).ok()
                || start < end
                || start % ALIGNMENT != 0
                || stop > bytes.len()
                || length % section.width() != 0
            {
                return Err(wrong());
            }
            end = stop;
            layout.sections[index] = start..stop;
            layout.checksums[index] = u64_at(bytes, row + 24).ok_or_else(short)?;
        }
        let entries = [
            Section::Places,
            Section::Routes,
            Section::Borders,
            Section::Foreign,
        ];
        let entries: usize = entries.into_iter().map(|kind| layout.count(kind)).sum();
        if layout.count(Section::FirstNames) != entries + 1 || layout.count(Section::Buckets) == 0 {
            return Err(FormatError::damaged(
                "its numbers of entries and names do not fit together",
            ));
        }
        Ok(layout)
    }

    /// Where a section is.
    #[must_use]
    pub fn range(&self, section: Section) -> Range<usize> {
        self.sections[section as usize - 1].clone()
    }

    /// How many records a section has.
    #[must_use]
    pub fn count(&self, section: Section) -> usize {
        self.range(section).len() / section.width()
    }

    /// Compares the checksum of every section: reads the whole file.
    ///
    /// # Errors
    /// Names the first section whose content is not as it was written.
    pub fn verify(&self, bytes: &[u8]) -> Result<(), FormatError> {
        for section in Section::ALL {
            let content = bytes.get(self.range(section)).unwrap_or_default();
            if hash::of_bytes(content) != self.checksums[section as usize - 1] {
                return Err(FormatError::damaged(format!(
                    "the checksum of section {section:?} is wrong"
                )));
            }
        }
        Ok(())
    }
}

/// Writes a file section by section, without holding it.
pub struct Assembly<W> {
    out: W,
    at: u64,
    table: Vec<u8>,
    /// Of the section that is being written.
    checksum: Xxh3,
}

impl<W: Write + Seek> Assembly<W> {
    /// Leaves room for header and section table.
    ///
    /// # Errors
    /// If nothing can be written.
    pub fn new(mut out: W) -> io::Result<Self> {
        let head = HEADER + Section::ALL.len() * SECTION_ROW;
        out.write_all(&vec![0; head])?;
        Ok(Self {
            out,
            at: head as u64,
            table: Vec::new(),
            checksum: Xxh3::new(),
        })
    }

    /// Writes the next section: `content` hands its bytes to the function it is given.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn section(
        &mut self,
        section: Section,
        content: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let start = self.at.next_multiple_of(ALIGNMENT as u64);
        let gap = vec![0; usize::try_from(start - self.at).unwrap_or_default()];
        self.out.write_all(&gap)?;
        self.at = start;
        self.checksum.reset();
        content(self)?;
        self.table.extend((section as u32).to_le_bytes());
        self.table.extend((section.width() as u32).to_le_bytes());
        self.table.extend(start.to_le_bytes());
        self.table.extend((self.at - start).to_le_bytes());
        self.table.extend(self.checksum.digest().to_le_bytes());
        Ok(())
    }

    /// Writes a section that is in memory.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn whole(&mut self, section: Section, content: &[u8]) -> io::Result<()> {
        self.section(section, |file| file.put(content))
    }

    /// Writes a section record by record.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn records<const LENGTH: usize>(
        &mut self,
        section: Section,
        records: impl Iterator<Item = [u8; LENGTH]>,
    ) -> io::Result<()> {
        self.section(section, |file| {
            // The checksum and the file take longer for many short pieces than for few long ones.
            let mut piece = Vec::with_capacity(1 << 16);
            for record in records {
                piece.extend(record);
                if piece.len() >= 1 << 16 {
                    file.put(&piece)?;
                    piece.clear();
                }
            }
            file.put(&piece)
        })
    }

    /// Writes bytes of the section that was begun.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.checksum.update(bytes);
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Writes header and section table; gives back what was written to, and its length.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn finish(mut self) -> io::Result<(W, u64)> {
        let mut head = vec![0; HEADER];
        head[..8].copy_from_slice(&MAGIC);
        head[8..12].copy_from_slice(&VERSION.to_le_bytes());
        head[12..16].copy_from_slice(&(Section::ALL.len() as u32).to_le_bytes());
        head[16..24].copy_from_slice(&self.at.to_le_bytes());
        head.extend(&self.table);
        let checksum = header_checksum(&head);
        head[24..32].copy_from_slice(&checksum.to_le_bytes());
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(&head)?;
        self.out.flush()?;
        Ok((self.out, self.at))
    }
}

/// Appends a text with its length before it. The text is at most [`LONGEST_TEXT`] bytes long.
pub fn put_text(bytes: &mut Vec<u8>, text: &str) {
    match u8::try_from(text.len()) {
        Ok(length) if length < LONG => bytes.push(length),
        _ => {
            bytes.push(LONG);
            bytes.extend((text.len() as u16).to_le_bytes());
        }
    }
    bytes.extend(text.as_bytes());
}

/// The text at a byte of the section of text, if there is one.
#[must_use]
pub fn text_at(section: &[u8], at: u32) -> Option<&str> {
    std::str::from_utf8(letters_at(section, at)?).ok()
}

/// The bytes of the text at a byte of the section of text, if they are there.
#[must_use]
#[inline]
pub fn letters_at(section: &[u8], at: u32) -> Option<&[u8]> {
    let at = at as usize;
    let (start, length) = match *section.get(at)? {
        LONG => (
            at.checked_add(3)?,
            usize::from(u16_at(section, at.checked_add(1)?)?),
        ),
        length => (at.checked_add(1)?, usize::from(length)),
    };
    section.get(start..start.checked_add(length)?)
}

/// The checksum of header and section table, its own place taken as zero.
fn header_checksum(head: &[u8]) -> u64 {
    let mut copy = head.to_vec();
    if let Some(own) = copy.get_mut(24..32) {
        own.fill(0);
    }
    hash::of_bytes(&copy)
}

/// The 16 bits at a byte, if they are there.
#[must_use]
#[inline]
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The 32 bits at a byte, if they are there.
#[must_use]
#[inline]
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The 24 bits at a byte, if they are there.
#[must_use]
pub fn u24_at(bytes: &[u8], at: usize) -> Option<u32> {
    let [low, middle, high] = *bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes([low, middle, high, 0]))
}

/// The 64 bits at a byte, if they are there.
#[must_use]
pub fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The floating point number at a byte, if it is there.
#[must_use]
pub fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    u64_at(bytes, at).map(f64::from_bits)
}
