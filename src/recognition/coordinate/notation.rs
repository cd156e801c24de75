//! The ways in which positions are written.

use std::fmt;

araxes_gazetteer::vocabulary! {
    /// The way a position was written.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum Notation {
        /// Degrees, minutes and seconds: `39°08′26.6″N 46°57′15.6″E`.
        DegreesMinutesSeconds = "degrees_minutes_seconds",
        /// Degrees and minutes: `39°08.443′N 46°57.26′E`.
        DegreesMinutes = "degrees_minutes",
        /// Degrees, decimal or whole: `39.1407°N 46.9543°E`.
        DecimalDegrees = "decimal_degrees",
        /// Digits run together: `375651N 0463025E`, and ISO 6709 strings such as
        /// `+40.1811+044.5136/`.
        Compact = "compact",
        /// Universal Transverse Mercator: `38S 641234 4335678`.
        Utm = "utm",
        /// Military Grid Reference System: `38SQJ 12345 67890`.
        Mgrs = "mgrs",
        /// Plus Code (Open Location Code): `8HG34P2X+XM`, or short, with a town: `4P2X+XM Meghri`.
        PlusCode = "plus_code",
        /// `geo:` URI of RFC 5870: `geo:39.1407,46.9543`.
        GeoUri = "geo_uri",
        /// Soviet Gauss–Krüger: `X=4435678 Y=8563120`.
        GaussKruger = "gauss_kruger",
        /// A link to a map, as reading leaves it: `map link 39.1407, 46.9543`.
        MapLink = "map_link",
    }
    /// Its name where such are listed.
    pub fn key;
}

impl Notation {
    /// A readable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DegreesMinutesSeconds => "degrees, minutes and seconds",
            Self::DegreesMinutes => "degrees and minutes",
            Self::DecimalDegrees => "decimal degrees",
            Self::Compact => "compact",
            Self::Utm => "UTM",
            Self::Mgrs => "MGRS",
            Self::PlusCode => "Plus Code",
            Self::GeoUri => "geo URI",
            Self::GaussKruger => "Gauss–Krüger",
            Self::MapLink => "map link",
        }
    }
}

impl fmt::Display for Notation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
