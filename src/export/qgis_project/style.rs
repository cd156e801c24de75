//! How the cited layers look: colour, shape and dashes as the table of [`crate::look`] says, size by how many documents
//! cite a thing, opacity by how sure it is. The legend has what occurs, and no more.

use std::collections::BTreeSet;

use crate::export::subject_of;
use crate::layer::{Feature, Form, LayerKind};
use crate::look::{Group, LOOK, Shape, State};

use super::label::{Label, Placement, labelling};
use super::symbol::{Category, SymbolLayer, categorised, colour};
use super::xml::Element;

/// Per cent. What is all but certain is drawn in full.
const OPACITY: &str = "scale_linear(\"confidence\", 0.3, 0.95, 35, 100)";

const PAPER: &str = "#ffffff";

/// Millimetres on paper of a pixel of the table: lines must be hit by fingers there, and not here.
const PIXEL: f64 = 0.2;

/// Features that are drawn alike.
type Class = (usize, State);

/// A symbol layer's size, from `least` to `most`, by how many documents cite the feature: the area grows with the
/// number. The most cited feature has `most_cited` documents.
fn by_documents(least: f64, most: f64, most_cited: usize) -> String {
    format!(
        "{least} + {} * sqrt((\"doc_count\" - 1) / {}.0)",
        most - least,
        most_cited.saturating_sub(1).max(1)
    )
}

/// Renderer and labelling of a layer with these features.
pub(super) fn style(kind: LayerKind, features: &[Feature]) -> [Element; 2] {
    let most_cited = features
        .iter()
        .map(|feature| feature.doc_count)
        .max()
        .unwrap_or(1);
    let mut classes: BTreeSet<Class> = features
        .iter()
        .filter(|feature| kind != LayerKind::Mentions || feature.shape.is_none())
        .map(|feature| {
            let subject = subject_of(kind, feature);
            (LOOK.number(subject), LOOK.state(subject))
        })
        .collect();
    if classes.is_empty() {
        // A layer that is filled later is not without a style.
        classes = (0..LOOK.groups.len())
            .filter(|&number| LOOK.group(number).layer == table(kind))
            .map(|number| (number, State::Plain))
            .collect();
    }
    let mut categories: Vec<Category> = classes
        .iter()
        .map(|&class| category(kind, class, most_cited))
        .collect();
    if kind == LayerKind::Mentions && features.iter().any(|feature| feature.shape.is_some()) {
        categories.push(shaped(most_cited));
    }
    let labels: Vec<Label> = classes
        .iter()
        .filter(|(number, _)| !LOOK.group(*number).hidden)
        .map(|&class| label(kind, class, most_cited))
        .collect();
    let geometry = match kind.form() {
        Form::Points => "marker",
        Form::Lines => "line",
        Form::Areas => "fill",
    };
    // Of an outline it is the filling that says more: how many documents name it.
    let opacity = if kind == LayerKind::Areas {
        "100"
    } else {
        OPACITY
    };
    [
        categorised(geometry, &class_expression(kind), opacity, &categories),
        labelling(&labels),
    ]
}

/// The layer of the table of looks that has the kinds of a layer.
fn table(kind: LayerKind) -> &'static str {
    if kind.shows_mentions() {
        LayerKind::Mentions.as_str()
    } else {
        kind.as_str()
    }
}

/// The class of mentions that another layer draws.
const SHAPED: &str = "shaped";

/// Mentions that are drawn as areas or courses: a point of each, for whoever wants one.
fn shaped(most_cited: usize) -> Category {
    let country = LOOK.groups.iter().find(|group| group.shape == Shape::Ring);
    Category {
        value: SHAPED.to_owned(),
        title: "Points of areas and rivers".to_owned(),
        is_shown: false,
        layers: country.map_or_else(Vec::new, |group| point(group, State::Plain, most_cited)),
    }
}

/// What the expression of the class gives for a class.
fn value((number, state): Class) -> String {
    let suffix = match state {
        State::Plain => "",
        State::About => "/about",
        State::Guess => "/guess",
        State::Unused => "/unused",
    };
    format!("{}{suffix}", LOOK.group(number).id)
}

/// The rule by which [`LOOK`] finds group and state, in the words of QGIS.
fn class_expression(kind: LayerKind) -> String {
    let layer = table(kind);
    let words = LOOK.words(layer).into_iter().map(|(word, group)| {
        format!(
            "WHEN ' ' || \"kind\" || ' ' LIKE '% {word} %' THEN '{}'",
            group.id
        )
    });
    let words: Vec<String> = words.collect();
    let people = LOOK.groups.iter().find(|group| group.hidden);
    let people = people.map_or_else(String::new, |group| {
        format!("WHEN \"meant\" = 'people' THEN '{}' ", group.id)
    });
    let people = match kind {
        LayerKind::Mentions => {
            format!("{people}WHEN coalesce(\"shape\", '') <> '' THEN '{SHAPED}' ")
        }
        _ => people,
    };
    let states = match kind {
        LayerKind::Areas | LayerKind::Waters => Vec::new(),
        LayerKind::Mentions => vec![State::About],
        LayerKind::Routes => vec![State::Guess, State::Unused],
        LayerKind::Borders => vec![State::Guess],
    };
    let states: Vec<String> = states
        .into_iter()
        .filter_map(|state| {
            let manner = LOOK.manner(state)?;
            let (column, values) = if manner.bases.is_empty() {
                ("description", &manner.words)
            } else {
                ("geometry_basis", &manner.bases)
            };
            let suffix = value((0, state));
            let (_, suffix) = suffix.split_once('/')?;
            Some(format!(
                "WHEN \"{column}\" IN ('{}') THEN '/{suffix}'",
                values.join("', '")
            ))
        })
        .collect();
    let group = format!(
        "(CASE {people}{} ELSE '{}' END)",
        words.join(" "),
        LOOK.other(layer)
    );
    if states.is_empty() {
        return group;
    }
    format!("{group} || (CASE {} ELSE '' END)", states.join(" "))
}

