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
