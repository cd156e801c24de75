//! Volumes that travel inside a program, so that a binary that was moved needs no file beside it.

use std::fmt;

/// A compiled volume that is part of a program.
#[derive(Clone, Copy)]
pub struct BuiltIn {
    /// What users call it.
    pub key: &'static str,
    /// What it is called in messages.
    pub title: &'static str,
    /// The content of the compiled file. Looks into it are fastest where it begins at a multiple of 64 bytes.
    pub bytes: &'static [u8],
}

impl PartialEq for BuiltIn {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for BuiltIn {}

impl fmt::Debug for BuiltIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BuiltIn")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
