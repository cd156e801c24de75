//! Labels of QGIS: what is written, how it looks, and where it may stand. Labels that would overlap are left out, the
//! least cited first. No font is named, so that QGIS takes its own and never misses one.

use super::symbol::{colour, data_defined};
use super::xml::Element;

/// Where a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placement {
    /// Beside a point, in the positions cartographers like best.
    BesidePoint,
    /// Upon the point.
    OverPoint,
    /// Along a line, above it.
    AlongLine,
    /// Within the part of an area that is seen.
    Inside,
}

/// A sort of labels.
#[derive(Debug, Clone)]
pub(super) struct Label {
    /// Name of the sort.
    pub(super) name: String,
    /// Expression of the features that are labelled so; empty for all.
    pub(super) filter: String,
    /// Expression of the text.
    pub(super) text: &'static str,
    /// Points.
    pub(super) size: f64,
    /// `#rrggbb`.
    pub(super) colour: &'static str,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// In capitals, spaced out.
    pub(super) capitals: bool,
    pub(super) placement: Placement,
    /// Expression of 0 to 10: which labels go first.
    pub(super) priority: String,
    /// Not shown at scales smaller than one to this.
    pub(super) smallest_scale: Option<u32>,
}

/// The colour around letters, that of the land.
const HALO: &str = "#fbfaf6";

/// The labelling of a layer.
pub(super) fn labelling(labels: &[Label]) -> Element {
    let rules = labels.iter().enumerate().map(|(number, label)| {
        let mut rule = Element::new("rule")
            .with("key", format!("{{araxes-label-{number}}}"))
            .with("description", label.name.clone());
        if !label.filter.is_empty() {
            rule = rule.with("filter", label.filter.clone());
        }
        if let Some(scale) = label.smallest_scale {
            rule = rule
                .with("scalemindenom", "1")
                .with("scalemaxdenom", scale.to_string());
        }
        rule.child(settings(label))
    });
    Element::new("labeling").with("type", "rule-based").child(
        Element::new("rules")
            .with("key", "{araxes-labels}")
            .children(rules),
    )
}

fn settings(label: &Label) -> Element {
    let flag = |on: bool| if on { "1" } else { "0" };
    let style = Element::new("text-style")
        .with("fieldName", label.text)
        .with("isExpression", "1")
        .with("fontSize", label.size.to_string())
        .with("fontSizeUnit", "Point")
        .with("fontWeight", if label.bold { "75" } else { "50" })
        .with("fontItalic", flag(label.italic))
        .with(
            "fontLetterSpacing",
            if label.capitals { "1.2" } else { "0" },
        )
        // 1: all letters in capitals.
        .with("capitalization", flag(label.capitals))
        .with("textColor", colour(label.colour))
        .with_all([
            ("textOpacity", "1"),
            ("multilineHeight", "1"),
            ("textOrientation", "horizontal"),
            ("fontKerning", "1"),
            ("allowHtml", "0"),
        ])
        .child(
            Element::new("text-buffer")
                .with("bufferColor", colour(HALO))
                .with_all([
                    ("bufferDraw", "1"),
                    ("bufferSize", "0.7"),
                    ("bufferSizeUnits", "MM"),
                    ("bufferOpacity", "0.85"),
                    ("bufferJoinStyle", "128"),
                    ("bufferNoFill", "1"),
                ]),
        );
    let format = Element::new("text-format").with_all([
        ("autoWrapLength", "26"),
        ("useMaxLineLengthForAutoWrap", "1"),
        // 3: as the placement wants it.
        ("multilineAlign", "3"),
        ("formatNumbers", "0"),
    ]);
    let placement = match label.placement {
        Placement::BesidePoint => Element::new("placement").with_all([
            ("placement", "6"),
            ("predefinedPositionOrder", "R,TR,BR,L,TL,BL,TSR,BSR"),
            ("offsetType", "1"),
            ("dist", "0.7"),
            ("distUnits", "MM"),
        ]),
        Placement::OverPoint => Element::new("placement").with_all([
            ("placement", "1"),
            ("quadOffset", "4"),
            ("xOffset", "0"),
            ("yOffset", "0"),
            ("offsetUnits", "MM"),
        ]),
        // 4: horizontally.
        Placement::Inside => Element::new("placement").with_all([
            ("placement", "4"),
            ("centroidInside", "1"),
            ("fitInPolygonOnly", "0"),
        ]),
        Placement::AlongLine => Element::new("placement").with_all([
            ("placement", "3"),
            // 2 | 8: above the line, whichever way it runs.
            ("placementFlags", "10"),
            ("dist", "0.6"),
            ("distUnits", "MM"),
            ("maxCurvedCharAngleIn", "25"),
            ("maxCurvedCharAngleOut", "-25"),
            ("overrunDistance", "4"),
            ("overrunDistanceUnit", "MM"),
            ("repeatDistance", "0"),
        ]),
    };
    let rendering = Element::new("rendering")
        .with("mergeLines", flag(label.placement == Placement::AlongLine))
        .with_all([
            ("drawLabels", "1"),
            ("displayAll", "0"),
            ("obstacle", "1"),
            ("obstacleFactor", "1"),
            ("obstacleType", "1"),
            ("upsidedownLabels", "0"),
            ("labelPerPart", "0"),
            ("limitNumLabels", "0"),
            ("fontLimitPixelSize", "0"),
            ("scaleVisibility", "0"),
        ]);
    Element::new("settings")
        .with("calloutType", "simple")
        .child(style)
        .child(format)
        .child(placement)
        .child(rendering)
        .child(data_defined(
            "dd_properties",
            &[("Priority", label.priority.clone())],
        ))
}
