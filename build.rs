//! Tells cargo that the built-in gazetteer volume is part of the program, so that a changed row is compiled in.

fn main() {
    println!("cargo:rerun-if-changed=gazetteer/caucasus");
    println!("cargo:rerun-if-changed=build.rs");
}
