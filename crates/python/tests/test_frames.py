"""The same answers from and in the programs that people hold their texts in."""

import datetime
import subprocess
import sys

import pytest

import araxes
from conftest import ROWS, annotated, column, without_problems

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")
gpd = pytest.importorskip("geopandas")

TEXTS = column("text")


@pytest.fixture(scope="module")
def plain():
    """What texts come to of which nothing else is known."""
    return araxes.annotate(TEXTS).to_pylist()


@pytest.mark.parametrize(
    "made",
    [
        lambda: pd.Series(TEXTS),
        lambda: pd.Series(TEXTS, dtype="string"),
        lambda: pd.Series(TEXTS, dtype="category"),
        lambda: pd.Series(TEXTS, index=range(100, 100 + len(TEXTS))),
        lambda: pd.Series(TEXTS).to_numpy(),
        lambda: pl.Series(TEXTS),
        lambda: pl.Series(TEXTS, dtype=pl.Categorical),
        lambda: pl.DataFrame({"text": TEXTS}),
        lambda: pa.array(TEXTS),
        lambda: pa.array(TEXTS, pa.large_string()),
        lambda: pa.array(TEXTS, pa.string_view()),
        lambda: pa.array(TEXTS).dictionary_encode(),
        lambda: pa.chunked_array([TEXTS[:3], [], TEXTS[3:]], pa.string()),
        lambda: pa.table({"text": TEXTS}),
        lambda: pa.record_batch({"text": TEXTS}),
        lambda: pa.array(["not this", *TEXTS]).slice(1),
    ],
)
def test_a_column_of_any_sort_has_the_same_answers(made, plain):
    assert araxes.annotate(made()).to_pylist() == plain


def test_a_table_says_what_the_rows_of_the_command_say(expected):
    members = ["text", "title", "date", "source"]
    table = {name: column(name) for name in members}
    for frame in (pl.DataFrame(table), pa.table(table), pd.DataFrame(table)):
        if isinstance(frame, pd.DataFrame) and not hasattr(frame, "__arrow_c_stream__"):
            continue
        assert without_problems(araxes.annotate(frame)) == expected
    beside = {name + "s": pl.Series(table[name]) for name in members}
    assert without_problems(araxes.annotate(**beside)) == expected


def test_dates_of_frames_are_dates():
    day = datetime.date(1943, 1, 18)
    [stated] = araxes.annotate(["Leningrad"], dates=["1943-01-18"])
    for dates in (
        pl.Series([day]),
        pa.array([day]),
        pa.array([datetime.datetime(1943, 1, 18, 9)]),
        pd.Series([pd.Timestamp(day)]),
        pd.Series([day], dtype="object"),
    ):
        assert araxes.annotate(["Leningrad"], dates=dates).to_pylist() == [stated]
    assert araxes.annotate(["Leningrad"], dates=pd.Series([pd.NaT])).to_pylist() == araxes.annotate(["Leningrad"]).to_pylist()


def test_what_is_missing_in_a_frame_has_no_answer():
    for texts in (
        pl.Series(["Baku", None]),
        pa.array(["Baku", None]),
        pd.Series(["Baku", None]),
        pd.Series(["Baku", float("nan")], dtype="object"),
        pd.Series(["Baku", pd.NA], dtype="string"),
    ):
        answers = araxes.annotate(texts)
        assert answers[0]["toponyms"][0]["name"] == "Baku" and answers[1]["toponyms"] is None
        assert pa.table(answers)["toponyms"].null_count == 1
    assert araxes.annotate(pa.nulls(2)).to_pylist() == [dict.fromkeys(("toponyms", "relations", "problems"))] * 2


def test_no_rows_are_no_answers():
    for empty in (
        pl.Series([], dtype=pl.String),
        pd.Series([], dtype="object"),
        pa.array([], pa.string()),
        pa.chunked_array([], pa.string()),
        pa.table({"text": pa.array([], pa.string())}),
    ):
        answers = araxes.annotate(empty)
        assert len(answers) == 0 and pa.table(answers).num_rows == 0 and pl.DataFrame(answers).height == 0


def test_other_columns_are_refused():
    with pytest.raises(TypeError, match="texts: a column of texts is wanted, not of Int64"):
        araxes.annotate(pa.array([1, 2]))
    with pytest.raises(TypeError, match="texts: a column of texts is wanted, not of Binary"):
        araxes.annotate(pa.array([b"Baku"]))
    with pytest.raises(TypeError, match=r"texts\[1\]: a str is wanted, not int"):
        araxes.annotate(pd.Series(["Baku", 7], dtype="object"))
    with pytest.raises(araxes.Error, match=r"the table has no column “text” \(body, id\)"):
        araxes.annotate(pa.table({"body": ["Baku"], "id": [1]}))
    with pytest.raises(araxes.Error, match="dates: has 1 rows, and there are 2 texts"):
        araxes.annotate(pa.array(["a", "b"]), dates=["2024"])


def test_a_fault_of_a_stream_is_told():
    def batches():
        yield pa.record_batch({"text": ["Baku"]})
        raise OSError("the disk is gone")

    def reader():
        return pa.RecordBatchReader.from_batches(pa.schema({"text": pa.string()}), batches())

    with pytest.raises(araxes.Error, match="the disk is gone"):
        araxes.annotate(reader())
    with pytest.raises(Exception, match="the disk is gone"):
        pa.RecordBatchReader.from_stream(araxes.annotate_stream(reader())).read_all()


