//! The way from the folder of the page to the file of a document.

use std::path::{Component, Path};

/// The address of a file as seen from a folder, both as the user gave them: percent-encoded (RFC 3986), relative. `None`
/// where the two cannot be compared, because only one is absolute or the folder climbs (`..`) from where the user stood.
pub(super) fn from_folder(folder: &Path, file: &str) -> Option<String> {
    let parts = |path: &Path| -> Option<Vec<String>> {
        let mut parts = Vec::new();
        for component in path.components() {
            match component {
                Component::Normal(part) => parts.push(part.to_str()?.to_owned()),
                Component::CurDir | Component::RootDir => {}
                Component::ParentDir => {
                    parts.pop()?;
                }
                // Another drive has no relative address.
                Component::Prefix(_) => return None,
            }
        }
        Some(parts)
    };
    let file = Path::new(file);
    if folder.is_absolute() != file.is_absolute() {
        return None;
    }
    let (folder, file) = (parts(folder)?, parts(file)?);
    let common = folder
        .iter()
        .zip(&file)
        .take_while(|(left, right)| left == right)
        .count();
    let up = folder.iter().skip(common).map(|_| "..".to_owned());
    let down = file.iter().skip(common).map(|part| encoded(part));
    let link: Vec<String> = up.chain(down).collect();
    // A first part with a colon would read as a scheme; `./` keeps it a path.
    match link.first() {
        Some(first) if first != ".." => Some(format!("./{}", link.join("/"))),
        Some(_) => Some(link.join("/")),
        None => None,
    }
}

fn encoded(part: &str) -> String {
    let mut text = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_page_to_the_file() {
        let link = |folder: &str, file: &str| from_folder(Path::new(folder), file);
        let some = |link: &str| Some(link.to_owned());
        assert_eq!(link("output", "seeds/a.txt"), some("../seeds/a.txt"));
        assert_eq!(link("./a/b", "a/c d/x#1.md"), some("../c%20d/x%231.md"));
        assert_eq!(link("a", "a/x.txt"), some("./x.txt"));
        assert_eq!(link("/o/m", "/o/d/x.txt"), some("../d/x.txt"));
        assert_eq!(link("/o/m", "d/x.txt"), None);
        assert_eq!(link("../m", "d/x.txt"), None);
        assert_eq!(
            link("m", "javascript:alert(1).txt"),
            some("../javascript%3Aalert%281%29.txt")
        );
    }
}
