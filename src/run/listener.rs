//! Who wants to know how a run goes on.

use crate::document::Document;
use crate::layer::Layers;
use crate::problem::Problem;

use super::pipeline::Analysis;

/// Is told of a run while it goes on; nothing it does changes the result. `()` listens to nothing, and a
/// `Vec<Problem>` keeps the problems.
pub trait Listener {
    /// So many files are about to be read; each may hold several documents.
    fn begin(&mut self, files: usize) {
        let _ = files;
    }

    /// A problem was met: first those of the inputs, then those of each document, before [`Listener::document`].
    fn problem(&mut self, problem: &Problem) {
        let _ = problem;
    }

    /// A document was read, and this was found out about it.
    fn document(&mut self, document: &Document, analysis: &Analysis) {
        let _ = (document, analysis);
    }

    /// All documents of the next file were told.
    fn file(&mut self) {}

    /// All documents are through, and these are the layers.
    fn finished(&mut self, layers: &Layers) {
        let _ = layers;
    }
}

impl Listener for () {}

impl Listener for Vec<Problem> {
    fn problem(&mut self, problem: &Problem) {
        self.push(problem.clone());
    }
}
