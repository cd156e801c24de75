//! What each block is: title, heading, running text, label, caption, or something to pass over.
//!
//! Judged is by length, last sign, and what stands around a block. Repetition tells what is
//! machinery: a page header, the same alternative text under every picture. The first of them is
//! kept as what it is, so that its places count once.

use std::collections::{HashMap, HashSet};

use super::blocks::{Draft, Shape};
use super::layout::is_sentence_end;
use super::{Block, BlockKind};

/// Longer blocks are running text whatever else they look like; in bytes.
const LONGEST_SHORT: usize = 240;

/// How many words a label may have; a heading; a caption without a full stop; a title.
const LABEL_WORDS: usize = 8;
const HEADING_WORDS: usize = 14;
const CAPTION_WORDS: usize = 24;
const TITLE_WORDS: usize = 25;

/// A title stands among the first blocks.
const TITLE_DEPTH: usize = 4;

/// What captions and source lines start with.
const CAPTION_STARTS: &[&str] = &[
    "(source",
    "source:",
    "sources:",
    "(photo",
    "photo:",
    "photo by",
    "photo credit",
    "photos:",
    "(image",
    "image:",
    "image credit",
    "(map",
    "map:",
    "(credit",
    "credit:",
    "courtesy of",
    "источник:",
    "фото:",
    "(фото",
    "mənbə:",
    "foto:",
    "kaynak:",
    "fotoğraf:",
    "աղբյուր",
    "լուսանկար",
];

/// What captions start with if a number follows.
const NUMBERED_CAPTIONS: &[&str] = &[
    "figure",
    "fig.",
    "map",
    "table",
    "chart",
    "photo",
    "рис.",
    "карта",
];

/// What pages put under an article.
const CLOSINGS: &[&str] = &[
    "comments",
    "comment",
    "leave a comment",
    "no comments",
    "0 comments",
    "add comment",
    "share",
    "share this",
    "комментарии",
    "şərhlər",
    "yorumlar",
];

/// The kinds of a document's blocks, and the title if one of them is it.
///
/// `passed_over` are the indices of by-lines and date lines; `title` is what front matter or the
/// caller says.
pub(super) fn classify(
    text: &str,
    drafts: &[Draft],
    passed_over: &HashSet<usize>,
    title: Option<&str>,
) -> Vec<Block> {
    let blocks: Vec<Seen<'_>> = drafts.iter().map(|draft| Seen::new(text, draft)).collect();
    let title_at = title_at(&blocks, passed_over, title);
    let title_key = title_at
        .and_then(|at| blocks.get(at))
        .map(|block| key(block.text))
        .or_else(|| title.map(key));
    let mut repeats = Repeats {
        title: title_key,
        ..Repeats::default()
    };
    let last = blocks.len().checked_sub(1);
    let mut kinds = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let kind = if title_at == Some(at) {
            BlockKind::Title
        } else if passed_over.contains(&at)
            || (Some(at) == last && block.is_closing())
            || block.is_page_number()
            || repeats.again(block)
        {
            BlockKind::Boilerplate
        } else {
            block.kind(blocks.get(at + 1))
        };
        kinds.push(Block {
            kind,
            range: block.draft.range.clone(),
        });
    }
    kinds
}

/// A block with what is asked of it more than once.
struct Seen<'a> {
    draft: &'a Draft,
    text: &'a str,
    words: usize,
    ends_sentence: bool,
}

impl<'a> Seen<'a> {
    fn new(text: &'a str, draft: &'a Draft) -> Self {
        let text = text.get(draft.range.clone()).unwrap_or_default();
        // Only short blocks are counted, so that one long line costs nothing.
        let words = if text.len() <= LONGEST_SHORT {
            text.split(' ').count()
        } else {
            usize::MAX
        };
        let ends_sentence =
            last_sign(text).is_some_and(|char| is_sentence_end(char) && char != ':');
        Self {
            draft,
            text,
            words,
            ends_sentence,
        }
    }

    fn is_short(&self, words: usize) -> bool {
        self.words <= words && !self.ends_sentence && !self.text.ends_with(',')
    }

    fn is_prose(&self) -> bool {
        self.draft.shape == Shape::ListItem
            || (self.draft.shape == Shape::Text
                && !self.is_caption()
                && (self.words > HEADING_WORDS || self.ends_sentence && self.words > 3))
    }

    fn kind(&self, next: Option<&Seen<'_>>) -> BlockKind {
        match self.draft.shape {
            Shape::Image => return BlockKind::Caption,
            Shape::ListItem => return BlockKind::ListItem,
            Shape::Heading(_) => return BlockKind::Heading,
            Shape::Cell if self.is_short(LABEL_WORDS) => return BlockKind::Label,
            Shape::Cell => return BlockKind::Paragraph,
            Shape::Text => {}
        }
        if self.is_caption() {
            return BlockKind::Caption;
        }
        let starts_low = self.text.starts_with(|char: char| char.is_lowercase());
        let over_text = !self.draft.cut_after && next.is_some_and(Seen::is_prose);
        if self.is_short(HEADING_WORDS) && over_text && !starts_low {
            return BlockKind::Heading;
        }
        if self.is_short(LABEL_WORDS) {
            return BlockKind::Label;
        }
        let alone =
            self.draft.apart && self.draft.lines <= 2 && next.is_none_or(|next| next.draft.apart);
        if self.is_short(CAPTION_WORDS) && alone && !starts_low {
            return BlockKind::Caption;
        }
        BlockKind::Paragraph
    }

