//! GeoJSON by RFC 7946: WGS 84, longitude first, at most seven decimals, lines and areas cut at the antimeridian, `bbox`. One
//! feature to a line, so that files can be compared and streamed. The same features as a text sequence (RFC 8142).

use std::io::Write;

use geo::orient::{Direction, Orient};
use geo::{
    Area, BoundingRect, Coord, Geometry, LineString, MapCoords, MultiLineString, MultiPolygon,
    Polygon,
};
use geojson::feature::Id;
use serde_json::{Map, Value, json};

use crate::layer::{Citation, Feature, Layer};
use crate::relation::area;

use super::ExportError;
use super::column::ColumnType::{Integer, Number, Text};
use super::column::{COLUMNS, Column, rounded};

/// Writes a layer as a FeatureCollection with the foreign member `name`, which GDAL and QGIS take for the layer's.
pub(super) fn write(path: &str, layer: &Layer, out: &mut dyn Write) -> Result<(), ExportError> {
    let unwritable = |source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let json = |source| ExportError::Json {
        path: path.to_owned(),
        source,
    };
    let geometries: Vec<Option<Geometry<f64>>> = layer
        .features
        .iter()
        .map(|feature| feature.geometry.as_ref().map(conforming))
        .collect();

    write!(
        out,
        "{{\"type\":\"FeatureCollection\",\"name\":{}",
        json!(layer.kind.as_str())
    )
    .map_err(unwritable)?;
    if let Some(bbox) = bounds(geometries.iter().flatten()) {
        write!(out, ",\"bbox\":{}", json!(bbox)).map_err(unwritable)?;
    }
    write!(out, ",\"features\":[").map_err(unwritable)?;
    for (number, (feature, geometry)) in layer.features.iter().zip(geometries).enumerate() {
        let separator = if number == 0 { "\n" } else { ",\n" };
        let line = serde_json::to_string(&to_geojson(feature, geometry)).map_err(json)?;
        write!(out, "{separator}{line}").map_err(unwritable)?;
    }
    writeln!(out, "\n]}}").map_err(unwritable)
}

/// Writes a layer as a GeoJSON text sequence (RFC 8142): each feature between a record separator and a line feed.
pub(super) fn write_sequence(
    path: &str,
    layer: &Layer,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    const RECORD_SEPARATOR: char = '\u{1E}';
    for feature in &layer.features {
        let geometry = feature.geometry.as_ref().map(conforming);
        let line = serde_json::to_string(&to_geojson(feature, geometry)).map_err(|source| {
            ExportError::Json {
                path: path.to_owned(),
                source,
            }
        })?;
        writeln!(out, "{RECORD_SEPARATOR}{line}").map_err(|source| ExportError::Unwritable {
            path: path.to_owned(),
            source,
        })?;
    }
    Ok(())
}

fn to_geojson(feature: &Feature, geometry: Option<Geometry<f64>>) -> geojson::Feature {
    let mut properties: Map<String, Value> = COLUMNS
        .iter()
        .map(|column| (column.name.to_owned(), (column.value)(feature)))
        .collect();
    properties.insert(
        "citations".to_owned(),
        feature.citations.iter().map(citation).collect(),
    );
    geojson::Feature {
        bbox: bounds(geometry.iter()).map(|bbox| bbox.to_vec()),
        geometry: geometry.map(|geometry| geojson::Geometry::new((&geometry).into())),
        id: Some(Id::String(feature.id.clone())),
        properties: Some(properties),
        foreign_members: None,
    }
}

