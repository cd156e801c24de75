//! Web pages, as a browser saves them: the text of the article, without what stands around it.
//!
//! `tree` makes a tree of the page in which every text knows its bytes, `article` chooses what of it is the page's own
//! text, `head` reads what the page says about itself. What is kept is written block by block, as from any other format.

mod article;
mod head;
mod tree;

use std::ops::Range;

use encoding_rs::Encoding;

use crate::problem::Code;

use super::assemble::{self, Stated, assemble};
use super::blocks::{Shape, Writer};
use super::decode::{Decoded, decode_as};
use super::inline::{Links, Sink};
use super::repair::{Format, Repaired};
use super::{
    Document, Documents, Names, Origin, Place, Problem, RawFile, ReadError, Reader, Reading, Table,
    map_link, registry,
};

use article::Article;
use head::Head;
use tree::{Tree, is_inline};

/// Reads web pages.
pub(super) struct Html;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "HTML"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn recognises(&self, start: &[u8]) -> bool {
        let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
        let start = start.trim_ascii_start();
        let begins = |with: &[u8]| {
            start
                .get(..with.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(with))
        };
        begins(b"<!doctype html") || begins(b"<html")
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        registry::one(read(file, reading.names))
    }
}

fn read(mut file: RawFile, names: &dyn Names) -> Result<Document, ReadError> {
    let stated = Stated {
        id: std::mem::take(&mut file.id),
        path: file.path.clone(),
        sha256: assemble::sha256(&file.bytes),
        format: Html.name(),
        ..Stated::default()
    };
    let declared = declared_encoding(&file.bytes);
    Ok(document(stated, decode_as(file, declared)?, names, false))
}

/// How far from its beginning a page says its encoding, in bytes.
const DECLARATION: usize = 1024;

/// The encoding that a page says it has.
fn declared_encoding(page: &[u8]) -> Option<&'static Encoding> {
    let start = page.get(..DECLARATION.min(page.len())).unwrap_or_default();
    let start = start.to_ascii_lowercase();
    let behind = |name: &[u8]| {
        let at = start.windows(name.len()).position(|found| found == name)?;
        start.get(at + name.len()..)
    };
    let label = behind(b"charset=").or_else(|| {
        let declares = start.trim_ascii_start().starts_with(b"<?xml");
        declares.then(|| behind(b"encoding=")).flatten()
    })?;
    let label = label.trim_ascii_start();
    let label = label
        .strip_prefix(b"\"")
        .or(label.strip_prefix(b"'"))
        .unwrap_or(label);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    let length = label.iter().take_while(|byte| is_name(byte)).count();
    Encoding::for_label(label.get(..length)?)
}

/// A page that another format holds and of which only its own text is wanted. What is stated wins.
pub(super) fn page(stated: Stated, page: String, names: &dyn Names) -> Document {
    document(stated, Decoded::told(page), names, false)
}

/// The words of a piece of markup.
pub(super) fn words(markup: &str) -> String {
    tree::decoded(markup).trim().to_owned()
}

/// A page that another format holds, such as the body of a mail: all that it shows. What is stated wins.
pub(super) fn whole(stated: Stated, page: String, names: &dyn Names) -> Document {
    document(stated, Decoded::told(page), names, true)
}

/// The blocks of a page that another format holds, such as a chapter of a book.
pub(super) fn blocks(page: &str) -> Vec<(Shape, String)> {
    let tree = Tree::of(page);
    let article = Article::whole(&tree);
    let (clean, drafts) = walk(page, &tree, &article).writer.finish();
    let text = |range: Range<usize>| clean.text().get(range).unwrap_or_default().to_owned();
    drafts
        .iter()
        .map(|draft| (draft.shape, text(draft.range.clone())))
        .collect()
}

fn walk<'a>(page: &'a str, tree: &'a Tree, article: &'a Article) -> Walk<'a> {
    let mut walk = Walk {
        page,
        tree,
        article,
        writer: Writer::new(page),
        shape: Shape::Text,
        broken: false,
        begun: Vec::new(),
        cells: Vec::new(),
    };
    walk.run();
    walk
}

