//! Whole documents: what the reading text, its blocks and the metadata come out as. The rules of
//! single steps are tested beside them.

use proptest::prelude::*;

use super::*;

fn plain(text: &str) -> Document {
    from_text("test", None, None, text)
}

fn markdown(text: &str) -> Document {
    let reader = reader_for("md").expect("there is one");
    let file = RawFile::new("test", "test.md", text.as_bytes().to_vec());
    first(reader, file).expect("is text")
}

fn first(reader: &'static dyn Reader, file: RawFile) -> Result<Document, ReadError> {
    let reading = Reading {
        names: &(),
        limits: Limits::default(),
        columns: std::sync::Arc::default(),
        ocr: None,
        depth: 0,
    };
    reader.read(file, reading).next().expect("one document")
}

fn blocks(document: &Document) -> Vec<(BlockKind, &str)> {
    document
        .blocks
        .iter()
        .map(|block| (block.kind, document.block_text(block)))
        .collect()
}

fn texts(text: &str) -> Vec<String> {
    let document = plain(text);
    blocks(&document)
        .into_iter()
        .map(|(_, text)| text.to_owned())
        .collect()
}

/// What the source says where the clean text says `needle`.
fn cited<'a>(document: &'a Document, needle: &str) -> &'a str {
    let start = document
        .text
        .find(needle)
        .unwrap_or_else(|| panic!("no {needle:?} in {:?}", document.text));
    let span = document.source.span(start..start + needle.len());
    let by_chars: String = document
        .source
        .text()
        .chars()
        .skip(span.chars.start)
        .take(span.chars.len())
        .collect();
    let by_bytes = document
        .source
        .text()
        .get(span.bytes)
        .expect("on boundaries");
    assert_eq!(by_chars, by_bytes);
    by_bytes
}

const LONG: &str = "The provincial council met on Tuesday to discuss the repair of the mountain road, which has been \
    closed to lorries since the landslide, and decided to ask the ministry for the money that it needs.";

#[test]
fn a_paragraph_on_every_line() {
    let text = format!("The road south\n{LONG}\nMoney and machines\n{LONG}\nComments");
    let document = plain(&text);
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::Title, "The road south"),
            (BlockKind::Paragraph, LONG),
            (BlockKind::Heading, "Money and machines"),
            (BlockKind::Paragraph, LONG),
            (BlockKind::Boilerplate, "Comments"),
        ]
    );
    assert_eq!(document.title.as_deref(), Some("The road south"));
    assert_eq!(document.language.as_deref(), Some("en"));
}

#[test]
fn running_text_at_the_start_is_no_title() {
    assert_eq!(plain(&format!("{LONG}\n{LONG}")).title, None);
    assert_eq!(plain("Sisian").title, None);
}

#[test]
fn wrapped_lines_are_joined() {
    let document = plain(
        "Closing the pass\n\
         The council met on Tuesday to discuss the repair of\n\
         the mountain road. It has been closed to lorries of\n\
         Kapan and Goris since the landslide.\n\
         \n\
         Another paragraph follows it, and goes on over more\n\
         than one line.\n",
    );
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::Title, "Closing the pass"),
            (
                BlockKind::Paragraph,
                "The council met on Tuesday to discuss the repair of the mountain road. It has been closed to \
                 lorries of Kapan and Goris since the landslide."
            ),
            (
                BlockKind::Paragraph,
                "Another paragraph follows it, and goes on over more than one line."
            ),
        ]
    );
    assert_eq!(cited(&document, "of Kapan"), "of\nKapan");
}

