//! What reading may ask of the gazetteer.

use araxes_gazetteer::Gazetteer;

use crate::document::Names;

/// A gazetteer knows what its places, routes and borders are called.
impl Names for Gazetteer {
    fn has(&self, name: &str) -> bool {
        !self.lookup(name).is_empty()
    }
}
