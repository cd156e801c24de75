//! Gathering the sightings of all documents into features.

use std::collections::{BTreeMap, BTreeSet};

use geo::Geometry;
use jiff::civil::Date;

use crate::document::Document;
use crate::recognition::{Recognition, Usage};
use crate::relation::line::{self, Basis, Drawing};
use crate::relation::{Position, Related, Sighting, Subject, Unresolved};
use araxes_gazetteer::{Entry, Gazetteer, Name, NameKind, PlaceNumber, UNITED_NATIONS, Viewpoint};

use super::{
    Citation, DocumentEntry, DocumentText, Feature, Layer, LayerKind, Layers, StatedLength,
    UnresolvedEntry, kind,
};

/// How features are labelled, and how much of the documents is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// BCP 47 tag of the language of the labels; the gazetteer's English label where a place has no name in it.
    pub label_language: Option<String>,
    /// In whose view borders are drawn: [`Viewpoint::view`]; the United Nations' where none is given.
    pub view: Option<String>,
    /// How many bytes of texts to keep for outputs that show them; 0 for none. Documents are kept in order of reading
    /// while they fit, so that a run over any number of them stays within bounds.
    pub text_bytes: usize,
}

/// Gathers documents one after the other.
#[derive(Debug)]
pub struct Collector<'g> {
    gazetteer: &'g Gazetteer,
    options: Options,
    gathered: BTreeMap<String, Gathered>,
    documents: Vec<DocumentEntry>,
    unresolved: Vec<UnresolvedEntry>,
    text_bytes_left: usize,
}

#[derive(Debug)]
struct Gathered {
    subject: Subject,
    /// The latest day of the documents that cite it.
    day: Option<Date>,
    citations: Vec<Citation>,
    stated_lengths: Vec<StatedLength>,
}

impl<'g> Collector<'g> {
    /// A collector without documents.
    #[must_use]
    pub fn new(gazetteer: &'g Gazetteer, options: Options) -> Self {
        Self {
            gazetteer,
            text_bytes_left: options.text_bytes,
            options,
            gathered: BTreeMap::new(),
            documents: Vec::new(),
            unresolved: Vec::new(),
        }
    }

    /// Adds what a document speaks of.
    pub fn add(&mut self, document: &Document, recognition: &Recognition, related: &Related) {
        let mut features: BTreeSet<String> = BTreeSet::new();
        for sighting in &related.sightings {
            let Some(citation) = cite(document, recognition, sighting) else {
                continue;
            };
            let id = subject_id(self.gazetteer, &sighting.subject);
            features.insert(id.clone());
            let gathered = self.gathered.entry(id).or_insert_with(|| Gathered {
                subject: sighting.subject.clone(),
                day: None,
                citations: Vec::new(),
                stated_lengths: Vec::new(),
            });
            gathered.day = gathered.day.max(related.day);
            gathered
                .stated_lengths
                .extend(sighting.claim.as_ref().map(|claim| StatedLength {
                    document: document.id.clone(),
                    text: claim.text.clone(),
                    length_km: claim.length_m / 1000.0,
                }));
            gathered.citations.push(citation);
        }
        self.unresolved.extend(
            related
                .unresolved
                .iter()
                .map(|one| unresolved(self.gazetteer, document, one)),
        );
        let text = self.keep(document);
        self.documents.push(DocumentEntry {
            id: document.id.clone(),
            path: document.path.clone(),
            title: document.title.clone(),
            date: document.date,
            not_before: document.not_before,
            publisher: document.publisher.clone(),
            language: document.language.clone(),
            sha256: document.sha256.clone(),
            mentions: related.sightings.len(),
            features: features.len(),
            unresolved: related.unresolved.len(),
            problems: document
                .problems
                .iter()
                .map(|problem| problem.message.clone())
                .collect(),
            text,
        });
    }

    /// The text of a document, if there is still room for it.
    fn keep(&mut self, document: &Document) -> Option<DocumentText> {
        self.text_bytes_left = self.text_bytes_left.checked_sub(document.text.len())?;
        Some(DocumentText {
            text: document.text.clone(),
            blocks: document.blocks.clone(),
        })
    }

    /// The layers of all documents added.
    #[must_use]
    pub fn finish(self) -> Layers {
        let Self {
            gazetteer,
            options,
            gathered,
            documents,
            unresolved,
            ..
        } = self;
        let order: BTreeMap<&str, usize> = documents
            .iter()
            .enumerate()
            .map(|(number, document)| (document.id.as_str(), number))
            .collect();
        let mut layers: BTreeMap<LayerKind, Vec<Feature>> = BTreeMap::new();
        for (id, mut one) in gathered {
            one.citations.sort_by_key(|citation| {
                (
                    order.get(citation.document.as_str()).copied(),
                    citation.characters.start,
                    citation.characters.end,
                )
            });
            let (kind, feature) = feature(gazetteer, &options, id, &one);
            if let Subject::Position(position) = &one.subject
                && let Some(crossing) = crossing(gazetteer, position, &feature)
            {
                layers.entry(LayerKind::Routes).or_default().push(crossing);
            }
            layers.entry(kind).or_default().push(feature);
        }
        let layers = LayerKind::ALL
            .into_iter()
            .map(|kind| {
                let mut features = layers.remove(&kind).unwrap_or_default();
                features.sort_by(|left, right| left.id.cmp(&right.id));
                Layer { kind, features }
            })
            .collect();
        Layers {
            layers,
            documents,
            unresolved,
        }
    }
}

