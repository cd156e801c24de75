//! A text set in every format that is read, so that what each gives can be held against the text. The files are as plain
//! as programs write them, and made without any of the readers' code.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Heading,
    Paragraph,
}

/// A text to be set.
#[derive(Debug, Clone)]
pub struct Text {
    pub title: String,
    pub parts: Vec<(Part, String)>,
}

impl Text {
    pub fn of(title: &str, paragraphs: &[&str]) -> Self {
        let parts = paragraphs.iter();
        Self {
            title: title.to_owned(),
            parts: parts
                .map(|text| (Part::Paragraph, (*text).to_owned()))
                .collect(),
        }
    }

    /// The paragraphs with blank lines between them.
    pub fn body(&self) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|(_, text)| text.as_str()).collect();
        parts.join("\n\n")
    }
}

pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The paragraphs as elements; `heading` and `paragraph` are what stands before and behind.
fn elements(text: &Text, heading: [&str; 2], paragraph: [&str; 2]) -> String {
    let mut out = String::new();
    for (part, words) in &text.parts {
        let [open, close] = if *part == Part::Heading {
            heading
        } else {
            paragraph
        };
        writeln!(out, "{open}{}{close}", escaped(words)).unwrap();
    }
    out
}

pub fn docx(text: &Text) -> Vec<u8> {
    let end = "</w:t></w:r></w:p>";
    let styled = |style: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">"
        )
    };
    let body = elements(
        text,
        [&styled("H"), end],
        ["<w:p><w:r><w:t xml:space=\"preserve\">", end],
    );
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{}{}{end}{body}</w:body></w:document>",
        styled("T"),
        escaped(&text.title)
    );
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style><w:style w:styleId=\"H\"><w:name w:val=\"heading 2\"/></w:style></w:styles>";
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ])
}

pub fn odt(text: &Text) -> Vec<u8> {
    let body = elements(
        text,
        ["<text:h text:outline-level=\"2\">", "</text:h>"],
        ["<text:p>", "</text:p>"],
    );
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\"><office:body><office:text><text:h text:outline-level=\"1\">{}</text:h>{body}</office:text></office:body></office:document-content>",
        escaped(&text.title)
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
    ])
}

pub fn epub(text: &Text) -> Vec<u8> {
    let body = elements(text, ["<h2>", "</h2>"], ["<p>", "</p>"]);
    let chapter = format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body><h1>{}</h1>{body}</body></html>",
        escaped(&text.title)
    );
    let package = format!(
        "<package xmlns:dc=\"d\"><metadata><dc:title>{}</dc:title></metadata><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest><spine><itemref idref=\"a\"/></spine></package>",
        escaped(&text.title)
    );
    archive(&[
        ("mimetype", b"application/epub+zip"),
        (
            "META-INF/container.xml",
            b"<container><rootfiles><rootfile full-path=\"O/a.opf\"/></rootfiles></container>",
        ),
        ("O/a.opf", package.as_bytes()),
        ("O/a.xhtml", chapter.as_bytes()),
    ])
}

/// A page with navigation, a cookie banner and related links around the text. It is well-formed XML too.
pub fn html(text: &Text) -> Vec<u8> {
    let body = elements(text, ["<h2>", "</h2>"], ["<p>", "</p>"]);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><title>{title}</title></head><body>\
         <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/paris\">Paris</a></li><li><a href=\"/london\">London</a></li></ul></nav>\
         <div class=\"cookie-banner\"><p>We use cookies in Luxembourg and Dublin.</p></div>\
         <main><article id=\"story\"><h1>{title}</h1>\n{body}</article></main>\
         <aside class=\"related\"><ul><li><a href=\"/a\">Storm over Lisbon</a></li><li><a href=\"/b\">Vote in Oslo</a></li></ul></aside>\
         <footer><p>Printed in Hamburg.</p></footer></body></html>",
        title = escaped(&text.title)
    )
    .into_bytes()
}

