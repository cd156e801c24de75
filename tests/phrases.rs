//! Recognition, resolution and relation, sentence by sentence: what each is read as, and what must not be read into it.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use araxes::built_in;
use araxes::document::{self, DocumentDate};
use araxes::gazetteer::{Gazetteer, VolumeSource};
use araxes::layer::subject_id;
use araxes::recognition::Role;
use araxes::resolution::Options;
use araxes::run::Pipeline;

static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| built_in::open(&built_in::sources()).unwrap());

/// What a text speaks of: (surface, id, role), in order of the text.
fn read_dated(text: &str, date: Option<&str>) -> Vec<(String, String, Role)> {
    let document = document::from_text("test", None, date.and_then(DocumentDate::stated), text);
    let analysis = Pipeline::new(&GAZETTEER, Options::default()).analyse(&document);
    let mut found: Vec<(usize, String, String, Role)> = analysis
        .related
        .sightings
        .iter()
        .map(|sighting| {
            let mention = &analysis.recognition.mentions[sighting.mention];
            let id = subject_id(&GAZETTEER, &sighting.subject);
            (
                mention.span.start,
                mention.surface.clone(),
                id,
                mention.role,
            )
        })
        .collect();
    found.sort();
    found
        .into_iter()
        .map(|(_, surface, id, role)| (surface, id, role))
        .collect()
}

fn read(text: &str) -> Vec<(String, String, Role)> {
    read_dated(text, None)
}

/// What could not be placed, and why.
fn unresolved(text: &str) -> Vec<(String, String)> {
    let document = document::from_text("test", None, None, text);
    let analysis = Pipeline::new(&GAZETTEER, Options::default()).analyse(&document);
    analysis
        .related
        .unresolved
        .into_iter()
        .map(|one| (one.surface, one.why_not))
        .collect()
}

fn ids(text: &str) -> Vec<String> {
    read(text).into_iter().map(|(_, id, _)| id).collect()
}

#[track_caller]
fn speaks_of(text: &str, id: &str) {
    let found = ids(text);
    assert!(
        found.iter().any(|other| other == id),
        "“{text}” speaks of {found:?}, not of {id}"
    );
}

#[track_caller]
fn says_nothing_of(text: &str, part: &str) {
    let found = ids(text);
    assert!(
        !found.iter().any(|id| id.contains(part)),
        "“{text}” speaks of {found:?}"
    );
}

#[test]
fn one_place_in_every_script_and_spelling() {
    for text in [
        "The road to Nakhijevan is closed.",
        "The road to Nakhichevan is closed.",
        "The exclave of Nakhchivan lies apart.",
        "The Nakhichevan Autonomous Republic lies apart.",
        "Naxçıvan Muxtar Respublikası blokadadadır.",
        "Նախիջևանի ճանապարհը փակ է։ Նախիջևան։",
        "Дорога в Нахичевань закрыта.",
        "جمهوری خودمختار نخجوان",
    ] {
        speaks_of(text, "place:nakhchivan");
    }
    for text in [
        "They reached Shushi.",
        "They reached Shusha.",
        "Şuşa şəhəri",
        "Շուշի քաղաքը",
        "город Шуша",
        "SHUSHA FELL IN NOVEMBER OF THAT YEAR",
    ] {
        speaks_of(text, "place:shushi");
    }
}

#[test]
fn possessives_and_hyphens_are_no_obstacle() {
    let found = read("Armenia’s and Iran's ministers met for Moscow-mediated talks.");
    let surfaces: Vec<&str> = found.iter().map(|(surface, ..)| surface.as_str()).collect();
    assert_eq!(surfaces, ["Armenia", "Iran", "Moscow"]);
}

