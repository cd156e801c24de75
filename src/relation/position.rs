//! Positions given in figures: where they are in WGS 84, what the words around say stands there, and which river it
//! crosses.

use geo::{Closest, Coord, Distance, Geodesic, Geometry, HaversineClosestPoint, Point};
use serde::{Deserialize, Serialize};

use crate::document::{Block, BlockKind};
use crate::recognition::coordinate::Position as Written;
use crate::recognition::{Coordinate, Mention, MentionKind};
use araxes_gazetteer::crs::{CrsError, Transformer, WGS84};
use araxes_gazetteer::{FeatureClass, PlaceNumber};

use super::{Context, Failure, WhyNot};

/// A position printed in a text can be misprinted or belong to something else in the caption.
pub(super) const CONFIDENCE: f64 = 0.98;

/// A position given in figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// WGS 84 degrees, `x` = longitude.
    #[serde(with = "crate::interned::lon_lat")]
    pub point: Point<f64>,
    /// Ground size of the last digit given, metres.
    pub precision_m: f64,
    /// How it is written.
    pub notation: String,
    /// What stands there by the words around: `bridge`, `dam`… or `position`.
    #[serde(with = "crate::interned")]
    pub kind: crate::interned::Word,
    /// The words that say so, if any.
    pub description: Option<String>,
    /// Number of the block that the description stands in.
    pub caption: Option<usize>,
    /// The river that it crosses, for what crosses rivers.
    pub crosses: Option<PlaceNumber>,
}

/// The kind of a position of which no word says what stands there.
pub const ANY_KIND: &str = "position";

/// Words for what can stand at a position, and our kind for it. The first that a description has wins.
pub const KINDS: &[(&str, &str)] = &[
    ("bridge", "bridge"),
    ("bridges", "bridge"),
    ("ferry", "ferry"),
    ("ford", "ford"),
    ("tunnel", "tunnel"),
    ("dam", "dam"),
    ("checkpoint", "checkpoint"),
    ("crossing", "crossing"),
    ("outpost", "outpost"),
    ("post", "outpost"),
    ("base", "base"),
    ("airport", "airport"),
    ("airfield", "airfield"),
    ("station", "station"),
    ("mine", "mine"),
    ("camp", "camp"),
    ("cemetery", "cemetery"),
    ("church", "church"),
    ("mosque", "mosque"),
    ("monastery", "monastery"),
    ("village", "village"),
    ("town", "town"),
    ("hospital", "hospital"),
    ("school", "school"),
    ("refinery", "refinery"),
    ("pipeline", "pipeline"),
    ("road", "road"),
    ("мост", "bridge"),
    ("körpü", "bridge"),
    ("köprü", "bridge"),
    ("կամուրջ", "bridge"),
];

/// Kinds that cross a river where one is near.
const CROSSING: &[&str] = &["bridge", "ferry", "ford", "tunnel", "crossing", "dam"];

/// How far from a river's drawn course a crossing may lie, beyond the stated precisions, metres: courses are drawn
/// from generalised maps.
const SLACK_M: f64 = 500.0;

pub(super) fn of(
    context: &Context<'_>,
    mention: &Mention,
    coordinate: &Coordinate,
    transformer: &mut Transformer,
) -> Result<(Position, f64), Failure> {
    let (point, confidence) = if let Written::ShortPlusCode { .. } = coordinate.position {
        from_town(context, mention, &coordinate.position)?
    } else {
        let point = to_wgs84(transformer, &coordinate.position)
            .map_err(|error| Failure::of(WhyNot::OutsideGrid, error.to_string()))?;
        (point, CONFIDENCE)
    };
    let (caption, description) = describe(context, mention).unzip();
    let words = description.as_deref().unwrap_or_default().to_lowercase();
    let kind = KINDS
        .iter()
        .filter_map(|&(word, kind)| {
            let at = words
                .split(|letter: char| !letter.is_alphanumeric())
                .position(|other| other == word)?;
            Some((at, kind))
        })
        .min_by_key(|&(at, kind)| (!CROSSING.contains(&kind), at))
        .map_or(ANY_KIND, |(_, kind)| kind);
    let crosses = if CROSSING.contains(&kind) {
        river(context, mention, point, coordinate.precision_m)
    } else {
        None
    };
    let position = Position {
        point,
        precision_m: coordinate.precision_m,
        notation: coordinate.notation.to_string(),
        kind,
        description,
        caption,
        crosses,
    };
    Ok((position, confidence))
}

