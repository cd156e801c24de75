//! Decisions as others exchange them: W3C Web Annotations, and the places that people added as a table for `--gazetteer`.

use serde_json::{Map, Value, json};

use crate::spreadsheet::guarded;

use super::file::{Row, Scope, Word};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// Decisions on single mentions as a collection of W3C Web Annotations, and how many others there are, which the model has no
/// words for. A mention that is no place has the motivation `assessing` and the tag `no-place`, all others `identifying`.
#[must_use]
pub fn annotations<'r>(rows: impl IntoIterator<Item = &'r Row>) -> (Value, usize) {
    let mut items = Vec::new();
    let mut others = 0;
    for row in rows {
        if row.scope != Scope::Mention || row.decision == Word::SameAs {
            others += 1;
            continue;
        }
        items.push(annotation(row));
    }
    let page = json!({
        "@context": CONTEXT,
        "type": "AnnotationCollection",
        "label": "Decisions on places",
        "total": items.len(),
        "first": {"type": "AnnotationPage", "startIndex": 0, "items": items},
    });
    (page, others)
}

fn annotation(row: &Row) -> Value {
    let mut bodies = Vec::new();
    if row.decision == Word::NoPlace {
        bodies.push(
            json!({"type": "TextualBody", "purpose": "tagging", "value": Word::NoPlace.as_str()}),
        );
    }
    if !row.place.is_empty() {
        bodies.push(
            json!({"type": "SpecificResource", "purpose": "identifying", "source": row.place}),
        );
    }
    if let Some((lat, lon)) = position(row) {
        bodies.push(json!({
            "type": "Feature",
            "purpose": "identifying",
            "properties": {"title": row.name, "kind": row.kind},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }));
    }
    if !row.why.is_empty() {
        bodies.push(json!({"type": "TextualBody", "purpose": "commenting", "value": row.why}));
    }
    let mut target = Map::new();
    target.insert("source".to_owned(), json!(row.within));
    target.insert(
        "selector".to_owned(),
        json!({
            "type": "TextQuoteSelector",
            "exact": row.exact,
            "prefix": row.prefix,
            "suffix": row.suffix,
        }),
    );
    let motivation = match row.decision {
        Word::NoPlace => "assessing",
        _ => "identifying",
    };
    let mut annotation = json!({
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": target,
    });
    if !row.who.is_empty() {
        annotation["creator"] = json!({"type": "Person", "name": row.who});
    }
    if !row.when.is_empty() {
        annotation["created"] = json!(row.when);
    }
    annotation
}

/// Latitude and longitude of a position of its own, where both are figures.
fn position(row: &Row) -> Option<(f64, f64)> {
    let degrees = |text: &str| text.replace(',', ".").parse::<f64>().ok();
    Some((degrees(&row.lat)?, degrees(&row.lon)?))
}

/// The decisions in Web Annotations of people: those with a quote and something that identifies a place (a resource, a point)
/// or the tag `no-place`. How many others there are is told beside them: those that a program made, and those of other things.
#[must_use]
pub fn from_annotations(document: &Value) -> (Vec<Row>, usize) {
    let mut rows = Vec::new();
    let mut others = 0;
    let mut found = Vec::new();
    collect(document, 0, &mut found);
    for annotation in found {
        match row(annotation) {
            Some(row) => rows.push(row),
            None => others += 1,
        }
    }
    (rows, others)
}

/// Lists, pages and collections lie within each other so deep at most.
const DEEPEST: usize = 6;

fn collect<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v Value>) {
    if depth > DEEPEST {
        return;
    }
    if let Some(items) = value.as_array() {
        for item in items {
            collect(item, depth + 1, found);
        }
    } else if value.get("target").is_some() {
        found.push(value);
    } else {
        for member in ["first", "items", "@graph"] {
            if let Some(inner) = value.get(member) {
                collect(inner, depth + 1, found);
            }
        }
    }
}

/// A member that may be one value or a list of them.
fn list<'v>(value: &'v Value, member: &str) -> Vec<&'v Value> {
    match value.get(member) {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(item) => vec![item],
        None => Vec::new(),
    }
}

/// The text of a member; that of its `id` or `name`, where it is an object.
fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    let found = value.get(member)?;
    let text = found
        .as_str()
        .or_else(|| found.get("name")?.as_str())
        .or_else(|| found.get("id")?.as_str())?;
    Some(text).filter(|text| !text.trim().is_empty())
}

