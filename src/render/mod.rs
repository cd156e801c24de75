//! Rendering: how does the map of a run look on paper?
//!
//! Reads the layers of an output folder ([`Scene`]), chooses a `Frame` (extent and projection), draws a base map
//! from the world that travels inside the program, puts symbols, labels and a legend over it, and writes all of it as
//! SVG. The SVG becomes a PNG with fonts that travel inside the program too: equal layers give an equal picture on
//! every machine.

mod areas;
mod base_map;
mod foreground;
mod frame;
mod label;
mod margin;
mod picture;
mod scene;
mod symbol;

use araxes_gazetteer::Gazetteer;
use araxes_gazetteer::crs::{CrsError, Transformer};

pub use crate::look::{Extent, ExtentError};
pub use picture::{PictureError, png};
pub use scene::{Scene, SceneError};

use frame::Frame;
use label::Labels;

/// What a picture shall look like.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Width in pixels; the height follows from the extent.
    pub width: u32,
    /// What to show; by default where most of the mentions are.
    pub extent: Option<Extent>,
    /// Title over the map; by default how many documents it shows.
    pub title: Option<String>,
}

/// A map as SVG.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The SVG document.
    pub svg: String,
    /// Names of places that lie outside the extent, those with most documents first.
    pub outside: Vec<String>,
    /// Names that found no room.
    pub unlabelled: usize,
    /// Names with letters that the built-in fonts do not have.
    pub unwritable: Vec<String>,
}

/// Draws a scene. `world` gives the base map.
///
/// # Errors
/// If the extent cannot be projected.
pub fn draw(
    scene: &Scene,
    world: &Gazetteer,
    options: &Options,
    transformer: &mut Transformer,
) -> Result<Picture, CrsError> {
    let extent = options.extent.unwrap_or_else(|| scene.opening());
    let scale = f64::from(options.width) / REFERENCE_WIDTH;
    let mut frame = Frame::new(extent, REFERENCE_WIDTH, transformer)?;
    let header = margin::header(scene, options.title.as_deref(), frame.width);
    let mut labels = Labels::new(frame.width, frame.height);
    let named = base_map::named(world, scene);
    let mut base = String::new();
    let seen = base_map::land(world, &scene.view, &named, &mut frame, &mut base);
    let areas = areas::draw(scene, &mut frame, &mut labels);
    base.push_str(&areas.land);
    base_map::waters(world, &mut frame, &mut base);
    base.push_str(&areas.water);
    let countries = base_map::countries(world, scene, &named, &seen, &mut frame, &mut labels);
    base.push_str(&base_map::towns(world, scene, &mut frame, &mut labels));
    let mut drawn = foreground::draw(scene, areas, &mut frame, &mut labels);
    drawn.add(countries);
    let names = labels.place();
    let outside = drawn.outside();
    let legend = margin::legend(scene, &drawn, &outside, &frame);
    let (width, height) = (frame.width, header.height + frame.height + legend.height);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.0}\" height=\"{:.0}\" viewBox=\"0 0 {width:.1} {height:.1}\" font-family=\"{}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{}\
         <svg x=\"0\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" viewBox=\"0 0 {:.1} {:.1}\">\n{base}{}{}</svg>\n\
         <g transform=\"translate(0 {:.1})\">\n{}</g>\n</svg>\n",
        width * scale,
        height * scale,
        picture::FONT_FAMILY,
        header.svg,
        header.height,
        frame.width,
        frame.height,
        frame.width,
        frame.height,
        drawn.svg,
        names.svg,
        header.height + frame.height,
        legend.svg,
    );
    Ok(Picture {
        svg,
        outside,
        unlabelled: names.dropped,
        unwritable: names.unwritable,
    })
}

/// The width for which the sizes of letters, lines and symbols are chosen; a wider picture is the same one enlarged.
const REFERENCE_WIDTH: f64 = 1200.0;
