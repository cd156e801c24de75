//! Texts as they are given: Arrow of any sort, read where it lies, or anything with Python strings in it.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{
    Array, ArrayRef, FixedSizeListArray, LargeStringArray, StringArray, StringViewArray,
    StructArray,
};
use arrow_cast::cast;
use arrow_schema::DataType;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyByteArray, PyBytes, PyFloat, PyString};
use pyo3_arrow::ffi::ArrayReader;
use pyo3_arrow::input::AnyArray;

use crate::fault::Fault;

/// Arrays of Arrow, one after the other.
pub(crate) type Reader = Box<dyn ArrayReader + Send>;

/// A column of texts, some of which may be missing.
pub(crate) enum Texts {
    Utf8(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
    Python(Vec<Option<PyBackedStr>>),
    Missing(usize),
}

impl Texts {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Utf8(array) => array.len(),
            Self::Large(array) => array.len(),
            Self::View(array) => array.len(),
            Self::Python(texts) => texts.len(),
            Self::Missing(count) => *count,
        }
    }

    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Utf8(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Python(texts) => texts.get(row)?.as_deref(),
            Self::Missing(_) => None,
        }
    }

    /// A column of Arrow; `name` is what messages call it.
    pub(crate) fn of_array(name: &str, array: &ArrayRef) -> Result<Self, Fault> {
        let as_texts = |array: &ArrayRef| cast(array, &DataType::LargeUtf8);
        Ok(match array.data_type() {
            DataType::Utf8 => Self::Utf8(array.as_string().clone()),
            DataType::LargeUtf8 => Self::Large(array.as_string().clone()),
            DataType::Utf8View => Self::View(array.as_string_view().clone()),
            DataType::Null => Self::Missing(array.len()),
            // Categories.
            DataType::Dictionary(_, values)
                if matches!(
                    **values,
                    DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
                ) =>
            {
                Self::Large(as_texts(array)?.as_string().clone())
            }
            DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) if name == "dates" => {
                Self::Large(
                    as_texts(&cast(array, &DataType::Date32)?)?
                        .as_string()
                        .clone(),
                )
            }
            DataType::Int8
            | DataType::Int16
            | DataType::Int32
            | DataType::Int64
            | DataType::UInt8
            | DataType::UInt16
            | DataType::UInt32
            | DataType::UInt64
                if name == "ids" =>
            {
                Self::Large(as_texts(array)?.as_string().clone())
            }
            other => {
                return Err(Fault::Type(format!(
                    "{name}: a column of texts is wanted, not of {other}"
                )));
            }
        })
    }

    /// Anything that can be gone through.
    fn of_objects(name: &str, objects: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut texts = Vec::with_capacity(objects.len().unwrap_or(0));
        for (row, object) in each(name, objects)?.enumerate() {
            texts.push(text(name, row, &object?)?);
        }
        Ok(Self::Python(texts))
    }

    /// A whole column, in whatever form.
    pub(crate) fn of(name: &str, given: &Bound<'_, PyAny>) -> PyResult<Self> {
        let Some(reader) = arrow(name, given)? else {
            return Self::of_objects(name, given);
        };
        Ok(Self::of_array(name, &whole(reader)?)?)
    }
}

/// All arrays as one.
fn whole(reader: Reader) -> Result<ArrayRef, Fault> {
    let kind = reader.field().data_type().clone();
    let arrays: Vec<ArrayRef> = reader.collect::<Result<_, _>>()?;
    let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
    Ok(match arrays.as_slice() {
        [] => arrow_array::new_empty_array(&kind),
        arrays => arrow_select::concat::concat(arrays)?,
    })
}

/// What is given as Arrow, if it is.
pub(crate) fn arrow(name: &str, given: &Bound<'_, PyAny>) -> PyResult<Option<Reader>> {
    let is_arrow = given.hasattr("__arrow_c_array__")? || given.hasattr("__arrow_c_stream__")?;
    if !is_arrow {
        return Ok(None);
    }
    match given.extract::<AnyArray>().and_then(AnyArray::into_reader) {
        Ok(reader) => Ok(Some(reader)),
        // A column of pandas that pyarrow cannot give, or that has no pyarrow to give it: the objects tell which it is.
        Err(_) if given.hasattr("tolist")? => Ok(None),
        Err(error) => Err(Fault::Value(format!("{name}: {}", error.value(given.py()))).into()),
    }
}

/// The members of anything that has several. One text is refused: its members would be letters.
fn each<'py>(
    name: &str,
    objects: &Bound<'py, PyAny>,
) -> PyResult<impl Iterator<Item = PyResult<Bound<'py, PyAny>>> + use<'py>> {
    let kind = || objects.get_type().name().map(|name| name.to_string());
    let is_one = objects.is_instance_of::<PyString>()
        || objects.is_instance_of::<PyBytes>()
        || objects.is_instance_of::<PyByteArray>();
    match objects.try_iter() {
        Ok(members) if !is_one => Ok(members),
        _ => Err(Fault::Type(format!(
            "{name}: a list or column is wanted, not {}; write [text] for a single one",
            kind()?
        ))
        .into()),
    }
}

