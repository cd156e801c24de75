//! What a check of a gazetteer can find, how grave it is and what to do about it.

use geo::Point;

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Longitude and latitude stand in each other's place: the point is outside the countries that the row claims, and
    /// within them once the two are exchanged.
    Swapped,
    /// The point lies in the outline of a country that the row does not claim, farther from those that it does claim
    /// than is allowed.
    OtherCountry,
    /// The point is exactly at 0° N 0° E, where fields that were left empty put it.
    Zero,
    /// The row names a container that no gazetteer in use has.
    UnknownContainer,
    /// A place contains itself, by way of others or without.
    ContainerCycle,
    /// A route has a stop, or a border a side, that no gazetteer in use has as a place.
    UnknownStop,
    /// A span of time ends before it begins.
    EmptyValidity,
    /// Two rows of one gazetteer have the same number in GeoNames or the same item in Wikidata.
    RepeatedNumber,
    /// The point lies in no outline of a country, farther from those that the row claims than is allowed.
    AtSea,
    /// Two places of the same name and feature class lie close together.
    NearDuplicate,
    /// A stop of a route is far from the stops beside it.
    FarStop,
    /// A name has no letter.
    NoLetter,
    /// A name is also a common word.
    CommonWord,
    /// A row of `accepted.csv` excuses something that is not found.
    StaleAcceptance,
}

impl FindingKind {
    /// All kinds, the severe ones first.
    pub const ALL: [FindingKind; 14] = [
        FindingKind::Swapped,
        FindingKind::OtherCountry,
        FindingKind::Zero,
        FindingKind::UnknownContainer,
        FindingKind::ContainerCycle,
        FindingKind::UnknownStop,
        FindingKind::EmptyValidity,
        FindingKind::RepeatedNumber,
        FindingKind::AtSea,
        FindingKind::NearDuplicate,
        FindingKind::FarStop,
        FindingKind::NoLetter,
        FindingKind::CommonWord,
        FindingKind::StaleAcceptance,
    ];

    /// Whether the row is wrong and gives wrong maps. Other kinds are advice: there are right rows like that.
    #[must_use]
    pub fn is_severe(self) -> bool {
        self < FindingKind::AtSea
    }

    /// A short name for tables.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            FindingKind::Swapped => "swapped",
            FindingKind::OtherCountry => "other-country",
            FindingKind::Zero => "zero-point",
            FindingKind::UnknownContainer => "unknown-container",
            FindingKind::ContainerCycle => "container-cycle",
            FindingKind::UnknownStop => "unknown-stop",
            FindingKind::EmptyValidity => "empty-validity",
            FindingKind::RepeatedNumber => "repeated-number",
            FindingKind::AtSea => "at-sea",
            FindingKind::NearDuplicate => "near-duplicate",
            FindingKind::FarStop => "far-stop",
            FindingKind::NoLetter => "no-letter",
            FindingKind::CommonWord => "common-word",
            FindingKind::StaleAcceptance => "stale-acceptance",
        }
    }

    /// What is wrong, as a heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            FindingKind::Swapped => "longitude and latitude exchanged",
            FindingKind::OtherCountry => "in another country than claimed",
            FindingKind::Zero => "at 0° N 0° E",
            FindingKind::UnknownContainer => "containers that no gazetteer has",
            FindingKind::ContainerCycle => "containers that contain each other",
            FindingKind::UnknownStop => "stops and sides that no gazetteer has",
            FindingKind::EmptyValidity => "time that ends before it begins",
            FindingKind::RepeatedNumber => "one number or item for several rows",
            FindingKind::AtSea => "outside every outline",
            FindingKind::NearDuplicate => "the same name twice within a kilometre",
            FindingKind::FarStop => "stops far off the way",
            FindingKind::NoLetter => "names without a letter",
            FindingKind::CommonWord => "names that are common words",
            FindingKind::StaleAcceptance => "rows of accepted.csv that excuse nothing",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            FindingKind::Swapped => "exchange lon and lat",
            FindingKind::OtherCountry => "correct lon and lat, or the column countries",
            FindingKind::Zero => "give the place its position, or leave the row out",
            FindingKind::UnknownContainer => {
                "correct the id, add a row for it, or open the gazetteer that has it too"
            }
            FindingKind::ContainerCycle => "take one out of the containers of the other",
            FindingKind::UnknownStop => {
                "correct the id in from, via, to or sides, add a place, or open the gazetteer that has it too"
            }
            FindingKind::EmptyValidity => "exchange or correct valid_from and valid_to",
            FindingKind::RepeatedNumber => {
                "make one row of them, or leave the number to the one that it belongs to"
            }
            FindingKind::AtSea => {
                "compare with a map: an island that outlines leave out is right, else correct lon and lat"
            }
            FindingKind::NearDuplicate => {
                "make one row of them, or tell them apart by name, class or time"
            }
            FindingKind::FarStop => "check whether the stop is another place of the same name",
            FindingKind::NoLetter => "remove the name unless texts call the place so",
            FindingKind::CommonWord => {
                "keep it where texts call the place so; it will be refused where the word is not a name"
            }
            FindingKind::StaleAcceptance => {
                "delete the row of accepted.csv, or correct its id or kind; what it excused is not found any more"
            }
        }
    }
}

/// One thing found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What sort of thing.
    pub kind: FindingKind,
    /// The gazetteer that has the row, as it was opened.
    pub gazetteer: String,
    /// Id of the place, route or border.
    pub id: String,
    /// Its label.
    pub name: String,
    /// Its representative point, if it is a place: WGS 84 degrees, longitude first.
    pub point: Option<Point<f64>>,
    /// How far off the point or stop is, metres, where that is what is wrong.
    pub off_m: Option<f64>,
    /// What is wrong, for people.
    pub what: String,
}
