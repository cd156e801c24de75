//! What goes wrong, and what the program makes of it: each message names the file and the place in it, the rest of
//! the work goes on, and the exit code tells: 0 all good, 2 some inputs failed, 1 nothing could be done.
//!
//! The program itself is run here, so that messages and exit codes are those that a person gets.
#![allow(clippy::unwrap_used, clippy::print_stderr, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

const GOOD: &str = "The road from Baku to Yerevan is closed.\n";

/// An empty folder to work in, in which the program is run.
struct Desk {
    folder: TempDir,
}

/// How a run ended.
struct Ended {
    code: i32,
    messages: String,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Runs `araxes map ARGUMENTS --out out`.
    fn map(&self, arguments: &[&str]) -> Ended {
        self.run(&[&["map"], arguments, &["--out", "out"]].concat())
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let output = assert_cmd::cargo::cargo_bin_cmd!("araxes")
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let messages = String::from_utf8(output.stderr).unwrap();
        assert!(
            output.stdout.is_empty(),
            "map writes to standard output: {}",
            String::from_utf8_lossy(&output.stdout)
        );
        let code = output
            .status
            .code()
            .unwrap_or_else(|| panic!("ended by a signal; it said:\n{messages}"));
        assert!(
            !messages.contains("panicked"),
            "a panic reached the user:\n{messages}"
        );
        Ended { code, messages }
    }

    /// Every file of a folder, hidden ones as well, with its bytes.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        fs::read_dir(self.path(folder))
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read(entry.path()).unwrap_or_default())
            })
            .collect()
    }

    fn json(&self, file: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(file)).unwrap()).unwrap()
    }

    fn rows(&self, file: &str) -> Vec<BTreeMap<String, String>> {
        csv::Reader::from_path(self.path(file))
            .unwrap()
            .deserialize()
            .map(Result::unwrap)
            .collect()
    }

    /// Ids of the places that the run put on the map.
    fn places(&self) -> Vec<String> {
        self.rows("out/mentions.csv")
            .into_iter()
            .map(|row| row["id"].clone())
            .collect()
    }

    /// Ids of the documents that the run read.
    fn documents(&self) -> Vec<String> {
        self.rows("out/documents.csv")
            .into_iter()
            .map(|row| row["id"].clone())
            .collect()
    }

    fn wrote_nothing(&self) {
        assert!(
            !self.path("out").exists(),
            "out was made by a run that failed"
        );
    }
}

impl Ended {
    /// Checks the exit code, and that one line of the messages begins so and has all of these in it.
    fn says(&self, code: i32, begins: &str, has: &[&str]) {
        assert_eq!(
            self.code, code,
            "exit code; the run said:\n{}",
            self.messages
        );
        assert!(
            self.messages
                .lines()
                .any(|line| line.starts_with(begins) && has.iter().all(|part| line.contains(part))),
            "no message “{begins}…” with {has:?}; the run said:\n{}",
            self.messages
        );
    }

    /// Checks the exit code, and that nothing is wrong.
    fn is_good(&self) {
        assert_eq!(self.code, 0, "exit code; the run said:\n{}", self.messages);
        assert!(!self.messages.contains("error:"), "{}", self.messages);
    }
}

// ---- Inputs that are not there or not to be read --------------------------------------------------------------------

#[test]
fn a_missing_path_alone_is_nothing_done() {
    let desk = Desk::new();
    let ended = desk.map(&["none.txt"]);
    ended.says(1, "error: none.txt: ", &["does not exist"]);
    ended.says(
        1,
        "error: no document could be read",
        &["nothing was written"],
    );
    desk.wrote_nothing();
}

#[test]
fn a_missing_path_does_not_keep_the_others_from_the_map() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.map(&["none.txt", "good.txt"])
        .says(2, "error: none.txt: ", &["does not exist"]);
    assert_eq!(desk.documents(), ["good"]);
    assert_eq!(desk.places(), ["place:baku", "place:yerevan"]);
    assert_eq!(desk.json("out/run.json")["problems"]["missing"], 1);
}

