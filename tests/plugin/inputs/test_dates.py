"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from qgis.PyQt.QtCore import QLocale

from doab.plugin.inputs.dates import long_date, parse_date

LAST_OF_MAY = date(2019, 5, 31)


@pytest.fixture
def locale():
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    "text", ["2019-05-31", "20190531", "2019/05/31", " 2019-151 ", "2019151", "31.05.2019", "31/5/2019", "5/31/2019"]
)
@pytest.mark.parametrize("name", ["en_US", "de_DE", "fr_FR"])
def test_a_date_is_read_however_it_is_written(locale, name, text):
    locale(name)
    assert parse_date(text) == LAST_OF_MAY


def test_the_locale_decides_where_day_and_month_could_be_either(locale):
    locale("en_US")
    assert parse_date("03/04/2019") == date(2019, 3, 4)
    locale("de_DE")
    assert parse_date("03.04.2019") == date(2019, 4, 3)


@pytest.mark.parametrize("text", ["", "May", "2019", "2019-13-01", "2019-02-30", "2019-366", "2019-000", "31.31.2019"])
def test_what_is_no_date_is_none(locale, text):
    locale("en_US")
    assert parse_date(text) is None


def test_the_month_is_shown_in_words(locale):
    locale("de_DE")
    assert long_date(LAST_OF_MAY) == "31 Mai 2019"