#[test]
fn broken_words_are_joined() {
    let text = "Lorries from the Zange-\nzur hills and from Nagorno-\nKarabakh cross the so-\ncalled line for 10-\n15 km of self-\nmade road.";
    let document = plain(text);
    assert_eq!(
        document.text,
        "Lorries from the Zangezur hills and from Nagorno-Karabakh cross the so-called line for 10-15 km of \
         self-made road."
    );
    assert_eq!(cited(&document, "Zangezur"), "Zange-\nzur");
    assert_eq!(cited(&document, "Nagorno-Karabakh"), "Nagorno-\nKarabakh");
    assert_eq!(
        plain("the Zange\u{AD}\nzur hills").text,
        "the Zangezur hills"
    );
    assert_eq!(
        plain("the Baku–\nTbilisi line").text,
        "the Baku–Tbilisi line"
    );
}

/// Text as it comes out of a PDF: lines that go on end with a blank, columns end in the middle of
/// words and sentences, and web addresses stand at the foot of each page.
const PAGES: &str = concat!(
    " Roads of the \nSouth\n\n",
    "The council met on Tuesday to discuss the repair of \n",
    "the mountain road through the hills above the Zange-\n\n",
    "zur valley, which is closed to lorries. Money for it \n",
    "has been promised by the ministry and by independent \n\n",
    "Armenian donors abroad, but none of it has come. The \n",
    "machines stand idle. The workers wait at the Mel-\n\n",
    "The Northern Way\n\n",
    "(Source: Survey - Coordinates: 40°10’20.5”N 44°30’40.5”E) \n\n",
    "The bridge that the lorries take in summer \n\n",
    "Poti-Gyumri \ngas pipeline\n\n",
    "Goris\nKapan\n\n",
    "Aras\n\n",
    "https://x.example/2020/06/16/road\n",
    "https://x.example/2020/06/16/road\n",
    " Roads of the \nSouth\n\n",
    "lat works, where they have had nothing to do for the \n",
    "whole of the spring, and \n\n",
    "where they will stay all through the autumn as well. \n",
    "They have been told nothing by the ministry so far. Those \n",
    "who can have gone home, and the rest will go as soon \n",
    "as the pass is open again.\n\n",
    "Aras\n"
);

#[test]
fn pages_out_of_a_pdf() {
    let document = plain(PAGES);
    assert_eq!(
        blocks(&document),
        [
            (BlockKind::Title, "Roads of the South"),
            (
                BlockKind::Paragraph,
                "The council met on Tuesday to discuss the repair of the mountain road through the hills above \
                 the Zangezur valley, which is closed to lorries. Money for it has been promised by the \
                 ministry and by independent Armenian donors abroad, but none of it has come. The machines \
                 stand idle. The workers wait at the Mel-"
            ),
            (BlockKind::Label, "The Northern Way"),
            (
                BlockKind::Caption,
                "(Source: Survey - Coordinates: 40°10’20.5”N 44°30’40.5”E)"
            ),
            (
                BlockKind::Label,
                "The bridge that the lorries take in summer"
            ),
            (BlockKind::Label, "Poti-Gyumri gas pipeline"),
            (BlockKind::Label, "Goris"),
            (BlockKind::Label, "Kapan"),
            (BlockKind::Label, "Aras"),
            (BlockKind::Boilerplate, "Roads of the South"),
            (
                BlockKind::Paragraph,
                "lat works, where they have had nothing to do for the whole of the spring, and where they will \
                 stay all through the autumn as well. They have been told nothing by the ministry so far. \
                 Those who can have gone home, and the rest will go as soon as the pass is open again."
            ),
            (BlockKind::Label, "Aras"),
        ]
    );
    assert_eq!(
        document.not_before.map(|date| date.to_string()).as_deref(),
        Some("2020-06-16")
    );
    assert_eq!(cited(&document, "Zangezur"), "Zange-\n\nzur");
    assert_eq!(
        cited(&document, "Poti-Gyumri gas pipeline"),
        "Poti-Gyumri \ngas pipeline"
    );
}

#[test]
fn an_address_over_a_line_end_leaves_nothing() {
    let document = plain(
        "Road report, 5 May 2014, http://www.x.example/a/b-/123.\nhtml (read today), and “http://www.\n\nx.example/en/ROADS (read today).",
    );
    assert_eq!(
        document.text,
        "Road report, 5 May 2014, (read today), and “ (read today)."
    );
}

