//! Every quote is where the document says it is. Each format is read, and each block of the reading text is looked for
//! at its stated place in the file, which is taken apart here by other means than the readers'.

#![allow(clippy::unwrap_used, clippy::string_slice, clippy::print_stderr)]

mod common;

use std::io::Read as _;

use araxes::document::{self, Document, InputFile, Place, ReadError};
use common::typeset::{self, Line, Part, Text};
use roxmltree::{Node, ParsingOptions};

/// A text with what is hard to keep track of: letters of several bytes, signs that formats write otherwise, words that are
/// there twice.
fn text() -> Text {
    let mut text = Text::of(
        "The road to Goris & “Tatev”",
        &[
            "Lorries crossed the bridge at Kapan on Monday, said the mayor of Göppingen; none had come for weeks. They carried flour and salt.",
            "The road from Goris to Kapan is open again (1 < 2 & so on). A second column of lorries waits north of Sisian, where snow lies.",
            "Lorries crossed the bridge at Kapan on Tuesday as well. “Nobody has counted them”, the customs officers of Meghri said.",
            "Villages along the river have had no post since October, and Yerevan has promised two helicopters for the weekend to come.",
        ],
    );
    text.parts
        .insert(2, (Part::Heading, "What is said in Meghri".to_owned()));
    text
}

fn read(name: &str, bytes: &[u8]) -> Vec<Result<Document, ReadError>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let file = InputFile {
        shown: name.to_owned(),
        ..InputFile::at(&path)
    };
    document::knowing(&()).documents(&file).collect()
}

fn documents(name: &str, bytes: &[u8]) -> Vec<Document> {
    let read = read(name, bytes).into_iter();
    read.map(|document| document.unwrap_or_else(|error| panic!("{error}")))
        .collect()
}

fn the_one(name: &str, bytes: &[u8]) -> Document {
    let mut all = documents(name, bytes);
    assert_eq!(all.len(), 1, "{name}");
    all.remove(0)
}

/// Words with one blank between them.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks that every block stands where it says, by what `at` finds there, and that all of the text was read.
fn check(name: &str, document: &Document, at: impl Fn(&Document, &Place) -> String) {
    let mut checked = 0;
    for block in &document.blocks {
        let words_of_block = words(document.block_text(block));
        let span = document.source.span(block.range.clone());
        let quote = &document.source.text()[span.bytes.clone()];
        let chars: String = document
            .source
            .text()
            .chars()
            .skip(span.chars.start)
            .take(span.chars.len())
            .collect();
        assert_eq!(chars, quote, "{name}: characters and bytes differ");
        let origin = document.origin(span.bytes.start);
        let place = &origin
            .unwrap_or_else(|| panic!("{name}: no origin of {quote:?}"))
            .place;
        let there = words(&at(document, place));
        assert!(
            there.contains(&words_of_block),
            "{name}: {words_of_block:?} is not at {place}, where there is {there:?}"
        );
        checked += 1;
    }
    assert!(checked >= text().parts.len(), "{name}: {checked} blocks");
    let all = words(&document.text);
    for (_, part) in &text().parts {
        assert!(
            all.contains(&words(part)),
            "{name}: {part:?} is missing in {all:?}"
        );
    }
}

fn entry(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn parsed(xml: &str) -> roxmltree::Document<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    roxmltree::Document::parse_with_options(xml, options).unwrap()
}

fn inner(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    texts.filter_map(|node| node.text()).collect()
}

/// The paragraph of this number among the elements of these names.
fn nth(xml: &str, names: &[&str], number: u32) -> String {
    let tree = parsed(xml);
    let found = tree
        .descendants()
        .filter(|node| node.is_element() && names.contains(&node.tag_name().name()))
        .nth(number as usize - 1);
    inner(found.unwrap())
}

