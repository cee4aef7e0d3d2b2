"""The vegetation index is the same for arrays and tensors."""

import numpy as np
import torch

from doab.model.ndvi import ndvi, ndvi_or_zero

RED, INFRARED = np.array([0.1, 0.0, 0.3], np.float32), np.array([0.3, 0.0, 0.1], np.float32)


def test_arrays_and_tensors_have_the_same_index():
    expected = np.array([0.5, 0.0, -0.5], np.float32)
    np.testing.assert_allclose(ndvi(RED, INFRARED, 1e-4), expected, atol=1e-6)
    tensor = ndvi(torch.from_numpy(RED), torch.from_numpy(INFRARED), 1e-4)
    np.testing.assert_array_equal(tensor.numpy(), ndvi(RED, INFRARED, 1e-4))


def test_a_sum_that_is_not_positive_gives_zero():
    np.testing.assert_allclose(ndvi_or_zero(np.array([0.1, -0.2]), np.array([0.3, 0.1])), [0.5, 0])
