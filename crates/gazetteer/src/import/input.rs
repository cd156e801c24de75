//! Opening what a user names: plain files, files packed by gzip, members of zip archives, read where they lie and from
//! beginning to end. Also the walk over the lines of large tables.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::ImportError;

/// No line of a table that people write is longer. What is, is no table.
const LONGEST_LINE: u64 = 1 << 24;
/// Bytes read from a file at a time.
const BUFFER: usize = 1 << 18;
/// Bytes of lines that are handed from the thread that reads to the one that works.
const PIECE: usize = 1 << 16;
/// How many such pieces the reading is ahead at most.
const PIECES_AHEAD: usize = 32;

/// Told how far the reading of a file has come.
pub trait Progress {
    /// A file is opened; it has so many bytes on disk.
    fn begin(&self, file: &str, bytes: u64);
    /// So many of them more are read.
    fn advance(&self, bytes: u64);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn begin(&self, _: &str, _: u64) {}
    fn advance(&self, _: u64) {}
}

/// A file, or a member of an archive.
#[derive(Clone)]
pub struct Input {
    path: PathBuf,
    member: Option<String>,
    label: String,
    progress: Rc<dyn Progress>,
}

impl std::fmt::Debug for Input {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Input").field(&self.label).finish()
    }
}

impl Input {
    /// What a path holds: itself, or the files that are packed in it, in the order of their names.
    ///
    /// # Errors
    /// If it cannot be read, is empty, or is an archive that is broken.
    pub fn at(path: &Path, progress: &Rc<dyn Progress>) -> Result<Vec<Self>, ImportError> {
        let label = path.display().to_string();
        let size = std::fs::metadata(path)
            .map_err(|source| ImportError::unreadable(&label, source))?
            .len();
        if size == 0 {
            return Err(ImportError::file(
                &label,
                "is empty; fetch or export it again",
            ));
        }
        let whole = Self {
            path: path.to_path_buf(),
            member: None,
            label,
            progress: Rc::clone(progress),
        };
        if !has_ending(path, "zip") {
            return Ok(vec![whole]);
        }
        let mut archive = whole.archive()?;
        let mut members = Vec::new();
        for number in 0..archive.len() {
            let member = archive
                .by_index_raw(number)
                .map_err(|error| whole.broken(&error))?;
            let name = member.name().map_err(|error| whole.broken(&error))?;
            if member.is_file() {
                members.push(Self {
                    label: format!("{}/{name}", whole.label),
                    member: Some(name.to_string()),
                    ..whole.clone()
                });
            }
        }
        if members.is_empty() {
            return Err(ImportError::file(
                &whole.label,
                "is an archive without a file in it; fetch it again",
            ));
        }
        members.sort_by(|left, right| left.label.cmp(&right.label));
        Ok(members)
    }

    /// What it is called in messages.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The last part of its name, without the ending that says how it is packed.
    #[must_use]
    pub fn name(&self) -> &str {
        let name = self.label.rsplit('/').next().unwrap_or(&self.label);
        name.strip_suffix(".gz").unwrap_or(name)
    }

