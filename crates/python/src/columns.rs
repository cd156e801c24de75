//! Answers as columns of Arrow, and these as Python sees them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use araxes::run::{Annotation, RelationFound, Toponym};
use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, Int64Array, ListArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{
    ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule,
};

/// A column of the answers.
enum Cell<'a> {
    Text(Option<&'a str>),
    Whole(Option<i64>),
    Number(Option<f64>),
}

type Columns<Row> = &'static [(&'static str, bool, for<'a> fn(&'a Row) -> Cell<'a>)];

fn whole(value: usize) -> Cell<'static> {
    Cell::Whole(i64::try_from(value).ok())
}

/// Name, whether it may be unknown, and value; the members of the command's rows, in their order.
const TOPONYM: Columns<Toponym> = &[
    ("start", false, |row| whole(row.start)),
    ("end", false, |row| whole(row.end)),
    ("surface", false, |row| Cell::Text(Some(&row.surface))),
    ("kind", false, |row| Cell::Text(Some(row.kind))),
    ("role", false, |row| Cell::Text(Some(row.role))),
    ("place_id", true, |row| Cell::Text(row.place_id.as_deref())),
    ("name", true, |row| Cell::Text(row.name.as_deref())),
    ("lat", true, |row| Cell::Number(row.lat)),
    ("lon", true, |row| Cell::Number(row.lon)),
    // Signed, for many engines have no other whole numbers.
    ("geonameid", true, |row| {
        Cell::Whole(row.geonameid.and_then(|id| i64::try_from(id).ok()))
    }),
    ("geometry_basis", true, |row| Cell::Text(row.geometry_basis)),
    ("precision_m", true, |row| Cell::Number(row.precision_m)),
    ("confidence", false, |row| {
        Cell::Number(Some(row.confidence))
    }),
];

const RELATION: Columns<RelationFound> = &[
    ("start", false, |row| whole(row.start)),
    ("end", false, |row| whole(row.end)),
    ("surface", false, |row| Cell::Text(Some(&row.surface))),
    ("kind", false, |row| Cell::Text(Some(row.kind))),
    ("feature_id", false, |row| Cell::Text(Some(&row.feature_id))),
    ("lat", true, |row| Cell::Number(row.lat)),
    ("lon", true, |row| Cell::Number(row.lon)),
    ("geometry_basis", true, |row| Cell::Text(row.geometry_basis)),
    ("precision_m", true, |row| Cell::Number(row.precision_m)),
    ("confidence", false, |row| {
        Cell::Number(Some(row.confidence))
    }),
];

/// A column as it grows.
enum Growing {
    Text(StringBuilder),
    Whole(Int64Builder),
    Number(Float64Builder),
}

impl Growing {
    fn finished(self) -> ArrayRef {
        match self {
            Self::Text(mut column) => Arc::new(column.finish()),
            Self::Whole(mut column) => Arc::new(column.finish()),
            Self::Number(mut column) => Arc::new(column.finish()),
        }
    }
}

/// Rows as a struct of columns.
fn table<Row: Default>(columns: Columns<Row>, rows: &[&Row]) -> StructArray {
    let sample = Row::default();
    let mut fields = Vec::with_capacity(columns.len());
    let mut arrays = Vec::with_capacity(columns.len());
    for (name, may_be_unknown, value) in columns {
        let mut growing = match value(&sample) {
            Cell::Text(_) => Growing::Text(StringBuilder::new()),
            Cell::Whole(_) => Growing::Whole(Int64Builder::new()),
            Cell::Number(_) => Growing::Number(Float64Builder::new()),
        };
        for row in rows {
            match (&mut growing, value(row)) {
                (Growing::Text(column), Cell::Text(text)) => column.append_option(text),
                (Growing::Whole(column), Cell::Whole(number)) => column.append_option(number),
                (Growing::Number(column), Cell::Number(number)) => column.append_option(number),
                // A column has one kind of value: that of its function.
                _ => {}
            }
        }
        let array = growing.finished();
        fields.push(Field::new(
            *name,
            array.data_type().clone(),
            *may_be_unknown,
        ));
        arrays.push(array);
    }
    StructArray::new(fields.into(), arrays, None)
}

