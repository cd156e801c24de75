//! The data dictionary, `README.md` in the output: which files there are, what each column means, which program and
//! gazetteers they come from and whom to credit. Made of the definitions that the files are written by.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::layer::kind;
use araxes_gazetteer::Gazetteer;

use super::column::{COLUMNS, Column};
use super::csv_files::{GeometryColumn, LINE, POSITION};
use super::geojson_files::CITATION;
use super::table::{citation_columns, document_columns, problem_columns, unresolved_columns};
use super::{CONTRACT, ExportError, Run};

/// A file that every run writes.
pub struct CoreFile {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub meaning: &'static str,
}

/// The files that every run writes, in the order in which the dictionary lists them.
pub const CORE_FILES: &[CoreFile] = &[
    CoreFile {
        name: "mentions.geojson",
        meaning: "places and positions, as points, each with its citations",
    },
    CoreFile {
        name: "routes.geojson",
        meaning: "corridors, pipelines, railways, roads and crossings, as lines, likewise",
    },
    CoreFile {
        name: "borders.geojson",
        meaning: "borders and front lines, as lines, likewise",
    },
    CoreFile {
        name: "areas.geojson",
        meaning: "the countries, divisions, former states, seas and lakes among the mentions, as areas with the same ids",
    },
    CoreFile {
        name: "waters.geojson",
        meaning: "the rivers and canals among the mentions, as lines with the same ids",
    },
    CoreFile {
        name: "mentions.csv",
        meaning: "the same for spreadsheets",
    },
    CoreFile {
        name: "routes.csv",
        meaning: "the same for spreadsheets",
    },
    CoreFile {
        name: "borders.csv",
        meaning: "the same for spreadsheets",
    },
    CoreFile {
        name: "areas.csv",
        meaning: "the same for spreadsheets",
    },
    CoreFile {
        name: "waters.csv",
        meaning: "the same for spreadsheets",
    },
    CoreFile {
        name: "mentions.csvt",
        meaning: "types of the columns, for QGIS and GDAL",
    },
    CoreFile {
        name: "routes.csvt",
        meaning: "types of the columns, for QGIS and GDAL",
    },
    CoreFile {
        name: "borders.csvt",
        meaning: "types of the columns, for QGIS and GDAL",
    },
    CoreFile {
        name: "areas.csvt",
        meaning: "types of the columns, for QGIS and GDAL",
    },
    CoreFile {
        name: "waters.csvt",
        meaning: "types of the columns, for QGIS and GDAL",
    },
    CoreFile {
        name: "citations.csv",
        meaning: "one row for each mention: document, offsets, the words, and those before and behind",
    },
    CoreFile {
        name: "documents.csv",
        meaning: "one row for each document that was read: title, date, publisher, language, checksum",
    },
    CoreFile {
        name: "unresolved.csv",
        meaning: "one row for each mention that could not be placed, with candidates and the reason",
    },
    CoreFile {
        name: "problems.csv",
        meaning: "one row for each thing that was wrong with documents, inputs and gazetteers",
    },
    CoreFile {
        name: super::run_file::NAME,
        meaning: "the run: program, gazetteers with checksums, options, counted problems",
    },
    CoreFile {
        name: NAME,
        meaning: "the data dictionary: every file and column of the run, sources and whom to credit",
    },
];

/// What the dictionary is called.
pub(super) const NAME: &str = "README.md";

pub(super) fn write(
    path: &str,
    gazetteer: &Gazetteer,
    run: &Run,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    page(gazetteer, run, out).map_err(|source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    })
}

