"""Regions as queries: fine watershed regions merged by a learned affinity, beside the watershed.

    .venv/bin/python benchmarks/region_merging.py ../shared/data --denmark FOLDER

``FOLDER`` of --denmark holds the halves that split_scene.py wrote. A small network reads the features of both streams,
pooled over two neighbouring regions, and the evidence along their border, and says whether they are one field; average
linkage merges them. It learns from simulated tiles, with and without real tiles of the western half; scores are the PQ
of any crop on simulated tiles of three kinds and on real tiles of the eastern half. The upstream network is that of the
default bundle and stays as it is. Figures of docs/log/queries.md.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from region_graph import BORDER_FEATURES, REGION_FEATURES, RegionGraph, build_region_graph, merge_regions, pool_regions
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from doab.model.bundle import load_bundle
from doab.model.constants import SMALLEST_PARCEL_PIXELS
from doab.model.datatypes import WatershedSettings
from doab.model.declared_parcels import read_declared
from doab.model.mapping.watershed import watershed_segments
from doab.model.metrics.panoptic_counts import PanopticCounts, without_small
from doab.model.network.two_stream import TwoStream
from doab.model.network.weights import encoder_of, network_of
from doab.model.protocol import Source
from doab.model.training.dataset import Example, encode_examples
from doab.model.training.labelled_scenes import labelled_tiles
from doab.model.training.tile_generation import TileSettings, generate_tiles

SHAPES = ("zurich_2019", "netherlands_2020", "boigneville_sequences")
KINDS = {"even": (0.0, 0.0), "in parts": (0.0, 1.0), "hard": (1.0, 0.0)}  # shares of hard and of parted tiles
FINE = WatershedSettings(0.5, 0.015)  # its regions are merged
FLOOR = WatershedSettings(0.6, 0.2)
THRESHOLDS = np.arange(0.3, 0.95, 0.1)
CONTENT, HIDDEN, NOISE, BATCH = 16, 64, 0.3, 8


@dataclass(frozen=True)
class Regions:
    """A tile's ``maps`` [3, 2H, 2W] (field, border, core), its fine regions with graph and pooled features, the truth.

    ``parcel`` [R] is the true parcel that most of each region lies in, ``purity`` [R] its share of the region.
    """

    maps: np.ndarray
    labels: np.ndarray
    graph: RegionGraph
    pooled: np.ndarray
    parcel: np.ndarray
    purity: np.ndarray
    true: np.ndarray
    crops: np.ndarray


@torch.inference_mode()
def extract_regions(network: TwoStream, example: Example) -> Regions:
    """Return the regions of one tile with everything that a query knows."""
    batch = Example.stack([example])
    latents = network.encode_time(batch.volume)
    features = network.encode_space(latents, batch.frame)
    maps = network.dense_maps(features)
    sources = (*(features.pyramid[s] for s in (1, 2)), latents.token_map, latents.cell_map, maps.crop.softmax(1))
    size = sources[0].shape[-2:]
    content = [F.interpolate(x, size, mode="bilinear", align_corners=False)[0] for x in sources]
    field, border, core = (x[0].sigmoid().numpy() for x in (maps.field, maps.border, maps.core))
    labels = watershed_segments(field, border, core, FINE)
    true, known = example.targets.parcels.numpy(), example.targets.known.numpy() > 0
    counts = np.zeros((int(labels.max()) + 1, int(true.max()) + 1))
    np.add.at(counts, (labels[known], true[known]), 1)
    sizes = np.bincount(labels.ravel())
    return Regions(
        np.stack([field, border, core]),
        labels,
        build_region_graph(labels, field, border, core),
        pool_regions(labels, core, torch.cat(content).numpy()),
        counts[1:].argmax(1),
        counts[1:].max(1) / sizes[1:],
        true,
        example.targets.crops.numpy(),
    )


class Affinity(nn.Module):
    """Logit that two neighbouring regions are one field, the same in both orders."""

    def __init__(self, tiles: Sequence[Regions]) -> None:
        super().__init__()
        known = (
            np.concatenate(x) for x in zip(*((t.pooled, t.graph.regions, t.graph.borders) for t in tiles), strict=True)
        )
        self.scales = [(x.mean(0), x.std(0) + 1e-4) for x in known]
        self.content = nn.Linear(tiles[0].pooled.shape[1], CONTENT)
        inputs = 2 * (CONTENT + REGION_FEATURES) + BORDER_FEATURES
        layers = (nn.Linear(inputs, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, 1))
        self.relation = nn.Sequential(*layers)

    def forward(self, tile: Regions, noise: float = 0.0) -> Tensor:
        arrays = (tile.pooled, tile.graph.regions, tile.graph.borders)
        scaled = ((x - mean) / spread for x, (mean, spread) in zip(arrays, self.scales, strict=True))
        pooled, regions, borders = (torch.from_numpy(x.astype(np.float32)) for x in scaled)
        query = torch.cat([self.content(pooled + noise * torch.randn_like(pooled)), regions], 1)
        one, other = (query[torch.from_numpy(tile.graph.pairs[:, i])] for i in (0, 1))
        return self.relation(torch.cat([one + other, (one - other).abs(), borders], 1))[:, 0]


def weighted_loss(logits: Tensor, tile: Regions) -> tuple[Tensor, Tensor]:
    """Return the sum of the cross-entropy over a tile's pairs and that of their weights: purity, size, a parcel."""
    one, other = tile.graph.pairs.T
    same = (tile.parcel[one] == tile.parcel[other]) & (tile.parcel[one] > 0)
    counts = (np.minimum(tile.purity[one], tile.purity[other]) > 0.5) & (tile.parcel[one] + tile.parcel[other] > 0)
    weight = counts * tile.purity[one] * tile.purity[other] * np.sqrt(np.minimum(tile.graph.lengths, 40) / 10)
    targets, weights = (torch.from_numpy(x.astype(np.float32)) for x in (same, weight))
    return (F.binary_cross_entropy_with_logits(logits, targets, reduction="none") * weights).sum(), weights.sum()


