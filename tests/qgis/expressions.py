"""Every expression of the project can be parsed and evaluated by this QGIS, and every layer, and every rule of one,
draws something where it has something.

Argument: the folder."""

import os
import re
import sys
import zipfile
from xml.etree import ElementTree

import session
from qgis.core import (
    QgsCoordinateTransform,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize, Qt

folder = sys.argv[1]
project = session.open_project(folder)


def expressions(layer):
    """What stands in the project as an expression of a layer, with where it stands."""
    for rule in layer.iter("rule"):
        yield "filter", rule.get("filter", "")
    for renderer in layer.iter("renderer-v2"):
        yield "class", renderer.get("attr", "")
    for style in layer.iter("text-style"):
        yield "label", style.get("fieldName", "")
    for option in layer.iter("Option"):
        if option.get("name") == "expression":
            yield "property", option.get("value", "")
    for preview in layer.iter("previewExpression"):
        yield "preview", preview.text or ""
    for tip in layer.iter("mapTip"):
        for expression in re.findall(r"\[%(.*?)%\]", tip.text or "", re.DOTALL):
            yield "tip", expression


def draws(layer, feature, denominator):
    """Whether a layer by itself puts anything on the map at a feature at a scale."""
    transform = QgsCoordinateTransform(layer.crs(), project.crs(), project)
    place = feature.geometry()
    # Of a line or an area some part of it, which need not be its middle.
    at = place.pointOnSurface().asPoint() if layer.geometryType() != 1 else place.interpolate(place.length() / 2).asPoint()
    at = transform.transform(at)
    settings = QgsMapSettings()
    settings.setDestinationCrs(project.crs())
    settings.setTransformContext(project.transformContext())
    settings.setBackgroundColor(Qt.white)
    settings.setOutputDpi(96)
    settings.setOutputSize(QSize(400, 300))
    settings.setLayers([layer])
    metres = 400 * 0.0254 / 96 * denominator
    settings.setExtent(QgsRectangle(at.x() - metres / 2, at.y() - metres / 2, at.x() + metres / 2, at.y() + metres / 2))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    assert not job.errors(), (layer.name(), [error.message for error in job.errors()])
    image = job.renderedImage()
    return any(image.pixel(x, y) & 0xFFFFFF != 0xFFFFFF for x in range(400) for y in range(300))


with zipfile.ZipFile(os.path.join(folder, "araxes.qgz")) as archive:
    tree = ElementTree.fromstring(archive.read("araxes.qgs"))

seen = 0
for element in tree.iter("maplayer"):
    layer = project.mapLayer(element.findtext("id"))
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    first = next(layer.getFeatures(), None)
    for where, text in expressions(element):
        if not text.strip():
            continue
        seen += 1
        expression = QgsExpression(text)
        assert not expression.hasParserError(), (layer.name(), where, text, expression.parserErrorString())
        missing = expression.referencedColumns() - set(layer.fields().names()) - {QgsFeatureRequest.ALL_ATTRIBUTES}
        assert not missing, (layer.name(), where, text, missing)
        if first is not None:
            context.setFeature(first)
            expression.evaluate(context)
            assert not expression.hasEvalError(), (layer.name(), where, text, expression.evalErrorString())
assert seen > 40, f"only {seen} expressions were found"

for layer in project.mapLayers().values():
    if not layer.isSpatial() or layer.featureCount() == 0:
        continue
    renderer = layer.renderer()
    if renderer.type() == "RuleRenderer":
        rules = [(rule.filterExpression(), rule.minimumScale()) for rule in renderer.rootRule().children()]
    elif renderer.type() == "nullSymbol":
        rules = [(rule.filterExpression(), rule.minimumScale()) for rule in layer.labeling().rootRule().children()]
    else:
        rules = [("", 0)]
    drawn = 0
    for text, smallest in rules:
        # No text is all of them.
        request = QgsFeatureRequest().setFilterExpression(text) if text else QgsFeatureRequest()
        feature = next((one for one in layer.getFeatures(request) if one.hasGeometry()), None)
        if feature is None:
            continue
        assert draws(layer, feature, (smallest or 2_000_000) * 0.5), (layer.name(), text)
        drawn += 1
    has_geometry = any(feature.hasGeometry() for feature in layer.getFeatures())
    assert drawn > 0 or not has_geometry, f"{layer.name()} draws nothing"

session.finish()