/// What a CSS selector of ids, names and numbers finds.
fn css(page: &str, selector: &str) -> String {
    let tree = parsed(page);
    let mut now = vec![tree.root()];
    for (number, step) in selector.split(" > ").enumerate() {
        let (step, child) = match step.split_once(":nth-child(") {
            Some((step, rest)) => (
                step,
                Some(rest.trim_end_matches(')').parse::<usize>().unwrap()),
            ),
            None => (step, None),
        };
        let (name, id) = match step.split_once('#') {
            Some((name, id)) => (name, Some(id)),
            None => (step, None),
        };
        let next: Vec<Node<'_, '_>> = now
            .iter()
            .flat_map(|node| {
                let all: Vec<_> = if number == 0 {
                    node.descendants().collect()
                } else {
                    node.children().collect()
                };
                all
            })
            .filter(|node| node.is_element())
            .filter(|node| name.is_empty() || node.tag_name().name() == name)
            .filter(|node| id.is_none_or(|id| node.attribute("id") == Some(id)))
            .filter(|node| {
                let before = node.prev_siblings().filter(Node::is_element).count();
                child.is_none_or(|child| before == child)
            })
            .collect();
        now = next;
    }
    assert_eq!(now.len(), 1, "{selector} finds {} elements", now.len());
    inner(now[0])
}

#[test]
fn quotes_of_text_and_markdown_are_characters_of_the_file() {
    let text = text();
    for name in ["a.txt", "a.md"] {
        let file = format!("\u{FEFF}{}\n\n{}\n", text.title, text.body());
        let document = the_one(name, file.as_bytes());
        let mut checked = 0;
        for block in &document.blocks {
            let span = document.source.span(block.range.clone());
            assert_eq!(
                words(&file[span.bytes]),
                words(document.block_text(block)),
                "{name}"
            );
            checked += 1;
        }
        assert!(checked > text.parts.len(), "{name}");
    }
}

#[test]
fn quotes_of_pages_are_bytes_of_the_file_and_in_their_element() {
    let page = String::from_utf8(typeset::html(&text())).unwrap();
    let document = the_one("a.html", page.as_bytes());
    check("a.html", &document, |_, place| match place {
        Place::Element(selector) => css(&page, selector),
        other => panic!("{other:?}"),
    });
    for block in &document.blocks {
        let span = document.source.span(block.range.clone());
        let quote = page[span.bytes].replace("&amp;", "&").replace("&lt;", "<");
        assert_eq!(words(&quote), words(document.block_text(block)));
    }
    // Of a saved page the element is that of the page in it.
    let document = the_one("a.mhtml", &typeset::mhtml(&text()));
    assert_eq!(document.url.as_deref(), Some("https://sevan.example/road"));
    check("a.mhtml", &document, |_, place| match place {
        Place::Element(selector) => css(&page, selector),
        other => panic!("{other:?}"),
    });
}

#[test]
fn quotes_of_word_open_document_and_rich_text_are_in_their_paragraph() {
    let text = text();
    let file = typeset::docx(&text);
    let xml = entry(&file, "word/document.xml");
    check(
        "a.docx",
        &the_one("a.docx", &file),
        |_, place| match place {
            Place::Paragraph { number, part: None } => nth(&xml, &["p"], *number),
            other => panic!("{other:?}"),
        },
    );
    let file = typeset::odt(&text);
    let xml = entry(&file, "content.xml");
    check("a.odt", &the_one("a.odt", &file), |_, place| match place {
        Place::Paragraph { number, part: None } => nth(&xml, &["p", "h"], *number),
        other => panic!("{other:?}"),
    });
    // Paragraphs of RTF end with \par; what the words in them are is known here.
    let file = typeset::rtf(&text);
    let source = String::from_utf8(file.clone()).unwrap();
    let paragraphs: Vec<&str> = source.split("\\par\n").collect();
    let mut set = vec![text.title.clone()];
    set.extend(text.parts.iter().map(|(_, words)| words.clone()));
    assert_eq!(paragraphs.len(), set.len() + 1);
    check("a.rtf", &the_one("a.rtf", &file), |_, place| match place {
        Place::Paragraph { number, part: None } => set[*number as usize - 1].clone(),
        other => panic!("{other:?}"),
    });
}

#[test]
fn quotes_of_books_are_in_their_paragraph_of_the_chapter() {
    let file = typeset::epub(&text());
    check(
        "a.epub",
        &the_one("a.epub", &file),
        |_, place| match place {
            Place::Paragraph {
                number,
                part: Some(part),
            } => nth(&entry(&file, part), &["h1", "h2", "p"], *number),
            other => panic!("{other:?}"),
        },
    );
}