fn document(stated: Stated, mut decoded: Decoded, names: &dyn Names, whole: bool) -> Document {
    let repaired = Repaired::of(&decoded.text, Format::Marked, names, &mut decoded.problems);
    let page = repaired.text(&decoded.text);
    let tree = Tree::of(page);
    if tree.is_cut {
        decoded.problems.push(Problem {
            code: Code::CutShort,
            message: format!(
                "only the first {} elements and texts of the page are read; behind them it has too many, or a tag without an end",
                tree.nodes.len()
            ),
            place: None,
        });
    }
    let head = Head::of(&tree, page);
    let article = if whole {
        Article::whole(&tree)
    } else {
        Article::of(&tree, page, head.is_forum)
    };
    let mut walk = walk(page, &tree, &article);
    let (begun, cells) = (
        std::mem::take(&mut walk.begun),
        std::mem::take(&mut walk.cells),
    );
    let (clean, drafts) = walk.writer.finish();
    let clean = repaired.lay(clean);
    let origins = origins(&tree, &begun, &repaired);
    let tables = tables(&tree, &cells, &drafts);
    let stated = Stated {
        title: stated.title.or(head.title),
        date: stated.date.or(head.date),
        publisher: stated.publisher.or(head.publisher),
        language: stated.language.or(head.language),
        author: stated.author.or(head.author),
        url: stated.url.or(head.url),
        dropped_words: article.dropped_words,
        // Of a page in another file the part of that file says more than the element.
        origins: if stated.origins.is_empty() {
            origins
        } else {
            stated.origins
        },
        tables: Some(tables),
        ..stated
    };
    assemble(stated, decoded, clean, &drafts)
}

struct Walk<'a> {
    page: &'a str,
    tree: &'a Tree,
    article: &'a Article,
    writer: Writer<'a>,
    /// What the next block is.
    shape: Shape,
    /// A line ended just before.
    broken: bool,
    /// The texts that begin blocks.
    begun: Vec<usize>,
    /// The cells of tables and what of the clean text is in them.
    cells: Vec<(usize, Range<usize>)>,
}

