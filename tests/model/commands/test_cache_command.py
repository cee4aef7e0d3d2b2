"""``doab cache`` as a person starts it."""

import pytest

from doab.model.cli import main
from doab.model.disk_cache import FILE, Cache, default_folder
from doab.model.mapping.run_folder import RUNS, open_run_folder
from doab.model.reporter import Reporter


@pytest.fixture
def own(monkeypatch, tmp_path):
    """A cache folder of the test's own."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "mine"))
    return default_folder()


def test_it_says_where_the_cache_is_and_how_much_is_in_it(own, capsys):
    with Cache(own, 1 << 30, pytest.fail) as cache:
        cache.write({b"one": bytes(1_000_000), b"two": bytes(1_000_000)})
    assert main(["cache"]) == 0
    state = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert state["folder"] == str(own) and state["entries"] == "2" and 2 <= float(state["size"].split()[0]) < 2.3


def test_clearing_empties_it(own, capsys):
    with Cache(own, 1 << 30, pytest.fail) as cache:
        cache.write({b"one": bytes(1_000_000)})
    assert main(["cache", "--clear"]) == 0
    assert "entries  0" in capsys.readouterr().out
    assert (own / FILE).stat().st_size < 100_000


def test_what_unfinished_runs_have_left_counts_and_is_cleared_but_for_one_that_goes_on(own, capsys):
    with open_run_folder(own / RUNS, "going", own, Reporter()) as going:
        for key in ("left", "going"):
            blocks = own / RUNS / key / "blocks"
            blocks.mkdir(parents=True, exist_ok=True)
            (blocks / "0_0.npz").write_bytes(bytes(1_500_000))
        assert main(["cache"]) == 0
        assert "runs     2 unfinished, 3.0 MB" in capsys.readouterr().out
        assert main(["cache", "--clear"]) == 0
        assert "runs     1 unfinished, 1.5 MB" in capsys.readouterr().out and going.path.exists()


def test_a_folder_that_cannot_be_used_is_one_sentence(own, capsys):
    own.parent.mkdir(parents=True)
    own.write_text("in the way")
    assert main(["cache"]) == 2
    assert "doab: Nothing is kept" in capsys.readouterr().err
