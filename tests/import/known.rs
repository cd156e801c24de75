//! What imports are told of the world.

use araxes::built_in;
use araxes::gazetteer::import::known::Known;
use geo::Point;

#[test]
fn countries_are_found_by_both_codes_and_know_where_they_lie() {
    let known = Known::of(built_in::background()).unwrap();
    let armenia = known.country("AM").unwrap();
    assert_eq!(known.country("ARM").unwrap().id, armenia.id);
    assert_eq!(armenia.id, "place:armenia");
    assert!(!known.is_swapped(armenia, Point::new(44.5, 40.2)));
    assert!(known.is_swapped(armenia, Point::new(40.2, 44.5)));
    assert!(known.country("XX").is_none());
    let letters = || 'A'..='Z';
    let codes = letters().flat_map(|one| letters().map(move |two| format!("{one}{two}")));
    let short: Vec<_> = codes.filter_map(|code| known.country(&code)).collect();
    assert!(short.len() > 240, "{} codes of two letters", short.len());
    for country in short {
        assert_eq!(known.country(&country.alpha3).unwrap().id, country.id);
    }
}

#[test]
fn places_keep_the_id_that_a_built_in_volume_gives_them() {
    let known = Known::of(built_in::background()).unwrap();
    assert_eq!(known.id_of(616_052), "place:yerevan");
    assert_eq!(known.id_of(174_982), "place:armenia");
    assert_eq!(known.id_of(99_999_999), "place:geonames-99999999");
    let gazetteer = built_in::open(&built_in::sources()).unwrap();
    for (_, place) in gazetteer.places() {
        if let Some(number) = place.geonameid {
            assert_eq!(known.id_of(number), place.id);
        }
    }
}

/// Without volumes of its own, a program still imports; it only knows no ids and no countries.
#[test]
fn an_import_without_a_background_makes_up_ids_from_numbers() {
    let known = Known::of(&araxes::gazetteer::import::Background::default()).unwrap();
    assert_eq!(known.id_of(616_052), "place:geonames-616052");
    assert!(known.country("AM").is_none());
}
