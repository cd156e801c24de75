//! Markdown files, read by `pulldown-cmark`, whose events say which bytes of the file they are.
//!
//! Emphasis, headings' marks, list bullets, quote marks and table rules fall away; links keep their
//! text, pictures their alternative text; each cell of a table is a block of its own, so that no
//! name is read across a column. A file may open with front matter: plain `key: value` lines
//! between `---` lines (nested YAML is not read).
//!
//! Many Markdown files are web pages saved by a tool that knows nothing of Markdown, with a
//! paragraph on every line. Where lines are far longer than anyone wraps them, a line break is
//! taken for the end of a paragraph, although Markdown says otherwise.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::assemble::{self, Stated, assemble};
use super::blocks::{Shape, Writer};
use super::decode::decode;
use super::hyphen::{Hyphen, Spellings, is_hyphen};
use super::inline::{Links, Sink, is_blank, sole_image};
use super::layout::LONGEST_WRAPPED;
use super::repair::{Format, Repaired};
use super::{
    Document, DocumentDate, Documents, Names, RawFile, ReadError, Reader, Reading, map_link,
    metadata, registry,
};

const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// Reads Markdown.
pub(super) struct Markdown;

impl Reader for Markdown {
    fn name(&self) -> &'static str {
        "Markdown"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read<'a>(&'a self, file: RawFile, reading: Reading<'a>) -> Documents<'a> {
        registry::one(read(file, reading.names))
    }
}

fn read(mut file: RawFile, names: &dyn Names) -> Result<Document, ReadError> {
    let sha256 = assemble::sha256(&file.bytes);
    let id = std::mem::take(&mut file.id);
    let path = file.path.clone();
    let mut decoded = decode(file)?;
    let mut stated = Stated {
        id,
        path,
        sha256,
        format: Markdown.name(),
        ..Stated::default()
    };
    let repaired = Repaired::of(&decoded.text, Format::Marked, names, &mut decoded.problems);
    let mut walk = Walk::new(repaired.text(&decoded.text));
    walk.run(&mut stated);
    let (clean, drafts) = walk.writer.finish();
    Ok(assemble(stated, decoded, repaired.lay(clean), &drafts))
}

/// One walk over the parser's events.
struct Walk<'a> {
    source: &'a str,
    writer: Writer<'a>,
    spellings: Spellings,
    /// Text of the file that has not been written yet. The parser cuts text wherever markup might
    /// have begun; a web address has to be seen in one piece.
    pending: Range<usize>,
    /// What the open block is, for when it has to be opened again.
    shape: Shape,
    /// How many list items we are in, and whether the innermost has no block yet.
    items: usize,
    new_item: bool,
    /// Inside front matter.
    in_front_matter: bool,
    /// Inside a picture that has a block of its own.
    in_picture: bool,
    /// Words that the targets of the open links leave behind.
    targets: Vec<Option<String>>,
    html: Html,
}

