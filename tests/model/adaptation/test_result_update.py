"""A result gets what was learned as a whole, and loses it again by one step of undo."""

import contextlib
import json
import sqlite3
from pathlib import Path

import fiona
import pytest

from doab.model.adaptation.labels import labels_from_corrections
from doab.model.adaptation.region_learning import learn_region
from doab.model.adaptation.result_parcels import read_result
from doab.model.adaptation.result_update import apply_adaptation, undo_adaptation
from doab.model.outputs.existing_files import foreign_content
from doab.model.protocol import InputError


def content(path):
    with fiona.open(path, layer="parcels") as layer:
        return layer.tags(), {f.properties["parcel_id"]: dict(f.properties) for f in layer}


def adapt(path):
    parcels = read_result(path)
    labels = labels_from_corrections(parcels)
    return apply_adaptation(parcels, labels, learn_region(parcels, labels))


def test_parcels_get_new_crops_and_the_analysts_stay_and_undo_restores_all(make_region):
    region = make_region(decided=4)
    tags, before = content(region.path)
    changed = adapt(region.path)
    new_tags, after = content(region.path)
    others = [number for number, row in before.items() if row["decided"] == "model"]
    assert changed == sum(after[number]["crop"] != before[number]["crop"] for number in others) > 50
    assert all(after[number] == row for number, row in before.items() if row["decided"] == "analyst")
    row = after[others[1]]
    assert json.loads(row["probs"])[row["crop"]] == row["conf"] and "Rice" in json.loads(row["probs"])
    provenance = json.loads(new_tags["adaptation"])
    assert provenance["parcels"] == 30 and provenance["after"]["recall"] > provenance["before"]["recall"]
    assert new_tags["reference_date"] == "2019-06-01" and foreign_content(region.path) == ""
    assert undo_adaptation(region.path) == len(others)
    assert content(region.path) == (tags, before)
    with pytest.raises(InputError, match="was not adapted"):
        undo_adaptation(region.path)


def test_a_second_adaptation_learns_from_what_the_run_said_and_its_undo_is_one_step(make_region):
    region = make_region(decided=4)
    adapt(region.path)
    first = content(region.path)
    second = read_result(region.path)
    assert [crop.label for crop in second.crops] == ["Winter wheat", "Maize", "Grassland", "Other crops"]
    assert second.probabilities[1].tolist() == pytest.approx([0.85, 0.05, 0.05, 0.05])
    with contextlib.closing(sqlite3.connect(region.path)) as database, database:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(name, 1, lambda _: None)
        database.execute(
            "UPDATE parcels SET decided = 'analyst', crop = 'Maize', EC_hcat_c = '3301010600' WHERE fid = 2"
        )
    adapt(region.path)
    undo_adaptation(region.path)
    again = content(region.path)
    assert again[1][2]["decided"] == "analyst" and again[1][2]["crop"] == "Maize"
    assert {k: row for k, row in again[1].items() if k != 2} == {k: row for k, row in first[1].items() if k != 2}
    assert again[0]["adaptation"] == first[0]["adaptation"]


def test_a_result_that_another_program_edits_is_left_alone(make_region):
    region = make_region(decided=4)
    before, parcels = content(region.path), read_result(region.path)
    labels = labels_from_corrections(parcels)
    adaptation = learn_region(parcels, labels)
    with contextlib.closing(sqlite3.connect(region.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(InputError, match="is being edited"):
            apply_adaptation(parcels, labels, adaptation)
    assert content(region.path) == before


def test_a_program_that_shows_the_result_may_keep_it_open_after_its_edits(make_region):
    region = make_region(decided=4)
    before, parcels = content(region.path), read_result(region.path)
    labels = labels_from_corrections(parcels)
    adaptation = learn_region(parcels, labels)
    with contextlib.closing(sqlite3.connect(region.path, isolation_level=None)) as shown:
        shown.execute("PRAGMA journal_mode = WAL")
        reading = shown.execute("SELECT fid FROM parcels")
        reading.fetchone()
        with pytest.raises(InputError, match="is being edited"):
            apply_adaptation(parcels, labels, adaptation)
        assert apply_adaptation(parcels, labels, adaptation, shown=True) > 50
        assert undo_adaptation(region.path, shown=True) > 50
        reading.close()
        shown.execute("BEGIN IMMEDIATE")
        with pytest.raises(InputError, match="is being edited"):
            undo_adaptation(region.path, shown=True)
    assert content(region.path) == before


def test_what_is_no_result_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        read_result(tmp_path / "nothing.gpkg")
    foreign = tmp_path / "foreign.gpkg"
    with fiona.open(foreign, "w", driver="GPKG", crs="EPSG:32631", schema={"geometry": "Point", "properties": {}}):
        pass
    with pytest.raises(InputError, match="foreign.gpkg"):
        read_result(Path(foreign))
