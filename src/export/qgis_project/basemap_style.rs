//! How the base map looks: pale, so that what documents say stands out, and without a colour for any country.

use super::label::{Label, Placement, labelling};
use super::map_layer::{Geometries, MapLayer};
use super::symbol::{SymbolLayer, single_symbol, symbol};
use super::xml::Element;

/// Colour of the sea, which is the background of the map.
pub(super) const SEA: &str = "#dfe9ee";
const LAND: &str = "#f7f4ec";
const COAST: &str = "#a9bcc6";
const WATER: &str = "#a3c4d6";
const BORDER: &str = "#b3a999";
const BORDER_BAND: &str = "#ece5d8";
const TOWN: &str = "#8d867a";
const NAME: &str = "#9b9384";

const ATTRIBUTION: &str =
    "Natural Earth (public domain); GeoNames (CC BY 4.0); rivers and lines in dispute: Araxes";

/// The layers of the base map, the topmost first. Places that documents cite, named by id, are not named twice.
pub(super) fn layers(cited: &[&str]) -> Vec<MapLayer> {
    let not_cited = if cited.is_empty() {
        String::new()
    } else {
        let ids: Vec<String> = cited
            .iter()
            .map(|id| format!("'{}'", id.replace('\'', "''")))
            .collect();
        format!("\"id\" NOT IN ({})", ids.join(", "))
    };
    vec![
        country_names(&not_cited),
        towns(&not_cited),
        drawn(
            "basemap_disputed",
            "Lines in dispute",
            "./basemap.gpkg|layername=disputed_lines",
            Geometries::Lines,
            vec![line(&[SymbolLayer::line(BORDER, 0.35).dashed("1.6;1.2")])],
        ),
        drawn(
            "basemap_land_borders",
            "Land borders",
            "./basemap.gpkg|layername=land_borders",
            Geometries::Lines,
            vec![line(&[
                SymbolLayer::line(BORDER_BAND, 1.3),
                SymbolLayer::line(BORDER, 0.26),
            ])],
        ),
        drawn(
            "basemap_rivers",
            "Rivers",
            "./basemap.gpkg|layername=rivers",
            Geometries::Lines,
            vec![
                line(&[SymbolLayer::line(WATER, 0.4)]),
                labelling(&[Label {
                    name: "Rivers".to_owned(),
                    filter: not_cited.clone(),
                    text: "\"name\"",
                    size: 7.0,
                    colour: "#6f9db5",
                    bold: false,
                    italic: true,
                    capitals: false,
                    placement: Placement::AlongLine,
                    priority: "1".to_owned(),
                    smallest_scale: Some(3_000_000),
                }]),
            ],
        ),
        drawn(
            "basemap_lakes",
            "Lakes",
            "./basemap.gpkg|layername=lakes",
            Geometries::Areas,
            vec![area(SymbolLayer::fill(SEA, COAST, 0.15))],
        ),
        drawn(
            "basemap_land",
            "Land",
            "./basemap.gpkg|layername=land",
            Geometries::Areas,
            vec![area(SymbolLayer::fill(LAND, COAST, 0.15))],
        ),
    ]
}

fn drawn(
    id: &'static str,
    title: &'static str,
    source: &'static str,
    geometries: Geometries,
    style: Vec<Element>,
) -> MapLayer {
    MapLayer {
        id,
        title,
        description: "Base map, from the gazetteers built into Araxes",
        source,
        geometries,
        attribution: ATTRIBUTION,
        style,
        is_content: false,
        is_shown: true,
    }
}

fn line(layers: &[SymbolLayer]) -> Element {
    single_symbol(symbol("line", "0", None, layers))
}

fn area(layer: SymbolLayer) -> Element {
    single_symbol(symbol("fill", "0", None, &[layer]))
}

fn country_names(not_cited: &str) -> MapLayer {
    let sized = |name: &str, least: u64, smallest_scale, size| {
        let mut filter = format!("coalesce(\"population\", 0) >= {least}");
        if !not_cited.is_empty() {
            filter.push_str(" AND ");
            filter.push_str(not_cited);
        }
        Label {
            name: name.to_owned(),
            filter,
            text: "\"name\"",
            size,
            colour: NAME,
            bold: false,
            italic: false,
            capitals: true,
            placement: Placement::OverPoint,
            priority: "2".to_owned(),
            smallest_scale: Some(smallest_scale),
        }
    };
    let labels = [
        sized("Large countries", 40_000_000, 60_000_000, 8.0),
        sized("Countries", 2_000_000, 20_000_000, 7.5),
        sized("Small countries", 0, 6_000_000, 7.0),
    ];
    drawn(
        "basemap_countries",
        "Names of countries",
        "./basemap.gpkg|layername=countries",
        Geometries::Points,
        vec![
            Element::new("renderer-v2").with("type", "nullSymbol"),
            labelling(&labels),
        ],
    )
}

fn towns(not_cited: &str) -> MapLayer {
    let sized = |name: &str, condition: &str, smallest_scale, size| {
        let mut filter = condition.to_owned();
        if !not_cited.is_empty() {
            filter.push_str(" AND ");
            filter.push_str(not_cited);
        }
        (
            filter.clone(),
            Label {
                name: name.to_owned(),
                filter,
                text: "\"name\"",
                size,
                colour: "#7b7467",
                bold: false,
                italic: false,
                capitals: false,
                placement: Placement::BesidePoint,
                priority: "2 + 1.5 * log10(1 + coalesce(\"population\", 0)) / 7".to_owned(),
                smallest_scale: Some(smallest_scale),
            },
        )
    };
    let sorts = [
        sized(
            "Great cities and capitals",
            "(\"population\" >= 3000000 OR \"is_capital\" = 1)",
            16_000_000,
            7.5,
        ),
        sized(
            "Cities",
            // QGIS 3.22 has no BETWEEN, and a rule that it cannot parse silences the whole layer.
            "(\"population\" >= 200000 AND \"population\" < 3000000 AND \"is_capital\" = 0)",
            6_000_000,
            7.0,
        ),
        sized(
            "Towns",
            "(coalesce(\"population\", 0) < 200000 AND \"is_capital\" = 0)",
            1_800_000,
            7.0,
        ),
    ];
    let rules = sorts.iter().enumerate().map(|(number, (filter, label))| {
        Element::new("rule")
            .with("key", format!("{{araxes-town-{number}}}"))
            .with("symbol", number.to_string())
            .with("filter", filter.clone())
            .with("label", label.name.clone())
            .with("scalemindenom", "1")
            .with(
                "scalemaxdenom",
                label.smallest_scale.unwrap_or_default().to_string(),
            )
    });
    let symbols = [1.5, 1.2, 1.0].iter().enumerate().map(|(number, size)| {
        let dot = SymbolLayer::marker("circle", "#ffffff", TOWN, 0.25).by("size", size.to_string());
        symbol("marker", number.to_string(), None, &[dot])
    });
    let renderer = Element::new("renderer-v2")
        .with("type", "RuleRenderer")
        .with_all([("forceraster", "0"), ("symbollevels", "0")])
        .child(
            Element::new("rules")
                .with("key", "{araxes-towns}")
                .children(rules),
        )
        .child(Element::new("symbols").children(symbols));
    let labels: Vec<Label> = sorts.iter().map(|(_, label)| label.clone()).collect();
    drawn(
        "basemap_towns",
        "Towns",
        "./basemap.gpkg|layername=towns",
        Geometries::Points,
        vec![renderer, labelling(&labels)],
    )
}
