"""The windows that encoders declare: what a token depends on."""

import dataclasses

import numpy as np
import pytest
import torch

from doab.model.constants import TOKEN_BLOCK
from doab.model.network.batches import Views
from doab.model.network.encoders import create_encoder

ENCODERS = {
    "compact": ("compact", {}),
    "Galileo of 40 m": ("galileo", {"size": "nano"}),
    "Galileo of 80 m": ("galileo", {"size": "nano", "patch": 8}),
}


@pytest.fixture(params=ENCODERS)
def encoder(request):
    name, settings = ENCODERS[request.param]
    return create_encoder(name, **settings).eval()


@pytest.fixture
def block(sample):
    """A sample of one block, every part of which differs."""
    rng = np.random.default_rng(1)

    def larger(array):
        return np.tile(array, (1,) * (array.ndim - 2) + (TOKEN_BLOCK // 32,) * 2)

    names = ("reference", "optical", "radar", "terrain")
    whole = {name: larger(getattr(sample, name)) for name in names}
    whole = {name: x * rng.uniform(0.5, 1, x.shape).astype(np.float32) for name, x in whole.items()}
    valid = {f"{name}_valid": larger(getattr(sample, f"{name}_valid")) for name in names}
    return dataclasses.replace(sample, **whole, **valid)


@torch.no_grad()
def test_a_window_has_the_same_tokens_alone_and_in_any_block_around_it(encoder, block):
    whole = encoder(Views.of_windows(block.acquisitions()))
    span, tokens = encoder.span, encoder.span // encoder.patch
    assert encoder.fits
    for row in range(0, TOKEN_BLOCK, span):
        for col in range(0, TOKEN_BLOCK, span):
            part = block.crop(slice(row, row + span), slice(col, col + span), block.latitude, block.longitude)
            alone = encoder(Views.of_windows(part.acquisitions()))
            first = row // encoder.patch, col // encoder.patch
            inside = whole[:, first[0] : first[0] + tokens, first[1] : first[1] + tokens]
            torch.testing.assert_close(alone, inside, atol=2e-5, rtol=1e-4)


@torch.no_grad()
def test_views_of_windows_are_those_of_the_sample(encoder, block):
    torch.testing.assert_close(encoder(Views.of_windows(block.acquisitions())), encoder(Views.of_sample(block)))


@pytest.mark.parametrize(("patch", "fits"), [(1, True), (3, False), (4, True), (6, False), (8, True)])
def test_windows_that_do_not_divide_a_block_do_not_fit(patch, fits):
    assert create_encoder("galileo", patch=patch).fits == fits
