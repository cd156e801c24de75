//! Documents come from strangers. Whatever is wrong with them becomes a recorded problem, in little time and memory, and
//! the rest is read. The files are made here.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use araxes::document::{self, Document, InputFile, ReadError};
use common::typeset::archive;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// No file takes longer, on a busy machine without optimisation.
const LONGEST: Duration = Duration::from_secs(60);

fn read(folder: &Path, name: &str, bytes: &[u8]) -> Vec<Result<Document, ReadError>> {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    let began = Instant::now();
    let documents = document::knowing(&())
        .documents(&InputFile::at(&path))
        .collect();
    assert!(
        began.elapsed() < LONGEST,
        "{name} took {:?}",
        began.elapsed()
    );
    documents
}

/// What came of a file: the codes of what could not be read, and the problems of what could.
fn codes(documents: &[Result<Document, ReadError>]) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for document in documents {
        match document {
            Ok(document) => codes.extend(
                document
                    .problems
                    .iter()
                    .map(|problem| problem.code.as_str()),
            ),
            Err(error) => codes.push(error.code().as_str()),
        }
    }
    codes
}

fn texts(documents: &[Result<Document, ReadError>]) -> Vec<&str> {
    let read = documents
        .iter()
        .filter_map(|document| document.as_ref().ok());
    read.map(|document| document.text.as_str()).collect()
}

const WORD: &str = r#"<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>The road to Goris</w:t></w:r></w:p></w:body></w:document>"#;

#[test]
fn encrypted_files_are_said_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let ole = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600]].concat();
    assert_eq!(codes(&read(folder.path(), "a.docx", &ole)), ["encrypted"]);
    let manifest = br#"<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>"#;
    let odt = archive(&[
        ("META-INF/manifest.xml", manifest),
        ("content.xml", b"\x01\x02"),
    ]);
    assert_eq!(codes(&read(folder.path(), "a.odt", &odt)), ["encrypted"]);
}

#[test]
fn what_is_cut_off_is_damaged_or_cut_short() {
    let folder = tempfile::tempdir().unwrap();
    let docx = archive(&[("word/document.xml", WORD.as_bytes())]);
    assert_eq!(
        texts(&read(folder.path(), "whole.docx", &docx)),
        ["The road to Goris"]
    );
    for length in (0..docx.len()).step_by(7) {
        let found = read(folder.path(), "cut.docx", &docx[..length]);
        assert_eq!(codes(&found), ["damaged"], "{length}");
    }
    let broken = archive(&[("word/document.xml", &WORD.as_bytes()[..WORD.len() - 60])]);
    assert!(codes(&read(folder.path(), "broken.docx", &broken)).len() <= 2);
    let missing = archive(&[("word/styles.xml", b"<a/>")]);
    assert_eq!(
        codes(&read(folder.path(), "missing.docx", &missing)),
        ["damaged"]
    );
    for pdf in [
        "%PDF-1.7",
        "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>\nendobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
        "%PDF-1.7\nstartxref\n99999999999999999999\n%%EOF",
    ] {
        let found = codes(&read(folder.path(), "a.pdf", pdf.as_bytes()));
        assert!(
            matches!(found.as_slice(), ["damaged"] | ["no-text"]),
            "{found:?}"
        );
    }
    assert_eq!(
        codes(&read(folder.path(), "a.xlsx", b"PK\x03\x04xl/nothing")),
        ["damaged"]
    );
    assert_eq!(
        codes(&read(
            folder.path(),
            "a.epub",
            &archive(&[("mimetype", b"application/epub+zip")])
        )),
        ["damaged"]
    );
}

#[test]
fn what_expands_to_a_gigabyte_is_left_at_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    for (name, entry) in [
        ("a.docx", "word/document.xml"),
        ("a.xlsx", "xl/workbook.xml"),
        ("a.zip", "a.txt"),
    ] {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer
            .start_file(entry, SimpleFileOptions::default().large_file(true))
            .unwrap();
        let blanks = vec![b' '; 1 << 20];
        for _ in 0..1024 {
            writer.write_all(&blanks).unwrap();
        }
        let bomb = writer.finish().unwrap().into_inner();
        assert!(bomb.len() < 4 << 20);
        assert_eq!(
            codes(&read(folder.path(), name, &bomb)),
            ["too-large"],
            "{name}"
        );
    }
}

