//! The decoded file and the offset map: where in the file each byte of the clean text comes from.
//!
//! The map is a list of segments, one per edit, so its size follows the number of edits and not
//! the length of the text; looking a span up is a binary search. Code points are counted from
//! checkpoints at fixed distances, so that a lookup at the end of a long file is as cheap as one
//! at its start.

use std::ops::Range;

/// Distance between two code point checkpoints, in bytes of the decoded file.
const CHECKPOINT: usize = 1024;

/// The decoded file, and how a document's clean text lies in it.
#[derive(Debug, Clone)]
pub struct Source {
    text: String,
    encoding: &'static str,
    segments: Vec<Segment>,
    clean_length: usize,
    /// The segments in the order of the file, where reading takes another: column after column.
    by_place: Option<Vec<usize>>,
    /// Code points that start before byte `i * CHECKPOINT` of `text`; none where each byte is one.
    checkpoints: Vec<usize>,
}

/// A stretch of a source file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SourceSpan {
    /// Unicode code points of the decoded file. A byte order mark counts as one; `\r\n` as two.
    pub chars: Range<usize>,
    /// Bytes of the decoded file as UTF-8. Where the file is UTF-8, these are the file's own bytes.
    pub bytes: Range<usize>,
}

/// A run of clean text that comes from one run of the source. It ends where the next one starts.
#[derive(Debug, Clone, Copy)]
struct Segment {
    /// Its first byte in the clean text.
    clean: usize,
    /// The source bytes it comes from.
    source: usize,
    source_end: usize,
    /// Byte for byte the same as the source; otherwise it stands for all of its source bytes.
    copied: bool,
}

impl Source {
    /// The decoded file. A byte order mark is kept, as U+FEFF, so that offsets agree with any
    /// decoder that keeps it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name of the encoding it was decoded from, such as `UTF-8` or `windows-1251`.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// The smallest stretch of the source that covers these bytes of the clean text. It ends where
    /// the last character ends, and so never takes in markup or line breaks that were removed
    /// after it.
    pub fn span(&self, clean: Range<usize>) -> SourceSpan {
        let mut start = self.start_of(clean.start);
        let mut end = if clean.end > clean.start {
            self.end_of(clean.end)
        } else {
            start
        };
        if self.by_place.is_some()
            && clean.end > clean.start
            && let (Some(first), Some(last)) =
                (self.segment_at(clean.start), self.segment_at(clean.end - 1))
        {
            // What lies within may stand before and behind both ends.
            let starts = self.segments.get(first + 1..=last).unwrap_or_default();
            let ends = self.segments.get(first..last).unwrap_or_default();
            start = starts
                .iter()
                .fold(start, |start, segment| start.min(segment.source));
            end = ends
                .iter()
                .fold(end, |end, segment| end.max(segment.source_end));
        }
        let bytes = self.char_floor(start)..self.char_ceil(end.max(start));
        SourceSpan {
            chars: self.chars_before(bytes.start)..self.chars_before(bytes.end),
            bytes,
        }
    }

    /// Whether these bytes of the clean text stand in one line of the file, with nothing between them that belongs
    /// elsewhere: no line break, markup, web address or other column.
    pub fn is_in_one_piece(&self, clean: Range<usize>) -> bool {
        let whole = self.span(clean.clone()).bytes;
        let text = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        if text(whole).contains(['\n', '\r']) {
            return false;
        }
        let (Some(first), Some(last)) = (
            self.segment_at(clean.start),
            self.segment_at(clean.end.saturating_sub(1)),
        ) else {
            return true;
        };
        // The line that stretches Arabic words counts as a letter, and is none.
        let is_letter = |char: char| char.is_alphanumeric() && char != '\u{640}';
        let segments = self.segments.get(first..=last).unwrap_or_default();
        segments.windows(2).all(|pair| match pair {
            [before, after] => {
                before.source_end <= after.source
                    && !text(before.source_end..after.source).contains(is_letter)
            }
            _ => true,
        })
    }

    /// The bytes of the clean text that come from these code points of the source: the way back,
    /// for spans that someone else measured in the source. `None` where cleaning left nothing of
    /// them.
    pub fn clean_range(&self, chars: Range<usize>) -> Option<Range<usize>> {
        self.clean_bytes(self.byte_of_char(chars.start)..self.byte_of_char(chars.end))
    }

