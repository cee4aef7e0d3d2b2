"""The dialog in which the analyst corrects what images are taken for."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtWidgets import QComboBox, QDialogButtonBox, QWidget

from doab.model import protocol
from doab.plugin.inputs.facts_dialog import FactsDialog
from doab.plugin.inputs.recognition_rows import rows_of

FILES = {path: protocol.RasterFile("EPSG:32631", 10.0, True, ("red", "nir", "")) for path in ("/a.tif", "/b.tif")}


def image(path: str, day: str) -> protocol.Acquisition:
    return protocol.Acquisition(
        "S2", day, {"B04": protocol.BandSource(path, 1), "B08": protocol.BandSource(path, 2)}, 1e-4
    )


@pytest.fixture
def ask(qgis_app):
    """Open the dialog for some acquisitions or problems and the sources behind them."""
    opened = []

    def dialog(*recognised, fact="", sources=None, files=FILES) -> FactsDialog:
        scene = protocol.Scene(
            tuple(f for f in recognised if isinstance(f, protocol.Acquisition)),
            problems=tuple(f for f in recognised if isinstance(f, protocol.Problem)),
        )
        rows = rows_of(protocol.Inspection(scene, files=files), (), {})
        if sources is None:
            sources = [protocol.Source(path) for row in rows for path in row.paths]
        opened.append(FactsDialog(sources, rows, files, fact))
        return opened[-1]

    yield dialog
    for one in opened:
        one.deleteLater()


def choose(dialog, name: str, value) -> None:
    combo = dialog.findChild(QComboBox, name)
    assert combo.findData(value) >= 0
    combo.setCurrentIndex(combo.findData(value))


def test_what_is_not_touched_stays_as_the_files_say(ask):
    dialog = ask(image("/a.tif", "2019-06-26"))
    assert dialog.findChild(QWidget, "doabFactsDate").placeholderText() == "as recognised (2019-06-26)"
    assert dialog.sources() == [protocol.Source("/a.tif")]


def test_sensor_date_values_and_bands_can_be_said(ask):
    dialog = ask(image("/a.tif", "2019-06-26"))
    choose(dialog, "doabFactsSensor", "s2")
    dialog.findChild(QWidget, "doabFactsDate").setText("2019-07-01")
    choose(dialog, "doabFactsUnit", "shifted")
    choose(dialog, "doabFactsBand2", "B02")
    assert dialog.sources() == [
        protocol.Source("/a.tif", "s2", "", "2019-07-01", "shifted", {"B04": 1, "B08": 2, "B02": 3})
    ]


def test_a_date_is_taken_as_it_is_typed_and_shown_in_words(ask):
    dialog = ask(image("/a.tif", "2019-06-26"))
    date, note = (dialog.findChild(QWidget, name) for name in ("doabFactsDate", "doabFactsDateNote"))
    ok = dialog.findChild(QDialogButtonBox, "doabFactsButtons").button(QDialogButtonBox.StandardButton.Ok)
    date.setText("31/05/20")
    assert not ok.isEnabled() and "no date" in note.text()
    date.setText("31/05/2019")
    assert ok.isEnabled() and note.text() == "31 May 2019"
    assert dialog.sources() == [protocol.Source("/a.tif", date="2019-05-31")]


def test_the_values_and_bands_are_those_of_the_chosen_sensor(ask):
    dialog = ask(image("/a.tif", "2019-06-26"))
    choose(dialog, "doabFactsSensor", "s1")
    choose(dialog, "doabFactsUnit", "linear")
    choose(dialog, "doabFactsBand0", "VV")
    choose(dialog, "doabFactsSensor", "dem")
    assert not dialog.findChild(QComboBox, "doabFactsUnit").isEnabled()


def test_many_images_are_corrected_at_once_and_keep_their_dates(ask):
    dialog = ask(image("/a.tif", "2019-06-26"), image("/b.tif", "2019-07-01"))
    assert not dialog.findChild(QWidget, "doabFactsDate").isEnabled()
    choose(dialog, "doabFactsUnit", "counts")
    choose(dialog, "doabFactsBand2", "SCL")
    overrides = {"unit": "counts", "bands": {"B04": 1, "B08": 2, "SCL": 3}}
    assert dialog.sources() == [protocol.Source("/a.tif", **overrides), protocol.Source("/b.tif", **overrides)]


def test_one_file_a_band_is_named_file_by_file(ask):
    files = {path: protocol.RasterFile("EPSG:32631", 10.0, True, ("",)) for path in ("/x.tif", "/y.tif")}
    recognised = protocol.Acquisition(
        "S2", "2019-06-26", {"B04": protocol.BandSource("/x.tif"), "B08": protocol.BandSource("/y.tif")}
    )
    dialog = ask(recognised, files=files)
    choose(dialog, "doabFactsBand1", "B8A")
    assert [source.bands for source in dialog.sources()] == [{"B04": 1}, {"B8A": 1}]


def test_a_product_brings_its_own_values_and_bands(ask):
    bands = {"B04": protocol.BandSource("/P.SAFE/GRANULE/L/B04.jp2")}
    dialog = ask(protocol.Acquisition("S2", "2019-06-26", bands), sources=[protocol.Source("/P.SAFE")], files={})
    assert not dialog.findChild(QComboBox, "doabFactsUnit").isEnabled()
    assert "product" in dialog.findChild(QWidget, "doabFactsNoBands").text()
    assert dialog.sources() == [protocol.Source("/P.SAFE")]


def test_everything_said_can_be_taken_back(ask):
    overrides = protocol.Source("/a.tif", "s2", "A", "2019-06-26", "shifted", {"B04": 1, "B08": 2})
    dialog = ask(image("/a.tif", "2019-06-26"), sources=[overrides])
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
    assert dialog.sources() == [protocol.Source("/a.tif", name="A")]


def test_a_file_of_which_nothing_is_known_can_be_explained(ask):
    dialog = ask(protocol.Problem("/a.tif", "What is this?", "sensor"), fact="sensor")
    choose(dialog, "doabFactsSensor", "s1")
    choose(dialog, "doabFactsBand0", "VH")
    assert dialog.sources() == [protocol.Source("/a.tif", "s1", bands={"VH": 1})]


def test_bands_are_recognised_until_one_of_them_is_named(ask):
    dialog = ask(protocol.Problem("/a.tif", "When was this?", "date"), fact="date")
    combo = dialog.findChild(QComboBox, "doabFactsBand0")
    assert combo.currentText() == "as recognised"
    choose(dialog, "doabFactsSensor", "s1")
    choose(dialog, "doabFactsBand1", "VH")
    assert combo.currentText() == "not used"
