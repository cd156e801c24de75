//! Pages of our own, with what pages have around their texts.

use crate::document::{
    BlockKind, Document, InputFile, Limits, RawFile, Reading, knowing, registry,
};

fn read(page: &str) -> Document {
    let file = RawFile::new("page", "page.html", page.as_bytes().to_vec());
    let reading = Reading {
        names: &(),
        limits: Limits::default(),
        columns: std::sync::Arc::default(),
        ocr: None,
        depth: 0,
    };
    let mut documents = registry::read(file, reading);
    documents.next().expect("one document").expect("is read")
}

const PAGE: &str = r##"<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>The road to Goris is open again | Sevan Times</title>
<meta property="og:title" content="The road to Goris is open again">
<meta property="og:site_name" content="Sevan Times">
<link rel="canonical" href="https://sevan.example/2024/03/goris">
<script type="application/ld+json">
{"@context":"https://schema.org","@type":"NewsArticle","headline":"The road to Goris is open again",
"datePublished":"2024-03-04T08:00:00+04:00","author":[{"@type":"Person","name":"Anna Petrosyan"}],
"publisher":{"@type":"Organization","name":"Sevan Times"}}
</script>
<style>p { color: red }</style></head>
<body class="single">
<nav><ul><li><a href="/">Home</a><li><a href="/w">World</a><li><a href="/c">Caucasus</a></ul></nav>
<div id="cookie-banner" class="cookie-consent"><p>We use cookies on this page to show what Moscow wants you to buy.</p><button>Accept</button></div>
<main><article class="post">
<h1>The road to <em>Goris</em> is open again</h1>
<p>Lorries passed Kapan &amp; Meghri on Monday, drivers said, and the tunnel above Kajaran was open in both directions.
<p>M&uuml;nchen&rsquo;s traders had waited for weeks, as the road from Vorotan to <a href="https://www.openstreetmap.org/?mlat=39.2&mlon=46.4">the customs post</a> was closed.</p>
<div class="related-posts"><h3>Read also</h3><ul><li><a href="/1">Snow in Sisian</a></li><li><a href="/2">A bridge in Agarak</a></li></ul></div>
<table><tr><th>Post</th><th>Lat</th><th>Lon</th></tr><tr><td>Gate</td><td>39.20</td><td>46.41</td></tr></table>
<p hidden>Nobody sees Tbilisi here, however long this sentence about it is made.</p>
<p>The ministry in Yerevan said that the works at the bridge over the Vorotan would go on until the summer of that year.</p>
</article></main>
<section id="comments"><p>Somebody writes that Ankara should have been told about this, and goes on at length.</p></section>
<footer>© Sevan Times, Gyumri</footer>
</body></html>"##;

#[test]
fn the_article_is_read_and_what_stands_around_it_is_not() {
    let document = read(PAGE);
    assert_eq!(
        document.text.split("\n\n").collect::<Vec<_>>(),
        [
            "The road to Goris is open again",
            "Lorries passed Kapan & Meghri on Monday, drivers said, and the tunnel above Kajaran was open in both directions.",
            "München’s traders had waited for weeks, as the road from Vorotan to the customs post (map link 39.2, 46.4) was closed.",
            "Post",
            "Lat",
            "Lon",
            "Gate",
            "39.20",
            "46.41",
            "The ministry in Yerevan said that the works at the bridge over the Vorotan would go on until the summer of that year.",
        ]
    );
    assert!(document.dropped_words > 30, "{}", document.dropped_words);
    assert_eq!(document.format, "HTML");
}

#[test]
fn a_page_says_who_published_it_when_and_where() {
    let document = read(PAGE);
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    assert_eq!(of(&document.title), "The road to Goris is open again");
    assert_eq!(of(&document.publisher), "Sevan Times");
    assert_eq!(of(&document.author), "Anna Petrosyan");
    assert_eq!(of(&document.url), "https://sevan.example/2024/03/goris");
    assert_eq!(of(&document.language), "en");
    assert_eq!(
        document.date.map(|date| date.to_string()).as_deref(),
        Some("2024-03-04")
    );
    let first = document.blocks.first().map(|block| block.kind);
    assert_eq!(first, Some(BlockKind::Title));
}

/// Every word of the text stands, as it is or as an entity, in the bytes that it is said to come from.
#[test]
fn each_word_has_its_bytes_and_its_element() {
    let document = read(PAGE);
    let find = |word: &str| document.text.find(word).map(|at| at..at + word.len());
    for (word, bytes) in [
        ("Kajaran", "Kajaran"),
        ("Kapan & Meghri", "Kapan &amp; Meghri"),
        ("München’s", "M&uuml;nchen&rsquo;s"),
        ("Goris", "Goris"),
        ("Yerevan", "Yerevan"),
    ] {
        let span = document.source.span(find(word).expect("is read"));
        assert_eq!(document.source.text().get(span.bytes.clone()), Some(bytes));
    }
    let place = |word: &str| {
        let span = document.source.span(find(word).expect("is read"));
        let origin = document.origin(span.bytes.start).expect("has a place");
        origin.place.to_string()
    };
    assert_eq!(
        place("Kajaran"),
        "css=body > main:nth-child(3) > article:nth-child(1) > p:nth-child(2)"
    );
    assert_eq!(
        place("Yerevan"),
        "css=body > main:nth-child(3) > article:nth-child(1) > p:nth-child(7)"
    );
}

#[test]
fn tables_keep_their_columns() {
    let document = read(PAGE);
    let words = |cells: &[std::ops::Range<usize>]| {
        let cells = cells
            .iter()
            .map(|cell| document.text.get(cell.clone()).unwrap_or_default());
        cells.collect::<Vec<_>>().join("/")
    };
    let table = document.tables.first().expect("a table");
    assert_eq!(words(&table.header), "Post/Lat/Lon");
    assert_eq!(
        table.rows.iter().map(|row| words(row)).collect::<Vec<_>>(),
        ["Gate/39.20/46.41"]
    );
}

#[test]
fn a_page_is_known_by_what_is_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.txt");
    std::fs::write(&path, PAGE).expect("a file");
    let document = knowing(&()).read(&InputFile::at(&path)).expect("is read");
    assert_eq!(document.format, "HTML");
}

#[test]
fn damaged_and_hostile_pages_are_read_in_time_that_grows_with_them() {
    let deep = format!("<html><p>Goris{}", "<div>".repeat(100_000));
    let unclosed = format!("<html>{}", "<p>Goris <a href=x>Kapan".repeat(20_000));
    let attributes = format!("<html><p>Goris</p><p {}>", "class=\"a b\" ".repeat(50_000));
    let entities = format!("<html><p>Goris {}", "&amp;&".repeat(50_000));
    let comment = format!("<html><p>Goris<!--{}", "-".repeat(500_000));
    let table = format!("<html><table>{}Goris", "<tr><td><table>".repeat(20_000));
    for page in [deep, unclosed, attributes, entities, comment, table] {
        let document = read(&page);
        assert!(document.text.contains("Goris"), "{}", document.text.len());
    }
    for page in [
        "<html>",
        "<!doctype html>",
        "<html><body></body>",
        "<html>\0<p>\u{1}",
    ] {
        let file = RawFile::new("page", "page.html", page.as_bytes().to_vec());
        let reading = Reading {
            names: &(),
            limits: Limits::default(),
            columns: std::sync::Arc::default(),
            ocr: None,
            depth: 0,
        };
        let _ = registry::read(file, reading).count();
    }
}
