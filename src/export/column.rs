//! Columns: one definition of each for every format and the data dictionary. Here are those of the features;
//! `table` has those of the tables beside the layers.

use serde_json::{Value, json};

use crate::layer::Feature;

/// The type of a property, the same in every feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Several texts: an array in GeoJSON, joined by `;` in CSV.
    TextList,
    /// A whole number.
    Integer,
    /// A number.
    Number,
}

impl ColumnType {
    /// The type in the words of the data dictionary.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ColumnType::Text => "text",
            ColumnType::TextList => "list",
            ColumnType::Integer => "whole number",
            ColumnType::Number => "number",
        }
    }

    /// The type in a `.csvt` file, as GDAL and QGIS read it.
    #[must_use]
    pub fn csvt(self) -> &'static str {
        match self {
            ColumnType::Text | ColumnType::TextList => "String",
            ColumnType::Integer => "Integer",
            ColumnType::Number => "Real",
        }
    }
}

/// One property of a feature, or one column of a table of other rows.
pub struct Column<Row = Feature> {
    /// Its name, snake_case.
    pub name: &'static str,
    /// Its type.
    pub kind: ColumnType,
    /// What it means, for the data dictionary.
    pub meaning: &'static str,
    /// Its value in a row.
    pub value: fn(&Row) -> Value,
}

impl<Row> Column<Row> {
    /// The value as one text: empty for what has none, lists joined by `;`.
    #[must_use]
    pub fn text(&self, row: &Row) -> String {
        match (self.value)(row) {
            Value::Null => String::new(),
            Value::String(text) => text,
            Value::Array(items) => items
                .iter()
                .map(|item| {
                    item.as_str()
                        .map_or_else(|| item.to_string(), str::to_owned)
                })
                .collect::<Vec<_>>()
                .join(";"),
            other => other.to_string(),
        }
    }

    /// The value as it stands in a CSV cell, see `guarded`.
    #[must_use]
    pub fn cell(&self, row: &Row) -> String {
        let text = self.text(row);
        match self.kind {
            ColumnType::Text | ColumnType::TextList => guarded(text),
            ColumnType::Integer | ColumnType::Number => text,
        }
    }
}

/// A text that no spreadsheet takes for a formula. Words of documents are other people's words, and Excel and
/// LibreOffice run what begins with `=`, `+`, `-` or `@`. Such a text gets an apostrophe before it; so does one that
/// has apostrophes there already, so that taking one away gives the text back.
pub fn guarded(text: String) -> String {
    let is_formula = text
        .trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text }
}

/// Rounds for output: figures beyond what is known only make files differ.
pub(super) fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (value * scale).round() / scale
}

/// A list, or null where it is empty: GDAL cannot tell what an empty array is a list of.
fn list<Item: serde::Serialize>(items: &[Item]) -> Value {
    if items.is_empty() {
        Value::Null
    } else {
        json!(items)
    }
}

