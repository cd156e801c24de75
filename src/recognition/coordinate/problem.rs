//! What can be wrong with something that is written as a position.

use std::fmt;

/// Why something written as a position is none that could be put on a map.
#[derive(Clone, Debug, PartialEq)]
pub enum CoordinateProblem {
    /// A number lies outside what its quantity can be.
    OutOfRange {
        /// The quantity, such as `latitude`.
        what: &'static str,
        /// The value as written.
        value: String,
        /// The values it can have.
        allowed: &'static str,
    },
    /// It can be read in two ways, which differ by more than the position's precision.
    Ambiguous {
        /// What is ambiguous, such as `hemisphere`.
        what: &'static str,
        /// The part as written.
        value: String,
        /// What to write instead.
        remedy: &'static str,
    },
    /// A part is missing without which there is no telling the position.
    Incomplete {
        /// What is missing, such as `zone`.
        what: &'static str,
        /// The position as written.
        value: String,
        /// What to add.
        remedy: &'static str,
    },
    /// It names a coordinate reference system other than WGS 84, or a prime meridian other than
    /// Greenwich, in a notation that is read in WGS 84 only.
    UnsupportedReferenceSystem {
        /// The system's name as written.
        name: String,
    },
    /// Its figures can be put together in two ways, which are different places.
    TwoReadings {
        /// The position as written.
        value: String,
        /// Latitude and longitude of both, in degrees.
        readings: [(f64, f64); 2],
    },
    /// It looks like a position in no notation that is read here.
    NotUnderstood {
        /// What was written.
        value: String,
        /// What is not understood, and what to write.
        why: &'static str,
    },
    /// A grid reference whose parts do not fit together.
    BadGridReference {
        /// The reference as written.
        value: String,
        /// What does not fit, and what to check.
        why: &'static str,
    },
}

impl CoordinateProblem {
    /// The keys of all.
    pub const KEYS: [&'static str; 7] = [
        "out_of_range",
        "ambiguous",
        "incomplete",
        "unsupported_reference_system",
        "two_readings",
        "not_understood",
        "bad_grid_reference",
    ];

    /// The keys, each with what it means.
    #[must_use]
    pub fn meanings() -> [(&'static str, &'static str); Self::KEYS.len()] {
        let [
            out_of_range,
            ambiguous,
            incomplete,
            system,
            two_readings,
            not_understood,
            grid,
        ] = Self::KEYS;
        [
            (
                out_of_range,
                "A number lies outside what its quantity can be.",
            ),
            (
                ambiguous,
                "It can be read in two ways, which lead to different places.",
            ),
            (
                incomplete,
                "A part is missing without which there is no telling the position.",
            ),
            (
                system,
                "It names a reference system in which this notation is not read.",
            ),
            (
                two_readings,
                "Its figures can be put together in two ways, which are different places.",
            ),
            (
                not_understood,
                "It looks like a position in no notation that is read.",
            ),
            (grid, "The parts of a grid reference do not fit together."),
        ]
    }

    /// Its key, one of [`Self::KEYS`].
    #[must_use]
    pub fn key(&self) -> &'static str {
        let [
            out_of_range,
            ambiguous,
            incomplete,
            system,
            two_readings,
            not_understood,
            grid,
        ] = Self::KEYS;
        match self {
            Self::OutOfRange { .. } => out_of_range,
            Self::Ambiguous { .. } => ambiguous,
            Self::Incomplete { .. } => incomplete,
            Self::UnsupportedReferenceSystem { .. } => system,
            Self::TwoReadings { .. } => two_readings,
            Self::NotUnderstood { .. } => not_understood,
            Self::BadGridReference { .. } => grid,
        }
    }

    /// Minutes or seconds of sixty and more.
    pub(super) fn below_sixty(what: &'static str, value: f64) -> Self {
        Self::OutOfRange {
            what,
            value: value.to_string(),
            allowed: "0 to less than 60",
        }
    }
}

impl fmt::Display for CoordinateProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange {
                what,
                value,
                allowed,
            } => write!(
                formatter,
                "{what} “{value}” is out of range ({allowed}): check it against the source"
            ),
            Self::Ambiguous {
                what,
                value,
                remedy,
            } => write!(formatter, "{what} of “{value}” is ambiguous: {remedy}"),
            Self::Incomplete {
                what,
                value,
                remedy,
            } => write!(formatter, "“{value}” has no {what}: {remedy}"),
            Self::UnsupportedReferenceSystem { name } => write!(
                formatter,
                "coordinate reference system “{name}” is not supported here: give the position in \
                 WGS 84"
            ),
            Self::TwoReadings {
                value,
                readings: [(lat, lon), (other_lat, other_lon)],
            } => write!(
                formatter,
                "“{value}” can be read as {lat:.5}, {lon:.5} and as {other_lat:.5}, {other_lon:.5}: write the signs \
                 of degrees, minutes and seconds"
            ),
            Self::NotUnderstood { value, why } => {
                write!(
                    formatter,
                    "“{value}” looks like a position and is not understood: {why}"
                )
            }
            Self::BadGridReference { value, why } => {
                write!(formatter, "grid reference “{value}” does not fit: {why}")
            }
        }
    }
}

impl std::error::Error for CoordinateProblem {}
