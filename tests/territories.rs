//! Of which polygons states are made, on a day and in a view, and the borders that follow.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use araxes::built_in;
use araxes::gazetteer::{Gazetteer, Viewpoint};
use geo::{Geodesic, Length, Point};

static GAZETTEER: LazyLock<Gazetteer> =
    LazyLock::new(|| built_in::open(&built_in::sources()).unwrap());

/// Kilometres of the border of two places on a day and in a view; none where they share none.
fn border_km(left: &str, right: &str, day: Option<&str>, view: &str) -> Option<f64> {
    let place = |slug: &str| GAZETTEER.place_by_id(&format!("place:{slug}")).unwrap();
    let at = Viewpoint {
        day: day.map(|day| day.parse().unwrap()),
        view,
    };
    let line = GAZETTEER.shared_border(&place(left), &place(right), at)?;
    Some(Geodesic.length(&line) / 1000.0)
}

/// The polygons are drawn at 1:50 million, where a border is shorter than published.
fn assert_about(found: Option<f64>, published_km: f64) {
    let found = found.unwrap();
    let share = found / published_km;
    assert!(
        (0.6..1.1).contains(&share),
        "{found:.0} of {published_km:.0} km"
    );
}

#[test]
fn a_state_that_is_no_more_has_the_borders_of_its_successors() {
    assert_about(
        border_km("soviet-union", "finland", Some("1970-01-01"), "un"),
        1_309.0,
    );
    // Without a day it is drawn as it last was.
    assert_about(border_km("soviet-union", "finland", None, "un"), 1_309.0);
    assert_about(
        border_km("czechoslovakia", "austria", Some("1985-01-01"), "un"),
        508.0,
    );
    assert_about(
        border_km("yugoslavia", "greece", Some("1980-01-01"), "un"),
        246.0,
    );
    assert_eq!(
        border_km("yugoslavia", "greece", Some("2000-01-01"), "un"),
        None
    );
    assert_about(
        border_km("azerbaijan-ssr", "armenian-ssr", Some("1985-01-01"), "un"),
        996.0,
    );
    // Before its western border ran where the polygons end, there is no line rather than a wrong one.
    assert_eq!(
        border_km("soviet-union", "romania", Some("1930-01-01"), "un"),
        None
    );
}

#[test]
fn a_present_state_is_what_it_was_on_the_day() {
    assert_about(
        border_km("sudan", "uganda", Some("2005-01-01"), "un"),
        475.0,
    );
    assert_eq!(border_km("sudan", "uganda", Some("2015-01-01"), "un"), None);
    assert_eq!(border_km("sudan", "uganda", None, "un"), None);
    assert_about(
        border_km("ethiopia", "djibouti", Some("1980-01-01"), "un"),
        467.0,
    );
    assert_about(border_km("ethiopia", "djibouti", None, "un"), 342.0);
}

#[test]
fn a_disputed_part_goes_by_the_view() {
    let recognised = border_km("serbia", "albania", None, "un");
    assert_about(recognised, 112.0);
    assert_eq!(border_km("serbia", "albania", None, "de-facto"), None);
    // A state of whose view nothing is known sees what the United Nations see.
    assert_eq!(border_km("serbia", "albania", None, "BOL"), recognised);
    // Before 2006 Serbia was no state of its own; its parts were.
    assert_about(
        border_km("serbia-and-montenegro", "albania", Some("2004-06-01"), "un"),
        287.0,
    );
    // The line between the two sides of a dispute is there in every view.
    for view in ["un", "de-facto", "SRB"] {
        assert_about(border_km("serbia", "kosovo", None, view), 366.0);
        assert_about(border_km("cyprus", "northern-cyprus", None, view), 180.0);
    }
}

#[test]
fn crimea_goes_by_the_view_and_the_day() {
    let (day, before) = (Some("2015-01-01"), Some("2013-01-01"));
    let whole = border_km("russia", "ukraine", None, "un");
    let isthmus = border_km("ukraine", "crimea", None, "un").unwrap();
    assert!((20.0..250.0).contains(&isthmus), "{isthmus}");
    for view in ["RUS", "de-facto"] {
        for on in [None, day] {
            let more = border_km("russia", "ukraine", on, view).unwrap() - whole.unwrap();
            assert!((more - isthmus).abs() < 0.1, "{view}: {more} {isthmus}");
        }
        assert_eq!(border_km("russia", "ukraine", before, view), whole);
        assert_eq!(border_km("ukraine", "crimea", day, view), Some(isthmus));
    }
    for view in ["un", "UKR", "BOL"] {
        assert_eq!(border_km("russia", "ukraine", day, view), whole);
    }
    // Other borders of Ukraine are the same in all views.
    let other = border_km("poland", "ukraine", None, "un");
    assert_about(other, 535.0);
    assert_eq!(border_km("poland", "ukraine", None, "RUS"), other);
}

#[test]
fn western_sahara_is_part_of_morocco_in_its_own_view() {
    let recognised = border_km("morocco", "mauritania", None, "un");
    let own = border_km("morocco", "mauritania", None, "MAR");
    assert!(own > recognised, "{own:?} {recognised:?}");
    assert_eq!(
        border_km("morocco", "mauritania", None, "de-facto"),
        recognised
    );
}

#[test]
fn views_are_listed_for_the_user() {
    let views = GAZETTEER.views();
    assert!(
        views.contains("un") && views.contains("de-facto"),
        "{views:?}"
    );
}

#[test]
fn outlines_of_a_view_give_disputed_land_to_one_state() {
    let holder = |view: &str, lon: f64, lat: f64| -> Option<String> {
        let topology = GAZETTEER.topology_seen(view);
        topology.country_at(Point::new(lon, lat)).map(str::to_owned)
    };
    for (view, lon, lat, code) in [
        ("un", 21.0, 42.6, "SRB"),
        ("de-facto", 21.0, 42.6, "XKX"),
        ("un", 34.4, 45.2, "UKR"),
        ("RUS", 34.4, 45.2, "RUS"),
        ("de-facto", 34.4, 45.2, "RUS"),
        ("MAR", -14.0, 24.5, "MAR"),
        ("un", 44.1, 9.6, "SOM"),
        ("de-facto", 44.1, 9.6, "XSL"),
        ("un", 33.4, 35.25, "CYP"),
        ("un", 44.5, 40.2, "ARM"),
    ] {
        assert_eq!(
            holder(view, lon, lat).as_deref(),
            Some(code),
            "{lon} {lat} as {view} sees it"
        );
    }
    // No line is drawn within a state.
    let lines = |view: &str| GAZETTEER.topology_seen(view).land_borders().len();
    assert!(lines("un") < lines("de-facto"));
}
