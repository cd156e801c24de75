//! The door through which the rows of every importer go: what all rows have to satisfy is asked here, once.

use std::rc::Rc;

use super::ImportError;
use super::known::Known;
use super::report::{At, Reason, Report};
use crate::compile::hash::{self, QuickSet};
use crate::compile::place::{NameRow, PlaceNumber, PlaceRow, WaterRow};
use crate::compile::stream::{Builder, Of};

/// No name or id is longer, in bytes.
const LONGEST_NAME: usize = 2_000;

/// Checks rows and hands them to the builder.
pub struct Intake<'a> {
    builder: &'a mut Builder,
    report: &'a mut Report,
    known: Rc<Known>,
    seen: QuickSet<u64>,
    places: u64,
    names: u64,
}

impl std::fmt::Debug for Intake<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Intake")
            .field("places", &self.places)
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

impl<'a> Intake<'a> {
    /// Rows go to the builder, remarks to the report.
    #[must_use]
    pub fn new(builder: &'a mut Builder, report: &'a mut Report, known: Rc<Known>) -> Self {
        Self {
            builder,
            report,
            known,
            seen: QuickSet::default(),
            places: 0,
            names: 0,
        }
    }

    /// What the built-in volumes know.
    #[must_use]
    pub fn known(&self) -> Rc<Known> {
        Rc::clone(&self.known)
    }

    /// Says something about a row.
    pub fn remark(&mut self, at: At<'_>, reason: Reason, detail: impl Into<String>) {
        self.report.add(at, reason, detail.into());
    }

    /// How many places were taken.
    #[must_use]
    pub fn places(&self) -> u64 {
        self.places
    }

    /// Whether the id was not given before in this import. Remembers it.
    pub fn is_new(&mut self, id: &str) -> bool {
        self.seen.insert(hash::of_text(id))
    }

    /// Whether the id was given before in this import.
    #[must_use]
    pub fn is_given(&self, id: &str) -> bool {
        self.seen.contains(&hash::of_text(id))
    }

    /// Takes a place, unless something is wrong with it or its id was given before.
    ///
    /// # Errors
    /// If the builder cannot go on.
    pub fn place(
        &mut self,
        at: At<'_>,
        row: &PlaceRow,
    ) -> Result<Option<PlaceNumber>, ImportError> {
        if !self.is_good(at, row) {
            return Ok(None);
        }
        if !self.is_new(&row.id) {
            let detail = format!(
                "{} was given before; give each row an id of its own",
                row.id
            );
            self.remark(at, Reason::DuplicateId, detail);
            return Ok(None);
        }
        self.place_with_new_id(row).map(Some)
    }

    /// Whether nothing is wrong with a row. Says what is.
    pub fn is_good(&mut self, at: At<'_>, row: &PlaceRow) -> bool {
        match self.fault(row) {
            Some((reason, detail)) => {
                self.remark(at, reason, detail);
                false
            }
            None => true,
        }
    }

    fn fault(&self, row: &PlaceRow) -> Option<(Reason, String)> {
        let PlaceRow {
            id, name, point, ..
        } = row;
        let (lon, lat) = (point.x(), point.y());
        if name.trim().is_empty() {
            return Some((Reason::NoName, format!("{id} has no name")));
        }
        if name.len() > LONGEST_NAME || id.len() > LONGEST_NAME {
            let begins: String = name.chars().take(40).collect();
            return Some((
                Reason::NoName,
                format!(
                    "what stands as a name, {begins}…, is {} letters long; a quotation mark before it may be missing",
                    name.chars().count()
                ),
            ));
        }
        if lat.abs() > 90.0 && lat.abs() <= 180.0 && lon.abs() <= 90.0 {
            return Some((
                Reason::Swapped,
                format!(
                    "{name}: latitude {lat} and longitude {lon} stand in each other's place; swap the columns"
                ),
            ));
        }
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            return Some((
                Reason::OffEarth,
                format!(
                    "{name}: longitude {lon}, latitude {lat} is not on the earth; if the layer is in another system than degrees, name it with --crs"
                ),
            ));
        }
        let swapped = row
            .countries
            .iter()
            .filter_map(|code| self.known.country(code))
            .find(|country| self.known.is_swapped(country, *point))?;
        Some((
            Reason::Swapped,
            format!(
                "{name}: longitude {lon}, latitude {lat} is far from {}, but lies there once they change places; swap them",
                swapped.alpha3
            ),
        ))
    }

    /// Takes a place that was found good and whose id is new.
    ///
    /// # Errors
    /// If the builder cannot go on.
    pub fn place_with_new_id(&mut self, row: &PlaceRow) -> Result<PlaceNumber, ImportError> {
        self.places += 1;
        Ok(self.builder.place(row)?)
    }

    /// Takes a name.
    ///
    /// # Errors
    /// If the builder cannot go on.
    pub fn name(&mut self, of: Of<'_>, name: &NameRow) -> Result<(), ImportError> {
        self.names += 1;
        Ok(self.builder.name(of, name)?)
    }

    /// Takes the course or outline of a place.
    ///
    /// # Errors
    /// If the builder cannot go on.
    pub fn shape(&mut self, shape: WaterRow) -> Result<(), ImportError> {
        Ok(self.builder.water(shape)?)
    }

    /// The builder, for what needs no check.
    pub fn builder(&mut self) -> &mut Builder {
        self.builder
    }
}
