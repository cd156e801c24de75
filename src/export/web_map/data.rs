//! The layers as the page reads them: features with their citations, documents, and what could not be placed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use geo::{Coord, Geometry, LineString, Polygon};
use serde::Serialize;

use crate::layer::{Citation, Feature, LayerKind, Layers};

use super::super::geojson_files::conforming;
use super::super::view::opening_view;
use super::basemap::{Detail, UNIT, steps};
use super::link;
use super::reading::Reading;

/// Everything that the page shows but its background.
#[derive(Debug, Serialize)]
pub(super) struct Data<'a> {
    documents: Vec<Reading<'a>>,
    features: Vec<Shown<'a>>,
    unresolved: Vec<Unplaced<'a>>,
    /// What is shown first: west, south, east, north.
    view: [f64; 4],
    /// Positions of outlines and courses are whole numbers of this many degrees.
    unit: f64,
}

/// Document number; first and last offset of the mention, and of its sentence, in the document's text; confidence in
/// hundredths; what of the place is meant.
type Cited = (usize, u32, u32, u32, u32, u8, &'static str);

#[derive(Debug, Serialize)]
struct Shown<'a> {
    id: &'a str,
    layer: &'static str,
    name: &'a str,
    names: &'a [String],
    kind: &'a str,
    meant: &'static str,
    /// Id of the position that it is the way over a river of.
    part_of: Option<&'a str>,
    countries: &'a [String],
    geometry: Option<Drawn>,
    /// Polygons of rings of its outline, each the first position and then steps from one to the next.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    area: Vec<Vec<Vec<i32>>>,
    /// The lines of its course, likewise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    course: Vec<Vec<i32>>,
    basis: Option<&'static str>,
    precision_m: Option<f64>,
    length_km: Option<f64>,
    claims: Vec<(usize, &'a str)>,
    description: Option<&'a str>,
    citations: Vec<Cited>,
}

/// Longitude and latitude, or lines of them; degrees with five decimals, about a metre.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Drawn {
    Point([f64; 2]),
    Lines(Vec<Vec<[f64; 2]>>),
}

#[derive(Debug, Serialize)]
struct Unplaced<'a> {
    citation: Cited,
    kind: &'a str,
    candidates: Vec<&'a str>,
    why_not: &'a str,
}

impl<'a> Data<'a> {
    /// The layers as a page shows that will lie in `folder`.
    pub(super) fn of(layers: &'a Layers, folder: &Path) -> Self {
        let numbers: BTreeMap<&str, usize> = layers
            .documents
            .iter()
            .enumerate()
            .map(|(number, document)| (document.id.as_str(), number))
            .collect();
        let documents = readings(layers, &numbers, folder);
        let cited = |citation: &Citation| -> Option<Cited> {
            let number = *numbers.get(citation.document.as_str())?;
            let [start, end, from, to] = documents.get(number)?.place(citation);
            let sense = citation.sense().as_str();
            let confidence = hundredths(citation.confidence);
            Some((number, start, end, from, to, confidence, sense))
        };
        let positions: BTreeSet<&str> = layers
            .layer(LayerKind::Mentions)
            .map_or(&[][..], |layer| &layer.features)
            .iter()
            .map(|feature| feature.id.as_str())
            .collect();
        let (shapes, detail) = (layers.shapes(), Detail::around(layers));
        let features = layers
            .features()
            .map(|(layer, feature)| {
                let shown = Shown::of(layer, feature, &numbers, &positions, &cited);
                let shape = shapes.get(feature.id.as_str());
                match shape.and_then(|shape| shape.geometry.as_ref()) {
                    Some(geometry) => shown.with_shape(geometry, &detail),
                    None => shown,
                }
            })
            .collect();
        let unresolved = layers
            .unresolved
            .iter()
            .filter_map(|one| {
                Some(Unplaced {
                    citation: cited(&one.citation)?,
                    kind: one.citation.kind,
                    candidates: one.candidates.iter().map(|(id, _)| id.as_str()).collect(),
                    why_not: &one.why_not,
                })
            })
            .collect();
        let view = opening_view(layers);
        Self {
            features,
            unresolved,
            documents,
            view: [view.west, view.south, view.east, view.north]
                .map(|degrees| rounded(degrees, 1e3)),
            unit: UNIT,
        }
    }
}

