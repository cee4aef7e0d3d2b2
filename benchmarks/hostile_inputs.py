"""What the commands say of hostile or broken inputs: a line a case, to be read by a person.

    export DOAB_ROOT=. TORTURE=SCRATCH; bash CASES/prepare.sh
    nice -n 5 .venv/bin/python benchmarks/hostile_inputs.py CASES [MODULE …] [--only PATTERN]

CASES is the folder of the case collection with the modules a1 to a6; their inputs are made in SCRATCH. Each command
may use `LIMIT` seconds of processor time. Nobody but a reader can tell whether a map is nonsense: "done" means that the
command ended well, followed by its warnings; where there are none, "says nothing". Its counts are in docs/reading.md.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

LIMIT = 30  # seconds of processor time
PATIENCE = 600  # seconds after which a command that waits for something is ended
MODULES = ("a1_rasters", "a2_paths_safe_bundle", "a3_jobs", "a4_area_out", "a5_layers", "a6_among_good")
SHOWN = 300  # characters of what is said
SENTENCES = ("warning: ", "doab: ", "doab map: error: ")


def main() -> int:
    """Print a table of the cases and the counts of their outcomes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("modules", nargs="*", default=MODULES)
    parser.add_argument("--only", default="", metavar="PATTERN", help="cases whose name has this regular expression")
    options = parser.parse_args()
    sys.path.insert(0, str(options.cases))
    harness = importlib.import_module("h")
    outcomes: Counter[str] = Counter()
    for name in options.modules:
        module = importlib.import_module(name)
        for case, folder, command, how in _cases(module, harness, options.only):
            outcome, said = _run(harness, command, folder, how)
            outcomes[outcome] += 1
            print(f"| {name} | {case} | {outcome} | {said} |", flush=True)
            if post := how.get("post"):
                post(folder)
        harness.CASES.clear()
    print(", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common()))
    return int(bool(outcomes["crash"] or outcomes["hang"]))


def _cases(module: ModuleType, harness: ModuleType, only: str) -> Iterator[tuple[str, Path, Sequence[str], dict]]:
    """Yield the name, folder, command and further facts of each case, whose inputs were just made."""
    if module.__name__ == "a3_jobs":
        folder = _empty(harness.W / "jobs")
        for name, content in module.jobs(folder):
            if re.search(only, name):
                (folder / "job.json").write_bytes(content)
                (folder / "o.gpkg").unlink(missing_ok=True)
                yield name, folder, ["map", "--job", str(folder / "job.json")], {}
        return
    for name, make, _, how in list(harness.CASES):
        if not re.search(only, name):
            continue
        folder = _empty(harness.W / re.sub(r"\W+", "_", name))
        try:
            made = make(folder)
        except Exception as error:  # some inputs cannot be made with newer libraries
            print(f"| {module.__name__} | {name} | cannot be made | {type(error).__name__} |")
            continue
        facts = {**how, **made} if isinstance(made, dict) else {**how, "argv": made}
        yield name, folder, [os.fspath(part) for part in facts.pop("argv")], facts


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _run(harness: ModuleType, command: Sequence[str], folder: Path, how: dict) -> tuple[str, str]:
    """Return the outcome of a command (done, refused, cancelled, crash or hang) and what it said."""
    if command[0] == "evaluate":  # the collection writes it as version 0.8 did
        at = command.index("--map")
        command = ["evaluate", "map", command[at + 1], *command[1:at], *command[at + 2 :]]
    limited = ["prlimit", f"--cpu={LIMIT}", *how.get("prefix", ()), harness.D, *command]
    environment = {**harness.ENV, "OMP_NUM_THREADS": "1", **how.get("env", {})}
    process = subprocess.Popen(
        limited,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = (stream.decode("utf-8", "replace") for stream in process.communicate(timeout=PATIENCE))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return "hang", ""
    lines = [line.strip() for line in re.split(r"[\r\n]+", err)]
    said = [line for line in lines if line.startswith(SENTENCES)]
    if command[0] in ("inspect", "evaluate", "export"):
        said += out.splitlines()[:3]
    code = process.returncode
    if "Traceback" in err or code not in (0, 2, 124, 130, -signal.SIGXCPU):
        return "crash", json.dumps(lines[-1:])[:SHOWN]
    outcome = {0: "done", 2: "refused", -signal.SIGXCPU: "hang"}.get(code, "cancelled")
    return outcome, " / ".join(said).replace("|", "¦")[:SHOWN] or "says nothing"


if __name__ == "__main__":
    sys.exit(main())