    /// The same for bytes of the source.
    pub(crate) fn clean_bytes(&self, bytes: Range<usize>) -> Option<Range<usize>> {
        let (from, to) = match &self.by_place {
            None => {
                let first = self
                    .segments
                    .partition_point(|segment| segment.source_end <= bytes.start);
                let last = self
                    .segments
                    .partition_point(|segment| segment.source < bytes.end);
                (first, last.checked_sub(1)?)
            }
            Some(order) => {
                let holds = |of: &dyn Fn(&Segment) -> bool| {
                    order.partition_point(|&number| self.segments.get(number).is_some_and(of))
                };
                let first = holds(&|segment| segment.source_end <= bytes.start);
                let last = holds(&|segment| segment.source < bytes.end);
                (
                    order.get(first).copied()?,
                    order.get(last.checked_sub(1)?).copied()?,
                )
            }
        };
        let (last, from, to) = (to, self.segments.get(from)?, self.segments.get(to)?);
        let start = if from.copied {
            from.clean + bytes.start.saturating_sub(from.source)
        } else {
            from.clean
        };
        let end = if to.copied {
            to.clean + bytes.end.min(to.source_end) - to.source
        } else {
            self.clean_end(last)
        };
        (start < end).then_some(start..end)
    }

    /// How many code points of the decoded file start before this byte of it.
    pub fn chars_before(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.checkpoints.is_empty() {
            return byte;
        }
        let block = byte / CHECKPOINT;
        let counted = self.checkpoints.get(block).copied().unwrap_or_default();
        counted
            + count_chars(
                self.text
                    .as_bytes()
                    .get(block * CHECKPOINT..byte)
                    .unwrap_or_default(),
            )
    }

    fn byte_of_char(&self, char: usize) -> usize {
        if self.checkpoints.is_empty() {
            return char.min(self.text.len());
        }
        let block = self
            .checkpoints
            .partition_point(|&count| count <= char)
            .saturating_sub(1);
        let mut left = char - self.checkpoints.get(block).copied().unwrap_or_default();
        let from = block * CHECKPOINT;
        for (at, &byte) in self.text.as_bytes().iter().enumerate().skip(from) {
            if starts_char(byte) {
                if left == 0 {
                    return at;
                }
                left -= 1;
            }
        }
        self.text.len()
    }

    /// The segment that holds this clean byte.
    fn segment_at(&self, clean: usize) -> Option<usize> {
        self.segments
            .partition_point(|segment| segment.clean <= clean)
            .checked_sub(1)
    }

    fn start_of(&self, clean: usize) -> usize {
        let Some(index) = self.segment_at(clean) else {
            return 0;
        };
        match self.segments.get(index) {
            Some(_) if clean >= self.clean_length => self.end_of(self.clean_length),
            Some(segment) if segment.copied => segment.source + (clean - segment.clean),
            Some(segment) => segment.source,
            None => 0,
        }
    }

    fn end_of(&self, clean: usize) -> usize {
        let clean = clean.min(self.clean_length);
        let Some(before) = clean.checked_sub(1) else {
            return 0;
        };
        match self
            .segment_at(before)
            .and_then(|index| self.segments.get(index))
        {
            Some(segment) if segment.copied => segment.source + (clean - segment.clean),
            Some(segment) => segment.source_end,
            None => 0,
        }
    }

    fn clean_end(&self, index: usize) -> usize {
        self.segments
            .get(index + 1)
            .map_or(self.clean_length, |next| next.clean)
    }

    fn char_floor(&self, mut byte: usize) -> usize {
        byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }

    fn char_ceil(&self, mut byte: usize) -> usize {
        byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte += 1;
        }
        byte
    }
}

/// Builds a clean text and its offset map, from the front of the source to its end.
#[derive(Debug, Default)]
pub(super) struct CleanText {
    text: String,
    segments: Vec<Segment>,
}

impl CleanText {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Appends these bytes of the source as they are.
    pub(super) fn copy(&mut self, source: &str, range: Range<usize>) {
        let Some(piece) = source.get(range.clone()) else {
            return;
        };
        if piece.is_empty() {
            return;
        }
        match self.segments.last_mut() {
            Some(last) if last.copied && last.source_end == range.start => {
                last.source_end = range.end;
            }
            _ => self.segments.push(Segment {
                clean: self.text.len(),
                source: range.start,
                source_end: range.end,
                copied: true,
            }),
        }
        self.text.push_str(piece);
    }