#[test]
fn archives_keep_to_themselves() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("below");
    std::fs::create_dir(&below).unwrap();
    let escaping = archive(&[
        ("../../escaped.txt", b"Goris"),
        ("/etc/x.txt", b"Kapan"),
        ("a/b.txt", b"Meghri"),
        ("a/c.png", b"\x89PNG"),
    ]);
    let found = read(&below, "a.zip", &escaping);
    assert_eq!(texts(&found), ["Goris", "Kapan", "Meghri"]);
    let paths: Vec<&str> = found
        .iter()
        .flatten()
        .map(|document| document.path.as_str())
        .collect();
    assert!(paths.iter().all(|path| !path.contains("..")), "{paths:?}");
    assert!(!folder.path().join("escaped.txt").exists());
    let mut nested = archive(&[("a.txt", b"Goris")]);
    for _ in 0..10 {
        nested = archive(&[("a.zip", &nested)]);
    }
    assert_eq!(
        codes(&read(folder.path(), "nested.zip", &nested)),
        ["too-large"]
    );
}

#[test]
fn what_is_nested_deep_overflows_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let deep = format!("<w:document>{}<w:t>Goris</w:t>", "<w:p>".repeat(10_000));
    let docx = archive(&[("word/document.xml", deep.as_bytes())]);
    read(folder.path(), "a.docx", &docx);
    let odt = archive(&[(
        "content.xml",
        format!("<body>{}Goris", "<p><list-item>".repeat(10_000)).as_bytes(),
    )]);
    read(folder.path(), "a.odt", &odt);
    let page = format!("<html><p>Goris{}", "<div><b>".repeat(10_000));
    assert_eq!(
        texts(&read(folder.path(), "a.html", page.as_bytes())),
        ["Goris"]
    );
    let json = format!("{{\"text\":{}", "[".repeat(10_000));
    assert_eq!(
        codes(&read(folder.path(), "a.jsonl", json.as_bytes())),
        ["damaged"]
    );
    let entities = r#"<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]><w:document><w:p><w:t>Goris &b;&f;</w:t></w:p></w:document>"#;
    let docx = archive(&[("word/document.xml", entities.as_bytes())]);
    assert_eq!(texts(&read(folder.path(), "e.docx", &docx)), ["Goris"]);
}

#[test]
fn a_sheet_with_a_cell_in_its_far_corner_is_small() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Goris</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Kapan</t></is></c></row></sheetData></worksheet>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let xlsx = archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("[Content_Types].xml", b"<Types/>"),
    ]);
    let found = read(folder.path(), "a.xlsx", &xlsx);
    assert_eq!(texts(&found), ["Goris\n\nKapan"], "{found:?}");
}

#[test]
fn control_characters_reach_no_text_and_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let found = read(
        folder.path(),
        "a.jsonl",
        b"{\"text\":\"Go\\u001b[31mris\",\"title\":\"a\\u001b\"}\n",
    );
    assert_eq!(codes(&found), ["control-characters"]);
    let found = read(
        folder.path(),
        "a.html",
        "<html><p>Goris\0 &#27;[31m and Kapan".as_bytes(),
    );
    assert!(found.len() == 1);
}

#[test]
fn what_is_packed_and_expands_to_a_gigabyte_is_left_at_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut zst = zstd::stream::Encoder::new(Vec::new(), 1).unwrap();
    let line = [vec![b' '; (1 << 20) - 1], b"\n".to_vec()].concat();
    for _ in 0..1024 {
        gz.write_all(&line).unwrap();
        zst.write_all(&line).unwrap();
    }
    let (gz, zst) = (gz.finish().unwrap(), zst.finish().unwrap());
    for (name, bytes) in [
        ("a.txt.gz", &gz),
        ("a.txt.zst", &zst),
        ("a.jsonl.gz", &gz),
        ("a.jsonl.zst", &zst),
        ("a.html.gz", &gz),
    ] {
        let found = read(folder.path(), name, bytes);
        assert_eq!(codes(&found), ["too-large"], "{name}");
    }
    // Packed in itself again and again.
    let mut nested = b"Goris".to_vec();
    for _ in 0..10 {
        nested = zstd::stream::encode_all(nested.as_slice(), 1).unwrap();
    }
    assert_eq!(codes(&read(folder.path(), "a.zst", &nested)), ["too-large"]);
}