#[test]
fn page_headers_and_numbers_after_form_feeds() {
    let page = |number: u8| format!("Survey of roads\n\n{LONG}\n\n{number}\n\u{C}");
    let document = plain(&format!("{}{}{}", page(1), page(2), page(3)));
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    use BlockKind::{Boilerplate, Paragraph, Title};
    assert_eq!(
        kinds,
        [
            Title,
            Paragraph,
            Boilerplate,
            Boilerplate,
            Paragraph,
            Boilerplate,
            Boilerplate,
            Paragraph,
            Boilerplate
        ]
    );
}

#[test]
fn pictures_are_captioned_once() {
    let picture = |alt: &str| format!("![{alt}](https://x.example/{}.jpg)", alt.len());
    let (title, pass) = (picture("The road south"), picture("The pass in winter"));
    let text = format!("The road south\n{title}\n{LONG}\n{pass}\n{LONG}\n{pass}\n{title}");
    let expected = [
        (BlockKind::Title, "The road south"),
        (BlockKind::Boilerplate, "The road south"),
        (BlockKind::Paragraph, LONG),
        (BlockKind::Caption, "The pass in winter"),
        (BlockKind::Paragraph, LONG),
        (BlockKind::Boilerplate, "The pass in winter"),
        (BlockKind::Boilerplate, "The road south"),
    ];
    assert_eq!(blocks(&plain(&text)), expected);
    // Saved as .md it is the same page.
    assert_eq!(blocks(&markdown(&text)), expected);
}

#[test]
fn lists() {
    let document = plain(
        "What is closed\n\n- the pass above Sisian\n- the road to Kapan, from\n  the bridge on\n1) the bridge\n",
    );
    use BlockKind::{ListItem, Title};
    assert_eq!(
        blocks(&document),
        [
            (Title, "What is closed"),
            (ListItem, "the pass above Sisian"),
            (ListItem, "the road to Kapan, from the bridge on"),
            (ListItem, "the bridge"),
        ]
    );
    assert_eq!(
        texts("It was declared open in the year\n18. It stayed so."),
        ["It was declared open in the year 18. It stayed so."]
    );
}

#[test]
fn a_heading_in_capitals_before_its_sentence() {
    let document = plain(&format!(
        "{LONG}\n\nWEST LOTHIAN. A barn burnt down on Monday night.\n\nOBAN.—The pier is open.\n"
    ));
    use BlockKind::{Heading, Paragraph};
    assert_eq!(
        blocks(&document),
        [
            (Paragraph, LONG),
            (Heading, "WEST LOTHIAN."),
            (Paragraph, "A barn burnt down on Monday night."),
            (Heading, "OBAN."),
            (Paragraph, "—The pier is open."),
        ]
    );
    assert_eq!(cited(&document, "WEST LOTHIAN."), "WEST LOTHIAN.");
    for text in [
        "GORIS. March 4, 2024. The road is open.",
        "MR. Smith and his wife went home.",
        "U.S. President Smith and his wife went home.",
        "USA. The road to it is long and wide.",
        "THE ROAD. THE BRIDGE. THE PASS.",
        "The UNITED STATES. The road is open.",
        "OBAN.The pier is open.",
        "OBAN. and so on",
    ] {
        assert_eq!(texts(text), [text]);
    }
}

#[test]
fn every_kind_of_line_end() {
    for end in ["\n", "\r\n", "\r", "\r\r\n", "\u{2028}"] {
        let text = ["Poti-Gyumri", "gas pipeline", "", "Goris"].join(end);
        assert_eq!(
            texts(&text),
            ["Poti-Gyumri gas pipeline", "Goris"],
            "{end:?}"
        );
    }
}

#[test]
fn a_byte_order_mark_counts_as_one_character() {
    let document = plain("\u{FEFF}Goris");
    assert_eq!(document.text, "Goris");
    assert_eq!(document.source.span(0..5).chars, 1..6);
}

