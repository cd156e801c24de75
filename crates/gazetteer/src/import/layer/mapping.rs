//! Which column of a layer says what: as the user maps them, else by the names that such columns usually have.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::super::json::text;
use super::super::text::is_language;

crate::vocabulary! {
    /// Something that a column can say of a place.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Column {
        /// The label.
        Name = "name",
        /// Further names, separated by semicolons or bars.
        Names = "names",
        /// The id within the layer.
        Id = "id",
        /// What sort of place it is: a code of GeoNames or a word.
        Kind = "kind",
        /// The language of the names.
        Language = "language",
        /// Latitude, degrees, or northing with `--crs`.
        Latitude = "lat",
        /// Longitude, degrees, or easting with `--crs`.
        Longitude = "lon",
        /// The geometry as well-known text.
        Wkt = "wkt",
        /// Number in GeoNames.
        GeoNames = "geonames",
        /// Item in Wikidata.
        Wikidata = "wikidata",
        /// Inhabitants.
        Population = "population",
        /// ISO 3166-1 codes of countries, alpha-2 or alpha-3.
        Country = "country",
        /// Ids of what contains it.
        Container = "container",
        /// The first day.
        ValidFrom = "valid_from",
        /// The last day.
        ValidTo = "valid_to",
        /// How far the point may be off, metres.
        Precision = "precision_m",
    }
    /// What a user calls it.
    pub fn name;
}

impl Column {
    /// What layers call it. The first that is there and filled counts.
    #[must_use]
    pub fn usual(self) -> &'static [&'static str] {
        match self {
            Column::Name => &[
                "name",
                "title",
                "toponym",
                "label",
                "place",
                "place_name",
                "placename",
                "nameascii",
                "name_en",
                "brk_name",
                "full_name",
                "nom",
                "nombre",
                "naam",
                "nome",
            ],
            Column::Names => &[
                "names",
                "other_names",
                "alternatenames",
                "alternate_names",
                "altnames",
                "aliases",
                "variants",
                "name_alt",
                "namealt",
                "alt_name",
                "namepar",
                "name_long",
                "nameascii",
                "old_name",
            ],
            Column::Id => &["id", "ne_id", "place_id", "gid", "uid", "osm_id"],
            Column::Kind => &[
                "kind",
                "feature_code",
                "featurecode",
                "fcode",
                "featurecla",
                "placetype",
                "place_type",
                "fclass",
                "type",
                "category",
                "class",
            ],
            Column::Language => &["language", "lang"],
            Column::Latitude => &[
                "lat", "latitude", "y", "lat_y", "lat_dd", "breite", "northing",
            ],
            Column::Longitude => &[
                "lon",
                "lng",
                "long",
                "longitude",
                "x",
                "long_x",
                "lon_dd",
                "länge",
                "easting",
            ],
            Column::Wkt => &["wkt", "geowkt", "geom_wkt", "geometry", "geom", "the_geom"],
            Column::GeoNames => &[
                "geonames",
                "geonameid",
                "geonames_id",
                "geoname_id",
                "gn_id",
                "gn:id",
            ],
            Column::Wikidata => &[
                "wikidata",
                "wikidataid",
                "wikidata_id",
                "wd_id",
                "wd:id",
                "qid",
            ],
            Column::Population => &["population", "pop", "pop_max", "pop_est", "inhabitants"],
            Column::Country => &[
                "countries",
                "country_code",
                "countrycode",
                "ccode",
                "ccodes",
                "iso_a3",
                "adm0_a3",
                "iso3",
                "iso_a2",
                "iso2",
                "country",
            ],
            Column::Container => &["containers", "container"],
            Column::ValidFrom => &["valid_from", "from", "start", "start_date", "begin"],
            Column::ValidTo => &["valid_to", "to", "end", "end_date"],
            Column::Precision => &["precision_m"],
        }
    }
}

/// Which columns the user named. The others are found by their usual names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    columns: BTreeMap<Column, String>,
}

impl Mapping {
    /// Says that a column of the layer holds something.
    ///
    /// # Errors
    /// If there is nothing of this name that a column can hold.
    pub fn set(&mut self, what: &str, column: &str) -> Result<(), String> {
        let found = Column::ALL.into_iter().find(|found| found.name() == what);
        let Some(what) = found else {
            let names = Column::ALL.map(Column::name);
            return Err(format!(
                "“{what}” is nothing that a column can be mapped to; there are {}",
                names.join(", ")
            ));
        };
        self.columns.insert(what, column.to_owned());
        Ok(())
    }

    /// What a feature has in a column. Empty where it has nothing: no such column, null, or a number that stands for
    /// none.
    pub(super) fn cell(&self, column: Column, columns: &Map<String, Value>) -> String {
        if let Some(named) = self.columns.get(&column) {
            return filled(columns.get(named)).unwrap_or_default();
        }
        column
            .usual()
            .iter()
            .find_map(|usual| {
                let exact = filled(columns.get(*usual));
                exact.or_else(|| {
                    columns
                        .iter()
                        .filter(|(key, _)| key.eq_ignore_ascii_case(usual))
                        .find_map(|(_, value)| filled(Some(value)))
                })
            })
            .unwrap_or_default()
    }

    /// What to say of a feature without a name.
    pub(super) fn no_name(&self, columns: &Map<String, Value>) -> String {
        if let Some(named) = self.columns.get(&Column::Name) {
            return match columns.contains_key(named) {
                true => format!("column {named} is empty"),
                false => format!("there is no column {named}, which was to be the name"),
            };
        }
        let known = Column::Name.usual();
        let has = |key: &String| known.iter().any(|usual| key.eq_ignore_ascii_case(usual));
        if columns.keys().any(has) {
            return "has no name".to_owned();
        }
        let columns: Vec<&str> = columns.keys().map(String::as_str).collect();
        format!(
            "no column is known to hold the name; say which with --map name=COLUMN (columns: {})",
            columns.join(", ")
        )
    }
}

impl FromStr for Mapping {
    type Err = String;

    /// Reads `name=NAME,kind=featurecla`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut mapping = Self::default();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (what, column) = pair.split_once('=').ok_or_else(|| {
                format!("“{pair}” is no mapping; write WHAT=COLUMN, such as name=NAME")
            })?;
            mapping.set(what.trim(), column.trim())?;
        }
        Ok(mapping)
    }
}

fn filled(value: Option<&Value>) -> Option<String> {
    let text = text(value);
    // Natural Earth and many tables write numbers for “none”.
    (!text.is_empty() && !matches!(text.as_str(), "-99" | "-999" | "-9999" | "NULL"))
        .then_some(text)
}

/// Names in columns of the shape `name_en`, `NAME_EN`, `name:hy`: name and language.
pub(super) fn names_by_language(columns: &Map<String, Value>) -> Vec<(String, String)> {
    columns
        .iter()
        .filter_map(|(key, value)| {
            let key = key.to_lowercase();
            let language = match key.strip_prefix("name:") {
                Some(language) => language,
                // Columns such as name_alt and name_len look alike but for their length.
                None => key
                    .strip_prefix("name_")
                    .filter(|language| language.len() == 2)
                    .or(match key.as_str() {
                        "name_zht" => Some("zh-hant"),
                        _ => None,
                    })?,
            };
            let name = filled(Some(value))?;
            is_language(language).then(|| (name, language.to_owned()))
        })
        .collect()
}
