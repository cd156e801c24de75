//! Columns: one definition of each for every format and the data dictionary. Here are those of the features;
//! `table` has those of the tables beside the layers.

use serde_json::{Value, json};

use crate::layer::{Feature, LayerKind, Sense};
use crate::relation::line::Basis;
use crate::spreadsheet::guarded;

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
    /// Where its values are a closed list: each with its meaning.
    pub values: Option<Values>,
    /// Its value in a row.
    pub value: fn(&Row) -> Value,
}

/// Gives the values of a closed list, each with its meaning.
pub type Values = fn() -> Vec<(&'static str, &'static str)>;

impl<Row> Column<Row> {
    pub(super) const fn new(
        name: &'static str,
        kind: ColumnType,
        meaning: &'static str,
        value: fn(&Row) -> Value,
    ) -> Self {
        Self {
            name,
            kind,
            meaning,
            values: None,
            value,
        }
    }

    /// Its values are a closed list.
    pub(super) const fn listed(mut self, values: Values) -> Self {
        self.values = Some(values);
        self
    }

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

    /// The value as it stands in a CSV cell, see [`guarded`].
    #[must_use]
    pub fn cell(&self, row: &Row) -> String {
        let text = self.text(row);
        match self.kind {
            ColumnType::Text | ColumnType::TextList => guarded(text),
            ColumnType::Integer | ColumnType::Number => text,
        }
    }
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

use ColumnType::{Integer, Number, Text, TextList};

/// Every property, in the order of writing.
pub const COLUMNS: &[Column] = &[
    Column::new(
        "id",
        Text,
        "stable identifier: `place:…`, `within:PLACE/NAME`, `relative:PLACE/WHERE`, `coordinate:LAT,LON`, `decided:LAT,LON`, `route:…` or `border:…`; the same in every run",
        |feature| json!(feature.id),
    ),
    Column::new(
        "name",
        Text,
        "label, in the language chosen with `--label-language`, else English",
        |feature| json!(feature.name),
    ),
    Column::new(
        "kind",
        Text,
        "what it is, such as country, settlement, river, oil pipeline, international border; the kinds are listed below",
        |feature| json!(feature.kind),
    ),
    Column::new(
        "feature_code",
        Text,
        "GeoNames feature class and code, such as `P.PPLC`; places only",
        |feature| json!(feature.feature_code),
    ),
    Column::new(
        "countries",
        TextList,
        "ISO 3166-1 alpha-3 codes of the countries it lies in, crosses or divides, as the United Nations recognise them",
        |feature| list(&feature.countries),
    ),
    Column::new(
        "doc_count",
        Integer,
        "how many documents cite it; those that tell the same story (`duplicate_of` in `documents.csv`) count once, unless `--count-duplicates` was given",
        |feature| json!(feature.doc_count),
    ),
    Column::new(
        "mention_count",
        Integer,
        "how many mentions cite it",
        |feature| json!(feature.citations.len()),
    ),
    Column::new(
        "confirmed_count",
        Integer,
        "how many of these mentions a person confirmed, see `decisions.csv`",
        |feature| json!(feature.confirmed()),
    ),
    Column::new(
        "meant",
        Text,
        "what documents mean by its name, at best",
        |feature: &Feature| json!(feature.meant().as_str()),
    )
    .listed(|| {
        Sense::ALL
            .map(|sense| (sense.as_str(), sense.meaning()))
            .to_vec()
    }),
    Column::new(
        "documents",
        TextList,
        "ids of the documents that cite it, in order of reading",
        |feature| list(&feature.documents()),
    ),
    Column::new(
        "surfaces",
        TextList,
        "the forms in which documents write it",
        |feature| list(&feature.surfaces()),
    ),
    Column::new(
        "other_names",
        TextList,
        "all other names in the gazetteer, each with its language tag",
        |feature| list(&feature.other_names),
    ),
    Column::new(
        "first_date",
        Text,
        "date of the earliest dated document that cites it, ISO 8601, cut to the precision known",
        |feature| json!(feature.first_date()),
    ),
    Column::new(
        "last_date",
        Text,
        "date of the latest dated document that cites it, ISO 8601, cut to the precision known",
        |feature| json!(feature.last_date()),
    ),
    Column::new(
        "confidence",
        Number,
        "confidence of its surest citation, 0..1",
        |feature| json!(rounded(feature.confidence(), 3)),
    ),
    Column::new(
        "geometry_basis",
        Text,
        "on what ground the geometry is known; empty where none is",
        |feature: &Feature| json!(feature.basis.map(|basis| basis.as_str())),
    )
    .listed(|| {
        Basis::ALL
            .map(|basis| (basis.as_str(), basis.meaning()))
            .to_vec()
    }),
    Column::new(
        "shape",
        Text,
        "the layer that has its outline or course, under the same id; empty where none is known",
        |feature: &Feature| json!(feature.shape.map(|layer| layer.as_str())),
    )
    .listed(|| {
        let shown = LayerKind::ALL.into_iter();
        let shown = shown.filter(|layer| layer.shows_mentions());
        shown
            .map(|layer| (layer.as_str(), layer.meaning()))
            .collect()
    }),
    Column::new(
        "precision_m",
        Number,
        "how far the geometry may be from the truth, metres; of what is only about there, how far half of such things are from its point",
        |feature| json!(feature.precision_m.map(|metres| rounded(metres, 1))),
    ),
    Column::new(
        "length_km",
        Number,
        "geodesic length of the line as drawn, kilometres",
        |feature| json!(feature.length_km.map(|kilometres| rounded(kilometres, 1))),
    ),
    Column::new(
        "claim",
        Text,
        "lengths that documents state for it, each with its document: `765 km (DOCUMENT)`",
        |feature| {
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
    ),
    Column::new(
        "claim_km",
        Number,
        "the first of these lengths, kilometres, to be compared with `length_km`",
        |feature| {
            json!(
                feature
                    .stated_lengths
                    .first()
                    .map(|stated| rounded(stated.length_km, 3))
            )
        },
    ),
    Column::new(
        "description",
        Text,
        "for positions what a document says stands there; for what is only about there in words where it is; for routes of the gazetteer their status",
        |feature| json!(feature.description),
    ),
    Column::new(
        "crosses",
        Text,
        "id of the river that a position crosses",
        |feature| json!(feature.crosses),
    ),
    Column::new(
        "relative_to",
        TextList,
        "ids of the places that its position is told by: the one that it lies in, those that it is counted from",
        |feature| list(&feature.relative_to),
    ),
    Column::new(
        "quote",
        Text,
        "the clearest sentence about it, as it reads in the clean text",
        |feature| json!(feature.quote()),
    ),
];
