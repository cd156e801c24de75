//! What places are called: countries, great cities and old names, in the languages whose texts are read.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeSet;

use araxes::document;
use araxes::gazetteer::{Entry, NameKind};
use araxes::resolution::Options;
use araxes::run::Pipeline;
use common::GAZETTEER;

/// Names that do not stand for the place they should.
fn missing(expected: &[(&str, &str)]) -> Vec<String> {
    let lacks = |(name, id): &&(&str, &str)| {
        let found = GAZETTEER.lookup(name);
        !found.iter().any(|found| {
            GAZETTEER.describe(found.entry).0 == *id && !GAZETTEER.name(*found).kind.is_demonym()
        })
    };
    let missing = expected.iter().filter(lacks);
    missing.map(|(name, id)| format!("{name}: {id}")).collect()
}

/// Names of towns, with the GeoNames number of the town that each should stand for.
fn missing_numbers(expected: &[(&str, u64)]) -> Vec<String> {
    let lacks = |(name, number): &&(&str, u64)| {
        let found = GAZETTEER.lookup(name);
        !found.iter().any(|found| match found.entry {
            Entry::Place(place) => GAZETTEER.place(place).geonameid == Some(*number),
            _ => false,
        })
    };
    let missing = expected.iter().filter(lacks);
    let missing = missing.map(|(name, number)| format!("{name}: {number}"));
    missing.collect()
}

/// The first answer for each place that a text names, by what the text calls it.
fn answers(text: &str) -> Vec<(String, String)> {
    let document = document::from_text("test", None, None, text);
    let analysis = Pipeline::new(&GAZETTEER, Options::default()).analyse(&document);
    let references = analysis.references.iter();
    references
        .filter_map(|reference| {
            let best = reference.candidates.first()?;
            let surface = &analysis.recognition.mentions[reference.mention].surface;
            let (id, _, _) = GAZETTEER.describe(best.entry);
            Some((surface.clone(), id.to_owned()))
        })
        .collect()
}

#[test]
fn countries_are_known_in_the_languages_of_their_readers() {
    let none: Vec<String> = Vec::new();
    assert_eq!(
        missing(&[
            ("Австралия", "place:australia"),
            ("Куба", "place:cuba"),
            ("Мексика", "place:mexico"),
            ("Єгипет", "place:egypt"),
            ("Küba", "place:cuba"),
            ("Avustralya", "place:australia"),
            ("Meksika", "place:mexico"),
            ("Cezayir", "place:algeria"),
            ("Tunus", "place:tunisia"),
            ("Karadağ", "place:montenegro"),
            ("Braziliya", "place:brazil"),
            ("Հնդկաստան", "place:india"),
            ("ბრაზილია", "place:brazil"),
            ("برزیل", "place:brazil"),
            ("البرازيل", "place:brazil"),
            ("Alemania", "place:germany"),
            ("Pays-Bas", "place:netherlands"),
            ("Frankreich", "place:france"),
            ("Giappone", "place:japan"),
            ("Zwitserland", "place:switzerland"),
            ("Niemcy", "place:germany"),
            ("Γερμανία", "place:germany"),
            ("德国", "place:germany"),
            ("גרמניה", "place:germany"),
            ("США", "place:united-states"),
            ("ABD", "place:united-states"),
            ("Восточная Европа", "place:eastern-europe"),
            ("Osteuropa", "place:eastern-europe"),
        ]),
        none
    );
}

#[test]
fn labels_are_the_plain_name_of_a_country() {
    let label = |id: &str, language: &str| {
        let entry = GAZETTEER.entry(id).unwrap();
        let names = GAZETTEER.names_of(entry);
        let own = names.filter(|name| {
            name.language == language && matches!(name.kind, NameKind::Endonym | NameKind::Exonym)
        });
        // Both volumes may have it.
        own.map(|name| name.text).collect::<BTreeSet<_>>()
    };
    assert_eq!(label("place:germany", "de"), ["Deutschland"].into());
    assert_eq!(
        label("place:united-kingdom", "ru"),
        ["Великобритания"].into()
    );
    assert_eq!(label("place:cuba", "tr"), ["Küba"].into());
}

