//! A layer as the project lists it: where its table lies, how it looks, what it answers when it is asked.

use super::xml::{Element, options};

/// Sort of geometry of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Geometries {
    None,
    Points,
    Lines,
    Areas,
}

/// A layer of the project.
#[derive(Debug, Clone)]
pub(super) struct MapLayer {
    /// Unique in the project.
    pub(super) id: &'static str,
    /// What people read in the list of layers.
    pub(super) title: &'static str,
    /// What it holds, in a sentence.
    pub(super) description: &'static str,
    /// File and table, relative to the project.
    pub(super) source: &'static str,
    pub(super) geometries: Geometries,
    /// Whom to credit for it.
    pub(super) attribution: &'static str,
    /// Renderer, labelling, map tip, form and the like: what a style of the layer says too.
    pub(super) style: Vec<Element>,
    /// Whether it can be clicked and searched.
    pub(super) is_content: bool,
    /// Whether it is switched on, where it is one that is drawn.
    pub(super) is_shown: bool,
}

/// WGS 84 as QGIS refers to it.
pub(super) fn wgs84() -> Element {
    reference_system("3452", "4326")
}

/// Web Mercator as QGIS refers to it.
pub(super) fn web_mercator() -> Element {
    reference_system("3857", "3857")
}

/// A system by its number in QGIS and in EPSG.
fn reference_system(in_qgis: &str, in_epsg: &str) -> Element {
    Element::new("spatialrefsys")
        .child(Element::new("srsid").text(in_qgis))
        .child(Element::new("srid").text(in_epsg))
        .child(Element::new("authid").text(format!("EPSG:{in_epsg}")))
}

/// What is said of a layer or the project for catalogues.
pub(super) fn metadata(
    element: &'static str,
    identifier: &str,
    title: &str,
    description: &str,
    rights: &str,
) -> Element {
    Element::new(element)
        .child(Element::new("identifier").text(identifier))
        .child(Element::new("language").text("en"))
        .child(Element::new("type").text("dataset"))
        .child(Element::new("title").text(title))
        .child(Element::new("abstract").text(description))
        .child(Element::new("rights").text(rights))
}

impl MapLayer {
    /// Its entry in the list of layers.
    pub(super) fn tree_entry(&self) -> Element {
        Element::new("layer-tree-layer")
            .with("id", self.id)
            .with("name", self.title)
            .with("source", self.source)
            .with("providerKey", "ogr")
            .with("expanded", if self.is_content { "1" } else { "0" })
            .with(
                "checked",
                if self.is_shown {
                    "Qt::Checked"
                } else {
                    "Qt::Unchecked"
                },
            )
    }

    /// Its definition.
    pub(super) fn definition(&self) -> Element {
        let flag = if self.is_content { "1" } else { "0" };
        let flags = Element::new("flags")
            .child(Element::new("Identifiable").text(flag))
            .child(Element::new("Removable").text("1"))
            .child(Element::new("Searchable").text(flag))
            .child(Element::new("Private").text("0"));
        let mut layer = self
            .root("maplayer")
            .with("type", "vector")
            .with("readOnly", if self.is_content { "0" } else { "1" })
            .child(Element::new("id").text(self.id))
            .child(Element::new("datasource").text(self.source))
            .child(Element::new("layername").text(self.title))
            .child(Element::new("attribution").text(self.attribution))
            .child(
                Element::new("provider")
                    .with("encoding", "UTF-8")
                    .text("ogr"),
            )
            .child(metadata(
                "resourceMetadata",
                self.id,
                self.title,
                self.description,
                self.attribution,
            ))
            .child(flags);
        if self.geometries != Geometries::None {
            layer = layer.child(Element::new("srs").child(wgs84()));
        }
        layer.children(self.style.iter().cloned())
    }

    /// Its style alone, as QGIS keeps it in files and in GeoPackages.
    pub(super) fn qml(&self) -> String {
        self.root("qgis")
            .with("version", super::QGIS_VERSION)
            .children(self.style.iter().cloned())
            .document()
    }

    fn root(&self, element: &'static str) -> Element {
        let (geometry, kind) = match self.geometries {
            Geometries::None => ("No geometry", "NoGeometry"),
            Geometries::Points => ("Point", "Point"),
            Geometries::Lines => ("Line", "MultiLineString"),
            Geometries::Areas => ("Polygon", "MultiPolygon"),
        };
        let root = Element::new(element).with("styleCategories", "AllStyleCategories");
        if self.geometries == Geometries::None {
            return root.with("geometry", geometry).with("wkbType", kind);
        }
        root.with("geometry", geometry)
            .with("wkbType", kind)
            .with_all([
                ("labelsEnabled", "1"),
                ("simplifyDrawingHints", "1"),
                ("simplifyDrawingTol", "1"),
                ("simplifyLocal", "1"),
                ("simplifyAlgorithm", "0"),
                ("simplifyMaxScale", "1"),
                ("hasScaleBasedVisibilityFlag", "0"),
                ("symbologyReferenceScale", "-1"),
            ])
    }
}

/// Filters features by the days between which they are cited. What has no date is always shown.
pub(super) fn temporal([first, last]: [&'static str; 2]) -> Element {
    Element::new("temporal")
        .with("startField", first)
        .with("endField", last)
        .with_all([
            ("enabled", "1"),
            // 2: from a start and an end in two columns.
            ("mode", "2"),
            // 0: both days belong to it.
            ("limitMode", "0"),
            ("accumulate", "0"),
            ("durationUnit", "d"),
            ("fixedDuration", "0"),
            ("durationField", ""),
            ("startExpression", ""),
            ("endExpression", ""),
        ])
}

/// How a column is shown in forms.
pub(super) fn widget(field: &str, kind: &'static str, settings: Element) -> Element {
    Element::new("field").with("name", field).child(
        Element::new("editWidget")
            .with("type", kind)
            .child(Element::new("config").child(settings)),
    )
}

/// A text of several lines.
pub(super) fn multi_line(field: &str) -> Element {
    let settings = options([
        ("IsMultiline", "bool", "true".to_owned()),
        ("UseHtml", "bool", "false".to_owned()),
    ]);
    widget(field, "TextEdit", settings)
}
