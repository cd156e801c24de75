//! The columns of the tables beside the layers: citations, documents, and what could not be placed.

use std::collections::BTreeMap;

use serde_json::json;

use crate::document::EncodingBasis;
use crate::layer::{Citation, DocumentEntry, Feature, LayerKind, Layers, UnresolvedEntry};
use crate::problem::{At, Problem, Severity};
use crate::recognition::{MentionKind, Usage};

use super::column::{Column, ColumnType, rounded};
use super::geojson_files::confirmed;

/// A row of the citations: one mention in one document.
pub struct CitationRow<'a> {
    /// The layer of the feature.
    pub layer: LayerKind,
    /// What is mentioned.
    pub feature: &'a Feature,
    /// Where and how.
    pub citation: &'a Citation,
    /// Who says so.
    pub document: Option<&'a DocumentEntry>,
}

/// Every mention of every feature, in the order of the layers.
pub(super) fn citation_rows(layers: &Layers) -> impl Iterator<Item = CitationRow<'_>> {
    let documents: BTreeMap<&str, &DocumentEntry> = layers
        .documents
        .iter()
        .map(|document| (document.id.as_str(), document))
        .collect();
    layers.features().flat_map(move |(layer, feature)| {
        let rows = feature.citations.iter().map(|citation| CitationRow {
            layer,
            feature,
            citation,
            document: documents.get(citation.document.as_str()).copied(),
        });
        rows.collect::<Vec<_>>()
    })
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

use ColumnType::{Integer, Number, Text, TextList};

/// The document, span and words of a citation.
fn quote_columns<Row: Cites>() -> [Column<Row>; 9] {
    [
        Column::new("document_id", Text, "id of the document", |row| {
            json!(row.citation().document)
        }),
        Column::new(
            "document_title",
            Text,
            "its title, or its first words where it has none",
            |row| json!(row.citation().document_title),
        ),
        Column::new(
            "document_date",
            Text,
            "its date, ISO 8601, cut to the precision known",
            |row| json!(row.citation().document_date),
        ),
        Column::new(
            "start",
            Integer,
            "where the mention begins, in Unicode code points of the decoded file; a byte order mark counts as one, a Windows line end as two",
            |row| json!(row.citation().characters_of_place().start),
        ),
        Column::new("end", Integer, "where it ends, exclusive", |row| {
            json!(row.citation().characters_of_place().end)
        }),
        Column::new(
            "surface",
            Text,
            "the words as they read when broken lines are joined",
            |row| json!(row.citation().surface),
        ),
        Column::new(
            "prefix",
            Text,
            "the file's text before them, from the beginning of the sentence, word for word",
            |row| json!(row.citation().prefix),
        ),
        Column::new(
            "exact",
            Text,
            "the file's text at the span, word for word",
            |row| json!(row.citation().exact),
        ),
        Column::new(
            "suffix",
            Text,
            "the file's text behind it, to the end of the sentence, word for word",
            |row| json!(row.citation().suffix),
        ),
    ]
}

/// The roles of names.
pub(super) fn roles() -> Vec<(&'static str, &'static str)> {
    let roles = Usage::ALL.map(|usage| (usage.as_str(), usage.meaning()));
    roles.to_vec()
}

/// The columns of `citations`.
#[must_use]
pub fn citation_columns<'a>() -> Vec<Column<CitationRow<'a>>> {
    let mut columns = vec![
        Column::new(
            "feature_id",
            Text,
            "id of the feature that is mentioned",
            |row: &CitationRow<'a>| json!(row.feature.id),
        ),
        Column::new("feature_name", Text, "its name", |row: &CitationRow<'a>| {
            json!(row.feature.name)
        }),
        Column::new("kind", Text, "what it is", |row: &CitationRow<'a>| {
            json!(row.feature.kind)
        }),
        Column::new("layer", Text, "its layer", |row: &CitationRow<'a>| {
            json!(row.layer.as_str())
        })
        .listed(|| {
            LayerKind::CITED
                .map(|layer| (layer.as_str(), layer.meaning()))
                .to_vec()
        }),
    ];
    columns.extend(quote_columns());
    let role = Column::new(
        "role",
        Text,
        "how the name is used: whether the place itself is meant, or something that goes by its name",
        |row: &CitationRow<'a>| json!(row.citation.role.as_str()),
    );
    columns.push(role.listed(roles));
    columns.push(Column::new(
        "confidence",
        Number,
        "probability that the feature is meant, 0..1",
        |row| json!(rounded(row.citation.confidence, 3)),
    ));
    columns.push(Column::new(
        "confirmed",
        Text,
        "`yes` where a person confirmed it in `decisions.csv`, else empty",
        |row| json!(confirmed(row.citation)),
    ));
    columns.push(Column::new(
        "place",
        Text,
        "the part of the file, where it has parts: `page=12`, `row=17`, `paragraph=4`, `css=SELECTOR`; of pages, `start` and `end` count from the page's beginning",
        |row| json!(row.citation.place),
    ));
    columns.push(Column::new(
        "url",
        Text,
        "where to read it: the address of the document, with its page",
        |row| json!(row.citation.url),
    ));
    columns.push(Column::new(
        "publisher",
        Text,
        "who published the document",
        |row| {
            json!(
                row.document
                    .and_then(|document| document.publisher.as_deref())
            )
        },
    ));
    columns.push(Column::new(
        "path",
        Text,
        "the path of the document, as in `documents.csv`",
        |row| json!(row.document.map(|document| &document.path)),
    ));
    columns
}

