use proptest::prelude::*;

use super::*;

/// The one finding in `text`.
fn one(text: &str) -> Finding {
    let findings = find(text);
    assert_eq!(findings.len(), 1, "{text}: {findings:?}");
    findings.into_iter().next().unwrap()
}

fn coordinate(text: &str) -> Coordinate {
    one(text)
        .result
        .unwrap_or_else(|problem| panic!("{text}: {problem}"))
}

fn problem(text: &str) -> CoordinateProblem {
    one(text).result.expect_err(text)
}

/// Checks that `text` holds one position at `lat`, `lon`, written in `notation`, and that its span
/// is `span`, or all of `text` if that is empty.
fn check(text: &str, span: &str, notation: Notation, (lat, lon): (f64, f64)) {
    let found = coordinate(text);
    assert_eq!(found.notation, notation, "{text}");
    let Position::Geographic {
        lon: found_lon,
        lat: found_lat,
    } = found.position
    else {
        panic!("{text}: {found:?}");
    };
    assert!(
        (found_lat - lat).abs() < 1e-7 && (found_lon - lon).abs() < 1e-7,
        "{text}: {found_lat} {found_lon}, wanted {lat} {lon}"
    );
    let expected = if span.is_empty() { text } else { span };
    assert_eq!(text.get(found.span).unwrap(), expected);
}

const SECONDS: (f64, f64) = (
    39.0 + 8.0 / 60.0 + 26.6 / 3600.0,
    46.0 + 57.0 / 60.0 + 15.6 / 3600.0,
);
const WHOLE: (f64, f64) = (
    39.0 + 8.0 / 60.0 + 26.0 / 3600.0,
    46.0 + 57.0 / 60.0 + 15.0 / 3600.0,
);
const MINUTES: (f64, f64) = (39.0 + 8.0 / 60.0, 46.0 + 57.0 / 60.0);
const DECIMAL_MINUTES: (f64, f64) = (39.0 + 8.443 / 60.0, 46.0 + 57.26 / 60.0);
const DEGREES: (f64, f64) = (39.1407, 46.9543);

#[test]
fn degrees_minutes_seconds() {
    for text in [
        "39°08’26.6”N 46°57’15.6”E",
        "39° 08' 26.6\" N, 46° 57' 15.6\" E",
        "N39°08'26.6\" E046°57'15.6\"",
        "N 39° 08' 26.6\", E 46° 57' 15.6\"",
        "39°08′26.6″ N; 46°57′15.6″ E",
        "39˚08ʹ26.6ʺN/46˚57ʹ15.6ʺE",
        "39°08'26.6''N 46°57'15.6''E",
        "39°08’26.6’’N, 46°57’15.6’’E",
        "39°08'26,6\"N, 46°57'15,6\"E",
        "39° 8' 26.6\" north, 46° 57' 15.6\" east",
        "39 ° 08 ' 26.6 \" N 46 ° 57 ' 15.6 \" E",
        "39°08'26.6\"N46°57'15.6\"E",
        "46°57′15.6″E, 39°08′26.6″N",
        "39 08 26.6 N 46 57 15.6 E",
        "39-08-26.6N 046-57-15.6E",
        "39:08:26.6N, 46:57:15.6E",
        "N 39 08 26.6 E 46 57 15.6",
        "39 degrees 8 minutes 26.6 seconds north latitude, \
         46 degrees, 57 minutes and 15.6 seconds east longitude",
        "39 deg 08 min 26.6 sec N, 46 deg 57 min 15.6 sec E",
        "39° 08' 26.6'' n. lat., 46° 57' 15.6'' e. long",
        "lat. 39° 8' 26.6\" N., long. 46° 57' 15.6\" E",
        "39°08′26.6″ N\n46°57′15.6″ E",
        "39°08′26.6″K 46°57′15.6″D",
        "39°08'26.6\"N\u{a0}46°57'15.6\"E",
        "39º 08´ 26.6´´ N – 46º 57´ 15.6´´ E",
        "Latitude: 39°08'26.6\" Longitude: 46°57'15.6\"",
        "39°08′26.6″ de latitude nord et 46°57′15.6″ de longitude est",
        "39°08′26.6″ nördlicher Breite und 46°57′15.6″ östlicher Länge",
    ] {
        check(text, "", Notation::DegreesMinutesSeconds, SECONDS);
    }
    for text in [
        "39º08′26″ с.ш. 46º57′15″ в.д.",
        "39°08′26″ с. ш., 46°57′15″ в. д.",
        "39°08′26″ северной широты и 46°57′15″ восточной долготы",
        "с.ш. 39°08′26″, в.д. 46°57′15″",
        "Широта 39°08′26″, долгота 46°57′15″",
        "39d08m26s N, 46d57m15s E",
        "39d08m26sN 46d57m15sE",
        "39°08′26″ şm. e. 46°57′15″ ş. u.",
        "39° 08′ 26″ հս. լ., 46° 57′ 15″ ավ. ե.",
        "39o08'26\"N 46o57'15\"E",
        "39°08'26 N 46°57'15 E",
        "39° 08 26 N, 46° 57 15 E",
    ] {
        check(text, "", Notation::DegreesMinutesSeconds, WHOLE);
    }
}

#[test]
fn degrees_and_minutes() {
    for text in [
        "39°08.443'N, 46°57.26'E",
        "N 39° 08.443 E 046° 57.26",
        "N39° 08.443', E046° 57.260'",
        "39-08.443N 046-57.26E",
        "39°08,443′ N 46°57,26′ E",
        "39 08.443 N, 46 57.26 E",
        "N39 08.443 E46 57.26",
    ] {
        check(text, "", Notation::DegreesMinutes, DECIMAL_MINUTES);
    }
    for text in [
        "39°08'N 46°57'E",
        "39° 08′ N., 46° 57′ E",
        "lat. N. 39° 8', long. E. 46° 57'",
        "39°-08' N, 46°-57' E",
        "39 degrees 8 minutes N, 46 degrees 57 minutes E",
        "39 08 N 46 57 E",
    ] {
        check(text, "", Notation::DegreesMinutes, MINUTES);
    }
}