    /// Appends `with`, which stands for these bytes of the source.
    pub(super) fn replace(&mut self, with: &str, range: Range<usize>) {
        if with.is_empty() {
            return;
        }
        self.segments.push(Segment {
            clean: self.text.len(),
            source: range.start,
            source_end: range.end.max(range.start),
            copied: false,
        });
        self.text.push_str(with);
    }

    /// Takes back everything after the first `length` clean bytes.
    pub(super) fn truncate(&mut self, length: usize) {
        if length >= self.text.len() || !self.text.is_char_boundary(length) {
            return;
        }
        self.text.truncate(length);
        while let Some(last) = self.segments.last_mut() {
            if last.clean >= length {
                self.segments.pop();
                continue;
            }
            if last.copied {
                last.source_end = last.source + (length - last.clean);
            }
            break;
        }
    }

    /// The same text as it lies in what `before` was made from, if it was made from the text of `before`.
    pub(super) fn over(self, before: &CleanText) -> CleanText {
        let mut over = CleanText {
            segments: Vec::with_capacity(self.segments.len().max(before.segments.len())),
            text: self.text,
        };
        for segment in &self.segments {
            let range = segment.source..segment.source_end;
            let at = before
                .segments
                .partition_point(|inner| inner.clean <= range.start)
                .saturating_sub(1);
            if !segment.copied {
                over.push(Segment {
                    clean: segment.clean,
                    copied: false,
                    ..before.place_of(range, at)
                });
                continue;
            }
            // A copied stretch is cut where the text below changes.
            let mut from = range.start;
            let mut number = at;
            while from < range.end {
                let next = before
                    .segments
                    .get(number + 1)
                    .map_or(before.text.len(), |next| next.clean);
                let to = next.min(range.end);
                if to > from {
                    let copied = before
                        .segments
                        .get(number)
                        .is_some_and(|inner| inner.copied);
                    over.push(Segment {
                        clean: segment.clean + (from - range.start),
                        copied,
                        ..before.place_of(from..to, number)
                    });
                    from = to;
                } else if number >= before.segments.len() {
                    break;
                }
                number += 1;
            }
        }
        over
    }

    /// The byte of the source from which a byte of the text comes.
    pub(super) fn source_of(&self, clean: usize) -> usize {
        let number = self
            .segments
            .partition_point(|segment| segment.clean <= clean)
            .saturating_sub(1);
        self.place_of(clean..clean + 1, number).source
    }

    /// Where a stretch of the text comes from that begins in this segment. What is not copied comes from all that its
    /// segment stands for.
    fn place_of(&self, range: Range<usize>, number: usize) -> Segment {
        let start = match self.segments.get(number) {
            Some(first) if first.copied => {
                (first.source + (range.start - first.clean)).min(first.source_end)
            }
            Some(first) => first.source,
            None => 0,
        };
        let last = self
            .segments
            .partition_point(|inner| inner.clean < range.end)
            .saturating_sub(1);
        let end = match self.segments.get(last) {
            _ if range.is_empty() => start,
            Some(last) if last.copied => {
                (last.source + (range.end - last.clean)).min(last.source_end)
            }
            Some(last) => last.source_end,
            None => start,
        };
        Segment {
            clean: 0,
            source: start,
            source_end: end.max(start),
            copied: false,
        }
    }

    fn push(&mut self, segment: Segment) {
        if let Some(last) = self.segments.last_mut()
            && last.copied
            && segment.copied
            && last.source_end == segment.source
            && last.clean + (last.source_end - last.source) == segment.clean
        {
            last.source_end = segment.source_end;
            return;
        }
        self.segments.push(segment);
    }

