//! The project as a whole: its layers in order, their relations, what it shows first, and the time it spans.

use geo::Rect;
use jiff::civil::Date;

use super::content::{RELATIONS, Relation};
use super::map_layer::{MapLayer, metadata, web_mercator};
use super::xml::Element;
use super::{QGIS_VERSION, basemap_style};

const TITLE: &str = "Araxes: what documents say about places";

/// What goes into a project.
pub(super) struct Project<'a> {
    /// Layers of features, the topmost first.
    pub(super) features: &'a [&'a MapLayer],
    /// Tables related to them.
    pub(super) tables: &'a [MapLayer],
    /// Layers of the base map, the topmost first.
    pub(super) basemap: &'a [MapLayer],
    /// What the map shows first, in Web Mercator.
    pub(super) view: Rect<f64>,
    /// First and last day of the documents.
    pub(super) days: Option<(Date, Date)>,
}

impl Project<'_> {
    /// The project's document.
    pub(super) fn document(&self) -> Element {
        let layers = || {
            let features = self.features.iter().copied();
            features.chain(self.tables).chain(self.basemap)
        };
        let tree = Element::new("layer-tree-group")
            .children(self.features.iter().map(|layer| layer.tree_entry()))
            .child(group("Tables", self.tables))
            .child(group("Base map", self.basemap))
            .child(
                Element::new("custom-order").with("enabled", "1").children(
                    self.drawn()
                        .into_iter()
                        .map(|id| Element::new("item").text(id)),
                ),
            );
        let mut document = Element::new("qgis")
            .with("projectname", TITLE)
            .with("version", QGIS_VERSION)
            .child(Element::new("title").text(TITLE))
            .child(Element::new("projectCrs").child(web_mercator()))
            .child(tree)
            .child(Element::new("relations").children(RELATIONS.iter().map(relation)))
            .child(self.canvas())
            .child(Element::new("projectlayers").children(layers().map(MapLayer::definition)))
            .child(
                Element::new("layerorder").children(
                    self.drawn().into_iter().map(|id| Element::new("layer").with("id", id)),
                ),
            )
            .child(properties())
            .child(metadata(
                "projectMetadata",
                "araxes",
                TITLE,
                "Places, routes and borders that documents mention, each with the sentences that do so. Identify a feature to read its citations; rest the pointer on it with map tips switched on (View menu) to read the first.",
                "Quotes: the documents cited. GeoNames (CC BY 4.0), Natural Earth (public domain)",
            ))
            .child(
                Element::new("ProjectViewSettings")
                    .with("UseProjectScales", "0")
                    .with("rotation", "0")
                    .child(self.extent("DefaultViewExtent").child(web_mercator())),
            );
        if let Some((first, last)) = self.days {
            let time = |element, day: Date, time: &str| {
                Element::new(element).text(format!("{day}T{time}Z"))
            };
            document = document.child(
                Element::new("ProjectTimeSettings")
                    .with_all([
                        ("timeStep", "1"),
                        ("timeStepUnit", "mon"),
                        ("frameRate", "1"),
                        ("cumulativeTemporalRange", "0"),
                    ])
                    .child(
                        Element::new("TemporalRange")
                            .child(time("start", first, "00:00:00"))
                            .child(time("end", last, "23:59:59")),
                    ),
            );
        }
        document
    }

    /// Ids of the layers in the order in which they lie upon each other, the topmost first. Areas lie on the land of the
    /// base map, below its rivers and lakes.
    fn drawn(&self) -> Vec<&'static str> {
        let own = self.features.iter().map(|layer| layer.id);
        let (areas, mut order): (Vec<_>, Vec<_>) = own.partition(|id| *id == "araxes_areas");
        order.extend(self.tables.iter().map(|layer| layer.id));
        let mut base: Vec<&str> = self.basemap.iter().map(|layer| layer.id).collect();
        let land = base.pop();
        order.extend(base.into_iter().chain(areas).chain(land));
        order
    }

    fn sides(&self) -> [(&'static str, String); 4] {
        let (low, high) = (self.view.min(), self.view.max());
        [
            ("xmin", low.x),
            ("ymin", low.y),
            ("xmax", high.x),
            ("ymax", high.y),
        ]
        .map(|(side, metres)| (side, format!("{metres:.0}")))
    }

    fn extent(&self, element: &'static str) -> Element {
        self.sides()
            .into_iter()
            .fold(Element::new(element), |extent, (side, value)| {
                extent.with(side, value)
            })
    }

    /// The view that the program's window opens with.
    fn canvas(&self) -> Element {
        let sides = self
            .sides()
            .into_iter()
            .map(|(side, value)| Element::new(side).text(value));
        Element::new("mapcanvas")
            .with("name", "theMapCanvas")
            .with("annotationsVisible", "1")
            .child(Element::new("units").text("meters"))
            .child(Element::new("extent").children(sides))
            .child(Element::new("rotation").text("0"))
            .child(Element::new("destinationsrs").child(web_mercator()))
    }
}

fn group(name: &'static str, layers: &[MapLayer]) -> Element {
    Element::new("layer-tree-group")
        .with("name", name)
        .with("expanded", "0")
        .with("checked", "Qt::Checked")
        .children(layers.iter().map(MapLayer::tree_entry))
}

fn relation(relation: &Relation) -> Element {
    Element::new("relation")
        .with("id", relation.id)
        .with("name", relation.title)
        .with("referencingLayer", relation.from.0)
        .with("referencedLayer", relation.to)
        .with("strength", "Association")
        .child(
            Element::new("fieldRef")
                .with("referencingField", relation.from.1)
                .with("referencedField", "id"),
        )
}

/// Settings of the program that a project keeps: relative paths, the colour behind the map, how labels are placed.
fn properties() -> Element {
    let setting =
        |name, kind, value: &str| Element::new(name).with("type", kind).text(value.to_owned());
    let sea = super::symbol::colour(basemap_style::SEA);
    let mut parts = sea.split(',');
    let mut part = || parts.next().unwrap_or("0");
    Element::new("properties")
        .child(Element::new("Paths").child(setting("Absolute", "bool", "false")))
        .child(
            Element::new("Gui")
                .child(setting("CanvasColorRedPart", "int", part()))
                .child(setting("CanvasColorGreenPart", "int", part()))
                .child(setting("CanvasColorBluePart", "int", part())),
        )
        .child(
            Element::new("PAL")
                .child(setting("DrawUnplaced", "bool", "false"))
                .child(setting("PlacementEngineVersion", "int", "1"))
                .child(setting("ShowingPartialsLabels", "bool", "false")),
        )
        .child(Element::new("SpatialRefSys").child(setting("ProjectionsEnabled", "int", "1")))
        .child(Element::new("Measure").child(setting("Ellipsoid", "QString", "EPSG:7030")))
}