fn category(kind: LayerKind, class: Class, most_cited: usize) -> Category {
    let (number, state) = class;
    let group = LOOK.group(number);
    let layers = match kind {
        LayerKind::Mentions => point(group, state, most_cited),
        LayerKind::Routes | LayerKind::Borders => line(group, state, most_cited),
        LayerKind::Areas => area(group, most_cited),
        LayerKind::Waters => course(group),
    };
    Category {
        value: value(class),
        title: match state {
            State::About => format!("{}, only about there", group.label),
            _ => group.title(state),
        },
        is_shown: !group.hidden,
        layers,
    }
}

fn point(group: &Group, state: State, most_cited: usize) -> Vec<SymbolLayer> {
    let (shape, turned) = match group.shape {
        Shape::Disc | Shape::Ring => ("circle", 0),
        Shape::Box => ("square", 0),
        Shape::Lozenge | Shape::Diamond => ("diamond", 0),
        Shape::Triangle => ("equilateral_triangle", 180),
        Shape::Mountain => ("equilateral_triangle", 0),
        Shape::Cross => ("cross2", 0),
    };
    let sized = |layer: SymbolLayer| {
        layer
            .turned(turned)
            .beside(group.shift.map(|pixels| pixels * PIXEL))
            .by("size", by_documents(2.4, 4.8, most_cited))
    };
    let colour = &group.light;
    if !group.shape.is_hollow() && state != State::About {
        return vec![sized(SymbolLayer::marker(shape, colour, PAPER, 0.3))];
    }
    let outline = SymbolLayer::marker(shape, PAPER, colour, 0.55);
    let mut layers = vec![sized(SymbolLayer::marker(shape, PAPER, PAPER, 1.0))];
    if state == State::About {
        let reach = SymbolLayer::marker("circle", colour, colour, 0.2);
        layers.insert(0, reach.reaching("2 * \"precision_m\""));
        layers.push(sized(outline.outlined("dot")));
    } else {
        layers.push(sized(outline));
    }
    layers
}

fn line(group: &Group, state: State, most_cited: usize) -> Vec<SymbolLayer> {
    let least = group.width(state) * PIXEL;
    let width = by_documents(least, least * 1.6, most_cited);
    let dashes: Vec<String> = group
        .dashes(state)
        .iter()
        .map(|pixels| format!("{:.2}", pixels * PIXEL))
        .collect();
    let stroke = SymbolLayer::line(&group.light, least).by("outlineWidth", width.clone());
    let stroke = match state {
        _ if dashes.is_empty() => stroke,
        State::Guess => stroke.dotted(&dashes.join(";")),
        _ => stroke.dashed(&dashes.join(";")),
    };
    vec![
        SymbolLayer::line(PAPER, least).by("outlineWidth", format!("0.7 + {width}")),
        stroke,
    ]
}

/// An outline, filled the more the more documents name it.
fn area(group: &Group, most_cited: usize) -> Vec<SymbolLayer> {
    let look = &LOOK.area;
    let light = group.tint();
    let fill = SymbolLayer::fill(light, &group.light, look.width * PIXEL).edged(look.edge);
    if group.unfilled {
        return vec![fill.unfilled()];
    }
    let parts = colour(light);
    let rgb = parts.rsplit_once(',').map_or("0,0,0", |(rgb, _)| rgb);
    let share = format!("\"doc_count\" / {}.0", most_cited.max(1));
    vec![fill.by(
        "fillColor",
        format!(
            "color_rgba({rgb}, 255 * ({} + {:.3} * {share}))",
            look.least,
            look.most - look.least
        ),
    )]
}

/// A river.
fn course(group: &Group) -> Vec<SymbolLayer> {
    let width = LOOK.course.width * PIXEL;
    vec![
        SymbolLayer::line(PAPER, width + 0.5),
        SymbolLayer::line(&group.light, width),
    ]
}

fn label(kind: LayerKind, class: Class, most_cited: usize) -> Label {
    let (number, state) = class;
    let group = LOOK.group(number);
    let is_line = kind.form() == Form::Lines;
    let is_settlement = kind == LayerKind::Mentions && group.shape == Shape::Disc;
    let mut filter = format!("{} = '{}'", class_expression(kind), value(class));
    if is_line {
        // The position at which a river is crossed has the name already.
        filter.push_str(" AND \"kind\" NOT LIKE 'river crossing%'");
    }
    let least = f64::from(group.rank) * 1.5;
    Label {
        name: value(class),
        filter,
        text: "\"name\"",
        size: if is_settlement { 9.0 } else { 8.0 },
        colour: if is_settlement {
            "#1a1a1a"
        } else {
            &group.light
        },
        bold: is_settlement,
        italic: is_line || state == State::About,
        capitals: group.shape == Shape::Ring && !is_line,
        placement: match kind.form() {
            Form::Points => Placement::BesidePoint,
            Form::Lines => Placement::AlongLine,
            Form::Areas => Placement::Inside,
        },
        priority: by_documents(least, least + 2.5, most_cited),
        smallest_scale: match (kind, state) {
            // A long straight line has a place for its label almost anywhere: near is enough.
            (_, State::Guess) => Some(12_000_000),
            (LayerKind::Borders, _) => Some(6_000_000),
            _ => None,
        },
    }
}
