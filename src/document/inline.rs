//! What is inside a line: characters that carry no meaning, web addresses and inline markup.
//!
//! A stretch of the source goes in, and out come the pieces of it that belong to the reading text,
//! in order. Removed are web addresses and the targets of Markdown links and images (but for the position that the address
//! of a map gives, see `map_link`), soft hyphens and invisible marks; unfolded are the typographic ligatures (ﬁ → fi), the
//! long s of old print (ſ → s) and nothing else of Unicode's compatibility forms, since those would change what the text
//! says; runs of white space become one blank; the hyphens become `-`, so that a name is spelled one way only.

use std::ops::Range;

use super::{look, map_link};

/// Takes the pieces of the reading text in order.
pub(super) trait Sink {
    /// These bytes of the source, as they are.
    fn copy(&mut self, range: Range<usize>);
    /// This text, which stands for these bytes of the source.
    fn put(&mut self, text: &str, range: Range<usize>);
    /// One blank, which stands for these bytes of the source; none after another blank.
    fn blank(&mut self, range: Range<usize>);
}

/// Whether Markdown's inline links and images are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    /// They may be in the text, as web pages saved as text have them.
    Look,
    /// A Markdown parser has taken them out already, or we are inside one.
    Ignore,
}

/// The longest link target or label that is looked for, in bytes.
const LONGEST_TARGET: usize = 4096;

/// Passes the reading text of these bytes of the source to the sink.
pub(super) fn scan(source: &str, range: Range<usize>, links: Links, sink: &mut impl Sink) {
    let mut run = range.start;
    let mut at = range.start;
    let mut previous = source
        .get(..at)
        .and_then(|before| before.chars().next_back());
    let bytes = source.as_bytes().get(..range.end).unwrap_or_default();
    // Most texts have no link at all, and then hardly anything in them needs a closer look.
    let is_bare = !look::may_have_links(bytes.get(range.start..).unwrap_or_default());
    while at < range.end {
        let plain = if is_bare {
            bare_bytes(bytes, run, at)
        } else {
            plain_bytes(bytes.get(run..), at - run)
        };
        if plain > 0 {
            at += plain;
            let last = source.as_bytes().get(at - 1);
            previous = last.map(|&byte| char::from(byte));
            continue;
        }
        let Some(rest) = source.get(at..range.end) else {
            return;
        };
        let Some(char) = rest.chars().next() else {
            return;
        };
        let next = at + char.len_utf8();
        let step = step(rest, char, previous, links);
        match step {
            Step::Keep => {
                at = next;
                previous = Some(char);
                continue;
            }
            Step::Blank(length) => {
                // One blank inside a run needs no edit.
                if length == 1 && char == ' ' && run < at {
                    at = next;
                    previous = Some(char);
                    continue;
                }
                sink_copy(sink, run..at);
                sink.blank(at..at + length);
                at += length;
                previous = Some(' ');
            }
            Step::Put(text) => {
                sink_copy(sink, run..at);
                sink.put(text, at..next);
                at = next;
                previous = text.chars().next_back();
            }
            Step::Remove(length) => {
                sink_copy(sink, run..at);
                at += length;
                previous = source
                    .get(..at)
                    .and_then(|before| before.chars().next_back());
            }
            Step::Address(length) if let Some(words) = map_words(rest, 0..length) => {
                sink_copy(sink, run..at);
                sink.put(&words, at..at + length);
                at += length;
                previous = words.chars().next_back();
            }
            Step::Address(length) => {
                // Brackets that held nothing but the address go with it.
                let end = at + length;
                let close = source
                    .get(end..range.end)
                    .and_then(|after| after.chars().next());
                let enclosed = matches!(
                    (previous, close),
                    (Some('('), Some(')')) | (Some('<'), Some('>'))
                );
                if enclosed && run < at {
                    sink_copy(sink, run..at - 1);
                    at = end + 1;
                } else {
                    sink_copy(sink, run..at);
                    at = end;
                }
                previous = Some(' ');
            }
            Step::Link { label, length } => {
                sink_copy(sink, run..at);
                scan(
                    source,
                    at + label.start..at + label.end,
                    Links::Ignore,
                    sink,
                );
                // Between the brackets behind the label's.
                let target = label.end + 2..length - 1;
                if let Some(words) = map_words(rest, target.clone()) {
                    sink.put(&format!(" ({words})"), at + target.start..at + target.end);
                }
                at += length;
                previous = source
                    .get(..at)
                    .and_then(|before| before.chars().next_back());
            }
        }
        run = at;
    }
    sink_copy(sink, run..range.end);
}