#[test]
fn an_empty_folder_is_said_to_be_empty() {
    let desk = Desk::new();
    fs::create_dir(desk.path("papers")).unwrap();
    desk.map(&["papers"])
        .says(1, "error: papers: ", &["no document", ".txt"]);
    desk.wrote_nothing();
    desk.write("good.txt", GOOD);
    desk.map(&["papers", "good.txt"])
        .says(2, "error: papers: ", &["no document"]);
    assert_eq!(desk.documents(), ["good"]);
}

#[test]
fn an_empty_file_is_read_and_noted() {
    let desk = Desk::new();
    desk.write("empty.txt", "");
    let ended = desk.map(&["empty.txt"]);
    ended.is_good();
    ended.says(0, "note: empty.txt", &["no text"]);
    assert_eq!(desk.places(), Vec::<String>::new());
}

#[test]
fn a_format_without_a_reader_is_named() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.write("map.djvu", "AT&TFORM");
    desk.map(&["map.djvu", "good.txt"]).says(
        2,
        "error: map.djvu: ",
        &["no reader", "convert it to .pdf"],
    );
    assert_eq!(desk.documents(), ["good"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.write("locked.txt", GOOD);
    fs::set_permissions(desk.path("locked.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(desk.path("locked.txt")).is_ok() {
        // Straight to the stream, past the test harness, which would keep it back.
        let message =
            b"SKIPPED a_file_that_may_not_be_read_is_reported: permissions do not bind root\n";
        std::io::Write::write_all(&mut std::io::stderr().lock(), message).unwrap();
        return;
    }
    desk.map(&["locked.txt", "good.txt"])
        .says(2, "error: locked.txt: ", &["cannot be read"]);
    assert_eq!(desk.documents(), ["good"]);
}

#[test]
fn a_folder_with_the_name_of_a_file_is_a_folder() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    fs::create_dir(desk.path("x.txt")).unwrap();
    desk.map(&["x.txt", "good.txt"])
        .says(2, "error: x.txt: ", &["no document"]);
    assert_eq!(desk.documents(), ["good"]);
    // What is in it is read.
    desk.write("x.txt/inside.txt", "Gori lies in Georgia.\n");
    desk.map(&["x.txt", "good.txt"]).is_good();
    assert_eq!(desk.documents(), ["inside", "good"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_reported() {
    let desk = Desk::new();
    desk.write("papers/good.txt", GOOD);
    std::os::unix::fs::symlink("gone.txt", desk.path("papers/link.txt")).unwrap();
    desk.map(&["papers"])
        .says(2, "error: papers/link.txt: ", &["cannot be read"]);
    assert_eq!(desk.documents(), ["good"]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_folders_ends() {
    let desk = Desk::new();
    desk.write("papers/good.txt", GOOD);
    std::os::unix::fs::symlink("..", desk.path("papers/up")).unwrap();
    std::os::unix::fs::symlink(desk.path("papers"), desk.path("papers/round")).unwrap();
    let ended = desk.map(&["papers"]);
    ended.is_good();
    ended.says(0, "note: papers/round", &["link back"]);
    assert_eq!(desk.documents(), ["good"], "each document is read once");
    assert!(ended.messages.lines().count() < 20, "{}", ended.messages);
}

// ---- Contents ------------------------------------------------------------------------------------------------------

#[test]
fn a_picture_that_is_called_text_is_refused() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    let picture =
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00";
    desk.write("picture.txt", picture);
    let ended = desk.map(&["picture.txt", "good.txt"]);
    ended.says(2, "error: picture.txt: ", &["is a picture", "--ocr"]);
    assert_eq!(desk.documents(), ["good"]);
    assert_eq!(desk.json("out/run.json")["problems"]["no-text"], 1);
    // Without a known header, the first NUL tells.
    desk.write("numbers.txt", b"Baku\x00\x01\x02\x03\x04\x00\x00\xff\xfe");
    desk.map(&["numbers.txt", "good.txt"])
        .says(2, "error: numbers.txt: ", &["byte 4"]);
    let again = Desk::new();
    again.write("picture.txt", picture);
    again
        .map(&["picture.txt"])
        .says(1, "error: picture.txt: ", &["is a picture"]);
    again.wrote_nothing();
}

#[test]
fn a_long_line_is_read_to_its_end() {
    // 20 MB in one line without a full stop. 200 MB were tried by hand with the release build: 22 s
    // and 0.9 GB.
    let mut line = String::with_capacity(20_100_000);
    let words = "the committee met again and noted what had been said of transport and trade before the winter; ";
    while line.len() < 20_000_000 {
        line.push_str("Baku lies on the Caspian Sea; ");
        line.push_str(&words.repeat(80));
    }
    let stretches = line.matches("Baku").count();
    line.push_str("and at the end a road leads to Goris");
    let characters = line.chars().count();
    let desk = Desk::new();
    desk.write("long.txt", &line);
    desk.map(&["long.txt"]).is_good();
    let citations = desk.rows("out/citations.csv");
    let of = |id: &str| {
        citations
            .iter()
            .filter(|row| row["feature_id"] == id)
            .count()
    };
    assert_eq!(of("place:baku"), stretches);
    assert_eq!(of("place:caspian-sea"), stretches);
    let last = citations
        .iter()
        .find(|row| row["feature_id"] == "place:goris")
        .expect("the end of the line is read");
    assert_eq!(last["end"], characters.to_string());
    assert!(
        last["prefix"].chars().count() < 2_000,
        "a quote as long as the line"
    );
}

#[test]
fn bytes_that_are_no_utf_8_are_replaced_and_reported() {
    let desk = Desk::new();
    // Armenian text is UTF-8 beyond doubt, so that the one stray byte is damage.
    let mut bytes = "Երևան և Բաքու \u{1} ճանապարհը։ Baku.\n"
        .to_owned()
        .into_bytes();
    let at = bytes.iter().position(|&byte| byte == 1).unwrap();
    bytes[at] = 0xFF;
    desk.write("damaged.txt", &bytes);
    let ended = desk.map(&["damaged.txt"]);
    ended.is_good();
    ended.says(0, "note: damaged.txt (character 14): ", &["UTF-8"]);
    assert_eq!(desk.places(), ["place:baku", "place:yerevan"]);
    assert_eq!(
        desk.json("out/run.json")["problems"]["encoding-replaced"],
        1
    );
    let document = &desk.rows("out/documents.csv")[0];
    assert!(
        document["problems"].contains("could not be decoded"),
        "{document:?}"
    );
}

#[test]
fn text_in_an_old_encoding_is_read() {
    let desk = Desk::new();
    // Windows-1251: Дорога из Баку в Ереван закрыта на зиму.
    let bytes = b"\xc4\xee\xf0\xee\xe3\xe0 \xe8\xe7 \xc1\xe0\xea\xf3 \xe2 \xc5\xf0\xe5\xe2\xe0\xed \xe7\xe0\xea\xf0\xfb\xf2\xe0 \xed\xe0 \xe7\xe8\xec\xf3.\n";
    desk.write("old.txt", bytes);
    desk.map(&["old.txt"]).is_good();
    assert_eq!(desk.places(), ["place:baku", "place:yerevan"]);
}

#[test]
fn coordinates_out_of_range_are_reported_with_their_place() {
    let desk = Desk::new();
    desk.write(
        "range.txt",
        "Երևան: the bridge stands at 95°N 44°E near Goris.\n",
    );
    let ended = desk.map(&["range.txt"]);
    // Code points, not bytes: the Armenian letters take two bytes each.
    ended.says(
        2,
        "error: range.txt (character 28): ",
        &["95°N 44°E", "latitude", "-90 to 90"],
    );
    let unresolved = desk.rows("out/unresolved.csv");
    assert_eq!(unresolved.len(), 1);
    let row = &unresolved[0];
    assert_eq!(row["exact"], "95°N 44°E");
    assert_eq!((row["start"].as_str(), row["end"].as_str()), ("28", "37"));
    assert!(row["why_not"].contains("out of range"), "{row:?}");
    assert_eq!(row["document_id"], "range");
    assert!(
        desk.places().contains(&"place:goris".to_owned()),
        "the rest is mapped"
    );
    assert!(
        !desk
            .places()
            .iter()
            .any(|place| place.starts_with("coordinate:")),
        "a position off the globe is on the map"
    );
    let run = desk.json("out/run.json");
    assert_eq!(run["problems"]["coordinate-out-of-range"], 1);
}

// ---- Gazetteers and flags ------------------------------------------------------------------------------------------

/// Copies the built-in volume to `volume` on the desk.
fn copy_volume(desk: &Desk) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteer/caucasus");
    fs::create_dir(desk.path("volume")).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), desk.path("volume").join(entry.file_name())).unwrap();
    }
}

#[test]
fn a_row_with_a_bad_number_is_refused_and_the_others_are_used() {
    let desk = Desk::new();
    desk.write(
        "good.txt",
        "The road from Baku to Yerevan leads through Goris.\n",
    );
    copy_volume(&desk);
    desk.map(&["good.txt", "--gazetteer", "volume"]).is_good();
    assert!(desk.places().contains(&"place:goris".to_owned()));

    let path = desk.path("volume/places.csv");
    let text = fs::read_to_string(&path).unwrap();
    let mut line = 0;
    let broken: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(number, row)| {
            let mut cells: Vec<&str> = row.split(',').collect();
            if cells[0] != "place:goris" {
                return row.to_owned();
            }
            line = number + 1;
            cells[5] = "north";
            cells.join(",")
        })
        .collect();
    assert!(line > 1, "the volume has no place:goris");
    fs::write(&path, broken.join("\n")).unwrap();
    let ended = desk.map(&["good.txt", "--gazetteer", "volume", "--without-built-in"]);
    ended.says(
        2,
        &format!("error: volume/places.csv:{line}: "),
        &["lat", "“north”"],
    );
    assert_eq!(desk.places(), ["place:baku", "place:yerevan"]);
    let refused = desk.json("out/run.json")["problems"]["gazetteer-row-refused"].as_u64();
    assert!(refused.is_some_and(|count| count >= 1));
}

