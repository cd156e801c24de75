//! Recipes: files from a server that is no friend, made into one gazetteer.

use super::geonames::{COUNTRIES, FIRST_DIVISIONS, HIERARCHY, NAMES, places};
use super::*;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};

/// What a server does with the next request for a file.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    /// Gives what is asked for.
    Good,
    /// Breaks the connection after so many bytes of the answer.
    BreakAfter(usize),
    /// Gives the whole file whatever part is asked for.
    Whole,
}

/// A server of files on this machine.
struct Server {
    address: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    files: HashMap<String, Vec<u8>>,
    moods: Vec<Mood>,
    /// Path and first byte of each request.
    requests: Vec<(String, usize)>,
}

impl Server {
    fn start(files: &[(&str, Vec<u8>)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        for (path, content) in files {
            state
                .lock()
                .unwrap()
                .files
                .insert((*path).to_owned(), content.clone());
        }
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                // A client that goes away is no failure of the server.
                let _ = answer(stream.unwrap(), &shared);
            }
        });
        Self { address, state }
    }

    fn moods(&self, moods: &[Mood]) {
        self.state.lock().unwrap().moods = moods.to_vec();
    }

    fn put(&self, path: &str, content: &[u8]) {
        self.state
            .lock()
            .unwrap()
            .files
            .insert(path.to_owned(), content.to_vec());
    }

    /// The requests since this was last asked.
    fn requests(&self) -> Vec<(String, usize)> {
        std::mem::take(&mut self.state.lock().unwrap().requests)
    }
}

fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn answer(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut from, mut version) = (0, None);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        let (name, value) = line.trim_end().split_once(": ").unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "range" => {
                from = value
                    .trim_start_matches("bytes=")
                    .trim_end_matches('-')
                    .parse()
                    .unwrap()
            }
            "if-range" => version = Some(value.to_owned()),
            _ => {}
        }
    }
    let (content, mood) = {
        let mut state = state.lock().unwrap();
        state.requests.push((path.clone(), from));
        let mood = match state.moods.is_empty() {
            true => Mood::Good,
            false => state.moods.remove(0),
        };
        (state.files.get(&path).cloned(), mood)
    };
    let mut out = stream;
    let Some(content) = content else {
        return out.write_all(
            b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        );
    };
    let tag = format!("\"{}\"", sum(&content).split_at(8).0);
    if mood == Mood::Whole || version.is_some_and(|version| version != tag) {
        from = 0;
    }
    let status = match from {
        0 => "200 OK".to_owned(),
        from => format!(
            "206 Partial Content\r\nContent-Range: bytes {from}-{}/{}",
            content.len() - 1,
            content.len()
        ),
    };
    let body = &content[from..];
    write!(
        out,
        "HTTP/1.1 {status}\r\nETag: {tag}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    match mood {
        Mood::BreakAfter(bytes) => out.write_all(&body[..bytes.min(body.len())]),
        _ => out.write_all(body),
    }
}

/// The files of the GeoNames server, in their true layout.
fn dump() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        (
            "/export/dump/allCountries.zip",
            zip(&[("allCountries.txt", places().as_bytes())]),
        ),
        (
            "/export/dump/alternateNamesV2.zip",
            zip(&[
                ("alternateNamesV2.txt", NAMES.as_bytes()),
                ("iso-languagecodes.txt", b"x"),
            ]),
        ),
        ("/export/dump/admin1CodesASCII.txt", FIRST_DIVISIONS.into()),
        (
            "/export/dump/admin2Codes.txt",
            b"AM.11.1\tMade up\tMade up\t90000009\n".to_vec(),
        ),
        ("/export/dump/countryInfo.txt", COUNTRIES.into()),
        (
            "/export/dump/hierarchy.zip",
            zip(&[("hierarchy.txt", HIERARCHY.as_bytes())]),
        ),
    ]
}

fn build(recipe: &Path, out: &Path, cache: &Path, more: &[&str]) -> Run {
    let mut arguments: Vec<&dyn AsRef<OsStr>> = vec![
        &"gazetteer",
        &"build",
        &recipe,
        &"-o",
        &out,
        &"--cache",
        &cache,
    ];
    arguments.extend(more.iter().map(|flag| flag as &dyn AsRef<OsStr>));
    araxes(&arguments)
}

/// A recipe of one table from a server.
fn one_table(server: &Server, sha256: &str) -> String {
    let pinned = match sha256 {
        "" => String::new(),
        sum => format!("sha256 = \"{sum}\"\n"),
    };
    format!(
        "title = \"Own\"\n\n[[source]]\nkind = \"csv\"\nurl = \"{}/own.csv\"\n{pinned}map = {{ name = \"ort\" }}\n",
        server.address
    )
}

const TABLE: &[u8] = b"ort,lat,lon\nXyzzyville,40.1,46.2\nPlugh,39.5,45.25\n";

