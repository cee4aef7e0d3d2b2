"""Rows of the table of recognised acquisitions, with their facts and the provenance of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from pathlib import Path

from ...model import protocol
from ..layers.source_entries import container_path
from ..text import number, short, tr

SENSORS = {"S2": "Sentinel-2", "S1": "Sentinel-1"}
BANDS = {"S2": protocol.OPTICAL_BANDS, "S1": protocol.RADAR_BANDS}
GRID = 10.0
"""Pixel size in metres of the grid to which all images are resampled."""


@dataclass(frozen=True)
class Fact:
    """One recognised fact as texts: its ``value`` and the ``origin`` of the value.

    ``given`` marks a value that the user has set, ``assumed`` a guess.
    """

    title: str
    value: str
    origin: str = ""
    given: bool = False
    assumed: bool = False


@dataclass(frozen=True)
class Row:
    """One acquisition, DEM or problem: the paths of its files, and its facts by name, worded once they are asked for.

    ``sensor`` is "S2", "S1", "DEM" or empty. ``problem`` is the message of the problem, ``solves`` the fact that the
    user can set to solve it. A notice is a problem of files that are used nevertheless. ``what`` is the object of the
    protocol, ``clear`` the share of clear ground (0 to 1) of a Sentinel-2 date.
    """

    sensor: str
    date: str
    describe: Callable[[], dict[str, Fact]] = field(compare=False, repr=False)
    paths: tuple[str, ...]
    problem: str = ""
    solves: str = ""
    is_notice: bool = False
    what: object = None
    clear: float | None = None

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts: a table shows those of a dozen rows at a time."""
        return self.describe()


def rows_of(inspection: protocol.Inspection, dated_by: Container[str], shown_in: Mapping[str, str]) -> list[Row]:
    """Return the rows of an inspection: problems first, then the DEM and the usable acquisitions in time order.

    ``dated_by`` are the paths of files whose date is that of their layer's temporal range; ``shown_in`` is the CRS in
    which QGIS shows a file, by path.
    """
    scene = inspection.scene
    clear = {frame.date: frame.parts.get("clear") for frame in inspection.frames}
    frame = next((a for a in scene.of("S2") if a.date == inspection.proposed), None)
    frame_file = inspection.files.get(frame.paths[0]) if frame else None
    used = Counter(file.path for a in scene.acquisitions for band in a.bands.values() for file in band.files)

    def problem_row(p: protocol.Problem) -> Row:
        files = _files(inspection, (p.path,))
        has_unused_bands = p.path not in used or any(len(file.bands) > used[p.path] for file in files)
        return Row(
            "",
            "",
            partial(_file_facts, files, None, shown_in),
            (p.path, *p.others),
            p.text,
            p.fact if has_unused_bands else "",
            p.path in used,
            p,
        )

    def acquisition_row(acquisition: protocol.Acquisition) -> Row:
        paths = acquisition.paths
        share = clear.get(acquisition.date) if acquisition.sensor == "S2" and not acquisition.problem else None

        def describe() -> dict[str, Fact]:
            facts = _facts(acquisition, share, _files(inspection, paths), frame_file, shown_in, paths[0])
            date = acquisition.provenance.get("date")
            if paths[0] in dated_by and date is not None and date.source == "user":
                facts["date"] = Fact(tr("Date"), acquisition.date, tr("temporal range of the layer"))
            return facts

        return Row(
            acquisition.sensor,
            acquisition.date,
            describe,
            paths,
            acquisition.problem,
            what=acquisition,
            clear=share,
        )

    return [
        *(problem_row(p) for p in scene.problems),
        *(acquisition_row(a) for a in scene.acquisitions if a.problem),
        *([_elevation(inspection, scene.elevation, frame_file, shown_in)] if scene.elevation else []),
        *(acquisition_row(a) for a in scene.acquisitions if not a.problem),
    ]


def summary(scene: protocol.Scene) -> str:
    """Return a summary (HTML) of the usable dates, with a second line on what is left out."""
    optical, radar = scene.of("S2"), scene.of("S1")
    parts = [_dates(optical, "Sentinel-2") if optical else tr("no Sentinel-2 date that can be used")]
    parts.append(_dates(radar, "Sentinel-1") if radar else tr("no Sentinel-1"))
    parts.append(tr("DEM") if scene.elevation else tr("no DEM"))
    text = "<b>" + " · ".join(parts) + "</b>"
    used = {path for a in scene.acquisitions for path in a.paths}
    files = sum(1 + len(p.others) for p in scene.problems if p.path not in used)
    left_out = files + sum(1 for a in scene.acquisitions if a.problem)
    if left_out:
        text += "<br>⚠ " + tr("Not used: {}. The reasons stand first under “Recognised”.").format(left_out)
    return text


@lru_cache(maxsize=512)
def describe_provenance(provenance: protocol.Provenance) -> str:
    """Return where a fact was taken from in the user's language; the English sentence where it has no translation."""
    if provenance.source == "product metadata":
        return tr("metadata of the product, {}").format(*provenance.values)
    template = _templates().get(provenance.template, provenance.template)
    return template.format(*provenance.values)


