"""The maps that a bundle makes of real scenes, each made once, and the declared parcels of two of the scenes."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import rasterio

from doab.model.declared_parcels import Declared, read_declared
from doab.model.evaluation.matching.map_agreement import map_agreement
from doab.model.evaluation.matching.parcel_map import ParcelMap, read_parcel_map
from doab.model.mapping.map_scene import map_scene
from doab.model.mapping.planning import Plan, prepare
from doab.model.network.predictor import Predictor
from doab.model.protocol import Job, Scene, Source
from doab.model.reporter import Reporter
from doab.model.scene.discovery import discover

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FRAMES = {  # the reference frames of each scene; the first is the one of all other parts
    "denmark": ["2016-05-08"],
    "eeklo": [
        "2019-05-11", "2019-02-15", "2019-04-21", "2019-05-24", "2019-06-28", "2019-07-23", "2019-09-21"
    ],
    "hesbaye": ["2021-10-15", "2021-04-15", "2021-06-15", "2021-08-15"],
    "t31tej": ["2018-08-06", "2018-04-18", "2018-07-07", "2018-09-20"],
    "river_inn": ["2020-04-15", "2020-09-15"],  # assumed: the file does not name its two dates
}  # fmt: skip
RIVER_BANDS = ("B04", "B03", "B02", "B08")


@dataclass(frozen=True)
class Mapped:
    """The map of one job: its parcels, and the plan with scene, reference frame and grid."""

    parcels: ParcelMap
    plan: Plan


class Maps:
    """The maps that a bundle makes of the scenes in ``data``, each made once, with the token cache in ``scratch``."""

    def __init__(self, predictor: Predictor, data: Path, scratch: Path) -> None:
        self.predictor, self.data, self.scratch = predictor, data, scratch
        self.classes = len(predictor.crops)
        self._made: dict[str, Mapped] = {}
        self._scenes: dict[str, Scene] = {}

    def scene(self, name: str) -> Scene:
        """Return a scene of `FRAMES` as it is recognised."""
        if name not in self._scenes:
            self._scenes[name] = self._discover(name)
        return self._scenes[name]

    def _discover(self, name: str) -> Scene:
        if name == "denmark":
            return discover([Source(str(self.data / "denmark_2016_west"), "s2")])
        if name == "river_inn":
            return discover([Source(str(self._split_river()), "s2")])
        folder, elevation = {
            "eeklo": ("flanders_2019_20m_bands_only", "DEM_20m.tif"),
            "hesbaye": ("hesbaye_2021", "DEM_10m.tif"),
            "t31tej": ("t31tej_2018_safe", ""),
        }[name]
        path = self.data / folder
        dem = [Source(str(path / elevation), "dem")] if elevation else []
        return discover([Source(str(path), "s2"), *dem, *([Source(str(path), "s1")] if elevation else [])])

    def of(self, name: str, frame: int = 0) -> Mapped:
        """Return the map of a scene for one of its frames."""
        return self.of_scene(f"{name} {FRAMES[name][frame]}", self.scene(name), FRAMES[name][frame])

    def of_scene(self, key: str, scene: Scene, date: str) -> Mapped:
        """Return the map of any scene; ``key`` names it."""
        if key not in self._made:
            print(f"mapping {key}", file=sys.stderr, flush=True)
            out = self.scratch / f"{len(self._made)}.gpkg"
            job = Job(scene, str(out), date, scratch=str(self.scratch), overwrite=True)
            plan = prepare(job, Reporter())
            map_scene(job, self.predictor, Reporter(), plan, self.scratch / "cache")
            self._made[key] = Mapped(read_parcel_map(out, self.predictor.crops), plan)
        return self._made[key]

    def proposed(self, name: str) -> str:
        """Return the date of the frame that is proposed for a scene."""
        job = Job(self.scene(name), str(self.scratch / "proposed.gpkg"), overwrite=True)
        return prepare(job, Reporter()).reference.date

    def agreement(self, first: Mapped, second: Mapped) -> float:
        """Return the PQ of any crop between two maps."""
        return map_agreement(first.parcels, second.parcels, first.plan.grid, self.classes)

    def _split_river(self) -> Path:
        """Write the two dates of river_inn as files of their own and return their folder."""
        folder = self.scratch / "river_inn"
        folder.mkdir()
        with rasterio.open(self.data / "river_inn_2020s" / "two_dates_RGBN.tif") as source:
            values, profile = source.read(), source.profile | {"count": 4}
        for i, date in enumerate(FRAMES["river_inn"]):
            with rasterio.open(folder / f"S2_{date}.tif", "w", **profile) as target:
                target.write(values[4 * i : 4 * i + 4])
                target.descriptions = RIVER_BANDS
        return folder


def declared_in_denmark(maps: Maps) -> Declared:
    """Return the declared parcels in western Denmark with their crops."""
    codes = maps.data / "hcat" / "country_mappings" / "dk_2019.csv"
    path = maps.data / "denmark_2016_west" / "lpis_parcels_2016.gpkg"
    return read_declared(path, maps.predictor.crops, field="AfgKode", codes=codes)


def declared_in_eeklo(maps: Maps) -> Declared:
    """Return the declared parcels near Eeklo."""
    return read_declared(maps.data / "flanders_2019_20m_bands_only" / "lpis_parcels.gpkg", maps.predictor.crops)