fn page(gazetteer: &Gazetteer, run: &Run, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# What is in this folder\n")?;
    writeln!(
        out,
        "Written by `araxes map` of Araxes {}, output contract {CONTRACT}. Every place, route and border lists the \
         documents that\nmention it, with the words. Coordinates are WGS 84 (EPSG:4326), longitude before latitude; \
         those of the CSV files are {}.\nText is UTF-8. An empty cell or `null` means that nothing is known. A feature \
         without a known position or line is\nlisted all the same, without geometry.\n",
        env!("CARGO_PKG_VERSION"),
        run.csv_crs
    )?;
    writeln!(out, "## Files\n\n| file | holds |\n| --- | --- |")?;
    for file in CORE_FILES {
        writeln!(out, "| `{}` | {} |", file.name, file.meaning)?;
    }
    for format in &run.formats {
        let names: Vec<String> = format
            .files()
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        writeln!(out, "| {} | {} |", names.join(", "), format.meaning())?;
    }
    writeln!(
        out,
        "\nLists are arrays in GeoJSON and joined by `;` elsewhere. In CSV, a text that a spreadsheet would run as a \
         formula (it\nbegins with `=`, `+`, `-`, `@`, a tab or a carriage return) has an apostrophe before it; all \
         other formats hold the\ntext as it is. A bridge or ferry at a known position is a point among the mentions \
         and a short line among the routes.\n"
    )?;
    section(
        out,
        "`mentions`, `routes`, `borders`, `areas`, `waters`",
        COLUMNS,
        &[POSITION, LINE],
    )?;
    kinds(gazetteer, out)?;
    writeln!(
        out,
        "The CSV files of mentions and areas have `x` and `y`, those of routes, borders and waters have `wkt`. Areas and \
         waters are\nmentions once more, with the same ids and citations: `citations.csv` names them once, as mentions. In \
         GeoJSON each\nfeature also has `citations`, a list of objects:\n"
    )?;
    rows(out, CITATION, &[])?;
    section(out, "`citations.csv`", &citation_columns(), &[POSITION])?;
    section(out, "`documents.csv`", &document_columns(), &[])?;
    section(out, "`unresolved.csv`", &unresolved_columns(), &[])?;
    section(out, "`problems.csv`", &problem_columns(), &[])?;
    sources(gazetteer, out)
}

fn section<Row>(
    out: &mut dyn Write,
    title: &str,
    columns: &[Column<Row>],
    geometry: &[&[GeometryColumn]],
) -> io::Result<()> {
    writeln!(out, "## {title}\n")?;
    rows(out, columns, geometry)?;
    for column in columns {
        let Some(values) = column.values else {
            continue;
        };
        writeln!(
            out,
            "Values of `{}`:\n\n| value | meaning |\n| --- | --- |",
            column.name
        )?;
        for (value, meaning) in values() {
            writeln!(out, "| `{value}` | {meaning} |")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A table of columns.
fn rows<Row>(
    out: &mut dyn Write,
    columns: &[Column<Row>],
    geometry: &[&[GeometryColumn]],
) -> io::Result<()> {
    writeln!(out, "| column | type | meaning |\n| --- | --- | --- |")?;
    for column in columns {
        let kind = column.kind.as_str();
        writeln!(out, "| `{}` | {kind} | {} |", column.name, column.meaning)?;
    }
    for column in geometry.iter().copied().flatten() {
        let kind = column.kind.as_str();
        writeln!(out, "| `{}` | {kind} | {} |", column.name, column.meaning)?;
    }
    writeln!(out)
}

/// The kinds that features of this run can have.
fn kinds(gazetteer: &Gazetteer, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "Values of `kind`:\n\n| of | values |\n| --- | --- |")?;
    for (what, kinds) in kind::all(gazetteer) {
        writeln!(out, "| {what} | {} |", cell(&kinds.join(", ")))?;
    }
    writeln!(out)
}

fn sources(gazetteer: &Gazetteer, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## Sources\n")?;
    writeln!(
        out,
        "Names, positions and lines come from these gazetteers; whoever publishes a map of them credits GeoNames \
         (geonames.org,\nCC BY 4.0) and the other sources that ask for it. What the documents say is under the rights \
         of their authors.\n"
    )?;
    writeln!(
        out,
        "| gazetteer | places | names | SHA-256 |\n| --- | ---: | ---: | --- |"
    )?;
    for volume in gazetteer.volumes() {
        writeln!(
            out,
            "| {} | {} | {} | `{}` |",
            cell(&volume.title),
            volume.places,
            volume.names,
            volume.sha256
        )?;
    }
    writeln!(out, "\n| source | version | licence |\n| --- | --- | --- |")?;
    writeln!(
        out,
        "| Natural Earth, outlines and courses of `areas` and `waters` | 4.1 and 5 | public domain |"
    )?;
    let mut listed: BTreeSet<(String, String)> = BTreeSet::new();
    for file in gazetteer.files() {
        for source in file.sources {
            if listed.insert((source.title.clone(), source.version.clone())) {
                writeln!(
                    out,
                    "| {} | {} | {} |",
                    cell(&source.title),
                    cell(&source.version),
                    cell(&source.licence)
                )?;
            }
        }
    }
    Ok(())
}

/// A text of a user's gazetteer as a cell of a Markdown table.
fn cell(text: &str) -> String {
    super::markup::escaped(text)
        .replace('|', "\\|")
        .replace(['\n', '\r'], " ")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
}