/// The columns of `documents`.
#[must_use]
pub fn document_columns() -> Vec<Column<DocumentEntry>> {
    vec![
        Column::new("id", Text, "id of the document", |row| json!(row.id)),
        Column::new(
            "path",
            Text,
            "its path as it was given, or below the folder that was named",
            |row| json!(row.path),
        ),
        Column::new("title", Text, "its title", |row| json!(row.title)),
        Column::new(
            "label",
            Text,
            "what to call it: its title, or its first words where it has none",
            |row| json!(row.label),
        ),
        Column::new(
            "date",
            Text,
            "its date, ISO 8601, cut to the precision known",
            |row| json!(row.date.map(|date| date.to_string())),
        ),
        Column::new(
            "not_before",
            Text,
            "the latest day that its text or an address in it mentions",
            |row| json!(row.not_before.map(|day| day.to_string())),
        ),
        Column::new("publisher", Text, "who published it", |row| {
            json!(row.publisher)
        }),
        Column::new(
            "author",
            Text,
            "who wrote it, where the file states it",
            |row| json!(row.author),
        ),
        Column::new(
            "url",
            Text,
            "the address from which it is, where the file states it",
            |row| json!(row.url),
        ),
        Column::new("format", Text, "the format of the file", |row| {
            json!(row.format)
        }),
        Column::new(
            "encoding",
            Text,
            "how its characters are encoded, or where they are from",
            |row| json!(row.encoding),
        ),
        Column::new(
            "encoding_basis",
            Text,
            "how that is known",
            |row: &DocumentEntry| json!(row.encoding_basis.as_str()),
        )
        .listed(|| {
            let all = EncodingBasis::ALL.into_iter();
            all.map(|basis| (basis.as_str(), basis.meaning())).collect()
        }),
        Column::new("language", Text, "BCP 47 tag of its language", |row| {
            json!(row.language)
        }),
        Column::new("sha256", Text, "SHA-256 of the file", |row| {
            json!(row.sha256)
        }),
        Column::new(
            "duplicate_of",
            Text,
            "id of the first document of the run that tells the same story: a copy, or an agency’s text under another headline or cut; empty where it is the first",
            |row| json!(row.duplicate_of),
        ),
        Column::new(
            "mention_count",
            Integer,
            "how many mentions were placed",
            |row| json!(row.mentions),
        ),
        Column::new(
            "feature_count",
            Integer,
            "how many different features it cites",
            |row| json!(row.features),
        ),
        Column::new(
            "unresolved_count",
            Integer,
            "how many mentions could not be placed",
            |row| json!(row.unresolved),
        ),
        Column::new(
            "dropped_words",
            Integer,
            "how many words of the file are not its text: navigation, related links, comments",
            |row| json!(row.dropped_words),
        ),
        Column::new("problems", Text, "what was wrong with the file", |row| {
            json!(row.problems.join("; "))
        }),
    ]
}

/// The columns of `problems`.
#[must_use]
pub fn problem_columns() -> Vec<Column<Problem>> {
    vec![
        Column::new("code", Text, "of which sort it is", |row: &Problem| {
            json!(row.code)
        }),
        Column::new(
            "gravity",
            Text,
            "`error` if something could not be done, `note` if it was passed over or put right",
            |row| {
                json!(match row.severity() {
                    Severity::Error => "error",
                    Severity::Note => "note",
                })
            },
        ),
        Column::new(
            "path",
            Text,
            "the file: its path as it was given, or below the folder that was named",
            |row| json!(row.path),
        ),
        Column::new(
            "character",
            Integer,
            "where in it, in Unicode code points of the decoded file from 0",
            |row| match &row.at {
                Some(At::Character(at) | At::Part(_, at)) => json!(at),
                _ => json!(null),
            },
        ),
        Column::new(
            "place",
            Text,
            "the part of the file, such as `row=17` or `page=3`, where it has parts",
            |row| match &row.at {
                Some(At::Part(part, _)) => json!(part),
                _ => json!(null),
            },
        ),
        Column::new(
            "line",
            Integer,
            "where in it, as a line",
            |row| match &row.at {
                Some(At::Line(line)) => json!(line),
                _ => json!(null),
            },
        ),
        Column::new("message", Text, "what is wrong and what to do", |row| {
            json!(row.message)
        }),
    ]
}

/// The columns of `unresolved`.
#[must_use]
pub fn unresolved_columns() -> Vec<Column<UnresolvedEntry>> {
    let mut columns = Vec::from(quote_columns());
    let kind = Column::new(
        "kind",
        Text,
        "what sort of words they are",
        |row: &UnresolvedEntry| json!(row.citation.kind),
    );
    columns.push(kind.listed(|| MentionKind::meanings().to_vec()));
    columns.push(Column::new(
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
    columns.push(Column::new("why_not", Text, "why it has no place", |row| {
        json!(row.why_not)
    }));
    columns
}
