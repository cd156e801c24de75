//! `araxes explain` as a reader sees it, held fast as a snapshot; `cargo insta review` shows what changed.
#![allow(missing_docs)]

fn explain(text: &str) -> String {
    let file = tempfile::Builder::new()
        .suffix(".txt")
        .tempfile()
        .expect("a temporary file");
    std::fs::write(file.path(), text).expect("it is written");
    let path = file
        .path()
        .to_str()
        .expect("its path is Unicode")
        .to_owned();
    let mut out = Vec::new();
    let mut messages = Vec::new();
    let arguments = ["araxes", "explain", &path];
    let code = araxes::cli::run(
        arguments.iter().map(Into::into),
        &mut std::io::empty(),
        &mut out,
        &mut messages,
    );
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&messages));
    String::from_utf8(out).expect("text").replace(&path, "FILE")
}

#[test]
fn an_explanation_shows_mentions_candidates_evidence_and_refusals() {
    insta::assert_snapshot!(explain(
        "Bridge opened at the river\n\nBy Araz Review | Friday, 23 June 2023\n\nBaku said on Friday that trucks may pass from \
         Horadiz to Nakhichevan. The village of Qwertabad lies on the Armenia–Azerbaijan border. Donald Trump and SOCAR \
         Romania did not comment.\n\nCoordinates: 39°08’26.6”N 46°57’15.6”E\n\nThe new bridge over the Aras\n"
    ));
}