impl<'a> Walk<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            writer: Writer::new(source),
            spellings: Spellings::learn(source, broken_lines(source)),
            pending: 0..0,
            shape: Shape::Text,
            items: 0,
            new_item: false,
            in_front_matter: false,
            in_picture: false,
            targets: Vec::new(),
            html: Html::Text,
        }
    }

    fn run(&mut self, stated: &mut Stated) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        // The parser takes a byte order mark for text.
        let start = if self.source.starts_with('\u{FEFF}') {
            '\u{FEFF}'.len_utf8()
        } else {
            0
        };
        let text = self.source.get(start..).unwrap_or_default();
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            let range = range.start + start..range.end + start;
            if self.in_front_matter && matches!(event, Event::Text(_)) {
                front_matter(self.source.get(range).unwrap_or_default(), stated);
            } else {
                self.event(&event, range);
            }
        }
        self.flush();
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if let Event::Text(text) = event {
            return self.text(text, range);
        }
        self.flush();
        match event {
            Event::Start(tag) => self.start(tag, range.start),
            Event::End(TagEnd::Link) => self.link_end(range),
            Event::End(tag) => self.end(tag),
            Event::Code(_) => {
                self.ensure_open(range.start);
                let marked = self.source.get(range.clone()).unwrap_or_default();
                let marks = marked.len() - marked.trim_start_matches('`').len();
                let inner = marked.trim_matches('`').len();
                let start = range.start + marks;
                self.writer.text(start..start + inner, Links::Ignore);
            }
            Event::SoftBreak => self.line_break(range, false),
            Event::HardBreak => self.line_break(range, true),
            Event::Html(_) => self.html_block(range),
            Event::InlineHtml(tag) => {
                if tag
                    .get(..3)
                    .is_some_and(|start| start.eq_ignore_ascii_case("<br"))
                {
                    self.writer.blank(range);
                }
            }
            Event::Rule => {
                self.writer.close();
                if let Some(last) = self.writer.last() {
                    last.cut_after = true;
                }
            }
            Event::Text(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, at: usize) {
        match tag {
            Tag::Paragraph | Tag::CodeBlock(_) => {
                let shape = self.text_shape();
                self.open(shape, at);
            }
            Tag::Heading { level, .. } => self.open(Shape::Heading(level_number(*level)), at),
            Tag::TableCell => self.open(Shape::Cell, at),
            Tag::Item => {
                self.writer.close();
                self.items += 1;
                self.new_item = true;
            }
            Tag::HtmlBlock => {
                self.writer.close();
                self.html = Html::Text;
            }
            Tag::Image { .. } => {
                self.ensure_open(at);
                if !self.writer.written().is_empty() && self.is_alone(at) {
                    let shape = self.shape;
                    self.open(shape, at);
                }
                if self.writer.written().is_empty() {
                    self.in_picture = true;
                    if let Some(draft) = self.writer.draft() {
                        draft.shape = Shape::Image;
                    }
                } else {
                    self.writer.blank(at..at);
                }
            }
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                // An address between `<` and `>` is text, and read as such.
                let shown = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.targets
                    .push(map_link::words(dest_url).filter(|_| !shown));
            }
            Tag::MetadataBlock(_) => self.in_front_matter = true,
            Tag::List(_)
            | Tag::BlockQuote(_)
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::FootnoteDefinition(_) => self.writer.close(),
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Item => {
                self.writer.close();
                self.items = self.items.saturating_sub(1);
                self.new_item = false;
            }
            TagEnd::Image => {
                if std::mem::take(&mut self.in_picture) {
                    self.writer.close();
                }
            }
            TagEnd::MetadataBlock(_) => self.in_front_matter = false,
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link => {}
            _ => self.writer.close(),
        }
    }

    /// A link to a map says behind its text where it points; that comes from the link's target.
    fn link_end(&mut self, range: Range<usize>) {
        let Some(words) = self.targets.pop().flatten() else {
            return;
        };
        let marked = self.source.get(range.clone()).unwrap_or_default();
        let start = marked
            .rfind("](")
            .map_or(range.end, |at| range.start + at + 2);
        self.ensure_open(range.start);
        let end = (range.end - 1).max(start);
        self.writer.put(&format!(" ({words})"), start..end);
    }

    /// A list item's first block is the item; what follows inside it is text.
    fn text_shape(&mut self) -> Shape {
        if std::mem::take(&mut self.new_item) && self.items > 0 {
            Shape::ListItem
        } else {
            Shape::Text
        }
    }

    fn open(&mut self, shape: Shape, at: usize) {
        self.shape = shape;
        self.writer.open(shape, at);
    }

    /// Opens a block for text that the parser gives none, as in a tight list, or that goes on after
    /// a picture.
    fn ensure_open(&mut self, at: usize) {
        if !self.writer.is_open() {
            let shape = self.text_shape();
            self.open(shape, at);
        }
    }

    /// Whether the picture that starts here has its line for itself.
    fn is_alone(&self, at: usize) -> bool {
        let before = self.source.get(..at).unwrap_or_default();
        let line = self.source.get(at..).unwrap_or_default();
        let line = line.split(LINE_ENDS).next().unwrap_or_default();
        before.ends_with(LINE_ENDS) && sole_image(line.trim_end()).is_some()
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let verbatim = self.source.get(range.clone()) == Some(text);
        if verbatim && !self.pending.is_empty() && self.pending.end == range.start {
            self.pending.end = range.end;
            return;
        }
        self.flush();
        if verbatim {
            self.pending = range;
            return;
        }
        // An entity, such as `&amp;`.
        self.ensure_open(range.start);
        if text.chars().all(is_blank) {
            self.writer.blank(range);
        } else {
            self.writer.put(text, range);
        }
    }

    fn flush(&mut self) {
        let pending = std::mem::replace(&mut self.pending, 0..0);
        if !pending.is_empty() {
            self.ensure_open(pending.start);
            self.writer.text(pending, Links::Ignore);
        }
    }

    /// A line break inside a paragraph: `marked` if the author asked for one.
    fn line_break(&mut self, range: Range<usize>, marked: bool) {
        let above = self.source.get(..range.start).unwrap_or_default();
        let above = above
            .rsplit(LINE_ENDS)
            .next()
            .unwrap_or_default()
            .trim_end_matches(is_blank);
        let below = self.source.get(range.end..).unwrap_or_default();
        let below = below.split(LINE_ENDS).next().unwrap_or_default();
        let below = below.trim_start_matches(|char| is_blank(char) || char == '>');
        let next = below.chars().next();
        let mut back = above.chars().rev();
        let last = back.next();
        let in_word = back.next().is_some_and(char::is_alphanumeric)
            && next.is_some_and(char::is_alphanumeric);
        match last {
            Some(hyphen) if in_word && is_hyphen(hyphen) => {
                if self.spellings.decide(above, below) == Hyphen::Drop {
                    self.writer.drop_hyphen();
                }
                return;
            }
            Some('\u{AD}' | '–') if in_word => return,
            _ => {}
        }
        let is_long = |line: &str| line.chars().nth(LONGEST_WRAPPED as usize).is_some();
        let goes_on = next.is_some_and(char::is_lowercase);
        if !goes_on && !self.in_picture && (marked || is_long(above) || is_long(below)) {
            let shape = self.shape;
            self.open(shape, range.end);
        } else {
            self.writer.blank(range);
        }
    }

    /// The text of a block of HTML, without its tags.
    fn html_block(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let Some(rest) = self.source.get(at..range.end) else {
                return;
            };
            let (mark, after) = match &self.html {
                Html::Text => ("<", Html::Tag),
                Html::Tag => (">", Html::Text),
                Html::Comment => ("-->", Html::Text),
                Html::Code(end) => (*end, Html::Tag),
            };
            let found = rest.find(mark);
            let length = found.unwrap_or(rest.len());
            if matches!(self.html, Html::Text) && length > 0 {
                self.ensure_open(at);
                self.writer.text(at..at + length, Links::Ignore);
            }
            let Some(found) = found else { return };
            let from_mark = rest.get(found..).unwrap_or_default();
            self.html = match after {
                Html::Tag if from_mark.starts_with("<!--") => Html::Comment,
                Html::Tag if starts_tag(from_mark, "<script") => Html::Code("</script"),
                Html::Tag if starts_tag(from_mark, "<style") => Html::Code("</style"),
                Html::Tag if !is_inline_tag(from_mark) => {
                    self.writer.close();
                    Html::Tag
                }
                after => after,
            };
            at += found + mark.len();
        }
    }
}