#[test]
fn a_date_mark_before_the_text() {
    let document = plain(&format!(" date 2024-03-04 {LONG}\n\n{LONG}"));
    let date = document.date.expect("a date");
    assert_eq!(
        (date.to_string().as_str(), date.basis),
        ("2024-03-04", DateBasis::Stated)
    );
    assert_eq!(
        document.block_text(document.blocks.first().expect("a block")),
        LONG
    );
    assert_eq!(document.source.span(0..3).chars, 17..20);
}

#[test]
fn a_by_line() {
    let document = plain(&format!(
        "The road south\n\nBy Sevan Times | Monday, 4 March 2024\n\n\n\n{LONG}\n\ncomments"
    ));
    let date = document.date.expect("a date");
    assert_eq!(
        (date.to_string().as_str(), date.basis),
        ("2024-03-04", DateBasis::ByLine)
    );
    assert_eq!(document.publisher.as_deref(), Some("Sevan Times"));
    let kinds: Vec<BlockKind> = document.blocks.iter().map(|block| block.kind).collect();
    use BlockKind::{Boilerplate, Paragraph, Title};
    assert_eq!(kinds, [Title, Boilerplate, Paragraph, Boilerplate]);
}

#[test]
fn a_dateline() {
    let document = plain(&format!("The road south\n\nGORIS, March 4, 2024 — {LONG}"));
    let date = document.date.expect("a date");
    assert_eq!(
        (date.to_string().as_str(), date.basis),
        ("2024-03-04", DateBasis::Dateline)
    );
    assert!(document.text.contains("GORIS, March 4, 2024 — The"));
}

#[test]
fn dates_in_running_text_are_what_it_is_about() {
    let document = plain(&format!(
        "{LONG} It was closed on March 4, 2024, and not since May 2023.\n{LONG}"
    ));
    assert_eq!(document.date, None);
    assert_eq!(
        document.not_before.map(|date| date.to_string()).as_deref(),
        Some("2024-03-04")
    );
    // What a dated document says of the time after it is a plan.
    let document = plain(&format!(
        "date 2024-03-04 {LONG} It will open on 5 May 2024. It closed in May 2023."
    ));
    assert_eq!(
        document.not_before.map(|date| date.to_string()).as_deref(),
        Some("2024-03-04")
    );
}

#[test]
fn a_source_at_the_end() {
    let document = plain(&format!(
        "{LONG}\n{LONG} (Source: Ministry of Roads statements)\nComments"
    ));
    assert_eq!(
        document.publisher.as_deref(),
        Some("Ministry of Roads statements")
    );
}

#[test]
fn what_the_caller_states_wins() {
    let date = DocumentDate::stated("2023-01");
    let document = from_text(
        "a",
        Some("Given"),
        date,
        &format!("The road south\n\nPublished: 4 March 2024\n\n{LONG}"),
    );
    assert_eq!(document.title.as_deref(), Some("Given"));
    assert_eq!(document.date, date);
}

#[test]
fn languages() {
    let language = |text: &str| plain(text).language;
    assert_eq!(language("Дорога из Гориса в Капан снова открыта, сообщили вчера в министерстве. Движение грузовиков возобновлено, но ночью ехать не советуют, потому что на перевале ещё лежит снег. Об этом рассказал журналистам представитель ведомства, который добавил, что ремонт моста завершится к концу года.").as_deref(), Some("ru"));
    assert_eq!(
        language("Գորիսից Կապան տանող ճանապարհը կրկին բաց է, հայտնել են նախարարությունից։")
            .as_deref(),
        Some("hy")
    );
    assert_eq!(
        language("გზა გორისიდან კაფანამდე ისევ ღიაა, განაცხადეს გუშინ სამინისტროში.").as_deref(),
        Some("ka")
    );
    assert_eq!(language("Aras"), None);
}

