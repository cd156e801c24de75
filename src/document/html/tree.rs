//! A page as a tree whose every text knows its bytes.
//!
//! `html5gum` cuts the page into tags and texts by the rules of the standard and says where each stands. The tree over
//! them is made here, with the rules that real pages need: elements that end where another begins (`<p>`, `<li>`, cells),
//! elements without an end, end tags that fit nowhere. Nodes lie in the order of the page, so that all that lies in a node
//! is a run of nodes behind it.

use std::cell::Cell;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Readable as _, Reader, Span, StringReader, Tokenizer};

/// Elements nested deeper than this are taken as if they stood beside each other.
const DEEPEST: usize = 256;

/// No more nodes than this are looked at.
const MOST_NODES: usize = 2_000_000;

/// The elements that mean something here; others are told by the empty name.
const NAMES: [&str; 99] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
];

/// The attributes that are kept.
const ATTRIBUTES: [&str; 25] = [
    "alt",
    "aria-hidden",
    "class",
    "content",
    "datetime",
    "dir",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "itemprop",
    "itemtype",
    "lang",
    "media",
    "name",
    "property",
    "pubdate",
    "rel",
    "role",
    "style",
    "title",
    "type",
    "value",
    "xml:lang",
    "data-testid",
];

/// An element or a text.
#[derive(Debug)]
pub(super) struct Node {
    /// The element's name; `None` for a text.
    pub(super) name: Option<&'static str>,
    /// The node it lies in; that of the root is itself.
    pub(super) parent: usize,
    /// The first node behind all that lies in it.
    pub(super) end: usize,
    /// Its attributes.
    attributes: Vec<(&'static str, String)>,
    /// The bytes of a text, or of an element's start tag.
    pub(super) bytes: Range<usize>,
    /// A text as it reads, where it does not stand so in the file: it has entities.
    read: Option<String>,
    /// A text that is the words of a link.
    pub(super) linked: bool,
    /// The place of an element among those beside it, from 1.
    ordinal: u32,
}

impl Node {
    /// An attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it is an element of this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == Some(name)
    }
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// Whether the page has more nodes than are looked at.
    pub(super) is_cut: bool,
}

impl Tree {
    /// Reads a page.
    pub(super) fn of(page: &str) -> Self {
        let mut builder = Builder::new(page);
        builder.read(0..page.len());
        builder.finish()
    }

    /// The words of a text as they read.
    pub(super) fn read<'a>(&'a self, page: &'a str, at: usize) -> &'a str {
        let Some(node) = self.nodes.get(at) else {
            return "";
        };
        match &node.read {
            Some(text) => text,
            None if node.name.is_none() => page.get(node.bytes.clone()).unwrap_or_default(),
            None => "",
        }
    }

    /// Whether a text stands in the file as it reads.
    pub(super) fn is_verbatim(&self, at: usize) -> bool {
        self.nodes.get(at).is_some_and(|node| node.read.is_none())
    }

    /// The element as a CSS selector, from the nearest element with an id on.
    pub(super) fn selector(&self, mut at: usize) -> String {
        let mut steps: Vec<String> = Vec::new();
        while at > 0 && steps.len() < DEEPEST {
            let Some(node) = self.nodes.get(at) else {
                break;
            };
            let name = node.name.filter(|name| !name.is_empty()).unwrap_or("*");
            let id = node.attribute("id").filter(|id| {
                !id.is_empty()
                    && id.len() <= 64
                    && id.starts_with(|char: char| char.is_ascii_alphabetic())
                    && id
                        .chars()
                        .all(|char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_'))
            });
            if let Some(id) = id {
                steps.push(format!("#{id}"));
                break;
            }
            if matches!(name, "html" | "body") {
                steps.push(name.to_owned());
                break;
            }
            steps.push(format!("{name}:nth-child({})", node.ordinal));
            at = node.parent;
        }
        steps.reverse();
        steps.join(" > ")
    }

    /// All that is written in a node, with its blanks made one.
    pub(super) fn text(&self, page: &str, at: usize) -> String {
        let end = self.nodes.get(at).map_or(at, |node| node.end);
        let mut text = String::new();
        for inner in at..end {
            for word in self.read(page, inner).split_whitespace() {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
        }
        text
    }
}

/// A tag with more attributes is no tag of a page. The tokenizer goes a step deeper with each that is quoted.
const MOST_ATTRIBUTES: usize = 1000;

/// Reads a page up to a tag that has no end of attributes.
struct Bounded<'a> {
    reader: StringReader<'a>,
    /// How many the tag has that is being read.
    attributes: &'a Cell<usize>,
}

#[derive(Debug, thiserror::Error)]
#[error("a tag has more than {MOST_ATTRIBUTES} attributes")]
struct TooManyAttributes;

impl Bounded<'_> {
    fn check(&self) -> Result<(), TooManyAttributes> {
        if self.attributes.get() > MOST_ATTRIBUTES {
            return Err(TooManyAttributes);
        }
        Ok(())
    }
}

