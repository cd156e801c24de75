//! Columns of a table: what a heading says of the figures below it, and the position in two cells of a row.

use super::lexicon::{self, Axis, Hemisphere, Meaning};
use super::{Coordinate, CoordinateProblem, Position, find};

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::recognition) struct Heading {
    what: Column,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    /// One of the two, the hemisphere that holds for all rows, and whether the word is also that for a width or length.
    Half(Axis, Option<Hemisphere>, bool),
    /// Both, the one first that the heading names first.
    Pair(Axis),
}

/// Words of headings whose figures are no position but the edges of an area, a part of an angle or how exact one is.
const OTHERWISE: &[&str] = &[
    "min",
    "max",
    "minimum",
    "maximum",
    "from",
    "to",
    "start",
    "end",
    "upper",
    "lower",
    "top",
    "bottom",
    "left",
    "right",
    "minutes",
    "seconds",
    "sec",
    "error",
    "accuracy",
    "precision",
    "delta",
    "range",
    "bound",
    "zone",
    "мин",
    "макс",
];

impl Heading {
    /// What a heading says, if that is where things are.
    pub(in crate::recognition) fn of(heading: &str) -> Option<Self> {
        let mut axes: Vec<Axis> = Vec::new();
        let mut hemispheres: Vec<Hemisphere> = Vec::new();
        let mut announced = false;
        let mut also_size = false;
        for word in heading.split(|character: char| !character.is_alphabetic()) {
            let lower = word.to_lowercase();
            if OTHERWISE.contains(&lower.as_str()) {
                return None;
            }
            match lexicon::meaning(word, &lower) {
                Some(Meaning::Axis(axis, says)) if !axes.contains(&axis) => {
                    axes.push(axis);
                    also_size |= says.also_size && !heading.contains('°');
                }
                Some(Meaning::Letter(hemisphere)) if word != lower => hemispheres.push(hemisphere),
                Some(Meaning::Word(hemisphere)) => hemispheres.push(hemisphere),
                _ => {}
            }
            // `decimalLatitude`
            for (name, axis) in [("latitude", Axis::Latitude), ("longitude", Axis::Longitude)] {
                if lower.len() > name.len() && lower.ends_with(name) && !axes.contains(&axis) {
                    axes.push(axis);
                }
            }
            announced |= matches!(lexicon::cue(&lower), Some(lexicon::Cue::Strong));
        }
        let what = match axes.as_slice() {
            [axis] => {
                let hemisphere = match hemispheres.as_slice() {
                    [] => None,
                    [one] if one.axis == *axis => Some(*one),
                    // `Longitude (E/W)`: the rows say which.
                    several if several.iter().all(|one| one.axis == *axis) => None,
                    _ => return None,
                };
                Column::Half(*axis, hemisphere, also_size)
            }
            [first, _] if !also_size => Column::Pair(*first),
            [] if announced => Column::Pair(Axis::Latitude),
            _ => return None,
        };
        Some(Self { what })
    }

    /// Whether both halves stand in this column.
    pub(in crate::recognition) fn is_pair(self) -> bool {
        matches!(self.what, Column::Pair(_))
    }

    /// Whether latitudes stand in this column, and nothing else.
    pub(in crate::recognition) fn is_latitude(self) -> bool {
        matches!(self.what, Column::Half(Axis::Latitude, ..))
    }

    /// Whether longitudes stand in this column, and nothing else.
    pub(in crate::recognition) fn is_longitude(self) -> bool {
        matches!(self.what, Column::Half(Axis::Longitude, ..))
    }

    fn hemisphere(self) -> Option<Hemisphere> {
        match self.what {
            Column::Half(_, hemisphere, _) => hemisphere,
            Column::Pair(_) => None,
        }
    }

    /// The position in a cell of a column of pairs.
    pub(in crate::recognition) fn pair(
        self,
        cell: &str,
    ) -> Option<Result<Coordinate, CoordinateProblem>> {
        let label = match self.what {
            Column::Pair(Axis::Longitude) => "longitude/latitude: ",
            _ => "latitude/longitude: ",
        };
        let text = format!("{label}{cell}");
        let finding = find(&text).into_iter().next()?;
        (finding.span.start >= label.len() && finding.span.end == text.len())
            .then_some(finding.result)
    }
}