/// Most bytes between a short Plus Code and the town behind it, and before it: `4P2X+XM, Meghri`, `4P2X+XM in Meghri`.
const TOWN_BEHIND: usize = 8;
const TOWN_BEFORE: usize = 3;

/// Where a short Plus Code is, counted from the town beside it, and how sure that town is.
fn from_town(
    context: &Context<'_>,
    mention: &Mention,
    code: &Written,
) -> Result<(Point<f64>, f64), Failure> {
    let text = &context.document.text;
    let gap = |from: usize, to: usize, most: usize| {
        let between = text.get(from..to).filter(|between| between.len() <= most);
        between.is_some_and(|between| !between.contains(['.', ';', '\n']))
    };
    let mentions = context.recognition.mentions.iter().enumerate();
    let beside = mentions
        .filter(|(_, other)| {
            other.block == mention.block && matches!(other.kind, MentionKind::Name)
        })
        .filter_map(|(number, other)| {
            let behind = other.span.start >= mention.span.end
                && gap(mention.span.end, other.span.start, TOWN_BEHIND);
            let before = other.span.end <= mention.span.start
                && gap(other.span.end, mention.span.start, TOWN_BEFORE);
            (behind || before).then_some((!behind, number))
        })
        .min();
    let refused = |why_not: String| {
        let why_not =
            format!("a short Plus Code counts from a town, and {why_not}: write the full code");
        Failure::of(WhyNot::NoTown, why_not)
    };
    let (_, number) = beside.ok_or_else(|| refused("none stands beside it".to_owned()))?;
    let town = context.surface(number);
    let (place, confidence) = context
        .place(number)
        .ok_or_else(|| refused(format!("it is not known where “{town}” is")))?;
    let place = context.gazetteer.place(place);
    if place.feature_class != FeatureClass::P {
        return Err(refused(format!("“{town}” is none")));
    }
    let (lon, lat) = code
        .nearest(place.point.x(), place.point.y())
        .ok_or_else(|| {
            refused(format!(
                "two of its copies are about equally far from “{town}”"
            ))
        })?;
    Ok((Point::new(lon, lat), confidence.min(CONFIDENCE)))
}

/// The words that describe a position: its own sentence where that says more than figures, else the caption behind
/// it, else the one before it.
fn describe(context: &Context<'_>, mention: &Mention) -> Option<(usize, String)> {
    let text = &context.document.text;
    let sentence = text.get(mention.sentence.clone()).unwrap_or_default();
    let own = sentence.replace(&mention.surface, " ");
    let telling = own
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .filter(|word| !is_source_word(word))
        .count();
    if telling >= 4 {
        return Some((mention.block, tidy(sentence)));
    }
    let caption = |number: &usize| {
        let block = context.document.blocks.get(*number)?;
        let text = context.document.block_text(block);
        let fits = block.kind != BlockKind::Boilerplate
            && (3..=60).contains(&text.split_whitespace().count())
            && !has_coordinate(context, block);
        fits.then(|| (*number, tidy(text)))
    };
    // Up to two blocks behind, else the one before.
    let around = [
        Some(mention.block + 1),
        Some(mention.block + 2),
        mention.block.checked_sub(1),
    ];
    around.iter().flatten().find_map(caption)
}