#[test]
fn a_missing_gazetteer_ends_the_run_with_advice() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.map(&["good.txt", "--gazetteer", "nowhere"]).says(
        1,
        "error: nowhere: ",
        &["places.csv", "names.csv"],
    );
    desk.wrote_nothing();
    fs::create_dir(desk.path("hollow")).unwrap();
    desk.map(&["good.txt", "--gazetteer", "hollow"]).says(
        1,
        "error: hollow: ",
        &["no places.csv", "places.csv and names.csv"],
    );
    desk.wrote_nothing();
    // A volume without a usable place is no volume.
    desk.write(
        "bare/places.csv",
        "id,name,feature_class,feature_code,lon,lat\n",
    );
    desk.write("bare/names.csv", "id,name,language,script,kind\n");
    desk.map(&["good.txt", "--gazetteer", "bare", "--without-built-in"])
        .says(1, "error: no gazetteer", &["nothing could be resolved"]);
    desk.wrote_nothing();
}

#[test]
fn an_unknown_reference_system_is_named() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    for name in ["EPSG:99999999", "nonsense"] {
        desk.map(&["good.txt", "--crs", name]).says(
            1,
            &format!("error: “{name}” "),
            &["EPSG:32638"],
        );
        desk.wrote_nothing();
    }
}

