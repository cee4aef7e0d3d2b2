"""Options of an evaluation: the reference, the systems and the simulated scenes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..protocol import Job


@dataclass(frozen=True)
class ReferenceOptions:
    """Declared parcels to compare with, and their folds.

    ``truth`` is a vector file, ``layer`` its layer (empty: the only one), ``field`` its column of crops, ``codes``
    EuroCrops' table of crop codes; ``incomplete`` if it lacks fields. Folds are square ``blocks`` of so many metres or
    the values of the column ``by``; each parcel is its own cluster without folds. Parcels nearer than ``buffer``
    metres to another fold are left out.
    """

    truth: Path
    layer: str = ""
    field: str = ""
    codes: str = ""
    incomplete: bool = False
    blocks: float | None = None
    by: str | None = None
    buffer: float = 0.0


@dataclass(frozen=True)
class SystemOptions:
    """The systems to score.

    ``bundle`` is a folder or zip (empty: the default bundle), ``reference`` the date of the reference frame or "auto",
    ``device`` as in `Job`. ``baseline`` is the file of a random forest, empty to train one, None for none; ``seed`` is
    that of its training tiles. ``parts`` adds both readouts alone, ``ablate`` the ablations,
    ``changes`` maps of images with fewer bands or other light.
    """

    bundle: str = Job.bundle
    reference: str = Job.reference
    device: str = Job.device
    baseline: str | None = None
    seed: int = 1
    parts: bool = False
    ablate: bool = False
    changes: bool = False


@dataclass(frozen=True)
class SimulationOptions:
    """Simulated scenes: how many ``scenes`` of ``size`` × ``size`` pixels of 10 m, from ``seed``.

    ``hard`` scenes have small fields, weak edges and missing labels; ``parted`` is the share of larger fields that are
    worked in parts; ``geometry`` are vector files of field shapes (empty: generated ones).
    """

    scenes: int = 12
    seed: int = 1
    size: int = 256
    hard: bool = False
    parted: float = 0.0
    geometry: Sequence[str] = ()

    @property
    def layer_names(self) -> list[str]:
        """The file names of ``geometry``."""
        return [Path(path).name for path in self.geometry]
