"""How crops that layers state are understood."""

import pytest

from doab.model.crop_codes import class_columns, crop_code, crop_table, read_crops, value_text
from doab.model.crops import further_crops, known_crops
from doab.model.protocol import InputError


def test_columns_of_eurocrops_are_recognised_and_codes_go_before_names():
    assert class_columns(["name", "EC_hcat_n", "ec_hcat_c", "hcat2_code"]) == ["ec_hcat_c", "hcat2_code", "EC_hcat_n"]
    assert class_columns(["crop", "area"]) == []


def test_codes_and_names_of_hcat_are_crops_and_the_rest_is_counted_by_its_text():
    rows = [["3301010700"], ["Winter_Rye"], ["rice"], ["moon cheese"], ["moon cheese"], [""], ["", "oats"]]
    reading = read_crops(rows, crop_table())
    assert reading.features == 7 and reading.understood == 4
    assert reading.codes == {"3301010700": 2, "3301010301": 1, "3301010500": 1}
    assert reading.commonest_unknown() == "moon cheese (2), no crop stated (1)"


def test_many_texts_that_are_no_crop_are_not_all_named():
    reading = read_crops([[f"x{number}"] for number in range(9)], crop_table())
    assert reading.commonest_unknown().endswith("x4 (1), …")


def test_national_codes_go_through_the_table_whatever_their_zeros_and_decimals(tmp_path):
    path = tmp_path / "at.csv"
    path.write_text("original_code,original_name,HCAT3_code\n007,Reis,3301010700\n", "utf-8")
    table = crop_table(path)
    assert crop_code([value_text(7.0)], table) == crop_code(["reis"], table) == "3301010700"
    path.write_text("code\n1\n", "utf-8")
    with pytest.raises(InputError, match="is no crop table"):
        crop_table(path)


def test_further_crops_are_all_others_of_hcat_with_labels_of_their_own():
    crops = known_crops()
    others = further_crops(crops)
    labels = [crop.label for crop in (*crops, *others)]
    assert len(others) > 300 and len(labels) == len(set(labels))
    assert not {crop.code for crop in others} & {crop.code for crop in crops}
