"""Every file of an output folder opens in QGIS with the right count, reference system, field types and style.

Argument: the folder."""

import csv
import json
import os
import sqlite3
import sys

import session
from qgis.core import QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QVariant

folder = sys.argv[1]
LAYERS = {
    "mentions": QgsWkbTypes.PointGeometry,
    "routes": QgsWkbTypes.LineGeometry,
    "borders": QgsWkbTypes.LineGeometry,
    "areas": QgsWkbTypes.PolygonGeometry,
    "waters": QgsWkbTypes.LineGeometry,
}
TABLES = ["citations", "documents", "unresolved"]
run = json.load(open(os.path.join(folder, "run.json"), encoding="utf-8"))


def opened(source, name, provider="ogr"):
    layer = QgsVectorLayer(source, name, provider)
    assert layer.isValid(), f"{source}: {layer.error().message()}"
    return layer


def types(layer):
    return {field.name(): field.type() for field in layer.fields()}


def rows(name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        csv.field_size_limit(sys.maxsize)
        return list(csv.DictReader(file))


package = os.path.join(folder, "araxes.gpkg")
for name, kind in LAYERS.items():
    count = run["features"][name]
    collection = json.load(open(os.path.join(folder, f"{name}.geojson"), encoding="utf-8"))
    placed = sum(feature["geometry"] is not None for feature in collection["features"])
    sources = {
        "geojson": os.path.join(folder, f"{name}.geojson"),
        "csv": os.path.join(folder, f"{name}.csv"),
        "gpkg": f"{package}|layername={name}",
    }
    for format, source in sources.items():
        layer = opened(source, f"{name}.{format}")
        assert layer.featureCount() == count, (source, layer.featureCount(), count)
        # QGIS takes GeoJSON without a geometry for a table, and CSV has no system of its own.
        if format == "gpkg" or (format == "geojson" and placed):
            assert layer.crs().authid() == "EPSG:4326", (source, layer.crs().authid())
        # An outline does not fit into a cell: in CSV an area is a point in it.
        kind_there = QgsWkbTypes.PointGeometry if (name, format) == ("areas", "csv") else kind
        if format == "gpkg" or placed:
            assert layer.geometryType() == kind_there, (source, layer.geometryType())
        found = sum(feature.hasGeometry() for feature in layer.getFeatures())
        assert found == placed, (source, found, placed)
        assert all(
            not feature.hasGeometry() or feature.geometry().isGeosValid()
            for feature in layer.getFeatures()
        ), source
    # The package: the same properties as the GeoJSON, and whole days besides.
    layer = opened(sources["gpkg"], name)
    fields = types(layer)
    for field, expected in {
        "id": QVariant.String,
        "doc_count": QVariant.LongLong,
        "mention_count": QVariant.LongLong,
        "confidence": QVariant.Double,
        "precision_m": QVariant.Double,
        "surfaces": QVariant.String,
        "first_date": QVariant.String,
        "first_day": QVariant.Date,
        "last_day": QVariant.Date,
    }.items():
        assert fields[field] == expected, (name, field, fields[field])
    by_id = {feature["id"]: feature["properties"] for feature in collection["features"]}
    for feature in layer.getFeatures():
        properties = by_id.pop(feature["id"])
        for field in ("name", "kind", "quote", "doc_count", "confidence"):
            assert feature[field] == properties[field], (name, feature["id"], field)
    assert not by_id, by_id
    # The style comes with the layer.
    assert layer.renderer().type() == "categorizedSymbol", (name, layer.renderer().type())
    assert layer.labelsEnabled() and layer.labeling().type() == "rule-based", name
    assert "relation_aggregate" in layer.mapTipTemplate(), name

for name in TABLES:
    layer = opened(f"{package}|layername={name}", name)
    assert layer.geometryType() == QgsWkbTypes.NullGeometry, name
    table = rows(f"{name}.csv")
    assert layer.featureCount() == len(table), (name, layer.featureCount(), len(table))
    for feature, row in zip(layer.getFeatures(), table):
        for field in ("exact", "prefix", "suffix", "surface", "title"):
            if field not in row:
                continue
            text = "" if feature[field] in (None, QVariant()) else str(feature[field])
            # A cell that a spreadsheet would take for a formula has an apostrophe before it in CSV only.
            assert row[field] in (text, "'" + text), (name, field, text, row[field])

with sqlite3.connect(package) as database:
    one = lambda query: database.execute(query).fetchone()[0]
    assert one("PRAGMA application_id") == 0x47504B47
    assert one("PRAGMA user_version") == 10300
    assert one("PRAGMA integrity_check") == "ok"
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    for name in LAYERS:
        indexed = one(f"SELECT count(*) FROM rtree_{name}_geom")
        placed = one(f"SELECT count(*) FROM {name} WHERE geom IS NOT NULL")
        assert indexed == placed, (name, indexed, placed)

session.finish()
