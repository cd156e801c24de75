//! What a subject alone tells of its feature: names, countries, the line along which it runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use geo::Geometry;
use jiff::civil::Date;

use crate::look::is_wide;
use crate::relation::line::{self, Basis, Drawing};
use crate::relation::{Position, Subject};
use araxes_gazetteer::{Entry, Gazetteer, Name, NameKind, PlaceNumber, UNITED_NATIONS, Viewpoint};

use super::feature::Feature;
use super::kind;
use super::layers::LayerKind;
use super::subject::lat_lon;

/// How features are labelled and drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// BCP 47 tag of the language of the labels; the gazetteer's English label where a place has no name in it.
    pub label_language: Option<String>,
    /// In whose view borders are drawn: [`Viewpoint::view`]; the United Nations' where none is given.
    pub view: Option<String>,
    /// Whether documents that tell the same story are each counted.
    pub count_duplicates: bool,
}

/// How near a border a river crossing must be to stand in both countries, metres: about how far the borders of maps
/// at 1:10 million stray.
const ON_BORDER_M: f64 = 5_000.0;

/// What a feature is before its citations: everything that the subject alone tells.
struct Sketch {
    layer: LayerKind,
    name: String,
    other_names: Vec<String>,
    kind: String,
    feature_code: Option<String>,
    countries: Vec<String>,
    drawing: Option<Drawing>,
    description: Option<String>,
    crosses: Option<String>,
    relative_to: Vec<String>,
}

/// A feature that nothing cites yet, with its layer. `day` says when its lines run as they are drawn.
pub(super) fn feature(
    gazetteer: &Gazetteer,
    options: &Options,
    id: String,
    subject: &Subject,
    day: Option<Date>,
) -> (LayerKind, Feature) {
    let sketch = sketch(gazetteer, options, subject, day);
    let length_km = sketch
        .drawing
        .as_ref()
        .and_then(|drawing| line::length_m(&drawing.geometry))
        .map(|metres| metres / 1000.0);
    let feature = Feature {
        id,
        name: sketch.name,
        other_names: sketch.other_names,
        kind: sketch.kind,
        feature_code: sketch.feature_code,
        countries: sketch.countries,
        basis: sketch.drawing.as_ref().map(|drawing| drawing.basis),
        precision_m: sketch.drawing.as_ref().map(|drawing| drawing.precision_m),
        geometry: sketch.drawing.map(|drawing| drawing.geometry),
        length_km,
        stated_lengths: Vec::new(),
        description: sketch.description,
        crosses: sketch.crosses,
        relative_to: sketch.relative_to,
        shape: None,
        citations: Arc::default(),
        doc_count: 0,
    };
    (sketch.layer, feature)
}