/// What a feature says of each of its citations.
pub const CITATION: &[Column<Citation>] = &[
    Column::new("document", Text, "id of the document", |citation| {
        json!(citation.document)
    }),
    Column::new(
        "title",
        Text,
        "its title, or its first words where it has none",
        |citation| json!(citation.document_title),
    ),
    Column::new(
        "date",
        Text,
        "its date, ISO 8601, cut to the precision known",
        |citation| json!(citation.document_date),
    ),
    Column::new(
        "start",
        Integer,
        "where the mention begins, in Unicode code points of the decoded file",
        |citation| json!(citation.characters_of_place().start),
    ),
    Column::new("end", Integer, "where it ends, exclusive", |citation| {
        json!(citation.characters_of_place().end)
    }),
    Column::new(
        "start_byte",
        Integer,
        "where it begins, in bytes of the decoded file as UTF-8",
        |citation| json!(citation.bytes.start),
    ),
    Column::new(
        "end_byte",
        Integer,
        "where it ends in bytes, exclusive",
        |citation| json!(citation.bytes.end),
    ),
    Column::new(
        "surface",
        Text,
        "the words as they read when broken lines are joined",
        |citation| json!(citation.surface),
    ),
    Column::new(
        "exact",
        Text,
        "the file's text at the span, word for word",
        |citation| json!(citation.exact),
    ),
    Column::new(
        "prefix",
        Text,
        "the file's text before them, from the beginning of the sentence, word for word",
        |citation| json!(citation.prefix),
    ),
    Column::new(
        "suffix",
        Text,
        "the file's text behind it, to the end of the sentence, word for word",
        |citation| json!(citation.suffix),
    ),
    Column::new("kind", Text, "what sort of words they are", |citation| {
        json!(citation.kind)
    }),
    Column::new(
        "role",
        Text,
        "how the name is used, as in `citations.csv`",
        |citation| json!(citation.role.as_str()),
    ),
    Column::new(
        "confidence",
        Number,
        "probability that the feature is meant, 0..1",
        |citation| json!(rounded(citation.confidence, 3)),
    ),
    Column::new(
        "confirmed",
        Text,
        "`yes` where a person confirmed it, else empty",
        |citation| json!(confirmed(citation)),
    ),
    Column::new(
        "claim",
        Text,
        "a length that the mention states",
        |citation| json!(citation.claim),
    ),
];

/// `yes` for what a person confirmed.
pub(super) fn confirmed(citation: &Citation) -> Option<&'static str> {
    citation.confirmed.then_some("yes")
}

fn citation(citation: &Citation) -> Value {
    CITATION
        .iter()
        .map(|column| (column.name.to_owned(), (column.value)(citation)))
        .collect::<Map<String, Value>>()
        .into()
}

/// A geometry as the standard wants it: cut at the antimeridian, areas on the left hand of their edges, seven decimals.
/// Outlines have four, some ten metres, for their positions are kilometres off.
pub(super) fn conforming(geometry: &Geometry<f64>) -> Geometry<f64> {
    let cut = match geometry {
        Geometry::LineString(line) => cut_lines(std::slice::from_ref(line).iter()),
        Geometry::MultiLineString(lines) => cut_lines(lines.iter()),
        Geometry::Polygon(polygon) => oriented(std::slice::from_ref(polygon)),
        Geometry::MultiPolygon(polygons) => oriented(&polygons.0),
        other => other.clone(),
    };
    let scale = match cut {
        Geometry::MultiPolygon(_) => 1e4,
        _ => 1e7,
    };
    let decimals = |degrees: f64| (degrees * scale).round() / scale;
    let rounded = cut.map_coords(|Coord { x, y }| Coord {
        x: decimals(x),
        y: decimals(y),
    });
    match rounded {
        Geometry::MultiPolygon(polygons) => Geometry::MultiPolygon(without_slivers(polygons)),
        other => other,
    }
}

/// Areas without what rounding made a line or a point of, and without repeated positions.
fn without_slivers(polygons: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let kept = |ring: &LineString<f64>| {
        let mut line = ring.0.clone();
        line.dedup();
        (line.len() >= 4 && Polygon::new(ring.clone(), Vec::new()).unsigned_area() > 0.0)
            .then(|| LineString::new(line))
    };
    let polygons = polygons.into_iter().filter_map(|polygon| {
        let exterior = kept(polygon.exterior())?;
        let interiors = polygon.interiors().iter().filter_map(kept);
        Some(Polygon::new(exterior, interiors.collect()))
    });
    MultiPolygon(polygons.collect())
}

/// Areas on the left hand of their edges, cut at the antimeridian.
fn oriented(polygons: &[Polygon<f64>]) -> Geometry<f64> {
    Geometry::MultiPolygon(area::cut(polygons).orient(Direction::Default))
}

