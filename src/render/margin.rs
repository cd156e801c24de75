//! What stands around the map: title, legend, scale bar, sources, and what is named but lies elsewhere.

use geo::Coord;

use crate::export::markup::{counted, escaped};
use crate::look::State;

use super::areas::{coursed, outlined};
use super::foreground::Drawn;
use super::frame::Frame;
use super::label::readable;
use super::picture::Letters;
use super::scene::Scene;
use super::symbol::{Sign, Sizes};

/// A stripe as wide as the map.
pub(super) struct Margin {
    pub(super) svg: String,
    /// Pixels.
    pub(super) height: f64,
}

/// Space left and right, pixels.
const INSET: f64 = 24.0;

/// Title and what the map is made of.
pub(super) fn header(scene: &Scene, title: Option<&str>, width: f64) -> Margin {
    let documents = counted(scene.documents, "document");
    let title = readable(
        &title.map_or_else(|| format!("Places named in {documents}"), str::to_owned),
        160,
    );
    let room = width - 2.0 * INSET;
    // A long title is written smaller, and a very long one on several lines.
    let size = [30.0, 26.0, 22.0]
        .into_iter()
        .find(|&size| width_of(&title, size, true) <= room)
        .unwrap_or(20.0);
    let mut svg = String::new();
    let mut y = 14.0;
    for line in wrapped(&title, size, true, room) {
        y += size * 1.15;
        svg.push_str(&text(&line, INSET, y, size, "#111111", true));
    }
    y += 24.0;
    svg.push_str(&text(&subtitle(scene), INSET, y, 15.0, "#555555", false));
    Margin {
        svg,
        height: (y + 16.0).round(),
    }
}

fn subtitle(scene: &Scene) -> String {
    use crate::layer::LayerKind;
    let count = |layer| {
        scene
            .shapes
            .iter()
            .filter(|shape| shape.layer == layer)
            .count()
    };
    let what = format!(
        "{}, {} and {} cited in {}",
        counted(count(LayerKind::Mentions), "place"),
        counted(count(LayerKind::Routes), "route"),
        counted(count(LayerKind::Borders), "border"),
        counted(scene.documents, "document"),
    );
    let Some((first, last)) = &scene.dates else {
        return what;
    };
    let of_them = match scene.dated.len() {
        dated if dated >= scene.documents => String::new(),
        dated => format!("{dated} of them "),
    };
    if first == last {
        format!("{what}, {of_them}dated {first}")
    } else {
        format!("{what}, {of_them}dated {first} to {last}")
    }
}

/// Legend, scale bar and sources.
pub(super) fn legend(
    scene: &Scene,
    drawn: &Drawn,
    outside: &[String],
    frame: &Frame<'_>,
) -> Margin {
    let mut svg = String::new();
    let bar = scale_bar(frame);
    let room = frame.width - INSET - bar.width - 60.0;
    let (mut x, mut y) = (INSET, 34.0);
    for entry in entries(scene, drawn) {
        let width = entry.width + 8.0 + width_of(&entry.text, LEGEND_SIZE, false);
        if x > INSET && x + width > room {
            x = INSET;
            y += 28.0;
        }
        svg.push_str(&format!(
            "<g transform=\"translate({x:.1} {y:.1})\">{}{}</g>\n",
            entry.svg,
            text(
                &entry.text,
                entry.width + 8.0,
                4.5,
                LEGEND_SIZE,
                "#333333",
                false
            )
        ));
        x += width + 26.0;
    }
    svg.push_str(&format!(
        "<g transform=\"translate({:.1} 34)\">{}</g>\n",
        frame.width - INSET - bar.width,
        bar.svg
    ));
    y += 22.0;
    let room = frame.width - 2.0 * INSET;
    for paragraph in notes(frame, outside, &drawn.peoples) {
        for line in wrapped(&paragraph, NOTE_SIZE, false, room) {
            y += NOTE_SIZE * 1.45;
            svg.push_str(&text(&line, INSET, y, NOTE_SIZE, "#666666", false));
        }
    }
    Margin {
        svg,
        height: (y + 16.0).round(),
    }
}

const LEGEND_SIZE: f64 = 13.5;
const NOTE_SIZE: f64 = 11.5;

/// One line of the legend: a sample and what it means.
struct Entry {
    svg: String,
    width: f64,
    text: String,
}

