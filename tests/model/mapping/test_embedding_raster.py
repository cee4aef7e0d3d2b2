"""Token maps of tiles to the embedding of each parcel."""

import numpy as np
import pytest
from rasterio.windows import Window

from doab.model.mapping.embedding_raster import EmbeddingRaster, parcel_embeddings
from doab.model.mapping.probability_rasters import ProbabilityRasters
from doab.model.mapping.tiling import Tiling

TILE, PATCH = 16, 4


def blended(tokens, height, width, row=0, col=0):
    """Return the raster of a window, blended from tiles that are cut from known ``tokens`` [d, rows, cols]."""
    tiling = Tiling(PATCH * tokens.shape[1], PATCH * tokens.shape[2], TILE, 8)
    raster, side = EmbeddingRaster(height, width, row, col), TILE // PATCH
    around = np.pad(tokens, ((0, 0), (side, side), (side, side)))
    for tile in tiling.tiles(Window(col, row, width, height)):
        r, c = tile.row // PATCH + side, tile.col // PATCH + side
        raster.add(tile, tiling.weights(tile), around[:, r : r + side, c : c + side])
    return raster


@pytest.fixture
def tokens():
    return np.random.default_rng(2).random((3, 12, 15)).astype(np.float16)


def test_a_parcel_has_the_mean_of_the_tokens_under_it_wherever_the_block_begins(tokens):
    for row, col in ((0, 0), (5, 7), (8, 10)):
        raster, rasters = blended(tokens, 24, 30, row, col), ProbabilityRasters(24, 30, 2, row, col)
        labels = np.zeros((48, 60), np.int32)
        labels[10:30, 8:40], labels[32:40, 4:10] = 1, 2
        inner = slice(0, 24), slice(0, 30)
        embeddings = parcel_embeddings([raster.sum_over_pieces(labels, 2, rasters, inner)], [np.array([1, 2])], 2)
        fine = tokens.astype(np.float32).repeat(8, 1).repeat(8, 2)[:, 2 * row :, 2 * col :][:, :48, :60]
        expected = [[plane[labels == number].mean() for plane in fine] for number in (1, 2)]
        np.testing.assert_allclose(embeddings, expected, atol=3e-3)


def test_the_heart_of_a_parcel_counts_more_than_its_rim(tokens):
    rasters = ProbabilityRasters(16, 16, 2)
    rasters.arrays["core"][8:16, 8:16] = 1  # the token in the second row and column
    labels = np.ones((32, 32), np.int32)
    raster = blended(tokens, 16, 16)
    (embedding,) = parcel_embeddings(
        [raster.sum_over_pieces(labels, 1, rasters, (slice(0, 16), slice(0, 16)))], [np.array([1])], 1
    )
    np.testing.assert_allclose(
        embedding, (64 * tokens[:, 1, 1] + 10.24 * tokens[:, :4, :4].mean((1, 2))) / 74.24, atol=3e-3
    )


def test_pieces_of_two_blocks_together_are_the_whole(tokens):
    rasters, labels = ProbabilityRasters(24, 30, 2), np.zeros((48, 60), np.int32)
    labels[4:44, 6:50] = 1
    raster = blended(tokens, 24, 30)
    whole = raster.sum_over_pieces(labels, 1, rasters, (slice(0, 24), slice(0, 30)))
    parts = [
        raster.sum_over_pieces(labels[:, 2 * a : 2 * b], 1, rasters, (slice(0, 24), slice(a, b)))
        for a, b in ((0, 11), (11, 30))
    ]
    one, two = (parcel_embeddings(sums, [np.array([1])] * len(sums), 1) for sums in ([whole], parts))
    np.testing.assert_allclose(one, two, atol=1e-3)


def test_without_any_tile_there_are_no_embeddings():
    nothing = EmbeddingRaster(8, 8, 0, 0).sum_over_pieces(
        np.zeros((16, 16), np.int32), 0, ProbabilityRasters(8, 8, 2), (slice(0, 8), slice(0, 8))
    )
    assert parcel_embeddings([nothing], [np.zeros(0, int)], 0).shape == (0, 0)
