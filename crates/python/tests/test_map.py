"""Documents in, layers out; gazetteers; the command in the package."""

import filecmp
import json
import math

import pytest

import araxes
from conftest import command

REPORT = "# Fog\n\n2024-05-01\n\nFog lay over Yerevan. The Lachin corridor was closed; trucks waited in Goris.\n"


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_folder_is_that_of_the_command(report, tmp_path):
    made = araxes.map(report, tmp_path / "one", format=["geoparquet", "kml"], without="qgis", label_language="hy")
    code, _, said = command("map", report, "--out", tmp_path / "two", "--format", "geoparquet,kml", "--without", "qgis", "--label-language", "hy")
    assert code == 0, said
    names = sorted(path.name for path in (tmp_path / "two").iterdir())
    assert sorted(path.name for path in made.folder.iterdir()) == names and "mentions.parquet" in names
    # A GeoPackage has the moment of its making inside.
    same = [name for name in names if not name.endswith(".gpkg")]
    assert filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", same, shallow=False) == (same, [], [])
    assert made.messages == said.replace("two", "one").splitlines() and made.problems == []


def test_layers_in_memory_are_those_of_the_folder(report, tmp_path):
    in_memory = araxes.map([report])
    on_disk = araxes.map([str(report)], tmp_path / "out")
    assert list(in_memory) == list(on_disk) == ["mentions", "routes", "borders", "areas", "waters"]
    for name in in_memory:
        written = json.loads((tmp_path / "out" / f"{name}.geojson").read_text(encoding="utf-8"))
        assert in_memory[name].__geo_interface__ == on_disk[name].__geo_interface__ == written
    places = {feature["properties"]["name"]: feature for feature in in_memory["mentions"]}
    assert set(places) == {"Yerevan", "Goris"} and in_memory.folder is None
    citation = places["Goris"]["properties"]["citations"][0]
    assert REPORT[citation["start"] : citation["end"]] == "Goris"
    assert [feature["id"] for feature in in_memory["routes"]] == ["route:lachin-corridor"]


def test_geopandas_takes_layers_as_they_are(report):
    gpd = pytest.importorskip("geopandas")
    layers = araxes.map(report)
    places = gpd.GeoDataFrame.from_features(layers["mentions"], crs="EPSG:4326")
    assert sorted(places["name"]) == ["Goris", "Yerevan"] and places.geometry.notna().all()
    routes = gpd.GeoDataFrame.from_features(layers["routes"], crs="EPSG:4326")
    assert 20 < routes.to_crs(routes.estimate_utm_crs()).length.sum() / 1000 < 200
    assert len(gpd.GeoDataFrame.from_features(layers["borders"], crs="EPSG:4326", columns=["name", "geometry"])) == 0


def test_options_of_any_sort_reach_the_command(tmp_path):
    rows = tmp_path / "rows.csv"
    rows.write_text("head,body\nFog,Rain in Goris and in Nosuchplaceville.\n", encoding="utf-8")
    own = tmp_path / "own.csv"
    own.write_text("name,lat,lon\nNosuchplaceville,40.5,45.5\n", encoding="utf-8")
    made = araxes.map(rows, columns={"text": "body", "title": "head"}, gazetteer=[own], roles=["literal"], threads=2, no_text=True)
    places = {feature["properties"]["name"]: feature["geometry"] for feature in made["mentions"]}
    assert places["Nosuchplaceville"] == {"type": "Point", "coordinates": [45.5, 40.5]}


def test_what_cannot_be_done_is_said_in_the_words_of_the_command(report, tmp_path):
    for options in ({"view": "XYZ"}, {"roles": "misheard"}, {"no_such_option": 1}):
        flags = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
        code, _, said = command("map", *flags, "--out", tmp_path / "out", "--", report)
        assert code == 1
        with pytest.raises(araxes.Error) as error:
            araxes.map(report, tmp_path / "out", **options)
        assert str(error.value) == said.strip().removeprefix("error: ")
    with pytest.raises(araxes.Error, match="no-such-file"):
        araxes.map(tmp_path / "no-such-file.txt")
    with pytest.raises(TypeError):
        araxes.map(report, part="x.part")


def test_what_failed_beside_the_rest_is_told(report, tmp_path):
    with pytest.warns(UserWarning, match="1 failed"):
        made = araxes.map([report, tmp_path / "missing.txt"])
    assert len(made.problems) == 1 and "missing.txt" in made.problems[0]
    assert len(made["mentions"]) == 2