/// A list for each row, of values that follow each other.
fn lists(
    item: Field,
    lengths: Vec<usize>,
    values: ArrayRef,
    known: Option<NullBuffer>,
) -> ArrayRef {
    let offsets = OffsetBuffer::from_lengths(lengths);
    Arc::new(ListArray::new(Arc::new(item), offsets, values, known))
}

/// Answers to rows, in the order of the rows; a row without text has none.
pub(crate) fn built(
    rows: Range<usize>,
    mut answer: impl FnMut(usize) -> Option<Annotation>,
) -> StructArray {
    let answers: Vec<Option<Annotation>> = rows.map(&mut answer).collect();
    let known: NullBuffer = answers.iter().map(Option::is_some).collect();
    let known = (known.null_count() > 0).then_some(known);
    fn each<Part>(
        answers: &[Option<Annotation>],
        part: fn(&Annotation) -> &Vec<Part>,
    ) -> (Vec<usize>, Vec<&Part>) {
        let parts = answers.iter().map(|answer| answer.as_ref().map(part));
        let lengths = parts.clone().map(|part| part.map_or(0, Vec::len)).collect();
        (lengths, parts.flatten().flatten().collect())
    }
    let (lengths, toponyms) = each(&answers, |answer| &answer.toponyms);
    let toponyms = table(TOPONYM, &toponyms);
    let item = Field::new("item", toponyms.data_type().clone(), false);
    let toponyms = lists(item, lengths, Arc::new(toponyms), known.clone());
    let (lengths, relations) = each(&answers, |answer| &answer.relations);
    let relations = table(RELATION, &relations);
    let item = Field::new("item", relations.data_type().clone(), false);
    let relations = lists(item, lengths, Arc::new(relations), known.clone());
    let (lengths, problems) = each(&answers, |answer| &answer.problems);
    let mut texts = StringBuilder::new();
    for problem in problems {
        texts.append_value(problem);
    }
    let item = Field::new("item", DataType::Utf8, false);
    let problems = lists(item, lengths, Arc::new(texts.finish()), known);
    let columns = [
        ("toponyms", toponyms),
        ("relations", relations),
        ("problems", problems),
    ];
    let fields: Fields = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
        .collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    StructArray::new(fields, arrays, None)
}

/// What the rows of answers are.
pub(crate) fn field() -> FieldRef {
    static FIELD: OnceLock<FieldRef> = OnceLock::new();
    let made = || {
        let none = built(0..0, |_| None);
        Arc::new(Field::new("annotations", none.data_type().clone(), false))
    };
    FIELD.get_or_init(made).clone()
}

/// Pieces as one.
pub(crate) fn together(pieces: &[StructArray]) -> Result<ArrayRef, ArrowError> {
    if let [piece] = pieces {
        return Ok(Arc::new(piece.clone()));
    }
    let pieces: Vec<&dyn Array> = pieces.iter().map(|piece| piece as &dyn Array).collect();
    arrow_select::concat::concat(&pieces)
}

/// A value as Python has it: a dict, a list, a str, a number or None.
fn object<'py>(py: Python<'py>, array: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if array.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    match array.data_type() {
        DataType::Struct(fields) => {
            let dict = PyDict::new(py);
            for (field, column) in fields.iter().zip(array.as_struct().columns()) {
                dict.set_item(field.name(), object(py, column, row)?)?;
            }
            Ok(dict.into_any())
        }
        DataType::List(_) => {
            let members = array.as_list::<i32>().value(row);
            let list = PyList::empty(py);
            for member in 0..members.len() {
                list.append(object(py, &members, member)?)?;
            }
            Ok(list.into_any())
        }
        DataType::Utf8 => Ok(array
            .as_string::<i32>()
            .value(row)
            .into_pyobject(py)?
            .into_any()),
        DataType::Int64 => Ok(array
            .as_primitive::<Int64Type>()
            .value(row)
            .into_pyobject(py)?
            .into_any()),
        DataType::Float64 => Ok(array
            .as_primitive::<Float64Type>()
            .value(row)
            .into_pyobject(py)?
            .into_any()),
        // Answers have no other.
        _ => Ok(py.None().into_bound(py)),
    }
}

