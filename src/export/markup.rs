//! Text as XML and HTML take it.

/// A text for an element or an attribute: markup becomes references, and characters that XML 1.0 has no way to write
/// (NUL and other controls, U+FFFE, U+FFFF) become the replacement character.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(character),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            other => out.push(other),
        }
    }
    out
}

/// So many of something: `1 document`, `5 documents`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        more => format!("{more} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn markup_and_controls_are_text() {
        assert_eq!(
            escaped("<b title='x\"'>&\0]]>\u{FFFF}\n"),
            "&lt;b title=&#39;x&quot;&#39;&gt;&amp;\u{FFFD}]]&gt;\u{FFFD}\n"
        );
    }
}
