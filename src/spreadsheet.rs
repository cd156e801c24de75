//! Words in the cells of tables that people open in a spreadsheet.

/// A text that no spreadsheet takes for a formula. Words of documents are other people's words, and Excel and
/// LibreOffice run what begins with `=`, `+`, `-` or `@`. Such a text gets an apostrophe before it; so does one that
/// has apostrophes there already, so that taking one away gives the text back.
#[must_use]
pub fn guarded(text: String) -> String {
    if is_formula(&text) {
        format!("'{text}")
    } else {
        text
    }
}

/// The text of a cell that [`guarded`] made.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(cell) => text,
        _ => cell,
    }
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_like_formulas_get_an_apostrophe_and_lose_it_again() {
        for text in ["=1+1", "@SUM(A1)", "-5", "+x", "\tx", "'=1", "''-"] {
            let cell = guarded(text.to_owned());
            assert_eq!(cell.strip_prefix('\''), Some(text));
            assert_eq!(unguarded(&cell), text);
        }
        for text in ["", "Shushi", "'Ain", "5 - 3", "’=’"] {
            assert_eq!(guarded(text.to_owned()), text);
            assert_eq!(unguarded(text), text);
        }
    }
}
