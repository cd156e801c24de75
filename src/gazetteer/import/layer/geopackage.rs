//! GeoPackages (OGC 12-128): SQLite files with a table for each layer of features.

use geozero::ToGeo;
use geozero::wkb::GpkgWkb;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::input::Input;
use super::super::intake::Intake;
use super::super::report::{At, Reason};
use super::{Layer, Row};

pub(super) fn read(
    input: &Input,
    layer: &mut Layer<'_>,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    let path = input.plain_path().ok_or_else(|| {
        ImportError::file(
            input.label(),
            "a GeoPackage is read where it lies and cannot be packed; unpack it first",
        )
    })?;
    let broken = |error: rusqlite::Error| {
        ImportError::file(
            input.label(),
            format!("is no GeoPackage, or a broken one: {error}"),
        )
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let file = Connection::open_with_flags(path, flags).map_err(broken)?;
    for table in tables(&file).map_err(broken)? {
        layer.begin()?;
        if let Some(system) = &table.system {
            layer.in_system(system)?;
        }
        let label = format!("{}, layer {}", input.label(), table.name);
        let query = format!("SELECT * FROM \"{}\"", table.name.replace('"', "\"\""));
        let mut statement = file.prepare(&query).map_err(broken)?;
        let headers: Vec<String> = statement
            .column_names()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut rows = statement.query([]).map_err(broken)?;
        let mut number = 0;
        while let Some(record) = rows.next().map_err(broken)? {
            number += 1;
            let at = At {
                file: &label,
                line: Some(number),
            };
            let mut columns = Map::new();
            let mut geometry = Ok(None);
            for (index, header) in headers.iter().enumerate() {
                let cell = record.get_ref(index).map_err(broken)?;
                match cell {
                    ValueRef::Blob(bytes) if *header == table.geometry => {
                        geometry = GpkgWkb(bytes).to_geo().map(Some);
                    }
                    cell => {
                        columns.insert(header.clone(), value(cell));
                    }
                }
            }
            match geometry {
                Ok(geometry) => layer.take(
                    Row {
                        at,
                        columns,
                        geometry: geometry.map(|geometry| (geometry, false)),
                        id: None,
                    },
                    intake,
                )?,
                Err(error) => intake.remark(
                    at,
                    Reason::Geometry,
                    format!("the geometry cannot be read: {error}"),
                ),
            }
        }
    }
    Ok(())
}

struct Table {
    name: String,
    geometry: String,
    system: Option<String>,
}

/// The layers of the file and the systems they are in.
fn tables(file: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut statement = file.prepare(
        "SELECT c.table_name, c.column_name, s.organization, s.organization_coordsys_id, s.definition \
         FROM gpkg_geometry_columns c LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = c.srs_id ORDER BY 1",
    )?;
    let rows = statement.query_map([], |row| {
        let organization: Option<String> = row.get(2)?;
        let code: Option<i64> = row.get(3)?;
        let definition: Option<String> = row.get(4)?;
        let system = match (organization.as_deref(), code) {
            (Some("NONE" | "none"), _) | (None, _) | (_, None) => None,
            (Some(organization), Some(code)) if organization.eq_ignore_ascii_case("EPSG") => {
                Some(format!("EPSG:{code}"))
            }
            _ => definition.filter(|definition| definition != "undefined"),
        };
        Ok(Table {
            name: row.get(0)?,
            geometry: row.get(1)?,
            system,
        })
    })?;
    rows.collect()
}

fn value(cell: ValueRef<'_>) -> Value {
    match cell {
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
        ValueRef::Integer(number) => Value::from(number),
        ValueRef::Real(number) => Value::from(number),
        ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text)),
    }
}
