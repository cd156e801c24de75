//! What a document is called where it has no title.

use crate::document::{BlockKind, Document};

/// How many characters of a text stand for its title.
const LONGEST: usize = 60;

/// The title of a document, else its first words, else the name of its file.
pub(super) fn of(document: &Document) -> String {
    let title = document.title.as_deref().map(str::trim);
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        return title.to_owned();
    }
    let blocks = document.blocks.iter();
    let first = blocks
        .filter(|block| block.kind != BlockKind::Boilerplate)
        .filter_map(|block| document.text.get(block.range.clone()))
        .map(beginning)
        .find(|words| !words.is_empty());
    first.unwrap_or_else(|| {
        let name = document.path.rsplit(['/', '\\']).next();
        name.unwrap_or(&document.id).to_owned()
    })
}

/// The first words of a text, whole ones where it has several.
fn beginning(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        let length = words.chars().count() + word.chars().count();
        if length > LONGEST {
            if words.is_empty() {
                words = word.chars().take(LONGEST).collect();
            }
            words.push('…');
            return words;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_are_whole() {
        assert_eq!(beginning("  Two\n words "), "Two words");
        let long =
            "The road from Goris to Kapan was closed again on Monday, officials in Yerevan said.";
        assert_eq!(
            beginning(long),
            "The road from Goris to Kapan was closed again on Monday,…"
        );
        assert_eq!(beginning(&"x".repeat(100)).chars().count(), LONGEST + 1);
        assert_eq!(beginning(" \n"), "");
    }
}
