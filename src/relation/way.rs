//! The way that a phrase means: a route of the gazetteer where it knows one with these ends and of this kind, else
//! the stops themselves.

use araxes_gazetteer::{PlaceNumber, Route};

use super::{Context, Failure, Subject, WhyNot};

/// How sure the reading of a phrase is whose stops are certain.
const READ: f64 = 0.9;

pub(super) fn of(
    context: &Context<'_>,
    kind: &'static str,
    stops: &[usize],
) -> Result<(Subject, f64), Failure> {
    let mut places: Vec<PlaceNumber> = Vec::with_capacity(stops.len());
    let mut confidence = READ;
    for &stop in stops {
        let (place, sure) = context.place(stop).ok_or_else(|| {
            let why_not = format!("its stop “{}” could not be resolved", context.surface(stop));
            Failure::of(WhyNot::StopUnresolved, why_not)
        })?;
        confidence *= sure;
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    let (Some(&from), Some(&to)) = (places.first(), places.last()) else {
        return Err(Failure::of(WhyNot::StopUnresolved, "it names no stops"));
    };
    if places.len() < 2 || from == to {
        let why_not = format!(
            "it begins and ends in {}",
            context.gazetteer.place(from).name
        );
        return Err(Failure::of(WhyNot::SameEnds, why_not));
    }
    let gazetteer = context.gazetteer;
    let known = gazetteer.routes().find(|(_, route)| {
        let ends = [gazetteer.place(from).id, gazetteer.place(to).id];
        let same = ends == [route.from, route.to] || ends == [route.to, route.from];
        let inner = places.get(1..places.len() - 1).unwrap_or_default();
        same && is_of_kind(route, kind)
            && inner
                .iter()
                .all(|&stop| route.via.contains(gazetteer.place(stop).id))
    });
    Ok(match known {
        Some((route, _)) => (Subject::Route(route), confidence),
        None => (
            Subject::Way {
                kind,
                stops: places,
            },
            confidence,
        ),
    })
}

/// Whether a text that says `kind` can mean the route: a *pipeline* may be for oil or gas, a *road* may be a highway.
/// A mere *connection* or *route* means no particular one.
fn is_of_kind(route: &Route<'_>, kind: &str) -> bool {
    match kind {
        "pipeline" => route.kind.ends_with("pipeline"),
        "road" | "highway" => matches!(route.kind, "road" | "highway"),
        "route" | "connection" => false,
        other => route.kind == other,
    }
}
