//! Forms: what Identify shows of a feature. Its columns stand under readable names, and its citations beside them.

use super::map_layer::multi_line;
use super::xml::Element;

/// Columns that hold sentences.
const LONG: [&str; 8] = [
    "quote",
    "surfaces",
    "other_names",
    "documents",
    "prefix",
    "suffix",
    "candidates",
    "problems",
];

/// A page of a form.
pub(super) struct Page<'a> {
    pub(super) title: &'a str,
    /// Columns, in order.
    pub(super) fields: &'a [&'static str],
    /// Relations whose other side is listed, each with its title.
    pub(super) relations: &'a [(&'static str, &'static str)],
}

/// The elements that make up the form of a layer; `display` is the expression of what a row is called.
pub(super) fn form(pages: &[Page<'_>], display: &str) -> Vec<Element> {
    let fields = || pages.iter().flat_map(|page| page.fields.iter().copied());
    let aliases = fields().enumerate().map(|(number, field)| {
        Element::new("alias")
            .with("field", field)
            .with("index", number.to_string())
            .with("name", readable(field))
    });
    let widgets = fields()
        .filter(|field| LONG.contains(field))
        .map(multi_line);
    let containers = pages.iter().map(|page| {
        let fields = page.fields.iter().map(|field| {
            Element::new("attributeEditorField")
                .with("name", *field)
                .with("showLabel", "1")
        });
        let relations = page.relations.iter().map(|(relation, title)| {
            Element::new("attributeEditorRelation")
                .with("name", *relation)
                .with("relation", *relation)
                .with("label", *title)
                .with("showLabel", "0")
                .with("relationWidgetTypeId", "relation_editor")
        });
        Element::new("attributeEditorContainer")
            .with("name", page.title)
            .with_all([
                ("groupBox", "0"),
                ("columnCount", "1"),
                ("showLabel", "1"),
                ("visibilityExpressionEnabled", "0"),
            ])
            .children(fields)
            .children(relations)
    });
    vec![
        Element::new("fieldConfiguration").children(widgets),
        Element::new("aliases").children(aliases),
        Element::new("editorlayout").text("tablayout"),
        Element::new("attributeEditorForm").children(containers),
        Element::new("previewExpression").text(display),
    ]
}

/// `doc_count` as people write it: *Documents*, or the name with blanks.
fn readable(field: &str) -> String {
    match field {
        "id" => "Identifier".to_owned(),
        "sha256" => "SHA-256 of the file".to_owned(),
        "doc_count" => "Documents that cite it".to_owned(),
        "mention_count" => "Mentions".to_owned(),
        "feature_count" => "Features".to_owned(),
        "unresolved_count" => "Unresolved mentions".to_owned(),
        "exact" => "Words in the file".to_owned(),
        "prefix" => "Text before".to_owned(),
        "suffix" => "Text behind".to_owned(),
        "surface" => "Words".to_owned(),
        "surfaces" => "Forms in the documents".to_owned(),
        "precision_m" => "Precision (m)".to_owned(),
        "length_km" => "Length (km)".to_owned(),
        "claim_km" => "Stated length (km)".to_owned(),
        "claim" => "Stated lengths".to_owned(),
        "why_not" => "Why it has no place".to_owned(),
        other => {
            let mut words = other.replace('_', " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            words
        }
    }
}