/// Cuts lines where they cross the antimeridian (RFC 7946, section 3.1.9). Two positions further apart than half the
/// globe are joined the short way round.
fn cut_lines<'a>(lines: impl Iterator<Item = &'a LineString<f64>>) -> Geometry<f64> {
    let mut pieces: Vec<Vec<Coord<f64>>> = Vec::new();
    for line in lines {
        let mut piece: Vec<Coord<f64>> = Vec::new();
        for &to in line.coords() {
            if let Some(&from) = piece.last()
                && (to.x - from.x).abs() > 180.0
            {
                let side = if from.x > 0.0 { 180.0 } else { -180.0 };
                let beyond = if from.x > 0.0 {
                    to.x + 360.0
                } else {
                    to.x - 360.0
                };
                let share = (side - from.x) / (beyond - from.x);
                let y = from.y + share * (to.y - from.y);
                if from.x.abs() < 180.0 {
                    piece.push(Coord { x: side, y });
                }
                pieces.push(std::mem::take(&mut piece));
                if to.x.abs() < 180.0 {
                    piece.push(Coord { x: -side, y });
                }
            }
            piece.push(to);
        }
        pieces.push(piece);
    }
    let pieces = pieces
        .into_iter()
        .filter(|piece| piece.len() >= 2)
        .map(LineString::new);
    Geometry::MultiLineString(MultiLineString(pieces.collect()))
}

/// West, south, east, north of geometries that conform. A line cut at the antimeridian reaches from -180 to 180, which
/// section 5.2 allows, though a box over the antimeridian would be tighter.
pub(super) fn bounds<'a>(geometries: impl Iterator<Item = &'a Geometry<f64>>) -> Option<[f64; 4]> {
    geometries
        .filter_map(BoundingRect::bounding_rect)
        .map(|rect| [rect.min().x, rect.min().y, rect.max().x, rect.max().y])
        .reduce(|one, other| {
            [
                one[0].min(other[0]),
                one[1].min(other[1]),
                one[2].max(other[2]),
                one[3].max(other[3]),
            ]
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_over_the_antimeridian_is_cut() {
        let line = LineString::from(vec![(170.0, 10.0), (-170.0, 20.0)]);
        let cut = conforming(&Geometry::LineString(line));
        let expected = MultiLineString(vec![
            LineString::from(vec![(170.0, 10.0), (180.0, 15.0)]),
            LineString::from(vec![(-180.0, 15.0), (-170.0, 20.0)]),
        ]);
        assert_eq!(cut, Geometry::MultiLineString(expected));
    }

    #[test]
    fn an_area_over_the_antimeridian_is_cut_and_lies_on_the_left_of_its_edges() {
        // Clockwise, as shapefiles have it, and across 180 degrees.
        let ring = [
            (170.0, 0.0),
            (170.0, 10.0),
            (-170.0, 10.0),
            (-170.0, 0.0),
            (170.0, 0.0),
        ];
        let area = Polygon::new(LineString::from(ring.to_vec()), Vec::new());
        let Geometry::MultiPolygon(cut) = conforming(&Geometry::Polygon(area)) else {
            panic!("an area stays an area")
        };
        let boxes: Vec<_> = cut
            .iter()
            .filter_map(|polygon| bounds(std::iter::once(&Geometry::Polygon(polygon.clone()))))
            .collect();
        assert_eq!(
            boxes,
            [[170.0, 0.0, 180.0, 10.0], [-180.0, 0.0, -170.0, 10.0]]
        );
        for polygon in &cut {
            let twice: f64 = polygon
                .exterior()
                .lines()
                .map(|edge| edge.start.x * edge.end.y - edge.end.x * edge.start.y)
                .sum();
            assert!((twice - 200.0).abs() < 1e-6, "{twice}");
        }
    }

    #[test]
    fn seven_decimals_remain() {
        let line = LineString::from(vec![(1.123_456_789, 2.0), (3.0, 4.0)]);
        let Geometry::MultiLineString(lines) = conforming(&Geometry::LineString(line)) else {
            panic!("a line stays a line")
        };
        assert!((lines.0[0].0[0].x - 1.123_456_8).abs() < 1e-12);
    }
}
