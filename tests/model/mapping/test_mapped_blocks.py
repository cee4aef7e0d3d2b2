"""Blocks on disk, read as one raster."""

import numpy as np
import pytest

from doab.model.mapping.attributes import PieceSums
from doab.model.mapping.block_grid import divide
from doab.model.mapping.mapped_blocks import RASTERS, TABLES, MappedBlock, Mosaic, load_block, save_block
from doab.model.mapping.stitching import SIDES, Edge, Pieces
from doab.model.protocol import InputError

GRID = divide((10, 14), 7, 2)


def rasters_of(block, seed=0):
    height, width = (span.stop - span.start for span in block.core)
    generator = np.random.default_rng((seed, block.row, block.col))
    fine = {
        "labels": generator.integers(0, 3, (2 * height, 2 * width)).astype(np.int32),
        "border": generator.random((2 * height, 2 * width)).astype(np.float16),
        "field": generator.random((2 * height, 2 * width)).astype(np.float16),
    }
    tables = {"embedding": generator.random((2, 3)).astype(np.float32), "embedding_weight": np.array([3.0, 4.0])}
    return fine | tables | {"ground": generator.integers(0, 3, (height, width)).astype(np.uint8)}


def mapped(block):
    edges = {side: Edge(np.arange(4, dtype=np.int32) + i, np.arange(4) % 2 == 0) for i, side in enumerate(SIDES)}
    pieces = Pieces(np.arange(8).reshape(2, 4), np.array([5, 6]), np.array([0, 7]), edges)
    sums = PieceSums(np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([1.0, 2.0]))
    return MappedBlock(pieces, sums, 35, 4, rasters_of(block).__getitem__, usable=np.array([31, 0, 7]))


def test_a_block_comes_back_as_it_was(tmp_path):
    block = GRID.block(0, 1)
    save_block(tmp_path / "block.npz", mapped(block))
    loaded, expected = load_block(tmp_path / "block.npz"), mapped(block)
    assert (loaded.pixels, loaded.hidden, loaded.usable.tolist()) == (35, 4, [31, 0, 7])
    assert np.array_equal(loaded.pieces.boxes, expected.pieces.boxes)
    assert np.array_equal(loaded.pieces.sizes, expected.pieces.sizes)
    assert np.array_equal(loaded.pieces.beyond, expected.pieces.beyond)
    assert np.array_equal(loaded.sums.crop, expected.sums.crop) and np.array_equal(loaded.sums.clear, [1, 2])
    for side in SIDES:
        one, other = loaded.pieces.edges[side], expected.pieces.edges[side]
        assert np.array_equal(one.pieces, other.pieces) and np.array_equal(one.continued, other.continued)
    for name in (*RASTERS, *TABLES):
        assert np.array_equal(loaded.read(name), expected.read(name))


def test_a_block_that_is_not_whole_is_none(tmp_path):
    path = tmp_path / "block.npz"
    assert load_block(path) is None
    save_block(path, mapped(GRID.block(0, 0)))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert load_block(path) is None


def test_a_raster_that_turns_out_damaged_is_removed_so_that_the_next_run_maps_it(tmp_path):
    path = tmp_path / "block.npz"
    save_block(path, mapped(GRID.block(0, 0)))
    loaded = load_block(path)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InputError, match="Run again"):
        loaded.read("border")
    assert not path.exists()


def test_a_mosaic_reads_across_blocks_and_is_empty_where_none_is():
    blocks = {block: mapped(block) for block in GRID.blocks() if (block.row, block.col) != (1, 0)}
    parcels = {block: np.array([0, 10 + i, 20 + i], np.int32) for i, block in enumerate(blocks)}
    mosaic = Mosaic(GRID, blocks, parcels)
    assert mosaic.shape == (20, 28)
    border, ground, labels = np.zeros((20, 28), np.float32), np.zeros((10, 14), np.uint8), np.zeros((20, 28), np.int32)
    for block in blocks:
        there = tuple(slice(2 * span.start, 2 * span.stop) for span in block.core)
        border[there], ground[block.core] = rasters_of(block)["border"], rasters_of(block)["ground"]
        labels[there] = parcels[block][rasters_of(block)["labels"]]
    for rows, cols in [(slice(0, 20), slice(0, 28)), (slice(7, 13), slice(11, 17)), (slice(3, 4), slice(20, 28))]:
        assert np.array_equal(mosaic.read("border", rows, cols), border[rows, cols])
        assert np.array_equal(mosaic.labels(rows, cols), labels[rows, cols])
    assert np.array_equal(mosaic.read("ground", slice(2, 9), slice(3, 14)), ground[2:9, 3:14])