def learn(tiles: Sequence[Regions], real: Sequence[Regions], steps: int, seed: int = 0) -> Affinity:
    """Return a network that learned from simulated ``tiles``, a quarter of each batch ``real`` ones where there are."""
    torch.manual_seed(seed)
    rng, network = np.random.default_rng(seed), Affinity(tiles)
    optimiser = torch.optim.AdamW(network.parameters(), weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, steps)
    for _ in range(steps):
        several = BATCH // 4 if real else 0
        batch = [tiles[i] for i in rng.integers(len(tiles), size=BATCH - several)]
        batch += [real[i] for i in rng.integers(len(real), size=several)] if real else []
        sums = [weighted_loss(network(tile, NOISE), tile) for tile in batch]
        loss = torch.stack([loss for loss, _ in sums]).sum() / torch.stack([weight for _, weight in sums]).sum()
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    return network.eval()


def merged(network: Affinity, threshold: float) -> Callable[[Regions], np.ndarray]:
    """Return the function that merges a tile's regions."""

    @torch.inference_mode()
    def segment(tile: Regions) -> np.ndarray:
        affinity = network(tile).sigmoid().numpy()
        groups = merge_regions(len(tile.pooled), tile.graph.pairs, affinity, tile.graph.lengths, threshold)
        return np.concatenate([[0], groups + 1])[tile.labels]

    return segment


def score(tiles: Iterable[Regions], segment: Callable[[Regions], np.ndarray]) -> float:
    """Return the PQ of any crop in percent."""
    counts = PanopticCounts(1)
    for tile in tiles:
        labels = segment(tile)
        labels = np.where(np.bincount(labels.ravel())[labels] < SMALLEST_PARCEL_PIXELS, 0, labels)
        crops = without_small(tile.true, np.minimum(tile.crops, 0), SMALLEST_PARCEL_PIXELS)
        counts.add(labels, np.zeros(int(labels.max()) + 1, int), tile.true, crops)
    return 100 * counts.scores()["pq"]


def load_tiles(options: argparse.Namespace) -> dict[str, list[Regions]]:
    """Return the tiles by kind: simulated ones to learn from, of each of `KINDS`, and those of both Danish halves."""
    bundle = load_bundle("")
    network, encoder = network_of(bundle).eval(), encoder_of(bundle)
    shapes = tuple(str(options.data / "parcel_geometry" / f"{name}.gpkg") for name in SHAPES)
    tiles = {}
    for number, (kind, shares) in enumerate({"training": (0.5, 0.8), **KINDS}.items()):
        settings = TileSettings((504 + number,), 96, shapes, hard=shares[0], parted=shares[1], diverse=0.6)
        count = options.tiles if kind == "training" else options.dev_tiles
        tiles[kind] = [
            extract_regions(network, example) for example in generate_tiles(settings, count, options.workers)
        ]
    for half in ("west", "east"):
        folder = options.denmark / half
        declared = read_declared(
            folder / "parcels.gpkg",
            field="AfgKode",
            codes=options.data / "hcat" / "country_mappings" / "dk_2019.csv",
        )
        labelled = labelled_tiles([Source(str(folder), "s2")], declared, 96, options.dev_tiles, 1)
        tiles[half] = [extract_regions(network, example) for example in encode_examples(labelled, encoder)]
    return tiles


def main() -> None:
    """Learn, score and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--denmark", type=Path, required=True)
    parser.add_argument("--tiles", type=int, default=600)
    parser.add_argument("--dev-tiles", type=int, default=40)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    tiles = load_tiles(options)
    fitting, learning = tiles["training"][:40], tiles["training"][40:]
    rows = {"watershed": lambda tile: watershed_segments(*tile.maps, FLOOR)}
    for name, real, steps in (
        ("untrained", [], 1),
        ("simulated", [], options.steps),
        ("and west", tiles["west"], options.steps),
    ):
        network = learn(learning, real, steps)
        best = max(THRESHOLDS, key=lambda threshold: score(fitting, merged(network, threshold)))
        rows[f"regions, {name}"] = merged(network, best)
    print("| segments | " + " | ".join([*KINDS, "denmark, east"]) + " |")
    print("|---" * (len(KINDS) + 2) + "|")
    for name, segment in rows.items():
        scores = [f"{score(tiles[kind], segment):.1f}" for kind in (*KINDS, "east")]
        print(f"| {name} | " + " | ".join(scores) + " |", flush=True)


if __name__ == "__main__":
    main()
