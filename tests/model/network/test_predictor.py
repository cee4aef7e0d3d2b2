"""A bundle at work on tokens that may come from a cache."""

import dataclasses
import threading
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from doab.model.mapping.token_cache import pack, unpack
from doab.model.network import tokens
from doab.model.network.batches import TokenVolume, Views
from doab.model.network.encoders import create_encoder
from doab.model.network.predictor import SERIES, TILES, Predictor, fingerprint
from doab.model.network.tensor_dataclass import TensorDataclass
from doab.model.network.two_stream import TwoStream

CROP = {"code": "3301010101", "name": "winter_common_soft_wheat", "label": "Winter wheat", "colour": "#d9a520"}
CARD = {
    "encoder": {"name": "compact", "settings": {}},
    "network": {},
    "tile": 32,
    "classes": [CROP] * 3,
    "partitions": {"dense": {}},
    "readout": {"shape": "dense", "crop": "queries"},
    "name": "small",
    "version": "1",
}


@pytest.fixture
def encoder():
    return create_encoder("compact").eval()


@pytest.fixture
def predictor(encoder, network):
    return Predictor(encoder, network, CARD, torch.device("cpu"))


def tokens_of(predictor, sample):
    return predictor.encode(sample.acquisitions())


def predict(predictor, sample, maps):
    """Return the prediction for one tile."""
    [prediction] = predictor.predict([(sample, maps)])
    return prediction


def maps_of(predictor, encoded):
    """Return the output of the temporal stream, with dates that count from one of the sample's."""
    return predictor.temporal_maps(encoded, 737_000)


@pytest.fixture
def clouded(sample):
    """The sample with one date of which nothing is seen, and one seen in part."""
    valid = sample.optical_valid.copy()
    valid[0] = False
    valid[2, :9] = False
    return dataclasses.replace(sample, optical_valid=valid, optical=sample.optical * valid[:, None])


def test_the_same_tokens_come_to_the_last_bit_whatever_else_is_encoded(predictor, clouded):
    windows = [*clouded.acquisitions(), *(one for day in (20, 40) for one in clouded.shifted(day).acquisitions())]
    together = [pack(one) for one in predictor.encode(windows)]
    assert [one.day for one in predictor.encode(windows[:5])] == [736950, 737000, 737050, 736960, 737010]
    assert [pack(predictor.encode([one])[0]) for one in windows] == together
    for first in range(1, 7):
        assert [pack(one) for one in predictor.encode(windows[first:])] == together[first:]
    assert [pack(one) for one in predictor.encode(windows[::-1])] == together[::-1]


def test_a_worker_computes_with_one_thread_and_leaves_the_others_as_they_are(predictor):
    before, seen = torch.get_num_threads(), []
    thread = threading.Thread(target=lambda: (predictor.start_worker(), seen.append(torch.get_num_threads())))
    thread.start()
    thread.join()
    assert seen == [1] and torch.get_num_threads() == before


def test_tokens_are_those_of_the_whole_volume_in_half_precision(predictor, encoder, clouded):
    volume = tokens.encode(clouded, encoder)
    for i, one in enumerate(tokens_of(predictor, clouded)):
        np.testing.assert_array_equal(one.seen, volume.seen[i])
        if i:
            np.testing.assert_allclose(one.features, volume.features[i], atol=4e-3)
            np.testing.assert_allclose(one.raw, volume.raw[i], atol=4e-3)
        else:
            assert one.features.shape == (8, 8, 0) and not one.clear.any()
    np.testing.assert_array_equal([one.clear for one in tokens_of(predictor, clouded)[:3]], clouded.optical_valid)


def test_tokens_from_bytes_give_the_same_prediction_to_the_last_bit(predictor, clouded):
    fresh = tokens_of(predictor, clouded)
    unpacked = [unpack(pack(one)) for one in fresh]
    predictions = [predict(predictor, clouded, maps_of(predictor, encoded)) for encoded in (fresh, unpacked)]
    for first, second in zip(*(vars(maps).values() for maps in predictions), strict=True):
        np.testing.assert_array_equal(first, second)


def test_what_time_comes_to_is_the_same_for_every_reference_frame(predictor, clouded):
    later = dataclasses.replace(clouded, reference_day=clouded.reference_day + 40, reference=clouded.reference + 0.1)
    once, again = (maps_of(predictor, tokens_of(predictor, sample)) for sample in (clouded, later))
    assert once.token_map.dtype == once.cell_map.dtype == np.float16
    for name, array in vars(once).items():
        np.testing.assert_array_equal(getattr(again, name), array)
    assert not np.array_equal(predict(predictor, clouded, once).field, predict(predictor, later, once).field)


def test_an_acquisition_that_shows_nothing_makes_no_difference(predictor, clouded):
    encoded = tokens_of(predictor, clouded)
    whole, part = (predict(predictor, clouded, maps_of(predictor, some)) for some in (encoded, encoded[1:]))
    np.testing.assert_array_equal(whole.crop, part.crop)
    volume = tokens.encode(clouded, create_encoder("compact").eval())
    assert len(TokenVolume.of_tokens(encoded).days) == len(volume.days) - 1


