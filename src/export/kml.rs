//! KML 2.3 (OGC 12-007r2) for Google Earth: a folder for each layer, places graduated by the documents that cite
//! them, a time span from the first document to the last, quotes in the balloon, and every property as data.

use std::io::{self, Write};

use geo::{Coord, Geometry, LineString};

use crate::layer::{Feature, LayerKind, Layers};
use crate::look::{Group, LOOK, Shape};

use super::ExportError;
use super::column::COLUMNS;
use super::geojson_files::conforming;
use super::markup::escaped;
use super::subject_of;

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
    for group in &LOOK.groups {
        style(group, out)?;
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

/// Points are graduated: from so many documents on, by this name, icon and label are as large as this.
const SIZES: [(usize, &str, f64, f64); 3] =
    [(1, "1", 0.6, 0.7), (2, "2", 0.9, 0.8), (5, "5", 1.3, 1.0)];

/// The styles of a group: one for lines, and one of each size for points.
fn style(group: &Group, out: &mut dyn Write) -> io::Result<()> {
    let (id, ink) = (&group.id, colour(&group.light));
    if group.layer != LayerKind::Mentions.as_str() {
        return writeln!(
            out,
            "<Style id=\"{id}\"><LineStyle><color>{ink}</color><width>{}</width></LineStyle></Style>",
            group.width
        );
    }
    let (tint, fill) = (colour(group.tint()), 255.0 * LOOK.area.fill(group, 1, 2));
    let tint = tint.get(2..).unwrap_or_default();
    writeln!(
        out,
        "<Style id=\"{id}-area\"><LineStyle><color>{ink}</color><width>{}</width></LineStyle><PolyStyle><color>{:02x}{tint}</color></PolyStyle></Style>",
        LOOK.area.width,
        fill.round() as u8
    )?;
    writeln!(
        out,
        "<Style id=\"{id}-course\"><LineStyle><color>{ink}</color><width>{}</width></LineStyle></Style>",
        LOOK.course.width
    )?;
    let icon = match group.shape {
        Shape::Box => "placemark_square",
        Shape::Triangle | Shape::Mountain => "triangle",
        Shape::Diamond | Shape::Lozenge => "open-diamond",
        Shape::Ring => "donut",
        Shape::Disc | Shape::Cross => "placemark_circle",
    };
    for (_, size, scale, label) in SIZES {
        writeln!(
            out,
            "<Style id=\"{id}-{size}\"><IconStyle><color>{ink}</color><scale>{scale}</scale><Icon><href>http://maps.google.com/mapfiles/kml/shapes/{icon}.png</href></Icon></IconStyle><LabelStyle><scale>{label}</scale></LabelStyle></Style>"
        )?;
    }
    Ok(())
}

/// `#rrggbb` as KML has it: opacity, blue, green, red.
fn colour(hexadecimal: &str) -> String {
    let part = |digits| hexadecimal.get(digits).unwrap_or("00");
    format!("ff{}{}{}", part(5..7), part(3..5), part(1..3))
}

fn placemark(layer: LayerKind, feature: &Feature, out: &mut dyn Write) -> io::Result<()> {
    let group = LOOK.group(LOOK.number(subject_of(layer, feature)));
    writeln!(out, "<Placemark>\n<name>{}</name>", escaped(&feature.name))?;
    if group.hidden {
        writeln!(out, "<visibility>0</visibility>")?;
    }
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
    let documents = feature.doc_count;
    let size = SIZES.iter().rev().find(|(least, ..)| *least <= documents);
    let size = match size {
        _ if layer == LayerKind::Areas => "-area".to_owned(),
        _ if layer == LayerKind::Waters => "-course".to_owned(),
        Some((_, size, ..)) if layer == LayerKind::Mentions => format!("-{size}"),
        _ => String::new(),
    };
    writeln!(out, "<styleUrl>#{}{size}</styleUrl>", group.id)?;
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
        let title = &citation.document_title;
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
        Geometry::MultiPolygon(polygons) => {
            writeln!(out, "<MultiGeometry>")?;
            for polygon in polygons {
                write!(
                    out,
                    "<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs>",
                    positions(polygon.exterior())
                )?;
                for hole in polygon.interiors() {
                    write!(
                        out,
                        "<innerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></innerBoundaryIs>",
                        positions(hole)
                    )?;
                }
                writeln!(out, "</Polygon>")?;
            }
            writeln!(out, "</MultiGeometry>")
        }
        // Features have points, lines or areas.
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