    /// The name without its ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.name()
            .split_once('.')
            .map_or(self.name(), |(stem, _)| stem)
    }

    /// The ending of the name, in small letters.
    #[must_use]
    pub fn ending(&self) -> String {
        self.name()
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_ascii_lowercase())
            .unwrap_or_default()
    }

    /// The file on disk, unless it is packed.
    #[must_use]
    pub fn plain_path(&self) -> Option<&Path> {
        (self.member.is_none() && !has_ending(&self.path, "gz")).then_some(self.path.as_path())
    }

    /// A file of the same stem and another ending beside this one or in the same archive, such as the `.dbf` of a
    /// `.shp`.
    #[must_use]
    pub fn sibling(&self, ending: &str) -> Option<Self> {
        let beside = |name: &str| {
            let (stem, old) = name.rsplit_once('.')?;
            let capitals = old.bytes().all(|byte| byte.is_ascii_uppercase());
            let ending = match capitals {
                true => ending.to_ascii_uppercase(),
                false => ending.to_owned(),
            };
            Some(format!("{stem}.{ending}"))
        };
        let label = beside(&self.label)?;
        let mut sibling = Self {
            label,
            ..self.clone()
        };
        match &self.member {
            Some(member) => {
                let member = beside(member)?;
                self.archive().ok()?.index_for_name(&member)?;
                sibling.member = Some(member);
            }
            None => {
                sibling.path = PathBuf::from(beside(self.path.to_str()?)?);
                sibling.path.is_file().then_some(())?;
            }
        }
        Some(sibling)
    }

    fn broken(&self, error: &dyn std::fmt::Display) -> ImportError {
        ImportError::file(
            &self.path.display().to_string(),
            format!("is no zip archive, or not all of one ({error}); fetch it again"),
        )
    }

    fn file(&self) -> Result<File, ImportError> {
        File::open(&self.path)
            .map_err(|source| ImportError::unreadable(&self.path.display().to_string(), source))
    }

    fn archive(&self) -> Result<ZipArchive<BufReader<Watched<File>>>, ImportError> {
        let watched = Watched {
            inner: self.file()?,
            progress: Rc::clone(&self.progress),
        };
        ZipArchive::new(BufReader::with_capacity(BUFFER, watched))
            .map_err(|error| self.broken(&error))
    }

    /// Reads it from beginning to end.
    ///
    /// # Errors
    /// If it cannot be opened, and whatever `read` says.
    pub fn read<T>(
        &self,
        read: impl FnOnce(&mut dyn BufRead) -> Result<T, ImportError>,
    ) -> Result<T, ImportError> {
        let file = self.file()?;
        let size = file.metadata().map(|data| data.len()).unwrap_or_default();
        let Some(member) = &self.member else {
            self.progress.begin(&self.label, size);
            let watched = Watched {
                inner: file,
                progress: Rc::clone(&self.progress),
            };
            let mut plain = BufReader::with_capacity(BUFFER, watched);
            if has_ending(&self.path, "gz") {
                return read(&mut BufReader::with_capacity(
                    BUFFER,
                    MultiGzDecoder::new(plain),
                ));
            }
            return read(&mut plain);
        };
        let mut archive = self.archive()?;
        let member = archive
            .by_name(member)
            .map_err(|error| self.broken(&error))?;
        self.progress.begin(&self.label, member.compressed_size());
        read(&mut BufReader::with_capacity(BUFFER, member))
    }

    /// All of it, for formats that are not read from beginning to end.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>, ImportError> {
        self.read(|reader| {
            let mut bytes = Vec::new();
            reader
                .read_to_end(&mut bytes)
                .map_err(|source| self.interrupted(source))?;
            Ok(bytes)
        })
    }

    /// Hands over its lines without their ends, each with its number from 1, until there are no more. Another thread
    /// reads and unpacks ahead.
    ///
    /// # Errors
    /// If it cannot be read to its end, or is no table of lines, and whatever `each` says.
    pub fn lines(
        &self,
        mut each: impl FnMut(u64, &[u8]) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let tally = Arc::new(Tally::default());
        let ahead = (self.path.clone(), self.member.clone(), self.label.clone());
        std::thread::scope(|threads| {
            // Moved in, so that the reader ends when this one does.
            let (sender, pieces) = sync_channel(PIECES_AHEAD);
            let counting = Arc::clone(&tally);
            threads.spawn(move || {
                let (path, member, label) = ahead;
                let input = Input {
                    path,
                    member,
                    label,
                    progress: Rc::new(counting),
                };
                if let Err(error) = input.send_lines(&sender) {
                    // Who gave up does not want to know.
                    let _ = sender.send(Err(error));
                }
            });
            let (mut number, mut told) = (0, None);
            for piece in pieces {
                tally.tell(self, &mut told);
                let piece = piece?;
                let mut begin = 0;
                for end in piece.ends {
                    number += 1;
                    let line = piece.bytes.get(begin..end).unwrap_or_default();
                    let text = line.strip_suffix(b"\n").unwrap_or(line);
                    each(number, text.strip_suffix(b"\r").unwrap_or(text))?;
                    begin = end;
                }
            }
            tally.tell(self, &mut told);
            Ok(())
        })
    }

    /// Sends its lines, many at a time, until there are no more or nobody wants them.
    fn send_lines(&self, to: &SyncSender<Result<Piece, ImportError>>) -> Result<(), ImportError> {
        self.read(|reader| {
            let mut number = 0_u64;
            loop {
                let mut piece = Piece::default();
                piece.bytes.reserve(PIECE);
                let mut is_last = false;
                while piece.bytes.len() < PIECE && !is_last {
                    number += 1;
                    let read = reader
                        .take(LONGEST_LINE)
                        .read_until(b'\n', &mut piece.bytes);
                    match read {
                        Ok(0) => is_last = true,
                        Ok(read) if read as u64 == LONGEST_LINE => {
                            return Err(ImportError::file(
                                &format!("{}:{number}", self.label),
                                "has a line that does not end; this is no table of lines",
                            ));
                        }
                        Ok(_) => piece.ends.push(piece.bytes.len()),
                        Err(source) => {
                            // Whole lines before the break are rows like others, and are reported like them.
                            let _ = to.send(Ok(piece));
                            return Err(self.interrupted(source));
                        }
                    }
                }
                if to.send(Ok(piece)).is_err() || is_last {
                    return Ok(());
                }
            }
        })
    }

    /// What is said when a file ends early or its packing is broken.
    #[must_use]
    pub fn interrupted(&self, source: io::Error) -> ImportError {
        match source.kind() {
            // What readers of packed files say of their bytes; the system has other words.
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::Other => ImportError::file(
                &self.label,
                format!("is damaged, or not all of the file ({source}); fetch it again"),
            ),
            _ => ImportError::unreadable(&self.label, source),
        }
    }
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// SHA-256 over the names and contents of files, in hexadecimal: what a volume made of them is known by.
///
/// # Errors
/// If one cannot be read.
pub fn checksum(paths: &[PathBuf]) -> Result<String, ImportError> {
    let mut hash = Sha256::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default();
        hash.update(name.as_encoded_bytes());
        hash.update([0]);
        hash_file(path, &mut hash)?;
    }
    Ok(hexadecimal(&hash.finalize()))
}

