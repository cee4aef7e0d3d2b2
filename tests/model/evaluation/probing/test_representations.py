"""Representations: the same parcel gives the same features in any company, and nothing is made of nothing."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from doab.model.evaluation.probing.representations import (
    build_representations,
    encode_sequences,
    encode_steps,
    encode_streams,
    make_views,
    raw_bands,
)
from doab.model.network.encoders import create_encoder
from doab.model.network.two_stream import TwoStream
from doab.model.training.labelled_time_series import take


@pytest.fixture(scope="module", params=["compact", "galileo"])
def encoder(request):
    torch.manual_seed(0)
    return create_encoder(request.param).eval()


@pytest.fixture
def series(make_series):
    """Three parcels; the second saw nothing in March and only radar in April."""
    complete = make_series(["maize", "wheat", "maize"], location=[[48, 1], [43, 0], [50, 5]])
    optical_valid, radar_valid = complete.optical_valid.copy(), complete.radar_valid.copy()
    optical_valid[1, 2:4], radar_valid[1, 2] = False, False
    return replace(
        complete,
        optical=complete.optical * optical_valid[..., None],
        optical_valid=optical_valid,
        radar=complete.radar * radar_valid[..., None],
        radar_valid=radar_valid,
    )


def test_raw_bands_are_bands_index_and_radar(series):
    features = raw_bands(series)
    assert features.shape == (3, 12, 10 + 1 + 2)
    np.testing.assert_allclose(features[0, 0, :10], series.optical[0, 0])
    red, infrared = series.optical[0, 0, [2, 6]]
    np.testing.assert_allclose(features[0, 0, 10], (infrared - red) / (infrared + red))
    assert np.isnan(features[1, 2]).all()
    assert np.isnan(features[1, 3]).tolist() == [True] * 11 + [False] * 2


def test_bands_that_a_series_lacks_are_no_features(series):
    bands = np.arange(10) != 7
    assert raw_bands(replace(series, optical_bands=bands)).shape[-1] == 12


def test_tokens_of_a_parcel_do_not_depend_on_its_company(series, encoder):
    together = encode_steps(encoder, series)
    assert together.shape == (3, 12, encoder.width)
    for parcel in range(3):
        alone = encode_steps(encoder, take(series, np.array([parcel])))
        np.testing.assert_allclose(together[parcel], alone[0], atol=2e-5)


def test_a_month_without_data_has_no_token(series, encoder):
    features = encode_steps(encoder, series)
    assert np.isnan(features[1, 2]).all()
    assert np.isfinite(features[1, 3]).all()


def test_views_carry_what_is_there_of_each_parcel(series):
    views = make_views(series, 4)
    assert views.optical.shape == (36, 10, 4, 4) and views.terrain.shape == (36, 2, 4, 4)
    np.testing.assert_allclose(views.location[12], [43, 0])
    assert views.optical_bands[12 + 3].sum() == 0 and views.radar_bands[12 + 3].sum() == 2
    assert int(views.days[13]) == series.days[1, 1]


def test_a_sequence_of_one_month_is_a_single_date(series):
    torch.manual_seed(0)
    encoder = create_encoder("galileo").eval()
    steps = ("optical", "optical_valid", "radar", "radar_valid", "days")
    first = replace(series, **{name: getattr(series, name)[:, :1] for name in steps})
    np.testing.assert_allclose(encode_sequences(encoder, first), encode_steps(encoder, first), atol=2e-5)
    together = encode_sequences(encoder, series)
    assert together.shape == (3, 12, 128) and np.isnan(together[1, 2]).all()
    assert not np.allclose(together[:, :1], encode_sequences(encoder, first), atol=1e-3)


def test_an_encoder_of_single_dates_is_probed_alone_and_beside_raw_bands(series):
    features = build_representations(create_encoder("compact").eval(), "Compact")
    assert {name: f(series).shape[-1] for name, f in features.items()} == {
        "Compact": 64,
        "Compact + raw bands": 64 + 13,
    }


def test_a_temporal_stream_gives_one_step_that_depends_on_the_parcel_alone(series):
    torch.manual_seed(0)
    encoder = create_encoder("compact").eval()
    network = TwoStream(3, encoder.width)
    nothing = np.zeros_like(series.optical_valid)
    unseen = replace(series, optical_valid=nothing, radar_valid=nothing)
    features = encode_streams(encoder, network, series)
    assert features.shape[:2] == (3, 1) and np.isnan(encode_streams(encoder, network, unseen)).all()
    alone = encode_streams(encoder, network, take(series, np.array([1])))
    np.testing.assert_allclose(features[1], alone[0], atol=1e-5)
