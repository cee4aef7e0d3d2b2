"""Of background tasks only the newest counts."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QObject
from sample_data import wait

from doab.plugin.child.child_task import ChildTask
from doab.plugin.child.latest_task import Latest


class Nothing(ChildTask):
    def __init__(self) -> None:
        super().__init__("nothing")

    def work(self, _folder) -> str:
        return "done"


def test_the_end_of_a_task_that_is_dropped_before_qgis_began_it_is_not_reported(qgis_app):
    parent, ended = QObject(), []
    latest = Latest(parent)
    latest.ended.connect(ended.append)
    first, second = Nothing(), Nothing()
    first.hold()
    latest.start(first)
    latest.start(second)
    wait(lambda: ended)
    first.unhold()
    wait(lambda: not QgsApplication.taskManager().countActiveTasks())
    assert ended == [second] and second.result == "done"


def test_no_task_starts_after_shutting_down(qgis_app):
    latest, task = Latest(QObject()), Nothing()
    latest.shut_down()
    latest.start(task)
    assert latest.task is None and not QgsApplication.taskManager().count()
