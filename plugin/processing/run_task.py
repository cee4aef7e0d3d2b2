"""Run the plugin's tasks inside a Processing algorithm, on the algorithm's own thread."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import Qt

from ...model import protocol
from ..child import runtime
from ..child.child_task import ChildTask
from ..environment.environment_task import CheckTask
from ..text import tr


def no_environment() -> str:
    """Return the sentence that Doab's Python environment is missing, and how to create it."""
    return tr(
        "Doab's Python environment is not there yet. Open Doab's panel in QGIS (menu Raster, Doab): at its top "
        "it offers to create the environment or to use an existing Python. Once is enough for each QGIS profile."
    )


def environment(feedback: QgsProcessingFeedback) -> runtime.Runtime:
    """Return an environment with all packages; raise `QgsProcessingException` where there is none."""
    chosen = runtime.find()
    if chosen is None:
        raise QgsProcessingException(no_environment())
    check = run_blocking(CheckTask(chosen), feedback)
    if check.missing:
        raise QgsProcessingException(
            tr(
                "{} lacks {}. Open Doab's panel in QGIS (menu Raster, Doab): at its top it offers to create the "
                "environment or to use another Python."
            ).format(chosen.python, ", ".join(check.missing))
        )
    return chosen


def run_blocking(task: ChildTask, feedback: QgsProcessingFeedback) -> Any:
    """Run a task on this thread and return its result.

    Raises `QgsProcessingException` with the task's error where it failed, `protocol.Cancelled` where ``feedback`` was
    cancelled or the plugin switched off.
    """
    # The cancel comes from the main thread; this one has no event loop that could take it.
    feedback.canceled.connect(task.cancel, Qt.ConnectionType.DirectConnection)
    try:
        if feedback.isCanceled():
            task.cancel()
        task.run()
    finally:
        feedback.canceled.disconnect(task.cancel)
    if task.isCanceled():
        feedback.pushInfo(tr("Stopped. Nothing was written."))
        raise protocol.Cancelled
    if task.error:
        feedback.pushDebugInfo(task.details)
        raise QgsProcessingException(task.error)
    return task.result
