//! The volumes compiled into the program, so that a binary that was moved needs no file beside it.

use std::path::Path;

use araxes_gazetteer::import::Background;
use araxes_gazetteer::{BuiltIn, Gazetteer, OpenError, Shapes, VolumeSource};

/// Gives bytes the alignment of a cache line, as in a mapped file.
#[repr(C, align(64))]
struct Aligned<Bytes: ?Sized>(Bytes);

static CAUCASUS_FILE: &Aligned<[u8]> =
    &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/caucasus.gaz")));

static WORLD_FILE: &Aligned<[u8]> =
    &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/world.gaz")));

/// Countries, divisions, waters and cities of the world, `gazetteer/world`.
pub static WORLD: BuiltIn = BuiltIn {
    key: "world",
    title: "the built-in gazetteer of the world",
    bytes: &WORLD_FILE.0,
};

/// The South Caucasus with its routes and front lines, `gazetteer/caucasus`.
pub static CAUCASUS: BuiltIn = BuiltIn {
    key: "caucasus",
    title: "the built-in gazetteer of the South Caucasus",
    bytes: &CAUCASUS_FILE.0,
};

static SHAPES_FILE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/shapes.bin"));

/// Outlines of divisions, lakes and seas and courses of rivers, by the ids of places, `gazetteer/shapes`. A shape is read
/// when it is asked for.
#[must_use]
pub fn shapes() -> Shapes<'static> {
    Shapes::new(SHAPES_FILE)
}

/// What is used unless the user says otherwise: the world, and over it the South Caucasus.
static VOLUMES: [BuiltIn; 2] = [WORLD, CAUCASUS];

/// What imports are told of the world.
static BACKGROUND: Background = Background {
    volumes: &VOLUMES,
    countries_csv: araxes_world::COUNTRIES_CSV,
};

/// What imports are told of the world: the volumes, and which country has which code.
#[must_use]
pub fn background() -> &'static Background {
    &BACKGROUND
}

/// What is used unless the user says otherwise: the world, and over it the South Caucasus.
#[must_use]
pub fn sources() -> [VolumeSource; 2] {
    VOLUMES.map(VolumeSource::BuiltIn)
}

/// What a user names: `world` or `caucasus`, or a file or folder ([`VolumeSource::at`]).
#[must_use]
pub fn source_at(path: &Path) -> VolumeSource {
    VolumeSource::at(path, &BACKGROUND)
}

/// Opens gazetteers, in order; those of the program only where they are among them ([`Gazetteer::open`]).
///
/// # Errors
/// If one cannot be read at all. Rows that cannot be used are listed by [`Gazetteer::problems`].
pub fn open(sources: &[VolumeSource]) -> Result<Gazetteer, OpenError> {
    Gazetteer::open(sources, &BACKGROUND)
}
