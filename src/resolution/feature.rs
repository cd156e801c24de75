//! The features of a candidate: what speaks for or against it. Each is a number in the model's weights file and a
//! sentence in `araxes explain`. Which value each has for a candidate is found in `features/`.

macro_rules! features {
    ($($(#[doc = $line:literal])+ $feature:ident = $key:literal, $group:ident, $learned:literal;)*) => {
        /// What speaks for or against a candidate. A feature of a map (`layer::Feature`) is another matter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Feature {
            $($(#[doc = $line])+ $feature,)*
        }

        impl Feature {
            /// All features, in the order of their numbers.
            pub const ALL: &'static [Feature] = &[$(Feature::$feature,)*];

            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();

            /// Its name in the weights file.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(Feature::$feature => $key,)*
                }
            }

            /// What it says, in a sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Feature::$feature => concat!($($line),+).trim_ascii_start(),)*
                }
            }

            /// The group it belongs to, which can be left out as a whole to measure what it is worth.
            #[must_use]
            pub fn group(self) -> Group {
                match self {
                    $(Feature::$feature => Group::$group,)*
                }
            }

            /// Whether the trainer sets its weight. What the training corpora hardly show (dates, lines,
            /// waters, nouns beside given spans, divisions called like their seat) keeps the weight that was set by hand.
            #[must_use]
            pub fn is_learned(self) -> bool {
                match self {
                    $(Feature::$feature => $learned,)*
                }
            }
        }
    };
}

/// Groups of features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// What sort of place the candidate is, and how many people live there.
    Prominence,
    /// Which of its names was used, and how the text writes it.
    Name,
    /// By which change of the words the candidate was found.
    Form,
    /// What a noun beside the name says.
    Noun,
    /// What was in force on the document's day.
    Time,
    /// The container pattern: *Paris, Texas*.
    Container,
    /// Where the document's other places lie: the same district, division and country.
    Company,
    /// Distances to the document's other places.
    Distance,
    /// Where the publisher is at home.
    Publisher,
    /// What stands in the same sentence.
    Neighbour,
    /// Lines and their sides.
    Line,
}

impl Group {
    /// All groups.
    pub const ALL: [Group; 11] = [
        Group::Prominence,
        Group::Name,
        Group::Form,
        Group::Noun,
        Group::Time,
        Group::Container,
        Group::Company,
        Group::Distance,
        Group::Publisher,
        Group::Neighbour,
        Group::Line,
    ];

    /// Its name in reports.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Group::Prominence => "prominence",
            Group::Name => "name",
            Group::Form => "form",
            Group::Noun => "noun",
            Group::Time => "time",
            Group::Container => "container",
            Group::Company => "company",
            Group::Distance => "distance",
            Group::Publisher => "publisher",
            Group::Neighbour => "neighbour",
            Group::Line => "line",
        }
    }
}