#[test]
fn quotes_of_pdf_are_on_their_page_and_in_their_box() {
    let mut text = text();
    // Two pages and more.
    for round in 0..9 {
        let more = format!(
            "In round {round} nothing but rain was told from the stations above Jermuk and Areni, and the road was closed for hours every single day."
        );
        text.parts.extend(vec![(Part::Paragraph, more); 4]);
    }
    let lines = typeset::lines(&text);
    let document = the_one("a.pdf", &typeset::pdf(&text));
    assert!(document.start_of_page(2).is_some());
    let within = |line: &&Line, place: &Place| {
        let Place::Page {
            number,
            area: Some([left, bottom, right, top]),
        } = place
        else {
            panic!("{place:?}");
        };
        line.page == *number
            && (left - 1.0..right + 1.0).contains(&line.left)
            && (bottom - 1.0..top + 1.0).contains(&line.base)
    };
    let mut checked = 0;
    for block in &document.blocks {
        let span = document.source.span(block.range.clone());
        // A paragraph may go on in the next column: word for word is it looked for in the boxes it stands in.
        for word in document.block_text(block).split_whitespace() {
            let word = word.trim_matches(|char: char| !char.is_alphanumeric());
            if ![
                "Göppingen",
                "Sisian",
                "Tuesday",
                "Meghri",
                "helicopters",
                "Jermuk",
            ]
            .contains(&word)
            {
                continue;
            }
            let at = document.block_text(block).find(word).unwrap() + block.range.start;
            let found = document.source.span(at..at + word.len());
            let place = &document.origin(found.bytes.start).unwrap().place;
            let there: Vec<&str> = lines
                .iter()
                .filter(|line| within(line, place))
                .map(|line| line.text.as_str())
                .collect();
            let there = there.join(" ").replace("- ", "");
            assert!(there.contains(word), "{word} is not in {place:?}: {there}");
            checked += 1;
        }
        assert!(span.bytes.start < span.bytes.end);
    }
    assert!(checked >= 20, "{checked}");
}

#[test]
fn quotes_of_mail_are_in_their_part() {
    let text = text();
    let document = the_one("a.eml", &typeset::mail(&text));
    assert_eq!(
        document.source.text().trim(),
        text.body().replace('\n', "\r\n")
    );
    check("a.eml", &document, |_, place| match place {
        Place::Part(1) => text.body(),
        other => panic!("{other:?}"),
    });
    let page = typeset::html(&text);
    let mail = [
        b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: binary\r\n\r\n",
        page.as_slice(),
    ]
    .concat();
    check("b.eml", &the_one("b.eml", &mail), |_, place| match place {
        Place::Part(1) => css(std::str::from_utf8(&page).unwrap(), "body"),
        other => panic!("{other:?}"),
    });
}

#[test]
fn quotes_of_rows_are_in_their_cell() {
    let text = text();
    let file = typeset::csv(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file.as_slice());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    check(
        "a.csv",
        &the_one("a.csv", &file),
        |document, place| match place {
            Place::Row {
                number,
                sheet: None,
            } => {
                let cell = rows[usize::try_from(*number).unwrap() - 1][2].to_owned();
                assert_eq!(cell, document.source.text(), "offsets count in the cell");
                cell
            }
            other => panic!("{other:?}"),
        },
    );
    let file = typeset::json_lines(&text);
    let lines: Vec<&str> = std::str::from_utf8(&file).unwrap().split('\n').collect();
    check(
        "a.jsonl",
        &the_one("a.jsonl", &file),
        |document, place| match place {
            Place::Row {
                number,
                sheet: None,
            } => {
                let line = lines[usize::try_from(*number).unwrap() - 1];
                let row: serde_json::Value = serde_json::from_str(line).unwrap();
                assert_eq!(row["text"], document.source.text());
                row["text"].as_str().unwrap().to_owned()
            }
            other => panic!("{other:?}"),
        },
    );
    // The third row has the text; the first those of the columns.
    for (name, file, row) in [
        ("a.xlsx", typeset::xlsx(&text), 3),
        ("a.ods", typeset::ods(&text), 1_000_002),
        ("a.parquet", typeset::parquet(&text), 2),
    ] {
        let document = the_one(name, &file);
        assert_eq!(
            document.title.as_deref(),
            Some(text.title.as_str()),
            "{name}"
        );
        let sheet = (name != "a.parquet").then(|| "News".to_owned());
        check(name, &document, |document, place| {
            assert_eq!(
                *place,
                Place::Row {
                    number: row,
                    sheet: sheet.clone()
                }
            );
            assert_eq!(
                document.source.text(),
                text.body(),
                "offsets count in the cell"
            );
            text.body()
        });
    }
    let day = the_one("a.ods", &typeset::ods(&text)).date;
    assert_eq!(
        day.map(|day| day.to_string()).as_deref(),
        Some("2024-03-04")
    );
}

