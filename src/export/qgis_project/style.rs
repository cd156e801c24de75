//! How the cited layers look: colour and shape say what a thing is, size how many documents cite it, opacity how sure
//! it is. The colours keep apart for readers who see red and green alike (after Okabe and Ito, 2008, toned down for
//! paper); what is disputed is dashed and has no colour of its own side.

use crate::layer::LayerKind;

use super::label::{Label, Placement, labelling};
use super::symbol::{Category, SymbolLayer, categorised};
use super::xml::Element;

/// Per cent. What is all but certain is drawn in full.
const OPACITY: &str = "scale_linear(\"confidence\", 0.3, 0.95, 35, 100)";

/// The class of a place: what shape it has.
const PLACE_CLASS: &str = "CASE \
    WHEN \"id\" LIKE 'within:%' OR \"id\" LIKE 'relative:%' THEN 'about' \
    WHEN \"id\" LIKE 'coordinate:%' THEN 'position' \
    WHEN \"feature_code\" LIKE 'A.PCL%' OR \"feature_code\" = 'L.CONT' THEN 'country' \
    WHEN \"feature_code\" = 'P.PPLC' THEN 'capital' \
    WHEN \"feature_code\" LIKE 'P.%' THEN 'settlement' \
    WHEN \"feature_code\" LIKE 'H.%' THEN 'water' \
    WHEN \"feature_code\" LIKE 'T.%' THEN 'landform' \
    WHEN \"feature_code\" LIKE 'A.%' OR \"feature_code\" LIKE 'L.RGN%' OR \"feature_code\" = 'L.AREA' THEN 'region' \
    ELSE 'site' END";

/// The class of a route.
const ROUTE_CLASS: &str = "CASE \
    WHEN \"kind\" LIKE '%oil pipeline%' THEN 'oil' \
    WHEN \"kind\" LIKE '%pipeline%' THEN 'gas' \
    WHEN \"kind\" LIKE '%crossing%' OR \"kind\" IN ('bridge', 'ferry', 'tunnel') THEN 'crossing' \
    WHEN \"kind\" LIKE '%rail%' THEN 'railway' \
    WHEN \"kind\" LIKE '%road%' OR \"kind\" LIKE '%highway%' OR \"kind\" LIKE '%motorway%' THEN 'road' \
    WHEN \"kind\" LIKE '%canal%' OR \"kind\" LIKE '%sea lane%' OR \"kind\" LIKE '%waterway%' THEN 'water' \
    WHEN \"kind\" LIKE '%corridor%' THEN 'corridor' \
    ELSE 'connection' END";

/// The class of a border: international, or a line that is or was disputed.
const BORDER_CLASS: &str =
    "CASE WHEN \"kind\" = 'international border' THEN 'international' ELSE 'disputed' END";

/// Where only the ends of a route are known, or it is not built, its line is broken.
const ROUTE_STROKE: &str = "CASE WHEN \"geometry_basis\" = 'straight line' \
    OR \"description\" LIKE '%proposed%' OR \"description\" LIKE '%historical%' \
    OR \"description\" LIKE '%disused%' THEN 'dash' ELSE 'solid' END";

const INK: &str = "#22303c";
const PAPER: &str = "#ffffff";
const BLUE: &str = "#1f6fae";
const SKY: &str = "#5fb0dc";
const VERMILION: &str = "#d55e00";
const GREEN: &str = "#0b8a68";
const PURPLE: &str = "#8e5a9f";
const BROWN: &str = "#6b4a2f";
const AMBER: &str = "#d99a00";
const STONE: &str = "#8b8273";
const PLUM: &str = "#9a3b7a";

/// A symbol layer's size, from `least` to `most`, by how many documents cite the feature: the area grows with the
/// number. The most cited feature has `most_cited` documents.
fn by_documents(least: f64, most: f64, most_cited: usize) -> String {
    format!(
        "{least} + {} * sqrt((\"doc_count\" - 1) / {}.0)",
        most - least,
        most_cited.saturating_sub(1).max(1)
    )
}