#[test]
fn packed_files_and_archives_that_are_cut_off_are_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let text = "The road to Goris is open again. ".repeat(50);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text.as_bytes()).unwrap();
    let gz = gz.finish().unwrap();
    let zst = zstd::stream::encode_all(text.as_bytes(), 1).unwrap();
    let mut tar = vec![0_u8; 512];
    tar[..5].copy_from_slice(b"a.txt");
    tar[124..135].copy_from_slice(b"00000003000");
    tar[257..262].copy_from_slice(b"ustar");
    tar[148..156].fill(b' ');
    let sum: u32 = tar.iter().map(|byte| u32::from(*byte)).sum();
    tar[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    tar.extend([b'x'; 1536]);
    assert_eq!(texts(&read(folder.path(), "a.tar", &tar)).len(), 1);
    let warc = format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{text}",
        text.len()
    );
    for (name, bytes) in [
        ("a.txt.gz", gz.as_slice()),
        ("a.txt.zst", &zst),
        ("a.tar", &tar),
        ("a.warc", warc.as_bytes()),
    ] {
        for length in (20..bytes.len() - 1).step_by(bytes.len() / 9) {
            let found = codes(&read(folder.path(), name, &bytes[..length]));
            assert_eq!(found, ["damaged"], "{name} cut at {length}");
        }
    }
    let wrong = b"PAR1 and nothing behind it PAR1";
    assert_eq!(codes(&read(folder.path(), "a.parquet", wrong)), ["damaged"]);
    // A sheet with a text in the last cell of a million rows is small, and a group that is never closed ends.
    let deep = format!("{{\\rtf1 {}Goris", "{".repeat(10_000));
    assert_eq!(
        codes(&read(folder.path(), "a.rtf", deep.as_bytes())),
        ["cut-short", "empty"]
    );
    let cut =
        b"<rss><channel><item><title>a</title><description>Goris</description></item><item><ti";
    assert_eq!(texts(&read(folder.path(), "a.rss", cut)), ["Goris"]);
}

#[test]
fn documents_that_no_reader_takes_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let word = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600]].concat();
    for (name, says) in [
        (
            "a.doc",
            "a.doc: is a file of an old Word, which no reader takes; save it as .docx",
        ),
        (
            "a.ppt",
            "a.ppt: is slides, which no reader takes; save them as .pdf or .odp",
        ),
    ] {
        let found = read(folder.path(), name, &word);
        let error = found[0].as_ref().unwrap_err();
        assert_eq!(error.code().as_str(), "unknown-format");
        assert!(error.to_string().contains(says), "{error}");
    }
}

