//! tar archives of documents, gone through entry by entry. Only files are read, each by the reader that takes it; no path,
//! link or owner in them means anything here.

use std::io::{self, BufRead, Read};

use super::archive::{is_passed_over, shown};
use super::compressed::too_much;
use super::{Documents, Limits, RawFile, ReadError, Reader, Reading, Wants, registry};

/// Reads tar archives.
pub(super) struct Tar;

/// Headers, and what they are followed by, come in pieces of this many bytes.
const BLOCK: usize = 512;

/// The longest name that is read.
const LONGEST_NAME: u64 = 1 << 16;

impl Reader for Tar {
    fn name(&self) -> &'static str {
        "tar"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tar"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        start.get(257..262) == Some(b"ustar")
    }

    fn wants(&self) -> Wants {
        Wants::Stream
    }

    fn read<'a>(&'a self, mut file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let from = match file.open() {
            Ok(from) => from,
            Err(source) => return registry::one(Err(ReadError::of_io(file.path, source))),
        };
        let mut entries = Entries {
            from,
            limits: reading.limits,
            count: 0,
        };
        let mut ended = false;
        let found = std::iter::from_fn(move || {
            if ended {
                return None;
            }
            let path = || file.path.clone();
            let entry = match entries.next() {
                Ok(None) => return None,
                Ok(Some((name, bytes))) => {
                    let within = format!("{}/{}", file.path, shown(&name));
                    match bytes {
                        Ok(bytes) => Ok(RawFile::new(
                            format!("{}/{}", file.id, shown(&name)),
                            within,
                            bytes,
                        )),
                        Err(source) => Err(ReadError::of_io(within, source)),
                    }
                }
                Err(Stop::TooMany(most)) => {
                    ended = true;
                    let found = format!("it holds more than {most} files");
                    Err(ReadError::TooLarge {
                        path: path(),
                        found,
                    })
                }
                Err(Stop::Io(source)) => {
                    ended = true;
                    Err(ReadError::of_io(path(), source))
                }
            };
            Some(entry)
        });
        Box::new(found.flat_map(move |entry| match entry {
            Ok(file) => registry::inner(file, &reading),
            Err(error) => registry::one(Err(error)),
        }))
    }
}

/// Why an archive is read no further.
enum Stop {
    TooMany(usize),
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Io(error)
    }
}

struct Entries {
    from: Box<dyn BufRead>,
    limits: Limits,
    count: usize,
}

/// The name of a file and what is in it, if that is within the limits.
type Entry = (String, io::Result<Vec<u8>>);

impl Entries {
    /// The next file that is not passed over.
    fn next(&mut self) -> Result<Option<Entry>, Stop> {
        // What a header before the file's own says: names longer than headers have room for.
        let mut long_name = None;
        while let Some(header) = self.header()? {
            let size = number(header.get(124..136).unwrap_or_default())
                .ok_or_else(|| damaged("an entry has no length"))?;
            match header.get(156).copied().unwrap_or_default() {
                b'L' => long_name = Some(name(&self.content(size, LONGEST_NAME)??)),
                b'x' => long_name = pax_path(&self.content(size, LONGEST_NAME)??).or(long_name),
                0 | b'0' | b'7' => {
                    let name = long_name.take().unwrap_or_else(|| own_name(&header));
                    if is_passed_over(&name) || name.ends_with('/') {
                        self.pass(size)?;
                        continue;
                    }
                    self.count += 1;
                    if self.count > self.limits.files {
                        return Err(Stop::TooMany(self.limits.files));
                    }
                    let content = self.content(size, self.limits.bytes)?;
                    return Ok(Some((name, content)));
                }
                _ => {
                    long_name = None;
                    self.pass(size)?;
                }
            }
        }
        Ok(None)
    }

    /// The next header; `None` at the end.
    fn header(&mut self) -> io::Result<Option<[u8; BLOCK]>> {
        let mut header = [0; BLOCK];
        if self.from.fill_buf()?.is_empty() {
            return Ok(None);
        }
        self.from.read_exact(&mut header)?;
        if header.iter().all(|byte| *byte == 0) {
            return Ok(None);
        }
        let sum: u64 = header
            .iter()
            .enumerate()
            .map(|(at, byte)| {
                u64::from(if (148..156).contains(&at) {
                    b' '
                } else {
                    *byte
                })
            })
            .sum();
        if number(header.get(148..156).unwrap_or_default()) != Some(sum) {
            return Err(damaged("the header of an entry does not add up"));
        }
        Ok(Some(header))
    }

    /// What an entry holds. What is longer than `limit` is gone over.
    fn content(&mut self, size: u64, limit: u64) -> io::Result<io::Result<Vec<u8>>> {
        if size > limit {
            self.pass(size)?;
            return Ok(Err(too_much(limit)));
        }
        let mut bytes = Vec::new();
        (&mut self.from).take(size).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).is_ok_and(|length| length < size) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut behind = (&mut self.from).take(padding(size));
        io::copy(&mut behind, &mut io::sink())?;
        Ok(Ok(bytes))
    }

    fn pass(&mut self, size: u64) -> io::Result<()> {
        let whole = size.saturating_add(padding(size));
        let passed = io::copy(&mut (&mut self.from).take(whole), &mut io::sink())?;
        if passed < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// What follows a content of this length until the next piece begins.
fn padding(size: u64) -> u64 {
    size.wrapping_neg() % 512
}

/// A number of a header: octal figures, or, where they have no room, bytes behind a mark.
fn number(field: &[u8]) -> Option<u64> {
    if let [0x80, rest @ ..] = field {
        let (high, low) = rest.split_at_checked(rest.len().checked_sub(8)?)?;
        return high
            .iter()
            .all(|byte| *byte == 0)
            .then(|| low.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)));
    }
    let text = std::str::from_utf8(field).ok()?;
    let figures = text.trim_matches(|char: char| char == '\0' || char.is_whitespace());
    u64::from_str_radix(figures, 8).ok()
}

fn name(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|byte| *byte == 0);
    let bytes = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}

/// The name in a header, in two parts where it is long.
fn own_name(header: &[u8; BLOCK]) -> String {
    let last = name(header.get(..100).unwrap_or_default());
    let first = match header.get(257..262) {
        Some(b"ustar") => name(header.get(345..500).unwrap_or_default()),
        _ => String::new(),
    };
    if first.is_empty() {
        last
    } else {
        format!("{first}/{last}")
    }
}

/// The path in a header of lines `LENGTH KEY=VALUE`.
fn pax_path(bytes: &[u8]) -> Option<String> {
    let mut rest = bytes;
    while let Some(blank) = rest.iter().position(|byte| *byte == b' ') {
        let length: usize = std::str::from_utf8(rest.get(..blank)?).ok()?.parse().ok()?;
        let line = rest.get(blank + 1..length)?;
        if let Some(path) = line.strip_prefix(b"path=") {
            return Some(name(path.strip_suffix(b"\n").unwrap_or(path)));
        }
        rest = rest.get(length..)?;
    }
    None
}