def _templates() -> dict[str, str]:
    """Return translated templates by `Provenance.template`."""
    names = {
        "file name": tr("file name"),
        "layer name": tr("layer name"),
        "folder name": tr("folder name"),
        "tag {}": tr("metadata of the file, {}"),
    }
    assumptions = {
        ", which gives the month only: the 15th is assumed": tr("{}, which gives the month only: the 15th is assumed"),
        ", which gives a span of time: its middle is assumed": tr(
            "{}, which gives a span of time: its middle is assumed"
        ),
        ", in which the day is assumed to come before the month": tr(
            "{}, in which the day is assumed to come before the month"
        ),
    }
    dates = {name + end: text.format(names[name]) for name in names for end, text in assumptions.items()}
    return {
        **names,
        **dates,
        "names of the files in the virtual raster": tr("names of the files in the virtual raster"),
        "16 bits of Sentinel Hub's browsers in the name": tr("16 bits of Sentinel Hub's browsers in the name"),
        "scale in the name of the product": tr("scale in the name of the product"),
        "with the offset of the metadata reflectance is negative: it was taken off before": tr(
            "with the offset of the metadata reflectance is negative: it was taken off before"
        ),
        "given": tr("set by you"),
        "given as the DEM": tr("set by you"),
        "name": tr("name"),
        "product name": tr("name of the product"),
        "band names": tr("names of the bands"),
        "band description": tr("name of the band"),
        "band descriptions": tr("names of the bands in the file"),
        "band unit": tr("unit of the band in the file"),
        "tags": tr("metadata of the file"),
        "scale and offset of the band": tr("metadata of the file"),
        "names of the product's images": tr("names of the product's images"),
        "SCL of the product": tr("SCL of the product"),
        "band {} of the same file": tr("band {} of the same file"),
        "processing baseline 04.00 or later in the name": tr("processing baseline 04.00 or later in the name"),
        "no value is under 1000: processing baseline 04.00 or later": tr(
            "no value is under 1000: processing baseline 04.00 or later"
        ),
        "assumed, not in {}": tr("assumed, not in {}"),
        "assumed from the number of bands ({})": tr("assumed from the number of bands ({})"),
        "assumed for {} values": tr("assumed for {} values"),
        "assumed for the size of the values": tr("assumed for the size of the values"),
        "assumed for small floating-point values": tr("assumed for small floating-point values"),
        "assumed, because there are no values to judge by": tr("assumed, because there are no values to judge by"),
        "values are negative": tr("values are negative"),
        "values are negative and large: dB times 100": tr("values are negative and large: dB times 100"),
        "values are small and positive": tr("values are small and positive"),
        "values are large and positive: amplitude with dB = 20 log10(DN) - 83": tr(
            "values are large and positive: amplitude with dB = 20 log10(DN) - 83"
        ),
    }


def value_of(unit: str) -> str:
    """Return the description of a unit of `protocol.UNITS`."""
    return {
        "reflectance": tr("reflectance"),
        "counts": tr("reflectance × 10 000"),
        "shifted": tr("reflectance × 10 000 + 1 000"),
        "percent": tr("reflectance in percent"),
        "stretched": tr("reflectance × 65 535"),
        "db": tr("dB"),
        "linear": tr("linear power"),
        "amplitude": tr("amplitude"),
    }[unit]


def _fact(title: str, value: str, provenance: protocol.Provenance | None) -> Fact:
    if provenance is None:
        return Fact(title, value)
    is_given = provenance.source == "user"
    return Fact(title, value, describe_provenance(provenance), is_given, provenance.is_assumed)


def _facts(
    a: protocol.Acquisition,
    clear: float | None,
    files: list[protocol.RasterFile],
    frame_file: protocol.RasterFile | None,
    shown_in: Mapping[str, str],
    path: str,
) -> dict[str, Fact]:
    without = _without(a)
    facts = {
        "sensor": _fact(tr("Sensor"), SENSORS[a.sensor], a.provenance.get("sensor")),
        "date": _fact(tr("Date"), a.date, a.provenance.get("date")),
        "bands": _fact(tr("Bands"), _count(a) + (f", {without}" if without else ""), a.provenance.get("bands")),
        "unit": _fact(tr("Values"), _values(a), a.provenance.get("scale" if a.sensor == "S2" else "unit")),
    }
    if a.sensor == "S2":
        mask = tr("scene classification") if a.clouds else tr("none; clouds are found by their colour")
        facts["clouds"] = _fact(tr("Cloud mask"), mask, a.provenance.get("clouds"))
    if clear is not None:
        facts["clear"] = Fact(tr("Clear"), tr("{} %").format(number(100 * clear)), tr("measured"))
    steps = [step for step in (_to_physical(a), _masked(a)) if step]
    return {**facts, **_file_facts(files, frame_file, shown_in, steps, path)}


