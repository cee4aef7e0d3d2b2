"""Of background work only what was asked for last counts."""

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


def test_nothing_is_told_of_a_task_that_is_dropped_before_qgis_has_begun_with_it(qgis_app):
    parent, told = QObject(), []
    latest = Latest(parent)
    latest.ended.connect(told.append)
    first, second = Nothing(), Nothing()
    first.hold()
    latest.start(first)
    latest.start(second)
    wait(lambda: told)
    first.unhold()
    wait(lambda: not QgsApplication.taskManager().countActiveTasks())
    assert told == [second] and second.result == "done"