impl Reader for Bounded<'_> {
    type Error = TooManyAttributes;

    fn read_byte(&mut self) -> Result<Option<u8>, Self::Error> {
        self.check()?;
        let Ok(byte) = self.reader.read_byte();
        Ok(byte)
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Self::Error> {
        let Ok(read) = self.reader.try_read_string(text, case_sensitive);
        Ok(read)
    }

    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        buffer: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, Self::Error> {
        self.check()?;
        let Ok(read) = self.reader.read_until(needle, buffer);
        Ok(read)
    }
}

struct Open {
    node: usize,
    name: &'static str,
    /// Its end tag stood inside an element that was opened later and is still open.
    ended: bool,
    /// How many elements it has so far.
    children: u32,
}

struct Builder<'a> {
    page: &'a str,
    nodes: Vec<Node>,
    open: Vec<Open>,
    /// The start tag that is being read.
    name: &'static str,
    start: usize,
    attribute: Option<&'static str>,
    attributes: Vec<(&'static str, String)>,
    links: usize,
    in_noscript: bool,
    is_cut: bool,
}

fn known(list: &[&'static str], name: &[u8]) -> Option<&'static str> {
    list.iter()
        .copied()
        .find(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

impl<'a> Builder<'a> {
    fn new(page: &'a str) -> Self {
        let root = Node {
            name: Some(""),
            parent: 0,
            end: 0,
            attributes: Vec::new(),
            bytes: 0..0,
            read: None,
            linked: false,
            ordinal: 0,
        };
        Self {
            page,
            nodes: vec![root],
            open: vec![Open {
                node: 0,
                name: "",
                ended: false,
                children: 0,
            }],
            name: "",
            start: 0,
            attribute: None,
            attributes: Vec::new(),
            links: 0,
            in_noscript: false,
            is_cut: false,
        }
    }

    /// Reads a stretch of the page.
    fn read(&mut self, stretch: Range<usize>) {
        let Some(text) = self.page.get(stretch.clone()) else {
            return;
        };
        let attributes = Cell::new(0);
        let mut emitter = CallbackEmitter::<_, Infallible, usize>::new(
            |event: CallbackEvent<'_>, span: Span<usize>| {
                attributes.set(match event {
                    CallbackEvent::AttributeName { .. } => attributes.get() + 1,
                    CallbackEvent::AttributeValue { .. } | CallbackEvent::Error(_) => {
                        attributes.get()
                    }
                    _ => 0,
                });
                self.event(event, stretch.start + span.start..stretch.start + span.end);
                None
            },
        );
        // Scripts and styles are told from text as browsers do.
        emitter.naively_switch_states(true);
        let reader = Bounded {
            reader: text.to_reader(),
            attributes: &attributes,
        };
        let ended = Tokenizer::new_with_emitter(reader, emitter).any(|token| token.is_err());
        self.is_cut |= ended;
    }

    fn event(&mut self, event: CallbackEvent<'_>, bytes: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name = known(&NAMES, name).unwrap_or_default();
                self.start = bytes.start;
                self.attribute = None;
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = known(&ATTRIBUTES, name)
                    .filter(|name| !self.attributes.iter().any(|(other, _)| other == name));
                if let Some(name) = self.attribute {
                    self.attributes.push((name, String::new()));
                }
            }
            CallbackEvent::AttributeValue { value } => {
                if self.attribute.is_some()
                    && let Some((_, held)) = self.attributes.last_mut()
                {
                    *held = String::from_utf8_lossy(value).into_owned();
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                self.start_tag(self_closing, bytes.end);
            }
            CallbackEvent::EndTag { name } => {
                let name = known(&NAMES, name).unwrap_or_default();
                self.end_tag(name);
            }
            CallbackEvent::String { value } => self.text(value, bytes),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn push(&mut self, node: Node) -> Option<usize> {
        if self.nodes.len() >= MOST_NODES {
            self.is_cut = true;
            return None;
        }
        self.nodes.push(node);
        Some(self.nodes.len() - 1)
    }

    fn parent(&self) -> usize {
        self.open.last().map_or(0, |open| open.node)
    }

    fn start_tag(&mut self, self_closing: bool, end: usize) {
        let name = self.name;
        if matches!(name, "html" | "body") && self.open.iter().any(|open| open.name == name) {
            return;
        }
        if name == "body" {
            self.close_until(|open| open == "html");
        }
        self.close_before(name);
        let node = Node {
            name: Some(name),
            parent: self.parent(),
            end: 0,
            attributes: std::mem::take(&mut self.attributes),
            bytes: self.start..end,
            read: None,
            linked: false,
            ordinal: 0,
        };
        let Some(node) = self.push(node) else { return };
        if let Some(open) = self.open.last_mut() {
            open.children += 1;
            let ordinal = open.children;
            if let Some(node) = self.nodes.get_mut(node) {
                node.ordinal = ordinal;
            }
        }
        // Only foreign elements close themselves; what has no name here may be one.
        let is_closed = is_void(name) || self_closing && matches!(name, "" | "svg");
        if is_closed || self.open.len() >= DEEPEST {
            let length = self.nodes.len();
            if let Some(node) = self.nodes.get_mut(node) {
                node.end = length;
            }
            return;
        }
        self.links += usize::from(name == "a");
        self.open.push(Open {
            node,
            name,
            ended: false,
            children: 0,
        });
    }

    /// Closes what ends where this element begins.
    fn close_before(&mut self, name: &str) {
        let (closed, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "option" | "optgroup" => (&["option"], &["select"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot"], &["table"]),
            "a" => (
                &["a"],
                &["td", "th", "table", "li", "div", "p", "section", "article"],
            ),
            _ if ends_paragraph(name) => (
                &["p"],
                &[
                    "table",
                    "td",
                    "th",
                    "button",
                    "div",
                    "section",
                    "article",
                    "li",
                    "blockquote",
                ],
            ),
            _ => return,
        };
        let mut found = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            if closed.contains(&open.name) {
                found = Some(at);
                break;
            }
            if within.contains(&open.name) {
                break;
            }
        }
        if let Some(at) = found {
            self.close_to(at);
        }
    }

    fn close_until(&mut self, is_kept: impl Fn(&str) -> bool) {
        if let Some(at) = self.open.iter().rposition(|open| is_kept(open.name)) {
            self.close_to(at + 1);
        }
    }

    /// Closes the open elements from this one on.
    fn close_to(&mut self, at: usize) {
        while self.open.len() > at.max(1) {
            if let Some(open) = self.open.pop() {
                self.ends(&open);
            }
        }
    }

    fn ends(&mut self, open: &Open) {
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(open.node) {
            node.end = end;
        }
        if open.name == "a" && !open.ended {
            self.links = self.links.saturating_sub(1);
        }
    }

    fn end_tag(&mut self, name: &'static str) {
        if matches!(name, "html" | "body") {
            return;
        }
        let mut crossed = false;
        for at in (1..self.open.len()).rev() {
            let Some(open) = self.open.get_mut(at) else {
                return;
            };
            if open.name == name && !open.ended {
                if crossed && is_inline(name) {
                    open.ended = true;
                    if name == "a" {
                        self.links = self.links.saturating_sub(1);
                    }
                } else {
                    self.close_to(at);
                }
                return;
            }
            // A cell keeps to itself what goes wrong in it.
            let is_border = matches!(open.name, "td" | "th" | "table" | "template");
            if is_border
                && !matches!(
                    name,
                    "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "template"
                )
            {
                return;
            }
            crossed |= !is_inline(open.name);
        }
    }

    fn text(&mut self, value: &[u8], bytes: Range<usize>) {
        if bytes.is_empty() {
            return;
        }
        // To browsers with scripts what is for those without is one text; here it is a part of the page.
        if self.open.last().is_some_and(|open| open.name == "noscript") && !self.in_noscript {
            self.in_noscript = true;
            self.read(bytes);
            self.in_noscript = false;
            return;
        }
        let verbatim = self.page.as_bytes().get(bytes.clone()) == Some(value);
        let node = Node {
            name: None,
            parent: self.parent(),
            end: self.nodes.len() + 1,
            attributes: Vec::new(),
            bytes,
            read: (!verbatim).then(|| String::from_utf8_lossy(value).into_owned()),
            linked: self.links > 0,
            ordinal: 0,
        };
        self.push(node);
    }

    fn finish(mut self) -> Tree {
        self.close_to(0);
        let end = self.nodes.len();
        if let Some(root) = self.nodes.first_mut() {
            root.end = end;
        }
        Tree {
            nodes: self.nodes,
            is_cut: self.is_cut,
        }
    }
}

/// Elements without content.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source"
    )
}

/// Elements that stand inside running text.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "picture"
            | "img"
            | "math"
    )
}

fn ends_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "ul"
    )
}

/// A piece of text as it reads.
pub(super) fn decoded(text: &str) -> String {
    let mut read = Vec::new();
    let emitter = CallbackEmitter::<_, Infallible, ()>::new(|event: CallbackEvent<'_>, _| {
        if let CallbackEvent::String { value } = event {
            read.extend_from_slice(value);
        }
        None
    });
    for never in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(_) = never;
    }
    String::from_utf8_lossy(&read).into_owned()
}