def _file_facts(
    files: list[protocol.RasterFile],
    frame_file: protocol.RasterFile | None,
    shown_in: Mapping[str, str],
    steps: list[str] | None = None,
    path: str = "",
) -> dict[str, Fact]:
    """Return the facts of the files, and how they are processed where there are ``steps``."""
    facts = {}
    if files:
        file = min(files, key=lambda one: one.pixel)
        sizes = sorted({one.pixel for one in files})
        facts["crs"] = Fact(tr("CRS"), file.crs or tr("none"), tr("metadata of the file"))
        facts["pixel"] = Fact(
            tr("Pixel"), ", ".join(_size(size, file.metres) for size in sizes), tr("metadata of the file")
        )
        if steps is not None and frame_file is not None:
            steps = [*steps, *_resampling(files, frame_file)]
        shown = shown_in.get(path, "")
        if steps is not None and shown and file.crs and shown != file.crs:
            steps = [*steps, tr("QGIS shows it in {}, but {} of the file counts").format(shown, file.crs)]
    if steps is not None:
        facts["steps"] = Fact(tr("What is done"), "; ".join(steps) or tr("taken as it is"))
    return facts


def _elevation(
    inspection: protocol.Inspection,
    elevation: protocol.Elevation,
    frame_file: protocol.RasterFile | None,
    shown_in: Mapping[str, str],
) -> Row:
    path = elevation.source.path

    def describe() -> dict[str, Fact]:
        facts = {
            "sensor": _fact(tr("Sensor"), tr("DEM"), elevation.provenance.get("sensor")),
            "bands": Fact(tr("Bands"), "1"),
        }
        files = _files(inspection, (path,))
        return facts | _file_facts(files, frame_file, shown_in, [tr("slope is computed")], path)

    return Row("DEM", "–", describe, (path,), what=elevation)


def _to_physical(a: protocol.Acquisition) -> str:
    if a.sensor == "S1":
        return "" if a.unit == "db" else tr("turned into dB")
    if (a.scale, a.offset) == (1.0, 0.0):
        return ""
    return tr("values {}").format(_scaling(a))


def _scaling(a: protocol.Acquisition) -> str:
    sign = "+" if a.offset > 0 else "−"
    return f"× {short(a.scale, 4)}" + (f" {sign} {short(abs(a.offset), 4)}" if a.offset else "")


def _values(a: protocol.Acquisition) -> str:
    if a.sensor == "S1":
        return value_of(a.unit)
    units = {
        (1.0, 0.0): "reflectance",
        (1e-4, 0.0): "counts",
        (1e-4, -0.1): "shifted",
        (1e-2, 0.0): "percent",
        (round(1 / 65535, 9), 0.0): "stretched",
    }
    unit = units.get((round(a.scale, 9), round(a.offset, 9)))
    return value_of(unit) if unit else tr("reflectance = value {}").format(_scaling(a))


def _masked(a: protocol.Acquisition) -> str:
    return tr("clouds masked") if a.sensor == "S2" else ""


def _resampling(files: list[protocol.RasterFile], frame_file: protocol.RasterFile) -> list[str]:
    """Return how files are resampled to the grid of the reference frame, empty where they are not."""
    if not frame_file.metres or any(file.crs != frame_file.crs for file in files):
        system = frame_file.crs if frame_file.metres else tr("UTM")
        return [tr("put on the {} m grid of the reference frame ({})").format(number(GRID), system)]
    return [tr("resampled to {} m").format(number(GRID))] if any(file.pixel != GRID for file in files) else []


def _size(pixel: float, metres: bool) -> str:
    return tr("{} m").format(short(pixel, 4)) if metres else tr("{}°").format(short(pixel, 3))


def _files(inspection: protocol.Inspection, paths: tuple[str, ...]) -> list[protocol.RasterFile]:
    return [inspection.files[path] for path in paths if path in inspection.files]


def _dates(acquisitions: tuple[protocol.Acquisition, ...], sensor: str) -> str:
    if len(acquisitions) == 1:
        return tr("1 {} date").format(sensor)
    return tr("{} {} dates").format(len(acquisitions), sensor)


def _count(a: protocol.Acquisition) -> str:
    return tr("{} of {}").format(len(a.bands), len(BANDS[a.sensor]))


def _without(a: protocol.Acquisition) -> str:
    missing = [band for band in BANDS[a.sensor] if band not in a.bands]
    return tr("without {}").format(", ".join(missing)) if missing else ""


def value(name: str) -> Callable[[Row], str]:
    """Return a function from a row to the value of its fact of this name, or to a dash."""
    return lambda row: row.facts[name].value if name in row.facts else "–"


def band_count(row: Row) -> str:
    """Return the number of bands of a row out of those of its sensor."""
    return _count(row.what) if isinstance(row.what, protocol.Acquisition) else value("bands")(row)


def remark(row: Row) -> str:
    """Return the problem of a row, or else the processing steps of its files."""
    if row.problem:
        return row.problem
    without = _without(row.what) if isinstance(row.what, protocol.Acquisition) else ""
    return "; ".join(text for text in (without, row.facts["steps"].value) if text)


def file_names(row: Row) -> str:
    """Return the name of the first file or product of a row, and the number of others."""
    paths = list(dict.fromkeys(map(container_path, row.paths)))
    more = len(paths) - 1
    name = Path(paths[0]).name or paths[0]
    return tr("{} and {} more").format(name, more) if more else name
