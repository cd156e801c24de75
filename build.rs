//! Compiles the volumes in `gazetteer/` into the gazetteers that travel inside the program, with the same code that
//! `araxes gazetteer compile` uses. A row that cannot be used fails the build with its file and line.

use std::error::Error;
use std::path::PathBuf;

use araxes_gazetteer::compile::{Volume, compile, shapes, volume};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=gazetteer/caucasus");
    let caucasus = volume::files_of_folder(&root.join("gazetteer/caucasus"))?;
    let world = volume::files_in_memory(&araxes_world::FILES)?;
    for (title, files, file) in [
        ("gazetteer/caucasus", caucasus, "caucasus.gaz"),
        ("gazetteer/world", world, "world.gaz"),
    ] {
        let volume = Volume::read(title, &files)?;
        std::fs::write(out.join(file), compiled(volume)?)?;
    }
    println!("cargo::rerun-if-changed=gazetteer/shapes/shapes.topojson.gz");
    let packed = std::fs::File::open(root.join("gazetteer/shapes/shapes.topojson.gz"))?;
    let text = std::io::read_to_string(flate2::read::GzDecoder::new(packed))?;
    std::fs::write(out.join("shapes.bin"), shapes::pack(&text)?)?;
    Ok(())
}

/// The bytes of the compiled volume; an error that lists every row that cannot be used.
fn compiled(volume: Volume) -> Result<Vec<u8>, Box<dyn Error>> {
    let compilation = compile(vec![volume])?;
    let problems = compilation.problems.iter().map(ToString::to_string);
    let foreign = compilation
        .foreign
        .iter()
        .map(|id| format!("names or courses are given to {id}, which no row lists"));
    let refused: Vec<String> = problems.chain(foreign).collect();
    if !refused.is_empty() {
        return Err(format!("the gazetteer has errors:\n{}", refused.join("\n")).into());
    }
    Ok(compilation.bytes)
}
