//! Texts in, what their places are out, in the order of the texts.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use araxes::decision::{DecisionFile, Decisions};
use araxes::document;
use araxes::recognition::{self, Usages};
use araxes::run::{Annotation, Engine, Pipeline, TextRow};
use araxes::{built_in, resolution};
use arrow_array::{ArrayRef, StructArray};
use jiff::civil::Date;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};

use crate::columns::{self, Annotations};
use crate::crew::Crew;
use crate::entry::Gazetteer;
use crate::fault::Fault;
use crate::input::{self, Batch, Beside, GivenBeside, Reader, Texts};

/// A thread is given so many rows, or bytes of text, at once: enough that handing over costs nothing beside them.
const ROWS: usize = 256;
const BYTES: usize = 1 << 15;

/// Pieces of work under way for each thread: bounds the memory, however slow one of them is.
const UNDER_WAY: usize = 4;

/// Pieces are put together to about so many rows.
const CHUNK: usize = 1 << 14;

/// So often somebody looks whether Ctrl-C was pressed.
const PATIENCE: Duration = Duration::from_millis(50);

/// What is asked of the engine.
pub(crate) struct Asked<'a, 'py> {
    pub(crate) roles: Option<Bound<'py, PyAny>>,
    pub(crate) min_confidence: Option<f64>,
    pub(crate) as_of: Option<Bound<'py, PyAny>>,
    pub(crate) gazetteer: Option<&'a Bound<'py, Gazetteer>>,
    pub(crate) decisions: Option<Bound<'py, PyAny>>,
}

/// The gazetteers of the program, opened once.
pub(crate) fn built_in_gazetteer() -> Result<Arc<araxes_gazetteer::Gazetteer>, Fault> {
    static OPENED: OnceLock<Arc<araxes_gazetteer::Gazetteer>> = OnceLock::new();
    if let Some(opened) = OPENED.get() {
        return Ok(opened.clone());
    }
    let opened = built_in::open(&built_in::sources());
    let opened = opened.map_err(|error| Fault::Value(error.to_string()))?;
    Ok(OPENED.get_or_init(|| Arc::new(opened)).clone())
}

/// By what it is known that two calls ask the same: the gazetteer, roles, confidence, day and threads.
type Key = (usize, Option<Usages>, Option<u64>, Option<Date>, usize);

impl Asked<'_, '_> {
    fn usages(&self) -> PyResult<Option<Usages>> {
        let Some(roles) = &self.roles else {
            return Ok(None);
        };
        let words = match roles.extract::<String>() {
            Ok(words) => words,
            Err(_) => roles.extract::<Vec<String>>()?.join(","),
        };
        let usages = words.parse().map_err(Fault::Value)?;
        Ok(Some(usages))
    }

    fn day(&self) -> PyResult<Option<Date>> {
        let Some(day) = &self.as_of else {
            return Ok(None);
        };
        // A date and a text are written the same way.
        let written = day.str()?.to_string();
        let day = written.parse().map_err(|_| {
            Fault::Value(format!(
                "as_of={written:?}: a date such as 1989-06-01 is wanted"
            ))
        })?;
        Ok(Some(day))
    }

    fn confidence(&self) -> Result<Option<f64>, Fault> {
        match self.min_confidence {
            Some(value) if !(0.0..=1.0).contains(&value) => Err(Fault::Value(format!(
                "min_confidence={value}: a number from 0 to 1 is wanted"
            ))),
            value => Ok(value),
        }
    }

    fn gazetteer(&self) -> Result<Arc<araxes_gazetteer::Gazetteer>, Fault> {
        match self.gazetteer {
            Some(own) => Ok(own.get().opened()),
            None => built_in_gazetteer(),
        }
    }

    fn files(&self) -> PyResult<Vec<PathBuf>> {
        let Some(files) = &self.decisions else {
            return Ok(Vec::new());
        };
        match files.extract::<PathBuf>() {
            Ok(file) => Ok(vec![file]),
            Err(_) => files.extract(),
        }
    }

    /// An engine that does what is asked, and else what annotation does, or what a map does and why.
    fn engine(&self, explains: bool) -> PyResult<Engine> {
        let gazetteer = self.gazetteer()?;
        let usages = match explains {
            true => Usages::MAP,
            false => Usages::ANNOTATION,
        };
        let defaults = resolution::Options::default();
        let least = match explains {
            true => defaults.min_confidence,
            false => 0.0,
        };
        let engine = Engine::new(gazetteer)
            .recognising(recognition::Options {
                usages: self.usages()?.unwrap_or(usages),
                explain: explains,
            })
            .resolving(resolution::Options {
                min_confidence: self.confidence()?.unwrap_or(least),
                as_of: self.day()?,
                explain: explains,
                ..defaults
            });
        let files = self.files()?;
        if files.is_empty() {
            return Ok(engine);
        }
        let files = files.iter().map(|file| DecisionFile::open(file));
        let files = files.collect::<Result<Vec<_>, _>>();
        let files = files.map_err(|error| Fault::Value(error.to_string()))?;
        let decisions = Decisions::of(files, engine.gazetteer());
        match decisions.problems().first() {
            Some(problem) => Err(Fault::Value(problem.to_string()).into()),
            None => Ok(engine.deciding(decisions)),
        }
    }

