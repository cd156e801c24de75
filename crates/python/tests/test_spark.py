"""What a task of Spark does with its rows: `mapInArrow` hands it record batches and takes some. And Spark, where it is installed."""

import importlib.util
import json
import os
import subprocess
import sys

import pytest

import araxes
from conftest import ROOT

pa = pytest.importorskip("pyarrow")


@pytest.fixture
def to_parts():
    spec = importlib.util.spec_from_file_location("map_documents", ROOT / "examples/spark/map_documents.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.to_parts


def test_tasks_that_are_tried_again_count_once(to_parts, tmp_path):
    rows = [{"id": f"n{number}", "text": f"Fog lay over {name}."} for number, name in enumerate(["Yerevan", "Goris", "Baku"] * 5)]
    parts = tmp_path / "parts"
    parts.mkdir()
    task = to_parts(str(parts))

    def run(some):
        batches = [pa.RecordBatch.from_pylist(some[at : at + 2]) for at in range(0, len(some), 2)]
        [said] = task(iter(batches))
        return said.to_pylist()[0]

    done = [run(rows[:7]), run(rows[7:]), run([]), run(rows[:7])]
    assert [one["documents"] for one in done] == [7, 8, 0, 7]
    names = {one["part"] for one in done}
    assert {path.name for path in parts.iterdir()} == names and len(names) == 3
    layers = araxes.merge([parts / name for name in sorted(names)], tmp_path / "map", format="geoparquet")
    assert (tmp_path / "map" / "mentions.parquet").exists()

    whole = tmp_path / "whole.jsonl"
    whole.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    def counts(layers):
        return {each["id"]: (each["properties"]["mention_count"], each["properties"]["doc_count"]) for each in layers["mentions"]}

    assert counts(layers) == counts(araxes.map(whole)) and len(counts(layers)) == 3


def test_spark_makes_what_one_run_makes(tmp_path):
    pytest.importorskip("pyspark")
    names = ["Yerevan", "Goris", "Baku", "Tbilisi"]
    rows = [{"id": f"n{number}", "text": f"Fog {number} lay over {names[number % 4]}.", "date": "2024-05-01"} for number in range(400)]
    whole = tmp_path / "whole.jsonl"
    whole.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    script = ROOT / "examples/spark/map_documents.py"
    done = subprocess.run(
        [sys.executable, script, whole, "--out", tmp_path / "out", "--partitions", "6"],
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "PYSPARK_SUBMIT_ARGS": "--master local[2] pyspark-shell"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stdout.startswith("400 documents in 6 parts"), done.stderr
    written = json.loads((tmp_path / "out/map/mentions.geojson").read_text(encoding="utf-8"))["features"]

    def places(features):
        return {each["id"]: (each["properties"]["mention_count"], each["properties"]["doc_count"], each["geometry"]) for each in features}

    assert places(written) == places(araxes.map(whole)["mentions"]) and len(written) == 4
