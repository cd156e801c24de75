//! ZIP archives of documents. Each entry is read where it lies, by the reader that takes it; nothing is unpacked to disk, and
//! so no entry's path leads anywhere.

use super::package::{Package, is_zip};
use super::{
    Documents, RawFile, ReadError, Reader, Reading, Wants, collection, old_office, registry,
};

/// Reads archives.
pub(super) struct Zip;

impl Reader for Zip {
    fn name(&self) -> &'static str {
        "ZIP"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        is_zip(start)
    }

    fn wants(&self) -> Wants {
        Wants::Seek
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let (id, path) = (file.id.clone(), file.path.clone());
        let mut package = match Package::open(file, reading.limits) {
            Ok(package) => package,
            Err(error) => return registry::one(Err(error)),
        };
        let mut entries: Vec<(String, usize)> = (0..package.len())
            .filter_map(|number| Some((package.name(number)?, number)))
            .collect();
        entries.retain(|(name, _)| !is_passed_over(name));
        entries.sort();
        if entries.len() > reading.limits.files {
            let found = format!(
                "it holds {} files, and {} are read at most",
                entries.len(),
                reading.limits.files
            );
            return registry::one(Err(ReadError::TooLarge { path, found }));
        }
        let mut stopped = false;
        Box::new(
            entries
                .into_iter()
                .flat_map(move |(name, number)| -> Documents<'a> {
                    if stopped {
                        return Box::new(std::iter::empty());
                    }
                    let within = format!("{path}/{}", shown(&name));
                    let extension = collection::extension(std::path::Path::new(&name));
                    match package.entry(number) {
                        Ok(bytes) => {
                            let id = format!("{id}/{}", shown(&name));
                            registry::inner(RawFile::new(id, within, bytes), &reading)
                        }
                        // What is no document need not be readable.
                        Err(_)
                            if registry::reader_for(&extension).is_none()
                                && !old_office::is_unread(&extension) =>
                        {
                            Box::new(std::iter::empty())
                        }
                        Err(error) => {
                            stopped = package.is_spent();
                            registry::one(Err(error.at(within)))
                        }
                    }
                }),
        )
    }
}

/// Whether an entry is not read: hidden, or about the archive.
pub(super) fn is_passed_over(name: &str) -> bool {
    let hidden = |part: &str| part.starts_with('.') && part != ".." || part == "__MACOSX";
    let last = name.rsplit('/').next().unwrap_or_default();
    let stem = last.split('.').next().unwrap_or_default();
    name.split('/').any(hidden) || stem.eq_ignore_ascii_case("readme")
}

/// An entry's name as outputs show it: no more than a name.
pub(super) fn shown(name: &str) -> String {
    let parts = name
        .split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | ".."));
    let name = parts.collect::<Vec<_>>().join("/");
    name.chars().filter(|char| !char.is_control()).collect()
}