#[test]
fn entries_of_feeds_are_documents_with_what_the_feed_says_of_them() {
    let text = text();
    for (name, file, number) in [
        ("a.rss", typeset::rss(&text), 2),
        ("a.xml", typeset::atom(&text), 1),
        ("a.json", typeset::json_feed(&text), 1),
    ] {
        let mut all = documents(name, &file);
        assert_eq!(all.len(), number as usize, "{name}");
        let document = all.pop().unwrap();
        assert_eq!(document.id, format!("a/{number}"), "{name}");
        assert_eq!(
            document.title.as_deref(),
            Some(text.title.as_str()),
            "{name}"
        );
        assert_eq!(document.author.as_deref(), Some("Anna Petrosyan"), "{name}");
        assert_eq!(
            document.publisher.as_deref(),
            Some("Sevan Herald"),
            "{name}"
        );
        assert_eq!(
            document.url.as_deref(),
            Some("https://sevan.example/road"),
            "{name}"
        );
        let day = document.date.map(|day| day.to_string());
        assert_eq!(day.as_deref(), Some("2024-03-04"), "{name}");
        check(name, &document, |document, place| {
            assert_eq!(*place, Place::Entry(number));
            // Offsets count in the entry's page.
            inner(parsed(&format!("<a>{}</a>", document.source.text())).root())
        });
    }
}

#[test]
fn pages_of_web_archives_have_their_address() {
    let text = text();
    for (name, file) in [
        ("a.warc", typeset::warc(&text)),
        ("a.warc.gz", typeset::gz(&typeset::warc(&text))),
    ] {
        let document = the_one(name, &file);
        assert_eq!(
            document.url.as_deref(),
            Some("https://sevan.example/road"),
            "{name}"
        );
        assert_eq!(document.path, format!("{name}/4"));
        let page = String::from_utf8(typeset::html(&text)).unwrap();
        check(name, &document, |_, place| match place {
            Place::Element(selector) => css(&page, selector),
            other => panic!("{other:?}"),
        });
    }
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n9\r\nThe road \r\n8\r\nto Goris\r\n0\r\n\r\n";
    let file = typeset::warc_record("response", "https://sevan.example/", chunked);
    assert_eq!(the_one("b.warc", &file).text, "The road to Goris");
}

#[test]
fn what_is_packed_is_read_as_what_it_is() {
    let text = text();
    let csv = typeset::csv(&text);
    let told = |name: &str, bytes: &[u8]| -> Vec<String> {
        let all = documents(name, bytes).into_iter();
        all.map(|document| format!("{} {} {}", document.id, document.path, document.format))
            .collect()
    };
    let tar = typeset::tar(&[
        ("news/a.txt", b"The road to Goris."),
        ("news/", b""),
        ("news/b.html", &typeset::html(&text)),
        ("news/.hidden.txt", b"Paris"),
        ("../../c.txt", b"Kapan"),
        ("d.png", b"\x89PNG\r\n"),
    ]);
    let of_tar = |name: &str| {
        vec![
            format!("a/news/a.txt {name}/news/a.txt plain text"),
            format!("a/news/b.html {name}/news/b.html HTML"),
            format!("a/c.txt {name}/c.txt plain text"),
        ]
    };
    assert_eq!(told("a.tar", &tar), of_tar("a.tar"));
    assert_eq!(told("a.tgz", &typeset::gz(&tar)), of_tar("a.tgz"));
    assert_eq!(
        told("a.csv.gz", &typeset::gz(&csv)),
        ["a.csv/b a.csv.gz CSV"]
    );
    assert_eq!(
        told("a.csv.zst", &typeset::zst(&csv)),
        ["a.csv/b a.csv.zst CSV"]
    );
    let nested = typeset::archive(&[("x.tar.zst", &typeset::zst(&tar))]);
    assert_eq!(told("a.zip", &nested).len(), 3);
    // A name that tells nothing.
    assert_eq!(
        told("a.gz", &typeset::gz(&typeset::html(&text)))[0],
        "a a.gz HTML"
    );
}

