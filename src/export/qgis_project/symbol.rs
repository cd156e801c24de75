//! Symbols of QGIS: markers, lines and fills, drawn with what a feature's columns say. Lengths are millimetres on
//! paper; colours are `#rrggbb`.

use super::xml::{Element, options};

/// Properties that an expression decides, feature by feature.
pub(super) fn data_defined(
    element: &'static str,
    properties: &[(&'static str, String)],
) -> Element {
    let of_property = |(name, expression): &(&'static str, String)| {
        options([
            ("active", "bool", "true".to_owned()),
            ("expression", "QString", expression.clone()),
            // 3: an expression.
            ("type", "int", "3".to_owned()),
        ])
        .with("name", *name)
    };
    let all = Element::new("Option")
        .with("name", "properties")
        .with("type", "Map")
        .children(properties.iter().map(of_property));
    let text = |name: &'static str, value: &'static str| {
        Element::new("Option")
            .with("name", name)
            .with("type", "QString")
            .with("value", value)
    };
    Element::new(element).child(
        Element::new("Option")
            .with("type", "Map")
            .child(text("name", ""))
            .child(all)
            .child(text("type", "collection")),
    )
}

/// One layer of a symbol.
#[derive(Debug, Clone)]
pub(super) struct SymbolLayer {
    class: &'static str,
    settings: Vec<(&'static str, String)>,
    data_defined: Vec<(&'static str, String)>,
}

impl SymbolLayer {
    /// A shape QGIS knows (`circle`, `square`…), filled and outlined.
    pub(super) fn marker(shape: &str, fill: &str, outline: &str, outline_width: f64) -> Self {
        Self {
            class: "SimpleMarker",
            settings: vec![
                ("name", shape.to_owned()),
                ("color", colour(fill)),
                ("outline_color", colour(outline)),
                ("outline_width", outline_width.to_string()),
                ("outline_style", "solid".to_owned()),
                ("outline_width_unit", "MM".to_owned()),
                ("joinstyle", "round".to_owned()),
                ("size", "2.4".to_owned()),
                ("size_unit", "MM".to_owned()),
                ("scale_method", "diameter".to_owned()),
            ],
            data_defined: Vec::new(),
        }
    }

    /// A faint disc as wide on the ground as an expression says, metres.
    pub(super) fn reaching(mut self, metres: &str) -> Self {
        self.set("size_unit", "RenderMetersInMapUnits");
        self.set("outline_style", "dash");
        // Of 255.
        self.fade("color", 20);
        self.fade("outline_color", 90);
        self.by("size", metres)
    }

    /// With an outline in a style that QGIS knows (`dot`, `dash`…).
    pub(super) fn outlined(mut self, style: &str) -> Self {
        self.set("outline_style", style);
        self
    }

    /// Makes a colour let through what lies under it: 0 to 255.
    fn fade(&mut self, name: &str, opacity: u8) {
        for setting in &mut self.settings {
            if setting.0 == name
                && let Some((colour, _)) = setting.1.rsplit_once(',')
            {
                setting.1 = format!("{colour},{opacity}");
            }
        }
    }

    /// A line with round ends and joins.
    pub(super) fn line(stroke: &str, width: f64) -> Self {
        Self {
            class: "SimpleLine",
            settings: vec![
                ("line_color", colour(stroke)),
                ("line_width", width.to_string()),
                ("line_width_unit", "MM".to_owned()),
                ("line_style", "solid".to_owned()),
                ("capstyle", "round".to_owned()),
                ("joinstyle", "round".to_owned()),
            ],
            data_defined: Vec::new(),
        }
    }

    /// An area with an outline.
    pub(super) fn fill(fill: &str, outline: &str, outline_width: f64) -> Self {
        Self {
            class: "SimpleFill",
            settings: vec![
                ("color", colour(fill)),
                ("style", "solid".to_owned()),
                ("outline_color", colour(outline)),
                ("outline_style", "solid".to_owned()),
                ("outline_width", outline_width.to_string()),
                ("outline_width_unit", "MM".to_owned()),
                ("joinstyle", "round".to_owned()),
            ],
            data_defined: Vec::new(),
        }
    }

    /// An area whose outline is so solid, 0 to 1.
    pub(super) fn edged(mut self, solid: f64) -> Self {
        self.fade(
            "outline_color",
            (255.0 * solid.clamp(0.0, 1.0)).round() as u8,
        );
        self
    }

    /// An area that is a dashed outline only.
    pub(super) fn unfilled(mut self) -> Self {
        self.set("style", "no");
        self.outlined("dash")
    }

    /// A line drawn in dashes of these lengths, with flat ends.
    pub(super) fn dashed(mut self, dashes: &str) -> Self {
        self.set("capstyle", "flat");
        self.dotted(dashes)
    }

    /// A marker turned by so many degrees.
    pub(super) fn turned(mut self, degrees: u16) -> Self {
        self.settings.push(("angle", degrees.to_string()));
        self
    }

    /// A marker so far to the right of its position, and below it.
    pub(super) fn beside(mut self, [right, down]: [f64; 2]) -> Self {
        self.settings
            .push(("offset", format!("{right:.2},{down:.2}")));
        self.settings.push(("offset_unit", "MM".to_owned()));
        self
    }

    /// A line drawn in dashes of these lengths, with round ends.
    pub(super) fn dotted(mut self, dashes: &str) -> Self {
        self.settings.extend([
            ("use_custom_dash", "1".to_owned()),
            ("customdash", dashes.to_owned()),
            ("customdash_unit", "MM".to_owned()),
        ]);
        self
    }

    /// With a property that an expression decides.
    pub(super) fn by(mut self, property: &'static str, expression: impl Into<String>) -> Self {
        self.data_defined.push((property, expression.into()));
        self
    }

    fn set(&mut self, name: &str, value: &str) {
        for setting in &mut self.settings {
            if setting.0 == name {
                value.clone_into(&mut setting.1);
            }
        }
    }

    fn element(&self) -> Element {
        let settings = self
            .settings
            .iter()
            .map(|(name, value)| (*name, "QString", value.clone()));
        let layer = Element::new("layer")
            .with("class", self.class)
            .with_all([("enabled", "1"), ("locked", "0"), ("pass", "0")])
            .child(options(settings));
        if self.data_defined.is_empty() {
            return layer;
        }
        layer.child(data_defined("data_defined_properties", &self.data_defined))
    }
}

/// A symbol of a kind (`marker`, `line`, `fill`). `opacity` is an expression of per cent.
pub(super) fn symbol(
    kind: &'static str,
    name: impl Into<String>,
    opacity: Option<&str>,
    layers: &[SymbolLayer],
) -> Element {
    let mut symbol = Element::new("symbol")
        .with("type", kind)
        .with("name", name)
        .with_all([("alpha", "1"), ("clip_to_extent", "1"), ("force_rhr", "0")]);
    if let Some(opacity) = opacity {
        let alpha = [("alpha", opacity.to_owned())];
        symbol = symbol.child(data_defined("data_defined_properties", &alpha));
    }
    symbol.children(layers.iter().map(SymbolLayer::element))
}

/// `#rrggbb` as QGIS writes colours: red, green, blue and opacity, 0 to 255.
pub(super) fn colour(hexadecimal: &str) -> String {
    let parts: Vec<String> = [1..3, 3..5, 5..7]
        .into_iter()
        .map(|digits| {
            let digits = hexadecimal.get(digits).unwrap_or("00");
            u8::from_str_radix(digits, 16).unwrap_or(0).to_string()
        })
        .collect();
    format!("{},255", parts.join(","))
}

/// A renderer that draws every feature alike.
pub(super) fn single_symbol(symbol: Element) -> Element {
    Element::new("renderer-v2")
        .with_all([
            ("type", "singleSymbol"),
            ("forceraster", "0"),
            ("symbollevels", "0"),
            ("enableorderby", "0"),
            ("referencescale", "-1"),
        ])
        .child(Element::new("symbols").child(symbol))
}

/// A class of features that are drawn alike.
pub(super) struct Category {
    /// The value of the expression that decides the class; empty for everything else.
    pub(super) value: String,
    /// What the legend calls it.
    pub(super) title: String,
    /// Whether it is drawn before somebody asks for it.
    pub(super) is_shown: bool,
    /// How it is drawn.
    pub(super) layers: Vec<SymbolLayer>,
}

/// A renderer that draws features by class. Opacity is an expression of per cent.
pub(super) fn categorised(
    kind: &'static str,
    class: &str,
    opacity: &str,
    categories: &[Category],
) -> Element {
    let listed = categories.iter().enumerate().map(|(number, category)| {
        Element::new("category")
            .with("render", category.is_shown.to_string())
            .with("symbol", number.to_string())
            .with("type", "string")
            .with("value", category.value.clone())
            .with("label", category.title.clone())
    });
    let symbols = categories.iter().enumerate().map(|(number, category)| {
        symbol(kind, number.to_string(), Some(opacity), &category.layers)
    });
    Element::new("renderer-v2")
        .with("type", "categorizedSymbol")
        .with("attr", class)
        .with_all([
            ("forceraster", "0"),
            ("symbollevels", "0"),
            ("referencescale", "-1"),
        ])
        .child(Element::new("categories").children(listed))
        .child(Element::new("symbols").children(symbols))
}
