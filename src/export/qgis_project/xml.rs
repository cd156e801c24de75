//! XML as a tree that is built inside out and written at the end. Attributes and text are escaped by the writer;
//! characters that XML 1.0 cannot hold are dropped.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

/// An element with its attributes and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An empty element.
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            name,
            attributes: Vec::new(),
            children: Vec::new(),
        }
    }

    /// With an attribute.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With attributes.
    pub(super) fn with_all(
        mut self,
        attributes: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> Self {
        let owned = attributes
            .into_iter()
            .map(|(name, value)| (name, value.to_owned()));
        self.attributes.extend(owned);
        self
    }

    /// With text.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// With a child.
    pub(super) fn child(mut self, child: Element) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// With children.
    pub(super) fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children
            .extend(children.into_iter().map(Node::Element));
        self
    }

    /// Writes a document of this root.
    pub(super) fn write_document(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = Writer::new_with_indent(out, b' ', 1);
        let kind = "qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'";
        writer.write_event(Event::DocType(BytesText::from_escaped(kind)))?;
        self.write(&mut writer)?;
        writeln!(writer.get_mut())
    }

    /// The document of this root.
    pub(super) fn document(&self) -> String {
        let mut bytes = Vec::new();
        // Writing to memory cannot fail.
        let _ = self.write_document(&mut bytes);
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn write(&self, writer: &mut Writer<&mut dyn Write>) -> io::Result<()> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, allowed(value).as_str()));
        }
        if self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(writer)?,
                Node::Text(text) => {
                    writer.write_event(Event::Text(BytesText::new(&allowed(text))))?;
                }
            }
        }
        writer.write_event(Event::End(BytesEnd::new(self.name)))
    }
}

/// The characters that XML 1.0 (section 2.2) can hold.
fn allowed(text: &str) -> String {
    text.chars()
        .filter(|&character| {
            matches!(character, '\t' | '\n' | '\r')
                || (character >= ' ' && !matches!(character, '\u{fffe}' | '\u{ffff}'))
        })
        .collect()
}

/// A map of options as QGIS keeps settings: name, type and value.
pub(super) fn options<'a>(
    entries: impl IntoIterator<Item = (&'a str, &'a str, String)>,
) -> Element {
    Element::new("Option")
        .with("type", "Map")
        .children(entries.into_iter().map(|(name, kind, value)| {
            Element::new("Option")
                .with("name", name)
                .with("type", kind)
                .with("value", value)
        }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped_and_control_characters_dropped() {
        let element = Element::new("a")
            .with("b", "\"<&>\u{0}")
            .child(Element::new("c").text("</c>\u{b} & ﷺ"));
        let document = element.document();
        assert!(document.contains("b=\"&quot;&lt;&amp;&gt;\""), "{document}");
        assert!(document.contains("<c>&lt;/c&gt; &amp; ﷺ</c>"), "{document}");
    }
}