fn cite(document: &Document, recognition: &Recognition, sighting: &Sighting) -> Option<Citation> {
    let mention = recognition.mentions.get(sighting.mention)?;
    let mut citation = Citation::of(
        document,
        mention.span.clone(),
        mention.sentence.clone(),
        &mention.surface,
    );
    citation.kind = mention.kind.as_str();
    citation.role = mention.usage.as_str();
    citation.confidence = sighting.confidence;
    citation.claim = sighting.claim.as_ref().map(|claim| claim.text.clone());
    Some(citation)
}

fn unresolved(gazetteer: &Gazetteer, document: &Document, one: &Unresolved) -> UnresolvedEntry {
    let mut citation = Citation::of(
        document,
        one.span.clone(),
        one.sentence.clone(),
        &one.surface,
    );
    citation.kind = one.kind;
    citation.role = Usage::Literal.as_str();
    UnresolvedEntry {
        citation,
        candidates: one
            .candidates
            .iter()
            .map(|candidate| {
                (
                    gazetteer.describe(candidate.entry).0.to_owned(),
                    candidate.confidence,
                )
            })
            .collect(),
        why_not: one.why_not.clone(),
    }
}

/// The id of a subject: the same in every run, whatever else is read.
#[must_use]
pub fn subject_id(gazetteer: &Gazetteer, subject: &Subject) -> String {
    match subject {
        Subject::Place(number) => gazetteer.place(*number).id.to_owned(),
        Subject::Route(number) => gazetteer.route(*number).id.to_owned(),
        Subject::Border(number) => gazetteer.border(*number).id.to_owned(),
        Subject::Position(position) => format!("coordinate:{}", lat_lon(position)),
        Subject::Way { kind, stops } => {
            let mut slugs: Vec<&str> = stops.iter().map(|&stop| slug(gazetteer, stop)).collect();
            if slugs.first() > slugs.last() {
                slugs.reverse();
            }
            format!("route:{}-{}", slugs.join("-"), kind.replace(' ', "-"))
        }
        Subject::SharedBorder(left, right) => {
            let code = |number: PlaceNumber| {
                let place = gazetteer.place(number);
                place
                    .iso
                    .unwrap_or_else(|| slug(gazetteer, number))
                    .to_owned()
            };
            let mut codes = [code(*left), code(*right)];
            codes.sort_unstable();
            format!("border:{}", codes.join("-"))
        }
    }
}

fn slug(gazetteer: &Gazetteer, place: PlaceNumber) -> &str {
    let id = gazetteer.place(place).id;
    id.strip_prefix("place:").unwrap_or(id)
}

/// Latitude and longitude with five decimals, about a metre, without trailing zeros.
fn lat_lon(position: &Position) -> String {
    let figure = |degrees: f64| {
        let text = format!("{degrees:.5}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    format!(
        "{},{}",
        figure(position.point.y()),
        figure(position.point.x())
    )
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
}

fn feature(
    gazetteer: &Gazetteer,
    options: &Options,
    id: String,
    one: &Gathered,
) -> (LayerKind, Feature) {
    let sketch = sketch(gazetteer, options, &one.subject, one.day);
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
        stated_lengths: one.stated_lengths.clone(),
        description: sketch.description,
        crosses: sketch.crosses,
        citations: one.citations.clone(),
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
            }
        }
        Subject::Position(position) => {
            let river = position.crosses.map(|river| label(Entry::Place(river)));
            let name = match (&river, position.kind) {
                (Some(river), kind) => format!("{} over the {river}", capitalised(kind)),
                (None, "position") => format!("Position {}", lat_lon(position)),
                (None, kind) => format!("{} at {}", capitalised(kind), lat_lon(position)),
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
                drawing: line::way(gazetteer, kind, stops),
                description: None,
                crosses: None,
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
            }
        }
    }
}

/// The route over a river that a bridge, ferry or ford at a known position is.
fn crossing(gazetteer: &Gazetteer, position: &Position, point: &Feature) -> Option<Feature> {
    if !kind::CROSSINGS.contains(&position.kind) {
        return None;
    }
    let drawing = line::crossing(gazetteer, position)?;
    let length_km = line::length_m(&drawing.geometry).map(|metres| metres / 1000.0);
    Some(Feature {
        id: format!("route:{}-{}", position.kind, lat_lon(position)),
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
