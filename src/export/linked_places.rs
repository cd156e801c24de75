//! Linked Places Format 1.3 (github.com/LinkedPasts/linked-places-format), the GeoJSON-LD of Pelagios and the World
//! Historical Gazetteer: every name with the documents that use it and when, types of the Getty Art & Architecture
//! Thesaurus, links to GeoNames and Wikidata.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Map, Value, json};

use crate::layer::{Citation, Feature, LayerKind, Layers};
use araxes_gazetteer::Gazetteer;

use super::geojson_files::conforming;
use super::{ExportError, iri};

/// The JSON-LD context of the format.
pub(crate) const CONTEXT: &str = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld";

pub(super) fn write(
    path: &str,
    layers: &Layers,
    gazetteer: &Gazetteer,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let unwritable = |source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let paths: BTreeMap<&str, &str> = layers
        .documents
        .iter()
        .map(|document| (document.id.as_str(), document.path.as_str()))
        .collect();
    write!(
        out,
        "{{\"type\":\"FeatureCollection\",\"@context\":{},\"features\":[",
        json!(CONTEXT)
    )
    .map_err(unwritable)?;
    for (number, (layer, feature)) in layers.features().enumerate() {
        let separator = if number == 0 { "\n" } else { ",\n" };
        let record = record(layer, feature, gazetteer, &paths);
        write!(out, "{separator}{record}").map_err(unwritable)?;
    }
    writeln!(out, "\n]}}").map_err(unwritable)
}

fn record(
    layer: LayerKind,
    feature: &Feature,
    gazetteer: &Gazetteer,
    paths: &BTreeMap<&str, &str>,
) -> Value {
    let place = gazetteer.place_by_id(&feature.id);
    let class = match layer {
        LayerKind::Mentions => feature
            .feature_code
            .as_deref()
            .and_then(|code| code.split('.').next())
            .unwrap_or("S"),
        LayerKind::Routes => "R",
        LayerKind::Borders | LayerKind::Areas => "A",
        LayerKind::Waters => "H",
    };
    let mut record = Map::new();
    record.insert("@id".into(), json!(feature.id));
    record.insert("type".into(), json!("Feature"));
    record.insert(
        "properties".into(),
        json!({
            "id": feature.id,
            "title": feature.name,
            "fclasses": [class],
            "layer": layer.as_str(),
            "doc_count": feature.doc_count,
        }),
    );
    if let Some(when) = when(feature.citations.iter()) {
        record.insert("when".into(), when);
    }
    record.insert("names".into(), names(feature, paths).into());
    record.insert("types".into(), types(layer, feature));
    record.insert("geometry".into(), geometry(feature));
    if let Some(place) = place {
        let links: Vec<Value> = iri::elsewhere(&place)
            .into_iter()
            .map(|(catalogue, id)| {
                json!({"type": "closeMatch", "identifier": format!("{catalogue}:{id}")})
            })
            .collect();
        record.insert("links".into(), links.into());
        let relations: Vec<Value> = place
            .containers
            .iter()
            .filter_map(|id| gazetteer.place_by_id(id))
            .map(|container| {
                json!({
                    "relationType": "gvp:broaderPartitive",
                    "relationTo": container.id,
                    "label": format!("part of {}", container.name),
                })
            })
            .collect();
        record.insert("relations".into(), relations.into());
    }
    record.insert("descriptions".into(), json!([{"value": feature.quote()}]));
    Value::Object(record)
}

/// From the earliest dated document to the latest: when the words were used, not when the place existed.
fn when<'a>(citations: impl Iterator<Item = &'a Citation>) -> Option<Value> {
    let mut dates: Vec<&str> = citations
        .filter_map(|citation| citation.document_date.as_deref())
        .collect();
    dates.sort_unstable();
    let (first, last) = (dates.first()?, dates.last()?);
    Some(json!({
        "timespans": [{"start": {"in": first}, "end": {"in": last}}],
        "label": "attested in documents of these dates",
    }))
}

