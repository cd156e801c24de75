//! What can go wrong, as exceptions of Python.

use arrow_schema::ArrowError;
use pyo3::PyErr;
use pyo3::exceptions::{PyTypeError, PyValueError};

pyo3::create_exception!(
    araxes,
    Error,
    PyValueError,
    "What the command would have said and ended with: files that cannot be read, options that do not exist, an output that cannot be written."
);

/// Why rows have no answer.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Something else than texts was given.
    Type(String),
    /// Texts were given, but not so that they can be used.
    Value(String),
    /// Somebody pressed Ctrl-C, or an exception was met on the way.
    Python(PyErr),
}

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Type(message) => PyTypeError::new_err(message),
            Fault::Value(message) => Error::new_err(message),
            Fault::Python(error) => error,
        }
    }
}

impl From<ArrowError> for Fault {
    fn from(error: ArrowError) -> Self {
        Self::Value(error.to_string())
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<Fault> for ArrowError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Type(message) | Fault::Value(message) => Self::InvalidArgumentError(message),
            Fault::Python(error) => Self::ExternalError(Box::new(error)),
        }
    }
}
