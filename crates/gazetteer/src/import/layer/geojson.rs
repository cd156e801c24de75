//! GeoJSON (RFC 7946), and files of its elder of 2008, which may name their system in a member `crs`.

use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::geometry::of_json;
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::json::{self, Taker};
use super::super::report::{At, Reason};
use super::{Layer, Row};

pub(super) fn read(
    input: &Input,
    layer: &mut Layer<'_>,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    layer.begin()?;
    let mut features = Features {
        layer,
        intake,
        begun: false,
    };
    json::features(input, &mut features)
}

struct Features<'f, 'l, 'i> {
    layer: &'f mut Layer<'l>,
    intake: &'f mut Intake<'i>,
    begun: bool,
}

impl Taker for Features<'_, '_, '_> {
    fn member(&mut self, key: &str, value: Value) -> Result<(), ImportError> {
        if key != "crs" || value.is_null() {
            return Ok(());
        }
        let name = value
            .pointer("/properties/name")
            .and_then(Value::as_str)
            .and_then(system_of_name);
        let Some(name) = name else {
            if self.layer.source.crs.is_some() {
                return Ok(());
            }
            return Err(ImportError::file(
                self.layer.file,
                format!(
                    "its coordinate reference system {value} cannot be understood; name it with --crs"
                ),
            ));
        };
        if self.begun && self.layer.source.crs.is_none() && name != crate::crs::WGS84 {
            return Err(ImportError::file(
                self.layer.file,
                format!(
                    "it names its coordinate reference system {name} after its features; name it with --crs"
                ),
            ));
        }
        self.layer.in_system(&name)
    }

    fn feature(&mut self, at: At<'_>, mut feature: Map<String, Value>) -> Result<(), ImportError> {
        self.begun = true;
        let geometry = match feature.remove("geometry") {
            None | Some(Value::Null) => None,
            Some(value) => match of_json(value) {
                Ok(geometry) => geometry,
                Err(message) => {
                    self.intake.remark(at, Reason::Geometry, message);
                    return Ok(());
                }
            },
        };
        let columns = match feature.remove("properties") {
            Some(Value::Object(columns)) => columns,
            _ => Map::new(),
        };
        let row = Row {
            at,
            columns,
            geometry,
            id: feature.remove("id"),
        };
        self.layer.take(row, self.intake)
    }
}

/// The system behind names such as `urn:ogc:def:crs:OGC:1.3:CRS84`, `urn:ogc:def:crs:EPSG::32638` and `EPSG:32638`.
fn system_of_name(name: &str) -> Option<String> {
    if name.ends_with("CRS84") {
        return Some(crate::crs::WGS84.to_owned());
    }
    let mut parts = name.rsplit([':', '/']);
    let code = parts.next()?;
    let authority = parts.find(|part| part.chars().all(char::is_alphabetic) && !part.is_empty())?;
    code.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| format!("{}:{code}", authority.to_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_understood_by_all_their_names() {
        for (name, system) in [
            ("urn:ogc:def:crs:OGC:1.3:CRS84", Some("EPSG:4326")),
            ("urn:ogc:def:crs:EPSG::32638", Some("EPSG:32638")),
            (
                "http://www.opengis.net/def/crs/EPSG/0/3857",
                Some("EPSG:3857"),
            ),
            ("EPSG:3857", Some("EPSG:3857")),
            ("the usual one", None),
        ] {
            assert_eq!(system_of_name(name).as_deref(), system, "{name}");
        }
    }
}
