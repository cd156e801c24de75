//! A GeoPackage being written: one SQLite file with tables of features and of attributes, as OGC 12-128r18 wants it.
//! Rows go in one after the other; nothing is kept in memory but the statement that inserts them.
//!
//! No clock and no random number goes in, and tables are made in a fixed order, so that equal input gives equal bytes.

use std::path::Path;

use geo::{Geometry, Rect};
use jiff::civil::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use crate::export::ExportError;

use super::WGS84_ID;
use super::geometry::{GeometryType, encode};

/// `GPKG`, which marks the file as a GeoPackage.
const APPLICATION_ID: i32 = 0x4750_4B47;
/// Version 1.3.0 of the standard.
const VERSION: i32 = 10300;
/// The day of a file of which no document is dated: the standard wants one.
const NO_DAY: &str = "1970-01-01";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::export) enum FieldType {
    Text,
    Integer,
    Real,
    /// A whole day, `2023-06-23`.
    Date,
}

/// A column besides the number of the row and the geometry.
#[derive(Debug, Clone, Copy)]
pub(in crate::export) struct Field {
    name: &'static str,
    kind: FieldType,
    unique: bool,
    refers_to: Option<(&'static str, &'static str)>,
    indexed: bool,
}

impl Field {
    /// A plain column.
    pub(in crate::export) const fn new(name: &'static str, kind: FieldType) -> Self {
        Self {
            name,
            kind,
            unique: false,
            refers_to: None,
            indexed: false,
        }
    }

    /// Looked up by its values.
    pub(in crate::export) const fn indexed(mut self) -> Self {
        self.indexed = true;
        self
    }

    /// Its values are those of a key of another table.
    pub(in crate::export) const fn refers_to(
        mut self,
        table: &'static str,
        column: &'static str,
    ) -> Self {
        self.refers_to = Some((table, column));
        self
    }

    /// The column that other tables refer to: no two rows have the same value.
    pub(in crate::export) const fn key(name: &'static str) -> Self {
        Self {
            unique: true,
            ..Self::new(name, FieldType::Text)
        }
    }

    fn definition(&self) -> String {
        let kind = match self.kind {
            FieldType::Text => "TEXT",
            FieldType::Integer => "INTEGER",
            FieldType::Real => "REAL",
            FieldType::Date => "DATE",
        };
        let unique = if self.unique { " NOT NULL UNIQUE" } else { "" };
        let refers_to = self
            .refers_to
            .map(|(table, column)| format!(" REFERENCES \"{table}\"(\"{column}\")"))
            .unwrap_or_default();
        format!("\"{}\" {kind}{unique}{refers_to}", self.name)
    }
}

/// A table to be made.
#[derive(Debug, Clone)]
pub(in crate::export) struct Table {
    pub(in crate::export) name: &'static str,
    /// What people read in place of the name.
    pub(in crate::export) title: &'static str,
    pub(in crate::export) description: &'static str,
    /// The type of its geometries; `None` for a table of attributes.
    pub(in crate::export) geometry: Option<GeometryType>,
    pub(in crate::export) fields: Vec<Field>,
}

/// A row to be inserted.
pub(in crate::export) struct Row {
    /// WGS 84 degrees, longitude first.
    pub(in crate::export) geometry: Option<Geometry<f64>>,
    /// In the order of the table's fields.
    pub(in crate::export) values: Vec<Value>,
}

impl Row {
    /// A row without a place.
    pub(in crate::export) fn of(values: Vec<Value>) -> Self {
        Self {
            geometry: None,
            values,
        }
    }
}

/// A GeoPackage being written.
pub(in crate::export) struct GeoPackage<'a> {
    connection: Connection,
    /// The path as the user knows it, for messages.
    path: &'a str,
    /// When the contents were last changed, as the standard writes it.
    changed: String,
}

impl<'a> GeoPackage<'a> {
    /// Begins a GeoPackage in an empty file. `shown` is its path in messages; `day` that of its latest contents.
    pub(in crate::export) fn create(
        file: &Path,
        shown: &'a str,
        day: Option<Date>,
    ) -> Result<Self, ExportError> {
        let day = day.map_or_else(|| NO_DAY.to_owned(), |day| day.to_string());
        let begin = || {
            let connection = Connection::open(file)?;
            // The file is a temporary one: after a crash it is thrown away, not repaired.
            connection.pragma_update(None, "journal_mode", "OFF")?;
            connection.pragma_update(None, "synchronous", "OFF")?;
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
            connection.pragma_update(None, "user_version", VERSION)?;
            connection.execute_batch("BEGIN")?;
            connection.execute_batch(include_str!("schema.sql"))?;
            Ok(connection)
        };
        Ok(Self {
            connection: begin().map_err(|source| sqlite(shown, source))?,
            path: shown,
            changed: format!("{day}T00:00:00.000Z"),
        })
    }