pub fn mail(text: &Text) -> Vec<u8> {
    let mut body = String::new();
    // Quoted-printable, as mails are that have more than ASCII in them.
    let mut length = 0;
    for byte in text.body().replace('\n', "\r\n").bytes() {
        let piece = match byte {
            b'\r' | b'\n' | b' '..=b'<' | b'>'..=b'~' => char::from(byte).to_string(),
            _ => format!("={byte:02X}"),
        };
        length = if byte == b'\n' {
            0
        } else {
            length + piece.len()
        };
        body.push_str(&piece);
        if length > 70 {
            body.push_str("=\r\n");
            length = 0;
        }
    }
    format!(
        "From: desk@sevan.example\r\nTo: all@sevan.example\r\nSubject: {}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n",
        text.title.replace('\n', " ")
    )
    .into_bytes()
}

pub fn csv(text: &Text) -> Vec<u8> {
    let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
    format!(
        "id,title,text\na,Before,\nb,{},{}\n",
        quoted(&text.title),
        quoted(&text.body())
    )
    .into_bytes()
}

pub fn json_lines(text: &Text) -> Vec<u8> {
    let row = serde_json::json!({"title": text.title, "text": text.body()});
    format!("\n{row}\n").into_bytes()
}

pub fn rtf(text: &Text) -> Vec<u8> {
    let mut out = String::from(
        "{\\rtf1\\ansi\\ansicpg1252\\uc1{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Times;}}{\\stylesheet{\\s1 heading 1;}}{\\info{\\author Desk}}\n{\\header Sevan Herald}\n",
    );
    let heading = (Part::Heading, text.title.clone());
    for (part, words) in std::iter::once(&heading).chain(&text.parts) {
        let level = if *part == Part::Heading {
            "\\outlinelevel0"
        } else {
            ""
        };
        write!(out, "\\pard{level}\\f0 ").unwrap();
        for char in words.chars() {
            match char {
                '\\' | '{' | '}' => write!(out, "\\{char}").unwrap(),
                '\u{A0}'..='\u{FF}' => write!(out, "\\'{:02x}", u32::from(char)).unwrap(),
                ' '..='~' => out.push(char),
                _ => {
                    for unit in char.encode_utf16(&mut [0; 2]) {
                        write!(out, "\\u{}?", unit.cast_signed()).unwrap();
                    }
                }
            }
        }
        out.push_str("\\par\n");
    }
    out.push('}');
    out.into_bytes()
}

pub fn mhtml(text: &Text) -> Vec<u8> {
    let page = String::from_utf8(html(text)).unwrap();
    let head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://sevan.example/road\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: binary\r\nContent-Location: https://sevan.example/road\r\n\r\n";
    format!("{head}{page}\r\n--b\r\nContent-Type: text/css\r\n\r\np {{ color: red }}\r\n--b--\r\n")
        .into_bytes()
}

pub fn rss(text: &Text) -> Vec<u8> {
    let body = elements(text, ["<h2>", "</h2>"], ["<p>", "</p>"]);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"c\" xmlns:dc=\"d\"><channel><title>Sevan Herald</title><language>en</language>\
         <item><title>Snow</title><description>Snow in Sisian.</description></item>\
         <item><title>{}</title><link>https://sevan.example/road</link><pubDate>Mon, 04 Mar 2024 10:00:00 +0400</pubDate><dc:creator>Anna Petrosyan</dc:creator><description>In short</description><content:encoded><![CDATA[{body}]]></content:encoded></item></channel></rss>",
        escaped(&text.title)
    )
    .into_bytes()
}

pub fn atom(text: &Text) -> Vec<u8> {
    let body = elements(text, ["<h2>", "</h2>"], ["<p>", "</p>"]);
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Sevan Herald</title><entry><title>{}</title><link href=\"https://sevan.example/road\"/><id>urn:a</id><published>2024-03-04T10:00:00+04:00</published><updated>2024-05-04T10:00:00Z</updated><author><name>Anna Petrosyan</name></author><content type=\"html\">{}</content></entry></feed>",
        escaped(&text.title),
        escaped(&body)
    )
    .into_bytes()
}

pub fn json_feed(text: &Text) -> Vec<u8> {
    serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Sevan Herald",
        "items": [{
            "id": "a",
            "title": text.title,
            "url": "https://sevan.example/road",
            "date_published": "2024-03-04T10:00:00+04:00",
            "authors": [{"name": "Anna Petrosyan"}],
            "content_html": elements(text, ["<h2>", "</h2>"], ["<p>", "</p>"]),
        }],
    })
    .to_string()
    .into_bytes()
}