    /// A crew that does what is asked: the same as the last time where the same is asked.
    fn crew(&self, threads: Option<NonZeroUsize>) -> PyResult<Arc<Crew>> {
        /// Crews that are kept. A crew that is no longer known ends when its last work is done.
        const KEPT: usize = 4;
        static CREWS: Mutex<Vec<(Key, Arc<Crew>)>> = Mutex::new(Vec::new());
        if self.decisions.is_some() {
            // Files may say something else the next time.
            return Ok(Arc::new(Crew::new(self.engine(false)?, threads)));
        }
        // No other gazetteer can be where one is that a crew still has.
        let key: Key = (
            Arc::as_ptr(&self.gazetteer()?).addr(),
            self.usages()?,
            self.confidence()?.map(f64::to_bits),
            self.day()?,
            threads.map_or(0, NonZeroUsize::get),
        );
        let mut crews = CREWS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = crews.iter().position(|(known, _)| *known == key) {
            let (key, crew) = crews.remove(at);
            if crew.is_here() {
                crews.push((key, crew.clone()));
                return Ok(crew);
            }
            // It is that of the process from which this one was forked: its locks may be held by threads that are not here.
            std::mem::forget(crew);
        }
        let crew = Arc::new(Crew::new(self.engine(false)?, threads));
        if crews.len() == KEPT {
            crews.remove(0);
        }
        crews.push((key, crew.clone()));
        Ok(crew)
    }
}

/// Some rows of a batch.
type Piece = (Arc<Batch>, Range<usize>);

/// Rows on their way through a crew.
struct Answers {
    crew: Arc<Crew>,
    batches: Box<dyn Iterator<Item = Result<Batch, Fault>> + Send>,
    /// Of the batch whose rows are being given out, those that were not yet.
    current: Option<Piece>,
    under_way: VecDeque<Receiver<StructArray>>,
    rows: usize,
    beside: Arc<Beside>,
    failed: bool,
}

impl Answers {
    fn of(crew: Arc<Crew>, source: Source, beside: Arc<Beside>) -> Self {
        let given = beside.clone();
        let batches: Box<dyn Iterator<Item = Result<Batch, Fault>> + Send> = match source {
            Source::Python(texts) => Box::new(std::iter::once(Ok(Batch {
                first: 0,
                texts,
                own: Beside::default(),
                beside: given,
            }))),
            Source::Arrow(reader) => {
                let mut first = 0;
                Box::new(reader.map(move |array| {
                    let batch = Batch::of_array(first, &array?, given.clone())?;
                    first += batch.texts.len();
                    Ok(batch)
                }))
            }
        };
        Self {
            crew,
            batches,
            current: None,
            under_way: VecDeque::new(),
            rows: 0,
            beside,
            failed: false,
        }
    }

    /// The next piece of work, or nothing where there are no more rows.
    fn piece(&mut self) -> Result<Option<Piece>, Fault> {
        loop {
            if let Some((batch, rest)) = &mut self.current {
                if rest.start < rest.end {
                    let first = rest.start;
                    let mut bytes = 0;
                    while rest.start < rest.end && rest.start - first < ROWS && bytes < BYTES {
                        bytes += batch.texts.get(rest.start).map_or(0, str::len);
                        rest.start += 1;
                    }
                    return Ok(Some((batch.clone(), first..rest.start)));
                }
                self.current = None;
            }
            let Some(batch) = self.batches.next().transpose()? else {
                return match self.beside.other_length(self.rows) {
                    Some(other) => Err(other_length(other, self.rows)),
                    None => Ok(None),
                };
            };
            let rows = batch.texts.len();
            self.rows += rows;
            self.current = Some((Arc::new(batch), 0..rows));
        }
    }

    fn give(&mut self, batch: Arc<Batch>, rows: Range<usize>) {
        // Room for the answer, so that no thread waits until somebody takes it.
        let (answer, answered) = sync_channel(1);
        self.crew.give(move |pipeline| {
            let built = columns::built(rows, |row| annotation(&batch, row, pipeline));
            drop(batch);
            let _ = answer.send(built);
        });
        self.under_way.push_back(answered);
    }

