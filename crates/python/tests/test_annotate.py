"""Texts in, places out: the same as the command says, however the texts come."""

import datetime
import inspect
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

import araxes
from conftest import ROWS, annotated, column, without_problems

TEXTS = column("text")
BESIDE = {"titles": column("title"), "dates": column("date"), "sources": column("source")}


def test_a_list_has_the_answers_of_the_command(expected):
    answers = araxes.annotate(TEXTS, **BESIDE)
    assert len(answers) == len(ROWS)
    assert without_problems(answers.to_pylist()) == expected
    # Not only equal: written the same way, to the last figure.
    assert json.dumps(without_problems(answers)) == json.dumps(expected)


def test_the_rows_hold_what_they_should(expected):
    answers = araxes.annotate(TEXTS, **BESIDE).to_pylist()
    assert [one["name"] for one in answers[0]["toponyms"]] == ["Yerevan", "Goris"]
    yerevan = answers[0]["toponyms"][0]
    assert (yerevan["start"], yerevan["end"], yerevan["surface"]) == (13, 20, "Yerevan")
    assert abs(yerevan["lat"] - 40.18) < 0.05 and abs(yerevan["lon"] - 44.51) < 0.05
    assert yerevan["kind"] == "name" and yerevan["role"] == "literal" and yerevan["geonameid"] == 616052
    assert [one["kind"] for one in answers[1]["relations"]] == ["route"]
    assert [one["kind"] for one in answers[2]["relations"]] == ["border"]
    assert answers[6] == {"toponyms": [], "relations": [], "problems": []}
    # Offsets are those of Python, behind an emoji too.
    for text, answer in zip(TEXTS, answers):
        for one in answer["toponyms"]:
            if one["surface"].isalpha():
                assert text[one["start"] : one["end"]].replace("-\r\n", "") == one["surface"]


def test_what_goes_wrong_is_told_in_the_words_of_the_command():
    problems = araxes.annotate(TEXTS, **BESIDE)[3]["problems"]
    assert problems == ['the date "12th of never" cannot be read and is not used; write it as 2024-03-04']


def test_a_date_may_be_one():
    [by_text] = araxes.annotate(["Leningrad was quiet."], dates=["1985-01-01"])
    [by_date] = araxes.annotate(["Leningrad was quiet."], dates=[datetime.date(1985, 1, 1)])
    [by_time] = araxes.annotate(["Leningrad was quiet."], dates=[datetime.datetime(1985, 1, 1, 12)])
    assert by_text == by_date == by_time and by_text["problems"] == []


def test_given_spans_are_answered_in_their_order():
    rows = [
        {"text": "Goris lies south of Yerevan.", "toponyms": [{"start": 20, "end": 27}, {"start": 0, "end": 5}]},
        {"text": "Nobody marked Baku here.", "toponyms": []},
    ]
    spans = [[(20, 27), (0, 5)], None]
    answers = araxes.annotate([row["text"] for row in rows], given_spans=spans)
    assert without_problems(answers) == annotated(rows, "--given-spans")
    assert [one["name"] for one in answers[0]["toponyms"]] == ["Yerevan", "Goris"]
    as_dicts = araxes.annotate([row["text"] for row in rows], given_spans=[row["toponyms"] for row in rows])
    assert as_dicts.to_pylist() == answers.to_pylist()


def test_options_are_those_of_the_command():
    rows = [{"text": "The French army left Chad. He speaks French in Paris."}]
    for options, flags in [
        ({"roles": "all"}, ["--roles", "all"]),
        ({"roles": ["literal_only", "language"]}, ["--roles", "literal_only,language"]),
        ({"min_confidence": 0.9}, ["--min-confidence", "0.9"]),
        ({"as_of": datetime.date(1950, 1, 1)}, ["--as-of", "1950-01-01"]),
        ({"threads": 1}, ["--threads", "1"]),
    ]:
        answers = araxes.annotate([row["text"] for row in rows], **options)
        assert without_problems(answers) == annotated(rows, *flags), options


def test_what_is_not_there_has_no_answer():
    nothing = {"toponyms": None, "relations": None, "problems": None}
    answers = araxes.annotate([None, "Baku", float("nan")])
    assert answers[0] == answers[2] == answers[-1] == nothing
    assert answers[1]["toponyms"][0]["name"] == "Baku"
    assert answers.flat().to_pylist()[0]["row"] == 1
    assert araxes.annotate([None]).to_pylist() == [nothing]


def test_no_texts_are_no_answers():
    for empty in ([], (), iter([])):
        answers = araxes.annotate(empty)
        assert len(answers) == 0 and answers.to_pylist() == [] and answers.flat().to_pylist() == []
        with pytest.raises(IndexError):
            answers[0]


def test_other_things_than_texts_are_refused_with_a_way_out():
    with pytest.raises(TypeError, match=r"texts: a list or column is wanted, not str; write \[text\]"):
        araxes.annotate("Baku")
    with pytest.raises(TypeError, match=r"texts\[1\]: a str is wanted, not int"):
        araxes.annotate(["Baku", 7])
    with pytest.raises(TypeError, match=r"texts\[0\]: a str is wanted, not bytes"):
        araxes.annotate([b"Baku"])
    with pytest.raises(TypeError, match="not int"):
        araxes.annotate(7)
    with pytest.raises(ValueError, match=r"texts\[0\]: has half of a character"):
        araxes.annotate(["Baku \ud83d"])
    with pytest.raises(araxes.Error, match="titles: has 1 rows, and there are 2 texts"):
        araxes.annotate(["a", "b"], titles=["a"])
    with pytest.raises(araxes.Error, match="“misheard” is no role; there are"):
        araxes.annotate(["a"], roles="misheard")
    with pytest.raises(araxes.Error, match="a number from 0 to 1 is wanted"):
        araxes.annotate(["a"], min_confidence=2)
    with pytest.raises(araxes.Error, match="a date such as 1989-06-01 is wanted"):
        araxes.annotate(["a"], as_of="yesterday")
    with pytest.raises(TypeError, match=r"given_spans\[0\]: each span is \(start, end\)"):
        araxes.annotate(["Baku"], given_spans=[["Baku"]])
    with pytest.raises(araxes.Error, match="decisions.csv"):
        araxes.annotate(["a"], decisions="no/such/decisions.csv")


