//! Feeds: RSS, Atom and JSON Feed. Each entry is a document, with what the feed says of it; who publishes the feed
//! publishes its entries.

use serde::Deserialize;

use super::assemble::{self, Stated};
use super::package::{Xml, text, value, walk};
use super::{
    Document, DocumentDate, Documents, Origin, Place, RawFile, ReadError, Reader, Reading, html,
    metadata, plain_text, registry,
};

/// Reads feeds.
pub(super) struct Feed;

impl Reader for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rss", "atom"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        is_json(start) || is_xml(start)
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let found = if is_json(&file.bytes) {
            of_json(&file.bytes)
        } else {
            of_xml(&text(&file.bytes))
        };
        let channel = match found {
            Ok(channel) => channel,
            Err(found) => {
                let path = file.path;
                return registry::one(Err(ReadError::Damaged { path, found }));
            }
        };
        let cut = channel.cut.map(|why| ReadError::Damaged {
            path: file.path.clone(),
            found: format!(
                "it breaks off after {} entries ({why})",
                channel.entries.len()
            ),
        });
        let (title, language) = (channel.title, channel.language);
        let documents = (1..).zip(channel.entries).map(move |(number, entry)| {
            Ok(entry.document(number, &file, &title, &language, &reading))
        });
        Box::new(documents.chain(cut.map(Err)))
    }
}

fn is_json(start: &[u8]) -> bool {
    let names = |name: &[u8]| start.windows(name.len()).any(|found| found == name);
    start.trim_ascii_start().starts_with(b"{") && names(b"jsonfeed.org/version")
}

/// Whether the first element is one of those in which feeds are.
fn is_xml(start: &[u8]) -> bool {
    let mut rest = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'!', b'-', ..] => b"-->",
            [b'<', b'?' | b'!', ..] => b">",
            _ => break,
        };
        let Some(at) = rest.windows(end.len()).position(|found| found == end) else {
            return false;
        };
        rest = rest.get(at + end.len()..).unwrap_or_default();
    }
    [b"<rss".as_slice(), b"<feed", b"<rdf:RDF"]
        .iter()
        .any(|name| {
            rest.starts_with(name)
                && rest
                    .get(name.len())
                    .is_some_and(|next| next.is_ascii_whitespace() || *next == b'>')
        })
}

#[derive(Default)]
struct Channel {
    title: Option<String>,
    language: Option<String>,
    entries: Vec<Entry>,
    /// Why it was read no further.
    cut: Option<String>,
}

#[derive(Default)]
struct Entry {
    title: Option<String>,
    url: Option<String>,
    date: Option<String>,
    author: Option<String>,
    /// What it says, as a page; the fullest that the feed has.
    page: Option<String>,
    /// The same as text.
    text: Option<String>,
    /// What it says in short.
    summary: Option<String>,
}

impl Entry {
    fn document(
        self,
        number: u32,
        file: &RawFile,
        publisher: &Option<String>,
        language: &Option<String>,
        reading: &Reading<'_>,
    ) -> Document {
        let body = self.page.or(self.summary);
        let said = body.as_deref().or(self.text.as_deref()).unwrap_or_default();
        let stated = Stated {
            id: format!("{}/{number}", file.id),
            path: file.path.clone(),
            sha256: assemble::sha256(said.as_bytes()),
            title: self.title.map(|title| html::words(&title)),
            date: self.date.as_deref().and_then(DocumentDate::written),
            author: self.author,
            url: self.url.filter(|url| metadata::is_address(url)),
            publisher: publisher.clone(),
            language: language.clone(),
            format: Feed.name(),
            origins: vec![Origin {
                start: 0,
                place: Place::Entry(number),
            }],
            ..Stated::default()
        };
        match (body, self.text) {
            (Some(page), _) => html::whole(stated, page, reading.names),
            (None, text) => {
                plain_text::inner(stated, text.unwrap_or_default(), "UTF-8", reading.names)
            }
        }
    }
}

