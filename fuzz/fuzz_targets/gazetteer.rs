//! A compiled gazetteer that is damaged is refused or answers; it never breaks whoever opens it.
#![no_main]

use std::io::Write as _;

use araxes::built_in;
use araxes::gazetteer::VolumeSource;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(mut file) = own_file() else {
        return;
    };
    if file.1.write_all(input).is_err() {
        return;
    }
    if let Ok(gazetteer) = built_in::open(&[VolumeSource::File(file.0.clone())]) {
        let _ = gazetteer.lookup("Goris").into_iter().count();
        let _ = gazetteer.places().take(100).count();
    }
});

/// A file of this process, written anew each time.
fn own_file() -> std::io::Result<(std::path::PathBuf, std::fs::File)> {
    let path = std::env::temp_dir().join(format!("araxes-fuzz-{}.gaz", std::process::id()));
    let file = std::fs::File::create(&path)?;
    Ok((path, file))
}
