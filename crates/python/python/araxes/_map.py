"""Documents in, cited layers out."""

import datetime
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

from araxes import _araxes

# The layers, in the order in which a map has them; those without features have no file in every version.
_LAYERS = ("mentions", "routes", "borders", "areas", "waters")

# Formats that a folder has unless one says otherwise, and that layers in memory need not.
_EXTRAS = ("geopackage", "qgis", "web-map")


class Layer:
    """The features of one layer.

    `geopandas.GeoDataFrame.from_features(layer, crs="EPSG:4326")` takes it as it is; so does whatever knows
    `__geo_interface__`. Columns are those of the GeoJSON files (docs/reference/output.md); `citations` of a feature has
    a dict for each mention, with the words and where they stand.
    """

    def __init__(self, name, collection):
        self._name = name
        self._collection = collection

    @property
    def name(self):
        """Which layer it is: "mentions", "routes", "borders", "areas" or "waters"."""
        return self._name

    @property
    def features(self):
        """Its features, dicts as GeoJSON has them: a list."""
        return self._collection["features"]

    @property
    def __geo_interface__(self):
        return self._collection

    def __len__(self):
        return len(self.features)

    def __iter__(self):
        return iter(self.features)

    def __repr__(self):
        return f"<araxes.Layer {self._name}: {len(self)} features>"


class Map(Mapping):
    """What documents come to: a mapping of the names of layers to `Layer`s.

    `folder` is where the files are, None for a map in memory. `messages` is what the command said of the run, a line for
    each thing; `problems` are those of them that failed.
    """

    def __init__(self, layers, messages, folder=None):
        self._layers = layers
        self.messages = messages
        self.folder = folder

    @property
    def problems(self):
        """What could not be read or used, in the words of the command: a list of str."""
        return [line.removeprefix("error: ") for line in self.messages if line.startswith("error: ")]

    def __getitem__(self, name):
        return self._layers[name]

    def __iter__(self):
        return iter(self._layers)

    def __len__(self):
        return len(self._layers)

    def __repr__(self):
        counts = ", ".join(f"{len(layer)} {name}" for name, layer in self._layers.items())
        return f"<araxes.Map: {counts}>"


def map(paths, out=None, **options):
    """Documents as layers with citations: a `Map`.

    paths
        A file or folder, or several: text, Markdown, HTML, PDF, Word, e-books, mail, feeds, tables of documents (CSV, JSON
        Lines, Excel, Parquet), archives and WARC.
    out
        The folder to write, with all files that the command writes. None writes nothing and gives the layers alone.
    options
        Those of `araxes map`, with `_` for `-`: `format=["geoparquet", "kml"]`, `label_language="hy"`, `view="AZE"`,
        `roles="literal"`, `min_confidence=0.5`, `as_of="1989-06-01"`, `gazetteer=["mine.csv"]`, `decisions="decisions.csv"`,
        `columns={"text": "body"}`, `ocr="rus+eng"`, `threads=2`, `no_text=True`, `force=True`. `araxes map --help` tells
        them all.

    Raises `araxes.Error`, in the words of the command, where nothing could be done. Where some documents could not be
    read, there is a warning, and `Map.problems` tells which.

        >>> layers = araxes.map("reports")
        >>> places = geopandas.GeoDataFrame.from_features(layers["mentions"], crs="EPSG:4326")
    """
    return _layers_of("map", paths, out, options)


def merge(parts, out=None, **options):
    """Layers of parts of a run that `part` or `araxes map --part` wrote, here or on other machines: a `Map`.

    The same as one `map` over the documents of all of them; a part may be given twice. `out` and what comes back are
    as for `map`, options those of `araxes merge`.
    """
    return _layers_of("merge", parts, out, options)


