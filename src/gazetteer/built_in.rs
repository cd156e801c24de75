//! The volume compiled into the program, so that a binary that was moved needs no file beside it.

/// What the built-in gazetteer is called in messages.
pub const TITLE: &str = "the built-in gazetteer";

/// Gives bytes the alignment of a cache line, as in a mapped file.
#[repr(C, align(64))]
struct Aligned<Bytes: ?Sized>(Bytes);

static BUILT_IN: &Aligned<[u8]> =
    &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/built-in.gaz")));

/// The compiled gazetteer that `build.rs` made of the volumes in `gazetteer/`.
pub fn bytes() -> &'static [u8] {
    &BUILT_IN.0
}