/// What an ASCII byte may be besides a letter of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plain {
    /// Nothing.
    Yes,
    /// A blank, which stays if it is one alone.
    Blank,
    /// The beginning of a web address, if no letter or digit stands before it.
    Opens,
    /// Only [`step`] can tell.
    No,
}

const PLAIN: [Plain; 256] = {
    let mut plain = [Plain::No; 256];
    let mut byte = 0x21;
    while byte < 0x7F {
        plain[byte] = match byte as u8 {
            b'h' | b'H' | b'w' | b'W' | b'f' | b'F' => Plain::Opens,
            b'[' | b'!' => Plain::No,
            _ => Plain::Yes,
        };
        byte += 1;
    }
    plain[b' ' as usize] = Plain::Blank;
    plain
};

/// How many bytes from `from` on, behind those of a run that is kept, are kept for certain, without a closer look.
fn plain_bytes(run: Option<&[u8]>, from: usize) -> usize {
    let run = run.unwrap_or_default();
    let mut at = from;
    while let Some(&byte) = run.get(at) {
        let keeps = match PLAIN[usize::from(byte)] {
            Plain::Yes => true,
            Plain::Blank => at > 0 && run.get(at + 1).is_some_and(u8::is_ascii_graphic),
            Plain::Opens => {
                let before = at.checked_sub(1).and_then(|before| run.get(before));
                let second = run.get(at + 1).map(u8::to_ascii_lowercase);
                before.is_some_and(u8::is_ascii_alphanumeric)
                    || before.is_some_and(u8::is_ascii) && !matches!(second, Some(b't' | b'w'))
            }
            Plain::No => false,
        };
        if !keeps {
            break;
        }
        at += 1;
    }
    at - from
}

/// The same in a text without links, where the run that is kept began at `run` and `at` is looked at.
fn bare_bytes(bytes: &[u8], run: usize, at: usize) -> usize {
    if run == at && bytes.get(at) == Some(&b' ') {
        return 0;
    }
    let is_special = |byte: u8| !(0x20..=0x7E).contains(&byte);
    let end = look::first_pair(bytes, at, |byte, next| {
        is_special(byte) | ((byte == b' ') & ((next <= b' ') | (next > 0x7E)))
    });
    end.unwrap_or(bytes.len()) - at
}

/// The words that a map's address leaves behind, where these bytes are one.
fn map_words(text: &str, address: Range<usize>) -> Option<String> {
    let address = text.get(address)?.trim_start_matches('<');
    let end = address.find([' ', '>']).unwrap_or(address.len());
    map_link::words(address.get(..end)?)
}

fn sink_copy(sink: &mut impl Sink, range: Range<usize>) {
    if !range.is_empty() {
        sink.copy(range);
    }
}

