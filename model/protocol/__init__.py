"""The protocol between the plugin process (QGIS) and the child process (torch, rasterio): typed requests and events.

The plugin starts ``doab serve`` and writes one request a line to its standard input, as JSON with the name of the type
under "type". The child answers each request with events, one a line, on standard output. The last event of a request is
always `Ended` with the exit code: 0 done, 1 unforeseen error, 2 bad input, 130 cancelled. `Failed` comes before codes 1
and 2, `Done` before code 0. Lines that are no event are ignored, because libraries may print.

========================= ============================================== ======================
Request                   Events before Done                             Result in Done
========================= ============================================== ======================
`ReadyRequest`            none                                           None
`InspectRequest`          none                                           `Inspection`
`ThumbnailsRequest`       `ThumbnailReady` for each date                 None
`DevicesRequest`          none                                           `Devices`
`EstimateRequest`         none                                           `Estimate`
`MapRequest`              `Stage`, `Progress`, `Warning`, `Preview`      `MapSummary`
`ParcelTimeSeriesRequest` none                                           `ParcelTimeSeries`
`ExportRequest`           `Progress`                                     `ExportSummary`
`AdaptRequest`            `Stage`                                        `AdaptSummary`
`UndoAdaptationRequest`   none                                           `UndoSummary`
`EvaluateRequest`         `Stage`, `Warning`                             `EvaluationSummary`
`SuggestRequest`          none                                           `Suggestions`
`FineTuneRequest`         `Stage`, `Progress`, `Warning`                 `FineTuneSummary`
========================= ============================================== ======================

Two control lines, which are no JSON, act on the current request: ``cancel`` stops it, ``finish`` ends a mapping run
with the parcels that are finished. The end of standard input cancels the current request and ends the process.

One process is kept for mapping runs, estimates, devices and time series, which share the loaded model and open files,
another one for the dock's inspections, which remembers what it recognised. Thumbnails and exports get a process each,
so that they never wait for a run. The commands ``doab map
--events`` and ``doab thumbnails`` print the same events, but no `Ended`: there the process ends.

Standard library only, because both processes import it, and ready for Python 3.9, which older QGIS for Windows brings.
"""

from .adaptation import (
    FEWEST_LABELS,
    AdaptRequest,
    AdaptSummary,
    CropChange,
    Score,
    Suggestions,
    SuggestRequest,
    UndoAdaptationRequest,
    UndoSummary,
)
from .codec import dumps, loads
from .contribution_text import describe_contributions, percent
from .errors import EXIT_BAD_INPUT, EXIT_BROKEN, EXIT_CANCELLED, EXIT_DONE, Cancelled, InputError
from .evaluation import EvaluateRequest, EvaluationSummary
from .events import Done, Ended, Event, Failed, Preview, Progress, Stage, ThumbnailReady, Warning
from .fine_tuning import FineTuneRequest, FineTuneSummary
from .job import Exclusion, Job, ParcelLayer
from .observations import Observation, ParcelTimeSeries, ReferenceValue
from .requests import (
    CANCEL,
    FINISH,
    DevicesRequest,
    EstimateRequest,
    ExportRequest,
    InspectRequest,
    MapRequest,
    ParcelTimeSeriesRequest,
    ReadyRequest,
    Request,
    ThumbnailsRequest,
)
from .results import Contribution, Device, Devices, Estimate, ExportSummary, MapSummary, Result, Thumbnail
from .scene_description import (
    BRIGHT,
    DARK,
    GAMMA,
    GREY,
    OPTICAL_BANDS,
    PROVENANCE_SOURCES,
    RADAR_BANDS,
    TRUE_COLOUR,
    UNITS,
    Acquisition,
    Area,
    BandSource,
    Elevation,
    FrameScore,
    Inspection,
    Problem,
    Provenance,
    RasterFile,
    Scene,
    Source,
)
from .wire import read_event, read_request, write_line

__all__ = [
    "BRIGHT",
    "CANCEL",
    "DARK",
    "EXIT_BAD_INPUT",
    "EXIT_BROKEN",
    "EXIT_CANCELLED",
    "EXIT_DONE",
    "FEWEST_LABELS",
    "FINISH",
    "GAMMA",
    "GREY",
    "OPTICAL_BANDS",
    "PROVENANCE_SOURCES",
    "RADAR_BANDS",
    "TRUE_COLOUR",
    "UNITS",
    "Acquisition",
    "AdaptRequest",
    "AdaptSummary",
    "Area",
    "BandSource",
    "Cancelled",
    "Contribution",
    "CropChange",
    "Device",
    "Devices",
    "DevicesRequest",
    "Done",
    "Elevation",
    "Ended",
    "Estimate",
    "EstimateRequest",
    "EvaluateRequest",
    "EvaluationSummary",
    "Event",
    "Exclusion",
    "ExportRequest",
    "ExportSummary",
    "Failed",
    "FineTuneRequest",
    "FineTuneSummary",
    "FrameScore",
    "InputError",
    "InspectRequest",
    "Inspection",
    "Job",
    "MapRequest",
    "MapSummary",
    "Observation",
    "ParcelLayer",
    "ParcelTimeSeries",
    "ParcelTimeSeriesRequest",
    "Preview",
    "Problem",
    "Progress",
    "Provenance",
    "RasterFile",
    "ReadyRequest",
    "ReferenceValue",
    "Request",
    "Result",
    "Scene",
    "Score",
    "Source",
    "Stage",
    "SuggestRequest",
    "Suggestions",
    "Thumbnail",
    "ThumbnailReady",
    "ThumbnailsRequest",
    "UndoAdaptationRequest",
    "UndoSummary",
    "Warning",
    "describe_contributions",
    "dumps",
    "loads",
    "percent",
    "read_event",
    "read_request",
    "write_line",
]
