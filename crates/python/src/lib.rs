//! Araxes for Python: what the module `araxes._araxes` holds. `python/araxes` says what of it users see, and in which words.
//!
//! Texts come in as Arrow or as Python strings and are read where they lie ([`input`]); threads that each keep a pipeline
//! answer them ([`crew`], [`answers`]); what they found goes out as Arrow ([`columns`]). Nothing here knows a place: every
//! answer is that of `araxes::run`, which the command asks as well.

mod answers;
mod columns;
mod crew;
mod entry;
mod fault;
mod input;

use std::ffi::OsString;
use std::io::{BufRead, BufReader};

use pyo3::prelude::*;

/// Runs the command with the streams of the process; gives its exit code.
#[pyfunction]
fn run_command(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| {
        let mut input = BufReader::with_capacity(1 << 16, std::io::stdin());
        let mut out = std::io::stdout().lock();
        // Not locked: what a thread of the run has to say would wait for its end.
        let mut messages = std::io::stderr();
        araxes::cli::run(arguments, &mut input, &mut out, &mut messages)
    })
}

/// Runs the command without input; gives its exit code, what it wrote and what it said.
#[pyfunction]
fn ask_command(py: Python<'_>, arguments: Vec<OsString>) -> (u8, String, String) {
    py.detach(|| {
        let mut input: &[u8] = &[];
        let input: &mut (dyn BufRead + Send) = &mut input;
        let (mut out, mut messages) = (Vec::new(), Vec::new());
        let code = araxes::cli::run(arguments, input, &mut out, &mut messages);
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (code, text(out), text(messages))
    })
}

/// The compiled part of the package `araxes`.
#[pymodule]
mod _araxes {
    use super::*;

    #[pymodule_export]
    use super::answers::{Stream, annotate, annotate_stream, explain};
    #[pymodule_export]
    use super::columns::{Annotations, Column, Toponyms};
    #[pymodule_export]
    use super::entry::{Entry, Gazetteer};
    #[pymodule_export]
    use super::fault::Error;
    #[pymodule_export]
    use super::{ask_command, run_command};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
