//! What a place is, in a word that a reader knows.

use crate::compile::place::FeatureClass;

crate::vocabulary! {
    /// What a place is, in a word that a reader knows, by its feature class and code.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum PlaceKind {
        /// A state of today, a dependent territory, or a land that one or more states claim.
        Country = "country",
        /// A state that is no longer: *the Soviet Union*.
        HistoricalCountry = "historical country",
        /// A division of a country: province, state, district, county.
        Division = "administrative division",
        /// A division that is no longer.
        HistoricalDivision = "historical administrative division",
        /// The capital of a country.
        Capital = "capital",
        /// A city, town or other populated place.
        Settlement = "settlement",
        /// A farm village or a locality.
        Village = "village",
        /// A quarter of a town.
        PartOfTown = "part of a town",
        /// A place where nobody lives any more.
        FormerSettlement = "former settlement",
        /// A land that is no division: *the Caucasus*, *the Middle East*.
        Region = "region",
        /// A land of former times.
        HistoricalRegion = "historical region",
        /// A continent.
        Continent = "continent",
        /// A free zone or a buffer zone.
        Zone = "zone",
        /// A park, a field or another area.
        Area = "area",
        /// A river, stream or branch of one.
        River = "river",
        /// A lake.
        Lake = "lake",
        /// A reservoir.
        Reservoir = "reservoir",
        /// A sea.
        Sea = "sea",
        /// An ocean.
        Ocean = "ocean",
        /// A gulf or bay.
        Gulf = "gulf",
        /// A strait.
        Strait = "strait",
        /// A canal.
        Canal = "canal",
        /// Other waters: springs, falls, glaciers, harbours.
        Water = "water",
        /// A mountain, peak or volcano.
        Mountain = "mountain",
        /// Several mountains.
        MountainRange = "mountain range",
        /// A mountain pass.
        Pass = "pass",
        /// An island, valley, desert, cape or another form of the land.
        Landform = "landform",
        /// A dam.
        Dam = "dam",
        /// A bridge.
        Bridge = "bridge",
        /// A tunnel.
        Tunnel = "tunnel",
        /// An airport, airfield or air base.
        Airport = "airport",
        /// A crossing of a border or its customs house.
        BorderCrossing = "border crossing",
        /// An oil or gas field.
        OilOrGasField = "oil or gas field",
        /// A mine.
        Mine = "mine",
        /// A building or another single spot.
        Site = "site",
        /// A road, railway or crossroads.
        RoadOrRailway = "road or railway",
        /// A form of the floor of the sea.
        Undersea = "undersea feature",
        /// A forest, heath or orchard.
        Vegetation = "vegetation",
    }
    /// The word for it in the output.
    pub fn as_str;
}

impl PlaceKind {
    /// What a place of this class and code of GeoNames is.
    #[must_use]
    pub fn of(class: FeatureClass, code: &str) -> Self {
        match (class, code) {
            (_, "PCLH") => Self::HistoricalCountry,
            (_, code) if code.starts_with("PCL") => Self::Country,
            (_, "ADM1" | "ADM2" | "ADM3" | "ADM4" | "ADMD") => Self::Division,
            (_, "ADM1H" | "ADM2H" | "ADMDH") => Self::HistoricalDivision,
            (_, "PPLC") => Self::Capital,
            (FeatureClass::P, "PPLH" | "PPLQ" | "PPLW") => Self::FormerSettlement,
            (FeatureClass::P, "PPLX") => Self::PartOfTown,
            (FeatureClass::P, "PPLF" | "PPLL") => Self::Village,
            (FeatureClass::P, _) => Self::Settlement,
            (_, "RGN" | "RGNE" | "RGNL") => Self::Region,
            (_, "RGNH") => Self::HistoricalRegion,
            (_, "CONT") => Self::Continent,
            (_, "ZN" | "ZNF") => Self::Zone,
            (_, "STM" | "STMS" | "STMI" | "STMX") => Self::River,
            (_, "LK" | "LKS" | "LKN") => Self::Lake,
            (_, "RSV") => Self::Reservoir,
            (_, "SEA") => Self::Sea,
            (_, "OCN") => Self::Ocean,
            (_, "GULF" | "BAY") => Self::Gulf,
            (_, "STRT") => Self::Strait,
            (_, "CNL") => Self::Canal,
            (FeatureClass::H, _) => Self::Water,
            (_, "PASS") => Self::Pass,
            (_, "MT" | "PK" | "VLC") => Self::Mountain,
            (_, "MTS") => Self::MountainRange,
            (_, "PLN" | "VAL" | "PEN" | "PLAT" | "DSRT" | "ISL" | "CAPE") => Self::Landform,
            (FeatureClass::T, _) => Self::Landform,
            (_, "DAM") => Self::Dam,
            (_, "BDG") => Self::Bridge,
            (_, "TNL" | "TNLRD" | "TNLRR") => Self::Tunnel,
            (_, "AIRP" | "AIRB" | "AIRF") => Self::Airport,
            (_, "CSTM" | "BDRY") => Self::BorderCrossing,
            (_, "OILF" | "GASF") => Self::OilOrGasField,
            (_, "MN" | "MNAU" | "MNCU") => Self::Mine,
            (FeatureClass::S, _) => Self::Site,
            (FeatureClass::R, _) => Self::RoadOrRailway,
            (FeatureClass::L, _) => Self::Area,
            (FeatureClass::A, _) => Self::Region,
            (FeatureClass::U, _) => Self::Undersea,
            (FeatureClass::V, _) => Self::Vegetation,
        }
    }
}