/// The forms that documents use, each with the documents; then the label, where no document writes it, and all other
/// names of the gazetteer.
fn names(feature: &Feature, paths: &BTreeMap<&str, &str>) -> Vec<Value> {
    let mut forms: BTreeMap<&str, Vec<&Citation>> = BTreeMap::new();
    for citation in feature.citations.iter() {
        if citation.kind == "name" {
            forms.entry(&citation.surface).or_default().push(citation);
        }
    }
    if !forms.contains_key(feature.name.as_str()) {
        // A record wants a name that is cited: a coordinate, a phrase or a demonym cites the feature, not its name.
        let all = if forms.is_empty() {
            feature.citations.iter().collect()
        } else {
            Vec::new()
        };
        forms.insert(&feature.name, all);
    }
    let (label, others): (Vec<_>, Vec<_>) = forms
        .into_iter()
        .partition(|(form, _)| *form == feature.name);
    let cited = label.into_iter().chain(others).map(|(form, citations)| {
        let mut name = Map::new();
        name.insert("toponym".into(), json!(form));
        if !citations.is_empty() {
            name.insert("citations".into(), sources(&citations, paths).into());
        }
        if let Some(when) = when(citations.iter().copied()) {
            name.insert("when".into(), when);
        }
        Value::Object(name)
    });
    let other_names = feature.other_names.iter().map(|tagged| {
        match tagged
            .strip_suffix(')')
            .and_then(|name| name.rsplit_once(" ("))
        {
            Some((name, language)) => json!({"toponym": name, "lang": language}),
            None => json!({"toponym": tagged}),
        }
    });
    cited.chain(other_names).collect()
}

/// The documents of citations, each once.
fn sources(citations: &[&Citation], paths: &BTreeMap<&str, &str>) -> Vec<Value> {
    let mut documents: BTreeMap<&str, &Citation> = BTreeMap::new();
    for citation in citations {
        documents.entry(&citation.document).or_insert(citation);
    }
    documents
        .into_iter()
        .map(|(id, citation)| {
            let title = citation.document_title.as_str();
            let label = match &citation.document_date {
                Some(date) => format!("{title} ({date})"),
                None => title.to_owned(),
            };
            let path = paths.get(id).copied().unwrap_or(id);
            json!({"label": label, "@id": iri::of_path(path)})
        })
        .collect()
}

fn types(layer: LayerKind, feature: &Feature) -> Value {
    let source = json!([{"label": feature.kind, "lang": "en"}]);
    match concept(layer, feature) {
        Some((number, label)) => json!([{
            "identifier": format!("aat:{number}"),
            "label": label,
            "sourceLabels": source,
        }]),
        None => json!([{"label": feature.kind, "sourceLabels": source}]),
    }
}

/// The concept of the Art & Architecture Thesaurus for a feature, from the subset that the World Historical Gazetteer
/// uses: number and term.
fn concept(layer: LayerKind, feature: &Feature) -> Option<(u32, &'static str)> {
    if layer == LayerKind::Borders {
        return None;
    }
    Some(match feature.kind.as_str() {
        "country" => (300_387_506, "countries"),
        "historical country" => (300_417_385, "polities"),
        "administrative division" | "historical administrative division" => {
            (300_232_418, "administrative divisions")
        }
        "capital" | "settlement" => (300_008_347, "inhabited places"),
        "village" => (300_008_372, "villages"),
        "former settlement" => (300_167_671, "deserted settlements"),
        "part of a town" => (300_000_705, "districts"),
        "region" | "zone" | "area" => (300_182_722, "regions (geographic)"),
        "historical region" => (300_387_178, "historical regions"),
        "continent" => (300_128_176, "continents"),
        "river" => (300_008_707, "rivers"),
        "lake" => (300_008_680, "lakes"),
        "reservoir" => (300_006_191, "reservoirs"),
        "sea" => (300_008_694, "seas"),
        "ocean" => (300_008_687, "oceans"),
        "gulf" => (300_132_315, "gulfs (bodies of water)"),
        "strait" => (300_387_217, "passages (bodies of water)"),
        "canal" => (300_006_075, "canals (waterways)"),
        "water" => (300_266_059, "bodies of water (natural)"),
        "pass" => (300_259_572, "passes (landforms)"),
        "mountain" => (300_008_795, "mountains"),
        "mountain range" => (300_386_831, "mountain ranges"),
        "landform" => (300_266_060, "landforms (terrestrial)"),
        "dam" => (300_006_084, "dams (hydraulic structures)"),
        "railway" => (300_008_591, "railroads"),
        "road" | "highway" => (300_008_217, "roads"),
        _ if layer == LayerKind::Routes => (300_265_365, "routes"),
        _ => return None,
    })
}

/// A collection, as the format wants it; empty where no position is known.
fn geometry(feature: &Feature) -> Value {
    let geometries: Vec<Value> = feature
        .geometry
        .as_ref()
        .map(|geometry| {
            let mut shape = json!(geojson::Geometry::new((&conforming(geometry)).into()));
            let certainty = match feature.confidence() {
                high if high >= 0.9 => "certain",
                fair if fair >= 0.6 => "less-certain",
                _ => "uncertain",
            };
            if let Value::Object(members) = &mut shape {
                members.insert("certainty".into(), json!(certainty));
            }
            shape
        })
        .into_iter()
        .collect();
    json!({"type": "GeometryCollection", "geometries": geometries})
}
