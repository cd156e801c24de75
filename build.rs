//! Compiles the volumes in `gazetteer/` into the gazetteer that travels inside the program, with the same code that
//! `araxes gazetteer compile` uses. A row that cannot be used fails the build with its file and line.

use std::error::Error;
use std::path::{Path, PathBuf};

#[allow(dead_code, unreachable_pub)]
#[path = "src/gazetteer/compile/mod.rs"]
mod compile;

/// The volumes, the later over the earlier: the world is the ground, the curated volume lies on it.
const VOLUMES: [&str; 2] = ["gazetteer/world", "gazetteer/caucasus"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/gazetteer/compile");
    println!("cargo::rerun-if-changed=gazetteer");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let mut volumes = Vec::new();
    for title in VOLUMES {
        let folder = root.join(title);
        if folder.join("places.csv").is_file() {
            let files = compile::volume::files_of_folder(&folder)?;
            volumes.push(compile::Volume::read(title, &files)?);
        }
    }
    let compilation = compile::compile(volumes)?;
    let problems = compilation.problems.iter().map(ToString::to_string);
    let foreign = compilation
        .foreign
        .iter()
        .map(|id| format!("names or courses are given to {id}, which no row lists"));
    let refused: Vec<String> = problems.chain(foreign).collect();
    if !refused.is_empty() {
        return Err(format!("the gazetteer has errors:\n{}", refused.join("\n")).into());
    }
    let out = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&out).join("built-in.gaz"), &compilation.bytes)?;
    Ok(())
}
