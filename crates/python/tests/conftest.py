"""What the package is held against: the command, run as a program of its own on the same rows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

# Some of everything: names, demonyms, coordinates, routes, borders, positions told by places, other scripts, no place, and
# a date that nobody can read.
ROWS = [
    {"text": "Fog lay over Yerevan while trucks waited in Goris."},
    {"text": "The Lachin corridor joins Goris with Stepanakert.", "date": "2022-12-12"},
    {"text": "The border between Armenia and Azerbaijan was quiet.", "title": "Quiet days", "source": "jam-news.net"},
    {"text": "A post at 39.5403 N, 46.7517 E, some 12 km north of Goris.", "date": "12th of never"},
    {"text": "В Ереване говорили о дороге на Горис. 🚚 И о Степанакерте.", "source": "Кавказский узел"},
    {"text": "Paris, Texas, is not where the French president lives."},
    {"text": ""},
    {"text": "Nothing of that kind was said by anybody."},
    {"text": "Leningrad was besieged; St. Petersburg remembers.", "date": "1943-01-18"},
    {"text": "<b>Baku</b> &amp; Tbilisi\r\nsigned in Tsa-\r\nlka."},
]


def command(*arguments, rows=None, folder=None):
    """What the command in the wheel prints: its exit code, output and messages."""
    given = "" if rows is None else "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    done = subprocess.run(
        [sys.executable, "-m", "araxes", *map(os.fspath, arguments)],
        input=given.encode(),
        capture_output=True,
        cwd=folder,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def annotated(rows, *flags):
    """The rows of the command `annotate`, without their ids."""
    rows = [{"id": str(number), **row} for number, row in enumerate(rows)]
    code, out, messages = command("annotate", *flags, rows=rows)
    assert code in (0, 2), messages
    answers = [json.loads(line) for line in out.splitlines()]
    return [{"toponyms": one["toponyms"], "relations": one["relations"]} for one in answers]


def without_problems(answers):
    return [{key: value for key, value in one.items() if key != "problems"} for one in answers]


def column(name):
    return [row.get(name) for row in ROWS]


@pytest.fixture(scope="session")
def expected():
    return annotated(ROWS)


@pytest.fixture(scope="session")
def seeds():
    return ROOT / "seeds"
