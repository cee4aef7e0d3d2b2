"""``doab adapt`` as a person or QGIS starts it."""

import fiona
import pytest

from doab.model.cli import main


def crops_of(path):
    with fiona.open(path, layer="parcels") as layer:
        return [f.properties["crop"] for f in layer]


def test_it_prints_the_score_before_and_after_and_changes_the_map_and_undo_restores_it(make_region, capsys):
    path = str(make_region(decided=4).path)
    before = crops_of(path)
    assert main(["adapt", path, "--preview"]) == 0
    printed = capsys.readouterr().out
    assert "30 labelled parcels from corrections" in printed and "would get another crop" in printed
    assert "mean class recall   25.0" in printed and crops_of(path) == before
    assert main(["adapt", path]) == 0
    assert "Winter wheat → Rice" in capsys.readouterr().out and "Rice" in crops_of(path)
    assert main(["adapt", path, "--undo"]) == 0
    assert "have their former crops again" in capsys.readouterr().out and crops_of(path) == before


def test_suggestions_are_parcels_without_a_label(make_region, capsys):
    path = str(make_region(decided=4).path)
    assert main(["adapt", path, "--suggest", "5"]) == 0
    chosen = [int(line) for line in capsys.readouterr().out.splitlines()]
    assert len(set(chosen)) == 5 and all((number - 1) % 4 for number in chosen)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--labels", "nowhere.gpkg"], "nowhere.gpkg"),
        (["--suggest", "0"], "1 or more"),
        (["--undo", "--suggest", "3"], "either"),
        (["--undo"], "was not adapted"),
        (["--absent", "Bananas"], "no crop of HCAT"),
    ],
)
def test_what_is_wrong_is_one_sentence(make_region, capsys, arguments, reason):
    path = str(make_region(decided=4).path)
    assert main(["adapt", path, *arguments]) == 2
    assert reason in capsys.readouterr().err