impl Walk<'_> {
    fn run(&mut self) {
        let root = self.article.root;
        let end = self.tree.nodes.get(root).map_or(root, |node| node.end);
        // The elements that are open, with where they end and what their texts are.
        let mut open: Vec<(usize, usize, Shape)> = Vec::new();
        let mut at = root;
        while at < end {
            while let Some(&(_, behind, _)) = open.last()
                && behind <= at
            {
                self.close(&mut open);
            }
            let Some(node) = self.tree.nodes.get(at) else {
                break;
            };
            if !self.article.keeps(at) {
                if node.name.is_some_and(|name| !is_inline(name)) {
                    self.writer.close();
                }
                at = node.end.max(at + 1);
                continue;
            }
            match node.name {
                None => self.text(at),
                Some("br") => self.line_break(node.bytes.clone()),
                Some("hr") => self.writer.close(),
                Some("img") => {}
                Some(name) if is_inline(name) => {
                    if name == "a"
                        && node
                            .attribute("href")
                            .is_some_and(|href| map_link::words(href).is_some())
                    {
                        open.push((at, node.end, self.shape));
                    }
                }
                Some(name) => {
                    self.writer.close();
                    let shape = match name {
                        "h1" => Shape::Heading(1),
                        "h2" => Shape::Heading(2),
                        "h3" => Shape::Heading(3),
                        "h4" => Shape::Heading(4),
                        "h5" => Shape::Heading(5),
                        "h6" => Shape::Heading(6),
                        "li" | "dt" | "dd" => Shape::ListItem,
                        "td" | "th" => Shape::Cell,
                        "figcaption" | "caption" => Shape::Image,
                        "p" | "div" | "span" => self.shape,
                        _ => Shape::Text,
                    };
                    if matches!(name, "td" | "th") {
                        self.cells.push((at, self.writer.length()..0));
                    }
                    open.push((at, node.end, self.shape));
                    self.shape = shape;
                }
            }
            at += 1;
        }
        while !open.is_empty() {
            self.close(&mut open);
        }
        self.writer.close();
    }

    fn close(&mut self, open: &mut Vec<(usize, usize, Shape)>) {
        let Some((at, _, shape)) = open.pop() else {
            return;
        };
        let Some(node) = self.tree.nodes.get(at) else {
            return;
        };
        if node.is("a") {
            if let Some(words) = node.attribute("href").and_then(map_link::words)
                && self.writer.is_open()
            {
                self.writer.put(&format!(" ({words})"), node.bytes.clone());
            }
            return;
        }
        self.writer.close();
        if matches!(node.name, Some("td" | "th"))
            && let Some((_, range)) = self.cells.iter_mut().rev().find(|(cell, _)| *cell == at)
        {
            range.end = self.writer.length();
        }
        self.shape = shape;
    }

    fn line_break(&mut self, bytes: Range<usize>) {
        if self.broken {
            self.writer.close();
        } else if self.writer.is_open() {
            self.writer.blank(bytes);
        }
        self.broken = true;
    }

    fn text(&mut self, at: usize) {
        let text = self.tree.read(self.page, at);
        let Some(node) = self.tree.nodes.get(at) else {
            return;
        };
        let is_blank = text.chars().all(char::is_whitespace);
        if !self.writer.is_open() {
            if is_blank {
                return;
            }
            self.writer.open(self.shape, node.bytes.start);
            self.begun.push(at);
        }
        self.broken &= is_blank;
        if self.tree.is_verbatim(at) {
            self.writer.text(node.bytes.clone(), Links::Ignore);
        } else {
            let mut start = node.bytes.start;
            for (piece, written) in pieces(self.page, node.bytes.clone(), text) {
                match written {
                    None => self.writer.text(piece.clone(), Links::Ignore),
                    Some(written) if written.chars().all(char::is_whitespace) => {
                        self.writer.blank(piece.clone())
                    }
                    Some(written) => self.writer.put(&readable(&written), piece.clone()),
                }
                start = piece.end;
            }
            debug_assert!(start <= node.bytes.end);
        }
    }
}

/// What an entity stands for, as it reads: without soft hyphens and marks that have no width.
fn readable(written: &str) -> String {
    written
        .chars()
        .filter(|char| {
            !matches!(
                char,
                '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
            )
        })
        .map(|char| {
            if char == '\u{2010}' || char == '\u{2011}' {
                '-'
            } else {
                char
            }
        })
        .collect()
}

/// Cuts a text with entities into what stands there as it reads, and what is written otherwise: `Some` is how that reads.
fn pieces(page: &str, bytes: Range<usize>, read: &str) -> Vec<(Range<usize>, Option<String>)> {
    let mut pieces: Vec<(Range<usize>, Option<String>)> = Vec::new();
    let raw = page.get(bytes.clone()).unwrap_or_default();
    let (mut at, mut done) = (0, 0);
    let same = |raw: &str, read: &str| {
        raw.bytes()
            .zip(read.bytes())
            .take_while(|(raw, read)| raw == read && *raw != b'&')
            .count()
    };
    while at < raw.len() {
        let (rest, left) = (
            raw.get(at..).unwrap_or_default(),
            read.get(done..).unwrap_or_default(),
        );
        let mut length = same(rest, left);
        while !rest.is_char_boundary(length) || !left.is_char_boundary(length) {
            length -= 1;
        }
        if length > 0 {
            pieces.push((bytes.start + at..bytes.start + at + length, None));
            at += length;
            done += length;
            continue;
        }
        // What is written otherwise ends where the text goes on as it reads.
        let (written, reads) = entity(rest, left);
        if written == 0 {
            break;
        }
        let with = left.get(..reads).unwrap_or_default().to_owned();
        pieces.push((bytes.start + at..bytes.start + at + written, Some(with)));
        at += written;
        done += reads;
    }
    pieces
}

