//! Files that are packed by themselves: gzip and Zstandard. What is expanded is read by the reader that takes it, and is
//! gone through where that reader goes through files, so that it may be of any length.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::{
    Documents, Limits, RawFile, ReadError, Reader, Reading, Wants, Whole, collection, old_office,
    registry,
};

/// Expands what comes out of a file.
type Expand = fn(Box<dyn BufRead>) -> io::Result<Box<dyn Read>>;

/// Reads what is packed in one way.
pub(super) struct Compressed {
    name: &'static str,
    extensions: &'static [&'static str],
    magic: &'static [u8],
    expand: Expand,
}

/// gzip, also of several members one behind the other, as in archives of the web.
pub(super) const GZIP: Compressed = Compressed {
    name: "gzip",
    extensions: &["gz", "tgz"],
    magic: b"\x1F\x8B\x08",
    expand: |packed| Ok(Box::new(flate2::bufread::MultiGzDecoder::new(packed))),
};

/// Zstandard.
pub(super) const ZSTANDARD: Compressed = Compressed {
    name: "Zstandard",
    extensions: &["zst", "tzst"],
    magic: b"\x28\xB5\x2F\xFD",
    expand: |packed| {
        let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
        // What must be remembered while expanding: 128 MB, as by other programs.
        decoder.window_log_max(27)?;
        Ok(Box::new(decoder))
    },
};

impl Reader for Compressed {
    fn name(&self) -> &'static str {
        self.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    fn recognises(&self, start: &[u8]) -> bool {
        start.starts_with(self.magic)
    }

    fn wants(&self) -> Wants {
        Wants::Stream
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let path = file.path.clone();
        match self.expanded(file, reading.limits) {
            Ok(inner) => {
                let extension = inner.extension();
                if reading.depth == 0 && registry::reader_of(inner.start(), &extension).is_none() {
                    let unread = old_office::unread(path, inner.start(), extension);
                    return registry::one(Err(unread));
                }
                registry::inner(inner, &reading)
            }
            Err(error) => registry::one(Err(error)),
        }
    }
}

impl Compressed {
    /// The file that is packed in another.
    fn expanded(&self, file: RawFile, limits: Limits) -> Result<RawFile, ReadError> {
        let (id, path) = (file.id.clone(), file.path.clone());
        let extension = self.inner_extension(&file);
        let expand = self.expand;
        let opens = move || -> io::Result<Box<dyn BufRead>> {
            let taken = Rc::new(Cell::new(0));
            let packed = Counted {
                from: file.clone().open()?,
                count: Rc::clone(&taken),
            };
            let expanded = expand(Box::new(BufReader::new(packed)))?;
            Ok(Box::new(BufReader::with_capacity(
                1 << 16,
                Bounded {
                    from: expanded,
                    given: 0,
                    taken,
                    limits,
                },
            )))
        };
        let failed = |source| ReadError::of_io(path.clone(), source);
        let mut open = opens().map_err(failed)?;
        let mut bytes = Vec::new();
        let start = u64::try_from(registry::START).unwrap_or_default();
        (&mut open)
            .take(start)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        let reader = registry::reader_of(&bytes, &extension);
        let mut whole = Whole::Here;
        if reader.is_some_and(|reader| reader.wants() == Wants::Stream) {
            whole = Whole::Stream(Arc::new(opens));
        } else if reader.is_some() {
            read_within(&mut open, limits.bytes, &mut bytes).map_err(failed)?;
        }
        Ok(RawFile {
            whole,
            extension: Some(extension),
            ..RawFile::new(id, path, bytes)
        })
    }

    /// The extension of what is in a file: of `news.csv.gz` it is `csv`, of `news.tgz` `tar`.
    fn inner_extension(&self, file: &RawFile) -> String {
        match file.extension().as_str() {
            "tgz" | "tzst" => "tar".to_owned(),
            own if self.extensions.contains(&own) => {
                let stem = Path::new(&file.path).file_stem().unwrap_or_default();
                collection::extension(Path::new(stem))
            }
            other => other.to_owned(),
        }
    }
}

/// What a packed file may come to for each of its bytes. Texts come to five or ten.
const MOST_FOR_A_BYTE: u64 = 100;

/// What may be expanded of a file of this length: what a document may have, and of long files more.
pub(super) fn most_expanded(limits: Limits, packed: u64) -> u64 {
    limits.bytes.max(packed.saturating_mul(MOST_FOR_A_BYTE))
}

/// Reads to the end, if that is within the limit.
pub(super) fn read_within(from: &mut dyn Read, limit: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
    let had = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    from.take(limit.saturating_sub(had).saturating_add(1))
        .read_to_end(bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        Ok(())
    } else {
        Err(too_much(limit))
    }
}

/// What reading ends with where a file has more than it may.
pub(super) fn too_much(limit: u64) -> io::Error {
    io::Error::other(TooMuch(limit))
}

/// A file expands to more than it may.
#[derive(Debug, thiserror::Error)]
#[error("it has or expands to more than {} MB", .0 >> 20)]
struct TooMuch(u64);

/// Whether reading ended because a file expands to more than it may. Libraries may have wrapped it.
pub(super) fn is_too_much(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<TooMuch>())
}

/// Counts what is taken.
struct Counted {
    from: Box<dyn BufRead>,
    count: Rc<Cell<u64>>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        let more = u64::try_from(length).unwrap_or_default();
        self.count.set(self.count.get().saturating_add(more));
        Ok(length)
    }
}

/// Gives no more than may be expanded of what was taken.
struct Bounded {
    from: Box<dyn Read>,
    given: u64,
    taken: Rc<Cell<u64>>,
    limits: Limits,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.given = self
            .given
            .saturating_add(u64::try_from(length).unwrap_or_default());
        let most = most_expanded(self.limits, self.taken.get());
        if self.given > most {
            return Err(too_much(most));
        }
        Ok(length)
    }
}