/// A column of Arrow.
///
/// Whatever takes Arrow takes it as it is, without copying (`pyarrow.array`, `polars.Series`, `duckdb`): it has
/// `__arrow_c_stream__` and `__arrow_c_array__`. It is also a sequence of Python objects.
#[pyclass(module = "araxes", frozen, subclass)]
pub(crate) struct Column {
    field: FieldRef,
    chunks: Vec<ArrayRef>,
}

impl Column {
    fn whole(&self) -> Result<ArrayRef, ArrowError> {
        match self.chunks.as_slice() {
            [] => Ok(arrow_array::new_empty_array(self.field.data_type())),
            [chunk] => Ok(chunk.clone()),
            chunks => {
                let chunks: Vec<&dyn Array> = chunks.iter().map(AsRef::as_ref).collect();
                arrow_select::concat::concat(&chunks)
            }
        }
    }

    /// The column of this name in each row.
    fn inner(&self, name: &str) -> Option<Self> {
        let DataType::Struct(fields) = self.field.data_type() else {
            return None;
        };
        let (_, field) = fields.find(name)?;
        let chunks = self.chunks.iter();
        let chunks = chunks.filter_map(|chunk| chunk.as_struct().column_by_name(name).cloned());
        Some(Self {
            field: field.clone(),
            chunks: chunks.collect(),
        })
    }
}

#[pymethods]
impl Column {
    fn __len__(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, row: isize) -> PyResult<Bound<'py, PyAny>> {
        let rows = self.__len__();
        let mut at = match row {
            0.. => Some(row.unsigned_abs()),
            _ => rows.checked_sub(row.unsigned_abs()),
        }
        .filter(|&at| at < rows)
        .ok_or_else(|| PyIndexError::new_err(format!("row {row} of {rows}")))?;
        for chunk in &self.chunks {
            if at < chunk.len() {
                return object(py, chunk, at);
            }
            at -= chunk.len();
        }
        Ok(py.None().into_bound(py))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.to_pylist(py)?.try_iter()?.into_any())
    }

    /// All rows as Python objects: dicts, lists, str, int, float and None, as `json.loads` would give them.
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for chunk in &self.chunks {
            for row in 0..chunk.len() {
                list.append(object(py, chunk, row)?)?;
            }
        }
        Ok(list)
    }

    /// Its type, as an Arrow PyCapsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.field.as_ref())
    }

    /// All of it as one array, as Arrow PyCapsules.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        let whole = self.whole()?;
        to_array_pycapsules(py, self.field.clone(), &whole, requested_schema)
    }

    /// All of it in some arrays, as an Arrow PyCapsule.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let chunks: Vec<Result<ArrayRef, ArrowError>> =
            self.chunks.iter().cloned().map(Ok).collect();
        let reader = ArrayIterator::new(chunks, self.field.clone());
        to_stream_pycapsule(py, Box::new(reader), requested_schema)
    }
}

/// What the places of texts are: a row for each text, in their order.
///
/// As Arrow it is a table of three columns. As Python objects each row is a dict with these keys:
///
/// - `toponyms`, a list in the order of the text: `start` and `end` (code points of the text, as Python counts them),
///   `surface`, `kind`, `role`, `place_id`, `name`, `lat` and `lon` (degrees, WGS 84), `geonameid`, `geometry_basis`,
///   `precision_m` (metres) and `confidence` (0 to 1)
/// - `relations`, routes, borders and positions told by places: `start`, `end`, `surface`, `kind`, `feature_id`, `lat`,
///   `lon`, `geometry_basis`, `precision_m`, `confidence`
/// - `problems`, what went wrong though there is an answer, as the command says it
///
/// What is not known is None. All three are None where there was no text.
#[pyclass(module = "araxes", frozen, extends = Column)]
pub(crate) struct Annotations;

impl Annotations {
    pub(crate) fn of(py: Python<'_>, chunks: Vec<ArrayRef>) -> PyResult<Bound<'_, Self>> {
        let field = field();
        Bound::new(
            py,
            PyClassInitializer::from(Column { field, chunks }).add_subclass(Self),
        )
    }
}

#[pymethods]
impl Annotations {
    fn __repr__(own: PyRef<'_, Self>) -> String {
        let rows = own.as_super();
        let count = |name| {
            let column = rows.inner(name)?;
            let lists = column.chunks.iter();
            Some(
                lists
                    .map(|chunk| chunk.as_list::<i32>().values().len())
                    .sum::<usize>(),
            )
        };
        format!(
            "<araxes.Annotations of {} texts: {} toponyms, {} relations>",
            rows.__len__(),
            count("toponyms").unwrap_or(0),
            count("relations").unwrap_or(0)
        )
    }

