"""Zarr cubes of formats 2 and 3 as xarray and zarr-python write them."""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import os
import struct
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow
import pytest
import rasterio

from doab.model.protocol import OPTICAL_BANDS, Source
from doab.model.scene.discovery import discover
from doab.model.scene.grid import reference_grid
from doab.model.scene.warper import Warper, read_physical

SIDE = 8
DAYS = {"units": "days since 2019-04-01", "calendar": "proleptic_gregorian"}
BYTES = {"name": "bytes", "configuration": {"endian": "little"}}
ZSTD = {"name": "zstd", "configuration": {"level": 0, "checksum": False}}
GZIP = {"name": "gzip", "configuration": {"level": 5}}
BLOSC = {
    "name": "blosc",
    "configuration": {"typesize": 2, "cname": "zstd", "clevel": 5, "shuffle": "shuffle", "blocksize": 0},
}
CHECKED = {"name": "crc32c", "configuration": {}}


def stored_by_blosc(content):
    """Return bytes in Blosc's container as they are, which its header says."""
    header = bytes([2, 1, 0b10, 2]) + struct.pack("<III", len(content), len(content), len(content) + 16)
    return header + content


ENCODERS = {
    "bytes": lambda content: content,
    "vlen-utf8": lambda content: content,
    "zstd": lambda content: pyarrow.compress(content, "zstd", asbytes=True),
    "gzip": gzip.compress,
    "blosc": stored_by_blosc,
    "crc32c": lambda content: content + b"sum!",
}


def describe(values, dimensions, attributes, codecs=(BYTES, ZSTD), chunks=None, fill=0, keys=("default", "/")):
    return {
        "zarr_format": 3,
        "node_type": "array",
        "shape": list(values.shape),
        "data_type": str(values.dtype) if values.dtype.kind != "O" else "string",
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": list(chunks or values.shape)}},
        "chunk_key_encoding": {"name": keys[0], "configuration": {"separator": keys[1]}},
        "fill_value": fill,
        "codecs": list(codecs),
        "attributes": attributes,
        "dimension_names": list(dimensions),
        "storage_transformers": [],
    }


