//! Map tips: what QGIS shows when the pointer rests on a feature. They are HTML made by an expression from what
//! documents say, so every text is escaped, and stands in a block of its own, which bounds what marks of writing
//! direction in it can do.

/// How many quotes a tip shows.
const QUOTES: usize = 4;
/// How much of a title or name it shows, in characters.
const LONGEST_TITLE: usize = 120;

/// An expression that makes text of another one fit for HTML.
fn escaped(expression: &str) -> String {
    [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")].iter().fold(
        format!("coalesce({expression}, '')"),
        |inner, (from, to)| format!("replace({inner}, '{from}', '{to}')"),
    )
}

/// An expression of the beginning of a text.
fn beginning(expression: &str) -> String {
    format!(
        "CASE WHEN length({expression}) > {LONGEST_TITLE} THEN left({expression}, {LONGEST_TITLE}) || '…' ELSE {expression} END"
    )
}

/// One citation: who says so, and when; then the quote, with the words that name the feature marked.
fn quoted() -> String {
    // The places of the format string are filled by QGIS, left to right.
    format!(
        "format('<p style=\"margin:6px 0 1px 0;color:#5d5548;font-size:small\">%1 %2</p><p style=\"margin:0\">%3<b style=\"background:#ffe9a8\">%4</b>%5</p>', {}, {}, {}, {}, {})",
        escaped(&beginning("\"document_title\"")),
        escaped("\"document_date\""),
        escaped("\"prefix\""),
        escaped("\"exact\""),
        escaped("\"suffix\""),
    )
}

/// The map tip of a layer whose features a relation joins to their citations. Where the layer is open without its
/// citations, the tip shows the clearest quote alone.
pub(super) fn map_tip(relation: &str) -> String {
    let quotes = format!(
        "array_to_string(array_slice(relation_aggregate('{relation}', 'array_agg', {}), 0, {}), '')",
        quoted(),
        QUOTES - 1
    );
    let alone = format!("'<p>' || {} || '</p>'", escaped("\"quote\""));
    let more = format!(
        "CASE WHEN \"mention_count\" > {QUOTES} THEN format('<p style=\"color:#5d5548\">… and %1 more: identify the feature to see them.</p>', \"mention_count\" - {QUOTES}) ELSE '' END"
    );
    format!(
        "<div style=\"width:380px;font-family:sans-serif\">\
         <p style=\"margin:0;font-size:large\"><b>[% {name} %]</b></p>\
         <p style=\"margin:0;color:#5d5548\">[% {kind} %] · [% {count} %] · confidence [% round(\"confidence\", 2) %]</p>\
         [% try({quotes}, {alone}) %][% {more} %]</div>",
        name = escaped(&beginning("\"name\"")),
        kind = escaped("\"kind\""),
        count = "\"doc_count\" || if(\"doc_count\" = 1, ' document', ' documents')",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ampersands_are_escaped_before_what_they_begin() {
        assert_eq!(
            escaped("\"name\""),
            "replace(replace(replace(coalesce(\"name\", ''), '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
        );
    }
}
