//! Decisions of people: found again in the text, certain for the names around them, never lost, and merged.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use araxes::decision::{DecisionFile, Decisions};
use araxes::document;
use araxes::run::{Engine, Options, Part};
use araxes::{built_in, problem};
use assert_cmd::Command;
use common::{Output, map};

/// Paris and Greenville in Texas.
const PARIS_TEXAS: &str = "place:geonames-4717560";
const GREENVILLE_TEXAS: &str = "place:geonames-4695066";

const CAMP: &str = "The camp on the hill\n\nThe convoy left Paris on Monday and stopped in Georgia. Camp Aurora \
    was empty when it came.\n\nVillagers said that Jordan was far away from the old quarry. Paris was quiet, said Mr \
    Hill.\n";
const CALM: &str = "Another day\n\nOfficials in Georgia said that the border between Armenia and Georgia was open. \
    Shusha and Aghdam were calm.\n";

/// An empty folder of a test with these files, and their paths.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(folder.join("docs")).unwrap();
    for (file, text) in files {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

/// Maps the documents of a folder, with the decisions in it.
fn mapped(folder: &Path, code: u8) -> Output {
    let name = format!("{}-out", folder.file_name().unwrap().to_str().unwrap());
    let decisions = folder.join("decisions.csv");
    map(
        &name,
        &[&folder.join("docs")],
        &[
            "--decisions",
            decisions.to_str().unwrap(),
            "--without",
            "qgis,geopackage,web-map",
        ],
        code,
    )
}

/// What each mention cites: document, words, feature, confidence, whether it is confirmed. In order.
fn cited(output: &Output) -> Vec<(String, String, String, String, String)> {
    let mut cited: Vec<_> = output
        .rows("citations.csv")
        .into_iter()
        .map(|row| {
            let start: usize = row["start"].parse().unwrap();
            let cell = |name: &str| row[name].clone();
            (
                (cell("document_id"), start),
                (
                    cell("document_id"),
                    cell("surface"),
                    cell("feature_id"),
                    cell("confidence"),
                    cell("confirmed"),
                ),
            )
        })
        .collect();
    cited.sort();
    cited.into_iter().map(|(_, row)| row).collect()
}

fn features_of(output: &Output, document: &str) -> Vec<(String, String)> {
    cited(output)
        .into_iter()
        .filter(|(of, ..)| of == document)
        .map(|(_, surface, feature, ..)| (surface, feature))
        .collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs
        .map(|(left, right)| (left.to_owned(), right.to_owned()))
        .to_vec()
}

#[test]
fn a_file_as_a_spreadsheet_saves_it_says_what_names_mean() {
    let rows = "\u{FEFF}scope;in;prefix;exact;suffix;decision;place;lat;lon;name;kind;who;when;why;my notes\r\n\
        document;a;;Paris;;is;place:geonames-4717560;;;;;Ann;01.03.2026;dateline Texas;\r\n\
        Everywhere;;;Camp Aurora;;IS;;40,51;45,27;;Camp;Ann;2026-03-01;;\r\n\
        everywhere;;;the old quarry;;is;;40,6;45,3;Sarer quarry;mine;Bo;2026-03-02T14:30;;x\r\n\
        mention;docs/a.txt;said that;Jordan;was far;no_place;;;;;;Bo;;he is a man;\r\n\
        everywhere;;;Aghdam;;same-as;Shusha;;;;;Ann;;;\r\n\
        ;;;;;;;;;;;;;;\r\n\
        everywhere;;;Nowhereville;;is;place:nope;;;;;Ann;;;\r\n\
        everywhere;;;Atlantis;;no-place;;;;;;;;;\r\n\
        everywhere;;;Shusha;;right;;;;;;;some day;;\r\n\
        somewhere;;;Shusha;;right;;;;;;;;;\r\n";
    let folder = folder(
        "decisions-spreadsheet",
        &[
            ("docs/a.txt", CAMP),
            ("docs/b.txt", CALM),
            ("decisions.csv", rows),
        ],
    );
    let output = mapped(&folder, 2);
    let (yes, no) = ("yes", "");
    let of_a: Vec<_> = cited(&output)
        .into_iter()
        .filter(|row| row.0 == "a" && row.1 != "Georgia")
        .collect();
    let row = |surface: &str, feature: &str, confidence: &str, confirmed: &str| {
        ["a", surface, feature, confidence, confirmed]
            .map(str::to_owned)
            .into()
    };
    assert_eq!(
        of_a,
        [
            row("Paris", PARIS_TEXAS, "1.0", yes),
            row("Camp Aurora", "decided:40.51,45.27", "1.0", yes),
            row("the old quarry", "decided:40.6,45.3", "1.0", yes),
            row("Paris", PARIS_TEXAS, "1.0", yes),
        ]
    );
    let b = cited(&output);
    let shusha: Vec<_> = b.iter().filter(|row| row.2 == "place:shushi").collect();
    assert_eq!(shusha.len(), 2, "{b:?}");
    assert_eq!(
        (shusha[0].1.as_str(), shusha[0].4.as_str()),
        ("Shusha", yes)
    );
    assert_eq!((shusha[1].1.as_str(), shusha[1].4.as_str()), ("Aghdam", no));
    // What is no place is nowhere.
    for file in ["citations.csv", "unresolved.csv"] {
        let surfaces = output
            .rows(file)
            .into_iter()
            .map(|row| row["surface"].clone());
        assert!(
            !surfaces.collect::<Vec<_>>().contains(&"Jordan".to_owned()),
            "{file}"
        );
    }
    let mentions = output.rows("mentions.csv");
    let quarry = mentions
        .iter()
        .find(|row| row["id"] == "decided:40.6,45.3")
        .unwrap();
    assert_eq!(
        [
            "name",
            "kind",
            "geometry_basis",
            "precision_m",
            "confirmed_count",
            "countries",
            "x",
            "y"
        ]
        .map(|name| quarry[name].as_str()),
        [
            "Sarer quarry",
            "mine",
            "decided",
            "11120.0",
            "1",
            "ARM",
            "45.3",
            "40.6"
        ]
    );
    let problems: Vec<(String, String, String)> = output
        .rows("problems.csv")
        .into_iter()
        .map(|row| {
            (
                row["code"].clone(),
                row["gravity"].clone(),
                row["line"].clone(),
            )
        })
        .collect();
    let problem = |code: &str, gravity: &str, line: &str| {
        (code.to_owned(), gravity.to_owned(), line.to_owned())
    };
    assert_eq!(
        problems,
        [
            problem("decision-undated", "note", "10"),
            problem("decision-refused", "error", "11"),
            problem("decision-unknown-place", "error", "8"),
            problem("decision-unused", "note", "9"),
        ]
    );
    assert!(
        output
            .messages
            .contains("decisions.csv:8: no gazetteer in use has “place:nope”"),
        "{}",
        output.messages
    );
    let run = output.json("run.json");
    assert_eq!(run["decisions"][0]["rows"], 7);
    assert_eq!(run["problems"]["decision-unused"], 1);
}

#[test]
fn names_are_resolved_in_the_company_of_what_was_decided() {
    let text = "The council of Paris met. The road to Greenville is closed.\n";
    let none = folder(
        "decisions-alone",
        &[
            ("docs/a.txt", text),
            ("decisions.csv", "scope,exact,decision,place\n"),
        ],
    );
    let alone = features_of(&mapped(&none, 0), "a");
    assert_eq!(
        alone[1],
        ("Greenville".to_owned(), "place:geonames-4469160".to_owned())
    );
    let rows = format!("scope,exact,decision,place\neverywhere,Paris,is,{PARIS_TEXAS}\n");
    let decided = folder(
        "decisions-company",
        &[("docs/a.txt", text), ("decisions.csv", &rows)],
    );
    assert_eq!(
        features_of(&mapped(&decided, 0), "a"),
        pairs([("Paris", PARIS_TEXAS), ("Greenville", GREENVILLE_TEXAS)])
    );
    // A position of one's own is company, too, by the place that is nearest.
    let rows = "scope,exact,decision,lat,lon\neverywhere,Paris,is,33.65,-95.57\n";
    let own = folder(
        "decisions-own-company",
        &[("docs/a.txt", text), ("decisions.csv", rows)],
    );
    assert_eq!(
        features_of(&mapped(&own, 0), "a"),
        pairs([
            ("Paris", "decided:33.65,-95.57"),
            ("Greenville", GREENVILLE_TEXAS)
        ])
    );
}

#[test]
fn the_narrower_counts_before_the_wider_and_the_later_before_the_earlier() {
    let text = "In Georgia it rained. In Georgia it snowed. In Georgia they danced.\n";
    let other = "Publisher: The Daily Peach\n\nIn Georgia it rained.\n";
    let rows = "scope,in,prefix,exact,suffix,decision,place,who,when\n\
        everywhere,,,Georgia,,is,place:us-georgia,Ann,2026-01-01\n\
        document,a,,Georgia,,is,place:georgia,Ann,2025-01-01\n\
        mention,,In,Georgia,they danced,no-place,,Ann,2024-01-01\n\
        document,docs/b.txt,,Georgia,,is,place:georgia,Ann,2026-02-02\n\
        document,docs/b.txt,,Georgia,,is,place:armenia,Ann,2026-02-03\n";
    let files = [
        ("docs/a.txt", text),
        ("docs/b.txt", other),
        ("docs/c.txt", other),
        ("decisions.csv", rows),
    ];
    // Ann changed her mind, which is no contradiction.
    let output = mapped(&folder("decisions-width", &files), 0);
    assert_eq!(
        features_of(&output, "a"),
        pairs([("Georgia", "place:georgia"), ("Georgia", "place:georgia")])
    );
    assert_eq!(
        features_of(&output, "b"),
        pairs([("Georgia", "place:armenia")])
    );
    assert_eq!(
        features_of(&output, "c"),
        pairs([("Georgia", "place:us-georgia")])
    );

    let rows = "scope,exact,decision,place,who,when\n\
        everywhere,Georgia,is,place:us-georgia,Ann,2026-01-01\n\
        everywhere,Georgia,is,place:georgia,Bo,2026-01-02\n";
    let output = mapped(
        &folder(
            "decisions-contradiction",
            &[("docs/c.txt", other), ("decisions.csv", rows)],
        ),
        2,
    );
    assert_eq!(
        features_of(&output, "c"),
        pairs([("Georgia", "place:georgia")])
    );
    let problems = output.rows("problems.csv");
    assert_eq!(problems.len(), 1);
    assert_eq!(
        (problems[0]["code"].as_str(), problems[0]["line"].as_str()),
        ("decision-contradicted", "2")
    );
    assert!(problems[0]["message"].contains("here “Georgia” is place:us-georgia (Ann, 2026-01-01), there it is place:georgia (Bo, 2026-01-02)"));
}

#[test]
fn a_mention_is_found_again_when_the_text_moved_and_only_that() {
    let rows = "scope,in,prefix,exact,suffix,decision,place\n\
        mention,a,Nobody in the old town of ,Georgia,\" knew him, they said later.\",is,place:armenia\n";
    let moved = "A new beginning, with Georgia in it.\n\nMore was added. Nobody in the whole old\ntown of Georgia\nknew \
        him well, they said later. Georgia was not meant.\n";
    let output = mapped(
        &folder(
            "decisions-moved",
            &[("docs/a.txt", moved), ("decisions.csv", rows)],
        ),
        0,
    );
    let features: Vec<String> = features_of(&output, "a")
        .into_iter()
        .map(|(_, feature)| feature)
        .collect();
    assert_eq!(features.len(), 2);
    assert_eq!(
        features.iter().filter(|id| *id == "place:armenia").count(),
        1
    );
    assert_eq!(features[1], "place:armenia");

    // Of words that stand there twice nothing is assumed, and words that are gone are told.
    let rows = "scope,in,prefix,exact,suffix,decision,place\n\
        mention,a,,Georgia,,is,place:armenia\n\
        mention,a,They wrote from,Goris,in the winter of that year,right,\n";
    let text = "They came from Georgia. They went to Georgia. Goris lies far away.\n";
    let output = mapped(
        &folder(
            "decisions-unclear",
            &[("docs/a.txt", text), ("decisions.csv", rows)],
        ),
        2,
    );
    assert!(
        features_of(&output, "a")
            .iter()
            .all(|(_, feature)| feature != "place:armenia")
    );
    let codes: Vec<String> = output
        .rows("problems.csv")
        .into_iter()
        .map(|row| row["code"].clone())
        .collect();
    assert_eq!(codes, ["decision-unclear", "decision-unused"]);
}

#[test]
fn a_form_is_no_part_of_a_longer_name_and_takes_shorter_ones_in() {
    let text =
        "The Lachin corridor was closed. They waited in Lachin. They came to Camp Goris on foot.\n";
    let rows = "scope,exact,decision,place,lat,lon\n\
        everywhere,Lachin,is,place:armenia,,\n\
        everywhere,Camp Goris,is,,39.5,46.3\n\
        everywhere,Lach,is,place:armenia,,\n";
    let folder = folder(
        "decisions-words",
        &[("docs/a.txt", text), ("decisions.csv", rows)],
    );
    let output = mapped(&folder, 0);
    assert_eq!(
        features_of(&output, "a"),
        pairs([
            ("Lachin corridor", "route:lachin-corridor"),
            ("Lachin", "place:armenia"),
            ("Camp Goris", "decided:39.5,46.3"),
        ])
    );
    let confirmed = cited(&output)
        .into_iter()
        .filter(|row| row.4 == "yes")
        .count();
    assert_eq!(confirmed, 2);
}

#[test]
fn phrases_and_answers_can_be_right_or_none() {
    let text = "The border between Armenia and Georgia was open. The border between Armenia and Iran was not.\n";
    let rows = "scope,exact,decision,place\n\
        everywhere,border between Armenia and Georgia,right,border:ARM-GEO\n\
        everywhere,border between Armenia and Iran,no-place,\n";
    let output = mapped(
        &folder(
            "decisions-phrases",
            &[("docs/a.txt", text), ("decisions.csv", rows)],
        ),
        0,
    );
    let borders = output.rows("borders.csv");
    assert_eq!(borders.len(), 1);
    assert_eq!(
        ["id", "confirmed_count", "confidence"].map(|name| borders[0][name].as_str()),
        ["border:ARM-GEO", "1", "1.0"]
    );
    // Another answer is not taken for the one that was right.
    let rows = "scope,exact,decision,place\neverywhere,border between Armenia and Georgia,right,border:ARM-TUR\n";
    let output = mapped(
        &folder(
            "decisions-other-answer",
            &[("docs/a.txt", text), ("decisions.csv", rows)],
        ),
        0,
    );
    assert_eq!(output.rows("problems.csv")[0]["code"], "decision-unused");
    assert!(
        output
            .rows("borders.csv")
            .iter()
            .all(|row| row["confirmed_count"] == "0")
    );
}

#[test]
fn decisions_beside_the_output_are_used_and_never_written() {
    let rows = format!("scope;exact;decision;place\r\neverywhere;Paris;is;{PARIS_TEXAS}\r\n");
    let folder = folder("decisions-beside", &[("docs/a.txt", CAMP)]);
    let out = folder.join("out");
    fs::create_dir(&out).unwrap();
    fs::write(out.join("decisions.csv"), &rows).unwrap();
    let run = |flags: &[&str]| {
        let mut call = Command::cargo_bin("araxes").unwrap();
        call.arg("map")
            .arg(folder.join("docs"))
            .arg("--out")
            .arg(&out)
            .args(flags);
        call.assert().code(0);
        assert_eq!(fs::read_to_string(out.join("decisions.csv")).unwrap(), rows);
        fs::read_to_string(out.join("citations.csv")).unwrap()
    };
    let first = run(&[]);
    assert!(first.contains(PARIS_TEXAS));
    assert_eq!(run(&[]), first);
    assert_eq!(run(&["--force", "--without", "qgis"]), first);
    let record = fs::read_to_string(out.join("run.json")).unwrap();
    assert!(record.contains("\"path\": \"decisions.csv\""), "{record}");
    // A file that cannot be read as one ends the run before anything is written.
    fs::write(out.join("decisions.csv"), "no,table\n1,2\n").unwrap();
    let mut call = Command::cargo_bin("araxes").unwrap();
    let failed = call
        .arg("map")
        .arg(folder.join("docs"))
        .arg("--out")
        .arg(&out)
        .assert()
        .code(1);
    let said = String::from_utf8(failed.get_output().stderr.clone()).unwrap();
    assert!(said.contains("it has no column “scope”"), "{said}");
    assert_eq!(
        fs::read_to_string(out.join("citations.csv")).unwrap(),
        first
    );
}

#[test]
fn explain_and_annotate_say_what_was_decided() {
    let rows = format!(
        "scope,exact,decision,place,who,when,why\neverywhere,Paris,is,{PARIS_TEXAS},Ann,2026-03-01,it is in Texas\neverywhere,Hill,no-place,,,,\n"
    );
    let folder = folder("decisions-explain", &[("a.txt", CAMP), ("d.csv", &rows)]);
    let call = |command: &str| {
        let mut call = Command::cargo_bin("araxes").unwrap();
        call.current_dir(&folder)
            .arg(command)
            .args(["--decisions", "d.csv"]);
        call
    };
    let done = call("explain").arg("a.txt").assert().code(0);
    let text = String::from_utf8(done.get_output().stdout.clone()).unwrap();
    let decided = format!(
        "1. “Paris” name, literal → {PARIS_TEXAS} (1.00)\n     decided: d.csv:2 says that it is {PARIS_TEXAS} (Ann, 2026-03-01): it is in Texas\n"
    );
    assert!(text.contains(&decided), "{text}");
    assert!(
        text.contains("“Hill”: d.csv:3 says that it is no place\n"),
        "{text}"
    );
    let row = serde_json::json!({"id": "1", "text": CAMP}).to_string();
    let done = call("annotate").write_stdin(row).assert().code(0);
    let answer: serde_json::Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
    let first = &answer["toponyms"][0];
    assert_eq!(
        (first["place_id"].as_str(), first["confidence"].as_f64()),
        (Some(PARIS_TEXAS), Some(1.0))
    );
}

#[test]
fn parts_of_a_run_come_to_the_same_with_decisions() {
    let rows = format!(
        "scope,exact,decision,place\neverywhere,Paris,is,{PARIS_TEXAS}\neverywhere,Aghdam,no-place,\neverywhere,Atlantis,no-place,\n"
    );
    let folder = folder(
        "decisions-parts",
        &[
            ("docs/a.txt", CAMP),
            ("docs/b.txt", CALM),
            ("docs/c.txt", CAMP),
        ],
    );
    let gazetteer = built_in::open(&built_in::sources()).unwrap();
    let file = DecisionFile::read("d.csv", rows.as_bytes()).unwrap();
    let decisions = Decisions::of(vec![file], &gazetteer);
    let engine = Engine::new(gazetteer).deciding(decisions);
    let options = Options::default();
    let inputs = [folder.join("docs")];
    let whole = engine.run(&inputs, &options, &mut ());
    assert_eq!(
        whole.problems_by_code(),
        BTreeMap::from([(problem::Code::DecisionUnused, 1)])
    );
    let collected = document::collect(&inputs);
    let documents: Vec<_> = collected
        .files
        .iter()
        .flat_map(|file| engine.read(file))
        .enumerate()
        .collect();
    let parts = documents
        .into_iter()
        .rev()
        .map(|one| engine.part([one], &options, &mut ()));
    let merged = parts.fold(Part::default(), Part::merge);
    assert_eq!(merged.finish(&engine, collected.problems, &options), whole);
}

#[test]
fn files_of_several_people_merge_into_one_that_reads_well() {
    let ann = "scope,in,exact,decision,place,who,when\n\
        document,a,Paris,is,place:paris,Ann,2026-03-02\n\
        everywhere,,Shusha,right,,Ann,\n";
    let bo = "\u{FEFF}decision;exact;scope;in;who;when;why;lat;lon\r\n\
        no-place;Jordan;everywhere;;Bo;2026-03-01;he is a man\r\n\
        no-place;Paris;document;a;Bo;2026-03-01;\"she said; \"\"Paris\"\"\"\r\n\
        is;=Camp;everywhere;;Bo;;;-33,5;18,25\r\n";
    let folder = folder(
        "decisions-merge",
        &[
            ("ann.csv", ann),
            ("bo.csv", bo),
            ("bad.csv", "scope,exact,decision\nx,y,z\n"),
        ],
    );
    let merge = |files: &[&str], code: i32| {
        let mut call = Command::cargo_bin("araxes").unwrap();
        let done = call
            .current_dir(&folder)
            .args(["decisions", "merge"])
            .args(files)
            .assert()
            .code(code);
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    };
    let said = merge(&["ann.csv", "bo.csv", "ann.csv", "-o", "all.csv"], 2);
    assert!(said.contains("bo.csv:3: contradicts ann.csv:2: here “Paris” is no place (Bo, 2026-03-01): she said; \"Paris\", there it is place:paris (Ann, 2026-03-02)"), "{said}");
    let all = fs::read_to_string(folder.join("all.csv")).unwrap();
    assert_eq!(
        all,
        "scope,in,prefix,exact,suffix,decision,place,lat,lon,name,kind,who,when,why\n\
         everywhere,,,'=Camp,,is,,\"-33,5\",\"18,25\",,,Bo,,\n\
         everywhere,,,Jordan,,no-place,,,,,,Bo,2026-03-01,he is a man\n\
         everywhere,,,Shusha,,right,,,,,,Ann,,\n\
         document,a,,Paris,,no-place,,,,,,Bo,2026-03-01,\"she said; \"\"Paris\"\"\"\n\
         document,a,,Paris,,is,place:paris,,,,,Ann,2026-03-02,\n"
            .replace(",\"-33,5\"", ",\"'-33,5\"")
    );
    // In any order and in place, the same; and nothing is lost of what is merged.
    merge(&["bo.csv", "all.csv", "-o", "all.csv"], 2);
    assert_eq!(fs::read_to_string(folder.join("all.csv")).unwrap(), all);
    let said = merge(&["ann.csv", "bad.csv", "-o", "lost.csv"], 1);
    assert!(
        said.contains("bad.csv:2: “x” is no scope") && said.contains("would be lost"),
        "{said}"
    );
    assert!(!folder.join("lost.csv").exists());

    let check = |file: &str, code: i32| {
        let mut call = Command::cargo_bin("araxes").unwrap();
        let done = call
            .current_dir(&folder)
            .args(["decisions", "check", file])
            .assert()
            .code(code);
        String::from_utf8(done.get_output().stdout.clone()).unwrap()
    };
    assert_eq!(check("ann.csv", 0), "2 decisions can be used\n");
    assert_eq!(check("all.csv", 2), "5 decisions can be used\n");
    check("none.csv", 1);
}

#[test]
fn decisions_go_to_other_tools_and_come_back() {
    let rows = "scope,in,prefix,exact,suffix,decision,place,lat,lon,name,kind,who,when,why\n\
        everywhere,,,Camp Aurora,,is,,39.87,46.12,,camp,,,\n\
        mention,docs/a b.txt,met,Jordan,in the,no-place,,,,,,Bo,2026-03-01,a man\n\
        mention,docs/a b.txt,left,Paris,on Monday,is,place:paris,,,,,Ann,2026-03-02,\n\
        mention,docs/a b.txt,to,the quarry,at noon,is,,40.6,45.3,Sarer Quarry,mine,,,\n";
    let text =
        "They met Jordan in the morning, left Paris on Monday and came to the quarry at noon.\n";
    let folder = folder(
        "decisions-exchange",
        &[("docs/a b.txt", text), ("decisions.csv", rows)],
    );
    let call = |words: &[&str], code: i32| {
        let mut call = Command::cargo_bin("araxes").unwrap();
        let call = call.current_dir(&folder).arg("decisions").args(words);
        let done = call.assert().code(code);
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    };
    let export = [
        "export",
        "decisions.csv",
        "--annotations",
        "d.jsonld",
        "--places",
        "mine.csv",
    ];
    let said = call(&export, 0);
    assert!(said.contains("1 decision not in d.jsonld"), "{said}");
    let places = fs::read_to_string(folder.join("mine.csv")).unwrap();
    assert_eq!(
        places,
        "name,lat,lon,kind\nCamp Aurora,39.87,46.12,camp\nSarer Quarry,40.6,45.3,mine\n"
    );
    call(&["import", "d.jsonld", "-o", "back.csv"], 0);
    let back = fs::read_to_string(folder.join("back.csv")).unwrap();
    let kept: Vec<&str> = rows
        .lines()
        .filter(|row| !row.starts_with("everywhere"))
        .collect();
    assert_eq!(back.lines().collect::<Vec<_>>(), kept);
    let said = call(&["import", "d.jsonld", "-o", "back.csv"], 1);
    assert!(said.contains("is there already"), "{said}");

    // As other tools write them; what a run wrote is for people to judge first.
    let others = serde_json::json!([
        {
            "type": "Annotation",
            "creator": "https://example.org/ann",
            "body": [{"type": "SpecificResource", "purpose": "identifying", "source": "https://sws.geonames.org/4717560/"}],
            "target": {"source": "docs/a%20b.txt", "selector": [
                {"type": "TextPositionSelector", "start": 37, "end": 42},
                {"type": "TextQuoteSelector", "exact": "Paris"},
            ]},
        },
        {
            "type": "Annotation",
            "generator": {"type": "Software", "name": "Araxes"},
            "body": [{"type": "SpecificResource", "source": "place:jordan"}],
            "target": {"source": "docs/a%20b.txt", "selector": {"type": "TextQuoteSelector", "exact": "Jordan"}},
        },
    ]);
    fs::write(folder.join("others.json"), others.to_string()).unwrap();
    let said = call(&["import", "others.json", "-o", "others.csv"], 0);
    assert!(said.contains("1 annotation passed over"), "{said}");
    fs::copy(folder.join("others.csv"), folder.join("decisions.csv")).unwrap();
    let output = mapped(&folder, 0);
    let paris: Vec<_> = cited(&output)
        .into_iter()
        .filter(|row| row.1 == "Paris")
        .collect();
    assert_eq!(
        (paris[0].2.as_str(), paris[0].4.as_str()),
        (PARIS_TEXAS, "yes")
    );
}