fn readings<'a>(
    layers: &'a Layers,
    numbers: &BTreeMap<&str, usize>,
    folder: &Path,
) -> Vec<Reading<'a>> {
    let mut citations: Vec<Vec<&Citation>> = vec![Vec::new(); layers.documents.len()];
    let placed = layers
        .features()
        .flat_map(|(_, feature)| feature.citations.iter());
    let unplaced = layers.unresolved.iter().map(|one| &one.citation);
    for citation in placed.chain(unplaced) {
        if let Some(of_document) = numbers
            .get(citation.document.as_str())
            .and_then(|&number| citations.get_mut(number))
        {
            of_document.push(citation);
        }
    }
    layers
        .documents
        .iter()
        .zip(citations)
        .map(|(document, mut citations)| {
            citations.sort_by_key(|citation| (citation.clean.start, citation.clean.end));
            let link = document.url.clone();
            let link = link.or_else(|| link::from_folder(folder, &document.location));
            Reading::of(document, link, &citations)
        })
        .collect()
}

impl<'a> Shown<'a> {
    fn of(
        layer: LayerKind,
        feature: &'a Feature,
        numbers: &BTreeMap<&str, usize>,
        positions: &BTreeSet<&'a str>,
        cited: &impl Fn(&Citation) -> Option<Cited>,
    ) -> Self {
        Self {
            id: &feature.id,
            layer: layer.as_str(),
            name: &feature.name,
            names: &feature.other_names,
            kind: &feature.kind,
            meant: feature.meant().as_str(),
            part_of: position_of(layer, feature, positions),
            countries: &feature.countries,
            geometry: feature.geometry.as_ref().and_then(drawn),
            area: Vec::new(),
            course: Vec::new(),
            basis: feature.basis.map(|basis| basis.as_str()),
            precision_m: feature.precision_m.map(f64::round),
            length_km: feature.length_km.map(|length| rounded(length, 10.0)),
            claims: feature
                .stated_lengths
                .iter()
                .filter_map(|stated| {
                    let number = *numbers.get(stated.document.as_str())?;
                    Some((number, stated.text.as_str()))
                })
                .collect(),
            description: feature.description.as_deref(),
            citations: feature.citations.iter().filter_map(cited).collect(),
        }
    }

    /// With an outline or a course, as fine as the background is there.
    fn with_shape(mut self, geometry: &Geometry<f64>, detail: &Detail) -> Self {
        let simple = |line: &LineString<f64>| steps(&detail.simplified(&line.0));
        match conforming(geometry) {
            Geometry::MultiPolygon(polygons) => {
                let size = |polygon: &Polygon<f64>| polygon.exterior().0.len();
                let largest = polygons.iter().map(size).max().unwrap_or_default();
                let kept = polygons.iter().filter(|polygon| {
                    size(polygon) == largest || !detail.is_speck(polygon.exterior().coords())
                });
                self.area = kept
                    .map(|polygon| {
                        let holes = polygon.interiors().iter();
                        let holes = holes.filter(|ring| !detail.is_speck(ring.coords()));
                        std::iter::once(polygon.exterior())
                            .chain(holes)
                            .map(simple)
                            .collect()
                    })
                    .collect();
            }
            Geometry::MultiLineString(lines) => self.course = lines.iter().map(simple).collect(),
            _ => {}
        }
        self
    }
}

/// The position that a way over a river was made of: a reader sees one thing.
fn position_of<'a>(
    layer: LayerKind,
    feature: &Feature,
    positions: &BTreeSet<&'a str>,
) -> Option<&'a str> {
    let (_, at) = feature.id.strip_prefix("route:")?.split_once('-')?;
    let position = positions.get(format!("coordinate:{at}").as_str());
    position.copied().filter(|_| layer == LayerKind::Routes)
}

fn drawn(geometry: &Geometry<f64>) -> Option<Drawn> {
    match conforming(geometry) {
        Geometry::Point(point) => Some(Drawn::Point(position(&point.0))),
        Geometry::MultiLineString(lines) => Some(Drawn::Lines(
            lines
                .iter()
                .map(|line| line.coords().map(position).collect())
                .collect(),
        )),
        _ => None,
    }
}

fn position(coordinate: &Coord<f64>) -> [f64; 2] {
    [rounded(coordinate.x, 1e5), rounded(coordinate.y, 1e5)]
}

fn rounded(value: f64, scale: f64) -> f64 {
    (value * scale).round() / scale
}

/// A probability in hundredths, 0 to 100.
fn hundredths(probability: f64) -> u8 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let hundredths = (probability.clamp(0.0, 1.0) * 100.0).round() as u8;
    hundredths
}
