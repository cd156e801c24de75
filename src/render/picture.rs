//! From SVG to PNG, with the fonts that travel inside the program: Noto Sans, regular and bold, with Latin, Greek,
//! Cyrillic, Armenian and Georgian letters (SIL Open Font License, `fonts/OFL.txt`).

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// The family of the fonts, and what a viewer of the SVG without them may take instead.
pub(super) const FONT_FAMILY: &str = "Noto Sans, Helvetica, Arial, sans-serif";

static REGULAR: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("fonts/NotoSans-Bold.ttf");

/// Why a picture could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The SVG could not be read back.
    #[error("the map could not be drawn: {0}")]
    Svg(#[from] usvg::Error),
    /// The picture does not fit into memory.
    #[error("a picture of {width} × {height} pixels is too large; choose a smaller --width")]
    Size {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// The picture could not be packed.
    #[error("the picture could not be written as PNG: {0}")]
    Encoding(String),
}

/// Draws an SVG document as PNG.
///
/// # Errors
/// If the SVG cannot be read or the picture is too large.
pub fn png(svg: &str) -> Result<Vec<u8>, PictureError> {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    let options = usvg::Options {
        font_family: "Noto Sans".to_owned(),
        fontdb: Arc::new(fonts),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size();
    let (width, height) = (size.width(), size.height());
    let mut pixels =
        tiny_skia::Pixmap::new(width, height).ok_or(PictureError::Size { width, height })?;
    resvg::render(
        &tree,
        tiny_skia::Transform::identity(),
        &mut pixels.as_mut(),
    );
    pixels
        .encode_png()
        .map_err(|error| PictureError::Encoding(error.to_string()))
}

/// How wide a text is, in letter sizes; `None` for the letters that the fonts lack.
pub(super) struct Letters {
    font: FontRef<'static>,
}

static FONTS: LazyLock<Option<(Letters, Letters)>> = LazyLock::new(|| {
    let open = |bytes: &'static [u8]| {
        Some(Letters {
            font: FontRef::new(bytes).ok()?,
        })
    };
    Some((open(REGULAR)?, open(BOLD)?))
});

impl Letters {
    /// The measures of the regular or the bold font.
    pub(super) fn of(bold: bool) -> Option<&'static Letters> {
        FONTS
            .as_ref()
            .map(|(regular, heavy)| if bold { heavy } else { regular })
    }

    /// The width of a text in pixels.
    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        let metrics: GlyphMetrics<'_> = self
            .font
            .glyph_metrics(Size::new(1000.0), LocationRef::default());
        let letters = self.font.charmap();
        text.chars()
            .map(|letter| {
                let glyph = letters.map(letter).unwrap_or_default();
                f64::from(metrics.advance_width(glyph).unwrap_or(600.0)) / 1000.0 * size
            })
            .sum()
    }

    /// Whether the font has all letters of a text.
    pub(super) fn has(&self, text: &str) -> bool {
        let letters = self.font.charmap();
        text.chars().all(|letter| letters.map(letter).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_have_the_letters_of_the_regions_they_are_for() {
        for bold in [false, true] {
            let Some(letters) = Letters::of(bold) else {
                panic!("the fonts cannot be opened")
            };
            for text in [
                "Şuşa Naxçıvan Əliağa",
                "Шуши Нахичевань Україна",
                "Շուշի Երևան",
                "თბილისი",
                "Αθήνα",
                "Łódź Škofja Đà Nẵng",
                "–—“”’…°′″№",
            ] {
                assert!(letters.has(text), "{text}");
            }
            assert!(!letters.has("شوشا"));
            assert!(letters.width("Baku", 10.0) > letters.width("Bak", 10.0));
        }
    }
}