    /// The next answers. `look` is called now and then while they are waited for.
    fn following(
        &mut self,
        mut look: impl FnMut() -> Result<(), Fault>,
    ) -> Result<Option<StructArray>, Fault> {
        while self.under_way.len() < self.crew.threads() * UNDER_WAY {
            match self.piece()? {
                Some((batch, rows)) => self.give(batch, rows),
                None => break,
            }
        }
        let Some(next) = self.under_way.pop_front() else {
            return Ok(None);
        };
        loop {
            match next.recv_timeout(PATIENCE) {
                Ok(answers) => return Ok(Some(answers)),
                Err(RecvTimeoutError::Timeout) => look()?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Fault::Value(
                        "a text could not be worked on, which is a fault of Araxes: please report it with the text".to_owned(),
                    ));
                }
            }
        }
    }
}

impl Iterator for Answers {
    type Item = Result<ArrayRef, arrow_schema::ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        match self.following(|| Ok(())) {
            Ok(answers) => answers.map(|answers| Ok(Arc::new(answers) as ArrayRef)),
            Err(fault) => {
                self.failed = true;
                Some(Err(fault.into()))
            }
        }
    }
}

fn other_length((name, length): (&str, usize), texts: usize) -> Fault {
    Fault::Value(format!(
        "{name}: has {length} rows, and there are {texts} texts; one is wanted for each"
    ))
}

/// What the places of a row are; nothing where it has no text.
fn annotation(batch: &Batch, row: usize, pipeline: &mut Pipeline<'_>) -> Option<Annotation> {
    let text = batch.texts.get(row)?;
    let number = (batch.first + row).to_string();
    let spans = batch.beside.spans.as_ref();
    let spans = spans.map(|spans| spans.get(batch.first + row).map_or(&[][..], Vec::as_slice));
    Some(pipeline.annotate(&TextRow {
        id: batch.said(row, |beside| &beside.ids).unwrap_or(&number),
        text,
        title: batch.said(row, |beside| &beside.titles),
        date: batch.said(row, |beside| &beside.dates),
        source: batch.said(row, |beside| &beside.sources),
        spans,
    }))
}

enum Source {
    Python(Texts),
    Arrow(Reader),
}

impl Source {
    fn of(texts: &Bound<'_, PyAny>) -> PyResult<Self> {
        match input::arrow("texts", texts)? {
            Some(reader) => Ok(Self::Arrow(reader)),
            None => Ok(Self::Python(Texts::of("texts", texts)?)),
        }
    }
}

/// The places of texts. See `araxes.annotate`.
#[pyfunction]
#[pyo3(signature = (texts, *, titles=None, dates=None, sources=None, ids=None, given_spans=None, roles=None,
    min_confidence=None, as_of=None, gazetteer=None, decisions=None, threads=None))]
// Python has named arguments.
#[allow(clippy::too_many_arguments)]
pub(crate) fn annotate<'py>(
    py: Python<'py>,
    texts: &Bound<'py, PyAny>,
    titles: Option<Bound<'py, PyAny>>,
    dates: Option<Bound<'py, PyAny>>,
    sources: Option<Bound<'py, PyAny>>,
    ids: Option<Bound<'py, PyAny>>,
    given_spans: Option<Bound<'py, PyAny>>,
    roles: Option<Bound<'py, PyAny>>,
    min_confidence: Option<f64>,
    as_of: Option<Bound<'py, PyAny>>,
    gazetteer: Option<Bound<'py, Gazetteer>>,
    decisions: Option<Bound<'py, PyAny>>,
    threads: Option<NonZeroUsize>,
) -> PyResult<Bound<'py, Annotations>> {
    let asked = Asked {
        roles,
        min_confidence,
        as_of,
        gazetteer: gazetteer.as_ref(),
        decisions,
    };
    let beside = GivenBeside {
        titles: titles.as_ref(),
        dates: dates.as_ref(),
        sources: sources.as_ref(),
        ids: ids.as_ref(),
        spans: given_spans.as_ref(),
    };
    let source = Source::of(texts)?;
    let beside = Arc::new(beside.read()?);
    if let Source::Python(texts) = &source
        && let Some(other) = beside.other_length(texts.len())
    {
        return Err(other_length(other, texts.len()).into());
    }
    let mut answers = Answers::of(asked.crew(threads)?, source, beside);
    let chunks = py.detach(move || -> Result<Vec<ArrayRef>, Fault> {
        let mut chunks = Vec::new();
        let (mut pieces, mut rows) = (Vec::new(), 0);
        let look = || Python::attach(|py| py.check_signals()).map_err(Fault::from);
        while let Some(piece) = answers.following(look)? {
            rows += arrow_array::Array::len(&piece);
            pieces.push(piece);
            if rows >= CHUNK {
                chunks.push(columns::together(&std::mem::take(&mut pieces))?);
                rows = 0;
            }
        }
        if !pieces.is_empty() {
            chunks.push(columns::together(&pieces)?);
        }
        Ok(chunks)
    });
    Annotations::of(py, chunks?)
}