/// 0 to 10: the labels of what many documents cite go first.
fn priority(most_cited: usize) -> String {
    by_documents(4.0, 10.0, most_cited)
}

/// Renderer and labelling of a layer. `most_cited` is the number of documents that cite its most cited feature.
pub(super) fn style(kind: LayerKind, most_cited: usize) -> [Element; 2] {
    match kind {
        LayerKind::Mentions => mentions(most_cited),
        LayerKind::Routes => routes(most_cited),
        LayerKind::Borders => borders(most_cited),
    }
}

fn mentions(most_cited: usize) -> [Element; 2] {
    let sized = |layer: SymbolLayer, least: f64, most: f64| {
        layer.by("size", by_documents(least, most, most_cited))
    };
    let one = |value, title, shape: &str, fill: &str| Category {
        value,
        title,
        layers: vec![sized(
            SymbolLayer::marker(shape, fill, PAPER, 0.3),
            2.4,
            5.0,
        )],
    };
    let categories = [
        one("settlement", "Settlement", "circle", BLUE),
        Category {
            value: "capital",
            title: "Capital",
            layers: vec![
                sized(SymbolLayer::marker("circle", BLUE, PAPER, 0.3), 2.8, 5.4),
                sized(SymbolLayer::marker("circle", PAPER, BLUE, 0.0), 0.9, 1.8),
            ],
        },
        Category {
            value: "country",
            title: "Country or continent",
            layers: vec![
                sized(SymbolLayer::marker("square", PAPER, PAPER, 1.0), 2.2, 4.0),
                sized(SymbolLayer::marker("square", PAPER, INK, 0.55), 2.2, 4.0),
            ],
        },
        one("region", "Region or division", "diamond", STONE),
        one("water", "Water", "circle", SKY),
        one("landform", "Mountain or landform", "triangle", BROWN),
        one("site", "Site or structure", "square", GREEN),
        Category {
            value: "about",
            title: "Only about there, with how far half of such are",
            layers: vec![
                SymbolLayer::marker("circle", PLUM, PLUM, 0.2).reaching("2 * \"precision_m\""),
                sized(SymbolLayer::marker("circle", PAPER, PAPER, 0.8), 2.2, 4.4),
                sized(
                    SymbolLayer::marker("circle", PAPER, PLUM, 0.45).outlined("dot"),
                    2.2,
                    4.4,
                ),
            ],
        },
        Category {
            value: "position",
            title: "Position given in a document",
            layers: vec![
                sized(SymbolLayer::marker("circle", PAPER, PAPER, 0.8), 3.4, 5.4),
                sized(
                    SymbolLayer::marker("circle", PAPER, VERMILION, 0.7),
                    3.4,
                    5.4,
                ),
                sized(
                    SymbolLayer::marker("circle", VERMILION, VERMILION, 0.0),
                    1.2,
                    1.9,
                ),
            ],
        },
    ];
    let class_is = |classes: &str| format!("{PLACE_CLASS} IN ({classes})");
    let beside = |name, classes: &str, size, colour| Label {
        name,
        filter: class_is(classes),
        text: "\"name\"",
        size,
        colour,
        bold: false,
        italic: false,
        capitals: false,
        placement: Placement::BesidePoint,
        priority: priority(most_cited),
        smallest_scale: None,
    };
    let labels = [
        Label {
            bold: true,
            capitals: true,
            ..beside("Countries", "'country'", 7.5, INK)
        },
        Label {
            bold: true,
            ..beside("Capitals", "'capital'", 9.0, INK)
        },
        beside("Settlements", "'settlement'", 9.0, INK),
        Label {
            italic: true,
            ..beside("Waters", "'water'", 8.5, "#1d5f85")
        },
        Label {
            capitals: true,
            ..beside("Regions", "'region'", 7.0, "#5d5548")
        },
        Label {
            bold: true,
            ..beside("Positions", "'position'", 8.5, "#a34700")
        },
        beside("Sites and landforms", "'site', 'landform'", 8.0, "#3d4a3f"),
        Label {
            italic: true,
            ..beside("Only about there", "'about'", 8.0, "#6e2a57")
        },
    ];
    [
        categorised("marker", PLACE_CLASS, OPACITY, &categories),
        labelling(&labels),
    ]
}

