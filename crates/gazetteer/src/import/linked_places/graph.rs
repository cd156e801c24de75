//! Linked Places Format 1.x: a FeatureCollection whose features have names, types, links, relations and geometries of
//! their own, each of which may say when it was so.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::geometry::{self, of_json};
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::json::{self, Taker, text};
use super::super::report::{At, Reason};
use super::super::text::{date, script_of, slug};
use super::{Dataset, Links, UNTOLD, feature};
use crate::compile::place::{FeatureClass, NameKind, NameRow, PlaceRow, Validity, WaterRow};
use crate::compile::stream::Of;
use crate::compile::volume::SourceRow;

/// Works that names are cited from are listed as sources of the volume, but not more than this.
const MOST_CITED: usize = 1_000;

pub(super) fn read(
    input: &Input,
    dataset: &Dataset<'_>,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    let mut places = Places {
        dataset,
        intake,
        cited: BTreeMap::new(),
    };
    json::features(input, &mut places)?;
    let cited = places.cited.into_values().collect();
    intake.builder().add_sources(cited);
    Ok(())
}

struct Places<'p, 'd, 'i> {
    dataset: &'p Dataset<'d>,
    intake: &'p mut Intake<'i>,
    cited: BTreeMap<String, SourceRow>,
}

fn list<'v>(of: &'v Map<String, Value>, key: &str) -> impl Iterator<Item = &'v Value> {
    of.get(key).and_then(Value::as_array).into_iter().flatten()
}

impl Taker for Places<'_, '_, '_> {
    fn member(&mut self, _: &str, _: Value) -> Result<(), ImportError> {
        Ok(())
    }

    fn feature(&mut self, at: At<'_>, mut feature: Map<String, Value>) -> Result<(), ImportError> {
        let geometry = feature.remove("geometry");
        let nothing = Map::new();
        let properties = feature
            .get("properties")
            .and_then(Value::as_object)
            .unwrap_or(&nothing);
        let mut name = text(properties.get("title"));
        if name.is_empty() {
            let first = list(&feature, "names").next();
            name = text(first.and_then(|name| name.get("toponym")));
        }
        if name.is_empty() {
            let detail = "has neither a title nor a toponym";
            self.intake.remark(at, Reason::NoName, detail);
            return Ok(());
        }
        let theirs = [
            text(feature.get("@id")),
            text(feature.get("id")),
            name.clone(),
        ]
        .into_iter()
        .find(|id| !id.is_empty())
        .unwrap_or_default();
        let placed = match self.geometry(at, &name, geometry) {
            Ok(placed) => placed,
            Err((reason, detail)) => {
                self.intake.remark(at, reason, detail);
                return Ok(());
            }
        };
        let mut links = Links::default();
        for link in list(&feature, "links") {
            let is_same = matches!(
                text(link.get("type")).as_str(),
                "closeMatch"
                    | "exactMatch"
                    | "sameAs"
                    | "owl:sameAs"
                    | "skos:closeMatch"
                    | "skos:exactMatch"
            );
            if is_same {
                links.add(&text(link.get("identifier")));
            }
        }
        let known = self.intake.known();
        let validity = self.validity(at, &name, feature.get("when"));
        let feature_type = self.feature_type(at, &name, &feature, properties);
        let row = PlaceRow {
            id: self.dataset.id(&theirs),
            feature_class: feature_type.class,
            feature_code: feature_type.code.to_owned(),
            point: placed.point,
            precision_m: placed.precision_m,
            countries: list(properties, "ccodes")
                .filter_map(Value::as_str)
                .filter_map(|code| known.country(code))
                .map(|country| country.alpha3.clone())
                .collect(),
            containers: self.containers(&feature),
            population: None,
            iso: None,
            geonameid: links.geonameid,
            wikidata: links.wikidata,
            validity,
            source: self.dataset.key.to_owned(),
            name,
        };
        let Some(place) = self.intake.place(at, &row)? else {
            return Ok(());
        };
        for toponym in list(&feature, "names") {
            let Some(name) = self.name(at, toponym) else {
                continue;
            };
            self.intake.name(Of::Place(place), &name)?;
        }
        if let Some(shape) = placed
            .shape
            .filter(|_| row.feature_class == FeatureClass::H)
        {
            self.intake.shape(WaterRow {
                place: row.id,
                geometry: shape,
                precision_m: geometry::POINT_PRECISION_M,
            })?;
        }
        Ok(())
    }
}