#[test]
fn decimal_degrees() {
    for text in [
        "39.1407°N 46.9543°E",
        "39.1407° N, 46.9543° E",
        "39.1407 N, 46.9543 E",
        "39.1407N,46.9543E",
        "39.1407N46.9543E",
        "N 39.1407, E 46.9543",
        "N39.1407 E46.9543",
        "E 46.9543, N 39.1407",
        "39,1407° N; 46,9543° E",
        "39.1407° north, 46.9543° east",
        "39.1407 north, 46.9543 east",
        "latitude 39.1407, longitude 46.9543",
        "Latitude: 39.1407 Longitude: 46.9543",
        "lat: 39.1407 lon: 46.9543",
        "lat=39.1407&lon=46.9543",
        "lon: 46.9543, lat: 39.1407",
        "Long 46.9543 Lat 39.1407",
        "39.1407 lat, 46.9543 lon",
        "latitude of 39.1407 and longitude of 46.9543",
        "39.1407 degrees N, 46.9543 degrees E",
        "39.1407° с.ш., 46.9543° в.д.",
        "широта 39.1407, долгота 46.9543",
        "enlem 39.1407, boylam 46.9543",
    ] {
        check(text, "", Notation::DecimalDegrees, DEGREES);
    }
    for (text, span, position) in [
        (
            "at 40.1° north latitude and 44.5° east longitude.",
            "40.1° north latitude and 44.5° east longitude",
            (40.1, 44.5),
        ),
        (
            "{\"lat\": 39.1407, \"lng\": 46.9543}",
            "lat\": 39.1407, \"lng\": 46.9543",
            DEGREES,
        ),
        (
            "{\"lat\": \"-39.1407\", \"lon\": \"46.9543\"}",
            "lat\": \"-39.1407\", \"lon\": \"46.9543",
            (-39.1407, 46.9543),
        ),
        ("33.86°S 151.21°E", "", (-33.86, 151.21)),
        ("33.86°S, 70.5°W", "", (-33.86, -70.5)),
        ("-33.86°S, 151.21°E", "", (-33.86, 151.21)),
        ("lat −33.86, lon 151.21", "", (-33.86, 151.21)),
        ("the fort—39.5°N 46.5°E—fell", "39.5°N 46.5°E", (39.5, 46.5)),
        ("40°N 44°E", "", (40.0, 44.0)),
        ("0°N 0°E", "", (0.0, 0.0)),
    ] {
        check(text, span, Notation::DecimalDegrees, position);
    }
}

