"""A recorded run in words of the user's language."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsJsonUtils, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import QDateTime, QLocale, Qt

from ...model import protocol
from ..parcels.ellipsoidal_area import area_function
from ..text import number, tr
from .recorded_run import CANCELLED, FAILED, FINISHED, RecordedRun


def describe_date(run: RecordedRun) -> str:
    """Return when a run began."""
    began = QDateTime.fromString(run.began, Qt.DateFormat.ISODate)
    return QLocale().toString(began, "yyyy-MM-dd hh:mm")


def describe_status(run: RecordedRun, is_under_way: bool = False) -> str:
    """Return how a run ended."""
    if is_under_way:
        return tr("under way")
    ends = {FINISHED: tr("done"), FAILED: tr("failed"), CANCELLED: tr("cancelled")}
    return ends.get(run.status, tr("cut off"))


def describe_images(run: RecordedRun) -> str:
    """Return where the images are, and how many sources were listed."""
    paths = [source.path for source in run.sources if source.role != "none"]
    folders = {PureWindowsPath(path).parent.name for path in paths}
    if len(paths) == 1:
        return PureWindowsPath(paths[0]).name
    if len(folders) == 1:
        return tr("{} · {} sources").format(*folders, number(len(paths)))
    return tr("{} sources").format(number(len(paths)))


def describe_area(run: RecordedRun) -> str:
    """Return the hectares of the area that was chosen."""
    area = run.job.area
    if area is None:
        return tr("whole scene")
    polygon, crs = polygon_of(area), QgsCoordinateReferenceSystem(area.crs)
    return tr("{} ha").format(number(area_function(crs, QgsProject.instance().transformContext())(polygon)))


def describe_season(run: RecordedRun) -> str:
    """Return the season that was chosen."""
    return {"auto": tr("automatic"), "all": tr("all dates")}.get(run.job.season, run.job.season.replace("/", " – "))


def describe_frame(run: RecordedRun) -> str:
    """Return the date of the reference frame, and that the program chose it."""
    used = run.summary.reference if run.summary else ""
    if run.job.reference != "auto":
        return run.job.reference
    return tr("{} (automatic)").format(used) if used else tr("automatic")


def describe_bundle(run: RecordedRun) -> str:
    """Return the name and version of the bundle, or its file where the run did not get far enough to know them."""
    return run.summary.bundle if run.summary else Path(run.job.bundle).name or tr("the one that comes with Doab")


def describe_parcels(run: RecordedRun) -> str:
    """Return the number of parcels of the result."""
    return number(run.summary.parcels) if run.summary else "–"


def describe_duration(run: RecordedRun) -> str:
    """Return how long a run took, to the second."""
    seconds = round(run.seconds)
    if not seconds:
        return "–"
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def polygon_of(area: protocol.Area) -> QgsGeometry:
    """Return the outline of an area, or its rectangle where it has none or a damaged one."""
    features = QgsJsonUtils.stringToFeatureList(area.outline) if area.outline else []
    outline = features[0].geometry() if features else QgsGeometry()
    return QgsGeometry.fromRect(QgsRectangle(*area.bounds)) if outline.isEmpty() else outline
