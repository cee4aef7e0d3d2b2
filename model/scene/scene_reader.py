"""Windows of a scene as aligned arrays: every file is warped on read to the grid of the reference frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from datetime import date
from types import TracebackType

import numpy as np
import rasterio
from rasterio.windows import Window

from ..datatypes import Sample
from ..protocol import OPTICAL_BANDS, RADAR_BANDS, Acquisition, InputError, Scene
from ..text import tr
from .grid import Grid
from .optical_images import read_optical
from .raster_access import UnreadableRasterError
from .scene_light import correct_light
from .terrain import slope
from .warper import CACHE_MEGABYTES, Warper, read_physical

MARGIN = 1  # pixel around a window, for the slope at its rim
UNDECLARED_VOID = -32768  # of elevation models without a declared nodata value
NOISE = -40.0  # dB in all bands, below which there is no ground but the noise at the border of a radar image
LOWEST, HIGHEST = -500.0, 9000.0  # metres; elevations beyond are voids


def read_radar(warper: Warper, acquisition: Acquisition, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (backscatter in dB [2, H, W], has data [H, W], has band [2]); 0 where there is no data."""
    has_band = np.array([band in acquisition.bands for band in RADAR_BANDS])
    values, present = read_physical(warper, acquisition, RADAR_BANDS, window)
    if acquisition.unit != "db":
        factor = 20.0 if acquisition.unit == "amplitude" else 10.0
        present &= (values[has_band] > 0).all(axis=0)
        values[has_band] = factor * np.log10(values[has_band], where=present, out=np.zeros_like(values[has_band]))
    present &= ~(values[has_band] < NOISE).all(axis=0)
    return np.where(present, values, 0).astype(np.float32), present, has_band


