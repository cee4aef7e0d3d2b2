"""Logs for TensorBoard: they are optional, name a missing package, and show the tile as it is."""

import sys

import pytest
import torch

from doab.model.network.dense import DenseMaps
from doab.model.protocol import InputError
from doab.model.training.targets import Targets
from doab.model.training.tensorboard_log import TensorBoardLog, render_prediction


def test_without_a_folder_nothing_is_logged_or_needed(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with TensorBoardLog(None) as log:
        log.write_scalars(0, {"total": 1.0})
        log.write_prediction(0, None, None)
    assert log.writer is None


def test_a_missing_package_is_named_with_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(InputError, match="pip install tensorboard"):
        TensorBoardLog(tmp_path)


def test_scalars_are_written_to_the_folder(tmp_path):
    pytest.importorskip("tensorboard", reason="TensorBoard is optional")
    with TensorBoardLog(tmp_path / "dense") as log:
        log.write_scalars(3, {"query mask": 0.5})
    (events,) = (tmp_path / "dense").iterdir()
    assert b"query_mask" in events.read_bytes()


def test_the_picture_shows_the_prediction_above_the_truth():
    field = torch.zeros(1, 4, 4)
    field[0, :2] = 1
    crop = torch.tensor([[[0, 1], [-1, -1]]])
    logits = torch.zeros(1, 3, 2, 2)
    logits[0, 2] = 9
    maps = DenseMaps(field=200 * field - 100, border=torch.full_like(field, -100), core=field, crop=logits)
    targets = Targets(field.long(), field, 1 - field, field, field, crop, torch.tensor([[-1]]))
    picture = render_prediction(maps, targets)
    assert picture.shape == (8, 12, 3)
    predicted, true = picture[:4], picture[4:]
    assert (predicted[:, :4] == true[:, :4]).all()
    assert (predicted[:2, :4] == 255).all()
    assert (predicted[:, 4:8] == 0).all()
    assert (true[2:, 4:8] == 255).all()
    assert len({tuple(p) for p in predicted[:, 8:].reshape(-1, 3).tolist()}) == 1
    assert len({tuple(p) for p in true[:, 8:].reshape(-1, 3).tolist()}) == 3