fn sketch(
    gazetteer: &Gazetteer,
    options: &Options,
    subject: &Subject,
    day: Option<Date>,
) -> Sketch {
    let language = options.label_language.as_deref().unwrap_or("en");
    let label = |entry: Entry| label(gazetteer, language, entry).to_owned();
    let others = |entry: Entry, label: &str| other_names(gazetteer, entry, label);
    match subject {
        Subject::Place(number) => {
            let place = gazetteer.place(*number);
            let name = label(Entry::Place(*number));
            Sketch {
                layer: LayerKind::Mentions,
                other_names: others(Entry::Place(*number), &name),
                name,
                kind: place.kind().to_owned(),
                feature_code: Some(format!("{:?}.{}", place.feature_class, place.feature_code)),
                countries: place.countries.to_vec(),
                drawing: Some(Drawing {
                    geometry: Geometry::Point(place.point),
                    basis: Basis::Gazetteer,
                    precision_m: place.precision_m,
                }),
                description: None,
                crosses: None,
                relative_to: Vec::new(),
            }
        }
        Subject::Position(position) => {
            let river = position.crosses.map(|river| label(Entry::Place(river)));
            let name = match (&river, position.kind) {
                (Some(river), kind) => format!("{} over the {river}", capitalised(kind)),
                (None, "position") => format!("Position {}", lat_lon(position.point)),
                (None, kind) => format!("{} at {}", capitalised(kind), lat_lon(position.point)),
            };
            Sketch {
                layer: LayerKind::Mentions,
                name,
                other_names: Vec::new(),
                kind: position.kind.to_owned(),
                feature_code: None,
                countries: gazetteer
                    .topology()
                    .countries_near(
                        position.point,
                        if position.crosses.is_some() {
                            ON_BORDER_M
                        } else {
                            0.0
                        },
                    )
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                drawing: Some(Drawing {
                    geometry: Geometry::Point(position.point),
                    basis: Basis::CoordinatesInText,
                    precision_m: position.precision_m,
                }),
                description: position.description.clone(),
                crosses: position
                    .crosses
                    .map(|river| gazetteer.place(river).id.to_owned()),
                relative_to: Vec::new(),
            }
        }
        Subject::Decided(decided) => Sketch {
            layer: LayerKind::Mentions,
            name: decided.name.clone(),
            other_names: Vec::new(),
            kind: decided.kind.to_owned(),
            feature_code: None,
            countries: gazetteer
                .topology()
                .countries_near(decided.point, 0.0)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            drawing: Some(Drawing {
                geometry: Geometry::Point(decided.point),
                basis: Basis::Decided,
                precision_m: decided.precision_m,
            }),
            description: None,
            crosses: None,
            relative_to: Vec::new(),
        },
        Subject::Thing(thing) => {
            let container = gazetteer.place(thing.container);
            let place = label(Entry::Place(thing.container));
            Sketch {
                layer: LayerKind::Mentions,
                name: thing.name.clone(),
                other_names: Vec::new(),
                kind: thing.kind.as_str().to_owned(),
                feature_code: None,
                countries: container.countries.to_vec(),
                drawing: Some(line::thing(gazetteer, thing)),
                description: Some(format!("{} {place}", Basis::SomewhereIn.as_str())),
                crosses: None,
                relative_to: vec![container.id.to_owned()],
            }
        }
        Subject::Spot(spot) => {
            let labels: Vec<String> = spot
                .anchors
                .iter()
                .map(|&place| label(Entry::Place(place)))
                .collect();
            let words = spot.words(&labels);
            Sketch {
                layer: LayerKind::Mentions,
                name: spot.name.clone().unwrap_or_else(|| capitalised(&words)),
                other_names: Vec::new(),
                kind: spot.kind.to_owned(),
                feature_code: None,
                countries: gazetteer
                    .topology()
                    .countries_near(spot.point, 0.0)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                drawing: Some(Drawing {
                    geometry: Geometry::Point(spot.point),
                    basis: spot.basis,
                    precision_m: spot.precision_m,
                }),
                description: Some(words),
                crosses: None,
                relative_to: spot
                    .anchors
                    .iter()
                    .map(|&place| gazetteer.place(place).id.to_owned())
                    .collect(),
            }
        }
        Subject::Route(number) => {
            let route = gazetteer.route(*number);
            let name = label(Entry::Route(*number));
            Sketch {
                layer: LayerKind::Routes,
                other_names: others(Entry::Route(*number), &name),
                name,
                kind: route.kind.to_owned(),
                feature_code: None,
                countries: route.countries.to_vec(),
                drawing: line::route(gazetteer, *number, day),
                description: Some(route.status.to_owned()).filter(|status| !status.is_empty()),
                crosses: None,
                relative_to: Vec::new(),
            }
        }
        Subject::Way { kind, stops } => {
            let names: Vec<String> = stops
                .iter()
                .map(|&stop| label(Entry::Place(stop)))
                .collect();
            let countries: BTreeSet<String> = stops
                .iter()
                .flat_map(|&stop| gazetteer.place(stop).countries.iter().map(str::to_owned))
                .collect();
            Sketch {
                layer: LayerKind::Routes,
                name: format!("{} {kind}", names.join(" – ")),
                other_names: Vec::new(),
                kind: (*kind).to_owned(),
                feature_code: None,
                countries: countries.into_iter().collect(),
                drawing: line::way(gazetteer, kind, stops).filter(|_| has_ends(gazetteer, stops)),
                description: None,
                crosses: None,
                relative_to: Vec::new(),
            }
        }
        Subject::Border(number) => {
            let border = gazetteer.border(*number);
            let name = label(Entry::Border(*number));
            let countries: BTreeSet<String> = border
                .sides
                .iter()
                .filter_map(|side| gazetteer.place_by_id(side))
                .flat_map(|place| place.countries.iter().map(str::to_owned))
                .collect();
            Sketch {
                layer: LayerKind::Borders,
                other_names: others(Entry::Border(*number), &name),
                name,
                kind: border.kind.to_owned(),
                feature_code: None,
                countries: countries.into_iter().collect(),
                drawing: border.course().as_ref().map(line::drawn),
                description: None,
                crosses: None,
                relative_to: Vec::new(),
            }
        }
        Subject::SharedBorder(left, right) => {
            let at = Viewpoint {
                day,
                view: options.view.as_deref().unwrap_or(UNITED_NATIONS),
            };
            let drawing = line::shared_border(gazetteer, *left, *right, at);
            let countries: BTreeSet<String> = [left, right]
                .into_iter()
                .filter_map(|&side| gazetteer.place(side).iso.map(str::to_owned))
                .collect();
            Sketch {
                layer: LayerKind::Borders,
                name: format!(
                    "{} – {} border",
                    label(Entry::Place(*left)),
                    label(Entry::Place(*right))
                ),
                other_names: Vec::new(),
                kind: if drawing.is_some() {
                    kind::INTERNATIONAL_BORDER
                } else {
                    kind::BORDER
                }
                .to_owned(),
                feature_code: None,
                countries: countries.into_iter().collect(),
                drawing,
                description: None,
                crosses: None,
                relative_to: Vec::new(),
            }
        }
    }
}