#[test]
fn flags_that_make_no_sense_are_explained() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.map(&["good.txt", "--min-confidence", "7"])
        .says(1, "error: ", &["--min-confidence", "7"]);
    desk.map(&["good.txt", "--colour", "red"])
        .says(1, "error: ", &["--colour"]);
    desk.run(&["map", "good.txt"])
        .says(1, "error: ", &["required"]);
    desk.wrote_nothing();
}

// ---- Output --------------------------------------------------------------------------------------------------------

#[test]
fn an_output_folder_that_cannot_be_made_is_named() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.write("out", "a file in its place");
    desk.map(&["good.txt"])
        .says(1, "error: out: ", &["cannot be written"]);
    assert_eq!(fs::read(desk.path("out")).unwrap(), b"a file in its place");
    desk.run(&["map", "good.txt", "--out", "out/deeper"]).says(
        1,
        "error: out/deeper: ",
        &["cannot be written"],
    );
}

/// Runs that fail at every stage, after one that went well: its files stay as they are.
#[test]
fn a_failed_run_leaves_an_earlier_output_as_it_was() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.write("far.txt", "The camp is at 45°S 137°W, not at Baku.\n");
    desk.map(&["good.txt"]).is_good();
    let before = desk.files("out");
    assert_eq!(before.len(), 26, "{:?}", before.keys().collect::<Vec<_>>());

    let failures: [(&[&str], &str); 4] = [
        (&["none.txt"], "error: none.txt: "),
        (&["far.txt", "--gazetteer", "nowhere"], "error: nowhere: "),
        (&["far.txt", "--crs", "nonsense"], "error: “nonsense” "),
        // Met only when the files are written: this projection has no place for the other side of the globe.
        (
            &["far.txt", "--crs", "+proj=gnom +lat_0=40 +lon_0=45"],
            "error: out/mentions.csv: ",
        ),
    ];
    for (arguments, message) in failures {
        desk.map(arguments).says(1, message, &[]);
        assert_eq!(
            desk.files("out").keys().collect::<Vec<_>>(),
            before.keys().collect::<Vec<_>>(),
            "files after {arguments:?}; no .araxes-* may be left"
        );
        assert!(
            desk.files("out") == before,
            "a file was changed by {arguments:?}"
        );
    }
}