    /// Makes a table and inserts its rows.
    pub(in crate::export) fn table(
        &self,
        table: &Table,
        rows: impl Iterator<Item = Row>,
    ) -> Result<(), ExportError> {
        self.insert(table, rows)
            .map_err(|source| sqlite(self.path, source))
    }

    fn insert(&self, table: &Table, rows: impl Iterator<Item = Row>) -> rusqlite::Result<()> {
        let name = table.name;
        let mut columns = vec!["\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL".to_owned()];
        if let Some(kind) = table.geometry {
            columns.push(format!("\"geom\" {}", kind.name()));
        }
        columns.extend(table.fields.iter().map(Field::definition));
        let create = format!("CREATE TABLE \"{name}\" ({})", columns.join(", "));
        self.connection.execute(&create, [])?;
        self.register(table)?;

        let marks = vec!["?"; columns.len()].join(", ");
        let mut statement = self
            .connection
            .prepare(&format!("INSERT INTO \"{name}\" VALUES ({marks})"))?;
        let mut index = match table.geometry {
            Some(_) => Some(self.connection.prepare(&format!(
                "INSERT INTO \"rtree_{name}_geom\" VALUES (?, ?, ?, ?, ?)"
            ))?),
            None => None,
        };
        let mut bounds: Option<Rect<f64>> = None;
        for (number, row) in (1_i64..).zip(rows) {
            let mut values = Vec::with_capacity(columns.len());
            values.push(Value::Integer(number));
            let encoded = row.geometry.as_ref().and_then(encode);
            if let Some(index) = &mut index {
                if let Some((_, place)) = &encoded {
                    let (low, high) = (place.min(), place.max());
                    index.execute(params![number, low.x, high.x, low.y, high.y])?;
                    bounds = Some(bounds.map_or(*place, |bounds| around(bounds, *place)));
                }
                values.push(encoded.map_or(Value::Null, |(bytes, _)| Value::Blob(bytes)));
            }
            values.extend(row.values);
            statement.execute(params_from_iter(values))?;
        }
        if table.geometry.is_some() {
            let triggers = include_str!("rtree.sql").replace("{table}", name);
            self.connection.execute_batch(&triggers)?;
        }
        if let Some(bounds) = bounds {
            let (low, high) = (bounds.min(), bounds.max());
            self.connection.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                params![low.x, low.y, high.x, high.y, name],
            )?;
        }
        for field in table.fields.iter().filter(|field| field.indexed) {
            let column = field.name;
            self.connection.execute(
                &format!("CREATE INDEX \"{name}_{column}\" ON \"{name}\" (\"{column}\")"),
                [],
            )?;
        }
        Ok(())
    }

    /// Lists a table in the tables of the standard, and makes its spatial index.
    fn register(&self, table: &Table) -> rusqlite::Result<()> {
        let (data_type, system) = match table.geometry {
            Some(_) => ("features", Some(WGS84_ID)),
            None => ("attributes", None),
        };
        self.connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES (?, ?, ?, ?, ?, ?)",
            params![table.name, data_type, table.title, table.description, self.changed, system],
        )?;
        let Some(kind) = table.geometry else {
            return Ok(());
        };
        self.connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
            params![table.name, kind.name(), WGS84_ID],
        )?;
        self.connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
            params![table.name],
        )?;
        let index = format!(
            "CREATE VIRTUAL TABLE \"rtree_{}_geom\" USING rtree(id, minx, maxx, miny, maxy)",
            table.name
        );
        self.connection.execute(&index, []).map(|_| ())
    }

    /// Adds the styles in which QGIS shows the layers as they open: table and QML.
    pub(in crate::export) fn styles(
        &self,
        styles: &[(&'static str, String)],
    ) -> Result<(), ExportError> {
        let insert = || {
            self.connection.execute_batch(include_str!("styles.sql"))?;
            self.connection.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', ?)",
                params![self.changed],
            )?;
            for (table, style) in styles {
                self.connection.execute(
                    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) VALUES ('', '', ?, 'geom', 'Araxes', ?, '', 1, 'As in araxes.qgz', '', ?)",
                    params![table, style, self.changed],
                )?;
            }
            Ok(())
        };
        insert().map_err(|source| sqlite(self.path, source))
    }

    /// Ends the writing.
    pub(in crate::export) fn finish(self) -> Result<(), ExportError> {
        self.connection
            .execute_batch("COMMIT")
            .and_then(|()| self.connection.close().map_err(|(_, source)| source))
            .map_err(|source| sqlite(self.path, source))
    }
}

fn around(one: Rect<f64>, other: Rect<f64>) -> Rect<f64> {
    let low = (
        one.min().x.min(other.min().x),
        one.min().y.min(other.min().y),
    );
    let high = (
        one.max().x.max(other.max().x),
        one.max().y.max(other.max().y),
    );
    Rect::new(low, high)
}

fn sqlite(path: &str, source: rusqlite::Error) -> ExportError {
    ExportError::GeoPackage {
        path: path.to_owned(),
        source,
    }
}