/// A scan: the text drawn by `pdftoppm`, and put into a PDF that has nothing but the picture.
#[test]
fn text_in_pictures_is_recognised_where_the_programs_are() {
    let has = |program: &str| {
        std::process::Command::new(program)
            .arg("-v")
            .output()
            .is_ok()
    };
    let folder = tempfile::tempdir().unwrap();
    let text = Text::of(
        "The road to Goris",
        &["Lorries crossed the bridge at Kapan on Monday and went on to Meghri."],
    );
    let pdf = folder.path().join("a.pdf");
    std::fs::write(&pdf, typeset::pdf(&text)).unwrap();
    let picture = b"\x89PNG\r\n\x1a\n";
    let without = read("a.png", picture);
    let error = without[0].as_ref().unwrap_err();
    assert_eq!(error.code().as_str(), "no-text");
    assert_eq!(
        error.to_string(),
        "a.png: is a picture; to read the text in it, name --ocr"
    );
    if !has("tesseract") || !has("pdftoppm") {
        eprintln!("SKIPPED: tesseract or pdftoppm is not installed");
        return;
    }
    let drawn = |kind: &str, name: &str| {
        let out = folder.path().join(name);
        let arguments = ["-r", "150", kind, "-singlefile"];
        let status = std::process::Command::new("pdftoppm")
            .args(arguments)
            .arg(&pdf)
            .arg(&out)
            .status();
        assert!(status.unwrap().success());
    };
    drawn("-png", "scan");
    drawn("-jpeg", "page");
    let jpeg = std::fs::read(folder.path().join("page.jpg")).unwrap();
    let (wide, high) = (1240, 1755);
    let stream =
        |head: String, body: &[u8]| [head.as_bytes(), b"\nstream\n", body, b"\nendstream"].concat();
    let draw = b"q 595 0 0 842 0 0 cm /I Do Q";
    let scan = typeset::whole_pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>".to_vec(),
        stream(format!("<</Length {}>>", draw.len()), draw),
        stream(format!("<</Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length {}>>", jpeg.len()), &jpeg),
    ]);
    std::fs::write(folder.path().join("scan.pdf"), &scan).unwrap();
    assert_eq!(
        the_one("scan.pdf", &scan).problems[0].code.as_str(),
        "no-text"
    );
    let ocr = std::sync::Arc::new(document::Ocr::of("eng").unwrap());
    for name in ["scan.png", "scan.pdf"] {
        let path = folder.path().join(name);
        let knowing = document::knowing(&()).with_ocr(Some(ocr.clone()));
        let document = knowing.read_path(&path).unwrap();
        for word in ["Lorries", "Kapan", "Meghri"] {
            assert!(document.text.contains(word), "{name}: {}", document.text);
        }
        assert_eq!(document.problems[0].code.as_str(), "recognised", "{name}");
        let at = document.text.find("Kapan").unwrap();
        let place = &document
            .origin(document.source.span(at..at + 5).bytes.start)
            .unwrap()
            .place;
        let Place::Page {
            number: 1,
            area: Some([left, bottom, right, top]),
        } = place
        else {
            panic!("{place:?}");
        };
        assert!(left < right && bottom < top);
        if name == "scan.pdf" {
            // Where it was set: in the first column, under the title.
            assert!(
                (40.0..60.0).contains(left) && (650.0..720.0).contains(bottom),
                "{place:?}"
            );
        }
    }
    // A program that takes too long is stopped.
    let hasty = document::Ocr::of("eng")
        .unwrap()
        .within(std::time::Duration::ZERO);
    let knowing = document::knowing(&()).with_ocr(Some(hasty.into()));
    let error = knowing
        .read_path(folder.path().join("scan.png"))
        .unwrap_err();
    assert!(error.to_string().contains("took more than 0 s"), "{error}");
}