#[test]
fn an_output_that_cannot_be_put_in_place_leaves_no_half_of_it() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.write("other.txt", "Gori lies west of Tbilisi.\n");
    desk.map(&["good.txt"]).is_good();
    // Something stands where one of the files is to go.
    fs::remove_file(desk.path("out/routes.csv")).unwrap();
    fs::create_dir(desk.path("out/routes.csv")).unwrap();
    let before = desk.files("out");
    desk.map(&["other.txt"])
        .says(1, "error: out/routes.csv: ", &["cannot be written"]);
    let after = desk.files("out");
    assert_eq!(
        after.keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>(),
        "files"
    );
    let changed: Vec<&String> = before
        .keys()
        .filter(|name| before[*name] != after[*name])
        .collect();
    assert!(
        changed.is_empty(),
        "half of the new output is in place: {changed:?}"
    );
}

#[test]
fn a_second_run_replaces_the_output_in_full() {
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.write("other.txt", "Gori lies west of Tbilisi.\n");
    desk.map(&["good.txt"]).is_good();
    let first = desk.files("out");
    desk.write("out/notes.odt", "the user's own");
    desk.map(&["other.txt"]).is_good();
    let mut second = desk.files("out");
    assert_eq!(
        second.remove("notes.odt").as_deref(),
        Some(&b"the user's own"[..]),
        "a file that is not ours was touched"
    );
    assert_eq!(
        first.keys().collect::<Vec<_>>(),
        second.keys().collect::<Vec<_>>()
    );
    assert_eq!(desk.documents(), ["other"]);
    assert_eq!(desk.places(), ["place:gori", "place:tbilisi"]);
    for (name, bytes) in &second {
        // Base maps name towns whatever the documents say.
        if matches!(name.as_str(), "basemap.gpkg" | "map.html") {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        assert!(
            !text.contains("place:baku") && !text.contains("\"good\""),
            "{name} still speaks of the first run"
        );
    }
    // And a third run on the first input writes what the first one wrote, byte for byte.
    fs::remove_file(desk.path("out/notes.odt")).unwrap();
    desk.map(&["good.txt"]).is_good();
    assert!(
        desk.files("out") == first,
        "equal input gave unequal output"
    );
}

#[cfg(unix)]
#[test]
fn new_files_may_be_read_like_any_other_file() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.write("good.txt", GOOD);
    desk.map(&["good.txt"]).is_good();
    let mode = |name: &str| fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("out/mentions.geojson"), mode("good.txt"));
}

