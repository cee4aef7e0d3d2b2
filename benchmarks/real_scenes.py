r"""Maps of real development scenes: how well versions of a bundle do on real ground. Figures of docs/real_scenes.md.

    nice -n 10 .venv/bin/python benchmarks/real_scenes.py [--bundle BUNDLE] [--readout READOUT] [--only PART …] \
        [--out FILE] [--look FOLDER]

Parts: denmark and eeklo (against declared parcels), frames (agreement between the maps of two reference frames), light
and bands (agreement after a change of the images), content (ground, crops and confidence of each map). A table goes to
standard output, everything to the JSON file. READOUT is that of shapes and crops: dense, queries, or untrained, queries
from a decoder with random weights as the control (default: what the bundle ships). The scene flanders_2019 is no part
of it: it stays a test.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import shapely
import torch
from scene_maps import DATA, FRAMES, Mapped, Maps, declared_in_denmark, declared_in_eeklo
from scene_pictures import write_picture
from scene_tables import as_markdown

from doab.model.bundle import load_bundle
from doab.model.declared_parcels import Declared
from doab.model.evaluation.cases.changed_scenes import clear_share, only_date, with_bands, with_light
from doab.model.evaluation.decoder_ablations import untrained
from doab.model.evaluation.matching.map_agreement import any_crop, mean_agreement, sum_by_parcel
from doab.model.evaluation.matching.map_comparison import Case
from doab.model.evaluation.matching.map_content import crop_shares, describe_map, entropy_bits, mapped_outside
from doab.model.evaluation.systems import FEWER_BANDS, OTHER_LIGHT, with_readout
from doab.model.metrics.bootstrap import bootstrap_weights, percentile_interval
from doab.model.metrics.scores import Sums, compute_metrics
from doab.model.network.predictor import Predictor, load_predictor
from doab.model.protocol import Acquisition

PARTS = ("denmark", "eeklo", "frames", "light", "bands", "content")
AGREEING = ("eeklo", "hesbaye", "t31tej", "river_inn")
CHANGED = ("hesbaye", "t31tej")
READOUTS: dict[str | None, Callable[[Predictor], Predictor]] = {
    None: lambda predictor: predictor,
    "dense": lambda predictor: with_readout(predictor, "dense"),
    "queries": lambda predictor: with_readout(predictor, "queries"),
    "untrained": lambda predictor: with_readout(predictor.with_decoder(untrained), "queries"),
}


def score_denmark(maps: Maps) -> dict:
    """Return the scores of the Danish frame of three bands against its 169 declared parcels, and of its halves."""
    mapped = maps.of("denmark")
    declared = declared_in_denmark(maps)
    case = case_of(mapped, declared)
    sums = sum_by_parcel(mapped.parcels, any_crop(case), maps.classes)
    west, _, east, _ = mapped.plan.grid.bounds
    in_west = shapely.get_x(shapely.centroid(case.truth.polygons)) < (west + east) / 2
    parts = {"whole": slice(None), "western half": in_west, "eastern half": ~in_west}
    scores = {name: outline_scores(select(sums, rows)) for name, rows in parts.items()}
    scores["whole"]["PQ_interval"] = interval(sums, "PQ_agnostic")
    by_crop = {name: part.sum(0) for name, part in sum_by_parcel(mapped.parcels, case, maps.classes).items()}
    return {
        "parts": scores,
        "mapped_outside": mapped_outside(mapped.parcels, declared, mapped.plan.grid),
        "undeclared": undeclared(mapped, declared),
        **{name: float(compute_metrics(by_crop)[name]) for name in ("MR_px", "MR_parcel")},
    }


def score_eeklo(maps: Maps) -> dict:
    """Return the scores near Eeklo for each of its frames, and the mean over the frames."""
    frames = {}
    for i, date in enumerate(FRAMES["eeklo"]):
        mapped = maps.of("eeklo", i)
        case = case_of(mapped, declared_in_eeklo(maps))
        sums = sum_by_parcel(mapped.parcels, case, maps.classes)
        metrics = compute_metrics({name: part.sum(0) for name, part in sums.items()})
        frames[date] = {name: float(metrics[name]) for name in ("MR_px", "MR_parcel", "PQ", "PQ_agnostic")}
        frames[date]["mapped_outside"] = mapped_outside(mapped.parcels, case.truth, mapped.plan.grid)
    names = next(iter(frames.values()))
    mean = {name: float(np.mean([scores[name] for scores in frames.values()])) for name in names}
    return {"frames": frames, "mean": mean, "proposed": maps.proposed("eeklo")}


def score_frames(maps: Maps) -> dict:
    """Return for each scene the mean agreement between the maps of its frames."""
    result = {}
    for name in AGREEING:
        mapped = [maps.of(name, i) for i in range(len(FRAMES[name]))]
        grid = mapped[0].plan.grid
        agreement = mean_agreement([one.parcels for one in mapped], grid, maps.classes)
        result[name] = {"frames": len(mapped), "PQ_agnostic": agreement}
    return result


def score_light(maps: Maps) -> list[dict]:
    """Return, for each change of light, the scores in Denmark and the agreement with the unchanged map elsewhere."""
    rows = []
    for change in [{}, *OTHER_LIGHT.values()]:
        row: dict = {"change": describe(change)}
        for name in ("denmark", *CHANGED):
            unchanged = maps.of(name)
            mapped, clear = relit(maps, name, change) if change else (unchanged, own_clear(unchanged, unchanged))
            if name == "denmark":
                case = any_crop(case_of(mapped, declared_in_denmark(maps)))
                sums = sum_by_parcel(mapped.parcels, case, maps.classes)
                score = outline_scores(select(sums, slice(None)))["PQ"]
            else:
                score = maps.agreement(unchanged, mapped)
            content = describe_map(mapped.parcels, mapped.plan.grid, maps.classes)
            row[name] = {"PQ_agnostic": score, "mapped": content.mapped, "clear": clear}
        rows.append(row)
    return rows


def relit(maps: Maps, name: str, change: dict[str, float]) -> tuple[Mapped, float]:
    """Return the map of a scene under other light and what share of the frame the engine's own mask leaves clear."""
    unchanged, key = maps.of(name), f"{name}, {describe(change)}"
    folder = maps.scratch / key.replace(" ", "_")
    scene = with_light(maps.scene(name), unchanged.plan.frame, folder, **change)
    mapped = maps.of_scene(key, scene, FRAMES[name][0])
    return mapped, own_clear(mapped, unchanged)