#[test]
fn the_recipe_for_all_of_geonames_works_against_a_server_of_its_layout() {
    let server = Server::start(&dump());
    let folder = Folder::new();
    let recipe = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/recipes/geonames.toml");
    let recipe = std::fs::read_to_string(recipe).unwrap();
    assert!(recipe.contains("https://download.geonames.org/export/dump/allCountries.zip"));
    let recipe = folder.write(
        "geonames.toml",
        recipe.replace("https://download.geonames.org", &server.address),
    );
    let (out, cache) = (folder.path("world.gaz"), folder.path("cache"));
    build(&recipe, &out, &cache, &[]).ended(0).says("5 places");
    let gazetteer = open(&out);
    let yerevan = place(&gazetteer, "Эривань");
    assert_near(yerevan, 44.51361, 40.18111);
    assert_eq!(yerevan.wikidata, Some("Q1953"));
    assert_eq!(server.requests().len(), dump().len());
    let lock = std::fs::read_to_string(folder.path("geonames.lock")).unwrap();
    assert_eq!(lock.lines().count(), dump().len());
    for (path, content) in dump() {
        assert!(
            lock.contains(&format!("{}  {}{path}\n", sum(&content), server.address)),
            "{lock}"
        );
    }
    // What was fetched is not fetched again, and gives the same bytes.
    let again = folder.path("again.gaz");
    build(&recipe, &again, &cache, &[]).ended(0);
    assert_eq!(server.requests(), []);
    assert!(std::fs::read(&out).unwrap() == std::fs::read(&again).unwrap());
    // Unless that is asked for.
    server.put(
        "/export/dump/admin1CodesASCII.txt",
        b"AM.11\tErevan\tErevan\t616051\n",
    );
    build(&recipe, &out, &cache, &["--refresh"])
        .ended(0)
        .says("admin1CodesASCII.txt has changed");
    assert_eq!(server.requests().len(), dump().len());
}

#[test]
fn a_connection_that_breaks_is_taken_up_where_it_broke() {
    let server = Server::start(&[("/own.csv", TABLE.to_vec())]);
    server.moods(&[Mood::BreakAfter(10), Mood::BreakAfter(7)]);
    let folder = Folder::new();
    let recipe = folder.write("own.toml", one_table(&server, &sum(TABLE)));
    let out = folder.path("own.gaz");
    build(&recipe, &out, &folder.path("cache"), &[]).ended(0);
    let asked: Vec<usize> = server
        .requests()
        .into_iter()
        .map(|(_, from)| from)
        .collect();
    assert_eq!(asked, [0, 10, 17]);
    assert_near(place(&open(&out), "Plugh"), 45.25, 39.5);
}

#[test]
fn a_server_that_stays_down_leaves_a_part_from_which_the_next_run_goes_on() {
    let server = Server::start(&[("/own.csv", TABLE.to_vec())]);
    server.moods(&[
        Mood::BreakAfter(12),
        Mood::BreakAfter(0),
        Mood::BreakAfter(0),
        Mood::BreakAfter(0),
    ]);
    let folder = Folder::new();
    let recipe = folder.write("own.toml", one_table(&server, ""));
    let (out, cache) = (folder.path("own.gaz"), folder.path("cache"));
    build(&recipe, &out, &cache, &[])
        .ended(1)
        .says("12 bytes are kept, run the command again");
    assert!(!out.exists());
    server.requests();
    build(&recipe, &out, &cache, &[]).ended(0);
    assert_eq!(server.requests(), [("/own.csv".to_owned(), 12)]);
    assert_eq!(open(&out).places().count(), 2);
    let left: Vec<PathBuf> = walkdir::WalkDir::new(&cache)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.to_string_lossy().contains(".part"))
        .collect();
    assert_eq!(left, Vec::<PathBuf>::new());
}

#[test]
fn a_file_that_changed_between_two_parts_is_not_glued_together() {
    let server = Server::start(&[("/own.csv", TABLE.to_vec())]);
    server.moods(&[
        Mood::BreakAfter(20),
        Mood::BreakAfter(0),
        Mood::BreakAfter(0),
        Mood::BreakAfter(0),
    ]);
    let folder = Folder::new();
    let recipe = folder.write("own.toml", one_table(&server, ""));
    let (out, cache) = (folder.path("own.gaz"), folder.path("cache"));
    build(&recipe, &out, &cache, &[]).ended(1);
    server.put("/own.csv", b"ort,lat,lon\nNewtown,41,44\n");
    build(&recipe, &out, &cache, &[]).ended(0);
    let gazetteer = open(&out);
    assert_eq!(gazetteer.places().count(), 1);
    assert_near(place(&gazetteer, "Newtown"), 44.0, 41.0);
}