/// The position of a row with its latitude in one column and its longitude in another. Nothing where a cell has no
/// figures.
pub(in crate::recognition) fn in_columns(
    (latitude, lat): (Heading, &str),
    (longitude, lon): (Heading, &str),
) -> Option<Result<Coordinate, CoordinateProblem>> {
    let has_figures = |cell: &str| cell.chars().any(char::is_numeric);
    if !has_figures(lat) || !has_figures(lon) {
        return None;
    }
    // A table of sizes has no degrees, and not so many decimals.
    let is_size = |heading: Heading, cell: &str| {
        let decimals = cell
            .rsplit(['.', ',', '٫'])
            .next()
            .map_or(0, |part| part.chars().count());
        matches!(heading.what, Column::Half(_, None, true))
            && !cell.contains(['°', '′', '\'', '度'])
            && decimals < 4
    };
    if is_size(latitude, lat) || is_size(longitude, lon) {
        return None;
    }
    let text = format!("latitude {lat}; longitude {lon}");
    let not_understood = || {
        Some(Err(CoordinateProblem::NotUnderstood {
            value: format!("{lat}; {lon}"),
            why: "its columns are headed latitude and longitude; write degrees, or degrees, minutes and seconds",
        }))
    };
    let found = find(&text).into_iter().next();
    let Some(finding) = found.filter(|finding| finding.span == (0..text.len())) else {
        return not_understood();
    };
    let Ok(mut coordinate) = finding.result else {
        return Some(finding.result);
    };
    let Position::Geographic { lon: x, lat: y } = &mut coordinate.position else {
        return not_understood();
    };
    for (heading, cell, value) in [(latitude, lat, y), (longitude, lon, x)] {
        let named = cell.chars().any(char::is_alphabetic);
        let Some(hemisphere) = heading.hemisphere().filter(|_| !named) else {
            continue;
        };
        if *value < 0.0 {
            return Some(Err(CoordinateProblem::Ambiguous {
                what: "hemisphere",
                value: cell.to_owned(),
                remedy: "its heading names a hemisphere, and it has a minus sign besides; keep one of them",
            }));
        }
        if hemisphere.negative {
            *value = -*value;
        }
    }
    Some(Ok(coordinate))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn read(headings: [&str; 2], cells: [&str; 2]) -> Option<(f64, f64)> {
        let [latitude, longitude] = headings.map(|heading| Heading::of(heading).unwrap());
        assert!(
            latitude.is_latitude() && longitude.is_longitude(),
            "{headings:?}"
        );
        let found = in_columns((latitude, cells[0]), (longitude, cells[1]))?.ok()?;
        let Position::Geographic { lon, lat } = found.position else {
            panic!("{found:?}");
        };
        Some(((lat * 1e6).round() / 1e6, (lon * 1e6).round() / 1e6))
    }

    #[test]
    fn cells_are_read_as_their_headings_say() {
        for headings in [
            ["Latitude", "Longitude"],
            ["lat", "lng"],
            ["Lat. (°)", "Long. (°)"],
            ["decimalLatitude", "decimalLongitude"],
            ["Latitude (WGS 84)", "Longitude (WGS 84)"],
            ["lat_dd", "lon_dd"],
            ["Широта", "Долгота"],
            ["Breite", "Länge"],
            ["Enlem", "Boylam"],
            ["Latitude N", "Longitude E"],
            ["纬度", "经度"],
            ["عرض جغرافیایی", "طول جغرافیایی"],
        ] {
            assert_eq!(
                read(headings, ["39.2071", "46.4148"]),
                Some((39.2071, 46.4148)),
                "{headings:?}"
            );
        }
        let plain = ["Latitude", "Longitude"];
        assert_eq!(
            read(plain, ["38,9333", "-45,6333"]),
            Some((38.9333, -45.6333))
        );
        assert_eq!(read(plain, ["39°12′N", "46°24′W"]), Some((39.2, -46.4)));
        assert_eq!(read(plain, ["39 12 00", "46 24 00"]), Some((39.2, 46.4)));
        assert_eq!(
            read(["Lat (S)", "Long (W)"], ["39.2", "46.4"]),
            Some((-39.2, -46.4))
        );
        assert_eq!(
            read(["Latitude", "Longitude (E/W)"], ["39.2", "46.4 W"]),
            Some((39.2, -46.4))
        );
        assert_eq!(read(["Lat (S)", "Long"], ["-39.2", "46.4"]), None);
        assert_eq!(read(plain, ["139.2", "46.4"]), None);
        assert_eq!(read(plain, ["39.2", "n/a"]), None);
        assert_eq!(read(["Breite", "Länge"], ["39.2", "46.4"]), None);
        assert_eq!(
            read(["Breite (°)", "Länge (°)"], ["39.2", "46.4"]),
            Some((39.2, 46.4))
        );
    }

    #[test]
    fn headings_of_other_figures_are_none() {
        for heading in [
            "Lat min",
            "Longitude max",
            "Name",
            "Price",
            "Latitude error (m)",
            "Length",
            "Long name N",
            "Minutes",
            "X",
            "Latitude E",
        ] {
            let halves = Heading::of(heading)
                .filter(|heading| heading.is_latitude() || heading.is_longitude());
            assert_eq!(halves, None, "{heading}");
        }
    }

    #[test]
    fn a_column_may_have_both() {
        for (heading, cell) in [
            ("Lat/Long", "39.2071, 46.4148"),
            ("Coordinates", "39.2071 46.4148"),
            ("Lon, lat", "46.4148, 39.2071"),
            ("Координаты", "39.2071; 46.4148"),
        ] {
            let heading = Heading::of(heading)
                .filter(|heading| heading.is_pair())
                .unwrap();
            let found = heading.pair(cell).unwrap().unwrap();
            let wanted = Position::Geographic {
                lon: 46.4148,
                lat: 39.2071,
            };
            assert_eq!(found.position, wanted);
        }
    }
}
