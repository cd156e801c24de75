from collections.abc import Sequence
from typing import Any

from araxes import (
    Annotations as Annotations,
    Column as Column,
    Entry as Entry,
    Error as Error,
    Gazetteer as Gazetteer,
    Stream as Stream,
    Toponyms as Toponyms,
)

__version__: str

def annotate(texts: Any, **options: Any) -> Annotations: ...
def annotate_stream(texts: Any, **options: Any) -> Stream: ...
def explain(text: str, **options: Any) -> str: ...
def run_command(arguments: Sequence[str]) -> int: ...
def ask_command(arguments: Sequence[str]) -> tuple[int, str, str]: ...
