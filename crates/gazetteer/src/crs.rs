//! Coordinate reference systems: the only door to PROJ.
//!
//! Everything inside the program is WGS 84 (EPSG:4326), degrees, longitude before latitude. Positions written in
//! another system come in here, and `--crs` output goes out here. No formula of ours changes a coordinate.

use std::collections::HashMap;
use std::sync::Once;

use geo::{Coord, Geometry, MapCoords};
use proj::Proj;

/// Why coordinates could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum CrsError {
    /// PROJ does not know the system.
    #[error(
        "“{name}” is not a coordinate reference system that PROJ knows ({reason}); write an EPSG code such as EPSG:32638, or a PROJ string"
    )]
    Unknown {
        /// As the user wrote it.
        name: String,
        /// What PROJ said.
        reason: String,
    },
    /// A position lies where the system is not defined.
    #[error("{position} cannot be changed from {from} to {to}: {reason}")]
    Outside {
        /// The position, x and y.
        position: String,
        /// The system it is in.
        from: String,
        /// The system wanted.
        to: String,
        /// What PROJ said.
        reason: String,
    },
}

/// The system of everything inside the program.
pub const WGS84: &str = "EPSG:4326";

/// Changes coordinates between systems; each pair of systems is set up once.
#[derive(Default)]
pub struct Transformer {
    pairs: HashMap<(String, String), Proj>,
}

impl std::fmt::Debug for Transformer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Transformer")
            .field("pairs", &self.pairs.len())
            .finish()
    }
}

impl Transformer {
    /// A transformer with nothing set up yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks that PROJ knows a system.
    ///
    /// # Errors
    /// If it does not.
    pub fn check(&mut self, name: &str) -> Result<(), CrsError> {
        self.pair(WGS84, name).map(|_| ())
    }

    /// Changes one position; `x` is easting or longitude, `y` northing or latitude.
    ///
    /// # Errors
    /// If PROJ does not know a system, or the position lies outside where one is defined.
    pub fn convert(
        &mut self,
        from: &str,
        to: &str,
        position: Coord<f64>,
    ) -> Result<Coord<f64>, CrsError> {
        apply(self.pair(from, to)?, from, to, position)
    }

    /// Changes every position of a geometry from WGS 84 to a system.
    ///
    /// # Errors
    /// As [`Transformer::convert`].
    pub fn geometry(
        &mut self,
        to: &str,
        geometry: &Geometry<f64>,
    ) -> Result<Geometry<f64>, CrsError> {
        let pair = self.pair(WGS84, to)?;
        geometry.try_map_coords(|position| apply(pair, WGS84, to, position))
    }

    /// Changes every position of a geometry from a system to WGS 84.
    ///
    /// # Errors
    /// As [`Transformer::convert`].
    pub fn geometry_to_wgs84(
        &mut self,
        from: &str,
        geometry: &Geometry<f64>,
    ) -> Result<Geometry<f64>, CrsError> {
        let pair = self.pair(from, WGS84)?;
        geometry.try_map_coords(|position| apply(pair, from, WGS84, position))
    }

    fn pair(&mut self, from: &str, to: &str) -> Result<&Proj, CrsError> {
        let key = (from.to_owned(), to.to_owned());
        if !self.pairs.contains_key(&key) {
            use_own_data();
            let proj = Proj::new_known_crs(from, to, None).map_err(|error| CrsError::Unknown {
                name: if from == WGS84 {
                    to.to_owned()
                } else {
                    from.to_owned()
                },
                reason: error.to_string(),
            })?;
            self.pairs.insert(key.clone(), proj);
        }
        self.pairs.get(&key).ok_or_else(|| CrsError::Unknown {
            name: to.to_owned(),
            reason: "it was not set up".to_owned(),
        })
    }
}

/// Has PROJ take the `proj.db` that is inside the program. Another, which `PROJ_DATA` or `PROJ_LIB` names for other programs
/// of the machine, or for other libraries of the process, it would take first, and know no system if that is an older one.
fn use_own_data() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // The environment belongs to the process. Where paths are set, it is not asked; in this one there is nothing.
        let nowhere = [c"/dev/null".as_ptr()];
        // SAFETY: no context is there yet that another thread could use, for only `Transformer::pair` makes any, behind this;
        // no context stands for the one that all others are copies of. PROJ copies the one path that it is given.
        #[allow(unsafe_code)]
        unsafe {
            proj_sys::proj_context_set_search_paths(std::ptr::null_mut(), 1, nowhere.as_ptr());
        }
    });
}

/// Changes one position with a pair of systems that is set up.
fn apply(pair: &Proj, from: &str, to: &str, position: Coord<f64>) -> Result<Coord<f64>, CrsError> {
    let outside = |reason: String| CrsError::Outside {
        position: format!("{} {}", position.x, position.y),
        from: from.to_owned(),
        to: to.to_owned(),
        reason,
    };
    let changed = pair
        .convert(position)
        .map_err(|error| outside(error.to_string()))?;
    if changed.x.is_finite() && changed.y.is_finite() {
        Ok(changed)
    } else {
        Err(outside("the result is not finite".to_owned()))
    }
}
