//! The picture of a run: what is on it, in which colours, and that the same layers give the same picture.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use common::Output;
use resvg::tiny_skia::Pixmap;

static SEEDS: LazyLock<Output> = LazyLock::new(|| common::map_seeds("render-seeds"));

fn run(arguments: &[&str]) -> (u8, String) {
    let mut messages = Vec::new();
    let code = araxes::cli::run(
        ["araxes"].iter().chain(arguments).map(Into::into),
        &mut std::io::empty(),
        &mut Vec::new(),
        &mut messages,
    );
    (code, String::from_utf8(messages).unwrap())
}

/// A path in Cargo's folder for tests.
fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Renders the seeds with flags; the SVG.
fn svg(name: &str, flags: &[&str]) -> String {
    let folder = SEEDS.path("");
    let picture = path(&format!("{name}.svg"));
    let first = [
        "render",
        folder.to_str().unwrap(),
        "--svg",
        picture.to_str().unwrap(),
    ];
    let (code, messages) = run(&[&first[..], flags].concat());
    assert_eq!(code, 0, "{messages}");
    fs::read_to_string(picture).unwrap()
}

#[test]
fn the_map_has_title_legend_scale_sources_and_the_places() {
    let svg = svg("render-whole", &[]);
    let tree = roxmltree::Document::parse(&svg).unwrap();
    let texts: Vec<&str> = tree
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .filter_map(|node| node.text())
        .collect();
    for wanted in [
        "Places named in 5 documents",
        "Baku",
        "Yerevan",
        "ARMENIA",
        "Lachin corridor",
        "100 km",
        "Towns and villages",
        "Corridors, not built or not in use",
        "45 places, 11 routes and 3 borders cited in 5 documents, 2 of them dated 2023-06-23 to 2024-01-18",
        "Named by their people only: Arab world, Assyria, Eurasia, Persia, Turkmenistan, United Kingdom.",
        "named in 1, 2, 5 documents",
    ] {
        assert!(
            texts.contains(&wanted),
            "{wanted} is not on the map: {texts:?}"
        );
    }
    let all = texts.join(" ");
    for source in [
        "Natural Earth",
        "GeoNames (CC BY 4.0)",
        "Lambert conformal conic",
    ] {
        assert!(all.contains(source), "{source}");
    }
    // Moscow is named, lies far from the rest, and is not kept secret.
    assert!(
        all.contains("outside this map: ") && all.contains("Moscow"),
        "{all}"
    );
    assert!(!texts.contains(&"Moscow"));
}

#[test]
fn a_name_runs_along_its_line() {
    let svg = svg("render-along", &[]);
    let tree = roxmltree::Document::parse(&svg).unwrap();
    let turned = tree.descendants().filter(|node| {
        node.has_tag_name("text")
            && node
                .attribute("transform")
                .is_some_and(|transform| transform.starts_with("rotate("))
    });
    let names: Vec<&str> = turned.filter_map(|node| node.text()).collect();
    assert!(names.contains(&"Baku–Novorossiysk pipeline"), "{names:?}");
}

#[test]
fn names_do_not_lie_over_each_other() {
    let svg = svg("render-names", &["--extent", "20,30,70,60"]);
    let options = resvg::usvg::Options {
        fontdb: {
            let mut fonts = resvg::usvg::fontdb::Database::new();
            for font in ["Regular", "Bold"] {
                let file = format!("src/render/fonts/NotoSans-{font}.ttf");
                fonts.load_font_data(fs::read(common::root().join(file)).unwrap());
            }
            fonts.into()
        },
        ..Default::default()
    };
    let tree = resvg::usvg::Tree::from_str(&svg, &options).unwrap();
    let mut boxes = Vec::new();
    collect(tree.root(), &mut boxes);
    assert!(boxes.len() > 30, "{} names", boxes.len());
    for (number, one) in boxes.iter().enumerate() {
        for other in &boxes[number + 1..] {
            let wide = one.right().min(other.right()) - one.left().max(other.left());
            let high = one.bottom().min(other.bottom()) - one.top().max(other.top());
            // A box is as high as a line of text, and letters are lower.
            let touching = 0.25 * one.height().min(other.height());
            assert!(wide < 3.0 || high < touching, "{one:?} lies over {other:?}");
        }
    }
}

/// Where the texts are, as the renderer lays them out.
fn collect(group: &resvg::usvg::Group, boxes: &mut Vec<resvg::tiny_skia::Rect>) {
    for node in group.children() {
        match node {
            resvg::usvg::Node::Group(group) => collect(group, boxes),
            resvg::usvg::Node::Text(text) => boxes.push(text.abs_bounding_box()),
            _ => {}
        }
    }
}