features! {
    /// That any candidate is meant at all, and not something that no gazetteer has.
    Any = "any", Prominence, true;
    /// It is a country.
    Country = "country", Prominence, true;
    /// It was a country.
    FormerCountry = "former_country", Prominence, false;
    /// It is the capital of a country.
    Capital = "capital", Prominence, true;
    /// It is the seat of a division.
    Seat = "seat", Prominence, true;
    /// It is a first-level division.
    FirstDivision = "first_division", Prominence, true;
    /// It is a division of another level.
    OtherDivision = "other_division", Prominence, true;
    /// It is a continent or macro-region.
    Region = "region", Prominence, true;
    /// It is a river, lake or sea.
    Water = "water", Prominence, false;
    /// It is a mountain, range or island.
    Terrain = "terrain", Prominence, false;
    /// It is a building, dam or bridge.
    Site = "site", Prominence, true;
    /// It is a zone or park.
    Area = "area", Prominence, true;
    /// It is a part of a town.
    PartOfTown = "part_of_town", Prominence, true;
    /// It is a settlement that was given up.
    FormerSettlement = "former_settlement", Prominence, false;
    /// Powers of ten of a settlement's inhabitants above one hundred.
    Population = "population", Prominence, true;
    /// Powers of ten of a country's inhabitants above a hundred thousand.
    PopulationOfCountry = "population_of_country", Prominence, true;
    /// Powers of ten of a division's inhabitants above ten thousand, where they are known.
    PopulationOfDivision = "population_of_division", Prominence, false;
    /// It is a settlement and nobody says how many live there.
    PopulationUnknown = "population_unknown", Prominence, true;
    /// No settlement among the candidates is larger.
    LargestNamesake = "largest_namesake", Prominence, true;
    /// Its share of the inhabitants of all settlements among the candidates.
    ShareOfNamesakes = "share_of_namesakes", Prominence, true;

    /// Powers of ten of the extent of a division, region, water or range, above ten kilometres.
    Extent = "extent", Prominence, true;
    /// It is a division, and a town in it is called so as well, and by no other name: *Geneva*, but not *Quebec*.
    CalledLikeSeat = "called_like_seat", Prominence, false;
    /// It is a settlement, and lies in a division of this name.
    CalledLikeDivision = "called_like_division", Prominence, true;

    /// The name is its label.
    Label = "label", Name, true;
    /// The name is official or its own people's.
    MainName = "main_name", Name, true;
    /// The name is an exonym, a transliteration or another spelling.
    OtherName = "other_name", Name, true;
    /// The name is an abbreviation.
    Abbreviation = "abbreviation", Name, true;
    /// The name is no longer in use.
    OldName = "old_name", Name, false;
    /// The name stands for a government.
    Metonym = "metonym", Name, true;
    /// The name is that of its people, or its adjective.
    NameOfPeople = "name_of_people", Name, true;
    /// The text writes the name exactly as the gazetteer does.
    SameSpelling = "same_spelling", Name, true;
    /// Its label says *district* or *county*, and the text does not.
    BareDivision = "bare_division", Name, false;
    /// The name says nothing but a direction, which every country has: *Northeast*, *Central Region*.
    SaysDirection = "says_direction", Name, false;

    /// The text abbreviates a word of the name: *St. Paul*.
    Respelt = "respelt", Form, true;
    /// The text adds a noun that fits the sort of place: *Quebec City*.
    NounFits = "noun_fits", Form, true;
    /// The text adds a noun that fits another sort: *Kansas City* is not in Kansas.
    NounContradicts = "noun_contradicts", Form, true;
    /// The text leaves out a noun of the name: *Rapides* for Rapides Parish.
    NounLeftOut = "noun_left_out", Form, true;
    /// The text speaks of a part: *upstate New York*, *downtown Dallas*.
    PartSpokenOf = "part_spoken_of", Form, true;
    /// A longer name begins with the place's: *Dubai World Cup*.
    BeginsWith = "begins_with", Form, true;
    /// A longer name ends with the place's: *University of California*.
    EndsWith = "ends_with", Form, true;
    /// A longer name has the place's inside.
    HasInside = "has_inside", Form, true;
    /// One letter was corrected.
    Corrected = "corrected", Form, true;
    /// No gazetteer has the name; it is a thing in this place.
    Within = "within", Form, true;
    /// No gazetteer has the name, though it has the name of a place in it.
    WithinThoughNamed = "within_though_named", Form, true;
    /// For a name that no gazetteer has: the place's share of all that the document speaks of.
    WithinOften = "within_often", Form, true;
    /// For a name that no gazetteer has: no place is spoken of between.
    WithinLatest = "within_latest", Form, true;
    /// For a name that no gazetteer has: the place is in the same sentence.
    WithinSentence = "within_sentence", Form, true;
    /// For a name that no gazetteer has: the place is named right behind it, *the Old Mill in Lancaster*.
    WithinBehind = "within_behind", Form, false;

    /// What stands beside the name fits the sort of place.
    HintFits = "hint_fits", Noun, false;
    /// What stands beside the name says another sort of place.
    HintContradicts = "hint_contradicts", Noun, false;

    /// It was in force on the document's day.
    InForce = "in_force", Time, false;
    /// It was not there yet on the document's day.
    NotYet = "not_yet", Time, false;
    /// The place was there no longer on the document's day.
    PlaceOfThePast = "place_of_the_past", Time, false;
    /// The line stood no longer on the document's day.
    LineOfThePast = "line_of_the_past", Time, false;
    /// For how many years the line had been over, up to twenty: of two past lines the later is meant.
    YearsOver = "years_over", Time, false;
    /// The name was in use on the document's day.
    NameInUse = "name_in_use", Time, false;
    /// The name was not in use on the document's day.
    NameNotInUse = "name_not_in_use", Time, false;

    /// The name stands right before the name of what contains it: *Goris, Armenia*.
    BeforeContainer = "before_container", Container, true;
    /// The name stands before *in* and the name of what contains it: *Goris in Armenia*.
    InContainer = "in_container", Container, false;
    /// It stands right behind the name of something that it contains.
    BehindContained = "behind_contained", Container, true;
    /// The name stands right before the name of what would contain it, and it lies elsewhere: *Durham, UK* is not in
    /// North Carolina.
    OutsideContainer = "outside_container", Container, false;
    /// The same name stands before its container elsewhere in the document.
    ContainerElsewhere = "container_elsewhere", Container, true;

    /// How many other names lie in the same first-level division.
    DivisionCompany = "division_company", Company, true;
    /// Which share of all other names lies in the same first-level division.
    DivisionShare = "division_share", Company, true;
    /// No other candidate has more of the document's other places in its division.
    MostCompany = "most_company", Company, true;
    /// How many other names lie in the same district or county.
    DistrictCompany = "district_company", Company, true;
    /// How many other names lie in the same country.
    CountryCompany = "country_company", Company, true;
    /// Which share of all other names lies in the same country.
    CountryShare = "country_share", Company, true;
    /// Which share of all other names lies in the same part of a continent: *Georgia* beside Armenia and Azerbaijan.
    RegionShare = "region_share", Company, false;
    /// Its division is mentioned by name.
    DivisionNamed = "division_named", Company, true;
    /// Its district is mentioned by name.
    DistrictNamed = "district_named", Company, true;
    /// Its country is mentioned by name.
    CountryNamed = "country_named", Company, true;
    /// It contains places that the document mentions.
    Contains = "contains", Company, true;
    /// Another name in the document means the same place.
    SamePlace = "same_place", Company, true;
    /// The document's first place lies in the same division.
    FirstPlace = "first_place", Company, true;

    /// How many other places are near, within tens of kilometres.
    Near = "near", Distance, true;
    /// No other candidate has more of the document's other places near.
    Nearest = "nearest", Distance, true;
    /// How many other places are within hundreds of kilometres.
    NearWide = "near_wide", Distance, true;

    /// It lies in the country of the publisher's domain.
    PublisherCountry = "publisher_country", Publisher, true;
    /// It is near a town that the publisher is called after, as likely as that is the largest of the name.
    PublisherNear = "publisher_near", Publisher, true;
    /// It is near one of the towns that the publisher may be called after.
    PublisherTown = "publisher_town", Publisher, true;
    /// It is near such a town in the United States, and the publisher's domain belongs to no country: `athenspaper.com`
    /// is not of Athens in Greece.
    PublisherTownWithoutCountry = "publisher_town_without_country", Publisher, true;
    /// The publisher's domain belongs to no country, and it lies in the United States, where that is usual.
    PublisherWithoutCountry = "publisher_without_country", Publisher, true;

    /// A neighbour in the sentence lies in the same division.
    NeighbourDivision = "neighbour_division", Neighbour, true;
    /// A neighbour in the sentence lies in the same country.
    NeighbourCountry = "neighbour_country", Neighbour, false;
    /// It is coordinated with a place of the same sort: *Azerbaijan proper and Nakhchivan*.
    Coordinated = "coordinated", Neighbour, true;

    /// It is a route, or a line between sides.
    Line = "line", Line, false;
    /// A side of the line is certain elsewhere in the document.
    SideMentioned = "side_mentioned", Line, false;
    /// No side of the line is certain elsewhere in the document: *the front line* of another war.
    NoSideMentioned = "no_side_mentioned", Line, false;
}

/// A value for each feature.
pub type Values = [f32; Feature::COUNT];