/// Words of a source line, which say where a position was read off, not what stands there.
fn is_source_word(word: &str) -> bool {
    let bare: String = word
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    matches!(
        bare.as_str(),
        "source"
            | "google"
            | "maps"
            | "map"
            | "link"
            | "earth"
            | "coordinates"
            | "coordinate"
            | "gps"
            | "bing"
            | "yandex"
            | "openstreetmap"
            | "osm"
            | "imagery"
            | "satellite"
            | "location"
            | "lat"
            | "lon"
            | "at"
            | "n"
            | "e"
    )
}

fn has_coordinate(context: &Context<'_>, block: &Block) -> bool {
    context.recognition.mentions.iter().any(|mention| {
        matches!(mention.kind, MentionKind::Coordinate(_))
            && block.range.contains(&mention.span.start)
    })
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The river that something at a point crosses: the nearest drawn course within reach; among equals one that the
/// document mentions. Where no course is drawn near, a river that a label close to the position names.
fn river(
    context: &Context<'_>,
    mention: &Mention,
    point: Point<f64>,
    precision_m: f64,
) -> Option<PlaceNumber> {
    let gazetteer = context.gazetteer;
    let drawn = gazetteer
        .waters()
        .filter(|(place, _)| gazetteer.place(*place).feature_code.starts_with("STM"))
        .filter_map(|(place, water)| {
            let metres = distance(&water.geometry()?, point)?;
            (metres <= water.precision_m + precision_m + SLACK_M).then_some((place, metres))
        })
        .min_by(|left, right| left.1.total_cmp(&right.1));
    if let Some((place, _)) = drawn {
        return Some(place);
    }
    context
        .recognition
        .mentions
        .iter()
        .enumerate()
        .find_map(|(number, other)| {
            let near = other.block >= mention.block && other.block <= mention.block + 4;
            let (place, _) = context.place(number).filter(|_| near)?;
            let place_is_river = gazetteer.place(place).feature_class == FeatureClass::H
                && gazetteer.place(place).feature_code.starts_with("STM")
                && gazetteer.water(place).is_none();
            place_is_river.then_some(place)
        })
}

/// Metres from a point to a drawn line.
pub(super) fn distance(geometry: &Geometry<f64>, point: Point<f64>) -> Option<f64> {
    let closest = match geometry {
        Geometry::LineString(line) => line.haversine_closest_point(&point),
        Geometry::MultiLineString(lines) => lines.haversine_closest_point(&point),
        _ => return None,
    };
    match closest {
        Closest::Intersection(found) | Closest::SinglePoint(found) => {
            Some(Geodesic.distance(found, point))
        }
        Closest::Indeterminate => None,
    }
}

/// The WGS 84 position, longitude and latitude in degrees, of a position as a document writes it.
///
/// UTM zones are those of WGS 84 (EPSG:326xx north, 327xx south); the Soviet Gauss–Krüger zones those of Pulkovo
/// 1942 (EPSG:28402–28432, six degrees wide, the zone's number before the easting).
///
/// # Errors
/// If the zone does not exist or the position lies outside it.
fn to_wgs84(transformer: &mut Transformer, position: &Written) -> Result<Point<f64>, CrsError> {
    let (code, easting, northing) = match *position {
        // Up to whole degrees: `from_town` has the rest.
        Written::Geographic { lon, lat } | Written::ShortPlusCode { lon, lat, .. } => {
            return Ok(Point::new(lon, lat));
        }
        Written::Utm {
            zone,
            north,
            easting,
            northing,
        } => {
            let hemisphere = if north { 326 } else { 327 };
            (format!("EPSG:{hemisphere}{zone:02}"), easting, northing)
        }
        Written::GaussKruger {
            zone,
            easting,
            northing,
        } => (format!("EPSG:284{zone:02}"), easting, northing),
    };
    let written = Coord {
        x: easting,
        y: northing,
    };
    transformer.convert(&code, WGS84, written).map(Point)
}