def own_clear(mapped: Mapped, unchanged: Mapped) -> float:
    """Return the share of the reference frame that is clear by the mask that the engine would use without help."""
    frame: Acquisition = dataclasses.replace(mapped.plan.reference, clouds=unchanged.plan.reference.clouds)
    return clear_share(frame, unchanged.plan.grid)


def score_bands(maps: Maps) -> list[dict]:
    """Return the agreement of maps from fewer images and bands with the map from all of them."""
    rows = []
    for alone in (False, True):
        for label, bands in {"all": (), **FEWER_BANDS}.items():
            images = "reference frame" if alone else "all"
            row: dict = {"images": images, "bands": label}
            for name in CHANGED:
                date, scene = FRAMES[name][0], maps.scene(name)
                scene = only_date(scene, date) if alone else scene
                scene = with_bands(scene, bands) if bands else scene
                whole = maps.of(name)
                mapped = (
                    maps.of_scene(f"{name}, {images} images, {label} bands", scene, date) if bands or alone else whole
                )
                content = describe_map(mapped.parcels, mapped.plan.grid, maps.classes)
                row[name] = {"PQ_agnostic": maps.agreement(whole, mapped), "mapped": content.mapped}
            rows.append(row)
    return rows


def score_content(maps: Maps) -> dict:
    """Return what the map of each scene holds, and the entropy of the declared crops where there are some."""
    declared = {"denmark": declared_in_denmark, "eeklo": declared_in_eeklo}
    result = {}
    for name in FRAMES:
        mapped = maps.of(name)
        content = describe_map(mapped.parcels, mapped.plan.grid, maps.classes)
        by_label = dict(zip((crop.label for crop in maps.predictor.crops), content.crop_shares.tolist(), strict=True))
        result[name] = {
            "parcels": content.parcels,
            "median_ha": content.median_area,
            "mapped": content.mapped,
            "confidence": content.confidence,
            "entropy": content.entropy,
            "crops": {label: share for label, share in sorted(by_label.items(), key=lambda i: -i[1]) if share > 0},
        }
        if name in declared:
            truth = declared[name](maps)
            result[name]["declared_entropy"] = entropy_bits(crop_shares(truth, maps.classes))
            result[name]["declared_median_ha"] = float(np.median(shapely.area(truth.polygons)) / 1e4)
    return result