/// The places of a stream of texts, found while it is read. See `araxes.annotate_stream`.
#[pyfunction]
#[pyo3(signature = (texts, *, roles=None, min_confidence=None, as_of=None, gazetteer=None, decisions=None, threads=None))]
// Python has named arguments.
#[allow(clippy::too_many_arguments)]
pub(crate) fn annotate_stream<'py>(
    texts: &Bound<'py, PyAny>,
    roles: Option<Bound<'py, PyAny>>,
    min_confidence: Option<f64>,
    as_of: Option<Bound<'py, PyAny>>,
    gazetteer: Option<Bound<'py, Gazetteer>>,
    decisions: Option<Bound<'py, PyAny>>,
    threads: Option<NonZeroUsize>,
) -> PyResult<Stream> {
    let asked = Asked {
        roles,
        min_confidence,
        as_of,
        gazetteer: gazetteer.as_ref(),
        decisions,
    };
    let source = Source::of(texts)?;
    let answers = Answers::of(asked.crew(threads)?, source, Arc::default());
    Ok(Stream(Mutex::new(Some(answers))))
}

/// Answers that are found while they are taken: an Arrow stream that can be read once.
///
/// Its rows are those of `Annotations`, as many as there are texts and in their order; no more than some hundred texts
/// for each thread are in memory. Give it to whatever takes an Arrow stream (`pyarrow.RecordBatchReader.from_stream`,
/// `duckdb.from_arrow`, `polars.DataFrame`), or go through it: each step is an `Annotations` of some rows.
#[pyclass(module = "araxes", frozen)]
pub(crate) struct Stream(Mutex<Option<Answers>>);

#[pymethods]
impl Stream {
    fn __iter__(own: PyRef<'_, Self>) -> PyRef<'_, Self> {
        own
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, Annotations>>> {
        let piece = py.detach(|| {
            let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(open) = answers.as_mut() else {
                return Ok(None);
            };
            let look = || Python::attach(|py| py.check_signals()).map_err(Fault::from);
            let piece = open.following(look);
            if !matches!(piece, Ok(Some(_))) {
                *answers = None;
            }
            piece
        });
        match piece? {
            Some(piece) => Annotations::of(py, vec![Arc::new(piece)]).map(Some),
            None => Ok(None),
        }
    }

    /// The type of its rows, as an Arrow PyCapsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, columns::field().as_ref())
    }

    /// The rest of its rows, as an Arrow PyCapsule.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(answers) = answers.take() else {
            let message = "the stream was read; call annotate_stream again for another";
            return Err(PyErr::from(Fault::Value(message.to_owned())).into());
        };
        let reader = ArrayIterator::new(answers, columns::field());
        to_stream_pycapsule(py, Box::new(reader), requested_schema)
    }
}

/// A text with its mentions marked, and for each why. See `araxes.explain`.
#[pyfunction]
#[pyo3(signature = (text, *, title=None, date=None, source=None, roles=None, min_confidence=None, as_of=None,
    gazetteer=None, decisions=None))]
// Python has named arguments.
#[allow(clippy::too_many_arguments)]
pub(crate) fn explain<'py>(
    py: Python<'py>,
    text: &str,
    title: Option<&str>,
    date: Option<Bound<'py, PyAny>>,
    source: Option<&str>,
    roles: Option<Bound<'py, PyAny>>,
    min_confidence: Option<f64>,
    as_of: Option<Bound<'py, PyAny>>,
    gazetteer: Option<Bound<'py, Gazetteer>>,
    decisions: Option<Bound<'py, PyAny>>,
) -> PyResult<String> {
    let asked = Asked {
        roles,
        min_confidence,
        as_of,
        gazetteer: gazetteer.as_ref(),
        decisions,
    };
    let engine = asked.engine(true)?;
    let stated = match date {
        Some(date) => {
            let written = date.str()?.to_string();
            let stated = document::DocumentDate::stated(&written);
            Some(stated.ok_or_else(|| {
                Fault::Value(format!(
                    "the date {written:?} cannot be read; write it as 2024-03-04"
                ))
            })?)
        }
        None => None,
    };
    Ok(py.detach(|| {
        let names = engine.gazetteer();
        let mut document = document::knowing(names).from_text("text", title, stated, text);
        document.publisher = source.map(str::to_owned).or(document.publisher);
        let analysis = engine.pipeline().analyse(&document);
        araxes::cli::explanation(&document, &analysis, names)
    }))
}
