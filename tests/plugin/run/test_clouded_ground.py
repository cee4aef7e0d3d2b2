"""A result says why there is a hole in the map where the reference frame has clouds."""

from __future__ import annotations

import dataclasses

import pytest
from dock_actions import find, press, recognise
from qgis.core import QgsProject
from sample_data import SUMMARY, wait

from doab.model import protocol
from doab.plugin.run import estimate_widget


@pytest.mark.parametrize("clear, said", [(0.92, "8 % of the images' ground is under clouds"), (0.999, "")])
def test_ground_under_the_clouds_of_the_reference_frame_is_said_to_be_missing(dock, tmp_path, monkeypatch, clear, said):
    monkeypatch.setattr(estimate_widget, "SETTLE_MS", 1)
    recognise(dock, ["/images/a.tif"])
    wait(lambda: find(dock, "doabRun").isEnabled())
    score = protocol.FrameScore(SUMMARY.reference, 0.9, {"clear": clear})
    dock.run.show_inspection(dataclasses.replace(dock.session.inspection, frames=(score,)))
    find(dock, "doabOutput").setFilePath(str(tmp_path / "a.gpkg"))
    press(dock, "doabRun")
    wait(lambda: "Done" in find(dock, "doabStage").text())
    text = find(dock, "doabStage").text()
    assert said in text and (" under clouds" in text) == bool(said)
    assert QgsProject.instance().mapLayersByName("Parcels")