/// `alternates()` once kept the shortest: *Владик*, *Перм*, *Мариупол*.
#[test]
fn cities_are_known_by_their_full_names() {
    let none: Vec<String> = Vec::new();
    assert_eq!(
        missing_numbers(&[
            ("Владивосток", 2_013_348),
            ("Омск", 1_496_153),
            ("Пермь", 511_196),
            ("Красноярск", 1_502_026),
            ("Мурманск", 524_305),
            ("Донецк", 709_717),
            ("Донецьк", 709_717),
            ("Мариуполь", 701_822),
            ("Запоріжжя", 687_700),
            ("Чернігів", 710_735),
            ("Луганськ", 702_658),
            ("Дніпро", 709_930),
            ("Набережные Челны", 523_750),
            ("Великие Луки", 476_077),
            ("Торжок", 481_985),
            ("Чебоксары", 569_696),
            ("Вышний Волочёк", 470_252),
            ("Вышний Волочек", 470_252),
            ("إدلب", 169_389),
            ("Londres", 2_643_743),
            ("Rom", 3_169_070),
            ("Varsovia", 756_135),
            ("Venecia", 3_164_603),
            ("Florencia", 3_176_959),
            ("Ginebra", 2_660_646),
            ("Marsella", 2_995_469),
            ("Argel", 2_507_480),
            ("Muenchen", 2_867_714),
            ("Nuernberg", 2_861_650),
            ("Mailand", 3_173_435),
        ]),
        none
    );
}

#[test]
fn what_a_language_is_called_is_no_name_of_a_town() {
    for name in ["Hayeren", "Հայերեն", "日本語", "हिन्दी", "Donbas City"] {
        assert!(GAZETTEER.lookup(name).is_empty(), "{name}");
    }
}

#[test]
fn old_names_of_cities_stand_for_them() {
    let none: Vec<String> = Vec::new();
    assert_eq!(
        missing_numbers(&[
            ("Reval", 588_409),
            ("Pressburg", 3_060_972),
            ("Adrianople", 747_712),
            ("Salonica", 734_077),
            ("Elisavetpol", 586_523),
            ("Danzig", 3_099_434),
            ("Lemberg", 702_550),
            ("Breslau", 3_081_368),
            ("Königsberg", 554_234),
            ("Koenigsberg", 554_234),
            ("Trebizond", 738_648),
            ("Erzeroum", 315_368),
            ("Kolozsvár", 681_290),
            ("Batavia", 1_642_911),
            ("Cawnpore", 1_267_995),
        ]),
        none
    );
    assert_eq!(
        missing(&[
            ("Salop", "place:gb-shropshire"),
            ("Northants", "place:gb-northamptonshire"),
            ("Wilts", "place:gb-wiltshire"),
        ]),
        none
    );
}

#[test]
fn counties_have_their_numbers_in_geonames() {
    let county = GAZETTEER.place_by_id("place:us-tx-harris-county").unwrap();
    assert_eq!(county.geonameid, Some(4_696_376));
    let with = GAZETTEER.places().filter(|(_, place)| {
        place.feature_code == "ADM2" && place.countries.contains("USA") && place.geonameid.is_some()
    });
    assert!(with.count() > 3_000);
}

/// *Island* is Iceland in German, *Rom* Rome.
#[test]
fn names_of_other_languages_are_not_looked_for_in_english() {
    let english = "The governor said on Monday that Kuba and the people of Rom had met at the house that \
                   he built for them, and that they were all of the same mind about the new road.";
    for (surface, id) in answers(english) {
        assert!(id != "place:cuba" && id != "place:rome", "{surface}: {id}");
    }
    let german = "Der Präsident reiste am Montag nach Kuba und von dort weiter nach Rom, wo er mit der Regierung \
                  über den Vertrag sprechen wollte, den beide Länder im Herbst unterzeichnet haben.";
    let found = answers(german);
    assert!(found.contains(&("Kuba".to_owned(), "place:cuba".to_owned())));
    assert!(found.contains(&("Rom".to_owned(), "place:rome".to_owned())));
}
