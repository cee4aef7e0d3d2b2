"""The choice of the reference frame: list and strip, pictures as they come, nothing left behind."""

from __future__ import annotations

import dataclasses

import pytest
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QLabel, QListView, QSpinBox
from sample_data import wait

from doab.model import protocol
from doab.plugin.reference.image_preview import Preview
from doab.plugin.reference.reference_step import ReferenceStep

DATES = [f"2019-{month:02d}-15" for month in range(1, 13)]
BEST = "2019-08-15"


def inspection(dates=tuple(DATES), proposed: str = BEST) -> protocol.Inspection:
    scene = protocol.Scene(
        tuple(protocol.Acquisition("S2", date, {"B04": protocol.BandSource(f"/{date}.tif")}) for date in dates)
    )
    frames = tuple(
        protocol.FrameScore(date, 1.0 if date == proposed else 0.5 + 0.01 * row, {"clear": 0.9, "haze": 0.25})
        for row, date in enumerate(dates)
    )
    return protocol.Inspection(scene, frames, proposed, "It is the clearest.")


@pytest.fixture
def shown(monkeypatch) -> list[str]:
    """The dates that were put on the canvas."""
    dates = []
    monkeypatch.setattr(Preview, "show", lambda _, acquisition: dates.append(acquisition.date))
    return dates


@pytest.fixture
def box(session, temporary, shown):
    step = ReferenceStep(session)
    step.resize(400, 400)
    step.show()
    yield step
    session.shut_down()
    assert list(temporary.iterdir()) == []
    step.deleteLater()


@pytest.fixture
def strip(box) -> QListView:
    return box.findChild(QListView, "doabFilmstrip")


def text(box, name: str) -> str:
    return box.findChild(QLabel, name).text()


def click(strip, date: str) -> None:
    index = strip.model().index(strip.model().row(date))
    strip.scrollTo(index)
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=strip.visualRect(index).center())


def test_the_strip_is_in_time_order_and_the_list_begins_with_the_program_and_the_best(box, strip):
    box.show_inspection(inspection())
    assert [strip.model().index(row).data() for row in range(12)] == DATES
    assert [box._list.itemData(row) for row in range(3)] == ["auto", BEST, "2019-12-15"]
    assert BEST in box._list.itemText(0)
    assert f"{BEST} is proposed. It is the clearest." in text(box, "doabReferenceReason")
    assert "compares sample maps" in box._list.itemData(0, Qt.ItemDataRole.ToolTipRole)


def test_the_proposed_date_is_in_view_and_nothing_is_put_on_the_canvas_before_somebody_chooses(box, strip, shown):
    box.show_inspection(inspection())
    wait(lambda: strip.viewport().rect().contains(strip.visualRect(strip.currentIndex())))
    assert strip.currentIndex().data() == BEST
    assert box.choice() == "auto"
    QTest.qWait(300)
    assert shown == []


def test_the_tooltip_names_every_part_of_the_score(box, strip):
    parts = {"clear": 1.0, "haze": 0.5, "sharpness": 0.5, "contrast": 0.5, "season": 0.9, "sun": 0.8, "map": 0.76}
    frame = protocol.FrameScore("2019-06-30", 0.7, parts)
    box.show_inspection(dataclasses.replace(inspection(["2019-06-30"], "2019-06-30"), frames=(frame,)))
    tooltip = strip.model().index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert all(name in tooltip for name in ("growing season", "height of the sun", "confidence of the map&nbsp;76"))


def test_a_click_chooses_a_date_and_shows_it(box, strip, shown):
    box.show_inspection(inspection())
    click(strip, "2019-03-15")
    assert box.choice() == "2019-03-15"
    assert "2019-03-15" in text(box, "doabReferenceDetails")
    wait(lambda: shown)
    assert shown == ["2019-03-15"]


def test_a_click_on_the_proposed_date_holds_it_fast(box, strip):
    box.show_inspection(inspection())
    click(strip, BEST)
    assert box.choice() == BEST


def test_the_arrow_keys_walk_along_the_strip_and_only_the_last_date_is_shown(box, strip, shown):
    box.show_inspection(inspection())
    for _ in range(3):
        QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert box.choice() == "2019-10-15"
    wait(lambda: shown)
    assert shown == ["2019-10-15"]


def test_the_list_moves_the_strip_and_leads_back_to_the_program(box, strip, shown):
    box.show_inspection(inspection())
    QTest.keyClick(box._list, Qt.Key.Key_Down)
    QTest.keyClick(box._list, Qt.Key.Key_Down)
    assert box.choice() == strip.currentIndex().data() == "2019-12-15"
    QTest.keyClick(box._list, Qt.Key.Key_Home)
    assert box.choice() == "auto"
    assert strip.currentIndex().data() == BEST
    wait(lambda: shown)
    assert shown == [BEST]


