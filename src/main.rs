//! The `araxes` program: hands its arguments to the library and its exit code to the system.

use std::io::BufReader;
use std::process::ExitCode;

fn main() -> ExitCode {
    // PROJ would take a `proj.db` that these name instead of the one inside the program, and break on an older one.
    for variable in ["PROJ_DATA", "PROJ_LIB"] {
        // SAFETY: nothing else runs yet: this is the first statement of the program, before any thread is started
        // and before any C library that reads the environment is called.
        #[allow(unsafe_code)]
        unsafe {
            std::env::remove_var(variable);
        }
    }
    let mut out = std::io::stdout().lock();
    let mut messages = std::io::stderr().lock();
    ExitCode::from(araxes::cli::run(
        std::env::args_os(),
        &mut BufReader::with_capacity(1 << 16, std::io::stdin()),
        &mut out,
        &mut messages,
    ))
}
