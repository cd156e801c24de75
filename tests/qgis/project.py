"""The project opens without a word of complaint, in its place and moved, with its layers in order, its relations, its
time and its view; a place's citations are found through its relation; map tips show text as text.

Arguments: the folder; the id of a place; the least number of its citations."""

import os
import shutil
import sys

import session
from qgis.core import (
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsRenderContext,
)

folder, place, least = sys.argv[1], sys.argv[2], int(sys.argv[3])

# Whoever is sent the folder has it elsewhere.
moved = os.path.join(session.new_folder("araxes moved ü "), "map")
shutil.copytree(folder, moved)
project = session.open_project(moved)
for layer in project.mapLayers().values():
    assert layer.source().startswith(moved), layer.source()
    assert layer.crs().authid() == "EPSG:4326" or not layer.isSpatial(), layer.name()

assert project.crs().authid() == "EPSG:3857", project.crs().authid()
assert project.title(), "no title"
order = [layer.id() for layer in project.layerTreeRoot().layerOrder()]
expected = [
    "araxes_mentions",
    "araxes_routes",
    "araxes_borders",
    "araxes_waters",
    "basemap_countries",
    "basemap_towns",
    "basemap_disputed",
    "basemap_land_borders",
    "basemap_rivers",
    "basemap_lakes",
    # Countries lie on the land, and under what runs through it.
    "araxes_areas",
    "basemap_land",
]
assert [layer for layer in order if layer in expected] == expected, order
view = project.viewSettings().defaultViewExtent()
assert not view.isEmpty() and view.crs().authid() == "EPSG:3857", view

relations = project.relationManager().relations()
for name, relation in relations.items():
    assert relation.isValid(), name
assert set(relations) == {
    "citations_of_mentions",
    "citations_of_routes",
    "citations_of_borders",
    "citations_of_areas",
    "citations_of_waters",
    "citations_in_documents",
    "unresolved_in_documents",
}, set(relations)

mentions = project.mapLayer("araxes_mentions")
request = QgsFeatureRequest().setFilterExpression(f"\"id\" = '{place}'")
feature = next(mentions.getFeatures(request))
citations = list(relations["citations_of_mentions"].getRelatedFeatures(feature))
assert len(citations) >= least, (place, len(citations))
assert all(citation["exact"] for citation in citations)
assert feature["mention_count"] == len(citations)
documents = relations["citations_in_documents"]
for citation in citations:
    assert documents.getReferencedFeature(citation).isValid(), citation["document_id"]


def tip(layer, feature):
    """What QGIS shows when the pointer rests on a feature."""
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    text = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    # Every expression has been replaced; what looks like one in a document has not.
    for leftover in ("relation_aggregate", "coalesce(", moved):
        assert leftover not in text, text
    assert len(text) < 12_000, f"{len(text)} characters"
    return text


for name in ("mentions", "routes", "borders", "areas", "waters"):
    layer = project.mapLayer(f"araxes_{name}")
    config = layer.editFormConfig()
    pages = [page.name() for page in config.tabs()]
    assert pages[0] == "Who says so", pages
    related = config.tabs()[0].findElements(config.tabs()[0].AeTypeRelation)
    assert [element.relation().id() for element in related] == [f"citations_of_{name}"], name
    temporal = layer.temporalProperties()
    assert temporal.isActive() and temporal.startField() == "first_day", name
    assert layer.metadata().title() and layer.metadata().rights(), name
    # Every class of the legend has features of its own kind only, and every feature a class.
    renderer = layer.renderer()
    classes = {category.value() for category in renderer.categories()}
    render = QgsRenderContext()
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    render.setExpressionContext(context)
    renderer.startRender(render, layer.fields())
    for feature in layer.getFeatures():
        render.expressionContext().setFeature(feature)
        # Peoples are drawn only when somebody asks for them, and have a class like all else.
        value = QgsExpression(renderer.classAttribute()).evaluate(render.expressionContext())
        assert renderer.categoryIndexForValue(value) >= 0, (name, feature["id"], value, classes)
        # Peoples are not drawn, and of a mention with an outline or a course that is, and not its point.
        is_drawn = feature["meant"] != "people" and not (name == "mentions" and feature["shape"])
        assert is_drawn == (renderer.symbolForFeature(feature, render) is not None), feature["id"]
        text = tip(layer, feature)
        assert "background:#ffe9a8" in text, f"{feature['id']}: no quote in {text}"
        for markup in ("<script", "<img", "<a ", "<svg"):
            assert markup not in text.lower(), (feature["id"], text)
    renderer.stopRender(render)
    # Every expression that decides size, width, opacity or priority can be read.
    for expression in [renderer.classAttribute()]:
        assert not QgsExpression(expression).hasParserError(), expression

settings = project.timeSettings()
dated = any(feature["date"] for feature in project.mapLayer("araxes_documents").getFeatures())
assert settings.temporalRange().isInfinite() != dated, (dated, settings.temporalRange())

shutil.rmtree(os.path.dirname(moved))
session.finish()