def test_each_location_has_the_maps_of_its_own_series_whatever_else_the_window_shows(predictor, clouded):
    windows = clouded.acquisitions()
    first = dataclasses.replace(windows[0], valid=np.ones_like(windows[0].valid))  # shows the whole, not each part
    first.valid[:, :16] = False
    encoded = predictor.encode([first, *windows[1:]])
    half = [
        dataclasses.replace(
            one, features=one.features[:, :4], raw=one.raw[:, :8], seen=one.seen[:, :4], clear=one.clear[:, :16]
        )
        for one in encoded
    ]
    whole, part = (predictor.temporal_maps(some, 736_990) for some in (encoded, half))
    np.testing.assert_allclose(whole.token_map[:, :, :4], part.token_map, atol=2e-3)
    np.testing.assert_allclose(whole.cell_map[:, :, :8], part.cell_map, atol=2e-3)
    np.testing.assert_array_equal(whole.clear[:, :, :16], part.clear)


def test_the_maps_of_nothing_are_those_of_every_place_that_no_acquisition_shows(predictor, clouded):
    nothing = predictor.temporal_maps([], 737_000)
    hidden = dataclasses.replace(clouded, radar_valid=np.zeros_like(clouded.radar_valid))
    encoded = predictor.encode(hidden.acquisitions())
    encoded = [dataclasses.replace(one, clear=one.clear & (np.arange(32) > 15)) for one in encoded]
    for one in encoded:
        one.seen[:, :4] = False
    maps = predictor.temporal_maps(encoded, 737_000)
    for name, side in (("token_map", 4), ("cell_map", 8)):
        of_nothing, shown = getattr(nothing, name), getattr(maps, name)
        assert np.ptp(of_nothing, axis=(1, 2)).max() == 0 and of_nothing.shape[-1] == 64 * side // 16
        np.testing.assert_array_equal(
            shown[:, :, :side], np.broadcast_to(of_nothing[:, :1, :1], (len(shown), 2 * side, side))
        )
        assert not np.array_equal(shown[:, :1, -1], of_nothing[:, :1, 0])


def test_bundles_share_tokens_where_they_share_the_encoder(encoder, network):
    first = Predictor(encoder, network, CARD, torch.device("cpu"))
    card = {**CARD, "name": "other", "encoder": {**CARD["encoder"], "trained": "elsewhere"}}
    other = Predictor(encoder, TwoStream(classes=3, token_width=encoder.width), card, torch.device("cpu"))
    assert (
        first.encoder_fingerprint == other.encoder_fingerprint
        and first.temporal_fingerprint != other.temporal_fingerprint
    )


def test_bundles_share_compressed_tokens_where_only_what_comes_after_differs(encoder, network):
    first = Predictor(encoder, network, CARD, torch.device("cpu"))
    other = TwoStream(classes=3, token_width=encoder.width)
    other.temporal.load_state_dict(network.temporal.state_dict())
    assert first.temporal_fingerprint == Predictor(encoder, other, CARD, torch.device("cpu")).temporal_fingerprint


def test_another_weight_setting_or_name_is_another_encoder(encoder):
    before = fingerprint(encoder, "compact", {})
    assert before == fingerprint(encoder, "compact", {})
    assert before != fingerprint(encoder, "galileo", {}) and before != fingerprint(encoder, "compact", {"depth": 4})
    with torch.no_grad():
        next(encoder.parameters()).view(-1)[0] += 1e-3
    assert before != fingerprint(encoder, "compact", {})


class Short(torch.nn.Module):
    """An encoder on a device without memory for over ``capacity`` windows at once, and none at all for other work."""

    def __init__(self, encoder, capacity):
        super().__init__()
        self.encoder, self.capacity, self.batches = encoder, capacity, []
        self.patch, self.width, self.span, self.fits = encoder.patch, encoder.width, encoder.span, True

    def forward(self, views):
        self.batches.append(len(views.days))
        if len(views.days) > self.capacity:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return self.encoder(views)


@pytest.fixture
def elsewhere(encoder, network, monkeypatch):
    """Return a maker of predictors that take the processor for another device with little memory."""

    def make(capacity):
        predictor = Predictor(Short(encoder, capacity), network, CARD, torch.device("cpu"))
        monkeypatch.setattr(predictor, "_device", SimpleNamespace(type="cuda", __str__=lambda _: "cuda"))
        monkeypatch.setattr(Views, "to", lambda self, _: self)
        monkeypatch.setattr(torch.cuda, "empty_cache", lambda: None)
        return predictor

    return make


def test_a_device_short_of_memory_encodes_in_smaller_batches(elsewhere, predictor, clouded):
    short = elsewhere(capacity=2)
    for one, other in zip(tokens_of(short, clouded), tokens_of(predictor, clouded), strict=True):
        np.testing.assert_allclose(one.features, other.features, atol=4e-3)
    assert short._encoder.batches == [4, 2, 2] and not short.notices
    tokens_of(short, clouded)
    assert short._encoder.batches == [4, 2, 2, 2, 2], "what was too much is not tried again"