def write_array(folder, name, values, dimensions, attributes, **storage):
    """Write one array with its chunks; return its description."""
    described = describe(values, dimensions, attributes, **storage)
    chunks = described["chunk_grid"]["configuration"]["chunk_shape"]
    (folder / name).mkdir(parents=True)
    for numbers in itertools.product(*(range(-(-n // c)) for n, c in zip(values.shape, chunks, strict=True))):
        part = values[tuple(slice(i * c, (i + 1) * c) for i, c in zip(numbers, chunks, strict=True))]
        whole = np.full(chunks, described["fill_value"], values.dtype)
        whole[tuple(slice(0, n) for n in part.shape)] = part
        content = texts(whole) if values.dtype.kind == "O" else whole.tobytes()
        for codec in described["codecs"]:
            content = ENCODERS[codec["name"]](content)
        kind, separator = storage.get("keys", ("default", "/"))
        file = folder / name / separator.join((["c"] if kind == "default" else []) + [str(i) for i in numbers])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return described


def texts(values):
    encoded = [text.encode() for text in values]
    return struct.pack("<I", len(encoded)) + b"".join(struct.pack("<I", len(one)) + one for one in encoded)


def write_cube(folder, variables, is_consolidated=True, days=(0, 45), group="", **extra):
    """Write a cube: {name: (dimensions, values, attributes, storage)}; return its path."""
    arrays = {
        "time": (("time",), np.array(days, np.int64), DAYS, {}),
        "y": (("y",), 5_600_000 - 10 * (np.arange(SIDE) + 0.5), {}, {}),
        "x": (("x",), 500_000 + 10 * (np.arange(SIDE) + 0.5), {}, {}),
        "spatial_ref": ((), np.array(0), {"crs_wkt": rasterio.crs.CRS.from_epsg(32631).to_wkt()}, {}),
        **extra,
        **variables,
    }
    described = {}
    for name, (dimensions, values, attributes, storage) in arrays.items():
        name = f"{group}{name}"
        described[name] = write_array(folder, name, values, dimensions, attributes, **storage)
        if not is_consolidated:
            (folder / name / "zarr.json").write_text(json.dumps(described[name]))
    if group and not is_consolidated:
        (folder / group / "zarr.json").write_text('{"zarr_format": 3, "node_type": "group", "attributes": {}}')
    root = {"zarr_format": 3, "node_type": "group", "attributes": {}}
    if is_consolidated:
        root["consolidated_metadata"] = {"kind": "inline", "must_understand": False, "metadata": described}
    (folder / "zarr.json").write_text(json.dumps(root))
    return str(folder)


def write_format_2(folder, variables, is_consolidated):
    """Write a cube of format 2 in whole chunks: {name: (dimensions, values, attributes)}; return its path."""
    metadata = {}
    for name, (dimensions, values, attributes) in variables.items():
        path = folder / name
        path.mkdir(parents=True)
        storage = {"chunks": values.shape, "shape": values.shape, "dtype": values.dtype.str, "order": "C"}
        whole = {**storage, "compressor": None, "fill_value": None, "filters": None, "zarr_format": 2}
        metadata[f"{name}/.zarray"], metadata[f"{name}/.zattrs"] = (
            whole,
            {"_ARRAY_DIMENSIONS": dimensions, **attributes},
        )
        (path / ".zarray").write_text(json.dumps(whole))
        (path / ".zattrs").write_text(json.dumps(metadata[f"{name}/.zattrs"]))
        (path / ".".join("0" * max(1, values.ndim))).write_bytes(values.tobytes())
    (folder / ".zgroup").write_text('{"zarr_format": 2}')
    if is_consolidated:
        (folder / ".zmetadata").write_text(json.dumps({"zarr_consolidated_format": 1, "metadata": metadata}))
    return str(folder)


def bands(levels=(900, 800), dtype=np.int16, names=("red", "nir"), **storage):
    """Return variables with a level at each time."""
    values = np.stack([np.full((SIDE, SIDE), level, dtype) for level in levels])
    values[:, 0, 1] += 100  # rows and columns are told apart
    return {name: (("time", "y", "x"), values, {"grid_mapping": "spatial_ref"}, storage) for name in names}


def recognised(path):
    return discover([Source(path)])


def read(acquisition, scene):
    with Warper(reference_grid(scene, scene.acquisitions[0])) as warper:
        return read_physical(warper, acquisition, OPTICAL_BANDS, warper.grid.whole)


@pytest.mark.parametrize("is_consolidated", [True, False])
@pytest.mark.parametrize("grid_mapping", [{"grid_mapping": "spatial_ref"}, {}])  # xarray loses it with an encoding
def test_a_cube_of_format_2_is_read_and_not_searched(tmp_path, is_consolidated, grid_mapping):
    stack = np.stack([np.full((2, SIDE, SIDE), level, np.int16) for level in (900, 800)])
    arrays = {
        "time": (["time"], np.array([0, 45]), DAYS),
        "band": (["band"], np.array(["nir", "red"]), {}),
        "y": (["y"], 5_600_000 - 10 * (np.arange(SIDE) + 0.5), {}),
        "x": (["x"], 500_000 + 10 * (np.arange(SIDE) + 0.5), {}),
        "spatial_ref": ([], np.array(0), {"crs_wkt": rasterio.crs.CRS.from_epsg(32631).to_wkt()}),
        "stack": (["band", "time", "y", "x"], stack, grid_mapping),
    }
    write_format_2(tmp_path / "cube.zarr", arrays, is_consolidated)
    scene = recognised(str(tmp_path))
    assert [a.date for a in scene.acquisitions] == ["2019-04-01", "2019-05-16"]
    assert read(scene.acquisitions[1], scene)[0][[2, 6], 0, 0] == pytest.approx([0.08, 0.09])


@pytest.mark.parametrize(
    "storage",
    [
        {"codecs": [BYTES]},
        {"codecs": [BYTES, ZSTD]},
        {"codecs": [BYTES, GZIP]},
        {"codecs": [BYTES, ZSTD, CHECKED]},
        {"codecs": [BYTES, CHECKED]},
        {"chunks": (1, 5, 3)},
        {"chunks": (1, 4, 4), "keys": ("default", ".")},
        {"chunks": (2, 8, 4), "keys": ("v2", ".")},
        {"chunks": (2, 8, 4), "keys": ("v2", "/")},
    ],
)
@pytest.mark.parametrize("is_consolidated", [True, False])
def test_a_cube_is_read_however_it_is_stored(tmp_path, storage, is_consolidated):
    scene = recognised(write_cube(tmp_path / "cube.zarr", bands(**storage), is_consolidated))
    assert [a.date for a in scene.acquisitions] == ["2019-04-01", "2019-05-16"]
    assert reference_grid(scene, scene.acquisitions[0]).crs.endswith("32631")
    values, present = read(scene.acquisitions[1], scene)
    assert present.all() and values[2, 1, 0] == pytest.approx(0.08) and values[2, 0, 1] == pytest.approx(0.09)


def test_blosc_is_read_where_the_wheel_of_rasterio_has_it(tmp_path):
    scene = recognised(write_cube(tmp_path / "cube.zarr", bands(codecs=[BYTES, BLOSC])))
    if scene.acquisitions:
        assert read(scene.acquisitions[1], scene)[0][2, 1, 0] == pytest.approx(0.08)
    else:
        assert os.name == "nt" and scene.problems


def test_arrays_lie_in_groups(tmp_path):
    for is_consolidated in (True, False):
        path = write_cube(tmp_path / f"{is_consolidated}.zarr", bands(), is_consolidated, group="r10m/")
        assert [a.date for a in recognised(path).acquisitions] == ["2019-04-01", "2019-05-16"]


@pytest.mark.parametrize("kind", ["any length", "one length"])
def test_names_along_a_dimension_are_those_of_bands(tmp_path, kind):
    names = np.array(["nir", "red", "blue"], object if kind == "any length" else "<U4")
    values = np.arange(3, dtype=np.int16)[None, :, None, None] * 100 + np.full((2, 3, SIDE, SIDE), 500, np.int16)
    codecs = {"codecs": [{"name": "vlen-utf8"}, ZSTD], "fill": ""} if kind == "any length" else {"fill": ""}
    stack = {"stack": (("time", "band", "y", "x"), values, {"grid_mapping": "spatial_ref"}, {})}
    path = write_cube(tmp_path / "cubo.zarr", stack, band=(("band",), names, {}, codecs))
    if kind == "one length":
        file = tmp_path / "cubo.zarr" / "zarr.json"
        fixed = {"name": "fixed_length_utf32", "configuration": {"length_bytes": 16}}
        file.write_text(file.read_text().replace('"<U4"', json.dumps(fixed)))
    scene = recognised(path)
    assert tuple(scene.acquisitions[0].bands) == ("B02", "B04", "B08")
    values, _ = read(scene.acquisitions[1], scene)
    assert values[[0, 2, 6], 0, 0] == pytest.approx([0.07, 0.06, 0.05])


def test_scale_void_and_epsg_code_are_those_of_xarray(tmp_path):
    values = np.full((2, SIDE, SIDE), 3000, np.int16)
    values[:, 0, 0] = -9999
    facts = {"scale_factor": 0.0002, "add_offset": -0.1, "_FillValue": -9999, "epsg": 32631}
    variables = {name: (("time", "y", "x"), values, facts, {}) for name in ("red", "nir")}
    scene = recognised(write_cube(tmp_path / "a.zarr", variables, spatial_ref=((), np.array(0), {}, {})))
    acquisition = scene.acquisitions[0]
    assert (acquisition.scale, acquisition.offset, acquisition.nodata) == (0.0002, -0.1, -9999)
    physical, present = read(acquisition, scene)
    assert not present[0, 0] and present.sum() == SIDE**2 - 1 and physical[2, 1, 1] == pytest.approx(0.5)

    floats = np.full((2, SIDE, SIDE), 0.1, np.float32)
    floats[:, 0, 0] = np.nan
    facts = {"_FillValue": base64.b64encode(struct.pack("<d", np.nan)).decode(), "epsg": 32631}
    variables = {name: (("time", "y", "x"), floats, facts, {"fill": "NaN"}) for name in ("red", "nir")}
    scene = recognised(write_cube(tmp_path / "b.zarr", variables, spatial_ref=((), np.array(0), {}, {})))
    assert read(scene.acquisitions[0], scene)[1].sum() == SIDE**2 - 1


def test_chunks_that_are_not_stored_hold_no_data(tmp_path):
    path = write_cube(tmp_path / "cube.zarr", bands(chunks=(1, 4, 8)))
    for name in ("red", "nir"):
        (tmp_path / "cube.zarr" / name / "c" / "0" / "1" / "0").unlink()
    scene = recognised(path)
    _, present = read(scene.acquisitions[0], scene)
    assert present[:4].all() and not present[4:].any()
    assert read(scene.acquisitions[1], scene)[1].all()


def test_any_thread_reads_what_another_opened(tmp_path):
    scene = recognised(write_cube(tmp_path / "cube.zarr", bands(chunks=(1, 4, 4))))
    warper = Warper(reference_grid(scene, scene.acquisitions[0]))

    def red(number):
        return read_physical(warper, scene.acquisitions[number], OPTICAL_BANDS, warper.grid.whole)[0][2, 5, 5]

    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        assert first.submit(red, 0).result() == pytest.approx(0.09)
        assert second.submit(red, 1).result() == pytest.approx(0.08)
        second.submit(warper.close).result()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda node: node.update(codecs=[{"name": "sharding_indexed", "configuration": {}}]), "sharding_indexed"),
        (lambda node: node.update(codecs=[BYTES, {"name": "lzma"}]), "lzma"),
        (lambda node: node.update(codecs=[{"name": "transpose", "configuration": {"order": [1, 0, 2]}}]), "transpose"),
        (lambda node: node.update(data_type="complex64"), "complex64"),
        (lambda node: node["chunk_grid"]["configuration"].update(chunk_shape=[2, 20_000, 20_000]), "chunks of"),
        (lambda node: node.update(shape=[10**9, 8, 8]), "no variable"),
        (lambda node: node.update(shape=[2, 10**30, 8]), "no variable"),
        (lambda node: node.update(shape=[2, -8, 8]), "no variable"),
        (lambda node: node.update(shape="many"), "no variable"),
        (lambda node: node.update(chunk_grid={"name": "irregular"}), "no variable"),
        (lambda node: node.update(codecs=[[]]), "no variable"),
        (lambda node: node.update(dimension_names=["y"] * 3), "no variable"),
    ],
)
def test_what_is_not_read_is_named(tmp_path, change, words):
    path = write_cube(tmp_path / "cube.zarr", bands())
    file = tmp_path / "cube.zarr" / "zarr.json"
    content = json.loads(file.read_text())
    for name in ("red", "nir"):
        change(content["consolidated_metadata"]["metadata"][name])
    file.write_text(json.dumps(content))
    scene = recognised(path)
    assert not scene.acquisitions and words in scene.problems[0].text


@pytest.mark.parametrize("text", ["{", "[" * 100_000, "[]", '{"zarr_format": 4}', '{"zarr_format": 3}', "\x00"])
def test_damaged_descriptions_are_a_problem(tmp_path, text):
    (tmp_path / "cube.zarr").mkdir()
    (tmp_path / "cube.zarr" / "zarr.json").write_text(text)
    scene = recognised(str(tmp_path / "cube.zarr"))
    assert not scene.acquisitions and len(scene.problems) == 1


@pytest.mark.parametrize("content", [b"", b"nonsense" * 9, pyarrow.compress(bytes(3000), "zstd", asbytes=True)])
def test_chunks_that_cannot_be_decoded_void_their_date(tmp_path, content):
    path = write_cube(tmp_path / "cube.zarr", bands(chunks=(1, 8, 8)))
    scene = recognised(path)
    (tmp_path / "cube.zarr" / "red" / "c" / "0" / "0" / "0").write_bytes(content)
    with pytest.raises(Exception, match="damaged|cannot be read"):
        read(scene.acquisitions[0], scene)
    assert read(scene.acquisitions[1], scene)[1].all()
    assert not recognised(path).problems or recognised(path).problems[0].path == path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_a_chunk_that_is_no_ordinary_file_is_not_waited_for(tmp_path):
    path = write_cube(tmp_path / "cube.zarr", bands(chunks=(1, 8, 8)))
    chunk = tmp_path / "cube.zarr" / "red" / "c" / "0" / "0" / "0"
    chunk.unlink()
    os.mkfifo(chunk)
    scene = recognised(path)
    assert read(scene.acquisitions[1], scene)[1].all()


def test_arrays_outside_the_cube_are_none(tmp_path):
    write_array(tmp_path, "secret", np.full((2, SIDE, SIDE), 900, np.int16), ("time", "y", "x"), {})
    path = write_cube(tmp_path / "cube.zarr", bands())
    file = tmp_path / "cube.zarr" / "zarr.json"
    content = json.loads(file.read_text())
    metadata = content["consolidated_metadata"]["metadata"]
    for name in ("../secret", "a/../../secret", "/secret", "a\\..\\secret", ".."):
        metadata[name] = metadata["red"]
    metadata.pop("red"), metadata.pop("nir")
    file.write_text(json.dumps(content))
    assert "no variable" in recognised(path).problems[0].text
