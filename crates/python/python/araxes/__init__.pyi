from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date as _date
from os import PathLike
from pathlib import Path
from typing import Any, Protocol, TypeAlias, TypedDict, final

__version__: str

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Arrow: TypeAlias = _ArrowArray | _ArrowStream
# Columns of pandas and NumPy are iterable.
_Texts: TypeAlias = Iterable[str | None] | _Arrow
_Dates: TypeAlias = Iterable[str | _date | None] | _Arrow
_Ids: TypeAlias = Iterable[object] | _Arrow
_Span: TypeAlias = tuple[int, int] | Sequence[int] | Mapping[str, Any]
_Spans: TypeAlias = Iterable[Iterable[_Span] | None] | _Arrow
_Roles: TypeAlias = str | Sequence[str]
_Path: TypeAlias = str | PathLike[str]

class _Toponym(TypedDict):
    """A toponym of a text: `Annotations.to_pylist()[row]["toponyms"][number]`."""

    start: int
    end: int
    surface: str
    kind: str
    role: str
    place_id: str | None
    name: str | None
    lat: float | None
    lon: float | None
    geonameid: int | None
    geometry_basis: str | None
    precision_m: float | None
    confidence: float

class _Relation(TypedDict):
    """A route, a border or a position told by places."""

    start: int
    end: int
    surface: str
    kind: str
    feature_id: str
    lat: float | None
    lon: float | None
    geometry_basis: str | None
    precision_m: float | None
    confidence: float

class _Annotation(TypedDict):
    """What the places of one text are."""

    toponyms: list[_Toponym] | None
    relations: list[_Relation] | None
    problems: list[str] | None

class Error(ValueError): ...

class Column:
    def __len__(self) -> int: ...
    def __getitem__(self, row: int, /) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def to_pylist(self) -> list[Any]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Annotations(Column):
    @property
    def toponyms(self) -> Column: ...
    @property
    def relations(self) -> Column: ...
    @property
    def problems(self) -> Column: ...
    def flat(self) -> Toponyms: ...
    def __getitem__(self, row: int, /) -> _Annotation: ...
    def __iter__(self) -> Iterator[_Annotation]: ...
    def to_pylist(self) -> list[_Annotation]: ...

@final
class Toponyms(Column):
    @property
    def __geo_interface__(self) -> dict[str, Any]: ...

@final
class Stream:
    def __iter__(self) -> Iterator[Annotations]: ...
    def __next__(self) -> Annotations: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Entry:
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...
    @property
    def precision_m(self) -> float | None: ...
    @property
    def countries(self) -> list[str]: ...
    @property
    def containers(self) -> list[str]: ...
    @property
    def population(self) -> int | None: ...
    @property
    def iso(self) -> str | None: ...
    @property
    def geonameid(self) -> int | None: ...
    @property
    def wikidata(self) -> str | None: ...
    @property
    def valid_from(self) -> str | None: ...
    @property
    def valid_to(self) -> str | None: ...
    @property
    def names(self) -> list[tuple[str, str]]: ...
    @property
    def why(self) -> str | None: ...
    @property
    def __geo_interface__(self) -> dict[str, Any]: ...

@final
class Gazetteer:
    def __new__(cls, *tables: _Path, built_in: bool = True) -> Gazetteer: ...
    def search(self, name: str, limit: int = 10) -> list[Entry]: ...
    def get(self, id: str) -> Entry | None: ...
    def __getitem__(self, id: str, /) -> Entry: ...
    def __contains__(self, id: str, /) -> bool: ...
    def __len__(self) -> int: ...
    @property
    def problems(self) -> list[str]: ...

class Layer:
    def __init__(self, name: str, collection: dict[str, Any]) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def features(self) -> list[dict[str, Any]]: ...
    @property
    def __geo_interface__(self) -> dict[str, Any]: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[dict[str, Any]]: ...

class Map(Mapping[str, Layer]):
    def __init__(self, layers: dict[str, Layer], messages: list[str], folder: Path | None = None) -> None: ...
    messages: list[str]
    folder: Path | None
    @property
    def problems(self) -> list[str]: ...
    def __getitem__(self, name: str) -> Layer: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...

def annotate(
    texts: _Texts,
    *,
    titles: _Texts | None = None,
    dates: _Dates | None = None,
    sources: _Texts | None = None,
    ids: _Ids | None = None,
    given_spans: _Spans | None = None,
    roles: _Roles | None = None,
    min_confidence: float | None = None,
    as_of: str | _date | None = None,
    gazetteer: Gazetteer | None = None,
    decisions: _Path | Sequence[_Path] | None = None,
    threads: int | None = None,
) -> Annotations: ...
def annotate_stream(
    texts: _Texts,
    *,
    roles: _Roles | None = None,
    min_confidence: float | None = None,
    as_of: str | _date | None = None,
    gazetteer: Gazetteer | None = None,
    decisions: _Path | Sequence[_Path] | None = None,
    threads: int | None = None,
) -> Stream: ...
def explain(
    text: str,
    *,
    title: str | None = None,
    date: str | _date | None = None,
    source: str | None = None,
    roles: _Roles | None = None,
    min_confidence: float | None = None,
    as_of: str | _date | None = None,
    gazetteer: Gazetteer | None = None,
    decisions: _Path | Sequence[_Path] | None = None,
) -> str: ...
def map(
    paths: _Path | Iterable[_Path],
    out: _Path | None = None,
    *,
    format: str | Sequence[str] | None = None,
    without: str | Sequence[str] | None = None,
    label_language: str | None = None,
    view: str | None = None,
    crs: str | None = None,
    force: bool = False,
    no_text: bool = False,
    count_duplicates: bool = False,
    threads: int | None = None,
    decisions: _Path | Sequence[_Path] | None = None,
    columns: str | Mapping[str, str] | None = None,
    max_document: int | None = None,
    max_pages: int | None = None,
    ocr: bool | str | None = None,
    roles: _Roles | None = None,
    weights: _Path | None = None,
    gazetteer: _Path | Sequence[_Path] | None = None,
    without_built_in: bool = False,
    min_confidence: float | None = None,
    as_of: str | _date | None = None,
) -> Map: ...
def merge(
    parts: _Path | Iterable[_Path],
    out: _Path | None = None,
    *,
    format: str | Sequence[str] | None = None,
    without: str | Sequence[str] | None = None,
    label_language: str | None = None,
    view: str | None = None,
    crs: str | None = None,
    force: bool = False,
    no_text: bool = False,
    count_duplicates: bool = False,
    decisions: _Path | Sequence[_Path] | None = None,
    roles: _Roles | None = None,
    weights: _Path | None = None,
    gazetteer: _Path | Sequence[_Path] | None = None,
    without_built_in: bool = False,
    min_confidence: float | None = None,
    as_of: str | _date | None = None,
) -> Map: ...
def part(rows: Any, path: _Path, **options: Any) -> int: ...
