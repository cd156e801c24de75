"""What the documentation shows is run as it stands."""

import re

import pytest

from conftest import ROOT


def blocks(text):
    return re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("file", ["docs/python.md", "README.md"])
def test_examples_run(file, tmp_path, monkeypatch, capsys):
    for needed in ("pandas", "polars", "duckdb", "geopandas"):
        pytest.importorskip(needed)
    text = (ROOT / file).read_text(encoding="utf-8").split("# Read what the command wrote")[0]
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    examples = blocks(text)
    assert examples
    names = {}
    for example in examples:
        exec(compile(example, file, "exec"), names)
    said = capsys.readouterr().out
    assert "Yerevan" in said
