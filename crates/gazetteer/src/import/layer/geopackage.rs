//! GeoPackages (OGC 12-128): SQLite files with a table for each layer of features.

use geozero::wkb::GpkgWkb;
use geozero::{GeomProcessor, GeozeroGeometry, ToGeo};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Map, Value};

use super::super::ImportError;
use super::super::geometry;
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
                        geometry = check(bytes).and_then(|()| {
                            let drawn = GpkgWkb(bytes).to_geo();
                            let drawn = drawn.map_err(|error| error.to_string())?;
                            Ok(Some((drawn, has_open_ring(bytes))))
                        });
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
                        geometry,
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

/// Whether a ring of a geometry does not end where it began. What `geo` makes of it is closed.
fn has_open_ring(bytes: &[u8]) -> bool {
    #[derive(Default)]
    struct Rings {
        first: Option<(f64, f64)>,
        last: Option<(f64, f64)>,
        any_open: bool,
        in_lines: bool,
    }
    impl GeomProcessor for Rings {
        fn xy(&mut self, x: f64, y: f64, _: usize) -> geozero::error::Result<()> {
            self.last = Some((x, y));
            self.first = self.first.or(self.last);
            Ok(())
        }

        fn linestring_begin(&mut self, _: bool, _: usize, _: usize) -> geozero::error::Result<()> {
            (self.first, self.last) = (None, None);
            Ok(())
        }

        /// Rings of polygons are lines that are not geometries by themselves.
        fn linestring_end(&mut self, tagged: bool, _: usize) -> geozero::error::Result<()> {
            self.any_open |= !tagged && !self.in_lines && self.first != self.last;
            Ok(())
        }

        // The lines of several are not by themselves either, and may be open.
        fn multilinestring_begin(&mut self, _: usize, _: usize) -> geozero::error::Result<()> {
            self.in_lines = true;
            Ok(())
        }

        fn multilinestring_end(&mut self, _: usize) -> geozero::error::Result<()> {
            self.in_lines = false;
            Ok(())
        }
    }
    let mut rings = Rings::default();
    let read = GpkgWkb(bytes).process_geom(&mut rings);
    read.is_ok() && rings.any_open
}

/// Checks the geometry of a GeoPackage: two letters, a version, flags, a system, a box, and well-known binary.
fn check(bytes: &[u8]) -> Result<(), String> {
    let flags = bytes.get(3).copied().unwrap_or_default();
    let is_empty = flags & 0x10 != 0;
    let length = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        _ => 64,
    };
    match bytes.get(8 + length..) {
        Some(_) if is_empty => Ok(()),
        Some(written) => geometry::check_wkb(written),
        None => Err("the geometry is cut off".to_owned()),
    }
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