#[test]
fn markdown_markup_falls_away() {
    let document = markdown(
        "---\ntitle: The road south\ndate: 2024-03-04\npublisher: \"Sea News\"\nlanguage: en\n---\n\n\
         # The road *south*\n\n\
         From **Goris** to [Kapan](https://x.example/kapan_road), over Nagorno-\nKarabakh and the Zange-\nzur \
         hills &amp; `Meghri`, see https://x.example/a_b_c.\n\n\
         ## What is closed\n\n\
         - the pass\n- the *road*\n\n\
         > the bridge\n> as well.\n\n\
         | From | To |\n|---|---|\n| Poti | Gyumri |\n\n\
         <div>The <b>old</b> way<br>is open <!-- they say --></div>\n",
    );
    use BlockKind::{Heading, Label, ListItem, Paragraph, Title};
    assert_eq!(
        blocks(&document),
        [
            (Title, "The road south"),
            (
                Paragraph,
                "From Goris to Kapan, over Nagorno-Karabakh and the Zangezur hills & Meghri, see ."
            ),
            (Heading, "What is closed"),
            (ListItem, "the pass"),
            (ListItem, "the road"),
            (Paragraph, "the bridge as well."),
            (Label, "From"),
            (Label, "To"),
            (Label, "Poti"),
            (Label, "Gyumri"),
            (Label, "The old way"),
            (Label, "is open"),
        ]
    );
    assert_eq!(document.title.as_deref(), Some("The road south"));
    assert_eq!(document.publisher.as_deref(), Some("Sea News"));
    assert_eq!(
        document.date.map(|date| date.to_string()).as_deref(),
        Some("2024-03-04")
    );
    assert_eq!(document.language.as_deref(), Some("en"));
    assert_eq!(cited(&document, "Zangezur"), "Zange-\nzur");
    assert_eq!(cited(&document, "road south"), "road *south");
    assert_eq!(cited(&document, "&"), "&amp;");
}

#[test]
fn front_matter_after_a_byte_order_mark() {
    let document = markdown("\u{FEFF}---\ntitle: The road\n---\n\nTo Goris.");
    assert_eq!(document.title.as_deref(), Some("The road"));
    assert_eq!(document.text, "To Goris.");
    assert_eq!(document.source.span(3..8).chars, 29..34);
}

#[test]
fn a_checksum_of_the_bytes() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(plain("").sha256, empty);
    assert_eq!(plain("").text, "");
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let message = |name: &str| match read_path(folder.path().join(name)) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    };
    assert!(message("none.txt").contains("none.txt: cannot be read ("));
    assert!(message("a.docx").contains("a.docx: cannot be read"));
}

/// Who knows two names.
struct Two;

impl Names for Two {
    fn has(&self, name: &str) -> bool {
        ["Vanadzor", "Gyumri"].contains(&name)
    }
}

#[test]
fn torn_names_are_cited_as_they_stand() {
    let document = knowing(&Two).from_text(
        "test",
        None,
        None,
        "Lorries from Vana- dzor and pre- and post-war maps of Gyum\u{AD} ri and Stutt¬ gart and Lud¬\nwigsburg.",
    );
    assert_eq!(
        document.text,
        "Lorries from Vanadzor and pre- and post-war maps of Gyumri and Stuttgart and Ludwigsburg."
    );
    assert_eq!(cited(&document, "Vanadzor"), "Vana- dzor");
    assert_eq!(cited(&document, "Gyumri"), "Gyum\u{AD} ri");
    assert_eq!(cited(&document, "Ludwigsburg"), "Lud¬\nwigsburg");
    // Who knows no names leaves what only a name would explain.
    assert_eq!(plain("from Vana- dzor").text, "from Vana- dzor");
}

