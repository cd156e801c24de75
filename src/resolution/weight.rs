//! The weights of the evidence, in log-odds. One place to see and to change them.

/// The score of “none of the candidates is meant”, against which all are measured.
pub const NONE_OF_THEM: f64 = -1.0;

/// From this confidence on a resolved mention throws light on others.
pub const ANCHOR_CONFIDENCE: f64 = 0.8;

/// How prominent sorts of features are in news, before the text is looked at.
pub const COUNTRY: f64 = 4.2;
/// A historical country.
pub const HISTORICAL_COUNTRY: f64 = 1.2;
/// A capital of a country.
pub const CAPITAL: f64 = 1.6;
/// A region, macro-region or continent.
pub const REGION: f64 = 2.2;
/// A first-level division.
pub const FIRST_DIVISION: f64 = 2.0;
/// Any other administrative division.
pub const OTHER_DIVISION: f64 = 0.6;
/// A river, lake or sea.
pub const WATER: f64 = 1.2;
/// A mountain, pass or range.
pub const TERRAIN: f64 = 0.8;
/// A building, dam or bridge.
pub const SITE: f64 = 0.6;
/// A zone or park.
pub const AREA: f64 = 0.2;
/// A settlement without a known number of inhabitants.
pub const SETTLEMENT: f64 = 0.3;
/// For each power of ten of a settlement's inhabitants above one hundred.
pub const PER_TENFOLD_POPULATION: f64 = 0.45;
/// For each power of ten of a first-level division's inhabitants above ten thousand.
pub const PER_TENFOLD_POPULATION_OF_DIVISION: f64 = 0.3;
/// A route or a line between sides.
pub const LINE: f64 = 1.8;

/// The text writes the name exactly as the gazetteer does.
pub const SAME_SPELLING: f64 = 0.4;
/// The name is the entry's label, official or used by its own people.
pub const MAIN_NAME: f64 = 0.5;
/// The name is used by others, transliterated or another spelling.
pub const OTHER_NAME: f64 = 0.3;
/// The name is no longer in use.
pub const OLD_NAME: f64 = -0.3;
/// The name stands for a government.
pub const METONYM: f64 = -0.2;

/// The label says district or province, and the text does not: a seat is called by the bare name more often.
pub const BARE_NAME_OF_DIVISION: f64 = -2.0;

/// What the words around say fits the sort of feature.
pub const HINT_FITS: f64 = 2.0;
/// They say another sort.
pub const HINT_CONTRADICTS: f64 = -1.5;

/// The entry or the name was in force on the document's day.
pub const IN_FORCE: f64 = 0.3;
/// The entry was not there yet.
pub const NOT_IN_FORCE: f64 = -2.5;
/// The place was no longer there.
pub const PLACE_OF_THE_PAST: f64 = -0.3;
/// The line no longer stood.
pub const LINE_OF_THE_PAST: f64 = -1.25;
/// The name was not.
pub const NAME_NOT_IN_FORCE: f64 = -0.5;

/// A container of the place is certain elsewhere in the document.
pub const CONTAINER_MENTIONED: f64 = 0.5;
/// Its country is.
pub const COUNTRY_MENTIONED: f64 = 0.4;
/// A place within [`NEAR_METRES`] is.
pub const NEAR_MENTIONED: f64 = 0.3;
/// What counts as near, metres.
pub const NEAR_METRES: f64 = 100_000.0;
/// It stands beside a name of the same sort (*Azerbaijan proper and Nakhchivan*).
pub const COORDINATED: f64 = 0.8;
/// The document uses the form for it elsewhere.
pub const SAME_SENSE: f64 = 1.0;

/// A side of the line, or a place in its countries, is certain elsewhere in the document.
pub const SIDE_MENTIONED: f64 = 0.5;
/// None is: *the front line* of another war.
pub const NO_SIDE_MENTIONED: f64 = -4.0;
/// For each year that a line was over by then, up to twenty: of two past lines the later is meant.
pub const PER_YEAR_OVER: f64 = -0.05;

/// The name stands right before the name of what contains it: *Goris, Armenia*.
pub const BEFORE_ITS_CONTAINER: f64 = 3.0;
/// With “in” between: *Goris in Armenia*.
pub const IN_ITS_CONTAINER: f64 = 2.0;
/// For the logarithm of how many other mentions lie in the same first-level division…
pub const COMPANY_IN_DIVISION: f64 = 3.0;
/// …in the same district or county…
pub const COMPANY_IN_DISTRICT: f64 = 3.0;
/// …in the same country.
pub const COMPANY_IN_COUNTRY: f64 = 1.2;