/// A record of an archive of the web.
pub fn warc_record(kind: &str, address: &str, body: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    record.extend_from_slice(body);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

pub fn warc(text: &Text) -> Vec<u8> {
    let page = html(text);
    let answer = [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
        page.as_slice(),
    ]
    .concat();
    let lost = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html><p>Nothing in Berlin.</p></html>";
    [
        warc_record("warcinfo", "x", b"software: x"),
        warc_record(
            "request",
            "https://sevan.example/road",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        warc_record("response", "https://sevan.example/lost", lost),
        warc_record("response", "https://sevan.example/road", &answer),
    ]
    .concat()
}

pub fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zst(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 3).unwrap()
}

pub fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, bytes) in entries {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..107].copy_from_slice(b"0000644");
        header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
        header[156] = b'0';
        header[257..263].copy_from_slice(b"ustar\0");
        header[148..156].copy_from_slice(b"        ");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        out.extend_from_slice(&header);
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}

/// A workbook with a sheet of documents.
pub fn xlsx(text: &Text) -> Vec<u8> {
    let cell = |at: &str, words: &str| {
        format!(
            "<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            escaped(words)
        )
    };
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">{}{}</row><row r=\"3\">{}{}</row></sheetData></worksheet>",
        cell("A1", "title"),
        cell("B1", "text"),
        cell("A3", &text.title),
        cell("B3", &text.body())
    );
    let book = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"News\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let root = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("[Content_Types].xml", b"<Types/>"),
    ])
}

pub fn ods(text: &Text) -> Vec<u8> {
    let cell = |words: &str| {
        let paragraphs: Vec<String> = words
            .split('\n')
            .map(|line| format!("<text:p>{}</text:p>", escaped(line)))
            .collect();
        format!(
            "<table:table-cell office:value-type=\"string\">{}</table:table-cell>",
            paragraphs.concat()
        )
    };
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><office:body><office:spreadsheet><table:table table:name=\"News\">\
         <table:table-row>{}<table:table-cell table:number-columns-repeated=\"3\"/>{}{}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
         <table:table-row>{}<table:table-cell table:number-columns-repeated=\"3\"/>{}<table:table-cell office:value-type=\"date\" office:date-value=\"2024-03-04\"><text:p>4.3.24</text:p></table:table-cell></table:table-row>\
         </table:table></office:spreadsheet></office:body></office:document-content>",
        cell("title"),
        cell("text"),
        cell("date"),
        cell(&text.title),
        cell(&text.body())
    );
    archive(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ])
}

pub fn parquet(text: &Text) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    let schema = "message rows { required binary title (UTF8); optional int64 size; required binary text (UTF8); }";
    let schema = std::sync::Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder()
        .set_compression(parquet::basic::Compression::SNAPPY)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties.into()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let body = text.body();
    let columns = [
        ["Empty", text.title.as_str()],
        ["", ""],
        ["", body.as_str()],
    ];
    for (number, cells) in columns.iter().enumerate() {
        let mut column = group.next_column().unwrap().unwrap();
        if number == 1 {
            let typed = column.typed::<parquet::data_type::Int64Type>();
            typed.write_batch(&[7], Some(&[1, 0]), None).unwrap();
        } else {
            let cells: Vec<ByteArray> = cells.iter().map(|cell| ByteArray::from(*cell)).collect();
            let typed = column.typed::<ByteArrayType>();
            typed.write_batch(&cells, None, None).unwrap();
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

/// Widths of Helvetica, thousandths of the size, of the characters from the blank to the tilde.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

fn width(text: &str, size: f32) -> f32 {
    let widths = text.chars().map(|char| {
        let at = u32::from(char).checked_sub(32).map(|at| at as usize);
        f32::from(at.and_then(|at| WIDTHS.get(at)).copied().unwrap_or(556))
    });
    widths.sum::<f32>() * size / 1000.0
}

/// A line on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub page: u32,
    pub left: f32,
    pub base: f32,
    pub text: String,
}

const SIZE: f32 = 10.0;
const COLUMN: f32 = 230.0;
const TOP: f32 = 760.0;
const BOTTOM: f32 = 60.0;

/// Where the next line goes.
struct Setter {
    lines: Vec<Line>,
    page: u32,
    column: u8,
    base: f32,
}

/// Between the lines of a paragraph, and before its first.
const STEP: f32 = 12.0;
const LEAD: f32 = 20.0;

impl Setter {
    fn next_column(&mut self) {
        self.column += 1;
        if self.column == 2 {
            (self.page, self.column) = (self.page + 1, 0);
        }
        self.base = if self.page == 1 { TOP - 40.0 } else { TOP };
    }

    /// Sets a paragraph. No line of it stands alone at the end or the beginning of a column, as in all typesetting.
    fn paragraph(&mut self, lines: Vec<String>) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let room = ((self.base - LEAD - BOTTOM) / STEP + 1.0).max(0.0) as usize;
        let mut here = room.min(lines.len());
        if here + 1 == lines.len() {
            here = here.saturating_sub(1);
        }
        if here == 1 && lines.len() > 1 {
            here = 0;
        }
        for (number, text) in lines.into_iter().enumerate() {
            if number == here && number > 0 || self.base - STEP < BOTTOM || here == 0 && number == 0
            {
                self.next_column();
            } else {
                self.base -= if number == 0 { LEAD } else { STEP };
            }
            self.lines.push(Line {
                page: self.page,
                left: if self.column == 0 { 50.0 } else { 315.0 },
                base: self.base,
                text,
            });
        }
    }
}

