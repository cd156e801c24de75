//! The records of places while a gazetteer is compiled: twenty bytes each, and beside them what only some places have.
//! They stay in memory, since a later row may change an earlier one.

use std::collections::BTreeMap;

use super::format::{CODE, GEONAMES_ID, NONE, OWN_ID, POPULATION, WIKIDATA};

/// A place as it is written, but for its situation, whose containers may not be known yet.
#[derive(Debug, Clone, Copy)]
pub struct PlaceRecord {
    /// Ten-millionths of a degree.
    pub longitude: i32,
    /// Ten-millionths of a degree.
    pub latitude: i32,
    /// Number in GeoNames, or [`NONE`].
    pub geonames: u32,
    /// Number of its sort, without flags.
    pub sort: u32,
    /// Number of its situation.
    pub situation: u32,
}

/// What some places have, by place.
#[derive(Debug)]
pub struct Sparse<T> {
    rows: Vec<(u32, T)>,
    /// What was set after the row of a later place.
    late: BTreeMap<u32, T>,
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            late: BTreeMap::new(),
        }
    }
}

impl<T: Copy> Sparse<T> {
    /// Sets what a place has.
    pub fn set(&mut self, place: u32, value: T) {
        match self.rows.last_mut() {
            Some((last, held)) if *last == place => *held = value,
            Some((last, _)) if *last > place => {
                self.late.insert(place, value);
            }
            _ => self.rows.push((place, value)),
        }
    }

    /// What a place has.
    #[must_use]
    pub fn get(&self, place: u32) -> Option<T> {
        self.late.get(&place).copied().or_else(|| {
            let at = self
                .rows
                .binary_search_by_key(&place, |(place, _)| *place)
                .ok()?;
            self.rows.get(at).map(|(_, value)| *value)
        })
    }

    /// All, in the order of the places.
    pub fn iter(&self) -> impl Iterator<Item = (u32, T)> + '_ {
        let mut rows = self.rows.iter().copied().peekable();
        let mut late = self
            .late
            .iter()
            .map(|(&place, &value)| (place, value))
            .peekable();
        std::iter::from_fn(move || match (rows.peek(), late.peek()) {
            (Some((row, _)), Some((over, _))) if over <= row => {
                if over == row {
                    rows.next();
                }
                late.next()
            }
            (None, Some(_)) => late.next(),
            _ => rows.next(),
        })
    }
}

/// The places of a gazetteer that is being compiled.
#[derive(Debug, Default)]
pub struct PlaceColumns {
    /// By number.
    pub records: Vec<PlaceRecord>,
    /// Where their ids stand in the text, unless they follow from the number in GeoNames.
    pub ids: Sparse<u32>,
    /// Inhabitants.
    pub populations: Sparse<u64>,
    /// Where their items in Wikidata stand in the text.
    pub wikidata: Sparse<u32>,
    /// Where their ISO codes stand in the text.
    pub codes: Sparse<u32>,
}

impl PlaceColumns {
    /// The records as they are written, one by one; `situation` says which situation each has in the end.
    pub fn bytes<'a>(
        &'a self,
        situation: impl Fn(u32, &PlaceRecord) -> u32 + 'a,
    ) -> impl Iterator<Item = [u8; 20]> + 'a {
        let mut ids = self.ids.iter().peekable();
        let mut populations = self.populations.iter().peekable();
        let mut wikidata = self.wikidata.iter().peekable();
        let mut codes = self.codes.iter().peekable();
        (0_u32..).zip(&self.records).map(move |(place, record)| {
            let is_here = |next: Option<u32>| next == Some(place);
            let mut sort = record.sort;
            if is_here(ids.next_if(|row| row.0 == place).map(|row| row.0)) {
                sort |= OWN_ID;
            }
            if is_here(populations.next_if(|row| row.0 == place).map(|row| row.0)) {
                sort |= POPULATION;
            }
            if is_here(wikidata.next_if(|row| row.0 == place).map(|row| row.0)) {
                sort |= WIKIDATA;
            }
            if is_here(codes.next_if(|row| row.0 == place).map(|row| row.0)) {
                sort |= CODE;
            }
            let mut bytes = [0; 20];
            bytes[..4].copy_from_slice(&record.longitude.to_le_bytes());
            bytes[4..8].copy_from_slice(&record.latitude.to_le_bytes());
            bytes[8..12].copy_from_slice(&record.geonames.to_le_bytes());
            bytes[12..16].copy_from_slice(&sort.to_le_bytes());
            bytes[16..].copy_from_slice(&situation(place, record).to_le_bytes());
            bytes
        })
    }

    /// The places that have a number in GeoNames, in order of it.
    #[must_use]
    pub fn by_geonames(&self) -> Vec<u32> {
        let number = |place: &u32| {
            self.records
                .get(*place as usize)
                .map_or(NONE, |record| record.geonames)
        };
        let mut places: Vec<u32> = (0..self.records.len() as u32)
            .filter(|place| number(place) != NONE)
            .collect();
        places.sort_unstable_by_key(|place| (number(place), *place));
        places
    }
}

/// The id of a place that follows from its number in GeoNames.
#[must_use]
pub fn geonames_id(number: u32) -> String {
    let mut id = String::with_capacity(GEONAMES_ID.len() + 10);
    put_geonames_id(number, &mut id);
    id
}

/// Appends the id of a place that follows from its number in GeoNames.
pub fn put_geonames_id(number: u32, id: &mut String) {
    // Made for each row, and again for what contains it: `format!` takes several times as long.
    id.push_str(GEONAMES_ID);
    let mut step = 1_000_000_000;
    while step > 1 && number < step {
        step /= 10;
    }
    while step > 0 {
        let digit = (number / step % 10) as u8;
        id.push(char::from(b'0' + digit));
        step /= 10;
    }
}

/// Whether an id follows from a number in GeoNames.
#[must_use]
pub fn is_geonames_id(id: &str, number: u32) -> bool {
    id.starts_with(GEONAMES_ID) && geonames_number(id) == Some(number)
}

/// The number in GeoNames that an id says: `geonames:…` or `place:geonames-…`.
#[must_use]
pub fn geonames_number(id: &str) -> Option<u32> {
    let digits = id
        .strip_prefix(GEONAMES_ID)
        .or_else(|| id.strip_prefix("geonames:"))?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits
        .parse()
        .ok()
        .filter(|&number| plain && number != NONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sparse_column_is_a_map(sets in proptest::collection::vec((0_u32..40, any::<u8>()), 0..60)) {
            let mut column = Sparse::default();
            let mut map = BTreeMap::new();
            for (place, value) in sets {
                column.set(place, value);
                map.insert(place, value);
            }
            prop_assert!(column.iter().eq(map.iter().map(|(&place, &value)| (place, value))));
            for place in 0..40 {
                prop_assert_eq!(column.get(place), map.get(&place).copied());
            }
        }
    }

    #[test]
    fn numbers_of_geonames_are_read_from_ids() {
        assert_eq!(geonames_number("geonames:585"), Some(585));
        for number in [0, 1, 9, 10, 585, 1_000_000_000, u32::MAX - 1] {
            let id = geonames_id(number);
            assert_eq!(id, format!("place:geonames-{number}"));
            assert_eq!(is_geonames_id(&id, number), number > 0);
        }
        assert!(!is_geonames_id("geonames:585", 585));
        assert!(!is_geonames_id("place:geonames-586", 585));
        for other in [
            "geonames:0585",
            "place:geonames-",
            "geonames:+5",
            "place:shusha",
        ] {
            assert_eq!(geonames_number(other), None, "{other}");
        }
    }
}
