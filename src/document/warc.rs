//! Archives of the web (WARC, as Common Crawl publishes them): each page and text that was fetched is a document, with
//! its address. They are gone through record by record.

use std::io::{self, BufRead, Read};

use super::compressed::{read_within, too_much};
use super::{Document, Documents, Limits, RawFile, ReadError, Reader, Reading, Wants, registry};

/// Reads archives of the web.
pub(super) struct Warc;

/// The longest headers of a record.
const LONGEST_HEAD: u64 = 1 << 20;

impl Reader for Warc {
    fn name(&self) -> &'static str {
        "WARC"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["warc", "wet"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        start.starts_with(b"WARC/1.") || start.starts_with(b"WARC/0.")
    }

    fn wants(&self) -> Wants {
        Wants::Stream
    }

    fn read<'a>(&'a self, mut file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let mut from = match file.open() {
            Ok(from) => from,
            Err(source) => return registry::one(Err(ReadError::of_io(file.path, source))),
        };
        let (mut number, mut ended) = (0, false);
        let records = std::iter::from_fn(move || {
            if ended {
                return None;
            }
            match record(&mut from, reading.limits) {
                Ok(None) => None,
                Ok(Some(record)) => {
                    number += 1;
                    Some(of_record(record, &file, number, &reading))
                }
                Err(source) => {
                    ended = true;
                    Some(registry::one(Err(ReadError::of_io(
                        format!("{}/{}", file.path, number + 1),
                        source,
                    ))))
                }
            }
        });
        Box::new(records.flatten())
    }
}

/// Names and values, in their order.
type Headers = Vec<(String, String)>;

struct Record {
    headers: Headers,
    /// What it holds; nothing of records that are no documents.
    content: io::Result<Vec<u8>>,
}

/// The documents of a record: one, or none.
fn of_record<'a>(
    record: Record,
    file: &RawFile,
    number: u64,
    reading: &Reading<'a>,
) -> Documents<'a> {
    let path = format!("{}/{number}", file.path);
    let nothing = || -> Documents<'a> { Box::new(std::iter::empty()) };
    let kind = value(&record.headers, "WARC-Type").unwrap_or_default();
    if !is_document(kind) {
        return nothing();
    }
    let content = match record.content {
        Ok(content) => content,
        Err(source) => return registry::one(Err(ReadError::of_io(path, source))),
    };
    let own_type = value(&record.headers, "Content-Type").unwrap_or_default();
    let (content_type, body) = if own_type.starts_with("application/http") {
        match response(content, reading.limits) {
            Ok(Some(response)) => response,
            Ok(None) => return nothing(),
            Err(source) => return registry::one(Err(ReadError::of_io(path, source))),
        }
    } else {
        (own_type.to_owned(), content)
    };
    let url = value(&record.headers, "WARC-Target-URI")
        .map(|url| url.trim_matches(['<', '>']).to_owned());
    let inner = RawFile {
        extension: Some(extension(&content_type).to_owned()),
        ..RawFile::new(format!("{}/{number}", file.id), path, body)
    };
    let documents = registry::inner(inner, reading);
    Box::new(documents.map(move |document| {
        document.map(|document| Document {
            url: url.clone().or(document.url),
            ..document
        })
    }))
}

fn is_document(kind: &str) -> bool {
    matches!(kind, "response" | "resource" | "conversion")
}

/// The extension of what has this type; that of what no reader takes for types that are none of documents.
fn extension(content_type: &str) -> &'static str {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    match essence.to_ascii_lowercase().as_str() {
        "text/html" | "application/xhtml+xml" => "html",
        "text/plain" => "txt",
        "application/pdf" => "pdf",
        "message/rfc822" => "eml",
        _ => "",
    }
}

