//! TopoJSON: features whose lines are made of arcs that they share.
//!
//! Format: the TopoJSON Format Specification 1.0 (`transform`, delta-encoded `arcs`, arc `~i` for one run backwards).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::geometry::of_json;
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::report::{At, Reason};
use super::{Layer, Row};

#[derive(Deserialize)]
struct Topology {
    transform: Option<Transform>,
    arcs: Vec<Vec<Vec<f64>>>,
    objects: Map<String, Value>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

pub(super) fn read(
    input: &Input,
    layer: &mut Layer<'_>,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    layer.begin()?;
    let mut topology: Topology = serde_json::from_slice(&input.bytes()?).map_err(|error| {
        ImportError::file(
            &format!("{}:{}", input.label(), error.line()),
            format!("is not a TopoJSON topology: {error}"),
        )
    })?;
    topology.unpack();
    for (name, object) in std::mem::take(&mut topology.objects) {
        let file = format!("{}, object {name}", input.label());
        let at = At {
            file: &file,
            line: None,
        };
        for feature in features(object) {
            topology.feature(at, feature, layer, intake)?;
        }
    }
    Ok(())
}

/// The geometries of an object, those of collections one by one.
fn features(object: Value) -> Vec<Map<String, Value>> {
    let Value::Object(mut object) = object else {
        return Vec::new();
    };
    match object.remove("geometries") {
        Some(Value::Array(parts)) => parts.into_iter().flat_map(features).collect(),
        _ => vec![object],
    }
}

impl Topology {
    /// Makes positions of what is packed as whole-numbered steps.
    fn unpack(&mut self) {
        let Some(Transform { scale, translate }) = &self.transform else {
            return;
        };
        for arc in &mut self.arcs {
            let mut at = [0.0, 0.0];
            for position in arc {
                for (axis, step) in position.iter_mut().take(2).enumerate() {
                    at[axis] += *step;
                    *step = at[axis] * scale[axis] + translate[axis];
                }
            }
        }
    }

    fn feature(
        &self,
        at: At<'_>,
        mut feature: Map<String, Value>,
        layer: &mut Layer<'_>,
        intake: &mut Intake<'_>,
    ) -> Result<(), ImportError> {
        let columns = match feature.remove("properties") {
            Some(Value::Object(columns)) => columns,
            _ => Map::new(),
        };
        let id = feature.remove("id");
        let geometry = match self.geometry(&feature) {
            Ok(None) => None,
            Ok(Some(value)) => match of_json(value) {
                Ok(geometry) => geometry,
                Err(message) => {
                    intake.remark(at, Reason::Geometry, message);
                    return Ok(());
                }
            },
            Err(message) => {
                intake.remark(at, Reason::Geometry, message);
                return Ok(());
            }
        };
        let row = Row {
            at,
            columns,
            geometry,
            id,
        };
        layer.take(row, intake)
    }

    /// The geometry as GeoJSON.
    fn geometry(&self, feature: &Map<String, Value>) -> Result<Option<Value>, String> {
        let kind = match feature.get("type").and_then(Value::as_str) {
            None => return Ok(None),
            Some(kind) => kind,
        };
        let arcs = feature.get("arcs").unwrap_or(&Value::Null);
        let coordinates = match kind {
            "Point" => self.point(feature.get("coordinates").unwrap_or(&Value::Null))?,
            "MultiPoint" => {
                let points = feature.get("coordinates").and_then(Value::as_array);
                let points = points.into_iter().flatten().map(|point| self.point(point));
                points.collect::<Result<Value, String>>()?
            }
            "LineString" => self.line(arcs)?,
            "MultiLineString" | "Polygon" => self.each(arcs, Self::line)?,
            "MultiPolygon" => self.each(arcs, |this, polygon| this.each(polygon, Self::line))?,
            other => return Err(format!("“{other}” is no geometry")),
        };
        Ok(Some(
            serde_json::json!({ "type": kind, "coordinates": coordinates }),
        ))
    }

    fn each(
        &self,
        list: &Value,
        one: impl Fn(&Self, &Value) -> Result<Value, String>,
    ) -> Result<Value, String> {
        let list = list.as_array().ok_or("its list of arcs is missing")?;
        list.iter().map(|item| one(self, item)).collect()
    }

    fn point(&self, position: &Value) -> Result<Value, String> {
        let position: [f64; 2] = serde_json::from_value(position.clone())
            .map_err(|error| format!("its position cannot be read: {error}"))?;
        let [x, y] = match &self.transform {
            Some(Transform { scale, translate }) => [
                position[0] * scale[0] + translate[0],
                position[1] * scale[1] + translate[1],
            ],
            None => position,
        };
        Ok(serde_json::json!([x, y]))
    }

    /// The positions of arcs that follow each other; the end of one is the beginning of the next.
    fn line(&self, arcs: &Value) -> Result<Value, String> {
        let numbers: Vec<i64> = serde_json::from_value(arcs.clone())
            .map_err(|error| format!("its list of arcs cannot be read: {error}"))?;
        let mut line: Vec<&Vec<f64>> = Vec::new();
        for number in numbers {
            let index = if number < 0 { !number } else { number };
            let arc = usize::try_from(index)
                .ok()
                .and_then(|index| self.arcs.get(index))
                .ok_or_else(|| {
                    format!(
                        "it names arc {number}, but the file has {}",
                        self.arcs.len()
                    )
                })?;
            line.pop();
            match number < 0 {
                true => line.extend(arc.iter().rev()),
                false => line.extend(arc),
            }
        }
        if line.iter().any(|position| position.len() < 2) {
            return Err("an arc of it has a position of fewer than two numbers".to_owned());
        }
        Ok(serde_json::json!(line))
    }
}
