//! KML 2.3 (OGC 12-007r2) for Google Earth: a folder for each layer, places graduated by the documents that cite
//! them, a time span from the first document to the last, quotes in the balloon, and every property as data.

use std::io::{self, Write};

use geo::{Coord, Geometry, LineString};

use crate::layer::{Feature, LayerKind, Layers};

use super::ExportError;
use super::column::COLUMNS;
use super::geojson_files::conforming;
use super::markup::escaped;

/// How many citations a balloon shows; the rest is counted.
const QUOTES_SHOWN: usize = 20;

/// Writes all layers as one document.
pub(super) fn write(path: &str, layers: &Layers, out: &mut dyn Write) -> Result<(), ExportError> {
    document(layers, out).map_err(|source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    })
}

fn document(layers: &Layers, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<kml xmlns="http://www.opengis.net/kml/2.2">"#)?;
    writeln!(out, "<Document>\n<name>Araxes</name>")?;
    for style in POINT_STYLES {
        writeln!(
            out,
            "<Style id=\"{}\"><IconStyle><color>{}</color><scale>{}</scale><Icon><href>http://maps.google.com/mapfiles/kml/shapes/placemark_circle.png</href></Icon></IconStyle><LabelStyle><scale>{}</scale></LabelStyle></Style>",
            style.id, style.colour, style.icon, style.label
        )?;
    }
    for (id, colour, width) in LINE_STYLES {
        writeln!(
            out,
            "<Style id=\"{id}\"><LineStyle><color>{colour}</color><width>{width}</width></LineStyle></Style>"
        )?;
    }
    for layer in &layers.layers {
        let name = layer.kind.as_str();
        writeln!(out, "<Folder>\n<name>{name}</name>")?;
        for feature in &layer.features {
            placemark(layer.kind, feature, out)?;
        }
        writeln!(out, "</Folder>")?;
    }
    writeln!(out, "</Document>\n</kml>")
}

struct PointStyle {
    id: &'static str,
    /// Alpha, blue, green, red, in hexadecimal.
    colour: &'static str,
    icon: f64,
    label: f64,
}

const POINT_STYLES: [PointStyle; 4] = [
    PointStyle {
        id: "place-1",
        colour: "ffb26f1f",
        icon: 0.6,
        label: 0.7,
    },
    PointStyle {
        id: "place-2",
        colour: "ffb26f1f",
        icon: 0.9,
        label: 0.8,
    },
    PointStyle {
        id: "place-5",
        colour: "ffb26f1f",
        icon: 1.3,
        label: 1.0,
    },
    PointStyle {
        id: "position",
        colour: "ff1a1a1a",
        icon: 0.7,
        label: 0.7,
    },
];

const LINE_STYLES: [(&str, &str, u8); 3] = [
    ("route", "ff0069d9", 4),
    ("border", "ff7a2a7a", 3),
    ("front", "ff2b1fb8", 3),
];

fn style(layer: LayerKind, feature: &Feature) -> &'static str {
    match (layer, feature.documents().len()) {
        (LayerKind::Routes, _) => "route",
        (LayerKind::Borders, _) if feature.kind == "international border" => "border",
        (LayerKind::Borders, _) => "front",
        (LayerKind::Mentions, _) if feature.id.starts_with("coordinate:") => "position",
        (LayerKind::Mentions, 5..) => "place-5",
        (LayerKind::Mentions, 2..) => "place-2",
        (LayerKind::Mentions, _) => "place-1",
    }
}

fn placemark(layer: LayerKind, feature: &Feature, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<Placemark>\n<name>{}</name>", escaped(&feature.name))?;
    writeln!(
        out,
        "<description>{}</description>",
        escaped(&balloon(feature))
    )?;
    if let (Some(first), Some(last)) = (feature.first_date(), feature.last_date()) {
        writeln!(
            out,
            "<TimeSpan><begin>{}</begin><end>{}</end></TimeSpan>",
            escaped(first),
            escaped(last)
        )?;
    }
    writeln!(out, "<styleUrl>#{}</styleUrl>", style(layer, feature))?;
    writeln!(out, "<ExtendedData>")?;
    for column in COLUMNS {
        let value = column.text(feature);
        if !value.is_empty() {
            writeln!(
                out,
                "<Data name=\"{}\"><value>{}</value></Data>",
                column.name,
                escaped(&value)
            )?;
        }
    }
    writeln!(out, "</ExtendedData>")?;
    if let Some(geometry) = &feature.geometry {
        shape(&conforming(geometry), out)?;
    }
    writeln!(out, "</Placemark>")
}

/// What the balloon shows, as HTML: each quote with its words marked, its document and date.
fn balloon(feature: &Feature) -> String {
    let mut html = format!("<p>{}</p>", escaped(&feature.kind));
    for citation in feature.citations.iter().take(QUOTES_SHOWN) {
        let title = citation
            .document_title
            .as_deref()
            .unwrap_or(&citation.document);
        let date = citation
            .document_date
            .as_deref()
            .map(|date| format!(", {}", escaped(date)))
            .unwrap_or_default();
        html.push_str(&format!(
            "<blockquote>{}<b>{}</b>{}</blockquote><p>– {}{date}</p>",
            escaped(&citation.prefix),
            escaped(&citation.exact),
            escaped(&citation.suffix),
            escaped(title)
        ));
    }
    let more = feature.citations.len().saturating_sub(QUOTES_SHOWN);
    if more > 0 {
        html.push_str(&format!("<p>and {more} more</p>"));
    }
    html
}

fn shape(geometry: &Geometry<f64>, out: &mut dyn Write) -> io::Result<()> {
    match geometry {
        Geometry::Point(point) => writeln!(
            out,
            "<Point><coordinates>{}</coordinates></Point>",
            position(point.0)
        ),
        Geometry::MultiLineString(lines) => {
            writeln!(out, "<MultiGeometry>")?;
            for line in lines {
                writeln!(
                    out,
                    "<LineString><tessellate>1</tessellate><coordinates>{}</coordinates></LineString>",
                    positions(line)
                )?;
            }
            writeln!(out, "</MultiGeometry>")
        }
        // Features have points or lines.
        _ => Ok(()),
    }
}

fn positions(line: &LineString<f64>) -> String {
    let positions: Vec<String> = line.coords().copied().map(position).collect();
    positions.join(" ")
}

fn position(Coord { x, y }: Coord<f64>) -> String {
    format!("{x},{y}")
}