#[test]
fn problems_are_rows_with_code_and_place() {
    let desk = Desk::new();
    desk.write("news/a.txt", "Snow in Goris\u{1} at 95.1234° N, 200.5° E.");
    desk.write("news/b.doc", "x");
    desk.write("news/c.docx", "PK\u{3}\u{4}word/");
    desk.write("news/d.css", "p {}");
    let ended = desk.map(&["news"]);
    ended.says(
        2,
        "error: news/b.doc: is a file of an old Word",
        &["save it as .docx"],
    );
    let rows = desk.rows("out/problems.csv");
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row["code"], row["gravity"], row["path"], row["character"]
            )
        })
        .collect();
    assert!(
        told.contains(&"unknown-format error news/b.doc ".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"skipped note news/d.css ".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"control-characters note news/a.txt 13".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"damaged error news/c.docx ".to_owned()),
        "{told:?}"
    );
    assert!(rows.iter().all(|row| !row["message"].is_empty()));
    let counted = &desk.json("out/run.json")["problems"];
    let sum: u64 = counted
        .as_object()
        .unwrap()
        .values()
        .map(|count| count.as_u64().unwrap())
        .sum();
    assert_eq!(sum, rows.len() as u64);
}

#[test]
fn how_an_encoding_is_known_is_a_column() {
    let desk = Desk::new();
    desk.write("a.txt", "Schnee in Gori\u{e7} und Zürich.");
    let latin = "Schnee f\u{e4}llt in K\u{f6}ln, D\u{fc}ren, G\u{f6}ttingen, M\u{fc}nchen und Z\u{fc}rich, hei\u{df}t es.";
    desk.write(
        "b.txt",
        latin.chars().map(|char| char as u8).collect::<Vec<u8>>(),
    );
    desk.write("c.txt", b"Snow in Z\xFCrich.");
    desk.map(&["a.txt", "b.txt", "c.txt"])
        .says(0, "note: c.txt: its encoding is not certain", &[]);
    let known: Vec<String> = desk
        .rows("out/documents.csv")
        .iter()
        .map(|row| format!("{} {}", row["encoding"], row["encoding_basis"]))
        .collect();
    assert_eq!(
        known,
        ["UTF-8 fits", "windows-1252 guessed", "windows-1252 unsure"]
    );
}

#[test]
fn the_south_side_of_nothing_is_no_other_place() {
    let desk = Desk::new();
    desk.write(
        "a.txt",
        "Buoys at 0.0000° S, 0.0000° W and at 0.0000° N, 0.0000° E.",
    );
    desk.map(&["a.txt"]).is_good();
    assert_eq!(desk.places(), ["coordinate:0,0"]);
}

