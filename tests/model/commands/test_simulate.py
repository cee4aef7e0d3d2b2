from doab.model.cli import main
from doab.model.protocol import EXIT_BAD_INPUT, EXIT_DONE


def test_simulate_writes_a_scene_and_says_so(tmp_path, capsys):
    out = tmp_path / "scene"
    assert main(["simulate", "--out", str(out), "--seed", "3", "--size", "32", "--year", "2020"]) == EXIT_DONE
    assert (out / "DEM.tif").exists() and list(out.glob("S2_L2A_2020*.tif"))
    assert "simulated" in capsys.readouterr().out


def test_simulate_refuses_a_bad_size_in_one_sentence(tmp_path, capsys):
    assert main(["simulate", "--out", str(tmp_path), "--size", "31"]) == EXIT_BAD_INPUT
    assert "even size" in capsys.readouterr().err


def test_another_scene_replaces_one_only_when_asked_and_files_of_somebody_else_never(tmp_path, capsys):
    out = tmp_path / "scene"
    scene = ["simulate", "--out", str(out), "--size", "32"]
    assert main([*scene, "--seed", "3"]) == EXIT_DONE
    first = {path.name for path in out.iterdir()}
    assert main([*scene, "--seed", "4"]) == EXIT_BAD_INPUT
    assert "exists already" in capsys.readouterr().err
    assert main([*scene, "--seed", "4", "--overwrite"]) == EXIT_DONE
    second = {path.name for path in out.iterdir()}
    assert first != second and len(second) == 62 and len(list(out.glob("S2_L2A_*_SCL.tif"))) == 20
    (out / "DEM.tif").write_bytes(b"somebody else's")
    assert main([*scene, "--seed", "3", "--overwrite"]) == EXIT_BAD_INPUT
    assert "DEM.tif was not written by Doab" in capsys.readouterr().err
    assert {path.name for path in out.iterdir()} == second