#[test]
fn columns_side_by_side_are_read_one_after_the_other() {
    let document = plain(concat!(
        "Lorries wait below the pass of     The fishermen of the lake say that\n",
        "Sisian. They come from Saint       the water of Lake\n",
        "Petersburg, and are bound for      Van is higher than it was, which\n",
        "the markets of Iran.               they say is the will of God.\n",
    ));
    let texts: Vec<&str> = document
        .blocks
        .iter()
        .map(|block| document.block_text(block))
        .collect();
    assert_eq!(
        texts,
        [
            "Lorries wait below the pass of Sisian. They come from Saint Petersburg, and are bound for the markets of \
             Iran.",
            "The fishermen of the lake say that the water of Lake Van is higher than it was, which they say is the \
             will of God.",
        ]
    );
    let at = |needle: &str| {
        let start = document.text.find(needle).expect("is there");
        start..start + needle.len()
    };
    assert_eq!(cited(&document, "Iran"), "Iran");
    assert_eq!(cited(&document, "Sisian"), "Sisian");
    // The file has the other column in between.
    let cited = cited(&document, "Saint Petersburg");
    assert!(
        cited.starts_with("Saint  ") && cited.ends_with("\nPetersburg"),
        "{cited}"
    );
    assert!(!document.source.is_in_one_piece(at("Saint Petersburg")));
    assert!(document.source.is_in_one_piece(at("Sisian")));
    let span = document.source.span(at("Saint Petersburg"));
    assert_eq!(
        document.source.clean_range(span.chars),
        Some(at("Saint Petersburg"))
    );
}

#[test]
fn what_was_encoded_twice_is_mended_and_told() {
    let text = "Die Züge fahren.\n\nDie BÃ¼rger von LÃ¼beck\n";
    for document in [plain(text), markdown(text)] {
        assert!(document.text.ends_with("Die Bürger von Lübeck"));
        assert_eq!(cited(&document, "Lübeck"), "LÃ¼beck");
        let problems: Vec<_> = document
            .problems
            .iter()
            .map(|problem| (problem.code.as_str(), problem.place))
            .collect();
        assert_eq!(problems, [("encoded-twice", Some(23))]);
    }
}

#[test]
fn entities_and_shapes_of_letters_are_read() {
    let document = plain("Von K&ouml;ln nach G&amp;auml;nc&amp;auml;, ﺷـﯿﺮﺍﺯ.");
    assert_eq!(document.text, "Von Köln nach Gäncä, شیراز.");
    assert_eq!(cited(&document, "Köln"), "K&ouml;ln");
    assert_eq!(cited(&document, "شیراز"), "ﺷـﯿﺮﺍﺯ");
}

/// A long line must not cost more per byte than a short one.
#[test]
fn twenty_megabytes_on_one_line() {
    let piece = "The road from Goris to Kapan, see [here](https://x.example/a) and www.x.example, is 30 km long in 2020. ";
    let text = piece.repeat(20_000_000 / piece.len());
    let document = plain(&text);
    assert_eq!(document.blocks.len(), 1);
    let end = document.text.len();
    assert_eq!(
        document.source.span(end - 5..end).bytes,
        text.len() - 6..text.len() - 1
    );
}

#[test]
fn signs_that_open_and_never_close() {
    for sign in [
        "[",
        "![",
        "](",
        "[a](",
        "(",
        "<",
        "http://",
        "www.",
        "-\n",
        "`",
        "*",
        "&",
        "|\n",
        ">",
        "![a](b)\r",
        "- ",
        "a-\r",
        "-",
        " ",
        "   \n",
        "a   b\n",
        "Ã",
        "Ã¼",
        "Ã ",
        "Р",
        "¬",
        "a¬ ",
        "a- b",
        "\u{AD}",
        "ـ",
        "ﻼ",
        "&amp;",
    ] {
        let text = sign.repeat(100_000 / sign.len());
        plain(&text);
        markdown(&text);
    }
}

