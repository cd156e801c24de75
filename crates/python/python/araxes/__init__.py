"""Places in texts and documents, each traced to the words that name it.

    >>> import araxes
    >>> araxes.annotate(["Fog lay over Yerevan."])[0]["toponyms"][0]["name"]
    'Yerevan'

- annotate(texts): what the places of texts are, as Arrow or as dicts and lists
- annotate_stream(texts): the same of more texts than fit into memory
- map(paths): documents as layers with citations, in memory or as a folder of files
- part(rows, path), merge(parts): the same in parts, on as many machines as you like
- Gazetteer: names and what they can stand for, with tables of your own
- explain(text): every mention, what it may stand for, and why

Answers are those of the command `araxes`, which is in this package too. Nothing is sent anywhere, and no other package is
needed: what comes in and goes out is Arrow by its PyCapsule interface, which pandas, Polars, DuckDB and pyarrow speak.
"""

from araxes._araxes import (
    Annotations,
    Column,
    Entry,
    Error,
    Gazetteer,
    Stream,
    Toponyms,
    __version__,
)
from araxes._annotate import annotate, annotate_stream, explain
from araxes._map import Layer, Map, map, merge, part

__all__ = [
    "Annotations",
    "Column",
    "Entry",
    "Error",
    "Gazetteer",
    "Layer",
    "Map",
    "Stream",
    "Toponyms",
    "__version__",
    "annotate",
    "annotate_stream",
    "explain",
    "map",
    "merge",
    "part",
]
