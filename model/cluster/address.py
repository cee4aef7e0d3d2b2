"""Where the processes of a run are: the argument of ``--cluster``."""

from __future__ import annotations

import importlib.util
import os
import re
from dataclasses import dataclass

from ..protocol import InputError
from ..text import tr

LIBRARY = "distributed"


@dataclass(frozen=True)
class ClusterAddress:
    """A Dask scheduler at ``address``, such as tcp://host:8786; empty for ``workers`` processes of this machine."""

    address: str = ""
    workers: int = 0


def parse_cluster(text: str) -> ClusterAddress:
    """Return the address of "local", "local:N", "tcp://HOST:PORT" or "tls://HOST:PORT".

    "local" is one process for each two cores. Raises `InputError` where it is none, or where Dask is not installed.
    """
    if local := re.fullmatch(r"local(?::([1-9][0-9]*))?", text):
        cluster = ClusterAddress(workers=int(local[1] or max(1, (os.cpu_count() or 1) // 2)))
    elif re.fullmatch(r"(tcp|tls)://.+:[0-9]+", text):
        cluster = ClusterAddress(address=text)
    else:
        wrong = tr("{!r} is no cluster. Write local, local:N for N processes, or tcp://HOST:PORT.")
        raise InputError(wrong.format(text))
    if importlib.util.find_spec(LIBRARY) is None:
        missing = tr("For --cluster, Dask is missing. Install it with: {}")
        raise InputError(missing.format("pip install distributed"))
    return cluster
