//! The ids of subjects: the same in every run, whatever else is read.

use geo::Point;

use crate::relation::Subject;
use araxes_gazetteer::{Gazetteer, PlaceNumber};

/// The id of a subject: the same in every run, whatever else is read.
#[must_use]
pub fn subject_id(gazetteer: &Gazetteer, subject: &Subject) -> String {
    match subject {
        Subject::Place(number) => gazetteer.place(*number).id.to_owned(),
        Subject::Route(number) => gazetteer.route(*number).id.to_owned(),
        Subject::Border(number) => gazetteer.border(*number).id.to_owned(),
        Subject::Position(position) => format!("coordinate:{}", lat_lon(position.point)),
        Subject::Decided(decided) => format!("decided:{}", lat_lon(decided.point)),
        Subject::Thing(thing) => {
            format!("within:{}/{}", slug(gazetteer, thing.container), thing.slug)
        }
        Subject::Spot(spot) => {
            let slugs: Vec<&str> = spot
                .anchors
                .iter()
                .map(|&place| slug(gazetteer, place))
                .collect();
            format!("relative:{}/{}", slugs.join("-"), spot.slug())
        }
        Subject::Way { kind, stops } => {
            let mut slugs: Vec<&str> = stops.iter().map(|&stop| slug(gazetteer, stop)).collect();
            if slugs.first() > slugs.last() {
                slugs.reverse();
            }
            format!("route:{}-{}", slugs.join("-"), kind.replace(' ', "-"))
        }
        Subject::SharedBorder(left, right) => {
            let code = |number: PlaceNumber| {
                let place = gazetteer.place(number);
                place
                    .iso
                    .unwrap_or_else(|| slug(gazetteer, number))
                    .to_owned()
            };
            let mut codes = [code(*left), code(*right)];
            codes.sort_unstable();
            format!("border:{}", codes.join("-"))
        }
    }
}

fn slug(gazetteer: &Gazetteer, place: PlaceNumber) -> &str {
    let id = gazetteer.place(place).id;
    id.strip_prefix("place:").unwrap_or(id)
}

/// Latitude and longitude with five decimals, about a metre, without trailing zeros.
pub(super) fn lat_lon(point: Point<f64>) -> String {
    let figure = |degrees: f64| {
        let text = format!("{degrees:.5}");
        let text = text.trim_end_matches('0').trim_end_matches('.');
        // The equator and the meridian of Greenwich are no others from the south or the west.
        if text == "-0" { "0" } else { text }.to_owned()
    };
    format!("{},{}", figure(point.y()), figure(point.x()))
}