/// What must hold of every document, whatever was read.
fn check(document: &Document) {
    let text = &document.text;
    let source = &document.source;
    let mut end = 0;
    for (at, block) in document.blocks.iter().enumerate() {
        let gap = text
            .get(end..block.range.start)
            .expect("in order, on boundaries");
        assert_eq!(gap, if at == 0 { "" } else { "\n\n" });
        let block_text = document.block_text(block);
        assert!(!block_text.trim().is_empty() && !block_text.contains(['\n', '\r']));
        end = block.range.end;
    }
    assert_eq!(end, text.len());
    assert!(
        document
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Title)
            .count()
            <= 1
    );

    let mut before = SourceSpan {
        chars: 0..0,
        bytes: 0..0,
    };
    for (at, char) in text.char_indices() {
        let clean = at..at + char.len_utf8();
        let span = source.span(clean.clone());
        // Columns are read one after the other; all else in the order of the file.
        if !source.text().contains("   ") {
            assert!(before.bytes.start <= span.bytes.start && before.bytes.end <= span.bytes.end);
            assert!(before.chars.start <= span.chars.start && before.chars.end <= span.chars.end);
        }
        let cited = source
            .text()
            .get(span.bytes.clone())
            .expect("on boundaries");
        assert_eq!(span.chars.len(), cited.chars().count());
        if cited.chars().eq([char]) {
            assert_eq!(source.clean_range(span.chars.clone()), Some(clean));
        } else {
            // Only what cleaning writes itself may differ: blanks, hyphens, ligatures and other shapes of letters,
            // entities, and what was encoded twice.
            let shape = |char: char| matches!(char, 'ſ' | '\u{FB00}'..='\u{FB06}' | '\u{FB13}'..='\u{FB17}' | '\u{FB50}'..='\u{FEFC}');
            let written = char.is_whitespace()
                || char == '-'
                || cited.starts_with('&')
                || cited.starts_with(shape)
                || cited.starts_with('Ã') && char == 'à'
                || cited.chars().count() >= 2 && !cited.chars().any(|char| char.is_ascii());
            assert!(
                written || char == char::REPLACEMENT_CHARACTER,
                "{char:?} from {cited:?}"
            );
            // The way back leads at least to this character.
            if !cited.is_empty() {
                let back = source.clean_range(span.chars.clone());
                assert!(
                    char.is_whitespace()
                        || back.is_some_and(|back| back.start <= at && at < back.end),
                    "{char:?} from {cited:?}"
                );
            }
        }
        before = span;
    }
}

/// Texts made of what cleaning looks at.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "The road ",
        "Zange-\n",
        "zur ",
        "Nagorno-\n",
        "Karabakh",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\u{C}",
        " ",
        "  ",
        " \n",
        "\t",
        "-",
        "–\n",
        "\u{AD}",
        "\u{AD}\n",
        "\u{FEFF}",
        "\u{200B}",
        "ﬁ",
        "\u{2011}",
        "http://x.example/a.",
        "www.",
        "html\n",
        "![alt](x.jpg)",
        "![",
        "[",
        "](",
        "(",
        ")",
        "]",
        "https://x.example/2020/01/02/\n",
        "date 2020-01-02 ",
        "By Anna Poghosyan | 4 May 2020\n",
        "# ",
        "* ",
        "- ",
        "1. ",
        "> ",
        "|",
        "|---|\n",
        "**",
        "_",
        "`",
        "<b>",
        "<!--",
        "-->",
        "<div>",
        "</div>\n",
        "<script>",
        "&amp;",
        "&nbsp;",
        "&#0;",
        "\\",
        "---\n",
        "title: x\n",
        "Ж",
        "Հայաստան ",
        "გზა ",
        "日本",
        "MÃ¼n",
        "fÃ¼r ",
        "РњРѕСЃ",
        "Ã ",
        "ﺷﻴﺮ",
        "ﻼ",
        "ـ",
        "سـ",
        "ſ",
        "&uuml;",
        "&amp;auml;",
        "Stutt¬ ",
        "¬",
        "¬\n",
        "Azer- ",
        "baijan",
        "in the hills      \n",
        "and a road over   ",
        "the pass is open  ",
        "    ",
        "🛣",
        "é",
        "\u{0}",
        "2020",
        "16.06.2020",
        "(Source: x)",
        "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Two columns of running text side by side, of these words.
