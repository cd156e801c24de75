//! Corpora of named entities in CoNLL form: a token and its label on each line, a blank line behind each sentence.

use crate::recognition::model::Class;

use super::{Annotated, TrainingError};

/// Reads a corpus, called `path` in messages. The tokens of a sentence become text again as an editor would set it.
///
/// # Errors
/// Names the first line with a label that is not known.
pub fn read(path: &str, text: &str) -> Result<Vec<Annotated>, TrainingError> {
    let mut found = Vec::new();
    let mut sentence = Sentence::default();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with("-DOCSTART-") {
            found.extend(std::mem::take(&mut sentence).finish());
            continue;
        }
        let mut columns = line.split_whitespace();
        let (Some(token), Some(label)) = (columns.next(), columns.next_back()) else {
            continue;
        };
        let class = class(label).ok_or_else(|| TrainingError::Format {
            path: path.to_owned(),
            line: number + 1,
            problem: format!("“{label}” is no label of a kind of names that is known"),
        })?;
        sentence.push(token, class, label.starts_with("B-"));
    }
    found.extend(sentence.finish());
    Ok(found)
}

/// The class of a label, `None` for no name.
fn class(label: &str) -> Option<Class> {
    let kind = label.split_once('-').map_or(label, |(_, kind)| kind);
    Some(match kind {
        "O" => Class::None,
        "LOC" | "location" | "GPE" => Class::Place,
        "PER" | "person" => Class::Person,
        "ORG" | "corporation" | "group" => Class::Organisation,
        "MISC" | "product" | "creative-work" => Class::Other,
        _ => return None,
    })
}

/// A sentence that grows token by token.
#[derive(Default)]
struct Sentence {
    annotated: Option<Annotated>,
    previous: Option<Class>,
    open_quote: bool,
    glue: bool,
}

impl Sentence {
    fn push(&mut self, token: &str, class: Class, begins: bool) {
        let token = match token {
            "-LRB-" => "(",
            "-RRB-" => ")",
            "``" | "''" => "\"",
            token => token,
        };
        let annotated = self.annotated.get_or_insert_with(|| Annotated {
            text: String::new(),
            names: Vec::new(),
        });
        let opens =
            matches!(token, "(" | "[" | "$" | "#" | "@") || token == "\"" && !self.open_quote;
        let closes = matches!(
            token,
            ")" | "]" | "." | "," | ";" | ":" | "?" | "!" | "%" | "..." | "…"
        ) || token.starts_with('\'') && token.len() > 1
            || token.starts_with('’')
            || token == "n't"
            || token == "\"" && self.open_quote;
        if token == "\"" {
            self.open_quote = !self.open_quote;
        }
        if !annotated.text.is_empty() && !self.glue && !closes {
            annotated.text.push(' ');
        }
        self.glue = opens;
        let start = annotated.text.len();
        annotated.text.push_str(token);
        let end = annotated.text.len();
        if class != Class::None {
            match annotated.names.last_mut() {
                Some((span, last)) if !begins && self.previous == Some(class) && *last == class => {
                    span.end = end;
                }
                _ => annotated.names.push((start..end, class)),
            }
        }
        self.previous = Some(class);
    }

    fn finish(self) -> Option<Annotated> {
        self.annotated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_become_text_with_its_names() {
        let read = read(
            "corpus",
            "He O\nsaid O\n`` O\nNew B-LOC\nYork I-LOC\n's O\nmayor O\n'' O\n, O\n( O\nParis B-LOC\n) O\n. O\n\nBank B-ORG\n",
        )
        .expect("it is well formed");
        assert_eq!(read[0].text, "He said \"New York's mayor\", (Paris).");
        let names: Vec<&str> = read[0]
            .names
            .iter()
            .map(|(span, _)| read[0].text.get(span.clone()).unwrap_or_default())
            .collect();
        assert_eq!(names, ["New York", "Paris"]);
        assert_eq!(read[1].names, [(0..4, Class::Organisation)]);
    }

    #[test]
    fn an_unknown_label_is_named_with_its_line() {
        let error = read("corpus", "He O\nParis B-PLACE\n").expect_err("no such label");
        assert!(
            error.to_string().starts_with("corpus:2: “B-PLACE”"),
            "{error}"
        );
    }
}
