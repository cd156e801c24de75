//! The world volume of Araxes, `README.md`, as the files it consists of. They are a package of their own since a package
//! may have 10 MB; the program's build script compiles them into the gazetteer that travels inside it.

/// The files of the volume, by name. A name that ends in `.gz` is that of a file packed with gzip.
pub const FILES: [(&str, &[u8]); 6] = [
    ("accepted.csv", include_bytes!("accepted.csv")),
    ("countries.topojson", include_bytes!("countries.topojson")),
    ("names.csv.gz", include_bytes!("names.csv.gz")),
    ("places.csv.gz", include_bytes!("places.csv.gz")),
    ("sources.csv", include_bytes!("sources.csv")),
    ("territories.csv", include_bytes!("territories.csv")),
];

/// The table of countries that the volume was derived from: codes, continents, adjectives.
pub const COUNTRIES_CSV: &str = include_str!("facts/countries.csv");