def test_a_choice_outlives_new_sources_unless_its_date_is_gone(box):
    box.show_inspection(inspection())
    box.choose("2019-03-15")
    box.show_inspection(inspection(DATES[:6], "2019-01-15"))
    assert box.choice() == "2019-03-15"
    box.show_inspection(inspection(DATES[3:6], "2019-04-15"))
    assert box.choice() == "auto"


def test_tooltips_show_score_parts_and_why_a_picture_is_grey(box, strip):
    box.show_inspection(inspection())
    strip.model().set_image(BEST, QImage(), "Band B05 in grey.")
    tip = strip.model().index(7).data(Qt.ItemDataRole.ToolTipRole)
    for words in (BEST, "1.00", "clear&nbsp;90&nbsp;%", "free of haze&nbsp;25&nbsp;%", "proposed", "Band B05 in grey."):
        assert words in tip


def test_the_wheel_goes_through_time_and_at_the_end_it_is_left_to_the_dock(box, strip):
    box.show_inspection(inspection())
    strip.horizontalScrollBar().setValue(0)

    def turn(by: int) -> bool:
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(),
            QPoint(0, by),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        strip.wheelEvent(event)
        return event.isAccepted()

    assert turn(-120)
    assert strip.horizontalScrollBar().value() == 120
    assert turn(120)
    assert not turn(120)


def test_pictures_come_those_around_the_choice_first(box, strip, child):
    box.session.set_runtime(child("done"))
    order = []
    strip.model().dataChanged.connect(lambda index, _: order.append(index.data()))
    box.show_inspection(inspection())
    wait(lambda: len(order) == 12)
    assert order[:3] == [BEST, "2019-07-15", "2019-09-15"]
    assert all(not image.isNull() for image in strip.model().images.values())


def test_a_picture_is_drawn_where_its_date_stands_and_one_that_will_not_come_leaves_a_warning(box, strip):
    box.show_inspection(inspection(DATES[:3], "2019-01-15"))
    red = QImage(8, 8, QImage.Format.Format_RGB32)
    red.fill(Qt.GlobalColor.red)
    awaited = middle_of(strip, "2019-03-15")
    strip.model().set_image("2019-02-15", red, "")
    strip.model().set_image("2019-03-15", QImage(), "It is broken.")
    assert middle_of(strip, "2019-02-15").pixelColor(20, 20) == QColor(Qt.GlobalColor.red)
    assert middle_of(strip, "2019-03-15") != awaited


def middle_of(strip, date: str) -> QImage:
    """Return the middle of a picture, 40 × 40 pixels, as it is drawn."""
    index = strip.model().index(strip.model().row(date))
    strip.scrollTo(index)
    top = strip.visualRect(index).topLeft()
    return strip.viewport().grab().toImage().copy(top.x() + 32, top.y() + 32, 40, 40)


def test_new_sources_end_the_child_that_makes_pictures(box, strip, child, children):
    box.session.set_runtime(child("slow"))
    box.show_inspection(inspection())
    wait(children)
    box.show_inspection(protocol.Inspection(protocol.Scene()))
    wait(lambda: not children())
    assert not strip.isVisible()


def test_switching_off_ends_the_child_and_does_not_wait_for_it(box, child, children):
    box.session.set_runtime(child("slow"))
    box.show_inspection(inspection())
    wait(children)
    box.session.shut_down()
    assert not children()


def test_why_there_are_no_pictures_stands_below_the_strip(box, child):
    box.session.set_runtime(child("bad"))
    box.show_inspection(inspection())
    wait(lambda: "nothing to make pictures of" in text(box, "doabReferenceDetails"))


def test_the_pictures_are_sorted_and_filtered_but_the_chosen_date_stays(box, strip):
    shares = {"2019-05-01": 0.5, "2019-06-01": 1.0, "2019-07-01": 0.2}
    frames = tuple(protocol.FrameScore(date, 0.9 - share / 2, {"clear": share}) for date, share in shares.items())
    box.show_inspection(dataclasses.replace(inspection([*shares], "2019-07-01"), frames=frames))
    order, least = box.findChild(QComboBox, "doabFrameOrder"), box.findChild(QSpinBox, "doabFrameClear")

    def dates() -> list[str]:
        return [strip.model().index(row).data() for row in range(strip.model().rowCount())]

    order.setCurrentIndex(order.findData("clear"))
    assert dates() == ["2019-06-01", "2019-05-01", "2019-07-01"]
    order.setCurrentIndex(order.findData("quality"))
    assert dates() == ["2019-07-01", "2019-05-01", "2019-06-01"]
    least.setValue(60)
    assert dates() == ["2019-07-01", "2019-06-01"] and strip.currentIndex().data() == "2019-07-01"
