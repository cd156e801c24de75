//! The values of the features of each candidate: its own, those of the publisher, and those of the context, which are
//! the document's other places and what stands right beside a mention.

pub(crate) mod context;
pub(crate) mod neighbour;
pub(crate) mod own;
pub(crate) mod publisher;