enum Step {
    Keep,
    /// That many bytes of white space.
    Blank(usize),
    /// The character reads as this.
    Put(&'static str),
    /// That many bytes are no text.
    Remove(usize),
    /// That many bytes are a web address.
    Address(usize),
    /// That many bytes are a link or image, and these of them are its text.
    Link {
        label: Range<usize>,
        length: usize,
    },
}

fn step(rest: &str, char: char, previous: Option<char>, links: Links) -> Step {
    match char {
        'h' | 'H' | 'w' | 'W' | 'f' | 'F' => {
            if previous.is_some_and(char::is_alphanumeric) {
                return Step::Keep;
            }
            address(rest).map_or(Step::Keep, |address| Step::Address(address.length))
        }
        '[' if links == Links::Look => link(rest).unwrap_or(Step::Keep),
        '!' if links == Links::Look && rest.as_bytes().get(1) == Some(&b'[') => {
            image(rest).map_or(Step::Keep, |image| Step::Link {
                label: image.alt,
                length: image.length,
            })
        }
        _ if is_blank(char) => {
            let length = rest.find(|char| !is_blank(char)).unwrap_or(rest.len());
            Step::Blank(length)
        }
        '\u{2010}' | '\u{2011}' | '\u{58A}' | '\u{2E17}' => Step::Put("-"),
        'ſ' => Step::Put("s"),
        '\u{FB00}' => Step::Put("ff"),
        '\u{FB01}' => Step::Put("fi"),
        '\u{FB02}' => Step::Put("fl"),
        '\u{FB03}' => Step::Put("ffi"),
        '\u{FB04}' => Step::Put("ffl"),
        '\u{FB05}' | '\u{FB06}' => Step::Put("st"),
        '\u{FB13}' => Step::Put("մն"),
        '\u{FB14}' => Step::Put("մե"),
        '\u{FB15}' => Step::Put("մի"),
        '\u{FB16}' => Step::Put("վն"),
        '\u{FB17}' => Step::Put("մխ"),
        '\u{200C}' | '\u{200D}' if !joins(previous, rest) => Step::Remove(char.len_utf8()),
        _ if is_invisible(char) => Step::Remove(char.len_utf8()),
        _ => Step::Keep,
    }
}

/// White space of any kind, and control characters, which separate words as well.
pub(super) fn is_blank(char: char) -> bool {
    char.is_whitespace() || char.is_control()
}

/// Marks that are not seen: soft hyphens, zero-width blanks, marks of writing direction. The
/// zero-width joiners (U+200C, U+200D) are not among them: Persian words are spelled with them.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}')
}

