//! The layers of the project that hold what documents say: places, routes and borders, and the tables related to them.

use crate::export::geopackage::{DAYS, description, title};
use crate::layer::{Feature, Form, LayerKind, Layers};

use super::form::{Page, form};
use super::map_layer::{Geometries, MapLayer, temporal};
use super::style::style;
use super::tip::map_tip;
use super::xml::Element;

/// Whom to credit for positions and names.
const ATTRIBUTION: &str =
    "Quotes: the documents cited. Positions and names: GeoNames (CC BY 4.0), Natural Earth, Araxes";

/// A relation of the rows of a table to those they belong to.
pub(super) struct Relation {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// The layer whose rows refer, and the column by which they do.
    pub(super) from: (&'static str, &'static str),
    /// The layer referred to, by its column `id`.
    pub(super) to: &'static str,
}

/// The relations of the project.
pub(super) const RELATIONS: &[Relation] = &[
    Relation {
        id: "citations_of_mentions",
        title: "Citations of places",
        from: ("araxes_citations", "feature_id"),
        to: "araxes_mentions",
    },
    Relation {
        id: "citations_of_routes",
        title: "Citations of routes",
        from: ("araxes_citations", "feature_id"),
        to: "araxes_routes",
    },
    Relation {
        id: "citations_of_borders",
        title: "Citations of borders",
        from: ("araxes_citations", "feature_id"),
        to: "araxes_borders",
    },
    Relation {
        id: "citations_of_waters",
        title: "Citations of rivers and canals",
        from: ("araxes_citations", "feature_id"),
        to: "araxes_waters",
    },
    Relation {
        id: "citations_of_areas",
        title: "Citations of areas",
        from: ("araxes_citations", "feature_id"),
        to: "araxes_areas",
    },
    Relation {
        id: "citations_in_documents",
        title: "Citations in the document",
        from: ("araxes_citations", "document_id"),
        to: "araxes_documents",
    },
    Relation {
        id: "unresolved_in_documents",
        title: "Unresolved mentions in the document",
        from: ("araxes_unresolved", "document_id"),
        to: "araxes_documents",
    },
];

/// The cited layers, in the order in which they lie upon each other, the topmost first.
pub(super) fn cited(layers: &Layers) -> Vec<(LayerKind, MapLayer)> {
    [
        LayerKind::Mentions,
        LayerKind::Routes,
        LayerKind::Borders,
        LayerKind::Waters,
        LayerKind::Areas,
    ]
    .into_iter()
    .map(|kind| {
        let features = layers.layer(kind).map_or(&[][..], |layer| &layer.features);
        (kind, cited_layer(kind, features))
    })
    .collect()
}

