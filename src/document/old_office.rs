//! Documents that no reader takes, and what to do with each: whoever names a folder that holds one is told so.

use super::{ReadError, registry};

/// Extensions, what files that have them are, and what to do.
const UNREAD: &[(&[&str], &str, &str)] = &[
    (
        &["doc", "dot", "wps"],
        "a file of an old Word",
        "save it as .docx, .odt or .pdf (for instance with soffice --convert-to docx) and name that",
    ),
    (
        &["ppt", "pps", "pptx", "key"],
        "slides",
        "save them as .pdf or .odp (for instance with soffice --convert-to pdf) and name that",
    ),
    (
        &["xls", "xlsb", "numbers"],
        "a workbook of a program that is not read",
        "save it as .xlsx, .ods or .csv and name that",
    ),
    (
        &["pages", "wpd"],
        "a file of a word processor that is not read",
        "save it as .docx, .odt or .pdf and name that",
    ),
    (
        &["djvu", "djv", "ps"],
        "a file of printed pages",
        "convert it to .pdf (for instance with ddjvu or ps2pdf) and name that",
    ),
    (
        &["mobi", "azw", "azw3", "chm"],
        "an e-book of a format that is not read",
        "convert it to .epub and name that",
    ),
    (
        &["msg", "pst"],
        "mail of Outlook",
        "export it as .eml or .mbox and name that",
    ),
    (
        &["7z", "rar", "bz2", "xz", "tbz2", "txz", "lz4"],
        "packed in a way that is not read",
        "unpack it, or pack it as .zip, .tar.gz or .zst",
    ),
];

/// How files of the old Office begin, whatever they are called.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Whether files with this extension are documents, though no reader takes them.
pub(super) fn is_unread(extension: &str) -> bool {
    registry::reader_for(extension).is_none() && of(extension).is_some()
}

fn of(extension: &str) -> Option<(&'static str, &'static str)> {
    let found = UNREAD
        .iter()
        .find(|(extensions, _, _)| extensions.contains(&extension));
    found.map(|(_, format, instead)| (*format, *instead))
}

/// What to say of a file that no reader takes.
pub(super) fn unread(path: String, start: &[u8], extension: String) -> ReadError {
    let of_name = of(&extension);
    let of_start = start.starts_with(COMPOUND).then(|| of("doc")).flatten();
    match of_name.or(of_start) {
        Some((format, instead)) => ReadError::Unread {
            path,
            format,
            instead,
        },
        None => ReadError::UnknownFormat { path, extension },
    }
}
