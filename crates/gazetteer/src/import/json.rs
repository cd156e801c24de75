//! Walking through a JSON file that may be larger than memory: one feature after the other.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::ImportError;
use super::input::Input;
use super::report::At;

/// Takes what a collection holds.
pub(super) trait Taker {
    /// A member of the collection itself, such as `crs`.
    fn member(&mut self, key: &str, value: Value) -> Result<(), ImportError>;

    /// A feature.
    fn feature(&mut self, at: At<'_>, feature: Map<String, Value>) -> Result<(), ImportError>;
}

/// Hands over the features of a FeatureCollection, or the one Feature that the file is.
///
/// # Errors
/// If the file is no JSON or holds no features, with the line, and whatever the taker says.
pub(super) fn features(input: &Input, taker: &mut dyn Taker) -> Result<(), ImportError> {
    input.read(|reader| {
        let line = Rc::new(Cell::new(1));
        let counted = Counted {
            inner: reader,
            line: Rc::clone(&line),
        };
        let mut json = serde_json::Deserializer::from_reader(counted);
        let mut collection = Collection {
            input,
            line,
            taker,
            stopped: None,
            members: Map::new(),
            found: false,
        };
        let outcome = json
            .deserialize_map(&mut collection)
            .and_then(|()| json.end());
        if let Some(stopped) = collection.stopped {
            return Err(stopped);
        }
        outcome.map_err(|error| match error.is_io() {
            true => input.interrupted(error.into()),
            false => ImportError::file(
                &format!("{}:{}", input.label(), error.line()),
                format!("is no GeoJSON that can be read on from here: {error}"),
            ),
        })?;
        let Collection { members, found, .. } = collection;
        if found {
            return Ok(());
        }
        if members.get("type").and_then(Value::as_str) != Some("Feature") {
            return Err(ImportError::file(
                input.label(),
                "is JSON, but neither a FeatureCollection nor a Feature",
            ));
        }
        let at = At {
            file: input.label(),
            line: Some(1),
        };
        taker.feature(at, members)
    })
}

/// Counts lines while it is read.
struct Counted<R> {
    inner: R,
    line: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let lines = buffer.iter().take(read).filter(|&&byte| byte == b'\n');
        self.line.set(self.line.get() + lines.count() as u64);
        Ok(read)
    }
}

struct Collection<'a, 'i> {
    input: &'i Input,
    line: Rc<Cell<u64>>,
    taker: &'a mut dyn Taker,
    /// What the taker said when it gave up, which the parser has no room for.
    stopped: Option<ImportError>,
    members: Map<String, Value>,
    found: bool,
}

impl Collection<'_, '_> {
    fn check<E: Error>(&mut self, outcome: Result<(), ImportError>) -> Result<(), E> {
        outcome.map_err(|error| {
            self.stopped = Some(error);
            E::custom("the import was given up")
        })
    }
}

impl<'de> Visitor<'de> for &mut Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                self.found = true;
                map.next_value_seed(Features(self))?;
                continue;
            }
            let value: Value = map.next_value()?;
            let outcome = self.taker.member(&key, value.clone());
            self.check(outcome)?;
            if !self.found {
                self.members.insert(key, value);
            }
        }
        Ok(())
    }
}

struct Features<'c, 'a, 'i>(&'c mut Collection<'a, 'i>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let counter = Rc::clone(&self.0.line);
        let file = self.0.input.label();
        let mut before = None;
        for number in 1_u64.. {
            let Some((line, feature)) = seq.next_element_seed(OneFeature(&counter))? else {
                break;
            };
            // Where several begin on one line, the line tells nothing.
            let numbered = (before == Some(line)).then(|| format!("{file}, feature {number}"));
            before = Some(line);
            let at = match &numbered {
                Some(numbered) => At {
                    file: numbered,
                    line: None,
                },
                None => At {
                    file,
                    line: Some(line),
                },
            };
            let outcome = self.0.taker.feature(at, feature);
            self.0.check(outcome)?;
        }
        Ok(())
    }
}

/// A feature and the line on which it begins. What is no object is an empty feature.
struct OneFeature<'l>(&'l Cell<u64>);

impl<'de> DeserializeSeed<'de> for OneFeature<'_> {
    type Value = (u64, Map<String, Value>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for OneFeature<'_> {
    type Value = (u64, Map<String, Value>);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a feature, which is a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let line = self.0.get();
        let mut feature = Map::new();
        while let Some((key, value)) = map.next_entry()? {
            feature.insert(key, value);
        }
        Ok((line, feature))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok((self.0.get(), Map::new()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok((self.0.get(), Map::new()))
    }
}

/// A text or number as text; empty for what is absent, null or of no such type.
pub(super) fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => match number.as_f64() {
            // Tables keep whole numbers as 4162.0.
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => {
                format!("{float:.0}")
            }
            _ => number.to_string(),
        },
        _ => String::new(),
    }
}