def test_a_device_with_no_memory_leaves_the_rest_to_the_processor_and_says_so(elsewhere, clouded, monkeypatch):
    short = elsewhere(capacity=0)
    use = short._use
    monkeypatch.setattr(short, "_use", lambda device: (use(device), setattr(short._encoder, "capacity", 9)))
    assert len(tokens_of(short, clouded)) == 5 and short._device == torch.device("cpu")
    assert len(short.notices) == 1 and "the processor does the rest" in short.notices[0]
    assert short._encoder.batches == [4, 2, 1, 4]


@pytest.fixture
def tiles(predictor, clouded):
    """Five tiles of the same ground under different light, with their temporal maps."""
    maps = maps_of(predictor, tokens_of(predictor, clouded))
    return [(dataclasses.replace(clouded, reference=clouded.reference * gain), maps) for gain in (1, 0.5, 2, 1.5, 0.7)]


def same(first, second):
    return all(np.array_equal(a, b) for a, b in zip(vars(first).values(), vars(second).values(), strict=True))


def test_a_tile_has_the_same_bits_whatever_else_is_predicted_with_it(predictor, tiles):
    sizes = []
    predictor._batches[TILES] = 3
    predictor._network.spatial.register_forward_pre_hook(lambda _, inputs: sizes.append(len(inputs[0].valid)))
    together = predictor.predict(tiles)
    assert sizes == [3, 3], "the last batch is padded"
    for i, others in enumerate(([0], [1, 4], [2, 0, 1, 3], [3, 2], [4])):
        assert same(predictor.predict([tiles[j] for j in others])[others.index(i)], together[i])
    assert not same(together[0], together[1])


def test_batches_predict_what_tiles_one_by_one_do(predictor, tiles):
    alone = predictor.predict(tiles)
    predictor._batches[TILES] = 3
    for one, other in zip(alone, predictor.predict(tiles), strict=True):
        for name in ("field", "border", "core", "crop"):
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-4)


def test_a_device_short_of_memory_predicts_fewer_tiles_at_once(elsewhere, predictor, tiles, monkeypatch):
    short, sizes = elsewhere(capacity=9), []
    short._batches[TILES] = 8
    monkeypatch.setattr(TensorDataclass, "to", lambda self, _: self)
    monkeypatch.setattr(short, "_mixed_precision", lambda: torch.autocast("cpu", enabled=False))

    def refuse_many(_, inputs):
        sizes.append(len(inputs[0].valid))
        if sizes[-1] > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")

    hook = short._network.spatial.register_forward_pre_hook(refuse_many)
    assert len(short.predict(tiles)) == 5 and not short.notices
    assert sizes == [8, 4, 2, 2, 2] and short.tile_batch == 2
    hook.remove()


@pytest.mark.parametrize(("device", "mixed"), [("cuda", True), ("cpu", False)])
def test_both_streams_and_the_dense_heads_are_in_half_precision_on_a_gpu_alone(
    predictor, clouded, monkeypatch, device, mixed
):
    kinds, autocast = [], torch.autocast
    monkeypatch.setattr(torch, "autocast", lambda kind, dtype, enabled: autocast("cpu", dtype, enabled=enabled))
    for name in ("temporal.adapter", "temporal.cell_map", "spatial", "dense", "decoder"):
        part = predictor._network.get_submodule(name)
        part.register_forward_hook(lambda *_, name=name: kinds.append((name, torch.is_autocast_enabled("cpu"))))
    single = predict(predictor, clouded, maps_of(predictor, tokens_of(predictor, clouded)))
    kinds.clear()
    encoded = tokens_of(predictor, clouded)
    monkeypatch.setattr(predictor, "_device", SimpleNamespace(type=device))
    monkeypatch.setattr(TensorDataclass, "to", lambda self, _: self)
    prediction = predict(predictor, clouded, maps_of(predictor, encoded))
    temporal = [("temporal.adapter", mixed), ("temporal.cell_map", mixed)]
    assert kinds == [*temporal, ("spatial", mixed), ("dense", mixed), ("decoder", False)]
    for name in ("field", "border", "core", "crop"):
        values, expected = getattr(prediction, name), getattr(single, name)
        assert values.dtype == expected.dtype == np.float32 and np.array_equal(values, expected) is not mixed
        np.testing.assert_allclose(values, expected, atol=0.05)


def test_another_error_and_a_shortage_of_the_processor_are_raised(elsewhere, encoder, network, clouded):
    short = Predictor(Short(encoder, 0), network, CARD, torch.device("cpu"))
    with pytest.raises(torch.OutOfMemoryError):
        tokens_of(short, clouded)
    broken = elsewhere(capacity=9)
    broken._network.encode_time = lambda _: (_ for _ in ()).throw(RuntimeError("something else"))
    with pytest.raises(RuntimeError, match="something else"):
        broken._fitting(SERIES, lambda _: broken._network.encode_time(None))
    assert not broken.notices
