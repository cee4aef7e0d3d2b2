"""Answer requests of the protocol: one table of handlers, one place where errors become events and exit codes."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable
from typing import Any

from .. import protocol
from ..reporter import Reporter
from ..text import tr
from . import adaptation_handlers, evaluation_handler, fine_tuning_handler, handlers
from .worker_state import WorkerState

Handler = Callable[[Any, Reporter, WorkerState], "protocol.Result | None"]

HANDLERS: dict[type, Handler] = {
    protocol.ReadyRequest: handlers.confirm_ready,
    protocol.InspectRequest: handlers.inspect_sources,
    protocol.ThumbnailsRequest: handlers.write_thumbnails,
    protocol.DevicesRequest: handlers.list_devices,
    protocol.EstimateRequest: handlers.estimate_run,
    protocol.MapRequest: handlers.map_parcels,
    protocol.ParcelTimeSeriesRequest: handlers.read_parcel_time_series,
    protocol.ExportRequest: handlers.export_parcels,
    protocol.AdaptRequest: adaptation_handlers.adapt_result,
    protocol.UndoAdaptationRequest: adaptation_handlers.undo_adaptation,
    protocol.SuggestRequest: adaptation_handlers.suggest_parcels,
    protocol.EvaluateRequest: evaluation_handler.evaluate_result,
    protocol.FineTuneRequest: fine_tuning_handler.fine_tune_bundle,
}


def answer(read_request: Callable[[], protocol.Request], reporter: Reporter, state: WorkerState) -> int:
    """Answer the request that ``read_request`` returns with "done" or "failed"; return the exit code.

    Errors of ``read_request`` count, too. `Cancelled` and `KeyboardInterrupt` are left to the caller.
    """
    request = None
    try:
        request = read_request()
        result = HANDLERS[type(request)](request, reporter, state)
    except protocol.InputError as error:
        reporter.fail(str(error))
        return protocol.EXIT_BAD_INPUT
    except protocol.Cancelled:
        raise
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _fail(request, error, reporter)
        reporter.fail(tr("The disk became full before the end: {}. Free some space and repeat.").format(error))
        return protocol.EXIT_BAD_INPUT
    except Exception as error:
        return _fail(request, error, reporter)
    reporter.done(result)
    return protocol.EXIT_DONE


def _fail(request: protocol.Request | None, error: Exception, reporter: Reporter) -> int:
    """Report an error that no handler expects; return the exit code."""
    reporter.fail(_unforeseen(request).format(str(error) or type(error).__name__))
    traceback.print_exception(error)
    return protocol.EXIT_BROKEN


def _unforeseen(request: protocol.Request | None) -> str:
    """Return the sentence, with a gap for the reason, that reports an error which no handler expects."""
    if isinstance(request, protocol.MapRequest):
        return tr("Mapping stopped at an error that Doab did not foresee: {}")
    if isinstance(request, protocol.ParcelTimeSeriesRequest):
        return tr("The parcel could not be read: {}")
    return tr("Doab stopped at an error that it did not foresee: {}")
