"""A bundle knows what is unlike the fields that it learned from."""

import numpy as np
import pytest

from doab.model.adaptation.known_embeddings import fit_known, known_as_bytes, known_from_bytes
from doab.model.adaptation.parcel_refinement import ParcelRefinement
from doab.model.crops import Crop

CROPS = (Crop("1", "wheat", "Wheat", "#000000"), Crop("2", "maize", "Maize", "#000000"))


def fields(count, shift=0.0, seed=0):
    generator = np.random.default_rng(seed)
    crops = generator.integers(0, 2, count)
    return 4 * np.eye(2, 8)[crops] + shift + generator.normal(0, 1, (count, 8)), crops


@pytest.fixture
def known():
    embeddings, crops = fields(800)
    return fit_known(embeddings, crops, fields(400, seed=1)[0], "encoder")


def test_fields_like_those_of_the_training_are_in_the_middle_and_others_beyond(known):
    assert known.unlike(fields(400, seed=2)[0]).mean() == pytest.approx(0.5, abs=0.06)
    assert known.relative_distance(fields(400, seed=2)[0]) == pytest.approx(1, abs=0.1)
    assert (known.unlike(fields(400, 3.0, seed=3)[0]) > 0.95).mean() > 0.9
    assert known.relative_distance(fields(400, 3.0, seed=3)[0]) > 2
    unknown = np.full((1, 8), np.nan)
    assert np.isnan(known.unlike(unknown)).all() and np.isnan(known.relative_distance(unknown))


def test_it_reads_back_as_it_was_written_and_other_files_are_refused(known):
    read = known_from_bytes(known_as_bytes(known))
    assert read.encoded_by == "encoder"
    np.testing.assert_array_equal(read.unlike(fields(9)[0]), known.unlike(fields(9)[0]))
    with pytest.raises(ValueError, match="no embeddings"):
        known_from_bytes(b"something else")


def test_confidences_fall_with_the_temperature_of_the_scene_and_crops_stay(known):
    refinement, certain = ParcelRefinement(known=known), np.tile([0.95, 0.05], (200, 1))
    near, far = (
        refinement(certain, embeddings, CROPS, np.array([0.5, 0.5]), temperature)
        for embeddings, temperature in ((fields(200, seed=4)[0], 1.0), (fields(200, 3.0, seed=4)[0], 2.0))
    )
    assert near.probabilities[:, 0].mean() > 0.9 > far.probabilities[:, 0].mean() > 0.5
    assert near.unlike_share < 0.2 < 0.9 < far.unlike_share and far.crops == CROPS


def test_of_too_few_fields_nothing_is_known():
    embeddings, crops = fields(8)
    assert fit_known(embeddings, crops, embeddings, "encoder") is None