#[test]
fn what_a_run_left_that_died_is_cleaned_up() {
    let desk = Desk::new();
    desk.write("far.txt", "Snow in Goris.");
    desk.map(&["far.txt"]).is_good();
    let before = desk.files("out");
    // It died while it put its files in place: some are new, those before them are kept aside.
    fs::create_dir(desk.path("out/.araxes-kept-x")).unwrap();
    for name in ["run.json", "mentions.csv"] {
        fs::rename(
            desk.path(&format!("out/{name}")),
            desk.path(&format!("out/.araxes-kept-x/{name}")),
        )
        .unwrap();
    }
    desk.write("out/.araxes-AbC12", "half of a file");
    desk.write("out/mentions.csv", "half of another run");
    // A run that fails leaves the folder as it was before; one that does not replaces it.
    desk.map(&["none.txt"]).says(1, "error: none.txt: ", &[]);
    assert!(
        desk.files("out") == before,
        "{:?}",
        desk.files("out").keys()
    );
    desk.map(&["far.txt"]).is_good();
    assert!(desk.files("out") == before);
    // A run that writes at the same time is in the way.
    let lock = fs::File::create(desk.path("out/.araxes-lock")).unwrap();
    lock.lock().unwrap();
    desk.map(&["far.txt"])
        .says(1, "error: out: another run of Araxes writes into it", &[]);
}

#[test]
fn names_with_escapes_do_not_reach_the_terminal() {
    let desk = Desk::new();
    let name = "a\u{1b}[31mb.txt";
    desk.write(name, "Snow in \u{1b}[31mGoris.");
    for arguments in [
        &["map", name, "none\u{1b}[31m.txt", "--out", "out"][..],
        &["explain", name],
        &["read", name],
        &["gazetteer", "search", "Gor\u{1b}[31mis"],
        &["gazetteer", "info", name],
    ] {
        let output = assert_cmd::cargo::cargo_bin_cmd!("araxes")
            .args(arguments)
            .current_dir(desk.folder.path())
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert!(!said.is_empty() && !said.contains(&0x1b), "{arguments:?}");
    }
}

#[test]
fn explain_shows_all_documents_of_a_file_and_their_problems() {
    let desk = Desk::new();
    desk.write("a.csv", "text\nSnow in Goris.\nRain in Kapan\u{1}.\n");
    desk.write("b.jsonl", "{\"text\":\"Snow in Goris.\"}\nnothing\n");
    let explain = |file: &str| {
        let output = assert_cmd::cargo::cargo_bin_cmd!("araxes")
            .args(["explain", file])
            .current_dir(desk.folder.path())
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, said) = explain("a.csv");
    assert_eq!(code, Some(0));
    for part in [
        "«Goris»",
        "«Kapan»",
        "problem    control-characters: read as blanks, control characters: 1",
    ] {
        assert!(said.contains(part), "{part} is missing in:\n{said}");
    }
    assert_eq!(explain("b.jsonl").0, Some(2), "a line of it was refused");
}

#[test]
fn annotations_keep_ids_and_tell_what_they_leave_out() {
    let desk = Desk::new();
    let id = "123456789012345678901234567890";
    let rows =
        format!("\u{feff}{{\"id\":{id},\"text\":\"Snow in Goris.\",\"date\":\"soonish\"}}\n");
    desk.write("a.jsonl", rows);
    let output = assert_cmd::cargo::cargo_bin_cmd!("araxes")
        .args(["annotate", "a.jsonl"])
        .current_dir(desk.folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(
        out.starts_with(&format!("{{\"id\":{id},")) && out.contains("Goris"),
        "{out}"
    );
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.contains("a.jsonl:1: the date \"soonish\" cannot be read"),
        "{said}"
    );
}

/// `araxes annotate … | head -1` is no error.
#[cfg(unix)]
#[test]
fn a_reader_that_has_enough_is_no_error() {
    let desk = Desk::new();
    desk.write(
        "a.jsonl",
        "{\"id\":1,\"text\":\"Snow in Goris.\"}\n".repeat(3_000),
    );
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("araxes"))
        .args(["annotate", "a.jsonl"])
        .current_dir(desk.folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
