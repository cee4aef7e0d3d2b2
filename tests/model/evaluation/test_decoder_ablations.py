"""Decoders with one thing withheld, beside the decoder that they wrap."""

import torch

from doab.model.evaluation.decoder_ablations import Unrefined, WithoutLatents, untrained
from doab.model.network.batches import LatentBank
from doab.model.network.decoder import QueryDecoder

SIZE = 16
POINTS, VALID = torch.tensor([[[4.0, 4.0], [12.0, 9.0]]]), torch.ones(1, 2, dtype=torch.bool)


def decoder():
    torch.manual_seed(0)
    trained = QueryDecoder(3, width=16, fine=8)
    for parameter in trained.parameters():  # heads start at zero, where nothing differs
        torch.nn.init.normal_(parameter, std=0.3)
    return trained.eval()


def features(seed):
    generator = torch.Generator().manual_seed(seed)
    draw = [torch.randn(1, c, SIZE // s, SIZE // s, generator=generator) for c, s in ((16, 4), (16, 2))]
    return LatentBank(*draw), {
        s: torch.randn(1, c, SIZE // s, SIZE // s) for s, c in ((8, 16), (4, 16), (2, 16), (1, 8))
    }


def test_without_latents_the_bank_makes_no_difference_and_the_pyramid_does():
    plain = decoder()
    (first, pyramid), (second, other) = features(1), features(2)
    with_first, with_second = (plain(POINTS, VALID, bank, pyramid)[-1].crop for bank in (first, second))
    assert not torch.allclose(with_first, with_second)
    blind = WithoutLatents(plain)
    crops = [blind(POINTS, VALID, bank, pyramid)[-1].crop for bank in (first, second)]
    assert torch.equal(*crops)
    assert not torch.allclose(crops[0], blind(POINTS, VALID, first, other)[-1].crop)


def test_unrefined_queries_are_those_of_the_first_prediction_at_full_size():
    plain, (bank, pyramid) = decoder(), features(1)
    layers, unrefined = plain(POINTS, VALID, bank, pyramid), Unrefined(plain)(POINTS, VALID, bank, pyramid)
    assert len(layers) == 4 and len(unrefined) == 1
    assert torch.equal(unrefined[0].crop, layers[0].crop) and not torch.allclose(unrefined[0].crop, layers[-1].crop)
    assert unrefined[0].mask.shape == layers[-1].mask.shape == (1, 2, SIZE, SIZE)


def test_the_untrained_decoder_has_the_same_shape_and_always_the_same_random_weights():
    plain = decoder()
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    first, second = untrained(plain).state_dict(), untrained(plain).state_dict()
    assert torch.equal(torch.rand(1), expected)  # nobody else's draws change
    assert {name: value.shape for name, value in first.items()} == {
        name: value.shape for name, value in plain.state_dict().items()
    }
    assert all(torch.equal(value, second[name]) for name, value in first.items())
    assert not torch.equal(first["seed.weight"], plain.state_dict()["seed.weight"])