/// The lines of a text in two columns on pages, with a header and a number on each page. Words are broken where half of
/// one fits.
pub fn lines(text: &Text) -> Vec<Line> {
    let title = Line {
        page: 1,
        left: 50.0,
        base: TOP,
        text: text.title.clone(),
    };
    let mut setter = Setter {
        lines: vec![title],
        page: 1,
        column: 0,
        base: TOP - 40.0,
    };
    for (_, words) in &text.parts {
        setter.paragraph(broken(words));
    }
    setter.lines
}

/// A paragraph as lines of a column.
fn broken(words: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words.split_whitespace() {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if width(&longer, SIZE) <= COLUMN || line.is_empty() {
            line = longer;
            continue;
        }
        let letters: Vec<char> = word.chars().collect();
        let is_plain = letters.len() >= 9 && letters.iter().all(char::is_ascii_lowercase);
        let (first, rest) = letters.split_at(if is_plain { 5 } else { 0 });
        let first: String = first.iter().collect();
        let hyphened = format!("{line} {first}-");
        if is_plain && width(&hyphened, SIZE) <= COLUMN {
            lines.push(hyphened);
            line = rest.iter().collect();
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A PDF in two columns.
pub fn pdf(text: &Text) -> Vec<u8> {
    let lines = lines(text);
    let pages = lines.iter().map(|line| line.page).max().unwrap_or(1);
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        Vec::new(),
        format!(
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 126/Widths[{}]>>",
            WIDTHS.map(|width| width.to_string()).join(" ")
        )
        .into_bytes(),
    ];
    let mut kids = String::new();
    for page in 1..=pages {
        let mut content = Vec::new();
        let of_page = lines.iter().filter(|line| line.page == page);
        let header = Line {
            page,
            left: 50.0,
            base: 800.0,
            text: "Sevan Herald".to_owned(),
        };
        let number = Line {
            page,
            left: 290.0,
            base: 30.0,
            text: page.to_string(),
        };
        for line in std::iter::once(&header).chain(of_page).chain([&number]) {
            let size = if line.base == TOP && page == 1 {
                16.0
            } else {
                SIZE
            };
            content.extend(format!("BT /F {size} Tf {} {} Td (", line.left, line.base).bytes());
            let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&line.text);
            for byte in bytes.iter() {
                if matches!(byte, b'(' | b')' | b'\\') {
                    content.push(b'\\');
                }
                content.push(*byte);
            }
            content.extend(b") Tj ET\n");
        }
        let number = objects.len() + 1;
        write!(kids, "{number} 0 R ").unwrap();
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
                number + 1
            )
            .into_bytes(),
        );
        let mut stream = format!("<</Length {}>>\nstream\n", content.len()).into_bytes();
        stream.extend(content);
        stream.extend(b"\nendstream");
        objects.push(stream);
    }
    objects[1] = format!("<</Type/Pages/Count {pages}/Kids[{kids}]>>").into_bytes();
    whole_pdf(&objects)
}

/// The file of these objects, the first of which is its root.
pub fn whole_pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", number + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(
        format!(
            "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .bytes(),
    );
    out
}