#[test]
fn borders_between_two_sides() {
    for text in [
        "Trucks wait at the border between Iran and Azerbaijan.",
        "Trucks wait at the Iran-Azerbaijan border.",
        "Trucks wait at the Iranian–Azerbaijani border.",
        "Trucks wait at the Azerbaijani-Iranian state border.",
        "Azerbaijan and Iran share a 765 km border.",
        "Iran's northern border with Azerbaijan is quiet.",
        "The border of Azerbaijan with Iran is quiet.",
        "Azerbaijan borders Iran in the south.",
        "The frontier between the occupied territories of Azerbaijan and Iran is open.",
        "Iran shares a long border with Azerbaijan.",
    ] {
        speaks_of(text, "border:AZE-IRN");
    }
    speaks_of(
        "President Aliyev of Azerbaijan said he would not open his country’s borders with Armenia.",
        "border:ARM-AZE",
    );
    speaks_of(
        "Armenia and Azerbaijan quarrel. The border demarcation between the two countries is unfinished.",
        "border:ARM-AZE",
    );
    says_nothing_of("Armenian border controls were strict.", "border:");
    says_nothing_of(
        "Cross-border trade between Iran and Armenia grew.",
        "border:",
    );
}

#[test]
fn a_border_without_a_second_side_stays_visible() {
    let found = unresolved("Its border with Armenia is closed.");
    assert!(
        found
            .iter()
            .any(|(surface, why)| surface.contains("border") && why.contains("names no country")),
        "{found:?}"
    );
}

#[test]
fn a_stated_length_is_a_claim_of_the_border() {
    for (text, metres) in [
        ("Azerbaijan and Iran share a 765 km border.", 765_000.0),
        (
            "The border between Armenia and Azerbaijan is 1,007 kilometres long.",
            1_007_000.0,
        ),
        ("The Iran-Armenia border runs for 27 miles.", 43_452.288),
    ] {
        let document = document::from_text("test", None, None, text);
        let analysis = Pipeline::new(&GAZETTEER, Options::default()).analyse(&document);
        let claim = analysis
            .related
            .sightings
            .iter()
            .find_map(|sighting| sighting.claim.clone());
        let claim = claim.unwrap_or_else(|| panic!("no claim in “{text}”"));
        assert!((claim.length_m - metres).abs() < 1e-6, "{claim:?}");
    }
}

#[test]
fn the_front_line_is_that_of_the_documents_date() {
    let text = "Nagorno-Karabakh: shots were fired along the front line near Agdam, on the line of contact.";
    for (date, id) in [
        ("2016-04-03", "border:line-of-contact-1994-2020"),
        ("2021-11-16", "border:line-of-contact-2020-2023"),
    ] {
        let found = read_dated(text, Some(date));
        let lines = found.iter().filter(|(_, other, _)| other == id).count();
        assert_eq!(lines, 2, "on {date}: {found:?}");
    }
}

#[test]
fn the_front_line_of_another_war_is_not_ours() {
    says_nothing_of(
        "In Ukraine the front line near Bakhmut has not moved.",
        "line-of-contact",
    );
}

#[test]
fn named_routes() {
    speaks_of(
        "They demand the Zangezur corridor.",
        "route:zangezur-corridor",
    );
    speaks_of(
        "the so-called “Zangazur Corridor”",
        "route:zangezur-corridor",
    );
    speaks_of(
        "The Baku–Tbilisi–Ceyhan pipeline pumps oil.",
        "route:baku-tbilisi-ceyhan-pipeline",
    );
    speaks_of(
        "The BTC pipeline pumps oil.",
        "route:baku-tbilisi-ceyhan-pipeline",
    );
    speaks_of("Լաչինի միջանցք", "route:lachin-corridor");
    speaks_of(
        "Зангезурский коридор обсуждался.",
        "route:zangezur-corridor",
    );
    let found = ids("The Lachin and Zangezur corridors differ.");
    assert!(
        found.iter().any(|id| id == "route:lachin-corridor")
            && found.iter().any(|id| id == "route:zangezur-corridor"),
        "{found:?}"
    );
}

#[test]
fn ways_by_their_ends() {
    speaks_of(
        "Trucks travel from Goris to Stepanakert every day.",
        "route:goris-stepanakert-connection",
    );
    speaks_of(
        "The Masis-Artashat road is old.",
        "route:artashat-masis-road",
    );
    speaks_of(
        "opening connections between Azerbaijan proper and Nakhichevan",
        "route:azerbaijan-nakhchivan-connection",
    );
    speaks_of(
        "passengers traveling between Nakhijevan and mainland Azerbaijan",
        "route:azerbaijan-nakhchivan-connection",
    );
    speaks_of(
        "a railway connecting Gyumri with Kars",
        "route:gyumri-kars-railway",
    );
    says_nothing_of("Talks between Armenia and Azerbaijan continue.", "route:");
    says_nothing_of("The war between Armenia and Azerbaijan ended.", "route:");
    says_nothing_of(
        "the border between Iran and Azerbaijan, which trucks cross",
        "route:",
    );
}