/// How long an entity at the beginning of `raw` is, and how much of `read` it stands for.
fn entity(raw: &str, read: &str) -> (usize, usize) {
    let first = |text: &str| text.chars().next().map_or(0, char::len_utf8);
    if raw.starts_with("\r\n") && read.starts_with('\n') {
        return (2, 1);
    }
    if !raw.starts_with('&') {
        return (first(raw), first(read));
    }
    // The shortest writing that the standard's own tokenizer reads as what stands there.
    let longest = raw
        .char_indices()
        .skip(1)
        .take(40)
        .find(|(_, char)| !char.is_ascii_alphanumeric() && *char != '#')
        .map_or(
            raw.len().min(40),
            |(at, char)| if char == ';' { at + 1 } else { at },
        );
    let Some(written) = raw.get(..longest) else {
        return (first(raw), first(read));
    };
    let decoded = tree::decoded(written);
    if read.starts_with(&decoded) && !decoded.is_empty() {
        // Of `&ampx` the letters behind the entity are text.
        let tail = written
            .bytes()
            .rev()
            .zip(decoded.bytes().rev())
            .take_while(|(written, decoded)| written == decoded && *written != b';')
            .count();
        let tail = tail.min(decoded.len().saturating_sub(1));
        if decoded != written && decoded.is_char_boundary(decoded.len() - tail) {
            return (written.len() - tail, decoded.len() - tail);
        }
    }
    (1, 1)
}

/// Where in the page each block stands: the element around it, as a CSS selector.
fn origins(tree: &Tree, begun: &[usize], repaired: &Repaired) -> Vec<Origin> {
    let mut origins: Vec<Origin> = Vec::with_capacity(begun.len());
    let back = repaired.way_back();
    let mut last = usize::MAX;
    for &at in begun {
        let Some(node) = tree.nodes.get(at) else {
            continue;
        };
        let mut element = node.parent;
        while let Some(up) = tree.nodes.get(element)
            && up.name.is_some_and(is_inline)
        {
            element = up.parent;
        }
        if element == last {
            continue;
        }
        last = element;
        let start = back(node.bytes.start);
        if origins.last().is_none_or(|origin| origin.start < start) {
            origins.push(Origin {
                start,
                place: Place::Element(tree.selector(element)),
            });
        }
    }
    origins
}

/// The rows of a table: each with its element, and what of the clean text is in its cells.
type Rows = Vec<(usize, Vec<Range<usize>>)>;

/// The tables of figures: rows of as many cells as there are headings.
fn tables(
    tree: &Tree,
    cells: &[(usize, Range<usize>)],
    drafts: &[super::blocks::Draft],
) -> Vec<Table> {
    let up = |mut at: usize, name: &str| {
        while at > 0 {
            let node = tree.nodes.get(at)?;
            if node.is(name) {
                return Some(at);
            }
            at = node.parent;
        }
        None
    };
    let mut found: Vec<(usize, Rows)> = Vec::new();
    for (cell, range) in cells {
        let (Some(row), Some(table)) = (up(*cell, "tr"), up(*cell, "table")) else {
            continue;
        };
        // The block in the cell, without the blank line before it.
        let first = drafts.partition_point(|draft| draft.range.end <= range.start);
        let text = drafts
            .get(first)
            .filter(|draft| draft.range.start < range.end);
        let text = text.map_or(0..0, |draft| draft.range.clone());
        match found.last_mut() {
            Some((last, rows)) if *last == table => match rows.last_mut() {
                Some((last, cells)) if *last == row => cells.push(text),
                _ => rows.push((row, vec![text])),
            },
            _ => found.push((table, vec![(row, vec![text])])),
        }
    }
    let table = |rows: Rows| {
        let mut rows = rows.into_iter().map(|(_, cells)| cells);
        let header = rows.next().filter(|header| header.len() >= 2)?;
        let rows: Vec<_> = rows.filter(|row| row.len() == header.len()).collect();
        (!rows.is_empty()).then_some(Table { header, rows })
    };
    found
        .into_iter()
        .filter_map(|(_, rows)| table(rows))
        .collect()
}

#[cfg(test)]
mod tests;