/// Where in a block of HTML we are.
enum Html {
    Text,
    Tag,
    Comment,
    /// In a script or style sheet, up to this.
    Code(&'static str),
}

fn starts_tag(text: &str, tag: &str) -> bool {
    text.get(..tag.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

/// Tags that stand inside running text.
fn is_inline_tag(text: &str) -> bool {
    let name = text.trim_start_matches(['<', '/']);
    let end = name
        .find(|char: char| !char.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
    [
        "a", "b", "i", "u", "em", "strong", "span", "sup", "sub", "small", "font", "abbr", "mark",
        "code", "wbr",
    ]
    .contains(&name.as_str())
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The lines that end with a hyphen, each with the one below.
fn broken_lines(source: &str) -> impl Iterator<Item = (&str, &str)> {
    source
        .lines()
        .zip(source.lines().skip(1))
        .filter_map(|(line, next)| {
            let line = line.trim_end_matches(is_blank);
            line.ends_with(is_hyphen).then(|| {
                (
                    line,
                    next.trim_start_matches(|char| is_blank(char) || char == '>'),
                )
            })
        })
}

/// Reads `key: value` lines.
fn front_matter(text: &str, stated: &mut Stated) {
    for line in text.lines() {
        // Indented lines belong to a list or map, which is not read.
        if line.starts_with(is_blank) {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'', '[', ']']).trim();
        if value.is_empty() {
            continue;
        }
        let text = || Some(value.to_owned());
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => stated.title = stated.title.take().or_else(text),
            "date" | "published" | "publish_date" | "pubdate" | "created" => {
                stated.date = stated.date.or_else(|| DocumentDate::stated(value));
            }
            "publisher" | "site" | "site_name" => stated.publisher = text(),
            "source" if !value.contains("://") => {
                stated.publisher = stated.publisher.take().or_else(text);
            }
            "author" | "authors" if !value.contains("://") => stated.author = text(),
            "url" | "link" | "source" | "source_url" | "canonical" | "canonical_url"
            | "permalink"
                if metadata::is_address(value) =>
            {
                stated.url = stated.url.take().or_else(text);
            }
            "language" | "lang" | "locale" => stated.language = Some(value.replace('_', "-")),
            _ => {}
        }
    }
}