#[test]
fn persons_are_no_places() {
    for text in [
        "Donald Trump spoke.",
        "Ambassador Mehdi Sobhani spoke.",
        "General Qassem Soleimani spoke.",
        "Ambassador Abbas Badakhshan Zohouri spoke.",
        "Mr. Shirvan spoke.",
        "Nikol Goris spoke, and later Goris left.",
    ] {
        assert!(ids(text).is_empty(), "“{text}”: {:?}", read(text));
    }
}

#[test]
fn organisations_that_contain_a_place_are_no_places() {
    for text in [
        "Radio Free Europe reported it.",
        "according to SOCAR Romania",
        "the Yerevan Telecommunications Research Institute",
        "He studied at the University of Tbilisi for years.",
    ] {
        assert!(ids(text).is_empty(), "“{text}”: {:?}", read(text));
    }
}

#[test]
fn a_government_that_goes_by_its_capital_is_associative_and_cited() {
    let role = |text: &str, surface: &str| {
        read(text)
            .into_iter()
            .find(|(other, ..)| other == surface)
            .unwrap()
            .2
    };
    assert_eq!(
        role("Baku said that it was wrong.", "Baku"),
        Role::Associative
    );
    assert_eq!(
        role("Tehran has consistently endorsed it.", "Tehran"),
        Role::Associative
    );
    assert_eq!(role("They met in Baku last year.", "Baku"), Role::Literal);
    assert_eq!(
        role("Moscow's position has changed.", "Moscow"),
        Role::Associative
    );
    assert_eq!(
        role("Talks between Baku and Ankara go on.", "Ankara"),
        Role::Associative
    );
    assert_eq!(
        role("Russia on Wednesday called on Baku to act.", "Russia"),
        Role::Associative
    );
    assert_eq!(
        role("The Armenian minister came.", "Armenian"),
        Role::Associative
    );
    assert_eq!(
        role("the Second Nagorno-Karabakh War", "Nagorno-Karabakh"),
        Role::Associative
    );
    assert_eq!(role("The house stands near Goris.", "Goris"), Role::Literal);
}

#[test]
fn what_the_words_around_say_decides_between_namesakes() {
    let zones = "Free zones such as Aras and Meghri provide work to both countries.";
    speaks_of(zones, "place:aras-free-zone");
    speaks_of(zones, "place:meghri-free-zone");
    speaks_of("They crossed the Aras River.", "place:aras");
    speaks_of("the town of Lachin", "place:lachin");
    speaks_of("the Lachin district", "place:lachin-district");
    speaks_of("the city of Nakhchivan", "place:nakhchivan-city");
}

#[test]
fn abbreviations_stand_in_capitals() {
    speaks_of("US sanctions followed.", "place:united-states");
    speaks_of("U.S. sanctions followed.", "place:united-states");
    says_nothing_of("They told us so.", "place:");
    says_nothing_of("Us and them.", "place:");
}

#[test]
fn an_unknown_toponym_stays_visible() {
    for text in [
        "The village of Qwertabad was shelled.",
        "They crossed the Zzyxdere River.",
        "They camped on Blorgoth Mountain.",
    ] {
        let found = unresolved(text);
        assert!(
            found.iter().any(|(_, why)| why.contains("no gazetteer")),
            "“{text}”: {found:?}"
        );
    }
    assert!(unresolved("In January the Border District of life was quiet.").len() <= 1);
}