#[test]
fn plain_numbers_need_context() {
    for (text, span) in [
        ("Its coordinates are 39.1407, 46.9543.", "39.1407, 46.9543"),
        ("coords 39.1407 46.9543", "39.1407 46.9543"),
        ("GPS: 39.1407,46.9543", "39.1407,46.9543"),
        ("GPS: +39.1407, +46.9543", "+39.1407, +46.9543"),
        ("Coordinates:\n39.1407; 46.9543", "39.1407; 46.9543"),
        ("Position (39.1407/46.9543)", "39.1407/46.9543"),
        (
            "The village is located at 39.1407, 46.9543 in the south",
            "39.1407, 46.9543",
        ),
        ("Координаты: 39.1407, 46.9543", "39.1407, 46.9543"),
        ("Координаты: 39,1407 46,9543", "39,1407 46,9543"),
        ("koordinatları 39.1407, 46.9543", "39.1407, 46.9543"),
        ("Lat/Long: 39.1407, 46.9543", "39.1407, 46.9543"),
        (
            "latitude and longitude 39.1407, 46.9543",
            "39.1407, 46.9543",
        ),
        ("Lon/Lat: 46.9543, 39.1407", "46.9543, 39.1407"),
        (
            "(longitude, latitude) = (46.9543, 39.1407)",
            "46.9543, 39.1407",
        ),
        ("\"coordinates\": [46.9543, 39.1407]", "46.9543, 39.1407"),
        ("POINT(46.9543 39.1407)", "46.9543 39.1407"),
        ("POINT Z (46.9543 39.1407 610.5)", "46.9543 39.1407"),
        (
            "<coordinates>46.9543,39.1407,610.5</coordinates>",
            "46.9543,39.1407",
        ),
        (
            "coordinates of 39.1407 and 46.9543 degrees",
            "39.1407 and 46.9543 degrees",
        ),
        ("GPS 39.1407°, 46.9543°", "39.1407°, 46.9543°"),
        ("Meghri (39.1407, 46.9543) lies", "39.1407, 46.9543"),
        ("Meghri (39.1407, 46.9543, 610 m) lies", "39.1407, 46.9543"),
    ] {
        check(text, span, Notation::DecimalDegrees, DEGREES);
    }
    check(
        "coordinates -33.86, 151.21",
        "-33.86, 151.21",
        Notation::DecimalDegrees,
        (-33.86, 151.21),
    );
    check(
        "The GPS gave −33.86, –151.21 there",
        "−33.86, –151.21",
        Notation::DecimalDegrees,
        (-33.86, -151.21),
    );
    check(
        "Coordinates: 39°08′26″, 46°57′15″",
        "39°08′26″, 46°57′15″",
        Notation::DegreesMinutesSeconds,
        WHOLE,
    );
    for text in [
        "-33.86, 151.21",
        "39.1, 46.9",
        "ranges 39.1407, 46.9543",
        "coordinates were taken. Values 39.1407, 46.9543",
        "coordinates were taken\n\n39.1407, 46.9543",
        "coordinator 39.1407, 46.9543",
        "coordinates 39, 46",
        "GPS units at $39.10, $46.90",
        "GPS range 39.1, 46.9 km",
        "position 4, 5 and 6.1, 7.2",
        "(0.1234, 0.5678)",
        "(39.14, 46.95)",
        "(1234.5678, 99.1234)",
        "coordinates 39.1407, 46.9543%",
        "GPS 39.14-46.95",
        "GPS 39,14,46,95",
        "GPS range between 3.14 and 5.25",
        "(39.1407 46.9543)",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
    let list = "Coordinates:\nMeghri 38.9029, 46.2455\nAgarak 38.8707, 46.1953; 39.2075, 46.4058\n";
    assert_eq!(find(list).len(), 3);
}

#[test]
fn compact_and_iso_6709() {
    let seconds = (
        37.0 + 56.0 / 60.0 + 51.0 / 3600.0,
        46.0 + 30.0 / 60.0 + 25.0 / 3600.0,
    );
    for text in [
        "375651N 0463025E",
        "375651N0463025E",
        "N375651 E0463025",
        "375651N, 0463025E",
        "375651N 463025E",
        "375651N/0463025E",
        "+375651+0463025/",
    ] {
        check(text, "", Notation::Compact, seconds);
    }
    check(
        "375651.5N0463025.2E",
        "",
        Notation::Compact,
        (seconds.0 + 0.5 / 3600.0, seconds.1 + 0.2 / 3600.0),
    );
    check(
        "3756N04630E",
        "",
        Notation::Compact,
        (37.0 + 56.0 / 60.0, 46.5),
    );
    check(
        "3756S 04630W",
        "",
        Notation::Compact,
        (-37.0 - 56.0 / 60.0, -46.5),
    );
    check("39N046E", "", Notation::Compact, (39.0, 46.0));
    for text in [
        "+40.1811+044.5136/",
        "+40.1811+044.5136",
        "+40.1811+044.5136+990.0CRSWGS_84/",
    ] {
        check(text, "", Notation::Compact, (40.1811, 44.5136));
    }
    check("+4012-07500/", "", Notation::Compact, (40.2, -75.0));
    assert!(matches!(
        problem("+40.1811+044.5136CRSEPSG:4284/"),
        CoordinateProblem::UnsupportedReferenceSystem { name } if name == "EPSG:4284"
    ));
}

fn utm(text: &str, zone: u8, north: bool, easting: f64, northing: f64) {
    let found = coordinate(text);
    assert_eq!(
        found.position,
        Position::Utm {
            zone,
            north,
            easting,
            northing
        },
        "{text}"
    );
}

#[test]
fn utm_coordinates() {
    for text in [
        "38S 641234 4335678",
        "38 S 641234 4335678",
        "38S 641234, 4335678",
        "38S 641234E 4335678N",
        "38S 641234 m E, 4335678 m N",
        "38N 641234 4335678",
        "UTM zone 38N 641234 4335678",
        "UTM zone 38 N, 641234 mE, 4335678 mN",
        "UTM Zone 38 (north): 641234, 4335678",
        "WGS84 UTM 38N 641234 4335678",
        "Zone 38N E 641234 N 4335678",
        "UTM 38N Easting: 641234 Northing: 4335678",
        "UTM 38N X=641234 Y=4335678",
        "UTM zone 38N 4335678 N 641234 E",
        "UTM coordinates of the site: 38N 641234 4335678",
    ] {
        utm(text, 38, true, 641_234.0, 4_335_678.0);
    }
    utm("38T 0453123mE 4447890mN", 38, true, 453_123.0, 4_447_890.0);
    utm(
        "Zone 38N 453123 E 4447890 N",
        38,
        true,
        453_123.0,
        4_447_890.0,
    );
    utm(
        "UTM zone 56S 334873.5 6252266.0",
        56,
        false,
        334_873.5,
        6_252_266.0,
    );
    utm(
        "UTM zone 38S 641234 4335678",
        38,
        false,
        641_234.0,
        4_335_678.0,
    );
    utm("UTM 56S 334873 6252266", 56, false, 334_873.0, 6_252_266.0);
    assert!(matches!(
        problem("UTM 38S 641234 4335678"),
        CoordinateProblem::Ambiguous {
            what: "letter S",
            ..
        }
    ));
    utm("56H 334873 6252266", 56, false, 334_873.0, 6_252_266.0);
    assert_eq!(coordinate("see Zone 38N 453123 E 4447890 N.").span, 4..31);
    assert_eq!(coordinate("38S 641234 4335678").notation, Notation::Utm);
    assert!((coordinate("38S 641234 4335678").precision_m - 1.0).abs() < 1e-9);
    for (text, what) in [
        ("61S 641234 4335678", "UTM zone"),
        ("UTM zone 38N 041234 4335678", "UTM easting"),
        ("UTM zone 38N 641234 14335678", "UTM northing"),
    ] {
        assert!(
            matches!(problem(text), CoordinateProblem::OutOfRange { what: found, .. } if found == what),
            "{text}"
        );
    }
    assert!(matches!(
        problem("UTM zone 38, 641234 4335678"),
        CoordinateProblem::Incomplete {
            what: "hemisphere",
            ..
        }
    ));
    assert!(matches!(
        problem("38S 641234 7335678"),
        CoordinateProblem::BadGridReference { .. }
    ));
}

#[test]
fn mgrs_references() {
    for (text, easting, northing, precision) in [
        ("38SQJ 12345 67890", 712_345.5, 4_367_890.5, 1.0),
        ("38SQJ1234567890", 712_345.5, 4_367_890.5, 1.0),
        ("38S QJ 12345 67890", 712_345.5, 4_367_890.5, 1.0),
        ("38TMM5312347890", 453_123.5, 4_647_890.5, 1.0),
        ("38SQJ 1234 6789", 712_345.0, 4_367_895.0, 10.0),
        ("38SQJ 123678", 712_350.0, 4_367_850.0, 100.0),
        ("38SQJ 12 67", 712_500.0, 4_367_500.0, 1000.0),
        ("38SQJ16", 715_000.0, 4_365_000.0, 10_000.0),
    ] {
        let found = coordinate(text);
        assert_eq!(found.notation, Notation::Mgrs);
        assert_eq!(found.span, 0..text.len(), "{text}");
        assert!((found.precision_m - precision).abs() < 1e-9, "{text}");
        utm(text, 38, true, easting, northing);
    }
    // No zero before the zone is needed, nor any digit but the reference's own.
    utm("4QFJ 12345 67890", 4, true, 612_345.5, 2_367_890.5);
    assert!(matches!(
        problem("38SQJ 12345 6789"),
        CoordinateProblem::BadGridReference { .. }
    ));
    assert!(matches!(
        problem("38SAJ 12345 67890"),
        CoordinateProblem::BadGridReference { .. }
    ));
    assert!(matches!(
        problem("61SQJ 12345 67890"),
        CoordinateProblem::OutOfRange {
            what: "MGRS zone",
            ..
        }
    ));
    for text in [
        "16JAN2024",
        "12MAR 2020",
        "38S LLC",
        "4WDXA 12",
        "38SQJ",
        "38SQJ 123456789012",
        "7FFF1446",
        "80DCD6084303",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn plus_codes() {
    for code in ["8HG34P2X+XM", "9FFW84J9+XG", "8HG34P2X+", "8hg34p2x+xm"] {
        let expected = pluscodes::decode(&code.to_uppercase()).unwrap();
        check(
            &format!("at {code}, Armenia"),
            code,
            Notation::PlusCode,
            (expected.latitude, expected.longitude),
        );
    }
    // From the decoding test data of Open Location Code: the cell of this code of eleven digits is
    // 20.3701 to 20.370125 by 2.78221875 to 2.78225.
    let found = coordinate("7FG49QCJ+2VX");
    let Position::Geographic { lon, lat } = found.position else {
        panic!("{found:?}");
    };
    assert!((lat - 20.370_112_5).abs() < 1e-6, "{lat}");
    assert!((lon - 2.782_234_375).abs() < 1e-6, "{lon}");
    assert!((coordinate("8HG34P2X+XM").precision_m - 13.9).abs() < 0.1);
    for text in [
        "22334455+66",
        "2334+56",
        "4p2x+xm",
        "CCXX+GG",
        "CCXX+GG and",
        "4P2X+X",
        "4P2X+XMMM",
        "8HG34P2X+X",
        "8FVC0000+",
        "FHG34P2X+XM",
        "8HG34P2X+XMA",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn geo_uris() {
    for (text, span) in [
        ("geo:39.1407,46.9543", ""),
        ("See geo:39.1407,46.9543.", "geo:39.1407,46.9543"),
        (
            "<geo:39.1407,46.9543,610;crs=wgs84;u=35>",
            "geo:39.1407,46.9543,610;crs=wgs84;u=35",
        ),
        ("GEO:39.1407,46.9543;u=35", ""),
        (
            "geo:0,0?q=39.1407,46.9543(Meghri)",
            "geo:0,0?q=39.1407,46.9543",
        ),
    ] {
        check(text, span, Notation::GeoUri, DEGREES);
    }
    check("geo:-33.5,-70", "", Notation::GeoUri, (-33.5, -70.0));
    assert!((coordinate("geo:39.1407,46.9543;u=35").precision_m - 35.0).abs() < 1e-9);
    assert!(matches!(
        problem("geo:39.1407,46.9543;crs=nad27"),
        CoordinateProblem::UnsupportedReferenceSystem { name } if name == "nad27"
    ));
    assert!(matches!(
        problem("geo:99,46"),
        CoordinateProblem::OutOfRange {
            what: "latitude",
            ..
        }
    ));
    assert_eq!(find("geo:0,0?q=Meghri"), []);
}

#[test]
fn gauss_kruger_coordinates() {
    for (text, span) in [
        ("X=4435678 Y=8563120", ""),
        ("X = 4 435 678 м, Y = 8 563 120 м", ""),
        ("Х=4435678; У=8563120", ""),
        ("Y=8563120, X=4435678", ""),
        ("СК-42 X 4435678, Y 8563120", "X 4435678, Y 8563120"),
        ("Gauss-Kruger 8563120 4435678", "8563120 4435678"),
        ("Pulkovo 1942: 4435678, 8563120", "4435678, 8563120"),
        (
            "в проекции Гаусса — Крюгера: X: 4435678, Y: 8563120",
            "X: 4435678, Y: 8563120",
        ),
    ] {
        let found = coordinate(text);
        assert_eq!(
            found.position,
            Position::GaussKruger {
                zone: 8,
                easting: 8_563_120.0,
                northing: 4_435_678.0
            },
            "{text}"
        );
        assert_eq!(found.notation, Notation::GaussKruger);
        let span = if span.is_empty() { text } else { span };
        assert_eq!(text.get(found.span).unwrap(), span);
    }
    assert!((coordinate("X=4435678.5 Y=8563120.5").precision_m - 0.1).abs() < 1e-9);
    assert!(matches!(
        problem("СК-42 X=4435678 Y=563120"),
        CoordinateProblem::Incomplete { what: "zone", .. }
    ));
    assert!(matches!(
        problem("СК-42 X=4435678 Y=8063120"),
        CoordinateProblem::OutOfRange { .. }
    ));
    assert!(matches!(
        problem("Gauss-Kruger 5435678 7563120"),
        CoordinateProblem::Ambiguous {
            what: "axis order",
            ..
        }
    ));
    for text in [
        "X=12 Y=15",
        "X=453123 Y=4447890",
        "8563120 4435678",
        "X 4435678 Y 8563120",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn out_of_range_stays_visible() {
    for (text, wanted) in [
        ("95°N 44°E", "latitude"),
        ("39°N 190°E", "longitude"),
        ("39°75'N 46°57'E", "minutes"),
        ("39°08'75\"N 46°57'15\"E", "seconds"),
        ("latitude 139.1407, longitude 46.9543", "latitude"),
        ("coordinates 146.9543, 39.1407", "latitude"),
        ("957651N 0463025E", "minutes"),
        ("955651N 0463025E", "latitude"),
        ("+95.1811+044.5136/", "latitude"),
    ] {
        let found = one(text);
        let Err(CoordinateProblem::OutOfRange { what, .. }) = &found.result else {
            panic!("{text}: {found:?}");
        };
        assert_eq!(*what, wanted, "{text}");
        assert!(found.span.end == text.len());
    }
    assert_eq!(
        problem("95°N 44°E").to_string(),
        "latitude “95°N” is out of range (-90 to 90 degrees): check it against the source"
    );
    assert!(matches!(
        problem("lat. 40° 11' N., long. 62° 11' E. of Ferro"),
        CoordinateProblem::UnsupportedReferenceSystem { name } if name == "of Ferro"
    ));
    for text in ["39°08′N 46°57′O", "-39°08′N 46°57′E"] {
        assert!(
            matches!(
                problem(text),
                CoordinateProblem::Ambiguous {
                    what: "hemisphere",
                    ..
                }
            ),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_position() {
    for text in [
        "",
        "2024-01-18",
        "18.01.2024, 19.01.2024",
        "Nov. 9, 2020",
        "at 12:30, 13:45 and 10:44:30",
        "+374 10 123456, +374-91-12-34-56",
        "prices of $39.10, $46.90 and 39.10 EUR",
        "39.1%, 46.9%",
        "version 1.39.46, 2.0.1",
        "section 4.2.1, 39.1",
        "https://example.org/maps/@39.1407,46.9543,12z",
        "https://example.org/?q=39°08′N+46°57′E",
        "www.example.org/39.1407N,46.9543E",
        "20 °C, 25 °C",
        "between −5° and 20°",
        "GPS sensors work from −5 °C, 40 °C",
        "39.1, 46.9",
        "a 60-mile front",
        "won 3-1, 2-0",
        "38S LLC",
        "39°N",
        "north of 39°N",
        "north of 39°08′26″ N the river",
        "39°N–41°N, 44°E–47°E",
        "39°–41°N, 44°–47°E",
        "between 39°N and 41°N, 44°E and 47°E",
        "between latitudes 39° and 41° N and longitudes 44° and 47° E",
        "39°N, 44°E–47°E",
        "from 44°E to 47°E",
        "200 N 300 E",
        "5 N, 10 E",
        "he walked 5.5 north and 3.2 east",
        "lat1, lon1",
        "1FBA 0345",
        "F(1.2345, 6.7890)",
        "latitude in [-90.0, 90.0]",
        "coordinates: {\"north\": 41.3, \"west\": 43.4}",
        "N 39°08'26\" E 125.30 feet",
        "turn 90° N",
        "E 40, M 5, S 11",
        "Article 39 N",
        "tel. 0453123 4447890",
        "the 2nd, 3rd and 4th",
        "ISBN 978-99941-39-46-5",
        "39 / 46",
        "192.168.1.1, 10.0.0.1",
        "12° e 13° s",
        "The temperature was 39.1° in Meghri and 46.9° in Agarak",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn several_in_one_text() {
    let text = "From 39°08′N 46°57′E to 40.1811 N, 44.5136 E, by 38SQJ 12345 67890; north of 39°N.";
    let spans: Vec<_> = find(text)
        .into_iter()
        .map(|finding| text.get(finding.span).unwrap())
        .collect();
    assert_eq!(
        spans,
        [
            "39°08′N 46°57′E",
            "40.1811 N, 44.5136 E",
            "38SQJ 12345 67890"
        ]
    );
}

#[test]
fn precision_follows_the_digits() {
    for (text, metres) in [
        ("39°08'26\"N 46°57'15\"E", 30.9),
        ("39°08'26.6\"N 46°57'15.6\"E", 3.09),
        ("39°08'26.6\"N 46°57'15\"E", 30.9),
        ("39°08'N 46°57'E", 1852.0),
        ("39°08.443'N 46°57.260'E", 1.852),
        ("39.1407°N 46.9543°E", 11.1),
        ("39°N 46°E", 111_120.0),
        ("375651N 0463025E", 30.9),
        ("3756N04630E", 1852.0),
        ("geo:39.1407,46.9543", 11.1),
    ] {
        let found = coordinate(text).precision_m;
        assert!((found - metres).abs() / metres < 0.01, "{text}: {found}");
    }
}

/// Quadratic time would keep this test from ending.
#[test]
fn long_runs_take_linear_time() {
    for piece in [
        "1", "°", "N", "+", " ", "39°", "1 ", "N1", "a", "é", "с. ", "http://", "UTM 38 ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        assert_eq!(find(&text), [], "{piece}");
    }
}

#[test]
fn format_carries_and_refuses() {
    let written = |lon, lat, notation, digits| format(lon, lat, notation, digits).unwrap();
    assert_eq!(
        written(46.999_999_99, -0.5, Notation::DegreesMinutesSeconds, 1),
        "0°30′00.0″S 47°00′00.0″E"
    );
    assert_eq!(
        written(-46.954_333, 39.140_722, Notation::DegreesMinutes, 3),
        "39°08.443′N 46°57.260′W"
    );
    assert_eq!(
        written(6.5, 37.947_5, Notation::Compact, 0),
        "375651N 0063000E"
    );
    assert_eq!(
        written(46.954_3, 39.140_7, Notation::GeoUri, 4),
        "geo:39.1407,46.9543"
    );
    assert_eq!(
        written(18.118_813, 59.332_438, Notation::PlusCode, 10),
        "9FFW84J9+XG"
    );
    assert_eq!(written(180.0, 90.0, Notation::PlusCode, 10), "CVXXXXXX+XX");
    assert_eq!(format(181.0, 0.0, Notation::GeoUri, 1), None);
    assert_eq!(format(f64::NAN, 0.0, Notation::GeoUri, 1), None);
    assert_eq!(format(0.0, 0.0, Notation::Mgrs, 1), None);
}

const SHORT: (f64, f64) = (
    51.0 + 7.0 / 60.0 + 0.36 / 3600.0,
    -1.0 - 2.0 / 60.0 - 8.64 / 3600.0,
);

#[test]
fn a_part_below_ten_without_its_zero_is_a_part() {
    for text in [
        "51 7 0.36 N 1 2 8.64 W",
        "51 7 0.36 N, 1 2 8.64 W",
        "51 07 00.36 N 001 02 08.64 W",
        "51  7  0.36 N  1  2  8.64 W",
        "51-7-0.36N 1-2-8.64W",
        "N 51 7 0.36 W 1 2 8.64",
        "51° 7 0.36 N 1° 2 8.64 W",
        "51° 7' 0.36\" N 1° 2' 8.64\" W",
        "51 7' 0.36\" N, 1 2' 8.64\" W",
        "51 7’ 0.36’’N , 01 02’08.64’’W",
        "51 7' 0.36 N 1 2' 8.64 W",
        "51*7'0.36\"N 1*2'8.64\"W",
        "51^7'0.36\"N, 1^2'8.64\"W",
        "51d7'0.36\"N 1d2'8.64\"W",
        "51d 7m 0.36s N, 1d 2m 8.64s W",
        "51\u{fffd}7'0.36\"N 1\u{fffd}2'8.64\"W",
        "latitude 51 7 0.36 N, longitude 1 2 8.64 W",
    ] {
        check(text, "", Notation::DegreesMinutesSeconds, SHORT);
    }
    check(
        "mast 7 51 7 0.36 N 1 2 8.64 W",
        "51 7 0.36 N 1 2 8.64 W",
        Notation::DegreesMinutesSeconds,
        SHORT,
    );
    check(
        "51.1167*N 1.0358*W",
        "",
        Notation::DecimalDegrees,
        (51.1167, -1.0358),
    );
    check(
        "latitude 39 8, longitude 46 57",
        "",
        Notation::DegreesMinutes,
        MINUTES,
    );
    check(
        "354500N 51500E",
        "",
        Notation::Compact,
        (35.75, 5.0 + 15.0 / 60.0),
    );
    check("93000N 0451500E", "", Notation::Compact, (9.5, 45.25));
}

#[test]
fn figures_that_can_be_put_together_in_two_ways_are_refused() {
    for text in [
        "51 7 30 N 1 2 W",
        "8 51 7 N 1 2 W",
        "N 51 7 30 W 1 2",
        "N 51 7 W 1 2 30",
    ] {
        let CoordinateProblem::TwoReadings { value, readings } = problem(text) else {
            panic!("{text}: {:?}", find(text));
        };
        assert_eq!(value, text);
        let [(lat, lon), (other_lat, other_lon)] = readings;
        assert!(
            (lat - other_lat).abs() + (lon - other_lon).abs() > 0.001,
            "{text}"
        );
    }
    assert_eq!(
        problem("51 7 30 N 1 30 W").to_string(),
        "“51 7 30 N 1 30 W” can be read as 51.12500, -1.50000 and as 7.50000, -1.50000: write the signs of degrees, \
         minutes and seconds"
    );
    // A number before as many parts on both sides belongs to the words.
    check(
        "in 12 39.1407 N 46.9543 E",
        "39.1407 N 46.9543 E",
        Notation::DecimalDegrees,
        DEGREES,
    );
    // Alpha and Nu of the Greek, or letters that look like theirs.
    for text in [
        "37°58′ Ν 23°43′ E",
        "37°58′ K 23°43′ E",
        "55°45′ С 37°37′ W",
    ] {
        assert!(
            matches!(
                problem(text),
                CoordinateProblem::Ambiguous {
                    what: "hemisphere",
                    ..
                }
            ),
            "{text}"
        );
    }
    for text in [
        "4 N 3 2 8.5 W",
        "7 N 0 37 58.62 W",
        "score 3 1 N, 2 0 E",
        "5 2 N 3 4 E",
    ] {
        assert!(
            find(text).iter().all(|finding| finding.result.is_err()),
            "{text}: {:?}",
            find(text)
        );
    }
}

#[test]
fn what_looks_like_a_position_and_is_none_stays_visible() {
    for text in [
        "39°08′26″ zo. 46°57′15″ zu.",
        "39°08′26″ 46°57′15″",
        "39°08′26″ N, 46°57′15″",
    ] {
        assert!(
            matches!(problem(text), CoordinateProblem::NotUnderstood { .. }),
            "{text}: {:?}",
            find(text)
        );
    }
    for text in [
        "39°08′26″–46°57′15″",
        "from 39°08′26″ to 46°57′15″",
        "39°08′26″ N and 41°57′15″ N",
        "an angle of 39°08′26″. Another of 46°57′",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

/// One position in the words of each language: seconds, as `WHOLE`.
const LANGUAGES: &[(&str, [&str; 2])] = &[
    ("en", ["{} north latitude", "{} east longitude"]),
    ("en", ["latitude {} N", "longitude {} E"]),
    ("ru", ["{} северной широты", "{} восточной долготы"]),
    ("ru", ["{} с. ш.", "{} в. д."]),
    ("ru", ["{} С", "{} В"]),
    ("uk", ["{} північної широти", "{} східної довготи"]),
    ("uk", ["{} пн. ш.", "{} сх. д."]),
    (
        "hy",
        ["{} հյուսիսային լայնության", "{} արևելյան երկայնության"],
    ),
    ("hy", ["{} հս․ լ․", "{} ավ․ ե․"]),
    ("az", ["{} şimal enliyi", "{} şərq uzunluğu"]),
    ("az", ["{} şm. e.", "{} ş. u."]),
    ("tr", ["{} kuzey enlemi", "{} doğu boylamı"]),
    ("tr", ["{}K", "{}D"]),
    ("ka", ["{} ჩრდილოეთი განედის", "{} აღმოსავლეთი გრძედის"]),
    ("ka", ["{} ჩ. გ.", "{} ა. გ."]),
    ("fa", ["عرض جغرافیایی {} شمالی", "طول جغرافیایی {} شرقی"]),
    ("fa", ["{} شمالی", "{} شرقی"]),
    ("ar", ["{} شمالاً", "{} شرقاً"]),
    ("ar", ["العرض {} شمالا", "الطول {} شرقا"]),
    ("el", ["{} βόρειο πλάτος", "{} ανατολικό μήκος"]),
    ("el", ["{} Β", "{} Α"]),
    ("zh", ["北纬{}", "东经{}"]),
    ("zh", ["北緯{}", "東經{}"]),
    ("es", ["{} de latitud norte", "{} de longitud este"]),
    ("fr", ["{} de latitude nord", "{} de longitude est"]),
    ("de", ["{} nördlicher Breite", "{} östlicher Länge"]),
    ("de", ["{} n. Br.", "{} ö. L."]),
    ("it", ["{} di latitudine nord", "{} di longitudine est"]),
    ("pt", ["{} de latitude norte", "{} de longitude leste"]),
    (
        "pl",
        [
            "{} szerokości geograficznej północnej",
            "{} długości geograficznej wschodniej",
        ],
    ),
    ("pl", ["{} szer. geogr. płn.", "{} dł. geogr. wsch."]),
];

#[test]
fn the_words_of_all_languages_are_known() {
    let angles = ["39°08′26″", "46°57′15″"];
    for (language, halves) in LANGUAGES {
        let [first, second] = [0, 1].map(|at| halves[at].replace("{}", angles[at]));
        for between in [" ", ", ", "; ", " / "] {
            let text = format!("{first}{between}{second}");
            let found = coordinate(&text);
            let wanted = Position::Geographic {
                lon: WHOLE.1,
                lat: WHOLE.0,
            };
            let Position::Geographic { lon, lat } = found.position else {
                panic!("{text}");
            };
            assert!(
                (lat - WHOLE.0).abs() < 1e-9 && (lon - WHOLE.1).abs() < 1e-9,
                "{language} {text}: {found:?}, wanted {wanted:?}"
            );
        }
    }
}

#[test]
fn the_other_hemispheres_are_known_by_their_words() {
    for text in [
        "39°08′26″ южной широты, 46°57′15″ западной долготы",
        "39°08′26″ пд. ш. 46°57′15″ зх. д.",
        "39°08′26″ ს. გ. 46°57′15″ დ. გ.",
        "39°08′26″ جنوبي 46°57′15″ غربا",
        "39°08′26″ جنوبی و 46°57′15″ غربی",
        "39°08′26″ Ν 46°57′15″ Δ",
        "39°08′26″ νότια, 46°57′15″ δυτικά",
        "南纬39度08分26秒，西经46度57分15秒",
        "39°08′26″ latitud sur y 46°57′15″ longitud oeste",
        "39°08′26″ latitud S, 46°57′15″ longitud O",
        "39°08′26″ Süd, 46°57′15″ West",
        "39°08′26″ Sul e 46°57′15″ Oeste",
        "39°08′26″ latitudine sud, 46°57′15″ longitudine ovest",
        "39°08′26″ de latitude sud et 46°57′15″ de longitude ouest",
        "39°08′26″ szer. płd., 46°57′15″ dł. zach",
        "39°08′26″ güney enlemi, 46°57′15″ batı boylamı",
        "39°08′26″ c. e. 46°57′15″ q. u.",
    ] {
        check(
            text,
            "",
            Notation::DegreesMinutesSeconds,
            (-WHOLE.0, -WHOLE.1),
        );
    }
    check(
        "39°08′26″ N, 46°57′15″ östl. Länge",
        "",
        Notation::DegreesMinutesSeconds,
        WHOLE,
    );
}

#[test]
fn the_letter_o_is_read_by_the_language_of_the_text() {
    let text = "39°08′26″ N, 46°57′15″ O";
    for (language, lon) in [
        ("de", WHOLE.1),
        ("de-AT", WHOLE.1),
        ("fr", -WHOLE.1),
        ("es", -WHOLE.1),
        ("it", -WHOLE.1),
        ("pt", -WHOLE.1),
    ] {
        let found = find_in(text, Some(language)).remove(0).result.unwrap();
        assert_eq!(
            found.position,
            Position::Geographic { lon, lat: WHOLE.0 },
            "{language}"
        );
    }
    for language in [None, Some("en"), Some("ru"), Some("xx")] {
        let found = find_in(text, language).remove(0).result;
        assert!(matches!(
            found,
            Err(CoordinateProblem::Ambiguous {
                what: "hemisphere",
                ..
            })
        ));
    }
}

#[test]
fn figures_of_all_writings_are_figures() {
    for text in [
        "٣٩٫١٤٠٧ شمالاً ٤٦٫٩٥٤٣ شرقاً",
        "العرض ٣٩٫١٤٠٧ شمالاً والطول ٤٦٫٩٥٤٣ شرقاً",
        "عرض جغرافیایی ۳۹٫۱۴۰۷ و طول جغرافیایی ۴۶٫۹۵۴۳",
        "３９．１４０７°N ４６．９５４３°E",
        "३९.१४०७° N, ४६.९५४३° E",
    ] {
        let cued = format!("GPS: {text}");
        check(&cued, text, Notation::DecimalDegrees, DEGREES);
    }
    check(
        "۳۹ درجه و ۸ دقیقه شمالی و ۴۶ درجه و ۵۷ دقیقه شرقی",
        "",
        Notation::DegreesMinutes,
        MINUTES,
    );
    for text in [
        "عام ٢٠٢٤، ٣٩٫٥ درجة",
        "۱۲:۳۰ تا ۱۴:۴۵",
        "２０２４．１．１８",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn halves_on_two_lines_are_one_position() {
    for text in [
        "Latitude: 39.1407\nLongitude: 46.9543",
        "LATITUDE: 39.1407\nLONGITUDE: 46.9543",
        "Latitude\n39.1407\nLongitude\n46.9543",
        "Широта: 39,1407\nДолгота: 46,9543",
        "Longitude: 46.9543\nLatitude: 39.1407",
        "Latitude | 39.1407 |\n| Longitude | 46.9543",
        "39.1407° N\n46.9543° E",
    ] {
        check(text, "", Notation::DecimalDegrees, DEGREES);
    }
    check(
        "Camera 8\nLatitude 39.1407\nLongitude 46.9543",
        "Latitude 39.1407\nLongitude 46.9543",
        Notation::DecimalDegrees,
        DEGREES,
    );
}

#[test]
fn short_plus_codes_recur_with_every_degree() {
    let found = coordinate("meet at 4P2X+XM, Meghri");
    assert_eq!(found.notation, Notation::PlusCode);
    assert_eq!(found.span, 8..15);
    let full = pluscodes::decode("8HG34P2X+XM").unwrap();
    // The town is a few kilometres away.
    let (lon, lat) = found
        .position
        .nearest(full.longitude + 0.04, full.latitude - 0.03)
        .unwrap();
    assert!((lon - full.longitude).abs() < 1e-9 && (lat - full.latitude).abs() < 1e-9);
    // Half a degree away two copies are equally near.
    assert_eq!(
        found.position.nearest(full.longitude + 0.49, full.latitude),
        None
    );
    let six = coordinate("G34P2X+XM Meghri");
    let (lon, lat) = six
        .position
        .nearest(full.longitude + 3.0, full.latitude - 3.0)
        .unwrap();
    assert!((lon - full.longitude).abs() < 1e-9 && (lat - full.latitude).abs() < 1e-9);
    assert_eq!(coordinate("PCRX+QV Kapan").span, 0..7);
}

#[test]
fn links_to_maps_are_read_as_reading_leaves_them() {
    check(
        "see map link 39.1407, 46.9543.",
        "map link 39.1407, 46.9543",
        Notation::MapLink,
        DEGREES,
    );
    let window = coordinate("map link -39.1407, -46.9543 ± 950 m");
    assert!((window.precision_m - 950.0).abs() < 1e-9);
    assert!(matches!(
        problem("map link 99.1407, 46.9543"),
        CoordinateProblem::OutOfRange {
            what: "latitude",
            ..
        }
    ));
    for text in [
        "map link",
        "a map link to 39.1407, 46.9543",
        "map link 39.1407 46.9543",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn figures_of_other_things_are_no_positions() {
    for text in [
        "John 3:16, Luke 15:11 and Acts 2 4",
        "Genesis 1 1 N. T., 2 3 E. V.",
        "they won 25-23, 25-19, 15-13",
        "tel. +44 20 7946 0958, fax 0131 496 0000",
        "192.168.12.7 and 10.0.46.95",
        "£39.14, €46.95 or 46,95 EUR",
        "1 234.5678, 1 299.1234",
        "39.1407 km, 46.9543 km",
        "latitudes 39° to 41°, longitudes 44° to 47°",
        "between 39°08′ and 41°10′ N",
        "5*12 and 3*4",
        "x^2 + y^2 = 25",
        "6' 2'' tall, 5' 11'' wide",
        "pages 51 7 and 12",
        "v. 12 d. 14 N",
        "2+2, A4+B5, 2345+67",
        "room 12 E, floor 3 N",
        "im Jahr 1914/18 Ost und 12 West",
        "20° С, 25° В",
        "5 мин 30 с, 12 в",
        "第39页，第46页",
        "Breite 3,5, Länge 12,5",
        "eni 3.5, uzunluq 12.5",
        "عرض ۳٫۵ و طول ۱۲٫۵ متر",
        "szerokość 39,5, długość 46,5",
        "πλάτος 3,5, μήκος 12,5",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

/// A pseudo-random choice of pieces that coordinates are made of.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "39",
        "46",
        "°",
        "′",
        "'",
        "\"",
        "″",
        "N",
        "E",
        "S",
        "W",
        ".",
        ",",
        " ",
        "-",
        "–",
        "+",
        "\n",
        "8HG34P2X",
        "+XM",
        "38S",
        "QJ",
        "12345",
        "641234",
        "4335678",
        "geo:",
        "lat",
        "lon",
        "с.",
        "ш.",
        "X=",
        "Y=",
        "UTM",
        "zone",
        "СК-42",
        "coordinates",
        "(",
        ")",
        ";crs=",
        "u=",
        "d",
        "m",
        "s",
        "º",
        "º",
        "0463025",
        "375651",
        "/",
        "CRS",
        "http://",
        "é",
        "\u{301}",
        "İ",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn well_formed(text: &str) {
    let mut end = 0;
    for finding in find(text) {
        assert!(finding.span.start >= end && finding.span.end > finding.span.start);
        assert!(text.get(finding.span.clone()).is_some());
        end = finding.span.end;
        if let Ok(coordinate) = finding.result {
            assert_eq!(coordinate.span, finding.span);
            assert!(coordinate.precision_m.is_finite() && coordinate.precision_m >= 0.0);
            if let Position::Geographic { lon, lat } = coordinate.position {
                assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        well_formed(&text);
    }

    #[test]
    fn anything_like_coordinates_is_read_without_panic(text in pieces()) {
        well_formed(&text);
    }

    #[test]
    fn what_is_written_is_read_back(
        lon in -180.0f64..=180.0,
        lat in -90.0f64..=90.0,
        notation in prop::sample::select(vec![
            Notation::DegreesMinutesSeconds,
            Notation::DegreesMinutes,
            Notation::DecimalDegrees,
            Notation::Compact,
            Notation::GeoUri,
            Notation::PlusCode,
        ]),
        digits in 0usize..=10,
        before in "[a-m]{0,6} ",
        after in "([,.;)]? [a-m]{0,6})?",
    ) {
        let written = format(lon, lat, notation, digits).unwrap();
        // Plus Codes without a letter are left alone: they look like sums.
        prop_assume!(written.contains(char::is_alphabetic));
        let text = format!("{before}{written}{after}");
        let found = coordinate(&text);
        prop_assert_eq!(text.get(found.span.clone()).unwrap(), written);
        prop_assert_eq!(found.notation, notation);
        let Position::Geographic { lon: found_lon, lat: found_lat } = found.position else {
            panic!("{found:?}");
        };
        let tolerance = found.precision_m / METRES_PER_DEGREE / 2.0 + 1e-9;
        prop_assert!((found_lat - lat).abs() <= tolerance, "{}", text);
        prop_assert!((found_lon - lon).abs() <= tolerance, "{}", text);
    }

    #[test]
    fn a_position_in_any_dress_reads_back_as_itself_or_not_at_all(
        degrees in (0u32..90, 0u32..180),
        minutes in (0u32..60, 0u32..60),
        seconds in (0u32..60, 0u32..60),
        decimals in prop::option::of((0u32..100, 0u32..100)),
        parts in 1usize..=3,
        zeros in any::<bool>(),
        blanks in any::<bool>(),
        signs in 0usize..SIGNS.len(),
        words in 0usize..=LANGUAGES.len(),
        between in prop::sample::select(vec![" ", ", ", "; ", " / ", "\n"]),
        before in prop::sample::select(vec!["", "at ", "Nr. 7 ", "7 ", "on 12 May ", "(", "Lage: "]),
        after in prop::sample::select(vec!["", ".", ", 12 km", " 7", ")", " and"]),
        figures in 0usize..3,
    ) {
        let half = |degrees: u32, minutes: u32, seconds: u32, decimals: Option<u32>, width: usize| {
            let all = [degrees, minutes, seconds];
            let mut text = String::new();
            let mut value = 0.0;
            let mut unit = 1.0;
            for (at, part) in all.iter().take(parts).enumerate() {
                let width = if zeros { if at == 0 { width } else { 2 } } else { 1 };
                text += &format!("{part:0width$}");
                let mut number = f64::from(*part);
                if at + 1 == parts && let Some(decimals) = decimals {
                    text += &format!(".{decimals:02}");
                    number += f64::from(decimals) / 100.0;
                }
                value += number * unit;
                unit /= 60.0;
                text += SIGNS[signs][at];
                if blanks && at + 1 < parts {
                    text.push(' ');
                }
            }
            (text, value)
        };
        let bare = SIGNS[signs][0].is_empty();
        // Without signs, blanks or the like tell the parts apart.
        prop_assume!(!bare || blanks || parts == 1);
        let (lat, y) = half(degrees.0, minutes.0, seconds.0, decimals.map(|both| both.0), 2);
        let (lon, x) = half(degrees.1, minutes.1, seconds.1, decimals.map(|both| both.1), 3);
        let position = match LANGUAGES.get(words) {
            Some((_, [first, second])) => {
                format!("{}{between}{}", first.replace("{}", &lat), second.replace("{}", &lon))
            }
            None => format!("{lat} N{between}{lon} E"),
        };
        let other = |zero: char| {
            let digit = |character: char| {
                let value = character.to_digit(10)?;
                char::from_u32(u32::from(zero) + value)
            };
            position.chars().map(|character| digit(character).unwrap_or(character)).collect::<String>()
        };
        let position = match figures {
            0 => position.clone(),
            1 => other('٠'),
            _ => other('۰'),
        };
        let text = format!("{before}{position}{after}");
        for finding in find(&text) {
            let Ok(found) = finding.result else {
                continue;
            };
            let Position::Geographic { lon: found_lon, lat: found_lat } = found.position else {
                panic!("{text}: {found:?}");
            };
            prop_assert!((found_lat - y).abs() < 1e-9 && (found_lon - x).abs() < 1e-9, "{}: {:?}, wanted {} {}", text, found, y, x);
        }
        // With all its signs nothing is in doubt.
        let plain = before.is_empty() && after.is_empty() && between != "\n";
        let apart = blanks || !SIGNS[signs][0].starts_with(' ');
        if apart && plain && !bare && parts > 1 {
            prop_assert!(find(&text).iter().any(|finding| finding.result.is_ok()), "{}: {:?}", text, find(&text));
        }
    }
}

/// What people write for degrees, minutes and seconds.
const SIGNS: &[[&str; 3]] = &[
    ["°", "′", "″"],
    ["°", "'", "\""],
    ["º", "’", "’’"],
    ["˚", "'", "''"],
    ["*", "'", "\""],
    ["^", "'", "\""],
    ["d", "'", "\""],
    ["d", "m", "s"],
    ["度", "分", "秒"],
    [" deg", " min", " sec"],
    ["", "", ""],
];
