//! The layout of a compiled gazetteer (`docs/gazetteer-format.md`): a header, a table of sections, the sections.
//!
//! All numbers are little-endian. Sections begin at multiples of 64 bytes, so that a bucket of the name table is a
//! cache line. [`Layout::check`] proves that header and section table are whole and that each section lies in the
//! file and has a whole number of records; what is *in* a record is checked when it is read.

use std::ops::Range;

use super::hash;

/// The first bytes of every compiled gazetteer. As in PNG, a transfer that changes line ends is seen.
pub const MAGIC: [u8; 8] = *b"\x89GAZ\r\n\x1a\n";
/// The version of the layout, of the hashes and of the folding of names that this program reads and writes.
pub const VERSION: u32 = 1;
/// Bytes of the header without the section table.
pub const HEADER: usize = 64;
/// Bytes of a row of the section table.
pub const SECTION_ROW: usize = 32;
/// What sections are aligned to, bytes.
pub const ALIGNMENT: usize = 64;
/// Stands for a number that is not known.
pub const NONE: u32 = u32::MAX;
/// Stands for a wide number that is not known.
pub const NONE_WIDE: u64 = u64::MAX;

/// The sections, in the order in which they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Section {
    /// JSON: volumes, sources, program.
    Meta = 1,
    /// All text, UTF-8.
    Text,
    /// Words used over and over (codes, languages): offset and length in the text.
    Words,
    /// Lists of texts: a count, then offset and length of each.
    Lists,
    /// Spans of time: first day, last day.
    Validities,
    /// Language, script, kind and validity that many names share.
    Manners,
    /// Places.
    Places,
    /// Routes.
    Routes,
    /// Lines between sides.
    Borders,
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
    /// Names that share a key.
    Postings,
    /// The name table.
    Buckets,
    /// Hashes of ids, sorted.
    Ids,
    /// Further ids of entries.
    Aliases,
}

impl Section {
    /// All sections, in order.
    pub const ALL: [Section; 20] = [
        Section::Meta,
        Section::Text,
        Section::Words,
        Section::Lists,
        Section::Validities,
        Section::Manners,
        Section::Places,
        Section::Routes,
        Section::Borders,
        Section::Foreign,
        Section::Courses,
        Section::Waters,
        Section::Geometry,
        Section::Topology,
        Section::FirstNames,
        Section::Names,
        Section::Postings,
        Section::Buckets,
        Section::Ids,
        Section::Aliases,
    ];

    /// Bytes of a record.
    #[must_use]
    pub const fn width(self) -> usize {
        match self {
            Section::Meta | Section::Text | Section::Geometry | Section::Topology => 1,
            Section::Lists | Section::FirstNames | Section::Postings => 4,
            Section::Words | Section::Validities | Section::Foreign | Section::Ids => 8,
            Section::Manners | Section::Aliases => 12,
            Section::Names => 16,
            Section::Borders | Section::Courses | Section::Waters => 24,
            Section::Routes => 48,
            Section::Places | Section::Buckets => 64,
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

/// Puts sections together into a file.
#[must_use]
pub fn assemble(sections: &[Vec<u8>; Section::ALL.len()]) -> Vec<u8> {
    let table_end = HEADER + Section::ALL.len() * SECTION_ROW;
    let mut bytes = vec![0; table_end];
    let mut table = Vec::with_capacity(Section::ALL.len() * SECTION_ROW);
    for (section, content) in Section::ALL.into_iter().zip(sections) {
        bytes.resize(bytes.len().next_multiple_of(ALIGNMENT), 0);
        table.extend((section as u32).to_le_bytes());
        table.extend((section.width() as u32).to_le_bytes());
        table.extend((bytes.len() as u64).to_le_bytes());
        table.extend((content.len() as u64).to_le_bytes());
        table.extend(hash::of_bytes(content).to_le_bytes());
        bytes.extend(content);
    }
    let length = bytes.len() as u64;
    let count = Section::ALL.len() as u32;
    bytes[..8].copy_from_slice(&MAGIC);
    bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
    bytes[12..16].copy_from_slice(&count.to_le_bytes());
    bytes[16..24].copy_from_slice(&length.to_le_bytes());
    bytes[HEADER..table_end].copy_from_slice(&table);
    let checksum = header_checksum(&bytes[..table_end]);
    bytes[24..32].copy_from_slice(&checksum.to_le_bytes());
    bytes
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
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The 32 bits at a byte, if they are there.
#[must_use]
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
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
