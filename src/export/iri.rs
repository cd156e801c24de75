//! Identifiers of documents and places as linked data names them (RFC 3987, RFC 3986).

use araxes_gazetteer::Place;

/// A relative reference to a document, from its path as it was given.
pub(super) fn of_path(path: &str) -> String {
    let mut reference = String::new();
    // A colon in the first part would make a scheme of it.
    if path
        .split('/')
        .next()
        .is_some_and(|first| first.contains(':'))
    {
        reference.push_str("./");
    }
    reference.push_str(&encoded(path));
    reference
}

/// A text as part of an identifier: what may not stand there is percent-encoded.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'/' | b'-' | b'.' | b'_' | b'~' | b':' | b',' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// The place in GeoNames and Wikidata, each as a prefix and its identifier there.
pub(super) fn elsewhere(place: &Place<'_>) -> Vec<(&'static str, String)> {
    let geonames = place.geonameid.map(|number| ("gn", number.to_string()));
    let wikidata = place.wikidata.map(|item| ("wd", item.to_owned()));
    geonames.into_iter().chain(wikidata).collect()
}

#[cfg(test)]
mod tests {
    use super::of_path;

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(of_path("news/a b#?.txt"), "news/a%20b%23%3F.txt");
        assert_eq!(of_path("a:b.txt"), "./a:b.txt");
        assert_eq!(of_path("Շուշի"), "%D5%87%D5%B8%D6%82%D5%B7%D5%AB");
    }
}
