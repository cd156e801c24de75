//! `araxes gazetteer search`: what can a name stand for?

use std::fmt::Write as _;

use clap::Args;

use crate::search::{Answer, answers, near_misses};
use araxes_gazetteer::{Entry, Gazetteer, Place};

use super::super::{ALL_GOOD, GazetteerFlags, NOTHING_DONE, SOME_FAILED, Streams};

#[derive(Debug, Args)]
pub(super) struct Flags {
    /// The name, in any spelling and script; or an id, such as place:shushi, geonames:147425 or wikidata:Q183343
    #[arg(required = true, value_name = "NAME")]
    words: Vec<String>,

    #[command(flatten)]
    gazetteers: GazetteerFlags,

    /// Show so many answers
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 10)]
    limit: usize,
}

pub(super) fn run(flags: &Flags, streams: &mut Streams<'_>) -> u8 {
    let Some(gazetteer) = flags.gazetteers.open(streams) else {
        return NOTHING_DONE;
    };
    let wanted = flags.words.join(" ");
    let mut found = answers(&gazetteer, &wanted);
    if found.is_empty() {
        found = near_misses(&gazetteer, &wanted);
        if found.is_empty() {
            streams.error(&format_args!(
                "“{wanted}”: no gazetteer in use has this name or one like it; lay one over them with --gazetteer"
            ));
            return NOTHING_DONE;
        }
        streams.note(&format_args!(
            "“{wanted}” is not there; these are spelt nearly so"
        ));
    }
    let mut text = String::new();
    for (number, answer) in found.iter().take(flags.limit).enumerate() {
        describe(&gazetteer, number + 1, answer, &mut text);
    }
    if found.len() > flags.limit {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "… and {} more; show them with -n {}",
            found.len() - flags.limit,
            found.len()
        );
    }
    let said = super::say(streams, &text);
    if said == ALL_GOOD && !gazetteer.problems().is_empty() {
        return SOME_FAILED;
    }
    said
}

fn describe(gazetteer: &Gazetteer, number: usize, answer: &Answer, text: &mut String) {
    let (id, name, validity) = gazetteer.describe(answer.entry);
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{number}. {name}  {id}");
    match answer.entry {
        Entry::Place(number) => describe_place(gazetteer, &gazetteer.place(number), text),
        Entry::Route(number) => {
            let route = gazetteer.route(number);
            let _ = writeln!(text, "   {}, {}", route.kind, route.status);
        }
        Entry::Border(number) => {
            let _ = writeln!(text, "   {}", gazetteer.border(number).kind);
        }
    }
    if !validity.is_unbounded() {
        let day = |date: Option<jiff::civil::Date>| {
            date.map_or("…".to_owned(), |date| date.to_string())
        };
        let _ = writeln!(
            text,
            "   from {} to {}",
            day(validity.from),
            day(validity.to)
        );
    }
    let _ = writeln!(text, "   why: {}", answer.why);
    let names: Vec<String> = gazetteer
        .names_of(answer.entry)
        .map(|name| format!("{} ({})", name.text, name.language))
        .collect();
    let _ = writeln!(text, "   names: {}", names.join(", "));
}

fn describe_place(gazetteer: &Gazetteer, place: &Place<'_>, text: &mut String) {
    let inside: Vec<&str> = place
        .containers
        .iter()
        .filter_map(|id| gazetteer.place_by_id(id))
        .map(|outer| outer.name)
        .collect();
    let _ = write!(
        text,
        "   {} ({:?}.{})",
        place.kind(),
        place.feature_class,
        place.feature_code
    );
    if let Some(population) = place.population {
        let _ = write!(text, ", {population} people");
    }
    if !inside.is_empty() {
        let _ = write!(text, ", in {}", inside.join(", "));
    }
    let (lon, lat) = place.point.x_y();
    let _ = writeln!(
        text,
        "\n   {lat:.5}, {lon:.5}  https://www.openstreetmap.org/?mlat={lat:.5}&mlon={lon:.5}#map=9/{lat:.5}/{lon:.5}"
    );
    let mut ids: Vec<String> = Vec::new();
    ids.extend(
        place
            .geonameid
            .map(|number| format!("https://www.geonames.org/{number}")),
    );
    ids.extend(
        place
            .wikidata
            .map(|item| format!("https://www.wikidata.org/wiki/{item}")),
    );
    if !ids.is_empty() {
        let _ = writeln!(text, "   {}", ids.join("  "));
    }
}