fn of_xml(xml: &str) -> Result<Channel, String> {
    let mut channel = Channel::default();
    let mut entry: Option<Entry> = None;
    // Text is that of the element which opened last, or, of XHTML in Atom, all markup in it.
    let mut said = String::new();
    let mut is_markup = false;
    let mut path: Vec<String> = Vec::new();
    let walked = walk(xml, |part| match part {
        Xml::Start(name, attributes) => {
            if is_markup {
                said.push_str(&format!("<{name}>"));
            } else {
                said.clear();
            }
            match name {
                "item" | "entry" if !is_markup => entry = Some(Entry::default()),
                "link" if !is_markup => {
                    let rel = value(attributes, "rel").unwrap_or("alternate");
                    if let (Some(entry), Some(url), "alternate") =
                        (&mut entry, value(attributes, "href"), rel)
                    {
                        entry.url.get_or_insert_with(|| url.to_owned());
                    }
                }
                "content" | "summary" if value(attributes, "type") == Some("xhtml") => {
                    is_markup = true;
                }
                _ => {}
            }
            path.push(name.to_owned());
        }
        Xml::Text(text) if is_markup => {
            said.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
        }
        Xml::Text(text) => said.push_str(text),
        Xml::End(name) => {
            path.pop();
            if is_markup && !matches!(name, "content" | "summary") {
                said.push_str(&format!("</{name}>"));
                return;
            }
            is_markup = false;
            let within = path.last().map(String::as_str).unwrap_or_default();
            let own = Some(said.trim().to_owned()).filter(|text| !text.is_empty());
            match &mut entry {
                Some(_) if matches!(name, "item" | "entry") => {
                    channel.entries.extend(entry.take());
                }
                Some(entry) => {
                    let slot = match (name, within) {
                        ("title", "item" | "entry") => &mut entry.title,
                        ("link", "item") => &mut entry.url,
                        ("guid" | "id", _) if entry.url.is_none() => {
                            // Of those that are addresses many lead to the entry.
                            if own.as_deref().is_some_and(metadata::is_address) {
                                entry.url = own;
                            }
                            said.clear();
                            return;
                        }
                        ("pubDate" | "published" | "date", "item" | "entry") => &mut entry.date,
                        ("updated", "entry") if entry.date.is_none() => &mut entry.date,
                        ("creator" | "author", "item") | ("name", "author") => &mut entry.author,
                        ("encoded", "item") | ("content", "entry") => &mut entry.page,
                        ("description", "item") | ("summary", "entry") => &mut entry.summary,
                        _ => return,
                    };
                    // What an element says itself goes before what was made of another.
                    *slot = own.or(slot.take());
                    said.clear();
                }
                None => {
                    let slot = match (name, within) {
                        ("title", "channel" | "feed") => &mut channel.title,
                        ("language", "channel") => &mut channel.language,
                        _ => return,
                    };
                    *slot = slot.take().or(own);
                    said.clear();
                }
            }
        }
    });
    match walked {
        Err(why) if channel.entries.is_empty() => Err(why),
        walked => {
            channel.cut = walked.err();
            Ok(channel)
        }
    }
}

#[derive(Deserialize)]
struct JsonFeed {
    title: Option<String>,
    language: Option<String>,
    #[serde(default)]
    items: Vec<JsonItem>,
}

#[derive(Deserialize)]
struct JsonItem {
    title: Option<String>,
    url: Option<String>,
    content_html: Option<String>,
    content_text: Option<String>,
    summary: Option<String>,
    date_published: Option<String>,
    author: Option<JsonAuthor>,
    #[serde(default)]
    authors: Vec<JsonAuthor>,
}

#[derive(Deserialize)]
struct JsonAuthor {
    name: Option<String>,
}

fn of_json(bytes: &[u8]) -> Result<Channel, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let feed: JsonFeed = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let entry = |item: JsonItem| Entry {
        title: item.title,
        url: item.url,
        date: item.date_published,
        author: item
            .authors
            .into_iter()
            .chain(item.author)
            .find_map(|author| author.name),
        page: item.content_html,
        summary: item.summary.filter(|_| item.content_text.is_none()),
        text: item.content_text,
    };
    Ok(Channel {
        title: feed.title,
        language: feed.language,
        entries: feed.items.into_iter().map(entry).collect(),
        cut: None,
    })
}