def test_answers_are_arrow_of_the_same_values(plain):
    answers = araxes.annotate(TEXTS)
    table = pa.table(answers)
    table.validate(full=True)
    assert table.to_pylist() == plain
    array = pa.array(answers)
    array.validate(full=True)
    assert array.to_pylist() == plain
    assert pa.record_batch(answers).to_pylist() == plain
    assert pl.DataFrame(answers).to_dicts() == plain
    assert pa.array(answers.toponyms).to_pylist() == [row["toponyms"] for row in plain]
    assert pl.Series(answers.relations).to_list() == [row["relations"] for row in plain]
    toponym = table.schema.field("toponyms").type.value_type
    assert {field.name: str(field.type) for field in toponym} == {
        "start": "int64",
        "end": "int64",
        "surface": "string",
        "kind": "string",
        "role": "string",
        "place_id": "string",
        "name": "string",
        "lat": "double",
        "lon": "double",
        "geonameid": "int64",
        "geometry_basis": "string",
        "precision_m": "double",
        "confidence": "double",
    }
    # Of many chunks as well.
    many = araxes.annotate(TEXTS * 2000)
    assert pa.array(many).to_pylist() == plain * 2000
    assert pa.table(many).column(0).num_chunks > 1


def test_flat_answers_name_their_rows(plain):
    flat = araxes.annotate(TEXTS * 3000).flat()
    table = pa.table(flat)
    table.validate(full=True)
    wanted = [{"row": row, **one} for row, answer in enumerate(plain * 3000) for one in answer["toponyms"]]
    assert table.to_pylist() == wanted and len(flat) == len(wanted)


def test_spans_may_be_arrow():
    [by_hand] = araxes.annotate(["Goris and Yerevan"], given_spans=[[(0, 5), (10, 17)]])
    structs = pa.array([[{"start": 0, "end": 5}, {"start": 10, "end": 17}]])
    pairs = pa.array([[[0, 5], [10, 17]]], pa.list_(pa.list_(pa.int32(), 2)))
    found = araxes.annotate(["Goris and Yerevan"]).toponyms
    for spans in (structs, pl.Series([[{"start": 0, "end": 5}, {"start": 10, "end": 17}]]), pairs, found):
        assert araxes.annotate(["Goris and Yerevan"], given_spans=spans).to_pylist() == [by_hand]


def test_duckdb_reads_answers_and_gives_texts():
    answers = araxes.annotate(["Fog over Yerevan.", "Rain in Baku and Goris."]).flat()
    names = duckdb.sql('SELECT "row", name FROM answers WHERE lat > 40 ORDER BY "row", start').fetchall()
    assert names == [(0, "Yerevan"), (1, "Baku")]
    texts = duckdb.sql("SELECT 'Rain in Goris' AS text, DATE '2024-05-01' AS date")
    assert araxes.annotate(texts)[0]["toponyms"][0]["name"] == "Goris"


def test_geopandas_takes_toponyms_as_they_are():
    found = araxes.annotate(["Fog over Yerevan.", "Rain in Goris."]).flat()
    frame = gpd.GeoDataFrame.from_features(found, crs="EPSG:4326")
    assert frame["name"].tolist() == ["Yerevan", "Goris"] and frame["row"].tolist() == [0, 1]
    assert [round(point.y) for point in frame.geometry] == [40, 40]


def test_a_long_stream_is_gone_through_in_order():
    rows = 20_000

    def batches():
        for first in range(0, rows, 500):
            yield pa.record_batch({"text": [f"Row {row} of Goris." for row in range(first, first + 500)]})

    ahead = []

    def counted():
        for number, batch in enumerate(batches()):
            ahead.append(number)
            yield batch

    reader = pa.RecordBatchReader.from_batches(pa.schema({"text": pa.string()}), counted())
    stream = pa.RecordBatchReader.from_stream(araxes.annotate_stream(reader, threads=2))
    first = stream.read_next_batch()
    # No more of it is read than is worked on.
    assert len(ahead) < 12 and first.num_rows > 0
    count = first.num_rows + sum(batch.num_rows for batch in stream)
    assert count == rows


def test_neither_pyarrow_nor_numpy_is_needed():
    program = (
        "import sys\n"
        "sys.modules['pyarrow'] = sys.modules['numpy'] = None\n"
        "import araxes\n"
        "answers = araxes.annotate(['Fog over Yerevan.'])\n"
        "assert answers.flat().to_pylist()[0]['name'] == 'Yerevan'\n"
        "assert answers.__arrow_c_stream__() and answers.__arrow_c_array__()\n"
        "print('none')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.stdout == "none\n", done.stderr
    program = (
        "import sys\n"
        "sys.modules['pyarrow'] = None\n"
        "import araxes, polars\n"
        "texts = polars.Series(['Fog over Yerevan.', None])\n"
        "frame = polars.DataFrame(araxes.annotate(texts).flat())\n"
        "assert frame['name'].to_list() == ['Yerevan']\n"
        "print('none')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.stdout == "none\n", done.stderr


def test_rows_of_the_seeds_have_the_answers_of_the_command(seeds):
    """Long texts of the real world, as they lie there."""
    rows = [{"text": path.read_text(encoding="utf-8")} for path in sorted(seeds.glob("*.txt"))]
    assert rows
    answers = araxes.annotate(pl.Series([row["text"] for row in rows]))
    assert without_problems(answers) == annotated(rows)