/// Whether an object is how pandas, NumPy or Python write that there is nothing.
fn is_missing(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    if object.is_none() {
        return Ok(true);
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return Ok(number.value().is_nan());
    }
    let kind = object.get_type().name()?;
    Ok(kind == "NAType" || kind == "NaTType")
}

fn text(name: &str, row: usize, object: &Bound<'_, PyAny>) -> PyResult<Option<PyBackedStr>> {
    if let Ok(text) = object.cast::<PyString>() {
        return match PyBackedStr::try_from(text.clone()) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Fault::Value(format!(
                "{name}[{row}]: has half of a character (a lone surrogate), which no text can hold; decode with errors=\"replace\""
            ))
            .into()),
        };
    }
    if is_missing(object)? {
        return Ok(None);
    }
    if name == "dates" && object.hasattr("isoformat")? {
        // A day may come with a time of day.
        let day = object.call_method0("isoformat")?.cast_into::<PyString>()?;
        let day = day
            .to_str()?
            .split('T')
            .next()
            .unwrap_or_default()
            .to_owned();
        return Ok(Some(PyString::new(object.py(), &day).try_into()?));
    }
    if name == "ids" {
        return Ok(Some(object.str()?.try_into()?));
    }
    let kind = object.get_type().name()?;
    Err(Fault::Type(format!("{name}[{row}]: a str is wanted, not {kind}")).into())
}

/// Spans of every text, in code points.
type Spans = Vec<Vec<Range<usize>>>;

fn spans(given: &Bound<'_, PyAny>) -> PyResult<Spans> {
    if let Some(reader) = arrow("given_spans", given)? {
        return Ok(spans_of_array(&whole(reader)?)?);
    }
    let mut all = Vec::with_capacity(given.len().unwrap_or(0));
    for (row, members) in each("given_spans", given)?.enumerate() {
        let members = members?;
        if is_missing(&members)? {
            all.push(Vec::new());
            continue;
        }
        let mut of_row = Vec::new();
        for member in each(&format!("given_spans[{row}]"), &members)? {
            of_row.push(span(&member?).map_err(|_| {
                Fault::Type(format!(
                    "given_spans[{row}]: each span is (start, end), or a dict with both, in code points from 0"
                ))
            })?);
        }
        all.push(of_row);
    }
    Ok(all)
}

fn span(member: &Bound<'_, PyAny>) -> PyResult<Range<usize>> {
    if let Ok((start, end)) = member.extract::<(usize, usize)>() {
        return Ok(start..end);
    }
    if let (Ok(start), Ok(end)) = (member.get_item("start"), member.get_item("end")) {
        return Ok(start.extract()?..end.extract()?);
    }
    let (start, end) = (member.get_item(0)?, member.get_item(1)?);
    Ok(start.extract()?..end.extract()?)
}

/// Lists of structs with `start` and `end`, as an answer has them, or of pairs.
fn spans_of_array(array: &ArrayRef) -> Result<Spans, Fault> {
    let wrong = || {
        Fault::Type(format!(
            "given_spans: lists of structs with start and end are wanted, not {}",
            array.data_type()
        ))
    };
    let lists = match array.data_type() {
        DataType::Null => return Ok(vec![Vec::new(); array.len()]),
        DataType::List(item) => cast(array, &DataType::LargeList(item.clone()))?,
        DataType::ListView(item) | DataType::LargeListView(item) => {
            cast(array, &DataType::LargeList(item.clone()))?
        }
        DataType::LargeList(_) => array.clone(),
        _ => return Err(wrong()),
    };
    let lists = lists.as_list::<i64>();
    let number = |array: &ArrayRef| cast(array, &DataType::Int64);
    let mut all = Vec::with_capacity(lists.len());
    for row in 0..lists.len() {
        if lists.is_null(row) {
            all.push(Vec::new());
            continue;
        }
        let list = lists.value(row);
        let (starts, ends) = if let Some(list) = list.as_any().downcast_ref::<StructArray>() {
            let field = |name| list.column_by_name(name).ok_or_else(wrong);
            (number(field("start")?)?, number(field("end")?)?)
        } else if let Some(pairs) = list.as_any().downcast_ref::<FixedSizeListArray>() {
            let half = |at: usize| {
                let members = (0..pairs.len()).map(|pair| pairs.value(pair).slice(at, 1));
                let members: Vec<ArrayRef> = members.collect();
                let members: Vec<&dyn Array> = members.iter().map(AsRef::as_ref).collect();
                arrow_select::concat::concat(&members)
            };
            if pairs.value_length() != 2 {
                return Err(wrong());
            }
            if pairs.is_empty() {
                all.push(Vec::new());
                continue;
            }
            (number(&half(0)?)?, number(&half(1)?)?)
        } else {
            return Err(wrong());
        };
        let (starts, ends) = (
            starts.as_primitive::<Int64Type>(),
            ends.as_primitive::<Int64Type>(),
        );
        let place = |value: Option<i64>| value.and_then(|value| usize::try_from(value).ok());
        let pairs = starts.iter().zip(ends);
        let pairs: Option<Vec<Range<usize>>> = pairs
            .map(|(start, end)| Some(place(start)?..place(end)?))
            .collect();
        all.push(
            pairs
                .ok_or_else(|| Fault::Value(format!("given_spans[{row}]: offsets count from 0")))?,
        );
    }
    Ok(all)
}

