//! Files that are ZIP archives inside: Word, OpenDocument, EPUB, and archives of documents.
//!
//! Nothing is unpacked to disk. What an entry expands to is bounded, whatever its header says.

use std::io::Read as _;

use quick_xml::Reader as XmlReader;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::assemble::{self, Stated};
use super::compressed::most_expanded;
use super::{Limits, RawFile, ReadError, ReadSeek};

/// Whether a file begins as a ZIP archive.
pub(super) fn is_zip(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// Whether the first entries of an archive that begins so have a name with this in it. Names stand in the file as they are.
pub(super) fn names(start: &[u8], name: &[u8]) -> bool {
    is_zip(start) && start.windows(name.len()).any(|bytes| bytes == name)
}

/// An archive, where it lies.
pub(super) struct Package {
    path: String,
    archive: ZipArchive<Box<dyn ReadSeek>>,
    /// How many bytes may still be expanded.
    left: u64,
    limits: Limits,
}

impl Package {
    pub(super) fn open(mut file: RawFile, limits: Limits) -> Result<Self, ReadError> {
        // Office files with a password are no archives.
        if file.bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(ReadError::Encrypted { path: file.path });
        }
        let length = file.length().unwrap_or_default();
        let path = file.path.clone();
        let open = match file.seek() {
            Ok(open) => open,
            Err(source) => return Err(ReadError::Unreadable { path, source }),
        };
        let archive = match ZipArchive::new(open) {
            Ok(archive) => archive,
            Err(error) => {
                let found = error.to_string();
                return Err(ReadError::Damaged { path, found });
            }
        };
        Ok(Self {
            path,
            archive,
            left: most_expanded(limits, length),
            limits,
        })
    }

    /// A file that is one document, and what is known of it by its name.
    pub(super) fn of_document(
        file: RawFile,
        format: &'static str,
        limits: Limits,
    ) -> Result<(Self, Stated), ReadError> {
        let stated = Stated {
            id: file.id.clone(),
            path: file.path.clone(),
            sha256: assemble::sha256(&file.bytes),
            format,
            ..Stated::default()
        };
        let mut package = Self::open(file, limits)?;
        package.left = limits.bytes;
        Ok((package, stated))
    }

    /// Whether all that may be expanded is.
    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.archive.len()
    }

    /// An entry's name, if it is a file.
    pub(super) fn name(&mut self, number: usize) -> Option<String> {
        let name = self.archive.name_for_index(number)?.ok()?.into_owned();
        (!name.ends_with('/')).then_some(name)
    }

    /// What an entry holds.
    pub(super) fn entry(&mut self, number: usize) -> Result<Vec<u8>, ReadError> {
        let path = self.path.clone();
        let damaged = |error: &dyn std::fmt::Display| ReadError::Damaged {
            path: path.clone(),
            found: error.to_string(),
        };
        let entry = match self.archive.by_index(number) {
            Ok(entry) => entry,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(ReadError::Encrypted { path });
            }
            Err(error) => return Err(damaged(&error)),
        };
        let mut bytes = Vec::new();
        let most = self.left.min(self.limits.bytes);
        let read = entry.take(most.saturating_add(1)).read_to_end(&mut bytes);
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > most {
            self.left -= most;
            return Err(ReadError::TooLarge {
                path,
                found: format!("it expands to more than {} MB", self.limits.bytes >> 20),
            });
        }
        read.map_err(|error| damaged(&error))?;
        self.left -= length;
        Ok(bytes)
    }

    /// What the entry of this name holds; `None` if there is none.
    pub(super) fn get(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(number) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let bytes = self.entry(number)?;
        Ok(Some(text(&bytes)))
    }

    /// The same for an entry without which there is no document.
    pub(super) fn need(&mut self, name: &str) -> Result<String, ReadError> {
        self.get(name)?.ok_or_else(|| ReadError::Damaged {
            path: self.path.clone(),
            found: format!("{name} is missing in it"),
        })
    }
}

/// XML as text: UTF-8, or UTF-16 with its mark.
pub(super) fn text(bytes: &[u8]) -> String {
    let (text, _, _) = encoding_rs::UTF_8.decode(bytes);
    text.into_owned()
}

/// What a part of an XML file is.
pub(super) enum Xml<'a> {
    /// An element begins: its name without its prefix, and its attributes.
    Start(&'a str, &'a [(String, String)]),
    /// An element ends.
    End(&'a str),
    /// Text.
    Text(&'a str),
}

/// Elements nested deeper are not read.
const DEEPEST: usize = 1000;

/// Leads through an XML file. Entities but the five of XML and numbers are left out; nothing is fetched. What is wrong ends
/// it: `Err` says what.
pub(super) fn walk(xml: &str, mut each: impl FnMut(Xml<'_>)) -> Result<(), String> {
    let mut reader = XmlReader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    let mut attributes: Vec<(String, String)> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                let is_empty = matches!(event, Event::Empty(_));
                attributes.clear();
                for attribute in start.attributes().flatten() {
                    let name = attribute.key.local_name();
                    let value = attribute
                        .normalized_value(XmlVersion::default())
                        .unwrap_or_default();
                    attributes.push((AsRef::<str>::as_ref(&name).to_owned(), value.into_owned()));
                }
                let name = start.local_name();
                let name: &str = name.as_ref();
                if depth < DEEPEST {
                    each(Xml::Start(name, &attributes));
                    if is_empty {
                        each(Xml::End(name));
                    }
                }
                depth += usize::from(!is_empty);
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if depth < DEEPEST {
                    let name = end.local_name();
                    each(Xml::End(name.as_ref()));
                }
            }
            Event::Text(text) => each(Xml::Text(&text.xml10_content())),
            Event::CData(text) => each(Xml::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                let written = match reference.resolve_char_ref() {
                    Ok(Some(char)) => Some(char),
                    _ => match &*reference.xml10_content() {
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "amp" => Some('&'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        "nbsp" => Some(' '),
                        _ => None,
                    },
                };
                if let Some(char) = written {
                    each(Xml::Text(char.encode_utf8(&mut [0; 4])));
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute.
pub(super) fn value<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}

/// Title, author and language out of Dublin Core.
#[derive(Debug, Default)]
pub(super) struct Core {
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) date: Option<String>,
}

impl Core {
    pub(super) fn of(xml: &str) -> Self {
        let mut core = Self::default();
        let mut open = String::new();
        let mut text = String::new();
        let walked = walk(xml, |part| match part {
            Xml::Start(name, _) => {
                open = name.to_owned();
                text.clear();
            }
            Xml::Text(piece) => text.push_str(piece),
            Xml::End(name) => {
                let said =
                    Some(text.trim().to_owned()).filter(|text| !text.is_empty() && open == name);
                let slot = match name {
                    "title" => &mut core.title,
                    "creator" | "initial-creator" => &mut core.author,
                    "publisher" => &mut core.publisher,
                    "language" => &mut core.language,
                    "date" => &mut core.date,
                    _ => return,
                };
                if slot.is_none() {
                    *slot = said;
                }
            }
        });
        // What could be read of it counts.
        let _ = walked;
        core
    }
}
