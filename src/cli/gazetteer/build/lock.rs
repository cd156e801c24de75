//! The lock file beside a recipe: which content was found at each address, in the form of `sha256sum`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Checksums by address.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    sums: BTreeMap<String, String>,
    written: bool,
}

impl Lock {
    /// Reads the lock file of a recipe: the same name with the ending `.lock`.
    pub(super) fn beside(recipe: &Path) -> Result<Self, String> {
        let path = recipe.with_extension("lock");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(format!("{}: {error}", path.display())),
        };
        let mut sums = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            let Some((sum, url)) = line.split_once("  ") else {
                return Err(format!(
                    "{}:{number}: is no checksum and address; delete the file to write it anew",
                    path.display()
                ));
            };
            sums.insert(url.to_owned(), sum.to_owned());
        }
        Ok(Self {
            path,
            sums,
            written: true,
        })
    }

    /// What was found at an address before.
    pub(super) fn get(&self, url: &str) -> Option<&str> {
        self.sums.get(url).map(String::as_str)
    }

    /// Remembers what was found.
    pub(super) fn set(&mut self, url: &str, sum: String) {
        if self.get(url) != Some(&sum) {
            self.sums.insert(url.to_owned(), sum);
            self.written = false;
        }
    }

    /// Writes the file if anything in it is new.
    pub(super) fn write(&self) -> Result<(), String> {
        if self.written {
            return Ok(());
        }
        let text: String = self
            .sums
            .iter()
            .map(|(url, sum)| format!("{sum}  {url}\n"))
            .collect();
        araxes_gazetteer::new_file::write(&self.path, |file| file.write_all(text.as_bytes()))
            .map_err(|error| format!("{}: {error}", self.path.display()))
    }
}
