"""Folds that lie apart."""

import numpy as np
import pytest
import shapely

from doab.model.declared_parcels import Declared
from doab.model.evaluation.cases.spatial_holdout import folds_by_attribute, folds_by_blocks
from doab.model.protocol import InputError


@pytest.fixture
def row():
    """Six parcels of 100 m in a row, each 100 m from the next."""
    count = 6
    shapes = np.array([shapely.box(200 * i, 0, 200 * i + 100, 100) for i in range(count)], object)
    blank = np.array([""] * count, object)
    return Declared(shapes, blank, np.zeros(count, int), blank, blank, "EPSG:32631")


def test_parcels_of_a_block_are_one_fold(row):
    assert folds_by_blocks(row, 600).fold.tolist() == [0, 0, 0, 1, 1, 1]
    assert not folds_by_blocks(row, 600).left_out.any()


def test_parcels_nearer_to_another_fold_than_the_buffer_are_left_out(row):
    assert folds_by_blocks(row, 600, 150).left_out.tolist() == [False, False, True, True, False, False]
    assert not folds_by_blocks(row, 600, 99).left_out.any()


def test_an_attribute_makes_folds_too(row):
    holdout = folds_by_attribute(row, np.array(["a", "a", "b", "b", "b", "a"]), 150)
    assert holdout.fold.tolist() == [0, 0, 1, 1, 1, 0]
    assert holdout.left_out.tolist() == [False, True, True, False, True, True]


def test_what_makes_no_sense_is_refused(row):
    with pytest.raises(InputError, match="block"):
        folds_by_blocks(row, 0)
    with pytest.raises(InputError, match="buffer"):
        folds_by_blocks(row, 100, -1)
