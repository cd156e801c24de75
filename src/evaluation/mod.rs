//! Evaluation: how good are the answers, on corpora that people have annotated?
//!
//! A corpus is read (`corpus`), the pipeline's answers are gathered (`answers`), paired with gold and counted as the
//! field's protocol does (`score`, `measure`), and the mistakes are sorted by what they have in common (`report`).

pub mod answers;
pub mod corpus;
pub mod measure;
pub mod report;
pub mod score;