def test_spans_beyond_the_text_are_no_fault():
    answers = araxes.annotate(["Baku"], given_spans=[[(0, 4), (9, 12), (3, 1)]])
    assert [one["surface"] for one in answers[0]["toponyms"]][0] == "Baku"
    assert len(answers[0]["toponyms"]) == 3


def test_many_texts_keep_their_order_on_any_number_of_threads():
    names = ["Yerevan", "Baku", "Tbilisi", "Goris", "Paris"]
    texts = [f"Text {number} was written in {names[number % 5]}." for number in range(3000)]
    for threads in (1, 2, 5):
        answers = araxes.annotate(texts, threads=threads)
        found = answers.flat().to_pylist()
        assert [one["row"] for one in found] == list(range(3000))
        assert [one["surface"] for one in found] == [names[number % 5] for number in range(3000)]


def test_threads_of_python_may_all_ask():
    alone = araxes.annotate(TEXTS * 20).to_pylist()
    answers = {}

    def ask(number):
        answers[number] = araxes.annotate(TEXTS * 20).to_pylist()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answers[number] == alone for number in range(8))


def test_python_goes_on_meanwhile():
    """While texts are worked on, another thread of Python has its turns."""
    texts = [" ".join(TEXTS)] * 1500
    turns, done = [], threading.Event()

    def turn():
        while not done.is_set():
            turns.append(time.perf_counter())
            time.sleep(0.001)

    other = threading.Thread(target=turn)
    other.start()
    began = time.perf_counter()
    araxes.annotate(texts)
    ended = time.perf_counter()
    done.set()
    other.join()
    inside = [at for at in turns if began < at < ended]
    # Were the lock held, there would be none but at the ends.
    assert len(inside) > 20


def test_a_forked_process_has_threads_of_its_own():
    program = (
        "import os, araxes\n"
        "first = araxes.annotate(['Baku']).to_pylist()\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    os._exit(0 if araxes.annotate(['Baku']).to_pylist() == first else 1)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        "print('same')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.stdout == "same\n", done.stderr


def test_a_database_of_another_proj_is_left_alone(tmp_path):
    """Environments for maps set PROJ_DATA for libraries of their own, often older ones."""
    database = sqlite3.connect(tmp_path / "proj.db")
    database.execute("CREATE TABLE metadata (key TEXT PRIMARY KEY, value TEXT)")
    database.execute("INSERT INTO metadata VALUES ('DATABASE.LAYOUT.VERSION.MAJOR', 1), ('DATABASE.LAYOUT.VERSION.MINOR', 2)")
    database.commit()
    database.close()
    program = (
        "import os, araxes\n"
        "[found] = araxes.annotate(['The camp at UTM 38N 456789 4467890 was hit.']).flat()\n"
        "assert os.environ['PROJ_DATA']\n"
        "print(round(found['lat'], 4), round(found['lon'], 4))\n"
    )
    environment = {**os.environ, "PROJ_DATA": str(tmp_path), "PROJ_LIB": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, env=environment)
    assert done.stdout == "40.3605 44.4911\n", done.stderr


def test_a_stream_is_answered_while_it_is_read():
    stream = araxes.annotate_stream([f"Number {number} of Goris." for number in range(1000)])
    pieces = list(stream)
    assert sum(len(piece) for piece in pieces) == 1000 and len(pieces) > 1
    assert all(one["toponyms"][0]["name"] == "Goris" for piece in pieces for one in piece)
    assert list(stream) == []
    with pytest.raises(araxes.Error, match="the stream was read"):
        stream.__arrow_c_stream__()


def test_an_explanation_is_that_of_the_command(tmp_path):
    text = araxes.explain("Fog lay over Yerevan. Ms. Paris was there.", date="2024-05-01", title="Fog")
    assert text.startswith("text\n  title      Fog\n  date       2024-05-01")
    assert "«Yerevan»" in text and "place:yerevan" in text and "Not places:" in text
    with pytest.raises(araxes.Error, match='the date "never" cannot be read'):
        araxes.explain("Baku", date="never")


def test_help_and_stubs_name_the_same(tmp_path):
    import ast
    import pathlib

    stub = pathlib.Path(araxes.__file__).with_name("__init__.pyi")
    tree = ast.parse(stub.read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    for name in ("annotate", "annotate_stream", "explain"):
        real = inspect.signature(getattr(araxes, name))
        said = functions[name].args
        assert [arg.arg for arg in said.args + said.kwonlyargs] == list(real.parameters)
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    for name in ("Annotations", "Column", "Toponyms", "Stream", "Entry", "Gazetteer", "Layer", "Map"):
        for member in classes[name].body:
            if isinstance(member, ast.FunctionDef):
                assert hasattr(getattr(araxes, name), member.name), (name, member.name)
    for name in araxes.__all__:
        if name != "__version__":
            assert inspect.getdoc(getattr(araxes, name)), name
    assert stub.with_name("py.typed").exists()
