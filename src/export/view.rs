//! What a map of the layers shows first.

use crate::layer::Layers;
use crate::look::{Extent, Spot, opening};
use crate::relation::line::Basis;

/// The opening view of page and project.
pub(super) fn opening_view(layers: &Layers) -> Extent {
    opening(layers.features().filter_map(|(_, feature)| {
        Some(Spot {
            geometry: feature.geometry.as_ref()?,
            feature_code: feature.feature_code.as_deref().unwrap_or_default(),
            is_straight: feature.basis == Some(Basis::StraightLine),
            mentions: feature.as_place(),
        })
    }))
}
