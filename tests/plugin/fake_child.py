"""Stands in for the child process: answers as the file named by FAKE_CHILD says. Standard library only."""

import base64
import contextlib
import json
import os
import queue
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)  # one red pixel
FINISH = threading.Event()


def read_mode():
    """The mode may change while this process lives."""
    with open(os.environ["FAKE_CHILD"], encoding="utf-8") as file:
        return file.read()


def send(kind, **fields):
    print(json.dumps({"type": kind, **fields}), flush=True)


def fail(text, code=2):
    send("Failed", text=text)
    return code


def done(kind, **fields):
    send("Done", result={"type": kind, **fields})
    return 0


def ready(request, mode, stop):
    if mode == "stuck":
        time.sleep(60)
    send("Done", result=None)
    return 0


def inspect(request, mode, stop):
    if mode == "bad":
        return fail("There is no image in field.txt. Add a raster.")
    if mode == "slow":
        time.sleep(60)
    acquisitions = []
    for number, source in enumerate(request["sources"]):
        date = source["date"] or f"2019-{1 + number % 12:02d}-{1 + (number + number // 12) % 28:02d}"
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
    return done(
        "Inspection",
        scene={"acquisitions": acquisitions, "elevation": None, "problems": []},
        frames=[{"date": date, "score": 0.5, "parts": {"clear": 0.9, "sharpness": 0.4}} for date in dates],
        proposed=dates[-1] if dates else "",
        reason="It is the clearest date.",
    )


def thumbnails(request, mode, stop):
    if mode == "bad":
        return fail("There is nothing to make pictures of.")
    for acquisition in request["acquisitions"]:
        if mode == "slow":
            time.sleep(60)
        date = acquisition["date"]
        picture = os.path.join(request["folder"], f"{date}.png")
        with open(picture, "wb") as file:
            file.write(PICTURE)
        send("ThumbnailReady", thumbnail={"date": date, "path": picture, "note": ""})
    send("Done", result=None)
    return 0


def map_parcels(request, mode, stop):
    job = request["job"]
    print("a library says hello")
    send("Stage", text="Reading")
    with open(os.path.join(job["scratch"], "half.bin"), "wb") as file:
        file.write(b"half")
    if mode == "bad":
        return fail("No Sentinel-2 image overlaps the area.")
    if mode == "crash":
        print("Traceback: something broke", file=sys.stderr)
        os.abort()
    if mode == "killed":
        os.kill(os.getpid(), 9)
    if mode == "hang":
        # deaf to "cancel", with a helper of its own that would outlive it
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", sys.argv[0], "helper"])
        send("Progress", fraction=0.3)
        time.sleep(60)
    if mode == "growing":
        path = os.path.join(job["previews"], "0.gpkg")
        shutil.copyfile(os.environ["FAKE_PARCELS"], path)
        send("Progress", fraction=0.5)
        send("Preview", path=path, parcels=3)
        while not (FINISH.is_set() or stop.is_set()):
            time.sleep(0.01)
        if FINISH.is_set():
            send("Warning", text="The run was stopped early.")
    for step in range(1, 11):
        if mode == "patient":
            stop.wait(6)
        if stop.is_set():
            return 130
        send("Progress", fraction=step / 10)
    send("Warning", text="No DEM was given.")
    shutil.copyfile(os.environ["FAKE_PARCELS"], job["out"])
    return done(
        "MapSummary",
        out=job["out"],
        parcels=3,
        crops={"Winter wheat": 2, "Potatoes": 1},
        reference="2019-06-26",
        bundle="fake 1",
        seconds=10.0,
        tiles=4,
        side=100,
        finished=4,
        encoded=68,
        reason="Best of 3 dates: clear." if job["reference"] == "auto" else "",
        contributions=[
            {"sensor": one["sensor"], "date": one["date"], "share": 0.755} for one in job["scene"]["acquisitions"]
        ],
    )


def estimate(request, mode, stop):
    job = request["job"]
    if "broken" in job["bundle"]:
        return fail("The bundle is damaged.")
    outline = (job["area"] or {}).get("outline")
    return done(
        "Estimate",
        bundle="fake 1",
        crops=["Winter wheat", "Maize"],
        licence="CC-BY-4.0",
        trained_on="nothing",
        tiles=1 if outline else 4 if job["area"] else 100,
        side=100,
        acquisitions=len(job["scene"]["acquisitions"]),
        hectares=12.5 if outline else 50.0 if job["area"] else 900.0,
        memory=1_000_000_000,
        elsewhere="It was made for another region." if "delta" in job["bundle"] else "",
    )


def devices(request, mode, stop):
    if mode == "blind":
        return fail("PyTorch cannot be imported.", 1)
    return done("Devices", devices=[{"key": "cpu", "name": "Chip", "threads": 8, "free": 12_000_000_000}])