def part(rows, path, **options):
    """What documents come to, as one file that `merge` takes with others of its kind: for workers of a cluster.

    rows
        The documents: dicts with `text`, and `title`, `date`, `url`, `publisher`, `author`, `id` and `language` where they
        are known; a table of pyarrow, pandas or Polars with such columns; or several such tables.
    path
        The file to write. It appears whole or not at all.
    options
        Those of `araxes map`, as for `map`; they must be the same for all parts that are merged.

    The same rows give the same part under any name, so that a task that was tried twice counts once. Returns the number
    of documents.
    """
    with tempfile.TemporaryDirectory(prefix="araxes-") as folder:
        lines = Path(folder) / "rows.jsonl"
        digest = hashlib.sha256()
        count = 0
        with lines.open("wb") as file:
            for row in _rows(rows):
                line = json.dumps(row, ensure_ascii=False, default=_plain).encode("utf-8", "replace") + b"\n"
                digest.update(line)
                file.write(line)
                count += 1
        # The part says from which file its documents are: one that is called like its content.
        named = lines.rename(lines.with_name(f"rows-{digest.hexdigest()[:16]}.jsonl"))
        flags = [flag for name, value in options.items() for flag in _flags(name, value)]
        # As a process of its own: the name of the file is to be said from its folder, and that of this process is its own.
        command = [sys.executable, "-m", "araxes", "map", *flags, "--part", os.path.abspath(path), "--", named.name]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == 1:
        raise _araxes.Error(said.removeprefix("error: "))
    if done.returncode == 2 and count:
        warnings.warn(said, stacklevel=2)
    return count


def _rows(rows):
    """The dicts of rows, of a table, or of several tables."""
    if hasattr(rows, "to_pylist"):
        yield from rows.to_pylist()
    elif hasattr(rows, "to_dicts"):
        yield from rows.to_dicts()
    elif hasattr(rows, "to_dict") and hasattr(rows, "columns"):
        yield from rows.astype(object).where(rows.notna(), None).to_dict("records")
    else:
        for row in rows:
            if isinstance(row, Mapping):
                yield dict(row)
            elif isinstance(row, (str, bytes)):
                raise TypeError("rows: dicts with “text” or tables are wanted, not texts alone; write [{\"text\": text}]")
            else:
                yield from _rows(row)


def _plain(value):
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    raise TypeError(f"rows: a text or a date is wanted, not {type(value).__name__}")


def _layers_of(command, paths, out, options):
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    if "part" in options:
        raise TypeError("part: map() makes layers; araxes.part() writes a part of a run")
    flags = [flag for name, value in options.items() for flag in _flags(name, value)]
    # What begins with a dash is a file all the same.
    documents = ["--", *(os.fspath(path) for path in paths)]
    if out is not None:
        messages = _run(command, [*flags, "--out", os.fspath(out), *documents])
        return Map(_layers(Path(out)), messages, Path(out))
    with tempfile.TemporaryDirectory(prefix="araxes-") as folder:
        inside = Path(folder) / "map"
        if not options.get("without"):
            flags += ["--without", ",".join(_EXTRAS)]
        messages = _run(command, [*flags, "--out", str(inside), *documents])
        # Where the files were is nobody's business.
        return Map(_layers(inside), [line for line in messages if folder not in line])


def _flags(name, value):
    flag = "--" + name.replace("_", "-")
    if value is None or value is False:
        return []
    if value is True:
        return [flag]
    if isinstance(value, Mapping):
        value = ",".join(f"{key}={column}" for key, column in value.items())
    if name == "roles" and not isinstance(value, str):
        value = ",".join(value)
    if isinstance(value, (str, os.PathLike)) or not hasattr(value, "__iter__"):
        value = [value]
    # `--ocr` wants its value so, and the others take it.
    return [f"{flag}={os.fspath(one) if isinstance(one, os.PathLike) else one}" for one in value]


def _run(command, arguments):
    code, _, said = _araxes.ask_command(["araxes", command, *arguments])
    messages = said.splitlines()
    if code == 1:
        raise _araxes.Error(said.strip().removeprefix("error: "))
    if code == 2:
        failed = sum(line.startswith("error: ") for line in messages)
        warnings.warn(f"{failed} failed, the rest is on the map; Map.problems tells which", stacklevel=4)
    return messages


def _layers(folder):
    layers = {}
    for name in _LAYERS:
        path = folder / f"{name}.geojson"
        if path.exists():
            layers[name] = Layer(name, json.loads(path.read_text(encoding="utf-8")))
    return layers