    fn is_caption(&self) -> bool {
        let start: String = self
            .text
            .chars()
            .take(20)
            .flat_map(char::to_lowercase)
            .collect();
        let named = CAPTION_STARTS
            .iter()
            .any(|caption| start.starts_with(caption));
        let numbered = NUMBERED_CAPTIONS.iter().any(|caption| {
            start.strip_prefix(caption).is_some_and(|rest| {
                rest.trim_start()
                    .starts_with(|char: char| char.is_ascii_digit())
            })
        });
        let is_up_to = |words: usize| self.text.split(' ').take(words + 1).count() <= words;
        named && is_up_to(60) || numbered && is_up_to(40)
    }

    fn is_closing(&self) -> bool {
        let text = self
            .text
            .trim_matches(|char: char| !char.is_alphanumeric())
            .to_lowercase();
        self.words <= 4 && CLOSINGS.contains(&text.as_str())
    }

    /// `3`, `- 3 -`, `Page 3 of 10`; but not `61%`, which a table says, nor a coordinate.
    fn is_page_number(&self) -> bool {
        if self.words > 4 || self.draft.shape != Shape::Text {
            return false;
        }
        let mut numbers = 0;
        let mut page = false;
        for word in self.text.split([' ', '/', '|', '-', '–', '—']) {
            match word.to_lowercase().as_str() {
                "" | "of" => {}
                "page" | "p." | "стр." => page = true,
                word if word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit()) => {
                    numbers += 1
                }
                _ => return false,
            }
        }
        numbers == 1 || (page && numbers == 2)
    }
}

/// What has been said before.
#[derive(Default)]
struct Repeats {
    title: Option<String>,
    images: HashSet<String>,
    page_starts: HashSet<String>,
    /// Any short block with enough words to be no label, and how often.
    short: HashMap<String, usize>,
}

impl Repeats {
    fn again(&mut self, block: &Seen<'_>) -> bool {
        if block.text.len() > LONGEST_SHORT && block.draft.shape != Shape::Image {
            return false;
        }
        let key = key(block.text);
        if block.draft.shape == Shape::Image {
            let repeats_title = self.title.as_ref() == Some(&key);
            return repeats_title || is_file_name(block.text) || !self.images.insert(key);
        }
        if block.ends_sentence || block.draft.shape == Shape::Cell {
            return false;
        }
        // A map may well carry the one name that is the title; a header is recognised by its length.
        let is_title = self.title.as_ref() == Some(&key);
        if is_title && (block.words >= 3 || block.draft.page_start) {
            return true;
        }
        let at_page_start = block.draft.page_start && !self.page_starts.insert(key.clone());
        let seen = self.short.entry(key).or_insert(0);
        *seen += 1;
        at_page_start || (block.words >= 4 && *seen >= 3 && block.draft.shape == Shape::Text)
    }
}

fn is_file_name(text: &str) -> bool {
    let extension = text
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    !text.contains(' ')
        && extension.is_some_and(|extension| {
            ["jpg", "jpeg", "png", "gif", "webp", "svg", "avif"].contains(&extension.as_str())
        })
}

fn title_at(
    blocks: &[Seen<'_>],
    passed_over: &HashSet<usize>,
    title: Option<&str>,
) -> Option<usize> {
    if let Some(title) = title {
        let title = key(title);
        return blocks.iter().take(TITLE_DEPTH).position(|block| {
            matches!(block.draft.shape, Shape::Text | Shape::Heading(_))
                && block.text.len() <= 2 * LONGEST_SHORT
                && key(block.text) == title
        });
    }
    let first_heading = blocks
        .iter()
        .take(TITLE_DEPTH)
        .position(|block| matches!(block.draft.shape, Shape::Heading(level) if level <= 2));
    if first_heading.is_some() {
        return first_heading;
    }
    let (at, first) = blocks
        .iter()
        .enumerate()
        .find(|(at, block)| !passed_over.contains(at) && block.draft.shape != Shape::Image)?;
    let more = blocks
        .iter()
        .enumerate()
        .skip(at + 1)
        .any(|(at, block)| !passed_over.contains(&at) && block.draft.shape != Shape::Image);
    let last = last_sign(first.text);
    let fits = first.draft.shape == Shape::Text
        && first.words <= TITLE_WORDS
        && !first.is_caption()
        && !first.is_page_number()
        && !first.text.starts_with(|char: char| char.is_lowercase())
        && !last.is_some_and(|char| matches!(char, '.' | ',' | ';' | ':' | '։' | '。'));
    (at < TITLE_DEPTH && more && fits).then_some(at)
}

/// The last character that is no closing bracket or quotation mark.
fn last_sign(text: &str) -> Option<char> {
    text.chars()
        .rev()
        .find(|char| !matches!(char, ')' | ']' | '"' | '\'' | '”' | '’' | '»' | ' '))
}

/// A text without what differs between two printings of it: case, spacing, punctuation.
fn key(text: &str) -> String {
    text.chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
