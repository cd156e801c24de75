//! Mail: a message is a document, and each file that is attached to it is another. A mailbox is gone through message by message.

use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{Address, Message, MessageParser, MimeHeaders as _, PartType};

use super::assemble::{self, Stated};
use super::{
    DateBasis, DatePrecision, Document, DocumentDate, Documents, Origin, Place, RawFile, ReadError,
    Reader, Reading, Wants, html, plain_text, registry,
};

/// Reads a message.
pub(super) struct Mail;

/// Reads many, one behind the other.
pub(super) struct Mailbox;

impl Reader for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["eml"]
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        Box::new(message(&file.id, &file.path, &file.bytes, &reading).into_iter())
    }
}

impl Reader for Mailbox {
    fn name(&self) -> &'static str {
        "mailbox"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mbox"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let line = start
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        // `From sender Mon Mar  4 10:00:00 2024`, and a header under it.
        let next = start.get(line.len() + 1..).unwrap_or_default();
        let key = next.split(|byte| *byte == b':').next().unwrap_or_default();
        line.starts_with(b"From ")
            && line.len() < 200
            && line.iter().filter(|byte| **byte == b':').count() >= 2
            && (2..40).contains(&key.len())
            && key
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    }

    fn wants(&self) -> Wants {
        Wants::Stream
    }

    fn read<'a>(&'a self, mut file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        let open = match file.open() {
            Ok(open) => open,
            Err(source) => return registry::one(Err(ReadError::of_io(file.path, source))),
        };
        let messages = MessageIterator::new(open).enumerate();
        Box::new(messages.flat_map(move |(number, found)| {
            let number = number + 1;
            match found {
                Ok(found) => {
                    let id = format!("{}/{number}", file.id);
                    let path = format!("{}/{number}", file.path);
                    message(&id, &path, found.contents(), &reading)
                }
                Err(error) => vec![Err(ReadError::Damaged {
                    path: file.path.clone(),
                    found: format!("message {number} cannot be told from the next ({error:?})"),
                })],
            }
        }))
    }
}

/// A message and what is attached to it.
fn message(
    id: &str,
    path: &str,
    bytes: &[u8],
    reading: &Reading<'_>,
) -> Vec<Result<Document, ReadError>> {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return vec![Err(ReadError::Damaged {
            path: path.to_owned(),
            found: "it has no headers of a mail".to_owned(),
        })];
    };
    let mut documents = vec![Ok(body(id, path, bytes, &message, reading))];
    for (number, part) in message.attachments().enumerate() {
        let number = number + 1;
        let name = part
            .attachment_name()
            .map_or_else(|| format!("part {number}"), safe_name);
        let bytes = match &part.body {
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
            PartType::Text(text) | PartType::Html(text) => text.as_bytes().to_vec(),
            PartType::Message(inner) => inner.raw_message.to_vec(),
            PartType::Multipart(_) => continue,
        };
        let (id, path) = (format!("{id}/{number}"), format!("{path}/{name}"));
        if matches!(part.body, PartType::Message(_)) && reading.depth < reading.limits.depth {
            let inner = Reading {
                depth: reading.depth + 1,
                ..reading.clone()
            };
            documents.extend(self::message(&id, &path, &bytes, &inner));
            continue;
        }
        documents.extend(registry::inner(RawFile::new(id, path, bytes), reading));
    }
    documents
}

/// The name of an attachment, without folders.
fn safe_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|char| !char.is_control())
        .take(120)
        .collect();
    if name.is_empty() || name == ".." {
        "attachment".to_owned()
    } else {
        name
    }
}

