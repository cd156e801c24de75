//! What a check of a gazetteer can find, how grave it is and what to do about it.

use geo::Point;

crate::vocabulary! {
    /// What is wrong with a row.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum FindingKind {
        /// A point outside of the countries that the row claims, within them once longitude and latitude are exchanged.
        Swapped = "swapped",
        /// A point in the outline of a country that the row does not claim, farther from those that it does claim than is
        /// allowed.
        OtherCountry = "other-country",
        /// A point at exactly 0° N 0° E, where fields that were left empty put it.
        Zero = "zero-point",
        /// A container that no gazetteer in use has.
        UnknownContainer = "unknown-container",
        /// Places that contain each other, by way of others or without, or a place that contains itself.
        ContainerCycle = "container-cycle",
        /// A stop of a route, or a side of a border, that no gazetteer in use has as a place.
        UnknownStop = "unknown-stop",
        /// A place, name, course or line that ends before it begins.
        EmptyValidity = "empty-validity",
        /// Two rows of one gazetteer with the same number in GeoNames or item in Wikidata.
        RepeatedNumber = "repeated-number",
        /// A point in no outline and farther from the countries that the row claims than is allowed: an island that coarse
        /// outlines leave out, or a wrong point.
        AtSea = "at-sea",
        /// A place of the same name (case, diacritics and hyphens apart) and feature class within a kilometre, at the same
        /// time; of class A also of the same feature code.
        NearDuplicate = "near-duplicate",
        /// Stops that follow each other more than 2,500 km apart, or a stop that makes the way three times as long (and
        /// 300 km longer) as without it.
        FarStop = "far-stop",
        /// A name without a letter.
        NoLetter = "no-letter",
        /// A name that is a common English word (*Reading*, *Of*): the lexicon of recognition says so.
        CommonWord = "common-word",
        /// A row of `accepted.csv` that excuses nothing: what it excused was mended, or its id or kind is misspelt.
        StaleAcceptance = "stale-acceptance",
    }
    /// A short name for tables.
    pub fn key;
}

impl FindingKind {
    /// Whether the row is wrong and gives wrong maps. Other kinds are advice: there are right rows like that.
    #[must_use]
    pub fn is_severe(self) -> bool {
        self < FindingKind::AtSea
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