#[test]
fn a_server_without_parts_sends_the_whole() {
    let server = Server::start(&[("/own.csv", TABLE.to_vec())]);
    server.moods(&[Mood::BreakAfter(20), Mood::Whole]);
    let folder = Folder::new();
    let recipe = folder.write("own.toml", one_table(&server, &sum(TABLE)));
    build(&recipe, &folder.path("own.gaz"), &folder.path("cache"), &[]).ended(0);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_wrong_checksum_is_refused_and_not_kept() {
    let server = Server::start(&[("/own.csv", b"ort,lat,lon\nForged,1,2\n".to_vec())]);
    let folder = Folder::new();
    let recipe = folder.write("own.toml", one_table(&server, &sum(TABLE)));
    let (out, cache) = (folder.path("own.gaz"), folder.path("cache"));
    let run = build(&recipe, &out, &cache, &[]).ended(1);
    run.says(&format!("but the recipe wants {}", sum(TABLE)));
    assert!(!out.exists());
    server.put("/own.csv", TABLE);
    build(&recipe, &out, &cache, &[]).ended(0);
    // Damage in the cache is seen, and fetched anew.
    let mut files = walkdir::WalkDir::new(&cache)
        .into_iter()
        .map(|entry| entry.unwrap().into_path());
    let kept = files.find(|path| path.is_file()).unwrap();
    std::fs::write(kept, "ort,lat,lon\n").unwrap();
    build(&recipe, &out, &cache, &[]).ended(0).says("2 places");
}

#[test]
fn an_address_without_a_file_is_named() {
    let server = Server::start(&[]);
    let folder = Folder::new();
    let recipe = folder.write("own.toml", one_table(&server, ""));
    let run = build(&recipe, &folder.path("own.gaz"), &folder.path("cache"), &[]).ended(1);
    run.says("/own.csv: the server answers 404");
}

#[test]
fn several_sources_lie_over_each_other_and_paths_start_at_the_recipe() {
    let folder = Folder::new();
    folder.write(
        "kitchen/data/one.csv",
        "id,name,lat,lon,geonames\n1,Here,40,45,90000001\n2,There,41,45,\n",
    );
    folder.write(
        "kitchen/data/two.csv",
        "id,name,lat,lon,geonames\n1,Here Again,40.01,45,90000001\n",
    );
    let recipe = folder.write(
        "kitchen/own.toml",
        "title = \"Own\"\n[[source]]\nkind = \"csv\"\ntitle = \"one\"\nlicence = \"CC0\"\npath = \"data/one.csv\"\n\
         [[source]]\nkind = \"csv\"\ntitle = \"two\"\n[[source.file]]\npath = \"data/two.csv\"\n",
    );
    let out = folder.path("own.gaz");
    build(&recipe, &out, &folder.path("cache"), &[]).ended(0);
    let gazetteer = open(&out);
    assert_eq!(
        gazetteer.places().count(),
        2,
        "the same number in GeoNames is the same place"
    );
    assert_eq!(
        place(&gazetteer, "Here").id,
        place(&gazetteer, "Here Again").id
    );
    let licences: Vec<String> = gazetteer.files()[0]
        .sources
        .iter()
        .map(|source| source.licence.clone())
        .collect();
    assert_eq!(licences, ["CC0", "not stated"]);
    assert!(
        !folder.path("kitchen/own.lock").exists(),
        "nothing was fetched"
    );
}

#[test]
fn recipes_that_make_no_sense_are_named_with_what_is_wrong() {
    let folder = Folder::new();
    for (recipe, message) in [
        ("title = ", "is no recipe"),
        ("title = \"x\"\nsource = []", "lists no [[source]]"),
        (
            "title = \"x\"\n[[source]]\nkind = \"tea\"\npath = \"a\"",
            "“tea” is no kind of source",
        ),
        (
            "title = \"x\"\n[[source]]\nkind = \"csv\"",
            "neither path nor url",
        ),
        (
            "title = \"x\"\n[[source]]\nkind = \"csv\"\npath = \"a\"\nurl = \"b\"",
            "either a path or a url",
        ),
        (
            "title = \"x\"\n[[source]]\nkind = \"csv\"\nurl = \"b\"\nsha256 = \"12\"",
            "is no SHA-256",
        ),
        (
            "title = \"x\"\n[[source]]\nkind = \"csv\"\npath = \"a\"\ncolour = \"red\"",
            "colour",
        ),
        (
            "title = \"x\"\n[[source]]\nkind = \"csv\"\npath = \"a\"\nmap = { nom = \"b\" }",
            "“nom”",
        ),
        (
            "title = \"x\"\n[[source]]\nkind = \"csv\"\npath = \"absent.csv\"",
            "absent.csv",
        ),
    ] {
        let path = folder.write("bad.toml", recipe);
        let run = build(&path, &folder.path("out.gaz"), &folder.path("cache"), &[]).ended(1);
        run.says(message);
    }
    build(
        &folder.path("no.toml"),
        &folder.path("out.gaz"),
        &folder.path("cache"),
        &[],
    )
    .ended(1)
    .says("no.toml");
}