/// Every property, in the order of writing.
pub const COLUMNS: &[Column] = &[
    Column {
        name: "id",
        kind: ColumnType::Text,
        meaning: "stable identifier: place:…, coordinate:LAT,LON, route:… or border:…; the same in every run",
        value: |feature| json!(feature.id),
    },
    Column {
        name: "name",
        kind: ColumnType::Text,
        meaning: "label, in the language chosen with --label-language, else English",
        value: |feature| json!(feature.name),
    },
    Column {
        name: "kind",
        kind: ColumnType::Text,
        meaning: "what it is: country, settlement, river, oil pipeline, international border, line of contact…",
        value: |feature| json!(feature.kind),
    },
    Column {
        name: "feature_code",
        kind: ColumnType::Text,
        meaning: "GeoNames feature class and code, such as P.PPLC; places only",
        value: |feature| json!(feature.feature_code),
    },
    Column {
        name: "countries",
        kind: ColumnType::TextList,
        meaning: "ISO 3166-1 alpha-3 codes of the countries it lies in, crosses or divides, as the United Nations recognise them",
        value: |feature| list(&feature.countries),
    },
    Column {
        name: "doc_count",
        kind: ColumnType::Integer,
        meaning: "how many documents cite it",
        value: |feature| json!(feature.documents().len()),
    },
    Column {
        name: "mention_count",
        kind: ColumnType::Integer,
        meaning: "how many mentions cite it",
        value: |feature| json!(feature.citations.len()),
    },
    Column {
        name: "documents",
        kind: ColumnType::TextList,
        meaning: "ids of the documents that cite it, in order of reading",
        value: |feature| list(&feature.documents()),
    },
    Column {
        name: "surfaces",
        kind: ColumnType::TextList,
        meaning: "the forms in which documents write it",
        value: |feature| list(&feature.surfaces()),
    },
    Column {
        name: "other_names",
        kind: ColumnType::TextList,
        meaning: "all other names in the gazetteer, each with its language tag",
        value: |feature| list(&feature.other_names),
    },
    Column {
        name: "first_date",
        kind: ColumnType::Text,
        meaning: "date of the earliest dated document that cites it, ISO 8601",
        value: |feature| json!(feature.first_date()),
    },
    Column {
        name: "last_date",
        kind: ColumnType::Text,
        meaning: "date of the latest dated document that cites it, ISO 8601",
        value: |feature| json!(feature.last_date()),
    },
    Column {
        name: "confidence",
        kind: ColumnType::Number,
        meaning: "confidence of its surest citation, 0..1",
        value: |feature| json!(rounded(feature.confidence(), 3)),
    },
    Column {
        name: "geometry_basis",
        kind: ColumnType::Text,
        meaning: "on what ground the geometry is known: gazetteer, coordinates in text, shared boundary, waypoints, straight line; empty where none is known",
        value: |feature| json!(feature.basis.map(|basis| basis.as_str())),
    },
    Column {
        name: "precision_m",
        kind: ColumnType::Number,
        meaning: "how far the geometry may be from the truth, metres",
        value: |feature| json!(feature.precision_m.map(|metres| rounded(metres, 1))),
    },
    Column {
        name: "length_km",
        kind: ColumnType::Number,
        meaning: "geodesic length of the line as drawn, kilometres",
        value: |feature| json!(feature.length_km.map(|kilometres| rounded(kilometres, 1))),
    },
    Column {
        name: "claim",
        kind: ColumnType::Text,
        meaning: "lengths that documents state for it, each with its document: 765 km (DOCUMENT)",
        value: |feature| {
            let claims: Vec<String> = feature
                .stated_lengths
                .iter()
                .map(|stated| format!("{} ({})", stated.text, stated.document))
                .collect();
            if claims.is_empty() {
                Value::Null
            } else {
                json!(claims.join("; "))
            }
        },
    },
    Column {
        name: "claim_km",
        kind: ColumnType::Number,
        meaning: "the first of these lengths, kilometres, to be compared with length_km",
        value: |feature| {
            json!(
                feature
                    .stated_lengths
                    .first()
                    .map(|stated| rounded(stated.length_km, 3))
            )
        },
    },
    Column {
        name: "description",
        kind: ColumnType::Text,
        meaning: "for positions what a document says stands there; for routes of the gazetteer their status",
        value: |feature| json!(feature.description),
    },
    Column {
        name: "crosses",
        kind: ColumnType::Text,
        meaning: "id of the river that a position crosses",
        value: |feature| json!(feature.crosses),
    },
    Column {
        name: "quote",
        kind: ColumnType::Text,
        meaning: "the clearest sentence about it, as it reads in the clean text",
        value: |feature| json!(feature.quote()),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_like_formulas_get_an_apostrophe_and_lose_it_again() {
        for text in ["=1+1", "@SUM(A1)", "-5", "+x", "\tx", "'=1", "''-"] {
            let cell = guarded(text.to_owned());
            assert_eq!(cell.strip_prefix('\''), Some(text));
        }
        for text in ["", "Shushi", "'Ain", "5 - 3", "’=’"] {
            assert_eq!(guarded(text.to_owned()), text);
        }
    }
}