/// The next record; `None` at the end.
fn record(from: &mut dyn BufRead, limits: Limits) -> io::Result<Option<Record>> {
    let mut line = Vec::new();
    // Records end with blank lines.
    loop {
        line.clear();
        if (&mut *from)
            .take(LONGEST_HEAD)
            .read_until(b'\n', &mut line)?
            == 0
        {
            return Ok(None);
        }
        if !line.trim_ascii().is_empty() {
            break;
        }
    }
    let damaged = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    if !line.starts_with(b"WARC/") {
        return Err(damaged("no record begins where one should"));
    }
    let headers = headers(from)?;
    let length: u64 = value(&headers, "Content-Length")
        .and_then(|length| length.parse().ok())
        .ok_or_else(|| damaged("a record has no length"))?;
    let wanted = value(&headers, "WARC-Type").is_some_and(is_document);
    let content = if wanted && length <= limits.bytes {
        let mut content = Vec::new();
        (&mut *from).take(length).read_to_end(&mut content)?;
        if u64::try_from(content.len()).is_ok_and(|got| got < length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(content)
    } else {
        let passed = io::copy(&mut (&mut *from).take(length), &mut io::sink())?;
        if passed < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if wanted {
            Err(too_much(limits.bytes))
        } else {
            Ok(Vec::new())
        }
    };
    Ok(Some(Record { headers, content }))
}

/// Lines `Name: value` up to the blank line behind them.
fn headers(from: &mut dyn BufRead) -> io::Result<Headers> {
    let mut headers = Headers::new();
    let mut from = from.take(LONGEST_HEAD);
    let mut line = Vec::new();
    loop {
        line.clear();
        if from.read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end();
        if text.is_empty() {
            return Ok(headers);
        }
        if let Some((name, value)) = text.split_once(':') {
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
}

fn value<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    let found = headers
        .iter()
        .find(|(own, _)| own.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

/// The type and the body of what a server answered; `None` if it had none of what it was asked for.
fn response(content: Vec<u8>, limits: Limits) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut from = io::Cursor::new(content);
    let mut line = Vec::new();
    from.by_ref()
        .take(LONGEST_HEAD)
        .read_until(b'\n', &mut line)?;
    let is_good = line
        .split(|byte| *byte == b' ')
        .nth(1)
        .is_some_and(|code| code.starts_with(b"2"));
    if !is_good {
        return Ok(None);
    }
    let headers = headers(&mut from)?;
    let mut body = Vec::new();
    if value(&headers, "Transfer-Encoding").is_some_and(|how| how.contains("chunked")) {
        chunks(&mut from, &mut body)?;
    } else {
        from.read_to_end(&mut body)?;
    }
    // Crawlers often keep the header of what they have unpacked.
    let is_packed = body.starts_with(b"\x1F\x8B");
    if is_packed && value(&headers, "Content-Encoding").is_some_and(|how| how.contains("gzip")) {
        let mut expanded = Vec::new();
        let mut decoder = flate2::bufread::MultiGzDecoder::new(body.as_slice());
        read_within(&mut decoder, limits.bytes, &mut expanded)?;
        body = expanded;
    }
    let content_type = value(&headers, "Content-Type").unwrap_or("text/html");
    Ok(Some((content_type.to_owned(), body)))
}

/// A body that was sent piece by piece. One that has been put together since stays as it is.
fn chunks(from: &mut io::Cursor<Vec<u8>>, body: &mut Vec<u8>) -> io::Result<()> {
    let begin = from.position();
    loop {
        let mut line = Vec::new();
        from.by_ref().take(100).read_until(b'\n', &mut line)?;
        let figures = String::from_utf8_lossy(&line);
        let figures = figures.split(';').next().unwrap_or_default().trim();
        let length = u64::from_str_radix(figures, 16).ok();
        let Some(length) = length else {
            body.clear();
            from.set_position(begin);
            from.read_to_end(body)?;
            return Ok(());
        };
        if length == 0 {
            return Ok(());
        }
        from.by_ref().take(length).read_to_end(body)?;
        from.by_ref().take(2).read_until(b'\n', &mut line)?;
    }
}
