"""What names of a list have in common is shortened; what tells them apart stays."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QRect
from qgis.PyQt.QtWidgets import QStyleOptionViewItem, QWidget

from doab.plugin.widgets.short_names import ShortNameDelegate, shorten_common_parts
from doab.plugin.widgets.table_model import Column, TableModel, create_table_view

PRODUCTS = [
    "S2A_MSIL2A_20230214T103031_N0509_R108_T32TMT_20230214T141500.SAFE",
    "S2A_MSIL2A_20230214T103031_N0509_R108_T32TNT_20230214T141500.SAFE",
    "S2B_MSIL2A_20230301T103031_N0509_R108_T32TMT_20230301T141500.SAFE",
]


def test_dates_and_tiles_of_products_stay_and_what_they_share_goes():
    assert shorten_common_parts(PRODUCTS) == [
        "S2A…20230214…TMT_20230214…",
        "S2A…20230214…TNT_20230214…",
        "S2B…20230301…TMT_20230301…",
    ]


@pytest.mark.parametrize(
    "names, short",
    [
        ([], []),
        (["June image of the northern farm"], ["June image of the northern farm"]),
        (["parcels_2019.gpkg", "parcels_2020.gpkg"], ["par…2019.gpkg", "par…2020.gpkg"]),
        (["S2_20190626", "S1_20190626", "DEM"], ["S2…", "S1…", "DEM"]),
        (["a.tif", "b.tif"], ["a.tif", "b.tif"]),
        (["the_same_name.tif", "the_same_name.tif"], ["the_same_name.tif", "the_same_name.tif"]),
        (["Äcker_Flandern_2019", "Äcker_Flandern_2020"], ["Äck…2019", "Äck…2020"]),
    ],
)
def test_names_of_one_pattern_are_shortened_together(names, short):
    assert shorten_common_parts(names) == short


def test_the_year_of_dates_goes_where_names_share_it():
    names = ["S2_L2A_20230801", "S2_L2A_20230816", "S1_IW_20230801", "S1_IW_20240801"]
    assert shorten_common_parts(names, years=True) == ["S2_…0801", "S2_…0816", "S1_…20230801", "S1_…20240801"]


def test_names_that_would_become_alike_stay_whole():
    names = ["images_north_2019", "images_north_2020", "images-north-2019", "images-north-2020"]
    assert len(set(shorten_common_parts(names))) == 4


def test_a_column_shows_short_names_only_where_the_whole_ones_do_not_fit(qgis_app):
    parent = QWidget()
    model = TableModel([Column("Source", str)], str, parent)
    view = create_table_view("doabNames", model, (0,), 3, parent)
    delegate = ShortNameDelegate(view, 0)
    model.show(PRODUCTS[:2])

    def shown(width: int) -> str:
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, width, 20)
        delegate.initStyleOption(option, model.index(0, 0))
        return option.text

    assert shown(3000) == PRODUCTS[0] and "…" in shown(200) and "TMT" in shown(200)
    model.show(["S2_L2A_20230801", "S2_L2A_20230816"])
    assert shown(0) == "S2_…0801" and shown(3000) == "S2_L2A_20230801"
    model.show([PRODUCTS[0]])
    assert shown(200) == PRODUCTS[0]
    assert model.index(0, 0).data() == PRODUCTS[0]