fn side_by_side(words: &[(u8, u8)], gutter: usize) -> (String, String) {
    const LEFT: [&str; 6] = ["the", "road", "over", "Sisian", "pass", "closed"];
    const RIGHT: [&str; 6] = ["the", "fish", "in", "Sevan", "озеро", "waters"];
    let of = |words: &[&'static str; 6], number: u8| {
        words.get(usize::from(number) % 6).copied().unwrap_or("x")
    };
    let (mut left, mut right): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for line in words.chunks(6) {
        let join = |word: &dyn Fn(&(u8, u8)) -> &'static str| {
            let words: Vec<&str> = line.iter().map(word).collect();
            format!("and {}", words.join(" "))
        };
        left.push(join(&|(number, _)| of(&LEFT, *number)));
        right.push(join(&|(_, number)| of(&RIGHT, *number)));
    }
    let width = left.iter().map(String::len).max().unwrap_or_default() + gutter;
    let beside: Vec<String> = left
        .iter()
        .zip(&right)
        .map(|(left, right)| format!("{left:width$}{right}"))
        .collect();
    (
        beside.join("\n"),
        [left.join(" "), right.join(" ")].concat(),
    )
}

fn again(text: &str, encoding: &'static encoding_rs::Encoding) -> String {
    encoding
        .decode_without_bom_handling(text.as_bytes())
        .0
        .into_owned()
}

proptest! {
    #[test]
    fn any_text_is_read(text in any::<String>()) {
        check(&plain(&text));
        check(&markdown_or_binary(&text));
    }

    #[test]
    fn any_arrangement_is_read(text in pieces()) {
        check(&plain(&text));
        check(&markdown_or_binary(&text));
    }

    #[test]
    fn every_letter_of_a_column_has_its_place(words in prop::collection::vec(any::<(u8, u8)>(), 18..60), gutter in 3_usize..9) {
        let (text, columns) = side_by_side(&words, gutter);
        let document = plain(&text);
        check(&document);
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(letters(&document.text), letters(&columns));
        let mut places: Vec<_> = document
            .text
            .char_indices()
            .filter(|(_, char)| !char.is_whitespace())
            .map(|(at, char)| {
                let span = document.source.span(at..at + char.len_utf8());
                assert_eq!(document.source.text().get(span.bytes.clone()), Some(char.to_string().as_str()));
                span.bytes.start
            })
            .collect();
        places.sort_unstable();
        places.dedup();
        prop_assert_eq!(places.len(), letters(&text).chars().count());
    }

    #[test]
    fn what_was_encoded_twice_is_cited_as_it_stands(words in prop::collection::vec("(für |[A-Z][a-z]ä[a-z]{1,4} |ß?[a-zà-ü]{1,6} |„[A-Z]|“, )", 1..30)) {
        let right = format!("Die Straße {}", words.concat());
        let document = plain(&again(&right, encoding_rs::WINDOWS_1252));
        check(&document);
        prop_assert_eq!(&document.text, &plain(&right).text);
        for (at, char) in document.text.char_indices().filter(|(_, char)| !char.is_ascii()) {
            let span = document.source.span(at..at + char.len_utf8());
            let cited = document.source.text().get(span.bytes).unwrap_or_default();
            prop_assert_eq!(cited, again(&char.to_string(), encoding_rs::WINDOWS_1252));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any::<Vec<u8>>()) {
        for extension in ["txt", "md", "html"] {
            let file = RawFile::new("a", "a", bytes.clone());
            let reader = reader_for(extension).expect("there is one");
            if let Ok(document) = first(reader, file) {
                check(&document);
            }
        }
    }
}

/// Reads Markdown; what is refused as no text stands for the empty document.
fn markdown_or_binary(text: &str) -> Document {
    let reader = reader_for("md").expect("there is one");
    let file = RawFile::new("a", "a.md", text.as_bytes().to_vec());
    first(reader, file).unwrap_or_else(|_| plain(""))
}