fn routes(most_cited: usize) -> [Element; 2] {
    let width = |least: f64| by_documents(least, least * 1.8, most_cited);
    let casing = |least: f64| {
        SymbolLayer::line(PAPER, least).by("outlineWidth", format!("0.7 + {}", width(least)))
    };
    let plain = |value, title, stroke: &str, least: f64| Category {
        value,
        title,
        layers: vec![
            casing(least),
            SymbolLayer::line(stroke, least)
                .by("outlineWidth", width(least))
                .by("outlineStyle", ROUTE_STROKE),
        ],
    };
    let categories = [
        plain("corridor", "Corridor", PURPLE, 0.9),
        plain("oil", "Oil pipeline", BROWN, 0.6),
        plain("gas", "Gas pipeline", AMBER, 0.6),
        Category {
            value: "railway",
            title: "Railway",
            layers: vec![
                SymbolLayer::line(INK, 0.9).by("outlineWidth", width(0.9)),
                SymbolLayer::line(PAPER, 0.5)
                    .dashed("1.6;1.6")
                    .by("outlineWidth", format!("0.55 * ({})", width(0.9))),
            ],
        },
        plain("road", "Road", VERMILION, 0.7),
        plain("water", "Canal or sea lane", BLUE, 0.7),
        plain("crossing", "Bridge, ferry or tunnel", VERMILION, 1.2),
        plain("connection", "Connection, ends known only", STONE, 0.6),
    ];
    let along = |name, classes: &str, colour| Label {
        name,
        filter: format!("{ROUTE_CLASS} IN ({classes})"),
        text: "\"name\"",
        size: 7.5,
        colour,
        bold: false,
        italic: true,
        capitals: false,
        placement: Placement::AlongLine,
        priority: priority(most_cited),
        smallest_scale: None,
    };
    let labels = [
        Label {
            bold: true,
            size: 8.5,
            ..along("Corridors", "'corridor'", "#6d3f80")
        },
        along("Oil pipelines", "'oil'", "#573a22"),
        along("Gas pipelines", "'gas'", "#8a6200"),
        along("Railways and roads", "'railway', 'road', 'crossing'", INK),
        along("Waterways", "'water'", "#1d5f85"),
        Label {
            // A long straight line has a place for its label almost anywhere: near is enough.
            smallest_scale: Some(12_000_000),
            ..along("Connections", "'connection'", "#5d5548")
        },
    ];
    [
        categorised("line", ROUTE_CLASS, OPACITY, &categories),
        labelling(&labels),
    ]
}

fn borders(most_cited: usize) -> [Element; 2] {
    let width = |least: f64| by_documents(least, least * 1.8, most_cited);
    let band = |stroke: &str| {
        SymbolLayer::line(stroke, 1.8).by("outlineWidth", format!("1.1 + {}", width(0.7)))
    };
    let categories = [
        Category {
            value: "international",
            title: "International border",
            layers: vec![
                band("#d9cfe0"),
                SymbolLayer::line("#3f3a5f", 0.6).by("outlineWidth", width(0.5)),
            ],
        },
        Category {
            value: "disputed",
            title: "Disputed or former line",
            layers: vec![
                band(PAPER),
                SymbolLayer::line("#3f3a5f", 0.7)
                    .dashed("2.4;1.4")
                    .by("outlineWidth", width(0.6)),
            ],
        },
    ];
    let labels = [Label {
        name: "Borders",
        filter: String::new(),
        text: "\"name\"",
        size: 7.5,
        colour: "#3f3a5f",
        bold: false,
        italic: true,
        capitals: false,
        placement: Placement::AlongLine,
        priority: priority(most_cited),
        smallest_scale: Some(6_000_000),
    }];
    [
        categorised("line", BORDER_CLASS, OPACITY, &categories),
        labelling(&labels),
    ]
}
