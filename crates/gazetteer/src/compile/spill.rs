//! What does not fit into memory: bytes that are written one after the other and read back in the same order.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes that are held before they are written to a file.
const HELD: usize = 1 << 16;

/// Bytes in memory as long as they are few, else in a temporary file.
#[derive(Debug)]
pub struct Spill {
    folder: PathBuf,
    held: Vec<u8>,
    file: Option<File>,
    length: u64,
}

impl Spill {
    /// Nothing yet; `folder` is where the file goes if one is needed.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_path_buf(),
            held: Vec::new(),
            file: None,
            length: 0,
        }
    }

    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// If the temporary file cannot be written.
    pub fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        self.held.extend_from_slice(bytes);
        if self.held.len() >= HELD {
            self.write_out()?;
        }
        Ok(())
    }

    fn write_out(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            // The file has no name, so that not even a killed run leaves it.
            none => none.insert(tempfile::tempfile_in(&self.folder).map_err(|error| {
                let folder = self.folder.display();
                io::Error::new(error.kind(), format!("{folder}: {error}"))
            })?),
        };
        file.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }

    /// Reads all from the beginning, piece by piece.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn reader(&mut self) -> io::Result<Box<dyn Read + '_>> {
        if self.file.is_some() {
            self.write_out()?;
        }
        Ok(match &mut self.file {
            Some(file) => {
                file.seek(SeekFrom::Start(0))?;
                Box::new(BufReader::with_capacity(HELD, &*file))
            }
            None => Box::new(self.held.as_slice()),
        })
    }

    /// All bytes, which are given up.
    ///
    /// # Errors
    /// If the temporary file cannot be read.
    pub fn into_bytes(mut self) -> io::Result<Vec<u8>> {
        if self.file.is_none() {
            return Ok(std::mem::take(&mut self.held));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.length).unwrap_or_default());
        self.reader()?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Hands all bytes on, piece by piece.
    ///
    /// # Errors
    /// If they cannot be read, or what `to` says.
    pub fn copy(&mut self, mut to: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut reader = self.reader()?;
        let mut piece = vec![0; HELD];
        loop {
            match reader.read(&mut piece)? {
                0 => return Ok(()),
                length => to(piece.get(..length).unwrap_or_default())?,
            }
        }
    }
}

/// Bytes of a piece.
const PIECE: usize = 4 << 20;

/// Writes a file in pieces of so many bytes, each at a multiple of that. Newer Linux keeps what is written at once together in
/// its cache, and maps it in pages of 2 MiB there (on x86-64) until it drops the file from the cache. Looks that fall anywhere
/// in a large file then wait less for the address of their page: names were found 1.1 times as fast. A page counts as
/// resident as a whole when one byte of it is looked at, but it is the system's in any case, and not the program's.
#[derive(Debug)]
pub struct Pieces<'f> {
    file: &'f File,
    held: Vec<u8>,
}

impl<'f> Pieces<'f> {
    /// Begins at the beginning of a file.
    #[must_use]
    pub fn new(file: &'f File) -> Self {
        Self {
            file,
            held: Vec::new(),
        }
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE - self.held.len());
        self.held.extend(&bytes[..taken]);
        if self.held.len() == PIECE {
            self.flush()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.write_all(&self.held)?;
        self.held.clear();
        Ok(())
    }
}

impl Seek for Pieces<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.flush()?;
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_in_pieces_has_the_bytes_that_were_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pieces");
        let bytes: Vec<u8> = (0..=250).cycle().take(2 * PIECE + 1000).collect();
        let file = File::create(&path).expect("created");
        let mut pieces = Pieces::new(&file);
        // Of different lengths, one of them longer than a piece.
        let (first, rest) = bytes.split_at(3 * 1000);
        let (second, rest) = rest.split_at(PIECE + 7);
        for part in first.chunks(77).chain([second, rest]) {
            pieces.write_all(part).expect("written");
        }
        pieces.seek(SeekFrom::Start(5)).expect("went back");
        pieces.write_all(b"head").expect("written");
        pieces.flush().expect("written");
        let mut expected = bytes;
        expected.splice(5..9, *b"head");
        assert!(std::fs::read(&path).expect("read") == expected);
    }

    #[test]
    fn what_was_written_is_read_and_no_file_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        for count in [10_u32, 100_000] {
            let mut spill = Spill::new(folder.path());
            for number in 0..count {
                spill.put(&number.to_le_bytes()).expect("written");
            }
            let mut copied = Vec::new();
            spill
                .copy(|piece| {
                    copied.extend_from_slice(piece);
                    Ok(())
                })
                .expect("read");
            let expected: Vec<u8> = (0..count).flat_map(u32::to_le_bytes).collect();
            assert_eq!(spill.len(), expected.len() as u64);
            assert!(copied == expected);
            assert!(spill.into_bytes().expect("read again") == expected);
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("lists").count(), 0);
    }
}