/// Whether a zero-width joiner means something here: not inside words of writing whose letters stand by themselves.
fn joins(previous: Option<char>, rest: &str) -> bool {
    let alone = |char: char| matches!(char, 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{58F}' | '\u{10A0}'..='\u{10FF}' | '\u{1E00}'..='\u{1FFF}');
    let next = rest.chars().nth(1);
    !(previous.is_some_and(alone) && next.is_some_and(alone))
}

/// A web address at the start of a text.
pub(super) struct Address {
    /// Its bytes, without the punctuation of the sentence around it.
    pub(super) length: usize,
    /// Its bytes with that punctuation, up to the next blank or quotation mark.
    pub(super) full: usize,
}

pub(super) fn address(text: &str) -> Option<Address> {
    let bytes = text.as_bytes();
    let scheme = ["http://", "https://", "www.", "ftp://"]
        .into_iter()
        .find(|scheme| {
            bytes
                .get(..scheme.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(scheme.as_bytes()))
        })?;
    let mut full = text.len();
    let mut open = 0_usize;
    for (at, char) in text.char_indices().skip(scheme.len()) {
        let ends = match char {
            '(' | '[' => {
                open += 1;
                false
            }
            ')' | ']' if open > 0 => {
                open -= 1;
                false
            }
            ')' | ']' | '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '`' | '|'
            | '。' | '，' => true,
            _ => is_blank(char) || char == '\u{FEFF}',
        };
        if ends {
            full = at;
            break;
        }
    }
    let whole = text.get(..full)?;
    let trimmed = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '(', '[']);
    // "www." and "http://" before a line end stand for the address that goes on below.
    let length = trimmed.len().max(scheme.len().min(full));
    Some(Address { length, full })
}

/// `![alt](target)` at the start of a text.
struct Image {
    alt: Range<usize>,
    length: usize,
}

fn image(text: &str) -> Option<Image> {
    let label = label(text.get(1..)?)?;
    let alt = 2..1 + label;
    let length = 1 + label + 1 + target(text.get(label + 2..)?)?.length;
    Some(Image { alt, length })
}

fn link(text: &str) -> Option<Step> {
    let label = label(text)?;
    let target = target(text.get(label + 1..)?)?;
    target.is_address.then_some(Step::Link {
        label: 1..label,
        length: label + 1 + target.length,
    })
}

/// Where the `]` is that closes the `[` this text starts with.
fn label(text: &str) -> Option<usize> {
    let end = text
        .bytes()
        .take(LONGEST_TARGET)
        .skip(1)
        .position(|byte| matches!(byte, b'[' | b']'))?
        + 1;
    (text.as_bytes().get(end) == Some(&b']') && text.as_bytes().get(end + 1) == Some(&b'('))
        .then_some(end)
}

struct Target {
    length: usize,
    /// It reads like a place to go to, and not like a remark in brackets.
    is_address: bool,
}

/// `(target)` or `(target "title")` at the start of a text.
fn target(text: &str) -> Option<Target> {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut address_end = None;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_TARGET) {
        match byte {
            b'"' if address_end.is_some() => quoted = !quoted,
            _ if quoted => {}
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let target = text.get(1..address_end.unwrap_or(at))?;
                    return Some(Target {
                        length: at + 1,
                        is_address: is_address(target),
                    });
                }
            }
            b'[' => return None,
            b' ' => {
                address_end.get_or_insert(at);
            }
            // After the address, only a quoted title may follow.
            _ if address_end.is_some() => return None,
            _ => {}
        }
    }
    None
}

fn is_address(target: &str) -> bool {
    target.starts_with(['/', '#', '.', '<'])
        || target.starts_with("mailto:")
        || target.contains("://")
        || (target.contains('.') && !target.ends_with('.') && target.len() > 3)
}

/// The alternative text of a picture, where a line is nothing but one: bytes of the line.
pub(super) fn sole_image(line: &str) -> Option<Range<usize>> {
    if !line.starts_with("![") {
        return None;
    }
    let image = image(line)?;
    (image.length == line.len()).then_some(image.alt)
}

/// Whether a line ends inside a web address that may go on below: its last bytes are an address
/// that ends with one of the signs after which addresses are broken.
pub(super) fn ends_inside_address(line: &str) -> bool {
    let Some(start) = line.rfind(is_blank).map_or(Some(0), |at| {
        line.get(at..)?
            .chars()
            .next()
            .map(|blank| at + blank.len_utf8())
    }) else {
        return false;
    };
    let Some(word) = line.get(start..) else {
        return false;
    };
    let word_start = word.trim_start_matches(|char: char| !char.is_alphanumeric());
    let Some(address) = address(word_start) else {
        return false;
    };
    address.full == word_start.len()
        && word_start.ends_with(['.', '-', '/', '_', '=', '&', '?', '%', '#', '+', '~'])
}

/// How many bytes at the start of a line are the rest of a web address that the line above
/// ([`ends_inside_address`]) began; 0 for none.
pub(super) fn address_rest(line: &str) -> usize {
    let end = line.find(is_blank).unwrap_or(line.len());
    let Some(word) = line.get(..end) else {
        return 0;
    };
    let word = word.trim_end_matches(['.', ',', ';', ':', ')', '”', '"', '’']);
    let lower = word.to_ascii_lowercase();
    let known = [
        "html", "htm", "php", "aspx", "asp", "pdf", "com", "org", "net", "info", "am", "az", "ru",
        "ge",
    ];
    let inside = word.is_ascii()
        && !lower.starts_with("http")
        && !lower.starts_with("www.")
        && (word.contains(['/', '=', '?', '&', '_', '%']) || known.contains(&lower.as_str()))
        && word.starts_with(|char: char| char.is_ascii_lowercase() || char.is_ascii_digit());
    if inside { word.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Read<'a>(&'a str, String);

    impl Sink for Read<'_> {
        fn copy(&mut self, range: Range<usize>) {
            let source = self.0;
            self.1.push_str(source.get(range).expect("on boundaries"));
        }

        fn put(&mut self, text: &str, _: Range<usize>) {
            self.1.push_str(text);
        }

        fn blank(&mut self, _: Range<usize>) {
            if !self.1.ends_with(' ') {
                self.1.push(' ');
            }
        }
    }

    fn read(source: &str) -> String {
        let mut sink = Read(source, String::new());
        scan(source, 0..source.len(), Links::Look, &mut sink);
        sink.1
    }

    #[test]
    fn addresses_fall_away() {
        assert_eq!(read("see https://x.example/a/b-c?d=e#f, and"), "see , and");
        assert_eq!(read("see www.x.example."), "see .");
        assert_eq!(read("see (http://x.example) and"), "see and");
        assert_eq!(read("see <http://x.example> and"), "see and");
        assert_eq!(read("“https://x.example/a_(b)”"), "“”");
        assert_eq!(read("the awww.sound of http"), "the awww.sound of http");
    }

    #[test]
    fn the_address_of_a_map_leaves_the_position_that_it_points_at() {
        assert_eq!(
            read(
                "seen (https://www.openstreetmap.org/?mlat=39.3793&mlon=46.2503#map=12/39.1/46.1), and"
            ),
            "seen (map link 39.3793, 46.2503), and"
        );
        assert_eq!(
            read("the [pass](https://maps.apple.com/?q=39.3793,46.2503) and"),
            "the pass (map link 39.3793, 46.2503) and"
        );
        assert_eq!(
            read("see https://www.google.com/maps/place/Tatev."),
            "see ."
        );
    }

    #[test]
    fn links_keep_their_text_and_pictures_theirs() {
        assert_eq!(
            read("to [Kapan](https://x.example/(k)) and"),
            "to Kapan and"
        );
        assert_eq!(read("to [Kapan](/k \"The town\") and"), "to Kapan and");
        assert_eq!(read("to ![Kapan](k.jpg) and"), "to Kapan and");
        assert_eq!(
            read("[sic](as written) and [1] (2)"),
            "[sic](as written) and [1] (2)"
        );
        assert_eq!(read("[[[[]("), "[[[[](");
        assert_eq!(
            sole_image("![The pass](https://x.example/a.jpg)"),
            Some(2..10)
        );
        assert_eq!(sole_image("![The pass](https://x.example/a.jpg) and"), None);
    }

    #[test]
    fn characters_without_meaning_fall_away() {
        assert_eq!(
            read("Me\u{AD}ghri \u{200B}is\u{A0}\u{A0}far\taway"),
            "Meghri is far away"
        );
        assert_eq!(
            read("o\u{FB03}ce, \u{FB01}eld, \u{FB02}ood"),
            "office, field, flood"
        );
        assert_eq!(read("Baku\u{2011}Tbilisi\u{2010}Kars"), "Baku-Tbilisi-Kars");
        assert_eq!(read("½ km², №"), "½ km², №");
        assert_eq!(read("a\u{0}b"), "a b");
        assert_eq!(read("می\u{200C}خواهم"), "می\u{200C}خواهم");
        assert_eq!(
            read("Auf\u{200C}lage in Bo\u{2060}s\u{200D}nia"),
            "Auflage in Bosnia"
        );
        assert_eq!(read("Weſtminſter"), "Westminster");
        assert_eq!(read("Ար\u{FB14}նիա և"), "Արմենիա և");
        assert_eq!(read("Լեռնային\u{58A}Ղարաբաղ"), "Լեռնային-Ղարաբաղ");
    }

    #[test]
    fn addresses_over_a_line_end() {
        assert!(ends_inside_address("read at https://x.example/a/123."));
        assert!(ends_inside_address("“http://www."));
        assert!(!ends_inside_address("read at https://x.example/a"));
        assert!(!ends_inside_address("in Baku."));
        assert_eq!(address_rest("html (read today)"), 4);
        assert_eq!(address_rest("x.example/en/page, and"), 17);
        assert_eq!(address_rest("The road"), 0);
        assert_eq!(
            address_rest("and/or"),
            6,
            "cannot be told apart; only asked after an address"
        );
    }
}
