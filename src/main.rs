//! The `araxes` program: hands its arguments to the library and its exit code to the system.

use std::io::BufReader;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    let mut messages = std::io::stderr().lock();
    ExitCode::from(araxes::cli::run(
        std::env::args_os(),
        &mut BufReader::with_capacity(1 << 16, std::io::stdin()),
        &mut out,
        &mut messages,
    ))
}
