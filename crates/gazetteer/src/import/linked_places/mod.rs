//! Linked Places: the format in which historical gazetteers are exchanged, as GeoJSON-LD
//! (<https://github.com/LinkedPasts/linked-places-format>) and as a table (LP-TSV).

mod graph;
mod table;

use super::feature_code::{self, Feature};
use super::input::Input;
use super::intake::Intake;
use super::text::slug;
use super::{ImportError, Source};
use crate::compile::place::FeatureClass;

/// Imports files of either form. Tables are known by their endings.
pub(super) fn import(
    inputs: &[Input],
    source: &Source,
    key: &str,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    let dataset = Dataset {
        prefix: slug(&source.title),
        key,
    };
    for input in inputs {
        match input.ending().as_str() {
            "tsv" | "csv" | "txt" => table::read(input, &dataset, intake)?,
            _ => graph::read(input, &dataset, intake)?,
        }
    }
    Ok(())
}

/// What all places of a file have in common.
#[derive(Debug)]
struct Dataset<'a> {
    /// What stands before the ids that the file gives.
    prefix: String,
    key: &'a str,
}

impl Dataset<'_> {
    /// An id of ours for an id or address of theirs.
    fn id(&self, theirs: &str) -> String {
        if theirs.starts_with("place:") {
            return theirs.to_owned();
        }
        let bare = theirs.split_once("://").map_or(theirs, |(_, rest)| rest);
        format!("place:{}-{}", self.prefix, slug(bare))
    }
}

/// What links say about the same place elsewhere.
#[derive(Debug, Default)]
struct Links {
    geonameid: Option<u64>,
    wikidata: Option<String>,
}

impl Links {
    /// Understands `gn:616052`, `wd:Q1953` and their addresses.
    fn add(&mut self, identifier: &str) {
        let last = identifier
            .trim_end_matches('/')
            .rsplit(['/', ':'])
            .next()
            .unwrap_or_default();
        if identifier.starts_with("gn:") || identifier.contains("geonames.org/") {
            let number = identifier
                .rsplit(['/', ':'])
                .find_map(|part| part.parse().ok());
            self.geonameid = self.geonameid.or(number);
        } else if (identifier.starts_with("wd:") || identifier.contains("wikidata.org/"))
            && last.starts_with('Q')
        {
            self.wikidata.get_or_insert_with(|| last.to_owned());
        }
    }
}

/// Types of the Art & Architecture Thesaurus that gazetteers use most.
const THESAURUS: [(&str, &str); 20] = [
    ("300008347", "PPL"),
    ("300008372", "PPL"),
    ("300008375", "PPL"),
    ("300008389", "PPL"),
    ("300000776", "ADM1"),
    ("300000774", "ADM1"),
    ("300000771", "ADM2"),
    ("300000705", "ADM2"),
    ("300128207", "PCLI"),
    ("300387356", "PCLH"),
    ("300387506", "PCLH"),
    ("300182722", "RGN"),
    ("300008707", "STM"),
    ("300008680", "LK"),
    ("300008694", "SEA"),
    ("300008795", "MT"),
    ("300008777", "MTS"),
    ("300008791", "ISL"),
    ("300000810", "ANS"),
    ("300000641", "MSTY"),
];

/// What a place is: by what its types say, in order, else by its feature classes.
fn feature<'t>(
    mut types: impl Iterator<Item = &'t str>,
    mut classes: impl Iterator<Item = &'t str>,
) -> Option<Feature> {
    let of_type = |text: &str| {
        let number = text.trim().rsplit([':', '/']).next().unwrap_or_default();
        THESAURUS
            .iter()
            .find(|(known, _)| *known == number)
            .and_then(|(_, code)| feature_code::of_code(code))
            .or_else(|| feature_code::of_word(text))
    };
    types.find_map(of_type).or_else(|| {
        classes.find_map(|letter| {
            let class = feature_code::class_of(letter.trim())?;
            let code = match class {
                FeatureClass::P => "PPL",
                _ => "",
            };
            Some(Feature { class, code })
        })
    })
}

/// What a place is of which nothing is said: historical gazetteers list settlements.
const UNTOLD: Feature = Feature {
    class: FeatureClass::P,
    code: "PPL",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_geonames_and_wikidata_are_understood() {
        for (identifier, geonameid, wikidata) in [
            ("gn:616052", Some(616_052), None),
            (
                "https://www.geonames.org/616052/yerevan.html",
                Some(616_052),
                None,
            ),
            ("http://sws.geonames.org/616052/", Some(616_052), None),
            ("wd:Q1953", None, Some("Q1953")),
            ("http://www.wikidata.org/entity/Q1953", None, Some("Q1953")),
            ("viaf:123", None, None),
        ] {
            let mut links = Links::default();
            links.add(identifier);
            assert_eq!(links.geonameid, geonameid, "{identifier}");
            assert_eq!(links.wikidata.as_deref(), wikidata, "{identifier}");
        }
    }

    #[test]
    fn the_thesaurus_maps_to_codes_that_there_are() {
        for (_, code) in THESAURUS {
            assert!(feature_code::of_code(code).is_some(), "{code}");
        }
    }
}
