"""``make demo``: simulate a scene, open it in QGIS, map it with the buttons of the dock, print the result."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop import CHECKOUT, CHILD, DesktopError, has_screen, run
from scenes import images_in

FOLDER = CHECKOUT / "demo"
SEED = "7"
LIMIT = 600


def main() -> int:
    """Run the demo; return 0 only if there are parcels."""
    start = time.monotonic()
    scene, out, picture = FOLDER / "scene", FOLDER / "parcels.gpkg", FOLDER / "map.png"
    shutil.rmtree(FOLDER, ignore_errors=True)
    print(f"Painting a simulated scene into {_short(scene)}.", flush=True)
    simulate = [str(CHILD), "-m", "doab.model", "simulate", "--out", str(scene), "--seed", SEED, "--size", "256"]
    if subprocess.run(simulate, check=False).returncode:
        print("The scene could not be painted; the message above says why.", file=sys.stderr)
        return 1
    screen = has_screen()
    print(f"Opening it in QGIS {'on your screen' if screen else 'on a virtual screen'} and mapping it.", flush=True)
    settings = {"layers": images_in(scene), "out": str(out), "picture": str(picture)}
    with tempfile.TemporaryDirectory(prefix="doab-demo-") as profile:
        try:
            with run("first_map", Path(profile) / "qgis", settings, screen=screen) as desktop:
                result = desktop.wait_for_result(LIMIT)
                _report(result, time.monotonic() - start)
                if screen:
                    print("QGIS stays open for you to look around; close it when you are done.", flush=True)
        except DesktopError as error:
            print(f"The demo did not reach its end.\n{error}", file=sys.stderr)
            return 1
    print(f"The parcels are in {_short(out)}, the picture of the window in {_short(picture)}.")
    return 0 if result["parcels"] else 1


def _report(result: dict, seconds: float) -> None:
    """Print the parcels and the area of each crop."""
    hectares = sum(result["hectares"].values())
    print(f"{result['parcels']} parcels, {hectares:.0f} ha, after {seconds:.0f} seconds:")
    for crop, area in sorted(result["hectares"].items(), key=lambda item: -item[1]):
        print(f"  {crop:<16}{result['counts'][crop]:>5} parcels{area:>8.1f} ha")
    sys.stdout.flush()


def _short(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("The demo was stopped.")