fn body(
    id: &str,
    path: &str,
    bytes: &[u8],
    message: &Message<'_>,
    reading: &Reading<'_>,
) -> Document {
    let author = match message.from() {
        Some(Address::List(list)) => list.first().cloned(),
        Some(Address::Group(groups)) => groups
            .first()
            .and_then(|group| group.addresses.first())
            .cloned(),
        None => None,
    };
    let author = author
        .and_then(|author| author.name.or(author.address))
        .map(|name| name.trim().to_owned());
    let date = message.date().and_then(|date| {
        let (year, month, day) = (
            i16::try_from(date.year).ok()?,
            i8::try_from(date.month).ok()?,
            i8::try_from(date.day).ok()?,
        );
        Some(DocumentDate {
            date: jiff::civil::Date::new(year, month, day).ok()?,
            precision: DatePrecision::Day,
            basis: DateBasis::Stated,
        })
    });
    let stated = Stated {
        id: id.to_owned(),
        path: path.to_owned(),
        sha256: assemble::sha256(bytes),
        title: message
            .subject()
            .map(|subject| subject.trim().to_owned())
            .filter(|subject| !subject.is_empty()),
        date,
        author,
        format: Mail.name(),
        ..Stated::default()
    };
    let mut part = 0;
    let mut text = String::new();
    let mut origins = Vec::new();
    for found in message.text_bodies() {
        part += 1;
        match &found.body {
            PartType::Text(body) => {
                if !text.is_empty() {
                    text.push_str("\n\n");
                }
                origins.push(Origin {
                    start: text.len(),
                    place: Place::Part(part),
                });
                text.push_str(body);
            }
            PartType::Html(page) if text.is_empty() => {
                let origins = vec![Origin {
                    start: 0,
                    place: Place::Part(part),
                }];
                let stated = Stated { origins, ..stated };
                return html::whole(stated, page.clone().into_owned(), reading.names);
            }
            _ => {}
        }
    }
    let stated = Stated { origins, ..stated };
    plain_text::inner(stated, text, "UTF-8", reading.names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Limits;

    const MESSAGE: &str = "From: Anna Petrosyan <anna@sevan.example>\r\nTo: desk@sevan.example\r\nSubject: =?utf-8?B?VGhlIHJvYWQgdG8gR29yaXM=?=\r\nDate: Mon, 4 Mar 2024 10:00:00 +0400\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nLorries passed Kapan and Me=\r\nghri.\r\n--b\r\nContent-Type: text/plain; name=\"../../notes.txt\"\r\nContent-Disposition: attachment; filename=\"../../notes.txt\"\r\n\r\nSnow in Sisian.\r\n--b--\r\n";

    fn read(name: &str, text: &str) -> Vec<String> {
        let file = RawFile::new("a", name, text.as_bytes().to_vec());
        let reading = Reading {
            names: &(),
            limits: Limits::default(),
            columns: std::sync::Arc::default(),
            ocr: None,
            depth: 0,
        };
        let tell = |document: Result<Document, ReadError>| match document {
            Ok(document) => format!(
                "{} {} {:?} {} {}: {}",
                document.id,
                document.path,
                document.title.as_deref().unwrap_or_default(),
                document
                    .date
                    .map(|date| date.to_string())
                    .unwrap_or_default(),
                document.author.as_deref().unwrap_or_default(),
                document.text
            ),
            Err(error) => error.to_string(),
        };
        registry::read(file, reading).map(tell).collect()
    }

    #[test]
    fn a_message_and_its_attachments_are_documents() {
        assert_eq!(
            read("a.eml", MESSAGE),
            [
                "a a.eml \"The road to Goris\" 2024-03-04 Anna Petrosyan: Lorries passed Kapan and Meghri.",
                "a/1 a.eml/notes.txt \"\"  : Snow in Sisian.",
            ]
        );
    }

    #[test]
    fn a_mailbox_holds_many() {
        let from = "From anna Mon Mar  4 10:00:00 2024\n";
        let plain = "From: Anna\nSubject: Snow\n\nIn Sisian.\n\n";
        let mailbox = format!("{from}{plain}{from}{plain}");
        assert_eq!(read("box", &mailbox).len(), 2);
        assert_eq!(
            read("a.mbox", &mailbox),
            [
                "a/1 a.mbox/1 \"Snow\"  Anna: In Sisian.",
                "a/2 a.mbox/2 \"Snow\"  Anna: In Sisian."
            ]
        );
    }
}