#[test]
fn the_png_shows_sea_land_routes_and_borders_and_is_the_same_each_time() {
    let folder = SEEDS.path("");
    let mut pictures = Vec::new();
    for name in ["render-1.png", "render-2.png"] {
        let file = path(name);
        let (code, messages) = run(&[
            "render",
            folder.to_str().unwrap(),
            "--png",
            file.to_str().unwrap(),
            "--width",
            "800",
            "--extent",
            "43,38,51,42",
        ]);
        assert_eq!(code, 0, "{messages}");
        pictures.push(fs::read(file).unwrap());
    }
    assert!(
        pictures[0] == pictures[1],
        "two pictures of the same layers differ"
    );
    let picture = Pixmap::decode_png(&pictures[0]).unwrap();
    assert_eq!(picture.width(), 800);
    let share = |red: u8, green: u8, blue: u8| {
        let found = picture
            .pixels()
            .iter()
            .filter(|pixel| {
                // Tints are mixed in the picture.
                let near = |one: u8, other: u8| one.abs_diff(other) <= 2;
                near(pixel.red(), red) && near(pixel.green(), green) && near(pixel.blue(), blue)
            })
            .count();
        found as f64 / picture.pixels().len() as f64
    };
    for (what, colour, least) in [
        // One document of five names the Caspian Sea, all of them Armenia, Azerbaijan and Russia.
        ("sea", (198, 220, 233), 0.03),
        ("land that all name", (239, 228, 208), 0.2),
        ("rivers", (0x0a, 0x64, 0xad), 0.0003),
        ("routes", (0x8a, 0x52, 0x00), 0.0001),
        ("borders", (0x5b, 0x3a, 0x8e), 0.0001),
    ] {
        let found = share(colour.0, colour.1, colour.2);
        assert!(found >= least, "{what}: {found:.5} of the picture");
    }
}

#[test]
fn every_part_of_the_earth_can_be_drawn() {
    for (number, extent) in [
        "-180,-90,180,90",
        "170,-50,180,-30",
        "-10,-10,10,10",
        "0,60,60,85",
        "46.9,39.1,47.1,39.2",
    ]
    .iter()
    .enumerate()
    {
        let svg = svg(&format!("render-part-{number}"), &["--extent", extent]);
        roxmltree::Document::parse(&svg).unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{extent}");
    }
}

#[test]
fn whatever_a_title_says_is_text() {
    let title = format!(
        "<b>\"A\" & 'B'</b> ]]> \u{202E}turned \u{0} {}",
        "long ".repeat(2_000)
    );
    let svg = svg("render-title", &["--title", &title]);
    let tree = roxmltree::Document::parse(&svg).unwrap();
    let first = tree
        .descendants()
        .find(|node| node.has_tag_name("text"))
        .unwrap();
    assert!(
        first
            .text()
            .unwrap()
            .starts_with("<b>\"A\" & 'B'</b> ]]> turned")
    );
    assert!(!svg.contains('\u{202E}'));
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_str().unwrap();
    let (code, messages) = run(&["render", folder, "--svg", "x.svg"]);
    assert_eq!(code, 1);
    assert!(
        messages.contains(folder) && messages.contains("araxes map"),
        "{messages}"
    );

    let seeds = SEEDS.path("");
    let seeds = seeds.to_str().unwrap();
    let (code, messages) = run(&["render", seeds]);
    assert_eq!(code, 1, "a picture must be asked for");
    assert!(
        messages.contains("--png") && messages.contains("--svg"),
        "{messages}"
    );

    let (code, messages) = run(&["render", seeds, "--svg", "x.svg", "--extent", "51,38,43,42"]);
    assert_eq!(code, 1);
    assert!(messages.contains("west,south,east,north"), "{messages}");

    let nowhere = empty.path().join("none/map.png");
    let (code, messages) = run(&["render", seeds, "--png", nowhere.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(
        messages.contains("map.png") && messages.contains("cannot be written"),
        "{messages}"
    );
}

#[test]
fn broken_layers_are_named_with_their_file() {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(SEEDS.path("")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    fs::write(
        folder.path().join("routes.geojson"),
        "{\"type\":\"FeatureColl",
    )
    .unwrap();
    let out = folder.path().join("map.svg");
    let (code, messages) = run(&[
        "render",
        folder.path().to_str().unwrap(),
        "--svg",
        out.to_str().unwrap(),
    ]);
    assert_eq!(code, 1);
    assert!(messages.contains("routes.geojson"), "{messages}");
    assert!(!out.exists());
}