/// What a place is beside a point: the layer that shows it in full, and the same feature with its outline or course as it
/// was on a day.
pub(super) fn shape(
    gazetteer: &Gazetteer,
    options: &Options,
    subject: &Subject,
    day: Option<Date>,
    mention: &Feature,
) -> Option<(LayerKind, Feature)> {
    let Subject::Place(number) = subject else {
        return None;
    };
    let at = Viewpoint {
        day,
        view: options.view.as_deref().unwrap_or(UNITED_NATIONS),
    };
    let drawing = line::shape(gazetteer, *number, at)?;
    let layer = match drawing.geometry {
        Geometry::MultiPolygon(_) => LayerKind::Areas,
        _ => LayerKind::Waters,
    };
    let feature = Feature {
        length_km: line::length_m(&drawing.geometry).map(|metres| metres / 1000.0),
        geometry: Some(drawing.geometry),
        basis: Some(drawing.basis),
        precision_m: Some(drawing.precision_m),
        shape: Some(layer),
        ..mention.clone()
    };
    Some((layer, feature))
}

/// Whether a line between these stops says more than that there is one: not where it would run from the middle of one
/// land to the middle of another, nor to that of a whole country.
fn has_ends(gazetteer: &Gazetteer, stops: &[PlaceNumber]) -> bool {
    let codes = stops.iter().map(|&stop| {
        let place = gazetteer.place(stop);
        format!("{:?}.{}", place.feature_class, place.feature_code)
    });
    let wide: Vec<(bool, bool)> = codes
        .map(|code| {
            (
                is_wide(&code),
                code.starts_with("A.PCL") || code == "L.CONT",
            )
        })
        .collect();
    !wide.iter().any(|&(_, is_country)| is_country)
        && !wide
            .windows(2)
            .any(|pair| pair.iter().all(|&(is_wide, _)| is_wide))
}

/// The route over a river that a bridge, ferry or ford at a known position is.
pub(super) fn crossing(
    gazetteer: &Gazetteer,
    position: &Position,
    point: &Feature,
) -> Option<Feature> {
    if !kind::CROSSINGS.contains(&position.kind) {
        return None;
    }
    let drawing = line::crossing(gazetteer, position)?;
    let length_km = line::length_m(&drawing.geometry).map(|metres| metres / 1000.0);
    Some(Feature {
        id: format!("route:{}-{}", position.kind, lat_lon(position.point)),
        kind: kind::river_crossing(position.kind),
        basis: Some(drawing.basis),
        precision_m: Some(drawing.precision_m),
        geometry: Some(drawing.geometry),
        length_km,
        ..point.clone()
    })
}

/// The label of an entry in the language chosen: an official name or endonym before other names in that language.
pub(crate) fn label<'g>(gazetteer: &'g Gazetteer, language: &str, entry: Entry) -> &'g str {
    let fallback = gazetteer.describe(entry).1;
    if language == "en" {
        return fallback;
    }
    gazetteer
        .names_of(entry)
        .filter(|name| {
            name.language == language && !name.kind.is_demonym() && name.validity.is_current()
        })
        .filter(|name| {
            !matches!(
                name.kind,
                NameKind::Metonym | NameKind::Abbreviation | NameKind::Historical
            )
        })
        .min_by_key(|name| rank(name))
        .map_or(fallback, |name| name.text)
}

fn rank(name: &Name<'_>) -> u8 {
    match name.kind {
        NameKind::Endonym => 0,
        NameKind::Official => 1,
        NameKind::Exonym => 2,
        NameKind::Transliteration => 3,
        _ => 4,
    }
}

/// All names of an entry but its label, with their languages, in the gazetteer's order.
fn other_names(gazetteer: &Gazetteer, entry: Entry, label: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in gazetteer.names_of(entry) {
        if name.kind.is_demonym() || name.text == label {
            continue;
        }
        let tagged = format!("{} ({})", name.text, name.language);
        if !names.contains(&tagged) {
            names.push(tagged);
        }
    }
    names
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