    /// The toponyms of each text: a column of lists of structs.
    #[getter]
    fn toponyms(own: PyRef<'_, Self>) -> Option<Column> {
        own.as_super().inner("toponyms")
    }

    /// The routes, borders and positions told by places of each text: a column of lists of structs.
    #[getter]
    fn relations(own: PyRef<'_, Self>) -> Option<Column> {
        own.as_super().inner("relations")
    }

    /// What went wrong with each text though there is an answer: a column of lists of texts.
    #[getter]
    fn problems(own: PyRef<'_, Self>) -> Option<Column> {
        own.as_super().inner("problems")
    }

    /// All toponyms in one table: a row for each, with `row`, the number of its text from 0, and what else is said of it.
    fn flat<'py>(own: PyRef<'py, Self>, py: Python<'py>) -> PyResult<Bound<'py, Toponyms>> {
        let sample = table(TOPONYM, &[]);
        let fields: Fields = std::iter::once(Arc::new(Field::new("row", DataType::Int64, false)))
            .chain(sample.fields().iter().cloned())
            .collect();
        let mut chunks: Vec<ArrayRef> = Vec::new();
        let mut first = 0_i64;
        for chunk in own
            .as_super()
            .inner("toponyms")
            .into_iter()
            .flat_map(|column| column.chunks)
        {
            let lists = chunk.as_list::<i32>();
            let mut rows = Vec::with_capacity(lists.values().len());
            for list in 0..lists.len() {
                // A text that is not there has a list of no length.
                rows.extend(std::iter::repeat_n(
                    first,
                    usize::try_from(lists.value_length(list)).unwrap_or(0),
                ));
                first += 1;
            }
            let start = lists.value_offsets().first().copied().unwrap_or(0);
            let values = lists
                .values()
                .slice(usize::try_from(start).unwrap_or(0), rows.len());
            let mut columns: Vec<ArrayRef> = vec![Arc::new(Int64Array::from(rows))];
            columns.extend(values.as_struct().columns().iter().cloned());
            chunks.push(Arc::new(StructArray::new(fields.clone(), columns, None)));
        }
        let field = Arc::new(Field::new("toponyms", DataType::Struct(fields), false));
        Bound::new(
            py,
            PyClassInitializer::from(Column { field, chunks }).add_subclass(Toponyms),
        )
    }
}

/// Toponyms of many texts, a row for each: `row`, the number of its text from 0, and the members of a toponym.
///
/// `geopandas.GeoDataFrame.from_features(toponyms, crs="EPSG:4326")` takes it as it is.
#[pyclass(module = "araxes", frozen, extends = Column)]
pub(crate) struct Toponyms;

#[pymethods]
impl Toponyms {
    fn __repr__(own: PyRef<'_, Self>) -> String {
        format!("<araxes.Toponyms: {}>", own.as_super().__len__())
    }

    /// A GeoJSON FeatureCollection of points, WGS 84; what has no position has no geometry.
    #[getter]
    fn __geo_interface__<'py>(
        own: PyRef<'py, Self>,
        py: Python<'py>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let features = PyList::empty(py);
        for row in own.as_super().to_pylist(py)? {
            let (lat, lon) = (row.get_item("lat")?, row.get_item("lon")?);
            let feature = PyDict::new(py);
            feature.set_item("type", "Feature")?;
            if lat.is_none() {
                feature.set_item("geometry", py.None())?;
            } else {
                let geometry = PyDict::new(py);
                geometry.set_item("type", "Point")?;
                geometry.set_item("coordinates", (lon, lat))?;
                feature.set_item("geometry", geometry)?;
            }
            feature.set_item("properties", row)?;
            features.append(feature)?;
        }
        let collection = PyDict::new(py);
        collection.set_item("type", "FeatureCollection")?;
        collection.set_item("features", features)?;
        Ok(collection)
    }
}
