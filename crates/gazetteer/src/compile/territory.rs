//! Which country polygons make up the territory of a state: of one that is no more (the Soviet Union was what fifteen
//! polygons are now), of one that was larger (Sudan until 2011), and, where states disagree, in whose view.

use serde::{Deserialize, Serialize};

use super::place::Validity;

/// The view that is taken unless the user asks for another: borders as the United Nations recognise them.
pub const UNITED_NATIONS: &str = "un";

/// One row of `territories.csv`: polygons that belong to a state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TerritoryRow {
    /// Id of the state's place.
    pub id: String,
    /// Codes of the polygons in the topology, or parts of such: `UKR@34.4/45.2` is the one polygon of UKR around 34.4° E
    /// 45.2° N.
    pub polygons: Vec<String>,
    /// In whose view: `un`, `de-facto` or the ISO alpha-3 code of a state; empty where nobody disputes it.
    #[serde(default)]
    pub view: String,
    /// When it was so.
    #[serde(default)]
    pub validity: Validity,
}
