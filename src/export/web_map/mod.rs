//! `map.html`: the layers as a page that opens from a folder, without network, in any browser; and `araxes-style.js`,
//! its styles for the pages of others.
//!
//! The page is built from `web/` at development time (`web/dist/map.html`) and holds a mark where its data belong. What
//! is written here are two pieces of JSON in its place: the layers with documents and citations (`data`) and the
//! background (`basemap`). Both are data only, never script: the page's Content-Security-Policy allows no script but
//! its own.

mod basemap;
mod data;
mod link;
mod reading;

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::layer::Layers;

use super::ExportError;

/// The name of the page.
pub(super) const PAGE_NAME: &str = "map.html";

/// The name of the file of styles.
pub(super) const STYLE_NAME: &str = "araxes-style.js";

/// The page, with [`DATA_MARK`] where its data belong.
const PAGE: &str = include_str!("../../../web/dist/map.html");

/// Where in [`PAGE`] the data belong.
const DATA_MARK: &str = "<!--data-->";

/// The styles of the layers for other pages.
const STYLE: &str = include_str!("../../../web/dist/araxes-style.js");

/// How many bytes of texts a page carries; later documents show their cited sentences only. Ten million characters are
/// some five thousand news reports, and about what a telephone still opens.
pub const TEXT_BYTES: usize = 10_000_000;

/// Writes `map.html`. `folder` is the one that the page will lie in: files of documents are linked from there. `view` says
/// as whom the background draws borders.
pub(super) fn write(
    path: &str,
    folder: &Path,
    layers: &Layers,
    view: &str,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let unwritable = |source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    };
    let (before, behind) = PAGE.split_once(DATA_MARK).unwrap_or((PAGE, ""));
    out.write_all(before.as_bytes()).map_err(unwritable)?;
    embed(path, "data", &data::Data::of(layers, folder), out)?;
    embed(
        path,
        "basemap",
        &basemap::Basemap::around(layers, view),
        out,
    )?;
    out.write_all(behind.as_bytes()).map_err(unwritable)
}

/// Writes `araxes-style.js`.
pub(super) fn write_style(path: &str, out: &mut dyn Write) -> Result<(), ExportError> {
    out.write_all(STYLE.as_bytes())
        .map_err(|source| ExportError::Unwritable {
            path: path.to_owned(),
            source,
        })
}

/// Writes a value as the content of a `<script type="application/json">`.
fn embed(
    path: &str,
    id: &str,
    value: &impl Serialize,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let unwritable = |source| ExportError::Unwritable {
        path: path.to_owned(),
        source,
    };
    write!(out, "<script type=\"application/json\" id=\"{id}\">").map_err(unwritable)?;
    serde_json::to_writer(WithoutMarkup(&mut *out), value).map_err(|source| ExportError::Json {
        path: path.to_owned(),
        source,
    })?;
    writeln!(out, "</script>").map_err(unwritable)
}

/// Writes JSON in which no `<` is left that an HTML parser could take for markup (`</script>`, `<!--`). In JSON the
/// character stands in texts only, where `\u003c` means the same.
struct WithoutMarkup<'a>(&'a mut dyn Write);

impl Write for WithoutMarkup<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (number, piece) in bytes.split(|&byte| byte == b'<').enumerate() {
            if number > 0 {
                self.0.write_all(br"\u003c")?;
            }
            self.0.write_all(piece)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_data() {
        let text = "</script><!-- <img onerror=alert(1)> ]]>";
        let mut out = Vec::new();
        embed("map.html", "data", &text, &mut out).expect("writes");
        let written = String::from_utf8(out).expect("is UTF-8");
        let content = written
            .strip_prefix("<script type=\"application/json\" id=\"data\">")
            .and_then(|rest| rest.strip_suffix("</script>\n"))
            .expect("is one element");
        assert!(!content.contains('<'), "{content}");
        let back: String = serde_json::from_str(content).expect("is JSON");
        assert_eq!(back, text);
    }

    #[test]
    fn the_page_has_one_place_for_its_data() {
        assert_eq!(PAGE.matches(DATA_MARK).count(), 1);
    }
}
