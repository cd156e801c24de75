"""Starts QGIS without a window and without the user's own settings, and gathers what it warns of."""

import os
import shutil
import sys
import tempfile

_folders = []


def new_folder(prefix):
    """A folder that is there until QGIS ends."""
    _folders.append(tempfile.mkdtemp(prefix=prefix))
    return _folders[-1]


os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_settings = new_folder("araxes-qgis-")
os.environ["QGIS_CUSTOM_CONFIG_PATH"] = _settings
os.environ["XDG_RUNTIME_DIR"] = _settings
os.chmod(_settings, 0o700)

from qgis.core import Qgis, QgsApplication, QgsProject  # noqa: E402

application = QgsApplication([], False)
application.initQgis()

#: What QGIS logged as a warning or as critical: tag and text.
warnings = []


def _log(text, tag, level):
    if level in (Qgis.Warning, Qgis.Critical):
        warnings.append((tag, text))


application.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(_log)


def open_project(folder):
    """The project of an output folder, read into a new QgsProject; fails if QGIS has anything to say about it."""
    project = QgsProject.instance()
    project.clear()
    complaints = []
    project.loadingLayer.connect(lambda _: None)
    project.readProject.connect(lambda _: None)
    project.missingDatumTransforms.connect(complaints.extend)
    project.oldProjectVersionWarning.connect(complaints.append)
    path = os.path.join(folder, "araxes.qgz")
    assert project.read(path), f"{path}: {project.error()}"
    assert not complaints, complaints
    invalid = [layer.name() for layer in project.mapLayers().values() if not layer.isValid()]
    assert not invalid, f"{path}: layers that cannot be opened: {invalid}"
    return project


def finish():
    """Ends QGIS. Anything it warned of is a failure."""
    QgsProject.instance().clear()
    application.exitQgis()
    # The offscreen platform has no fonts of its own to speak of; QGIS itself opened nothing wrongly.
    serious = [warning for warning in warnings if "font" not in warning[1].lower()]
    assert not serious, serious
    sys.stdout.write("OK\n")
    sys.stdout.flush()
    # Leaving in this way runs nothing that was to be run at the end.
    for folder in _folders:
        shutil.rmtree(folder, ignore_errors=True)
    # Destroying Qt's objects in the order of Python's exit crashes now and then.
    os._exit(0)