def undeclared(mapped: Mapped, declared: Declared) -> float:
    """Return the share of the ground that lies outside the declared parcels."""
    west, south, east, north = mapped.plan.grid.bounds
    inside = shapely.area(
        shapely.intersection(shapely.union_all(declared.polygons), shapely.box(west, south, east, north))
    )
    return 1 - float(inside) / ((east - west) * (north - south))


def case_of(mapped: Mapped, declared: Declared) -> Case:
    """Return the case of declared parcels in the CRS of a map's grid."""
    count = len(declared.crops)
    return Case(mapped.plan.grid, declared, np.arange(count), np.zeros(count, bool))


def select(sums: Sums, rows: np.ndarray | slice) -> Sums:
    """Return the sums over some parcels, [K + 1]."""
    return {name: part[rows].sum(0) for name, part in sums.items()}


def outline_scores(sums: Sums) -> dict:
    """Return the scores of any crop."""
    metrics = compute_metrics(sums)
    names = {"PQ": "PQ_agnostic", "SQ": "SQ_agnostic", "RQ": "RQ_agnostic", "boundary_F1": "boundary_F1"}
    return {"parcels": int(sums["parcels"].sum()), **{name: float(metrics[key]) for name, key in names.items()}}


def interval(sums: Sums, metric: str) -> list[float | None]:
    """Return the 95 % interval of a metric from resampled parcels."""
    weights = bootstrap_weights(len(sums["parcels"]))
    bounds = percentile_interval(compute_metrics({name: weights @ part for name, part in sums.items()})[metric])
    return [bounds["low"], bounds["high"]]


def describe(change: dict[str, float]) -> str:
    """Return the name of a change of light."""
    return " ".join(f"{name} {value:g}" for name, value in change.items()) or "unchanged"


def look(maps: Maps, folder: Path) -> None:
    """Write a picture of each scene with its map, and of the declared parcels where there are some."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FRAMES:
        mapped = maps.of(name)
        frame, grid = mapped.plan.reference, mapped.plan.grid
        write_picture(folder / f"{name}.png", frame, mapped.parcels, grid, maps.predictor.crops)
    for name, read in {"denmark": declared_in_denmark, "eeklo": declared_in_eeklo}.items():
        mapped, truth = maps.of(name), read(maps)
        drawn = dataclasses.replace(mapped.parcels, parcels=truth)
        frame, grid = mapped.plan.reference, mapped.plan.grid
        write_picture(folder / f"{name}_declared.png", frame, drawn, grid, maps.predictor.crops)


SCORES: dict[str, Callable[[Maps], object]] = dict(
    zip(PARTS, (score_denmark, score_eeklo, score_frames, score_light, score_bands, score_content), strict=True)
)


def main(arguments: Sequence[str]) -> None:
    """Score a bundle and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", default="", help="folder or zip (default: the bundle that ships)")
    parser.add_argument(
        "--readout",
        choices=[name for name in READOUTS if name],
        help="of shapes and crops (default: that of the bundle)",
    )
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the scenes (default: %(default)s)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to compute (default: all)")
    parser.add_argument("--out", type=Path, help="JSON file to write")
    parser.add_argument("--look", type=Path, help="folder for pictures of the maps")
    parser.add_argument("--device", default="cpu", help="as of doab map (default: %(default)s)")
    options = parser.parse_args(arguments)
    if not options.data.is_dir():
        parser.error(f"There is no folder {options.data}. Name that of the scenes with --data.")
    card, start = load_bundle(options.bundle).card, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="doab-real-scenes-") as scratch:
        predictor = READOUTS[options.readout](load_predictor(options.bundle, options.device))
        maps = Maps(predictor, options.data, Path(scratch))
        scores = {part: SCORES[part](maps) for part in PARTS if part in options.only}
        if options.look:
            look(maps, options.look)
    report = {
        "bundle": {key: card.get(key) for key in ("name", "version", "sha256")},
        "created": datetime.date.today().isoformat(),
        "seconds": round(time.monotonic() - start),
        **scores,
    }
    if options.out:
        options.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    print(as_markdown(report))


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(sys.argv[1:])