#[test]
fn coordinates_are_found_with_what_stands_there() {
    let text = "Coordinates: 39°08’26.6”N 46°57’15.6”E\n\nThe bridge used by trucks to pass from Iran to Karabakh\n";
    let document = document::from_text("test", None, None, text);
    let analysis = Pipeline::new(&GAZETTEER, Options::default()).analyse(&document);
    let position = analysis
        .related
        .sightings
        .iter()
        .find_map(|sighting| match &sighting.subject {
            araxes::relation::Subject::Position(position) => Some(position.clone()),
            _ => None,
        })
        .unwrap();
    assert_eq!(position.kind, "bridge");
    assert_eq!(GAZETTEER.place(position.crosses.unwrap()).id, "place:aras");
    assert!(
        (position.point.x() - 46.954_333).abs() < 1e-5
            && (position.point.y() - 39.140_722).abs() < 1e-5
    );
}

#[test]
fn every_grid_names_the_same_spot() {
    // The first bridge, worked out with PROJ's own `cs2cs` for UTM (668900.12, 4334211.52) and for
    // zone 8 of the 1942 system (northing 4336036.15, easting 8669072.11).
    for text in [
        "coordinates 39.140722, 46.954333",
        "at 39°08.4433'N, 46°57.2600'E",
        "geo:39.140722,46.954333",
        "the bridge at UTM zone 38N 668900 4334212",
        "Pulkovo 1942: X=4336036 Y=8669072",
    ] {
        let id = ids(text)
            .into_iter()
            .find(|id| id.starts_with("coordinate:"));
        let id = id.unwrap_or_else(|| panic!("no position in “{text}”: {:?}", unresolved(text)));
        let mut figures = id
            .trim_start_matches("coordinate:")
            .split(',')
            .map(|figure| figure.parse::<f64>().unwrap());
        let (lat, lon) = (figures.next().unwrap(), figures.next().unwrap());
        assert!(
            (lat - 39.140_722).abs() < 1e-4 && (lon - 46.954_333).abs() < 1e-4,
            "“{text}”: {id}"
        );
    }
}

#[test]
fn a_coordinate_off_the_earth_stays_visible() {
    let found = unresolved("The camp at 95°10′N 44°20′E was left.");
    assert!(
        found.iter().any(|(surface, _)| surface.contains("95")),
        "{found:?}"
    );
}

#[test]
fn the_northeast_of_any_country_was_a_division_of_iceland() {
    let text = "Iran has many peoples: Azeris in the west, Turkmens in the Northeast, Arabs along the Gulf.";
    says_nothing_of(text, "northeast");
    speaks_of(
        "Police in Iceland said the road in Northeast is shut.",
        "place:is-northeast",
    );
}

#[test]
fn a_name_of_ones_own_list_was_refused_by_the_words_around_it() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("mine.csv");
    std::fs::write(&list, "name,lat,lon\nXyzzyville,40.1,45.2\n").unwrap();
    let list = built_in::source_at(&list);
    let sources: Vec<VolumeSource> = built_in::sources().into_iter().chain([list]).collect();
    let gazetteer = built_in::open(&sources).unwrap();
    let document = document::from_text(
        "test",
        None,
        None,
        "From Yerevan to Xyzzyville it is not far.",
    );
    let analysis = Pipeline::new(&gazetteer, Options::default()).analyse(&document);
    let found = analysis
        .related
        .sightings
        .iter()
        .any(|sighting| subject_id(&gazetteer, &sighting.subject).contains("xyzzyville"));
    assert!(found, "{:?}", analysis.related);
}

#[test]
fn alternatives_share_only_what_the_choice_leaves() {
    let document =
        document::from_text("test", None, None, "It rained in Paris and in Springfield.");
    let analysis = Pipeline::new(&GAZETTEER, Options::default()).analyse(&document);
    for reference in &analysis.references {
        let mention = &analysis.recognition.mentions[reference.mention];
        let all: f64 = reference.candidates.iter().map(|one| one.confidence).sum();
        assert!(all <= 1.0 + 1e-9, "{}: {all}", mention.surface);
        let first = reference
            .candidates
            .first()
            .map_or(0.0, |one| one.confidence);
        assert!(
            reference
                .candidates
                .iter()
                .all(|one| one.confidence <= first),
            "{}",
            mention.surface
        );
    }
    assert!(analysis.references.len() >= 2);
}
