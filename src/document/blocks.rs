//! Writing the clean text block by block.
//!
//! Every format ends here: it opens a block, passes it stretches of the source, and closes it. The
//! writer keeps the offset map, puts the blank lines between blocks, and drops blocks of which
//! nothing is left.

use std::ops::Range;

use super::inline::{self, Links, Sink};
use super::source::CleanText;

/// What the format itself says about a block, before anyone has read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Lines of text.
    Text,
    /// The alternative text of a picture.
    Image,
    /// An item of a list.
    ListItem,
    /// A heading of this level.
    Heading(u8),
    /// A table's cell.
    Cell,
}

/// A block that has no kind yet.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) shape: Shape,
    /// Bytes of the clean text.
    pub(super) range: Range<usize>,
    /// How many lines of the file it was made from.
    pub(super) lines: usize,
    /// A blank line, web addresses or the file's edge come before it.
    pub(super) apart: bool,
    /// It stands at the top of a page, as far as can be told.
    pub(super) page_start: bool,
    /// Something that is not text comes after it: web addresses, a new page, the file's end.
    pub(super) cut_after: bool,
}

/// Writes blocks, from the front of the source to its end.
pub(super) struct Writer<'a> {
    source: &'a str,
    clean: CleanText,
    drafts: Vec<Draft>,
    open: Option<Open>,
}

struct Open {
    draft: Draft,
    /// Length of the clean text before the block and the blank line over it.
    before: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            clean: CleanText::new(),
            drafts: Vec::new(),
            open: None,
        }
    }

    /// Opens a block whose source starts at this byte, closing the one that is open.
    pub(super) fn open(&mut self, shape: Shape, at: usize) {
        self.close();
        let before = self.clean.text().len();
        if before > 0 {
            self.clean.replace("\n\n", at..at);
        }
        let start = self.clean.text().len();
        let draft = Draft {
            shape,
            range: start..start,
            lines: 1,
            apart: true,
            page_start: false,
            cut_after: false,
        };
        self.open = Some(Open { draft, before });
    }

    /// Whether a block is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// How much clean text is written, in bytes.
    pub(super) fn length(&self) -> usize {
        self.clean.text().len()
    }

    /// What is written of the open block.
    pub(super) fn written(&self) -> &str {
        let start = self
            .open
            .as_ref()
            .map_or(self.clean.text().len(), |open| open.draft.range.start);
        self.clean.text().get(start..).unwrap_or_default()
    }

    /// The open block.
    pub(super) fn draft(&mut self) -> Option<&mut Draft> {
        self.open.as_mut().map(|open| &mut open.draft)
    }

    /// The block closed last.
    pub(super) fn last(&mut self) -> Option<&mut Draft> {
        self.drafts.last_mut()
    }

    /// Appends the reading text of these bytes of the source.
    pub(super) fn text(&mut self, range: Range<usize>, links: Links) {
        inline::scan(self.source, range, links, self);
    }

    /// Takes back the open block's last character, if it is a hyphen.
    pub(super) fn drop_hyphen(&mut self) {
        if self.written().ends_with('-') {
            let length = self.clean.text().len() - 1;
            self.clean.truncate(length);
        }
    }

    /// Closes the open block, dropping it if it is empty.
    pub(super) fn close(&mut self) {
        let Some(Open { mut draft, before }) = self.open.take() else {
            return;
        };
        let written = self
            .clean
            .text()
            .get(draft.range.start..)
            .unwrap_or_default();
        let length = written.trim_end().len();
        if length == 0 {
            self.clean.truncate(before);
            return;
        }
        let end = draft.range.start + length;
        self.clean.truncate(end);
        draft.range.end = end;
        self.drafts.push(draft);
    }

    /// The clean text and its blocks.
    pub(super) fn finish(mut self) -> (CleanText, Vec<Draft>) {
        self.close();
        (self.clean, self.drafts)
    }
}

impl Sink for Writer<'_> {
    fn copy(&mut self, range: Range<usize>) {
        self.clean.copy(self.source, range);
    }

    fn put(&mut self, text: &str, range: Range<usize>) {
        self.clean.replace(text, range);
    }

    fn blank(&mut self, range: Range<usize>) {
        let written = self.written();
        if written.is_empty() || written.ends_with(' ') {
            return;
        }
        if self.source.get(range.clone()) == Some(" ") {
            self.clean.copy(self.source, range);
        } else {
            self.clean.replace(" ", range);
        }
    }
}