fn row(annotation: &Value) -> Option<Row> {
    let creator = list(annotation, "creator").into_iter().next();
    let who = creator.and_then(|creator| {
        creator
            .as_str()
            .or_else(|| text(creator, "name"))
            .or_else(|| text(creator, "id"))
    });
    // What a program says is what people are to judge.
    if who.is_none() && annotation.get("generator").is_some() {
        return None;
    }
    let target = list(annotation, "target").into_iter().next()?;
    let quote = list(target, "selector")
        .into_iter()
        .find(|selector| text(selector, "type") == Some("TextQuoteSelector"))?;
    let quoted = |member: &str| {
        quote
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let mut row = Row {
        scope: Scope::Mention,
        within: decoded(text(target, "source").unwrap_or_default()),
        exact: quoted("exact").to_owned(),
        prefix: quoted("prefix").to_owned(),
        suffix: quoted("suffix").to_owned(),
        when: text(annotation, "created").unwrap_or_default().to_owned(),
        who: who.unwrap_or_default().to_owned(),
        decision: Word::Is,
        place: String::new(),
        lat: String::new(),
        lon: String::new(),
        name: String::new(),
        kind: String::new(),
        why: String::new(),
    };
    let mut is_none = false;
    for body in list(annotation, "body") {
        let purpose = text(body, "purpose").unwrap_or_default();
        let value = text(body, "value").unwrap_or_default();
        if purpose == "commenting" {
            value.clone_into(&mut row.why);
        } else if value == Word::NoPlace.as_str() {
            is_none = true;
        } else if let Some((lat, lon)) = point(body) {
            (row.lat, row.lon) = (lat, lon);
            let properties = body.get("properties").unwrap_or(&Value::Null);
            row.name = text(properties, "title").unwrap_or_default().to_owned();
            row.kind = text(properties, "kind").unwrap_or_default().to_owned();
        } else if row.place.is_empty()
            && let Some(id) = text(body, "source")
                .or_else(|| text(body, "id"))
                .or(Some(value))
            && id.contains(':')
        {
            id.clone_into(&mut row.place);
        }
    }
    if is_none {
        row.decision = Word::NoPlace;
        row.place.clear();
    }
    // A place that a catalogue has says more than where somebody drew it.
    if !row.place.is_empty() {
        (row.lat, row.lon, row.name, row.kind) = Default::default();
    }
    let says = is_none || !row.place.is_empty() || !row.lat.is_empty();
    (says && row.exact.chars().any(char::is_alphanumeric)).then_some(row)
}

/// Latitude and longitude of a body that is a point: a feature of GeoJSON, or a `geo:` address.
fn point(body: &Value) -> Option<(String, String)> {
    if let Some(geometry) = body.get("geometry") {
        let position = geometry.get("coordinates")?;
        let (lon, lat) = (position.get(0)?.as_f64()?, position.get(1)?.as_f64()?);
        return Some((lat.to_string(), lon.to_string()));
    }
    let address = text(body, "value").or_else(|| text(body, "source"))?;
    let mut parts = address.strip_prefix("geo:")?.split([',', ';', '?']);
    let (lat, lon) = (parts.next()?, parts.next()?);
    let is_figure = |text: &str| text.parse::<f64>().is_ok();
    (is_figure(lat) && is_figure(lon)).then(|| (lat.to_owned(), lon.to_owned()))
}

/// A path as a relative reference has it, without its percent signs; other addresses as they are.
fn decoded(reference: &str) -> String {
    if reference.contains("://") {
        return reference.to_owned();
    }
    let bytes = reference.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = reference
            .get(at + 1..at + 3)
            .filter(|_| byte == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(code.unwrap_or(byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    let text = String::from_utf8(out).unwrap_or_else(|_| reference.to_owned());
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// The positions that people decided on as a table of places with the columns `name`, `lat`, `lon` and `kind`, each place once;
/// and how many they are.
#[must_use]
pub fn places<'r>(rows: impl IntoIterator<Item = &'r Row>) -> (String, usize) {
    let mut places: Vec<[String; 4]> = rows
        .into_iter()
        .filter(|row| row.decision == Word::Is && row.place.is_empty())
        .filter_map(|row| {
            let (lat, lon) = position(row)?;
            let name = if row.name.is_empty() {
                &row.exact
            } else {
                &row.name
            };
            Some([
                guarded(name.clone()),
                lat.to_string(),
                lon.to_string(),
                row.kind.clone(),
            ])
        })
        .collect();
    places.sort();
    places.dedup();
    let mut table = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = table.write_record(["name", "lat", "lon", "kind"]);
    for place in &places {
        let _ = table.write_record(place);
    }
    let text = String::from_utf8(table.into_inner().unwrap_or_default()).unwrap_or_default();
    (text, places.len())
}
