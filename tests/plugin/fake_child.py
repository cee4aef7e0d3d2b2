"""Stands in for the child: answers as the environment variable FAKE_CHILD says. Standard library only."""

import base64
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)  # one red pixel
MODE = "done"
FINISH = threading.Event()


def look_up_mode():
    """The mode may change while this process is kept."""
    global MODE
    if "FAKE_CHILD" in os.environ:
        with open(os.environ["FAKE_CHILD"], encoding="utf-8") as file:
            MODE = file.read()


def say(event, **facts):
    print(json.dumps({"event": event, **facts}), flush=True)


def inspect(path):
    with open(path, encoding="utf-8") as file:
        sources = json.load(file)
    if MODE == "bad":
        print("doab: There is no image in field.txt. Add a raster.", file=sys.stderr)
        return 2
    if MODE == "slow":
        time.sleep(60)
    acquisitions = []
    for number, source in enumerate(sources):
        date = source["date"] or f"2019-{1 + number % 12:02d}-{1 + number % 28:02d}"
        bands = {"VV": 1, "VH": 2} if source["role"] == "s1" else {"B04": 1, "B08": 2}
        acquisitions.append(
            {
                "sensor": "S1" if source["role"] == "s1" else "S2",
                "date": date,
                "name": source["name"],
                "bands": {band: {"path": source["path"], "index": index} for band, index in bands.items()},
                "provenance": {"date": {"source": "file name", "template": "file name"}},
                "problem": "Every pixel is empty." if "empty" in source["path"] else "",
            }
        )
    dates = [a["date"] for a in acquisitions if a["sensor"] == "S2" and not a["problem"]]
    print(
        json.dumps(
            {
                "scene": {"acquisitions": acquisitions, "elevation": None, "problems": []},
                "frames": [{"date": date, "score": 0.5, "parts": {"clear": 0.9, "sharpness": 0.4}} for date in dates],
                "proposed": dates[-1] if dates else "",
                "reason": "It is the clearest date.",
            }
        )
    )
    return 0


def thumbnails(path, folder):
    with open(path, encoding="utf-8") as file:
        acquisitions = json.load(file)["acquisitions"]
    if MODE == "bad":
        print("doab: There is nothing to make pictures of.", file=sys.stderr)
        return 2
    for acquisition in acquisitions:
        if MODE == "slow":
            time.sleep(60)
        date = acquisition["date"]
        picture = os.path.join(folder, f"{date}.png")
        with open(picture, "wb") as file:
            file.write(PICTURE)
        say("thumbnail", date=date, path=picture, note="")
    return 0


def map_parcels(path, stop):
    with open(path, encoding="utf-8") as file:
        job = json.load(file)
    print("a library says hello")
    say("stage", text="Reading")
    with open(os.path.join(job["scratch"], "half.bin"), "wb") as file:
        file.write(b"half")
    if MODE == "bad":
        say("error", text="No Sentinel-2 image overlaps the area.")
        return 2
    if MODE == "crash":
        print("Traceback: something broke", file=sys.stderr)
        os.abort()
    if MODE == "killed":
        os.kill(os.getpid(), 9)
    if MODE == "hang":
        # deaf to "cancel", with a helper of its own that would outlive it
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", sys.argv[0], "helper"])
        say("progress", fraction=0.3)
        time.sleep(60)
    if MODE == "growing":
        path = os.path.join(job["previews"], "0.gpkg")
        shutil.copyfile(os.environ["FAKE_PARCELS"], path)
        say("progress", fraction=0.5)
        say("preview", path=path, parcels=3)
        while not (FINISH.is_set() or stop.is_set()):
            time.sleep(0.01)
        if FINISH.is_set():
            say("warning", text="The run was stopped early.")
    for step in range(1, 11):
        if MODE == "patient":
            stop.wait(6)
        if stop.is_set():
            return 130
        say("progress", fraction=step / 10)
    say("warning", text="No DEM was given.")
    shutil.copyfile(os.environ["FAKE_PARCELS"], job["out"])
    say(
        "done",
        out=job["out"],
        parcels=3,
        reference="2019-06-26",
        bundle="fake 1",
        seconds=10.0,
        tiles=4,
        side=100,
        finished=4,
        encoded=68,
    )
    return 0


def foresee(path):
    with open(path, encoding="utf-8") as file:
        job = json.load(file)
    if "broken" in job["bundle"]:
        say("error", text="The bundle is damaged.")
        return 2
    outline = (job["area"] or {}).get("outline")
    say(
        "done",
        outlook={
            "bundle": "fake 1",
            "crops": ["Winter wheat", "Maize"],
            "licence": "CC-BY-4.0",
            "trained_on": "nothing",
            "tiles": 1 if outline else 4 if job["area"] else 100,
            "side": 100,
            "acquisitions": len(job["scene"]["acquisitions"]),
            "hectares": 12.5 if outline else 50.0 if job["area"] else 900.0,
            "memory": 1_000_000_000,
        },
    )
    return 0


def devices():
    if MODE == "blind":
        say("error", text="PyTorch cannot be imported.")
        return 1
    say("done", device={"devices": [{"key": "cpu", "name": "Chip", "threads": 8, "free": 12_000_000_000}]})
    return 0


def series(path, stop):
    with open(path, encoding="utf-8") as file:
        request = json.load(file)
    if MODE == "bad":
        say("error", text="None of the Sentinel-2 images of this map can be read any more.")
        return 2
    if MODE == "patient" and stop.wait(6):
        return 130
    readings = [
        {"date": acquisition["date"], "share": 1.0, "mean": 0.6, "low": 0.5, "high": 0.7}
        for acquisition in request["scene"]["acquisitions"]
    ]
    typical = [{"date": date, "mean": 0.5, "deviation": 0.1} for date in ("2019-01-01", "2019-12-31")]
    say(
        "done",
        series={
            "pixels": 81,
            "readings": {"NDVI": readings, "VV": [], "VH": []},
            "typical": {code: {"NDVI": typical} for code in request["crops"]},
            "problems": [{"path": "S2 2019-07-01", "text": "July.tif is gone."}],
        },
    )
    return 0


def serve(folder):
    waiting, stop = queue.SimpleQueue(), threading.Event()

    def listen():
        for line in sys.stdin:
            if line == "cancel\n":
                stop.set()
            elif line == "finish\n":
                FINISH.set()
            else:
                waiting.put(json.loads(line))
        waiting.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while (request := waiting.get()) is not None:
        stop.clear()
        FINISH.clear()
        look_up_mode()
        if request["command"] == "ready" and MODE == "stuck":
            time.sleep(60)
        answers = {
            "map": lambda: map_parcels(request["job"], stop),
            "series": lambda: series(request["request"], stop),
            "outlook": lambda: foresee(request["job"]),
            "device": devices,
        }
        say("ended", code=answers.get(request["command"], lambda: 0)())
    shutil.rmtree(folder)
    return 0


look_up_mode()
if sys.argv[1] == "thumbnails":
    sys.exit(thumbnails(sys.argv[sys.argv.index("--request") + 1], sys.argv[sys.argv.index("--out") + 1]))
if sys.argv[1] == "inspect":
    sys.exit(inspect(sys.argv[sys.argv.index("--sources") + 1]))
sys.exit(serve(sys.argv[sys.argv.index("--folder") + 1]))