    /// The clean text, and the source it was made from.
    pub(super) fn finish(self, source: String, encoding: &'static str) -> (String, Source) {
        let checkpoints = if source.is_ascii() {
            Vec::new()
        } else {
            checkpoints(&source)
        };
        let in_order = self
            .segments
            .is_sorted_by(|a, b| a.source <= b.source && a.source_end <= b.source_end);
        let by_place = (!in_order).then(|| {
            let mut order: Vec<usize> = (0..self.segments.len())
                .filter(|&number| {
                    self.segments
                        .get(number)
                        .is_some_and(|segment| segment.source < segment.source_end)
                })
                .collect();
            let place = |number: &usize| {
                self.segments
                    .get(*number)
                    .map(|segment| (segment.source, segment.source_end))
            };
            order.sort_by_key(place);
            order
        });
        let source = Source {
            text: source,
            encoding,
            segments: self.segments,
            clean_length: self.text.len(),
            by_place,
            checkpoints,
        };
        (self.text, source)
    }
}

fn checkpoints(source: &str) -> Vec<usize> {
    let mut checkpoints = Vec::with_capacity(source.len() / CHECKPOINT + 1);
    let mut count = 0;
    for block in source.as_bytes().chunks(CHECKPOINT) {
        checkpoints.push(count);
        count += count_chars(block);
    }
    if source.len().is_multiple_of(CHECKPOINT) {
        checkpoints.push(count);
    }
    checkpoints
}

fn starts_char(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| starts_char(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Kara-⏎bakh  ﬁelds` as `Karabakh fields`.
    fn example() -> (String, Source) {
        let file = "…Kara-\nbakh  ﬁelds".to_owned();
        let at = |needle: &str| file.find(needle).expect("is in the file");
        let mut clean = CleanText::new();
        let (kara, bakh, blanks, fi) = (at("Kara"), at("bakh"), at("  "), at("ﬁ"));
        clean.copy(&file, kara..kara + 4);
        clean.copy(&file, bakh..bakh + 4);
        clean.replace(" ", blanks..blanks + 2);
        clean.replace("fi", fi..fi + 3);
        clean.copy(&file, fi + 3..file.len());
        clean.finish(file, "UTF-8")
    }

    fn cited(clean: Range<usize>) -> String {
        let (_, source) = example();
        source
            .text()
            .get(source.span(clean).bytes)
            .unwrap_or("not on a boundary")
            .to_owned()
    }

    #[test]
    fn a_span_covers_what_was_cut_out_inside_it_and_nothing_around_it() {
        let (text, _) = example();
        assert_eq!(text, "Karabakh fields");
        assert_eq!(cited(0..8), "Kara-\nbakh");
        assert_eq!(cited(0..4), "Kara");
        assert_eq!(cited(4..8), "bakh");
        assert_eq!(cited(9..15), "ﬁelds");
        assert_eq!(cited(10..15), "ﬁelds");
        assert_eq!(cited(8..9), "  ");
        assert_eq!(cited(0..999), "Kara-\nbakh  ﬁelds");
        assert_eq!(cited(999..1000), "");
        assert_eq!(cited(4..4), "");
    }

    #[test]
    fn code_points_are_counted() {
        let (_, source) = example();
        assert_eq!(source.span(4..8).chars, 7..11);
        assert_eq!(source.span(4..8).bytes, 9..13);
    }

    #[test]
    fn the_way_back() {
        let (_, source) = example();
        assert_eq!(source.clean_range(1..11), Some(0..8));
        assert_eq!(
            source.clean_range(5..7),
            None,
            "the hyphen and the line break are gone"
        );
        assert_eq!(source.clean_range(13..14), Some(9..11));
        assert_eq!(source.clean_range(0..1), None);
        assert_eq!(source.clean_range(90..99), None);
    }

    #[test]
    fn counting_does_not_depend_on_the_checkpoints() {
        for length in [
            0,
            1,
            CHECKPOINT / 2 - 1,
            CHECKPOINT / 2,
            CHECKPOINT / 2 + 1,
            3 * CHECKPOINT,
        ] {
            let file = format!("{}x", "Ж".repeat(length));
            let mut clean = CleanText::new();
            clean.copy(&file, 0..file.len());
            let (_, source) = clean.finish(file.clone(), "UTF-8");
            for byte in (0..=file.len())
                .filter(|byte| file.is_char_boundary(*byte))
                .step_by(37)
            {
                let chars = file.get(..byte).map(|head| head.chars().count());
                assert_eq!(Some(source.chars_before(byte)), chars);
                assert_eq!(source.byte_of_char(source.chars_before(byte)), byte);
            }
            assert_eq!(source.chars_before(file.len()), length + 1);
        }
    }
}