fn entries(scene: &Scene, drawn: &Drawn) -> Vec<Entry> {
    let (points, lines): (Vec<Sign>, Vec<Sign>) = drawn
        .signs
        .iter()
        .partition(|sign| sign.group().layer == "mentions");
    // Of what is only about there, the dashes are the same for all kinds.
    let about = points.iter().find(|sign| sign.state == State::About);
    let points = points
        .iter()
        .filter(|sign| sign.state != State::About)
        .map(|sign| (sign, sign.meaning()))
        .chain(about.map(|sign| (sign, "only about there".to_owned())))
        .map(|(sign, text)| Entry {
            svg: sign.point(Coord { x: 6.0, y: 0.0 }, 5.5),
            width: 12.0,
            text,
        });
    let lines = lines.iter().map(|sign| Entry {
        svg: format!("<path d=\"M0 0L30 0\" {}/>", sign.line()),
        width: 30.0,
        text: sign.meaning(),
    });
    let areas = drawn.areas.iter().map(|&sign| Entry {
        svg: format!("<path d=\"M0 -7H24V7H0Z\" {}/>", outlined(sign, 1, 2)),
        width: 24.0,
        text: sign.meaning(),
    });
    let courses = drawn.courses.iter().map(|&sign| Entry {
        svg: format!("<path d=\"M0 0L30 0\" {}/>", coursed(sign)),
        width: 30.0,
        text: "Rivers and canals".to_owned(),
    });
    let shaded = drawn.areas.iter().any(|sign| !sign.group().unfilled);
    let darker = (shaded && sizes(scene).is_some()).then(|| shades(scene));
    points
        .chain(sizes(scene))
        .chain(areas)
        .chain(darker)
        .chain(courses)
        .chain(lines)
        .collect()
}

/// Areas of several shades.
fn shades(scene: &Scene) -> Entry {
    let country = scene.shapes.iter().find(|shape| shape.is_country());
    let sign = country.map_or_else(Sign::default, |shape| shape.sign);
    let with_outline = scene.shapes.iter().filter(|shape| shape.outline.is_some());
    let most = with_outline.map(|shape| shape.documents).max().unwrap_or(1);
    let swatch = |at: usize, documents| {
        format!(
            "<path d=\"M{} -7h16v14h-16Z\" {}/>",
            at,
            outlined(sign, documents, most)
        )
    };
    Entry {
        svg: format!("{}{}", swatch(0, 1), swatch(18, most)),
        width: 34.0,
        text: format!("named in 1, {most} documents"),
    }
}

/// Circles of several sizes.
fn sizes(scene: &Scene) -> Option<Entry> {
    let sizes = Sizes::of(scene);
    if sizes.most < 2 {
        return None;
    }
    let mut steps = vec![1, sizes.most.div_ceil(3), sizes.most];
    steps.dedup();
    let mut svg = String::new();
    let mut x = 0.0;
    for &step in &steps {
        let radius = sizes.radius(step);
        svg.push_str(&Sign::default().point(
            Coord {
                x: x + radius,
                y: 0.0,
            },
            radius,
        ));
        x += 2.0 * radius + 4.0;
    }
    let steps: Vec<String> = steps.iter().map(usize::to_string).collect();
    Some(Entry {
        svg,
        width: x,
        text: format!("named in {} documents", steps.join(", ")),
    })
}

struct Bar {
    svg: String,
    width: f64,
}

/// A round number of kilometres, about a seventh of the map long.
fn scale_bar(frame: &Frame<'_>) -> Bar {
    let wanted = frame.width / 7.0 / frame.pixels_per_km;
    let power = 10f64.powf(wanted.max(1e-3).log10().floor());
    let kilometres = [5.0, 2.0, 1.0]
        .into_iter()
        .map(|step| step * power)
        .find(|&length| length <= wanted)
        .unwrap_or(power);
    let width = kilometres * frame.pixels_per_km;
    let label = if kilometres < 1.0 {
        format!("{:.0} m", kilometres * 1000.0)
    } else {
        format!("{kilometres} km")
    };
    Bar {
        svg: format!(
            "<path d=\"M0 -4L0 3L{width:.1} 3L{width:.1} -4\" fill=\"none\" stroke=\"#333333\" stroke-width=\"1.5\"/>{}",
            text(&label, 5.0, -3.0, 12.0, "#333333", false)
        ),
        width,
    }
}

/// Names as a sentence, if there are any.
fn listed(what: &str, names: &[String]) -> Option<String> {
    if names.is_empty() {
        return None;
    }
    let shown: Vec<String> = names
        .iter()
        .take(OUTSIDE_SHOWN)
        .map(|name| readable(name, 40))
        .collect();
    let rest = match names.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!("{what}: {}{rest}.", shown.join(", ")))
}

/// How many of the places that are not on the map are named.
const OUTSIDE_SHOWN: usize = 16;

fn notes(frame: &Frame<'_>, outside: &[String], peoples: &[String]) -> Vec<String> {
    let lists = [
        ("Also named, outside this map", outside),
        ("Named by their people only", peoples),
    ];
    let mut notes: Vec<String> = lists
        .into_iter()
        .filter_map(|(what, names)| listed(what, names))
        .collect();
    notes.push(format!(
        "{}; the scale is that of its middle. Lines are drawn through waypoints or from maps at 1:10 million and are no \
         statement on any boundary. Base map: Natural Earth (public domain); places: GeoNames (CC BY 4.0) and the \
         Araxes gazetteers. Made with Araxes.",
        frame.projection
    ));
    notes
}

fn width_of(text: &str, size: f64, bold: bool) -> f64 {
    Letters::of(bold).map_or(0.0, |letters| letters.width(text, size))
}

/// A text in lines no wider than there is room.
fn wrapped(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width_of(&format!("{line} {word}"), size, bold) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn text(text: &str, x: f64, y: f64, size: f64, colour: &str, bold: bool) -> String {
    let weight = if bold { " font-weight=\"bold\"" } else { "" };
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{colour}\"{weight}>{}</text>\n",
        escaped(text)
    )
}