impl Places<'_, '_, '_> {
    fn geometry(
        &mut self,
        at: At<'_>,
        name: &str,
        value: Option<Value>,
    ) -> Result<geometry::Placed, (Reason, String)> {
        let nowhere = || {
            let detail =
                format!("{name} has no geometry; places whose position is not known are left out");
            (Reason::NoPosition, detail)
        };
        let value = value.filter(|value| !value.is_null()).ok_or_else(nowhere)?;
        // A collection without members, and a point without coordinates, stand for a position that nobody knows.
        let is_empty = |key: &str| {
            value
                .get(key)
                .is_some_and(|list| list.is_null() || list.as_array().is_some_and(Vec::is_empty))
        };
        if is_empty("geometries") || is_empty("coordinates") {
            return Err(nowhere());
        }
        let (geometry, unclosed) = of_json(value)
            .map_err(|message| (Reason::Geometry, format!("{name}: {message}")))?
            .ok_or_else(nowhere)?;
        if unclosed {
            geometry::remark_unclosed(at, name, self.intake);
        }
        geometry::place(at, name, geometry, self.intake).ok_or_else(nowhere)
    }

    fn feature_type(
        &mut self,
        at: At<'_>,
        name: &str,
        feature_json: &Map<String, Value>,
        properties: &Map<String, Value>,
    ) -> super::Feature {
        let mut words: Vec<&str> = Vec::new();
        for kind in list(feature_json, "types") {
            words.extend(
                ["identifier", "label", "sourceLabel"]
                    .into_iter()
                    .filter_map(|key| kind.get(key)?.as_str()),
            );
            words.extend(
                kind.get("sourceLabels")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(|label| label.get("label")?.as_str()),
            );
        }
        let classes: Vec<&str> = list(properties, "fclasses")
            .chain(list(feature_json, "fclasses"))
            .filter_map(Value::as_str)
            .collect();
        let told = !words.is_empty() || !classes.is_empty();
        feature(words.iter().copied(), classes.into_iter()).unwrap_or_else(|| {
            if told {
                let detail = format!(
                    "{name}: none of its types ({}) is known; it is taken as a settlement",
                    words.join(", ")
                );
                self.intake.remark(at, Reason::FeatureCode, detail);
            }
            UNTOLD
        })
    }

    /// Ids of what the place is said to be part of.
    fn containers(&self, feature: &Map<String, Value>) -> Vec<String> {
        list(feature, "relations")
            .filter(|relation| {
                let kind = text(relation.get("relationType"));
                kind.ends_with("broaderPartitive") || kind.ends_with("broaderPartitiveInstance")
            })
            .map(|relation| self.dataset.id(&text(relation.get("relationTo"))))
            .collect()
    }

    fn name(&mut self, at: At<'_>, toponym: &Value) -> Option<NameRow> {
        let written = text(toponym.get("toponym"));
        if written.is_empty() {
            self.intake
                .remark(at, Reason::NoName, "a name has no toponym");
            return None;
        }
        for citation in toponym
            .get("citations")
            .or_else(|| toponym.get("citation"))
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            self.cite(citation);
        }
        let validity = self.validity(at, &written, toponym.get("when"));
        Some(NameRow {
            language: match text(toponym.get("lang")).as_str() {
                "" => "und".to_owned(),
                language => language.to_owned(),
            },
            script: script_of(&written).to_owned(),
            kind: match validity.is_current() {
                true => NameKind::Variant,
                false => NameKind::Historical,
            },
            validity,
            text: written,
        })
    }

    /// Lists the work that a name is cited from.
    fn cite(&mut self, citation: &Value) {
        let label = text(citation.get("label"));
        if label.is_empty() || self.cited.len() >= MOST_CITED {
            return;
        }
        self.cited
            .entry(label.clone())
            .or_insert_with(|| SourceRow {
                key: format!("{}-{}", self.dataset.key, slug(&label)),
                title: label,
                version: text(citation.get("year")),
                licence: String::new(),
            });
    }

    /// From the earliest day of the first span to the latest of the last.
    fn validity(&mut self, at: At<'_>, name: &str, when: Option<&Value>) -> Validity {
        let mut span = Validity::default();
        let (mut from_open, mut to_open) = (false, false);
        let spans = when
            .and_then(|when| when.get("timespans"))
            .and_then(Value::as_array);
        for timespan in spans.into_iter().flatten() {
            let mut bound = |end: &str, keys: [&str; 3], last: bool| {
                let stated = timespan.get(end)?;
                let written = match stated {
                    Value::Object(_) => {
                        let mut found = keys.into_iter().map(|key| text(stated.get(key)));
                        found.find(|text| !text.is_empty()).unwrap_or_default()
                    }
                    plain => text(Some(plain)),
                };
                date(&written, last).unwrap_or_else(|message| {
                    self.intake
                        .remark(at, Reason::Date, format!("{name}: {message}"));
                    None
                })
            };
            match bound("start", ["earliest", "in", "latest"], false) {
                Some(day) => span.from = Some(span.from.map_or(day, |known| known.min(day))),
                None => from_open = true,
            }
            match bound("end", ["latest", "in", "earliest"], true) {
                Some(day) => span.to = Some(span.to.map_or(day, |known| known.max(day))),
                None => to_open = true,
            }
        }
        Validity {
            from: span.from.filter(|_| !from_open),
            to: span.to.filter(|_| !to_open),
        }
    }
}