def time_series(request, mode, stop):
    if mode == "bad":
        return fail("None of the Sentinel-2 images of this map can be read any more.")
    if mode == "patient" and stop.wait(6):
        return 130
    observations = [
        {"date": acquisition["date"], "share": 1.0, "mean": 0.6, "low": 0.5, "high": 0.7}
        for acquisition in request["scene"]["acquisitions"]
    ]
    curve = [{"date": date, "mean": 0.5, "deviation": 0.1} for date in ("2019-01-01", "2019-12-31")]
    return done(
        "ParcelTimeSeries",
        pixels=81,
        observations={"NDVI": observations, "VV": [], "VH": []},
        reference_curves={code: {"NDVI": curve} for code in request["crops"]},
        problems=[{"path": "S2 2019-07-01", "text": "July.tif is gone."}],
    )


def export(request, mode, stop):
    if mode == "bad":
        return fail("The disk is full.")
    send("Progress", fraction=0.5)
    shutil.copyfile(request["parcels"], request["out"])
    return done("ExportSummary", parcels=2, without_outline=1 if mode == "gaps" else 0)


def evaluate(request, mode, stop):
    if mode == "bad":
        return fail("No declared parcel lies on the map.")
    if mode == "patient" and stop.wait(6):
        return 130
    os.mkdir(request["out"])
    suspects, page = (os.path.join(request["out"], name) for name in ("suspects.gpkg", "report.html"))
    shutil.copyfile(os.environ["FAKE_PARCELS"], suspects)
    with open(page, "w") as file:
        file.write("<p>report</p>")
    return done(
        "EvaluationSummary",
        page=page,
        data=f"Parcels of {os.path.basename(request['truth']['path'])}, column {request['field'] or 'recognised'}",
        counted=9,
        scores={"MR_parcel": {"value": 0.75, "low": 0.5, "high": 1.0}, "PQ": {"value": 0.4, "low": None, "high": None}},
        classes=["Winter wheat", "Maize", "Soy"],
        confusion=[[5, 1, 0, 1], [0, 2, 0, 0], [0, 0, 0, 0]],
        suspects=suspects,
        suspicious=3,
    )


def adapt(request, mode, stop):
    if mode == "bad":
        return fail("made.gpkg holds no embeddings of its parcels. Map it again.")
    if mode == "patient" and stop.wait(6):
        return 130
    send("Stage", text="Learning from 4 parcels")
    if request["accept"]:
        set_crop(request["parcels"], "Barley", "3301010401")
    return done(
        "AdaptSummary",
        source=os.path.basename(request["labels"]) or "corrections",
        labelled=4,
        uncounted=" ".join([request["layer"], request["field"], *request["added"], *request["absent"]]).strip(),
        classes=["Winter wheat", "Barley"],
        label_counts=[2, 2],
        confusion=[[2, 0], [0, 2]],
        recall_before={"value": 0.25, "low": 0.1, "high": 0.4},
        recall_after={"value": 0.2 if mode == "worse" else 0.69, "low": 0.55, "high": 0.8},
        accuracy_before={"value": 0.5},
        accuracy_after={"value": 0.75},
        ece=0.1,
        parcels=5,
        changes=[{"before": "Winter wheat", "after": "<b>Barley", "parcels": 1}],
        accepted=request["accept"],
        bundle=request["bundle"],
    )


def undo_adaptation(request, mode, stop):
    set_crop(request["parcels"], "Winter wheat", "3301010101")
    return done("UndoSummary", parcels=1)


def suggest(request, mode, stop):
    return done("Suggestions", parcels=[2, 5][: request["count"]])


def fine_tune(request, mode, stop):
    if mode == "bad":
        return fail("The declared parcels lie too close together.")
    send("Stage", text="Training")
    send("Progress", fraction=0.5)
    if mode == "patient" and stop.wait(6):
        return 130
    os.mkdir(request["out"])
    after = 0.4 if mode == "worse" else 0.8
    return done(
        "FineTuneSummary",
        bundle=request["out"],
        parcels=12,
        blocks=3,
        trained=40,
        added=["Winter rye"],
        uncounted=f"{os.path.basename(request['parcels']['path'])} {request['field']} {request['steps']}",
        recall_before={"value": 0.5, "low": 0.4, "high": 0.6},
        recall_after={"value": after},
        accuracy_before={"value": 0.5},
        accuracy_after={"value": 0.7},
        outlines_before={"value": 0.3},
        outlines_after={"value": 0.3},
        better=mode != "worse",
    )


def set_crop(path, crop, code):
    """Change the parcels that no analyst decided, as an adaptation does."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: None)
        with database:
            database.execute("UPDATE parcels SET crop = ?, EC_hcat_c = ? WHERE decided = 'model'", (crop, code))


HANDLERS = {
    "ReadyRequest": ready,
    "InspectRequest": inspect,
    "ThumbnailsRequest": thumbnails,
    "MapRequest": map_parcels,
    "EstimateRequest": estimate,
    "DevicesRequest": devices,
    "ParcelTimeSeriesRequest": time_series,
    "ExportRequest": export,
    "EvaluateRequest": evaluate,
    "AdaptRequest": adapt,
    "FineTuneRequest": fine_tune,
    "UndoAdaptationRequest": undo_adaptation,
    "SuggestRequest": suggest,
}


def serve():
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
        send("Ended", code=HANDLERS[request["type"]](request, read_mode(), stop))
    if "--folder" in sys.argv:
        shutil.rmtree(sys.argv[sys.argv.index("--folder") + 1])


serve()
