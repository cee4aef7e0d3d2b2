"""What a child process keeps in memory from one request to the next."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..bundle import CARD, DEFAULT, EMBEDDINGS, WEIGHTS
from ..protocol import Job

if TYPE_CHECKING:
    from ..network.predictor import Predictor
    from ..scene.parcel_time_series import Images


class PredictorCache:
    """The predictor that was used last, until another bundle or device is requested or the bundle's files change."""

    def __init__(self) -> None:
        self._key: tuple = ()
        self._predictor: Predictor | None = None

    def load(self, job: Job) -> Predictor:
        """Return the predictor for ``job``; raise `InputError` where the bundle or the device cannot be used."""
        from ..network.predictor import load_predictor

        path = Path(job.bundle) if job.bundle else DEFAULT
        stats = [
            file.stat() for file in (path, *(path / name for name in (CARD, WEIGHTS, EMBEDDINGS))) if file.exists()
        ]
        key = (path, job.device, *((stat.st_mtime_ns, stat.st_size) for stat in stats))
        if self._predictor is None or key != self._key:
            self._key, self._predictor = (), None
            self._predictor = load_predictor(job.bundle, job.device)
            self._key = key
        return self._predictor


class OpenImages:
    """The images that were read last, until they are closed."""

    def __init__(self) -> None:
        self._images: Images | None = None

    def get(self) -> Images:
        """Return the images; rasterio is imported by the first call."""
        from ..scene.parcel_time_series import Images

        self._images = self._images or Images()
        return self._images

    def close(self) -> None:
        """Close the files: Windows neither deletes nor moves a file that is open."""
        if self._images is not None:
            self._images.close()


class WorkerState:
    """The state that handlers share: ``predictors`` for mapping runs, ``images`` for parcels through time."""

    def __init__(self) -> None:
        self.predictors = PredictorCache()
        self.images = OpenImages()


def release_graphics_memory() -> None:
    """Free the memory that PyTorch holds on a graphics card beyond the model, where a request used one."""
    torch = sys.modules.get("torch")
    if torch and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
