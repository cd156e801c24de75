//! Citations as W3C Web Annotations (Web Annotation Data Model, 23 February 2017): each mention identifies a place in
//! a document. One collection with one page, so that annotation tools can load the file as it is.

use std::io::Write;

use serde_json::{Value, json};

use crate::layer::{Citation, DocumentEntry, Feature, Layers};
use araxes_gazetteer::Gazetteer;

use super::{ExportError, iri};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

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
    let documents: std::collections::BTreeMap<&str, &DocumentEntry> = layers
        .documents
        .iter()
        .map(|document| (document.id.as_str(), document))
        .collect();
    let total: usize = layers
        .features()
        .map(|(_, feature)| feature.citations.len())
        .sum();
    // Ids name the documents that were read, so that files of different runs can be put together.
    let run: String = layers
        .documents
        .iter()
        .map(|document| document.sha256.as_str())
        .collect();
    let collection = format!("urn:araxes:run:{}", sha256(&run));
    write!(
        out,
        "{{\"@context\":{},\"id\":{},\"type\":\"AnnotationCollection\",\"label\":\"Places mentioned in documents\",\"total\":{total},\"first\":{{\"id\":{},\"type\":\"AnnotationPage\",\"partOf\":{},\"startIndex\":0,\"items\":[",
        json!(CONTEXT),
        json!(collection),
        json!(format!("{collection}:1")),
        json!(collection),
    )
    .map_err(unwritable)?;
    let mut separator = "\n";
    for (_, feature) in layers.features() {
        let bodies = bodies(feature, gazetteer);
        for citation in feature.citations.iter() {
            let Some(document) = documents.get(citation.document.as_str()) else {
                continue;
            };
            let annotation = annotation(feature, citation, document, &bodies);
            write!(out, "{separator}{annotation}").map_err(unwritable)?;
            separator = ",\n";
        }
    }
    writeln!(out, "\n]}}}}").map_err(unwritable)
}

fn annotation(
    feature: &Feature,
    citation: &Citation,
    document: &DocumentEntry,
    bodies: &[Value],
) -> Value {
    let span = &citation.characters;
    json!({
        "id": format!(
            "urn:araxes:annotation:{}:{}-{}:{}",
            document.sha256, span.start, span.end, iri::encoded(&feature.id)
        ),
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {
            "id": concat!("urn:araxes:program:", env!("CARGO_PKG_VERSION")),
            "type": "Software",
            "name": concat!("Araxes ", env!("CARGO_PKG_VERSION")),
        },
        "body": bodies,
        "target": {
            "source": document.url.clone().unwrap_or_else(|| iri::of_path(&document.path)),
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": citation.exact,
                    "prefix": citation.prefix,
                    "suffix": citation.suffix,
                },
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            ],
        },
    })
}

/// What a mention stands for: the feature, its name, and the place in other catalogues.
fn bodies(feature: &Feature, gazetteer: &Gazetteer) -> Vec<Value> {
    let mut bodies = vec![
        json!({"type": "SpecificResource", "source": feature.id, "purpose": "identifying"}),
        json!({"type": "TextualBody", "value": feature.name, "purpose": "tagging", "format": "text/plain"}),
    ];
    if let Some(place) = gazetteer.place_by_id(&feature.id) {
        bodies.extend(iri::elsewhere(&place).into_iter().map(|(catalogue, id)| {
            let source = match catalogue {
                "gn" => format!("https://sws.geonames.org/{id}/"),
                _ => format!("http://www.wikidata.org/entity/{id}"),
            };
            json!({"type": "SpecificResource", "source": source, "purpose": "identifying"})
        }));
    }
    bodies
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
