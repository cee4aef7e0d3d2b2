"""Pre-training from the command line, for one step."""

from doab.model.cli import main
from doab.model.network.weights import load_encoder
from doab.model.protocol import EXIT_BAD_INPUT


def test_a_recipe_with_options_beside_it_writes_an_encoder_and_its_record(tmp_path):
    (tmp_path / "tiny.toml").write_text("tile = 32\ntiles = 1\nsteps = 5\nseed = 3")
    out = tmp_path / "encoder.safetensors"
    arguments = ["--recipe", tmp_path / "tiny.toml", "--out", out, "--work", tmp_path / "work", "--steps", 1]
    assert main(["pretrain", *map(str, arguments)]) == 0
    _, record = load_encoder(str(out))
    assert record["name"] == "compact"
    assert record["trained_on"] == "without labels, 1 steps on 1 simulated tiles; seed 3"


def test_a_recipe_of_a_bundle_is_refused_by_its_first_unknown_key(tmp_path, capsys):
    (tmp_path / "bundle.toml").write_text("dense_steps = 5")
    arguments = ["--recipe", tmp_path / "bundle.toml", "--out", tmp_path / "e.safetensors", "--work", tmp_path / "work"]
    assert main(["pretrain", *map(str, arguments)]) == EXIT_BAD_INPUT
    assert "'dense_steps'" in capsys.readouterr().err
