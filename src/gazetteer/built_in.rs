//! The volumes compiled into the program, so that a binary that was moved needs no file beside it.

/// Gives bytes the alignment of a cache line, as in a mapped file.
#[repr(C, align(64))]
struct Aligned<Bytes: ?Sized>(Bytes);

static CAUCASUS: &Aligned<[u8]> =
    &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/caucasus.gaz")));

static WORLD: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/world.gaz")));

/// A volume that travels inside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuiltIn {
    /// The South Caucasus, `gazetteer/caucasus`: what is used unless something else is asked for.
    Caucasus,
    /// Countries, divisions, waters and cities of the world, `gazetteer/world`.
    World,
}

impl BuiltIn {
    /// What the volume is called in messages.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            BuiltIn::Caucasus => "the built-in gazetteer of the South Caucasus",
            BuiltIn::World => "the built-in gazetteer of the world",
        }
    }

    /// The compiled volume that `build.rs` made.
    #[must_use]
    pub fn bytes(self) -> &'static [u8] {
        match self {
            BuiltIn::Caucasus => &CAUCASUS.0,
            BuiltIn::World => &WORLD.0,
        }
    }
}
