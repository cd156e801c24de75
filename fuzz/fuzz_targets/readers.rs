//! Every reader: the first byte says which, the rest is the file.
#![no_main]

use araxes::document::{Limits, RawFile, Reading, readers};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((first, bytes)) = input.split_first() else {
        return;
    };
    let readers = readers();
    let reader = readers[usize::from(*first) % readers.len()];
    let extension = reader.extensions().first().copied().unwrap_or("txt");
    let file = RawFile::new("a", format!("a.{extension}"), bytes.to_vec());
    let reading = Reading {
        names: &(),
        limits: Limits {
            bytes: 1 << 24,
            pages: 20,
            ..Limits::default()
        },
        columns: std::sync::Arc::default(),
        ocr: None,
        depth: 0,
    };
    for document in reader.read(file, reading).flatten() {
        for block in &document.blocks {
            // Every block has a place in the file.
            let span = document.source.span(block.range.clone());
            assert!(document.source.text().get(span.bytes).is_some());
        }
    }
});
