//! The towns of base maps.

use araxes_gazetteer::{FeatureClass, Place};

/// Whether a place is a town of today by itself, and no quarter of one: seven quarters of Yerevan would take the room of
/// seven towns.
#[must_use]
pub fn is_town(place: &Place<'_>) -> bool {
    place.feature_class == FeatureClass::P
        && place.validity.is_current()
        && !matches!(
            place.feature_code,
            "PPLX" | "PPLH" | "PPLQ" | "PPLW" | "PPLCH"
        )
}
