"""The teacher of single fields: it reads months as they were, and only what is known counts."""

import dataclasses

import numpy as np
import pytest
import torch

from doab.model.network.encoders.galileo import GalileoEncoder
from doab.model.network.normalization import OPTICAL, RADAR
from doab.model.network.tokens import RAW_WIDTH
from doab.model.training import sequence_teacher
from doab.model.training.sequence_teacher import QUARTERS, embed_years, imitation_loss
from doab.model.training.single_fields import FieldSeries, concatenate_fields, take_fields

FIRST_OF_2021 = 737791  # date.toordinal() of 1 January 2021
GREEN = [0.03, 0.06, 0.04, 0.1, 0.26, 0.33, 0.36, 0.37, 0.2, 0.1]


@pytest.fixture(scope="module")
def teacher():
    torch.manual_seed(0)
    return GalileoEncoder("nano", 4, 1).eval()


def field(days, reflectance=GREEN, radar=None, crop=3):
    """One field seen on ``days`` after 1 January 2021, in optical images and, where given, in radar images."""
    rows = torch.zeros(len(days), RAW_WIDTH)
    rows[:, :10] = (torch.tensor(reflectance) - torch.tensor(OPTICAL.centre)) / torch.tensor(OPTICAL.spread)
    rows[:, 13] = 1
    if radar:
        rows[:, 10:12] = (torch.tensor(radar) - torch.tensor(RADAR.centre)) / torch.tensor(RADAR.spread)
        rows[:, 14] = 1
    ordinals = FIRST_OF_2021 + torch.tensor(days, dtype=torch.long)
    return FieldSeries(
        features=torch.zeros(len(days), 4).half(),
        raw=rows.half(),
        days=(ordinals - (ordinals.median() if days else 0)).float(),
        season=(ordinals % 365.25).float(),
        starts=torch.tensor([0, len(days)]),
        crops=torch.tensor([crop]),
    )


def test_months_and_reflectance_are_those_of_the_acquisitions():
    months, values, seen = sequence_teacher._monthly(field([20, 75, 80, 350]), 0)
    assert months[:3].tolist() == [0, 2, 11]
    assert seen.tolist() == [[1, 0]] * 3 + [[0, 0]] * 9
    back = sequence_teacher._scaled_back(torch.from_numpy(values[0, :10]), OPTICAL)
    np.testing.assert_allclose(back, GREEN, atol=2e-3)


def test_of_two_years_the_last_counts():
    months, _, seen = sequence_teacher._monthly(field([15 + 30 * i for i in range(20)]), 0)
    assert seen[:, 0].all() and sorted(months.tolist()) == list(range(12))


def test_quarters_without_data_are_not_known(teacher):
    embedding = embed_years(field([20, 50]), teacher)
    assert embedding.shape == (1, QUARTERS * teacher.width) and embedding.dtype == torch.float16
    known = embedding.isfinite().unflatten(1, (QUARTERS, teacher.width)).all(2)
    assert known.tolist() == [[True, False, False, False]]


def test_a_field_is_embedded_alike_in_any_company(teacher):
    one, other = field([20, 110, 200, 290], radar=(-10, -16)), field([40, 130], [0.1] * 10)
    together = embed_years(concatenate_fields([other, one]), teacher)
    torch.testing.assert_close(together[1:], embed_years(one, teacher), atol=2e-3, rtol=0, equal_nan=True)
    assert not torch.allclose(together[0].nan_to_num(), together[1].nan_to_num(), atol=0.1)


def test_only_known_entries_of_a_target_count():
    target = torch.tensor([[1.0, torch.nan], [torch.nan, torch.nan]])
    assert imitation_loss(torch.tensor([[1.0, 9.0], [5.0, 5.0]]), target) == 0
    assert imitation_loss(torch.tensor([[3.0, 9.0], [5.0, 5.0]]), target) == pytest.approx(1.5)
    predicted = torch.zeros(2, 2, requires_grad=True)
    imitation_loss(predicted, target).backward()
    assert (predicted.grad != 0).tolist() == [[True, False], [False, False]]


def test_targets_follow_their_fields_and_tables_without_any_have_unknown_ones():
    first = dataclasses.replace(field([20]), target=torch.tensor([[1.0, 2.0]]).half())
    both = concatenate_fields([first, field([50])])
    assert both.target[0].tolist() == [1.0, 2.0] and both.target[1].isnan().all()
    swapped = take_fields(both, torch.tensor([1, 0]))
    assert swapped.target[1].tolist() == [1.0, 2.0]
    assert concatenate_fields([field([20]), field([50])]).target is None


def test_a_field_without_any_date_has_no_embedding(teacher):
    fields = concatenate_fields([field([]), field([20, 110, 200, 290])])
    embedding = embed_years(fields, teacher)
    assert embedding[0].isnan().all() and embedding[1].isfinite().all()
