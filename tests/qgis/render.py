"""Draws the project and looks for colours.

Arguments: the folder; a PNG to write; west,south,east,north (degrees) or "view"; width,height (pixels); then colours
(#rrggbb) that must be in the picture."""

import sys

import session
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QSize

folder, picture, extent, size, *colours = sys.argv[1:]
#: How far a channel may be off: lines are smoothed, and opacity is confidence.
TOLERANCE = 14
#: The fewest pixels that make a colour visible.
FEWEST = 12

project = session.open_project(folder)
settings = QgsMapSettings()
settings.setDestinationCrs(project.crs())
settings.setTransformContext(project.transformContext())
settings.setBackgroundColor(project.backgroundColor())
settings.setOutputDpi(110)
settings.setOutputSize(QSize(*map(int, size.split(","))))
settings.setLayers([layer for layer in project.layerTreeRoot().layerOrder() if layer.isSpatial()])
if extent == "view":
    settings.setExtent(project.viewSettings().defaultViewExtent())
else:
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    transform = QgsCoordinateTransform(degrees, project.crs(), project)
    settings.setExtent(transform.transformBoundingBox(QgsRectangle(*map(float, extent.split(",")))))
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
assert not job.errors(), [error.message for error in job.errors()]
image = job.renderedImage()
assert image.save(picture, "PNG"), picture

counts = {}
for x in range(image.width()):
    for y in range(image.height()):
        pixel = image.pixel(x, y) & 0xFFFFFF
        counts[pixel] = counts.get(pixel, 0) + 1
assert len(counts) > 50, f"{picture}: blank, {len(counts)} colours"


def channels(colour):
    return [(colour >> shift) & 0xFF for shift in (16, 8, 0)]


for colour in colours:
    wanted = channels(int(colour.lstrip("#"), 16))
    near = sum(
        count
        for found, count in counts.items()
        if all(abs(one - other) <= TOLERANCE for one, other in zip(channels(found), wanted))
    )
    assert near >= FEWEST, f"{picture}: {near} pixels of {colour}"

session.finish()