def test_a_file_may_begin_with_a_dash(tmp_path, monkeypatch):
    (tmp_path / "--out.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(araxes.map("--out.txt")["mentions"]) == 2


def test_parts_merge_to_what_one_run_makes(tmp_path):
    pa = pytest.importorskip("pyarrow")
    pd = pytest.importorskip("pandas")
    rows = [{"id": f"n{number}", "text": f"Fog lay over {name}.", "date": f"2024-05-0{number + 1}"} for number, name in enumerate(["Yerevan", "Goris", "Baku", "Tbilisi"])]
    assert araxes.part(rows[:2], tmp_path / "a.part") == 2
    assert araxes.part(iter([pa.RecordBatch.from_pylist(rows[2:3]), pa.RecordBatch.from_pylist(rows[3:])]), tmp_path / "b.part") == 2
    # The same task once more, under another name and from another sort of table.
    assert araxes.part(pd.DataFrame(rows[:2]), tmp_path / "again.part") == 2
    assert (tmp_path / "a.part").read_bytes() == (tmp_path / "again.part").read_bytes()
    merged = araxes.merge([tmp_path / "b.part", tmp_path / "a.part", tmp_path / "again.part"])
    whole = tmp_path / "whole.jsonl"
    whole.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    one = araxes.map(whole)

    def places(layers):
        return sorted((each["id"], each["properties"]["doc_count"], str(each["geometry"])) for each in layers["mentions"])

    assert places(merged) == places(one) and len(places(one)) == 4
    assert araxes.part([], tmp_path / "empty.part") == 0
    assert places(araxes.merge([tmp_path / "empty.part", tmp_path / "a.part", tmp_path / "b.part"])) == places(one)
    with pytest.raises(araxes.Error, match="whole.jsonl"):
        araxes.merge(whole)
    with pytest.raises(TypeError, match="not texts alone"):
        araxes.part(["Baku"], tmp_path / "no.part")
    with pytest.raises(araxes.Error, match="“misheard” is no role"):
        araxes.part(rows, tmp_path / "no.part", roles="misheard")
    assert not (tmp_path / "no.part").exists()


def test_the_gazetteer_is_asked_by_name_and_by_id():
    gazetteer = araxes.Gazetteer()
    [first, *_] = gazetteer.search("Shusha")
    assert first.id == "place:shushi" and first.why == "“Shusha” is its exonym name (en)" or "Shusha" in first.why
    assert "place:shushi" in gazetteer and "place:nowhere" not in gazetteer and gazetteer.get("place:nowhere") is None
    with pytest.raises(KeyError, match="place:nowhere"):
        gazetteer["place:nowhere"]
    shushi = gazetteer["place:shushi"]
    assert (shushi.name, shushi.kind, shushi.why) == (first.name, first.kind, None)
    assert math.isclose(shushi.lat, 39.76, abs_tol=0.02) and math.isclose(shushi.lon, 46.75, abs_tol=0.02)
    assert "AZE" in shushi.countries and shushi.precision_m > 0
    assert any(name == "Շուշի" and language == "hy" for name, language in shushi.names)
    assert shushi.__geo_interface__["geometry"] == {"type": "Point", "coordinates": (shushi.lon, shushi.lat)}
    assert gazetteer["geonames:616052"].name == "Yerevan" and gazetteer["geonames:616052"].population > 1_000_000
    assert gazetteer.search("Stepanakret")[0].name == "Stepanakert" or "Stepanakert" in gazetteer.search("Stepanakret")[0].why
    assert gazetteer.search("Qwertyuiopqwerty") == [] and len(gazetteer.search("Texas", limit=2)) == 2
    route = gazetteer["route:lachin-corridor"]
    assert route.lat is None and route.__geo_interface__["geometry"] is None and route.kind
    assert len(gazetteer) > 200_000 and gazetteer.problems == []
    armenia = gazetteer.search("Armenia")[0]
    assert armenia.iso == "ARM" and armenia.kind == "country"


def test_tables_of_ones_own_lie_over_it(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("name,lat,lon\nNosuchplaceville,40.5,45.5\nNowhere at all,140.5,45.5\n", encoding="utf-8")
    gazetteer = araxes.Gazetteer(own)
    assert len(gazetteer.problems) == 1 and "own.csv" in gazetteer.problems[0]
    [found] = araxes.annotate(["Rain fell in Nosuchplaceville."], gazetteer=gazetteer)
    assert (found["toponyms"][0]["lat"], found["toponyms"][0]["lon"]) == (40.5, 45.5)
    alone = araxes.Gazetteer(own, built_in=False)
    assert len(alone) == 1 and "place:yerevan" not in alone
    assert "Nosuchplaceville" in araxes.explain("Rain fell in Nosuchplaceville.", gazetteer=alone)
    # What others ask is as before.
    [without] = araxes.annotate(["Rain fell in Nosuchplaceville."])
    assert all(one["lat"] != 40.5 for one in without["toponyms"])
    with pytest.raises(araxes.Error, match="no-such.csv"):
        araxes.Gazetteer(tmp_path / "no-such.csv")
    with pytest.raises(araxes.Error, match="no place that can be used|has a place that can be used"):
        araxes.Gazetteer(built_in=False)


def test_the_command_is_in_the_package():
    code, out, _ = command("--version")
    assert (code, out) == (0, f"araxes {araxes.__version__}\n")
    code, out, messages = command("annotate", rows=[{"id": 1, "text": "Goris"}, {"text": "no id"}])
    assert code == 2 and out.startswith('{"id":1,"toponyms":[{"start":0,"end":5,"surface":"Goris"') and "-:2" in messages
    code, _, messages = command("no-such-command")
    assert code == 1 and "no-such-command" in messages