/// Files of all formats, damaged at random: bytes changed, pieces left out, put elsewhere, cut off. The same damage in every
/// run; nothing panics, and each file comes to documents or problems in little time.
#[test]
fn damage_of_any_sort_is_survived_by_every_reader() {
    use common::typeset;
    let text = typeset::Text::of(
        "The road to Goris",
        &[
            "Lorries crossed the bridge at Kapan on Monday.",
            "Snow in Sisian.",
        ],
    );
    let tar = typeset::tar(&[("a.txt", b"Goris"), ("b.html", &typeset::html(&text))]);
    let whole: Vec<(&str, Vec<u8>)> = vec![
        ("a.html", typeset::html(&text)),
        ("a.pdf", typeset::pdf(&text)),
        ("a.docx", typeset::docx(&text)),
        ("a.odt", typeset::odt(&text)),
        ("a.ods", typeset::ods(&text)),
        ("a.rtf", typeset::rtf(&text)),
        ("a.epub", typeset::epub(&text)),
        ("a.mhtml", typeset::mhtml(&text)),
        ("a.eml", typeset::mail(&text)),
        ("a.rss", typeset::rss(&text)),
        ("a.atom", typeset::atom(&text)),
        ("a.json", typeset::json_feed(&text)),
        ("a.csv", typeset::csv(&text)),
        ("a.jsonl", typeset::json_lines(&text)),
        ("a.xlsx", typeset::xlsx(&text)),
        ("a.parquet", typeset::parquet(&text)),
        ("a.warc", typeset::warc(&text)),
        ("a.tgz", typeset::gz(&tar)),
        ("a.tar", tar.clone()),
        ("a.tar.zst", typeset::zst(&tar)),
        (
            "a.zip",
            typeset::archive(&[("a.rtf", &typeset::rtf(&text))]),
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    // Steps of a generator of the simplest sort.
    let mut state = 7_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    for (name, bytes) in &whole {
        assert!(
            !texts(&read(folder.path(), name, bytes)).is_empty(),
            "{name}"
        );
        for _ in 0..40 {
            let mut broken = bytes.clone();
            for _ in 0..=next(6) {
                let at = next(broken.len());
                let end = (at + next(40)).min(broken.len());
                match next(5) {
                    0 => broken.truncate(at.max(8)),
                    1 => drop(broken.drain(at..end)),
                    2 => {
                        let piece = broken[at..end].to_vec();
                        let to = next(broken.len());
                        broken.splice(to..to, piece);
                    }
                    _ if at < broken.len() => broken[at] = u8::try_from(next(256)).unwrap(),
                    _ => {}
                }
            }
            read(folder.path(), name, &broken);
        }
    }
}

/// Twice the file takes at most a little more than twice the time: each sort of text is doubled twice.
#[test]
fn time_grows_with_the_file_and_not_with_its_square() {
    let folder = tempfile::tempdir().unwrap();
    let sorts: [(&str, &str, &str); 12] = [
        (
            "html",
            "<html>",
            "<p>Goris <a href=x>Kapan</a> <ul><li>Meghri",
        ),
        ("html", "<html>", "<td><b></table></p>"),
        ("html", "<html><p>", "&amp;&#x41;<!-- -->"),
        ("csv", "text\n", "\"Goris, \"\"Kapan\"\"\"\n"),
        ("csv", "a,b\n", "Goris,1\n"),
        ("jsonl", "", "{\"text\":\"Goris\"}\n"),
        (
            "mbox",
            "",
            "From a Mon Mar  4 10:00:00 2024\nSubject: a\n\nGoris\n",
        ),
        ("eml", "Subject: a\n\n", "Goris\n>> "),
        // A run of carriage returns took a minute for 200 kB.
        ("txt", "Goris", "\r\r\r\r"),
        ("rtf", "{\\rtf1 ", "{\\b Goris\\par} \\'fc"),
        (
            "rss",
            "<rss>",
            "<item><title>Goris</title><description>&lt;p></description></item>",
        ),
        (
            "warc",
            "",
            "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nGoris\r\n\r\n",
        ),
    ];
    for (extension, start, piece) in sorts {
        let time = |times: usize| {
            let text = format!("{start}{}", piece.repeat(times));
            let name = format!("a.{extension}");
            let runs = (0..3).map(|_| {
                let began = Instant::now();
                read(folder.path(), &name, text.as_bytes());
                began.elapsed()
            });
            runs.min().unwrap_or_default().as_secs_f64()
        };
        let exponent = || {
            let (small, large) = (time(4_000), time(16_000));
            (large / small.max(0.02)).ln() / 4_f64.ln()
        };
        // What else runs on the machine takes time as well, but not each time.
        let exponents: Vec<f64> = (0..4)
            .map(|_| exponent())
            .take_while(|&e| e >= 1.5)
            .collect();
        assert!(
            exponents.len() < 4,
            "{extension} {piece:?}: exponents {exponents:.2?}"
        );
    }
}