/// SHA-256 of a file, in hexadecimal.
///
/// # Errors
/// If it cannot be read.
pub fn checksum_of(path: &Path) -> Result<String, ImportError> {
    let mut hash = Sha256::new();
    hash_file(path, &mut hash)?;
    Ok(hexadecimal(&hash.finalize()))
}

fn hash_file(path: &Path, hash: &mut Sha256) -> Result<(), ImportError> {
    let unreadable = |source| ImportError::unreadable(&path.display().to_string(), source);
    let mut file = File::open(path).map_err(unreadable)?;
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = file.read(&mut buffer).map_err(unreadable)?;
        if read == 0 {
            return Ok(());
        }
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Lines that follow each other.
#[derive(Debug, Default)]
struct Piece {
    bytes: Vec<u8>,
    /// Where each line ends, behind its line end.
    ends: Vec<usize>,
}

/// How far another thread has come with reading.
#[derive(Debug, Default)]
struct Tally {
    size: AtomicU64,
    read: AtomicU64,
}

impl Tally {
    /// Tells the progress of an input what is new; `told` is what it was told before.
    fn tell(&self, input: &Input, told: &mut Option<u64>) {
        let read = self.read.load(Ordering::Relaxed);
        let before = *told.get_or_insert_with(|| {
            let size = self.size.load(Ordering::Relaxed);
            input.progress.begin(&input.label, size);
            0
        });
        input.progress.advance(read - before);
        *told = Some(read);
    }
}

impl Progress for Arc<Tally> {
    fn begin(&self, _: &str, bytes: u64) {
        self.size.store(bytes, Ordering::Relaxed);
    }

    fn advance(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// Tells how much was read.
struct Watched<R> {
    inner: R,
    progress: Rc<dyn Progress>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.progress.advance(read as u64);
        Ok(read)
    }
}

impl<R: io::Seek> io::Seek for Watched<R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
