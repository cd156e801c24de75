//! The formats that a run can write beside its core, which is always written: the layers as GeoJSON and CSV, the
//! tables, the record of the run and the data dictionary.

use std::collections::BTreeSet;

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::web_map;

/// A format beside the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// GeoPackage.
    GeoPackage,
    /// Project for QGIS, which shows the GeoPackage.
    Qgis,
    /// GeoJSON text sequences, RFC 8142.
    GeojsonSeq,
    /// FlatGeobuf.
    FlatGeobuf,
    /// GeoParquet 1.1.
    GeoParquet,
    /// KML, for Google Earth.
    Kml,
    /// Linked Places Format.
    LinkedPlaces,
    /// W3C Web Annotations.
    WebAnnotations,
    /// A page with a map and the documents' texts.
    WebMap,
}

impl Format {
    /// All formats, in the order in which they are written.
    pub const ALL: &[Format] = &[
        Format::GeoPackage,
        Format::Qgis,
        Format::GeojsonSeq,
        Format::FlatGeobuf,
        Format::GeoParquet,
        Format::Kml,
        Format::LinkedPlaces,
        Format::WebAnnotations,
        Format::WebMap,
    ];

    /// What users call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::GeoPackage => "geopackage",
            Format::Qgis => "qgis",
            Format::GeojsonSeq => "geojsonseq",
            Format::FlatGeobuf => "flatgeobuf",
            Format::GeoParquet => "geoparquet",
            Format::Kml => "kml",
            Format::LinkedPlaces => "linked-places",
            Format::WebAnnotations => "web-annotations",
            Format::WebMap => "web-map",
        }
    }

    /// The files that it writes.
    #[must_use]
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Format::GeoPackage => &["araxes.gpkg"],
            Format::Qgis => &["araxes.qgz", "basemap.gpkg"],
            Format::GeojsonSeq => &[
                "mentions.geojsons",
                "routes.geojsons",
                "borders.geojsons",
                "areas.geojsons",
                "waters.geojsons",
            ],
            Format::FlatGeobuf => &[
                "mentions.fgb",
                "routes.fgb",
                "borders.fgb",
                "areas.fgb",
                "waters.fgb",
            ],
            Format::GeoParquet => &[
                "mentions.parquet",
                "routes.parquet",
                "borders.parquet",
                "areas.parquet",
                "waters.parquet",
            ],
            Format::Kml => &["araxes.kml"],
            Format::LinkedPlaces => &["linked-places.json"],
            Format::WebAnnotations => &["annotations.jsonld"],
            Format::WebMap => &[web_map::PAGE_NAME, web_map::STYLE_NAME],
        }
    }

    /// What it is for, in one line: for the help and the data dictionary.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Format::GeoPackage => {
                "layers, citations and documents in one GeoPackage with styles, for QGIS and any GIS"
            }
            Format::Qgis => {
                "a QGIS project with a base map that shows the GeoPackage; left out where that is"
            }
            Format::GeojsonSeq => {
                "the layers as GeoJSON text sequences (RFC 8142), for GDAL, tippecanoe and streams"
            }
            Format::FlatGeobuf => {
                "the layers as FlatGeobuf, with a spatial index, for GIS and large maps on the web"
            }
            Format::GeoParquet => "the layers as GeoParquet 1.1, for GeoPandas, DuckDB and R",
            Format::Kml => "all layers as KML, with quotes and a time line, for Google Earth",
            Format::LinkedPlaces => {
                "all features in the Linked Places Format, for Pelagios and the World Historical Gazetteer"
            }
            Format::WebAnnotations => {
                "all citations as W3C Web Annotations, for annotation tools and digital editions"
            }
            Format::WebMap => {
                "a page with a map, the quotes and the documents' texts, for any browser; and its styles for other pages"
            }
        }
    }

    /// Whether it is written unless `--without` names it.
    #[must_use]
    pub fn is_default(self) -> bool {
        matches!(self, Format::GeoPackage | Format::Qgis | Format::WebMap)
    }

    /// The formats of a run: the default ones and those added, without those left out.
    #[must_use]
    pub fn chosen(added: &[Format], left_out: &[Format]) -> BTreeSet<Format> {
        Format::ALL
            .iter()
            .copied()
            .filter(|format| format.is_default() || added.contains(format))
            .filter(|format| !left_out.contains(format))
            // The project shows what is in the GeoPackage.
            .filter(|format| *format != Format::Qgis || !left_out.contains(&Format::GeoPackage))
            .collect()
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.meaning()))
    }
}
