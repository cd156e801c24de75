//! The lines of one compiled file: courses of routes and borders, shores and outlines, each with the days on which it was so.

use geo::Geometry;
use jiff::civil::Date;

use crate::compile::format::{Section, f64_at, u32_at, u64_at};
use crate::compile::geometry;
use crate::compile::place::{Course, Validity};

/// The sections of a file in which lines are written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lines<'g> {
    /// Records of courses.
    pub(crate) courses: &'g [u8],
    /// Records of validities.
    pub(crate) validities: &'g [u8],
    /// Positions.
    pub(crate) geometry: &'g [u8],
}

/// A record of a section.
fn record(bytes: &[u8], section: Section, number: u32) -> Option<&[u8]> {
    let width = section.width();
    let at = (number as usize).checked_mul(width)?;
    bytes.get(at..at.checked_add(width)?)
}

impl Lines<'_> {
    /// A course of a route or border.
    pub(crate) fn course(&self, number: u32) -> Option<Course> {
        let record = record(self.courses, Section::Courses, number)?;
        let Geometry::MultiLineString(line) = self.geometry(u64_at(record, 0)?)? else {
            return None;
        };
        Some(Course {
            line,
            precision_m: f64_at(record, 8).filter(|metres| metres.is_finite())?,
            validity: self.validity(u32_at(record, 16)?)?,
        })
    }

    /// The geometry that begins at a byte.
    pub(crate) fn geometry(&self, at: u64) -> Option<Geometry<f64>> {
        geometry::decode(self.geometry, at)
    }

    /// The days of a record.
    pub(crate) fn validity(&self, number: u32) -> Option<Validity> {
        let record = record(self.validities, Section::Validities, number)?;
        Some(Validity {
            from: day(u32_at(record, 0)?)?,
            to: day(u32_at(record, 4)?)?,
        })
    }
}

/// The day behind a number of the section of validities: `Some(None)` for an open bound, `None` for no day at all.
fn day(bits: u32) -> Option<Option<Date>> {
    let packed = bits.cast_signed();
    if packed == i32::MIN {
        return Some(None);
    }
    let year = i16::try_from(packed.div_euclid(512)).ok()?;
    let rest = packed.rem_euclid(512);
    let month = i8::try_from(rest / 32).ok()?;
    let day = i8::try_from(rest % 32).ok()?;
    Date::new(year, month, day).ok().map(Some)
}
