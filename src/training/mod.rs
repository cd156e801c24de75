//! Training: where the weights of the steps come from. Each trainer reads named data, writes one file, and writes the
//! same bytes whenever it reads the same data.

pub mod recognition;
pub mod resolution;