/// What is known of texts beside the words, a row for each.
#[derive(Default)]
pub(crate) struct Beside {
    pub(crate) titles: Option<Texts>,
    pub(crate) dates: Option<Texts>,
    pub(crate) sources: Option<Texts>,
    pub(crate) ids: Option<Texts>,
    pub(crate) spans: Option<Spans>,
}

/// What somebody gives beside the texts.
pub(crate) struct GivenBeside<'a, 'py> {
    pub(crate) titles: Option<&'a Bound<'py, PyAny>>,
    pub(crate) dates: Option<&'a Bound<'py, PyAny>>,
    pub(crate) sources: Option<&'a Bound<'py, PyAny>>,
    pub(crate) ids: Option<&'a Bound<'py, PyAny>>,
    pub(crate) spans: Option<&'a Bound<'py, PyAny>>,
}

impl GivenBeside<'_, '_> {
    pub(crate) fn read(&self) -> PyResult<Beside> {
        let column = |name, given: Option<&Bound<'_, PyAny>>| {
            given.map(|given| Texts::of(name, given)).transpose()
        };
        Ok(Beside {
            titles: column("titles", self.titles)?,
            dates: column("dates", self.dates)?,
            sources: column("sources", self.sources)?,
            ids: column("ids", self.ids)?,
            spans: self.spans.map(spans).transpose()?,
        })
    }
}

impl Beside {
    /// Whose length is not that of the texts, and which it is.
    pub(crate) fn other_length(&self, texts: usize) -> Option<(&'static str, usize)> {
        let lengths = [
            ("titles", self.titles.as_ref().map(Texts::len)),
            ("dates", self.dates.as_ref().map(Texts::len)),
            ("sources", self.sources.as_ref().map(Texts::len)),
            ("ids", self.ids.as_ref().map(Texts::len)),
            ("given_spans", self.spans.as_ref().map(Vec::len)),
        ];
        lengths
            .into_iter()
            .filter_map(|(name, length)| Some((name, length?)))
            .find(|(_, length)| *length != texts)
    }

    /// What a table has in columns that are called as the command's members are.
    fn of_table(table: &StructArray) -> Result<Self, Fault> {
        let column = |name, called| {
            let column = table.column_by_name(called);
            column.map(|array| Texts::of_array(name, array)).transpose()
        };
        Ok(Self {
            titles: column("titles", "title")?,
            dates: column("dates", "date")?,
            sources: column("sources", "source")?,
            ids: column("ids", "id")?,
            spans: None,
        })
    }
}

/// Some rows.
pub(crate) struct Batch {
    /// The number of the first of them among all.
    pub(crate) first: usize,
    pub(crate) texts: Texts,
    /// Of these rows alone.
    pub(crate) own: Beside,
    /// Of all rows.
    pub(crate) beside: Arc<Beside>,
}

impl Batch {
    /// Rows as an array of Arrow: texts, or a table with a column `text`.
    pub(crate) fn of_array(
        first: usize,
        array: &ArrayRef,
        beside: Arc<Beside>,
    ) -> Result<Self, Fault> {
        let Some(table) = array.as_any().downcast_ref::<StructArray>() else {
            return Ok(Self {
                first,
                texts: Texts::of_array("texts", array)?,
                own: Beside::default(),
                beside,
            });
        };
        let Some(texts) = table.column_by_name("text") else {
            return Err(Fault::Value(format!(
                "the table has no column “text” ({}); rename the column that has the texts, or give that column alone",
                table.column_names().join(", ")
            )));
        };
        Ok(Self {
            first,
            texts: Texts::of_array("text", texts)?,
            own: Beside::of_table(table)?,
            beside,
        })
    }

    /// What is said of a row beside its text: in the call, or else in its table.
    pub(crate) fn said<'a>(
        &'a self,
        row: usize,
        which: impl Fn(&'a Beside) -> &'a Option<Texts>,
    ) -> Option<&'a str> {
        match which(&self.beside) {
            Some(texts) => texts.get(self.first + row),
            None => which(&self.own).as_ref()?.get(row),
        }
    }
}
