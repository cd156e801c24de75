//! What is drawn: the layers of an output folder, read from its GeoJSON files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use geo::Geometry;
use geojson::{FeatureCollection, GeoJson};
use serde_json::Value;

use crate::layer::LayerKind;
use crate::look::{Extent, Spot, State, Subject, opening};
use crate::recognition::{Role, Usage};
use araxes_gazetteer::UNITED_NATIONS;

use super::symbol::Sign;

/// A feature as a picture needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its layer.
    pub layer: LayerKind,
    /// Its id.
    pub id: String,
    /// Its label.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// GeoNames class and code, for places.
    pub class: String,
    /// How it is drawn: the number of its group in the table, and how much is known of where it is.
    pub sign: Sign,
    /// How far its geometry may be off, metres.
    pub precision_m: Option<f64>,
    /// How many documents cite it.
    pub documents: usize,
    /// How many mentions mean the place itself.
    pub as_place: usize,
    /// WGS 84 degrees, longitude first.
    pub geometry: Option<Geometry<f64>>,
    /// Its outline (MultiPolygon) or course (MultiLineString), where it has one.
    pub outline: Option<Geometry<f64>>,
}

impl Shape {
    /// Whether it is a country of today.
    pub(super) fn is_country(&self) -> bool {
        self.class.starts_with("A.PCL") && self.class != "A.PCLH"
    }
}

/// The layers of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Features of all layers, in the order of the files.
    pub shapes: Vec<Shape>,
    /// How many documents were read.
    pub documents: usize,
    /// The dates of the first and last dated document that is cited, ISO 8601.
    pub dates: Option<(String, String)>,
    /// Ids of the dated documents.
    pub dated: BTreeSet<String>,
    /// BCP 47 tag of the language of the labels.
    pub language: String,
    /// In whose view borders are drawn.
    pub view: String,
}

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SceneError {
    /// A file is not there or cannot be read.
    #[error("{path}: cannot be read ({source}); name the folder that `araxes map … --out` wrote")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file is not what `araxes map` writes.
    #[error("{path}: is not a file that `araxes map` wrote ({reason}); run araxes map again")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
}

impl Scene {
    /// Reads the layers of an output folder.
    ///
    /// # Errors
    /// If a file of the folder cannot be read or is not what `araxes map` writes.
    pub fn read(folder: &Path) -> Result<Self, SceneError> {
        let run = read(folder, "run.json")?;
        let run: Value = serde_json::from_str(&run)
            .map_err(|error| malformed(folder, "run.json", &error.to_string()))?;
        let mut scene = Scene {
            shapes: Vec::new(),
            documents: usize::try_from(run["documents"].as_u64().unwrap_or(0)).unwrap_or(0),
            dates: None,
            dated: BTreeSet::new(),
            language: run["options"]["label_language"]
                .as_str()
                .unwrap_or("en")
                .to_owned(),
            view: run["options"]["view"]
                .as_str()
                .unwrap_or(UNITED_NATIONS)
                .to_owned(),
        };
        for layer in LayerKind::CITED {
            scene.add(folder, layer)?;
        }
        for layer in LayerKind::ALL {
            if layer.shows_mentions() {
                scene.outline(folder, layer)?;
            }
        }
        Ok(scene)
    }

    /// Gives the shapes that have one their outline or course. Folders of earlier versions have none.
    fn outline(&mut self, folder: &Path, layer: LayerKind) -> Result<(), SceneError> {
        let name = format!("{}.geojson", layer.as_str());
        if !folder.join(&name).exists() {
            return Ok(());
        }
        let mut outlines: BTreeMap<String, Geometry<f64>> = BTreeMap::new();
        for feature in collection(folder, &name)? {
            let id = feature.property("id").and_then(Value::as_str);
            let geometry = feature.geometry.as_ref().map(Geometry::<f64>::try_from);
            let geometry = geometry.transpose();
            let geometry =
                geometry.map_err(|error| malformed(folder, &name, &error.to_string()))?;
            if let (Some(id), Some(geometry)) = (id, geometry) {
                outlines.insert(id.to_owned(), geometry);
            }
        }
        for shape in &mut self.shapes {
            if shape.layer == LayerKind::Mentions
                && let Some(outline) = outlines.remove(&shape.id)
            {
                shape.outline = Some(outline);
            }
        }
        Ok(())
    }

    fn add(&mut self, folder: &Path, layer: LayerKind) -> Result<(), SceneError> {
        let name = format!("{}.geojson", layer.as_str());
        for feature in collection(folder, &name)? {
            let property = |key: &str| feature.property(key).cloned().unwrap_or(Value::Null);
            let text = |key: &str| property(key).as_str().unwrap_or_default().to_owned();
            let count = |key: &str| {
                usize::try_from(property(key).as_u64().unwrap_or_default()).unwrap_or_default()
            };
            for date in [text("first_date"), text("last_date")] {
                self.cover(date);
            }
            let citations = property("citations");
            let citations = citations.as_array().map_or(&[][..], Vec::as_slice);
            let dated = citations
                .iter()
                .filter(|citation| !citation["date"].is_null());
            self.dated.extend(
                dated.filter_map(|citation| citation["document"].as_str().map(str::to_owned)),
            );
            let means_place = |citation: &&Value| {
                Usage::ALL.into_iter().any(|usage| {
                    usage.role() == Role::Literal && citation["role"] == usage.as_str()
                })
            };
            let geometry = feature
                .geometry
                .as_ref()
                .map(Geometry::<f64>::try_from)
                .transpose()
                .map_err(|error| malformed(folder, &name, &error.to_string()))?;
            self.shapes.push(Shape {
                layer,
                id: text("id"),
                name: text("name"),
                kind: text("kind"),
                class: text("feature_code"),
                sign: Sign::of(Subject {
                    layer: layer.as_str(),
                    kind: &text("kind"),
                    basis: &text("geometry_basis"),
                    description: &text("description"),
                    meant: &text("meant"),
                }),
                precision_m: property("precision_m").as_f64(),
                documents: count("doc_count"),
                as_place: citations.iter().filter(means_place).count(),
                geometry,
                outline: None,
            });
        }
        Ok(())
    }

    /// What a map of it shows first.
    pub(super) fn opening(&self) -> Extent {
        opening(self.shapes.iter().filter_map(|shape| {
            Some(Spot {
                geometry: shape.geometry.as_ref()?,
                feature_code: &shape.class,
                is_straight: shape.sign.state == State::Guess,
                mentions: shape.as_place,
            })
        }))
    }

    fn cover(&mut self, date: String) {
        if date.is_empty() {
            return;
        }
        self.dates = Some(match self.dates.take() {
            None => (date.clone(), date),
            Some((first, last)) => (first.min(date.clone()), last.max(date)),
        });
    }
}

/// The features of a file.
fn collection(folder: &Path, name: &str) -> Result<Vec<geojson::Feature>, SceneError> {
    let collection = read(folder, name)?
        .parse::<GeoJson>()
        .and_then(FeatureCollection::try_from)
        .map_err(|error| malformed(folder, name, &error.to_string()))?;
    Ok(collection.features)
}

fn read(folder: &Path, name: &str) -> Result<String, SceneError> {
    let path = folder.join(name);
    fs::read_to_string(&path).map_err(|source| SceneError::Unreadable {
        path: path.display().to_string(),
        source,
    })
}

fn malformed(folder: &Path, name: &str, reason: &str) -> SceneError {
    SceneError::Malformed {
        path: folder.join(name).display().to_string(),
        reason: reason.to_owned(),
    }
}