class SceneReader:
    """Reads windows of a scene as `Sample`; a context manager that closes its files.

    ``reference_date`` is the ISO date of the S2 acquisition that serves as reference frame. ``optical``, ``radar`` and,
    one after the other, ``acquisitions`` are in the order of the sample's arrays. Memory grows with the window, not
    with the scene. What cannot be read of an acquisition or of the elevation model is void, and ``warn`` gets a
    sentence about it when the reader is closed. Raises `InputError` where the scene has no Sentinel-2 image of the
    reference date.
    """

    def __init__(
        self, scene: Scene, grid: Grid, reference_date: str, warn: Callable[[str], None] = lambda _: None
    ) -> None:
        self.grid = grid
        self.optical = scene.of("S2")
        self.radar = scene.of("S1")
        self.acquisitions = self.optical + self.radar
        dates = [acquisition.date for acquisition in self.optical]
        if reference_date not in dates:
            why = tr("There is no usable Sentinel-2 image of {}.").format(reference_date)
            choice = tr("Choose one of: {}.").format(", ".join(dates)) if dates else tr("Add Sentinel-2 images.")
            raise InputError(f"{why} {choice}")
        self._reference = self.optical[dates.index(reference_date)]
        self._elevation = scene.elevation
        self._warn = warn
        self._read_pixels: Counter[str] = Counter()  # by key of the acquisition
        self._void_pixels: Counter[str] = Counter()  # of these, what could not be read
        self._reasons: dict[str, str] = {}
        self._warper = Warper(grid)
        margin = grid.window(Window(-MARGIN, -MARGIN, grid.width + 2 * MARGIN, grid.height + 2 * MARGIN))
        self._terrain = Warper(margin)
        self._environment = rasterio.Env(GDAL_CACHEMAX=CACHE_MEGABYTES)

    def __enter__(self) -> SceneReader:
        self._environment.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._warper.close()
        self._terrain.close()
        if error is None:
            self._report_failures()
        self._environment.__exit__(kind, error, traceback)

    def read(self, window: Window, keys: Container[str] | None = None) -> Sample:
        """Return a window of the grid as a sample; outside the grid nothing is valid.

        Where ``keys`` is not None, the sample holds the acquisitions of these keys and the reference frame only.
        """
        height, width = window.height, window.width
        optical_acquisitions = [a for a in self.optical if keys is None or a.key in keys]
        radar_acquisitions = [a for a in self.radar if keys is None or a.key in keys]
        optical = np.zeros((len(optical_acquisitions), len(OPTICAL_BANDS), height, width), np.float32)
        optical_valid = np.zeros((len(optical_acquisitions), height, width), bool)
        optical_bands = np.zeros((len(optical_acquisitions), len(OPTICAL_BANDS)), bool)
        for i, acquisition in enumerate(optical_acquisitions):
            optical[i], optical_valid[i], optical_bands[i] = self.read_acquisition(acquisition, window)
        radar = np.zeros((len(radar_acquisitions), len(RADAR_BANDS), height, width), np.float32)
        radar_valid = np.zeros((len(radar_acquisitions), height, width), bool)
        radar_bands = np.zeros((len(radar_acquisitions), len(RADAR_BANDS)), bool)
        for i, acquisition in enumerate(radar_acquisitions):
            radar[i], radar_valid[i], radar_bands[i] = self.read_acquisition(acquisition, window)
        if self._reference in optical_acquisitions:
            index = optical_acquisitions.index(self._reference)
            reference, reference_valid, reference_bands = optical[index], optical_valid[index], optical_bands[index]
        else:
            reference, reference_valid, reference_bands = self.read_acquisition(self._reference, window)
        terrain, terrain_valid = self.read_terrain(window)
        latitude, longitude = self.grid.window(window).centre()
        return Sample(
            reference=reference,
            reference_valid=reference_valid,
            reference_bands=reference_bands,
            reference_day=_day(self._reference),
            optical=optical,
            optical_valid=optical_valid,
            optical_bands=optical_bands,
            optical_days=np.array([_day(a) for a in optical_acquisitions], np.int64),
            radar=radar,
            radar_valid=radar_valid,
            radar_bands=radar_bands,
            radar_days=np.array([_day(a) for a in radar_acquisitions], np.int64),
            terrain=terrain,
            terrain_valid=terrain_valid,
            latitude=latitude,
            longitude=longitude,
        )

    def read_acquisition(self, acquisition: Acquisition, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return values [C, H, W], valid [H, W] and has band [C] of an acquisition as `Sample` holds them.

        Nothing is valid where the window cannot be read.
        """
        self._read_pixels[acquisition.key] += window.height * window.width
        try:
            if acquisition.sensor == "S2":
                return self._read_clear(acquisition, window)
            return read_radar(self._warper, acquisition, window)
        except UnreadableRasterError as error:
            self._void_pixels[acquisition.key] += window.height * window.width
            self._reasons.setdefault(acquisition.key, str(error))
            bands = OPTICAL_BANDS if acquisition.sensor == "S2" else RADAR_BANDS
            values = np.zeros((len(bands), window.height, window.width), np.float32)
            return values, np.zeros(values.shape[1:], bool), np.array([band in acquisition.bands for band in bands])

    def _report_failures(self) -> None:
        """Say of which dates how much could not be read."""
        for key, pixels in self._void_pixels.items():
            share = 100 * pixels / self._read_pixels[key]
            text = tr("{}: {} % of what was read of it could not be read and counts as without data. {}")
            self._warn(text.format(key, f"{share:.0f}" if share >= 1 else "< 1", self._reasons[key]))
        if "DEM" in self._reasons:
            self._warn(tr("The elevation model could not be read everywhere. {}").format(self._reasons["DEM"]))

    def _read_clear(self, acquisition: Acquisition, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (reflectance [10, H, W], clear [H, W], has band [10]); 0 where not clear."""
        values, _, clear, has_band = read_optical(self._warper, acquisition, window)
        values = correct_light(values, acquisition)
        shown = clear if has_band.all() else clear & has_band[:, None, None]
        return np.where(shown, values, 0), clear, has_band

    def read_terrain(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return elevation and slope [2, H, W] of a window of the grid and where they are valid [H, W]."""
        row, col, height, width = window.row_off, window.col_off, window.height, window.width
        if self._elevation is None:
            return np.zeros((2, height, width), np.float32), np.zeros((height, width), bool)
        nodata = self._elevation.nodata
        # The terrain's grid begins one pixel before the scene's, so that its window with a margin begins at (row, col).
        wide = Window(col, row, width + 2 * MARGIN, height + 2 * MARGIN)
        try:
            stored = self._terrain.read([self._elevation.source], UNDECLARED_VOID if nodata is None else nodata, wide)
            heights = stored[0] * np.float32(self._elevation.scale)
        except UnreadableRasterError as error:
            self._reasons.setdefault("DEM", str(error))
            heights = np.full((wide.height, wide.width), np.nan, np.float32)
        heights[(heights < LOWEST) | (heights > HIGHEST)] = np.nan
        terrain = np.stack([heights[MARGIN:-MARGIN, MARGIN:-MARGIN], slope(heights, self.grid.resolution)])
        inside = np.zeros((height, width), bool)
        inside[max(-row, 0) : max(self.grid.height - row, 0), max(-col, 0) : max(self.grid.width - col, 0)] = True
        valid = inside & np.isfinite(terrain[0])
        return np.where(valid, terrain, 0).astype(np.float32), valid


def _day(acquisition: Acquisition) -> int:
    return date.fromisoformat(acquisition.date).toordinal()
