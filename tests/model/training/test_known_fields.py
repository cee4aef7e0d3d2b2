"""Known embeddings of a bundle that starts from another: carried where both embed fields alike."""

import dataclasses

import numpy as np
import pytest
import torch

from doab.model.adaptation.known_embeddings import KnownEmbeddings, known_as_bytes, known_from_bytes
from doab.model.bundle import load_bundle, save_bundle
from doab.model.network.weights import encoder_of, network_of, weights_of
from doab.model.training.known_fields import carry_known_embeddings


def write(folder, known, part=""):
    """Write the default bundle with other weights in one part of its network."""
    bundle = load_bundle("")
    network = network_of(bundle)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if part and name.startswith(f"{part}."):
                parameter.mul_(1.5)
    card = {key: value for key, value in bundle.card.items() if key != "sha256"}
    save_bundle(folder, card, weights_of(encoder_of(bundle), network), known)
    return folder


@pytest.fixture
def known():
    shipped = known_from_bytes(load_bundle("").known)
    return dataclasses.replace(shipped, encoded_by="of another bundle")


@pytest.mark.parametrize(
    ("part", "alike"),
    [("spatial", True), ("decoder", True), ("temporal.cell_map", True), ("temporal.token_map", False)],
)
def test_they_are_carried_where_encoder_and_token_map_are_the_same(tmp_path, known, part, alike):
    start, after = write(tmp_path / "start", known_as_bytes(known)), write(tmp_path / "after", b"", part)
    assert carry_known_embeddings(after, str(start)) is alike
    content = load_bundle(str(after)).known
    assert bool(content) is alike
    if alike:
        carried = known_from_bytes(content)
        assert isinstance(carried, KnownEmbeddings) and carried.encoded_by != known.encoded_by
        np.testing.assert_array_equal(carried.fields, known.fields)


def test_a_start_without_any_gives_none(tmp_path):
    start, after = write(tmp_path / "start", b""), write(tmp_path / "after", b"")
    assert not carry_known_embeddings(after, str(start)) and not load_bundle(str(after)).known