fn cited_layer(kind: LayerKind, features: &[Feature]) -> MapLayer {
    let (id, source, relation) = match kind {
        LayerKind::Mentions => (
            "araxes_mentions",
            "./araxes.gpkg|layername=mentions",
            "citations_of_mentions",
        ),
        LayerKind::Routes => (
            "araxes_routes",
            "./araxes.gpkg|layername=routes",
            "citations_of_routes",
        ),
        LayerKind::Borders => (
            "araxes_borders",
            "./araxes.gpkg|layername=borders",
            "citations_of_borders",
        ),
        LayerKind::Areas => (
            "araxes_areas",
            "./araxes.gpkg|layername=areas",
            "citations_of_areas",
        ),
        LayerKind::Waters => (
            "araxes_waters",
            "./araxes.gpkg|layername=waters",
            "citations_of_waters",
        ),
    };
    let lines: &[&'static str] = match kind {
        LayerKind::Mentions => &[
            "feature_code",
            "shape",
            "description",
            "crosses",
            "relative_to",
        ],
        LayerKind::Areas => &["feature_code"],
        LayerKind::Waters => &["feature_code", "length_km"],
        LayerKind::Routes | LayerKind::Borders => {
            &["length_km", "claim", "claim_km", "description", "crosses"]
        }
    };
    let first: Vec<&'static str> = ["name", "kind", "quote", "surfaces", "other_names"]
        .into_iter()
        .chain(lines.iter().copied())
        .collect();
    let pages = [
        Page {
            title: "Who says so",
            fields: &["name", "doc_count", "mention_count"],
            relations: &[(relation, "Citations")],
        },
        Page {
            title: "What it is",
            fields: first.get(1..).unwrap_or_default(),
            relations: &[],
        },
        Page {
            title: "How it is known",
            fields: &[
                "confidence",
                "geometry_basis",
                "precision_m",
                "first_date",
                "last_date",
                "countries",
                "documents",
                "id",
            ],
            relations: &[],
        },
    ];
    let mut elements = Vec::from(style(kind, features));
    elements.push(temporal(DAYS));
    elements.push(
        Element::new("mapTip")
            .with("enabled", "1")
            .text(map_tip(relation)),
    );
    elements.extend(form(&pages, "\"name\""));
    MapLayer {
        id,
        title: title(kind),
        description: description(kind),
        source,
        geometries: match kind.form() {
            Form::Points => Geometries::Points,
            Form::Lines => Geometries::Lines,
            Form::Areas => Geometries::Areas,
        },
        attribution: ATTRIBUTION,
        style: elements,
        is_content: true,
        is_shown: true,
    }
}

/// The tables.
pub(super) fn tables() -> [MapLayer; 3] {
    let quote = "\"document_title\" || ': … ' || right(coalesce(\"prefix\", ''), 60) || '[' || \"exact\" || ']' || left(coalesce(\"suffix\", ''), 60) || ' …'";
    let table = |id, title, description, source, style| MapLayer {
        id,
        title,
        description,
        source,
        geometries: Geometries::None,
        attribution: ATTRIBUTION,
        style,
        is_content: true,
        is_shown: true,
    };
    let in_document = [
        "document_title",
        "document_date",
        "surface",
        "prefix",
        "exact",
        "suffix",
    ];
    let citation: Vec<&'static str> = in_document
        .into_iter()
        .chain([
            "role",
            "confidence",
            "start",
            "end",
            "document_id",
            "feature_name",
            "kind",
            "feature_id",
            "layer",
            "publisher",
            "path",
            "url",
        ])
        .collect();
    let unplaced: Vec<&'static str> = in_document
        .into_iter()
        .chain([
            "kind",
            "why_not",
            "candidates",
            "start",
            "end",
            "document_id",
        ])
        .collect();
    let one_page = |title, fields: &[&'static str]| {
        form(
            &[Page {
                title,
                fields,
                relations: &[],
            }],
            quote,
        )
    };
    [
        table(
            "araxes_citations",
            "Citations",
            "Which document mentions which feature, and in which words",
            "./araxes.gpkg|layername=citations",
            one_page("Citation", &citation),
        ),
        table(
            "araxes_documents",
            "Documents",
            "The documents that were read",
            "./araxes.gpkg|layername=documents",
            form(
                &[
                    Page {
                        title: "Document",
                        fields: &[
                            "title",
                            "publisher",
                            "date",
                            "not_before",
                            "language",
                            "path",
                            "mention_count",
                            "feature_count",
                            "unresolved_count",
                            "problems",
                            "id",
                            "sha256",
                        ],
                        relations: &[],
                    },
                    Page {
                        title: "What it cites",
                        fields: &[],
                        relations: &[("citations_in_documents", "Citations")],
                    },
                    Page {
                        title: "What could not be placed",
                        fields: &[],
                        relations: &[("unresolved_in_documents", "Unresolved mentions")],
                    },
                ],
                "\"label\"",
            ),
        ),
        table(
            "araxes_unresolved",
            "Unresolved mentions",
            "What documents speak of and that could not be placed",
            "./araxes.gpkg|layername=unresolved",
            one_page("Mention", &unplaced),
        ),
    ]
}
