//! The columns of the tables beside the layers: citations, documents, and what could not be placed.

use serde_json::{Value, json};

use crate::layer::{Citation, DocumentEntry, Feature, LayerKind, UnresolvedEntry};

use super::column::{Column, ColumnType, rounded};

/// A row of the citations: one mention in one document.
pub struct CitationRow<'a> {
    /// The layer of the feature.
    pub layer: LayerKind,
    /// What is mentioned.
    pub feature: &'a Feature,
    /// Where and how.
    pub citation: &'a Citation,
}

/// A row with the words of a document in it.
trait Cites {
    fn citation(&self) -> &Citation;
}

impl Cites for CitationRow<'_> {
    fn citation(&self) -> &Citation {
        self.citation
    }
}

impl Cites for UnresolvedEntry {
    fn citation(&self) -> &Citation {
        &self.citation
    }
}

fn column<Row>(
    name: &'static str,
    kind: ColumnType,
    meaning: &'static str,
    value: fn(&Row) -> Value,
) -> Column<Row> {
    Column {
        name,
        kind,
        meaning,
        value,
    }
}

use ColumnType::{Integer, Number, Text, TextList};

/// The document, span and words of a citation.
fn quote_columns<Row: Cites>() -> [Column<Row>; 9] {
    [
        column("document_id", Text, "id of the document", |row| {
            json!(row.citation().document)
        }),
        column("document_title", Text, "its title", |row| {
            json!(row.citation().document_title)
        }),
        column(
            "document_date",
            Text,
            "its date, ISO 8601, cut to the precision known",
            |row| json!(row.citation().document_date),
        ),
        column(
            "start",
            Integer,
            "where the mention begins, in Unicode code points of the decoded file; a byte order mark counts as one, a Windows line end as two",
            |row| json!(row.citation().characters.start),
        ),
        column("end", Integer, "where it ends, exclusive", |row| {
            json!(row.citation().characters.end)
        }),
        column(
            "surface",
            Text,
            "the words as they read when broken lines are joined",
            |row| json!(row.citation().surface),
        ),
        column(
            "prefix",
            Text,
            "the file's text before them, from the beginning of the sentence, word for word",
            |row| json!(row.citation().prefix),
        ),
        column(
            "exact",
            Text,
            "the file's text at the span, word for word",
            |row| json!(row.citation().exact),
        ),
        column(
            "suffix",
            Text,
            "the file's text behind it, to the end of the sentence, word for word",
            |row| json!(row.citation().suffix),
        ),
    ]
}

/// The columns of `citations`.
#[must_use]
pub fn citation_columns<'a>() -> Vec<Column<CitationRow<'a>>> {
    let mut columns = vec![
        column(
            "feature_id",
            Text,
            "id of the feature that is mentioned",
            |row: &CitationRow<'a>| json!(row.feature.id),
        ),
        column(
            "layer",
            Text,
            "its layer: mentions, routes or borders",
            |row| json!(row.layer.as_str()),
        ),
    ];
    columns.extend(quote_columns());
    columns.push(column(
        "role",
        Text,
        "literal where the place itself is meant; associative where something goes by its name: its government, its people, an event",
        |row| json!(row.citation.role),
    ));
    columns.push(column(
        "confidence",
        Number,
        "probability that the feature is meant, 0..1",
        |row| json!(rounded(row.citation.confidence, 3)),
    ));
    columns
}

/// The columns of `documents`.
#[must_use]
pub fn document_columns() -> Vec<Column<DocumentEntry>> {
    vec![
        column("id", Text, "id of the document", |row| json!(row.id)),
        column("path", Text, "its path as it was given", |row| {
            json!(row.path)
        }),
        column("title", Text, "its title", |row| json!(row.title)),
        column(
            "date",
            Text,
            "its date, ISO 8601, cut to the precision known",
            |row| json!(row.date.map(|date| date.to_string())),
        ),
        column(
            "not_before",
            Text,
            "the latest day that its text or an address in it mentions",
            |row| json!(row.not_before.map(|day| day.to_string())),
        ),
        column("publisher", Text, "who published it", |row| {
            json!(row.publisher)
        }),
        column("language", Text, "BCP 47 tag of its language", |row| {
            json!(row.language)
        }),
        column("sha256", Text, "SHA-256 of the file", |row| {
            json!(row.sha256)
        }),
        column(
            "mention_count",
            Integer,
            "how many mentions were placed",
            |row| json!(row.mentions),
        ),
        column(
            "feature_count",
            Integer,
            "how many different features it cites",
            |row| json!(row.features),
        ),
        column(
            "unresolved_count",
            Integer,
            "how many mentions could not be placed",
            |row| json!(row.unresolved),
        ),
        column("problems", Text, "what was wrong with the file", |row| {
            json!(row.problems.join("; "))
        }),
    ]
}

/// The columns of `unresolved`.
#[must_use]
pub fn unresolved_columns() -> Vec<Column<UnresolvedEntry>> {
    let mut columns = Vec::from(quote_columns());
    columns.push(column(
        "kind",
        Text,
        "what it is: name, demonym, coordinate or relation phrase",
        |row: &UnresolvedEntry| json!(row.citation.kind),
    ));
    columns.push(column(
        "candidates",
        TextList,
        "what it may be: ids with confidence, the likeliest first",
        |row| {
            row.candidates
                .iter()
                .map(|(id, confidence)| format!("{id} {}", rounded(*confidence, 3)))
                .collect()
        },
    ));
    columns.push(column("why_not", Text, "why it has no place", |row| {
        json!(row.why_not)
    }));
    columns
}
